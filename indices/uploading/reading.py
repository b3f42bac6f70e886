"""An upload is read: what is in it, what is wrong, what looks odd, what storing it would change; kept with the upload.

Reading writes to no edition. A process that reads says so in the row, and how far it is beside the file; when it dies,
the upload stands as `reading`, and whoever comes after a while takes it over.
"""

import time
import uuid
from collections import Counter
from dataclasses import asdict

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from indices.actions.readiness import RefusedError
from indices.importing.cells import plain_name
from indices.importing.faults import kept
from indices.importing.oddities import OddityFound
from indices.models import Upload
from indices.permissions import may_read_upload, may_supervise, require
from indices.queries.rolls import eligible
from indices.uploading import prepared
from indices.uploading.choices import choice_of, plain, remember
from indices.uploading.holding import OPEN, held, named, why_not_open
from indices.uploading.pipeline import pass_through
from indices.uploading.progress import Telling, progress_of
from records.models import AuditEvent
from reformtrack.said import recipe_of, say
from reformtrack.said import said as _

State = Upload.State
NAMED = 200  # units that are missing, named on the page


class TakenOverError(RefusedError):
    """Somebody else went on with an upload that was thought to be dead."""


def read_upload(*, upload, by, choice=None):
    """Find out everything about a file, and keep it with the upload; again, and it is found out anew.

    Args:
        choice: how the file is to be read; `None`: as chosen for this upload before, else as remembered.

    Returns:
        The upload: `faulty`, `read` (what looks odd wants an answer) or `checked`.

    Raises:
        PermissionDenied: `by` may not bring such files.
        RefusedError: it is stored or closed, or somebody is reading it right now.
    """
    require(may_read_upload(by, upload))
    state_before = upload.state
    upload = _claim(upload, by)
    if choice is None and upload.choice:
        choice = choice_of(upload.choice)
    try:
        with Telling(upload) as tell:
            rows = prepared.rows_of(upload)
            outcome = pass_through(upload, choice=choice, tell=tell)
            prepared.prepare(upload, outcome, rows)
    except BaseException:
        back = State.RECEIVED if state_before == State.READING else state_before
        Upload.objects.filter(pk=upload.pk, worker=upload.worker).update(state=back, worker="")
        raise
    return _keep(upload, outcome, by)


def is_stalled(upload):
    """Is an upload said to be read, and nobody at it any more?"""
    return upload.state == State.READING and _silent_for(upload) > settings.UPLOADS_SILENT_SECONDS


def _silent_for(upload):
    """Seconds since whoever reads it was last seen at work."""
    told = progress_of(upload)
    seen = max(upload.seen_at.timestamp(), told.at if told else 0)
    return time.time() - seen


@transaction.atomic
def _claim(upload, by):
    """Say that it is being read, by this process."""
    upload = held(upload)
    if upload.state not in OPEN:
        raise RefusedError(why_not_open(upload))
    if upload.state == State.READING:
        if not is_stalled(upload):
            text = _("Tệp “%(name)s” đang được đọc; hãy đợi kết quả.")
            raise RefusedError(text % {"name": upload.file_name})
        AuditEvent.objects.record(kind="upload_taken_over", target=upload, by=by)
    upload.state, upload.worker, upload.seen_at = State.READING, uuid.uuid4().hex, timezone.now()
    upload.save(update_fields=["state", "worker", "seen_at"])
    return upload


@transaction.atomic
def _keep(upload, outcome, by):
    """Write down what was found; a choice is remembered for files with the same header."""
    worker, upload = upload.worker, held(upload)
    if upload.worker != worker:
        raise TakenOverError(_("Người khác đã đọc tiếp tệp “%(name)s”.") % {"name": upload.file_name})
    upload.worker, upload.seen_at = "", timezone.now()
    _fill(upload, outcome)
    remember(upload.edition.index, outcome.headings, outcome.choice, by=by)
    upload.save()
    after = {
        "state": upload.state,
        "fault_count": upload.fault_count,
        "units_read": upload.found["units"],
        "figures_read": upload.found["figures"],
    }
    AuditEvent.objects.record(kind="upload_read", target=upload, by=by, after=after)
    return upload


def look_through(*, edition, file_name, data, by):
    """Find out everything about a file without keeping it or anything that is found.

    Returns:
        An `Upload` that is not stored.

    Raises:
        PermissionDenied: `by` does not supervise the index.
    """
    require(may_supervise(by, edition.index))
    upload = Upload(edition=edition, file_name=plain_name(file_name), size=len(data), by=by)
    _fill(upload, pass_through(upload, data=data))
    return upload


def _fill(upload, outcome):
    """Put what was found into the upload."""
    upload.faults = [kept(fault) for fault in outcome.faults[: settings.UPLOADS_FAULTS_KEPT]]
    upload.fault_count = len(outcome.faults)
    upload.oddities = _with_answers(_asked(outcome), upload.oddities)
    upload.found = found_in(outcome)
    upload.layout = outcome.reading.layouts[0].shape.value if outcome.reading.layouts else ""
    upload.consequences, upload.against = _consequences(outcome)
    upload.choice = plain(outcome.choice)
    upload.state = _state_after(upload)


