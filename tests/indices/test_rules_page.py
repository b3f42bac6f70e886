"""A criteria set with its rules as readers see it, and a rule that anybody may try."""

import re
from decimal import Decimal

import pytest
from django.utils import translation
from django.utils.html import strip_tags

from indices.domain.rules import (
    InputFault,
    InputFlaw,
    InputName,
    Inputs,
    Rule,
    RuleFault,
    RuleFlaw,
    RuleKind,
    Step,
    evaluate,
)
from indices.models import CriteriaSet, ScoringRule
from indices.presenters.rule_words import input_fault_words, rule_fault_words, working
from tests.factories import (
    AdminFactory,
    AssignmentFactory,
    CriteriaSetFactory,
    CriterionFactory,
    DecisionFactory,
    IndexFactory,
    ResponsibilityFactory,
    RuleStepFactory,
    ScoringRuleFactory,
    UnitFactory,
)

SET = "/indices/chi-so/method/bo/"
Kind = ScoringRule.RuleKind


def text_of(response):
    """What a reader sees of a page, its white space made plain."""
    main = response.content.decode().split("<main")[1].split("</main>")[0]
    return " ".join(strip_tags(main.replace("<", " <")).split())  # cells of a row stand apart


@pytest.fixture
def criteria_set(db):
    return CriteriaSetFactory(
        slug="bo", index__slug="chi-so", name="Bộ tiêu chí 2026", decision=DecisionFactory(number="12/QĐ-UBND")
    )


def make_leaf(criteria_set, code="1.1", **more):
    return CriterionFactory(
        criteria_set=criteria_set, code=code, **({"level": "criterion", "max_points": Decimal("1.5")} | more)
    )


@pytest.fixture
def leaf(criteria_set):
    field = CriterionFactory(criteria_set=criteria_set, code="1", name="Thủ tục hành chính", position=1)
    return make_leaf(criteria_set, name="Hồ sơ đúng hạn", parent=field, position=2)


# The set


def test_set_shows_its_tree_with_each_rule(client, leaf):
    ScoringRuleFactory(criterion=leaf, sentence="Tính theo b/a × 1,5.")
    page = text_of(client.get(SET))
    assert "12/QĐ-UBND" in page
    assert "đang áp dụng" in page
    assert "1.1 Hồ sơ đúng hạn Tính theo b/a × 1,5. 1,5" in page
    assert "1 tiêu chí đã có quy tắc cho điểm" in page


def test_set_names_who_is_in_charge_where_the_index_is_of_one_province(client, db):
    province = UnitFactory(name="Mẫu")
    of_province = CriteriaSetFactory(slug="bo", index=IndexFactory(slug="chi-so", within=province))
    leaf = make_leaf(of_province)
    ResponsibilityFactory(criterion=leaf, within=province, lead__name="Sở Nội vụ")
    ResponsibilityFactory(criterion=leaf, within=UnitFactory(), lead__name="Sở khác")
    for where in (SET, f"{SET}1.1/"):
        page = text_of(client.get(where))
        assert "Cơ quan chủ trì" in page
        assert "Sở Nội vụ" in page
        assert "Sở khác" not in page


def test_part_is_answered_for_by_whoever_answers_for_the_whole(client, db):
    province = UnitFactory(name="Mẫu")
    of_province = CriteriaSetFactory(slug="bo", index=IndexFactory(slug="chi-so", within=province))
    whole = make_leaf(of_province)
    make_leaf(of_province, code="1.1.1", parent=whole)
    ResponsibilityFactory(criterion=whole, within=province, lead__name="Sở Nội vụ")
    assert "Cơ quan chủ trì Sở Nội vụ" in text_of(client.get(f"{SET}1.1.1/"))


def test_national_set_names_nobody_in_charge(client, leaf):
    ResponsibilityFactory(criterion=leaf)
    assert "Cơ quan chủ trì" not in text_of(client.get(SET))


def test_draft_is_read_by_admins_alone(client, criteria_set, leaf):
    CriteriaSet.objects.update(state=CriteriaSet.State.DRAFT)
    for where in (SET, f"{SET}1.1/"):
        for user in (AssignmentFactory().user, AdminFactory()):
            client.force_login(user)
            assert client.get(where).status_code == (200 if user.is_superuser else 404)
        assert "dự thảo" in text_of(client.get(where))
        client.logout()
        assert client.get(where).status_code == 404


