"""Stories that tests of the uploads begin with."""

from pathlib import Path

import pytest

from tests.factories import AssignmentFactory


@pytest.fixture(autouse=True)
def uploads_root(settings, tmp_path):
    """A folder of its own for each test. Returns its path."""
    settings.UPLOADS_ROOT = tmp_path / "uploads"
    return Path(settings.UPLOADS_ROOT)


@pytest.fixture
def supervisor(draft):
    return AssignmentFactory(index=draft.index).user
