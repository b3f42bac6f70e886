"""Alerts of every unit of an edition, in a number of queries that grows neither with units nor with criteria.

Read are: the years in a row before the edition (five at most), of each everybody's total and fields; of the newest
three the criteria at which points were lost, asked of the database for what was lost alone; targets of the year; and,
of whoever is last, the criteria that count dossiers dealt with in time.
"""

from collections import defaultdict
from itertools import pairwise

from django.db.models import BigIntegerField, Case, Exists, F, OuterRef, Q, Value, When

from indices.domain import alerts as rules
from indices.domain.alert_years import LookingBack
from indices.domain.continuing import Before, codes_back
from indices.domain.figures import HUNDRED, from_billionths
from indices.domain.values import CriterionKind
from indices.models import Criterion, CriterionStatistic, Responsibility, Score, Target
from indices.queries.alerts import aimed_at, chronic_facts, facts_of, in_a_row, on_time_codes
from indices.queries.history import Crosswalks, editions_of, years_of
from indices.queries.tables import raw
from records.keeping import kept
from units.models import Unit

YEARS_BACK = 5
KINDS = ("fall", "last", "target", "on-time", "chronic")
FULL = 100


def alerts_of_edition(edition):
    """Everything that gives cause to look at a unit, by the edition's own index.

    Returns:
        [facts] of `queries.alerts.facts_of` and `chronic_facts`, each with `unit` (slug): by kind, the gravest first,
        equals in the order of the alphabet. Plain values, to be kept.
    """
    return _Edition(edition).alerts()


def alerts_kept(edition):
    """The same, found once and kept; those of a draft, which may change, are found anew."""
    if not edition.is_frozen:
        return alerts_of_edition(edition)
    return kept(lambda: alerts_of_edition(edition), "alerts", edition.pk)


def years_in_a_row(edition):
    """The published editions before one that follow each other without a gap, newest first, five at most."""
    sisters = [other for other in editions_of(edition.index_id) if other.period == edition.period]
    earlier = [other for other in sisters if other.ends_on < edition.starts_on]
    return in_a_row(edition, earlier)[:YEARS_BACK]


class _Edition:
    def __init__(self, edition):
        self.edition = edition
        self.earlier = years_in_a_row(edition)
        editions = [edition, *self.earlier]
        self.year, *then = years_of(editions, at=_field_codes(editions))
        walks = Crosswalks(edition.index_id)
        self.before = [
            Before(year, walks.between(older.criteria_set_id, newer.criteria_set_id))
            for year, (newer, older) in zip(then, pairwise(editions), strict=True)
        ]

    def alerts(self):
        order = {unit: place for place, unit in enumerate(self.year.units)}
        found = [*self._looking_back(), *self._targets(), *self._on_time(), *self._chronic()]
        return sorted(found, key=lambda one: (KINDS.index(one["kind"]), _gravity(one), order[one["unit"]]))

    def _looking_back(self):
        back = LookingBack(self.year, self.before)
        for unit in self.year.units:
            for alert in (*back.sudden_falls(unit), *back.first_times_last(unit)):
                yield facts_of(alert) | {"unit": unit}

    def _targets(self):
        edition = self.edition
        targets = Target.objects.filter(index=edition.index_id, year=edition.year).order_by("kind")
        by_unit = defaultdict(list)
        for target in targets:
            by_unit[target.unit_id].append(target)
        for standing in edition.standings.filter(unit__in=by_unit).select_related("unit"):
            wanted = [aimed_at(target, standing) for target in by_unit[standing.unit_id]]
            for alert in rules.targets_missed(wanted):
                yield facts_of(alert) | {"unit": standing.unit.slug}

    def _on_time(self):
        codes = on_time_codes(self.year)
        if not codes:
            return
        lowest = {}
        for row in self.year.units.values():
            if row.rank is not None:
                lowest[row.block] = max(row.rank, lowest.get(row.block, 0))
        last = [unit for unit, row in self.year.units.items() if row.rank == lowest.get(row.block)]
        units = self.edition.standings.filter(unit__slug__in=last).values_list("unit", flat=True)
        (year,) = years_of([self.edition], of=list(units), at=codes)
        for unit in last:
            alert = rules.on_time_and_last(year, unit, codes)
            if alert is not None:
                yield facts_of(alert) | {"unit": unit}

    def _chronic(self):
        if len(self.before) < rules.CHRONIC - 1:
            return
        losses = _Losses(self.edition, self.earlier[: rules.CHRONIC - 1], self.year, self.before)
        for unit, lost in losses.chronic().items():
            yield chronic_facts([(code, points, None) for points, code in lost]) | {"unit": unit}


