"""What ranks the units of an edition may have: what rounding hides of printed totals, what a survey leaves open.

A band is of units ranked against each other: where the total of one of them is not known, none of them has a band.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from indices.domain.figures import HUNDRED, billionths, cut_quotient
from indices.domain.rank_bands import (
    RankBand,
    Span,
    chance_bands,
    error_at_most,
    printed_span,
    rounding_bands,
)
from indices.domain.ranking import RankingValue, common_factors
from indices.models import Criterion, Depth, Score, Standing
from indices.queries.heat import is_ordinary, open_criteria
from records.keeping import kept

WHOLLY_SURVEYS = ("sipas", "papi")  # families of indices all of whose points rest on answers
ASKED = (Criterion.Method.SATISFACTION, Criterion.Method.SURVEY)
DRAWS = 500


class Lack(StrEnum):
    """Why the units of a block have no bands."""

    TOTALS = "totals"  # not everybody's total is known
    SCALES = "scales"  # some have a maximum and others none
    ANSWERS = "answers"  # how many points rest on answers is not known of everybody


class Assumed(NamedTuple):
    """What is taken of a survey: valid answers a unit, and the design effect."""

    size: int
    design: Fraction = Fraction(1)


@dataclass(frozen=True, slots=True)
class Total:
    """What a unit is ranked by; `places`: it was printed with, `None` if it is exact. `value`: `None` without one."""

    unit: int
    value: RankingValue | None
    places: int | None


@dataclass(frozen=True)
class BlockBands:
    """The bands of the units ranked against each other.

    Args:
        bands: unit id -> its band; empty where there are none.
        known: how many totals are known; `ranked`: of how many units, `None` where nobody knows.
        printed: how many of the totals are printed figures.
    """

    known: int
    ranked: int | None
    printed: int
    lack: Lack | None = None
    bands: dict[int, RankBand] = field(default_factory=dict)

    @property
    def uncertain(self):
        """Units that may stand at more than one rank."""
        return [unit for unit, band in self.bands.items() if not band.is_certain]


class Asked(NamedTuple):
    """Which points of an edition rest on answers: all of them, or those of some criteria (ids)."""

    whole: bool
    criteria: tuple[int, ...] = ()
    maximum: int | None = None  # of those criteria together, in billionths


# What an edition holds


def totals_of(edition):
    """What everybody who is to be ranked is ranked by (rule 7): block id (`None`: undivided) -> [Total]."""
    columns = (
        "unit_id",
        "block_id",
        "status",
        "stated_percent",
        "stated_percent_places",
        "stated_points",
        "stated_points_places",
        "points",
        "max_points",
    )
    found = defaultdict(list)
    for row in edition.standings.filter(to_be_ranked=True).order_by("pk").values_list(*columns, named=True):
        found[row.block_id].append(Total(row.unit_id, *_ranked_by(row)))
    return found


def _ranked_by(row):
    """(what a standing is ranked by, the places it was printed with)."""
    if row.status == Standing.Status.NOT_PUBLISHED:
        return None, None
    if row.stated_percent is not None:
        return RankingValue(billionths(row.stated_percent), HUNDRED), row.stated_percent_places
    points, places = row.points, None
    if row.stated_points is not None:
        points, places = row.stated_points, row.stated_points_places
    if points is None:
        return None, None
    return RankingValue(billionths(points), None if row.max_points is None else billionths(row.max_points)), places


def asked_in(edition):
    """Which points rest on answers, as deep as readers see the edition; `None` where that is not known of any."""
    if edition.index.family in WHOLLY_SURVEYS:
        return Asked(whole=True)
    criteria = open_criteria(edition)
    inner = {criterion.parent_id for criterion in criteria}
    if edition.depth != Depth.FULL:
        inner |= set(_parents_below(edition))
    leaves = [
        criterion
        for criterion in criteria
        if criterion.pk not in inner and criterion.method in ASKED and is_ordinary(criterion)
    ]
    if not leaves or any(criterion.max_points is None for criterion in leaves):
        return None
    if not Score.objects.filter(standing__edition=edition, criterion__in=leaves).exists():
        return None  # totals alone are published
    return Asked(False, tuple(leaf.pk for leaf in leaves), sum(billionths(leaf.max_points) for leaf in leaves))


def _parents_below(edition):
    """Criteria that have others below them, seen by readers or not."""
    below = Criterion.objects.filter(criteria_set=edition.criteria_set_id, parent__isnull=False)
    return below.values_list("parent_id", flat=True).distinct()


# What rounding hides


def spans_of(totals):
    """What each total may have been before it was printed, on one scale: unit id -> Span.

    Args:
        totals: of one block, each with a value.

    Returns:
        `None` where some have a maximum and others none.
    """
    factors = common_factors(total.value.maximum for total in totals)
    if factors is None:
        return None
    found = {}
    for total in totals:
        points, factor = total.value.points, factors[total.value.maximum]
        span = Span(points, points) if total.places is None else printed_span(points, total.places)
        found[total.unit] = Span(span.low * factor, span.high * factor)
    return found


def _rounding(totals):
    spans = spans_of(totals)
    return (Lack.SCALES, {}) if spans is None else (None, rounding_bands(spans))


# What a survey leaves open


def errors_of(edition, totals, *, asked, assumed):
    """The standard error of what each unit is ranked by, in the figure that `_in_one_figure` gives: unit id -> error.

    This is the one place where errors come in. Here they are the largest that so many answers allow; of units whose
    answers are stored, the errors that those give take their place here.

    Returns:
        `None` where it is not known of everybody how many points rest on answers.
    """
    if asked.whole:
        parts = {total.unit: (total.value.points, total.value.maximum) for total in totals}
    else:
        parts = _answered(edition, asked.criteria)
    found = {}
    for total in totals:
        points, maximum = parts.get(total.unit, (None, None))
        if points is None or maximum is None:
            return None
        error = error_at_most(points, maximum, size=assumed.size, design=assumed.design)
        found[total.unit] = _in_one_figure(RankingValue(error, total.value.maximum))
    return found


def _answered(edition, criteria):
    """Points that rest on answers, and their maximum, in billionths: unit id -> (points, maximum).

    What does not apply to a unit counts in neither; a unit with a score that is lacking is left out.
    """
    found, lacking = defaultdict(lambda: [0, 0]), set()
    rows = Score.objects.filter(standing__edition=edition, criterion__in=criteria)
    for unit, status, points, maximum in rows.values_list("standing__unit_id", "status", "points", "max_points"):
        parts = found[unit]
        if status == Score.Status.NOT_APPLICABLE:
            continue
        if points is None or maximum is None:
            lacking.add(unit)
            continue
        parts[0] += billionths(points)
        parts[1] += billionths(maximum)
    return {unit: tuple(parts) for unit, parts in found.items() if unit not in lacking}


def _in_one_figure(value):
    """Billionths of a percent, or of a point where there is no maximum."""
    return value.points if value.maximum is None else cut_quotient(value.points * HUNDRED, value.maximum)


def _chance(edition, totals, asked, assumed):
    if common_factors(total.value.maximum for total in totals) is None:
        return Lack.SCALES, {}
    errors = errors_of(edition, totals, asked=asked, assumed=assumed)
    if errors is None:
        return Lack.ANSWERS, {}
    middle = {str(total.unit): _in_one_figure(total.value) for total in totals}
    bands = chance_bands(middle, {str(unit): error for unit, error in errors.items()}, draws=DRAWS)
    return None, {int(unit): band for unit, band in bands.items()}


# The bands


def bands_of(edition, *, asked=None, assumed=None):
    """The bands of every block: block id (`None`: undivided) -> BlockBands.

    Args:
        asked, assumed: which points rest on answers, and on how many; without them only rounding counts.

    Made once for an edition and what is assumed, as long as neither code nor data change.
    """
    made = kept(
        lambda: {block: _plain(found) for block, found in make_bands(edition, asked=asked, assumed=assumed).items()},
        "rank bands",
        edition.pk,
        edition.depth,
        assumed,
    )
    return {block: _whole(row) for block, row in made.items()}


def make_bands(edition, *, asked=None, assumed=None):
    """`bands_of`, made anew."""
    rolls = {block.pk: block for block in edition.blocks.all()}
    return {
        block: _bands_of_block(edition, rolls.get(block, edition), totals, asked, assumed)
        for block, totals in totals_of(edition).items()
    }


def _bands_of_block(edition, roll, totals, asked, assumed):
    known = [total for total in totals if total.value is not None]
    told = {
        "known": len(known),
        "ranked": roll.ranked_in_all(len(totals)),
        "printed": sum(total.places is not None for total in known),
    }
    if len(known) < len(totals) or roll.is_partial(len(totals)):
        return BlockBands(**told, lack=Lack.TOTALS)
    lack, bands = _rounding(known) if assumed is None else _chance(edition, known, asked, assumed)
    return BlockBands(**told, lack=lack, bands=bands)


def _plain(found):
    bands = {unit: [band.best, band.worst] for unit, band in found.bands.items()}
    return [found.known, found.ranked, found.printed, found.lack and found.lack.value, bands]


def _whole(row):
    known, ranked, printed, lack, bands = row
    return BlockBands(
        known, ranked, printed, lack and Lack(lack), {unit: RankBand(*ends) for unit, ends in bands.items()}
    )
