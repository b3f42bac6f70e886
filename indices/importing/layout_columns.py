"""What each column of a table holds: the criterion or the unit above it, which points, or something beside them."""

from collections import Counter, defaultdict
from dataclasses import dataclass, replace

from indices.importing.grid import Cell, Kind
from indices.importing.headings import kind_in_title, meaning_of
from indices.importing.layout_header import Heading
from indices.importing.layout_names import NOBODY, Named, Names, settled
from indices.importing.numbers import number_in
from indices.importing.score_values import KINDS_OF_POINTS, Layout, Line, Meaning, Shape
from indices.importing.scores_findings import Findings
from reformtrack.said import said as _

KEYS = (Meaning.UNIT, Meaning.UNIT_CODE, Meaning.CRITERION, Meaning.CRITERION_CODE)
TEXTS = (Meaning.NOTE, Meaning.CAUSE, Meaning.EXPLANATION)
# Under the heading of a criterion these say something of it that is not read as points.
BESIDE = (Meaning.BEFORE, Meaning.RANK, Meaning.BAND, Meaning.TOTAL_PERCENT, Meaning.ORDER, Meaning.IGNORED)
# What a heading says where no criterion is above it; a second column of units tells whom those of the first belong to.
NOT_OF_SCORES = {
    Meaning.POINTS: Meaning.TOTAL_POINTS,
    Meaning.UNIT: Meaning.BLOCK,
    Meaning.UNIT_CODE: Meaning.IGNORED,
    Meaning.CRITERION: Meaning.IGNORED,
    Meaning.CRITERION_CODE: Meaning.IGNORED,
}
# What a heading says where rows are of criteria.
NOT_OF_TOTALS = {
    **NOT_OF_SCORES,
    Meaning.POINTS: Meaning.VALUE,
    Meaning.RANK: Meaning.IGNORED,
    Meaning.TOTAL_PERCENT: Meaning.IGNORED,
}
OF_TOTAL = (Meaning.TOTAL_POINTS, Meaning.TOTAL_PERCENT, Meaning.RANK)
SAMPLED = 400  # rows in which a column without a known heading is looked at


@dataclass
class Column:
    """One column while it is being understood.

    Args:
        said: what its headings say beside the criterion or the unit.
        criterion: the heading that may name the criterion, with what it may name.
    """

    place: int
    headings: tuple[Heading, ...]
    text: str
    said: Meaning | None = None
    named: Named = NOBODY
    by: Cell | None = None
    code: str = ""
    unit: int | None = None
    line: Line | None = None


def columns_of(table, names: Names, findings: Findings | None) -> Layout:
    """The layout with its lines; what is wrong with headings goes to the findings, if any are asked for."""
    return _Columns(table, names, findings).layout()


