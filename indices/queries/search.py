"""Searching units, indices, criteria and decisions by words, their beginnings or initials, without accents."""

import re
from collections import defaultdict
from dataclasses import dataclass, field
from functools import lru_cache

from django.db.models import Case, Exists, IntegerField, OuterRef, Prefetch, Q, Value, When

from indices.models import CriteriaSet, Criterion, Edition, Index
from indices.queries.criterion_held import newest_holding
from indices.queries.sample import of_side
from indices.queries.site import published_editions, successors_of
from records.models import Decision, Source
from reformtrack.text import fold, nfc
from units.models import Alias, Level, Succession, Unit, UnitName
from units.wording import bare_name

LONGEST = 100  # letters of a query that are looked at
SHORTEST = 2  # letters: one alone is found everywhere
UNITS_SHOWN = 20
OTHERS_SHOWN = 10
YEAR = re.compile(r"(?:19|20)\d\d")
# A reader who asks for a name means the province before the commune that is called the same.
LEVELS = (
    Level.PROVINCE,
    Level.MINISTRY,
    Level.DEPARTMENT,
    Level.DISTRICT,
    Level.COMMUNE,
    Level.DIVISION,
    Level.CENTRAL_AGENCY,
)
PLACES = (Level.PROVINCE, Level.DISTRICT, Level.COMMUNE)  # their abbreviations are aliases; a body's are its initials
SHORTEST_INITIALS = 4  # letters: fewer are the initials of everything; of a body's short name they are enough
INITIALS_OF_BODIES = 3
# What a decision lays down: (relation, model, what a link to it needs).
LAID_DOWN = (
    ("criteria_sets", CriteriaSet, "index"),
    ("published_editions", Edition, "index"),
    ("successions", Succession, "successor"),
    ("unit_names", UnitName, "unit"),
)

# The same names are folded for every search: a pure function, so what it once found stays true.
folded = lru_cache(maxsize=50_000)(fold)


@lru_cache(maxsize=50_000)
def initials(text):
    """The first letters of the words of a text but `và`: `cctthc` of `Cải cách thủ tục hành chính`."""
    return "".join(word[0] for word in _words(folded(text)))


def _words(folded_text):
    """The words that are written by initials: all but `và`, which is left out at will."""
    return [word for word in folded_text.split() if word != "va"]


@dataclass
class FoundUnit:
    """A unit with why it was found and what became of it."""

    unit: Unit
    former: list  # UnitNames that match, where the present name does not
    aliases: list  # likewise
    successions: list


@dataclass
class FoundCriterion:
    """A criterion of an index, once for all the sets that hold it under this name: the newest one, and the years."""

    criterion: Criterion
    sets: list  # CriteriaSets, newest first
    edition: Edition | None = None  # the newest that holds what units got there


@dataclass
class Found:
    """What a search found: a part of each kind, with how many there are in all."""

    text: str
    is_sample: bool = False
    units: list = field(default_factory=list)
    unit_count: int = 0
    indices: list = field(default_factory=list)  # [(Index, [Edition of the years asked for])]
    criteria: list = field(default_factory=list)
    criterion_count: int = 0
    decisions: list = field(default_factory=list)
    decision_count: int = 0

    @property
    def total(self):
        return self.unit_count + len(self.indices) + self.criterion_count + self.decision_count


def asked_for(text):
    """The words of a query as they are looked for: composed, without control characters, of a sane length."""
    return nfc("".join(letter for letter in text if letter.isprintable() or letter.isspace()))[:LONGEST]


def begins_in(words, text):
    """Do the words begin with a word of the text? `ha` is in `Hà Nội`, not in `Đồng Tháp`. `words`: folded."""
    return f" {words}" in f" {folded(text)}"


