"""What the page of one criterion in one edition reads."""

from dataclasses import dataclass

from indices.models import Criterion, Depth


@dataclass
class Place:
    """Where a criterion stands in the tree of its set."""

    criterion: Criterion
    above: list[Criterion]  # what it stands under, the field first
    below: list[Criterion]  # right below it, in order


def place_of(edition, code):
    """Where a criterion stands; `None` where there is no such code, or the edition is not open so deep.

    An edition that holds less than fields has a page for each field: it says that nothing of them is published.
    """
    tree = {criterion.pk: criterion for criterion in edition.criteria_set.criteria.order_by("position", "pk")}
    criterion = next((one for one in tree.values() if one.code == code), None)
    is_open = edition.depth == Depth.FULL
    if criterion is None or (criterion.parent_id and not is_open):
        return None
    above, parent = [], tree.get(criterion.parent_id)
    while parent is not None:
        above.insert(0, parent)
        parent = tree.get(parent.parent_id)
    below = [one for one in tree.values() if one.parent_id == criterion.pk] if is_open else []
    return Place(criterion, above, below)
