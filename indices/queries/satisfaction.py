"""Satisfaction points inside a reform index beside the satisfaction index of the same unit and year."""

from decimal import Decimal

from indices.domain.satisfaction import Held
from indices.domain.values import Stated
from indices.models import Standing, StandingPart

# Points that 100 % of satisfaction give. Of provinces as the ministry's method has it; of Hòa Bình's departments as
# its table of 2023 shows (DATA.md). Of other indices it is not known, or their points are not published.
WEIGHTS = {"par-province": Decimal(10), "par-hoa-binh-departments": Decimal(8)}


def held_against_each_other():
    """[(StandingPart, Held)] of every published part whose satisfaction index is known too; two queries."""
    parts = list(
        StandingPart.objects.filter(
            kind=StandingPart.PartKind.SATISFACTION,
            standing__edition__state="published",
            standing__edition__index__slug__in=WEIGHTS,
        )
        .select_related("standing__unit", "standing__edition__index")
        .order_by("standing__edition", "standing__unit__sort_key", "pk")
    )
    indexes = Standing.objects.filter(
        edition__index__family="sipas",
        edition__state="published",
        edition__index__is_sample=False,
        unit__in={part.standing.unit_id for part in parts},
        stated_percent__isnull=False,
    ).select_related("edition")
    percents = {(one.unit_id, one.edition.label): one for one in indexes}
    found = []
    for part in parts:
        edition = part.standing.edition
        beside = percents.get((part.standing.unit_id, edition.label))
        if beside is not None:
            points = Stated(part.stated_points, part.stated_points_places)
            percent = Stated(beside.stated_percent, beside.stated_percent_places)
            found.append((part, Held(points, percent, WEIGHTS[edition.index.slug])))
    return found
