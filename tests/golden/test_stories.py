"""Published cases that the software must hold, each by name, in the database and as a reader sees it."""

from decimal import Decimal

import pytest
from django.db.models import Count, F, Q

from indices.domain.ranking import DifferenceKind, RankedRow, explain_ranks
from indices.models import Block, Conflict, Edition
from tests.golden import pages
from tests.golden.stored import Stored, printed

pytestmark = [pytest.mark.golden, pytest.mark.django_db]

PARTS_MISS = {
    "bo-tu-phap": "-0.01",
    "ngan-hang-nha-nuoc-viet-nam": "0.01",
    "bo-noi-vu": "0.01",
    "bo-tai-nguyen-va-moi-truong": "0.01",
    "bo-nong-nghiep-va-phat-trien-nong-thon": "-0.01",
    "bo-lao-dong-thuong-binh-va-xa-hoi": "0.01",
    "bo-van-hoa-the-thao-va-du-lich": "-0.01",
    "bo-khoa-hoc-va-cong-nghe": "0.01",
    "bo-ngoai-giao": "0.01",
}
QUANG_NAM = {  # year -> points and rank in each of the seven fields that were published
    "2022": [("8.46", 45), ("8.82", 53), ("9.66", 63), ("9.40", 30), ("10.92", 63), ("9.29", 47), ("11.08", 14)],
    "2023": [("9.44", 15), ("9.38", 28), ("10.68", 62), ("9.81", 11), ("11.75", 58), ("10.50", 27), ("11.59", 22)],
}
DTI_TIES = {  # year -> the printed score, the units that share it
    "2022": ("0.635", {"thanh-hoa", "yen-bai"}),
    "2023": ("0.5582", {"an-giang", "phu-yen"}),
    "2024": ("0.7583", {"bac-giang", "yen-bai"}),
}


def row_of(unit, address):
    """The cells of a unit's row in a league table."""
    [cells] = [cells for slug, cells in pages.table_rows(pages.read(address)) if slug == unit]
    return cells


def sum_of_parts(stored, unit):
    return sum(part.stated_points for (slug, _name), part in stored.parts.items() if slug == unit)


def explained(edition):
    rows = [
        RankedRow(standing.unit.slug, "", standing.total, True, standing.rank, standing.stated_rank)
        for standing in edition.standings.select_related("unit")
    ]
    return explain_ranks(rows)[""]


# Ministries 2023


def test_mean_of_the_ministries_2023_is_the_published_one(record):
    stored = Stored("par-ministry", "2023")
    assert stored.statistics["mean", ""] == ["84.38"]
    computed = stored.edition.criterion_statistics.get(criterion=None)
    totals = [standing.stated_percent for standing in stored.standings.values()]
    assert (computed.count, len(totals)) == (17, 17)
    assert 0 <= sum(totals) - 17 * computed.mean < Decimal("17e-9")
    assert f"{computed.mean:.3f}" == "84.378"
    rows = [cells for _unit, cells in pages.table_rows(pages.read("/indices/par-ministry/2023/"))]
    means = {cells[2]: cells[3] for cells in rows if len(cells) > 3 and "Trung bình" in cells[2]}
    assert means == {"Trung bình công bố": "84,38", "Trung bình 17 đơn vị": "84,38"}


def test_nine_ministries_miss_by_a_hundredth_and_it_is_said(record):
    stored = Stored("par-ministry", "2023")
    misses = {
        unit: str(standing.stated_percent - sum_of_parts(stored, unit))
        for unit, standing in stored.standings.items()
        if standing.stated_percent != sum_of_parts(stored, unit)
    }
    assert misses == PARTS_MISS
    said = Conflict.objects.filter(index__slug="par-ministry", edition_label="2023").exclude(unit=None)
    assert set(said.values_list("unit__slug", flat=True)) == set(PARTS_MISS)
    page = pages.words(pages.read("/indices/par-ministry/2023/"))
    for conflict in said:
        assert conflict.kept in page
        assert conflict.other in page


# Departments


def test_ties_of_thanh_hoa_2024_stand_at_their_stated_ranks_and_are_explained(record):
    edition = Stored("par-thanh-hoa-departments", "2024").edition
    for figure, places in (("90.02", [2, 3]), ("85.02", [13, 14])):
        tied = edition.standings.filter(stated_percent=figure).order_by("shown_rank")
        assert [standing.shown_rank for standing in tied] == places
        assert {(standing.rank, printed(standing.total, standing.total_places)) for standing in tied} == {
            (places[0], figure)
        }
    found = explained(edition)
    assert [(tie.rank, tie.last_place, tie.stated_ranks) for tie in found.ties] == [(2, 3, (2, 3)), (13, 14, (13, 14))]
    assert [difference.kind for difference in found.differences] == [DifferenceKind.TIE_BROKEN_BY_UNROUNDED] * 2
    page = pages.words(pages.read(edition.get_absolute_url()))
    assert "cùng in 90,02 nhưng được xếp hạng 2 đến 3: nơi công bố xếp theo điểm chưa làm tròn" in page
    assert "cùng in 85,02 nhưng được xếp hạng 13 đến 14: nơi công bố xếp theo điểm chưa làm tròn" in page


