"""Bytes and a file name → sheets of typed cells, each knowing its address; whatever is no table is refused.

What comes in is hostile until shown otherwise: what kind of file it is is told from its content, and every bound
(`settings.SPREADSHEET_*`) holds before anything is built up in memory.
"""

import re
from pathlib import PurePosixPath

from indices.importing.containers import Container, recognise
from indices.importing.delimited import read_delimited
from indices.importing.grid import Book, Cell, Kind, Merge, Sheet, address
from indices.importing.lettering import refuse_old_letters
from indices.importing.marks import marks_of_workbook
from indices.importing.opendocument import read_opendocument
from indices.importing.workbooks import read_workbook

__all__ = ["Book", "Cell", "Kind", "Merge", "Sheet", "address", "plain_name", "read_book"]


def plain_name(file_name: str) -> str:
    """The last part of a name, whichever way its path is written, without what no file name holds."""
    last = PurePosixPath(file_name.replace("\\", "/")).name
    return re.sub(r"[\x00-\x1f\x7f]", "", last)[-255:]


READERS = {
    Container.WORKBOOK: lambda data: (read_workbook(data), marks_of_workbook(data)),
    Container.OPEN_DOCUMENT: read_opendocument,
    Container.DELIMITED: lambda data: ((read_delimited(data),), {}),
}


def read_book(data: bytes, file_name: str) -> Book:
    """Read a workbook (.xlsx, .ods) or a CSV file.

    Raises:
        FileRefusedError: it is neither, is damaged, or is not safe to read; the sentence says which and what to do.
    """
    name = plain_name(file_name)
    sheets, marks = READERS[recognise(data, name)](data)
    refuse_old_letters(sheets)
    return Book(name, sheets, marks)
