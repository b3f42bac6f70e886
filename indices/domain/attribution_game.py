"""Shapley values of places, pair by pair: a rank is 1 + how many stand above, so its causes add up over the others.

Counted in sixths: against one other unit at most three causes act at a time. Where the other is ranked in both years
they are own, others and rules; where it came or went they are own, rules and the field of units.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, chain
from math import factorial
from typing import NamedTuple, Protocol

SIXTHS = 6
MOST_PARTS = 12  # so many fields are weighed in every order: 4,096 of their combinations

Triple = tuple[int, int, int]
Range = tuple[Triple, Triple]


def _shapley(pattern: int) -> Triple:
    """Of three causes, in sixths. Bit `s` of the pattern: is the other above where the causes `s` (1, 2, 4) are in?"""

    def gain(cause: int, among: int) -> int:
        return (pattern >> (among | cause) & 1) - (pattern >> among & 1)

    shares = []
    for cause, one, other in ((1, 2, 4), (2, 1, 4), (4, 1, 2)):
        shares.append(2 * gain(cause, 0) + gain(cause, one) + gain(cause, other) + 2 * gain(cause, one | other))
    return shares[0], shares[1], shares[2]


SHAPLEY = tuple(_shapley(pattern) for pattern in range(256))
NOTHING: Range = ((0, 0, 0), (0, 0, 0))


@dataclass(frozen=True, slots=True)
class Move:
    """A unit's value in two years, in one whole measure: `after` = `before` + like for like + what the rules did.

    Values are multiples of four: what is not known may lie between two of them, and something else in between again.

    `before` or `after` is `None` where it is not ranked beside the unit in question; `like` where nobody knows how
    much of the change is like for like.
    """

    before: int | None
    after: int | None
    like: int | None


class Own(NamedTuple):
    """The unit in question, which has both values."""

    before: int
    after: int
    like: int | None


def _pattern(own: Own, own_like: int, other: Move, like: int) -> int:
    """In which states the other stands above: bits 1 own, 2 others (or the field of units), 4 rules."""
    plain = (own.before, own.before + own_like)
    ruled = (own.after - own_like, own.after)
    if other.before is not None and other.after is not None:
        others = (other.before, other.before + like, other.after - like, other.after)
    else:
        # It has one value, under whichever rules; where it is not ranked it stands above nobody.
        others = (other.before, other.after, other.before, other.after)  # type: ignore[assignment]
    found = 0
    for state in range(8):
        value = others[(state >> 1 & 1) + (state >> 2 & 1) * 2]
        if value is not None and value > (ruled if state & 4 else plain)[state & 1]:
            found |= 1 << state
    return found


def pair_range(own: Own, other: Move) -> Range:
    """What one other unit adds to the count of those above, by cause (own; others or field; rules), in sixths.

    Returns:
        The least and the most of each; the same where it is known how much is like for like.
    """
    stays = other.before is not None and other.after is not None
    if own.like is not None and (other.like is not None or not stays):
        shares = SHAPLEY[_pattern(own, own.like, other, other.like or 0)]
        return shares, shares
    patterns = {
        _pattern(own, own_like, other, like)
        for own_like in _own_candidates(own, other)
        for like in (_candidates(own, own_like, other) if stays else (0,))
    }
    found = [SHAPLEY[pattern] for pattern in patterns]
    lows, highs = zip(*((min(column), max(column)) for column in zip(*found, strict=True)), strict=True)
    return lows, highs


class Pairs:
    """`pair_range` against any number of others: where orders are alike, so are ranges."""

    def __init__(self, own: Own) -> None:
        self._own = own
        self._known: dict[tuple[object, ...], Range] = {}
        like = own.like or 0
        values = own.before, own.before + like, own.after - like, own.after
        self._lowest, self._highest = min(values), max(values)

    def range(self, other: Move) -> Range:
        if self._never_meets(other):
            return NOTHING
        if self._own.like is not None and (other.like is not None or other.before is None or other.after is None):
            return pair_range(self._own, other)
        key = self._orders(other)
        if key not in self._known:
            self._known[key] = pair_range(self._own, other)
        return self._known[key]

    def _never_meets(self, other: Move) -> bool:
        """Does it stand above, or not above, whatever comes first? Most of a national table does."""
        before, after, like = other.before, other.after, other.like
        if self._own.like is None or before is None or after is None or like is None:
            return False
        values = before, before + like, after - like, after
        return max(values) <= self._lowest or min(values) > self._highest

    def _orders(self, other: Move) -> tuple[object, ...]:
        """Everything that decides which orders can come about, whatever is not known."""
        own, like = self._own, other.like
        if other.before is None or other.after is None:
            value = other.before or other.after or 0
            figures = [value - own.before, value - own.after, 2 * value - own.before - own.after]
        else:
            then, now = other.before - own.before, other.after - own.after
            both = then + now
            figures = [then, now, both, both + then, both + now]
            if own.like is not None:
                figures += [own.like, then - own.like, now + own.like, both - own.like, both + own.like]
            if like is not None:
                figures += [like, then + like, now - like, both - like, both + like]
        signs = tuple((figure > 0) - (figure < 0) for figure in figures)
        return other.before is None, other.after is None, like is None, signs


def _own_candidates(own: Own, other: Move) -> Iterable[int]:
    """Own changes like for like, at least one for each order that they can make."""
    if own.like is not None:
        return (own.like,)
    known = [value for value in (other.before, other.after) if value is not None]
    breaks = [0, *(value - own.before for value in known), *(own.after - value for value in known)]
    if other.before is not None and other.after is not None:
        # Where what the other would have in between meets what the unit itself would have.
        apart = other.before - own.before + other.after - own.after
        like = other.like or 0
        breaks += [apart, -apart, other.before + like - own.before, own.after - other.after + like]
    return _around(breaks, 2)


def _candidates(own: Own, own_like: int, other: Move) -> Iterable[int]:
    if other.like is not None:
        return (other.like,)
    before, after = other.before or 0, other.after or 0
    breaks = [value - before for value in (own.before, own.before + own_like)]
    breaks += [after - value for value in (own.after - own_like, own.after)]
    return _around(breaks, 1)


def _around(breaks: Iterable[int], step: int) -> list[int]:
    """Each figure at which an order changes, and one right below and above it: values are multiples of four."""
    return sorted({one + move for one in breaks for move in (-step, 0, step)})


class Game(Protocol):
    """How many stand above, in sixths and over every order of the other causes, with what the unit then has."""

    start: int

    def above(self, value: int) -> int: ...


class OwnGame:
    """A `Game` of any own change like for like."""

    def __init__(self, own: Own, others: Iterable[Move]) -> None:
        self.start = own.before
        assert own.like is not None  # noqa: S101  asked only where it is known
        rules = own.after - own.before - own.like
        weighed = sorted(chain.from_iterable(_thresholds(other, rules) for other in others))
        self._steps = [threshold for threshold, _ in weighed]
        below = list(accumulate((weight for _, weight in weighed), initial=0))
        self._above = [below[-1] - count for count in below]

    def above(self, value: int) -> int:
        return self._above[bisect_right(self._steps, value)]


def _thresholds(other: Move, rules: int) -> Iterator[tuple[int, int]]:
    """(value above which the own one must be, weight in sixths) for each state of the other causes."""
    before, after = other.before, other.after
    if before is not None and after is not None:
        like = other.like or 0
        if rules == 0 and like == after - before:  # the same criteria in both years
            yield before, 3
            yield after, 3
        else:
            yield before, 2
            yield before + like, 1
            yield after - like - rules, 1
            yield after - rules, 2
    elif before is not None:
        yield before, 2
        yield before - rules, 1
    elif after is not None:
        yield after, 1
        yield after - rules, 2


@dataclass(frozen=True, slots=True)
class Split:
    """Places gained by what gained points in a part, and by what lost them."""

    gains: Fraction
    losses: Fraction


def split_own(game: Game, parts: Sequence[tuple[int, int]]) -> list[Split]:
    """The own share of the places among parts, over every order of the parts (the Owen value), exactly.

    Args:
        parts: for each, what gained points inside it (zero or more) and what lost them (zero or less).

    Returns:
        For each part, in their order. Beyond `MOST_PARTS` parts that changed, gains and losses of all of them are two,
        and each part has its share of them in proportion.
    """
    moving = [index for index, part in enumerate(parts) if part != (0, 0)]
    found = [Split(Fraction(0), Fraction(0))] * len(parts)
    if len(moving) > MOST_PARTS:
        gains, losses = (sum(part[side] for part in parts) for side in (0, 1))
        whole = _split_among(game, [(gains, losses)])[0]
        for index in moving:
            found[index] = Split(
                in_proportion(whole.gains, parts[index][0], gains), in_proportion(whole.losses, parts[index][1], losses)
            )
        return found
    for index, split in zip(moving, _split_among(game, [parts[index] for index in moving]), strict=True):
        found[index] = split
    return found


def in_proportion(share: Fraction, part: int | Fraction, whole: int | Fraction) -> Fraction:
    return share * Fraction(part) / Fraction(whole) if part else Fraction(0)


def _split_among(game: Game, parts: Sequence[tuple[int, int]]) -> list[Split]:
    values = [game.start]
    for gains, losses in parts:
        values += [value + gains + losses for value in values]
    above = [game.above(value) for value in values]
    size = len(parts)
    weights = [factorial(count) * factorial(size - 1 - count) for count in range(size)]
    weight_of = [0 if mask.bit_count() == size else weights[mask.bit_count()] for mask in range(len(values))]
    found = []
    for index, (gains, losses) in enumerate(parts):
        bit, share, apart = 1 << index, 0, 0
        mixed = gains != 0 and losses != 0
        for mask, value in enumerate(values):
            if mask & bit:
                continue
            share += weight_of[mask] * (above[mask | bit] - above[mask])
            if mixed:
                apart += weight_of[mask] * (game.above(value + gains) - game.above(value + losses))
        # Fewer above are places gained, hence the sign; of the two, half the sum and half the difference.
        whole = SIXTHS * factorial(size)
        if mixed:
            found.append(Split(Fraction(-share - apart, 2 * whole), Fraction(apart - share, 2 * whole)))
        else:
            places = Fraction(-share, whole)
            found.append(Split(places, Fraction(0)) if gains else Split(Fraction(0), places))
    return found
