"""Answers of a survey become the points of an edition: counted, calculated, stored as what is entered."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from indices.actions.readiness import RefusedError
from indices.actions.rows import delete_scores
from indices.actions.scoring import Draft, lock, store_standings
from indices.actions.survey_results import BATCH, points_of_answers, store_results
from indices.faults.surveys import survey_faults
from indices.models import Edition, Score, Standing, Survey, SurveyAnswers
from indices.permissions import may_supervise, require
from indices.queries.entries import entered
from indices.queries.surveys import counts_of, digest_of, items_of, survey_of
from records.models import AuditEvent
from reformtrack.bulk import many_objects


@dataclass(frozen=True, slots=True)
class Brought:
    """What came of a file that is not kept: its name, and of respondents how many rows were counted."""

    file_name: str
    digest: str
    rows: int | None = None


class AnswersChangedError(RefusedError):
    """What would be overwritten is not what was seen."""


@transaction.atomic
@many_objects()
def set_up_survey(*, edition, calculator, levels, design_effect, by):
    """Say how points are made of answers; those that are there already are calculated anew.

    Returns:
        The survey.

    Raises:
        PermissionDenied: `by` does not supervise the index.
        EditionFrozenError: it is published already.
        RefusedError: it is handed in, its set cannot be made of answers, or answers of another number of levels are
            there.
    """
    require(may_supervise(by, edition.index))
    edition = _held(edition)
    criteria = _criteria(edition)
    survey = survey_of(edition) or Survey(edition=edition)
    before = _facts(survey) if survey.pk else None
    counts = counts_of(edition, survey.levels) if survey.pk else {}
    if counts and levels != survey.levels:
        text = _("Đã có phiếu theo %(levels)s mức; hãy tải lên theo số mức ấy, hoặc mở năm đánh giá khác.")
        raise RefusedError(text % {"levels": survey.levels}, field="levels")
    survey.calculator, survey.levels, survey.design_effect = calculator, levels, design_effect
    survey.save()
    if counts:
        _calculate(edition, survey, criteria, counts)
        store_results(edition)
    AuditEvent.objects.record(kind="survey_set_up", target=edition, by=by, before=before, after=_facts(survey))
    return survey


def _facts(survey):
    return {
        "calculator": survey.calculator,
        "levels": survey.levels,
        "design_effect": f"{survey.design_effect.normalize():f}",
    }


@transaction.atomic
@many_objects()
def store_answers(*, edition, answers, brought, by, expected=None):
    """Put a unit's counts in place of those it had, and calculate its points.

    Args:
        answers: unit pk -> criterion code -> how many chose each level, the least satisfied first. Units that are not
            named keep theirs.
        brought: a `Brought`, written into the audit trail.
        expected: `digest_of(edition)` as it was when the consequences were seen.

    Raises:
        PermissionDenied: `by` does not supervise the index.
        EditionFrozenError: it is published already.
        AnswersChangedError: somebody brought answers, or changed the calculator, meanwhile.
        RefusedError: it is handed in, nobody said how points are made of answers, or its set cannot be.
        DataFaultsError: points that stand beside these contradict them.
        ValueError: not one count for each level, or no such item.
    """
    require(may_supervise(by, edition.index))
    edition = _held(edition)
    survey, criteria = survey_of(edition), _criteria(edition)
    if survey is None:
        raise RefusedError(_("Hãy chọn cách tính điểm từ phiếu trước khi tải số người trả lời lên."))
    if expected is not None and expected != digest_of(edition):
        raise AnswersChangedError(
            _("Số người trả lời hoặc cách tính đã thay đổi sau khi tệp này được đọc; hãy tải tệp lên lại để xem lại.")
        )
    items = {item.code: item for item in items_of(criteria)}
    _refuse_misshapen(answers, items, survey.levels)
    _calculate(edition, survey, criteria, answers)
    standings = dict(Standing.objects.filter(edition=edition, unit__in=answers).values_list("unit_id", "pk"))
    SurveyAnswers.objects.filter(standing__in=standings.values()).delete()
    SurveyAnswers.objects.bulk_create(
        (
            SurveyAnswers(
                standing_id=standings[unit],
                criterion=items[code],
                **{f"level_{level}": count for level, count in enumerate(counts, 1)},
            )
            for unit, asked in answers.items()
            for code, counts in asked.items()
        ),
        batch_size=BATCH,
    )
    store_results(edition)
    rows = {} if brought.rows is None else {"respondents": brought.rows}
    after = {"file_name": brought.file_name, "sha256": brought.digest, "units_read": len(answers), **rows}
    AuditEvent.objects.record(kind="answers_stored", target=edition, by=by, after=after)


def _held(edition):
    edition = lock(edition)
    if edition.state == Edition.State.SUBMITTED:
        text = _("%(edition)s đã trình; hãy lấy lại trước khi thay đổi số liệu.")
        raise RefusedError(text % {"edition": edition}, edition=edition)
    return edition


def _criteria(edition):
    criteria = list(edition.criteria_set.criteria.order_by("position", "pk"))
    reasons = list(survey_faults(edition, criteria))
    if reasons:
        raise RefusedError(*reasons, edition=edition)
    return criteria


def _refuse_misshapen(answers, items, levels):
    for unit, asked in answers.items():
        for code, counts in asked.items():
            if code not in items or len(counts) != levels or min(counts) < 0:
                raise ValueError(f"not {levels} counts of an item: unit {unit}, {code}, {counts}")


def _calculate(edition, survey, criteria, answers):
    """Points of the units named in `answers`, in place of what was entered for them; then all that follows."""
    items = items_of(criteria)
    drafts = {standing.unit_id: Draft(standing, scores) for standing, scores in entered(edition)}
    delete_scores(
        Score.objects.filter(
            standing__in=[drafts[unit].standing.pk for unit in answers if unit in drafts],
            criterion__in=items,
            origin=Score.Origin.ENTERED,
        )
    )
    for unit, counts in answers.items():
        draft = drafts.setdefault(unit, Draft(Standing(edition=edition, unit_id=unit)))
        points = points_of_answers(survey, items, counts)
        draft.scores |= {item.code: _score(item, points[item.code]) for item in items}
    store_standings(edition=edition, drafts=drafts.values())


def _score(item, points):
    """An item that nobody answered does not apply to the unit."""
    status = Score.Status.NOT_APPLICABLE if points is None else Score.Status.SCORED
    return Score(criterion=item, origin=Score.Origin.ENTERED, entered_points=points, status=status)
