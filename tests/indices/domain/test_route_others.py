"""The others of a block: as they stand, and as they would if they went on as they did."""

from fractions import Fraction

import pytest

from indices.domain.history import UnitYear, Year
from indices.domain.ranking import RankingValue
from indices.domain.route_others import Assumption, Others, others_of, place_among, value_at_place

BILLION = 10**9


def trend(now, before, **others):
    return Others({"a": now}, {"a": before}, **others).under(Assumption.TREND)["a"]


@pytest.mark.parametrize(
    ("now", "before", "then"),
    [
        ((50, 100), (45, 100), (55, 100)),
        ((50, 100), (60, 100), (40, 100)),
        ((98, 100), (90, 100), (100, 100)),  # not above the maximum
        ((10, 100), (60, 100), (0, 100)),  # not below nothing
        ((103, 100), (101, 100), (103, 100)),  # above it already, by bonuses
        ((40, 80), (45, 100), (4400, 8000)),  # 50 % after 45 %: 55 %
        ((50, None), (45, None), (55, None)),
        ((50, None), (45, 100), (50, None)),  # a share and bare points cannot be compared
        ((50, 100), (45, None), (50, 100)),
    ],
)
def test_the_last_change_is_repeated(now, before, then):
    assert trend(RankingValue(*now), RankingValue(*before)) == then


def test_bare_points_stay_below_their_maximum_where_it_is_known():
    assert trend(RankingValue(9, None), RankingValue(5, None), ceiling=10) == (10, None)


@pytest.mark.parametrize(("now", "before"), [(None, RankingValue(1, 2)), (RankingValue(1, 2), None)])
def test_who_is_not_known_twice_stands_still(now, before):
    others = Others({"a": now}, {"a": before})
    assert (others.under(Assumption.TREND)["a"], others.without_trend) == (now, 1)


def test_equal_units_share_a_place():
    values = [RankingValue(9, 10), RankingValue(18, 20), None]
    assert [place_among(Fraction(own, 10), values) for own in (8, 9, 10)] == [3, 1, 1]


def test_bare_points_are_counted_in_billionths():
    assert place_among(Fraction(5), [RankingValue(6 * BILLION, None), RankingValue(5 * BILLION, None)]) == 2


@pytest.mark.parametrize(
    ("place", "mark"), [(1, Fraction(9, 10)), (2, Fraction(9, 10)), (3, Fraction(1, 2)), (4, None)]
)
def test_what_must_be_reached_for_a_place(place, mark):
    assert value_at_place(place, [RankingValue(9, 10), RankingValue(10, 20), RankingValue(18, 20)]) == mark


def table(figure="points", **totals):
    units = {
        name: UnitYear(name, total, to_be_ranked=name != "excused", block="b" if name == "far" else "")
        for name, total in totals.items()
    }
    return Year("2024", (), units, figure=figure)


def test_the_others_are_those_ranked_in_the_same_block():
    assert list(others_of(table(u=1, a=2, far=3, excused=4), "u").now) == ["a"]


def test_only_those_who_are_still_there_have_a_year_before():
    others = others_of(table(u=1, a=2, b=3), "u", table(u=1, a=1, gone=1))
    assert others.before == {"a": RankingValue(1, None)}


def test_bare_percents_are_shares_of_a_hundred():
    assert others_of(table("percent", u=1, a=2, b=None), "u").now == {"a": (2, 100 * BILLION), "b": None}
