"""What is taken away as a workbook and brought back: the same figures, and nothing wrong with them."""

from decimal import Decimal

import pytest

from indices.exporting.league import LeagueFile
from indices.importing.cells import read_book
from indices.importing.checks import check_reading
from indices.importing.score_values import Answer, Meaning
from indices.importing.scores import read_scores
from indices.importing.subject import Subject
from indices.models import Score
from tests.factories import EditionFactory, SourceFactory, StandingFactory, UnitFactory, freeze
from tests.indices.exporting.conftest import score
from tests.indices.exporting.filling import opened, values

LEAGUE = "/indices/chi-so/2023.xlsx?depth=all"
SCORECARD = "/indices/chi-so/2023/units/bac-kan.xlsx"


def brought_back(client, address, edition):
    """(what is read of the file at an address, the subject it was read against)."""
    response = client.get(address)
    assert response.status_code == 200
    subject = Subject.of(edition)
    return read_scores(read_book(response.content, "tai-ve.xlsx"), subject), subject


def published(edition, **only):
    """(unit, code, kind) → what a table shows."""
    found = {}
    for one in Score.objects.filter(standing__edition=edition, **only).select_related("standing", "criterion"):
        left_out = one.status == Score.Status.NOT_APPLICABLE
        found[one.standing.unit_id, one.criterion.code, Meaning.POINTS] = (
            Answer.NOT_APPLICABLE if left_out else one.points
        )
    return found


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_league_table_is_read_in_again_unchanged(client, before, prefix):
    reading, subject = brought_back(client, prefix + LEAGUE, before)
    assert reading.faults + check_reading(reading, subject) == []
    assert values(reading) == published(before)
    for standing in before.standings.all():
        stated = reading.units[standing.unit_id].stated
        assert stated[Meaning.TOTAL_POINTS].value == standing.points
        assert stated[Meaning.RANK].value == standing.shown_rank


@pytest.mark.parametrize("prefix", ["", "/en"])
def test_a_scorecard_is_read_in_again_unchanged(client, before, places, prefix):
    reading, subject = brought_back(client, prefix + SCORECARD, before)
    unit = places[2]
    assert reading.faults == []
    assert list(reading.units) == [unit.pk]
    assert values(reading) == published(before, standing__unit=unit)
    standing = before.standings.get(unit=unit)
    assert reading.units[unit.pk].stated[Meaning.TOTAL_POINTS].value == standing.points
    assert subject.edition == before


def test_what_does_not_apply_is_said_in_words(client, before, places):
    sheet = opened(client.get("/indices/chi-so/2023/units/an-giang.xlsx").content).worksheets[0]
    row = next(row for row in sheet.iter_rows(values_only=True) if row[0] == "2.10")
    assert row[3] == "không áp dụng"


def test_stated_figures_come_back_with_their_printed_places(client, tree):
    edition = EditionFactory(criteria_set=tree, year=2022, source=SourceFactory())
    StandingFactory(
        edition=edition, unit=UnitFactory(name="Lai Châu"), status="ranked", stated_points=Decimal("58.2"),
        stated_points_places=2, stated_percent=Decimal("58.2"), stated_percent_places=3, stated_rank=1, shown_rank=1,
        total=Decimal("58.2"), total_places=2, points=Decimal("58.2"), max_points=Decimal(100),
        percent=Decimal("58.2"),
    )  # fmt: skip
    freeze(edition)
    reading, _subject = brought_back(client, "/indices/chi-so/2022.xlsx", edition)
    (read,) = reading.units.values()
    assert {kind: (figure.value, figure.places) for kind, figure in read.stated.items()} == {
        Meaning.TOTAL_POINTS: (Decimal("58.2"), 2),
        Meaning.TOTAL_PERCENT: (Decimal("58.2"), 3),
        Meaning.RANK: (Decimal(1), 0),
    }


def test_an_index_open_to_its_totals_gives_totals_alone(client, before):
    type(before.index).objects.update(public_depth="totals")
    sheet = opened(client.get(SCORECARD).content).worksheets[0]
    titles = [row[1] for row in sheet.iter_rows(min_row=7, values_only=True)]
    assert titles == ["Tổng điểm", "Chỉ số (%)", "Thứ hạng"]


def test_last_years_points_stand_beside_and_are_not_read(client, before, tree, places):
    later = EditionFactory(criteria_set=tree, year=2024, source=SourceFactory())
    standing = StandingFactory(edition=later, unit=places[2])
    score(standing, "1.2", entered_points=Decimal(6), points=Decimal(6))
    freeze(later)
    reading, _subject = brought_back(client, SCORECARD.replace("2023", "2024"), later)
    assert values(reading) == {(places[2].pk, "1.2", Meaning.POINTS): Decimal(6)}
    sheet = opened(client.get(SCORECARD.replace("2023", "2024")).content).worksheets[0]
    row = next(row for row in sheet.iter_rows(values_only=True) if row[0] == "1.2")
    assert row[3:5] == (6, 4.33)


def test_names_that_begin_formulas_are_text(client, before):
    for address in (LEAGUE, "/indices/chi-so/2023/units/cao-bang.xlsx"):
        for sheet in opened(client.get(address).content):
            assert [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.data_type == "f"] == []


def test_the_sources_stand_on_the_second_sheet(client, before):
    sheet = opened(client.get(SCORECARD).content).worksheets[1]
    assert (sheet.title, sheet["A2"].value) == ("Nguồn", before.source.title)


def test_a_sample_says_that_it_is_one_on_both_sheets_and_in_the_name(client, before, places):
    type(before.index).objects.update(is_sample=True)
    response = client.get(SCORECARD)
    first, second = opened(response.content).worksheets
    assert "minh họa" in first["A4"].value
    assert "minh họa" in second["A1"].value
    assert response["Content-Disposition"] == 'attachment; filename="chi-so-2023-r1-bac-kan-minh-hoa.xlsx"'


def test_english_names_stand_beside_those_by_which_units_are_known(client, before, places):
    type(places[0]).objects.filter(pk=places[0].pk).update(name_en="Province of the River")
    reading, _subject = brought_back(client, "/en" + LEAGUE, before)
    assert reading.faults == []
    assert places[0].pk in reading.units
    sheet = opened(client.get("/en" + LEAGUE).content).worksheets[0]
    assert "Province of the River" in [cell.value for row in sheet.iter_rows() for cell in row]


def test_the_page_of_a_scorecard_links_to_its_file(client, before):
    assert f'href="{SCORECARD}"' in client.get("/indices/chi-so/2023/units/bac-kan/").content.decode()


def test_a_unit_that_was_not_there_has_no_file(client, before):
    assert client.get("/indices/chi-so/2023/units/khong-co.xlsx").status_code == 404


def test_queries_of_a_league_file_do_not_grow_with_rows(before, django_assert_max_num_queries):
    standings = before.standings.select_related("unit", "block", "band", "stated_band")
    with django_assert_max_num_queries(8):
        LeagueFile(before, standings, list(before.criteria_set.criteria.all())).as_workbook()
