"""Which unit an official means by a name or a code: exactly one, several to choose from, or none. Never a guess.

`Matcher.read` takes the units of a level from the database once; `match` then answers from memory. What a text may
say (numbering, `UBND`, `H.`, initials) is read in `units.wording`; here it is looked up, the strongest evidence first:

1. the name as it is spelled: one borne on the day or another spelling of it; else a name or a kind of another day,
   beside the units so called that do not exist on the day;
2. the same with accents left out;
3. for bodies (sở, ban, bộ) their names with words shortened to initials, or a code made of letters.

The first step that finds anything answers, and every unit it finds is told. A kind that is said (huyện, phường) must be
the unit's own. An accent that is changed rather than left out makes a candidate for a person to confirm: communes of
one province are called Cẩm Giang and Cẩm Giàng.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum
from functools import cached_property
from itertools import chain
from operator import attrgetter
from typing import Any, NamedTuple

from django.db.models import Q

from units import wording
from units.models import Alias, Unit, UnitName
from units.wording import Owner, Owners, Reading, Word

LONGEST = 400  # letters of a text that may be a name with all that stands around it; names have 200 at most
OFFERED = 3  # nearest names at most
NEAR = 0.5  # share of letter pairs in common from which a name is offered
PLACES = frozenset(kind for kinds in wording.KINDS_SAID.values() for kind in kinds)


class How(StrEnum):
    """By what a unit was recognised."""

    CODE = "code"
    NAME = "name"  # the one it bears on the day
    ALIAS = "alias"  # another spelling, abbreviation or formal name kept for it
    OTHER_DAY = "other_day"  # a name or kind it bears on another day, mostly a former one
    FOLDED = "folded"  # any of these, with accents left out
    INITIALS = "initials"  # any of these, with words shortened to their initials


class Answer(StrEnum):
    """What there is to say of a text."""

    UNIT = "unit"  # it is this one
    CANDIDATES = "candidates"  # it may be one of these; a single one is still to be confirmed
    NOT_ON_DAY = "not_on_day"  # whoever is so called does not exist on the day
    CONTRADICTION = "contradiction"  # the code says one unit, the name another or nobody
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Match:
    """The answer to one text. Units are what the matcher was given; several stand in the order of their names.

    Attributes:
        unit: exactly one unit, or `None`; `how` and `form` (the spelling on record) say by what it was recognised.
        candidates: units that exist on the day and may be meant, where it is not sure which, or whether.
        not_on_day: units that are so called and are gone (`valid_to`) or still to come (`valid_from`) on the day. What
            became of them: `units.queries.successions_of(match.not_on_day)`, once for all the texts of a file.
        by_code: what the code says, where the name says otherwise; what the name says are the candidates.
        unknown_code: the code, where no unit has it on any day: the name alone was looked up.
        nearest: units with similar names, the most similar first: to be offered, never taken.
    """

    text: str
    unit: Any = None
    how: How | None = None
    form: str = ""
    candidates: tuple = ()
    not_on_day: tuple = ()
    by_code: tuple = ()
    unknown_code: str = ""
    nearest: tuple = ()

    @property
    def answer(self) -> Answer:
        if self.unit is not None:
            return Answer.UNIT
        if self.by_code:
            return Answer.CONTRADICTION
        if self.candidates:
            return Answer.CANDIDATES
        return Answer.NOT_ON_DAY if self.not_on_day else Answer.NOTHING


class Name(NamedTuple):
    """One form of a unit's name: `how` is NAME, ALIAS or OTHER_DAY; `kinds` are those it bears under that form."""

    text: str
    kinds: frozenset[str]
    how: How = How.NAME


@dataclass(slots=True, eq=False)
class Known:
    """A unit as matching knows it.

    Attributes:
        unit: what an answer hands back.
        order: its place among others; no two units share one.
        exists: on the day. If not, it is never the answer, but is told.
        owners: keys of the `Owner`s it belongs to, near and far.
    """

    unit: Any
    order: Any
    code: str
    names: tuple[Name, ...]
    exists: bool = True
    owners: frozenset = frozenset()


