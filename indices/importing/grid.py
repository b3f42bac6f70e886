"""What a file is made of once it is read: sheets of typed cells, each knowing its address. Knows no file format."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from enum import StrEnum

from openpyxl.utils import get_column_letter

from reformtrack.figures import figure_format


class Kind(StrEnum):
    """What a cell holds."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    TIME = "time"  # of day, or a span of time
    BOOLEAN = "boolean"
    ERROR = "error"  # #DIV/0! and its like
    NO_RESULT = "no_result"  # a formula that was never calculated


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell that holds something.

    Args:
        row, column: counted from one.
        value: `str`, `Decimal` (fifteen significant digits at most, which is all Excel shows), `date`, `time` as text,
            `bool`, or the error as it reads (`#DIV/0!`).
        format: the number format of a number (`0.00`, `0%`), empty for a general one.
    """

    sheet: str
    row: int
    column: int
    kind: Kind
    value: str | Decimal | date | time | bool
    format: str = ""

    @property
    def address(self) -> str:
        return address(self.row, self.column)

    @property
    def text(self) -> str:
        """What the cell says, in one line, its no-break spaces made plain."""
        return " ".join(self.shown.split())

    @property
    def shown(self) -> str:
        """As it stood there, more or less: what a fault quotes."""
        if isinstance(self.value, bool):
            return "TRUE" if self.value else "FALSE"
        if isinstance(self.value, Decimal):
            return figure_format("vi").exact(self.value)
        if isinstance(self.value, date):
            return f"{self.value:%d/%m/%Y}"
        return str(self.value)

    @property
    def is_percent(self) -> bool:
        """Does Excel show the number as a percentage (0.95 as 95 %)?"""
        return self.kind == Kind.NUMBER and "%" in self.format


def address(row: int, column: int) -> str:
    """(17, 4) → `D17`."""
    return f"{get_column_letter(column)}{row}"


@dataclass(frozen=True, slots=True)
class Merge:
    """Cells merged into one, whose value stands at the top left; counted from one, ends included."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: only the rows and cells that hold something.

    Args:
        name: empty for a CSV file.
        rows: row → column → cell, both counted from one, in order.
        hidden: is it hidden in the workbook?
    """

    name: str
    rows: Mapping[int, Mapping[int, Cell]]
    merges: tuple[Merge, ...] = ()
    hidden: bool = False

    def at(self, row: int, column: int) -> Cell | None:
        return self.rows.get(row, {}).get(column)

    def cells(self) -> Iterator[Cell]:
        for row in self.rows.values():
            yield from row.values()


@dataclass(frozen=True, slots=True)
class Book:
    """A file that was read: its name without path, its sheets in their order.

    Args:
        marks: what a workbook that was handed out here says of itself (`importing.marks`); empty for any other.
    """

    name: str
    sheets: tuple[Sheet, ...] = field(default_factory=tuple)
    marks: Mapping[str, str] = field(default_factory=dict)
