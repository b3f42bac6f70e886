"""Do criteria make trees, and do links say of every criterion what became of it?"""

from collections import defaultdict

from django.db.models import F, Q
from django.utils.translation import gettext as _

from indices.models import CriteriaSet, Criterion, CriterionLink
from indices.queries.entries import tree_of

GOES_ON = ("kept", "renamed", "rescaled", "split", "merged")


def sets_are_trees():
    """A parent is of the same set; the domain accepts the tree with its maxima."""
    strangers = Criterion.objects.exclude(parent=None).exclude(parent__criteria_set=F("criteria_set"))
    for criterion in strangers.select_related("criteria_set", "parent__criteria_set"):
        yield _("%(set)s, tiêu chí %(code)s: nằm dưới tiêu chí %(parent)s của %(other)s") % {
            "set": criterion.criteria_set.slug,
            "code": criterion.code,
            "parent": criterion.parent.code,
            "other": criterion.parent.criteria_set.slug,
        }
    for criteria_set in CriteriaSet.objects.select_related("index"):
        try:
            tree_of(criteria_set)
        except ValueError as error:
            yield f"{criteria_set.slug}: {error}"


def _links():
    return CriterionLink.objects.select_related("from_set", "to_set", "old", "new").order_by("pk")


def _named(link):
    return _("đối chiếu %(old)s → %(new)s") % {
        "old": f"{link.from_set.slug} {link.old.code if link.old else '–'}",
        "new": f"{link.to_set.slug} {link.new.code if link.new else '–'}",
    }


def links_join_their_sets():
    """Both ends are of the sets that the link names, and both sets of one index."""
    wrong = ~Q(from_set__index=F("to_set__index"))
    wrong |= Q(old__isnull=False) & ~Q(old__criteria_set=F("from_set"))
    wrong |= Q(new__isnull=False) & ~Q(new__criteria_set=F("to_set"))
    for link in _links().filter(wrong):
        yield _("%(link)s: tiêu chí không thuộc bộ đã nêu, hoặc hai bộ của hai chỉ số") % {"link": _named(link)}


def links_leave_nothing_out():
    """Where two sets are linked at all, every criterion of either has a link."""
    linked = defaultdict(lambda: (set(), set()))
    for from_set, to_set, old, new in CriterionLink.objects.values_list("from_set", "to_set", "old", "new"):
        linked[from_set, to_set][0].add(old)
        linked[from_set, to_set][1].add(new)
    sets = {one.pk: one for one in CriteriaSet.objects.prefetch_related("criteria")}
    for (from_set, to_set), ends in linked.items():
        for owner, other, found in ((from_set, to_set, ends[0]), (to_set, from_set, ends[1])):
            for criterion in sets[owner].criteria.all():
                if criterion.pk not in found:
                    yield _("%(set)s, tiêu chí %(code)s: chưa đối chiếu với %(other)s") % {
                        "set": sets[owner].slug,
                        "code": criterion.code,
                        "other": sets[other].slug,
                    }


def links_do_not_contradict():
    """New and dropped are not linked otherwise; what is kept or renamed keeps its maximum."""
    links = list(_links())
    goes_on = {(link.to_set_id, link.old_id) for link in links if link.kind in GOES_ON}
    comes_from = {(link.from_set_id, link.new_id) for link in links if link.kind in GOES_ON}
    for link in links:
        if link.kind == "dropped" and (link.to_set_id, link.old_id) in goes_on:
            yield _("%(link)s: ghi là bỏ mà vẫn có tiêu chí tiếp nối") % {"link": _named(link)}
        elif link.kind == "new" and (link.from_set_id, link.new_id) in comes_from:
            yield _("%(link)s: ghi là mới mà vẫn tiếp nối một tiêu chí") % {"link": _named(link)}
        elif link.kind in ("kept", "renamed") and link.old.max_points != link.new.max_points:
            yield _("%(link)s: điểm tối đa khác nhau mà không ghi là đổi điểm tối đa") % {"link": _named(link)}
