"""Sheets of scores as officials keep them: any table of points, in each of the five shapes, with any of their habits.

table = table_of(subject, {unit.pk: {"1.1": Decimal("1.5")}})
made = book_of(table, Shape.MATRIX, MESSES["merged"])
made.book()                         # `indices.importing.cells.Book`, through a real workbook
made.data                           # the bytes of the workbook; `made.csv()`: of its first sheet
made.cell(unit.pk, "1.1")           # where the figure stands: `D17`
made.put(made.cell(unit.pk, "1.1"), "#DIV/0!")   # spoil one cell, then read again
"""

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from indices.importing.cells import read_book
from indices.importing.grid import address
from indices.importing.score_values import Meaning, Shape

KIND_HEADINGS = {
    Meaning.POINTS: "Điểm đạt",
    Meaning.SELF: "Tự đánh giá",
    Meaning.APPRAISED: "Thẩm định",
    Meaning.REAPPRAISED: "Thẩm định lại",
    Meaning.SURVEY: "ĐTXHH",
}
TOTAL_HEADINGS = {
    Meaning.TOTAL_POINTS: "Tổng điểm",
    Meaning.TOTAL_PERCENT: "Chỉ số (%)",
    Meaning.RANK: "Xếp hạng",
}
CORNER = {"codes": "Mã đơn vị", "names": "Đơn vị", "both": "Tên đơn vị"}
NOT_APPLICABLE, NOT_SCORED = "x", "chưa chấm"


@dataclass(frozen=True)
class Row:
    """One criterion as it is written."""

    code: str
    name: str
    depth: int = 0
    max_points: Decimal | None = None
    parent: str = ""


@dataclass(frozen=True)
class Table:
    """What is to be written.

    Args:
        units: key → (code, name), in order.
        criteria: in the order of the tree; those without any figure head groups.
        points: unit → code of the criterion → {kind of points: figure}. A figure is a Decimal, text (`x`), or `None`.
        totals: unit → {`TOTAL_POINTS`, `TOTAL_PERCENT`, `RANK`: figure}.
    """

    units: Mapping[object, tuple[str, str]]
    criteria: tuple[Row, ...]
    points: Mapping[object, Mapping[str, Mapping[Meaning, object]]]
    totals: Mapping[object, Mapping[Meaning, Decimal]] = field(default_factory=dict)
    year: int = 2024

    @property
    def kinds(self):
        found = [kind for scores in self.points.values() for figures in scores.values() for kind in figures]
        return [kind for kind in KIND_HEADINGS if kind in found] or [Meaning.POINTS]

    @property
    def written(self):
        """Criteria that have a figure."""
        with_figures = {code for scores in self.points.values() for code in scores}
        return [row for row in self.criteria if row.code in with_figures]

    @property
    def stated(self):
        return [meaning for meaning in TOTAL_HEADINGS if any(meaning in row for row in self.totals.values())]

    def figure(self, unit, code, kind):
        return self.points.get(unit, {}).get(code, {}).get(kind)


def table_of(subject, points, totals=None, *, units=None):
    """A table for the criteria of a subject.

    Args:
        points: unit pk → code → figure, or {kind: figure}.
        units: `Unit`s to be written, in order; those on the subject's roll that have points, if not given.
    """
    known = units or [standing.unit for pk, standing in subject.roll.items() if pk in points or pk in (totals or {})]
    return Table(
        units={unit.pk: (unit.code, unit.name) for unit in known},
        criteria=tuple(
            Row(item.code, item.name, item.depth, item.max_points, item.parent) for item in subject.items.values()
        ),
        points={
            unit: {code: one if isinstance(one, dict) else {Meaning.POINTS: one} for code, one in scores.items()}
            for unit, scores in points.items()
        },
        totals=totals or {},
        year=subject.edition.year,
    )


