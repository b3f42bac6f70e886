"""A few units of one index over the years: official figures, and those on the criteria common to all years."""

from collections import Counter
from dataclasses import dataclass, field
from itertools import pairwise

from django.db.models import Count

from indices.domain.history import Links, Year
from indices.domain.like_for_like import Common, Line, common_ground, lines, ranks_like_for_like
from indices.models import Criterion, CriterionStatistic, Depth, Edition, Index, Standing
from indices.queries.history import Crosswalks, years_of
from indices.queries.lineage import ChangesOfField
from indices.queries.units import kinds_of_links
from reformtrack.text import fold
from units.models import Unit
from units.queries import matching

MOST = 8  # units side by side
MOST_LISTED = 100  # units that a list to choose from still holds
MOST_FOUND = 12  # units offered for what somebody typed
MANY = 500  # units whose every figure is not read to rank them on common ground


@dataclass
class Trends:
    """What the page of trends is made of.

    Attributes:
        editions: published ones of one kind of period, oldest first; `years` the same as plain years, with everybody's
            totals, and with the scores that the question needs.
        steps: how the criteria of each go on in the next one (`None`: the same set).
        kinds: (set, next set) -> Counter of the kinds of links between them.
        units: those asked for that stand in any of the editions, in the order asked for.
        criteria: set id -> code -> Criterion that readers may see, of the first and the last edition's sets.
        scored: places of the editions that hold more than totals; what is common is common to these.
        common, ground, ranks: on the criteria that those have in common, each with a value for one of `scored`; `None`
            where that was not asked for, and `ranks` where there are too many units to rank them.
        standings: (edition id, slug of a unit) -> its Standing.
        statistics: (edition id, code) -> what everybody got there, where figures below the total are asked for.
        deciding: by what decision the number of units changed.
    """

    index: Index
    editions: list[Edition]
    years: list[Year]
    steps: list[Links | None]
    kinds: dict[tuple[int, int], Counter]
    units: list[Unit]
    standings: dict[tuple[int, str], Standing]
    scored: list[int]
    criteria: dict[int, dict[str, Criterion]]
    common: Common | None = None
    ground: dict[str, Line] = field(default_factory=dict)
    ranks: list[dict[str, int | None]] | None = None
    statistics: dict[tuple[int, str], CriterionStatistic] = field(default_factory=dict)
    deciding: ChangesOfField | None = None


def periods_of(index):
    """Kinds of periods that an index has published editions of, whole years first, with their number."""
    counts = dict(
        Edition.objects.published()
        .filter(index=index)
        .order_by()
        .values_list("period")
        .annotate(Count("pk"))
        .values_list("period", "pk__count")
    )
    return {period: counts[period] for period in Edition.Period.values if period in counts}


def trends_of(index, *, editions, slugs, between=("", ""), on_common_ground=False, ranked=False, below=False):
    """Read them, in a number of queries that grows neither with years nor with units.

    Args:
        editions: of `editions_of_period`.
        slugs: of the units; at most `MOST` of those that stand in an edition are taken.
        between: labels of the first and the last edition; empty, or none of the index: from its first, to its last.
        on_common_ground: whether the criteria that all years have in common are looked for.
        ranked: whether everybody is ranked on them.
        below: whether figures below the total are asked for.
    """
    editions = _between(editions, *between)
    units = units_asked_for(editions, slugs)
    rivals = on_common_ground and ranked and _are_few(editions)
    depth = None if on_common_ground or below else Depth.TOTALS
    of = None if rivals else [unit.pk for unit in units]
    years = years_of(editions, of=of, depth=depth) if editions else []
    walks = Crosswalks(index.pk)
    sets = [edition.criteria_set_id for edition in editions]
    trends = Trends(
        index=index,
        editions=editions,
        years=years,
        steps=[walks.between(older, newer) for older, newer in pairwise(sets)],
        kinds=kinds_of_links([index.pk]),
        units=units,
        standings=_standings(editions, units),
        statistics=_statistics(editions) if below and not on_common_ground else {},
        criteria=_criteria(editions),
        scored=[place for place, year in enumerate(years) if year.criteria],
        deciding=ChangesOfField(index.level, index.within_id),
    )
    if on_common_ground:
        _add_common_ground(trends, walks, rivals)
    return trends


