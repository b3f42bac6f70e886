"""The rows of one table → figures of units, each told by what its column, its row and its sheet say."""

import re
from collections.abc import Iterator, Mapping

from indices.importing.grid import Cell, Kind
from indices.importing.headings import is_column_numbers, is_signature, meaning_of, summary_in
from indices.importing.layout_names import Names
from indices.importing.score_values import KINDS_OF_POINTS, Answer, Figure, Line, Meaning, Reading, Shape, UnitReading
from indices.importing.scores_criteria import CriterionRows
from indices.importing.scores_figures import Figures, holds_figure
from indices.importing.scores_findings import Findings
from indices.importing.scores_summaries import compare_summaries
from indices.importing.scores_units import Units

OF_TOTAL = (Meaning.TOTAL_POINTS, Meaning.TOTAL_PERCENT, Meaning.RANK)
TEXTS = (Meaning.NOTE, Meaning.CAUSE, Meaning.EXPLANATION)
NUMBERING = re.compile(r"^(?:[IVX]+|[A-H]|\d+)[.)]\s*")
REPORTED = 200  # rows between two words of progress


class RowReader:
    """Reads one table into a `Reading`."""

    def __init__(self, table, names: Names, units: Units, figures: Figures, findings: Findings, reading: Reading):
        self.table, self.names, self.units, self.figures = table, names, units, figures
        self.findings, self.reading = findings, reading
        self.sheet, self.layout, self.keys = table.sheet, table.layout, table.keys
        lines = self.layout.lines
        self.scores = [line for line in lines if line.meaning in (Meaning.VALUE, *KINDS_OF_POINTS)]
        self.totals = [line for line in lines if line.meaning in OF_TOTAL and not line.criterion]
        self.texts = [line for line in lines if line.meaning in TEXTS]
        self.maximum = [line for line in lines if line.meaning == Meaning.MAXIMUM]
        self.order = next((line.place for line in lines if line.meaning == Meaning.ORDER), None)
        self.block = next((line.place for line in lines if line.meaning == Meaning.BLOCK), None)
        self.measured = [line.place for line in (*self.scores, *self.totals)]
        self.with_units = self.layout.shape in (Shape.MATRIX, Shape.LONG, Shape.TOTALS)
        self.with_criteria = self.layout.shape in (Shape.TRANSPOSED, Shape.LONG, Shape.SCORECARD)
        self.maxima = self._header_maxima()
        self.seen: dict[int, str] = {}
        self.context = ""
        self.after_heading = False
        self.of_unit = self.names.subject.of_unit
        self.in_percent = _in_percent(names)

    def read(self) -> Iterator[int]:
        """Row by row; yields the number of rows read so far, now and then."""
        first, last = self.layout.data
        for line in self.scores:
            if line.unit is not None:
                self._unit(line.unit, self._header_address(line))
        if self.layout.unit is not None:
            self._unit(self.layout.unit, self.table.unit_cell)
        criteria = CriterionRows(self.table, self.names, self.findings) if self.with_criteria else None
        for count, (row, cells) in enumerate(self.sheet.rows.items(), start=1):
            if first <= row <= last and not self._is_heading(cells):
                if criteria is None:
                    self._row_of_unit(row, cells)
                else:
                    self._row_of_criterion(row, cells, criteria)
            if count % REPORTED == 0:
                yield count
        if not self.with_criteria:
            compare_summaries(self.table, [*self.scores, *self.totals], self.reading, self.figures, self.findings)

    # ---- rows that say nothing new

    def _is_heading(self, cells: Mapping[int, Cell]) -> bool:
        """Headings said once more, as on every printed page, or numbers of columns."""
        labels = self.table.labels
        column, cell = next(iter(cells.items()))
        if cell.value in labels.get(column, ()) or cell.text in labels.get(column, ()):
            self.after_heading = all(other.text in labels.get(place, ()) for place, other in cells.items())
            return self.after_heading
        self.after_heading = self.after_heading and is_column_numbers(cells.values())
        return self.after_heading

    def _has_figures(self, cells: Mapping[int, Cell]) -> bool:
        return any(holds_figure(cells[place]) for place in self.measured if place in cells)

    def _label(self, cells: Mapping[int, Cell]) -> Cell | None:
        """The words before the figures of a row."""
        first = min(self.measured, default=1 << 30)
        return next((cell for column, cell in cells.items() if column < first and cell.kind == Kind.TEXT), None)

    # ---- units down

    def _row_of_unit(self, row: int, cells: Mapping[int, Cell]) -> None:
        unit = self._unit_of(row, cells)
        if unit is None:
            return
        key = self._key(cells)
        address = self.figures.address(key) if key else ""
        if self.of_unit is None and unit in self.seen:
            text = key.text if key else ""
            place = key.column if key else self.keys.unit or 1
            self.findings.fault(self.sheet.name, row, place, "unit_twice", value=text, other=self.seen[unit])
            return
        self.seen[unit] = address
        known = self._unit(unit, address)
        if self.maxima:
            known.maxima = self.maxima
        for line in self.scores:
            cell = cells.get(line.place)
            if cell is not None:
                self._score(known, cell, line, line.criterion)
        for line in self.totals:
            cell = cells.get(line.place)
            if cell is not None:
                self._stated(known, cell, line.meaning)
        for line in self.texts:
            cell = cells.get(line.place)
            if cell is not None:
                known.texts.setdefault(line.criterion, {})[line.meaning.value] = cell.text

    def _key(self, cells: Mapping[int, Cell]) -> Cell | None:
        return cells.get(self.keys.unit) or cells.get(self.keys.unit_code)

    def _unit_of(self, row: int, cells: Mapping[int, Cell]) -> int | None:
        if self.of_unit is not None:
            return self.of_unit.pk if self._has_figures(cells) else None
        name, code = cells.get(self.keys.unit), cells.get(self.keys.unit_code)
        unit = self.units.surely(name, code)
        if unit is not None:
            return unit
        key = name or code
        if key is None or self._is_aside(key, cells):
            self._row_of_nobody(row, cells)
            return None
        context = cells[self.block].text if self.block in cells else self.context
        return self.units.of(name, code, context)

    def _is_aside(self, key: Cell, cells: Mapping[int, Cell]) -> bool:
        """Is it a row of totals, a section's heading, a signature: anything but a unit?"""
        if key.kind in (Kind.ERROR, Kind.NO_RESULT):
            return not self._has_figures(cells)
        if self.names.names_unit(key.text):
            return False
        if summary_in(key.text) is not None:
            return True
        order = cells.get(self.order)
        if self._has_figures(cells) or (order is not None and order.text.isdigit()):
            return False
        # Without figures it is a unit only if something nearly so called is one.
        return key.column != self.keys.unit_code or self.names.match("", key.text).unit is None

    def _row_of_nobody(self, row: int, cells: Mapping[int, Cell]) -> None:
        label = self._label(cells)
        has_figures = self._has_figures(cells)
        if label is not None and summary_in(label.text) is not None:
            self.table.summaries.append(row)
            return
        if not has_figures:
            said = self._key(cells) or label
            if said is not None and not is_signature(said.text):
                self.context = NUMBERING.sub("", said.text)
            return
        place = self.keys.unit or self.keys.unit_code or 1
        value = label.text if label else ""
        self.findings.fault(self.sheet.name, row, place, "unknown_unit" if value else "no_unit", value=value)

    # ---- criteria down

    def _row_of_criterion(self, row: int, cells: Mapping[int, Cell], criteria: CriterionRows) -> None:
        code = criteria.codes.get(row)
        if code is None:
            self._row_of_no_criterion(row, cells, criteria)
            return
        unit = self.layout.unit
        if self.layout.shape == Shape.LONG:
            unit = self._unit_of_long(row, cells, criteria)
            if unit is None:
                return
        elif code in criteria.first and self._has_figures(cells):
            key = criteria.key(row)
            self.findings.fault(
                self.sheet.name, row, key.column, "criterion_twice", value=code, other=criteria.first[code]
            )
            return
        criteria.first.setdefault(code, self.figures.address(criteria.key(row)))
        for line in self.scores:
            cell = cells.get(line.place)
            owner = line.unit if line.unit is not None else unit
            if cell is not None and owner is not None:
                self._score(self._unit(owner), cell, line, code)
        self._beside(cells, unit, code)

    def _beside(self, cells: Mapping[int, Cell], unit: int | None, code: str) -> None:
        """Maxima and words of the same row."""
        owners = [unit] if unit is not None else []
        if not owners and self.maximum:
            owners = list(dict.fromkeys(line.unit for line in self.scores if line.unit is not None))
        for line in self.maximum:
            cell = cells.get(line.place)
            figure = self.figures.of(cell) if cell is not None else None
            for owner in owners if figure is not None else ():
                self._unit(owner).maxima.setdefault(code, figure)
        for line in self.texts:
            cell = cells.get(line.place)
            owner = line.unit if line.unit is not None else unit
            if cell is not None and owner is not None:
                self._unit(owner).texts.setdefault(code, {})[line.meaning.value] = cell.text

    def _unit_of_long(self, row: int, cells: Mapping[int, Cell], criteria: CriterionRows) -> int | None:
        if self.of_unit is not None:
            return self.of_unit.pk
        name, code = criteria.unit_cells(row)
        if name is None and code is None:
            if self._has_figures(cells):
                place = self.keys.unit or self.keys.unit_code or 1
                self.findings.fault(self.sheet.name, row, place, "no_unit")
            return None
        unit = self.units.of(name, code, cells[self.block].text if self.block in cells else "", once=True)
        if unit is not None:
            self._unit(unit, self.figures.address(name or code))
        return unit

    def _row_of_no_criterion(self, row: int, cells: Mapping[int, Cell], criteria: CriterionRows) -> None:
        label = self._label(cells)
        if label is not None and self.layout.shape != Shape.LONG and self._total_line(label, cells):
            return
        if label is not None and summary_in(label.text) is not None:
            self.table.summaries.append(row)
        elif self._has_figures(cells):
            criteria.say(row, label)

    def _total_line(self, label: Cell, cells: Mapping[int, Cell]) -> bool:
        """`Tổng cộng`, `Chỉ số (%)`, `Xếp hạng` below the criteria."""
        meaning = meaning_of(label.text, self.names.subject.edition.year)
        if meaning not in OF_TOTAL:
            if summary_in(label.text) != "sum":
                return False
            meaning = Meaning.TOTAL_POINTS
        for line in self.scores:
            cell = cells.get(line.place)
            owner = line.unit if line.unit is not None else self.layout.unit
            if cell is not None and owner is not None:
                of_kind = meaning == Meaning.TOTAL_POINTS and line.meaning in KINDS_OF_POINTS[1:]
                self._stated(self._unit(owner), cell, line.meaning if of_kind else meaning)
        return True

    # ---- what is kept

    def _unit(self, unit: int, cell: str = "") -> UnitReading:
        known = self.reading.units.get(unit)
        if known is None:
            known = self.reading.units[unit] = UnitReading(unit, self.sheet.name, cell)
        return known

    def _score(self, known: UnitReading, cell: Cell, line: Line, code: str) -> None:
        kind = self.layout.points if line.meaning is Meaning.VALUE else line.meaning
        if not code:
            self._stated(known, cell, kind)
            return
        figure = self.figures.of(cell, percents=code in self.in_percent)
        if figure is None:
            return
        scores = known.scores.get(code)
        if scores is None:
            known.scores[code] = {kind: figure}
        elif kind not in scores:
            scores[kind] = figure
        else:
            self._twice(known, cell, code, figure, scores[kind])

    def _twice(self, known: UnitReading, cell: Cell, code: str, figure: Figure, before: Figure) -> None:
        if (figure.answer, figure.value) == (before.answer, before.value):
            return
        other = before.cell if before.sheet == figure.sheet else f"{before.sheet}!{before.cell}"
        self.findings.fault(
            cell.sheet, cell.row, cell.column, "same_cell_twice",
            criterion=code, unit=self._name(known.unit), value=cell.text, other=other, before=before.shown,
        )  # fmt: skip

    def _name(self, unit: int) -> str:
        standing = self.names.subject.roll.get(unit)
        return standing.unit.name if standing else ""

    def _stated(self, known: UnitReading, cell: Cell, meaning: Meaning) -> None:
        if meaning == Meaning.TOTAL_POINTS and self.layout.points == Meaning.SELF:
            meaning = Meaning.SELF  # the total of what a unit gives itself is not its total
        figure = self.figures.of(cell, percents=meaning == Meaning.TOTAL_PERCENT, stated=True)
        if figure is None:
            return
        if meaning == Meaning.RANK and figure.answer is Answer.SCORED and figure.value % 1:
            self.findings.fault(cell.sheet, cell.row, cell.column, "rank_not_whole", value=cell.text)
            return
        before = known.stated.setdefault(meaning, figure)
        if before is not figure and (before.answer, before.value) != (figure.answer, figure.value):
            self._twice(known, cell, "", figure, before)

    # ---- the header

    def _header_maxima(self) -> dict[str, Figure]:
        """Maxima that stand in a row of the header, of every unit alike."""
        row = self.table.header.maxima
        found: dict[str, Figure] = {}
        for line in self.layout.lines if row else ():
            cell = self.sheet.at(row, line.place) if line.criterion else None
            figure = self.figures.of(cell) if cell is not None else None
            if figure is not None:
                found.setdefault(line.criterion, figure)
        return found

    def _header_address(self, line: Line) -> str:
        headings = self.table.header.above.get(line.place, ())
        cells = [heading.cell for heading in headings if meaning_of(heading.cell.text) is None]
        return self.figures.address(cells[-1]) if cells else ""


def _in_percent(names: Names) -> frozenset[str]:
    """Criteria of an index that counts in percent, where they have no other maximum than the whole."""
    if names.subject.index.figure != "percent":
        return frozenset()
    items = names.subject.items.values()
    return frozenset(item.code for item in items if item.max_points is None or item.max_points == 100)
