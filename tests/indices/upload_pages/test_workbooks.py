"""The files themselves: the original, the marked workbook, blank ones."""

import pytest

from indices.models import IndexAssignment
from tests.indices.upload_pages.conftest import DESK, FAULTY, text_of, where
from tests.indices.uploading.conftest import CHANGED, read, received, sheet

Role = IndexAssignment.Role


def test_the_original_is_kept_to_the_byte_and_only_saved(door, draft):
    upload = received(draft, name="điểm 2024.csv")
    response = door.get(where(upload, "original/"))
    assert response.content == sheet(CHANGED)
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''%C4%91i")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Type"] == "application/octet-stream"


def test_an_original_that_is_gone_is_not_found(door, draft, settings):
    upload = received(draft)
    (settings.UPLOADS_ROOT / upload.stored_as).unlink()
    assert door.get(where(upload, "original/")).status_code == 404


def test_the_generated_name_is_never_shown(door, draft):
    upload = read(draft, FAULTY)
    assert upload.stored_as not in door.get(where(upload)).content.decode()


def test_the_marked_workbook_is_a_file_to_keep(door, draft):
    response = door.get(where(read(draft, FAULTY), "marked/"))
    assert response["Content-Disposition"].startswith("attachment")
    assert response.content


def test_the_marked_workbook_has_the_faults_that_were_too_many_to_keep(door, draft, settings):
    settings.UPLOADS_FAULTS_KEPT = 1
    assert door.get(where(read(draft, FAULTY), "marked/")).status_code == 200


def test_a_file_without_faults_has_no_marked_workbook(door, draft):
    assert door.get(where(read(draft), "marked/")).status_code == 404


def test_a_file_that_cannot_be_opened_has_no_marks_and_says_so(door, draft, settings):
    upload = read(draft, FAULTY)
    (settings.UPLOADS_ROOT / upload.stored_as).unlink()
    assert "không mở được" in text_of(door.get(where(upload, "marked/"), follow=True))


@pytest.mark.parametrize("query", ["", "?shape=matrix", "?shape=scorecard&unit=an"])
def test_blank_workbooks_are_files_to_keep(door, draft, query):
    response = door.get(f"{DESK}template.xlsx{query}")
    assert response["Content-Disposition"].startswith("attachment; filename=")
    assert response.content[:2] == b"PK"


@pytest.mark.parametrize("query", ["?shape=nonsense", "?shape=scorecard&unit=khong-co"])
def test_a_blank_workbook_of_nothing_is_not_found(door, draft, query):
    assert door.get(f"{DESK}template.xlsx{query}").status_code == 404


def test_too_many_scorecards_for_one_workbook_are_refused_with_words(door, draft, monkeypatch):
    monkeypatch.setattr("indices.exporting.templates.MOST_SHEETS", 1)
    page = door.get(f"{DESK}template.xlsx", {"shape": "scorecard"}, follow=True)
    assert "quá nhiều đơn vị" in text_of(page)
