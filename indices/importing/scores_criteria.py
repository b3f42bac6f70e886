"""Which criterion each row of a table is about, told by its code, its name, or both, and by its place."""

from collections import defaultdict

from indices.importing.grid import Cell, Kind
from indices.importing.headings import summary_in
from indices.importing.layout_names import NOBODY, Named, Names, settled
from indices.importing.score_values import Meaning, Shape
from indices.importing.scores_findings import Findings

AGREEING = 0.5  # share of rows in which a column of codes must agree with the names beside it, or it only counts


class CriterionRows:
    """The criteria of the rows of one table.

    Attributes:
        codes: row → code, of the rows of which it can be told.
        first: code → where it stands first.
    """

    def __init__(self, table, names: Names, findings: Findings):
        self.table, self.names, self.findings = table, names, findings
        lines = {line.place: line.meaning for line in table.layout.lines}
        self.code_columns = [c for c in table.keys.criteria if lines.get(c) == Meaning.CRITERION_CODE]
        self.name_columns = [c for c in table.keys.criteria if lines.get(c) == Meaning.CRITERION]
        self.first: dict[str, str] = {}
        first, last = table.layout.data
        self.rows = [row for row in table.sheet.rows if first <= row <= last]
        self.merged = self._merged_down()
        self.trusted = self._codes_agree()
        self.named = {row: self._named(row) for row in self.rows}
        self.unit_of_row = self._unit_rows() if table.keys.shape == Shape.LONG else {}
        self.codes = self._settled()

    # ---- cells

    def _merged_down(self) -> dict[tuple[int, int], Cell]:
        """Places below a cell that is merged over several rows → that cell."""
        found = {}
        for one in self.table.sheet.merges:
            cell = self.table.sheet.at(one.top, one.left) if one.bottom > one.top else None
            if cell is not None:
                found.update({(row, one.left): cell for row in range(one.top + 1, one.bottom + 1)})
        return found

    def _at(self, row: int, column: int) -> Cell | None:
        return self.table.sheet.rows[row].get(column) or self.merged.get((row, column))

    def key(self, row: int) -> Cell:
        """The cell that says which criterion it is; the first of the row where none does."""
        cells = [cell for column in self.table.keys.criteria if (cell := self._at(row, column)) is not None]
        named = [cell for cell in cells if self.names.criteria_of(cell).codes and cell.column in self.name_columns]
        return (named or cells or list(self.table.sheet.rows[row].values()))[-1 if named else 0]

    # ---- codes and names

    def _cells(self, row: int, columns: list[int]) -> list[Cell]:
        return [cell for column in columns if (cell := self._at(row, column)) is not None]

    def _codes_agree(self) -> bool:
        """Are the cells of the column of codes codes indeed, or do they only count the rows?"""
        same = other = 0
        for row in self.rows:
            codes = {c for cell in self._cells(row, self.code_columns) for c in self.names.criteria_of(cell).codes}
            said = {c for cell in self._cells(row, self.name_columns) for c in self.names.criteria_of(cell).codes}
            if codes and said:
                same, other = (same + 1, other) if codes & said else (same, other + 1)
        return same >= AGREEING * (same + other)

    def _named(self, row: int) -> Named:
        by_name = self._by_name(row)
        by_code = NOBODY
        if self.trusted:
            found = [
                named for cell in self._cells(row, self.code_columns) if (named := self.names.criteria_of(cell)).codes
            ]
            by_code = found[0] if found else NOBODY
        if not by_name.codes or not by_code.codes:
            return by_name if by_name.codes else by_code
        common = tuple(code for code in by_name.codes if code in by_code.codes)
        if common:
            return Named(common, is_sure=True)
        return Named(tuple(dict.fromkeys((*by_code.codes, *by_name.codes))), is_sure=True, contradicts=True)

    def _by_name(self, row: int) -> Named:
        """The rightmost name, told apart by those to its left, where each level has a column of its own."""
        found = [named for cell in self._cells(row, self.name_columns) if (named := self.names.criteria_of(cell)).codes]
        return found[-1] if found else NOBODY

    def _settled(self) -> dict[int, str]:
        """Codes of rows, each run of rows about the same unit by itself: it counts on as the tree does."""
        runs: dict[object, list[int]] = defaultdict(list)
        for row in self.rows:
            if self.named[row].codes:
                runs[self._run_of(row)].append(row)
        known: dict[tuple[Named, ...], list[str | None]] = {}
        found: dict[int, str] = {}
        for rows in runs.values():
            named = tuple(self.named[row] for row in rows)
            codes = known.get(named)
            if codes is None:
                codes = known[named] = settled(named, self.names.place_of)
            found.update({row: code for row, code in zip(rows, codes, strict=True) if code is not None})
        return found

    # ---- units of a long table

    def _unit_rows(self) -> dict[int, tuple[Cell | None, Cell | None]]:
        """Row → cells of its unit; a unit may be written once, above the rows that are about it."""
        keys, found = self.table.keys, {}
        last: tuple[Cell | None, Cell | None] = (None, None)
        for row in self.rows:
            name = self._at(row, keys.unit) if keys.unit is not None else None
            code = self._at(row, keys.unit_code) if keys.unit_code is not None else None
            if name is not None or code is not None:
                last = (name, code)
            if last[0] is not None and summary_in(last[0].text) is not None:
                last = (None, None)
            found[row] = last
        return found

    def unit_cells(self, row: int) -> tuple[Cell | None, Cell | None]:
        return self.unit_of_row[row]

    def _run_of(self, row: int) -> object:
        name, code = self.unit_of_row.get(row, (None, None))
        return (name.value if name else "", code.value if code else "")

    # ---- what is wrong

    def say(self, row: int, label: Cell | None) -> None:
        """A row of figures of which it cannot be told what criterion they are of."""
        named = self.named[row]
        cell = self.key(row) if named.codes else self._any_key(row) or label
        sheet = self.table.sheet.name
        if cell is None:
            place = self.table.keys.criteria[0] if self.table.keys.criteria else 1
            self.findings.fault(sheet, row, place, "no_criterion")
            return
        if cell.kind in (Kind.ERROR, Kind.NO_RESULT):
            wording = "error_cell" if cell.kind == Kind.ERROR else "no_result"
            self.findings.fault(sheet, row, cell.column, wording, value=cell.text)
            return
        labels = self.names.labels(named.codes)
        wording = "contradicting_criterion" if named.contradicts else "ambiguous_criterion"
        wording = wording if labels else "unknown_criterion"
        candidates = "; ".join(text for _code, text in labels)
        self.findings.fault(sheet, row, cell.column, wording, value=cell.text, candidates=candidates)
        offered = labels or self.names.offered_criteria(cell.text)
        self.findings.question(cell, cell.text, "criterion", offered)

    def _any_key(self, row: int) -> Cell | None:
        cells = self._cells(row, self.name_columns) or self._cells(row, self.code_columns)
        return cells[-1] if cells else None
