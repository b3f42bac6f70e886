"""What a unit could still gain, leaf by leaf: how much, in which steps, how often others did, and what stays."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from indices.domain.figures import billionths
from indices.domain.history import Leaf, UnitYear, Year
from indices.domain.plan import add_up
from indices.domain.rules import Rule, RuleKind
from indices.domain.values import CriterionKind


class Fixed(StrEnum):
    """Why a leaf is not counted on."""

    SURVEY = "survey"  # asked of leaders and officials: nobody decides on the answers
    SATISFACTION = "satisfaction"
    OUTCOME = "outcome"
    BONUS = "bonus"  # not lost, only not earned
    PENALTY = "penalty"  # taken away for what happened: nothing is mended, it only does not happen again
    CAPPED = "capped"  # penalties whose sum has reached its cap: one less gives nothing certain
    UNKNOWN = "unknown"  # points or maximum are not known
    CHOSEN = "chosen"  # the reader took it out


_BY_METHOD = {"survey": Fixed.SURVEY, "satisfaction": Fixed.SATISFACTION, "outcome": Fixed.OUTCOME}
# What a reader may count on nevertheless.
MAY_BE_FREED = frozenset({Fixed.SURVEY, Fixed.SATISFACTION, Fixed.OUTCOME, Fixed.BONUS, Fixed.PENALTY})


@dataclass(frozen=True, slots=True)
class RouteLeaf:
    """One leaf of the unit. All figures in billionths.

    Args:
        points: what it has; `None` where not known.
        lowest, highest: between which it may lie; `None` where the maximum is not known. A penalty lies from its
            maximum, below zero, to zero.
        levels: the values that its rule can give, ascending; `None` where it can give any.
        weight: how often comparable units regained it, from 0 to 1; `None` where there is no experience.
        fixed: why it is not counted on; `None` if it is.
    """

    code: str
    points: int | None
    lowest: int | None
    highest: int | None
    levels: tuple[int, ...] | None = None
    weight: Fraction | None = None
    fixed: Fixed | None = None

    @property
    def gain(self) -> int:
        """What mending it wholly gives; 0 where nothing is lost or known."""
        if self.points is None or self.highest is None:
            return 0
        return max(0, self.highest - self.points)

    def can_be(self, points: int) -> bool:
        """Is this one of the values that its rule gives?"""
        return self.levels is None or points in self.levels

    def least(self, points: int) -> int | None:
        """The lowest value it can take that is not below some points; `None` if it can take none."""
        if self.highest is None or points > self.highest:
            return None
        if self.levels is None:
            return points
        return next((level for level in self.levels if level >= points), None)


def route_leaves(
    year: Year,
    unit: str,
    *,
    rules: Mapping[str, Rule] | None = None,
    weights: Mapping[str, Fraction] | None = None,
) -> tuple[RouteLeaf, ...]:
    """The leaves of a unit in tree order, without those that do not apply or were not published.

    Args:
        rules: code -> the rule of scoring, where there is one.
        weights: code -> how often comparable units regained it (`how_often_regained`).
    """
    own = year.units[unit]
    is_capped = _is_capped(year, own)
    found = []
    for leaf in year.leaves:
        if leaf.code not in own.points or leaf.code in own.not_applicable:
            continue
        points, maximum = own.points[leaf.code], own.full(leaf)
        found.append(
            RouteLeaf(
                code=leaf.code,
                points=points,
                lowest=None if maximum is None else min(0, maximum),
                highest=None if maximum is None else max(0, maximum),
                levels=levels_of((rules or {}).get(leaf.code)),
                weight=(weights or {}).get(leaf.code),
                fixed=_why_fixed(leaf, points, maximum, is_capped=is_capped),
            )
        )
    return tuple(found)


def _why_fixed(leaf: Leaf, points: int | None, maximum: int | None, *, is_capped: bool) -> Fixed | None:
    if points is None or maximum is None:
        return Fixed.UNKNOWN
    if leaf.kind == CriterionKind.BONUS:
        return Fixed.BONUS
    if leaf.kind == CriterionKind.PENALTY:
        return Fixed.CAPPED if is_capped else Fixed.PENALTY
    return _BY_METHOD.get(leaf.method)


def _is_capped(year: Year, own: UnitYear) -> bool:
    """Is the total more than its fields together, as it is where the sum of the penalties was cut off at its cap?"""
    together = add_up(own.points.get(field.code) for field in year.fields if field.code in own.points)
    return year.figure == "points" and own.total is not None and together is not None and own.total > together


def levels_of(rule: Rule | None) -> tuple[int, ...] | None:
    """The values that a rule can give, in billionths, ascending; `None` for any value, or where there is no rule."""
    if rule is None or rule.max_points is None or rule.kind is RuleKind.PROPORTION:
        return None
    maximum = abs(rule.max_points)
    if rule.kind is RuleKind.FULL_OR_NOTHING:
        amounts = {Decimal(0), maximum}
    elif rule.kind is RuleKind.GRADED:
        amounts = {rule.amount(step.points) for step in rule.steps}
    elif rule.kind is RuleKind.BANDS:
        amounts = {Decimal(0), *(rule.amount(step.points) for step in rule.steps)}
    else:
        amounts = _multiples(rule, maximum)
    return tuple(sorted({rule.sign * billionths(amount) for amount in amounts}))


def _multiples(rule: Rule, maximum: Decimal) -> set[Decimal]:
    """Of a rule that counts times: nothing, so many times as fit, and the maximum; or the maximum less those."""
    each = rule.each or maximum
    times = [each * count for count in range(int(maximum / each) + 1)]
    if rule.kind is RuleKind.COUNT:
        return {*times, maximum}
    return {Decimal(0), *(maximum - taken for taken in times)}


def how_often_regained(years: Sequence[Year], units: Iterable[str]) -> dict[str, Fraction]:
    """How often comparable units regained each leaf wholly in the year after they had lost points there.

    Args:
        years: of one criteria set, oldest first.
        units: the comparable ones, without the unit itself.

    Returns:
        Code -> share of those who had lost points and had the maximum a year later, of all who had lost points and are
        known a year later. Codes nobody had lost, or nobody is known of, are not in it.
    """
    lost: dict[str, int] = {}
    regained: dict[str, int] = {}
    comparable = tuple(units)
    for before, after in pairwise(years):
        for unit in comparable:
            for code, was_lost, is_lost in _two_years(before, after, unit):
                if was_lost:
                    lost[code] = lost.get(code, 0) + 1
                    regained[code] = regained.get(code, 0) + (not is_lost)
    return {code: Fraction(regained[code], count) for code, count in lost.items()}


def _two_years(before: Year, after: Year, unit: str) -> Iterable[tuple[str, bool, bool]]:
    """Code, whether points were lost, whether they still are; leaves that are known in both years."""
    if unit not in before.units or unit not in after.units:
        return
    for leaf in after.leaves:
        was, now = _is_lost(before.units[unit], leaf), _is_lost(after.units[unit], leaf)
        if was is not None and now is not None:
            yield leaf.code, was, now


def _is_lost(own: UnitYear, leaf: Leaf) -> bool | None:
    points, maximum = own.points.get(leaf.code), own.full(leaf)
    if points is None or maximum is None or leaf.kind == CriterionKind.BONUS:
        return None
    return points < max(0, maximum)
