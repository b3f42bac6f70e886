"""Reads the published record in `fixtures/`: CSV tables whose every fault names the file and the line."""

import csv
import datetime
from decimal import Decimal, InvalidOperation
from pathlib import Path

from django.utils.translation import gettext as _

YES_NO = {"yes": True, "no": False}


class RecordError(Exception):
    """Something in a file of the published record that cannot be loaded; says where, what, and what to do."""

    def __init__(self, path, line, message):
        super().__init__(f"{path}:{line}: {message}" if line else f"{path}: {message}")


class Row:
    """One line of a table: its cells by column, read as what they are."""

    def __init__(self, path, line, cells):
        self.path, self.line, self.cells = path, line, cells

    def fault(self, message):
        return RecordError(self.path, self.line, message)

    def text(self, column):
        """The cell as it stands; empty where the table has no such column."""
        return self.cells.get(column) or ""

    def required(self, column):
        value = self.text(column)
        if not value:
            raise self.fault(_("cột “%(column)s” không được để trống") % {"column": column})
        return value

    def listed(self, column):
        """Several values joined by `;`."""
        return [value.strip() for value in self.text(column).split(";") if value.strip()]

    def date(self, column, default=None):
        value = self.text(column)
        try:
            return datetime.date.fromisoformat(value) if value else default
        except ValueError:
            raise self.fault(
                _("cột “%(column)s”: “%(value)s” không phải ngày (YYYY-MM-DD)") % {"column": column, "value": value}
            ) from None

    def flag(self, column, default=True):
        value = self.text(column)
        if value and value not in YES_NO:
            raise self.fault(_("cột “%(column)s” chỉ nhận yes hoặc no") % {"column": column})
        return YES_NO.get(value, default)

    def whole(self, column):
        """A whole number, or `None`."""
        value = self.text(column)
        if value and not value.isdecimal():
            raise self.fault(
                _("cột “%(column)s”: “%(value)s” không phải số nguyên") % {"column": column, "value": value}
            )
        return int(value) if value else None

    def decimal(self, column):
        """An exact number with a point, or `None`."""
        value = self.text(column)
        try:
            return Decimal(value) if value else None
        except InvalidOperation:
            raise self.fault(
                _("cột “%(column)s”: “%(value)s” không phải số") % {"column": column, "value": value}
            ) from None

    def one_of(self, column, known, *, blank=False):
        """The value of `known` that the cell names; `None` for an empty cell where that is allowed."""
        value = self.text(column)
        if not value and blank:
            return None
        try:
            return known[value]
        except KeyError:
            raise self.fault(
                _("cột “%(column)s”: không có “%(value)s” trong bản ghi") % {"column": column, "value": value}
            ) from None

    def choice(self, column, choices, *, blank=False):
        """A value of a `TextChoices`; empty where that is allowed."""
        if blank and not self.text(column):
            return ""
        return self.one_of(column, {value: value for value in choices.values})

    def all_of(self, column, known):
        """The values of `known` that the cell lists."""
        for value in self.listed(column):
            if value not in known:
                raise self.fault(
                    _("cột “%(column)s”: không có “%(value)s” trong bản ghi") % {"column": column, "value": value}
                )
        return [known[value] for value in self.listed(column)]


def read_table(path: Path, columns=(), optional=()):
    """The rows of a CSV file, in order; none where there is no such file.

    Args:
        columns: the table must have these; empty: whatever it has.
        optional: it may have these too, and no others.

    Raises:
        RecordError: with the line, where it is not such a table.
    """
    if not path.exists():
        return
    with path.open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file, strict=True)
        try:
            if columns and sorted(set(reader.fieldnames or ()) - set(optional)) != sorted(columns):
                raise RecordError(path, 1, _("dòng tiêu đề phải là %(columns)s") % {"columns": ",".join(columns)})
            for cells in reader:
                if None in cells or None in cells.values():
                    raise RecordError(path, reader.line_num, _("số ô của dòng không khớp với dòng tiêu đề"))
                yield Row(path, reader.line_num, cells)
        except (csv.Error, UnicodeDecodeError) as error:
            raise RecordError(path, reader.line_num, str(error)) from error


def keyed(rows, *columns):
    """The rows by what stands in one column, or in several as a tuple.

    Raises:
        RecordError: one key stands on two lines.
    """
    found = {}
    for row in rows:
        key = tuple(row.text(column) for column in columns) if len(columns) > 1 else row.required(columns[0])
        if key in found:
            raise row.fault(_("dòng này lặp lại %(where)s") % {"where": _where(found[key], row)})
        found[key] = row
    return found


def _where(earlier, row):
    """Where an earlier row stands, as seen from another: its line, and its file where that is another one."""
    line = _("dòng %(line)s") % {"line": earlier.line}
    return line if earlier.path == row.path else _("%(line)s của %(file)s") % {"line": line, "file": earlier.path.name}
