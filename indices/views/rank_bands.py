"""`/indices/<index>/<label>/rank-bands/`: the ranks that the uncertainty of the totals allows."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from indices.presenters.addresses import address_label
from indices.presenters.rank_bands import RankBandsView
from indices.presenters.words import period_name
from indices.views.base import crumbs_of_indices, get_edition, kept_by_browsers


@require_safe
@kept_by_browsers
def rank_bands(request, index, label):
    """Every unit with its best and worst rank, as the address asks for it; no rank is changed by it."""
    edition = get_edition(index, label, request.user)
    my_unit = request.COOKIES.get("my_unit", "")
    context = RankBandsView(edition, request.GET, my_unit=my_unit, language=get_language()).page()
    context["is_sample"] = edition.index.is_sample
    context["crumbs"] = crumbs_of_indices(
        (edition.index.label, reverse("index_detail", args=(edition.index.slug,))),
        (period_name(edition), reverse("league_table", args=(edition.index.slug, address_label(edition)))),
        (_("Khoảng thứ hạng"), None),
        is_sample=edition.index.is_sample,
    )
    return render(request, "indices/rank_bands.html", context)
