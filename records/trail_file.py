"""The audit trail as a file for spreadsheets."""

import csv

from django.http import StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from records.wording import changes, kind_words, note_words, object_words

BOM = "\ufeff"  # tells spreadsheets that the letters are UTF-8
FORMULA = ("=", "+", "-", "@", "\t", "\r")


def as_text(value):
    """A cell that a spreadsheet takes for text, whatever it begins with: `=1+1` → `'=1+1`."""
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA) else text


class _Line:
    """A file that hands on what is written to it."""

    def write(self, text):
        return text


def trail_file(events, *, name):
    """Events as a CSV file, sent while it is read: a long trail is never held whole."""
    return StreamingHttpResponse(
        _lines(events, translation.get_language()),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.csv"'},
    )


def _lines(events, language):
    writer = csv.writer(_Line())
    yield BOM
    with translation.override(language):
        head = writer.writerow(_headings())
    yield head
    for event in events.iterator(chunk_size=500):
        # Set for each line: between two of them the thread may be somebody else's.
        with translation.override(language):
            line = writer.writerow([as_text(cell) for cell in _row(event)])
        yield line


def _headings():
    return [
        _("Lúc"),
        _("Tài khoản"),
        _("Họ tên"),
        _("Việc"),
        _("Loại đối tượng"),
        _("Đối tượng"),
        _("Trước"),
        _("Sau"),
        _("Ghi chú"),
    ]


def _row(event):
    found = changes(event)
    return [
        date_format(timezone.localtime(event.at), "SHORT_DATETIME_FORMAT"),
        event.by.get_username() if event.by else "",
        event.by.get_full_name() if event.by else "",
        kind_words(event.kind),
        object_words(event.target_type),
        event.target_label,
        "\n".join(f"{change.label}: {'; '.join(change.before)}" for change in found if change.before),
        "\n".join(f"{change.label}: {'; '.join(change.after)}" for change in found if change.after),
        note_words(event),
    ]
