"""Points not earned, on the scorecard: how much, where, since when, who is in charge, what it costs; what is kept."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indices.domain.ledger_values import State
from indices.presenters.brief_rows import criteria_word, maximum_text, name_of, notes, rows_of, why_no_rows
from reformtrack.figures import NOTHING

FIRST = 12  # lines that stand open
STATES = (State.NEWLY_LOST, State.STILL_LOST, State.REGAINED)


def ledger_section(why, figures):
    """What templates/indices/_scorecard_ledger.html shows."""
    ledger = why.ledger
    rows = list(rows_of(ledger, figures, most=len(ledger.losses)))
    return {
        "lost": _lost(ledger, figures),
        "sentence": _sentence(ledger),
        "table": _table(_("Tiêu chí mất điểm"), rows[:FIRST]) if rows else None,
        "rest": _table(_("Các tiêu chí mất điểm khác"), rows[FIRST:]) if rows[FIRST:] else None,
        "rest_note": criteria_word(len(rows) - FIRST) if rows[FIRST:] else "",
        "why_not": why_no_rows(ledger),
        "groups": [group for group in (_by_field(why, figures), _by_agency(why, figures)) if group],
        "strengths": _strengths(ledger),
        "notes": list(notes(ledger, figures)),
    }


def _lost(ledger, figures):
    whole = ledger.whole
    if not ledger.lines or whole.unknown:
        return ""
    return _("%(lost)s điểm chưa đạt trên %(maximum)s") % {
        "lost": figures.total(whole.lost),
        "maximum": maximum_text(whole.maximum, figures),
    }


def _sentence(ledger):
    """How the criteria fall into new, old and mended losses."""
    words = {
        State.NEWLY_LOST: _("mới mất điểm ở %(criteria)s"),
        State.STILL_LOST: _("vẫn mất điểm ở %(criteria)s như năm trước"),
        State.REGAINED: _("lấy lại đủ điểm ở %(criteria)s"),
    }
    told = [
        words[state] % {"criteria": criteria_word(len(lines))} for state in STATES if (lines := ledger.in_state(state))
    ]
    longest = max((line.years for line in ledger.in_state(State.STILL_LOST)), default=0)
    if longest > 2:
        told.append(_("lâu nhất đã %(years)s năm liền") % {"years": longest})
    text = "; ".join(told)
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _table(caption, rows):
    heads = (_("Tiêu chí"), _("Đạt / tối đa"), _("Chưa đạt"), _("So năm trước"), _("Cơ quan chủ trì"), _("Bậc"))
    return {
        "caption": caption,
        "caption_hidden": True,
        "heads": [{"text": head, "classes": "num" if place in (1, 2, 5) else ""} for place, head in enumerate(heads)],
        "rows": [
            {
                "cells": [
                    {"text": text, "head": place == 0, "classes": "num" if place in (1, 2, 5) else ""}
                    for place, text in enumerate(row)
                ]
            }
            for row in rows
        ],
    }


def _sums(caption, head, sums, name, figures):
    rows = [
        {
            "cells": [
                {"text": name(found), "head": True},
                {"text": str(found.lines_lost), "classes": "num"},
                # What is known in percent alone has no points: a sum without it would say too little.
                {"text": NOTHING if found.unknown else figures.total(found.lost), "classes": "num"},
            ]
        }
        for found in sums
        if found.lines_lost
    ]
    if len(rows) < 2:
        return None
    heads = [{"text": head}, {"text": _("Số tiêu chí"), "classes": "num"}, {"text": _("Chưa đạt"), "classes": "num"}]
    return {"caption": caption, "caption_hidden": True, "heads": heads, "rows": rows}


def _by_field(why, figures):
    def name(found):
        criterion = why.criteria.get(found.key[0])
        return f"{found.key[0]} {criterion.label}" if criterion else found.key[0]

    return _sums(_("Theo lĩnh vực"), _("Lĩnh vực"), why.ledger.by_field(), name, figures)


def _by_agency(why, figures):
    """By agency, over all fields; nothing where no agency is recorded."""
    if not any(line.agency for line in why.ledger.lines):
        return None
    found = {}
    for line in why.ledger.losses:
        if line.lost is not None:
            count, lost = found.get(line.agency, (0, 0))
            found[line.agency] = (count + 1, lost + line.lost)
    if not found:
        return None
    rows = [
        {
            "cells": [
                {"text": agency or _("chưa ghi"), "head": True},
                {"text": str(count), "classes": "num"},
                {"text": figures.total(lost), "classes": "num"},
            ]
        }
        for agency, (count, lost) in sorted(found.items(), key=lambda pair: (-pair[1][1], pair[0]))
    ]
    heads = [
        {"text": _("Cơ quan chủ trì")},
        {"text": _("Số tiêu chí"), "classes": "num"},
        {"text": _("Chưa đạt"), "classes": "num"},
    ]
    return {"caption": _("Theo cơ quan chủ trì"), "caption_hidden": True, "heads": heads, "rows": rows}


def _strengths(ledger):
    """Full marks kept: {note, lines}."""
    kept = ledger.strengths
    if not kept:
        return None
    items = [
        ngettext("%(name)s: %(years)s năm liền", "%(name)s: %(years)s năm liền", line.years)
        % {"name": name_of(line), "years": line.years}
        for line in kept
    ]
    return {"note": criteria_word(len(kept)), "lines": items}
