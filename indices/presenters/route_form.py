"""The form of a route: the targets to choose from, and every criterion to be left out or set by hand."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indices.domain.figures import from_billionths
from indices.domain.route_address import stored_target
from indices.domain.route_leaves import MAY_BE_FREED
from indices.models import Index
from indices.presenters.brief_rows import criteria_word
from indices.presenters.route_tables import RouteTables
from indices.presenters.route_words import fixed_in_words, target_in_words, weight_share
from indices.presenters.words import maximum_text
from reformtrack.figures import MINUS, NOTHING
from units.queries import shown_name

SET = "set-"


def form_section(facts, form, figures):
    """What templates/indices/_route_form.html shows.

    Args:
        form: `forms.route.RouteForm`.
    """
    leaves = _leaves(facts, form, figures)
    asked = form.question
    chosen = len(asked.without) + len(asked.also) + len(asked.changes)
    return {
        "aims": list(_aims(facts, form, figures)),
        "fields": leaves,
        "leaves_open": any(fault.code for fault in form.faults.values()),
        "leaves_note": ngettext("%(count)s lựa chọn", "%(count)s lựa chọn", chosen) % {"count": chosen}
        if chosen
        else criteria_word(len(facts.leaves)),
        "faults": [_fault(fault, facts) for fault in form.faults.values()],
    }


def _fault(fault, facts):
    """As components/error_summary.html takes it; a stray code has no field to lead to."""
    if not fault.code:
        return {"text": fault.text, "href": f"#f-{fault.field}"}
    if any(leaf.code == fault.code for leaf in facts.leaves):
        return {"text": f"{fault.code}: {fault.text}", "href": f"#f-{fault.field}"}
    return {"text": f"{fault.code}: {fault.text}", "href": ""}


# Targets


def _aims(facts, form, figures):
    """The choices, the chosen one marked; each with its field, if it has one."""
    planned = facts.planned
    if planned is not None:
        words = target_in_words(stored_target(planned.kind, planned.figure), figures)
        text = _("mục tiêu trong kế hoạch năm %(year)s: %(target)s") % {"year": planned.year, "target": words}
        note = str(planned.decision) if planned.decision else ""
        yield _aim("plan", text, form, figures) | {"note": note}
    yield _aim("rank", _("hạng"), form, figures, size=5)
    yield _aim("percent", _("phần trăm"), form, figures, size=7, after="%")
    if facts.edition.index.figure == Index.Figure.POINTS or form.aim == "points":
        yield _aim("points", _("điểm"), form, figures, size=7)
    options = _options(facts, form)
    if options:
        yield _aim("unit", _("đứng trên đơn vị"), form, figures) | {"options": options}


def _aim(name, text, form, figures, *, size=0, after=""):
    fault = form.faults.get(name)
    value = "" if name == "plan" else _typed(form.value(name), figures)
    return {
        "name": name,
        "text": text,
        "chosen": form.aim == name,
        "size": size,
        "value": value,
        "after": after,
        "fault": fault.text if fault else "",
    }


def _typed(value, figures):
    """A figure as a field holds it; what was typed stays as it is."""
    return figures.format.exact(value).replace(MINUS, "-") if isinstance(value, Decimal) else str(value)


def _options(facts, form):
    """Those right above, the nearest first; whoever is asked about beside them."""
    asked = form.value("unit")
    slugs = list(facts.above)
    if asked in facts.units and asked not in slugs:
        slugs.insert(0, asked)
    return [
        {"value": slug, "text": _option_text(facts, slug), "chosen": slug == asked}
        for slug in slugs
        if slug in facts.units
    ]


def _option_text(facts, slug):
    name = shown_name(facts.units[slug], facts.names)
    rank = facts.year.units[slug].rank if slug in facts.year.units else None
    return name if rank is None else _("%(name)s (hạng %(rank)s)") % {"name": name, "rank": rank}


# Criteria


def _leaves(facts, form, figures):
    """Fields with their criteria: points, what could be regained, whether it is left out, points set by hand."""
    tables = RouteTables(facts, figures)
    found = {}
    for leaf in facts.leaves:
        top = leaf.code if facts.year.criterion(leaf.code) is None else facts.year.criterion(leaf.code).field
        found.setdefault(top, []).append(_leaf(leaf, facts, form, figures, tables))
    return [{"name": tables.name(top), "leaves": leaves} for top, leaves in found.items()]


def _leaf(leaf, facts, form, figures, tables):
    name = f"{SET}{leaf.code}"
    fault = form.faults.get(name)
    typed = form.points_set(leaf.code)
    return {
        "code": leaf.code,
        "name": tables.name(leaf.code),
        "points": NOTHING if leaf.points is None else tables.points(leaf.points),
        "maximum": NOTHING if leaf.highest is None else maximum_text(_limit(leaf), figures),
        "gain": tables.points(leaf.gain) if leaf.gain else "",
        "agency": facts.agency(leaf.code),
        "weight": "" if leaf.weight is None or not leaf.gain else weight_share(leaf.weight),
        "may_be_out": bool(leaf.gain) and (leaf.fixed is None or leaf.fixed in MAY_BE_FREED),
        "out": form.is_out(leaf),
        "why": fixed_in_words(leaf.fixed) if leaf.fixed is not None and leaf.gain else "",
        "may_be_set": leaf.points is not None and leaf.highest is not None,
        "field": name,
        "value": "" if typed is None else _typed(typed, figures),
        "fault": fault.text if fault else "",
    }


def _limit(leaf):
    """The maximum of the table: of a penalty, below zero."""
    return from_billionths(leaf.highest or leaf.lowest)
