"""What somebody should look at: falls, last places, losses year after year, missed targets, contradictions.

Each alert carries its figures and names its rule (`SCORING.md`). Without enough years or units there is none.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from statistics import median

from indices.domain.continuing import Before, codes_back, earned_at, earned_together
from indices.domain.figures import EXACTLY
from indices.domain.history import Leaf, UnitYear, Year
from indices.domain.ledger_values import Ledger, Line, State
from indices.domain.places import compared_by
from indices.domain.values import CriterionKind

YEARS_FOR_USUAL = 4  # years of figures, the newest among them, before a change can be called unusual
DEVIATIONS = 3  # median deviations from the usual change
LEAST_FALL = Fraction(1, 100)  # of the maximum: a smaller distance from the usual change is never sudden
EARLIER_YEARS = 2  # in which the unit was not last, before being last can be called the first time
CHRONIC = 3  # years running

# Sudden falls


@dataclass(frozen=True, slots=True)
class SuddenFall:
    """The newest change is the lowest so far, below the usual by more than three median deviations and a hundredth.

    Args:
        leaf: the field; `None`: the total.
        change, usual, deviation: as shares of the maximum: this change, the median of the earlier ones, the median of
            their distances from it.
        years: labels, oldest first, of the years that were looked at.
        crosses_sets: the newest change lies between two sets of criteria.
    """

    leaf: Leaf | None
    change: Fraction
    usual: Fraction
    deviation: Fraction
    years: tuple[str, ...]
    crosses_sets: bool


def sudden_falls(year: Year, unit: str, before: Sequence[Before]) -> tuple[SuddenFall, ...]:
    """Sudden falls of a unit in the total and in its fields.

    Args:
        before: earlier years, the newest first. Years are counted back as long as the figure is known.
    """
    crosses = bool(before) and before[0].links is not None
    falls = [_fall(None, _totals(year, unit, before), crosses=crosses)]
    codes: dict[str, tuple[str, ...]] = {leaf.code: (leaf.code,) for leaf in year.fields}
    then = [(year, codes), *codes_back(list(codes), before)]
    falls += [_fall(leaf, _shares(leaf.code, unit, then), crosses=crosses) for leaf in year.fields]
    return tuple(fall for fall in falls if fall is not None)


_Series = list[tuple[str, Fraction]]


def _totals(year: Year, unit: str, before: Sequence[Before]) -> _Series:
    """The newest first. Bare points have no share, and a fall in them no size."""
    found: _Series = []
    for then in (year, *(past.year for past in before)):
        row = then.units.get(unit)
        value = None if row is None else compared_by(then, row)
        if value is None or value.maximum is None:
            break
        found.append((then.label, value.fraction))
    return found


def _shares(code: str, unit: str, then: Iterable[tuple[Year, Mapping[str, tuple[str, ...]]]]) -> _Series:
    found: _Series = []
    for year, codes in then:
        row = year.units.get(unit)
        leaves = [leaf for leaf in year.criteria if leaf.code in codes[code]]
        earned = None if row is None else earned_together(row, leaves)
        share = None if earned is None else earned.share
        if share is None:
            break
        found.append((year.label, share))
    return found


def _fall(leaf: Leaf | None, series: _Series, *, crosses: bool) -> SuddenFall | None:
    if len(series) < YEARS_FOR_USUAL:
        return None
    figures = [share for _label, share in series]
    changes = [now - then for now, then in pairwise(figures)]
    newest, earlier = changes[0], changes[1:]
    usual = median(earlier)
    deviation = median(abs(change - usual) for change in earlier)
    # The median of a few changes forgets every second one: who fell as far before has not fallen suddenly.
    if newest >= min(Fraction(0), *earlier) or usual - newest <= max(DEVIATIONS * deviation, LEAST_FALL):
        return None
    labels = tuple(label for label, _share in reversed(series))
    return SuddenFall(leaf, newest, usual, deviation, labels, crosses)


# Last for the first time


@dataclass(frozen=True, slots=True)
class FirstTimeLast:
    """Nobody of the block is below the unit in a field, and somebody was in every earlier year that is known.

    `earlier`: labels of those years, oldest first, at least two. `of`: units compared in the newest.
    """

    leaf: Leaf
    of: int
    earlier: tuple[str, ...]


def first_times_last(year: Year, unit: str, before: Sequence[Before]) -> tuple[FirstTimeLast, ...]:
    """Fields in which a unit is last and never was, as far back as everybody's figures are known."""
    fields = [leaf for leaf in year.fields if leaf.kind == CriterionKind.ORDINARY]
    then = list(codes_back([leaf.code for leaf in fields], before))
    found = []
    for leaf in fields:
        if not _is_last(year, unit, (leaf,)):
            continue
        earlier = []
        for past, codes in then:
            was = _is_last(past, unit, tuple(old for old in past.criteria if old.code in codes[leaf.code]))
            if was is None:
                break
            earlier.append((past.label, was))
        if len(earlier) >= EARLIER_YEARS and not any(was for _label, was in earlier):
            of = 1 + sum(leaf.code not in row.not_applicable for row in year.against(unit))
            found.append(FirstTimeLast(leaf, of, tuple(label for label, _was in reversed(earlier))))
    return tuple(found)


