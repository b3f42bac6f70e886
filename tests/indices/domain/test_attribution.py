"""Why a rank moved: exact, the same whatever the order; against a slow reckoning of every order (rule 11)."""

from dataclasses import replace
from fractions import Fraction

import pytest

from indices.domain.attribution import account_of
from indices.domain.attribution_values import Bounds, Cause
from indices.domain.history import Leaf
from indices.domain.ranking import RankingValue
from tests.indices.domain.years import POINT, all_parts, places, scored, table, total, tree

# Worked by hand


def test_own_fall_and_others_rise_share_what_only_both_together_explain():
    # u 8 → 7; v 6 → 7,5. Own alone: 7 > 6, no place; others alone: 8 > 7,5, none; together one place lost.
    before = table("2023", scored("u", 3, 3, 1, 1), scored("v", 3, 3, 0, 0))
    after = table("2024", scored("u", 3, 3, 1, 0), scored("v", 3, 3, 1, "0.5"))
    found = account_of(before, after, "u")
    assert found.places.moved == -1
    assert places(found) == {Cause.OWN: Fraction(-1, 2), Cause.OTHERS: Fraction(-1, 2), Cause.RULES: 0, Cause.FIELD: 0}


def test_points_are_told_by_field_and_leaf():
    before = table("2023", scored("u", 3, 3, 1, 1), scored("v", 3, 3, 1, 0))
    after = table("2024", scored("u", 2, 3, 1, "0.5"), scored("v", 3, 3, 1, 0))
    found = account_of(before, after, "u")
    assert found.points.change == Fraction(-3, 2)
    assert [(part.code, part.change) for part in all_parts(found.points.parts)] == [
        ("1", -1), ("1.1", -1), ("1.2", 0), ("2", Fraction(-1, 2)), ("2.1", 0), ("2.2", Fraction(-1, 2))
    ]  # fmt: skip
    # 8 against 7: losing 1 is no place yet (level), losing 0,5 is none; only both are. Half each.
    assert [part.places for part in found.points.parts] == [Fraction(-1, 2), Fraction(-1, 2)]


def test_gain_and_loss_in_a_field_that_did_not_change_have_places_of_their_own():
    before = table("2023", scored("u", 3, 0, 1, 1), scored("v", 3, 0, 1, "0.5"))
    after = table("2024", scored("u", 2, 1, 1, 1), scored("v", 3, 0, 1, "0.5"))
    field = account_of(before, after, "u").points.parts[0]
    assert (field.change, field.places) == (0, 0)
    # 5 against 4,5: the loss of 1 alone costs the place in one of both orders, the gain wins it back in the other.
    assert [part.places for part in field.parts] == [Fraction(-1, 2), Fraction(1, 2)]


def test_headline_says_where_last_years_points_would_stand_and_who_passed():
    before = table("2023", total("u", 8), total("a", 9), total("b", 7), total("c", 8), total("gone", 5))
    after = table("2024", total("u", "7.5"), total("a", 7), total("b", "8.5"), total("c", 8), total("new", 9))
    found = account_of(before, after, "u").headline
    assert (found.rank_before, found.rank_after, found.moved) == (2, 4, -2)
    assert found.with_old_points == Bounds(Fraction(3), Fraction(3))  # 8 among 9, 8,5, 8 and 7
    assert found.in_old_table == Bounds(Fraction(3), Fraction(3))  # 7,5 among 9, 8, 7 and 5
    assert [(crossing.unit, crossing.before) for crossing in found.passed_by] == [("b", -1), ("c", 0)]
    assert [crossing.unit for crossing in found.passed] == ["a"]
    assert (found.came, found.left, found.unknown) == (("new",), ("gone",), 0)
    assert (found.ranked_before, found.ranked_after, found.known_before, found.known_after) == (5, 5, 4, 4)


def test_drawing_level_is_told_apart_from_passing():
    before = table("2023", total("u", 8), total("a", 9))
    after = table("2024", total("u", 9), total("a", 9))
    found = account_of(before, after, "u")
    assert [crossing.unit for crossing in found.headline.level] == ["a"]
    assert not found.headline.passed
    assert found.places.by_cause[Cause.OWN].figure == 1


def test_units_that_came_and_went_are_the_field():
    before = table("2023", total("u", 8), total("gone", 9))
    after = table("2024", total("u", 8), total("one", 10), total("two", 9))
    found = account_of(before, after, "u")
    assert found.places.moved == -1
    assert places(found)[Cause.FIELD] == -1
    assert {share.unit: share.by_cause[Cause.FIELD].figure for share in found.places.by_unit} == {
        "one": -1, "two": -1, "gone": 1
    }  # fmt: skip


