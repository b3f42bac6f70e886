"""The league table as its readers meet it."""

from decimal import Decimal

import pytest

from indices.actions import Draft, store_standings
from indices.models import Criterion, Edition
from indices.queries.entries import entered
from tests.factories import (
    AliasFactory,
    BandFactory,
    BlockFactory,
    ConflictFactory,
    CriteriaSetFactory,
    CriterionFactory,
    DecisionFactory,
    EditionFactory,
    EditionStatisticFactory,
    GroupFactory,
    GroupMembershipFactory,
    ScoreFactory,
    SourceFactory,
    StandingFactory,
    StandingPartFactory,
    UnitFactory,
    UnitNameFactory,
    freeze,
)
from tests.indices.tables import ADDRESS, build, names, rows, text


def test_rows_show_rank_places_unit_total_change_and_gap(client, years):
    table = rows(client.get(ADDRESS))
    assert table[0][2:4] == ["Trung bình 4 đơn vị", "12,94"]
    assert table[1] == ["1", "▲tăng 1", "An", "17,50", "+0,40", ""]
    assert table[2] == ["2", "▲tăng 1", "Bình", "14,00", "0,00", "3,50"]
    assert table[3] == ["2", "▲tăng 2", "Cường", "14,00", "+4,00", "3,50"]
    assert table[4] == ["4", "▼giảm 3", "Em", "6,25", "−11,75", "7,75"]
    assert table[5] == ["–", "–", "Dũng thiếu thành phần", "–", "", ""]


def test_the_sentence_says_who_leads(client, years):
    assert "An dẫn đầu với 17,50 trên 20 điểm." in text(client.get(ADDRESS))


def test_english_writes_a_point(client, years):
    assert rows(client.get("/en" + ADDRESS))[1][3] == "17.50"


def test_ones_own_unit_is_marked_and_told(client, years):
    client.cookies["my_unit"] = "em"
    response = client.get(ADDRESS)
    assert "Em đứng thứ 4 trong 4 tỉnh, thành phố, giảm 3 bậc so với 2023, cách hạng trên 7,75 điểm." in text(response)
    assert '<tr data-unit="em" class="mine">' in response.content.decode()


def test_an_unknown_own_unit_is_ignored(client, years):
    client.cookies["my_unit"] = "khong-co"
    assert client.get(ADDRESS).status_code == 200


def test_neighbours_of_ones_own_unit(client, fields, units):
    build(fields, 2024, {f"Tỉnh {n:02}": (str(n / 2), "5") for n in range(1, 13)}, units)
    client.cookies["my_unit"] = units["Tỉnh 06"].slug
    found = [row[1][-2:] for row in rows(client.get(ADDRESS + "?view=around"))]
    assert found == ["09", "08", "07", "06", "05", "04", "03"]


@pytest.mark.parametrize(
    ("sort", "first"),
    [
        ("rank", "An"),
        ("-rank", "Em"),
        ("unit", "An"),
        ("-unit", "Em"),
        ("-total", "An"),
        ("total", "Em"),
        ("-places", "Cường"),
        ("places", "Em"),
        ("-change", "Cường"),
        ("change", "Em"),
        ("gap", "Bình"),
        ("-c:1", "An"),
        ("c:2", "Em"),
        ("r:1", "An"),
        ("-d:1", "Cường"),
        ("d:1", "Em"),
        ("-c:9", "An"),
    ],
)
def test_every_column_sorts_and_on_its_change(client, years, sort, first):
    show = {"c": "values", "r": "ranks", "d": "changes"}.get(sort.lstrip("-")[0] if ":" in sort else "", "")
    found = names(client.get(f"{ADDRESS}?show={show}&sort={sort}"))
    assert found[1] == first


def test_what_is_not_known_comes_last_either_way(client, years):
    for sort in ("total", "-total", "c:2", "-c:2", "places", "-places"):
        assert names(client.get(f"{ADDRESS}?show=values&sort={sort}"))[-1].startswith("Dũng")


def test_components_by_value_rank_and_change(client, years):
    assert rows(client.get(ADDRESS + "?show=values"))[1][6:] == ["9,00", "8,50"]
    assert rows(client.get(ADDRESS + "?show=ranks"))[1][6:] == ["1", "1"]
    assert rows(client.get(ADDRESS + "?show=changes"))[3][6:] == ["+3,00", "+1,00"]


