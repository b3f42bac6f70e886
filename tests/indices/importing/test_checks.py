"""A fault of every kind at its exact cell; and none where nothing is wrong.

The sheet of `reading_of`: names in column B from row 5, criteria from column C on in the order in which they are given.
"""

from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indices.importing.checks import check_reading
from indices.importing.checks_sums import wrong_ranks
from indices.importing.faults import CellFault
from indices.importing.score_values import Line, Meaning, Shape
from indices.importing.scores import read_scores
from indices.importing.subject import Subject
from indices.models import Criterion, Score
from tests.factories import BlockFactory, CriterionFactory, EditionFactory, ScoreFactory, StandingFactory, UnitFactory
from tests.indices.importing.readings import reading_of
from tests.indices.importing.score_books import MESSES, book_of, table_of

Method = Criterion.Method
GOOD = {"1.1": "4", "1.2": "3", "2": "8"}


@pytest.fixture
def edition(criteria_set):
    """An, Bắc and Châu on the roll, nothing entered."""
    made = EditionFactory(criteria_set=criteria_set)
    for name in ("An", "Bắc", "Châu"):
        StandingFactory(edition=made, unit=UnitFactory(name=name))
    return made


@pytest.fixture
def an(edition):
    return edition.standings.get(unit__name="An").unit_id


@pytest.fixture
def bac(edition):
    return edition.standings.get(unit__name="Bắc").unit_id


@pytest.fixture
def chau(edition):
    return edition.standings.get(unit__name="Châu").unit_id


@pytest.fixture
def everybody(an, bac, chau):
    """Rows without a fault."""
    return {an: GOOD, bac: GOOD | {"1.1": "3"}, chau: GOOD | {"1.1": "2"}}


def found(edition, rows, spoilt=(), **kwargs):
    """(code, cell) of every fault. `spoilt`: what reading found already."""
    subject = Subject.of(edition)
    reading = reading_of(subject, rows, **kwargs)
    reading.faults += spoilt
    return [(fault.code, fault.cell) for fault in check_reading(reading, subject)]


def only(edition, rows, **kwargs):
    """The one fault."""
    subject = Subject.of(edition)
    (fault,) = check_reading(reading_of(subject, rows, **kwargs), subject)
    return fault


def survey(edition, code, method=Method.SURVEY):
    edition.criteria_set.criteria.filter(code=code).update(method=method)


def test_a_sheet_without_faults_has_none(edition, everybody):
    assert found(edition, everybody) == []


# One figure against its criterion


def test_above_the_maximum(edition, everybody, an):
    fault = only(edition, everybody | {an: GOOD | {"1.1": "5.5"}})

    assert fault == CellFault(
        "Điểm",
        "C5",
        "5.5",
        "above_maximum",
        "5,5 vượt điểm tối đa 5 của tiêu chí 1.1.",
        "Sửa lại điểm, hoặc kiểm tra có lệch cột hay lệch dòng không.",
    )


def test_faults_are_told_in_the_readers_language(edition, everybody, an):
    with translation.override("en"):
        fault = only(edition, everybody | {an: GOOD | {"1.1": "5.5"}})

    assert "5.5" in fault.message


@pytest.mark.parametrize("kind", [Meaning.SELF, Meaning.APPRAISED, Meaning.REAPPRAISED])
def test_every_kind_of_points_has_the_maximum(edition, everybody, an, kind):
    assert found(edition, {an: GOOD | {"1.1": "5.5"}}, kind=kind, shape=Shape.SCORECARD) == [("above_maximum", "C5")]


def test_exactly_the_maximum_is_none(edition, everybody, an):
    assert found(edition, everybody | {an: GOOD | {"1.1": "5.0"}}) == []


def test_above_the_units_own_maximum(edition, everybody, an):
    standing = edition.standings.get(unit=an)
    criterion = edition.criteria_set.criteria.get(code="1.1")
    ScoreFactory(standing=standing, criterion=criterion, entered_points=3, own_max_points=Decimal("3.5"))

    fault = only(edition, everybody)

    assert (fault.code, fault.cell) == ("above_maximum", "C5")
    assert "dành riêng cho An" in fault.message


def test_judged_and_surveyed_points_together_above_the_maximum(edition, everybody, an):
    survey(edition, "2", Method.MIXED)
    rows = {an: GOOD | {("2", Meaning.SURVEY): "3"}}

    fault = only(edition, rows, kind=Meaning.APPRAISED, shape=Shape.SCORECARD)

    assert (fault.code, fault.cell) == ("above_maximum", "F5")
    assert "11" in fault.message


