"""The way of one file: what was read, what is wrong, what looks odd, what storing would change, what became of it."""

import re

from django.conf import settings
from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from indices.models import Upload
from indices.presenters import uploads as words
from indices.presenters.uploads_changes import changes_page
from indices.presenters.uploads_reading import reading_page
from indices.presenters.uploads_words import fault_kind, work_words
from indices.presenters.words import edition_name
from indices.uploading import is_stalled, progress_of
from reformtrack.said import say, say_all

State = Upload.State
CELL = re.compile(r"([A-Z]{1,3})(\d{1,7}).*")
FAULTS_ON_PAGE = 100
OPEN = (State.RECEIVED, State.READING, State.FAULTY, State.READ, State.CHECKED)
# How far along the five steps a state is.
AT = {
    State.RECEIVED: 2,
    State.READING: 2,
    State.FAULTY: 3,
    State.READ: 3,
    State.CHECKED: 4,
    State.STORED: 5,
    State.UNDONE: 5,
}


def file_page(upload, query, language):
    """What templates/indices/uploads/file.html shows.

    Args:
        query: of the address: `fault` (a kind) and `page` of the table of faults.
    """
    is_read = upload.state not in (State.RECEIVED, State.READING) and bool(upload.found.get("sheets"))
    return {
        "upload": upload,
        "state": upload.state,
        "title": upload.file_name,
        "edition_name": edition_name(upload.edition),
        "desk": desk_href(upload),
        "lede": lede(upload),
        "status": status(upload),
        "way": way(upload),
        "facts": facts(upload),
        "is_open": upload.state in OPEN,
        "work": work(upload) if upload.state == State.READING else None,
        "reading": reading_page(upload) if is_read else None,
        "faults": faults(upload, query) if upload.fault_count else None,
        "oddities": oddities(upload),
        "changes": changes_page(upload, language) if upload.consequences else None,
        "max_bytes": settings.SPREADSHEET_MAX_BYTES,
        "max_megabytes": settings.SPREADSHEET_MAX_BYTES // 2**20,
    }


def desk_href(upload):
    """Where one goes on from a file: the desk of its edition, or the annexes of its unit."""
    if upload.is_of_annex:
        return words.annex_address(upload.standing)
    return words.desk_address(upload.edition)


# The head of the page


def lede(upload):
    """What became of the file and what is to be done, in a sentence."""
    texts = {
        State.RECEIVED: _("Đã nhận tệp, chưa đọc. Chưa có gì được lưu vào bảng điểm."),
        State.READING: _("Đang đọc tệp. Có thể rời trang này; kết quả vẫn ở đây khi quay lại."),
        State.READ: _("Không có lỗi. Có chỗ đáng ngờ cần anh, chị trả lời trước khi lưu."),
        State.CHECKED: _checked(upload),
        State.STORED: _("Đã lưu lúc %(at)s.") % {"at": words.moment(upload.stored_at)},
        State.UNDONE: _("Đã hoàn tác lúc %(at)s: mọi số liệu trở lại như trước khi lưu tệp này.")
        % {"at": words.moment(upload.closed_at)},
        State.REJECTED: _("Bị từ chối: %(reason)s") % {"reason": upload.reason},
        State.WITHDRAWN: _("Đã rút lúc %(at)s; tệp này không được dùng.") % {"at": words.moment(upload.closed_at)},
    }
    if upload.state != State.FAULTY:
        return texts[upload.state]
    kinds = len(upload.found.get("fault_codes", {})) or 1
    told = {"count": upload.fault_count, "kinds": kinds}
    found = ngettext("Có %(count)s lỗi", "Có %(count)s lỗi", upload.fault_count) % told
    if kinds > 1:
        found = _("%(found)s thuộc %(kinds)s loại") % {"found": found, "kinds": kinds}
    return _("%(found)s; chưa lưu gì. Sửa trong tệp rồi tải tệp đã sửa lên.") % {"found": found}


def _checked(upload):
    if upload.is_of_annex:
        return _("Không có lỗi, cộng khớp tổng đã công bố. Lưu để đặt dưới kết quả của đơn vị.")
    found = upload.consequences
    if found and not (found["new"] or found["changed"] or found["removed"]):
        return _("Không có lỗi, và không có gì mới để lưu.")
    return _("Không có lỗi. Xem những gì sẽ thay đổi rồi lưu.")


