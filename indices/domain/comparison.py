"""Units side by side: heat table, comparison of a few, peers and neighbours (`SCORING.md`)."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

from indices.domain.continuing import Before, Earned, earned_at, earned_together, origins
from indices.domain.figures import HUNDRED, cut_quotient, from_billionths
from indices.domain.history import Leaf, UnitYear, Year
from indices.domain.ranking import RankingValue, rank_block
from indices.domain.values import CriterionKind

MOST_COMPARED = 8  # columns that still can be read side by side


class Cell(NamedTuple):
    """One unit at one criterion. Figures in billionths: a heat table has 26,568 cells, and a page shows few of them.

    Args:
        points: `None` where only a percent is published.
        percent: of the applicable maximum, cut; `None` at bonus, penalty and without a maximum.
        change: of the percent against the year before, in percentage points, cut.
        rank, of: the place at this criterion among so many of the block; no rank for those who stand outside.
    """

    points: int | None
    percent: int | None
    change: int | None
    rank: int | None
    of: int


@dataclass(frozen=True, slots=True)
class Heat:
    """Units × criteria. `rows`: unit -> a cell for each column; `None` if nothing is known or it does not apply."""

    columns: tuple[Leaf, ...]
    rows: Mapping[str, tuple[Cell | None, ...]]


def heat_of(year: Year, *, columns: Sequence[Leaf] | None = None, before: Before | None = None) -> Heat:
    """The heat table of a year.

    Args:
        columns: criteria of the year; `None`: its fields.
        before: the year before, for the changes; a criterion made of several is compared with them together.
    """
    chosen = year.fields if columns is None else tuple(columns)
    earlier = _earlier(before)
    made = [_column(year, leaf, earlier(leaf)) for leaf in chosen]
    return Heat(chosen, {unit: tuple(column.get(unit) for column in made) for unit in year.units})


_Then = Callable[[str], Earned | None]


def _earlier(before: Before | None) -> Callable[[Leaf], _Then]:
    """For a criterion: unit -> what it earned there the year before."""
    if before is None:
        return lambda leaf: lambda unit: None
    leading, rows = origins(before), before.year.units
    leaves = {leaf.code: leaf for leaf in before.year.criteria}

    def of_criterion(leaf: Leaf) -> _Then:
        origin = leading.get(leaf.code)
        olds = () if origin is None else tuple(leaves[code] for code in origin.codes)
        return lambda unit: earned_together(rows[unit], olds) if olds and unit in rows else None

    return of_criterion


def _column(year: Year, leaf: Leaf, then: _Then) -> dict[str, Cell]:
    earned = {unit: figure for unit, row in year.units.items() if (figure := earned_at(row, leaf)) is not None}
    ranks, counts = _ranks(year, leaf, earned)
    return {
        unit: Cell(
            now.points,
            percent_at(leaf, now),
            _change(leaf, now, then(unit)),
            ranks.get(unit),
            counts.get(year.units[unit].block, 0),
        )
        for unit, now in earned.items()
    }


def _ranks(year: Year, leaf: Leaf, earned: Mapping[str, Earned]) -> tuple[dict[str, int | None], dict[str, int]]:
    """Places at one criterion within each block, as rule 7 has them: bonus and penalty rank nobody."""
    if leaf.kind != CriterionKind.ORDINARY:
        return {}, {}
    blocks: dict[str, dict[str, RankingValue | None]] = defaultdict(dict)
    for unit, row in year.units.items():
        if row.to_be_ranked and leaf.code not in row.not_applicable:
            blocks[row.block][unit] = _value(earned.get(unit))
    ranks: dict[str, int | None] = {}
    for block, values in blocks.items():
        everyone = sum(row.to_be_ranked and row.block == block for row in year.units.values())
        if _knows_block(year, block, everyone):
            ranks.update(rank_block(values))
    return ranks, {block: len(values) for block, values in blocks.items()}


def _knows_block(year: Year, block: str, here: int) -> bool:
    """Whether everyone who was ranked in a block stands in the table; else nobody's place can be reckoned."""
    ranked = year.ranked.get(block, here if year.is_complete else None)
    return ranked is not None and ranked <= here


def _value(earned: Earned | None) -> RankingValue | None:
    if earned is None:
        return None
    if earned.points is not None:
        return RankingValue(earned.points, earned.maximum or None)
    return None if earned.percent is None else RankingValue(earned.percent, HUNDRED)


def percent_at(leaf: Leaf, earned: Earned) -> int | None:
    """In billionths of a percent: the published one, else points of the maximum, cut."""
    if leaf.kind != CriterionKind.ORDINARY:
        return None
    if earned.percent is None and earned.points is not None and earned.maximum:
        return cut_quotient(earned.points * HUNDRED, earned.maximum)
    return earned.percent