def test_negative(edition, everybody, an):
    assert found(edition, everybody | {an: GOOD | {"2": "-1"}}) == [("negative", "E5")]


@pytest.fixture
def with_extras(criteria_set):
    """Bonus criterion 3 of two points, and penalty 4 that takes two at most."""
    CriterionFactory(criteria_set=criteria_set, code="3", position=5, max_points=2, kind="bonus")
    CriterionFactory(criteria_set=criteria_set, code="4", position=6, max_points=-2, kind="penalty")


@pytest.mark.parametrize(
    ("figures", "faults"),
    [
        ({"4": "-1"}, []),
        ({"4": "0"}, []),
        ({"4": "1"}, [("wrong_sign", "F5")]),
        ({"4": "-3"}, [("above_maximum", "F5")]),
        ({"3": "2"}, []),
        ({"3": "2.5"}, [("above_maximum", "F5")]),
        ({"3": "-1"}, [("negative", "F5")]),
    ],
)
def test_bonus_and_penalty_have_bounds_of_their_own(with_extras, edition, an, figures, faults):
    assert found(edition, {an: GOOD | figures}, shape=Shape.SCORECARD) == faults


def test_survey_points_where_nothing_is_surveyed(edition, an):
    survey(edition, "2")
    rows = {an: {"1.1": "4", "1.2": "3", ("1.1", Meaning.SURVEY): "1", ("2", Meaning.SURVEY): "7"}}

    assert found(edition, rows, kind=Meaning.APPRAISED, shape=Shape.SCORECARD) == [("no_survey", "E5")]


def test_a_set_that_does_not_tell_methods_apart_takes_survey_points_anywhere(edition, an):
    rows = {an: {"1.1": "4", "1.2": "3", ("2", Meaning.SURVEY): "7"}}

    assert "no_survey" not in dict(found(edition, rows, kind=Meaning.APPRAISED, shape=Shape.SCORECARD))


def test_not_applicable_in_one_kind_of_points_and_scored_in_another(edition, an):
    rows = {an: GOOD | {("1.1", Meaning.SELF): "x", ("1.2", Meaning.SELF): "3", ("2", Meaning.SELF): "8"}}

    assert found(edition, rows, kind=Meaning.APPRAISED, shape=Shape.SCORECARD) == [("not_applicable_points", "F5")]


def test_a_field_that_does_not_apply_above_points(edition, everybody, an):
    fault = only(edition, {an: GOOD | {"1": "x"}}, shape=Shape.SCORECARD)

    assert (fault.code, fault.cell) == ("not_applicable_points", "F5")
    assert "C5" in fault.message


def test_a_field_that_does_not_apply_above_points_two_levels_down(edition, criteria_set, an):
    parent = criteria_set.criteria.get(code="1.2")
    CriterionFactory(criteria_set=criteria_set, code="1.2.1", parent=parent, position=6, max_points=5)

    assert ("not_applicable_points", "C5") in found(edition, {an: {"1": "x", "1.2.1": "3"}}, shape=Shape.SCORECARD)


def test_a_field_that_does_not_apply_with_all_below_it_is_none(edition, everybody, an):
    assert found(edition, everybody | {an: {"1.1": "x", "1.2": "x", "2": "8", "1": "x"}}) == []


# The column of maxima


def test_a_maximum_that_differs_from_the_set(edition, everybody):
    maxima = {"1.1": "5", "1.2": "4", "2": "10"}

    fault = only(edition, everybody, maxima=maxima)

    assert (fault.code, fault.cell) == ("maximum_differs", "D4")
    assert "5" in fault.message


def test_maxima_of_another_set_are_told_once(edition, everybody):
    assert found(edition, everybody, maxima={"1.1": "4", "1.2": "6", "2": "12"}) == [("wrong_set", "C4")]


def test_a_penalty_written_without_its_sign_is_the_same_maximum(with_extras, edition, everybody, an):
    assert found(edition, everybody, maxima={"1.1": "5", "1.2": "5", "2": "10", "4": "2"}) == []


def test_a_third_of_ten_written_with_two_places_is_the_same_maximum(edition, everybody):
    edition.criteria_set.criteria.filter(code="2").update(max_points=Decimal("9.333333333"))

    assert found(edition, everybody, maxima={"1.1": "5", "2": "9.33"}) == []


