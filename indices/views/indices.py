"""`/indices/` every index with its years; `/indices/<index>/` leads to the newest of them."""

from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from indices.models import Edition, Index
from indices.presenters import index_list as shown
from indices.presenters.addresses import asks_for_sample
from indices.queries import site as queries
from indices.queries.search import asked_for, is_about
from indices.views.base import crumbs, crumbs_of_indices, kept_by_browsers


@kept_by_browsers
def index_list(request):
    """Every index with its years: those of the whole country, those of each province; `?q=` narrows them.

    `?sample=1` shows those of the sample instead.
    """
    language, words = get_language(), asked_for(request.GET.get("q", ""))
    is_sample = asks_for_sample(request.GET)
    editions = queries.published_editions(is_sample=is_sample)
    known = queries.known_units(editions)
    newest = queries.newest_of([group[0] for group in queries.by_index(queries.nationwide(editions))], known=known)
    every = queries.indices_with_editions(editions)
    indices = [pair for pair in every if pair[0].is_sample == is_sample]
    found = [pair for pair in indices if is_about(pair[0], words)]
    context = {
        "is_sample": is_sample,
        "sample_link": None if is_sample else shown.sample_link([index for index, _editions in every]),
        "lede": shown.sample_lede(indices, editions) if is_sample else shown.list_lede(indices, editions),
        "toolbar": shown.filter_bar(words),
        "national": shown.national_rows([pair for pair in found if not pair[0].within], newest, known, language),
        "provinces": shown.province_groups(
            [pair for pair in found if pair[0].within], known, is_open=is_sample or bool(words)
        ),
        "is_empty": not indices,
        "crumbs": crumbs((_("Trang đầu"), reverse("home")), (pgettext("mục", "Chỉ số"), None)),
    }
    return render(request, "indices/index_list.html", context)


@kept_by_browsers
def index_detail(request, index):
    """On to the edition that `?edition=` names, else to the newest; the rest of the query goes along."""
    found = get_object_or_404(Index, slug=index)
    labels = list(Edition.objects.published().filter(index=found).newest_first().values_list("label", flat=True))
    if not labels:
        context = {
            "index": found,
            "is_sample": found.is_sample,
            "crumbs": crumbs_of_indices((found.label, None), is_sample=found.is_sample),
        }
        return render(request, "indices/index_detail.html", context)
    query = request.GET.copy()
    asked = "".join(query.pop("edition", [])[-1:])
    address = reverse("league_table", args=(found.slug, asked if asked in labels else labels[0]))
    return redirect(f"{address}?{query.urlencode()}" if query else address)
