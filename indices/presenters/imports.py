"""What was read from a file, in words: the columns, the remarks, all faults, or the tree as it will be stored."""

from collections import Counter
from dataclasses import dataclass

from django.utils.functional import cached_property
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from indices.domain.outline import LEVELS, METHODS, by_method, sums, total_of
from indices.importing.criteria_columns import (
    DEFINITIONS,
    KIND_TEXTS,
    LEVEL_TEXTS,
    METHOD_TEXTS,
    Role,
    level_name,
    shown,
)
from reformtrack.figures import figure_format

HEADINGS = {definition.role: definition for definition in DEFINITIONS}
MOST_FAULTS = 500  # shown at once; who has more mends those first


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One criterion as it will be stored, every value as text."""

    depth: int
    code: str
    name: str
    name_en: str
    level: str
    maximum: str
    below: str
    method: str
    kind: str
    lead: str
    note: str
    row: int


class ReadingPage:
    """One sheet that was read.

    Args:
        reading: a `Reading`.
        names: pk of an agency → its name.
        carried: the rows, signed, to be stored as they were seen; empty where they cannot be.
    """

    def __init__(self, reading, names=None, carried=""):
        self.reading, self.names, self.carried = reading, names or {}, carried
        self.figures = figure_format(get_language() or "vi")

    @property
    def heading(self):
        """What came of it, in a few words."""
        return found_words(len(self.reading.faults)) if self.reading.faults else _("Đọc được cả bảng; chưa lưu")

    @property
    def has_kinds(self):
        return any(row.kind != "ordinary" for row in self.reading.rows)

    @property
    def has_leads(self):
        return any(row.lead_id for row in self.reading.rows)

    @property
    def understood(self):
        return self.reading.understood

    @cached_property
    def where(self):
        """Which rows and sheet the table was found in, as a sentence."""
        understood = self.reading.understood
        if understood.sheet:
            words = _("Bảng ở trang “%(sheet)s”, tiêu đề cột ở dòng %(row)s.")
        else:
            words = _("Tiêu đề cột ở dòng %(row)s.")
        rows = str(understood.top) if understood.top == understood.bottom else f"{understood.top}–{understood.bottom}"
        return words % {"sheet": understood.sheet, "row": rows}

    @cached_property
    def columns(self):
        """[(letters, heading, what it was understood as)]."""
        found = []
        for letters, role, heading in self.reading.understood.columns:
            means = _("cách chấm") if role == Role.MARK else HEADINGS[role].shown_heading.lower()
            found.append((letters, heading, means))
        return found

    @property
    def remarks(self):
        return self.reading.remarks

    @property
    def faults(self):
        return self.reading.faults[:MOST_FAULTS]

    @property
    def faults_left_out(self):
        return max(len(self.reading.faults) - MOST_FAULTS, 0)

    @cached_property
    def rows(self):
        """The tree as it will be stored."""
        below = sums([row.outline for row in self.reading.rows])
        return [self._row(row, total) for row, total in zip(self.reading.rows, below, strict=True)]

    def _row(self, row, below):
        return PreviewRow(
            depth=row.depth,
            code=row.code,
            name=row.name,
            name_en=row.name_en,
            level=level_name(row.depth),
            maximum=self.figures.exact(row.max_points),
            below="" if below is None else self.figures.exact(below),
            method=shown(METHOD_TEXTS, row.method),
            kind="" if row.kind == "ordinary" else shown(KIND_TEXTS, row.kind),
            lead=self.names.get(row.lead_id, ""),
            note=row.note,
            row=row.row,
        )

    @cached_property
    def summary(self):
        """[(what, figure)]: how many of each level, the total, the points of each way of scoring."""
        outline = [row.outline for row in self.reading.rows]
        counts = Counter(row.depth for row in outline if row.kind == "ordinary")
        found = [(shown(LEVEL_TEXTS, level), str(counts[depth])) for depth, level in enumerate(LEVELS)]
        found.append((_("tổng điểm các lĩnh vực"), self.figures.exact(total_of(outline))))
        parts = by_method(outline)
        for method in (*METHODS, "mixed"):
            if method in parts:
                found.append((shown(METHOD_TEXTS, method), self.figures.exact(parts[method])))
        return found


def told(reading):
    """One line for each remark and fault, for a console: cell, what, what to do."""
    for remark in reading.remarks:
        yield f"{place(remark)}{remark.text}"
    for fault in reading.faults:
        value = f" [{fault.value}]" if fault.value else ""
        yield f"{place(fault)}{fault.message} {fault.remedy}{value}"


def place(one):
    """Where a fault or remark stands: `Trang 1!D17: `; empty for the file as a whole."""
    where = "!".join(part for part in (one.sheet, one.cell) if part)
    return f"{where}: " if where else ""


def found_words(count):
    """How many faults there are, as a heading."""
    words = ngettext("Có %(count)s chỗ cần sửa trong tệp", "Có %(count)s chỗ cần sửa trong tệp", count)
    return words % {"count": count}


def stored_words(criteria_set, count):
    words = ngettext(
        "Đã lưu “%(set)s” với %(count)s tiêu chí các cấp.", "Đã lưu “%(set)s” với %(count)s tiêu chí các cấp.", count
    )
    return words % {"set": criteria_set, "count": count}
