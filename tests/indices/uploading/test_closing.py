"""Files that are not to be stored, and who has sent."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from indices.actions.readiness import RefusedError
from indices.uploading import (
    TakenOverError,
    pipeline,
    read_upload,
    reading,
    reject_upload,
    submitted_units,
    withdraw_upload,
)
from records.models import AuditEvent
from tests.factories import EditionFactory, UnitFactory
from tests.indices.uploading.conftest import read, received, stored


def test_withdrawn_file_stays_on_record(draft, supervisor):
    upload = withdraw_upload(upload=received(draft), by=supervisor)
    upload.refresh_from_db()
    assert (upload.state, upload.closed_by) == ("withdrawn", supervisor)
    assert AuditEvent.objects.get(kind="upload_withdrawn").by == supervisor


def test_withdraw_refuses_who_may_not(draft):
    with pytest.raises(PermissionDenied):
        withdraw_upload(upload=received(draft), by=AnonymousUser())


def test_withdraw_refuses_what_is_stored(draft):
    upload = stored(draft)
    with pytest.raises(RefusedError, match="hoàn tác trước"):
        withdraw_upload(upload=upload, by=None)


def test_rejected_file_says_why(draft, supervisor):
    upload = reject_upload(upload=read(draft), reason=" Sai năm. ", by=supervisor)
    upload.refresh_from_db()
    assert (upload.state, upload.reason) == ("rejected", "Sai năm.")
    assert AuditEvent.objects.get(kind="upload_rejected").after == {"reason": "Sai năm."}


def test_reject_wants_a_reason(draft):
    with pytest.raises(RefusedError, match="lý do từ chối"):
        reject_upload(upload=received(draft), reason=" ", by=None)


def test_reject_refuses_who_does_not_supervise(draft):
    with pytest.raises(PermissionDenied):
        reject_upload(upload=received(draft), reason="Sai năm.", by=AnonymousUser())


def test_closed_file_is_not_read_any_more(draft):
    upload = withdraw_upload(upload=received(draft), by=None)
    with pytest.raises(RefusedError, match="đã rút"):
        read_upload(upload=upload, by=None)


def test_file_withdrawn_while_it_is_read_stays_withdrawn(draft, monkeypatch):
    upload = received(draft)

    def meanwhile(*_args, **_kwargs):
        withdraw_upload(upload=upload, by=None)
        return pipeline.Outcome()

    monkeypatch.setattr(reading, "pass_through", meanwhile)
    with pytest.raises(TakenOverError):
        read_upload(upload=upload, by=None)
    upload.refresh_from_db()
    assert upload.state == "withdrawn"


# Who has sent


def names(units):
    return [unit.name for unit in units]


def test_units_have_sent_when_a_file_speaks_of_them(draft):
    upload = read(draft, {"Bắc": ("5", "2", "7")})
    sent, missing = submitted_units(draft)
    assert {unit.name: of for unit, of in sent.items()} == {"Bắc": upload}
    assert names(missing) == ["An", "Châu"]


def test_units_have_sent_by_the_newest_of_their_files(draft):
    stored(draft, {"Bắc": ("5", "2", "7")})
    newer = read(draft, {"Bắc": ("5", "2", "99")})
    (of,) = submitted_units(draft)[0].values()
    assert (of, of.state) == (newer, "faulty")


def test_rejected_file_sends_nothing(draft):
    reject_upload(upload=read(draft, {"Bắc": ("5", "2", "7")}), reason="Sai năm.", by=None)
    assert submitted_units(draft)[0] == {}


def test_everybody_eligible_is_to_send_where_nobody_is_on_the_roll(criteria_set):
    UnitFactory(name="An")
    assert names(submitted_units(EditionFactory(criteria_set=criteria_set))[1]) == ["An"]