@dataclass(frozen=True)
class Mess:
    """Habits of those who keep the sheet; all can be had at once.

    Args:
        units, criteria: told by `names`, `codes` or `both`.
        codes: codes of criteria as `text`, `floats` (1.10 → 1.1) or `dates` (1.2 → 1 February).
        numbers: figures as `numbers`, `comma` (text `1,5`), `point` (text `1.5`), `spaces` (blanks around).
        merged: fields above criteria in the header, cells merged.
        before: a column of last year's points beside each criterion's, or beside the points of a scorecard.
        years: headed by years as numbers instead of words, where there are points of last year.
        prefix: before every unit's name.
    """

    titles: bool = False
    order: bool = False
    units: str = "names"
    criteria: str = "both"
    codes: str = "text"
    numbers: str = "numbers"
    merged: bool = False
    summaries: bool = False
    signature: bool = False
    blank_rows: bool = False
    blank_columns: bool = False
    maxima: bool = False
    column_numbers: bool = False
    repeated: bool = False
    notes: bool = False
    before: bool = False
    years: bool = False
    hidden: bool = False
    prefix: str = ""


MESSES = {
    "plain": Mess(),
    "titles": Mess(titles=True),
    "order": Mess(order=True),
    "criteria by code": Mess(criteria="codes"),
    "criteria by name": Mess(criteria="names"),
    "units by code": Mess(units="codes"),
    "units by code and name": Mess(units="both"),
    "offices": Mess(prefix="UBND "),
    "codes as numbers": Mess(criteria="codes", codes="floats"),
    "codes as dates": Mess(criteria="codes", codes="dates"),
    "decimal commas": Mess(numbers="comma"),
    "numbers as text": Mess(numbers="point"),
    "blanks around": Mess(numbers="spaces"),
    "merged": Mess(merged=True, titles=True),
    "summaries": Mess(summaries=True, order=True),
    "signature": Mess(signature=True),
    "blank rows": Mess(blank_rows=True),
    "blank columns": Mess(blank_columns=True),
    "maxima": Mess(maxima=True),
    "column numbers": Mess(column_numbers=True, order=True),
    "repeated headings": Mess(repeated=True),
    "notes": Mess(notes=True),
    "last year beside": Mess(before=True),
    "years as headings": Mess(before=True, years=True),
    "hidden draft": Mess(hidden=True),
}
MESSES["everything"] = Mess(
    titles=True,
    order=True,
    units="both",
    numbers="comma",
    merged=True,
    summaries=True,
    signature=True,
    blank_rows=True,
    blank_columns=True,
    maxima=True,
    column_numbers=True,
    repeated=True,
    notes=True,
    before=True,
    hidden=True,
)


@dataclass
class Plan:
    """One sheet being laid out; rows and columns may be put in anywhere, and every figure is found again."""

    name: str
    hidden: bool = False
    values: dict[tuple[int, int], object] = field(default_factory=dict)
    merges: list[tuple[int, int, int, int]] = field(default_factory=list)
    formats: dict[tuple[int, int], str] = field(default_factory=dict)
    places: dict[tuple, tuple[int, int]] = field(default_factory=dict)

    @property
    def height(self):
        return max((row for row, _column in self.values), default=0)

    @property
    def width(self):
        return max((column for _row, column in self.values), default=0)

    def put(self, row, column, value, *keys, number_format=""):
        if value is not None:
            self.values[row, column] = value
        if number_format:
            self.formats[row, column] = number_format
        for key in keys:
            self.places[key] = (row, column)

    def merge(self, top, left, bottom, right):
        if (top, left) != (bottom, right):
            self.merges.append((top, left, bottom, right))

    def insert_rows(self, before, count=1):
        self._shift(lambda row, column: (row + count if row >= before else row, column))

    def insert_columns(self, before, count=1):
        self._shift(lambda row, column: (row, column + count if column >= before else column))

    def _shift(self, moved):
        self.values = {moved(*place): value for place, value in self.values.items()}
        self.formats = {moved(*place): value for place, value in self.formats.items()}
        self.places = {key: moved(*place) for key, place in self.places.items()}
        self.merges = [(*moved(top, left), *moved(bottom, right)) for top, left, bottom, right in self.merges]

    def copy_row(self, source, target):
        for (row, column), value in list(self.values.items()):
            if row == source:
                self.values[target, column] = value


