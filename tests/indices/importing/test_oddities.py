"""What looks odd in a file without faults: found with its place, worded as a question; nothing where nothing is odd."""

import random
from decimal import Decimal

import pytest

from indices.importing.consequences import Trial
from indices.importing.oddities import oddities_in
from indices.importing.score_values import Meaning, Shape
from indices.importing.subject import Subject
from indices.models import Criterion, Standing
from tests.factories import (
    CriteriaSetFactory,
    CriterionFactory,
    EditionFactory,
    ScoreFactory,
    StandingFactory,
    UnitFactory,
    freeze,
)
from tests.indices.importing.readings import reading_of

CODES = [f"{field}.{place}" for field in (1, 2) for place in range(1, 5)]
UNITS = 20
Level = Criterion.CriterionLevel


@pytest.fixture
def criteria(db):
    """Two fields of 40 points, each of four criteria of ten."""
    made = CriteriaSetFactory(max_points=Decimal(80))
    for field in (1, 2):
        above = CriterionFactory(criteria_set=made, code=str(field), position=10 * field, max_points=40)
        for place in range(1, 5):
            CriterionFactory(
                criteria_set=made,
                code=f"{field}.{place}",
                parent=above,
                position=10 * field + place,
                level=Level.CRITERION,
            )
    return made


@pytest.fixture
def year(criteria):
    """A draft of 2025 after a published 2024 in which twenty units had points of their own."""
    chance = random.Random(7)
    before = EditionFactory(criteria_set=criteria, year=2024)
    draft = EditionFactory(criteria_set=criteria, year=2025)
    children = {criterion.code: criterion for criterion in criteria.criteria.all()}
    for place in range(UNITS):
        unit = UnitFactory(name=f"Đơn vị {place:02}")
        figures = {code: Decimal(chance.randint(20, 95)) / 10 for code in CODES}
        sums = {field: sum(figures[code] for code in CODES if code[0] == field) for field in "12"}
        total = sum(sums.values())
        standing = StandingFactory(edition=before, unit=unit, points=total, max_points=80, percent=total * 100 / 80)
        for code, points in (figures | sums).items():
            ScoreFactory(standing=standing, criterion=children[code], entered_points=points, points=points)
        StandingFactory(edition=draft, unit=unit)
    freeze(before)
    return draft


def history(subject):
    return {unit: {code: subject.points_before[unit][code] for code in CODES} for unit in subject.roll}


def usual(subject, seed=1):
    """The year before, with everybody moved a little."""
    chance = random.Random(seed)
    return {
        unit: {code: min(points + Decimal(chance.randint(-2, 2)) / 10, Decimal("9.9")) for code, points in row.items()}
        for unit, row in history(subject).items()
    }


def written(rows):
    return {unit: {code: str(points) for code, points in row.items()} for unit, row in rows.items()}


def shifted(rows, by=1):
    figures = list(rows.values())
    return {unit: figures[(place - by) % len(figures)] for place, unit in enumerate(rows)}


def found(subject, rows, **kwargs):
    return oddities_in(reading_of(subject, rows, **kwargs), subject)


def codes(subject, rows, **kwargs):
    return [oddity.code for oddity in found(subject, rows, **kwargs)]


def test_a_usual_year_is_not_odd(year):
    subject = Subject.of(year)

    assert found(subject, written(usual(subject))) == []


def test_rows_that_slipped_down_are_told_with_their_rows(year):
    subject = Subject.of(year)

    (oddity,) = found(subject, written(shifted(usual(subject))))

    assert (oddity.code, oddity.where) == ("rows_shifted", "Điểm!B6:B24")
    assert oddity.message == (
        "Điểm của 19 đơn vị từ dòng 6 đến dòng 24 giống năm trước của đơn vị ngay phía trên hơn là của chính đơn vị."
    )
    assert oddity.question == "Có bị lệch một dòng không?"


def test_rows_that_slipped_up_are_told_so(year):
    subject = Subject.of(year)

    (oddity,) = found(subject, written(shifted(usual(subject), by=-1)))

    assert "ngay phía dưới" in oddity.message


def test_units_in_columns_slip_sideways(year):
    subject = Subject.of(year)

    (oddity,) = found(subject, written(shifted(usual(subject))), shape=Shape.TRANSPOSED)

    assert "cột ngay bên trái" in oddity.message
    assert oddity.question == "Có bị lệch một cột không?"


def test_scorecards_have_no_rows_of_units_to_slip(year):
    subject = Subject.of(year)

    assert "rows_shifted" not in codes(subject, written(shifted(usual(subject))), shape=Shape.SCORECARD)


def test_columns_that_slipped_are_told_with_their_criteria(year):
    subject = Subject.of(year)
    rows = {
        unit: dict(zip(CODES, [row[CODES[-1]], *(row[code] for code in CODES[:-1])], strict=True))
        for unit, row in usual(subject).items()
    }

    oddity = next(oddity for oddity in found(subject, written(rows)) if oddity.code == "columns_shifted")

    assert oddity.where == "Điểm!D5:J5"
    assert "từ 1.2 đến 2.4" in oddity.message
    assert oddity.question == "Có bị lệch một cột không?"


def test_criteria_of_scorecards_slip_by_a_row(year):
    subject = Subject.of(year)
    rows = {
        unit: dict(zip(CODES, [row[CODES[-1]], *(row[code] for code in CODES[:-1])], strict=True))
        for unit, row in usual(subject).items()
    }

    oddities = found(subject, written(rows), shape=Shape.SCORECARD)

    assert [oddity.question for oddity in oddities if oddity.code == "columns_shifted"] == [
        "Có bị lệch một dòng không?"
    ]


