"""The lines of the ledger as a table of six columns at most."""

from django.utils.html import format_html, format_html_join
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from indices.domain.figures import cut
from indices.domain.ledger_values import State
from indices.presenters.brief_rows import maximum_text
from indices.presenters.said import in_percent
from indices.presenters.scorecard_links import criterion_link
from reformtrack.figures import NOTHING

NUMBER = "num"


class LedgerTable:
    """Tables of lines of one ledger: what nobody recorded has no column."""

    def __init__(self, why, figures):
        self.why, self.figures = why, figures
        lines = why.ledger.losses
        self.knows_agencies = any(line.agency for line in lines)
        self.knows_peers = any(line.peers is not None and line.peers.known for line in lines)
        self.knows_places = any(line.costs is not None for line in lines)
        self.compares = any(line.earlier is not None for line in lines)

    def of(self, lines, caption, *, agencies=True):
        """The lines, for components/simple_table.html.

        Args:
            agencies: is it told who is in charge? Not where all are of the same.
        """
        agencies = agencies and self.knows_agencies
        return {
            "caption": caption,
            "caption_hidden": True,
            "heads": self._heads(agencies),
            "rows": [{"cells": self._cells(line, agencies)} for line in lines],
        }

    def _heads(self, agencies):
        heads = [
            {"text": _("Tiêu chí")},
            {"text": _("Đạt / tối đa"), "classes": NUMBER},
            {"text": _("Chưa đạt"), "classes": NUMBER},
        ]
        if self.compares:
            heads.append({"text": _("So %(year)s") % {"year": self.why.earlier[0].label}, "classes": NUMBER})
        if agencies:
            heads.append({"text": _("Cơ quan chủ trì"), "classes": "wide"})
        elif self.knows_peers:
            heads.append({"text": _("Đơn vị khác đạt tối đa"), "classes": f"{NUMBER} wide"})
        if self.knows_places:
            heads.append({"text": _("Bậc*"), "classes": NUMBER})
        return heads

    def _cells(self, line, agencies):
        held, lost = self._points(line)
        cells = [
            {"text": self._name(line, with_peers=agencies), "head": True, "classes": "unit"},
            {"text": held, "classes": NUMBER},
            {"text": format_html("<strong>{}</strong>", lost), "classes": NUMBER},
        ]
        if self.compares:
            cells.append(self._against(line))
        if agencies:
            cells.append({"text": line.agency or NOTHING, "classes": "wide small"})
        elif self.knows_peers:
            cells.append({"text": _peers(line), "classes": f"{NUMBER} wide muted"})
        if self.knows_places:
            cells.append({"text": NOTHING if line.costs is None else str(line.costs.places), "classes": NUMBER})
        return cells

    def _points(self, line):
        figures = self.figures
        if line.points is None or line.maximum is None:
            # Cut, as a quotient is stored; rounded once, for showing.
            share = None if line.share is None else in_percent(figures.format.points(cut(100 * line.share), 2))
            return share or NOTHING, NOTHING
        return f"{figures.total(line.points)} / {maximum_text(line.maximum, figures)}", figures.total(line.lost)

    def _name(self, line, *, with_peers):
        """Code, name with its link, what became of it, and below it the cause and what the others have."""
        beside = [capfirst(line.cause)] if line.cause else []
        if with_peers and self.knows_peers:
            share = _("đơn vị khác đạt tối đa: %(share)s") % {"share": _peers(line)}
            beside.append(format_html('<span class="wide">{}</span>', share))
        told = format_html_join(" ", "{}", ((one,) for one in beside))
        told = format_html('<small class="beside">{}</small>', told) if beside else ""
        if with_peers and line.agency:  # on a phone its column has no room
            told = format_html('{}<small class="narrow muted">{}</small>', told, line.agency)
        return format_html("{} {}{}", self._link(line.leaf), tag(line), told)

    def _link(self, leaf):
        criterion = self.why.criteria.get(leaf.code)
        if criterion is None:
            return format_html("<small>{}</small> {}", leaf.code, leaf.name)
        href = criterion_link(self.why.edition, criterion.code)
        return format_html('<small>{}</small> <a href="{}">{}</a>', leaf.code, href, leaf.name)

    def _against(self, line):
        change = line.earlier.change if line.earlier else None
        if change is None:
            return {"text": NOTHING, "classes": f"{NUMBER} muted"}
        kind = "worse" if change < 0 else "better" if change > 0 else "muted"
        return {"text": self.figures.change(change), "classes": f"{NUMBER} {kind}"}


def tag(line):
    """What became of a criterion since the year before, as a tag; safe text, may be empty."""
    change = line.earlier.change if line.earlier else None
    if line.state is State.NEWLY_LOST:
        kind, text = "bad", _("mới mất")
    elif line.state is not State.STILL_LOST:
        return ""
    elif change is not None and change > 0:
        kind, text = "good", _("lấy lại một phần, năm thứ %(years)s") % {"years": line.years}
    else:
        kind, text = "notice", _("năm thứ %(years)s") % {"years": line.years}
    return format_html('<span class="tag {}">{}</span>', kind, text)


def _peers(line):
    """`8/60`; in words where nobody knows."""
    if line.peers is None or not line.peers.known:
        return _("không có số liệu")
    return f"{line.peers.at_full}/{line.peers.known}"
