"""Figures read straight from the rows of the record, by nothing of the software under test."""

import csv
from collections import defaultdict
from fractions import Fraction
from pathlib import Path

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
GOLDEN = Path(__file__).resolve().parent
HALF_OF_THE_LAST_PLACE = Fraction(1, 20_000)  # figures in tests/golden are printed to four decimals


def rows(path):
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def years(index):
    return sorted(path.name for path in (FIXTURES / "editions" / index).iterdir())


def standings(index, year):
    return rows(FIXTURES / "editions" / index / year / "standings.csv")


def papi_points(year):
    """Unit -> dimension -> sub-dimension code -> exact points; `None` where it was not scored."""
    points = defaultdict(lambda: defaultdict(dict))
    for row in rows(FIXTURES / "editions" / "papi" / year / "scores.csv"):
        value = Fraction(row["points"]) if row["points"] else None
        points[row["unit"]][row["code"].partition(".")[0]][row["code"]] = value
    return points


def papi_totals(year):
    """Unit -> exact total, of the units all of whose sub-dimensions are scored."""
    return {
        unit: sum(sum(parts.values()) for parts in dimensions.values())
        for unit, dimensions in papi_points(year).items()
        if all(value is not None for parts in dimensions.values() for value in parts.values())
    }


def golden(name, year):
    """Rows of one year of a table in this folder."""
    return [row for row in rows(GOLDEN / name) if row["year"] == year]
