"""The way of a unit to a target."""

from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from indices.forms.route import RouteForm, unit_asked
from indices.presenters.route_page import route_address, route_page
from indices.presenters.years import scorecard_address
from indices.queries.route import route_facts
from indices.views.base import crumbs_of_indices, get_edition, kept_by_browsers


@require_safe
@kept_by_browsers
def route(request, index, label, unit):
    """`/indices/<index>/<label>/units/<unit>/route/`: which few criteria bring the unit to what it aims at."""
    edition = get_edition(index, label, request.user)
    standing = get_object_or_404(edition.standings.select_related("unit", "block", "edition"), unit__slug=unit)
    facts = route_facts(standing, edition, by=request.user, passed=unit_asked(request.GET))
    form = RouteForm(request.GET, facts)
    if form.is_sent and not form.faults:
        return redirect(route_address(edition, standing.unit, form.question))
    context = route_page(facts, form, language=get_language())
    context["crumbs"] = crumbs_of_indices(
        (edition.index.label, edition.index.get_absolute_url()),
        (edition.label, edition.get_absolute_url()),
        (context["name"], scorecard_address(edition, standing.unit)),
        (_("Lộ trình tới mục tiêu"), ""),
        is_sample=edition.index.is_sample,
    )
    return render(request, "indices/route.html", context)
