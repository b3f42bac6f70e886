"""Figures that contradict each other, in words."""

from django.utils.translation import gettext_noop

from indices.domain.values import Disagreement, FaultKind
from reformtrack.said import said as _
from reformtrack.said import said_figure, said_together

WORDS = {
    FaultKind.SUM: gettext_noop("ghi %(stated)s, còn các phần cộng lại là %(computed)s"),
    FaultKind.STATED: gettext_noop("điểm công bố là %(stated)s, còn điểm nhập là %(computed)s"),
    FaultKind.PERCENT: gettext_noop("chỉ số công bố là %(stated)s%%, còn tính từ điểm là %(computed)s%%"),
    FaultKind.SIGN: gettext_noop("%(stated)s sai dấu: chỉ điểm trừ được âm, và điểm trừ không được dương"),
    FaultKind.NOT_APPLICABLE: gettext_noop("có %(stated)s điểm trong phần được ghi là không áp dụng"),
}


class DataFaultsError(Exception):
    """Figures that contradict each other; nothing was stored. `faults`: each names both figures."""

    def __init__(self, edition, faults: tuple[Disagreement, ...], names):
        self.faults = faults
        head = _("%(edition)s: %(count)s chỗ số liệu không khớp nhau.") % {"edition": edition, "count": len(faults)}
        super().__init__("\n".join([head, *(worded(fault, names[fault.standing_key]) for fault in faults)]))


def worded(fault, name):
    """One fault in a sentence: the unit `name`, the criterion, both figures."""
    figures = {"stated": said_figure(fault.stated), "computed": said_figure(fault.computed)}
    return said_together("", (name, ", ", place(fault.code), ": ", _(WORDS[fault.kind]) % figures))


def place(code):
    """Where in the tree a figure stands; `None` is the whole."""
    return _("tiêu chí %(code)s") % {"code": code} if code else _("tổng")
