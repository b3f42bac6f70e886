"""`/search/?q=`: units, indices, criteria and decisions from one box."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from indices.presenters import search as shown
from indices.queries import search as queries
from indices.views.base import crumbs, kept_by_browsers


@kept_by_browsers
def search(request):
    """What the words were found in, in groups; without words, how to ask."""
    found = queries.search(queries.asked_for(request.GET.get("q", "")))
    context = {
        "found": found,
        "lede": shown.lede(found),
        "groups": shown.result_groups(found),
        "crumbs": crumbs((_("Trang đầu"), reverse("home")), (_("Tìm"), None)),
    }
    return render(request, "indices/search.html", context)
