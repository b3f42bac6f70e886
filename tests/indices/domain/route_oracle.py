"""The route to a target a second time: every set of leaves is tried, and the whole table ranked anew for each.

On fractions of points, slow and obvious; shares nothing with `indices.domain.route` but its plain values.
"""

from fractions import Fraction
from itertools import combinations

from indices.domain.route import TargetKind
from indices.domain.route_others import Assumption

BILLION = 10**9


def share(value):
    """What a unit is ranked by, as a fraction of its maximum, or as bare points."""
    return Fraction(value.points, value.maximum or BILLION)


def rivals_under(others, assumption):
    """Unit -> fraction; each goes on as it did, if that is assumed and known, from nothing up to the maximum."""
    found = {}
    for unit, value in others.now.items():
        now, before = share(value), others.before.get(unit)
        found[unit] = now
        if assumption is Assumption.TREND and before is not None and bool(before.maximum) == bool(value.maximum):
            top = Fraction(1) if value.maximum else others.ceiling and Fraction(others.ceiling, BILLION)
            moved = now + (now - share(before))
            if top is not None:
                moved = min(moved, max(top, now))
            found[unit] = max(Fraction(0), moved)
    return found


def rank_in_table(own, rivals):
    """Sort the whole table, then look for the first row with as much as the unit."""
    table = sorted([own, *rivals.values()], reverse=True)
    return next(place for place, value in enumerate(table, 1) if value == own)


def is_reached(target, own, points, rivals):
    """Is a target reached with these points (of the own maximum)?"""
    reached = points / own.per_whole
    if target.kind is TargetKind.RANK:
        return rank_in_table(reached, rivals) <= target.figure
    if target.kind is TargetKind.UNIT:
        return reached > rivals[target.unit]
    if target.kind is TargetKind.PERCENT:
        return reached * 100 >= Fraction(target.figure, BILLION)
    return points >= target.figure


def slow_route(target, own, leaves, others, assumption):
    """Every smallest set of codes that reaches the target, best first; `[()]` if it is reached already, else `[]`."""
    rivals = rivals_under(others, assumption)
    points = share(own.value) * own.per_whole
    mendable = [
        leaf for leaf in leaves if leaf.fixed is None and leaf.points is not None and leaf.highest > leaf.points
    ]
    for size in range(len(mendable) + 1):
        reaching = [
            chosen
            for chosen in combinations(range(len(mendable)), size)
            if is_reached(
                target, own, points + sum(mendable[place].highest - mendable[place].points for place in chosen), rivals
            )
        ]
        if reaching:
            reaching.sort(key=lambda chosen: merit(mendable, chosen))
            return [tuple(mendable[place].code for place in chosen) for chosen in reaching]
    return []


def merit(mendable, chosen):
    """The key that puts better sets first: weight, then gain, then the earlier leaf."""
    weight = sum((mendable[place].weight or Fraction(0) for place in chosen), Fraction(0))
    gain = sum(mendable[place].highest - mendable[place].points for place in chosen)
    return -weight, -gain, chosen


def slow_least(target, own, leaves, codes, code, others, assumption):
    """The lowest value (of the rule, or in quarters of a point) of one leaf that is enough beside its set."""
    rivals = rivals_under(others, assumption)
    by_code = {leaf.code: leaf for leaf in leaves}
    points = share(own.value) * own.per_whole
    points += sum(by_code[other].highest - by_code[other].points for other in codes if other != code)
    leaf = by_code[code]
    levels = leaf.levels or range(leaf.points, leaf.highest + 1, BILLION // 4)
    enough = [
        level
        for level in levels
        if level <= leaf.highest and is_reached(target, own, points + level - leaf.points, rivals)
    ]
    return min(enough, default=leaf.highest)
