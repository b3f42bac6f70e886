"""Points not earned, on the scorecard: how much, where, since when, who is in charge, what it costs; what is kept."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indices.domain.ledger_values import State
from indices.presenters.brief_rows import criteria_word, maximum_text, name_of, notes, why_no_rows
from indices.presenters.scorecard_ledger_groups import grouped
from indices.presenters.scorecard_ledger_rows import LedgerTable
from indices.presenters.years import scorecard_address

FIRST = 12  # lines that stand open
STATES = (State.NEWLY_LOST, State.STILL_LOST, State.REGAINED)
VIEWS = ("field", "method", "agency")  # of `?by=`; else by what was lost


def ledger_section(why, figures, *, by="", against=""):
    """What templates/indices/_scorecard_ledger.html shows.

    Args:
        by: one of `VIEWS`.
        against: what the address says of the year to count from; links keep it.
    """
    ledger, table = why.ledger, LedgerTable(why, figures)
    views = _views(ledger)
    by = by if by in views else ""
    losses = ledger.losses
    section = {
        "by": by,
        "lost": _lost(ledger, figures),
        "sentence": _sentence(ledger),
        "views": _segments(why, views, by, against) if losses and len(views) > 1 else None,
        "why_not": why_no_rows(ledger),
        "regained": _regained(ledger, figures),
        "strengths": _strengths(ledger),
        "notes": [*_all_notes(why, figures, table)],
    }
    if not losses:
        return section
    if by:
        return section | {"grouped": grouped(why, figures, table, by)}
    rest = losses[FIRST:]
    return section | {
        "table": table.of(losses[:FIRST], _("Tiêu chí mất điểm")),
        "rest": table.of(rest, _("Các tiêu chí mất điểm khác")) if rest else None,
        "rest_note": _rest_note(rest, figures),
    }


def _views(ledger):
    """The views that tell anything apart."""
    lines = ledger.lines
    found = [""]
    if len({line.leaf.field for line in lines}) > 1 and any(line.leaf.parent for line in lines):
        found.append("field")
    if len({line.leaf.method for line in lines}) > 1:
        found.append("method")
    if any(line.agency for line in lines):
        found.append("agency")
    return found


def _segments(why, views, by, against):
    words = {
        "": _("Theo điểm mất"),
        "field": _("Theo lĩnh vực"),
        "method": _("Theo cách chấm"),
        "agency": _("Theo cơ quan chủ trì"),
    }
    page = scorecard_address(why.edition, why.unit)

    def address(view):
        asked = "&".join(f"{name}={value}" for name, value in (("by", view), ("against", against)) if value)
        return f"{page}?{asked}#h-ledger" if asked else f"{page}#h-ledger"

    return {
        "label": _("Xếp tiêu chí mất điểm"),
        "options": [{"text": words[view], "href": address(view), "current": view == by} for view in views],
    }


def _lost(ledger, figures):
    whole = ledger.whole
    if not ledger.lines or whole.unknown:
        return ""
    return _("%(lost)s điểm chưa đạt trên %(maximum)s") % {
        "lost": figures.total(whole.lost),
        "maximum": maximum_text(whole.maximum, figures),
    }


def _rest_note(rest, figures):
    if not rest:
        return ""
    known = [line.lost for line in rest if line.lost is not None]
    words = {"criteria": criteria_word(len(rest)), "points": figures.total(sum(known)) if known else ""}
    if len(known) < len(rest):
        return words["criteria"]
    return _("%(criteria)s, %(points)s điểm") % words


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


def _all_notes(why, figures, table):
    yield from notes(why.ledger, figures)
    if why.ledger.losses and not table.knows_peers:
        yield _("Số đơn vị khác đạt điểm tối đa ở từng tiêu chí: không có số liệu.")
    if why.ledger.losses and not table.knows_agencies:
        yield _("Chưa ghi cơ quan chủ trì của các tiêu chí này.")


def _regained(ledger, figures):
    """What was lost the year before and is full now: {note, lines}."""
    lines = ledger.in_state(State.REGAINED)
    if not lines:
        return None
    return {"note": criteria_word(len(lines)), "lines": [_gained(line, figures) for line in lines]}


def _gained(line, figures):
    change = line.earlier.change if line.earlier else None
    if change is None:
        return name_of(line)
    return _("%(name)s: %(points)s điểm") % {"name": name_of(line), "points": figures.change(change)}


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
