"""Files of answers: counts and respondents, whichever way they are written, and each way they can be wrong."""

import io

import pytest
from openpyxl import Workbook

from indices.exporting.answers import Form, answers_workbook
from indices.importing.answers import read_answers
from indices.importing.answers_header import level_of
from indices.importing.cells import read_book
from indices.importing.subject import Subject
from indices.models import Index, TotalMethod
from tests.factories import CriteriaSetFactory, CriterionFactory, EditionFactory, IndexFactory, UnitFactory

pytestmark = pytest.mark.django_db
HEAD = (
    "Đơn vị",
    "Mã tiêu chí",
    "Tiêu chí",
    "Rất không hài lòng",
    "Không hài lòng",
    "Bình thường",
    "Hài lòng",
    "Rất hài lòng",
)
PEOPLE = ("Đơn vị", "M1 Thủ tục", "M2 Thái độ")


@pytest.fixture
def edition():
    index = IndexFactory(total_method=TotalMethod.SUM, figure=Index.Figure.PERCENT)
    used = CriteriaSetFactory(index=index)
    parent = CriterionFactory(criteria_set=used, code="M", name="Dịch vụ", max_points=20)
    for code, name in (("M1", "Thủ tục"), ("M2", "Thái độ")):
        CriterionFactory(criteria_set=used, code=code, name=name, parent=parent, level="criterion", max_points=10)
    return EditionFactory(index=index, criteria_set=used, stated_units=None)


@pytest.fixture
def an(edition):
    return UnitFactory(name="An Sơn", level=edition.index.level)


@pytest.fixture
def binh(edition):
    return UnitFactory(name="Bình Sơn", level=edition.index.level)


def workbook(*rows, **sheets):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    for name, more in sheets.items():
        sheet = book.create_sheet(name)
        for row in more:
            sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def read(edition, *rows, levels=5, **sheets):
    return read_answers(read_book(workbook(*rows, **sheets), "phieu.xlsx"), Subject.of(edition), levels)


def codes(reading):
    return [(fault.cell, fault.code) for fault in reading.faults]


def test_counts_are_read_a_row_for_each_unit_and_item(edition, an):
    found = read(edition, HEAD, ("An Sơn", "M1", "", 1, 2, 3, 4, 5), ("An Sơn", "", "Thái độ", "", "", "0", 7, "-"))
    assert found.faults == []
    assert found.counts == {an.pk: {"M1": (1, 2, 3, 4, 5), "M2": (0, 0, 0, 7, 0)}}
    assert found.rows is None


def test_a_unit_said_once_holds_for_the_rows_below(edition, an, binh):
    rows = (
        HEAD,
        ("An Sơn", "M1", "", 1, 0, 0, 0, 0),
        (None, "M2", "", 2, 0, 0, 0, 0),
        ("Bình Sơn", "M1", "", 3, 0, 0, 0, 0),
    )
    found = read(edition, *rows)
    assert found.counts == {an.pk: {"M1": (1, 0, 0, 0, 0), "M2": (2, 0, 0, 0, 0)}, binh.pk: {"M1": (3, 0, 0, 0, 0)}}


def test_a_unit_may_stand_in_a_row_of_its_own(edition, an):
    rows = (HEAD[1:], ("Tỉnh An Sơn",), ("M1", "", 1, 0, 0, 0, 0), ("M2", "", 2, 0, 0, 0, 0))
    assert read(edition, *rows).counts == {an.pk: {"M1": (1, 0, 0, 0, 0), "M2": (2, 0, 0, 0, 0)}}


def test_titles_numbers_of_columns_and_totals_are_passed_over(edition, an):
    rows = (
        ("SỐ NGƯỜI TRẢ LỜI",),
        (),
        HEAD,
        tuple(f"({place})" for place in range(1, 9)),
        ("An Sơn", "M1", "", 0, 0, 0, 1, 0),
        ("Tổng cộng", "", "", 0, 0, 0, 1, 0),
    )
    found = read(edition, *rows)
    assert (found.faults, found.counts) == ([], {an.pk: {"M1": (0, 0, 0, 1, 0)}})


def test_levels_may_be_headed_by_their_numbers(edition, an):
    head = ("Đơn vị", "Mục hỏi", "Mức 5", "4 - Hài lòng", 3, "2", 1)
    assert read(edition, head, ("An Sơn", "M1", 5, 4, 3, 2, 1)).counts == {an.pk: {"M1": (1, 2, 3, 4, 5)}}


