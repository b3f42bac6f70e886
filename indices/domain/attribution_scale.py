"""One measure for two years: what ranks compare (rule 7), and what points are worth in it."""

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from typing import NamedTuple

from indices.domain.figures import HUNDRED
from indices.domain.history import Leaf, UnitYear, Year
from indices.domain.plan import add_up
from indices.domain.values import CriterionKind


class Held(NamedTuple):
    """Points and maximum of one criterion, in billionths."""

    points: int
    maximum: int | None


@dataclass(frozen=True, slots=True)
class Scale:
    """How totals of two years are compared: as they are, or as shares of their maxima.

    A value is in billionths of points, or of percent of the maximum.
    """

    by_share: bool

    def value(self, row: UnitYear) -> Fraction | None:
        """What a unit is compared by; `None` where it has no total."""
        value = row.value
        if value is None:
            return None
        if not self.by_share or value.maximum is None:
            return Fraction(value.points)
        return Fraction(value.points * HUNDRED, value.maximum)

    def per_point(self, year: Year, row: UnitYear) -> Fraction | None:
        """What one point of this unit is worth in the measure; `None` where its maximum is not known."""
        if not self.by_share:
            return Fraction(1)
        maximum = own_maximum(year, row)
        return Fraction(HUNDRED, maximum) if maximum else None


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


def scale_of(before: Year, after: Year, rows: Iterable[UnitYear]) -> Scale | None:
    """The measure in which these rows of two years can be compared; `None` if there is none.

    Totals are compared as they are where none has a maximum, or where they are figures of one maximum beside others of
    which it is not known, or where all are points of one maximum. Else they are compared by share.
    """
    if before.figure != after.figure:
        return None
    if before.figure == "percent":
        return Scale(by_share=True)
    maxima = {value.maximum for row in rows if (value := row.value) is not None}
    if len(maxima - {None}) < 2:
        return Scale(by_share=False)
    return None if None in maxima else Scale(by_share=True)


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
