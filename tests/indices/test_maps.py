"""Maps: their shapes, what is refused of them, and the fifths that figures fall into."""

import datetime
import gzip
import re
from decimal import Decimal
from types import SimpleNamespace

import pytest
from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from indices import maps
from indices.presenters.map import levels_of
from records.record_files import RecordError, read_table

JUNE, JULY = datetime.date(2025, 6, 30), datetime.date(2025, 7, 1)
totals = st.decimals(min_value=0, max_value=100, places=2)


def on(day):
    """Slugs of the provinces that the record has on a day."""
    units = read_table(settings.FIXTURES_ROOT / "units" / "provinces.csv")
    return [
        row.text("slug")
        for row in units
        if row.date("valid_from", datetime.date.min) <= day <= row.date("valid_to", datetime.date.max)
    ]


# The shapes of the record


@pytest.mark.parametrize(("day", "count"), [(datetime.date(2008, 8, 1), 63), (JUNE, 63), (JULY, 34)])
def test_a_map_draws_the_provinces_of_its_day_and_nothing_else(day, count):
    country = maps.atlas().on(day)
    assert len(country.shapes) == count
    assert sorted(shape.unit for shape in country.shapes) == sorted(on(day))


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
