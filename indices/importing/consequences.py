"""What storing a file would do, told before anything is stored.

The file is laid over what is stored (`merging`), the whole edition is computed as it would be, and both are compared:
figure by figure, total by total, rank by rank. Writes nothing.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from indices.actions import Computed, Draft, compute_standings
from indices.importing.merging import Merged, merge
from indices.importing.score_values import KINDS_OF_POINTS, Answer, Meaning, Reading, UnitReading
from indices.importing.subject import Subject
from indices.models import Score, Standing
from indices.models.fields import trimmed
from units.models import Unit

KEPT = 200  # of each list, in the summary that is kept with an upload
STATED = (Meaning.TOTAL_POINTS, Meaning.TOTAL_PERCENT, Meaning.RANK)
WORDS = (Meaning.CAUSE, Meaning.EXPLANATION, Meaning.NOTE)

# What is said of a figure: points, a rank, a text, not applicable; `None` is nothing.
Said = Decimal | int | str | Answer | None


class Fate(StrEnum):
    """What becomes of one figure."""

    NEW = "new"
    CHANGED = "changed"
    REMOVED = "removed"


class Change(NamedTuple):
    """One figure or text of one unit. `code` is empty for the total and for what is said of the unit itself."""

    unit: int
    code: str
    meaning: Meaning
    before: Said
    after: Said
    sheet: str
    cell: str

    @property
    def fate(self) -> Fate:
        if self.before is None:
            return Fate.NEW
        return Fate.REMOVED if self.after is None else Fate.CHANGED


@dataclass
class Trial:
    """A file laid over what is stored, and computed: made once, for checks, oddities, consequences and storing."""

    reading: Reading
    subject: Subject
    upload: object = None

    @cached_property
    def merged(self) -> Merged:
        return merge(self.reading, self.subject, upload=self.upload)

    @cached_property
    def computed(self) -> Computed:
        """The edition as it would be, the units' own points counting where there are no others."""
        drafts = list(self.merged.drafts.values())
        return compute_standings(edition=self.subject.edition, drafts=drafts, provisional=True)


@dataclass(frozen=True, slots=True)
class Move:
    """A unit's total and place, now and then. Before: as stored, `None` where nothing is."""

    unit: int
    name: str
    total_before: Decimal | None
    total: Decimal | None
    rank_before: int | None
    rank: int | None
    status_before: str
    status: str
    missing: tuple[str, ...] = ()

    @property
    def places(self) -> int:
        """Places up (above zero) or down; 0 where one of the ranks is not known."""
        return 0 if self.rank is None or self.rank_before is None else self.rank_before - self.rank

    @property
    def is_still(self) -> bool:
        return (self.total_before, self.rank_before, self.status_before) == (self.total, self.rank, self.status)


