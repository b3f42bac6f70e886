"""The way to a target on its page: the answer first, the question in the address, every fault at its field."""

import re
from decimal import Decimal
from html import unescape

import pytest
from django.utils.html import strip_tags

from indices.actions import Draft, store_standings
from indices.models import Criterion, IndexAssignment, Score, Standing
from indices.queries.entries import entered
from tests.factories import (
    AnnexFactory,
    AnnexScoreFactory,
    AssignmentFactory,
    CriteriaSetFactory,
    CriterionFactory,
    DecisionFactory,
    EditionFactory,
    ResponsibilityFactory,
    ScoreFactory,
    ScoringRuleFactory,
    StandingFactory,
    TargetFactory,
    UnitFactory,
    UserFactory,
    freeze,
)
from tests.indices.tables import build, rows, text
from units.models import Unit

# 2024: Em has 6.25 of 20, last of four. It lost 7.00 at 1 and 6.75 at 2. At their trend An has 17.9, Cường 18.
BEFORE = {"An": ("9", "8.1"), "Bình": ("7", "7"), "Cường": ("5", "5"), "Em": ("9", "9")}
AFTER = {"An": ("9", "8.5"), "Bình": ("7", "7"), "Cường": ("8", "6"), "Em": ("3", "3.25")}


@pytest.fixture
def two(fields, units):
    build(fields, 2023, BEFORE, units)
    return build(fields, 2024, AFTER, units)


def stated(edition, name, points, **standing):
    """A standing whose total is printed, of 20 points."""
    return StandingFactory(
        edition=edition,
        unit=UnitFactory(name=name),
        stated_points=Decimal(points),
        stated_points_places=2,
        total=Decimal(points),
        total_places=2,
        max_points=Decimal(20),
        status=Standing.Status.RANKED,
        **standing,
    )


def address(name="Em", label="2024"):
    return f"/indices/chi-so/{label}/units/{Unit.objects.get(name=name).slug}/route/"


def page(client, name="Em", language="", **query):
    return client.get(f"{language}{address(name)}", query)


def lede(response):
    found = re.search(r'class="lede">(.*?)</p>', response.content.decode(), re.DOTALL)[1]
    return " ".join(unescape(strip_tags(found)).split())


def below(response, heading):
    """What stands in one section, cells apart."""
    content = response.content.decode()
    part = content[content.index(f'id="{heading}"') :].split("</section>")[0]
    return " ".join(unescape(strip_tags(part.replace("<t", " <t"))).split())


# The answer


def test_without_a_question_one_place_up_is_asked_for(client, two):
    # Third is 14.00; 14.00 − 6.25 is 7.75, more than either criterion alone gives. The trend moves nobody below 14.00.
    assert lede(page(client)) == (
        "Muốn đạt mục tiêu hạng 3 cần thêm ít nhất 7,75 điểm: bù đủ ở 2 tiêu chí. "
        "Nếu các đơn vị khác tiếp tục tăng, giảm như năm vừa qua thì cũng vậy."
    )


def test_where_the_others_move_both_needs_are_told(client, two):
    # Second is 14.00 for An's 17.5 now and 17.9 then: 11.25 and 11.65 are lacking.
    assert lede(page(client, target="rank:2")) == (
        "Muốn đạt mục tiêu hạng 2 cần thêm ít nhất 7,75 điểm: bù đủ ở 2 tiêu chí. "
        "Nếu các đơn vị khác tiếp tục tăng, giảm như năm vừa qua thì cần thêm ít nhất 11,65 điểm: bù đủ ở 2 tiêu chí."
    )


def test_both_assumptions_stand_side_by_side(client, two):
    assert rows(page(client, target="rank:2"), "h-sides")[0] == ["Cần thêm", "ít nhất 7,75 điểm", "ít nhất 11,65 điểm"]


def test_the_place_that_follows_from_totals_stands_beside_the_stated_one(client, fields, units):
    edition = EditionFactory(criteria_set=fields, year=2024)
    for name, points, rank in (("An", "9", 1), ("Bình", "8", 2), ("Em", "8", 3)):
        stated(edition, name, points, stated_rank=rank, shown_rank=rank)
    freeze(edition)
    told = text(page(client))
    assert "hạng 2 theo tổng điểm, hạng công bố 3. Hai số khác nhau ở chỗ bằng điểm" in told


