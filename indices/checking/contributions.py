"""Do links between a criterion and lower units' results still make sense?"""

from collections import defaultdict

from django.utils.translation import gettext as _

from indices.faults.contributions import link_faults, weight_faults
from indices.models import Annex, ContributionLink, Edition, Standing


def links_make_sense():
    """What an admin could not enter does not stand: neither from the start nor since a set or a table changed."""
    links = ContributionLink.objects.select_related(
        "standing__edition__index", "standing__unit", "criterion", "part", "rests_on__index"
    ).prefetch_related("weights__unit")
    sets = defaultdict(set)
    for standing, used in Annex.objects.filter(standing__contribution_links__isnull=False).values_list(
        "standing", "criteria_set"
    ):
        sets[standing].add(used)
    ranked = defaultdict(set)
    rested_on = Standing.objects.filter(edition__contributes_to__isnull=False).distinct()
    for edition, unit in rested_on.values_list("edition", "unit"):
        ranked[edition].add(unit)
    newest = _newest()
    for link in links.order_by("pk"):
        own = {link.standing.edition.criteria_set_id} | sets[link.standing_id]
        told = [sentence for _field, sentence in link_faults(link, own)]
        units = {weight.unit_id: weight.unit.shown_name for weight in link.weights.all()}
        told += weight_faults(link.weighting == ContributionLink.Weighting.STATED, units, ranked[link.rests_on_id])
        now = newest.get((link.rests_on.index_id, link.rests_on.label))
        if link.part and now not in (None, link.part.criteria_set_id):
            told.append(_("Bản mới của bảng dựa vào dùng bộ tiêu chí khác nên trang đơn vị không nêu được nữa."))
        for sentence in told:
            yield _("%(link)s: %(what)s") % {"link": link, "what": sentence}


def _newest():
    """(index id, label) -> id of the criteria set of the published revision."""
    editions = Edition.objects.published().filter(index__editions__contributes_to__isnull=False).distinct()
    return {(edition.index_id, edition.label): edition.criteria_set_id for edition in editions}
