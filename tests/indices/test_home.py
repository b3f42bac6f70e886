"""The home page, and the mark of one's own unit."""

import datetime
import re
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils.html import strip_tags

from tests.factories import (
    BlockFactory,
    CriteriaSetFactory,
    CriterionFactory,
    EditionFactory,
    IndexFactory,
    ResponsibilityFactory,
    SourceFactory,
    StandingFactory,
    SuccessionFactory,
    TargetFactory,
    UnitFactory,
    freeze,
)
from tests.indices.tables import build, rows, text


def stated(index, year, places, *, units=None, **edition):
    """A published edition with stated totals: unit -> (total, rank)."""
    criteria_set = index.criteria_sets.first() or CriteriaSetFactory(index=index)
    made = EditionFactory(criteria_set=criteria_set, year=year, stated_units=units, source=SourceFactory(), **edition)
    for unit, (total, rank) in places.items():
        StandingFactory(
            edition=made,
            unit=unit,
            status="ranked",
            stated_points=Decimal(total),
            stated_points_places=2,
            total=Decimal(total),
            total_places=2,
            stated_rank=rank,
            shown_rank=rank,
        )
    return freeze(made)


@pytest.fixture
def thirteen(fields, units):
    """Thirteen units in 2023 and 2024; the first of 2023 is the last of 2024."""
    before = {f"Tỉnh {n:02}": (str(n / 2), "5") for n in range(1, 14)}
    build(fields, 2023, before, units)
    return build(fields, 2024, before | {"Tỉnh 13": ("0", "5")}, units)


def test_without_a_unit_the_page_asks_and_says_who_leads(client, years):
    page = client.get("/")
    assert "Đơn vị mình đang đứng ở đâu?" in text(page)
    assert "CHỈ SỐ 2024: An dẫn đầu với 17,50 điểm; 4 tỉnh, thành phố được xếp hạng." in text(page)
    assert "Chọn đơn vị của tôi" in text(page)


def test_computed_ranks_are_said_to_be_computed(client, years):
    assert "Hạng do phần mềm tính" in text(client.get("/"))


def test_without_data_the_page_says_so(client, db):
    assert "Chưa có chỉ số nào được công bố ở đây." in text(client.get("/"))


def test_the_short_table_shows_both_ends_and_what_lies_between(client, thirteen):
    table = rows(client.get("/"))
    assert [row[0] for row in table] == ["1", "2", "3", "4", "5", "…", "9", "10", "11", "12", "13"]
    assert table[5][1] == "3 đơn vị ở giữa"


def test_a_short_edition_is_shown_once(client, years):
    assert [row[2] for row in rows(client.get("/"))] == ["An", "Bình", "Cường", "Em"]


def test_movers_rise_and_fall(client, years):
    assert "So với 2023, Cường tăng nhiều nhất (2 bậc), Em giảm nhiều nhất (3 bậc)." in text(client.get("/"))


def test_no_movers_across_a_change_of_criteria(client, fields, years, units):
    other = CriteriaSetFactory(slug="bo-moi", index=fields.index, max_points=Decimal(20))
    for code in ("1", "2"):
        CriterionFactory(criteria_set=other, code=code, position=int(code))
    build(other, 2025, {"An": ("1", "9"), "Em": ("10", "10")}, units)
    page = text(client.get("/"))
    assert "Ai tăng, ai giảm" not in page
    assert "2024 theo bộ tiêu chí khác" in page


def test_no_movers_where_a_year_is_missing(client, fields, years, units):
    build(fields, 2026, {"An": ("1", "9"), "Em": ("10", "10")}, units)
    assert "Ai tăng, ai giảm" not in text(client.get("/"))


def test_a_partial_edition_is_told_as_such_and_shows_the_known_and_only_them(client, years):
    other = IndexFactory(slug="a", short_name="KHÁC", total_method="stated")
    stated(other, 2025, {UnitFactory(name="Giang"): ("70.10", 1), UnitFactory(name="Hà"): ("60", 31)}, units=63)
    page = client.get("/")
    seen = text(page)
    assert "Giang dẫn đầu với 70,10 điểm; mới có số liệu của 2 trong 63 tỉnh, thành phố." in seen
    assert "Bảng xếp hạng KHÁC 2025" in seen
    assert rows(page) == [["1", "Giang", "70,10"], ["31", "Hà", "60,00"]]


def test_movers_are_of_the_newest_complete_table(client, years):
    other = IndexFactory(slug="a", short_name="KHÁC", total_method="stated")
    for year in (2024, 2025):
        stated(other, year, {UnitFactory(): ("70.10", 1)}, units=63)
    assert "Ai tăng, ai giảm ở CHỈ SỐ 2024" in text(client.get("/"))