def test_a_set_names_criteria_points_and_the_least_that_is_enough(client, two):
    # Half of 20 is 10.00: 3.75 are lacking; 1 gives 7.00, of which 3.25 are to spare.
    assert rows(page(client, target="percent:50"), "h-set-both") == [
        ["1 Lĩnh vực 1", "3,00", "10,00 (ít nhất 6,75)", "7,00", "0 %"],
        ["Cộng", "", "", "7,00", ""],
    ]


def test_agency_in_charge_and_cause_stand_beside_a_criterion(client, fields):
    edition = EditionFactory(criteria_set=fields, year=2024)
    standing = StandingFactory(edition=edition, unit=UnitFactory(name="Em"))
    for code, points, cause in (("1", "3", "late"), ("2", "3.25", "")):
        criterion = fields.criteria.get(code=code)
        ScoreFactory(standing=standing, criterion=criterion, entered_points=Decimal(points), cause=cause)
    lead = ResponsibilityFactory(criterion=fields.criteria.get(code="1"), within=standing.unit).lead
    store_standings(edition=edition, drafts=[Draft(*pair) for pair in entered(edition)], provisional=False)
    freeze(edition)
    response = page(client, target="percent:50")
    assert rows(response, "h-set-unchanged")[0][4:] == [lead.shown_name, Score.Cause.LATE.label]
    assert lede(response).endswith("bù đủ ở 1 tiêu chí, của 1 cơ quan.")


def test_alternatives_are_told_by_what_they_exchange(client, two):
    content = page(client, target="percent:50").content.decode()
    body = content[content.index("Nhóm khác cùng số tiêu chí") :]
    assert rows_of(body)[0] == ["1 Lĩnh vực 1", "2 Lĩnh vực 2", "6,75", "4"]


def rows_of(markup):
    body = re.search(r"<tbody>(.*?)</tbody>", markup, re.DOTALL)[1]
    return [
        [" ".join(strip_tags(cell).split()) for cell in re.findall(r"<t[dh][^>]*>(.*?)</t[dh]>", row, re.DOTALL)]
        for row in re.findall(r"<tr[^>]*>(.*?)</tr>", body, re.DOTALL)
    ]


@pytest.fixture
def ruled(fields, units):
    """The same, where 1 gives all of its points or none."""
    ScoringRuleFactory(criterion=fields.criteria.get(code="1"), kind="full_or_nothing", asks="", out_of="")
    build(fields, 2023, BEFORE, units)
    return build(fields, 2024, AFTER, units)


def test_levels_of_a_rule_say_the_least(client, ruled):
    assert rows(page(client, target="percent:50"), "h-set-both")[0][2] == "10,00"


def test_what_is_out_of_reach_says_the_nearest(client, two):
    # Without 2 there are 7.00 to be had: 13.25, third of four at best where 14.00 would be needed.
    assert lede(page(client, target="rank:1", without="2")).startswith(
        "Nếu các đơn vị khác giữ nguyên điểm: không đạt được mục tiêu hạng 1, vì cần thêm ít nhất 11,25 điểm; "
        "bù hết mọi tiêu chí có thể bù thì được 13,25 điểm (66,25 %), hạng 4."
    )


def test_what_is_reached_already_is_said(client, two):
    assert lede(page(client, "An", target="rank:1")).startswith("Nếu các đơn vị khác giữ nguyên điểm: đã đạt")


def test_chart_has_its_steps_in_a_table(client, two):
    content = page(client).content.decode()
    steps = rows_of(content[content.index("Số liệu của biểu đồ") :])
    assert steps == [["1", "1 Lĩnh vực 1", "7,00", "7,00", "4", "4"], ["2", "2 Lĩnh vực 2", "6,75", "13,75", "1", "1"]]


def test_limits_stand_below(client, two):
    told = below(page(client), "h-limits")
    assert "đó không phải là dự báo" in told
    assert "các năm 2023–2024" in told


def test_without_a_year_before_only_one_assumption_is_told(client, fields, units):
    build(fields, 2024, AFTER, units)
    response = page(client)
    assert "tiếp tục tăng" not in lede(response)
    assert "Không có năm trước cùng bộ tiêu chí" in below(response, "h-limits")


