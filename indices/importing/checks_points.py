"""One figure against its criterion: maximum, sign, whether the criterion is surveyed or applies; and the maxima."""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from indices.importing.checks_words import fault
from indices.importing.faults import CellFault
from indices.importing.score_values import Answer, Figure, Meaning, Reading, UnitReading
from indices.importing.subject import Item, Subject
from indices.models import Criterion
from reformtrack.said import said as _
from reformtrack.said import said_figure

Kind, Method = Criterion.CriterionKind, Criterion.Method
SURVEYED = (Method.SURVEY, Method.SATISFACTION, Method.MIXED)
JUDGED = (Meaning.REAPPRAISED, Meaning.APPRAISED, Meaning.SELF)  # what counts beside a survey, the first that is there
ROUNDED_FROM = 2  # a maximum with fewer places is no rounded one
SOME = 3  # maxima that differ before a file is called another set's
SHARE = 3  # of which a third


class Limits(NamedTuple):
    """Between what points of a criterion lie; `None` is no bound."""

    low: Decimal | None
    high: Decimal | None


def kinds_of(items: Mapping[str, Item]) -> dict[str, str]:
    """Code → its own kind, or that of the bonus or penalty it stands under."""
    found: dict[str, str] = {}
    for code, item in items.items():
        above = found.get(item.parent, Kind.ORDINARY)
        found[code] = item.kind if above == Kind.ORDINARY else above
    return found


def limits_of(items: Mapping[str, Item], kinds: Mapping[str, str]) -> dict[str, Limits]:
    """Code → limits. A parent with bonus below may pass its maximum, one with penalty below may fall under zero."""
    below: dict[str, set[str]] = {}
    for code in reversed(items):
        kinds_below = {kinds[code]}.union(*(below[child] for child in items[code].children))
        below[code] = kinds_below
    zero = Decimal(0)
    found = {}
    for code, item in items.items():
        if kinds[code] == Kind.PENALTY:
            found[code] = Limits(item.max_points, zero)
        else:
            passing = kinds[code] == Kind.ORDINARY and Kind.BONUS in below[code]
            found[code] = Limits(None if Kind.PENALTY in below[code] else zero, None if passing else item.max_points)
    return found


def check_points(reading: Reading, subject: Subject, names: Mapping[int, str]) -> Iterator[CellFault]:
    """Everything that one score of the file shows by itself."""
    checker = _Points(subject, names)
    for read in reading.units.values():
        yield from checker.check(read)


class _Points:
    def __init__(self, subject: Subject, names: Mapping[int, str]):
        self.subject, self.names = subject, names
        self.kinds = kinds_of(subject.items)
        self.limits = limits_of(subject.items, self.kinds)
        self.surveys = any(item.method in SURVEYED for item in subject.items.values())
        self.own = {
            (unit, code): score.own_max_points
            for unit, scores in subject.scores.items()
            for code, score in scores.items()
            if score.own_max_points is not None
        }

    def check(self, read: UnitReading) -> Iterator[CellFault]:
        for code, figures in read.scores.items():
            low, high = self.limits[code]
            if self.own:
                high = self.own.get((read.unit, code), high)
            for meaning, figure in figures.items():
                value = figure.value
                if value is None:
                    continue
                if (low is not None and value < low) or (high is not None and value > high):
                    yield self._beyond(read.unit, code, figure, low, high)
                elif meaning == Meaning.SURVEY:
                    yield from self._survey(code, figures, high)
            if len(figures) > 1:
                yield from self._contradicting(code, figures)
        yield from self._not_applicable(read)

    def _named(self, code: str) -> str:
        return named(self.subject.items[code])

    def _beyond(self, unit: int, code: str, figure: Figure, low, high) -> CellFault:
        about = {"criterion": self._named(code), "value": said_figure(figure.value)}
        if self.kinds[code] == Kind.PENALTY:
            if figure.value > 0:
                return fault("wrong_sign", figure.sheet, figure.cell, figure.shown, **about)
            about |= {"value": said_figure(-figure.value), "maximum": said_figure(-low)}
            return fault("below_penalty", figure.sheet, figure.cell, figure.shown, **about)
        if low is not None and figure.value < low:
            return fault("negative", figure.sheet, figure.cell, figure.shown, **about)
        key = "above_own_maximum" if (unit, code) in self.own else "above_maximum"
        about |= {"maximum": said_figure(high), "unit": self.names[unit]}
        return fault(key, figure.sheet, figure.cell, figure.shown, **about)

    def _survey(self, code: str, figures: Mapping[Meaning, Figure], high) -> Iterator[CellFault]:
        """Survey points where the method has none, or more than the maximum together with those that were judged."""
        figure, item = figures[Meaning.SURVEY], self.subject.items[code]
        if self.surveys and item.is_leaf and item.method not in SURVEYED:
            yield fault("no_survey", figure.sheet, figure.cell, figure.shown, criterion=named(item))
            return
        judged = next((figures[kind].value for kind in JUDGED if kind in figures), None)
        if judged is not None and high is not None and judged <= high < judged + figure.value:
            yield fault(
                "above_together",
                figure.sheet,
                figure.cell,
                figure.shown,
                value=said_figure(figure.value),
                other=said_figure(judged),
                sum=said_figure(judged + figure.value),
                maximum=said_figure(high),
                criterion=named(item),
            )

    def _contradicting(self, code: str, figures: Mapping[Meaning, Figure]) -> Iterator[CellFault]:
        """One kind of points that says the criterion does not apply, beside another that has points."""
        scored = next((figure for figure in figures.values() if figure.answer == Answer.SCORED), None)
        for figure in figures.values():
            if scored is not None and figure.answer == Answer.NOT_APPLICABLE:
                yield self._applies_and_not(code, figure, scored)

    def _not_applicable(self, read: UnitReading) -> Iterator[CellFault]:
        """A parent that does not apply, above points."""
        for code, figures in read.scores.items():
            children = self.subject.items[code].children
            if not children:
                continue
            away = next((figure for figure in figures.values() if figure.answer == Answer.NOT_APPLICABLE), None)
            scored = _first_scored(read, children, self.subject) if away else None
            if scored is not None:
                yield self._applies_and_not(code, away, scored)

    def _applies_and_not(self, code: str, figure: Figure, scored: Figure) -> CellFault:
        return fault(
            "not_applicable_points",
            figure.sheet,
            figure.cell,
            figure.shown,
            criterion=self._named(code),
            other=scored.cell,
        )


