"""What a merged unit's page says of those before it, and what it does not."""

import json
import re
from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from indices.actions import Draft, store_standings
from indices.queries.entries import entered
from indices.queries.lineage import ChangesOfField, family_of, lines_of
from indices.queries.units import results_of
from tests.factories import (
    DecisionFactory,
    EditionFactory,
    ScoreFactory,
    SourceFactory,
    StandingFactory,
    SuccessionFactory,
    UnitFactory,
    freeze,
)
from tests.indices.tables import build, rows, text
from units.models import Succession, Unit
from units.queries import successions_of

DAY = date(2024, 1, 1)
LAST = date(2023, 12, 31)
NO_BREAK = "\N{NO-BREAK SPACE}"


def page(client, unit, language=""):
    return client.get(f"{language}/units/{unit.slug}/")


def told(response):
    return text(response).replace(NO_BREAK, " ")


def figure(response, index="chi-so"):
    content = response.content.decode()
    return json.loads(re.search(rf'<script id="years-{index}"[^>]*>(.*?)</script>', content, re.DOTALL)[1])


def traces(response):
    """(name, panel) -> {year: value} of what is drawn."""
    return {
        (trace["name"], trace["yaxis"]): {x: y for x, y in zip(trace["x"], trace["y"], strict=True) if y is not None}
        for trace in figure(response)["data"]
    }


FIRST = {"An": ("9", "8"), "Bình": ("4", "4"), "Cường": ("6", "6"), "Dũng": ("1", "1")}


@pytest.fixture
def first():
    """What is published of 2022; a test may say otherwise."""
    return FIRST


@pytest.fixture
def merged(fields, units, first):
    """An and Bình, ranked in 2022 and 2023, are Phú from 2024 on; Cường and Dũng go on."""
    build(fields, 2022, first, units)
    build(fields, 2023, {"An": ("9", "9"), "Bình": ("5", "5"), "Cường": ("6", "6"), "Dũng": ("1", "1")}, units)
    phu = UnitFactory(name="Phú", slug="phu", valid_from=DAY)
    decision = DecisionFactory(number="202/2025/QH15")
    Unit.objects.filter(name__in=("An", "Bình")).update(valid_to=LAST)
    for name in ("An", "Bình"):
        before = Unit.objects.get(name=name)
        SuccessionFactory(predecessor=before, successor=phu, effective_on=DAY, decision=decision)
    return phu


@pytest.fixture
def ranked(merged, fields, units):
    """The same, and 2024 is published of the three that there are."""
    units["Phú"] = merged
    build(fields, 2024, {"Phú": ("8", "8"), "Cường": ("6", "6"), "Dũng": ("1", "1")}, units)
    return merged


def test_those_before_are_drawn_until_they_end(client, ranked):
    found = traces(page(client, ranked))
    assert found["Phú", "y2"] == {2024: 16}
    assert found["An", "y2"] == {2022: 17, 2023: 18}
    assert found["An", "y"] == {2022: 1, 2023: 1}
    assert found["Bình", "y"] == {2022: 3, 2023: 3}


def test_the_same_territory_is_the_mean_of_those_before_and_has_no_rank(client, ranked):
    found = traces(page(client, ranked))
    assert found["Cùng địa bàn trước khi sắp xếp", "y2"] == {2022: 12.5, 2023: 14}
    assert ("Cùng địa bàn trước khi sắp xếp", "y") not in found


def test_a_unit_without_results_yet_shows_those_before(client, merged):
    response = page(client, merged)
    assert "Thành lập trên cơ sở nhập 2 đơn vị: An và Bình, theo 202/2025/QH15." in told(response)
    assert "Chưa có kết quả của Phú từ khi thành lập; dưới đây là kết quả của An và Bình." in told(response)
    assert "2023: An 18,00 điểm, hạng 1/4; Bình 10,00 điểm, hạng 3/4" in told(response)
    assert "tính chung theo đường tham chiếu: 14,00 điểm." in told(response)


def test_what_the_line_is_stands_below_the_chart(client, ranked):
    said = told(page(client, ranked))
    assert "“Cùng địa bàn trước khi sắp xếp” là trung bình cộng giản đơn của An và Bình." in said
    assert "không phải kết quả của đơn vị nào" in said


def test_the_table_holds_what_the_chart_draws(client, ranked):
    last, before, first = rows(page(client, ranked), below="h-chi-so")
    assert (last[1], last[3]) == ("1/3", "16,00")
    assert before[5:8] == ["14,00", "18,00 · 1/4", "10,00 · 3/4"]
    assert first[5:8] == ["12,50", "17,00 · 1/4", "8,00 · 3/4"]


