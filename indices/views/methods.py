"""How figures come about and where they come from: `/method/`, `/indices/<index>/method/`, `/sources/` and below."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from indices.models import Index
from indices.presenters import methods as shown
from indices.presenters import sources as shown_sources
from indices.presenters.addresses import asks_for_sample, in_sample, source_address
from indices.presenters.index_list import sample_link
from indices.queries import methods as queries
from indices.queries.search import asked_for
from indices.views.base import crumbs, crumbs_of_indices, kept_by_browsers
from records.models import LeftOut


@kept_by_browsers
def method(request):
    """The rules, each with an example from the record."""
    every = list(Index.objects.select_related("within"))
    indices = [index for index in every if not index.is_sample]
    context = {
        "sample_link": sample_link(every),
        "examples": shown.worked_examples(queries.worked_examples(), get_language()),
        "national": [index for index in indices if index.within is None],
        "own": [index for index in indices if index.within is not None],
        "crumbs": crumbs((_("Trang đầu"), reverse("home")), (_("Phương pháp"), None)),
    }
    return render(request, "indices/method.html", context)


@kept_by_browsers
def index_method(request, index):
    """The criteria sets of an index, how each continues the one before, and how totals and ranks come about."""
    found = get_object_or_404(Index.objects.prefetch_related("sources"), slug=index)
    context = {
        "index": found,
        "is_sample": found.is_sample,
        "facts": shown.index_facts(found),
        "sets": shown.sets_on_page(queries.sets_of(found), get_language()),
        "sources": [
            {"text": source.title, "href": source_address(source.code, found.is_sample)}
            for source in found.sources.all()
        ],
        "crumbs": crumbs_of_indices(
            (found.label, found.get_absolute_url()),
            (_("Phương pháp"), None),
            is_sample=found.is_sample,
        ),
    }
    return render(request, "indices/index_method.html", context)


@kept_by_browsers
def sources(request):
    """Every source with what it supports; `?q=` narrows them; `?sample=1` shows those of the sample instead."""
    words, is_sample = asked_for(request.GET.get("q", "")), asks_for_sample(request.GET)
    uses = queries.source_uses(is_sample=is_sample)
    context = {
        "is_sample": is_sample,
        "toolbar": shown_sources.filter_bar(words, is_sample=is_sample),
        "groups": shown_sources.source_groups(uses, words, is_sample=is_sample),
        "count": len(uses),
        "conflict_count": queries.conflicts(is_sample=is_sample).count(),
        "left_out_count": LeftOut.objects.count(),
        "crumbs": crumbs((_("Trang đầu"), reverse("home")), (_("Nguồn số liệu"), None)),
    }
    return render(request, "indices/sources.html", context)


@kept_by_browsers
def conflicts(request):
    """Where sources disagree: which value is kept, which is not, and why; `?sample=1`: in the sample."""
    is_sample = asks_for_sample(request.GET)
    found, editions = queries.all_conflicts(is_sample=is_sample)
    context = {
        "is_sample": is_sample,
        "groups": shown_sources.conflict_groups(found, editions, is_sample=is_sample),
        "count": len(found),
        "crumbs": crumbs((_("Nguồn số liệu"), in_sample(reverse("sources"), is_sample)), (_("Nguồn mâu thuẫn"), None)),
    }
    return render(request, "indices/conflicts.html", context)


@kept_by_browsers
def left_out(request):
    """What was read and deliberately not taken in, with the reasons."""
    rows = list(LeftOut.objects.order_by("origin", "pk"))
    context = {
        "groups": shown_sources.left_out_groups(rows),
        "count": len(rows),
        "crumbs": crumbs((_("Nguồn số liệu"), reverse("sources")), (_("Số liệu để ngoài"), None)),
    }
    return render(request, "indices/left_out.html", context)
