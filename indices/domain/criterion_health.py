"""One criterion across all units: how they lie, and whether it still tells anyone apart."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from operator import mul

from indices.domain.continuing import Earned, earned_at
from indices.domain.figures import BILLION, cut
from indices.domain.history import Leaf, UnitYear, Year
from indices.domain.plan import Tally, add_up
from indices.domain.summaries import summarise
from indices.domain.values import CriterionKind, ScoreStatus, Statistic

# How units lie

FEW = 8  # so many different results are shown one by one, more of them in tenths of the maximum


@dataclass(frozen=True, slots=True)
class Bar:
    """How many units lie from `lower` (included) to `upper` (excluded), as shares; one result where both are the same.

    Full marks and more are a bar of their own, from 1 on, without an upper end.
    """

    lower: Fraction
    upper: Fraction | None
    units: int


@dataclass(frozen=True, slots=True)
class Distribution:
    """How the units that are ranked lie at a criterion.

    Args:
        statistic: mean, median, extremes, number at full marks; `None` where nobody's figure is known.
        lower_quartile, upper_quartile: as shares; medians of the lower and the upper half, the middle one left out.
        bars: from the lowest up, empty tenths included.
        unknown, not_applicable: units that stand outside.
    """

    statistic: Statistic | None
    share_at_full: Fraction | None
    lower_quartile: Fraction | None
    upper_quartile: Fraction | None
    bars: tuple[Bar, ...]
    unknown: int
    not_applicable: int


def distribution_of(leaf: Leaf, units: Iterable[UnitYear]) -> Distribution:
    """How units lie at an ordinary criterion. The caller chooses the units: one block, or all that are ranked."""
    rows = list(units)
    applying = [row for row in rows if leaf.code not in row.not_applicable]
    return spread_of((earned_at(row, leaf) for row in applying), not_applicable=len(rows) - len(applying))


def spread_of(figures: Iterable[Earned | None], *, not_applicable: int = 0) -> Distribution:
    """The same, of what each unit to which the criterion applies has there."""
    # Thousands of units have a few hundred different results: what is reckoned is reckoned once for each of these.
    counted = Counter(figures)
    unknown = counted.pop(None, 0)
    known = {earned: units for earned, units in counted.items() if earned is not None}
    statistic = summarise([tally for earned, units in known.items() for tally in [_tally(earned)] * units])
    lying: Counter[Fraction] = Counter()
    for earned, units in known.items():
        share = earned.share
        if share is not None:
            lying[share] += units
    shares = [share for share in sorted(lying) for _unit in range(lying[share])]
    at_full = None if statistic is None else statistic.at_full_marks
    half = len(shares) // 2
    return Distribution(
        statistic=statistic,
        share_at_full=None if statistic is None or at_full is None else Fraction(at_full, statistic.n),
        lower_quartile=_median(shares[:half]),
        upper_quartile=_median(shares[len(shares) - half :]),
        bars=_bars(lying),
        unknown=unknown,
        not_applicable=not_applicable,
    )


def _tally(earned: Earned) -> Tally:
    percent = earned.percent if earned.points is None else None
    return Tally(ScoreStatus.SCORED, earned.points, earned.maximum, share=percent)


def _median(ordered: Sequence[Fraction]) -> Fraction | None:
    if not ordered:
        return None
    return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2


def _bars(lying: Mapping[Fraction, int]) -> tuple[Bar, ...]:
    if len(lying) <= FEW:
        return tuple(Bar(share, share, units) for share, units in sorted(lying.items()))
    tenths: Counter[int] = Counter()
    for share, units in lying.items():
        tenths[min(10 * share.numerator // share.denominator, 10)] += units
    lowest = min(0, *tenths)
    below = [Bar(Fraction(step, 10), Fraction(step + 1, 10), tenths[step]) for step in range(lowest, 10)]
    return (*below, Bar(Fraction(1), None, tenths[10]))


def bar_of(bars: Sequence[Bar], share: Fraction) -> int:
    """The place of the bar that a share is counted in.

    Raises:
        ValueError: in none of them; it is not among those that the bars were made of.
    """
    for place, bar in enumerate(bars):
        if share == bar.lower or (bar.lower < share and (bar.upper is None or share < bar.upper)):
            return place
    raise ValueError(f"in no bar: {share}")


def levels_of(figures: Iterable[Earned]) -> dict[Earned, int]:
    """The different results from the best down: 0, 1, 2; equal ones share a level.

    Shares of the maximum are compared, and where a result has none (a penalty, or no known maximum) points; those with
    a share come first.
    """
    distinct = set(figures)
    values = {earned: _value(earned) for earned in distinct}
    levels = {value: level for level, value in enumerate(sorted(set(values.values()), reverse=True))}
    return {earned: levels[value] for earned, value in values.items()}


def _value(earned: Earned) -> tuple[bool, Fraction | int]:
    share = earned.share
    return (False, earned.points or 0) if share is None else (True, share)


# Is it healthy

FEWEST_UNITS = 10  # fewer say nothing about a criterion
NOBODY = Fraction(95, 100)  # at full marks: tells nobody apart any more
HARDLY = Fraction(80, 100)
MUCH_MORE = 2  # times the nominal weight
MUCH_LESS = Fraction(1, 2)


class Finding(StrEnum):
    """What an admin is told of a criterion."""

    TOO_FEW = "too_few"
    NOBODY_APART = "nobody_apart"  # 95 % or more at full marks, or all results the same
    HARDLY_APART = "hardly_apart"  # 80 % or more at full marks
    COUNTS_AGAINST = "counts_against"  # who does well here stands lower in the total
    COUNTS_MORE = "counts_more"  # twice its nominal weight or more
    COUNTS_LESS = "counts_less"  # half its nominal weight or less
    AS_MEANT = "as_meant"


@dataclass(frozen=True, slots=True)
class Health:
    """How one criterion works among the units that are fully known.

    Args:
        share_at_full: of the units; `None` at bonus and penalty.
        deviation: mean distance from the mean, in points, cut at nine places.
        nominal: its maximum as a share of the maximum of the whole; `None` at bonus and penalty.
        effective: its share of what makes totals differ (covariance with the total over the total's variance). The
            shares of all leaves add up to 1; `None` if all totals are the same.
    """

    leaf: Leaf
    units: int
    share_at_full: Fraction | None
    deviation: Decimal | None
    nominal: Fraction | None
    effective: Fraction | None
    findings: tuple[Finding, ...]


def tells_apart(lying: Distribution) -> Finding:
    """Whether a criterion still tells units apart, by how they lie there alone: `AS_MEANT` where it does."""
    found = lying.statistic
    if found is None or found.n < FEWEST_UNITS:
        return Finding.TOO_FEW
    if found.lowest == found.highest or (lying.share_at_full is not None and lying.share_at_full >= NOBODY):
        return Finding.NOBODY_APART
    is_near = lying.share_at_full is not None and lying.share_at_full >= HARDLY
    return Finding.HARDLY_APART if is_near else Finding.AS_MEANT


def health_at(leaf: Leaf, results: Iterable[tuple[int, int]], whole: int | None, *, adds_up: bool = True) -> Health:
    """Judge one criterion, at any level, without reading the others.

    Args:
        results: of each unit its points there and in all, in billionths: of those whose points are all known.
        whole: the maximum of the whole.
        adds_up: whether totals are the sum of their parts; where they are stated, no part of them has a weight.
    """
    listed = list(results)
    column, totals = [points for points, _total in listed], [total for _points, total in listed]
    variance = _covariance(totals, totals)
    effective = Fraction(_covariance(column, totals), variance) if variance and adds_up else None
    return _health(leaf, column, effective, whole)


def health_of(year: Year, *, block: str | None = None) -> tuple[Health, ...]:
    """Judge every leaf of a year by the ranked units to whom all ordinary leaves apply and whose points are all known.

    Args:
        block: of one block; `None`: of all together.
    """
    leaves = year.leaves
    codes = frozenset(leaf.code for leaf in leaves)
    required = [leaf.code for leaf in leaves if leaf.kind == CriterionKind.ORDINARY]
    rows = [
        row
        for row in year.units.values()
        if row.to_be_ranked
        and block in (None, row.block)
        and codes.isdisjoint(row.maxima)
        and codes.isdisjoint(row.not_applicable)
        and None not in map(row.points.get, required)
    ]
    columns = [[row.points.get(leaf.code) or 0 for row in rows] for leaf in leaves]
    totals = [sum(points) for points in zip(*columns, strict=True)]
    variance = _covariance(totals, totals)
    whole = add_up(leaf.max_points for leaf in leaves if leaf.kind == CriterionKind.ORDINARY)
    return tuple(
        _health(leaf, column, Fraction(_covariance(column, totals), variance) if variance else None, whole)
        for leaf, column in zip(leaves, columns, strict=True)
    )


def _covariance(one: Sequence[int], other: Sequence[int]) -> int:
    """Times the square of their number: whole, and the same factor in every one of them."""
    products: int = sum(map(mul, one, other))
    return len(one) * products - sum(one) * sum(other)


def _health(leaf: Leaf, column: Sequence[int], effective: Fraction | None, whole: int | None) -> Health:
    units, maximum = len(column), leaf.max_points
    share = nominal = deviation = None
    if leaf.kind == CriterionKind.ORDINARY and maximum is not None:
        share = Fraction(sum(points >= maximum for points in column), units) if units else None
        nominal = Fraction(maximum, whole) if whole else None
    if units:
        total = sum(column)
        deviation = cut(Fraction(sum(abs(units * points - total) for points in column), units * units * BILLION))
    return Health(leaf, units, share, deviation, nominal, effective, _findings(column, share, nominal, effective))


def _findings(
    column: Sequence[int], share: Fraction | None, nominal: Fraction | None, effective: Fraction | None
) -> tuple[Finding, ...]:
    if len(column) < FEWEST_UNITS:
        return (Finding.TOO_FEW,)
    if len(set(column)) == 1 or (share is not None and share >= NOBODY):
        return (Finding.NOBODY_APART,)
    found = [Finding.HARDLY_APART] if share is not None and share >= HARDLY else []
    if effective is not None and effective < 0:
        found.append(Finding.COUNTS_AGAINST)
    elif nominal is not None and effective is not None:
        if effective >= MUCH_MORE * nominal:
            found.append(Finding.COUNTS_MORE)
        elif effective <= MUCH_LESS * nominal:
            found.append(Finding.COUNTS_LESS)
    return tuple(found) or (Finding.AS_MEANT,)
