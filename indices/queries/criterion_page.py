"""What the page of one criterion in one edition reads: everyone's figures there, and what it was in earlier years.

The number of queries grows neither with units nor with criteria; figures are the whole billionths that are stored.
"""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from django.db.models import BigIntegerField, ExpressionWrapper, F, FilteredRelation, Q

from indices.domain.continuing import Basis, Before, Earned, added, codes_back, origins
from indices.domain.criterion_moves import Past, last_set_of
from indices.domain.history import Leaf, UnitYear, Year
from indices.domain.values import CriterionKind
from indices.models import Block, Criterion, CriterionStatistic, Depth, Edition, Score, ScoringRule, Standing
from indices.queries.history import links_between, years_of
from indices.queries.ranking import matching_units, sister_editions
from indices.queries.rules import leads_of
from reformtrack.bilingual import choose
from units.models import Unit, UnitName
from units.queries import names_on


@dataclass
class Place:
    """Where a criterion stands in the tree of its set."""

    criterion: Criterion
    above: list[Criterion]  # what it stands under, the field first
    below: list[Criterion]  # right below it, in order


def place_of(edition, code):
    """Where a criterion stands; `None` where there is no such code, or the edition is not open so deep.

    An edition that holds less than fields has a page for each field: it says that nothing of them is published.
    """
    tree = {criterion.pk: criterion for criterion in edition.criteria_set.criteria.order_by("position", "pk")}
    criterion = next((one for one in tree.values() if one.code == code), None)
    is_open = edition.depth == Depth.FULL
    if criterion is None or (criterion.parent_id and not is_open):
        return None
    above, parent = [], tree.get(criterion.parent_id)
    while parent is not None:
        above.insert(0, parent)
        parent = tree.get(parent.parent_id)
    below = [one for one in tree.values() if one.parent_id == criterion.pk] if is_open else []
    return Place(criterion, above, below)


# Everyone


class Row(NamedTuple):
    """One unit at the criterion. `status`: of its score; `None` where the record holds none."""

    unit: str
    unit_id: int
    block: str
    is_ranked: bool
    status: str | None
    earned: Earned | None
    rank: int | None

    @property
    def applies(self):
        return self.status != Score.Status.NOT_APPLICABLE


def _whole(name):
    """A stored figure as the whole billionths that it is."""
    return ExpressionWrapper(F(name), output_field=BigIntegerField())


def rows_at(edition, leaf, criterion):
    """[Row] of everybody in the table, in the order of the alphabet; one query."""
    standings = (
        edition.standings.annotate(at=FilteredRelation("scores", condition=Q(scores__criterion=criterion)))
        .annotate(raw_points=_whole("at__points"), raw_max=_whole("at__max_points"), raw_percent=_whole("at__percent"))
        .annotate(ranked=_whole("to_be_ranked"))  # as it is stored: turning thousands into booleans takes its time
        .in_order()
        .values_list(
            "unit__slug", "unit_id", "block__slug", "ranked", "status", "at__status", "at__rank",
            "at__stated_rank", "raw_points", "raw_max", "raw_percent",
        )
    )  # fmt: skip
    earned_at = _Reader(leaf)
    unranked = Standing.Status.UNRANKED
    return [
        Row(
            slug,
            unit,
            block or "",
            bool(ranked) and status != unranked,
            score_status,
            earned_at(points, maximum, percent),
            stated_rank or rank,
        )
        for slug, unit, block, ranked, status, score_status, rank, stated_rank, points, maximum, percent in standings
    ]


class _Reader:
    """Stored figures of one criterion as what a unit earned there, as `continuing.earned_at` has it."""

    def __init__(self, leaf):
        self.is_penalty, self.laid_down = leaf.kind == CriterionKind.PENALTY, leaf.max_points

    def __call__(self, points, maximum, percent):
        if points is None and percent is None:
            return None
        if self.is_penalty:
            return Earned(points, 0, percent)
        return Earned(points, self.laid_down if maximum is None else maximum, percent)


# Earlier years


@dataclass
class Earlier:
    """One earlier edition: what the criterion was then. `change`: of what kind the step to it was, `None` in one set.

    `leaves` is empty where nothing led to the criterion, or the edition is not open so deep.
    """

    edition: Edition
    leaves: tuple[Leaf, ...]
    change: Basis | None = None


