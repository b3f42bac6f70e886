"""The page of a unit, and the list of units, as their readers meet them."""

import json
import re
from datetime import date

import pytest
from django.utils.html import strip_tags

from indices.models import CriterionLink, Edition
from tests.factories import (
    AliasFactory,
    CriteriaSetFactory,
    CriterionFactory,
    CriterionLinkFactory,
    DecisionFactory,
    EditionFactory,
    GroupFactory,
    GroupMembershipFactory,
    StandingFactory,
    SuccessionFactory,
    UnitFactory,
    UnitNameFactory,
)
from tests.indices.tables import build, rows, text
from units.models import Level, Unit

ALL = ("An", "Bình", "Cường")
MORE = {f"Tỉnh {number:02}": ("5", str(number / 10)) for number in range(40)}


def change(name, **columns):
    Unit.objects.filter(name=name).update(**columns)


def page(client, name, language=""):
    unit = Unit.objects.get(name=name)
    return client.get(f"{language}/units/{unit.slug}/")


def next_set(fields):
    """A set that follows `fields` and drops its second criterion for a new one."""
    made = CriteriaSetFactory(index=fields.index, slug="bo-moi")
    new = {code: CriterionFactory(criteria_set=made, code=code, position=int(code)) for code in ("1", "2")}
    old = {criterion.code: criterion for criterion in fields.criteria.all()}
    ends = {"from_set": fields, "to_set": made}
    CriterionLinkFactory(**ends, old=old["1"], new=new["1"])
    CriterionLinkFactory(**ends, old=None, new=new["2"], kind=CriterionLink.LinkKind.NEW)
    CriterionLinkFactory(**ends, old=old["2"], new=None, kind=CriterionLink.LinkKind.DROPPED)
    return made


def test_the_sentence_says_what_it_is_and_where_it_stands(client, years):
    told = text(page(client, "Em")).replace("\N{NO-BREAK SPACE}", " ")
    assert "Tỉnh. CHỈ SỐ 2024: hạng 4 trong 4, giảm 3 bậc so với 2023." in told


def test_the_newest_result_stands_in_a_table(client, years):
    row = rows(page(client, "Em"))[0]
    assert row[1:7] == ["4/4", "▼giảm 3 bậc", "6,25 điểm", "▼giảm 11,75 điểm", "7,75", "−6,69"]
    assert "/indices/chi-so/2024/units/em/" in page(client, "Em").content.decode()


def test_english_speaks_english_figures(client, years):
    assert rows(page(client, "Em", "/en"))[0][3].startswith("6.25")


def test_a_year_without_a_result_is_said_and_is_a_gap(client, years):
    response = page(client, "Dũng")
    assert "2024: không có kết quả" in text(response)
    assert "Dũng" in text(response)


def test_the_chart_has_the_years_and_the_table_says_the_same(client, years):
    response = page(client, "Em")
    content = response.content.decode()
    figure = json.loads(re.search(r'<script id="years-chi-so"[^>]*>(.*?)</script>', content, re.DOTALL)[1])
    assert figure["data"][0]["x"] == [2023, 2024]
    assert figure["data"][0]["y"] == [1, 4]
    table = content[content.index("Số liệu của biểu đồ") :]
    cells = [" ".join(cell.split()) for cell in re.findall(r"<td[^>]*>([^<]*)</td>", table)]
    assert cells[0] == "4/4"
    assert "6,25" in cells


def test_one_year_has_no_chart_but_its_table(client, fields, units):
    build(fields, 2024, {"An": ("9", "8")}, units)
    response = page(client, "An")
    assert "Mới có kết quả năm 2024." in text(response)
    assert b"data-chart" not in response.content
    assert b"plotly" not in response.content


def test_another_criteria_set_breaks_the_years_and_is_said(client, fields, units):
    build(fields, 2023, dict.fromkeys(ALL, ("9", "8")), units)
    build(next_set(fields), 2024, {"An": ("1", "1"), "Bình": ("9", "9"), "Cường": ("8", "8")}, units)
    response = page(client, "An")
    told = text(response)
    assert "Bộ tiêu chí đổi từ năm 2024" in told
    assert "Bộ tiêu chí khác: 1 mới, 1 bỏ" in told
    assert "từ hạng 1" in told
    assert "▼" not in told
    figure = json.loads(
        re.search(r'<script id="years-chi-so"[^>]*>(.*?)</script>', response.content.decode(), re.DOTALL)[1]
    )
    assert figure["data"][0]["y"] == [1, None, 3]


def test_a_table_of_quite_another_number_of_units_is_said(client, fields, units):
    build(fields, 2023, {"An": ("9", "9")}, units)
    build(fields, 2024, {"An": ("9", "9"), "Bình": ("9", "9"), "Cường": ("9", "9")}, units)
    assert "2023 xếp 1 đơn vị" in text(page(client, "An"))


