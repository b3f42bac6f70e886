"""Which row heads a table of answers, and what its columns hold: counts of each level, or what respondents chose."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from indices.importing.grid import Cell, Kind, Sheet
from indices.importing.headings import PARENTHESES, meaning_of
from indices.importing.layout_names import Names
from indices.importing.score_values import Meaning
from reformtrack.text import fold

LOOKED_THROUGH = 30  # rows from the top among which the heading is looked for
UNITS = (Meaning.UNIT, Meaning.UNIT_CODE)
ITEM_WORDS = {
    "muc hoi": Meaning.CRITERION,
    "cau hoi": Meaning.CRITERION,
    "noi dung hoi": Meaning.CRITERION,
    "ten muc hoi": Meaning.CRITERION,
    "item": Meaning.CRITERION,
    "ma muc hoi": Meaning.CRITERION_CODE,
    "ma cau hoi": Meaning.CRITERION_CODE,
    "item code": Meaning.CRITERION_CODE,
}
ITEMS = (Meaning.CRITERION, Meaning.CRITERION_CODE)
NUMBERED_LEVEL = re.compile(r"(?:muc |level |diem )?([1-5])(?: .*)?")

# how many levels -> what each is called, the least satisfied first; as a form prints them and as they are typed
LEVELS: Mapping[int, tuple[tuple[str, ...], ...]] = {
    5: (
        ("rat khong hai long", "very dissatisfied"),
        ("khong hai long", "dissatisfied"),
        ("binh thuong", "neutral"),
        ("hai long", "satisfied"),
        ("rat hai long", "very satisfied"),
    ),
    3: (("khong hai long", "dissatisfied"), ("binh thuong", "neutral"), ("hai long", "satisfied")),
    2: (("khong hai long", "khong", "dissatisfied", "no"), ("hai long", "co", "satisfied", "yes")),
}


def level_of(text: str, levels: int) -> int | None:
    """The level that a text names, by its words or its number: `Hài lòng`, `4`, `4 - Hài lòng`, `Mức 4`."""
    words = fold(PARENTHESES.sub(" ", text)) or fold(text)
    for level, names in enumerate(LEVELS[levels], 1):
        if words in names:
            return level
    found = NUMBERED_LEVEL.fullmatch(words)
    number = int(found[1]) if found else 0
    return number if 1 <= number <= levels else None


def items_in(cell: Cell, names: Names) -> tuple[str, ...]:
    """Codes of the criteria that a cell may name: by code, by name, or by a code with its name after it."""
    codes = names.criteria_of(cell).codes
    if codes or cell.kind != Kind.TEXT or " " not in cell.text:
        return codes
    first = cell.text.partition(" ")[0].rstrip(".:)")
    return names.criteria_of(replace(cell, value=first)).codes


@dataclass(frozen=True)
class Header:
    """The row that heads a table.

    Args:
        units: columns of the unit's name or code; may be empty where a unit stands in a row above its items.
        items: columns of the item's name or code, of a table of counts.
        level_at: level -> column, of a table of counts; empty for one of respondents.
        item_at: column -> criterion code, of a table of respondents.
        unread: headings of other columns.
    """

    row: int
    units: Mapping[Meaning, int]
    items: Mapping[Meaning, int] = field(default_factory=dict)
    level_at: Mapping[int, int] = field(default_factory=dict)
    item_at: Mapping[int, str] = field(default_factory=dict)
    unread: Sequence[Cell] = ()

    @property
    def has_counts(self) -> bool:
        return bool(self.level_at)


def header_of(sheet: Sheet, names: Names, items: Sequence[str], levels: int) -> Header | None:
    """The heading of a sheet's table; `None` where there is none.

    Args:
        items: codes of what was asked.
    """
    for row, cells in list(sheet.rows.items())[:LOOKED_THROUGH]:
        found = _counts(row, cells, levels) or _respondents(row, cells, names, items)
        if found is not None:
            return found
    return None


def _meaning(cell: Cell) -> Meaning | None:
    return ITEM_WORDS.get(fold(cell.text)) or meaning_of(cell.text)


def _columns(cells: Mapping[int, Cell], wanted: Sequence[Meaning]) -> dict[Meaning, int]:
    """Meaning -> the first column so headed."""
    found: dict[Meaning, int] = {}
    for column, cell in cells.items():
        meaning = _meaning(cell) if cell.kind == Kind.TEXT else None
        if meaning in wanted:
            found.setdefault(meaning, column)
    return found


def _counts(row: int, cells: Mapping[int, Cell], levels: int) -> Header | None:
    """One column a level, and the item beside: a table of counts."""
    items = _columns(cells, ITEMS)
    level_at: dict[int, int] = {}
    for column, cell in cells.items():
        level = level_of(cell.text, levels) if column not in items.values() else None
        if level is not None:
            level_at.setdefault(level, column)
    if len(level_at) < levels or not items:
        return None
    return Header(row, _columns(cells, UNITS), items, level_at)


def _respondents(row: int, cells: Mapping[int, Cell], names: Names, items: Sequence[str]) -> Header | None:
    """The unit's column, and one an item: a table of respondents."""
    units = _columns(cells, UNITS)
    if not units:
        return None
    item_at: dict[int, str] = {}
    unread = []
    for column, cell in cells.items():
        if column in units.values():
            continue
        asked = [code for code in items_in(cell, names) if code in items]
        if len(asked) == 1:
            item_at[column] = asked[0]
        elif _meaning(cell) != Meaning.ORDER:
            unread.append(cell)
    return Header(row, units, item_at=item_at, unread=unread) if item_at else None
