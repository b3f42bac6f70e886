"""One row of a criteria table → one criterion: its code, place, figures and words, each with the cell it came from."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from indices.domain.outline import OutlineRow
from indices.importing.cells import Cell, Kind, Sheet
from indices.importing.codes import NUMBER, CodeError, Codes, ReadCode
from indices.importing.criteria_columns import METHOD_TEXTS, Role, depth_in, kind_in, level_name, method_in, shown
from indices.importing.criteria_header import Header
from indices.importing.criteria_lines import Line, What
from indices.importing.faults import CellFault, Remark
from indices.importing.numbers import NumberError, points_in
from reformtrack.figures import figure_format
from reformtrack.text import fold, nfc
from units.matching import Matcher

MARKS = frozenset({"x", "✓", "✔", "√", "v", "co", "yes", "có"})
UNPLACED = frozenset({"level", "level_differs", "code_date", "code_value", "not_a_code", "no_code", "method", "kind"})
BROKEN = {Kind.ERROR: "error", Kind.NO_RESULT: "no_result"}
NOTHING = frozenset({"-", "–", "—", "/"})
WORDS = (Role.NAME_EN, Role.SHORT_NAME, Role.SHORT_NAME_EN, Role.NOTE_EN)


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One criterion as the file says it.

    Args:
        row: of the sheet.
        lead_id: of the agency in charge.
        cells: role → address of the cell that says it.
    """

    row: int
    depth: int
    code: str
    name: str
    name_en: str = ""
    short_name: str = ""
    short_name_en: str = ""
    max_points: Decimal | None = None
    method: str = ""
    kind: str = ""
    note: str = ""
    note_en: str = ""
    lead_id: int | None = None
    cells: Mapping[str, str] = field(default_factory=dict)

    @property
    def outline(self) -> OutlineRow:
        return OutlineRow(self.depth, self.code, self.name, self.max_points, self.method, self.kind)


