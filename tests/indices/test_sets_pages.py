"""A set's own page with its next steps, and those it leads to: copying, comparing, putting into force."""

import re
from decimal import Decimal

import pytest
from django.urls import reverse

from indices.actions.sets import copy_set, put_in_force, refresh_links
from indices.admin.closing import LOCKED
from indices.models import CriteriaSet, ScoringRule
from records.models import AuditEvent
from tests.admin_forms import form_data, signed_in_admin
from tests.factories import (
    CriteriaSetFactory,
    CriterionFactory,
    CriterionLinkFactory,
    DecisionFactory,
    EditionFactory,
    IndexFactory,
    ResponsibilityFactory,
    UnitFactory,
    UserFactory,
    freeze,
)

pytestmark = pytest.mark.django_db

admin = pytest.fixture(signed_in_admin)
State = CriteriaSet.State


@pytest.fixture
def origin():
    """A set in force of one field with two criteria."""
    criteria_set = CriteriaSetFactory(
        slug="bo-2020", name="Bộ tiêu chí năm 2020", max_points=Decimal(10), year_from=2020
    )
    field = CriterionFactory(criteria_set=criteria_set, code="1", name="Thể chế", position=1)
    for code, name, place in (("1.1", "Ban hành kế hoạch năm", 2), ("1.2", "Báo cáo", 3)):
        CriterionFactory(
            criteria_set=criteria_set,
            parent=field,
            code=code,
            name=name,
            level="criterion",
            max_points=5,
            position=place,
        )
    return criteria_set


@pytest.fixture
def draft(origin):
    """A copy for 2024 that lacks nothing but that its links be looked at."""
    return copy_set(
        criteria_set=origin, slug="bo-2024", name="Bộ năm 2024", decision=DecisionFactory(), year_from=2024, by=None
    )


def page_of(what, *args):
    return reverse(f"admin:indices_criteriaset_{what}", args=args)


def text_of(response):
    """What a reader reads of the content: tags left out, white space made one."""
    html = response.content.decode()
    html = html[html.index('id="content-main"') :]
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def steps(client, criteria_set):
    """{label: address} of the next steps on a set's page; the tree's, whose label counts, as “tree”."""
    html = client.get(page_of("change", criteria_set.pk)).content.decode()
    nav = re.search(r'<nav class="set-steps".*?</nav>', html, re.S)[0]
    found = {label.strip(): address for address, label in re.findall(r'href="([^"]+)">([^<]+)</a>', nav)}
    return {
        "tree" if address == page_of("tree", criteria_set.pk) else label: address for label, address in found.items()
    }


def change(criteria_set, at, /, **values):
    criteria_set.criteria.filter(code=at).update(**values)
    refresh_links(criteria_set)


# A set's own page


def test_draft_leads_to_every_step(admin, client, origin, draft):
    found = steps(client, draft)
    assert {"tree", "So sánh", "Đưa vào áp dụng", "Chép thành bộ mới"} <= set(found)
    assert found["Đưa vào áp dụng"] == page_of("in_force", draft.pk)
    assert found["So sánh"] == f"{page_of('compare')}?old={origin.pk}&amp;new={draft.pk}"


def test_empty_draft_is_filled_by_hand_or_from_a_file(admin, client):
    empty = CriteriaSetFactory(state="draft")
    assert steps(client, empty) == {"tree": page_of("tree", empty.pk), "Nhập từ tệp": page_of("import", empty.pk)}


def test_set_in_force_may_be_taken_back_until_it_is_used(admin, client, origin):
    assert "Rút về dự thảo" in steps(client, origin)
    EditionFactory(criteria_set=origin)
    assert "Rút về dự thảo" not in steps(client, origin)


def test_locked_set_says_why_and_offers_the_copy(admin, client, origin):
    freeze(EditionFactory(criteria_set=origin))
    assert str(LOCKED) in client.get(page_of("change", origin.pk)).content.decode()
    found = steps(client, origin)
    assert found["Chép thành bộ mới"] == page_of("copy", origin.pk)
    assert not {"Nhập từ tệp", "Đưa vào áp dụng", "Rút về dự thảo"} & set(found)


