"""Units: the list of them all, and one across all indices."""

from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from indices.presenters.addresses import asks_for_sample, in_sample
from indices.presenters.unit_list import UnitList, counts_of, unit_list_page
from indices.presenters.units import Past, unit_page
from indices.queries.lineage import ChangesOfField, family_of, lines_of
from indices.queries.units import results_of
from indices.views.base import crumbs, kept_by_browsers
from units.models import Unit
from units.queries import facts_of, levels_in_use, listed_units, memberships_of, parents_of, successions_of


@kept_by_browsers
def unit_list(request):
    """Every unit of a level: those that exist, and those that did with what became of them."""
    is_sample = asks_for_sample(request.GET)
    state = UnitList(request.GET, levels=levels_in_use(is_sample=is_sample), day=timezone.localdate())
    every_now, every_gone = listed_units(
        state.level, day=state.day, words=state.words, parent=state.parent, is_sample=is_sample
    )
    now, gone, page = state.choose(every_now, every_gone)
    shown = [*now, *gone]
    context = unit_list_page(
        state,
        now,
        gone,
        page=page,
        counts=counts_of(every_now, every_gone),
        successions=successions_of(shown),
        memberships=memberships_of(shown),
        parents=parents_of(state.level, is_sample=is_sample),
    )
    context["is_sample"] = is_sample
    context["crumbs"] = crumbs((_("Trang đầu"), reverse("home")), (pgettext("mục", "Đơn vị"), ""))
    return render(request, "units/unit_list.html", context)


@kept_by_browsers
def unit_detail(request, unit):
    """One unit across all indices, its names, predecessors and successors."""
    unit = get_object_or_404(Unit.objects.select_related("parent"), slug=unit)
    facts = facts_of(unit)
    family = family_of(unit, facts.successions)
    predecessors = [one.predecessor for one in facts.successions if one.successor_id == unit.pk]
    results = results_of({one.pk: one for one in (unit, *predecessors, *family.before)}.values())
    past = Past(family, lines_of(family, results), ChangesOfField(unit.level, unit.parent_id))
    earlier = {predecessor.pk: results[predecessor.pk] for predecessor in predecessors}
    context = unit_page(unit, facts, results[unit.pk], earlier=earlier, past=past, language=get_language())
    context["is_sample"] = unit.is_sample
    every_unit = in_sample(reverse("unit_list"), unit.is_sample)
    context["crumbs"] = crumbs((pgettext("mục", "Đơn vị"), every_unit), (unit.shown_name, ""))
    return render(request, "units/unit_detail.html", context)
