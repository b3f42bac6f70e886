"""Where a unit would stand with other points of its own."""

from indices.domain.figures import HUNDRED
from indices.domain.places import NoPlaces, PlacesOf
from indices.domain.ranking import RankingValue
from tests.indices.domain.tables import count, criteria, percent_row, row_of, table, total_row

TREE = criteria("1 60", "2 40")


def places(*rows, unit="own", **others):
    return PlacesOf(table("2024", TREE, *rows, **others), unit)


def test_equals_share_a_place():
    found = places(total_row("own", "90"), total_row("a", "92"), total_row("b", "91"), total_row("c", "91"))
    assert (found.rank, found.rank_with(count("1")), found.rank_with(count("1.000000001"))) == (4, 2, 2)
    assert found.rank_with(count("0.999999999")) == 4


def test_fewer_points_may_lose_places():
    found = places(total_row("own", "90"), total_row("a", "89.5"))
    assert found.rank_with(count("-0.5")) == 1
    assert found.rank_with(count("-0.51")) == 2


def test_units_of_different_maxima_are_compared_by_fraction():
    """68.32 of 84 is 81.33 %; 0.56 points more are 82 %, as 82 of 100."""
    found = places(total_row("own", "68.32", "84"), total_row("a", "82"))
    assert (found.rank_with(count("0.559999999")), found.rank_with(count("0.56"))) == (2, 1)


def test_stated_percent_rises_by_points_of_the_own_maximum():
    """81.33 % of 84 points: one point is 1.190… percentage points."""
    own = row_of(TREE, "own", {}, ranked_by=RankingValue(count("81.33"), HUNDRED), maximum=count("84"))
    found = places(own, total_row("a", "82.52"))
    assert (found.rank_with(count("0.99")), found.rank_with(count("1"))) == (2, 1)


def test_maximum_of_a_stated_percent_follows_from_the_fields_where_it_is_not_known():
    own = percent_row("own", {}, total=count("50"), not_applicable=frozenset({"2"}))
    found = places(own, percent_row("a", {}, total=count("52")), figure="percent")
    assert (found.rank_with(count("1.19")), found.rank_with(count("1.2"))) == (2, 1)


def test_percent_of_an_unknown_maximum_has_no_places():
    year = table("2024", criteria("1 ?"), percent_row("own", {}, total=count("50")), figure="percent")
    assert PlacesOf(year, "own").unknown is NoPlaces.NO_MAXIMUM


def test_bare_points_are_compared_with_bare_points():
    found = places(percent_row("own", {}, total=count("40")), percent_row("a", {}, total=count("41")))
    assert (found.rank, found.rank_with(count("1"))) == (2, 1)


def test_shares_and_bare_points_have_no_places():
    found = places(total_row("own", "40"), percent_row("a", {}, total=count("41")))
    assert (found.unknown, found.rank_with(0)) == (NoPlaces.MIXED, None)


def test_unit_outside_the_table_has_no_places():
    assert places(unit="own").unknown is NoPlaces.NOT_IN_TABLE


def test_unranked_unit_has_no_places():
    assert places(total_row("own", "40", to_be_ranked=False)).unknown is NoPlaces.NOT_RANKED


def test_stated_totals_do_not_move_with_their_parts():
    assert places(total_row("own", "40"), adds_up=False).unknown is NoPlaces.STATED_TOTALS


def test_own_total_not_known_has_no_places():
    assert places(percent_row("own", {})).unknown is NoPlaces.INCOMPLETE


def test_another_total_not_known_leaves_no_places():
    assert places(total_row("own", "40"), percent_row("a", {})).unknown is NoPlaces.INCOMPLETE


def test_partial_table_has_no_places():
    assert places(total_row("own", "40"), is_complete=False).unknown is NoPlaces.INCOMPLETE


def test_other_blocks_and_unranked_units_take_no_place():
    rows = total_row("own", "40"), total_row("a", "50", block="x"), total_row("b", "60", to_be_ranked=False)
    assert places(*rows).rank == 1


def test_stated_rank_is_held_to_within_tied_places():
    rows = total_row("own", "58.20", rank=3), total_row("a", "58.20", rank=2), total_row("b", "60", rank=1)
    assert places(*rows).rank == 3


def test_stated_rank_that_contradicts_gives_way_to_the_computed_one():
    assert places(total_row("own", "58", rank=1), total_row("a", "59", rank=2)).rank == 2
