"""How far a file has been read, checked or stored: true shares, seen by other processes while it is at work.

Kept in a small file beside the upload, and not in the database: SQLite has one writer, which cannot tell others of its
own transaction, and PostgreSQL shows them nothing of it before it ends.
"""

import json
import time
from dataclasses import dataclass
from enum import StrEnum

from indices.uploading import keeping

EVERY = 0.2  # seconds between two writings


class Step(StrEnum):
    OPENING = "opening"  # bytes to cells
    READING = "reading"  # cells to points
    CHECKING = "checking"
    COMPARING = "comparing"  # what storing would change
    STORING = "storing"


# step -> (where it begins, where it ends), in hundredths of the work; as measured with the national workbook
SHARES = {
    Step.OPENING: (0, 27),
    Step.READING: (27, 35),
    Step.CHECKING: (35, 73),
    Step.COMPARING: (73, 100),
    Step.STORING: (0, 100),
}


@dataclass(frozen=True)
class Progress:
    """What another process sees.

    Args:
        done, total: of the rows of this step; 0 of 0 where they are not counted.
        percent: of the whole work, from 0 to 100.
        at: seconds since 1970, when it was written down.
    """

    step: Step
    done: int
    total: int
    percent: int
    at: float


class Telling:
    """Writes down how far the work is; goes away with it.

    with Telling(upload) as tell:
        tell.step(Step.READING)
        read_scores(…, progress=tell)       # called with (done, total), as often as one likes
    """

    def __init__(self, upload):
        self.path = keeping.root() / f"{upload.stored_as}{keeping.PROGRESS}"
        self.current, self.written = Step.OPENING, 0.0

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.path.unlink(missing_ok=True)

    def step(self, step):
        self.current = step
        self._write(0, 0)

    def __call__(self, done, total):
        if time.monotonic() - self.written >= EVERY:
            self._write(done, total)

    def _write(self, done, total):
        first, last = SHARES[self.current]
        percent = first + (last - first) * min(done, total) // total if total else first
        told = {"step": self.current, "done": done, "total": total, "percent": percent, "at": time.time()}
        keeping.write_whole(self.path, json.dumps(told).encode(), lasting=False)
        self.written = time.monotonic()


class Silence:
    """Tells nobody: for work that nobody waits for."""

    def step(self, step):
        """Nothing is told."""

    def __call__(self, done, total):
        """Nothing is told."""


def progress_of(upload):
    """How far the work on an upload is; `None` where nobody is at it."""
    try:
        told = json.loads((keeping.root() / f"{upload.stored_as}{keeping.PROGRESS}").read_bytes())
    except FileNotFoundError:
        return None
    return Progress(**{**told, "step": Step(told["step"])})