def test_set_without_criteria_says_so(client, criteria_set):
    assert "Chưa đọc được tiêu chí nào" in text_of(client.get(SET))


def test_method_page_leads_to_the_set(client, criteria_set):
    assert f'href="{SET}"' in client.get("/indices/chi-so/method/").content.decode()


@pytest.mark.parametrize("leaves", [1, 12])
def test_set_asks_no_more_for_more_leaves(client, criteria_set, leaves, django_assert_max_num_queries):
    for number in range(leaves):
        RuleStepFactory(rule__criterion=make_leaf(criteria_set, code=str(number)))
    with django_assert_max_num_queries(9):
        client.get(SET)


# The criterion


def test_criterion_shows_where_it_stands_and_what_it_asks(client, leaf):
    ScoringRuleFactory(criterion=leaf, threshold=Decimal(80), full_from=Decimal("99.5"))
    page = text_of(client.get(f"{SET}1.1/"))
    assert "Lĩnh vực 1 Thủ tục hành chính" in page
    assert "Số liệu cần có Số hồ sơ giải quyết đúng hạn" in page
    assert "Không có điểm dưới 80 %" in page
    assert "Đạt điểm tối đa từ 99,5 % trở lên" in page


def test_criterion_that_is_divided_leads_to_its_parts(client, leaf):
    answer = client.get(f"{SET}1/")
    assert f'href="{SET}1.1/"' in answer.content.decode()
    assert "Gồm các tiêu chí" in text_of(answer)
    assert "Quy tắc cho điểm" not in text_of(answer)


def test_leaf_without_a_rule_says_so(client, leaf):
    assert "Bản ghi chưa có quy tắc cho điểm" in text_of(client.get(f"{SET}1.1/"))


def test_penalty_of_unknown_maximum_is_shown_as_one(client, criteria_set):
    make_leaf(criteria_set, kind="penalty", max_points=None, note="Trừ thẳng.")
    page = text_of(client.get(f"{SET}1.1/"))
    assert "Điểm tối đa chưa biết" in page
    assert "Loại trừ" in page
    assert "Trừ thẳng." in page


def test_code_with_a_stroke_has_a_page(client, criteria_set):
    make_leaf(criteria_set, code="1/2", name="Có gạch chéo")
    assert client.get(f"{SET}1/2/").status_code == 200
    assert client.get(SET).status_code == 200


@pytest.mark.parametrize("steps", [("95", "90"), ("90", "95")])
def test_bands_are_shown_from_where_to_where(client, leaf, steps):
    rule = ScoringRuleFactory(criterion=leaf, kind=Kind.BANDS)
    for position, lower in enumerate(steps):
        points = Decimal("1.5") if lower == "95" else Decimal("0.5")
        RuleStepFactory(rule=rule, position=position, lower=Decimal(lower), points=points)
    page = text_of(client.get(f"{SET}1.1/"))
    told = ["từ 95 % trở lên 1,50", "từ 90 % đến dưới 95 % 0,50", "dưới 90 % 0,00"]
    places = [page.index(words) for words in told]
    assert places == sorted(places, reverse=steps[0] == "90")


def test_band_of_a_hundred_percent_and_bands_from_zero(client, leaf):
    rule = ScoringRuleFactory(criterion=leaf, kind=Kind.BANDS)
    RuleStepFactory(rule=rule, position=1, lower=Decimal(100), points=Decimal("1.5"))
    RuleStepFactory(rule=rule, position=2, lower=Decimal(0), points=Decimal("0.5"))
    page = text_of(client.get(f"{SET}1.1/"))
    assert "Điểm 100 % 1,50 từ 0 % đến dưới 100 % 0,50 " in page
    assert "dưới 0 %" not in page


def test_rule_that_no_longer_fits_is_named_and_not_tried(client, leaf):
    rule = ScoringRuleFactory(criterion=leaf, kind=Kind.BANDS)
    RuleStepFactory(rule=rule, position=1, lower=None, label="đúng hạn", points=Decimal(3))
    answer = client.get(f"{SET}1.1/?part=1&whole=2")
    assert answer.status_code == 200
    page = text_of(answer)
    assert "Điểm 3 vượt điểm tối đa 1,5 của tiêu chí" in page
    assert "chưa ghi từ tỷ lệ nào" in page
    assert "Tính điểm" not in page


# The trial


