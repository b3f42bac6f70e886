"""Where the files that were brought are kept: each under a generated name, for the software's own account alone.

A file is there before its row is, whole: written under another name, forced to the disk, then renamed. What a process
that died left without a row is cleared away later (`clear_orphans`).
"""

import hashlib
import os
import time
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation import gettext as _

from indices.importing.containers import refused_for_size
from indices.importing.faults import FileRefusedError
from indices.models import Upload

UNFINISHED = ".part"
PROGRESS = ".progress"
PREPARED = ".prepared"
BESIDE = (PROGRESS, PREPARED)  # what lies beside an original, under its name and one of these
CLOSED = (Upload.State.STORED, Upload.State.UNDONE, Upload.State.WITHDRAWN, Upload.State.REJECTED)
SPARED = 3600  # seconds: what is younger may be at work


@dataclass(frozen=True)
class Kept:
    """A file that lies there whole."""

    name: str
    digest: str
    size: int


def gathered(data: bytes | Iterable[bytes]) -> bytes:
    """All of a file, from its parts; never more than may come in.

    Raises:
        FileRefusedError: it is too large; the rest is not read.
    """
    if isinstance(data, bytes):
        data = (data,)
    parts, size = [], 0
    for part in data:
        size += len(part)
        if size > settings.SPREADSHEET_MAX_BYTES:
            raise refused_for_size()
        parts.append(part)
    return b"".join(parts)


def digest_of(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def root() -> Path:
    """The folder, made where there is none yet."""
    folder = Path(settings.UPLOADS_ROOT)
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def keep(data: bytes) -> Kept:
    """Lay a file down under a name of its own."""
    name = uuid.uuid4().hex
    write_whole(root() / name, data)
    return Kept(name, digest_of(data), len(data))


def write_whole(path: Path, data: bytes, *, lasting: bool = True) -> None:
    """Write a file so that there is all of it or none.

    Args:
        lasting: it must outlive a power cut too.
    """
    unfinished = path.with_name(f"{path.name}.{uuid.uuid4().hex}{UNFINISHED}")
    descriptor = os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(data)
        if lasting:
            file.flush()
            os.fsync(file.fileno())
    unfinished.replace(path)
    if lasting:
        _force(path.parent)


def _force(folder: Path) -> None:
    """Write the folder's own list of names to the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def path_of(upload: Upload) -> Path:
    return root() / upload.stored_as


def bytes_of(upload: Upload) -> bytes:
    """The original.

    Raises:
        FileNotFoundError: it is not there any more.
    """
    return path_of(upload).read_bytes()


def file_is_gone() -> FileRefusedError:
    """The refusal of an upload whose original somebody took away."""
    return FileRefusedError(
        "gone", _("Tệp gốc không còn trên máy chủ."), _("Tải tệp lên lại; nếu vẫn báo như vậy, hỏi người quản trị.")
    )


def drop(name: str) -> None:
    """Take a kept file away, with what lies beside it."""
    (root() / name).unlink(missing_ok=True)
    for ending in BESIDE:
        (root() / f"{name}{ending}").unlink(missing_ok=True)


def clear_orphans() -> int:
    """Take away what belongs to no upload: a process ended between the file and its row; and what was prepared of one
    that is stored or closed. Returns how many."""
    before = time.time() - SPARED
    with os.scandir(root()) as entries:
        old = [entry.name for entry in entries if entry.is_file() and entry.stat().st_mtime < before]
    known = set(Upload.objects.values_list("stored_as", flat=True))
    closed = set(Upload.objects.filter(state__in=CLOSED).values_list("stored_as", flat=True))
    orphans = [name for name in old if _is_orphan(name, known, closed)]
    for name in orphans:
        (root() / name).unlink(missing_ok=True)
    return len(orphans)


def _is_orphan(name: str, known: set[str], closed: set[str]) -> bool:
    own, dot, ending = name.partition(".")
    return own not in known or name.endswith(UNFINISHED) or (dot + ending == PREPARED and own in closed)
