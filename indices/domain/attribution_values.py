"""What the account of a move is made of: plain values, exact. Places gained are positive, places lost negative."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

ZERO = Fraction(0)


class Cause(StrEnum):
    """What moves a rank between two editions."""

    OWN = "own"  # the unit's own points, like for like
    OTHERS = "others"  # other units' points, like for like
    RULES = "rules"  # another criteria set: new, dropped, rescaled
    FIELD = "field"  # who is ranked: units that came, went, merged or changed their block


@dataclass(frozen=True, slots=True)
class Bounds:
    """A figure that lies from `low` to `high`, both included; `high` `None`: nobody knows how high."""

    low: Fraction
    high: Fraction | None

    @property
    def figure(self) -> Fraction | None:
        """The figure itself, where it is known."""
        return self.low if self.low == self.high else None


@dataclass(frozen=True, slots=True)
class Crossing:
    """Another unit whose order against this one changed: 1 is above it, 0 level with it, -1 below it."""

    unit: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Headline:
    """What can be said aloud, in whole numbers, without any estimate.

    Args:
        rank_before, rank_after: as the tables show them.
        total_before, total_after: likewise, in points or percent.
        ranked_before, ranked_after: how many units are ranked in its block; `None` where nobody knows.
        known_before, known_after: of how many of the others a total is known.
        place_before, place_after: where the table shows no rank of it: the rank that its total has among the others'.
        with_old_points: the rank that the total of the earlier year has among the others' totals of the later one;
            `None` if its own total, or the measure, is not known.
        in_old_table: the rank that the total of the later year has among the others' totals of the earlier one.
        passed_by: those who were not above it and are now. `level`: those who were not level with it and are now.
        passed: those who were not below it and are now.
        came, left: units ranked beside it now and not before, and the reverse.
        unknown: how many were ranked beside it both times without anybody knowing in which order, then or now.
        sets_differ: the two years have different criteria sets, hence points that are not of the same things.
    """

    rank_before: int | None
    rank_after: int | None
    total_before: Decimal | None
    total_after: Decimal | None
    ranked_before: int | None
    ranked_after: int | None
    known_before: int
    known_after: int
    place_before: Bounds | None
    place_after: Bounds | None
    with_old_points: Bounds | None
    in_old_table: Bounds | None
    passed_by: tuple[Crossing, ...]
    level: tuple[Crossing, ...]
    passed: tuple[Crossing, ...]
    came: tuple[str, ...]
    left: tuple[str, ...]
    unknown: int
    sets_differ: bool

    @property
    def moved(self) -> int | None:
        """Places gained, by the ranks shown."""
        return None if self.rank_before is None or self.rank_after is None else self.rank_before - self.rank_after


@dataclass(frozen=True, slots=True)
class PartChange:
    """What one field, criterion or leaf did to the total. Its parts add up to it exactly.

    Args:
        code: of the later set; "" for what no published part explains (below a criterion: below that criterion).
        before, after: points; `None` where not known. Of criteria that were split or merged, of all of them together.
        change: in the measure of the total (points, or percent of the whole).
        places: its share of the places that the own change gained; `None` where that cannot be told.
    """

    code: str
    before: Decimal | None
    after: Decimal | None
    change: Fraction
    places: Fraction | None = None
    parts: tuple["PartChange", ...] = ()


class RuleChange(StrEnum):
    """How another criteria set moves a total."""

    NEW = "new"
    DROPPED = "dropped"
    RESCALED = "rescaled"


@dataclass(frozen=True, slots=True)
class RulePart:
    """What one criterion contributes to a total because the criteria set is another one. `code`: of the old set for
    what was dropped, else of the new one."""

    code: str
    kind: RuleChange
    change: Fraction


@dataclass(frozen=True, slots=True)
class PointsAccount:
    """The change of the unit's own total: `change` = `own` + `rules`, `own` = the sum of `parts`, exactly.

    Args:
        in_percent: changes are percents of the whole, not points.
        rules: `None` where nobody can tell it from the own change; `own` then holds both, and there are no parts but
            what is not told apart.
        parts: fields with all below them, in the order of the table.
        rule_parts: what makes up `rules`.
    """

    in_percent: bool
    change: Fraction
    own: Fraction
    rules: Fraction | None
    parts: tuple[PartChange, ...]
    rule_parts: tuple[RulePart, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitShare:
    """Places gained (lost: negative) on account of one other unit, by cause; they are at most one in all."""

    unit: str
    by_cause: Mapping[Cause, Bounds]


@dataclass(frozen=True, slots=True)
class PlacesAccount:
    """The places gained or lost, by cause.

    Args:
        moved: places gained by the totals; `by_cause` add up to it, exactly where they are known exactly.
        as_stated: what the ranks shown moved beyond that: ties that were broken by unrounded figures.
        by_cause: of a partial table only `OWN` and `OTHERS` are told, the latter with all that is not own.
        by_unit: by other unit, in the order of their names in the later year, the earlier one's after them.
        is_partial: not everybody's total is known in one of the years.
        untold: of how many units (this one among them) it is not known how much the other criteria set did; the
            causes are then bounds.
        together: where they are bounds for that reason: `OWN`, `OTHERS` and `FIELD` with the rules inside the first
            two, exactly.
    """

    moved: int
    as_stated: int
    by_cause: Mapping[Cause, Bounds]
    by_unit: tuple[UnitShare, ...] = ()
    is_partial: bool = False
    untold: int = 0
    together: Mapping[Cause, Fraction] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Account:
    """Why a unit moved between two editions.

    Args:
        points, places: `None` where its totals, or ranks, are not known.
        beside: fields that are known in both years and do not make up the change of the total, each with its own change
            in its own points: those of a stated total (SIPAS, PCI, DTI), or beside a total that is not known.
    """

    unit: str
    before: str
    after: str
    headline: Headline
    points: PointsAccount | None = None
    places: PlacesAccount | None = None
    beside: tuple[PartChange, ...] = ()
