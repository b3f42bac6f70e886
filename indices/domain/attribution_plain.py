"""The game of places where both years have the same criteria: against each other unit two causes act at most.

It is the one of `attribution_game` with nothing done by rules, so that four comparisons of totals, as they are, tell
everything; of a country that is thousands of times.
"""

from collections.abc import Callable

from indices.domain.attribution_game import NOTHING, SHAPLEY, Range

# Which orders come about (`orders`), and whether the other is ranked in both years.
Alone = tuple[int, bool]
EVERY_ORDER = 3  # thirds of a half: whichever cause comes first, in sixths


def _range(above: int) -> Range:
    """In sixths: the rules, were they to change, would change nothing, so every order stands twice in the pattern."""
    shares = SHAPLEY[above | above << 4]
    return shares, shares


PLAIN = tuple(_range(above) for above in range(16))
UNMOVED = frozenset(above for above in range(16) if PLAIN[above] == NOTHING)


def orders(old: int, new: int, was: int | None, is_now: int | None) -> int:
    """In which states another unit stands above: bits 1 nothing has changed, 2 own, 4 the other, 8 both.

    Args:
        old, new: the unit's own totals.
        was, is_now: the other's; `None` where it is not ranked, and so stands above nobody.
    """
    then = 0 if was is None else (was > old) | (was > new) << 1
    return then if is_now is None else then | (is_now > old) << 2 | (is_now > new) << 3


class PlainGame:
    """A `Game` of two tables.

    Args:
        start: the unit's total then.
        above: how many others have more than a total, in the table then and in the one now.
        unit: how many whole units of the game one of the totals is.
    """

    def __init__(self, start: int, above: tuple[Callable[[int], int], Callable[[int], int]], unit: int) -> None:
        self.start = start * unit
        self._then, self._now = above
        self._unit = unit

    def above(self, value: int) -> int:
        whole = value // self._unit  # whoever has more than that has more than the value, totals being whole
        return EVERY_ORDER * (self._then(whole) + self._now(whole))
