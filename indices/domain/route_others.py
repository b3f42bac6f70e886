"""The others of a block, as a route sees them: where they stand, or where they would stand if they went on as they did.

Shares of a maximum are compared as fractions, exactly; bare points with bare points only.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from math import lcm

from indices.domain.figures import BILLION, HUNDRED
from indices.domain.history import UnitYear, Year
from indices.domain.ranking import RankingValue


class Assumption(StrEnum):
    """What the others do meanwhile."""

    UNCHANGED = "unchanged"
    TREND = "trend"  # each repeats its last change, up to the maximum


@dataclass(frozen=True, slots=True)
class Others:
    """Everyone else who is ranked in the unit's block.

    Args:
        now: unit -> what it is ranked by; `None` where its total is not known.
        before: the same a year (period) earlier, for those that can be compared with it.
        is_complete: whether nobody who is ranked is missing from `now`.
        ceiling: the maximum of bare points, in billionths; `None` where there is none or it is not known.
    """

    now: Mapping[str, RankingValue | None]
    before: Mapping[str, RankingValue | None] = field(default_factory=dict)
    is_complete: bool = True
    ceiling: int | None = None

    def under(self, assumption: Assumption) -> Mapping[str, RankingValue | None]:
        """Unit -> what it would be ranked by."""
        if assumption is Assumption.UNCHANGED:
            return self.now
        return {unit: self._at_trend(value, self.before.get(unit)) for unit, value in self.now.items()}

    @property
    def without_trend(self) -> int:
        """How many stand still under the trend too, because no earlier figure of theirs can be compared."""
        return sum(not _are_alike(value, self.before.get(unit)) for unit, value in self.now.items())

    @property
    def are_known(self) -> bool:
        """Can places be counted: is everyone here, with a total?"""
        return self.is_complete and None not in self.now.values()

    def _at_trend(self, now: RankingValue | None, before: RankingValue | None) -> RankingValue | None:
        if now is None or before is None or not _are_alike(now, before):
            return now
        if now.maximum is None or before.maximum is None:
            return RankingValue(_within(2 * now.points - before.points, now.points, self.ceiling), None)
        if now.maximum == before.maximum:
            return RankingValue(_within(2 * now.points - before.points, now.points, now.maximum), now.maximum)
        repeated = 2 * now.points * before.maximum - before.points * now.maximum
        common = now.maximum * before.maximum
        return RankingValue(_within(repeated, now.points * before.maximum, common), common)


def _are_alike(now: RankingValue | None, before: RankingValue | None) -> bool:
    if now is None or before is None:
        return False
    return (now.maximum is None) == (before.maximum is None)


def _within(repeated: int, now: int, ceiling: int | None) -> int:
    """Not below zero, not above the maximum; who stands above it already (by bonuses) stays there."""
    highest = repeated if ceiling is None else max(ceiling, now)
    return max(0, min(repeated, highest))


def others_of(year: Year, unit: str, before: Year | None = None, *, ceiling: int | None = None) -> Others:
    """Everyone against whom a unit is ranked in a year.

    Args:
        before: the year before, where its totals can be compared; `None` where the criteria set is another.
        ceiling: the maximum of bare points.
    """
    rivals = year.against(unit)
    earlier = {}
    if before is not None:
        known = (rival.unit for rival in rivals if rival.unit in before.units)
        earlier = {name: value_in(before, before.units[name]) for name in known}
    return Others(
        now={rival.unit: value_in(year, rival) for rival in rivals},
        before=earlier,
        is_complete=year.is_complete,
        ceiling=ceiling,
    )


def value_in(year: Year, own: UnitYear) -> RankingValue | None:
    """What a unit is ranked by in a year's table; a bare percent is a share of a hundred."""
    value = own.value
    if value is not None and value.maximum is None and year.figure == "percent":
        return RankingValue(value.points, HUNDRED)
    return value


def place_among(own: Fraction, values: Iterable[RankingValue | None]) -> int:
    """The place of a unit among others whose totals are known: one more than there are better ones."""
    numerator, denominator = own.numerator, own.denominator
    return 1 + sum(
        value.points * denominator > numerator * (BILLION if value.maximum is None else value.maximum)
        for value in values
        if value is not None
    )


def value_at_place(place: int, values: Iterable[RankingValue | None]) -> Fraction | None:
    """What must be reached, or more, to stand at a place among others; `None` if there are fewer others than that."""
    known = [value for value in values if value is not None]
    if len(known) < place:
        return None
    common = lcm(*(value.maximum or BILLION for value in known))
    counted = sorted((value.points * (common // (value.maximum or BILLION)) for value in known), reverse=True)
    return Fraction(counted[place - 1], common)
