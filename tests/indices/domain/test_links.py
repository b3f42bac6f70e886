"""Which links between two sets contradict, and how many points links follow."""

from decimal import Decimal
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indices.domain.crosswalk import Entry, Tie, crosswalk
from indices.domain.links import Covered, LinkFlaw, circles, coverage, is_unchanged, link_faults
from tests.indices.domain.test_crosswalk import changed, entries

OLD = entries("old", ("1", "Thể chế", "10"), ("1.1", "Kế hoạch", "4"), ("1.2", "Báo cáo", "6"), ("2", "Bộ máy", "5"))
NEW = entries("new", ("1", "Thể chế", "10"), ("1.1", "Kế hoạch", "4"), ("1.2", "Báo cáo", "6"), ("2", "Bộ máy", "5"))
KEPT = [("1", "1", "kept"), ("1.1", "1.1", "kept"), ("1.2", "1.2", "kept"), ("2", "2", "kept")]


def ties(*rows):
    """Links from (old code, new code, kind[, is it explained])."""
    return [Tie(old and ("old", old), new and ("new", new), kind, *more) for old, new, kind, *more in rows]


def told(old, new, *rows):
    """[(flaw, place)] of what is wrong, but for criteria that no link names."""
    return [
        (fault.flaw.value, fault.place) for fault in link_faults(old, new, ties(*rows)) if fault.flaw != LinkFlaw.UNSAID
    ]


def test_what_goes_on_as_it_was_contradicts_nothing():
    assert link_faults(OLD, NEW, ties(*KEPT)) == ()


def test_what_no_link_names_is_said_last():
    found = link_faults(OLD, NEW, ties(*KEPT[:3]))

    assert [(fault.flaw.value, fault.place, fault.old, fault.new) for fault in found] == [
        ("unsaid", None, ("old", "2"), None),
        ("unsaid", None, None, ("new", "2")),
    ]


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        ([("9", "1", "kept")], [("stranger", 0)]),
        ([("1", "9", "kept")], [("stranger", 0)]),
        ([("1", None, "kept")], [("ends", 0)]),
        ([("1", "1", "new")], [("ends", 0)]),
        ([("1", "1", "dropped")], [("ends", 0)]),
        ([(None, None, "new")], [("ends", 0)]),
        ([("1", "1", "kept"), ("1", "1", "renamed")], [("twice", 1)]),
        ([(None, "1", "new"), (None, "1", "new")], [("twice", 1)]),
        ([("1", "1", "kept"), (None, "1", "new")], [("new_continues", 1)]),
        ([("1", None, "dropped"), ("1", "1", "kept")], [("dropped_goes_on", 0)]),
        ([("1.1", "1.2", "kept")], [("maximum", 0)]),
        ([("1.1", "1.1", "rescaled")], [("same_maximum", 0)]),
        ([("1.1", "1.1", "split")], [("alone", 0)]),
        ([("1.1", "1.1", "merged")], [("alone", 0)]),
        ([("1", "1.1", "split"), ("1", "1.2", "split")], []),
        ([("1", "1.1", "split"), ("1", "1.2", "rescaled")], [("old_contradicts", 1)]),
        ([("1.1", "1", "merged"), ("1.2", "1", "rescaled")], [("new_contradicts", 1)]),
        ([("1.1", "1", "merged"), ("1.2", "1", "merged")], []),
        ([("1.1", "1", "merged"), ("2", "1", "merged")], [("sum", 0)]),
        ([("1.1", "1", "merged"), ("2", "1", "merged", True)], []),
        ([("1", "2", "split"), ("1", "1.2", "split")], [("sum", 0)]),
        ([("1", "1", "split"), ("1", "1.2", "split")], [("nested", 1)]),
        ([("1", "1.2", "rescaled"), ("1.2", "1", "rescaled")], [("inverted", 1)]),
    ],
)
def test_contradictions_are_told_with_their_place(rows, found):
    assert told(OLD, NEW, *rows) == found


