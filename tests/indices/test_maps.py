"""Maps: their shapes, the fifths, what the home page draws, and what it says beside it."""

import datetime
import gzip
import re
from decimal import Decimal
from types import SimpleNamespace
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from indices import maps
from indices.presenters.map import levels_of
from records.record_files import RecordError, read_table
from tests.factories import (
    BlockFactory,
    CriteriaSetFactory,
    EditionFactory,
    IndexFactory,
    SourceFactory,
    StandingFactory,
    UnitFactory,
    freeze,
)
from tests.indices.tables import text

SVG = "{http://www.w3.org/2000/svg}"
JUNE, JULY = datetime.date(2025, 6, 30), datetime.date(2025, 7, 1)
totals = st.decimals(min_value=0, max_value=100, places=2)


@pytest.fixture
def provinces(db):
    """The provinces of the record, with their codes and dates, and nothing else of it: slug -> Unit."""
    return {
        row.text("slug"): UnitFactory(
            slug=row.text("slug"),
            code=row.text("code"),
            name=row.text("name"),
            name_en=row.text("name_en"),
            valid_from=row.date("valid_from", datetime.date(1, 1, 1)),
            valid_to=row.date("valid_to"),
        )
        for row in read_table(settings.FIXTURES_ROOT / "units" / "provinces.csv")
    }


@pytest.fixture
def publish(provinces):
    """`publish(year, {slug: (total, rank)}, …)` stores a published edition of one index."""

    def made(year, results, *, index=None, units=None, **standing):
        index = index or IndexFactory(slug="cs", short_name="CS", figure="points")
        criteria_set = index.criteria_sets.first() or CriteriaSetFactory(index=index)
        edition = EditionFactory(criteria_set=criteria_set, year=year, stated_units=units, source=SourceFactory())
        for slug, (total, rank) in results.items():
            figures = {"stated_points": Decimal(total), "stated_points_places": 2} if total else {}
            StandingFactory(
                edition=edition,
                unit=provinces[slug],
                status="ranked",
                total=Decimal(total) if total else None,
                total_places=2 if total else None,
                stated_rank=rank,
                shown_rank=rank,
                **figures,
                **standing,
            )
        return freeze(edition)

    return made


def on(provinces, day):
    return [slug for slug, unit in provinces.items() if unit.valid_from <= day and (unit.valid_to or day) >= day]


def everybody(provinces, day):
    """Distinct totals and ranks for every province of a day."""
    return {slug: (f"{90 - place}.50", place) for place, slug in enumerate(on(provinces, day), start=1)}