def test_a_mean_of_some_is_not_shown(client, fields, units):
    build(fields, 2024, {"An": ("9", "8"), "Bình": ("7", "7")}, units, stated_units=63)
    assert rows(page(client, "An"))[0][6] == ""


def test_only_published_editions_are_shown(client, years, fields, units):
    draft = EditionFactory(criteria_set=fields, year=2025)
    StandingFactory(edition=draft, unit=units["An"])
    assert "2025" not in text(page(client, "An"))


def test_a_superseded_revision_is_not_a_year_of_its_own(client, fields, units):
    old = build(fields, 2024, {"An": ("9", "8"), "Bình": ("7", "7")}, units)
    Edition.objects.filter(pk=old.pk).update(state=Edition.State.SUPERSEDED)
    build(fields, 2024, {"An": ("6", "6"), "Bình": ("7", "7")}, units, revision=2, reason="đính chính")
    table = rows(page(client, "An"))
    assert table[0][1] == "2/2"


def test_a_unit_that_ended_says_what_became_of_it(client, years, units):
    change("An", valid_to=date(2025, 6, 30))
    new = UnitFactory(name="An Bình", valid_from=date(2025, 7, 1))
    SuccessionFactory(predecessor=units["An"], successor=new, decision=DecisionFactory(number="202/2025/QH15"))
    response = page(client, "An")
    told = text(response)
    assert "Tỉnh, đến hết 30/06/2025." in told
    assert "Từ 01/07/2025 nhập vào An Bình" in told
    assert '<a href="/units/an-binh/">An Bình</a>' in response.content.decode()
    assert "202/2025/QH15" in told


def test_a_successor_shows_what_its_predecessors_got(client, years, units):
    new = UnitFactory(name="An Bình", valid_from=date(2025, 7, 1))
    for name in ("An", "Bình"):
        change(name, valid_to=date(2025, 6, 30))
        SuccessionFactory(predecessor=units[name], successor=new)
    response = page(client, "An Bình")
    told = text(response)
    assert "Chưa có năm đánh giá nào của đơn vị này được công bố." in told
    assert "Thành lập trên cơ sở nhập An, Bình" in told
    assert rows(response)[0] == ["An", "Tỉnh", "2024: hạng 1/4; 17,50 điểm"]


def test_a_year_in_which_it_did_not_exist_is_not_missing(client, years, units):
    change("An", valid_to=date(2023, 6, 30))
    Unit.objects.filter(name="Bình").update(valid_from=date(2024, 1, 1))
    late = UnitFactory(name="Mới", valid_from=date(2025, 7, 1))
    assert "2024" not in text(page(client, late.name))


def test_names_are_told_with_their_days(client, units, years):
    UnitNameFactory(unit=units["An"], valid_from=date(1, 1, 1), name="An Cũ")
    UnitNameFactory(unit=units["An"], valid_from=date(2024, 3, 1), name="An", decision=DecisionFactory(number="7/NQ"))
    told = text(page(client, "An"))
    assert "Trước 01/03/2024 là tỉnh An Cũ." in told
    assert "01/03/2024 Đổi tên thành An Theo 7/NQ" in told


def test_a_change_of_kind_is_no_change_of_name(client, units, years):
    UnitNameFactory(unit=units["An"], valid_from=date(1, 1, 1), name="An")
    UnitNameFactory(unit=units["An"], valid_from=date(2024, 3, 1), name="An", kind="city")
    change("An", kind="city")
    told = text(page(client, "An"))
    assert "Trước 01/03/2024 là tỉnh." in told
    assert "Trở thành thành phố trực thuộc trung ương" in told


def test_code_groups_and_spellings_are_told(client, units, years):
    change("An", code="24", valid_to=date(2025, 6, 30))
    UnitFactory(name="Mới", code="24", valid_from=date(2025, 7, 1))
    region = GroupFactory(name="Vùng Đông", decision=DecisionFactory(number="306/NQ-CP"))
    GroupMembershipFactory(unit=units["An"], group=region, valid_to=date(2025, 6, 30))
    AliasFactory(unit=units["An"], text="Tỉnh An")
    told = text(page(client, "An"))
    assert "Từ 01/07/2025 mã này được cấp cho Mới." in told
    assert "Vùng Đông đến hết 30/06/2025, theo 306/NQ-CP" in told
    assert "Tỉnh An" in told
    assert "Đến hết 30/06/2025 mã này là của An." in text(page(client, "Mới"))


def test_a_sample_unit_is_badged(client, years):
    change("An", is_sample=True)
    assert "Dữ liệu minh họa" in text(page(client, "An"))


def test_an_unknown_unit_is_not_found(client, db):
    assert client.get("/units/khong-co/").status_code == 404


