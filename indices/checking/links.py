"""Do links between criteria sets say of every criterion what became of it, and can they be true together?"""

from collections import defaultdict

from django.db.models import F, Q
from django.utils.translation import gettext as _

from indices.domain.links import LinkFlaw, circles, coverage, link_faults
from indices.faults.links import circle_words, link_words
from indices.models import CriteriaSet, CriterionLink
from indices.queries.crosswalks import StoredLinks

SHOWN = 5  # links named of many that nobody has confirmed


def _pairs():
    """(old set, new set) that links join, in the order of their numbers."""
    pairs = CriterionLink.objects.order_by("from_set", "to_set").values_list("from_set", "to_set").distinct()
    sets = CriteriaSet.objects.select_related("index").in_bulk({pk for pair in pairs for pk in pair})
    return [(sets[old], sets[new]) for old, new in pairs]


def join_their_sets():
    """Both ends are of the sets that the link names, and both sets of one index."""
    wrong = ~Q(from_set__index=F("to_set__index"))
    wrong |= Q(old__isnull=False) & ~Q(old__criteria_set=F("from_set"))
    wrong |= Q(new__isnull=False) & ~Q(new__criteria_set=F("to_set"))
    links = CriterionLink.objects.select_related("from_set", "to_set", "old", "new").order_by("pk")
    for link in links.filter(wrong):
        yield _("%(link)s: tiêu chí không thuộc bộ đã nêu, hoặc hai bộ của hai chỉ số") % {
            "link": _("đối chiếu %(old)s → %(new)s")
            % {
                "old": f"{link.from_set.slug} {link.old.code if link.old else '–'}",
                "new": f"{link.to_set.slug} {link.new.code if link.new else '–'}",
            }
        }


def do_not_contradict():
    """What an admin could not enter does not stand: neither from the start nor since a tree changed."""
    for old, new in _pairs():
        stored = StoredLinks(old, new)
        codes = stored.codes()
        for fault in link_faults(*stored.sides, [row.tie for row in stored.rows]):
            if fault.flaw == LinkFlaw.STRANGER:
                continue  # told by `join_their_sets`
            link = None if fault.place is None else stored.links[fault.place]
            worded = link_words(fault, codes, *((link.kind, link.get_kind_display()) if link else ()))
            yield _("đối chiếu %(old)s → %(new)s: %(what)s") % {"old": old.slug, "new": new.slug, "what": worded}


def lead_forward():
    """Whoever follows the sets of an index never comes back to where he was."""
    steps = defaultdict(list)
    for old, new in _pairs():
        steps[old.index_id].append((old.slug, new.slug))
    for of_index in steps.values():
        yield from (circle_words(circle) for circle in circles(of_index))


def are_confirmed_where_published():
    """Whatever explains published editions has been looked at by a person; of a draft's links that is still to come."""
    for old, new in _pairs():
        if not new.editions.frozen().exists():
            continue
        stored = StoredLinks(old, new)
        waiting = [stored.name_of(row) for row in stored.rows if not row.confirmed]
        if waiting:
            named = "; ".join(waiting[:SHOWN]) + ("; …" if len(waiting) > SHOWN else "")
            yield _("đối chiếu %(old)s → %(new)s: %(count)s dòng chưa có người xác nhận (%(links)s)") % {
                "old": old.slug,
                "new": new.slug,
                "count": len(waiting),
                "links": named,
            }


def covered():
    """Of each two linked sets, how many points links follow: (old set, new set, its links, `Covered` of both)."""
    for old, new in _pairs():
        stored = StoredLinks(old, new)
        yield old, new, stored.rows, coverage(*stored.sides, [row.tie for row in stored.rows])
