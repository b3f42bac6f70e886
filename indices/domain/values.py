"""What the rules speak of: criteria, what is entered, what comes out. Plain values, frozen and exact.

Points are `Decimal` with at most nine places. `None` is "not known", never zero. The entries are not checked when they
are made (a national edition has 315,495 of them) but when they are reckoned with.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from indices.domain.figures import PLACES, billionths, cut, exact, percent_of, round_half_up

__all__ = [
    "PLACES",
    "BandRule",
    "CriteriaTree",
    "CriterionKind",
    "CriterionNode",
    "Disagreement",
    "EditionResult",
    "FaultKind",
    "Figure",
    "Origin",
    "ScoreEntry",
    "ScoreResult",
    "ScoreStatus",
    "StandingEntry",
    "StandingResult",
    "StandingStatus",
    "Stated",
    "Statistic",
    "TotalMethod",
    "cut",
    "exact",
    "percent_of",
    "round_half_up",
]


class ScoreStatus(StrEnum):
    """Whether a criterion was scored for a unit. Not scored is unknown; not applicable leaves points and maximum."""

    SCORED = "scored"
    NOT_SCORED = "not_scored"
    NOT_APPLICABLE = "not_applicable"


class StandingStatus(StrEnum):
    """Where a unit stands: among the ranked, assessed without a rank, with parts lacking, or not published at all."""

    RANKED = "ranked"
    UNRANKED = "unranked"
    INCOMPLETE = "incomplete"
    NOT_PUBLISHED = "not_published"


class CriterionKind(StrEnum):
    """Ordinary criteria make the maximum; bonus and penalty count in points only."""

    ORDINARY = "ordinary"
    BONUS = "bonus"
    PENALTY = "penalty"


class TotalMethod(StrEnum):
    """Whether a total is the sum of its parts or what the issuer states."""

    SUM = "sum"
    STATED = "stated"


class Origin(StrEnum):
    """Whether points were entered at a criterion or rolled up from those below it."""

    ENTERED = "entered"
    ROLLED_UP = "rolled_up"


class Figure(StrEnum):
    """What a statistic is made of."""

    POINTS = "points"
    PERCENT = "percent"


class FaultKind(StrEnum):
    """How two figures for the same thing disagree."""

    SUM = "sum"  # a criterion's own figure, or the stated total, against the sum of its parts
    STATED = "stated"  # the points printed for a criterion against the points entered
    PERCENT = "percent"  # the percent printed against points / maximum
    SIGN = "sign"  # a penalty above zero, or anything else below zero: against zero
    NOT_APPLICABLE = "not_applicable"  # points inside a criterion that is declared not applicable: against zero


@dataclass(frozen=True, slots=True)
class CriterionNode:
    """One criterion. `max_points`: laid down, or not known; zero or less for a penalty (the most it takes away).

    `kind` holds for all below a bonus or a penalty. `total_method` `None`: as the whole tree's.
    """

    code: str
    parent: str | None = None
    max_points: Decimal | None = None
    kind: CriterionKind = CriterionKind.ORDINARY
    total_method: TotalMethod | None = None


@dataclass(frozen=True, slots=True)
class CriteriaTree:
    """The criteria of one set, in tree order, and how their total comes about.

    Args:
        nodes: the criteria; a parent may stand before or after its children, siblings stand in their order.
        total_method: of the whole, and of each criterion that says nothing itself.
        max_points: maximum of the whole where it is laid down; else it is the sum of the fields' maxima.
        bonus_cap, penalty_cap: the most that all bonuses add, and all penalties take away; both zero or more.

    Raises:
        ValueError: a code twice, an unknown parent, a circle, a maximum or a cap of the wrong sign, a penalty under a
            bonus or the reverse, a maximum for a criterion with nothing but bonus and penalty below it.
    """

    nodes: tuple[CriterionNode, ...]
    total_method: TotalMethod
    max_points: Decimal | None = None
    bonus_cap: Decimal | None = None
    penalty_cap: Decimal | None = None
    roots: tuple[str, ...] = field(init=False, repr=False, compare=False)
    leaves: tuple[str, ...] = field(init=False, repr=False, compare=False)
    depth: int = field(init=False, repr=False, compare=False)  # number of levels; 0 without criteria
    _nodes: dict[str, CriterionNode] = field(init=False, repr=False, compare=False)
    _children: dict[str | None, tuple[str, ...]] = field(init=False, repr=False, compare=False)
    _levels: dict[str, int] = field(init=False, repr=False, compare=False)
    _kinds: dict[str, CriterionKind] = field(init=False, repr=False, compare=False)
    _required: dict[str | None, tuple[str, ...]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        nodes = {node.code: node for node in self.nodes}
        if len(nodes) < len(self.nodes):
            raise ValueError("a code stands twice among the criteria")
        children: dict[str | None, list[str]] = {None: []}
        children.update({code: [] for code in nodes})
        for node in self.nodes:
            if node.parent not in children:
                raise ValueError(f"criterion {node.code} stands under {node.parent}, which is not in the set")
            children[node.parent].append(node.code)
        derive = object.__setattr__  # the only way into a frozen value, and only from here
        derive(self, "_nodes", nodes)
        derive(self, "_children", {code: tuple(below) for code, below in children.items()})
        derive(self, "_levels", {})
        derive(self, "_kinds", {})
        derive(self, "_required", {})
        derive(self, "roots", self._children[None])
        self._descend(None, 0, CriterionKind.ORDINARY)
        if len(self._levels) < len(nodes):
            raise ValueError(f"criteria stand under each other: {', '.join(sorted(nodes.keys() - self._levels))}")
        derive(self, "leaves", tuple(code for code in self._levels if not self._children[code]))
        derive(self, "depth", max(self._levels.values(), default=0))
        self._check_maxima()

    def _descend(self, code: str | None, level: int, kind: CriterionKind) -> None:
        """Note level, kind and required leaves of a criterion and of all below it, in tree order."""
        if code is not None:
            own = self._nodes[code].kind
            if kind is not CriterionKind.ORDINARY and own not in (kind, CriterionKind.ORDINARY):
                raise ValueError(f"criterion {code} is a {own} inside a {kind}")
            if kind is CriterionKind.ORDINARY:
                kind = own
            self._levels[code] = level
            self._kinds[code] = kind
        below = self._children[code]
        for child in below:
            self._descend(child, level + 1, kind)
        if kind is not CriterionKind.ORDINARY:
            self._required[code] = ()
        elif below:
            self._required[code] = tuple(leaf for child in below for leaf in self._required[child])
        else:
            self._required[code] = () if code is None else (code,)

    def _check_maxima(self) -> None:
        for cap in (self.bonus_cap, self.penalty_cap):
            if cap is not None and billionths(cap) < 0:
                raise ValueError(f"a cap must not be below zero: {cap}")
        if self.max_points is not None and billionths(self.max_points) <= 0:
            raise ValueError(f"the maximum of the whole must be above zero: {self.max_points}")
        for code, node in self._nodes.items():
            if node.max_points is None:
                continue
            maximum, kind = billionths(node.max_points), self._kinds[code]
            if kind is CriterionKind.PENALTY:
                if maximum > 0:
                    raise ValueError(f"the maximum of penalty {code} must not be above zero: {node.max_points}")
            elif maximum <= 0:
                raise ValueError(f"the maximum of criterion {code} must be above zero: {node.max_points}")
            elif kind is CriterionKind.ORDINARY and not self._required[code]:
                raise ValueError(f"criterion {code} has only bonus and penalty below it, hence no maximum")

    def node(self, code: str) -> CriterionNode:
        return self._nodes[code]

    def __contains__(self, code: object) -> bool:
        return code in self._nodes

    def children(self, code: str | None) -> tuple[str, ...]:
        """Codes right below a criterion, in order; below `None`: the fields."""
        return self._children[code]

    def level(self, code: str) -> int:
        """1 for a field, 2 below it, and so on."""
        return self._levels[code]

    def kind(self, code: str) -> CriterionKind:
        """Its own kind, or that of the bonus or penalty it stands under."""
        return self._kinds[code]

    def method(self, code: str | None) -> TotalMethod:
        """How its points come about; `None`: the whole's."""
        own = None if code is None else self._nodes[code].total_method
        return own or self.total_method

    def required(self, code: str | None) -> tuple[str, ...]:
        """Leaves that must be scored for its sum to be known, in tree order; bonus and penalty never are."""
        return self._required[code]


