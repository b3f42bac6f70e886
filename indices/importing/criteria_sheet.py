"""A workbook → the criteria tree in it: which sheet, which columns, every row, and everything that is wrong with them.

Nothing is guessed silently: what was understood is told, what could be meant in two ways is a fault with its cell.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from indices.domain.outline import Flaw, OutlineFault, Totals, outline_faults
from indices.faults.outline import fault_words
from indices.importing.cells import Book, Sheet, address
from indices.importing.criteria_columns import Role
from indices.importing.criteria_header import Header, find_header
from indices.importing.criteria_lines import Line, What, is_signature, lines_of
from indices.importing.criteria_rows import RowReader, SheetRow
from indices.importing.criteria_settling import settled
from indices.importing.faults import CellFault, Remark
from indices.importing.numbers import NumberError, points_in
from reformtrack.figures import figure_format
from units.matching import Matcher

# Flaws that may only follow from a row that could not be placed: that row alone is told of.
FOLLOWING = frozenset({Flaw.NO_PARENT, Flaw.CODE_ELSEWHERE, Flaw.SUM, Flaw.TOTAL, Flaw.PART, Flaw.COUNT})
# Where in a row a flaw is shown.
PLACES = {
    Flaw.NO_NAME: Role.NAME,
    Flaw.NO_MAXIMUM: Role.MAXIMUM,
    Flaw.MAXIMUM_SIGN: Role.MAXIMUM,
    Flaw.ONLY_EXTRAS: Role.MAXIMUM,
    Flaw.SUM: Role.MAXIMUM,
    Flaw.KIND_INSIDE: Role.KIND,
}


@dataclass(frozen=True, slots=True)
class Understood:
    """How the table was read, for the reader to see: sheet, rows of headings, columns (letters, role, heading)."""

    sheet: str
    top: int
    bottom: int
    columns: tuple[tuple[str, str, str], ...]


@dataclass(frozen=True, slots=True)
class Reading:
    """What came of a file.

    Args:
        rows: the criteria in order; complete only where there are no faults.
        total: the maximum of the whole set, as laid down or as the file's own total row says.
        sheets: names of all sheets that hold a criteria table, to choose among.
    """

    rows: tuple[SheetRow, ...] = ()
    remarks: tuple[Remark, ...] = ()
    faults: tuple[CellFault, ...] = ()
    understood: Understood | None = None
    total: Decimal | None = None
    sheets: tuple[str, ...] = ()


def read_criteria(
    book: Book,
    *,
    sheet: str = "",
    totals: Totals | None = None,
    matcher: Matcher | None = None,
    unfinished: bool = False,
) -> Reading:
    """The criteria tree in a file, with all its faults.

    Args:
        sheet: the name of the sheet to read, where several hold a table.
        totals: what is laid down of the set.
        matcher: finds agencies in charge by their names; without one that column is not read.
        unfinished: figures that lack or do not add up yet are told, and do not stand in the way.
    """
    tables = {one.name: header for one in book.sheets if (header := find_header(one)) is not None}
    chosen, fault = _choose(book, tables, sheet)
    if chosen is None:
        return Reading(faults=(fault,), sheets=tuple(tables))
    reading = _Table(chosen, tables[chosen.name], totals or Totals(), matcher, unfinished).read()
    return replace(reading, sheets=tuple(tables))


def _choose(book: Book, tables: Mapping[str, Header], wanted: str) -> tuple[Sheet | None, CellFault | None]:
    sheets = {one.name: one for one in book.sheets}
    if wanted and wanted not in tables:
        return None, CellFault(
            wanted,
            "",
            "",
            "sheet_unknown",
            _("Trong tệp không có trang “%(sheet)s” với bảng tiêu chí.") % {"sheet": wanted},
            _("Chọn một trong các trang: %(sheets)s.") % {"sheets": ", ".join(tables) or "–"},
        )
    if wanted:
        return sheets[wanted], None
    shown = [name for name in tables if not sheets[name].hidden] or list(tables)
    if len(shown) == 1:
        return sheets[shown[0]], None
    if shown:
        return None, CellFault(
            "",
            "",
            "",
            "several_sheets",
            _("Tệp có nhiều trang chứa bảng tiêu chí: %(sheets)s.") % {"sheets": ", ".join(shown)},
            _("Chọn trang cần đọc."),
        )
    return None, _no_header(book)


def _no_header(book: Book) -> CellFault:
    if not any(sheet.rows for sheet in book.sheets):
        return CellFault(
            "", "", "", "no_cells", _("Tệp không có ô nào có nội dung."), _("Kiểm tra lại tệp rồi tải lên lần nữa.")
        )
    return CellFault(
        "",
        "",
        "",
        "no_header",
        _("Không thấy hàng tiêu đề của bảng tiêu chí."),
        _("Ghi tiêu đề cột như “STT”, “Lĩnh vực, tiêu chí, tiêu chí thành phần”, “Điểm tối đa”; hoặc dùng tệp mẫu."),
    )


class _Table:
    """One sheet being read."""

    def __init__(self, sheet: Sheet, header: Header, totals: Totals, matcher: Matcher | None, unfinished: bool):
        self.sheet, self.header, self.totals, self.unfinished = sheet, header, totals, unfinished
        self.reader = RowReader(sheet, header, matcher)
        self.remarks, self.faults = self.reader.remarks, self.reader.faults
        self.total_cell, self.skipped = None, []

    def read(self) -> Reading:
        self._tell_unused()
        lines = lines_of(self.sheet, self.header)
        self.reader.prepare(lines)
        last = max((place for place, line in enumerate(lines) if line.what == What.CRITERION), default=-1)
        for place, line in enumerate(lines):
            self._take(line, is_trailing=place > last)
        self._tell_skipped()
        rows = settled(self.reader)
        total = self._total()
        if not rows and not self.faults:
            self._fault("", "", "no_criteria", *self._no_criteria())
        self._judge(rows, replace(self.totals, max_points=total))
        remarks, faults = (tuple(sorted(found, key=_in_order)) for found in (self.remarks, self.faults))
        return Reading(rows, remarks, faults, self._understood(), total)

    def _take(self, line: Line, *, is_trailing: bool) -> None:
        if line.what == What.CRITERION:
            self.reader.add(line)
        elif line.what == What.TOTAL:
            self.total_cell = line.at(self.header, Role.MAXIMUM) or self.total_cell
            self.reader.close()
        elif self._belongs_to_none(line, is_trailing=is_trailing):
            self.skipped.append(line.row)
        else:
            self.reader.add_note(line)

    def _belongs_to_none(self, line: Line, *, is_trailing: bool) -> bool:
        """Titles of parts above the first criterion; signatures, places and dates below the last."""
        if not self.reader.has_open:
            return True
        if not is_trailing or line.is_bullet:
            return False
        if is_signature(line) or line.name_cell is None or line.row > self.reader.last_row + 1:
            self.reader.close()
            return True
        return False

    def _tell_unused(self) -> None:
        for letters, heading in self.header.unused.items():
            text = _("Không dùng đến cột %(column)s (“%(heading)s”).") % {"column": letters, "heading": heading}
            self.remarks.append(Remark(self.sheet.name, f"{letters}{self.header.top}", text))

    def _tell_skipped(self) -> None:
        if self.skipped:
            rows = ", ".join(map(str, self.skipped[:12])) + (", …" if len(self.skipped) > 12 else "")
            text = _("Bỏ qua các dòng không thuộc tiêu chí nào (tiêu đề phần, chữ ký, nơi nhận): %(rows)s.")
            self.remarks.append(Remark(self.sheet.name, f"A{self.skipped[0]}", text % {"rows": rows}))

    def _total(self) -> Decimal | None:
        """What the set is worth: as laid down, else as its total row says; a fault where the two differ."""
        laid_down, cell = self.totals.max_points, self.total_cell
        if cell is None:
            return laid_down
        try:
            stated = points_in(cell)
        except NumberError as error:
            self._fault(cell.address, cell.text, error.code, *error.words())
            return laid_down
        figures = figure_format(get_language() or "vi")
        if laid_down is not None and stated != laid_down:
            self._fault(
                cell.address,
                cell.text,
                "total_differs",
                _("Dòng tổng cộng ghi %(stated)s nhưng tổng điểm của bộ là %(total)s.")
                % {"stated": figures.exact(stated), "total": figures.exact(laid_down)},
                _("Sửa dòng tổng cộng trong tệp, hoặc tổng điểm ghi khi tải lên."),
            )
        return stated if laid_down is None else laid_down

    def _judge(self, rows: Sequence[SheetRow], totals: Totals) -> None:
        """What is wrong with the tree as a tree, each at its cell; not what follows from a cell already told of."""
        if not rows:
            return
        told = {fault.cell for fault in self.faults}
        outline = [row.outline for row in rows]
        for fault in outline_faults(outline, totals):
            cell = self._place(fault, rows)
            if (self.reader.is_partial and fault.flaw in FOLLOWING) or (cell and cell in told):
                continue
            words = fault_words(fault, outline)
            if self.unfinished and not fault.flaw.is_structural:
                self.remarks.append(Remark(self.sheet.name, cell, words.message))
            else:
                self._fault(cell, self._value(cell), str(fault.flaw), words.message, words.remedy)

    def _place(self, fault: OutlineFault, rows: Sequence[SheetRow]) -> str:
        if fault.row is None:
            return self.total_cell.address if fault.flaw == Flaw.TOTAL and self.total_cell is not None else ""
        row, role = rows[fault.row], PLACES.get(fault.flaw, Role.CODE)
        column = self.header.first(role) or self.header.first(Role.NAME)
        return row.cells.get(role) or address(row.row, column.column)

    def _value(self, cell: str) -> str:
        return next((one.text for one in self.sheet.cells() if one.address == cell), "")

    def _fault(self, cell: str, value: str, code: str, message: str, remedy: str) -> None:
        self.faults.append(CellFault(self.sheet.name, cell, value, code, message, remedy))

    def _no_criteria(self) -> tuple[str, str]:
        return (
            _("Dưới hàng tiêu đề không có dòng nào có mã."),
            _("Ghi mã như 1, 1.1, 1.1.1 vào cột STT, hoặc ghi lĩnh vực, tiêu chí, tiêu chí thành phần ở ba cột riêng."),
        )

    def _understood(self) -> Understood:
        header = self.header
        columns = tuple((column.letters, column.role, column.heading) for column in header.columns)
        return Understood(self.sheet.name, header.top, header.bottom, columns)


def _in_order(one: CellFault | Remark) -> tuple[int, str]:
    """By row, then by column; what is about the sheet as a whole comes last."""
    digits = "".join(letter for letter in one.cell if letter.isdigit())
    return int(digits or 10**9), one.cell
