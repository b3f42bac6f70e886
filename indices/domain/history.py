"""Editions of one index side by side: what is told apart when somebody asks why a unit moved, what it lost, what next.

Plain values, in whole billionths of points (`figures`). `None` is "not known", never zero.
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from indices.domain.ranking import RankingValue
from indices.domain.values import CriterionKind

# How the criteria of one set go on in another: old code -> ((new code, kind of link), ...), kinds as stored
# (kept, renamed, rescaled, split, merged). An old code that is not there was dropped, a new one that nothing leads to
# is new. `None` instead of a mapping: both years have the same set.
Links = Mapping[str, tuple[tuple[str, str], ...]]


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
    _against: dict[str, tuple[UnitYear, ...]] = field(default_factory=dict, init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        below: dict[str, list[Leaf]] = defaultdict(list)
        for leaf in self.criteria:
            below[leaf.parent].append(leaf)
        object.__setattr__(self, "_below", dict(below))

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
        if unit not in self._against:  # asked again and again, of thousands
            self._against[unit] = tuple(
                other
                for other in self.units.values()
                if other.to_be_ranked and other.block == own.block and other.unit != unit
            )
        return self._against[unit]

    def ranked_with(self, unit: str) -> int | None:
        """How many units are ranked in its block, itself among them; `None` where nobody knows."""
        own = self.units.get(unit)
        if own is None:
            return None
        here = len(self.against(unit)) + own.to_be_ranked
        stated = self.ranked.get(own.block, here if self.is_complete else None)
        return None if stated is None else max(stated, here)

    def knows_all(self, unit: str) -> bool:
        """Are the totals of everyone ranked in its block known?"""
        others = self.against(unit)
        here = len(others) + (unit in self.units and self.units[unit].to_be_ranked)
        return self.ranked_with(unit) == here and all(other.value is not None for other in others)
