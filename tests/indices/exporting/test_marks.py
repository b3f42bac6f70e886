"""What a template says of itself, when it comes back: for another year, index or set, or among other things."""

from pathlib import Path

import pytest

from indices.exporting.templates import template_workbook
from indices.importing.cells import read_book
from indices.importing.grid import Book
from indices.importing.score_values import Meaning, Shape
from indices.importing.scores import read_scores
from indices.importing.subject import Subject
from tests.factories import EditionFactory, StandingFactory
from tests.indices.exporting.conftest import LEAVES
from tests.indices.exporting.filling import book_of, matrix_cells, opened, values

# Filled templates of the edition of `conftest`, saved again by LibreOffice Calc 7.4 in both of its formats.
SAVED_AGAIN = Path(__file__).with_name("saved_by_libreoffice")


def template(edition, *, title=True, **asked):
    """A matrix with a point for every unit and leaf, its title taken away where it is not wanted."""
    book = opened(template_workbook(edition, **({"shape": Shape.MATRIX, "language": "vi"} | asked)))
    sheet = book.worksheets[0]
    for cell in matrix_cells(sheet).values():
        cell.value = 0.5
    if not title:
        sheet["A1"].value, sheet.title = None, "Trang1"
    return book


def codes(book, edition):
    reading = read_scores(book_of(book), Subject.of(edition))
    return [fault.code for fault in reading.faults], [doubt for each in reading.layouts for doubt in each.doubts]


@pytest.fixture
def next_year(tree, places, edition):
    made = EditionFactory(criteria_set=tree, year=2025)
    for unit in places:
        StandingFactory(edition=made, unit=unit)
    return made


def test_a_template_of_this_year_is_taken(edition):
    assert codes(template(edition), edition) == ([], [])


def test_a_template_of_another_year_is_known_without_its_title(edition, next_year):
    assert codes(template(edition, title=False), next_year) == (["wrong_year"], [])


def test_a_template_of_another_year_is_told_once(edition, next_year):
    assert codes(template(edition), next_year) == (["wrong_year"], [])


def test_a_template_of_another_year_under_a_title_of_this_one_is_asked_about(edition, next_year):
    book = template(edition)
    book.worksheets[0]["A1"].value = "Bảng điểm năm 2025"
    assert codes(book, next_year) == ([], ["Tệp làm theo mẫu của 2024, nhưng tiêu đề ghi năm 2025."])


def test_a_template_of_another_index_is_known(edition):
    book = template(edition)
    type(edition.index).objects.update(slug="chi-so-khac")
    edition.refresh_from_db()
    assert codes(book, edition)[0] == ["wrong_index"]


def test_a_template_of_another_set_is_known(edition):
    book = template(edition)
    type(edition.criteria_set).objects.update(slug="bo-khac")
    edition.refresh_from_db()
    assert codes(book, edition)[0] == ["wrong_set"]


def test_a_template_of_an_earlier_revision_is_only_remarked(edition):
    book = template(edition)
    edition.revision = 2
    reading = read_scores(book_of(book), Subject.of(edition))
    assert reading.faults == []
    assert any("bản 1" in remark.text and "bản 2" in remark.text for remark in reading.remarks)


def test_the_kind_of_points_is_known_without_a_title(edition, places):
    book = template(edition, title=False, points=(Meaning.APPRAISED,))
    reading = read_scores(book_of(book), Subject.of(edition))
    assert {kind for _unit, _code, kind in values(reading)} == {Meaning.APPRAISED}


@pytest.mark.parametrize("broken", [{}, {"shape": "hình tròn", "points": "x"}, {"shape": "scorecard", "points": ""}])
def test_marks_that_are_missing_or_wrong_change_nothing(edition, broken):
    read, subject = book_of(template(edition)), Subject.of(edition)
    assert values(read_scores(Book(read.name, read.sheets, broken), subject)) == values(read_scores(read, subject))


@pytest.mark.parametrize("name", ["matrix.xlsx", "matrix.ods", "scorecards.xlsx", "scorecards.ods"])
def test_a_template_saved_by_libreoffice_gives_what_was_written(edition, places, name):
    book = read_book((SAVED_AGAIN / name).read_bytes(), name)
    reading = read_scores(book, Subject.of(edition))
    assert (reading.faults, reading.layouts[0].doubts) == ([], ())
    assert book.marks["edition"] == "2024"
    found = values(reading)
    assert {(unit, code) for unit, code, _kind in found} == {(unit.pk, code) for unit in places for code in LEAVES}
    # The first cell holds a formula, `=1/4+1/4`, of which LibreOffice stored the result.
    assert {str(value) for value in found.values()} == {"0.5"}
