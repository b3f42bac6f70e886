"""Satisfaction points agree with the satisfaction index as far as was printed, and not a digit further."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indices.domain.satisfaction import Held
from indices.domain.values import Stated


def held(points, percent, weight=10, *, places=2, of_percent=2):
    return Held(Stated(Decimal(points), places), Stated(Decimal(percent), of_percent), Decimal(weight))


@pytest.mark.parametrize(
    ("points", "percent", "weight", "agrees"),
    [
        ("8.65", "86.50", 10, True),  # Hà Nội 2024
        ("9.56", "95.76", 10, False),  # Quảng Ninh 2020: 9,576
        ("9.35", "93.57", 10, False),  # Hải Phòng 2020: 9,357
        ("9.36", "93.57", 10, True),
        ("7.98", "99.75", 8, True),  # Hòa Bình 2023
        ("9.3625", "93.57", 10, False),
    ],
)
def test_points_are_held_against_the_percent(points, percent, weight, agrees):
    places = len(points.partition(".")[2])
    assert held(points, percent, weight, places=places).agrees is agrees


def test_the_tolerance_is_half_a_digit_of_each():
    assert held("9.36", "93.57").tolerance == Fraction("0.005") + Fraction("0.0005")


def test_what_was_expected_is_shown_with_one_place_more():
    assert held("9.56", "95.76").shown == Decimal("9.576")


@given(
    percent=st.decimals(0, 100, places=4),
    places=st.integers(0, 4),
    of_percent=st.integers(0, 4),
    weight=st.integers(1, 30),
)
def test_what_was_computed_and_then_printed_agrees(percent, places, of_percent, weight):
    """Whatever the truth was, both printed figures of it agree."""
    points = Fraction(percent) * weight / 100
    printed = [round(value * 10**digits) for value, digits in ((points, places), (Fraction(percent), of_percent))]
    first, second = (
        Stated(Decimal(count).scaleb(-digits), digits)
        for count, digits in zip(printed, (places, of_percent), strict=True)
    )
    assert Held(first, second, Decimal(weight)).agrees
