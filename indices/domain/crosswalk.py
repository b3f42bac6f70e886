"""How the criteria of one set continue in another (đối chiếu): what became of each, as far as two trees can tell."""

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise

from reformtrack.text import fold

# How alike two names must be to be taken for one criterion: less where the code is the same too.
ALIKE = Fraction(2, 3)
ALIKE_WITH_CODE = Fraction(1, 3)


@dataclass(frozen=True, slots=True)
class Entry:
    """What is compared of one criterion.

    Args:
        key: whatever tells it from every other, of its own set and of the other one.
        depth: 0 for a field, 1 for a criterion, 2 for a sub-criterion.
        parent: the key of what it stands under; `None` for a field.
        agency: who answers for it, as text; empty where nobody is named.
    """

    key: Hashable
    code: str
    name: str
    max_points: Decimal | None = None
    depth: int = 0
    parent: Hashable | None = None
    method: str = "appraisal"
    kind: str = "ordinary"
    agency: str = ""


@dataclass(frozen=True, slots=True)
class Tie:
    """How one criterion continues another: keys of both (`None` at the empty end of `new` and `dropped`), and a kind.

    Kinds are those of the stored links: kept, renamed, rescaled, split, merged, new, dropped. `explained`: does
    somebody say in words what the link cannot?
    """

    old: Hashable | None
    new: Hashable | None
    kind: str
    explained: bool = False


class Change(StrEnum):
    """What a reader is told of one criterion; `KEPT` stands alone."""

    NEW = "new"
    DROPPED = "dropped"
    RENAMED = "renamed"
    RESCALED = "rescaled"
    MOVED = "moved"
    SPLIT = "split"
    MERGED = "merged"
    METHOD = "method"
    AGENCY = "agency"
    KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Row:
    """One line of two sets side by side; one end is empty where something is new or dropped."""

    old: Entry | None
    new: Entry | None
    changes: frozenset[Change]


def continuation(old: Entry, new: Entry) -> str:
    """What a criterion that simply goes on is called: `kept`, `renamed` or `rescaled`.

    Another maximum says more than another name: it wins where both differ. Names that differ in accents, case or
    punctuation alone are the same name.
    """
    if old.max_points != new.max_points:
        return "rescaled"
    return "kept" if fold(old.name) == fold(new.name) else "renamed"


# Which goes on as which


def crosswalk(old: Sequence[Entry], new: Sequence[Entry]) -> tuple[Tie, ...]:
    """Guess how each criterion goes on, by name and code; the same guess whichever set comes first.

    First those of one name, then, within one depth, the likeliest pairs that are left. Nothing is guessed to be split
    or merged: that is for somebody to say.

    Returns:
        A tie for every entry of either set: pairs and new ones in the order of `new`, then the dropped ones.
    """
    pairs = of_one_name(old, new)
    old_left = [entry for entry in old if entry.key not in pairs]
    taken = set(pairs.values())
    new_left = [entry for entry in new if entry.key not in taken]
    return ties(old, new, pairs | _matched(_likely(old_left, new_left)))


def of_one_name(old: Sequence[Entry], new: Sequence[Entry]) -> dict[Hashable, Hashable]:
    """Old key -> new key of criteria whose names are the same; of several, those of one depth, code and place first."""
    named: dict[str, list[tuple[int, Entry]]] = defaultdict(list)
    for place, entry in enumerate(new):
        named[fold(entry.name)].append((place, entry))
    candidates = [
        _candidate(here, one, there, other, Fraction(1))
        for here, one in enumerate(old)
        for there, other in named[fold(one.name)]
    ]
    return _matched(candidates)


def ties(old: Sequence[Entry], new: Sequence[Entry], pairs: dict[Hashable, Hashable]) -> tuple[Tie, ...]:
    """Pairs (old key -> new key) with their kinds; whatever is in no pair is new or dropped."""
    entries = {entry.key: entry for entry in old}
    origin = {there: entries[here] for here, there in pairs.items()}
    going_on = [
        Tie(origin[entry.key].key, entry.key, continuation(origin[entry.key], entry))
        if entry.key in origin
        else Tie(None, entry.key, "new")
        for entry in new
    ]
    return (*going_on, *(Tie(entry.key, None, "dropped") for entry in old if entry.key not in pairs))


_Candidate = tuple[bool, Fraction, int, int, Hashable, Hashable]


def _candidate(here: int, one: Entry, there: int, other: Entry, likeness: Fraction) -> _Candidate:
    """A possible pair, the better the smaller. Nothing in it depends on which of the two sets comes first."""
    weight = likeness + (ALIKE_WITH_CODE if one.code == other.code else 0)
    return one.depth != other.depth, -weight, abs(here - there), here + there, one.key, other.key


def _matched(candidates: Iterable[_Candidate]) -> dict[Hashable, Hashable]:
    """The best pairs, each entry in one at most. Two candidates that are equally good never share an entry."""
    pairs: dict[Hashable, Hashable] = {}
    taken: set[Hashable] = set()
    for *_rank, one, other in sorted(candidates, key=lambda candidate: candidate[:4]):
        if one not in pairs and other not in taken:
            pairs[one] = other
            taken.add(other)
    return pairs