@dataclass
class Lineage:
    """A criterion and its way back.

    Attributes:
        chain: earlier years without units, the newest first, for the domain.
        years: the same as `Earlier`.
        pks: (criteria set id, code) -> criterion id, of all these sets; names: the same -> as shown.
    """

    edition: Edition
    year: Year
    leaf: Leaf | None
    chain: list[Before] = field(default_factory=list)
    years: list[Earlier] = field(default_factory=list)
    pks: dict[tuple[int, str], int] = field(default_factory=dict)
    names: dict[tuple[int, str], str] = field(default_factory=dict)

    @property
    def last_set(self):
        """What it was in the last set: `Past` of the domain, or `None`."""
        found: Past | None = last_set_of(self.leaf.code, self.chain) if self.leaf else None
        return found

    @property
    def is_linked(self):
        """Does anything tell how the last set goes on in this one?"""
        return bool(next((past.links for past in self.chain if past.links is not None), None))

    @property
    def changed(self):
        """Was there another set among the earlier years?"""
        return any(past.links is not None for past in self.chain)

    def pk(self, edition, leaf):
        return self.pks[edition.criteria_set_id, leaf.code]

    def name(self, edition, leaf):
        return self.names[edition.criteria_set_id, leaf.code]


def lineage_of(edition, code):
    """Follow a criterion back through the published editions before one."""
    sisters = [e for e in sister_editions(edition) if e.period == edition.period and e.ends_on < edition.starts_on]
    in_order = [edition, *sisters]
    year, *before = years_of(in_order, of=[], only=[])  # trees alone: of units nothing is asked here
    sets = {e.criteria_set_id for e in in_order}
    found = Lineage(edition, year, year.criterion(code))
    rows = Criterion.objects.filter(criteria_set__in=sets).values_list("criteria_set", "code", "pk", "name", "name_en")
    for of_set, of_code, pk, name, name_en in rows:
        found.pks[of_set, of_code], found.names[of_set, of_code] = pk, choose(name, name_en)
    if found.leaf is None:
        return found
    found.chain = [
        Before(past, links_between(edition.index_id, older.criteria_set_id, newer.criteria_set_id))
        for past, older, newer in zip(before, sisters, in_order, strict=False)
    ]
    codes = (code,)
    for past, older, (then, held) in zip(found.chain, sisters, codes_back([code], found.chain), strict=True):
        leading = origins(past)
        change = next((leading[one].basis for one in codes if one in leading), None)
        codes = held[code]
        leaves = tuple(leaf for leaf in then.criteria if leaf.code in codes)
        found.years.append(Earlier(older, leaves, change if past.links is not None else None))
    return found


def results_in(lineage, years, units=None):
    """What units earned in earlier years, each at what the criterion was then: [unit -> Earned], in the same order.

    Args:
        years: `Earlier`s.
        units: slugs; `None`: of everybody.
    """
    wanted = {
        (year.edition.pk, lineage.pk(year.edition, leaf)): _Reader(leaf) for year in years for leaf in year.leaves
    }
    figures = defaultdict(lambda: defaultdict(dict))
    for edition, criterion, unit, status, points, maximum, percent in _scores(wanted, units):
        applies = status != Score.Status.NOT_APPLICABLE
        figures[edition][unit][criterion] = applies, wanted[edition, criterion](points, maximum, percent)
    return [
        {
            unit: _together([lineage.pk(year.edition, leaf) for leaf in year.leaves], held)
            for unit, held in figures[year.edition.pk].items()
        }
        for year in years
    ]


def _together(criteria, held):
    """What one unit has at several criteria; nothing if one that applies to it is lacking. `held`: of one unit."""
    found = [held.get(criterion, (True, None)) for criterion in criteria]
    return added([earned for applies, earned in found if applies])


def _scores(wanted, units):
    """Rows of the scores of some (edition id, criterion id)."""
    if not wanted:
        return []
    scores = Score.objects.filter(
        criterion__in={criterion for _edition, criterion in wanted},
        standing__edition__in={edition for edition, _criterion in wanted},
    )
    if units is not None:
        scores = scores.filter(standing__unit__slug__in=units)
    rows = scores.annotate(
        raw_points=_whole("points"), raw_max=_whole("max_points"), raw_percent=_whole("percent")
    ).values_list(
        "standing__edition", "criterion", "standing__unit__slug", "status", "raw_points", "raw_max", "raw_percent"
    )
    return [row for row in rows if row[:2] in wanted]


def years_with(lineage, years, rows, units):
    """A year and those before it with some units in them: what they have at the criterion and at every field.

    Args:
        years: `Earlier`s, the newest first.
        rows: slug -> Row, of everybody.
        units: slugs.

    Returns:
        (Year, [Before]): as `climbers_of` takes them.
    """
    codes = [lineage.leaf.code, *(leaf.code for leaf in lineage.year.fields)]
    trees = [(lineage.edition, lineage.year, set(codes))]
    for year, (then, held) in zip(years, codes_back(codes, lineage.chain), strict=False):
        trees.append((year.edition, then, {code for found in held.values() for code in found}))
    leaves = {
        (edition.pk, lineage.pk(edition, leaf)): leaf
        for edition, tree, wanted in trees
        for leaf in tree.criteria
        if leaf.code in wanted
    }
    found = {edition.pk: {unit: _empty(unit, rows) for unit in units} for edition, _tree, _codes in trees}
    for edition, criterion, unit, *figures in _scores(leaves, units):
        _note(found[edition][unit], leaves[edition, criterion], *figures)
    made = [replace(tree, units=found[edition.pk]) for edition, tree, _codes in trees]
    return made[0], [Before(year, past.links) for year, past in zip(made[1:], lineage.chain, strict=False)]


