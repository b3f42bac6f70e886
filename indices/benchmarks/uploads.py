"""Workbooks of scores through the supervisors' door: how long until the faults, until stored and ranked, and how much
memory; beside the floor, which is the cells by the fastest reader there is and a bare insert of the rows."""

import datetime
import io
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction
from django.test import override_settings
from openpyxl import Workbook

from indices.models import Edition, Score, Standing, Upload
from indices.uploading import answer_oddities, read_upload, receive_upload, store_upload
from records.models import User
from units.models import Unit

HEAD = ("STT", "Mã đơn vị", "Đơn vị")
FAULTY = 3  # cells above their maximum, in the workbook that is timed until its faults


@dataclass(frozen=True)
class UploadCost:
    """One workbook. Seconds; bytes. `floor`: the fastest reader and a bare insert, one after the other."""

    name: str
    cells: int
    read_by_fastest: float
    bare_insert: float
    until_faults: float
    until_checked: float
    until_stored: float
    memory: int  # peak above an idle process, of a process that checks the workbook

    @property
    def floor(self):
        return self.read_by_fastest + self.bare_insert

    @property
    def ratio(self):
        """From the bytes to stored and ranked, in floors."""
        return (self.until_checked + self.until_stored) / self.floor


def measure(built, *, units):
    """Both sizes: a province's workbook (34 rows) and the whole one. `units`: how many the whole one has."""
    by = User.objects.filter(is_superuser=True).first() or User.objects.create_superuser("bench")
    with tempfile.TemporaryDirectory() as folder, override_settings(UPLOADS_ROOT=Path(folder, "uploads")):
        return [
            _measure(built, name, count, by, folder, year)
            for year, (name, count) in enumerate(
                ((f"34 × {_width(built)}", 34), (f"{units:,} × {_width(built)}", units)), 1
            )
        ]


def _width(built):
    return len(HEAD) + len(_columns(built.newest))


def _measure(built, name, count, by, folder, year):
    edition = _draft(built.newest, count, built.newest.year + year)
    faulty, sound = (workbook(edition, faults=faults) for faults in (FAULTY, 0))
    path = Path(folder, f"{edition.label}.xlsx")
    path.write_bytes(sound)
    started = time.perf_counter()
    read_by_fastest(sound)
    fastest = time.perf_counter() - started
    bare = _bare_insert(edition)
    memory = _memory(edition, path)
    upload, until_faults = _checked(edition, faulty, "loi.xlsx", by)
    if upload.state != Upload.State.FAULTY or len(upload.faults) < FAULTY:
        raise RuntimeError(f"the faults were not found: {upload.state}")
    upload, until_checked = _checked(edition, sound, "diem.xlsx", by)
    if upload.state == Upload.State.READ:
        answers = dict.fromkeys(range(len(upload.oddities)), "Số sinh ngẫu nhiên để đo.")
        upload = answer_oddities(upload=upload, answers=answers, by=by)
    if upload.state != Upload.State.CHECKED:
        raise RuntimeError(f"the sound workbook was not accepted: {upload.state} {upload.faults[:3]}")
    started = time.perf_counter()
    store_upload(upload=upload, by=by, expected=upload.against)
    until_stored = time.perf_counter() - started
    cells = edition.standings.count() * (len(HEAD) + len(_columns(edition)))
    return UploadCost(name, cells, fastest, bare, until_faults, until_checked, until_stored, memory)


def _draft(newest, count, year):
    """A draft of a later year with so many units on its roll."""
    edition = Edition.objects.create(
        index=newest.index,
        criteria_set=newest.criteria_set,
        label=str(year),
        year=year,
        starts_on=datetime.date(year, 1, 1),
        ends_on=datetime.date(year, 12, 31),
    )
    units = Unit.objects.filter(standings__edition=newest).order_by("pk")[:count]
    Standing.objects.bulk_create(Standing(edition=edition, unit=unit) for unit in units)
    return edition


def _columns(edition):
    """Fields and leaves, as such tables have them, in the order of the tree."""
    criteria = edition.criteria_set.criteria.order_by("position")
    return [criterion for criterion in criteria if criterion.level != criterion.CriterionLevel.CRITERION]


def workbook(edition, *, faults):
    """Bytes of a filled matrix: points of every leaf, and sums of the fields.

    Args:
        faults: how many cells of the first row are above their maximum.
    """
    columns = _columns(edition)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Điểm")
    sheet.append([f"{edition.index.name} năm {edition.year}"])
    sheet.append([*HEAD, *(criterion.code for criterion in columns)])
    leaves = {criterion.pk for criterion in columns if criterion.level == criterion.CriterionLevel.SUBCRITERION}
    roll = edition.standings.select_related("unit").order_by("unit__sort_key", "pk")
    for place, standing in enumerate(roll, start=1):
        points, sums = {}, {}
        for number, criterion in enumerate(columns):
            if criterion.pk in leaves:
                share = Decimal((place * 7 + number * 13) % 5) / 4
                figure = (criterion.max_points * share).quantize(Decimal("0.01"))
                points[criterion.pk] = figure
                field = criterion.code.partition(".")[0]
                sums[field] = sums.get(field, Decimal(0)) + figure
        row = [float(points[criterion.pk] if criterion.pk in leaves else sums[criterion.code]) for criterion in columns]
        if place == 1:
            spoilt = [number for number, criterion in enumerate(columns) if criterion.pk in leaves][:faults]
            for number in spoilt:
                row[number] = float(columns[number].max_points) + 1
        sheet.append([place, standing.unit.code, standing.unit.name, *row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def read_by_fastest(data):
    """Every cell as a plain value, by the fastest reader there is; never used on a file from outside."""
    from python_calamine import CalamineWorkbook

    return CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0).to_python()


def _bare_insert(edition):
    """Seconds of a bare bulk insert of as many rows as storing writes, taken back at once."""
    criteria = list(edition.criteria_set.criteria.all())
    rows = [
        Score(standing_id=standing, criterion=criterion, entered_points=Decimal("0.5"), points=Decimal("0.5"))
        for standing in edition.standings.values_list("pk", flat=True)
        for criterion in criteria
    ]
    with transaction.atomic():
        started = time.perf_counter()
        Score.objects.bulk_create(rows, batch_size=2000)
        taken = time.perf_counter() - started
        transaction.set_rollback(True)
    return taken


def _checked(edition, data, name, by):
    """(the upload, seconds from its bytes until everything about it is found out)."""
    started = time.perf_counter()
    upload = receive_upload(edition=edition, file_name=name, data=data, by=by).upload
    upload = read_upload(upload=upload, by=by)
    return upload, time.perf_counter() - started


def _memory(edition, path):
    """Bytes at the peak of a process that checks the workbook, above one that only starts."""
    idle = _peak("check")
    working = _peak(
        "import_scores",
        str(path),
        "--index",
        edition.index.slug,
        "--edition",
        edition.label,
        "--dry-run",
        "--answer-yes",
    )
    return working - idle


def _peak(*command):
    """The most memory (bytes) that `manage.py` with these words ever held."""
    environment = os.environ | {"DATABASE_URL": _address(), "DJANGO_DEBUG": "false"}
    process = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, str(settings.BASE_DIR / "manage.py"), *command],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
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
