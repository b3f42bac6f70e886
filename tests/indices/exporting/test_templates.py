"""Blank workbooks: what is asked, what is open, and that what is written into them comes back as it was."""

from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indices.exporting.templates import TooManyUnitsError, template_name, template_workbook
from indices.exporting.templates_parts import TITLES
from indices.importing.headings import meaning_of
from indices.importing.score_values import Answer, Meaning, Shape
from indices.importing.scores import read_scores
from indices.importing.subject import Subject
from tests.factories import EditionFactory
from tests.indices.exporting.conftest import LEAVES, score
from tests.indices.exporting.filling import book_of, matrix_cells, opened, scorecard_cells, values

KINDS = (Meaning.SELF, Meaning.APPRAISED, Meaning.REAPPRAISED, Meaning.SURVEY)
RELAXED = {"suppress_health_check": [HealthCheck.function_scoped_fixture], "deadline": None}
# A point in a cell is a whole number of hundredths of its maximum, not applicable, not scored, or left empty.
FILLED = st.one_of(st.integers(0, 100), st.just("x"), st.just("cc"), st.none())


def written(said, maximum):
    """(what is typed, what is to be read) of one drawn answer."""
    if said is None:
        return None, None
    if isinstance(said, str):
        return said, {"x": Answer.NOT_APPLICABLE, "cc": Answer.NOT_SCORED}[said]
    value = maximum * said / 100
    return value, value


def title(meaning, language):
    with translation.override(language):
        return str(TITLES[meaning])


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("meaning", list(TITLES))
def test_every_title_is_one_that_the_reader_knows(meaning, language):
    assert meaning_of(title(meaning, language), 2024) == meaning


# What comes back


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("kind", [Meaning.POINTS, *KINDS])
def test_a_matrix_filled_in_gives_what_was_written(edition, places, kind, language):
    data = template_workbook(edition, shape=Shape.MATRIX, points=(kind,), language=language)
    subject = Subject.of(edition)
    heading = title(Meaning.CRITERION_CODE, language)

    @settings(max_examples=8, **RELAXED)
    @given(st.lists(FILLED, min_size=len(places) * len(LEAVES), max_size=len(places) * len(LEAVES)))
    def check(drawn):
        book = opened(data)
        cells = matrix_cells(book.worksheets[0], heading)
        expected = {}
        for said, (unit, code) in zip(drawn, [(u, c) for u in places for c in LEAVES], strict=True):
            cell = cells[unit.code, code]
            cell.value, read = written(said, subject.items[code].max_points)
            if read is not None:
                expected[unit.pk, code, kind] = read
        reading = read_scores(book_of(book), subject)
        assert values(reading) == expected
        if any(isinstance(said, int) for said in drawn):
            assert reading.faults == []
            assert [layout.doubts for layout in reading.layouts] == [()]

    check()


@pytest.mark.parametrize("language", ["vi", "en"])
def test_scorecards_filled_in_give_what_was_written(edition, places, language):
    data = template_workbook(edition, shape=Shape.SCORECARD, language=language)
    subject = Subject.of(edition)
    heading = title(Meaning.CRITERION_CODE, language)
    titles = {kind: title(kind, language) for kind in KINDS}

    @settings(max_examples=10, **RELAXED)
    @given(st.data())
    def check(drawn):
        book = opened(data)
        expected = {}
        for unit, sheet in zip(sorted(places, key=lambda unit: unit.sort_key), book.worksheets, strict=False):
            cells = scorecard_cells(sheet, heading)
            cells["1.2", titles[Meaning.SELF]].value, first = written(50, Decimal("6.5"))
            expected[unit.pk, "1.2", Meaning.SELF] = first
            for code in drawn.draw(st.lists(st.sampled_from(LEAVES), unique=True)):
                kind = drawn.draw(st.sampled_from(KINDS))
                cell = cells[code, titles[kind]]
                assert not cell.protection.locked
                cell.value, read = written(drawn.draw(st.integers(0, 100)), subject.items[code].max_points)
                expected[unit.pk, code, kind] = read
        reading = read_scores(book_of(book), subject)
        assert reading.faults == []
        assert values(reading) == expected

    check()


def test_a_scorecard_of_one_unit_is_read_whatever_the_file_is_called(edition, places):
    book = opened(template_workbook(edition, shape=Shape.SCORECARD, units=[places[2]], language="vi"))
    scorecard_cells(book.worksheets[0])["3", "Điểm thẩm định"].value = 7.5
    reading = read_scores(book_of(book, "an-giang.xlsx"), Subject.of(edition))
    assert reading.faults == []
    assert values(reading) == {(places[2].pk, "3", Meaning.APPRAISED): Decimal("7.5")}


