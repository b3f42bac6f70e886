"""What the unit claimed for itself, against what it was granted."""

from django.utils.html import format_html
from django.utils.translation import gettext as _

from indices.presenters.brief_rows import criteria_word
from indices.presenters.scorecard_links import criterion_link
from reformtrack.figures import NOTHING

NUMBER = "num"


def claims_section(why, figures):
    """{summary, sentence, table}; `None` where the unit's own figures are not known."""
    claims = why.claims
    if not claims.lines and not claims.agreeing and not claims.waiting:
        return None
    return {
        "note": _note(claims, figures),
        "sentence": " ".join(_sentences(claims, figures)),
        "table": _table(why, figures) if claims.lines else None,
    }


def _note(claims, figures):
    told = []
    if claims.over:
        told.append(_("tự chấm cao hơn %(points)s điểm") % {"points": figures.total(claims.over)})
    if claims.under:
        told.append(_("tự chấm thấp hơn %(points)s điểm") % {"points": figures.total(claims.under)})
    return "; ".join(told)


def _sentences(claims, figures):
    over = sum(line.over > 0 for line in claims.lines)
    under = sum(line.over < 0 for line in claims.lines)
    words = {"claimed": figures.total(claims.claimed), "granted": figures.total(claims.granted)}
    yield _("Tự đánh giá %(claimed)s điểm, được công nhận %(granted)s điểm ở các tiêu chí đã thẩm định.") % words
    if over:
        yield _("Tự chấm cao hơn thẩm định ở %(criteria)s, cộng %(points)s điểm.") % {
            "criteria": criteria_word(over),
            "points": figures.total(claims.over),
        }
    if under:
        yield _("Tự chấm thấp hơn thẩm định ở %(criteria)s, cộng %(points)s điểm.") % {
            "criteria": criteria_word(under),
            "points": figures.total(claims.under),
        }
    if claims.won_back:
        yield _("Sau giải trình, điểm thẩm định đổi %(points)s điểm.") % {"points": figures.change(claims.won_back)}
    if claims.agreeing:
        yield _("Tự chấm đúng bằng thẩm định ở %(criteria)s.") % {"criteria": criteria_word(claims.agreeing)}
    if claims.waiting:
        yield _("Chưa thẩm định %(criteria)s.") % {"criteria": criteria_word(len(claims.waiting))}


def _table(why, figures):
    reappraised = any(line.reappraised is not None for line in why.claims.lines)
    heads = [_("Tự đánh giá"), _("Thẩm định"), *([_("Thẩm định lại")] if reappraised else []), _("Tự chấm hơn")]
    return {
        "caption": _("Tự đánh giá và thẩm định"),
        "caption_hidden": True,
        "heads": [{"text": _("Tiêu chí")}, *({"text": head, "classes": NUMBER} for head in heads)],
        "rows": [{"cells": _cells(line, why, figures, reappraised)} for line in why.claims.lines],
    }


def _cells(line, why, figures, reappraised):
    criterion = why.criteria.get(line.leaf.code)
    name = criterion.shown_name if criterion else line.leaf.name
    href = criterion_link(why.edition, line.leaf.code)
    shown = [line.claimed, line.appraised, *([line.reappraised] if reappraised else [])]
    kind = "worse" if line.over > 0 else "better" if line.over < 0 else "muted"
    return [
        {
            "text": format_html('<small>{}</small> <a href="{}">{}</a>', line.leaf.code, href, name),
            "head": True,
            "classes": "unit",
        },
        *({"text": NOTHING if value is None else figures.total(value), "classes": NUMBER} for value in shown),
        {"text": figures.change(line.over), "classes": f"{NUMBER} {kind}"},
    ]
