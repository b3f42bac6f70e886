"""Which lower units pull a criterion down that rests on them: links with what the units got, ready for the domain."""

from collections import defaultdict
from dataclasses import dataclass, field
from fractions import Fraction

from indices.domain.contributions import Shortfall, shortfall_of
from indices.models import ContributionLink, Criterion, Depth, Edition, Score, Standing
from units.models import Level, Unit, UnitName
from units.queries import names_on

FULL = Fraction(1)
Weighting = ContributionLink.Weighting


@dataclass
class Contributions:
    """One link, and who makes up the distance to the level that is to be reached.

    Attributes:
        edition: the newest published revision of what the criterion rests on.
        shortfall: shares by unit slug; `None` if no result that counts is known, or none may be shown.
        is_open: are those results shown to readers as deep as the link goes?
        units: slug -> Unit; `names` as borne when `edition` ended.
        unweighted: slugs of units that have a result but no stated weight; they are left out.
        not_applicable: slugs of units to which the criterion does not apply; they are left out.
    """

    link: ContributionLink
    edition: Edition
    shortfall: Shortfall | None = None
    is_open: bool = True
    units: dict[str, Unit] = field(default_factory=dict)
    names: dict[int, UnitName] = field(default_factory=dict)
    unweighted: list[str] = field(default_factory=list)
    not_applicable: list[str] = field(default_factory=list)


def own_sets(standing):
    """Ids of the criteria sets that a unit's results are in: its edition's, and its annexes'."""
    return {standing.edition.criteria_set_id, *standing.annexes.values_list("criteria_set_id", flat=True)}


def ranked_units(edition_pk):
    """Ids of the units that stand in an edition."""
    return set(Standing.objects.filter(edition=edition_pk).values_list("unit_id", flat=True))


def contributions_of(standing, edition, *, annexes=()):
    """What of a scorecard rests on lower units, in the order of the criteria; eight queries, however many links.

    A link made on one revision holds for all of them, and what it rests on is read from its newest published revision.

    Args:
        annexes: of the unit's annexes, those that the reader may see.
    """
    links = _links(standing, edition, {edition.criteria_set_id, *(annex.criteria_set_id for annex in annexes)})
    if not links:
        return []
    published = _published(links)
    found = [
        Contributions(link, now, is_open=_is_open(link, now))
        for link in links
        if (now := published.get((link.rests_on.index_id, link.rests_on.label)))
        and (link.part is None or link.part.criteria_set_id == now.criteria_set_id)
    ]
    _work_out(standing.unit, [one for one in found if one.is_open])
    return found


def _links(standing, edition, sets):
    links = ContributionLink.objects.filter(
        standing__unit=standing.unit_id,
        standing__edition__index=edition.index_id,
        standing__edition__label=edition.label,
        criterion__criteria_set__in=sets,
    )
    links = links.select_related("criterion", "part", "rests_on", "source").prefetch_related("weights__unit")
    found = {}
    for link in links.order_by("criterion__criteria_set", "criterion__position", "pk"):
        key = (link.criterion_id, link.rests_on.index_id, link.rests_on.label, link.part_id)
        if key not in found or link.standing_id == standing.pk:
            found[key] = link
    return list(found.values())


def _published(links):
    """(index id, label) -> the newest published revision."""
    editions = Edition.objects.published().filter(
        index__in={link.rests_on.index_id for link in links}, label__in={link.rests_on.label for link in links}
    )
    return {(edition.index_id, edition.label): edition for edition in editions.select_related("index")}


def _is_open(link, edition):
    if link.part is None or edition.depth == Depth.FULL:
        return True
    return edition.depth == Depth.FIELDS and link.part.level == Criterion.CriterionLevel.FIELD


def _work_out(unit, found):
    standings = defaultdict(list)
    below = (
        {"unit__parent": unit} if unit.level == Level.DISTRICT else {}
    )  # communes of one district among a province's
    editions = {one.edition for one in found}
    for standing in Standing.objects.filter(edition__in=editions, **below).select_related("unit").in_order():
        standings[standing.edition_id].append(standing)
    parts = {one.link.part_id for one in found if one.link.part_id}
    scores = {
        (score.standing_id, score.criterion_id): score
        for score in Score.objects.filter(standing__edition__in=editions, criterion__in=parts)
    }
    names = _names(editions, standings)
    for one in found:
        of_edition = standings[one.edition.pk]
        one.units = {standing.unit.slug: standing.unit for standing in of_edition}
        one.names = names[one.edition.ends_on]
        one.shortfall = _shortfall(one, of_edition, scores)


def _names(editions, standings):
    """Day -> names in force on it; one query for each day, and most links are of one year."""
    units = defaultdict(set)
    for edition in editions:
        units[edition.ends_on] |= {standing.unit_id for standing in standings[edition.pk]}
    return {day: names_on(pks, day) for day, pks in units.items()}


def _shortfall(one, standings, scores):
    link, figures = one.link, {}
    for standing in standings:
        score = scores.get((standing.pk, link.part_id)) if link.part_id else None
        if score is not None and score.status == Score.Status.NOT_APPLICABLE:
            one.not_applicable.append(standing.unit.slug)
        else:
            figures[standing.unit.slug] = _share_of_criterion(score) if link.part_id else _share_of_total(standing)
    weights = None
    if link.weighting == Weighting.STATED:
        weights = {weight.unit.slug: Fraction(weight.weight) for weight in link.weights.all()}
        one.unweighted = [slug for slug, figure in figures.items() if figure is not None and slug not in weights]
        figures = {slug: figure for slug, figure in figures.items() if slug not in one.unweighted}
    level = FULL if link.level is None else Fraction(link.level) / 100
    return shortfall_of(figures, level=level, weights=weights)


def _share_of_total(standing):
    """A unit's whole result as a share of its maximum: what is stated, else what is computed; `None`: not known."""
    if standing.status == Standing.Status.NOT_PUBLISHED:
        return None
    points = standing.points if standing.stated_points is None else standing.stated_points
    return _share(standing.stated_percent, points, standing.max_points or standing.own_max_points)


def _share_of_criterion(score):
    if score is None:
        return None
    points = score.points if score.stated_points is None else score.stated_points
    return _share(score.stated_percent, points, score.max_points or score.own_max_points)


def _share(stated_percent, points, maximum):
    if stated_percent is not None:
        return Fraction(stated_percent) / 100
    return None if points is None or not maximum else Fraction(points) / Fraction(maximum)
