"""One criterion across two years or more: who gained and who lost there, who climbed, what it was before."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from indices.domain.comparison import distance_between, profile_of
from indices.domain.continuing import Basis, Before, Earned, codes_back, earned_at, earned_together, origins
from indices.domain.figures import HUNDRED, cut_quotient, from_billionths
from indices.domain.history import Leaf, UnitYear, Year

# Who moved


@dataclass(frozen=True, slots=True)
class Move:
    """One unit against the year before. `change` in shares of the maximum; `points` where both are of one maximum."""

    unit: str
    then: Fraction
    now: Fraction
    change: Fraction
    points: Decimal | None


@dataclass(frozen=True, slots=True)
class Movers:
    """Who gained most and who lost most; those who did not move are in neither. `basis`: what it is compared with."""

    up: tuple[Move, ...]
    down: tuple[Move, ...]
    basis: Basis | None
    compared: int


def movers_of(year: Year, leaf: Leaf, before: Before, *, count: int = 5) -> Movers:
    """The largest changes at a criterion since the year before; equals in the order of the table."""
    origin = origins(before).get(leaf.code)
    if origin is None:
        return Movers((), (), None, 0)
    olds = _leaves(before.year, origin.codes)
    now = {unit: earned_at(row, leaf) for unit, row in year.units.items()}
    then = {unit: earned_together(row, olds) for unit, row in before.year.units.items()}
    return largest(moves_between(now, then, origin.basis).values(), origin.basis, count=count)


Results = Mapping[str, Earned | None]  # unit -> what it has at a criterion


def moves_between(now: Results, then: Results, basis: Basis) -> dict[str, Move]:
    """Unit -> its change between two years, for those of whom both are known, in the order of `now`."""
    moves = ((unit, _move(unit, here, then.get(unit), basis)) for unit, here in now.items())
    return {unit: move for unit, move in moves if move is not None}


def largest(moves: Iterable[Move], basis: Basis, *, count: int = 5) -> Movers:
    """The largest of some changes; equals in the order given."""
    all_moves = list(moves)
    up = sorted((move for move in all_moves if move.change > 0), key=lambda move: -move.change)
    down = sorted((move for move in all_moves if move.change < 0), key=lambda move: move.change)
    return Movers(tuple(up[:count]), tuple(down[:count]), basis, len(all_moves))


def _leaves(year: Year, codes: Iterable[str]) -> tuple[Leaf, ...]:
    wanted = frozenset(codes)
    return tuple(leaf for leaf in year.criteria if leaf.code in wanted)


def _move(unit: str, now: Earned | None, then: Earned | None, basis: Basis) -> Move | None:
    if now is None or then is None:
        return None
    here, there = now.share, then.share
    if here is None or there is None:
        return None
    points = None
    if now.points is not None and then.points is not None and now.maximum == then.maximum and basis is not Basis.SPLIT:
        points = from_billionths(now.points - then.points)
    return Move(unit, there, here, here - there, points)


# Who climbed from where the chosen unit stands

LEAST_CLIMB = Fraction(1, 4)  # of the maximum, within one year


@dataclass(frozen=True, slots=True)
class Climber:
    """A unit that rose at a criterion in the year `label`, having been like the chosen unit in the year before.

    `distance`: percentage points between the fields of both, on average, its own taken before it rose.
    """

    unit: str
    label: str
    then: Fraction
    now: Fraction
    distance: Decimal
    fields: int


def climbing(own: Earned, moves: Iterable[Move]) -> frozenset[str]:
    """Who of those that moved in one year `climbers_of` may name; of nobody else must a profile be known."""
    share = own.share
    if share is None:
        return frozenset()
    return frozenset(move.unit for move in moves if move.now > share and move.change >= LEAST_CLIMB)


def climbers_of(year: Year, unit: str, leaf: Leaf, before: Sequence[Before], *, count: int = 5) -> tuple[Climber, ...]:
    """Units of the same block that rose by a quarter of the maximum or more within a year, to above the chosen one.

    Args:
        before: earlier years, the newest first. Of several rises of one unit the latest counts.

    Returns:
        The nearest profiles first. Nobody if the chosen unit's figures are not known.
    """
    row = year.units.get(unit)
    own = None if row is None else earned_at(row, leaf)
    own_share = None if own is None else own.share
    if row is None or own_share is None:
        return ()
    mine = profile_of(row, year.fields)
    later, shares = year.label, _shares(year, (leaf,))
    others = [other.unit for other in year.against(unit)]
    found: dict[str, Climber] = {}
    for past, held in codes_back([leaf.code, *mine], before):
        then = _shares(past, _leaves(past, held[leaf.code]))
        fields = {code: _leaves(past, held[code]) for code in mine}
        for other in others:
            now = shares.get(other, own_share)
            if other in found or other not in then or now <= own_share or now - then[other] < LEAST_CLIMB:
                continue
            apart = distance_between(mine, _profile(past.units[other], fields))
            if apart is not None:
                distance = from_billionths(cut_quotient(*apart[0].as_integer_ratio()))
                found[other] = Climber(other, later, then[other], now, distance, apart[1])
        later, shares = past.label, then
    return tuple(sorted(found.values(), key=lambda climber: (climber.distance, climber.then - climber.now))[:count])


def _shares(year: Year, leaves: Sequence[Leaf]) -> dict[str, Fraction]:
    """Everyone's share at what a criterion was in a year."""
    return {
        unit: share
        for unit, row in year.units.items()
        if (earned := earned_together(row, leaves)) is not None and (share := earned.share) is not None
    }


def _profile(row: UnitYear, fields: Mapping[str, Sequence[Leaf]]) -> dict[str, int]:
    """A profile of an earlier year, under the codes of today's fields."""
    found = {}
    for code, leaves in fields.items():
        earned = earned_together(row, leaves)
        share = None if earned is None else earned.share
        if share is not None:
            found[code] = cut_quotient(HUNDRED * share.numerator, share.denominator)
    return found


# What it was in the last set


@dataclass(frozen=True, slots=True)
class Past:
    """What a criterion was in the last set of criteria, used up to the year `label`."""

    label: str
    leaves: tuple[Leaf, ...]
    basis: Basis


def last_set_of(code: str, before: Sequence[Before]) -> Past | None:
    """What a criterion was before the set changed; `None` if it was new then, or the set never changed."""
    for past in before:
        if past.links is not None:
            origin = origins(past).get(code)
            return None if origin is None else Past(past.year.label, _leaves(past.year, origin.codes), origin.basis)
    return None
