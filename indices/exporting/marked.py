"""The file that was brought, back again with its faults: cells coloured and commented, and a list of all in front.

A workbook keeps its formulas, formats and sheets; a CSV file or a LibreOffice spreadsheet comes back as a workbook with
the same cells. What was marked before is marked anew.
"""

import io
import warnings
from collections.abc import Sequence

from django.utils.translation import gettext as _
from openpyxl import Workbook, load_workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE, MergedCell
from openpyxl.comments import Comment
from openpyxl.styles import PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink

from indices.exporting.sheet_cells import HEAD_FILL, LONGEST_TEXT, WRAPPED, font, lay_out, sheet_name
from indices.importing.cells import Book, Cell, Kind, read_book
from indices.importing.containers import Container, recognise
from indices.importing.faults import CellFault

AUTHOR = "ReformTrack"
LIST = "Danh sách lỗi"  # the name of the sheet in every language: by it a file that was marked before is known
FAULTY = PatternFill("solid", start_color="FFC7CE", end_color="FFC7CE")
PLAIN = PatternFill()
TITLE, BOLD, LINKED = font(bold=True, size=14), font(bold=True), font(color="0563C1", underline="single")
HEAD_ROW = 3
WIDTHS = (6, 24, 10, 20, 70, 70)
COMMENT_WIDTH, LINE_HEIGHT, LETTERS_IN_LINE = 360, 18, 48  # pixels, pixels, letters


def marked_workbook(data: bytes, file_name: str, faults: Sequence[CellFault]) -> bytes:
    """The bytes of a workbook (.xlsx) in which every fault is marked.

    Raises:
        FileRefusedError: as `read_book`; never of a file that was read before.
    """
    book, names = _opened(data, file_name)
    listed = book.create_sheet(LIST, 0)
    book.active, listed.sheet_view.tabSelected = 0, True
    for sheet in book.worksheets[1:]:
        sheet.sheet_view.tabSelected = False
    by_cell: dict[tuple[str, str], list[CellFault]] = {}
    for fault in faults:
        by_cell.setdefault((fault.sheet, fault.cell), []).append(fault)
    for (name, cell), found in by_cell.items():
        if cell and names.get(name) in book.sheetnames:
            _mark(book[names[name]], cell, found)
    _write_list(listed, faults, names)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def _opened(data: bytes, file_name: str) -> tuple[Workbook, dict[str, str]]:
    """A workbook to mark, and the name of each sheet of the file in it."""
    if recognise(data, file_name) == Container.WORKBOOK:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # of what it leaves out: extensions that other programs wrote
                book = load_workbook(io.BytesIO(data), rich_text=True, keep_links=False)
        except Exception:  # noqa: BLE001 - whatever breaks it, the cells were read and can be written anew
            return _rebuilt(read_book(data, file_name))
        _clear(book)
        return book, {sheet.title: sheet.title for sheet in book.worksheets}
    return _rebuilt(read_book(data, file_name))


def _clear(book: Workbook) -> None:
    """Take away the list and the marks of an earlier time."""
    if LIST not in book.sheetnames:
        return
    del book[LIST]
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.comment is not None and cell.comment.author == AUTHOR:
                    cell.comment, cell.fill = None, PLAIN


def _rebuilt(read: Book) -> tuple[Workbook, dict[str, str]]:
    """A workbook with the cells of a file that is none."""
    book, names, taken = Workbook(), {}, {LIST.casefold()}
    book.remove(book.active)
    for sheet in read.sheets:
        names[sheet.name] = sheet_name(sheet.name, taken, _("Dữ liệu"))
        made = book.create_sheet(names[sheet.name])
        for cell in sheet.cells():
            _copy(cell, made.cell(cell.row, cell.column))
        for merge in sheet.merges:
            made.merge_cells(start_row=merge.top, start_column=merge.left, end_row=merge.bottom, end_column=merge.right)
        if sheet.hidden:
            made.sheet_state = "hidden"
    return book, names


def _copy(cell: Cell, made) -> None:
    if cell.kind in (Kind.NUMBER, Kind.DATE, Kind.BOOLEAN):
        made.value = cell.value
        if cell.format:
            made.number_format = cell.format
    else:
        _write(made, str(cell.value))


def _write(cell, text: str) -> None:
    """Text that stays text, whatever it begins with."""
    plain = ILLEGAL_CHARACTERS_RE.sub("", text)[:LONGEST_TEXT]
    if plain:
        cell.value = plain
        cell.data_type = "s"
        cell.quotePrefix = plain[0] in "=+-@"


def _mark(sheet, place: str, faults: Sequence[CellFault]) -> None:
    cell = sheet[place]
    if isinstance(cell, MergedCell):
        block = next(block for block in sheet.merged_cells.ranges if cell.coordinate in block)
        cell = sheet.cell(block.min_row, block.min_col)
    said = "\n\n".join(dict.fromkeys(f"{fault.message}\n{fault.remedy}" for fault in faults))
    if cell.comment is not None:
        said = f"{said}\n\n{cell.comment.text}"
    comment = Comment(ILLEGAL_CHARACTERS_RE.sub("", said), AUTHOR)
    lines = sum(1 + len(line) // LETTERS_IN_LINE for line in said.splitlines())
    comment.width, comment.height = COMMENT_WIDTH, LINE_HEIGHT * (lines + 1)
    cell.comment, cell.fill = comment, FAULTY


def _write_list(sheet, faults: Sequence[CellFault], names: dict[str, str]) -> None:
    """Every fault in a row, with a link to its cell."""
    _write(sheet.cell(1, 1), _("Danh sách lỗi của tệp (%(count)s)") % {"count": len(faults)})
    sheet.cell(1, 1).font = TITLE
    headings = (_("STT"), _("Trang tính"), _("Ô"), _("Giá trị"), _("Lỗi"), _("Cách sửa"))
    for column, (heading, width) in enumerate(zip(headings, WIDTHS, strict=True), start=1):
        cell = sheet.cell(HEAD_ROW, column)
        _write(cell, heading)
        cell.fill, cell.font = HEAD_FILL, BOLD
        sheet.column_dimensions[get_column_letter(column)].width = width
    for row, fault in enumerate(faults, start=HEAD_ROW + 1):
        sheet.cell(row, 1).value = row - HEAD_ROW
        texts = (names.get(fault.sheet, fault.sheet), fault.cell, fault.value, fault.message, fault.remedy)
        for column, text in enumerate(texts, start=2):
            _write(sheet.cell(row, column), text)
            sheet.cell(row, column).alignment = WRAPPED
        if fault.cell and fault.sheet in names:
            _link(sheet.cell(row, 3), names[fault.sheet], fault.cell)
    lay_out(sheet, frozen=f"A{HEAD_ROW + 1}", head_rows=(HEAD_ROW, HEAD_ROW))


def _link(cell, sheet: str, place: str) -> None:
    """A link inside the workbook: one to an address would be refused when the file comes back."""
    quoted = sheet.replace("'", "''")
    cell.hyperlink = Hyperlink(ref=cell.coordinate, location=f"'{quoted}'!{place}")
    cell.font = LINKED
