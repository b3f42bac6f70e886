"""A file → what it says of every unit, read in one pass: a figure is of the unit and the criterion that its column, its
row or its sheet names. All five layouts are read alike, because that is all in which they differ.
"""

from collections.abc import Callable

from indices.importing.grid import Book
from indices.importing.layout_names import Names
from indices.importing.layouts import find_tables
from indices.importing.score_values import Choice, Reading
from indices.importing.scores_figures import Figures
from indices.importing.scores_findings import Findings
from indices.importing.scores_rows import RowReader
from indices.importing.scores_units import Units
from indices.importing.subject import Subject

Progress = Callable[[int, int], None]


def read_scores(
    book: Book, subject: Subject, choice: Choice | None = None, progress: Progress | None = None
) -> Reading:
    """Everything that a file says of the units of an edition, and everything about it that cannot be understood.

    Args:
        choice: what a person said of the file; whatever is `None` there is found out.
        progress: called now and then with (rows done, rows in all).
    """
    names, findings = Names(subject, choice or Choice()), Findings(book)
    units = Units(names, findings)
    tables = find_tables(book, names, findings, units)
    reading = Reading(layouts=tuple(table.layout for table in tables))
    count = sum(len(table.sheet.rows) for table in tables)
    figures, done = Figures(findings), 0
    for table in tables:
        reader = RowReader(table, names, units, figures, findings, reading)
        for row_count in reader.read():
            if progress is not None:
                progress(done + row_count, count)
        done += len(table.sheet.rows)
    units.say_gone(subject.edition.ends_on)
    if not reading.units and not findings.has_faults and book.sheets:
        findings.fault(book.sheets[0].name, 0, 0, "nothing_to_read")
    findings.into(reading)
    if progress is not None:
        progress(count, count)
    return reading
