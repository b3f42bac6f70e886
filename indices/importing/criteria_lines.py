"""The rows below the headings, told apart: criteria, notes on them, the total, headings again, what belongs to none."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from indices.importing.codes import holds_code, is_bullet, split_name, starts_with_bullet
from indices.importing.criteria_columns import Role
from indices.importing.criteria_header import Header
from indices.importing.grid import Cell, Kind, Sheet
from reformtrack.text import fold, nfc

TOTAL = re.compile(r"(?:tong(?: so)?(?: diem)?(?: cong)?(?: diem)?(?: toi da)?|cong|tong cong(?: .{0,40})?|total)")
SIGNED = re.compile(
    r"(?:noi nhan|tm|kt|tl|q|chu tich|pho chu tich|nguoi lap|thu truong|giam doc|bo truong|uy ban nhan dan|ubnd"
    r"|ky ten|luu|nhu tren|.{0,25}ngay (?:\d+ )?.{0,3}thang|xac nhan)\b.*"
)


class What(StrEnum):
    CRITERION = "criterion"
    TEXT = "text"  # words without a code
    TOTAL = "total"


@dataclass(slots=True)
class Line:
    """One row of the table.

    Args:
        code: the cell of the code, or one made of the code that the name begins with.
        name: what the name says, without such a code; name_cell: where it stands.
        offset: by how many columns the name is indented, or the depth that its column is headed with.
        above: (depth, cell) of names of higher levels in the same row, where each level has its own column.
    """

    row: int
    what: What
    cells: Mapping[int, Cell]
    code: Cell | None = None
    name: str = ""
    name_cell: Cell | None = None
    offset: int = 0
    above: list[tuple[int, Cell]] = field(default_factory=list)
    is_bullet: bool = False

    @property
    def text(self) -> str:
        """All its words, for a note."""
        words = [cell.text for cell in self.cells.values() if cell.kind == Kind.TEXT]
        return nfc(" ".join(words))

    def at(self, header: Header, role: Role) -> Cell | None:
        column = header.first(role)
        return None if column is None else self.cells.get(column.column)


def lines_of(sheet: Sheet, header: Header) -> list[Line]:
    """The rows below the headings that say something, in order; headings said again are left out."""
    found = []
    for row, cells in sheet.rows.items():
        if row <= header.bottom or header.is_repeated_by(cells) or _is_column_numbers(cells):
            continue
        found.append(_line(row, cells, header))
    return found


def is_signature(line: Line) -> bool:
    return SIGNED.match(fold(line.text)) is not None


def _is_column_numbers(cells: Mapping[int, Cell]) -> bool:
    """`(1) | (2) | (3)` or `A | B | 1 | 2=3+4` below the headings: letters, if any, then numbers, each counting on."""
    words = [fold(cell.text).partition(" ")[0] for cell in cells.values()]
    letters = [word for word in words if len(word) == 1 and word.isalpha()]
    numbers = [word for word in words if word.isdigit()]
    counted = [chr(ord("a") + place) for place in range(len(letters))] + [str(n + 1) for n in range(len(numbers))]
    short = all(len(cell.text) <= 12 for cell in cells.values())
    return len(words) > 2 and short and words == counted


def _line(row: int, cells: Mapping[int, Cell], header: Header) -> Line:
    code_column = header.first(Role.CODE)
    code = cells.get(code_column.column) if code_column else None
    line = Line(row, What.TEXT, cells)
    _read_names(line, header)
    label = code if code is not None and line.name_cell is None else line.name_cell
    has_code = code is not None and holds_code(code)
    if not has_code and label is not None and TOTAL.fullmatch(fold(label.text)):
        line.what = What.TOTAL
        return line
    if has_code and not _is_page_number(cells, code):
        line.code, line.what = code, What.CRITERION
    elif code is None:
        _read_code_of_name(line, header)
    line.is_bullet = (code is not None and is_bullet(code.text)) or starts_with_bullet(line.text)
    if line.at(header, Role.LEVEL) is not None:
        line.what, line.code = What.CRITERION, code
    return line


def _is_page_number(cells: Mapping[int, Cell], cell: Cell) -> bool:
    return len(cells) == 1 and re.fullmatch(r"\d{1,4}", cell.text) is not None


def _read_names(line: Line, header: Header) -> None:
    names = header.every(Role.NAME)
    found = [
        (column.detail if isinstance(column.detail, int) else place - column.column, line.cells[place])
        for column in names
        for place in range(column.column, column.last + 1)
        if place in line.cells
    ]
    if not found:
        return
    chosen = found[-1] if len(names) > 1 else found[0]
    line.offset, line.name_cell = chosen
    line.name = nfc(line.name_cell.text)
    line.above = found[:-1] if len(names) > 1 else []


def _read_code_of_name(line: Line, header: Header) -> None:
    """`1.1. Kế hoạch` in the column of names, where codes have no column or left theirs empty."""
    if line.name_cell is None or line.name_cell.kind != Kind.TEXT:
        return
    parted = split_name(line.name_cell.text)
    if parted is not None:
        cell = line.name_cell
        line.code = Cell(cell.sheet, cell.row, cell.column, Kind.TEXT, parted[0])
        line.name, line.what = nfc(parted[1]), What.CRITERION
    elif len(header.every(Role.NAME)) > 1 and header.first(Role.CODE) is None:
        line.what = What.CRITERION


def note_text(line: Line, header: Header) -> str:
    """A line without a code as a note: its words, and the points it stands for."""
    points = line.at(header, Role.MAXIMUM)
    words = line.text
    if points is None or points.kind == Kind.TEXT:
        return words
    return f"{words}: {points.text}" if words else points.text
