"""Alerts that look back through the years: sudden falls, and last places that are new (`SCORING.md`)."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import islice, pairwise
from statistics import median

from indices.domain.continuing import Before, codes_back, earned_together
from indices.domain.history import Leaf, UnitYear, Year
from indices.domain.places import compared_by
from indices.domain.values import CriterionKind

YEARS_FOR_USUAL = 4  # years of figures, the newest among them, before a change can be called unusual
DEVIATIONS = 3  # median deviations from the usual change
LEAST_FALL = Fraction(1, 100)  # of the maximum: a smaller distance from the usual change is never sudden
EARLIER_YEARS = 2  # in which the unit was not last, before being last can be called the first time


@dataclass(frozen=True, slots=True)
class SuddenFall:
    """The newest change is the lowest so far, below the usual by more than three median deviations and a hundredth.

    Args:
        leaf: the field; `None`: the total.
        change, usual, deviation: as shares of the maximum: this change, the median of the earlier ones, the median of
            their distances from it.
        years: labels, oldest first, of the years that were looked at.
        crosses_sets: the newest change lies between two sets of criteria.
    """

    leaf: Leaf | None
    change: Fraction
    usual: Fraction
    deviation: Fraction
    years: tuple[str, ...]
    crosses_sets: bool


@dataclass(frozen=True, slots=True)
class FirstTimeLast:
    """Nobody of the block is below the unit in a field, and somebody was in every earlier year that is known.

    `earlier`: labels of those years, oldest first, at least two. `of`: units compared in the newest.
    """

    leaf: Leaf
    of: int
    earlier: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Ends:
    """Lowest and highest share in a block at a field. `whole`: everyone who is ranked there is known."""

    lowest: Fraction
    highest: Fraction
    whole: bool


def _ends(year: Year, own: UnitYear, leaves: Sequence[Leaf]) -> _Ends:
    """Of the block of a unit that has a share there."""
    rows = [own, *year.against(own.unit)]
    applying = [row for row in rows if not all(leaf.code in row.not_applicable for leaf in leaves)]
    # Of thousands of units many have the same figure: each is turned into a share once.
    shares = [earned and earned.share for earned in {earned_together(row, leaves) for row in applying}]
    known = [share for share in shares if share is not None]
    whole = len(known) == len(shares) and year.ranked_with(own.unit) == len(rows)
    return _Ends(min(known), max(known), whole)


def _share_at(row: UnitYear, leaves: Sequence[Leaf]) -> Fraction | None:
    earned = earned_together(row, leaves)
    return None if earned is None else earned.share


def _fall(leaf: Leaf | None, series: Iterator[tuple[str, Fraction]], *, crosses: bool) -> SuddenFall | None:
    """`series`: the newest first; only as much of it is made as is asked for."""
    newest_two = list(islice(series, 2))
    if len(newest_two) < 2 or newest_two[0][1] >= newest_two[1][1]:
        return None
    told = [*newest_two, *series]
    if len(told) < YEARS_FOR_USUAL:
        return None
    changes = [now - then for (_label, now), (_before, then) in pairwise(told)]
    newest, earlier = changes[0], changes[1:]
    # The median of a few changes forgets every second one: who fell as far before has not fallen suddenly.
    if newest >= min(earlier):
        return None
    usual = median(earlier)
    deviation = median(abs(change - usual) for change in earlier)
    if usual - newest <= max(DEVIATIONS * deviation, LEAST_FALL):
        return None
    labels = tuple(label for label, _share in reversed(told))
    return SuddenFall(leaf, newest, usual, deviation, labels, crosses)


class LookingBack:
    """A year and those before it, made ready once for the alerts of any number of units.

    Args:
        year: the newest.
        before: earlier years, the newest first.

    Attributes:
        fields: the ordinary ones: bonus points are won or not, nobody falls in them.
    """

    def __init__(self, year: Year, before: Sequence[Before]) -> None:
        self.year = year
        self.years = [year, *(past.year for past in before)]
        self.crosses = bool(before) and before[0].links is not None
        self.fields = [leaf for leaf in year.fields if leaf.kind == CriterionKind.ORDINARY]
        self._leaves: list[dict[str, tuple[Leaf, ...]]] = [{leaf.code: (leaf,) for leaf in self.fields}]
        for past, codes in codes_back([leaf.code for leaf in self.fields], before):
            by_code = {leaf.code: leaf for leaf in past.criteria}
            self._leaves.append(
                {code: tuple(by_code[old] for old in olds if old in by_code) for code, olds in codes.items()}
            )
        self._ends: dict[tuple[int, str, str], _Ends] = {}

    def sudden_falls(self, unit: str) -> tuple[SuddenFall, ...]:
        """In the total and in the fields. Years are counted back as long as the figure is known."""
        falls = [_fall(None, self._totals(unit), crosses=self.crosses)]
        falls += [_fall(leaf, self._shares(unit, leaf.code), crosses=self.crosses) for leaf in self.fields]
        return tuple(fall for fall in falls if fall is not None)

    def first_times_last(self, unit: str) -> tuple[FirstTimeLast, ...]:
        """Fields in which a unit is last and never was, as far back as everybody's figures are known."""
        if len(self.years) <= EARLIER_YEARS:
            return ()
        found = (self._first_time_last(unit, leaf) for leaf in self.fields if self._is_last(0, unit, leaf.code))
        return tuple(last for last in found if last is not None)

    # Falls

    def _totals(self, unit: str) -> Iterator[tuple[str, Fraction]]:
        """The newest first. Bare points have no share, and a fall in them no size."""
        for then in self.years:
            row = then.units.get(unit)
            value = None if row is None else compared_by(then, row)
            if value is None or value.maximum is None:
                return
            yield then.label, value.fraction

    def _shares(self, unit: str, code: str) -> Iterator[tuple[str, Fraction]]:
        for year, leaves in zip(self.years, self._leaves, strict=True):
            row = year.units.get(unit)
            share = None if row is None else _share_at(row, leaves[code])
            if share is None:
                return
            yield year.label, share

    # Last places

    def _first_time_last(self, unit: str, leaf: Leaf) -> FirstTimeLast | None:
        earlier = []
        for place in range(1, len(self.years)):
            was = self._is_last(place, unit, leaf.code)
            if was is None:
                break
            earlier.append((self.years[place].label, was))
        if len(earlier) < EARLIER_YEARS or any(was for _label, was in earlier):
            return None
        of = 1 + sum(leaf.code not in row.not_applicable for row in self.year.against(unit))
        return FirstTimeLast(leaf, of, tuple(label for label, _was in reversed(earlier)))

    def _is_last(self, place: int, unit: str, code: str) -> bool | None:
        """Whether others are above and nobody below; `None` if that cannot be told.

        One who is known to be below is enough for a no; a yes needs everyone who is ranked and to whom it applies.
        """
        row = self.years[place].units.get(unit)
        own = None if row is None or not row.to_be_ranked else _share_at(row, self._leaves[place][code])
        if row is None or own is None:
            return None
        if place and self._is_anyone_below(place, row, code, own):
            return False
        ends = self._ends_of(place, row, code)
        if ends.lowest < own:
            return False
        return ends.highest > own if ends.whole else None

    def _is_anyone_below(self, place: int, row: UnitYear, code: str, own: Fraction) -> bool:
        """Asked of earlier years, for a few units: the first who is below is enough, and soon found."""
        leaves = self._leaves[place][code]
        shares = (_share_at(other, leaves) for other in self.years[place].against(row.unit))
        return any(share is not None and share < own for share in shares)

    def _ends_of(self, place: int, row: UnitYear, code: str) -> _Ends:
        key = (place, row.block, code)
        if key not in self._ends:
            self._ends[key] = _ends(self.years[place], row, self._leaves[place][code])
        return self._ends[key]


def sudden_falls(year: Year, unit: str, before: Sequence[Before]) -> tuple[SuddenFall, ...]:
    """Sudden falls of one unit in the total and in its fields. `before`: earlier years, the newest first."""
    return LookingBack(year, before).sudden_falls(unit)


def first_times_last(year: Year, unit: str, before: Sequence[Before]) -> tuple[FirstTimeLast, ...]:
    """Fields in which one unit is last and never was. `before`: earlier years, the newest first."""
    return LookingBack(year, before).first_times_last(unit)
