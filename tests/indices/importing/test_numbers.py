"""Figures as officials write them, and cells that hold none."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indices.importing.grid import Cell, Kind
from indices.importing.numbers import WORDS, NumberError, number_in, points_in


def cell(value, kind=Kind.TEXT, number_format=""):
    return Cell("", 7, 3, kind, value, number_format)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,5", "1.5"),
        ("1.5", "1.5"),
        (" 1,5 ", "1.5"),
        ("\u00a01,5\u00a0", "1.5"),
        ("1 234,5", "1234.5"),
        ("1\u00a0234,5", "1234.5"),
        ("1\u202f234", "1234"),
        ("1.234,5", "1234.5"),
        ("1,234.5", "1234.5"),
        ("1.234.567", "1234567"),
        ("1'234,5", "1234.5"),
        ("’1,5", "1.5"),
        ("-2", "-2"),
        ("−2", "-2"),
        ("– 2", "-2"),
        ("+2", "2"),
        (",5", "0.5"),
        ("5,", "5"),
        ("2 điểm", "2"),
        ("0,5đ", "0.5"),
        ("100", "100"),
        ("0", "0"),
    ],
)
def test_a_number_is_read_however_it_is_written(text, value):
    assert number_in(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "x", "1,5,5", "1 2", "1.2.3", "1 23,4", "1,5 (SIPAS)", "một", "1e5", "²", "--1"])
def test_what_is_no_number_is_none(text):
    assert number_in(text) is None


@given(st.decimals(-10_000, 10_000, places=3))
def test_a_number_written_with_a_comma_is_itself(value):
    assert number_in(format(value, "f").replace(".", ",")) == value


@pytest.mark.parametrize(
    ("given_cell", "code"),
    [
        (cell("abc"), "not_a_number"),
        (cell("95%"), "percent"),
        (cell(Decimal("0.95"), Kind.NUMBER, "0.00%"), "percent"),
        (cell(datetime.date(2026, 5, 1), Kind.DATE), "date"),
        (cell("1:30", Kind.TIME), "date"),
        (cell(True, Kind.BOOLEAN), "boolean"),
        (cell("#DIV/0!", Kind.ERROR), "error"),
        (cell("", Kind.NO_RESULT), "no_result"),
        (cell("1,0000000001"), "places"),
        (cell(Decimal("0.0000000001"), Kind.NUMBER), "places"),
        (cell(Decimal("1E+300"), Kind.NUMBER), "too_large"),
        (cell("9300000000"), "too_large"),
    ],
)
def test_a_cell_without_points_says_why(given_cell, code):
    with pytest.raises(NumberError) as error:
        points_in(given_cell)
    assert error.value.code == code


def test_every_reason_has_words():
    for code in WORDS:
        message, remedy = NumberError(code, cell("abc")).words()
        assert message
        assert remedy
        assert "%(" not in message + remedy


def test_a_date_for_points_is_told_with_what_was_typed():
    _message, remedy = NumberError("date", cell(datetime.date(2026, 5, 1), Kind.DATE)).words()
    assert "1,5" in remedy


def test_nine_places_are_kept():
    assert points_in(cell("1,123456789")) == Decimal("1.123456789")
