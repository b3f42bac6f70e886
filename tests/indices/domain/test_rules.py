"""Points by scoring rules: worked by hand, held against a slow second reckoning, and by what must always be so."""

from decimal import ROUND_HALF_UP, Decimal, localcontext
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from indices.domain.rules import (
    InputError,
    InputFault,
    InputFlaw,
    InputName,
    Inputs,
    Rule,
    RuleError,
    RuleFlaw,
    RuleKind,
    Step,
    asked,
    evaluate,
    input_faults,
    rule_faults,
)

BANDS = (
    Step(1, Decimal("1.5"), Decimal(100)),
    Step(2, Decimal(1), Decimal(95)),
    Step(3, Decimal("0.5"), Decimal(90)),
)
GRADES = (
    Step(1, Decimal(1), label="đúng hạn"),
    Step(2, Decimal("0.5"), label="chậm"),
    Step(3, Decimal(0), label="không"),
)


def on_time(kind, **more):
    """A rule worth 1.5 points for dossiers settled on time."""
    return Rule(kind, Decimal("1.5"), **more)


def of(part, whole):
    return Inputs(part=Decimal(part), whole=Decimal(whole))


def flaws(rule):
    return [fault.flaw for fault in rule_faults(rule)]


# By hand


def test_98_percent_on_time_by_proportion():
    # 98/100 × 1.5 = 1.47
    worked = evaluate(on_time(RuleKind.PROPORTION), of(98, 100))
    assert (worked.points, worked.exact, worked.rate) == (Decimal("1.47"), Fraction(147, 100), 98)
    assert not worked.is_rounded


def test_98_percent_on_time_by_bands():
    # 98 % lies in "from 95 %", which gives 1 point
    worked = evaluate(on_time(RuleKind.BANDS, steps=BANDS), of(98, 100))
    assert (worked.points, worked.step) == (1, BANDS[1])


def test_98_percent_on_time_from_which_there_are_full_marks():
    worked = evaluate(on_time(RuleKind.PROPORTION, full_from=Decimal(98)), of(98, 100))
    assert (worked.points, worked.is_set_to_full) == (Decimal("1.5"), True)
    assert worked.reckoned == Fraction(147, 100)


def test_98_percent_on_time_below_what_is_asked_gives_nothing():
    worked = evaluate(on_time(RuleKind.PROPORTION, threshold=Decimal("98.5")), of(98, 100))
    assert (worked.points, worked.is_below_threshold) == (0, True)
    assert worked.reckoned == Fraction(147, 100)


def test_98_of_100_on_time_with_a_deduction_for_each_late_one():
    # 1.5 − 2 × 0.25 = 1
    worked = evaluate(on_time(RuleKind.DEDUCTION, each=Decimal("0.25")), Inputs(count=Decimal(2)))
    assert (worked.points, worked.is_capped) == (1, False)


def test_proportion_is_rounded_once_half_up():
    # 1/8 × 1.5 = 0.1875 → 0.19; a second rounding by way of 0.188 or 12.5 % → 13 % would differ
    worked = evaluate(on_time(RuleKind.PROPORTION), of(1, 8))
    assert (worked.points, worked.exact, worked.is_rounded) == (Decimal("0.19"), Fraction(3, 16), True)
    # 67/200 × 1 = 0.335 → 0.34
    assert evaluate(Rule(RuleKind.PROPORTION, Decimal(1)), of(67, 200)).points == Decimal("0.34")


def test_deduction_never_goes_below_zero():
    # 1.5 − 7 × 0.25 = −0.25 → 0
    worked = evaluate(on_time(RuleKind.DEDUCTION, each=Decimal("0.25")), Inputs(count=Decimal(7)))
    assert (worked.points, worked.reckoned, worked.is_capped) == (0, Fraction(-1, 4), True)