def test_totals_filled_in_give_what_was_written(edition, places):
    book = opened(template_workbook(edition, shape=Shape.TOTALS, language="vi"))
    sheet = book.worksheets[0]
    for row, total in enumerate((88.5, 79.25, 91), start=5):
        for column, value in enumerate((total, total, row - 4), start=3):
            sheet.cell(row, column).value = value
    reading = read_scores(book_of(book), Subject.of(edition))
    assert reading.faults == []
    read = {sheet.cell(row, 1).value: sheet.cell(row, 3).value for row in (5, 6, 7)}
    assert {
        unit.code: reading.units[unit.pk].stated[Meaning.TOTAL_POINTS].value for unit in places
    } == {code: Decimal(str(value)) for code, value in read.items()}  # fmt: skip


@pytest.mark.parametrize("shape", [Shape.MATRIX, Shape.SCORECARD])
def test_a_prefilled_workbook_read_back_changes_nothing(edition, places, shape):
    standings = {standing.unit: standing for standing in edition.standings.select_related("unit", "edition")}
    expected = {}
    for place, unit in enumerate(places, start=1):
        score(standings[unit], "1.2", entered_points=Decimal(place) / 8)
        score(standings[unit], "2.1", status="not_applicable")
        expected[unit.pk, "1.2", Meaning.POINTS] = Decimal(place) / 8
    book = opened(template_workbook(edition, shape=shape, language="vi", prefill=True))
    read = values(read_scores(book_of(book), Subject.of(edition)))
    assert {key: value for key, value in read.items() if key[1] == "1.2"} == expected
    assert {value for key, value in read.items() if key[1] == "2.1"} == {Answer.NOT_APPLICABLE}


def test_points_that_do_not_follow_from_those_below_are_asked_for(edition, places):
    type(edition.index).objects.update(total_method="stated")
    edition.refresh_from_db()
    book = opened(template_workbook(edition, shape=Shape.MATRIX, language="vi"))
    cells = matrix_cells(book.worksheets[0])
    assert {code for _unit, code in cells} == set(edition.criteria_set.criteria.values_list("code", flat=True))
    for place, code in enumerate(("1", "1.1", "1.1.1", "3")):
        cells["01", code].value = place
    reading = read_scores(book_of(book), Subject.of(edition))
    assert reading.faults == []
    assert set(values(reading)) == {(places[0].pk, code, Meaning.POINTS) for code in ("1", "1.1", "1.1.1", "3")}


# How it looks and what is guarded


