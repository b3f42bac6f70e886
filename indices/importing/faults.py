"""What is wrong with a file or a cell of it, worded for the person who made it; and what was understood on the way."""

from dataclasses import asdict, dataclass
from typing import Any

from reformtrack.said import recipe_of


@dataclass(frozen=True, slots=True)
class CellFault:
    """One thing wrong with one cell: nothing is stored while one is left.

    Args:
        sheet: the name of the sheet; empty for a CSV file, which has only one.
        cell: where it stands, `D17`; empty where the sheet as a whole is meant.
        value: as it stood there.
        code: a stable word (`not_a_number`), for tests and for the marked workbook.
        message, remedy: what is wrong and what to do; as a rule `Said`, which can be worded in another language.
    """

    sheet: str
    cell: str
    value: str
    code: str
    message: str
    remedy: str


@dataclass(frozen=True, slots=True)
class Remark:
    """Something that was understood, or left out, and that the reader should know; it does not stand in the way."""

    sheet: str
    cell: str
    text: str


def kept(found: Any) -> dict[str, Any]:
    """A fault, a remark or the like as JSON holds it: its sentences as what they are made of."""
    return asdict(found, dict_factory=lambda pairs: {name: recipe_of(value) for name, value in pairs})


class FileRefusedError(Exception):
    """A file that is not read at all: not a table, not safe, damaged.

    Args:
        code: a stable word (`encrypted`).
        message, remedy: what is wrong and what to do, in the reader's language.
    """

    def __init__(self, code: str, message: str, remedy: str):
        self.code, self.message, self.remedy = code, str(message), str(remedy)
        super().__init__(f"{self.message} {self.remedy}")
