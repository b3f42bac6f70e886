"""The page on which two criteria sets are linked: what it proposes, reads, refuses and stores."""

import re

import pytest
from django.urls import reverse

from indices.models import CriterionLink
from indices.queries.crosswalks import StoredLinks
from tests.admin_forms import form_data, signed_in_admin
from tests.factories import CriteriaSetFactory, CriterionFactory, CriterionLinkFactory, IndexFactory, UserFactory

pytestmark = pytest.mark.django_db
admin = pytest.fixture(signed_in_admin)
NAMES = {"old": ("Kế hoạch", "Báo cáo", "Kiểm tra"), "new": ("Kế hoạch", "Báo cáo định kỳ", "Tuyên truyền")}


@pytest.fixture
def sets():
    """Two sets of one index: one criterion is kept, one renamed, one dropped, one new."""
    index = IndexFactory()
    found = []
    for side, year in (("old", 2020), ("new", 2024)):
        criteria_set = CriteriaSetFactory(index=index, slug=side, name=f"Bộ {year}", year_from=year)
        for place, name in enumerate(NAMES[side], 1):
            CriterionFactory(criteria_set=criteria_set, code=str(place), name=name, max_points=5, position=place)
        found.append(criteria_set)
    return found


def page_of(sets):
    return f"{reverse('admin:indices_criteriaset_links')}?old={sets[0].pk}&new={sets[1].pk}"


def text_of(response):
    html = response.content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", html[html.index('id="content-main"') :]).split())


def links(sets):
    found = CriterionLink.objects.filter(from_set=sets[0], to_set=sets[1]).select_related("old", "new")
    return {(one.old and one.old.code, one.new and one.new.code): (one.kind, one.confirmed) for one in found}


def sent(client, sets, **more):
    """What the page sends back unchanged, but for `more`; a field set to `None` is not sent."""
    data = {**form_data(client, page_of(sets)), "do": "save", **more}
    return {name: value for name, value in data.items() if value is not None}


def test_what_nobody_has_linked_is_proposed_by_name_and_code(client, admin, sets):
    data = form_data(client, page_of(sets))

    rows = [(data[f"old-{place}"], data[f"kind-{place}"], data[f"new-{place}"]) for place in range(4)]
    assert rows == [
        ("1", ["kept"], "1"),
        ("2", ["renamed"], "2"),
        ("3", ["dropped"], ""),
        ("", ["new"], "3"),
    ]
    assert "confirmed-0" not in data


def test_page_says_how_much_is_linked_and_how_much_waits(client, admin, sets):
    text = text_of(client.get(page_of(sets)))

    assert "Chưa lưu đối chiếu nào" in text
    assert "Bộ cũ: 10 trên 15 điểm được nối tiếp (66,7 %)." in text
    assert "Bộ mới: 10 trên 15 điểm nối với bộ cũ (66,7 %)." in text
    assert "Còn 4 dòng chưa có người xác nhận." in text


def test_rows_are_stored_as_they_were_typed(client, admin, sets):
    response = client.post(page_of(sets), sent(client, sets, **{"confirmed-1": "on", "note-1": "Rõ hơn."}))

    assert response.status_code == 302
    assert links(sets) == {
        ("1", "1"): ("kept", False),
        ("2", "2"): ("renamed", True),
        ("3", None): ("dropped", False),
        (None, "3"): ("new", False),
    }
    assert CriterionLink.objects.get(kind="renamed").note == "Rõ hơn."
    assert "Các dòng dưới đây là đối chiếu đang lưu." in text_of(client.get(page_of(sets)))


def test_all_that_are_unchanged_are_confirmed_at_once(client, admin, sets):
    assert "Xác nhận 1 dòng không đổi" in text_of(client.get(page_of(sets)))

    client.post(page_of(sets), sent(client, sets, do="confirm"))

    assert [ends for ends, (_kind, confirmed) in links(sets).items() if confirmed] == [("1", "1")]


def test_looking_at_what_was_typed_stores_nothing(client, admin, sets):
    response = client.post(page_of(sets), sent(client, sets, do="check"))

    assert "Không thấy mâu thuẫn nào. Những gì ghi dưới đây chưa được lưu." in text_of(response)
    assert links(sets) == {}


