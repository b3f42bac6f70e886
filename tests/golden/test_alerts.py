"""Alerts of the published record: which there are, with their arithmetic, and what the pages say of them."""

from fractions import Fraction
from itertools import pairwise
from statistics import median

import pytest
from django.utils.html import strip_tags

from indices.models import Edition
from indices.queries.alerts import alerts_of_unit
from indices.queries.edition_alerts import alerts_of_edition
from indices.queries.quadrants import measures_beside, pairs_of, usual_pairs
from indices.queries.units import scorecard_of
from indices.queries.why import why_of
from tests.golden.rows import GOLDEN, papi_points, rows

pytestmark = pytest.mark.golden


def edition_of(index, label):
    return Edition.objects.published().select_related("index", "criteria_set").get(index__slug=index, label=label)


def text(client, address):
    response = client.get(address)
    assert response.status_code == 200
    return " ".join(strip_tags(response.content.decode().replace("<", " <")).split())


def shares(unit, dimension, first, last):
    """A unit's exact share of the ten points of a dimension, year by year, from the rows alone."""
    return [sum(papi_points(str(year))[unit][dimension].values()) / 10 for year in range(first, last + 1)]


def test_khanh_hoa_2024_fell_suddenly_in_participation(record, client):
    """48,98 % → 43,45 %: −5,53; the four years before it usually rose by 2,52, give or take 0,91."""
    figures = shares("khanh-hoa", "1", 2019, 2024)
    changes = [now - then for then, now in pairwise(figures)]
    newest, earlier = changes[-1], changes[:-1]
    usual = median(earlier)
    deviation = median(abs(change - usual) for change in earlier)
    assert newest < min(earlier)
    assert usual - newest > 3 * deviation > Fraction(1, 100)
    assert [round(100 * figure, 2) for figure in (newest, usual, deviation)] == [
        Fraction("-5.53"), Fraction("2.52"), Fraction("0.91"),
    ]  # fmt: skip
    told = text(client, "/indices/papi/2024/alerts/?kind=fall&q=khanh+hoa")
    assert "1. Tham gia của người dân ở cấp cơ sở: năm 2024 giảm 5,53 % điểm tối đa so với 2023." in told
    assert "Từ 2019 đến 2023, mỗi năm thường tăng 2,52, dao động 0,91 quanh mức ấy." in told


def test_quang_binh_2024_is_last_in_procedures_for_the_first_time(record, client):
    for year in range(2019, 2025):
        figures = {
            unit: sum(dimensions["5"].values())
            for unit, dimensions in papi_points(str(year)).items()
            if None not in dimensions["5"].values()
        }
        assert (figures["quang-binh"] == min(figures.values())) == (year == 2024)
    told = text(client, "/indices/papi/2024/alerts/?kind=last")
    assert "5. Thủ tục hành chính công: thấp nhất trong 61 đơn vị; các năm 2019, 2020, 2021, 2022, 2023" in told


def test_papi_2024_says_first_how_many_give_cause(record, client):
    told = text(client, "/indices/papi/2024/alerts/")
    assert "12 trong 63 tỉnh, thành phố có điều cần xem (giảm đột ngột 11, lần đầu đứng cuối 3)" in told


@pytest.mark.parametrize("index", ["papi", "dti"])
def test_an_edition_and_its_scorecards_find_the_same(record, index):
    edition = edition_of(index, "2024")
    found = alerts_of_edition(edition)
    for standing in edition.standings.select_related("unit", "edition").in_order()[::6]:
        card = scorecard_of(standing, edition)
        own = [_plain(facts) for facts in alerts_of_unit(standing, why_of(card), card.targets)]
        assert own == [_plain(facts) for facts in found if facts["unit"] == standing.unit.slug]


def _plain(facts):
    """Without whose they are; a table of everybody does not count for how many years a loss has lasted."""
    told = {name: value for name, value in facts.items() if name != "unit"}
    return told | {"losses": [loss[:2] for loss in told["losses"]]} if "losses" in told else told


def test_bac_kan_2023_contradicts_itself(record, client):
    """99,23 % of the procedure points in PAR INDEX; 75,03 %, 63rd of 63, in SIPAS: nobody is lower."""
    (procedures,) = [
        row for row in rows(GOLDEN / "results_par_province_fields.csv")
        if (row["year"], row["unit_name"], row["field_name"]) == ("2023", "Bắc Kạn", "Cải cách thủ tục hành chính")
    ]  # fmt: skip
    (sipas,) = [
        row for row in rows(GOLDEN / "results_sipas_province.csv")
        if (row["year"], row["unit_name"]) == ("2023", "Bắc Kạn") and row["rank"]
    ]  # fmt: skip
    assert (procedures["percent"], sipas["score_percent"], sipas["rank"]) == ("99.23", "75.03", "63")
    said = "Bắc Kạn : Thủ tục HC (PAR INDEX 2023) đạt 99,23 %, nhưng SIPAS 2023 chỉ 75,03 %, hạng 63 trong 63 đơn vị."
    assert said in text(client, "/indices/par-province/2023/alerts/")
    assert said in text(client, "/indices/sipas/2023/alerts/")


def test_hai_phong_2023_is_high_in_par_index_and_54th_of_61_in_papi_procedures(record):
    """Of 61, the lowest quarter begins at the 47th: 61 − 54 + 1 = 8, and 4 × 8 = 32 ≤ 61."""
    edition = edition_of("par-province", "2023")
    pairs = pairs_of(usual_pairs(edition, measures_beside(edition)))
    papi = next(pair for pair in pairs if (pair.inner.key, pair.outer.key) == ("par-province", "papi:5"))
    (dot,) = papi.quadrants.contradictions
    procedures = {
        unit: sum(dimensions["5"].values())
        for unit, dimensions in papi_points("2023").items()
        if None not in dimensions["5"].values()
    }
    assert (dot.unit, dot.inner, dot.outer) == ("hai-phong", Fraction("0.9187"), procedures["hai-phong"] / 10)
    assert 1 + sum(other > procedures["hai-phong"] for other in procedures.values()) == dot.outer_rank == 54
    assert dot.of == len(procedures) == 61


def test_the_chart_shows_the_pair_that_is_asked_for(record, client):
    told = text(client, "/indices/sipas/2023/alerts/?x=par-province&y=sipas")
    assert "PAR INDEX 2023 và SIPAS 2023" in told
    assert "6 đơn vị có cả hai số. Dưới tám đơn vị, vị trí so với nhau chưa nói lên điều gì." in told


def test_where_years_are_lacking_the_page_says_so(record, client):
    told = text(client, "/indices/dti/2024/alerts/")
    assert "Giảm đột ngột cần số liệu bốn năm liền nhau; liền trước năm này đã công bố ở đây: 2022, 2023." in told
