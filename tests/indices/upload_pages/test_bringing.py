"""Files come in on the desk: one or many, good, faulty, refused, too large, too many."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from indices.models import IndexAssignment, Upload
from indices.views import uploads_incoming as incoming
from tests.factories import EditionFactory, UploadFactory
from tests.indices.upload_pages.conftest import DESK, FAULTY, press, primary_buttons, sent_file, text_of, where
from tests.indices.uploading.conftest import CHANGED, read

Role = IndexAssignment.Role


def test_a_good_file_leads_to_its_changes(door, draft):
    response = door.post(DESK, {"files": sent_file()}, follow=True)
    upload = Upload.objects.get()
    assert response.redirect_chain == [(where(upload), 302)]
    assert upload.state == "checked"
    assert primary_buttons(response) == ["Lưu"]


def test_a_faulty_file_leads_to_its_faults(door, draft):
    response = door.post(DESK, {"files": sent_file(FAULTY)}, follow=True)
    assert primary_buttons(response) == ["Tải tệp đã sửa lên"]
    assert "vượt điểm tối đa" in text_of(response)


def test_many_files_lead_to_the_desk_each_in_a_row_of_its_own(door, draft):
    files = [sent_file({name: CHANGED[name]}, name=f"{name}.csv") for name in CHANGED]
    response = door.post(DESK, {"files": files}, follow=True)
    assert response.redirect_chain[0][0] == f"{DESK}#tep"
    assert set(Upload.objects.values_list("file_name", "state")) == {(f"{name}.csv", "checked") for name in CHANGED}


def test_files_beyond_patience_wait_for_the_next_request(door, draft, monkeypatch):
    monkeypatch.setattr(incoming, "PATIENCE", -1)
    files = [sent_file({name: CHANGED[name]}, name=f"{name}.csv") for name in CHANGED]
    page = door.post(DESK, {"files": files}, follow=True)
    assert "Đọc 2 tệp đang chờ" in text_of(page)
    page = door.post(f"{DESK}read/", follow=True)
    assert "Còn 1 tệp chưa đọc." in text_of(page)
    monkeypatch.setattr(incoming, "PATIENCE", 60)
    door.post(f"{DESK}read/")
    assert not Upload.objects.exclude(state="checked").exists()


def test_one_refused_file_keeps_none_of_the_others_back(door, draft):
    files = [SimpleUploadedFile("cu.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600), sent_file()]
    page = text_of(door.post(DESK, {"files": files}, follow=True))
    assert "cu.xls:" in page
    assert "Đã nhận 1 tệp." in page


def test_nothing_but_refused_files_stays_on_the_desk(door, draft):
    response = door.post(DESK, {"files": SimpleUploadedFile("rong.xlsx", b"")})
    assert response.status_code == 400
    assert "rong.xlsx" in text_of(response)


def test_no_file_at_all_is_said(door, draft):
    response = door.post(DESK)
    assert response.status_code == 400
    assert "Chưa chọn tệp nào." in text_of(response)


def test_a_file_that_grows_too_large_is_let_go(door, draft, settings):
    settings.SPREADSHEET_MAX_BYTES = 2**20
    files = [SimpleUploadedFile("to.csv", b"1" * (3 * 2**20)), sent_file()]
    page = text_of(door.post(DESK, {"files": files}, follow=True))
    assert "to.csv: Tệp lớn hơn 1 MB." in page
    assert Upload.objects.get().file_name == "diem.csv"


def test_more_than_anybody_sends_is_refused_before_it_is_read(door, draft, settings):
    settings.UPLOADS_BYTES_PER_HOUR = 0
    response = door.generic("POST", DESK, b"x" * (2**20 + 1), content_type="multipart/form-data; boundary=x")
    assert response.status_code == 413
    assert "quá lớn" in text_of(response)


def test_more_files_than_a_person_sends_are_refused(door, draft, settings):
    settings.UPLOADS_PER_MINUTE = 0
    response = door.post(DESK, {"files": sent_file()})
    assert response.status_code == 429
    assert "trong một phút" in text_of(response)


def test_the_same_file_again_leads_to_the_one_from_then(door, draft):
    first = read(draft)
    response = door.post(DESK, {"files": sent_file()}, follow=True)
    assert response.redirect_chain == [(where(first), 302)]
    assert "tải lại không thay đổi gì" in text_of(response)


def test_a_file_without_the_token_is_not_taken(draft, supervisor):
    client = Client(enforce_csrf_checks=True)
    client.force_login(supervisor)
    assert client.post(DESK, {"files": sent_file()}).status_code == 403
    assert not Upload.objects.exists()


def test_the_script_is_told_what_became_of_each_file(door, draft):
    files = [SimpleUploadedFile("rong.csv", b""), sent_file()]
    told = door.post(DESK, {"files": files}, headers={"accept": "application/json"}).json()
    upload = Upload.objects.get()
    assert told["received"] == [{"name": "diem.csv", "href": where(upload), "message": ""}]
    assert [file["name"] for file in told["refused"]] == ["rong.csv"]
    assert upload.state == "received"


def test_a_corrected_file_takes_the_place_of_the_faulty_one(door, draft):
    faulty = read(draft, FAULTY)
    door.post(DESK, {"files": sent_file(), "replaces": faulty.pk})
    faulty.refresh_from_db()
    assert faulty.state == "withdrawn"


def test_what_was_picked_holds_for_the_corrected_file_too(door, draft):
    rows = {"Ann": CHANGED["An"], "Bắc": ("99", "2", "7")}
    faulty = read(draft, rows)
    press(door, faulty, "pick", **{"unit:Ann": draft.standings.get(unit__name="An").unit_id})
    door.post(DESK, {"files": sent_file({**rows, "Bắc": CHANGED["Bắc"]}), "replaces": faulty.pk})
    assert Upload.objects.first().state == "checked"


@pytest.mark.parametrize("replaces", ["", "abc", "²", "77777", "9" * 30])
def test_a_file_that_replaces_none_comes_in_all_the_same(door, draft, replaces):
    door.post(DESK, {"files": sent_file(), "replaces": replaces})
    assert Upload.objects.get().state == "checked"


def test_a_file_replaces_none_of_another_edition(door, draft):
    other = UploadFactory(edition=EditionFactory(criteria_set=draft.criteria_set, year=2023))
    door.post(DESK, {"files": sent_file(), "replaces": other.pk})
    other.refresh_from_db()
    assert other.state == "received"
