"""From entries to points: leaves, sums, maxima, bonus and penalty, and what disagrees (rules 1-6 of SCORING.md).

Inside, everything is counted in whole billionths: a national edition has 365,310 scores to reckon, and whole numbers
are as exact as decimals and many times faster.
"""

from dataclasses import replace
from decimal import Decimal

from indices.domain.figures import (
    EXACTLY,
    HUNDRED,
    billionths,
    cut_quotient,
    from_billionths,
    from_half_billionths,
)
from indices.domain.plan import Parts, Plan, Tally, add_up
from indices.domain.values import (
    CriteriaTree,
    CriterionKind,
    Disagreement,
    FaultKind,
    Origin,
    ScoreEntry,
    ScoreResult,
    ScoreStatus,
    StandingEntry,
    StandingResult,
    StandingStatus,
    Stated,
)

ORDINARY, BONUS, PENALTY = CriterionKind.ORDINARY, CriterionKind.BONUS, CriterionKind.PENALTY
SCORED, NOT_SCORED, NOT_APPLICABLE = ScoreStatus.SCORED, ScoreStatus.NOT_SCORED, ScoreStatus.NOT_APPLICABLE


def leaf_points(entry: ScoreEntry, *, draft: bool) -> tuple[Decimal | None, bool]:
    """The points that an entry gives by itself (rule 1).

    In this order: `points`; the re-appraised, else the appraised points, plus the survey's where there are any; the
    survey's alone, unless the unit scored itself and waits for its appraisal; the stated points; in a draft the unit's
    own score, plus the survey's.

    Returns:
        The points, `None` if there are none; and whether they are provisional, being the unit's own.
    """
    if entry.status is not SCORED:
        return None, False
    if entry.points is not None:
        return entry.points, False
    appraised = entry.appraised_points if entry.reappraised_points is None else entry.reappraised_points
    survey = entry.survey_points
    if appraised is not None:
        return appraised if survey is None else EXACTLY.add(appraised, survey), False
    if survey is not None and entry.self_points is None:
        return survey, False
    if entry.stated_points is not None:
        return entry.stated_points.value, False
    if not draft or entry.self_points is None:
        return None, False
    return entry.self_points if survey is None else EXACTLY.add(entry.self_points, survey), True


def beyond(points: int, cap: Decimal | None) -> int:
    """How far points go beyond their cap."""
    return 0 if cap is None else max(points - billionths(cap), 0)