def _first_scored(read: UnitReading, codes: tuple[str, ...], subject: Subject) -> Figure | None:
    """The first figure with points at or below some criteria, in the order of the tree."""
    for code in codes:
        for figure in read.scores.get(code, {}).values():
            if figure.answer == Answer.SCORED:
                return figure
        found = _first_scored(read, subject.items[code].children, subject)
        if found is not None:
            return found
    return None


def named(item: Item) -> str:
    """A criterion as a fault names it."""
    return (
        _("lĩnh vực %(code)s") % {"code": item.code}
        if item.depth == 0
        else _("tiêu chí %(code)s") % {"code": item.code}
    )


def check_maxima(reading: Reading, subject: Subject) -> Iterator[CellFault]:
    """The file's column of maxima against the set; where many differ the file belongs to another set, told once."""
    found: dict[str, list[tuple[Figure, Item, Decimal]]] = {}
    compared: dict[str, set[str]] = {}
    seen = set()
    for read in reading.units.values():
        for code, figure in read.maxima.items():
            item = subject.items[code]
            if figure.value is None or item.max_points is None or (figure.sheet, figure.cell) in seen:
                continue
            seen.add((figure.sheet, figure.cell))
            compared.setdefault(figure.sheet, set()).add(code)
            score = subject.scores.get(read.unit, {}).get(code)
            own = score.own_max_points if score else None
            if not any(_is_maximum(figure, maximum) for maximum in (item.max_points, own) if maximum is not None):
                found.setdefault(figure.sheet, []).append((figure, item, own or item.max_points))
    for sheet, differing in found.items():
        codes = {item.code for _figure, item, _maximum in differing}
        if len(codes) >= SOME and SHARE * len(codes) >= len(compared[sheet]):
            figure = differing[0][0]
            about = {"count": len(codes), "total": len(compared[sheet]), "set": subject.edition.criteria_set}
            yield fault("wrong_set", sheet, figure.cell, figure.shown, **about)
            continue
        for figure, item, maximum in differing:
            about = {"criterion": named(item), "value": said_figure(figure.value), "maximum": said_figure(maximum)}
            yield fault("maximum_differs", sheet, figure.cell, figure.shown, **about)


def _is_maximum(figure: Figure, maximum: Decimal) -> bool:
    """Is it that maximum as written: a penalty without its sign, a third of ten with two places?"""
    differs = abs(abs(figure.value) - abs(maximum))
    return differs == 0 or (figure.places >= ROUNDED_FROM and 2 * differs <= Decimal(1).scaleb(-figure.places))
