"""The pages of one criteria set and of one criterion in it: the tree, the rule in words, the working of a trial."""

from decimal import Decimal

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from indices.domain.rules import RuleKind, rule_faults
from indices.models import Criterion
from indices.presenters.addresses import criterion_address as results_address
from indices.presenters.methods import sets_on_page
from indices.presenters.rule_words import RuleFigures, rule_fault_words, working
from indices.presenters.words import edition_name
from reformtrack.figures import figure_format


def set_address(criteria_set):
    return reverse("criteria_set", args=(criteria_set.index.slug, criteria_set.slug))


def criterion_address(criteria_set, code):
    return reverse("criterion_rule", args=(criteria_set.index.slug, criteria_set.slug, code))


def set_page(found, language):
    """What the page of one set shows. `found`: `queries.rules.SetWithRules`."""
    criteria_set = found.page.criteria_set
    shown = sets_on_page([found.page], language)[0]
    rows = [
        row
        | {
            "href": criterion_address(criteria_set, criterion.code),
            "sentence": rule.shown_sentence if (rule := found.rules.get(criterion.pk)) else "",
            "leads": leads_in_words(found.leads.get(criterion.pk, ())),
        }
        for row, criterion in zip(shown["tree"], found.page.criteria, strict=True)
    ]
    return shown | {
        "rows": rows,
        "has_leads": any(row["leads"] for row in rows),
        "rule_count": len(found.rules),
        "state_kind": state_kind(criteria_set),
        "is_draft": criteria_set.state == criteria_set.State.DRAFT,
    }


def state_kind(criteria_set):
    """The colour of the tag of its state."""
    State = criteria_set.State  # noqa: N806 -- an enumeration of the model
    return {State.IN_FORCE: "good", State.DRAFT: "notice"}.get(criteria_set.state, "")


def leads_in_words(leads):
    return ", ".join(lead.shown_name for lead in leads)


def criterion_facts(found, criteria_set, language):
    """Where a criterion stands, its maximum and how it is scored: for components/facts.html."""
    criterion, figures = found.criterion, figure_format(language)
    facts = [
        {"term": above.get_level_display(), "text": str(above), "href": criterion_address(criteria_set, above.code)}
        for above in found.above
    ]
    maximum = _("chưa biết") if criterion.max_points is None else figures.exact(criterion.max_points)
    facts += [
        {"term": _("Cấp"), "text": criterion.get_level_display()},
        {"term": _("Điểm tối đa"), "text": maximum},
        {"term": _("Cách chấm"), "text": criterion.get_method_display()},
    ]
    if criterion.kind != Criterion.CriterionKind.ORDINARY:
        facts.append({"term": _("Loại"), "text": criterion.get_kind_display()})
    if found.leads:
        facts.append({"term": _("Cơ quan chủ trì"), "text": leads_in_words(found.leads)})
    return [fact | {"term": fact["term"][:1].upper() + fact["term"][1:]} for fact in facts]


def results_link(edition, criterion):
    """{text, href} of what units got at a criterion in an edition; `None` where none holds it."""
    if edition is None:
        return None
    told = _("Điểm của các đơn vị ở tiêu chí này, %(edition)s") % {"edition": edition_name(edition)}
    return {"text": told, "href": results_address(edition, criterion)}


def criteria_below(found, criteria_set, language):
    """The criteria right below one, for components/simple_table.html; nothing for a leaf."""
    if not found.below:
        return None
    figures = figure_format(language)
    return {
        "caption": _("Gồm các tiêu chí"),
        "heads": [{"text": _("Mã")}, {"text": _("Tiêu chí")}, {"text": _("Điểm tối đa"), "classes": "num"}],
        "rows": [
            {
                "cells": [
                    {"text": one.code},
                    {"text": one.shown_name, "href": criterion_address(criteria_set, one.code), "head": True},
                    {"text": figures.exact(one.max_points), "classes": "num"},
                ]
            }
            for one in found.below
        ],
    }


def rule_on_page(stored, rule):
    """One rule in words: {sentence, facts, steps, faults}.

    Args:
        stored: the `ScoringRule`.
        rule: the same as the domain's `Rule`.
    """
    return {
        "sentence": stored.shown_sentence,
        "facts": _rule_facts(stored, rule),
        "steps": _steps(stored, rule) if rule.steps else None,
        "faults": [{"text": rule_fault_words(fault, rule)} for fault in rule_faults(rule) if not fault.is_remark],
    }


def _rule_facts(stored, rule):
    figures = RuleFigures(rule)
    told = [
        (_("Loại quy tắc"), stored.get_kind_display()),
        (_("Số liệu cần có"), stored.shown_asks),
        (_("Trên tổng số"), stored.shown_out_of),
        (_("Điểm mỗi lần"), figures.format.exact(rule.each) if rule.each is not None else ""),
        (_("Không có điểm"), _("dưới %(rate)s") % {"rate": figures.percent(rule.threshold)} if rule.threshold else ""),
        (
            _("Đạt điểm tối đa"),
            _("từ %(rate)s trở lên") % {"rate": figures.percent(rule.full_from)} if rule.full_from else "",
        ),
        (_("Làm tròn"), _("đến %(places)s chữ số thập phân") % {"places": rule.places}),
    ]
    return [{"term": term, "text": text} for term, text in told if text]


def _steps(stored, rule):
    """The steps as a table; of bands each from where to where, and what lies below them all."""
    figures = RuleFigures(rule)
    bands = rule.kind is RuleKind.BANDS
    rows = [(_band(step, rule, figures) if bands else step.label, figures.points(step.points)) for step in rule.steps]
    lowest = min((step.lower for step in rule.steps if step.lower is not None), default=0)
    if bands and lowest > 0:
        below = (_("dưới %(rate)s") % {"rate": figures.percent(lowest)}, figures.points(Decimal(0)))
        falls = len(rule.steps) == 1 or (rule.steps[0].lower or 0) > (rule.steps[-1].lower or 0)
        rows = [*rows, below] if falls else [below, *rows]
    return {
        "caption": _("Các mức điểm"),
        "heads": [{"text": _("Tỷ lệ") if bands else _("Mức")}, {"text": _("Điểm"), "classes": "num"}],
        "rows": [
            {"cells": [{"text": when, "head": True}, {"text": points, "classes": "num"}]} for when, points in rows
        ],
    }


def _band(step, rule, figures):
    """`từ 95 % đến dưới 100 %`."""
    if step.lower is None:  # a draft's rule may be unfinished
        return step.label
    higher = [other.lower for other in rule.steps if other.lower is not None and other.lower > step.lower]
    words = {"lower": figures.percent(step.lower)}
    if higher:
        words["upper"] = figures.percent(min(higher))
        return _("từ %(lower)s đến dưới %(upper)s") % words
    return words["lower"] if step.lower == 100 else _("từ %(lower)s trở lên") % words


def trial_result(form):
    """What a trial gave: {title, text}; `None` where nothing was tried or an input is at fault."""
    if form.worked is None:
        return None
    figures = RuleFigures(form.rule, get_language())
    title = _("%(points)s điểm, điểm tối đa %(maximum)s")
    if form.rule.sign < 0:
        title = _("%(points)s điểm, trừ nhiều nhất %(maximum)s")
    return {
        "title": title
        % {"points": figures.points(form.worked.points), "maximum": figures.points(abs(form.rule.max_points))},
        "text": working(form.rule, form.inputs, form.worked),
    }