def test_shared_first_place_names_everybody(client, db):
    stated(IndexFactory(), 2024, {UnitFactory(name="An"): ("70", 1), UnitFactory(name="Bình"): ("70", 1)})
    assert "An, Bình cùng dẫn đầu với 70,00 điểm" in text(client.get("/"))


def test_an_unknown_leader_is_not_made_up(client, db):
    stated(IndexFactory(), 2024, {UnitFactory(name="An"): ("70", 5)}, units=63)
    assert "Chưa biết đơn vị đứng đầu" in text(client.get("/"))


def test_a_table_in_blocks_names_the_first_of_each_and_is_not_cut(client, db):
    edition = EditionFactory(source=SourceFactory())
    for name in ("Khối A", "Khối B"):
        block = BlockFactory(edition=edition, name=name, position=ord(name[-1]))
        StandingFactory(edition=edition, block=block, status="ranked", stated_rank=1, shown_rank=1)
    freeze(edition)
    page = text(client.get("/"))
    assert "Dẫn đầu các khối:" in page
    assert "(Khối A)" in page
    assert "Xem toàn bảng" not in page


def neighbours(page):
    """The row of each index in the table of neighbours: [index, above, own, below]."""
    markup = page.content.decode()
    table = markup[markup.index("Đơn vị đứng ngay trên và ngay dưới") :]
    body = re.search(r"<tbody>(.*?)</tbody>", table, re.DOTALL)[1]
    cells = [re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL) for row in body.split("</tr>")[:-1]]
    return [[" ".join(strip_tags(cell.replace("<br>", " ")).split()) for cell in row] for row in cells]


def test_ones_own_unit_has_its_strip_and_its_neighbours(client, thirteen):
    client.cookies["my_unit"] = "tinh-06"
    page = client.get("/")
    seen = text(page)
    assert "Tỉnh 06 đang đứng ở đâu?" in seen
    assert "hạng 7 trong 13 tỉnh, thành phố, tăng 1 bậc so với 2023; 8,00 điểm." in seen
    assert neighbours(page) == [["CHỈ SỐ 2024", "6 Tỉnh 07 8,50", "7 8,00", "8 Tỉnh 05 7,50"]]
    assert 'href="/indices/chi-so/2024/units/tinh-06/"' in page.content.decode()
    assert 'href="/units/tinh-06/"' in page.content.decode()


def test_first_and_last_have_one_neighbour(client, thirteen):
    client.cookies["my_unit"] = "tinh-12"
    assert neighbours(client.get("/")) == [["CHỈ SỐ 2024", "–", "1 11,00", "2 Tỉnh 11 10,50"]]
    client.cookies["my_unit"] = "tinh-13"
    assert neighbours(client.get("/")) == [["CHỈ SỐ 2024", "12 Tỉnh 01 5,50", "13 5,00", "–"]]


def test_neighbours_in_a_partial_table_are_only_the_nearest_known(client, db):
    own = UnitFactory(name="An")
    stated(IndexFactory(short_name="KHÁC"), 2024, {UnitFactory(name="Bình"): ("70", 5), own: ("65", 9)}, units=63)
    client.cookies["my_unit"] = "an"
    page = client.get("/")
    assert neighbours(page) == [["KHÁC 2024 2 trong 63", "5 Bình 70,00", "9 65,00", "–"]]
    assert "gần nhất trong số đã biết" in text(page)
    assert "9/63" in text(page)


def test_neighbours_stay_within_the_block(client, db):
    edition = EditionFactory(source=SourceFactory())
    blocks = [BlockFactory(edition=edition, position=place) for place in (1, 2)]
    for block, names in zip(blocks, (("An", "Bình"), ("Cường", "Dũng")), strict=True):
        for rank, name in enumerate(names, 1):
            unit = UnitFactory(name=name)
            StandingFactory(edition=edition, unit=unit, block=block, stated_rank=rank, shown_rank=rank)
    freeze(edition)
    client.cookies["my_unit"] = "dung"
    assert [row[1:] for row in neighbours(client.get("/"))] == [["1 Cường", "2", "–"]]


def test_what_fell_most_is_named_with_who_answers_for_it(client, fields, years, units):
    lead = UnitFactory(name="Sở Nội vụ", level="department")
    ResponsibilityFactory(criterion=fields.criteria.get(code="2"), within=units["Em"], lead=lead)
    ResponsibilityFactory(criterion=fields.criteria.get(code="2"), within=units["An"])
    client.cookies["my_unit"] = "em"
    page = client.get("/")
    assert rows(page) == [
        ["Lĩnh vực 1 · CHỈ SỐ 2024", "90,00", "30,00", "▼giảm 60,00 %", "–"],
        ["Lĩnh vực 2 · CHỈ SỐ 2024", "90,00", "32,50", "▼giảm 57,50 %", "Sở Nội vụ"],
    ]
    assert 'href="/indices/chi-so/2024/units/em/"' in page.content.decode()
    assert "CHỈ SỐ 2024 so với 2023" in text(page)


