"""The supervisors' door: from a file to stored scores, and back (design §5).

`receive_upload` keeps the file, `read_upload` finds what is in it, what is wrong and what storing it would change,
`store_upload` stores it in one transaction, `undo_upload` puts back exactly what was there.
"""

from indices.uploading.receiving import Received, TooManyUploadsError, receive_annex, receive_upload

__all__ = ["Received", "TooManyUploadsError", "receive_annex", "receive_upload"]