def status(upload):
    """The status line: what state, for which edition, who brought it, when."""
    badges = [{"kind": "sample"}] if upload.edition.index.is_sample else []
    badges.append({"text": upload.get_state_display()})
    parts = [
        {"text": edition_name(upload.edition), "href": desk_href(upload)},
        {
            "text": _("%(person)s tải lên lúc %(at)s")
            % {"person": words.person(upload.by), "at": words.moment(upload.at)}
        },
    ]
    if upload.is_of_annex:
        parts.insert(1, {"text": _("phụ lục của %(unit)s") % {"unit": upload.standing.unit.shown_name}})
    if upload.stored_at:
        told = {"person": words.person(upload.stored_by), "at": words.moment(upload.stored_at)}
        parts.append({"text": _("%(person)s lưu lúc %(at)s") % told})
    return {"badges": badges, "parts": parts}


def way(upload):
    """The five steps, each {text, href, state: done, current or todo, note}."""
    at = AT.get(upload.state, 0)
    steps = [
        (_("Tệp"), "#tep", ""),
        (_("Đã đọc gì"), "#doc", ""),
        (pgettext("tệp", "Lỗi"), "#loi", str(upload.fault_count) if upload.fault_count else ""),
        (_("Thay đổi"), "#thay-doi", ""),
        (_("Lưu"), "#luu", ""),
    ]
    finished = upload.state in (State.STORED, State.UNDONE)
    return [
        {
            "number": number,
            "text": text,
            "note": note,
            "href": href if number <= at or upload.state == State.CHECKED else "",
            "state": "done" if number < at or finished else "current" if number == at else "todo",
        }
        for number, (text, href, note) in enumerate(steps, 1)
    ]


def facts(upload):
    """The file itself, for components/facts.html."""
    return [
        {"term": _("Tên tệp"), "text": upload.file_name},
        {"term": _("Dung lượng"), "text": words.size_words(upload.size)},
        {"term": _("Mã kiểm (SHA-256)"), "text": upload.digest},
    ]


def work(upload):
    """How far the reading is: {percent, text, is_stalled}."""
    told = progress_of(upload)
    return {
        "percent": told.percent if told else 0,
        "text": work_words(told) if told else _("Đang đọc tệp"),
        "is_stalled": is_stalled(upload),
    }


# Faults


def faults(upload, query):
    """The table of faults: {kinds, rows, page, pages, kept}, of the kind that the address asks for."""
    counts = upload.found.get("fault_codes") or {}
    kind = query.get("fault", "")
    kind = kind if kind in counts else ""
    asked = (fault for fault in upload.faults if not kind or fault["code"] == kind)
    sheets = {sheet: place for place, sheet in enumerate(upload.found.get("sheets", []))}
    rows = sorted(asked, key=lambda fault: (sheets.get(fault["sheet"], -1), *_place(fault["cell"])))
    page = Paginator(rows, FAULTS_ON_PAGE).get_page(query.get("page"))
    several_sheets = len({fault["sheet"] for fault in upload.faults}) > 1
    return {
        "count": upload.fault_count,
        "kinds": [
            {"code": code, "text": fault_kind(code), "count": count, "current": code == kind}
            for code, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0]))
        ],
        "kind": kind,
        "page": page,
        "rows": say_all(list(page)),
        "pages": page.paginator.get_elided_page_range(page.number),
        "several_sheets": several_sheets,
        "not_shown": upload.fault_count - len(upload.faults),
        "questions": questions(upload),
    }


def _place(cell):
    """Row by row; what is wrong with a whole sheet comes first."""
    match = CELL.fullmatch(cell)
    return (int(match[2]), len(match[1]), match[1]) if match else (0, 0, "")


def questions(upload):
    """Texts that name no unit or criterion for certain, with the ones that may be meant."""
    return [
        {
            "name": f"{question['kind']}:{question['text']}",
            "legend": _("Ô %(cell)s: “%(text)s” là đơn vị nào?") % question
            if question["kind"] == "unit"
            else _("Ô %(cell)s: “%(text)s” là tiêu chí nào?") % question,
            "options": [{"value": key, "text": say(label)} for key, label in question["candidates"]],
        }
        for question in upload.found.get("questions", [])
        if question["candidates"]
    ]


# Oddities


def oddities(upload):
    """What looks odd: {number, message, question, where, answer, by}."""
    return [
        {
            "number": number,
            "message": oddity["message"],
            "question": oddity["question"],
            "where": oddity["where"],
            "answer": oddity["answer"],
            "by": oddity.get("by", ""),
        }
        for number, oddity in enumerate(say_all(upload.oddities))
    ]
