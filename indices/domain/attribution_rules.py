"""What of a change of totals is due to another criteria set, and what is like for like (đối chiếu tiêu chí).

A criterion that goes on, under whatever name or code, is compared as a share of its maximum, weighed with the mean of
both maxima; what the weights themselves changed, and what is new or dropped, is the rules'. The mean makes it one
account whichever year comes first. Criteria that were split or merged are compared group by group.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import lcm
from typing import NamedTuple

from indices.domain.attribution_scale import Scale, held, own_maximum
from indices.domain.history import Leaf, Links, UnitYear, Year
from indices.domain.values import CriterionKind

NOTHING = Fraction(0)
Coefficients = tuple[tuple[str, int], ...]


class Group(NamedTuple):
    """Criteria that go on as one another, with what one of their points counts like for like, then and now."""

    olds: tuple[str, ...]
    news: tuple[str, ...]
    old_worth: Fraction
    new_worth: Fraction


@dataclass(frozen=True, slots=True)
class Plan:
    """How the change of one unit splits, which is the same for all of whom as much is known.

    Args:
        groups: what is compared like for like.
        origins: code of a new criterion that is told further down -> those that it was before.
        dropped, new: what stands alone.
        old_point, new_point: what one point was and is worth in the measure.
        olds, news: codes with what one of their points does to the rules' part, in whole numbers over `denominator`;
            those that do nothing left out.
    """

    groups: tuple[Group, ...]
    origins: Mapping[str, tuple[str, ...]]
    dropped: tuple[str, ...]
    new: tuple[str, ...]
    old_point: Fraction
    new_point: Fraction
    olds: Coefficients
    news: Coefficients
    denominator: int


class _Tree:
    """One year's criteria by code, in tree order."""

    def __init__(self, year: Year) -> None:
        self.year = year
        self.leaves = {leaf.code: leaf for leaf in year.criteria}
        self.place = {code: place for place, code in enumerate(self.leaves)}

    def ancestors(self, code: str) -> Iterator[str]:
        parent = self.leaves[code].parent
        while parent:
            yield parent
            parent = self.leaves[parent].parent

    def reach(self, row: UnitYear) -> dict[str, bool] | None:
        """Criteria down to where all that belongs to one is known: code -> whether it is known below, too.

        `None` if not even all fields are known. What does not apply is left out.
        """
        found: dict[str, bool] = {}
        return found if self._descend("", row, found) else None

    def _descend(self, code: str, row: UnitYear, found: dict[str, bool]) -> bool:
        below = self.year.below(code)
        if not below or any(held(row, leaf) is None for leaf in below):
            return False
        for leaf in below:
            if leaf.code not in row.not_applicable:
                found[leaf.code] = self._descend(leaf.code, row, found)
        return True


