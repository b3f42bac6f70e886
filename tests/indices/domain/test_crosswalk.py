"""How criteria go on from one set to another: guessed from two trees, and told as what is different."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indices.domain.crosswalk import (
    Change,
    Entry,
    Share,
    Tie,
    compare,
    continuation,
    crosswalk,
    of_one_name,
    unchanged_share,
)


def entries(side, *rows):
    """Entries of one set from (code, name, maximum); depth and parent follow from the code."""
    return [
        Entry(
            key=(side, code),
            code=code,
            name=name,
            max_points=None if maximum is None else Decimal(maximum),
            depth=code.count("."),
            parent=(side, code.rpartition(".")[0]) if "." in code else None,
        )
        for code, name, maximum in rows
    ]


def changed(entry, **columns):
    return Entry(**{name: getattr(entry, name) for name in Entry.__slots__} | columns)


def codes(found):
    """Ties by codes: {(old, new): kind}."""
    return {(tie.old and tie.old[1], tie.new and tie.new[1]): tie.kind for tie in found}


def told(rows):
    """[(old code, new code, changes)] of the rows of a comparison."""
    return [(row.old and row.old.code, row.new and row.new.code, {str(one) for one in row.changes}) for row in rows]


@pytest.mark.parametrize(
    ("name", "maximum", "kind"),
    [
        ("Cải cách thể chế", 10, "kept"),
        ("CẢI CÁCH, thể chế", 10, "kept"),
        ("Cải cách thủ tục", 10, "renamed"),
        ("Cải cách thể chế", 9, "rescaled"),
        ("Cải cách thủ tục", 9, "rescaled"),
        ("Cải cách thể chế", None, "rescaled"),
    ],
)
def test_what_goes_on_is_called_by_what_differs_most(name, maximum, kind):
    (old,), (new,) = entries("a", ("1", "Cải cách thể chế", 10)), entries("b", ("1", name, maximum))
    assert continuation(old, new) == kind


def test_one_name_goes_on_under_another_code():
    old = entries("a", ("1", "Chỉ đạo", 5), ("2", "Thể chế", 5))
    new = entries("b", ("1", "Kinh tế số", 5), ("2", "Chỉ đạo", 5), ("3", "Thể chế", 4))
    assert codes(crosswalk(old, new)) == {(None, "1"): "new", ("1", "2"): "kept", ("2", "3"): "rescaled"}


def test_of_several_with_one_name_the_code_tells():
    old = entries("a", ("1", "Tổ chức", 5), ("1.1", "Kế hoạch", 2), ("1.2", "Báo cáo", 3), ("2", "Báo cáo", 1))
    new = entries("b", ("1", "Tổ chức", 5), ("1.1", "Báo cáo", 2), ("1.2", "Kế hoạch", 3), ("2", "Báo cáo", 1))
    assert codes(crosswalk(old, new)) == {
        ("1", "1"): "kept", ("1.2", "1.1"): "rescaled", ("1.1", "1.2"): "rescaled", ("2", "2"): "kept",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("code", "name", "goes_on"),
    [
        ("1", "Ban hành kế hoạch cải cách hành chính năm", True),
        ("7", "Ban hành kế hoạch cải cách hành chính năm", True),
        ("1", "Ban hành kế hoạch tuyên truyền", True),
        ("7", "Ban hành kế hoạch tuyên truyền", False),
        ("1", "Tỷ lệ hồ sơ đúng hạn", False),
        ("1", "…", False),
    ],
)
def test_likely_names_go_on_and_the_code_counts(code, name, goes_on):
    old, new = entries("a", ("1", "Ban hành kế hoạch cải cách hành chính", 2)), entries("b", (code, name, 2))
    found = codes(crosswalk(old, new))
    assert found == ({("1", code): "renamed"} if goes_on else {(None, code): "new", ("1", None): "dropped"})


def test_likely_names_of_another_depth_do_not_go_on():
    old = entries("a", ("1", "Ban hành kế hoạch cải cách hành chính", 2))
    new = entries("b", ("1", "Điều hành", 2), ("1.1", "Ban hành kế hoạch cải cách hành chính năm", 2))
    assert "renamed" not in codes(crosswalk(old, new)).values()


def test_names_without_letters_are_alike_only_as_one_name():
    old, new = entries("a", ("1", "…", 2), ("2", "!", 2)), entries("b", ("1", "?", 2))
    assert codes(crosswalk(old, new)) == {("1", "1"): "kept", ("2", None): "dropped"}


NAMES = st.lists(st.sampled_from(["kế", "hoạch", "năm", "Báo", "cáo", "-"]), min_size=0, max_size=4).map(" ".join)


@st.composite
def trees(draw, side):
    """A tree of two levels with names that are often alike, and maxima."""
    rows = []
    for field in range(draw(st.integers(0, 3))):
        rows.append((str(field + 1), draw(NAMES), draw(st.none() | st.integers(1, 3))))
        rows += [
            (f"{field + 1}.{place + 1}", draw(NAMES), draw(st.none() | st.integers(1, 3)))
            for place in range(draw(st.integers(0, 3)))
        ]
    return entries(side, *rows)


@given(trees("a"))
def test_set_compared_with_itself_is_all_kept(old):
    new = [changed(entry, key=("b", entry.code), parent=entry.parent and ("b", entry.parent[1])) for entry in old]
    found = crosswalk(old, new)
    assert codes(found) == {(entry.code, entry.code): "kept" for entry in old}
    assert all(row.changes == {Change.KEPT} for row in compare(old, new, found))


@given(trees("a"), trees("b"))
def test_guess_is_the_same_whichever_set_comes_first(old, new):
    there, back = crosswalk(old, new), crosswalk(new, old)
    opposite = {"new": "dropped", "dropped": "new"}
    assert {(tie.old, tie.new, tie.kind) for tie in there} == {
        (tie.new, tie.old, opposite.get(tie.kind, tie.kind)) for tie in back
    }


@given(trees("a"), trees("b"))
def test_every_criterion_has_one_tie_and_one_row(old, new):
    found = crosswalk(old, new)
    assert sorted(tie.old for tie in found if tie.old) == sorted(entry.key for entry in old)
    assert sorted(tie.new for tie in found if tie.new) == sorted(entry.key for entry in new)
    rows = compare(old, new, found)
    assert [row.new.key for row in rows if row.new] == [entry.key for entry in new]
    assert sorted(row.old.key for row in rows if row.old) == sorted(entry.key for entry in old)


def test_pairs_of_one_name_take_each_criterion_once():
    old, new = entries("a", ("1", "Báo cáo", 1), ("2", "Báo cáo", 1)), entries("b", ("2", "báo cáo", 1))
    assert of_one_name(old, new) == {("a", "2"): ("b", "2")}


def test_comparison_tells_every_difference_of_one_criterion():
    (old,) = entries("a", ("1", "Thể chế", 10))
    new = changed(old, key=("b", "1"), name="Cải cách thể chế", max_points=Decimal(8), method="survey", agency="Sở")
    (row,) = compare([old], [new], [Tie(old.key, new.key, "rescaled")])
    assert row.changes == {Change.RENAMED, Change.RESCALED, Change.METHOD, Change.AGENCY}


def test_names_that_somebody_found_the_same_are_not_told_as_renamed():
    (old,), (new,) = entries("a", ("1", "Thể chế", 10)), entries("b", ("1", "Thể chế tại tỉnh", 10))
    assert told(compare([old], [new], [Tie(old.key, new.key, "kept")])) == [("1", "1", {"kept"})]


def test_what_stands_under_something_else_has_moved():
    old = entries("a", ("1", "A", 2), ("1.1", "B", 2), ("2", "C", 1))
    new = entries("b", ("1", "A", 2), ("2", "C", 1), ("2.1", "B", 2))
    pairs = [Tie(("a", one), ("b", other), "kept") for one, other in (("1", "1"), ("1.1", "2.1"), ("2", "2"))]
    assert told(compare(old, new, pairs)) == [("1", "1", {"kept"}), ("2", "2", {"kept"}), ("1.1", "2.1", {"moved"})]


def test_what_became_a_field_has_moved():
    old, new = entries("a", ("1", "A", 2), ("1.1", "B", 2)), entries("b", ("1", "A", 2), ("2", "B", 2))
    pairs = [Tie(("a", "1"), ("b", "1"), "kept"), Tie(("a", "1.1"), ("b", "2"), "kept")]
    assert told(compare(old, new, pairs))[1] == ("1.1", "2", {"moved"})


def test_split_and_merged_have_a_row_for_each_part():
    old = entries("a", ("1", "A", 4), ("2", "B", 2), ("3", "C", 2))
    new = entries("b", ("1", "A1", 2), ("2", "A2", 2), ("3", "BC", 4))
    found = [
        Tie(("a", "1"), ("b", "1"), "split"),
        Tie(("a", "1"), ("b", "2"), "split"),
        Tie(("a", "3"), ("b", "3"), "merged"),
        Tie(("a", "2"), ("b", "3"), "merged"),
    ]
    assert told(compare(old, new, found)) == [
        ("1", "1", {"split", "renamed", "rescaled"}),
        ("1", "2", {"split", "renamed", "rescaled"}),
        ("2", "3", {"merged", "renamed", "rescaled"}),
        ("3", "3", {"merged", "renamed", "rescaled"}),
    ]


def test_dropped_stands_after_what_it_stood_after():
    old = entries("a", ("1", "A", 1), ("1.1", "B", 1), ("1.2", "C", 1), ("1.3", "D", 1), ("2", "E", 1))
    new = entries("b", ("1", "A", 1), ("1.1", "B", 1), ("1.2", "Mới", 1), ("2", "E", 1))
    rows = compare(old, new, crosswalk(old, new))
    assert [(row.old and row.old.code, row.new and row.new.code) for row in rows] == [
        ("1", "1"), ("1.1", "1.1"), ("1.2", None), ("1.3", None), (None, "1.2"), ("2", "2"),
    ]  # fmt: skip


def test_dropped_before_everything_stands_first():
    old, new = entries("a", ("1", "Cũ", 1), ("2", "A", 1)), entries("b", ("1", "A", 1))
    assert [row.old.code for row in compare(old, new, crosswalk(old, new))] == ["1", "2"]


def share(old, new, found=None):
    return unchanged_share(compare(old, new, found or crosswalk(old, new)), new)


def test_points_that_go_on_unchanged_are_those_of_leaves_scored_as_before():
    old = entries("a", ("1", "A", 6), ("1.1", "B", 2), ("1.2", "C", 4), ("2", "D", 4), ("3", "E", 1))
    new = entries("b", ("1", "A", 6), ("1.1", "B", 3), ("1.2", "C", 3), ("2", "Tên khác", 4), ("3", "E", 1))
    kinds = {"1": "kept", "1.1": "rescaled", "1.2": "rescaled", "2": "renamed", "3": "kept"}
    pairs = [Tie(("a", code), ("b", code), kind) for code, kind in kinds.items()]
    new[4] = changed(new[4], method="survey")
    assert share(old, new, pairs) == Share(Decimal(4), Decimal(11))


def test_bonus_is_not_among_the_points_that_go_on():
    old, new = entries("a", ("1", "A", 6), ("2", "Thưởng", 1)), entries("b", ("1", "A", 6), ("2", "Thưởng", 1))
    new[1] = changed(new[1], kind="bonus")
    assert share(old, new) == Share(Decimal(6), Decimal(6))


@pytest.mark.parametrize("rows", [[], [("1", "A", None)]])
def test_share_is_not_known_where_a_maximum_is_not(rows):
    assert share(entries("a", *rows), entries("b", *rows)) == Share(None, None)
