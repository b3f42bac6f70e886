"""The way of one file, from what was read to what was stored, and back."""

import re
from datetime import timedelta

from django.utils import timezone, translation

from indices.models import IndexAssignment, Score, Upload
from indices.uploading import progress_of
from indices.uploading.progress import SHARES, Step, Telling
from tests.indices.conftest import enter
from tests.indices.upload_pages.conftest import DESK, FAULTY, press, primary_buttons, text_of, where
from tests.indices.uploading.conftest import CHANGED, compute, read, received, stored

Role = IndexAssignment.Role


def test_a_file_that_nobody_read_is_read_by_a_button(door, draft):
    upload = received(draft)
    assert primary_buttons(door.get(where(upload))) == ["Đọc tệp"]
    assert press(door, upload, "read")["Location"] == where(upload)
    upload.refresh_from_db()
    assert upload.state == "checked"


def being_read(upload, *, seconds_ago=0):
    upload.state, upload.worker = "reading", "ai đó"
    upload.seen_at = timezone.now() - timedelta(seconds=seconds_ago)
    upload.save()
    return upload


def test_a_file_that_is_being_read_shows_how_far_it_is(door, draft):
    upload = being_read(received(draft))
    with Telling(upload) as tell:
        tell.step(Step.CHECKING)
        page = door.get(where(upload))
        told = door.get(where(upload, "progress.json")).json()
    begins, _ends = SHARES[Step.CHECKING]
    assert told == {
        "state": "reading",
        "is_busy": True,
        "percent": begins,
        "text": "Đang kiểm tra",
        "href": where(upload),
    }
    assert f'value="{begins}"' in page.content.decode()
    assert '<meta http-equiv="refresh"' in page.content.decode().split("<noscript>")[1]
    assert progress_of(upload) is None


def test_a_file_whose_reader_died_is_read_again(door, draft, settings):
    upload = being_read(received(draft), seconds_ago=settings.UPLOADS_SILENT_SECONDS + 1)
    response = door.get(where(upload))
    assert primary_buttons(response) == ["Đọc lại"]
    assert "refresh" not in response.content.decode()
    assert not door.get(where(upload, "progress.json")).json()["is_busy"]
    press(door, upload, "read")
    upload.refresh_from_db()
    assert upload.state == "checked"


def test_progress_of_what_is_done_says_so(door, draft):
    told = door.get(where(read(draft), "progress.json")).json()
    assert (told["state"], told["is_busy"]) == ("checked", False)


def test_what_was_read_is_told(door, draft):
    enter(draft, "Dương")
    page = text_of(door.get(where(read(draft))))
    assert "Cách trình bày đơn vị ở dòng, tiêu chí ở cột" in page
    assert "Đơn vị trong tệp 3/4 Tiêu chí 3/3" in page
    assert "Đơn vị không có trong tệp 1 Dương" in page


def test_faults_are_named_by_cell_and_kind(door, draft):
    page = text_of(door.get(where(read(draft, FAULTY))))
    assert "Mọi lỗi 2" in page
    assert "Vượt điểm tối đa 1" in page
    assert "Không nhận ra đơn vị 1" in page
    assert re.search(r"B2 9 ", page)


def test_faults_of_one_kind_have_an_address(door, draft):
    upload = read(draft, FAULTY)
    shown = door.get(where(upload), {"fault": "above_maximum"}).context["faults"]
    assert [fault["code"] for fault in shown["page"]] == ["above_maximum"]
    assert len(door.get(where(upload), {"fault": "nonsense"}).context["faults"]["page"].object_list) == 2


def test_faults_stand_in_the_order_of_the_cells(door, draft):
    upload = read(draft)
    fault = {"sheet": "", "value": "", "code": "negative", "message": "Sai.", "remedy": "Sửa."}
    cells = ["AA3", "B10", "B2", "", "C2"]
    Upload.objects.filter(pk=upload.pk).update(
        state="faulty",
        faults=[{**fault, "cell": cell} for cell in cells],
        fault_count=5,
        found={**upload.found, "fault_codes": {"negative": 5}},
    )
    shown = door.get(where(upload)).context["faults"]["page"].object_list
    assert [fault["cell"] for fault in shown] == ["", "B2", "C2", "AA3", "B10"]


def test_three_hundred_faults_stand_on_several_pages(door, draft):
    upload = read(draft)
    fault = {"sheet": "", "value": "9", "code": "negative", "message": "Sai.", "remedy": "Sửa."}
    Upload.objects.filter(pk=upload.pk).update(
        state="faulty", faults=[{**fault, "cell": f"B{row}"} for row in range(300)], fault_count=1234
    )
    response = door.get(where(upload), {"page": 3})
    assert response.context["faults"]["page"].object_list[-1]["cell"] == "B299"
    assert "Còn 934 lỗi nữa" in text_of(response)


def test_a_candidate_is_clicked_and_the_file_read_again(door, draft):
    upload = read(draft, {**CHANGED, "Bacc": ("1", "1", "1")})
    upload.found["questions"] = [
        {"text": "Bacc", "cell": "A5", "kind": "unit", "candidates": [["1", "Bắc"]]},
        {"text": "9.9", "cell": "D1", "kind": "criterion", "candidates": [["2", "2 Lĩnh vực"]]},
        {"text": "?", "cell": "A6", "kind": "unit", "candidates": []},
    ]
    upload.save()
    page = door.get(where(upload))
    assert "Ô A5: “Bacc” là đơn vị nào? Bắc" in text_of(page)
    assert "Ô D1: “9.9” là tiêu chí nào? 2 Lĩnh vực" in text_of(page)
    press(door, upload, "pick", **{"unit:Bacc": "77", "criterion:9.9": "2", "unit:": "abc"})
    upload.refresh_from_db()
    assert upload.choice == {"units": {"Bacc": 77}, "criteria": {"9.9": "2"}}


