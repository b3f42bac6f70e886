"""One criteria set whole, and one criterion of it with its rule, which anybody may try."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from indices.forms.rules import RuleTrialForm
from indices.permissions import may_read_criteria_set
from indices.presenters import rules as shown
from indices.queries import rules as queries
from indices.views.base import crumbs_of_indices, kept_by_browsers


def get_set(index, slug, by):
    """The criteria set of an index.

    Raises:
        Http404: there is none, or `by` may not read it: nobody learns from the answer that there is a draft.
    """
    found = get_object_or_404(queries.sets_to_read(), index__slug=index, slug=slug)
    if not may_read_criteria_set(by, found):
        raise Http404
    return found


def _crumbs(criteria_set, *trail):
    index = criteria_set.index
    method = (_("Phương pháp"), reverse("index_method", args=(index.slug,)))
    return crumbs_of_indices((index.label, index.get_absolute_url()), method, *trail, is_sample=index.is_sample)


@kept_by_browsers
def criteria_set(request, index, criteria_set):
    """The decision of a set, its years, its state and its tree with the rule of each leaf."""
    found = get_set(index, criteria_set, request.user)
    context = {
        "index": found.index,
        "is_sample": found.index.is_sample,
        "set": shown.set_page(queries.set_with_rules(found), get_language()),
        "crumbs": _crumbs(found, (found.shown_name, None)),
    }
    return render(request, "indices/criteria_set.html", context)


@kept_by_browsers
def criterion_rule(request, index, criteria_set, code):
    """One criterion of a set; `?part=98&whole=100` (or what else its rule asks for) tries the rule."""
    of_set = get_set(index, criteria_set, request.user)
    found = queries.criterion_with_rule(of_set, code)
    if found is None:
        raise Http404
    context = {
        "index": of_set.index,
        "is_sample": of_set.index.is_sample,
        "set": of_set,
        "set_href": shown.set_address(of_set),
        "state_kind": shown.state_kind(of_set),
        "criterion": found.criterion,
        "facts": shown.criterion_facts(found, of_set, get_language()),
        "below": shown.criteria_below(found, of_set, get_language()),
        "results": shown.results_link(found.held, found.criterion),
        "crumbs": _crumbs(of_set, (of_set.shown_name, shown.set_address(of_set)), (found.criterion.code, None)),
    }
    if found.rule is not None:
        rule = queries.rule_of(found.rule)
        context["rule"] = shown.rule_on_page(found.rule, rule)
        if not context["rule"]["faults"]:
            context["form"] = RuleTrialForm(request.GET, stored=found.rule, rule=rule)
            context["form"].is_valid()  # an empty address tries nothing
            context["result"] = shown.trial_result(context["form"])
    return render(request, "indices/criterion_rule.html", context)
