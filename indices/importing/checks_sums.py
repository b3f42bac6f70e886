"""Sums, totals, percents and ranks that stand in a file, against the figures of the same file.

What is written beside its parts is compared as exactly as it is written: with as many decimals as its column has, a sum
of finer parts may be rounded; anything else is a difference (SCORING.md, rule 3).
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from itertools import chain
from typing import NamedTuple

from indices.domain.figures import round_half_up
from indices.importing.checks_points import Kind, kinds_of, named
from indices.importing.checks_words import fault
from indices.importing.consequences import Trial
from indices.importing.faults import CellFault
from indices.importing.score_values import KINDS_OF_POINTS, Answer, Figure, Meaning, Reading, UnitReading
from indices.importing.subject import Subject
from indices.models import TotalMethod
from reformtrack.said import said_figure

HUNDRED = Decimal(100)
# What stands in for a kind of points where a criterion has none of it, the first that is there.
INSTEAD = {
    Meaning.POINTS: (Meaning.REAPPRAISED, Meaning.APPRAISED),
    Meaning.REAPPRAISED: (Meaning.APPRAISED, Meaning.POINTS),
    Meaning.APPRAISED: (Meaning.POINTS,),
    Meaning.SELF: (Meaning.POINTS,),
    Meaning.SURVEY: (),
}


class Sum(NamedTuple):
    """What the parts give, `None` where one is not known; and how much of it is bonus, and penalty."""

    points: Decimal | None
    bonus: Decimal = Decimal(0)
    penalty: Decimal = Decimal(0)
    away: bool = False  # not applicable


NOTHING, AWAY = Sum(None), Sum(None, away=True)


class Sums:
    """The sums of one unit's figures, of one kind of points, with or without what was surveyed added."""

    def __init__(self, subject: Subject):
        self.subject = subject
        self.kinds = kinds_of(subject.items)
        self.order = list(reversed(subject.items.values()))
        self.roots = [item.code for item in subject.items.values() if not item.parent]
        index_method = subject.index.total_method
        self.stated = {
            code for code, item in subject.items.items() if (item.total_method or index_method) == TotalMethod.STATED
        }

    def of(self, read: UnitReading, kind: Meaning, *, whole: bool) -> dict[str, Sum]:
        """Code → the sum of what stands below it; of a leaf, its own points; the empty code is the total.

        Args:
            whole: count as the rules do, with what was surveyed and what stands in for a missing kind; else the one
                kind alone, a criterion with other kinds only being nothing.
        """
        found: dict[str, Sum] = {}
        standing_for: dict[str, Sum] = {}  # what a criterion gives its parent
        for item in self.order:
            own = self._own(item.code, read.scores.get(item.code), kind, whole=whole)
            below = self._added(item.code, item.children, standing_for)
            found[item.code] = below if item.children else own
            known_below = item.children and (below.points is not None or below.away)
            standing_for[item.code] = below if known_below and item.code not in self.stated else own
        total = self._added("", self.roots, standing_for)
        found[""] = total if total.points is None else total._replace(points=self._capped(total))
        return found

    def _own(self, code: str, figures: Mapping[Meaning, Figure] | None, kind: Meaning, *, whole: bool) -> Sum:
        if not figures:
            return NOTHING
        answers = {figure.answer for figure in figures.values()}
        if Answer.SCORED not in answers:
            return AWAY if Answer.NOT_APPLICABLE in answers else NOTHING
        points = _points(figures, kind, whole=whole)
        if points is None:
            return NOTHING
        own = self.kinds[code]
        return Sum(points, points if own == Kind.BONUS else Decimal(0), points if own == Kind.PENALTY else Decimal(0))

    def _added(self, code: str, children: Sequence[str], standing_for: Mapping[str, Sum]) -> Sum:
        """Bonus and penalty may lack; whatever else lacks leaves the sum unknown."""
        parts = [(child, standing_for[child]) for child in children]
        live = [part for _child, part in parts if part.points is not None]
        lacking = any(
            part.points is None and not part.away and self.kinds[child] == Kind.ORDINARY and self._is_required(child)
            for child, part in parts
        )
        if not live:
            return AWAY if parts and all(part.away for _child, part in parts) else NOTHING
        if lacking:
            return NOTHING
        return Sum(*(sum((part[place] for part in live), Decimal(0)) for place in range(3)))

    def _is_required(self, code: str) -> bool:
        """Has it anything but bonus and penalty below it?"""
        children = self.subject.items[code].children
        return not children or any(
            self.kinds[child] == Kind.ORDINARY and self._is_required(child) for child in children
        )

    def _capped(self, total: Sum) -> Decimal:
        criteria_set = self.subject.edition.criteria_set
        points = total.points
        if criteria_set.bonus_cap is not None:
            points -= max(total.bonus - criteria_set.bonus_cap, Decimal(0))
        if criteria_set.penalty_cap is not None:
            points += max(-total.penalty - criteria_set.penalty_cap, Decimal(0))
        return points


