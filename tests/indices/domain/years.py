"""Years' tables for tests: two fields of two leaves each, ten points in all."""

from dataclasses import replace
from fractions import Fraction

from indices.domain.history import Leaf, UnitYear, Year

POINT = 1_000_000_000
CODES = ("1", "1.1", "1.2", "2", "2.1", "2.2")
PARENTS = {"1.1": "1", "1.2": "1", "2.1": "2", "2.2": "2"}


def tree(maxima=None):
    """Two fields of two leaves each, of ten points in all."""
    maxima = {"1": 6, "1.1": 3, "1.2": 3, "2": 4, "2.1": 2, "2.2": 2} | (maxima or {})
    return tuple(Leaf(code, f"Tiêu chí {code}", code[0], PARENTS.get(code, ""), maxima[code] * POINT) for code in CODES)


def scored(unit, *leaves, **more):
    """A unit with points at 1.1, 1.2, 2.1 and 2.2."""
    points = dict(zip(("1.1", "1.2", "2.1", "2.2"), (int(Fraction(leaf) * POINT) for leaf in leaves), strict=True))
    points |= {"1": points["1.1"] + points["1.2"], "2": points["2.1"] + points["2.2"]}
    return UnitYear(unit, points["1"] + points["2"], points=points, **more)


def total(unit, points, rank=None, **more):
    """A unit of which only the total is known."""
    return UnitYear(unit, None if points is None else int(Fraction(points) * POINT), rank, **more)


def table(label, *rows, criteria=None, ranks=True, **more):
    """A year's table; with ranks by the totals where none are given."""
    if ranks:
        known = [row for row in rows if row.to_be_ranked]
        rows = [
            replace(
                row,
                rank=1 + sum(other.total > row.total for other in known if other.block == row.block)
                if row.to_be_ranked
                else None,
            )
            for row in rows
        ]
    return Year(label, tree() if criteria is None else criteria, {row.unit: row for row in rows}, **more)


def places(account):
    return {cause: bounds.figure for cause, bounds in account.places.by_cause.items()}


def all_parts(parts):
    for part in parts:
        yield part
        yield from all_parts(part.parts)
