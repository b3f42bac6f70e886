"""What files of the record say otherwise than what is published, column by column, in words."""

from django.utils.translation import gettext as _

from records.record_files import RecordError


def changed(name, before, after):
    """`“stated_points”: đã công bố 14.00, tệp ghi 14.01`"""
    return _("“%(name)s”: đã công bố %(before)s, tệp ghi %(after)s") % {
        "name": name,
        "before": _("trống") if before in (None, "") else before,
        "after": _("trống") if after in (None, "") else after,
    }


def printed_text(value, places):
    """A stated figure with the digits it was printed with; empty where there is none."""
    return "" if value is None else f"{value:.{places}f}"


def row_differences(path, rows, found, wanted, *, said, name=str):
    """A RecordError for each row, or each cell, that differs from what is published.

    Args:
        rows: key -> Row of the file.
        found, wanted: key -> object, as published and as the file says.
        said: object -> {column: what it says}.
        name: key -> what a reader calls the row.
    """
    for key in found.keys() - wanted.keys():
        yield RecordError(path, None, _("%(row)s: đã công bố mà không còn trong tệp") % {"row": name(key)})
    for key, row in rows.items():
        if key not in found:
            yield row.fault(_("%(row)s: chưa có trong bản đã công bố") % {"row": name(key)})
            continue
        before, after = said(found[key]), said(wanted[key])
        for column in before:
            if before[column] != after[column]:
                yield row.fault(f"{name(key)}, {changed(column, before[column], after[column])}")
