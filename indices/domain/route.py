"""The way to a target: what is lacking, which few leaves make it up, where the unit would then stand; and what if.

All sums are whole billionths of points. What the unit is ranked by is a fraction of its maximum; a leaf mended adds its
gain to the points and leaves the maximum as it is. What the others do meanwhile is an assumption, named in each answer.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import ceil, floor

from indices.domain.figures import BILLION, HUNDRED
from indices.domain.history import Year
from indices.domain.plan import add_up
from indices.domain.ranking import RankingValue
from indices.domain.route_leaves import MAY_BE_FREED, Fixed, RouteLeaf
from indices.domain.route_others import Assumption, Others, place_among, value_at_place, value_in
from indices.domain.route_search import best_sets
from indices.domain.values import CriterionKind

ALTERNATIVES = 4  # sets shown: the best one and a few beside it


class TargetKind(StrEnum):
    """What is aimed at."""

    RANK = "rank"
    PERCENT = "percent"
    POINTS = "points"
    UNIT = "unit"  # to stand before another unit


@dataclass(frozen=True, slots=True)
class Target:
    """A place, a percent or points (in billionths), or a unit to be passed."""

    kind: TargetKind
    figure: int = 0
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Own:
    """The unit itself.

    Args:
        value: what it is ranked by; `None` where its total is not known.
        maximum: of its points, in billionths; `None` where there is none (bare points) or it is not known.
        is_ranked: whether it stands among those who are ranked.
        adds_up: whether its total is the sum of its leaves, so that a leaf mended is a total raised.
    """

    value: RankingValue | None
    maximum: int | None
    is_ranked: bool = True
    adds_up: bool = True

    @property
    def per_whole(self) -> int:
        """How many billionths of points make one whole of what it is ranked by."""
        return BILLION if self.maximum is None else self.maximum

    def after(self, gain: int) -> Fraction | None:
        """What it would be ranked by with so many billionths of points more."""
        return None if self.value is None else self.value.fraction + Fraction(gain, self.per_whole)


class Obstacle(StrEnum):
    """Why nothing can be said."""

    NO_TOTAL = "no_total"
    NOT_A_SUM = "not_a_sum"  # the total is stated and does not follow from its parts
    NO_MAXIMUM = "no_maximum"
    NOT_RANKED = "not_ranked"
    GAPS = "gaps"  # somebody's total is not known, so places cannot be counted
    NOT_COMPARABLE = "not_comparable"  # some have a share of a maximum, others bare points
    NO_SUCH_UNIT = "no_such_unit"
    UNIT_UNKNOWN = "unit_unknown"  # the total of the unit to be passed is not known


class Reach(StrEnum):
    """Whether the target can be reached."""

    REACHED = "reached"  # it is already, on this assumption
    REACHABLE = "reachable"
    NOT_REACHABLE = "not_reachable"
    NOT_KNOWN = "not_known"


@dataclass(frozen=True, slots=True)
class Outcome:
    """Where the unit would stand.

    `rank` is `None` where places cannot be counted, `percent` where nobody knows of what maximum. `points` are of its
    maximum; where a percent was published instead, they follow from that.
    """

    gain: int
    points: Fraction | None
    percent: Fraction | None
    rank: int | None


@dataclass(frozen=True, slots=True)
class Mended:
    """One leaf of a set. `least`: the lowest value it can take if all others of the set have their full points."""

    code: str
    points: int
    highest: int
    least: int
    weight: Fraction | None


@dataclass(frozen=True, slots=True)
class RouteSet:
    """Leaves that reach the target together, in tree order. `weight`: the sum of theirs; no experience counts as 0."""

    leaves: tuple[Mended, ...]
    weight: Fraction
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Route:
    """The answer.

    Args:
        lacking: points (exact) up to the mark; below zero where it has been passed; `None` where not known.
        is_strict: the mark must be passed, not only reached: to stand before somebody, equal points are not enough.
        need: whole billionths that must be gained; 0 where the target is reached.
        sets: the smallest sets of leaves, best first; none unless the target is reachable.
        is_proven: no better set of this size was missed. That it takes no fewer leaves is certain in any case.
        most: with every leaf mended that may be counted on.
        fixed: code -> why it is not counted on; leaves that have lost nothing are not named.
        without_trend: how many of the others stand still, for want of an earlier figure, although a trend is assumed.
    """

    target: Target
    assumption: Assumption
    reach: Reach
    now: Outcome
    most: Outcome
    obstacle: Obstacle | None = None
    lacking: Fraction | None = None
    is_strict: bool = False
    need: int = 0
    sets: tuple[RouteSet, ...] = ()
    is_proven: bool = True
    fixed: Mapping[str, Fixed] | None = None
    without_trend: int = 0


def own_of(year: Year, unit: str) -> Own:
    """The unit as its year's table has it; its maximum is that of its points, also where a percent was published."""
    own = year.units[unit]
    value = value_in(year, own)
    maximum = None if value is None else value.maximum
    if maximum == HUNDRED:
        # A percent, or points of a hundred: the fields say which, where they are known.
        ordinary = [leaf for leaf in year.fields if leaf.kind == CriterionKind.ORDINARY]
        together = add_up(own.full(leaf) for leaf in ordinary if leaf.code not in own.not_applicable)
        maximum = together or (HUNDRED if year.figure == "points" else None)
    return Own(value, maximum, own.to_be_ranked, year.adds_up)