def all_stand_in(words, *texts):
    """Does each of the words stand in one of the texts, the last of them perhaps unfinished? `words`: folded.

    `huyen ha no` is in `CCHC cấp huyện`, `Hà Nội`; `ha noi` is not in `cải cách hành chính`, `Bộ Nội vụ`.
    """
    beside = folded(" ".join(texts))
    *whole, last = words.split() or [""]
    return set(whole) <= set(beside.split()) and f" {last}" in f" {beside}"


def is_told(words, text, shortest=SHORTEST_INITIALS):
    """Do the words begin with a word of the text, some of them perhaps written by initials? `words`: folded.

    `thu tuc`, `cctthc`, `tthc`, `cai cach tthc` are all told by `Cải cách thủ tục hành chính`.
    """
    if begins_in(words, text):
        return True
    written, letters = _words(words), initials(text)
    if not any(len(word) >= shortest and word in letters for word in written):
        return False
    name = _words(folded(text))
    return any(_goes_on(written, name, place, shortest) for place in range(len(name)))


def _goes_on(written, name, place, shortest):
    """Does the name go on at a place with these words, each whole (the last perhaps unfinished) or by initials?"""
    if not written:
        return True
    first, *rest = written
    if place < len(name) and (name[place] == first or (not rest and name[place].startswith(first))):
        return _goes_on(rest, name, place + 1, shortest)
    shortened = name[place : place + len(first)]
    is_short = len(first) >= shortest and first == "".join(word[0] for word in shortened)
    return is_short and _goes_on(rest, name, place + len(first), shortest)


def names_of(index):
    """Everything that an index is called by."""
    return index.short_name, index.name, index.short_name_en, index.name_en, index.slug, index.family


def is_about(index, text):
    """Do the words of a text tell of an index: of its names, of who is ranked, of whose it is? Without words: always.

    Asks nothing where `index.within` is at hand.
    """
    whose = index.within.name if index.within else ""
    return all_stand_in(fold(text), *names_of(index), index.get_level_display(), index.agency, whose)


def search(text, *, is_sample=False):
    """Look for words (`asked_for`) in everything real, or in the sample alone.

    Too short or without a letter or digit: nothing is found.
    """
    found = Found(text, is_sample=is_sample)
    words = fold(text)
    if len(words.replace(" ", "")) < SHORTEST:
        return found
    found.units, found.unit_count = _units(words, text, is_sample)
    found.indices = _indices(words, is_sample)
    found.criteria, found.criterion_count = _criteria(words, text, is_sample)
    found.decisions, found.decision_count = _decisions(words, is_sample)
    return found


def _units(words, text, is_sample):
    keys = [words]
    bare = bare_name(text)
    if bare != words and len(bare) >= SHORTEST:
        keys.append(bare)
    holds, same, starts = Q(), Q(), Q()
    for key in keys:
        holds |= Q(search_key__startswith=key) | Q(search_key__contains=f" {key}")
        same |= Q(search_key=key)
        starts |= Q(search_key__startswith=key)
    by_code = Q(code__iexact=text) | Q(pk__in=_bodies(words, is_sample))
    former, alias = UnitName.objects.filter(unit=OuterRef("pk")), Alias.objects.filter(unit=OuterRef("pk"))
    is_same = by_code | same | Exists(former.filter(same)) | Exists(alias.filter(same))
    matching = Unit.objects.filter(
        by_code | holds | Exists(former.filter(holds)) | Exists(alias.filter(holds)), is_sample=is_sample
    )
    closeness = Case(When(is_same, then=Value(0)), When(starts, then=Value(1)), default=Value(2))
    rank = Case(
        *(When(level=level, then=Value(place)) for place, level in enumerate(LEVELS)), default=Value(len(LEVELS))
    )
    is_past = Case(When(valid_to__isnull=True, then=Value(0)), default=Value(1), output_field=IntegerField())
    ordered = matching.annotate(closeness=closeness, rank=rank, is_past=is_past).select_related("parent")
    units = list(ordered.order_by("closeness", "rank", "is_past", "sort_key", "valid_from", "pk")[:UNITS_SHOWN])
    former_names, aliases = defaultdict(list), defaultdict(list)
    for name in UnitName.objects.filter(holds, unit__in=units).order_by("valid_from"):
        former_names[name.unit_id].append(name)
    for other in Alias.objects.filter(holds, unit__in=units).order_by("text"):
        aliases[other.unit_id].append(other)
    after = successors_of(units)
    found = []
    for unit in units:
        by_own_name = any(begins_in(key, unit.name) for key in keys)
        names = [] if by_own_name else former_names[unit.pk]
        spellings = [] if by_own_name or names else aliases[unit.pk]
        found.append(FoundUnit(unit, names, spellings, after[unit.pk]))
    return found, len(units) if len(units) < UNITS_SHOWN else matching.count()


