"""Readings made by hand: what `read_scores` gives for a plain sheet, without a sheet.

    reading_of(subject, {unit.pk: {"1.1": "4", "1.2": "x"}})

stands for a matrix with its units from row 5 down, their names in column B, and the criteria from column C on, in the
order in which the first unit names them. A figure is text: `4`, `x` (not applicable), `-` (not scored).
"""

from decimal import Decimal

from indices.importing.grid import address
from indices.importing.score_values import Answer, Figure, Layout, Line, Meaning, Reading, Shape, UnitReading

FIRST_ROW, FIRST_COLUMN = 5, 3
TOTALS = {"total": Meaning.TOTAL_POINTS, "percent": Meaning.TOTAL_PERCENT, "rank": Meaning.RANK}
SAID = {"x": Answer.NOT_APPLICABLE, "-": Answer.NOT_SCORED}


def figure_of(text, cell, sheet="Điểm"):
    if text in SAID:
        return Figure(sheet, cell, SAID[text], shown=text)
    value = Decimal(text)
    return Figure(sheet, cell, Answer.SCORED, value, places=max(-value.as_tuple().exponent, 0), shown=text)


def reading_of(subject, rows, *, kind=Meaning.POINTS, shape=Shape.MATRIX, maxima=None, sheet="Điểm"):
    """A reading.

    Args:
        rows: unit pk → {code, or (code, kind of points), or one of `TOTALS`: text, `None` for an empty cell}.
        maxima: code → text; stands in row 4.
    """
    columns = list(dict.fromkeys(key for row in rows.values() for key in row))
    lines = [Line(2, Meaning.UNIT, "Đơn vị")]
    for place, key in enumerate(columns, FIRST_COLUMN):
        code, meaning = key if isinstance(key, tuple) else (key, kind)
        if code in TOTALS:
            lines.append(Line(place, TOTALS[code], code))
        else:
            lines.append(Line(place, Meaning.VALUE if meaning == kind else meaning, code, criterion=code))
    last = FIRST_ROW + len(rows) - 1
    layout = Layout(shape, sheet, (4, 4), (FIRST_ROW, last), tuple(lines), points=kind)
    reading = Reading(layouts=(layout,))
    for row, (unit, figures) in enumerate(rows.items(), FIRST_ROW):
        read = UnitReading(unit, sheet, address(row, 2))
        for key, text in figures.items():
            if text is None:
                continue
            code, meaning = key if isinstance(key, tuple) else (key, kind)
            found = figure_of(text, address(row, FIRST_COLUMN + columns.index(key)), sheet)
            if code in TOTALS:
                read.stated[TOTALS[code]] = found
            else:
                read.scores.setdefault(code, {})[meaning] = found
        for place, (code, text) in enumerate((maxima or {}).items(), FIRST_COLUMN):
            read.maxima[code] = figure_of(text, address(4, place), sheet)
        reading.units[unit] = read
    return reading
