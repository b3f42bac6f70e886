"""Reads of surveys: what was asked, how many chose what, and what that makes of each unit."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction

from indices.domain.survey import Calculator, Estimate, estimate, pooled
from indices.models import Survey, SurveyAnswers, SurveyResult


def survey_of(edition):
    """The survey of an edition; `None` where its points are not made of answers."""
    return Survey.objects.filter(edition=edition).first()


def items_of(criteria):
    """The leaves of a set, in order: what was asked.

    Args:
        criteria: of the set, all of them.
    """
    parents = {criterion.parent_id for criterion in criteria}
    return [criterion for criterion in criteria if criterion.pk not in parents]


def counts_of(edition, levels, *, standing=None):
    """Unit pk -> criterion code -> how many chose each level, the least satisfied first; one query.

    Args:
        standing: of this one alone.
    """
    rows = SurveyAnswers.objects.filter(standing__edition=edition)
    if standing is not None:
        rows = rows.filter(standing=standing)
    names = [f"level_{level}" for level in range(1, levels + 1)]
    found = defaultdict(dict)
    listed = rows.order_by("standing", "criterion__position").values_list(
        "standing__unit_id", "criterion__code", *names
    )
    for unit, code, *counts in listed:
        found[unit][code] = tuple(counts)
    return dict(found)


def estimates_of(survey, counts) -> dict[str, Estimate]:
    """Criterion code -> what the answers of one unit make of it; an item without a valid answer is left out.

    Args:
        counts: criterion code -> counts, of one unit.
    """
    calculator, design = Calculator(survey.calculator), Fraction(survey.design_effect)
    found = {code: estimate(calculator, answers, design=design) for code, answers in counts.items()}
    return {code: one for code, one in found.items() if one is not None}


def estimates_by_node(criteria, estimates):
    """Criterion pk -> estimate of every criterion of the tree with any answer, the items below it pooled.

    Args:
        criteria: of the set, all of them.
        estimates: criterion code -> estimate, of the items (`estimates_of`).

    Returns:
        The same with `None` -> the total.
    """
    parent_of = {criterion.pk: criterion.parent_id for criterion in criteria}
    below = defaultdict(list)
    for item in items_of(criteria):
        node = item.pk
        while node is not None:
            below[node].append(estimates.get(item.code))
            node = parent_of[node]
        below[None].append(estimates.get(item.code))
    found = {node: pooled(parts) for node, parts in below.items()}
    return {node: one for node, one in found.items() if one is not None}


def results_of(edition, standings=None):
    """Standing pk -> SurveyResult; of an edition, or of some of its standings."""
    results = SurveyResult.objects.filter(standing__edition=edition)
    if standings is not None:
        results = results.filter(standing__in=standings)
    return {result.standing_id: result for result in results}


def digest_of(edition):
    """What changes when anything that an edition's answers say does; also before there are any."""
    found, survey = hashlib.sha256(), survey_of(edition)
    found.update(f"{edition.pk}|{edition.criteria_set_id}".encode())
    if survey is not None:
        found.update(f"|{survey.calculator}|{survey.levels}|{survey.design_effect.normalize():f}".encode())
        for unit, items in sorted(counts_of(edition, survey.levels).items()):
            found.update(f"|{unit}{sorted(items.items())}".encode())
    return found.hexdigest()


def results_with_units(edition):
    """[(Unit, SurveyResult)], in the order of the alphabet."""
    results = SurveyResult.objects.filter(standing__edition=edition).select_related("standing__unit")
    return [(result.standing.unit, result) for result in results.order_by("standing__unit__sort_key", "pk")]


@dataclass(frozen=True)
class UnitSurvey:
    """What a unit's answers make of it.

    Args:
        estimates: criterion pk (`None`: the total) -> estimate.
    """

    survey: Survey
    result: SurveyResult
    estimates: dict[int | None, Estimate]


def unit_survey(standing, edition):
    """What one unit's answers make of each criterion; `None` without any.

    Args:
        standing: read with its `survey_result`.
    """
    result = getattr(standing, "survey_result", None)
    if result is None:
        return None
    survey = survey_of(edition)
    counts = counts_of(edition, survey.levels, standing=standing).get(standing.unit_id, {})
    criteria = list(edition.criteria_set.criteria.order_by("position", "pk"))
    return UnitSurvey(survey, result, estimates_by_node(criteria, estimates_of(survey, counts)))
