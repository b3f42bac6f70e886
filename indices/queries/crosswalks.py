"""Two criteria sets side by side, read from the record."""

import hashlib
import json
from collections import defaultdict
from dataclasses import astuple, dataclass
from decimal import Decimal
from functools import cached_property

from django.db.models import Count, F

from indices.domain.crosswalk import Entry, Row, Share, Tie, compare, crosswalk, unchanged_share
from indices.domain.outline import OutlineRow, sums
from indices.models import CriteriaSet, Criterion, CriterionLink, Index, Responsibility
from indices.queries.outlines import in_tree_order
from records.models import AuditEvent

LINKS_SAVED = "links_saved"
OPPOSITE = {"new": "dropped", "dropped": "new", "split": "merged", "merged": "split"}


@dataclass(frozen=True)
class Comparison:
    """What two sets have in common, and what not.

    Args:
        rows: side by side, their entries' keys the numbers of criteria.
        criteria: number -> Criterion, of both sets.
        maxima: number -> maximum of a field: its own, else what stands under it gives.
        totals: points of both sets; `None` where they are not known.
        share: of the new set's points, those that go on unchanged.
        is_guess: nobody has linked the two sets: what goes on as what is guessed by code and name.
        unconfirmed: links that nobody has confirmed.
    """

    old: CriteriaSet
    new: CriteriaSet
    rows: tuple[Row, ...]
    criteria: dict[int, Criterion]
    maxima: dict[int, Decimal | None]
    totals: tuple[Decimal | None, Decimal | None]
    share: Share
    is_guess: bool
    unconfirmed: int


def comparison(old, new):
    """Compare two sets of one index; six queries however large they are."""
    criteria, maxima, sides = {}, {}, []
    for criteria_set in (old, new):
        placed = in_tree_order(criteria_set.criteria.all())
        agencies = _agencies(criteria_set)
        entries = [entry_of(criterion, depth, agencies[criterion.pk]) for criterion, depth in placed]
        criteria |= {criterion.pk: criterion for criterion, _depth in placed}
        maxima |= _field_maxima(entries)
        sides.append(entries)
    links = _links(old, new)
    ties = _whole([_tie(link, old) for link in links], *sides) if links else crosswalk(*sides)
    rows = compare(*sides, ties)
    return Comparison(
        old=old,
        new=new,
        rows=rows,
        criteria=criteria,
        maxima=maxima,
        totals=(_total(old, sides[0], maxima), _total(new, sides[1], maxima)),
        share=unchanged_share(rows, sides[1]),
        is_guess=not links,
        unconfirmed=sum(not link.confirmed for link in links),
    )


def entry_of(criterion, depth, agencies=()):
    """A criterion as the domain compares it."""
    return Entry(
        key=criterion.pk,
        code=criterion.code,
        name=criterion.name,
        max_points=criterion.max_points,
        depth=depth,
        parent=criterion.parent_id,
        method=criterion.method,
        kind=criterion.kind,
        agency=", ".join(agencies),
    )


def _field_maxima(entries):
    outline = [OutlineRow(one.depth, one.code, one.name, one.max_points, one.method, one.kind) for one in entries]
    return {
        one.key: below if one.max_points is None else one.max_points
        for one, below in zip(entries, sums(outline), strict=True)
        if one.depth == 0
    }


def _agencies(criteria_set):
    """Criterion pk -> names of agencies in charge, within the unit that the index belongs to.

    An index of the whole country has others in every province: they are no part of what the set lays down.
    """
    found = defaultdict(list)
    within = criteria_set.index.within_id
    if within is not None:
        named = Responsibility.objects.filter(criterion__criteria_set=criteria_set, within=within)
        for one in named.select_related("lead").order_by("lead__sort_key", "pk"):
            found[one.criterion_id].append(one.lead.shown_name)
    return found


def _links(old, new):
    """The links from one to the other; where there are none, those the other way round."""
    for from_set, to_set in ((old, new), (new, old)):
        links = list(CriterionLink.objects.filter(from_set=from_set, to_set=to_set).order_by("pk"))
        if links:
            return links
    return []


def _tie(link, old):
    """A link as the domain takes it, turned round where it leads back to the old set."""
    if link.from_set_id == old.pk:
        return Tie(link.old_id, link.new_id, link.kind)
    return Tie(link.new_id, link.old_id, OPPOSITE.get(link.kind, link.kind))


def _whole(ties, olds, news):
    """Ties of which every entry has one, and only entries have one: what nobody linked is new or dropped."""
    known = [{None, *(entry.key for entry in side)} for side in (olds, news)]
    ties = [tie for tie in ties if tie.old in known[0] and tie.new in known[1]]
    named = {tie.old for tie in ties}, {tie.new for tie in ties}
    dropped = [Tie(entry.key, None, "dropped") for entry in olds if entry.key not in named[0]]
    fresh = [Tie(None, entry.key, "new") for entry in news if entry.key not in named[1]]
    return [*ties, *dropped, *fresh]


def _total(criteria_set, entries, maxima):
    """What is laid down of the whole, else what the ordinary fields give."""
    if criteria_set.max_points is not None:
        return criteria_set.max_points
    fields = [maxima[entry.key] for entry in entries if entry.depth == 0 and entry.kind == "ordinary"]
    return sum(fields, Decimal(0)) if fields and None not in fields else None