def _likely(old: Sequence[Entry], new: Sequence[Entry]) -> list[_Candidate]:
    found = []
    parts = {entry.key: _parts(entry.name) for entry in (*old, *new)}
    for here, one in enumerate(old):
        for there, other in enumerate(new):
            if one.depth != other.depth:
                continue
            likeness = _likeness(parts[one.key], parts[other.key])
            if likeness >= (ALIKE_WITH_CODE if one.code == other.code else ALIKE):
                found.append(_candidate(here, one, there, other, likeness))
    return found


def _parts(name: str) -> Counter[str]:
    """The syllables of a name and each two that follow one another."""
    words = fold(name).split()
    return Counter([*words, *(f"{one} {following}" for one, following in pairwise(words))])


def _likeness(one: Counter[str], other: Counter[str]) -> Fraction:
    """From 0 (nothing in common) to 1 (the same parts)."""
    together = one.total() + other.total()
    return Fraction(2 * (one & other).total(), together) if together else Fraction(0)


# What is different


def compare(old: Sequence[Entry], new: Sequence[Entry], found: Iterable[Tie]) -> tuple[Row, ...]:
    """Two sets side by side, in the order of the new one; what was dropped stands after what it stood after before.

    Args:
        old, new: entries in the order of their trees.
        found: what continues what, every key an entry's. A criterion that was split has a row for each of its parts,
            one that was merged a row for each that went into it.
    """
    olds, news = {entry.key: entry for entry in old}, {entry.key: entry for entry in new}
    all_ties = list(found)
    followers: dict[Hashable, set[Hashable]] = defaultdict(set)
    for tie in all_ties:
        if tie.old is not None and tie.new is not None:
            followers[tie.old].add(tie.new)
    rows = [
        Row(
            old=None if tie.old is None else olds[tie.old],
            new=None if tie.new is None else news[tie.new],
            changes=_changes(tie, olds, news, followers),
        )
        for tie in all_ties
    ]
    return _in_order(rows, old, new)


def _changes(
    tie: Tie,
    olds: dict[Hashable, Entry],
    news: dict[Hashable, Entry],
    followers: dict[Hashable, set[Hashable]],
) -> frozenset[Change]:
    if tie.old is None or tie.new is None:
        return frozenset({Change(tie.kind)})
    old, new = olds[tie.old], news[tie.new]
    # Whoever said "kept" has looked at two names and found them the same.
    differs = {
        Change.RENAMED: tie.kind != "kept" and fold(old.name) != fold(new.name),
        Change.RESCALED: old.max_points != new.max_points,
        Change.MOVED: _has_moved(old, new, followers),
        Change.METHOD: old.method != new.method,
        Change.AGENCY: old.agency != new.agency,
    }
    changes = {change for change, is_so in differs.items() if is_so}
    if tie.kind != "kept":
        changes.add(Change(tie.kind))
    return frozenset(changes or {Change.KEPT})


def _has_moved(old: Entry, new: Entry, followers: dict[Hashable, set[Hashable]]) -> bool:
    """Does it stand under something that does not continue what it stood under?"""
    if old.parent is None or new.parent is None:
        return old.parent is not new.parent
    return new.parent not in followers[old.parent]


def _in_order(rows: Sequence[Row], old: Sequence[Entry], new: Sequence[Entry]) -> tuple[Row, ...]:
    """Rows as `compare` gives them. A dropped one goes after the last row of the nearest one before it that goes on."""
    old_place = {entry.key: place for place, entry in enumerate(old)}
    new_place = {entry.key: place for place, entry in enumerate(new)}
    last_seen: dict[Hashable, int] = {}
    for row in rows:
        if row.old is not None and row.new is not None:
            last_seen[row.old.key] = max(new_place[row.new.key], last_seen.get(row.old.key, -1))
    after: list[int] = []  # for each old place, the new place it stands at or after
    for entry in old:
        before = after[-1] if after else -1
        after.append(last_seen.get(entry.key, before))

    def place(row: Row) -> tuple[int, int, int]:
        here = -1 if row.old is None else old_place[row.old.key]
        return (after[here], 1, here) if row.new is None else (new_place[row.new.key], 0, here)

    return tuple(sorted(rows, key=place))


@dataclass(frozen=True, slots=True)
class Share:
    """Points of a set that go on unchanged, and its points in all; `None` where a maximum is not known."""

    unchanged: Decimal | None
    total: Decimal | None


def unchanged_share(rows: Iterable[Row], new: Sequence[Entry]) -> Share:
    """Of the new set's ordinary leaves: those that one criterion of the old set continues as, scored as before.

    The same maximum and the same way of scoring; another name, code or place changes nothing of the points.
    """
    inner = {entry.parent for entry in new}
    leaves = {entry.key: entry for entry in new if entry.key not in inner and entry.kind == "ordinary"}
    if not leaves or any(entry.max_points is None for entry in leaves.values()):
        return Share(None, None)
    rescored = {Change.RESCALED, Change.METHOD, Change.SPLIT, Change.MERGED}
    same = {row.new.key for row in rows if row.old is not None and row.new is not None and not row.changes & rescored}
    points = {key: entry.max_points or Decimal(0) for key, entry in leaves.items()}
    return Share(
        sum((value for key, value in points.items() if key in same), Decimal(0)), sum(points.values(), Decimal(0))
    )
