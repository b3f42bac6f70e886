"""Which units and criteria the cells of a sheet name: each distinct text is looked up once. Never a guess."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property

from indices.importing.codes import CodeError, candidates_of, cleaned, is_code, split_name
from indices.importing.grid import Cell, Kind
from indices.importing.headings import PARENTHESES, meaning_of, summary_in
from indices.importing.numbers import number_in
from indices.importing.score_values import Choice
from indices.importing.subject import Subject
from reformtrack.text import fold
from units.matching import Answer, Match

LONGEST_UNIT = 120  # letters of a cell that may name a unit, with all that stands around the name
CODE_AND_NAME = re.compile(r"\(?(?P<code>[0-9]{1,2}(?:\.[0-9]{1,2})*|[IVX]{1,5})[).:]?[\s–-]+(?P<name>\S.*)")
CODE_INSIDE = re.compile(r"(?P<name>.*\S)\s*[(\[](?P<code>[0-9IVX.]{1,12})[)\]]")
FIGURE = re.compile(r"[0-9]+[.,]0[0-9]*")  # `1,01` is no code, though leading zeros of codes are left out
OFFERED = 3


@dataclass(frozen=True, slots=True)
class Named:
    """Which criteria a cell may name.

    Args:
        codes: none, one, or several of which the place must tell.
        is_sure: by a name, or by a code that is not a mere number: figures are numbers too.
        contradicts: its code names one criterion, its name another; `codes` holds both.
    """

    codes: tuple[str, ...] = ()
    is_sure: bool = False
    contradicts: bool = False


NOBODY = Named()


@dataclass
class Names:
    """What is known of units and criteria, and what a person said of texts."""

    subject: Subject
    choice: Choice
    _named: dict = field(default_factory=dict)
    _matches: dict = field(default_factory=dict)
    _names_unit: dict = field(default_factory=dict)

    # ---- criteria

    @cached_property
    def place_of(self) -> dict[str, int]:
        """Code → its place in the tree."""
        return {code: place for place, code in enumerate(self.subject.items)}

    @cached_property
    def _codes(self) -> dict[str, str]:
        return {cleaned(code).casefold(): code for code in self.subject.items}

    def criteria_of(self, cell: Cell) -> Named:
        """The criteria that a cell may name, by its code, its name, or both."""
        key = (cell.kind, cell.value)
        found = self._named.get(key)
        if found is None:
            found = self._named[key] = self._criteria_of(cell)
        return found

    def _criteria_of(self, cell: Cell) -> Named:
        chosen = self.choice.criteria.get(cell.text)
        if chosen in self.subject.items:
            return Named((chosen,), is_sure=True)
        if cell.kind not in (Kind.TEXT, Kind.NUMBER, Kind.DATE):
            return NOBODY
        if cell.kind != Kind.TEXT:
            return self._by_number(cell)
        return self._by_text(cell)

    def _by_number(self, cell: Cell) -> Named:
        """A code that Excel took for a number or a date: one of a few."""
        try:
            candidates = candidates_of(cell) or []
        except CodeError:
            return NOBODY
        texts = [".".join(map(str, path)) for path in candidates]
        codes = tuple(self._codes[text] for text in texts if text in self._codes)
        # A fraction is a code as long as its neighbours are; a whole number may be anything.
        return Named(codes)

    def _by_text(self, cell: Cell) -> Named:
        text = cell.text
        bare = PARENTHESES.sub(" ", text)
        for words in (fold(text), fold(bare)):
            if codes := self.subject.codes_by_name.get(words):
                return Named(codes, is_sure=True)
        code = self._codes.get(cleaned(text).casefold()) if is_code(text) and not FIGURE.fullmatch(text) else None
        if code is not None:
            return Named((code,), is_sure=number_in(text) is None)
        if (parted := _parted(text)) is not None:
            return self._by_both(*parted)
        return self._by_number(cell)

    def _by_both(self, code: str, name: str) -> Named:
        by_code = self._codes.get(cleaned(code).casefold())
        bare = fold(PARENTHESES.sub(" ", name))
        by_name = self.subject.codes_by_name.get(fold(name)) or self.subject.codes_by_name.get(bare) or ()
        if by_code is None:
            return Named(by_name, is_sure=True) if by_name else NOBODY
        if not by_name or by_code in by_name:
            # `1. Hà Nội` counts on; `1.1. Kế hoạch` in other words is still 1.1.
            return Named((by_code,), is_sure=bool(by_name) or "." in by_code)
        return Named((by_code, *by_name), is_sure=True, contradicts=True)

    def offered_criteria(self, text: str) -> list[tuple[str, str]]:
        """(code, label) of the criteria with the most similar names."""
        parted = _parted(text)
        words = fold(parted[1] if parted else PARENTHESES.sub(" ", text))
        near = get_close_matches(words, list(self.subject.codes_by_name), n=OFFERED, cutoff=0.6)
        codes = dict.fromkeys(code for name in near for code in self.subject.codes_by_name[name])
        return self.labels(list(codes)[:OFFERED])

    def labels(self, codes: Iterable[str]) -> list[tuple[str, str]]:
        return [(code, f"{code} {self.subject.items[code].name}") for code in codes]

    # ---- units

    def match(self, name: str, code: str = "") -> Match:
        """What the matcher says of a name, a code, or both."""
        found = self._matches.get((name, code))
        if found is None:
            found = self._matches[name, code] = self.subject.matcher.match(name, code)
        return found

    def names_unit(self, text: str) -> bool:
        """Is a text surely the name of some unit, one or several?"""
        found = self._names_unit.get(text)
        if found is None:
            found = self._names_unit[text] = self._is_unit(text)
        return found

    def _is_unit(self, text: str) -> bool:
        if text in self.choice.units:
            return True
        if not text or len(text) > LONGEST_UNIT or meaning_of(text) is not None or summary_in(text):
            return False
        match = self.match(text)
        if match.answer == Answer.CANDIDATES:
            return len(match.candidates) > 1
        return match.answer in (Answer.UNIT, Answer.NOT_ON_DAY)


def _parted(text: str) -> tuple[str, str] | None:
    """(code, name) of `1.1. Kế hoạch`, `1.1 Kế hoạch`, `(1.1) Kế hoạch`, `TC 1.1: Kế hoạch`, `Kế hoạch (1.1)`."""
    found = split_name(text)
    if found is not None:
        return found
    inside = CODE_AND_NAME.fullmatch(text) or CODE_INSIDE.fullmatch(text)
    return (inside["code"], inside["name"]) if inside else None


def settled(named: Sequence[Named], place_of: dict[str, int]) -> list[str | None]:
    """The criterion of each of a row (or column) of cells, where it can be told; cells count on in the tree's order.

    Where the whole sequence can be read in that order, the order tells which of several a cell names; else only those
    are told that may be nothing else.
    """
    candidates = _with_lost_zeros([() if one.contradicts else one.codes for one in named], place_of)
    ordered = _in_order([sorted(place_of[code] for code in codes) for codes in candidates])
    if ordered is not None:
        by_place = list(place_of)
        return [by_place[places[0]] if len(places) == 1 else None for places in ordered]
    sure = {codes[0] for codes in candidates if len(codes) == 1}
    left = [codes if len(codes) < 2 else tuple(code for code in codes if code not in sure) for codes in candidates]
    return [codes[0] if len(codes) == 1 else None for codes in left]


def _with_lost_zeros(candidates: list[tuple[str, ...]], place_of: dict[str, int]) -> list[tuple[str, ...]]:
    """`1.1` said twice may have been `1.1` and `1.10`: in a CSV file a number that was saved by Excel is plain text."""
    counted = Counter(codes[0] for codes in candidates if len(codes) == 1)
    return [
        (*codes, f"{codes[0]}0") if len(codes) == 1 and counted[codes[0]] > 1 and f"{codes[0]}0" in place_of else codes
        for codes in candidates
    ]


def _in_order(candidates: Sequence[Sequence[int]]) -> list[list[int]] | None:
    """Those candidates that are part of some strictly rising sequence; `None` where there is none.

    Cells without candidates are passed over.
    """
    earliest: list[int | None] = []
    last = -1
    for places in candidates:
        found = next((place for place in places if place > last), None)
        if places and found is None:
            return None
        last = last if found is None else found
        earliest.append(found)
    kept: list[list[int]] = []
    following = 1 << 30
    for places, first in zip(reversed(candidates), reversed(earliest), strict=True):
        fitting = [place for place in places if first is not None and first <= place < following]
        following = fitting[-1] if fitting else following
        kept.append(fitting)
    return kept[::-1]


def is_rising(named: Sequence[Named], place_of: dict[str, int]) -> bool:
    """Do cells that may be codes count on as the tree does?"""
    return _in_order([sorted(place_of[code] for code in one.codes) for one in named]) is not None
