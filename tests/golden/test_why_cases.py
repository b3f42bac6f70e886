"""Cases of the record that everybody asks about: what their pages say, with the arithmetic, and what they cannot."""

from decimal import Decimal
from fractions import Fraction

import pytest
from django.utils.html import strip_tags

from indices.domain.ledger import ledger_of
from indices.domain.ledger_values import Depth, NoLedger
from indices.models import Edition, Score, Standing
from indices.queries.history import years_of
from tests.factories import AnnexFactory, AnnexScoreFactory, CriteriaSetFactory, CriterionFactory

pytestmark = pytest.mark.golden

PHU_XUYEN = "phu-xuyen-huyen-ha-noi"


def scorecard(client, index, label, unit):
    """What a reader finds between the heading and the foot of a scorecard."""
    response = client.get(f"/indices/{index}/{label}/units/{unit}/")
    assert response.status_code == 200
    html = response.content.decode()
    return " ".join(strip_tags(html[html.index("<h1") : html.index("<footer")].replace("<", " <")).split())


def test_phu_xuyen_2023_is_told_as_far_as_it_is_known(record, client):
    """30th of 30 with 91,61 %, and nothing else: no field, no year before, no reason why."""
    told = scorecard(client, "par-ha-noi-districts", "2023", PHU_XUYEN)
    assert "Phú Xuyên đạt 91,61 %, đứng thứ 30 trong 30 huyện, quận, thị xã." in told
    assert "Chỉ công bố tổng: không biết điểm của từng tiêu chí." in told
    assert "Không có điểm thành phần của đơn vị này trong số liệu đã công bố." in told
    assert "Vì sao đổi hạng" not in told


def test_ninh_thuan_2024_is_told_without_the_reckoning_of_a_newspaper(record, client):
    """55th with 85,98 %; “0,7 points and 19 places lost” is no published figure, and the page has neither."""
    told = scorecard(client, "par-province", "2024", "ninh-thuan")
    assert "Ninh Thuận đạt 85,98 %, đứng thứ 55 trong 63 tỉnh, thành phố." in told
    assert "bộ tiêu chí khác nên không so điểm" in told
    assert "19 bậc" not in told
    assert "Vì sao đổi hạng" not in told


def test_ba_ria_vung_tau_2021_is_told_with_its_gain_and_without_a_rank(record, client):
    told = scorecard(client, "par-province", "2021", "ba-ria-vung-tau")
    assert Decimal("87.61") - Decimal("86.02") == Decimal("1.59")
    assert "87,61 % ▲ tăng 1,59 điểm %" in told
    assert "Bà Rịa - Vũng Tàu đạt 87,61 %; chưa biết thứ hạng." in told


def test_quang_nam_2023_shows_more_digital_points_and_a_worse_place_in_them(record, client):
    """11,08 → 11,59 is +0,51; the place in the field was the 14th and is the 22nd."""
    assert Decimal("11.59") - Decimal("11.08") == Decimal("0.51")
    told = scorecard(client, "par-province", "2023", "quang-nam")
    row = told[told.index("7 Xây dựng và phát triển chính quyền điện tử") :][:160]
    assert "11,59" in row
    assert " 22 " in row
    assert "tăng 0,51" in row
    before = scorecard(client, "par-province", "2022", "quang-nam")
    row = before[before.index("7 Xây dựng và phát triển chính quyền điện tử") :][:160]
    assert "11,08" in row
    assert " 14 " in row


def test_bac_kan_2023_is_last_in_sipas(record, client):
    """75,03 %; the 62nd has 1,05 more."""
    told = scorecard(client, "sipas", "2023", "bac-kan")
    assert "Bắc Kạn đạt 75,03 %, đứng thứ 63 trong 63 tỉnh, thành phố." in told
    above = Standing.objects.get(edition__index__slug="sipas", edition__label="2023", shown_rank=62)
    assert above.total - Decimal("75.03") == Decimal("1.05")


# One's own tree beside others' totals


@pytest.fixture
def own_tree(record, db):
    """Phú Xuyên's own record of 2023, invented: of 60 points 57,5 and of 40 points 34,11. Together 91,61 of 100."""
    standing = Standing.objects.select_related("edition__index", "unit").get(
        edition__index__slug="par-ha-noi-districts", edition__label="2023", unit__slug=PHU_XUYEN
    )
    own_set = CriteriaSetFactory(slug="phu-luc-phu-xuyen", index=standing.edition.index, max_points=Decimal(100))
    annex = AnnexFactory(standing=standing, criteria_set=own_set)
    for code, points, maximum in (("1", "57.5", "60"), ("2", "34.11", "40")):
        criterion = CriterionFactory(criteria_set=own_set, code=code, position=int(code), max_points=Decimal(maximum))
        AnnexScoreFactory(
            annex=annex,
            criterion=criterion,
            entered_points=Decimal(points),
            points=Decimal(points),
            max_points=Decimal(maximum),
            status=Score.Status.SCORED,
        )
    return annex


def test_own_tree_beside_totals_gives_a_ledger_without_touching_them(own_tree):
    """60 − 57,5 = 2,5 and 40 − 34,11 = 5,89 are lost: 8,39, which is what 100 − 91,61 leaves."""
    edition = Edition.objects.published().select_related("index").get(pk=own_tree.standing.edition_id)
    (published,) = years_of([edition])
    assert ledger_of(published, PHU_XUYEN).no_ledger == NoLedger.TOTAL_ONLY
    (year,) = years_of([edition], annexes=[own_tree])
    ledger = ledger_of(year, PHU_XUYEN)
    assert ledger.depth is Depth.FIELDS
    assert [(line.leaf.code, line.lost) for line in ledger.lines] == [("2", Decimal("5.89")), ("1", Decimal("2.5"))]
    assert ledger.whole.lost == Decimal("2.5") + Decimal("5.89") == 100 - Decimal("91.61")
    assert (year.units[PHU_XUYEN].total, year.units[PHU_XUYEN].rank) == (91_610_000_000, 30)


def test_own_tree_says_nothing_of_the_others(own_tree):
    edition = Edition.objects.published().select_related("index").get(pk=own_tree.standing.edition_id)
    (year,) = years_of([edition], annexes=[own_tree])
    assert all(not row.points for unit, row in year.units.items() if unit != PHU_XUYEN)
    ledger = ledger_of(year, PHU_XUYEN)
    assert all(line.peers is None for line in ledger.lines)
    # Of thirty five are known by their totals: where it would stand with a line made full cannot be told.
    assert all(line.costs is None for line in ledger.lines)
    assert Fraction(ledger.whole.points) == Fraction("91.61")


def test_own_tree_is_kept_out_of_alerts(own_tree, client):
    response = client.get("/indices/par-ha-noi-districts/2023/alerts/")
    assert "Phú Xuyên" not in response.content.decode()
