"""A file comes in: whom it is taken from, what is refused, where it is kept, and that the same one changes nothing."""

import hashlib
import os
import stat
import time
from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from indices.actions.readiness import RefusedError
from indices.importing.faults import FileRefusedError
from indices.models import IndexAssignment, Upload, UploadAttempt
from indices.uploading import TooManyUploadsError, keeping, receive_annex, receive_upload
from records.models import AuditEvent
from tests.factories import AssignmentFactory, CriteriaSetFactory, UploadFactory, UserFactory, freeze

CSV = "Đơn vị,1.1\nAn,4\n".encode()


def receive(edition, by, data=CSV, name="diem.csv"):
    return receive_upload(edition=edition, file_name=name, data=data, by=by)


def files(root):
    return sorted(path.name for path in root.iterdir())


def test_receive_keeps_what_came_and_from_whom(draft, supervisor):
    upload = receive(draft, supervisor).upload
    upload.refresh_from_db()
    assert (upload.state, upload.by, upload.size, upload.digest) == (
        "received",
        supervisor,
        len(CSV),
        hashlib.sha256(CSV).hexdigest(),
    )


def test_receive_keeps_the_original_to_the_byte(draft, supervisor):
    assert keeping.bytes_of(receive(draft, supervisor).upload) == CSV


def test_receive_takes_a_file_in_parts(draft, supervisor):
    assert keeping.bytes_of(receive(draft, supervisor, data=iter([CSV[:5], CSV[5:]])).upload) == CSV


def test_receive_keeps_files_for_its_own_account_alone(draft, supervisor, uploads_root):
    upload = receive(draft, supervisor).upload
    modes = [stat.S_IMODE(path.stat().st_mode) for path in (uploads_root, uploads_root / upload.stored_as)]
    assert modes == [0o700, 0o600]


def test_receive_gives_a_name_that_says_nothing(draft, supervisor, uploads_root):
    upload = receive(draft, supervisor, name="../../etc/passwd.csv").upload
    assert (upload.file_name, files(uploads_root)) == ("passwd.csv", [upload.stored_as])
    assert "passwd" not in upload.stored_as


def test_receive_names_a_file_without_a_name(draft, supervisor):
    with pytest.raises(FileRefusedError):
        receive(draft, supervisor, name="")
    assert AuditEvent.objects.get(kind="upload_refused").after["file_name"] == "tệp không tên"


def test_receive_is_written_down(draft, supervisor):
    upload = receive(draft, supervisor).upload
    event = AuditEvent.objects.get(kind="upload_received")
    assert (event.by, event.target_id, event.after["digest"]) == (supervisor, str(upload.pk), upload.digest)


@pytest.mark.parametrize("who", [AnonymousUser, UserFactory])
def test_receive_refuses_who_does_not_supervise(draft, who):
    with pytest.raises(PermissionDenied):
        receive(draft, who())
    assert not Upload.objects.exists()


def test_receive_refuses_the_officer_of_a_unit(draft):
    officer = AssignmentFactory(role=IndexAssignment.Role.OFFICER, unit=draft.standings.first().unit).user
    with pytest.raises(PermissionDenied):
        receive(draft, officer)


def test_receive_refuses_a_hostile_file_with_a_sentence_and_keeps_nothing(draft, supervisor, uploads_root):
    with pytest.raises(FileRefusedError, match="PDF"):
        receive(draft, supervisor, data=b"%PDF-1.7", name="diem.csv")
    assert not Upload.objects.exists()
    assert not uploads_root.exists()


def test_receive_writes_down_what_it_refused(draft, supervisor):
    with pytest.raises(FileRefusedError):
        receive(draft, supervisor, data=b"%PDF-1.7", name="diem.csv")
    assert AuditEvent.objects.get(kind="upload_refused").after == {"file_name": "diem.csv", "fault_code": "pdf"}


def test_receive_stops_reading_what_is_too_large(draft, supervisor, settings):
    settings.SPREADSHEET_MAX_BYTES = 10
    parts = iter([b"123456", b"123456", b"never read"])
    with pytest.raises(FileRefusedError, match="lớn hơn"):
        receive(draft, supervisor, data=parts)
    assert next(parts) == b"never read"


def test_receive_refuses_a_published_edition(draft, supervisor, uploads_root):
    freeze(draft)
    with pytest.raises(RefusedError, match="lập bản sửa đổi"):
        receive(draft, supervisor)
    assert files(uploads_root) == []


def test_receive_refuses_an_edition_that_was_handed_in(draft, supervisor):
    draft.state = draft.State.SUBMITTED
    draft.save()
    with pytest.raises(RefusedError, match="hãy lấy lại"):
        receive(draft, supervisor)


# The same file again


def test_same_file_again_is_the_upload_from_before(draft, supervisor, uploads_root):
    first = receive(draft, supervisor).upload
    again = receive(draft, supervisor, name="tên khác.csv")
    assert (again.upload, again.is_new) == (first, False)
    assert "tải lại không thay đổi gì" in again.message
    assert files(uploads_root) == [first.stored_as]


def test_same_file_after_it_was_withdrawn_is_a_new_upload(draft, supervisor):
    first = receive(draft, supervisor).upload
    Upload.objects.filter(pk=first.pk).update(state="withdrawn", closed_at=timezone.now())
    assert receive(draft, supervisor).is_new