def test_department_of_justice_of_hoa_binh_2023_is_ranked_by_its_printed_total(record):
    stored = Stored("par-hoa-binh-departments", "2023")
    standing = stored.standings["so-tu-phap-hoa-binh"]
    assert (str(sum_of_parts(stored, "so-tu-phap-hoa-binh")), str(standing.stated_percent)) == ("90.58", "90.59")
    assert (standing.total, standing.shown_rank, standing.rank) == (Decimal("90.59"), 6, None)
    after = stored.standings["ban-dan-toc-hoa-binh"]
    assert (after.total, after.shown_rank) == (Decimal("90.59"), 7)
    cells = row_of("so-tu-phap-hoa-binh", stored.edition.get_absolute_url())
    assert (cells[0], "90,59" in cells) == ("6", True)


def test_ethnic_committee_of_thanh_hoa_2023_has_points_and_a_percent_of_another_maximum(record):
    edition = Stored("par-thanh-hoa-departments", "2023").edition
    standing = edition.standings.get(unit__slug="ban-dan-toc-thanh-hoa")
    assert printed(standing.stated_points, standing.stated_points_places) == "68.32"
    assert printed(standing.stated_percent, standing.stated_percent_places) == "81.33"
    assert (standing.own_max_points, standing.shown_rank) == (None, 20)  # 84 is derived: said, not stored
    assert f"{standing.stated_points / 84 * 100:.2f}" == "81.33"
    assert {"81,33", "68,32"} <= set(row_of("ban-dan-toc-thanh-hoa", f"{edition.get_absolute_url()}?more=points"))
    card = pages.words(pages.read(f"{edition.get_absolute_url()}units/ban-dan-toc-thanh-hoa/"))
    assert "68,32 điểm là 81,33 % của 84 điểm (suy ra)" in card


# Districts


def test_phu_xuyen_2023_is_thirtieth_of_thirty(record):
    edition = Stored("par-ha-noi-districts", "2023").edition
    standing = edition.standings.get(unit__slug="phu-xuyen-huyen-ha-noi")
    assert (edition.stated_units, standing.stated_rank, standing.rank) == (30, 30, None)
    assert printed(standing.stated_percent, standing.stated_percent_places) == "91.61"
    card = pages.words(pages.read(f"{edition.get_absolute_url()}units/phu-xuyen-huyen-ha-noi/"))
    assert "Phú Xuyên đạt 91,61 %, đứng thứ 30 trong 30" in card


def test_long_bien_2023_is_a_rank_without_a_score(record):
    edition = Stored("par-ha-noi-districts", "2023").edition
    standing = edition.standings.get(unit__slug="long-bien-quan-ha-noi")
    assert (standing.shown_rank, standing.total, standing.stated_percent, standing.status) == (12, None, None, "ranked")
    cells = row_of("long-bien-quan-ha-noi", edition.get_absolute_url())
    assert (cells[0], "chưa có số liệu" in cells) == ("12", True)


# Provinces


@pytest.mark.parametrize("year", QUANG_NAM)
def test_fields_of_quang_nam_stand_with_points_and_ranks(record, year):
    stored = Stored("par-province", year)
    found = [stored.scores["quang-nam", str(code)] for code in range(1, 8)]
    assert [
        (printed(score.stated_points, score.stated_points_places), score.stated_rank) for score in found
    ] == QUANG_NAM[year]
    rows = pages.table_rows(pages.read(f"/indices/par-province/{year}/units/quang-nam/"))
    for code, (points, rank) in enumerate(QUANG_NAM[year], start=1):
        [cells] = [
            cells for _unit, cells in rows if cells[0].startswith(f"{code} ") and pages.shown(points) in cells[1:]
        ]
        assert str(rank) in cells


def test_quang_nam_has_a_total_in_2023_and_none_in_2022(record):
    total = {year: Stored("par-province", year).standings["quang-nam"] for year in QUANG_NAM}
    assert (total["2022"].status, total["2022"].total, total["2022"].shown_rank) == ("incomplete", None, None)
    assert printed(total["2023"].total, total["2023"].total_places) == "84.60"
    assert total["2023"].shown_rank == 56


