"""How a person said a file is to be read: as plain values to be kept, and remembered for files with the same header."""

import hashlib
import re
from itertools import islice

from indices.importing.layouts import find_layouts
from indices.importing.score_values import Choice, Meaning, Shape
from indices.models import UploadChoice
from reformtrack.text import fold

TITLE_ROWS = 5  # of a file in which no table was found
NUMBERS = re.compile(r"\d+(?:[.,]\d+)*")


def plain(choice):
    """A choice as JSON; what was not chosen is left out."""
    values = {
        "sheet": choice.sheet,
        "shape": choice.shape,
        "header": list(choice.header) if choice.header else None,
        "points": choice.points,
        "columns": {str(place): meaning for place, meaning in choice.columns.items()},
        "units": dict(choice.units),
        "criteria": dict(choice.criteria),
    }
    return {name: value for name, value in values.items() if value}


def choice_of(values):
    """The choice that was kept as JSON."""
    return Choice(
        sheet=values.get("sheet"),
        shape=Shape(values["shape"]) if "shape" in values else None,
        header=tuple(values["header"]) if "header" in values else None,
        points=Meaning(values["points"]) if "points" in values else None,
        columns={int(place): meaning for place, meaning in values.get("columns", {}).items()},
        units=values.get("units", {}),
        criteria=values.get("criteria", {}),
    )


def fingerprint(book, subject):
    """A digest of the headings, without their numbers: next year's file of the same office has the same.

    Of the headings as they are found without anybody's help, whatever a person makes of them afterwards.
    """
    layouts = find_layouts(book, subject)
    lines = [line.heading for layout in layouts for line in layout.lines]
    if not lines:
        rows = (row for sheet in book.sheets for row in islice(sheet.rows.values(), TITLE_ROWS))
        lines = [cell.text for row in rows for cell in row.values()]
    words = "\n".join(NUMBERS.sub("", fold(line)).strip() for line in lines)
    return hashlib.sha256(words.encode()).hexdigest()


def remembered(index, book, subject):
    """What was chosen for a file of this index with such headings; nothing chosen where there was none."""
    known = UploadChoice.objects.filter(index=index)
    if not known.exists():
        return Choice()
    found = known.filter(fingerprint=fingerprint(book, subject)).first()
    return choice_of(found.choice) if found else Choice()


def remember(index, headings, choice, *, by):
    """Keep a choice for the next file with such headings (their `fingerprint`).

    Which unit a name means is of one file only.
    """
    values = {name: value for name, value in plain(choice).items() if name != "units"}
    if values:
        UploadChoice.objects.update_or_create(index=index, fingerprint=headings, defaults={"choice": values, "by": by})