def test_no_more_than_three_components_are_named(client, fields, units):
    other = CriteriaSetFactory(index=IndexFactory(slug="khac"), max_points=Decimal(20))
    for code in ("1", "2"):
        CriterionFactory(criteria_set=other, code=code, position=int(code))
    for made in (fields, other):
        build(made, 2023, {"An": ("9", "9"), "Bình": ("8", "8")}, units)
        build(made, 2024, {"An": ("7", "7"), "Bình": ("8", "8")}, units)
    client.cookies["my_unit"] = "an"
    assert len(rows(client.get("/"))) == 3


@pytest.mark.parametrize("depth", ["totals", "parts"])
def test_components_that_are_not_public_are_not_named(client, fields, years, depth):
    fields.index.public_depth = depth
    fields.index.save()
    client.cookies["my_unit"] = "em"
    assert "Thành phần giảm nhiều nhất" not in text(client.get("/"))


def test_nothing_fell_without_a_fall_or_across_a_change_of_criteria(client, fields, years, units):
    client.cookies["my_unit"] = "cuong"
    assert "Thành phần giảm nhiều nhất" not in text(client.get("/"))
    other = CriteriaSetFactory(slug="bo-moi", index=fields.index, max_points=Decimal(20))
    for code in ("1", "2"):
        CriterionFactory(criteria_set=other, code=code, position=int(code))
    build(other, 2025, {"An": ("1", "9"), "Em": ("1", "1")}, units)
    client.cookies["my_unit"] = "em"
    assert "Thành phần giảm nhiều nhất" not in text(client.get("/"))


@pytest.mark.parametrize(
    ("kind", "figure", "told"),
    [
        ("rank", "4", "hạng 4 đạt"),
        ("rank", "3", "hạng 3 chưa đạt"),
        ("percent", "31.25", "31,25 % đạt"),
        ("percent", "31.26", "31,26 % chưa đạt"),
        ("points", "6.5", "6,5 điểm chưa đạt"),
    ],
)
def test_a_target_of_the_year_stands_in_the_strip(client, years, units, kind, figure, told):
    TargetFactory(unit=units["Em"], index=years.index, year=2024, kind=kind, figure=Decimal(figure))
    TargetFactory(unit=units["Em"], index=years.index, year=2023, kind=kind, figure=Decimal(1))
    client.cookies["my_unit"] = "em"
    page = text(client.get("/"))
    assert f"Mục tiêu CHỈ SỐ 2024 {told}" in page
    assert page.count("Mục tiêu") == 1


@pytest.mark.parametrize(
    ("level", "kind", "title"),
    [
        ("district", "district", "Phú Xuyên (huyện, Hà Nội)"),
        ("department", "department", "Phú Xuyên (Hà Nội)"),
        ("ministry", "ministry", "Phú Xuyên"),
    ],
)
def test_a_unit_of_any_level_may_be_ones_own(client, db, level, kind, title):
    parent = None if level == "ministry" else UnitFactory(name="Hà Nội")
    own = UnitFactory(name="Phú Xuyên", level=level, kind=kind, parent=parent)
    index = IndexFactory(slug="rieng", short_name="CCHC", level=level, within=parent)
    stated(index, 2023, {own: ("91.61", 30)}, units=30)
    assert client.post("/my-unit/", {"unit": "phu-xuyen"}).status_code == 302
    page = text(client.get("/"))
    assert f"{title} đang đứng ở đâu?" in page
    assert "CCHC 2023: hạng 30 trong 30" in page


def test_a_change_across_criteria_is_told_in_words(client, fields, years, units):
    other = CriteriaSetFactory(slug="bo-moi", index=fields.index, max_points=Decimal(20))
    for code in ("1", "2"):
        CriterionFactory(criteria_set=other, code=code, position=int(code))
    build(other, 2025, {"An": ("1", "9"), "Em": ("10", "10")}, units)
    client.cookies["my_unit"] = "em"
    page = client.get("/")
    assert "2024 theo bộ tiêu chí khác" in text(page)
    assert "▲" not in text(page)


def test_a_unit_without_results_leads_to_those_it_was_made_of(client, years, units):
    SuccessionFactory(predecessor=units["Em"], successor=UnitFactory(name="Mới"))
    client.cookies["my_unit"] = "moi"
    page = client.get("/")
    assert "Chưa có kết quả nào của Mới được công bố ở đây." in text(page)
    assert 'href="/units/em/"' in page.content.decode()