def test_contradictions_are_refused_with_place_and_remedy(client, admin, sets):
    wrong = {"old-3": "1", "kind-3": "split", "kind-2": "kept"}

    text = text_of(client.post(page_of(sets), sent(client, sets, **wrong)))

    assert "Chưa lưu: có 2 chỗ cần sửa" in text
    assert "Dòng 1, 1 → 1: Tiêu chí cũ 1 có nhiều dòng, mà dòng này ghi “giữ nguyên”." in text
    assert "ghi “tách” ở mọi dòng của nó" in text
    assert "Dòng 3, 3 → –: Ghi “giữ nguyên” thì phải có cả tiêu chí cũ và tiêu chí mới." in text
    assert links(sets) == {}


def test_a_split_that_does_not_add_up_is_refused_until_a_note_says_why(client, admin, sets):
    wrong = {"kind-0": "split", "old-3": "1", "kind-3": "split"}

    text = text_of(client.post(page_of(sets), sent(client, sets, **wrong)))

    assert "Tiêu chí cũ 1 tối đa 5 điểm nhưng các phần tách ra cộng lại được 10." in text
    client.post(page_of(sets), sent(client, sets, **wrong, **{"note-0": "Quyết định nâng điểm tối đa."}))
    assert links(sets)["1", "3"] == ("split", False)


def test_a_code_that_names_nothing_is_said_at_its_row(client, admin, sets):
    text = text_of(client.post(page_of(sets), sent(client, sets, **{"old-0": "7", "new-1": "8"})))

    assert "Dòng 1, Bộ cũ không có mã 7." in text
    assert "Dòng 2, Bộ mới không có mã 8." in text
    assert links(sets) == {}


def test_what_no_row_names_any_more_is_dropped_or_new(client, admin, sets):
    client.post(page_of(sets), sent(client, sets, **{"old-1": "", "new-1": ""}))

    assert links(sets)["2", None] == ("dropped", False)
    assert links(sets)[None, "2"] == ("new", False)


def test_what_another_admin_stored_is_not_overwritten_unseen(client, admin, sets):
    data = sent(client, sets, **{"confirmed-0": "on"})
    client.post(page_of(sets), sent(client, sets, **{"confirmed-1": "on"}))

    response = client.post(page_of(sets), data)

    text = text_of(response)
    assert "đã đổi từ khi bạn mở trang này" in text
    assert "sửa 1 → 1: đã xác nhận" in text
    assert "sửa 2 → 2: bỏ xác nhận" in text
    client.post(page_of(sets), {**data, "do": "replace", "seen_now": StoredLinks(*sets).digest})
    assert links(sets)["1", "1"] == ("kept", True)


def test_links_that_lead_the_other_way_are_edited_where_they_are(client, admin, sets):
    old, new = sets
    CriterionLinkFactory(from_set=new, to_set=old, old=new.criteria.first(), new=old.criteria.first(), kind="kept")

    assert client.get(page_of(sets)).headers["Location"] == page_of([new, old])


def test_sets_with_others_in_between_are_warned_of(client, admin, sets):
    CriteriaSetFactory(index=sets[0].index, year_from=2022)

    assert "Giữa hai bộ này còn 1 bộ khác" in text_of(client.get(page_of(sets)))


def test_an_index_of_one_set_has_nothing_to_link(client, admin):
    criteria_set = CriteriaSetFactory()

    response = client.get(f"{reverse('admin:indices_criteriaset_links')}?new={criteria_set.pk}")

    assert response.status_code == 302


def test_a_circle_of_sets_is_said(client, admin, sets):
    old, new = sets
    third = CriteriaSetFactory(index=old.index, slug="third", year_from=2026)
    last = CriterionFactory(criteria_set=third, code="1", max_points=5)
    CriterionLinkFactory(from_set=new, to_set=third, old=new.criteria.first(), new=last, kind="kept")
    CriterionLinkFactory(from_set=third, to_set=old, old=last, new=old.criteria.first(), kind="kept")

    text = text_of(client.post(page_of(sets), sent(client, sets)))

    assert "Đối chiếu nối vòng:" in text
    assert links(sets) == {}


@pytest.mark.parametrize("rows", ["", "x", "-1", "999999", "²"])
def test_nonsense_is_no_rows(client, admin, sets, rows):
    response = client.post(page_of(sets), {"do": "check", "rows": rows})

    assert response.status_code == 200


def test_number_of_queries_does_not_grow_with_criteria(client, admin, sets, django_assert_max_num_queries):
    for criteria_set in sets:
        for place in range(4, 30):
            CriterionFactory(criteria_set=criteria_set, code=str(place), name=f"Tiêu chí {place}", position=place)

    with django_assert_max_num_queries(12):
        client.get(page_of(sets))


def test_page_is_for_admins(client, sets):
    client.force_login(UserFactory(is_staff=True))

    assert client.get(page_of(sets)).status_code in (302, 403)
