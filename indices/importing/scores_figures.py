"""One cell → what it says of a score. Every distinct value is read once; a national file has 315,000 cells of a few."""

import re
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from openpyxl.utils import get_column_letter

from indices.domain.figures import PLACES
from indices.importing.grid import Cell, Kind
from indices.importing.numbers import NumberError, number_in, points_in
from indices.importing.score_values import Answer, Figure
from indices.importing.scores_findings import Findings
from reformtrack.text import fold

# Folded, or as they stand where folding leaves nothing.
NOT_APPLICABLE = frozenset(
    {"x", "kad", "khong ap dung", "k ap dung", "n a", "na", "khong co", "khong danh gia", "kdg", "khong thuoc dien",
     "not applicable", "-", "–", "—", "−", "/", "\\", "--", "không áp dụng"}
)  # fmt: skip
NOT_SCORED = frozenset(
    {"cc", "chua cham", "chua co", "chua danh gia", "chua", "not scored", "chua co diem", "…", "..."}
)
# Codes of `NumberError` → codes of faults, where they are called otherwise.
CODES = {"error": "error_cell", "places": "too_many_places", "too_large": "not_a_number"}
DECIMALS = re.compile(r"0\.(0+)%?$")

Read = tuple[Answer, Decimal | None, int, str]


@dataclass
class Figures:
    """Reads the cells of one file; remembers each distinct value."""

    findings: Findings
    _read: dict[object, Read | NumberError] = field(default_factory=dict)
    _letters: dict[int, str] = field(default_factory=dict)

    def of(self, cell: Cell, *, percents: bool = False, stated: bool = False) -> Figure | None:
        """The figure in a cell, or `None` with a fault.

        Args:
            percents: the column is of percents: 91.23, `91,23%` and 0.9123 shown as 91.23 % are the same.
            stated: a total as it was printed: it keeps the places that the cell shows.
        """
        key = (
            (cell.value, cell.format, percents, stated)
            if cell.kind is Kind.NUMBER
            else (cell.value, cell.kind, percents)
        )
        read = self._read.get(key)
        if read is None:
            read = self._read[key] = _read(cell, percents, stated)
        if isinstance(read, NumberError):
            self._fault(cell, read)
            return None
        return Figure(cell.sheet, self.address(cell), *read)

    def quietly(self, cell: Cell, *, percents: bool = False) -> Figure | None:
        """The figure in a cell of which nothing is stored: whatever is wrong with it is passed over."""
        read = _read(cell, percents, stated=True)
        return None if isinstance(read, NumberError) else Figure(cell.sheet, self.address(cell), *read)

    def address(self, cell: Cell) -> str:
        letters = self._letters.get(cell.column)
        if letters is None:
            letters = self._letters[cell.column] = get_column_letter(cell.column)
        return f"{letters}{cell.row}"

    def _fault(self, cell: Cell, error: NumberError) -> None:
        message, remedy = error.words()
        code = CODES.get(error.code, error.code)
        self.findings.worded(cell.sheet, cell.row, cell.column, code, message, remedy, cell.text)


def _read(cell: Cell, percents: bool, stated: bool) -> Read | NumberError:
    text = cell.text
    if cell.kind == Kind.TEXT:
        said = answer_in(text)
        if said is not None:
            return said, None, 0, text
    try:
        value = _percent(cell) if percents else None
        if value is None:
            value = _shown(cell) if stated else points_in(cell)
    except NumberError as error:
        return error
    return Answer.SCORED, value, _places(value, cell), text


def answer_in(text: str) -> Answer | None:
    """Words that say that there is no figure."""
    plain = text.strip().strip("()[].").strip()
    words = {text.strip(), fold(plain)}
    if words & NOT_APPLICABLE:
        return Answer.NOT_APPLICABLE
    return Answer.NOT_SCORED if words & NOT_SCORED else None


def holds_figure(cell: Cell) -> bool:
    """Does a cell say something of a score, right or wrong? Other words do not."""
    if cell.kind != Kind.TEXT:
        return True
    return number_in(cell.text) is not None or answer_in(cell.text) is not None


def _percent(cell: Cell) -> Decimal | None:
    """A percentage as hundredths of the whole; `None` where the cell holds a plain number."""
    if cell.is_percent and isinstance(cell.value, Decimal):
        return _rounded(cell.value * 100, cell.format)
    if cell.kind == Kind.TEXT and cell.text.endswith("%"):
        value = number_in(cell.text.removesuffix("%").strip())
        if value is None:
            raise NumberError("not_a_number", cell)
        return value
    return _shown(cell)


def _shown(cell: Cell) -> Decimal:
    """A stated figure: a formula's many places are cut to those that the cell shows, as they were printed."""
    if cell.kind == Kind.NUMBER and isinstance(cell.value, Decimal) and _too_long(cell.value):
        rounded = _rounded(cell.value, cell.format)
        if not _too_long(rounded):
            return rounded
    return points_in(cell)


def _too_long(value: Decimal) -> bool:
    exponent = value.as_tuple().exponent
    return isinstance(exponent, int) and -exponent > PLACES


def _rounded(value: Decimal, number_format: str) -> Decimal:
    """To the places that a format shows, where there are more than those that may be kept."""
    value = value.normalize()
    value = value.quantize(Decimal(1)) if value == value.to_integral_value() else value
    if not _too_long(value):
        return value
    found = DECIMALS.search(number_format)
    places = len(found[1]) if found else PLACES
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def _places(value: Decimal, cell: Cell) -> int:
    """Decimals as written: those of the figure, or more if the format of the cell shows more."""
    exponent = value.as_tuple().exponent
    own = max(-exponent, 0) if isinstance(exponent, int) else 0
    found = DECIMALS.search(cell.format) if cell.format else None
    return max(own, min(len(found[1]), PLACES)) if found else own
