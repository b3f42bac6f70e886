"""The map on the home page: what it draws, what it says beside it, and what it does not."""

import datetime
import re
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext

from records.record_files import read_table
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
from units.models import Unit

SVG = "{http://www.w3.org/2000/svg}"
JUNE, JULY = datetime.date(2025, 6, 30), datetime.date(2025, 7, 1)


@pytest.fixture
def provinces(db):
    """The provinces of the record, with their codes and dates, and nothing else of it: slug -> Unit."""
    units = [
        UnitFactory.build(
            slug=row.text("slug"),
            code=row.text("code"),
            name=row.text("name"),
            name_en=row.text("name_en"),
            valid_from=row.date("valid_from", datetime.date(1, 1, 1)),
            valid_to=row.date("valid_to"),
        )
        for row in read_table(settings.FIXTURES_ROOT / "units" / "provinces.csv")
    ]
    return {unit.slug: unit for unit in Unit.objects.bulk_create(units)}


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
