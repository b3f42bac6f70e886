"""Reads for the page on which a whole criteria tree is laid down: its rows, who answers for them, who could."""

import hashlib
import json
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass
from decimal import Decimal

from django.db.models import Exists, OuterRef
from django.utils import timezone

from indices.domain.outline import OutlineRow
from indices.models import CriteriaSet, Criterion, Responsibility, ScoringRule
from records.models import AuditEvent
from units.models import Level, Unit

TREE_SAVED = "criteria_tree_saved"
LEADING_LEVELS = (Level.DEPARTMENT, Level.CENTRAL_AGENCY)  # who answers for criteria inside a province


@dataclass(frozen=True, slots=True)
class TreeRow:
    """One criterion of a tree that is to be stored whole, in its place among the rows.

    Args:
        pk: of the stored criterion; one that the set has no more, or `None`, is made anew.
        depth: 0 for a field, 1 for a criterion, 2 for a sub-criterion; its parent is the row above that is one less.
        lead: the agency in charge, within the unit that the tree is stored for.
    """

    pk: int | None
    depth: int
    code: str
    name: str
    name_en: str = ""
    short_name: str = ""
    short_name_en: str = ""
    max_points: Decimal | None = None
    method: str = "appraisal"
    kind: str = "ordinary"
    note: str = ""
    note_en: str = ""
    lead: Unit | None = None

    @property
    def outline(self):
        """The row as the domain judges it."""
        return OutlineRow(self.depth, self.code, self.name, self.max_points, self.method, self.kind)


class StoredTree:
    """The tree of a set as it is stored, in order: a parent before its children; two queries, three with agencies.

    Attributes:
        criteria: pk -> criterion, each with `has_rule`.
        rows: one `TreeRow` each.
        leads: criterion pk -> agencies in charge within `within`, in the order of their names; the first is the row's.
    """

    def __init__(self, criteria_set, within=None):
        ruled = Exists(ScoringRule.objects.filter(criterion=OuterRef("pk")))
        found = criteria_set.criteria.annotate(has_rule=ruled).order_by("position", "pk")
        self.criteria = {criterion.pk: criterion for criterion in found}
        self.within = within
        self.leads = leads_of(criteria_set, within) if within else {}
        children = defaultdict(list)
        for criterion in self.criteria.values():
            children[criterion.parent_id].append(criterion)
        self.rows = [self._row(criterion, depth) for criterion, depth in _walk(children)]

    def _row(self, criterion, depth):
        plain = {name: getattr(criterion, name) for name in TreeRow.__slots__ if name not in ("depth", "lead")}
        return TreeRow(depth=depth, lead=next(iter(self.leads.get(criterion.pk, ())), None), **plain)

    @property
    def digest(self):
        """Changes with anything that the page shows: who opened another tree than is stored now is told so."""
        plain = [{**asdict(row), "lead": [lead.pk for lead in self.leads.get(row.pk, ())]} for row in self.rows]
        return hashlib.sha256(json.dumps(plain, default=str).encode()).hexdigest()[:32]


def _walk(children):
    """(criterion, depth), parents before their children."""
    waiting = [(criterion, 0) for criterion in reversed(children[None])]
    while waiting:
        criterion, depth = waiting.pop()
        yield criterion, depth
        waiting += [(child, depth + 1) for child in reversed(children[criterion.pk])]


def leads_of(criteria_set, within):
    """Criterion pk -> agencies in charge of it within a unit, in the order of their names."""
    found = defaultdict(list)
    for one in (
        Responsibility.objects.filter(criterion__criteria_set=criteria_set, within=within)
        .select_related("lead")
        .order_by("lead__sort_key", "pk")
    ):
        found[one.criterion_id].append(one.lead)
    return found


def set_for_tree(pk):
    """The set with what its page names; `None` where there is none."""
    return CriteriaSet.objects.select_related("index__within", "decision").filter(pk=pk).first()


def provinces_today():
    """Provinces that exist today, in the order of their names."""
    return list(Unit.objects.filter(level=Level.PROVINCE).on(timezone.localdate()).in_order())


def agencies_today(within):
    """Bodies of a province that can answer for a criterion, in the order of their names."""
    return list(Unit.objects.filter(level__in=LEADING_LEVELS, parent=within).on(timezone.localdate()).in_order())


def last_saved(criteria_set):
    """The event of the last time that the tree was stored; `None` before the first."""
    target = {"target_type": CriteriaSet._meta.label_lower, "target_id": str(criteria_set.pk)}
    return AuditEvent.objects.filter(kind=TREE_SAVED, **target).select_related("by").first()


def criteria_by_level(criteria_set):
    """Level -> how many criteria of it a set has; bonus and penalty are not among what decisions count."""
    counted = Criterion.objects.filter(criteria_set=criteria_set, kind=Criterion.CriterionKind.ORDINARY)
    return Counter(counted.values_list("level", flat=True))
