"""Satisfaction points inside another index, held against the satisfaction index itself (SIPAS % × 10 / 100)."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from indices.domain.figures import round_half_up
from indices.domain.values import Stated


@dataclass(frozen=True, slots=True)
class Held:
    """What is printed of both.

    Args:
        points: of the part, inside the other index.
        percent: of the satisfaction index.
        weight: points that 100 % would give.
    """

    points: Stated
    percent: Stated
    weight: Decimal

    @property
    def expected(self) -> Fraction:
        """The points that the percent gives."""
        return Fraction(self.percent.value) * Fraction(self.weight) / 100

    @property
    def tolerance(self) -> Fraction:
        """Half a unit of the last printed place of the points, and of the percent as far as it moves the points."""
        of_percent = _half(self.percent.places) * Fraction(self.weight) / 100
        return _half(self.points.places) + of_percent

    @property
    def agrees(self) -> bool:
        return abs(Fraction(self.points.value) - self.expected) <= self.tolerance

    @property
    def shown(self) -> Decimal:
        """The expected points with one place more than is printed: where the two part is seen."""
        return round_half_up(self.expected, self.points.places + 1)


def _half(places: int) -> Fraction:
    return Fraction(1, 2 * 10**places)