class Crosswalk:
    """Two years of different sets, and what goes on as what; splits the change of any unit that stands in both."""

    def __init__(self, before: Year, after: Year, links: Links, scale: Scale) -> None:
        self._scale = scale
        self._old, self._new = _Tree(before), _Tree(after)
        self._is_told = bool(links) and before.adds_up and after.adds_up
        self._groups = _components(self._old, self._new, links)
        self._plans: dict[object, Plan | None] = {}

    def plan(self, before: UnitYear, after: UnitYear) -> Plan | None:
        """How the change of a unit splits; `None` where too little is known of it to tell."""
        if not self._is_told:
            return None
        key = _known(self._old.year, before), _known(self._new.year, after)
        if key not in self._plans:
            worth = self._scale.per_point(self._old.year, before), self._scale.per_point(self._new.year, after)
            self._plans[key] = self._planned(before, after, *worth)
        return self._plans[key]

    def rules(self, before: UnitYear, after: UnitYear) -> Fraction | None:
        """What another criteria set did to the total of a unit, in the measure; `None` where nobody can tell."""
        plan = self.plan(before, after)
        if plan is None:
            return None
        now = sum(worth * (after.points.get(code) or 0) for code, worth in plan.news)
        then = sum(worth * (before.points.get(code) or 0) for code, worth in plan.olds)
        return Fraction(now - then, plan.denominator) if now or then else NOTHING

    def _planned(
        self, before: UnitYear, after: UnitYear, old_point: Fraction | None, new_point: Fraction | None
    ) -> Plan | None:
        then, now = self._old.reach(before), self._new.reach(after)
        if old_point is None or new_point is None or then is None or now is None:
            return None
        groups = []
        for olds, news in self._usable(then, now):
            worth = self._worth(olds, news, (before, old_point), (after, new_point))
            if worth is None:
                return None
            groups.append(Group(olds, news, *worth))
        dropped = _alone(self._old, then, {code for group in groups for code in group.olds})
        new = _alone(self._new, now, {code for group in groups for code in group.news})
        old_worth = {code: old_point - group.old_worth for group in groups for code in group.olds}
        new_worth = {code: new_point - group.new_worth for group in groups for code in group.news}
        old_worth |= dict.fromkeys(dropped, old_point)
        new_worth |= dict.fromkeys(new, new_point)
        denominator = lcm(*{worth.denominator for worth in (*old_worth.values(), *new_worth.values())})
        return Plan(
            groups=tuple(groups),
            origins={
                news[0]: olds for olds, news in self._groups if len(news) == 1 and all(code in then for code in olds)
            },
            dropped=dropped,
            new=new,
            old_point=old_point,
            new_point=new_point,
            olds=_over(denominator, old_worth),
            news=_over(denominator, new_worth),
            denominator=denominator,
        )

    def _usable(
        self, then: Mapping[str, bool], now: Mapping[str, bool]
    ) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
        """Groups that are known in both years and are the finest of which that holds."""
        found = [
            (olds, news)
            for olds, news in self._groups
            if all(code in then for code in olds)
            and all(code in now for code in news)
            and not (all(then[code] for code in olds) and all(now[code] for code in news))
        ]
        above_old = {code for olds, _ in found for old in olds for code in self._old.ancestors(old)}
        above_new = {code for _, news in found for new in news for code in self._new.ancestors(new)}
        return [(olds, news) for olds, news in found if above_old.isdisjoint(olds) and above_new.isdisjoint(news)]

    def _worth(
        self,
        olds: tuple[str, ...],
        news: tuple[str, ...],
        before: tuple[UnitYear, Fraction],
        after: tuple[UnitYear, Fraction],
    ) -> tuple[Fraction, Fraction] | None:
        """What one point counts like for like, then and now; `None` where a maximum that matters is not known."""
        then = _maximum(before[0], [self._old.leaves[code] for code in olds])
        now = _maximum(after[0], [self._new.leaves[code] for code in news])
        if then == now:
            mean = (before[1] + after[1]) / 2
            return mean, mean
        if not then or not now:
            return None
        weight = (then * before[1] + now * after[1]) / 2
        return weight / then, weight / now


def _over(denominator: int, worth: Mapping[str, Fraction]) -> Coefficients:
    return tuple((code, int(one * denominator)) for code, one in worth.items() if one)


def _known(year: Year, row: UnitYear) -> object:
    """What two units must have in common to be split alike."""
    codes = tuple(row.points)
    if None in row.points.values():
        codes = tuple(code for code, points in row.points.items() if points is not None)
    return codes, row.not_applicable, tuple(row.maxima.items()), own_maximum(year, row)


def _maximum(row: UnitYear, leaves: list[Leaf]) -> int | None:
    """Of all of them together. Bonus and penalty are measured by the most that they give or take."""
    maxima = [leaf.max_points if leaf.kind != CriterionKind.ORDINARY else row.full(leaf) for leaf in leaves]
    known = [maximum for maximum in maxima if maximum is not None]
    return sum(known) if len(known) == len(maxima) else None


def _alone(tree: _Tree, reach: Mapping[str, bool], compared: set[str]) -> tuple[str, ...]:
    """Where knowledge ends, and nothing there or above is compared."""
    return tuple(
        code
        for code, goes_on in reach.items()
        if not goes_on and code not in compared and compared.isdisjoint(tree.ancestors(code))
    )


def _components(old: _Tree, new: _Tree, links: Links) -> list[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Criteria that links hold together: (old codes, new codes), each in tree order."""
    followers: dict[str, set[str]] = {
        code: {there for there, _ in ends if there in new.leaves} for code, ends in links.items() if code in old.leaves
    }
    origins: dict[str, set[str]] = defaultdict(set)
    for code, ends in followers.items():
        for there in ends:
            origins[there].add(code)
    groups, seen = [], set()
    for start in sorted(followers, key=old.place.__getitem__):
        if start in seen or not followers[start]:
            continue
        olds, news, waiting = {start}, set[str](), [start]
        while waiting:
            code = waiting.pop()
            for there in followers[code] - news:
                news.add(there)
                waiting += origins[there] - olds
                olds |= origins[there]
        seen |= olds
        groups.append((tuple(sorted(olds, key=old.place.__getitem__)), tuple(sorted(news, key=new.place.__getitem__))))
    return groups
