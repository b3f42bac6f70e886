"""Does a sheet of scores look right? Signs of a slip that no single cell shows, each to be answered by a person.

A sheet is compared with what the same units got the year before. Nothing here refuses anything: a true leap, or a
criterion that everybody meets, is possible; rows that slipped by one are likelier.
"""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from itertools import accumulate
from statistics import median, median_low

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
    units = list(sheet)
    same = _same_as_before(sheet, before, criteria)
    if same is not None:
        return (same,)
    shifted = (
        *_shifted_rows(sheet, before, units, criteria),
        *_shifted_columns(sheet, before, units, criteria),
    )
    return (
        *(shifted or _mixed_rows(sheet, before, criteria)),
        *_leaps(sheet, before, fields),
        *_all_full(sheet, before, criteria),
    )


def _same_as_before(sheet: Sheet, before: Sheet, criteria: Sequence[str]) -> Oddity | None:
    """Is every figure the one of the year before? A single figure proves nothing."""
    pairs = [
        (figure, before.get(unit, {}).get(code))
        for unit, row in sheet.items()
        for code in criteria
        if (figure := row.get(code)) is not None
    ]
    if len(pairs) > 1 and all(figure == earlier for figure, earlier in pairs):
        return Oddity(Sign.SAME_AS_BEFORE, tuple(sheet))
    return None


def _shifted_rows(sheet: Sheet, before: Sheet, units: Sequence[str], criteria: Sequence[str]) -> tuple[Oddity, ...]:
    """Runs of rows whose figures are nearer to what the unit above (or below) had than to the unit's own."""

    def cost(row: int, other: int) -> tuple[int, int, int]:
        own, of_own, of_other = sheet[units[row]], before.get(units[row], {}), before.get(units[other], {})
        return _distances([(own.get(code), of_own.get(code), of_other.get(code)) for code in criteria])

    return tuple(
        Oddity(Sign.ROWS_SHIFTED, tuple(units[first : last + 1]), by=by)
        for by in (1, -1)
        if (run := _best_run(cost, len(units), by)) is not None
        for first, last in [run]
    )


def _shifted_columns(sheet: Sheet, before: Sheet, units: Sequence[str], criteria: Sequence[str]) -> tuple[Oddity, ...]:
    """The same for columns: figures that fit the criterion beside better than their own."""

    def cost(column: int, other: int) -> tuple[int, int, int]:
        code, beside = criteria[column], criteria[other]
        rows = [(sheet[unit], before.get(unit, {})) for unit in units]
        return _distances([(now.get(code), then.get(code), then.get(beside)) for now, then in rows])

    return tuple(
        Oddity(Sign.COLUMNS_SHIFTED, criteria=tuple(criteria[first : last + 1]), by=by)
        for by in (1, -1)
        if (run := _best_run(cost, len(criteria), by)) is not None
        for first, last in [run]
    )


def _mixed_rows(sheet: Sheet, before: Sheet, criteria: Sequence[str]) -> tuple[Oddity, ...]:
    """Is nobody nearer to the own figures of the year before than to anybody's? Names and figures were sorted apart.

    What everybody gained or lost alike is left out of account.
    """
    to_own, to_any, compared = 0, Fraction(0), 0
    for code in criteria:
        pairs = [
            (now, then)
            for unit, row in sheet.items()
            if (now := row.get(code)) is not None and (then := before.get(unit, {}).get(code)) is not None
        ]
        if len(pairs) < FEWEST_MIXED_UNITS:
            continue
        usual = median_low(now - then for now, then in pairs)
        compared += 1
        to_own += sum(abs(now - then - usual) for now, then in pairs)
        to_any += _between_all([now - usual for now, _then in pairs], [then for _now, then in pairs])
    mixed = compared >= FEWEST_MIXED_CRITERIA and to_any > 0 and 10 * to_own > AS_FAR_AS_OTHERS * to_any
    return (Oddity(Sign.ROWS_MIXED, tuple(sheet)),) if mixed else ()


def _between_all(now: Sequence[int], then: Sequence[int]) -> Fraction:
    """The sum of the mean differences of each figure to all those of the year before."""
    ordered = sorted(then)
    sums = [0, *accumulate(ordered)]
    total = 0
    for figure in now:
        below = bisect_left(ordered, figure)
        total += figure * below - sums[below] + (sums[-1] - sums[below]) - figure * (len(ordered) - below)
    return Fraction(total, len(ordered))


Triple = tuple[int | None, int | None, int | None]


def _distances(figures: Sequence[Triple]) -> tuple[int, int, int]:
    """(figures compared, distance to one's own, distance to the neighbour's) over what all three have."""
    count = to_own = to_other = 0
    for now, own, other in figures:
        if now is not None and own is not None and other is not None:
            count, to_own, to_other = count + 1, to_own + abs(now - own), to_other + abs(now - other)
    return count, to_own, to_other


def _best_run(cost: Callable[[int, int], tuple[int, int, int]], length: int, by: int) -> tuple[int, int] | None:
    """The run of places that gains most by being read as its neighbour `by` before it; `None` where none is a sign.

    Args:
        cost: (place, neighbour) -> what `_distances` gives for them.

    Returns:
        (first, last) place, both inside.
    """
    costs = {place: cost(place, place - by) for place in range(length) if 0 <= place - by < length}
    best: tuple[int, int, int] = (0, 0, -1)
    gained, first = 0, 0
    for place, (_count, to_own, to_other) in sorted(costs.items()):
        if gained <= 0:
            gained, first = 0, place
        gained += to_own - to_other
        if gained > best[0]:
            best = (gained, first, place)
    _gain, first, last = best
    run = [costs[place] for place in range(first, last + 1)]
    return (first, last) if run and _is_sign(run) else None


def _is_sign(run: Sequence[tuple[int, int, int]]) -> bool:
    """Is a run too long, and too much nearer to its neighbours, to be chance? A long one need be less clear."""
    compared, to_own, to_other = (sum(parts) for parts in zip(*run, strict=True))
    nearer = sum(to_other < to_own for _count, to_own, to_other in run)
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
