"""The rows of the tree page as they were typed, and what can be read from them.

Fields repeat, one of each name a row: rows may be moved about in the browser without being named anew. Ordinary Django
forms, one a row, take half a second for 143 rows.
"""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property

from django.core.exceptions import BadRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from indices.domain.outline import numbered
from indices.guards import CRITERION_STAYS_OPEN
from indices.models import Criterion
from indices.queries.trees import LEADING_LEVELS, TreeRow
from reformtrack.figures import MINUS, FigureFormat
from reformtrack.text import fold, nfc
from units.matching import Matcher

TEXTS = ("code", "name", "name_en", "short_name", "short_name_en", "note", "note_en")
CELLS = (*TEXTS, "max_points", "method", "kind", "lead")
PLACED = ("pk", "level", "order")
STEP = 10  # between the order numbers of neighbours, so that a row can be put in between
SPARE = 5  # blank rows that are added at a time
_FIGURE = re.compile(r"[-−]?\d{1,9}(?:[.,]\d{1,9})?")
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f]")
METHODS, KINDS = Criterion.Method.values, Criterion.CriterionKind.values


@dataclass(frozen=True, slots=True)
class CellFault:
    """What was typed into one cell and cannot be read. `row`: place among the rows; `column`: name of the field."""

    row: int
    column: str
    message: str


@dataclass
class TypedRow:
    """One row as it stands in its fields. `depth` is not below zero and not checked any further."""

    depth: int
    pk: int | None = None
    cells: dict[str, str] = field(default_factory=dict)

    @property
    def is_blank(self):
        return self.pk is None and not any(self.cells.get(name, "").strip() for name in (*TEXTS, "max_points", "lead"))


class TreeForm:
    """The tree page's one form.

    Attributes:
        typed: the rows as they stand on the page, in order, without blank ones.
        rows: what is read from them; a figure or an agency that cannot be read is absent.
        faults: why.
    """

    def __init__(self, typed, agencies, stored):
        self.typed, self._agencies = typed, agencies
        self._stored = {row.pk: row for row in stored.rows}

    @classmethod
    def stored(cls, stored, agencies, language):
        """The form of a tree as it is stored."""
        figures = FigureFormat(language)
        return cls([_typed(row, figures) for row in stored.rows], agencies, stored)

    @classmethod
    def posted(cls, data, agencies, stored):
        """What somebody sends back.

        Raises:
            BadRequest: the fields of a row are missing, which no page of ours leaves out.
        """
        rows = _in_order(_table(data, (*PLACED, *CELLS), optional=("lead",)))
        return cls([row for row in rows if not row.is_blank], agencies, stored)

    @classmethod
    def described(cls, data, stored, agencies, language):
        """What somebody sends back of a locked set: descriptions and agencies, upon the tree as it is stored."""
        form = cls.stored(stored, agencies, language)
        sent = {row["pk"]: row for row in _table(data, ("pk", *CRITERION_STAYS_OPEN, "lead"), optional=("lead",))}
        for row in form.typed:
            cells = sent.get(str(row.pk), {})
            row.cells |= {name: value for name, value in cells.items() if name != "pk"}
        return form

    def renumber(self):
        """Give every row the code of its place."""
        for row, code in zip(self.typed, numbered([row.depth for row in self.typed]), strict=True):
            row.cells["code"] = code

    @cached_property
    def _read(self):
        faults = []
        rows = [self._row(place, row, faults) for place, row in enumerate(self.typed)]
        return rows, faults

    @property
    def rows(self):
        return self._read[0]

    @property
    def faults(self):
        return self._read[1]

    def _row(self, place, row, faults):
        values = {name: self._text(row, name) for name in TEXTS}
        for name, read in (("max_points", figure), ("lead", self._agencies.find)):
            try:
                values[name] = read(row.cells.get(name, ""))
            except ValueError as error:
                values[name] = None
                faults.append(CellFault(place, name, str(error)))
        for name, known in (("method", METHODS), ("kind", KINDS)):
            values[name] = row.cells.get(name) if row.cells.get(name) in known else known[0]
        return TreeRow(pk=row.pk, depth=row.depth, **values)

    def _text(self, row, name):
        """What is typed; what only spaces tell from what is stored is what is stored."""
        text = clean(row.cells.get(name, ""), lines=name.startswith("note"))
        kept = getattr(self._stored.get(row.pk), name, "")
        return kept if clean(kept, lines=name.startswith("note")) == text else text


def _typed(row, figures):
    cells = {name: getattr(row, name) for name in (*TEXTS, "method", "kind")}
    cells["max_points"] = "" if row.max_points is None else figures.exact(row.max_points)
    cells["lead"] = row.lead.shown_name if row.lead else ""
    return TypedRow(row.depth, row.pk, cells)