def _field_codes(editions):
    sets = {edition.criteria_set_id for edition in editions}
    return set(Criterion.objects.filter(criteria_set__in=sets, parent__isnull=True).values_list("code", flat=True))


def _gravity(facts):
    """What one alert of a kind is graver by than another: the smaller, the graver."""
    if facts["kind"] == "fall":
        return (facts["change"] - facts["usual"],)
    if facts["kind"] == "chronic":
        return (-facts["count"], -(facts["losses"][0][1] or 0))
    return (-(facts.get("short") or facts["of"]),)


# Losses that last


class _Losses:
    """Who lost at which criterion in each of the newest three years, of the criteria that go on through all of them.

    What was one criterion all along is asked of the database, which answers with those lost every year alone; what was
    split or merged in between is read and put together here.
    """

    def __init__(self, edition, earlier, year, before):
        self.editions, self.before = [edition, *earlier], before[: len(earlier)]
        self.year, self.years = year, [year, *(past.year for past in self.before)]
        self.leaves = {leaf.code: leaf for leaf in year.leaves if leaf.kind != CriterionKind.BONUS}
        self.held = [{code: (code,) for code in self.leaves}, *(codes for _year, codes in self._back())]

    def chronic(self):
        """Unit -> [(points lost, code)], the most lost first."""
        through = [code for code in self.leaves if all(codes[code] for codes in self.held)]
        alone = [code for code in through if all(len(codes[code]) == 1 for codes in self.held)]
        together = [code for code in through if code not in set(alone)]
        attainable = self._attainable()
        found = defaultdict(list)
        place = {code: number for number, code in enumerate(self.leaves)}
        for unit, code, lost in (*self._lost_alone(alone), *self._lost_together(together)):
            row = self.year.units.get(unit)
            if row is not None and attainable(row.block, code):
                found[unit].append((lost, code))
        return {
            unit: sorted(lost, key=lambda loss: (loss[0] is None, -(loss[0] or 0), place[loss[1]]))
            for unit, lost in found.items()
        }

    def _back(self):
        return codes_back(list(self.leaves), self.before)

    def _lost_alone(self, codes):
        """(unit, code, points lost) at criteria that were one in each of the years."""
        if not codes:
            return
        ids = _ids_of(self.editions)
        now, *then = (
            {code: ids[edition.criteria_set_id, held[code][0]] for code in codes}
            for edition, held in zip(self.editions, self.held, strict=True)
        )
        scores = _lost_scores(self.editions[0], now.values(), self._penalty_ids(0, ids))
        for at, was in enumerate(then, start=1):
            earlier = _lost_scores(self.editions[at], was.values(), self._penalty_ids(at, ids))
            scores = scores.alias(**{f"was_{at}": _what_it_was(now, was)}).filter(
                Exists(earlier.filter(standing__unit=OuterRef("standing__unit"), criterion=OuterRef(f"was_{at}")))
            )
        punished, code_of = self._penalty_ids(0, ids), {pk: code for code, pk in now.items()}
        columns = ("standing__unit__slug", "criterion_id", *RAW)
        for unit, criterion, points, maximum, _percent in scores.annotate(**RAW).values_list(*columns):
            whole = 0 if criterion in punished else maximum
            yield unit, code_of[criterion], None if points is None else from_billionths(whole - points)

    def _lost_together(self, codes):
        """The same at criteria that stand for several of an earlier year."""
        if not codes:
            return
        tables = [
            _LostAt(edition, [held[code] for code in codes], self._penalties(year))
            for edition, held, year in zip(self.editions, self.held, self.years, strict=True)
        ]
        for (unit, code), lost in tables[0].lost.items():
            if all(table.has_lost(unit, held[code]) for table, held in zip(tables[1:], self.held[1:], strict=True)):
                yield unit, code, lost

    def _penalties(self, year):
        return [leaf.code for leaf in year.criteria if leaf.kind == CriterionKind.PENALTY]

    def _penalty_ids(self, at, ids):
        return {ids[self.editions[at].criteria_set_id, code] for code in self._penalties(self.years[at])}

    def _attainable(self):
        """(block, code) -> whether somebody has full marks or, where nobody can tell, it is no survey."""
        counted = {
            (block or "", code): full
            for block, code, full in CriterionStatistic.objects.filter(
                edition=self.editions[0], criterion__isnull=False, at_full_marks__isnull=False
            ).values_list("block__slug", "criterion__code", "at_full_marks")
        }

        def attainable(block, code):
            leaf = self.leaves[code]
            if leaf.kind != CriterionKind.PENALTY and (block, code) in counted:
                return counted[block, code] > 0
            return leaf.method not in ("satisfaction", "survey")

        return attainable


