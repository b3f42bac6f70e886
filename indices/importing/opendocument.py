"""A LibreOffice spreadsheet (.ods) → sheets of cells, the same as those of an Excel workbook.

Read as a stream of tags, so that nothing is built up but the cells that hold something. The format repeats rows and
cells by a number: an empty million costs nothing, a filled one is refused before it is written out.
"""

import io
import re
import zipfile
from datetime import datetime
from datetime import time as time_of_day
from decimal import Context, Decimal
from xml.parsers import expat

from django.conf import settings

from indices.importing.bounds import check_place, check_text, within
from indices.importing.containers import refused
from indices.importing.faults import FileRefusedError
from indices.importing.grid import Cell, Kind, Merge, Sheet
from indices.importing.marks import marks_among

URN = "urn:oasis:names:tc:opendocument:xmlns:"
OFFICE, TABLE, TEXT = f"{URN}office:1.0 ", f"{URN}table:1.0 ", f"{URN}text:1.0 "
STYLE, NUMBER = f"{URN}style:1.0 ", f"{URN}datastyle:1.0 "
CALC_TYPE = "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0 value-type"
CHUNK = 2**16
DEEPEST = 100  # tags within tags; a sheet has some ten
TAGS_PER_CELL = 2  # the cell and its text; tags beyond that are no table
DIGITS = Context(prec=15)  # what Excel keeps and shows; what lies beyond comes of binary sums
PLAIN_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,40}(?:\.[0-9]{0,40})?|\.[0-9]{1,40})(?:[eE][+-]?[0-9]{1,3})?")
SPAN = re.compile(r"(-?)PT(?:([0-9]{1,6})H)?(?:([0-9]{1,6})M)?(?:([0-9]{1,6})(?:[.,][0-9]*)?S)?")
ERRORS = re.compile(r"#(?:DIV/0!|N/A|NAME\?|NULL!|NUM!|REF!|VALUE!)|Err:[0-9]{3}")
NUMBERS = ("float", "percentage", "currency")
CELLS = (f"{TABLE}table-cell", f"{TABLE}covered-table-cell")
# Parts that take figures from elsewhere, or run: as those of an Excel workbook (`containers.HARMFUL`).
HARMFUL = {
    f"{TABLE}table-source": "external_links",
    f"{TABLE}cell-range-source": "external_links",
    f"{TABLE}dde-links": "external_links",
    f"{OFFICE}dde-source": "external_links",
    f"{OFFICE}script": "macros",
}


def read_opendocument(data: bytes) -> tuple[tuple[Sheet, ...], dict[str, str]]:
    """(sheets, `marks`) of a spreadsheet that `containers.recognise` has let through.

    Raises:
        FileRefusedError: declarations or links inside, too many cells, content beyond the bounds, or damaged.
    """
    reader = _Content()
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open("content.xml") as content:
            reader.read(content)
    except FileRefusedError:
        raise
    except Exception as error:  # whatever a damaged file breaks; the reader is told which file it is
        raise refused("damaged") from error
    return tuple(reader.sheets), marks_among(reader.named)


