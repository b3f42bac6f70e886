"""A criteria tree as a workbook that reads in again unchanged, and the blank one to fill in; one set of columns."""

import io
from decimal import Decimal

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from indices.domain.outline import LEVELS, total_of
from indices.importing.criteria_columns import DEFINITIONS, KIND_TEXTS, LEVEL_TEXTS, METHOD_TEXTS, Role, shown
from indices.queries.trees import TreeRow

HEAD_ROW = 3
EXACT_DIGITS = 15  # that Excel keeps of a number; what is longer is written as text
FILL = PatternFill("solid", fgColor="E8F1F9")
LINE = Border(bottom=Side("thin", color="7F8B97"))
CHOICES = {Role.LEVEL: LEVEL_TEXTS, Role.METHOD: METHOD_TEXTS, Role.KIND: KIND_TEXTS}
LIST_ROWS = 1_000  # below the headings, for which the workbook offers the words to choose from


def tree_workbook(criteria_set, rows):
    """The tree of a set; `rows` as of a `StoredTree`. A total row below it where the set's total is laid down."""
    book = _book(str(criteria_set), rows)
    if criteria_set.max_points is not None and total_of([row.outline for row in rows]) is not None:
        sheet = book.active
        place = HEAD_ROW + len(rows) + 1
        for column, definition in enumerate(DEFINITIONS, start=1):
            if definition.role == Role.NAME:
                _write(sheet.cell(place, column), _("Tổng cộng"), bold=True)
            elif definition.role == Role.MAXIMUM:
                _write(sheet.cell(place, column), criteria_set.max_points, bold=True)
    return _saved(book)


def blank_workbook():
    """The workbook to fill in: headings, words to choose from, an example to write over, and how to."""
    example = [
        TreeRow(None, 0, "1", _("Tên lĩnh vực thứ nhất"), max_points=Decimal("3.5"), method="mixed"),
        TreeRow(None, 1, "1.1", _("Tên tiêu chí"), max_points=Decimal("2.5")),
        TreeRow(None, 2, "1.1.1", _("Tên tiêu chí thành phần"), max_points=Decimal(1)),
        TreeRow(None, 2, "1.1.2", _("Tên tiêu chí thành phần khác"), max_points=Decimal("1.5")),
        TreeRow(None, 1, "1.2", _("Tiêu chí không có tiêu chí thành phần"), max_points=Decimal(1), method="survey"),
    ]
    book = _book(_("Bộ tiêu chí"), example)
    sheet = book.active
    note = Comment(_("Năm dòng này là ví dụ: ghi đè lên, hoặc xóa đi."), "ReformTrack")
    note.width, note.height = 320, 60
    sheet.cell(HEAD_ROW + 1, 1).comment = note
    _guide(book.create_sheet(_("Hướng dẫn")))
    return _saved(book)


def _book(title, rows):
    book = Workbook()
    sheet = book.active
    sheet.title = _("Bộ tiêu chí")
    _write(sheet.cell(1, 1), title, bold=True)
    for column, definition in enumerate(DEFINITIONS, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = definition.width
        cell = sheet.cell(HEAD_ROW, column)
        _write(cell, definition.shown_heading, bold=True)
        cell.fill, cell.border = FILL, LINE
        if definition.role in CHOICES:
            _offer(sheet, column, CHOICES[definition.role])
    for place, row in enumerate(rows, start=HEAD_ROW + 1):
        for column, definition in enumerate(DEFINITIONS, start=1):
            _write(sheet.cell(place, column), _value(row, definition.role), bold=row.depth == 0)
        sheet.cell(place, 1).number_format = "@"  # a code typed over another stays what is typed
    sheet.freeze_panes = sheet.cell(HEAD_ROW + 1, 4)
    return book


def _value(row, role):
    if role == Role.LEVEL:
        return shown(LEVEL_TEXTS, LEVELS[row.depth])
    if role in (Role.METHOD, Role.KIND):
        return shown(CHOICES[role], getattr(row, role))
    if role == Role.LEAD:
        return row.lead.name if row.lead else ""
    return getattr(row, role)


def _offer(sheet, column, texts):
    words = ",".join(shown(texts, value) for value in texts)
    offered = DataValidation("list", formula1=f'"{words}"', allow_blank=True, showErrorMessage=False)
    letter = get_column_letter(column)
    offered.add(f"{letter}{HEAD_ROW + 1}:{letter}{HEAD_ROW + LIST_ROWS}")
    sheet.add_data_validation(offered)


def _write(cell, value, *, bold=False):
    """Text is text, whatever it begins with: `=` starts no formula, also not when somebody edits the cell."""
    if value is None or value == "":
        return
    if isinstance(value, Decimal) and len(value.as_tuple().digits) <= EXACT_DIGITS:
        cell.value = value
    else:
        cell.value = ILLEGAL_CHARACTERS_RE.sub("", value if isinstance(value, str) else format(value, "f"))
        cell.data_type, cell.quotePrefix = "s", True
        cell.alignment = Alignment(wrap_text=True, vertical="top")
    cell.font = Font(bold=bold)


def _guide(sheet):
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 42, 90
    lines = {
        Role.CODE: _("1 cho lĩnh vực, 1.1 cho tiêu chí, 1.1.1 cho tiêu chí thành phần. Cột đã để dạng văn bản."),
        Role.LEVEL: _("Chọn trong danh sách; để trống thì hiểu theo mã."),
        Role.NAME: _("Như văn bản ghi."),
        Role.MAXIMUM: _("Chỉ ghi số. Các mục bên dưới phải cộng lại bằng mục chứa chúng. Điểm trừ ghi số âm."),
        Role.METHOD: _("Chọn trong danh sách; để trống ở tiêu chí cuối cùng thì hiểu là thẩm định."),
        Role.KIND: _("Chọn trong danh sách; để trống thì hiểu là thường."),
        Role.LEAD: _("Tên sở, ban, ngành của tỉnh có chỉ số; có thể để trống rồi chọn sau."),
        Role.NOTE: _("Tài liệu kiểm chứng, cách tính: tùy ý."),
        Role.SHORT_NAME: _("Dùng ở đầu cột của bảng, tối đa 60 chữ."),
    }
    _write(sheet.cell(1, 1), _("Cách ghi"), bold=True)
    told = [(one.shown_heading, lines.get(one.role, _("Không bắt buộc."))) for one in DEFINITIONS]
    told.append((_("Dòng không có mã"), _("Được giữ làm ghi chú của tiêu chí ngay phía trên.")))
    told.append((_("Dòng tổng cộng"), _("Có thể có, ở cuối bảng: dùng để kiểm tra tổng điểm.")))
    for place, pair in enumerate(told, start=3):
        for column, text in enumerate(pair, start=1):
            _write(sheet.cell(place, column), text)


def _saved(book):
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()
