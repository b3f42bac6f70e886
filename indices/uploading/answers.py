"""A file of answers at the door: read, counted and let go; what was counted waits, signed, at whoever brought it.

The file is not kept, nor anything of a single respondent: what is stored, and what is carried from the preview to the
button, are counts for each unit, item and level.
"""

import hashlib
from dataclasses import dataclass, field

from django.core import signing
from django.utils.translation import gettext as _

from indices.actions.readiness import RefusedError
from indices.actions.surveys import Brought, store_answers
from indices.domain.survey import Estimate, pooled
from indices.importing.answers import AnswersReading, read_answers
from indices.importing.cells import plain_name, read_book
from indices.importing.faults import CellFault, FileRefusedError
from indices.importing.subject import Subject
from indices.models import SurveyResult
from indices.permissions import may_supervise, require
from indices.queries.surveys import digest_of, estimates_of, results_of, survey_of
from reformtrack.bulk import many_objects
from units.models import Unit

SALT = "indices.answers"
HOURS = 12  # that a preview may be looked at before it is read again


@dataclass(frozen=True)
class Seen:
    """What storing a file would do.

    Args:
        subject: what it was read against.
        ticket: signed counts, for `store_seen`; empty while a fault is left.
        units: pk -> Unit, of those that the file names.
        after: unit pk -> the total that its answers make.
        before: unit pk -> `SurveyResult` as it stands.
        empty_items: codes of items that no one in the file answered.
    """

    subject: Subject
    reading: AnswersReading
    ticket: str = ""
    units: dict[int, Unit] = field(default_factory=dict)
    after: dict[int, Estimate] = field(default_factory=dict)
    before: dict[int, SurveyResult] = field(default_factory=dict)
    empty_items: tuple[str, ...] = ()


@many_objects()
def see_answers(*, edition, file_name, data, by) -> Seen:
    """Read a file of answers and say what storing it would change; stores nothing.

    Raises:
        PermissionDenied: `by` does not supervise the index.
        RefusedError: nobody said how points are made of answers.
    """
    require(may_supervise(by, edition.index))
    survey = survey_of(edition)
    if survey is None:
        raise RefusedError(_("Hãy chọn cách tính điểm từ phiếu trước khi tải số người trả lời lên."))
    subject = Subject.of(edition)
    try:
        reading = read_answers(read_book(data, file_name), subject, survey.levels)
    except FileRefusedError as error:
        return Seen(subject, AnswersReading(faults=[CellFault("", "", "", error.code, error.message, error.remedy)]))
    if reading.faults:
        return Seen(subject, reading)
    held = {
        "edition": edition.pk,
        "by": by.pk,
        "against": digest_of(edition),
        "counts": reading.counts,
        "brought": [plain_name(file_name), hashlib.sha256(data).hexdigest(), reading.rows],
    }
    standings = {standing.pk: unit for unit, standing in subject.roll.items()}
    return Seen(
        subject,
        reading,
        ticket=signing.dumps(held, salt=SALT, compress=True),
        units=Unit.objects.in_bulk(reading.counts),
        after={unit: pooled(estimates_of(survey, counts).values()) for unit, counts in reading.counts.items()},
        before={standings[pk]: result for pk, result in results_of(edition).items()},
        empty_items=tuple(
            code for code in subject.leaves if not any(sum(counts.get(code, ())) for counts in reading.counts.values())
        ),
    )


def store_seen(*, edition, ticket, by):
    """Store what was seen. Returns how many units it was about.

    Raises:
        PermissionDenied: `by` does not supervise the index.
        RefusedError: the preview is too old, of another edition or somebody else's; or what `store_answers` refuses.
    """
    try:
        held = signing.loads(ticket, salt=SALT, max_age=HOURS * 3600)
    except signing.BadSignature as error:
        raise RefusedError(_too_old()) from error
    if (held["edition"], held["by"]) != (edition.pk, by.pk):
        raise RefusedError(_too_old())
    answers = {
        int(unit): {code: tuple(counts) for code, counts in asked.items()} for unit, asked in held["counts"].items()
    }
    brought = Brought(*held["brought"])
    store_answers(edition=edition, answers=answers, brought=brought, by=by, expected=held["against"])
    return len(answers)


def _too_old():
    return _("Bản xem trước này không dùng được nữa; hãy tải tệp lên lại.")
