"""What was entered in an edition, or an annex, as one short text: equal as long as nobody changes anything."""

import hashlib

from django.db.models import BigIntegerField
from django.db.models.functions import Cast

from indices.models import Annex, PointsField, Score

# What is entered in a score and in a standing, as it is entered; what is computed follows from it.
SCORE_COLUMNS = (
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
)
STANDING_COLUMNS = (
    "to_be_ranked",
    "block_id",
    "own_max_points",
    "stated_points",
    "stated_points_places",
    "stated_percent",
    "stated_percent_places",
    "stated_rank",
    "stated_band_id",
    "note",
)
CRITERION_COLUMNS = ("code", "parent_id", "max_points", "kind", "total_method", "position", "name")


def version_of(edition, *, standing=None, criteria_set=None):
    """The digest of everything that what an upload would change is reckoned from."""
    if standing is None:
        scores = Score.objects.filter(standing__edition=edition, origin=Score.Origin.ENTERED)
        standings, criteria = edition.standings.all(), edition.criteria_set.criteria.all()
    else:
        annex = Annex.objects.filter(standing=standing, criteria_set=criteria_set)
        scores = Score.objects.filter(annex__in=annex, origin=Score.Origin.ENTERED)
        standings, criteria = edition.standings.filter(pk=standing.pk), criteria_set.criteria.all()
    digest = hashlib.sha256()
    for rows, columns in (
        (criteria, ("pk", *CRITERION_COLUMNS)),
        (standings, ("unit_id", *STANDING_COLUMNS)),
        (scores, ("standing_id", "criterion_id", *SCORE_COLUMNS)),
    ):
        # One text a row, in the order of whatever tells the rows apart: the order they are stored in says nothing.
        for line in sorted(map(repr, rows.order_by().values_list(*_plain(rows.model, columns)))):
            digest.update(line.encode())
    return digest.hexdigest()


def _plain(model, columns):
    """Points as the whole numbers they are stored as: three hundred thousand decimals take a second to make."""
    return [
        Cast(name, BigIntegerField()) if isinstance(model._meta.get_field(name), PointsField) else name
        for name in ("id" if name == "pk" else name for name in columns)
    ]