def _empty(unit, rows):
    row = rows.get(unit)
    return UnitYear(
        unit=unit,
        total=None,
        points={},
        maxima={},
        shares={},
        not_applicable=set(),  # filled while the scores are read
        to_be_ranked=row is not None and row.is_ranked,
        block=row.block if row else "",
    )


def _note(row, leaf, status, points, maximum, percent):
    if status == Score.Status.NOT_APPLICABLE:
        row.not_applicable.add(leaf.code)
        return
    row.points[leaf.code] = points
    row.shares[leaf.code] = percent
    if maximum is not None:
        row.maxima[leaf.code] = maximum


def notes_of(lineage, climbers):
    """Slug of a unit that climbed -> what is noted of its score in the year in which it did; one query."""
    held = {lineage.edition.label: (lineage.edition, (lineage.leaf,))}
    held |= {year.edition.label: (year.edition, year.leaves) for year in lineage.years}
    wanted = Q(pk__in=[])
    for climber in climbers:
        edition, leaves = held[climber.label]
        pks = [lineage.pk(edition, leaf) for leaf in leaves]
        wanted |= Q(standing__edition=edition, standing__unit__slug=climber.unit, criterion__in=pks)
    noted = defaultdict(list)
    for unit, note in Score.objects.filter(wanted).exclude(note="").values_list("standing__unit__slug", "note"):
        noted[unit].append(note)
    return {unit: " ".join(notes) for unit, notes in noted.items()}


# What is stored, and what stands beside


def statistics_at(lineage, years, below, block=None):
    """(edition id, criterion id) -> CriterionStatistic: of the criterion over the years, and of those right below it.

    Without those of tables from which units are lacking: a mean over those who happen to be known says nothing.

    Args:
        block: slug; `None`: of all together.
    """
    editions = [lineage.edition, *(year.edition for year in years)]
    criteria = {lineage.pk(lineage.edition, lineage.leaf), *(one.pk for one in below)}
    criteria |= {lineage.pk(year.edition, leaf) for year in years for leaf in year.leaves}
    found = CriterionStatistic.objects.filter(edition__in=editions, criterion__in=criteria).select_related("block")
    found = found.filter(block__slug=block) if block else found.filter(block=None)
    rolls = {edition.pk: edition for edition in editions}
    return {
        (statistic.edition_id, statistic.criterion_id): statistic
        for statistic in found
        if not (statistic.block or rolls[statistic.edition_id]).is_partial(statistic.count)
    }


@dataclass
class Beside:
    """What is laid down of a criterion. `leads`: agencies in charge of it, or else of what it stands under."""

    rule: ScoringRule | None
    leads: list[Unit]


def beside(place, edition):
    upwards = [place.criterion, *reversed(place.above)]
    leads = leads_of(edition.criteria_set, criterion__in=upwards)
    return Beside(
        rule=ScoringRule.objects.filter(criterion=place.criterion).first(),
        leads=next((leads[one.pk] for one in upwards if one.pk in leads), []),
    )


def blocks_of(edition):
    return list(Block.objects.filter(edition=edition).order_by("position", "pk"))


@dataclass
class Shown:
    """Of the few units that the page names: slug -> Unit, the names they bore, their scores as printed."""

    units: dict[str, Unit]
    names: dict[int, UnitName]
    scores: dict[str, Score]


def shown_units(edition, criterion, slugs):
    """Three queries, however many there are."""
    units = {unit.slug: unit for unit in Unit.objects.filter(slug__in=slugs)}
    scores = Score.objects.filter(criterion=criterion, standing__edition=edition, standing__unit__in=units.values())
    return Shown(
        units=units,
        names=names_on([unit.pk for unit in units.values()], edition.ends_on),
        scores={score.standing.unit.slug: score for score in scores.select_related("standing__unit")},
    )


def found_by(edition, words):
    """Ids of the units of an edition whose names hold some words."""
    return set(edition.standings.filter(matching_units(words)).values_list("unit_id", flat=True))


def totals_of(edition, block=None):
    """Of those ranked to whom everything applies and who are fully known.

    Returns:
        ({slug: whole billionths of points in all}, the maximum of the whole or `None`)
    """
    standings = edition.standings.filter(
        to_be_ranked=True, status=Standing.Status.RANKED, points__isnull=False, max_points__isnull=False
    )
    if block:
        standings = standings.filter(block__slug=block)
    rows = list(
        standings.annotate(raw=_whole("points"), raw_max=_whole("max_points")).values_list(
            "unit__slug", "raw", "raw_max"
        )
    )
    whole = max((maximum for _slug, _points, maximum in rows), default=None)
    return {slug: points for slug, points, maximum in rows if maximum == whole}, whole