class Reckoning:
    """One standing, reckoned by a plan. `tallies`: code -> tally, where something is entered at or below it."""

    def __init__(self, plan: Plan, entry: StandingEntry, *, draft: bool, key: str) -> None:
        unknown = entry.scores.keys() - plan.kinds.keys()
        if unknown:
            raise ValueError(f"{key}: not in the criteria set: {', '.join(sorted(unknown))}")
        self.plan = plan
        self.entry = entry
        self.draft = draft
        self.key = key
        self.faults: list[Disagreement] = []
        self.tallies: dict[str, Tally] = {}
        self.whole = self._reckon_whole()

    def _tally(self, code: str) -> Tally | None:
        """A criterion with all below it; `None` if nothing is entered there."""
        entry = self.entry.scores.get(code)
        children = self.plan.children[code]
        if not children:
            if entry is None:
                return None
            tally = self._leaf(code, entry)
        else:
            parts = [(child, self._tally(child)) for child in children]
            if entry is None and all(part is None for _, part in parts):
                return None
            tally = self._sum(code, parts)
            if entry is not None:
                tally = self._with_own_entry(code, entry, tally, parts)
        self.tallies[code] = tally
        return tally

    def _leaf(self, code: str, entry: ScoreEntry) -> Tally:
        """Reckoned once for all units of which the very same is entered, unless there is a fault to be told of each."""
        key = code, id(entry), self.draft
        known = self.plan.leaves.get(key)
        if known is not None:
            return known[1]
        faults = len(self.faults)
        tally = self._reckon_leaf(code, entry)
        if len(self.faults) == faults:
            self.plan.leaves[key] = entry, tally  # the entry is kept, so that nothing else gets its id
        return tally

    def _reckon_leaf(self, code: str, entry: ScoreEntry) -> Tally:
        full = self.plan.full[code]
        if entry.status is NOT_APPLICABLE:
            return Tally(NOT_APPLICABLE, taken=full)
        points, slack, provisional = self._own_points(code, entry)
        tally = Tally(SCORED, points, full, slack=slack, provisional=provisional)
        if points is None:
            tally.status = NOT_SCORED
            tally.missing = (code,)
        self._note_own_maximum(code, entry.max_points, tally)
        self._note_stated(code, entry, tally)
        return tally

    def _own_points(self, code: str, entry: ScoreEntry) -> tuple[int | None, int, bool]:
        """Points entered here, the unit of their last place if they were printed (else 0), whether provisional."""
        value, provisional = leaf_points(entry, draft=self.draft)
        if value is None:
            return None, 0, False
        points = billionths(value)
        if (points < 0 and code not in self.plan.may_be_negative) or (points > 0 and self.plan.kinds[code] is PENALTY):
            self._fault(code, FaultKind.SIGN, points, 0)
        stated = entry.stated_points
        if stated is None or provisional:
            return points, 0, provisional
        printed = billionths(stated.value)
        if points == printed:
            return points, stated.unit, False
        # The points are more exact than what was printed of them; what was printed must be their rounding.
        self._compare(code, FaultKind.STATED, printed, points, stated.unit)
        return points, 0, False

    def _note_own_maximum(self, code: str | None, maximum: Decimal | None, tally: Tally) -> None:
        if maximum is not None:
            full = self.plan.full[code]
            tally.maximum = billionths(maximum)
            tally.taken = None if full is None else full - tally.maximum

    def _note_stated(self, code: str, entry: ScoreEntry, tally: Tally) -> None:
        """Take the printed percent where there are no points, else compare; a printed rank shows that it was scored."""
        if entry.status is not SCORED or tally.status is NOT_APPLICABLE:
            return
        if entry.stated_percent is not None and self.plan.kinds[code] is ORDINARY:
            self._note_percent(code, entry.stated_percent, tally)
        if tally.share is not None:
            tally.status, tally.missing, tally.origin = SCORED, (code,), Origin.ENTERED
        elif entry.stated_rank is not None:
            tally.status = SCORED

    def _note_percent(self, code: str | None, stated: Stated, tally: Tally) -> None:
        percent = billionths(stated.value)
        if tally.points is None:
            tally.share = percent
        elif tally.maximum:
            # Multiplied out by the maximum, so that nothing is divided before it is compared.
            units = stated.unit * tally.maximum + tally.slack * HUNDRED
            if 2 * abs(percent * tally.maximum - tally.points * HUNDRED) > units:
                computed = cut_quotient(tally.points * HUNDRED, tally.maximum)
                self._fault(code, FaultKind.PERCENT, percent, computed, units // tally.maximum)

    def _sum(self, code: str | None, parts: Parts) -> Tally:
        """What the parts give (rule 2). Bonus and penalty may lack without anything being missing (rule 5)."""
        plain = self._plain_sum(code, parts) if code in self.plan.plain else None
        if plain is not None:
            return plain
        kinds, required = self.plan.kinds, self.plan.required
        live = [
            (child, part)
            for child, part in parts
            if (
                required[child]
                if part is None
                else part.status is not NOT_APPLICABLE and (part.points is not None or kinds[child] is ORDINARY)
            )
        ]
        if not live and any(part is not None and part.status is NOT_APPLICABLE for _, part in parts):
            return Tally(NOT_APPLICABLE, taken=self.plan.full[code], origin=Origin.ROLLED_UP)
        tally = Tally(SCORED, origin=Origin.ROLLED_UP)
        points, provisional = 0, False
        missing: list[str] = []
        for child, part in live:
            if part is None:
                missing += required[child]
                continue
            missing += part.missing
            points += part.points or 0
            tally.slack += part.slack
            provisional |= part.provisional
            tally.bonus += (part.points or 0) if kinds[child] is BONUS else part.bonus
            tally.penalty += (part.points or 0) if kinds[child] is PENALTY else part.penalty
        if self.plan.stated[code]:
            # Nothing is summed here, so nothing below can lack, and no cap reaches below.
            missing = [] if code is None else [code]
            tally.bonus = tally.penalty = 0
            tally.status = NOT_SCORED
        elif missing or all(part is None for _, part in parts):
            # Bonus and penalty alone lack nothing; with none of them entered there still is no sum to speak of.
            tally.status = NOT_SCORED
        else:
            tally.points, tally.provisional = points, provisional
        tally.missing = tuple(missing)
        tally.maximum, tally.taken = self._maximum(code, parts)
        return tally

    def _plain_sum(self, code: str, parts: Parts) -> Tally | None:
        """What nearly every parent is: the sum of parts that all have points, with nothing taken out of its maximum."""
        points = slack = 0
        provisional = False
        for _, part in parts:
            if part is None or part.points is None or part.taken != 0:
                return None
            points += part.points
            slack += part.slack
            provisional |= part.provisional
        full = self.plan.full[code]
        return Tally(SCORED, points, full, slack=slack, provisional=provisional, origin=Origin.ROLLED_UP)

    def _maximum(self, code: str | None, parts: Parts) -> tuple[int | None, int | None]:
        """The applicable maximum of a parent, and what is taken out of its laid-down one."""
        plan = self.plan
        ordinary = [(child, part) for child, part in parts if plan.required[child]]
        if not ordinary:
            return plan.full[code], 0
        if all(part is not None and part.status is NOT_APPLICABLE for _, part in ordinary):
            return 0, plan.full[code]
        taken = add_up(part.taken for _, part in ordinary if part is not None)
        laid_down = plan.laid_down[code]
        if laid_down is None:
            return add_up(plan.full[child] if part is None else part.maximum for child, part in ordinary), taken
        return None if taken is None else max(laid_down - taken, 0), taken

    def _with_own_entry(self, code: str, entry: ScoreEntry, rolled: Tally, parts: Parts) -> Tally:
        """A parent that has an entry of its own beside its parts, or instead of them (rules 2 and 3)."""
        if entry.status is NOT_APPLICABLE:
            for child, part in parts:
                if part is not None and part.points:
                    self._fault(child, FaultKind.NOT_APPLICABLE, part.points, 0)
            return Tally(NOT_APPLICABLE, taken=self.plan.full[code])
        points, slack, provisional = self._own_points(code, entry)
        if rolled.status is NOT_APPLICABLE:
            if points:
                self._fault(code, FaultKind.NOT_APPLICABLE, points, 0)
            return rolled
        self._note_own_maximum(code, entry.max_points, rolled)
        if points is not None:
            self._settle(code, rolled, Tally(SCORED, points, slack=slack, provisional=provisional), parts)
        self._note_stated(code, entry, rolled)
        return rolled

    def _settle(self, code: str, rolled: Tally, own: Tally, parts: Parts) -> None:
        """Let a parent's own points stand for the sum of its parts, if they agree where both are known."""
        if rolled.points is not None:
            if own.provisional and not rolled.provisional:
                return  # the parts have been appraised, the parent's figure is still the unit's own
            if own.provisional == rolled.provisional:
                units = own.slack + rolled.slack
                self._compare(code, FaultKind.SUM, own.points or 0, rolled.points, units, parts)
        rolled.status, rolled.origin, rolled.missing = SCORED, Origin.ENTERED, ()
        rolled.points, rolled.slack, rolled.provisional = own.points, own.slack, own.provisional

    def _reckon_whole(self) -> Tally:
        """The total: the sum of the fields within the caps, beside what is stated of it (rules 4 and 5)."""
        entry, tree = self.entry, self.plan.tree
        parts: Parts = [(root, self._tally(root)) for root in tree.roots]
        whole = self._sum(None, parts)
        self._note_own_maximum(None, entry.max_points, whole)
        if whole.points is not None:
            whole.points -= beyond(whole.bonus, tree.bonus_cap) - beyond(-whole.penalty, tree.penalty_cap)
        printed = whole
        if entry.stated_points is not None:
            stated, unit = billionths(entry.stated_points.value), entry.stated_points.unit
            printed = Tally(SCORED, stated, whole.maximum, slack=unit)
            if whole.points is None:
                whole = printed
            else:
                self._compare(None, FaultKind.SUM, stated, whole.points, unit + whole.slack, parts)
        if entry.stated_percent is not None:
            self._note_percent(None, entry.stated_percent, printed)
            if whole.share is not None:
                whole.missing = ()
        return whole

    def _compare(
        self, code: str | None, kind: FaultKind, stated: int, computed: int, units: int, parts: Parts | None = None
    ) -> None:
        """Half a unit of each last place, inclusive, is what rounding may have hidden (rule 3)."""
        if 2 * abs(stated - computed) > units:
            self._fault(code, kind, stated, computed, units, parts)

    def _fault(
        self, code: str | None, kind: FaultKind, stated: int, computed: int, units: int = 0, parts: Parts | None = None
    ) -> None:
        named = tuple(
            (child, from_billionths(part.points)) for child, part in parts or () if part and part.points is not None
        )
        tolerance = from_half_billionths(units)
        fault = Disagreement(self.key, code, kind, from_billionths(stated), from_billionths(computed), tolerance, named)
        self.faults.append(fault)


def score_result(tally: Tally, kind: CriterionKind, rank: int | None = None) -> ScoreResult:
    """The tally of one criterion as a value. Bonus and penalty have no percent: they are a share of nothing."""
    percent = tally.percent if kind is ORDINARY else None
    return ScoreResult(
        tally.status,
        None if tally.points is None else from_billionths(tally.points),
        from_billionths(tally.maximum) if tally.maximum else None,
        None if percent is None else from_billionths(percent),
        rank,
        tally.origin,
        tally.provisional,
        tally.missing,
    )


def total_result(entry: StandingEntry, whole: Tally) -> StandingResult:
    """The tally of the whole as a value, without scores, rank and band."""
    return StandingResult(
        _status(entry, whole),
        None if whole.points is None else from_billionths(whole.points),
        from_billionths(whole.maximum) if whole.maximum else None,
        None if whole.percent is None else from_billionths(whole.percent),
        provisional=whole.provisional,
        missing=whole.missing,
    )


def _status(entry: StandingEntry, whole: Tally) -> StandingStatus:
    if entry.status_declared is not None:
        return entry.status_declared
    if whole.points is not None or whole.share is not None or entry.stated_rank is not None:
        return StandingStatus.RANKED if entry.to_be_ranked else StandingStatus.UNRANKED
    return StandingStatus.INCOMPLETE if entry.scores else StandingStatus.NOT_PUBLISHED


def score_standing(
    tree: CriteriaTree, entry: StandingEntry, *, draft: bool = False, key: str = ""
) -> tuple[StandingResult, tuple[Disagreement, ...]]:
    """Reckon one unit by itself, for its scorecard, its annex or a trial: everything but ranks and band.

    Args:
        draft: whether the unit's own scores count, provisionally, where there are no others.
        key: what the faults call the standing.

    Returns:
        The result, with a score for each criterion that has an entry at or below it; and what disagrees.

    Raises:
        TypeError: a figure is not a Decimal.
        ValueError: a figure has more than nine places, or a code is not in the tree.
    """
    plan = Plan(tree)
    reckoning = Reckoning(plan, entry, draft=draft, key=key)
    scores = {
        code: score_result(reckoning.tallies[code], plan.kinds[code])
        for code in plan.order
        if code in reckoning.tallies
    }
    return replace(total_result(entry, reckoning.whole), scores=scores), tuple(reckoning.faults)
