"""How closely units lie: what a place is worth in the middle of a table."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from indices.domain.figures import cut


@dataclass(frozen=True, slots=True)
class MiddleSpread:
    """From place `first` to place `last` totals differ by `difference`: `per_place` a place, cut at nine places."""

    first: int
    last: int
    difference: Decimal
    per_place: Decimal


def middle_spread(totals: Sequence[Decimal]) -> MiddleSpread | None:
    """What a place is worth in the middle three fifths of a table, where most units stand.

    Args:
        totals: of all units of one block, from the highest down.

    Returns:
        The spread; `None` for fewer than ten units: too few to speak of a middle.
    """
    count = len(totals)
    if count < 10:
        return None
    first, last = count // 5, count - count // 5 - 1
    difference = totals[first] - totals[last]
    return MiddleSpread(first + 1, last + 1, difference, cut(Fraction(difference) / (last - first)))
