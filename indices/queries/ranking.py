"""Everything a league table shows, in a number of queries that does not grow with its rows."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count, Exists, F, Max, Min, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from indices.domain.ranking import quite_another_number
from indices.models import Conflict, Criterion, CriterionStatistic, Edition, Score, Standing, StandingPart
from reformtrack.bilingual import choose
from reformtrack.text import fold
from units.models import Alias, Group, GroupMembership, UnitName
from units.queries import names_on

NEIGHBOURS = 3


def sister_editions(edition):
    """Every published edition of the same index, newest first."""
    return list(
        Edition.objects.published().filter(index=edition.index).select_related("criteria_set", "index").newest_first()
    )


def is_of_other_number(previous, edition):
    """Do two editions state quite different numbers of units? One that states none is taken for the same."""
    return previous is not None and quite_another_number(previous.stated_units, edition.stated_units)


def edition_before(edition, sisters):
    """The published edition right before one, of the same kind of period; `None` for the first.

    `sisters`: of `sister_editions`.
    """
    return next((e for e in sisters if e.period == edition.period and e.ends_on < edition.starts_on), None)


def regions_of(edition):
    """Groups in force when the period assessed ended, that hold some of its units."""
    day = edition.ends_on
    in_force = Q(valid_from__lte=day) & (Q(valid_to__isnull=True) | Q(valid_to__gte=day))
    members = GroupMembership.objects.filter(in_force, group=OuterRef("pk"), unit__standings__edition=edition)
    return list(Group.objects.filter(in_force).filter(Exists(members)).order_by("grouping", "position"))


def matching_units(words):
    """Condition on standings: the unit's name, a former name or another spelling holds these words, accents or not."""
    folded = fold(words)
    if not folded:
        return Q()
    former = UnitName.objects.filter(unit=OuterRef("unit"), search_key__contains=folded)
    alias = Alias.objects.filter(unit=OuterRef("unit"), search_key__contains=folded)
    return Q(unit__search_key__contains=folded) | Exists(former) | Exists(alias)


def standings_for_table(edition, state, *, my_unit=None):
    """The standings that a view of the table shows, not ordered yet."""
    standings = edition.standings.select_related("unit", "block", "band", "stated_band", "survey_result")
    if state.block:
        standings = standings.filter(block__slug=state.block)
    if state.region:
        day = edition.ends_on
        members = GroupMembership.objects.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=day), group__slug=state.region, valid_from__lte=day
        )
        standings = standings.filter(unit__in=members.values("unit"))
    if state.q:
        standings = standings.filter(matching_units(state.q))
    if state.around and my_unit and my_unit.shown_rank:
        standings = standings.filter(
            block=my_unit.block_id,
            shown_rank__range=(my_unit.shown_rank - NEIGHBOURS, my_unit.shown_rank + NEIGHBOURS),
        )
    return standings


def places_moved(previous):
    """Places gained since an edition (negative: lost), as an expression on standings."""
    return Subquery(previous.standings.filter(unit=OuterRef("unit")).values("shown_rank")[:1]) - F("shown_rank")


def total_moved(previous):
    """Change of the total since an edition, as an expression on standings."""
    return F("total") - Subquery(previous.standings.filter(unit=OuterRef("unit")).values("total")[:1])


def score_value(criterion, column="points"):
    """A column of the score at a criterion, as an expression on standings."""
    return Subquery(Score.objects.filter(standing=OuterRef("pk"), criterion=criterion).values(column)[:1])


def score_moved(criterion, previous):
    """Change of the points at a criterion since an edition of the same set, as an expression on standings."""
    before = Score.objects.filter(
        standing__edition=previous, standing__unit=OuterRef("unit"), criterion=criterion
    ).values("points")[:1]
    return score_value(criterion) - Subquery(before)


@dataclass
class TableData:
    """What the rows of one page of a league table need beside themselves; keys are ids."""

    before: dict = field(default_factory=dict)  # unit -> (shown rank, total) in the edition before
    scores: dict = field(default_factory=dict)  # standing -> {criterion: Score, or a row of its columns}
    scores_before: dict = field(default_factory=dict)  # unit -> {criterion: points}
    years: dict = field(default_factory=dict)  # unit -> {edition: total}
    parts: dict = field(default_factory=dict)  # standing -> {part name: StandingPart}
    sums_of_parts: dict = field(default_factory=dict)  # standing -> what its parts add up to
    names: dict = field(default_factory=dict)  # unit of the edition, on this page or not -> UnitName