# What is missing


def test_a_unit_of_the_roll_that_the_file_lacks(edition, everybody, chau):
    fault = only(edition, {unit: row for unit, row in everybody.items() if unit != chau})

    assert (fault.code, fault.cell) == ("missing_unit", "")
    assert fault.message.startswith("Thiếu Châu")


def test_a_file_of_one_unit_lacks_nobody(edition, an):
    assert found(edition, {an: GOOD}, shape=Shape.SCORECARD) == []


def test_a_file_of_a_few_units_lacks_nobody(edition, everybody):
    for _ in range(6):
        StandingFactory(edition=edition)

    assert found(edition, everybody) == []


def test_a_unit_whose_scores_came_before_is_not_missing(edition, everybody, chau):
    ScoreFactory(standing=edition.standings.get(unit=chau), criterion=edition.criteria_set.criteria.get(code="2"))

    assert found(edition, {unit: row for unit, row in everybody.items() if unit != chau}) == []


def test_a_unit_that_is_not_ranked_may_be_missing(edition, everybody, chau):
    edition.standings.filter(unit=chau).update(to_be_ranked=False)

    assert found(edition, {unit: row for unit, row in everybody.items() if unit != chau}) == []


def test_a_file_of_one_block_lacks_nobody_of_another(edition, everybody, chau):
    edition.standings.filter(unit=chau).update(block=BlockFactory(edition=edition))

    assert found(edition, {unit: row for unit, row in everybody.items() if unit != chau}) == []


def test_a_unit_that_could_not_be_read_is_not_missing_too(edition, everybody, chau):
    unread = CellFault("Điểm", "B7", "Chau", "unknown_unit", "", "")

    assert found(edition, {unit: row for unit, row in everybody.items() if unit != chau}, spoilt=[unread]) == []


def test_a_unit_with_a_name_and_no_figures(edition, everybody, bac):
    assert found(edition, everybody | {bac: {}}) == [("missing_unit", "B6")]


def test_a_unit_with_faulty_cells_alone_is_not_missing_too(edition, everybody, bac):
    spoilt = [CellFault("Điểm", f"{column}6", "#DIV/0!", "error_cell", "", "") for column in "CDE"]

    assert found(edition, everybody | {bac: {}}, spoilt=spoilt) == []


def test_an_empty_cell_says_how_to_write_what_is_meant(edition, everybody, bac):
    fault = only(edition, everybody | {bac: GOOD | {"1.2": None}})

    assert (fault.code, fault.cell, fault.message) == ("missing_cell", "D6", "Bắc chưa có điểm của tiêu chí 1.2.")
    assert "“chưa chấm”" in fault.remedy
    assert "“x”" in fault.remedy


@pytest.mark.parametrize("answer", ["x", "-", "0"])
def test_not_applicable_not_scored_and_zero_are_answers(edition, everybody, bac, answer):
    assert found(edition, everybody | {bac: GOOD | {"1.2": answer}}) == []


def test_an_empty_column_is_told_once(edition, everybody):
    assert found(edition, {unit: row | {"1.2": None} for unit, row in everybody.items()}) == [("missing_cell", "D4")]


def test_a_criterion_without_a_column_is_told_once(edition, everybody):
    rows = {unit: {code: text for code, text in row.items() if code != "1.2"} for unit, row in everybody.items()}

    fault = only(edition, rows)

    assert (fault.code, fault.cell) == ("missing_cell", "")
    assert "tiêu chí 1.2" in fault.message


def test_a_criterion_without_a_column_whose_points_came_before_is_not_missing(edition, everybody):
    criterion = edition.criteria_set.criteria.get(code="1.2")
    for standing in edition.standings.all():
        ScoreFactory(standing=standing, criterion=criterion, entered_points=3)
    rows = {unit: {code: text for code, text in row.items() if code != "1.2"} for unit, row in everybody.items()}

    assert found(edition, rows) == []


def test_a_column_that_could_not_be_read_is_not_missing_too(edition, everybody):
    rows = {unit: {code: text for code, text in row.items() if code != "1.2"} for unit, row in everybody.items()}
    unread = CellFault("Điểm", "D4", "1,2a", "unknown_criterion", "", "")

    assert found(edition, rows, spoilt=[unread]) == []


