"""An upload that is not to be stored: withdrawn by who brought it, or rejected with a reason."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from indices.actions.readiness import RefusedError
from indices.models import Upload
from indices.permissions import may_read_upload, may_supervise, require
from indices.uploading import prepared
from indices.uploading.holding import OPEN, held, why_not_open
from records.models import AuditEvent

State = Upload.State


@transaction.atomic
def withdraw_upload(*, upload, by):
    """Take back a file that was not stored yet; the original stays on record.

    Raises:
        PermissionDenied: `by` may not bring such files.
        RefusedError: it is stored, or closed already.
    """
    require(may_read_upload(by, upload))
    return _close(upload, State.WITHDRAWN, "upload_withdrawn", by)


@transaction.atomic
def reject_upload(*, upload, reason, by):
    """Refuse to store a file that somebody brought, and say why.

    Raises:
        PermissionDenied: `by` does not supervise the index.
        RefusedError: no reason is given, or it is stored or closed already.
    """
    require(may_supervise(by, upload.edition.index))
    if not reason.strip():
        raise RefusedError(_("Hãy ghi lý do từ chối: người gửi tệp sẽ thấy lý do này."), field="reason")
    return _close(upload, State.REJECTED, "upload_rejected", by, reason.strip())


def _close(upload, state, kind, by, reason=""):
    upload = held(upload)
    if upload.state not in OPEN:
        raise RefusedError(why_not_open(upload))
    upload.state, upload.closed_at, upload.closed_by, upload.reason = state, timezone.now(), by, reason
    upload.worker = ""  # whoever is reading it finds that it is not theirs any more
    upload.save(update_fields=["state", "closed_at", "closed_by", "reason", "worker"])
    AuditEvent.objects.record(kind=kind, target=upload, by=by, after={"reason": reason} if reason else None)
    transaction.on_commit(lambda: prepared.drop(upload))
    return upload
