"""In which editions criteria are held: where a link to the page of a criterion leads from outside a year."""

from indices.models import Criterion, CriterionStatistic, Depth, Edition


def newest_holding(criteria):
    """The newest published edition that holds figures of a criterion and is open to it; two queries.

    Args:
        criteria: `Criterion`s, or their ids.

    Returns:
        {criterion id: Edition}; a criterion of which nothing is published is not there.
    """
    held = (
        CriterionStatistic.objects.filter(criterion__in=criteria, edition__state=Edition.State.PUBLISHED)
        .order_by("edition__ends_on", "edition__revision", "edition")
        .values_list("criterion", "criterion__level", "edition")
        .distinct()
    )
    held = list(held)
    editions = Edition.objects.select_related("index").in_bulk({edition for _criterion, _level, edition in held})
    return {criterion: editions[edition] for criterion, level, edition in held if _is_open(editions[edition], level)}


def _is_open(edition, level):
    depth = edition.depth
    return depth == Depth.FULL or (depth == Depth.FIELDS and level == Criterion.CriterionLevel.FIELD)
