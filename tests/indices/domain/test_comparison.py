"""Heat table, comparison of a few, peers and neighbours."""

import pytest

from indices.domain.comparison import (
    Cell,
    Reason,
    Traits,
    distance_between,
    heat_of,
    neighbours_of,
    peers_of,
    profile_of,
)
from indices.domain.continuing import Before
from tests.indices.domain.tables import count, criteria, percent_row, row_of, table, total_row

TREE = criteria("1 10", "1.1 4", "1.2 6", "2 20", "9 1 bonus")


def cell(points, percent, change, rank, of):
    return Cell(count(points), count(percent), count(change), rank, of)


@pytest.fixture
def year():
    return table(
        "2024",
        TREE,
        ("a", {"1.1": "4", "1.2": "5", "2": "15", "9": "1"}),
        ("b", {"1.1": "3", "1.2": "6", "2": "20"}),
        ("c", {"1.1": "4", "1.2": "1", "2": "19"}),
    )


# Heat table


def test_cells_hold_percent_of_the_maximum_and_rank_within_the_field(year):
    heat = heat_of(year)
    assert [leaf.code for leaf in heat.columns] == ["1", "2", "9"]
    assert heat.rows["a"] == (cell("9", "90", None, 1, 3), cell("15", "75", None, 3, 3), cell("1", None, None, None, 0))
    assert heat.rows["c"][0] == cell("5", "50", None, 3, 3)


def test_one_fields_leaves_can_be_the_columns(year):
    heat = heat_of(year, columns=year.below("1"))
    assert heat.rows["b"] == (cell("3", "75", None, 3, 3), cell("6", "100", None, 1, 3))


def test_change_is_of_percents_across_another_maximum():
    old = criteria("1 8")
    before = Before(table("2023", old, ("a", {"1": "6"})), {"1": (("1", "rescaled"),)})
    heat = heat_of(table("2024", criteria("1 10"), ("a", {"1": "9"}), ("b", {"1": "9"})), before=before)
    assert [heat.rows[unit][0].change for unit in ("a", "b")] == [count("15"), None]


def test_change_is_not_known_for_a_new_criterion_or_a_bonus(year):
    before = Before(table("2023", TREE, ("a", {"1.1": "4", "1.2": "5", "2": "15", "9": "0"})), {"9": (("9", "kept"),)})
    assert [found.change for found in heat_of(year, before=before).rows["a"]] == [None, None, None]


def test_change_of_published_percents():
    tree = criteria("1 10")
    before = Before(table("2023", tree, percent_row("a", {"1": "92.5"})))
    assert heat_of(table("2024", tree, percent_row("a", {"1": "90"})), before=before).rows["a"][0].change == count(
        "-2.5"
    )


def test_change_of_points_without_a_maximum_is_not_known():
    tree = criteria("1 ?")
    rows = total_row("a", "3", points={"1": count("3")})
    heat = heat_of(table("2024", tree, rows), before=Before(table("2023", tree, rows)))
    assert heat.rows["a"][0] == cell("3", None, None, 1, 1)


def test_unknown_and_not_applicable_have_no_cell_and_only_the_unknown_stops_ranks():
    tree = criteria("1 10", "2 10")
    rows = row_of(tree, "a", {"1": "5"}, not_applicable=("2",)), row_of(tree, "b", {"2": "5"})
    heat = heat_of(table("2024", tree, *rows))
    assert heat.rows == {"a": (cell("5", "50", None, None, 2), None), "b": (None, cell("5", "50", None, 1, 1))}


def test_ranks_are_within_blocks_and_of_those_who_are_ranked():
    tree = criteria("1 10")
    rows = [
        row_of(tree, "a", {"1": "5"}, block="x"),
        row_of(tree, "b", {"1": "9"}, block="y"),
        row_of(tree, "c", {"1": "7"}, block="x", to_be_ranked=False),
    ]
    heat = heat_of(table("2024", tree, *rows))
    assert [(heat.rows[unit][0].rank, heat.rows[unit][0].of) for unit in "abc"] == [(1, 1), (1, 1), (None, 1)]


@pytest.mark.parametrize("partial", [{"ranked": {"": 4}}, {"is_complete": False}])
def test_partial_table_has_no_ranks(partial):
    heat = heat_of(table("2024", criteria("1 10"), ("a", {"1": "5"}), **partial))
    assert heat.rows["a"][0].rank is None


def test_percents_alone_are_ranked_too():
    tree = criteria("1 10")
    heat = heat_of(table("2024", tree, percent_row("a", {"1": "90"}), percent_row("b", {"1": "91"})))
    assert heat.rows["a"][0] == cell(None, "90", None, 2, 2)


