"""Do criteria make trees?"""

from django.db.models import F
from django.utils.translation import gettext as _

from indices.models import CriteriaSet, Criterion
from indices.queries.entries import tree_of


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