def _add_common_ground(trends, walks, ranked):
    years = [trends.years[place] for place in trends.scored]
    sets = [trends.editions[place].criteria_set_id for place in trends.scored]
    trends.common = common_ground(years, [walks.between(older, newer) for older, newer in pairwise(sets)])
    trends.ground = lines(years, trends.common, [unit.slug for unit in trends.units])
    if ranked:
        trends.ranks = ranks_like_for_like(years, trends.common)


def editions_of_period(index, period):
    """Published editions of one kind of period, oldest first."""
    return list(
        Edition.objects.published()
        .filter(index=index, period=period)
        .select_related("index", "criteria_set__decision", "decision")
        .order_by("ends_on", "starts_on")
    )


def _between(editions, first, last):
    labels = [edition.label for edition in editions]
    start = labels.index(first) if first in labels else 0
    end = labels.index(last) if last in labels else len(labels) - 1
    return editions[start : end + 1] or editions


def units_asked_for(editions, slugs):
    """Units that stand in one of the editions, in the order asked for, `MOST` of them."""
    wanted = list(dict.fromkeys(slug for slug in slugs if slug))[: 4 * MOST]
    found = Unit.objects.filter(slug__in=wanted, standings__edition__in=editions).distinct()
    by_slug = {unit.slug: unit for unit in found}
    return [by_slug[slug] for slug in wanted if slug in by_slug][:MOST]


def units_to_choose(editions):
    """Everybody who stands in one of the editions, by the alphabet; `None` where they are too many for a list."""
    found = list(_units_of(editions).in_order()[: MOST_LISTED + 1])
    return found if len(found) <= MOST_LISTED else None


def units_meant(editions, words):
    """Units that somebody may have meant: the one of this slug, else those whose name holds the words."""
    units = _units_of(editions)
    exact = list(units.filter(slug=words))
    if exact or not fold(words):
        return exact
    return list(units.filter(matching(words)).in_order()[: MOST_FOUND + 1])


def _units_of(editions):
    return Unit.objects.filter(pk__in=Standing.objects.filter(edition__in=editions).values("unit"))


def first_units(edition, number):
    """Slugs of the first of an edition; the first in the alphabet where nobody is ranked."""
    best = edition.standings.order_by("shown_rank", "unit__sort_key")
    ranked = best.filter(shown_rank__isnull=False).values_list("unit__slug", flat=True)[:number]
    return list(ranked or best.values_list("unit__slug", flat=True)[:number])


def _are_few(editions):
    counts = Standing.objects.filter(edition__in=editions).order_by().values("edition").annotate(number=Count("pk"))
    return all(row["number"] <= MANY for row in counts)


def _statistics(editions):
    """(edition id, code of a criterion) -> what everybody got there; of undivided editions alone."""
    statistics = CriterionStatistic.objects.filter(
        edition__in=editions, block__isnull=True, criterion__isnull=False
    ).select_related("criterion")
    return {(found.edition_id, found.criterion.code): found for found in statistics}


def _criteria(editions):
    """Set id -> code -> Criterion in tree order, as deep as the first and the last edition are open."""
    ends = [edition for edition in (*editions[:1], *editions[-1:]) if edition.depth in (Depth.FIELDS, Depth.FULL)]
    found = {edition.criteria_set_id: {} for edition in ends}
    depth = {edition.criteria_set_id: edition.depth for edition in ends}
    for criterion in Criterion.objects.filter(criteria_set__in=found).order_by("position", "pk"):
        if criterion.parent_id is None or depth[criterion.criteria_set_id] == Depth.FULL:
            found[criterion.criteria_set_id][criterion.code] = criterion
    return found


def _standings(editions, units):
    """(edition id, slug of a unit) -> Standing."""
    found = Standing.objects.filter(edition__in=editions, unit__in=units).select_related("unit")
    return {(standing.edition_id, standing.unit.slug): standing for standing in found}
