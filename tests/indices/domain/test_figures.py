from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indices.domain.figures import billionths, cut, exact, from_billionths, percent_of, round_half_up


@pytest.mark.parametrize("value", [Decimal("58.20"), "58.20"])
def test_exact_keeps_the_digits_as_written(value):
    assert str(exact(value)) == "58.20"


def test_exact_takes_whole_numbers():
    assert exact(10) == Decimal(10)


@pytest.mark.parametrize("value", [1.5, float("nan"), True, None, Fraction(1, 2)])
def test_exact_refuses_what_is_not_exact(value):
    with pytest.raises(TypeError, match="must be exact"):
        exact(value)


@pytest.mark.parametrize("value", ["1.0000000001", "NaN", "Infinity", "-Infinity", "58,20", "", Decimal("NaN")])
def test_exact_refuses_what_cannot_be_kept(value):
    with pytest.raises(ValueError, match=r"."):
        exact(value)


def test_exact_takes_a_tenth_place_that_is_zero():
    assert exact("1.2000000000") == Decimal("1.2")


def test_billionths_refuses_a_float():
    with pytest.raises(TypeError):
        billionths(1.5)


@pytest.mark.fuzz
@given(st.integers(-(2**63), 2**63 - 1))
def test_billionths_go_there_and_back(count):
    assert billionths(from_billionths(count)) == count


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Fraction(2, 3), "0.666666666"),
        (Fraction(-2, 3), "-0.666666666"),
        (Fraction(1, 2), "0.5"),
    ],
)
def test_cut_goes_toward_zero(value, expected):
    assert cut(value) == Decimal(expected)


def test_percent_of_thanh_hoa_ban_dan_toc_2023():
    assert percent_of(Decimal("68.32"), Decimal(84)) == Decimal("81.333333333")


def test_percent_of_a_penalty_is_cut_toward_zero():
    assert percent_of(Decimal(-2), Decimal(3)) == Decimal("-66.666666666")


@pytest.mark.parametrize("maximum", ["0", "-1"])
def test_percent_of_needs_a_maximum_above_zero(maximum):
    with pytest.raises(ValueError, match="above zero"):
        percent_of(Decimal(1), Decimal(maximum))


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [
        (Decimal("91.605"), 2, "91.61"),
        (Decimal("91.604999999"), 2, "91.60"),
        (Decimal("-0.005"), 2, "-0.01"),
        (Fraction(1, 3), 4, "0.3333"),
        (Fraction(-1, 2), 0, "-1"),
        (Decimal("2.5"), 0, "3"),
    ],
)
def test_round_half_up_is_what_offices_do(value, places, expected):
    assert str(round_half_up(value, places)) == expected
