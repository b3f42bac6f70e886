"""What comes of mending one leaf after another, the largest gain first: points needed against points to be had."""

from collections.abc import Sequence
from dataclasses import dataclass

from indices.domain.route import Outcome, Own, Route, outcome_of
from indices.domain.route_leaves import RouteLeaf
from indices.domain.route_others import Others


@dataclass(frozen=True, slots=True)
class Step:
    """One leaf more. `outcome`: with it and all before it; its gain is that of all of them together."""

    code: str
    gain: int
    outcome: Outcome


def steps_of(route: Route, own: Own, leaves: Sequence[RouteLeaf], others: Others) -> tuple[Step, ...]:
    """The leaves that a route may count on, the largest gain first, of equal ones the earlier in the tree.

    No set of so many leaves gives more than the first so many steps.
    """
    fixed = route.fixed or {}
    mendable = [leaf for leaf in leaves if leaf.gain and leaf.code not in fixed]
    rivals = others.under(route.assumption)
    found, together = [], 0
    for leaf in sorted(mendable, key=lambda leaf: -leaf.gain):
        together += leaf.gain
        found.append(Step(leaf.code, leaf.gain, outcome_of(own, together, others, rivals)))
    return tuple(found)
