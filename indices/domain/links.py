"""Can links between two criteria sets be true together, and how much of the points do they follow (đối chiếu)?

A link says how one criterion goes on in the next set. Some cannot be: one criterion that is kept and split as well,
parts that do not add up to the whole, a bonus that becomes an ordinary criterion. Those are refused when somebody
enters them, and found again by `check_data`, because trees change after links were made.
"""

from collections import defaultdict
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from functools import cached_property

from indices.domain.crosswalk import Entry, Tie
from reformtrack.text import fold

SIMPLE = ("kept", "renamed", "rescaled")  # one goes on as one
ROUNDING = Decimal("0.000000005")  # thirds of ten: parts laid down with nine places miss the whole by billionths


class LinkFlaw(StrEnum):
    """What is wrong with a link."""

    STRANGER = "stranger"
    ENDS = "ends"
    TWICE = "twice"
    NEW_CONTINUES = "new_continues"
    DROPPED_GOES_ON = "dropped_goes_on"
    OLD_CONTRADICTS = "old_contradicts"
    NEW_CONTRADICTS = "new_contradicts"
    ALONE = "alone"
    SUM = "sum"
    MAXIMUM = "maximum"
    SAME_MAXIMUM = "same_maximum"
    KIND = "kind"
    DEPTH = "depth"
    NESTED = "nested"
    INVERTED = "inverted"
    UNSAID = "unsaid"


@dataclass(frozen=True, slots=True)
class LinkFault:
    """One thing that is wrong.

    Args:
        place: of the link among those given; `None`: a criterion that no link names.
        old, new: keys of the criteria it is about; `None` where there is none.
        stated, computed: of a sum: the maximum of the whole, and what the parts give. Of a maximum: old and new.
    """

    flaw: LinkFlaw
    place: int | None
    old: Hashable | None = None
    new: Hashable | None = None
    stated: Decimal | None = None
    computed: Decimal | None = None


def link_faults(old: Sequence[Entry], new: Sequence[Entry], ties: Sequence[Tie]) -> tuple[LinkFault, ...]:
    """Everything that is wrong with the links between two sets: link by link, then what no link names.

    Args:
        old, new: the entries of the two trees, parents before those under them.
        ties: one a link; a link whose ends are wrong is judged no further.
    """
    return _Links(old, new, ties).faults()


_Placed = tuple[int, Tie]