class _Form(NamedTuple):
    """A reading of a name on record, as it stands in the index."""

    known: Known
    name: Name
    words: tuple[Word, ...]

    def suits(self, reading: Reading) -> bool:
        """Does the unit belong to every owner that the text names?"""
        return all(self.known.owners & keys for keys in reading.owners)

    def is_of_kind(self, reading: Reading) -> bool:
        return reading.kinds is None or bool(reading.kinds & self.name.kinds)


@dataclass(slots=True)
class _Found:
    """What a name says: who exists on the day, who does not; `sure`, if one of the former alone is the answer."""

    present: list[Known] = field(default_factory=list)
    absent: list[Known] = field(default_factory=list)
    sure: bool = True
    how: How | None = None
    form: str = ""


class Matcher:
    """Finds units among those of some levels, under one parent or anywhere, as they are on one day."""

    def __init__(self, known: Iterable[Known], owners: Iterable[Owner] = ()):
        self._known = sorted(known, key=attrgetter("order"))
        self._owners = Owners.of(owners)
        self._codes: dict[str, list[Known]] = defaultdict(list)
        self._spelled: dict[str, list[_Form]] = defaultdict(list)
        self._plain: dict[str, list[_Form]] = defaultdict(list)
        self._bodies: list[_Form] = []
        readers = {True: wording.place_readings, False: wording.body_readings}
        seen = set()
        for known_unit in self._known:
            self._codes[_bare_code(known_unit.code)].append(known_unit)
            is_place = any(name.kinds & PLACES for name in known_unit.names)
            self._index(known_unit, readers[is_place], is_place=is_place)
            seen.add(is_place)
        self._read = [readers[is_place] for is_place in sorted(seen)]

    def _index(self, known: Known, read: Callable[[str, Owners], list[Reading]], *, is_place: bool) -> None:
        for name in known.names:
            for reading in read(name.text, self._owners):
                form = _Form(known, name, reading.words)
                # An alias `TT Huế` is not the name of a thị trấn Huế; the whole of it is indexed all the same.
                if form.suits(reading) and form.is_of_kind(reading):
                    self._spelled[wording.spelled(reading.words)].append(form)
                    self._plain[wording.plain(reading.words)].append(form)
                    if not is_place:
                        self._bodies.append(form)

    @classmethod
    def read(
        cls, levels: str | Iterable[str], *, day: date, parent: Unit | None = None, is_sample: bool | None = None
    ) -> "Matcher":
        """A matcher for the units of a level (or several) as they are on a day, read in six queries.

        Args:
            parent: only units that belong to it, or to a unit that belongs to it; `None`: all that are real. Units of
                the sample are known within a unit of the sample alone, unless they are asked for.
            is_sample: those of the sample, or those that are real; `None`: as the parent is.
        """
        levels = [levels] if isinstance(levels, str) else list(levels)
        if is_sample is None:
            is_sample = parent is not None and parent.is_sample
        within = Q(level__in=levels, is_sample=is_sample)
        of_unit = Q(unit__level__in=levels, unit__is_sample=is_sample)
        if parent is not None:
            within &= Q(parent=parent) | Q(parent__parent=parent)
            of_unit &= Q(unit__parent=parent) | Q(unit__parent__parent=parent)
        units = list(Unit.objects.filter(within))
        near = {unit.parent_id for unit in units} - {None}
        above = {unit.pk: unit for unit in Unit.objects.filter(Q(pk__in=near) | Q(children__in=near)).distinct()}
        names, aliases = _by_unit(UnitName, of_unit), _by_unit(Alias, of_unit)
        owner_names, owner_aliases = (_by_unit(model, Q(unit__in=list(above))) for model in (UnitName, Alias))
        return cls(
            (_known(unit, day, names[unit.pk], aliases[unit.pk], above) for unit in units),
            (_owner(unit, owner_names[unit.pk], owner_aliases[unit.pk]) for unit in above.values()),
        )

    def match(self, text: str, code: str | None = None) -> Match:
        """Which unit a name, a code, or both together mean.

        A code and a name must agree: then the code tells namesakes apart. Leading zeros of a code may be missing, as
        in spreadsheets that took it for a number. Without a name the code decides; a code that nobody ever bore leaves
        the name to decide, and is told.
        """
        code = (code or "").strip()
        coded = self._coded(code)
        if not wording.words_of(text):
            return self._answer(text, _by_code(coded, code), unknown_code="" if coded else code)
        # Digits alone are more likely a number in a list than a name, unless a code says what they mean.
        readings = [reading for reading in self._readings(text) if coded or not reading.is_number]
        named = self._named(text, readings)
        if not coded:
            return self._answer(text, named, unknown_code=code)
        both = [known for known in (*named.present, *named.absent) if known in coded]
        if both:
            return self._answer(text, _by_code(both, code))
        contradicted = self._answer(text, replace(named, sure=False))
        said = _by_code(coded, code)
        return replace(contradicted, by_code=tuple(known.unit for known in said.present or said.absent))

    def _readings(self, text: str) -> list[Reading]:
        if len(text) > LONGEST:
            return []
        return [reading for read in self._read for reading in read(text, self._owners)]

    def _coded(self, code: str) -> list[Known]:
        """Who bears a code, on the day or not; those who bear it to the digit before those who have zeros more."""
        alike = self._codes.get(_bare_code(code), []) if code else []
        return [known for known in alike if known.code.casefold() == code.casefold()] or alike

    def _named(self, text: str, readings: Sequence[Reading]) -> _Found:
        """Who is meant by a name: what the first of the steps finds that finds anybody."""
        so_called = [
            (form, reading)
            for reading in readings
            for form in self._spelled.get(wording.spelled(reading.words), ())
            if form.suits(reading)
        ]
        exact = [form for form, reading in so_called if form.is_of_kind(reading) and not reading.unaccented]
        if exact:
            return _strongest(exact)
        alike = [
            (form, reading)
            for reading in readings
            for form in self._plain.get(wording.plain(reading.words), ())
            if form.suits(reading) and form.is_of_kind(reading)
        ]
        folded = [form for form, reading in alike if all(map(wording.leaves_out_accents, reading.words, form.words))]
        if folded:
            return _unless_called_so(_strongest(folded, How.FOLDED), so_called)
        return self._shortened(text, readings) or replace(_strongest(_present(alike), How.FOLDED), sure=False)

    def _shortened(self, text: str, readings: Iterable[Reading]) -> _Found | None:
        """Who is meant by initials, or by a code made of letters: `Sở NN&PTNT`, `NHNN`."""
        forms = [
            form
            for reading in readings
            for form in self._bodies
            if form.suits(reading) and wording.stands_for(reading.words, form.words)
        ]
        if forms:
            return _strongest(forms, How.INITIALS)
        code = text.strip()
        coded = self._coded(code) if readings else []
        return _by_code(coded, code) if coded else None

    def _answer(self, text: str, found: _Found, *, unknown_code: str = "") -> Match:
        present = tuple(known.unit for known in found.present)
        absent = tuple(known.unit for known in found.absent)
        if found.sure and len(present) == 1 and not absent:
            return Match(text, present[0], found.how, found.form, unknown_code=unknown_code)
        nearest = () if present or absent else self._nearest(text)
        return Match(text, candidates=present, not_on_day=absent, unknown_code=unknown_code, nearest=nearest)

    @cached_property
    def _pairs(self) -> tuple[dict[str, list[int]], list[tuple[Known, int]]]:
        """Pair of letters -> forms that hold it, and every form with its number of pairs."""
        forms, places = [], defaultdict(list)
        keys = {(form.known, key): None for key, found in self._plain.items() for form in found if form.known.exists}
        for known, key in keys:
            pairs = _letter_pairs(key)
            for pair in pairs:
                places[pair].append(len(forms))
            forms.append((known, len(pairs)))
        return places, forms

    def _nearest(self, text: str) -> tuple:
        """Units by the share of letter pairs that their folded names and the text's have in common (Sørensen–Dice)."""
        places, forms = self._pairs
        shares: dict[Known, float] = {}
        for key in {wording.plain(reading.words) for reading in self._readings(text)}:
            pairs = _letter_pairs(key)
            common = Counter(chain.from_iterable(places[pair] for pair in pairs if pair in places))
            for form, count in common.items():
                known, size = forms[form]
                share = 2 * count / (size + len(pairs))
                if share >= NEAR:
                    shares[known] = max(shares.get(known, 0), share)
        near = sorted(shares, key=lambda known: (-shares[known], known.order))
        return tuple(known.unit for known in near[:OFFERED])