@pytest.mark.parametrize("slug", ["khong-co", "", "<script>", "a\x00b", "a b"])
def test_a_mark_that_names_no_unit_is_ignored(client, years, slug):
    client.cookies["my_unit"] = slug
    page = client.get("/")
    assert page.status_code == 200
    assert "Chọn đơn vị của tôi" in text(page)


def test_the_choice_holds_units_of_today_and_former_ones_with_results(client, years, units):
    ended = datetime.date(2025, 6, 30)
    for name in ("Em", "Dũng"):
        units[name].valid_to = ended
        units[name].save()
    UnitFactory(name="Không kết quả", valid_to=ended)
    UnitFactory(name="Mai sau", valid_from=datetime.date(2999, 1, 1))
    page = text(client.get("/"))
    assert "Em (đến 2025)" in page
    assert "Không kết quả" not in page
    assert "Mai sau" not in page


@pytest.mark.parametrize("my_unit", ["", "tinh-06"])
def test_queries_do_not_grow_with_rows_or_indices(
    client, thirteen, fields, units, django_assert_max_num_queries, my_unit
):
    for number in range(4):
        other = CriteriaSetFactory(index=IndexFactory(short_name=f"CS{number}"), max_points=Decimal(20))
        for code in ("1", "2"):
            CriterionFactory(criteria_set=other, code=code, position=int(code))
        build(other, 2024, {"Tỉnh 06": ("5", "5"), "Tỉnh 07": ("6", "6")}, units)
    client.cookies["my_unit"] = my_unit
    with django_assert_max_num_queries(25):
        client.get("/")


# The mark


def test_the_choice_is_told_by_a_post_and_leads_on(client, years):
    response = client.post("/my-unit/", {"unit": "em", "next": "/units/em/"})
    assert (response.status_code, response["Location"]) == (302, "/units/em/")
    cookie = response.cookies["my_unit"]
    assert (cookie.value, cookie["max-age"], cookie["path"]) == ("em", 31_536_000, "/")
    assert (cookie["samesite"], cookie["secure"]) == ("Lax", "")


def test_over_https_the_mark_is_secure(client, years):
    assert client.post("/my-unit/", {"unit": "em"}, secure=True).cookies["my_unit"]["secure"]


def test_no_unit_takes_the_mark_away(client, years):
    client.cookies["my_unit"] = "em"
    response = client.post("/my-unit/", {"unit": "", "next": "/"})
    assert response.cookies["my_unit"]["max-age"] == 0


@pytest.mark.parametrize(
    "address", ["https://example.org/", "//example.org/", "javascript:alert(1)", "", "\\\\example.org"]
)
def test_only_an_address_of_this_site_is_gone_to(client, years, address):
    assert client.post("/my-unit/", {"unit": "em", "next": address})["Location"] == "/"


def test_a_get_changes_nothing_and_asks(client, years):
    response = client.get("/my-unit/?unit=em&next=/units/")
    assert "my_unit" not in response.cookies
    assert "Chọn Em làm đơn vị của tôi?" in text(response)
    assert "no-store" in response["Cache-Control"]


def test_taking_the_mark_away_is_asked_too(client, years):
    assert "Bỏ đánh dấu đơn vị của tôi?" in text(client.get("/my-unit/?unit=&next=/"))


def test_an_unknown_unit_is_refused_with_a_sentence(client, years):
    response = client.post("/my-unit/", {"unit": "khong-co"})
    assert response.status_code == 400
    assert "Không có đơn vị nào như vậy." in text(response)
    assert "my_unit" not in response.cookies


def test_the_mark_cannot_be_set_from_another_site(years):
    assert Client(enforce_csrf_checks=True).post("/my-unit/", {"unit": "em"}).status_code == 403


def test_home_of_the_published_record(client, db):
    call_command("load_published", verbosity=0)
    page = client.get("/")
    assert "PAR INDEX 2024: Hải Phòng dẫn đầu với 96,17 %; mới có số liệu của 8 trong 63" in text(page)
    assert [row[0] for row in rows(page)] == ["1", "3", "8", "12", "26", "37", "55", "63"]
    assert "Tây Ninh tăng nhiều nhất (58 bậc)" in text(page)
    client.cookies["my_unit"] = "thua-thien-hue"
    page = client.get("/")
    assert "PAR INDEX 2023: hạng 17 trong 63 tỉnh, thành phố; 88,38 %." in text(page)
    assert "PAPI 2024 11/61" in text(page)
    assert rows(page)[0][:3] == ["Kinh tế số · DTI 2024", "75,89", "56,17"]
    assert neighbours(page)[2] == ["PAPI 2024", "10 Sóc Trăng 45,1864", "11 45,0950", "12 Lạng Sơn 45,0036"]