def test_trial_shows_the_working(client, leaf):
    ScoringRuleFactory(criterion=leaf)
    page = text_of(client.get(f"{SET}1.1/?part=98&whole=100"))
    assert "1,47 điểm, điểm tối đa 1,50" in page
    assert "98/100 × 1,50 = 1,47 điểm." in page


def test_trial_in_english_writes_english_figures(client, leaf):
    ScoringRuleFactory(criterion=leaf)
    assert "98/100 × 1.50 = 1.47" in text_of(client.get(f"/en{SET}1.1/?part=98&whole=100"))


def test_nothing_is_wrong_before_anything_is_asked(client, leaf):
    ScoringRuleFactory(criterion=leaf)
    page = client.get(f"{SET}1.1/?page=2").content.decode()
    assert "errorlist" not in page
    assert 'role="status"' not in page


def faults_of(answer):
    """name of a field -> what stands beside it."""
    form = answer.context["form"]
    return {name: [str(words) for words in errors] for name, errors in form.errors.items()}


@pytest.mark.parametrize(
    ("query", "fields", "said"),
    [
        ("part=&whole=", ["part", "whole"], "Chưa có số này."),
        ("part=101&whole=100", ["part"], "vượt 100 %"),
        ("part=0&whole=0", ["whole"], "không áp dụng"),
        ("part=-1&whole=5", ["part"], "không được âm"),
        ("rate=100,5", ["rate"], "không quá 100 %"),
        ("rate=98&part=1&whole=2", ["rate"], "để trống tỷ lệ"),
        ("part=tám&whole=10", ["part"], "98,5"),
        ("part=900&whole=1.200", ["whole"], "hãy ghi 1200"),
        ("part=0,0000000001&whole=1", ["part"], "chín chữ số"),
        ("part=1&whole=99999999999999999999", ["whole"], "quá"),
        ("part=1e99999&whole=NaN", ["part", "whole"], ""),
    ],
)
def test_faults_stand_beside_their_fields(client, leaf, query, fields, said):
    ScoringRuleFactory(criterion=leaf)
    answer = client.get(f"{SET}1.1/?{query}")
    assert answer.status_code == 200
    faults = faults_of(answer)
    assert list(faults) == fields
    assert said in faults[fields[0]][0]
    assert answer.content.decode().count('aria-invalid="true"') == len(fields)


def test_thousands_are_refused_in_english_too(client, leaf):
    ScoringRuleFactory(criterion=leaf)
    assert list(faults_of(client.get(f"/en{SET}1.1/?part=900&whole=1,200"))) == ["whole"]
    assert "0.75" in text_of(client.get(f"/en{SET}1.1/?part=0.600&whole=1.200"))


@pytest.mark.parametrize(
    ("kind", "more", "query", "told"),
    [
        (Kind.FULL_OR_NOTHING, {}, "met=yes", "Đạt, được điểm tối đa: 1,50 điểm."),
        (Kind.FULL_OR_NOTHING, {}, "met=no", "Không đạt: 0,00 điểm."),
        (Kind.COUNT, {"each": Decimal("0.5")}, "count=4", "4 × 0,50 = 2,00; không quá 1,50: 1,50 điểm."),
        (Kind.DEDUCTION, {"each": Decimal("0.25")}, "count=2", "1,50 − 2 × 0,25 = 1,00 điểm."),
    ],
)
def test_each_kind_is_tried_by_what_it_asks(client, leaf, kind, more, query, told):
    ScoringRuleFactory(criterion=leaf, kind=kind, out_of="", **more)
    assert told in text_of(client.get(f"{SET}1.1/?{query}"))


def test_level_is_chosen_among_those_of_the_rule(client, leaf):
    rule = ScoringRuleFactory(criterion=leaf, kind=Kind.GRADED, out_of="")
    RuleStepFactory(rule=rule, position=3, label="đúng hạn", lower=None, points=Decimal("1.5"))
    assert "Mức “đúng hạn”: 1,50 điểm." in text_of(client.get(f"{SET}1.1/?step=3"))
    assert faults_of(client.get(f"{SET}1.1/?step="))["step"] == ["Chưa chọn."]
    assert faults_of(client.get(f"{SET}1.1/?step=4"))["step"] == ["Hãy chọn một trong các câu trả lời ở trên."]


def test_count_is_a_whole_number(client, leaf):
    ScoringRuleFactory(criterion=leaf, kind=Kind.COUNT, out_of="", each=Decimal(1))
    assert "số nguyên" in faults_of(client.get(f"{SET}1.1/?count=1,5"))["count"][0]