@dataclass
class Made:
    """Sheets laid out, to be read as a workbook or a CSV file, and to be spoilt cell by cell."""

    plans: list[Plan]
    file_name: str = "diem.xlsx"

    @property
    def data(self):
        book = Workbook()
        book.remove(book.active)
        for plan in self.plans:
            sheet = book.create_sheet(plan.name)
            for (row, column), value in plan.values.items():
                sheet.cell(row, column, value)
            for (row, column), number_format in plan.formats.items():
                sheet.cell(row, column).number_format = number_format
            for top, left, bottom, right in plan.merges:
                sheet.merge_cells(start_row=top, start_column=left, end_row=bottom, end_column=right)
            sheet.sheet_state = "hidden" if plan.hidden else "visible"
        out = io.BytesIO()
        book.save(out)
        return out.getvalue()

    def csv(self, *, delimiter=";", encoding="utf-8-sig"):
        plan = self.plans[0]
        out = io.StringIO()
        writer = csv.writer(out, delimiter=delimiter)
        for row in range(1, plan.height + 1):
            writer.writerow([_csv_text(plan.values.get((row, column))) for column in range(1, plan.width + 1)])
        return out.getvalue().encode(encoding)

    def book(self):
        return read_book(self.data, self.file_name)

    def csv_book(self, **options):
        return read_book(self.csv(**options), "diem.csv")

    def place(self, *key):
        """(sheet, address) of a figure (unit, code, kind), a unit (`unit`, unit), a criterion (`criterion`, code) …"""
        key = (*key, Meaning.POINTS) if len(key) == 2 and key[0] not in ("unit", "criterion", "total") else key
        return next((plan.name, address(*plan.places[key])) for plan in self.plans if key in plan.places)

    def cell(self, *key):
        return self.place(*key)[1]

    def put(self, cell, value, *, sheet=None, number_format=""):
        """Write another value into a cell, `D17`."""
        column, row = coordinate_from_string(cell)
        plan = next(plan for plan in self.plans if sheet in (None, plan.name))
        place = (row, column_index_from_string(column))
        plan.values.pop(place, None)
        plan.put(*place, value, number_format=number_format)
        return self


def _csv_text(value):
    if isinstance(value, date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float | Decimal):
        return str(value).replace(".", ",")
    return "" if value is None else str(value)


def book_of(table, shape, mess=None):
    """A table laid out in one shape."""
    mess = mess or Mess()
    if shape == Shape.SCORECARD:
        plans = [_scorecard(table, mess, unit) for unit in table.units]
    else:
        plans = [BUILDERS[shape](table, mess)]
    if mess.hidden:
        plans.append(_draft(plans[0]))
    return Made(plans)


def _draft(plan):
    """A hidden sheet with other figures in it."""
    values = {place: 0 if isinstance(value, float | Decimal) else value for place, value in plan.values.items()}
    return replace(plan, name="Nháp", hidden=True, values=values, places={}, formats={})


# ---- what is written into a cell


def code_cell(code, style):
    """The code of a criterion as text, or as Excel made it."""
    parts = code.split(".")
    if not all(part.isdigit() for part in parts) or style == "text":
        return code
    numbers = [int(part) for part in parts]
    if style == "floats" and len(parts) < 3:
        return numbers[0] if len(parts) == 1 else float(code)
    if style == "dates" and len(parts) == 2:
        day, month = numbers
        return date(2026, month, day) if month <= 12 and day <= 28 else code
    if style == "dates" and len(parts) == 3 and numbers[1] <= 12 and numbers[2] <= 19:
        return date(2000 + numbers[2], numbers[1], numbers[0])
    return code


def criterion_cell(row, mess):
    """A criterion in one cell."""
    if mess.criteria == "codes":
        return code_cell(row.code, mess.codes)
    return row.name if mess.criteria == "names" else f"{row.code}. {row.name}"


def figure_cell(value, mess):
    if not isinstance(value, Decimal):
        return value
    text = format(value, "f")
    styles = {"comma": text.replace(".", ","), "point": text, "spaces": f"\u00a0{text.replace('.', ',')} "}
    return styles.get(mess.numbers, value)


def _unit_cells(table, unit, mess):
    code, name = table.units[unit]
    name = f"{mess.prefix}{name}"
    return {"codes": [code], "names": [name], "both": [code, name]}[mess.units]


def _unit_headings(mess):
    return {"codes": ["Mã đơn vị"], "names": ["Đơn vị"], "both": ["Mã đơn vị", "Đơn vị"]}[mess.units]


# ---- units down, criteria across


def _matrix(table, mess):
    return _units_down(table, mess, table.written, "Bảng điểm")


def _totals(table, mess):
    return _units_down(table, mess, [], "Tổng hợp")


