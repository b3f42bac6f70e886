"""The rules of SCORING.md a second time: slow, obvious, on fractions, asked anew for every figure. Shares no reckoning.

Only the plain values of `indices.domain.values` are used, and their data alone: no helper of the tree.
"""

from fractions import Fraction

from indices.domain.values import CriterionKind, ScoreStatus, StandingStatus, TotalMethod

ORDINARY, BONUS, PENALTY = CriterionKind.ORDINARY, CriterionKind.BONUS, CriterionKind.PENALTY


def half_unit(stated):
    return Fraction(1, 2 * 10**stated.places)


class SlowStanding:
    """One standing; every method answers one question about one criterion (`None`: about the whole)."""

    def __init__(self, tree, entry, *, draft):
        self.tree, self.entry, self.draft = tree, entry, draft
        self.nodes = {node.code: node for node in tree.nodes}

    # the tree

    def children(self, code):
        return [node.code for node in self.tree.nodes if node.parent == code]

    def kind(self, code):
        while code is not None:
            if self.nodes[code].kind != ORDINARY:
                return self.nodes[code].kind
            code = self.nodes[code].parent
        return ORDINARY

    def required(self, code):
        """Ordinary leaves at or below."""
        if code is not None and self.kind(code) != ORDINARY:
            return []
        if not self.children(code):
            return [] if code is None else [code]
        return [leaf for child in self.children(code) for leaf in self.required(child)]

    def is_stated(self, code):
        own = None if code is None else self.nodes[code].total_method
        return (own or self.tree.total_method) == TotalMethod.STATED

    def laid_down(self, code):
        figure = self.tree.max_points if code is None else self.nodes[code].max_points
        return None if figure is None else Fraction(figure)

    def full(self, code):
        if self.laid_down(code) is not None or not self.children(code):
            return self.laid_down(code)
        figures = [self.full(child) for child in self.children(code) if self.required(child)]
        return None if None in figures else sum(figures, Fraction())

    # what is entered

    def own(self, code):
        """(points, half a unit if they were printed, provisional) of the entry at a criterion."""
        entry = self.entry.scores.get(code)
        nothing = (None, Fraction(), False)
        if entry is None or entry.status != ScoreStatus.SCORED:
            return nothing
        survey = Fraction(entry.survey_points or 0)
        stated = entry.stated_points
        provisional = False
        if entry.points is not None:
            points = Fraction(entry.points)
        elif entry.reappraised_points is not None:
            points = Fraction(entry.reappraised_points) + survey
        elif entry.appraised_points is not None:
            points = Fraction(entry.appraised_points) + survey
        elif entry.survey_points is not None and entry.self_points is None:
            points = survey
        elif stated is not None:
            points = Fraction(stated.value)
        elif self.draft and entry.self_points is not None:
            points, provisional = Fraction(entry.self_points) + survey, True
        else:
            return nothing
        printed = stated is not None and not provisional and points == Fraction(stated.value)
        return points, half_unit(stated) if printed else Fraction(), provisional

    def known(self, code):
        return code in self.entry.scores or any(self.known(child) for child in self.children(code))

    def not_applicable(self, code):
        entry = self.entry.scores.get(code)
        if entry is not None and entry.status == ScoreStatus.NOT_APPLICABLE:
            return True
        left_out = [child for child in self.children(code) if self.not_applicable(child)]
        for child in self.children(code):
            if child in left_out:
                continue
            if self.kind(child) == ORDINARY and (self.known(child) or self.required(child)):
                return False
            if self.kind(child) != ORDINARY and self.points(child) is not None:
                return False
        return bool(left_out)

    # what follows

    def applicable(self, code):
        return [child for child in self.children(code) if self.known(child) and not self.not_applicable(child)]

    def missing_below(self, code):
        if self.is_stated(code):
            return [] if code is None else [code]
        found = []
        for child in self.children(code):
            if not self.known(child):
                found += self.required(child)
            elif self.kind(child) == ORDINARY:
                found += self.missing(child)
        return found

    def missing(self, code):
        if self.not_applicable(code) or self.points(code) is not None:
            return []
        if not self.children(code) or self.share(code) is not None:
            return [code]
        return self.missing_below(code)

    def sum_below(self, code):
        """Sum of the parts; `None` if it is not summed or one lacks."""
        if self.is_stated(code) or self.not_applicable(code) or self.missing_below(code):
            return None
        if not any(self.known(child) for child in self.children(code)):
            return None
        return sum((self.points(child) or Fraction() for child in self.applicable(code)), Fraction())

    def rolled_provisional(self, code):
        return any(self.provisional(child) for child in self.applicable(code) if self.points(child) is not None)

    def sum_is_kept(self, code):
        """Whether the sum stands although the criterion has a figure of its own: that one is only the unit's."""
        own, _, provisional = self.own(code)
        summed = self.sum_below(code)
        return summed is not None and (own is None or (provisional and not self.rolled_provisional(code)))

    def points(self, code):
        if self.not_applicable(code):
            return None
        return self.sum_below(code) if self.sum_is_kept(code) else self.own(code)[0]

    def provisional(self, code):
        if self.points(code) is None:
            return False
        return self.rolled_provisional(code) if self.sum_is_kept(code) else self.own(code)[2]

    def slack(self, code):
        if self.children(code) and self.sum_is_kept(code):
            return self.slack_below(code)
        return self.own(code)[1]

    def slack_below(self, code):
        return sum((self.slack(child) for child in self.applicable(code)), Fraction())

    def share(self, code):
        entry = self.entry.scores.get(code)
        if entry is None or entry.status != ScoreStatus.SCORED or entry.stated_percent is None:
            return None
        if self.kind(code) != ORDINARY or self.not_applicable(code) or self.points(code) is not None:
            return None
        return Fraction(entry.stated_percent.value)

    def own_maximum(self, code):
        entry = self.entry if code is None else self.entry.scores.get(code)
        return None if entry is None or entry.max_points is None else Fraction(entry.max_points)

    def taken(self, code):
        """What a criterion takes out of a maximum laid down above it; `None` if that cannot be known."""
        if self.not_applicable(code):
            return self.full(code)
        if self.own_maximum(code) is not None:
            return None if self.full(code) is None else self.full(code) - self.own_maximum(code)
        counting = [child for child in self.children(code) if self.required(child)]
        if counting and all(self.not_applicable(child) for child in counting):
            return self.full(code)
        figures = [self.taken(child) for child in counting if self.known(child)]
        return None if None in figures else sum(figures, Fraction())

    def maximum(self, code):
        if code is None and self.own_maximum(code) is not None:
            return self.own_maximum(code)  # whatever is below it, the unit's total has this one
        if self.not_applicable(code):
            return Fraction()
        if self.own_maximum(code) is not None:
            return self.own_maximum(code)
        counting = [child for child in self.children(code) if self.required(child)]
        if not counting:
            return self.full(code)
        if all(self.not_applicable(child) for child in counting):
            return Fraction()
        if self.laid_down(code) is not None:
            return None if self.taken(code) is None else max(self.laid_down(code) - self.taken(code), Fraction())
        figures = [self.maximum(child) if self.known(child) else self.full(child) for child in counting]
        return None if None in figures else sum(figures, Fraction())

    def percent(self, code):
        if code is not None and self.kind(code) != ORDINARY:
            return None
        points = self.total() if code is None else self.points(code)
        if points is not None and self.maximum(code):
            return points / self.maximum(code) * 100
        if code is None:
            stated = self.entry.stated_percent
            return Fraction(stated.value) if stated is not None and points is None else None
        return self.share(code)

    def status(self, code):
        entry = self.entry.scores.get(code)
        if self.not_applicable(code):
            return ScoreStatus.NOT_APPLICABLE
        ranked = entry is not None and entry.status == ScoreStatus.SCORED and entry.stated_rank is not None
        if self.points(code) is not None or self.share(code) is not None or ranked:
            return ScoreStatus.SCORED
        return ScoreStatus.NOT_SCORED

    # the whole

    def extra_points(self, code, kind):
        """Bonus or penalty points that the sum of a parent holds."""
        if code is not None and self.kind(code) == kind:
            return self.points(code) or Fraction()
        if self.is_stated(code) or not self.children(code) or self.not_applicable(code):
            return Fraction()
        return sum((self.extra_points(child, kind) for child in self.applicable(code)), Fraction())

    def summed_total(self):
        total = self.sum_below(None)
        if total is None:
            return None
        bonus, penalty = self.extra_points(None, BONUS), -self.extra_points(None, PENALTY)
        if self.tree.bonus_cap is not None and bonus > self.tree.bonus_cap:
            total -= bonus - Fraction(self.tree.bonus_cap)
        if self.tree.penalty_cap is not None and penalty > self.tree.penalty_cap:
            total += penalty - Fraction(self.tree.penalty_cap)
        return total

    def total(self):
        if self.summed_total() is not None:
            return self.summed_total()
        return None if self.entry.stated_points is None else Fraction(self.entry.stated_points.value)

    def total_missing(self):
        if self.total() is not None or self.entry.stated_percent is not None or self.not_applicable(None):
            return []
        return self.missing_below(None)

    def total_provisional(self):
        return self.summed_total() is not None and self.rolled_provisional(None)

    def total_status(self):
        entry = self.entry
        if entry.status_declared is not None:
            return entry.status_declared
        has_total = self.total() is not None or entry.stated_percent is not None or entry.stated_rank is not None
        if has_total:
            return StandingStatus.RANKED if entry.to_be_ranked else StandingStatus.UNRANKED
        return StandingStatus.INCOMPLETE if entry.scores else StandingStatus.NOT_PUBLISHED

    def ranked_by(self):
        """("share" or "points", figure), or `None`."""
        entry = self.entry
        if entry.status_declared == StandingStatus.NOT_PUBLISHED:
            return None
        if entry.stated_percent is not None:
            return "share", Fraction(entry.stated_percent.value) / 100
        points = self.total() if entry.stated_points is None else Fraction(entry.stated_points.value)
        if points is None:
            return None
        return ("share", points / self.maximum(None)) if self.maximum(None) else ("points", points)

    # what disagrees

    def faults(self):
        """(code, kind) of everything that disagrees, sorted."""
        found = []
        for code in self.nodes:
            found += [(code, kind) for kind in self.faults_at(code)]
        found += [("", kind) for kind in self.faults_of_the_whole()]
        return sorted(found)

    def under_excluded(self, code):
        """Whether the parent's own entry says that it is not applicable, while this part has points."""
        parent = self.entry.scores.get(self.nodes[code].parent)
        return parent is not None and parent.status == ScoreStatus.NOT_APPLICABLE and bool(self.points(code))

    def negative_allowed(self, code):
        return self.kind(code) == PENALTY or any(self.negative_allowed(child) for child in self.children(code))

    def faults_at(self, code):
        if self.under_excluded(code):
            yield "not_applicable"
        entry = self.entry.scores.get(code)
        if entry is None or entry.status != ScoreStatus.SCORED:
            return
        points, _, provisional = self.own(code)
        if points is not None:
            yield from self.entry_faults(code, points, None if provisional else entry.stated_points)
        if not self.not_applicable(code):
            yield from self.sum_fault(code)
            if self.kind(code) == ORDINARY:
                figures = self.points(code), self.slack(code), self.maximum(code)
                yield from self.percent_fault(entry.stated_percent, *figures)
        elif points:
            yield "not_applicable"

    def entry_faults(self, code, points, stated):
        if (points < 0 and not self.negative_allowed(code)) or (points > 0 and self.kind(code) == PENALTY):
            yield "sign"
        if stated is not None and abs(points - Fraction(stated.value)) > half_unit(stated):
            yield "stated"

    def sum_fault(self, code):
        points, half, provisional = self.own(code)
        summed = self.sum_below(code)
        if points is None or summed is None or provisional != self.rolled_provisional(code):
            return
        if abs(points - summed) > half + self.slack_below(code):
            yield "sum"

    def percent_fault(self, stated, points, slack, maximum):
        if stated is None or points is None or not maximum:
            return
        if abs(Fraction(stated.value) - points / maximum * 100) > half_unit(stated) + slack / maximum * 100:
            yield "percent"

    def faults_of_the_whole(self):
        stated = self.entry.stated_points
        points, slack = self.summed_total(), self.slack_below(None)
        if stated is not None:
            if points is not None and abs(Fraction(stated.value) - points) > half_unit(stated) + slack:
                yield "sum"
            points, slack = Fraction(stated.value), half_unit(stated)
        yield from self.percent_fault(self.entry.stated_percent, points, slack, self.maximum(None))


def slow_ranks(values):
    """key -> ("share" or "points", figure) or `None`; ranks by counting who is better."""
    if any(value is None for value in values.values()) or len({value[0] for value in values.values()}) > 1:
        return dict.fromkeys(values)
    return {key: 1 + sum(other > figure for _, other in values.values()) for key, (_, figure) in values.items()}
