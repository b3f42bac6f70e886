"""Scores by the hundred thousand: read, held and written as plain rows, without the weight of a model's objects."""

from collections import defaultdict
from operator import attrgetter

from django.db.models import BigIntegerField, ExpressionWrapper, F

from indices.domain.figures import from_billionths
from indices.models import PointsField, Score
from indices.models.fields import stored, trimmed
from reformtrack.bulk import update_rows

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


def points_columns(model):
    return frozenset(field.name for field in model._meta.concrete_fields if isinstance(field, PointsField))


_POINTS = points_columns(Score)
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
