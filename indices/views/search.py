"""`/search/?q=`: units, indices, criteria and decisions from one box."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from indices.presenters import search as shown
from indices.presenters.addresses import asks_for_sample
from indices.queries import search as queries
from indices.views.base import crumbs, kept_by_browsers


@kept_by_browsers
def search(request):
    """What the words were found in, in groups; without words, how to ask. `?sample=1` looks in the sample instead."""
    is_sample = asks_for_sample(request.GET)
    found = queries.search(queries.asked_for(request.GET.get("q", "")), is_sample=is_sample)
    context = {
        "found": found,
        "is_sample": is_sample,
        # The sample is named to who found nothing real, and to nobody else.
        "elsewhere": None if found.total else shown.elsewhere(queries.search(found.text, is_sample=not is_sample)),
        "lede": shown.lede(found),
        "groups": shown.result_groups(found),
        "crumbs": crumbs((_("Trang đầu"), reverse("home")), (_("Tìm"), None)),
    }
    return render(request, "indices/search.html", context)
