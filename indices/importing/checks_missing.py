"""What a file leaves out: units of the roll, criteria, cells. An empty cell says nothing; “chưa chấm” does."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property

from indices.importing.checks_points import SURVEYED, Kind, Method, kinds_of, named
from indices.importing.checks_words import fault
from indices.importing.faults import CellFault
from indices.importing.grid import address
from indices.importing.score_values import KINDS_OF_POINTS, Layout, Meaning, Reading, Shape, UnitReading
from indices.importing.subject import Item, Subject

UNIT_FAULTS = ("unknown_unit", "ambiguous_unit", "unit_not_on_day", "unit_twice")
CRITERION_FAULTS = ("unknown_criterion", "ambiguous_criterion", "criterion_twice")
JUDGED = (Meaning.SELF, Meaning.APPRAISED)
MANY = 3  # units that all lack the same criterion are told once
CELL = re.compile(r"([A-Z]+)([0-9]+)")


class Places:
    """Where the figure of a unit, a criterion and a kind of points stands, or would stand."""

    def __init__(self, reading: Reading):
        self.reading = reading
        self.layouts = {layout.sheet: layout for layout in reading.layouts}

    @cached_property
    def _columns(self) -> dict[tuple, int]:
        """(sheet, kind, criterion or unit) → column, as the layouts say."""
        found = {}
        for layout in self.layouts.values():
            for line in layout.lines:
                meaning = layout.points if line.meaning == Meaning.VALUE else line.meaning
                found.setdefault((layout.sheet, meaning, line.unit or line.criterion), line.place)
        return found

    @cached_property
    def _rows(self) -> dict[tuple, str]:
        """(sheet, criterion) of a transposed sheet, (sheet, unit, criterion) of others → row, as other figures say."""
        found: dict[tuple, str] = {}
        for read in self.reading.units.values():
            for code, figures in read.scores.items():
                for figure in figures.values():
                    found.setdefault(self._row_key(figure.sheet, read.unit, code), row_of(figure.cell))
            for code, figure in read.maxima.items():
                found.setdefault(self._row_key(figure.sheet, read.unit, code), row_of(figure.cell))
        return found

    def _row_key(self, sheet: str, unit: int, code: str) -> tuple:
        layout = self.layouts.get(sheet)
        return (sheet, code) if layout and layout.shape == Shape.TRANSPOSED else (sheet, unit, code)

    def cell(self, read: UnitReading, code: str, kind: Meaning) -> str:
        """Its address; empty where that cannot be told, because nothing of the file shows the row or the column."""
        layout = self.layouts.get(read.sheet)
        if layout is None:
            return ""
        about = {Shape.MATRIX: code, Shape.TRANSPOSED: read.unit}.get(layout.shape, "")
        column = self._columns.get((read.sheet, kind, about))
        if layout.shape == Shape.MATRIX:
            row = row_of(read.cell)
        else:
            row = self._rows.get(self._row_key(read.sheet, read.unit, code), "")
        return address(int(row), column) if row and column else ""

    def heading(self, layout: Layout, code: str, kind: Meaning) -> str:
        """Where a criterion of a matrix is named."""
        column = self._columns.get((layout.sheet, kind, code)) if layout.shape == Shape.MATRIX else None
        return address(layout.header[1], column) if column and layout.header[1] else ""


def row_of(cell: str) -> str:
    found = CELL.fullmatch(cell)
    return found[2] if found else ""


def codes_below(code: str, items: Mapping[str, Item]) -> Iterator[str]:
    for child in items[code].children:
        yield child
        yield from codes_below(child, items)


def check_missing(reading: Reading, subject: Subject, names: Mapping[int, str]) -> Iterator[CellFault]:
    """Units, criteria and cells that the file should have and has not."""
    yield from _missing_units(reading, subject)
    yield from _Missing(reading, subject, names).check()


def _has_figures(read: UnitReading) -> bool:
    return bool(read.stated) or any(read.scores.values())


def _missing_units(reading: Reading, subject: Subject) -> Iterator[CellFault]:
    """Units of a block of which the file has at least half, and of which nothing is stored either."""
    sheets = [layout.sheet for layout in reading.layouts if layout.shape != Shape.SCORECARD]
    if not sheets:
        return
    blocks: dict[int | None, list[int]] = defaultdict(list)
    for unit, standing in subject.roll.items():
        if standing.to_be_ranked:
            blocks[standing.block_id].append(unit)
    unread = sum(found.code in UNIT_FAULTS for found in reading.faults)
    for units in blocks.values():
        read = [unit for unit in units if unit in reading.units]
        lacking = [unit for unit in units if unit not in reading.units and not _is_stored(unit, subject)]
        if not read or 2 * len(read) < len(read) + len(lacking) or len(lacking) <= unread:
            continue
        sheet = reading.units[read[0]].sheet
        for unit in lacking:
            yield fault("missing_unit", sheet, "", unit=subject.roll[unit].unit)


def _is_stored(unit: int, subject: Subject) -> bool:
    standing = subject.roll[unit]
    stated = (standing.stated_points, standing.stated_percent, standing.stated_rank)
    return bool(subject.scores.get(unit)) or any(figure is not None for figure in stated)


class _Missing:
    """Cells that are empty although their unit has others of the same kind of points."""

    def __init__(self, reading: Reading, subject: Subject, names: Mapping[int, str]):
        self.reading, self.subject, self.names = reading, subject, names
        self.places = Places(reading)
        self.faulty = {(found.sheet, found.cell) for found in reading.faults}
        self.blocked = {found.sheet for found in reading.faults if found.code in CRITERION_FAULTS}
        kinds = kinds_of(subject.items)
        self.required = {code for code in subject.items if kinds[code] == Kind.ORDINARY}
        self.told: set[tuple[int, str]] = set()  # of what has no points of any kind, which is told once
        self.surveys = any(subject.items[code].method in SURVEYED for code in subject.leaves)
        self.layouts = {layout.sheet: layout for layout in reading.layouts}

    def check(self) -> Iterator[CellFault]:
        groups: dict[tuple[str, Meaning], list[UnitReading]] = defaultdict(list)
        for read in self.reading.units.values():
            if _has_figures(read):
                for kind in self._kinds(read):
                    groups[read.sheet, kind].append(read)
            elif not self._excused(read):
                yield fault("missing_row", read.sheet, read.cell, unit=self.names[read.unit])
        for (sheet, kind), reads in groups.items():
            yield from self._in_group(sheet, kind, reads)

    def _excused(self, read: UnitReading) -> bool:
        """A unit that is not to be ranked may be named without figures; so may one whose cells are faulty."""
        standing = self.subject.roll.get(read.unit)
        row = row_of(read.cell)
        faulty = any(sheet == read.sheet and row_of(cell) == row for sheet, cell in self.faulty)
        return faulty or bool(read.maxima) or (standing is not None and not standing.to_be_ranked)

    def _kinds(self, read: UnitReading) -> list[Meaning]:
        found = {kind for code, figures in read.scores.items() if code in self.required for kind in figures}
        # What was judged again, and what was surveyed, is had of some criteria only.
        return [kind for kind in KINDS_OF_POINTS if kind in found and kind != Meaning.REAPPRAISED]

    def _in_group(self, sheet: str, kind: Meaning, reads: list[UnitReading]) -> Iterator[CellFault]:
        """One kind of points of the units of one sheet."""
        in_file = self._codes_of(sheet, kind, reads)
        for code in [code for code in self.subject.items if code in in_file]:
            lacking = [(read, cell) for read in reads for cell in self._lacking(read, code, kind)]
            if len(lacking) == len(reads) >= MANY:
                heading = self.places.heading(self.layouts[sheet], code, kind) if sheet in self.layouts else ""
                yield fault("missing_column", sheet, heading, criterion=self._named(code))
                continue
            for read, cell in lacking:
                about = {"unit": self.names[read.unit], "criterion": self._named(code)}
                yield fault("missing_cell", sheet, cell or read.cell, **about)
        if sheet not in self.blocked:
            yield from self._absent(sheet, kind, in_file, reads)

    def _lacking(self, read: UnitReading, code: str, kind: Meaning) -> Iterator[str]:
        """Where a figure is lacking, empty where that cannot be told. Nothing where none is, or a fault is there."""
        figures = read.scores.get(code)
        if figures and (kind not in JUDGED or kind in figures or Meaning.POINTS in figures):
            return
        if not figures:
            if (read.unit, code) in self.told:
                return
            self.told.add((read.unit, code))
        cell = self.places.cell(read, code, kind)
        if (read.sheet, cell) not in self.faulty and (cell or read.sheet not in self.blocked):
            yield cell

    def _codes_of(self, sheet: str, kind: Meaning, reads: Iterable[UnitReading]) -> set[str]:
        """The criteria that the sheet has a place for, with this kind of points."""
        found = {code for read in reads for code, figures in read.scores.items() if kind in figures}
        found |= {code for read in reads for code in read.maxima if self._is_of_kind(code, kind)}
        layout = self.layouts.get(sheet)
        for line in layout.lines if layout else ():
            meaning = layout.points if line.meaning == Meaning.VALUE else line.meaning
            if line.criterion and meaning == kind and self._is_of_kind(line.criterion, kind):
                found.add(line.criterion)
        found &= self.required
        # A field beside its criteria is a sum; a field alone stands for them.
        return {code for code in found if found.isdisjoint(codes_below(code, self.subject.items))}

    def _is_of_kind(self, code: str, kind: Meaning) -> bool:
        """Is a criterion given such points? What is surveyed is not judged, in sets that tell them apart."""
        method = self.subject.items[code].method
        if not self.surveys or kind == Meaning.POINTS:
            return kind != Meaning.SURVEY or self.surveys
        surveyed = method in SURVEYED
        return surveyed if kind == Meaning.SURVEY else not surveyed or method == Method.MIXED

    def _absent(self, sheet: str, kind: Meaning, in_file: set[str], reads: list[UnitReading]) -> Iterator[CellFault]:
        """Criteria that the sheet has no place for, although it has others right beside them in the tree."""
        items = self.subject.items
        parents = {items[code].parent for code in in_file if items[code].is_leaf} - {""}
        for code in self.subject.leaves:
            beside = code in self.required and code not in in_file and items[code].parent in parents
            if not beside or not self._is_of_kind(code, kind):
                continue
            if any(self.subject.stored(read.unit, code, kind) is None for read in reads):
                yield fault(
                    "missing_criterion",
                    sheet,
                    "",
                    criterion=self._named(code),
                    parent=self._named(items[code].parent),
                )

    def _named(self, code: str) -> str:
        return named(self.subject.items[code])