def test_set_compares_with_what_is_not_its_origin_too(admin, client):
    other = CriteriaSetFactory(copied_from=CriteriaSetFactory())
    CriteriaSetFactory(index=other.index)
    assert steps(client, other)["So sánh"] == f"{page_of('compare')}?new={other.pk}"


def test_state_is_not_chosen_when_a_set_is_made(admin, client):
    assert "state" not in form_data(client, page_of("add"))


def test_draft_does_not_go_into_force_by_choosing_a_state(admin, client, draft):
    url = page_of("change", draft.pk)
    assert client.post(url, form_data(client, url) | {"state": "in_force"}).status_code == 302
    draft.refresh_from_db()
    assert draft.state == State.DRAFT


def test_set_in_force_may_be_said_to_have_ended_and_nothing_else(admin, client, origin):
    url = page_of("change", origin.pk)
    refused = client.post(url, form_data(client, url) | {"state": "draft"})
    assert "state" in refused.context["adminform"].form.errors
    assert client.post(url, form_data(client, url) | {"state": "retired", "year_to": "2023"}).status_code == 302
    origin.refresh_from_db()
    assert (origin.state, origin.year_to) == (State.RETIRED, 2023)


def test_new_set_is_a_draft(admin, client):
    data = form_data(client, page_of("add")) | {
        "index": IndexFactory().pk,
        "name": "Bộ đầu tiên",
        "slug": "bo-dau-tien",
    }
    assert client.post(page_of("add"), data).status_code == 302
    assert CriteriaSet.objects.get(slug="bo-dau-tien").state == State.DRAFT


# Copying


def test_copy_is_proposed_with_the_next_year(admin, client, origin):
    CriteriaSet.objects.filter(pk=origin.pk).update(year_to=2089, name_en="Criteria set 2020–2089")
    form = client.get(page_of("copy", origin.pk)).context["form"]
    assert (form["name"].value(), form["name_en"].value()) == ("Bộ tiêu chí năm 2090", "Criteria set 2090")
    assert (form["slug"].value(), form["year_from"].value(), form["index"].value()) == (
        "bo-2090",
        2090,
        origin.index_id,
    )


def test_proposed_slug_is_free(admin, client, origin):
    CriteriaSet.objects.filter(pk=origin.pk).update(year_to=2089)
    for taken in ("bo-2090", "bo-2090-2"):
        CriteriaSetFactory(slug=taken)
    assert client.get(page_of("copy", origin.pk)).context["form"]["slug"].value() == "bo-2090-3"


def test_copy_of_a_set_without_years_is_proposed_for_this_year(admin, client, origin):
    CriteriaSet.objects.filter(pk=origin.pk).update(year_from=None, name="Bộ tiêu chí")
    form = client.get(page_of("copy", origin.pk)).context["form"]
    assert form["slug"].value() == f"bo-{form['year_from'].value()}"
    assert form["name"].value() == "Bộ tiêu chí"


def test_page_says_how_much_is_copied(admin, client, origin):
    criterion = origin.criteria.get(code="1.1")
    ScoringRule.objects.create(criterion=criterion, kind="full_or_nothing", sentence="Đạt", asks="có")
    ResponsibilityFactory(criterion=criterion)
    said = text_of(client.get(page_of("copy", origin.pk)))
    assert "Sẽ chép: 3 tiêu chí các cấp, 1 quy tắc cho điểm, 1 phân công chủ trì." in said


def test_page_says_when_there_is_nothing_to_copy(admin, client):
    assert "chưa có tiêu chí nào" in text_of(client.get(page_of("copy", CriteriaSetFactory().pk)))


def test_only_a_decision_may_be_added_on_the_way(admin, client, origin):
    html = client.get(page_of("copy", origin.pk)).content.decode()
    assert re.findall(r'id="(\w+_id_\w+)"', html) == ["add_id_decision"]


