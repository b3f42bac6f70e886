"""Stored editions as the plain years that the domain compares, in a number of queries that does not grow."""

from collections import defaultdict, deque
from dataclasses import dataclass, field, replace
from functools import cached_property

from django.db.models import Q

from indices.domain.attribution import account_of
from indices.domain.attribution_values import Account
from indices.domain.history import Leaf
from indices.models import Criterion, CriterionLink, Depth, Edition, Score
from indices.queries.tables import Held, raw, tables_of
from records.models import DataVersion
from units.models import Succession

# One kind of link after another: the one that says more holds.
WEIGHT = ("kept", "renamed", "rescaled", "merged", "split")


def years_of(editions, *, depth=None, of=None, annexes=(), only=None, at=None, trees=None):
    """Editions as years, in at most five queries.

    Args:
        editions: with their index.
        depth: how deep the scores are read (`Depth`); `None`: as deep as each edition is open to readers.
        of: ids of the units whose scores are read; `None`: everybody's. Totals are always everybody's.
        annexes: of a unit in some of the editions: its own tree stands instead of what was published of that edition's
            criteria, where the others are then known by their totals alone.
        only: ids of the units that stand in the years at all, where nothing is asked of the others; `None`: everybody.
        at: codes of the criteria whose scores are read; `None`: all of them, as deep as `depth` goes.
        trees: `trees_of` the sets of all the editions, where they were read already.

    Returns:
        [Year], in the order given. Units and blocks go by their slugs.
    """
    by_edition = {annex.standing.edition_id: annex for annex in annexes}
    if trees is None:
        trees = trees_of({by_edition.get(edition.pk, edition).criteria_set_id for edition in editions})
    tables = tables_of(editions, only)
    levels = {edition.pk: depth or edition.depth for edition in editions}
    criteria = (
        None if at is None else [pk for tree in trees.values() for pk, leaf in tree.by_pk.items() if leaf.code in at]
    )
    scores = _scores([edition for edition in editions if edition.pk not in by_edition], levels, of, criteria)
    scores |= _annex_scores(by_edition.values())
    years = []
    for edition in editions:
        annex = by_edition.get(edition.pk)
        tree = trees[(annex or edition).criteria_set_id]
        criteria = tree.down_to(Depth.FULL if annex else levels[edition.pk])
        table = tables[edition.pk]
        units = dict(table.year.units)
        for standing, found in scores.items():
            if (slug := table.slugs.get(standing)) is not None:
                units[slug] = _with_scores(units[slug], tree, found)
        years.append(table.year.with_scores(criteria, units))
    return years


def years_in_fields(editions):
    """Years with everybody's fields and nothing below them; those of a country stay at hand until the data change."""
    version = DataVersion.current()
    found = _in_fields.get(editions, version)
    missing = [edition for edition in editions if edition.pk not in found]
    if missing:
        read = dict(zip((edition.pk for edition in missing), years_of(missing, depth=Depth.FIELDS), strict=True))
        _in_fields.keep(read, version)
        found |= read
    return [found[edition.pk] for edition in editions]


_in_fields = Held(3, lambda year: len(year.units))  # some megabytes each


def account_between(unit, before, after, *, depth=None, annexes=()):
    """Why a unit moved from one edition of an index to another, as far as `depth` shows (see `years_of`).

    Returns:
        `Account`; the units in it go by their slugs.
    """
    sets = [
        next((annex.criteria_set_id for annex in annexes if annex.standing.edition_id == edition.pk), None)
        or edition.criteria_set_id
        for edition in (before, after)
    ]
    links = links_between(before.index_id, *sets)
    # What another set did to a rival is in its scores; where the set is the same its total says all.
    of = [unit.pk] if links is None else None
    years = years_of([before, after], depth=depth, of=of, annexes=annexes)
    found: Account = account_of(*years, unit.slug, links=links)
    return found


# Trees


