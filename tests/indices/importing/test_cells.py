"""Files as they come: workbooks and CSV read cell by cell, everything else refused with a sentence."""

import codecs
import datetime
import io
import zipfile
from decimal import Decimal

import pytest
from openpyxl import Workbook

from indices.importing.cells import Kind, plain_name, read_book
from indices.importing.containers import REFUSED
from indices.importing.faults import FileRefusedError
from tests.indices.importing.workbooks import part_of, saved, with_part, workbook

SHEET = "xl/worksheets/sheet1.xml"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def only_sheet(data, name="a.xlsx"):
    (sheet,) = read_book(data, name).sheets
    return sheet


def refusal(data, name="a.xlsx"):
    with pytest.raises(FileRefusedError) as error:
        read_book(data, name)
    assert error.value.message.endswith((".", ")."))
    assert error.value.remedy
    return error.value.code


def zipped(**parts):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("--", "."), content)
    return file.getvalue()


def cell_xml(inner, row="1"):
    """A workbook whose only sheet holds these cells, written by hand."""
    sheet = (
        '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
        f'<row r="{row}">{inner}</row></sheetData></worksheet>'
    )
    return with_part(workbook([["a"]]), SHEET, sheet, instead=True)


# What cells hold


@pytest.mark.parametrize(
    ("value", "kind", "read"),
    [
        ("Kế hoạch", Kind.TEXT, "Kế hoạch"),
        (5, Kind.NUMBER, Decimal(5)),
        (1.5, Kind.NUMBER, Decimal("1.5")),
        (0.1 + 0.2, Kind.NUMBER, Decimal("0.3")),
        (datetime.date(2026, 2, 1), Kind.DATE, datetime.date(2026, 2, 1)),
        (datetime.time(1, 30), Kind.TIME, "01:30:00"),
        (True, Kind.BOOLEAN, True),
        ("#DIV/0!", Kind.ERROR, "#DIV/0!"),
    ],
)
def test_a_cell_keeps_its_kind_and_its_exact_value(value, kind, read):
    cell = only_sheet(workbook([[None, value]])).at(1, 2)
    assert (cell.kind, cell.value, cell.address) == (kind, read, "B1")


def test_a_cell_knows_its_sheet():
    book = read_book(workbook(("Nháp", [["a"]]), ("Chính", [[], [None, "b"]])), "bo.xlsx")
    assert [(cell.sheet, cell.address) for sheet in book.sheets for cell in sheet.cells()] == [
        ("Nháp", "A1"),
        ("Chính", "B2"),
    ]


def test_a_cell_quotes_what_stood_there():
    sheet = only_sheet(workbook([["  hai  lần\u00a0", 1.50, datetime.date(2026, 2, 1), False]]))
    assert [cell.text for cell in sheet.cells()] == ["hai lần", "1,5", "01/02/2026", "FALSE"]


def test_a_percentage_is_known_by_its_format():
    sheet = only_sheet(workbook([[0.95, 0.95]], formats={"B1": "0.00%"}))
    assert [cell.is_percent for cell in sheet.cells()] == [False, True]


def test_a_formula_without_a_stored_result_is_told_from_an_empty_cell():
    assert only_sheet(workbook([["=1+1"]])).at(1, 1).kind == Kind.NO_RESULT


def test_a_formula_is_read_by_its_stored_result():
    sheet = only_sheet(cell_xml('<c r="A1"><f>1+1</f><v>2</v></c>'))
    assert sheet.at(1, 1).value == Decimal(2)


def test_a_date_beyond_every_calendar_is_an_error_cell():
    data = workbook([[datetime.date(2026, 2, 1)]])
    raw = part_of(data, SHEET)
    start, end = raw.index(b"<v>"), raw.index(b"</v>")
    assert (
        only_sheet(with_part(data, SHEET, raw[:start] + b"<v>99999999999" + raw[end:], instead=True)).at(1, 1).kind
        == Kind.ERROR
    )


def test_a_number_beyond_every_number_is_an_error_cell():
    assert only_sheet(cell_xml('<c r="A1"><v>1E+999</v></c>')).at(1, 1).kind == Kind.ERROR


def test_merged_cells_have_their_value_at_the_top_left_and_are_told():
    sheet = only_sheet(workbook([["a", "b", "c"], [None, None, None, "d"]], merges=("B1:C2",)))
    assert [cell.address for cell in sheet.cells()] == ["A1", "B1", "D2"]
    (merge,) = sheet.merges
    assert (merge.top, merge.left, merge.bottom, merge.right) == (1, 2, 2, 3)


