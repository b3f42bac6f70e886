"""Scoring rules as the domain takes them, and the criteria sets that show them."""

from django.db.models import Exists, OuterRef

from indices.domain.rules import Rule, RuleKind, Step
from indices.models import Criterion, ScoringRule


def rules_with_steps():
    """Rules with all that `rule_of` needs, in two queries however many there are."""
    below = Criterion.objects.filter(parent=OuterRef("criterion"))
    return ScoringRule.objects.select_related("criterion").annotate(has_parts=Exists(below)).prefetch_related("steps")


def rule_of(rule):
    """A stored rule as the domain's `Rule`; from `rules_with_steps` without a further query."""
    has_parts = getattr(rule, "has_parts", None)
    return Rule(
        kind=RuleKind(rule.kind),
        max_points=rule.criterion.max_points,
        steps=tuple(step_of(step) for step in rule.steps.all()),
        each=rule.each,
        threshold=rule.threshold,
        full_from=rule.full_from,
        places=rule.places,
        is_leaf=not (rule.criterion.children.exists() if has_parts is None else has_parts),
    )


def step_of(step):
    """A stored step as the domain's `Step`."""
    return Step(position=step.position, points=step.points, lower=step.lower, label=step.shown_label)
