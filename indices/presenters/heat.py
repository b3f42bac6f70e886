"""Puts the heat table page together: what its address asks for, read once, said in words."""

from itertools import pairwise

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext as _

from indices.domain.heat_scale import CHANGES, LEVELS
from indices.models import Edition
from indices.presenters.addresses import criterion_address
from indices.presenters.heat_rows import HeatHeads, HeatRows
from indices.presenters.heat_state import CHANGE, HeatState
from indices.presenters.heat_words import HeatStory
from indices.presenters.ranking import Story, address_label
from indices.presenters.readings import HEAT, readings_of
from indices.presenters.words import Figures, edition_name, period_name
from indices.queries import heat as queries
from indices.queries import ranking
from indices.tables import PER_PAGE
from units.queries import names_on, shown_name


class HeatView:
    """One view of a heat table, read from the database in a fixed number of queries."""

    def __init__(self, edition, query, *, my_unit="", language):
        self.edition, self.index, self.my_unit = edition, edition.index, my_unit
        self.figures = Figures(self.index, language)
        self.sisters = ranking.sister_editions(edition)
        self.criteria = queries.open_criteria(edition)
        self.fields = [criterion for criterion in self.criteria if criterion.parent_id is None]
        self.blocks = list(edition.blocks.all())
        self.regions = ranking.regions_of(edition) if self.index.within_id is None else []
        parents = {criterion.parent_id for criterion in self.criteria}
        self.parents = [criterion for criterion in self.fields if criterion.pk in parents]
        self.state = HeatState.of(
            query,
            blocks={block.slug for block in self.blocks},
            regions={region.slug for region in self.regions},
            fields={criterion.code for criterion in self.parents},
        )
        self.columns = queries.columns_of(self.criteria, self.state.field)
        previous = ranking.edition_before(edition, self.sisters)
        self.past = queries.past_of(edition, previous) if self.columns else None
        if self.past is None:
            self.state = self.state.as_levels()
        self.mine = self._own()
        standings = ranking.standings_for_table(edition, self.state, my_unit=self.mine)
        self.standings, sort = queries.in_order(
            standings, self.state.sort, criteria=self.columns, past=self.past, by_block=self._by_block()
        )
        self.state = self.state.sorted_by(sort)

    def _own(self):
        if not self.my_unit:
            return None
        return self.edition.standings.filter(unit__slug=self.my_unit).select_related("unit", "block").first()

    def _by_block(self):
        return bool(self.blocks) and not self.state.block

    def page(self):
        """The context of the page."""
        edition, state = self.edition, self.state
        page = Paginator(self.standings, PER_PAGE).get_page(state.page)
        standings = list(page)
        shown = [*standings, *([self.mine] if self.mine is not None else [])]
        past = self.past if state.shows_change else None
        self.ranges, counts = queries.ranges_of(edition, self.columns)
        heat = queries.cells_of(
            edition, [standing.unit_id for standing in shown], self.columns, past=past, counts=counts
        )
        names = names_on([standing.unit_id for standing in shown], edition.ends_on)
        means = self._means(past, heat)
        rows = HeatRows(edition, heat, names, self.figures, my_unit=self.my_unit, changes=state.shows_change)
        story = HeatStory(self.figures, heat.columns, self.columns, changes_since=past and past.edition.label)
        return {
            "edition": edition,
            "name": _("Mạnh, yếu theo lĩnh vực: %(edition)s") % {"edition": edition_name(edition)},
            "newest": self._newest(),
            "lede": story.lede(self._blocks_told(), self.ranges, means, self._own_told(heat, names)),
            "status": self._status(),
            "toolbar": self._toolbar(names),
            "years": self._years(),
            "table": self._table(standings, rows, means),
            "legend": self._legend(),
            "change": state.shows_change,
            "names": self._names(),
            "page": page,
            "pages": page.paginator.get_elided_page_range(page.number),
            "empty": not standings,
            "all_href": state.address(q="", region="", block="", around=False, sort=""),
            "links": readings_of(edition, here=HEAT),
            "back": reverse("league_table", args=(self.index.slug, address_label(edition))),
            "has_columns": bool(self.columns),
        }

    def _names(self):
        """The columns by their whole names, and where each is told of: {code, name, href}."""
        return [
            {
                "code": criterion.code,
                "name": criterion.shown_name,
                "href": criterion_address(self.edition, criterion),
            }
            for criterion in self.columns
        ]

    # Means

    def _means(self, past, heat):
        """Block slug -> (what a column's mean is, in billionths of a percent, for each column; `None`: not known)."""
        kept = {}
        before = self._means_before(past) if past is not None else {}
        for slug in {slug for slug, _number in self.ranges}:
            roll = next((block for block in self.blocks if block.slug == slug), self.edition)
            found = []
            for criterion in self.columns:
                own = self.ranges.get((slug, criterion.pk))
                if own is None or roll.is_partial(own.count):
                    found.append(None)
                elif past is None:
                    found.append(own.mean)
                else:
                    then = before.get((slug, past.single(criterion.code)))
                    found.append(None if then is None else own.mean - then)
            kept[slug] = found
        return kept

    def _means_before(self, past):
        """(block slug, code of the edition before) -> its mean there."""
        codes = {past.single(criterion.code) for criterion in self.columns}
        old = [criterion for criterion in queries.open_criteria(past.edition) if criterion.code in codes]
        code_of = {criterion.pk: criterion.code for criterion in old}
        ranges, _counts = queries.ranges_of(past.edition, old)
        return {(slug, code_of[number]): found.mean for (slug, number), found in ranges.items()}

    # What is said

    def _blocks_told(self):
        """(slug, name) of the blocks that the sentence speaks of; no name where there is but one table."""
        if not self.blocks:
            return [("", "")]
        chosen = [block for block in self.blocks if self.state.block in ("", block.slug)]
        return [(block.slug, block.shown_name if len(chosen) > 1 else "") for block in chosen]

    def _own_told(self, heat, names):
        """(name, cells) of one's own unit; `None` without one."""
        if self.mine is None:
            return None
        return shown_name(self.mine.unit, names), heat.rows[self.mine.unit.slug]

    def _status(self):
        counts = ranking.counted(self.edition, self.state.block)
        roll = next((block for block in self.blocks if block.slug == self.state.block), self.edition)
        return Story(self.edition, self.figures, counts, roll=roll, previous=None, comparable=False).status()

    def _newest(self):
        if self.edition.state != Edition.State.SUPERSEDED:
            return None
        return next((e for e in self.sisters if e.label == self.edition.label), None)

    # The table

    def _table(self, standings, rows, means):
        heads = HeatHeads(self.edition, self.state, self.columns, self.figures, can_sort=self._can_sort)
        return {
            "caption": self._caption(),
            "narrow": False,
            "head_rows": heads.rows(),
            "lines": self._lines(standings, rows, means),
            "note": self._note(),
        }

    def _can_sort(self, criterion):
        if not queries.is_ordinary(criterion):
            return False
        return not self.state.shows_change or bool(self.past.single(criterion.code))

    def _caption(self):
        told = {"edition": edition_name(self.edition)}
        field = next((criterion for criterion in self.fields if criterion.code == self.state.field), None)
        if field is not None:
            told["field"] = f"{field.code} {field.shown_name}"
        if self.state.shows_change:
            told["year"] = self.past.edition.label
            if field is not None:
                return (
                    _("%(edition)s, lĩnh vực %(field)s: từng tiêu chí tăng, giảm bao nhiêu điểm %% so với %(year)s")
                    % told
                )
            return _("%(edition)s: chỉ số thành phần tăng, giảm bao nhiêu điểm %% so với %(year)s") % told
        if field is not None:
            return _("%(edition)s, lĩnh vực %(field)s: từng tiêu chí đạt bao nhiêu %% điểm tối đa") % told
        return _("%(edition)s: chỉ số thành phần, tính bằng %% điểm tối đa của lĩnh vực") % told

    def _lines(self, standings, rows, means):
        lines, by_block = [], self._by_block() and not self.state.sort
        if not by_block and not self.state.around:
            lines += self._mean_lines(rows, means, self.state.block)
        block = None
        for standing in standings:
            if by_block and standing.block_id != block:
                block = standing.block_id
                lines.append(rows.block_line(standing.block))
                lines += self._mean_lines(rows, means, standing.block.slug)
            lines.append(rows.line(standing))
        return lines

    def _mean_lines(self, rows, means, slug):
        percents = means.get(slug, [])
        if all(percent is None for percent in percents):
            return []
        label = _("Thay đổi của trung bình") if self.state.shows_change else _("Trung bình")
        return [rows.mean_line("", label, percents)]

    def _note(self):
        said = []
        if self.columns:
            said.append(_("Số nhỏ trong ô: thứ hạng ở cột đó. Bấm tên cột để xếp từ thấp lên cao."))
        if self.state.shows_change and self.past.links is not None:
            told = _("Năm %(year)s dùng bộ tiêu chí khác; chỉ so sánh tiêu chí có đối chiếu, theo tỷ lệ điểm tối đa.")
            said.append(told % {"year": self.past.edition.label})
        if self.edition.source:
            said.append(_("Nguồn: %(source)s.") % {"source": self.edition.source.title})
        return " ".join(said)

    def _legend(self):
        """{kind, text} of each step of colour."""
        exact = self.figures.format.exact
        if not self.columns:
            return []
        if self.state.shows_change:
            small, middle, large = (exact(bound) for bound in CHANGES)
            steps = [(3, _("từ %(a)s") % {"a": large}), (2, f"{middle}–{large}"), (1, f"{small}–{middle}")]
            falls = [{"kind": f"fall-{step}", "text": f"▼ {text}"} for step, text in steps]
            rises = [{"kind": f"rise-{step}", "text": f"▲ {text}"} for step, text in reversed(steps)]
            still = {"kind": "still", "text": _("dưới %(a)s") % {"a": small}}
            return [*falls, still, *rises]
        texts = [_("từ %(a)s %%") % {"a": LEVELS[0]}]
        texts += [f"{low}–{high}" for high, low in pairwise(LEVELS)]
        texts.append(_("dưới %(a)s %%") % {"a": LEVELS[-1]})
        return [{"kind": f"level-{step}", "text": text} for step, text in enumerate(texts)]

    # The choices

    def _toolbar(self, names):
        state, fields = self.state, []
        if self.blocks:
            fields.append(_select("block", _("Khối"), state.block, _("Tất cả"), _named(self.blocks)))
        if self.regions:
            fields.append(_select("region", _("Vùng"), state.region, _("Cả nước"), _named(self.regions)))
        if self.parents:
            options = [(criterion.code, f"{criterion.code} {criterion.label}") for criterion in self.parents]
            fields.append(_select("field", _("Cột"), state.field, _("các lĩnh vực"), options))
        fields.append({"kind": "search", "name": "q", "label": _("Đơn vị"), "value": state.q, "placeholder": _("tên…")})
        named = {field["name"] for field in fields}
        return {
            "views": self._views(names),
            "fields": fields,
            "hidden": [{"name": n, "value": v} for n, v in state.pairs() if n not in {*named, "page", "view", "sort"}],
            "layouts": self._layouts(),
            "more": self._years(),
            "more_label": _("Năm khác"),
            "downloads": self._downloads(),
        }

    def _views(self, names):
        if self.mine is None or not self.mine.shown_rank:
            return None
        state, unit = self.state, shown_name(self.mine.unit, names)
        around = state.address(around=True, sort="", q="", region="", block="")
        return {
            "label": _("Phạm vi"),
            "options": [
                {"text": _("Toàn bảng"), "href": state.address(around=False), "current": not state.around},
                {"text": _("Quanh %(unit)s ±3") % {"unit": unit}, "href": around, "current": state.around},
            ],
        }

    def _layouts(self):
        if self.past is None:
            return None
        state = self.state
        since = _("Thay đổi so với %(year)s") % {"year": self.past.edition.label}
        return {
            "label": _("Trong ô"),
            "options": [
                {"text": _("% điểm tối đa"), "href": state.address(show="", sort=""), "current": not state.show},
                {"text": since, "href": state.address(show=CHANGE, sort=""), "current": state.shows_change},
            ],
        }

    def _downloads(self):
        """The files of the league table: the same units in the same order, with points and every digit."""
        state = self.state
        asked = HeatState(block=state.block, region=state.region, q=state.q, around=state.around).address()
        query = asked.rstrip("?")
        if state.field:
            query += f"{'&' if query else '?'}depth=all"
        notes = (("xlsx", _("điểm theo cùng điều kiện lọc")), ("csv", _("cho máy đọc, số đầy đủ")))
        args = self.index.slug, address_label(self.edition)
        return [
            {
                "text": extension.upper(),
                "href": reverse("league_table_file", args=(*args, extension)) + query,
                "note": note,
            }
            for extension, note in notes
        ]

    def _years(self):
        """The same table of other years, as links: {text, href}; the choices that exist there go along."""
        query = HeatState(region=self.state.region, q=self.state.q).address().rstrip("?")
        return [
            {
                "text": period_name(edition),
                "href": reverse("heat", args=(self.index.slug, edition.label)) + query,
            }
            for edition in self.sisters
            if edition.label != self.edition.label
        ]


def _select(name, label, value, nothing, options):
    chosen = [{"value": "", "text": nothing}, *({"value": value, "text": text} for value, text in options)]
    return {"kind": "select", "name": name, "label": label, "value": value, "options": chosen}


def _named(things):
    return [(thing.slug, thing.shown_name) for thing in things]
