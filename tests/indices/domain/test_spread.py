"""What a place is worth in the middle of a table."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from indices.domain.spread import middle_spread


def test_the_middle_three_fifths_are_measured():
    totals = [Decimal(value) for value in range(100, 0, -1)]
    found = middle_spread(totals)
    assert (found.first, found.last) == (21, 80)
    assert found.difference == Decimal(59)
    assert found.per_place == Decimal(1)


def test_a_quotient_is_cut_at_nine_places():
    found = middle_spread([Decimal(value) for value in (10, 10, 9, 9, 9, 9, 9, 8, 8, 8)])
    assert found.difference == Decimal(1)
    assert found.per_place == Decimal("0.2")


def test_few_units_have_no_middle():
    assert middle_spread([Decimal(1)] * 9) is None


@given(st.lists(st.decimals(0, 100, places=9), min_size=10, max_size=80))
def test_places_times_their_worth_is_the_difference(totals):
    totals.sort(reverse=True)
    found = middle_spread(totals)
    assert 0 <= found.difference - found.per_place * (found.last - found.first) < Decimal("0.0000001")
