"""Each of the five layouts, with each habit of those who keep them, is recognised and read back exactly."""

from decimal import Decimal

import pytest

from indices.importing.layouts import find_layouts
from indices.importing.score_values import Answer, Meaning, Shape
from indices.importing.scores import read_scores
from tests.indices.importing.score_books import MESSES, book_of, table_of
from tests.indices.importing.score_subjects import points_for, small_subject

WITH_CRITERIA = [shape for shape in Shape if shape != Shape.TOTALS]


@pytest.fixture(scope="module")
def subject():
    return small_subject()


def figures(reading):
    """unit → code → {kind: figure}, as read; words for what is no figure."""
    return {
        pk: {
            code: {kind: one.value if one.answer == Answer.SCORED else one.answer.value for kind, one in kinds.items()}
            for code, kinds in unit.scores.items()
        }
        for pk, unit in reading.units.items()
    }


def plain(points):
    """What `figures` gives if everything is read as it was written."""
    return {
        unit: {code: one if isinstance(one, dict) else {Meaning.POINTS: one} for code, one in scores.items()}
        for unit, scores in points.items()
    }


def totals_for(subject):
    return {
        unit: {
            Meaning.TOTAL_POINTS: Decimal("12.25") + unit,
            Meaning.TOTAL_PERCENT: Decimal("61.25") + unit,
            Meaning.RANK: Decimal(len(subject.roll) + 1 - unit),
        }
        for unit in subject.roll
    }


@pytest.mark.parametrize("mess", MESSES)
@pytest.mark.parametrize("shape", WITH_CRITERIA)
def test_every_shape_with_every_habit_is_read_exactly(subject, shape, mess):
    points = points_for(subject)

    reading = read_scores(book_of(table_of(subject, points), shape, MESSES[mess]).book(), subject)

    assert reading.faults == []
    assert reading.questions == []
    assert figures(reading) == plain(points)
    assert {layout.shape for layout in reading.layouts} == {shape}
    assert [layout.doubts for layout in reading.layouts if layout.doubts] == []


@pytest.mark.parametrize("mess", MESSES)
def test_totals_with_every_habit_are_read_exactly(subject, mess):
    totals = totals_for(subject)

    reading = read_scores(book_of(table_of(subject, {}, totals), Shape.TOTALS, MESSES[mess]).book(), subject)

    assert reading.faults == []
    assert {
        pk: {meaning: one.value for meaning, one in unit.stated.items()} for pk, unit in reading.units.items()
    } == totals
    assert [layout.shape for layout in reading.layouts] == [Shape.TOTALS]


@pytest.mark.parametrize("mess", MESSES)
@pytest.mark.parametrize("shape", WITH_CRITERIA)
def test_self_assessed_and_appraised_points_are_told_apart(subject, shape, mess):
    points = {
        unit: {code: {Meaning.SELF: value + 1, Meaning.APPRAISED: value} for code, value in scores.items()}
        for unit, scores in points_for(subject).items()
    }

    reading = read_scores(book_of(table_of(subject, points), shape, MESSES[mess]).book(), subject)

    assert reading.faults == []
    assert figures(reading) == points


@pytest.mark.parametrize("shape", [Shape.MATRIX, Shape.TRANSPOSED])
@pytest.mark.parametrize("mess", MESSES)
def test_totals_beside_scores_are_read_with_them(subject, shape, mess):
    points, totals = points_for(subject), totals_for(subject)

    reading = read_scores(book_of(table_of(subject, points, totals), shape, MESSES[mess]).book(), subject)

    assert reading.faults == []
    assert figures(reading) == plain(points)
    assert {pk: {m: one.value for m, one in unit.stated.items()} for pk, unit in reading.units.items()} == totals


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("shape", [shape for shape in Shape if shape not in (Shape.TOTALS, Shape.SCORECARD)])
def test_csv_files_are_read_like_workbooks(subject, shape, encoding):
    points = points_for(subject)
    made = book_of(table_of(subject, points), shape, MESSES["titles"])

    assert figures(read_scores(made.csv_book(encoding=encoding), subject)) == plain(points)


@pytest.mark.parametrize("shape", WITH_CRITERIA)
def test_every_figure_knows_its_cell(subject, shape):
    points = points_for(subject)
    made = book_of(table_of(subject, points), shape, MESSES["everything"])

    reading = read_scores(made.book(), subject)

    found = {
        (u, c): (one.sheet, one.cell)
        for u, r in reading.units.items()
        for c, k in r.scores.items()
        for one in k.values()
    }
    assert found == {(unit, code): made.place(unit, code) for unit, scores in points.items() for code in scores}


def test_layouts_are_told_without_reading(subject):
    made = book_of(table_of(subject, points_for(subject)), Shape.MATRIX, MESSES["merged"])

    (layout,) = find_layouts(made.book(), subject)

    assert (layout.shape, layout.header, layout.data[0]) == (Shape.MATRIX, (5, 6), 7)