def test_a_hidden_sheet_is_told():
    book = read_book(workbook(("Nháp", [["a"]]), ("Chính", [["b"]]), states={"Nháp": "hidden"}), "a.xlsx")
    assert [sheet.hidden for sheet in book.sheets] == [True, False]


def test_empty_rows_and_styled_empty_cells_are_passed_by():
    book = Workbook()
    for row in range(1, 500):
        book.active.cell(row, 1).number_format = "0.00"
    book.active["C600"] = "x"
    assert [cell.address for cell in only_sheet(saved(book)).cells()] == ["C600"]


# CSV


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_csv_is_read_in_every_encoding_and_with_every_delimiter(encoding, delimiter):
    text = f'STT{delimiter}Nội dung{delimiter}Điểm\r\n1{delimiter}"Kế hoạch, kiểm tra; báo cáo"{delimiter}"1,5"\r\n'
    sheet = only_sheet(text.encode(encoding), "bo.csv")
    assert [cell.value for cell in sheet.cells()] == [
        "STT", "Nội dung", "Điểm", "1", "Kế hoạch, kiểm tra; báo cáo", "1,5",
    ]  # fmt: skip


def test_utf_16_with_the_other_mark_is_read():
    data = codecs.BOM_UTF16_BE + "Mã;Tên\n1;Chỉ đạo\n".encode("utf-16-be")
    assert only_sheet(data, "bo.csv").at(2, 2).value == "Chỉ đạo"


def test_a_semicolon_file_with_decimal_commas_is_not_parted_at_them():
    sheet = only_sheet("TT;Tên;Điểm\n1;Chỉ đạo;1,5\n2;Thể chế, văn bản;2,5\n".encode(), "bo.csv")
    assert sheet.at(3, 2).value == "Thể chế, văn bản"


def test_excel_says_the_delimiter_itself_and_rows_keep_their_numbers():
    sheet = only_sheet("sep=;\nMã;Tên\n1;Chỉ đạo, điều hành\n".encode(), "bo.csv")
    assert sheet.at(3, 2).address == "B3"
    assert sheet.at(3, 2).value == "Chỉ đạo, điều hành"


def test_a_cell_over_several_lines_stays_one():
    assert only_sheet('Mã,Tên\n1,"Chỉ đạo\nđiều hành"\n'.encode(), "bo.csv").at(2, 2).text == "Chỉ đạo điều hành"


# Names


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("C:\\Users\\an\\bo.xlsx", "bo.xlsx"),
        ("../../etc/bo.csv", "bo.csv"),
        ("bo\x00.xlsx", "bo.xlsx"),
        ("", ""),
    ],
)
def test_a_name_with_path_parts_keeps_only_its_last(given, name):
    assert plain_name(given) == name


# What is refused


@pytest.mark.parametrize(
    ("data", "name", "code"),
    [
        (b"", "a.xlsx", "empty"),
        (b"\x00\x00\n", "a.csv", "empty"),
        (b"%PDF-1.7 ...", "a.xlsx", "pdf"),
        (b"{\\rtf1 abc}", "a.doc", "word"),
        (b"\x89PNG\r\n", "a.png", "image"),
        (b"Rar!\x1a", "a.rar", "archive"),
        (OLE + "Workbook".encode("utf-16-le"), "a.xls", "xls"),
        (OLE + "WordDocument".encode("utf-16-le"), "a.doc", "word"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "encrypted"),
        (OLE, "a.xlsx", "old_office"),
        (b"<html><table><tr><td>1</td></tr></table></html>", "a.xls", "web"),
        (b"\xef\xbb\xbf<?xml version='1.0'?><Workbook/>", "a.xls", "web"),
        (zipped(**{"word/document.xml": "x"}), "a.docx", "word"),
        (zipped(**{"ppt/presentation.xml": "x"}), "a.pptx", "slides"),
        (zipped(**{"xl/workbook.bin": "x"}), "a.xlsb", "xlsb"),
        (zipped(mimetype="application/vnd.oasis.opendocument.spreadsheet"), "a.ods", "damaged"),
        (zipped(mimetype="application/vnd.oasis.opendocument.text"), "a.odt", "word"),
        (zipped(mimetype="application/epub+zip"), "a.epub", "unknown"),
        (zipped(**{"anh.jpg": "x"}), "a.zip", "archive"),
        (b"PK\x03\x04 not really", "a.xlsx", "damaged"),
        (b"not a workbook", "a.xlsx", "damaged"),
        ("Mã;Tên\n1;Chỉ đạo\n".encode("utf-16-le")[:-1] + b"\xd8", "a.csv", "encoding"),
        ("Mã;Tên\n1;Chỉ đạo".encode("cp1258", "replace") + b"\xf5\xe3", "a.csv", "encoding"),
        (b"abc\x00def,1\n\x00\x00", "a.csv", "unknown"),
        (b"a,b\n1,2\n", "a.dat", "wrong_ending"),
        (b"a,b\n1,2\n", "khong-duoi", "wrong_ending"),
        (b"a,b\n1,2\n", "a.xls", "unknown"),
        (workbook([["a"]]), "a.csv", "wrong_ending"),
        (workbook([["a"]])[:-40], "a.xlsx", "damaged"),
    ],
)  # fmt: skip
def test_a_file_that_is_no_table_is_refused_with_its_reason(data, name, code):
    assert refusal(data, name) == code