def test_stated_weights_are_used_and_told(client, ranked):
    source = SourceFactory(title="Niên giám thống kê")
    stated = {"weight_basis": "dân số năm 2023", "weight_basis_en": "population in 2023", "weight_source": source}
    for name, weight in (("An", 3), ("Bình", 1)):
        Succession.objects.filter(predecessor__name=name).update(weight=weight, **stated)
    response = page(client, ranked)
    assert traces(response)["Cùng địa bàn trước khi sắp xếp", "y2"] == {2022: 14.75, 2023: 16}
    words = "là trung bình của An (75,0 %) và Bình (25,0 %) theo dân số năm 2023, nguồn: Niên giám thống kê."
    assert words in told(response)
    assert "population in 2023" in told(page(client, ranked, "/en"))


@pytest.mark.parametrize("first", [{name: FIRST[name] for name in ("An", "Cường", "Dũng")}])
def test_a_year_without_one_of_them_is_not_drawn_and_said(client, ranked):
    response = page(client, ranked)
    assert traces(response)["Cùng địa bàn trước khi sắp xếp", "y2"] == {2023: 14}
    assert "Không tính được 2022: chưa biết điểm của Bình." in told(response)


def test_a_line_that_no_year_gives_is_said_to_be_lacking(client, ranked):
    never = UnitFactory(name="Chưa", valid_to=LAST)
    SuccessionFactory(predecessor=never, successor=ranked, effective_on=DAY)
    response = page(client, ranked)
    assert all(name != "Cùng địa bàn trước khi sắp xếp" for name, _panel in traces(response))
    assert "không năm nào biết điểm của cả An, Bình và Chưa" in told(response)


def test_points_of_different_maxima_have_no_mean(client, merged, fields, units):
    """In 2021 the second field did not apply to Bình."""
    edition = EditionFactory(criteria_set=fields, year=2021, source=SourceFactory())
    for name, second in (("An", "scored"), ("Bình", "not_applicable")):
        standing = StandingFactory(edition=edition, unit=units[name])
        for code, status in (("1", "scored"), ("2", second)):
            points = Decimal(5) if status == "scored" else None
            criterion = fields.criteria.get(code=code)
            ScoreFactory(standing=standing, criterion=criterion, entered_points=points, status=status)
    store_standings(edition=edition, drafts=[Draft(*pair) for pair in entered(edition)], provisional=False)
    freeze(edition)
    response = page(client, merged)
    assert traces(response)["Cùng địa bàn trước khi sắp xếp", "y2"] == {2022: 12.5, 2023: 14}
    assert "Không tính được 2021: điểm tối đa của các đơn vị khác nhau." in told(response)


def test_who_passed_over_in_part_weighs_nothing_and_is_said(client, ranked, units):
    SuccessionFactory(predecessor=units["Dũng"], successor=ranked, effective_on=DAY, kind="transfer", whole=False)
    response = page(client, ranked)
    assert traces(response)["Cùng địa bàn trước khi sắp xếp", "y2"] == {2022: 12.5, 2023: 14}
    assert ("Dũng", "y2") not in traces(response)
    assert "Dũng chỉ chuyển sang một phần nên không có đường riêng" in told(response)
    assert "Thành lập từ An và Bình và một phần của Dũng" in told(response)


def test_one_predecessor_is_its_own_line(client, fields, units):
    build(fields, 2022, {"An": ("9", "8"), "Bình": ("4", "4")}, units)
    build(fields, 2023, {"An": ("9", "9"), "Bình": ("5", "5")}, units)
    Unit.objects.filter(name="An").update(valid_to=LAST)
    new = UnitFactory(name="An", slug="an-2024", valid_from=DAY)
    SuccessionFactory(predecessor=units["An"], successor=new, effective_on=DAY)
    found = traces(page(client, new))
    assert found["An trước sắp xếp", "y2"] == {2022: 17, 2023: 18}
    assert "Tiếp nối An." in told(page(client, new))
    assert all("Cùng địa bàn" not in name for name, _panel in found)


def test_offices_are_merged_and_have_no_territory(client, ranked):
    Unit.objects.filter(pk=ranked.pk).update(level="department")
    assert ("Các cơ quan trước khi hợp nhất", "y2") in traces(page(client, ranked))


@pytest.mark.parametrize("first", [{"An": ("9", "8"), "Em": ("4", "4"), "Giang": ("1", "1")}])
def test_several_generations_are_told_by_the_first(client, ranked, units):
    """Bình itself was made of Em and Giang in 2023; what came of it is Phú."""
    Unit.objects.filter(name__in=("Em", "Giang")).update(valid_to=date(2022, 12, 31))
    Unit.objects.filter(name="Bình").update(valid_from=date(2023, 1, 1))
    for name in ("Em", "Giang"):
        SuccessionFactory(predecessor=units[name], successor=units["Bình"], effective_on=date(2023, 1, 1))
    family = family_of(ranked, successions_of([ranked]))
    [line] = lines_of(family, results_of([ranked, *family.before]))
    then = line.years[0]
    shares = {family.members[pk].name: str(share) for pk, share in then.shares.items()}
    assert shares == {"An": "1/2", "Em": "1/4", "Giang": "1/4"}
    assert then.mean == 11  # (17 + (8 + 2) / 2) / 2
    assert "Trước 01/01/2023, Bình tính bằng trung bình của Em và Giang." in told(page(client, ranked))


