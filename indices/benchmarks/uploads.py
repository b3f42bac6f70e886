"""Workbooks of scores through the supervisors' door: how long until the faults, until stored and ranked, and how much
memory; beside the floor (`benchmarks.floor`)."""

import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.test import override_settings

from indices.benchmarks.floor import insert_barely, read_by_fastest
from indices.benchmarks.workbooks import draft, width, workbook
from indices.models import Upload
from indices.uploading import answer_oddities, read_upload, receive_upload, store_upload
from records.models import User

FAULTY = 3  # cells above their maximum, in the workbook that is timed until its faults
PROVINCE = 34  # units of a provincial file


@dataclass(frozen=True)
class UploadCost:
    """One workbook. Seconds; bytes.

    Args:
        read_by_fastest, bare_insert: the floor, one after the other.
        again_checked, again_stored: of a second complete file with other points, over the stored one.
        checking, storing: peaks above an idle process, of one that checks the workbook, and of one that stores it too.
    """

    name: str
    units: int
    cells: int
    read_by_fastest: float
    bare_insert: float
    until_faults: float
    until_checked: float
    until_stored: float
    again_checked: float
    again_stored: float
    checking: int
    storing: int

    @property
    def floor(self):
        return self.read_by_fastest + self.bare_insert

    @property
    def is_provincial(self):
        return self.units <= PROVINCE

    @property
    def in_all(self):
        """Seconds from the bytes to stored and ranked, without the time in which somebody looks at the page."""
        return self.until_checked + self.until_stored

    @property
    def ratio(self):
        """From the bytes to stored and ranked, in floors."""
        return self.in_all / self.floor


def measure(built, *, units):
    """Both sizes: a province's workbook and the whole one. `units`: how many the whole one has."""
    by = User.objects.filter(is_superuser=True).first() or User.objects.create_superuser("bench")
    with tempfile.TemporaryDirectory() as folder, override_settings(UPLOADS_ROOT=Path(folder, "uploads")):
        years = iter(range(built.newest.year + 1, built.newest.year + 5))
        return [
            _measure(built.newest, min(count, units), by, Path(folder), (next(years), next(years)))
            for count in (PROVINCE, units)
        ]


def _measure(newest, count, by, folder, years):
    edition, other = (draft(newest, count, year) for year in years)
    faulty, sound, changed = workbook(edition, faults=FAULTY), workbook(edition), workbook(edition, turn=1)
    fastest, bare = read_by_fastest(sound), insert_barely(edition)
    checking, storing = _memory(other, folder)
    upload, until_faults = _checked(edition, faulty, "loi.xlsx", by)
    if upload.state != Upload.State.FAULTY or len(upload.faults) < FAULTY:
        raise RuntimeError(f"the faults were not found: {upload.state}")
    until_checked, until_stored = _through(edition, sound, "diem.xlsx", by)
    again_checked, again_stored = _through(edition, changed, "diem-sua.xlsx", by)
    return UploadCost(
        name=f"{count:,} × {width(edition)}",
        units=count,
        cells=count * (width(edition) - 1),  # nobody notes anything
        read_by_fastest=fastest,
        bare_insert=bare,
        until_faults=until_faults,
        until_checked=until_checked,
        until_stored=until_stored,
        again_checked=again_checked,
        again_stored=again_stored,
        checking=checking,
        storing=storing,
    )


def _through(edition, data, name, by):
    """Seconds until a workbook without faults is checked, and until it is stored and ranked from then on."""
    upload, until_checked = _checked(edition, data, name, by)
    if upload.state == Upload.State.READ:
        answers = dict.fromkeys(range(len(upload.oddities)), "Số sinh ngẫu nhiên để đo.")
        upload = answer_oddities(upload=upload, answers=answers, by=by)
    if upload.state != Upload.State.CHECKED:
        raise RuntimeError(f"the sound workbook was not accepted: {upload.state} {upload.faults[:3]}")
    started = time.perf_counter()
    store_upload(upload=upload, by=by, expected=upload.against)
    return until_checked, time.perf_counter() - started


def _checked(edition, data, name, by):
    """(the upload, seconds from its bytes until everything about it is found out)."""
    started = time.perf_counter()
    upload = receive_upload(edition=edition, file_name=name, data=data, by=by).upload
    upload = read_upload(upload=upload, by=by)
    return upload, time.perf_counter() - started


def _memory(edition, folder):
    """Bytes at the peak of a process that checks a workbook, and of one that stores it, above one that only starts."""
    path = folder / f"{edition.label}.xlsx"
    path.write_bytes(workbook(edition))
    store = ("import_scores", str(path), "--index", edition.index.slug, "--edition", edition.label, "--answer-yes")
    idle = _peak(folder, "check")
    return _peak(folder, *store, "--dry-run") - idle, _peak(folder, *store) - idle


def _peak(folder, *command):
    """The most memory (bytes) that `manage.py` with these words ever held."""
    files = {"UPLOADS_ROOT": str(folder / "uploads")}
    process = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, str(settings.BASE_DIR / "manage.py"), *command],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"DATABASE_URL": _address(), "DJANGO_DEBUG": "false"} | files,
    )
    highest = 0
    # Asked of the running process: what the system tells of one that ended includes what it was forked from.
    while process.poll() is None:
        highest = max(highest, _high_water(process.pid))
        time.sleep(0.02)
    if process.returncode:
        raise RuntimeError(f"{command[0]} answered {process.returncode}")
    return highest


def _high_water(pid):
    """The most memory (bytes) that a running process has held so far; 0 where it has just ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace")
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM")), 0)


def _address():
    """The database in use, as its address was given."""
    return os.environ.get("DATABASE_URL") or f"sqlite:///{connection.settings_dict['NAME']}"
