"""League table of one edition (bảng xếp hạng)."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from indices.presenters.ranking_page import RankingView
from indices.presenters.words import period_name
from indices.views.base import crumbs_of_indices, get_edition, kept_by_browsers


@require_safe
@kept_by_browsers
def league_table(request, index, label):
    """The table at `/indices/<index>/<label>/`, as its address asks for it."""
    edition = get_edition(index, label, request.user)
    my_unit = request.COOKIES.get("my_unit", "")
    context = RankingView(edition, request.GET, my_unit=my_unit).page(get_language(), my_unit)
    context |= {"crumbs": trail(edition), "is_sample": edition.index.is_sample}
    return render(request, "indices/ranking.html", context)


def trail(edition):
    """The way to an edition's pages."""
    return crumbs_of_indices(
        (edition.index.label, reverse("index_detail", args=(edition.index.slug,))),
        (period_name(edition), None),
        is_sample=edition.index.is_sample,
    )