def test_count_is_capped_at_the_maximum():
    # 4 × 0.5 = 2 → 1.5
    rule = on_time(RuleKind.COUNT, each=Decimal("0.5"))
    assert evaluate(rule, Inputs(count=Decimal(2))).points == 1
    worked = evaluate(rule, Inputs(count=Decimal(4)))
    assert (worked.points, worked.reckoned, worked.is_capped) == (Decimal("1.5"), 2, True)
    assert not evaluate(rule, Inputs(count=Decimal(3))).is_capped


def test_penalty_is_taken_away_up_to_its_cap():
    # 3 × 0.5 = 1.5 → −1.5; 5 × 0.5 = 2.5, no more than 2 → −2
    rule = Rule(RuleKind.COUNT, Decimal(-2), each=Decimal("0.5"))
    assert evaluate(rule, Inputs(count=Decimal(3))).points == Decimal("-1.5")
    worked = evaluate(rule, Inputs(count=Decimal(5)))
    assert (worked.points, worked.reckoned, worked.is_capped) == (-2, Fraction(-5, 2), True)


@pytest.mark.parametrize(("maximum", "points"), [("3", 3), ("-3", -3)])
def test_full_or_nothing(maximum, points):
    rule = Rule(RuleKind.FULL_OR_NOTHING, Decimal(maximum))
    assert evaluate(rule, Inputs(met=True)).points == points
    assert evaluate(rule, Inputs(met=False)).points == 0


def test_graded_gives_the_points_of_the_level_reached():
    rule = Rule(RuleKind.GRADED, Decimal(1), steps=GRADES)
    assert [evaluate(rule, Inputs(step=step)).points for step in (1, 2, 3)] == [1, Decimal("0.5"), 0]
    assert evaluate(rule, Inputs(step=2)).step == GRADES[1]


def test_penalty_by_bands_grows_with_the_rate():
    steps = (Step(1, Decimal(-1), Decimal(5)), Step(2, Decimal(-2), Decimal(10)))
    rule = Rule(RuleKind.BANDS, Decimal(-2), steps=steps)
    assert rule_faults(rule) == ()
    assert [evaluate(rule, of(late, 100)).points for late in (4, 5, 9, 10)] == [0, -1, -1, -2]


def test_lower_bound_belongs_to_its_band():
    rule = on_time(RuleKind.BANDS, steps=BANDS)
    assert evaluate(rule, Inputs(rate=Decimal(95))).points == 1
    assert evaluate(rule, Inputs(rate=Decimal("94.999999999"))).points == Decimal("0.5")


def test_rate_just_under_a_band_is_not_rounded_into_it():
    # 9499999999999/10000000000000 is under 95 %, whatever number of places it is written with
    rule = on_time(RuleKind.BANDS, steps=BANDS)
    assert evaluate(rule, of(9_499_999_999_999, 10_000_000_000_000)).points == Decimal("0.5")


def test_below_all_bands_there_are_no_points():
    worked = evaluate(on_time(RuleKind.BANDS, steps=BANDS), of(899, 1000))
    assert (worked.points, worked.step, worked.rate) == (0, None, Fraction(899, 10))


def test_rate_stands_for_part_and_whole():
    rule = on_time(RuleKind.PROPORTION)
    assert evaluate(rule, Inputs(rate=Decimal(98))) == evaluate(rule, of(98, 100))


# Inputs


