"""How a sheet is laid out, by what its cells show: which columns say what a row is about, and in which rows they do."""

from collections.abc import Iterable
from dataclasses import dataclass

from indices.importing.grid import Cell, Kind
from indices.importing.layout_scan import Scan
from indices.importing.score_values import Choice, Meaning, Shape

SEVERAL = 2  # units beside those of a table
ENOUGH = 0.8  # share of the cells of a column (or row) that must be codes of units where nothing is headed so


@dataclass
class Keys:
    """What says what a row is about.

    Args:
        unit, unit_code, criteria: columns; `None` or empty where there are none.
        rows: rows in which they surely do.
        across: of a matrix the rows of criteria, of a transposed sheet those of units.
        rival: another shape for which there is nearly as much evidence.
    """

    shape: Shape
    rows: list[int]
    unit: int | None = None
    unit_code: int | None = None
    criteria: tuple[int, ...] = ()
    across: tuple[int, ...] = ()
    rival: Shape | None = None


def find_keys(scan: Scan, choice: Choice) -> Keys | None:
    """The shape of a sheet and its keys; `None` where nothing names a unit or a criterion."""
    _add_unit_codes(scan)
    unit, unit_rows = _best(scan, _own_rows(scan), _chosen(choice, Meaning.UNIT, Meaning.UNIT_CODE))
    chosen = _chosen(choice, Meaning.CRITERION, Meaning.CRITERION_CODE)
    criterion, criterion_rows = _best(scan, scan.criteria_down, chosen)
    # Numbers that count on are codes where nothing else names units or criteria; else they may be figures.
    has_units = unit is not None and bool(_with_figures(scan, unit, unit_rows))
    if not has_units and (criterion is None or criterion in scan.numbers_down):
        criterion, criterion_rows = _best(scan, scan.numbers_down, chosen)
    across = _across(scan.criteria_across, unit_rows)
    units_across = _across(scan.units_across, criterion_rows)
    weights = _weights(scan, unit_rows, criterion_rows, across, units_across)
    if not weights and choice.shape is None:
        return None
    shape = choice.shape or max(weights, key=weights.__getitem__)
    others = sorted((weight, other) for other, weight in weights.items() if other != shape)
    rival = others[-1][1] if others and others[-1][0] * 2 > weights.get(shape, 0) else None
    with_units = shape in (Shape.MATRIX, Shape.LONG, Shape.TOTALS)
    with_criteria = shape in (Shape.TRANSPOSED, Shape.LONG, Shape.SCORECARD)
    keys = Keys(
        shape,
        {Shape.LONG: sorted(set(unit_rows) | set(criterion_rows))}.get(
            shape, unit_rows if with_units else criterion_rows
        ),
        rival=None if choice.shape else rival,
    )
    if with_units:
        keys.unit, keys.unit_code = _unit_columns(scan, unit, unit_rows, choice)
    if with_criteria:
        keys.criteria = _criterion_columns(scan, criterion, criterion_rows, choice)
    keys.across = {Shape.MATRIX: across, Shape.TRANSPOSED: units_across}.get(shape, ())
    return keys


def table_beside(scan: Scan, keys: Keys, choice: Choice) -> int | None:
    """The column of the units of a second table, right of the first one; its figures would be taken for the first's.

    Told from a column that says something of the unit, its parent or its neighbour: it names each unit once, and has
    figures on both of its sides.
    """
    if keys.shape not in (Shape.MATRIX, Shape.TOTALS) or keys.unit is None:
        return None
    own = set(keys.rows)
    aside = {keys.unit_code, *choice.columns}
    for column in (column for column in scan.units_down if column > keys.unit and column not in aside):
        rows = [row for row in scan.units_down[column] if row in own]
        is_long = len(rows) >= SEVERAL and 2 * len(rows) >= len(own)
        if (
            is_long
            and _names_others(scan, rows, keys.unit, column)
            and _has_figures_beside(scan, rows, keys.unit, column)
        ):
            return column
    return None


def _names_others(scan: Scan, rows: list[int], unit: int, column: int) -> bool:
    """Does each of its cells name a unit of its own, and another one than the row?"""
    texts = [(scan.sheet.at(row, unit), scan.sheet.at(row, column).text) for row in rows]
    is_other = all(own is None or own.text != text for own, text in texts)
    return is_other and len({text for _own, text in texts}) == len(rows)


def _has_figures_beside(scan: Scan, rows: list[int], unit: int, column: int) -> bool:
    places = {place for row in rows for place in scan.figures.get(row, ())}
    return any(unit < place < column for place in places) and any(place > column for place in places)


def _chosen(choice: Choice, *meanings: Meaning) -> int | None:
    return next((place for place, said in choice.columns.items() if said in meanings), None)


def _best(scan: Scan, columns: dict[int, list[int]], chosen: int | None) -> tuple[int | None, list[int]]:
    """The column with most rows that hold figures as well; titles hold none."""
    if chosen is not None:
        return chosen, columns.get(chosen) or [row for row, found in scan.figures.items() if set(found) - {chosen}]
    found = {column: _with_figures(scan, column, rows) for column, rows in columns.items()}
    if not any(found.values()):
        found = {column: rows for column, rows in columns.items() if len(rows) > 1}
    best = max(found, key=lambda column: (len(found[column]), -column), default=None)
    return (None, []) if best is None or not found[best] else (best, found[best])


def _own_rows(scan: Scan) -> dict[int, list[int]]:
    """Column → rows that name their unit there; a row of several units heads columns, said once more or not."""
    return {
        column: [row for row in rows if scan.heads_units(row) < max(2, len(rows))]
        for column, rows in scan.units_down.items()
    }


