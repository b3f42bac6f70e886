"""What is laid down of a criterion, what it was in the last set, and, for those who lay it down, what it weighs."""

from django.urls import reverse
from django.utils.translation import gettext as _

from indices.domain.criterion_health import MUCH_LESS, MUCH_MORE, Finding, health_at
from indices.domain.figures import from_billionths
from indices.models import Criterion, TotalMethod
from indices.presenters.addresses import criterion_address
from indices.presenters.criterion_words import BASIS
from indices.presenters.rules import criterion_address as rule_address
from indices.presenters.rules import leads_in_words, set_address
from indices.presenters.said import in_percent
from indices.presenters.words import maximum_text
from indices.queries.criterion_page import totals_of
from reformtrack.figures import NOTHING


def about(view, beside, statistics, figures):
    """{facts, rule, can_try, note, past, below}: for components/facts.html and simple_table.html."""
    criterion, criteria_set = view.place.criterion, view.edition.criteria_set
    return {
        "facts": [
            *_places(view),
            {"term": _("Điểm tối đa"), "text": _maximum(criterion, figures)},
            {"term": _("Cách chấm"), "text": criterion.get_method_display()},
            *_kind(criterion),
            {
                "term": _("Văn bản"),
                "text": str(criteria_set.decision or criteria_set.shown_name),
                "href": set_address(criteria_set),
            },
            *_leads(beside),
            _rule(beside, view.place.below),
        ],
        "rule": rule_address(criteria_set, criterion.code),
        "can_try": beside.rule is not None,
        "note": criterion.shown_note,
        "past": _past(view, figures),
        "below": _below(view, statistics, figures),
    }


def _places(view):
    return [
        {
            "term": _("Thuộc %(level)s") % {"level": above.get_level_display()},
            "text": str(above),
            "href": criterion_address(view.edition, above),
        }
        for above in view.place.above
    ]


def _maximum(criterion, figures):
    if criterion.max_points is None:
        return _("chưa biết")
    return _("%(points)s điểm") % {"points": maximum_text(criterion.max_points, figures)}


def _kind(criterion):
    if criterion.kind != Criterion.CriterionKind.ORDINARY:
        yield {"term": _("Loại"), "text": criterion.get_kind_display()}


def _leads(beside):
    if beside.leads:
        yield {"term": _("Cơ quan chủ trì"), "text": leads_in_words(beside.leads)}


def _rule(beside, below):
    """The rule in a sentence."""
    text = beside.rule.shown_sentence if beside.rule else ""
    if not text:
        text = _("cộng từ các tiêu chí bên dưới") if below else _("bản ghi chưa có")
    return {"term": _("Quy tắc cho điểm"), "text": text}


# What it was


def _past(view, figures):
    """{sentence, items}: what it was in the last set; `None` where the set never changed."""
    lineage = view.lineage
    if lineage.leaf is None or not lineage.changed:
        return None
    past = lineage.last_set
    if past is None:
        told = _("Tiêu chí mới: bộ tiêu chí trước không có.")
        if not lineage.is_linked:
            told = _("Bộ tiêu chí trước chưa được đối chiếu với bộ này, nên chưa biết khi đó là tiêu chí nào.")
        return {"sentence": told, "items": []}
    edition = next(year.edition for year in lineage.years if year.edition.label == past.label)
    words = {"set": edition.criteria_set.shown_name, "label": past.label, "how": BASIS[past.basis]()}
    return {
        "sentence": _("Ở bộ trước (%(set)s, dùng đến năm %(label)s): %(how)s.") % words,
        "items": [
            {
                "text": f"{leaf.code} {lineage.name(edition, leaf)}",
                "note": _("tối đa %(points)s điểm") % {"points": figures.maximum(leaf.max_points)}
                if leaf.max_points
                else "",
                "href": criterion_address(edition, leaf),
            }
            for leaf in past.leaves
        ],
    }


# What it is made of


