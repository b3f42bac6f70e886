"""What is wrong with a scoring rule: in what it contradicts itself or its criterion, and what is merely odd."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from indices.domain.figures import PLACES, billionths
from indices.domain.rule_values import COUNTED, HUNDRED_PERCENT, STEPPED, Rule, RuleKind, Step


class RuleFlaw(StrEnum):
    """In what a rule contradicts itself or its criterion, or (a remark) what somebody should look at."""

    NOT_A_LEAF = "not_a_leaf"
    NO_MAXIMUM = "no_maximum"
    PLACES_OUT_OF_RANGE = "places_out_of_range"
    MAXIMUM_TOO_FINE = "maximum_too_fine"  # it has more places than points are rounded to
    STEPS_NOT_TAKEN = "steps_not_taken"
    NO_STEPS = "no_steps"
    STEP_TWICE = "step_twice"
    STEP_WITHOUT_RATE = "step_without_rate"
    STEP_WITHOUT_LABEL = "step_without_label"
    STEP_HAS_RATE = "step_has_rate"
    STEP_RATE_OUT_OF_RANGE = "step_rate_out_of_range"
    STEP_TOO_FINE = "step_too_fine"
    STEP_WRONG_SIGN = "step_wrong_sign"
    STEP_ABOVE_MAXIMUM = "step_above_maximum"
    STEPS_OUT_OF_ORDER = "steps_out_of_order"
    POINTS_FALL = "points_fall"  # a higher rate gives less
    TOP_IS_NOT_MAXIMUM = "top_is_not_maximum"
    EACH_NOT_TAKEN = "each_not_taken"
    EACH_MISSING = "each_missing"
    EACH_NOT_POSITIVE = "each_not_positive"
    DEDUCTION_OF_PENALTY = "deduction_of_penalty"
    RATES_NOT_TAKEN = "rates_not_taken"
    RATE_OUT_OF_RANGE = "rate_out_of_range"
    RATES_OUT_OF_ORDER = "rates_out_of_order"
    # Remarks
    EACH_ABOVE_MAXIMUM = "each_above_maximum"  # once is enough for all of it
    EACH_DOES_NOT_DIVIDE = "each_does_not_divide"  # the last time counts less
    SAME_POINTS = "same_points"  # two steps that need not be two
    GRADES_OUT_OF_ORDER = "grades_out_of_order"
    RATES_EQUAL = "rates_equal"  # full marks or none: nothing in between

    @property
    def is_remark(self) -> bool:
        """May it stay as it is?"""
        return self in _REMARKS


_REMARKS = frozenset(
    {
        RuleFlaw.EACH_ABOVE_MAXIMUM,
        RuleFlaw.EACH_DOES_NOT_DIVIDE,
        RuleFlaw.SAME_POINTS,
        RuleFlaw.GRADES_OUT_OF_ORDER,
        RuleFlaw.RATES_EQUAL,
    }
)


@dataclass(frozen=True, slots=True)
class RuleFault:
    """One thing wrong with a rule.

    `step`: position of the step it is about; `figure`: what stands there; `limit`: what it is held against.
    """

    flaw: RuleFlaw
    step: int | None = None
    figure: Decimal | None = None
    limit: Decimal | None = None

    @property
    def is_remark(self) -> bool:
        return self.flaw.is_remark


class RuleError(ValueError):
    """The rule contradicts itself or its criterion, so it gives no points; `faults` names every reason."""

    def __init__(self, faults: tuple[RuleFault, ...]) -> None:
        super().__init__(", ".join(fault.flaw for fault in faults))
        self.faults = faults


def rule_faults(rule: Rule) -> tuple[RuleFault, ...]:
    """Everything in which a rule contradicts itself or its criterion, and remarks (`is_remark`) on what is odd.

    A rule whose faults are only remarks can be evaluated.
    """
    checks = (_faults_of_maximum, _faults_of_steps, _faults_of_each, _faults_of_rates)
    return tuple(fault for check in checks for fault in check(rule))


def _is_too_fine(figure: Decimal, places: int) -> bool:
    """Has it more places than points are rounded to? Points that are laid down are given as they are."""
    return places < PLACES and bool(billionths(figure) % 10 ** (PLACES - places))


def _faults_of_maximum(rule: Rule) -> Iterator[RuleFault]:
    if not rule.is_leaf:
        yield RuleFault(RuleFlaw.NOT_A_LEAF)
    if not 0 <= rule.places <= PLACES:
        yield RuleFault(RuleFlaw.PLACES_OUT_OF_RANGE, figure=Decimal(rule.places), limit=Decimal(PLACES))
        return
    if not rule.max_points:
        yield RuleFault(RuleFlaw.NO_MAXIMUM)
    elif _is_too_fine(rule.max_points, rule.places):
        yield RuleFault(RuleFlaw.MAXIMUM_TOO_FINE, figure=rule.max_points, limit=Decimal(rule.places))


def _faults_of_steps(rule: Rule) -> Iterator[RuleFault]:
    if rule.kind not in STEPPED:
        if rule.steps:
            yield RuleFault(RuleFlaw.STEPS_NOT_TAKEN)
        return
    if not rule.steps:
        yield RuleFault(RuleFlaw.NO_STEPS)
        return
    for step in rule.steps:
        yield from _faults_of_one_step(rule, step)
    yield from _faults_of_top(rule)
    yield from _faults_of_bands(rule) if rule.kind is RuleKind.BANDS else _faults_of_grades(rule)


def _faults_of_one_step(rule: Rule, step: Step) -> Iterator[RuleFault]:
    place = step.position
    if [other.position for other in rule.steps].count(place) > 1:
        yield RuleFault(RuleFlaw.STEP_TWICE, place)
    if rule.kind is RuleKind.BANDS:
        if step.lower is None:
            yield RuleFault(RuleFlaw.STEP_WITHOUT_RATE, place)
        elif not 0 <= step.lower <= HUNDRED_PERCENT:
            yield RuleFault(RuleFlaw.STEP_RATE_OUT_OF_RANGE, place, step.lower, HUNDRED_PERCENT)
    else:
        if step.lower is not None:
            yield RuleFault(RuleFlaw.STEP_HAS_RATE, place, step.lower)
        if not step.label:
            yield RuleFault(RuleFlaw.STEP_WITHOUT_LABEL, place)
    yield from _faults_of_step_points(rule, step)


def _faults_of_step_points(rule: Rule, step: Step) -> Iterator[RuleFault]:
    if 0 <= rule.places <= PLACES and _is_too_fine(step.points, rule.places):
        yield RuleFault(RuleFlaw.STEP_TOO_FINE, step.position, step.points, Decimal(rule.places))
    if rule.amount(step.points) < 0:
        yield RuleFault(RuleFlaw.STEP_WRONG_SIGN, step.position, step.points)
    elif rule.max_points and abs(step.points) > abs(rule.max_points):
        yield RuleFault(RuleFlaw.STEP_ABOVE_MAXIMUM, step.position, step.points, rule.max_points)


def _faults_of_top(rule: Rule) -> Iterator[RuleFault]:
    """The best step must give the maximum; one above it is told by itself."""
    top = max(rule.steps, key=lambda step: rule.amount(step.points))
    if rule.max_points and rule.amount(top.points) < abs(rule.max_points):
        yield RuleFault(RuleFlaw.TOP_IS_NOT_MAXIMUM, top.position, top.points, rule.max_points)


def _faults_of_bands(rule: Rule) -> Iterator[RuleFault]:
    """Bands run up or down throughout, and a higher rate never gives less."""
    bands = [(step.lower, step) for step in rule.steps if step.lower is not None]
    lowers = [lower for lower, _step in bands]
    rising = sorted(bands, key=lambda pair: pair[0])
    ordered = [lower for lower, _step in rising]
    if lowers not in (ordered, ordered[::-1]) or len(set(lowers)) < len(lowers):
        yield RuleFault(RuleFlaw.STEPS_OUT_OF_ORDER)
        return
    for (_lower, below), (_higher, step) in pairwise(rising):
        if rule.amount(step.points) < rule.amount(below.points):
            yield RuleFault(RuleFlaw.POINTS_FALL, step.position, step.points, below.points)
        elif step.points == below.points:
            yield RuleFault(RuleFlaw.SAME_POINTS, step.position, step.points)


def _faults_of_grades(rule: Rule) -> Iterator[RuleFault]:
    points = [step.points for step in rule.steps]
    if points not in (sorted(points), sorted(points, reverse=True)):
        yield RuleFault(RuleFlaw.GRADES_OUT_OF_ORDER)


def _faults_of_each(rule: Rule) -> Iterator[RuleFault]:
    if rule.kind not in COUNTED:
        if rule.each is not None:
            yield RuleFault(RuleFlaw.EACH_NOT_TAKEN, figure=rule.each)
        return
    if rule.kind is RuleKind.DEDUCTION and rule.sign < 0:
        yield RuleFault(RuleFlaw.DEDUCTION_OF_PENALTY, figure=rule.max_points)
    if rule.each is None:
        yield RuleFault(RuleFlaw.EACH_MISSING)
    elif rule.each <= 0:
        yield RuleFault(RuleFlaw.EACH_NOT_POSITIVE, figure=rule.each)
    elif rule.max_points:
        yield from _remarks_on_each(rule.each, rule.max_points)


def _remarks_on_each(each: Decimal, max_points: Decimal) -> Iterator[RuleFault]:
    if each > abs(max_points):
        yield RuleFault(RuleFlaw.EACH_ABOVE_MAXIMUM, figure=each, limit=max_points)
    elif billionths(max_points) % billionths(each):
        yield RuleFault(RuleFlaw.EACH_DOES_NOT_DIVIDE, figure=each, limit=max_points)


def _faults_of_rates(rule: Rule) -> Iterator[RuleFault]:
    rates = [rate for rate in (rule.threshold, rule.full_from) if rate is not None]
    if rule.kind is not RuleKind.PROPORTION:
        if rates:
            yield RuleFault(RuleFlaw.RATES_NOT_TAKEN, figure=rates[0])
        return
    for rate in rates:
        if not 0 < rate <= HUNDRED_PERCENT:
            yield RuleFault(RuleFlaw.RATE_OUT_OF_RANGE, figure=rate, limit=HUNDRED_PERCENT)
    if rule.threshold is not None and rule.full_from is not None:
        if rule.threshold > rule.full_from:
            yield RuleFault(RuleFlaw.RATES_OUT_OF_ORDER, figure=rule.threshold, limit=rule.full_from)
        elif rule.threshold == rule.full_from:
            yield RuleFault(RuleFlaw.RATES_EQUAL, figure=rule.threshold)
