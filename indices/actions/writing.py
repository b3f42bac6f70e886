"""What is written of an edition, by the hundred thousand rows: made ready, kept as JSON, and put into the database."""

import json
from dataclasses import dataclass, field
from decimal import Decimal

from indices.actions.rows import (
    BATCH,
    COMPUTED_COLUMNS,
    NEW_COLUMNS,
    STANDING_COMPUTED,
    STANDING_ENTERED,
    WRITTEN_COLUMNS,
    EnteredScore,
    WholeBillionths,
    computed_of,
    delete_scores,
    differs,
    points_columns,
    points_of,
    result_of,
    rolled_up_in,
    said_of,
    set_columns,
)
from indices.models import CriterionStatistic, Score, Standing
from reformtrack.bulk import insert_rows, update_rows

TOLD_EVERY = 2000  # scores between two words of progress


class Rows:
    """Many rows, of which whatever several say alike is held once.

    Args:
        keys: how many values of each row are its own; they come first.
    """

    def __init__(self, keys):
        self.keys = tuple([] for _key in range(keys))
        self.shape_of, self.shapes = [], {}

    def number_of(self, shape):
        """What `add` wants of a shape."""
        return self.shapes.setdefault(shape, len(self.shapes))

    def add(self, number, *keys):
        for column, key in zip(self.keys, keys, strict=True):
            column.append(key)
        self.shape_of.append(number)

    def __len__(self):
        return len(self.shape_of)

    def __iter__(self):
        """(*keys, shape)"""
        shapes = list(self.shapes)
        return zip(*self.keys, map(shapes.__getitem__, self.shape_of), strict=True)

    def plain(self):
        return [self.keys, self.shape_of, list(self.shapes)]

    @classmethod
    def of_plain(cls, values):
        made = cls(0)
        made.keys, made.shape_of = values[0], values[1]
        made.shapes = {tuple(shape): number for number, shape in enumerate(values[2])}
        return made


@dataclass
class Writing:
    """Everything that is written of an edition, ready to be written, by values that need no object beside them.

    Args:
        standings: unit pk → columns, of those that are new or say something else than what is stored.
        entered: new scores: (unit pk, criterion pk, cell, what else is entered and computed).
        rolled_up: (unit pk, criterion pk, what is computed).
        changed: stored scores of which what is entered has changed: (cell, score pk, the rest of its columns).
        recomputed: stored scores of which only what is computed has: (score pk, what is computed).
        statistics: rows of `CriterionStatistic`.
    """

    standings: dict[int, dict] = field(default_factory=dict)
    entered: Rows = field(default_factory=lambda: Rows(3))
    rolled_up: Rows = field(default_factory=lambda: Rows(2))
    changed: Rows = field(default_factory=lambda: Rows(2))
    recomputed: Rows = field(default_factory=lambda: Rows(1))
    statistics: list[dict] = field(default_factory=list)

    def pack(self):
        """As JSON, in bytes."""
        values = {
            "standings": [[unit, _plain(columns)] for unit, columns in self.standings.items()],
            "statistics": [_plain(columns) for columns in self.statistics],
            **{name: getattr(self, name).plain() for name in SCORES},
        }
        return json.dumps(values, ensure_ascii=False, separators=(",", ":")).encode()

    @classmethod
    def unpack(cls, packed):
        values = json.loads(packed)
        return cls(
            standings={unit: _value(columns, points_columns(Standing)) for unit, columns in values["standings"]},
            statistics=[_value(columns, points_columns(CriterionStatistic)) for columns in values["statistics"]],
            **{name: Rows.of_plain(values[name]) for name in SCORES},
        )


SCORES = ("entered", "rolled_up", "changed", "recomputed")


def _plain(columns):
    return {name: format(value, "f") if isinstance(value, Decimal) else value for name, value in columns.items()}


def _value(columns, points):
    return {name: Decimal(value) if name in points and value is not None else value for name, value in columns.items()}


def writing_of(*, edition, drafts, computed, touched=()):
    """What is to be written of an edition; writes nothing. New scores that are models are the caller's to write.

    Args:
        drafts: unit pk → the draft that `computed` was made from.
        touched: stored standings and scores among them of which what is entered has changed too.
    """
    writing, touched = Writing(), set(map(id, touched))
    for unit, draft in drafts.items():
        standing, columns = draft.standing, computed.standings[unit]
        if standing.pk is None or id(standing) in touched or differs(standing, columns):
            entered = {name: getattr(standing, name) for name in STANDING_ENTERED}
            writing.standings[unit] = columns | entered
    criteria, sorter = dict(edition.criteria_set.criteria.values_list("code", "pk")), _Sorter(writing, touched)
    for unit, results in computed.scores.of_units.items():
        scores = drafts[unit].scores
        for code, result in results.items():
            sorter.add(unit, criteria[code], scores.get(code), result)
    writing.statistics = [
        {"block_id": block, "criterion_id": criterion, **columns}
        for (block, criterion), columns in computed.statistics.items()
    ]
    return writing


