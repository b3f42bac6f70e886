"""`/uploads/`: what a supervisor may bring, and the desk of one edition."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from indices.actions.editions import EditionExistsError, open_edition
from indices.actions.readiness import RefusedError
from indices.forms.uploads import OpenForm
from indices.models import Upload
from indices.permissions import may_read_upload, may_upload_at_all, require
from indices.presenters import uploads as shown
from indices.presenters.edition_admin import opened_notes
from indices.presenters.uploads_desk import desk_page
from indices.presenters.words import edition_name
from indices.queries import uploads as queries
from indices.uploading import receive_upload, withdraw_upload
from indices.uploading.choices import choice_of
from indices.views import uploads_incoming as incoming
from indices.views.uploads_access import at_the_door, door_crumbs, edition_crumbs, supervised_edition

PER_PAGE = 100  # units of an edition on a page
MOST_DIGITS = 18  # of the number of a row


@require_http_methods(["GET", "HEAD", "POST"])
@at_the_door
def upload_list(request):
    """What I may bring: drafts with how far they are, files that wait, the last ones; and the opening of a draft."""
    require(may_upload_at_all(request.user))
    indices = queries.supervised_indices(request.user).select_related("within")
    form = OpenForm(request.POST or None, indices=indices)
    instead = None
    if form.is_valid():
        try:
            return _opened(request, open_edition(**form.cleaned_data, by=request.user))
        except RefusedError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, list(refusal.reasons))
            instead = refusal.edition if isinstance(refusal, EditionExistsError) else None
    editions, waiting = queries.editions_at_work(indices), queries.files_waiting(indices)
    progress = queries.progress_of_editions(editions)
    context = {
        "crumbs": door_crumbs(),
        "lede": shown.list_lede(editions, waiting),
        "next": shown.next_of_all(editions, waiting),
        "editions": [shown.edition_line(edition, progress[edition.pk]) for edition in editions],
        "waiting": shown.file_rows(waiting, with_edition=True),
        "lately": shown.file_rows(queries.files_lately(indices), with_edition=True),
        "published": [
            {"text": edition_name(edition), "href": shown.desk_address(edition)}
            for edition in queries.published_lately(indices)
        ],
        "form": form,
        "instead": instead and {"text": str(instead), "href": shown.desk_address(instead)},
    }
    return render(request, "indices/uploads/list.html", context, status=400 if form.errors else 200)


def _opened(request, opened):
    messages.success(request, _("Đã mở %(edition)s.") % {"edition": edition_name(opened.edition)})
    for note in opened_notes(opened):
        messages.warning(request, note)
    return redirect(shown.desk_address(opened.edition))


@csrf_exempt  # the token is asked for below, once it is known that what is sent is not too long to be read
@require_http_methods(["GET", "HEAD", "POST"])
@at_the_door
def desk(request, index, label):
    """The desk of one edition: files come in here, and here one sees who has sent and what comes next."""
    edition = supervised_edition(request.user, index, label)
    if request.method != "POST":
        return _shown(request, edition)
    if incoming.is_too_long(request):
        refused = [("", _("Các tệp gửi cùng lúc quá lớn; hãy gửi ít tệp hơn."))]
        return _shown(request, edition, refused=refused, status=413)
    handler = incoming.bound(request)
    return csrf_protect(_receive)(request, edition, handler)


def _shown(request, edition, *, refused=(), status=200):
    asked = {name: request.GET.get(name, "") for name in ("sent", "q")}
    sent = asked["sent"] if asked["sent"] in queries.Sent.VALUES else queries.Sent.ALL
    words = asked["q"].replace("\x00", "")[:100]
    progress = queries.progress_of_editions([edition])[edition.pk]
    found = queries.senders(edition, progress, sent=sent, words=words)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = desk_page(edition, progress, page, sent=sent, words_asked=words, language=get_language())
    context |= {
        "crumbs": edition_crumbs(edition),
        "label": shown.desk_label(edition),
        "refused": refused,
        "is_sample": edition.index.is_sample,
    }
    return render(request, "indices/uploads/desk.html", context, status=status)


def _receive(request, edition, handler):
    """Take the files, read what can be read at once, and lead on: to the file where it is one, else to the desk."""

    def receive(**file):
        return receive_upload(edition=edition, by=request.user, **file)

    taken = incoming.take(request, handler, receive)
    choice = replaced(request, taken)
    if request.headers.get("Accept") == "application/json":
        return told(taken)
    if not taken.received:
        refused = taken.refused or [("", _("Chưa chọn tệp nào."))]
        return _shown(request, edition, refused=refused, status=429 if taken.too_many else 400)
    return lead_on(request, taken, choice, shown.desk_address(edition))


def lead_on(request, taken, choice, desk_href):
    """Read what came in as long as somebody may be kept waiting; then to the file, or to the desk where there are
    several."""
    for name, sentence in taken.refused:
        messages.error(request, f"{name}: {sentence}")
    for received in taken.received:
        if received.message:
            messages.info(request, received.message)
    uploads = [received.upload for received in taken.received]
    incoming.read_in_time(uploads, request.user, choice)
    if len(uploads) == 1 and not taken.refused:
        return redirect(shown.file_address(uploads[0]))
    number = sum(received.is_new for received in taken.received)
    text = ngettext("Đã nhận %(number)s tệp.", "Đã nhận %(number)s tệp.", number) % {"number": number}
    messages.success(request, text)
    return redirect(f"{desk_href}#tep")


def replaced(request, taken):
    """A corrected file takes the place of the one that was faulty; what was picked for that one holds for it too."""
    number = request.POST.get("replaces", "")
    fresh = [received.upload for received in taken.received if received.is_new]
    if not number.isdecimal() or len(number) > MOST_DIGITS or len(fresh) != 1:
        return None
    old = queries.replaceable(fresh[0], int(number))
    if old is None or not may_read_upload(request.user, old):
        return None
    withdraw_upload(upload=old, by=request.user)
    return choice_of(old.choice)


def told(taken):
    """What became of the files, for the script."""
    received = [
        {
            "name": received.upload.file_name,
            "href": shown.file_address(received.upload),
            "message": received.message,
        }
        for received in taken.received
    ]
    refused = [{"name": name, "message": sentence} for name, sentence in taken.refused]
    return JsonResponse({"received": received, "refused": refused}, status=429 if taken.too_many else 200)


@require_POST
@at_the_door
def read_waiting(request, index, label):
    """Read the files of an edition that nobody has read yet."""
    edition = supervised_edition(request.user, index, label)
    left = incoming.read_in_time(queries.files_of(edition).filter(state=Upload.State.RECEIVED), request.user)
    if left:
        text = ngettext("Còn %(left)s tệp chưa đọc.", "Còn %(left)s tệp chưa đọc.", left) % {"left": left}
        messages.warning(request, text)
    return redirect(f"{shown.desk_address(edition)}#tep")
