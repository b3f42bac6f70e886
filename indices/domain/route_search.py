"""Which few leaves together make up what is lacking: the fewest, among those the most often regained, searched exactly.

How few is known at once: as many of the largest gains as are needed. Which of the many sets of that size are best is
found leaf by leaf: of all ways to take some of the leaves so far, those are kept that may still lead to one of the best
sets. A way is given up when its gain can no longer be enough, when others gain no less and are worth more, or when a
bound shows that nothing as good as what is known lies that way. The bound prices each point of gain (Lagrange): every
set that gains enough is worth no more than its merit plus the price of what it gains too much.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from heapq import heappush, heapreplace
from itertools import accumulate
from math import lcm

MOST_STEPS = 50_000  # ways looked at; real trees take a few thousand  # of the search; real trees take a few hundred


@dataclass(frozen=True, slots=True)
class Found:
    """Sets of equal size, best first, each as places in the order given.

    `is_proven`: nothing better was left out. Only a search that had to be stopped says no.
    """

    sets: tuple[tuple[int, ...], ...]
    is_proven: bool = True


@dataclass(frozen=True, slots=True)
class _Item:
    place: int
    gain: int
    merit: int


_Way = tuple[int, int]  # gain and merit of the leaves taken; the merit says which they are


def fewest(gains: Sequence[int], need: int) -> int | None:
    """How many of the gains reach what is needed at best; 0 if nothing is, `None` if all together do not."""
    reached = 0
    if need <= 0:
        return 0
    for count, gain in enumerate(sorted(gains, reverse=True), start=1):
        reached += gain
        if reached >= need:
            return count
    return None


def best_sets(gains: Sequence[int], weights: Sequence[Fraction], need: int, *, wanted: int) -> Found:
    """The best of the smallest sets that reach what is needed.

    Args:
        gains: what each leaf gives, above zero.
        weights: how often each was regained, from 0 to 1.
        need: what is to be reached, above zero.
        wanted: how many sets to give, one or more.

    Returns:
        Sets of the fewest leaves; the larger sum of weights first, then the larger gain, then whichever has the
        earlier leaf where they first differ. None if all leaves together do not reach it.
    """
    size = fewest(gains, need)
    if size is None:
        return Found(())
    search = _Search(_items(gains, weights), size, need, wanted)
    search.run()
    sets = tuple(_places(merit, len(gains)) for merit in search.found)
    return Found(sets, search.steps <= MOST_STEPS)


def _places(merit: int, count: int) -> tuple[int, ...]:
    """Which leaves a set of this merit holds."""
    return tuple(place for place in range(count) if merit >> (count - 1 - place) & 1)


def _items(gains: Sequence[int], weights: Sequence[Fraction]) -> list[_Item]:
    """Leaves with one whole number each that holds weight, gain and place, so that no two sets are worth the same."""
    common = lcm(*(weight.denominator for weight in weights))
    count, above_all_gains = len(gains), sum(gains) + 1
    items = []
    for place, (gain, weight) in enumerate(zip(gains, weights, strict=True)):
        counted = weight.numerator * (common // weight.denominator)
        merit = ((counted * above_all_gains + gain) << count) + (1 << (count - 1 - place))
        items.append(_Item(place, gain, merit))
    return items


class _Search:
    """Looks through the leaves once; `found` holds the merits of the best sets, best first."""

    def __init__(self, items: list[_Item], size: int, need: int, wanted: int) -> None:
        self.size, self.need, self.wanted = size, need, wanted
        self.price, self.scale, known = _price_of_gain(items, size, need)
        self.items = sorted(items, key=self._worth, reverse=True)
        self.merit_up_to = list(accumulate((item.merit for item in self.items), initial=0))
        self.gain_up_to = list(accumulate((item.gain for item in self.items), initial=0))
        self.most_from = _most_gain(self.items, size)
        self.found = [known]
        self.steps = 0

    def _worth(self, item: _Item) -> int:
        return self.scale * item.merit + self.price * item.gain

    def run(self) -> None:
        """Lay leaf after leaf beside the ways kept so far; by the last one, each has been completed or given up."""
        ways: list[list[_Way]] = [[(0, 0)], *([] for _ in range(self.size))]
        for index, item in enumerate(self.items):
            for count in range(min(index, self.size - 1), -1, -1):
                taken = [(gain + item.gain, merit + item.merit) for gain, merit in ways[count]]
                for way in taken:
                    self._offer_completed(way, count + 1, index + 1)
                ways[count + 1] = self._kept([*ways[count + 1], *taken], count + 1, index + 1)
            ways[0] = self._kept(ways[0], 0, index + 1)
            if self.steps > MOST_STEPS:
                return

    def _offer_completed(self, way: _Way, count: int, start: int) -> None:
        """Fill a way up with the worthiest leaves from `start` on; keep the set if it is enough and among the best."""
        end = start + self.size - count
        if end > len(self.items) or way[0] + self.gain_up_to[end] - self.gain_up_to[start] < self.need:
            return
        merit = way[1] + self.merit_up_to[end] - self.merit_up_to[start]
        if merit not in self.found and (len(self.found) < self.wanted or merit > self.found[-1]):
            self.found = sorted([*self.found, merit], reverse=True)[: self.wanted]

    def _kept(self, ways: list[_Way], count: int, start: int) -> list[_Way]:
        """Those of the ways, all with `count` leaves before `start`, that may still lead to one of the best sets."""
        self.steps += len(ways)
        left = self.size - count
        if not left or start + left > len(self.items):
            return []
        lacking = self.need - self.most_from[start][left]
        ways = [way for way in ways if way[0] >= lacking]
        if len(self.found) == self.wanted:
            ahead = self.scale * (self.merit_up_to[start + left] - self.merit_up_to[start])
            ahead += self.price * (self.gain_up_to[start + left] - self.gain_up_to[start] - self.need)
            least = self.scale * self.found[-1] - ahead
            ways = [way for way in ways if self.scale * way[1] + self.price * way[0] > least]
        ways.sort(reverse=True)
        kept: list[_Way] = []
        best: list[int] = []  # the merits of the best `wanted` ways that gain no less, lowest first
        for way in ways:
            if len(best) < self.wanted:
                heappush(best, way[1])
            elif way[1] > best[0]:
                heapreplace(best, way[1])
            else:
                continue
            kept.append(way)
        return kept


def _most_gain(items: Sequence[_Item], size: int) -> list[list[int]]:
    """For every place in the order, the most that 0, 1, … `size` leaves from there on can gain together."""
    table = [[0] * (size + 1)]
    largest: list[int] = []
    for item in reversed(items):
        largest = sorted([*largest, item.gain], reverse=True)[:size]
        row = [0]
        for gain in largest:
            row.append(row[-1] + gain)
        # Fewer leaves than asked for: what there is; the search never asks it of a set that it could not fill.
        table.append(row + [row[-1]] * (size + 1 - len(row)))
    return table[::-1]


def _price_of_gain(items: Sequence[_Item], size: int, need: int) -> tuple[int, int, int]:
    """The price of a unit of gain for which the bound at the start is the lowest, and a set that is enough.

    At the price of nothing the set of most merit wins, and gains too little; at a high one the set of most gain. The
    line through both gives the next price to try, until it shows no better set than the two that it came from.

    Returns:
        Numerator and denominator of the price; the merit of the best such set met on the way.
    """

    def best(price: int, scale: int) -> tuple[int, int]:
        order = sorted(items, key=lambda item: scale * item.merit + price * item.gain, reverse=True)[:size]
        return sum(item.merit for item in order), sum(item.gain for item in order)

    short = best(0, 1)
    if short[1] >= need:
        return 0, 1, short[0]
    largest = sorted(items, key=lambda item: (item.gain, item.merit), reverse=True)[:size]
    enough = sum(item.merit for item in largest), sum(item.gain for item in largest)
    while True:
        price, scale = short[0] - enough[0], enough[1] - short[1]
        found = best(price, scale)
        if scale * found[0] + price * found[1] <= scale * short[0] + price * short[1]:
            return price, scale, enough[0]
        if found[1] >= need:
            enough = found
        else:
            short = found