@pytest.mark.parametrize(
    ("kind", "inputs", "faults"),
    [
        ("full_or_nothing", Inputs(), {"met": "missing"}),
        ("graded", Inputs(), {"step": "missing"}),
        ("graded", Inputs(step=9), {"step": "unknown_step"}),
        ("bands", Inputs(), {"part": "missing", "whole": "missing"}),
        ("bands", Inputs(part=Decimal(1)), {"whole": "missing"}),
        ("proportion", of(0, 0), {"whole": "nothing_to_rate"}),
        ("proportion", of(101, 100), {"part": "above_whole"}),
        ("proportion", of(-1, 100), {"part": "negative"}),
        ("proportion", of(1, -100), {"whole": "negative"}),
        ("proportion", Inputs(rate=Decimal("100.01")), {"rate": "above_hundred"}),
        ("proportion", Inputs(rate=Decimal(1), whole=Decimal(2)), {"part": "missing", "rate": "said_twice"}),
        ("count", Inputs(count=Decimal("1.5")), {"count": "not_whole"}),
        ("count", Inputs(count=Decimal(-1)), {"count": "negative"}),
        ("deduction", Inputs(rate=Decimal(1)), {"count": "missing", "rate": "not_asked"}),
    ],
)
def test_inputs_that_cannot_be_taken_are_each_named(kind, inputs, faults):
    rule = {
        "full_or_nothing": Rule(RuleKind.FULL_OR_NOTHING, Decimal(1)),
        "graded": Rule(RuleKind.GRADED, Decimal(1), steps=GRADES),
        "bands": on_time(RuleKind.BANDS, steps=BANDS),
        "proportion": on_time(RuleKind.PROPORTION),
        "count": on_time(RuleKind.COUNT, each=Decimal("0.5")),
        "deduction": on_time(RuleKind.DEDUCTION, each=Decimal("0.5")),
    }[kind]
    with pytest.raises(InputError) as caught:
        evaluate(rule, inputs)
    assert {fault.name: fault.flaw for fault in caught.value.faults} == faults
    assert all(name in str(caught.value) for name in faults)


def test_no_dossiers_at_all_is_not_zero_points():
    assert input_faults(on_time(RuleKind.PROPORTION), of(0, 0)) == (
        InputFault(InputName.WHOLE, InputFlaw.NOTHING_TO_RATE),
    )


def test_float_is_refused():
    with pytest.raises(TypeError):
        Inputs(rate=98.0)


def test_tenth_place_is_refused():
    with pytest.raises(ValueError):
        Inputs(rate=Decimal("0.0000000001"))


@pytest.mark.parametrize("kind", RuleKind)
def test_every_kind_asks_something(kind):
    assert asked(kind)


# What always holds

amounts = st.decimals("0.01", "10", places=2)
signs = st.sampled_from((1, -1))
rates = st.decimals("0", "100", places=3)


@st.composite
def bands_rules(draw):
    sign, lowers = draw(signs), sorted(draw(st.sets(rates, min_size=1, max_size=6)))
    points = sorted(draw(st.lists(amounts, min_size=len(lowers), max_size=len(lowers))))
    steps = [Step(place, sign * point, lower) for place, (point, lower) in enumerate(zip(points, lowers, strict=True))]
    return Rule(RuleKind.BANDS, sign * points[-1], steps=tuple(steps[:: draw(signs)]))


@st.composite
def proportion_rules(draw):
    limits = st.one_of(st.none(), st.decimals("0.001", "100", places=3))
    threshold, full_from = draw(limits), draw(limits)
    assume(threshold is None or full_from is None or threshold <= full_from)
    maximum = draw(signs) * draw(amounts)
    return Rule(RuleKind.PROPORTION, maximum, threshold=threshold, full_from=full_from)


@st.composite
def counted_rules(draw):
    kind = draw(st.sampled_from((RuleKind.COUNT, RuleKind.DEDUCTION)))
    sign = draw(signs) if kind is RuleKind.COUNT else 1
    return Rule(kind, sign * draw(amounts), each=draw(st.decimals("0.001", "5", places=3)))


@st.composite
def shares(draw):
    """So much of so much, with decimals, as money is counted."""
    whole = draw(st.decimals("0.001", "1000", places=3))
    return Inputs(part=draw(st.decimals(0, whole, places=3)), whole=whole)


counts = st.integers(0, 500).map(lambda count: Inputs(count=Decimal(count)))
rules_with_inputs = st.one_of(
    st.tuples(st.one_of(bands_rules(), proportion_rules()), st.one_of(shares(), rates.map(lambda r: Inputs(rate=r)))),
    st.tuples(counted_rules(), counts),
)