@dataclass
class _Tree:
    """A criteria set: its leaves (in the sense of `Leaf`) in order."""

    leaves: list[Leaf] = field(default_factory=list)
    by_pk: dict[int, Leaf] = field(default_factory=dict)

    def down_to(self, depth):
        if depth in (Depth.TOTALS, Depth.PARTS):
            return ()
        return tuple(leaf for leaf in self.leaves if depth == Depth.FULL or not leaf.parent)


def trees_of(sets):
    """Criteria set id -> its tree as `years_of` takes it; one query."""
    rows = defaultdict(list)
    columns = ("pk", "criteria_set_id", "parent_id", "code", "name", "kind", "max_points", "method")
    criteria = Criterion.objects.filter(criteria_set__in=sets).order_by("position", "pk")
    for criterion in criteria.values_list(*columns, named=True):
        rows[criterion.criteria_set_id].append(criterion)
    return {number: _tree(rows[number]) for number in sets}


def _tree(criteria):
    by_pk = {criterion.pk: criterion for criterion in criteria}
    below = defaultdict(list)
    for criterion in criteria:
        below[criterion.parent_id].append(criterion)
    tree = _Tree()

    def walk(parent, top, kind):
        """Note all below; the sum of their maxima, `None` where one is not known."""
        maxima = [note(criterion, top, kind) for criterion in below[parent]]
        return None if None in maxima else sum(maxima)

    def note(criterion, top, kind):
        if kind == Criterion.CriterionKind.ORDINARY:
            kind = criterion.kind
        place = len(tree.leaves)
        tree.leaves.append(None)  # its place is before those below it, its maximum may come from them
        inside = walk(criterion.pk, top or criterion.code, kind) if below[criterion.pk] else None
        maximum = inside if criterion.max_points is None else _count(criterion.max_points)
        tree.leaves[place] = tree.by_pk[criterion.pk] = Leaf(
            code=criterion.code,
            name=criterion.name,
            field=top or criterion.code,
            parent=by_pk[criterion.parent_id].code if criterion.parent_id else "",
            max_points=maximum,
            method=criterion.method,
            kind=kind,
        )
        return maximum if kind == Criterion.CriterionKind.ORDINARY else 0

    walk(None, "", Criterion.CriterionKind.ORDINARY)
    return tree


def _count(points):
    """The whole billionths of a stored figure."""
    return None if points is None else int(points.scaleb(9))


# Standings and scores


def _with_scores(row, tree, scores):
    """A unit's year with its own scores."""
    found = _Scores()
    for _standing, criterion, *figures in scores:
        found.add(tree.by_pk[criterion], *figures)
    return replace(
        row,
        points=found.points,
        maxima=found.maxima,
        shares=found.shares,
        ranks=found.ranks,
        not_applicable=frozenset(found.not_applicable),
    )


@dataclass
class _Scores:
    points: dict = field(default_factory=dict)
    maxima: dict = field(default_factory=dict)
    shares: dict = field(default_factory=dict)
    ranks: dict = field(default_factory=dict)
    not_applicable: list = field(default_factory=list)

    def add(self, leaf, status, rank, stated_rank, points, maximum, percent):
        if status == Score.Status.NOT_APPLICABLE:
            self.not_applicable.append(leaf.code)
            return
        self.points[leaf.code] = points
        if maximum is not None and maximum != leaf.max_points:
            self.maxima[leaf.code] = maximum
        if percent is not None:
            self.shares[leaf.code] = percent
        if rank is not None or stated_rank is not None:
            self.ranks[leaf.code] = stated_rank or rank