def test_copy_is_made_and_its_page_opened(admin, client, origin):
    url, decision = page_of("copy", origin.pk), DecisionFactory()
    data = form_data(client, url) | {"slug": "bo-2031", "name": "Bộ 2031", "year_from": "2031", "decision": decision.pk}
    response = client.post(url, data)
    made = CriteriaSet.objects.get(slug="bo-2031")
    assert response["Location"] == page_of("change", made.pk)
    assert (made.name, made.decision, made.year_from, made.criteria.count()) == ("Bộ 2031", decision, 2031, 3)
    assert AuditEvent.objects.get(kind="set_copied").by == admin


def test_copy_with_a_slug_that_is_taken_is_refused_at_its_field(admin, client, origin):
    url = page_of("copy", origin.pk)
    response = client.post(url, form_data(client, url) | {"slug": origin.slug, "year_from": "hai"})
    assert set(response.context["form"].errors) == {"slug", "year_from"}
    assert "có 2 ô cần sửa" in text_of(response)
    assert "đã dùng cho một bộ khác" in text_of(response)
    assert CriteriaSet.objects.count() == 1


# Comparing


def compared(client, old, new, **more):
    return client.get(page_of("compare"), {"old": old.pk, "new": new.pk, **more})


def shown_codes(response):
    return [(row.old and row.old.code, row.new and row.new.code) for row in response.context["page"].rows]


@pytest.fixture
def changed(draft):
    """The draft with a criterion renamed and rescaled, one dropped and one new."""
    draft.criteria.filter(code="1.2").delete()
    CriterionFactory(
        criteria_set=draft,
        parent=draft.criteria.get(code="1"),
        code="1.3",
        name="Tuyên truyền",
        level="criterion",
        max_points=Decimal("5.5"),
        position=4,
    )
    change(draft, "1.1", name="Ban hành kế hoạch cải cách năm", max_points=Decimal("4.5"))
    return draft


def test_what_is_kept_is_hidden_until_asked_for(admin, client, origin, changed):
    pairs = [("1.1", "1.1"), ("1.2", None), (None, "1.3")]
    assert shown_codes(compared(client, origin, changed)) == pairs
    assert shown_codes(compared(client, origin, changed, show="all")) == [("1", "1"), *pairs]
    assert shown_codes(compared(client, origin, changed, show="kept")) == [("1", "1")]
    assert shown_codes(compared(client, origin, changed, show="dropped")) == [("1.2", None)]
    assert shown_codes(compared(client, origin, changed, show="'; --")) == pairs


def test_filters_count_every_change(admin, client, origin, changed):
    filters = compared(client, origin, changed, show="renamed").context["page"].filters
    assert [(one.label, one.count, one.is_chosen) for one in filters] == [
        ("Mọi thay đổi", 3, False),
        ("Mới", 1, False),
        ("Bỏ", 1, False),
        ("Đổi tên", 1, True),
        ("Đổi điểm tối đa", 1, False),
        ("Giữ nguyên", 1, False),
        ("Tất cả", 4, False),
    ]


def test_changed_words_are_marked_and_said(admin, client, origin, changed):
    response = compared(client, origin, changed)
    assert "Ban hành kế hoạch (thêm: cải cách ) năm" in text_of(response)
    assert re.search(r"<ins>.*cải cách.*</ins>", response.content.decode())
    change(changed, "1.1", name="Ban hành năm")
    assert "Ban hành (bỏ: kế hoạch ) năm" in text_of(compared(client, origin, changed))


def test_english_reader_sees_what_was_renamed_where_the_translation_stayed_behind(admin, client, origin, changed):
    for one in (origin, changed):
        one.criteria.filter(code="1.1").update(name_en="Yearly plan")
    url = f"/en{page_of('compare')}"
    assert "Ban hành kế hoạch cải cách năm" in re.sub(
        r"\([^()]*: |\) ", "", text_of(client.get(url, {"new": changed.pk}))
    )


def test_maxima_are_shown_with_their_difference(admin, client, origin, changed):
    assert "5 → 4,5 (−0,5)" in text_of(compared(client, origin, changed))
    assert "5 → 4.5 (−0.5)" in text_of(client.get(f"/en{page_of('compare')}", {"new": changed.pk}))


