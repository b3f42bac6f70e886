"""A criteria set from one decision to the next: copied with its links, put into force, taken back, closed when used."""

from django.db import transaction
from django.utils.translation import gettext as _

from indices.actions.links import BATCH, Kind, refresh_links
from indices.models import CriteriaSet, Criterion, CriterionLink, Responsibility, RuleStep, ScoringRule
from indices.permissions import is_admin, require
from indices.queries.outlines import outline_of
from indices.queries.sets import followed_by, hindrances, hindrances_to_take_back
from records.models import AuditEvent

__all__ = [
    "SetLockedError",
    "SetNotReadyError",
    "copy_set",
    "hold_set",
    "lock_set",
    "put_in_force",
    "refresh_links",
    "take_back_set",
]

State = CriteriaSet.State


class SetLockedError(Exception):
    """A published edition was scored by the set: a change is a new set."""

    def __init__(self, criteria_set):
        self.criteria_set = criteria_set
        super().__init__(
            _("%(set)s đã được dùng cho một năm đánh giá đã công bố nên không sửa được nữa; hãy chép thành bộ mới.")
            % {"set": criteria_set}
        )


def lock_set(criteria_set):
    """The set's row, held until the transaction ends.

    Raises:
        SetLockedError: a published edition uses it.
    """
    held = hold_set(criteria_set)
    if held.editions.frozen().exists():
        raise SetLockedError(held)
    return held


def hold_set(criteria_set):
    """The set's row, held until the transaction ends, whether it may be changed or not."""
    return CriteriaSet.objects.select_for_update(of=("self",)).select_related("index").get(pk=criteria_set.pk)


# Copying


@transaction.atomic
def copy_set(*, criteria_set, slug, name, name_en="", decision=None, year_from=None, index=None, by):
    """Make a draft of a set: its tree, rules and agencies in charge, and the points laid down.

    Within one index every criterion is linked with its copy as "kept", for somebody to confirm; a set of another
    index continues nothing, and takes only the agencies of the province that index belongs to.

    Args:
        index: the index of the copy; that of the set where `None`.

    Raises:
        PermissionDenied: `by` does not lay down criteria.
        ValidationError: the slug is taken or is none, or the name is empty.
    """
    require(is_admin(by))
    index = index or criteria_set.index
    made = _twin(
        criteria_set,
        index_id=index.pk,
        slug=slug,
        name=name,
        name_en=name_en,
        decision_id=decision and decision.pk,
        year_from=year_from,
        year_to=None,
        state=CriteriaSet.State.DRAFT,
        copied_from_id=criteria_set.pk,
        note="",
        note_en="",
    )
    made.full_clean()
    made.save()
    copies = _copy_tree(criteria_set, made)
    _copy_rules(copies)
    _copy_responsibilities(copies, index)
    if index.pk == criteria_set.index_id:
        CriterionLink.objects.bulk_create(
            CriterionLink(from_set=criteria_set, to_set=made, old_id=old, new=new, kind=Kind.KEPT)
            for old, new in copies.items()
        )
    AuditEvent.objects.record(
        kind="set_copied", target=made, by=by, after={"copied_from": criteria_set.slug, "criteria": len(copies)}
    )
    return made


def _twin(row, **changes):
    """A row like another that is not stored yet: every column but its number, and those in `changes`."""
    columns = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
    return type(row)(**columns | {row._meta.pk.attname: None} | changes)


def _copy_tree(criteria_set, made):
    """Old pk -> the copy of that criterion in `made`."""
    originals = list(criteria_set.criteria.order_by("position", "pk"))
    copies = {old.pk: _twin(old, criteria_set_id=made.pk, parent_id=None) for old in originals}
    Criterion.objects.bulk_create(copies.values(), batch_size=BATCH)
    below = [old for old in originals if old.parent_id is not None]
    for old in below:
        copies[old.pk].parent_id = copies[old.parent_id].pk
    Criterion.objects.bulk_update([copies[old.pk] for old in below], ["parent"], batch_size=BATCH)
    return copies


def _copy_rules(copies):
    originals = list(ScoringRule.objects.filter(criterion__in=copies).order_by("pk"))
    rules = {old.pk: _twin(old, criterion_id=copies[old.criterion_id].pk) for old in originals}
    ScoringRule.objects.bulk_create(rules.values(), batch_size=BATCH)
    steps = RuleStep.objects.filter(rule__in=rules).order_by("pk")
    RuleStep.objects.bulk_create([_twin(step, rule_id=rules[step.rule_id].pk) for step in steps], batch_size=BATCH)


