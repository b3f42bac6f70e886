"""Which units pull a figure down that rests on all of them: contributions to the shortfall that add up to it."""

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class Contribution:
    """One unit: its figure, its weight among those known (weights sum to 1), and what it adds to the shortfall.

    Below zero: it lifts the figure.
    """

    unit: str
    figure: Fraction
    weight: Fraction
    to_shortfall: Fraction


@dataclass(frozen=True, slots=True)
class Shortfall:
    """How far the weighted mean of the units lies below a level, and who makes up that distance.

    `parts`: who pulls down most comes first; they add up to `shortfall`, exactly. Measured against the mean itself the
    shortfall is zero, and those who pull down are balanced by those who lift. `unknown`: without a figure, left out.
    """

    level: Fraction
    mean: Fraction
    shortfall: Fraction
    parts: tuple[Contribution, ...]
    unknown: tuple[str, ...]

    @property
    def pulling_down(self) -> tuple[Contribution, ...]:
        return tuple(part for part in self.parts if part.to_shortfall > 0)

    @property
    def most_of_it(self) -> int:
        """The fewest units that make up more than half of the shortfall; zero where nothing is lacking."""
        left, count = self.shortfall / 2, 0
        for part in self.parts:
            if left < 0 or self.shortfall <= 0:
                break
            left, count = left - part.to_shortfall, count + 1
        return count

    def share_of(self, part: Contribution) -> Fraction | None:
        """A unit's part as a share of the shortfall; `None` where nothing is lacking."""
        return part.to_shortfall / self.shortfall if self.shortfall > 0 else None


def shortfall_of(
    figures: Mapping[str, Fraction | None],
    *,
    level: Fraction | None = None,
    weights: Mapping[str, Fraction | int] | None = None,
) -> Shortfall | None:
    """Share out the distance between a level and the mean among the units that make the mean.

    Args:
        figures: unit -> its result, as a share of its maximum or in points of one maximum; `None` if not known.
        level: what is to be reached, in the same terms; `None`: the mean.
        weights: unit -> how much it counts (dossiers, people); `None`: all count alike. None below zero.

    Returns:
        The shares; `None` if no figure that counts is known.
    """
    known = {unit: figure for unit, figure in figures.items() if figure is not None}
    counting = {unit: Fraction(1 if weights is None else weights.get(unit, 0)) for unit in known}
    together = sum(counting.values(), Fraction(0))
    if not together:
        return None
    mean = sum((counting[unit] * figure for unit, figure in known.items()), Fraction(0)) / together
    aim = mean if level is None else level
    parts = [
        Contribution(unit, figure, counting[unit] / together, counting[unit] / together * (aim - figure))
        for unit, figure in known.items()
    ]
    parts.sort(key=lambda part: -part.to_shortfall)
    unknown = tuple(unit for unit, figure in figures.items() if figure is None)
    return Shortfall(aim, mean, aim - mean, tuple(parts), unknown)
