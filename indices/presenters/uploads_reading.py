"""What was understood of a file, and the form with which somebody says that it is to be read otherwise."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from openpyxl.utils import get_column_letter

from indices.importing.score_values import KINDS_OF_POINTS, Meaning, Shape
from indices.presenters.uploads_words import meaning_words, shape_words
from reformtrack.said import say, say_all

REMARKS = 30  # shown before they are only counted
# What a column may be said to hold, in the order they are offered.
OFFERED = tuple(Meaning)
BY_ROWS = (Shape.TRANSPOSED,)


def reading_page(upload):
    """{strip, remarks, more_remarks, doubts, missing, layouts: [{…, form}], form}."""
    found = upload.found
    layouts = found.get("layouts", [])
    remarks = found.get("remarks", [])
    missing = found.get("units_missing", [])
    return {
        "strip": {"figures": _facts(found, layouts, is_of_annex=upload.is_of_annex)},
        "doubts": [say(doubt) for layout in layouts for doubt in layout["doubts"]],
        "remarks": say_all(remarks[:REMARKS]),
        "more_remarks": max(found.get("remark_count", len(remarks)) - REMARKS, 0),
        "missing": missing,
        "missing_count": found.get("units_missing_count", len(missing)),
        "form": _form(found, layouts, upload.choice),
    }


def _facts(found, layouts, *, is_of_annex):
    facts = []
    if layouts:
        sheets = ", ".join(f"“{layout['sheet']}”" for layout in layouts[:4] if layout["sheet"])
        more = len(layouts) - 4
        facts.append(
            {
                "label": pgettext("bảng tính", "Trang"),
                "value": sheets or _("cả tệp"),
                "note": _("và %(more)s trang nữa") % {"more": more} if more > 0 else "",
            }
        )
        first = layouts[0]
        facts.append({"label": _("Cách trình bày"), "value": shape_words(first["shape"])})
        facts.append({"label": _("Tiêu đề ở dòng"), "value": _rows(first["header"])})
        if first["shape"] in (Shape.MATRIX, Shape.TRANSPOSED):
            facts.append({"label": _("Các số là"), "value": meaning_words(first["points"])})
    if "units_in_all" in found and not is_of_annex:
        facts.append({"label": _("Đơn vị trong tệp"), "value": f"{found['units']}/{found['units_in_all']}"})
    if found.get("criteria_in_all"):
        facts.append({"label": _("Tiêu chí"), "value": f"{found['criteria']}/{found['criteria_in_all']}"})
    if "figures" in found:
        facts.append({"label": _("Số đã đọc"), "value": str(found["figures"])})
    return facts


def _rows(header):
    first, last = header
    if not first:
        return _("không có dòng tiêu đề")
    return str(first) if first == last else f"{first}–{last}"


def _form(found, layouts, choice):
    """What the form of another reading shows, filled with what was understood; of the first sheet."""
    layout = layouts[0] if layouts else None
    sheets = [sheet for sheet in found.get("sheets", []) if sheet]
    shape = layout["shape"] if layout else choice.get("shape", "")
    header = layout["header"] if layout else [0, 0]
    return {
        "sheets": _options(sheets, layout["sheet"] if layout else choice.get("sheet", ""), str),
        "sheet": layout["sheet"] if layout else choice.get("sheet", ""),
        "shapes": _options(Shape, shape, shape_words),
        "shape": shape,
        "points": _options(KINDS_OF_POINTS, layout["points"] if layout else "", meaning_words),
        "point": layout["points"] if layout else "",
        "first": header[0] or "",
        "last": header[1] or "",
        "columns": [_column(line, shape) for line in layout["lines"]] if layout else [],
        "by_rows": shape in BY_ROWS,
    }


def _options(values, current, worded):
    return [{"value": str(value), "text": worded(value), "current": value == current} for value in values]


def _column(line, shape):
    """One column: {place, letter, heading, was, code, options}."""
    meaning, code = line["meaning"], line["criterion"]
    return {
        "place": line["place"],
        "letter": str(line["place"]) if shape in BY_ROWS else get_column_letter(line["place"]),
        "heading": line["heading"],
        "was": f"{meaning}:{code}" if meaning == Meaning.VALUE else meaning,
        "code": code,
        "options": _options(OFFERED, meaning, meaning_words),
    }
