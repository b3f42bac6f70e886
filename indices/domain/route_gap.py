"""How far a target is where totals are all that is known: the gap can be told, the way cannot."""

from dataclasses import dataclass
from fractions import Fraction

from indices.domain.figures import BILLION
from indices.domain.route import Own, Target, TargetKind, mark_of, obstacle_to_passing, obstacle_to_places
from indices.domain.route_others import Assumption, Others


@dataclass(frozen=True, slots=True)
class Gap:
    """What the total lacks.

    Args:
        lacking: exact; in points, or in percentage points where a percent is all that is known; below zero where the
            mark has been passed.
        in_percent: whether it is in percentage points.
        is_strict: the mark must be passed, not only reached.
    """

    lacking: Fraction
    in_percent: bool
    is_strict: bool

    @property
    def is_reached(self) -> bool:
        return self.lacking < 0 or (self.lacking == 0 and not self.is_strict)


def gap_to(target: Target, own: Own, others: Others, *, assumption: Assumption = Assumption.UNCHANGED) -> Gap | None:
    """Up to the mark, from what the unit is ranked by; `None` where either is not known."""
    value = own.value
    if value is None or not _can_be_told(target, own, others, assumption):
        return None
    is_strict = target.kind is TargetKind.UNIT
    if target.kind is TargetKind.POINTS:
        return Gap(Fraction(target.figure, BILLION) - value.fraction, in_percent=False, is_strict=is_strict)
    mark = mark_of(target, others.under(assumption))
    # Fewer others than that: the last place is reached whatever the total.
    apart = Fraction(0) if mark is None else mark - value.fraction
    if value.maximum is None:
        return Gap(apart, in_percent=False, is_strict=is_strict)
    if own.maximum is None:
        return Gap(apart * 100, in_percent=True, is_strict=is_strict)
    return Gap(apart * own.maximum / BILLION, in_percent=False, is_strict=is_strict)


def _can_be_told(target: Target, own: Own, others: Others, assumption: Assumption) -> bool:
    is_share = own.value is not None and own.value.maximum is not None
    if target.kind is TargetKind.PERCENT:
        return is_share
    if target.kind is TargetKind.POINTS:
        return not is_share
    rivals = others.under(assumption)
    if target.kind is TargetKind.UNIT:
        return obstacle_to_passing(own, target.unit, rivals) is None
    return obstacle_to_places(own, others, rivals) is None
