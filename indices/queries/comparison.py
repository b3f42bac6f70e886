"""A few units of an edition side by side: who is chosen, who is offered, who is like whom."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import F, Q

from indices.domain.comparison import MOST_COMPARED, Traits, peers_of, profile_of
from indices.domain.history import Leaf, UnitYear, Year
from indices.domain.ranking import RankingValue
from indices.models import Depth, Standing
from indices.queries.history import years_of
from indices.queries.neighbours import neighbours_of
from indices.queries.ranking import matching_units
from records.keeping import kept
from units.models import GroupMembership, Level
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


def peers_for(edition, standing, *, count=5):
    """Units like one: (`Peer`s, slug -> its standing, slug of a group -> its name).

    What everybody's fields look like is made once for an edition, and kept.
    """
    about = kept(lambda: _everybody(edition), "profiles of an edition", edition.pk)
    year, traits = _as_year(edition, about)
    found = peers_of(year, standing.unit.slug, traits, count=count)
    slugs = [peer.unit for peer in found]
    return (
        found,
        {other.unit.slug: other for other in _standings(edition).filter(unit__slug__in=slugs)},
        about["regions"],
    )


def _everybody(edition):
    """What is known of everybody, as plain values: {rows: of `_as_year`, regions: slug -> name, kinds: how many}."""
    depth = Depth.FIELDS if edition.depth == Depth.FULL else None
    (year,) = years_of([edition], depth=depth)
    standings = edition.standings.values_list(
        "unit_id", "unit__slug", "unit__kind", "unit__parent__slug", "unit__parent__name"
    )
    names_then = names_on(edition.standings.values("unit"), edition.ends_on)
    nationwide = edition.index.within_id is None
    groups, names = _groups_of(edition) if nationwide else (defaultdict(list), {})
    kinds = {}
    for number, slug, kind, parent, name in standings:
        kinds[slug] = names_then[number].kind if number in names_then else kind  # a province may be a city by now
        if nationwide and parent and edition.index.level not in (Level.PROVINCE, Level.MINISTRY):
            groups[slug].append(parent)
            names[parent] = name
    rows = []
    for slug, row in year.units.items():
        profile = profile_of(row, year.fields)
        value = None if row.value is None else list(row.value)
        rows.append([slug, row.block, row.to_be_ranked, value, kinds[slug], groups[slug], profile])
    return {"rows": rows, "regions": names, "kinds": len(set(kinds.values()))}


def _as_year(edition, about):
    """(Year of everybody's profile, traits) of what was kept."""
    codes = dict.fromkeys(code for *_rest, profile in about["rows"] for code in profile)
    units, traits = {}, {}
    for slug, block, ranked, value, kind, groups, profile in about["rows"]:
        by = None if value is None else RankingValue(*value)
        units[slug] = UnitYear(slug, None, to_be_ranked=ranked, block=block, shares=profile, ranked_by=by)
        # Where all are of one kind that is no likeness.
        traits[slug] = Traits(kind if about["kinds"] > 1 else "", frozenset(groups))
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
