"""A unit's own trees under its published result, as far as the reader may see them."""

from collections import defaultdict
from dataclasses import dataclass

from indices.models import Annex, Score
from indices.permissions import may_read_annex
from indices.queries.outlines import in_tree_order


@dataclass(frozen=True)
class OwnTree:
    """An annex with its lines, in the order of its tree: (criterion, depth, score or `None`)."""

    annex: Annex
    lines: list


def trees_under(standing, by):
    """The annexes of a standing that `by` may see, each with its tree; two queries more for each set."""
    annexes = standing.annexes.select_related("criteria_set").order_by("pk")
    readable = [annex for annex in annexes if may_read_annex(by, annex)]
    if not readable:
        return []
    scores = defaultdict(dict)
    for score in Score.objects.filter(annex__in=readable):
        scores[score.annex_id][score.criterion_id] = score
    return [
        OwnTree(
            annex,
            [
                (criterion, depth, scores[annex.pk].get(criterion.pk))
                for criterion, depth in in_tree_order(annex.criteria_set.criteria.all())
            ],
        )
        for annex in readable
    ]
