"""Stories and helpers of the tests of the supervisors' door."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.html import strip_tags

from tests.factories import AssignmentFactory, freeze
from tests.indices.uploading.conftest import CHANGED, compute, sheet

DESK = "/uploads/chi-so/2024-r1/"
FAULTY = {**CHANGED, "An": ("9", "3,5", "8"), "Cầu": ("1", "1", "1")}


@pytest.fixture(autouse=True)
def uploads_root(settings, tmp_path):
    settings.UPLOADS_ROOT = tmp_path / "uploads"


@pytest.fixture
def supervisor(draft):
    return AssignmentFactory(index=draft.index).user


@pytest.fixture
def door(client, supervisor):
    """A supervisor of the index, signed in."""
    client.force_login(supervisor)
    return client


@pytest.fixture
def published(draft):
    compute(draft)
    return freeze(draft)


def text_of(response):
    """What a reader sees of a page, its white space made plain."""
    main = response.content.decode().split("<main")[1].split("</main>")[0]
    return " ".join(strip_tags(main.replace("<", " <")).split())


def primary_buttons(response):
    """Texts of the buttons that say what is to be done next."""
    found = re.findall(r'class="button ?"[^>]*>(.*?)</(?:a|button)>', response.content.decode(), re.DOTALL)
    return [" ".join(text.split()) for text in found]


def sent_file(rows=None, name="diem.csv", **kwargs):
    return SimpleUploadedFile(name, sheet(CHANGED if rows is None else rows, **kwargs))


def where(upload, page=""):
    return f"/uploads/files/{upload.pk}/{page}"


def press(client, upload, do, **more):
    return client.post(where(upload, "step/"), {"do": do, **more})