def _points(figures: Mapping[Meaning, Figure], kind: Meaning, *, whole: bool) -> Decimal | None:
    """The points of one leaf. Of one kind alone, what has other kinds only gives nothing; `None` is not known."""
    own = figures.get(kind)
    value = own.value if own else None
    if not whole:
        return value if own else Decimal(0)
    if value is None:
        value = next((figures[other].value for other in INSTEAD[kind] if other in figures), None)
    survey = figures.get(Meaning.SURVEY)
    if survey is None or survey.value is None or kind == Meaning.SURVEY or Meaning.POINTS in figures:
        return value
    return survey.value if value is None else value + survey.value


class Printed:
    """With how many decimals the figures of a column are written: the most that any of them has."""

    def __init__(self, reading: Reading, subject: Subject):
        self.places: Counter[tuple[str, Meaning]] = Counter()
        for read in reading.units.values():
            for meaning, figure in read.stated.items():
                self._note(meaning, figure)
            for code, figures in read.scores.items():
                if subject.items[code].children:
                    for meaning, figure in figures.items():
                        self._note(meaning, figure)

    def _note(self, meaning: Meaning, figure: Figure) -> None:
        key = figure.sheet, meaning
        self.places[key] = max(self.places[key], figure.places)

    def half_unit(self, meaning: Meaning, figure: Figure) -> Decimal:
        """What rounding may have hidden. Whole numbers are not taken for rounded ones: spreadsheets drop zeros."""
        places = self.places[figure.sheet, meaning]
        return Decimal(1).scaleb(-places) / 2 if places else Decimal(0)

    def is_that(self, meaning: Meaning, figure: Figure, computed: Decimal, slack: Decimal = Decimal(0)) -> bool:
        """Is a written figure the computed one, rounded where its column has fewer decimals?"""
        exactly = computed == round_half_up(computed, self.places[figure.sheet, meaning])
        hidden = Decimal(0) if exactly else self.half_unit(meaning, figure)
        return abs(figure.value - computed) <= hidden + slack


def check_sums(reading: Reading, subject: Subject, names: Mapping[int, str], trial: Trial) -> Iterator[CellFault]:
    """Parents, totals, percents and ranks that contradict the figures they follow from."""
    checker = _Checker(reading, subject, names, trial)
    for read in reading.units.values():
        yield from checker.check(read)
    yield from checker.check_ranks()


