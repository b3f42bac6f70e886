"""What belongs to the sample: units and indices say so themselves, decisions and sources by what they are of.

The sample is kept apart from what is real: pages read one side or the other, never both.
"""

from django.db.models import Exists, OuterRef, Q

from indices.models import (
    Band,
    Conflict,
    ContributionLink,
    CriteriaSet,
    Edition,
    EditionStatistic,
    Index,
    Responsibility,
    Score,
    Standing,
    StandingPart,
    Target,
)
from records.models import Decision, Source
from units.models import Group, Succession, Unit, UnitName

OF_INDEX = "index__is_sample"
OF_EDITION = "edition__index__is_sample"
OF_STANDING = "standing__edition__index__is_sample"
# Whatever refers to a decision or a source -> the ways to what says whether it is of the sample.
WAYS = {
    Index: ("is_sample",),
    CriteriaSet: (OF_INDEX,),
    Edition: (OF_INDEX,),
    Band: (OF_EDITION,),
    EditionStatistic: (OF_EDITION,),
    Standing: (OF_EDITION,),
    StandingPart: (OF_STANDING,),
    Score: (OF_STANDING, f"annex__{OF_STANDING}"),
    ContributionLink: (OF_STANDING,),
    Conflict: (OF_INDEX, "unit__is_sample"),
    Target: ("unit__is_sample",),
    Responsibility: ("within__is_sample",),
    Unit: ("is_sample",),
    UnitName: ("unit__is_sample",),
    Succession: ("successor__is_sample",),
    Group: ("memberships__unit__is_sample",),
}


def of_side(model, *, is_sample):
    """Condition on the rows of a model: of the sample, or real. A decision or a source may be of both sides.

    What nothing refers to is real.
    """
    if model in (Decision, Source):
        by_sample, by_real = _referred_to(model)
        return by_sample if is_sample else ~by_sample | by_real
    told = Q()
    for way in WAYS[model]:
        told |= Q(**{way: True})
    return told if is_sample else ~told


def _referred_to(model):
    """Conditions on decisions or sources: (something of the sample refers to it, something real does)."""
    by_sample, by_real = Q(), Q()
    for relation in model._meta.related_objects:
        if relation.related_model is model:  # which decision amends which says nothing of the side
            continue
        rows = relation.related_model.objects.filter(**{relation.field.name: OuterRef("pk")})
        by_sample |= Exists(rows.filter(of_side(rows.model, is_sample=True)))
        by_real |= Exists(rows.filter(of_side(rows.model, is_sample=False)))
    return by_sample, by_real
