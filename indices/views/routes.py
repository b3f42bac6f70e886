"""The way of a unit to a target."""

from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from indices.domain.route_address import read_question
from indices.presenters.route_page import route_page
from indices.presenters.years import scorecard_address
from indices.queries.route import route_facts
from indices.views.base import crumbs_of_indices, get_edition, kept_by_browsers


@require_safe
@kept_by_browsers
def route(request, index, label, unit):
    """`/indices/<index>/<label>/units/<unit>/route/`: which few criteria bring the unit to what it aims at."""
    edition = get_edition(index, label, request.user)
    standing = get_object_or_404(edition.standings.select_related("unit", "block", "edition"), unit__slug=unit)
    question = read_question(request.GET)
    facts = route_facts(standing, edition, by=request.user, passed=question.target.unit if question.target else "")
    context = route_page(facts, question, language=get_language())
    context["crumbs"] = crumbs_of_indices(
        (edition.index.label, edition.index.get_absolute_url()),
        (edition.label, edition.get_absolute_url()),
        (context["name"], scorecard_address(edition, standing.unit)),
        (_("Lộ trình tới mục tiêu"), ""),
        is_sample=edition.index.is_sample,
    )
    return render(request, "indices/route.html", context)
