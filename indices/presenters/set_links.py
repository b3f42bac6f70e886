"""How a criteria set continues the one before, as the page on method tells readers."""

from collections import Counter
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indices.models import CriterionLink
from reformtrack.bilingual import choose

Kind = CriterionLink.LinkKind
HUNDREDTH = Decimal("0.01")


def links_anchor(set_slug):
    """Where a set's page says how it continues the one before: `papi-2021-doi-chieu`."""
    return f"{set_slug}-doi-chieu"


def link_counts(kinds):
    """`27 tiêu chí giữ nguyên, 1 bỏ`, in the order of the kinds. `kinds`: kind -> how many."""
    told = [
        _("%(count)s tiêu chí %(kind)s") % {"count": kinds[kind], "kind": kind.label} for kind in Kind if kinds[kind]
    ]
    return ", ".join(told) or _("chưa có đối chiếu tiêu chí")


def links_on_page(found, figures):
    """The links from the set before: {from, counts, changed, kept, coverage, shares}; `None` where there are none.

    Args:
        found: `queries.methods.SetOnPage`.
    """
    if not found.links:
        return None
    changed = [link for link in found.links if _has_changed(link)]
    return {
        "from": found.links[0].from_set.shown_name,
        "counts": link_counts(Counter(link.kind for link in found.links)),
        "changed": [_link(link) for link in changed],
        "kept": len(found.links) - len(changed),
        **_coverage(found, figures),
    }


def _coverage(found, figures):
    """How much of the points the links follow, as sentences and a table, and whether people have looked at them."""
    waiting = sum(not link.confirmed for link in found.links)
    confirmed = (
        ngettext(
            "Còn %(count)s dòng đối chiếu chưa có người xác nhận.",
            "Còn %(count)s dòng đối chiếu chưa có người xác nhận.",
            waiting,
        )
        % {"count": waiting}
        if waiting
        else _("Đối chiếu đã có người xác nhận.")
    )
    if any(not one.total for one in found.covered):
        unknown = _("Chưa tính được đối chiếu nối bao nhiêu phần điểm, vì có tiêu chí chưa rõ điểm tối đa.")
        return {"coverage": f"{unknown} {confirmed}", "shares": None}
    before, here = (figures.points(one.linked * 100 / one.total, 1) for one in found.covered)
    told = _("Đối chiếu nối được %(before)s %% số điểm của bộ trước với %(here)s %% số điểm của bộ này.")
    names = (found.links[0].from_set.shown_name, found.criteria_set.shown_name)
    return {
        "coverage": f"{told % {'before': before, 'here': here}} {confirmed}",
        "shares": {
            "caption": _("Phần điểm được đối chiếu: %(before)s và %(here)s") % {"before": names[0], "here": names[1]},
            "caption_hidden": True,
            "heads": [
                {"text": _("Bộ tiêu chí")},
                {"text": _("Tổng điểm"), "classes": "num"},
                {"text": _("Điểm được nối"), "classes": "num"},
                {"text": _("Phần (%)"), "classes": "num"},
            ],
            "rows": [
                _share_row(name, covered, share, figures)
                for name, covered, share in zip(names, found.covered, (before, here), strict=True)
            ],
        },
    }


def _share_row(name, covered, share, figures):
    points = [figures.exact(one.quantize(HUNDREDTH, ROUND_HALF_UP)) for one in (covered.total, covered.linked)]
    return {"cells": [{"text": name, "head": True}, *({"text": one, "classes": "num"} for one in (*points, share))]}


def _has_changed(link):
    """Is there more to say than that a criterion goes on under its own code?"""
    return link.kind != Kind.KEPT or link.old.code != link.new.code


def _link(link):
    return {
        "kind": link.get_kind_display(),
        "tag": {Kind.NEW: "good", Kind.DROPPED: "bad"}.get(link.kind, "notice"),
        "old": {"code": link.old.code, "name": link.old.shown_name} if link.old else None,
        "new": {"code": link.new.code, "name": link.new.shown_name} if link.new else None,
        "note": choose(link.note, link.note_en),
    }
