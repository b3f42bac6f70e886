"""How the points of one leaf follow from what was done: its rule, tried on named inputs, with the working kept.

Everything is reckoned in exact fractions and rounded once, half up, at the end. A penalty's maximum is below zero: its
rule is the mirror image of an ordinary one, so what follows speaks of amounts and the sign is put back at the end.
What a rule is stands in `rule_values`, what can be wrong with one in `rule_faults`; both are known here too.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, fields
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from indices.domain.figures import billionths, round_half_up
from indices.domain.rule_faults import RuleError, RuleFault, RuleFlaw, rule_faults
from indices.domain.rule_values import HUNDRED_PERCENT, RATED, Rule, RuleKind, Step

__all__ = [
    "RATED",
    "InputError",
    "InputFault",
    "InputFlaw",
    "InputName",
    "Inputs",
    "Rule",
    "RuleError",
    "RuleFault",
    "RuleFlaw",
    "RuleKind",
    "Step",
    "Worked",
    "asked",
    "evaluate",
    "input_faults",
    "rule_faults",
]


class InputName(StrEnum):
    """What a rule may ask for."""

    MET = "met"
    STEP = "step"
    RATE = "rate"
    PART = "part"
    WHOLE = "whole"
    COUNT = "count"


@dataclass(frozen=True, slots=True)
class Inputs:
    """What was done; a rule takes those of its kind (`asked`) and refuses the others.

    Args:
        met: is it fulfilled? For a penalty: did it happen?
        step: position of the level reached.
        rate: percent, in place of `part` and `whole`.
        part, whole: so much (b) of so much (a).
        count: how many times; a whole number.

    Raises:
        TypeError: a figure is a float or no Decimal at all.
        ValueError: a figure is not finite, or has more than nine places.
    """

    met: bool | None = None
    step: int | None = None
    rate: Decimal | None = None
    part: Decimal | None = None
    whole: Decimal | None = None
    count: Decimal | None = None

    def __post_init__(self) -> None:
        for figure in (self.rate, self.part, self.whole, self.count):
            if figure is not None:
                billionths(figure)

    @property
    def given(self) -> frozenset[InputName]:
        """Names of what was said."""
        return frozenset(InputName(field.name) for field in fields(self) if getattr(self, field.name) is not None)


class InputFlaw(StrEnum):
    """What can be wrong with one input."""

    MISSING = "missing"
    NOT_ASKED = "not_asked"  # a rule of this kind does not take it
    SAID_TWICE = "said_twice"  # a rate beside a part and a whole
    NEGATIVE = "negative"
    NOT_WHOLE = "not_whole"
    ABOVE_WHOLE = "above_whole"  # the part is more than the whole
    ABOVE_HUNDRED = "above_hundred"
    NOTHING_TO_RATE = "nothing_to_rate"  # the whole is 0: the criterion does not apply, which is not 0 points
    UNKNOWN_STEP = "unknown_step"


@dataclass(frozen=True, slots=True)
class InputFault:
    """One input that the rule cannot take."""

    name: InputName
    flaw: InputFlaw


class InputError(ValueError):
    """The inputs cannot be taken; `faults` names every reason."""

    def __init__(self, faults: tuple[InputFault, ...]) -> None:
        super().__init__("; ".join(f"{fault.name}: {fault.flaw}" for fault in faults))
        self.faults = faults


@dataclass(frozen=True, slots=True)
class Worked:
    """Points, and how they came about. All figures carry the sign of the rule.

    Args:
        points: rounded to the places of the rule.
        exact: before rounding.
        reckoned: before a cap, a threshold or full marks were applied; where none was, the same as `exact`.
        rate: percent, of bands and proportions.
        step: the step chosen; `None` below all bands.
        is_capped: it would have been more than the maximum, or (deduction) less than nothing.
        is_below_threshold, is_set_to_full: of a proportion.
    """

    points: Decimal
    exact: Fraction
    reckoned: Fraction
    rate: Fraction | None = None
    step: Step | None = None
    is_capped: bool = False
    is_below_threshold: bool = False
    is_set_to_full: bool = False

    @property
    def is_rounded(self) -> bool:
        return self.points != self.exact


def asked(kind: RuleKind) -> tuple[InputName, ...]:
    """What a rule of this kind takes, in the order a form asks it; a rate stands for part and whole."""
    return _ASKED[kind]


_ASKED: Mapping[RuleKind, tuple[InputName, ...]] = {
    RuleKind.FULL_OR_NOTHING: (InputName.MET,),
    RuleKind.GRADED: (InputName.STEP,),
    RuleKind.BANDS: (InputName.PART, InputName.WHOLE, InputName.RATE),
    RuleKind.PROPORTION: (InputName.PART, InputName.WHOLE, InputName.RATE),
    RuleKind.COUNT: (InputName.COUNT,),
    RuleKind.DEDUCTION: (InputName.COUNT,),
}


def evaluate(rule: Rule, inputs: Inputs) -> Worked:
    """The points that a rule gives, never above the maximum nor below zero (for a penalty the reverse).

    Raises:
        RuleError: the rule contradicts itself or its criterion (`rule_faults`; remarks do not matter).
        InputError: an input is missing, not asked for, or out of range.
    """
    wrong = tuple(fault for fault in rule_faults(rule) if not fault.is_remark)
    if wrong or rule.max_points is None:
        raise RuleError(wrong)
    faults = input_faults(rule, inputs)
    if faults:
        raise InputError(faults)
    return _RECKON[rule.kind](rule, inputs, Fraction(abs(rule.max_points)))


def input_faults(rule: Rule, inputs: Inputs) -> tuple[InputFault, ...]:
    """Everything in which the inputs are not what the rule asks for, in the order of `asked`, then the strays."""
    wanted = asked(rule.kind)
    if rule.kind in RATED:
        wanted = _said_as_rate(inputs)
    faults = [fault for name in wanted for fault in _flaw_of(rule, inputs, name)]
    strays = [name for name in InputName if name in inputs.given and name not in wanted]
    for name in strays:
        said_twice = rule.kind in RATED and name is InputName.RATE
        faults.append(InputFault(name, InputFlaw.SAID_TWICE if said_twice else InputFlaw.NOT_ASKED))
    return tuple(faults)


def _said_as_rate(inputs: Inputs) -> tuple[InputName, ...]:
    """A rate alone is enough; otherwise part and whole are wanted."""
    alone = InputName.RATE in inputs.given and not inputs.given & {InputName.PART, InputName.WHOLE}
    return (InputName.RATE,) if alone else (InputName.PART, InputName.WHOLE)


def _flaw_of(rule: Rule, inputs: Inputs, name: InputName) -> Iterator[InputFault]:
    value = getattr(inputs, name)
    if value is None:
        yield InputFault(name, InputFlaw.MISSING)
        return
    if name is InputName.STEP and value not in {step.position for step in rule.steps}:
        yield InputFault(name, InputFlaw.UNKNOWN_STEP)
    if isinstance(value, Decimal):
        flaw = _flaw_of_figure(inputs, name, value)
        if flaw is not None:
            yield InputFault(name, flaw)


def _flaw_of_figure(inputs: Inputs, name: InputName, value: Decimal) -> InputFlaw | None:
    if value < 0:
        return InputFlaw.NEGATIVE
    wrong = {
        InputName.RATE: (value > HUNDRED_PERCENT, InputFlaw.ABOVE_HUNDRED),
        InputName.PART: (inputs.whole is not None and 0 < inputs.whole < value, InputFlaw.ABOVE_WHOLE),
        InputName.WHOLE: (value == 0, InputFlaw.NOTHING_TO_RATE),
        InputName.COUNT: (value % 1 != 0, InputFlaw.NOT_WHOLE),
    }
    is_wrong, flaw = wrong[name]
    return flaw if is_wrong else None


def _worked(
    rule: Rule,
    exact: Fraction,
    reckoned: Fraction | None = None,
    *,
    rate: Fraction | None = None,
    step: Step | None = None,
    is_capped: bool = False,
    is_below_threshold: bool = False,
    is_set_to_full: bool = False,
) -> Worked:
    """Put the sign back and round: the only place where points are rounded."""
    signed = rule.sign * exact
    return Worked(
        points=round_half_up(signed, rule.places),
        exact=signed,
        reckoned=signed if reckoned is None else rule.sign * reckoned,
        rate=rate,
        step=step,
        is_capped=is_capped,
        is_below_threshold=is_below_threshold,
        is_set_to_full=is_set_to_full,
    )


def _full_or_nothing(rule: Rule, inputs: Inputs, maximum: Fraction) -> Worked:
    return _worked(rule, maximum if inputs.met else Fraction(0))


def _graded(rule: Rule, inputs: Inputs, maximum: Fraction) -> Worked:
    step = next(step for step in rule.steps if step.position == inputs.step)
    return _worked(rule, Fraction(rule.amount(step.points)), step=step)


def _rate(inputs: Inputs) -> Fraction:
    if inputs.part is not None and inputs.whole is not None:
        return Fraction(inputs.part) / Fraction(inputs.whole) * 100
    return Fraction(inputs.rate or 0)


def _bands(rule: Rule, inputs: Inputs, maximum: Fraction) -> Worked:
    rate = _rate(inputs)
    reached = [(step.lower, step) for step in rule.steps if step.lower is not None and step.lower <= rate]
    if not reached:
        return _worked(rule, Fraction(0), rate=rate)
    step = max(reached, key=lambda pair: pair[0])[1]
    return _worked(rule, Fraction(rule.amount(step.points)), rate=rate, step=step)


def _proportion(rule: Rule, inputs: Inputs, maximum: Fraction) -> Worked:
    rate = _rate(inputs)
    share = rate / 100 * maximum
    if rule.threshold is not None and rate < rule.threshold:
        return _worked(rule, Fraction(0), share, rate=rate, is_below_threshold=True)
    if rule.full_from is not None and rate >= rule.full_from:
        return _worked(rule, maximum, share, rate=rate, is_set_to_full=True)
    return _worked(rule, share, rate=rate)


def _times(rule: Rule, inputs: Inputs) -> Fraction:
    return Fraction(inputs.count or 0) * Fraction(rule.each or 0)


def _count(rule: Rule, inputs: Inputs, maximum: Fraction) -> Worked:
    times = _times(rule, inputs)
    return _worked(rule, min(times, maximum), times, is_capped=times > maximum)


def _deduction(rule: Rule, inputs: Inputs, maximum: Fraction) -> Worked:
    left = maximum - _times(rule, inputs)
    return _worked(rule, max(left, Fraction(0)), left, is_capped=left < 0)


_RECKON: Mapping[RuleKind, Callable[[Rule, Inputs, Fraction], Worked]] = {
    RuleKind.FULL_OR_NOTHING: _full_or_nothing,
    RuleKind.GRADED: _graded,
    RuleKind.BANDS: _bands,
    RuleKind.PROPORTION: _proportion,
    RuleKind.COUNT: _count,
    RuleKind.DEDUCTION: _deduction,
}