def _change(leaf: Leaf, now: Earned, then: Earned | None) -> int | None:
    if then is None or leaf.kind != CriterionKind.ORDINARY:
        return None
    if now.points is not None and then.points is not None and now.maximum and then.maximum:
        crossed = now.points * then.maximum - then.points * now.maximum
        return cut_quotient(crossed * HUNDRED, now.maximum * then.maximum)
    if now.share is None or then.share is None:
        return None
    return cut_quotient(*(HUNDRED * (now.share - then.share)).as_integer_ratio())


# Who is like whom


class Reason(StrEnum):
    """Why a unit is offered as a peer."""

    SAME_BLOCK = "same_block"  # said where there are several
    SAME_KIND = "same_kind"
    SAME_REGION = "same_region"
    NEAR_PROFILE = "near_profile"
    NEAR_TOTAL = "near_total"  # where they share no field that is known


@dataclass(frozen=True, slots=True)
class Traits:
    """What is known of a unit beside its figures: its kind (city, district …) and the groups it belongs to."""

    kind: str = ""
    regions: frozenset[str] = field(default_factory=frozenset)


@dataclass(frozen=True, slots=True)
class Peer:
    """A unit to look at. `distance`: percentage points apart, on average over `fields` fields, or in the total."""

    unit: str
    reasons: tuple[Reason, ...]
    regions: tuple[str, ...]
    distance: Decimal | None
    fields: int


Profile = Mapping[str, int]


def profile_of(row: UnitYear, leaves: Sequence[Leaf]) -> dict[str, int]:
    """Code -> percent, in billionths, of the fields where a unit has one."""
    found = {}
    for leaf in leaves:
        percent = row.shares.get(leaf.code) if leaf.kind == CriterionKind.ORDINARY else None
        if percent is None and (earned := earned_at(row, leaf)) is not None:
            percent = percent_at(leaf, earned)
        if percent is not None:
            found[leaf.code] = percent
    return found


def distance_between(one: Profile, other: Profile) -> tuple[Fraction, int] | None:
    """How far two profiles lie apart: (mean difference in billionths of a percent, common fields); `None` without any.

    The mean, and not the sum, so that whoever is known at fewer fields is not nearer for that.
    """
    common = one.keys() & other.keys()
    if not common:
        return None
    return Fraction(sum(abs(one[code] - other[code]) for code in common), len(common)), len(common)


def peers_of(year: Year, unit: str, traits: Mapping[str, Traits], *, count: int = 5) -> tuple[Peer, ...]:
    """Units like this one among those ranked in its block: of its kind first, then of its region, the nearest first.

    Returns:
        At most `count`, each with its reasons; nobody if the unit is not in the table.
    """
    row = year.units.get(unit)
    if row is None:
        return ()
    several_blocks = len({other.block for other in year.units.values()}) > 1
    own, mine = traits.get(unit, Traits()), profile_of(row, year.fields)
    found = []
    for other in year.against(unit):
        theirs = traits.get(other.unit, Traits())
        same_kind, regions = bool(own.kind) and own.kind == theirs.kind, tuple(sorted(own.regions & theirs.regions))
        apart = distance_between(mine, profile_of(other, year.fields))
        near = Reason.NEAR_PROFILE
        if apart is None:
            apart, near = _totals_apart(row, other), Reason.NEAR_TOTAL
        told = {
            Reason.SAME_BLOCK: several_blocks,
            Reason.SAME_KIND: same_kind,
            Reason.SAME_REGION: bool(regions),
            near: apart is not None,
        }
        distance, fields = (None, 0) if apart is None else apart
        peer = Peer(
            unit=other.unit,
            reasons=tuple(reason for reason, holds in told.items() if holds),
            regions=regions,
            distance=None if distance is None else from_billionths(cut_quotient(*distance.as_integer_ratio())),
            fields=fields,
        )
        order = (not same_kind, not regions, near is Reason.NEAR_TOTAL, distance is None, distance or 0, other.unit)
        found.append((order, peer))
    found.sort(key=lambda entry: entry[0])
    return tuple(peer for _order, peer in found[:count])


def _totals_apart(row: UnitYear, other: UnitYear) -> tuple[Fraction, int] | None:
    one, two = row.value, other.value
    if one is None or two is None or (one.maximum is None) != (two.maximum is None):
        return None
    scale = 1 if one.maximum is None else HUNDRED
    apart = abs(one.fraction - two.fraction) * scale
    return (apart * 10**9 if one.maximum is None else apart), 0


def neighbours_of(year: Year, unit: str, *, each_side: int = 3) -> tuple[UnitYear, ...]:
    """Those right above and below in the block, the unit itself among them, best first; nobody if it has no rank."""
    row = year.units.get(unit)
    if row is None or row.rank is None:
        return ()
    ranked = sorted((other.rank, other.unit) for other in (row, *year.against(unit)) if other.rank is not None)
    here = ranked.index((row.rank, unit))
    near = ranked[max(here - each_side, 0) : here + each_side + 1]
    return tuple(year.units[key] for _rank, key in near)
