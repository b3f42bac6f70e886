"""A file comes in: by whom it may, how much, what it is; then it is kept, and written down."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Count, Q, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from indices.actions.readiness import RefusedError
from indices.importing.cells import plain_name
from indices.importing.containers import recognise
from indices.importing.faults import FileRefusedError
from indices.models import Upload, UploadAttempt
from indices.permissions import may_bring_annex, may_supervise, require
from indices.uploading import keeping
from indices.uploading.holding import OPEN, hold, moment, named, refuse_closed
from indices.uploading.leaving import stands_as_left
from records.models import AuditEvent, User


class TooManyUploadsError(RefusedError):
    """Somebody brings more in a short time than a person does."""


@dataclass(frozen=True)
class Received:
    """What became of a file that was brought.

    Args:
        upload: its row; of a file that was brought before, the row from then.
        is_new: it was not there before.
        message: of a file that was brought before: a sentence that says so.
    """

    upload: Upload
    is_new: bool
    message: str = ""


def receive_upload(*, edition, file_name, data, by):
    """Take a file of scores for a draft edition, and keep the original.

    Args:
        data: its bytes, or its parts one after the other.

    Returns:
        `Received`: the same file again changes nothing.

    Raises:
        PermissionDenied: `by` does not supervise the index.
        TooManyUploadsError: too many files, or too much, in a short time.
        FileRefusedError: no table, not safe, too large; with a sentence.
        RefusedError: the edition is published or handed in.
    """
    require(may_supervise(by, edition.index))
    return _receive(edition, file_name, data, by)


def receive_annex(*, standing, criteria_set, file_name, data, by):
    """Take a file of a unit's own tree, to stand under its published result.

    Args:
        criteria_set: what the tree follows: a set of the same index.

    Raises:
        PermissionDenied: `by` neither supervises the index nor is an officer of the unit.
        TooManyUploadsError, FileRefusedError: as in `receive_upload`.
        RefusedError: the result is not published yet, or the set is another index's.
    """
    require(may_bring_annex(by, standing))
    index = standing.edition.index
    if criteria_set.index_id != index.pk:
        text = _("Bộ tiêu chí “%(set)s” không phải của %(index)s; hãy chọn bộ khác.")
        raise RefusedError(text % {"set": criteria_set, "index": index.label}, field="criteria_set")
    return _receive(standing.edition, file_name, data, by, standing=standing, criteria_set=criteria_set)


def _receive(edition, file_name, data, by, **annex):
    name = plain_name(file_name) or _("tệp không tên")
    try:
        data = _counted(data, by)
        recognise(data, name)
    except FileRefusedError as error:
        after = {"file_name": name, "fault_code": error.code}
        AuditEvent.objects.record(kind="upload_refused", target=edition, by=by, after=after)
        raise
    keeping.clear_orphans()
    kept = keeping.keep(data)
    # Where the row's fate is not known (the connection is lost as it is committed) the file stays: what belongs to no
    # row is cleared away later.
    try:
        received = _write_down(edition, name, kept, by, annex)
    except RefusedError:
        keeping.drop(kept.name)
        raise
    if not received.is_new:
        keeping.drop(kept.name)
    return received


def _counted(data, by):
    """All of a file, counted as brought by somebody, however much of it is taken."""
    try:
        data = keeping.gathered(data)
    except FileRefusedError:
        _count_attempt(by, settings.SPREADSHEET_MAX_BYTES)
        raise
    _count_attempt(by, len(data))
    return data


@transaction.atomic
def _write_down(edition, name, kept, by, annex):
    edition = hold(edition)
    refuse_closed(edition, annex.get("standing"))
    earlier = _brought_before(edition, kept.digest, annex)
    if earlier is not None:
        return Received(earlier, is_new=False, message=_same_again(earlier))
    upload = Upload.objects.create(
        edition=edition,
        file_name=name,
        stored_as=kept.name,
        digest=kept.digest,
        size=kept.size,
        by=by,
        **annex,
    )
    after = {"edition": str(edition), "size": kept.size, "digest": kept.digest}
    AuditEvent.objects.record(kind="upload_received", target=upload, by=by, after=after)
    return Received(upload, is_new=True)


def _brought_before(edition, digest, annex):
    """An upload of the very same file that is still at work, or whose scores still stand as it left them."""
    same = Upload.objects.select_related("by", "stored_by").filter(
        edition=edition,
        digest=digest,
        standing=annex.get("standing"),
        criteria_set=annex.get("criteria_set"),
    )
    at_work = same.filter(state__in=OPEN).first()
    if at_work is not None:
        return at_work
    stored = same.filter(state=Upload.State.STORED).first()
    if stored is not None and stands_as_left(stored):
        return stored
    return None


def _same_again(upload):
    told = {"name": upload.file_name, "at": moment(upload.at), "by": named(upload.by)}
    if upload.state == Upload.State.STORED:
        return _("Tệp “%(name)s” đã được %(by)s tải lên lúc %(at)s và đã lưu; tải lại không thay đổi gì.") % told
    return _("Tệp “%(name)s” đã được %(by)s tải lên lúc %(at)s; tải lại không thay đổi gì, hãy làm tiếp tệp ấy.") % told


def _count_attempt(by, size):
    """Count what somebody brings, taken or not, and refuse what is beyond a person; a command is not counted.

    In a transaction of its own: what is refused later has been sent all the same.
    """
    if by is None:
        return
    now = timezone.now()
    with transaction.atomic():
        User.objects.select_for_update().get(pk=by.pk)  # two at the same moment are counted one after the other
        mine = UploadAttempt.objects.filter(by=by)
        mine.filter(at__lt=now - timedelta(hours=1)).delete()
        told = mine.aggregate(
            minute=Count("pk", filter=Q(at__gt=now - timedelta(minutes=1))), hour=Sum("size", default=0)
        )
        UploadAttempt.objects.create(by=by, at=now, size=size)
    if told["minute"] >= settings.UPLOADS_PER_MINUTE:
        text = _("Bạn đã tải lên %(count)s tệp trong một phút; hãy đợi một phút rồi tải tiếp.")
        raise TooManyUploadsError(text % {"count": told["minute"]})
    if told["hour"] + size > settings.UPLOADS_BYTES_PER_HOUR:
        text = _("Bạn đã tải lên %(size)s MB trong một giờ, mức cao nhất là %(limit)s MB; hãy đợi rồi tải tiếp.")
        told = {"size": told["hour"] // 2**20, "limit": settings.UPLOADS_BYTES_PER_HOUR // 2**20}
        raise TooManyUploadsError(text % told)