def test_a_table_of_another_number_of_units_is_a_break_of_its_own(client, fields, units):
    """Six provinces became four: places are told by what share leads, and no arrow says up or down."""
    named = {f"Tỉnh {number}": (str(9 - number), "5") for number in range(6)}
    build(fields, 2023, named, units)
    build(fields, 2024, dict(list(named.items())[:4]), units)
    gone = [units[name] for name in list(named)[4:]]
    decision = DecisionFactory(number="202/2025/QH15", issuer="Quốc hội")
    for unit in gone:
        SuccessionFactory(predecessor=unit, successor=units["Tỉnh 3"], effective_on=DAY, decision=decision)
    response = page(client, units["Tỉnh 1"])
    assert "Số đơn vị được xếp hạng đổi từ năm 2024 (từ 6 còn 4 đơn vị, theo 202/2025/QH15 (Quốc hội))" in told(
        response
    )
    assert "hạng 2 trong 4, thuộc 50 % đầu (2023: hạng 2/6, thuộc 34 % đầu)" in told(response)
    assert "Đứng cao nhất năm 2023 (hạng 2/6, thuộc 34 % đầu)" in told(response)
    assert rows(response)[0][2] == ""
    assert rows(response, below="h-chi-so")[0][1:3] == ["2/4", "từ hạng 2/6"]
    shapes = figure(response)["layout"]["shapes"]
    assert [(shape["name"], shape["line"]["dash"]) for shape in shapes] == [("Số đơn vị đổi", "dashdot")]
    assert traces(response)[("Tỉnh 1", "y")] == {2023: 2, 2024: 2}
    cut = [trace["y"] for trace in figure(response)["data"] if trace["name"] == "Tỉnh 1"]
    assert cut == [[2, None, 2], [13, 13]]


def test_a_scorecard_tells_places_of_another_number_of_units_by_what_leads(client, fields, units):
    named = {f"Tỉnh {number}": (str(9 - number), "5") for number in range(6)}
    build(fields, 2023, named, units)
    build(fields, 2024, {name: named[name] for name in list(named)[1:4]}, units)
    said = told(client.get(f"/indices/chi-so/2024/units/{units['Tỉnh 1'].slug}/"))
    words = (
        "Số đơn vị được xếp hạng từ 6 còn 3 đơn vị nên không so bậc: năm 2023 hạng 2/6, thuộc 34 % đầu, nay hạng 1/3"
    )
    assert words in said
    assert "tăng 1 bậc so với" not in said


def test_no_decision_is_told_where_none_is_known(db):
    deciding = ChangesOfField("province", None)
    assert deciding.between(*(type("Edition", (), {"starts_on": DAY, "ends_on": DAY}),) * 2) == ""


@pytest.mark.parametrize("more", [0, 6])
def test_queries_do_not_grow_with_those_before(client, ranked, more, django_assert_num_queries):
    for number in range(more):
        gone = UnitFactory(name=f"Cũ {number}", valid_to=LAST)
        SuccessionFactory(predecessor=gone, successor=ranked, effective_on=DAY)
    with django_assert_num_queries(14):
        page(client, ranked)


def test_a_department_that_ended_with_its_province_leads_there(client, merged):
    province = Unit.objects.get(name="An")
    office = UnitFactory(name="Sở Nội vụ", level="department", parent=province, valid_to=LAST)
    response = page(client, office)
    assert "Kết thúc ngày 31/12/2023 cùng với An" in told(response)
    assert f'href="{province.get_absolute_url()}"' in response.content.decode()


# Weights


@pytest.mark.parametrize(
    "stated",
    [
        {"weight": 3},
        {"weight": 3, "weight_basis": "dân số"},
        {"weight_basis": "dân số"},
        {"weight": 0, "weight_basis": "dân số", "with_source": True},
        {"weight": 3, "weight_basis": "dân số", "with_source": True, "weight_of_successor": 0},
        {"weight": 3, "weight_basis": "dân số", "with_source": True, "whole": False},
    ],
)
def test_a_weight_stands_with_its_measure_and_source_or_not_at_all(db, stated):
    stated = dict(stated)
    if stated.pop("with_source", False):
        stated["weight_source"] = SourceFactory()
    row = SuccessionFactory()
    for name, value in stated.items():
        setattr(row, name, value)
    with pytest.raises(ValidationError):
        row.full_clean()
    with pytest.raises(IntegrityError):
        row.save()
