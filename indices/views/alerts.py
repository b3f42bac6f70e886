"""Alerts of one edition, and figures that contradict each other."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from indices.presenters.alerts import AlertsView
from indices.presenters.ranking import address_label
from indices.presenters.words import period_name
from indices.views.base import crumbs_of_indices, get_edition, kept_by_browsers


@require_safe
@kept_by_browsers
def alerts(request, index, label):
    """`/indices/<index>/<label>/alerts/`: every unit that gives cause, grouped by kind, as the address asks for it."""
    edition = get_edition(index, label, request.user)
    my_unit = request.COOKIES.get("my_unit", "")
    context = AlertsView(edition, request.GET, my_unit=my_unit, language=get_language()).page()
    context["is_sample"] = edition.index.is_sample
    context["crumbs"] = crumbs_of_indices(
        (edition.index.label, reverse("index_detail", args=(edition.index.slug,))),
        (period_name(edition), reverse("league_table", args=(edition.index.slug, address_label(edition)))),
        (_("Cảnh báo"), None),
        is_sample=edition.index.is_sample,
    )
    return render(request, "indices/alerts.html", context)