def _is_last(year: Year, unit: str, leaves: Sequence[Leaf]) -> bool | None:
    """Whether others are above and nobody below; `None` if that cannot be told.

    One who is known to be below is enough for a no; a yes needs everyone who is ranked and to whom it applies.
    """
    row = year.units.get(unit)
    own = None if row is None or not row.to_be_ranked else _share_at(row, leaves)
    if own is None:
        return None
    known = year.ranked_with(unit) == len(year.against(unit)) + 1
    above = False
    for other in year.against(unit):
        if all(leaf.code in other.not_applicable for leaf in leaves):
            continue
        share = _share_at(other, leaves)
        if share is not None and share < own:
            return False
        known = known and share is not None
        above = above or (share is not None and share > own)
    return above if known else None


def _share_at(row: UnitYear, leaves: Sequence[Leaf]) -> Fraction | None:
    earned = earned_together(row, leaves)
    return None if earned is None else earned.share


# Lost year after year


@dataclass(frozen=True, slots=True)
class ChronicLoss:
    """A criterion that was lost for at least three years running, this one counted, and can be full."""

    line: Line


def chronic_losses(ledger: Ledger) -> tuple[ChronicLoss, ...]:
    """In the order of the ledger: most lost first."""
    lost = (line for line in ledger.in_state(State.STILL_LOST) if line.years >= CHRONIC)
    return tuple(ChronicLoss(line) for line in lost if _attainable(line))


def _attainable(line: Line) -> bool:
    """Whether full marks can be had: somebody has them or, where nobody else is known, nobody is asked for an opinion.

    Hardly any survey gives anybody all its points: every unit would lose some at each of its questions, every year.
    """
    if line.peers is not None:
        return line.peers.at_full > 0
    return line.leaf.method not in ("satisfaction", "survey")


# Targets


class Aim(StrEnum):
    """What a target is set in."""

    PERCENT = "percent"
    POINTS = "points"
    RANK = "rank"


@dataclass(frozen=True, slots=True)
class Target:
    """What a plan wants a unit to reach, and what it reached (`None`: not known)."""

    aim: Aim
    figure: Decimal
    reached: Decimal | None


@dataclass(frozen=True, slots=True)
class TargetMissed:
    """`short`: what is lacking; for a rank, how many places too low."""

    target: Target
    short: Decimal


def targets_missed(targets: Iterable[Target]) -> tuple[TargetMissed, ...]:
    """Targets that were not reached. Where nothing is known of what was reached, nothing is said."""
    found = []
    for target in targets:
        if target.reached is None:
            continue
        short = EXACTLY.subtract(target.figure, target.reached)
        if target.aim is Aim.RANK:
            short = -short
        if short > 0:
            found.append(TargetMissed(target, short))
    return tuple(found)


# Contradictions

FEWEST_DOTS = 8  # units before quarters mean anything
HIGH = Fraction(95, 100)  # of the maximum: high whatever the others have


class Corner(StrEnum):
    """Where a unit lies against the middle of the others; on a middle line counts as high."""

    HIGH_HIGH = "high_high"
    HIGH_LOW = "high_low"  # what the office says of itself is high, what people say is low
    LOW_HIGH = "low_high"
    LOW_LOW = "low_low"


@dataclass(frozen=True, slots=True)
class Dot:
    """One unit: `inner` as the office has it, `outer` as people see it, both as shares.

    `contradicts`: the inner figure is high (95 % or more, or in the best quarter) while the outer one is in the worst
    quarter. `outer_rank` among `of`: as published, else among those whose outer figure is known.
    """

    unit: str
    inner: Fraction
    outer: Fraction
    outer_rank: int
    of: int
    corner: Corner
    contradicts: bool


