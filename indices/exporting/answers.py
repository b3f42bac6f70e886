"""Blank workbooks for the answers of a survey: headed as the reader (`indices.importing.answers`) understands them."""

import io
from enum import StrEnum

from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from indices.exporting.sheet_cells import Pen, height_of, lay_out, set_width
from indices.exporting.source_sheet import invented
from indices.exporting.templates_parts import TITLES, Asked, when
from indices.importing.score_values import Meaning, Shape

HEAD_ROW = 4
LINES = 500  # rows for respondents that are laid out; more may follow below

# how many levels -> what each is called, the least satisfied first
LEVEL_NAMES = {
    5: (
        gettext_lazy("Rất không hài lòng"),
        gettext_lazy("Không hài lòng"),
        gettext_lazy("Bình thường"),
        gettext_lazy("Hài lòng"),
        gettext_lazy("Rất hài lòng"),
    ),
    3: (gettext_lazy("Không hài lòng"), gettext_lazy("Bình thường"), gettext_lazy("Hài lòng")),
    2: (gettext_lazy("Không hài lòng"), gettext_lazy("Hài lòng")),
}


class Form(StrEnum):
    """How the answers are written down."""

    COUNTS = "counts"  # a row for each unit and item, a column a level
    RESPONDENTS = "respondents"  # a row for each respondent, a column an item


def answers_workbook(edition, form: Form, levels: int, *, language: str) -> bytes:
    """A workbook (.xlsx) to be filled in with the answers of an edition's survey."""
    with translation.override(language):
        asked = Asked.of(edition, Shape.MATRIX, None, None, prefill=False)
        book = Workbook(write_only=True)
        pen, sheet = Pen(book), book.create_sheet(_("Phiếu"))
        {Form.COUNTS: _counts, Form.RESPONDENTS: _respondents}[form](sheet, pen, asked, levels)
        file = io.BytesIO()
        book.save(file)
    return file.getvalue()


def workbook_name(edition, form: Form) -> str:
    """`sipas-mau-departments-2024-phieu-counts.xlsx`."""
    return f"{edition.index.slug}-{edition.label}-phieu-{form.value}.xlsx"


def _top(sheet, pen, asked, title, hint):
    sheet.append([pen.text(title % {"index": asked.index.shown_name, "when": when(asked.edition)}, "title")])
    sheet.append([pen.text(f"{invented()} {hint}" if asked.index.is_sample else hint, "hint")])
    sheet.append([])


def _counts(sheet, pen, asked, levels):
    for column, width in enumerate((12, 34, 14, 50, *([14] * levels)), 1):
        set_width(sheet, column, width)
    lay_out(sheet, frozen=f"E{HEAD_ROW + 1}", head_rows=(HEAD_ROW, HEAD_ROW))
    last = HEAD_ROW + len(asked.units) * len(asked.subject.leaves)
    check = DataValidation("whole", operator="greaterThanOrEqual", formula1="0", showErrorMessage=True)
    check.errorTitle, check.error = _("Số người không hợp lệ"), _("Ghi số nguyên từ 0 trở lên.")
    check.add(f"E{HEAD_ROW + 1}:{get_column_letter(4 + levels)}{max(last, HEAD_ROW + 1)}")
    sheet.data_validations.append(check)
    sheet.row_dimensions[HEAD_ROW].height = 45
    _top(
        sheet,
        pen,
        asked,
        _("Số người trả lời: %(index)s, %(when)s"),
        _("Mỗi dòng một đơn vị, một mục; ghi số người chọn từng mức. Không ai trả lời thì để trống."),
    )
    keys = (Meaning.UNIT_CODE, Meaning.UNIT, Meaning.CRITERION_CODE, Meaning.CRITERION)
    sheet.append([*(pen.text(TITLES[key], "head") for key in keys), *_level_heads(pen, levels)])
    items = [asked.subject.items[code] for code in asked.subject.leaves]
    for unit in asked.units:
        for item in items:
            texts = (unit.code, asked.names[unit.pk], item.code, item.name)
            sheet.append([*(pen.text(text, "key") for text in texts), *(pen.blank("open") for _level in range(levels))])


def _level_heads(pen, levels):
    return [pen.text(f"{level}. {name}", "head") for level, name in enumerate(LEVEL_NAMES[levels], 1)]


def _respondents(sheet, pen, asked, levels):
    items = [asked.subject.items[code] for code in asked.subject.leaves]
    set_width(sheet, 1, 34)
    for column in range(2, 2 + len(items)):
        set_width(sheet, column, 16, "open")
    lay_out(sheet, frozen=f"B{HEAD_ROW + 1}", head_rows=(HEAD_ROW, HEAD_ROW))
    sheet.row_dimensions[HEAD_ROW].height = height_of([f"{item.code} {item.name}" for item in items], 16)
    check = DataValidation(
        "whole", operator="between", formula1="1", formula2=str(levels), allow_blank=True, showErrorMessage=True
    )
    check.errorTitle, check.error = _("Mức không hợp lệ"), _("Ghi số từ 1 đến %(levels)s.") % {"levels": levels}
    check.add(f"B{HEAD_ROW + 1}:{get_column_letter(1 + len(items))}{HEAD_ROW + LINES}")
    sheet.data_validations.append(check)
    names = "; ".join(f"{level}: {name}" for level, name in enumerate(LEVEL_NAMES[levels], 1))
    _top(
        sheet,
        pen,
        asked,
        _("Phiếu trả lời: %(index)s, %(when)s"),
        _("Mỗi dòng một phiếu; không ghi tên, số điện thoại hay địa chỉ người trả lời. %(levels)s.")
        % {"levels": names},
    )
    heads = [pen.text(TITLES[Meaning.UNIT], "head")]
    sheet.append([*heads, *(pen.text(f"{item.code} {item.name}", "head") for item in items)])
