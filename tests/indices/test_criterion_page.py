"""The page of one criterion: who earns it, who moved, what it was, and for whom its weight is."""

import json
import re
from decimal import Decimal

import pytest
from django.utils.html import strip_tags

from indices.actions import Draft, store_standings
from indices.models import Depth, IndexAssignment
from indices.presenters import criterion_page
from indices.queries.entries import entered
from tests.factories import (
    AdminFactory,
    AssignmentFactory,
    CriteriaSetFactory,
    CriterionFactory,
    CriterionLinkFactory,
    EditionFactory,
    ResponsibilityFactory,
    ScoreFactory,
    ScoringRuleFactory,
    SourceFactory,
    StandingFactory,
    UnitFactory,
    freeze,
)
from tests.indices.tables import build, text
from units.models import Unit

ADDRESS = "/indices/chi-so/2024/criteria/1/"


def slug(name):
    return Unit.objects.get(name=name).slug


def seen(markup):
    """What a reader sees, cell by cell."""
    return " ".join(strip_tags(markup.replace("<", " <")).split())


def section(response, heading):
    """One section of the page, from its heading on, as a reader sees it; empty where it is not there."""
    found = re.search(rf"<h2[^>]*>{heading}</h2>(.*?)</section>", response.content.decode(), re.DOTALL)
    return seen(found[1]) if found else ""


def table(response):
    """The rows of the table of units."""
    content = response.content.decode()
    body = re.search(r"<tbody>(.*?)</tbody>", content[content.index('id="units"') :], re.DOTALL)[1]
    return [
        [seen(cell) for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL)]
        for row in re.findall(r"<tr[^>]*>(.*?)</tr>", body, re.DOTALL)
    ]


def order(response):
    return [row[1].split()[0] for row in table(response)]


def figure(response, name):
    found = re.search(rf'<script id="{name}" type="application/json">(.*?)</script>', response.content.decode())
    return json.loads(found[1])


# In a sentence


def test_who_earns_it_is_said_first(client, years):
    """Of the four that are ranked (9, 7, 8, 3) nobody has ten; 27 / 4 = 6.75."""
    page = text(client.get(ADDRESS))
    assert "Chưa đơn vị nào trong 4" in page
    assert "trung bình 6,75 trên 10 điểm (67,50 %)." in page


def test_full_marks_are_counted(client, fields, units):
    build(fields, 2024, {"An": ("10", "1"), "Bình": ("10", "1"), "Cường": ("5", "1"), "Dũng": ("5", "1")}, units)
    assert "2 trong 4 " in text(client.get(ADDRESS))
    assert "(50,00 %) đạt điểm tối đa" in text(client.get(ADDRESS))


def test_a_criterion_that_all_have_tells_nobody_apart(client, fields, units):
    build(fields, 2024, {f"U{place}": ("10", str(place)) for place in range(10)}, units)
    page = text(client.get(ADDRESS))
    assert "Tất cả 10 " in page
    assert "Tiêu chí này không còn phân biệt được các đơn vị." in page


@pytest.mark.parametrize(
    ("kind", "maximum", "points", "told"),
    [
        ("bonus", 2, ("1", "0"), "được điểm thưởng; trung bình 0,50 điểm."),
        ("bonus", 2, ("0", "0"), "được điểm thưởng."),
        ("penalty", -2, ("-1", "0"), "bị trừ điểm; trung bình −0,50 điểm."),
        ("penalty", -2, ("0", "0"), "bị trừ điểm."),
    ],
)
def test_bonus_and_penalty_are_not_there_to_be_full(client, fields, units, kind, maximum, points, told):
    fields.criteria.filter(code="1").update(kind=kind, max_points=maximum)
    build(fields, 2024, {"An": (points[0], "5"), "Bình": (points[1], "4")}, units)
    client.force_login(AdminFactory())
    page = client.get(ADDRESS)
    assert told in text(page)
    assert ("Không đơn vị nào trong 2 " in text(page)) is (points == ("0", "0"))
    assert section(page, WEIGHT) == ""


def test_own_unit_stands_in_a_sentence(client, years):
    """Em: 3 of 10, last of four, six points less than in 2023."""
    client.cookies["my_unit"] = slug("Em")
    assert "Em được 3,00 trên 10 điểm (30,00 %), hạng 4/4, giảm 6,00 điểm so với 2023." in text(client.get(ADDRESS))


