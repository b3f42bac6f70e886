"""What answers make of units, stored with the edition: totals with their intervals, and who cannot be told apart."""

from collections import defaultdict
from fractions import Fraction

from django.utils.translation import gettext as _

from indices.domain.figures import PLACES, cut, round_half_up
from indices.domain.survey import Estimate, brackets, pooled
from indices.models import Standing, SurveyResult
from indices.queries.surveys import counts_of, estimates_of, items_of, survey_of

BATCH = 2000


def points_of_answers(survey, items, counts):
    """Criterion code -> points of each item, for one unit; `None` where nobody answered.

    An item's points are its maximum times its percent, rounded once at the nine places that are kept.

    Args:
        items: the leaves of the edition's set.
        counts: criterion code -> counts.
    """
    estimates = estimates_of(survey, counts)
    return {
        item.code: round_half_up(Fraction(item.max_points) * found.percent / 100, PLACES)
        if (found := estimates.get(item.code))
        else None
        for item in items
    }


def contradicted(edition, drafts):
    """Sentences: units whose points are no longer those that their answers make.

    Args:
        drafts: of the edition, all of them.
    """
    survey = survey_of(edition)
    if survey is None:
        return
    counts = counts_of(edition, survey.levels)
    items = items_of(list(edition.criteria_set.criteria.order_by("position", "pk")))
    for draft in drafts:
        own = counts.get(draft.standing.unit_id)
        if own is None:
            continue
        points = points_of_answers(survey, items, own)
        entered = {code: score.entered_points for code, score in draft.scores.items()}
        odd = [item.code for item in items if entered.get(item.code) != points[item.code]]
        if odd:
            yield _("%(unit)s: điểm mục %(codes)s không phải điểm tính từ phiếu; hãy tải lại số người trả lời.") % {
                "unit": draft.standing.unit.shown_name,
                "codes": ", ".join(odd),
            }


def compute_results(edition):
    """Unit pk -> columns of its `SurveyResult`, made from the stored counts; empty without a survey."""
    survey = survey_of(edition)
    if survey is None:
        return {}
    totals = {
        unit: total
        for unit, counts in counts_of(edition, survey.levels).items()
        if (total := pooled(estimates_of(survey, counts).values())) is not None
    }
    columns = {unit: _columns(total) for unit, total in totals.items()}
    # Compared as they are kept, so that whoever looks at the kept figures finds the same.
    kept = {unit: _kept(totals[unit], columns[unit]) for unit in sorted(columns)}
    standing_in = defaultdict(list)
    for number, units in enumerate(brackets(kept), 1):
        for unit in units:
            standing_in[unit].append(number)
    return {unit: found | {"brackets": standing_in[unit]} for unit, found in columns.items()}


def _columns(total):
    return {
        "answers": total.answers,
        "percent": cut(total.percent),
        "error": cut(total.error),
        "low": cut(total.low),
        "high": cut(total.high),
    }


def _kept(total, columns):
    error = Fraction(columns["error"])
    return Estimate(Fraction(columns["percent"]), error**2, total.answers, total.low, total.high)


def store_results(edition):
    """Make the results of an edition anew, in the caller's transaction."""
    SurveyResult.objects.filter(standing__edition=edition).delete()
    computed = compute_results(edition)
    if computed:
        standings = dict(Standing.objects.filter(edition=edition).values_list("unit_id", "pk"))
        SurveyResult.objects.bulk_create(
            (SurveyResult(standing_id=standings[unit], **columns) for unit, columns in computed.items()),
            batch_size=BATCH,
        )
