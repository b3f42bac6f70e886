"""Several criteria of one unit taken as one: what applies counts, and all of it must be known."""

from indices.domain.continuing import Earned, earned_together
from indices.domain.history import Leaf, UnitYear

TWO = (Leaf("1", "Một", "1", max_points=2), Leaf("2", "Hai", "2", max_points=3))


def unit(points, *outside):
    return UnitYear("a", None, points=points, not_applicable=frozenset(outside))


def test_points_and_maxima_are_added():
    assert earned_together(unit({"1": 1, "2": 3}), TWO) == Earned(4, 5)


def test_what_does_not_apply_is_left_out():
    assert earned_together(unit({"2": 3}, "1"), TWO) == Earned(3, 3)


def test_one_that_is_not_known_leaves_the_whole_unknown():
    assert earned_together(unit({"2": 3}), TWO) is None


def test_where_nothing_applies_there_is_nothing():
    assert earned_together(unit({}, "1", "2"), TWO) is None
