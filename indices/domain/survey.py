"""From survey answers to an index: counts for each level of an item, two versioned ways to make a percent of them, how
far chance alone may move it, and which units it cannot tell apart.

The official formula of SIPAS stands in an annex that was not reached (DATA.md): neither way here is the ministry's.
Percents and variances are exact fractions; only a square root is cut, at nine places.
"""

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import isqrt, lcm
from typing import TypeVar

from indices.domain.figures import BILLION

# The quantile of the normal distribution for a two-sided 95 %, to six places.
NINETY_FIVE = Fraction(1_959_964, 1_000_000)
SATISFIED = {5: 2, 3: 1, 2: 1}  # of so many levels, how many from the top mean "satisfied"

Key = TypeVar("Key", bound=Hashable)


class Calculator(StrEnum):
    """A way to make a percent of answers. The number is its version: another formula is another calculator."""

    SHARE = "share-1"  # the share of answers at the satisfied levels
    MEAN = "mean-1"  # the mean level, as a percent of the highest


@dataclass(frozen=True, slots=True)
class Estimate:
    """A percent that rests on answers.

    Args:
        percent: exact, 0 to 100.
        variance: of the percent, in squared percents, as if everybody asked had been drawn by lot.
        answers: how many valid ones it rests on; of several items, of the one that fewest answered.
        low, high: the 95 % interval, in percents.
    """

    percent: Fraction
    variance: Fraction
    answers: int
    low: Fraction
    high: Fraction

    @property
    def error(self) -> Fraction:
        """The standard error in percents, cut at nine places."""
        return root(self.variance)