def _copy_responsibilities(copies, index):
    originals = Responsibility.objects.filter(criterion__in=copies).order_by("pk")
    if index.within_id is not None:
        originals = originals.filter(within=index.within_id)
    Responsibility.objects.bulk_create(
        [_twin(old, criterion_id=copies[old.criterion_id].pk) for old in originals], batch_size=BATCH
    )


# Into force, and back


class SetNotReadyError(Exception):
    """Nothing was done. `hindrances`: all of them; `rows`: the tree that faults speak of."""

    def __init__(self, criteria_set, found, rows):
        self.criteria_set, self.hindrances, self.rows = criteria_set, tuple(found), rows
        super().__init__(_("%(set)s chưa đủ điều kiện.") % {"set": criteria_set})


@transaction.atomic
def put_in_force(*, criteria_set, by, accept_links=False):
    """Make a draft the set that its index is scored by, and retire the one it follows.

    Args:
        accept_links: confirm the links that nobody has confirmed yet; the person has looked at them.

    Raises:
        PermissionDenied: `by` does not lay down criteria.
        SetNotReadyError: everything that is wanting.
    """
    require(is_admin(by))
    criteria_set, sisters = _hold_index(criteria_set)
    rows = outline_of(criteria_set)
    found = hindrances(criteria_set, accept_links=accept_links, rows=rows, sisters=sisters)
    if found:
        raise SetNotReadyError(criteria_set, found, rows)
    confirmed = criteria_set.links_from_previous.filter(confirmed=False).update(confirmed=True)
    for other in followed_by(criteria_set, sisters):
        before = _years_and_state(other)
        other.state = State.RETIRED
        other.year_to = criteria_set.year_from - 1 if other.year_to is None else other.year_to
        other.save(update_fields=["state", "year_to"])
        _record("set_retired", other, by, before, {"followed_by": criteria_set.slug})
    _set_state(
        criteria_set, State.IN_FORCE, "set_put_in_force", by, {"links_confirmed": confirmed} if confirmed else {}
    )
    return criteria_set


@transaction.atomic
def take_back_set(*, criteria_set, by):
    """Make a set in force a draft again while nothing is scored by it, and put back the one that it had retired.

    Its links that follow from the tree are to be looked at again.

    Raises:
        PermissionDenied: `by` does not lay down criteria.
        SetNotReadyError: it is not in force, or an edition (be it a draft) or an annex uses it.
    """
    require(is_admin(by))
    criteria_set, sisters = _hold_index(criteria_set)
    found = hindrances_to_take_back(criteria_set)
    if found:
        raise SetNotReadyError(criteria_set, found, [])
    criteria_set.links_from_previous.exclude(kind__in=(Kind.SPLIT, Kind.MERGED)).update(confirmed=False)
    for other, year_to in _retired_by(criteria_set, sisters):
        before = _years_and_state(other)
        other.state, other.year_to = State.IN_FORCE, year_to
        other.save(update_fields=["state", "year_to"])
        _record("set_restored", other, by, before, {})
    _set_state(criteria_set, State.DRAFT, "set_taken_back", by, {})
    return criteria_set


def _hold_index(criteria_set):
    """(the set, the other sets of its index), all held: who follows whom does not change meanwhile."""
    held = list(
        CriteriaSet.objects.select_for_update(of=("self",))
        .select_related("index")
        .filter(index=criteria_set.index_id)
        .order_by("pk")
    )
    own = next(one for one in held if one.pk == criteria_set.pk)
    return own, [one for one in held if one.pk != own.pk]


def _retired_by(criteria_set, sisters):
    """[(set, the last year it had before)] of those that went out of force for this one and were not touched since."""
    events = AuditEvent.objects.filter(
        kind="set_retired", target_type=criteria_set._meta.label_lower, after__followed_by=criteria_set.slug
    )
    newest = {}
    for event in events.order_by("at", "pk"):
        newest[event.target_id] = event
    return [
        (other, newest[str(other.pk)].before["year_to"])
        for other in sisters
        if str(other.pk) in newest
        and (other.state, other.year_to) == (State.RETIRED, newest[str(other.pk)].after["year_to"])
    ]


def _years_and_state(criteria_set):
    return {"state": str(criteria_set.state), "year_to": criteria_set.year_to}


def _set_state(criteria_set, state, kind, by, more):
    before = _years_and_state(criteria_set)
    criteria_set.state = state
    criteria_set.save(update_fields=["state"])
    _record(kind, criteria_set, by, before, more)


def _record(kind, criteria_set, by, before, more):
    AuditEvent.objects.record(
        kind=kind, target=criteria_set, by=by, before=before, after=_years_and_state(criteria_set) | more
    )
