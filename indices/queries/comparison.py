"""A few units of an edition side by side: who is chosen, who is offered, who is like whom."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import BigIntegerField, ExpressionWrapper, F, Q

from indices.domain.comparison import MOST_COMPARED, Traits, peers_of
from indices.domain.history import Leaf, UnitYear, Year
from indices.domain.ranking import RankingValue
from indices.models import Depth, Score, Standing
from indices.queries.heat import is_ordinary, open_criteria
from indices.queries.history import years_of
from indices.queries.neighbours import neighbours_of
from indices.queries.ranking import matching_units
from records.keeping import kept
from units.models import GroupMembership, Level, Unit
from units.queries import names_on

MOST_FOUND = 12  # units offered for what somebody typed
MOST_LISTED = 100  # units of an edition that a list to choose from still holds


@dataclass
class Chosen:
    """Who is compared.

    Attributes:
        standings: in the order asked for.
        unknown: what was asked for and is not in the edition.
        left_out: names of units beyond the most that can be compared.
    """

    standings: list = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)
    left_out: list = field(default_factory=list)


def _standings(edition):
    return edition.standings.select_related("unit", "block")


def chosen_of(edition, slugs):
    """Standings of the units that an address names."""
    asked = list(dict.fromkeys(slugs))
    found = {standing.unit.slug: standing for standing in _standings(edition).filter(unit__slug__in=asked)}
    standings = [found[slug] for slug in asked if slug in found]
    return Chosen(standings[:MOST_COMPARED], [slug for slug in asked if slug not in found], standings[MOST_COMPARED:])


def found_of(edition, words):
    """Standings that somebody may have meant: the unit of this slug, else those whose name holds the words."""
    exact = list(_standings(edition).filter(unit__slug=words)[:1])
    if exact:
        return exact
    condition = matching_units(words)
    return list(_standings(edition).filter(condition).in_order()[: MOST_FOUND + 1]) if condition else []


def first_of(edition, mine):
    """Whom to show when nobody is asked for: one's own unit with those right above and below, or the first three."""
    if mine is not None:
        return [mine, *beside(mine)]
    placed = _standings(edition).exclude(status=Standing.Status.NOT_PUBLISHED)
    return list(placed.order_by("block__position", F("shown_rank").asc(nulls_last=True), "unit__sort_key", "pk")[:3])


def own_of(edition, slug):
    """One's own standing, or `None`."""
    return _standings(edition).filter(unit__slug=slug).first() if slug else None


def beside(standing):
    """The standings right above and right below one, as far as anybody is known there."""
    return [other for other in neighbours_of(standing) if other is not None]


def listed_of(edition):
    """Units of the edition in the order of the alphabet; `None` where they are too many to list."""
    found = list(_standings(edition).in_order()[: MOST_LISTED + 1])
    return None if len(found) > MOST_LISTED else [standing.unit for standing in found]


# Who is like whom


class _Known(NamedTuple):
    """What is known of one unit, as plain values that can be kept."""

    slug: str
    block: str
    ranked: bool
    value: tuple | None  # what ranks compare
    kind: str
    groups: tuple
    profile: dict  # code of a field -> percent in billionths

    def is_like(self, other):
        """The better of two comes first: of the same kind, then of the same region (see `peers_of`)."""
        return self.kind != other.kind, not set(self.groups) & set(other.groups)


def peers_for(edition, standing, *, count=5):
    """Units like one: (`Peer`s, slug -> its standing, slug of a group -> its name).

    What everybody's fields look like is read once for an edition, and kept.
    """
    slug = standing.unit.slug
    rows, regions = kept(lambda: _everybody(edition), "profiles of an edition", edition.pk)
    year, traits = _as_year(edition, [_Known(*row) for row in rows], slug, count)
    found = peers_of(year, slug, traits, count=count)
    others = _standings(edition).filter(unit__slug__in=[peer.unit for peer in found])
    return found, {other.unit.slug: other for other in others}, regions


def _everybody(edition):
    """([what `_Known` holds], slug of a group -> its name)."""
    (year,) = years_of([edition], depth=Depth.TOTALS)
    nationwide = edition.index.within_id is None
    groups, names = _groups_of(edition) if nationwide else (defaultdict(list), {})
    by_province = nationwide and edition.index.level not in (Level.PROVINCE, Level.MINISTRY)
    names_then = names_on(edition.standings.values("unit"), edition.ends_on)
    profiles, kinds = _profiles(edition), {}
    units = edition.standings.values_list("pk", "unit", "unit__slug", "unit__kind", "unit__parent__slug")
    of_slug = {}
    for standing, unit, slug, kind, parent in units:
        # A province may have become a city since.
        kinds[slug] = names_then[unit].kind if unit in names_then else kind
        of_slug[slug] = profiles.get(standing, {})
        if by_province and parent:
            groups[slug].append(parent)
    if by_province:
        parents = Unit.objects.filter(slug__in={slug for own in groups.values() for slug in own})
        names |= {parent.slug: parent.shown_name for parent in parents}
    several = len(set(kinds.values())) > 1  # where all are of one kind that is no likeness
    rows = [
        [
            slug,
            row.block,
            row.to_be_ranked,
            None if row.value is None else tuple(row.value),
            kinds[slug] if several else "",
            tuple(groups[slug]),
            of_slug[slug],
        ]
        for slug, row in year.units.items()
    ]
    return rows, names


def _profiles(edition):
    """Standing -> {code of a field: percent in billionths}, as deep as readers may see."""
    ordinary = [criterion for criterion in open_criteria(edition) if not criterion.parent_id and is_ordinary(criterion)]
    codes = {criterion.pk: criterion.code for criterion in ordinary}
    raw = ExpressionWrapper(F("percent"), output_field=BigIntegerField())
    scores = Score.objects.filter(standing__edition=edition, criterion__in=codes, percent__isnull=False)
    found = defaultdict(dict)
    for standing, criterion, percent in scores.values_list("standing_id", "criterion_id", raw):
        found[standing][codes[criterion]] = percent
    return found


def _as_year(edition, rows, slug, count):
    """(Year, traits) of a unit and of those that its peers are among.

    Whoever is of its kind and region comes before all others: where there are enough of them nobody else is weighed.
    """
    own = next(row for row in rows if row.slug == slug)
    likeness = defaultdict(list)
    for row in rows:
        if row.block == own.block and row.ranked and row is not own:
            likeness[row.is_like(own)].append(row)
    near = [own]
    for like in sorted(likeness):
        if len(near) <= count:
            near += likeness[like]
    near += [row for row in rows if row.block != own.block][:1]  # that there are other blocks is told
    codes = dict.fromkeys(code for row in near for code in row.profile)
    units = {
        row.slug: UnitYear(
            row.slug,
            None,
            to_be_ranked=row.ranked,
            block=row.block,
            shares=row.profile,
            ranked_by=None if row.value is None else RankingValue(*row.value),
        )
        for row in near
    }
    traits = {row.slug: Traits(row.kind, frozenset(row.groups)) for row in near}
    return Year(edition.label, tuple(Leaf(code, "", field=code) for code in codes), units), traits


def _groups_of(edition):
    """(slug -> groups the unit belonged to when the period ended, slug of a group -> its name)."""
    day = edition.ends_on
    members = GroupMembership.objects.filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=day), valid_from__lte=day, unit__standings__edition=edition
    ).select_related("group", "unit")
    groups, names = defaultdict(list), {}
    for member in members:
        groups[member.unit.slug].append(member.group.slug)
        names[member.group.slug] = member.group.shown_name
    return groups, names