def test_unit_in_the_address_goes_before_the_reader_s(client, years):
    client.cookies["my_unit"] = slug("Em")
    page = text(client.get(f"{ADDRESS}?unit={slug('Bình')}"))
    assert "Bình được 7,00 trên 10 điểm (70,00 %), hạng 3/4, không đổi so với 2023." in page


def test_unit_that_has_nothing_there_is_told_so(client, years):
    page = text(client.get(f"/indices/chi-so/2024/criteria/2/?unit={slug('Dũng')}"))
    assert "Dũng: không có số liệu ở tiêu chí này." in page


def test_unknown_unit_is_nobody_s(client, years):
    page = client.get(f"{ADDRESS}?unit=khong-co")
    assert "khong-co" not in section(page, "Các đơn vị đạt đến đâu")


def test_a_mean_over_some_is_not_said(client, fields, units):
    build(fields, 2024, {"An": ("9", "8"), "Bình": ("7", "7")}, units, stated_units=63)
    page = client.get(ADDRESS)
    assert "Chỉ biết điểm của 2 trong 63" in text(page)
    assert "trung bình 8,00" not in text(page)
    assert section(page, "Các đơn vị đạt đến đâu") == ""


# Pictures


def test_own_bar_is_marked(client, years):
    drawn = figure(client.get(f"{ADDRESS}?unit={slug('An')}"), "distribution")
    assert drawn["layout"]["xaxis"]["ticktext"] == ["3", "7", "8", "9"]
    assert drawn["data"][0]["y"] == [1, 1, 1, 1]
    assert drawn["layout"]["annotations"][0]["text"] == "★ An"
    assert drawn["layout"]["annotations"][0]["x"] > 2.9
    assert len(set(drawn["data"][0]["marker"]["color"])) == 2


def test_picture_without_an_own_unit_marks_none(client, years):
    drawn = figure(client.get(ADDRESS), "distribution")
    assert "annotations" not in drawn["layout"]
    assert len(set(drawn["data"][0]["marker"]["color"])) == 1


def test_many_results_are_drawn_in_tenths(client, fields, units):
    build(fields, 2024, {f"U{place}": (f"{place}.5", "1") for place in range(10)}, units)
    drawn = figure(client.get(ADDRESS), "distribution")
    assert drawn["layout"]["xaxis"]["ticktext"] == [str(10 * tenth) for tenth in range(11)]
    assert drawn["layout"]["xaxis"]["tickvals"] == [*(tenth - 0.5 for tenth in range(10)), 10]
    assert drawn["data"][0]["y"] == [1] * 10 + [0]


def test_years_are_told_in_percent_of_the_maximum(client, years):
    """2023: 34 / 5 = 6.8 of ten; Dũng, who lacked nothing then, was ranked. 2024: 6.75."""
    page = client.get(ADDRESS)
    told = "Từ 2023 đến 2024, trung bình giảm 0,50 điểm %: 68,00 % còn 67,50 %."
    assert told in section(page, "Qua các năm")
    assert [line["y"] for line in figure(page, "criterion-years")["data"]] == [[68, 67.5], [90, 90]]


def test_years_of_another_set_are_not_compared_and_the_page_says_so(client, years, units):
    """(1 + 10) / 2 = 5.5 of ten in 2025; before it the criterion was another set's."""
    made = CriteriaSetFactory(slug="bo-2025", index=years.index, max_points=Decimal(20))
    for code in ("1", "2"):
        CriterionFactory(criteria_set=made, code=code, position=int(code))
    old, new = years.criteria_set.criteria.get(code="1"), made.criteria.get(code="1")
    CriterionLinkFactory(from_set=years.criteria_set, to_set=made, old=old, new=new)
    build(made, 2025, {"An": ("1", "9"), "Em": ("10", "10")}, units)
    told = section(client.get("/indices/chi-so/2025/criteria/1/"), "Qua các năm")
    assert "Năm 2025 trung bình 55,00 %. Các năm trước 2025 chấm theo bộ tiêu chí khác nên không so sánh." in told


