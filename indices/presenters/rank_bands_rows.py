"""Heads and rows of the table of rank bands; a row is made as one piece of markup, all of it escaped here."""

from django.urls import reverse
from django.utils.html import escape
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _

from indices.models import Index
from indices.presenters.addresses import address_label
from reformtrack.figures import NOTHING
from units.queries import shown_name

COLUMNS = 6


def band_heads(index):
    """The head of the table, as components/table.html takes it."""
    total = {
        Index.Figure.POINTS: _("Tổng điểm"),
        Index.Figure.PERCENT: _("Chỉ số (%)"),
        Index.Figure.VALUE: _("Điểm"),
    }[index.figure]
    return [
        {"text": _("Hạng"), "classes": "rank"},
        {"text": _("Đơn vị"), "classes": "unit"},
        {"text": total, "classes": "total"},
        {"text": _("Cao nhất"), "classes": "num"},
        {"text": _("Thấp nhất"), "classes": "num"},
        {"text": _("Chênh"), "classes": "num"},
    ]


class BandRows:
    """Makes the rows of one page.

    Args:
        bands: unit id -> RankBand.
        names: unit id -> the name it bore.
    """

    def __init__(self, edition, bands, names, figures, *, my_unit=""):
        self.bands, self.names, self.figures, self.my_unit = bands, names, figures, my_unit
        # One reverse, then a replacement a row, as in the heat table.
        self.address = reverse("scorecard", args=(edition.index.slug, address_label(edition), "UNIT"))
        self.mine = _("đơn vị của tôi")

    def line(self, standing):
        """One row: {key, classes, html}, as components/table.html takes it."""
        slug, band = standing.unit.slug, self.bands.get(standing.unit_id)
        is_mine = slug == self.my_unit
        rank = NOTHING if standing.shown_rank is None else standing.shown_rank
        total = NOTHING if standing.total is None else self.figures.standing(standing)
        name, href = escape(shown_name(standing.unit, self.names)), self.address.replace("UNIT", slug)
        extra = f'<span class="vh">{escape(self.mine)} </span>' if is_mine else ""
        values = (NOTHING,) * 3 if band is None else (band.best, band.worst, band.worst - band.best)
        strong = band is not None and not band.is_certain
        html = (
            f'<td class="rank">{rank}</td><th scope="row" class="unit">{extra}<a href="{href}">{name}</a></th>'
            f'<td class="total">{total}</td>'
            + "".join(f'<td class="num{"" if strong else " muted"}">{value}</td>' for value in values)
        )
        return {"key": slug, "classes": "mine" if is_mine else "", "html": mark_safe(html)}  # noqa: S308 - escaped above

    @staticmethod
    def block_line(block):
        """The row that opens a block."""
        html = f'<th scope="rowgroup" class="block" colspan="{COLUMNS}">{escape(block.shown_name)}</th>'
        return {"key": "", "classes": "block", "html": mark_safe(html)}  # noqa: S308 - escaped above
