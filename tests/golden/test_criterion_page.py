"""The page of one criterion on the published record: PAPI's dimensions whole, and a field of which one is published.

What the page says is reckoned here from the rows of the record, by nothing of the software under test.
"""

import re
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

import pytest

from indices.domain.criterion_health import spread_of
from indices.models import CriterionStatistic, Edition
from indices.queries.criterion_page import lineage_of, place_of, rows_at
from tests.golden.pages import read, table_rows, words
from tests.golden.rows import papi_points

pytestmark = [pytest.mark.golden, pytest.mark.django_db, pytest.mark.usefixtures("record")]

PAGE = "/indices/papi/2024/criteria/1/"


def dimension(year, code):
    """Unit -> exact points at a dimension, of the units all of whose parts of it are scored."""
    found = {unit: dimensions[code].values() for unit, dimensions in papi_points(year).items()}
    return {unit: sum(parts) for unit, parts in found.items() if None not in parts}


def printed(figure, places):
    """`4.97913…` → `4,9791`."""
    cut = Decimal(figure.numerator) / Decimal(figure.denominator)
    text = str(abs(cut).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))
    return text.replace(".", ",")


def test_mean_and_ends_of_a_dimension_are_those_of_the_rows():
    """4.9791 of ten: 61 units, of which none has ten."""
    points, page = dimension("2024", "1"), words(read(PAGE))
    mean = sum(points.values()) / len(points)
    assert (len(points), max(points.values()) < 10) == (61, True)
    assert "Chưa đơn vị nào trong 61 tỉnh, thành phố đạt điểm tối đa" in page
    assert f"trung bình {printed(mean, 4)} trên 10 điểm ({printed(10 * mean, 2)} %)" in page
    for end in (max(points.values()), min(points.values())):
        assert printed(end, 4) in page


def test_tenths_hold_as_many_as_the_rows():
    points = dimension("2024", "1").values()
    counts = [sum(tenth <= value < tenth + 1 for value in points) for tenth in range(10)]
    body = read(PAGE).split('id="distribution"')[1].split("</table>")[0]
    shown = re.findall(r'<th scope="row" class="">([\d–]+)</th>\s*<td class="num">(\d+)</td>', body)
    assert shown == [
        *((f"{10 * tenth}–{10 * tenth + 10}", str(count)) for tenth, count in enumerate(counts)),
        ("100", "0"),
    ]


def test_largest_rise_and_fall_are_tay_ninh_and_khanh_hoa():
    """3.9292 → 5.3660 is 1.4367 more; 4.8979 → 4.3452 is 0.5527 less."""
    now, then = dimension("2024", "1"), dimension("2023", "1")
    changes = {unit: now[unit] - then[unit] for unit in now if unit in then}
    assert max(changes, key=changes.get) == "tay-ninh"
    assert min(changes, key=changes.get) == "khanh-hoa"
    page = words(read(PAGE).replace("<", " <"))
    for unit, name, sign in (("tay-ninh", "Tây Ninh", "▲ tăng"), ("khanh-hoa", "Khánh Hòa", "▼ giảm")):
        first, last = (printed(10 * points[unit], 2) for points in (then, now))
        assert f"{name} {first} → {last} {sign} {printed(changes[unit], 2)} điểm" in page


def test_every_unit_stands_with_its_points_and_place():
    points = dimension("2024", "1")
    shown = {unit: cells for unit, cells in table_rows(read(PAGE)) if unit}
    assert {unit for unit, cells in shown.items() if cells[2] != "không có số liệu"} == set(points)
    for unit, value in points.items():
        rank = 1 + sum(other > value for other in points.values())
        assert shown[unit][0] == str(rank)
        assert shown[unit][2:4] == [f"{printed(value, 4)} / 10", printed(10 * value, 2)]


def test_what_it_was_in_the_last_set_is_named():
    assert "Ở bộ trước (PAPI 2019–2020, dùng đến năm 2020)" in words(read(PAGE))


def test_what_is_stored_of_every_criterion_is_how_its_units_lie():
    """Means, medians, ends and full marks of a whole year, kept with the edition and read anew."""
    edition = Edition.objects.published().select_related("index", "criteria_set").get(index__slug="papi", label="2024")
    stored = CriterionStatistic.objects.filter(edition=edition, criterion__isnull=False).select_related("criterion")
    assert len(stored) == 36
    for kept in stored:
        place = place_of(edition, kept.criterion.code)
        rows = rows_at(edition, lineage_of(edition, kept.criterion.code).leaf, place.criterion)
        found = spread_of(row.earned for row in rows if row.is_ranked and row.applies).statistic
        assert (found.n, found.mean, found.median) == (kept.count, kept.mean, kept.median)
        assert (found.lowest, found.highest) == (kept.lowest, kept.highest)
        assert found.at_full_marks == kept.at_full_marks


def test_one_published_figure_makes_no_mean():
    """PAR INDEX 2024: of field 1 only Hòa Bình's 9.5 of 9.5 is published."""
    page = read("/indices/par-province/2024/criteria/1/")
    assert "Chỉ biết điểm của 1 trong 63 tỉnh, thành phố ở tiêu chí này" in words(page)
    known = {unit: cells for unit, cells in table_rows(page) if unit and cells[2] != "không có số liệu"}
    assert known == {"hoa-binh": ["1", "Hòa Bình", "9,50 / 9,5", "100,00"]}


def test_where_only_totals_are_published_it_is_said():
    assert "Điểm của các đơn vị ở tiêu chí này chưa được công bố" in words(
        read("/indices/par-province/2024/criteria/2/")
    )


def test_printed_is_half_up():
    assert printed(Fraction(1, 8), 2) == "0,13"


def test_a_dimension_that_was_built_anew_shows_differences_and_no_arrows():
    """PAPI 2021: dimension 5 of four parts became one of three; 3.1 kept its one part."""
    body = read("/indices/papi/2021/criteria/5/")
    assert "Năm 2020 theo bộ tiêu chí khác." in words(body)
    assert '<span class="move up">' not in body
    assert re.search(r'<span class="muted">[+−]\d', body)
    assert '<span class="move up">' in read("/indices/papi/2021/criteria/3.1/")
    assert '<span class="move up">' in read("/indices/papi/2022/criteria/5/")