class _Links:
    """Links between two trees, sorted by what they name."""

    def __init__(self, old: Sequence[Entry], new: Sequence[Entry], ties: Sequence[Tie]):
        self.olds, self.news = {entry.key: entry for entry in old}, {entry.key: entry for entry in new}
        self.ties = ties
        self.found: list[LinkFault] = []
        self.from_old: dict[Hashable, list[_Placed]] = defaultdict(list)
        self.to_new: dict[Hashable, list[_Placed]] = defaultdict(list)

    def faults(self) -> tuple[LinkFault, ...]:
        sound = [(place, tie) for place, tie in enumerate(self.ties) if self._ends_are_right(place, tie)]
        going_on = [(place, tie) for place, tie in self._once(sound) if tie.old is not None and tie.new is not None]
        for place, tie in going_on:
            self.from_old[tie.old].append((place, tie))
            self.to_new[tie.new].append((place, tie))
        self._one_sided(sound)
        for placed in going_on:
            self._pair(*placed)
        for key, placed_ties in self.from_old.items():
            self._group("split", key, placed_ties)
        for key, placed_ties in self.to_new.items():
            self._group("merged", key, placed_ties)
        self.found.sort(key=lambda fault: -1 if fault.place is None else fault.place)
        named = {tie.old for _place, tie in sound}, {tie.new for _place, tie in sound}
        unsaid = [LinkFault(LinkFlaw.UNSAID, None, old=key) for key in self.olds if key not in named[0]]
        unsaid += [LinkFault(LinkFlaw.UNSAID, None, new=key) for key in self.news if key not in named[1]]
        return (*self.found, *unsaid)

    def _say(self, flaw: LinkFlaw, place: int, tie: Tie, **more: Decimal | None) -> None:
        self.found.append(LinkFault(flaw, place, tie.old, tie.new, **more))

    def _ends_are_right(self, place: int, tie: Tie) -> bool:
        """Are both ends criteria of their sets, and as many as the kind has?"""
        if (tie.old is not None and tie.old not in self.olds) or (tie.new is not None and tie.new not in self.news):
            self._say(LinkFlaw.STRANGER, place, tie)
            return False
        if (tie.old is None, tie.new is None) != (tie.kind == "new", tie.kind == "dropped"):
            self._say(LinkFlaw.ENDS, place, tie)
            return False
        return True

    def _once(self, sound: Sequence[_Placed]) -> Iterator[_Placed]:
        """Each pair of ends once; whoever says it again is told so."""
        seen: set[tuple[Hashable | None, Hashable | None]] = set()
        for place, tie in sound:
            if (tie.old, tie.new) in seen:
                self._say(LinkFlaw.TWICE, place, tie)
            else:
                seen.add((tie.old, tie.new))
                yield place, tie

    def _one_sided(self, sound: Sequence[_Placed]) -> None:
        for place, tie in sound:
            if tie.kind == "new" and tie.new in self.to_new:
                self._say(LinkFlaw.NEW_CONTINUES, place, tie)
            if tie.kind == "dropped" and tie.old in self.from_old:
                self._say(LinkFlaw.DROPPED_GOES_ON, place, tie)

    # One link

    def _pair(self, place: int, tie: Tie) -> None:
        """What two criteria alone say against a link."""
        old, new = self._ends(tie)
        if old.kind != new.kind:
            self._say(LinkFlaw.KIND, place, tie)
        if abs(old.depth - new.depth) > 1:
            self._say(LinkFlaw.DEPTH, place, tie)
        is_same = old.max_points == new.max_points
        if tie.kind in ("kept", "renamed") and not is_same:
            self._say(LinkFlaw.MAXIMUM, place, tie, stated=old.max_points, computed=new.max_points)
        if tie.kind == "rescaled" and is_same and old.max_points is not None:
            self._say(LinkFlaw.SAME_MAXIMUM, place, tie, stated=old.max_points, computed=new.max_points)
        if any(tie.new in self.above_new[other.new] for other in self._of_those_above(old)):
            self._say(LinkFlaw.INVERTED, place, tie)

    def _ends(self, tie: Tie) -> tuple[Entry, Entry]:
        return self.olds[tie.old], self.news[tie.new]

    def _of_those_above(self, old: Entry) -> Iterator[Tie]:
        for above in self.above_old[old.key]:
            yield from (tie for _place, tie in self.from_old.get(above, ()))

    @cached_property
    def above_old(self) -> Mapping[Hashable | None, frozenset[Hashable]]:
        return _above(self.olds)

    @cached_property
    def above_new(self) -> Mapping[Hashable | None, frozenset[Hashable]]:
        return _above(self.news)

    # Links that belong together

    def _group(self, kind: str, key: Hashable, placed: Sequence[_Placed]) -> None:
        """All links of one old criterion (`split`), or of one new one (`merged`).

        Several links are all of that kind, and one alone is not: a criterion goes on in one way.
        """
        is_split = kind == "split"
        if len(placed) == 1:
            place, tie = placed[0]
            if tie.kind == kind:
                self._say(LinkFlaw.ALONE, place, tie)
            return
        others = [(place, tie) for place, tie in placed if tie.kind != kind]
        for place, tie in others:
            self._say(LinkFlaw.OLD_CONTRADICTS if is_split else LinkFlaw.NEW_CONTRADICTS, place, tie)
        if not others:
            self._parts(is_split, key, placed)

    def _parts(self, is_split: bool, key: Hashable, placed: Sequence[_Placed]) -> None:
        """Parts stand beside each other, and add up to the whole unless somebody says why they do not."""
        above = self.above_new if is_split else self.above_old
        parts = {tie.new if is_split else tie.old: (place, tie) for place, tie in placed}
        nested = [here for part, here in parts.items() if above[part] & parts.keys()]
        for place, tie in nested:
            self._say(LinkFlaw.NESTED, place, tie)
        whole = (self.olds if is_split else self.news)[key].max_points
        maxima = [(self.news if is_split else self.olds)[part].max_points for part in parts]
        known = [points for points in maxima if points is not None]
        if nested or whole is None or len(known) < len(maxima) or any(tie.explained for _place, tie in placed):
            return
        computed = sum(known, Decimal(0))
        if abs(computed - whole) > ROUNDING:
            place, tie = placed[0]
            self._say(LinkFlaw.SUM, place, tie, stated=whole, computed=computed)


