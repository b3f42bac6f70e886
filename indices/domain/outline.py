"""A criteria tree as it is written down: rows in order, each with a depth, and everything that can be wrong with them.

This is how trees come in (typed on one page, read from a workbook) and how they are judged before they are stored,
put into force or published. Rows of depth 0 are fields, 1 criteria, 2 sub-criteria.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from indices.domain.figures import billionths, from_billionths
from indices.domain.values import CriterionKind

LEVELS = ("field", "criterion", "subcriterion")
METHODS = ("appraisal", "satisfaction", "survey", "outcome")  # the parts of a total; `mixed` is more than one
ORDINARY, PENALTY = CriterionKind.ORDINARY, CriterionKind.PENALTY


class Flaw(StrEnum):
    """What can be wrong with a tree."""

    NO_ROWS = "no_rows"
    NO_CODE = "no_code"
    CODE_TWICE = "code_twice"
    CODE_ELSEWHERE = "code_elsewhere"
    NO_NAME = "no_name"
    TOO_DEEP = "too_deep"
    NO_PARENT = "no_parent"
    KIND_INSIDE = "kind_inside"
    MAXIMUM_SIGN = "maximum_sign"
    ONLY_EXTRAS = "only_extras"
    NO_MAXIMUM = "no_maximum"
    SUM = "sum"
    TOTAL = "total"
    PART = "part"
    COUNT = "count"

    @property
    def is_structural(self) -> bool:
        """Does it refuse even an unfinished draft? Figures that lack or do not add up yet may wait; a tree may not."""
        return self not in UNFINISHED


# What a draft that is still being written may have.
UNFINISHED = frozenset({Flaw.NO_ROWS, Flaw.NO_MAXIMUM, Flaw.SUM, Flaw.TOTAL, Flaw.PART, Flaw.COUNT})


@dataclass(frozen=True, slots=True)
class OutlineRow:
    """One criterion as written down.

    Args:
        depth: 0 for a field, 1 for a criterion, 2 for a sub-criterion.
        max_points: `None` is not known; a penalty's is the most it takes away, below zero.
        method: one of `METHODS`, or `mixed`.
        kind: `ordinary`, `bonus` or `penalty`.
    """

    depth: int
    code: str
    name: str
    max_points: Decimal | None = None
    method: str = "appraisal"
    kind: str = ORDINARY


@dataclass(frozen=True, slots=True)
class Totals:
    """What the decision lays down of a set as a whole; whatever it does not say is absent.

    Args:
        max_points: of all fields together, bonus and penalty left out.
        by_method: method -> points of all leaves that are scored by it.
        counts: depth -> how many rows there are of it.
        add_up: is a total the sum of its parts? Where it is published as it is (DTI, PCI), maxima need not add up.
    """

    max_points: Decimal | None = None
    by_method: Mapping[str, Decimal] = field(default_factory=dict)
    counts: Mapping[int, int] = field(default_factory=dict)
    add_up: bool = True


@dataclass(frozen=True, slots=True)
class OutlineFault:
    """One thing that is wrong, with the figures that do not fit.

    Args:
        row: place in the list of rows; `None`: the set as a whole.
        stated, computed: what is laid down and what the parts give, in points or rows.
        other: place of another row that has to do with it (the first of two codes; the parent).
        text: what it is about, where that is no row: a method, a level.
    """

    flaw: Flaw
    row: int | None = None
    stated: Decimal | int | None = None
    computed: Decimal | int | None = None
    other: int | None = None
    text: str = ""


def parents(rows: Sequence[OutlineRow]) -> list[int | None]:
    """For each row the place of the row it stands under; `None` for fields and for rows that stand under nothing."""
    found: list[int | None] = []
    open_at: dict[int, int] = {}
    for place, row in enumerate(rows):
        found.append(open_at.get(row.depth - 1))
        open_at[row.depth] = place
        for deeper in [depth for depth in open_at if depth > row.depth]:
            del open_at[deeper]
    return found


def numbered(depths: Sequence[int]) -> list[str]:
    """Codes by position: `1`, `1.1`, `1.1.1`. A depth that leaps counts from one at the levels left out."""
    counters: list[int] = []
    codes = []
    for depth in depths:
        counters = [*counters[: depth + 1], *[1] * (depth - len(counters)), *[0] * (len(counters) <= depth)]
        counters[depth] += 1
        codes.append(".".join(map(str, counters)))
    return codes


def sums(rows: Sequence[OutlineRow]) -> list[Decimal | None]:
    """For each row the sum of its ordinary children's maxima; `None` where it has none or one of them is not known.

    A child without a maximum of its own counts with the sum of its children.
    """
    return [None if total is None else from_billionths(total) for total in _Tree(rows).sums]


def total_of(rows: Sequence[OutlineRow]) -> Decimal | None:
    """The sum of the ordinary fields; `None` where there are none or one of them is not known."""
    total = _Tree(rows).whole
    return None if total is None else from_billionths(total)


def by_method(rows: Sequence[OutlineRow]) -> dict[str, Decimal]:
    """Method -> points of the ordinary leaves that are scored by it; a leaf without a maximum adds nothing."""
    tree = _Tree(rows)
    found: dict[str, int] = defaultdict(int)
    for place in tree.leaves():
        maximum = rows[place].max_points
        if tree.kinds[place] == ORDINARY and maximum is not None:
            found[rows[place].method] += billionths(maximum)
    return {method: from_billionths(points) for method, points in found.items()}


class _Tree:
    """Rows with what follows from their order: parents, children, kinds with those they stand under, sums."""

    def __init__(self, rows: Sequence[OutlineRow]) -> None:
        self.rows = rows
        self.parents = parents(rows)
        self.children: dict[int | None, list[int]] = defaultdict(list)
        self.kinds: list[str] = []
        for place, (row, parent) in enumerate(zip(rows, self.parents, strict=True)):
            self.children[parent].append(place)
            above = ORDINARY if parent is None else self.kinds[parent]
            self.kinds.append(row.kind if above == ORDINARY else above)
        self.sums: list[int | None] = [None] * len(rows)
        for place in reversed(range(len(rows))):
            self.sums[place] = self._sum(self.children.get(place, []), self.kinds[place])
        self.counting: set[int] = set()  # places with an ordinary leaf at or below them: without one nothing is full
        for place in self.leaves():
            at: int | None = place if self.kinds[place] == ORDINARY else None
            while at is not None and at not in self.counting:
                self.counting.add(at)
                at = self.parents[at]
        fields = [place for place in self.children.get(None, []) if rows[place].depth == 0]
        self.whole = self._sum(fields, ORDINARY)

    def maximum(self, place: int) -> int | None:
        """Its own maximum, else what its children give."""
        own = self.rows[place].max_points
        return self.sums[place] if own is None else billionths(own)

    def _sum(self, places: Sequence[int], kind: str) -> int | None:
        """What children of that kind give together."""
        maxima = [self.maximum(place) for place in places if self.kinds[place] == kind]
        known = [maximum for maximum in maxima if maximum is not None]
        return sum(known) if known and len(known) == len(maxima) else None

    def leaves(self) -> list[int]:
        return [place for place in range(len(self.rows)) if place not in self.children]


def outline_faults(rows: Sequence[OutlineRow], totals: Totals) -> tuple[OutlineFault, ...]:
    """Everything that is wrong with a tree: row by row, then of the whole.

    Raises:
        TypeError: a maximum is not a Decimal.
        ValueError: a maximum has more than nine places.
    """
    if not rows:
        return (OutlineFault(Flaw.NO_ROWS),)
    tree = _Tree(rows)
    first_with: dict[str, int] = {}
    for place, row in enumerate(rows):
        first_with.setdefault(row.code, place)
    found: list[OutlineFault] = []
    for place in range(len(rows)):
        found += _of_code(tree, place, first_with)
        found += _of_place(tree, place)
        found += _of_maximum(tree, place, totals)
    return (*found, *_of_whole(tree, totals))


def _of_code(tree: _Tree, place: int, first_with: Mapping[str, int]) -> Iterator[OutlineFault]:
    row, parent = tree.rows[place], tree.parents[place]
    if not row.code:
        yield OutlineFault(Flaw.NO_CODE, place)
    elif first_with[row.code] != place:
        yield OutlineFault(Flaw.CODE_TWICE, place, other=first_with[row.code], text=row.code)
    elif parent is not None and _is_numbered(row.code) and not _belongs_under(row.code, tree.rows[parent].code):
        yield OutlineFault(Flaw.CODE_ELSEWHERE, place, other=parent, text=row.code)
    if not row.name:
        yield OutlineFault(Flaw.NO_NAME, place)


def _is_numbered(code: str) -> bool:
    """Is it of the form `1.2`, which names its parent? Other codes (`TC5`, `1.a`) name nobody."""
    return "." in code and all(part.isdigit() for part in code.split("."))


def _belongs_under(code: str, parent: str) -> bool:
    return not parent.replace(".", "").isdigit() or code.startswith(f"{parent}.")


def _of_place(tree: _Tree, place: int) -> Iterator[OutlineFault]:
    row, parent = tree.rows[place], tree.parents[place]
    if row.depth >= len(LEVELS):
        yield OutlineFault(Flaw.TOO_DEEP, place)
    elif row.depth > 0 and parent is None:
        yield OutlineFault(Flaw.NO_PARENT, place, text=LEVELS[row.depth - 1])
    elif parent is not None and tree.kinds[parent] not in (ORDINARY, row.kind):
        # Under a bonus there is only bonus, whatever is written; what contradicts it would be read as one.
        yield OutlineFault(Flaw.KIND_INSIDE, place, other=parent, text=tree.kinds[parent])


def _of_maximum(tree: _Tree, place: int, totals: Totals) -> Iterator[OutlineFault]:
    row = tree.rows[place]
    is_leaf = place not in tree.children
    if row.max_points is None:
        if is_leaf:
            yield OutlineFault(Flaw.NO_MAXIMUM, place)
        return
    if (row.max_points <= 0) != (tree.kinds[place] == PENALTY):
        yield OutlineFault(Flaw.MAXIMUM_SIGN, place, stated=row.max_points, text=tree.kinds[place])
        return
    if is_leaf:
        return
    if tree.kinds[place] == ORDINARY and place not in tree.counting:
        yield OutlineFault(Flaw.ONLY_EXTRAS, place)
    computed = tree.sums[place] if totals.add_up else None
    # Thirds of ten cannot be written out: each part may be half a billionth off.
    if computed is not None and 2 * abs(computed - billionths(row.max_points)) > len(tree.children[place]):
        yield OutlineFault(Flaw.SUM, place, stated=row.max_points, computed=from_billionths(computed))


def _of_whole(tree: _Tree, totals: Totals) -> Iterator[OutlineFault]:
    total = totals.max_points if totals.add_up else None
    if total is not None and tree.whole is not None and tree.whole != billionths(total):
        yield OutlineFault(Flaw.TOTAL, stated=total, computed=from_billionths(tree.whole))
    given = by_method(tree.rows)
    if "mixed" not in given and not any(tree.maximum(place) is None for place in tree.leaves()):
        for method in METHODS:
            laid_down = totals.by_method.get(method)
            computed = given.get(method, Decimal(0))
            if laid_down is not None and laid_down != computed:
                yield OutlineFault(Flaw.PART, stated=laid_down, computed=computed, text=method)
    # Bonus and penalty are not among what decisions count.
    counted = Counter(row.depth for row, kind in zip(tree.rows, tree.kinds, strict=True) if kind == ORDINARY)
    for depth, level in enumerate(LEVELS):
        # Where nothing is known of a level, the tree was published down to the one above, and lacks nothing.
        if counted[depth] and totals.counts.get(depth, counted[depth]) != counted[depth]:
            yield OutlineFault(Flaw.COUNT, stated=totals.counts[depth], computed=counted[depth], text=level)