class _Checker:
    def __init__(self, reading: Reading, subject: Subject, names: Mapping[int, str], trial: Trial):
        self.reading, self.subject, self.names, self.trial = reading, subject, names, trial
        self.sums, self.printed = Sums(subject), Printed(reading, subject)
        self.parents = {code for code, item in subject.items.items() if item.children} - self.sums.stated
        self.is_sum = subject.index.total_method == TotalMethod.SUM
        self.totals: dict[int, Decimal] = {}  # what each unit is ranked by
        self._kept: tuple[UnitReading | None, dict] = (None, {})

    def check(self, read: UnitReading) -> Iterator[CellFault]:
        for code in [code for code in read.scores if code in self.parents]:
            for kind, figure in read.scores[code].items():
                if figure.value is not None:
                    yield from self._parent(read, code, kind, figure)
        if read.stated:
            yield from self._total(read)

    def _sums(self, read: UnitReading, code: str, kinds: Sequence[Meaning]) -> Iterator[Decimal]:
        """What a figure may be the sum of, the likeliest first: each is made only when those before do not fit."""
        made = self.trial.computed
        columns = made.scores.get((read.unit, code)) if code else made.standings[read.unit]
        if columns and columns["points"] is not None:
            yield columns["points"]
        for kind in kinds:
            for whole in (False, True):
                points = self._of_file(read, kind, whole=whole)[code].points
                if points is not None:
                    yield points

    def _of_file(self, read: UnitReading, kind: Meaning, *, whole: bool) -> dict[str, Sum]:
        if self._kept[0] is not read:
            self._kept = read, {}
        kept = self._kept[1]
        if (kind, whole) not in kept:
            kept[kind, whole] = self.sums.of(read, kind, whole=whole)
        return kept[kind, whole]

    def _parent(self, read: UnitReading, code: str, kind: Meaning, figure: Figure) -> Iterator[CellFault]:
        computed = None
        for computed in self._sums(read, code, [kind]):
            if self.printed.is_that(kind, figure, computed):
                return
        if self._of_file(read, kind, whole=True)[code].points is not None:
            about = {"criterion": named(self.subject.items[code]), "value": said_figure(figure.value)}
            yield fault("sum_differs", figure.sheet, figure.cell, figure.shown, **about, computed=said_figure(computed))

    def _total(self, read: UnitReading) -> Iterator[CellFault]:
        named_kinds = {kind for figures in read.scores.values() for kind in figures}
        kinds = [kind for kind in KINDS_OF_POINTS if kind in named_kinds] if self.is_sum else []
        points = read.stated.get(Meaning.TOTAL_POINTS)
        if points is not None and points.value is not None:
            yield from self._above(points)
            yield from self._total_points(read, points, kinds)
        yield from self._percent(read, points, kinds)
        self._note_total(read, points, kinds)

    def _total_points(self, read: UnitReading, figure: Figure, kinds: Sequence[Meaning]) -> Iterator[CellFault]:
        computed = None
        for computed in self._sums(read, "", kinds) if kinds else ():
            if self.printed.is_that(Meaning.TOTAL_POINTS, figure, computed):
                return
        if computed is not None and self._last(read, kinds) is not None:
            about = {
                "unit": self.names[read.unit],
                "value": said_figure(figure.value),
                "computed": said_figure(computed),
            }
            yield fault("total_differs", figure.sheet, figure.cell, figure.shown, **about)

    def _last(self, read: UnitReading, kinds: Sequence[Meaning]) -> Decimal | None:
        """The total of the file's own figures; `None` where it lacks some."""
        found = (self._of_file(read, kind, whole=True)[""].points for kind in kinds)
        return next((points for points in found if points is not None), None)

    def _above(self, figure: Figure) -> Iterator[CellFault]:
        maximum = self.subject.edition.criteria_set.max_points
        if maximum is not None and figure.value > maximum and not self._has_bonus():
            about = {"value": said_figure(figure.value), "maximum": said_figure(maximum)}
            yield fault("total_above", figure.sheet, figure.cell, figure.shown, **about)

    def _has_bonus(self) -> bool:
        return Kind.BONUS in self.sums.kinds.values()

    def _percent(self, read: UnitReading, points: Figure | None, kinds: Sequence[Meaning]) -> Iterator[CellFault]:
        """The percent of the total against points / maximum; its points may have been rounded before it was made."""
        figure = read.stated.get(Meaning.TOTAL_PERCENT)
        if figure is None or figure.value is None:
            return
        if figure.value > HUNDRED and not self._has_bonus():
            yield fault(
                "percent_above_hundred", figure.sheet, figure.cell, figure.shown, value=said_figure(figure.value)
            )
            return
        maximum = self.trial.computed.standings[read.unit]["max_points"]
        if maximum is None:
            return
        slack, stated = Decimal(0), []
        if points is not None and points.value is not None:
            slack = self.printed.half_unit(Meaning.TOTAL_POINTS, points) * HUNDRED / maximum
            stated = [points.value]
        percent = None
        for computed in chain(stated, self._sums(read, "", kinds) if kinds else ()):
            percent = computed * HUNDRED / maximum
            if self.printed.is_that(Meaning.TOTAL_PERCENT, figure, percent, slack):
                return
        if percent is not None and (stated or self._last(read, kinds) is not None):
            about = {"unit": self.names[read.unit], "value": said_figure(figure.value)}
            shown = said_figure(round_half_up(percent, max(figure.places, 2)))
            yield fault("percent_differs", figure.sheet, figure.cell, figure.shown, **about, computed=shown)

    def _note_total(self, read: UnitReading, points: Figure | None, kinds: Sequence[Meaning]) -> None:
        """What a unit with a rank is ranked by: the percent of the file, its points, else what they add up to."""
        if Meaning.RANK not in read.stated:
            return
        percent = read.stated.get(Meaning.TOTAL_PERCENT)
        value = next((each.value for each in (percent, points) if each is not None and each.value is not None), None)
        value = self._last(read, kinds) if value is None else value
        if value is not None:
            self.totals[read.unit] = value

    def check_ranks(self) -> Iterator[CellFault]:
        """Ranks against the totals they stand beside, block by block."""
        blocks: dict[int | None, dict[int, tuple[int, Decimal]]] = defaultdict(dict)
        for unit, read in self.reading.units.items():
            figure, standing = read.stated.get(Meaning.RANK), self.subject.roll.get(unit)
            if figure is not None and figure.value is not None and unit in self.totals:
                block = standing.block_id if standing else None
                blocks[block][unit] = int(figure.value), self.totals[unit]
        for block, ranked in blocks.items():
            whole = self._in_block(block) <= len(ranked)
            for unit, computed in wrong_ranks(ranked, whole=whole).items():
                # Where maxima differ the percent decides, which a table of points does not show.
                if self.trial.computed.standings[unit]["rank"] == ranked[unit][0]:
                    continue
                figure = self.reading.units[unit].stated[Meaning.RANK]
                about = {"unit": self.names[unit], "value": ranked[unit][0], "computed": computed}
                yield fault("rank_contradicts", figure.sheet, figure.cell, figure.shown, **about)

    def _in_block(self, block: int | None) -> int:
        """How many units of a block are to be ranked; of an edition without a roll, those of the file."""
        return sum(standing.block_id == block and standing.to_be_ranked for standing in self.subject.roll.values())