@dataclass(frozen=True, slots=True)
class Stated:
    """A figure as it was printed, with the number of places it was printed with.

    Raises:
        ValueError: it has more places than it is said to have been printed with.
    """

    value: Decimal
    places: int

    def __post_init__(self) -> None:
        if not 0 <= self.places <= PLACES or billionths(self.value) % self.unit:
            raise ValueError(f"{self.value} cannot have been printed with {self.places} places")

    @property
    def unit(self) -> int:
        """One unit of the last printed place, in billionths. Half of it is what rounding may have hidden."""
        return int(10 ** (PLACES - self.places))


@dataclass(frozen=True, slots=True)
class ScoreEntry:
    """What is entered for one unit at one criterion, at any level. `max_points`: the unit's own applicable maximum."""

    status: ScoreStatus = ScoreStatus.SCORED
    points: Decimal | None = None
    self_points: Decimal | None = None
    appraised_points: Decimal | None = None
    reappraised_points: Decimal | None = None
    survey_points: Decimal | None = None
    max_points: Decimal | None = None
    stated_points: Stated | None = None
    stated_percent: Stated | None = None
    stated_rank: int | None = None


@dataclass(frozen=True, slots=True)
class StandingEntry:
    """What is entered for one unit in one edition.

    Args:
        scores: criterion code -> entry. How deep it goes is the unit's own: nothing, fields, or the whole tree.
        block: units ranked against each other; "" in an undivided edition.
        to_be_ranked: declared by the issuer; whoever is excused, special or lacks parts is not.
        status_declared: `UNRANKED` or `NOT_PUBLISHED`; the others follow from the figures.
        max_points: the unit's own applicable maximum of the whole.
        stated_points, stated_percent, stated_rank: the total and the rank that the decision prints.

    Raises:
        ValueError: another status is declared.
    """

    scores: Mapping[str, ScoreEntry]
    block: str = ""
    to_be_ranked: bool = True
    status_declared: StandingStatus | None = None
    max_points: Decimal | None = None
    stated_points: Stated | None = None
    stated_percent: Stated | None = None
    stated_rank: int | None = None

    def __post_init__(self) -> None:
        if self.status_declared not in (None, StandingStatus.UNRANKED, StandingStatus.NOT_PUBLISHED):
            raise ValueError(f"{self.status_declared} follows from the figures and cannot be declared")

    @property
    def counts(self) -> bool:
        """Whether it stands among those who are ranked and make the mean."""
        return self.to_be_ranked and self.status_declared is not StandingStatus.UNRANKED