def test_a_year_of_another_set_gives_no_trend(client, fields, units):
    other = CriteriaSetFactory(index=fields.index, slug="bo-cu", max_points=Decimal(20))
    for code in ("1", "2"):
        CriterionFactory(criteria_set=other, code=code, position=int(code))
    build(other, 2023, BEFORE, units)
    build(fields, 2024, AFTER, units)
    assert "tiếp tục tăng" not in lede(page(client))


# The plan


@pytest.mark.parametrize(("year", "told"), [(2024, "60 % (kế hoạch năm 2024)"), (2025, "60 % (kế hoạch năm 2025)")])
def test_the_plan_is_what_is_asked_without_a_question(client, two, fields, units, year, told):
    TargetFactory(unit=units["Em"], index=fields.index, year=year, kind="percent", figure=Decimal(60))
    assert lede(page(client)).startswith(f"Muốn đạt mục tiêu {told} cần thêm ít nhất 5,75 điểm")


def test_of_one_plan_the_place_comes_first_and_the_year_to_come_before_this(client, two, fields, units):
    for year, kind, figure in ((2024, "rank", 1), (2025, "percent", 60), (2025, "rank", 2)):
        TargetFactory(unit=units["Em"], index=fields.index, year=year, kind=kind, figure=Decimal(figure))
    assert "hạng 2 (kế hoạch năm 2025)" in lede(page(client))


def test_brief_takes_the_way_and_the_year_of_the_plan(client, two, fields, units):
    decision = DecisionFactory()
    TargetFactory(unit=units["Em"], index=fields.index, year=2025, kind="rank", figure=Decimal(3), decision=decision)
    told = text(client.get(address().replace("route/", "brief/")))
    assert "cần thêm ít nhất 7,75 điểm, bù đủ ít nhất 2 tiêu chí (1, 2)" in told
    assert f"Thời hạn khắc phục: trong năm 2025, theo văn bản {decision}." in told


# The question


def test_a_question_sent_gets_an_address_of_its_own(client, two):
    response = page(client, aim="percent", percent="92,5", rank="7", unit="", leaves="1", out="2")
    assert response.status_code == 302
    assert response["Location"] == f"{address()}?target=percent:92.5&without=2"


def test_points_set_by_hand_are_in_the_address(client, two):
    response = page(client, aim="rank", rank="2", leaves="1", **{"set-1": "8,5", "set-2": "3,25"})
    assert response["Location"] == f"{address()}?target=rank:2&fix=1:8.5"  # 3.25 is what it has


def test_the_plan_chosen_is_in_the_address(client, two, fields, units):
    TargetFactory(unit=units["Em"], index=fields.index, year=2025, kind="rank", figure=Decimal(2))
    assert page(client, aim="plan")["Location"] == f"{address()}?target=plan"


def test_a_unit_chosen_is_in_the_address(client, two, units):
    response = page(client, aim="unit", unit=units["Bình"].slug)
    assert response["Location"] == f"{address()}?target=unit:{units['Bình'].slug}"
    assert lede(client.get(response["Location"])).startswith("Muốn đạt mục tiêu đứng trên Bình cần thêm hơn 7,75 điểm")


@pytest.mark.parametrize(
    ("query", "field", "fault"),
    [
        ({"aim": "rank", "rank": "0"}, "f-rank", "Thứ hạng là số nguyên từ 1 đến 4."),
        ({"aim": "rank", "rank": "5"}, "f-rank", "Thứ hạng là số nguyên từ 1 đến 4."),
        ({"aim": "rank", "rank": "hai"}, "f-rank", "Thứ hạng là số nguyên từ 1 đến 4."),
        ({"aim": "percent", "percent": "120"}, "f-percent", "Phần trăm phải lớn hơn 0 và không quá 100."),
        ({"aim": "percent", "percent": ""}, "f-percent", "Hãy ghi mức muốn đạt."),
        ({"aim": "percent", "percent": "nhiều"}, "f-percent", "Hãy ghi một số, ví dụ 98,5."),
        ({"aim": "points", "points": "21"}, "f-points", "Điểm phải lớn hơn 0 và không quá điểm tối đa."),
        ({"aim": "unit", "unit": "khong-co"}, "f-unit", "Hãy chọn một đơn vị được xếp hạng cùng."),
        (
            {"aim": "rank", "rank": "1", "set-1": "11"},
            "f-set-1",
            "1: Hãy ghi số điểm từ 0 đến 10.",
        ),
        ({"aim": "rank", "rank": "1", "set-1": "x"}, "f-set-1", "1: Hãy ghi một số, ví dụ 98,5."),
    ],
)
def test_a_fault_is_told_at_its_field_and_nothing_is_answered(client, two, query, field, fault):
    content = page(client, leaves="1", **query).content.decode()
    assert f'<a href="#{field}">{fault}</a>' in content
    assert re.search(rf'id="{field}"[^>]*aria-invalid="true"', content)
    assert "h-sides" not in content


