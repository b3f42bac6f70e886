"""A tree as it is written down, and everything that can be wrong with it."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indices.domain.outline import (
    Flaw,
    OutlineFault,
    OutlineRow,
    Totals,
    by_method,
    numbered,
    outline_faults,
    parents,
    sums,
    total_of,
)

NOTHING_LAID_DOWN = Totals()


def row(depth, code, maximum=None, **more):
    return OutlineRow(depth, code, f"Tên {code}", None if maximum is None else Decimal(maximum), **more)


SOUND = [
    row(0, "1", "6"),
    row(1, "1.1", "3.5"),
    row(2, "1.1.1", "1.25"),
    row(2, "1.1.2", "2.25"),
    row(1, "1.2", "2.5", method="survey"),
    row(0, "2", "4", method="outcome"),
]


def flaws(rows, totals=NOTHING_LAID_DOWN):
    return [(fault.flaw, fault.row) for fault in outline_faults(rows, totals)]


def test_a_sound_tree_has_no_faults():
    laid_down = Totals(
        max_points=Decimal(10),
        by_method={"appraisal": Decimal("3.5"), "survey": Decimal("2.5"), "outcome": Decimal(4)},
        counts={0: 2, 1: 2, 2: 2},
    )

    assert outline_faults(SOUND, laid_down) == ()


def test_parents_are_found_by_depth():
    assert parents(SOUND) == [None, 0, 1, 1, 0, None]


def test_a_row_that_leaps_a_depth_stands_under_nothing():
    assert parents([row(0, "1"), row(2, "1.1.1"), row(0, "2"), row(1, "2.1")]) == [None, None, None, 2]


def test_a_new_field_closes_what_was_open_below_the_one_before():
    assert parents([row(0, "1"), row(1, "1.1"), row(0, "2"), row(2, "2.1.1")])[3] is None


def test_codes_are_numbered_by_place():
    assert numbered([0, 1, 2, 2, 1, 0, 1, 2, 0]) == ["1", "1.1", "1.1.1", "1.1.2", "1.2", "2", "2.1", "2.1.1", "3"]


def test_numbering_counts_from_one_at_a_depth_left_out():
    assert numbered([0, 2, 2, 1]) == ["1", "1.1.1", "1.1.2", "1.2"]


def test_sums_are_of_the_children_where_there_are_any():
    assert sums(SOUND) == [Decimal(6), Decimal("3.5"), None, None, None, None]


def test_a_child_without_a_maximum_counts_with_the_sum_of_its_own():
    rows = [row(0, "1", "6"), row(1, "1.1"), row(2, "1.1.1", "6")]

    assert sums(rows)[0] == Decimal(6)


def test_a_sum_with_an_unknown_part_is_not_known():
    rows = [row(0, "1", "6"), row(1, "1.1", "2"), row(1, "1.2")]

    assert sums(rows)[0] is None


def test_bonus_and_penalty_are_not_in_the_sums():
    rows = [row(0, "1", "6"), row(1, "1.1", "6"), row(1, "1.2", "2", kind="bonus"), row(1, "1.3", "-1", kind="penalty")]

    assert outline_faults(rows, Totals(max_points=Decimal(6))) == ()


def test_what_stands_under_a_bonus_is_one():
    rows = [row(0, "1", "6"), row(0, "2", "2", kind="bonus"), row(1, "2.1", "2", kind="bonus")]

    assert total_of(rows) == Decimal(6)
    assert by_method(rows) == {"appraisal": Decimal(6)}


def test_a_bonus_adds_up_from_its_own_parts():
    rows = [row(0, "1", "6"), row(0, "2", "2", kind="bonus"), row(1, "2.1", "1.5", kind="bonus")]

    assert flaws(rows) == [(Flaw.SUM, 1)]


def test_no_rows_are_a_fault():
    assert flaws([]) == [(Flaw.NO_ROWS, None)]


def test_no_fields_have_no_total():
    assert total_of([]) is None


def test_a_sum_that_does_not_meet_its_maximum_names_both():
    rows = [row(0, "1", "6"), row(1, "1.1", "3.5"), row(1, "1.2", "2.25")]

    assert outline_faults(rows, NOTHING_LAID_DOWN) == (
        OutlineFault(Flaw.SUM, 0, stated=Decimal(6), computed=Decimal("5.75")),
    )


def test_thirds_add_up():
    rows = [row(0, "1", "10"), *(row(1, f"1.{place}", "3.333333333") for place in (1, 2, 3))]

    assert outline_faults(rows, NOTHING_LAID_DOWN) == ()


def test_a_whole_billionth_too_much_a_part_does_not_add_up():
    rows = [row(0, "1", "10"), row(1, "1.1", "4"), row(1, "1.2", "5.999999998")]

    assert flaws(rows) == [(Flaw.SUM, 0)]


def test_the_whole_is_held_against_its_total():
    assert outline_faults(SOUND, Totals(max_points=Decimal(100))) == (
        OutlineFault(Flaw.TOTAL, stated=Decimal(100), computed=Decimal(10)),
    )


def test_where_totals_are_stated_nothing_need_add_up():
    rows = [row(0, "1", "6"), row(1, "1.1", "3")]

    assert outline_faults(rows, Totals(max_points=Decimal(100), add_up=False)) == ()


def test_a_part_of_the_total_is_held_against_its_leaves():
    assert outline_faults(SOUND, Totals(by_method={"survey": Decimal(3), "outcome": Decimal(4)})) == (
        OutlineFault(Flaw.PART, stated=Decimal(3), computed=Decimal("2.5"), text="survey"),
    )


def test_a_part_that_no_leaf_has_is_zero():
    assert flaws(SOUND, Totals(by_method={"satisfaction": Decimal(10)})) == [(Flaw.PART, None)]


def test_parts_are_not_compared_where_a_leaf_is_scored_in_several_ways():
    rows = [row(0, "1", "6", method="mixed")]

    assert outline_faults(rows, Totals(by_method={"survey": Decimal(3)})) == ()


def test_parts_are_not_compared_where_a_leaf_has_no_maximum():
    assert flaws([row(0, "1")], Totals(by_method={"survey": Decimal(3)})) == [(Flaw.NO_MAXIMUM, 0)]


def test_counts_are_held_against_what_is_laid_down():
    assert outline_faults(SOUND, Totals(counts={0: 8, 2: 2})) == (
        OutlineFault(Flaw.COUNT, stated=8, computed=2, text="field"),
    )


def test_a_level_of_which_nothing_is_known_is_not_counted():
    assert outline_faults([row(0, "1", "6")], Totals(counts={0: 1, 1: 38, 2: 95})) == ()


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([OutlineRow(0, "", "Tên", Decimal(1))], [(Flaw.NO_CODE, 0)]),
        ([OutlineRow(0, "1", "", Decimal(1))], [(Flaw.NO_NAME, 0)]),
        ([row(0, "1", "1"), row(0, "1", "1")], [(Flaw.CODE_TWICE, 1)]),
        ([row(0, "1", "1"), row(1, "2.1", "1")], [(Flaw.CODE_ELSEWHERE, 1)]),
        ([row(0, "1"), row(1, "1.1"), row(2, "1.1.1"), row(3, "1.1.1.1", "1")], [(Flaw.TOO_DEEP, 3)]),
        ([row(1, "1.1", "1")], [(Flaw.NO_PARENT, 0)]),
        ([row(0, "1", "2", kind="bonus"), row(1, "1.1", "2")], [(Flaw.KIND_INSIDE, 1)]),
        ([row(0, "1", "-1")], [(Flaw.MAXIMUM_SIGN, 0)]),
        ([row(0, "1", "0")], [(Flaw.MAXIMUM_SIGN, 0)]),
        ([row(0, "1", "1", kind="penalty")], [(Flaw.MAXIMUM_SIGN, 0)]),
        ([row(0, "1", "1"), row(1, "1.1", "1", kind="bonus")], [(Flaw.ONLY_EXTRAS, 0)]),
        ([row(0, "1")], [(Flaw.NO_MAXIMUM, 0)]),
    ],
)
def test_each_slip_is_found_at_its_row(rows, found):
    assert flaws(rows) == found


@pytest.mark.parametrize(("code", "under"), [("TC5", "1"), ("1.a", "2"), ("5", "I"), ("1.1", "A"), ("7", "3")])
def test_codes_that_name_no_parent_may_stand_anywhere(code, under):
    assert flaws([row(0, under, "1"), row(1, code, "1")]) == []


def test_the_first_of_two_equal_codes_is_named():
    fault = outline_faults([row(0, "1", "1"), row(0, "2", "1"), row(0, "1", "1")], NOTHING_LAID_DOWN)[0]

    assert (fault.row, fault.other, fault.text) == (2, 0, "1")


def test_what_may_wait_in_a_draft_is_figures_only():
    assert {flaw for flaw in Flaw if not flaw.is_structural} == {
        Flaw.NO_ROWS,
        Flaw.NO_MAXIMUM,
        Flaw.SUM,
        Flaw.TOTAL,
        Flaw.PART,
        Flaw.COUNT,
    }


# Whole trees of maxima: every parent is the sum of its children, so nothing can be wrong with them.
maxima = st.decimals(min_value="0.01", max_value="20", places=2)
trees = st.lists(st.one_of(maxima, st.lists(st.one_of(maxima, st.lists(maxima, min_size=1)), min_size=1)), min_size=1)


def written_down(tree, depth=0):
    """[(depth, maximum)] of a nested list."""
    rows = []
    for branch in tree:
        below = written_down(branch, depth + 1) if isinstance(branch, list) else []
        total = sum(maximum for deeper, maximum in below if deeper == depth + 1) if below else branch
        rows += [(depth, total), *below]
    return rows


def as_rows(tree):
    pairs = written_down(tree)
    codes = numbered([depth for depth, _maximum in pairs])
    return [row(depth, code, maximum) for (depth, maximum), code in zip(pairs, codes, strict=True)]


@given(trees)
def test_numbered_trees_that_add_up_are_sound(tree):
    rows = as_rows(tree)

    assert outline_faults(rows, Totals(max_points=total_of(rows), by_method=by_method(rows))) == ()


@given(trees, st.data())
def test_any_change_of_one_maximum_is_found(tree, data):
    rows = as_rows(tree)
    place = data.draw(st.integers(0, len(rows) - 1))
    changed = rows[place].max_points + data.draw(maxima)
    broken = [*rows[:place], row(rows[place].depth, rows[place].code, changed), *rows[place + 1 :]]

    assert outline_faults(broken, Totals(max_points=total_of(rows))) != ()


@given(st.lists(st.integers(0, 2), max_size=30))
def test_numbers_are_unique_and_name_their_parents(depths):
    codes = numbered(depths)
    rows = [row(depth, code) for depth, code in zip(depths, codes, strict=True)]

    assert [code.count(".") for code in codes] == depths
    for code, parent in zip(codes, parents(rows), strict=True):
        assert parent is None or code.startswith(f"{codes[parent]}.")
