"""`import_scores`: the pipeline of the page, its words, and an exit status for scripts."""

import io
import json
from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from indices.faults import DataFaultsError
from indices.importing.oddities import OddityFound
from indices.management.commands import import_scores
from indices.models import Score, Upload
from indices.uploading import pipeline
from records.models import AuditEvent
from tests.factories import AssignmentFactory, DecisionFactory, UserFactory, freeze
from tests.indices.uploading.conftest import CHANGED, compute, dump, sheet

ALL_FULL = dict.fromkeys(("An", "Bắc", "Châu"), ("5", "5", "10"))


@pytest.fixture(autouse=True)
def uploads_root(settings, tmp_path):
    """A folder of its own for each test."""
    settings.UPLOADS_ROOT = tmp_path / "uploads"
    return settings.UPLOADS_ROOT


@pytest.fixture
def file(tmp_path):
    """Writes a file of scores and gives its path."""

    def write(rows=CHANGED, name="diem.csv"):
        path = tmp_path / name
        path.write_bytes(rows if isinstance(rows, bytes) else sheet(rows))
        return path

    return write


def run(path, *options, edition="2024", index="chi-so"):
    """(exit status, what was printed, the sentence of an error)."""
    out = io.StringIO()
    try:
        call_command(
            "import_scores", str(path), "--index", index, "--edition", edition, *options, stdout=out, stderr=out
        )
    except CommandError as error:
        return error.returncode, out.getvalue(), str(error)
    return 0, out.getvalue(), ""


def points(name, code):
    return Score.objects.get(standing__unit__name=name, criterion__code=code).entered_points


def test_a_clean_file_is_stored(draft, file):
    status, out, _error = run(file())
    assert (status, points("Châu", "2"), Upload.objects.get().state) == (0, 9, "stored")
    assert "Tệp này đã thay 3 số" in out


def test_who_does_it_is_named(draft, file):
    user = AssignmentFactory(index=draft.index, user__username="tong-hop").user
    run(file(), "--by", "tong-hop")
    assert (Upload.objects.get().by, AuditEvent.objects.get(kind="upload_stored").by) == (user, user)


def test_faults_are_all_told_with_their_cells(draft, file):
    status, out, error = run(file(CHANGED | {"An": ("99", "3,5", "nhiều")}))
    assert status == 1
    assert {line.split(":")[0] for line in out.splitlines()} >= {"B2", "D2"}
    assert "chưa lưu gì" in error


def test_faults_beyond_those_that_are_kept_are_counted(draft, file, settings):
    settings.UPLOADS_FAULTS_KEPT = 1
    _status, out, _error = run(file(CHANGED | {"An": ("99", "98", "97")}))
    assert "lỗi nữa" in out


def test_a_refused_file_is_a_fault(draft, file):
    status, _out, error = run(file(b"%PDF-1.7"))
    assert status == 1
    assert "PDF" in error


def test_a_dry_run_keeps_nothing(draft, file, uploads_root):
    compute(draft)
    before = dump(draft)
    status, out, _error = run(file(), "--dry-run")
    assert status == 0
    assert "Lưu tệp này sẽ thay 3 số" in out
    assert dump(draft) == before
    assert not Upload.objects.exists()
    assert not uploads_root.exists()


def test_a_dry_run_tells_faults(draft, file):
    assert run(file(CHANGED | {"An": ("99", "3,5", "8")}), "--dry-run")[0] == 1


def test_a_dry_run_tells_why_a_file_cannot_be_read(draft, file):
    status, out, _error = run(file(b"%PDF-1.7"), "--dry-run")
    assert status == 1
    assert "PDF" in out


@pytest.fixture
def odd(draft, monkeypatch):
    """Whatever is read looks odd."""
    found = [OddityFound("leap", "Số nhảy vọt.", "Có đúng không?", "An")]
    monkeypatch.setattr(pipeline, "oddities_in", lambda *_args, **_kwargs: found)


def test_what_looks_odd_wants_an_answer(odd, file):
    status, out, error = run(file())
    assert (status, Upload.objects.get().state) == (1, "read")
    assert "? Số nhảy vọt. Có đúng không?" in out
    assert "đáng ngờ" in error


def test_what_looks_odd_is_answered_by_the_caller(odd, file):
    path = file()
    run(path)
    status, out, _error = run(path, "--answer-yes")
    assert (status, Upload.objects.get().state) == (0, "stored")
    assert "Đúng như vậy" in out


def test_a_dry_run_of_what_looks_odd_is_clean(odd, file):
    assert run(file(), "--dry-run")[0] == 0


def test_the_same_file_again_changes_nothing(draft, file):
    path = file()
    run(path)
    before = dump(draft)
    status, out, _error = run(path)
    assert status == 0
    assert "tải lại không thay đổi gì" in out
    assert (dump(draft), Upload.objects.count()) == (before, 1)


def test_an_edition_is_published_afterwards(draft, file):
    decision = DecisionFactory(slug="qd-1", number="12/QĐ-BNV")
    status, out, _error = run(file(), "--publish", "--decision", "qd-1")
    draft.refresh_from_db()
    assert (status, draft.state, draft.decision) == (0, "published", decision)
    assert "theo 12/QĐ-BNV" in out


def test_what_was_found_is_told_to_machines(draft, file):
    DecisionFactory(slug="qd-1")
    status, out, _error = run(file(), "--json", "--publish", "--decision", "qd-1")
    told = json.loads(out)
    assert (status, told["state"], told["layout"], told["found"]["units"]) == (0, "stored", "matrix", 3)


# A wrong call


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        (("--by", "ai-do"), "Không có người dùng “ai-do”"),
        (("--publish",), "--publish đi cùng --decision"),
        (("--decision", "qd-1"), "--publish đi cùng --decision"),
        (("--publish", "--decision", "qd-1", "--dry-run"), "không cùng --dry-run"),
        (("--publish", "--decision", "qd-9"), "“qd-9”"),
    ],
)
def test_a_wrong_call_is_told(draft, file, options, sentence):
    DecisionFactory(slug="qd-1")
    status, _out, error = run(file(), *options)
    assert status == 2
    assert sentence in error


def test_an_index_that_is_not_there_is_a_wrong_call(draft, file):
    assert run(file(), index="khong-co")[0] == 2


def test_an_edition_without_a_draft_is_a_wrong_call(draft, file):
    freeze(draft)
    status, _out, error = run(file())
    assert status == 2
    assert "không có dự thảo “2024”" in error


def test_a_file_that_is_not_there_is_a_wrong_call(draft, tmp_path):
    assert run(tmp_path / "khong-co.csv")[0] == 2


def test_whoever_may_not_is_refused(draft, file):
    UserFactory(username="ai-do")
    status, _out, error = run(file(), "--by", "ai-do")
    assert status == 2
    assert "không có quyền" in error


def test_what_cannot_be_published_stays_stored(draft, file):
    DecisionFactory(slug="qd-1")
    draft.criteria_set.state = "draft"
    draft.criteria_set.save()
    status, _out, error = run(file(), "--publish", "--decision", "qd-1")
    assert (status, points("Bắc", "2")) == (2, Decimal("7.25"))
    assert "còn là dự thảo" in error


def test_figures_that_contradict_each_other_are_faults(draft, file, monkeypatch):
    def contradict(**_told):
        raise DataFaultsError(draft, (), {})

    monkeypatch.setattr(import_scores, "publish_under", contradict)
    DecisionFactory(slug="qd-1")
    assert run(file(), "--publish", "--decision", "qd-1")[0] == 1
