"""One criterion in one edition: who earns it, and whether it still tells anyone apart."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from indices.presenters.words import edition_name, period_name
from indices.queries.criterion_page import place_of
from indices.views.base import crumbs_of_indices, get_edition, kept_by_browsers


@require_safe
@kept_by_browsers
def criterion(request, index, label, code):
    """What units got at one criterion, as far as the edition is open."""
    edition = get_edition(index, label, request.user)
    place = place_of(edition, code)
    if place is None:
        raise Http404
    context = {
        "criterion": place.criterion,
        "name": edition_name(edition),
        "is_sample": edition.index.is_sample,
        "crumbs": crumbs_of_indices(
            (edition.index.label, reverse("index_detail", args=(edition.index.slug,))),
            (period_name(edition), edition.get_absolute_url()),
            (place.criterion.code, None),
            is_sample=edition.index.is_sample,
        ),
    }
    return render(request, "indices/criterion.html", context)