class RowReader:
    """Reads the criteria of one sheet in order.

    Attributes:
        faults, remarks: what was found on the way, in the active language.
        has_open: is there a criterion to which a line without a code may belong?
        last_row: the row read last.
        is_partial: is there a row of which it is not known where it stands, or how it counts?
    """

    def __init__(self, sheet: Sheet, header: Header, matcher: Matcher | None):
        self.sheet, self.header, self.matcher = sheet, header, matcher
        self.faults: list[CellFault] = []
        self.remarks: list[Remark] = []
        self.rows: list[SheetRow] = []
        self.codes: list[ReadCode] = []
        self.notes: dict[int, list[Line]] = {}  # place of a criterion → lines kept as its note
        self.has_open, self.last_row = False, 0
        self.counted: Codes | None = None
        self.is_partial = False
        self.by_name = len(header.every(Role.NAME)) > 1
        self.has_no_codes = self.by_name and header.first(Role.CODE) is None

    def prepare(self, lines: Sequence[Line]) -> None:
        """Look at all codes first: what families there are decides how deep each stands."""
        self.counted = Codes(line.code for line in lines if line.what == What.CRITERION and line.code is not None)
        if self.header.first(Role.LEAD) and self.matcher is None:
            column = self.header.first(Role.LEAD)
            text = _("Cột “%(heading)s” không được lưu: chỉ số này không thuộc riêng tỉnh nào.")
            self._remark(f"{column.letters}{self.header.top}", text % {"heading": column.heading})

    def close(self) -> None:
        """What follows belongs to no criterion any more."""
        self.has_open = False

    # Rows

    def add(self, line: Line) -> None:
        """Take a row that is a criterion; where each level has its own column, also those above it in the row."""
        code = self._code(line)
        parts = code.text.split(".") if code is not None else []
        for depth, cell in line.above:
            above = ReadCode(".".join(parts[: depth + 1]), depth, NUMBER)
            self._append(line, above, name=nfc(cell.text), cells={Role.NAME: cell.address})
        self.last_row = line.row
        if code is None:
            self.is_partial = True
            self.close()
            return
        self.has_open = True
        self._append(line, code, name=line.name, **self._said(line))

    def _append(self, line: Line, code: ReadCode, **said) -> None:
        self.codes.append(code)
        self.rows.append(SheetRow(line.row, code.depth, code.text, **said))

    def _code(self, line: Line) -> ReadCode | None:
        level = line.at(self.header, Role.LEVEL)
        depth = None if level is None else depth_in(level.text)
        if level is not None and depth is None:
            self._fault(
                level,
                "level",
                _("“%(value)s” không phải là một cấp của bộ tiêu chí.") % {"value": level.text},
                _("Ghi: lĩnh vực, tiêu chí hoặc tiêu chí thành phần."),
            )
            return None
        if line.code is None:
            return ReadCode("", line.offset if depth is None else depth, NUMBER)
        if depth is not None and line.code.kind == Kind.TEXT:
            return ReadCode(line.code.text, depth, "other")  # the file says the depth itself: the code stays as it is
        code = self._counted_code(line.code)
        if code is None or depth is None:
            return self._checked_against_place(line, code)
        return replace(code, depth=depth)

    def _counted_code(self, cell: Cell) -> ReadCode | None:
        try:
            code = self.counted.read(cell)
        except CodeError as error:
            self._fault(cell, BROKEN.get(cell.kind, error.code), *_code_words(error, cell))
            return None
        if code.read_from:
            text = _("Đã đọc ô %(cell)s (%(value)s) là mã %(code)s.")
            self._remark(cell.address, text % {"cell": cell.address, "value": code.read_from, "code": code.text})
        return code

    def _checked_against_place(self, line: Line, code: ReadCode | None) -> ReadCode | None:
        """The depth that the code says against the column that the name stands in, where each level has its own."""
        if code is None or not self.by_name or line.name_cell is None or line.offset == code.depth:
            return code
        self._fault(
            line.code,
            "level_differs",
            _("Mã %(code)s là của cấp “%(said)s” nhưng tên lại ở cột “%(column)s”.")
            % {
                "code": code.text,
                "said": level_name(code.depth),
                "column": level_name(line.offset),
            },
            _("Sửa mã, hoặc chuyển tên sang đúng cột."),
        )
        return code

    def _said(self, line: Line) -> dict:
        """Everything the row says beside code and name, and where."""
        cells = {
            column.role: line.cells[column.column] for column in self.header.columns if column.column in line.cells
        }
        where = {role: cell.address for role, cell in cells.items()}
        if line.name_cell is not None:
            where[Role.NAME] = line.name_cell.address
        if line.code is not None:
            where[Role.CODE] = line.code.address
        for cell in cells.values():
            if cell.kind in BROKEN and cell not in (cells.get(Role.MAXIMUM), line.code):
                error = NumberError(BROKEN[cell.kind], cell)
                self._fault(cell, error.code, *error.words())
        said = {role.value: _words(cells.get(role), keeps_lines=role == Role.NOTE_EN) for role in WORDS}
        marks = self._marks(line)
        return said | {
            "max_points": self._maximum(cells.get(Role.MAXIMUM), marks),
            "method": self._method(cells.get(Role.METHOD)) or _method_of(marks),
            "kind": self._kind(cells.get(Role.KIND)),
            "note": "\n".join(self._note(line)),
            "lead_id": self._lead(cells.get(Role.LEAD)),
            "cells": where,
        }

    def _marks(self, line: Line) -> dict[str, Decimal | None]:
        """Method → points, or `None` for a mere mark, of the columns of marks that the row has something in."""
        found: dict[str, Decimal | None] = {}
        for column in self.header.every(Role.MARK):
            cell = line.cells.get(column.column)
            if cell is None or cell.text in NOTHING:
                continue
            if fold(cell.text) in MARKS or cell.text in MARKS or cell.value is True:
                found[column.detail] = None
                continue
            points = self._points(cell)
            if points:
                found[column.detail] = points + (found.get(column.detail) or 0)
        return found

    def _maximum(self, cell: Cell | None, marks: Mapping[str, Decimal | None]) -> Decimal | None:
        parts = [points for points in marks.values() if points is not None]
        by_parts = sum(parts, Decimal(0)) if parts and len(parts) == len(marks) else None
        if cell is None or cell.text in NOTHING:
            return by_parts
        points = self._points(cell)
        if points is not None and by_parts is not None and points != by_parts:
            figures = figure_format(get_language() or "vi")
            self._fault(
                cell,
                "parts_differ",
                _("Điểm tối đa ghi %(stated)s nhưng điểm các cách chấm cộng lại được %(computed)s.")
                % {"stated": figures.exact(points), "computed": figures.exact(by_parts)},
                _("Sửa điểm tối đa hoặc điểm ở các cột cách chấm."),
            )
        return points

    def _points(self, cell: Cell) -> Decimal | None:
        try:
            return points_in(cell)
        except NumberError as error:
            self._fault(cell, error.code, *error.words())
            return None

    def _method(self, cell: Cell | None) -> str:
        if cell is None or cell.text in NOTHING or cell.kind in BROKEN:
            return ""
        method = method_in(cell.text)
        if method is None:
            self._fault(
                cell,
                "method",
                _("Không hiểu cách chấm “%(value)s”.") % {"value": cell.text},
                _("Ghi một trong các cách: %(methods)s.")
                % {"methods": ", ".join(shown(METHOD_TEXTS, one) for one in METHOD_TEXTS)},
            )
        return method or ""

    def _kind(self, cell: Cell | None) -> str:
        if cell is None or cell.text in NOTHING or cell.kind in BROKEN:
            return ""
        kind = kind_in(cell.text)
        if kind is None:
            self._fault(
                cell,
                "kind",
                _("Không hiểu loại tiêu chí “%(value)s”.") % {"value": cell.text},
                _("Ghi: thường, điểm thưởng hoặc điểm trừ (có dấu)."),
            )
        return kind or ""

    def _note(self, line: Line) -> Iterator[str]:
        columns = self.header.every(Role.NOTE)
        for column in columns:
            text = _words(line.cells.get(column.column), keeps_lines=True)
            if text:
                yield text if column == columns[0] else f"{column.heading}: {text}"

    def _lead(self, cell: Cell | None) -> int | None:
        if cell is None or self.matcher is None or cell.text in NOTHING:
            return None
        match = self.matcher.match(cell.text)
        if match.unit is None:
            near = ", ".join(unit.name for unit in (*match.candidates, *match.nearest)[:3])
            remedy = _("Ghi đúng tên một cơ quan của tỉnh, hoặc để trống ô rồi chọn cơ quan chủ trì sau.")
            self._fault(
                cell,
                "lead",
                _("Không có cơ quan nào tên là “%(value)s”.") % {"value": cell.text},
                f"{_('Có phải: %(names)s?') % {'names': near}} {remedy}" if near else remedy,
            )
        return match.unit.pk if match.unit is not None else None

    # Lines without a code

    def add_note(self, line: Line) -> None:
        """Keep a line without a code as the note of the criterion above, unless it may be a criterion itself."""
        maximum = line.at(self.header, Role.MAXIMUM)
        if maximum is not None and not line.is_bullet and maximum.text not in NOTHING:
            cell = line.name_cell or maximum
            self._fault(
                cell,
                "no_code",
                _("Dòng có điểm tối đa (%(points)s) nhưng không có mã.") % {"points": maximum.text},
                _("Ghi mã nếu đây là tiêu chí; nếu chỉ là mức điểm thì đặt dấu “-” ở đầu dòng."),
            )
            return
        self.last_row = line.row
        if line.text:
            self.notes.setdefault(len(self.rows) - 1, []).append(line)

    def _fault(self, cell: Cell, code: str, message: str, remedy: str) -> None:
        self.is_partial |= code in UNPLACED
        self.faults.append(CellFault(self.sheet.name, cell.address, cell.text, code, message, remedy))

    def _remark(self, cell: str, text: str) -> None:
        self.remarks.append(Remark(self.sheet.name, cell, text))


