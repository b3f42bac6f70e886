"""Editions of one index side by side: what is told apart when somebody asks why a unit moved, what it lost, what next.

Plain values, in whole billionths of points (`figures`). `None` is "not known", never zero.
"""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from indices.domain.ranking import RankingValue
from indices.domain.values import CriterionKind

# How the criteria of one set go on in another: old code -> ((new code, kind of link), ...), kinds as stored
# (kept, renamed, rescaled, split, merged). An old code that is not there was dropped, a new one that nothing leads to
# is new. `None` instead of a mapping: both years have the same set.
Links = Mapping[str, tuple[tuple[str, str], ...]]
MEASURES = 4  # kept of each table


@dataclass(frozen=True, slots=True)
class Leaf:
    """One criterion as a year's table knows it; most that is asked is asked of those without children.

    Args:
        field: the code of the field it belongs to; a field's own.
        parent: the code of what it stands right under; "" for a field.
        max_points: of the table, in billionths: laid down, else the sum of those below; `None` where not known; zero
            or less for a penalty.
        method: appraisal, satisfaction, survey, outcome, mixed.
        kind: its own, or that of the bonus or penalty it stands under.
    """

    code: str
    name: str
    field: str
    parent: str = ""
    max_points: int | None = None
    method: str = "appraisal"
    kind: str = CriterionKind.ORDINARY


@dataclass(frozen=True, slots=True)
class UnitYear:
    """One unit in one year's table.

    Args:
        unit: what tells it from every other, the same in every year.
        total: as the table shows it, in billionths: of points, or of percent where that is the index's figure.
        rank: as the table shows it: the stated one, else the computed one.
        points: code -> points in billionths, at every level that is known. A code that is not there was not published.
        maxima: code -> the unit's own applicable maximum, where it is not the one of the table (see `full`).
        not_applicable: codes that do not apply to it; they have no points and no maximum.
        shares: code -> percent in billionths, where a percent was published or follows from points and maximum.
        ranks: code -> its rank there, as the table shows it.
        to_be_ranked: whether it stands among those who are ranked.
        block: units ranked against each other; "" in an undivided table.
        ranked_by: what ranks compare (rule 7); without it, the total as it is.
        maximum: its applicable maximum of the whole, in billionths of points; `None` where not known.
    """

    unit: str
    total: int | None
    rank: int | None = None
    points: Mapping[str, int | None] = field(default_factory=dict)
    maxima: Mapping[str, int | None] = field(default_factory=dict)
    to_be_ranked: bool = True
    block: str = ""
    not_applicable: frozenset[str] = frozenset()
    shares: Mapping[str, int | None] = field(default_factory=dict)
    ranked_by: RankingValue | None = None
    maximum: int | None = None
    ranks: Mapping[str, int | None] = field(default_factory=dict)

    @property
    def value(self) -> RankingValue | None:
        """What it is compared by; `None` where its total is not known."""
        if self.ranked_by is None and self.total is not None:
            return RankingValue(self.total, None)
        return self.ranked_by

    def full(self, leaf: Leaf) -> int | None:
        """Its applicable maximum at a criterion: its own, else the one laid down; `None` if it does not apply."""
        if leaf.code in self.not_applicable:
            return None
        own = self.maxima.get(leaf.code)
        return leaf.max_points if own is None else own


@dataclass(frozen=True, slots=True)
class Measured:
    """What units are compared by, in one measure: `of` each, and all of them in order."""

    of: Mapping[str, int]
    ordered: list[int]

    def above(self, value: int) -> int:
        """How many have more."""
        return len(self.ordered) - bisect_right(self.ordered, value)


NOBODY = Measured({}, [])


