"""The way to a target: the fewest leaves, exactly; where the unit would then stand; what cannot be said."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indices.domain.history import Leaf, UnitYear, Year
from indices.domain.ranking import RankingValue
from indices.domain.route import (
    Obstacle,
    Own,
    Reach,
    Refusal,
    Target,
    TargetKind,
    own_of,
    route_to,
    what_if,
)
from indices.domain.route_leaves import Fixed, RouteLeaf
from indices.domain.route_others import Assumption, Others
from tests.indices.domain.route_oracle import is_reached, rank_in_table, rivals_under, share, slow_least, slow_route

BILLION = 10**9
HALF, FULL = BILLION // 2, BILLION
HUNDRED = 100 * BILLION


def of_hundred(points):
    """So many points (a text) of a hundred."""
    return RankingValue(int(Fraction(points) * BILLION), HUNDRED)


def leaf(code, points, highest, **others):
    """A leaf that has some points of a maximum, both in texts."""
    return RouteLeaf(code, int(Fraction(points) * BILLION), 0, int(Fraction(highest) * BILLION), **others)


def codes(route):
    return [tuple(mended.code for mended in found.leaves) for found in route.sets]


def rank(place):
    return Target(TargetKind.RANK, place)


OWN = Own(of_hundred("91.61"), HUNDRED)
OTHERS = Others({"a": of_hundred("95"), "b": of_hundred("92.36"), "c": of_hundred("92.11"), "d": of_hundred("90")})
LEAVES = (
    leaf("1.1", "0.5", "1", weight=Fraction(1, 10)),
    leaf("1.2", "0.25", "0.5", weight=Fraction(9, 10)),
    leaf("2.1", "1", "1.5", weight=Fraction(6, 10)),
    leaf("2.2", "2", "2"),
    leaf("3.1", "1", "4", fixed=Fixed.SURVEY),
)


def test_a_place_is_reached_by_equal_points_because_equals_share_it():
    route = route_to(rank(3), OWN, LEAVES, OTHERS)
    assert (route.need, route.is_strict) == (HALF, False)  # 92.11 − 91.61
    assert route.sets[0].outcome.rank == 3


def test_to_pass_a_unit_equal_points_are_not_enough():
    route = route_to(Target(TargetKind.UNIT, unit="c"), OWN, LEAVES, OTHERS)
    assert (route.lacking, route.need, route.is_strict) == (Fraction(1, 2), HALF + 1, True)
    assert codes(route)[0] == ("1.2", "2.1")  # one leaf of half a point would only draw level


def test_the_set_most_often_regained_comes_first():
    assert codes(route_to(rank(3), OWN, LEAVES, OTHERS)) == [("2.1",), ("1.1",)]


def test_of_equal_weight_the_larger_gain_then_the_earlier_leaf_comes_first():
    leaves = (leaf("a", "0", "1"), leaf("b", "0", "2"), leaf("c", "0", "1"))
    route = route_to(Target(TargetKind.PERCENT, 92 * BILLION), OWN, leaves, OTHERS)
    assert codes(route) == [("b",), ("a",), ("c",)]


def test_as_many_sets_are_given_as_are_wanted():
    assert len(route_to(rank(3), OWN, LEAVES, OTHERS, wanted=1).sets) == 1


def test_leaves_that_cannot_be_mended_are_named_and_not_counted_on():
    route = route_to(rank(1), OWN, LEAVES, OTHERS)
    assert route.reach is Reach.NOT_REACHABLE
    assert route.fixed == {"3.1": Fixed.SURVEY}
    assert (route.most.points, route.most.rank) == (Fraction("92.86"), 2)  # 91.61 + 0.5 + 0.25 + 0.5


def test_the_reader_may_count_on_a_fixed_leaf():
    assert codes(route_to(rank(1), OWN, LEAVES, OTHERS, also={"3.1"})) == [("2.1", "3.1"), ("1.1", "3.1")]


def test_the_reader_may_take_a_leaf_out():
    route = route_to(rank(3), OWN, LEAVES, OTHERS, without={"2.1", "2.2"})
    assert codes(route) == [("1.1",)]
    assert route.fixed == {"2.1": Fixed.CHOSEN, "3.1": Fixed.SURVEY}


def test_what_is_not_known_cannot_be_counted_on_even_if_asked():
    unknown = RouteLeaf("4.1", None, None, None, fixed=Fixed.UNKNOWN)
    route = route_to(rank(3), OWN, (*LEAVES, unknown), OTHERS, also={"4.1"})
    assert route.fixed["4.1"] is Fixed.UNKNOWN


def test_the_least_of_each_leaf_is_a_value_of_its_rule():
    levels = (0, BILLION // 4, BILLION // 2, FULL)
    leaves = (leaf("1", "0", "1", levels=levels), leaf("2", "0", "0.5"))
    route = route_to(Target(TargetKind.PERCENT, int(92.5 * BILLION)), OWN, leaves, OTHERS)  # 0.89 is lacking
    assert [(m.code, m.least) for m in route.sets[0].leaves] == [("1", FULL)]
    route = route_to(Target(TargetKind.PERCENT, int(92.75 * BILLION)), OWN, leaves, OTHERS)  # 1.14 is lacking
    assert [(m.code, m.least) for m in route.sets[0].leaves] == [("1", FULL), ("2", 140_000_000)]


def test_target_that_is_reached_needs_nothing():
    route = route_to(Target(TargetKind.PERCENT, 90 * BILLION), OWN, LEAVES, OTHERS)
    assert (route.reach, route.need, route.sets, route.lacking) == (Reach.REACHED, 0, (), Fraction("-1.61"))


def test_a_place_below_the_last_is_always_reached():
    assert route_to(rank(9), OWN, LEAVES, OTHERS).reach is Reach.REACHED


def test_points_are_aimed_at_as_points():
    route = route_to(Target(TargetKind.POINTS, 92 * BILLION), OWN, LEAVES, OTHERS)
    assert route.lacking == Fraction("0.39")


def test_percent_of_another_maximum_than_a_hundred():
    own = Own(RankingValue(6832 * BILLION // 100, 84 * BILLION), 84 * BILLION)
    route = route_to(Target(TargetKind.PERCENT, 82 * BILLION), own, (leaf("1", "0", "1"),), OTHERS)
    assert route.lacking == Fraction("0.56")  # 82 % of 84 is 68.88
    assert route.sets[0].outcome.percent == Fraction("69.32") / 84 * 100


def test_gain_is_taken_of_the_own_maximum_where_a_percent_was_published():
    own = Own(of_hundred("81.33"), 84 * BILLION)
    route = route_to(Target(TargetKind.PERCENT, 82 * BILLION), own, (leaf("1", "0", "1"),), OTHERS)
    assert route.lacking == Fraction("0.67") / 100 * 84


def test_at_their_trend_the_others_repeat_their_last_change():
    others = Others({"a": of_hundred("92"), "b": of_hundred("99.5")}, {"a": of_hundred("91"), "b": of_hundred("98")})
    route = route_to(rank(2), OWN, LEAVES, others, assumption=Assumption.TREND)
    assert route.lacking == Fraction("1.39")  # a: 92 + 1 = 93; b stays at the maximum of 100
    assert route_to(rank(1), OWN, LEAVES, others, assumption=Assumption.TREND).lacking == Fraction("8.39")


def test_who_has_no_earlier_figure_stands_still_and_is_counted():
    others = Others({"a": of_hundred("92"), "b": of_hundred("90")}, {"a": of_hundred("91"), "b": None})
    route = route_to(rank(1), OWN, LEAVES, others, assumption=Assumption.TREND)
    assert route.without_trend == 1
    assert route_to(rank(1), OWN, LEAVES, others).without_trend == 0


@pytest.mark.parametrize(
    ("target", "own", "others", "obstacle"),
    [
        (rank(1), Own(None, HUNDRED), OTHERS, Obstacle.NO_TOTAL),
        (rank(1), Own(of_hundred("90"), HUNDRED, adds_up=False), OTHERS, Obstacle.NOT_A_SUM),
        (rank(1), Own(of_hundred("90"), None), OTHERS, Obstacle.NO_MAXIMUM),
        (Target(TargetKind.PERCENT, 1), Own(RankingValue(1, None), None), OTHERS, Obstacle.NO_MAXIMUM),
        (rank(1), Own(of_hundred("90"), HUNDRED, is_ranked=False), OTHERS, Obstacle.NOT_RANKED),
        (rank(1), OWN, Others({"a": None}), Obstacle.GAPS),
        (rank(1), OWN, Others(OTHERS.now, is_complete=False), Obstacle.GAPS),
        (rank(1), Own(RankingValue(1, None), None), OTHERS, Obstacle.NOT_COMPARABLE),
        (Target(TargetKind.UNIT, unit="z"), OWN, OTHERS, Obstacle.NO_SUCH_UNIT),
        (Target(TargetKind.UNIT, unit="a"), OWN, Others({"a": None}), Obstacle.UNIT_UNKNOWN),
        (Target(TargetKind.UNIT, unit="a"), OWN, Others({"a": RankingValue(1, None)}), Obstacle.NOT_COMPARABLE),
    ],
)
def test_where_nothing_can_be_said_the_reason_is_named(target, own, others, obstacle):
    route = route_to(target, own, LEAVES, others)
    assert (route.reach, route.obstacle, route.sets) == (Reach.NOT_KNOWN, obstacle, ())


def test_a_unit_can_be_passed_though_others_are_not_known():
    others = Others({"a": None, "c": of_hundred("92.11")}, is_complete=False)
    route = route_to(Target(TargetKind.UNIT, unit="c"), OWN, LEAVES, others)
    assert (route.reach, route.sets[0].outcome.rank) == (Reach.REACHABLE, None)


def test_bare_points_are_ranked_as_points_and_have_no_percent():
    own = Own(RankingValue(5 * BILLION, None), None)
    route = route_to(rank(1), own, (leaf("1", "0", "1"),), Others({"a": RankingValue(6 * BILLION, None)}))
    outcome = route.sets[0].outcome
    assert (outcome.points, outcome.percent, outcome.rank) == (6, None, 1)


def test_leaves_set_by_hand_give_total_percent_and_rank():
    found = what_if({"1.1": FULL, "1.2": 0}, OWN, LEAVES, OTHERS)
    outcome = found.outcomes[Assumption.UNCHANGED]
    assert (outcome.gain, outcome.points, outcome.percent, outcome.rank) == (
        BILLION // 4, Fraction("91.86"), Fraction("91.86"), 4,
    )  # fmt: skip
    assert found.now.rank == 4


def test_leaf_set_by_hand_is_ranked_among_others_at_their_trend_too():
    others = Others({"a": of_hundred("92")}, {"a": of_hundred("91")})
    found = what_if({"1.1": FULL}, OWN, LEAVES, others)
    assert {name: outcome.rank for name, outcome in found.outcomes.items()} == {"unchanged": 1, "trend": 2}


def test_fixed_leaves_too_may_be_set_by_hand():
    assert what_if({"3.1": 4 * BILLION}, OWN, LEAVES, OTHERS).outcomes[Assumption.UNCHANGED].gain == 3 * BILLION


def test_points_that_the_rule_cannot_give_are_counted_and_marked():
    found = what_if({"1": HALF}, OWN, (leaf("1", "0", "1", levels=(0, FULL)),), OTHERS)
    assert [(change.after, change.is_a_level) for change in found.changes] == [(HALF, False)]


def test_what_cannot_be_set_is_refused_with_its_reason():
    leaves = (*LEAVES, RouteLeaf("4.1", None, 0, FULL))
    found = what_if({"9": 0, "4.1": 0, "1.1": 2 * FULL, "1.2": -1}, OWN, leaves, OTHERS)
    assert found.refused == {
        "9": Refusal.NO_SUCH_LEAF,
        "4.1": Refusal.NOT_KNOWN,
        "1.1": Refusal.OUT_OF_RANGE,
        "1.2": Refusal.OUT_OF_RANGE,
    }
    assert found.outcomes[Assumption.UNCHANGED].gain == 0


def test_without_a_total_nothing_follows_from_leaves():
    outcome = what_if({"1.1": FULL}, Own(None, HUNDRED), LEAVES, OTHERS).outcomes[Assumption.UNCHANGED]
    assert (outcome.points, outcome.percent, outcome.rank) == (None, None, None)


def year(figure, own, fields):
    criteria = tuple(Leaf(code, code, code, max_points=maximum) for code, maximum in fields.items())
    return Year("2024", criteria, {"u": own}, figure=figure)


@pytest.mark.parametrize(
    ("figure", "ranked_by", "fields", "maximum"),
    [
        ("points", RankingValue(80, 84 * BILLION), {}, 84 * BILLION),
        ("points", of_hundred("80"), {}, HUNDRED),
        ("points", of_hundred("81.33"), {"1": 60 * BILLION, "2": 24 * BILLION}, 84 * BILLION),
        ("percent", of_hundred("81.33"), {"1": 60 * BILLION, "2": 24 * BILLION}, 84 * BILLION),
        ("percent", of_hundred("81.33"), {"1": 60 * BILLION, "2": None}, None),
        ("percent", None, {"1": 60 * BILLION}, 60 * BILLION),
        ("points", None, {"1": 60 * BILLION}, None),
    ],
)
def test_the_own_maximum_is_that_of_the_points(figure, ranked_by, fields, maximum):
    own = own_of(year(figure, UnitYear("u", 80 * BILLION, ranked_by=ranked_by), fields), "u")
    assert own.maximum == maximum


def test_unit_without_a_total_has_no_value_either():
    assert own_of(year("points", UnitYear("u", None), {}), "u") == Own(None, None)


# The same by trying everything.

quarters = st.integers(0, 8).map(lambda count: count * BILLION // 4)
weights = st.one_of(st.none(), st.fractions(0, 1, max_denominator=4))


@st.composite
def route_leaves(draw):
    found = []
    for place in range(draw(st.integers(0, 7))):
        highest = draw(quarters)
        points = draw(quarters.filter(lambda value, highest=highest: value <= highest))
        steps = sorted({points, highest, *draw(st.lists(quarters, max_size=3))})
        levels = draw(st.one_of(st.none(), st.just(tuple(level for level in steps if level <= highest))))
        fixed = draw(st.sampled_from([None, None, None, Fixed.SURVEY]))
        found.append(RouteLeaf(f"c{place}", points, 0, highest, levels, draw(weights), fixed))
    return tuple(found)


@st.composite
def situations(draw):
    """A unit, its leaves and its rivals: all with the same maximum, with different ones, or with bare points."""
    kind = draw(st.sampled_from(["same", "different", "bare"]))
    maxima = {"same": st.just(20), "different": st.sampled_from([18, 20, 24]), "bare": st.none()}[kind]

    def value():
        maximum = draw(maxima)
        points = draw(st.integers(0, 64)) * BILLION // 4
        return RankingValue(points, None if maximum is None else maximum * BILLION)

    own = value()
    names = "abcde"[: draw(st.integers(0, 5))]
    now = {name: value() for name in names}
    before = {name: value() for name in names if draw(st.booleans())}
    ceiling = draw(st.sampled_from([None, 20 * BILLION])) if kind == "bare" else None
    targets = [
        st.builds(rank, st.integers(1, 6)),
        st.builds(Target, st.just(TargetKind.POINTS), quarters.map(lambda q: q * 9)),
    ]
    if kind != "bare":
        targets.append(st.builds(Target, st.just(TargetKind.PERCENT), st.integers(1, 100).map(lambda p: p * BILLION)))
    if names:
        targets.append(st.builds(lambda unit: Target(TargetKind.UNIT, unit=unit), st.sampled_from(names)))
    return draw(st.one_of(targets)), Own(own, own.maximum), draw(route_leaves()), Others(now, before, ceiling=ceiling)


@pytest.mark.fuzz
@given(situations(), st.sampled_from(Assumption), st.integers(1, 4))
def test_route_is_that_of_trying_every_set(situation, assumption, wanted):
    target, own, leaves, others = situation
    route = route_to(target, own, leaves, others, assumption=assumption, wanted=wanted)
    slow = slow_route(target, own, leaves, others, assumption)
    assert route.is_proven
    assert route.reach is (Reach.NOT_REACHABLE if not slow else Reach.REACHABLE if slow[0] else Reach.REACHED)
    assert codes(route) == [chosen for chosen in slow if chosen][:wanted]


@pytest.mark.fuzz
@given(situations(), st.sampled_from(Assumption))
def test_need_is_the_least_that_reaches_the_target(situation, assumption):
    target, own, leaves, others = situation
    route = route_to(target, own, leaves, others, assumption=assumption)
    rivals, points = rivals_under(others, assumption), share(own.value) * own.per_whole
    assert is_reached(target, own, points + route.need, rivals)
    assert not route.need or not is_reached(target, own, points + route.need - 1, rivals)


@pytest.mark.fuzz
@given(situations(), st.sampled_from(Assumption))
def test_outcome_of_each_set_is_that_of_ranking_the_table_anew(situation, assumption):
    target, own, leaves, others = situation
    route = route_to(target, own, leaves, others, assumption=assumption)
    rivals, points = rivals_under(others, assumption), share(own.value) * own.per_whole
    for outcome in [route.now, route.most, *(found.outcome for found in route.sets)]:
        reached = points + outcome.gain
        assert outcome.points == reached / BILLION
        assert outcome.rank == rank_in_table(reached / own.per_whole, rivals)


@pytest.mark.fuzz
@given(situations(), st.sampled_from(Assumption))
def test_least_of_each_leaf_is_that_of_trying_every_value(situation, assumption):
    target, own, leaves, others = situation
    route = route_to(target, own, leaves, others, assumption=assumption)
    for chosen in codes(route):
        for mended in next(found for found in route.sets if tuple(m.code for m in found.leaves) == chosen).leaves:
            slow = slow_least(target, own, leaves, chosen, mended.code, others, assumption)
            by_code = next(leaf for leaf in leaves if leaf.code == mended.code)
            if by_code.levels is not None:
                assert mended.least == slow
            else:
                assert slow - BILLION // 4 < mended.least <= slow  # tried in quarters only


@pytest.mark.fuzz
@given(situations(), st.permutations(range(5)))
def test_names_and_order_of_the_others_change_nothing(situation, order):
    target, own, leaves, others = situation
    if target.kind is TargetKind.UNIT:
        return
    names = sorted(others.now, key=lambda name: order["abcde".index(name)])
    shuffled = Others(
        {f"x{name}": others.now[name] for name in names},
        {f"x{name}": value for name, value in others.before.items()},
        ceiling=others.ceiling,
    )
    for assumption in Assumption:
        assert route_to(target, own, leaves, others, assumption=assumption) == route_to(
            target, own, leaves, shuffled, assumption=assumption
        )
