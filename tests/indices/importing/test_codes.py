"""Codes as they stand in tables, and what Excel made of them."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indices.domain.outline import numbered
from indices.importing.codes import CodeError, Codes, cleaned, is_bullet, is_code, split_name, starts_with_bullet
from indices.importing.grid import Cell, Kind


def cell(value, row=1):
    kinds = {str: Kind.TEXT, Decimal: Kind.NUMBER, datetime.date: Kind.DATE, bool: Kind.BOOLEAN}
    return Cell("", row, 1, kinds[type(value)], value)


def read(*values):
    """[(depth, code)] of a column of cells."""
    cells = [cell(value, row) for row, value in enumerate(values, start=1)]
    codes = Codes(cells)
    return [(code.depth, code.text) for code in map(codes.read, cells)]


def day(text):
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1.1.1.", "1.1.1"),
        ("1,2", "1.2"),
        (" 1 . 2 ", "1.2"),
        ("TC 1.2", "1.2"),
        ("TC1.2", "1.2"),
        ("Tiêu chí 1.2:", "1.2"),
        ("Lĩnh vực 3", "3"),
        ("01", "1"),
        ("1.10", "1.10"),
        ("I.", "I"),
        ("1)", "1"),
    ],
)
def test_a_code_is_cleaned_of_what_stands_around_it(text, code):
    assert cleaned(text) == code
    assert is_code(text)


@pytest.mark.parametrize("text", ["Nơi nhận:", "Tổng cộng", "a)", "-", "STT", "TM", "a", "Phần cứng", ""])
def test_words_and_bullets_are_no_codes(text):
    assert not is_code(text)


@pytest.mark.parametrize("text", ["-", "+", "•", "a)", "b.", "(c)", "đ)", "a", "(ii)"])
def test_bullets_are_known(text):
    assert is_bullet(text)


@pytest.mark.parametrize("text", ["- Ban hành đúng hạn", "a) Đúng hạn", "• 0,5 điểm", "+ có"])
def test_a_line_with_a_bullet_is_known(text):
    assert starts_with_bullet(text)


def test_a_name_may_begin_with_its_code():
    assert split_name("1.1. Kế hoạch năm") == ("1.1", "Kế hoạch năm")
    assert split_name("Lĩnh vực 2: Thể chế") == ("2", "Thể chế")
    assert split_name("IV. Tài chính công") == ("IV", "Tài chính công")
    assert split_name("3 báo cáo quý") is None
    assert split_name("Kế hoạch") is None


def test_depth_follows_from_the_code():
    assert read("1", "1.1", "1.1.1", "2") == [(0, "1"), (1, "1.1"), (2, "1.1.1"), (0, "2")]


def test_numbers_stand_below_roman_fields():
    assert read("I", "1", "1.1", "II", "2") == [(0, "I"), (1, "1"), (2, "1.1"), (0, "II"), (1, "2")]


def test_codes_that_begin_with_two_numbers_stand_right_below_roman_fields():
    assert read("I", "1.1", "1.1.1", "II", "2.1") == [(0, "I"), (1, "1.1"), (2, "1.1.1"), (0, "II"), (1, "2.1")]


def test_roman_numbers_may_go_on_with_points():
    assert read("I", "I.1", "I.1.1") == [(0, "I"), (1, "I.1"), (2, "I.1.1")]


def test_letters_roman_and_numbers_are_three_depths():
    assert read("A", "I", "1", "B", "I", "1") == [(0, "A"), (1, "I"), (2, "1"), (0, "B"), (1, "I"), (2, "1")]


def test_i_after_h_is_a_letter():
    letters = [chr(number) for number in range(ord("A"), ord("K"))]
    assert read(*letters) == [(0, letter) for letter in letters]


@pytest.mark.parametrize(
    ("before", "cell_value", "code"),
    [
        (("1", "1.1"), day("2026-02-01"), "1.2"),  # read as 1 February
        (("1", "1.1"), day("2026-01-02"), "1.2"),  # read as 2 January
        (("2",), day("2025-01-02"), "2.1"),
        (("1", "1.1"), day("2001-01-01"), "1.1.1"),
        (("1", "1.1", "1.1.1"), day("2002-01-01"), "1.1.2"),
        (("1", "1.2"), day("2003-02-01"), None),  # 1.2.3 without 1.2.1: below 1.2, after it
        (("1", "1.12"), day("2013-01-01"), "1.13"),
        (("1", "1.1", "1.1.1"), "01/02/2026", "1.2"),
        (("1", "1.1"), "2026-02-01", "1.2"),
        (("1", "1.1"), "1-Feb", "1.2"),
        (("1", "1.1"), "01-Thg2", "1.2"),
        (("1", "1.12"), "Jan-13", "1.13"),
        (("1",), "1/1", "1.1"),
        (("1", "1.9"), Decimal("1.1"), "1.10"),
        (("1",), Decimal("1.1"), "1.1"),
        (("1", "1.1"), Decimal("1.2"), "1.2"),
        ((), Decimal(1), "1"),
    ],
)
def test_what_excel_made_of_a_code_is_told_by_its_place(before, cell_value, code):
    assert read(*before, cell_value)[-1][1] == (code or "1.2.3")


def test_a_date_after_a_gap_is_the_only_code_that_goes_on():
    assert read("1", "1.1", day("2026-04-01"))[-1] == (1, "1.4")


def test_a_date_right_below_a_roman_field_counts_with_it():
    assert read("I", "1.1", "II", day("2026-01-02"))[-1] == (1, "2.1")


def test_a_date_that_fits_nowhere_is_not_guessed():
    with pytest.raises(CodeError) as error:
        read("1", "1.9", day("2026-02-01"))
    assert error.value.code == "code_date"
    assert error.value.likely == ("1.2", "2.1", "2.26")


@pytest.mark.parametrize(
    "value", [True, Decimal(-1), Decimal("1.2345"), Decimal("1.05"), Decimal(0), day("2000-01-01")]
)
def test_a_value_that_was_never_a_code_is_refused(value):
    with pytest.raises(CodeError) as error:
        read("1", value)
    assert error.value.code == "code_value"


def test_words_read_as_a_code_are_refused():
    with pytest.raises(CodeError) as error:
        read("1", "Nơi nhận")
    assert error.value.code == "not_a_code"


def as_excel_would(code, year=2026):
    """A cell as Excel makes it of a code typed into a general column, days first."""
    numbers = [int(number) for number in code.split(".")]
    try:
        if len(numbers) == 2:
            return datetime.date(year, numbers[1], numbers[0])
        if len(numbers) == 3:
            return datetime.date(2000 + numbers[2], numbers[1], numbers[0])
    except ValueError:
        return code
    return Decimal(code)


@st.composite
def trees(draw):
    depths = [0]
    for _row in range(draw(st.integers(0, 60))):
        depths.append(draw(st.integers(0, min(depths[-1] + 1, 2))))
    return numbered(depths)


@given(trees())
def test_any_counted_tree_is_read_back_from_what_excel_made_of_it(codes):
    assert [code for _depth, code in read(*map(as_excel_would, codes))] == codes


@given(trees())
def test_any_counted_tree_is_read_back_from_numbers(codes):
    cells = [Decimal(code) if code.count(".") < 2 else code for code in codes]
    assert [code for _depth, code in read(*cells)] == codes