def _strongest(forms: Sequence[_Form], how: How | None = None) -> _Found:
    """The units that are so called on the day; else those of another day, beside units that do not exist on the day.

    Args:
        how: by what they were recognised, if not simply by the spelled form.
    """
    present = [form for form in forms if form.known.exists]
    today = [form for form in present if form.name.how != How.OTHER_DAY]
    if today:
        # A unit may be called the same by its name and by an alias: the name is said.
        first = min(today, key=lambda form: form.name.how != How.NAME)
        return _Found(_sorted(today), [], how=how or first.name.how, form=first.name.text)
    absent = [form for form in forms if not form.known.exists]
    form = present[0].name.text if present else ""
    return _Found(_sorted(present), _sorted(absent), how=how or How.OTHER_DAY, form=form)


def _unless_called_so(found: _Found, so_called: Sequence[tuple[_Form, Reading]]) -> _Found:
    """What was found without accents, beside units that are spelled just so but of another kind.

    `Xã Mỹ Tho`: there are a phường Mỹ Tho and a xã Mỹ Thọ; the one or the other is a slip of the pen.
    """
    other_kind = [(form, reading) for form, reading in so_called if not form.is_of_kind(reading)]
    others = set(_sorted(_present(other_kind))) - set(found.present)
    if not others:
        return found
    return replace(found, present=sorted({*found.present, *others}, key=attrgetter("order")), sure=False)


