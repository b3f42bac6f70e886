"""Alerts of one unit, from the years that its scorecard reads anyway."""

from itertools import chain

from django.db.models import Exists, OuterRef

from indices.domain import alerts as rules
from indices.domain.alert_years import EARLIER_YEARS, LookingBack, first_times_last
from indices.domain.continuing import Before, codes_back
from indices.domain.dossiers import counts_dossiers_on_time
from indices.models import Criterion, Score, Target
from indices.queries.history import with_everybody_at


def alerts_of_unit(standing, why, targets):
    """What gives cause to look at a unit, by its own index (`domain.alerts`), the most urgent kind first.

    Nothing is read where nothing can be: one query asks in which fields nobody is below the unit, and only if there is
    such a field are everybody's figures in it read. So a scorecard pays for the rare case alone.

    Args:
        why: `queries.why.Why` of the standing: its years and its ledger.
        targets: [`Target`] of the unit in the year of the edition.

    Returns:
        (`domain.alerts.Alert`, …)
    """
    unit = standing.unit.slug
    late = rules.on_time_and_last(why.year, unit, on_time_codes(why.year))
    return (
        *LookingBack(why.year, why.chain).sudden_falls(unit),
        *_first_times_last(standing, why),
        *rules.targets_missed(aimed_at(target, standing) for target in targets),
        *(() if late is None else (late,)),
        *rules.chronic_losses(why.ledger),
    )


def on_time_codes(year):
    """Codes of the leaves of a year that count dossiers dealt with in time, by those who keep the records."""
    return frozenset(
        leaf.code for leaf in year.leaves if leaf.method == "appraisal" and counts_dossiers_on_time(leaf.name)
    )


def aimed_at(target, standing):
    """A stored target beside what was reached: as published, where it was."""
    reached = {
        Target.TargetKind.RANK: (standing.shown_rank,),
        Target.TargetKind.PERCENT: (standing.stated_percent, standing.percent),
        Target.TargetKind.POINTS: (standing.stated_points, standing.points),
    }[target.kind]
    return rules.Target(rules.Aim(target.kind), target.figure, next((it for it in reached if it is not None), None))


def _first_times_last(standing, why):
    """Fields in which the unit is last for the first time."""
    if len(why.chain) < EARLIER_YEARS or not why.year.fields:
        return ()
    codes = _nobody_below(standing, why.edition)
    if not codes:
        return ()
    asked = [set(codes), *(set(chain(*old.values())) for _year, old in codes_back(codes, why.chain))]
    years = [why.year, *(past.year for past in why.chain)]
    now, *then = with_everybody_at(years, [why.edition, *why.earlier], asked)
    before = [Before(year, past.links) for year, past in zip(then, why.chain, strict=True)]
    return first_times_last(now, standing.unit.slug, before)


def _nobody_below(standing, edition):
    """Codes of the fields in which nobody of the block has a lower percent; one query."""
    below = Score.objects.filter(
        criterion=OuterRef("criterion"),
        standing__edition=edition.pk,
        standing__block=standing.block_id,
        standing__to_be_ranked=True,
        percent__lt=OuterRef("percent"),
    )
    lowest = Score.objects.filter(
        ~Exists(below),
        standing=standing,
        criterion__parent__isnull=True,
        criterion__kind=Criterion.CriterionKind.ORDINARY,
        percent__isnull=False,
        rank__gt=1,
    )
    return list(lowest.values_list("criterion__code", flat=True))
