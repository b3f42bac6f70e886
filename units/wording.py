"""How officials write the names of units: numbering, offices, kinds of places, initials. Knows no framework.

`12. UBND H. Phú Xuyên - TP Hà Nội` names the unit `Phú Xuyên`, says that it is a huyện, and to whom it belongs.
Nothing here decides which unit is meant: a text has `Reading`s, and `units.matching` looks each of them up.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any, NamedTuple

_TONES = {"\u0300": "1", "\u0309": "2", "\u0303": "3", "\u0301": "4", "\u0323": "5"}
_TOKEN = re.compile(r"\d+|(?:[^\W\d_][\u0300-\u036f]*)+")
# Marks that are not seen are dropped or part words; Ð of other alphabets is written for Đ by old keyboards.
_UNSEEN = {"\u200b": " ", **dict.fromkeys("\u00ad\u200c\u200d\u200e\u200f\u2060\ufeff", ""), "ð": "đ", "ɖ": "đ"}
_CLEAN = str.maketrans(_UNSEEN)
# `1.`, `2.3)`, `(4)`, `IV.`, `a)`; single letters that stand for a kind of place (`H.`, `P.`, `Q.`) are not numbers.
_NUMBERING = re.compile(r"\s*\(?(?:\d+(?:\.\d+)*|[IVX]+|[A-Ga-g])\s*[.)/:–-]+(?=\D)")
_APART = re.compile(r"[,;(]|\s[-–—]\s")


class Word(NamedTuple):
    """A word in the three depths in which words are compared. `Hòa` and `Hoà`: `hoa`, tone `1`, plain `hoa`."""

    letters: str  # lower case, composed, without its tone
    tone: str  # a digit; empty for the level tone. Kept apart: where a tone is written is a matter of taste
    plain: str  # without any accent, đ as d

    @property
    def spelled(self) -> str:
        return self.letters + self.tone


@lru_cache(maxsize=20_000)  # syllables are few
def _word(token: str) -> Word:
    if token[0].isdigit():
        number = token.lstrip("0") or "0"
        return Word(number, "", number)
    tone = "".join(_TONES.get(mark, "") for mark in token)
    letters = unicodedata.normalize("NFC", "".join(mark for mark in token if mark not in _TONES))
    plain = "".join(mark for mark in token if not unicodedata.combining(mark)).replace("đ", "d")
    return Word(letters, tone, plain)


def words_of(text: str) -> tuple[Word, ...]:
    """The words of a text, composed or not, in any case; punctuation, quotes and unseen marks part or vanish."""
    plain_case = unicodedata.normalize("NFD", unicodedata.normalize("NFC", text).casefold()).translate(_CLEAN)
    return tuple(_word(token) for token in _TOKEN.findall(plain_case))


def spelled(words: Iterable[Word]) -> str:
    return " ".join(word.letters + word.tone for word in words)


def plain(words: Iterable[Word]) -> str:
    return " ".join(word.plain for word in words)


def leaves_out_accents(written: Word, meant: Word) -> bool:
    """Is the one the other with no accent changed, at most some left out? `Đăk` of `Đắk`, not `Hóa` of `Hòa`."""
    if written.plain != meant.plain or written.tone not in ("", meant.tone):
        return False
    pairs = zip(written.letters, meant.letters, written.plain, strict=False)
    return all(letter in (other, bare) for letter, other, bare in pairs)


# What stands before the name of a place, in full and in short -> the kinds it says (of units.models.Kind).
KINDS_SAID = {
    ("tỉnh", "t"): ("province",),
    ("thành phố", "tp", "t p"): ("city", "provincial_city"),
    ("huyện", "huyện đảo", "h"): ("district",),
    ("quận", "q"): ("urban_district",),
    ("thị xã", "tx", "t x"): ("town",),
    ("thị trấn", "tt", "t t"): ("township",),
    ("xã", "x"): ("commune",),
    ("phường", "p"): ("ward",),
    ("đặc khu", "đk"): ("special_zone",),
}
# Short for the same words everywhere, in names as in texts; other initials depend on the name they stand for.
SHORT_FOR = {
    "ubnd": "ủy ban nhân dân",
    "hđnd": "hội đồng nhân dân",
    "vp": "văn phòng",
    "bql": "ban quản lý",
    "ql": "quản lý",
    "kcn": "khu công nghiệp",
    "kkt": "khu kinh tế",
}


@dataclass(frozen=True)
class _Phrases:
    """Phrases as they may be written, with their accents or with none at all -> what they say."""

    meanings: dict[tuple[str, ...], Any]
    accented: set[tuple[str, ...]]

    @classmethod
    def of(cls, meanings: Mapping[str, Any]) -> "_Phrases":
        found, accented = {}, set()
        for text, meaning in meanings.items():
            words = words_of(text)
            accented.add(tuple(word.spelled for word in words))
            found[tuple(word.spelled for word in words)] = meaning
            found[tuple(word.plain for word in words)] = meaning
        return cls(found, accented)

    @cached_property
    def longest(self) -> int:
        return max(map(len, self.meanings))

    @cached_property
    def ends(self) -> set[str]:
        """First and last words: most texts have none of them, which is quickly seen."""
        return {key[place] for key in self.meanings for place in (0, -1)}

    def at_start(self, words: Sequence[Word]) -> tuple[str, ...]:
        """The longest phrase that begins the words; empty: none."""
        if words and words[0].spelled in self.ends:
            for count in range(self.longest, 0, -1):
                part = tuple(word.spelled for word in words[:count])
                if part in self.meanings:
                    return part
        return ()

    def at_end(self, words: Sequence[Word]) -> tuple[str, ...]:
        """The longest phrase that ends the words; empty: none."""
        if words and words[-1].spelled in self.ends:
            for count in range(self.longest, 0, -1):
                part = tuple(word.spelled for word in words[-count:])
                if part in self.meanings:
                    return part
        return ()


_KINDS = _Phrases.of({text: frozenset(kinds) for texts, kinds in KINDS_SAID.items() for text in texts})
_OFFICES = _Phrases.of(
    dict.fromkeys(("ubnd", "ủy ban nhân dân", "hđnd và ubnd", "hội đồng nhân dân và ủy ban nhân dân"), True)
)
_WRITTEN_OUT = _Phrases.of({short: words_of(text) for short, text in SHORT_FOR.items()}).meanings
_JOINING = _Phrases.of(dict.fromkeys(("và", "các"), True)).meanings  # written, left out, or & and - instead


class Reading(NamedTuple):
    """One way to read a text as the name of a unit.

    Attributes:
        words: the name itself.
        kinds: kinds of places of which the text says it is one; `None`: it says nothing of that.
        owners: for every place that the text names behind the unit, the keys of the units so called.
        unaccented: the text leaves accents out where they are sure to be (`xa`, `huyen`): so it may in the name.
    """

    words: tuple[Word, ...]
    kinds: frozenset[str] | None = None
    owners: tuple[frozenset, ...] = ()
    unaccented: bool = False

    @property
    def is_number(self) -> bool:
        """Are there digits alone, and no kind before them as in `Quận 1`?"""
        return self.kinds is None and all(word.plain.isdigit() for word in self.words)


@dataclass(frozen=True, slots=True)
class Owner:
    """A unit that others belong to, as far as their names may end in its own: `Sở Nội vụ TP Hà Nội`."""

    key: object
    names: tuple[str, ...]
    kinds: frozenset[str]


@dataclass(frozen=True)
class Owners:
    """The owners of the units in question, by the words of their names (without accents) and by their kinds."""

    by_words: dict[tuple[str, ...], frozenset] = field(default_factory=dict)
    kinds: dict[object, frozenset[str]] = field(default_factory=dict)

    @cached_property
    def longest(self) -> int:
        return max(map(len, self.by_words), default=0)

    @cached_property
    def last_words(self) -> set[str]:
        return {words[-1] for words in self.by_words}

    @classmethod
    def of(cls, owners: Iterable[Owner]) -> "Owners":
        by_words: dict[tuple[str, ...], frozenset] = {}
        kinds = {}
        for owner in owners:
            kinds[owner.key] = owner.kinds
            for name in owner.names:
                words = tuple(word.plain for word in words_of(name))
                by_words[words] = by_words.get(words, frozenset()) | {owner.key}
        return cls(by_words, kinds)

    def shorter(self, reading: Reading, *, at_most: int | None) -> Reading | None:
        """The reading without the owner that ends it; `None`: it names none, or nothing else.

        Args:
            at_most: how many words may be a bare name; `None`: any number, and `tỉnh` alone will do for a name. A name
                with its kind (`tỉnh Đồng Tháp`) is an owner in any case.
        """
        words = reading.words
        longest = min(self.longest, len(words) - 1) if words and words[-1].plain in self.last_words else 0
        for count in range(longest, 0, -1):
            keys = self.by_words.get(tuple(word.plain for word in words[-count:]))
            if keys is None:
                continue
            rest = words[:-count]
            size, so_called = self._kind_at_the_end(rest, keys)
            if size and size < len(rest):
                return reading._replace(words=rest[:-size], owners=(*reading.owners, so_called))
            if not size and (at_most is None or count == at_most):
                return reading._replace(words=rest, owners=(*reading.owners, keys))
        if at_most is None:
            size, so_called = self._kind_at_the_end(words, self.kinds)
            if size and size < len(words):
                return reading._replace(words=words[:-size], owners=(*reading.owners, so_called))
        return None

    def _kind_at_the_end(self, words: Sequence[Word], keys: Iterable) -> tuple[int, frozenset]:
        """How many last words say the kind of some of these owners, and of which."""
        phrase = _KINDS.at_end(words)
        said = _KINDS.meanings.get(phrase, frozenset())
        so_called = frozenset(key for key in keys if self.kinds[key] & said)
        return (len(phrase), so_called) if so_called else (0, so_called)


NO_OWNERS = Owners()


def _last_part(text: str) -> int:
    """How many words stand behind the last comma, bracket or dash; 0: the text has none."""
    parts = _APART.split(text)
    return len(words_of(parts[-1])) if len(parts) > 1 else 0


def _starts(text: str) -> Iterator[tuple[Word, ...]]:
    """The text, and the text behind its numbering. `1 Bảo Lộc` is a name; `1. Bảo Lộc` may be a name or a number."""
    words = words_of(text)
    yield words
    numbering = _NUMBERING.match(text)
    if numbering:
        yield words_of(text[numbering.end() :])
    elif words and words[0].plain.isdigit() and (_OFFICES.at_start(words[1:]) or _KINDS.at_start(words[1:])):
        yield words[1:]


def place_readings(text: str, owners: Owners = NO_OWNERS) -> list[Reading]:
    """The ways to read a text as the name of a place, the least taken away first; none for a text without words.

    Numbering, the office (`UBND`), the kind (`huyện`, `H.`) and an owner behind it (`…, tỉnh Đồng Tháp`) are taken
    away one by one.
    """
    last_part = _last_part(text)
    readings = []
    for start in _starts(text):
        whole = Reading(start)
        found = [whole]
        while shorter := owners.shorter(found[-1], at_most=last_part):
            found.append(shorter)
        for reading in found:
            readings += _led(reading)
    return [reading for reading in readings if reading.words]


def _led(reading: Reading) -> Iterator[Reading]:
    """The reading, without its office, and without its kind."""
    yield reading
    office = _OFFICES.at_start(reading.words)
    if office:
        unaccented = office not in _OFFICES.accented
        reading = reading._replace(words=reading.words[len(office) :], unaccented=unaccented)
        yield reading
    kind = _KINDS.at_start(reading.words)
    if kind:
        unaccented = reading.unaccented or kind not in _KINDS.accented
        words = reading.words[len(kind) :]
        yield reading._replace(words=words, kinds=_KINDS.meanings[kind], unaccented=unaccented)


def body_readings(text: str, owners: Owners = NO_OWNERS) -> list[Reading]:
    """The ways to read a text as the name of a body (sở, bộ, phòng): its name, and its name without its owner.

    Initials that always mean the same are written out, joining words (và, các) left out; a number before is dropped.
    """
    readings = []
    for start in _starts(text):
        words = _written_out(start)
        if words and words[0].plain.isdigit():
            words = words[1:]
        reading: Reading | None = Reading(words) if words else None
        while reading:
            readings.append(reading)
            reading = owners.shorter(reading, at_most=None)
    return readings


def _written_out(words: Iterable[Word]) -> tuple[Word, ...]:
    long = (part for word in words for part in _WRITTEN_OUT.get((word.spelled,), (word,)))
    return tuple(word for word in long if (word.spelled,) not in _JOINING)


def stands_for(written: Sequence[Word], name: Sequence[Word]) -> bool:
    """Is the text the name with words shortened to their initials? `Sở Nông nghiệp PTNT`, `Sở NNPTNT`, `SNNPTNT`.

    Every word of the name is there, in order: as itself or as a letter; accents may be left out, never changed.
    """
    reached = {0}
    for word in written:
        further = set()
        for place in reached:
            rest = name[place : place + len(word.letters)]
            if rest and leaves_out_accents(word, rest[0]):
                further.add(place + 1)
            if len(rest) == len(word.letters) and not word.tone and all(map(_is_initial, word.letters, rest)):
                further.add(place + len(rest))
        reached = further
    return len(name) in reached


def _is_initial(letter: str, word: Word) -> bool:
    return letter in (word.letters[0], word.plain[0])


def bare_name(text: str) -> str:
    """The name of a place as searching compares it: folded, without numbering, office and kind.

    The whole text, where that leaves nothing: `thành phố` → `thanh pho`.
    """
    readings = place_readings(text)
    return plain(readings[-1].words if readings else words_of(text))
