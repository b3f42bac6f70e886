"""Steps of colour: bounds belong to the step above them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indices.domain.heat_scale import CHANGES, LEVELS, STRONGEST, WEAKEST, change_step, level_step
from tests.indices.domain.tables import count

PERCENTS = st.integers(0, 100 * 10**9)


@pytest.mark.parametrize(
    ("percent", "step"),
    [("100", 0), ("95", 0), ("94.999999999", 1), ("90", 1), ("80", 2), ("60", 4), ("35", 6), ("34.9", 7), ("0", 7)],
)
def test_levels_include_their_lower_bound(percent, step):
    assert level_step(count(percent)) == step


@pytest.mark.parametrize(
    ("change", "step"),
    [("0", 0), ("0.499999999", 0), ("0.5", 1), ("-0.5", -1), ("-2.99", -1), ("3", 2), ("-8", -3), ("100", 3)],
)
def test_changes_count_alike_up_and_down(change, step):
    assert change_step(count(change)) == step


@given(percent=PERCENTS)
def test_a_level_is_the_number_of_bounds_that_it_misses(percent):
    assert level_step(percent) == sum(Decimal(percent) / 10**9 < bound for bound in LEVELS) <= WEAKEST


@given(change=st.integers(-100 * 10**9, 100 * 10**9))
def test_a_change_is_the_number_of_bounds_that_it_reaches(change):
    size = sum(abs(Decimal(change)) / 10**9 >= bound for bound in CHANGES)
    assert change_step(change) == (size if change >= 0 else -size)
    assert abs(change_step(change)) <= STRONGEST
