"""Reads of the pages around the league tables: home, every index, methods. Each in a fixed number of queries."""

from collections import defaultdict
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Count, Exists, OuterRef, Q

from indices.models import Block, Edition, Index, Standing
from indices.queries.ranking import TableData, edition_before, is_of_other_number, places_moved, table_data
from units.models import Level, Succession, Unit, UnitName

SHORT_TABLE = 5  # rows from the top, and as many from the bottom
MOVERS = 5
RESULT_KNOWN = Q(total__isnull=False) | Q(shown_rank__isnull=False)


def published_editions(*, is_sample=False, **conditions):
    """Every published edition (of those that hold) with its index, in the order of the indices, newest first within.

    Args:
        is_sample: those of the sample instead of those that are real; never both.
    """
    return list(
        Edition.objects.published()
        .filter(index__is_sample=is_sample, **conditions)
        .select_related("index", "source")
        .order_by("index__position", "index__slug", "-ends_on", "-starts_on")
    )


def by_index(editions):
    """[[Edition, …]] one list an index, of editions in the order of `published_editions`."""
    return [list(group) for _index, group in groupby(editions, key=lambda edition: edition.index_id)]


def known_units(editions):
    """Edition id -> how many of the units that are ranked there have a published result."""
    rows = (
        Standing.objects.filter(edition__in=editions, to_be_ranked=True)
        .exclude(status=Standing.Status.NOT_PUBLISHED)
        .values_list("edition_id")
        .annotate(Count("pk"))
        .order_by()
    )
    return dict(rows)


def is_partial(edition, known):
    """Did the issuer rank more units than the record knows? (`known`: of `known_units`)"""
    return edition.is_partial(known.get(edition.pk, 0))


def names_at(pairs):
    """What units were called, each on a day of its own; one query.

    Args:
        pairs: (unit id, day).

    Returns:
        (unit id, day) -> UnitName; units that never changed their name are not in it.
    """
    pairs = set(pairs)
    dated = defaultdict(list)
    for name in UnitName.objects.filter(unit_id__in={unit for unit, _day in pairs}).order_by("valid_from"):
        dated[name.unit_id].append(name)
    found = {}
    for unit, day in pairs:
        in_force = [name for name in dated[unit] if name.valid_from <= day]
        if in_force:
            found[unit, day] = in_force[-1]
    return found


def names_of_standings(standings):
    """`names_at` for standings, each on the day its edition ended."""
    return names_at((standing.unit_id, standing.edition.ends_on) for standing in standings)


def leaders(editions):
    """Edition id -> [Standing] in first place, in the order of the blocks; more than one where units share it."""
    found = defaultdict(list)
    standings = Standing.objects.filter(edition__in=editions, shown_rank=1).select_related(
        "unit", "block", "edition__index"
    )
    for standing in standings.order_by("block__position", "unit__sort_key", "pk"):
        found[standing.edition_id].append(standing)
    return found


@dataclass
class Newest:
    """The newest editions of some indices, with what a sentence about each needs."""

    editions: list
    known: dict  # edition id -> units with a result
    leaders: dict  # edition id -> [Standing]
    names: dict  # (unit id, day) -> UnitName


def newest_of(editions, *, known=None):
    """`Newest` of editions given one an index."""
    found = leaders(editions)
    return Newest(
        editions=editions,
        known=known_units(editions) if known is None else known,
        leaders=found,
        names=names_of_standings([standing for group in found.values() for standing in group]),
    )


def unit_marked(slug):
    """The unit that a reader has marked as their own; `None` for a slug that names none."""
    if not slug or "\x00" in slug:  # PostgreSQL takes no NUL in a text
        return None
    return Unit.objects.filter(slug=slug).select_related("parent").first()


