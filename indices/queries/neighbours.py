"""Who stands right above and right below a unit."""

from django.db.models import Count, Max, Min, Q

from indices.models import Standing


def neighbours_of(standing):
    """(the standing right above, the one right below) in its block; `None` where nobody is, or nobody knows who.

    Of several that are level with one another the first in the alphabet stands for all. Where ranks are missing from
    what was published, whoever comes next in the table is not said to stand right there.
    """
    rank = standing.shown_rank
    if rank is None:
        return None, None
    ranked = Standing.objects.filter(edition=standing.edition_id, block=standing.block_id, shown_rank__isnull=False)
    found = ranked.aggregate(
        above=Max("shown_rank", filter=Q(shown_rank__lt=rank)),
        below=Min("shown_rank", filter=Q(shown_rank__gt=rank)),
        level=Count("pk", filter=Q(shown_rank=rank)),
    )
    beside = list(ranked.filter(shown_rank__in=(found["above"], found["below"])).select_related("unit").in_order())
    above = [other for other in beside if other.shown_rank == found["above"]]
    below = [other for other in beside if other.shown_rank == found["below"]]
    return (
        above[0] if above and found["above"] + len(above) == rank else None,
        below[0] if below and rank + found["level"] == found["below"] else None,
    )
