"""The ways to read one edition, each a page of its own that leads to the others."""

from django.urls import reverse
from django.utils.translation import gettext as _

from indices.models import Depth
from indices.presenters.addresses import address_label

TABLE, HEAT, COMPARE, ALERTS, BANDS, TRENDS = "league_table", "heat", "compare", "alerts", "rank_bands", "trends"


def readings_of(edition, *, here):
    """Links to the other pages about an edition: [{text, href}].

    Args:
        edition: with its index.
        here: name of the address of the page that they stand on; it is left out.
    """
    args = edition.index.slug, address_label(edition)
    found = [(TABLE, _("Bảng xếp hạng"), args)]
    if edition.depth in (Depth.FIELDS, Depth.FULL):
        found.append((HEAT, _("Mạnh, yếu theo lĩnh vực"), args))
    found += [
        (COMPARE, _("So sánh đơn vị"), args),
        (ALERTS, _("Cảnh báo"), args),
        (BANDS, _("Khoảng thứ hạng"), args),
        (TRENDS, _("Diễn biến qua các kỳ"), args[:1]),
    ]
    return [{"text": text, "href": reverse(name, args=at)} for name, text, at in found if name != here]
