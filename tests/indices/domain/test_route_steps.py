"""Mending one leaf after another: the largest gain first, each step beside where it leads."""

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from indices.domain.ranking import RankingValue
from indices.domain.route import Own, Target, TargetKind, route_to
from indices.domain.route_leaves import Fixed, RouteLeaf
from indices.domain.route_others import Assumption, Others
from indices.domain.route_steps import steps_of

BILLION = 10**9
OWN = Own(RankingValue(90 * BILLION, 100 * BILLION), 100 * BILLION)
OTHERS = Others(
    now={"a": RankingValue(92 * BILLION, 100 * BILLION), "b": RankingValue(94 * BILLION, 100 * BILLION)},
    before={"a": RankingValue(91 * BILLION, 100 * BILLION), "b": RankingValue(94 * BILLION, 100 * BILLION)},
)
LEAVES = (
    RouteLeaf("1", 0, 0, BILLION),
    RouteLeaf("2", 0, 0, 2 * BILLION),
    RouteLeaf("3", 0, 0, 4 * BILLION, fixed=Fixed.SURVEY),
    RouteLeaf("4", BILLION, 0, BILLION),
    RouteLeaf("5", 0, 0, BILLION),
)


def steps(assumption=Assumption.UNCHANGED, **more):
    route = route_to(Target(TargetKind.RANK, 1), OWN, LEAVES, OTHERS, assumption=assumption, **more)
    return steps_of(route, OWN, LEAVES, OTHERS)


def test_the_largest_gain_comes_first_and_of_equal_ones_the_earlier_leaf():
    assert [step.code for step in steps()] == ["2", "1", "5"]


def test_each_step_says_what_all_up_to_it_come_to():
    assert [(step.outcome.gain, step.outcome.points, step.outcome.rank) for step in steps()] == [
        (2 * BILLION, 92, 2),
        (3 * BILLION, 93, 2),
        (4 * BILLION, 94, 1),
    ]


def test_the_others_do_what_is_assumed():
    assert [step.outcome.rank for step in steps(Assumption.TREND)] == [3, 2, 1]


def test_what_a_reader_counts_on_is_in_the_steps():
    assert [step.code for step in steps(also=["3"], without=["2"])] == ["3", "1", "5"]


@given(st.lists(st.integers(0, 9), max_size=7), st.integers(1, 12))
def test_no_other_choice_of_so_many_leaves_gains_more(gains, points):
    leaves = tuple(RouteLeaf(str(place), 0, 0, gain * BILLION) for place, gain in enumerate(gains))
    route = route_to(Target(TargetKind.POINTS, (90 + points) * BILLION), OWN, leaves, OTHERS)
    for count, step in enumerate(steps_of(route, OWN, leaves, OTHERS), start=1):
        assert step.outcome.gain == max(sum(chosen) for chosen in combinations(gains, count)) * BILLION


def test_a_route_whose_question_cannot_be_answered_has_its_steps_all_the_same():
    route = route_to(Target(TargetKind.UNIT, unit="z"), OWN, LEAVES, OTHERS)
    assert len(steps_of(route, OWN, LEAVES, OTHERS)) == 3
