"""Everything wrong with a file beyond its single cells, all at once: each fault with its cell and what to do."""

from collections.abc import Iterator, Mapping

from indices.domain.values import Disagreement, FaultKind
from indices.faults import worded
from indices.importing.checks_missing import CELL, check_missing
from indices.importing.checks_points import check_maxima, check_points, named
from indices.importing.checks_sums import check_sums
from indices.importing.checks_words import fault
from indices.importing.consequences import Trial, names_of
from indices.importing.faults import CellFault
from indices.importing.score_values import Figure, Meaning, Reading
from indices.importing.subject import Subject
from reformtrack.said import said_figure

# What the rules refuse → how a fault is worded; of the total, of a criterion.
KEYS = {
    FaultKind.SUM: ("total_differs", "sum_differs"),
    FaultKind.PERCENT: ("percent_differs", "criterion_percent_differs"),
}
OF_TOTAL = {FaultKind.SUM: Meaning.TOTAL_POINTS, FaultKind.PERCENT: Meaning.TOTAL_PERCENT}


def check_reading(reading: Reading, subject: Subject, *, trial: Trial | None = None) -> list[CellFault]:
    """Every fault of a reading that no single cell shows; those of single cells are in `reading.faults` already.

    Args:
        trial: of the same reading and subject, where one is made for the consequences too.

    Returns:
        Faults in the order of sheets and cells; those of a sheet as a whole come first.
    """
    trial = trial or Trial(reading, subject)
    names = names_of(trial.merged, subject)
    found = [
        *check_maxima(reading, subject),
        *check_points(reading, subject, names),
        *check_missing(reading, subject, names),
        *check_sums(reading, subject, names, trial),
    ]
    told = {(each.sheet, each.cell) for each in (*reading.faults, *found)}
    found += _refused(reading, subject, names, trial, told)
    sheets = {layout.sheet: place for place, layout in enumerate(reading.layouts)}
    return sorted(
        dict.fromkeys(found), key=lambda each: (sheets.get(each.sheet, len(sheets)), each.sheet, *_order(each.cell))
    )


def _order(cell: str) -> tuple[int, int, str]:
    found = CELL.fullmatch(cell)
    return (int(found[2]), len(found[1]), found[1]) if found else (0, 0, "")


def _refused(
    reading: Reading, subject: Subject, names: Mapping[int, str], trial: Trial, told: set
) -> Iterator[CellFault]:
    """What the rules themselves refuse in the edition as it would be, where nothing else has told of it."""
    first = reading.layouts[0].sheet if reading.layouts else ""
    for disagreement in trial.computed.faults:
        unit = int(disagreement.standing_key)
        figure = _figure_of(reading, unit, disagreement)
        read = reading.units.get(unit)
        sheet, cell = (figure.sheet, figure.cell) if figure else (read.sheet, read.cell) if read else (first, "")
        if (sheet, cell) in told and cell:
            continue
        key = KEYS.get(disagreement.kind, ("stored_differs",) * 2)[disagreement.code is not None]
        if figure is None or key == "stored_differs":
            published = subject.of_unit is not None and disagreement.code is None
            key = "published_differs" if published else "stored_differs"
            yield fault(key, sheet, cell, told=worded(disagreement, names[unit]))
            continue
        yield fault(
            key,
            sheet,
            cell,
            figure.shown,
            unit=names[unit],
            criterion=named(subject.items[disagreement.code]) if disagreement.code else "",
            value=said_figure(disagreement.stated),
            computed=said_figure(disagreement.computed),
        )


def _figure_of(reading: Reading, unit: int, disagreement: Disagreement) -> Figure | None:
    """The figure of the file that a disagreement is about, if it is in the file."""
    read = reading.units.get(unit)
    if read is None:
        return None
    if disagreement.code is None:
        return read.stated.get(OF_TOTAL.get(disagreement.kind))
    return next(iter(read.scores.get(disagreement.code, {}).values()), None)