def test_another_block_is_another_field():
    before = table("2023", total("u", 8), total("a", 9), total("b", 9, block="II"))
    after = table("2024", total("u", 8, block="II"), total("a", 9), total("b", 7, block="II"))
    found = account_of(before, after, "u")
    assert (found.headline.came, found.headline.left) == (("b",), ("a",))
    assert places(found)[Cause.FIELD] == 1


def test_whoever_is_not_ranked_takes_no_place():
    before = table("2023", total("u", 8), total("a", 9, to_be_ranked=False))
    after = table("2024", total("u", 8), total("a", 9))
    assert places(account_of(before, after, "u"))[Cause.FIELD] == -1


def test_stated_ranks_that_break_a_tie_are_named_beside_the_causes():
    before = table("2023", total("u", 8, 1), total("a", 7, 2), ranks=False)
    after = table("2024", total("u", 7, 2), total("a", 7, 1), ranks=False)
    found = account_of(before, after, "u")
    assert (found.headline.moved, found.places.moved, found.places.as_stated) == (-1, 0, -1)
    assert [crossing.unit for crossing in found.headline.passed_by] == ["a"]


# Where less is published


def test_totals_alone_are_one_part_that_is_not_told_apart():
    before, after = (table(year, total("u", points), total("v", 8)) for year, points in (("1", 9), ("2", 7)))
    found = account_of(before, after, "u")
    assert [(part.code, part.change, part.places) for part in found.points.parts] == [("", -2, -1)]


def test_own_tree_suffices_where_the_others_are_known_by_their_totals():
    before = table("2023", scored("u", 3, 3, 1, 1), total("v", "7.5"))
    after = table("2024", scored("u", 2, 3, 1, 1), total("v", "7.5"))
    assert [part.places for part in account_of(before, after, "u").points.parts] == [-1, 0]


def test_leaf_that_is_known_in_one_year_only_is_named_as_not_published():
    row = scored("u", 3, 3, 1, 1)
    before = table("2023", replace(row, points={"1": 6 * POINT, "2": 2 * POINT}), total("v", 7))
    after = table("2024", scored("u", 2, 3, 1, 1), total("v", 7))
    field = account_of(before, after, "u").points.parts[0]
    assert (field.code, field.change, field.parts) == ("1", -1, ())


def test_field_whose_own_points_are_not_known_is_the_sum_of_what_is():
    rows = [scored("u", 3, 3, 1, 1), scored("u", 2, 3, 1, 1)]
    rows = [replace(row, points={code: row.points[code] for code in ("1.1", "2")}) for row in rows]
    before, after = (table(year, row, total("v", 1)) for year, row in zip(("1", "2"), rows, strict=True))
    parts = account_of(before, after, "u").points.parts
    assert [(part.code, part.before, part.change, len(part.parts)) for part in parts] == [
        ("1", None, -1, 1),
        ("2", 2, 0, 0),
    ]


def test_what_the_leaves_do_not_explain_of_their_field_stands_beside_them():
    row = scored("u", 2, 3, 1, 1)
    before = table("2023", scored("u", 3, 3, 1, 1), total("v", 1))
    after = table("2024", replace(row, points=row.points | {"1": 4 * POINT}, total=6 * POINT), total("v", 1))
    field = account_of(before, after, "u").points.parts[0]
    assert [(part.code, part.change) for part in field.parts] == [("1.1", -1), ("1.2", 0), ("", -1)]


def test_fields_of_a_stated_total_stand_beside_it():
    rows = [scored("u", 3, 3, 1, 1), scored("u", 2, 3, 1, 1)]
    before, after = (table(year, row, total("v", 1), adds_up=False) for year, row in zip(("1", "2"), rows, strict=True))
    found = account_of(before, after, "u")
    assert [(part.code, part.change) for part in found.points.parts] == [("", -1)]
    assert [(part.code, part.change) for part in found.beside][:1] == [("1", -1)]


def test_bonus_that_is_not_entered_is_zero():
    criteria = (*tree(), Leaf("3", "Thưởng", "3", kind="bonus"), Leaf("4", "Trừ", "4", kind="penalty"))
    one, two = scored("u", 3, 3, 1, 1), scored("u", 3, 3, 1, 1)
    two = replace(two, total=9 * POINT, points=two.points | {"3": POINT})
    before, after = (table(y, row, total("v", 1), criteria=criteria) for y, row in (("1", one), ("2", two)))
    assert [(part.code, part.change) for part in account_of(before, after, "u").points.parts] == [
        ("1", 0), ("2", 0), ("3", 1)
    ]  # fmt: skip


