"""PAPI 2011-2024: what is stored equals what the source rows give when they are simply added up."""

from fractions import Fraction

import pytest

from indices.models import Edition, Score
from tests.golden import rows as source
from tests.golden.rows import HALF_OF_THE_LAST_PLACE

pytestmark = [pytest.mark.golden, pytest.mark.django_db]

YEARS = source.years("papi")
SCORED = dict.fromkeys(YEARS, 63) | {"2014": 61, "2021": 60, "2023": 61, "2024": 61}
NOT_PUBLISHED = {
    "2014": {"bac-giang", "dong-thap"},
    "2021": {"bac-giang", "bac-ninh", "quang-ninh"},
    "2023": {"binh-duong", "quang-ninh"},
    "2024": {"tien-giang", "vinh-phuc"},
}
# Unit -> the dimensions of which it has no score.
INCOMPLETE = {
    "2018": {"dong-thap": "24", "quang-ninh": "24"},
    "2022": {"bac-giang": "1245", "bac-ninh": "2348"},
}


@pytest.fixture
def edition(record, request):
    return Edition.objects.get(index__slug="papi", label=request.param)


each_year = pytest.mark.parametrize("edition", YEARS, indirect=True)


def known(edition, column):
    """Unit -> what is stored of it, where anything is."""
    return {slug: value for slug, value in edition.standings.values_list("unit__slug", column) if value is not None}


def dimensions(edition):
    """(unit, dimension) -> points, where they are known."""
    scores = Score.objects.filter(standing__edition=edition, criterion__level="field", points__isnull=False)
    found = scores.values_list("standing__unit__slug", "criterion__code", "points")
    return {(unit, code): Fraction(points) for unit, code, points in found}


def ranked_by_hand(totals):
    return {unit: 1 + sum(other > total for other in totals.values()) for unit, total in totals.items()}


def test_every_year_is_there(record):
    assert [str(year) for year in range(2011, 2025)] == YEARS
    assert sorted(Edition.objects.published().filter(index__slug="papi").values_list("label", flat=True)) == YEARS


def test_every_sub_dimension_score_is_there_to_the_last_digit(record):
    scores = Score.objects.filter(standing__edition__index__slug="papi", origin="entered", status="scored")
    stored = {
        row[:3]: Fraction(row[3])
        for row in scores.values_list("standing__edition__label", "standing__unit__slug", "criterion__code", "points")
    }
    assert len(stored) == 21_891
    assert stored == {
        (year, unit, code): value
        for year in YEARS
        for unit, by_dimension in source.papi_points(year).items()
        for parts in by_dimension.values()
        for code, value in parts.items()
        if value is not None
    }


@each_year
def test_total_is_the_sum_of_the_source_rows(edition):
    stored = {unit: Fraction(points) for unit, points in known(edition, "points").items()}
    assert stored == source.papi_totals(edition.label)


@each_year
def test_rank_is_one_plus_the_number_of_better_totals(edition):
    assert known(edition, "rank") == ranked_by_hand(source.papi_totals(edition.label))


@each_year
def test_dimension_is_the_sum_of_its_sub_dimensions(edition):
    assert dimensions(edition) == {
        (unit, code): sum(parts.values())
        for unit, by_dimension in source.papi_points(edition.label).items()
        for code, parts in by_dimension.items()
        if None not in parts.values()
    }


@each_year
def test_dimensions_are_worth_ten_and_their_parts_share_it(edition):
    criteria = edition.criteria_set.criteria.all()
    fields = [criterion for criterion in criteria if criterion.parent_id is None]
    assert [field.max_points for field in fields] == [10] * (6 if edition.year < 2018 else 8)
    for field in fields:
        parts = [criterion.max_points for criterion in criteria if criterion.parent_id == field.pk]
        assert len(set(parts)) == 1
        assert 0 <= Fraction(10, len(parts)) - Fraction(parts[0]) < Fraction(1, 10**9)


@each_year
def test_totals_are_the_published_ones(edition):
    published = {row["unit"]: Fraction(row["total"]) for row in source.golden("papi_totals.csv", edition.label)}
    stored = known(edition, "points")
    assert stored.keys() == published.keys()
    assert not {u for u in published if abs(Fraction(stored[u]) - published[u]) > HALF_OF_THE_LAST_PLACE}


@each_year
def test_dimensions_are_the_published_ones(edition):
    published = {
        (row["unit"], row["code"]): Fraction(row["points"])
        for row in source.golden("papi_dimensions.csv", edition.label)
    }
    stored = dimensions(edition)
    assert stored.keys() == published.keys()
    assert not {key for key in published if abs(stored[key] - published[key]) > HALF_OF_THE_LAST_PLACE}


@each_year
def test_number_of_units_is_that_of_the_year(edition):
    scored = edition.standings.exclude(status="not_published")
    assert scored.count() == SCORED[edition.label]
    assert edition.stated_units == len(known(edition, "rank"))


@each_year
def test_units_that_are_not_ranked_are_known_by_name(edition):
    missing = {
        standing.unit.slug: {code.partition(".")[0] for code in standing.missing}
        for standing in edition.standings.filter(status="incomplete").select_related("unit")
    }
    assert missing == {unit: set(codes) for unit, codes in INCOMPLETE.get(edition.label, {}).items()}
    silent = edition.standings.filter(status="not_published").values_list("unit__slug", flat=True)
    assert set(silent) == NOT_PUBLISHED.get(edition.label, set())
    assert not edition.standings.exclude(status="ranked").exclude(to_be_ranked=False, rank=None, shown_rank=None)


@each_year
def test_incomplete_unit_lacks_all_of_what_it_lacks(edition):
    """A dimension is there whole or not at all: the page can name the dimensions."""
    codes = set(edition.criteria_set.criteria.exclude(parent=None).values_list("code", flat=True))
    for standing in edition.standings.filter(status="incomplete"):
        without = {code.partition(".")[0] for code in standing.missing}
        assert set(standing.missing) == {code for code in codes if code.partition(".")[0] in without}