def test_names_sorted_apart_from_their_figures(year):
    subject = Subject.of(year)
    rows = usual(subject)
    figures = list(rows.values())
    random.Random(4).shuffle(figures)

    oddities = found(subject, written(dict(zip(rows, figures, strict=True))))

    assert [oddity.code for oddity in oddities if oddity.code != "leap"] == ["rows_mixed"]


def test_the_sheet_of_the_year_before(year):
    subject = Subject.of(year)

    (oddity,) = found(subject, written(history(subject)))

    assert (oddity.code, oddity.where) == ("same_as_before", "Điểm!B5:B24")
    assert "2024" in oddity.message


def test_full_marks_for_everybody(year):
    subject = Subject.of(year)
    rows = {unit: row | {"1.2": Decimal(10)} for unit, row in usual(subject).items()}

    (oddity,) = [oddity for oddity in found(subject, written(rows)) if oddity.code != "leap"]

    assert (oddity.code, oddity.where) == ("all_full", "Điểm!D5")


def test_many_criteria_at_full_marks_are_not_all_named(year):
    subject = Subject.of(year)
    rows = {unit: dict.fromkeys(CODES, Decimal(10)) for unit in usual(subject)}

    oddity = next(oddity for oddity in found(subject, written(rows)) if oddity.code == "all_full")

    assert "1.1, 1.2, 1.3, 1.4, 2.1 và 3 tiêu chí khác" in oddity.message


def test_a_leap_is_told_with_both_figures_and_the_total_beside(year):
    subject = Subject.of(year)
    rows = usual(subject)
    unit = next(iter(rows))
    rows[unit] = dict.fromkeys(CODES, Decimal("9.9"))

    oddities = {oddity.code: oddity for oddity in found(subject, written(rows))}

    assert set(oddities) == {"leap"}
    assert all(oddity.where == "Điểm!B5" for oddity in oddities.values())
    assert "Đơn vị 00 từ " in oddities["leap"].message
    assert "lên 99%" in oddities["leap"].message


def test_leaps_of_many_units_at_one_field_are_told_together(year):
    subject = Subject.of(year)
    rows = usual(subject)
    for unit in list(rows)[:7]:
        rows[unit] = rows[unit] | dict.fromkeys(CODES[:4], Decimal(0))

    oddity = next(oddity for oddity in found(subject, written(rows)) if "lĩnh vực 1" in oddity.message)

    assert "xuống 0%" in oddity.message
    assert "đơn vị khác" in oddity.message


def test_only_zeros(year):
    subject = Subject.of(year)
    rows = {unit: dict.fromkeys(CODES, "0") for unit in subject.roll}

    assert "only_zeros" in codes(subject, rows)


def test_one_zero_is_nothing(year):
    subject = Subject.of(year)
    unit = next(iter(subject.roll))

    assert codes(subject, {unit: {"1.1": "0", "1.2": "-"}}) == []


def test_appraised_points_copied_from_the_units_own_in_the_file(year):
    subject = Subject.of(year)
    rows = {
        unit: row | {(code, Meaning.SELF): text for code, text in row.items()}
        for unit, row in written(usual(subject)).items()
    }

    assert codes(subject, rows, kind=Meaning.APPRAISED) == ["self_as_appraised"]


def test_appraised_points_copied_from_the_units_own_that_are_stored(year):
    rows = written(usual(Subject.of(year)))
    for standing in year.standings.all():
        for criterion in year.criteria_set.criteria.exclude(parent=None):
            points = Decimal(rows[standing.unit_id][criterion.code])
            ScoreFactory(standing=standing, criterion=criterion, entered_points=None, self_points=points)

    assert codes(Subject.of(year), rows, kind=Meaning.APPRAISED) == ["self_as_appraised"]


def test_one_appraised_figure_that_differs_is_enough(year):
    subject = Subject.of(year)
    rows = {
        unit: row | {(code, Meaning.SELF): text for code, text in row.items()}
        for unit, row in written(usual(subject)).items()
    }
    next(iter(rows.values()))["1.1"] = "0.5"

    assert "self_as_appraised" not in codes(subject, rows, kind=Meaning.APPRAISED)


def test_totals_alone_are_compared_with_the_totals_before(year):
    subject = Subject.of(year)
    percents = {standing.unit_id: standing.percent for standing in Standing.objects.filter(edition=subject.before)}

    rows = {unit: {"percent": str(percents[unit])} for unit in subject.roll}

    assert codes(subject, rows, shape=Shape.TOTALS) == ["same_as_before"]


def test_the_first_year_has_nothing_to_be_compared_with(criteria):
    draft = EditionFactory(criteria_set=criteria, year=2023)
    units = [StandingFactory(edition=draft).unit_id for _ in range(3)]

    assert codes(Subject.of(draft), {unit: dict.fromkeys(CODES, "10") for unit in units}) == []


def test_the_number_of_queries_is_fixed(year, django_assert_max_num_queries):
    subject = Subject.of(year)
    reading = reading_of(subject, written(usual(subject)))
    trial = Trial(reading, subject)
    assert trial.computed

    with django_assert_max_num_queries(2):
        oddities_in(reading, subject, trial=trial)
