"""The sample's files, read once."""

import pytest
from django.conf import settings

from indices.sample.editions import editions_of
from indices.sample.files import SampleFiles

FOLDER = settings.FIXTURES_ROOT / "sample"


@pytest.fixture(scope="session")
def files():
    return SampleFiles(FOLDER)


@pytest.fixture(scope="session")
def editions(files):
    """(index, label, revision) -> SampleEdition."""
    return {
        (edition.about["index"], edition.about["label"], edition.about.get("revision", 1)): edition
        for edition in editions_of(files)
    }
