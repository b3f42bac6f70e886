"""Heads and rows of the heat table. A row is made as one piece of markup: cells are where a table's time goes.

The figure stands in every cell: colour only helps to find it. Everything that comes from the database is escaped here.
"""

from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from indices.domain.figures import from_billionths
from indices.domain.heat_scale import change_step, level_step
from indices.models import Index, Standing
from indices.presenters.addresses import address_label, criterion_address
from reformtrack.figures import NOTHING
from units.queries import shown_name

PLACES = 1  # of a percent in a cell; two are on the unit's page and in the files
LONGEST_HEAD = 28  # letters: where a column has a longer name, all names are told below the table
SORTS = "↕"  # what a column without room for its name is sorted by
NO_RANK = "<small></small>"  # keeps the figures of a column in line


class HeatRows:
    """Makes the rows of one page of a heat table.

    Args:
        heat: `Cells` of the units on the page.
        names: unit id -> the name it bore.
        changes: do the cells hold changes instead of levels?
    """

    def __init__(self, edition, heat, names, figures, *, my_unit="", changes=False):
        self.heat, self.names, self.figures, self.my_unit, self.changes = heat, names, figures, my_unit, changes
        # One reverse, then a replacement a row: an address looked up anew for each unit costs as much as the row.
        self.address = reverse("scorecard", args=(edition.index.slug, address_label(edition), "UNIT"))
        self.words = {
            "mine": _("đơn vị của tôi"),
            "rank": _("hạng"),
            "unknown": _("không có số liệu"),
            "not_applicable": _("không áp dụng"),
            "uncompared": _("không so sánh được"),
            "incomplete": _("thiếu thành phần"),
            "unranked": _("không xếp hạng"),
        }

    def line(self, standing):
        """One row: {key, classes, html}, as components/table.html takes it."""
        slug, mine = standing.unit.slug, standing.unit.slug == self.my_unit
        rank = NOTHING if standing.shown_rank is None else standing.shown_rank
        total = NOTHING if standing.total is None else self.figures.standing(standing)
        cells = [
            f'<td class="rank">{rank}</td>',
            self._unit(standing, mine),
            f'<td class="total">{total}</td>',
            *self._cells(slug),
        ]
        return {"key": slug, "classes": "mine" if mine else "", "html": mark_safe("".join(cells))}

    def mean_line(self, total, label, percents):
        """A row of means: `percents` in billionths, one a column, `None` where there is none."""
        cells = [
            f'<td class="rank"></td><th scope="row" class="unit">{escape(label)}</th><td class="total">{total}</td>',
            *('<td class="num"></td>' if figure is None else self._filled(figure, NO_RANK) for figure in percents),
        ]
        return {"key": "", "classes": "mean", "html": mark_safe("".join(cells))}

    def block_line(self, block):
        """The row that opens a block."""
        head = f'<th scope="rowgroup" class="block" colspan="{3 + len(self.heat.columns)}">'
        return {"key": "", "classes": "block", "html": mark_safe(f"{head}{escape(block.shown_name)}</th>")}

    def _unit(self, standing, mine):
        name = escape(shown_name(standing.unit, self.names))
        extra = f'<span class="vh">{self.words["mine"]} </span>' if mine else ""
        reason = ""
        if standing.status in (Standing.Status.INCOMPLETE, Standing.Status.UNRANKED):
            reason = f' <small class="muted">{self.words[standing.status]}</small>'
        href = self.address.replace("UNIT", standing.unit.slug)
        return f'<th scope="row" class="unit">{extra}<a href="{href}">{name}</a>{reason}</th>'

    def _cells(self, slug):
        outside = self.heat.not_applicable[slug]
        for place, cell in enumerate(self.heat.rows[slug]):
            yield self._outside() if place in outside else self._cell(cell)

    def _outside(self):
        return f'<td class="num muted"><abbr title="{self.words["not_applicable"]}">{_("k.a.d.")}</abbr></td>'

    def _cell(self, cell):
        if cell is None:
            return self._empty("unknown")
        figure = cell.change if self.changes else cell.percent
        if figure is None and (self.changes or cell.points is None):
            return self._empty("uncompared" if self.changes else "unknown")
        rank = (
            NO_RANK if cell.rank is None else f'<small><span class="vh">{self.words["rank"]} </span>{cell.rank}</small>'
        )
        if figure is None:  # bonus, penalty: points alone, and no share of a maximum to colour
            return f'<td class="num">{self.figures.short(from_billionths(cell.points))}</td>'
        return self._filled(figure, rank)

    def _filled(self, figure, rank):
        shown = from_billionths(figure)
        if self.changes:
            step = change_step(figure)
            kind = f"rise-{step}" if step > 0 else f"fall-{-step}" if step < 0 else "still"
            text = self.figures.format.change(shown, PLACES)
        else:
            kind, text = f"level-{level_step(figure)}", self.figures.format.points(shown, PLACES)
        return f'<td class="heat {kind}">{text}{rank}</td>'

    def _empty(self, why):
        told = f'<span class="vh">{self.words[why]}</span>'
        return f'<td class="num muted"><span aria-hidden="true">{NOTHING}</span>{told}</td>'


class HeatHeads:
    """The head of the table: each column names itself and sorts by itself."""

    def __init__(self, edition, state, criteria, figures, *, can_sort):
        self.edition, self.state, self.criteria = edition, state, criteria
        self.figures, self.can_sort = figures, can_sort
        self.long_names = have_long_names(criteria)

    def rows(self):
        total = {
            Index.Figure.POINTS: _("Tổng điểm"),
            Index.Figure.PERCENT: _("Chỉ số (%)"),
            Index.Figure.VALUE: _("Điểm"),
        }[self.figures.index.figure]
        heads = [
            self._head("rank", _("Hạng"), "rank", best="rank"),
            self._head("unit", _("Đơn vị"), "unit", best="unit"),
            self._head("total", total, "total", best="-total"),
        ]
        letter = "d" if self.state.shows_change else "c"
        for criterion in self.criteria:
            name = f"{letter}:{criterion.code}"
            # The lowest first: what a reader of this table looks for are the weak ones.
            head = self._head(name, self._text(criterion, name), "num", best=name, sub=criterion.code)
            head["title"] = criterion.shown_name
            head["sub_href"] = criterion_address(self.edition, criterion)
            head["sub_label"] = _("Tiêu chí %(criterion)s: điểm của mọi đơn vị") % {"criterion": criterion}
            if not self.can_sort(criterion):
                head["href"] = ""
            heads.append(head)
        return [heads]

    def _text(self, criterion, name):
        """Its short name; where names are long they are read aloud here, told below the table, and a mark sorts."""
        if not self.long_names:
            return criterion.label
        unsorted = self.can_sort(criterion) and self.state.sort.removeprefix("-") != name
        mark = SORTS if unsorted else ""
        return format_html('<span class="vh">{}</span><span aria-hidden="true">{}</span>', criterion.shown_name, mark)

    def _head(self, name, text, classes, *, best, sub=""):
        now = self.state.sort or "rank"
        asked = best if now != best else f"-{name}" if best == name else name
        aria = "descending" if now == f"-{name}" else "ascending" if now == name else ""
        href = self.state.address(sort="" if asked == "rank" else asked)
        return {"text": text, "sub": sub, "classes": classes, "aria_sort": aria, "href": href}


def have_long_names(criteria):
    """Are there names too long to head a column?"""
    return any(len(criterion.label) > LONGEST_HEAD for criterion in criteria)
