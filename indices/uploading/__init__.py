"""The supervisors' door: from a file to stored scores, and back (design §5).

`receive_upload` keeps the file, `read_upload` finds what is in it, what is wrong and what storing it would change,
`store_upload` stores it in one transaction, `undo_upload` puts back exactly what was there.
"""

from indices.uploading.annexes import close_annex, open_annex
from indices.uploading.closing import reject_upload, withdraw_upload
from indices.uploading.keeping import bytes_of, clear_orphans
from indices.uploading.pipeline import pass_through
from indices.uploading.progress import Progress, progress_of
from indices.uploading.reading import TakenOverError, answer_oddities, is_stalled, look_through, read_upload
from indices.uploading.receiving import Received, TooManyUploadsError, receive_annex, receive_upload
from indices.uploading.storing import ChangedSinceError, StoppedError, store_upload
from indices.uploading.submitted import submitted_units
from indices.uploading.undoing import TouchedSinceError, undo_upload

__all__ = [
    "ChangedSinceError",
    "Progress",
    "Received",
    "StoppedError",
    "TakenOverError",
    "TooManyUploadsError",
    "TouchedSinceError",
    "answer_oddities",
    "bytes_of",
    "clear_orphans",
    "close_annex",
    "is_stalled",
    "look_through",
    "open_annex",
    "pass_through",
    "progress_of",
    "read_upload",
    "receive_annex",
    "receive_upload",
    "reject_upload",
    "store_upload",
    "submitted_units",
    "undo_upload",
    "withdraw_upload",
]