def _with_figures(scan: Scan, column: int, rows: Iterable[int]) -> list[int]:
    return [row for row in rows if any(other != column for other in scan.figures.get(row, ()))]


def _across(rows: dict[int, list[int]], key_rows: list[int]) -> tuple[int, ...]:
    """Rows above the table itself that name what its columns are about, the fullest first."""
    first = key_rows[0] if key_rows else 1
    return tuple(sorted((row for row in rows if row < first and rows[row]), key=lambda row: (-len(rows[row]), row)))


def _weights(scan: Scan, units, criteria, across, units_across) -> dict[Shape, int]:
    """How many figures each shape would explain."""
    both = len(set(units) & set(criteria))
    if both and both * 2 >= len(units):
        return {Shape.LONG: both}
    wide = len(scan.criteria_across[across[0]]) if across else 0
    wide_units = len(scan.units_across[units_across[0]]) if units_across else 0
    found = {
        Shape.MATRIX: len(units) * wide,
        Shape.TRANSPOSED: len(criteria) * wide_units if wide_units > 1 else 0,
        Shape.SCORECARD: len(criteria),
        Shape.TOTALS: len(units),
    }
    if found[Shape.TRANSPOSED] or found[Shape.SCORECARD] > found[Shape.TOTALS]:
        del found[Shape.TOTALS]
    if found[Shape.TRANSPOSED] or found[Shape.MATRIX]:
        found.pop(Shape.SCORECARD)
        found.pop(Shape.TOTALS, None)
    return {shape: weight for shape, weight in found.items() if weight}


# ---- columns


def _unit_columns(scan: Scan, unit: int | None, rows: list[int], choice: Choice) -> tuple[int | None, int | None]:
    """(column of names, column of codes)."""
    chosen, chosen_code = _chosen(choice, Meaning.UNIT), _chosen(choice, Meaning.UNIT_CODE)
    headed = next((column for column in _columns(scan) if scan.column_says(column) == Meaning.UNIT_CODE), None)
    code = chosen_code if chosen_code is not None else headed
    if chosen is not None:
        return chosen, code
    if unit is not None and (unit == code or unit in scan.unit_codes):
        names = {column: found for column, found in scan.units_down.items() if column not in scan.unit_codes}
        named = max(names, key=lambda column: len(set(names[column]) & set(rows)), default=None)
        return (named if named is not None and names[named] else None), unit
    if unit is None:
        unit = next((column for column in _columns(scan) if scan.column_says(column) == Meaning.UNIT), None)
    return unit, code


def _criterion_columns(scan: Scan, criterion: int | None, rows: list[int], choice: Choice) -> tuple[int, ...]:
    """Every column that says which criterion a row is about: codes, names, names of one level each."""
    chosen = [p for p, said in choice.columns.items() if said in (Meaning.CRITERION, Meaning.CRITERION_CODE)]
    if chosen:
        return tuple(sorted(chosen))
    said = {column: scan.column_says(column) for column in _columns(scan)}
    headed = {column for column, meaning in said.items() if meaning in (Meaning.CRITERION, Meaning.CRITERION_CODE)}
    named = {
        column
        for column, found in scan.criteria_down.items()
        if found and (column == criterion or len(set(found) & set(rows)) * 4 >= len(rows) or column in headed)
    }
    # Numbers that count on left of the names are their codes.
    numbered = {column for column in scan.numbers_down if criterion is None or column <= criterion}
    return tuple(sorted(named | headed | numbered | ({criterion} if criterion else set())))


def _columns(scan: Scan) -> list[int]:
    return sorted({column for row in scan.headed.values() for column in row})


# ---- units told by their codes alone


def _add_unit_codes(scan: Scan) -> None:
    """Columns and rows of unit codes, headed so or, where nothing else names units, nearly all of them codes."""
    columns: dict[int, list[Cell]] = {}
    for row in scan.sampled:
        for column, cell in scan.sheet.rows[row].items():
            columns.setdefault(column, []).append(cell)
    for column, cells in columns.items():
        headed = scan.column_says(column) == Meaning.UNIT_CODE
        if not headed and (any(scan.units_down.values()) or scan.column_says(column) is not None):
            continue
        found = [cell for cell in cells if is_unit_code(scan, cell)]
        if found and (headed or _are_codes(found, cells)):
            scan.units_down[column] = [cell.row for cell in found]
            scan.unit_codes.add(column)
    names_down = any(_with_figures(scan, column, rows) for column, rows in scan.units_down.items())
    if not names_down and not any(len(found) > 1 for found in scan.units_across.values()):
        for row in scan.sampled[:40]:
            cells = [cell for column, cell in scan.sheet.rows[row].items() if column not in scan.headed.get(row, {})]
            found = [cell for cell in cells if is_unit_code(scan, cell)]
            if _are_codes(found, cells):
                scan.units_across[row] = [cell.column for cell in found]


def is_unit_code(scan: Scan, cell: Cell) -> bool:
    if cell.kind not in (Kind.TEXT, Kind.NUMBER) or len(cell.text) > 40 or " " in cell.text:
        return False
    return scan.names.match("", cell.text).unit is not None


def _are_codes(found: list[Cell], cells: list[Cell]) -> bool:
    """Nearly all, several, all different, and not merely counting from one."""
    texts = [cell.text for cell in found]
    if len(texts) < 2 or len(set(texts)) < len(texts) or len(found) < ENOUGH * (len(cells) - 1):
        return False
    # Small numbers may be anything; a zero before them, letters or many digits make a code.
    told = any(text[0] == "0" or not text.isdigit() for text in texts) or all(len(text) > 2 for text in texts)
    return told and texts != [str(place) for place in range(1, len(texts) + 1)]
