"""What was found is stored: all of it or nothing, with its cells, and nothing unseen is overwritten."""

from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from indices.actions.readiness import RefusedError
from indices.importing.faults import FileRefusedError
from indices.models import Score, Standing, Upload
from indices.uploading import (
    ChangedSinceError,
    StoppedError,
    keeping,
    progress_of,
    read_upload,
    receive_upload,
    store_upload,
)
from records.models import AuditEvent
from tests.factories import EditionFactory, UnitFactory
from tests.indices.uploading.conftest import CHANGED, compute, dump, read, received, sheet, stored

SAME = {"An": ("4", "3,5", "8"), "Bắc": ("5", "2", "7"), "Châu": ("2", "5", "7")}


def points_of(edition, name):
    scores = Score.objects.filter(standing__edition=edition, standing__unit__name=name, origin="entered")
    return dict(scores.values_list("criterion__code", "entered_points"))


def store(upload, by=None):
    return store_upload(upload=upload, by=by, expected=upload.against)


def test_store_writes_the_points_of_the_file(draft):
    stored(draft)
    assert points_of(draft, "Bắc") == {"1.1": 5, "1.2": 2, "2": Decimal("7.25")}


def test_store_computes_totals_and_ranks(draft):
    stored(draft)
    assert list(draft.standings.by_rank().values_list("unit__name", "total", "rank")) == [
        ("An", Decimal("16.5"), 1),
        ("Châu", 16, 2),
        ("Bắc", Decimal("14.25"), 3),
    ]


def test_store_gives_each_score_its_cell(draft):
    upload = stored(draft)
    score = Score.objects.get(standing__edition=draft, standing__unit__name="Châu", criterion__code="2")
    assert (score.upload, score.sheet, score.cell) == (upload, "", "D4")


def test_store_leaves_the_origin_of_what_did_not_change(draft):
    first = stored(draft)
    second = stored(draft, CHANGED | {"An": ("5", "3", "8")})
    assert set(Score.objects.filter(upload=second).values_list("criterion__code", flat=True)) == {"1.2"}
    assert Score.objects.filter(upload=first).count() == 3


def test_store_says_who_and_when(draft, supervisor):
    upload = stored(draft, by=supervisor)
    upload.refresh_from_db()
    assert (upload.state, upload.stored_by) == ("stored", supervisor)
    assert abs((timezone.now() - upload.stored_at).total_seconds()) < 60


def test_store_is_written_down(draft, supervisor):
    upload = stored(draft, by=supervisor)
    event = AuditEvent.objects.get(kind="upload_stored")
    assert (event.by, event.target_id) == (supervisor, str(upload.pk))
    assert (event.after["scores_new"], event.after["scores_changed"], event.after["units_new"]) == (0, 3, 0)


def test_store_puts_units_on_an_empty_roll(criteria_set):
    edition = EditionFactory(criteria_set=criteria_set)
    for name in ("An", "Bắc", "Châu"):
        UnitFactory(name=name)
    stored(edition)
    assert edition.standings.count() == 3
    assert points_of(edition, "Châu") == {"1.1": 2, "1.2": 5, "2": 9}


def test_store_of_what_is_there_already_changes_nothing(draft):
    compute(draft)
    before = dump(draft)
    stored(draft, SAME)
    assert dump(draft) == before


def test_store_refuses_who_may_not(draft):
    upload = read(draft)
    with pytest.raises(PermissionDenied):
        store(upload, by=AnonymousUser())


def test_store_refuses_what_was_not_read(draft):
    with pytest.raises(RefusedError, match="chưa lưu được: đã nhận"):
        store(received(draft))


def test_store_refuses_what_has_faults(draft):
    upload = read(draft, CHANGED | {"An": ("99", "3,5", "8")})
    with pytest.raises(RefusedError, match="chưa lưu được: có lỗi"):
        store(upload)


def test_store_refuses_what_is_stored(draft):
    upload = stored(draft)
    with pytest.raises(RefusedError, match="muốn thay đổi thì hoàn tác trước"):
        store(upload)


