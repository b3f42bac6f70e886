"""A sheet being laid out, in which every figure is found again; and the file that is made of such sheets."""

import csv
import io
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.utils.cell import column_index_from_string, coordinate_from_string

from indices.importing.cells import read_book
from indices.importing.grid import address
from indices.importing.score_values import Meaning


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
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, float | Decimal):
        return str(value).replace(".", ",")
    return "" if value is None else str(value)