def test_own_years_stand_beside_the_mean(client, years):
    drawn = figure(client.get(f"{ADDRESS}?unit={slug('Em')}"), "criterion-years")
    assert [(line["name"], line["y"]) for line in drawn["data"]] == [("Em", [90, 30]), ("trung bình", [68, 67.5])]


# Who moved


def test_largest_rises_and_falls_are_named(client, years):
    told = section(client.get(ADDRESS), "Thay đổi nhiều nhất")
    assert "Cường 50,00 → 80,00 ▲ tăng 3,00 điểm" in told
    assert "Em 90,00 → 30,00 ▼ giảm 6,00 điểm" in told
    assert "Bình" not in told


def test_who_climbed_above_the_own_unit_is_named(client, years):
    """Em has 30 % and 32.5 %; Cường rose from 50 to 80, and stood at 50 % and 50 % before: 18.75 apart."""
    told = section(client.get(f"{ADDRESS}?unit={slug('Em')}"), "Đơn vị tương tự đã vượt lên")
    assert "Cường 2024 50,00 → 80,00 18,75" in told


def test_nobody_climbed_above_the_best(client, years):
    assert section(client.get(f"{ADDRESS}?unit={slug('An')}"), "Đơn vị tương tự đã vượt lên") == ""


def test_first_year_is_compared_with_nothing(client, years):
    page = client.get("/indices/chi-so/2023/criteria/1/")
    assert section(page, "Thay đổi nhiều nhất") == ""
    assert section(page, "Qua các năm") == ""


# Everybody


def test_best_come_first_with_their_change(client, years):
    assert table(client.get(ADDRESS)) == [
        ["1", "An", "9,00 / 10", "90,00", "= không đổi"],
        ["2", "Cường", "8,00 / 10", "80,00", "▲ tăng 3,00"],
        ["3", "Bình", "7,00 / 10", "70,00", "= không đổi"],
        ["–", "Dũng không xếp hạng", "4,00 / 10", "40,00", "= không đổi"],
        ["4", "Em", "3,00 / 10", "30,00", "▼ giảm 6,00"],
    ]


@pytest.mark.parametrize(
    ("sort", "names"),
    [
        ("points", "Em Dũng Bình Cường An"),
        ("-change", "Cường An Bình Dũng Em"),
        ("change", "Em An Bình Dũng Cường"),
        ("unit", "An Bình Cường Dũng Em"),
        ("-unit", "Em Dũng Cường Bình An"),
        ("nonsense", "An Cường Bình Dũng Em"),
    ],
)
def test_table_is_ordered_as_its_address_asks(client, years, sort, names):
    assert order(client.get(f"{ADDRESS}?sort={sort}")) == names.split()


def test_units_without_figures_come_last(client, years):
    assert table(client.get("/indices/chi-so/2024/criteria/2/?sort=points"))[-1][:3] == [
        "–", "Dũng không xếp hạng", "không có số liệu",
    ]  # fmt: skip


def test_name_is_found_without_accents(client, years):
    assert order(client.get(f"{ADDRESS}?q=binh")) == ["Bình"]


def test_nobody_found_is_said(client, years):
    assert "Không có đơn vị nào khớp" in text(client.get(f"{ADDRESS}?q=xyz"))


def test_table_goes_on_over_pages(client, years, monkeypatch):
    monkeypatch.setattr(criterion_page, "PER_PAGE", 2)
    assert order(client.get(f"{ADDRESS}?page=2")) == ["Bình", "Dũng"]
    assert order(client.get(f"{ADDRESS}?page=99")) == ["Em"]


def test_block_narrows_page_and_figures(client, fields, units):
    made = EditionFactory(criteria_set=fields, year=2024, source=SourceFactory())
    for place, (block, points) in enumerate([("a", "10"), ("a", "10"), ("b", "4")]):
        of_block = made.blocks.filter(slug=block).first() or made.blocks.create(slug=block, name=f"Khối {block}")
        standing = StandingFactory(edition=made, unit=UnitFactory(name=f"U{place}"), block=of_block)
        for code in ("1", "2"):
            ScoreFactory(standing=standing, criterion=fields.criteria.get(code=code), entered_points=Decimal(points))
    store_standings(edition=made, drafts=[Draft(*pair) for pair in entered(made)], provisional=False)
    freeze(made)
    everybody = client.get(ADDRESS)
    assert table(everybody)[2][:4] == ["1", "U2", "Khối b", "4,00 / 10"]
    assert "Hạng xếp trong từng khối." in text(everybody)
    assert "2 trong 3 " in text(everybody)
    assert "Tất cả 2 " in text(client.get(f"{ADDRESS}?block=a"))
    assert order(client.get(f"{ADDRESS}?block=khong-co")) == ["U0", "U1", "U2"]


