"""The desk of one edition: how far it is, and what comes next."""

import re

import pytest

from indices.models import IndexAssignment, Score
from tests.factories import (
    freeze,
)
from tests.indices.conftest import enter
from tests.indices.upload_pages.conftest import DESK, FAULTY, primary_buttons, text_of
from tests.indices.uploading.conftest import compute, read

Role = IndexAssignment.Role


@pytest.mark.parametrize("label", ["2024", "2024-r1"])
def test_desk_is_found_by_label_and_by_revision(door, draft, label):
    assert door.get(f"/uploads/chi-so/{label}/").status_code == 200


@pytest.mark.parametrize("path", ["/uploads/chi-so/1999/", "/uploads/khong-co/2024/", "/uploads/chi-so/2024-r9/"])
def test_desk_of_nothing_is_not_found(door, draft, path):
    assert door.get(path).status_code == 404


def test_desk_tells_what_is_stored_and_what_is_only_sent(door, draft):
    Score.objects.filter(standing__unit__name="An").delete()
    read(draft, {"An": ("5", "3,5", "8")})
    enter(draft, "Dương")
    page = text_of(door.get(DESK))
    assert "Đã nộp 3/4" in page
    assert re.search(r"An \S+ đã nộp, chưa lưu 0/3", page)
    assert re.search(r"Bắc \S+ ✓ đã lưu 3/3", page)
    assert re.search(r"Dương \S+ chưa nộp", page)


@pytest.mark.parametrize(("sent", "named"), [("missing", ["Dương"]), ("sent", ["An", "Bắc", "Châu"])])
def test_desk_shows_who_lacks_alone(door, draft, sent, named):
    enter(draft, "Dương")
    table = door.get(DESK, {"sent": sent}).content.decode().split("senders")[1]
    assert re.findall(r'<th scope="row">\s*(\w+)', table) == named


def test_desk_finds_a_unit_without_accents(door, draft):
    table = door.get(DESK, {"q": "chau"}).content.decode().split("senders")[1]
    assert re.findall(r'<th scope="row">\s*(\w+)', table) == ["Châu"]


def test_desk_asks_the_same_number_of_queries(door, draft, django_assert_max_num_queries):
    read(draft)
    with django_assert_max_num_queries(25) as first:
        door.get(DESK)
    for number in range(3):
        read(draft, {"An": (f"4,{number}", "3,5", "8")})
        enter(draft, f"Đơn vị {number}", {"1.1": "1"})
    with django_assert_max_num_queries(len(first)):
        door.get(DESK)


def test_desk_of_an_empty_draft_asks_for_files_first(door, draft):
    draft.standings.all().delete()
    response = door.get(DESK)
    assert primary_buttons(response) == ["Tải lên"]
    assert "Chưa chọn danh sách đơn vị" in text_of(response)


def test_desk_leads_on_to_handing_in_once_all_is_there(door, draft):
    compute(draft)
    assert primary_buttons(door.get(DESK)) == ["Trình"]


def test_desk_leads_to_the_faults_of_a_file_first(door, draft):
    compute(draft)
    read(draft, FAULTY)
    assert primary_buttons(door.get(DESK)) == ["Xem các lỗi của “diem.csv”"]


def test_desk_of_what_is_handed_in_leads_on_to_publishing_and_takes_no_file(door, draft):
    compute(draft)
    door.post(f"{DESK}step/", {"do": "submit"})
    response = door.get(DESK)
    assert primary_buttons(response) == ["Công bố…"]
    assert "data-drop" not in response.content.decode()


def test_desk_takes_back_what_was_handed_in(door, draft):
    for do, state in (("submit", "submitted"), ("take_back", "draft"), ("recompute", "draft"), ("nonsense", "draft")):
        assert door.post(f"{DESK}step/", {"do": do})["Location"] == DESK
        draft.refresh_from_db()
        assert draft.state == state


def test_desk_says_why_a_step_was_not_taken(door, draft):
    Score.objects.all().delete()
    assert "alert error" in door.post(f"{DESK}step/", {"do": "submit"}, follow=True).content.decode()


def test_desk_of_what_is_published_leads_to_a_correction(door, published):
    assert primary_buttons(door.get(DESK)) == ["Lập bản sửa đổi…"]


def test_desk_of_what_is_published_leads_on_to_its_open_correction(door, published):
    made = door.post(f"{DESK}correction/", {"reason": "Ghi nhầm"})["Location"]
    assert made == "/uploads/chi-so/2024-r2/"
    assert primary_buttons(door.get(DESK)) == ["Làm tiếp bản sửa đổi"]
    assert door.get("/uploads/chi-so/2024/").context["edition"].revision == 2


def test_desk_of_what_was_superseded_offers_nothing(door, draft):
    freeze(draft, superseded=True)
    assert primary_buttons(door.get(DESK)) == []
