"""`/uploads/`: what may be brought, and the opening of a draft."""

from indices.models import Edition, IndexAssignment
from tests.factories import (
    AssignmentFactory,
    CriteriaSetFactory,
    EditionFactory,
)
from tests.indices.conftest import enter
from tests.indices.upload_pages.conftest import DESK, FAULTY, primary_buttons, text_of
from tests.indices.uploading.conftest import read

Role = IndexAssignment.Role


def test_list_tells_who_has_sent(door, draft):
    read(draft, {"An": ("5", "3,5", "8")})
    enter(draft, "Dương")
    assert "đã nộp 3/4" in text_of(door.get("/uploads/"))


def test_list_begins_with_the_file_that_waits(door, draft):
    read(draft, FAULTY, name="sai.csv")
    response = door.get("/uploads/")
    assert primary_buttons(response) == ["Xử lý “sai.csv”"]
    assert "có lỗi" in text_of(response)


def test_list_shows_only_indices_of_the_supervisor(door, draft):
    EditionFactory(criteria_set__index__short_name="CỦA NGƯỜI KHÁC")
    assert "CỦA NGƯỜI KHÁC" not in text_of(door.get("/uploads/"))


def test_list_without_a_draft_says_how_to_begin(client, db):
    client.force_login(AssignmentFactory().user)
    response = client.get("/uploads/")
    assert "Chưa có năm đánh giá nào đang mở" in text_of(response)
    assert primary_buttons(response) == ["Mở"]


def test_list_asks_the_same_number_of_queries(door, draft, django_assert_max_num_queries):
    read(draft)
    with django_assert_max_num_queries(20) as first:
        door.get("/uploads/")
    for number in range(3):
        read(draft, {"An": (f"4,{number}", "3,5", "8")})
        enter(draft, f"Đơn vị {number}", {"1.1": "1"})
    with django_assert_max_num_queries(len(first)):
        door.get("/uploads/")


def test_opening_a_draft_leads_to_its_desk(door, published):
    response = door.post("/uploads/", {"index": published.index_id, "label": "2025"})
    assert response["Location"] == "/uploads/chi-so/2025-r1/"
    assert published.index.editions.get(label="2025").state == Edition.State.DRAFT


def test_opening_what_is_open_leads_to_it(door, draft):
    response = door.post("/uploads/", {"index": draft.index_id, "label": "2024"})
    assert response.status_code == 400
    assert f'href="{DESK}"' in response.content.decode()


def test_opening_another_index_is_not_offered(door, draft):
    response = door.post("/uploads/", {"index": CriteriaSetFactory().index_id, "label": "2025"})
    assert response.status_code == 400
