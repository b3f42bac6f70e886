"""A year's table: its tree, and who is ranked beside whom."""

from indices.domain.history import Year
from indices.domain.ranking import RankingValue
from tests.indices.domain.years import POINT, scored, table, total


def codes(leaves):
    return [leaf.code for leaf in leaves]


def test_tree_is_told_by_parents():
    year = table("1", total("u", 1))
    assert codes(year.fields) == ["1", "2"]
    assert codes(year.below("2")) == ["2.1", "2.2"]
    assert codes(year.leaves) == ["1.1", "1.2", "2.1", "2.2"]
    assert year.criterion("2.1").parent == "2"
    assert year.criterion("9") is None


def test_own_maximum_holds_before_the_table_s():
    leaf = table("1").criterion("1.1")
    assert total("u", 1).full(leaf) == 3 * POINT
    assert total("u", 1, maxima={"1.1": POINT}).full(leaf) == POINT
    assert total("u", 1, not_applicable=frozenset({"1.1"})).full(leaf) is None


def test_unit_is_compared_by_what_it_is_ranked_by_else_by_its_total():
    assert total("u", 1).value == RankingValue(POINT, None)
    assert total("u", None).value is None
    assert total("u", 1, ranked_by=RankingValue(POINT, 2 * POINT)).value == RankingValue(POINT, 2 * POINT)


def test_whoever_is_ranked_in_the_same_block_stands_against_a_unit():
    year = table("1", total("u", 3), total("a", 2), total("b", 1, block="II"), total("c", 1, to_be_ranked=False))
    assert [row.unit for row in year.against("u")] == ["a"]
    assert year.against("nobody") == ()


def test_number_ranked_is_the_stated_one_else_that_of_a_complete_table():
    rows = {row.unit: row for row in (total("u", 3), total("a", 2))}
    assert Year("1", (), rows).ranked_with("u") == 2
    assert Year("1", (), rows).ranked_with("nobody") is None
    assert Year("1", (), rows, is_complete=False).ranked_with("u") is None
    assert Year("1", (), rows, is_complete=False, ranked={"": 63}).ranked_with("u") == 63


def test_everybody_is_known_where_no_total_and_no_unit_lacks():
    assert table("1", scored("u", 1, 1, 1, 1), total("a", 2)).knows_all("u")
    assert not table("1", total("u", 3), total("a", 2), ranked={"": 3}).knows_all("u")
    assert not table("1", total("u", 3), total("a", None), ranks=False).knows_all("u")
