"""What the supervisors' door says: the editions at work, the files that came for them, who sent and who has not."""

from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indices.models import Edition, Upload
from indices.presenters.words import Figures, edition_name, units_word
from reformtrack.figures import NOTHING
from units.queries import names_on, shown_name

State = Upload.State
# How a state of a file is tinted, by components/tag.html.
KINDS = {
    State.FAULTY: "bad",
    State.READ: "notice",
    State.CHECKED: "notice",
    State.STORED: "good",
}


NAME_LENGTH = 60  # of a file's name in crumbs and on buttons


def desk_label(edition):
    """How an edition is named in the addresses of the door: with its revision, which says which one is meant."""
    return f"{edition.label}-r{edition.revision}"


def desk_address(edition, page="upload_desk"):
    return reverse(page, args=(edition.index.slug, desk_label(edition)))


def file_address(upload, page="upload_file"):
    return reverse(page, args=(upload.pk,))


def annex_address(standing):
    """Where a unit's own tree under a published standing is brought."""
    edition = standing.edition
    return reverse("upload_annex", args=(edition.index.slug, desk_label(edition), standing.unit.slug))


def short_name(upload):
    """The name of a file where there is little room: its end is its least telling part."""
    return Truncator(upload.file_name).chars(NAME_LENGTH)


def moment(at):
    """A point of time as readers write it; nothing where there is none."""
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT") if at else NOTHING


def person(user):
    """Who did something; `None` is a command on the server."""
    return _("máy chủ") if user is None else user.get_full_name() or user.get_username()


def size_words(size):
    return filesizeformat(size)


# The first page


def edition_line(edition, progress):
    """One draft on the first page, as templates/indices/uploads/list.html shows it."""
    return {
        "name": edition_name(edition),
        "within": edition.index.within.shown_name if edition.index.within else "",
        "is_sample": edition.index.is_sample,
        "revision": edition.revision if edition.revision > 1 else None,
        "state": edition.get_state_display(),
        "kind": "notice" if edition.state == Edition.State.SUBMITTED else "",
        "sent": sent_words(progress),
        "count": len(progress.sent),
        "in_all": progress.in_all,
        "waiting": waiting_words(edition.waiting),
        "href": desk_address(edition),
    }


def sent_words(progress):
    """`đã nộp 27/30`."""
    return _("đã nộp %(sent)s/%(all)s") % {"sent": len(progress.sent), "all": progress.in_all}


def waiting_words(number):
    """`2 tệp chờ xử lý`; empty where there is none."""
    if not number:
        return ""
    return ngettext("%(number)s tệp chờ xử lý", "%(number)s tệp chờ xử lý", number) % {"number": number}


def list_lede(editions, waiting):
    """The answer of the first page in a sentence."""
    if not editions and not waiting:
        return _("Không có năm đánh giá nào đang mở. Mở một năm hoặc kỳ ở dưới để bắt đầu nhận tệp điểm.")
    opened = ngettext("%(count)s năm đánh giá đang mở", "%(count)s năm đánh giá đang mở", len(editions)) % {
        "count": len(editions)
    }
    if not waiting:
        return _("%(opened)s; không có tệp nào chờ xử lý.") % {"opened": opened}
    return f"{opened}; {waiting_words(len(waiting))}."


def next_of_all(editions, waiting):
    """What to begin with on the first page: a file that waits, else the first draft; nothing where there is neither."""
    if waiting:
        return {"text": _("Xử lý “%(file)s”") % {"file": short_name(waiting[0])}, "href": file_address(waiting[0])}
    if editions:
        return {
            "text": _("Tải điểm cho %(edition)s") % {"edition": edition_name(editions[0])},
            "href": desk_address(editions[0]),
        }
    return None


def file_rows(uploads, *, with_edition=False):
    """Rows of a table of files: {pk, name, href, edition, by, at, size, state, kind, says, is_reading}."""
    return [
        {
            "pk": upload.pk,
            "name": upload.file_name,
            "href": file_address(upload),
            "edition": edition_name(upload.edition) if with_edition else "",
            "unit": upload.standing.unit.shown_name if upload.is_of_annex else "",
            "by": person(upload.by),
            "at": moment(upload.at),
            "state": upload.get_state_display(),
            "kind": KINDS.get(upload.state, ""),
            "says": row_says(upload),
            "waits_for_reading": upload.state == State.RECEIVED,
        }
        for upload in uploads
    ]


