"""A unit's year on one page, and the same as a Word file."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from indices.exporting.word import brief_as_docx
from indices.presenters.brief import brief_of, brief_page
from indices.presenters.brief_facts import facts_of
from indices.presenters.route_page import route_address
from indices.presenters.scorecards import status
from indices.presenters.words import Figures
from indices.presenters.years import scorecard_address
from indices.queries.neighbours import neighbours_of
from indices.queries.route import route_facts
from indices.queries.units import scorecard_of
from indices.queries.why import why_of
from indices.views.base import crumbs_of_indices, get_edition, kept_by_browsers
from units.queries import names_on

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
@kept_by_browsers
def unit_brief(request, index, label, unit):
    """`/indices/<index>/<label>/units/<unit>/brief/`: whoever may read the scorecard may have its summary."""
    card, facts, figures = _facts(request, index, label, unit)
    edition, scorecard = card.year.edition, scorecard_address(card.year.edition, card.standing.unit)
    context = brief_page(
        facts,
        figures,
        status=status(card, facts.unit),
        scorecard=scorecard,
        word=reverse("unit_brief_file", args=(index, label, unit)),
    )
    context["route"] = route_address(edition, card.standing.unit)
    context["crumbs"] = crumbs_of_indices(
        (edition.index.label, edition.index.get_absolute_url()),
        (edition.label, edition.get_absolute_url()),
        (facts.unit, scorecard),
        (_("Tóm tắt một trang"), ""),
        is_sample=edition.index.is_sample,
    )
    return render(request, "indices/brief.html", context)


@require_safe
@kept_by_browsers
def unit_brief_file(request, index, label, unit):
    """`/indices/<index>/<label>/units/<unit>/brief.docx`: the same page, ready to be filled in and signed."""
    card, facts, figures = _facts(request, index, label, unit)
    response = HttpResponse(brief_as_docx(brief_of(facts, figures)), content_type=DOCX)
    response["Content-Disposition"] = f'attachment; filename="{_file_name(card)}.docx"'
    return response


def _facts(request, index, label, unit):
    """(Scorecard, BriefFacts, Figures) of a unit in an edition that the reader may see."""
    edition = get_edition(index, label, request.user)
    standing = get_object_or_404(
        edition.standings.select_related("unit", "block", "band", "stated_band", "edition"), unit__slug=unit
    )
    card = scorecard_of(standing, edition)
    neighbours = neighbours_of(standing)
    named = [standing.unit_id, *(other.unit_id for other in neighbours if other is not None)]
    figures = Figures(edition.index, get_language())
    facts = facts_of(
        card,
        why_of(card),
        neighbours,
        names_on(named, edition.ends_on),
        figures,
        address=request.build_absolute_uri(scorecard_address(edition, standing.unit)),
        way=route_facts(standing, edition, by=request.user),
    )
    return card, facts, figures


def _file_name(card):
    """As the scorecard's file is called; a file of the sample says so in its name."""
    edition = card.year.edition
    name = f"{edition.index.slug}-{edition.label}-r{edition.revision}-{card.standing.unit.slug}-tom-tat"
    return f"{name}-minh-hoa" if edition.index.is_sample else name
