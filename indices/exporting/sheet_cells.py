"""Cells of the workbooks that are handed out: each kind with its looks; text stays text, figures stay exact."""

from decimal import Decimal
from types import SimpleNamespace

from django.utils.translation import gettext as _
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.cell_range import CellRange

LONGEST_TEXT = 32_767  # letters, all that Excel lets into a cell
EXACT_DIGITS = 15  # that Excel keeps of a number; what is longer is written as text
A4 = "9"  # among the sizes of paper of a printer
LONGEST_NAME = 31  # letters of a sheet's name

_LINE = Side("thin", color="C3CBD3")
BOX = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
HEAD_FILL = PatternFill("solid", fgColor="E8F1F9")
MUTED_FILL = PatternFill("solid", fgColor="F3F5F7")
MUTED = "4A5560"
WRAPPED = Alignment(wrap_text=True, vertical="top")
CENTRED = Alignment(wrap_text=True, vertical="center", horizontal="center")
OPEN = Protection(locked=False)


def font(**looks):
    """The font of every cell: without a name, a program takes whichever comes first, and serifs beside none."""
    return Font(**{"name": "Calibri", "size": 11} | looks)


# what a cell is -> how it looks
LOOKS = {
    "text": {"alignment": WRAPPED},
    "bold": {"font": font(bold=True), "alignment": WRAPPED},
    "line": {},
    "bold_line": {"font": font(bold=True)},
    "title": {"font": font(bold=True, size=14)},
    "hint": {"font": font(color=MUTED)},
    "head": {"font": font(bold=True), "fill": HEAD_FILL, "border": BOX, "alignment": CENTRED},
    "head_text": {"fill": HEAD_FILL, "border": BOX, "alignment": WRAPPED},
    "head_number": {"fill": HEAD_FILL, "border": BOX, "alignment": CENTRED},
    "key": {"border": BOX, "alignment": WRAPPED},
    "key_bold": {"font": font(bold=True), "border": BOX, "alignment": WRAPPED},
    "shut": {"border": BOX},
    "shut_bold": {"font": font(bold=True), "border": BOX},
    "muted": {"font": font(color=MUTED, italic=True), "fill": MUTED_FILL, "border": BOX},
    "open": {"border": BOX, "protection": OPEN},
    "open_text": {"border": BOX, "alignment": WRAPPED, "protection": OPEN},
}  # fmt: skip


class Pen:
    """Makes the cells of one write-only workbook; each look is made once."""

    def __init__(self, book):
        # A cell asks its sheet for the workbook, and for its title to speak of itself.
        self._sheet = SimpleNamespace(parent=book, title="")
        self._styles = {}

    def text(self, value, look="text"):
        """A cell that is text, whatever it begins with: `=` starts no formula, also not once somebody edits it."""
        plain = ILLEGAL_CHARACTERS_RE.sub("", str(value or ""))[:LONGEST_TEXT]
        cell = self._cell(look, "@")
        if plain:
            cell._value, cell.data_type = plain, "s"
        return cell

    def number(self, value, look="shut", places=None):
        """A cell that holds every digit and shows `places` of them; an empty one for what is not known.

        Args:
            places: `None` shows the digits that there are.
        """
        number_format = "General" if places is None else f"0.{'0' * places}" if places else "0"
        if value is None or value == "":
            return self._cell(look, number_format)
        figure = Decimal(value)
        if len(figure.as_tuple().digits) > EXACT_DIGITS:
            return self.text(format(figure, "f"), look)
        cell = self._cell(look, number_format)
        cell._value, cell.data_type = figure, "n"
        return cell

    def blank(self, look):
        return self._cell(look, "General")

    def _cell(self, look, number_format):
        key = look, number_format
        cell = WriteOnlyCell(self._sheet)
        style = self._styles.get(key)
        if style is None:
            for name, value in LOOKS[look].items():
                setattr(cell, name, value)
            cell.number_format = number_format
            if number_format == "@":
                cell.quotePrefix = True
            style = self._styles[key] = cell._style
        cell._style = style
        return cell


def set_width(sheet, column, width, look=None):
    """The width of a column, and how its cells look where none is written."""
    dimension = sheet.column_dimensions[get_column_letter(column)]
    dimension.width = width
    for name, value in LOOKS[look].items() if look else ():
        setattr(dimension, name, value)


def merge(sheet, top, left, bottom, right):
    """Merge cells of a write-only sheet, whose rows may be written later."""
    if (top, left) != (bottom, right):
        sheet.merged_cells.add(CellRange(min_row=top, min_col=left, max_row=bottom, max_col=right))


def lay_out(sheet, *, frozen, head_rows, landscape=True, key_columns=None, pages_wide=1):
    """What is frozen on the screen, and how it prints: on A4, as wide as the page, the headings on every page.

    Args:
        frozen: the first cell that scrolls, `D6`.
        head_rows: (first, last) row that every page begins with.
        key_columns: (first, last) letter of the columns that every page begins with, where there are several abreast.
    """
    sheet.freeze_panes = frozen
    sheet.print_title_rows = f"{head_rows[0]}:{head_rows[1]}"
    if key_columns:
        sheet.print_title_cols = f"{key_columns[0]}:{key_columns[1]}"
    sheet.page_setup.orientation = "landscape" if landscape else "portrait"
    sheet.page_setup.paperSize = A4
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = pages_wide, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.oddFooter.center.text = _("Trang &P/&N")


def protect(sheet):
    """Against slips, not against anybody: without a password, widths and heights may be changed."""
    sheet.protection.sheet = True
    sheet.protection.formatColumns = sheet.protection.formatRows = False


def height_of(texts, width, *, least=15, most=200):
    """Points of height that a row needs for its texts, wrapped into columns of one width."""
    lines = max((-(-len(text) // max(width - 2, 1)) for text in texts), default=1)
    return min(max(least, 15 * lines), most)


def sheet_name(wanted, taken, otherwise):
    """A name that Excel accepts for a sheet and that no other has."""
    plain = "".join(" " if letter in "[]:*?/\\" else letter for letter in wanted).strip("' ")
    for name in (plain, otherwise):
        if name and len(name) <= LONGEST_NAME and name.casefold() not in taken:
            break
    else:
        name = f"{otherwise[:20]} {len(taken) + 1}"
    taken.add(name.casefold())
    return name
