"""What reckoning works on: the tree made ready once for an edition, and the tally of one criterion of one standing."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from indices.domain.figures import HUNDRED, billionths, cut_quotient
from indices.domain.values import CriteriaTree, CriterionKind, Origin, ScoreEntry, ScoreStatus, TotalMethod


@dataclass(slots=True)
class Tally:
    """One criterion of one standing, or its whole, while it is reckoned. All figures in billionths.

    `maximum`: the applicable one; 0 where nothing counts in a maximum. `taken`: what is not applicable, or has a
    maximum of the unit's own, takes out of a laid-down maximum above. `slack`: the units of the last printed place of
    all that was printed, hence twice the tolerance. `share`: the stated percent, where there are no points. `bonus`
    and `penalty`: how much of the points they are.
    """

    status: ScoreStatus
    points: int | None = None
    maximum: int | None = 0
    taken: int | None = 0
    slack: int = 0
    share: int | None = None
    provisional: bool = False
    origin: Origin = Origin.ENTERED
    missing: tuple[str, ...] = ()
    bonus: int = 0
    penalty: int = 0

    @property
    def percent(self) -> int | None:
        """In billionths of a percent, cut; the stated one where there are no points; `None` if neither is known."""
        if self.points is not None and self.maximum:
            return cut_quotient(self.points * HUNDRED, self.maximum)
        return self.share


Parts = list[tuple[str, Tally | None]]


class Plan:
    """What is the same for every standing of an edition: the tree with its maxima, made ready once."""

    def __init__(self, tree: CriteriaTree) -> None:
        self.tree = tree
        self.laid_down: dict[str | None, int | None] = {None: _count(tree.max_points)}
        self.full: dict[str | None, int | None] = {}
        self.kinds = {node.code: tree.kind(node.code) for node in tree.nodes}
        self.children = {node.code: tree.children(node.code) for node in tree.nodes}
        self.required = {node.code: tree.required(node.code) for node in tree.nodes}
        self.stated = {code: tree.method(code) is TotalMethod.STATED for code in (None, *self.children)}
        self.order = tuple(self._walk(tree.roots))
        for node in tree.nodes:
            self.laid_down[node.code] = _count(node.max_points)
        self._add_up_maxima(None)
        self.may_be_negative = {code for code in self.order if self._holds_penalty(code)}
        self.plain = {code for code in self.order if self._is_plain(code)}
        # (criterion, id of what is entered, in a draft) -> (what is entered, its tally): reckoned once for all units.
        self.leaves: dict[tuple[str, int, bool], tuple[ScoreEntry, Tally]] = {}

    def _walk(self, codes: Iterable[str]) -> Iterable[str]:
        for code in codes:
            yield code
            yield from self._walk(self.children[code])

    def _add_up_maxima(self, code: str | None) -> int | None:
        below = [(child, self._add_up_maxima(child)) for child in self.tree.children(code)]
        full = self.laid_down[code]
        if full is None and below:
            full = add_up(maximum for child, maximum in below if self.required[child])
        self.full[code] = full
        return full

    def _holds_penalty(self, code: str) -> bool:
        return self.kinds[code] is CriterionKind.PENALTY or any(
            self._holds_penalty(child) for child in self.children[code]
        )

    def _is_plain(self, code: str) -> bool:
        """Is it a bare sum: of ordinary criteria all the way down?"""
        return not self.stated[code] and all(
            self.kinds[child] is CriterionKind.ORDINARY and (not self.children[child] or self._is_plain(child))
            for child in self.children[code]
        )


def _count(points: Decimal | None) -> int | None:
    return None if points is None else billionths(points)


def add_up(figures: Iterable[int | None]) -> int | None:
    """The sum; `None` as soon as one of them is not known."""
    total = 0
    for figure in figures:
        if figure is None:
            return None
        total += figure
    return total
