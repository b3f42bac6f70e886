"""What one unit got: in every index over the years, and in one edition down to the last criterion."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Count, F, Q

from indices.domain.figures import percent_of
from indices.domain.ranking import are_quite_other_numbers
from indices.models import (
    Conflict,
    Criterion,
    CriterionLink,
    CriterionStatistic,
    Depth,
    Edition,
    Index,
    Score,
    Standing,
    StandingPart,
    Target,
)
from indices.queries.ranking import edition_before
from records.models import Source


@dataclass(frozen=True)
class YearResult:
    """One unit in one published edition, beside the edition right before it.

    `standing` is `None` where the published table does not hold the unit. `ranked`: how many units were ranked with
    it; `statistic`: of their totals. `links`: how the criteria of the edition before go on in this one's set
    (kind -> number); empty if both have the same set.
    """

    edition: Edition
    standing: Standing | None
    ranked: int | None
    statistic: CriterionStatistic | None
    before: "YearResult | None" = None
    links: Counter = field(default_factory=Counter)

    @property
    def rank(self):
        return self.standing.shown_rank if self.standing else None

    @property
    def total(self):
        return self.standing.total if self.standing else None

    @property
    def has_result(self):
        return self.rank is not None or self.total is not None

    @property
    def is_break(self):
        """Was the edition before made with another criteria set?"""
        return self.before is not None and self.before.edition.criteria_set_id != self.edition.criteria_set_id

    @property
    def is_of_other_number(self):
        """Were places counted among quite another number of units in the edition before?"""
        counts = [self.before.ranked, self.ranked] if self.before else []
        return None not in counts and are_quite_other_numbers(counts)

    @property
    def moved(self):
        """Places gained since the edition before (negative: lost), whatever its criteria and its number of units.

        `None`: not known.
        """
        earlier = self.before.rank if self.before else None
        return None if earlier is None or self.rank is None else earlier - self.rank

    @property
    def difference(self):
        """Change of the total since the edition before; `None` across a break, and where one is not known."""
        earlier = self.before.total if self.before and not self.is_break else None
        return None if earlier is None or self.total is None else self.total - earlier

    @property
    def is_partial(self):
        """Are fewer totals known than units were ranked? Then a mean of them is not the mean of the table."""
        roll = self.standing.block if self.standing and self.standing.block_id else self.edition
        return self.statistic is not None and roll.is_partial(self.statistic.count)

    @property
    def mean(self):
        """Mean of the totals of those ranked with it, in the measure that is shown.

        `None` if some of the totals are not known, or if the mean is of another measure: of percents, where units have
        maxima of their own and the page shows points.
        """
        found = self.statistic
        if found is None or self.is_partial:
            return None
        in_percent = self.edition.index.figure == Index.Figure.PERCENT
        if in_percent == (found.figure == CriterionStatistic.Figure.PERCENT):
            return found.mean
        maximum = self.standing.max_points if self.standing else None
        # A mean of points is one of equal maxima, so that it has a percent.
        return percent_of(found.mean, maximum) if in_percent and maximum else None


@dataclass(frozen=True)
class IndexResults:
    """One unit in every published edition of an index that falls in its life, oldest first."""

    index: Index
    years: list[YearResult]

    @property
    def numbers_differ(self):
        """Are places counted among quite different numbers of units over the years?"""
        return are_quite_other_numbers(year.ranked for year in self.years if year.rank and year.ranked)

    @property
    def newest(self):
        """The last one with a rank or a total; `None` if it has neither anywhere."""
        return next((year for year in reversed(self.years) if year.has_result), None)


def results_of(units, *, index=None):
    """The results of units in every index they stand in, in four queries; of the sample beside units of it alone.

    Args:
        index: only this one.

    Returns:
        unit id -> [IndexResults], indices in their order.
    """
    found = Standing.objects.filter(unit__in=units, edition__state=Edition.State.PUBLISHED)
    found = found.select_related("block", "band", "stated_band").annotate(of_index=F("edition__index"))
    if index is not None:
        found = found.filter(edition__index=index)
    else:
        found = found.filter(edition__index__is_sample=F("unit__is_sample"))
    found = list(found)
    indices = {standing.of_index for standing in found}
    editions = _editions_by_index(indices)
    # Each with its edition as its sisters are compared with it: read once, and whole.
    by_pk = {edition.pk: edition for sisters in editions.values() for edition in sisters}
    standings = defaultdict(lambda: defaultdict(dict))
    for standing in found:
        if standing.edition_id in by_pk:
            standing.edition = by_pk[standing.edition_id]
            standings[standing.unit_id][standing.of_index][standing.edition_id] = standing
    statistics = {
        (statistic.edition_id, statistic.block_id): statistic
        for statistic in CriterionStatistic.objects.filter(
            edition__index__in=indices, edition__state=Edition.State.PUBLISHED, criterion__isnull=True
        )
    }
    changing = {number for number, sisters in editions.items() if len({one.criteria_set_id for one in sisters}) > 1}
    links = kinds_of_links(changing) if changing else {}
    return {
        unit.pk: [
            IndexResults(sisters[0].index, _years_of(unit, sisters, standings[unit.pk][number], statistics, links))
            for number, sisters in editions.items()
            if number in standings[unit.pk]
        ]
        for unit in units
    }


def _editions_by_index(indices):
    """Index id -> its published editions, newest first; indices in their order."""
    editions = defaultdict(list)
    for edition in (
        Edition.objects.published()
        .filter(index__in=indices)
        .select_related("index", "criteria_set", "source", "decision")
        .order_by("index__position", "index__slug", "-ends_on", "-starts_on")
    ):
        editions[edition.index_id].append(edition)
    return editions


def kinds_of_links(indices):
    """(set, next set) -> Counter of the kinds of links between them."""
    links = defaultdict(Counter)
    for before, after, kind, count in (
        CriterionLink.objects.filter(to_set__index__in=indices)
        .values_list("from_set", "to_set", "kind")
        .annotate(Count("pk"))
        .order_by("from_set", "to_set", "kind")
    ):
        links[before, after][kind] = count
    return links


def _years_of(unit, sisters, standings, statistics, links):
    """The `YearResult`s of one unit in one index, oldest first. `sisters`: its editions, newest first."""
    years, by_edition = [], {}
    for edition in reversed(sisters):
        standing = standings.get(edition.pk)
        if standing is None and not _lives_in(unit, edition):
            continue
        block = standing.block if standing else None
        statistic = statistics.get((edition.pk, block.pk if block else None))
        earlier = edition_before(edition, sisters)
        before = by_edition.get(earlier.pk) if earlier else None
        changed = before is not None and before.edition.criteria_set_id != edition.criteria_set_id
        year = YearResult(
            edition,
            standing,
            ranked=(block or edition).ranked_in_all(statistic.count if statistic else None),
            statistic=statistic,
            before=before,
            links=links.get((before.edition.criteria_set_id, edition.criteria_set_id), Counter())
            if changed
            else Counter(),
        )
        by_edition[edition.pk] = year
        years.append(year)
    return years


def _lives_in(unit, edition):
    """Did the unit exist at some time of the period assessed?"""
    return unit.valid_from <= edition.ends_on and (unit.valid_to is None or unit.valid_to >= edition.starts_on)


class ScoreRow(NamedTuple):
    """What is read of a `Score`: a scorecard has hundreds, and a model object of each would cost more than the rest."""

    standing_id: int
    criterion_id: int
    status: str
    rank: int | None
    stated_rank: int | None
    points: Decimal | None
    max_points: Decimal | None
    percent: Decimal | None
    stated_points: Decimal | None
    stated_points_places: int | None
    stated_percent: Decimal | None
    stated_percent_places: int | None
    own_max_points: Decimal | None
    self_points: Decimal | None
    appraised_points: Decimal | None
    reappraised_points: Decimal | None
    survey_points: Decimal | None
    cause: str
    sheet: str
    cell: str

    @property
    def shown_rank(self):
        """The rank that the issuer states, else the computed one."""
        return self.stated_rank or self.rank

    @property
    def is_full(self):
        """Has it all the points there are?"""
        return self.points is not None and self.max_points is not None and self.points == self.max_points


@dataclass(frozen=True)
class ScoreLine:
    """One criterion for one unit. `before`: its score in the edition before, if that has the same criteria set."""

    criterion: Criterion
    score: ScoreRow | None
    before: ScoreRow | None
    statistic: CriterionStatistic | None


@dataclass(frozen=True)
class Scorecard:
    """Everything that is shown of one standing, to the depth that its index is open to.

    `year` is its place among the years; `lines` the criteria in the order of their set. `sources`: of this unit's own
    figures (where none are named, of the edition), `other_sources`: the rest of the edition's.
    """

    standing: Standing
    year: YearResult
    years: list[YearResult]
    lines: list[ScoreLine]
    parts: list[StandingPart]
    targets: list[Target]
    sources: list[Source]
    other_sources: list[Source]
    conflicts: list[Conflict]
    newest: Edition | None  # the published revision, if this one is superseded


def scorecard_of(standing, edition):
    """Read a scorecard. A superseded revision takes, in its years, the place of the one that replaced it."""
    unit, index = standing.unit, edition.index
    results = results_of([unit], index=index)[unit.pk]
    years = results[0].years if results else []
    newest = None
    if edition.state == Edition.State.SUPERSEDED:
        newest = Edition.objects.published().filter(index=index, label=edition.label).first()
    shown = next((year for year in years if year.edition.label == edition.label), None)
    year = shown
    if shown is None or shown.edition.pk != edition.pk:
        year = _year_of_revision(standing, edition, shown)
    before = shown.before if shown else None
    sources, other_sources = _sources_of(standing, edition)
    conflicts = Conflict.objects.filter(index=index, edition_label=edition.label, unit=unit)
    return Scorecard(
        standing=standing,
        year=year,
        years=years,
        lines=_score_lines(standing, edition, before, with_statistics=not year.is_partial),
        parts=[] if edition.depth == Depth.TOTALS else list(standing.parts.order_by("position", "pk")),
        targets=list(Target.objects.filter(unit=unit, index=index, year=edition.year).select_related("decision")),
        sources=sources,
        other_sources=other_sources,
        conflicts=list(conflicts.select_related("unit").prefetch_related("kept_sources", "other_sources")),
        newest=newest,
    )


def _year_of_revision(standing, edition, shown):
    """The `YearResult` of a revision that is not the published one."""
    statistic = CriterionStatistic.objects.filter(
        edition=edition, block=standing.block_id, criterion__isnull=True
    ).first()
    return YearResult(
        edition,
        standing,
        ranked=(standing.block or edition).ranked_in_all(statistic.count if statistic else None),
        statistic=statistic,
        before=shown.before if shown else None,
        links=shown.links if shown else Counter(),
    )


def _score_lines(standing, edition, before, *, with_statistics):
    """The criteria that readers may see, with the unit's scores; nothing where only totals are open."""
    depth = edition.depth
    if depth in (Depth.TOTALS, Depth.PARTS):
        return []
    criteria = Criterion.objects.filter(criteria_set=edition.criteria_set_id).order_by("position", "pk")
    criteria = criteria.defer("note", "note_en")
    if depth == Depth.FIELDS:
        criteria = criteria.filter(level=Criterion.CriterionLevel.FIELD)
    same_set = before and before.standing and before.edition.criteria_set_id == edition.criteria_set_id
    cards = [standing.pk, before.standing.pk] if same_set else [standing.pk]
    found = Score.objects.filter(standing__in=cards).values_list(*ScoreRow._fields)
    scores = {(row[0], row[1]): ScoreRow._make(row) for row in found}
    if not any(card == standing.pk for card, _criterion in scores):
        return []
    statistics = {
        statistic.criterion_id: statistic
        for statistic in CriterionStatistic.objects.filter(
            edition=edition, block=standing.block_id, criterion__isnull=False
        )
        if with_statistics
    }
    return [
        ScoreLine(
            criterion,
            scores.get((standing.pk, criterion.pk)),
            scores.get((before.standing.pk, criterion.pk)) if same_set else None,
            statistics.get(criterion.pk),
        )
        for criterion in criteria
    ]


def _sources_of(standing, edition):
    """(sources of the figures of this very unit, the other sources of the edition with its main one first)."""
    own = list(Source.objects.filter(Q(standings=standing) | Q(scores__standing=standing)).distinct().order_by("code"))
    others = [*([edition.source] if edition.source else []), *edition.sources.order_by("code")]
    if not own:
        return others, []
    return own, [source for source in dict.fromkeys(others) if source not in own]
