"""Reads of units: by name, by date, and what became of whom."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from records.models import Source
from reformtrack.text import fold
from units.models import Alias, GroupMembership, Succession, Unit, UnitName


def names_on(unit_ids, day):
    """What units were called on a day, for those that ever changed their name or kind.

    Returns:
        unit id -> UnitName in force on that day. Units not in it bear their one name.
    """
    names = {}
    for name in UnitName.objects.filter(unit_id__in=unit_ids, valid_from__lte=day).order_by("valid_from"):
        names[name.unit_id] = name
    return names


def shown_name(unit, names):
    """The unit's name among `names` (of `names_on`), else its one name, in the active language."""
    return names.get(unit.pk, unit).shown_name


def matching(words):
    """Condition on units: the name, a former name or another spelling holds these words, accents or not."""
    folded = fold(words)
    if not folded:
        return Q()
    former = UnitName.objects.filter(unit=OuterRef("pk"), search_key__contains=folded)
    alias = Alias.objects.filter(unit=OuterRef("pk"), search_key__contains=folded)
    return Q(search_key__contains=folded) | Exists(former) | Exists(alias)


def dated_names(unit):
    """Every name a unit has borne, oldest first; none for a unit that never changed its name or kind."""
    return list(unit.names.select_related("decision").prefetch_related("sources").order_by("valid_from"))


def successions_of(units):
    """Where units came from and what they became, oldest first, with the units at both ends.

    Args:
        units: units or their ids; a succession is found from either end.
    """
    return list(
        Succession.objects.filter(Q(predecessor__in=units) | Q(successor__in=units))
        .select_related("predecessor", "successor", "decision")
        .prefetch_related("sources")
        .order_by("effective_on", "predecessor__sort_key", "pk")
    )


def memberships_of(unit_ids):
    """Times in groups, those of today first: unit id -> [GroupMembership]."""
    found = {}
    for membership in (
        GroupMembership.objects.filter(unit__in=unit_ids)
        .select_related("group__decision")
        .order_by("-valid_from", "group__grouping", "group__position", "pk")
    ):
        found.setdefault(membership.unit_id, []).append(membership)
    return found


def others_with_code(unit):
    """Units that bear or bore the same code at the same level: GSO codes were given again in 2025."""
    return list(
        Unit.objects.filter(level=unit.level, parent=unit.parent_id, code=unit.code, is_sample=unit.is_sample)
        .exclude(pk=unit.pk)
        .order_by("valid_from", "pk")
    )


def sources_of(unit):
    """Every source of what is known of a unit: itself, its names, its groups, what it came from and became."""
    cited = (
        Q(units=unit),
        Q(unit_names__unit=unit),
        Q(groups__memberships__unit=unit),
        Q(successions__predecessor=unit),
        Q(successions__successor=unit),
    )
    # One subquery each: joined all at once, their rows would multiply one another.
    any_of_them = Q()
    for condition in cited:
        any_of_them |= Q(pk__in=Source.objects.filter(condition).values("pk"))
    return list(Source.objects.filter(any_of_them).order_by("code"))


@dataclass(frozen=True)
class UnitFacts:
    """What is known of a unit beside its results; every list in the order it is read in."""

    names: list[UnitName]
    aliases: list[Alias]
    successions: list[Succession]  # at either end
    memberships: list[GroupMembership]
    others_with_code: list[Unit]
    sources: list[Source]


def facts_of(unit):
    """Read a unit's own page, in a number of queries that does not grow with what there is."""
    return UnitFacts(
        names=dated_names(unit),
        aliases=list(unit.aliases.all()),
        successions=successions_of([unit]),
        memberships=memberships_of([unit]).get(unit.pk, []),
        others_with_code=others_with_code(unit),
        sources=sources_of(unit),
    )


def listed_units(level, *, day, words="", parent="", is_sample=False):
    """Units of a level for their list: who exists on a day, and who did.

    Args:
        words: part of a name, a former name or another spelling; accents or not.
        parent: slug of the province they belong to; empty: all.
        is_sample: those of the sample instead of those that are real; never both.

    Returns:
        (those that exist on the day, those whose last day is past, the last to go first): two querysets.
    """
    units = Unit.objects.filter(matching(words), level=level, is_sample=is_sample).select_related("parent")
    if parent:
        units = units.filter(parent__slug=parent)
    now = units.on(day).order_by("parent__sort_key", "sort_key", "valid_from", "pk")
    gone = units.filter(valid_to__lt=day).order_by("-valid_to", "parent__sort_key", "sort_key", "pk")
    return now, gone


def levels_in_use(*, is_sample=False):
    """The levels that have units, real ones or those of the sample."""
    return set(Unit.objects.filter(is_sample=is_sample).order_by().values_list("level", flat=True).distinct())


def parents_of(level, *, is_sample=False):
    """The units that those of a level belong to."""
    units = Unit.objects.filter(children__level=level, children__is_sample=is_sample)
    return list(units.distinct().order_by("sort_key", "pk"))