class _Columns:
    def __init__(self, table, names: Names, findings: Findings | None):
        self.table, self.names, self.findings = table, names, findings
        self.shape = table.keys.shape
        self.year = names.subject.edition.year
        self.doubts = list(table.layout.doubts)
        self.rows = [
            row for row in table.sheet.rows if table.layout.data[0] <= row <= table.layout.data[1]
        ][:SAMPLED]  # fmt: skip
        header = table.header
        self.widths = Counter(heading.cell for headings in header.above.values() for heading in headings)
        places = {column for row in self.rows for column in table.sheet.rows[row]} | set(header.above)
        self.columns = [
            Column(place, header.above.get(place, ()), " / ".join(header.texts(place))) for place in sorted(places)
        ]

    def layout(self) -> Layout:
        for column in self.columns:
            column.line = self._key_line(column) or self._chosen(column)
        waiting = [column for column in self.columns if column.line is None]
        for column in waiting:
            self._read_headings(column)
        if self.shape in (Shape.MATRIX, Shape.TOTALS):
            self._name_criteria(waiting)
        if self.shape == Shape.TRANSPOSED:
            self._name_units(waiting)
        for column in waiting:
            column.line = self._line(column)
        lines = self._settle_points([column.line for column in self.columns])
        points = self._points(lines)
        return replace(self.table.layout, lines=tuple(lines), points=points, doubts=tuple(dict.fromkeys(self.doubts)))

    # ---- keys and what a person chose

    def _key_line(self, column: Column) -> Line | None:
        keys = self.table.keys
        if column.place in self.names.choice.columns:
            return None
        if column.place == keys.unit:
            return Line(column.place, Meaning.UNIT, column.text)
        if column.place == keys.unit_code:
            return Line(column.place, Meaning.UNIT_CODE, column.text)
        if column.place in keys.criteria:
            said = [meaning_of(heading.cell.text) for heading in column.headings]
            is_code = Meaning.CRITERION_CODE in said or Meaning.ORDER in said
            return Line(column.place, Meaning.CRITERION_CODE if is_code else Meaning.CRITERION, column.text)
        return None

    def _chosen(self, column: Column) -> Line | None:
        said = self.names.choice.columns.get(column.place)
        if said is None:
            return None
        meaning, _colon, code = said.partition(":")
        code = code if code in self.names.subject.items else ""
        unit = self._unit_above(column) if self.shape == Shape.TRANSPOSED and meaning not in KEYS else None
        return Line(column.place, Meaning(meaning), column.text, code, unit)

    # ---- headings

    def _read_headings(self, column: Column) -> None:
        meanings = []
        for heading in column.headings:
            named = self.names.criteria_of(heading.cell) if self.shape in (Shape.MATRIX, Shape.TOTALS) else NOBODY
            if named.codes and heading.row in self.table.keys.across:
                column.named, column.by = self._narrowed(column, named, heading.cell), heading.cell
                continue
            meaning = meaning_of(heading.cell.text, self.year)
            if meaning is not None and not (heading.spread == 2 and meaning not in KINDS_OF_POINTS):
                meanings.append((heading, meaning))
        if any(meaning == Meaning.BEFORE for _heading, meaning in meanings):
            column.said = Meaning.BEFORE
        elif meanings:
            column.said = meanings[-1][1]
            self._leave_neighbour(column, meanings[-1][0])

    def _leave_neighbour(self, column: Column, heading: Heading) -> None:
        """A total right of the criteria is not under the last of them only because nothing is written above it."""
        leaning = {other.cell for other in column.headings if other.spread == 2}
        if column.by in leaning and heading.spread != 2 and column.said in (*OF_TOTAL, Meaning.BAND, *TEXTS):
            column.named, column.by = NOBODY, None

    def _narrowed(self, column: Column, named: Named, cell: Cell) -> Named:
        """What a lower heading names, told apart by what stands above it: a code over a name, a field over its own."""
        above = column.named.codes
        if not above or named.contradicts:
            return named
        common = tuple(code for code in named.codes if code in above)
        below = tuple(code for code in named.codes if any(self._is_under(code, upper) for upper in above))
        # What spreads over more columns is what these are part of, and not the same once more.
        parts = below if self.widths[column.by] > self.widths[cell] else ()
        codes = parts or common or below
        return replace(named, codes=codes) if codes else named

    def _is_under(self, code: str, upper: str) -> bool:
        items = self.names.subject.items
        code = items[code].parent
        while code and code != upper:
            code = items[code].parent
        return bool(code)

    # ---- criteria above columns

    def _name_criteria(self, columns: list[Column]) -> None:
        """Each run of columns with the same kind of points counts on in the order of the tree."""
        groups: dict[Meaning | None, list[Column]] = defaultdict(list)
        for column in columns:
            if column.by is not None and column.named.codes:
                groups[column.said].append(column)
        for group in groups.values():
            heads = [column for place, column in enumerate(group) if place == 0 or column.by != group[place - 1].by]
            codes = settled([column.named for column in heads], self.names.place_of)
            told = dict(zip((column.by for column in heads), codes, strict=True))
            for column in group:
                column.code = told.get(column.by) or ""
        self._drop_second(columns)

    def _drop_second(self, columns: list[Column]) -> None:
        first: dict[tuple[str, Meaning | None], Column] = {}
        for column in columns:
            if not column.code or column.said in (*BESIDE, *TEXTS):
                continue
            kind = column.said if column.said in (*KINDS_OF_POINTS, Meaning.MAXIMUM) else None
            other = first.setdefault((column.code, kind), column)
            if other is not column:
                about = {"value": column.code, "other": other.by.address}
                self._fault(column, "criterion_twice", **about)
                column.code, column.said = "", Meaning.IGNORED

    # ---- units above columns

    def _name_units(self, columns: list[Column]) -> None:
        taken: dict[tuple[int, Meaning | None], Column] = {}
        for column in columns:
            column.unit = self._unit_above(column)
            if column.unit is None or column.said in (*BESIDE, *TEXTS):
                continue
            other = taken.setdefault((column.unit, column.said), column)
            if other is not column:
                self._fault(column, "unit_twice", value=column.text, other=other.headings[0].cell.address)
                column.said = Meaning.IGNORED

    def _unit_above(self, column: Column) -> int | None:
        """Asked of the reader of units, which tells what is wrong."""
        cells = [heading.cell for heading in column.headings if meaning_of(heading.cell.text, self.year) is None]
        if not cells or self.table.resolve is None:
            return None
        return self.table.resolve(cells)

    # ---- lines

    def _line(self, column: Column) -> Line:
        if self.shape in (Shape.MATRIX, Shape.TOTALS):
            return self._line_across(column)
        if self.shape == Shape.TRANSPOSED:
            return self._line_of_unit(column)
        return self._line_of_points(column)

    def _line_across(self, column: Column) -> Line:
        said = column.said
        if column.code:
            meaning = Meaning.VALUE if said in (None, Meaning.POINTS, Meaning.TOTAL_POINTS) else said
            if meaning in (*BESIDE, Meaning.UNIT, Meaning.CRITERION, Meaning.CRITERION_CODE, Meaning.BLOCK):
                meaning = Meaning.BEFORE if meaning == Meaning.BEFORE else Meaning.IGNORED
            return Line(column.place, meaning, column.text, column.code)
        if said is not None and not column.named.codes:
            return Line(column.place, NOT_OF_SCORES.get(said, said), column.text)
        if said != Meaning.IGNORED and self._holds_figures(column):
            self._unknown(column)
        return Line(column.place, Meaning.IGNORED, column.text)

    def _line_of_unit(self, column: Column) -> Line:
        if column.unit is None:
            aside = column.said if column.said not in (None, *KINDS_OF_POINTS, *OF_TOTAL) else Meaning.IGNORED
            return Line(column.place, aside, column.text)
        meaning = Meaning.VALUE if column.said in (None, Meaning.POINTS, Meaning.TOTAL_POINTS) else column.said
        return Line(column.place, meaning, column.text, unit=column.unit)

    def _line_of_points(self, column: Column) -> Line:
        meaning = column.said or Meaning.IGNORED
        return Line(column.place, NOT_OF_TOTALS.get(meaning, meaning), column.text)

    def _settle_points(self, lines: list[Line]) -> list[Line]:
        """Of a scorecard: a column headed `Điểm` may hold the maxima; one without a known heading the points."""
        if self.shape not in (Shape.SCORECARD, Shape.LONG):
            return lines
        if not any(line.meaning in (Meaning.VALUE, *KINDS_OF_POINTS) for line in lines):
            lines = self._only_candidate(lines)
        values = [line for line in lines if line.meaning in (Meaning.VALUE, *KINDS_OF_POINTS)]
        if len(values) > 1 and not any(line.meaning == Meaning.MAXIMUM for line in lines):
            first = next((line for line in values if line.meaning == Meaning.VALUE), None)
            if first is not None and self._are_maxima(first.place):
                self.doubts.append(_("Cột “%(heading)s” được hiểu là điểm tối đa.") % {"heading": first.heading})
                lines = [replace(line, meaning=Meaning.MAXIMUM) if line is first else line for line in lines]
        return lines

    def _only_candidate(self, lines: list[Line]) -> list[Line]:
        totals = [line for line in lines if line.meaning == Meaning.TOTAL_POINTS]
        places = {column.place for column in self.columns if column.said is None and self._holds_figures(column)}
        unknown = [line for line in lines if line.meaning == Meaning.IGNORED and line.place in places]
        found = totals or unknown
        if len(found) != 1:
            if unknown:
                self.doubts.append(_("Không rõ cột nào là điểm."))
            return lines
        if not totals:
            self.doubts.append(_("Cột “%(heading)s” được hiểu là cột điểm.") % {"heading": found[0].heading})
        return [replace(line, meaning=Meaning.VALUE) if line is found[0] else line for line in lines]

    def _are_maxima(self, place: int) -> bool:
        """Does a column say the maximum of nearly every criterion?"""
        items, same, held = self.names.subject.items, 0, 0
        for row in self.rows:
            cells = self.table.sheet.rows[row]
            keys = [self.names.criteria_of(cells[key]) for key in self.table.keys.criteria if key in cells]
            codes = {code for named in keys for code in named.codes}
            cell = cells.get(place)
            if codes and cell is not None and cell.kind == Kind.NUMBER:
                held += 1
                same += any(items[code].max_points == cell.value for code in codes)
        return held > 1 and same * 10 >= held * 9

    def _points(self, lines: list[Line]) -> Meaning:
        """Which points the figures are: chosen, or said by the title where no column says so itself."""
        if self.names.choice.points is not None:
            return self.names.choice.points
        if any(line.meaning in KINDS_OF_POINTS for line in lines):
            return Meaning.POINTS
        titles = [cell.text for cell in self.table.titles if cell.kind == Kind.TEXT]
        said = kind_in_title(titles) or kind_in_title([self.table.sheet.name])
        return said or self.table.points or Meaning.POINTS

    # ---- what is wrong

    def _unknown(self, column: Column) -> None:
        """A column of figures without a heading that says of which criterion they are."""
        own = [heading.cell for heading in column.headings if heading.spread < 2]
        cell = column.by or (own[-1] if own else None)
        if cell is None:
            self._fault(column, "no_criterion")
            return
        if column.named.contradicts:
            self._fault(column, "contradicting_criterion", cell, value=cell.text, candidates=self._labels(column))
        elif column.named.codes:
            self._fault(column, "ambiguous_criterion", cell, value=cell.text, candidates=self._labels(column))
        else:
            self._fault(column, "unknown_criterion", cell, value=cell.text)
        if self.findings is not None:
            offered = self.names.labels(column.named.codes) or self.names.offered_criteria(cell.text)
            self.findings.question(cell, cell.text, "criterion", offered)

    def _labels(self, column: Column) -> str:
        return "; ".join(label for _code, label in self.names.labels(column.named.codes))

    def _fault(self, column: Column, wording: str, cell: Cell | None = None, **about) -> None:
        if self.findings is None:
            return
        cell = cell or column.by or (column.headings[-1].cell if column.headings else None)
        row, place = (cell.row, cell.column) if cell else (self.rows[0] if self.rows else 1, column.place)
        self.findings.fault(self.table.sheet.name, row, place, wording, **about)

    def _holds_figures(self, column: Column) -> bool:
        """Are there figures in at least half of the cells that hold anything, and not one stray figure only?"""
        cells = [cell for row in self.rows if (cell := self.table.sheet.rows[row].get(column.place)) is not None]
        figures = [c for c in cells if c.kind == Kind.NUMBER or (c.kind == Kind.TEXT and number_in(c.text) is not None)]
        stray = not column.headings and len(figures) * 2 < len(self.rows)
        return bool(figures) and len(figures) * 2 >= len(cells) and not stray