# Figures as the whole billionths that they are: of a national edition there are half a million to look at.
RAW = raw("points", "max_points", "percent")


def _ids_of(editions):
    """(criteria set id, code) -> id of the criterion."""
    sets = {edition.criteria_set_id for edition in editions}
    criteria = Criterion.objects.filter(criteria_set__in=sets)
    return {(criteria_set, code): pk for criteria_set, code, pk in criteria.values_list("criteria_set", "code", "pk")}


def _what_it_was(now, was):
    """The criterion of an earlier year that a score's criterion was; both: code of the newest year -> id."""
    if now == was:
        return F("criterion_id")
    return Case(
        *(When(criterion=pk, then=Value(was[code])) for code, pk in now.items()), output_field=BigIntegerField()
    )


def _is_lost(penalties):
    """That a score is below its maximum; at a penalty, that anything was taken. `penalties`: ids of criteria."""
    below = Q(points__lt=F("max_points")) | Q(points__isnull=True, percent__lt=FULL)
    return Q(criterion__in=penalties, points__lt=0) | (~Q(criterion__in=penalties) & below)


def _lost_scores(edition, criteria, penalties):
    """Scores of an edition at these criteria (ids) where something was lost."""
    applying = Score.objects.exclude(status=Score.Status.NOT_APPLICABLE)
    return applying.filter(_is_lost(penalties), standing__edition=edition, criterion__in=list(criteria))


class _LostAt:
    """Points lost in one edition at some criteria: (unit, code) -> points, `None` where only a percent is known.

    Args:
        groups: codes that are asked for, those together that later went on as one.
        penalties: codes of penalties: there whatever was taken is lost.
    """

    def __init__(self, edition, groups, penalties):
        self.lost, self._known, self._out = {}, set(), set()
        asked = {code for codes in groups for code in codes}
        scores = Score.objects.filter(
            standing__edition=edition, criterion__criteria_set=edition.criteria_set_id, criterion__code__in=asked
        )
        punished = set(penalties)
        columns = ("standing__unit__slug", "criterion__code", "status", *RAW)
        for unit, code, status, points, maximum, percent in scores.annotate(**RAW).values_list(*columns):
            if status == Score.Status.NOT_APPLICABLE:
                self._out.add((unit, code))
                continue
            whole = 0 if code in punished else maximum
            if points is not None and whole is not None:
                self._known.add((unit, code))
                if points < whole:
                    self.lost[unit, code] = from_billionths(whole - points)
            elif percent is not None:
                self._known.add((unit, code))
                if percent < HUNDRED:
                    self.lost[unit, code] = None

    def has_lost(self, unit, codes):
        """At one criterion, or at several that are known as one."""
        applying = [(unit, code) for code in codes if (unit, code) not in self._out]
        return all(pair in self._known for pair in applying) and any(pair in self.lost for pair in applying)


# What a page of alerts needs beside them


def units_of(slugs, known):
    """Slug -> Unit; those not among `known` (slug -> Unit) are read in one query."""
    lacking = slugs - known.keys()
    return known | {unit.slug: unit for unit in Unit.objects.filter(slug__in=lacking)} if lacking else known


def agencies_in_charge(edition, units):
    """(unit slug, code) -> agencies in charge, joined; for an index within one province the slug is empty.

    Args:
        units: ids of the units of the page.
    """
    own = edition.index.within_id
    found = Responsibility.objects.filter(
        criterion__criteria_set=edition.criteria_set_id, within__in=[own] if own else units
    )
    told = defaultdict(list)
    for one in found.select_related("criterion", "lead", "within").order_by("lead__sort_key", "pk"):
        told["" if own else one.within.slug, one.criterion.code].append(one.lead.shown_name)
    return {key: "; ".join(names) for key, names in told.items()}
