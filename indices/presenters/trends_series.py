"""The values of the trends page: for each unit one a year, as numbers to draw and as text to read."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext as _

from indices.domain.continuing import Before, codes_back, earned_together
from indices.domain.figures import cut, from_billionths, percent_of, round_half_up
from indices.domain.like_for_like import whole_percent
from indices.domain.ranking import are_quite_other_numbers, top_share
from indices.models import CriterionStatistic
from indices.presenters.trends_state import COMMON, FIGURE, PERCENT, RANK

PERCENT_PLACES = 2
NO_BREAK = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Value:
    """One value: `number` as it is drawn, `text` as it is read, `note` what stands beside it in words."""

    number: Decimal | int
    text: str
    note: str = ""


def ranked_in(year):
    """How many units are ranked in a year's table, in all its blocks; `None` where nobody knows."""
    return None if None in year.ranked.values() else sum(year.ranked.values())


class Series:
    """Values of units over the years, in the measure that the state asks for.

    Args:
        trends: `queries.trends.Trends`.
        state: `TrendsState`.
    """

    def __init__(self, trends, state, figures):
        self.trends, self.state, self.figures = trends, state, figures
        self.codes = self._codes()

    def of(self, unit):
        """One value a year, oldest first; `None` where there is none."""
        if self.state.line == COMMON:
            return self._on_common_ground(unit.slug)
        return [self._official(place, unit.slug) for place in range(len(self.trends.years))]

    def mean(self):
        """The mean of everybody, one value a year; `None` where it is not known of whom, or not of one measure."""
        return self._of_everybody(lambda found: found.mean, lambda values: sum(values, Fraction(0)) / len(values))

    def best(self):
        """The highest value of anybody, in the same way."""
        return self._of_everybody(lambda found: found.highest, max)

    # Codes through the years

    def _codes(self):
        """For each year the codes of the chosen criterion there; nothing where it does not go back so far."""
        trends, code = self.trends, self.state.of
        if not code or not trends.years:
            return [()] * len(trends.years)
        found = [(code,) if trends.years[-1].criterion(code) else ()]
        before = [Before(year, step) for year, step in zip(trends.years[-2::-1], trends.steps[::-1], strict=True)]
        found += [held[code] for _year, held in codes_back([code], before)]
        return found[::-1]

    # The official line

    def _official(self, place, slug):
        row = self.trends.years[place].units.get(slug)
        if row is None:
            return None
        return self._criterion(place, row) if self.state.of else self._total(place, row)

    def _total(self, place, row):
        standing = self.trends.standings[self.trends.editions[place].pk, row.unit]
        if self.state.show == RANK:
            return self._rank(place, standing.shown_rank, self.trends.years[place].ranked_with(row.unit))
        if self.state.show == FIGURE:
            return None if standing.total is None else Value(standing.total, self.figures.standing(standing))
        return self._percent(whole_percent(row))

    def _criterion(self, place, row):
        year, codes = self.trends.years[place], self.codes[place]
        if self.state.show == RANK:
            rank = row.ranks.get(codes[0]) if len(codes) == 1 else None
            return self._rank(place, rank, year.ranked_with(row.unit))
        earned = earned_together(row, [year.criterion(code) for code in codes]) if codes else None
        if earned is None:
            return None
        if self.state.show == FIGURE:
            points = None if earned.points is None else from_billionths(earned.points)
            return None if points is None else Value(points, self.figures.total(points))
        return self._percent(None if earned.share is None else 100 * earned.share)

    def _percent(self, percent):
        if percent is None:
            return None
        return Value(cut(percent), self.figures.format.points(round_half_up(percent, PERCENT_PLACES), PERCENT_PLACES))

    def _rank(self, place, rank, ranked):
        """`12/34`; where the number of units changes over the years, what share of them that leads."""
        if rank is None:
            return None
        text = f"{rank}/{ranked}" if ranked else str(rank)
        note = ""
        if ranked and rank <= ranked and self.numbers_differ:
            note = _("thuộc %(share)s %% đầu") % {"share": top_share(rank, ranked)}
        return Value(rank, text, note)

    def said(self, value):
        """A value in a sentence: `hạng 12/34 (thuộc 36 % đầu)`, `91,61 %`, `45,0950 điểm`."""
        if self.state.show == RANK:
            words = _("hạng %(rank)s") % {"rank": value.text}
            return f"{words} ({value.note})" if value.note else words
        in_percent = self.state.show == PERCENT or (not self.state.of and self.figures.unit_word == "%")
        return f"{value.text}{NO_BREAK}{'%' if in_percent else _('điểm')}"

    @property
    def numbers_differ(self):
        """Are the years ranked among quite different numbers of units?"""
        return are_quite_other_numbers(count for year in self.trends.years if (count := ranked_in(year)))

    # On common ground

    def _on_common_ground(self, slug):
        trends = self.trends
        found = [None] * len(trends.years)
        line = trends.ground.get(slug)
        if line is None:
            return found
        percents = line.percents(self.state.of or None)
        for number, place in enumerate(trends.scored):
            if self.state.show != RANK:
                found[place] = self._percent(percents[number])
            elif trends.ranks is not None:
                ranks = trends.ranks[number]
                found[place] = self._rank(place, ranks.get(slug), trends.years[place].ranked_with(slug))
        return found

    # Everybody

    def _of_everybody(self, from_statistic, from_values):
        if self.state.show == RANK or self.state.line == COMMON:
            return [None] * len(self.trends.years)
        pick = self._statistic if self.state.of else self._of_totals
        return [pick(place, from_statistic, from_values) for place in range(len(self.trends.years))]

    def _statistic(self, place, from_statistic, _from_values):
        codes, edition = self.codes[place], self.trends.editions[place]
        found = self.trends.statistics.get((edition.pk, codes[0])) if len(codes) == 1 else None
        if found is None or edition.is_partial(found.count):
            return None
        value, in_percent = from_statistic(found), found.figure == CriterionStatistic.Figure.PERCENT
        if self.state.show == FIGURE:
            return None if in_percent else Value(value, self.figures.total(value))
        if not in_percent and not found.criterion.max_points:
            return None
        return self._percent(Fraction(value if in_percent else percent_of(value, found.criterion.max_points)))

    def _of_totals(self, place, _from_statistic, from_values):
        year = self.trends.years[place]
        ranked = [row for row in year.units.values() if row.to_be_ranked]
        if not ranked or not year.is_complete or len({row.block for row in ranked}) > 1:
            return None
        if self.state.show == FIGURE:
            if len({row.maximum for row in ranked}) > 1 and year.figure == "points":
                return None  # points of different maxima have no mean
            totals = [row.total for row in ranked]
            if None in totals:
                return None
            value = cut(Fraction(from_values([Fraction(total, 10**9) for total in totals])))
            return Value(value, self.figures.total(value))
        percents = [whole_percent(row) for row in ranked]
        return None if None in percents else self._percent(Fraction(from_values(percents)))