@dataclass
class Consequences:
    """What becomes of an edition if a file is stored.

    Attributes:
        new, changed, removed: figures, in the order of the file; the first of them.
        counts: how many of each there are in all.
        unchanged: how many figures of the file say what is stored already.
        moves: units whose total, rank or status changes, in the order of the new ranks.
        incomplete: units that are to be ranked and then still have no total: while there is one, nobody has a rank.
        names: unit pk → name, of every unit of the edition.
        units: how many units the file speaks of.
    """

    counts: Counter[Fate] = field(default_factory=Counter)
    new: list[Change] = field(default_factory=list)
    changed: list[Change] = field(default_factory=list)
    removed: list[Change] = field(default_factory=list)
    unchanged: int = 0
    moves: list[Move] = field(default_factory=list)
    incomplete: list[Move] = field(default_factory=list)
    names: dict[int, str] = field(default_factory=dict)
    units: int = 0

    @property
    def is_nothing(self) -> bool:
        """Does storing change no figure at all? The same file twice does not."""
        return not (self.new or self.changed or self.removed)

    @property
    def ranks_moved(self) -> list[Move]:
        """Those whose rank moves, the farthest first."""
        return sorted((move for move in self.moves if move.places), key=lambda move: (-abs(move.places), move.rank))

    @property
    def entering(self) -> list[Move]:
        """Those that had no rank and get one."""
        return [move for move in self.moves if move.rank_before is None and move.rank is not None]

    @property
    def leaving(self) -> list[Move]:
        """Those that had a rank and lose it."""
        return [move for move in self.moves if move.rank_before is not None and move.rank is None]

    def summary(self, kept: int = KEPT) -> dict:
        """All of it as JSON takes it: the first of each list, and how long each is. Figures are text with a point."""
        changes = {"additions": self.new, "changes": self.changed, "removals": self.removed}
        moves = {
            "totals": self.moves,
            "ranks": self.ranks_moved,
            "entering": self.entering,
            "leaving": self.leaving,
            "incomplete": self.incomplete,
        }
        lengths = {name: len(found) for name, found in moves.items()}
        lengths |= {name: self.counts[fate] for name, fate in zip(changes, Fate, strict=True)}
        return {
            "new": self.counts[Fate.NEW],
            "changed": self.counts[Fate.CHANGED],
            "unchanged": self.unchanged,
            "removed": self.counts[Fate.REMOVED],
            "units": self.units,
            "units_in_all": len(self.names),
            "lengths": lengths,
            **{name: [self._told(change) for change in found[:kept]] for name, found in changes.items()},
            **{name: [_told(move) for move in found[:kept]] for name, found in moves.items()},
        }

    def _told(self, change: Change) -> dict:
        return {
            "unit": self.names[change.unit],
            "unit_id": change.unit,
            "code": change.code,
            "kind": change.meaning.value,
            "before": _plain(change.before),
            "after": _plain(change.after),
            "sheet": change.sheet,
            "cell": change.cell,
        }


def drafts_with(reading: Reading, subject: Subject, *, upload=None) -> list[Draft]:
    """The drafts of the whole edition with a file laid over them: what is stored if it is taken."""
    return list(merge(reading, subject, upload=upload).drafts.values())


def consequences_of(
    reading: Reading, subject: Subject, *, trial: Trial | None = None, kept: int = KEPT
) -> Consequences:
    """What storing a file would do.

    Args:
        kept: how many new, changed and removed figures are told one by one.
        trial: of the same reading and subject, where one was made for the checks.
    """
    trial = trial or Trial(reading, subject)
    merged, computed = trial.merged, trial.computed
    lists: dict[Fate, list[Change]] = {fate: [] for fate in Fate}
    counts: Counter[Fate] = Counter()
    for change in changes_in(merged, reading):
        fate = change.fate
        counts[fate] += 1
        if counts[fate] <= kept:
            lists[fate].append(change)
    names = names_of(merged, subject)
    moves = [_moved(unit, names[unit], columns, subject) for unit, columns in computed.standings.items()]
    moves.sort(key=lambda move: (move.rank is None, move.rank))
    return Consequences(
        counts=counts,
        new=lists[Fate.NEW],
        changed=lists[Fate.CHANGED],
        removed=lists[Fate.REMOVED],
        unchanged=merged.unchanged,
        moves=[move for move in moves if not move.is_still],
        incomplete=_incomplete(merged, moves),
        names=names,
        units=len(reading.units),
    )


def changes_in(merged: Merged, reading: Reading) -> Iterator[Change]:
    """Every figure and text that will be another one, told from what is stored and what would be."""
    for (unit, code), stored in merged.touched.items():
        score, read = merged.drafts[unit].scores[code], reading.units[unit]
        if stored is None:
            yield from _added(unit, code, score, read)
        else:
            yield from _altered(unit, code, stored, score, read)
    for unit, standing in merged.standings.items():
        read, drafted = reading.units[unit], merged.drafts[unit].standing
        for meaning in (*STATED, Meaning.NOTE):
            before, after = _column(standing, meaning), _column(drafted, meaning)
            figure = read.stated.get(meaning, read)
            yield from _change(unit, "", meaning, _known(before), _known(after), (figure.sheet, figure.cell))