@dataclass(frozen=True, slots=True)
class ScoreResult:
    """One unit at one criterion, reckoned.

    `percent`: of the applicable maximum, cut at nine places; where only a percent was published, that percent.
    Bonus and penalty have neither percent nor rank. `missing`: leaves without which there are no points.
    """

    status: ScoreStatus
    points: Decimal | None = None
    max_points: Decimal | None = None
    percent: Decimal | None = None
    rank: int | None = None
    origin: Origin = Origin.ENTERED
    provisional: bool = False
    missing: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StandingResult:
    """One unit in one edition, reckoned.

    `points` are the sum of the parts where that is the method and all parts are known, else the stated points;
    `percent` is theirs, or the stated percent where only that is known. `missing`: leaves without which there is no
    total. `scores` holds the criteria that have an entry, or one below them, in tree order.
    """

    status: StandingStatus
    points: Decimal | None = None
    max_points: Decimal | None = None
    percent: Decimal | None = None
    rank: int | None = None
    band: str | None = None
    provisional: bool = False
    missing: tuple[str, ...] = ()
    scores: Mapping[str, ScoreResult] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Statistic:
    """How the counted units of a block lie at one criterion, or in the total. Mean and median are cut at nine places.

    `at_full_marks` is `None` where the maximum of one of them is not known. `figure` says what was counted.
    """

    n: int
    mean: Decimal
    median: Decimal
    lowest: Decimal
    highest: Decimal
    at_full_marks: int | None
    figure: Figure = Figure.POINTS


@dataclass(frozen=True, slots=True)
class BandRule:
    """One band of an edition, in percent: lower bound included, upper excluded. Without bounds it is only a label."""

    label: str
    lower: Decimal | None = None
    upper: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Two figures for the same thing that differ by more than rounding explains: a fault that names both.

    `code` is `None` for the total. `parts`: (code, points) of what was summed.
    """

    standing_key: str
    code: str | None
    kind: FaultKind
    stated: Decimal
    computed: Decimal
    tolerance: Decimal
    parts: tuple[tuple[str, Decimal], ...] = ()


@dataclass(frozen=True, slots=True)
class EditionResult:
    """A whole edition, reckoned.

    `standings`: key -> result, in the order given. `statistics`: (block, criterion code or `None` for the total) ->
    statistic; block "*" is all blocks together, where there are several. `complete_blocks` have computed ranks.
    """

    standings: dict[str, StandingResult]
    statistics: dict[tuple[str, str | None], Statistic]
    faults: tuple[Disagreement, ...]
    complete_blocks: frozenset[str]
