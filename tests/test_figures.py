"""Figures as readers see them: decimal comma or point, rounded half up once, the true minus sign."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reformtrack.figures import MINUS, NOTHING, figure_format

vi, en = figure_format("vi"), figure_format("en")


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        ("91.61", 2, "91,61"),
        ("91.605", 2, "91,61"),
        ("91.604999999", 2, "91,60"),
        ("58.2", 2, "58,20"),
        ("2.5", 0, "3"),
        ("-0.5", 2, "−0,50"),
        ("-0.125", 2, "−0,13"),
        ("-0.004", 2, "0,00"),
        ("1234567.5", 1, "1234567,5"),
        ("0", 4, "0,0000"),
    ],
)
def test_points_are_rounded_half_up_at_the_edge(value, places, text):
    assert vi.points(Decimal(value), places) == text


def test_english_writes_a_point():
    assert en.points(Decimal("91.605"), 2) == "91.61"
    assert figure_format("en-gb").exact(Decimal("5.12")) == "5.12"


def test_nothing_known_is_a_dash_and_not_zero():
    assert vi.points(None, 2) == vi.exact(None) == NOTHING
    assert vi.change(None, 2) == ""


@pytest.mark.parametrize(
    ("value", "text"), [("0.12", "+0,12"), ("-0.12", "−0,12"), ("0", "0,00"), ("0.004", "0,00"), ("-0.004", "0,00")]
)
def test_change_has_a_sign_unless_it_is_shown_as_nothing(value, text):
    assert vi.change(Decimal(value), 2) == text


@pytest.mark.parametrize(
    ("value", "text"), [("5.120000000", "5,12"), ("80", "80"), ("80.000", "80"), ("-0.005", "−0,005"), ("1E+2", "100")]
)
def test_exact_shows_every_digit_but_trailing_zeros(value, text):
    assert vi.exact(Decimal(value)) == text


figures = st.decimals(min_value=-1000, max_value=1000, places=9)


@given(figures, st.integers(0, 9))
def test_points_are_within_half_of_the_last_place_shown(value, places):
    shown = Decimal(vi.points(value, places).replace(",", ".").replace(MINUS, "-"))
    assert abs(shown - value) <= Decimal("0.5").scaleb(-places)


@given(figures)
def test_exact_loses_nothing(value):
    assert Decimal(en.exact(value).replace(MINUS, "-")) == value


def test_format_of_a_language_is_made_once():
    assert figure_format("vi") is vi
