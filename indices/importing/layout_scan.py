"""Evidence: how many cells of each row and column of a sheet name units or criteria, and which hold figures."""

from collections import defaultdict
from dataclasses import dataclass, field

from indices.importing.grid import Cell, Kind, Sheet
from indices.importing.headings import is_column_numbers, meaning_of
from indices.importing.layout_names import Named, Names, is_rising
from indices.importing.score_values import Meaning
from indices.importing.scores_figures import holds_figure

SAMPLED = 150  # rows with content, from the top; what a sheet is shows by then
HEADED = 40  # of which headings may be in these
COVERED = 0.6  # share of a column's cells that must be codes if they are mere numbers
MOST_UNITS = 300  # texts looked up as units in one sheet, for evidence alone

# A column headed so is what it says, whatever its cells may be mistaken for.
NO_UNITS = frozenset(Meaning) - {Meaning.UNIT, Meaning.UNIT_CODE}
OF_UNITS = (Meaning.UNIT, Meaning.UNIT_CODE, Meaning.BLOCK)
NO_CRITERIA = frozenset(Meaning) - {Meaning.CRITERION, Meaning.CRITERION_CODE, Meaning.ORDER}


@dataclass
class Scan:
    """What the cells of one sheet show.

    Attributes:
        headed: row → column → what the heading there says.
        units_down: column → rows whose cell names a unit. criteria_down: the same of criteria.
        units_across: row → columns whose cell names a unit. criteria_across: the same of criteria.
        figures: row → columns that hold numbers.
        numbers_down: column → rows of mere numbers that count on as codes of criteria do.
        unit_codes: columns of codes of units.
    """

    sheet: Sheet
    names: Names
    year: int
    headed: dict[int, dict[int, Meaning]] = field(default_factory=dict)
    units_down: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    criteria_down: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    units_across: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    criteria_across: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    figures: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    sampled: list[int] = field(default_factory=list)
    numbers_down: dict[int, list[int]] = field(default_factory=dict)
    unit_codes: set[int] = field(default_factory=set)

    @classmethod
    def of(cls, sheet: Sheet, names: Names) -> "Scan":
        scan = cls(sheet, names, names.subject.edition.year)
        rows = scan.sampled = list(sheet.rows)[:SAMPLED]
        for row in rows[:HEADED]:
            scan._headings(row)
        for row in rows:
            scan._row(row)
        scan._codes_down(rows)
        for row in rows[:HEADED]:
            scan._codes_across(row)
        return scan

    def _headings(self, row: int) -> None:
        found = {
            column: meaning
            for column, cell in self.sheet.rows[row].items()
            if cell.kind in (Kind.TEXT, Kind.NUMBER) and (meaning := meaning_of(cell.text, self.year)) is not None
        }
        if found:
            self.headed[row] = found

    def column_says(self, column: int) -> Meaning | None:
        """What the first known heading of a column says, in a row that has several."""
        return next((row[column] for row in self.headed.values() if column in row and len(row) > 1), None)

    def _row(self, row: int) -> None:
        for column, cell in self.sheet.rows[row].items():
            if cell.kind == Kind.NUMBER:
                self.figures[row].append(column)
            elif cell.kind == Kind.TEXT:
                self._text(row, column, cell)

    def _text(self, row: int, column: int, cell: Cell) -> None:
        named = self.names.criteria_of(cell)
        if named.is_sure:
            self.criteria_across[row].append(column)
            if self.column_says(column) not in NO_CRITERIA:
                self.criteria_down[column].append(row)
        elif holds_figure(cell):
            self.figures[row].append(column)
        elif self._asked() < MOST_UNITS and self.names.names_unit(cell.text):
            self.units_across[row].append(column)
            if self.column_says(column) not in NO_UNITS:
                self.units_down[column].append(row)

    def heads_units(self, row: int) -> int:
        """How many columns a row may head with units; a unit's code and its name beside each other head none."""
        return sum(self.column_says(column) not in OF_UNITS for column in self.units_across.get(row, ()))

    def _asked(self) -> int:
        return len(self.names._names_unit)

    def _codes_down(self, rows: list[int]) -> None:
        """Columns of codes that are numbers, or that Excel made dates of."""
        columns: dict[int, list[tuple[int, Named]]] = defaultdict(list)
        held: dict[int, int] = defaultdict(int)
        for row in rows:
            for column, cell in self.sheet.rows[row].items():
                said = self.column_says(column)
                if said in NO_CRITERIA or (cell.kind == Kind.TEXT and not cell.text[:1].isdigit()):
                    continue
                held[column] += 1
                named = self.names.criteria_of(cell)
                if named.codes:
                    columns[column].append((row, named))
        for column, found in sorted(columns.items()):
            said = self.column_says(column)
            rows_found = {row for row, _named in found}
            if said in (Meaning.CRITERION, Meaning.CRITERION_CODE):
                self.criteria_down[column] = sorted({*self.criteria_down[column], *rows_found})
                continue
            covered = len(found) >= COVERED * held[column] and len(found) > 1
            fractions = any("." in code for _row, named in found for code in named.codes)
            # Figures may count on too: of columns of mere numbers the leftmost is that of the codes.
            if covered and fractions and not self.numbers_down and self._count_on([named for _row, named in found]):
                self.numbers_down[column] = sorted({*self.criteria_down[column], *rows_found})

    def _codes_across(self, row: int) -> None:
        """Rows of codes that are numbers or dates: they count on as the tree does."""
        cells = self.sheet.rows[row]
        if is_column_numbers(cells.values()):
            return
        found = [(column, named) for column, cell in cells.items() if (named := self.names.criteria_of(cell)).codes]
        numbers = [cell for cell in cells.values() if cell.kind in (Kind.NUMBER, Kind.DATE) or cell.text[:1].isdigit()]
        weak = any(not named.is_sure for _column, named in found)
        covered = len(found) > 1 and len(found) >= COVERED * len(numbers)
        if weak and covered and self._count_on([named for _column, named in found]):
            self.criteria_across[row] = [column for column, _named in found]

    def _count_on(self, named: list[Named]) -> bool:
        """Do codes count on, each once or several times, all of them once or over again for other points?"""
        each = [one for place, one in enumerate(named) if place == 0 or one != named[place - 1]]
        if is_rising(each, self.names.place_of):
            return True
        parts = (length for length in range(2, len(each) // 2 + 1) if len(each) % length == 0)
        return any(
            each == each[:length] * (len(each) // length) and is_rising(each[:length], self.names.place_of)
            for length in parts
        )
