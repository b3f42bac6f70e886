"""What storing a file would change, or changed: counts, figures before and after, totals, ranks that move."""

from decimal import Decimal, InvalidOperation

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indices.importing.score_values import Answer
from indices.models import Standing
from indices.presenters.uploads_words import meaning_words
from indices.presenters.words import Figures, places_word
from reformtrack.figures import NOTHING


def changes_page(upload, language):
    """{sentence, counts, changes, removals, additions, moves, incomplete, is_nothing}."""
    found, figures = upload.consequences, Figures(upload.edition.index, language)
    lengths = found.get("lengths", {})
    lists = {
        name: {
            "rows": [_change(row, figures) for row in found.get(name, [])],
            "more": lengths.get(name, 0) - len(found.get(name, [])),
        }
        for name in ("changes", "removals", "additions")
    }
    moves = [_move(row, figures) for row in found.get("totals", [])]
    return {
        "sentence": sentence(found, is_stored=upload.stored_at is not None),
        "counts": [
            (_("số mới"), found["new"]),
            (_("số thay đổi"), found["changed"]),
            (_("số bỏ đi"), found["removed"]),
            (_("số giữ nguyên"), found["unchanged"]),
            (_("đơn vị đổi hạng"), lengths.get("ranks", 0)),
        ],
        **lists,
        "moves": {"rows": moves, "more": lengths.get("totals", 0) - len(moves)},
        "incomplete": [row["unit"] for row in found.get("incomplete", [])[:20]],
        "incomplete_count": lengths.get("incomplete", 0),
        "is_nothing": not (found["new"] or found["changed"] or found["removed"]),
    }


def sentence(found, *, is_stored=False):
    """The whole of it in a sentence, before or after it was stored."""
    parts = [
        (found["new"], ngettext("thêm %(count)s số", "thêm %(count)s số", found["new"])),
        (found["changed"], ngettext("thay %(count)s số", "thay %(count)s số", found["changed"])),
        (found["removed"], ngettext("bỏ %(count)s số", "bỏ %(count)s số", found["removed"])),
    ]
    said = ", ".join(text % {"count": count} for count, text in parts if count)
    if not said:
        return _("Tệp này không thay đổi gì: mọi số đã có sẵn như vậy.")
    told = {"parts": "; ".join([said, *_ranks(found.get("lengths", {}))])}
    return _("Tệp này đã %(parts)s.") % told if is_stored else _("Lưu tệp này sẽ %(parts)s.") % told


def _ranks(lengths):
    """What becomes of ranks, piece by piece."""
    moved, entering, leaving = (lengths.get(name, 0) for name in ("ranks", "entering", "leaving"))
    pieces = [
        (moved, ngettext("%(count)s đơn vị đổi hạng", "%(count)s đơn vị đổi hạng", moved)),
        (entering, ngettext("%(count)s đơn vị bắt đầu có hạng", "%(count)s đơn vị bắt đầu có hạng", entering)),
        (leaving, ngettext("%(count)s đơn vị không còn hạng", "%(count)s đơn vị không còn hạng", leaving)),
    ]
    return [text % {"count": count} for count, text in pieces if count]


def _change(row, figures):
    code = _("tổng") if not row["code"] else row["code"]
    return {
        "unit": row["unit"],
        "code": code,
        "kind": meaning_words(row["kind"]),
        "before": said(row["before"], figures),
        "after": said(row["after"], figures),
        "cell": row["cell"],
        "sheet": row["sheet"],
    }


def said(value, figures):
    """A figure of the summary as readers write it; a text (a note, not applicable) as it stands."""
    if value is None or value == "":
        return NOTHING
    if value == Answer.NOT_APPLICABLE:
        return _("không áp dụng")
    try:
        return figures.format.exact(Decimal(str(value)))
    except InvalidOperation:
        return str(value)


def _decimal(value):
    return None if value is None else Decimal(str(value))


def _move(row, figures):
    """One unit's total and rank, before and after."""
    before, after = _decimal(row["before"]), _decimal(row["after"])
    difference = None if before is None or after is None else after - before
    return {
        "unit": row["unit"],
        "before": figures.total(before),
        "after": figures.total(after),
        "change": _direction(difference, figures),
        "rank_before": row["rank_before"] or NOTHING,
        "rank_after": row["rank_after"] or NOTHING,
        "places": _places(row["places"]),
        "status": str(Standing.Status(row["status"]).label) if row["status"] != Standing.Status.RANKED else "",
    }


def _direction(difference, figures):
    if difference is None or difference == 0:
        return None
    return {"direction": "up" if difference > 0 else "down", "text": figures.difference(abs(difference))}


def _places(places):
    if not places:
        return None
    return {"direction": "up" if places > 0 else "down", "text": places_word(abs(places))}