def slowly(rule, inputs):
    """A second reckoning, step by step with decimals of a hundred digits, that shares nothing with the first."""
    with localcontext() as context:
        context.prec = 100
        maximum, penalty = abs(rule.max_points), rule.max_points < 0
        if rule.kind in ("count", "deduction"):
            amount = Decimal(0) if rule.kind == "count" else maximum
            for _time in range(int(inputs.count)):
                amount += rule.each if rule.kind == "count" else -rule.each
            amount = sorted((Decimal(0), amount, maximum))[1]
        else:
            # b of a, as b × 100 against lower × a: no quotient is needed to compare
            part, whole = (inputs.rate, Decimal(100)) if inputs.part is None else (inputs.part, inputs.whole)
            if rule.kind == "bands":
                amount = Decimal(0)
                for step in sorted(rule.steps, key=lambda step: step.lower):
                    if part * 100 >= step.lower * whole:
                        amount = abs(step.points)
            elif rule.threshold is not None and part * 100 < rule.threshold * whole:
                amount = Decimal(0)
            elif rule.full_from is not None and part * 100 >= rule.full_from * whole:
                amount = maximum
            else:
                amount = part * maximum / whole
        points = amount.quantize(Decimal(1).scaleb(-rule.places), ROUND_HALF_UP)
        return -points if penalty else points


@given(rules_with_inputs)
def test_points_are_those_of_the_slow_reckoning(pair):
    rule, inputs = pair
    assert evaluate(rule, inputs).points == slowly(rule, inputs)


@given(rules_with_inputs)
def test_points_are_never_above_the_maximum_nor_below_zero(pair):
    rule, inputs = pair
    worked = evaluate(rule, inputs)
    low, high = sorted((Decimal(0), rule.max_points))
    assert low <= worked.points <= high
    assert low <= worked.exact <= high


@given(rules_with_inputs)
def test_rounding_moves_points_by_no_more_than_half_a_place(pair):
    rule, inputs = pair
    worked = evaluate(rule, inputs)
    assert abs(Fraction(worked.points) - worked.exact) <= Fraction(1, 2 * 10**rule.places)
    assert worked.is_rounded == (worked.points != worked.exact)


@given(rules_with_inputs)
def test_what_was_reckoned_is_what_is_given_unless_something_was_applied(pair):
    worked = evaluate(*pair)
    applied = worked.is_capped or worked.is_below_threshold or worked.is_set_to_full
    assert applied or worked.reckoned == worked.exact


@given(st.one_of(bands_rules(), proportion_rules()), rates, rates)
def test_a_higher_rate_never_gives_less(rule, one, other):
    low, high = (abs(evaluate(rule, Inputs(rate=rate)).points) for rate in sorted((one, other)))
    assert low <= high


@given(st.one_of(bands_rules(), proportion_rules()), shares(), st.decimals(0, 1, places=3))
def test_more_of_the_same_whole_never_gives_less(rule, inputs, more):
    part = min(inputs.part + more, inputs.whole)
    assert abs(evaluate(rule, Inputs(part=part, whole=inputs.whole)).points) >= abs(evaluate(rule, inputs).points)


@given(counted_rules(), st.integers(0, 300), st.integers(0, 300))
def test_one_more_time_moves_points_one_way_only(rule, one, other):
    fewer, more = (abs(evaluate(rule, Inputs(count=Decimal(count))).points) for count in sorted((one, other)))
    assert fewer <= more if rule.kind is RuleKind.COUNT else fewer >= more


@given(st.one_of(bands_rules(), proportion_rules()))
def test_a_hundred_percent_gives_the_maximum_and_nothing_gives_it_less(rule):
    assert evaluate(rule, Inputs(rate=Decimal(100))).points == rule.max_points