def test_points_are_summed_by_field(admin, client, origin, draft):
    draft.criteria.filter(code="1").update(max_points=None)
    CriteriaSet.objects.filter(pk=draft.pk).update(max_points=None)
    change(draft, "1.1", max_points=Decimal(6))
    page = compared(client, origin, draft).context["page"]
    (field,) = page.fields
    assert (field.maximum.old, field.maximum.new, field.maximum.difference) == ("10", "11", "+1")
    assert (page.total.old, page.total.new, page.total.difference) == ("10", "11", "+1")


def test_page_says_how_many_points_go_on_unchanged(admin, client, origin, draft):
    assert "10 trong 10 điểm của bộ mới (100,0 %) tính như bộ cũ." in text_of(compared(client, origin, draft))
    change(draft, "1.1", max_points=Decimal("3.333333333"))
    said = text_of(compared(client, origin, draft))
    assert "5 trong 8,33 điểm của bộ mới (60,0 %)" in said


def test_no_points_are_shown_where_none_are_known(admin, client, origin, draft):
    for one in (origin, draft):
        one.criteria.update(max_points=None)
    CriteriaSet.objects.update(max_points=None)
    said = text_of(compared(client, origin, draft))
    assert "Điểm theo lĩnh vực" not in said
    assert "tính như bộ cũ" not in said


def test_page_says_what_it_goes_by(admin, client, origin, draft):
    assert "còn 3 dòng chưa có người xác nhận" in text_of(compared(client, origin, draft))
    draft.links_from_previous.update(confirmed=True)
    assert "đã có người xác nhận" in text_of(compared(client, origin, draft))
    draft.links_from_previous.all().delete()
    response = compared(client, origin, draft)
    assert "Hai bộ này chưa có đối chiếu" in text_of(response)
    assert shown_codes(response) == []


def test_links_are_read_backwards_when_the_newer_set_is_called_the_old_one(admin, client, origin, changed):
    rows = compared(client, changed, origin).context["page"].rows
    assert [(row.old and row.old.code, row.new and row.new.code, row.changes[0]) for row in rows] == [
        ("1.1", "1.1", "đổi tên"), ("1.3", None, "bỏ"), (None, "1.2", "mới"),
    ]  # fmt: skip


def test_split_is_shown_as_such_and_backwards_as_merged(admin, client, origin, draft):
    draft.links_from_previous.filter(new__code="1.1").update(kind="split")
    assert [row.changes for row in compared(client, origin, draft).context["page"].rows] == [("tách",)]
    assert [row.changes for row in compared(client, draft, origin).context["page"].rows] == [("gộp",)]


def test_what_nobody_linked_is_new_or_dropped(admin, client, origin, draft):
    draft.links_from_previous.filter(new__code="1.2").delete()
    assert sorted(shown_codes(compared(client, origin, draft)), key=str) == [("1.2", None), (None, "1.2")]


def test_agencies_of_a_province_are_compared(admin, client):
    province = UnitFactory()
    index = IndexFactory(within=province)
    old, new = (CriteriaSetFactory(index=index, year_from=year) for year in (2020, 2024))
    for criteria_set, name in ((old, "Sở Nội vụ"), (new, "Văn phòng")):
        criterion = CriterionFactory(criteria_set=criteria_set, code="1", name="Thể chế")
        ResponsibilityFactory(
            criterion=criterion, within=province, lead=UnitFactory(level="department", kind="department", name=name)
        )
    said = text_of(compared(client, old, new))
    assert "đổi cơ quan chủ trì" in said
    assert "Sở Nội vụ → Văn phòng" in said


def test_agencies_of_every_province_are_no_part_of_a_national_set(admin, client, origin, draft):
    ResponsibilityFactory(criterion=draft.criteria.get(code="1.1"))
    assert shown_codes(compared(client, origin, draft)) == []


def chosen(response):
    choice = response.context["choice"]
    return choice.old, choice.new