def test_store_refuses_an_edition_that_was_handed_in_meanwhile(draft):
    upload = read(draft)
    draft.state = draft.State.SUBMITTED
    draft.save()
    with pytest.raises(RefusedError, match="hãy lấy lại"):
        store(upload)


def test_store_refuses_when_the_original_is_gone(draft):
    upload = read(draft)
    keeping.path_of(upload).unlink()
    with pytest.raises(FileRefusedError, match="không còn trên máy chủ"):
        store(upload)


def test_store_leaves_no_progress_behind(draft):
    assert progress_of(stored(draft)) is None


# Two supervisors


def test_second_supervisor_is_told_and_nothing_is_overwritten(draft, supervisor):
    first = read(draft)
    second = read(draft, CHANGED | {"An": ("1", "1", "1")}, name="khac.csv")
    store(first, by=supervisor)
    with pytest.raises(ChangedSinceError, match=r"“diem.csv” đã được nguoi-dung-\d+ lưu lúc"):
        store(second)
    assert points_of(draft, "An") == {"1.1": 5, "1.2": Decimal("3.5"), "2": 8}


def test_second_supervisor_may_store_after_reading_again(draft):
    first = read(draft)
    second = read(draft, CHANGED | {"An": ("1", "1", "1")}, name="khac.csv")
    store(first)
    store(read_upload(upload=second, by=None))
    assert points_of(draft, "An") == {"1.1": 1, "1.2": 1, "2": 1}


def test_a_score_changed_by_hand_is_not_overwritten_unseen(draft):
    upload = read(draft)
    Score.objects.filter(standing__unit__name="An", criterion__code="2").update(entered_points=Decimal("7.5"))
    with pytest.raises(ChangedSinceError, match="đã thay đổi sau khi tệp này được đọc"):
        store(upload)


def test_what_was_seen_must_be_what_is_there(draft):
    upload = read(draft)
    with pytest.raises(ChangedSinceError):
        store_upload(upload=upload, by=None, expected="0" * 64)


def test_files_of_other_units_do_not_stand_in_the_way(draft):
    first = read(draft, {"An": ("5", "3,5", "8")})
    second = read(draft, {"Bắc": ("5", "2", "7,5")})
    store(first)
    store(second)
    assert points_of(draft, "Bắc")["2"] == Decimal("7.5")


def test_store_stops_when_the_criteria_changed_meanwhile(draft):
    upload = read(draft)
    draft.criteria_set.criteria.filter(code="2").update(max_points=Decimal(8))
    with pytest.raises(StoppedError, match="hãy đọc lại tệp"):
        store(upload)
    assert points_of(draft, "Châu")["2"] == 7


# All or nothing


def test_a_failure_while_storing_leaves_everything_as_it_was(draft, monkeypatch):
    compute(draft)
    upload = read(draft)
    before = dump(draft)
    monkeypatch.setattr(AuditEvent.objects, "record", lambda **_told: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        store(upload)
    upload.refresh_from_db()
    assert (dump(draft), upload.state) == (before, "checked")


def test_the_same_file_again_after_storing_is_the_stored_upload(draft):
    upload = stored(draft)
    again = receive_upload(edition=draft, file_name="diem.csv", data=sheet(CHANGED), by=None)
    assert (again.upload, again.is_new) == (upload, False)
    assert "đã lưu; tải lại không thay đổi gì" in again.message


def test_the_same_file_again_after_other_scores_is_a_new_upload(draft):
    stored(draft)
    stored(draft, CHANGED | {"An": ("1", "1", "1")})
    assert receive_upload(edition=draft, file_name="diem.csv", data=sheet(CHANGED), by=None).is_new


def test_the_same_file_again_after_a_unit_left_the_roll_is_a_new_upload(draft):
    stored(draft)
    Standing.objects.filter(unit__name="An").delete()
    assert receive_upload(edition=draft, file_name="diem.csv", data=sheet(CHANGED), by=None).is_new


def test_upload_with_faults_cannot_be_stored_by_the_database_either(draft):
    upload = read(draft, CHANGED | {"An": ("99", "3,5", "8")})
    with pytest.raises(Exception, match="nothing_stored_with_a_fault"):
        Upload.objects.filter(pk=upload.pk).update(state="stored", stored_at=timezone.now())
