"""How figures come about and where they come from: `/method/`, `/indices/<index>/method/`, `/sources/`."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from indices.models import Index
from indices.presenters import methods as shown
from indices.presenters.sources import source_address, source_groups
from indices.queries import methods as queries
from indices.views.base import crumbs, crumbs_of_indices, kept_by_browsers


@kept_by_browsers
def method(request):
    """The rules, each with an example from the record."""
    context = {
        "examples": shown.worked_examples(queries.worked_examples(), get_language()),
        "indices": Index.objects.select_related("within"),
        "crumbs": crumbs((_("Trang đầu"), reverse("home")), (_("Phương pháp"), None)),
    }
    return render(request, "indices/method.html", context)


@kept_by_browsers
def index_method(request, index):
    """The criteria sets of an index, how each continues the one before, and how totals and ranks come about."""
    found = get_object_or_404(Index.objects.prefetch_related("sources"), slug=index)
    context = {
        "index": found,
        "facts": shown.index_facts(found),
        "sets": shown.sets_on_page(queries.sets_of(found), get_language()),
        "sources": [{"text": source.title, "href": source_address(source.code)} for source in found.sources.all()],
        "crumbs": crumbs_of_indices(
            (found.label, found.get_absolute_url()),
            (_("Phương pháp"), None),
        ),
    }
    return render(request, "indices/index_method.html", context)


@kept_by_browsers
def sources(request):
    """Every source with what it supports."""
    uses = queries.source_uses()
    context = {
        "groups": source_groups(uses),
        "count": len(uses),
        "crumbs": crumbs((_("Trang đầu"), reverse("home")), (_("Nguồn số liệu"), None)),
    }
    return render(request, "indices/sources.html", context)
