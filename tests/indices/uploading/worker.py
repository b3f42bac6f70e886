"""A process of its own that works on an upload, and may be told to die on the way: see test_upload_safety.

python -m tests.indices.uploading.worker STEP EDITION FILE [--die MOMENT]     prints what it has, as JSON
"""

import argparse
import json
import os
import signal
import sys
from pathlib import Path

import django


def die(*_args, **_kwargs):
    os.kill(os.getpid(), signal.SIGKILL)


def arrange_death(moment):
    """Let the process be killed when it comes to a moment."""
    from indices.uploading import keeping, pipeline, receiving, storing

    places = {
        "half of the file is there": (keeping.Path, "replace"),
        "the file is there, its row is not": (receiving, "_write_down"),
        "it is being read": (pipeline, "read_scores"),
        "it was read, and nothing of it kept": (pipeline, "consequences_of"),
        "scores are written, the transaction is open": (storing.UploadBefore.objects, "create"),
        "all is written, the transaction is open": (storing.AuditEvent.objects, "record"),
    }
    setattr(*places[moment], die)


def work(step, edition, file):
    """One step on the upload of a file. Returns the upload."""
    from indices.uploading import read_upload, receive_upload, store_upload, undo_upload

    data = file.read_bytes()
    upload = receive_upload(edition=edition, file_name=file.name, data=data, by=None).upload
    if step == "read":
        upload = read_upload(upload=upload, by=None)
    if step == "store":
        upload = store_upload(upload=upload, by=None, expected=upload.against)
    if step == "undo":
        upload = undo_upload(upload=upload, by=None)
    return upload


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("step", choices=("receive", "read", "store", "undo", "look"))
    parser.add_argument("edition", type=int)
    parser.add_argument("file", type=Path)
    parser.add_argument("--die", default="")
    asked = parser.parse_args()
    django.setup()

    from django.conf import settings

    from indices.models import Edition, Upload
    from tests.indices.uploading.conftest import dump

    settings.UPLOADS_SILENT_SECONDS = 0
    edition = Edition.objects.get(pk=asked.edition)
    if asked.die == "it is stored, and nobody was told":
        work(asked.step, edition, asked.file)
        die()
    if asked.die:
        arrange_death(asked.die)
    if asked.step != "look":
        work(asked.step, edition, asked.file)
    told = {
        "states": list(Upload.objects.order_by("pk").values_list("state", flat=True)),
        "stored_as": list(Upload.objects.order_by("pk").values_list("stored_as", flat=True)),
        "rows": repr(dump(edition)),
    }
    sys.stdout.write(json.dumps(told))


if __name__ == "__main__":
    main()
