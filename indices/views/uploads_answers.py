"""`/uploads/<index>/<label>/answers/`: how points are made of answers, and the files that bring them."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_safe

from indices.actions.readiness import RefusedError
from indices.actions.surveys import set_up_survey
from indices.exporting.answers import Form, answers_workbook, workbook_name
from indices.faults.surveys import survey_faults
from indices.forms.surveys import SurveyForm
from indices.importing.containers import refused_for_size
from indices.presenters.answers import answers_page, faults_of, preview
from indices.presenters.refusals import why_refused
from indices.presenters.uploads import desk_address
from indices.queries.surveys import results_with_units, survey_of
from indices.uploading.answers import see_answers, store_seen
from indices.views import uploads_incoming as incoming
from indices.views.uploads_access import at_the_door, edition_crumbs, supervised_edition
from indices.views.uploads_editions import BROKEN_SET
from indices.views.uploads_files import attachment


@csrf_exempt  # the token is asked for below, once it is known that what is sent is not too long to be read
@require_http_methods(["GET", "HEAD", "POST"])
@at_the_door
def answers(request, index, label):
    """What has been answered, how points follow, and a file of answers coming in."""
    edition = supervised_edition(request.user, index, label)
    if request.method != "POST":
        return _shown(request, edition)
    if incoming.is_too_long(request):
        return _shown(request, edition, refused=[str(refused_for_size())], status=413)
    handler = incoming.bound(request)
    return csrf_protect(_posted)(request, edition, handler)


def _posted(request, edition, handler):
    step = {"set_up": _set_up, "store": _store}.get(request.POST.get("do"))
    return step(request, edition) if step else _see(request, edition, handler)


def _set_up(request, edition):
    form = SurveyForm(request.POST, instance=survey_of(edition))
    if not form.is_valid():
        return _shown(request, edition, form=form, status=400)
    reasons = why_refused(BROKEN_SET, lambda: set_up_survey(edition=edition, by=request.user, **form.cleaned_data))
    if reasons:
        return _shown(request, edition, refused=reasons, status=400)
    messages.success(request, _("Đã ghi cách tính."))
    return redirect(desk_address(edition, "upload_answers"))


def _store(request, edition):
    """What was seen is stored."""
    number = []
    reasons = why_refused(
        BROKEN_SET,
        lambda: number.append(store_seen(edition=edition, ticket=request.POST.get("ticket", ""), by=request.user)),
    )
    if reasons:
        return _shown(request, edition, refused=reasons, status=409)
    text = ngettext("Đã lưu phiếu của %(count)s đơn vị.", "Đã lưu phiếu của %(count)s đơn vị.", number[0])
    messages.success(request, text % {"count": number[0]})
    return redirect(desk_address(edition, "upload_answers"))


def _see(request, edition, handler):
    """A file comes in: its faults, or what storing it would change."""
    file = request.FILES.get(incoming.FIELD)
    if file is None:
        told = str(refused_for_size()) if handler.too_large else _("Chưa chọn tệp nào.")
        return _shown(request, edition, refused=[told], status=400)
    try:
        seen = see_answers(edition=edition, file_name=file.name, data=file.read(), by=request.user)
    except RefusedError as refusal:
        return _shown(request, edition, refused=refusal.reasons, status=400)
    if not seen.ticket:
        return _shown(request, edition, faults=faults_of(seen), status=400)
    return _shown(request, edition, preview=preview(seen, language=get_language()))


def _shown(request, edition, *, form=None, status=200, **more):
    survey = survey_of(edition)
    reasons = list(survey_faults(edition, list(edition.criteria_set.criteria.all())))
    results = results_with_units(edition) if survey else []
    context = answers_page(edition, survey, reasons, results, language=get_language())
    context |= {
        "form": form or SurveyForm(instance=survey),
        "crumbs": edition_crumbs(edition, (_("Phiếu khảo sát"), None)),
    }
    return render(request, "indices/uploads/answers.html", context | more, status=status)


@require_safe
@at_the_door
def template(request, index, label):
    """A blank workbook: `?form=counts`, or `?form=respondents`."""
    edition = supervised_edition(request.user, index, label)
    survey, asked = survey_of(edition), request.GET.get("form", Form.COUNTS)
    if survey is None or asked not in set(Form):
        raise Http404
    form = Form(asked)
    data = answers_workbook(edition, form, survey.levels, language=get_language())
    return attachment(data, workbook_name(edition, form))