def picture(page):
    """The map of a page as XML: `{slug: <a>}`, and all that stands beside the links."""
    markup = page.content.decode()
    found = re.search(r'<svg class="map".*?</svg>', markup, re.DOTALL)[0]
    svg = ElementTree.fromstring(found.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg"', 1))
    return {link.get("href").rstrip("/").split("/")[-1]: link for link in svg.iter(f"{SVG}a")}, svg


def title(link):
    return link.find(f"{SVG}title").text


def rows_beside(page):
    """The table beside the map, as a reader sees it: [(bounds and count, names)]."""
    body = re.search(r'<table class="map-classes">.*?</table>', page.content.decode(), re.DOTALL)[0]
    cells = re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", body.split("<tbody>")[1], re.DOTALL)
    told = [" ".join(re.sub(r"<[^>]*>", "", cell).split()) for cell in cells]
    return list(zip(told[::2], told[1::2], strict=True))


# The shapes of the record


@pytest.mark.parametrize(("day", "count"), [(datetime.date(2008, 8, 1), 63), (JUNE, 63), (JULY, 34)])
def test_a_map_draws_the_provinces_of_its_day_and_nothing_else(provinces, day, count):
    country = maps.atlas().on(day)
    assert len(country.shapes) == count
    assert sorted(shape.unit for shape in country.shapes) == sorted(on(provinces, day))


def test_a_day_before_the_first_map_gets_the_first_map():
    atlas = maps.atlas()
    assert atlas.on(datetime.date(2005, 12, 31)) is atlas.on(JUNE)
    assert (atlas.number_on(JUNE), atlas.number_on(JULY)) == (63, 34)


@pytest.mark.parametrize("day", [JUNE, JULY])
def test_shapes_lie_within_the_frame_and_close(day):
    country = maps.atlas().on(day)
    for shape in country.shapes:
        assert re.fullmatch(r"(M\d+ \d+(l[-\d ]+)z)+", shape.path)
        assert re.fullmatch(r"(M\d+ \d+h0)*", shape.islets)
        for x, y in corners(shape):
            assert 0 <= x <= country.width
            assert 0 <= y <= country.height


def corners(shape):
    """Every point of a shape, in the units of the frame."""
    for line in re.findall(r"M[^M]+", shape.path + shape.islets):
        numbers = [int(number) for number in re.findall(r"-?\d+", line.replace("h0", ""))]
        x = y = 0
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + dx, y + dy
            yield x, y


@pytest.mark.parametrize(("day", "da_nang", "khanh_hoa"), [
    (JUNE, "da-nang", "khanh-hoa"), (JULY, "da-nang-2025", "khanh-hoa-2025"),
])  # fmt: skip
def test_both_archipelagos_are_drawn_where_they_lie(day, da_nang, khanh_hoa):
    """Hoàng Sa within 111.19–112.74° E, 15.77–17.12° N; Trường Sa within 110.53–116.95° E, 6.95–12.05° N."""
    shapes = {shape.unit: shape for shape in maps.atlas().on(day).shapes}
    hoang_sa = [(x, y) for x, y in corners(shapes[da_nang]) if 570 <= x <= 669 and 413 <= y <= 503]
    truong_sa = [(x, y) for x, y in corners(shapes[khanh_hoa]) if 529 <= x <= 928 and 737 <= y <= 1068]
    assert len(hoang_sa) >= 15
    assert len(truong_sa) >= 100


def test_the_paths_of_63_provinces_weigh_little():
    paths = "".join(shape.path + shape.islets for shape in maps.atlas().on(JUNE).shapes)
    assert len(gzip.compress(paths.encode())) < 10_000


# What load_published refuses


@pytest.fixture
def folder(tmp_path):
    """A map of two squares, one with far islands."""
    (tmp_path / "maps.csv").write_text(
        "slug,valid_from,valid_to,width,height,sources,note\nhai,2020-01-01,,10,10,geo-01,\n", encoding="utf-8"
    )
    (tmp_path / "hai.csv").write_text("unit,path,islets\nan,M0 0l1 0 0 1z,\nbinh,M1 0l1 0 0 1z,M9 9h0\n")
    (tmp_path / "archipelagos.csv").write_text("slug,name,name_en,x,y,units\nqd,Quần đảo,Isles,9,8,binh\n", "utf-8")
    return tmp_path


def unit(level="province", valid_from=datetime.date.min, valid_to=None):
    return SimpleNamespace(level=level, valid_from=valid_from, valid_to=valid_to)


TWO = {"an": unit(), "binh": unit(), "xa": unit("commune"), "cu": unit(valid_to=datetime.date(2019, 12, 31))}


def test_a_map_of_its_provinces_passes(folder):
    maps.check_atlas(maps.read_atlas(folder), TWO, {"geo-01": None})


@pytest.mark.parametrize(
    ("units", "sources", "told"),
    [
        (TWO | {"chau": unit()}, {"geo-01": None}, "thiếu hình của chau"),
        ({"binh": unit()}, {"geo-01": None}, "vẽ đơn vị không có vào thời gian đó: an"),
        (TWO | {"an": unit(valid_to=JUNE)}, {"geo-01": None}, "vẽ đơn vị không có vào thời gian đó: an"),
        (TWO, {}, "không có nguồn “geo-01”"),
    ],
)
def test_a_map_of_others_is_refused(folder, units, sources, told):
    with pytest.raises(RecordError, match=told):
        maps.check_atlas(maps.read_atlas(folder), units, sources)


def test_a_map_without_an_archipelago_is_refused(folder):
    (folder / "hai.csv").write_text("unit,path,islets\nan,M0 0l1 0 0 1z,\nbinh,M1 0l1 0 0 1z,\n")
    with pytest.raises(RecordError, match="không vẽ Quần đảo"):
        maps.check_atlas(maps.read_atlas(folder), TWO, {"geo-01": None})


@pytest.mark.parametrize("path", ['M0 0"/><script>', "M0.5 0l1 1z", "url(x)", "M0 0&#10;"])
def test_a_path_is_nothing_but_letters_and_whole_numbers(folder, path):
    quoted = path.replace('"', '""')
    (folder / "hai.csv").write_text(f'unit,path,islets\nan,"{quoted}",\n')
    with pytest.raises(RecordError, match=r"hai\.csv:2"):
        maps.read_atlas(folder)


def test_a_record_without_maps_has_none(tmp_path):
    atlas = maps.read_atlas(tmp_path)
    assert (atlas.on(JULY), atlas.number_on(JULY), atlas.sources) == (None, 0, [])


# The fifths


@given(st.lists(totals, min_size=5))
def test_fifths_keep_the_order_and_equals_together(values):
    classes = maps.quantile_classes(values)
    assert set(classes) <= set(range(maps.CLASSES))
    for value, level in zip(values, classes, strict=True):
        for other, beside in zip(values, classes, strict=True):
            assert (value != other) or level == beside
            assert (value <= other) or level >= beside
    assert max(classes) == maps.CLASSES - 1


@given(st.sets(totals, min_size=5))
def test_fifths_of_distinct_values_are_even(values):
    classes = maps.quantile_classes(list(values))
    sizes = [classes.count(level) for level in range(maps.CLASSES)]
    assert max(sizes) - min(sizes) <= 1


@given(st.lists(totals, max_size=4))
def test_few_values_are_not_parted(values):
    assert maps.quantile_classes(values) == [2] * len(values)


def test_binary_figures_are_refused():
    with pytest.raises(TypeError):
        maps.quantile_classes([Decimal(1), 2.0])


@given(st.integers(min_value=5, max_value=4000))
def test_places_fall_into_fifths_that_follow_each_other(count):
    fifths = [maps.places_of_class(level, count) for level in reversed(range(maps.CLASSES))]
    assert [rank for places in fifths for rank in places] == list(range(1, count + 1))
    assert max(map(len, fifths)) - min(map(len, fifths)) <= 1
    for level, places in zip(reversed(range(maps.CLASSES)), fifths, strict=True):
        assert {maps.rank_class(rank, count) for rank in places} == {level}
    assert maps.rank_class(count + 1, count) == 0


def standing(slug, total, rank, block=None):
    return SimpleNamespace(
        unit=SimpleNamespace(slug=slug, sort_key=slug),
        total=None if total is None else Decimal(total),
        shown_rank=rank,
        block_id=block,
    )


@pytest.mark.parametrize(
    ("standings", "known_in_part", "by_rank"),
    [
        ([standing("a", 5, 1), standing("b", 4, 2)], False, False),
        ([standing("a", 5, 1), standing("b", 4, 2)], True, True),
        ([standing("a", 5, None), standing("b", 4, 2)], True, False),
        ([standing("a", None, 1), standing("b", 4, 2)], False, True),
        ([standing("a", None, 1, 7), standing("b", 4, 2, 8)], True, False),
    ],
)
def test_totals_colour_the_map_unless_ranks_say_more(standings, known_in_part, by_rank):
    assert levels_of(standings, places=63, known_in_part=known_in_part).by_rank is by_rank


def test_the_rank_of_a_few_known_tells_the_fifth_of_the_whole():
    found = levels_of([standing("a", 70, 1), standing("b", 60, 32)], places=63, known_in_part=True)
    assert found.of_unit == {"a": 4, "b": 2}


# The home page


def test_a_site_without_a_table_of_most_provinces_draws_no_map(client, publish):
    publish(2024, {"ha-noi": ("70", 1)}, units=63)
    page = client.get("/")
    assert page.status_code == 200
    assert '<svg class="map"' not in page.content.decode()


def test_the_map_is_drawn_of_the_63_as_links_with_names(client, publish, provinces):
    publish(2024, everybody(provinces, JUNE))
    page = client.get("/")
    links, svg = picture(page)
    assert page.status_code == 200
    assert set(links) == set(on(provinces, JUNE))
    assert links["ha-noi"].get("href") == "/indices/cs/2024/units/ha-noi/"
    assert title(links["ha-noi"]) == "Hà Nội: hạng 1, 89,50 điểm"
    assert [name.text for name in svg.iter(f"{SVG}text")] == ["Quần đảo Hoàng Sa", "Quần đảo Trường Sa"]
    assert "63 trong 63 tỉnh, thành phố có số liệu, từ 27,50 đến 89,50." in text(page)


def test_from_july_2025_the_34_are_drawn(client, publish, provinces):
    publish(2025, everybody(provinces, JULY))
    links, svg = picture(client.get("/en/"))
    assert set(links) == set(on(provinces, JULY))
    assert title(links["ha-noi"]) == "Ha Noi: rank 1, 89.50 points"
    assert [name.text for name in svg.iter(f"{SVG}text")] == ["Hoang Sa Archipelago", "Truong Sa Archipelago"]


def test_the_table_beside_says_what_the_colours_say(client, publish, provinces):
    publish(2024, everybody(provinces, JUNE))
    page = client.get("/")
    links, _svg = picture(page)
    rows = rows_beside(page)
    assert [bounds for bounds, _names in rows] == [
        "77,50 – 89,50 13 đơn vị",
        "64,50 – 76,50 13 đơn vị",
        "52,50 – 63,50 12 đơn vị",
        "39,50 – 51,50 13 đơn vị",
        "27,50 – 38,50 12 đơn vị",
    ]
    for level, (_bounds, names) in zip((5, 4, 3, 2, 1), rows, strict=True):
        drawn = [title(link).split(":")[0] for link in links.values() if link.get("class") == f"level-{level}"]
        assert sorted(drawn) == sorted(names.split(", "))


def test_what_has_no_figure_is_hatched_and_says_why(client, publish, provinces):
    index = IndexFactory(slug="cs", short_name="CS")
    results = everybody(provinces, JUNE)
    del results["ha-noi"]
    edition = EditionFactory(criteria_set=CriteriaSetFactory(index=index), year=2024, source=SourceFactory())
    for slug, (total, rank) in results.items():
        known = {"status": "ranked", "total": Decimal(total), "total_places": 2, "shown_rank": rank}
        known |= {"stated_points": Decimal(total), "stated_points_places": 2, "stated_rank": rank}
        StandingFactory(
            edition=edition,
            unit=provinces[slug],
            **({"status": "incomplete", "to_be_ranked": False} if slug == "da-nang" else known),
        )
    freeze(edition)
    page = client.get("/")
    links, _svg = picture(page)
    assert {slug for slug, link in links.items() if link.get("class") == "unknown"} == {"ha-noi", "da-nang"}
    assert title(links["da-nang"]) == "Đà Nẵng: thiếu thành phần"
    assert title(links["ha-noi"]) == "Hà Nội: chưa công bố"
    assert links["ha-noi"].get("href") == "/units/ha-noi/"
    assert rows_beside(page)[-1] == ("Không có số liệu 2 đơn vị", "Đà Nẵng (thiếu thành phần), Hà Nội")


def test_a_year_known_in_part_is_drawn_when_asked_for(client, publish, provinces):
    index = publish(2023, everybody(provinces, JUNE)).index
    publish(2024, {"ha-noi": ("70", 1), "da-nang": (None, 32)}, index=index, units=63)
    assert "Bản đồ CS 2023" in text(client.get("/"))
    assert "Bản đồ CS 2023" in text(client.get("/?map=cs"))
    page = client.get("/?map=cs&edition=2024")
    assert "Bản đồ CS 2024" in text(page)
    assert "2024 (2/63)" in text(page)
    assert "2 trong 63 tỉnh, thành phố có thứ hạng, từ hạng 1 đến hạng 32." in text(page)
    assert [bounds for bounds, _names in rows_beside(page)] == [
        "1 – 13 1 đơn vị",
        "27 – 38 1 đơn vị",
        "Không có số liệu 61 đơn vị",
    ]


@pytest.mark.parametrize(
    "query", ["map=khong-co", "map=", "map=cs&edition=1999", "map=<script>&edition=%00", "edition=x"]
)
def test_whatever_is_not_understood_gets_the_default(client, publish, provinces, query):
    publish(2024, everybody(provinces, JUNE))
    page = client.get(f"/?{query}")
    assert page.status_code == 200
    assert "Bản đồ CS 2024" in text(page)


def test_own_unit_is_outlined_and_named(client, publish, provinces):
    publish(2024, everybody(provinces, JUNE))
    client.cookies["my_unit"] = "khanh-hoa"
    page = client.get("/")
    links, svg = picture(page)
    outlines = [path for path in svg.iter(f"{SVG}path") if path.get("class") == "own"]
    assert [path.get("d") for path in outlines] == [links["khanh-hoa"].find(f"{SVG}path").get("d")]
    assert title(links["khanh-hoa"]).endswith("(đơn vị của tôi)")
    assert sum(names.count("★ Khánh Hòa") for _bounds, names in rows_beside(page)) == 1


def test_a_unit_without_a_shape_is_named_below(client, publish, provinces):
    publish(2007, everybody(provinces, datetime.date(2007, 12, 31)))
    page = client.get("/")
    assert len(picture(page)[0]) == 63
    assert re.search(r"Không có hình riêng trên bản đồ: Hà Tây: hạng \d+, \d\d,50 điểm\.", text(page))


def test_names_are_escaped(client, publish, provinces):
    provinces["ha-noi"].name = 'Hà <b>"Nội"</b>'
    provinces["ha-noi"].save()
    publish(2024, everybody(provinces, JUNE))
    page = client.get("/")
    assert title(picture(page)[0]["ha-noi"]).startswith('Hà <b>"Nội"</b>:')
    assert 'Hà <b>"' not in page.content.decode()


def test_no_style_is_inline(client, publish, provinces):
    publish(2024, everybody(provinces, JUNE))
    section = re.search(r'<section class="map-section".*?</section>', client.get("/").content.decode(), re.DOTALL)[0]
    assert not re.search(r"\sstyle=|<style", section)


def test_credit_and_licence_stand_below(client, publish, provinces):
    publish(2024, everybody(provinces, JUNE))
    page = client.get("/")
    assert "Open Development Vietnam (Cục Đo đạc và Bản đồ), CC BY-SA 4.0, đã giản lược" in text(page)
    assert 'href="/sources/#geo-01"' in page.content.decode()
    assert 'href="https://creativecommons.org/licenses/by-sa/4.0/"' in page.content.decode()


def test_sources_of_the_maps_say_that_they_are(client, db):
    SourceFactory(code="geo-01")
    page = client.get("/sources/")
    assert "Hình vẽ của bản đồ" in text(page)
    assert 'href="/#map"' in page.content.decode()


def test_ministries_blocks_and_provinces_own_tables_are_not_drawn(client, publish, provinces):
    for slug, about in (
        ("bo", {"level": "ministry"}),
        ("so", {"within": provinces["ha-noi"]}),
        ("mau", {"is_sample": True}),
    ):
        publish(2024, everybody(provinces, JUNE), index=IndexFactory(slug=slug, short_name=slug, **about))
        assert '<svg class="map"' not in client.get(f"/?map={slug}").content.decode()


def test_queries_do_not_grow_with_provinces(client, publish, provinces, django_assert_max_num_queries):
    index = publish(2023, dict(list(everybody(provinces, JUNE).items())[:32])).index
    publish(2024, everybody(provinces, JUNE), index=index)
    with CaptureQueriesContext(connection) as few:
        client.get("/?map=cs&edition=2023")
    with django_assert_max_num_queries(len(few)):
        client.get("/?map=cs&edition=2024")


def test_a_block_of_ranks_is_not_drawn_by_rank(client, publish, provinces):
    """Ranks within blocks do not compare: without totals there is nothing to colour by."""
    edition = EditionFactory(source=SourceFactory())
    for place, slug in enumerate(on(provinces, JUNE), start=1):
        block = edition.blocks.first() or BlockFactory(edition=edition)
        StandingFactory(edition=edition, unit=provinces[slug], block=block, status="ranked", shown_rank=place)
    freeze(edition)
    page = client.get("/")
    links, _svg = picture(page)
    assert {link.get("class") for link in links.values()} == {"unknown"}
    assert "Chưa có số liệu nào để tô màu." in text(page)


@pytest.mark.golden
def test_map_of_the_published_record(client, db):
    call_command("load_published", verbosity=0)
    page = client.get("/?map=papi&edition=2024")
    links, _svg = picture(page)
    assert title(links["quang-ninh"]) == "Quảng Ninh: hạng 1, 47,8212 điểm"
    assert title(links["thua-thien-hue"]).startswith("Thừa Thiên Huế: hạng 11")
    assert {slug for slug, link in links.items() if link.get("class") == "unknown"} == {"tien-giang", "vinh-phuc"}
