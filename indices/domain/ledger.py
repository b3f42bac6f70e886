"""The ledger of points not earned: what one unit lost where, since when, and what each loss costs it (`SCORING.md`).

Everything is exact. Losses add up: the maximum less all that is lost, plus bonus points, is the total. Places do not:
each line says where the unit would stand if that line alone were full, and two lines together may do more or less.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from fractions import Fraction

from indices.domain.continuing import Basis, Before, Earned, Step, Trace, earned_at
from indices.domain.figures import from_billionths
from indices.domain.history import Leaf, UnitYear, Year
from indices.domain.ledger_values import (
    Beside,
    Costs,
    Depth,
    Earlier,
    Extra,
    FullMarks,
    Ledger,
    Line,
    NoLedger,
    State,
)
from indices.domain.places import PlacesOf
from indices.domain.values import CriterionKind


def ledger_of(year: Year, unit: str, *, before: Sequence[Before] = (), beside: Beside | None = None) -> Ledger:
    """Tell what a unit lost in a year, criterion by criterion.

    Args:
        year: the table; others may be known in it by their totals alone.
        before: earlier years of the same index, the newest first, each with its links to the year after it.
        beside: what is recorded beside the points.
    """
    row = year.units.get(unit)
    if row is None:
        return Ledger(year.label, unit, Depth.NOTHING, no_ledger=NoLedger.NOT_IN_TABLE)
    reach = _Reach(year, row)
    places = PlacesOf(year, unit)
    if not reach.scored:
        why = NoLedger.NOT_PUBLISHED if row.total is None and row.rank is None else NoLedger.TOTAL_ONLY
        return Ledger(year.label, unit, Depth.NOTHING, no_ledger=why, no_places=places.unknown, rank=places.rank)
    lines = _Lines(year, row, places, Trace(unit, before), beside or Beside())
    found = [lines.line(leaf, earned) for leaf, earned in reach.scored if leaf.kind != CriterionKind.BONUS]
    return Ledger(
        year=year.label,
        unit=unit,
        depth=reach.depth,
        lines=tuple(sorted(found, key=_most_lost_first)),
        bonus=tuple(
            Extra(leaf, from_billionths(earned.points))
            for leaf, earned in reach.scored
            if leaf.kind == CriterionKind.BONUS and earned.points
        ),
        not_scored=tuple(reach.not_scored),
        not_applicable=tuple(reach.not_applicable),
        not_published=tuple(reach.not_published),
        unplaced=reach.unplaced(),
        no_places=places.unknown,
        rank=places.rank,
    )


def _most_lost_first(line: Line) -> tuple[bool, bool, Decimal, Fraction]:
    """Those with points before those with a percent alone. Equals stay in tree order."""
    share = Fraction(0) if line.share is None else line.share
    return not line.is_lost, line.lost is None, -(line.lost or Decimal(0)), share if line.lost is None else Fraction(0)


class _Reach:
    """How deep a unit is known, branch by branch, and what is not a loss."""

    def __init__(self, year: Year, row: UnitYear) -> None:
        self._year, self._row = year, row
        self.scored: list[tuple[Leaf, Earned]] = []
        self.not_scored: list[Leaf] = []
        self.not_applicable: list[Leaf] = []
        self.not_published: list[Leaf] = []
        self._known = self._known_codes()
        for leaf in year.fields:
            self._descend(leaf)

    def _known_codes(self) -> frozenset[str]:
        """Everything that has a figure, or does not apply, or stands above something of that kind."""
        parents = {leaf.code: leaf.parent for leaf in self._year.criteria}
        known: set[str] = {""}
        for code in (*self._row.points, *self._row.shares, *self._row.not_applicable):
            while code in parents and code not in known:
                known.add(code)
                code = parents[code]
        return frozenset(known)

    def _descend(self, leaf: Leaf) -> None:
        below = self._year.below(leaf.code)
        if leaf.code in self._row.not_applicable:
            self.not_applicable.append(leaf)
        elif any(part.code in self._known for part in below):
            for part in below:
                self._descend(part)
        elif (earned := earned_at(self._row, leaf)) is not None:
            self.scored.append((leaf, earned))
        elif leaf.kind == CriterionKind.ORDINARY:
            (self.not_scored if leaf.code in self._known else self.not_published).append(leaf)

    @property
    def depth(self) -> Depth:
        at_top = [leaf.parent == "" for leaf, _earned in self.scored if leaf.kind == CriterionKind.ORDINARY]
        deep = [not self._year.below(leaf.code) for leaf, _earned in self.scored]
        if all(at_top):
            return Depth.FIELDS
        return Depth.LEAVES if all(deep) and not self.not_published else Depth.MIXED

    def unplaced(self) -> dict[str, Decimal]:
        found = {}
        for field_code in dict.fromkeys(leaf.field for leaf in self.not_published):
            top = self._year.criterion(field_code)
            earned = None if top is None else earned_at(self._row, top)
            if earned is None or earned.points is None or earned.maximum is None:
                continue
            inside = [(leaf, part) for leaf, part in self.scored if leaf.field == field_code]
            lost = earned.maximum - earned.points
            for leaf, part in inside:
                # Bonus points hide losses in the field's own figure.
                lost -= -(part.points or 0) if leaf.kind == CriterionKind.BONUS else _lost(part) or 0
            found[field_code] = from_billionths(lost)
        return found


def _lost(earned: Earned) -> int | None:
    if earned.points is None or earned.maximum is None:
        return None
    return earned.maximum - earned.points


class _Lines:
    """Makes the lines of one unit; what they share is made ready once."""

    def __init__(self, year: Year, row: UnitYear, places: PlacesOf, trace: Trace, beside: Beside) -> None:
        self._row, self._places, self._trace, self._beside = row, places, trace, beside
        self._parents = {leaf.code: leaf.parent for leaf in year.criteria}
        self._counting = _Counting(year.against(row.unit))
        self._label = year.label
        self._penalties = -sum(
            row.points.get(leaf.code) or 0 for leaf in year.leaves if leaf.kind == CriterionKind.PENALTY
        )

    def line(self, leaf: Leaf, earned: Earned) -> Line:
        steps = list(self._trace.back(leaf.code))
        state, years = _state(earned, steps)
        lost = _lost(earned)
        return Line(
            leaf=leaf,
            points=_decimal(earned.points),
            maximum=_decimal(earned.maximum),
            lost=_decimal(lost),
            share=earned.share,
            state=state,
            years=years,
            since=self._label if years == 1 else steps[years - 2].label,
            earlier=_earlier(earned, steps[0]) if steps else None,
            uncompared=None if steps else self._trace.why_not(leaf.code),
            costs=self._costs(leaf, lost or 0),
            peers=self._peers(leaf),
            agency=self._agency(leaf.code),
            cause=self._beside.causes.get(leaf.code, ""),
        )

    def _costs(self, leaf: Leaf, lost: int) -> Costs | None:
        rank, full = self._places.rank, self._places.rank_with(self._gain(leaf, lost))
        return None if lost <= 0 or rank is None or full is None else Costs(rank, full)

    def _gain(self, leaf: Leaf, lost: int) -> int:
        """What the total gains if nothing is lost here. Penalties above their cap took nothing more away."""
        cap = self._beside.penalty_cap
        if leaf.kind != CriterionKind.PENALTY or cap is None:
            return lost
        return min(self._penalties, cap) - min(self._penalties - lost, cap)

    def _peers(self, leaf: Leaf) -> FullMarks | None:
        if leaf.kind != CriterionKind.ORDINARY:
            return None
        if self._beside.peers is not None:
            return self._beside.peers.get(leaf.code)
        return self._counting.at(leaf)

    def _agency(self, code: str) -> str:
        while code and code not in self._beside.agencies:
            code = self._parents[code]
        return self._beside.agencies.get(code, "")


def full_marks(leaf: Leaf, units: Iterable[UnitYear]) -> FullMarks | None:
    """How many of these units have full marks at a criterion, of those whose figure is known; `None` if nobody's is."""
    return _Counting(units).at(leaf)


