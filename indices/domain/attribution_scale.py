"""One measure for two years: what ranks compare (rule 7), and what points are worth in it."""

from collections.abc import Set
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from indices.domain.figures import HUNDRED
from indices.domain.history import Leaf, UnitYear, Year
from indices.domain.plan import add_up
from indices.domain.ranking import RankingValue
from indices.domain.values import CriterionKind


class Held(NamedTuple):
    """Points and maximum of one criterion, in billionths."""

    points: int
    maximum: int | None


@dataclass(frozen=True, slots=True)
class Scale:
    """How totals of two years are compared: as they are, or as shares of their maxima; in whole numbers either way.

    Args:
        whole: how much of the measure is the whole of a maximum: a common multiple of all maxima, so that shares are
            whole numbers. `None`: totals are compared as they are, in billionths.
    """

    whole: int | None = None

    @property
    def billionth(self) -> Fraction:
        """What one of the measure is in billionths: of percent where shares are compared, else of points."""
        return Fraction(1) if self.whole is None else Fraction(HUNDRED, self.whole)

    def value(self, row: UnitYear) -> int | None:
        """What a unit is compared by; `None` where it has no total."""
        value = row.value
        return None if value is None else self.count(value)

    def count(self, value: RankingValue) -> int:
        """The same of a total. A percent without a maximum is one of a hundred."""
        return value.points if self.whole is None else value.points * (self.whole // (value.maximum or HUNDRED))

    def per_point(self, year: Year, row: UnitYear) -> Fraction | None:
        """What a billionth of a point of this unit is in the measure; `None` where its maximum is not known."""
        if self.whole is None:
            return Fraction(1)
        maximum = own_maximum(year, row)
        return Fraction(self.whole, maximum) if maximum else None


def own_maximum(year: Year, row: UnitYear) -> int | None:
    """The unit's applicable maximum of the whole: as stored, else what it is ranked by, else the sum of its fields."""
    if row.maximum:
        return row.maximum
    value = row.value
    if value is not None and value.maximum is not None and year.figure != "percent":
        return value.maximum
    return add_up(
        row.full(leaf)
        for leaf in year.fields
        if leaf.kind == CriterionKind.ORDINARY and leaf.code not in row.not_applicable
    )


def scale_of(before: Year, after: Year, maxima: Set[int | None]) -> Scale | None:
    """The measure in which totals of two years can be compared; `None` if there is none.

    Totals are compared as they are where none has a maximum, or where they are figures of one maximum beside others of
    which it is not known, or where all are points of one maximum. Else they are compared by share.

    Args:
        maxima: of what they are, `None` among them where one has no maximum.
    """
    if before.figure != after.figure:
        return None
    if before.figure == "percent":
        return Scale(lcm(HUNDRED, *(maximum or HUNDRED for maximum in maxima)))
    known = [maximum for maximum in maxima if maximum is not None]
    if len(known) < 2:
        return Scale()
    return Scale(lcm(*known)) if len(known) == len(maxima) else None


def held(row: UnitYear, leaf: Leaf) -> Held | None:
    """Points and maximum of a unit at one criterion; `None` where its points are not known.

    What does not apply has neither. Bonus and penalty are in no maximum; where they are not entered, they are zero.
    """
    if leaf.code in row.not_applicable:
        return Held(0, 0)
    points = row.points.get(leaf.code)
    ordinary = leaf.kind == CriterionKind.ORDINARY
    if points is None:
        return None if ordinary or not row.points else Held(0, 0)
    return Held(points, row.full(leaf) if ordinary else 0)
