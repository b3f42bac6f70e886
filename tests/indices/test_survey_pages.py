"""What readers see of a survey: intervals and brackets, sample size, satisfaction beside reform, national factors."""

from decimal import Decimal

import pytest

from indices.actions.surveys import Brought, store_answers
from indices.checking.surveys import points_follow_their_answers
from indices.models import EditionStatistic, Index, Score, SurveyResult, TotalMethod
from indices.presenters.surveys import letters
from tests.factories import (
    CriteriaSetFactory,
    CriterionFactory,
    EditionFactory,
    EditionStatisticFactory,
    IndexFactory,
    StandingFactory,
    SurveyFactory,
    UnitFactory,
    freeze,
)
from tests.indices.upload_pages.conftest import text_of

pytestmark = pytest.mark.django_db
EVERYWHERE = ("Q1", "Q2")


def made(slug="sipas", family="sipas", label="2024", used=None):
    if used is None:
        index = IndexFactory(slug=slug, family=family, total_method=TotalMethod.SUM, figure=Index.Figure.PERCENT)
        used = CriteriaSetFactory(index=index, max_points=40)
        parent = CriterionFactory(criteria_set=used, code="I", name="Dịch vụ", max_points=40)
        for code in EVERYWHERE:
            CriterionFactory(criteria_set=used, code=code, parent=parent, level="criterion", max_points=20)
    return EditionFactory(index=used.index, criteria_set=used, label=label, stated_units=None)


def bring(edition, units, *, published=True):
    """`units`: Unit -> how many chose each level, at both items."""
    answers = {unit.pk: dict.fromkeys(EVERYWHERE, counts) for unit, counts in units.items()}
    store_answers(edition=edition, answers=answers, brought=Brought("phieu.csv", "0" * 64), by=None)
    return freeze(edition) if published else edition


@pytest.fixture
def units():
    return [UnitFactory(name=name) for name in ("An", "Bình", "Cường")]


@pytest.fixture
def surveyed(units):
    edition = made()
    SurveyFactory(edition=edition)
    an, binh, cuong = units
    return bring(edition, {an: (50, 0, 0, 50, 0), binh: (49, 0, 0, 51, 0), cuong: (0, 0, 0, 99, 1)})


def test_the_league_table_brackets_what_cannot_be_told_apart(client, surveyed):
    text = text_of(client.get("/indices/sipas/2024/"))
    assert "Không phân biệt" in text
    assert "40,20–59,80 a" in text
    assert "công thức chính thức của Bộ Nội vụ chưa đọc được" in text


def test_a_table_without_answers_has_no_such_columns(client, units):
    edition = made()
    StandingFactory(edition=edition, unit=units[0], stated_percent=Decimal(80), stated_percent_places=0)
    freeze(edition)
    assert "Không phân biệt" not in text_of(client.get("/indices/sipas/2024/"))


def test_units_without_answers_keep_their_row(client, units):
    edition = made()
    SurveyFactory(edition=edition)
    StandingFactory(edition=edition, unit=units[1])
    bring(edition, {units[0]: (0, 0, 0, 8, 2)})
    assert "Bình" in text_of(client.get("/indices/sipas/2024/"))


def test_the_scorecard_says_on_how_many_it_rests(client, surveyed):
    text = text_of(client.get("/indices/sipas/2024/units/an/"))
    assert "Kết quả của An dựa trên 100 người trả lời" in text
    assert "khảo sát này không phân biệt được với đơn vị này" in text
    assert "Q1" in text


def test_a_unit_that_stands_apart_is_not_said_to_be_in_a_bracket(client, surveyed):
    assert "không phân biệt được với đơn vị này" not in text_of(client.get("/indices/sipas/2024/units/cuong/"))


@pytest.mark.parametrize(("number", "name"), [(1, "a"), (26, "z"), (27, "aa"), (52, "az"), (53, "ba")])
def test_brackets_are_named_by_letters(number, name):
    assert letters(number) == name


def test_satisfaction_stands_beside_reform(client, surveyed, units):
    reform = made("par-x", "par")
    SurveyFactory(edition=reform)
    bring(reform, {units[0]: (0, 0, 0, 9, 1)})
    text = text_of(client.get("/units/an/"))
    assert "Hài lòng bên cạnh cải cách hành chính" in text
    assert "2024 100,00 50,00 −50,00" in text


def test_a_new_design_beside_reform_is_said(client, surveyed, units):
    earlier = made(used=CriteriaSetFactory(index=surveyed.index), label="2023")
    StandingFactory(edition=earlier, unit=units[0], stated_percent=Decimal(80), stated_percent_places=0, total=80)
    freeze(earlier)
    reform = made("par-x", "par")
    SurveyFactory(edition=reform)
    bring(reform, {units[0]: (0, 0, 0, 9, 1)})
    assert "hài lòng: khác bộ tiêu chí với năm 2023" in text_of(client.get("/units/an/"))


def test_satisfaction_alone_stands_beside_nothing(client, surveyed):
    assert "Hài lòng bên cạnh" not in text_of(client.get("/units/an/"))


def test_national_results_are_listed_by_factor(client, units):
    edition = made()
    factor = edition.criteria_set.criteria.get(code="I")
    for criterion, figure in ((None, "82.66"), (factor, "83.02")):
        EditionStatisticFactory(
            edition=edition,
            measure=EditionStatistic.Measure.MEAN,
            criterion=criterion,
            figure=Decimal(figure),
            places=2,
        )
    freeze(edition)
    text = text_of(client.get("/indices/sipas/2024/"))
    assert "Kết quả cả nước theo yếu tố" in text
    assert "I Dịch vụ 83,02 +0,36" in text


def test_what_was_stored_is_made_again_and_compared(units):
    edition = made()
    SurveyFactory(edition=edition)
    bring(edition, {units[0]: (0, 0, 0, 8, 2)}, published=False)
    assert list(points_follow_their_answers()) == []
    SurveyResult.objects.update(answers=9)
    Score.objects.filter(criterion__code="Q1").update(entered_points=3)
    told = list(points_follow_their_answers())
    assert len(told) == 2
    assert "Q1" in told[0]
    SurveyResult.objects.all().delete()
    Index.objects.update(total_method="stated")
    assert len(list(points_follow_their_answers())) == 2
