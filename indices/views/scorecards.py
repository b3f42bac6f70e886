"""A unit's scorecard in one edition."""

from django.shortcuts import get_object_or_404, render
from django.utils.translation import get_language

from indices.permissions import may_bring_annex
from indices.presenters.annexes import annex_sections
from indices.presenters.contributions import contribution_sections
from indices.presenters.scorecards import scorecard_page
from indices.presenters.surveys import survey_of_unit
from indices.presenters.uploads import annex_address
from indices.queries.alerts import alerts_of_unit
from indices.queries.annexes import trees_under
from indices.queries.contributions import contributions_of
from indices.queries.units import scorecard_of
from indices.queries.why import why_of
from indices.views.base import crumbs_of_indices, get_edition, kept_by_browsers


@kept_by_browsers
def scorecard(request, index, label, unit):
    """What one unit got in one published edition, to the depth that its index is open to."""
    edition = get_edition(index, label, request.user)
    standing = get_object_or_404(
        edition.standings.select_related("unit", "block", "band", "stated_band", "survey_result"),
        unit__slug=unit,
    )
    card = scorecard_of(standing, edition)
    why = why_of(card, against=request.GET.get("against", ""))
    context = scorecard_page(
        card,
        why,
        found=alerts_of_unit(standing, why, card.targets),
        by=request.GET.get("by", ""),
        language=get_language(),
    )
    trees = trees_under(standing, request.user)
    context["annexes"] = annex_sections(trees, get_language())
    contributions = contributions_of(standing, edition, annexes=[tree.annex for tree in trees])
    context["survey"] = survey_of_unit(standing, edition, card, name=context["name"], language=get_language())
    scores = {line.criterion.pk: line.score for line in card.lines}
    context["contributions"] = contribution_sections(contributions, scores, get_language())
    if edition.is_frozen and request.user.is_authenticated and may_bring_annex(request.user, standing):
        context["bring_annex"] = annex_address(standing)
    context["crumbs"] = crumbs_of_indices(
        (edition.index.label, edition.index.get_absolute_url()),
        (edition.label, edition.get_absolute_url()),
        (context["name"], ""),
        is_sample=edition.index.is_sample,
    )
    return render(request, "indices/scorecard.html", context)
