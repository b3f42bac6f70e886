"""The published years of PAPI and PCI, read as sheets: none looks shifted or copied; each does once it is."""

from itertools import pairwise

import pytest

from indices.importing.oddities import oddities_in
from indices.importing.score_values import Shape
from indices.importing.subject import Subject
from indices.models import Edition
from tests.indices.importing.readings import reading_of

pytestmark = [pytest.mark.golden, pytest.mark.django_db]

MOVED = {"rows_shifted", "rows_mixed"}


def years(slug):
    """Editions that follow one of the same criteria set, as subjects."""
    editions = list(Edition.objects.published().filter(index__slug=slug).order_by("ends_on"))
    after = [year for before, year in pairwise(editions) if before.criteria_set_id == year.criteria_set_id]
    return [Subject.of(year) for year in after]


def sheet_of(subject):
    """What was published of each unit: its scores, else its total."""
    rows = {}
    for unit, standing in subject.roll.items():
        points = {code: score.entered_points for code, score in subject.scores[unit].items()}
        row = {code: str(figure) for code, figure in points.items() if figure is not None}
        if not row and standing.stated_percent is not None:
            row = {"percent": str(standing.stated_percent)}
        if not row and standing.stated_points is not None:
            row = {"total": str(standing.stated_points)}
        if row:
            rows[unit] = row
    return rows


def shape_of(rows):
    return Shape.TOTALS if {"percent", "total"} & next(iter(rows.values())).keys() else Shape.MATRIX


def found(subject, rows):
    return {oddity.code: oddity for oddity in oddities_in(reading_of(subject, rows, shape=shape_of(rows)), subject)}


@pytest.mark.parametrize("slug", ["papi", "pci"])
def test_a_published_year_shows_at_most_a_leap(record, slug):
    for subject in years(slug):
        assert set(found(subject, sheet_of(subject))) <= {"leap"}, subject.edition


def test_a_published_year_that_slipped_by_a_row_is_always_found(record):
    for subject in years("papi"):
        rows = sheet_of(subject)
        figures = list(rows.values())

        assert MOVED & set(found(subject, dict(zip(rows, figures[-1:] + figures[:-1], strict=True)))), subject.edition


def test_half_of_a_published_year_that_slipped_by_a_row_is_always_found(record):
    for subject in years("papi"):
        rows = sheet_of(subject)
        figures = list(rows.values())
        half = len(figures) // 2
        slipped = [*figures[:half], figures[half], *figures[half:-1]]

        assert MOVED & set(found(subject, dict(zip(rows, slipped, strict=True)))), subject.edition


def test_the_year_before_handed_in_again_is_always_found(record):
    for subject in years("papi"):
        before = subject.points_before
        rows = {
            unit: {code: str(before[unit][code]) for code in row if code in before.get(unit, {})}
            for unit, row in sheet_of(subject).items()
        }

        assert "same_as_before" in found(subject, {unit: row for unit, row in rows.items() if row}), subject.edition