def wrong_ranks(ranked: Mapping[int, tuple[int, Decimal]], *, whole: bool) -> dict[int, str]:
    """Which ranks contradict the totals, and what they should be.

    Equal totals may share a rank (1, 2, 2, 4 or 1, 2, 2, 3) or be told apart by figures that are not printed.

    Args:
        ranked: unit → (rank, total).
        whole: are all units of the block among them? Else ranks may only be too good, or out of order.
    """
    totals = sorted((total for _rank, total in ranked.values()), reverse=True)
    better = {total: place for place, total in reversed(list(enumerate(totals)))}  # total → how many are above it
    equal = Counter(totals)
    dense = {total: place for place, total in enumerate(sorted(equal, reverse=True), 1)}
    if whole:
        after_equals = {
            unit: _range(better[total] + 1, better[total] + equal[total])
            for unit, (rank, total) in ranked.items()
            if not better[total] < rank <= better[total] + equal[total]
        }
        in_a_row = {unit: str(dense[total]) for unit, (rank, total) in ranked.items() if rank != dense[total]}
        return in_a_row if len(in_a_row) < len(after_equals) else after_equals
    found: dict[int, str] = {}
    last = 0  # the worst rank of any total above
    for total in sorted(equal, reverse=True):
        here = {unit: rank for unit, (rank, of) in ranked.items() if of == total}
        for unit, rank in here.items():
            if rank <= last or rank < dense[total]:
                found[unit] = f"{max(last + 1, dense[total])}+"
        last = max(last, *(rank for unit, rank in here.items() if unit not in found), 0)
    return found


def _range(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"