def test_a_missing_component_says_so(client, years):
    last = rows(client.get(ADDRESS + "?show=values"))[-1]
    assert last[6:] == ["4,00", "–không có số liệu"]


def test_best_and_worst_quarter_are_tinted(client, fields, units):
    build(fields, 2024, {f"Tỉnh {n}": (str(n), "5") for n in range(1, 9)}, units)
    page = client.get(ADDRESS + "?show=values").content.decode()
    assert page.count(' best"') == 2  # in field 2 all are equal: nobody is best
    assert page.count(' worst"') == 2


def test_children_of_a_criterion_are_columns(client, fields, units):
    parent = fields.criteria.get(code="1")
    for code in ("1.1", "1.2"):
        CriterionFactory(
            criteria_set=fields,
            code=code,
            parent=parent,
            max_points=Decimal(5),
            level=Criterion.CriterionLevel.SUBCRITERION,
        )
    edition = EditionFactory(criteria_set=fields)
    standing = StandingFactory(edition=edition, unit=UnitFactory(name="An"))
    for code, points in (("1.1", "4.25"), ("1.2", "3"), ("2", "6")):
        ScoreFactory(standing=standing, criterion=fields.criteria.get(code=code), entered_points=Decimal(points))
    store_standings(edition=edition, drafts=[Draft(*pair) for pair in entered(edition)])
    freeze(edition)
    page = client.get(ADDRESS + "?under=1")
    assert rows(page)[1][-2:] == ["4,25", "3,00"]
    assert "các cột là thành phần của 1 Lĩnh vực 1" in text(page)


def test_across_a_change_of_criteria_changes_are_not_told_as_changes(client, fields, units, years):
    other = CriteriaSetFactory(slug="bo-moi", index=fields.index, max_points=Decimal(20))
    for code in ("1", "2"):
        CriterionFactory(criteria_set=other, code=code, position=int(code))
    build(other, 2025, {"An": ("9", "9"), "Em": ("10", "10")}, units)
    page = client.get("/indices/chi-so/2025/")
    assert rows(page)[1][:5] == ["1", "(+3)", "Em", "20,00", ""]
    assert "Năm 2024 dùng bộ tiêu chí khác" in text(page)
    assert "▲" not in "".join("".join(row) for row in rows(page))


def test_a_name_without_accents_finds_the_unit(client, years):
    assert names(client.get(ADDRESS + "?q=cuong"))[1:] == ["Cường"]


def test_a_former_name_and_another_spelling_find_the_unit(client, years, units):
    UnitNameFactory(unit=units["An"], name="Thừa Thiên")
    AliasFactory(unit=units["Em"], text="BR-VT")
    assert names(client.get(ADDRESS + "?q=thua thien"))[1:] == ["Thừa Thiên"]
    assert names(client.get(ADDRESS + "?q=br vt"))[1:] == ["Em"]


def test_wildcards_are_letters(client, years):
    assert names(client.get(ADDRESS + "?q=%25")) == names(client.get(ADDRESS))
    assert "Không có đơn vị nào khớp" in text(client.get(ADDRESS + "?q=khong co ai"))


def test_a_region_shows_its_units_with_their_ranks_in_the_whole_table(client, years, units):
    region = GroupFactory(slug="tay-nguyen", name="Tây Nguyên")
    GroupMembershipFactory(group=region, unit=units["Cường"])
    assert rows(client.get(ADDRESS + "?region=tay-nguyen"))[1][:3] == ["2", "▲tăng 2", "Cường"]


def test_the_name_is_the_one_of_that_year(client, years, units):
    import datetime

    UnitNameFactory(unit=units["An"], name="An Cũ")
    UnitNameFactory(unit=units["An"], name="An", valid_from=datetime.date(2025, 1, 1))
    assert names(client.get(ADDRESS))[1] == "An Cũ"


def test_ties_are_explained(client, years):
    assert "Bình, Cường cùng 14,00 nên cùng hạng 2." in text(client.get(ADDRESS))


def test_who_is_not_placed_is_named_with_the_reason(client, years):
    assert "Dũng: thiếu: 2 Lĩnh vực 2" in text(client.get(ADDRESS))


