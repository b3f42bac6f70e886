"""Reads of the reader's own unit for the home page: where it stands in each index, beside whom, what it lost."""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import islice, pairwise

from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce

from indices.domain.alert_years import LookingBack
from indices.domain.continuing import Before
from indices.models import Criterion, Depth, Edition, Responsibility, Score, Standing, Target
from indices.queries.alerts import facts_of, in_a_row
from indices.queries.edition_alerts import YEARS_BACK
from indices.queries.history import Crosswalks, years_of
from indices.queries.ranking import edition_before
from indices.queries.site import RESULT_KNOWN, by_index, published_editions

FALLS = 3
ALERTS = 3


@dataclass
class OwnResult:
    """The reader's own unit in the newest edition of an index that knows it."""

    standing: Standing
    previous: Edition | None  # the edition right before
    before: Standing | None  # the unit in it
    above: Standing | None = None
    below: Standing | None = None
    targets: list = field(default_factory=list)  # Targets of the year
    earlier: list = field(default_factory=list)  # editions before it without a gap, newest first

    @property
    def is_comparable(self):
        """Is there a result of the edition before, scored by the same criteria set?"""
        return self.before is not None and self.previous.criteria_set_id == self.standing.edition.criteria_set_id


def own_results(unit):
    """[OwnResult] of a unit, in the order of the indices."""
    indices = Standing.objects.filter(unit=unit).values("edition__index")
    editions = published_editions(is_sample=unit.is_sample, index__in=indices)
    standings = list(
        Standing.objects.filter(RESULT_KNOWN, unit=unit, edition__in=editions).select_related(
            "edition__index", "edition__criteria_set", "unit", "block"
        )
    )
    of_edition = {standing.edition_id: standing for standing in standings}
    found = []
    for sisters in by_index(editions):
        newest = next((edition for edition in sisters if edition.pk in of_edition), None)
        if newest is None:
            continue
        previous = edition_before(newest, sisters)
        found.append(
            OwnResult(
                standing=of_edition[newest.pk],
                previous=previous,
                before=of_edition.get(previous.pk) if previous else None,
                earlier=_years_before(newest, sisters),
            )
        )
    _find_neighbours(found)
    _find_targets(unit, found)
    return found


def _years_before(edition, sisters):
    earlier = [other for other in sisters if other.period == edition.period and other.ends_on < edition.starts_on]
    return in_a_row(edition, earlier)[:YEARS_BACK]


def _find_neighbours(results):
    """Fill in who stands next above and next below, within the block; two queries however many results."""
    peers = Standing.objects.filter(edition=OuterRef("edition")).annotate(own_block=Coalesce("block", 0))
    peers = peers.filter(own_block=OuterRef("own_block"))
    above = peers.filter(shown_rank__lt=OuterRef("shown_rank")).order_by("-shown_rank", "unit__sort_key", "pk")
    below = peers.filter(shown_rank__gt=OuterRef("shown_rank")).order_by("shown_rank", "unit__sort_key", "pk")
    rows = {
        pk: (up, down)
        for pk, up, down in Standing.objects.filter(
            pk__in=[result.standing.pk for result in results], shown_rank__isnull=False
        )
        .annotate(own_block=Coalesce("block", 0))
        .values_list("pk", Subquery(above.values("pk")[:1]), Subquery(below.values("pk")[:1]))
    }
    ids = {pk for pair in rows.values() for pk in pair if pk}
    standings = Standing.objects.select_related("unit", "edition__index").in_bulk(ids)
    for result in results:
        up, down = rows.get(result.standing.pk, (None, None))
        result.above, result.below = standings.get(up), standings.get(down)


def _find_targets(unit, results):
    """Fill in what the unit's own plans wanted of the years."""
    targets = defaultdict(list)
    for target in Target.objects.filter(unit=unit).order_by("kind"):
        targets[target.index_id, target.year].append(target)
    for result in results:
        edition = result.standing.edition
        result.targets = targets[edition.index_id, edition.year]


@dataclass
class Fall:
    """A component in which the reader's own unit lost: its share of the maximum, in per cent, now and before."""

    result: OwnResult
    criterion: Criterion
    before: Decimal
    now: Decimal
    leads: list  # Units in charge of it, where they are known


def falls_of(unit, results):
    """The components (at the top of their trees) that fell most since the edition before by the same criteria.

    Measured in per cent of the component's own maximum, so that indices of any scale can be compared; what has no
    maximum is not compared. What the index does not show to the public is not told.
    """
    pairs = {
        result.standing.pk: result
        for result in results
        if result.is_comparable and result.standing.edition.depth not in (Depth.TOTALS, Depth.PARTS)
    }
    scores = Score.objects.filter(
        standing__in=[*pairs, *(result.before.pk for result in pairs.values())],
        criterion__parent__isnull=True,
        criterion__kind=Criterion.CriterionKind.ORDINARY,
        percent__isnull=False,
    ).select_related("criterion")
    share = {(score.standing_id, score.criterion_id): score for score in scores}
    falls = []
    for (standing, criterion), score in share.items():
        result = pairs.get(standing)
        before = result and share.get((result.before.pk, criterion))
        if before and score.percent < before.percent:
            falls.append(Fall(result, score.criterion, before.percent, score.percent, []))
    falls.sort(key=lambda fall: (fall.now - fall.before, fall.criterion.position, fall.criterion.pk))
    falls = falls[:FALLS]
    in_charge = defaultdict(list)
    for one in Responsibility.objects.filter(
        criterion__in=[fall.criterion for fall in falls], within=unit
    ).select_related("lead"):
        in_charge[one.criterion_id].append(one.lead)
    for fall in falls:
        fall.leads = sorted(in_charge[fall.criterion.pk], key=lambda lead: (lead.sort_key, lead.pk))
    return falls


def alerts_of(unit, results):
    """The sudden falls of the reader's own unit over all indices, the farthest beyond its usual change first.

    Last places need everybody's figures and losses that last need everybody's leaves: the page of alerts has them, and
    the strip says which targets were missed. Five queries, however many indices.

    Returns:
        [(OwnResult, facts of `queries.alerts.facts_of`)], three at most.
    """
    spans = [(result, [result.standing.edition, *result.earlier]) for result in results if result.earlier]
    if not spans:
        return []
    wanted = [edition for _result, editions in spans for edition in editions]
    years = iter(years_of(wanted, of=[unit.pk], only=[unit.pk]))
    walks = Crosswalks(*{edition.index_id for edition in wanted})
    found = []
    for result, editions in spans:
        year, *then = islice(years, len(editions))
        steps = [walks.between(older.criteria_set_id, newer.criteria_set_id) for newer, older in pairwise(editions)]
        before = [Before(past, links) for past, links in zip(then, steps, strict=True)]
        found += [(result, facts_of(fall)) for fall in LookingBack(year, before).sudden_falls(unit.slug)]
    found.sort(key=lambda pair: pair[1]["change"] - pair[1]["usual"])
    return found[:ALERTS]


def criterion_names(results):
    """(set id, code) -> Criterion, of the criteria sets of some results; one query."""
    sets = {result.standing.edition.criteria_set_id for result in results}
    found = Criterion.objects.filter(criteria_set__in=sets)
    return {(criterion.criteria_set_id, criterion.code): criterion for criterion in found} if sets else {}
