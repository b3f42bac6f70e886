"""The page where answers are brought: the calculator first, then a file, its faults or consequences, then storing."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import load_workbook

from indices.models import Edition, Index, Score, Survey, SurveyAnswers, TotalMethod, Upload
from tests.factories import (
    AssignmentFactory,
    CriteriaSetFactory,
    CriterionFactory,
    EditionFactory,
    IndexFactory,
    SurveyFactory,
    UnitFactory,
    UserFactory,
    freeze,
)
from tests.indices.upload_pages.conftest import text_of

pytestmark = pytest.mark.django_db
HERE = "/uploads/sipas/2024-r1/answers/"
HEAD = "Đơn vị,Mã tiêu chí,1,2,3,4,5"
PEOPLE = "Đơn vị,Q1,Q2,Họ tên"


@pytest.fixture
def edition():
    index = IndexFactory(slug="sipas", total_method=TotalMethod.SUM, figure=Index.Figure.PERCENT)
    used = CriteriaSetFactory(index=index, max_points=40)
    parent = CriterionFactory(criteria_set=used, code="I", name="Dịch vụ", max_points=40)
    for code in ("Q1", "Q2"):
        CriterionFactory(criteria_set=used, code=code, parent=parent, level="criterion", max_points=20)
    for name in ("An Sơn", "Bình Sơn"):
        UnitFactory(name=name, level=index.level)
    return EditionFactory(index=index, criteria_set=used, label="2024", stated_units=None)


@pytest.fixture
def survey(edition):
    return SurveyFactory(edition=edition)


@pytest.fixture
def door(client, edition):
    client.force_login(AssignmentFactory(index=edition.index).user)
    return client


def send(client, *lines, name="phieu.csv"):
    return client.post(HERE, {"files": SimpleUploadedFile(name, "\n".join(lines).encode())})


def ticket_of(response):
    return re.search(r'name="ticket" value="([^"]+)"', response.content.decode())[1]


def store(client, ticket):
    return client.post(HERE, {"do": "store", "ticket": ticket}, follow=True)


def test_the_calculator_is_chosen_first(door, edition):
    assert "Chọn tệp" not in text_of(door.get(HERE))
    asked = {"do": "set_up", "calculator": "mean-1", "levels": "5", "design_effect": "1,5"}
    assert "Đã ghi cách tính" in text_of(door.post(HERE, asked, follow=True))
    assert str(Survey.objects.get().design_effect) == "1.5"
    assert "Chọn tệp" in text_of(door.get(HERE))


@pytest.mark.parametrize("wrong", [{"calculator": "ministry"}, {"design_effect": "0"}, {"levels": "4"}])
def test_a_calculator_that_is_none_is_refused(door, edition, wrong):
    asked = {"do": "set_up", "calculator": "mean-1", "levels": "5", "design_effect": "1"} | wrong
    assert door.post(HERE, asked).status_code == 400
    assert not Survey.objects.exists()


def test_a_file_is_seen_before_it_is_stored(door, survey):
    response = send(door, HEAD, "An Sơn,Q1,0,0,0,8,2", "An Sơn,Q2,5,0,0,5,0")
    assert response.status_code == 200
    assert "Tệp có 1 đơn vị, trong đó 1 chưa có phiếu" in text_of(response)
    assert "75,00" in text_of(response)
    assert not SurveyAnswers.objects.exists()


def test_what_was_seen_is_stored(door, survey):
    ticket = ticket_of(send(door, HEAD, "An Sơn,Q1,0,0,0,8,2", "An Sơn,Q2,5,0,0,5,0"))
    assert "Đã lưu phiếu của 1 đơn vị" in text_of(store(door, ticket))
    assert survey.edition.standings.get().percent == 75


def test_respondents_are_neither_stored_nor_carried_on(door, survey):
    response = send(door, PEOPLE, "An Sơn,5,4,Nguyễn Văn Mật", "An Sơn,1,1,Trần Thị Kín")
    assert "Đã đếm 2 phiếu" in text_of(response)
    assert "Cột “Họ tên” không được đọc" in text_of(response)
    store(door, ticket_of(response))
    assert survey.edition.standings.get().percent == 50
    assert not Upload.objects.exists()


def test_faults_are_told_with_their_cells(door, survey):
    response = send(door, HEAD, "Ai Biết,Q1,0,0,0,8,2", "An Sơn,Q7,0,0,0,x,2")
    assert response.status_code == 400
    text = text_of(response)
    assert all(cell in text for cell in ("A2", "B3", "F3"))
    assert 'name="ticket"' not in response.content.decode()


def test_another_file_undoes_the_first(door, survey):
    for line in ("An Sơn,Q1,0,0,0,8,2", "An Sơn,Q1,10,0,0,0,0"):
        response = send(door, HEAD, line)
        store(door, ticket_of(response))
    assert "100,00 0,00 −100,00" in text_of(response)
    assert survey.edition.standings.get().percent == 0


def test_items_that_nobody_answered_are_named(door, survey):
    assert "Không ai trả lời mục Q2" in text_of(send(door, HEAD, "An Sơn,Q1,0,0,0,8,2"))


def test_a_preview_that_was_overtaken_is_not_stored(door, survey):
    first, second = (ticket_of(send(door, HEAD, f"An Sơn,Q1,{count},0,0,8,2")) for count in (1, 2))
    store(door, first)
    response = store(door, second)
    assert response.status_code == 409
    assert "đã thay đổi sau khi tệp này được đọc" in text_of(response)


def test_a_preview_is_its_own_readers(door, survey, client, edition):
    ticket = ticket_of(send(door, HEAD, "An Sơn,Q1,0,0,0,8,2"))
    client.force_login(AssignmentFactory(index=edition.index).user)
    assert store(client, ticket).status_code == 409
    assert store(client, ticket + "x").status_code == 409
    assert not Score.objects.exists()


def test_a_file_that_is_no_table_is_refused(door, survey):
    response = send(door, "%PDF-1.4", name="phieu.pdf")
    assert response.status_code == 400
    assert Upload.objects.count() == 0


def test_a_file_that_is_too_large_is_refused(door, survey, settings):
    settings.SPREADSHEET_MAX_BYTES = 10
    assert send(door, HEAD, "An Sơn,Q1,0,0,0,8,2").status_code == 400
    settings.UPLOADS_BYTES_PER_HOUR = -(2**20)
    assert send(door, HEAD).status_code == 413


def test_no_file_at_all_is_told(door, survey):
    assert "Chưa chọn tệp nào" in text_of(door.post(HERE, {}))


def test_without_a_calculator_no_file_is_read(door, edition):
    assert "Hãy chọn cách tính" in text_of(send(door, HEAD))


def test_an_index_that_cannot_be_made_of_answers_says_why(door, edition):
    Index.objects.update(total_method="stated")
    text = text_of(door.get(HERE))
    assert "không tính được từ phiếu" in text
    assert (
        door.post(HERE, {"do": "set_up", "calculator": "mean-1", "levels": "5", "design_effect": "1"}).status_code
        == 400
    )


def test_a_published_edition_only_shows(door, survey):
    store(door, ticket_of(send(door, HEAD, "An Sơn,Q1,0,0,0,8,2")))
    freeze(Edition.objects.get())
    text = text_of(door.get(HERE))
    assert "An Sơn" in text
    assert "Chọn tệp" not in text


@pytest.mark.parametrize("form", ["counts", "respondents"])
def test_a_blank_workbook_names_the_items(door, survey, form):
    response = door.get(f"{HERE}template.xlsx?form={form}")
    book = load_workbook(io.BytesIO(response.content))
    assert "Q2" in str([[cell.value for cell in row] for row in book.active.iter_rows()])


def test_no_workbook_without_a_calculator_nor_of_another_form(door, edition):
    assert door.get(f"{HERE}template.xlsx").status_code == 404
    SurveyFactory(edition=edition)
    assert door.get(f"{HERE}template.xlsx?form=pdf").status_code == 404


def test_others_are_kept_out(client, survey):
    assert client.get(HERE).status_code == 302
    client.force_login(UserFactory())
    assert client.get(HERE).status_code == 403


def test_a_form_without_its_token_is_refused(edition, survey, client):
    client.handler.enforce_csrf_checks = True
    client.force_login(AssignmentFactory(index=edition.index).user)
    assert send(client, HEAD).status_code == 403
