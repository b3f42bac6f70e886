"""How far a sheet is read: what stands beyond is refused, what merely reaches beyond is cut."""

from collections.abc import Iterable, Mapping

from django.conf import settings

from indices.importing.containers import refused
from indices.importing.faults import FileRefusedError
from indices.importing.grid import Cell, Merge, address
from reformtrack.said import said as _

LONGEST = 32_767  # letters, all that Excel lets into a cell
LAST = (1_048_576, 16_384)  # XFD1048576: there are no names for cells beyond


def check_place(sheet: str, row: int, column: int) -> None:
    """Refuse content beyond the rows and columns that are read.

    Raises:
        FileRefusedError: it names the cell.
    """
    if row > settings.SPREADSHEET_MAX_ROWS or column > settings.SPREADSHEET_MAX_COLUMNS:
        raise FileRefusedError(
            "out_of_bounds",
            _("Trang “%(sheet)s” có nội dung ở ô %(cell)s, xa hơn %(rows)s dòng hoặc %(columns)s cột được đọc.")
            % {
                "sheet": sheet,
                "cell": address(min(row, LAST[0]), min(column, LAST[1])),
                "rows": settings.SPREADSHEET_MAX_ROWS,
                "columns": settings.SPREADSHEET_MAX_COLUMNS,
            },
            _("Xóa nội dung ở ô đó, hoặc chép riêng phần bảng sang một tệp Excel mới."),
        )


def check_text(sheet: str, row: int, column: int, text: str) -> None:
    """Refuse a text longer than a cell can hold: looking through it for a name would take hours.

    Raises:
        FileRefusedError: it names the cell.
    """
    if len(text) > LONGEST:
        raise FileRefusedError(
            "too_long",
            _("Trang “%(sheet)s”, ô %(cell)s có quá %(most)s chữ.")
            % {"sheet": sheet, "cell": address(min(row, LAST[0]), min(column, LAST[1])), "most": LONGEST},
            _("Xóa nội dung ở ô đó, hoặc chép riêng phần bảng sang một tệp Excel mới."),
        )


def within(merges: Iterable[Merge], rows: Mapping[int, Mapping[int, Cell]]) -> tuple[Merge, ...]:
    """Merges cut to what holds content: a title merged over a million rows says nothing of them.

    Raises:
        FileRefusedError: they cover more cells than are read of a file; only overlapping ones can.
    """
    bottom = max(rows, default=0)
    right = max((max(cells) for cells in rows.values()), default=0)
    found, area = [], 0
    for one in merges:
        # One that begins at the last heading and ends behind it still covers that heading alone.
        cut = Merge(one.top, one.left, min(one.bottom, bottom), min(one.right, right))
        if cut.bottom >= cut.top and cut.right >= cut.left:
            found.append(cut)
            area += (cut.bottom - cut.top + 1) * (cut.right - cut.left + 1)
        if area > settings.SPREADSHEET_MAX_CELLS:
            raise refused("too_many_cells")
    return tuple(found)
