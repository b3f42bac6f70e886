"""Who may come through the supervisors' door, and what is kept of its pages: nothing."""

import pytest
from django.test import Client

from indices.models import IndexAssignment
from tests.factories import (
    AssignmentFactory,
    CriteriaSetFactory,
    UserFactory,
)
from tests.indices.upload_pages.conftest import DESK, press, text_of, where
from tests.indices.uploading.conftest import read, received

Role = IndexAssignment.Role


@pytest.mark.parametrize("path", ["/uploads/", DESK, f"{DESK}publish/", "/uploads/annex/chi-so/2024/an/"])
def test_strangers_are_asked_to_sign_in(client, draft, path):
    assert client.get(path)["Location"] == f"/accounts/login/?next={path}"


@pytest.mark.parametrize("role", [Role.OFFICER, Role.LEADER])
@pytest.mark.parametrize("path", ["/uploads/", DESK, f"{DESK}template.xlsx", f"{DESK}correction/"])
def test_other_roles_are_refused_with_words(client, draft, role, path):
    unit = draft.standings.first().unit
    client.force_login(AssignmentFactory(role=role, index=draft.index, unit=unit).user)
    response = client.get(path)
    assert response.status_code == 403
    assert "Không được xem trang này" in text_of(response)


def test_a_file_of_another_index_is_not_known(client, draft):
    upload = received(draft)
    client.force_login(AssignmentFactory(index=CriteriaSetFactory().index).user)
    for page in ("", "progress.json", "original/", "marked/"):
        assert client.get(where(upload, page)).status_code == 404
    assert press(client, upload, "read").status_code == 404


def test_the_menu_leads_to_the_door_whoever_may_enter(client, door, draft):
    assert 'href="/uploads/"' in door.get("/indices/").content.decode()
    stranger = Client()
    stranger.force_login(UserFactory())
    assert 'href="/uploads/"' not in stranger.get("/indices/").content.decode()


def test_nothing_behind_the_door_is_kept(door, draft):
    upload = read(draft)
    for path in ("/uploads/", DESK, where(upload), where(upload, "original/")):
        response = door.get(path)
        assert "ETag" not in response
        assert "no-store" in response["Cache-Control"]
