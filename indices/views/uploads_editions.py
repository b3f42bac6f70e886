"""What becomes of an edition at the supervisors' door: handed in, taken back, published, corrected."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from indices.actions import Draft, recompute_edition
from indices.actions.decisions import publish_under
from indices.actions.editions import open_correction, submit_edition, take_back_edition
from indices.actions.readiness import RefusedError
from indices.forms.editions import CorrectionForm
from indices.forms.uploads import PublishForm
from indices.models import Edition
from indices.presenters.edition_admin import review
from indices.presenters.refusals import why_refused
from indices.presenters.uploads import desk_address
from indices.presenters.words import edition_name
from indices.queries.entries import entered
from indices.views.uploads_access import at_the_door, edition_crumbs, supervised_edition

METHODS = ["GET", "HEAD", "POST"]
BROKEN_SET = gettext_lazy("Bộ tiêu chí có chỗ chưa đúng nên chưa tính được; hãy báo người quản trị sửa bộ tiêu chí.")


@require_POST
@at_the_door
def edition_step(request, index, label):
    """A button of the desk was pressed."""
    edition = supervised_edition(request.user, index, label)
    steps = {
        "recompute": (recompute_edition, _("Đã tính lại %(edition)s.")),
        "submit": (submit_edition, _("Đã trình %(edition)s.")),
        "take_back": (take_back_edition, _("Đã lấy lại %(edition)s để sửa.")),
    }
    if request.POST.get("do") in steps:
        action, done = steps[request.POST["do"]]
        reasons = why_refused(BROKEN_SET, lambda: action(edition=edition, by=request.user))
        for reason in reasons:
            messages.error(request, reason)
        if not reasons:
            messages.success(request, done % {"edition": edition_name(edition)})
    return redirect(desk_address(edition))


@require_http_methods(METHODS)
@at_the_door
def publish(request, index, label):
    """What will be frozen, before it is; then the decision."""
    edition = supervised_edition(request.user, index, label)
    if edition.is_frozen:
        return redirect(desk_address(edition))
    form = PublishForm(request.POST or None, edition=edition, initial={"decision": edition.decision_id})
    reasons = []
    if form.is_valid():
        reasons = why_refused(BROKEN_SET, lambda: publish_under(edition=edition, by=request.user, **form.wanted()))
        if not reasons:
            messages.success(request, _("Đã công bố %(edition)s.") % {"edition": edition_name(edition)})
            return redirect(Edition.objects.get(pk=edition.pk))
    drafts = [Draft(standing, scores) for standing, scores in entered(edition)]
    found = None
    try:
        found = review(edition, drafts, get_language())
    except ValueError:  # the criteria make no tree
        reasons = reasons or [
            _("Bộ tiêu chí có chỗ chưa đúng nên chưa tính được; hãy báo người quản trị sửa bộ tiêu chí.")
        ]
    context = {
        "crumbs": edition_crumbs(edition, (_("Công bố"), None)),
        "edition": edition,
        "original": edition,
        "name": edition_name(edition),
        "desk": desk_address(edition),
        "form": form,
        "reasons": list(dict.fromkeys([*reasons, *(found.reasons + found.faults if found else [])])),
        "review": found,
        "is_sample": edition.index.is_sample,
    }
    return render(request, "indices/uploads/publish.html", context, status=400 if form.errors or reasons else 200)


@require_http_methods(METHODS)
@at_the_door
def correction(request, index, label):
    """Why a published edition is corrected; then its new draft."""
    edition = supervised_edition(request.user, index, label)
    form, instead = CorrectionForm(request.POST or None), None
    if form.is_valid():
        try:
            made = open_correction(edition=edition, by=request.user, **form.cleaned_data)
        except RefusedError as refusal:
            form.add_error(refusal.field or None, list(refusal.reasons))
            instead = refusal.edition
        else:
            messages.success(request, _("Đã lập bản sửa đổi của %(edition)s.") % {"edition": edition_name(made)})
            return redirect(desk_address(made))
    context = {
        "crumbs": edition_crumbs(edition, (_("Lập bản sửa đổi"), None)),
        "name": edition_name(edition),
        "desk": desk_address(edition),
        "form": form,
        "instead": instead and {"text": str(instead), "href": desk_address(instead)},
        "is_sample": edition.index.is_sample,
    }
    return render(request, "indices/uploads/correction.html", context, status=400 if form.errors else 200)
