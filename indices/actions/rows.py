"""Scores by the hundred thousand: read, held and written as plain rows, without the weight of a model's objects."""

import json
from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from operator import attrgetter

from django.db.models import BigIntegerField, ExpressionWrapper, F

from indices.domain.figures import from_billionths
from indices.models import CriterionStatistic, PointsField, Score, Standing
from indices.models.fields import stored, trimmed
from reformtrack.bulk import insert_rows, update_rows

# What is entered, by a person or from a file, beside what is computed from it.
STANDING_ENTERED = (
    "stated_points",
    "stated_points_places",
    "stated_percent",
    "stated_percent_places",
    "stated_rank",
    "stated_band_id",
    "note",
)
SCORE_ENTERED = (
    "status",
    "entered_points",
    "self_points",
    "appraised_points",
    "reappraised_points",
    "survey_points",
    "own_max_points",
    "stated_points",
    "stated_points_places",
    "stated_percent",
    "stated_percent_places",
    "stated_rank",
    "cause",
    "explanation",
    "note",
    "upload_id",
    "sheet",
    "cell",
)
STANDING_COMPUTED = (
    "status",
    "points",
    "max_points",
    "percent",
    "rank",
    "band_id",
    "is_provisional",
    "missing",
    "total",
    "total_places",
    "shown_rank",
    "gap",
)
# What is computed of a score, but for its rank among others.
SCORE_COMPUTED = ("status", "points", "max_points", "percent", "is_provisional")
BATCH = 2000
TOLD_EVERY = 2000  # scores between two words of progress


def _points_of(model):
    return frozenset(field.name for field in model._meta.concrete_fields if isinstance(field, PointsField))


_POINTS = _points_of(Score)
# A cell's address is every score's own; whatever else is said of one is said of many in the same words.
ENTERED_SAID = tuple(name for name in SCORE_ENTERED if name not in _POINTS and name not in ("status", "cell"))
ENTERED_POINTS = tuple(name for name in SCORE_ENTERED if name in _POINTS)
COMPUTED_SAID, COMPUTED_POINTS = ("status", "is_provisional", "rank"), ("points", "max_points", "percent")
COMPUTED_COLUMNS = (*COMPUTED_SAID, *COMPUTED_POINTS)
WRITTEN_COLUMNS = ("cell", *ENTERED_SAID, *ENTERED_POINTS, *COMPUTED_COLUMNS)
NEW_COLUMNS = ("standing_id", "criterion_id", "origin", *WRITTEN_COLUMNS)
READ_SAID = ("cell", *ENTERED_SAID, *COMPUTED_SAID)
READ_POINTS = (*ENTERED_POINTS, *COMPUTED_POINTS)

said_of, points_of = attrgetter(*ENTERED_SAID), attrgetter(*ENTERED_POINTS)
computed_of = attrgetter(*COMPUTED_COLUMNS)
result_of = attrgetter("status.value", "provisional", "rank", "points", "max_points", "percent")


class EnteredScore:
    """A score that is entered: what `Score` says of one, at a tenth of the weight; there are 315,495 in a country.

    What is not set is what a score says of itself where nobody said it. Without a `pk` it is a new one.
    """

    pk = None
    status = Score.Status.SCORED.value
    entered_points = self_points = appraised_points = reappraised_points = survey_points = own_max_points = None
    stated_points = stated_points_places = stated_percent = stated_percent_places = stated_rank = None
    points = max_points = percent = rank = None
    is_provisional = False
    cause = explanation = note = sheet = cell = ""
    upload_id = None

    def copied(self):
        """Another that says the same of the same row."""
        other = EnteredScore()
        for name, value in vars(self).items():
            setattr(other, name, value)
        return other


class Figures(dict):
    """Whole billionths → points, each value made once."""

    def __missing__(self, count):
        found = self[count] = trimmed(from_billionths(count))
        return found


class WholeBillionths(dict):
    """Points as they are stored, each value reckoned once: a country's scores are some hundred different figures."""

    def __missing__(self, value):
        found = self[value] = None if value is None else stored(value)
        return found


def billionths(name):
    """A column of points as it is stored: whole numbers are read ten times faster than decimals are made."""
    return ExpressionWrapper(F(name), output_field=BigIntegerField())