def partial(label, *rows, ranked=63):
    return table(label, *rows, ranks=False, ranked={"": ranked}, is_complete=False)


def test_of_a_partial_table_bounds_are_said():
    # 3 of 63 known. 86 stands between the 10th with 88 and the 30th with 85: 10 are above, at most 28 besides u.
    before = partial("2023", total("u", 86, 20), total("a", 90, 1))
    after = partial("2024", total("u", 84, 39), total("a", 88, 10), total("b", 85, 30))
    found = account_of(before, after, "u")
    assert found.headline.with_old_points == Bounds(Fraction(11), Fraction(30))
    # 84 is less than the 86 of the 20th: at least 20 others … 62 above.
    assert found.headline.in_old_table == Bounds(Fraction(20), Fraction(63))
    assert found.places.is_partial
    # Own: half of (20 − [20, 63]) + ([11, 30] − 39).
    assert found.places.by_cause[Cause.OWN] == Bounds(Fraction(-71, 2), Fraction(-9, 2))
    assert found.places.by_cause[Cause.OTHERS] == Bounds(Fraction(-29, 2), Fraction(33, 2))
    assert found.headline.unknown == 0
    assert found.headline.passed_by == ()


def test_of_a_partial_table_of_unknown_size_nothing_is_said_of_causes():
    before, after = (
        table(year, total("u", points), total("a", 3), ranks=False, is_complete=False)
        for year, points in (("1", 5), ("2", 4))
    )
    found = account_of(before, after, "u")
    assert found.headline.with_old_points == Bounds(Fraction(1), None)
    assert found.places is None


def test_ranks_that_contradict_the_totals_do_not_narrow_bounds():
    before = partial("2023", total("u", 80, 9), ranked=9)
    after = partial("2024", total("u", 70, 9), total("a", 60, 1), total("b", 90, 5), ranked=9)
    assert account_of(before, after, "u").headline.with_old_points == Bounds(Fraction(2), Fraction(8))


@pytest.mark.parametrize(("own", "least"), [(None, 3), (84, 4), (88, 3), (89, 3)])
def test_unit_without_a_rank_may_be_among_those_above_unless_its_total_is_less(own, least):
    # 86 then. Three stand at 88 or above now: all of them others only where the unit itself has less than 88.
    before = partial("2023", total("u", 86), total("a", 90, 1), ranked=5)
    after = partial("2024", total("u", own), total("a", 88, 3), ranked=5)
    found = account_of(before, after, "u")
    assert found.headline.with_old_points == Bounds(Fraction(least), Fraction(5))
    assert found.places is None


def test_stated_ranks_without_totals_give_whole_numbers_only():
    before = partial("2023", total("u", None, 5), total("a", None, 3), total("b", 8), ranked=9)
    after = partial("2024", total("u", None, 2), total("a", None, 4), total("b", 9), ranked=9)
    found = account_of(before, after, "u")
    assert (found.headline.moved, found.points, found.places) == (3, None, None)
    assert [crossing.unit for crossing in found.headline.passed] == ["a"]
    assert (found.headline.unknown, found.headline.with_old_points) == (1, None)


@pytest.mark.parametrize("absent", ["before", "after"])
def test_unit_that_is_in_one_table_only_has_no_account(absent):
    there, not_there = table("1", total("u", 5), total("v", 4)), table("2", total("v", 4))
    years = (not_there, there) if absent == "before" else (there, not_there)
    found = account_of(*years, "u")
    assert (found.points, found.places, found.headline.moved, found.headline.with_old_points) == (None,) * 4


def test_unit_that_is_not_ranked_has_points_and_no_places():
    before, after = (
        table(year, total("u", points, to_be_ranked=False), total("v", 6)) for year, points in (("1", 5), ("2", 7))
    )
    found = account_of(before, after, "u")
    assert (found.points.change, found.places, found.headline.with_old_points) == (2, None, None)


def test_figures_of_different_kinds_are_not_compared():
    before = table("1", total("u", 5), total("v", 4))
    after = table("2", total("u", 50), total("v", 60), figure="percent")
    found = account_of(before, after, "u")
    assert (found.points, found.places) == (None, None)
    assert [crossing.unit for crossing in found.headline.passed_by] == ["v"]


# Percents, and maxima of one's own


