"""What each field, criterion and leaf did to a unit's own total; always with what no published part explains."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from indices.domain.attribution_game import Game, Split, in_proportion, split_own
from indices.domain.attribution_rules import Group, Plan
from indices.domain.attribution_scale import Held, Scale, held
from indices.domain.attribution_values import ZERO, PartChange, RuleChange, RulePart
from indices.domain.figures import from_billionths
from indices.domain.history import Leaf, UnitYear, Year

Effect = Callable[[Held, Held], Fraction]


@dataclass(frozen=True, slots=True)
class TwoYears:
    """One unit in two years, with both values in one measure."""

    before: Year
    after: Year
    row_before: UnitYear
    row_after: UnitYear
    value_before: int
    value_after: int
    scale: Scale

    @property
    def change(self) -> Fraction:
        return Fraction(self.value_after - self.value_before)


# The same criteria set


def own_parts(two: TwoYears) -> tuple[PartChange, ...]:
    """The fields with all below them; last, under code "", what they do not explain. They add up to the change."""
    effect = _effect(two)
    if effect is None or not (two.before.adds_up and two.after.adds_up):
        return _with_rest((), two.change)
    return _with_rest(_below(two, "", effect), two.change)


def beside(two: TwoYears) -> tuple[PartChange, ...]:
    """The fields with all below them, each with its own change in billionths of points, whatever the total did."""
    return _below(two, "", lambda then, now: Fraction(now.points - then.points))


def _effect(two: TwoYears) -> Effect | None:
    """What points and maximum of one criterion do to the total; over all criteria it adds up to the change.

    Of a share, points are weighed with the mean of what a point was and is worth; a maximum that is not the same any
    more, with the mean of the shares. So what did not change counts for nothing, and full marks in what applies newly
    are a gain.
    """
    then = two.scale.per_point(two.before, two.row_before)
    now = two.scale.per_point(two.after, two.row_after)
    if then is None or now is None:
        return None
    worth = (then + now) / 2
    whole = two.scale.whole
    dearer = ZERO if whole is None else (two.value_before * now + two.value_after * then) / (2 * whole)

    def effect(old: Held, new: Held) -> Fraction:
        found = (new.points - old.points) * worth
        if old.maximum is not None and new.maximum is not None:
            found -= (new.maximum - old.maximum) * dearer
        return found

    return effect


def _below(two: TwoYears, code: str, effect: Effect) -> tuple[PartChange, ...]:
    parts = (_part(two, leaf, effect) for leaf in two.after.below(code))
    return tuple(part for part in parts if part is not None)


def _part(two: TwoYears, leaf: Leaf, effect: Effect) -> PartChange | None:
    """One criterion with all below it; `None` where neither it nor anything below is known in both years."""
    old, new = held(two.row_before, leaf), held(two.row_after, leaf)
    parts = _below(two, leaf.code, effect)
    points = _points(two.row_before, leaf.code), _points(two.row_after, leaf.code)
    applies = leaf.code not in two.row_before.not_applicable & two.row_after.not_applicable
    if not parts and (old is None or new is None or (points == (None, None) and applies)):
        return None
    if old is None or new is None:
        return PartChange(leaf.code, *points, sum((part.change for part in parts), ZERO), None, parts)
    change = effect(old, new)
    return PartChange(leaf.code, *points, change, None, _with_rest(parts, change) if parts else ())


def _points(row: UnitYear, code: str) -> Decimal | None:
    points = row.points.get(code)
    return None if points is None else from_billionths(points)


def _with_rest(parts: tuple[PartChange, ...], change: Fraction) -> tuple[PartChange, ...]:
    rest = change - sum((part.change for part in parts), ZERO)
    return (*parts, PartChange("", None, None, rest)) if rest else parts


# Another criteria set


def linked_parts(two: TwoYears, plan: Plan) -> tuple[PartChange, ...]:
    """The fields of the later set with what is like for like in them; last, under "", what nothing explains."""
    groups = {group.news[0]: group for group in plan.groups}
    rules = sum((part.change for part in rule_parts(two, plan)), ZERO)
    return _with_rest(_linked_below(two, plan, groups, ""), two.change - rules)


def _linked_below(two: TwoYears, plan: Plan, groups: Mapping[str, Group], code: str) -> tuple[PartChange, ...]:
    parts = (_linked(two, plan, groups, leaf.code) for leaf in two.after.below(code))
    return tuple(part for part in parts if part is not None)


def _linked(two: TwoYears, plan: Plan, groups: Mapping[str, Group], code: str) -> PartChange | None:
    """One criterion with what is compared in it; `None` where nothing is."""
    group = groups.get(code)
    if group is not None:
        then, now = _sum(two.row_before, group.olds), _sum(two.row_after, group.news)
        change = now * group.new_worth - then * group.old_worth
        return PartChange(code, from_billionths(then), from_billionths(now), change)
    parts = _linked_below(two, plan, groups, code)
    if not parts:
        return None
    origin = plan.origins.get(code)
    before = None if origin is None else from_billionths(_sum(two.row_before, origin))
    change = sum((part.change for part in parts), ZERO)
    return PartChange(code, before, _points(two.row_after, code), change, None, parts)


def rule_parts(two: TwoYears, plan: Plan) -> tuple[RulePart, ...]:
    """What the other set did: rescaled, new, then dropped criteria, each in the order of its set."""
    return tuple(part for part in _rule_parts(two, plan) if part.change)


def _rule_parts(two: TwoYears, plan: Plan) -> Iterator[RulePart]:
    for group in plan.groups:
        now = _sum(two.row_after, group.news) * (plan.new_point - group.new_worth)
        then = _sum(two.row_before, group.olds) * (plan.old_point - group.old_worth)
        yield RulePart(group.news[0], RuleChange.RESCALED, now - then)
    for code in plan.new:
        yield RulePart(code, RuleChange.NEW, _sum(two.row_after, (code,)) * plan.new_point)
    for code in plan.dropped:
        yield RulePart(code, RuleChange.DROPPED, -_sum(two.row_before, (code,)) * plan.old_point)


def _sum(row: UnitYear, codes: Iterable[str]) -> int:
    return sum(row.points.get(code) or 0 for code in codes)


# Places


def in_places(parts: tuple[PartChange, ...], game: Game, unit: int) -> tuple[PartChange, ...]:
    """The same parts, each with its share of the own places.

    Args:
        unit: how many whole units of the game one of the measure is.
    """
    moved = [_moved(part) for part in parts]
    whole = [(int(gains * unit), int(losses * unit)) for gains, losses in moved]
    return tuple(
        _placed(part, split, gains, losses)
        for part, split, (gains, losses) in zip(parts, split_own(game, whole), moved, strict=True)
    )


def ends(part: PartChange) -> Iterator[PartChange]:
    """The part itself if nothing is told below it, else the ends of all below it."""
    if not part.parts:
        yield part
    for child in part.parts:
        yield from ends(child)


def _moved(part: PartChange) -> tuple[Fraction, Fraction]:
    """What gained and what lost in a part, taken apart at its ends."""
    changes = [end.change for end in ends(part)]
    gains = sum((change for change in changes if change > 0), ZERO)
    return gains, sum(changes, ZERO) - gains


def _placed(part: PartChange, split: Split, gains: Fraction, losses: Fraction) -> PartChange:
    if not part.parts:
        share, whole = (split.gains, gains) if part.change > 0 else (split.losses, losses)
        return replace(part, places=in_proportion(share, part.change, whole))
    parts = tuple(_placed(child, split, gains, losses) for child in part.parts)
    return replace(part, places=sum((child.places or ZERO for child in parts), ZERO), parts=parts)