class _Formats:
    """What the styles in front of the tables say: how many decimals, as a percentage or not, which sheets are hidden.

    Attributes:
        formats: style of cells → number format, as Excel would write it.
        hidden: styles of sheets that are hidden.
    """

    def __init__(self):
        self.formats: dict[str, str] = {}
        self.hidden: set[str] = set()
        self._numbers: dict[str, str] = {}
        self._style, self._is_percent = "", False

    def begin(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in (f"{NUMBER}number-style", f"{NUMBER}percentage-style"):
            self._style, self._is_percent = attributes.get(f"{STYLE}name", ""), tag.endswith("percentage-style")
        elif tag == f"{NUMBER}number":
            places = _count(attributes, f"{NUMBER}decimal-places", least=0)
            self._numbers[self._style] = _number_format(places, is_percent=self._is_percent)
        elif tag == f"{STYLE}style":
            self._style = attributes.get(f"{STYLE}name", "")
            self.formats[self._style] = self._numbers.get(attributes.get(f"{STYLE}data-style-name", ""), "")
        elif tag == f"{STYLE}table-properties" and attributes.get(f"{TABLE}display") == "false":
            self.hidden.add(self._style)


class _Content:
    """Reads `content.xml` tag by tag.

    Attributes:
        sheets: those read so far.
        named: (name, formula) of names that stand for formulas.
    """

    def __init__(self):
        self.sheets: list[Sheet] = []
        self.named: list[tuple[str, str]] = []
        self.formats = _Formats()
        self._tags: list[str] = []
        self._left_out = 0  # how deep the tag lies whose content is passed by; 0 where nothing is
        self._table: _Table | None = None
        self._seen = self._kept = self._begun = 0

    def read(self, content) -> None:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = parser.EntityDeclHandler = _refuse_declaration
        parser.StartElementHandler, parser.EndElementHandler = self._begin, self._end
        parser.CharacterDataHandler = self._characters
        while chunk := content.read(CHUNK):
            parser.Parse(chunk)
        parser.Parse(b"", True)

    def _begin(self, tag: str, attributes: dict[str, str]) -> None:
        parent = self._tags[-1] if self._tags else ""
        self._tags.append(tag)
        self._begun += 1
        if len(self._tags) > DEEPEST:
            raise refused("damaged")
        if self._begun > settings.SPREADSHEET_MAX_CELLS * TAGS_PER_CELL:
            raise refused("too_many_cells")
        if tag in HARMFUL:
            raise refused(HARMFUL[tag])
        if self._left_out:
            return
        if self._table is None:
            self._outside(tag, attributes, parent)
        elif self._table.is_in_cell:
            self._inside(tag, attributes)
        else:
            self._in_table(tag, attributes)

    def _outside(self, tag: str, attributes: dict[str, str], parent: str) -> None:
        if tag == f"{TABLE}table" and parent == f"{OFFICE}spreadsheet":
            is_hidden = attributes.get(f"{TABLE}style-name") in self.formats.hidden
            self._table = _Table(attributes.get(f"{TABLE}name", ""), self.formats.formats, is_hidden)
        elif tag == f"{TABLE}named-expression":
            self.named.append((attributes.get(f"{TABLE}name", ""), attributes.get(f"{TABLE}expression", "")))
        else:
            self.formats.begin(tag, attributes)

    def _in_table(self, tag: str, attributes: dict[str, str]) -> None:
        if tag in CELLS:
            self._seen += 1
            if self._seen > settings.SPREADSHEET_MAX_CELLS:
                raise refused("too_many_cells")
            self._table.begin_cell(attributes, is_covered=tag == CELLS[1])
        elif tag == f"{TABLE}table-row":
            self._table.begin_row(attributes)
        elif tag == f"{TABLE}table-column":
            self._table.add_columns(attributes)
        elif tag in (f"{TABLE}shapes", f"{TABLE}table", f"{OFFICE}forms"):
            self._left_out = len(self._tags)

    def _inside(self, tag: str, attributes: dict[str, str]) -> None:
        """Of what a cell holds, its text is read; not its comment, nor what is drawn upon it."""
        if not tag.startswith(TEXT):
            self._left_out = len(self._tags)
        elif tag == f"{TEXT}p":
            self._table.begin_line()
        elif tag == f"{TEXT}s":
            self._table.add_text(" ")
        elif tag in (f"{TEXT}tab", f"{TEXT}line-break"):
            self._table.add_text(" " if tag.endswith("tab") else "\n")

    def _characters(self, text: str) -> None:
        if self._table is not None and self._table.is_in_cell and not self._left_out:
            self._table.add_text(text)

    def _end(self, tag: str) -> None:
        depth = len(self._tags)
        self._tags.pop()
        if self._left_out:
            self._left_out = 0 if depth == self._left_out else self._left_out
        elif self._table is None:
            return
        elif tag in CELLS:
            self._table.end_cell()
        elif tag == f"{TABLE}table-row":
            self._kept += self._table.end_row(settings.SPREADSHEET_MAX_CELLS - self._kept)
        elif tag == f"{TABLE}table":
            self.sheets.append(self._table.sheet())
            self._table = None


class _Table:
    """One sheet as it comes."""

    def __init__(self, name: str, formats: dict[str, str], is_hidden: bool):
        self.name, self.is_hidden = name, is_hidden
        self._formats = formats
        self._columns: list[tuple[int, str]] = []  # (last column, style) of columns that have one
        self._width = 0
        self._rows: dict[int, dict[int, Cell]] = {}
        self._merges: list[Merge] = []
        self._row, self._repeated, self._row_style = 1, 1, ""
        self._column = 1
        self._cells: list[tuple[int, int, Kind, object, str]] = []
        self._attributes: dict[str, str] | None = None
        self._is_covered = False
        self._text: list[str] = []

    @property
    def is_in_cell(self) -> bool:
        return self._attributes is not None

    def add_columns(self, attributes: dict[str, str]) -> None:
        self._width += _count(attributes, f"{TABLE}number-columns-repeated")
        if self._width <= settings.SPREADSHEET_MAX_COLUMNS:
            self._columns.append((self._width, attributes.get(f"{TABLE}default-cell-style-name", "")))

    def begin_row(self, attributes: dict[str, str]) -> None:
        self._repeated = _count(attributes, f"{TABLE}number-rows-repeated")
        self._row_style = attributes.get(f"{TABLE}default-cell-style-name", "")
        self._column, self._cells = 1, []

    def begin_cell(self, attributes: dict[str, str], *, is_covered: bool) -> None:
        self._attributes, self._is_covered, self._text = attributes, is_covered, []

    def begin_line(self) -> None:
        if self._text:
            self._text.append("\n")

    def add_text(self, text: str) -> None:
        self._text.append(text)

    def end_cell(self) -> None:
        attributes, self._attributes = self._attributes, None
        repeated = _count(attributes, f"{TABLE}number-columns-repeated")
        # What a merged cell covers may keep a value of its own, which nobody sees.
        text = "".join(self._text)
        check_text(self.name, self._row, self._column, attributes.get(f"{OFFICE}string-value", text))
        found = None if self._is_covered else _typed(attributes, text)
        if found is not None:
            check_place(self.name, self._row, self._column + repeated - 1)
            number_format = self._format(attributes) if found[0] == Kind.NUMBER else ""
            self._cells.append((self._column, repeated, *found, number_format))
            self._merge(attributes)
        self._column += repeated

    def _format(self, attributes: dict[str, str]) -> str:
        style = attributes.get(f"{TABLE}style-name") or self._row_style
        if not style:
            style = next((style for last, style in self._columns if last >= self._column), "")
        number_format = self._formats.get(style, "")
        if attributes.get(f"{OFFICE}value-type") == "percentage" and "%" not in number_format:
            return "0%"
        return number_format

    def _merge(self, attributes: dict[str, str]) -> None:
        rows = _count(attributes, f"{TABLE}number-rows-spanned")
        columns = _count(attributes, f"{TABLE}number-columns-spanned")
        if rows > 1 or columns > 1:
            self._merges.append(Merge(self._row, self._column, self._row + rows - 1, self._column + columns - 1))

    def end_row(self, room: int) -> int:
        """Keep the row, as often as it is repeated; returns how many cells that made.

        Args:
            room: cells that may still be kept of the file.
        """
        first, self._row = self._row, self._row + self._repeated
        if not self._cells:
            return 0
        check_place(self.name, self._row - 1, self._cells[0][0])
        made = self._repeated * sum(repeated for _column, repeated, *_value in self._cells)
        if made > room:
            raise refused("too_many_cells")
        for row in range(first, self._row):
            self._rows[row] = {
                column: Cell(self.name, row, column, kind, value, number_format)
                for start, repeated, kind, value, number_format in self._cells
                for column in range(start, start + repeated)
            }
        return made

    def sheet(self) -> Sheet:
        return Sheet(self.name, self._rows, within(self._merges, self._rows), self.is_hidden)


def _refuse_declaration(*_declared) -> None:
    raise refused("entities")


def _count(attributes: dict[str, str], name: str, *, least: int = 1) -> int:
    """A number of rows, columns or decimals; no file has more than a few million of any."""
    return max(least, int(attributes.get(name, "1")[:9]))


def _number_format(places: int, *, is_percent: bool) -> str:
    return ("0." + "0" * places if places else "0") + ("%" if is_percent else "") if places < 16 else ""


def _typed(attributes: dict[str, str], text: str) -> tuple[Kind, object] | None:
    """(kind, value) of a cell; `None` for an empty one."""
    said = attributes.get(f"{OFFICE}value-type", "")
    is_formula = f"{TABLE}formula" in attributes
    if attributes.get(CALC_TYPE) == "error" or (is_formula and ERRORS.fullmatch(text)):
        return Kind.ERROR, text or "#ERR"
    if said in NUMBERS:
        return _number(attributes.get(f"{OFFICE}value", ""))
    if said == "date":
        return _day(attributes.get(f"{OFFICE}date-value", ""))
    if said == "time":
        return Kind.TIME, _time(attributes.get(f"{OFFICE}time-value", ""))
    if said == "boolean":
        return Kind.BOOLEAN, attributes.get(f"{OFFICE}boolean-value") == "true"
    words = attributes.get(f"{OFFICE}string-value", text)
    if words.strip():
        return Kind.TEXT, words
    return (Kind.NO_RESULT, "") if is_formula and not said else None


def _number(text: str) -> tuple[Kind, object]:
    """Exactly as written; an error where it is beyond every number."""
    if PLAIN_NUMBER.fullmatch(text.strip()) is None:
        return Kind.ERROR, text[:40]
    value = Decimal(text.strip())
    if value and abs(value.adjusted()) > 307:
        return Kind.ERROR, text[:40]
    rounded = DIGITS.create_decimal(value)
    return Kind.NUMBER, rounded if rounded else Decimal(0)


def _day(text: str) -> tuple[Kind, object]:
    try:
        found = datetime.fromisoformat(text)
    except ValueError:  # a year before the first, or no day at all
        return Kind.ERROR, text[:40]
    return Kind.DATE, found.date() if found.time() == time_of_day.min else found


def _time(text: str) -> str:
    """`PT01H30M00S` → `01:30:00`."""
    found = SPAN.fullmatch(text)
    if found is None:
        return text[:40]
    hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    return f"{found[1]}{hours:02}:{minutes:02}:{seconds:02}"