# What is laid down


def test_rule_agency_and_parts_are_named(client, draft):
    criteria_set = draft.criteria_set
    index = criteria_set.index
    index.within = UnitFactory(name="Tỉnh A")
    index.save()
    leaf = criteria_set.criteria.get(code="1.1")
    ScoringRuleFactory(criterion=leaf, sentence="Đủ thì được 5 điểm.")
    ResponsibilityFactory(criterion=criteria_set.criteria.get(code="1"), within=index.within, lead__name="Sở Nội vụ")
    draft.source = SourceFactory()
    store_standings(edition=draft, drafts=[Draft(*pair) for pair in entered(draft)], provisional=False)
    freeze(draft)
    label = draft.label
    told = section(client.get(f"/indices/chi-so/{label}/criteria/1.1/"), "Tiêu chí này")
    for words in ("5 điểm", "thẩm định", "Cơ quan chủ trì Sở Nội vụ", "Đủ thì được 5 điểm.", "tính thử"):
        assert words in told
    whole = client.get(f"/indices/chi-so/{label}/criteria/1/")
    assert "cộng từ các tiêu chí bên dưới" in section(whole, "Tiêu chí này")
    assert f'href="/indices/chi-so/{label}/criteria/1.2/"' in whole.content.decode()


def two_sets(fields, units, kind, before=None):
    """2023 by a set whose criterion 1 had 5 points, 2024 by one that continues it so."""
    old = CriteriaSetFactory(index=fields.index, slug="bo-cu", name="Bộ cũ", max_points=Decimal(15))
    CriterionFactory(criteria_set=old, code="1", name="Như cũ", max_points=5, position=1)
    CriterionFactory(criteria_set=old, code="2", position=2)
    build(old, 2023, before or {"An": ("4", "8"), "Bình": ("5", "7")}, units)
    build(fields, 2024, {"An": ("9", "8"), "Bình": ("6", "7")}, units)
    if kind:
        ends = {"old": old.criteria.get(code="1"), "new": fields.criteria.get(code="1")}
        CriterionLinkFactory(from_set=old, to_set=fields, kind=kind, **ends)


def test_other_maximum_in_the_last_set_is_said_and_compared_in_percent(client, fields, units):
    """An: 80 % of five, 90 % of ten now."""
    two_sets(fields, units, "rescaled")
    page = client.get(ADDRESS)
    told = section(page, "Tiêu chí này")
    assert "Ở bộ trước (Bộ cũ, dùng đến năm 2023): đổi điểm tối đa. 1 Như cũ (tối đa 5 điểm)" in told
    assert table(page)[0][-1] == "▲ tăng 10,00 điểm %"
    assert "Năm 2023 tiêu chí có điểm tối đa khác" in text(page)
    assert [shape["x0"] for shape in figure(page, "criterion-years")["layout"]["shapes"]] == [2023.5]


def test_sets_that_nobody_compared_are_said_to_be(client, fields, units):
    two_sets(fields, units, "")
    page = client.get(ADDRESS)
    assert "Bộ tiêu chí trước chưa được đối chiếu với bộ này" in section(page, "Tiêu chí này")
    assert "năm đó dùng bộ tiêu chí khác, chưa đối chiếu với bộ này" in text(page)


def test_new_criterion_is_said_to_be_new(client, fields, units):
    two_sets(fields, units, "")
    old, new = (fields.index.criteria_sets.get(slug=slug).criteria.get(code="2") for slug in ("bo-cu", "bo"))
    CriterionLinkFactory(from_set=old.criteria_set, to_set=fields, old=old, new=new, kind="kept")
    assert "Tiêu chí mới: bộ tiêu chí trước không có." in section(client.get(ADDRESS), "Tiêu chí này")