def test_respondents_are_counted_and_let_go(edition, an, binh):
    rows = (
        ("STT", *PEOPLE, "Số điện thoại"),
        (1, "An Sơn", 5, "Hài lòng", "0900 000 001"),
        (2, "An Sơn", "4", "rất hài lòng", "0900 000 002"),
        (3, "Bình Sơn", 1, None, "0900 000 003"),
    )
    found = read(edition, *rows)
    assert found.counts == {
        an.pk: {"M1": (0, 0, 0, 1, 1), "M2": (0, 0, 0, 1, 1)},
        binh.pk: {"M1": (1, 0, 0, 0, 0), "M2": (0, 0, 0, 0, 0)},
    }
    assert found.rows == 3
    assert [remark.text for remark in found.remarks] == ["Cột “Số điện thoại” không được đọc và không được lưu."]
    assert "0900" not in repr(found)


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([HEAD, ("Ai Biết", "M1", "", 1, 0, 0, 0, 0)], [("A2", "unknown_unit")]),
        ([HEAD, ("An Sơn", "M9", "", 1, 0, 0, 0, 0)], [("B2", "unknown_item"), ("A2", "no_answers")]),
        ([HEAD, ("An Sơn", "M", "", 1, 0, 0, 0, 0)], [("B2", "not_an_item"), ("A2", "no_answers")]),
        ([HEAD, ("An Sơn", None, None, 1, 0, 0, 0, 0)], [("A2", "unknown_item"), ("A2", "no_answers")]),
        ([HEAD, (None, "M1", "", 1, 0, 0, 0, 0)], [("B2", "no_unit")]),
        ([HEAD, ("An Sơn", "M1", "", 1, 0, 0, 2.5, 0)], [("G2", "not_a_count"), ("A2", "no_answers")]),
        ([HEAD, ("An Sơn", "M1", "", -1, 0, 0, "hai", 0)], [("D2", "not_a_count"), ("G2", "not_a_count")]),
        ([HEAD, ("An Sơn", "M1", "", 10**8, 0, 0, 1, 0)], [("D2", "not_a_count")]),
        ([HEAD, ("An Sơn", "M1", "", 0, 0, 0, 0, 0)], [("A2", "no_answers")]),
        (
            [HEAD, ("An Sơn", "M1", "", 1, 0, 0, 0, 0), ("An Sơn", "M1", "", 1, 0, 0, 0, 0)],
            [("B3", "item_twice")],
        ),
        ([PEOPLE, ("An Sơn", 6, "Rất tốt")], [("B2", "not_a_level"), ("C2", "not_a_level"), ("A2", "no_answers")]),
        ([PEOPLE, ("An Sơn", 4.5, 5)], [("B2", "not_a_level")]),
        ([PEOPLE, (None, 4, 5)], [("B2", "no_unit")]),
        ([(*PEOPLE, "M2"), ("An Sơn", 4, 5, 5)], [("D1", "column_twice")]),
        ([("Đơn vị", "Điểm"), ("An Sơn", 4)], [("", "nothing_to_read")]),
    ],
)
def test_whatever_is_wrong_is_told_with_its_cell(edition, an, rows, told):
    found = read(edition, *rows)
    assert set(told) <= set(codes(found))
    assert all(fault.message and fault.remedy for fault in found.faults)


def test_all_faults_are_told_at_once(edition, an):
    found = read(edition, HEAD, ("Ai", "M1", "", 1, 0, 0, 0, 0), ("An Sơn", "M7", "", "x", 0, 0, 0, 0))
    assert {code for _cell, code in codes(found)} >= {"unknown_unit", "unknown_item", "not_a_count"}


def test_an_item_said_on_two_sheets_names_the_other(edition, an):
    row = ("An Sơn", "M1", "", 1, 0, 0, 0, 0)
    found = read(edition, HEAD, row, Hai=[HEAD, row])
    assert [(fault.sheet, fault.code) for fault in found.faults] == [("Hai", "item_twice")]
    assert "Sheet!B2" in found.faults[0].message


@pytest.mark.parametrize("levels", [5, 3, 2])
@pytest.mark.parametrize("form", list(Form))
@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_blank_workbook_is_understood(edition, an, form, levels, language):
    data = answers_workbook(edition, form, levels, language=language)
    found = read_answers(read_book(data, "mau.xlsx"), Subject.of(edition), levels)
    assert {code for _cell, code in codes(found)} <= {"no_answers"}


@pytest.mark.parametrize(
    ("text", "levels", "level"),
    [
        ("Hài lòng", 5, 4),
        ("Hài lòng", 3, 3),
        ("có", 2, 2),
        ("6", 5, None),
        ("Mức 3", 5, 3),
        ("4", 3, None),
        ("tốt", 5, None),
    ],
)
def test_a_level_is_known_by_word_or_number(text, levels, level):
    assert level_of(text, levels) == level