def test_names_are_escaped(client, fields, units):
    build(fields, 2024, {"<script>alert(1)</script>": ("5", "5")}, units)
    page = client.get(ADDRESS).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)" in page


def test_blocks_stand_one_below_the_other(client, fields):
    edition = EditionFactory(criteria_set=fields)
    blocks = [
        BlockFactory(edition=edition, slug=slug, name=slug.upper(), position=n)
        for n, slug in enumerate(("so", "huyen"))
    ]
    for name, block, points in (("An", 0, 9), ("Bình", 1, 8), ("Cường", 0, 7)):
        standing = StandingFactory(edition=edition, unit=UnitFactory(name=name), block=blocks[block])
        for code in ("1", "2"):
            ScoreFactory(standing=standing, criterion=fields.criteria.get(code=code), entered_points=Decimal(points))
    store_standings(edition=edition, drafts=[Draft(*pair) for pair in entered(edition)])
    freeze(edition)
    assert [row[0] for row in rows(client.get(ADDRESS))][1:] == ["SO", "1", "2", "HUYEN", "1"]
    assert [row[0] for row in rows(client.get(ADDRESS + "?block=huyen"))][1:] == ["1"]


def test_parts_of_the_total_open_on_demand(client, fields, units):
    edition = EditionFactory(criteria_set=fields)
    standing = StandingFactory(
        edition=edition, unit=UnitFactory(name="An"), stated_points=Decimal(18), stated_points_places=1
    )
    StandingPartFactory(standing=standing, name="Điểm thẩm định")
    store_standings(edition=edition, drafts=[Draft(*pair) for pair in entered(edition)])
    freeze(edition)
    assert "58,20" not in text(client.get(ADDRESS))
    assert rows(client.get(ADDRESS + "?more=parts"))[1] == ["1", "An", "18,0", "", "58,20", "58,20 (+40,20)"]


def test_the_status_line_names_the_decision_and_the_day(client, years):
    import datetime

    edition = EditionFactory(
        criteria_set=years.criteria_set, year=2026, decision=DecisionFactory(number="500/QĐ-BNV"),
        published_on=datetime.date(2027, 4, 6),
    )  # fmt: skip
    freeze(edition)
    assert "công bố 06/04/2027 theo 500/QĐ-BNV" in text(client.get("/indices/chi-so/2026/"))


def test_an_old_revision_keeps_its_address_and_points_to_the_new_one(client, fields, units):
    old = build(fields, 2024, {"An": ("9", "9")}, units)
    Edition.objects.filter(pk=old.pk).update(state=Edition.State.SUPERSEDED)
    build(fields, 2024, {"An": ("8", "8")}, units, revision=2, reason="Sửa điểm An")
    assert rows(client.get(ADDRESS))[1][2] == "16,00"
    page = client.get("/indices/chi-so/2024-r1/")
    assert rows(page)[1][2] == "18,00"
    assert "Đây là bản cũ" in text(page)
    assert client.get("/indices/chi-so/2024-r3/").status_code == 404


def test_a_draft_is_not_shown_to_readers(client, fields):
    EditionFactory(criteria_set=fields)
    assert client.get(ADDRESS).status_code == 404
    assert client.get("/indices/chi-so/2024-r1/").status_code == 404


@pytest.mark.parametrize("count", [3, 40])
@pytest.mark.parametrize("query", ["", "?show=values&more=years", "?under=1&show=ranks", "?show=changes&sort=-d:1"])
def test_queries_do_not_grow_with_rows(client, fields, units, django_assert_max_num_queries, count, query):
    build(fields, 2023, {f"Tỉnh {n}": (str(n % 10), "5") for n in range(count)}, units)
    build(fields, 2024, {f"Tỉnh {n}": ("5", str(n % 10)) for n in range(count)}, units)
    with django_assert_max_num_queries(24):
        client.get(ADDRESS + query)


