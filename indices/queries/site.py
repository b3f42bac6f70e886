"""Reads of the pages around the league tables: home, every index, methods. Each in a fixed number of queries."""

from collections import defaultdict
from dataclasses import dataclass, field
from itertools import groupby

from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from indices.models import Block, Edition, Index, Standing
from indices.queries.ranking import TableData, edition_before, places_moved, table_data
from units.models import Level, Succession, Unit, UnitName

SHORT_TABLE = 5  # rows from the top, and as many from the bottom
AROUND = 3  # places above and below the reader's own unit
MOVERS = 5
RESULT_KNOWN = Q(total__isnull=False) | Q(shown_rank__isnull=False)


def published_editions():
    """Every published edition with its index, in the order of the indices, newest first within each."""
    return list(
        Edition.objects.published()
        .select_related("index__within", "criteria_set", "decision", "source")
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
    return Unit.objects.filter(slug=slug).first()


def units_to_choose(today):
    """Provinces of today, and former ones that have results: ([Unit], [Unit]), by the alphabet."""
    has_results = Exists(
        Standing.objects.filter(RESULT_KNOWN, unit=OuterRef("pk"), edition__state=Edition.State.PUBLISHED)
    )
    units = (
        Unit.objects.filter(level=Level.PROVINCE, valid_from__lte=today)
        .annotate(has_results=has_results)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gte=today) | Q(has_results=True))
        .in_order()
    )
    present, former = [], []
    for unit in units:
        (former if unit.valid_to and unit.valid_to < today else present).append(unit)
    return present, former


@dataclass
class OwnResult:
    """The reader's own unit in the newest edition of an index that knows it."""

    standing: Standing
    previous: Edition | None  # the edition right before
    before: Standing | None  # the unit in it
    above: Standing | None
    below: Standing | None


def own_results(unit, editions):
    """[OwnResult] of a unit, in the order of the indices.

    Args:
        editions: all that are published (`published_editions`).
    """
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
                above=None,
                below=None,
            )
        )
    _find_neighbours(found)
    return found


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
    """A few rows of the newest complete table: the reader's own unit with its neighbours, or both ends."""

    edition: Edition
    previous: Edition | None
    known: int
    top: list
    bottom: list
    around: bool
    data: TableData
    up: list = field(default_factory=list)  # standings with `moved`, places gained
    down: list = field(default_factory=list)


def short_table(editions, own_unit=None):
    """The newest complete table of the first index that has one, cut short, with who moved most; `None`: there is none.

    A table in blocks is not cut: its first five rows would be the first block's. Movers are told only where the edition
    before is of the year before and of the same criteria set.
    """
    whole = [edition for edition in editions if not edition.index.is_sample]
    in_blocks = set(Block.objects.filter(edition__in=whole).values_list("edition", flat=True))
    known = known_units(whole)
    edition = next(
        (
            edition
            for edition in whole
            if known.get(edition.pk) and edition.pk not in in_blocks and not is_partial(edition, known)
        ),
        None,
    )
    if edition is None:
        return None
    sisters = [other for other in editions if other.index_id == edition.index_id]
    previous = edition_before(edition, sisters)
    placed = edition.standings.filter(shown_rank__isnull=False).select_related("unit")
    own = placed.filter(unit=own_unit).first() if own_unit else None
    if own:
        top = list(placed.filter(shown_rank__range=(own.shown_rank - AROUND, own.shown_rank + AROUND)).by_rank())
        bottom = []
    else:
        top = list(placed.by_rank()[:SHORT_TABLE])
        last = placed.exclude(pk__in=[standing.pk for standing in top])
        bottom = list(last.order_by("-shown_rank", "-unit__sort_key", "-pk")[:SHORT_TABLE])[::-1]
    table = ShortTable(edition, previous, known[edition.pk], top, bottom, bool(own), TableData())
    if previous and previous.year == edition.year - 1 and previous.criteria_set_id == edition.criteria_set_id:
        moved = placed.annotate(moved=places_moved(previous))
        table.up = list(moved.filter(moved__gt=0).order_by("-moved", "unit__sort_key", "pk")[:MOVERS])
        table.down = list(moved.filter(moved__lt=0).order_by("moved", "unit__sort_key", "pk")[:MOVERS])
    table.data = table_data(edition, previous, [*top, *bottom, *table.up, *table.down])
    return table


def indices_with_editions(editions):
    """[(Index, [Edition, …])] of every index, those without published editions too, in their order."""
    of_index = {group[0].index_id: group for group in by_index(editions)}
    return [(index, of_index.get(index.pk, [])) for index in Index.objects.select_related("within")]


def nationwide(editions):
    """The editions of indices of the whole country; all of them on a site that has no such index."""
    return [edition for edition in editions if edition.index.within_id is None] or editions
