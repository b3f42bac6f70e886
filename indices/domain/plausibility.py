"""Does a sheet of scores look right? Signs of a slip that no single cell shows, each to be answered by a person.

A sheet is compared with what the same units got the year before. Nothing here refuses anything: a true leap, or a
criterion that everybody meets, is possible; rows that slipped by one are likelier.
"""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import accumulate
from statistics import median, median_low
from typing import NamedTuple

# What counts as a sign. Chosen so that the published tables of PAPI and PCI raise none (see the tests of the golden
# record), while every sheet of them that is shifted by one does.
FEWEST_SHIFTED = 3  # rows or columns in a run
FEWEST_COMPARED = 12  # figures in such a run: a few may fit a neighbour by chance
LONG = 12  # rows or columns in a run
SPREADS = 6  # median deviations from the usual change
FULL = 1000  # thousandths of the maximum
LEAST_LEAP = 100  # thousandths: smaller changes are never a leap
FEWEST_UNITS = 3  # of which it can be said that all of them have full marks
FEWEST_MIXED_UNITS, FEWEST_MIXED_CRITERIA = 12, 4  # below these, two years may have nothing to do with each other
AS_FAR_AS_OTHERS = 9  # tenths: published years lie between 3 and 8, sheets whose rows were mixed above 9

# A sheet: unit -> criterion -> points in thousandths of the maximum (0 to 1000), `None` where there is no figure.
Sheet = Mapping[str, Mapping[str, int | None]]


class Sign(StrEnum):
    """What a sheet may show."""

    LEAP = "leap"
    ROWS_SHIFTED = "rows_shifted"
    ROWS_MIXED = "rows_mixed"  # figures stand beside other units' names all over the sheet
    COLUMNS_SHIFTED = "columns_shifted"
    SAME_AS_BEFORE = "same_as_before"
    ALL_FULL = "all_full"


class Distances(NamedTuple):
    """Of one line: how many figures were compared, how far they are from their own, and from the neighbour's."""

    compared: int
    to_own: int
    to_other: int


@dataclass(frozen=True, slots=True)
class Oddity:
    """One sign.

    Args:
        units, criteria: where it shows, in the order of the sheet.
        by: rows or columns that the figures seem to have moved: 1 is down or to the right.
    """

    sign: Sign
    units: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    by: int = 0


def oddities_of(sheet: Sheet, before: Sheet, *, criteria: Sequence[str], fields: Sequence[str]) -> tuple[Oddity, ...]:
    """Every sign that a sheet shows against what the same units had before.

    Args:
        sheet: units in the order of the rows.
        before: the same units a year earlier, by the same codes; whoever or whatever was not there is absent.
        criteria: codes in the order of the columns.
        fields: codes that are looked at for leaps: a single leaf goes from nothing to full marks every day.
    """
    if _is_same(sheet, before, criteria):
        return (Oddity(Sign.SAME_AS_BEFORE, tuple(sheet)),)
    units = list(sheet)
    now, then = _lines(sheet, units, criteria), _lines(before, units, criteria)
    shifted = (
        *(Oddity(Sign.ROWS_SHIFTED, tuple(units[first : last + 1]), by=by) for by, first, last in _shifted(now, then)),
        *(
            Oddity(Sign.COLUMNS_SHIFTED, criteria=tuple(criteria[first : last + 1]), by=by)
            for by, first, last in _shifted(list(zip(*now, strict=True)), list(zip(*then, strict=True)))
        ),
    )
    return (
        *(shifted or _mixed_rows(units, now, then)),
        *_leaps(sheet, before, fields),
        *_all_full(sheet, before, criteria),
    )


Line = Sequence[int | None]  # one row, or one column


def _lines(sheet: Sheet, units: Sequence[str], criteria: Sequence[str]) -> list[Line]:
    rows = [sheet.get(unit, {}) for unit in units]
    return [[row.get(code) for code in criteria] for row in rows]


def _is_same(sheet: Sheet, before: Sheet, criteria: Sequence[str]) -> bool:
    """Is every figure the one of the year before? A single figure proves nothing."""
    count = 0
    for unit, row in sheet.items():
        then = before.get(unit, {})
        for code in criteria:
            figure = row.get(code)
            if figure is not None:
                if figure != then.get(code):
                    return False
                count += 1
    return count > 1


def _shifted(now: Sequence[Line], then: Sequence[Line]) -> Iterator[tuple[int, int, int]]:
    """Runs of lines whose figures are nearer to what the line above (or below) had than to what they had themselves.

    Returns:
        (by, first, last): both ends are inside.
    """
    for by in (1, -1):
        costs = {
            place: _distances(now[place], then[place], then[place - by])
            for place in range(len(now))
            if 0 <= place - by < len(now)
        }
        run = _best_run(costs)
        if run is not None:
            yield by, *run