def route_to(
    target: Target,
    own: Own,
    leaves: Sequence[RouteLeaf],
    others: Others,
    *,
    assumption: Assumption = Assumption.UNCHANGED,
    without: Collection[str] = (),
    also: Collection[str] = (),
    wanted: int = ALTERNATIVES,
) -> Route:
    """Find the smallest sets of leaves that, mended wholly, bring the unit to the target.

    Args:
        leaves: all of the unit's, in tree order.
        without: codes that the reader does not count on.
        also: codes that the reader counts on although they are fixed by their nature (survey, outcome, bonus).
        wanted: how many sets to give.
    """
    fixed = _fixed(leaves, without, also)
    mendable = [leaf for leaf in leaves if leaf.gain and leaf.code not in fixed]
    rivals = others.under(assumption)
    now = outcome_of(own, 0, others, rivals)
    most = outcome_of(own, sum(leaf.gain for leaf in mendable), others, rivals)
    still = others.without_trend if assumption is Assumption.TREND else 0
    obstacle = _obstacle(target, own, others, rivals)
    if obstacle is not None:
        return Route(target, assumption, Reach.NOT_KNOWN, now, most, obstacle, fixed=fixed, without_trend=still)
    lacking, is_strict = _lacking(target, own, rivals)
    need = max(0, floor(lacking) + 1 if is_strict else ceil(lacking))
    found = best_sets([leaf.gain for leaf in mendable], _weights(mendable), need, wanted=wanted) if need else None
    sets = tuple(
        _route_set([mendable[place] for place in places], need, own, others, rivals)
        for places in (found.sets if found else ())
    )
    return Route(
        target,
        assumption,
        Reach.REACHED if not need else Reach.REACHABLE if sets else Reach.NOT_REACHABLE,
        now,
        most,
        lacking=lacking / BILLION,
        is_strict=is_strict,
        need=need,
        sets=sets,
        is_proven=found is None or found.is_proven,
        fixed=fixed,
        without_trend=still,
    )


def _fixed(leaves: Sequence[RouteLeaf], without: Collection[str], also: Collection[str]) -> dict[str, Fixed]:
    """Code -> why it is not counted on, of those where something could be gained or is not known."""
    found = {}
    for leaf in leaves:
        why = leaf.fixed
        if leaf.code in also and why in MAY_BE_FREED:
            why = None
        if leaf.code in without:
            why = Fixed.CHOSEN
        if why is not None and (leaf.gain or why is Fixed.UNKNOWN):
            found[leaf.code] = why
    return found


def _weights(leaves: Sequence[RouteLeaf]) -> list[Fraction]:
    return [Fraction(0) if leaf.weight is None else leaf.weight for leaf in leaves]


def _are_comparable(own: Own, rivals: Mapping[str, RankingValue | None]) -> bool:
    """Do all of them have a maximum, or none?"""
    with_own = [own.value, *rivals.values()]
    return len({value.maximum is None for value in with_own if value is not None}) == 1


def _obstacle(target: Target, own: Own, others: Others, rivals: Mapping[str, RankingValue | None]) -> Obstacle | None:
    """The first thing, from the unit to the others, that keeps the question from being answered."""
    if own.value is None:
        return Obstacle.NO_TOTAL
    if not own.adds_up:
        return Obstacle.NOT_A_SUM
    if own.maximum is None and (own.value.maximum is not None or target.kind is TargetKind.PERCENT):
        return Obstacle.NO_MAXIMUM
    if target.kind is TargetKind.RANK:
        return obstacle_to_places(own, others, rivals)
    if target.kind is TargetKind.UNIT:
        return obstacle_to_passing(own, target.unit, rivals)
    return None


def obstacle_to_places(own: Own, others: Others, rivals: Mapping[str, RankingValue | None]) -> Obstacle | None:
    """What keeps places from being counted."""
    if not own.is_ranked:
        return Obstacle.NOT_RANKED
    if not others.are_known:
        return Obstacle.GAPS
    return None if _are_comparable(own, rivals) else Obstacle.NOT_COMPARABLE