def table_data(edition, previous, standings, *, criteria=(), with_changes=False, years=(), with_parts=False):
    """Read what a page of standings needs.

    Args:
        standings: the rows, in memory.
        criteria: the component columns.
        with_changes: are changes of the components shown?
        years: editions of the small lines, oldest first; none: not shown.
    """
    units = [standing.unit_id for standing in standings]
    ids = [standing.pk for standing in standings]
    data = TableData(names=names_on(edition.standings.values("unit"), edition.ends_on))
    unit_before = {}  # standing in the edition before -> unit
    if previous is not None:
        rows = previous.standings.filter(unit__in=units).values_list("pk", "unit_id", "shown_rank", "total")
        for standing, unit, rank, total in rows:
            unit_before[standing] = unit
            data.before[unit] = (rank, total)
    if criteria:
        data.scores = defaultdict(dict)
        columns = ("standing_id", "criterion_id", "status", "points", "rank", "stated_percent")
        for score in Score.objects.filter(standing__in=ids, criterion__in=criteria).values_list(*columns, named=True):
            data.scores[score.standing_id][score.criterion_id] = score
    if criteria and with_changes:
        data.scores_before = _points_of(unit_before, criteria)
    if years:
        data.years = defaultdict(dict)
        rows = Standing.objects.filter(edition__in=years, unit__in=units).values_list("unit_id", "edition_id", "total")
        for unit, year, total in rows:
            data.years[unit][year] = total
    if with_parts:
        data.parts = defaultdict(dict)
        for part in StandingPart.objects.filter(standing__in=ids):
            data.parts[part.standing_id][part.name] = part
            data.sums_of_parts[part.standing_id] = data.sums_of_parts.get(part.standing_id, 0) + part.stated_points
    return data


def _points_of(unit_of, criteria):
    """Points at some criteria: unit -> {criterion: points}.

    Args:
        unit_of: standing -> unit. Asked for by these and not by their edition: from there a database may walk through
            every score of the edition.
    """
    found = defaultdict(dict)
    rows = Score.objects.filter(standing__in=unit_of, criterion__in=criteria)
    for standing, criterion, points in rows.values_list("standing_id", "criterion_id", "points"):
        found[unit_of[standing]][criterion] = points
    return found


def means_of(edition, criteria, block=None):
    """Statistics of an edition (or of one block): criterion id -> CriterionStatistic; `None` -> of the total."""
    found = CriterionStatistic.objects.filter(
        Q(criterion__in=criteria) | Q(criterion__isnull=True), edition=edition, block=block
    )
    return {statistic.criterion_id: statistic for statistic in found}


def published_figures(edition):
    """Figures published of the edition as a whole, in the order of the record, with their sources."""
    found = edition.statistics.select_related("block", "group", "band", "criterion")
    return list(found.prefetch_related("sources").order_by("pk"))


def parts_of(edition):
    """Parts that totals of the edition are published in, in their order: name -> name in the active language."""
    rows = (
        StandingPart.objects.filter(standing__edition=edition)
        .values("name")
        .annotate(first=Min("position"), english=Max("name_en"))
    )
    return {row["name"]: choose(row["name"], row["english"]) for row in rows.order_by("first")}


def conflicts_of(edition):
    """What sources disagree on in this edition."""
    return list(
        Conflict.objects.filter(index=edition.index_id, edition_label=edition.label)
        .select_related("unit")
        .prefetch_related("kept_sources", "other_sources")
    )


def names_in(edition):
    """Unit id -> the name it bore when the period ended, for units of the edition that ever changed theirs."""
    units = UnitName.objects.filter(unit__standings__edition=edition).values_list("unit_id", flat=True)
    return names_on(set(units), edition.ends_on)


def extremes(editions):
    """The lowest and the highest total over several editions; (`None`, `None`) where nothing is known."""
    found = CriterionStatistic.objects.filter(edition__in=editions, criterion__isnull=True).aggregate(
        lowest=Min("lowest"), highest=Max("highest")
    )
    return found["lowest"], found["highest"]


def counted(edition, block=None):
    """How many standings of each status there are, and whether their maxima differ."""
    standings = edition.standings.filter(block__slug=block) if block else edition.standings
    return standings.aggregate(
        known=Count("pk", filter=~Q(status=Standing.Status.NOT_PUBLISHED)),
        placed=Count("pk", filter=Q(shown_rank__isnull=False)),
        computed=Count("pk", filter=Q(rank__isnull=False)),
        ranked=Count("pk", filter=Q(to_be_ranked=True)),
        incomplete=Count("pk", filter=Q(status=Standing.Status.INCOMPLETE)),
        unpublished=Count("pk", filter=Q(status=Standing.Status.NOT_PUBLISHED)),
        smallest=Min("max_points"),
        largest=Max("max_points"),
        bands=Count(Coalesce("stated_band", "band")),
    )


def columns_under(criteria, code):
    """The component columns: children of a criterion, or the fields."""
    parent = next((criterion.pk for criterion in criteria if criterion.code == code), None)
    return [criterion for criterion in criteria if criterion.parent_id == parent]


def criteria_of(edition):
    """Criteria of an edition's set in their order."""
    return list(Criterion.objects.filter(criteria_set=edition.criteria_set_id).order_by("position", "pk"))


def placed_totals(edition, block=None):
    """Everybody with a total or a place, best first.

    Returns:
        [(unit id, block slug, total, printed places, rank, stated rank, name)]
    """
    standings = edition.standings.filter(block__slug=block) if block else edition.standings
    return list(
        standings.exclude(total__isnull=True, shown_rank__isnull=True)
        .by_rank()
        .values_list("unit_id", "block__slug", "total", "total_places", "rank", "stated_rank", "unit__name")
    )
