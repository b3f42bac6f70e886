"""An upload is read: what is kept of it, who may, what is asked, and how one goes on after a process that died."""

import time
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from indices.actions.readiness import RefusedError
from indices.importing.oddities import OddityFound
from indices.importing.score_values import Choice, Meaning, Shape
from indices.models import Upload, UploadChoice
from indices.uploading import (
    TakenOverError,
    answer_oddities,
    is_stalled,
    keeping,
    pipeline,
    progress,
    progress_of,
    read_upload,
    reading,
    receive_upload,
)
from indices.uploading.choices import choice_of, plain
from indices.uploading.progress import Step, Telling
from records.models import AuditEvent
from tests.factories import EditionFactory, UnitFactory
from tests.indices.uploading.conftest import CHANGED, dump, read, received, sheet, stored

WRONG = CHANGED | {"An": ("99", "3,5", "8"), "Nơi nào": ("1", "1", "1")}


def test_read_finds_units_criteria_and_figures(draft):
    found = read(draft).found
    assert (found["units"], found["units_in_all"], found["criteria"], found["criteria_in_all"], found["figures"]) == (
        3,
        3,
        3,
        3,
        9,
    )


def test_read_says_which_layout_it_is(draft):
    upload = read(draft)
    assert (upload.layout, upload.found["layouts"][0]["shape"]) == ("matrix", "matrix")


def test_read_names_the_units_that_are_missing(draft):
    found = read(draft, {"Bắc": ("5", "2", "7")}).found
    assert (found["units_missing"], found["units_missing_count"]) == (["An", "Châu"], 2)


def test_read_names_who_is_missing_where_nobody_is_on_the_roll(criteria_set):
    for name in ("An", "Bắc"):
        UnitFactory(name=name)
    assert read(EditionFactory(criteria_set=criteria_set), {"An": ("1", "1", "1")}).found["units_missing"] == ["Bắc"]


def test_read_keeps_what_storing_would_change(draft):
    upload = read(draft)
    assert (upload.state, upload.consequences["changed"], upload.consequences["unchanged"]) == ("checked", 3, 6)


def test_read_stores_nothing(draft):
    before = dump(draft)
    read(draft)
    assert dump(draft) == before


def test_read_keeps_every_fault_with_its_cell(draft):
    upload = read(draft, WRONG)
    assert upload.state == "faulty"
    assert {(fault["code"], fault["cell"]) for fault in upload.faults} >= {("unknown_unit", "A5")}


def test_read_counts_faults_beyond_those_that_are_kept(draft, settings):
    settings.UPLOADS_FAULTS_KEPT = 1
    upload = read(draft, CHANGED | {f"Nơi {number}": ("1", "1", "1") for number in range(3)})
    assert len(upload.faults) == 1
    assert upload.fault_count == sum(upload.found["fault_codes"].values()) >= 3


def test_read_of_a_damaged_file_is_one_fault(draft):
    upload = received(draft)
    keeping.path_of(upload).write_bytes(b"PK\x03\x04 torn off")
    upload = read_upload(upload=upload, by=None)
    assert (upload.state, upload.faults[0]["code"], upload.found["units"]) == ("faulty", "damaged", 0)


def test_read_of_a_file_that_is_gone_is_one_fault(draft):
    upload = received(draft)
    keeping.path_of(upload).unlink()
    assert read_upload(upload=upload, by=None).faults[0]["code"] == "gone"


def test_read_again_finds_out_anew(draft):
    upload = read(draft, WRONG)
    UnitFactory(name="Nơi nào")
    codes = {fault["code"] for fault in read_upload(upload=upload, by=None).faults}
    assert "unknown_unit" not in codes


def test_read_is_written_down(draft, supervisor):
    upload = read(draft, by=supervisor)
    event = AuditEvent.objects.get(kind="upload_read")
    assert (event.by, event.target_id, event.after["units_read"]) == (supervisor, str(upload.pk), 3)


def test_read_refuses_who_may_not(draft):
    with pytest.raises(PermissionDenied):
        read_upload(upload=received(draft), by=AnonymousUser())


def test_read_refuses_what_is_stored(draft):
    upload = stored(draft)
    with pytest.raises(RefusedError, match="hoàn tác trước"):
        read_upload(upload=upload, by=None)


# How it is to be read