def of_maximum(row, maximum):
    whole = maximum * POINT
    return replace(row, total=row.total * 100 // maximum, ranked_by=RankingValue(row.total, whole), maximum=whole)


def test_percent_of_one_maximum_counts_points_at_what_they_are_worth():
    before, after = (
        table(year, of_maximum(row, 10), of_maximum(total("v", 7), 10), figure="percent")
        for year, row in (("1", scored("u", 3, 3, 1, 1)), ("2", scored("u", 3, 2, 1, "0.5")))
    )
    points = account_of(before, after, "u").points
    assert points.in_percent
    assert (points.change, [part.change for part in points.parts]) == (-15, [-10, -5])


def test_full_marks_in_what_applies_newly_are_a_gain_and_the_rest_did_not_change():
    one = replace(scored("u", 3, 1, 0, 0), not_applicable=frozenset({"2", "2.1", "2.2"}))
    one = replace(one, points={code: one.points[code] for code in ("1", "1.1", "1.2")})
    before = table("1", of_maximum(one, 6), of_maximum(total("v", 7), 10), figure="percent")
    after = table("2", of_maximum(scored("u", 3, 1, 2, 2), 10), of_maximum(total("v", 7), 10), figure="percent")
    points = account_of(before, after, "u").points
    # 4/6 = 66,67 % → 8/10 = 80 %: all of it by the field of four points.
    assert points.change == Fraction(80) - Fraction(200, 3)
    assert {part.code: part.change for part in all_parts(points.parts) if part.change} == {
        "2": Fraction(40, 3), "2.1": Fraction(20, 3), "2.2": Fraction(20, 3)
    }  # fmt: skip


def test_points_of_different_maxima_are_compared_by_share():
    before = table("1", replace(total("u", 8), ranked_by=RankingValue(8 * POINT, 10 * POINT)), total("v", 7))
    assert account_of(before, before, "u").points.change == 0
    both = [replace(total("v", 16), ranked_by=RankingValue(16 * POINT, 20 * POINT))]
    mixed = table("2", replace(total("u", 8), ranked_by=RankingValue(8 * POINT, 10 * POINT)), *both)
    assert account_of(mixed, mixed, "u").points.in_percent
    assert account_of(mixed, before, "u").points is None  # v has a share then and bare points now


def test_percent_of_an_unknown_maximum_is_not_told_apart():
    criteria = tuple(replace(leaf, max_points=None) for leaf in tree())
    before, after = (
        table(year, row, total("v", 7), figure="percent", criteria=criteria)
        for year, row in (("1", scored("u", 3, 3, 1, 1)), ("2", scored("u", 3, 2, 1, 1)))
    )
    assert [part.code for part in account_of(before, after, "u").points.parts] == [""]


def test_total_of_a_unit_without_a_rank_is_placed_between_those_with_one():
    before = partial("2023", total("u", 86, 9))
    after = partial("2024", total("u", 87), total("a", 88, 14), total("b", 86, 17), total("c", 85, 20))
    found = account_of(before, after, "u").headline
    assert found.place_after == Bounds(Fraction(15), Fraction(16))  # a and 13 more above; below the 17th, itself not
    assert found.place_before is None
    # 86: 14 others above as well; level with b, before whom stand at most 16, the unit itself among them.
    assert found.with_old_points == Bounds(Fraction(15), Fraction(16))


def test_fields_stand_beside_a_total_that_is_not_known():
    rows = [replace(scored("u", *leaves), total=None) for leaves in ((3, 3, 1, 1), (2, 3, 1, 1))]
    before, after = (partial(year, row, total("v", 1)) for year, row in zip(("1", "2"), rows, strict=True))
    found = account_of(before, after, "u")
    assert (found.points, found.headline.place_before) == (None, None)
    assert [(part.code, part.change, part.places) for part in found.beside] == [("1", -1, None), ("2", 0, None)]
    assert account_of(before, after, "u", links={}).beside == ()


def test_leaf_of_unknown_maximum_counts_by_its_points():
    criteria = tuple(replace(leaf, max_points=None) if leaf.code == "1.1" else leaf for leaf in tree())
    rows = [of_maximum(scored("u", *leaves), 10) for leaves in ((3, 3, 1, 1), (2, 3, 1, 1))]
    before, after = (
        table(year, row, of_maximum(total("v", 7), 10), figure="percent", criteria=criteria)
        for year, row in zip(("1", "2"), rows, strict=True)
    )
    assert account_of(before, after, "u").points.parts[0].parts[0].change == -10
