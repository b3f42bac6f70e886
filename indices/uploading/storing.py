"""What was found is stored, in one transaction, against what stands there now; each score knows its cell."""

from collections import defaultdict

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from indices.actions.readiness import RefusedError
from indices.actions.scoring import SCORE_ENTERED, STANDING_ENTERED, store_computed
from indices.models import Score, Upload, UploadBefore
from indices.permissions import may_read_upload, require
from indices.uploading.annexes import store_annex
from indices.uploading.choices import choice_of
from indices.uploading.holding import OPEN, held, hold, moment, named, refuse_closed, why_not_open
from indices.uploading.leaving import Before, columns_of, left_in
from indices.uploading.pipeline import judge, open_book
from indices.uploading.progress import Step, Telling
from indices.uploading.subjects import subject_of
from indices.uploading.versions import digest_of
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
        books = [open_book(upload)]  # the longest part of reading, and nobody waits for it
        with transaction.atomic():
            return _store(upload, books, by, expected, tell)


def refuse_unready(upload):
    if upload.state not in OPEN:
        raise RefusedError(why_not_open(upload))
    if upload.state != State.CHECKED:
        text = _("Tệp “%(name)s” chưa lưu được: %(state)s.")
        raise RefusedError(text % {"name": upload.file_name, "state": upload.get_state_display()})


@many_objects()
def _store(upload, books, by, expected, tell):
    edition = hold(upload.edition)
    upload = held(upload)
    refuse_unready(upload)
    refuse_closed(edition, upload.standing)
    outcome = judge(upload, books, subject_of(upload), choice_of(upload.choice), tell, comparing=False)
    if digest_of(outcome.subject, outcome.reading.units) != expected or expected != upload.against:
        raise ChangedSinceError(_changed_since(upload))
    if outcome.faults:
        text = _("Tệp “%(name)s” không còn khớp với danh sách đơn vị hoặc bộ tiêu chí; hãy đọc lại tệp.")
        raise StoppedError(text % {"name": upload.file_name}, edition=edition)
    tell.step(Step.STORING)
    before = before_storing(outcome)
    if upload.is_of_annex:
        before.made_annex = store_annex(outcome.trial, by=by)
    else:
        store_computed(
            edition=outcome.subject.edition,
            drafts=outcome.trial.merged.drafts.values(),
            computed=outcome.trial.computed,
            touched=_touched(outcome.trial.merged),
        )
    before.left = _left(before, outcome)
    UploadBefore.objects.create(upload=upload, packed=before.pack())
    upload.state, upload.stored_at, upload.stored_by = State.STORED, timezone.now(), by
    upload.save(update_fields=["state", "stored_at", "stored_by"])
    after = {
        "edition": str(edition),
        "scores_new": sum(map(len, before.new.values())),
        "scores_changed": len(before.changed),
        "units_new": len(before.made),
    }
    AuditEvent.objects.record(kind="upload_stored", target=upload, by=by, after=after)
    return upload


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


def before_storing(outcome):
    """What stands where the file will write. Returns `Before`, without what is left there."""
    subject, merged, before = outcome.subject, outcome.trial.merged, Before()
    new = defaultdict(list)
    for (unit, code), stored in merged.touched.items():
        criterion = subject.items[code].pk
        if stored is None:
            new[unit].append(criterion)
        else:
            before.changed[unit, criterion] = columns_of(stored, SCORE_ENTERED)
    before.new = {unit: sorted(criteria) for unit, criteria in new.items()}
    for unit, stored in merged.standings.items():
        if stored is None:
            before.made.append(unit)
        else:
            before.stated[unit] = columns_of(stored, STANDING_ENTERED)
    rolled_up = Score.objects.filter(standing__edition=subject.edition, origin=Score.Origin.ROLLED_UP)
    before.was_computed = rolled_up.exists() or subject.edition.criterion_statistics.exists()
    return before


def _touched(merged):
    """Stored rows that the file changes."""
    for (unit, code), stored in merged.touched.items():
        if stored is not None:
            yield merged.drafts[unit].scores[code]
    for unit, stored in merged.standings.items():
        if stored is not None:
            yield merged.drafts[unit].standing


def _left(before, outcome):
    """The digest of what is there now, wherever the file wrote."""
    pk_of = {code: item.pk for code, item in outcome.subject.items.items()}
    drafts = outcome.trial.merged.drafts
    scores = {(unit, pk_of[code]): score for unit, draft in drafts.items() for code, score in draft.scores.items()}
    return left_in(before, scores, {unit: draft.standing for unit, draft in drafts.items()})
