"""A unit's own tree under a published result."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from indices.models import Annex, IndexAssignment, Score, Upload
from indices.uploading import read_upload, receive_annex, store_upload
from tests.factories import (
    AnnexFactory,
    AssignmentFactory,
    CriteriaSetFactory,
)
from tests.indices.upload_pages.conftest import primary_buttons, text_of, where
from tests.indices.uploading.conftest import sheet

Role = IndexAssignment.Role


ANNEX = "/uploads/annex/chi-so/2024/an/"


@pytest.fixture
def officer(published):
    unit = published.standings.get(unit__name="An").unit
    return AssignmentFactory(role=Role.OFFICER, index=published.index, unit=unit).user


def tree(points=("4", "3,5", "8")):
    return sheet({"An": points})


def bring_annex(client, published, data):
    return client.post(
        ANNEX, {"criteria_set": published.criteria_set_id, "files": SimpleUploadedFile("cay.csv", data)}, follow=True
    )


def test_an_officer_brings_the_own_units_tree(client, published, officer):
    client.force_login(officer)
    page = bring_annex(client, published, tree())
    assert "cộng khớp tổng đã công bố" in text_of(page)
    upload = Upload.objects.get()
    page = client.post(where(upload, "step/"), {"do": "store", "expected": upload.against}, follow=True)
    assert primary_buttons(page) == ["Xem phiếu điểm"]
    assert "15,5/20 điểm" in text_of(client.get(ANNEX))


def test_a_tree_that_does_not_add_up_is_refused(client, published, officer):
    client.force_login(officer)
    page = bring_annex(client, published, tree(("4", "3,5", "7")))
    assert "14,5" in text_of(page)
    assert Upload.objects.get().state == "faulty"


def test_an_officer_sees_no_other_units_tree(client, published, officer):
    client.force_login(officer)
    assert client.get("/uploads/annex/chi-so/2024/bac/").status_code == 403


def test_the_tree_of_a_draft_is_not_found(door, draft):
    assert door.get("/uploads/annex/chi-so/2024-r1/an/").status_code == 404


def test_a_tree_needs_a_set_of_the_index(client, published, officer):
    client.force_login(officer)
    response = client.post(ANNEX, {"criteria_set": CriteriaSetFactory().pk, "files": SimpleUploadedFile("c.csv", b"1")})
    assert response.status_code == 400


def test_no_file_of_a_tree_is_said(client, published, officer):
    client.force_login(officer)
    assert client.post(ANNEX, {"criteria_set": published.criteria_set_id}).status_code == 400


def test_a_tree_that_is_too_long_is_refused_before_it_is_read(client, published, officer, settings):
    settings.UPLOADS_BYTES_PER_HOUR = 0
    client.force_login(officer)
    response = client.generic("POST", ANNEX, b"x" * (2**20 + 1), content_type="multipart/form-data; boundary=x")
    assert response.status_code == 413


def test_the_script_is_told_of_a_tree_too(client, published, officer):
    client.force_login(officer)
    data = {"criteria_set": published.criteria_set_id, "files": SimpleUploadedFile("cay.csv", tree())}
    assert client.post(ANNEX, data, headers={"accept": "application/json"}).json()["refused"] == []


def test_a_supervisor_opens_a_tree_to_readers_and_closes_it(door, published):
    annex = AnnexFactory(standing=published.standings.get(unit__name="An"), criteria_set=published.criteria_set)
    for do, is_open in (("open", True), ("nonsense", True), ("close", False)):
        door.post(f"{ANNEX}step/", {"do": do, "annex": annex.pk})
        assert Annex.objects.get().is_open is is_open


@pytest.mark.parametrize("annex", ["", "abc", "9" * 30, "77777"])
def test_opening_no_tree_is_not_found(door, published, annex):
    assert door.post(f"{ANNEX}step/", {"do": "open", "annex": annex}).status_code == 404


def test_an_officer_does_not_open_a_tree(client, published, officer):
    annex = AnnexFactory(standing=published.standings.get(unit__name="An"), criteria_set=published.criteria_set)
    client.force_login(officer)
    assert client.post(f"{ANNEX}step/", {"do": "open", "annex": annex.pk}).status_code == 403


def test_a_file_of_a_tree_leads_back_to_it(client, published, officer):
    client.force_login(officer)
    standing = published.standings.get(unit__name="An")
    made = receive_annex(
        standing=standing, criteria_set=published.criteria_set, file_name="cay.csv", data=tree(), by=officer
    ).upload
    read_upload(upload=made, by=officer)
    assert f'href="{ANNEX.replace("2024", "2024-r1")}"' in client.get(where(made)).content.decode()


# On the scorecard

SCORECARD = "/indices/chi-so/2024/units/an/"


@pytest.fixture
def annex(published, officer):
    """The tree of An, stored from a file."""
    standing = published.standings.get(unit__name="An")
    told = {"standing": standing, "criteria_set": published.criteria_set}
    upload = receive_annex(**told, file_name="cay.csv", data=tree(), by=officer).upload
    upload = read_upload(upload=upload, by=officer)
    store_upload(upload=upload, by=officer, expected=upload.against)
    return Annex.objects.get()


def test_a_closed_tree_is_its_units_and_the_supervisors(client, annex, officer, supervisor):
    assert "Phụ lục của đơn vị" not in text_of(client.get(SCORECARD))
    for user in (officer, supervisor):
        client.force_login(user)
        page = text_of(client.get(SCORECARD))
        assert "15,5/20 điểm chỉ người của đơn vị xem được" in page
        assert "Tải phụ lục khác lên" in page


def test_an_open_tree_is_everybodys(client, annex):
    Annex.objects.update(is_open=True)
    page = text_of(client.get(SCORECARD))
    assert "15,5/20 điểm" in page
    assert "Tải phụ lục khác lên" not in page


def test_a_tree_shows_what_does_not_apply_and_what_is_missing(client, annex):
    Annex.objects.update(is_open=True)
    Score.objects.filter(annex=annex, criterion__code="1.1").update(
        status="not_applicable", points=None, max_points=None, percent=None
    )
    Score.objects.filter(annex=annex, criterion__code="2").delete()
    page = text_of(client.get(SCORECARD))
    assert re.search(r"1\.1 \S.* không áp dụng – ", page)
    assert re.search(r"2 Lĩnh vực \d+ – ", page)


def test_an_officer_is_led_from_the_scorecard_to_bringing_the_tree(client, published, officer):
    client.force_login(officer)
    assert 'href="/uploads/annex/chi-so/2024-r1/an/"' in client.get(SCORECARD).content.decode()


def test_other_officers_are_not_led_there(client, published):
    unit = published.standings.get(unit__name="Bắc").unit
    client.force_login(AssignmentFactory(role=Role.OFFICER, index=published.index, unit=unit).user)
    assert "/uploads/annex/" not in client.get(SCORECARD).content.decode()
