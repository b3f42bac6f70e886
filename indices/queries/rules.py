"""Scoring rules as the domain takes them, and one criteria set whole: its tree, its rules, who answers for what."""

from collections import defaultdict
from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from indices.domain.rules import Rule, RuleKind, Step
from indices.models import CriteriaSet, Criterion, Edition, Responsibility, ScoringRule
from indices.queries.criterion_held import newest_holding
from indices.queries.methods import SetOnPage


def rules_with_steps():
    """Rules with all that `rule_of` needs, in two queries however many there are."""
    below = Criterion.objects.filter(parent=OuterRef("criterion"))
    return ScoringRule.objects.select_related("criterion").annotate(has_parts=Exists(below)).prefetch_related("steps")


def rule_of(rule, steps=None):
    """A stored rule as the domain's `Rule`; from `rules_with_steps` without a further query.

    `steps`: the domain's, in place of the stored ones (a form holds what is not stored yet).
    """
    has_parts = getattr(rule, "has_parts", None)
    return Rule(
        kind=RuleKind(rule.kind),
        max_points=rule.criterion.max_points,
        steps=tuple(step_of(step) for step in rule.steps.all()) if steps is None else steps,
        each=rule.each,
        threshold=rule.threshold,
        full_from=rule.full_from,
        places=rule.places,
        is_leaf=not (rule.criterion.children.exists() if has_parts is None else has_parts),
    )


def step_of(step):
    """A stored step as the domain's `Step`."""
    return Step(position=step.position, points=step.points, lower=step.lower, label=step.shown_label)


def sets_to_read():
    """Criteria sets with all that their own pages say of them."""
    return CriteriaSet.objects.select_related("index__within", "decision").prefetch_related("sources")


@dataclass
class SetWithRules:
    """One criteria set whole."""

    page: SetOnPage
    rules: dict  # criterion id -> ScoringRule
    leads: dict  # criterion id -> [Unit] in charge, where the index is of one province


def set_with_rules(criteria_set):
    """Everything that the page of one criteria set shows; a fixed number of queries."""
    editions = Edition.objects.published().filter(criteria_set=criteria_set).select_related("index").newest_first()
    rules = ScoringRule.objects.filter(criterion__criteria_set=criteria_set)
    return SetWithRules(
        page=SetOnPage(
            criteria_set=criteria_set,
            criteria=list(criteria_set.criteria.order_by("position", "pk")),
            editions=list(editions),
            links=[],
        ),
        rules={rule.criterion_id: rule for rule in rules},
        leads=leads_of(criteria_set, criterion__criteria_set=criteria_set),
    )


def leads_of(criteria_set, **narrowed):
    """criterion id -> [Unit] in charge within the province whose index it is; empty for a national index."""
    leads = defaultdict(list)
    if criteria_set.index.within_id:
        found = Responsibility.objects.filter(within=criteria_set.index.within_id, **narrowed).select_related("lead")
        for responsibility in found.order_by("lead__sort_key", "pk"):
            leads[responsibility.criterion_id].append(responsibility.lead)
    return leads


@dataclass
class CriterionWithRule:
    """One criterion of a set."""

    criterion: Criterion
    above: list  # the criteria that it stands under, the field first
    below: list  # the criteria right below it, in order
    rule: ScoringRule | None
    leads: list  # [Unit] in charge of it, or else of what it stands under, where the index is of one province
    held: Edition | None = None  # the newest that holds what units got there


def criterion_with_rule(criteria_set, code):
    """What the page of one criterion shows, or `None` where the set has no such code."""
    tree = {criterion.pk: criterion for criterion in criteria_set.criteria.order_by("position", "pk")}
    criterion = next((one for one in tree.values() if one.code == code), None)
    if criterion is None:
        return None
    above, parent = [], tree.get(criterion.parent_id)
    while parent is not None:
        above.insert(0, parent)
        parent = tree.get(parent.parent_id)
    upwards = [criterion, *reversed(above)]
    leads = leads_of(criteria_set, criterion__in=upwards)
    return CriterionWithRule(
        criterion=criterion,
        above=above,
        below=[one for one in tree.values() if one.parent_id == criterion.pk],
        rule=rules_with_steps().filter(criterion=criterion).first(),
        leads=next((leads[one.pk] for one in upwards if one.pk in leads), []),
        held=newest_holding([criterion]).get(criterion.pk),
    )
