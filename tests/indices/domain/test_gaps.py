"""The difference to the place right above, and when there is none to speak of."""

from decimal import Decimal

import pytest

from indices.domain.ranking import gaps


def table(*rows):
    """(rank, total) from the top down -> the gaps in the same order."""
    ranks = {str(place): rank for place, (rank, _total) in enumerate(rows)}
    totals = {str(place): None if total is None else Decimal(total) for place, (_rank, total) in enumerate(rows)}
    return list(gaps(ranks, totals).values())


def test_gap_is_the_difference_to_the_place_right_above():
    assert table((1, "60"), (2, "58.20"), (3, "58.20"), (4, "50")) == [None, Decimal("1.80"), 0, Decimal("8.20")]


@pytest.mark.parametrize("after", [2, 3])
def test_gap_below_equals_follows_either_way_of_numbering_on(after):
    assert table((1, "60"), (1, "60"), (after, "59")) == [None, None, Decimal(1)]


def test_gap_of_equals_is_to_the_place_above_them():
    assert table((1, "60"), (2, "58"), (2, "58")) == [None, Decimal(2), Decimal(2)]


def test_gap_is_not_known_where_the_place_right_above_is_not():
    assert table((3, "64.50"), (7, "61.00"), (8, "60.80")) == [None, None, Decimal("0.20")]


def test_gap_is_not_known_without_a_total_or_a_rank():
    assert table((1, None), (2, "59"), (3, None), (None, "58")) == [None, None, None, None]


def test_gap_is_to_the_lowest_total_of_those_who_share_the_place():
    assert table((1, "60.2"), (1, None), (1, "60.1"), (4, "60")) == [None, None, None, Decimal("0.1")]
