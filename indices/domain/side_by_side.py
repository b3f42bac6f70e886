"""A few units side by side: who is ahead where, and how far the others are from the first (`SCORING.md`).

Figures are whole billionths, of points or of percent alike; `None` is "not known" and is never compared.
"""

from collections.abc import Sequence
from typing import NamedTuple


class Lead(NamedTuple):
    """How the first of a row of units stands against the best of the others at one place of the table.

    Args:
        place: which line.
        by: above zero: ahead of the best of them; below zero: behind.
    """

    place: int
    by: int


def ahead(figures: Sequence[int | None]) -> tuple[int, ...]:
    """Who has the highest figure: positions, several if they are level.

    Nobody is ahead where fewer than two are known, or where all that are known have the same.
    """
    known = [figure for figure in figures if figure is not None]
    if len(set(known)) < 2:
        return ()
    best = max(known)
    return tuple(position for position, figure in enumerate(figures) if figure == best)


def from_first(figures: Sequence[int | None]) -> tuple[int | None, ...]:
    """How much each has more than the first; nothing for the first itself and where one of the two is not known."""
    first = figures[0] if figures else None
    return tuple(
        None if position == 0 or first is None or figure is None else figure - first
        for position, figure in enumerate(figures)
    )


def leads_of_first(lines: Sequence[Sequence[int | None]]) -> tuple[Lead, ...]:
    """Where the first stands against the best of the others, line by line, where they can be compared."""
    found = []
    for place, figures in enumerate(lines):
        others = [figure for figure in figures[1:] if figure is not None]
        if others and figures[0] is not None:
            found.append(Lead(place, figures[0] - max(others)))
    return tuple(found)


def lines_won(lines: Sequence[Sequence[int | None]], units: int) -> tuple[int, ...]:
    """For each of so many units, at how many lines it is ahead, alone or level with others."""
    winners = [ahead(figures) for figures in lines]
    return tuple(sum(position in won for won in winners) for position in range(units))