def root(value: Fraction) -> Fraction:
    """The square root, cut at nine places. `value` is not below zero."""
    return Fraction(isqrt(value.numerator * BILLION * BILLION // value.denominator), BILLION)


def estimate(calculator: Calculator, counts: Sequence[int], *, design: Fraction = Fraction(1)) -> Estimate | None:
    """The percent of one item.

    Args:
        counts: valid answers at each level, the least satisfied first.
        design: how many times larger the variance is than of a simple random sample (design effect).

    Returns:
        The estimate; `None` without any answer.

    Raises:
        ValueError: fewer than two levels, a count below zero, a design effect not above zero, or for the share so many
            levels that nobody said which of them mean satisfied.
    """
    if len(counts) < 2 or min(counts) < 0:
        raise ValueError(f"not counts of answers at two or more levels: {tuple(counts)}")
    if design <= 0:
        raise ValueError(f"a design effect is above zero: {design}")
    answers = sum(counts)
    if not answers:
        return None
    if calculator is Calculator.SHARE:
        if len(counts) not in SATISFIED:
            raise ValueError(f"which of {len(counts)} levels mean satisfied is not laid down")
        return _share(sum(counts[-SATISFIED[len(counts)] :]), answers, design)
    return _mean(counts, answers, design)


def _share(satisfied: int, answers: int, design: Fraction) -> Estimate:
    """A share with Wilson's interval, which holds near 0 and 100 % too, where such results stand."""
    share = Fraction(satisfied, answers)
    variance = share * (1 - share) / answers * design
    size = answers / design  # of the simple random sample that would say as much
    spread = NINETY_FIVE**2 / size
    middle = (share + spread / 2) / (1 + spread)
    half = NINETY_FIVE * root(share * (1 - share) / size + spread / (4 * size)) / (1 + spread)
    low, high = max(middle - half, Fraction(0)), min(middle + half, Fraction(1))
    # The root is cut: by that much a bound may fall short of a share of exactly nothing or everything.
    return Estimate(100 * share, 10_000 * variance, answers, 100 * min(low, share), 100 * max(high, share))


def _mean(counts: Sequence[int], answers: int, design: Fraction) -> Estimate:
    """The mean level as a percent of the highest, with the normal interval."""
    top = len(counts)
    total = sum(level * count for level, count in enumerate(counts, 1))
    mean = Fraction(total, answers)
    squares = sum((count * (level - mean) ** 2 for level, count in enumerate(counts, 1)), Fraction(0))
    # One answer says nothing of how far answers lie apart: taken to be as far as they can.
    spread = squares / (answers - 1) if answers > 1 else Fraction((top - 1) ** 2, 4)
    variance = spread / answers * design * Fraction(100, top) ** 2
    return _bounded(100 * mean / top, variance, answers, lowest=Fraction(100, top))


def _bounded(percent: Fraction, variance: Fraction, answers: int, *, lowest: Fraction) -> Estimate:
    half = NINETY_FIVE * root(variance)
    return Estimate(percent, variance, answers, max(percent - half, lowest), min(percent + half, Fraction(100)))


def pooled(parts: Iterable[Estimate | None]) -> Estimate | None:
    """Several items as one: each counts the same.

    Whoever answers one item answers the others too, in a mood: how far answers go together is not in the counts, so
    they are taken to go together wholly. The interval is then the widest it can be.

    Returns:
        The mean of the items with any answer; `None` if there are none.
    """
    known = [part for part in parts if part is not None]
    if not known:
        return None
    number = len(known)
    error = sum((part.error for part in known), Fraction(0)) / number
    percent = sum((part.percent for part in known), Fraction(0)) / number
    return _bounded(percent, error**2, min(part.answers for part in known), lowest=Fraction(0))


def counted(rows: Iterable[Mapping[str, int | None]], levels: Mapping[str, int]) -> dict[str, tuple[int, ...]]:
    """Answers of respondents, one row each, as counts; nothing of a single one is left.

    Args:
        rows: item -> the level chosen, from 1 (least satisfied); `None` or no item: not answered.
        levels: item -> how many levels it has.

    Raises:
        ValueError: a level that the item does not have, or an item that is not asked.
    """
    found = {item: [0] * number for item, number in levels.items()}
    for row in rows:
        for item, level in row.items():
            if item not in levels:
                raise ValueError(f"no such item: {item}")
            if level is None:
                continue
            if not 1 <= level <= levels[item]:
                raise ValueError(f"item {item} has no level {level}")
            found[item][level - 1] += 1
    return {item: tuple(counts) for item, counts in found.items()}


# Who can be told apart


def told_apart(one: Estimate, other: Estimate) -> bool:
    """Is the difference of two units more than chance would make in 95 of 100 surveys?"""
    return (one.percent - other.percent) ** 2 > NINETY_FIVE**2 * (one.variance + other.variance)


def _apart(estimates: Sequence[Estimate]) -> Callable[[int, int], bool]:
    """`told_apart` by place, in whole numbers: a country's units are compared by the million."""
    percents, parts = _whole([one.percent for one in estimates])
    variances, of_variances = _whole([one.variance for one in estimates])
    factor = NINETY_FIVE.denominator**2 * of_variances
    bounds = [NINETY_FIVE.numerator**2 * parts**2 * variance for variance in variances]

    def apart(one: int, other: int) -> bool:
        difference = percents[one] - percents[other]
        return difference * difference * factor > bounds[one] + bounds[other]

    return apart


def _whole(values: Sequence[Fraction]) -> tuple[list[int], int]:
    """Values as whole numbers of a part of one, and how many such parts make one."""
    parts = lcm(*(value.denominator for value in values))
    return [value.numerator * (parts // value.denominator) for value in values], parts


def brackets(estimates: Mapping[Key, Estimate]) -> list[tuple[Key, ...]]:
    """Units that stand together, from the highest down, no two of which can be told apart.

    Returns:
        The longest such runs, of two or more units; a unit may be in several of them, and many are in none.
    """
    order = sorted(estimates, key=lambda unit: estimates[unit].percent, reverse=True)
    apart = _apart([estimates[unit] for unit in order])
    found: list[tuple[Key, ...]] = []
    end = 0  # one past the last unit of the run before
    for start in range(len(order)):
        stop = max(start + 1, min(end, len(order)))
        while stop < len(order) and not any(apart(here, stop) for here in range(start, stop)):
            stop += 1
        if stop > end and stop - start > 1:
            found.append(tuple(order[start:stop]))
        end = max(end, stop)
    return found