def _bodies(words, is_sample):
    """Ids of ministries, departments and the like whose names are written by their initials: `BNV`, `Sở NNPTNT`."""
    if all(len(word) < INITIALS_OF_BODIES for word in words.split()):
        return []
    bodies = Unit.objects.filter(is_sample=is_sample).exclude(level__in=PLACES).values_list("pk", "name")
    return [pk for pk, name in bodies if not begins_in(words, name) and is_told(words, name, INITIALS_OF_BODIES)]


def _indices(words, is_sample):
    """Indices whose names hold the words, with the editions of the years among the words."""
    years = set(YEAR.findall(words))
    rest = " ".join(word for word in words.split() if word not in years)
    editions = defaultdict(list)
    if years:
        for edition in published_editions(is_sample=is_sample):
            if str(edition.year) in years:
                editions[edition.index_id].append(edition)
    found = []
    for index in Index.objects.filter(is_sample=is_sample).select_related("within"):
        if (rest and any(is_told(rest, name) for name in names_of(index))) or (
            years and not rest and editions[index.pk]
        ):
            found.append((index, editions[index.pk]))
    return found[:OTHERS_SHOWN]


def _criteria(words, text, is_sample):
    """Criteria whose names hold the words, or whose code is what was asked for; each name once an index."""
    rows = (
        Criterion.objects.filter(criteria_set__index__is_sample=is_sample)
        .exclude(criteria_set__state=CriteriaSet.State.DRAFT)
        .order_by("criteria_set__index__position", "-criteria_set__year_from", "position", "pk")
        .values_list("pk", "code", "name", "name_en", "criteria_set", "criteria_set__index")
    )
    sets_of, first = defaultdict(list), {}
    for pk, code, name, name_en, criteria_set, index in rows:
        if is_told(words, name) or is_told(words, name_en) or text == code:
            key = (index, folded(name))
            first.setdefault(key, pk)
            sets_of[key].append(criteria_set)
    shown = dict(list(first.items())[:OTHERS_SHOWN])
    criteria = Criterion.objects.select_related("criteria_set__index").in_bulk(list(shown.values()))
    sets = CriteriaSet.objects.in_bulk({pk for key in shown for pk in sets_of[key]})
    held = newest_holding(criteria)
    found = [
        FoundCriterion(criteria[pk], [sets[one] for one in sets_of[key]], held.get(pk)) for key, pk in shown.items()
    ]
    return found, len(first)


def _decisions(words, is_sample):
    """Decisions whose number, title or issuer holds the words, newest first."""
    rows = Decision.objects.filter(of_side(Decision, is_sample=is_sample)).order_by("-signed_on", "number")
    rows = rows.values_list("pk", "number", "title", "issuer")
    matching = [
        pk for pk, number, title, issuer in rows if any(is_told(words, each) for each in (number, title, issuer))
    ]
    shown = matching[:OTHERS_SHOWN]
    decisions = Decision.objects.prefetch_related(
        Prefetch("sources", Source.objects.only("code")),
        *(
            Prefetch(name, model.objects.filter(of_side(model, is_sample=is_sample)).select_related(target))
            for name, model, target in LAID_DOWN
        ),
    ).in_bulk(shown)
    return [decisions[pk] for pk in shown], len(matching)
