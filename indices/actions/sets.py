"""A criteria set from one decision to the next: copied with its links, put into force, taken back, closed when used."""

from collections import Counter

from django.db import transaction
from django.utils.translation import gettext as _

from indices.domain.crosswalk import Entry, continuation
from indices.models import CriteriaSet, Criterion, CriterionLink, Responsibility, RuleStep, ScoringRule
from indices.permissions import is_admin, require
from records.models import AuditEvent

Kind = CriterionLink.LinkKind
SIMPLE = (Kind.KEPT, Kind.RENAMED, Kind.RESCALED)  # goes on as one; which of them, the two criteria tell
GOES_ON = (*SIMPLE, Kind.SPLIT, Kind.MERGED)
BATCH = 200


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
        kind="set_copied", target=made, by=by, after={"from": criteria_set.slug, "criteria": len(copies)}
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


# Links that follow the tree


@transaction.atomic
def refresh_links(criteria_set, *, by=None):
    """Bring the links with other sets to what the tree says now; call it after the tree has changed.

    What goes on as one criterion is kept, renamed or rescaled as the two ends say; a criterion that no link names
    is new, or was dropped. What somebody entered (split, merged) or confirmed stays while both ends exist, but for a
    confirmed link that claims an unchanged maximum where it has changed: it is to be confirmed anew.
    """
    for from_set, to_set in _linked_pairs(criteria_set):
        _refresh_pair(from_set, to_set, by)


def _linked_pairs(criteria_set):
    """(old set, new set) of all links of a set; a draft has its origin among them even when no link is left."""
    pairs = set()
    for pair in (criteria_set.links_from_previous, criteria_set.links_to_next):
        pairs.update(pair.values_list("from_set", "to_set").distinct())
    origin = criteria_set.copied_from
    if criteria_set.state == CriteriaSet.State.DRAFT and origin and origin.index_id == criteria_set.index_id:
        pairs.add((origin.pk, criteria_set.pk))
    sets = CriteriaSet.objects.in_bulk({pk for pair in pairs for pk in pair})
    return [(sets[old], sets[new]) for old, new in sorted(pairs)]


def _refresh_pair(from_set, to_set, by):
    links = list(CriterionLink.objects.filter(from_set=from_set, to_set=to_set).select_related("old", "new"))
    before = Counter(link.kind for link in links)
    turned = [link for link in links if link.kind in SIMPLE and _turn(link)]
    doubted = [link for link in turned if link.confirmed]
    for link in doubted:
        link.confirmed = False
    CriterionLink.objects.bulk_update(turned, ["kind", "confirmed"], batch_size=BATCH)
    contradicted = _contradicted(links)
    CriterionLink.objects.filter(pk__in=[link.pk for link in contradicted]).delete()
    found = _unlinked(from_set, to_set, [link for link in links if link not in contradicted])
    CriterionLink.objects.bulk_create(found, batch_size=BATCH)
    if turned or contradicted or found:
        after = Counter(CriterionLink.objects.filter(from_set=from_set, to_set=to_set).values_list("kind", flat=True))
        AuditEvent.objects.record(
            kind="links_refreshed",
            target=to_set,
            by=by,
            before={"from": from_set.slug, "links": dict(sorted(before.items()))},
            after={
                "from": from_set.slug,
                "links": dict(sorted(after.items())),
                "to_confirm_anew": [link.new.code for link in doubted],
            },
        )


def entry_of(criterion, depth=0):
    """A criterion as the domain compares it."""
    return Entry(criterion.pk, criterion.code, criterion.name, criterion.max_points, depth)


def _turn(link):
    """Give a link the kind that its ends ask for; was it another? A confirmed one only loses a claim that is false."""
    kind = Kind(continuation(entry_of(link.old), entry_of(link.new)))
    if kind == link.kind or (link.confirmed and (kind != Kind.RESCALED)):
        return False
    link.kind = kind
    return True


def _contradicted(links):
    """Links nobody confirmed that call new or dropped what goes on by another link."""
    goes_on = {link.old_id for link in links if link.kind in GOES_ON}
    comes_from = {link.new_id for link in links if link.kind in GOES_ON}
    return [
        link
        for link in links
        if not link.confirmed
        and (
            (link.kind == Kind.DROPPED and link.old_id in goes_on)
            or (link.kind == Kind.NEW and link.new_id in comes_from)
        )
    ]


def _unlinked(from_set, to_set, links):
    """Links for the criteria of either set that no link names yet."""
    old_known, new_known = {link.old_id for link in links}, {link.new_id for link in links}
    both = {"from_set": from_set, "to_set": to_set}
    dropped = from_set.criteria.exclude(pk__in=old_known - {None})
    fresh = to_set.criteria.exclude(pk__in=new_known - {None})
    return [CriterionLink(**both, old=old, kind=Kind.DROPPED) for old in dropped] + [
        CriterionLink(**both, new=new, kind=Kind.NEW) for new in fresh
    ]