class _Sorter:
    """Puts each score where it is written: what is new is entered or rolled up, what is known is brought up to date."""

    def __init__(self, writing, touched):
        self.writing, self.touched = writing, touched
        self.whole, self.alike = WholeBillionths(), {}

    def add(self, unit, criterion, score, result):
        writing = self.writing
        if score is None:
            writing.rolled_up.add(writing.rolled_up.number_of(self._reckoned(result)), unit, criterion)
        elif score.pk is None:
            if isinstance(score, EnteredScore):
                writing.entered.add(self._number_of(score, result), unit, criterion, score.cell)
        elif id(score) in self.touched:
            writing.changed.add(writing.changed.number_of(self._written(score, result)), score.cell, score.pk)
        elif computed_of(score) != result_of(result):
            writing.recomputed.add(writing.recomputed.number_of(self._reckoned(result)), score.pk)

    def _reckoned(self, result):
        status, provisional, rank, *points = result_of(result)
        return status, provisional, rank, *(self.whole[value] for value in points)

    def _written(self, score, result):
        return *said_of(score), *(self.whole[value] for value in points_of(score)), *self._reckoned(result)

    def _number_of(self, score, result):
        """Of a new score: units of which the same is entered, and that have the same rank with it, share a result."""
        key = id(result), said_of(score), points_of(score)
        found = self.alike.get(key)
        if found is None:
            found = self.alike[key] = self.writing.entered.number_of(self._written(score, result))
        return found


def write(*, edition, writing, standings, progress=None):
    """Write it, in the caller's transaction.

    Args:
        standings: unit pk → Standing, stored or new; at least those that anything is written of.
        progress: called now and then with (scores written, scores in all).
    """
    _write_standings(writing, standings)
    pk_of = {unit: standing.pk for unit, standing in standings.items()}
    written = _Counted(sum(len(getattr(writing, name)) for name in SCORES), progress)
    using = Score.objects.db
    delete_scores(rolled_up_in(edition))
    recomputed = ((*shape, pk) for pk, shape in writing.recomputed)
    update_rows(Score, COMPUTED_COLUMNS, written.now(recomputed), using=using)
    changed = ((cell, *shape, pk) for cell, pk, shape in writing.changed)
    update_rows(Score, WRITTEN_COLUMNS, written.now(changed), using=using)
    insert_rows(Score, NEW_COLUMNS, written.now(_new(writing, pk_of)), using=using)
    edition.criterion_statistics.all().delete()
    CriterionStatistic.objects.bulk_create(
        CriterionStatistic(edition=edition, **columns) for columns in writing.statistics
    )


def _new(writing, pk_of):
    """New scores as rows of a table."""
    origin = Score.Origin.ENTERED.value
    for unit, criterion, cell, shape in writing.entered:
        yield pk_of[unit], criterion, origin, cell, *shape
    origin = Score.Origin.ROLLED_UP.value
    nothing = "", *said_of(EnteredScore), *points_of(EnteredScore)
    for unit, criterion, shape in writing.rolled_up:
        yield pk_of[unit], criterion, origin, *nothing, *shape


class _Counted:
    """Counts rows as they are written."""

    def __init__(self, total, progress):
        self.total, self.progress, self.done = total, progress, 0

    def now(self, rows):
        for row in rows:
            yield row
            self.done += 1
            if self.progress is not None and self.done % TOLD_EVERY == 0:
                self.progress(self.done, self.total)


def _write_standings(writing, standings):
    rows = {True: [], False: []}
    for unit, columns in writing.standings.items():
        standing = standings[unit]
        set_columns(standing, columns)
        rows[standing.pk is None].append(standing)
    Standing.objects.bulk_create(rows[True], batch_size=BATCH)
    names = [*STANDING_COMPUTED, *STANDING_ENTERED]
    Standing.objects.bulk_create(
        rows[False], batch_size=BATCH, update_conflicts=True, unique_fields=["pk"], update_fields=names
    )
