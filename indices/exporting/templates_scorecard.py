"""The blank scorecard of a unit: a sheet for each, criteria down, every kind of points beside its maximum."""

from django.utils.translation import gettext as _
from openpyxl.utils import get_column_letter

from indices.exporting.sheet_cells import height_of, lay_out, protect, set_width, sheet_name
from indices.exporting.templates_parts import NO_POINTS, TITLES, Asked, guide_name, hint, points_range, title_of
from indices.importing.score_values import Meaning

HEAD_ROW = 6
FIRST = HEAD_ROW + 1
BEFORE_MAXIMUM = (Meaning.CRITERION_CODE, Meaning.CRITERION, Meaning.MAXIMUM)
WIDTHS = {Meaning.CRITERION_CODE: 11, Meaning.CRITERION: 60, Meaning.MAXIMUM: 10, Meaning.NOTE: 40}
OTHER_WIDTH = 13
ONE_LINE = 15  # points of height


class Scorecards:
    """The sheets of all units being written."""

    def __init__(self, book, pen, asked: Asked):
        self.book, self.pen, self.asked = book, pen, asked
        before = [Meaning.BEFORE] if asked.subject.before is not None else []
        self.columns = [*BEFORE_MAXIMUM, *before, *asked.points, Meaning.NOTE]
        self.taken = {guide_name().casefold()}

    def write(self) -> None:
        for unit in self.asked.units:
            self._sheet(unit)

    def _sheet(self, unit) -> None:
        pen, name = self.pen, self.asked.names[unit.pk]
        sheet = self.book.create_sheet(sheet_name(name, self.taken, unit.code))
        self._shape(sheet)
        sheet.append([pen.text(title_of(self.asked), "title")])
        sheet.append([pen.text(_("Đơn vị: %(name)s") % {"name": name}, "bold_line")])
        sheet.append([pen.text(_("Mã đơn vị: %(code)s") % {"code": unit.code}, "line")])
        sheet.append([pen.text(hint(self.asked), "hint")])
        sheet.append([])
        sheet.append([pen.text(self._title(meaning), "head") for meaning in self.columns])
        for item in self.asked.items:
            sheet.append([self._cell(unit, item, meaning) for meaning in self.columns])
        for meaning in self.asked.totals:
            sheet.append(self._total(unit, meaning))

    def _shape(self, sheet) -> None:
        for column, meaning in enumerate(self.columns, start=1):
            set_width(sheet, column, WIDTHS.get(meaning, OTHER_WIDTH))
        sheet.row_dimensions[HEAD_ROW].height = 32
        for row, item in enumerate(self.asked.items, start=FIRST):
            height = height_of([item.name], WIDTHS[Meaning.CRITERION])
            if height > ONE_LINE:
                sheet.row_dimensions[row].height = height
        lay_out(sheet, frozen=f"C{FIRST}", head_rows=(HEAD_ROW, HEAD_ROW))
        protect(sheet)
        left = self.columns.index(self.asked.points[0]) + 1
        maximum = get_column_letter(self.columns.index(Meaning.MAXIMUM) + 1)
        start = f"{get_column_letter(left)}{FIRST}"
        check = points_range(start, f"${maximum}{FIRST}")
        right = get_column_letter(left + len(self.asked.points) - 1)
        check.add(f"{start}:{right}{FIRST + len(self.asked.items) - 1}")
        sheet.data_validations.append(check)

    def _title(self, meaning):
        if meaning == Meaning.BEFORE:
            return _("Điểm năm %(label)s") % {"label": self.asked.subject.before.label}
        return TITLES[meaning]

    def _cell(self, unit, item, meaning):
        pen, asked = self.pen, self.asked
        bold = "_bold" if item.children else ""
        if meaning == Meaning.CRITERION_CODE:
            return pen.text(item.code, f"key{bold}")
        if meaning == Meaning.CRITERION:
            return pen.text(item.name, f"key{bold}")
        if meaning == Meaning.MAXIMUM:
            return pen.number(item.max_points, f"shut{bold}")
        if meaning == Meaning.BEFORE:
            return pen.number(asked.subject.points_before.get(unit.pk, {}).get(item.code), "muted")
        if meaning == Meaning.NOTE:
            return pen.text(self._note(unit, item), "open_text")
        return self._points(unit, item, meaning)

    def _points(self, unit, item, meaning):
        if not self.asked.is_asked(item):
            return self.pen.blank("muted")
        value = self.asked.stored(unit, item.code, meaning)
        return self.pen.text(value, "open") if value == NO_POINTS else self.pen.number(value, "open")

    def _note(self, unit, item):
        score = self.asked.subject.scores.get(unit.pk, {}).get(item.code) if self.asked.prefill else None
        return score.note if score is not None else ""

    def _total(self, unit, meaning):
        pen = self.pen
        cells = [pen.blank("key_bold"), pen.text(TITLES[meaning], "key_bold")]
        cells += [pen.blank("muted") for _column in self.columns[2 : self.columns.index(self.asked.points[0])]]
        standing = self.asked.subject.roll.get(unit.pk)
        places = getattr(standing, f"{meaning.value}_places") if standing is not None else None
        cells.append(pen.number(self.asked.stated(unit, meaning), "open", places))
        return cells