@pytest.mark.parametrize("query", ["?target=rank:0", "?target=percent:120", "?target=x", "?fix=1:x", "?aim=x"])
def test_an_address_that_is_not_understood_gets_the_default(client, two, query):
    response = client.get(f"{address()}{query}", follow=True)
    assert lede(response).startswith("Muốn đạt mục tiêu hạng 3")


def test_an_address_with_points_above_the_maximum_says_so_and_answers_the_rest(client, two):
    response = page(client, target="rank:3", fix="1:11,2:9,7.7:1")
    told = text(response)
    assert "1: Hãy ghi số điểm từ 0 đến 10." in told
    assert "7.7: không có tiêu chí này trong kết quả của đơn vị" in told
    assert "12,00 điểm (60,00 %)" in below(response, "h-attempt")  # 6.25 + 5.75


def test_an_address_that_names_a_unit_that_is_not_there_says_so(client, two):
    response = page(client, target="unit:khong-co")
    assert "Hãy chọn một đơn vị được xếp hạng cùng." in text(response)
    assert "đơn vị cần vượt không được xếp hạng cùng" in lede(response)


def test_units_right_above_are_offered_the_nearest_first(client, two):
    options = re.findall(r"<option value=\"[^\"]+\"[^>]*>(.*?)</option>", page(client).content.decode())
    assert options == ["Bình (hạng 2)", "Cường (hạng 2)", "An (hạng 1)"]


def test_who_leads_is_offered_nobody_to_pass(client, two):
    assert "đứng trên đơn vị" not in text(page(client, "An"))


def test_points_set_by_hand_say_where_they_lead(client, two):
    # 10 + 3.25 is 13.25: still last; at 10 + 4 it would stand level with two others.
    assert "13,25 điểm (66,25 %), hạng 4." in below(page(client, fix="1:10"), "h-attempt")
    assert "14,00 điểm (70,00 %), hạng 2." in below(page(client, fix="1:10,2:4"), "h-attempt")


def test_points_that_the_rule_does_not_give_are_marked(client, ruled):
    assert "quy tắc chấm không cho mức điểm này" in below(page(client, fix="1:4"), "h-attempt")


# What is not counted on


@pytest.fixture
def surveyed(fields, units):
    """The same, where 2 is a survey."""
    fields.criteria.filter(code="2").update(method=Criterion.Method.SURVEY)
    build(fields, 2023, BEFORE, units)
    return build(fields, 2024, AFTER, units)


def test_a_survey_is_left_out_with_its_reason(client, surveyed):
    told = below(page(client), "h-fixed")
    assert "Kết quả điều tra xã hội học" in told
    assert "còn mất 6,75 điểm 2 Lĩnh vực 2" in told


def test_a_survey_may_be_counted_on(client, surveyed):
    link = re.search(r'<a href="([^"]+)">Tính cả những tiêu chí này', page(client, target="rank:3").content.decode())[1]
    assert unescape(link) == f"{address()}?target=rank:3&also=2"
    assert "bù đủ ở 2 tiêu chí" in lede(client.get(unescape(link)))


def test_the_form_leaves_a_survey_out_by_itself(client, surveyed):
    content = page(client).content.decode()
    assert re.findall(r'name="out"\s+value="([^"]+)"[^>]*?(checked)?>', content) == [("1", ""), ("2", "checked")]


def test_what_a_reader_left_out_can_be_taken_in_again(client, two):
    content = page(client, target="rank:3", without="2").content.decode()
    assert "Người xem đã bỏ ra" in content
    assert f'<a href="{address()}?target=rank:3">' in content


