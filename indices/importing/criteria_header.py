"""Where a criteria table begins: the row of headings, found by its words, over one row or several."""

from collections.abc import Mapping
from dataclasses import dataclass

from openpyxl.utils import get_column_letter

from indices.importing.criteria_columns import Heading, Role, heading_of
from indices.importing.grid import Cell, Kind, Sheet
from reformtrack.text import fold

SEARCHED = 80  # rows with content, from the top, among which the headings are looked for
DEEPEST = 3  # rows of headings at most: merged ones above those of single columns
BESIDE_NAME = (Role.CODE, Role.LEVEL, Role.MAXIMUM, Role.METHOD, Role.MARK)


@dataclass(frozen=True, slots=True)
class Column:
    """One column that is read.

    Args:
        last: where names stand staggered over several columns under one heading, the last of them.
        detail: as of a `Heading`.
    """

    role: Role
    column: int
    last: int
    heading: str
    detail: str | int | None = None

    @property
    def letters(self) -> str:
        first, last = get_column_letter(self.column), get_column_letter(self.last)
        return first if self.column == self.last else f"{first}–{last}"


@dataclass(frozen=True, slots=True)
class Header:
    """The headings of a table.

    Args:
        top, bottom: its first and last row.
        columns: those that are read, from left to right.
        unused: letters → heading of those that are not.
        words: for each row of headings what it holds, folded, to know it again on a later page.
    """

    top: int
    bottom: int
    columns: tuple[Column, ...]
    unused: Mapping[str, str]
    words: tuple[Mapping[int, str], ...]

    def first(self, role: Role) -> Column | None:
        return next((column for column in self.columns if column.role == role), None)

    def every(self, role: Role) -> tuple[Column, ...]:
        return tuple(column for column in self.columns if column.role == role)

    def is_repeated_by(self, row: Mapping[int, Cell]) -> bool:
        """Does a row say the headings once more, as printed tables do on every page?"""
        said = {column: fold(cell.text) for column, cell in row.items()}
        return len(said) > 1 and any(said.items() <= words.items() for words in self.words)


def find_header(sheet: Sheet) -> Header | None:
    """The first row whose words head a criteria table: names, and codes, maxima or how they are scored beside them."""
    for row in list(sheet.rows)[:SEARCHED]:
        header = _header_at(sheet, row)
        if header is not None:
            return header
    return None


def _header_at(sheet: Sheet, top: int) -> Header | None:
    headings = _headings(sheet.rows[top])
    if not headings:
        return None
    bottom = top
    texts = {column: cell.text for column, cell in sheet.rows[top].items()}
    for row in range(top + 1, top + DEEPEST):
        below = sheet.rows.get(row, {})
        found = _headings(below)
        if not _is_more_headings(below, found, headings):
            break
        bottom = row
        texts |= {column: cell.text for column, cell in below.items()}
        headings = _settled(headings | found)
    roles = {heading.role for heading in headings.values()}
    if Role.NAME not in roles or roles.isdisjoint(BESIDE_NAME) or len(headings) < 2:
        return None
    columns = _columns(sheet, top, headings, set(texts))
    read = {column for one in columns for column in range(one.column, one.last + 1)}
    unused = {get_column_letter(column): text for column, text in sorted(texts.items()) if column not in read}
    rows = [sheet.rows[row] for row in range(top, bottom + 1) if row in sheet.rows]
    words = tuple({column: fold(cell.text) for column, cell in row.items()} for row in rows)
    return Header(top, bottom, columns, unused, words)


def _headings(row: Mapping[int, Cell]) -> dict[int, Heading]:
    found = {column: heading_of(cell.text) for column, cell in row.items() if cell.kind == Kind.TEXT}
    return {column: heading for column, heading in found.items() if heading is not None}


def _is_more_headings(row: Mapping[int, Cell], found: Mapping[int, Heading], above: Mapping[int, Heading]) -> bool:
    """Does a row continue the headings above it, and is it neither a criterion nor the table's title again?"""
    roles = [heading.role for heading in found.values()]
    says_more = Role.MARK in roles or Role.MAXIMUM in roles or len(roles) > 1
    codes = {column for column, heading in above.items() if heading.role == Role.CODE}
    return says_more and codes.isdisjoint(row) and all(cell.kind == Kind.TEXT for cell in row.values())


def _settled(headings: Mapping[int, Heading]) -> dict[int, Heading]:
    """Where single columns of marks are headed, a heading above them all says no more."""
    marks = [column for column, heading in headings.items() if heading.role == Role.MARK]
    return {
        column: heading
        for column, heading in sorted(headings.items())
        if heading.role != Role.METHOD or not any(mark > column for mark in marks)
    }


def _columns(sheet: Sheet, top: int, headings: Mapping[int, Heading], headed: set[int]) -> tuple[Column, ...]:
    names = [column for column, heading in headings.items() if heading.role == Role.NAME]
    by_level = len(names) > 1 and all(headings[column].detail is not None for column in names)
    columns, taken = [], set()
    for column, heading in sorted(headings.items()):
        if heading.role == Role.NAME:
            if heading.role in taken and not by_level:
                continue
            detail = heading.detail if by_level else None
            last = column if by_level else _last_of(sheet, top, column, headed)
            columns.append(Column(heading.role, column, last, heading.text, detail))
        elif heading.role in (Role.MARK, Role.NOTE) or heading.role not in taken:
            columns.append(Column(heading.role, column, column, heading.text, heading.detail))
        taken.add(heading.role)
    return tuple(columns)


def _last_of(sheet: Sheet, top: int, column: int, headed: set[int]) -> int:
    """Names stand staggered in the columns that the heading is merged over, or in those beside it without heading."""
    for merge in sheet.merges:
        if merge.top <= top <= merge.bottom and merge.left <= column <= merge.right:
            return merge.right
    following = [other for other in headed if other > column]
    return min(following) - 1 if following else column
