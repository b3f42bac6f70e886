"""Units side by side: the heat table of an edition, and a comparison of a few."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from indices.presenters.comparison import CompareView
from indices.presenters.heat import HeatView
from indices.presenters.ranking import address_label
from indices.presenters.words import period_name
from indices.views.base import crumbs_of_indices, get_edition, kept_by_browsers


@require_safe
@kept_by_browsers
def heat(request, index, label):
    """`/indices/<index>/<label>/heat/`: units × fields, or the criteria of one field."""
    edition = get_edition(index, label, request.user)
    my_unit = request.COOKIES.get("my_unit", "")
    context = HeatView(edition, request.GET, my_unit=my_unit, language=get_language()).page()
    return render(request, "indices/heat.html", context | _frame(edition, _("Mạnh, yếu theo lĩnh vực")))


@require_safe
@kept_by_browsers
def compare(request, index, label):
    """`/indices/<index>/<label>/compare/?units=a,b,c`: up to eight units side by side."""
    edition = get_edition(index, label, request.user)
    my_unit = request.COOKIES.get("my_unit", "")
    view = CompareView(edition, request.GET, my_unit=my_unit, language=get_language())
    if view.goes_on_to:
        return redirect(request.path + view.goes_on_to)
    context = view.page()
    return render(request, "indices/compare.html", context | _frame(edition, _("So sánh đơn vị")))


def _frame(edition, page):
    """Crumbs, and whether it is the sample."""
    index = edition.index
    crumbs = crumbs_of_indices(
        (index.label, reverse("index_detail", args=(index.slug,))),
        (period_name(edition), reverse("league_table", args=(index.slug, address_label(edition)))),
        (page, None),
        is_sample=index.is_sample,
    )
    return {"edition": edition, "crumbs": crumbs, "is_sample": index.is_sample}