def test_merged_criterion_is_compared_with_all_that_went_into_it(client, fields, units):
    """An had 4 of 5 and 8 of 10, together 80 %, 90 % now; of Bình one of both is not known."""
    two_sets(fields, units, "", before={"An": ("4", "8"), "Bình": ("5", None)})
    old, new = (fields.index.criteria_sets.get(slug=slug) for slug in ("bo-cu", "bo"))
    for code in ("1", "2"):
        ends = {"old": old.criteria.get(code=code), "new": new.criteria.get(code="1")}
        CriterionLinkFactory(from_set=old, to_set=new, kind="merged", **ends)
    page = client.get(f"{ADDRESS}?unit={slug('An')}")
    assert [row[-1] for row in table(page)] == ["▲ tăng 10,00 điểm %", "–"]
    assert "là nhiều tiêu chí, nay gộp lại" in text(page)
    assert "1, 2 80,00" in seen(page.content.decode())


# What is not published


def test_where_totals_alone_are_open_it_is_said(client, years):
    years.index.public_depth = Depth.TOTALS
    years.index.save()
    page = client.get(ADDRESS)
    assert "Bảng này chỉ mở đến tổng điểm" in text(page)
    assert "9,00" not in text(page)


def test_where_nobody_has_figures_it_is_said(client, fields, units):
    made = EditionFactory(criteria_set=fields, year=2024, source=SourceFactory())
    StandingFactory(edition=made)
    freeze(made)
    assert "chưa được công bố: bản ghi chỉ có tổng điểm" in text(client.get(ADDRESS))


def test_what_lies_deeper_than_is_open_is_not_there(client, draft):
    draft.source = SourceFactory()
    store_standings(edition=draft, drafts=[Draft(*pair) for pair in entered(draft)], provisional=False)
    freeze(draft)
    index = draft.criteria_set.index
    index.public_depth = Depth.FIELDS
    index.save()
    assert client.get(f"/indices/chi-so/{draft.label}/criteria/1.1/").status_code == 404
    field = client.get(f"/indices/chi-so/{draft.label}/criteria/1/")
    assert "criteria/1.1/" not in field.content.decode()


# What it weighs

WEIGHT = "Tiêu chí còn làm đúng việc của nó\\?"


@pytest.mark.parametrize(
    ("role", "sees"),
    [(None, False), (IndexAssignment.Role.OFFICER, False), (IndexAssignment.Role.LEADER, True),
     (IndexAssignment.Role.SUPERVISOR, True)],
)  # fmt: skip
def test_weight_is_told_to_those_who_lead_and_appraise(client, years, role, sees):
    if role:
        own = {"unit": UnitFactory()} if role == IndexAssignment.Role.OFFICER else {}
        client.force_login(AssignmentFactory(index=years.index, role=role, **own).user)
    assert bool(section(client.get(ADDRESS), WEIGHT)) is sees


def test_admin_is_told_nominal_and_effective_weight(client, fields, units):
    """Totals differ by criterion 1 alone: half the points, all of the differences."""
    build(fields, 2024, {f"U{place}": (str(place), "5") for place in range(10)}, units)
    client.force_login(AdminFactory())
    told = section(client.get(ADDRESS), WEIGHT)
    assert "50,00 % (điểm tối đa 10 trên 20)" in told
    assert "100,00 % của chênh lệch tổng điểm giữa các đơn vị" in told
    assert "Nặng hơn ý định" in told


# Ways to it


def test_table_method_rule_and_search_lead_there(client, years):
    for address in (
        "/indices/chi-so/2024/?show=values",
        "/indices/chi-so/method/",
        "/indices/chi-so/method/bo/1/",
        "/search/?q=linh+vuc+1",
    ):
        assert f'href="{ADDRESS}"' in client.get(address).content.decode(), address


def test_queries_do_not_grow_with_units(client, fields, units, django_assert_max_num_queries):
    few = {f"U{place}": (str(place), "5") for place in range(3)}
    many = {f"U{place}": (str(place % 9), "5") for place in range(30)}
    for year, totals in ((2022, few), (2023, many), (2024, many)):
        build(fields, year, totals, units)
    own = slug("U1")
    with django_assert_max_num_queries(21):
        client.get(f"{ADDRESS}?unit={own}")
