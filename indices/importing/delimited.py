"""A CSV file → one sheet of text cells: comma, semicolon or tab; UTF-8 with or without its mark, or UTF-16."""

import codecs
import csv
import io
from collections import Counter

from django.conf import settings

from indices.importing.containers import refused
from indices.importing.faults import FileRefusedError
from indices.importing.grid import Cell, Kind, Sheet, address
from indices.importing.lettering import old_letters_in, refused_letters
from reformtrack.said import said as _

DELIMITERS = (",", ";", "\t")
MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_delimited(data: bytes) -> Sheet:
    """The rows of a CSV file.

    Raises:
        FileRefusedError: letters in another encoding, too many rows or columns, or no text at all.
    """
    text = _decoded(data)
    try:
        rows = list(_rows(text))
    except csv.Error as error:
        raise refused("damaged") from error
    return Sheet("", {row: cells for row, cells in rows if cells})


def _decoded(data: bytes) -> str:
    encoding = next((encoding for mark, encoding in MARKS if data.startswith(mark)), None) or _without_mark(data)
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        old = old_letters_in(data[:100_000].decode("latin-1").splitlines())
        if old is not None:
            raise refused_letters(old) from error
        raise FileRefusedError(
            "encoding",
            _("Chữ trong tệp CSV không ở bảng mã UTF-8 nên tiếng Việt sẽ bị sai."),
            _("Trong Excel chọn “Lưu thành”, kiểu “CSV UTF-8 (phân cách bằng dấu phẩy)”, hoặc lưu thành .xlsx."),
        ) from error
    if "\x00" in text:
        raise refused("unknown")
    return text


def _without_mark(data: bytes) -> str:
    """UTF-16 without its mark shows by the zeros beside plain letters and separators."""
    start = data[:2000]
    if b"\x00" not in start:
        return "utf-8"
    return "utf-16-le" if start[1::2].count(0) >= start[0::2].count(0) else "utf-16-be"


def _rows(text: str):
    """(row, {column: cell}), counted as a spreadsheet would."""
    delimiter, text = _delimiter(text)
    for row, values in enumerate(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter), start=1):
        cells = {}
        for column, value in enumerate(values, start=1):
            if not value.strip():
                continue
            if row > settings.SPREADSHEET_MAX_ROWS or column > settings.SPREADSHEET_MAX_COLUMNS:
                raise FileRefusedError(
                    "out_of_bounds",
                    _("Tệp có nội dung ở ô %(cell)s, xa hơn %(rows)s dòng hoặc %(columns)s cột được đọc.")
                    % {
                        "cell": address(row, column),
                        "rows": settings.SPREADSHEET_MAX_ROWS,
                        "columns": settings.SPREADSHEET_MAX_COLUMNS,
                    },
                    _("Chép riêng phần bảng cần tải lên sang một tệp mới."),
                )
            cells[column] = Cell("", row, column, Kind.TEXT, value.strip())
        yield row, cells


def _delimiter(text: str) -> tuple[str, str]:
    """What parts the cells, and the text to read: by Excel's own line `sep=;`, else what parts most rows alike."""
    first, _newline, rest = text.partition("\n")
    if first.strip().lower().startswith("sep=") and len(first.strip()) == 5:
        # The line is kept as an empty one, so that rows keep the numbers that a spreadsheet shows.
        return first.strip()[4], "\n" + rest
    return max(DELIMITERS, key=lambda delimiter: _alike(text, delimiter)), text


def _alike(text: str, delimiter: str) -> tuple[int, int]:
    """(rows of the commonest width above one, that width)."""
    sample = io.StringIO(text[:200_000], newline="")
    widths = Counter(len(row) for row in csv.reader(sample, delimiter=delimiter) if len(row) > 1)
    if not widths:
        return 0, 0
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    return count, width
