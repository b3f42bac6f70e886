"""Sheets of scores as officials keep them: any table of points, in each of the five shapes, with any of their habits.

table = table_of(subject, {unit.pk: {"1.1": Decimal("1.5")}})
made = book_of(table, Shape.MATRIX, MESSES["merged"])
made.book()                         # `indices.importing.cells.Book`, through a real workbook
made.data                           # the bytes of the workbook; `made.csv()`: of its first sheet
made.cell(unit.pk, "1.1")           # where the figure stands: `D17`
made.put(made.cell(unit.pk, "1.1"), "#DIV/0!")   # spoil one cell, then read again
"""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from openpyxl.utils import get_column_letter
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from indices.importing.score_values import Meaning, Shape
from tests.indices.importing.score_habits import (
    KIND_HEADINGS,
    MESSES,
    NOT_APPLICABLE,
    NOT_SCORED,
    TOTAL_HEADINGS,
    Mess,
    Row,
    Table,
    table_of,
)
from tests.indices.importing.score_plans import Made, Plan

__all__ = [
    "MESSES",
    "NOT_APPLICABLE",
    "NOT_SCORED",
    "Made",
    "Mess",
    "Plan",
    "Row",
    "Table",
    "book_of",
    "column_of",
    "letter",
    "table_of",
]


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
