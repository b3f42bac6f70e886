"""A unit's scorecard as a workbook: what its page shows, to the same depth; it reads in again unchanged."""

import io

from django.utils.translation import gettext as _
from openpyxl import Workbook

from indices.exporting.league import shown_percent, shown_points
from indices.exporting.sheet_cells import Pen, lay_out, set_width, sheet_name
from indices.exporting.source_sheet import invented, write_sources
from indices.exporting.templates_parts import TITLES, when
from indices.importing.score_values import Meaning
from indices.models import Score

HEAD_ROW = 6
WIDTHS = {Meaning.CRITERION_CODE: 12, Meaning.CRITERION: 70}
OTHER_WIDTH = 14


class ScorecardFile:
    """One scorecard, read once, written as a workbook.

    Args:
        card: `queries.units.Scorecard`, which holds no more than its readers may see.
        names: names in force when the edition ended, of `units.queries.names_on`.
    """

    def __init__(self, card, names):
        self.card, self.standing, self.edition = card, card.standing, card.year.edition
        self.index, self.unit = card.year.edition.index, card.standing.unit
        self.unit_name = names.get(self.unit.pk, self.unit).name
        self.compared = any(line.before is not None for line in card.lines)

    @property
    def name(self):
        """The file's name without its ending."""
        name = f"{self.index.slug}-{self.edition.label}-r{self.edition.revision}-{self.unit.slug}"
        return f"{name}-minh-hoa" if self.index.is_sample else name

    @property
    def columns(self):
        before = [Meaning.BEFORE] if self.compared else []
        return [Meaning.CRITERION_CODE, Meaning.CRITERION, Meaning.MAXIMUM, Meaning.POINTS, *before]

    def as_workbook(self):
        """Vietnamese (or English) headings, the totals below the criteria, the sources on a second sheet."""
        book = Workbook(write_only=True)
        pen = Pen(book)
        sheet = book.create_sheet(sheet_name(self.unit_name, {_("Nguồn").casefold()}, self.unit.code))
        for column, meaning in enumerate(self.columns, start=1):
            set_width(sheet, column, WIDTHS.get(meaning, OTHER_WIDTH))
        lay_out(sheet, frozen=f"C{HEAD_ROW + 1}", head_rows=(HEAD_ROW, HEAD_ROW), landscape=False)
        for row in self._head(pen):
            sheet.append(row)
        for line in self.card.lines:
            sheet.append([self._cell(pen, line, meaning) for meaning in self.columns])
        for title, value, places in self._totals():
            sheet.append(
                [pen.blank("key"), pen.text(title, "key_bold"), pen.blank("key"), pen.number(value, "key_bold", places)]
            )
        write_sources(book, pen, self.edition, [*self.card.sources, *self.card.other_sources])
        file = io.BytesIO()
        book.save(file)
        return file.getvalue()

    def _head(self, pen):
        about = {"index": self.index.shown_name, "when": when(self.edition)}
        yield [pen.text(_("Phiếu điểm: %(index)s, %(when)s") % about, "title")]
        yield [pen.text(_("Đơn vị: %(name)s") % {"name": self.unit_name}, "bold_line")]
        yield [pen.text(_("Mã đơn vị: %(code)s") % {"code": self.unit.code}, "line")]
        told = _("Bản %(number)s. Nguồn ở trang sau.") % {"number": self.edition.revision}
        yield [pen.text(f"{invented()} {told}" if self.index.is_sample else told, "hint")]
        yield []
        yield [pen.text(self._title(meaning), "head") for meaning in self.columns]

    def _title(self, meaning):
        if meaning == Meaning.BEFORE:
            return _("Điểm năm %(label)s") % {"label": self.card.year.before.edition.label}
        return TITLES[meaning]

    def _cell(self, pen, line, meaning):
        criterion, score = line.criterion, line.score
        bold = "_bold" if criterion.parent_id is None else ""
        if meaning == Meaning.CRITERION_CODE:
            return pen.text(criterion.code, f"key{bold}")
        if meaning == Meaning.CRITERION:
            return pen.text(criterion.shown_name, f"key{bold}")
        if meaning == Meaning.MAXIMUM:
            own = score.own_max_points if score is not None else None
            return pen.number(criterion.max_points if own is None else own, f"shut{bold}")
        if meaning == Meaning.BEFORE:
            return self._points(pen, line.before, "muted")
        return self._points(pen, score, f"shut{bold}")

    def _points(self, pen, score, look):
        if score is None:
            return pen.blank(look)
        if score.status == Score.Status.NOT_APPLICABLE:
            return pen.text(Score.Status(score.status).label, look)
        points, places = shown_points(score, self.index)
        return pen.number(points, look, places)

    def _totals(self):
        """(words, figure, places) of what stands below the criteria: what is known of the total."""
        points, places = shown_points(self.standing, self.index)
        percent, percent_places = shown_percent(self.standing)
        found = (
            (TITLES[Meaning.TOTAL_POINTS], points, places),
            (TITLES[Meaning.TOTAL_PERCENT], percent, percent_places),
            (TITLES[Meaning.RANK], self.standing.shown_rank, 0),
        )
        return [(title, value, shown) for title, value, shown in found if value is not None]
