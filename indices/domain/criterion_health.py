"""One criterion across all units: how they lie, who moved, who climbed, and whether it still tells anyone apart."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from operator import mul

from indices.domain.comparison import distance_between, profile_of
from indices.domain.continuing import Basis, Before, Earned, codes_back, earned_at, earned_together, origins
from indices.domain.figures import BILLION, HUNDRED, cut, cut_quotient, from_billionths
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
    known = [earned for row in applying if (earned := earned_at(row, leaf)) is not None]
    statistic = summarise(
        [
            Tally(
                ScoreStatus.SCORED,
                earned.points,
                earned.maximum,
                share=earned.percent if earned.points is None else None,
            )
            for earned in known
        ]
    )
    shares = sorted(share for earned in known if (share := earned.share) is not None)
    at_full = None if statistic is None else statistic.at_full_marks
    half = len(shares) // 2
    return Distribution(
        statistic=statistic,
        share_at_full=None if statistic is None or at_full is None else Fraction(at_full, statistic.n),
        lower_quartile=_median(shares[:half]),
        upper_quartile=_median(shares[len(shares) - half :]),
        bars=_bars(shares),
        unknown=len(applying) - len(known),
        not_applicable=len(rows) - len(applying),
    )


def _median(ordered: Sequence[Fraction]) -> Fraction | None:
    if not ordered:
        return None
    return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2


def _bars(shares: Sequence[Fraction]) -> tuple[Bar, ...]:
    counted = Counter(shares)
    if len(counted) <= FEW:
        return tuple(Bar(share, share, units) for share, units in sorted(counted.items()))
    tenths = Counter(min(10 * share.numerator // share.denominator, 10) for share in shares)
    lowest = min(0, *tenths)
    below = [Bar(Fraction(step, 10), Fraction(step + 1, 10), tenths[step]) for step in range(lowest, 10)]
    return (*below, Bar(Fraction(1), None, tenths[10]))


# Who moved


@dataclass(frozen=True, slots=True)
class Move:
    """One unit against the year before. `change` in shares of the maximum; `points` where both are of one maximum."""

    unit: str
    then: Fraction
    now: Fraction
    change: Fraction
    points: Decimal | None


@dataclass(frozen=True, slots=True)
class Movers:
    """Who gained most and who lost most; those who did not move are in neither. `basis`: what it is compared with."""

    up: tuple[Move, ...]
    down: tuple[Move, ...]
    basis: Basis | None
    compared: int


def movers_of(year: Year, leaf: Leaf, before: Before, *, count: int = 5) -> Movers:
    """The largest changes at a criterion since the year before; equals in the order of the table."""
    origin = origins(before).get(leaf.code)
    if origin is None:
        return Movers((), (), None, 0)
    olds = _leaves(before.year, origin.codes)
    moves = []
    for unit, row in year.units.items():
        then_row = before.year.units.get(unit)
        now = earned_at(row, leaf)
        then = None if then_row is None else earned_together(then_row, olds)
        move = None if now is None or then is None else _move(unit, now, then, origin.basis)
        if move is not None:
            moves.append(move)
    up = sorted((move for move in moves if move.change > 0), key=lambda move: -move.change)
    down = sorted((move for move in moves if move.change < 0), key=lambda move: move.change)
    return Movers(tuple(up[:count]), tuple(down[:count]), origin.basis, len(moves))


def _leaves(year: Year, codes: Iterable[str]) -> tuple[Leaf, ...]:
    wanted = frozenset(codes)
    return tuple(leaf for leaf in year.criteria if leaf.code in wanted)


def _move(unit: str, now: Earned, then: Earned, basis: Basis) -> Move | None:
    here, there = now.share, then.share
    if here is None or there is None:
        return None
    points = None
    if now.points is not None and then.points is not None and now.maximum == then.maximum and basis is not Basis.SPLIT:
        points = from_billionths(now.points - then.points)
    return Move(unit, there, here, here - there, points)


# Who climbed from where the chosen unit stands

LEAST_CLIMB = Fraction(1, 4)  # of the maximum, within one year


@dataclass(frozen=True, slots=True)
class Climber:
    """A unit that rose at a criterion in the year `label`, having been like the chosen unit in the year before.

    `distance`: percentage points between the fields of both, on average, its own taken before it rose.
    """

    unit: str
    label: str
    then: Fraction
    now: Fraction
    distance: Decimal
    fields: int


def climbers_of(year: Year, unit: str, leaf: Leaf, before: Sequence[Before], *, count: int = 5) -> tuple[Climber, ...]:
    """Units of the same block that rose by a quarter of the maximum or more within a year, to above the chosen one.

    Args:
        before: earlier years, the newest first. Of several rises of one unit the latest counts.

    Returns:
        The nearest profiles first. Nobody if the chosen unit's figures are not known.
    """
    row = year.units.get(unit)
    own = None if row is None else earned_at(row, leaf)
    own_share = None if own is None else own.share
    if row is None or own_share is None:
        return ()
    mine = profile_of(row, year.fields)
    later, shares = year.label, _shares(year, (leaf,))
    others = [other.unit for other in year.against(unit)]
    found: dict[str, Climber] = {}
    for past, held in codes_back([leaf.code, *mine], before):
        then = _shares(past, _leaves(past, held[leaf.code]))
        fields = {code: _leaves(past, held[code]) for code in mine}
        for other in others:
            now = shares.get(other, own_share)
            if other in found or other not in then or now <= own_share or now - then[other] < LEAST_CLIMB:
                continue
            apart = distance_between(mine, _profile(past.units[other], fields))
            if apart is not None:
                distance = from_billionths(cut_quotient(*apart[0].as_integer_ratio()))
                found[other] = Climber(other, later, then[other], now, distance, apart[1])
        later, shares = past.label, then
    return tuple(sorted(found.values(), key=lambda climber: (climber.distance, climber.then - climber.now))[:count])


def _shares(year: Year, leaves: Sequence[Leaf]) -> dict[str, Fraction]:
    """Everyone's share at what a criterion was in a year."""
    return {
        unit: share
        for unit, row in year.units.items()
        if (earned := earned_together(row, leaves)) is not None and (share := earned.share) is not None
    }


def _profile(row: UnitYear, fields: Mapping[str, Sequence[Leaf]]) -> dict[str, int]:
    """A profile of an earlier year, under the codes of today's fields."""
    found = {}
    for code, leaves in fields.items():
        earned = earned_together(row, leaves)
        share = None if earned is None else earned.share
        if share is not None:
            found[code] = cut_quotient(HUNDRED * share.numerator, share.denominator)
    return found


# What it was in the last set


@dataclass(frozen=True, slots=True)
class Past:
    """What a criterion was in the last set of criteria, used up to the year `label`."""

    label: str
    leaves: tuple[Leaf, ...]
    basis: Basis


def last_set_of(code: str, before: Sequence[Before]) -> Past | None:
    """What a criterion was before the set changed; `None` if it was new then, or the set never changed."""
    for past in before:
        if past.links is not None:
            origin = origins(past).get(code)
            return None if origin is None else Past(past.year.label, _leaves(past.year, origin.codes), origin.basis)
    return None


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
