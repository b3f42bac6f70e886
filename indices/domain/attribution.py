"""Why the rank of a unit moved between two editions of an index: whole numbers first, then an exact account.

A rank is one plus the number of units above, so its change is a sum over the other units. Against each of them the
causes are weighed over every order in which they may have come about (Shapley); sums of these are the places by cause,
the same for whatever order and names units and criteria have. See SCORING.md.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from fractions import Fraction
from functools import lru_cache
from math import lcm
from types import MappingProxyType

from indices.domain.attribution_game import NOTHING, SIXTHS, Move, Own, OwnGame, Pairs, Range, pair_range
from indices.domain.attribution_headline import Table, headline_of
from indices.domain.attribution_parts import TwoYears, beside, ends, in_places, linked_parts, own_parts, rule_parts
from indices.domain.attribution_plain import OTHER, OWN, PLAIN, UNMOVED, PlainGame
from indices.domain.attribution_rules import Crosswalk
from indices.domain.attribution_scale import Scale, scale_of
from indices.domain.attribution_values import (
    ZERO,
    Account,
    Bounds,
    Cause,
    Headline,
    PartChange,
    PlacesAccount,
    PointsAccount,
    UnitShare,
)
from indices.domain.figures import BILLION
from indices.domain.history import Links, Year

APART = 4  # values of the game are multiples of it: what is not known may lie between two of them
CAUSES = tuple(Cause)
STAYED = (Cause.OWN, Cause.OTHERS, Cause.RULES)
CAME_OR_LEFT = (Cause.OWN, Cause.FIELD, Cause.RULES)

# Values then and now (`None`: not ranked beside the unit), and what of the change is like for like (`None`: untold).
Change = tuple[int | None, int | None, Fraction | int | None]


def account_of(before: Year, after: Year, unit: str, *, links: Links | None = None) -> Account:
    """Why a unit moved from one year's table to another's; the years may stand in either order.

    Args:
        links: how the criteria of `before` go on in `after`; `None` where both have the same set. Without any link
            nobody can tell what another set did.

    Returns:
        As much as is known: places and points are `None` where the unit has no total in one of the years.
    """
    tables = Table(before, unit), Table(after, unit)
    scale = scale_of(before, after, tables[0].maxima | tables[1].maxima)
    for table in tables:
        if scale is not None:
            table.measure(scale)
    headline = headline_of(*tables, sets_differ=links is not None)
    found = Account(unit, before.label, after.label, headline)
    two = _two_years(before, after, *tables, scale)
    if two is None:
        return replace(found, beside=_beside(before, after, *tables) if links is None else ())
    crosswalk = None if links is None else Crosswalk(before, after, links, two.scale)
    points = _points_account(two, crosswalk)
    places = None
    if tables[0].knows_all and tables[1].knows_all:
        if crosswalk is None:
            places, parts = _plain_places(two, *tables, points, headline)
        else:
            places, parts = _exact_places(two, _changes(*tables, crosswalk), points, headline)
        points = replace(points, parts=parts)
    elif two.row_before.to_be_ranked and two.row_after.to_be_ranked:
        places = _partial_places(headline)
    told = links is not None or any(part.code for part in points.parts)
    return replace(
        found,
        points=_at_the_edge(points, two.scale.billionth / BILLION),
        places=places,
        beside=() if told else _beside(before, after, *tables),
    )


def _two_years(before: Year, after: Year, then: Table, now: Table, scale: Scale | None) -> TwoYears | None:
    if scale is None or then.row is None or now.row is None:
        return None
    if then.value is None or now.value is None:
        return None
    return TwoYears(before, after, then.row, now.row, then.value, now.value, scale)


# Points


def _beside(before: Year, after: Year, then: Table, now: Table) -> tuple[PartChange, ...]:
    """Each field by itself, in points."""
    if then.row is None or now.row is None:
        return ()
    parts = beside(TwoYears(before, after, then.row, now.row, 0, 0, Scale()))
    return tuple(_part_at_the_edge(part, Fraction(1, BILLION)) for part in parts)


def _points_account(two: TwoYears, crosswalk: Crosswalk | None) -> PointsAccount:
    """In the measure, without places."""
    in_percent = two.scale.whole is not None
    if crosswalk is None:
        return PointsAccount(in_percent, two.change, two.change, ZERO, own_parts(two))
    plan = crosswalk.plan(two.row_before, two.row_after)
    if plan is None:
        return PointsAccount(in_percent, two.change, two.change, None, ())
    rules = rule_parts(two, plan)
    by_rules = sum((part.change for part in rules), ZERO)
    return PointsAccount(in_percent, two.change, two.change - by_rules, by_rules, linked_parts(two, plan), rules)


def _at_the_edge(points: PointsAccount, one: Fraction) -> PointsAccount:
    """In points or percent, of which one of the measure is `one`."""
    return replace(
        points,
        change=points.change * one,
        own=points.own * one,
        rules=None if points.rules is None else points.rules * one,
        parts=tuple(_part_at_the_edge(part, one) for part in points.parts),
        rule_parts=tuple(replace(part, change=part.change * one) for part in points.rule_parts),
    )


def _part_at_the_edge(part: PartChange, one: Fraction) -> PartChange:
    return replace(part, change=part.change * one, parts=tuple(_part_at_the_edge(child, one) for child in part.parts))


# Places, where all totals are known


def _plain_places(
    two: TwoYears, before: Table, after: Table, points: PointsAccount, headline: Headline
) -> tuple[PlacesAccount, tuple[PartChange, ...]]:
    """Places by cause, and the own parts with theirs, where both years have the same criteria."""
    then, now = before.values, after.values
    old, new = two.value_before, two.value_after
    nowhere = min(old, new)  # who is not ranked stands above nobody
    met: dict[str, tuple[int, bool]] = {}
    for other in {**after.others, **before.others}:
        was, is_now = then.get(other, nowhere), now.get(other, nowhere)
        above = (was > old) + (was > new) * OWN + (is_now > old) * OTHER + (is_now > new) * (OWN * OTHER)
        if above not in UNMOVED:
            met[other] = above, other in then and other in now
    counts: dict[tuple[Range, bool], int] = defaultdict(int)
    for (above, stayed), count in Counter(met.values()).items():
        counts[PLAIN[above], stayed] += count
    by_cause = {alone: _by_cause_of_one(PLAIN[alone[0]], alone[1]) for alone in set(met.values())}
    moved = before.above(old) - after.above(new)
    account = PlacesAccount(
        moved=moved,
        as_stated=0 if headline.moved is None else headline.moved - moved,
        by_cause=_by_cause(counts),
        by_unit=tuple([UnitShare(other, by_cause[alone]) for other, alone in met.items()]),
    )
    unit = _whole_unit(end.change for part in points.parts for end in ends(part))
    return account, in_places(points.parts, PlainGame(old, (*then.values(), *now.values()), unit), unit)


def _changes(before: Table, after: Table, crosswalk: Crosswalk) -> dict[str, Change]:
    """Every other unit that is ranked beside it in one of the years: those of the later one first."""
    found: dict[str, Change] = {}
    for unit in dict.fromkeys((*after.others, *before.others)):
        then, now = before.values.get(unit), after.values.get(unit)
        like: Fraction | int | None = None
        if then is not None and now is not None:
            rules = crosswalk.rules(before.others[unit], after.others[unit])
            like = None if rules is None else now - then - rules
        found[unit] = then, now, like
    return found


def _exact_places(
    two: TwoYears, changes: Mapping[str, Change], points: PointsAccount, headline: Headline
) -> tuple[PlacesAccount, tuple[PartChange, ...]]:
    """Places by cause, and the own parts with theirs (without, where causes are bounds)."""
    own_change: Change = (two.value_before, two.value_after, None if points.rules is None else points.own)
    parts = [end.change for part in points.parts for end in ends(part)]
    unit = _whole_unit([*own_change, *(figure for change in changes.values() for figure in change), *parts])
    moves = {name: Move(*(_whole(figure, unit) for figure in change)) for name, change in changes.items()}
    own = Own(_whole(two.value_before, unit) or 0, _whole(two.value_after, unit) or 0, _whole(own_change[2], unit))
    pairs = Pairs(own)
    ranges = {name: pairs.range(move) for name, move in moves.items()}
    untold = (own.like is None) + sum(_stayed(move) and move.like is None for move in moves.values())
    moved = sum(move.before is not None and move.before > own.before for move in moves.values())
    moved -= sum(move.after is not None and move.after > own.after for move in moves.values())
    account = PlacesAccount(
        moved=moved,
        as_stated=0 if headline.moved is None else headline.moved - moved,
        by_cause=_by_cause(Counter((found, _stayed(moves[name])) for name, found in ranges.items())),
        by_unit=tuple(
            UnitShare(name, _by_cause_of_one(found, _stayed(moves[name])))
            for name, found in ranges.items()
            if found is not NOTHING and any(map(any, found))
        ),
        untold=untold,
        together=_together(own, moves) if untold else {},
    )
    return account, points.parts if untold else in_places(points.parts, OwnGame(own, moves.values()), unit)


def _whole_unit(figures: Iterable[Fraction | int | None]) -> int:
    """How many whole units make one of the measure, so that every figure is a whole multiple of `APART`."""
    return APART * lcm(*{1 if figure is None else figure.denominator for figure in figures})


def _whole(figure: Fraction | int | None, unit: int) -> int | None:
    return None if figure is None else figure.numerator * (unit // figure.denominator)


def _stayed(move: Move) -> bool:
    return move.before is not None and move.after is not None


def _by_cause(counts: Mapping[tuple[Range, bool], int]) -> dict[Cause, Bounds]:
    """Places gained: the negative of what the causes add to the count of those above.

    Args:
        counts: (range, is the other ranked in both years?) -> of how many; thousands have a handful of them.
    """
    least, most = dict.fromkeys(CAUSES, 0), dict.fromkeys(CAUSES, 0)
    for ((low, high), stayed), count in counts.items():
        for cause, fewest, many in zip(STAYED if stayed else CAME_OR_LEFT, low, high, strict=True):
            least[cause] -= many * count
            most[cause] -= fewest * count
    return {cause: Bounds(_sixths(least[cause]), _sixths(most[cause])) for cause in CAUSES}


@lru_cache(maxsize=1 << 12)
def _by_cause_of_one(found: Range, move_stayed: bool) -> Mapping[Cause, Bounds]:
    """The same of one other unit, one mapping for all that are alike."""
    least, most = dict.fromkeys(CAUSES, 0), dict.fromkeys(CAUSES, 0)
    for cause, fewest, many in zip(STAYED if move_stayed else CAME_OR_LEFT, *found, strict=True):
        least[cause], most[cause] = -many, -fewest
    return MappingProxyType({cause: Bounds(_sixths(least[cause]), _sixths(most[cause])) for cause in CAUSES})


@lru_cache(maxsize=1 << 12)  # thousands of pairs give a handful of different figures
def _sixths(count: int) -> Fraction:
    return Fraction(count, SIXTHS)


def _together(own: Own, moves: Mapping[str, Move]) -> dict[Cause, Fraction]:
    """Places by cause with whatever the rules did inside what each unit's total did."""
    whole = own._replace(like=own.after - own.before)
    plain = {
        name: replace(move, like=(move.after or 0) - (move.before or 0)) if _stayed(move) else move
        for name, move in moves.items()
    }
    found = _by_cause(Counter((pair_range(whole, move), _stayed(move)) for move in plain.values()))
    return {cause: found[cause].low for cause in (Cause.OWN, Cause.OTHERS, Cause.FIELD)}


# Places, where some totals are not known


def _partial_places(headline: Headline) -> PlacesAccount | None:
    """Own points against all the rest, over both orders; as far as ranks and known totals tell."""
    old, new, moved = headline.with_old_points, headline.in_old_table, headline.moved
    if moved is None or old is None or new is None or old.high is None or new.high is None:
        return None
    # First own, then the rest: from the rank then to that of the new points in the old table. First the rest, then
    # own: from that of the old points in the new table to the rank now. The mean of both.
    low, high = (moved + old.low - new.high) / 2, (moved + old.high - new.low) / 2
    by_cause = {Cause.OWN: Bounds(low, high), Cause.OTHERS: Bounds(moved - high, moved - low)}
    return PlacesAccount(moved=moved, as_stated=0, by_cause=by_cause, is_partial=True)