# Peers

FIELDS = criteria("1 10", "2 10")
LIKE = {"a": Traits("city", frozenset({"red river", "coast"})), "far": Traits("city", frozenset({"coast"}))}


def like(**points):
    return table("2024", FIELDS, *[(unit, {"1": one, "2": two}) for unit, (one, two) in points.items()])


def test_nearest_profile_first():
    """From (9, 5): (8, 6) is 10 percentage points away in each field, (5, 9) is 40, though its total is the same."""
    peers = peers_of(like(a=("9", "5"), swapped=("5", "9"), near=("8", "6")), "a", {})
    assert [(peer.unit, peer.distance, peer.fields, peer.reasons) for peer in peers] == [
        ("near", 10, 2, (Reason.NEAR_PROFILE,)),
        ("swapped", 40, 2, (Reason.NEAR_PROFILE,)),
    ]


def test_kind_goes_before_region_and_region_before_profile():
    year = like(a=("9", "5"), near=("9", "5"), region=("8", "5"), kind=("1", "1"), both=("0", "0"))
    traits = {
        "a": Traits("city", frozenset({"coast", "delta"})),
        "region": Traits("district", frozenset({"coast"})),
        "kind": Traits("city"),
        "both": Traits("city", frozenset({"delta", "coast"})),
    }
    peers = peers_of(year, "a", traits)
    assert [peer.unit for peer in peers] == ["both", "kind", "region", "near"]
    assert (peers[0].reasons, peers[0].regions) == (
        (Reason.SAME_KIND, Reason.SAME_REGION, Reason.NEAR_PROFILE), ("coast", "delta"),
    )  # fmt: skip


def test_peers_are_of_the_block_and_it_is_said_where_there_are_several():
    rows = [
        row_of(FIELDS, unit, {"1": "5", "2": "5"}, block=block) for unit, block in (("a", "x"), ("b", "x"), ("c", "y"))
    ]
    peers = peers_of(table("2024", FIELDS, *rows), "a", {})
    assert [(peer.unit, peer.reasons) for peer in peers] == [("b", (Reason.SAME_BLOCK, Reason.NEAR_PROFILE))]


def test_totals_are_compared_where_no_field_is_common():
    year = table("2024", FIELDS, ("a", {"1": "9", "2": "5"}), total_row("b", "75"), percent_row("c", {}))
    peers = peers_of(year, "a", {})
    assert [(peer.unit, peer.distance, peer.fields, peer.reasons) for peer in peers] == [
        ("b", 5, 0, (Reason.NEAR_TOTAL,)),
        ("c", None, 0, ()),
    ]


def test_bare_totals_are_compared_in_points_and_never_with_shares():
    rows = percent_row("a", {}, total=count("40")), percent_row("b", {}, total=count("42.5")), total_row("c", "41")
    peers = peers_of(table("2024", FIELDS, *rows), "a", {})
    assert [(peer.unit, peer.distance) for peer in peers] == [("b", count("2.5") / 10**9), ("c", None)]


def test_no_more_peers_than_asked_for():
    assert len(peers_of(like(a=("9", "5"), b=("1", "1"), c=("2", "2")), "a", {}, count=1)) == 1


def test_unit_outside_the_table_has_no_peers():
    assert peers_of(like(b=("9", "5")), "a", {}) == ()


def test_distance_is_the_mean_over_common_fields():
    assert distance_between({"1": 10, "2": 20, "3": 5}, {"1": 13, "2": 19}) == (2, 2)


def test_profile_leaves_out_bonus_and_what_is_not_known(year):
    assert profile_of(year.units["a"], year.fields) == {"1": count("90"), "2": count("75")}
    assert profile_of(percent_row("d", {"1": "80"}), year.fields) == {"1": count("80")}


# Neighbours


def test_neighbours_are_those_right_above_and_below():
    rows = [total_row(unit, "50", rank=rank) for unit, rank in (("e", 5), ("a", 1), ("c", 3), ("b", 2), ("d", 4))]
    near = neighbours_of(table("2024", TREE, *rows, total_row("f", "1")), "c", each_side=1)
    assert [row.unit for row in near] == ["b", "c", "d"]


def test_first_has_neighbours_below_alone():
    rows = [total_row(unit, "50", rank=rank) for unit, rank in (("a", 1), ("b", 2), ("c", 3))]
    assert [row.unit for row in neighbours_of(table("2024", TREE, *rows), "a", each_side=1)] == ["a", "b"]


def test_without_a_rank_there_are_no_neighbours():
    year = table("2024", TREE, total_row("a", "50"))
    assert (neighbours_of(year, "a"), neighbours_of(year, "b")) == ((), ())