@given(rules_with_inputs)
def test_penalty_is_the_mirror_image_of_an_ordinary_rule(pair):
    rule, inputs = pair
    assume(rule.kind is not RuleKind.DEDUCTION)
    steps = tuple(Step(step.position, -step.points, step.lower) for step in rule.steps)
    mirrored = Rule(rule.kind, -rule.max_points, steps, rule.each, rule.threshold, rule.full_from)
    assert evaluate(mirrored, inputs).points == -evaluate(rule, inputs).points


@given(rules_with_inputs)
def test_generated_rules_have_nothing_but_remarks(pair):
    rule, _inputs = pair
    assert [fault for fault in rule_faults(rule) if not fault.is_remark] == []


# Rules that contradict themselves


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (Rule(RuleKind.FULL_OR_NOTHING, Decimal(1), is_leaf=False), RuleFlaw.NOT_A_LEAF),
        (Rule(RuleKind.FULL_OR_NOTHING, None), RuleFlaw.NO_MAXIMUM),
        (Rule(RuleKind.FULL_OR_NOTHING, Decimal(0)), RuleFlaw.NO_MAXIMUM),
        (Rule(RuleKind.FULL_OR_NOTHING, Decimal(1), places=10), RuleFlaw.PLACES_OUT_OF_RANGE),
        (Rule(RuleKind.FULL_OR_NOTHING, Decimal("0.125")), RuleFlaw.MAXIMUM_TOO_FINE),
        (Rule(RuleKind.FULL_OR_NOTHING, Decimal(1), steps=GRADES), RuleFlaw.STEPS_NOT_TAKEN),
        (Rule(RuleKind.FULL_OR_NOTHING, Decimal(1), each=Decimal(1)), RuleFlaw.EACH_NOT_TAKEN),
        (Rule(RuleKind.FULL_OR_NOTHING, Decimal(1), threshold=Decimal(1)), RuleFlaw.RATES_NOT_TAKEN),
        (Rule(RuleKind.GRADED, Decimal(1)), RuleFlaw.NO_STEPS),
        (Rule(RuleKind.COUNT, Decimal(1)), RuleFlaw.EACH_MISSING),
        (Rule(RuleKind.COUNT, Decimal(1), each=Decimal(0)), RuleFlaw.EACH_NOT_POSITIVE),
        (Rule(RuleKind.DEDUCTION, Decimal(-1), each=Decimal(1)), RuleFlaw.DEDUCTION_OF_PENALTY),
        (Rule(RuleKind.PROPORTION, Decimal(1), threshold=Decimal(0)), RuleFlaw.RATE_OUT_OF_RANGE),
        (Rule(RuleKind.PROPORTION, Decimal(1), full_from=Decimal(101)), RuleFlaw.RATE_OUT_OF_RANGE),
        (
            Rule(RuleKind.PROPORTION, Decimal(1), threshold=Decimal(90), full_from=Decimal(80)),
            RuleFlaw.RATES_OUT_OF_ORDER,
        ),
    ],
)
def test_rule_that_contradicts_itself_gives_no_points(rule, expected):
    assert flaws(rule) == [expected]
    assert not expected.is_remark
    with pytest.raises(RuleError) as caught:
        evaluate(rule, Inputs())
    assert [fault.flaw for fault in caught.value.faults] == [expected]


def bands(*pairs, maximum="2"):
    steps = [
        Step(place, Decimal(points), None if lower is None else Decimal(lower))
        for place, (lower, points) in enumerate(pairs, 1)
    ]
    return Rule(RuleKind.BANDS, Decimal(maximum), steps=tuple(steps))


