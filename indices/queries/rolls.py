"""Who may stand in an edition, who does, and what stands in the way of changing that."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from indices.models import Annex, CriteriaSet, CriterionLink, Edition, Score, Standing, StandingPart
from units.models import Succession, Unit
from units.queries import matching

GOES_ON = (CriterionLink.LinkKind.KEPT, CriterionLink.LinkKind.RENAMED, CriterionLink.LinkKind.RESCALED)
STATED = ("stated_points", "stated_percent", "stated_rank", "stated_band")


def eligible(edition):
    """Units that an edition may rank: of the index's level and place, there on the last day of its period."""
    index = edition.index
    units = Unit.objects.on(edition.ends_on).filter(level=index.level, is_sample=index.is_sample)
    if index.within_id:
        units = units.filter(Q(parent=index.within_id) | Q(parent__parent=index.within_id))
    return units


def set_for(index, year):
    """The criteria set in force for a year; `None` where there is none.

    Of several the newest one, and one in force before one that no longer is: an old year is scored by its old set.
    """
    used = (CriteriaSet.State.IN_FORCE, CriteriaSet.State.RETIRED)
    sets = index.criteria_sets.filter(
        Q(year_from__isnull=True) | Q(year_from__lte=year),
        Q(year_to__isnull=True) | Q(year_to__gte=year),
        state__in=used,
    )
    return max(sets, key=lambda found: (found.state == used[0], found.year_from or 0, found.pk), default=None)


def edition_before(index, period, starts_on):
    """The newest edition that ended before a day: one of the same kind of period, and a published one, go first."""
    found = index.editions.filter(ends_on__lt=starts_on).exclude(state=Edition.State.SUPERSEDED)
    return max(
        found,
        key=lambda edition: (
            edition.period == period,
            edition.ends_on,
            edition.starts_on,
            edition.state == Edition.State.PUBLISHED,
            edition.revision,
        ),
        default=None,
    )


def open_draft(index, label):
    """The draft of an edition that is being worked on, handed in or not; `None` where there is none."""
    unpublished = (Edition.State.DRAFT, Edition.State.SUBMITTED)
    return index.editions.filter(label=label, state__in=unpublished).order_by("-revision").first()


def fields_of(criteria_set):
    """The fields of a set, in its order."""
    return list(criteria_set.criteria.filter(parent=None).order_by("position", "pk"))


def excuses(edition):
    """Fields that do not apply to a unit: standing id -> {criterion id}."""
    found = defaultdict(set)
    rows = Score.objects.filter(
        standing__edition=edition,
        origin=Score.Origin.ENTERED,
        status=Score.Status.NOT_APPLICABLE,
        criterion__parent=None,
    )
    for standing, criterion in rows.values_list("standing_id", "criterion_id"):
        found[standing].add(criterion)
    return found


def entered_scores():
    """Scores that somebody entered, but for fields that do not apply."""
    excused = Q(status=Score.Status.NOT_APPLICABLE, criterion__parent=None)
    return Score.objects.filter(origin=Score.Origin.ENTERED).exclude(excused)


def holding():
    """Condition on standings: something was entered, be it scores, parts, an annex, or what the issuer states."""
    own = {"standing": OuterRef("pk")}
    stated = Q()
    for name in STATED:
        stated |= Q(**{f"{name}__isnull": False})
    return (
        stated
        | Exists(entered_scores().filter(**own))
        | Exists(StandingPart.objects.filter(**own))
        | Exists(Annex.objects.filter(**own))
    )


def holding_figures(edition):
    """Standings of an edition that something was entered for."""
    return edition.standings.filter(holding())


def is_filled(edition):
    """Is anything entered in an edition that could be handed in or published?"""
    return holding_figures(edition).exists()


def continued_fields(before, after):
    """Which field of one set is which of another: {criterion id: criterion id}. A set continues itself."""
    fields = [field.pk for field in fields_of(after)]
    if before == after:
        return {field: field for field in fields}
    links = CriterionLink.objects.filter(from_set=before, to_set=after, kind__in=GOES_ON, new__in=fields)
    return dict(links.values_list("old", "new"))


@dataclass(frozen=True)
class LeftBehind:
    """A unit of the edition before that is not there any more, and those that it became."""

    unit: Unit
    successors: tuple[Unit, ...]


def left_behind(edition, before):
    """Units of the edition before that cannot stand in this one, each with its successors that can.

    The number of queries grows with how many times units became others, not with how many units there are.
    """
    there = eligible(edition)
    gone = list(
        Unit.objects.filter(standings__edition=before)
        .exclude(pk__in=there.values("pk"))
        .select_related("parent")
        .in_order()
    )
    became = _became({unit.pk for unit in gone}, edition.ends_on)
    heirs = {pk for ends in became.values() for pk in ends}
    able = {unit.pk: unit for unit in there.filter(pk__in=heirs).select_related("parent").in_order()} if heirs else {}
    return [
        LeftBehind(unit, tuple(found for pk, found in able.items() if pk in became.get(unit.pk, ()))) for unit in gone
    ]


def _became(units, day):
    """unit id -> ids of every unit that it became until a day, step by step."""
    became, new = defaultdict(set), {unit: {unit} for unit in units}
    while new:
        reached = {end for ends in new.values() for end in ends}
        onward = defaultdict(set)
        for old, heir in Succession.objects.filter(predecessor__in=reached, effective_on__lte=day).values_list(
            "predecessor", "successor"
        ):
            onward[old].add(heir)
        step = {}
        for unit, ends in new.items():
            fresh = {heir for end in ends for heir in onward[end]} - became[unit]
            if fresh:
                became[unit] |= fresh
                step[unit] = fresh
        new = step
    return became


class Member:
    """Which of the units on a roll page are shown: everyone, those that take part, or those that do not."""

    ANYONE, IN, OUT = "", "in", "out"
    ALL = (ANYONE, IN, OUT)


def roll_units(edition, *, words="", kind="", member=Member.ANYONE):
    """Units for the roll of an edition, in the order of the alphabet.

    Whoever stands in it already is among them, though perhaps not eligible any more: somebody must take them off.

    Args:
        words: part of a name, a former name or another spelling; accents or not.
        kind: of `units.models.Kind`; empty: all.
        member: of `Member`.
    """
    standing = Exists(Standing.objects.filter(edition=edition, unit=OuterRef("pk")))
    able = eligible(edition)
    units = Unit.objects.filter(Q(pk__in=able.values("pk")) | standing).filter(matching(words))
    if kind:
        units = units.filter(kind=kind)
    if member == Member.IN:
        units = units.filter(standing)
    elif member == Member.OUT:
        units = units.exclude(standing)
    return units.annotate(able=Exists(able.filter(pk=OuterRef("pk")))).select_related("parent").in_order()


def kinds_on_roll(edition):
    """Kinds of the units that may stand in an edition, in the order of the alphabet of their names in the model."""
    return set(eligible(edition).order_by().values_list("kind", flat=True).distinct())