def test_every_contradiction_is_told_at_once():
    found = told(OLD, NEW, ("1.1", "1.2", "kept"), ("1.2", "1.1", "merged"), ("2", None, "kept"))

    assert found == [("maximum", 0), ("alone", 1), ("ends", 2)]


def test_a_sum_names_the_whole_and_what_the_parts_give():
    [fault] = [one for one in link_faults(OLD, NEW, ties(("1", "2", "split"), ("1", "1.1", "split"))) if one.stated]

    assert (fault.flaw, fault.stated, fault.computed) == (LinkFlaw.SUM, Decimal(10), Decimal(9))


def test_parts_of_unknown_maxima_are_not_added_up():
    new = [*NEW[:3], changed(NEW[3], max_points=None)]

    assert told(OLD, new, ("1", "2", "split"), ("1", "1.1", "split")) == []
    assert told([changed(OLD[0], max_points=None), *OLD[1:]], NEW, ("1", "2", "split"), ("1", "1.1", "split")) == []


def test_thirds_of_ten_add_up_to_ten():
    third = Decimal("3.333333333")
    parts = entries("new", ("1", "a", third), ("2", "b", third), ("3", "c", third))

    assert told(OLD, parts, ("1", "1", "split"), ("1", "2", "split"), ("1", "3", "split")) == []


def test_an_unknown_maximum_that_stays_unknown_is_no_other():
    old, new = changed(OLD[0], max_points=None), changed(NEW[0], max_points=None)

    assert told([old], [new], ("1", "1", "kept")) == []
    assert told([old], [new], ("1", "1", "rescaled")) == []


def test_bonus_points_do_not_become_ordinary_ones():
    assert told([changed(OLD[0], kind="bonus")], NEW, ("1", "1", "kept")) == [("kind", 0)]


def test_a_field_does_not_become_a_sub_criterion():
    deep = [*NEW[:2], changed(NEW[2], depth=2, max_points=Decimal(5), parent=("new", "1.1"))]

    assert told(OLD, deep, ("2", "1.2", "kept")) == [("depth", 0)]
    assert told(OLD, NEW, ("2", "1.2", "rescaled")) == []


# Sets that lead back to themselves


@pytest.mark.parametrize(
    ("steps", "found"),
    [
        ([], ()),
        ([("a", "b"), ("b", "c"), ("a", "c")], ()),
        ([("a", "a")], (("a",),)),
        ([("a", "b"), ("b", "a")], (("a", "b"),)),
        ([("x", "a"), ("a", "b"), ("b", "c"), ("c", "a"), ("c", "y")], (("a", "b", "c"),)),
        ([("a", "b"), ("b", "a"), ("c", "d"), ("d", "c")], (("a", "b"), ("c", "d"))),
    ],
)
def test_circles_are_found(steps, found):
    assert circles(steps) == found


# How much is linked


def test_leaves_that_links_name_are_covered_whatever_the_kind():
    rows = [("1.1", "1.2", "rescaled"), ("1.2", None, "dropped"), (None, "1.1", "new"), ("2", "2", "kept")]

    assert coverage(OLD, NEW, ties(*rows)) == (Covered(Decimal(9), Decimal(15)), Covered(Decimal(11), Decimal(15)))


def test_a_field_of_the_same_name_covers_nothing():
    assert coverage(OLD, NEW, ties(("1", "1", "kept")))[0] == Covered(Decimal(0), Decimal(15))


def test_a_leaf_that_goes_on_as_a_field_covers_all_under_it():
    assert coverage(OLD, NEW, ties(("2", "1", "rescaled"))) == (
        Covered(Decimal(5), Decimal(15)),
        Covered(Decimal(10), Decimal(15)),
    )


def test_bonus_points_are_left_out_and_unknown_maxima_make_it_unknown():
    bonus = Entry(("new", "3"), "3", "Điểm thưởng", Decimal(2), kind="bonus")
    unknown = [*OLD[:3], changed(OLD[3], max_points=None)]

    assert coverage(unknown, [*NEW, bonus], ties(*KEPT)) == (Covered(None, None), Covered(Decimal(15), Decimal(15)))
    assert coverage([], [bonus], []) == (Covered(None, None), Covered(None, None))


