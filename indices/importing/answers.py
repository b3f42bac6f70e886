"""Cells of a file of answers → counts for each unit, item and level, and all that is wrong with it. Keeps no person.

Two shapes are read: a row for each unit and item with a column a level, and a row for each respondent with a column an
item. Rows of respondents are counted one after the other and let go; nothing else of them is read.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indices.importing.answers_header import Header, header_of, items_in, level_of
from indices.importing.faults import CellFault, Remark
from indices.importing.grid import Book, Cell, Kind, Sheet
from indices.importing.headings import is_column_numbers, is_signature, summary_in
from indices.importing.layout_names import Names
from indices.importing.numbers import NumberError, points_in
from indices.importing.score_values import Choice, Meaning, Reading
from indices.importing.scores_findings import Findings
from indices.importing.scores_units import Units
from indices.importing.subject import Subject
from reformtrack.text import fold

MOST = 10_000_000  # people that one number counts: more is a slip
NOT_ANSWERED = {"", "khong tra loi", "khong y kien", "kytl", "no answer"}

SPELL_OUT = gettext_lazy("Ghi đúng và đủ tên đơn vị như tệp mẫu (kèm loại đơn vị nếu trùng tên), hoặc ghi mã.")
# code → (what is wrong, what to do)
WORDS = {
    "nothing_to_read": (
        gettext_lazy(
            "Không thấy bảng nào: cần một dòng tiêu đề có cột mục hỏi và đủ %(levels)s cột mức, hoặc cột đơn vị và mỗi "
            "mục hỏi một cột."
        ),
        gettext_lazy("Dùng tệp mẫu trên trang này, hoặc ghi tên cột như tệp mẫu."),
    ),
    "unknown_item": (
        gettext_lazy("“%(value)s” không phải mã hay tên của mục hỏi nào trong bộ tiêu chí."),
        gettext_lazy("Ghi đúng mã hoặc tên mục hỏi như tệp mẫu."),
    ),
    "not_an_item": (
        gettext_lazy("“%(value)s” là nhóm mục, không phải mục hỏi."),
        gettext_lazy("Chỉ ghi số người ở từng mục hỏi; phần mềm tự gộp lên."),
    ),
    "item_twice": (
        gettext_lazy("Mục %(item)s của đơn vị này đã có ở ô %(other)s."),
        gettext_lazy("Mỗi đơn vị, mỗi mục chỉ một dòng: xóa dòng thừa hoặc sửa mã."),
    ),
    "column_twice": (
        gettext_lazy("Hai cột cùng là mục %(item)s."),
        gettext_lazy("Xóa cột thừa hoặc sửa mã ở tiêu đề."),
    ),
    "no_unit": (
        gettext_lazy("Dòng này có số nhưng không biết là của đơn vị nào."),
        gettext_lazy("Ghi tên đơn vị ở cột đơn vị, hoặc ở một dòng riêng phía trên."),
    ),
    "not_a_count": (
        gettext_lazy("“%(value)s” không phải số người."),
        gettext_lazy("Ghi số nguyên, ví dụ 125; không ghi phần trăm."),
    ),
    "not_a_level": (
        gettext_lazy("“%(value)s” không phải mức trả lời."),
        gettext_lazy(
            "Ghi số từ 1 đến %(levels)s (1 là ít hài lòng nhất) hoặc chữ như trên phiếu; không trả lời thì để trống."
        ),
    ),
    "no_answers": (
        gettext_lazy("%(value)s không có câu trả lời nào."),
        gettext_lazy("Bỏ đơn vị này khỏi tệp, hoặc ghi số người trả lời."),
    ),
}  # fmt: skip


@dataclass
class AnswersReading:
    """What a file says, and what is wrong with it.

    Args:
        counts: unit pk -> criterion code -> how many chose each level, the least satisfied first.
        rows: how many respondents were counted; `None` for a file of counts.
    """

    counts: dict[int, dict[str, tuple[int, ...]]] = field(default_factory=dict)
    rows: int | None = None
    faults: list[CellFault] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)


def read_answers(book: Book, subject: Subject, levels: int) -> AnswersReading:
    """Read every sheet of a file against an edition."""
    reader = _Reader(book, subject, levels)
    for sheet in book.sheets:
        if not sheet.hidden:
            reader.read(sheet)
    return reader.finish()


class _Reader:
    """One reading of one file."""

    def __init__(self, book: Book, subject: Subject, levels: int):
        self.subject, self.levels = subject, levels
        self.items = subject.leaves
        self.names = Names(subject, Choice())
        self.findings = Findings(book)
        self.units = Units(self.names, self.findings)
        self.found = AnswersReading()
        self.counts: dict[int, dict[str, list[int]]] = {}
        self.said_at: dict[tuple[int, str], Cell] = {}
        self.unit_at: dict[int, Cell] = {}
        self.is_read = False

    def read(self, sheet: Sheet) -> None:
        header = header_of(sheet, self.names, self.items, self.levels)
        if header is None:
            return
        self.is_read = True
        below = {row: cells for row, cells in sheet.rows.items() if row > header.row}
        if header.has_counts:
            self._read_counts(header, below)
        else:
            self._read_respondents(sheet, header, below)

    def finish(self) -> AnswersReading:
        if not self.is_read:
            self._fault_in_file("nothing_to_read", levels=self.levels)
        self.units.say_gone(self.subject.edition.ends_on)
        for unit, at in self.unit_at.items():
            if not any(map(sum, self.counts.get(unit, {}).values())):
                self._fault(at, "no_answers")
        reading = Reading()
        self.findings.into(reading)
        self.found.faults, self.found.remarks = [_nothing_to_pick(fault) for fault in reading.faults], reading.remarks
        self.found.counts = {
            unit: {code: tuple(counts) for code, counts in asked.items()} for unit, asked in self.counts.items()
        }
        return self.found

    # ---- a row for each unit and item

    def _read_counts(self, header: Header, rows: Mapping[int, Mapping[int, Cell]]) -> None:
        unit, said = None, False  # a unit said once holds for the rows below it
        for cells in rows.values():
            if _is_no_row(cells, header):
                continue
            alone = _alone(cells, header)
            name, code = (alone, None) if alone else _unit_cells(cells, header)
            if name is not None or code is not None:
                unit, said = self._unit(name, code), True
            if not alone:
                self._count_row(unit, said, header, cells)

    def _unit(self, name: Cell | None, code: Cell | None) -> int | None:
        unit = self.units.of(name, code)
        if unit is not None:
            self.unit_at.setdefault(unit, name or code)
        return unit

    def _count_row(self, unit: int | None, said: bool, header: Header, cells: Mapping[int, Cell]) -> None:
        numbers = {level: cells.get(column) for level, column in header.level_at.items()}
        item = self._item(header, cells)
        counts = [self._number(numbers[level]) for level in range(1, self.levels + 1)]
        if not said:
            self._fault(next(iter(cells.values())), "no_unit")
        if unit is None or item is None or None in counts:
            return
        at = next(cells[column] for column in header.items.values() if column in cells)
        earlier = self.said_at.setdefault((unit, item), at)
        if earlier is not at:
            self._fault(at, "item_twice", item=item, other=_place(earlier, at))
            return
        self.counts.setdefault(unit, {})[item] = counts

    def _item(self, header: Header, cells: Mapping[int, Cell]) -> str | None:
        columns = [header.items.get(of) for of in (Meaning.CRITERION_CODE, Meaning.CRITERION)]
        said = [cells[column] for column in columns if column in cells]
        for cell in said:
            codes = items_in(cell, self.names)
            asked = [code for code in codes if code in self.items]
            if len(asked) == 1:
                return asked[0]
            if codes and not asked:
                self._fault(cell, "not_an_item")
                return None
        at = said[0] if said else next(iter(cells.values()))
        self._fault(at, "unknown_item")
        return None

    def _number(self, cell: Cell | None) -> int | None:
        """How many people; nobody where nothing is written."""
        if cell is None or cell.text in ("", "-", "–"):
            return 0
        value = _decimal(cell)
        if value is None or value != int(value) or not 0 <= value <= MOST:
            self._fault(cell, "not_a_count")
            return None
        return int(value)

    # ---- a row for each respondent

    def _read_respondents(self, sheet: Sheet, header: Header, rows: Mapping[int, Mapping[int, Cell]]) -> None:
        self._refuse_twins(sheet, header)
        for cell in header.unread:
            text = _("Cột “%(title)s” không được đọc và không được lưu.") % {"title": cell.text}
            self.findings.remark(cell.sheet, cell.row, cell.column, text)
        self.found.rows = self.found.rows or 0
        for cells in rows.values():
            if _is_no_row(cells, header) or not any(column in cells for column in header.item_at):
                continue
            name, code = _unit_cells(cells, header)
            if name is None and code is None:
                self._fault(next(iter(cells.values())), "no_unit")
                continue
            unit = self.units.of(name, code, once=True)
            if unit is not None:
                self.unit_at.setdefault(unit, name or code)
                self._count_respondent(unit, header, cells)

    def _refuse_twins(self, sheet: Sheet, header: Header) -> None:
        first: dict[str, int] = {}
        for column, code in header.item_at.items():
            if first.setdefault(code, column) != column:
                self._fault(sheet.rows[header.row][column], "column_twice", item=code)

    def _count_respondent(self, unit: int, header: Header, cells: Mapping[int, Cell]) -> None:
        self.found.rows += 1
        asked = self.counts.setdefault(unit, {})
        for column, code in header.item_at.items():
            counts = asked.setdefault(code, [0] * self.levels)
            cell = cells.get(column)
            if cell is None or fold(cell.text) in NOT_ANSWERED:
                continue
            level = self._level(cell)
            if level is not None:
                counts[level - 1] += 1

    def _level(self, cell: Cell) -> int | None:
        if cell.kind == Kind.NUMBER and not cell.is_percent:
            level = int(cell.value) if cell.value == int(cell.value) else 0
            level = level if 1 <= level <= self.levels else None
        else:
            level = level_of(cell.text, self.levels) if cell.kind == Kind.TEXT else None
        if level is None:
            self._fault(cell, "not_a_level", levels=self.levels)
        return level

    # ---- faults

    def _fault(self, cell: Cell, code: str, **about: object) -> None:
        message, remedy = WORDS[code]
        about["value"] = cell.text
        self.findings.worded(
            cell.sheet, cell.row, cell.column, code, str(message % about), str(remedy % about), value=cell.text
        )

    def _fault_in_file(self, code: str, **about: object) -> None:
        message, remedy = WORDS[code]
        self.findings.worded("", 0, 0, code, str(message % about), str(remedy))


def _nothing_to_pick(fault: CellFault) -> CellFault:
    """Units are not picked from a list here: the file says which."""
    remedy = str(SPELL_OUT)
    return replace(fault, remedy=remedy) if fault.code in ("unknown_unit", "ambiguous_unit") else fault


def _is_no_row(cells: Mapping[int, Cell], header: Header) -> bool:
    """Column numbers below the headings, totals, signatures: nothing of a unit."""
    texts = [cell.text for cell in cells.values() if cell.text]
    if not texts or (header.has_counts and is_column_numbers(cells.values())):
        return True
    words = [text for text in texts if not text.replace(",", "").replace(".", "").isdecimal()]
    return bool(words) and (summary_in(words[0]) is not None or (len(texts) < 3 and is_signature(words[0])))


def _unit_cells(cells: Mapping[int, Cell], header: Header) -> tuple[Cell | None, Cell | None]:
    """The cells of a unit's name and of its code."""
    return cells.get(header.units.get(Meaning.UNIT, 0)), cells.get(header.units.get(Meaning.UNIT_CODE, 0))


def _alone(cells: Mapping[int, Cell], header: Header) -> Cell | None:
    """A unit's name in a row of its own, above its items."""
    said = [cell for cell in cells.values() if cell.text]
    first = said[0] if len(said) == 1 and said[0].kind == Kind.TEXT else None
    return first if first is not None and first.column not in header.level_at.values() else None


def _decimal(cell: Cell) -> Decimal | None:
    try:
        return points_in(cell)
    except NumberError:
        return None


def _place(cell: Cell, beside: Cell) -> str:
    return cell.address if cell.sheet == beside.sheet else f"{cell.sheet}!{cell.address}"
