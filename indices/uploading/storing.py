"""What was found is stored, in one transaction, against what stands there now; each score knows its cell."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from indices.actions.readiness import RefusedError
from indices.actions.writing import write
from indices.models import Standing, Upload, UploadBefore
from indices.permissions import may_read_upload, require
from indices.uploading import keeping, prepared
from indices.uploading.annexes import store_annex
from indices.uploading.choices import choice_of
from indices.uploading.holding import OPEN, held, hold, moment, named, refuse_closed, why_not_open
from indices.uploading.pipeline import judge, open_book
from indices.uploading.prepared import before_storing, counts_in, left_by, writing_in
from indices.uploading.progress import Step, Telling
from indices.uploading.subjects import subject_of
from records.models import AuditEvent
from reformtrack.bulk import many_objects

State = Upload.State


class ChangedSinceError(RefusedError):
    """What would be overwritten is not what was seen: somebody entered something meanwhile."""


class StoppedError(RefusedError):
    """Read again against what stands now, the file has faults that it had not before."""


def store_upload(*, upload, by, expected):
    """Store the scores of a checked file.

    Args:
        expected: `upload.against` as it was when its consequences were seen.

    Returns:
        The upload, stored.

    Raises:
        PermissionDenied: `by` may not bring such files.
        ChangedSinceError: what is stored changed since; nothing is overwritten unseen.
        StoppedError: units, criteria or the year before changed, and the file does not hold against them.
        RefusedError: it is not ready to be stored, or the edition is published or handed in.
    """
    require(may_read_upload(by, upload))
    refuse_unready(upload)
    with Telling(upload) as tell:
        original = _original(upload)
        found = None if upload.is_of_annex else prepared.find(upload)
        # The longest part of reading, and nobody waits for it.
        books = [] if found else [open_book(upload, original)]
        with transaction.atomic():
            upload = _store(upload, original, found, books, by, expected, tell)
            transaction.on_commit(lambda: prepared.drop(upload))
    return upload


def _original(upload):
    try:
        return keeping.bytes_of(upload)
    except FileNotFoundError as error:
        raise keeping.file_is_gone() from error


def refuse_unready(upload):
    if upload.state not in OPEN:
        raise RefusedError(why_not_open(upload))
    if upload.state != State.CHECKED:
        text = _("Tệp “%(name)s” chưa lưu được: %(state)s.")
        raise RefusedError(text % {"name": upload.file_name, "state": upload.get_state_display()})


@many_objects()
def _store(upload, original, found, books, by, expected, tell):
    edition = hold(upload.edition)
    upload = held(upload)
    refuse_unready(upload)
    refuse_closed(edition, upload.standing)
    if found is not None and found.holds_for != prepared.state_of(upload, original, upload.choice):
        found = None
        books.append(open_book(upload, original))
    if found is not None:
        _refuse_changed(upload, found.against, expected)
        tell.step(Step.STORING)
        _write(edition, found.writing, tell)
        before, counts = found.before, found.counts
    else:
        before, counts = _store_outcome(edition, _read_again(upload, books, expected, tell), by, tell)
    UploadBefore.objects.create(upload=upload, packed=before)
    upload.state, upload.stored_at, upload.stored_by = State.STORED, timezone.now(), by
    upload.save(update_fields=["state", "stored_at", "stored_by"])
    after = {"edition": str(edition), **counts}
    AuditEvent.objects.record(kind="upload_stored", target=upload, by=by, after=after)
    return upload


def _read_again(upload, books, expected, tell):
    """The outcome against what stands now, where nothing was prepared, or not against this."""
    outcome = judge(upload, books, subject_of(upload), choice_of(upload.choice), tell, comparing=False)
    _refuse_changed(upload, outcome.against, expected)
    if outcome.faults:
        text = _("Tệp “%(name)s” không còn khớp với danh sách đơn vị hoặc bộ tiêu chí; hãy đọc lại tệp.")
        raise StoppedError(text % {"name": upload.file_name}, edition=upload.edition)
    return outcome


def _store_outcome(edition, outcome, by, tell):
    """Write what was just read. Returns what stood there before, packed, and the counts."""
    tell.step(Step.STORING)
    before = before_storing(outcome)
    if outcome.trial.upload.is_of_annex:
        before.made_annex = store_annex(outcome.trial, by=by)
    else:
        _write(edition, writing_in(outcome), tell)
    before.left = left_by(before, outcome)
    return before.pack(), counts_in(before)


def _write(edition, writing, tell):
    standings = {standing.unit_id: standing for standing in edition.standings.all()}
    made = writing.standings.keys() - standings.keys()
    standings |= {unit: Standing(edition=edition, unit_id=unit) for unit in writing.standings if unit in made}
    write(edition=edition, writing=writing, standings=standings, progress=tell)


def _refuse_changed(upload, against, expected):
    if against != expected or expected != upload.against:
        raise ChangedSinceError(_changed_since(upload))


def _changed_since(upload):
    """Who stored what since, as far as it is known."""
    last = (
        Upload.objects.filter(edition=upload.edition_id, stored_at__gt=upload.seen_at)
        .exclude(pk=upload.pk)
        .select_related("stored_by")
        .order_by("-stored_at")
        .first()
    )
    if last is None:
        return _("Số liệu của năm đánh giá đã thay đổi sau khi tệp này được đọc; hãy đọc lại và xem lại trước khi lưu.")
    text = _("Tệp “%(name)s” đã được %(by)s lưu lúc %(at)s, sau khi tệp này được đọc; hãy xem lại trước khi lưu.")
    return text % {"name": last.file_name, "by": named(last.stored_by), "at": moment(last.stored_at)}
