"""Lineage: of which units a territory was made before they were merged, and what they got together.

A unit that came from a merger has no past of its own, and one that took others in has the past of a smaller place. What
its people lived under before is told by a line of reference: the mean of the units that were there, each year, exact.
It is nobody's result, it is never ranked.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from graphlib import CycleError, TopologicalSorter

ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class Merger:
    """Units that passed over into another, whole, on one day.

    Args:
        successor: into which.
        day: its first day with them.
        weights: predecessor -> what it weighs; `None` where nobody said.
        goes_on: was the successor there before? Then it is one of those that are put together.
        own_weight: what it weighs itself then.
    """

    successor: str
    day: date
    weights: Mapping[str, Fraction | None]
    goes_on: bool = False
    own_weight: Fraction | None = None

    @property
    def members(self) -> dict[str, Fraction | None]:
        """Everybody that is put together, with their weights as they were stated."""
        return {self.successor: self.own_weight, **self.weights} if self.goes_on else dict(self.weights)

    @property
    def is_weighed(self) -> bool:
        """Is a weight stated for everybody? Else all count alike."""
        return None not in self.members.values()

    @property
    def shares(self) -> dict[str, Fraction]:
        """Everybody's part of the whole; they add up to 1."""
        members = self.members
        weights = {unit: weight or ONE if self.is_weighed else ONE for unit, weight in members.items()}
        whole = sum(weights.values(), Fraction(0))
        return {unit: weight / whole for unit, weight in weights.items()}

    def is_ahead_of(self, starts_on: date, ends_on: date, standing: Collection[str]) -> bool:
        """Were they still apart in a period? In the one that the day falls in, where a predecessor still stands."""
        return ends_on < self.day or (starts_on < self.day and any(unit in standing for unit in self.weights))


@dataclass(frozen=True, slots=True)
class Lineage:
    """Every merger that led to one unit."""

    mergers: Sequence[Merger]

    def shares_of(self, unit: str, *, starts_on: date, ends_on: date, standing: Collection[str]) -> dict[str, Fraction]:
        """Of which units a unit's territory was made in a period.

        Args:
            unit: whose territory, as it is after all of its mergers.
            starts_on, ends_on: the period's first and last day.
            standing: who stands in the table of that period.

        Returns:
            Unit -> its part of the whole, adding up to 1: {unit: 1} where nothing was to be merged any more. A part
            that was itself merged later out of others is told by those, within its own part.
        """
        ahead = [merger for merger in self.mergers if merger.is_ahead_of(starts_on, ends_on, standing)]
        return _shares(unit, ahead, date.max)


def _shares(unit: str, ahead: Iterable[Merger], before: date) -> dict[str, Fraction]:
    # Each step goes back to an earlier day, so that it ends whatever the record says.
    into = [merger for merger in ahead if merger.successor == unit and merger.day < before]
    if not into:
        return {unit: ONE}
    last = max(into, key=lambda merger: merger.day)
    found: dict[str, Fraction] = defaultdict(Fraction)
    for member, share in last.shares.items():
        for part, inner in _shares(member, ahead, last.day).items():
            found[part] += share * inner
    return dict(found)


def unknown(shares: Mapping[str, Fraction], totals: Mapping[str, Fraction | None]) -> list[str]:
    """Who of them has no total, in their order."""
    return [unit for unit in shares if totals.get(unit) is None]


def mean_of(shares: Mapping[str, Fraction], totals: Mapping[str, Fraction | None]) -> Fraction | None:
    """The mean of totals by their shares, exact; `None` as soon as one that counts is not known.

    Raises:
        TypeError: a total is a float.
    """
    if any(isinstance(total, float) for total in totals.values()):
        raise TypeError("totals must be exact, not float")
    found = Fraction(0)
    for unit, share in shares.items():
        total = totals.get(unit)
        if total is None:
            return None
        found += share * total
    return found


def circle_in(steps: Iterable[tuple[str, str]]) -> list[str]:
    """Units that became one another round and round, the first again at the end; nothing where there is no circle.

    Args:
        steps: (predecessor, successor).
    """
    order: TopologicalSorter[str] = TopologicalSorter()
    for predecessor, successor in steps:
        order.add(successor, predecessor)
    try:
        order.prepare()
    except CycleError as error:
        return list(error.args[1])
    return []