def test_a_faulty_cell_is_not_missing_too(edition, everybody, bac):
    spoilt = CellFault("Điểm", "D6", "abc", "not_a_number", "", "")

    assert found(edition, everybody | {bac: GOOD | {"1.2": None}}, spoilt=[spoilt]) == []


def test_bonus_and_penalty_may_be_empty(with_extras, edition, everybody, an):
    rows = {unit: row | {"3": None, "4": None} for unit, row in everybody.items()}

    assert found(edition, rows | {an: GOOD | {"3": "1", "4": "-1"}}) == []


def test_a_field_alone_may_be_missing_where_its_criteria_are_not_in_the_file(edition, an, bac, chau):
    rows = {an: {"1": "8", "2": "8"}, bac: {"1": None, "2": "8"}, chau: {"1": "8", "2": "8"}}

    assert found(edition, rows) == [("missing_cell", "C6")]


def test_fields_of_which_the_file_says_nothing_are_not_missing(edition, everybody):
    rows = {unit: {"1.1": row["1.1"], "1.2": row["1.2"]} for unit, row in everybody.items()}

    assert found(edition, rows) == []


def test_what_is_surveyed_need_not_be_judged(edition, everybody):
    survey(edition, "2")
    rows = {unit: row | {"2": None} for unit, row in everybody.items()}

    assert found(edition, rows, kind=Meaning.SELF) == []


def test_an_empty_row_of_a_scorecard_is_told_at_its_place(edition, an):
    subject = Subject.of(edition)
    reading = reading_of(subject, {an: {"1.1": "4"}}, kind=Meaning.SELF, shape=Shape.SCORECARD)
    (read,) = reading.units.values()
    layout = reading.layouts[0]
    lines = (Line(2, Meaning.CRITERION), Line(3, Meaning.MAXIMUM), Line(4, Meaning.SELF), Line(5, Meaning.APPRAISED))
    reading.layouts = (type(layout)(Shape.SCORECARD, layout.sheet, (4, 4), (5, 8), lines, unit=an),)
    maxima = reading_of(subject, {an: {}}, maxima={"1.1": "5", "1.2": "5", "2": "10"}).units[an].maxima
    read.maxima = {
        code: type(figure)(figure.sheet, f"C{row}", figure.answer, figure.value)
        for row, (code, figure) in enumerate(maxima.items(), 5)
    }

    assert [(fault.code, fault.cell) for fault in check_reading(reading, subject)] == [
        ("missing_cell", "D6"),
        ("missing_cell", "D7"),
    ]


def test_a_criterion_without_any_points_is_told_once_for_all_kinds(edition, an):
    rows = {an: {"1.1": "4", ("1.1", Meaning.SELF): "4", "1.2": None, ("1.2", Meaning.SELF): None, "2": "8"}}

    rows[an][("2", Meaning.SELF)] = "8"

    faults = found(edition, rows, kind=Meaning.APPRAISED, shape=Shape.SCORECARD)

    assert [code for code, _cell in faults] == ["missing_cell"]


def test_an_empty_cell_of_a_transposed_sheet_is_told_at_its_place(edition, an, bac):
    subject = Subject.of(edition)
    reading = reading_of(subject, {an: GOOD, bac: {"1.1": "3", "2": "8"}}, shape=Shape.TRANSPOSED)
    layout = reading.layouts[0]
    lines = (Line(1, Meaning.CRITERION_CODE), Line(3, Meaning.VALUE, unit=an), Line(4, Meaning.VALUE, unit=bac))
    reading.layouts = (type(layout)(Shape.TRANSPOSED, layout.sheet, (4, 4), (5, 7), lines),)
    for column, read in zip("CD", reading.units.values(), strict=True):
        for row, code in enumerate(GOOD, 5):
            for meaning, figure in read.scores.get(code, {}).items():
                read.scores[code][meaning] = type(figure)(figure.sheet, f"{column}{row}", figure.answer, figure.value)

    faults = [(fault.code, fault.cell) for fault in check_reading(reading, subject)]

    assert faults == [("missing_unit", ""), ("missing_cell", "D6")]


# Sums, totals, percents


def test_a_field_that_is_not_the_sum_of_its_criteria(edition, everybody, an):
    fault = only(
        edition,
        {unit: row | {"1": str(int(row["1.1"]) + 3)} for unit, row in everybody.items()} | {an: GOOD | {"1": "7.25"}},
    )

    assert (fault.code, fault.cell) == ("sum_differs", "F5")
    assert fault.message == "Lĩnh vực 1 ghi 7,25, còn các tiêu chí thành phần cộng lại là 7."


