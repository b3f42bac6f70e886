"""The table of a comparison: units are columns, totals and criteria lines; each cell is one piece of markup.

Everything that comes from the database is escaped here; figures and marks are made by us and hold no markup.
"""

from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from indices.domain.figures import billionths, from_billionths
from indices.domain.side_by_side import ahead, from_first
from indices.models import Index
from indices.presenters.ranking import address_label
from indices.presenters.said import in_percent
from reformtrack.figures import NOTHING

PLACES = 2


class CompareTable:
    """Heads and lines, as components/table.html takes them.

    Args:
        standings: of the units, in the order they stand; names: of them.
        figures: `Figures`.
        link_of: criterion -> address of what is below it, else of its own page.
        first_head: what the lines are.
    """

    def __init__(self, edition, standings, names, figures, *, my_unit="", link_of, first_head):
        self.edition, self.standings, self.names, self.figures = edition, standings, names, figures
        self.my_unit, self.link_of, self.first_head = my_unit, link_of, first_head
        self.words = {
            "best": _("cao nhất"),
            "unknown": _("không có số liệu"),
            "rank": _("hạng"),
            "level": _("bằng"),
            "first": _("so với %(unit)s") % {"unit": names[0] if names else ""},
        }

    def heads(self, *, with_mean):
        """One row of heads: a column a unit, then mean and best of all."""
        label = address_label(self.edition)
        heads = [{"text": self.first_head, "classes": "unit"}]
        for standing, name in zip(self.standings, self.names, strict=True):
            mine = standing.unit.slug == self.my_unit
            href = reverse("scorecard", args=(self.edition.index.slug, label, standing.unit.slug))
            text = f"★ {name}" if mine else name
            heads.append({"text": text, "href": href, "classes": "num"})
        if with_mean:
            heads += [
                {"text": _("Trung bình chung"), "classes": "num"},
                {"text": _("Cao nhất chung"), "classes": "num"},
            ]
        return [heads]

    def total_lines(self, *, extra):
        """Total and rank. `extra`: how many columns follow those of the units."""
        named = {
            Index.Figure.POINTS: _("Tổng điểm"),
            Index.Figure.PERCENT: _("Chỉ số (%)"),
            Index.Figure.VALUE: _("Điểm"),
        }[self.edition.index.figure]
        totals = [None if s.total is None else billionths(s.total) for s in self.standings]
        best, apart = ahead(totals), from_first(totals)
        cells = []
        for place, (standing, by) in enumerate(zip(self.standings, apart, strict=True)):
            text = self._missing() if standing.total is None else self.figures.standing(standing)
            change = self._apart(by, self.figures.change)
            cells.append(self._cell(text, "", change, is_best=place in best))
        ranks = [NOTHING if s.shown_rank is None else str(s.shown_rank) for s in self.standings]
        blank = "<td></td>" * extra
        return [
            self._line(named, "".join(cells) + blank),
            self._line(_("Thứ hạng"), "".join(f'<td class="num">{rank}</td>' for rank in ranks) + blank),
        ]

    def line(self, criterion, cells, found):
        """One criterion.

        Args:
            cells: of each unit (`Cell` or `None`, does the criterion not apply to it?).
            found: (mean, best) of all in billionths of a percent, each may be `None`; `None`: no such columns.
        """
        shares = [None if cell is None else cell.percent for cell, _outside in cells]
        best, apart = ahead(shares), from_first(shares)
        made = [
            self._outside() if outside else self._share(cell, by, is_best=place in best)
            for place, ((cell, outside), by) in enumerate(zip(cells, apart, strict=True))
        ]
        if found is not None:
            made += [f'<td class="num beside muted">{self._percent(figure)}</td>' for figure in found]
        name = f'<a href="{escape(self.link_of(criterion))}">{escape(criterion.label)}</a>'
        return self._line(
            format_html('<small class="muted">{}</small> {}', criterion.code, mark_safe(name)), "".join(made)
        )

    def _outside(self):
        return f'<td class="num beside muted"><abbr title="{_("không áp dụng")}">{_("k.a.d.")}</abbr></td>'

    def _share(self, cell, by, *, is_best):
        if cell is None or (cell.percent is None and cell.points is None):
            return f'<td class="num muted">{self._missing()}</td>'
        points = "" if cell.points is None else self.figures.short(from_billionths(cell.points))
        if cell.percent is None:
            return f'<td class="num">{points}</td>'
        rank = "" if cell.rank is None else f"{self.words['rank']} {cell.rank}"
        below = " · ".join(part for part in (points and f"{points} {_('điểm')}", rank) if part)
        change = self._apart(by, lambda figure: self.figures.format.change(figure, PLACES))
        return self._cell(in_percent(self._percent(cell.percent)), below, change, is_best=is_best)

    def _apart(self, by, shown):
        """How far from the first; in a word where they are level."""
        if by is None:
            return ""
        return shown(from_billionths(by)) if by else self.words["level"]

    def _cell(self, text, below, change, *, is_best):
        parts = [f"<strong>{text}</strong>" if is_best else text]
        if below:
            parts.append(f"<small>{below}</small>")
        lead = f'<span class="lead">▲ {self.words["best"]}</span>' if is_best else ""
        apart = f'{change}<span class="vh"> {escape(self.words["first"])}</span>' if change else ""
        if lead or apart:
            parts.append(f"<small>{' · '.join(part for part in (lead, apart) if part)}</small>")
        return f'<td class="num beside{" best" if is_best else ""}">{"".join(parts)}</td>'

    def _line(self, name, cells):
        head = format_html('<th scope="row" class="unit">{}</th>', name)
        return {"key": "", "classes": "", "html": mark_safe(f"{head}{cells}")}

    def _percent(self, figure):
        return NOTHING if figure is None else self.figures.format.points(from_billionths(figure), PLACES)

    def _missing(self):
        return f'<span aria-hidden="true">{NOTHING}</span><span class="vh">{self.words["unknown"]}</span>'
