"""The gap to a target where the way to it cannot be told."""

from fractions import Fraction

import pytest

from indices.domain.ranking import RankingValue
from indices.domain.route import Own, Target, TargetKind, route_to
from indices.domain.route_gap import Gap, gap_to
from indices.domain.route_others import Assumption, Others

BILLION = 10**9
HUNDRED = 100 * BILLION


def percent(text, maximum=HUNDRED):
    return RankingValue(int(Fraction(text) * maximum / 100), maximum)


def points(text):
    return RankingValue(int(Fraction(text) * BILLION), None)


SHARES = Others({"a": percent("95"), "b": percent("92.36")}, before={"a": percent("94"), "b": percent("92.36")})
POINTS = Others({"a": points("70.5"), "b": points("61.25")})
GAPS = Others({"a": percent("95"), "b": None})
PERCENT_ALONE = Own(percent("91.61"), None)
STATED = Own(points("60"), None, adds_up=False)


def told(target, own, others, **more):
    gap = gap_to(target, own, others, **more)
    return gap and (gap.lacking, gap.in_percent, gap.is_strict)


def rank(place):
    return Target(TargetKind.RANK, place)


@pytest.mark.parametrize(
    ("target", "own", "others", "gap"),
    [
        (rank(1), PERCENT_ALONE, SHARES, (Fraction("3.39"), True, False)),
        (rank(3), PERCENT_ALONE, SHARES, (0, True, False)),  # the last place is reached whatever the total
        (Target(TargetKind.UNIT, unit="b"), PERCENT_ALONE, SHARES, (Fraction("0.75"), True, True)),
        (Target(TargetKind.PERCENT, 92 * BILLION), PERCENT_ALONE, SHARES, (Fraction("0.39"), True, False)),
        (Target(TargetKind.PERCENT, 92 * BILLION), Own(percent("90"), 50 * BILLION), SHARES, (1, False, False)),
        (Target(TargetKind.UNIT, unit="b"), STATED, POINTS, (Fraction("1.25"), False, True)),
        (Target(TargetKind.POINTS, 61 * BILLION), STATED, POINTS, (1, False, False)),
    ],
)
def test_gap_is_told_in_what_is_known(target, own, others, gap):
    assert told(target, own, others) == gap


@pytest.mark.parametrize(
    ("target", "own", "others"),
    [
        (rank(1), Own(None, None), SHARES),
        (rank(1), PERCENT_ALONE, GAPS),
        (Target(TargetKind.UNIT, unit="b"), PERCENT_ALONE, GAPS),
        (Target(TargetKind.UNIT, unit="z"), PERCENT_ALONE, SHARES),
        (Target(TargetKind.UNIT, unit="a"), PERCENT_ALONE, POINTS),
        (Target(TargetKind.PERCENT, 92 * BILLION), STATED, POINTS),
        (Target(TargetKind.POINTS, 92 * BILLION), PERCENT_ALONE, SHARES),
    ],
)
def test_gap_is_not_told_where_a_total_or_a_measure_is_not_known(target, own, others):
    assert gap_to(target, own, others) is None


def test_at_their_trend_the_others_have_moved():
    assert told(rank(1), PERCENT_ALONE, SHARES, assumption=Assumption.TREND) == (Fraction("4.39"), True, False)


@pytest.mark.parametrize(("lacking", "is_strict", "is_reached"), [(-1, True, True), (0, False, True), (0, True, False)])
def test_equal_is_enough_but_for_passing(lacking, is_strict, is_reached):
    assert Gap(Fraction(lacking), in_percent=True, is_strict=is_strict).is_reached is is_reached


@pytest.mark.parametrize("place", [1, 2, 3])
def test_gap_is_what_a_route_lacks_where_there_is_one(place):
    own = Own(percent("91.61"), 80 * BILLION)
    assert told(rank(place), own, SHARES)[0] == route_to(rank(place), own, (), SHARES).lacking
