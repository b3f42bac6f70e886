"""Workbooks and CSV files as officials keep them, made by the tests themselves."""

import io
import zipfile

from openpyxl import Workbook

from indices.importing.cells import read_book
from indices.importing.criteria_sheet import read_criteria

HEAD = ["STT", "Lĩnh vực, tiêu chí, tiêu chí thành phần", "Điểm tối đa"]
SMALL = [
    ["1", "Chỉ đạo điều hành", 5],
    ["1.1", "Kế hoạch", 3],
    ["1.1.1", "Ban hành kế hoạch", 1.5],
    ["1.1.2", "Mức độ hoàn thành", 1.5],
    ["1.2", "Kiểm tra", 2],
    ["2", "Thể chế", 5],
]


def workbook(*sheets, merges=(), formats=None, states=None):
    """Bytes of a workbook.

    Args:
        sheets: rows of cells each, or (name, rows).
        merges: of the first sheet, `D4:F4`.
        formats: cell of the first sheet -> number format.
        states: name of a sheet -> `hidden`.
    """
    book = Workbook()
    book.remove(book.active)
    for place, one in enumerate(sheets, start=1):
        name, rows = one if isinstance(one, tuple) else (f"Trang {place}", one)
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
        sheet.sheet_state = (states or {}).get(name, "visible")
    first = book.worksheets[0]
    for cells in merges:
        first.merge_cells(cells)
    for cell, number_format in (formats or {}).items():
        first[cell].number_format = number_format
    return saved(book)


def saved(book):
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def with_part(data, name, content, *, instead=False):
    """A workbook with one part more, or another in its place."""
    changed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for member in old.infolist():
            if not (instead and member.filename == name):
                new.writestr(member, old.read(member))
        new.writestr(name, content)
    return changed.getvalue()


def part_of(data, name):
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.read(name)


def read_rows(rows, *, head=HEAD, options=None, **shape):
    """A `Reading` of one sheet of these rows below a heading."""
    return read_criteria(read_book(workbook([head, *rows], **shape), "bo.xlsx"), **(options or {}))


def codes(reading):
    return [(row.depth, row.code) for row in reading.rows]


def faults(reading):
    """[(cell, code)] of a reading."""
    return [(fault.cell, fault.code) for fault in reading.faults]


def remarks(reading):
    return " ".join(remark.text for remark in reading.remarks)
