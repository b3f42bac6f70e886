"""What units claimed for themselves, against what was granted: where they over- and under-claimed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal

from indices.domain.figures import from_billionths
from indices.domain.history import Leaf


@dataclass(frozen=True, slots=True)
class Claim:
    """A leaf's figures on the way to its points, in billionths; `None` where there is none."""

    own: int | None = None
    appraised: int | None = None
    reappraised: int | None = None

    @property
    def granted(self) -> int | None:
        """Re-appraised, else appraised: what counts against the own figure. A survey's points are not claimed."""
        return self.appraised if self.reappraised is None else self.reappraised


@dataclass(frozen=True, slots=True)
class ClaimLine:
    """One leaf. `over`: claimed and not granted; below zero: granted beyond the claim. `won_back`: by explaining."""

    leaf: Leaf
    claimed: Decimal
    appraised: Decimal | None
    reappraised: Decimal | None
    over: Decimal
    won_back: Decimal | None


@dataclass(frozen=True, slots=True)
class Claims:
    """A unit's claims. `lines` differ, the largest difference first; `agreeing` leaves do not, `waiting` are open.

    `over` and `under` are both zero or more: sums of the two directions, which must not hide each other.
    """

    lines: tuple[ClaimLine, ...]
    agreeing: int
    waiting: tuple[Leaf, ...]
    claimed: Decimal
    granted: Decimal
    over: Decimal
    under: Decimal
    won_back: Decimal


def claims_of(leaves: Iterable[Leaf], claims: Mapping[str, Claim]) -> Claims:
    """Set what a unit claimed against what it was granted, leaf by leaf and in sum.

    Args:
        leaves: in tree order.
        claims: code -> figures. Leaves without an own figure are not claimed and stand outside.
    """
    judged: list[tuple[Leaf, Claim, int, int]] = []
    waiting = []
    for leaf in leaves:
        claim = claims.get(leaf.code)
        if claim is None or claim.own is None:
            continue
        if claim.granted is None:
            waiting.append(leaf)
        else:
            judged.append((leaf, claim, claim.own, claim.granted))
    differing = [entry for entry in judged if entry[2] != entry[3] or _won_back(entry[1])]
    differing.sort(key=lambda entry: -abs(entry[2] - entry[3]))
    return Claims(
        lines=tuple(_line(*entry) for entry in differing),
        agreeing=len(judged) - len(differing),
        waiting=tuple(waiting),
        claimed=from_billionths(sum(own for _leaf, _claim, own, _granted in judged)),
        granted=from_billionths(sum(granted for _leaf, _claim, _own, granted in judged)),
        over=from_billionths(sum(max(own - granted, 0) for _leaf, _claim, own, granted in judged)),
        under=from_billionths(sum(max(granted - own, 0) for _leaf, _claim, own, granted in judged)),
        won_back=from_billionths(sum(_won_back(claim) or 0 for _leaf, claim, _own, _granted in judged)),
    )


def _won_back(claim: Claim) -> int | None:
    if claim.appraised is None or claim.reappraised is None:
        return None
    return claim.reappraised - claim.appraised


def _line(leaf: Leaf, claim: Claim, own: int, granted: int) -> ClaimLine:
    won = _won_back(claim)
    return ClaimLine(
        leaf=leaf,
        claimed=from_billionths(own),
        appraised=None if claim.appraised is None else from_billionths(claim.appraised),
        reappraised=None if claim.reappraised is None else from_billionths(claim.reappraised),
        over=from_billionths(own - granted),
        won_back=None if won is None else from_billionths(won),
    )