@pytest.mark.parametrize("year", DTI_TIES)
def test_ties_of_dti_share_a_place_that_is_computed(record, year):
    stored = Stored("dti", year)
    figure, units = DTI_TIES[year]
    tied = {unit for unit, standing in stored.standings.items() if standing.stated_points == Decimal(figure)}
    ranks = {stored.standings[unit].shown_rank for unit in units}
    assert (tied, len(ranks)) == (units, 1)
    [rank] = ranks
    assert not [unit for unit, standing in stored.standings.items() if standing.shown_rank == rank + 1]
    assert {standing.stated_rank for standing in stored.standings.values()} == {None}
    for unit in units:
        assert row_of(unit, stored.edition.get_absolute_url())[0] == str(rank)


@pytest.mark.parametrize("year", DTI_TIES)
def test_dti_is_stated_its_pillars_do_not_add_up_to_it(record, year):
    stored = Stored("dti", year)
    assert stored.edition.index.total_method == "stated"
    missed = [
        unit
        for unit, standing in stored.standings.items()
        if standing.total != sum(score.stated_points for (slug, _code), score in stored.scores.items() if slug == unit)
    ]
    assert len(missed) == 63
    assert {standing.total_places for standing in stored.standings.values()} <= {3, 4}


# Partial tables


def partial_blocks():
    """(edition, block or `None`) of every table that lacks units."""
    known = Edition.objects.annotate(known=Count("standings", filter=Q(standings__stated_rank__isnull=False)))
    for edition in known.select_related("index").prefetch_related("blocks"):
        blocks = list(edition.blocks.all())
        for roll in blocks or [edition]:
            rows = edition.standings.filter(block=roll if isinstance(roll, Block) else None)
            if roll.is_partial(rows.count()):
                yield edition, rows


def test_partial_table_computes_no_rank_and_keeps_the_stated_ones(record):
    tables = list(partial_blocks())
    assert len(tables) > 60
    for edition, rows in tables:
        assert not rows.exclude(rank=None), edition
        assert not rows.exclude(stated_rank=None).exclude(shown_rank=F("stated_rank")), edition
        assert not rows.filter(stated_rank=None).exclude(shown_rank=None), edition


@pytest.mark.parametrize(
    ("index", "label", "said"),
    [
        ("par-province", "2023", "biết 23 trong 63 tỉnh, thành phố"),
        ("par-province", "2018", "biết 7 trong 63 tỉnh, thành phố"),
        ("sipas", "2023", "biết 15 trong 63 tỉnh, thành phố"),
        ("par-ha-noi-districts", "2023", "biết 6 trong 30 huyện, quận, thị xã"),
    ],
)
def test_partial_table_says_how_many_are_known(record, index, label, said):
    stored = Stored(index, label)
    assert f"biết {len(stored.standings)} trong {stored.edition.stated_units} " in said + " "
    page = pages.words(pages.read(stored.edition.get_absolute_url()))
    assert said in page
    assert "Bảng chưa đủ các đơn vị nên phần mềm không tự xếp hạng" in page


def test_of_twenty_two_provinces_a_place_or_a_total_is_known_of_2023(record):
    """A twenty-third, Bắc Kạn, has a field alone: it stands in the table without a total and without a place."""
    stored = Stored("par-province", "2023")
    placed = {unit for unit, standing in stored.standings.items() if standing.total or standing.shown_rank}
    assert len(placed) == 22
    assert stored.standings.keys() - placed == {"bac-kan"}
    assert stored.standings["bac-kan"].status == "incomplete"
    assert stored.edition.stated_units == 63


# Parts and conflicts


def test_parts_miss_their_total_by_rounding_alone_and_each_miss_is_told(record):
    """Thirteen of 47: nine ministries and Hòa Bình's department of 2023, three provinces of 2020."""
    missed, total = set(), 0
    for index, label in (
        ("par-ministry", "2023"),
        ("par-province", "2020"),
        ("par-hoa-binh-departments", "2023"),
        ("par-binh-duong-districts", "2017"),
    ):
        stored = Stored(index, label)
        for unit in {slug for slug, _name in stored.parts}:
            printed_total = stored.standings[unit].total
            if printed_total is None:
                continue
            total += 1
            miss = abs(printed_total - sum_of_parts(stored, unit))
            parts = sum(slug == unit for slug, _name in stored.parts)
            assert miss <= (parts + 1) * Decimal("0.005"), unit
            if miss:
                missed.add((index, label, unit))
    assert (len(missed), total) == (13, 47)
    told = Conflict.objects.filter(slug__endswith="-parts")
    assert set(told.values_list("index__slug", "edition_label", "unit__slug")) == missed
