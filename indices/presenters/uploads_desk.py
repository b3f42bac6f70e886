"""The desk of one edition: how far it is, what comes next, its files, its units, the workbooks to be filled in."""

from django.conf import settings
from django.utils.translation import gettext as _

from indices.models import Edition, Upload
from indices.presenters import uploads as words
from indices.presenters.edition_admin import Step
from indices.presenters.satisfaction import SATISFACTION
from indices.presenters.words import edition_name
from indices.queries import uploads as queries
from indices.queries.rolls import open_draft

State = Edition.State
# What a supervisor is led to first, in this order.
URGENT = (Upload.State.FAULTY, Upload.State.READ, Upload.State.CHECKED, Upload.State.RECEIVED)
CLOSED = (Upload.State.UNDONE, Upload.State.REJECTED, Upload.State.WITHDRAWN)


def desk_page(edition, progress, page, *, sent, words_asked, language):
    """What templates/indices/uploads/desk.html shows.

    Args:
        progress: of `queries.uploads.progress_of_editions`.
        page: of `queries.uploads.senders`.
        sent, words_asked: what the reader asked of the table of units.
    """
    scores, leaves = queries.size_of(edition)
    uploads = list(queries.files_of(edition))
    by_pk = {upload.pk: upload for upload in uploads}
    waiting = [upload for upload in uploads if upload.state in queries.WAITING]
    return {
        "edition": edition,
        "name": edition_name(edition),
        "lede": words.desk_lede(edition, progress, len(waiting)),
        "status": words.desk_status(edition),
        "strip": words.desk_strip(progress, len(waiting), scores, leaves),
        "next": next_step(edition, progress, waiting),
        "others": other_steps(edition, progress),
        "is_open": edition.state == State.DRAFT,
        "max_bytes": settings.SPREADSHEET_MAX_BYTES,
        "max_megabytes": settings.SPREADSHEET_MAX_BYTES // 2**20,
        "files": words.file_rows(upload for upload in uploads if upload.state not in CLOSED),
        "closed_files": words.file_rows(upload for upload in uploads if upload.state in CLOSED),
        "unread": sum(upload.state == Upload.State.RECEIVED for upload in waiting),
        "units": words.sender_rows(list(page.object_list), edition, progress, by_pk, language, leaves),
        "has_roll": progress.has_roll,
        "page": page,
        "pages": page.paginator.get_elided_page_range(page.number),
        "toolbar": _toolbar(sent, words_asked),
        "templates": template_links(edition),
        "scorecard_units": template_units(edition) if edition.state == State.DRAFT else [],
    }


def _toolbar(sent, words_asked):
    options = [
        {"value": queries.Sent.ALL, "text": _("mọi đơn vị")},
        {"value": queries.Sent.MISSING, "text": _("đơn vị chưa nộp")},
        {"value": queries.Sent.SENT, "text": _("đơn vị đã nộp")},
    ]
    return {
        "fields": [
            {"kind": "select", "name": "sent", "label": _("Xem"), "value": sent, "options": options},
            {"kind": "search", "name": "q", "label": _("Tên đơn vị"), "value": words_asked},
        ]
    }


# What comes next


def next_step(edition, progress, waiting):
    """The one thing to do now: a link (`href`), a button (`do`), or nothing of both: bringing files."""
    if edition.state == State.SUPERSEDED:
        return None
    if edition.state == State.PUBLISHED:
        return _correction(edition)
    publish = Step(_("Công bố…"), _("xem trước những gì sẽ chốt, rồi ghi quyết định"), _of(edition, "upload_publish"))
    if edition.state == State.SUBMITTED:
        return publish
    for state in URGENT:
        found = next((upload for upload in waiting if upload.state == state), None)
        if found is not None:
            return _file_step(found)
    if progress.is_whole:
        return _submit()
    return Step(_("Tải tệp điểm lên"), _("một tệp cho mọi đơn vị, hoặc mỗi đơn vị một tệp"))


def _file_step(upload):
    texts = {
        Upload.State.FAULTY: _("Xem các lỗi của “%(file)s”"),
        Upload.State.READ: _("Trả lời về “%(file)s”"),
        Upload.State.CHECKED: _("Xem thay đổi rồi lưu “%(file)s”"),
        Upload.State.RECEIVED: _("Đọc “%(file)s”"),
    }
    return Step(texts[upload.state] % {"file": words.short_name(upload)}, "", words.file_address(upload))


def _submit():
    return Step(_("Trình"), _("báo là đã xong phần nhập; lấy lại được"), do="submit")


def _correction(edition):
    draft = open_draft(edition.index, edition.label)
    if draft is not None:
        return Step(_("Làm tiếp bản sửa đổi"), str(draft), words.desk_address(draft))
    note = _("bản mới với mọi số liệu của bản này; bản này giữ nguyên tại địa chỉ của nó")
    return Step(_("Lập bản sửa đổi…"), note, _of(edition, "upload_correction"))


def other_steps(edition, progress):
    """What else can be done with an edition in its state, quietly offered."""
    look = Step(_("Xem bảng xếp hạng"), _("như người đọc sẽ thấy"), edition.get_absolute_url())
    if edition.is_frozen:
        return [look]
    publish = Step(_("Công bố…"), _("xem trước những gì sẽ chốt, rồi ghi quyết định"), _of(edition, "upload_publish"))
    if edition.state == State.SUBMITTED:
        return [Step(_("Lấy lại để sửa"), _("trở về bản dự thảo"), do="take_back"), look]
    if edition.index.family == SATISFACTION:
        answers = Step(_("Phiếu khảo sát"), _("tính điểm từ số người trả lời"), _of(edition, "upload_answers"))
        return [answers, *_of_draft(publish, look, progress)]
    return _of_draft(publish, look, progress)


def _of_draft(publish, look, progress):
    if not progress.holding:
        return [look]
    recompute = Step(_("Tính lại"), _("tổng, thứ hạng, xếp loại từ điểm đã nhập"), do="recompute")
    submit = [] if progress.is_whole else [_submit()]
    return [*submit, publish, recompute, look]


def _of(edition, page):
    return words.desk_address(edition, page)


# Workbooks to be filled in


def template_links(edition):
    """The blank workbook with every unit."""
    href = _of(edition, "upload_template")
    return [
        {
            "text": _("Bảng mọi đơn vị"),
            "note": _("đơn vị × tiêu chí, một trang"),
            "href": f"{href}?shape=matrix",
        }
    ]


def template_units(edition):
    """Units whose own scorecard may be downloaded: (slug, name)."""
    standings = edition.standings.select_related("unit").order_by("unit__sort_key")
    return [(standing.unit.slug, standing.unit.shown_name) for standing in standings]
