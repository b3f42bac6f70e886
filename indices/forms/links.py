"""The rows of the page on which two sets are linked, as they were typed, and what can be read from them."""

import re
from dataclasses import dataclass, replace
from functools import cached_property

from django.utils.translation import gettext as _

from indices.domain.crosswalk import Tie, compare
from indices.domain.links import is_unchanged
from indices.models import CriterionLink
from indices.queries.crosswalks import LinkRow
from reformtrack.text import nfc

KINDS = CriterionLink.LinkKind.values
CELLS = ("old", "new", "kind", "note", "note_en")
MOST = 2000  # rows that are read: no page of ours sends more
SPARE = 2
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")


@dataclass(frozen=True, slots=True)
class TypedLink:
    """One row as it stands in its fields: codes of both ends, as typed."""

    old: str = ""
    new: str = ""
    kind: str = "new"
    confirmed: bool = False
    note: str = ""
    note_en: str = ""

    @property
    def is_blank(self):
        return not (self.old or self.new)


@dataclass(frozen=True, slots=True)
class CodeFault:
    """A code that names nothing. `row`: place among the rows; `column`: `old` or `new`."""

    row: int
    column: str
    message: str


class LinksForm:
    """The page's one form.

    Attributes:
        typed: the rows as they stand on the page, in order, without blank ones.
        rows: the `LinkRow`s read from them; an end that cannot be read is absent.
        faults: which ends cannot.
    """

    def __init__(self, typed, stored):
        self.typed, self.stored = typed, stored
        self._keys = [{entry.code: entry.key for entry in side} for side in stored.sides]

    @classmethod
    def proposed(cls, stored):
        """What is stored, and a guess of what nobody has linked: in the order of the new set."""
        rows = {row.ends: row for row in stored.proposed}
        codes = stored.codes()
        ordered = compare(*stored.sides, [Tie(*row.ends, row.kind) for row in rows.values() if _is_known(row, codes)])
        ends = [(row.old and row.old.key, row.new and row.new.key) for row in ordered]
        return cls([_typed(rows[pair], codes) for pair in ends], stored)

    @classmethod
    def posted(cls, data, stored):
        """What somebody sends back.

        Once every code can be read, a criterion that no row names any more gets a row: dropped, or new.
        """
        count = data.get("rows", "")
        count = min(int(count), MOST) if count.isascii() and count.isdigit() and len(count) < 6 else 0
        typed = [_sent(data, place) for place in range(count)]
        form = cls([row for row in typed if not row.is_blank], stored)
        return form if form.faults else cls([*form.typed, *form.unnamed()], stored)

    def unnamed(self):
        """A row for each criterion that no row names."""
        named = {row.old for row in self.typed}, {row.new for row in self.typed}
        gone = [TypedLink(old=code, kind="dropped") for code in self._keys[0] if code not in named[0]]
        return [*gone, *(TypedLink(new=code, kind="new") for code in self._keys[1] if code not in named[1])]

    def confirm_unchanged(self):
        """Mark every row as confirmed in which there is nothing to weigh."""
        entries = [{entry.code: entry for entry in side} for side in self.stored.sides]
        for place, row in enumerate(self.typed):
            ends = entries[0].get(row.old), entries[1].get(row.new)
            if row.kind == "kept" and None not in ends and is_unchanged(*ends):
                self.typed[place] = replace(row, confirmed=True)
        self.__dict__.pop("_read", None)

    @cached_property
    def _read(self):
        faults = []
        return [self._row(place, row, faults) for place, row in enumerate(self.typed)], faults

    @property
    def rows(self):
        return self._read[0]

    @property
    def faults(self):
        return self._read[1]

    def _row(self, place, row, faults):
        ends = []
        for column, keys in zip(("old", "new"), self._keys, strict=True):
            code = getattr(row, column)
            if code and code not in keys:
                words = _("Bộ cũ không có mã %(code)s.") if column == "old" else _("Bộ mới không có mã %(code)s.")
                faults.append(CodeFault(place, column, words % {"code": code}))
            ends.append(keys.get(code))
        return LinkRow(*ends, row.kind, row.confirmed, row.note, row.note_en)


def _is_known(row, codes):
    return all(end is None or end in codes for end in row.ends)


def _typed(row, codes):
    return TypedLink(codes.get(row.old, ""), codes.get(row.new, ""), row.kind, row.confirmed, row.note, row.note_en)


def _sent(data, place):
    cells = {name: _CONTROL.sub(" ", nfc(data.get(f"{name}-{place}", ""))).strip() for name in CELLS}
    cells["kind"] = cells["kind"] if cells["kind"] in KINDS else KINDS[0]
    return TypedLink(**cells, confirmed=f"confirmed-{place}" in data)
