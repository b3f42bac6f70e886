"""The way of a file in one pass: cells, points, faults, oddities, consequences. Writes nothing."""

from dataclasses import dataclass, field
from functools import cached_property

from django.conf import settings

from indices.importing.cells import read_book
from indices.importing.checks import check_reading
from indices.importing.consequences import Consequences, Trial, consequences_of
from indices.importing.faults import CellFault, FileRefusedError
from indices.importing.oddities import OddityFound, oddities_in
from indices.importing.score_values import Choice, Reading
from indices.importing.scores import read_scores
from indices.importing.subject import Subject
from indices.uploading import keeping
from indices.uploading.annexes import check_annex, of_others
from indices.uploading.choices import fingerprint, plain, remembered
from indices.uploading.progress import Silence, Step
from indices.uploading.subjects import subject_of
from indices.uploading.versions import digest_of
from reformtrack.bulk import many_objects


@dataclass
class Outcome:
    """What one pass found.

    Args:
        sheets: names of all sheets of the file.
        headings: their `fingerprint`, where somebody chose how the file is read.
        subject: what the file was read against; `None` for a file that is no table.
        consequences: `None` while a fault is left.
    """

    sheets: list[str] = field(default_factory=list)
    headings: str = ""
    choice: Choice = field(default_factory=Choice)
    subject: Subject | None = None
    reading: Reading = field(default_factory=Reading)
    trial: Trial | None = None
    faults: list[CellFault] = field(default_factory=list)
    oddities: list[OddityFound] = field(default_factory=list)
    consequences: Consequences | None = None

    @cached_property
    def against(self):
        """The digest of what was entered for the units of the file (`versions.digest_of`)."""
        return digest_of(self.subject, self.reading.units)


def open_book(upload, data=None):
    """The kept file as cells; or `data`, of one that is not kept.

    Raises:
        FileRefusedError: it is no table, not safe, damaged, or not there any more.
    """
    try:
        data = keeping.bytes_of(upload) if data is None else data
    except FileNotFoundError as error:
        raise keeping.file_is_gone() from error
    return read_book(data, upload.file_name)


@many_objects()
def pass_through(upload, *, choice=None, tell=None, data=None):
    """Everything that can be found out of an upload against what is stored now.

    Args:
        choice: how it is to be read; what is remembered for the index where `None`.
        tell: `progress.Telling`, where somebody waits for it.
        data: of a file that is not kept.

    Returns:
        `Outcome`; a file that cannot be read has one fault that says so.
    """
    tell = tell or Silence()
    tell.step(Step.OPENING)
    try:
        book = open_book(upload, data)
    except FileRefusedError as error:
        return Outcome(faults=[CellFault("", "", "", error.code, error.message, error.remedy)])
    subject = subject_of(upload)
    if choice is None:
        choice = remembered(subject.index, book, subject)
    books = [book]
    del book
    return judge(upload, books, subject, choice, tell)


def judge(upload, books, subject, choice, tell, *, comparing=True):
    """Cells against what is stored.

    Args:
        books: the file's `Book` alone, which is taken out: a national one is a hundred megabytes of cells, not to be
            kept beside what is made of them.
        comparing: what looks odd, and what storing would change, are found out too.

    Returns:
        `Outcome`.
    """
    outcome = _understand(upload, books.pop(), subject, choice, tell)
    tell.step(Step.CHECKING)
    trial = outcome.trial
    outcome.faults += [*outcome.reading.faults, *check_reading(outcome.reading, subject, trial=trial)]
    if upload.is_of_annex and not outcome.faults:
        outcome.faults += check_annex(trial)
    if comparing:
        _compare(outcome, tell)
    return outcome


def _understand(upload, book, subject, choice, tell):
    tell.step(Step.READING)
    reading = read_scores(book, subject, choice, progress=tell)
    return Outcome(
        sheets=[sheet.name for sheet in book.sheets],
        headings=fingerprint(book, subject) if plain(choice) else "",
        choice=choice,
        subject=subject,
        reading=reading,
        trial=Trial(reading, subject, upload=upload),
        faults=list(of_others(reading, subject, book)) if upload.is_of_annex else [],
    )


def _compare(outcome, tell):
    reading, subject, trial = outcome.reading, outcome.subject, outcome.trial
    outcome.oddities = oddities_in(reading, subject, trial=trial)
    if not outcome.faults:
        tell.step(Step.COMPARING)
        outcome.consequences = consequences_of(reading, subject, trial=trial, kept=settings.UPLOADS_EXAMPLES_KEPT)
