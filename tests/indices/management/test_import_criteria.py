"""`import_criteria`: stores a clean file, names every fault of another, says what a wrong call lacks."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from indices.models import CriteriaSet
from records.models import AuditEvent
from tests.factories import (
    AdminFactory,
    CriteriaSetFactory,
    CriterionFactory,
    DecisionFactory,
    IndexFactory,
    UserFactory,
)
from tests.indices.importing.workbooks import HEAD, SMALL, workbook

pytestmark = pytest.mark.django_db


@pytest.fixture
def file(tmp_path):
    """Writes a file and gives its path."""

    def write(*sheets, name="bo.xlsx", data=None):
        path = tmp_path / name
        path.write_bytes(workbook(*(sheets or ([HEAD, *SMALL],))) if data is None else data)
        return str(path)

    return write


def run(path, *options, new=True):
    """(exit status, what was printed, the sentence of an error)."""
    named = ["--index", IndexFactory(slug="chi-so").slug, "--slug", "bo-moi", "--name", "Bộ mới"] if new else []
    out = io.StringIO()
    try:
        call_command("import_criteria", path, *named, *options, stdout=out)
    except CommandError as error:
        return error.returncode, out.getvalue(), str(error)
    return 0, out.getvalue(), ""


def test_a_clean_file_becomes_a_draft(file):
    decision, by = DecisionFactory(slug="qd-1"), AdminFactory(username="an")
    options = ("--decision", "qd-1", "--year-from", "2026", "--total", "10", "--name-en", "New", "--by", "an")
    status, out, _error = run(file(), *options)
    made = CriteriaSet.objects.get()
    assert (status, made.state, made.decision, made.year_from, made.max_points) == (0, "draft", decision, 2026, 10)
    assert made.name_en == "New"
    assert made.criteria.count() == 6
    assert "Đã lưu “Bộ mới” với 6 tiêu chí các cấp." in out
    event = AuditEvent.objects.get(kind="criteria_imported")
    assert (event.by, event.after["file"], len(event.after["sha256"])) == (by, "bo.xlsx", 64)


def test_the_total_of_the_file_is_taken_where_none_is_given(file):
    run(file([HEAD, *SMALL, [None, "Tổng cộng", 10]]))
    assert CriteriaSet.objects.get().max_points == 10


def test_a_dry_run_stores_nothing(file):
    status, out, _error = run(file(), "--dry-run")
    assert status == 0
    assert "chưa lưu" in out
    assert not CriteriaSet.objects.exists()


def test_faults_are_told_each_with_its_cell_and_nothing_is_stored(file):
    status, out, error = run(file([HEAD, ["1", "A", "năm"], ["2", None, 5]]))
    assert status == 1
    assert "Trang 1!C2: “năm” không phải là số." in out
    assert "Trang 1!B3: " in out
    assert error == "Có 2 chỗ cần sửa trong tệp"
    assert not CriteriaSet.objects.exists()


def test_a_total_that_is_not_met_is_a_fault(file):
    assert run(file(), "--total", "100")[0] == 1


def test_what_is_not_finished_is_stored_where_that_is_asked_for(file):
    path = file([HEAD, ["1", "A", 5], ["1.1", "B", None]])
    assert run(path)[0] == 1
    CriteriaSet.objects.all().delete()
    assert run(path, "--index", "chi-so", "--slug", "bo-moi", "--name", "B", "--unfinished", new=False)[0] == 0


def test_a_file_that_is_refused_is_a_fault(file):
    status, out, _error = run(file(name="bo.pdf", data=b"%PDF-1.7"))
    assert status == 1
    assert "Đây là tệp PDF" in out


def test_a_sheet_may_be_named(file):
    path = file(("Cũ", [HEAD, *SMALL[:1]]), ("Mới", [HEAD, *SMALL]))
    status, _out, error = run(path)
    assert (status, "“Cũ”, “Mới”" in error) == (2, True)
    named = ("--index", "chi-so", "--slug", "b", "--name", "B")
    assert run(path, "--sheet", "Mới", *named, new=False)[0] == 0
    assert run(path, "--sheet", "Khác", "--index", "chi-so", "--slug", "c", "--name", "C", new=False)[0] == 1


def test_an_empty_draft_takes_the_tree(file):
    draft = CriteriaSetFactory(slug="nhap", state="draft")
    assert run(file(), "--into", "nhap", new=False)[0] == 0
    assert draft.criteria.count() == 6


def test_a_set_that_is_not_empty_is_refused(file):
    holding = CriterionFactory(criteria_set__slug="co", criteria_set__state="draft").criteria_set
    status, _out, error = run(file(), "--into", "co", new=False)
    assert (status, "đã có tiêu chí" in error) == (2, True)
    assert holding.criteria.count() == 1


def test_what_was_found_is_printed_for_machines(file):
    _status, out, _error = run(file(), "--json", "--dry-run")
    found = json.loads(out)
    assert [row["code"] for row in found["rows"]] == ["1", "1.1", "1.1.1", "1.1.2", "1.2", "2"]
    assert found["rows"][2]["max_points"] == "1.5"
    assert (found["stored"], found["faults"]) == (None, [])


def test_faults_are_printed_for_machines(file):
    status, out, _error = run(file([HEAD, ["1", "A", "năm"]]), "--json")
    (fault,) = json.loads(out)["faults"]
    assert status == 1
    assert (fault["cell"], fault["code"], fault["value"]) == ("C2", "not_a_number", "năm")


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ((), "Thiếu --index, --slug, --name"),
        (("--into", "khong-co"), "“khong-co”"),
        (("--index", "khong-co", "--slug", "a", "--name", "A"), "“khong-co”"),
        (("--by", "khong-ai"), "“khong-ai”"),
    ],
)
def test_a_wrong_call_says_what_is_wrong(file, options, says):
    status, _out, error = run(file(), *options, new=False)
    assert (status, says in error) == (2, True)


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (("--total", "mười"), "“mười” không phải là số."),
        (("--decision", "khong-co"), "“khong-co”"),
        (("--slug", "không hợp lệ"), "slug"),
    ],
)
def test_a_wrong_value_says_what_is_wrong(file, options, says):
    status, _out, error = run(file(), *options)
    assert (status, says in error) == (2, True)


def test_a_file_that_is_not_there_is_a_wrong_call(tmp_path):
    assert run(str(tmp_path / "khong-co.xlsx"))[0] == 2


def test_who_is_no_admin_is_refused(file):
    UserFactory(username="binh")
    status, _out, error = run(file(), "--by", "binh")
    assert (status, error) == (2, "Bạn không có quyền làm việc này.")
    assert not CriteriaSet.objects.exists()