class RankedTogether:
    """Everyone who is ranked in one block of a table. What their totals say is found once for all who ask: one page
    of a country asks a dozen times about thousands.

    Attributes:
        units: in the order of the table.
        values: unit -> what it is compared by, of those who have a total.
    """

    def __init__(self, rows: Iterable[UnitYear]) -> None:
        found = {row.unit: row.value for row in rows}
        self.units = tuple(found)
        self.values = {unit: value for unit, value in found.items() if value is not None}
        self._measured: dict[Hashable, Measured] = {}

    @cached_property
    def place(self) -> Mapping[str, int]:
        """Unit -> where it is in `units`, from zero."""
        return {unit: place for place, unit in enumerate(self.units)}

    @property
    def lacking(self) -> int:
        """How many have no total."""
        return len(self.units) - len(self.values)

    @cached_property
    def maxima(self) -> frozenset[int | None]:
        """Of what their totals are; `None` where one has no maximum."""
        return frozenset(value.maximum for value in self.values.values())

    def measured(self, measure: Hashable, count: Callable[[RankingValue], int]) -> Measured:
        """Their totals in a measure; the few measures that were asked for last are kept."""
        found = self._measured.get(measure)
        if found is None:
            of = {unit: count(value) for unit, value in self.values.items()}
            found = Measured(of, sorted(of.values()))
            self._measured = dict([*self._measured.items()][1 - MEASURES :]) | {measure: found}
        return found


@dataclass(frozen=True, slots=True)
class Year:
    """One published table.

    Args:
        label: of its edition: 2024, 2026-q3.
        criteria: in tree order, fields and whatever is below them, as deep as the table goes.
        units: unit -> its year, everyone who stands in the table, ranked or not.
        is_complete: whether everyone who was ranked is here with a total.
        figure: what totals are: points, percent or value.
        ranked: block -> how many units were ranked in it; `None` where nobody knows.
        adds_up: whether totals are the sum of their parts (else they are stated).
    """

    label: str
    criteria: tuple[Leaf, ...]
    units: Mapping[str, UnitYear]
    is_complete: bool = True
    figure: str = "points"
    ranked: Mapping[str, int | None] = field(default_factory=dict)
    adds_up: bool = True
    _below: dict[str, list[Leaf]] = field(init=False, repr=False, compare=False)
    _tables: dict[str, RankedTogether] = field(default_factory=dict, init=False, repr=False, compare=False)
    _rows: dict[str, tuple[UnitYear, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        below: dict[str, list[Leaf]] = defaultdict(list)
        for leaf in self.criteria:
            below[leaf.parent].append(leaf)
        object.__setattr__(self, "_below", dict(below))

    def with_scores(self, criteria: tuple[Leaf, ...], units: Mapping[str, UnitYear]) -> "Year":
        """The same table with more, or less, known of criteria; of the totals and ranks of its units nothing changes,
        so what was found out about them still holds."""
        made = replace(self, criteria=criteria, units=units)
        object.__setattr__(made, "_tables", self._tables)
        return made

    @property
    def fields(self) -> tuple[Leaf, ...]:
        return self.below("")

    @property
    def leaves(self) -> tuple[Leaf, ...]:
        """Criteria with none below them, in tree order."""
        return tuple(leaf for leaf in self.criteria if leaf.code not in self._below)

    def below(self, code: str) -> tuple[Leaf, ...]:
        """Criteria right below one; below "": the fields."""
        return tuple(self._below.get(code, ()))

    def criterion(self, code: str) -> Leaf | None:
        return next((leaf for leaf in self.criteria if leaf.code == code), None)

    def against(self, unit: str) -> tuple[UnitYear, ...]:
        """Everyone who is ranked in the same block, without the unit itself; nobody if it is not in the table."""
        own = self.units.get(unit)
        if own is None:
            return ()
        together = self.ranked_together(own.block)
        rows = self._rows.get(own.block)
        if rows is None:
            rows = self._rows[own.block] = tuple([self.units[other] for other in together.units])
        place = together.place.get(unit)
        return rows if place is None else rows[:place] + rows[place + 1 :]

    def ranked_together(self, block: str) -> RankedTogether:
        """Everyone who is ranked in a block."""
        if block not in self._tables:
            rows = (row for row in self.units.values() if row.to_be_ranked and row.block == block)
            self._tables[block] = RankedTogether(rows)
        return self._tables[block]

    def ranked_with(self, unit: str) -> int | None:
        """How many units are ranked in its block, itself among them; `None` where nobody knows."""
        own = self.units.get(unit)
        if own is None:
            return None
        here = len(self.ranked_together(own.block).units)
        stated = self.ranked.get(own.block, here if self.is_complete else None)
        return None if stated is None else max(stated, here)

    def knows_all(self, unit: str) -> bool:
        """Are the totals of everyone ranked in the block of a unit of this table known?"""
        own = self.units[unit]
        together = self.ranked_together(own.block)
        lacking = together.lacking - (own.to_be_ranked and own.value is None)
        return self.ranked_with(unit) == len(together.units) and not lacking
