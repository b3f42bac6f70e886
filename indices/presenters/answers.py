"""The page where the answers of a survey are brought: what is there, how points follow, what a file would change."""

from itertools import islice

from django.conf import settings
from django.utils.translation import gettext as _

from indices.domain.figures import round_half_up
from indices.exporting.answers import Form
from indices.models import Edition
from indices.presenters.addresses import address_label
from indices.presenters.surveys import design_sentence, how, interval
from indices.presenters.uploads import desk_address
from indices.presenters.words import Figures, edition_name
from reformtrack.figures import NOTHING
from units.queries import names_on, shown_name

SHOWN = 200  # faults and units that are shown; a file may have thousands


def answers_page(edition, survey, reasons, results, *, language):
    """What templates/indices/uploads/answers.html shows of what is there.

    Args:
        reasons: why points cannot be made of answers here.
        results: [(Unit, SurveyResult)], in order.
    """
    figures = Figures(edition.index, language)
    address = desk_address(edition, "upload_answers_template")
    return {
        "edition": edition,
        "name": edition_name(edition),
        "label": address_label(edition),
        "reasons": reasons,
        "survey": survey,
        "how": f"{how(survey)} {design_sentence(survey, figures)}" if survey else "",
        "is_open": edition.state == Edition.State.DRAFT and not reasons,
        "desk": desk_address(edition),
        "table": results_table(results, figures) if results else None,
        "templates": [
            {"href": f"{address}?form={Form.COUNTS}", "text": _("Số người chọn từng mức")},
            {"href": f"{address}?form={Form.RESPONDENTS}", "text": _("Mỗi dòng một phiếu")},
        ],
        "max_bytes": settings.SPREADSHEET_MAX_BYTES,
        "max_megabytes": settings.SPREADSHEET_MAX_BYTES // 2**20,
        "is_sample": edition.index.is_sample,
    }


def results_table(results, figures):
    """What the stored answers make of each unit."""
    return {
        "caption": _("Kết quả từ số người trả lời đã lưu"),
        "caption_hidden": True,
        "heads": [
            {"text": _("Đơn vị")},
            {"text": _("Số người trả lời"), "classes": "num"},
            {"text": _("Chỉ số (%)"), "classes": "num"},
            {"text": _("Khoảng 95 %"), "classes": "num"},
        ],
        "rows": [
            {
                "cells": [
                    {"text": unit.shown_name, "head": True},
                    {"text": str(result.answers), "classes": "num"},
                    {"text": figures.short(result.percent), "classes": "num"},
                    {"text": interval(result, figures), "classes": "num"},
                ]
            }
            for unit, result in results
        ],
    }


def faults_of(seen):
    """What is wrong with the file: {count, rows, not_shown, several_sheets}."""
    faults = seen.reading.faults
    return {
        "count": len(faults),
        "rows": faults[:SHOWN],
        "not_shown": max(0, len(faults) - SHOWN),
        "several_sheets": len({fault.sheet for fault in faults}) > 1,
    }


def preview(seen, *, language):
    """What storing the file would change: {lede, table, remarks, ticket, more}."""
    edition = seen.subject.edition
    figures = Figures(edition.index, language)
    names = names_on(list(seen.units), edition.ends_on)
    ordered = sorted(seen.units.values(), key=lambda unit: unit.sort_key)
    remarks = [f"{remark.sheet} {remark.cell}: {remark.text}".strip(": ") for remark in seen.reading.remarks]
    if seen.empty_items:
        told = _("Không ai trả lời mục %(codes)s: các mục này không tính.")
        remarks.insert(0, told % {"codes": ", ".join(seen.empty_items)})
    return {
        "lede": _lede(seen),
        "table": {
            "caption": _("Kết quả trước và sau khi lưu"),
            "caption_hidden": True,
            "heads": [
                {"text": _("Đơn vị")},
                {"text": _("Số người trả lời"), "classes": "num"},
                {"text": _("Đang có (%)"), "classes": "num"},
                {"text": _("Sẽ là (%)"), "classes": "num"},
                {"text": _("Thay đổi"), "classes": "num"},
                {"text": _("Khoảng 95 %"), "classes": "num wide"},
            ],
            "rows": [
                {"cells": _cells(unit, shown_name(unit, names), seen, figures)} for unit in islice(ordered, SHOWN)
            ],
        },
        "remarks": remarks,
        "ticket": seen.ticket,
        "not_shown": max(0, len(ordered) - SHOWN),
    }


def _lede(seen):
    new = len(seen.after.keys() - seen.before.keys())
    told = [_("Tệp có %(units)s đơn vị, trong đó %(new)s chưa có phiếu.") % {"units": len(seen.after), "new": new}]
    if seen.reading.rows is not None:
        counted = _("Đã đếm %(rows)s phiếu; các dòng phiếu không được lưu lại.")
        told.insert(0, counted % {"rows": seen.reading.rows})
    left = len(seen.before.keys() - seen.after.keys())
    if left:
        told.append(_("%(left)s đơn vị không có trong tệp giữ nguyên.") % {"left": left})
    return " ".join(told)


def _cells(unit, name, seen, figures):
    after, before = seen.after[unit.pk], seen.before.get(unit.pk)
    percent = round_half_up(after.percent, 2)
    change = NOTHING if before is None else figures.change(percent - round_half_up(before.percent, 2))
    return [
        {"text": name, "head": True},
        {"text": str(after.answers), "classes": "num"},
        {"text": NOTHING if before is None else figures.short(before.percent), "classes": "num"},
        {"text": figures.short(percent), "classes": "num"},
        {"text": change, "classes": "num"},
        {"text": interval(after, figures), "classes": "num wide"},
    ]