def test_a_browser_that_has_the_page_is_told_so(client, years):
    first = client.get(ADDRESS)
    assert first["Cache-Control"] == "private, no-cache" or "no-cache" in first["Cache-Control"]
    again = client.get(ADDRESS, headers={"if-none-match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_change_of_data_makes_the_page_anew(client, years):
    from records.models import DataVersion

    first = client.get(ADDRESS)
    DataVersion.bump()
    assert client.get(ADDRESS, headers={"if-none-match": first["ETag"]}).status_code == 200


def test_many_rows_come_in_pages(client, fields, units):
    build(fields, 2024, {f"Tỉnh {n}": (str(n % 10), "5") for n in range(103)}, units)
    assert len(names(client.get(ADDRESS))) == 101
    assert len(names(client.get(ADDRESS + "?page=2"))) == 4
    assert len(names(client.get(ADDRESS + "?page=9"))) == 4


def test_a_published_mean_stands_above_the_computed_one(client, fields, units):
    edition = EditionFactory(criteria_set=fields)
    source = SourceFactory(code="bao-cao")
    for name, points in (("An", "9"), ("Bình", "8")):
        standing = StandingFactory(edition=edition, unit=UnitFactory(name=name))
        for code in ("1", "2"):
            ScoreFactory(standing=standing, criterion=fields.criteria.get(code=code), entered_points=Decimal(points))
    EditionStatisticFactory(edition=edition, figure=Decimal("17.1"), places=1).sources.add(source)
    EditionStatisticFactory(edition=edition, label="Vùng Tây Nguyên", figure=Decimal("16.30"), places=2)
    store_standings(edition=edition, drafts=[Draft(*pair) for pair in entered(edition)])
    freeze(edition)
    page = client.get(ADDRESS)
    assert [row[1:3] for row in rows(page)[:2]] == [["Trung bình công bố", "17,1"], ["Trung bình 2 đơn vị", "17,00"]]
    assert "Vùng Tây Nguyên" in text(page)
    assert "16,30" in text(page)
    assert "/sources/#bao-cao" in page.content.decode()


@pytest.mark.parametrize("roll", [{"stated_units": 63}, {"is_complete": False}])
def test_a_partial_table_has_no_mean_no_ranks_and_no_spread_of_its_own(client, fields, units, roll):
    build(fields, 2024, {f"Tỉnh {n}": (str(n % 10), "5") for n in range(12)}, units, **roll)
    page = client.get(ADDRESS)
    assert {row[0] for row in rows(page)} == {"–"}
    assert "Trung bình" not in text(page).split("Đọc bảng này")[0]
    assert "mỗi bậc khoảng" not in text(page)
    assert "phần mềm không tự xếp hạng" in text(page) or "Nơi công bố không xếp hạng" in text(page)


def test_conflicts_say_what_is_kept_and_why(client, years, units):
    conflict = ConflictFactory(index=years.index, edition_label="2024", unit=units["An"])
    conflict.kept_sources.add(SourceFactory(title="Báo cáo gốc"))
    assert "An: Hải Phòng Giữ: 91,87 · Báo cáo gốc Nguồn khác ghi: 91,81 Ba nguồn ghi 91,87." in text(
        client.get(ADDRESS)
    )
    assert "Nguồn khác ghi: 91,81" in text(client.get(ADDRESS + "units/an/"))
    assert "Nguồn khác ghi" not in text(client.get(ADDRESS + "units/em/"))


def test_a_stated_band_is_shown_before_the_computed_one(client, fields, units):
    edition = EditionFactory(criteria_set=fields)
    good = BandFactory(edition=edition, name="Tốt")
    StandingFactory(edition=edition, unit=UnitFactory(name="An"), stated_rank=1, stated_band=good)
    store_standings(edition=edition, drafts=[Draft(*pair) for pair in entered(edition)])
    freeze(edition)
    assert rows(client.get(ADDRESS + "?more=band"))[-1][-1] == "Tốt"


def test_places_among_quite_another_number_of_units_are_no_rise_or_fall(client, fields, units):
    build(fields, 2030, {"An": ("5", "5"), "Em": ("6", "6")}, units, stated_units=42)
    build(fields, 2031, {"An": ("7", "7"), "Em": ("6", "6")}, units, stated_units=64)
    page = client.get("/indices/chi-so/2031/")
    assert "Năm 2030 xếp 42 đơn vị, năm này 64: số bậc trong ngoặc chỉ để tham khảo." in text(page)
    assert "▲" not in "".join("".join(row) for row in rows(page))