@dataclass(frozen=True)
class Choice:
    """Which two sets are compared, and among which.

    Args:
        index: `None` where it is still to be chosen.
        sets: those of the index, the newest first.
        old, new: `None` where the index has fewer than two.
    """

    index: Index | None = None
    sets: tuple[CriteriaSet, ...] = ()
    old: CriteriaSet | None = None
    new: CriteriaSet | None = None


def chosen_sets(asked):
    """The `Choice` that an address makes (`old`, `new`, `index`: numbers); what it does not say is the likeliest.

    A number that leads nowhere is as if it were not there; so is an old set of another index than the new one.
    """
    old, new = (_by_number(CriteriaSet, asked.get(name)) for name in ("old", "new"))
    given = new or old
    index = given.index if given else _by_number(Index, asked.get("index"))
    if index is None:
        return Choice()
    sets = list(
        CriteriaSet.objects.filter(index=index)
        .select_related("index", "decision")
        .order_by(F("year_from").desc(nulls_last=True), "-pk")
    )
    if len(sets) < 2:
        return Choice(index, tuple(sets))
    new = new or _neighbour(sets, old)
    if old not in sets or old == new:
        origin = next((one for one in sets if one.pk == new.copied_from_id), None)
        old = origin or _neighbour(sets, new, older=True)
    return Choice(index, tuple(sets), *(sets[sets.index(one)] for one in (old, new)))


def _by_number(model, text):
    """The object with a number written as text; `None` for anything else."""
    is_number = bool(text) and text.isascii() and text.isdigit() and len(text) < 10
    return model.objects.filter(pk=int(text)).first() if is_number else None


def _neighbour(sets, one, *, older=False):
    """The set next to one, on its older or newer side or, where there is none, on the other; the newest to `None`."""
    if one is None:
        return sets[0]
    place = sets.index(one)
    wanted = place + (1 if older else -1)
    return sets[wanted if 0 <= wanted < len(sets) else place - (1 if older else -1)]


def indices_with_two_sets():
    """Indices that have two sets or more, in their order."""
    return list(Index.objects.annotate(count=Count("criteria_sets")).filter(count__gte=2).order_by("position", "slug"))


# The links as they are stored, to be edited


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One link as it is laid down: the numbers of both criteria, `None` at the empty end of `new` and `dropped`."""

    old: int | None
    new: int | None
    kind: str
    confirmed: bool = False
    note: str = ""
    note_en: str = ""

    @property
    def ends(self):
        return self.old, self.new

    @property
    def tie(self):
        return Tie(self.old, self.new, self.kind, explained=bool(self.note.strip()))


class StoredLinks:
    """What is stored of two sets and the links from one to the other; three queries.

    Attributes:
        sides: entries of the old set, and of the new one, in the order of their trees.
        links: the `CriterionLink`s, in the order in which they were made.
    """

    def __init__(self, old, new):
        self.old, self.new = old, new
        self.criteria, self.sides = {}, []
        for one in (old, new):
            placed = in_tree_order(one.criteria.all())
            self.criteria |= {criterion.pk: criterion for criterion, _depth in placed}
            self.sides.append([entry_of(criterion, depth) for criterion, depth in placed])
        self.links = list(CriterionLink.objects.filter(from_set=old, to_set=new).order_by("pk"))

    @cached_property
    def rows(self):
        """A `LinkRow` for each link."""
        return [row_of(link) for link in self.links]

    @cached_property
    def proposed(self):
        """The stored rows and, of what no link names, a guess by code and name; nobody has confirmed that."""
        named = {row.old for row in self.rows}, {row.new for row in self.rows}
        left = [
            [entry for entry in side if entry.key not in there] for side, there in zip(self.sides, named, strict=True)
        ]
        return [*self.rows, *(LinkRow(tie.old, tie.new, tie.kind) for tie in crosswalk(*left))]

    def codes(self):
        """Number -> code, of the criteria of both sets."""
        return {pk: criterion.code for pk, criterion in self.criteria.items()}

    def name_of(self, row):
        """A link by the codes of its ends: 1.2 → 1.3."""
        codes = [self.criteria[end].code if end in self.criteria else "–" for end in row.ends]
        return " → ".join(codes)

    @property
    def digest(self):
        """Changes with anything that the page shows: who opened other links than are stored now is told so."""
        plain = [[astuple(row) for row in self.rows], [astuple(entry) for side in self.sides for entry in side]]
        return hashlib.sha256(json.dumps(plain, default=str).encode()).hexdigest()[:32]


def row_of(link):
    """A `CriterionLink` as a row."""
    return LinkRow(link.old_id, link.new_id, link.kind, link.confirmed, link.note, link.note_en)


def steps_between_sets(old, new):
    """(slug, slug) of each two sets of an index that links join; those to be joined now are among them."""
    steps = CriterionLink.objects.filter(from_set__index=old.index_id).order_by("from_set", "to_set")
    found = list(steps.values_list("from_set__slug", "to_set__slug").distinct())
    return found if (old.slug, new.slug) in found else [*found, (old.slug, new.slug)]


def last_links_saved(new):
    """The event of the last time that the links to a set were stored; `None` before the first."""
    target = {"target_type": CriteriaSet._meta.label_lower, "target_id": str(new.pk)}
    return AuditEvent.objects.filter(kind=LINKS_SAVED, **target).select_related("by").first()


def is_linked_backwards(old, new):
    """Do links lead from the new set to the old one, and none the other way?"""
    pairs = set(
        CriterionLink.objects.filter(from_set__in=(old, new), to_set__in=(old, new)).values_list("from_set", "to_set")
    )
    return pairs == {(new.pk, old.pk)}
