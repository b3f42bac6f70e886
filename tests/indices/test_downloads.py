"""League tables as files: the same rows as the page, exact, and safe to open."""

import csv
import io
import json
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from tests.factories import (
    CriteriaSetFactory,
    CriterionFactory,
    EditionFactory,
    SourceFactory,
    StandingFactory,
    UnitFactory,
    freeze,
)
from tests.indices.tables import ADDRESS, build, names

FILE = ADDRESS.rstrip("/")
HEAD = (
    "index,edition,revision,block,rank,stated_rank,unit_code,unit,status,points,max_points,percent,stated_percent,band"
)


def table(response):
    return list(csv.DictReader(io.StringIO(response.content.decode())))


def test_the_head_of_the_csv_is_stable(client, years):
    assert client.get(f"{FILE}.csv").content.decode().splitlines()[0] == HEAD + ",c:1,c:2"


def test_figures_are_exact_with_a_point_and_empty_for_what_is_not_known(client, years):
    found = {row["unit"]: row for row in table(client.get(f"{FILE}.csv"))}
    assert found["An"] == {
        "index": "chi-so", "edition": "2024", "revision": "1", "block": "", "rank": "1", "stated_rank": "",
        "unit_code": found["An"]["unit_code"], "unit": "An", "status": "ranked", "points": "17.5", "max_points": "20",
        "percent": "87.5", "stated_percent": "", "band": "", "c:1": "9", "c:2": "8.5",
    }  # fmt: skip
    assert (found["Dũng"]["rank"], found["Dũng"]["points"], found["Dũng"]["c:1"], found["Dũng"]["c:2"]) == (
        "",
        "",
        "4",
        "",
    )


@pytest.mark.parametrize("query", ["", "?sort=-places", "?q=cuong", "?sort=total&show=values"])
def test_a_file_holds_the_rows_of_the_page_in_its_order(client, years, query):
    shown = [name.removesuffix(" thiếu thành phần") for name in names(client.get(ADDRESS + query))[1:]]
    assert [row["unit"] for row in table(client.get(f"{FILE}.csv{query}"))] == shown


def test_stated_figures_keep_their_printed_digits(client, db):
    criteria_set = CriteriaSetFactory(index__slug="chi-so", index__total_method="stated", index__figure="value")
    edition = EditionFactory(criteria_set=criteria_set)
    StandingFactory(
        edition=edition, unit=UnitFactory(name="An"), points=Decimal("58.2"), stated_points=Decimal("58.2"),
        stated_points_places=2, stated_rank=32, shown_rank=32, total=Decimal("58.2"), total_places=2, status="ranked",
    )  # fmt: skip
    freeze(edition)
    row = table(client.get(f"{FILE}.csv"))[0]
    assert (row["points"], row["stated_rank"]) == ("58.20", "32")


def test_the_whole_tree_is_there_when_asked_for(client, years, fields):
    assert "c:2" in client.get(f"{FILE}.csv?depth=all").content.decode().splitlines()[0]


def test_an_index_open_to_its_totals_gives_totals(client, years, fields):
    fields.index.public_depth = "totals"
    fields.index.save()
    assert client.get(f"{FILE}.csv?depth=all").content.decode().splitlines()[0] == HEAD


def test_json_carries_the_edition_its_sources_and_the_rows(client, years):
    found = json.loads(client.get(f"{FILE}.json").content)
    assert found["edition"]["label"] == "2024"
    assert found["sources"] == [{"code": years.source.code, "title": years.source.title, "url": ""}]
    assert found["rows"][0]["points"] == "17.5"
    assert list(found["rows"][0]) == [*HEAD.split(","), "c:1", "c:2"]


def test_the_workbook_is_for_people(client, years):
    book = load_workbook(io.BytesIO(client.get(f"{FILE}.xlsx").content))
    sheet, sources = book.worksheets
    assert [cell.value for cell in sheet[3]][:4] == ["Hạng", "Đơn vị", "Mã đơn vị", "Tổng"]
    assert (sheet["B4"].value, sheet["D4"].value, sheet["D4"].number_format) == ("An", 17.5, "0.00")
    assert sources["A2"].value == years.source.title


def test_a_name_that_begins_a_formula_is_text(client, fields, units):
    build(fields, 2024, {"=1+1": ("5", "5")}, units)
    sheet = load_workbook(io.BytesIO(client.get(f"{FILE}.xlsx").content)).worksheets[0]
    assert (sheet["B4"].value, sheet["B4"].data_type) == ("=1+1", "s")


def test_files_are_attachments_with_a_plain_name(client, years):
    assert client.get(f"{FILE}.csv")["Content-Disposition"] == 'attachment; filename="chi-so-2024-r1.csv"'


def test_a_draft_has_no_file(client, fields):
    EditionFactory(criteria_set=fields, source=SourceFactory())
    assert client.get(f"{FILE}.csv").status_code == 404


@pytest.mark.parametrize("count", [3, 40])
def test_queries_do_not_grow_with_rows(client, fields, units, django_assert_max_num_queries, count):
    CriterionFactory(criteria_set=fields, code="2.1", parent=fields.criteria.get(code="2"))
    build(fields, 2024, {f"Tỉnh {n}": ("5", None) for n in range(count)}, units)
    with django_assert_max_num_queries(14):
        client.get(f"{FILE}.json?depth=all")
