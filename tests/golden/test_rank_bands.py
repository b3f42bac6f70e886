"""Rank bands over the published record: what its printed totals hide, against every pair of them compared by hand."""

from fractions import Fraction

import pytest

from indices.domain.rank_bands import RankBand
from indices.models import Edition
from indices.queries.rank_bands import Assumed, Lack, asked_in, make_bands

pytestmark = [pytest.mark.golden, pytest.mark.django_db]


def edition_of(index, label):
    return Edition.objects.published().select_related("index", "criteria_set").get(index__slug=index, label=label)


def bands(index, label, **how):
    """Slug -> (stated rank, best, worst) of an undivided edition."""
    edition = edition_of(index, label)
    found = make_bands(edition, **how)[None].bands
    return {
        standing.unit.slug: (standing.stated_rank, found[standing.unit_id].best, found[standing.unit_id].worst)
        for standing in edition.standings.select_related("unit")
        if standing.unit_id in found
    }


def test_pci_2016_prints_three_times_the_same_score(record):
    found = bands("pci", "2016")
    assert len(found) == 63
    three = {slug for slug, (stated, *_band) in found.items() if stated in (32, 33, 34)}
    assert {found[slug][1:] for slug in three} == {(32, 34)}
    assert sum(best < worst for _stated, best, worst in found.values()) == 8


def test_thanh_hoa_2024_prints_two_pairs_of_equal_totals(record):
    by_rank = {stated: (best, worst) for stated, best, worst in bands("par-thanh-hoa-departments", "2024").values()}
    assert by_rank[2] == by_rank[3] == (2, 3)
    # 85.02 at 13 and 14 touches 85.03 above at 85.025, and may be as much.
    assert by_rank[13] == by_rank[14] == (12, 14)
    assert by_rank[12] == (12, 12)


def test_every_stated_rank_of_a_complete_table_lies_within_its_band(record):
    checked = 0
    for edition in Edition.objects.published().select_related("index", "criteria_set").order_by("pk"):
        found = {unit: band for each in make_bands(edition).values() for unit, band in each.bands.items()}
        for standing in edition.standings.filter(stated_rank__isnull=False, unit__in=found):
            band = found[standing.unit_id]
            assert band.best <= standing.stated_rank <= band.worst, standing
            checked += 1
    assert checked == 866


@pytest.mark.parametrize("label", ["2012", "2016"])
def test_bands_are_those_of_every_pair_compared(record, label):
    half = Fraction(1, 200)  # of the second printed place
    edition = edition_of("pci", label)
    printed = {standing.unit_id: Fraction(standing.stated_points) for standing in edition.standings.all()}
    expected = {
        unit: RankBand(
            1 + sum(other - half > total + half for other in printed.values()),
            1 + sum(other + half > total - half for who, other in printed.items() if who != unit),
        )
        for unit, total in printed.items()
    }
    assert make_bands(edition)[None].bands == expected


def test_exact_totals_of_papi_hide_nothing(record):
    edition = edition_of("papi", "2024")
    found = make_bands(edition)[None]
    assert (len(found.bands), found.printed, found.uncertain) == (61, 0, [])
    ranks = dict(edition.standings.filter(unit__in=found.bands).values_list("unit_id", "rank"))
    assert {unit: band.best for unit, band in found.bands.items()} == ranks


def test_a_table_of_which_some_totals_are_not_known_has_no_bands(record):
    found = make_bands(edition_of("sipas", "2024"))[None]
    assert (found.lack, found.known, found.ranked, found.bands) == (Lack.TOTALS, 4, 63, {})


def test_a_survey_leaves_more_open_the_fewer_are_asked(record):
    edition = edition_of("papi", "2024")

    def width(size):
        found = make_bands(edition, asked=asked_in(edition), assumed=Assumed(size))[None].bands
        assert all(band.best <= band.worst for band in found.values())
        return sum(band.worst - band.best for band in found.values())

    assert width(100) > width(1000) > width(100_000) > 0
