"""The table of everyone at one criterion; a row is made as one piece of markup, as in the league table.

Everything that comes from the database is escaped here, once; figures and marks are made by us and hold no markup.
"""

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from indices.presenters.addresses import address_label
from indices.presenters.criterion_words import move_size
from reformtrack.figures import MINUS, NOTHING
from units.queries import shown_name

SIGNS = {"up": "+", "down": MINUS}


class CriterionTable:
    """Heads and lines as components/table.html takes them.

    Args:
        blocks: slug -> name, where the table holds several blocks; else empty.
        moves: slug -> `Move`; `None`: nothing to compare with.
        own: slug of the reader's own unit.
        across: whether changes go across two sets in a way that is no plain rise or fall.
    """

    def __init__(self, edition, state, figures, *, shown, blocks, moves, earlier, own, across=False):
        self.edition, self.state, self.figures = edition, state, figures
        self.shown, self.blocks, self.moves, self.earlier, self.own = shown, blocks, moves, earlier, own
        self.across = across
        # One reverse, then a replacement a row.
        self.address = reverse("scorecard", args=(edition.index.slug, address_label(edition), "UNIT"))
        self.words = {
            "up": _("tăng"),
            "down": _("giảm"),
            "same": _("không đổi"),
            "mine": _("đơn vị của tôi"),
            "not_applicable": _("không áp dụng"),
            "unknown": _("không có số liệu"),
            "unranked": _("không xếp hạng"),
        }

    def heads(self):
        heads = [{"text": _("Hạng"), "classes": "rank"}, self._head("unit", _("Đơn vị"), "unit", first="unit")]
        if self.blocks:
            heads.append({"text": _("Khối"), "classes": "wide"})
        heads.append(self._head("", _("Điểm / tối đa"), "num", first=""))
        heads.append({"text": _("% tối đa"), "classes": "num wide"})
        if self.moves is not None:
            text = _("So %(label)s") % {"label": self.earlier}
            heads.append(self._head("change", text, "num", first="-change"))
        return [heads]

    def _head(self, name, text, classes, *, first):
        """A head that sorts. `first`: what the first click asks for."""
        now = self.state.sort
        other = {"": "points", "unit": "-unit", "-change": "change"}[first]
        is_sorted = now in (first, other)
        aria = ""
        if is_sorted:
            aria = "descending" if now.startswith("-") or now == "" else "ascending"
        href = self.state.address(sort=other if now == first else first)
        return {"text": text, "classes": classes, "aria_sort": aria, "href": href}

    def line(self, row):
        """One row: {key, classes, html}."""
        unit = self.shown.units[row.unit]
        is_mine = row.unit == self.own
        cells = [f'<td class="rank">{NOTHING if row.rank is None else row.rank}</td>', self._unit(row, unit, is_mine)]
        if self.blocks:
            cells.append(f'<td class="wide">{escape(self.blocks.get(row.block, ""))}</td>')
        cells += self._figures(row)
        if self.moves is not None:
            cells.append(f'<td class="num">{self._move(self.moves.get(row.unit))}</td>')
        classes = " ".join(name for name, holds in (("mine", is_mine), ("unpublished", row.earned is None)) if holds)
        html = mark_safe("".join(cells))  # noqa: S308  (escaped above)
        return {"key": row.unit, "classes": classes, "html": html}

    def _unit(self, row, unit, is_mine):
        name = escape(shown_name(unit, self.shown.names))
        extra = self._hidden("mine") if is_mine else ""
        reason = "" if row.is_ranked else f' <small class="muted">{self.words["unranked"]}</small>'
        href = self.address.replace("UNIT", row.unit)
        return f'<th scope="row" class="unit">{extra}<a href="{href}">{name}</a>{reason}</th>'

    def _figures(self, row):
        earned = row.earned
        if earned is None:
            why = self.words["unknown" if row.applies else "not_applicable"]
            yield f'<td class="num muted"><small>{why}</small></td>'
            yield '<td class="num wide"></td>'
            return
        text = self.figures.result(earned, self.shown.scores.get(row.unit))
        maximum = ""
        if earned.points is not None and earned.maximum:
            maximum = f' <span class="muted">/ {self.figures.maximum(earned.maximum)}</span>'
        yield f'<td class="num">{text}{maximum}</td>'
        share = earned.share
        percent = NOTHING if share is None else self.figures.share(share)
        yield f'<td class="num wide">{percent}</td>'

    def _move(self, move):
        if move is None:
            return f'<span class="muted">{NOTHING}</span>'
        if move.change == 0:
            return f'<span class="move muted"><span aria-hidden="true">=</span>{self._hidden("same")}</span>'
        kind, mark = ("up", "▲") if move.change > 0 else ("down", "▼")
        size = self.figures.difference(abs(move.points)) if move.points is not None else move_size(move, self.figures)
        if self.across:
            return f'<span class="muted">{SIGNS[kind]}{size}</span>'
        return f'<span class="move {kind}"><span aria-hidden="true">{mark}</span>{self._hidden(kind)}{size}</span>'

    def _hidden(self, word):
        return f'<span class="vh">{self.words[word]} </span>'
