"""Rows of totals and averages below the units: compared with what they sum up, never taken for one unit more."""

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction

from indices.domain.figures import round_half_up
from indices.importing.grid import Cell
from indices.importing.headings import summary_in
from indices.importing.score_values import Figure, Line, Meaning, Reading
from indices.importing.scores_figures import Figures
from indices.importing.scores_findings import Findings
from reformtrack.said import said as _
from reformtrack.said import said_figure

HOW: dict[str, Callable[[Sequence[Decimal]], Fraction]] = {
    "sum": lambda values: Fraction(sum(values)),
    "mean": lambda values: Fraction(sum(values)) / len(values),
    "highest": lambda values: Fraction(max(values)),
    "lowest": lambda values: Fraction(min(values)),
}
TOLD = 5  # cells of one row that are told; a row that sums up other units differs everywhere


def compare_summaries(table, lines: Sequence[Line], reading: Reading, figures: Figures, findings: Findings) -> None:
    """Remark where a row of totals or averages says something else than the units of its sheet."""
    columns: dict[int, list[Decimal]] = {}
    for row in table.summaries:
        cells = table.sheet.rows[row]
        how, label = next((said, cell) for cell in cells.values() if (said := summary_in(cell.text)) is not None)
        told = 0
        for line in lines if how in HOW else ():
            cell = cells.get(line.place)
            if cell is None or line.meaning == Meaning.RANK or told == TOLD:
                continue
            if line.place not in columns:
                columns[line.place] = list(_values(table, line, reading))
            told += _compare(cell, label, line, HOW[how], columns[line.place], figures, findings)


def _values(table, line: Line, reading: Reading) -> Iterator[Decimal]:
    kind = table.layout.points if line.meaning == Meaning.VALUE else line.meaning
    for unit in reading.units.values():
        found = unit.scores.get(line.criterion, {}) if line.criterion else unit.stated
        figure: Figure | None = found.get(kind)
        if figure is not None and figure.sheet == table.sheet.name and figure.value is not None:
            yield figure.value


def _compare(cell: Cell, label: Cell, line: Line, how, values, figures: Figures, findings: Findings) -> bool:
    """Is it something else, and told? Rounded as it is written."""
    figure = figures.quietly(cell, percents=line.meaning == Meaning.TOTAL_PERCENT)
    if figure is None or figure.value is None or not values:
        return False
    computed = round_half_up(how(values), figure.places)
    if abs(computed - figure.value) <= Decimal(1).scaleb(-figure.places) / 2:
        return False
    text = _("Dòng “%(label)s” ghi %(written)s, nhưng tính từ các đơn vị trong trang là %(computed)s.")
    about = {"label": label.text, "written": figure.shown, "computed": said_figure(computed)}
    findings.remark(cell.sheet, cell.row, cell.column, text % about)
    return True
