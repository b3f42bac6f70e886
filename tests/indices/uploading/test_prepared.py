"""What storing will write is prepared when a file is checked: used while it holds, never missed where it does not."""

import os
import time

import pytest

from indices.actions import writing
from indices.importing.faults import FileRefusedError
from indices.models import Score, Upload
from indices.uploading import (
    ChangedSinceError,
    keeping,
    prepared,
    progress_of,
    read_upload,
    reject_upload,
    store_upload,
    storing,
    undo_upload,
    withdraw_upload,
)
from tests.factories import AliasFactory, EditionFactory, UnitFactory
from tests.indices.uploading.conftest import CHANGED, compute, dump, read, stored

WRONG = CHANGED | {"An": ("99", "3,5", "8")}


def store(upload):
    return store_upload(upload=upload, by=None, expected=upload.against)


def beside(upload):
    return keeping.root() / f"{upload.stored_as}{keeping.PREPARED}"


@pytest.fixture
def unread(monkeypatch):
    """Whoever reads a file again fails."""

    def fail(*_args, **_kwargs):
        raise AssertionError("the file was read again")

    return lambda: [monkeypatch.setattr(storing, name, fail) for name in ("open_book", "judge")]


def read_again(monkeypatch):
    """How often the file is read while it is stored: a list that grows."""
    times, judge = [], storing.judge
    monkeypatch.setattr(storing, "judge", lambda *args, **kwargs: times.append(1) or judge(*args, **kwargs))
    return times


def test_a_checked_file_is_not_read_again(draft, unread):
    upload = read(draft)
    unread()
    assert store(upload).state == Upload.State.STORED


@pytest.mark.parametrize("computed", [False, True])
def test_what_was_prepared_is_what_reading_again_gives(draft, computed):
    if computed:
        compute(draft)
    upload = read(draft)
    prepared.drop(upload)
    undone = dump(draft)
    upload = store(upload)
    by_reading, left = dump(draft), bytes(upload.before.packed)
    undo_upload(upload=upload, by=None)
    assert dump(draft) == undone
    second = store(read(draft, name="hai.csv"))
    by_prepared = dump(draft)
    for found, name in ((by_reading, upload.pk), (by_prepared, second.pk)):
        for score in found["scores"].values():
            assert score.pop("upload_id") in (None, name)
    assert by_prepared == by_reading
    assert len(bytes(second.before.packed)) == pytest.approx(len(left), abs=8)


def test_what_was_prepared_for_an_empty_roll_puts_units_on_it(criteria_set, unread):
    edition = EditionFactory(criteria_set=criteria_set)
    for name in CHANGED:
        UnitFactory(name=name)
    upload = read(edition)
    unread()
    store(upload)
    assert list(edition.standings.by_rank().values_list("unit__name", "rank")) == [("An", 1), ("Châu", 2), ("Bắc", 3)]


@pytest.mark.parametrize(
    "spoil",
    [
        lambda path: path.unlink(),
        lambda path: path.write_bytes(b""),
        lambda path: path.write_bytes(path.read_bytes()[:-1]),
        lambda path: path.write_bytes(b"\0" * 32 + path.read_bytes()[32:]),
    ],
    ids=["gone", "empty", "cut short", "of another digest"],
)
def test_a_damaged_preparation_is_passed_over(draft, monkeypatch, spoil):
    upload = read(draft)
    spoil(beside(upload))
    times = read_again(monkeypatch)
    assert store(upload).state == Upload.State.STORED
    assert times == [1]


def test_other_units_that_were_entered_meanwhile_are_counted_in(draft, monkeypatch):
    upload = read(draft, {"An": ("5", "3,5", "8")})
    Score.objects.filter(standing__unit__name="Châu", criterion__code="2").update(entered_points=10)
    times = read_again(monkeypatch)
    store(upload)
    ranks = dict(draft.standings.values_list("unit__name", "rank"))
    assert (times, ranks) == ([1], {"Châu": 1, "An": 2, "Bắc": 3})