def test_where_everything_is_surveyed_the_gap_is_told_alone(client, fields, units):
    fields.criteria.update(method=Criterion.Method.SURVEY)
    build(fields, 2023, BEFORE, units)
    build(fields, 2024, AFTER, units)
    assert lede(page(client, target="rank:2")) == (
        "Muốn đạt mục tiêu hạng 2 cần thêm ít nhất 7,75 điểm. "
        "Không còn tiêu chí nào bù được trong năm; xem các tiêu chí không tính đến ở dưới. "
        "Nếu các đơn vị khác tiếp tục tăng, giảm như năm vừa qua thì cần thêm ít nhất 11,65 điểm."
    )


# Totals alone, and the unit's own tree


@pytest.fixture
def totals(fields, units):
    edition = EditionFactory(criteria_set=fields, year=2024)
    for name, points in (("An", "17.5"), ("Em", "6.25")):
        units[name] = stated(edition, name, points).unit
    return freeze(edition)


def test_totals_alone_give_the_gap_and_no_way(client, totals, units):
    assert lede(page(client, target=f"unit:{units['An'].slug}")) == (
        "Muốn đạt mục tiêu đứng trên An cần thêm hơn 11,25 điểm. "
        "Điểm từng tiêu chí không công bố nên không nói được bù ở đâu."
    )


def test_by_totals_alone_a_target_may_be_reached(client, totals):
    assert "đã đạt mục tiêu 80 %." in lede(page(client, "An", target="percent:80"))


@pytest.fixture
def own_tree(totals, units, fields):
    """Em's own tree of three leaves: 1.25, 2 and 3 of 5, 5 and 10."""
    standing = totals.standings.get(unit=units["Em"])
    annex = AnnexFactory(
        standing=standing, criteria_set__index=fields.index, points=Decimal("6.25"), max_points=Decimal(20)
    )
    for code, points, maximum in (("1.1", "1.25", 5), ("1.2", "2", 5), ("2", "3", 10)):
        criterion = CriterionFactory(
            criteria_set=annex.criteria_set, code=code, name=f"Của Em {code}", max_points=Decimal(maximum)
        )
        AnnexScoreFactory(
            annex=annex, criterion=criterion, points=Decimal(points), max_points=Decimal(maximum), status="scored"
        )
    return annex


def test_whoever_may_see_the_own_tree_gets_the_way(client, own_tree, fields, units):
    officer = UserFactory()
    AssignmentFactory(user=officer, index=fields.index, unit=units["Em"], role=IndexAssignment.Role.OFFICER)
    client.force_login(officer)
    response = page(client, target="percent:60")
    # 60 % of 20 is 12.00: 5.75 are lacking, and 2 alone gives 7.00.
    assert lede(response) == "Muốn đạt mục tiêu 60 % cần thêm ít nhất 5,75 điểm: bù đủ ở 1 tiêu chí."
    assert "phụ lục nội bộ" in text(response)


def test_a_stranger_sees_nothing_of_the_own_tree(client, own_tree):
    response = page(client, target="percent:60")
    assert "Của Em" not in response.content.decode()
    assert "Điểm từng tiêu chí không công bố" in lede(response)


# Everything else


def test_english_says_it_in_english(client, two):
    assert page(client, language="/en").status_code == 200


def test_an_old_revision_keeps_its_own_address(client, fields, units):
    edition = EditionFactory(criteria_set=fields, year=2024)
    stated(edition, "Em", "3")
    freeze(edition, superseded=True)
    response = client.get(address(label="2024-r1"))
    assert f'action="{address(label="2024-r1")}"' in response.content.decode()


def test_who_is_not_in_the_table_has_no_route(client, two):
    UnitFactory(name="Xa")
    assert page(client, "Xa").status_code == 404


@pytest.mark.parametrize("more", [0, 9])
def test_queries_do_not_grow_with_units(client, fields, units, more, django_assert_num_queries):
    for year, totals in ((2023, BEFORE), (2024, AFTER)):
        build(fields, year, totals | {f"Tỉnh {number}": (f"{number}", "8") for number in range(more)}, units)
    with django_assert_num_queries(22):
        page(client)