def test_what_an_address_does_not_say_is_likely(admin, client, origin, draft):
    third = CriteriaSetFactory(index=origin.index, year_from=2022)
    get, where = client.get, page_of("compare")
    assert chosen(get(where, {"new": draft.pk})) == (origin, draft)
    assert chosen(get(where, {"new": third.pk})) == (origin, third)
    assert chosen(get(where, {"new": origin.pk})) == (third, origin)
    assert chosen(get(where, {"old": origin.pk})) == (origin, third)
    assert chosen(get(where, {"old": draft.pk})) == (draft, third)
    assert chosen(get(where, {"old": draft.pk, "new": draft.pk})) == (origin, draft)
    assert chosen(get(where, {"index": origin.index_id})) == (origin, draft)


@pytest.mark.parametrize("number", ["", "không", "-1", "99999999999999999999", "0", "²"])
def test_number_that_leads_nowhere_is_as_if_it_were_not_there(admin, client, origin, draft, number):
    response = client.get(page_of("compare"), {"old": number, "new": number, "index": number})
    assert response.status_code == 200
    assert chosen(response) == (None, None)
    assert str(origin.index) in text_of(response)


def test_sets_of_two_indices_are_not_compared(admin, client, origin, draft):
    stranger = CriteriaSetFactory()
    assert chosen(compared(client, stranger, draft)) == (origin, draft)


def test_one_set_alone_has_nothing_to_be_compared_with(admin, client, origin):
    response = client.get(page_of("compare"), {"new": origin.pk})
    assert "chưa có gì để so sánh" in text_of(response)
    assert page_of("copy", origin.pk) in response.content.decode()


def test_page_says_when_there_is_nothing_at_all_to_compare(admin, client, origin):
    assert "Chưa có chỉ số nào" in text_of(client.get(page_of("compare")))


def test_set_whose_tree_is_broken_is_compared_as_far_as_it_goes(admin, client, origin):
    other = CriteriaSetFactory(index=origin.index)
    orphan = CriterionFactory(criteria_set=other, code="9", parent=CriterionFactory())
    CriterionLinkFactory(from_set=origin, to_set=other, old=origin.criteria.get(code="1"), new=orphan)
    assert compared(client, origin, other).status_code == 200


@pytest.mark.parametrize("leaves", [2, 40])
def test_comparing_asks_no_more_for_more_criteria(admin, client, origin, draft, leaves, django_assert_max_num_queries):
    for number in range(leaves):
        CriterionFactory(criteria_set=draft, code=f"2.{number}")
    refresh_links(draft)
    with django_assert_max_num_queries(14):
        assert compared(client, origin, draft, show="all").status_code == 200


# Into force


def test_page_names_what_is_wanting_and_where_to_go(admin, client, origin):
    made = copy_set(criteria_set=origin, slug="bo-moi", name="Bộ mới", by=None)
    change(made, "1.1", max_points=Decimal(4))
    CriteriaSetFactory(index=origin.index, name="Bộ trùng năm", year_from=2030)
    CriteriaSet.objects.filter(pk=made.pk).update(year_from=2024)
    response = client.get(page_of("in_force", made.pk))
    said, html = text_of(response), response.content.decode()
    assert "Chưa ghi quyết định" in said
    assert "Mục 1: Điểm tối đa ghi 10 nhưng các tiêu chí bên dưới cộng lại được 9" in said
    assert "Trùng năm với bộ “Bộ trùng năm” (từ 2030)" in said
    assert f"{page_of('change', made.pk)}#id_decision" in html
    assert page_of("tree", made.pk) in html
    assert 'value="put_in_force"' not in html


def test_page_says_when_the_year_is_not_known(admin, client, origin):
    made = copy_set(criteria_set=origin, slug="bo-moi", name="Bộ mới", by=None)
    assert "Chưa ghi áp dụng từ năm nào." in text_of(client.get(page_of("in_force", made.pk)))