@pytest.mark.parametrize(
    ("part", "content", "code"),
    [
        ("xl/vbaProject.bin", b"macro", "macros"),
        ("xl/macrosheets/sheet1.xml", b"<a/>", "macros"),
        ("xl/externalLinks/externalLink1.xml", b"<a/>", "external_links"),
        ("xl/connections.xml", b"<a/>", "external_links"),
        ("docProps/custom.xml", b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "entities"),
        ("xl/ten-bat-ky.bin", b'<!ENTITY b SYSTEM "file:///etc/passwd">', "entities"),
        ("xl/utf16.xml", "<!DOCTYPE a>".encode("utf-16"), "entities"),
    ],
)
def test_a_workbook_with_harmful_parts_is_refused(part, content, code):
    assert refusal(with_part(workbook([["a"]]), part, content)) == code


def test_a_workbook_that_may_hold_macros_is_refused():
    data = workbook([["a"]])
    name = "[Content_Types].xml"
    types = part_of(data, name).replace(b"spreadsheetml.sheet.main", b"sheet.macroEnabled.main")
    assert refusal(with_part(data, name, types, instead=True), "a.xlsm") == "macros"
    assert refusal(with_part(data, name, types, instead=True)) == "macros"


@pytest.mark.parametrize("name", ["a.txt", "a.TSV", "a.csv"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_text_with_tabs_is_read_as_a_spreadsheet_pasted_or_saved_it(name, encoding):
    (sheet,) = read_book("Mã\tTên\n1.1\tChỉ đạo\n".encode(encoding), name).sheets
    assert [cell.text for cell in sheet.cells()] == ["Mã", "Tên", "1.1", "Chỉ đạo"]


def test_a_workbook_with_a_password_of_zip_is_refused():
    data = bytearray(workbook([["a"]]))
    at = data.index(b"PK\x01\x02")
    data[at + 8] |= 1
    assert refusal(bytes(data)) == "encrypted"


def test_a_file_that_is_too_large_is_refused(settings):
    settings.SPREADSHEET_MAX_BYTES = 100
    assert refusal(workbook([["a"]])) == "too_large"


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    data = with_part(workbook([["a"]]), "xl/media/image1.png", b"\x00" * 101 * 2**20)
    assert len(data) < 2**18
    assert refusal(data) == "bomb"


def test_too_many_parts_are_refused(settings):
    settings.SPREADSHEET_MAX_PARTS = 3
    assert refusal(workbook([["a"]])) == "bomb"


def test_millions_of_empty_styled_cells_are_refused(settings):
    settings.SPREADSHEET_MAX_CELLS = 1_000
    assert refusal(cell_xml('<c s="0"/>' * 1_001)) == "too_many_cells"


@pytest.mark.parametrize("where", ["XFD1048576", "A20001", "SG1"])
def test_a_value_far_away_is_refused_at_once(where):
    digits = "".join(letter for letter in where if letter.isdigit())
    assert refusal(cell_xml(f'<c r="{where}"><v>1</v></c>', row=digits)) == "out_of_bounds"


def test_a_csv_with_too_many_rows_or_columns_is_refused(settings):
    settings.SPREADSHEET_MAX_ROWS = 2
    assert refusal(b"a,b\n1,2\n3,4\n", "a.csv") == "out_of_bounds"
    settings.SPREADSHEET_MAX_COLUMNS = 1
    assert refusal(b"a,b\n", "a.csv") == "out_of_bounds"


def test_a_csv_cell_without_end_is_refused():
    assert refusal(b'a,"' + b"x" * 200_000, "a.csv") == "damaged"


@pytest.mark.parametrize(
    "cells", ['<c r="A1"><v>abc</v></c>', '<c r="A1" t="s"><v>99</v></c>', '<c r="AAAAAAA1"><v>1</v></c>', "<c"]
)
def test_a_damaged_sheet_is_refused(cells):
    assert refusal(cell_xml(cells)) == "damaged"


def test_every_refusal_says_what_to_do():
    for message, remedy in REFUSED.values():
        assert str(message)
        assert str(remedy)