def entered_rows(scores, *named):
    """What is entered, read without models.

    Args:
        scores: a query of scores.
        named: of what else each is told (`standing_id`, `criterion__code`), before the score.

    Yields:
        (*named, `EnteredScore`).
    """
    figures, words = Figures(), {}
    raw = {f"raw_{name}": billionths(name) for name in READ_POINTS}
    rows = scores.filter(origin=Score.Origin.ENTERED).annotate(**raw)
    known, split = len(named), len(named) + 1 + len(READ_SAID)
    for row in rows.values_list(*named, "pk", *READ_SAID, *raw).iterator(chunk_size=BATCH):
        score = EnteredScore()
        score.pk = row[known]
        for name, value in zip(READ_SAID, row[known + 1 : split], strict=True):
            if value is not None and value != "":
                setattr(score, name, value if name == "cell" else words.setdefault(value, value))
        for name, count in zip(READ_POINTS, row[split:], strict=True):
            if count is not None:
                setattr(score, name, figures[count])
        yield *row[:known], score


def entered_in(edition):
    """Everything entered in an edition, as `queries.entries.entered` tells it, but light.

    Returns:
        [(Standing, {criterion code: EnteredScore})], units in the order of the alphabet.
    """
    scores = defaultdict(dict)
    found = Score.objects.filter(standing__edition=edition).order_by("criterion__position")
    codes = {}
    for standing, code, score in entered_rows(found, "standing_id", "criterion__code"):
        scores[standing][codes.setdefault(code, code)] = score
    standings = edition.standings.select_related("unit", "block", "stated_band").order_by("unit__sort_key", "pk")
    return [(standing, scores.get(standing.pk, {})) for standing in standings]


class Rows:
    """Many rows, of which whatever several say alike is held once.

    Args:
        keys: how many values of each row are its own; they come first.
    """

    def __init__(self, keys):
        self.keys = tuple([] for _key in range(keys))
        self.shape_of, self.shapes = [], {}

    def add(self, shape, *keys):
        for column, key in zip(self.keys, keys, strict=True):
            column.append(key)
        self.shape_of.append(self.shapes.setdefault(shape, len(self.shapes)))

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
            standings={unit: _value(columns, _points_of(Standing)) for unit, columns in values["standings"]},
            statistics=[_value(columns, _points_of(CriterionStatistic)) for columns in values["statistics"]],
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
    _add_scores(writing, dict(edition.criteria_set.criteria.values_list("code", "pk")), drafts, computed, touched)
    writing.statistics = [
        {"block_id": block, "criterion_id": criterion, **columns}
        for (block, criterion), columns in computed.statistics.items()
    ]
    return writing


def _add_scores(writing, criterion_pk, drafts, computed, touched):
    """What is new is put in, rolled up or entered; what is known is brought up to date."""
    whole = WholeBillionths()

    def reckoned(result):
        status, provisional, rank, *points = result_of(result)
        return status, provisional, rank, *(whole[value] for value in points)

    def written(score, result):
        return *said_of(score), *(whole[value] for value in points_of(score)), *reckoned(result)

    for unit, results in computed.scores.of_units.items():
        scores = drafts[unit].scores
        for code, result in results.items():
            score = scores.get(code)
            if score is None:
                writing.rolled_up.add(reckoned(result), unit, criterion_pk[code])
            elif score.pk is None:
                if isinstance(score, EnteredScore):
                    writing.entered.add(written(score, result), unit, criterion_pk[code], score.cell)
            elif id(score) in touched:
                writing.changed.add(written(score, result), score.cell, score.pk)
            elif computed_of(score) != result_of(result):
                writing.recomputed.add(reckoned(result), score.pk)


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


def rewrite_scores(scores):
    """Write all that is entered and computed of stored scores, many at a time."""
    whole, said = WholeBillionths(), attrgetter(*WRITTEN_COLUMNS)
    in_billionths = [name in _POINTS for name in WRITTEN_COLUMNS]
    rows = (
        (
            *(whole[value] if points else value for value, points in zip(said(score), in_billionths, strict=True)),
            score.pk,
        )
        for score in scores
    )
    update_rows(Score, WRITTEN_COLUMNS, rows, using=Score.objects.db)


def differs(row, columns):
    """Does a row say otherwise than the columns?"""
    return any(getattr(row, name) != value for name, value in columns.items())


def set_columns(row, columns):
    for name, value in columns.items():
        setattr(row, name, value)


def rolled_up_in(edition):
    """Scores of an edition that are computed from those below them.

    Named by their standings, without a join: a database that takes the tables for empty, as it does where all was
    written within one transaction, finds them by their key, and does not compare each score with every other.
    """
    standings = list(edition.standings.values_list("pk", flat=True))
    return Score.objects.filter(standing__in=standings, origin=Score.Origin.ROLLED_UP)


def delete_scores(scores):
    """Delete scores of a draft by the hundred thousand: Django would load each, to see whether a source is cited."""
    Score.sources.through.objects.filter(score__in=scores).delete()
    scores._raw_delete(scores.db)
