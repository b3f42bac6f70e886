"""Whatever happens on the way, there is everything or nothing: processes really killed, and two at the same time.

The processes are true ones, with connections of their own: to the test's PostgreSQL, or to a copy of its SQLite.
"""

import json
import os
import sqlite3
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection

from tests.factories import CriteriaSetFactory, CriterionFactory, EditionFactory
from tests.indices.conftest import enter
from tests.indices.uploading.conftest import CHANGED, compute, sheet

pytestmark = pytest.mark.django_db(transaction=True)
KILLED = -9


@pytest.fixture
def edition():
    """A computed draft of three units."""
    criteria_set = CriteriaSetFactory(slug="bo-2024", index__slug="chi-so", index__short_name="Chỉ số")
    field = CriterionFactory(criteria_set=criteria_set, code="1", position=1)
    for place, code in enumerate(("1.1", "1.2"), start=2):
        CriterionFactory(criteria_set=criteria_set, code=code, parent=field, max_points=5, position=place)
    CriterionFactory(criteria_set=criteria_set, code="2", position=4)
    made = EditionFactory(criteria_set=criteria_set)
    enter(made, "An", {"1.1": "4", "1.2": "3.5", "2": "8"})
    enter(made, "Bắc", {"1.1": "5", "1.2": "2", "2": "7"})
    enter(made, "Châu", {"1.1": "2", "1.2": "5", "2": "7"})
    compute(made)
    return made


class Outside:
    """Processes of their own on the test's data."""

    def __init__(self, edition, folder):
        self.edition, self.folder = edition, folder
        self.uploads = folder / "uploads"
        self.environment = {
            **os.environ,
            "DATABASE_URL": self._database(),
            "UPLOADS_ROOT": str(self.uploads),
            "DJANGO_SETTINGS_MODULE": "reformtrack.settings",
        }

    def _database(self):
        """The test's own database where processes may share it; of one in memory, a copy in a file."""
        if connection.vendor == "postgresql":
            told = connection.settings_dict
            host = told["HOST"].replace("/", "%2F")
            password = f":{told['PASSWORD']}" if told["PASSWORD"] else ""
            return f"postgres://{told['USER']}{password}@{host}:{told['PORT'] or 5432}/{told['NAME']}"
        path = self.folder / "copy.sqlite3"
        connection.ensure_connection()
        with sqlite3.connect(path) as copy:
            connection.connection.backup(copy)
        copy.close()
        return f"sqlite:///{path}"

    def file(self, name="diem.csv", rows=None):
        path = self.folder / name
        path.write_bytes(sheet(rows or CHANGED))
        return path

    def work(self, step, file, *, dying=""):
        """Run one step. Returns what the process printed; nothing of one that was killed."""
        command = [sys.executable, "-m", "tests.indices.uploading.worker", step, str(self.edition.pk), str(file)]
        done = subprocess.run(
            [*command, *(["--die", dying] if dying else [])],
            cwd=django_settings.BASE_DIR,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        if dying:
            assert done.returncode == KILLED, done.stderr
            return None
        return json.loads(done.stdout) if done.returncode == 0 else done.stderr.strip().splitlines()[-1]

    def look(self, file):
        return self.work("look", file)


@pytest.fixture
def outside(edition, tmp_path):
    return Outside(edition, tmp_path)


@pytest.mark.parametrize("moment", ["half of the file is there", "the file is there, its row is not"])
def test_killed_while_receiving_there_is_no_upload_and_one_can_begin_again(outside, moment):
    file = outside.file()
    outside.work("receive", file, dying=moment)
    assert outside.look(file)["states"] == []
    told = outside.work("receive", file)
    assert told["states"] == ["received"]
    assert (outside.uploads / told["stored_as"][0]).read_bytes() == file.read_bytes()


@pytest.mark.parametrize("moment", ["it is being read", "it was read, and nothing of it kept"])
def test_killed_while_reading_the_next_one_goes_on(outside, moment):
    file = outside.file()
    before = outside.work("receive", file)["rows"]
    outside.work("read", file, dying=moment)
    left = outside.look(file)
    assert (left["states"], left["rows"]) == (["reading"], before)
    assert outside.work("read", file)["states"] == ["checked"]


@pytest.mark.parametrize(
    "moment", ["scores are written, the transaction is open", "all is written, the transaction is open"]
)
def test_killed_while_storing_nothing_is_stored_and_the_next_one_goes_on(outside, moment):
    file = outside.file()
    before = outside.work("read", file)["rows"]
    outside.work("store", file, dying=moment)
    left = outside.look(file)
    assert (left["states"], left["rows"]) == (["checked"], before)
    told = outside.work("store", file)
    assert told["states"] == ["stored"]
    assert told["rows"] != before


def test_killed_right_after_storing_everything_is_stored_and_can_be_undone(outside):
    file = outside.file()
    before = outside.work("read", file)["rows"]
    outside.work("store", file, dying="it is stored, and nobody was told")
    left = outside.look(file)
    assert left["states"] == ["stored"]
    assert left["rows"] != before
    told = outside.work("undo", file)
    assert (told["states"], told["rows"]) == (["undone"], before)


def test_two_that_store_at_the_same_time_do_not_overwrite_each_other(outside):
    files = [outside.file("mot.csv"), outside.file("hai.csv", CHANGED | {"An": ("1", "1", "1")})]
    for file in files:
        outside.work("read", file)
    with ThreadPoolExecutor(2) as pool:
        told = list(pool.map(lambda file: outside.work("store", file), files))
    refused = [answer for answer in told if isinstance(answer, str)]
    assert len(refused) == 1
    assert "hãy xem lại trước khi lưu" in refused[0]
    assert sorted(outside.look(files[0])["states"]) == ["checked", "stored"]


def test_two_that_bring_the_same_file_at_the_same_time_bring_one(outside):
    file = outside.file()
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(lambda _time: outside.work("receive", file), range(2)))
    assert outside.look(file)["states"] == ["received"]
    assert len(list(Path(outside.uploads).iterdir())) == 1
