"""Reads that span models."""

from collections import defaultdict
from operator import attrgetter

from indices.domain.values import (
    BandRule,
    CriteriaTree,
    CriterionNode,
    ScoreEntry,
    ScoreStatus,
    StandingEntry,
    Stated,
    TotalMethod,
)
from indices.domain.values import CriterionKind as Kind
from indices.models import Score

# Of a score, what the rules ask for.
_said_in = attrgetter(
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
)
UNDIVIDED = ""  # the block of an edition that has no blocks


def tree_of(criteria_set, criteria=None):
    """The criteria of a set as the domain's tree, in the order of the set."""
    if criteria is None:
        criteria = list(criteria_set.criteria.order_by("position", "pk"))
    code_of = {criterion.pk: criterion.code for criterion in criteria}
    return CriteriaTree(
        nodes=tuple(
            CriterionNode(
                code=criterion.code,
                parent=code_of.get(criterion.parent_id),
                max_points=criterion.max_points,
                kind=Kind(criterion.kind),
                total_method=TotalMethod(criterion.total_method) if criterion.total_method else None,
            )
            for criterion in criteria
        ),
        total_method=TotalMethod(criteria_set.index.total_method),
        max_points=criteria_set.max_points,
        bonus_cap=criteria_set.bonus_cap,
        penalty_cap=criteria_set.penalty_cap,
    )


class SameEntries(dict):
    """What is entered in scores -> the domain's value, one for all that say the same: a country enters the same few
    hundred figures three hundred thousand times, and the domain reckons each but once."""

    def of(self, score):
        said = _said_in(score)
        found = self.get(said)
        if found is None:
            found = self[said] = score_entry(score)
        return found


def _stated(figure, places):
    return None if figure is None else Stated(figure, places)


def score_entry(score):
    """What was entered in a score, as the domain's value."""
    return ScoreEntry(
        status=ScoreStatus(score.status),
        points=score.entered_points,
        self_points=score.self_points,
        appraised_points=score.appraised_points,
        reappraised_points=score.reappraised_points,
        survey_points=score.survey_points,
        max_points=score.own_max_points,
        stated_points=_stated(score.stated_points, score.stated_points_places),
        stated_percent=_stated(score.stated_percent, score.stated_percent_places),
        stated_rank=score.stated_rank,
    )


def standing_entry(standing, scores, same=None):
    """What was entered for a unit, as the domain's value. Its status is not: that follows from the figures.

    Args:
        scores: criterion code -> Score, entered ones only.
        same: shared by the units of an edition.
    """
    same = SameEntries() if same is None else same
    return StandingEntry(
        scores={code: same.of(score) for code, score in scores.items()},
        block=standing.block.slug if standing.block_id else UNDIVIDED,
        to_be_ranked=standing.to_be_ranked,
        max_points=standing.own_max_points,
        stated_points=_stated(standing.stated_points, standing.stated_points_places),
        stated_percent=_stated(standing.stated_percent, standing.stated_percent_places),
        stated_rank=standing.stated_rank,
    )


def band_rules(edition):
    """The bands of an edition as the domain's values, keyed by name."""
    return tuple(BandRule(label=band.name, lower=band.lower, upper=band.upper) for band in edition.bands.all())


def entered(edition):
    """Everything entered in an edition.

    Returns:
        [(Standing, {criterion code: Score})], units in the order of the alphabet.
    """
    scores = defaultdict(dict)
    for score in (
        Score.objects.filter(standing__edition=edition, origin=Score.Origin.ENTERED)
        .select_related("criterion")
        .order_by("criterion__position")
    ):
        scores[score.standing_id][score.criterion.code] = score
    standings = edition.standings.select_related("unit", "block", "stated_band").order_by("unit__sort_key", "pk")
    return [(standing, scores.get(standing.pk, {})) for standing in standings]
