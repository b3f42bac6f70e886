"""What is wrong with a criteria tree, in words: where, what, and what to do about it."""

from dataclasses import dataclass

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from indices.domain.outline import Flaw
from reformtrack.figures import figure_format

# flaw -> (what is wrong, what to do)
WORDS = {
    Flaw.NO_ROWS: (
        gettext_lazy("Bộ tiêu chí chưa có tiêu chí nào."),
        gettext_lazy("Thêm ít nhất một lĩnh vực."),
    ),
    Flaw.NO_CODE: (gettext_lazy("Dòng này chưa có mã."), gettext_lazy("Ghi mã, ví dụ 1.2, hoặc đánh số lại cả bộ.")),
    Flaw.CODE_TWICE: (
        gettext_lazy("Mã %(text)s đã dùng cho “%(other)s”."),
        gettext_lazy("Mỗi mã chỉ dùng một lần: sửa một trong hai mã."),
    ),
    Flaw.CODE_ELSEWHERE: (
        gettext_lazy("Mã %(text)s không khớp với mục chứa nó (“%(other)s”)."),
        gettext_lazy("Sửa mã, chuyển dòng về đúng mục, hoặc đánh số lại cả bộ."),
    ),
    Flaw.NO_NAME: (gettext_lazy("Dòng này chưa có tên."), gettext_lazy("Ghi tên như trong quyết định.")),
    Flaw.TOO_DEEP: (
        gettext_lazy("Dòng này nằm sâu hơn tiêu chí thành phần."),
        gettext_lazy("Bộ tiêu chí chỉ có ba cấp: lĩnh vực, tiêu chí, tiêu chí thành phần. Lùi dòng này ra một cấp."),
    ),
    Flaw.NO_PARENT: (
        gettext_lazy("Phía trên dòng này không có %(text)s nào để chứa nó."),
        gettext_lazy("Thêm %(text)s ở trên, hoặc lùi dòng này ra một cấp."),
    ),
    Flaw.KIND_INSIDE: (
        gettext_lazy("Dòng này nằm trong một mục %(text)s nhưng lại ghi loại khác."),
        gettext_lazy("Ghi cùng loại với “%(other)s”, hoặc chuyển dòng ra ngoài mục đó."),
    ),
    Flaw.MAXIMUM_SIGN: (
        gettext_lazy("Điểm tối đa %(stated)s sai dấu."),
        gettext_lazy("Điểm trừ ghi số âm (mức trừ nhiều nhất); các loại khác ghi số lớn hơn 0."),
    ),
    Flaw.ONLY_EXTRAS: (
        gettext_lazy("Mục này chỉ chứa điểm thưởng, điểm trừ nên không thể có điểm tối đa."),
        gettext_lazy("Xóa điểm tối đa của mục, hoặc thêm tiêu chí thường."),
    ),
    Flaw.NO_MAXIMUM: (
        gettext_lazy("Chưa có điểm tối đa."),
        gettext_lazy("Ghi điểm tối đa; chỉ mục có tiêu chí bên dưới mới được để trống."),
    ),
    Flaw.SUM: (
        gettext_lazy(
            "Điểm tối đa ghi %(stated)s nhưng các tiêu chí bên dưới cộng lại được %(computed)s: %(difference)s."
        ),
        gettext_lazy("Sửa điểm tối đa của mục hoặc của một tiêu chí bên dưới."),
    ),
    Flaw.TOTAL: (
        gettext_lazy(
            "Tổng điểm tối đa của bộ là %(stated)s nhưng các lĩnh vực cộng lại được %(computed)s: %(difference)s."
        ),
        gettext_lazy("Sửa điểm tối đa của một lĩnh vực hoặc tổng điểm của bộ."),
    ),
    Flaw.PART: (
        gettext_lazy(
            "Phần “%(text)s” theo văn bản là %(stated)s điểm nhưng các tiêu chí cộng lại được %(computed)s: "
            "%(difference)s."
        ),
        gettext_lazy("Sửa cách chấm hoặc điểm tối đa của tiêu chí, hoặc số ghi theo văn bản."),
    ),
    Flaw.COUNT: (
        gettext_lazy("Số %(text)s theo văn bản là %(stated)s nhưng trong bộ có %(computed)s."),
        gettext_lazy("Thêm, bớt dòng hoặc sửa số ghi theo văn bản."),
    ),
}
# What `text` may name: levels, kinds, methods.
NAMES = {
    "field": gettext_lazy("lĩnh vực"),
    "criterion": gettext_lazy("tiêu chí"),
    "subcriterion": gettext_lazy("tiêu chí thành phần"),
    "bonus": gettext_lazy("điểm thưởng"),
    "penalty": gettext_lazy("điểm trừ"),
    "appraisal": gettext_lazy("thẩm định"),
    "satisfaction": gettext_lazy("SIPAS"),
    "survey": gettext_lazy("điều tra xã hội học"),
    "outcome": gettext_lazy("tác động KT-XH"),
}


@dataclass(frozen=True)
class Worded:
    """One fault as readers see it. `where` is empty for the set as a whole."""

    where: str
    message: str
    remedy: str

    def __str__(self):
        return " ".join(part for part in (self.where and f"{self.where}:", self.message, self.remedy) if part)


def fault_words(fault, rows):
    """One `OutlineFault` in the active language, as `Worded`. `rows`: those it was found in."""
    message, remedy = WORDS[fault.flaw]
    about = {
        "text": NAMES.get(fault.text, fault.text),
        "other": "" if fault.other is None else row_name(rows[fault.other]),
    }
    if fault.stated is not None:
        figures = figure_format(get_language() or "vi")
        about["stated"] = figures.exact(fault.stated)
        if fault.computed is not None:
            about["computed"] = figures.exact(fault.computed)
            difference = fault.computed - fault.stated
            words = _("thừa %(by)s") if difference > 0 else _("thiếu %(by)s")
            about["difference"] = words % {"by": figures.exact(abs(difference))}
    return Worded("" if fault.row is None else place_of(fault.row, rows), message % about, remedy % about)


def place_of(row, rows):
    """How a row is called: its code, else its number in the list."""
    return (
        _("Mục %(code)s") % {"code": rows[row].code} if rows[row].code else _("Dòng %(number)s") % {"number": row + 1}
    )


def row_name(row):
    return f"{row.code} {row.name}".strip()
