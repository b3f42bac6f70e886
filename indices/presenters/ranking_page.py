"""Puts a league table page together: what its address asks for, read once, said in words."""

from types import SimpleNamespace

from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from indices.filters import TableState
from indices.models import Depth, Edition, Index
from indices.presenters import ranking_below as below
from indices.presenters.ranking import Heads, Story, toolbar
from indices.presenters.ranking_rows import Columns, RowMaker
from indices.presenters.readings import TABLE, readings_of
from indices.presenters.satisfaction import national_factors
from indices.presenters.surveys import survey_note
from indices.presenters.words import Figures, edition_name
from indices.queries import ranking as queries
from indices.tables import PER_PAGE, ranking_table
from records.keeping import kept


class RankingView:
    """One view of a league table, read from the database in a fixed number of queries.

    `standings` is the ordered queryset of the view (all pages of it); the files that can be downloaded use it too.
    """

    def __init__(self, edition, query, *, my_unit=""):
        self.edition, self.index = edition, edition.index
        self.sisters = queries.sister_editions(edition)
        self.previous = queries.edition_before(edition, self.sisters)
        self.comparable = bool(self.previous) and self.previous.criteria_set_id == edition.criteria_set_id
        self.same_number = not queries.is_of_other_number(self.previous, edition)
        self.blocks = list(edition.blocks.all())
        self.regions = queries.regions_of(edition) if self.index.within_id is None else []
        open_tree = self.edition.depth not in (Depth.TOTALS, Depth.PARTS)
        self.criteria = queries.criteria_of(edition) if open_tree else []
        parents = {criterion.parent_id for criterion in self.criteria}
        self.fields = [criterion for criterion in self.criteria if criterion.parent_id is None]
        self.state = TableState.from_query(
            query,
            blocks={block.slug for block in self.blocks},
            regions={region.slug for region in self.regions},
            parents={criterion.code for criterion in self.criteria if criterion.pk in parents}
            if self.edition.depth == Depth.FULL
            else (),
        )
        self.mine = self._own(my_unit)
        self.parts = queries.parts_of(edition)
        self.published = queries.published_figures(edition)
        self.counts = queries.counted(edition, self.state.block)
        standings = queries.standings_for_table(edition, self.state, my_unit=self.mine)
        self.columns = self._columns()
        self.table, self.state = ranking_table(
            standings,
            state=self.state,
            previous=self.previous,
            criteria=self.columns.criteria,
            by_block=bool(self.blocks) and not self.state.block,
        )
        self.standings = self.table.data.data

    def _own(self, my_unit):
        """One's own standing here, or `None`."""
        if not my_unit:
            return None
        return self.edition.standings.filter(unit__slug=my_unit).select_related("unit", "block").first()

    def _columns(self):
        state = self.state
        shows = bool(state.show) and bool(self.fields) and not (state.show == "changes" and not self.comparable)
        years = []
        if "years" in state.more:
            # Years with the same maximum can stand in one small line.
            maximum = self.edition.criteria_set.max_points
            years = [
                e
                for e in reversed(self.sisters)
                if e.ends_on <= self.edition.ends_on
                and e.criteria_set.max_points == maximum
                and e.period == self.edition.period
            ]
        differ = self.counts["smallest"] != self.counts["largest"]
        return Columns(
            criteria=queries.columns_under(self.criteria, state.under) if shows else [],
            show=state.show if shows else "",
            years=years,
            has_changes=self.previous is not None,
            comparable=self.comparable,
            same_number=self.same_number,
            band="band" in state.more,
            points=differ or "points" in state.more,
            parts=self.parts if "parts" in state.more else {},
        )

    def page(self, language, my_unit=""):
        """The context of the page in one language."""
        edition, columns, state = self.edition, self.columns, self.state
        page = Paginator(self.standings, PER_PAGE).get_page(state.page)
        standings = list(page)
        columns.survey = any(hasattr(standing, "survey_result") for standing in standings)
        data = queries.table_data(
            edition,
            self.previous,
            standings,
            criteria=columns.criteria,
            with_changes=columns.show == "changes",
            years=columns.years,
            with_parts=bool(columns.parts),
        )
        block = next((block for block in self.blocks if block.slug == state.block), None)
        statistics = queries.means_of(edition, columns.criteria, block)
        figures = Figures(self.index, language)
        maker = RowMaker(
            edition,
            columns,
            data,
            language=language,
            my_unit=my_unit,
            # A column in which all are equal has no best quarter.
            counts={key: found.count for key, found in statistics.items() if found.lowest != found.highest},
            scale=queries.extremes(columns.years) if columns.years else (None, None),
        )
        heads_shown = Heads(edition, state, self.table, columns, figures, previous=self.previous).rows()
        table = SimpleNamespace(
            caption=self._caption(),
            caption_hidden=not state.under,
            narrow=not (columns.criteria or columns.parts),
            head_rows=heads_shown,
            lines=self._lines(standings, maker, statistics, width=len(heads_shown[0])),
            note=self._note(),
        )
        roll = block or edition
        alike = self.comparable and self.same_number
        story = Story(edition, figures, self.counts, roll=roll, previous=self.previous, comparable=alike)
        names = data.names
        return {
            "edition": edition,
            "name": edition_name(edition),
            "newest": self._newest(),
            "lede": story.lede(*self._heads_of_story(names, standings)),
            "status": story.status(),
            "toolbar": self._toolbar(names),
            "related": readings_of(self.edition, here=TABLE),
            "table": table,
            "page": page,
            "pages": page.paginator.get_elided_page_range(page.number),
            "empty": not standings,
            "all_href": state.address(q="", region="", block="", around=False, sort=""),
            "tinted": bool(columns.criteria) and columns.show != "changes",
            "below": self._below(figures),
        }

    def _caption(self):
        parent = next((c for c in self.criteria if c.code == self.state.under), None)
        if parent is None:
            return _("Bảng xếp hạng %(edition)s") % {"edition": edition_name(self.edition)}
        told = _("Bảng xếp hạng %(edition)s; các cột là thành phần của %(criterion)s")
        return told % {"edition": edition_name(self.edition), "criterion": parent}

    def _lines(self, standings, maker, statistics, *, width):
        lines, means = [], self._means(maker.figures, statistics)
        if standings and not self.state.around:
            lines += [maker.mean_line(*mean) for mean in means.get(self._block_shown(), [])]
        block, by_block = None, bool(self.blocks) and not self.state.block and not self.state.sort
        for standing in standings:
            if by_block and standing.block_id != block:
                block = standing.block_id
                lines.append(maker.block_line(standing.block, width))
                lines += [maker.mean_line(*mean) for mean in means.get(block, [])]
            lines.append(maker.line(standing))
        return lines

    def _block_shown(self):
        return next((block.pk for block in self.blocks if block.slug == self.state.block), None)

    def _means(self, figures, statistics):
        """Block id (`None`: the whole table) -> rows of means: what is published, and what a complete table gives.

        A mean over those units that happen to be known is not shown: it is the mean of nothing.
        """
        means = {}
        for published in self.published:
            of_a_part = published.label or published.group_id or published.band_id or published.criterion_id
            if published.measure == published.Measure.MEAN and not of_a_part:
                total = figures.total(published.figure, published.places)
                means.setdefault(published.block_id, []).append((total, _("Trung bình công bố"), {}))
        computed, block = statistics.get(None), self._block_shown()
        percent = self.index.figure == Index.Figure.PERCENT
        if computed and percent == (computed.figure == computed.Figure.PERCENT):
            roll = next((each for each in self.blocks if each.pk == block), self.edition)
            if not roll.is_partial(computed.count):
                label = _("Trung bình %(count)s đơn vị") % {"count": computed.count}
                means.setdefault(block, []).append((figures.total(computed.mean), label, statistics))
        return means

    def _heads_of_story(self, names, standings):
        if len(self.blocks) > 1 and not self.state.block:
            leaders = []  # each block has a leader of its own
        elif self.state.begins_at_the_top:
            leaders = [standing for standing in standings if standing.shown_rank == 1]
        else:
            leaders = self.edition.standings.filter(shown_rank=1).select_related("unit").in_order()
            if self.state.block:
                leaders = leaders.filter(block__slug=self.state.block)
            leaders = list(leaders)
        before = None
        if self.mine is not None and self.previous is not None:
            rows = self.previous.standings.filter(unit=self.mine.unit_id).values_list("shown_rank", "total")
            before = rows.first()
        return leaders, names, self.mine, before

    def _toolbar(self, names):
        counts = self.counts
        return toolbar(
            self.edition,
            self.state,
            sisters=self.sisters,
            blocks=self.blocks,
            regions=self.regions,
            fields=self.fields if self.edition.depth == Depth.FULL else [],
            mine=self.mine,
            names=names,
            columns=self.columns,
            has_layouts=bool(self.fields),
            has_more={
                "years": len(self.sisters) > 1,
                "band": counts["bands"] > 0,
                "parts": bool(self.parts),
                "points": False,
            },
        )

    def _note(self):
        edition = self.edition
        said = []
        if self.previous is not None and not self.comparable:
            said.append(
                _(
                    "Năm %(before)s dùng bộ tiêu chí khác (%(set)s): không so sánh điểm; số bậc trong ngoặc chỉ để "
                    "tham khảo."
                )
                % {"before": self.previous.label, "set": self.previous.criteria_set.shown_name}
            )
        elif not self.same_number:
            said.append(
                _("Năm %(before)s xếp %(then)s đơn vị, năm này %(now)s: số bậc trong ngoặc chỉ để tham khảo.")
                % {"before": self.previous.label, "then": self.previous.stated_units, "now": edition.stated_units}
            )
        if self.columns.criteria and self.columns.show == "values" and self.index.places > 2:
            said.append(_("Cột thành phần làm tròn đến hai chữ số; số đầy đủ ở tệp tải về và ở trang của đơn vị."))
        if self.columns.survey:
            said.append(survey_note(edition))
        if edition.source:
            said.append(_("Nguồn: %(source)s.") % {"source": edition.source.title})
        return " ".join(said)

    def _newest(self):
        """The newest published revision, where this is an old one."""
        if self.edition.state != Edition.State.SUPERSEDED:
            return None
        return next((e for e in self.sisters if e.label == self.edition.label), None)

    def _below(self, figures):
        """What lies below the table: the same for every page, order and filter of it, so it is kept."""
        mine = self.mine and self.mine.unit_id
        parts = "below the league table", self.edition.pk, self.state.block, mine
        return kept(lambda: self._make_below(figures, mine), *parts)

    def _make_below(self, figures, mine):
        edition = self.edition
        placed = queries.placed_totals(edition, self.state.block)
        unplaced = list(edition.standings.filter(shown_rank__isnull=True).select_related("unit").in_order())
        criteria = {criterion.code: criterion for criterion in self.criteria}
        by_pk = {criterion.pk: criterion for criterion in self.criteria}
        for criterion in self.criteria:
            criterion.parent = by_pk.get(criterion.parent_id)
        names = queries.names_in(edition)
        ties, differences = below.explanations(placed, names)
        partial = edition.is_partial(self.counts["known"])
        stated = edition.stated_units or 0
        return {
            "dots": below.strip_of_dots(placed, figures, mine, partial=partial)
            if len(self.blocks) < 2 or self.state.block
            else None,
            "ties": below.ties_in_words(ties, figures),
            "more_ties": below.left_over(len(ties)),
            "differences": below.differences_in_words(differences),
            "more_differences": below.left_over(len(differences)),
            "computed": self.counts["computed"] > 0,
            "publishes_ranks": self.index.publishes_ranks,
            "unplaced": below.not_placed(unplaced[:200], names, criteria, edition),
            "unknown": max(0, stated - self.counts["known"]),
            "stated_units": stated,
            "unknown_number": not edition.is_complete and not stated,
            "note": edition.shown_note,
            "bands": below.bands_in_words(edition.bands.all(), figures),
            "factors": national_factors(edition, self.published, self.criteria, figures.format.language),
            "published": below.published_in_words(self.published, figures),
            "conflicts": below.conflicts_in_words(queries.conflicts_of(edition), is_sample=self.index.is_sample),
        }
