"""Files on their way in: bounded while they arrive, taken one by one, each with what became of it."""

import time
from dataclasses import dataclass, field

from django.conf import settings
from django.core.files.uploadhandler import FileUploadHandler, SkipFile

from indices.actions.readiness import RefusedError
from indices.importing.containers import refused_for_size
from indices.importing.faults import FileRefusedError
from indices.models import Upload
from indices.uploading import TooManyUploadsError, read_upload

FIELD = "files"
# How long files are read before the answer: what is not read by then is read by the next request, or by the script.
PATIENCE = 8.0
MULTIPART = 2**20  # what a form may hold beside its files


class BoundedFiles(FileUploadHandler):
    """Lets go of a file as soon as it is too large, so that nobody fills the disk; its name is kept to be told."""

    def __init__(self, request=None):
        super().__init__(request)
        self.too_large = []
        self._size = 0

    def new_file(self, *args, **kwargs):
        super().new_file(*args, **kwargs)
        self._size = 0

    def receive_data_chunk(self, raw_data, start):
        self._size += len(raw_data)
        if self._size > settings.SPREADSHEET_MAX_BYTES:
            self.too_large.append(self.file_name)
            raise SkipFile
        return raw_data

    def file_complete(self, file_size):
        return None


def is_too_long(request):
    """Is more sent than anybody may send in an hour? Told by the header, before anything is read."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return not length.isdigit() or int(length) > settings.UPLOADS_BYTES_PER_HOUR + MULTIPART


def bound(request):
    """Read the request's files through a handler that lets none grow too large. Returns it."""
    handler = BoundedFiles(request)
    request.upload_handlers = [handler, *request.upload_handlers]
    return handler


@dataclass
class Taken:
    """What became of the files of one request.

    Args:
        received: of `indices.uploading.Received`, in order.
        refused: (name of the file, sentence).
        too_many: was it refused for being more than a person sends?
    """

    received: list = field(default_factory=list)
    refused: list = field(default_factory=list)
    too_many: bool = False


def take(request, handler, receive):
    """Take the files of a request.

    Args:
        receive: takes `file_name` and `data`; of `indices.uploading`.
    """
    taken = Taken()
    for file in request.FILES.getlist(FIELD):
        try:
            taken.received.append(receive(file_name=file.name, data=file.chunks()))
        except TooManyUploadsError as error:
            taken.refused.append((file.name, str(error)))
            taken.too_many = True
            break
        except (FileRefusedError, RefusedError) as error:
            taken.refused.append((file.name, str(error)))
    taken.refused += [(name, str(refused_for_size())) for name in handler.too_large]
    return taken


def read_in_time(uploads, by, choice=None):
    """Read what waits to be read, until patience ends. Returns how many are left."""
    waiting = [upload for upload in uploads if upload.state == Upload.State.RECEIVED]
    ends = time.monotonic() + PATIENCE
    for place, upload in enumerate(waiting):
        if place and time.monotonic() > ends:
            return len(waiting) - place
        read_upload(upload=upload, by=by, **({"choice": choice} if choice else {}))
    return 0
