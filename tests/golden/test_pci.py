"""PCI 2005-2024: every published score and rank stands as it was printed, and partial tables compute no rank."""

import pytest

from indices.domain.ranking import DifferenceKind, RankedRow, explain_ranks
from indices.models import CriterionStatistic, Edition, Standing
from tests.golden import rows as source

pytestmark = [pytest.mark.golden, pytest.mark.django_db]

YEARS = source.years("pci")
UNITS = {
    "2005": 42, "2006": 64, "2007": 64, "2008": 64, "2017": 13, "2018": 18, "2019": 25, "2021": 23, "2022": 19,
    "2023": 7, "2024": 11,
}  # fmt: skip
PARTIAL = ("2017", "2018", "2019", "2021", "2022", "2023", "2024")


@pytest.fixture
def edition(record, request):
    return Edition.objects.get(index__slug="pci", label=request.param)


each_year = pytest.mark.parametrize("edition", YEARS, indirect=True)


def printed(value, places):
    return "" if value is None else f"{value:.{places}f}"


def explained(edition):
    rows = [
        RankedRow(standing.unit.slug, "", standing.total, True, standing.rank, standing.stated_rank)
        for standing in edition.standings.select_related("unit")
    ]
    return explain_ranks(rows)[""]


def test_every_year_is_there(record):
    assert [str(year) for year in range(2005, 2025)] == YEARS
    assert sorted(Edition.objects.published().filter(index__slug="pci").values_list("label", flat=True)) == YEARS
    assert Standing.objects.filter(edition__index__slug="pci").count() == 917


@each_year
def test_every_row_stands_as_printed(edition):
    stored = {
        standing.unit.slug: (
            printed(standing.stated_points, standing.stated_points_places),
            str(standing.stated_rank or ""),
        )
        for standing in edition.standings.select_related("unit")
    }
    assert stored == {
        row["unit"]: (row["stated_points"], row["stated_rank"]) for row in source.standings("pci", edition.label)
    }


@each_year
def test_what_is_shown_is_what_was_published(edition):
    for standing in edition.standings.all():
        assert (standing.total, standing.total_places) == (standing.stated_points, standing.stated_points_places)
        if edition.label in PARTIAL or standing.stated_rank:
            assert standing.shown_rank == standing.stated_rank


@each_year
def test_number_of_units_is_that_of_the_year(edition):
    assert edition.standings.count() == UNITS.get(edition.label, 63)
    assert edition.standings.filter(unit__slug="ha-tay").count() == (edition.year <= 2008)


@each_year
def test_partial_table_computes_no_rank(edition):
    ranked = edition.standings.exclude(rank=None).count()
    assert ranked == (0 if edition.label in PARTIAL else edition.standings.count())


@each_year
def test_gap_is_to_the_place_right_above_or_none(edition):
    total_at = {standing.shown_rank: standing.total for standing in edition.standings.all()}
    for standing in edition.standings.all():
        above = total_at.get((standing.shown_rank or 0) - 1)
        known = above is not None and standing.total is not None
        assert standing.gap == (above - standing.total if known else None)


@pytest.mark.parametrize("edition", [year for year in YEARS if year not in PARTIAL], indirect=True)
def test_stated_ranks_differ_only_where_printed_scores_tie(edition):
    assert {difference.kind for difference in explained(edition).differences} <= {
        DifferenceKind.TIE_BROKEN_BY_UNROUNDED
    }


@pytest.mark.parametrize("edition", ["2016"], indirect=True)
def test_58_20_three_times_is_shown_at_32_to_34_and_explained(edition):
    shown = edition.standings.filter(stated_points="58.20").order_by("shown_rank")
    assert [(s.unit.slug, s.shown_rank, s.rank, printed(s.total, s.total_places)) for s in shown] == [
        ("binh-thuan", 32, 32, "58.20"),
        ("bac-giang", 33, 32, "58.20"),
        ("dong-nai", 34, 32, "58.20"),
    ]
    found = explained(edition)
    [tie] = [tie for tie in found.ties if tie.rank == 32]
    assert (tie.last_place, tie.keys, tie.stated_ranks) == (34, ("binh-thuan", "bac-giang", "dong-nai"), (32, 33, 34))
    assert {d.key: d.kind for d in found.differences if d.rank == 32} == {
        "bac-giang": DifferenceKind.TIE_BROKEN_BY_UNROUNDED,
        "dong-nai": DifferenceKind.TIE_BROKEN_BY_UNROUNDED,
    }


def test_statistics_are_of_totals_only(record):
    found = CriterionStatistic.objects.filter(edition__index__slug="pci")
    assert found.filter(criterion=None).count() == len(YEARS) == found.count()
