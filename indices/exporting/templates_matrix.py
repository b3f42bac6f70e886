"""The blank table of all units: units down, criteria across; or, without criteria, totals and ranks alone."""

from openpyxl.utils import get_column_letter

from indices.exporting.sheet_cells import height_of, lay_out, merge, protect, set_width
from indices.exporting.templates_parts import (
    NO_POINTS,
    TITLES,
    Asked,
    hint,
    points_range,
    title_of,
)
from indices.importing.score_values import Meaning, Shape

KEYS = (Meaning.UNIT_CODE, Meaning.UNIT)
HEAD_ROW = 4
NARROW, WIDE = 14, 18
TWO_LINES = 30  # points of height
ON_A_PAGE = 12  # columns of points that are legible beside the names of the units
NAMES_IN_LINE = 60  # letters of a name in the header; the whole name is on the page of the criteria


class Matrix:
    """One sheet being written."""

    def __init__(self, book, pen, asked: Asked):
        self.pen, self.asked = pen, asked
        self.items = [] if asked.shape == Shape.TOTALS else asked.asked_items
        self.totals = asked.totals
        self.tiers = max((item.depth for item in self.items), default=0)
        self.names_row = HEAD_ROW + self.tiers
        self.codes_row = self.names_row + 1 if self.items else self.names_row
        self.maxima_row = self.codes_row + 1 if self.items else self.names_row
        self.first = self.maxima_row + 1
        self.last = self.first + max(len(asked.units), 1) - 1
        self.left = len(KEYS) + 1
        self.sheet = book.create_sheet(str(TITLES[asked.points[0]] if self.items else TITLES[Meaning.TOTAL_POINTS]))

    def write(self) -> None:
        self._columns()
        pen, sheet = self.pen, self.sheet
        sheet.append([pen.text(title_of(self.asked), "title")])
        sheet.append([pen.text(hint(self.asked), "hint")])
        sheet.append([])
        for row in self._head():
            sheet.append(row)
        kind = self.asked.points[0]
        for unit in self.asked.units:
            sheet.append(self._row(unit, kind))

    # ---- columns

    def _columns(self) -> None:
        sheet = self.sheet
        set_width(sheet, 1, 12)
        set_width(sheet, 2, 34)
        count = len(self.items) + len(self.totals)
        for column in range(self.left, self.left + count):
            set_width(sheet, column, WIDE if column >= self.left + len(self.items) else NARROW, "open")
        frozen = f"{get_column_letter(self.left)}{self.first}"
        pages = -(-count // ON_A_PAGE)
        lay_out(sheet, frozen=frozen, head_rows=(HEAD_ROW, self.maxima_row), key_columns=("A", "B"), pages_wide=pages)
        protect(sheet)
        if self.items:
            names = [item.name[:NAMES_IN_LINE] for item in self.items]
            sheet.row_dimensions[self.names_row].height = height_of(names, NARROW)
            for row in range(HEAD_ROW, self.names_row):
                sheet.row_dimensions[row].height = TWO_LINES
            start = f"{get_column_letter(self.left)}{self.first}"
            check = points_range(start, f"{get_column_letter(self.left)}${self.maxima_row}")
            check.add(f"{start}:{get_column_letter(self.left + len(self.items) - 1)}{self.last}")
            sheet.data_validations.append(check)

    # ---- headings

    def _head(self):
        for row in range(HEAD_ROW, self.names_row + 1):
            yield [*self._key_heads(row), *self._tier(row - HEAD_ROW), *self._total_heads(row)]
        if self.items:
            pen = self.pen
            yield [
                pen.blank("head"),
                pen.text(TITLES[Meaning.CRITERION_CODE], "head_text"),
                *(pen.text(item.code, "head_number") for item in self.items),
            ]
            yield [
                pen.blank("head"),
                pen.text(TITLES[Meaning.MAXIMUM], "head_text"),
                *(pen.number(item.max_points, "head_number") for item in self.items),
            ]

    def _key_heads(self, row):
        if row > HEAD_ROW:
            return [self.pen.blank("head") for _key in KEYS]
        for column in range(1, len(KEYS) + 1):
            merge(self.sheet, HEAD_ROW, column, self.names_row, column)
        return [self.pen.text(TITLES[key], "head") for key in KEYS]

    def _total_heads(self, row):
        start = self.left + len(self.items)
        if row > HEAD_ROW:
            return [self.pen.blank("head") for _total in self.totals]
        for column in range(start, start + len(self.totals)):
            merge(self.sheet, HEAD_ROW, column, self.maxima_row, column)
        return [self.pen.text(TITLES[total], "head") for total in self.totals]

    def _tier(self, depth):
        """One row of headings: what stands at this depth above each column, merged over all it stands above."""
        above = [self._at_depth(item, depth) for item in self.items]
        cells, column = [], 0
        while column < len(above):
            item, end = above[column], column + 1
            own = item is self.items[column]
            while not own and end < len(above) and above[end] is item and self.items[end] is not item:
                end += 1
            is_first = item.depth == depth
            bottom = self.names_row if own else HEAD_ROW + depth
            if is_first:
                merge(self.sheet, HEAD_ROW + depth, self.left + column, bottom, self.left + end - 1)
            cells.append(self.pen.text(self._name(item, own), "head") if is_first else self.pen.blank("head"))
            cells += [self.pen.blank("head") for _place in range(column + 1, end)]
            column = end
        return cells

    def _at_depth(self, item, depth):
        while item.depth > depth:
            item = self.asked.subject.items[item.parent]
        return item

    def _name(self, item, own):
        if own:
            return item.name
        return f"{item.code}. {item.name}"

    # ---- units

    def _row(self, unit, kind):
        pen, asked = self.pen, self.asked
        cells = [pen.text(unit.code, "key"), pen.text(asked.names[unit.pk], "key")]
        if not asked.prefill:
            return cells
        for item in self.items:
            value = asked.stored(unit, item.code, kind)
            # Where nothing is written the column itself says that the cell is open.
            open_cell = pen.text if value == NO_POINTS else pen.number
            cells.append(None if value is None else open_cell(value, "open"))
        cells += [self._stated(unit, meaning) for meaning in self.totals]
        return cells

    def _stated(self, unit, meaning):
        value = self.asked.stated(unit, meaning)
        places = None if meaning == Meaning.RANK or value is None else self._places(unit, meaning)
        return self.pen.number(value, "open", places)

    def _places(self, unit, meaning):
        return getattr(self.asked.subject.roll[unit.pk], f"{meaning.value}_places")
