"""Do points still follow from answers, and satisfaction points from the satisfaction index?"""

from django.utils.translation import gettext as _

from indices.actions import Draft
from indices.actions.survey_results import compute_results, contradicted
from indices.faults.surveys import survey_faults
from indices.models import Conflict, Survey, SurveyResult
from indices.queries.entries import entered
from indices.queries.satisfaction import held_against_each_other
from reformtrack.figures import figure_format


def points_follow_their_answers():
    """Every edition made of answers: its set can be, its points are those of its answers, and so are its intervals."""
    surveys = Survey.objects.select_related("edition__index", "edition__criteria_set__index")
    for survey in surveys.order_by("pk"):
        edition = survey.edition
        reasons = list(survey_faults(edition, list(edition.criteria_set.criteria.all())))
        if not reasons:
            reasons = contradicted(edition, [Draft(standing, scores) for standing, scores in entered(edition)])
        for reason in reasons:
            yield _("%(edition)s: %(what)s") % {"edition": edition, "what": reason}
        yield from _results(edition)


def _results(edition):
    computed = compute_results(edition)
    stored = SurveyResult.objects.filter(standing__edition=edition).select_related("standing__unit")
    by_unit = {result.standing.unit_id: result for result in stored}
    for unit in computed.keys() | by_unit.keys():
        found, result = computed.get(unit), by_unit.get(unit)
        if result is None or found is None or any(getattr(result, name) != value for name, value in found.items()):
            who = result.standing.unit if result else unit
            yield _("%(edition)s, %(unit)s: khoảng tin cậy lưu khác số tính lại từ phiếu") % {
                "edition": edition,
                "unit": who,
            }


def satisfaction_points_follow_the_index():
    """Satisfaction points inside a reform index are the satisfaction index times its weight, as far as was printed.

    A difference that the record knows of stands among its conflicts (`<index>-<year>-<unit>-sipas`).
    """
    known = set(Conflict.objects.filter(slug__endswith="-sipas").values_list("slug", flat=True))
    figures = figure_format("vi")
    for part, held in held_against_each_other():
        edition, unit = part.standing.edition, part.standing.unit
        if held.agrees or f"{edition.index.slug}-{edition.label}-{unit.slug}-sipas" in known:
            continue
        yield _("%(standing)s: điểm SIPAS %(points)s, còn %(percent)s %% × %(weight)s là %(expected)s") % {
            "standing": part.standing,
            "points": figures.exact(held.points.value),
            "percent": figures.exact(held.percent.value),
            "weight": figures.exact(held.weight),
            "expected": figures.exact(held.shown),
        }