def test_codes_and_names_are_text_that_starts_no_formula(edition):
    for shape in (Shape.MATRIX, Shape.SCORECARD, Shape.TOTALS):
        for sheet in opened(template_workbook(edition, shape=shape, language="vi")):
            assert [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"] == []


def test_a_unit_code_keeps_its_zeros(edition):
    sheet = opened(template_workbook(edition, shape=Shape.MATRIX, language="vi")).worksheets[0]
    cell = next(cell for row in sheet.iter_rows(max_col=1) for cell in row if cell.value == "004")
    assert (cell.data_type, cell.number_format) == ("s", "@")


def test_what_is_not_to_be_filled_in_is_locked_without_a_password(edition):
    sheet = opened(template_workbook(edition, shape=Shape.SCORECARD, language="vi")).worksheets[0]
    cells = scorecard_cells(sheet)
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    assert cells["1", "Điểm thẩm định"].protection.locked
    assert cells["1.2", "Điểm tối đa"].protection.locked
    assert not cells["1.2", "Ghi chú"].protection.locked


def test_the_columns_of_a_matrix_are_open_and_its_headings_are_not(edition):
    sheet = opened(template_workbook(edition, shape=Shape.MATRIX, language="vi")).worksheets[0]
    assert not any(sheet.column_dimensions[letter].protection.locked for letter in "CDEFGHI")
    assert all(cell.protection.locked for row in sheet["A4:I8"] for cell in row)


def test_last_years_points_stand_beside_and_are_not_read(edition, places):
    sheet = opened(template_workbook(edition, shape=Shape.SCORECARD, units=[places[2]], language="vi")).worksheets[0]
    cell = scorecard_cells(sheet)["1.2", "Điểm năm 2023"]
    assert (cell.value, cell.protection.locked) == (4.33, True)


def test_a_first_edition_has_no_year_before(tree, places):
    first = EditionFactory(criteria_set=tree, year=2020)
    sheet = opened(template_workbook(first, shape=Shape.SCORECARD, units=places[:1], language="vi")).worksheets[0]
    assert not any(str(title).startswith("Điểm năm") for _code, title in scorecard_cells(sheet))


def test_every_open_cell_is_checked_against_its_maximum(edition):
    sheet = opened(template_workbook(edition, shape=Shape.MATRIX, language="vi")).worksheets[0]
    (check,) = sheet.data_validations.dataValidation
    assert all(cell.coordinate in check.sqref for cell in matrix_cells(sheet).values())
    assert check.error == "Ghi số từ 0 đến điểm tối đa của tiêu chí."


def test_headings_stay_in_sight_and_on_every_page(edition):
    sheet = opened(template_workbook(edition, shape=Shape.MATRIX, language="vi")).worksheets[0]
    assert (sheet.freeze_panes, sheet.print_title_rows) == ("C9", "$4:$8")
    assert (sheet.page_setup.orientation, sheet.page_setup.fitToWidth) == ("landscape", 1)


def test_a_wide_table_prints_on_several_pages_abreast(edition, monkeypatch):
    monkeypatch.setattr("indices.exporting.templates_matrix.ON_A_PAGE", 3)
    sheet = opened(template_workbook(edition, shape=Shape.MATRIX, language="vi")).worksheets[0]
    assert (sheet.page_setup.fitToWidth, sheet.print_title_cols) == (3, "$A:$B")


def test_a_long_name_has_room_for_its_lines(edition):
    sheet = opened(template_workbook(edition, shape=Shape.SCORECARD, language="vi")).worksheets[0]
    heights = {sheet.cell(row, 1).value: sheet.row_dimensions[row].height for row in range(7, sheet.max_row + 1)}
    assert (heights["2.10"], heights["1.1.1"]) == (30, None)


def test_a_workbook_knows_what_it_is_of(edition):
    names = opened(template_workbook(edition, shape=Shape.MATRIX, language="vi")).defined_names
    assert {name: names[name].value for name in names} == {
        "reformtrack.index": '"chi-so"',
        "reformtrack.edition": '"2024"',
        "reformtrack.revision": '"1"',
        "reformtrack.criteria_set": '"bo"',
        "reformtrack.shape": '"matrix"',
        "reformtrack.points": '"entered_points"',
    }


def test_the_last_sheet_says_how_to_fill_in(edition):
    book = opened(template_workbook(edition, shape=Shape.MATRIX, language="vi"))
    assert book.sheetnames[-1] == "Hướng dẫn"
    assert book["Hướng dẫn"].max_row > 6


def test_a_sample_says_that_it_is_one(edition):
    type(edition.index).objects.update(is_sample=True)
    edition.refresh_from_db()
    sheet = opened(template_workbook(edition, shape=Shape.MATRIX, language="vi")).worksheets[0]
    assert "minh họa" in sheet["A2"].value


def test_sheets_bear_names_that_excel_takes(edition, places):
    for unit, name in zip(places, ("Sở A/B: [thử]?", "Cục " * 20, "sở A B   thử"), strict=True):
        type(unit).objects.filter(pk=unit.pk).update(name=name)
    names = opened(template_workbook(edition, shape=Shape.SCORECARD, language="vi")).sheetnames
    assert len({name.casefold() for name in names}) == 4
    assert max(map(len, names)) <= 31


def test_an_edition_without_a_roll_asks_about_whoever_may_stand_in_it(tree, places):
    fresh = EditionFactory(criteria_set=tree, year=2022)
    sheet = opened(template_workbook(fresh, shape=Shape.MATRIX, language="vi")).worksheets[0]
    assert {unit for unit, _code in matrix_cells(sheet)} == {"01", "004", "19"}


def test_more_scorecards_than_a_workbook_holds_are_refused(edition, places, monkeypatch):
    monkeypatch.setattr("indices.exporting.templates.MOST_SHEETS", 2)
    with pytest.raises(TooManyUnitsError):
        template_workbook(edition, shape=Shape.SCORECARD, language="vi")


def test_a_template_has_a_plain_name(edition, places):
    assert template_name(edition, Shape.MATRIX) == "chi-so-2024-mau-matrix.xlsx"
    assert template_name(edition, Shape.SCORECARD, places[0]) == "chi-so-2024-mau-scorecard-an-giang.xlsx"


@pytest.mark.parametrize("shape", [Shape.MATRIX, Shape.SCORECARD])
def test_queries_do_not_grow_with_units(edition, places, django_assert_max_num_queries, shape):
    with django_assert_max_num_queries(14):
        template_workbook(edition, shape=shape, language="vi", prefill=True)


@pytest.mark.parametrize("shape", [Shape.MATRIX, Shape.SCORECARD])
def test_namesakes_are_told_apart_by_their_codes(edition, places, shape):
    type(places[0]).objects.filter(pk__in=[unit.pk for unit in places[1:]]).update(name="Tân Lập")
    book = opened(template_workbook(edition, shape=shape, language="vi"))
    expected = {}
    for value, unit in enumerate(places[1:], start=3):
        if shape == Shape.MATRIX:
            cell = matrix_cells(book.worksheets[0])[unit.code, "3"]
        else:
            sheet = next(sheet for sheet in book if str(sheet["A3"].value).endswith(unit.code))
            cell = scorecard_cells(sheet)["3", "Điểm tự đánh giá"]
        cell.value = value
        expected[unit.pk] = Decimal(value)
    reading = read_scores(book_of(book), Subject.of(edition))
    assert reading.faults == []
    assert {unit: value for (unit, _code, _kind), value in values(reading).items()} == expected