def _distances(now: Line, own: Line, other: Line) -> Distances:
    """How far figures are from their own of the year before, and from the neighbour's, over what all three have."""
    count = to_own = to_other = 0
    for figure, one, another in zip(now, own, other, strict=True):
        if figure is not None and one is not None and another is not None:
            count, to_own, to_other = count + 1, to_own + abs(figure - one), to_other + abs(figure - another)
    return Distances(count, to_own, to_other)


def _mixed_rows(units: Sequence[str], now: Sequence[Line], then: Sequence[Line]) -> tuple[Oddity, ...]:
    """Is nobody nearer to the own figures of the year before than to anybody's? Names and figures were sorted apart.

    What everybody gained or lost alike is left out of account.
    """
    to_own, to_any, compared = 0, Fraction(0), 0
    for column, column_then in zip(zip(*now, strict=True), zip(*then, strict=True), strict=True):
        pairs = [
            (figure, earlier)
            for figure, earlier in zip(column, column_then, strict=True)
            if figure is not None and earlier is not None
        ]
        if len(pairs) < FEWEST_MIXED_UNITS:
            continue
        usual = median_low(figure - earlier for figure, earlier in pairs)
        compared += 1
        to_own += sum(abs(figure - earlier - usual) for figure, earlier in pairs)
        to_any += _between_all([figure - usual for figure, _earlier in pairs], [earlier for _figure, earlier in pairs])
    mixed = compared >= FEWEST_MIXED_CRITERIA and to_any > 0 and 10 * to_own > AS_FAR_AS_OTHERS * to_any
    return (Oddity(Sign.ROWS_MIXED, tuple(units)),) if mixed else ()


def _between_all(now: Sequence[int], then: Sequence[int]) -> Fraction:
    """The sum of the mean differences of each figure to all those of the year before."""
    ordered = sorted(then)
    sums = [0, *accumulate(ordered)]
    total = 0
    for figure in now:
        below = bisect_left(ordered, figure)
        total += figure * below - sums[below] + (sums[-1] - sums[below]) - figure * (len(ordered) - below)
    return Fraction(total, len(ordered))


def _best_run(costs: Mapping[int, Distances]) -> tuple[int, int] | None:
    """The run of places that gains most by being read as its neighbour; `None` where none is a sign.

    Args:
        costs: place -> how far it is from its own and from its neighbour's, in order.

    Returns:
        (first, last) place, both inside.
    """
    best: tuple[int, int, int] = (0, 0, -1)
    gained, first = 0, 0
    for place, cost in costs.items():
        if gained <= 0:
            gained, first = 0, place
        gained += cost.to_own - cost.to_other
        if gained > best[0]:
            best = (gained, first, place)
    _gain, first, last = best
    run = [costs[place] for place in range(first, last + 1)]
    return (first, last) if run and _is_sign(run) else None


def _is_sign(run: Sequence[Distances]) -> bool:
    """Is a run too long, and too much nearer to its neighbours, to be chance? A long one need be less clear."""
    compared, to_own, to_other = (sum(parts) for parts in zip(*run, strict=True))
    nearer = sum(line.to_other < line.to_own for line in run)
    short = len(run) >= FEWEST_SHIFTED and compared >= FEWEST_COMPARED and to_own > 2 * to_other
    long = len(run) >= LONG and 3 * nearer >= 2 * len(run) and 4 * to_own > 5 * to_other
    return short or long


def _leaps(sheet: Sheet, before: Sheet, fields: Sequence[str]) -> tuple[Oddity, ...]:
    """Fields that moved far more for one unit than for the others; with too few others, there is no usual change."""
    found = []
    for code in fields:
        changes = {
            unit: now - then
            for unit, row in sheet.items()
            if (now := row.get(code)) is not None and (then := before.get(unit, {}).get(code)) is not None
        }
        if len(changes) < FEWEST_UNITS:
            continue
        usual = median(changes.values())
        spread = median(abs(change - usual) for change in changes.values())
        far = max(SPREADS * spread, LEAST_LEAP)
        found += [Oddity(Sign.LEAP, (unit,), (code,)) for unit, change in changes.items() if abs(change - usual) > far]
    return tuple(found)


def _all_full(sheet: Sheet, before: Sheet, criteria: Sequence[str]) -> tuple[Oddity, ...]:
    """Criteria at which everybody has full marks, and had not the year before."""
    found = [
        code
        for code in criteria
        if len(now := _figures(sheet, code)) >= FEWEST_UNITS
        and set(now) == {FULL}
        and (then := _figures(before, code))
        and set(then) != {FULL}
    ]
    return (Oddity(Sign.ALL_FULL, criteria=tuple(found)),) if found else ()


def _figures(sheet: Sheet, code: str) -> list[int]:
    return [figure for row in sheet.values() if (figure := row.get(code)) is not None]