def test_maxima_that_nobody_knows_are_left_to_weigh():
    assert not is_unchanged(changed(OLD[0], max_points=None), changed(NEW[0], max_points=None))


@pytest.mark.parametrize(
    ("more", "same"),
    [
        ({}, True),
        ({"name": "THỂ CHẾ"}, True),
        ({"code": "7"}, True),
        ({"name": "Thể chế mới"}, False),
        ({"max_points": Decimal(9)}, False),
        ({"method": "survey"}, False),
        ({"kind": "bonus"}, False),
        ({"depth": 1}, False),
    ],
)
def test_nothing_is_left_to_weigh_where_all_but_the_code_is_the_same(more, same):
    assert is_unchanged(OLD[0], changed(NEW[0], **more)) is same


# Whatever the trees

KINDS = ("kept", "renamed", "rescaled", "split", "merged", "new", "dropped")


@st.composite
def trees(draw, side):
    rows = []
    for field in range(1, draw(st.integers(1, 3)) + 1):
        rows.append((str(field), draw(st.sampled_from("abc")), draw(st.integers(1, 3))))
        for place in range(1, draw(st.integers(0, 3)) + 1):
            rows.append((f"{field}.{place}", draw(st.sampled_from("abcdef")), draw(st.integers(1, 3))))
    return entries(side, *rows)


@given(trees("old"), trees("new"))
def test_a_guess_names_everybody_once_and_keeps_maxima_honest(old, new):
    found = {fault.flaw for fault in link_faults(old, new, crosswalk(old, new))}

    assert found <= {LinkFlaw.INVERTED}  # names may cross over; that is for somebody to see


@given(trees("old"))
def test_a_copy_contradicts_nothing_and_is_covered_whole(old):
    new = [changed(entry, key=("new", entry.code), parent=entry.parent and ("new", entry.parent[1])) for entry in old]
    links = [Tie(entry.key, ("new", entry.code), "kept") for entry in old]

    assert link_faults(old, new, links) == ()
    assert all(covered.linked == covered.total for covered in coverage(old, new, links))


@given(trees("old"), trees("new"), st.data())
def test_a_slow_second_way_finds_the_same_contradictions(old, new, data):
    end = st.sampled_from
    rows = data.draw(
        st.lists(
            st.builds(
                Tie,
                end([entry.key for entry in old]),
                end([entry.key for entry in new]),
                st.sampled_from(KINDS[:5]),
                st.booleans(),
            ),
            max_size=5,
            unique_by=lambda tie: (tie.old, tie.new),
        )
    )

    found = link_faults(old, new, rows)

    flaws = (LinkFlaw.OLD_CONTRADICTS, LinkFlaw.NEW_CONTRADICTS, LinkFlaw.ALONE, LinkFlaw.INVERTED)
    assert {(fault.flaw, fault.place) for fault in found if fault.flaw in flaws} == slowly(old, new, rows)


def slowly(old, new, rows):
    """The same by looking at every two links."""
    parents = {entry.key: entry.parent for entry in (*old, *new)}
    found = set()
    for kind, end, flaw in (
        ("split", "old", LinkFlaw.OLD_CONTRADICTS),
        ("merged", "new", LinkFlaw.NEW_CONTRADICTS),
    ):
        for place, tie in enumerate(rows):
            company = [other for other in rows if other is not tie and getattr(other, end) == getattr(tie, end)]
            if company and tie.kind != kind:
                found.add((flaw, place))
            if not company and tie.kind == kind:
                found.add((LinkFlaw.ALONE, place))
    for (here, one), (there, other) in combinations(enumerate(rows), 2):
        for lower, upper, place in ((one, other, here), (other, one, there)):
            if parents[lower.old] == upper.old and parents[upper.new] == lower.new:
                found.add((LinkFlaw.INVERTED, place))
    return found
