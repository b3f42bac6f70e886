"""The totals of whole tables, as the domain compares them; those of a country stay in memory until the data change."""

from collections import Counter, OrderedDict
from dataclasses import dataclass
from threading import Lock
from types import MappingProxyType

from django.db.models import BigIntegerField, ExpressionWrapper, F, SmallIntegerField

from indices.domain.figures import HUNDRED
from indices.domain.history import UnitYear, Year
from indices.domain.ranking import RankingValue
from indices.models import Block, Standing, TotalMethod
from records.models import DataVersion

NOTHING = MappingProxyType({})  # of those whose totals alone are read
HELD_FROM = 500  # units: a smaller table is read in a few milliseconds
MOST_HELD = 12  # tables of a country, some megabytes each: ten years and more of one index


@dataclass(frozen=True)
class Table:
    """One edition. `year` has everybody's totals and no criteria; `slugs`: standing id -> the unit in it."""

    year: Year
    slugs: dict[int, str]


def tables_of(editions, only=None):
    """Edition id -> Table, in two queries at most.

    Args:
        only: ids of the units that stand in them at all; `None`: everybody.
    """
    if only is not None:
        return _read(editions, only)
    version = DataVersion.current() if any(edition.pk in _held.large for edition in editions) else None
    found = _held.get(editions, version)
    missing = [edition for edition in editions if edition.pk not in found]
    if missing:
        read = _read(missing, None)
        _held.keep(read, version)
        found |= read
    return found


class Held:
    """Tables that this process has at hand. Nothing is changed in them; whatever the data's change, they are read anew.

    Which tables are large is only known once they are read, and the version must be known before: a table is held from
    the second time on, unless its version is asked for every time.

    Args:
        most: how many, those used last.
        units: says of how many units a table is.
    """

    def __init__(self, most, units):
        self.large = set()
        self._most, self._units = most, units
        self._tables = OrderedDict()
        self._lock = Lock()

    def get(self, editions, version):
        with self._lock:
            found = {}
            for edition in editions:
                key = (edition.pk, version)
                if key in self._tables:
                    self._tables.move_to_end(key)
                    found[edition.pk] = self._tables[key]
            return found

    def keep(self, tables, version):
        large = {pk: table for pk, table in tables.items() if self._units(table) >= HELD_FROM}
        with self._lock:
            self.large.update(large)
            if version is None:
                return
            for key in [key for key in self._tables if key[1] != version]:
                del self._tables[key]
            self._tables.update({(pk, version): table for pk, table in large.items()})
            while len(self._tables) > self._most:
                self._tables.popitem(last=False)


_held = Held(MOST_HELD, lambda table: len(table.slugs))


def _read(editions, only):
    if not editions:
        return {}
    rows, rolls = _rows(editions, only), _rolls(editions)
    return {edition.pk: _table(edition, rows[edition.pk], rolls[edition.pk]) for edition in editions}


def _table(edition, rows, rolls):
    units = {row.slug: row.as_year() for row in rows}
    return Table(_year(edition, units, rolls), {row.pk: row.slug for row in rows})


def raw(*names):
    """Stored figures as the whole billionths that they are: a national edition has 315,495 of them to turn over."""
    return {f"raw_{name}": ExpressionWrapper(F(name), output_field=BigIntegerField()) for name in names}


@dataclass
class _Row:
    """One standing, as stored."""

    pk: int
    slug: str
    block: str
    is_ranked: bool
    status: str
    rank: int | None
    total: int | None
    points: int | None
    maximum: int | None
    stated_points: int | None
    stated_percent: int | None

    @property
    def ranked_by(self):
        """What ranks compare (rule 7)."""
        if self.status == Standing.Status.NOT_PUBLISHED:
            return None
        if self.stated_percent is not None:
            return RankingValue(self.stated_percent, HUNDRED)
        points = self.points if self.stated_points is None else self.stated_points
        return None if points is None else RankingValue(points, self.maximum)

    def as_year(self):
        return UnitYear(
            unit=self.slug,
            total=self.total,
            rank=self.rank,
            to_be_ranked=self.is_ranked,
            block=self.block,
            ranked_by=self.ranked_by,
            maximum=self.maximum,
            points=NOTHING,
            maxima=NOTHING,
            shares=NOTHING,
            ranks=NOTHING,
        )


def _rows(editions, only):
    """Edition id -> [_Row], in the order of the alphabet."""
    figures = raw("total", "points", "max_points", "own_max_points", "stated_points", "stated_percent")
    found = {edition.pk: [] for edition in editions}
    # A yes or no as it is stored: turning thousands of them over costs more than reading them.
    figures = {"is_ranked": ExpressionWrapper(F("to_be_ranked"), output_field=SmallIntegerField()), **figures}
    columns = ("edition_id", "pk", "unit__slug", "block__slug", "status", "shown_rank", *figures)
    standings = Standing.objects.filter(edition__in=editions).annotate(**figures).in_order()
    if only is not None:
        standings = standings.filter(unit__in=only)
    for edition, pk, slug, block, status, rank, ranked, total, points, maximum, own, *stated in standings.values_list(
        *columns
    ):
        is_ranked = bool(ranked) and status != Standing.Status.UNRANKED
        found[edition].append(
            _Row(pk, slug, block or "", is_ranked, status, rank, total, points, maximum or own, *stated)
        )
    return found


def _rolls(editions):
    """Edition id -> {block slug, or "" in an undivided one: the Roll}."""
    found = {edition.pk: {} for edition in editions}
    for block in Block.objects.filter(edition__in=editions):
        found[block.edition_id][block.slug] = block
    for edition in editions:
        found[edition.pk].setdefault("", edition)
    return found


def _year(edition, units, rolls):
    ranked = [row for row in units.values() if row.to_be_ranked]
    known = Counter(row.block for row in ranked)
    return Year(
        label=edition.label,
        criteria=(),
        units=units,
        is_complete=not any(rolls[block].is_partial(count) for block, count in known.items())
        and all(row.value is not None for row in ranked),
        figure=edition.index.figure,
        ranked={block: rolls[block].ranked_in_all(count) for block, count in known.items()},
        adds_up=edition.index.total_method == TotalMethod.SUM,
    )