@pytest.mark.parametrize(
    ("parts", "parent", "faults"),
    [
        (("1.25", "1.5"), "2.75", []),
        (("1.25", "1.5"), "2.8", [("sum_differs", "F5")]),  # the other row shows that the column has two places
        (("1.333", "1.333"), "2.67", []),
        (("1.333", "1.333"), "2.66", [("sum_differs", "F5")]),
        (("1.25", "1.25"), "3", [("sum_differs", "F5")]),
        (("1.3333", "1.3333"), "2.67", []),
    ],
)
def test_a_sum_may_be_rounded_only_as_its_column_is_written(edition, an, bac, parts, parent, faults):
    rows = {
        an: {"1.1": parts[0], "1.2": parts[1], "2": "8", "1": parent},
        bac: {"1.1": "1.25", "1.2": "1.20", "2": "8", "1": "2.45"},
    }

    assert found(edition, rows, shape=Shape.SCORECARD) == faults


def test_the_sum_of_each_kind_of_points_is_its_own(edition, an):
    own = {(code, Meaning.SELF): text for code, text in GOOD.items()}
    rows = {an: {"1.1": "3", "1.2": "3", "2": "8", "1": "6", **own, ("1", Meaning.SELF): "7"}}

    assert found(edition, rows, kind=Meaning.APPRAISED, shape=Shape.SCORECARD) == []


def test_a_sum_may_hold_what_was_surveyed_or_not(edition, an):
    survey(edition, "1.2")
    rows = {"1.1": "3", ("1.2", Meaning.SURVEY): "2", "2": "8"}

    for parent, faults in (("3", []), ("5", []), ("4", [("sum_differs", "F5")])):
        assert found(edition, {an: rows | {"1": parent}}, kind=Meaning.APPRAISED, shape=Shape.SCORECARD) == faults


def test_a_sum_of_what_is_not_all_scored_is_not_judged(edition, an):
    assert found(edition, {an: GOOD | {"1.2": "-", "1": "4"}}, shape=Shape.SCORECARD) == []


def test_a_sum_of_what_was_not_all_judged_is_not_judged(edition, an):
    rows = {"1.1": "3", ("1.1", Meaning.SELF): "3", ("1.2", Meaning.SELF): "4", "2": "8", "1": "6"}

    assert "sum_differs" not in dict(found(edition, {an: rows}, kind=Meaning.APPRAISED, shape=Shape.SCORECARD))


def test_a_field_entered_before_that_its_stored_criteria_contradict(edition, an):
    for code, points in (("1", "7"), ("1.1", "4"), ("1.2", "3")):
        criterion = edition.criteria_set.criteria.get(code=code)
        ScoreFactory(standing=edition.standings.get(unit=an), criterion=criterion, entered_points=Decimal(points))

    fault = only(edition, {an: {"1": "7.5", "2": "8"}}, shape=Shape.SCORECARD)

    assert (fault.code, fault.cell) == ("sum_differs", "C5")
    assert fault.message == "Lĩnh vực 1 ghi 7,5, còn các tiêu chí thành phần cộng lại là 7."


def test_a_stored_field_that_its_new_criteria_contradict(edition, an):
    standing, criterion = edition.standings.get(unit=an), edition.criteria_set.criteria.get(code="1")
    ScoreFactory(standing=standing, criterion=criterion, entered_points=Decimal("6.5"))

    fault = only(edition, {an: GOOD}, shape=Shape.SCORECARD)

    assert (fault.code, fault.cell) == ("sum_differs", "B5")
    assert "6,5" in fault.message
    assert "đã lưu" in fault.remedy


def test_what_is_stored_of_a_unit_that_the_file_does_not_name_is_told_too(edition, an, bac):
    for code, points in (("1", "9"), ("1.1", "4"), ("1.2", "3")):
        criterion = edition.criteria_set.criteria.get(code=code)
        ScoreFactory(standing=edition.standings.get(unit=bac), criterion=criterion, entered_points=Decimal(points))

    fault = only(edition, {an: GOOD}, shape=Shape.SCORECARD)

    assert (fault.code, fault.cell) == ("sum_differs", "")
    assert fault.message.startswith("Bắc, tiêu chí 1")


