"""What a ledger of points not earned is made of: lines, sums, and what is named because it is no loss."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from indices.domain.continuing import Basis, Uncompared
from indices.domain.figures import billionths, from_billionths
from indices.domain.history import Leaf
from indices.domain.places import NoPlaces
from indices.domain.values import CriterionKind


class State(StrEnum):
    """What became of a criterion since the year before."""

    NEWLY_LOST = "newly_lost"
    STILL_LOST = "still_lost"
    REGAINED = "regained"
    KEPT = "kept"  # full marks, as the year before
    LOST = "lost"  # nothing to compare with
    FULL = "full"  # nothing to compare with
    UNKNOWN = "unknown"  # points without a maximum: nobody can tell whether any are lost


class Depth(StrEnum):
    """How far down a unit's figures are known."""

    LEAVES = "leaves"
    MIXED = "mixed"  # in some fields to the leaves, in others not
    FIELDS = "fields"
    NOTHING = "nothing"


class NoLedger(StrEnum):
    """Why there is no ledger."""

    NOT_IN_TABLE = "not_in_table"
    TOTAL_ONLY = "total_only"
    NOT_PUBLISHED = "not_published"


@dataclass(frozen=True, slots=True)
class FullMarks:
    """Of the others in the block whose figure at a criterion is known, how many have full marks there."""

    at_full: int
    known: int

    @property
    def share(self) -> Fraction | None:
        return Fraction(self.at_full, self.known) if self.known else None


@dataclass(frozen=True, slots=True)
class Earlier:
    """A criterion the year before. `change`: in points, if both are of one maximum; `share_change`: of the shares."""

    label: str
    codes: tuple[str, ...]
    basis: Basis
    points: Decimal | None
    maximum: Decimal | None
    change: Decimal | None
    share_change: Fraction | None


@dataclass(frozen=True, slots=True)
class Costs:
    """Where the unit would stand if this criterion alone were full, others unchanged. Not to be added up."""

    rank: int
    rank_if_full: int

    @property
    def places(self) -> int:
        return self.rank - self.rank_if_full


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion in the ledger: a leaf or, where a unit is known no deeper, what stands above it.

    Args:
        points, maximum, lost: `None` where only a percent is published; a penalty's maximum is 0, what it took is lost.
        share: exact share of the maximum, else the published percent; `None` at a penalty.
        state, years: what became of it, for how many years running (this one counted), and from which year (`since`).
        earlier: the year before; `None` for the reason in `uncompared`.
        costs: in places; `None` where nothing is lost or places are not known.
        peers: `None` at a penalty and where nobody else's figure is known.
    """

    leaf: Leaf
    points: Decimal | None
    maximum: Decimal | None
    lost: Decimal | None
    share: Fraction | None
    state: State
    years: int
    since: str
    earlier: Earlier | None
    uncompared: Uncompared | None
    costs: Costs | None
    peers: FullMarks | None
    agency: str
    cause: str

    @property
    def is_lost(self) -> bool:
        return self.state in (State.NEWLY_LOST, State.STILL_LOST, State.LOST)


@dataclass(frozen=True, slots=True)
class Extra:
    """Bonus points: earned, never lost."""

    leaf: Leaf
    points: Decimal


@dataclass(frozen=True, slots=True)
class Sum:
    """Lines taken together, under the key they share. `unknown`: lines that are known in percent alone."""

    key: tuple[str, ...]
    points: Decimal
    maximum: Decimal
    lost: Decimal
    lines: int
    lines_lost: int
    unknown: int


@dataclass(frozen=True, slots=True)
class Beside:
    """What is recorded beside the points, by code of criterion.

    Args:
        agencies: who is in charge; holds for all below, until somebody else is named.
        causes: why points were lost.
        peers: full marks among the others, where they are already counted; else they are counted from the table.
        penalty_cap: the most that all penalties take away, in billionths.
    """

    agencies: Mapping[str, str] = field(default_factory=dict)
    causes: Mapping[str, str] = field(default_factory=dict)
    peers: Mapping[str, FullMarks] | None = None
    penalty_cap: int | None = None


@dataclass(frozen=True, slots=True)
class Ledger:
    """All of one unit's criteria in one year.

    Args:
        lines: what was lost first, the most lost first, then in tree order.
        bonus: bonus points that were earned.
        not_scored, not_applicable, not_published: no losses; named, in tree order.
        unplaced: field -> points lost in it that no line accounts for, since something below it is not published.
        no_ledger: why there are no lines; no_places: why there are no places.
        rank: the unit's own, as far as places are known.
    """

    year: str
    unit: str
    depth: Depth
    lines: tuple[Line, ...] = ()
    bonus: tuple[Extra, ...] = ()
    not_scored: tuple[Leaf, ...] = ()
    not_applicable: tuple[Leaf, ...] = ()
    not_published: tuple[Leaf, ...] = ()
    unplaced: Mapping[str, Decimal] = field(default_factory=dict)
    no_ledger: NoLedger | None = None
    no_places: NoPlaces | None = None
    rank: int | None = None

    @property
    def losses(self) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.is_lost)

    def in_state(self, state: State) -> tuple[Line, ...]:
        return tuple(line for line in self.lines if line.state is state)

    @property
    def strengths(self) -> tuple[Line, ...]:
        """Full marks kept, the longest kept first. A penalty that was not taken is no strength."""
        kept = [line for line in self.in_state(State.KEPT) if line.leaf.kind == CriterionKind.ORDINARY]
        return tuple(sorted(kept, key=lambda line: -line.years))

    @property
    def whole(self) -> Sum:
        return _sum((), self.lines)

    def by_field(self) -> tuple[Sum, ...]:
        return self._sums(lambda line: (line.leaf.field,))

    def by_method(self) -> tuple[Sum, ...]:
        return self._sums(lambda line: (line.leaf.method,))

    def by_agency(self) -> tuple[Sum, ...]:
        """By agency in charge ("" where nobody is named) and field."""
        return self._sums(lambda line: (line.agency, line.leaf.field))

    def _sums(self, key: Callable[[Line], tuple[str, ...]]) -> tuple[Sum, ...]:
        """The most lost first, then by key."""
        groups: dict[tuple[str, ...], list[Line]] = {}
        for line in self.lines:
            groups.setdefault(key(line), []).append(line)
        sums = [_sum(shared, lines) for shared, lines in groups.items()]
        return tuple(sorted(sums, key=lambda found: (-found.lost, found.key)))


def _sum(key: tuple[str, ...], lines: Sequence[Line]) -> Sum:
    known = [line for line in lines if line.lost is not None]
    return Sum(
        key=key,
        points=add_exactly(line.points for line in known),
        maximum=add_exactly(line.maximum for line in known),
        lost=add_exactly(line.lost for line in known),
        lines=len(lines),
        lines_lost=sum(line.is_lost for line in lines),
        unknown=len(lines) - len(known),
    )


def add_exactly(figures: Iterable[Decimal | None]) -> Decimal:
    """The sum of those that are known, in whole billionths."""
    return from_billionths(sum(billionths(figure) for figure in figures if figure is not None))
