"""What an upload found where it wrote, to be put back; and what it left there, to see whether it still stands."""

import hashlib
import json
import zlib
from dataclasses import dataclass, field
from decimal import Decimal
from operator import attrgetter

from indices.actions.rows import SCORE_ENTERED, STANDING_ENTERED, entered_rows
from indices.models import Score

_of_score = attrgetter(*(name for name in SCORE_ENTERED if name not in ("status", "cell")))
NOT_APPLICABLE = Score.Status.NOT_APPLICABLE.value
_of_standing = attrgetter(*STANDING_ENTERED)
POINTS = frozenset(name for name in SCORE_ENTERED if name.endswith("_points")) | {"stated_percent"}


@dataclass
class Before:
    """Where an upload wrote, and what stood there.

    Args:
        new: unit pk → criteria (pks) that it had no score of.
        changed: (unit pk, criterion pk) → the columns as they were, in the order of `SCORE_ENTERED`.
        made: units (pks) that were not on the roll.
        stated: unit pk → the stated columns of the standing as they were.
        made_annex: was there no such annex?
        was_computed: had the edition been computed from what was entered?
        left: digest of what the upload left in all these places.
    """

    new: dict[int, list[int]] = field(default_factory=dict)
    changed: dict[tuple[int, int], tuple] = field(default_factory=dict)
    made: list[int] = field(default_factory=list)
    stated: dict[int, dict] = field(default_factory=dict)
    made_annex: bool = False
    was_computed: bool = True
    left: str = ""

    def keys(self):
        """(unit pk, criterion pk) of every score that the upload wrote."""
        yield from self.changed
        for unit, criteria in self.new.items():
            for criterion in criteria:
                yield unit, criterion

    def pack(self):
        """As JSON, compressed; of a country's changed scores, which come last, never more than one at a time."""
        values = {
            "new": {str(unit): criteria for unit, criteria in self.new.items()},
            "made": self.made,
            "stated": {str(unit): {name: _plain(was[name]) for name in was} for unit, was in self.stated.items()},
            "made_annex": self.made_annex,
            "was_computed": self.was_computed,
            "left": self.left,
        }
        packer = zlib.compressobj()
        parts = [packer.compress(_json(values).removesuffix("}").encode() + b',"changed":[')]
        for number, (key, was) in enumerate(self.changed.items()):
            row = _json([*key, *map(_plain, was)])
            parts.append(packer.compress(f",{row}".encode() if number else row.encode()))
        parts += packer.compress(b"]}"), packer.flush()
        return b"".join(parts)

    @classmethod
    def unpack(cls, packed):
        values = json.loads(zlib.decompress(packed))
        return cls(
            new={int(unit): criteria for unit, criteria in values["new"].items()},
            changed={
                (unit, criterion): tuple(_value(*told) for told in zip(SCORE_ENTERED, columns, strict=True))
                for unit, criterion, *columns in values["changed"]
            },
            made=values["made"],
            stated={
                int(unit): {name: _value(name, value) for name, value in was.items()}
                for unit, was in values["stated"].items()
            },
            made_annex=values["made_annex"],
            was_computed=values["was_computed"],
            left=values["left"],
        )


def _json(values):
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def columns_of(row, names):
    return {name: getattr(row, name) for name in names}


def put_back(row, columns):
    for name, value in columns.items():
        setattr(row, name, value)


def _plain(value):
    return format(value, "f") if isinstance(value, Decimal) else value


def _value(name, value):
    return Decimal(value) if name in POINTS and value is not None else value


def left_in(before, score_of, standings):
    """The digest of what stands where an upload wrote.

    Args:
        score_of: tells the score of (unit pk, criterion pk).
        standings: unit pk → Standing.
    """
    digest, told = hashlib.sha256(), _Told()
    for key in sorted(before.keys()):
        score = score_of(key)
        # Of the status, which is computed too, only what is entered: that it does not apply.
        digest.update(f"({key}, {told[score.status == NOT_APPLICABLE, *_of_score(score)]}{score.cell!r})".encode())
    for unit in sorted({*before.stated, *before.made}):
        digest.update(repr((unit, *_plainly(_of_standing(standings[unit])))).encode())
    return digest.hexdigest()


class _Told(dict):
    """What is said of a score but for its cell → as text; many scores say the same."""

    def __missing__(self, values):
        found = self[values] = "".join(f"{value!r}, " for value in _plainly(values))
        return found


def _plainly(values):
    """Figures without zeros at their end."""
    return [value.normalize() if type(value) is Decimal else value for value in values]


def rows_of(upload):
    """What is entered now where an upload may have written: ((unit, criterion pk) → Score, unit → Standing)."""
    if upload.is_of_annex:
        found = Score.objects.filter(annex__standing=upload.standing_id, annex__criteria_set=upload.criteria_set_id)
        unit = upload.standing.unit_id
        scores = {(unit, criterion): score for criterion, score in entered_rows(found, "criterion_id")}
        return scores, {unit: upload.standing}
    found = Score.objects.filter(standing__edition=upload.edition_id)
    told = entered_rows(found, "standing__unit", "criterion_id")
    standings = upload.edition.standings.select_related("unit", "block")
    return {(unit, criterion): score for unit, criterion, score in told}, {row.unit_id: row for row in standings}


def stands_as_left(upload):
    """Does everything that an upload stored still say what it stored?"""
    before = Before.unpack(upload.before.packed)
    scores, standings = rows_of(upload)
    if not scores.keys() >= set(before.keys()) or not standings.keys() >= {*before.stated, *before.made}:
        return False
    return left_in(before, scores.__getitem__, standings) == before.left