def test_penalty_is_asked_and_told_as_one(client, criteria_set):
    leaf = make_leaf(criteria_set, kind="penalty", max_points=Decimal(-2))
    ScoringRuleFactory(criterion=leaf, kind=Kind.FULL_OR_NOTHING, out_of="")
    page = text_of(client.get(f"{SET}1.1/?met=yes"))
    assert "−2,00 điểm, trừ nhiều nhất 2,00" in page
    assert "Có vi phạm: −2,00 điểm." in page


# The words


def told(rule, language="vi", **inputs):
    with translation.override(language):
        given = Inputs(**{name: Decimal(value) for name, value in inputs.items()})
        return working(rule, given, evaluate(rule, given))


BANDS = Rule(
    RuleKind.BANDS, Decimal("1.5"), steps=(Step(1, Decimal("1.5"), Decimal(95)), Step(2, Decimal(1), Decimal(80)))
)
SHARE = Rule(RuleKind.PROPORTION, Decimal("1.5"))
PENALTY = Rule(RuleKind.COUNT, Decimal(-2), each=Decimal("0.5"))


@pytest.mark.parametrize(
    ("rule", "inputs", "words"),
    [
        (SHARE, {"part": 1, "whole": 8}, "1/8 × 1,50 = 0,1875; làm tròn đến 2 chữ số thập phân: 0,19 điểm."),
        (SHARE, {"part": 1, "whole": 7}, "1/7 × 1,50 = 0,214285…; làm tròn đến 2 chữ số thập phân: 0,21 điểm."),
        (SHARE, {"rate": "98.5"}, "98,5 % × 1,50 = 1,4775; làm tròn đến 2 chữ số thập phân: 1,48 điểm."),
        (
            Rule(RuleKind.PROPORTION, Decimal(1), threshold=Decimal(90)),
            {"part": 2, "whole": 3},
            "2/3 = 66,666666… %, dưới 90 % nên không có điểm: 0,00 điểm.",
        ),
        (
            Rule(RuleKind.PROPORTION, Decimal(1), full_from=Decimal(98)),
            {"rate": 98},
            "98 %, từ 98 % trở lên được điểm tối đa: 1,00 điểm.",
        ),
        (Rule(RuleKind.PROPORTION, Decimal(-2)), {"part": 1, "whole": 4}, "1/4 × (−2,00) = −0,50 điểm."),
        (BANDS, {"part": 98, "whole": 100}, "98/100 = 98 %, thuộc khung từ 95 %: 1,50 điểm."),
        (BANDS, {"rate": "79.9"}, "79,9 %, dưới khung thấp nhất (từ 80 %): 0,00 điểm."),
        (PENALTY, {"count": 3}, "3 × 0,50 = 1,50; trừ vào điểm: −1,50 điểm."),
        (PENALTY, {"count": 5}, "5 × 0,50 = 2,50; trừ không quá 2,00: −2,00 điểm."),
        (Rule(RuleKind.COUNT, Decimal(1), each=Decimal("0.125")), {"count": 1},
         "1 × 0,125 = 0,125; làm tròn đến 2 chữ số thập phân: 0,13 điểm."),
        (Rule(RuleKind.DEDUCTION, Decimal(1), each=Decimal("0.4")), {"count": 3},
         "1,00 − 3 × 0,40 = −0,20; không dưới 0: 0,00 điểm."),
    ],
)  # fmt: skip
def test_working_is_told_step_by_step(rule, inputs, words):
    assert told(rule, **inputs) == words


def test_penalty_that_did_not_happen_takes_nothing():
    rule = Rule(RuleKind.FULL_OR_NOTHING, Decimal(-2))
    with translation.override("vi"):
        given = Inputs(met=False)
        assert working(rule, given, evaluate(rule, given)) == "Không vi phạm: 0,00 điểm."


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("flaw", RuleFlaw)
def test_every_fault_of_a_rule_has_words_with_its_figures(flaw, language):
    with translation.override(language):
        words = rule_fault_words(RuleFault(flaw, 1, Decimal("2.5"), Decimal(3)), SHARE)
    assert words
    assert not re.search(r"%\(|%%", words)


@pytest.mark.parametrize("name", InputName)
@pytest.mark.parametrize("flaw", InputFlaw)
def test_every_fault_of_an_input_has_words(flaw, name):
    assert input_fault_words(InputFault(name, flaw))
