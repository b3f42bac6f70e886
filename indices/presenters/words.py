"""Words and marks that several pages use."""

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indices.domain.figures import round_half_up
from indices.models import Index
from indices.presenters.said import in_percent
from reformtrack.figures import NOTHING, figure_format

LONGEST_MAXIMUM = 6  # letters: a maximum of more is a fraction that was cut somewhere


class Figures:
    """Figures of one index in one language, as its pages show them."""

    def __init__(self, index, language):
        self.index, self.format = index, figure_format(language)
        self.places = index.places

    def total(self, value, places=None):
        """A total: stated ones with the digits that were printed, computed ones with the index's places."""
        return self.format.points(value, self.places if places is None else places)

    def standing(self, standing):
        return self.total(standing.total, standing.total_places)

    def short(self, value):
        """A component in a table: two places; every digit is in the files and on the unit's page."""
        return self.format.points(value, min(self.places, 2))

    def change(self, value):
        """A difference, with its sign: two places, and the index's where two would show nothing of it."""
        return self.format.change(value, self._enough(value))

    def difference(self, value):
        """A distance, without a sign."""
        return self.format.points(value, self._enough(value))

    def _enough(self, value):
        """Two places, else the index's, else as many as it takes: a change that is one is never shown as nothing."""
        if value is None or value == 0 or round(abs(value), 2) > 0:
            return 2
        first_digit = -abs(value).adjusted()
        return max(2, self.places, first_digit)

    @property
    def difference_word(self):
        """What stands behind a difference of two figures: of percents, percentage points."""
        return _("điểm %") if self.index.figure == Index.Figure.PERCENT else _("điểm")

    @property
    def unit_word(self):
        """What stands behind a figure of this index in a sentence."""
        return "%" if self.index.figure == Index.Figure.PERCENT else _("điểm")

    def in_words(self, figure):
        """A figure of this index as a sentence has it: 84,51 %; 69,24 điểm."""
        return in_percent(figure) if self.index.figure == Index.Figure.PERCENT else f"{figure} {self.unit_word}"


def maximum_text(value, figures):
    """`1,5`; cut to the index's places where more digits than the points beside it would say nothing."""
    exact = figures.format.exact(value)
    if len(exact) <= LONGEST_MAXIMUM:
        return exact
    # Thirds of ten, kept with nine places each, add up to a hair less than a whole: no zeros stand for that hair.
    rounded = round_half_up(value, figures.places)
    return figures.format.exact(rounded) if rounded == rounded.to_integral_value() else figures.total(value)


def places_word(count):
    """`3 bậc`."""
    return ngettext("%(count)s bậc", "%(count)s bậc", count) % {"count": count}


def moved_in_words(moved):
    """Places gained (positive) or lost, in a sentence: `tăng 2 bậc`, `giảm 10 bậc`, `giữ nguyên thứ hạng`."""
    if moved > 0:
        return _("tăng %(places)s") % {"places": places_word(moved)}
    if moved < 0:
        return _("giảm %(places)s") % {"places": places_word(-moved)}
    return _("giữ nguyên thứ hạng")


def units_word(count, level):
    """`61 tỉnh, thành phố`, by the level that the index ranks."""
    words = {
        "province": ngettext("%(count)s tỉnh, thành phố", "%(count)s tỉnh, thành phố", count),
        "ministry": ngettext("%(count)s bộ, ngành", "%(count)s bộ, ngành", count),
        "district": ngettext("%(count)s huyện, quận, thị xã", "%(count)s huyện, quận, thị xã", count),
        "commune": ngettext("%(count)s xã, phường", "%(count)s xã, phường", count),
        "department": ngettext("%(count)s sở, ban, ngành", "%(count)s sở, ban, ngành", count),
    }
    return words.get(level, ngettext("%(count)s đơn vị", "%(count)s đơn vị", count)) % {"count": count}


def short_date(day):
    """A date in the reader's notation; `–` where it is not known."""
    return date_format(day, "SHORT_DATE_FORMAT") if day else NOTHING


def edition_name(edition):
    """`PAPI 2024`; `PAR INDEX quý III/2026`."""
    return f"{edition.index.label} {period_name(edition)}"


def period_name(edition):
    """The year or period assessed, as a reader says it."""
    number = edition.label.rpartition("-")[2][1:].lstrip("0")
    names = {
        edition.Period.QUARTER: _("quý %(number)s/%(year)s"),
        edition.Period.MONTH: _("tháng %(number)s/%(year)s"),
        edition.Period.WEEK: _("tuần %(number)s/%(year)s"),
    }
    if edition.period not in names:
        return edition.label
    return names[edition.period] % {"number": number, "year": edition.year}


def levels_word(counts):
    """`8 lĩnh vực, 38 tiêu chí, 95 tiêu chí thành phần`; a level of which there is nothing is not told.

    `counts`: level -> how many criteria of it.
    """
    words = {
        "field": ngettext("%(count)s lĩnh vực", "%(count)s lĩnh vực", counts.get("field") or 0),
        "criterion": ngettext("%(count)s tiêu chí", "%(count)s tiêu chí", counts.get("criterion") or 0),
        "subcriterion": ngettext(
            "%(count)s tiêu chí thành phần", "%(count)s tiêu chí thành phần", counts.get("subcriterion") or 0
        ),
    }
    return ", ".join(word % {"count": counts[level]} for level, word in words.items() if counts.get(level))
