"""Scoring rules in the admin: entered with their steps on one page, refused with the figures, closed with their set."""

from decimal import Decimal

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from indices.admin.closing import LOCKED
from indices.models import RuleStep, ScoringRule
from records.models import AuditEvent
from tests.admin_forms import form_data, signed_in_admin
from tests.factories import CriterionFactory, EditionFactory, RuleStepFactory, ScoringRuleFactory, freeze

admin = pytest.fixture(signed_in_admin)
ADD = "/admin/indices/scoringrule/add/"


def url_of(instance, page="change"):
    return reverse(f"admin:indices_{instance._meta.model_name}_{page}", args=(instance.pk,))


def filled(criterion, kind, steps=(), **more):
    """What a browser sends for a new rule. `steps`: dicts of the fields of a row."""
    sent = {
        "criterion": criterion.pk, "kind": kind, "sentence": "Như quyết định.", "sentence_en": "",
        "asks": "Số hồ sơ đúng hạn", "asks_en": "", "out_of": "", "out_of_en": "",
        "each": "", "threshold": "", "full_from": "", "places": "2",
        "steps-TOTAL_FORMS": str(len(steps)), "steps-INITIAL_FORMS": "0",
    }  # fmt: skip
    for number, step in enumerate(steps):
        row = {"position": "", "label": "", "label_en": "", "lower": "", "points": ""} | step
        sent |= {f"steps-{number}-{name}": value for name, value in row.items()}
    return sent | more


def refused(client, sent, url=ADD):
    """The page that comes back, as text; nothing was stored."""
    response = client.post(url, sent)
    assert response.status_code == 200
    return response.content.decode()


def stored(client, sent, url=ADD):
    response = client.post(url, sent)
    assert response.status_code == 302, response.content.decode()
    return [str(message) for message in get_messages(response.wsgi_request)]


BANDS = ({"lower": "95", "points": "1,5"}, {"lower": "80", "points": "0,75"})


@pytest.fixture
def leaf(db):
    return CriterionFactory(max_points=Decimal("1.5"))


def test_rule_is_entered_with_its_steps_numbered_as_they_stand(admin, client, leaf):
    stored(client, filled(leaf, "bands", BANDS, out_of="Tổng số hồ sơ"))
    steps = RuleStep.objects.values_list("position", "lower", "points")
    assert list(steps) == [(1, Decimal(95), Decimal("1.5")), (2, Decimal(80), Decimal("0.75"))]
    written = AuditEvent.objects.values_list("kind", "target_type")
    assert sorted(written) == [("added", "indices.rulestep")] * 2 + [("added", "indices.scoringrule")]


def test_step_without_a_number_follows_those_that_have_one(admin, client, leaf):
    steps = ({"label": "chậm", "points": "0"}, {"label": "đúng hạn", "points": "1,5", "position": "4"})
    stored(client, filled(leaf, "graded", steps))
    assert dict(RuleStep.objects.values_list("label", "position")) == {"chậm": 5, "đúng hạn": 4}


@pytest.mark.parametrize(
    ("kind", "steps", "more", "said"),
    [
        ("bands", [{"lower": "95", "points": "1"}], {"out_of": "a"}, "Mức cao nhất cho 1 điểm, khác điểm tối đa 1,5"),
        ("bands", [{"lower": "95", "points": "2"}], {"out_of": "a"}, "Điểm 2 vượt điểm tối đa 1,5"),
        ("bands", [*BANDS, {"lower": "90", "points": "1"}], {"out_of": "a"}, "tăng dần hoặc giảm dần"),
        ("bands", BANDS, {}, "Tỷ lệ này tính trên tổng số nào?"),
        ("bands", [], {"out_of": "a"}, "phải có các mức"),
        ("graded", [{"label": "đúng hạn", "points": "1,5", "lower": "90"}], {}, "đang ghi 90"),
        ("graded", [{"points": "1,5"}], {}, "Hãy ghi tên mức"),
        ("graded", [{"label": "a", "points": "1,5", "position": "1"}] * 2, {}, "Hai mức không được cùng số thứ tự"),
        ("full_or_nothing", BANDS, {}, "không có các mức"),
        ("full_or_nothing", [], {"out_of": "a"}, "Chỉ quy tắc theo tỷ lệ mới có tổng số"),
        ("full_or_nothing", [], {"each": "1"}, "không dùng điểm mỗi lần (đang ghi 1)"),
        ("full_or_nothing", [], {"places": "0"}, "Điểm tối đa 1,5 có nhiều chữ số thập phân hơn"),
        ("full_or_nothing", [], {"places": "10"}, "từ 0 đến 9"),
        ("count", [], {}, "cần điểm mỗi lần"),
        ("count", [], {"each": "-1"}, "phải lớn hơn 0 (đang ghi −1)"),
        ("count", [], {"each": "0,5", "full_from": "90"}, "đang ghi 90"),
        ("proportion", [], {"out_of": "a", "threshold": "90", "full_from": "80"}, "không có điểm, mà từ 80 %"),
        ("proportion", [], {"out_of": "a", "full_from": "101"}, "Tỷ lệ 101 %"),
    ],
)  # fmt: skip
def test_rule_that_contradicts_itself_is_refused_with_its_figures(admin, client, leaf, kind, steps, more, said):
    page = refused(client, filled(leaf, kind, steps, **more))
    assert said in page
    assert "Constraint" not in page
    assert "indices_" not in page.split("errornote")[1].split("<fieldset")[0]
    assert not ScoringRule.objects.exists()


