"""What stands in the way of a file, and who holds what while it is read, stored or undone."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from indices.actions.readiness import RefusedError
from indices.models import Edition, Upload

State = Upload.State
OPEN = (State.RECEIVED, State.READING, State.FAULTY, State.READ, State.CHECKED)


def hold(edition):
    """The edition's row, held until the transaction ends: one writer of its scores at a time."""
    return Edition.objects.select_for_update(of=("self",)).select_related("index", "criteria_set").get(pk=edition.pk)


def refuse_closed(edition, standing):
    """An edition takes scores while it is a draft; an annex goes under what is published."""
    if standing is not None:
        if not edition.is_frozen:
            text = _("%(edition)s chưa công bố; phụ lục nội bộ chỉ đặt dưới kết quả đã công bố.")
            raise RefusedError(text % {"edition": edition}, edition=edition)
    elif edition.is_frozen:
        text = _("%(edition)s đã công bố; muốn thay đổi số liệu thì lập bản sửa đổi.")
        raise RefusedError(text % {"edition": edition}, edition=edition)
    elif edition.state == Edition.State.SUBMITTED:
        text = _("%(edition)s đã trình; hãy lấy lại trước khi thay đổi số liệu.")
        raise RefusedError(text % {"edition": edition}, edition=edition)


def held(upload):
    """The upload's row, held until the transaction ends."""
    return (
        Upload.objects.select_for_update(of=("self",))
        .select_related("edition__index", "criteria_set", "standing__unit", "by", "stored_by", "closed_by")
        .get(pk=upload.pk)
    )


def why_not_open(upload):
    """What became of an upload that nothing can be done with any more, in a sentence."""
    told = {"name": upload.file_name}
    if upload.state == State.STORED:
        told |= {"at": moment(upload.stored_at), "by": named(upload.stored_by)}
        return _("Tệp “%(name)s” đã được %(by)s lưu lúc %(at)s; muốn thay đổi thì hoàn tác trước.") % told
    told |= {"at": moment(upload.closed_at), "by": named(upload.closed_by), "state": upload.get_state_display()}
    return _("Tệp “%(name)s” %(state)s (%(by)s, lúc %(at)s); hãy tải lên lại nếu cần.") % told


def moment(at):
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")


def named(user):
    """Who did it; `None` is a command on the server."""
    return _("quản trị máy chủ") if user is None else user.get_full_name() or user.get_username()