@dataclass(frozen=True, slots=True)
class Quadrants:
    """All units that have both figures, and the medians, of all that are known, that part the corners."""

    dots: tuple[Dot, ...]
    middle_inner: Fraction
    middle_outer: Fraction

    @property
    def contradictions(self) -> tuple[Dot, ...]:
        """The lowest outer figure first."""
        return tuple(sorted((dot for dot in self.dots if dot.contradicts), key=lambda dot: -dot.outer_rank))


def quadrants_of(
    inner: Mapping[str, Fraction | None],
    outer: Mapping[str, Fraction | None],
    *,
    outer_places: Mapping[str, tuple[int, int]] | None = None,
) -> Quadrants | None:
    """Set what offices have by their own records against what people say.

    Args:
        inner, outer: unit -> share of the maximum; `None` or absent where not known. Outer figures may be known of more
            units than inner ones.
        outer_places: unit -> (published rank, of how many), where a table publishes ranks of units it says little of.
            Without one, a unit's place is the one among the outer figures that are known.

    Returns:
        The dots, in the order of `inner`; `None` without a unit that has both. Quarters of fewer than eight units mean
        nothing: there is no contradiction in them.
    """
    outside = {unit: share for unit, share in outer.items() if share is not None}
    inside = {unit: share for unit, share in inner.items() if share is not None and unit in outside}
    if not inside:
        return None
    middle_inner, middle_outer = median(inside.values()), median(outside.values())
    corners = {
        (True, True): Corner.HIGH_HIGH,
        (True, False): Corner.HIGH_LOW,
        (False, True): Corner.LOW_HIGH,
        (False, False): Corner.LOW_LOW,
    }
    best_quarter = len(inside) // 4 if len(inside) >= FEWEST_DOTS else 0
    dots = []
    for unit, share in inside.items():
        seen = outside[unit]
        rank, of, from_below = _outer_place(seen, outside.values(), (outer_places or {}).get(unit))
        high = share >= HIGH or sum(other >= share for other in inside.values()) <= best_quarter
        low = of >= FEWEST_DOTS and 4 * from_below <= of
        corner = corners[share >= middle_inner, seen >= middle_outer]
        dots.append(Dot(unit, share, seen, rank, of, corner, high and low))
    return Quadrants(tuple(dots), middle_inner, middle_outer)


def _outer_place(
    seen: Fraction, known: Collection[Fraction], published: tuple[int, int] | None
) -> tuple[int, int, int]:
    """Rank, among how many, and how many are as low or lower, the unit itself among them."""
    if published is not None:
        rank, of = published
        return rank, of, of - rank + 1
    return 1 + sum(other > seen for other in known), len(known), sum(other <= seen for other in known)


@dataclass(frozen=True, slots=True)
class OnTimeAndLast:
    """All dossiers on time, by the criteria that count them, and last in the table."""

    leaves: tuple[Leaf, ...]
    rank: int
    of: int


def on_time_and_last(year: Year, unit: str, codes: Collection[str]) -> OnTimeAndLast | None:
    """Whether a unit has full marks at all these criteria and stands last in its block.

    Args:
        codes: the criteria that count dossiers dealt with on time; those not in the table do not matter.
    """
    leaves = tuple(leaf for leaf in year.criteria if leaf.code in codes)
    row, others = year.units.get(unit), year.against(unit)
    if row is None or row.rank is None or not row.to_be_ranked or not leaves or not others:
        return None
    figures = [earned_at(row, leaf) for leaf in leaves]
    all_full = all(earned is not None and earned.is_full for earned in figures)
    known = year.ranked_with(unit) == len(others) + 1
    if not (all_full and known and all(other.rank is not None and other.rank <= row.rank for other in others)):
        return None
    return OnTimeAndLast(leaves, row.rank, len(others) + 1)


Alert = SuddenFall | FirstTimeLast | ChronicLoss | TargetMissed | OnTimeAndLast


def alerts_of(
    year: Year,
    ledger: Ledger,
    *,
    before: Sequence[Before] = (),
    targets: Iterable[Target] = (),
    on_time: Collection[str] = (),
) -> tuple[Alert, ...]:
    """Every alert about the unit of a ledger that its own index gives; what people say is another one (`Quadrants`).

    Args:
        before: earlier years, the newest first.
        on_time: codes of the criteria that count dossiers dealt with on time.
    """
    late = on_time_and_last(year, ledger.unit, on_time)
    return (
        *targets_missed(targets),
        *sudden_falls(year, ledger.unit, before),
        *first_times_last(year, ledger.unit, before),
        *chronic_losses(ledger),
        *(() if late is None else (late,)),
    )
