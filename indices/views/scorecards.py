"""A unit's scorecard in one edition."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language

from indices.presenters.scorecards import scorecard_page
from indices.queries.units import scorecard_of
from indices.views.base import crumbs_of_indices, get_edition, kept_by_browsers
from units.queries import names_on


@kept_by_browsers
def scorecard(request, index, label, unit):
    """What one unit got in one published edition, to the depth that its index is open to."""
    edition = get_edition(index, label, request.user)
    standing = get_object_or_404(
        edition.standings.select_related("unit", "block", "band", "stated_band", "edition"), unit__slug=unit
    )
    names = names_on([standing.unit_id], edition.ends_on)
    context = scorecard_page(scorecard_of(standing, edition), names, language=get_language())
    context["file"] = reverse("scorecard_file", args=(index, label, unit))
    context["crumbs"] = crumbs_of_indices(
        (edition.index.label, edition.index.get_absolute_url()),
        (edition.label, edition.get_absolute_url()),
        (context["name"], ""),
        is_sample=edition.index.is_sample,
    )
    return render(request, "indices/scorecard.html", context)