def row_says(upload):
    """What there is to say of a file in a list, beside its state."""
    if upload.state == State.FAULTY:
        return ngettext("%(count)s lỗi", "%(count)s lỗi", upload.fault_count) % {"count": upload.fault_count}
    if upload.state == State.STORED:
        return _("lúc %(at)s") % {"at": moment(upload.stored_at)}
    return upload.reason if upload.state == State.REJECTED else ""


# The desk of one edition


def desk_lede(edition, progress, waiting):
    """How far an edition is, in a sentence."""
    units = units_word(progress.in_all, edition.index.level)
    if edition.is_frozen:
        return _("Đã công bố và đã chốt. Muốn thay đổi số liệu thì lập bản sửa đổi.")
    if edition.state == Edition.State.SUBMITTED:
        return _("Đã trình với số liệu của %(count)s/%(units)s; chờ công bố.") % {
            "count": len(progress.holding),
            "units": units,
        }
    told = {"sent": len(progress.sent), "units": units, "missing": progress.missing}
    if not progress.sent:
        said = _("Chưa có đơn vị nào nộp; chờ %(units)s.") % told
    elif progress.missing > 0:
        said = _("Đã nộp %(sent)s/%(units)s; còn thiếu %(missing)s.") % told
    elif progress.incomplete:
        text = ngettext(
            "Đã nộp đủ %(units)s; %(count)s đơn vị còn thiếu điểm nên chưa có tổng.",
            "Đã nộp đủ %(units)s; %(count)s đơn vị còn thiếu điểm nên chưa có tổng.",
            progress.incomplete,
        )
        said = text % {"units": units, "count": progress.incomplete}
    else:
        said = _("Đã nộp đủ %(units)s.") % told
    return f"{said} {_('Còn %(files)s.') % {'files': waiting_words(waiting)}}" if waiting else said


def desk_status(edition):
    """The status line of an edition's desk."""
    badges = [{"kind": "sample"}] if edition.index.is_sample else []
    if not edition.is_frozen:
        badges.append({"kind": "provisional", "text": edition.get_state_display()})
    else:
        badges.append({"kind": "official", "text": edition.get_state_display()})
    parts = [
        {"text": _("bộ tiêu chí: %(set)s") % {"set": edition.criteria_set.shown_name}},
        {"text": _("bản %(number)s") % {"number": edition.revision}},
    ]
    if edition.decision_id:
        parts.append({"text": str(edition.decision), "href": edition.decision.url})
    if edition.shown_reason:
        parts.append({"text": _("lý do: %(reason)s") % {"reason": edition.shown_reason}})
    return {"badges": badges, "parts": parts}


def desk_strip(progress, waiting, scores, leaves):
    """The few figures of the desk, for components/strip.html."""
    expected = leaves * progress.in_all
    note = _("trên %(count)s điểm cần có") % {"count": expected} if expected else ""
    return {
        "figures": [
            {"label": _("Đơn vị đã nộp"), "value": f"{len(progress.sent)}/{progress.in_all}"},
            {"label": _("Đơn vị đã lưu"), "value": f"{len(progress.holding)}/{progress.in_all}"},
            {"label": _("Điểm đã nhập"), "value": str(scores), "note": note},
            {"label": _("Tệp chờ xử lý"), "value": str(waiting)},
        ]
    }


def sender_rows(standings, edition, progress, files, language, leaves):
    """Rows of the table of units: {unit, code, sent, kind, entered, total, rank, file, file_href}.

    Args:
        files: id → `Upload`, those in `progress`.
    """
    figures = Figures(edition.index, language)
    names = names_on([standing.unit_id for standing in standings], edition.ends_on)
    rows = []
    for standing in standings:
        upload = progress.sent.get(standing.unit_id)
        rows.append(
            {
                "unit": shown_name(standing.unit, names),
                "code": standing.unit.code,
                **_sent(standing.unit_id, progress, files.get(upload)),
                "entered": f"{standing.entered}/{leaves}" if leaves else str(standing.entered),
                "total": figures.standing(standing),
                "rank": standing.shown_rank or NOTHING,
                "file": files[upload].file_name if upload in files else "",
                "file_href": reverse("upload_file", args=(upload,)) if upload in files else "",
            }
        )
    return rows


def _sent(unit, progress, newest):
    """What there is of a unit: stored, only sent, or neither; and whether something newer waits."""
    is_waiting = newest is not None and newest.state != State.STORED
    if unit in progress.holding:
        return {"sent": _("✓ đã lưu"), "kind": "better", "newer": _("tệp mới chưa lưu") if is_waiting else ""}
    if unit in progress.sent:
        return {"sent": _("đã nộp, chưa lưu"), "kind": "", "newer": ""}
    return {"sent": _("chưa nộp"), "kind": "worse", "newer": ""}
