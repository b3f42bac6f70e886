"""Labels of editions: a year, or a quarter, month or week inside it."""

import calendar
import re
from dataclasses import dataclass
from datetime import date, timedelta

_LABEL = re.compile(r"(?P<year>\d{4})(?:-(?P<kind>[qmw])(?P<number>\d{1,2}))?")
_KINDS = {"q": "quarter", "m": "month", "w": "week"}


@dataclass(frozen=True, slots=True)
class Period:
    """What a label stands for. `number` is 0 for a whole year; both days belong to it."""

    label: str
    kind: str
    year: int
    number: int
    starts_on: date
    ends_on: date


def parse_label(label: str) -> Period:
    """`2024`, `2026-q3`, `2026-m09`, `2026-w47` (weeks as in ISO 8601, from Monday to Sunday).

    Raises:
        ValueError: anything else, or a quarter, month or week that the year does not have.
    """
    match = _LABEL.fullmatch(label)
    if match is None:
        raise ValueError(f"{label!r} is no label of an edition: write 2024, 2026-q3, 2026-m09 or 2026-w47")
    year, number = int(match["year"]), int(match["number"] or 0)
    if match["kind"] is None:
        return Period(label, "year", year, 0, date(year, 1, 1), date(year, 12, 31))
    if match["kind"] == "w":
        starts_on = date.fromisocalendar(year, number, 1)
        return Period(label, "week", year, number, starts_on, starts_on + timedelta(days=6))
    months = 3 if match["kind"] == "q" else 1
    if not 1 <= number <= 12 // months:
        raise ValueError(f"{year} has no {_KINDS[match['kind']]} {number}")
    last = number * months
    days = calendar.monthrange(year, last)[1]
    return Period(label, _KINDS[match["kind"]], year, number, date(year, last - months + 1, 1), date(year, last, days))


@dataclass(frozen=True, slots=True)
class Years:
    """Years from one to another, both of them included; without a last one they go on."""

    first: int
    last: int | None = None


def overlap(one: Years, other: Years) -> bool:
    """Is there a year in both?"""
    return (other.last is None or one.first <= other.last) and (one.last is None or other.first <= one.last)