def test_same_file_for_another_edition_is_a_new_upload(draft, supervisor):
    UploadFactory(digest=keeping.digest_of(CSV))
    assert receive(draft, supervisor).is_new


# How much


def test_receive_refuses_more_files_than_a_person_brings(draft, supervisor, settings):
    settings.UPLOADS_PER_MINUTE = 2
    for number in range(2):
        receive(draft, supervisor, data=CSV + str(number).encode())
    with pytest.raises(TooManyUploadsError, match="hãy đợi một phút"):
        receive(draft, supervisor, data=CSV + b"9")
    assert Upload.objects.count() == 2


def test_receive_counts_refused_files_too(draft, supervisor, settings):
    settings.UPLOADS_PER_MINUTE = 1
    with pytest.raises(FileRefusedError):
        receive(draft, supervisor, data=b"%PDF-1.7")
    with pytest.raises(TooManyUploadsError):
        receive(draft, supervisor)


def test_receive_counts_files_that_are_too_large(draft, supervisor, settings):
    settings.SPREADSHEET_MAX_BYTES = 10
    with pytest.raises(FileRefusedError):
        receive(draft, supervisor)
    assert UploadAttempt.objects.get().size == 10


def test_receive_takes_files_again_after_a_minute(draft, supervisor, settings):
    settings.UPLOADS_PER_MINUTE = 1
    receive(draft, supervisor)
    UploadAttempt.objects.update(at=timezone.now() - timedelta(seconds=61))
    assert receive(draft, supervisor, data=CSV + b"1").is_new


def test_receive_refuses_more_bytes_than_an_hour_allows(draft, supervisor, settings):
    settings.UPLOADS_BYTES_PER_HOUR = len(CSV)
    receive(draft, supervisor)
    UploadAttempt.objects.update(at=timezone.now() - timedelta(minutes=30))
    with pytest.raises(TooManyUploadsError, match="trong một giờ"):
        receive(draft, supervisor, data=CSV + b"1")


def test_receive_forgets_attempts_after_an_hour(draft, supervisor):
    receive(draft, supervisor)
    UploadAttempt.objects.update(at=timezone.now() - timedelta(minutes=61))
    receive(draft, supervisor, data=CSV + b"1")
    assert UploadAttempt.objects.count() == 1


def test_receive_does_not_count_a_command(draft, settings):
    settings.UPLOADS_PER_MINUTE = 0
    assert receive(draft, None).is_new


# Annexes


@pytest.fixture
def published(draft):
    return freeze(draft)


@pytest.fixture
def full_set(draft):
    return CriteriaSetFactory(index=draft.index)


def annex(standing, criteria_set, by):
    return receive_annex(standing=standing, criteria_set=criteria_set, file_name="a.csv", data=CSV, by=by)


def test_annex_is_taken_from_the_officer_of_the_unit(published, full_set):
    standing = published.standings.first()
    officer = AssignmentFactory(role=IndexAssignment.Role.OFFICER, unit=standing.unit).user
    upload = annex(standing, full_set, officer).upload
    assert (upload.edition, upload.standing, upload.criteria_set) == (published, standing, full_set)


def test_annex_is_refused_from_the_officer_of_another_unit(published, full_set):
    first, second, _third = published.standings.all()
    officer = AssignmentFactory(role=IndexAssignment.Role.OFFICER, unit=second.unit).user
    with pytest.raises(PermissionDenied):
        annex(first, full_set, officer)


def test_annex_goes_under_what_is_published(draft, full_set):
    with pytest.raises(RefusedError, match="chưa công bố"):
        annex(draft.standings.first(), full_set, None)


def test_annex_follows_a_set_of_its_index(published):
    with pytest.raises(RefusedError, match="không phải của"):
        annex(published.standings.first(), CriteriaSetFactory(), None)


# What a process that ended left behind


def age(path):
    then = time.time() - 2 * keeping.SPARED
    os.utime(path, (then, then))


def test_orphans_are_cleared_with_the_next_upload(draft, supervisor, uploads_root):
    kept = keeping.keep(b"a file without a row")
    (uploads_root / f"{'0' * 32}.{'1' * 32}.part").write_bytes(b"half of a file")
    for path in uploads_root.iterdir():
        age(path)
    upload = receive(draft, supervisor).upload
    assert kept.name != upload.stored_as
    assert files(uploads_root) == [upload.stored_as]


def test_orphans_that_are_young_are_left(db, uploads_root):
    kept = keeping.keep(b"about to get its row")
    assert keeping.clear_orphans() == 0
    assert files(uploads_root) == [kept.name]


def test_files_of_uploads_are_no_orphans(draft, supervisor, uploads_root):
    upload = receive(draft, supervisor).upload
    progress = uploads_root / f"{upload.stored_as}.progress"
    progress.write_text("{}")
    for path in uploads_root.iterdir():
        age(path)
    assert keeping.clear_orphans() == 0


def test_a_file_stays_where_the_fate_of_its_row_is_not_known(draft, supervisor, uploads_root, monkeypatch):
    def lose(**_columns):
        raise ConnectionError("the database went away")

    monkeypatch.setattr(Upload.objects, "create", lose)
    with pytest.raises(ConnectionError):
        receive(draft, supervisor)
    assert len(files(uploads_root)) == 1