def _added(unit: int, code: str, score: Score, read: UnitReading) -> Iterator[Change]:
    """A score where there was none: of a national file there are 315,495, so nothing is asked of it twice."""
    away = score.status == Score.Status.NOT_APPLICABLE
    for meaning, figure in read.scores.get(code, {}).items():
        after = Answer.NOT_APPLICABLE if away else figure.value
        if after is not None:
            yield Change(unit, code, meaning, None, after, figure.sheet, figure.cell)
    if code in read.texts:
        yield from _words(unit, code, None, score)


def _altered(unit: int, code: str, stored: Score, score: Score, read: UnitReading) -> Iterator[Change]:
    figures = read.scores.get(code, {})
    for meaning in KINDS_OF_POINTS:
        # A criterion that does not apply says so of every kind of points; it is told of those that the file names.
        if meaning in figures or _column(stored, meaning) != _column(score, meaning):
            figure = figures.get(meaning)
            place = (figure.sheet, figure.cell) if figure else (score.sheet, score.cell)
            yield from _change(unit, code, meaning, said(stored, meaning), said(score, meaning), place)
    yield from _words(unit, code, stored, score)


def _words(unit: int, code: str, stored: Score | None, score: Score) -> Iterator[Change]:
    for meaning in WORDS:
        before, after = _column(stored, meaning), _column(score, meaning)
        yield from _change(unit, code, meaning, _known(before), _known(after), (score.sheet, score.cell))


def _change(unit: int, code: str, meaning: Meaning, before: Said, after: Said, place: tuple[str, str]):
    if before != after:
        yield Change(unit, code, meaning, before, after, *place)


def _column(row: Score | Standing | None, meaning: Meaning) -> Said:
    return None if row is None else getattr(row, meaning.value)


def _known(value: Said) -> Said:
    """A text that is empty is nothing."""
    return None if value == "" else value


def said(score: Score | None, meaning: Meaning) -> Said:
    """What a score says of one kind of points."""
    if score is not None and score.status == Score.Status.NOT_APPLICABLE:
        return Answer.NOT_APPLICABLE
    return _column(score, meaning)


def names_of(merged: Merged, subject: Subject) -> dict[int, str]:
    """Unit pk → name, of every unit of the edition; a query only where some are on no roll."""
    strange = Unit.objects.in_bulk([unit for unit in merged.drafts if unit not in subject.roll])
    return {unit: str(strange.get(unit) or subject.roll[unit].unit) for unit in merged.drafts}


def _moved(unit: int, name: str, columns: Mapping, subject: Subject) -> Move:
    before = subject.roll.get(unit)
    return Move(
        unit=unit,
        name=name,
        total_before=before and before.total,
        total=columns["total"],
        rank_before=before and before.shown_rank,
        rank=columns["shown_rank"],
        status_before=str(before.status if before else Standing.Status.NOT_PUBLISHED.value),
        status=str(columns["status"]),
        missing=tuple(columns["missing"]),
    )


def _incomplete(merged: Merged, moves: list[Move]) -> list[Move]:
    lacking = (Standing.Status.INCOMPLETE, Standing.Status.NOT_PUBLISHED)
    return [move for move in moves if merged.drafts[move.unit].standing.to_be_ranked and move.status in lacking]


def _plain(value: Said) -> str | int | None:
    """A figure as JSON takes it: exact, without trailing zeros."""
    if isinstance(value, Decimal):
        return format(trimmed(value), "f")
    return value if value is None or isinstance(value, int) else str(value)


def _told(move: Move) -> dict:
    return {
        "unit": move.name,
        "unit_id": move.unit,
        "before": _plain(move.total_before),
        "after": _plain(move.total),
        "rank_before": move.rank_before,
        "rank_after": move.rank,
        "places": move.places,
        "status_before": move.status_before,
        "status": move.status,
        "missing": list(move.missing),
    }