def _below(view, statistics, figures):
    """The criteria right below it with their means, each leading to its own page; `None` for a leaf."""
    if not view.place.below:
        return None
    rows = []
    for one in view.place.below:
        found = statistics.get((view.edition.pk, one.pk))
        full = NOTHING
        if found is not None and found.at_full_marks is not None:
            full = f"{found.at_full_marks}/{found.count}"
        cells = [
            {"text": f"{one.code} {one.shown_name}", "href": criterion_address(view.edition, one), "head": True},
            {"text": maximum_text(one.max_points, figures), "classes": "num"},
            {"text": NOTHING if found is None else figures.of_statistic(found.mean, found), "classes": "num"},
            {"text": full, "classes": "num wide"},
        ]
        rows.append({"cells": cells})
    return {
        "caption": _("Gồm các tiêu chí"),
        "heads": [
            {"text": _("Tiêu chí")},
            {"text": _("Điểm tối đa"), "classes": "num"},
            {"text": _("Trung bình"), "classes": "num"},
            {"text": _("Đạt tối đa"), "classes": "num wide"},
        ],
        "rows": rows,
    }


# What it weighs


def health_in_words(view, figures):
    """{sentences, facts, href}: whether it works as it was meant to, with the figures it is read from."""
    leaf, index = view.lineage.leaf, view.index
    totals, whole = totals_of(view.edition, view.state.block)
    known = ((row.unit, row.earned) for row in view.rows if row.is_ranked and row.earned is not None)
    results = [
        (earned.points, totals[unit])
        for unit, earned in known
        if unit in totals and earned.points is not None and earned.maximum == leaf.max_points
    ]
    health = health_at(leaf, results, whole, adds_up=index.total_method == TotalMethod.SUM)
    facts = [{"term": _("Số đơn vị xét"), "text": _("%(count)s đơn vị biết đủ điểm") % {"count": health.units}}]
    if health.share_at_full is not None:
        facts.append({"term": _("Đạt tối đa"), "text": in_percent(figures.share(health.share_at_full))})
    if health.deviation is not None:
        text = _("%(points)s điểm") % {"points": figures.difference(health.deviation)}
        facts.append({"term": _("Lệch trung bình bình quân"), "text": text})
    if health.nominal is not None:
        text = _("%(share)s %% (điểm tối đa %(maximum)s trên %(whole)s)") % {
            "share": figures.share(health.nominal),
            "maximum": figures.maximum(leaf.max_points),
            "whole": maximum_text(from_billionths(whole), figures),
        }
        facts.append({"term": _("Trọng số theo bộ tiêu chí"), "text": text})
    if health.effective is not None:
        text = _("%(share)s %% của chênh lệch tổng điểm giữa các đơn vị") % {"share": figures.share(health.effective)}
        facts.append({"term": _("Trọng số thực tế"), "text": text})
    return {
        "sentences": [FINDINGS[finding]() for finding in health.findings],
        "facts": facts,
        "href": reverse("method"),
    }


FINDINGS = {
    Finding.TOO_FEW: lambda: _("Quá ít đơn vị biết đủ điểm để nhận xét (cần từ 10 đơn vị)."),
    Finding.NOBODY_APART: lambda: _(
        "Không còn phân biệt được ai: từ 95 % đơn vị đạt điểm tối đa, hoặc mọi đơn vị bằng điểm nhau. "
        "Nên nâng yêu cầu, hoặc chuyển điểm sang tiêu chí khác."
    ),
    Finding.HARDLY_APART: lambda: _("Gần như không còn phân biệt: từ 80 % đơn vị đạt điểm tối đa."),
    Finding.COUNTS_AGAINST: lambda: _(
        "Ngược chiều với tổng: đơn vị làm tốt ở đây lại thường đứng thấp hơn trong bảng. Nên xem lại cách chấm."
    ),
    Finding.COUNTS_MORE: lambda: (
        _("Nặng hơn ý định: phần của tiêu chí trong chênh lệch tổng điểm gấp %(times)s lần trọng số trở lên.")
        % {"times": MUCH_MORE}
    ),
    Finding.COUNTS_LESS: lambda: (
        _("Nhẹ hơn ý định: phần của tiêu chí trong chênh lệch tổng điểm không quá %(share)s %% trọng số.")
        % {"share": int(100 * MUCH_LESS)}
    ),
    Finding.AS_MEANT: lambda: _("Phân biệt các đơn vị đúng với trọng số đã định."),
}
