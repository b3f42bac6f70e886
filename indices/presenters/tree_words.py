"""Words of the tree page: what is wrong, what has changed, what the script says."""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from indices.actions.trees import StoredFlaw
from indices.domain.outline import Flaw
from indices.faults.outline import fault_words, place_of
from indices.models import Criterion
from indices.presenters.words import levels_word
from indices.queries.trees import criteria_by_level
from reformtrack.figures import figure_format

SHOWN_CHANGES = 20
# Where a flaw is shown; what is not here is of the whole set.
COLUMN = {
    Flaw.NO_CODE: "code",
    Flaw.CODE_TWICE: "code",
    Flaw.CODE_ELSEWHERE: "code",
    Flaw.NO_NAME: "name",
    Flaw.TOO_DEEP: "code",
    Flaw.NO_PARENT: "code",
    Flaw.KIND_INSIDE: "kind",
    Flaw.MAXIMUM_SIGN: "max_points",
    Flaw.ONLY_EXTRAS: "max_points",
    Flaw.NO_MAXIMUM: "max_points",
    Flaw.SUM: "max_points",
    StoredFlaw.RULE_ON_PARENT: "max_points",
}


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that is wrong, as readers see it. `row` and `column` say at which field; `None`: of the whole."""

    message: str
    where: str = ""
    row: int | None = None
    column: str = ""

    @property
    def text(self):
        return f"{self.where}: {self.message}" if self.where else self.message

    @property
    def href(self):
        return "" if self.row is None else f"#r{self.row}-{self.column}"


def told(fault, rows):
    """A fault of the tree or of its storing, in words. `rows`: those it was found in."""
    if isinstance(fault.flaw, StoredFlaw):
        return _stored_fault(fault, rows)
    worded = fault_words(fault, rows)
    message = f"{worded.message} {worded.remedy}"
    return Told(message, worded.where, fault.row, COLUMN.get(fault.flaw, ""))


def _stored_fault(fault, rows):
    words = {"code": fault.code, "edition": fault.text}
    if fault.flaw == StoredFlaw.HAS_SCORES:
        message = _(
            "Tiêu chí %(code)s đã có điểm ở %(edition)s nên không xóa được. Giữ lại tiêu chí này, hoặc xóa điểm trước; "
            "nếu quyết định mới bỏ tiêu chí, hãy chép thành bộ mới rồi bỏ ở đó."
        )
        return Told(message % words)
    if fault.flaw == StoredFlaw.RULE_ON_PARENT:
        message = _(
            "Tiêu chí này có quy tắc cho điểm nên không thể có tiêu chí bên dưới. Xóa quy tắc ở trang của tiêu chí, "
            "hoặc đưa các tiêu chí bên dưới ra ngoài."
        )
        return Told(message, place_of(fault.row, rows), fault.row, "max_points")
    column = Criterion._meta.get_field(fault.text)
    message = _("%(field)s dài quá %(most)s ký tự. Rút ngắn lại.") % {
        "field": str(column.verbose_name).capitalize(),
        "most": column.max_length,
    }
    return Told(message, place_of(fault.row, rows), fault.row, fault.text)


def cell_told(fault, rows):
    """What could not be read from one cell."""
    return Told(fault.message, place_of(fault.row, rows), fault.row, fault.column)


def unsettled_word(count):
    if not count:
        return _("Điểm đã khớp")
    return ngettext("%(count)s chỗ thiếu điểm hoặc chưa khớp", "%(count)s chỗ thiếu điểm hoặc chưa khớp", count) % {
        "count": count
    }


def script_words():
    """What the script says; `{0}` and `{1}` stand for what it fills in."""
    return {
        "over": _("thừa %(by)s") % {"by": "{0}"},
        "short": _("thiếu %(by)s") % {"by": "{0}"},
        "settled": _("Điểm đã khớp"),
        "unsettledOne": ngettext(
            "%(count)s chỗ thiếu điểm hoặc chưa khớp", "%(count)s chỗ thiếu điểm hoặc chưa khớp", 1
        )
        % {"count": "{0}"},
        "unsettled": ngettext("%(count)s chỗ thiếu điểm hoặc chưa khớp", "%(count)s chỗ thiếu điểm hoặc chưa khớp", 2)
        % {"count": "{0}"},
        "row": _("Dòng {0}"),
        "added": _("Đã thêm một dòng {0}."),
        "removed": _("Đã xóa {0} và {1} dòng bên dưới. Bấm Hoàn tác để lấy lại."),
        "removedOne": _("Đã xóa {0}. Bấm Hoàn tác để lấy lại."),
        "moved": _("{0} nay ở dòng {1}."),
        "levelled": _("{0} nay là {1}."),
        "renumbered": _("Đã đánh lại mã của {0} dòng."),
        "pasted": _("Đã dán {0} dòng."),
        "undone": _("Đã hoàn tác."),
        "nothingToUndo": _("Không có gì để hoàn tác."),
        "first": _("Không chuyển lên được nữa."),
        "last": _("Không chuyển xuống được nữa."),
        "deepest": _("Không hạ cấp được nữa: chỉ có ba cấp, và phải có dòng cùng cấp ở trên."),
        "highest": _("Đây đã là lĩnh vực, không nâng cấp được nữa."),
    }


def change_words(changes):
    """What differs between two trees, a sentence a row; at most `SHOWN_CHANGES`, and how many more there are.

    Returns:
        (list of sentences, number left out).
    """
    said = [_("Thêm: %(row)s") % {"row": f"{row.code} {row.name}".strip()} for row in changes.added]
    said += [_("Xóa: %(row)s") % {"row": f"{row.code} {row.name}".strip()} for row in changes.removed]
    for row, fields in changes.changed:
        said += [_change(row, name, before, after) for name, (before, after) in fields.items()]
    if changes.moved:
        said.append(_("Thứ tự các dòng khác nhau."))
    return said[:SHOWN_CHANGES], max(0, len(said) - SHOWN_CHANGES)


def _change(row, name, before, after):
    return _("%(code)s, %(field)s: %(before)s → %(after)s") % {
        "code": row.code,
        "field": _("cơ quan chủ trì") if name == "lead" else Criterion._meta.get_field(name).verbose_name,
        "before": _value(name, before),
        "after": _value(name, after),
    }


def _value(name, value):
    if isinstance(value, Decimal):
        return figure_format(get_language() or "vi").exact(value)
    choices = dict(Criterion._meta.get_field(name).choices or ()) if name != "lead" else {}
    return choices.get(value, value) or "–"


def saved_words(changes):
    """What was stored, in one sentence."""
    if not changes:
        return _("Không có gì thay đổi.")
    counts = (
        (ngettext("thêm %(count)s dòng", "thêm %(count)s dòng", len(changes.added)), len(changes.added)),
        (ngettext("sửa %(count)s dòng", "sửa %(count)s dòng", len(changes.changed)), len(changes.changed)),
        (ngettext("xóa %(count)s dòng", "xóa %(count)s dòng", len(changes.removed)), len(changes.removed)),
    )
    said = [words % {"count": count} for words, count in counts if count]
    return _("Đã lưu: %(what)s.") % {"what": ", ".join(said) or _("đổi thứ tự")}


def tree_link_words(criteria_set):
    """What the button says that leads from a set to its tree."""
    counts = criteria_by_level(criteria_set)
    if not counts:
        return _("Lập cây tiêu chí")
    return _("Mở cây tiêu chí: %(counts)s") % {"counts": levels_word(counts)}