def test_a_units_own_tree_that_does_not_add_up_to_what_is_published(edition, an):
    edition.standings.filter(unit=an).update(stated_points=Decimal("15.5"), stated_points_places=2)
    subject = Subject.of(edition)
    subject.of_unit = subject.roll[an].unit
    subject.roll, subject.scores = {an: subject.roll[an]}, {an: {}}

    (fault,) = check_reading(reading_of(subject, {an: GOOD}, shape=Shape.SCORECARD), subject)

    assert (fault.code, fault.message) == ("total_differs", "An, tổng: ghi 15,5, còn các phần cộng lại là 15.")
    assert "đã công bố" in fault.remedy


def test_a_total_that_is_not_the_sum(edition, everybody, an, bac, chau):
    totals = {an: "15.00", bac: "14.00", chau: "13.50"}

    fault = only(edition, {unit: row | {"total": totals[unit]} for unit, row in everybody.items()})

    assert (fault.code, fault.cell) == ("total_differs", "F7")
    assert fault.message == "Tổng điểm của Châu ghi 13,5, còn các tiêu chí cộng lại là 13."


def test_a_total_of_the_units_own_points_is_theirs_whatever_is_stored(edition, an):
    standing = edition.standings.get(unit=an)
    for criterion in edition.criteria_set.criteria.exclude(code="1"):
        ScoreFactory(standing=standing, criterion=criterion, entered_points=None, appraised_points=Decimal(2))

    assert found(edition, {an: GOOD | {"total": "15"}}, kind=Meaning.SELF, shape=Shape.SCORECARD) == []


def test_caps_hold_in_a_total(with_extras, edition, an):
    edition.criteria_set.bonus_cap, edition.criteria_set.penalty_cap = Decimal(1), Decimal("0.5")
    edition.criteria_set.save()
    rows = GOOD | {"3": "2", "4": "-1"}

    assert found(edition, {an: rows | {"total": "15.5"}}, shape=Shape.SCORECARD) == []
    assert found(edition, {an: rows | {"total": "16"}}, shape=Shape.SCORECARD) == [("total_differs", "H5")]


def test_a_total_above_the_maximum_of_the_set(edition, an):
    edition.criteria_set.max_points = Decimal(20)
    edition.criteria_set.save()

    assert found(edition, {an: {"total": "20.5"}}, shape=Shape.TOTALS)[-1] == ("above_maximum", "C5")


@pytest.mark.parametrize(
    ("percent", "faults"),
    [("75", []), ("75.00", []), ("74.99", [("percent_differs", "G5")]), ("175", [("above_maximum", "G5")])],
)
def test_a_percent_is_points_by_maximum(edition, an, percent, faults):
    assert found(edition, {an: GOOD | {"total": "15", "percent": percent}}, shape=Shape.SCORECARD) == faults


def test_a_percent_may_be_made_of_finer_points_than_are_written(edition, an):
    rows = {an: {"total": "15.33", "percent": "76.67"}}

    assert "percent_differs" not in dict(found(edition, rows, shape=Shape.TOTALS))


def test_a_percent_of_an_unknown_maximum_is_not_judged(edition, an):
    edition.criteria_set.criteria.update(max_points=None)

    assert found(edition, {an: GOOD | {"total": "15", "percent": "60"}}, shape=Shape.SCORECARD) == []


def test_a_criterion_that_does_not_apply_leaves_the_maximum(edition, an):
    rows = {an: GOOD | {"1.2": "x", "total": "12", "percent": "80"}}

    assert found(edition, rows, shape=Shape.SCORECARD) == []


# Ranks


def test_ranks_that_contradict_the_totals(edition, an, bac, chau):
    rows = {
        an: {"total": "15.5", "rank": "2"},
        bac: {"total": "14.5", "rank": "1"},
        chau: {"total": "14.0", "rank": "3"},
    }

    assert found(edition, rows, shape=Shape.TOTALS) == [("rank_contradicts", "D5"), ("rank_contradicts", "D6")]


@pytest.mark.parametrize("ranks", [("1", "1", "3"), ("1", "2", "3"), ("2", "1", "3"), ("1", "1", "2")])
def test_equals_may_be_ranked_in_any_usual_way(edition, an, bac, chau, ranks):
    totals = ("15.5", "15.5", "14.0")
    rows = {
        unit: {"total": total, "rank": rank} for unit, total, rank in zip((an, bac, chau), totals, ranks, strict=True)
    }

    assert found(edition, rows, shape=Shape.TOTALS) == []


