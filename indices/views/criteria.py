"""One criterion in one edition: who earns it, and whether it still tells anyone apart."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from indices.permissions import may_judge_criteria
from indices.presenters.addresses import criterion_address
from indices.presenters.criterion_page import CriterionView
from indices.presenters.words import period_name
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
    judges = request.user.is_authenticated and may_judge_criteria(request.user, edition.index)
    view = CriterionView(edition, place, request.GET, my_unit=request.COOKIES.get("my_unit", ""), judges=judges)
    context = view.page(get_language()) | {"is_sample": edition.index.is_sample, "crumbs": _trail(edition, place)}
    return render(request, "indices/criterion.html", context)


def _trail(edition, place):
    """The way to the criterion: its edition, then what it stands under."""
    return crumbs_of_indices(
        (edition.index.label, reverse("index_detail", args=(edition.index.slug,))),
        (period_name(edition), edition.get_absolute_url()),
        *((f"{above.code} {above.label}", criterion_address(edition, above)) for above in place.above),
        (place.criterion.code, None),
        is_sample=edition.index.is_sample,
    )
