"""Alerts of one unit, from the years that its scorecard reads anyway."""

from datetime import timedelta
from itertools import chain

from indices.domain import alerts as rules
from indices.domain.alert_years import EARLIER_YEARS, FirstTimeLast, LookingBack, SuddenFall, first_times_last
from indices.domain.continuing import Before, codes_back
from indices.domain.dossiers import counts_dossiers_on_time
from indices.domain.figures import cut
from indices.models import Target
from indices.queries.history import years_of

NAMED = 3  # of many losses, those that are named


def alerts_of_unit(standing, why, targets):
    """What gives cause to look at a unit, by its own index (`domain.alerts`), the most urgent kind first.

    Nothing is read where nothing can be: only if there is a field in which nobody is below the unit are everybody's
    figures in it read. So a scorecard pays for the rare case alone.

    Args:
        why: `queries.why.Why` of the standing: its years and its ledger.
        targets: [`Target`] of the unit in the year of the edition.

    Returns:
        [facts] of `facts_of` and `chronic_facts`.
    """
    unit = standing.unit.slug
    before = why.chain[: len(in_a_row(why.edition, why.earlier))]
    late = rules.on_time_and_last(why.year, unit, on_time_codes(why.year))
    found = (
        *LookingBack(why.year, before).sudden_falls(unit),
        *_first_times_last(standing, why, before),
        *rules.targets_missed(aimed_at(target, standing) for target in targets),
        *(() if late is None else (late,)),
    )
    losses = [(loss.line.leaf.code, loss.line.lost, loss.line.years) for loss in rules.chronic_losses(why.ledger)]
    return [*map(facts_of, found), *([chronic_facts(losses)] if losses else [])]


def in_a_row(edition, earlier):
    """Those of the earlier editions (the newest first) that follow one another without a gap, up to an edition."""
    found = []
    for past in earlier:
        if edition.starts_on - past.ends_on > timedelta(days=1):
            break
        found.append(past)
        edition = past
    return found


def facts_of(alert):
    """An alert as plain values, which can be kept: shares as percents. Losses are told together (`chronic_facts`)."""
    if isinstance(alert, SuddenFall):
        return {
            "kind": "fall",
            "code": alert.leaf.code if alert.leaf else "",
            "change": cut(alert.change * 100),
            "usual": cut(alert.usual * 100),
            "deviation": cut(alert.deviation * 100),
            "years": list(alert.years),
            "crosses": alert.crosses_sets,
        }
    if isinstance(alert, FirstTimeLast):
        return {"kind": "last", "code": alert.leaf.code, "of": alert.of, "years": list(alert.earlier)}
    if isinstance(alert, rules.TargetMissed):
        target = alert.target
        return {
            "kind": "target",
            "aim": str(target.aim),
            "figure": target.figure,
            "reached": target.reached,
            "short": alert.short,
        }
    return {"kind": "on-time", "codes": [leaf.code for leaf in alert.leaves], "rank": alert.rank, "of": alert.of}


def chronic_facts(losses):
    """Losses that last, of one unit, in one.

    Args:
        losses: [(code, points lost, for how many years running)], the most lost first; what is not known is `None`.
    """
    return {"kind": "chronic", "losses": [list(loss) for loss in losses[:NAMED]], "count": len(losses)}


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


def _first_times_last(standing, why, before):
    """Fields in which the unit is last for the first time."""
    if len(before) < EARLIER_YEARS or not why.year.fields:
        return ()
    if not why.lowest:
        return ()
    asked = set(why.lowest).union(*(chain(*old.values()) for _year, old in codes_back(why.lowest, before)))
    now, *then = years_of([why.edition, *why.earlier[: len(before)]], at=asked)
    earlier = [Before(year, past.links) for year, past in zip(then, before, strict=True)]
    return first_times_last(now, standing.unit.slug, earlier)
