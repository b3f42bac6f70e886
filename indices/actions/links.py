"""Links between criteria of two sets, brought to what the trees say."""

from collections import Counter

from django.db import transaction

from indices.domain.crosswalk import Entry, continuation, of_one_name, ties
from indices.models import CriteriaSet, CriterionLink
from records.models import AuditEvent

Kind = CriterionLink.LinkKind
SIMPLE = (Kind.KEPT, Kind.RENAMED, Kind.RESCALED)  # goes on as one; which of them, the two criteria tell
GOES_ON = (*SIMPLE, Kind.SPLIT, Kind.MERGED)
BATCH = 200


@transaction.atomic
def refresh_links(criteria_set, *, by=None):
    """Bring the links with other sets to what the tree says now; call it after the tree has changed.

    What goes on as one criterion is kept, renamed or rescaled as the two ends say. A criterion that no link names is
    new, or was dropped, unless one of the same name is left over in the other set. What somebody entered (split,
    merged) or confirmed stays while both ends exist, but for a confirmed link that claims an unchanged maximum where
    it has changed: it is to be confirmed anew.
    """
    for from_set, to_set in _linked_pairs(criteria_set):
        _refresh_pair(from_set, to_set, by)


def _linked_pairs(criteria_set):
    """(old set, new set) of all links of a set; a draft has its origin among them even when no link is left."""
    pairs = set()
    for links in (criteria_set.links_from_previous, criteria_set.links_to_next):
        pairs.update(links.values_list("from_set", "to_set"))
    origin = criteria_set.copied_from
    if criteria_set.state == CriteriaSet.State.DRAFT and origin and origin.index_id == criteria_set.index_id:
        pairs.add((origin.pk, criteria_set.pk))
    sets = CriteriaSet.objects.in_bulk({pk for pair in pairs for pk in pair})
    return [(sets[old], sets[new]) for old, new in sorted(pairs)]


def _refresh_pair(from_set, to_set, by):
    links = list(CriterionLink.objects.filter(from_set=from_set, to_set=to_set).select_related("old", "new"))
    before = _counted(links)
    turned = [link for link in links if link.kind in SIMPLE and _turn(link)]
    doubted = [link for link in turned if link.confirmed]
    for link in doubted:
        link.confirmed = False
    CriterionLink.objects.bulk_update(turned, ["kind", "confirmed"], batch_size=BATCH)
    stale, fresh = _one_sided(from_set, to_set, links)
    CriterionLink.objects.filter(pk__in=[link.pk for link in stale]).delete()
    CriterionLink.objects.bulk_create(fresh, batch_size=BATCH)
    if turned or stale or fresh:
        gone = {link.pk for link in stale}
        after = _counted([*(link for link in links if link.pk not in gone), *fresh])
        doubts = {"to_confirm_anew": [link.new.code for link in doubted]} if doubted else {}
        AuditEvent.objects.record(kind="links_refreshed", target=to_set, by=by, before=before, after=after | doubts)


def _counted(links):
    """Kind -> how many, in the order of the kinds."""
    counts = Counter(link.kind for link in links)
    return {str(kind): counts[kind] for kind in Kind if counts[kind]}


def entry_of(criterion):
    """A criterion as far as its name and maximum tell what became of it."""
    return Entry(criterion.pk, criterion.code, criterion.name, criterion.max_points)


def _turn(link):
    """Give a link the kind that its ends ask for; was it another? A confirmed one only loses a claim that is false."""
    kind = continuation(entry_of(link.old), entry_of(link.new))
    if kind == link.kind or (link.confirmed and kind != Kind.RESCALED):
        return False
    link.kind = kind
    return True


def _one_sided(from_set, to_set, links):
    """(stored links that call new or dropped what is not, links that are wanting) of what no other link names.

    What somebody confirmed to be new or dropped is named.
    """
    loose = [link for link in links if link.kind not in GOES_ON and not link.confirmed]
    named = [link for link in links if link.kind in GOES_ON or link.confirmed]
    olds = _left_over(from_set, {link.old_id for link in named})
    news = _left_over(to_set, {link.new_id for link in named})
    wanted = {(tie.old, tie.new): tie.kind for tie in ties(olds, news, of_one_name(olds, news))}
    stored = {(link.old_id, link.new_id): link for link in loose}
    stale = [link for ends, link in stored.items() if ends not in wanted]
    fresh = [
        CriterionLink(from_set=from_set, to_set=to_set, old_id=old, new_id=new, kind=kind)
        for (old, new), kind in wanted.items()
        if (old, new) not in stored
    ]
    return stale, fresh


def _left_over(criteria_set, named):
    """Entries of a set's criteria whose numbers are not in `named`, in order."""
    left = criteria_set.criteria.exclude(pk__in=named - {None}).order_by("position", "pk")
    return [entry_of(criterion) for criterion in left]
