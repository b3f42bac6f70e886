"""A unit's own trees under a published result, and the files they came from."""

from django.conf import settings
from django.utils.translation import gettext as _

from indices.presenters import uploads as words
from indices.presenters.words import Figures, edition_name
from indices.presenters.years import scorecard_address


def annex_page(standing, annexes, uploads, language):
    """What templates/indices/uploads/annex.html shows."""
    edition, unit = standing.edition, standing.unit
    figures = Figures(edition.index, language)
    told = {"unit": unit.shown_name, "edition": edition_name(edition)}
    return {
        "standing": standing,
        "label": words.desk_label(edition),
        "title": _("Phụ lục của %(unit)s, %(edition)s") % told,
        "lede": _("Điểm chi tiết của riêng đơn vị, đặt dưới kết quả đã công bố; phải cộng khớp tổng đã công bố."),
        "address": words.annex_address(standing),
        "scorecard": scorecard_address(edition, unit),
        "total": figures.standing(standing),
        "rank": standing.shown_rank,
        "annexes": [
            {
                "pk": annex.pk,
                "set": annex.criteria_set.shown_name,
                "points": figures.format.exact(annex.points),
                "maximum": figures.format.exact(annex.max_points),
                "is_open": annex.is_open,
                "by": words.person(annex.made_by),
                "at": words.moment(annex.made_at),
            }
            for annex in annexes
        ],
        "files": words.file_rows(uploads),
        "max_bytes": settings.SPREADSHEET_MAX_BYTES,
        "max_megabytes": settings.SPREADSHEET_MAX_BYTES // 2**20,
    }
