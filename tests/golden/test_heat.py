"""The heat table and the comparison over the published record: every cell from the rows of PAPI."""

from collections import defaultdict
from fractions import Fraction

import pytest

from indices.domain.comparison import heat_of
from indices.domain.continuing import Before
from indices.models import Edition, Standing
from indices.queries.comparison import peers_for
from indices.queries.heat import cells_of, columns_of, open_criteria, past_of, ranges_of
from indices.queries.history import years_of
from tests.golden.rows import papi_points

pytestmark = pytest.mark.golden

FULL = 10  # points of a dimension


@pytest.fixture
def editions(record, db):
    """Label -> PAPI's edition of that year."""
    found = Edition.objects.published().filter(index__slug="papi").select_related("index", "criteria_set")
    return {edition.label: edition for edition in found}


def by_hand(year):
    """Unit -> dimension -> exact share of its ten points, of dimensions that are wholly scored."""
    shares = defaultdict(dict)
    for unit, dimensions in papi_points(year).items():
        for dimension, parts in dimensions.items():
            if None not in parts.values():
                shares[unit][dimension] = sum(parts.values()) / FULL
    return shares


def cut(share):
    """Billionths of a percent, cut toward zero."""
    figure = share * 100 * 10**9
    return int(figure)  # toward zero on both sides


def table(edition, past=None):
    criteria = columns_of(open_criteria(edition), "")
    _ranges, counts = ranges_of(edition, criteria)
    units = list(edition.standings.values_list("unit_id", flat=True))
    return cells_of(edition, units, criteria, past=past, counts=counts)


def test_every_percent_of_2024_is_that_of_the_published_points(editions):
    heat, expected = table(editions["2024"]), by_hand("2024")
    assert len(heat.rows) == 63
    for unit, cells in heat.rows.items():
        known = {
            leaf.code: cell.percent for leaf, cell in zip(heat.columns, cells, strict=True) if cell and cell.percent
        }
        assert known == {code: cut(share) for code, share in expected[unit].items()}, unit


def test_every_rank_of_2024_counts_the_better_ones(editions):
    heat, expected = table(editions["2024"]), by_hand("2024")
    whole = {unit for unit, shares in expected.items() if len(shares) == 8}  # two provinces are not ranked
    assert len(whole) == 61
    for unit in whole:
        for leaf, cell in zip(heat.columns, heat.rows[unit], strict=True):
            better = sum(expected[other][leaf.code] > expected[unit][leaf.code] for other in whole)
            assert (cell.rank, cell.of) == (better + 1, 61)


@pytest.mark.parametrize("label", ["2018", "2021", "2022", "2024"])
def test_a_page_of_units_says_what_everybodys_table_says(editions, label):
    """Ranks and percents stored with the edition are those that the domain gives from everyone's figures."""
    edition = editions[label]
    (year,) = years_of([edition])
    codes = {leaf.code for leaf in year.fields}
    everybody = heat_of(year).rows
    assert {unit: [(c and c.percent, c and c.rank) for c in cells] for unit, cells in table(edition).rows.items()} == {
        unit: [(c and c.percent, c and c.rank) for c in cells] for unit, cells in everybody.items()
    }
    assert len(codes) in (6, 8)


def test_every_change_since_2023_is_the_difference_of_the_shares(editions):
    past = past_of(editions["2024"], editions["2023"])
    heat, now, then = table(editions["2024"], past), by_hand("2024"), by_hand("2023")
    compared = 0
    for unit, cells in heat.rows.items():
        for leaf, cell in zip(heat.columns, cells, strict=True):
            code = leaf.code
            if code in now[unit] and code in then[unit]:
                assert cell.change == cut(now[unit][code] - then[unit][code])
                compared += 1
            else:
                assert cell is None or cell.change is None
    assert compared == sum(len(now[unit].keys() & then[unit].keys()) for unit in now)


def test_changes_across_sets_are_those_of_a_year_with_everybody(editions):
    """2021 has another set than 2020: what the links lead to is compared, page or not."""
    past = past_of(editions["2021"], editions["2020"])
    assert past.links is not None
    now, then = years_of([editions["2021"], editions["2020"]])
    whole = heat_of(now, before=Before(then, past.links)).rows
    page = table(editions["2021"], past).rows
    changes = {unit: [cell and cell.change for cell in cells] for unit, cells in page.items()}
    assert changes == {unit: [cell and cell.change for cell in cells] for unit, cells in whole.items()}
    assert any(change is not None for row in changes.values() for change in row)


def test_means_and_extremes_are_of_the_ranked(editions):
    criteria = columns_of(open_criteria(editions["2024"]), "")
    ranges, _counts = ranges_of(editions["2024"], criteria)
    shares = [found for found in by_hand("2024").values() if len(found) == 8]
    for criterion in criteria:
        column = [found[criterion.code] for found in shares]
        found = ranges["", criterion.pk]
        assert (found.count, found.lowest, found.highest) == (61, cut(min(column)), cut(max(column)))
        assert abs(found.mean - 100 * 10**9 * sum(column) / len(column)) < 20  # cut twice: as points, as a percent


def test_ha_noi_2024_is_last_in_the_environment_and_second_in_electronic_government(editions):
    heat = table(editions["2024"])
    cells = dict(zip((leaf.code for leaf in heat.columns), heat.rows["ha-noi"], strict=True))
    # 7: 2,872573674 of 10 points; 8: 4,046… of 10
    assert (cells["7"].rank, cells["7"].percent) == (61, 28_725_736_740)
    assert cells["8"].rank == 2


def test_peers_of_ha_noi_in_2024_were_cities_then(editions):
    """Huế became a city on 01/01/2025: in the table of 2024 it was a province still."""
    standing = Standing.objects.select_related("unit", "block").get(edition=editions["2024"], unit__slug="ha-noi")
    peers, _standings, regions = peers_for(editions["2024"], standing)
    assert {peer.unit for peer in peers[:4]} == {"hai-phong", "ho-chi-minh", "da-nang", "can-tho"}
    assert regions[peers[0].regions[0]] == "Đồng bằng sông Hồng"


def test_a_peers_distance_is_the_mean_difference_of_its_fields(editions):
    standing = Standing.objects.select_related("unit", "block").get(edition=editions["2024"], unit__slug="ha-noi")
    peers, _standings, _regions = peers_for(editions["2024"], standing)
    shares = by_hand("2024")
    for peer in peers:
        apart = [abs(cut(shares["ha-noi"][code]) - cut(shares[peer.unit][code])) for code in shares["ha-noi"]]
        assert peer.fields == 8
        assert abs(Fraction(peer.distance) * 10**9 - Fraction(sum(apart), 8)) < 1