def _units_down(table, mess, criteria, name):
    plan = Plan(name)
    keys = (["STT"] if mess.order else []) + _unit_headings(mess)
    columns = _value_columns(table, criteria, mess)
    depth = _matrix_header(plan, table, mess, keys, columns)
    row = depth
    for place, unit in enumerate(table.units, start=1):
        row += 1
        cells = ([place] if mess.order else []) + _unit_cells(table, unit, mess)
        for column, value in enumerate(cells, start=1):
            plan.put(row, column, value)
        plan.places["unit", unit] = (row, len(cells))
        for column, (code, kind) in enumerate(columns, start=len(keys) + 1):
            _value_cell(plan, table, mess, (row, column), unit, code, kind)
        if mess.notes:
            plan.put(row, len(keys) + len(columns) + 1, f"Chấm ngày {place}/3, có biên bản")
    if mess.summaries:
        _summary_rows(plan, columns, len(keys), depth, row)
    return _untidy(plan, table, mess, depth)


def _value_columns(table, criteria, mess):
    columns = []
    for one in criteria:
        columns += [(one.code, "before")] if mess.before else []
        columns += [(one.code, kind) for kind in table.kinds]
    return columns + [("", meaning) for meaning in table.stated]


def _matrix_header(plan, table, mess, keys, columns):
    """Headings over one to five rows; returns the last of them."""
    by_code = {row.code: row for row in table.criteria}
    with_kinds = len(table.kinds) > 1 or mess.before
    fields, labels = (1, 2) if mess.merged and any(code for code, _kind in columns) else (0, 1)
    kinds = labels + 1 if with_kinds and any(code for code, _kind in columns) else labels
    headings = [(column, text) for column, text in enumerate(keys, start=1)]
    first = len(keys) + 1
    headings += [(c, TOTAL_HEADINGS[kind]) for c, (code, kind) in enumerate(columns, start=first) if not code]
    if mess.notes:
        headings.append((first + len(columns), "Ghi chú"))
    for column, text in headings:
        plan.put(1, column, text)
        plan.merge(1, column, kinds, column)
    _grouped(plan, labels, first, columns, lambda code: criterion_cell(by_code[code], mess), "criterion")
    if fields:
        top = lambda code: code if not by_code[code].parent else top(by_code[code].parent)  # noqa: E731
        grouped = [(top(code) if code and by_code[code].parent else "", kind) for code, kind in columns]
        _grouped(plan, fields, first, grouped, lambda code: criterion_cell(by_code[code], mess), "field")
    if kinds > labels:
        for column, (code, kind) in enumerate(columns, start=first):
            if code:
                plan.put(kinds, column, _kind_heading(kind, table, mess))
    return _below_header(plan, table, mess, kinds, first, columns, by_code)


def _grouped(plan, row, first, columns, text_of, word):
    """One heading over all the columns of the same criterion, merged."""
    start = 0
    while start < len(columns):
        code, end = columns[start][0], start
        while end + 1 < len(columns) and columns[end + 1][0] == code:
            end += 1
        if code:
            plan.put(row, first + start, text_of(code), (word, code))
            plan.merge(row, first + start, row, first + end)
        start = end + 1


def _kind_heading(kind, table, mess):
    if kind == "before":
        return float(table.year - 1) if mess.years else f"Năm {table.year - 1}"
    if mess.years and table.kinds == [Meaning.POINTS]:
        return float(table.year)
    return KIND_HEADINGS[kind]


def _below_header(plan, table, mess, last, first, columns, by_code):
    if mess.maxima and any(code for code, _kind in columns):
        last += 1
        plan.put(last, first - 1, "Điểm tối đa")
        for column, (code, _kind) in enumerate(columns, start=first):
            if code:
                plan.put(last, column, by_code[code].max_points)
    if mess.column_numbers:
        last += 1
        for column in range(1, first + len(columns)):
            plan.put(last, column, f"({column})")
    return last


def _value_cell(plan, table, mess, place, unit, code, kind):
    if kind == "before":
        plan.put(*place, Decimal("0.125"))
    elif not code:
        _total_cell(plan, table, mess, place, unit, kind)
    else:
        plan.put(*place, figure_cell(table.figure(unit, code, kind), mess), (unit, code, kind))


def _total_cell(plan, table, mess, place, unit, meaning):
    value = table.totals.get(unit, {}).get(meaning)
    if meaning == Meaning.TOTAL_PERCENT and value is not None and mess.numbers == "numbers":
        plan.put(*place, value / 100, ("total", unit, meaning), number_format="0.00%")
    else:
        plan.put(*place, figure_cell(value, mess), ("total", unit, meaning))