def _words(cell: Cell | None, *, keeps_lines: bool = False) -> str:
    """The text of a cell in one line, or line by line; nothing for an error, which is told of elsewhere."""
    if cell is None or cell.kind in BROKEN:
        return ""
    lines = [nfc(line) for line in cell.shown.splitlines()]
    return "\n".join(lines).strip() if keeps_lines else nfc(cell.shown)


def _method_of(marks: Mapping[str, Decimal | None]) -> str:
    return "mixed" if len(marks) > 1 else next(iter(marks), "")


def _code_words(error: CodeError, cell: Cell) -> tuple[str, str]:
    """(what is wrong, what to do) of a cell of codes."""
    if error.code == "code_date":
        likely = ", ".join(error.likely)
        return (
            _("Excel đã đổi mã trong ô này thành ngày (%(value)s) và không rõ mã đúng là gì.") % {"value": cell.text},
            _("Định dạng cột mã là Văn bản (Text) rồi ghi lại mã; có thể là một trong các mã: %(codes)s.")
            % {"codes": likely},
        )
    if cell.kind in BROKEN:
        return NumberError(BROKEN[cell.kind], cell).words()
    return (
        _("“%(value)s” không phải là mã tiêu chí.") % {"value": cell.text},
        _("Định dạng cột mã là Văn bản (Text) rồi ghi mã như 1, 1.1, 1.1.1."),
    )
