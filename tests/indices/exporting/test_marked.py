"""The file comes back with its faults marked, and as it was otherwise."""

import io
import zipfile
from datetime import date
from decimal import Decimal

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.comments import Comment
from openpyxl.styles import Font

from indices.exporting.marked import AUTHOR, FAULTY, LIST, marked_workbook
from indices.importing.cells import read_book
from indices.importing.faults import CellFault
from indices.importing.score_values import Meaning, Shape
from indices.importing.scores import read_scores
from indices.importing.subject import Subject
from tests.indices.importing.score_books import MESSES, book_of, table_of

ABOVE = CellFault("Điểm", "C3", "7", "above_maximum", "7 vượt điểm tối đa 5.", "Sửa lại điểm.")
WHOLE = CellFault("Điểm", "", "", "missing_unit", "Thiếu Châu.", "Thêm dòng của đơn vị.")


def saved(book):
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


@pytest.fixture
def sheet():
    """A sheet of points with a title over merged cells, a formula, and a second sheet."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Điểm"
    for row in (["Bảng điểm"], ["Đơn vị", "1.1", "1.2", "Tổng"], ["An", 4, 7, "=B3+C3"], ["Bắc", 3.5, 2, "=B4+C4"]):
        sheet.append(row)
    sheet.merge_cells("A1:D1")
    sheet["B3"].number_format = "0.00"
    sheet["B3"].font = Font(bold=True)
    book.create_sheet("Ghi chú")["A1"] = "Không đọc trang này"
    return sheet


def marked(sheet, *faults):
    return load_workbook(io.BytesIO(marked_workbook(saved(sheet.parent), "diem.xlsx", faults)))


def is_marked(cell):
    return cell.fill.start_color.rgb == FAULTY.start_color.rgb


def test_a_faulty_cell_is_coloured_and_commented(sheet):
    cell = marked(sheet, ABOVE)["Điểm"]["C3"]

    assert is_marked(cell)
    assert (cell.comment.text, cell.comment.author) == ("7 vượt điểm tối đa 5.\nSửa lại điểm.", AUTHOR)


def test_everything_else_is_as_it_was(sheet):
    book = marked(sheet, ABOVE)

    assert book.sheetnames == [LIST, "Điểm", "Ghi chú"]
    found = book["Điểm"]
    assert [[cell.value for cell in row] for row in found.iter_rows()] == [
        ["Bảng điểm", None, None, None],
        ["Đơn vị", "1.1", "1.2", "Tổng"],
        ["An", 4, 7, "=B3+C3"],
        ["Bắc", 3.5, 2, "=B4+C4"],
    ]
    assert [str(block) for block in found.merged_cells.ranges] == ["A1:D1"]
    assert (found["B3"].number_format, found["B3"].font.bold) == ("0.00", True)
    assert [cell.coordinate for row in found.iter_rows() for cell in row if is_marked(cell) or cell.comment] == ["C3"]


def test_the_list_has_every_fault_with_a_link(sheet):
    found = marked(sheet, WHOLE, ABOVE)[LIST]

    rows = [[cell.value for cell in row] for row in found.iter_rows(min_row=3)]
    assert rows == [
        ["STT", "Trang tính", "Ô", "Giá trị", "Lỗi", "Cách sửa"],
        [1, "Điểm", None, None, "Thiếu Châu.", "Thêm dòng của đơn vị."],
        [2, "Điểm", "C3", "7", "7 vượt điểm tối đa 5.", "Sửa lại điểm."],
    ]
    assert found["C5"].hyperlink.location == "'Điểm'!C3"


def test_the_list_is_what_is_seen_first(sheet):
    book = marked(sheet, ABOVE)

    assert book.active.title == LIST
    assert [found.sheet_view.tabSelected for found in book.worksheets] == [True, False, False]


def test_several_faults_of_a_cell_are_told_together(sheet):
    other = CellFault("Điểm", "C3", "7", "sum_differs", "Tổng không khớp.", "Sửa tổng.")

    text = marked(sheet, ABOVE, other)["Điểm"]["C3"].comment.text

    assert text == "7 vượt điểm tối đa 5.\nSửa lại điểm.\n\nTổng không khớp.\nSửa tổng."


def test_a_comment_that_was_there_is_kept_below(sheet):
    sheet["C3"].comment = Comment("Đã hỏi phòng Nội vụ.", "Lan")

    assert marked(sheet, ABOVE)["Điểm"]["C3"].comment.text.endswith("Sửa lại điểm.\n\nĐã hỏi phòng Nội vụ.")


def test_a_fault_inside_merged_cells_is_marked_at_their_first(sheet):
    book = marked(sheet, CellFault("Điểm", "C1", "", "wrong_year", "Sai năm.", "Chọn đúng năm."))

    assert is_marked(book["Điểm"]["A1"])


def test_an_empty_cell_can_be_marked(sheet):
    assert is_marked(marked(sheet, CellFault("Điểm", "F9", "", "missing_cell", "Thiếu.", "Ghi."))["Điểm"]["F9"])


def test_a_sheet_that_the_file_does_not_have_is_only_listed(sheet):
    book = marked(sheet, CellFault("Trang khác", "A1", "", "nothing_to_read", "Không có gì.", "Xem lại."))

    assert book[LIST]["B4"].value == "Trang khác"
    assert book[LIST]["C4"].hyperlink is None


def test_text_of_the_list_is_never_a_formula(sheet):
    hostile = CellFault("Điểm", "C3", '=HYPERLINK("http://x")', "not_a_number", "+1 không phải số.", "@sửa")

    data = marked_workbook(saved(sheet.parent), "diem.xlsx", [hostile])

    row = load_workbook(io.BytesIO(data))[LIST][4]
    assert [cell.data_type for cell in row[3:6]] == ["s", "s", "s"]
    assert all(cell.quotePrefix for cell in row[3:6])


def test_letters_that_no_workbook_holds_are_left_out(sheet):
    fault = CellFault("Điểm", "C3", "7\x07", "not_a_number", "“7\x07” không phải số.", "Sửa.")

    assert marked(sheet, fault)["Điểm"]["C3"].comment.text.startswith("“7” không")


def test_what_was_marked_before_is_marked_anew(sheet):
    first = marked_workbook(saved(sheet.parent), "diem.xlsx", [ABOVE])
    other = CellFault("Điểm", "B4", "3,5", "above_maximum", "Vượt.", "Sửa.")

    book = load_workbook(io.BytesIO(marked_workbook(first, "diem.xlsx", [other])))

    assert book.sheetnames == [LIST, "Điểm", "Ghi chú"]
    found = book["Điểm"]
    assert [cell.coordinate for row in found.iter_rows() for cell in row if is_marked(cell) or cell.comment] == ["B4"]


def test_a_marked_workbook_may_come_in_again(sheet):
    data = marked_workbook(saved(sheet.parent), "diem.xlsx", [WHOLE, ABOVE])

    sheets = read_book(data, "diem.xlsx").sheets

    assert [found.name for found in sheets] == [LIST, "Điểm", "Ghi chú"]
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert not [name for name in archive.namelist() if "external" in name.lower()]


@pytest.mark.parametrize("shape", list(Shape))
def test_a_marked_workbook_reads_as_the_one_that_was_marked(shape, draft):
    subject = Subject.of(draft)
    points = {
        unit: {code: score.entered_points for code, score in scores.items()} for unit, scores in subject.scores.items()
    }
    totals = {unit: {Meaning.TOTAL_POINTS: sum(row.values())} for unit, row in points.items()}
    table = table_of(subject, points, totals) if shape != Shape.TOTALS else table_of(subject, {}, totals)
    made = book_of(table, shape, MESSES["everything"])
    before = read_scores(made.book(), subject)
    place = next(iter(before.units.values()))
    fault = CellFault(place.sheet, place.cell, "An", "above_maximum", "Điểm 7 của An vượt điểm tối đa.", "Sửa điểm.")

    after = read_scores(read_book(marked_workbook(made.data, made.file_name, [fault] * 3), "diem.xlsx"), subject)

    assert after.units == before.units
    assert after.faults == before.faults


def test_a_csv_file_comes_back_as_a_workbook_with_its_cells():
    data = "Đơn vị;1.1;Ghi chú\nAn;1,5;=1+1\n".encode()
    fault = CellFault("", "B2", "1,5", "above_maximum", "Vượt.", "Sửa.")

    book = load_workbook(io.BytesIO(marked_workbook(data, "diem.csv", [fault])))

    found = book["Dữ liệu"]
    assert [[cell.value for cell in row] for row in found.iter_rows()] == [
        ["Đơn vị", "1.1", "Ghi chú"],
        ["An", "1,5", "=1+1"],
    ]
    assert found["C2"].data_type == "s"
    assert is_marked(found["B2"])
    assert book[LIST]["B4"].value == "Dữ liệu"


def test_a_workbook_that_cannot_be_kept_is_written_anew(sheet, monkeypatch):
    sheet["A4"] = date(2024, 12, 31)
    sheet["B4"] = True
    sheet.parent["Ghi chú"].sheet_state = "hidden"
    data = saved(sheet.parent)

    def broken(*_args, **_kwargs):
        raise ValueError("styles beyond repair")

    monkeypatch.setattr("indices.exporting.marked.load_workbook", broken)
    book = load_workbook(io.BytesIO(marked_workbook(data, "diem.xlsx", [ABOVE])))

    found = book["Điểm"]
    assert (found["B3"].value, found["A4"].value.date(), found["B4"].value) == (Decimal(4), date(2024, 12, 31), True)
    assert found["B3"].number_format == "0.00"
    assert [str(block) for block in found.merged_cells.ranges] == ["A1:D1"]
    assert book["Ghi chú"].sheet_state == "hidden"
    assert is_marked(found["C3"])
