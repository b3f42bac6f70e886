"""`/indices/<index>/trends/`: a few units side by side over the years."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from indices.models import Index
from indices.presenters.trends import TrendsPage
from indices.presenters.trends_choices import Choices
from indices.presenters.trends_state import COMMON, RANK, read_state
from indices.queries.trends import (
    editions_of_period,
    first_units,
    periods_of,
    trends_of,
    units_asked_for,
    units_meant,
    units_to_choose,
)
from indices.views.base import crumbs_of_indices, kept_by_browsers

FIRST = 3  # units that are shown where nobody said which


@require_safe
@kept_by_browsers
def trends(request, index):
    """What the address asks for; without units the reader's own, else those in front."""
    index = get_object_or_404(Index, slug=index)
    periods = periods_of(index)
    state = read_state(request.GET, index, periods=list(periods))
    editions = editions_of_period(index, state.period)
    choices, words = units_to_choose(editions), request.GET.get("add", "").strip()
    meant = units_meant(editions, words) if words else []
    if len(meant) == 1:
        state = state.with_units(dict.fromkeys([*state.units, meant[0].slug]))
    if not state.units:
        state = state.with_units(_usual(request, editions))
    found = trends_of(
        index,
        editions=editions,
        slugs=state.units,
        between=(state.first, state.last),
        on_common_ground=state.line == COMMON,
        ranked=state.show == RANK,
        below=bool(state.of),
    )
    state = state.with_units(unit.slug for unit in found.units)
    to_choose = Choices(found, state, units=choices, editions=editions, periods=periods, words=words, meant=meant)
    context = TrendsPage(found, state, to_choose, language=get_language()).context()
    context["crumbs"] = crumbs_of_indices(
        (index.label, reverse("index_detail", args=(index.slug,))), (_("Diễn biến"), ""), is_sample=index.is_sample
    )
    return render(request, "indices/trends.html", context)


def _usual(request, editions):
    mine = request.COOKIES.get("my_unit", "")
    if units_asked_for(editions, [mine]):
        return [mine]
    return first_units(editions[-1], FIRST) if editions else []
