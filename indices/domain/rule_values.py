"""What a scoring rule says: its kind, its figures, its steps."""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

HUNDRED_PERCENT = Decimal(100)


class RuleKind(StrEnum):
    """How a rule turns what was done into points."""

    FULL_OR_NOTHING = "full_or_nothing"
    GRADED = "graded"
    BANDS = "bands"
    PROPORTION = "proportion"
    COUNT = "count"
    DEDUCTION = "deduction"


STEPPED = frozenset({RuleKind.GRADED, RuleKind.BANDS})
COUNTED = frozenset({RuleKind.COUNT, RuleKind.DEDUCTION})
RATED = frozenset({RuleKind.BANDS, RuleKind.PROPORTION})


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a rule: of a graded one a level, of bands a rate (%) from which the points are given, included.

    `position` names it, as its place in the rule does in the database.
    """

    position: int
    points: Decimal
    lower: Decimal | None = None
    label: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """The rule of one criterion.

    Args:
        max_points: the criterion's maximum; below zero for a penalty, `None` where it is not known.
        steps: of graded rules and bands, in the order of the decision.
        each: points for each time, above zero, for a penalty too.
        threshold: of a proportion, the rate (%) below which there are no points.
        full_from: of a proportion, the rate (%) from which there are full marks.
        places: decimal places that points are rounded to.
        is_leaf: nothing stands below the criterion in the tree.
    """

    kind: RuleKind
    max_points: Decimal | None
    steps: tuple[Step, ...] = ()
    each: Decimal | None = None
    threshold: Decimal | None = None
    full_from: Decimal | None = None
    places: int = 2
    is_leaf: bool = True

    @property
    def sign(self) -> int:
        """−1 for a penalty, else 1."""
        return -1 if self.max_points is not None and self.max_points < 0 else 1

    def amount(self, points: Decimal) -> Decimal:
        """Points without the sign of a penalty; below zero where their sign is not the rule's."""
        return self.sign * points
