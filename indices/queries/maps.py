"""What the map on the home page draws; the number of reads does not grow with the provinces."""

from dataclasses import dataclass

from indices.models import Edition
from indices.queries.site import by_index
from units.models import Level, Unit
from units.queries import names_on


@dataclass
class MapChoice:
    """Which edition is drawn, and what could be drawn instead."""

    edition: Edition
    sisters: list  # [Edition] of the same index, newest first
    indices: list  # [Index] that a map can be drawn of
    known: dict  # edition id -> units with a result


def choose_edition(editions, known, number_on, *, index="", label=""):
    """The edition to draw: the one asked for, else the newest that knows most provinces, of the first index with one.

    Args:
        editions: of `published_editions`; of other levels, of one province or the sample none is drawn.
        known: edition id -> units with a result, of `known_units`.
        number_on: day -> how many provinces the map of that day draws.
        index, label: what the address asks for; whatever is not understood is as if it were not there.

    Returns:
        MapChoice; `None` where nothing is asked for and no edition knows most provinces.
    """
    editions = [edition for edition in editions if is_drawable(edition.index)]
    groups = by_index(editions)

    def best(group):
        most = (edition for edition in group if known.get(edition.pk, 0) * 2 > number_on(edition.ends_on))
        return next(most, None)

    asked = next((group for group in groups if group[0].index.slug == index), None)
    if asked:
        edition = next((edition for edition in asked if edition.label == label), None) or best(asked) or asked[0]
    else:
        edition = next((found for found in map(best, groups) if found), None)
    if edition is None:
        return None
    sisters = next(group for group in groups if group[0].index_id == edition.index_id)
    return MapChoice(edition, sisters, [group[0].index for group in groups], known)


def is_drawable(index):
    """Does the index rank the provinces of the whole country?"""
    return index.level == Level.PROVINCE and index.within_id is None and not index.is_sample


@dataclass
class MapData:
    """Who is drawn, what they were called when the edition ended, and how they stand."""

    units: dict  # slug -> Unit, of the map
    names: dict  # unit id -> UnitName
    standings: dict  # slug -> Standing, of the edition; of units that the map does not draw too


def map_data(edition, slugs):
    """Read what a map of an edition shows. `slugs`: of the units that the map draws."""
    standings = {standing.unit.slug: standing for standing in edition.standings.select_related("unit")}
    units = {slug: standing.unit for slug, standing in standings.items()}
    units.update({unit.slug: unit for unit in Unit.objects.filter(slug__in=slugs - units.keys())})
    names = names_on([unit.pk for unit in units.values()], edition.ends_on)
    return MapData({slug: units[slug] for slug in slugs & units.keys()}, names, standings)
