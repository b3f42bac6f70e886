"""Which of the five layouts a sheet has and what each of its columns holds, found by looking at the cells.

Evidence comes first (`layout_scan`), then the shape (`layout_shape`), the headings (`layout_header`) and the columns
(`layout_columns`). What a person chose stands above all of it; what is not sure is said in `Layout.doubts`.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from indices.importing.grid import Book, Cell, Sheet
from indices.importing.headings import is_draft, years_in_title
from indices.importing.layout_columns import columns_of
from indices.importing.layout_header import Header, find_header
from indices.importing.layout_marks import check_marks, marked_points, marked_shape
from indices.importing.layout_names import Names
from indices.importing.layout_scan import Scan
from indices.importing.layout_shape import Keys, find_keys, table_beside
from indices.importing.layout_units import sheet_unit
from indices.importing.score_values import KINDS_OF_POINTS, Choice, Layout, Meaning, Shape
from indices.importing.scores_findings import Findings
from indices.importing.scores_units import Units
from indices.importing.subject import Subject
from reformtrack.said import said as _

VALUES = frozenset({Meaning.VALUE, *KINDS_OF_POINTS, Meaning.TOTAL_POINTS, Meaning.TOTAL_PERCENT, Meaning.RANK})


@dataclass
class Table:
    """A sheet with all that was understood of it: what `scores` reads.

    Args:
        titles: cells above the headings.
        labels: column → texts of the headings there, to know them again further down.
        unit_cell: of a scorecard: where its unit is named.
        summaries: rows of totals and averages, found while reading.
        resolve: cells above a column → the unit they name.
        beside: the column of units of a second table on the same rows.
        points: which points the file says of itself to hold, where neither a column nor a title does.
    """

    sheet: Sheet
    layout: Layout
    keys: Keys
    header: Header
    titles: list[Cell] = field(default_factory=list)
    labels: dict[int, set[str]] = field(default_factory=dict)
    unit_cell: str = ""
    summaries: list[int] = field(default_factory=list)
    resolve: Callable[[Sequence[Cell]], int | None] | None = None
    points: Meaning | None = None
    beside: int | None = None


def find_layouts(book: Book, subject: Subject, choice: Choice | None = None) -> tuple[Layout, ...]:
    """What was understood of each sheet that holds scores; sheets that hold none, drafts and hidden ones are left out.

    Args:
        choice: what a person said of the file; whatever is `None` there is found out.
    """
    choice = choice or Choice()
    names, findings = Names(subject, choice), Findings(book)
    return tuple(table.layout for table in find_tables(book, names, findings, Units(names, findings)))


def find_tables(book: Book, names: Names, findings: Findings, units: Units) -> list[Table]:
    """The tables of a file, with what is wrong with their headings; sheets left out are remarked."""
    choice = names.choice
    asked = [sheet for sheet in book.sheets if sheet.rows and _is_read(sheet, book, choice, findings)]
    found = [table for sheet in asked if (table := _table(sheet, book, names)) is not None]
    full = [table for table in found if _holds_values(table.layout)]
    _leave_out_other(asked, full, findings)
    # Where no column of figures is understood, a person may still say which it is.
    kept = _of_the_year(full or [table for table in found if table.header.bottom], names, findings)
    for table in kept:
        table.resolve = units.of_header
        table.layout = columns_of(table, names, findings if full else None)
        table.labels = _labels(table)
        if table.beside is not None:
            findings.fault(table.sheet.name, *_first_in(table, table.beside), "two_tables")
        if table.keys.shape == Shape.SCORECARD:
            unit, table.unit_cell = sheet_unit(table, book, names, findings, units.of_header)
            table.layout = replace(table.layout, unit=unit)
    check_marks(book, names.subject, kept, findings)
    if not full:
        name = asked[0].name if asked else book.sheets[0].name if book.sheets else ""
        findings.fault(name, 0, 0, "nothing_to_read")
    return kept


def _is_read(sheet: Sheet, book: Book, choice: Choice, findings: Findings) -> bool:
    if choice.sheet is not None:
        return sheet.name == choice.sheet
    others = any(other.rows and not other.hidden and not is_draft(other.name) for other in book.sheets)
    if others and (sheet.hidden or is_draft(sheet.name)):
        said = _("Trang “%(sheet)s” bị ẩn nên không đọc.") if sheet.hidden else _("Trang nháp “%(sheet)s”: không đọc.")
        findings.remark(sheet.name, 0, 0, said % {"sheet": sheet.name})
        return False
    return True


def _first_in(table: Table, column: int) -> tuple[int, int]:
    return next((row, column) for row in table.keys.rows if table.sheet.at(row, column) is not None)


def _leave_out_other(asked: list[Sheet], full: list[Table], findings: Findings) -> None:
    read = {table.sheet.name for table in full}
    for sheet in asked:
        if full and sheet.name not in read:
            text = _("Trang “%(sheet)s” không có bảng điểm nên không đọc.") % {"sheet": sheet.name}
            findings.remark(sheet.name, 0, 0, text)


def _of_the_year(tables: list[Table], names: Names, findings: Findings) -> list[Table]:
    """Sheets whose titles say another year are left out beside those of the right one; alone they are faults."""
    year = names.subject.edition.year
    said = [(table, years_in_title([*(cell.text for cell in table.titles), table.sheet.name])) for table in tables]
    wrong = {table.sheet.name for table, years in said if years and year not in years}
    if not wrong:
        return tables
    if len(wrong) < len(tables) and any(year in years for _table, years in said):
        for name in wrong:
            text = _("Trang “%(sheet)s” ghi năm khác nên không đọc.") % {"sheet": name}
            findings.remark(name, 0, 0, text)
        return [table for table in tables if table.sheet.name not in wrong]
    for table, years in said:
        if table.sheet.name in wrong:
            cell = next((cell for cell in table.titles if years_in_title([cell.text]) & years), None)
            place = (cell.row, cell.column) if cell else (0, 0)
            findings.fault(table.sheet.name, *place, "wrong_year", value=", ".join(map(str, sorted(years))), year=year)
    return tables


def _table(sheet: Sheet, book: Book, names: Names) -> Table | None:
    choice = names.choice
    scan = Scan.of(sheet, names)
    keys = _keys(scan, choice, marked_shape(book))
    if keys is None:
        return None
    key_columns = {*keys.criteria, keys.unit, keys.unit_code} - {None}
    first = keys.rows[0] if keys.rows else next(iter(sheet.rows))
    header = find_header(scan, keys.shape, first, key_columns, choice.header)
    last = max(sheet.rows)
    top = header.top or first
    titles = [cell for row, cells in sheet.rows.items() if row < top for cell in cells.values()]
    layout = Layout(
        shape=keys.shape,
        sheet=sheet.name,
        header=(header.top, header.bottom),
        data=(header.bottom + 1 if header.bottom else first, last),
        lines=(),
        doubts=tuple(_doubts(keys, header)),
    )
    table = Table(sheet, layout, keys, header, titles, resolve=Units(names).of_header, points=marked_points(book))
    table.beside = table_beside(scan, keys, choice)
    table.layout = columns_of(table, names, None)
    return table


def _keys(scan: Scan, choice: Choice, marked: Shape | None) -> Keys | None:
    """What says what a row is about; between two shapes the one decides in which the file was handed out."""
    keys = find_keys(scan, choice)
    if keys is None or keys.rival is None or marked not in (keys.shape, keys.rival):
        return keys
    return find_keys(scan, replace(choice, shape=marked))


def _doubts(keys: Keys, header: Header) -> Iterator[str]:
    if keys.rival is not None:
        yield _("Chưa chắc cách trình bày của trang: cũng có thể là “%(other)s”.") % {"other": shape_name(keys.rival)}
    if not header.bottom:
        yield _("Không thấy dòng tiêu đề của bảng.")


def shape_name(shape: Shape) -> str:
    """A layout in words."""
    return {
        Shape.MATRIX: _("dòng là đơn vị, cột là tiêu chí"),
        Shape.TRANSPOSED: _("dòng là tiêu chí, cột là đơn vị"),
        Shape.LONG: _("mỗi dòng một đơn vị và một tiêu chí"),
        Shape.SCORECARD: _("mỗi trang một đơn vị"),
        Shape.TOTALS: _("tổng và thứ hạng"),
    }[shape]


def _holds_values(layout: Layout) -> bool:
    return any(line.meaning in VALUES for line in layout.lines)


def _labels(table: Table) -> dict[int, set[str]]:
    top, bottom = table.layout.header
    return {
        column: {cell.text for row in range(top, bottom + 1) if (cell := table.sheet.at(row, column)) is not None}
        for column in {column for row in range(top, bottom + 1) for column in table.sheet.rows.get(row, {})}
    }
