"""A whole edition at once: every standing reckoned, ranked and put in its band, and how the units lie."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from indices.domain.figures import HUNDRED, billionths
from indices.domain.plan import Plan, Tally
from indices.domain.ranking import RankingValue, band_of, competition_ranks, rank_block, ranking_value
from indices.domain.scoring import Reckoning, score_result, total_result
from indices.domain.summaries import summarise
from indices.domain.values import (
    BandRule,
    CriteriaTree,
    CriterionKind,
    EditionResult,
    ScoreResult,
    ScoreStatus,
    StandingEntry,
    StandingStatus,
    Statistic,
)

ALL_BLOCKS = "*"

Ranks = dict[str, int | None]


def compute_edition(
    tree: CriteriaTree,
    standings: Mapping[str, StandingEntry],
    *,
    bands: Sequence[BandRule] = (),
    stated_units: Mapping[str, int | None] | None = None,
    draft: bool = False,
) -> EditionResult:
    """Reckon an edition: what is stored with it, and what is wrong with it.

    Args:
        standings: key of the unit -> what is entered for it.
        bands: of this edition; none if the issuer has none.
        stated_units: block -> how many units the issuer ranked. More than are to be ranked here: the block is partial
            and has no computed ranks, in the total or in any criterion.
        draft: whether units' own scores count, provisionally, where there are no others.

    Raises:
        TypeError: a figure is not a Decimal.
        ValueError: a figure has more than nine places, or a code is not in the tree.
    """
    plan = Plan(tree)
    reckoned = {key: Reckoning(plan, entry, draft=draft, key=key) for key, entry in standings.items()}
    totals = {key: total_result(entry, reckoned[key].whole) for key, entry in standings.items()}
    blocks: dict[str, list[str]] = defaultdict(list)
    for key, entry in standings.items():
        if entry.counts:
            blocks[entry.block].append(key)
    ranks: Ranks = {}
    score_ranks: dict[str, Ranks] = {code: {} for code in plan.order}
    for block, keys in blocks.items():
        stated = (stated_units or {}).get(block)
        values = {key: ranking_value(standings[key], totals[key]) for key in keys}
        ranks.update(rank_block(values, stated_units=stated))
        if stated is None or stated <= len(keys):
            for code in plan.order:
                score_ranks[code].update(_rank_criterion(plan, code, {key: reckoned[key] for key in keys}))
    results = {}
    known: dict[tuple[int, int | None], ScoreResult] = {}
    for key, entry in standings.items():
        total = totals[key]
        percent = total.percent if entry.stated_percent is None else entry.stated_percent.value
        scores = _scores(plan, reckoned[key].tallies, {code: score_ranks[code].get(key) for code in plan.order}, known)
        results[key] = replace(total, rank=ranks.get(key), band=band_of(percent, bands), scores=scores)
    return EditionResult(
        standings=results,
        statistics=_statistics(plan, standings, reckoned, blocks),
        faults=tuple(fault for reckoning in reckoned.values() for fault in reckoning.faults),
        complete_blocks=frozenset(block for block, keys in blocks.items() if ranks[keys[0]] is not None),
    )


def _scores(
    plan: Plan, tallies: Mapping[str, Tally], ranks: Ranks, known: dict[tuple[int, int | None], ScoreResult]
) -> dict[str, ScoreResult]:
    """One unit's tallies as values.

    Args:
        known: (id of a leaf's tally, rank) -> its value; units of which the same is entered share both.
    """
    found = {}
    for code in plan.order:
        tally = tallies.get(code)
        if tally is None:
            continue
        same = id(tally), ranks[code]
        result = known.get(same)
        if result is None:
            result = score_result(tally, plan.kinds[code], ranks[code])
            if not plan.children[code]:
                known[same] = result
        found[code] = result
    return found


def _rank_criterion(plan: Plan, code: str, reckoned: Mapping[str, Reckoning]) -> Ranks:
    """Ranks within one criterion of one block. To whom it does not apply, that one stands outside."""
    if plan.kinds[code] is not CriterionKind.ORDINARY:
        return {}
    tallies = [reckoning.tallies.get(code) for reckoning in reckoned.values()]
    if all(tally is not None and tally.points is not None for tally in tallies):
        maxima = {tally.maximum for tally in tallies if tally is not None}
        if len(maxima) == 1:  # nothing to be brought to a common maximum: whole numbers compare by themselves
            return competition_ranks(
                {key: tally.points for key, tally in zip(reckoned, tallies, strict=True) if tally is not None}
            )
    values: dict[str, RankingValue | None] = {}
    for key, reckoning in reckoned.items():
        tally = reckoning.tallies.get(code)
        if tally is None:
            values[key] = None
        elif tally.status is not ScoreStatus.NOT_APPLICABLE:
            values[key] = _value(tally)
    return rank_block(values)


def _value(tally: Tally) -> RankingValue | None:
    if tally.points is not None:
        return RankingValue(tally.points, tally.maximum or None)
    return None if tally.share is None else RankingValue(tally.share, HUNDRED)


def _statistics(
    plan: Plan,
    standings: Mapping[str, StandingEntry],
    reckoned: Mapping[str, Reckoning],
    blocks: Mapping[str, list[str]],
) -> dict[tuple[str, str | None], Statistic]:
    """Of each block, and of all together where there are several: who is to be ranked, and has a figure."""
    groups = dict(blocks)
    if len(blocks) > 1:
        groups[ALL_BLOCKS] = [key for keys in blocks.values() for key in keys]
    found: dict[tuple[str, str | None], Statistic | None] = {}
    for block, keys in groups.items():
        published = [key for key in keys if standings[key].status_declared is not StandingStatus.NOT_PUBLISHED]
        totals = [_total(standings[key], reckoned[key].whole) for key in published]
        found[block, None] = summarise(totals, one_maximum=True)
        below = [reckoned[key].tallies for key in published]
        for code in plan.order:
            found[block, code] = summarise([tallies[code] for tallies in below if code in tallies])
    return {place: statistic for place, statistic in found.items() if statistic is not None}


def _total(entry: StandingEntry, whole: Tally) -> Tally:
    """The total that is shown: stated where it is stated."""
    points = whole.points if entry.stated_points is None else billionths(entry.stated_points.value)
    share = whole.share if entry.stated_percent is None else billionths(entry.stated_percent.value)
    return Tally(whole.status, points, whole.maximum, share=share)