def _scores(editions, levels, of, at):
    """Standing id -> [a score as `_figures` reads it], as deep as levels (edition id -> Depth) say.

    Rows are kept as they come: of a nation's, new lists would cost as much as reading them.
    """
    wanted = Q(pk__in=[])
    for edition in editions:
        level = levels[edition.pk]
        if level == Depth.FULL:
            wanted |= Q(standing__edition=edition.pk)
        elif level == Depth.FIELDS:
            wanted |= Q(standing__edition=edition.pk, criterion__parent__isnull=True)
    # Said once for all of them: else the join is an outer one, and a database goes through every score that there is.
    wanted &= Q(standing__edition__in=editions)
    if of is not None:
        wanted &= Q(standing__unit__in=of)
    if at is not None:
        # By their ids: from there a database reads these scores alone, and not everyone's whole tree.
        wanted &= Q(criterion__in=at)
    found = defaultdict(list)
    for score in _figures(Score.objects.filter(wanted), "standing_id"):
        found[score[0]].append(score)
    return dict(found)


def _annex_scores(annexes):
    """The same of annexes, by the standings they belong to."""
    found = defaultdict(list)
    if annexes:
        for score in _figures(Score.objects.filter(annex__in=annexes), "annex__standing_id"):
            found[score[0]].append(score)
    return dict(found)


def _figures(scores, owner):
    figures = raw("points", "max_points", "percent")
    return scores.annotate(**figures).values_list(owner, "criterion_id", "status", "rank", "stated_rank", *figures)


# What became of criteria and units in between


def links_between(index, old_set, new_set):
    """How criteria go on from one set of an index to another, through the sets in between; in one query.

    Args:
        index, old_set, new_set: ids.

    Returns:
        `Links`; `None` where both are the same set. Without links in between it is empty: nobody can tell.
    """
    return Crosswalks(index).between(old_set, new_set)


class Crosswalks:
    """How criteria go on between the sets of indices (their ids): asked once, however many pairs are wanted."""

    def __init__(self, *indices):
        self._indices = indices

    def between(self, old_set, new_set):
        """As `links_between`."""
        if old_set == new_set:
            return None
        found = None
        for step in _way(self._steps, old_set, new_set):
            found = self._steps[step] if found is None else _joined(found, self._steps[step])
        return {old: tuple(ends) for old, ends in (found or {}).items()}

    @cached_property
    def _steps(self):
        steps = defaultdict(lambda: defaultdict(list))
        links = CriterionLink.objects.filter(to_set__index__in=self._indices, old__isnull=False, new__isnull=False)
        for there, back, old, new, kind in links.order_by("pk").values_list(
            "from_set", "to_set", "old__code", "new__code", "kind"
        ):
            steps[there, back][old].append((new, kind))
            steps[back, there][new].append((old, {"split": "merged", "merged": "split"}.get(kind, kind)))
        return steps


def _way(steps, start, goal):
    """The fewest steps from one set to another; none where there is no way."""
    came_from, waiting = {start: None}, deque([start])
    while waiting and goal not in came_from:
        here = waiting.popleft()
        for one, other in list(steps):
            if one == here and other not in came_from:
                came_from[other] = here
                waiting.append(other)
    way = []
    while goal in came_from and came_from[goal] is not None:
        way.append((came_from[goal], goal))
        goal = came_from[goal]
    return way[::-1]


def _joined(first, second):
    """Links over links."""
    found = defaultdict(dict)
    for old, ends in first.items():
        for between, kind in ends:
            for new, then in second.get(between, ()):
                found[old][new] = max(kind, then, found[old].get(new, kind), key=WEIGHT.index)
    return {old: list(ends.items()) for old, ends in found.items() if ends}


def successions_between(before, after, units):
    """What became of units (slugs) between two editions, whichever is the earlier: `Succession`s, oldest first."""
    first, last = sorted((before, after), key=lambda edition: edition.ends_on)
    return list(
        Succession.objects.filter(
            Q(predecessor__slug__in=units) | Q(successor__slug__in=units),
            effective_on__gt=first.starts_on,
            effective_on__lte=last.ends_on,
        )
        .select_related("predecessor", "successor")
        .order_by("effective_on", "predecessor__sort_key", "pk")
    )


def editions_of(index):
    """Published editions of an index as `years_of` takes them, newest first."""
    return list(Edition.objects.published().filter(index=index).select_related("index", "criteria_set").newest_first())
