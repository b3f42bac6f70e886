"""Stories that tests of the uploads begin with."""

from pathlib import Path

import pytest

from indices.actions import Draft, store_standings
from indices.models import Score, Standing
from indices.queries.entries import entered
from indices.uploading import read_upload, receive_upload, store_upload
from tests.factories import AssignmentFactory

# What nobody entered: numbers of rows, and of what is made anew.
AUTOMATIC = {"id", "standing_id", "made_at"}


@pytest.fixture(autouse=True)
def uploads_root(settings, tmp_path):
    """A folder of its own for each test. Returns its path."""
    settings.UPLOADS_ROOT = tmp_path / "uploads"
    return Path(settings.UPLOADS_ROOT)


@pytest.fixture
def supervisor(draft):
    return AssignmentFactory(index=draft.index).user


def sheet(rows, codes=("1.1", "1.2", "2")):
    """A CSV file: units down, criteria across. `rows`: name → points as text, in the order of `codes`."""
    lines = [";".join(("Đơn vị", *codes)), *(";".join((name, *points)) for name, points in rows.items())]
    return "\n".join(lines).encode()


# The three units of `draft`, each with something changed.
CHANGED = {"An": ("5", "3,5", "8"), "Bắc": ("5", "2", "7,25"), "Châu": ("2", "5", "9")}


def received(edition, rows=None, *, by=None, name="diem.csv", **kwargs):
    data = sheet(CHANGED if rows is None else rows, **kwargs)
    return receive_upload(edition=edition, file_name=name, data=data, by=by).upload


def read(edition, rows=None, *, by=None, **kwargs):
    return read_upload(upload=received(edition, rows, by=by, **kwargs), by=by)


def stored(edition, rows=None, *, by=None, **kwargs):
    upload = read(edition, rows, by=by, **kwargs)
    return store_upload(upload=upload, by=by, expected=upload.against)


def compute(edition):
    store_standings(edition=edition, drafts=[Draft(*pair) for pair in entered(edition)])


def dump(edition):
    """Every column of an edition's rows, by what the rows are about; without the numbers that rows get."""
    unit_of = dict(edition.standings.values_list("pk", "unit_id"))
    standings = Standing.objects.filter(edition=edition).order_by("unit_id")
    scores = Score.objects.filter(standing__edition=edition).order_by("standing__unit_id", "criterion_id")
    return {
        "standings": {row["unit_id"]: without(row) for row in standings.values()},
        "scores": {(unit_of[row["standing_id"]], row["criterion_id"]): without(row) for row in scores.values()},
        "statistics": sorted(
            (repr(sorted(without(row).items(), key=repr)) for row in edition.criterion_statistics.values()),
        ),
    }


def without(row):
    return {name: value for name, value in row.items() if name not in AUTOMATIC}
