"""Answers become points: counted, calculated by the edition's calculator, stored as what is entered."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from indices.actions import EditionFrozenError, publish_edition
from indices.actions.editions import open_correction
from indices.actions.readiness import RefusedError, why_not_publishable
from indices.actions.scoring import Draft
from indices.actions.survey_results import compute_results, contradicted, store_results
from indices.actions.surveys import AnswersChangedError, Brought, set_up_survey, store_answers
from indices.models import Edition, Index, Score, Standing, Survey, SurveyAnswers, SurveyResult, TotalMethod
from indices.queries.entries import entered
from indices.queries.surveys import digest_of
from records.models import AuditEvent
from tests.factories import (
    AdminFactory,
    CriteriaSetFactory,
    CriterionFactory,
    DecisionFactory,
    EditionFactory,
    IndexFactory,
    StandingFactory,
    UnitFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db
FILE = Brought("phieu.xlsx", "0" * 64)
SATISFIED, MIXED = (0, 0, 0, 5, 5), (5, 0, 0, 5, 0)


@pytest.fixture
def edition():
    """Two factors, of two items and of one, each of 20 points; nobody answered yet."""
    index = IndexFactory(total_method=TotalMethod.SUM, figure=Index.Figure.PERCENT)
    used = CriteriaSetFactory(index=index, max_points=60)
    for field, items in (("A", ("A.1", "A.2")), ("B", ("B.1",))):
        parent = CriterionFactory(criteria_set=used, code=field, max_points=20 * len(items))
        for code in items:
            CriterionFactory(criteria_set=used, code=code, parent=parent, level="criterion", max_points=20)
    return EditionFactory(index=index, criteria_set=used, stated_units=None)


@pytest.fixture
def surveyed(edition):
    Survey.objects.create(edition=edition, calculator=Survey.Calculator.SHARE)
    return edition


@pytest.fixture
def unit():
    return UnitFactory()


def everywhere(counts):
    return dict.fromkeys(("A.1", "A.2", "B.1"), counts)


def bring(edition, answers, **more):
    store_answers(edition=edition, answers=answers, brought=FILE, by=None, **more)


def points(edition, unit):
    scores = Score.objects.filter(standing__edition=edition, standing__unit=unit)
    return {score.criterion.code: score.points for score in scores.select_related("criterion")}


def test_counts_become_points_of_items_factors_and_total(surveyed, unit):
    bring(surveyed, {unit.pk: {"A.1": (0, 0, 0, 8, 2), "A.2": (5, 0, 0, 5, 0), "B.1": (1, 1, 1, 0, 0)}})
    assert points(surveyed, unit) == {"A": 30, "A.1": 20, "A.2": 10, "B": 0, "B.1": 0}
    standing = surveyed.standings.get()
    assert (standing.points, standing.percent, standing.rank) == (30, 50, 1)


def test_the_worked_example_of_scoring(surveyed, unit):
    """SCORING.md, "Điểm từ phiếu khảo sát": by the mean, 50 % and 84 %, within 54,59 to 79,41."""
    Survey.objects.update(calculator="mean-1")
    bring(surveyed, {unit.pk: {"A.1": (5, 0, 0, 5, 0), "A.2": (0, 0, 0, 8, 2)}})
    found = SurveyResult.objects.get()
    assert (found.percent, round(found.low, 2), round(found.high, 2)) == (67, Decimal("54.59"), Decimal("79.41"))


def test_the_mean_is_another_calculator(surveyed, unit):
    bring(surveyed, {unit.pk: everywhere((0, 0, 3, 0, 0))})
    set_up_survey(edition=surveyed, calculator="mean-1", levels=5, design_effect=Decimal(1), by=None)
    assert points(surveyed, unit)["A.1"] == 12
    assert surveyed.standings.get().survey_result.percent == 60


def test_an_item_nobody_answered_counts_for_nothing(surveyed, unit):
    bring(surveyed, {unit.pk: {"A.1": SATISFIED, "A.2": (0, 0, 0, 0, 0)}})
    standing = surveyed.standings.get()
    assert (standing.points, standing.max_points, standing.percent) == (20, 20, 100)
    assert SurveyResult.objects.get().percent == 100


def test_points_are_rounded_once_at_nine_places(surveyed, unit):
    bring(surveyed, {unit.pk: everywhere((1, 0, 0, 2, 0))})
    assert points(surveyed, unit)["A.1"] == Decimal("13.333333333")
    assert SurveyResult.objects.get().percent == Decimal("66.666666666")


def test_another_file_takes_the_place_of_the_first(surveyed, unit):
    other = UnitFactory()
    bring(surveyed, {unit.pk: everywhere(SATISFIED), other.pk: everywhere(MIXED)})
    bring(surveyed, {unit.pk: everywhere(MIXED)})
    assert {result.percent for result in SurveyResult.objects.all()} == {50}
    assert SurveyAnswers.objects.count() == 6


def test_results_know_their_sample_and_interval(surveyed, unit):
    bring(surveyed, {unit.pk: everywhere((0, 0, 10, 30, 60)) | {"B.1": (0, 0, 10, 30, 50)}})
    found = SurveyResult.objects.get()
    assert found.answers == 90
    assert found.low < found.percent < found.high


def test_units_that_cannot_be_told_apart_share_a_bracket(surveyed):
    near, same, far = (UnitFactory() for _ in range(3))
    few, most = everywhere((50, 0, 0, 50, 0)), everywhere((0, 0, 0, 99, 1))
    bring(surveyed, {near.pk: few, same.pk: everywhere((49, 0, 0, 51, 0)), far.pk: most})
    found = {result.standing.unit: result.brackets for result in SurveyResult.objects.select_related("standing__unit")}
    assert found == {near: [1], same: [1], far: []}


def test_a_larger_design_effect_widens_the_interval(surveyed, unit):
    bring(surveyed, {unit.pk: everywhere((10, 0, 0, 10, 0))})
    narrow = SurveyResult.objects.get().high
    set_up_survey(edition=surveyed, calculator="share-1", levels=5, design_effect=Decimal("1.5"), by=None)
    assert SurveyResult.objects.get().high > narrow


def test_units_on_the_roll_keep_their_standing(surveyed, unit):
    standing = StandingFactory(edition=surveyed, unit=unit)
    bring(surveyed, {unit.pk: everywhere(SATISFIED)})
    assert surveyed.standings.get() == standing


def test_points_entered_before_are_replaced(surveyed, unit):
    standing = StandingFactory(edition=surveyed, unit=unit)
    item = surveyed.criteria_set.criteria.get(code="A.1")
    Score.objects.create(standing=standing, criterion=item, entered_points=3)
    bring(surveyed, {unit.pk: everywhere(SATISFIED)})
    assert points(surveyed, unit)["A.1"] == 20


def test_storing_and_setting_up_are_written_down(edition, unit):
    by = AdminFactory()
    set_up_survey(edition=edition, calculator="share-1", levels=5, design_effect=Decimal(1), by=by)
    rows = Brought("phieu.csv", "1" * 64, rows=30)
    store_answers(edition=edition, answers={unit.pk: everywhere(SATISFIED)}, brought=rows, by=by)
    kinds = AuditEvent.objects.filter(by=by).values_list("kind", flat=True)
    assert set(kinds) == {"survey_set_up", "answers_stored"}
    assert AuditEvent.objects.get(kind="answers_stored").after["respondents"] == 30


@pytest.mark.parametrize("door", [set_up_survey, store_answers])
def test_who_does_not_supervise_is_refused(surveyed, door):
    asked = (
        {"calculator": "mean-1", "levels": 5, "design_effect": Decimal(1)}
        if door is set_up_survey
        else {"answers": {}, "brought": FILE}
    )
    with pytest.raises(PermissionDenied):
        door(edition=surveyed, by=UserFactory(), **asked)


def test_answers_need_a_calculator(edition, unit):
    with pytest.raises(RefusedError, match="cách tính"):
        bring(edition, {unit.pk: everywhere(SATISFIED)})


def test_what_changed_since_it_was_seen_is_not_overwritten(surveyed, unit):
    seen = digest_of(surveyed)
    bring(surveyed, {unit.pk: everywhere(SATISFIED)})
    with pytest.raises(AnswersChangedError):
        bring(surveyed, {unit.pk: everywhere(MIXED)}, expected=seen)
    bring(surveyed, {unit.pk: everywhere(MIXED)}, expected=digest_of(surveyed))


@pytest.mark.parametrize(
    "asked", [{"A.1": (1, 2, 3)}, {"A.1": (0, 0, 0, 0, -1)}, {"A": (0, 0, 0, 0, 1)}, {"Z": (0, 0, 0, 0, 1)}]
)
def test_counts_that_fit_no_item_are_an_error(surveyed, unit, asked):
    with pytest.raises(ValueError, match="not 5 counts"):
        bring(surveyed, {unit.pk: asked})


def test_levels_stay_while_there_are_answers(surveyed, unit):
    bring(surveyed, {unit.pk: everywhere(SATISFIED)})
    with pytest.raises(RefusedError, match="5 mức"):
        set_up_survey(edition=surveyed, calculator="share-1", levels=3, design_effect=Decimal(1), by=None)


def test_a_handed_in_edition_is_left_alone(surveyed):
    Edition.objects.filter(pk=surveyed.pk).update(state=Edition.State.SUBMITTED)
    with pytest.raises(RefusedError, match="đã trình"):
        bring(surveyed, {})


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (lambda edition: Index.objects.update(total_method="stated"), "số công bố"),
        (lambda edition: Index.objects.update(figure="points"), "phần trăm"),
        (lambda edition: edition.criteria_set.criteria.filter(code="A.1").update(max_points=10), "cùng một điểm"),
        (lambda edition: edition.criteria_set.criteria.filter(code="A.1").update(max_points=None), "cùng một điểm"),
        (lambda edition: edition.criteria_set.criteria.filter(code="A").update(total_method="stated"), "Không cộng"),
        (lambda edition: edition.criteria_set.criteria.filter(code="A.1").update(kind="bonus"), "Điểm thưởng"),
        (lambda edition: edition.criteria_set.criteria.all().delete(), "chưa có mục hỏi"),
    ],
)
def test_a_set_that_cannot_be_made_of_answers_is_refused(surveyed, change, told):
    change(surveyed)
    with pytest.raises(RefusedError, match=told):
        set_up_survey(edition=surveyed, calculator="share-1", levels=5, design_effect=Decimal(1), by=None)


def test_published_answers_are_frozen(surveyed, unit):
    bring(surveyed, {unit.pk: everywhere(SATISFIED)})
    publish_edition(edition=surveyed, decision=DecisionFactory())
    surveyed.refresh_from_db()
    with pytest.raises(EditionFrozenError):
        bring(surveyed, {unit.pk: everywhere(MIXED)})
    for model in (Survey, SurveyAnswers, SurveyResult):
        with pytest.raises(IntegrityError), transaction.atomic():
            model.objects.all().delete()


def test_points_that_answers_do_not_make_are_not_published(surveyed, unit):
    StandingFactory(edition=surveyed, unit=UnitFactory())
    bring(surveyed, {unit.pk: everywhere(SATISFIED)})
    drafts = [Draft(standing, scores) for standing, scores in entered(surveyed)]
    assert why_not_publishable(surveyed, drafts) == []
    Score.objects.filter(criterion__code="A.1").update(entered_points=7)
    with pytest.raises(RefusedError, match=r"A\.1 không phải điểm tính từ phiếu"):
        publish_edition(edition=surveyed, decision=DecisionFactory())


def test_a_correction_begins_with_the_answers(surveyed, unit):
    bring(surveyed, {unit.pk: everywhere(SATISFIED)})
    publish_edition(edition=surveyed, decision=DecisionFactory())
    surveyed.refresh_from_db()
    made = open_correction(edition=surveyed, reason="Đếm lại phiếu", by=None)
    bring(made, {unit.pk: everywhere(MIXED)})
    assert made.standings.get().percent == 50
    assert surveyed.standings.get().survey_result.percent == 100


def test_whoever_leaves_the_roll_leaves_the_brackets(surveyed):
    near, same = UnitFactory(), UnitFactory()
    bring(surveyed, {near.pk: everywhere(MIXED), same.pk: everywhere(MIXED)})
    Standing.objects.filter(unit=same).delete()
    publish_edition(edition=surveyed, decision=DecisionFactory())
    assert SurveyResult.objects.get().brackets == []


def test_an_edition_without_a_survey_has_no_results(edition):
    assert compute_results(edition) == {}
    assert list(contradicted(edition, [])) == []
    store_results(edition)
    assert not SurveyResult.objects.exists()
