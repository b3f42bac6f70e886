"""What a unit could still gain: the values of each rule, what stays as it is, how often others regained it."""

from decimal import Decimal
from fractions import Fraction

import pytest

from indices.domain.history import Leaf, UnitYear, Year
from indices.domain.route_leaves import Fixed, RouteLeaf, how_often_regained, levels_of, route_leaves
from indices.domain.rules import Rule, RuleKind, Step

BILLION = 10**9


def whole(*points):
    return tuple(int(Decimal(text) * BILLION) for text in points)


def steps(*points):
    return tuple(Step(place, Decimal(text), Decimal(place)) for place, text in enumerate(points))


@pytest.mark.parametrize(
    ("rule", "levels"),
    [
        (Rule(RuleKind.FULL_OR_NOTHING, Decimal("1.5")), whole("0", "1.5")),
        (Rule(RuleKind.FULL_OR_NOTHING, Decimal("-2")), whole("-2", "0")),
        (Rule(RuleKind.GRADED, Decimal(2), steps("0.5", "2", "1")), whole("0.5", "1", "2")),
        (Rule(RuleKind.BANDS, Decimal(2), steps("1", "2")), whole("0", "1", "2")),
        (Rule(RuleKind.COUNT, Decimal(1), each=Decimal("0.4")), whole("0", "0.4", "0.8", "1")),
        (Rule(RuleKind.DEDUCTION, Decimal(1), each=Decimal("0.4")), whole("0", "0.2", "0.6", "1")),
        (Rule(RuleKind.DEDUCTION, Decimal(1)), whole("0", "1")),
        (Rule(RuleKind.COUNT, Decimal(-1), each=Decimal("0.5")), whole("-1", "-0.5", "0")),
        (Rule(RuleKind.PROPORTION, Decimal(1)), None),
        (Rule(RuleKind.GRADED, None), None),
        (None, None),
    ],
)
def test_values_that_a_rule_can_give(rule, levels):
    assert levels_of(rule) == levels


@pytest.mark.parametrize(("points", "least"), [("0", "0"), ("0.3", "0.5"), ("0.5", "0.5"), ("0.8", None), ("2", None)])
def test_least_is_the_next_value_of_the_rule(points, least):
    leaf = RouteLeaf("1", 0, 0, BILLION, levels=whole("0", "0.5"))
    assert leaf.least(whole(points)[0]) == (None if least is None else whole(least)[0])


def test_any_value_will_do_without_a_rule():
    assert RouteLeaf("1", 0, 0, BILLION).least(123) == 123


@pytest.mark.parametrize(("points", "highest", "gain"), [(None, 5, 0), (2, None, 0), (2, 5, 3), (6, 5, 0)])
def test_gain_is_what_is_lost_and_nothing_where_that_is_not_known(points, highest, gain):
    assert RouteLeaf("1", points, 0, highest).gain == gain


CRITERIA = (
    Leaf("1", "", "1", "", 5 * BILLION),
    Leaf("1.1", "", "1", "1", BILLION),
    Leaf("1.2", "", "1", "1", BILLION, method="survey"),
    Leaf("1.3", "", "1", "1", BILLION, method="satisfaction"),
    Leaf("1.4", "", "1", "1", BILLION, method="outcome"),
    Leaf("1.5", "", "1", "1", BILLION, method="mixed"),
    Leaf("1.6", "", "1", "1"),
    Leaf("8", "", "8", "", 2 * BILLION, kind="bonus"),
    Leaf("9", "", "9", "", -3 * BILLION, kind="penalty"),
)


def unit(name="u", total=None, **points):
    """A unit with some points; `c1_1` is criterion 1.1."""
    return UnitYear(name, total, points={code[1:].replace("_", "."): value for code, value in points.items()})


def leaves_of(own):
    return {leaf.code: leaf for leaf in route_leaves(Year("2024", CRITERIA, {"u": own}), "u")}