def _table(data, names, optional):
    """One dict a row: name -> text. A field of `optional` may be left out of all rows together."""
    lists = {name: data.getlist(name) for name in names if name not in optional or name in data}
    if len({len(texts) for texts in lists.values()}) > 1:
        raise BadRequest("fields of a row are missing")
    return [dict(zip(lists, texts, strict=True)) for texts in zip(*lists.values(), strict=True)]


def _in_order(table):
    """Rows in the order of their numbers, without what is marked to go; whatever stands under a row goes with it.

    A number that is not the one given out moves the row; those under it follow unless they have numbers of their own.
    """
    found, carried = [], None
    for place, row in enumerate(table):
        given_out = Decimal(STEP * (place + 1))
        depth, goes = _level(row["level"])
        order = _order(row["order"], given_out)
        if carried and depth <= carried[0]:
            carried = None
        if carried is None and (goes or order != given_out):
            carried = (depth, order, goes)
        elif carried and order == given_out:
            order = carried[1]
        if not goes and not (carried and carried[2]):
            pk = int(row["pk"]) if row["pk"].isascii() and row["pk"].isdigit() else None
            cells = {name: row.get(name, "") for name in CELLS}
            found.append(((order, place), TypedRow(depth, pk, cells)))
    return [row for _key, row in sorted(found, key=lambda pair: pair[0])]


def _level(text):
    """(depth, is it to go?) of `1` or `x1`."""
    depth = text.removeprefix("x")
    return (int(depth) if depth in ("0", "1", "2") else 0), text.startswith("x")


def _order(text, given_out):
    try:
        order = figure(text)
    except ValueError:
        return given_out
    return given_out if order is None else order


def clean(text, *, lines=False):
    """Composed, on one line (or on lines of its own), without what no keyboard writes."""
    text = _CONTROL.sub("", text.replace("\r\n", "\n"))
    return "\n".join(map(nfc, text.split("\n"))).strip() if lines else nfc(text)


def figure(text):
    """A figure written with a comma or a point; `None` where nothing is written.

    Raises:
        ValueError: with a sentence for whoever typed it.
    """
    text = clean(text).replace(" ", "")
    if not text:
        return None
    if not _FIGURE.fullmatch(text):
        raise ValueError(
            _("“%(value)s” không phải là số điểm; hãy ghi như 3,5 (nhiều nhất chín chữ số sau dấu phẩy).")
            % {"value": text[:40]}
        )
    return Decimal(text.replace(",", ".").replace(MINUS, "-"))


class Agencies:
    """Who can be named as the agency in charge within a unit.

    Args:
        units: those that exist today.
        known: those that are named already, even if they are no more.
    """

    def __init__(self, within=None, units=(), known=()):
        self.within, self.units = within, units
        self._by_name = {}
        for unit in (*units, *known):
            for text in (unit.code, unit.name, unit.name_en):
                self._by_name.setdefault(fold(text), set()).add(unit)

    def find(self, text):
        """The unit meant; `None` where nothing is written or nobody is asked for.

        Raises:
            ValueError: it is not sure who is meant, with a sentence that offers the nearest.
        """
        text = clean(text)
        if not text or self.within is None:
            return None
        named = self._by_name.get(fold(text), set())
        if len(named) > 1:
            named = {unit for unit in named if text in (unit.name, unit.name_en)}
        if len(named) == 1:
            return next(iter(named))
        found = self._matcher.match(text)
        if found.unit is not None:
            return found.unit
        raise ValueError(self._refusal(text, found))

    @cached_property
    def _matcher(self):
        return Matcher.read(LEADING_LEVELS, day=timezone.localdate(), parent=self.within)

    def _refusal(self, text, found):
        words = {"text": text[:80], "within": self.within.shown_name}
        if found.not_on_day:
            return _("“%(text)s” nay không còn ở %(within)s; hãy ghi cơ quan đang làm việc này.") % words
        near = found.candidates or found.nearest
        if not near:
            return (
                _("Không có cơ quan nào tên “%(text)s” ở %(within)s; hãy chọn trong danh sách gợi ý, hoặc để trống.")
                % words
            )
        words["near"] = "; ".join(unit.shown_name for unit in near)
        if found.candidates:
            return _("“%(text)s” có thể là: %(near)s. Hãy ghi đủ tên một cơ quan.") % words
        return _("Không có cơ quan nào tên “%(text)s” ở %(within)s. Gần giống: %(near)s.") % words


def blank_rows(count, depth):
    """Rows to be filled in."""
    cells = dict.fromkeys(CELLS, "") | {"method": METHODS[0], "kind": KINDS[0]}
    return [TypedRow(depth, cells=dict(cells)) for _place in range(count)]
