"""What is loaded: names that nobody bears, and nothing at all where a file is at fault."""

import shutil

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from records.record_files import read_table
from tests.indices.sample.conftest import FOLDER
from units.models import Unit


def test_names_are_no_real_places():
    """No invented figure beside a real name."""
    real = {
        row.text("name")
        for name in ("districts", "communes", "former_communes", "provinces")
        for row in read_table(settings.FIXTURES_ROOT / "units" / f"{name}.csv")
    }
    invented = {
        row.text("name") for row in read_table(FOLDER / "units" / "units.csv") if row.text("level") != "department"
    }
    assert invented & real == set()


def test_departments_are_told_from_real_ones():
    names = [
        row.text("name") for row in read_table(FOLDER / "units" / "units.csv") if row.text("level") == "department"
    ]
    assert all(name.endswith(" tỉnh Mẫu") for name in names)


@pytest.mark.django_db
def test_folder_that_is_not_there_is_named(tmp_path):
    with pytest.raises(CommandError, match="there is no folder"):
        call_command("load_sample", fixtures=tmp_path / "none", verbosity=0)


@pytest.mark.django_db
def test_faulty_file_is_named_and_nothing_is_stored(tmp_path):
    folder = shutil.copytree(FOLDER, tmp_path / "sample")
    text = (folder / "responsibilities.csv").read_text()
    (folder / "responsibilities.csv").write_text(text.replace("2021,1,so-noi-vu-tinh-mau", "2021,1,so-khac-tinh-mau"))
    with pytest.raises(CommandError, match=r"responsibilities\.csv:2: .*so-khac-tinh-mau"):
        call_command("load_sample", fixtures=folder, verbosity=0)
    assert not Unit.objects.exists()
