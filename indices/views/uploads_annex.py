"""`/uploads/annex/…`: a unit's own tree under a published result, brought by its officer or a supervisor."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_http_methods, require_POST

from indices.forms.uploads import AnnexForm
from indices.models import Annex, CriteriaSet, Upload
from indices.permissions import may_bring_annex, may_supervise, require
from indices.presenters import uploads as shown
from indices.presenters.uploads_annex import annex_page
from indices.uploading import close_annex, open_annex, receive_annex
from indices.views import uploads_incoming as incoming
from indices.views.base import get_edition
from indices.views.uploads import lead_on, replaced, told
from indices.views.uploads_access import annex_crumbs, at_the_door


def published_standing(by, index, label, unit):
    """The standing at `/uploads/annex/<index>/<label>/<unit>/`.

    Raises:
        Http404: there is no such published edition, or the unit does not stand in it.
        PermissionDenied: `by` neither supervises the index nor is an officer of the unit.
    """
    edition = get_edition(index, label, by)
    standing = get_object_or_404(
        edition.standings.select_related("unit", "edition__index__within", "edition__criteria_set"), unit__slug=unit
    )
    require(may_bring_annex(by, standing))
    if not edition.is_frozen:
        raise Http404
    return standing


@csrf_exempt  # as in `uploads.desk`: the length is judged first
@require_http_methods(["GET", "HEAD", "POST"])
@at_the_door
def annex(request, index, label, unit):
    """A unit's own trees under one published result: what there is, and where a file of one is brought."""
    standing = published_standing(request.user, index, label, unit)
    if request.method != "POST":
        return _shown(request, standing)
    if incoming.is_too_long(request):
        return _shown(request, standing, refused=[("", _("Tệp gửi lên quá lớn."))], status=413)
    handler = incoming.bound(request)
    return csrf_protect(_receive)(request, standing, handler)


def _sets(standing):
    return CriteriaSet.objects.filter(index=standing.edition.index_id)


def _shown(request, standing, *, form=None, refused=(), status=200):
    uploads = Upload.objects.listed().filter(standing=standing)
    annexes = Annex.objects.filter(standing=standing).select_related("criteria_set", "made_by")
    form = form or AnnexForm(sets=_sets(standing), initial={"criteria_set": standing.edition.criteria_set_id})
    context = annex_page(standing, annexes, uploads, get_language())
    context |= {
        "crumbs": annex_crumbs(standing),
        "form": form,
        "refused": refused,
        "may_open": may_supervise(request.user, standing.edition.index),
        "is_sample": standing.edition.index.is_sample,
    }
    return render(request, "indices/uploads/annex.html", context, status=status)


def _receive(request, standing, handler):
    form = AnnexForm(request.POST, sets=_sets(standing))
    if not form.is_valid():
        return _shown(request, standing, form=form, status=400)

    def receive(**file):
        return receive_annex(standing=standing, by=request.user, **form.cleaned_data, **file)

    taken = incoming.take(request, handler, receive)
    choice = replaced(request, taken)
    if request.headers.get("Accept") == "application/json":
        return told(taken)
    if not taken.received:
        refused = taken.refused or [("", _("Chưa chọn tệp nào."))]
        return _shown(request, standing, form=form, refused=refused, status=429 if taken.too_many else 400)
    return lead_on(request, taken, choice, shown.annex_address(standing))


@require_POST
@at_the_door
def annex_step(request, index, label, unit):
    """Open a unit's own tree to every reader, or close it again."""
    standing = published_standing(request.user, index, label, unit)
    number = request.POST.get("annex", "")
    found = get_object_or_404(standing.annexes, pk=int(number) if number.isdecimal() and len(number) < 18 else 0)
    if request.POST.get("do") == "open":
        open_annex(annex=found, by=request.user)
        messages.success(request, _("Đã mở phụ lục cho mọi người xem."))
    elif request.POST.get("do") == "close":
        close_annex(annex=found, by=request.user)
        messages.success(request, _("Đã đóng phụ lục: chỉ người của đơn vị và cán bộ tổng hợp xem được."))
    return redirect(shown.annex_address(standing))
