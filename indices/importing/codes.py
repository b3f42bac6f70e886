"""Codes of criteria as officials' tables hold them: `1.1.`, `I`, `TC 1.2`, and what Excel made of them: 1 February.

A code that was turned into a date or a number is one of a few; which one follows from the place in the tree, because
codes count on. Where more than one would fit, or none, it is not guessed.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from indices.importing.grid import Cell, Kind

PREFIX = re.compile(
    r"(?:tiêu chí thành phần|tiêu chí|lĩnh vực|tctp|tc|lv|mục|phần)\.?\s*(?=[0-9IVXLA-H])", re.IGNORECASE
)
CODE = re.compile(r"(?:[0-9]{1,4}[A-Za-z]?|[IVX]{1,6}|[A-Z]|[A-Z]{1,4}[0-9]{1,4})(?:\.[0-9A-Za-z]{1,6})*")
ROMAN = re.compile(r"(?=[IVX])X{0,3}(?:IX|IV|V?I{0,3})")
BULLET = re.compile(r"[-–—+*•·▪o]|\(?[a-zđ]{1,2}[.)]|\([ivx]+\)|[a-zđ]")
STARTS_WITH_BULLET = re.compile(r"[-–—+*•·▪]\s*\S|\(?[a-zđ]\)\s|[a-zđ]\.\s")
STARTS_WITH_CODE = re.compile(
    r"(?:(?:tiêu chí thành phần|tiêu chí|lĩnh vực|mục)\s+)?"
    r"(?P<code>[0-9]+(?:\.[0-9]+)+|[0-9]+(?=[.:)])|[IVX]+(?=[.:)]))[.:)]?\s+(?P<name>\S.*)",
    re.IGNORECASE | re.DOTALL,
)
MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
MONTHS = {name: place for place, name in enumerate(MONTH_NAMES, start=1)}
MONTH = r"(?:thg\s?(?P<number>[0-9]{1,2})|(?P<name>[a-z]{3}))"
DAY_MONTH = re.compile(rf"(?P<other>[0-9]{{1,2}})[-\s]{MONTH}(?:[-\s](?P<year>[0-9]{{2,4}}))?", re.IGNORECASE)
MONTH_OTHER = re.compile(rf"{MONTH}[-\s](?P<other>[0-9]{{2,4}})", re.IGNORECASE)
NUMBERS_DATE = re.compile(r"([0-9]{1,2})[/-]([0-9]{1,2})(?:[/-]([0-9]{2,4}))?")
ISO_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[ T]00:00(?::00)?)?")

TYPED_SINCE = 2015  # in an earlier year nobody typed a table that is still brought
MOST_IN_A_ROW = 19  # sub-criteria under one criterion; a larger last figure is the year of typing

NUMBER = "number"
NO_CODES = (Kind.BOOLEAN, Kind.ERROR, Kind.NO_RESULT, Kind.TIME)

Path = tuple[int, ...]


class CodeError(ValueError):
    """A cell of codes that holds none that can be told. `code`: `code_date`, `code_value` or `not_a_code`."""

    def __init__(self, code: str, likely: tuple[str, ...] = ()):
        self.code, self.likely = code, likely
        super().__init__(code)


@dataclass(frozen=True, slots=True)
class ReadCode:
    """A code with the depth that it says.

    Args:
        family: `number`, `roman`, `letter` or `other`, by its first part.
        read_from: the cell's own text, where the code is not what stands there.
    """

    text: str
    depth: int
    family: str
    read_from: str = ""


def cleaned(text: str) -> str:
    """`TC 1.2.` → `1.2`; decimal commas and stray spaces inside made points."""
    plain = " ".join(text.split())
    prefix = PREFIX.match(plain)
    plain = re.sub(r"\s*[.,]\s*", ".", plain[prefix.end() :] if prefix else plain).rstrip(".:)-– ")
    parts = plain.split(".")
    return ".".join(part.lstrip("0") or "0" if part.isdigit() else part for part in parts)


def is_code(text: str) -> bool:
    """Is it written as a code? A word or a sentence in the column of codes is none, nor is `a)` or `-`."""
    return not is_bullet(text) and CODE.fullmatch(cleaned(text)) is not None


def is_bullet(text: str) -> bool:
    return BULLET.fullmatch(text.strip()) is not None


def starts_with_bullet(text: str) -> bool:
    return STARTS_WITH_BULLET.match(text.strip()) is not None


def split_name(text: str) -> tuple[str, str] | None:
    """(`1.1`, `Kế hoạch`) of `1.1. Kế hoạch`; `None` where a name begins with no code."""
    found = STARTS_WITH_CODE.fullmatch(text.strip())
    return (found["code"].upper(), found["name"]) if found else None


def holds_code(cell: Cell) -> bool:
    """May the cell be a code at all? Only words and bullets may not."""
    return cell.kind != Kind.TEXT or is_code(cell.text) or bool(_of_date_text(cell.text))


class Codes:
    """Reads the codes of one table in order.

    Args:
        cells: all cells that hold a code: which families there are (Roman fields with numbered criteria below them)
            is known only from all of them.
    """

    def __init__(self, cells: Iterable[Cell]):
        found = [parts for cell in cells if (parts := _parts(cell))]
        self.heads = {parts[0] for parts in found}
        self.shortest: dict[str, int] = {}  # family -> fewest parts; in the order in which families first appear
        for parts in found:
            family = self._family(parts)
            self.shortest[family] = min(len(parts), self.shortest.get(family, len(parts)))
        self.families = list(self.shortest)
        self.used: set[Path] = set()
        self.last: Path = ()
        self.tops = 0  # fields so far whose code is no number
        self.is_fresh = True  # nothing numbered yet under this field

    def read(self, cell: Cell) -> ReadCode:
        """The code in a cell.

        Raises:
            CodeError: none that can be told.
        """
        if cell.kind in NO_CODES:
            raise CodeError("code_value")
        candidates = candidates_of(cell)
        if candidates is not None:
            if not candidates:
                raise CodeError("code_value")
            path = self._choose(candidates, cell)
            as_it_reads = cell.kind == Kind.NUMBER and path == candidates[0]
            return self._counted(path, "" if as_it_reads else cell.text)
        text = cleaned(cell.text)
        if not CODE.fullmatch(text):
            raise CodeError("not_a_code")
        parts = text.split(".")
        if all(part.isdigit() for part in parts):
            return self._counted(tuple(map(int, parts)))
        family = self._family(parts)
        if len(parts) == 1 and family == self.families[0]:
            self.tops, self.is_fresh, self.used = self.tops + 1, True, set()
        return ReadCode(text, self._depth(family, len(parts)), family)

    def _family(self, parts: list[str]) -> str:
        first = parts[0]
        if first.isdigit():
            return NUMBER
        # I, V and X are letters only where the letter before them is there too.
        lettered = len(first) == 1 and (first not in "IVX" or chr(ord(first) - 1) in self.heads)
        if ROMAN.fullmatch(first) and not lettered:
            return "roman"
        return "letter" if lettered else "other"

    def _depth(self, family: str, count: int) -> int:
        place = self.families.index(family)
        return place + count - (self.shortest[family] if place else 1)

    def _counted(self, path: Path, read_from: str = "") -> ReadCode:
        self.last, self.is_fresh = path, False
        self.used.add(path)
        return ReadCode(".".join(map(str, path)), self._depth(NUMBER, len(path)), NUMBER, read_from)

    def _choose(self, candidates: list[Path], cell: Cell) -> Path:
        """The one candidate that may stand here: the next in the count, else the only one that goes on from it."""
        following = self._following()
        next_ones = [path for path in candidates if path in following]
        fitting = next_ones or [path for path in candidates if self._goes_on(path)]
        if len(fitting) == 1:
            return fitting[0]
        if cell.kind == Kind.NUMBER:
            return candidates[0]
        raise CodeError("code_date", tuple(".".join(map(str, path)) for path in candidates))

    def _following(self) -> set[Path]:
        """What the count goes on with: below the last code, beside it, beside what it stands under.

        Right below a lettered field it starts anew, or goes on from the field before.
        """
        last = self.last
        if self.is_fresh:
            if self.shortest[NUMBER] > 1:
                return {(max(self.tops, 1), 1)}
            return {(1,), *([(last[0] + 1,)] if last else [])}
        return {(*last, 1), *((*last[:place], last[place] + 1) for place in range(len(last)))}

    def _goes_on(self, path: Path) -> bool:
        """Below something that is there, and after what came last; numbers may have been left out."""
        is_under = path[:-1] in self.used or len(path) <= self.shortest[NUMBER]
        return is_under and path not in self.used and (self.is_fresh or path > self.last)


def _parts(cell: Cell) -> list[str]:
    """A code in its parts, as far as it can be told without its place; empty where it is none."""
    try:
        candidates = candidates_of(cell)
    except CodeError:
        return []
    if candidates:
        return [str(number) for number in min(candidates, key=len)]
    text = cleaned(cell.text)
    return text.split(".") if cell.kind == Kind.TEXT and CODE.fullmatch(text) else []


def candidates_of(cell: Cell) -> list[Path] | None:
    """What codes a cell may have been before Excel changed it; `None` where it was not changed."""
    if cell.kind == Kind.DATE and isinstance(cell.value, date):
        return _of_date(cell.value)
    if cell.kind == Kind.NUMBER and isinstance(cell.value, Decimal):
        return _of_number(cell.value)
    return _of_date_text(cell.text) if cell.kind == Kind.TEXT else None


def _of_number(value: Decimal) -> list[Path]:
    """1.1 may have been `1.1` or `1.10`."""
    if value <= 0 or value.adjusted() > 5:
        raise CodeError("code_value")
    whole, _point, rest = format(value.normalize(), "f").partition(".")
    if not rest:
        return [(int(whole),)]
    if rest.startswith("0") or len(rest) > 3:
        raise CodeError("code_value")
    return [(int(whole), int(rest)), *([(int(whole), int(f"{rest}0"))] if len(rest) == 1 else [])]


def _of_date(day: date) -> list[Path]:
    return _of_figures(day.day, day.month, day.year)


def _of_date_text(text: str) -> list[Path] | None:
    """Dates in a CSV file are text: `01/02/2026`, `2026-02-01`, `1-Feb`, `01-Thg2`, `Jan-13`."""
    plain = text.strip()
    if found := ISO_DATE.fullmatch(plain):
        return _of_figures(int(found[3]), int(found[2]), int(found[1]))
    if found := NUMBERS_DATE.fullmatch(plain):
        return _of_figures(int(found[1]), int(found[2]), int(found[3]) if found[3] else None)
    if found := DAY_MONTH.fullmatch(plain) or MONTH_OTHER.fullmatch(plain):
        month = int(found["number"]) if found["number"] else MONTHS.get(found["name"].lower())
        if month is None:
            return None
        year = found.groupdict().get("year")
        return _of_figures(int(found["other"]) % 100, month, int(year) if year else None)
    return None


def _of_figures(first: int, second: int, year: int | None) -> list[Path]:
    """What two figures and a year were typed as.

    `1.2` became a day of the year in which it was typed, `1.2.3` one of 2003, `1.13` the first day of January 2013.
    """
    found: list[Path] = []
    short = (year or 0) % 100
    if year is None or year >= TYPED_SINCE:
        found += [(first, second), (second, first)]
    if 0 < short <= MOST_IN_A_ROW:
        found += [(first, second, short), (second, first, short), (short, second, first)]
    if first == 1 and short > 12:
        found.append((second, short))
    return list(dict.fromkeys(path for path in found if 0 not in path))


def under_their_fields(codes: Sequence[ReadCode], parents: Sequence[int | None]) -> list[str]:
    """Codes made unique where numbering starts anew under each Roman or lettered field: `1` below `II` → `II.1`."""
    numbers = [code.text for code in codes if code.family == NUMBER]
    if len(set(numbers)) == len(numbers):
        return [code.text for code in codes]
    tops: list[ReadCode] = []
    for code, parent in zip(codes, parents, strict=True):
        tops.append(code if parent is None else tops[parent])
    return [
        f"{top.text}.{code.text}" if code.family == NUMBER != top.family else code.text
        for code, top in zip(codes, tops, strict=True)
    ]
