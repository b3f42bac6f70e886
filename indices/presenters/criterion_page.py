"""Puts the page of one criterion together: what its address asks for, read once, said in words."""

from types import SimpleNamespace

from django.core.paginator import Paginator
from django.utils.translation import gettext as _

from indices.domain.continuing import origins
from indices.domain.criterion_health import levels_of, spread_of
from indices.domain.criterion_moves import climbers_of, climbing, largest, moves_between
from indices.domain.values import CriterionKind
from indices.presenters.criterion_about import about, health_in_words
from indices.presenters.criterion_charts import distribution_chart, figures_strip, years_chart
from indices.presenters.criterion_movers import climbers_table, movers_tables
from indices.presenters.criterion_rows import CriterionTable
from indices.presenters.criterion_state import PER_PAGE, CriterionState
from indices.presenters.criterion_words import (
    CriterionFigures,
    compared_note,
    known_of_some,
    own_sentence,
    who_earns_it,
    who_has_it,
)
from indices.presenters.ranking import Story
from indices.presenters.words import edition_name
from indices.queries import criterion_page as queries
from indices.queries.ranking import counted
from units.queries import shown_name

MANY = 500  # units beyond which climbers are looked for in the last year alone
YEARS_BACK = 3


class CriterionView:
    """One view of the page, read from the database in a number of queries that grows neither with units nor criteria.

    Args:
        place: `queries.Place`.
        my_unit: slug from the reader's browser; one named in the address goes before it.
        judges: whether the reader is told what the criterion weighs.
    """

    def __init__(self, edition, place, query, *, my_unit="", judges=False):
        self.edition, self.index, self.place, self.judges = edition, edition.index, place, judges
        self.blocks = queries.blocks_of(edition)
        self.state = CriterionState.from_query(query, blocks={block.slug for block in self.blocks})
        self.block = next((block for block in self.blocks if block.slug == self.state.block), None)
        self.lineage = queries.lineage_of(edition, place.criterion.code)
        self.rows = []
        if self.lineage.leaf is not None:
            everybody = queries.rows_at(edition, self.lineage.leaf, place.criterion)
            self.rows = [row for row in everybody if self.block is None or row.block == self.block.slug]
        self.by_unit = {row.unit: row for row in self.rows}
        self.own = next((self.by_unit[slug] for slug in (self.state.unit, my_unit) if slug in self.by_unit), None)
        self.is_published = any(row.earned is not None for row in self.rows)
        self.lying = spread_of(
            (row.earned for row in self.rows if row.is_ranked and row.applies),
            not_applicable=sum(row.is_ranked and not row.applies for row in self.rows),
        )
        self.roll = self.block or edition
        known = 0 if self.lying.statistic is None else self.lying.statistic.n
        self.is_partial = self.roll.is_partial(known)
        self._compare()

    def _compare(self):
        """Against the year before, and further back where climbers are looked for."""
        lineage, self.moves, self.basis, self.results, self.back = self.lineage, None, None, [], []
        self.own_back = []
        if not self.is_published or not lineage.chain:
            return
        far = self.own is not None and len(self.rows) <= MANY
        self.back = lineage.years[: YEARS_BACK if far else 1]
        self.results = queries.results_in(lineage, self.back)
        origin = origins(lineage.chain[0]).get(lineage.leaf.code)
        if origin is not None and any(self.results[0].values()):
            self.basis = origin.basis
            now = {row.unit: row.earned for row in self.rows}
            self.moves = moves_between(now, self.results[0], origin.basis)

    @property
    def is_across(self):
        """Is a criterion that holds others compared across two sets? Its name may stay while what it holds changes."""
        links = self.lineage.chain[0].links if self.lineage.chain else None
        return self.basis is not None and links is not None and bool(self.place.below)

    @property
    def earlier(self):
        """The label of the year that changes are counted from."""
        return self.lineage.years[0].edition.label if self.lineage.years else ""

    # What is shown

    def page(self, language):
        """The context of the page in one language."""
        figures = CriterionFigures(self.index, language, self.lineage.leaf)
        edition, place = self.edition, self.place
        statistics = (
            queries.statistics_at(self.lineage, self.lineage.years, place.below, self.state.block)
            if self.lineage.leaf
            else {}
        )
        story = Story(
            edition,
            figures,
            counted(edition, self.state.block or None),
            roll=self.roll,
            previous=None,
            comparable=False,
        )
        context = {
            "edition": edition,
            "criterion": place.criterion,
            "name": edition_name(edition),
            "status": story.status(),
            "about": about(self, queries.beside(place, edition), statistics, figures),
            "is_published": self.is_published,
        }
        return context | (self._shown(figures, statistics) if self.is_published else {"why_not": self._why_not()})

    def _why_not(self):
        if self.lineage.leaf is None:
            return _("Bảng này chỉ mở đến tổng điểm: điểm ở từng tiêu chí không công bố.")
        if self.block is not None:
            return _("Không có số liệu của đơn vị nào trong khối này ở tiêu chí này.")
        return _(
            "Điểm của các đơn vị ở tiêu chí này chưa được công bố: bản ghi chỉ có tổng điểm, hoặc có ít lĩnh vực hơn."
        )

    def _shown(self, figures, statistics):
        page = Paginator(self._sorted(self._asked()), PER_PAGE).get_page(self.state.page)
        movers = largest(self.moves.values(), self.basis) if self.moves is not None else None
        climbers = self._climbers()
        named = [row.unit for row in page]
        named += [move.unit for move in (*movers.up, *movers.down)] if movers else []
        named += [climber.unit for climber in climbers]
        named += [self.own.unit] if self.own else []
        if self.own is not None:
            self.own_back = queries.results_in(self.lineage, self.lineage.years, [self.own.unit])
        shown = queries.shown_units(self.edition, self.place.criterion, set(named))
        own_name = shown_name(shown.units[self.own.unit], shown.names) if self.own else ""
        return {
            "lede": self._lede(figures),
            "own": self._own_sentence(figures, shown, own_name),
            "strip": None if self.is_partial else figures_strip(self.lying, figures),
            "distribution": None if self.is_partial else distribution_chart(self, figures, own_name),
            "years": years_chart(self, statistics, figures, own_name),
            "movers": movers_tables(movers, self, shown, figures),
            "climbers": climbers_table(climbers, self, shown, own_name, figures),
            "health": self._health(figures),
            "toolbar": self._toolbar(),
            "table": self._table(page, shown, figures),
            "page": page,
            "pages": page.paginator.get_elided_page_range(page.number),
            "empty": not page.object_list,
            "all_href": self.state.address(q="", block="", sort=""),
        }

    def _lede(self, figures):
        if self.is_partial and self.lying.statistic is not None:
            return known_of_some(self.lying, self.roll, self.index.level)
        if self.lineage.leaf.kind != CriterionKind.ORDINARY:
            ranked = (row.earned for row in self.rows if row.is_ranked and row.earned is not None)
            return who_has_it(self.lying, figures, self.index.level, sum(bool(earned.points) for earned in ranked))
        return who_earns_it(self.lying, figures, self.index.level)

    def _health(self, figures):
        """What it weighs, for those who are told; bonus and penalty are not there to tell units apart."""
        is_ordinary = self.lineage.leaf.kind == CriterionKind.ORDINARY
        return health_in_words(self, figures) if self.judges and is_ordinary else None

    def _asked(self):
        if not self.state.q:
            return self.rows
        found = queries.found_by(self.edition, self.state.q)
        return [row for row in self.rows if row.unit_id in found]

    def _sorted(self, rows):
        """In the order asked for; whoever is not known comes last, equals in the order of the alphabet."""
        sort = self.state.sort
        if sort in ("unit", "-unit"):
            return rows[::-1] if sort == "-unit" else rows
        if sort.endswith("change"):
            keys = {unit: move.change for unit, move in (self.moves or {}).items()}
            is_reversed = sort == "-change"
        else:
            levels = levels_of(row.earned for row in rows if row.earned is not None)
            keys = {row.unit: levels[row.earned] for row in rows if row.earned is not None}
            is_reversed = sort == "points"
        known = sorted((row for row in rows if row.unit in keys), key=lambda row: keys[row.unit], reverse=is_reversed)
        return known + [row for row in rows if row.unit not in keys]

    def _climbers(self):
        """Who rose above the reader's own unit, having been like it."""
        if self.own is None or self.own.earned is None or not any(self.results):
            return ()
        later, found = {row.unit: row.earned for row in self.rows if row.is_ranked}, set()
        now = later
        for then in self.results:
            moves = moves_between(later, then, self.basis).values() if self.basis else ()
            # Whoever rose within the year counts by where it stands today.
            found |= climbing(self.own.earned, moves)
            later = then
        found = {unit for unit in found if unit in now and self.by_unit[unit].block == self.own.block}
        if not found:
            return ()
        units = {*found, self.own.unit}
        year, before = queries.years_with(self.lineage, self.back, self.by_unit, units)
        return climbers_of(year, self.own.unit, self.lineage.leaf, before)

    def ranked_with(self, row):
        """How many have a rank at the criterion in its block."""
        return sum(other.rank is not None and other.block == row.block for other in self.rows)

    def _own_sentence(self, figures, shown, name):
        if self.own is None:
            return ""
        return own_sentence(
            self.own,
            name,
            figures,
            score=shown.scores.get(self.own.unit),
            move=(self.moves or {}).get(self.own.unit),
            of=self.ranked_with(self.own),
            earlier=self.earlier,
        )

    def _toolbar(self):
        fields = []
        if self.blocks:
            options = [{"value": "", "text": _("Tất cả")}]
            options += [{"value": block.slug, "text": block.shown_name} for block in self.blocks]
            fields.append(
                {"kind": "select", "name": "block", "label": _("Khối"), "value": self.state.block, "options": options}
            )
        fields.append(
            {"kind": "search", "name": "q", "label": _("Đơn vị"), "value": self.state.q, "placeholder": _("tên…")}
        )
        hidden = [{"name": n, "value": v} for n, v in self.state.pairs() if n in ("unit", "sort")]
        return {"fields": fields, "hidden": hidden}

    def _table(self, page, shown, figures):
        blocks = {} if self.block else {block.slug: block.shown_name for block in self.blocks}
        table = CriterionTable(
            self.edition,
            self.state,
            figures,
            shown=shown,
            blocks=blocks,
            moves=self.moves,
            earlier=self.earlier,
            own=self.own.unit if self.own else "",
            across=self.is_across,
        )
        return SimpleNamespace(
            caption=_("Điểm của từng đơn vị ở tiêu chí %(code)s") % {"code": self.place.criterion.code},
            caption_hidden=True,
            narrow=True,
            head_rows=table.heads(),
            lines=[table.line(row) for row in page],
            note=self._note(),
        )

    def _note(self):
        """What the columns are not to be taken for."""
        said = [compared_note(self.basis, self.earlier)] if self.basis else []
        if self.basis and self.lineage.chain[0].links is not None:
            said.insert(0, _("Năm %(label)s theo bộ tiêu chí khác.") % {"label": self.earlier})
        if self.lineage.years and self.basis is None:
            told = _("Không so được với %(label)s: năm đó không có tiêu chí này hoặc chưa công bố điểm.")
            if self.lineage.chain[0].links == {}:
                told = _("Không so được với %(label)s: năm đó dùng bộ tiêu chí khác, chưa đối chiếu với bộ này.")
            said.append(told % {"label": self.earlier})
        if self.blocks and self.block is None:
            said.append(_("Hạng xếp trong từng khối."))
        return " ".join(said)
