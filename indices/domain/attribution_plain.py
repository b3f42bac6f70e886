"""The game of places where both years have the same criteria: against each other unit two causes act at most.

It is the one of `attribution_game` with nothing done by rules, so that four comparisons of totals, as they are, tell
everything; of a country that is thousands of times.
"""

from bisect import bisect_right
from collections.abc import Iterable

from indices.domain.attribution_game import NOTHING, SHAPLEY, Range

# A bit for each state in which another unit stands above: with nothing changed, one `OWN` higher with the own total
# changed, `OTHER` with theirs, both with both.
OWN, OTHER = 2, 4
EVERY_ORDER = 3  # sixths: of two causes each comes first in half of the orders


def _range(above: int) -> Range:
    """In sixths. What the rules did changes nothing, so the states stand twice in the pattern."""
    shares = SHAPLEY[above | above << 4]
    return shares, shares


PLAIN = tuple(_range(above) for above in range(16))
UNMOVED = frozenset(above for above in range(16) if PLAIN[above] == NOTHING)


class PlainGame:
    """A `Game` of two tables.

    Args:
        start: the unit's total then.
        others: the others' totals then and now, one after the other.
        unit: how many whole units of the game one of the totals is.
    """

    def __init__(self, start: int, others: Iterable[int], unit: int) -> None:
        self.start = start * unit
        self._unit = unit
        self._steps = sorted(others)

    def above(self, value: int) -> int:
        # Whoever has more than the whole totals in a value has more than the value: totals are whole.
        return EVERY_ORDER * (len(self._steps) - bisect_right(self._steps, value // self._unit))
