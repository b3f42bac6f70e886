"""What was before a unit: the units that were merged into it, what they got, and what they got together."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from decimal import Decimal
from fractions import Fraction

from django.db.models import Count
from django.utils.functional import cached_property

from indices.domain.figures import cut
from indices.domain.lineage import Lineage, Merger, mean_of, unknown
from indices.models import Index
from indices.queries.units import IndexResults, YearResult
from units.models import Succession, Unit
from units.queries import successions_of


@dataclass(frozen=True)
class Family:
    """One unit and those that were merged into it, however many generations ago.

    Attributes:
        before: units that passed over whole, those that ended last first.
        mergers: how they did, the latest first.
        partial: what passed over in part only; it is told, and weighs nothing.
    """

    unit: Unit
    before: list[Unit]
    mergers: list[Succession]
    partial: list[Succession]

    @property
    def lineage(self):
        """As the domain takes it."""
        grouped = defaultdict(list)
        for one in self.mergers:
            grouped[one.successor_id, one.effective_on].append(one)
        return Lineage([_merger(those) for those in grouped.values()])

    @property
    def members(self):
        """Everybody by number, the unit itself too."""
        return {unit.pk: unit for unit in (*self.before, self.unit)}


def _merger(successions):
    first = successions[0]
    own = [one.weight_of_successor for one in successions if one.weight_of_successor is not None]
    return Merger(
        successor=str(first.successor_id),
        day=first.effective_on,
        weights={str(one.predecessor_id): None if one.weight is None else Fraction(one.weight) for one in successions},
        goes_on=first.successor.valid_from < first.effective_on,
        own_weight=Fraction(own[0]) if own else None,
    )


def family_of(unit, successions):
    """Read the family of a unit: one query a generation.

    Args:
        successions: of the unit itself, as `successions_of` finds them.
    """
    seen, before, mergers, partial = {unit.pk}, [], [], []
    into = [one for one in successions if one.successor_id == unit.pk]
    while into:
        mergers += [one for one in into if one.whole]
        partial += [one for one in into if not one.whole]
        parents = {one.predecessor_id: one.predecessor for one in into if one.whole}
        older = [parent for pk, parent in parents.items() if pk not in seen]
        seen.update(parents)
        before += older
        wanted = {parent.pk for parent in older}
        into = [one for one in successions_of(wanted) if one.successor_id in wanted] if wanted else []
    mergers.sort(key=lambda one: one.effective_on, reverse=True)
    return Family(unit, before, mergers, partial)


@dataclass(frozen=True)
class LineYear:
    """One edition in the line of a family.

    Attributes:
        year: of the unit itself; without a standing where it was not there yet.
        before: number of a unit that was there -> its result, of those that stand in the table.
        shares: number of a unit -> its part of the territory; {unit: 1} once all are merged.
        mean: the line of reference, exact and cut at nine places; `None` where there is none.
        unknown: those whose total is not known, wherefore there is none.
        maxima_differ: is there none because points of different maxima have no mean?
    """

    year: YearResult
    before: dict[int, YearResult]
    shares: dict[int, Fraction]
    mean: Decimal | None = None
    unknown: list[Unit] = field(default_factory=list)
    maxima_differ: bool = False

    @property
    def edition(self):
        return self.year.edition

    @property
    def is_together(self):
        """Is everybody merged?"""
        return len(self.shares) == 1

    @property
    def table_mean(self):
        """Mean of the whole table, as any of those in it shows it."""
        found = (year.mean for year in (self.year, *self.before.values()) if year.standing)
        return next((mean for mean in found if mean is not None), None)


@dataclass(frozen=True)
class Line:
    """A family in one index, oldest edition first.

    Attributes:
        own: results of the unit itself; `None` where it has none in this index.
        members: those who stand in it and were there before, in their order.
    """

    index: Index
    own: IndexResults | None
    members: list[Unit]
    years: list[LineYear]

    @property
    def results(self):
        """Every edition as one of the unit itself; before it was there, without a standing."""
        return IndexResults(self.index, [one.year for one in self.years])

    @property
    def has_reference(self):
        return any(one.mean is not None for one in self.years)


def lines_of(family, results):
    """The line of a family in each index that one of those before stands in, with no query.

    Args:
        results: unit's number -> its [IndexResults], as `results_of` reads them, of everybody in the family.

    Returns:
        [Line], indices in their order.
    """
    before = {unit.pk: {one.index.pk: one for one in results.get(unit.pk, [])} for unit in family.before}
    own = {one.index.pk: one for one in results.get(family.unit.pk, [])}
    indices = {number: one.index for found in before.values() for number, one in found.items()}
    lineage = family.lineage
    lines = (
        _line(family, lineage, index, own.get(index.pk), {pk: found.get(index.pk) for pk, found in before.items()})
        for index in sorted(indices.values(), key=lambda index: (index.position, index.slug))
    )
    return [line for line in lines if line.members]


def _line(family, lineage, index, own, before):
    by_edition = defaultdict(dict)
    for pk, found in before.items():
        for year in found.years if found else ():
            by_edition[year.edition.pk][pk] = year
    own_years = {year.edition.pk: year for year in own.years} if own else {}
    editions = {
        year.edition.pk: year.edition for found in (own, *before.values()) for year in (found.years if found else ())
    }
    members = [unit for unit in family.before if before[unit.pk] and before[unit.pk].newest]
    years = []
    for edition in _with_somebody(editions.values(), own_years, by_edition):
        theirs = by_edition[edition.pk]
        year = _as_own(edition, own_years.get(edition.pk), theirs, years[-1].year if years else None)
        years.append(_line_year(family, lineage, year, theirs))
    return Line(index, own, members, years)


def _with_somebody(editions, own_years, by_edition):
    """In their order, from the first that holds one of them to the last; gaps stay gaps."""
    found = sorted(editions, key=lambda edition: (edition.ends_on, edition.starts_on))
    held = [
        place
        for place, edition in enumerate(found)
        if edition.pk in own_years or any(year.standing for year in by_edition[edition.pk].values())
    ]
    return found[held[0] : held[-1] + 1]


def _as_own(edition, own, theirs, previous):
    """The unit's own year; before it was there, one without a standing beside the same edition before."""
    if own is not None and own.before is not None:
        return own
    among = next((year for year in theirs.values() if year.standing), None) or next(iter(theirs.values()), None)
    links = among.links if among else Counter()
    if own is not None:
        return replace(own, before=previous, links=links)
    return YearResult(edition, None, among.ranked, among.statistic, previous, links)