def units_to_choose(today, *, is_sample=False):
    """Provinces of today, and former ones that have results: ([Unit], [Unit]), by the alphabet.

    Of the sample units of every level are offered: it is one province.
    """
    offered = {"is_sample": True} if is_sample else {"is_sample": False, "level": Level.PROVINCE}
    has_results = Exists(
        Standing.objects.filter(RESULT_KNOWN, unit=OuterRef("pk"), edition__state=Edition.State.PUBLISHED)
    )
    units = (
        Unit.objects.filter(valid_from__lte=today, **offered)
        .annotate(has_results=has_results)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today) | Q(has_results=True))
        .in_order()
    )
    present, former = [], []
    for unit in units:
        (former if unit.valid_to and unit.valid_to < today else present).append(unit)
    return present, former


def predecessors_of(unit):
    """Units that became this one, in whole or in part."""
    return [
        succession.predecessor
        for succession in Succession.objects.filter(successor=unit)
        .select_related("predecessor")
        .order_by("predecessor__sort_key", "pk")
    ]


def successors_of(units):
    """Predecessor's id -> [Succession], of some units."""
    found = defaultdict(list)
    for succession in Succession.objects.filter(predecessor__in=units).select_related("successor"):
        found[succession.predecessor_id].append(succession)
    return found


@dataclass
class ShortTable:
    """A few rows of a table: both ends of it, or all that is known where that is no more."""

    edition: Edition
    previous: Edition | None
    top: list
    bottom: list
    data: TableData


def short_table(editions, known):
    """The newest table of the first index that has one, cut short; `None`: there is none.

    A table in blocks is not cut: its first five rows would be the first block's.

    Args:
        known: edition id -> units with a result (`known_units`).
    """
    whole = [edition for edition in editions if known.get(edition.pk)]
    in_blocks = set(Block.objects.filter(edition__in=whole).values_list("edition", flat=True))
    edition = next((edition for edition in whole if edition.pk not in in_blocks), None)
    if edition is None:
        return None
    previous = edition_before(edition, [other for other in editions if other.index_id == edition.index_id])
    placed = edition.standings.filter(shown_rank__isnull=False).select_related("unit")
    top = list(placed.by_rank()[:SHORT_TABLE])
    last = placed.exclude(pk__in=[standing.pk for standing in top])
    bottom = list(last.order_by("-shown_rank", "-unit__sort_key", "-pk")[:SHORT_TABLE])[::-1]
    return ShortTable(edition, previous, top, bottom, table_data(edition, previous, [*top, *bottom]))


@dataclass
class Movers:
    """Who rose and who fell most from one year to the next."""

    edition: Edition
    previous: Edition
    up: list  # standings with `moved`, places gained
    down: list
    data: TableData


def movers(editions, known):
    """Movers of the first index whose newest complete table has the year before by the same criteria; `None`: none."""
    for sisters in by_index(editions):
        whole = [edition for edition in sisters if known.get(edition.pk) and not is_partial(edition, known)]
        edition = next(iter(whole), None)
        previous = edition and edition_before(edition, whole)
        if previous and previous.year == edition.year - 1 and _has_plain_moves(previous, edition):
            moved = edition.standings.filter(shown_rank__isnull=False).select_related("unit")
            moved = moved.annotate(moved=places_moved(previous))
            up = list(moved.filter(moved__gt=0).order_by("-moved", "unit__sort_key", "pk")[:MOVERS])
            down = list(moved.filter(moved__lt=0).order_by("moved", "unit__sort_key", "pk")[:MOVERS])
            return Movers(edition, previous, up, down, table_data(edition, previous, [*up, *down]))
    return None


def _has_plain_moves(previous, edition):
    """The same criteria, and about as many units: only then do places gained mean a rise."""
    return previous.criteria_set_id == edition.criteria_set_id and not is_of_other_number(previous, edition)


def indices_with_editions(editions):
    """[(Index, [Edition, …])] of every index, those without published editions too, in their order."""
    of_index = {group[0].index_id: group for group in by_index(editions)}
    return [(index, of_index.get(index.pk, [])) for index in Index.objects.select_related("within")]


def nationwide(editions):
    """The editions of indices of the whole country; all of them on a site that has no such index."""
    return [edition for edition in editions if edition.index.within_id is None] or editions


def national_editions(*, is_sample=False):
    """`nationwide` of every published edition, without reading the others where there are such."""
    return published_editions(is_sample=is_sample, index__within=None) or published_editions(is_sample=is_sample)