def _summary_rows(plan, columns, keys, header, last):
    for place, (label, how) in enumerate((("Tổng cộng", sum), ("Trung bình", None), ("Cao nhất", max)), start=1):
        plan.put(last + place, keys, label)
        for column in range(keys + 1, keys + len(columns) + 1):
            figures = [plan.values.get((row, column)) for row in range(header + 1, last + 1)]
            numbers = [one for one in figures if isinstance(one, Decimal)]
            if numbers:
                total = sum(numbers) / len(numbers) if how is None else how(numbers)
                plan.put(last + place, column, round(total, 2))


# ---- criteria down


def _transposed(table, mess):
    plan = Plan("Bảng điểm")
    keys = _criterion_headings(mess)
    columns = []
    for unit in table.units:
        columns += [(unit, "before")] if mess.before else []
        columns += [(unit, kind) for kind in table.kinds]
    first = len(keys) + 1
    with_kinds = len(table.kinds) > 1 or mess.before
    units = 2 if mess.units == "both" else 1
    depth = units + (1 if with_kinds else 0)
    for column, text in enumerate(keys, start=1):
        plan.put(1, column, text)
        plan.merge(1, column, depth, column)
    for row in range(units):
        _grouped(plan, row + 1, first, columns, lambda unit, row=row: _unit_cells(table, unit, mess)[row], "unit")
    if with_kinds:
        for column, (_unit, kind) in enumerate(columns, start=first):
            plan.put(depth, column, _kind_heading(kind, table, mess))
    if mess.notes:
        plan.put(1, first + len(columns), "Ghi chú")
    row = depth
    for one in _criteria_rows(table, mess):
        row += 1
        _criterion_keys(plan, row, one, mess)
        for column, (unit, kind) in enumerate(columns, start=first):
            _value_cell(plan, table, mess, (row, column), unit, one.code, kind)
        if mess.notes:
            plan.put(row, first + len(columns), f"Xem hồ sơ mục {one.code}")
    row = _total_lines(plan, table, mess, columns, first, row)
    return _untidy(plan, table, mess, depth)


def _total_lines(plan, table, mess, columns, first, row):
    for meaning in table.stated:
        row += 1
        plan.put(row, len(_criterion_headings(mess)) - (1 if mess.maxima else 0), TOTAL_HEADINGS[meaning])
        for column, (unit, kind) in enumerate(columns, start=first):
            if kind != "before" and kind == table.kinds[0]:
                _total_cell(plan, table, mess, (row, column), unit, meaning)
    return row


def _scorecard(table, mess, unit):
    code, name = table.units[unit]
    plan = Plan(name[:31].replace("/", " "))
    keys = _criterion_headings(mess)
    kinds = (["before"] if mess.before else []) + table.kinds
    first = len(keys) + 1
    for column, text in enumerate(keys, start=1):
        plan.put(1, column, text)
    for column, kind in enumerate(kinds, start=first):
        plan.put(1, column, _kind_heading(kind, table, mess))
    if mess.notes:
        plan.put(1, first + len(kinds), "Ghi chú")
    row = 1
    for one in _criteria_rows(table, mess):
        row += 1
        _criterion_keys(plan, row, one, mess)
        for column, kind in enumerate(kinds, start=first):
            _value_cell(plan, table, mess, (row, column), unit, one.code, kind)
        if mess.notes:
            plan.put(row, first + len(kinds), f"Xem hồ sơ mục {one.code}")
    if mess.summaries:
        figures = [table.figure(unit, one.code, table.kinds[0]) for one in table.written]
        plan.put(row + 1, len(keys) - (1 if mess.maxima else 0), "Tổng cộng")
        plan.put(row + 1, first + len(kinds) - 1, sum(one for one in figures if isinstance(one, Decimal)))
    plan = _untidy(plan, table, mess, 1)
    plan.insert_rows(1)
    plan.put(1, 1, f"Đơn vị: {mess.prefix}{name}" if mess.units != "codes" else f"Mã đơn vị: {code}", ("unit", unit))
    return plan


