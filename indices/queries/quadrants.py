"""Two figures of the same units and year side by side: what there is to choose from, and the figures themselves.

Which figures there are is asked of the statistics stored with the editions, not of the scores.
"""

import re
from dataclasses import dataclass
from fractions import Fraction

from django.db.models import F, Q

from indices.domain.dossiers import is_of_procedures
from indices.domain.quadrants import quadrants_of
from indices.models import Criterion, CriterionStatistic, Depth, Edition, Score, Standing

# Indices that ask people and firms; every other one is reckoned from what offices have and do.
OPINIONS = ("sipas", "papi", "pci", "ddci")
BY_RECORDS = ("par",)
OF_PEOPLE = re.compile(r"người dân|hài lòng")
FEWEST = 8  # dots that make a picture worth looking at


@dataclass(frozen=True)
class Measure:
    """A total, or a field, of one edition."""

    edition: Edition
    criterion: Criterion | None = None

    @property
    def key(self):
        """As it stands in an address: `sipas`, `par-province:3`."""
        slug = self.edition.index.slug
        return f"{slug}:{self.criterion.code}" if self.criterion else slug

    @property
    def is_opinion(self):
        return self.edition.index.family in OPINIONS

    @property
    def is_of_procedures(self):
        return self.criterion is not None and is_of_procedures(self.criterion.name)

    @property
    def is_of_people(self):
        return self.criterion is not None and bool(OF_PEOPLE.search(self.criterion.name.casefold()))


@dataclass
class Pair:
    """Two measures and where units lie between them; `quadrants` is `None` where no unit has both."""

    inner: Measure
    outer: Measure
    quadrants: object = None

    @property
    def dots(self):
        return self.quadrants.dots if self.quadrants else ()


def measures_beside(edition):
    """[Measure] of the same units and year as an edition, its own first, as deep as readers see; two queries.

    The sample stands beside the sample alone.
    """
    index = edition.index
    others = (
        Edition.objects.published()
        .filter(
            Q(starts_on=edition.starts_on, ends_on=edition.ends_on),
            index__level=index.level,
            index__within=index.within_id,
            index__is_sample=index.is_sample,
        )
        .exclude(index=index)
        .select_related("index")
        .order_by("index__position", "index__slug")
    )
    editions = [edition, *others]
    deep = [each.pk for each in editions if each.depth not in (Depth.TOTALS, Depth.PARTS)]
    is_total = Q(criterion__isnull=True)
    is_field = Q(
        criterion__parent__isnull=True, criterion__kind=Criterion.CriterionKind.ORDINARY, edition__in=deep
    ) & Q(criterion__isnull=False)
    known = (
        CriterionStatistic.objects.filter(is_total | is_field, edition__in=editions)
        .select_related("criterion")
        .order_by(F("criterion__position").asc(nulls_first=True), "pk")
    )
    found = {each.pk: {} for each in editions}
    for statistic in known:
        found[statistic.edition_id].setdefault(statistic.criterion_id, statistic.criterion)
    return [Measure(each, criterion) for each in editions for criterion in found[each.pk].values()]


def usual_pairs(edition, measures):
    """[(inner, outer)] in which an edition is looked at: procedures first, then totals, against what people say.

    Without another index of the same units, a field by the records is set against the one that is about people.
    """
    inner = [one for one in measures if one.edition.index.family in BY_RECORDS and not one.is_opinion]
    inner = [one for one in inner if one.is_of_procedures or one.criterion is None]
    outer = [one for one in measures if one.is_opinion and (one.criterion is None or one.is_of_procedures)]
    inner.sort(key=lambda one: one.criterion is None)
    outer.sort(key=lambda one: (OPINIONS.index(one.edition.index.family), one.criterion is None))
    pairs = [(one, other) for one in inner for other in outer if edition in (one.edition, other.edition)]
    if pairs:
        return pairs
    own = [one for one in measures if one.edition == edition and one.criterion]
    people = [one for one in own if one.is_of_people]
    return [(one, other) for one in own if one.is_of_procedures for other in people[:1] if one != other]


def pairs_of(wanted):
    """[Pair] of (inner, outer), read in two queries however many there are."""
    measures = {one.key: one for pair in wanted for one in pair}
    shares, places = _totals([one for one in measures.values() if one.criterion is None])
    shares |= _fields([one for one in measures.values() if one.criterion is not None])
    return [
        Pair(
            inner,
            outer,
            quadrants_of(shares.get(inner.key, {}), shares.get(outer.key, {}), outer_places=places.get(outer.key)),
        )
        for inner, outer in wanted
    ]


def _totals(measures):
    """({key: {unit: share}}, {key: {unit: (published rank, of how many)}})."""
    key_of = {one.edition.pk: one for one in measures}
    shares, places = {one.key: {} for one in measures}, {one.key: {} for one in measures}
    in_all = {}
    columns = (
        "edition_id",
        "unit__slug",
        "block_id",
        "shown_rank",
        "stated_percent",
        "percent",
        "points",
        "max_points",
    )
    rows = list(Standing.objects.filter(edition__in=key_of, to_be_ranked=True).in_order().values_list(*columns))
    for edition, _unit, _block, rank, *_figures in rows:
        in_all[edition] = in_all.get(edition, 0) + (rank is not None)
    for edition, unit, block, rank, stated, percent, points, maximum in rows:
        one = key_of[edition]
        share = _share(points, maximum, percent if stated is None else stated)
        if share is not None:
            shares[one.key][unit] = share
        of = one.edition.ranked_in_all(in_all[edition])
        if rank is not None and of and block is None:
            places[one.key][unit] = (rank, of)
    return shares, places


def _fields(measures):
    by_place = {(one.edition.pk, one.criterion.pk): one.key for one in measures}
    shares = {key: {} for key in by_place.values()}
    wanted = Q(pk__in=[])
    for edition, criterion in by_place:
        wanted |= Q(standing__edition=edition, criterion=criterion, standing__to_be_ranked=True)
    columns = ("standing__edition_id", "criterion_id", "standing__unit__slug", "points", "max_points", "percent")
    scores = Score.objects.filter(wanted).order_by("standing__unit__sort_key", "pk").values_list(*columns)
    for edition, criterion, unit, points, maximum, percent in scores:
        share = _share(points, maximum, percent)
        if share is not None:
            shares[by_place[edition, criterion]][unit] = share
    return shares


def _share(points, maximum, percent):
    """The exact share where there are points, else the published percent."""
    if points is not None and maximum:
        return Fraction(points) / Fraction(maximum)
    return None if percent is None else Fraction(percent) / 100