def test_the_page_is_kept_by_browsers(client, years):
    tag = page(client, "An")["ETag"]
    assert client.get("/units/an/", headers={"if-none-match": tag}).status_code == 304


@pytest.mark.parametrize("more", [{}, MORE])
def test_the_page_takes_the_same_queries_however_many_units_and_years(
    client, fields, units, more, django_assert_num_queries
):
    for year in range(2020 if more else 2023, 2025):
        build(fields, year, dict.fromkeys(ALL, ("9", "8")) | more, units)
    with django_assert_num_queries(11):
        client.get("/units/an/")


# The list


def listed(response):
    """The rows of every body of the list, as a reader sees them."""
    content = response.content.decode()
    found = re.findall(r"<tr[^>]*>(.*?)</tr>", content[content.index("<tbody") :], re.DOTALL)
    cells = (re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL) for row in found if "<thead" not in row)
    return [[" ".join(strip_tags(cell).split()) for cell in row] for row in cells]


@pytest.fixture
def country(db):
    """Two provinces go on; An and Bình became one."""
    region, older = GroupFactory(name="Vùng mới"), GroupFactory(name="Vùng cũ", grouping="vung-cu")
    ended = date(2025, 6, 30)
    old = [UnitFactory(name=name, valid_to=ended) for name in ("An", "Bình")]
    new = UnitFactory(name="An Bình", valid_from=date(2025, 7, 1))
    go_on = [UnitFactory(name=name) for name in ("Huế", "Đà Nẵng")]
    for unit in old:
        SuccessionFactory(predecessor=unit, successor=new)
        GroupMembershipFactory(unit=unit, group=older, valid_to=ended)
    for unit in (new, *go_on):
        GroupMembershipFactory(unit=unit, group=region)
    return region


def test_the_list_parts_those_who_exist_from_those_who_did(client, country):
    response = client.get("/units/")
    told = text(response)
    assert "Hiện nay có 3 tỉnh, thành phố; đến hết ngày 30/06/2025 có 4 tỉnh, thành phố." in told
    assert listed(response)[0] == ["Vùng mới (3)"]
    assert [row[0] for row in listed(response)[1:4]] == ["An Bình", "Đà Nẵng", "Huế"]
    assert listed(response)[1][3:] == ["01/07/2025", "An&#8288;, Bình"]
    gone = response.content.decode()
    gone = gone[gone.index('id="gone-vung-cu"') :]
    assert gone.index("An</a>") < gone.index("An Bình</a>") < gone.index("Bình</a>")


@pytest.mark.parametrize(
    ("words", "found"), [("da nang", ["Đà Nẵng"]), ("an b", ["An Bình"]), ("BÌNH", ["An Bình", "Bình"])]
)
def test_the_list_is_searched_without_accents(client, country, words, found):
    response = client.get("/units/", {"q": words})
    assert [row[0] for row in listed(response) if len(row) > 1 and row[0] != "Tên"] == found


def test_nothing_found_says_what_would_help(client, country):
    assert "Không có đơn vị nào khớp" in text(client.get("/units/", {"q": "xyz"}))


def test_whatever_is_not_understood_is_the_default(client, country):
    response = client.get("/units/?level=xyz&page=-1&show=xyz&parent=%00&q=%00")
    assert response.status_code == 200
    assert "Hiện nay" in text(response)


def test_an_empty_list_is_no_fault(client, db):
    assert "Hiện nay có 0 tỉnh, thành phố." in text(client.get("/units/"))


def test_many_units_go_by_pages_under_their_parent(client, country, django_assert_num_queries):
    parent = Unit.objects.get(name="Huế")
    for number in range(120):
        UnitFactory(name=f"Xã {number}", level=Level.COMMUNE, kind="commune", parent=parent)
    for number in range(90):
        UnitFactory(
            name=f"Xã cũ {number}", level=Level.COMMUNE, kind="commune", parent=parent, valid_to=date(2025, 6, 30)
        )
    response = client.get("/units/?level=commune")
    assert listed(response)[0] == ["Huế (100)"]
    assert len(listed(response)) == 101
    assert "Hiện nay: 120" in text(response)
    assert "Trước đây: 90" in text(response)
    assert len(listed(client.get("/units/?level=commune&page=2"))) == 21
    assert len(listed(client.get("/units/?level=commune&show=gone"))) == 91
    assert len(listed(client.get("/units/?level=commune&parent=hue&q=xa+119"))) == 2


@pytest.mark.parametrize("more", [0, 30])
def test_the_list_takes_the_same_queries_however_long_it_is(client, country, more, django_assert_num_queries):
    for number in range(more):
        unit = UnitFactory(name=f"Tỉnh {number}")
        GroupMembershipFactory(unit=unit, group=country)
        SuccessionFactory(predecessor=unit, successor=Unit.objects.get(name="Huế"))
    with django_assert_num_queries(11):
        client.get("/units/")