@pytest.mark.parametrize(
    ("rule", "expected"),
    [
        (bands((90, 1), (80, "0.5")), [("top_is_not_maximum", 1, 1, 2)]),
        (bands((90, 3), (80, 2)), [("step_above_maximum", 1, 3, 2)]),
        (bands((90, 2), (80, -1)), [("step_wrong_sign", 2, -1, None)]),
        (bands((90, 2), (80, "0.125")), [("step_too_fine", 2, Decimal("0.125"), 2)]),
        (bands((90, 2), (None, 1)), [("step_without_rate", 2, None, None)]),
        (bands((101, 2), (80, 1)), [("step_rate_out_of_range", 1, 101, 100)]),
        (bands((90, 2), (-1, 1)), [("step_rate_out_of_range", 2, -1, 100)]),
        (bands((90, 2), (70, 0), (80, 1)), [("steps_out_of_order", None, None, None)]),
        (bands((90, 2), (90, 1)), [("steps_out_of_order", None, None, None)]),
        (bands((90, 1), (80, 2)), [("points_fall", 1, 1, 2)]),
        (bands((90, 2), (80, 2)), [("same_points", 1, 2, None)]),
        (bands((10, -2), (5, -1), maximum="-2"), []),
        (bands((10, -1), (5, -2), maximum="-2"), [("points_fall", 1, -1, -2)]),
    ],
)
def test_bands_that_contradict_themselves_are_named_with_their_figures(rule, expected):
    found = rule_faults(rule)
    assert [(fault.flaw, fault.step, fault.figure, fault.limit) for fault in found] == expected


def test_bands_run_up_or_down():
    assert rule_faults(bands((80, 1), (90, 2))) == rule_faults(bands((90, 2), (80, 1))) == ()


@pytest.mark.parametrize(
    ("steps", "expected"),
    [
        (GRADES, []),
        (GRADES[::-1], []),
        ((GRADES[1], GRADES[0], GRADES[2]), ["grades_out_of_order"]),
        ((GRADES[0], Step(1, Decimal(0), label="khác")), ["step_twice", "step_twice"]),
        ((GRADES[0], Step(2, Decimal(0))), ["step_without_label"]),
        ((GRADES[0], Step(2, Decimal(0), Decimal(5), "chậm")), ["step_has_rate"]),
        (GRADES[1:], ["top_is_not_maximum"]),
    ],
)
def test_grades_that_contradict_themselves_are_named(steps, expected):
    assert flaws(Rule(RuleKind.GRADED, Decimal(1), steps=steps)) == expected


@pytest.mark.parametrize(
    ("rule", "remarks"),
    [
        (Rule(RuleKind.COUNT, Decimal(1), each=Decimal("0.3")), ["each_does_not_divide"]),
        (Rule(RuleKind.COUNT, Decimal(1), each=Decimal(2)), ["each_above_maximum"]),
        (Rule(RuleKind.COUNT, Decimal(-1), each=Decimal("0.5")), []),
        (Rule(RuleKind.PROPORTION, Decimal(1), threshold=Decimal(90), full_from=Decimal(90)), ["rates_equal"]),
    ],
)
def test_what_is_odd_is_remarked_upon_and_evaluated(rule, remarks):
    assert flaws(rule) == remarks
    assert all(fault.is_remark for fault in rule_faults(rule))
    inputs = Inputs(count=Decimal(1)) if rule.kind is RuleKind.COUNT else Inputs(rate=Decimal(100))
    assert abs(evaluate(rule, inputs).points) <= abs(rule.max_points)


def test_all_faults_are_told_at_once():
    rule = Rule(RuleKind.GRADED, Decimal(2), steps=GRADES, each=Decimal(1), full_from=Decimal(90), is_leaf=False)
    assert flaws(rule) == ["not_a_leaf", "top_is_not_maximum", "each_not_taken", "rates_not_taken"]


def test_unknown_maximum_hides_no_other_fault():
    assert flaws(Rule(RuleKind.COUNT, None, each=Decimal(1), steps=GRADES)) == ["no_maximum", "steps_not_taken"]


def test_places_out_of_range_hide_no_fault_of_a_step():
    assert flaws(Rule(RuleKind.GRADED, Decimal(1), steps=GRADES[1:], places=-1)) == [
        "places_out_of_range",
        "top_is_not_maximum",
    ]
