"""The whole numbers of a move: ranks, who passed whom, where last year's points would stand; bounds where not known."""

from collections.abc import Iterable, Iterator, Set
from decimal import Decimal
from fractions import Fraction

from indices.domain.attribution_scale import Scale
from indices.domain.attribution_values import Bounds, Crossing, Headline
from indices.domain.figures import from_billionths
from indices.domain.history import NOBODY, UnitYear, Year


class Table:
    """One year's table as one unit sees it: those who are ranked beside it; nobody where it is not ranked itself.

    `values`: what each of them is compared by, after `measure`; empty where nothing can be compared.
    """

    def __init__(self, year: Year, unit: str) -> None:
        self.row = year.units.get(unit)
        self._together = None
        if self.row is not None and self.row.to_be_ranked:
            self._together = year.ranked_together(self.row.block)
        self.ranks = self._together is not None
        self.others = {row.unit: row for row in year.against(unit)} if self.ranks else {}
        self.ranked = year.ranked_with(unit) if self.ranks else None
        self.knows_all = self.ranks and year.knows_all(unit)
        self.rank = None if self.row is None else self.row.rank
        self.value: int | None = None
        self.values: dict[str, int] = {}
        self._measured = NOBODY

    @property
    def maxima(self) -> Set[int | None]:
        """Of the totals of everybody here, the unit itself among them."""
        if self._together is not None:
            return self._together.maxima
        value = None if self.row is None else self.row.value
        return set() if value is None else {value.maximum}

    def measure(self, scale: Scale) -> None:
        self.value = None if self.row is None else scale.value(self.row)
        if self._together is not None and self.row is not None:
            self._measured = self._together.measured(scale, scale.count)
            self.values = dict(self._measured.of)
            self.values.pop(self.row.unit, None)

    def above(self, value: int) -> int:
        """How many of the others have more."""
        return self._measured.above(value) - (self.ranks and self.value is not None and self.value > value)

    @property
    def known(self) -> int:
        """How many of the others have a total."""
        if self._together is None or self.row is None:
            return 0
        return len(self._together.values) - (self.row.value is not None)

    @property
    def rows(self) -> tuple[UnitYear, ...]:
        """Everybody here whose total may be compared."""
        return (*self.others.values(), *([self.row] if self.row is not None else []))

    @property
    def total(self) -> Decimal | None:
        return None if self.row is None or self.row.total is None else from_billionths(self.row.total)


def headline_of(before: Table, after: Table, *, sets_differ: bool) -> Headline:
    """What can be said aloud of a unit in two tables."""
    stayed = [unit for unit in after.others if unit in before.others]
    orders = list(zip(stayed, _orders(before, stayed), _orders(after, stayed), strict=True))
    turned = [
        Crossing(unit, then, now) for unit, then, now in orders if then is not None and now is not None and then != now
    ]
    return Headline(
        rank_before=before.rank,
        rank_after=after.rank,
        total_before=before.total,
        total_after=after.total,
        ranked_before=before.ranked,
        ranked_after=after.ranked,
        known_before=before.known,
        known_after=after.known,
        place_before=_standing(before, before.value) if before.rank is None else None,
        place_after=_standing(after, after.value) if after.rank is None else None,
        with_old_points=_standing(after, before.value),
        in_old_table=_standing(before, after.value),
        passed_by=tuple(crossing for crossing in turned if crossing.after > 0),
        level=tuple(crossing for crossing in turned if crossing.after == 0),
        passed=tuple(crossing for crossing in turned if crossing.after < 0),
        came=tuple(unit for unit in after.others if unit not in before.others),
        left=tuple(unit for unit in before.others if unit not in after.others),
        unknown=sum(then is None or now is None for _, then, now in orders),
        sets_differ=sets_differ,
    )


def _orders(table: Table, units: Iterable[str]) -> Iterator[int | None]:
    """Is each of the others above (1), level (0) or below (-1)? By the ranks shown, else by the totals; `None`: not
    known."""
    own, own_value, others, values = table.rank, table.value, table.others, table.values
    for unit in units:
        rank = others[unit].rank
        if own is not None and rank is not None:
            yield (own > rank) - (own < rank)
            continue
        value = values.get(unit)
        yield None if own_value is None or value is None else (value > own_value) - (value < own_value)


def _standing(table: Table, value: int | None) -> Bounds | None:
    """The rank that a total of the unit's other year has among the others of this table."""
    if value is None or table.row is None or not table.row.to_be_ranked:
        return None
    above = table.above(value)
    most = None if table.ranked is None else above + table.ranked - 1 - len(table.values)
    least, most = _by_ranks(table, value, above, most)
    return Bounds(Fraction(1 + least), None if most is None else Fraction(1 + most))


def _by_ranks(table: Table, value: int, least: int, most: int | None) -> tuple[int, int | None]:
    """Bounds of how many stand above a value, narrowed by ranks: whoever stands above somebody has at least as much.

    Where ranks and totals contradict each other the totals alone are believed.
    """
    if most == least:
        return least, most
    lows, highs = [least], [] if most is None else [most]
    for row in table.rows:
        found = table.value if row is table.row else table.values.get(row.unit)
        if row.rank is None or found is None:
            continue
        if found > value:
            lows.append(row.rank - _may_be_among(table, row.rank, found))
        else:
            highs.append(row.rank - 1 - _is_above(table, row.rank, found))
    if not highs:
        return max(lows), None
    return (max(lows), min(highs)) if max(lows) <= min(highs) else (least, most)


def _may_be_among(table: Table, rank: int, value: int) -> bool:
    """Does the unit itself stand at that rank or above, as far as anybody can tell?"""
    if table.rank is not None:
        return table.rank <= rank
    return table.value is None or table.value >= value


def _is_above(table: Table, rank: int, value: int) -> bool:
    """Does the unit itself certainly stand above that rank?"""
    if table.rank is not None:
        return table.rank < rank
    return table.value is not None and table.value > value