def test_page_says_what_will_happen_and_what_changed(admin, client, origin, changed):
    said = text_of(client.get(page_of("in_force", changed.pk)))
    assert "Bộ “Bộ tiêu chí năm 2020” hết áp dụng, năm cuối là 2023." in said
    assert "So với “Bộ tiêu chí năm 2020”" in said
    assert "1.3 Tuyên truyền" in said
    assert "Tôi đã xem đối chiếu" in said


def test_set_goes_into_force_once_the_links_were_looked_at(admin, client, draft):
    url = page_of("in_force", draft.pk)
    refused = client.post(url, {"do": "put_in_force"})
    assert "Còn 3 đối chiếu chưa có người xem" in text_of(refused)
    draft.refresh_from_db()
    assert draft.state == State.DRAFT
    assert client.post(url, {"do": "put_in_force", "seen": "on"})["Location"] == page_of("change", draft.pk)
    draft.refresh_from_db()
    assert draft.state == State.IN_FORCE
    assert not draft.links_from_previous.filter(confirmed=False).exists()


def test_confirmed_links_are_not_asked_for_again(admin, client, draft):
    draft.links_from_previous.update(confirmed=True)
    assert "Tôi đã xem đối chiếu" not in text_of(client.get(page_of("in_force", draft.pk)))


def test_first_set_of_an_index_goes_into_force(admin, client):
    first = CriteriaSetFactory(state="draft", year_from=2024, decision=DecisionFactory())
    CriterionFactory(criteria_set=first, code="1")
    client.post(page_of("in_force", first.pk), {"do": "put_in_force"})
    first.refresh_from_db()
    assert first.state == State.IN_FORCE


def test_set_that_nothing_uses_is_taken_back(admin, client, draft):
    put_in_force(criteria_set=draft, by=None, accept_links=True)
    url = page_of("in_force", draft.pk)
    assert 'value="take_back"' in client.get(url).content.decode()
    assert client.post(url, {"do": "take_back"}).status_code == 302
    draft.refresh_from_db()
    assert draft.state == State.DRAFT


def test_set_that_is_used_is_not_taken_back(admin, client, origin):
    EditionFactory(criteria_set=origin)
    url = page_of("in_force", origin.pk)
    assert 'value="take_back"' not in client.get(url).content.decode()
    assert "không rút về dự thảo được" in text_of(client.post(url, {"do": "take_back"}))
    origin.refresh_from_db()
    assert origin.state == State.IN_FORCE


def test_retired_set_is_neither_put_into_force_nor_taken_back(admin, client, origin):
    CriteriaSet.objects.filter(pk=origin.pk).update(state=State.RETIRED)
    url = page_of("in_force", origin.pk)
    assert "Chỉ rút được bộ đang áp dụng." in text_of(client.get(url))
    assert "Chỉ đưa được bộ dự thảo vào áp dụng." in text_of(client.post(url, {"do": "put_in_force"}))


@pytest.mark.parametrize("what", ["copy", "in_force"])
def test_set_that_does_not_exist_is_not_found(admin, client, what):
    assert client.get(page_of(what, 9999)).status_code == 404


@pytest.mark.parametrize("what", ["copy", "in_force", "compare"])
def test_staff_who_lay_down_nothing_are_refused(client, origin, what):
    client.force_login(UserFactory(is_staff=True))
    args = () if what == "compare" else (origin.pk,)
    assert client.get(page_of(what, *args)).status_code == 403
    assert client.post(page_of(what, *args), {"do": "take_back"}).status_code == 403
    assert CriteriaSet.objects.get().state == State.IN_FORCE


@pytest.mark.parametrize(
    "years", [(None, None, ""), (None, 2011, "đến 2011"), (2020, 2020, "2020"), (2020, 2021, "2020–2021")]
)
def test_sets_are_chosen_by_name_years_and_state(admin, client, origin, draft, years):
    first, last, words = years
    CriteriaSet.objects.filter(pk=origin.pk).update(year_from=first, year_to=last)
    shown = ", ".join(filter(None, [words, "đang áp dụng"]))
    assert f"Bộ tiêu chí năm 2020 ({shown})" in text_of(compared(client, origin, draft))
