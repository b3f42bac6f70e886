"""What somebody should look at: falls, last places, losses year after year, missed targets, contradictions.

Each alert carries its figures and names its rule (`SCORING.md`). Without enough years or units there is none.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from indices.domain.alert_years import FirstTimeLast, SuddenFall, first_times_last, sudden_falls
from indices.domain.continuing import Before, earned_at
from indices.domain.figures import EXACTLY
from indices.domain.history import Leaf, Year
from indices.domain.ledger_values import Ledger, Line, State

CHRONIC = 3  # years running

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


# On time, and yet last


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