class _Counting:
    """Counts full marks. Nearly everyone's maximum is the one laid down: equal points are counted, then compared."""

    def __init__(self, units: Iterable[UnitYear]) -> None:
        self._plain: list[UnitYear] = []
        self._special: list[UnitYear] = []
        for row in units:
            (self._special if row.maxima or row.not_applicable else self._plain).append(row)

    def at(self, leaf: Leaf) -> FullMarks | None:
        counted = Counter([row.points.get(leaf.code) for row in self._plain])
        singly = self._special
        if leaf.max_points is None or None in counted:
            singly, counted = [*self._plain, *singly], Counter()
        known = counted.total()
        at_full = sum(units for points, units in counted.items() if (points or 0) >= (leaf.max_points or 0))
        for row in singly:
            earned = earned_at(row, leaf)
            if earned is not None and earned.is_full is not None:
                known += 1
                at_full += earned.is_full
        return FullMarks(at_full, known) if known else None


def _state(earned: Earned, steps: Sequence[Step]) -> tuple[State, int]:
    """The state, and for how many years running it was lost, or full; this one counted."""
    is_full = earned.is_full
    if is_full is None:
        return State.UNKNOWN, 1
    years = 1
    for step in steps:
        if step.earned.is_full is not is_full:
            break
        years += 1
    was_full = steps[0].earned.is_full if steps else None
    if was_full is None:
        return (State.FULL if is_full else State.LOST), 1
    if is_full:
        return (State.KEPT if was_full else State.REGAINED), years
    return (State.NEWLY_LOST if was_full else State.STILL_LOST), years


def _earlier(now: Earned, step: Step) -> Earlier:
    then = step.earned
    change = None
    of_one_maximum = now.maximum == then.maximum and step.basis is not Basis.SPLIT
    if now.points is not None and then.points is not None and of_one_maximum:
        change = from_billionths(now.points - then.points)
    share, before = now.share, then.share
    return Earlier(
        label=step.label,
        codes=step.codes,
        basis=step.basis,
        points=_decimal(then.points),
        maximum=_decimal(then.maximum),
        change=change,
        share_change=None if share is None or before is None else share - before,
    )


def _decimal(figure: int | None) -> Decimal | None:
    return None if figure is None else from_billionths(figure)
