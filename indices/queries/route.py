"""What a route to a target is made of: the leaves, the others' totals and trend, experience, who is in charge."""

from dataclasses import dataclass, field
from heapq import nsmallest

from indices.domain.figures import billionths
from indices.domain.history import Year
from indices.domain.route import Own, Target, TargetKind, own_of, route_to, what_if
from indices.domain.route_address import stored_target
from indices.domain.route_leaves import RouteLeaf, how_often_regained, route_leaves
from indices.domain.route_others import Assumption, Others, others_of, place_among
from indices.models import Annex, Criterion, Edition, Score, Standing
from indices.models import Target as PlannedTarget
from indices.permissions import may_read_annex
from indices.queries.history import editions_of, years_of
from indices.queries.ranking import edition_before
from indices.queries.rules import rule_of, rules_with_steps
from indices.queries.why import agencies_in_charge, causes_of
from units.models import Unit, UnitName
from units.queries import names_on

MOST_PEERS = 60  # units whose experience is asked: those of the nearest totals
YEARS_OF_EXPERIENCE = 5
MOST_OFFERED = 100  # units right above that a reader is offered to pass
KINDS = ("rank", "percent", "points")  # of two targets in one plan the first kind is taken


@dataclass
class RouteFacts:
    """Everything that is known before a question is asked.

    Attributes:
        before: the edition that the others' trend is taken from; `None` where there is none of the same criteria.
        annex: the unit's own tree that stands in place of the published criteria, where the reader may see it.
        planned: what the unit's plan lays down for the year to come, else for this one.
        peers, experience: how many units were asked how often they regained what was lost, in the editions (labels).
        criteria: code -> Criterion of the leaves.
        above: slugs of the units right above, the nearest first.
        units, names: of the rivals that a page may name.
    """

    standing: Standing
    edition: Edition
    year: Year
    own: Own
    leaves: tuple[RouteLeaf, ...]
    others: Others
    before: Edition | None = None
    annex: Annex | None = None
    planned: PlannedTarget | None = None
    peers: int = 0
    experience: tuple[str, ...] = ()
    criteria: dict[str, Criterion] = field(default_factory=dict)
    agencies: dict[str, str] = field(default_factory=dict)
    causes: dict[str, str] = field(default_factory=dict)
    above: list[str] = field(default_factory=list)
    units: dict[str, Unit] = field(default_factory=dict)
    names: dict[int, UnitName] = field(default_factory=dict)

    @property
    def slug(self):
        return self.standing.unit.slug

    def agency(self, code):
        """In charge of a criterion, or else of what it stands under; empty where nobody is named."""
        while code:
            if code in self.agencies:
                return self.agencies[code]
            leaf = self.year.criterion(code)
            code = leaf.parent if leaf else ""
        return ""


def route_facts(standing, edition, *, by, passed=""):
    """Read them, in a number of queries that grows neither with units nor with criteria.

    Args:
        by: who reads; own trees are shown to whom they are open.
        passed: slug of a unit that the question names.
    """
    unit = standing.unit
    sisters = editions_of(edition.index)
    before = edition_before(edition, sisters)
    if before is not None and before.criteria_set_id != edition.criteria_set_id:
        before = None
    annex = _annex_of(standing, by)
    year, *earlier = years_of([edition, *([before] if before else [])], of=[unit.pk], annexes=[annex] if annex else [])
    facts = RouteFacts(
        standing,
        edition,
        year,
        own_of(year, unit.slug),
        (),
        others_of(year, unit.slug, earlier[0] if earlier else None, ceiling=_ceiling(edition)),
        before=before,
        annex=annex,
        planned=_planned(unit, edition),
    )
    _add_leaves(facts, sisters)
    _add_names(facts, passed)
    return facts


def _annex_of(standing, by):
    """The newest of the unit's own trees that `by` may see."""
    annexes = Annex.objects.filter(standing=standing).select_related("criteria_set", "standing__edition__index")
    return next((annex for annex in annexes.order_by("-pk") if may_read_annex(by, annex)), None)


def _ceiling(edition):
    most = edition.criteria_set.max_points
    return None if most is None else billionths(most)


