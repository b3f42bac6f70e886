"""Where the headings of a table stand, and what each column has above it, merged cells spread over what they cover."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from indices.importing.grid import Cell, Kind, Sheet
from indices.importing.headings import is_column_numbers, is_maxima, meaning_of
from indices.importing.layout_scan import Scan
from indices.importing.layout_shape import is_unit_code
from indices.importing.score_values import Meaning, Shape

UNITS, CRITERIA = (Meaning.UNIT, Meaning.UNIT_CODE), (Meaning.CRITERION, Meaning.CRITERION_CODE)
# What heads the first columns of each shape: alone it shows where the headings are.
KEYS = {
    Shape.MATRIX: UNITS,
    Shape.TOTALS: UNITS,
    Shape.LONG: UNITS + CRITERIA,
    Shape.TRANSPOSED: CRITERIA,
    Shape.SCORECARD: CRITERIA,
}
GAP = 2  # rows that two rows of one header may be apart


@dataclass(frozen=True, slots=True)
class Heading:
    """A cell above a column.

    Args:
        cell: where the words stand.
        spread: 0 if it stands in this very column, 1 if it is merged over it, 2 if it is only to its left.
    """

    cell: Cell
    spread: int = 0

    @property
    def row(self) -> int:
        return self.cell.row


@dataclass(frozen=True, slots=True)
class Header:
    """The rows of headings.

    Args:
        top, bottom: its first and last row; (0, 0) where there is none.
        maxima: the row of maxima among them, if there is one.
        above: column → its headings from top to bottom, rows of numbers and maxima left out.
    """

    top: int
    bottom: int
    maxima: int | None
    above: Mapping[int, tuple[Heading, ...]]

    def texts(self, column: int) -> list[str]:
        return list(dict.fromkeys(heading.cell.text for heading in self.above.get(column, ())))


def find_header(scan: Scan, shape: Shape, first: int, keys: Iterable[int], chosen: tuple[int, int] | None) -> Header:
    """The headings of a table.

    Args:
        first: the first row that surely belongs to the table itself.
        keys: columns that say what a row is about.
        chosen: (first, last) row, as a person said.
    """
    top, bottom = chosen or _rows_of(scan, shape, first, set(keys))
    rows = [row for row in scan.sheet.rows if top <= row <= bottom]
    maxima = next((row for row in rows if _is_maxima_row(scan.sheet.rows[row])), None)
    named = [row for row in rows if row != maxima and not is_column_numbers(scan.sheet.rows[row].values())]
    return Header(top, bottom, maxima, _above(scan.sheet, named, top, bottom))


def _rows_of(scan: Scan, shape: Shape, first: int, keys: set[int]) -> tuple[int, int]:
    rows = [row for row in scan.sheet.rows if row < first]
    strong = [row for row in rows if _is_strong(scan, shape, row, keys)]
    if not strong:
        return 0, 0
    # A row below the first headings that names a unit or a criterion, with figures or not, is of the table already:
    # headings that follow it are the same ones on the next page.
    first = min([first, *(row for row in _named_rows(scan, keys) if row > strong[0])])
    strong = [row for row in strong if row < first]
    rows = [row for row in rows if row < first]
    bottom = top = strong[-1]
    for row in reversed(strong):
        if top - row > GAP:
            break
        top = row
    top = min([top, *(one.top for one in scan.sheet.merges if one.top < top <= one.bottom < first)])
    for row in rows:
        cells = scan.sheet.rows[row]
        if row > bottom and row - bottom <= GAP and (_is_maxima_row(cells) or _numbers_columns(scan, row, keys)):
            bottom = row
    return top, bottom


def _numbers_columns(scan: Scan, row: int, keys: set[int]) -> bool:
    """`1 | 2 | 3` numbers columns, unless it is criterion 1 with points 2 and 3, which no other row is about."""
    if not is_column_numbers(scan.sheet.rows[row].values()):
        return False
    own = {(key, cell.text) for key in keys if (cell := scan.sheet.at(row, key)) is not None and cell.text.isdigit()}
    criteria = {(key, text) for key, text in own if row in scan.criteria_down.get(key, ())}
    others = {
        (key, cell.text)
        for key in keys
        for other in scan.criteria_down.get(key, ())
        if other != row and (cell := scan.sheet.at(other, key)) is not None
    }
    return not criteria or bool(criteria & others)


def _named_rows(scan: Scan, keys: set[int]) -> list[int]:
    named = (scan.units_down, scan.criteria_down, scan.numbers_down)
    found = [row for key in keys for rows in named for row in rows.get(key, ())]
    return [row for row in found if scan.heads_units(row) < 2 and not _numbers_columns(scan, row, keys)]


def _is_strong(scan: Scan, shape: Shape, row: int, keys: set[int]) -> bool:
    """Do several cells of a row head columns, and is it no row of the table itself?"""
    heads = set(scan.headed.get(row, {}))
    across = {Shape.MATRIX: scan.criteria_across, Shape.TRANSPOSED: scan.units_across}.get(shape, {}).get(row, [])
    heads.update(across)
    cells = scan.sheet.rows[row]
    if shape == Shape.TRANSPOSED:
        heads.update(column for column, cell in cells.items() if is_unit_code(scan, cell))
    if is_column_numbers(cells.values()) or _is_maxima_row(cells):
        return False
    if any(key in cells and key not in heads and cells[key].kind == Kind.TEXT for key in keys):
        return False
    heads_keys = any(scan.headed.get(row, {}).get(key) in KEYS[shape] for key in keys) and len(cells) > 1
    return len(heads) > 1 or bool(across) or heads_keys or _heads_merged(scan.sheet, row, heads)


def _heads_merged(sheet: Sheet, row: int, heads: set[int]) -> bool:
    """A single heading over several columns: `Điểm` over `Tự đánh giá | Thẩm định`."""
    return any(one.top == row and one.left in heads and one.right > one.left for one in sheet.merges) and row > 1


def _is_maxima_row(cells: Mapping[int, Cell]) -> bool:
    """`Điểm tối đa` and then numbers alone; years are headings."""
    others = [cell for cell in cells.values() if not (cell.kind == Kind.TEXT and is_maxima(cell.text))]
    numbers = [cell for cell in others if cell.kind == Kind.NUMBER or cell.text[:1].isdigit()]
    return 0 < len(numbers) == len(others) < len(cells) and not all(meaning_of(cell.text) for cell in numbers)


def _above(sheet: Sheet, rows: list[int], top: int, bottom: int) -> dict[int, tuple[Heading, ...]]:
    spread = _merged(sheet, top, bottom)
    columns = sorted({column for row in rows for column in sheet.rows[row]} | {column for _row, column in spread})
    grid: dict[int, dict[int, Heading]] = {row: {} for row in rows}
    for row in rows:
        for column in columns:
            own = sheet.at(row, column)
            found = spread.get((row, column))
            if own is not None:
                grid[row][column] = Heading(own)
            elif found is not None:
                grid[row][column] = Heading(found, 1)
    for place, row in enumerate(rows[:-1]):
        _lean_left(grid, row, rows[place + 1 :], columns, set(spread))
    return {
        column: tuple(dict.fromkeys(grid[row][column] for row in rows if column in grid[row])) for column in columns
    }


def _merged(sheet: Sheet, top: int, bottom: int) -> dict[tuple[int, int], Cell]:
    """Every place in the header that a merged cell covers → that cell."""
    found = {}
    for one in sheet.merges:
        cell = sheet.at(one.top, one.left)
        if cell is None or one.top > bottom or one.bottom < top:
            continue
        for row in range(max(one.top, top), min(one.bottom, bottom) + 1):
            for column in range(one.left, one.right + 1):
                found[row, column] = cell
    return found


def _lean_left(grid, row: int, below: list[int], columns: list[int], merged: set[tuple[int, int]]) -> None:
    """A blank with a heading of its own further down belongs to what stands to its left: CSV files merge nothing."""
    left = None
    for column in columns:
        if column in grid[row]:
            left = grid[row][column]
        elif left is not None and (row, column) not in merged:
            own = any(column in grid[other] and not grid[other][column].spread for other in below)
            is_wide = any(left.cell.column in grid[other] for other in below)
            if own and is_wide:
                grid[row][column] = Heading(left.cell, 2)