def test_rule_stands_at_a_leaf_with_a_maximum_only(admin, client):
    parent = CriterionFactory()
    CriterionFactory(criteria_set=parent.criteria_set, parent=parent)
    assert "Tiêu chí này còn chia nhỏ" in refused(client, filled(parent, "full_or_nothing"))
    unknown = CriterionFactory(max_points=None)
    assert "chưa có điểm tối đa" in refused(client, filled(unknown, "full_or_nothing"))


def test_faults_of_the_rule_and_of_its_steps_are_told_at_once(admin, client, leaf):
    page = refused(client, filled(leaf, "graded", [{"label": "a", "points": "1"}], each="1"))
    assert "đang ghi 1)" in page
    assert "khác điểm tối đa 1,5" in page


def test_step_is_changed_taken_away_and_held_against_the_rest(admin, client, leaf):
    step = RuleStepFactory(rule__criterion=leaf, points=Decimal("1.5"))
    url = url_of(step.rule)
    data = form_data(client, url)
    assert "phải có các mức" in refused(client, data | {"steps-0-DELETE": "on"}, url)
    assert "khác điểm tối đa" in refused(client, data | {"steps-0-points": "1"}, url)
    stored(client, data | {"steps-0-lower": "85,5"}, url)
    event = AuditEvent.objects.get()
    assert (event.target_type, event.before, event.after) == ("indices.rulestep", {"lower": "80"}, {"lower": "85.5"})


def test_what_is_odd_is_stored_and_remarked_upon(admin, client, leaf):
    told = stored(client, filled(leaf, "count", each="0,4"))
    assert any("không chia hết cho điểm mỗi lần 0,4" in text for text in told)


def test_criterion_leads_to_its_rule_or_to_a_new_one(admin, client, leaf):
    assert f'href="{ADD}?criterion={leaf.pk}"' in client.get(url_of(leaf)).content.decode()
    rule = ScoringRuleFactory(criterion=leaf)
    assert f'href="{url_of(rule)}"' in client.get(url_of(leaf)).content.decode()
    assert f'value="{leaf.pk}" selected' in client.get(f"{ADD}?criterion={leaf.pk}").content.decode()


def test_divided_criterion_leads_to_no_rule(admin, client):
    parent = CriterionFactory()
    CriterionFactory(criteria_set=parent.criteria_set, parent=parent)
    assert f"{ADD}?criterion" not in client.get(url_of(parent)).content.decode()


@pytest.fixture
def locked(leaf):
    """A band of a rule whose set a published edition uses."""
    step = RuleStepFactory(rule__criterion=leaf, points=Decimal("1.5"))
    freeze(EditionFactory(criteria_set=leaf.criteria_set))
    return step


def test_rule_of_a_locked_set_is_closed_with_the_reason(admin, client, locked):
    page = client.get(url_of(locked.rule)).content.decode()
    assert str(LOCKED) in page
    sent = form_data(client, url_of(locked.rule))
    assert {name for name in sent if name.startswith("steps-0")} >= {"steps-0-label_en"}
    assert not {"kind", "sentence", "each", "steps-0-points", "steps-0-lower", "steps-0-DELETE"} & set(sent)
    assert client.post(url_of(locked.rule, "delete"), {"post": "yes"}).status_code == 403


def test_english_of_a_locked_rule_stays_open(admin, client, locked):
    url = url_of(locked.rule)
    stored(client, form_data(client, url) | {"sentence_en": "As decided.", "steps-0-label_en": "on time"}, url)
    locked.refresh_from_db()
    locked.rule.refresh_from_db()
    assert (locked.rule.sentence_en, locked.label_en, locked.points) == ("As decided.", "on time", Decimal("1.5"))
    assert {event.target_type for event in AuditEvent.objects.all()} == {"indices.rulestep", "indices.scoringrule"}


def test_forged_figures_of_a_locked_rule_change_nothing(admin, client, locked):
    url = url_of(locked.rule)
    stored(client, form_data(client, url) | {"kind": "count", "each": "1", "steps-0-points": "9"}, url)
    locked.refresh_from_db()
    assert (locked.points, locked.rule.kind) == (Decimal("1.5"), "bands")


def test_new_rule_under_a_locked_set_is_refused_with_the_reason(admin, client, leaf):
    freeze(EditionFactory(criteria_set=leaf.criteria_set))
    assert str(LOCKED) in refused(client, filled(leaf, "full_or_nothing"))


@pytest.mark.parametrize("count", [1, 6])
def test_list_asks_no_more_for_more_rules(admin, client, count, django_assert_max_num_queries):
    for _number in range(count):
        RuleStepFactory()
    with django_assert_max_num_queries(10):
        assert client.get("/admin/indices/scoringrule/").status_code == 200