def obstacle_to_passing(own: Own, unit: str, rivals: Mapping[str, RankingValue | None]) -> Obstacle | None:
    """What keeps a unit from being compared with."""
    if unit not in rivals:
        return Obstacle.NO_SUCH_UNIT
    if rivals[unit] is None:
        return Obstacle.UNIT_UNKNOWN
    return None if _are_comparable(own, {unit: rivals[unit]}) else Obstacle.NOT_COMPARABLE


def _lacking(target: Target, own: Own, rivals: Mapping[str, RankingValue | None]) -> tuple[Fraction, bool]:
    """Billionths of points up to the mark, exact, and whether it must be passed."""
    here = own.after(0) or Fraction(0)
    if target.kind is TargetKind.POINTS:
        return target.figure - here * own.per_whole, False
    mark = mark_of(target, rivals)
    # Fewer others than that: the last place is reached whatever the points.
    return (Fraction(0) if mark is None else (mark - here) * own.per_whole), target.kind is TargetKind.UNIT


def mark_of(target: Target, rivals: Mapping[str, RankingValue | None]) -> Fraction | None:
    """What must be reached, as it is ranked by: of a place, a unit or a percent; `None` with fewer others than that."""
    if target.kind is TargetKind.RANK:
        return value_at_place(target.figure, rivals.values())
    if target.kind is TargetKind.UNIT:
        passed = rivals[target.unit]
        return None if passed is None else passed.fraction
    return Fraction(target.figure, HUNDRED)


def outcome_of(own: Own, gain: int, others: Others, rivals: Mapping[str, RankingValue | None]) -> Outcome:
    """Where the unit stands with so many billionths of points more, among what the others are ranked by."""
    reached = own.after(gain)
    is_known = own.maximum is not None or own.value is None or own.value.maximum is None
    if reached is None or not own.adds_up or not is_known:
        return Outcome(gain, None, None, None)
    can_be_placed = own.is_ranked and others.are_known and _are_comparable(own, rivals)
    return Outcome(
        gain,
        reached * own.per_whole / BILLION,
        None if own.maximum is None else reached * 100,
        place_among(reached, rivals.values()) if can_be_placed else None,
    )


def _route_set(
    leaves: Sequence[RouteLeaf], need: int, own: Own, others: Others, rivals: Mapping[str, RankingValue | None]
) -> RouteSet:
    together = sum(leaf.gain for leaf in leaves)
    spare = together - need
    mended = []
    for leaf in leaves:
        points, highest = leaf.points or 0, leaf.highest or 0
        least = leaf.least(highest - spare)
        mended.append(Mended(leaf.code, points, highest, highest if least is None else least, leaf.weight))
    weight = sum(_weights(leaves), Fraction(0))
    return RouteSet(tuple(mended), weight, outcome_of(own, together, others, rivals))


class Refusal(StrEnum):
    """Why a leaf set by hand is not counted."""

    NO_SUCH_LEAF = "no_such_leaf"
    NOT_KNOWN = "not_known"  # its points or its maximum are not known
    OUT_OF_RANGE = "out_of_range"


@dataclass(frozen=True, slots=True)
class Change:
    """A leaf set by hand. `is_a_level`: whether its rule can give these points; they are counted all the same."""

    code: str
    before: int
    after: int
    is_a_level: bool


@dataclass(frozen=True, slots=True)
class WhatIf:
    """What leaves set by hand would come to, the others as they are and at their trend."""

    changes: tuple[Change, ...]
    refused: Mapping[str, Refusal]
    now: Outcome
    outcomes: Mapping[Assumption, Outcome]
    without_trend: int


def what_if(changes: Mapping[str, int], own: Own, leaves: Sequence[RouteLeaf], others: Others) -> WhatIf:
    """Set leaves by hand, up or down, fixed ones too.

    Args:
        changes: code -> points in billionths.
    """
    by_code = {leaf.code: leaf for leaf in leaves}
    taken, refused = [], {}
    for code, points in changes.items():
        leaf = by_code.get(code)
        if leaf is None:
            refused[code] = Refusal.NO_SUCH_LEAF
        elif leaf.points is None or leaf.lowest is None or leaf.highest is None:
            refused[code] = Refusal.NOT_KNOWN
        elif not leaf.lowest <= points <= leaf.highest:
            refused[code] = Refusal.OUT_OF_RANGE
        else:
            taken.append(Change(code, leaf.points, points, leaf.can_be(points)))
    gain = sum(change.after - change.before for change in taken)
    return WhatIf(
        tuple(taken),
        refused,
        outcome_of(own, 0, others, others.now),
        {assumption: outcome_of(own, gain, others, others.under(assumption)) for assumption in Assumption},
        others.without_trend,
    )
