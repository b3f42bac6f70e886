"""What offices have by their own records against what people say of them: who is high in one and low in the other."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from statistics import median

FEWEST_DOTS = 8  # units before quarters mean anything
HIGH = Fraction(95, 100)  # of the maximum: high whatever the others have


class Corner(StrEnum):
    """Where a unit lies against the middle of the others; on a middle line counts as high."""

    HIGH_HIGH = "high_high"
    HIGH_LOW = "high_low"  # what the office says of itself is high, what people say is low
    LOW_HIGH = "low_high"
    LOW_LOW = "low_low"


@dataclass(frozen=True, slots=True)
class Dot:
    """One unit: `inner` as the office has it, `outer` as people see it, both as shares.

    `contradicts`: the inner figure is high (95 % or more, or in the best quarter) while the outer one is in the worst
    quarter. `outer_rank` among `of`: as published, else among those whose outer figure is known.
    """

    unit: str
    inner: Fraction
    outer: Fraction
    outer_rank: int
    of: int
    corner: Corner
    contradicts: bool


@dataclass(frozen=True, slots=True)
class Quadrants:
    """All units that have both figures, and the medians, of all that are known, that part the corners."""

    dots: tuple[Dot, ...]
    middle_inner: Fraction
    middle_outer: Fraction

    @property
    def contradictions(self) -> tuple[Dot, ...]:
        """The lowest outer figure first."""
        return tuple(sorted((dot for dot in self.dots if dot.contradicts), key=lambda dot: -dot.outer_rank))


def quadrants_of(
    inner: Mapping[str, Fraction | None],
    outer: Mapping[str, Fraction | None],
    *,
    outer_places: Mapping[str, tuple[int, int]] | None = None,
) -> Quadrants | None:
    """Set what offices have by their own records against what people say.

    Args:
        inner, outer: unit -> share of the maximum; `None` or absent where not known. Outer figures may be known of more
            units than inner ones.
        outer_places: unit -> (published rank, of how many), where a table publishes ranks of units it says little of.
            Without one, a unit's place is the one among the outer figures that are known.

    Returns:
        The dots, in the order of `inner`; `None` without a unit that has both. Quarters of fewer than eight units mean
        nothing: there is no contradiction in them.
    """
    outside = {unit: share for unit, share in outer.items() if share is not None}
    inside = {unit: share for unit, share in inner.items() if share is not None and unit in outside}
    if not inside:
        return None
    middle_inner, middle_outer = median(inside.values()), median(outside.values())
    corners = {
        (True, True): Corner.HIGH_HIGH,
        (True, False): Corner.HIGH_LOW,
        (False, True): Corner.LOW_HIGH,
        (False, False): Corner.LOW_LOW,
    }
    best_quarter = len(inside) // 4 if len(inside) >= FEWEST_DOTS else 0
    dots = []
    for unit, share in inside.items():
        seen = outside[unit]
        rank, of, from_below = _outer_place(seen, outside.values(), (outer_places or {}).get(unit))
        high = share >= HIGH or sum(other >= share for other in inside.values()) <= best_quarter
        low = of >= FEWEST_DOTS and 4 * from_below <= of
        corner = corners[share >= middle_inner, seen >= middle_outer]
        dots.append(Dot(unit, share, seen, rank, of, corner, high and low))
    return Quadrants(tuple(dots), middle_inner, middle_outer)


def _outer_place(
    seen: Fraction, known: Collection[Fraction], published: tuple[int, int] | None
) -> tuple[int, int, int]:
    """Rank, among how many, and how many are as low or lower, the unit itself among them."""
    if published is not None:
        rank, of = published
        return rank, of, of - rank + 1
    return 1 + sum(other > seen for other in known), len(known), sum(other <= seen for other in known)
