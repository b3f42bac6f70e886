"""Bands that cannot sort every result, in words."""

from django.utils.translation import get_language, gettext_lazy

from indices.domain.bands import BandFault, BandFlaw
from reformtrack.figures import figure_format

WORDS = {
    BandFlaw.REVERSED: gettext_lazy("Nhóm “%(band)s”: “đến dưới” (%(upper)s) phải lớn hơn “từ” (%(lower)s)."),
    BandFlaw.OVERLAP: gettext_lazy(
        "Nhóm “%(band)s” và nhóm “%(other)s” chồng lên nhau; hãy ghi “đến dưới” của nhóm thấp bằng “từ” của nhóm cao."
    ),
    BandFlaw.GAP: gettext_lazy(
        "Kết quả từ %(upper)s đến dưới %(lower)s không thuộc nhóm nào; hãy ghi “đến dưới” của nhóm “%(band)s” là "
        "%(lower)s, đúng bằng “từ” của nhóm “%(other)s”."
    ),
    BandFlaw.TOP_CLOSED: gettext_lazy(
        "Kết quả từ %(upper)s trở lên không thuộc nhóm nào; hãy để trống ô “đến dưới” của nhóm cao nhất, “%(band)s”."
    ),
}


def band_sentence(fault: BandFault) -> str:
    """What is wrong with the bands, and what to write instead, in a sentence."""
    figures = figure_format(get_language() or "vi")
    return WORDS[fault.flaw] % {
        "band": fault.band,
        "other": fault.other,
        "lower": figures.exact(fault.lower),
        "upper": figures.exact(fault.upper),
    }