def test_ranks_go_by_the_sums_where_no_total_is_written(edition, everybody, an, bac, chau):
    ranks = {an: "1", bac: "3", chau: "2"}

    rows = {unit: row | {"rank": ranks[unit]} for unit, row in everybody.items()}

    assert found(edition, rows) == [("rank_contradicts", "F6"), ("rank_contradicts", "F7")]


def test_blocks_are_ranked_apart(edition, an, bac, chau):
    edition.standings.filter(unit=chau).update(block=BlockFactory(edition=edition))
    edition.standings.exclude(unit=chau).update(block=BlockFactory(edition=edition))
    rows = {
        an: {"total": "15.5", "rank": "1"},
        bac: {"total": "14.5", "rank": "2"},
        chau: {"total": "14.0", "rank": "1"},
    }

    assert found(edition, rows, shape=Shape.TOTALS) == []


def test_ranks_go_by_the_share_of_what_applies(edition, an, bac, chau):
    rows = {
        an: {"1.1": "4", "1.2": "x", "2": "9", "total": "13", "rank": "1"},
        bac: {"1.1": "4", "1.2": "2", "2": "8", "total": "14", "rank": "2"},
        chau: {"1.1": "1", "1.2": "2", "2": "8", "total": "11", "rank": "3"},
    }

    assert found(edition, rows) == []


def wrong(rows, *, whole):
    return wrong_ranks({unit: (rank, Decimal(total)) for unit, (rank, total) in enumerate(rows)}, whole=whole)


def test_a_part_of_a_table_may_leave_ranks_out():
    assert wrong([(3, "9"), (7, "8"), (8, "8"), (20, "7")], whole=False) == {}


def test_a_part_of_a_table_is_in_order_all_the_same():
    assert wrong([(3, "9"), (2, "8"), (20, "7")], whole=False) == {1: "4+"}


@given(st.lists(st.integers(0, 8), min_size=1, max_size=9))
def test_true_ranks_never_contradict(totals):
    ranked = {unit: (1 + sum(other > total for other in totals), Decimal(total)) for unit, total in enumerate(totals)}

    assert wrong_ranks(ranked, whole=True) == wrong_ranks(ranked, whole=False) == {}


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.lists(
        st.fixed_dictionaries(
            {code: st.sampled_from(["0", "1.5", "2.25", "5", "x", "-"]) for code in ("1.1", "1.2", "2")}
        ),
        min_size=3,
        max_size=3,
    )
)
def test_whatever_is_answered_within_its_bounds_has_no_fault(edition, an, bac, chau, rows):
    assert found(edition, dict(zip((an, bac, chau), rows, strict=True))) == []


@pytest.mark.parametrize("units", [1, 12])
def test_the_number_of_queries_does_not_grow(edition, units, django_assert_max_num_queries):
    rows = {StandingFactory(edition=edition).unit_id: GOOD | {"total": "15", "rank": "1"} for _ in range(units)}
    subject = Subject.of(edition)
    reading = reading_of(subject, rows)

    with django_assert_max_num_queries(6):
        check_reading(reading, subject)


def test_nothing_is_written(edition, everybody):
    subject = Subject.of(edition)

    check_reading(reading_of(subject, everybody), subject)

    assert not Score.objects.exists()


# What is really read


@pytest.mark.parametrize("mess", MESSES)
@pytest.mark.parametrize("shape", list(Shape))
def test_a_true_sheet_has_no_fault_however_it_is_kept(edition, everybody, shape, mess):
    subject = Subject.of(edition)
    points = {unit: {code: Decimal(text) for code, text in row.items()} for unit, row in everybody.items()}
    sums = {unit: sum(row.values()) for unit, row in points.items()}
    if shape != Shape.SCORECARD:  # of which the builder adds up all rows
        points = {unit: row | {"1": row["1.1"] + row["1.2"]} for unit, row in points.items()}
    ranks = {unit: 1 + sum(other > total for other in sums.values()) for unit, total in sums.items()}
    totals = {unit: {Meaning.TOTAL_POINTS: sums[unit], Meaning.RANK: Decimal(ranks[unit])} for unit in sums}
    table = table_of(subject, {} if shape == Shape.TOTALS else points, totals)
    reading = read_scores(book_of(table, shape, MESSES[mess]).book(), subject)

    assert (reading.faults, check_reading(reading, subject)) == ([], [])
