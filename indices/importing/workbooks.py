"""An Excel workbook → sheets of cells.

Read with the row parser that openpyxl's read-only mode is made of, and not through its sheets: the parser also tells
which cells are merged, which read-only sheets do not, and it makes up no empty cells between what is there, so that one
value in XFD1048576 costs nothing. Its normal mode would build an object for every styled cell.
"""

import io
import re
import warnings
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from datetime import time as time_of_day
from decimal import Decimal
from functools import cache, partial
from itertools import islice

from django.conf import settings
from openpyxl.cell.read_only import ReadOnlyCell
from openpyxl.reader.excel import ExcelReader
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet._reader import FORMULA_TAG, WorkSheetParser

from indices.importing.bounds import check_place, check_text, within
from indices.importing.containers import refused
from indices.importing.faults import FileRefusedError
from indices.importing.grid import Cell, Kind, Merge, Sheet

# Declarations make a small file large, or fetch others; no workbook needs one. UTF-16 is the same with zeros between.
DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY|ELEMENT|ATTLIST|NOTATION)", re.IGNORECASE)
# What a workbook may have by the million: rows, cells, texts that cells share, merged cells.
CELL = re.compile(rb"<(?:\w+:)?(?:c|row|si|mergeCell)[\s/>]")
TAGS_PER_CELL = 4  # `<c><v>…</v></c>`; each costs up to 260 bytes, nested without end
NO_RESULT = object()


def read_workbook(data: bytes) -> tuple[Sheet, ...]:
    """The sheets of a workbook that `containers.recognise` has let through.

    Raises:
        FileRefusedError: declarations inside, too many cells, a value beyond the bounds, or damaged.
    """
    try:
        _check_parts(data)
        with warnings.catch_warnings():
            # What openpyxl warns of (styles and extensions it will not keep) is nothing that is read here.
            warnings.simplefilter("ignore")
            return tuple(_read(data))
    except FileRefusedError:
        raise
    except Exception as error:  # a damaged file may break the parser in any way; the reader is told which file it is
        raise refused("damaged") from error


def _check_parts(data: bytes) -> None:
    """Every part, whatever its name: a workbook may call its sheets as it likes."""
    cells = tags = 0
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for member in archive.infolist():
            part = archive.read(member).replace(b"\x00", b"")
            if DECLARATION.search(part):
                raise refused("entities")
            if member.filename.lower() == "[content_types].xml" and b"macroenabled" in part.lower():
                raise refused("macros")
            cells += sum(1 for _cell in islice(CELL.finditer(part), settings.SPREADSHEET_MAX_CELLS + 1))
            tags += part.count(b"<")
            if cells > settings.SPREADSHEET_MAX_CELLS or tags > settings.SPREADSHEET_MAX_CELLS * TAGS_PER_CELL:
                raise refused("too_many_cells")


def _read(data: bytes) -> Iterator[Sheet]:
    reader = _Reader(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    with reader.archive:
        reader.read()
        for sheet in reader.wb.worksheets:
            yield _read_sheet(reader.wb, sheet)


class _Sheet(ReadOnlyWorksheet):
    def _get_size(self):
        """Not asked: a sheet that does not say how large it is would be read twice from end to end."""


class _Reader(ExcelReader):
    """Names the sheets, and reads none of them."""

    def read_worksheets(self):
        for sheet, rel in self.parser.find_sheets():
            if rel.target in self.valid_files and "chartsheet" not in rel.Type:
                found = _Sheet(self.wb, sheet.name, rel.target, self.shared_strings)
                found.sheet_state = sheet.state
                self.wb._sheets.append(found)


class _Parser(WorkSheetParser):
    """Rows as they stand; a formula without a stored result is told from an empty cell."""

    def parse_cell(self, element):
        cell = super().parse_cell(element)
        # A result that is empty text is stored as text.
        if cell["value"] is None and element.get("t") != "str" and element.find(FORMULA_TAG) is not None:
            cell["value"] = NO_RESULT
        return cell

    def parse_extensions(self, element):
        """Nothing of them is read."""

    parse_formatting = parse_sheet_protection = parse_legacy = parse_extensions


def _read_sheet(book, sheet) -> Sheet:
    rows: dict[int, dict[int, Cell]] = {}
    format_of, number_of = cache(partial(_format, sheet)), cache(_number)
    last_row, last_column = settings.SPREADSHEET_MAX_ROWS, settings.SPREADSHEET_MAX_COLUMNS
    with sheet._get_source() as source:
        parser = _Parser(
            source,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        for _row, cells in parser.parse():
            for found in cells:
                cell = _cell(sheet.title, found, format_of, number_of)
                if cell is not None:
                    if cell.row > last_row or cell.column > last_column:
                        check_place(sheet.title, cell.row, cell.column)
                    if cell.kind == Kind.TEXT:
                        check_text(sheet.title, cell.row, cell.column, cell.value)
                    rows.setdefault(cell.row, {})[cell.column] = cell
    merged = parser.merged_cells.mergeCell if parser.merged_cells else ()
    ordered = {row: dict(sorted(rows[row].items())) for row in sorted(rows)}
    merges = within((_merge(one.ref) for one in merged), ordered)
    return Sheet(sheet.title, ordered, merges, sheet.sheet_state != "visible")


def _merge(ref: str) -> Merge:
    left, top, right, bottom = range_boundaries(ref)
    return Merge(top, left, bottom, right)


def _cell(sheet: str, found: dict, format_of: Callable[[int], str], number_of: Callable) -> Cell | None:
    """One cell of the parser's, typed; `None` for an empty one."""
    value = found["value"]
    if value is None or (isinstance(value, str) and not value.strip()):
        return None
    kind, value = _typed(value, found["data_type"], number_of)
    number_format = format_of(found["style_id"]) if kind == Kind.NUMBER else ""
    return Cell(sheet, found["row"], found["column"], kind, value, number_format)


def _typed(value, data_type: str, number_of: Callable):
    if value is NO_RESULT:
        return Kind.NO_RESULT, ""
    if data_type == "e":
        return Kind.ERROR, str(value)
    if isinstance(value, bool):
        return Kind.BOOLEAN, value
    if isinstance(value, int | float):
        return number_of(value)
    if isinstance(value, datetime):
        return Kind.DATE, value.date() if value.time() == time_of_day.min else value
    if isinstance(value, date):
        return Kind.DATE, value
    if isinstance(value, time_of_day | timedelta):
        return Kind.TIME, str(value)
    return Kind.TEXT, str(value).replace("_x000D_", "")


def _number(value: int | float):
    """Excel keeps and shows fifteen significant digits; what lies beyond comes of binary sums (0.1 + 0.2)."""
    exact = Decimal(value) if isinstance(value, int) else Decimal(format(value, ".15g"))
    return (Kind.NUMBER, exact) if exact.is_finite() else (Kind.ERROR, str(value))


def _format(sheet, style_id: int) -> str:
    number_format = ReadOnlyCell(sheet, 1, 1, None, style_id=style_id).number_format
    return "" if number_format == "General" else number_format
