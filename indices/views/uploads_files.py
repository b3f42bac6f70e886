"""`/uploads/files/<pk>/`: the way of one file, its steps, how far it is, and the file itself."""

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from indices.actions.readiness import RefusedError
from indices.faults import DataFaultsError
from indices.forms.uploads import read_choice
from indices.models import Upload
from indices.permissions import may_supervise
from indices.presenters import uploads as shown
from indices.presenters.uploads_file import desk_href, file_page
from indices.presenters.uploads_words import work_words
from indices.presenters.years import scorecard_address
from indices.uploading import (
    ChangedSinceError,
    answer_oddities,
    bytes_of,
    is_stalled,
    progress_of,
    read_upload,
    reject_upload,
    store_upload,
    undo_upload,
    withdraw_upload,
)
from indices.uploading.choices import choice_of
from indices.views.uploads_access import annex_crumbs, at_the_door, edition_crumbs, readable_upload

State = Upload.State
AT_WORK = (State.RECEIVED, State.READING)


@require_safe
@at_the_door
def upload_file(request, pk):
    """Everything that is known of a file, and the one thing to do next."""
    upload = readable_upload(request.user, pk)
    context = file_page(upload, request.GET, get_language())
    context |= {
        "crumbs": _crumbs(upload),
        "is_sample": upload.edition.index.is_sample,
        "progress_href": shown.file_address(upload, "upload_progress"),
        "bring": desk_href(upload),
        "may_reject": may_supervise(request.user, upload.edition.index),
        "marked": shown.file_address(upload, "upload_marked") if upload.found.get("sheets") else "",
        "league_table": upload.edition.get_absolute_url(),
        "scorecard": scorecard_address(upload.edition, upload.standing.unit) if upload.is_of_annex else "",
    }
    return render(request, "indices/uploads/file.html", context)


def _crumbs(upload):
    if upload.is_of_annex:
        return annex_crumbs(upload.standing, (shown.short_name(upload), None))
    return edition_crumbs(upload.edition, (shown.short_name(upload), None))


# Steps: each a button that was pressed


def _read(upload, request):
    read_upload(upload=upload, by=request.user)


def _choose(upload, request):
    choice = read_choice(request.POST, choice_of(upload.choice))
    read_upload(upload=upload, by=request.user, choice=choice)


def _answer(upload, request):
    prefix = "answer-"
    answers = {
        int(name.removeprefix(prefix)): text
        for name, text in request.POST.items()
        if name.startswith(prefix) and name.removeprefix(prefix).isdecimal() and len(name) < len(prefix) + 6
    }
    answer_oddities(upload=upload, answers=answers, by=request.user)


def _store(upload, request):
    store_upload(upload=upload, by=request.user, expected=request.POST.get("expected", ""))
    return _("Đã lưu “%(file)s”.") % {"file": upload.file_name}


def _undo(upload, request):
    undo_upload(upload=upload, by=request.user)
    return _("Đã hoàn tác: mọi số liệu trở lại như trước khi lưu “%(file)s”.") % {"file": upload.file_name}


def _withdraw(upload, request):
    withdraw_upload(upload=upload, by=request.user)
    return _("Đã rút “%(file)s”.") % {"file": upload.file_name}


def _reject(upload, request):
    reject_upload(upload=upload, reason=request.POST.get("reason", "").strip()[:500], by=request.user)
    return _("Đã từ chối “%(file)s”.") % {"file": upload.file_name}


STEPS = {
    "read": _read,
    "choose": _choose,
    "pick": _choose,
    "answer": _answer,
    "store": _store,
    "undo": _undo,
    "withdraw": _withdraw,
    "reject": _reject,
}


@require_POST
@at_the_door
def step(request, pk):
    """A button of a file's page was pressed; its answer leads back to that page."""
    upload = readable_upload(request.user, pk)
    take = STEPS.get(request.POST.get("do", ""))
    if take is not None:
        _taken(take, upload, request)
    where = shown.file_address(upload)
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"href": where})
    return redirect(where)


def _taken(take, upload, request):
    try:
        done = take(upload, request)
    except ChangedSinceError as refusal:
        # What would be overwritten was never seen: it is shown now, and nothing is stored.
        messages.warning(request, str(refusal))
        read_upload(upload=upload, by=request.user)
    except RefusedError as refusal:
        for reason in refusal.reasons:
            messages.error(request, reason)
    except DataFaultsError as refusal:
        for line in str(refusal).splitlines():
            messages.error(request, line)
    else:
        if done:
            messages.success(request, done)


# What a script asks for, and the files


@require_safe
@at_the_door
def progress(request, pk):
    """How far the work on a file is."""
    upload = readable_upload(request.user, pk)
    told = progress_of(upload)
    is_busy = told is not None or (upload.state in AT_WORK and not is_stalled(upload))
    return JsonResponse(
        {
            "state": upload.state,
            "is_busy": is_busy,
            "percent": told.percent if told else 0,
            "text": work_words(told) if told else upload.get_state_display(),
            "href": reverse("upload_file", args=(upload.pk,)),
        }
    )


@require_safe
@at_the_door
def original(request, pk):
    """The file as it came, to be kept: never shown in the browser."""
    upload = readable_upload(request.user, pk)
    try:
        content = bytes_of(upload)
    except OSError as error:  # it is not there any more
        raise Http404 from error
    return attachment(content, upload.file_name)


def attachment(content, name):
    """A file to be kept: whatever it holds, no browser opens it."""
    headers = {
        "Content-Disposition": content_disposition_header(as_attachment=True, filename=name),
        "X-Content-Type-Options": "nosniff",
    }
    return HttpResponse(content, content_type="application/octet-stream", headers=headers)