def _line_year(family, lineage, year, theirs):
    before = {pk: found for pk, found in theirs.items() if found.standing}
    edition, standing = year.edition, {str(pk) for pk in before}
    parts = lineage.shares_of(
        str(family.unit.pk), starts_on=edition.starts_on, ends_on=edition.ends_on, standing=standing
    )
    shares = {int(pk): share for pk, share in parts.items()}
    if len(shares) == 1:
        return LineYear(year, before, shares)
    found = {**before, family.unit.pk: year}
    totals = {pk: _exact(found[pk].total) if pk in found else None for pk in shares}
    lacking = [family.members[pk] for pk in unknown(shares, totals)]
    if not lacking and _maxima_differ(year.edition, [found[pk].standing for pk in shares]):
        return LineYear(year, before, shares, maxima_differ=True)
    mean = mean_of(shares, totals)
    return LineYear(year, before, shares, None if mean is None else cut(mean), lacking)


def _exact(total):
    return None if total is None else Fraction(total)


def _maxima_differ(edition, standings):
    if edition.index.figure != Index.Figure.POINTS:
        return False
    return len({standing.max_points for standing in standings}) > 1


class ChangesOfField:
    """When units of a level passed over into others, and by what decision; one query, made when it is first asked."""

    def __init__(self, level, parent_id):
        self.level, self.parent_id = level, parent_id

    @cached_property
    def _days(self):
        rows = (
            Succession.objects.filter(predecessor__level=self.level, predecessor__parent=self.parent_id, whole=True)
            .exclude(decision=None)
            .order_by("effective_on", "decision")
            .values_list("effective_on", "decision__number", "decision__issuer")
            .annotate(number=Count("pk"))
        )
        return list(rows)

    def between(self, before, after):
        """`202/2025/QH15 (Quốc hội)`: by which most units passed over from one edition to the next; "" if by none."""
        found = [row for row in self._days if before.starts_on < row[0] <= after.ends_on]
        if not found:
            return ""
        _day, number, issuer, _count = max(found, key=lambda row: row[3])
        return f"{number} ({issuer})" if issuer else number