def test_a_file_is_read_otherwise_as_somebody_says(door, draft):
    upload = read(draft)
    form = {"sheet": "", "was-sheet": "", "shape": "matrix", "was-shape": "matrix"}
    press(door, upload, "choose", **form, **{"column-4": "ignored", "code-4": "2", "was-4": "value:2"})
    upload.refresh_from_db()
    assert upload.choice["columns"] == {"4": "ignored"}
    assert upload.found["criteria"] == 2


def odd(upload, *answers):
    upload.oddities = [
        {"code": "jump", "message": f"Tăng {place}.", "question": "Vì sao?", "where": "B2", "answer": answer}
        for place, answer in enumerate(answers)
    ]
    if upload.state != "stored":
        upload.state = "checked" if all(answers) else "read"
    upload.save()
    return upload


def test_what_looks_odd_is_asked_and_answered(door, draft):
    upload = odd(read(draft), "")
    response = door.get(where(upload))
    assert primary_buttons(response) == ["Trả lời"]
    assert "Tăng 0. B2 Vì sao?" in text_of(response)
    press(door, upload, "answer", **{"answer-0": "Đã kiểm tra hồ sơ", "answer-x": "?", "answer-9999999": "?"})
    assert primary_buttons(door.get(where(upload))) == ["Lưu"]


def test_answers_stay_with_what_was_stored(door, draft):
    upload = read(draft)
    press(door, upload, "store", expected=upload.against)
    upload.refresh_from_db()
    odd(upload, "Đúng như vậy")
    assert "Vì sao? Đúng như vậy" in text_of(door.get(where(upload)))


def test_changes_are_told_before_and_after(door, draft):
    compute(draft)
    page = text_of(door.get(where(read(draft))))
    assert "Lưu tệp này sẽ thay 3 số" in page
    assert "An 1.1 điểm đạt 4 5" in page


def test_storing_leads_to_the_league_table_and_undoing_back(door, draft):
    compute(draft)
    upload = read(draft)
    page = door.post(where(upload, "step/"), {"do": "store", "expected": upload.against}, follow=True)
    assert primary_buttons(page) == ["Xem bảng xếp hạng"]
    assert "Tệp này đã thay 3 số" in text_of(page)
    assert "Đã hoàn tác" in text_of(door.post(where(upload, "step/"), {"do": "undo"}, follow=True))
    upload.refresh_from_db()
    assert upload.state == "undone"


def test_what_changed_meanwhile_is_shown_instead_of_overwritten(door, draft):
    upload = read(draft)
    Score.objects.filter(standing__unit__name="An", criterion__code="2").update(entered_points=1)
    page = door.post(where(upload, "step/"), {"do": "store", "expected": upload.against}, follow=True)
    assert "đọc lại và xem lại trước khi lưu" in text_of(page)
    upload.refresh_from_db()
    assert upload.state == "checked"
    assert primary_buttons(page) == ["Lưu"]


def test_a_file_that_changes_nothing_leads_back_to_the_desk(door, draft):
    upload = read(draft, {"An": ("4", "3,5", "8")})
    response = door.get(where(upload))
    assert "không có gì mới để lưu" in text_of(response)
    assert primary_buttons(response) == ["Tải tệp khác lên"]


def test_a_file_is_withdrawn(door, draft):
    upload = read(draft, FAULTY)
    page = door.post(where(upload, "step/"), {"do": "withdraw"}, follow=True)
    assert "Đã rút “diem.csv”." in text_of(page)
    assert "Tệp đã rút, bị từ chối hoặc đã hoàn tác 1" in text_of(door.get(DESK))


def test_a_file_is_rejected_with_a_reason(door, draft):
    upload = read(draft)
    assert "Hãy ghi lý do" in text_of(door.post(where(upload, "step/"), {"do": "reject"}, follow=True))
    page = door.post(where(upload, "step/"), {"do": "reject", "reason": "Nhầm năm"}, follow=True)
    assert "Bị từ chối: Nhầm năm" in text_of(page)


def test_a_step_that_is_none_changes_nothing(door, draft):
    upload = read(draft)
    assert press(door, upload, "nonsense")["Location"] == where(upload)


def test_the_script_is_told_where_a_step_leads(door, draft):
    upload = received(draft)
    told = door.post(where(upload, "step/"), {"do": "read"}, headers={"accept": "application/json"}).json()
    assert told == {"href": where(upload)}


def test_undoing_what_does_not_add_up_any_more_is_refused_with_words(door, draft, monkeypatch):
    from indices.faults import DataFaultsError
    from indices.views import uploads_files

    def refused(**_kwargs):
        raise DataFaultsError(draft, (), {})

    monkeypatch.setattr(uploads_files, "undo_upload", refused)
    assert press(door, stored(draft), "undo").status_code == 302


def test_faults_are_told_in_the_language_of_who_looks(door, draft):
    with translation.override("en"):
        upload = read(draft, FAULTY)
    assert "9 vượt điểm tối đa" in text_of(door.get(where(upload)))
    assert "9 is above" in text_of(door.get(f"/en{where(upload)}"))


def test_a_fault_that_was_kept_as_plain_text_is_shown_as_it_stands(door, draft):
    upload = read(draft, FAULTY)
    upload.faults = [{**upload.faults[0], "message": "Sai từ trước.", "remedy": "Sửa đi."}]
    upload.save()
    assert "Sai từ trước. Sửa đi." in text_of(door.get(where(upload)))