def _above(entries: Mapping[Hashable, Entry]) -> Mapping[Hashable | None, frozenset[Hashable]]:
    """Key -> keys of all it stands under."""
    found: dict[Hashable | None, frozenset[Hashable]] = {None: frozenset()}
    for key, entry in entries.items():
        found[key] = frozenset() if entry.parent is None else found[entry.parent] | {entry.parent}
    return found


def circles(steps: Iterable[tuple[Hashable, Hashable]]) -> tuple[tuple[Hashable, ...], ...]:
    """Sets that lead back to themselves, each circle once, in the order in which they were named.

    Args:
        steps: (a set, one that continues it).
    """
    following: dict[Hashable, list[Hashable]] = defaultdict(list)
    order: dict[Hashable, None] = {}
    for one, other in steps:
        following[one].append(other)
        order |= {one: None, other: None}
    reached = {one: _reached(one, following) for one in order}
    found: dict[tuple[Hashable, ...], None] = {}
    for one in order:
        if one in reached[one]:
            found[tuple(other for other in order if other in reached[one] and one in reached[other])] = None
    return tuple(found)


def _reached(start: Hashable, following: Mapping[Hashable, Sequence[Hashable]]) -> set[Hashable]:
    reached: set[Hashable] = set()
    waiting = list(following.get(start, ()))
    while waiting:
        here = waiting.pop()
        if here not in reached:
            reached.add(here)
            waiting += following.get(here, ())
    return reached


# How much is linked


@dataclass(frozen=True, slots=True)
class Covered:
    """Points of a set's ordinary leaves that links follow, and of all; `None` where a maximum is not known."""

    linked: Decimal | None
    total: Decimal | None


def coverage(old: Sequence[Entry], new: Sequence[Entry], ties: Iterable[Tie]) -> tuple[Covered, Covered]:
    """How many points of the old set and of the new one links follow, whatever their kind.

    A leaf is followed where a link names it, or where what stands above it is linked with a leaf: then all under it
    are that leaf's parts. Two criteria that both have others under them prove nothing of those.
    """
    under_old, under_new = _leaves_under(old), _leaves_under(new)
    held: tuple[set[Hashable], set[Hashable]] = set(), set()
    for tie in ties:
        here, there = under_old.get(tie.old, ()), under_new.get(tie.new, ())
        if here and there and (here == (tie.old,) or there == (tie.new,)):
            held[0].update(here)
            held[1].update(there)
    return _covered(old, held[0]), _covered(new, held[1])


def _leaves_under(entries: Sequence[Entry]) -> Mapping[Hashable | None, tuple[Hashable, ...]]:
    """Key -> leaves under it; a leaf's own key."""
    below: dict[Hashable | None, list[Hashable]] = defaultdict(list)
    for entry in entries:
        below[entry.parent].append(entry.key)
    found: dict[Hashable | None, tuple[Hashable, ...]] = {}
    for entry in reversed(entries):  # those under one come before it
        children = below.get(entry.key, ())
        found[entry.key] = tuple(leaf for child in children for leaf in found[child]) or (entry.key,)
    return found


def _covered(entries: Sequence[Entry], held: set[Hashable]) -> Covered:
    inner = {entry.parent for entry in entries}
    leaves = [entry for entry in entries if entry.key not in inner and entry.kind == "ordinary"]
    points = {entry.key: entry.max_points for entry in leaves if entry.max_points is not None}
    if not leaves or len(points) < len(leaves):
        return Covered(None, None)
    linked = sum((value for key, value in points.items() if key in held), Decimal(0))
    return Covered(linked, sum(points.values(), Decimal(0)))


def is_unchanged(old: Entry, new: Entry) -> bool:
    """Is there nothing for a person to weigh: the same name, known maximum, method, kind and depth?"""
    return (
        fold(old.name) == fold(new.name)
        and old.max_points is not None
        and (old.max_points, old.method, old.kind, old.depth) == (new.max_points, new.method, new.kind, new.depth)
    )  # fmt: skip