def _present(found: Iterable[tuple[_Form, Reading]]) -> list[_Form]:
    return [form for form, _reading in found if form.known.exists]


def _by_code(known: Iterable[Known], code: str) -> _Found:
    """Who exists on the day among those with a code; if nobody does, those who do not."""
    found = _Found(how=How.CODE, form=code)
    for each in known:
        (found.present if each.exists else found.absent).append(each)
    return replace(found, absent=[]) if found.present else found


def _sorted(forms: Iterable[_Form]) -> list[Known]:
    """The units of the forms, each once, in the order of their names."""
    return sorted({form.known for form in forms}, key=attrgetter("order"))


def _bare_code(code: str) -> str:
    return code.strip().casefold().lstrip("0")


def _letter_pairs(words: str) -> set[str]:
    framed = f" {words} "
    return {framed[place : place + 2] for place in range(len(framed) - 1)}


def _by_unit(model: type[UnitName] | type[Alias], condition: Q) -> dict[Hashable, list]:
    rows = defaultdict(list)
    for row in model.objects.filter(condition):
        rows[row.unit_id].append(row)
    return rows


def _known(unit: Unit, day: date, dated: Sequence[UnitName], aliases: Sequence[Alias], above: dict) -> Known:
    """A unit of the database, its names told apart by the day (`UnitName`s come oldest first)."""
    borne = next((name for name in reversed(dated) if name.valid_from <= day), unit)
    others = [name for name in (*dated, unit) if (name.name, name.kind) != (borne.name, borne.kind)]
    kinds = frozenset({borne.kind})
    former = Alias.AliasKind.FORMER
    parent = above.get(unit.parent_id)
    return Known(
        unit=unit,
        order=(unit.sort_key, unit.valid_from, unit.pk),
        code=unit.code,
        names=(
            Name(borne.name, kinds),
            *(Name(name.name, frozenset({name.kind}), How.OTHER_DAY) for name in others),
            *(Name(row.text, kinds, How.OTHER_DAY if row.kind == former else How.ALIAS) for row in aliases),
        ),
        exists=unit.valid_from <= day and (unit.valid_to is None or day <= unit.valid_to),
        owners=frozenset({parent.pk, parent.parent_id} - {None}) if parent else frozenset(),
    )


def _owner(unit: Unit, dated: Sequence[UnitName], aliases: Sequence[Alias]) -> Owner:
    return Owner(
        unit.pk,
        (unit.name, *(name.name for name in dated), *(alias.text for alias in aliases)),
        frozenset({unit.kind, *(name.kind for name in dated)}),
    )