def _criterion_headings(mess):
    names = {"both": ["TT", "Lĩnh vực, tiêu chí"], "codes": ["Mã tiêu chí"], "names": ["Tiêu chí"]}[mess.criteria]
    return names + (["Điểm tối đa"] if mess.maxima else [])


def _criteria_rows(table, mess):
    """Fields without a figure head their groups only where they are not to be told by code alone."""
    return table.criteria if mess.criteria == "both" else table.written


def _criterion_keys(plan, row, one, mess):
    code, name = code_cell(one.code, mess.codes), one.name
    cells = {"both": [code, name], "codes": [code], "names": [name]}[mess.criteria]
    cells += [one.max_points] if mess.maxima else []
    for column, value in enumerate(cells, start=1):
        plan.put(row, column, value)
    plan.places["criterion", one.code] = (row, 1 if mess.criteria != "both" else 2)


# ---- one row per unit and criterion


def _long(table, mess):
    plan = Plan("Điểm")
    criteria = {"both": ["Mã tiêu chí", "Tên tiêu chí"], "codes": ["Mã tiêu chí"], "names": ["Tiêu chí"]}
    keys = (["STT"] if mess.order else []) + _unit_headings(mess) + criteria[mess.criteria]
    keys += ["Điểm tối đa"] if mess.maxima else []
    kinds = (["before"] if mess.before else []) + table.kinds
    headings = keys + [_kind_heading(kind, table, mess) for kind in kinds] + (["Ghi chú"] if mess.notes else [])
    for column, text in enumerate(headings, start=1):
        plan.put(1, column, text)
    row = 1
    for unit in table.units:
        for one in table.written:
            if one.code in table.points.get(unit, {}):
                row += 1
                _long_row(plan, table, mess, (row, unit, one), kinds)
    return _untidy(plan, table, mess, 1)


def _long_row(plan, table, mess, place, kinds):
    row, unit, one = place
    code = code_cell(one.code, mess.codes)
    cells = ([row - 1] if mess.order else []) + _unit_cells(table, unit, mess)
    plan.places.setdefault(("unit", unit), (row, len(cells)))
    cells += {"both": [code, one.name], "codes": [code], "names": [one.name]}[mess.criteria]
    plan.places.setdefault(("criterion", one.code), (row, len(cells)))
    cells += [one.max_points] if mess.maxima else []
    for column, value in enumerate(cells, start=1):
        plan.put(row, column, value)
    for column, kind in enumerate(kinds, start=len(cells) + 1):
        _value_cell(plan, table, mess, (row, column), unit, one.code, kind)
    if mess.notes:
        plan.put(row, len(cells) + len(kinds) + 1, f"Dòng {row}")


# ---- what surrounds a table


def _untidy(plan, table, mess, header):
    """Everything that does not depend on the shape: from the bottom up, so that rows keep their numbers meanwhile."""
    last, width = plan.height, plan.width
    if mess.signature:
        plan.put(last + 2, max(width - 1, 1), f"Hà Nội, ngày 5 tháng 3 năm {table.year + 1}")
        plan.put(last + 3, 1, "Nơi nhận:")
        plan.put(last + 3, max(width - 1, 2), "TM. ỦY BAN NHÂN DÂN")
        plan.put(last + 4, 1, "- Như trên;")
        plan.put(last + 4, max(width - 1, 2), "CHỦ TỊCH")
    middle = header + max((last - header) // 2, 1) + 1
    if mess.blank_rows:
        plan.insert_rows(middle)
    if mess.repeated:
        plan.insert_rows(middle, header)
        for row in range(1, header + 1):
            plan.copy_row(row, middle + row - 1)
    if mess.blank_columns:
        plan.insert_columns(1)
    if mess.titles:
        plan.insert_rows(1, 4)
        plan.put(1, 1, "ỦY BAN NHÂN DÂN")
        plan.put(2, 2, f"BẢNG ĐIỂM CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM {table.year}")
        plan.merge(2, 2, 2, max(plan.width, 3))
        plan.put(3, 2, f"(Kèm theo Quyết định số 12/QĐ-BNV ngày 5 tháng 3 năm {table.year + 1})")
    return plan


BUILDERS = {Shape.MATRIX: _matrix, Shape.TRANSPOSED: _transposed, Shape.LONG: _long, Shape.TOTALS: _totals}


def column_of(cell):
    return column_index_from_string(coordinate_from_string(cell)[0])


def letter(column):
    return get_column_letter(column)