def _state_after(upload):
    if upload.fault_count:
        return State.FAULTY
    return State.CHECKED if all(oddity["answer"] for oddity in upload.oddities) else State.READ


def _consequences(outcome):
    """What storing would change, and the digest of what it was compared with."""
    if outcome.faults:
        return {}, ""
    told = outcome.consequences.summary(kept=settings.UPLOADS_EXAMPLES_KEPT)
    if outcome.subject.of_unit is not None:  # an annex changes no total and no rank
        told |= {name: [] for name in ("totals", "ranks", "entering", "leaving", "incomplete")}
    return told, outcome.against


def _asked(outcome):
    """What a person is asked: first whether the file was understood, then what looks odd in it."""
    for layout in outcome.reading.layouts:
        for doubt in layout.doubts:
            question = _("Xem phần “Đã hiểu tệp như sau”: có đúng không? Nếu sai, chọn lại cách đọc.")
            yield OddityFound("layout", doubt, question, layout.sheet)
    yield from outcome.oddities


def _with_answers(oddities, before):
    """Each oddity with the answer that was given to the very same one before."""

    def key(oddity):
        return oddity["code"], oddity["where"], say(oddity["message"])

    answered = {key(one): one for one in before if one["answer"]}
    found = [{**kept(oddity), "answer": ""} for oddity in oddities]
    return [answered.get(key(one), one) for one in found]


def found_in(outcome):
    """What was understood of a file, as plain values for its page."""
    reading, subject = outcome.reading, outcome.subject
    figures = sum(len(kinds) for unit in reading.units.values() for kinds in unit.scores.values())
    stated = sum(len(unit.stated) for unit in reading.units.values())
    codes = {code for unit in reading.units.values() for code in unit.scores}
    told = {
        "sheets": outcome.sheets,
        "layouts": [_layout(layout) for layout in reading.layouts],
        "units": len(reading.units),
        "unit_ids": sorted(reading.units),
        "criteria": 0,
        "figures": figures + stated,
        "remarks": [kept(remark) for remark in reading.remarks[: settings.UPLOADS_EXAMPLES_KEPT]],
        "remark_count": len(reading.remarks),
        "questions": [
            {
                "text": text,
                "cell": cell,
                "kind": kind,
                "candidates": [[key, recipe_of(label)] for key, label in candidates],
            }
            for text, cell, kind, candidates in reading.questions[: settings.UPLOADS_EXAMPLES_KEPT]
        ],
        "fault_codes": dict(Counter(fault.code for fault in outcome.faults)),
    }
    if subject is not None:
        told["criteria"] = len(codes & set(subject.leaves))
        told["criteria_in_all"] = len(subject.leaves)
        told |= _who_is_missing(subject, reading)
    return told


def _who_is_missing(subject, reading):
    """How many units the edition has, and whom the file does not speak of; nobody of an annex."""
    if subject.roll:
        units = {unit: standing.unit for unit, standing in subject.roll.items()}
    else:
        units = {unit.pk: unit for unit in eligible(subject.edition).order_by("sort_key", "pk")}
    missing = [units[unit].shown_name for unit in units if unit not in reading.units]
    return {"units_in_all": len(units), "units_missing": missing[:NAMED], "units_missing_count": len(missing)}


def _layout(layout):
    return {
        "shape": layout.shape,
        "sheet": layout.sheet,
        "header": list(layout.header),
        "data": list(layout.data),
        "points": layout.points,
        "unit": layout.unit,
        "doubts": [recipe_of(doubt) for doubt in layout.doubts],
        "lines": [asdict(line) for line in layout.lines],
    }


@transaction.atomic
def answer_oddities(*, upload, answers, by):
    """Keep what somebody answered to what looks odd in a file; when all is answered, it may be stored.

    Args:
        answers: number of the oddity, from 0 → the answer.

    Raises:
        PermissionDenied: `by` may not bring such files.
        RefusedError: nothing waits for an answer.
    """
    require(may_read_upload(by, upload))
    upload = held(upload)
    if upload.state not in (State.READ, State.CHECKED):
        raise RefusedError(_("Tệp “%(name)s” không chờ trả lời.") % {"name": upload.file_name})
    given = {}
    for number, answer in answers.items():
        if 0 <= number < len(upload.oddities) and answer.strip():
            given[say(upload.oddities[number]["message"])] = answer.strip()
            upload.oddities[number] |= {
                "answer": answer.strip(),
                "by": named(by),
                "at": timezone.now().isoformat(timespec="seconds"),
            }
    upload.state = _state_after(upload)
    upload.save(update_fields=["oddities", "state"])
    after = {"answers": [f"{message} {answer}" for message, answer in given.items()]}
    AuditEvent.objects.record(kind="upload_answered", target=upload, by=by, after=after)
    return upload
