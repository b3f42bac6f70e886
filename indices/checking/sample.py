"""Do the sample and what is real keep apart, are rules sound, and are the sample's points ones that they can give?"""

from decimal import Decimal

from django.db.models import F
from django.utils.translation import gettext as _

from indices.domain.rules import Inputs, Rule, RuleKind, evaluate, rule_faults
from indices.models import Edition, Index, Responsibility, Score, Standing, Target
from indices.queries.rules import rule_of, rules_with_steps
from reformtrack.figures import figure_format
from units.models import Succession, Unit

POINTS = ("self_points", "appraised_points", "reappraised_points")


def units_stay_below_their_own():
    """A unit below a sample unit, or one that follows it, is of the sample too; and the same of real ones."""
    for unit in Unit.objects.exclude(parent=None).exclude(is_sample=F("parent__is_sample")).select_related("parent"):
        yield _("%(unit)s: thuộc %(other)s, mà một bên là dữ liệu minh họa, một bên không") % {
            "unit": unit.slug,
            "other": unit.parent.slug,
        }
    mixed = Succession.objects.exclude(predecessor__is_sample=F("successor__is_sample"))
    for succession in mixed.select_related("predecessor", "successor"):
        yield _("%(succession)s: nối đơn vị minh họa với đơn vị có thật") % {"succession": succession}


def indices_stay_within_their_own():
    """An index of a sample province is of the sample, and one of a real province is not."""
    mixed = Index.objects.exclude(within=None).exclude(is_sample=F("within__is_sample"))
    for index in mixed.select_related("within").order_by("slug"):
        yield _("%(index)s: của %(unit)s, mà một bên là dữ liệu minh họa, một bên không") % {
            "index": index.slug,
            "unit": index.within.slug,
        }


def figures_stay_with_their_own():
    """No invented figure beside a real name: results, targets and agencies in charge join sample with sample."""
    for rows in (
        Standing.objects.exclude(unit__is_sample=F("edition__index__is_sample")).select_related(
            "unit", "edition__index"
        ),
        Target.objects.exclude(unit__is_sample=F("index__is_sample")).select_related("unit", "index"),
        Responsibility.objects.exclude(
            lead__is_sample=F("within__is_sample"), within__is_sample=F("criterion__criteria_set__index__is_sample")
        ),
    ):
        for row in rows.order_by("pk"):
            yield _("%(row)s: số liệu minh họa đứng cùng tên có thật") % {"row": row}


def rules_are_sound():
    """No scoring rule contradicts itself or its criterion; what is merely odd may stay."""
    for stored in rules_with_steps().select_related("criterion__criteria_set").order_by("pk"):
        wrong = [fault.flaw for fault in rule_faults(rule_of(stored)) if not fault.is_remark]
        if wrong:
            yield _("%(set)s, tiêu chí %(code)s: quy tắc cho điểm mâu thuẫn (%(wrong)s)") % {
                "set": stored.criterion.criteria_set.slug,
                "code": stored.criterion.code,
                "wrong": ", ".join(wrong),
            }


def points_follow_their_rules():
    """Every point that the sample came with, claimed or appraised, is one that the rule of its criterion can give.

    What people enter to try the product out is their own affair.
    """
    rules = {
        stored.criterion_id: rule_of(stored)
        for stored in rules_with_steps().filter(criterion__criteria_set__index__is_sample=True)
    }
    given = {pk: possible_points(rule) for pk, rule in rules.items() if not _contradicts(rule)}
    came_with_it = Edition.objects.frozen().filter(index__is_sample=True).exclude(fixture_digest="")
    scores = Score.objects.filter(standing__edition__in=came_with_it, criterion__in=given)
    for score in scores.select_related("standing__edition__index", "standing__unit", "criterion").order_by("pk"):
        for name in POINTS:
            points = getattr(score, name)
            if points is not None and not can_give(rules[score.criterion_id], given[score.criterion_id], points):
                yield _("%(score)s: %(points)s điểm không phải số mà quy tắc cho được") % {
                    "score": score,
                    "points": figure_format("vi").exact(points),
                }


def _contradicts(rule):
    return any(not fault.is_remark for fault in rule_faults(rule))


def possible_points(rule: Rule):
    """The points that a rule can give, where they can be counted; of a proportion only none and all of them."""
    if rule.kind in (RuleKind.FULL_OR_NOTHING, RuleKind.PROPORTION):
        return {Decimal(0), rule.max_points}
    if rule.kind is RuleKind.GRADED:
        return {step.points for step in rule.steps}
    if rule.kind is RuleKind.BANDS:
        below_all = evaluate(rule, Inputs(rate=Decimal(0))).points
        return {below_all, *(step.points for step in rule.steps)}
    times = range(int(abs(rule.max_points) / rule.each) + 2)
    return {evaluate(rule, Inputs(count=Decimal(count))).points for count in times}


def can_give(rule: Rule, possible, points):
    """Can a rule give these points? A proportion gives any share of its maximum from its threshold on."""
    if points in possible:
        return True
    if rule.kind is not RuleKind.PROPORTION or round(points, rule.places) != points:
        return False
    least = evaluate(rule, Inputs(rate=rule.threshold)).points if rule.threshold else 0
    return abs(least) <= abs(points) <= abs(rule.max_points) and points * rule.sign >= 0