def test_choice_is_kept_and_followed(draft):
    upload = read_upload(upload=received(draft), by=None, choice=Choice(points=Meaning.APPRAISED))
    assert upload.choice == {"points": "appraised_points"}
    assert upload.found["layouts"][0]["points"] == "appraised_points"


def test_choice_stays_when_the_upload_is_read_again(draft):
    upload = read_upload(upload=received(draft), by=None, choice=Choice(points=Meaning.APPRAISED))
    assert read_upload(upload=upload, by=None).found["layouts"][0]["points"] == "appraised_points"


def test_choice_is_remembered_for_files_with_the_same_header(draft):
    read_upload(upload=received(draft), by=None, choice=Choice(points=Meaning.APPRAISED))
    other = read(draft, {"An": ("1", "1", "1")})
    assert other.found["layouts"][0]["points"] == "appraised_points"


def test_choice_is_not_remembered_for_another_header(draft):
    read_upload(upload=received(draft), by=None, choice=Choice(points=Meaning.APPRAISED))
    other = read(draft, {"An": ("1", "1")}, codes=("1.1", "1.2 (điểm khác)"))
    assert other.choice == {}


def test_choice_of_a_unit_is_for_one_file_alone(draft):
    unit = draft.standings.first().unit
    read_upload(upload=received(draft, WRONG), by=None, choice=Choice(units={"Nơi nào": unit.pk}))
    assert not UploadChoice.objects.exists()


def test_choice_is_remembered_for_files_in_which_no_table_was_found(draft):
    lost = receive_upload(edition=draft, file_name="la.csv", data="Số liệu năm 2024;của tỉnh".encode(), by=None).upload
    read_upload(upload=lost, by=None, choice=Choice(points=Meaning.APPRAISED))
    newer = receive_upload(edition=draft, file_name="la.csv", data="Số liệu năm 2025;của tỉnh".encode(), by=None).upload
    assert read_upload(upload=newer, by=None).choice == {"points": "appraised_points"}


def test_choice_is_the_same_after_it_was_kept():
    choice = Choice("Trang 1", Shape.MATRIX, (3, 4), Meaning.SELF, {5: "value:1.2"}, {"Nơi nào": 7}, {"một": "1"})
    assert choice_of(plain(choice)) == choice
    assert choice_of(plain(Choice())) == Choice()


# What looks odd


@pytest.fixture
def odd(draft, monkeypatch):
    """An upload with two oddities."""
    found = [OddityFound("leap", f"Số {number} nhảy vọt.", "Có đúng không?", "An") for number in (1, 2)]
    monkeypatch.setattr(pipeline, "oddities_in", lambda *_args, **_kwargs: found)
    return read(draft)


def test_oddities_want_an_answer(odd):
    assert odd.state == "read"


def test_oddities_answered_let_the_file_be_stored(odd, supervisor):
    upload = answer_oddities(upload=odd, answers={0: "Đúng.", 1: " Đã hỏi lại. "}, by=supervisor)
    assert (upload.state, upload.oddities[1]["answer"], upload.oddities[1]["by"]) == (
        "checked",
        "Đã hỏi lại.",
        supervisor.username,
    )


def test_oddities_half_answered_still_want_the_rest(odd):
    assert answer_oddities(upload=odd, answers={0: "Đúng.", 1: "  ", 7: "Không có."}, by=None).state == "read"


def test_answers_are_written_down(odd):
    answer_oddities(upload=odd, answers={0: "Đúng."}, by=None)
    assert AuditEvent.objects.get(kind="upload_answered").after == {"answers": ["Số 1 nhảy vọt. Đúng."]}


def test_answers_stay_when_the_file_is_read_again(odd):
    answer_oddities(upload=odd, answers={0: "Đúng.", 1: "Đúng."}, by=None)
    assert read_upload(upload=odd, by=None).state == "checked"


def test_answers_are_refused_where_nothing_is_asked(draft):
    with pytest.raises(RefusedError, match="không chờ trả lời"):
        answer_oddities(upload=received(draft), answers={0: "Đúng."}, by=None)


def test_doubts_of_the_layout_want_an_answer_too(draft, monkeypatch):
    whole = pipeline.read_scores

    def in_doubt(*args, **kwargs):
        told = whole(*args, **kwargs)
        told.layouts = tuple(
            type(layout)(**{name: getattr(layout, name) for name in layout.__slots__} | {"doubts": ("Chưa chắc.",)})
            for layout in told.layouts
        )
        return told

    monkeypatch.setattr(pipeline, "read_scores", in_doubt)
    upload = read(draft)
    assert (upload.state, upload.oddities[0]["code"], upload.oddities[0]["message"]) == ("read", "layout", "Chưa chắc.")


