"""Stored criteria sets as the outlines that the domain judges."""

from collections import defaultdict

from indices.domain.outline import METHODS, OutlineRow, Totals
from indices.models import TotalMethod


def in_tree_order(criteria):
    """[(criterion, depth)] of a set: each criterion before those under it, brothers by their position.

    A criterion whose parent is not among them (or that stands under itself) is left out.
    """
    below = defaultdict(list)
    for criterion in sorted(criteria, key=lambda criterion: (criterion.position, criterion.pk)):
        below[criterion.parent_id].append(criterion)
    ordered, waiting = [], [(criterion, 0) for criterion in reversed(below[None])]
    while waiting:
        criterion, depth = waiting.pop()
        ordered.append((criterion, depth))
        waiting += [(child, depth + 1) for child in reversed(below[criterion.pk])]
    return ordered


def outline_of(criteria_set):
    """The rows of a stored set, in the order of its tree; one query."""
    return [
        OutlineRow(depth, criterion.code, criterion.name, criterion.max_points, criterion.method, criterion.kind)
        for criterion, depth in in_tree_order(criteria_set.criteria.all())
    ]


def totals_of(criteria_set):
    """What is laid down of a set as a whole."""
    parts = {method: getattr(criteria_set, f"{method}_points") for method in METHODS}
    counts = (criteria_set.stated_fields, criteria_set.stated_criteria, criteria_set.stated_subcriteria)
    return Totals(
        max_points=criteria_set.max_points,
        by_method={method: points for method, points in parts.items() if points is not None},
        counts={depth: count for depth, count in enumerate(counts) if count is not None},
        add_up=criteria_set.index.total_method == TotalMethod.SUM,
    )