def _planned(unit, edition):
    """Of the year to come, for which there is still something to be done; else of the year assessed."""
    targets = PlannedTarget.objects.filter(unit=unit, index=edition.index_id, year__in=(edition.year, edition.year + 1))
    order = sorted(targets.select_related("decision"), key=lambda one: (-one.year, KINDS.index(one.kind)))
    return next(iter(order), None)


def _add_leaves(facts, sisters):
    """The unit's leaves with their rules, their experience, who is in charge and why points were lost."""
    criteria_set = (facts.annex or facts.edition).criteria_set_id
    facts.criteria = {
        criterion.code: criterion for criterion in Criterion.objects.filter(criteria_set=criteria_set).order_by("pk")
    }
    rules = rules_with_steps().filter(criterion__criteria_set=criteria_set)
    own_scores = {"annex": facts.annex} if facts.annex else {"standing": facts.standing}
    facts.causes = causes_of(Score.objects.filter(**own_scores))
    facts.agencies = agencies_in_charge(facts.standing, facts.edition.index, criteria_set)
    facts.leaves = route_leaves(
        facts.year,
        facts.slug,
        rules={rule.criterion.code: rule_of(rule) for rule in rules},
        weights=None if facts.annex else _experience(facts, sisters),
    )


def _experience(facts, sisters):
    """Code -> how often comparable units regained it; notes in the facts whom and which years this is of."""
    edition = facts.edition
    row = [edition]
    while len(row) < YEARS_OF_EXPERIENCE:
        earlier = edition_before(row[-1], sisters)
        if earlier is None or earlier.criteria_set_id != edition.criteria_set_id:
            break
        row.append(earlier)
    if len(row) < 2:
        return None
    peers = _nearest(facts)
    years = years_of(row, of=Unit.objects.filter(slug__in=peers), only=Unit.objects.filter(slug__in=peers))
    facts.peers, facts.experience = len(peers), tuple(one.label for one in reversed(row))
    return how_often_regained(years[::-1], peers)


def _nearest(facts):
    """Slugs of the ranked units whose totals lie nearest; where few are ranked, all of them."""
    rivals = facts.others.now
    if len(rivals) <= MOST_PEERS or facts.own.value is None:
        return list(rivals)[:MOST_PEERS]
    here = facts.own.value.fraction
    known = {unit: value for unit, value in rivals.items() if value is not None}
    return nsmallest(MOST_PEERS, known, key=lambda unit: (abs(known[unit].fraction - here), unit))


def _add_names(facts, passed):
    """Who stands above, and everyone who may be named, as they were called then."""
    if facts.own.value is not None:
        here = facts.own.value.fraction
        better = {
            unit: value.fraction
            for unit, value in facts.others.now.items()
            if value is not None and value.fraction >= here
        }
        facts.above = nsmallest(MOST_OFFERED, better, key=lambda unit: (better[unit], unit))
    named = Unit.objects.filter(slug__in=[*facts.above, passed])
    facts.units = {unit.slug: unit for unit in named}
    facts.names = names_on([unit.pk for unit in facts.units.values()], facts.edition.ends_on)


# Questions


def target_of(facts, question=None):
    """What is aimed at: what was asked, else the plan's target, else one place up.

    Where places cannot be counted, the unit right above is to be passed; where nobody is known to be, the first place
    is asked for, and the answer says why it cannot be told.
    """
    if question is not None and question.target is not None:
        return question.target
    if facts.planned is not None:
        return stored_target(facts.planned.kind, facts.planned.figure)
    if facts.own.value is not None and facts.own.is_ranked and facts.others.are_known:
        here = place_among(facts.own.value.fraction, facts.others.now.values())
        return Target(TargetKind.RANK, max(1, here - 1))
    if facts.above:
        return Target(TargetKind.UNIT, unit=facts.above[0])
    return Target(TargetKind.RANK, 1)


def routes_of(facts, target, *, without=(), also=()):
    """The route to a target under each assumption on the others; under one, where no trend of theirs is known."""
    assumptions = list(Assumption)
    if facts.others.without_trend == len(facts.others.now):
        assumptions.remove(Assumption.TREND)
    return tuple(
        route_to(target, facts.own, facts.leaves, facts.others, assumption=assumption, without=without, also=also)
        for assumption in assumptions
    )


def tried(facts, question):
    """What the leaves set by hand would come to; `None` where none is."""
    if not question.changes:
        return None
    return what_if(dict(question.changes), facts.own, facts.leaves, facts.others)
