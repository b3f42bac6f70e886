"""Heads and rows of the league table. A row is made as one piece of markup: cells are where a table's time goes.

Everything that comes from the database is escaped here, once; figures and marks are made by us and hold no markup.
"""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from indices.models import Score, Standing
from indices.presenters.surveys import bracket_names, interval
from indices.presenters.words import Figures
from reformtrack.figures import NOTHING
from units.queries import shown_name

UP, DOWN = "▲", "▼"


@dataclass
class Columns:
    """Which columns a view of the table has."""

    criteria: list = field(default_factory=list)
    show: str = ""  # values, ranks, changes
    years: list = field(default_factory=list)  # editions of the small lines, oldest first
    has_changes: bool = True
    comparable: bool = True  # is the edition before of the same criteria set?
    same_number: bool = True  # were about as many units ranked in it?
    band: bool = False
    points: bool = False
    parts: dict = field(default_factory=dict)  # parts of the total: name -> name as shown
    gap: bool = True
    survey: bool = False  # do the totals rest on answers?


class RowMaker:
    """Makes the rows of one page of a league table.

    Args:
        columns: `Columns`.
        data: `queries.ranking.TableData` of the standings on the page.
        counts: criterion id -> how many units are ranked in it, for the tint of the best and the worst quarter.
        scale: (lowest, highest) total over the years of the small lines.
    """

    def __init__(self, edition, columns, data, *, language, my_unit="", counts=None, scale=(None, None)):
        self.edition, self.columns, self.data = edition, columns, data
        self.my_unit, self.counts = my_unit, counts or {}
        self.figures = Figures(edition.index, language)
        self.lowest, self.highest = scale
        # One reverse, then a replacement a row: an address looked up anew for each unit costs as much as the row.
        self.address = reverse("scorecard", args=(edition.index.slug, self._label(), "UNIT"))
        self.words = {
            "up": _("tăng"),
            "down": _("giảm"),
            "same": _("không đổi"),
            "unpublished": _("chưa có số liệu"),
            "incomplete": _("thiếu thành phần"),
            "unranked": _("không xếp hạng"),
            "not_scored": _("không có số liệu"),
            "not_applicable": _("không áp dụng"),
            "mine": _("đơn vị của tôi"),
        }

    def _label(self):
        edition = self.edition
        return edition.label if edition.state == edition.State.PUBLISHED else f"{edition.label}-r{edition.revision}"

    def line(self, standing):
        """One row: {key, classes, html}, as components/table.html takes it."""
        mine = standing.unit.slug == self.my_unit
        placed = standing.shown_rank is not None or standing.total is not None
        classes = " ".join(name for name, holds in (("mine", mine), ("unpublished", not placed)) if holds)
        cells = [self._rank(standing), *self._places(standing), self._unit(standing, mine), self._total(standing)]
        columns = self.columns
        if columns.points:
            cells.append(f'<td class="num wide">{self.figures.total(standing.points)}</td>')
        if columns.has_changes:
            cells.append(self._change(standing))
        if columns.gap:
            gap = "" if standing.gap is None else self.figures.difference(standing.gap)
            cells.append(f'<td class="num wide muted">{gap}</td>')
        if columns.band:
            cells.append(
                f'<td class="wide">{escape(standing.shown_band.shown_name) if standing.shown_band else ""}</td>'
            )
        if columns.survey:
            cells.extend(self._survey(standing))
        if columns.years:
            cells.append(f'<td class="spark wide">{self._spark(standing)}</td>')
        if columns.parts:
            cells.extend(self._part(standing, name) for name in columns.parts)
            cells.append(self._sum_of_parts(standing))
        if columns.criteria:
            cells.extend(self._components(standing))
        return {"key": standing.unit.slug, "classes": classes, "html": mark_safe("".join(cells))}

    def mean_line(self, total, label, statistics):
        """A row of means.

        Args:
            total: the mean of the totals, as it is shown.
            statistics: criterion id -> CriterionStatistic, for the component columns; empty: they stay empty.
        """
        columns = self.columns
        cells = ['<td class="rank"></td>']
        if columns.has_changes:
            cells.append('<td class="move"></td>')
        cells.append(f'<th scope="row" class="unit">{escape(label)}</th>')
        cells.append(f'<td class="total">{total}</td>')
        empty = (
            columns.points + columns.has_changes + columns.gap + columns.band + 2 * columns.survey + bool(columns.years)
        )
        # On a phone the change stays and the other empty cells go.
        cells.extend(
            '<td class="num"></td>' if columns.has_changes and place == columns.points else '<td class="wide"></td>'
            for place in range(empty)
        )
        cells.extend('<td class="wide"></td>' for _name in columns.parts)
        if columns.parts:
            cells.append('<td class="wide"></td>')
        for criterion in columns.criteria:
            found = statistics.get(criterion.pk)
            value = self.figures.short(found.mean) if found and columns.show == "values" else ""
            cells.append(f'<td class="num wide">{value}</td>')
        return {"key": "", "classes": "mean", "html": mark_safe("".join(cells))}

    def block_line(self, block, width):
        """The row that opens a block."""
        name = escape(block.shown_name)
        return {
            "key": "",
            "classes": "block",
            "html": mark_safe(f'<th scope="rowgroup" class="block" colspan="{width}">{name}</th>'),
        }

    def _rank(self, standing):
        rank = NOTHING if standing.shown_rank is None else standing.shown_rank
        return f'<td class="rank">{rank}</td>'

    def _places(self, standing):
        if not self.columns.has_changes:
            return
        before = self.data.before.get(standing.unit_id, (None, None))[0]
        if before is None or standing.shown_rank is None:
            yield f'<td class="move muted">{NOTHING}</td>'
            return
        moved = before - standing.shown_rank
        if not (self.columns.comparable and self.columns.same_number):
            yield f'<td class="move muted">({moved:+d})</td>'.replace("-", "−").replace("+0", "0")
        elif moved == 0:
            yield f'<td class="move muted"><span aria-hidden="true">=</span>{self._hidden("same")}</td>'
        else:
            kind, mark = ("up", UP) if moved > 0 else ("down", DOWN)
            yield (
                f'<td class="move {kind}"><span aria-hidden="true">{mark}</span>{self._hidden(kind)}{abs(moved)}</td>'
            )

    def _hidden(self, word):
        return f'<span class="vh">{self.words[word]} </span>'

    def _unit(self, standing, mine):
        name = escape(shown_name(standing.unit, self.data.names))
        href = self.address.replace("UNIT", standing.unit.slug)
        extra = self._hidden("mine") if mine else ""
        reason = ""
        if standing.status in (Standing.Status.INCOMPLETE, Standing.Status.UNRANKED):
            reason = f' <small class="muted">{self.words[standing.status]}</small>'
        return f'<th scope="row" class="unit">{extra}<a href="{href}">{name}</a>{reason}</th>'

    def _total(self, standing):
        if standing.total is None:
            return f'<td class="num muted"><small>{self._why_no_total(standing)}</small></td>'
        return f'<td class="total">{self.figures.standing(standing)}</td>'

    def _why_no_total(self, standing):
        if standing.status == Standing.Status.INCOMPLETE:
            return NOTHING
        return self.words["unpublished"]

    def _change(self, standing):
        before = self.data.before.get(standing.unit_id, (None, None))[1]
        if before is None or standing.total is None or not self.columns.comparable:
            return '<td class="num muted"></td>'
        return f'<td class="num">{self.figures.change(standing.total - before)}</td>'

    def _survey(self, standing):
        """How far chance may move the total, and which brackets the unit stands in."""
        result = getattr(standing, "survey_result", None)
        if result is None:
            yield '<td class="num wide"></td><td class="wide"></td>'
            return
        yield f'<td class="num wide">{interval(result, self.figures)}</td>'
        yield f'<td class="wide">{bracket_names(result.brackets)}</td>'

    def _components(self, standing):
        scores = self.data.scores.get(standing.pk, {})
        before = self.data.scores_before.get(standing.unit_id, {})
        show = self.columns.show
        for criterion in self.columns.criteria:
            score = scores.get(criterion.pk)
            if score is None or (score.points is None and score.stated_percent is None):
                yield f'<td class="num wide muted">{self._no_score(score)}</td>'
                continue
            if show == "ranks":
                text = NOTHING if score.rank is None else score.rank
            elif show == "changes":
                earlier = before.get(criterion.pk)
                known = earlier is not None and score.points is not None
                text = self.figures.change(score.points - earlier) if known else ""
            else:
                text = self.figures.short(score.points if score.points is not None else score.stated_percent)
            yield f'<td class="num wide{self._tint(score)}">{text}</td>'

    def _no_score(self, score):
        if score is not None and score.status == Score.Status.NOT_APPLICABLE:
            return f'<abbr title="{self.words["not_applicable"]}">{_("k.a.d.")}</abbr>'
        return f'<span aria-hidden="true">{NOTHING}</span>{self._hidden("not_scored")}'

    def _tint(self, score):
        """The best and the worst quarter of a column; nothing where the column has no ranks."""
        count = self.counts.get(score.criterion_id, 0)
        if score.rank is None or count < 8 or self.columns.show == "changes":
            return ""
        quarter = count // 4
        if score.rank <= quarter:
            return " best"
        return " worst" if score.rank > count - quarter else ""

    def _part(self, standing, name):
        part = self.data.parts.get(standing.pk, {}).get(name)
        text = self.figures.format.points(part.stated_points, part.stated_points_places) if part else NOTHING
        return f'<td class="num wide">{text}</td>'

    def _sum_of_parts(self, standing):
        """What the parts add up to, beside the published total; a difference is said (rounding of the parts)."""
        total = self.data.sums_of_parts.get(standing.pk)
        if total is None or len(self.data.parts[standing.pk]) < len(self.columns.parts):
            return '<td class="num wide muted"></td>'
        text = self.figures.total(total)
        if standing.total is not None and total != standing.total:
            text += f' <small class="muted">({self.figures.change(total - standing.total)})</small>'
        return f'<td class="num wide">{text}</td>'

    def _spark(self, standing):
        """A small line of the totals over the years; a year without a total, or another criteria set, breaks it."""
        totals = self.data.years.get(standing.unit_id, {})
        spread = None if self.lowest is None else self.highest - self.lowest
        if not totals or not spread:
            return ""
        years = self.columns.years
        step = 60 / max(len(years) - 1, 1)
        pieces, piece, last, set_before = [], [], None, None
        for place, edition in enumerate(years):
            total = totals.get(edition.pk)
            if total is None or (set_before is not None and edition.criteria_set_id != set_before):
                pieces.append(piece)
                piece = []
            set_before = edition.criteria_set_id
            if total is not None:
                last = f"{2 + place * step:.0f}", f"{16 - 14 * (total - self.lowest) / spread:.0f}"
                piece.append(" ".join(last))
        pieces.append(piece)
        path = "".join("M" + "L".join(points) for points in pieces if len(points) > 1)
        dot = f'<circle cx="{last[0]}" cy="{last[1]}" r="2"/>' if last else ""
        return f'<svg width="64" height="18" viewBox="0 0 64 18" aria-hidden="true"><path d="{path}"/>{dot}</svg>'