# Who is at it


@pytest.fixture
def left_behind(draft):
    """An upload whose reader died a minute and more ago."""
    upload = received(draft)
    Upload.objects.filter(pk=upload.pk).update(
        state="reading", worker="0" * 32, seen_at=timezone.now() - timedelta(seconds=61)
    )
    upload.refresh_from_db()
    return upload


def test_upload_that_is_being_read_is_left_to_its_reader(left_behind):
    Upload.objects.update(seen_at=timezone.now())
    left_behind.refresh_from_db()
    with pytest.raises(RefusedError, match="đang được đọc"):
        read_upload(upload=left_behind, by=None)


def test_upload_whose_reader_died_is_taken_over(left_behind):
    assert is_stalled(left_behind)
    assert read_upload(upload=left_behind, by=None).state == "checked"
    assert AuditEvent.objects.filter(kind="upload_taken_over").exists()


def test_reader_that_still_tells_of_its_progress_is_alive(left_behind):
    Telling(left_behind).step(Step.READING)
    assert not is_stalled(left_behind)


def test_reader_that_was_taken_over_writes_nothing(left_behind, monkeypatch):
    def slow(upload, **_kwargs):
        Upload.objects.filter(pk=upload.pk).update(worker="1" * 32)
        return pipeline.Outcome()

    monkeypatch.setattr(reading, "pass_through", slow)
    with pytest.raises(TakenOverError):
        read_upload(upload=left_behind, by=None)
    left_behind.refresh_from_db()
    assert (left_behind.state, left_behind.worker) == ("reading", "1" * 32)


@pytest.mark.parametrize("first_read", [False, True])
def test_reader_that_fails_puts_the_upload_back(draft, monkeypatch, first_read):
    upload = read(draft) if first_read else received(draft)
    before = upload.state

    def fail(*_args, **_kwargs):
        raise MemoryError

    monkeypatch.setattr(reading, "pass_through", fail)
    with pytest.raises(MemoryError):
        read_upload(upload=upload, by=None)
    upload.refresh_from_db()
    assert (upload.state, upload.worker) == (before, "")


def test_reader_that_fails_after_taking_over_leaves_it_received(left_behind, monkeypatch):
    monkeypatch.setattr(reading, "pass_through", lambda *_args, **_kwargs: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        read_upload(upload=left_behind, by=None)
    left_behind.refresh_from_db()
    assert left_behind.state == "received"


# Progress


def test_progress_is_seen_by_others_while_it_goes_on(draft):
    upload = received(draft)
    with Telling(upload) as tell:
        tell.step(Step.READING)
        tell.written = 0
        tell(50, 100)
        told = progress_of(upload)
    assert (told.step, told.done, told.total, told.percent) == (Step.READING, 50, 100, 31)


def test_progress_is_gone_when_the_work_is(draft):
    upload = received(draft)
    with Telling(upload) as tell:
        tell.step(Step.OPENING)
    assert progress_of(upload) is None


def test_progress_is_written_a_few_times_a_second_at_most(draft, monkeypatch):
    upload = received(draft)
    written = []
    monkeypatch.setattr(keeping, "write_whole", lambda path, *_args, **_kwargs: written.append(path))
    with Telling(upload) as tell:
        tell.step(Step.READING)
        for done in range(1000):
            tell(done, 1000)
    assert len(written) < 5


def test_progress_never_goes_back():
    starts = [progress.SHARES[step] for step in (Step.OPENING, Step.READING, Step.CHECKING, Step.COMPARING)]
    assert [end for _start, end in starts] == [start for start, _end in starts[1:]] + [100]


def test_half_written_progress_is_never_seen(uploads_root, draft):
    upload = received(draft)
    Telling(upload).step(Step.READING)
    assert not [path for path in uploads_root.iterdir() if path.suffix == keeping.UNFINISHED]
    assert time.time() - (uploads_root / f"{upload.stored_as}.progress").stat().st_mtime < 60


def test_sheet_of_the_tests_is_read_as_it_is_meant(draft):
    upload = read(draft)
    assert keeping.bytes_of(upload) == sheet(CHANGED)