def test_another_unit_of_the_same_name_is_seen(draft, monkeypatch):
    upload = read(draft)
    AliasFactory(unit=UnitFactory(name="Đông"), text="Đ.")
    times = read_again(monkeypatch)
    store(upload)
    assert times == [1]


def test_another_version_of_the_software_reads_again(draft, monkeypatch, settings):
    upload = read(draft)
    settings.CODE_VERSION = "another"
    times = read_again(monkeypatch)
    store(upload)
    assert times == [1]


def test_another_choice_reads_again(draft, monkeypatch):
    upload = read(draft)
    Upload.objects.filter(pk=upload.pk).update(choice={"points": "self_points"})
    times = read_again(monkeypatch)
    with pytest.raises(ChangedSinceError):
        store_upload(upload=upload, by=None, expected="0" * 64)
    assert times == [1]


def test_what_was_seen_must_be_what_was_prepared(draft, unread):
    upload = read(draft)
    unread()
    with pytest.raises(ChangedSinceError):
        store_upload(upload=upload, by=None, expected="0" * 64)


def test_a_changed_original_is_read_again(draft, monkeypatch):
    upload = read(draft)
    path = keeping.path_of(upload)
    path.write_bytes(path.read_bytes().replace(b"7,25", b"7,75"))
    times = read_again(monkeypatch)
    store(upload)
    assert times == [1]


def test_without_the_original_nothing_is_stored(draft):
    upload = read(draft)
    keeping.path_of(upload).unlink()
    with pytest.raises(FileRefusedError):
        store(upload)


def test_a_file_with_faults_is_not_prepared(draft):
    assert not beside(read(draft, WRONG)).exists()


def test_what_was_prepared_goes_when_a_fault_comes(draft):
    upload = read(draft)
    draft.criteria_set.criteria.filter(code="2").update(max_points=8)
    assert read_upload(upload=upload, by=None).state == Upload.State.FAULTY
    assert not beside(upload).exists()


@pytest.mark.parametrize(
    "close",
    [
        store,
        lambda upload: withdraw_upload(upload=upload, by=None),
        lambda upload: reject_upload(upload=upload, reason="Nhầm tệp.", by=None),
    ],
    ids=["stored", "withdrawn", "rejected"],
)
def test_what_was_prepared_goes_with_the_upload(draft, close, django_capture_on_commit_callbacks):
    upload = read(draft)
    with django_capture_on_commit_callbacks(execute=True):
        close(upload)
    assert not beside(upload).exists()
    assert keeping.path_of(upload).exists()


def test_what_was_prepared_stays_when_storing_fails(draft, monkeypatch, django_capture_on_commit_callbacks):
    upload = read(draft)
    monkeypatch.setattr(storing.UploadBefore.objects, "create", lambda **_columns: 1 / 0)
    with django_capture_on_commit_callbacks(execute=True), pytest.raises(ZeroDivisionError):
        store(upload)
    assert beside(upload).exists()


def test_what_a_process_left_behind_is_cleared_away_later(draft):
    """One that was killed between the commit and the taking away."""
    open_one, closed = read(draft, {"An": ("5", "3,5", "8")}, name="mot.csv"), stored(draft, {"Bắc": ("5", "2", "8")})
    then = time.time() - 2 * keeping.SPARED
    for path in keeping.root().iterdir():
        os.utime(path, (then, then))
    assert keeping.clear_orphans() == 1
    assert beside(open_one).exists()
    assert not beside(closed).exists()


def test_storing_tells_how_many_scores_are_written(draft, monkeypatch):
    upload = read(draft)
    monkeypatch.setattr(writing, "TOLD_EVERY", 2)
    told, write = [], storing.write

    def watched(*, progress, **about):
        def seen(done, total):
            progress.written = 0
            progress(done, total)
            shown = progress_of(upload)
            told.append((shown.step, shown.done, shown.total, shown.percent))

        write(progress=seen, **about)

    monkeypatch.setattr(storing, "write", watched)
    store(upload)
    assert told == [("storing", 2, 12, 16), ("storing", 4, 12, 33), ("storing", 6, 12, 50)] + [
        ("storing", 8, 12, 66),
        ("storing", 10, 12, 83),
        ("storing", 12, 12, 100),
    ]