@pytest.mark.parametrize(
    ("code", "why"),
    [
        ("1.1", None),
        ("1.2", Fixed.SURVEY),
        ("1.3", Fixed.SATISFACTION),
        ("1.4", Fixed.OUTCOME),
        ("1.5", None),
        ("1.6", Fixed.UNKNOWN),
        ("8", Fixed.BONUS),
        ("9", Fixed.PENALTY),
    ],
)
def test_what_cannot_be_counted_on_and_why(code, why):
    own = unit(c1_1=0, c1_2=0, c1_3=0, c1_4=0, c1_5=0, c1_6=0, c8=0, c9=0)
    assert leaves_of(own)[code].fixed is why


def test_points_that_are_not_known_are_not_counted_on():
    assert leaves_of(unit(c1_1=None))["1.1"].fixed is Fixed.UNKNOWN


def test_penalty_lies_between_its_maximum_and_nothing():
    leaf = leaves_of(unit(c9=-BILLION))["9"]
    assert (leaf.lowest, leaf.highest, leaf.gain) == (-3 * BILLION, 0, BILLION)


def test_penalties_are_not_counted_on_where_their_cap_holds():
    own = unit(total=4 * BILLION, c1=5 * BILLION, c9=-3 * BILLION)  # 5 − 3 is 2: only one point was taken away
    assert leaves_of(own)["9"].fixed is Fixed.CAPPED


def test_penalties_are_not_mended_where_the_total_is_the_sum():
    assert leaves_of(unit(total=2 * BILLION, c1=5 * BILLION, c9=-3 * BILLION))["9"].fixed is Fixed.PENALTY


def test_leaves_that_do_not_apply_or_are_not_published_are_left_out():
    own = UnitYear("u", None, points={"1.1": 0, "1.2": 0}, not_applicable=frozenset({"1.2"}))
    assert list(leaves_of(own)) == ["1.1"]


def test_own_maximum_rule_and_weight_are_taken_over():
    own = UnitYear("u", None, points={"1.1": 0}, maxima={"1.1": BILLION // 2})
    rules = {"1.1": Rule(RuleKind.FULL_OR_NOTHING, Decimal("0.5"))}
    (leaf,) = route_leaves(Year("2024", CRITERIA, {"u": own}), "u", rules=rules, weights={"1.1": Fraction(1, 3)})
    assert (leaf.highest, leaf.levels, leaf.weight) == (BILLION // 2, whole("0", "0.5"), Fraction(1, 3))


def years(*tables):
    return [
        Year(str(place), CRITERIA, {name: unit(name, **points) for name, points in table.items()})
        for place, table in enumerate(tables)
    ]


def test_regained_is_full_marks_in_the_year_after_a_loss():
    found = how_often_regained(
        years(
            {"a": {"c1_1": 0}, "b": {"c1_1": 0}, "c": {"c1_1": BILLION}, "d": {"c1_1": 0}},
            {"a": {"c1_1": BILLION}, "b": {"c1_1": 5}, "c": {"c1_1": BILLION}},
            {"a": {"c1_1": BILLION}, "b": {"c1_1": BILLION}, "c": {"c1_1": 0}, "d": {"c1_1": BILLION}},
        ),
        "abcd",
    )
    # a regained it; b did not, then did; c had lost nothing before; d's second year is not known.
    assert found == {"1.1": Fraction(2, 3)}


def test_experience_is_that_of_comparable_units_alone():
    tables = years({"a": {"c1_1": 0}, "b": {"c1_1": 0}}, {"a": {"c1_1": 0}, "b": {"c1_1": BILLION}})
    assert how_often_regained(tables, ["a"]) == {"1.1": Fraction(0)}


def test_a_penalty_is_regained_when_nothing_is_taken_away_any_more():
    assert how_often_regained(years({"a": {"c9": -5}}, {"a": {"c9": 0}}), "a") == {"9": Fraction(1)}


def test_bonuses_and_unknown_points_make_no_experience():
    tables = years({"a": {"c8": 0, "c1_1": None, "c1_6": 1}}, {"a": {"c8": 0, "c1_1": 0, "c1_6": 1}})
    assert how_often_regained(tables, "a") == {}
