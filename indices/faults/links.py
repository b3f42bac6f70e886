"""Links between two criteria sets that cannot be, in words: where, what, and what to do about it."""

from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _

from indices.domain.links import LinkFlaw
from indices.faults.outline import Worded
from reformtrack.figures import figure_format

# flaw -> (what is wrong, what to do)
WORDS = {
    LinkFlaw.STRANGER: (
        gettext_lazy("Có tiêu chí không thuộc bộ đang đối chiếu."),
        gettext_lazy("Chọn tiêu chí cũ trong bộ cũ, tiêu chí mới trong bộ mới."),
    ),
    LinkFlaw.TWICE: (
        gettext_lazy("Hai dòng nối cùng một cặp tiêu chí."),
        gettext_lazy("Xóa mã ở một trong hai dòng."),
    ),
    LinkFlaw.NEW_CONTINUES: (
        gettext_lazy("Tiêu chí ghi là mới nhưng dòng khác nối nó với một tiêu chí cũ."),
        gettext_lazy("Xóa mã ở dòng này nếu nó có tiếp nối, hoặc bỏ dòng kia."),
    ),
    LinkFlaw.DROPPED_GOES_ON: (
        gettext_lazy("Tiêu chí ghi là bỏ nhưng dòng khác nối nó với một tiêu chí mới."),
        gettext_lazy("Xóa mã ở dòng này nếu nó còn tiếp nối, hoặc bỏ dòng kia."),
    ),
    LinkFlaw.OLD_CONTRADICTS: (
        gettext_lazy("Tiêu chí cũ %(old)s có nhiều dòng, mà dòng này ghi “%(kind)s”."),
        gettext_lazy("Nếu nó được tách, ghi “tách” ở mọi dòng của nó; nếu không, chỉ giữ một dòng."),
    ),
    LinkFlaw.NEW_CONTRADICTS: (
        gettext_lazy("Tiêu chí mới %(new)s có nhiều dòng, mà dòng này ghi “%(kind)s”."),
        gettext_lazy("Nếu nó do gộp mà có, ghi “gộp” ở mọi dòng của nó; nếu không, chỉ giữ một dòng."),
    ),
    LinkFlaw.MAXIMUM: (
        gettext_lazy("Điểm tối đa cũ %(stated)s, mới %(computed)s mà ghi “%(kind)s”."),
        gettext_lazy("Ghi “đổi điểm tối đa”."),
    ),
    LinkFlaw.SAME_MAXIMUM: (
        gettext_lazy("Ghi “đổi điểm tối đa” mà hai bên cùng %(stated)s điểm."),
        gettext_lazy("Ghi “giữ nguyên” hoặc “đổi tên”."),
    ),
    LinkFlaw.KIND: (
        gettext_lazy("Điểm thưởng, điểm trừ và tiêu chí thường không nối lẫn với nhau."),
        gettext_lazy("Ghi bên cũ là bỏ, bên mới là mới."),
    ),
    LinkFlaw.DEPTH: (
        gettext_lazy("Lĩnh vực không thể nối với tiêu chí thành phần."),
        gettext_lazy("Nối lĩnh vực với lĩnh vực, tiêu chí với tiêu chí."),
    ),
    LinkFlaw.INVERTED: (
        gettext_lazy("Nối vòng: mục chứa %(old)s lại nối với một mục nằm trong %(new)s."),
        gettext_lazy("Giữ một trong hai dòng, dòng kia sửa mã hoặc ghi là bỏ, là mới."),
    ),
    LinkFlaw.NESTED: (
        gettext_lazy("Các phần phải ngang nhau, mà ở đây có mục nằm trong mục khác nên bị tính hai lần."),
        gettext_lazy("Chỉ nối mục chứa nó, hoặc chỉ nối các tiêu chí bên trong."),
    ),
    LinkFlaw.UNSAID: (
        gettext_lazy("Tiêu chí %(end)s chưa có dòng đối chiếu nào."),
        gettext_lazy("Nối với tiêu chí của bộ kia, hoặc ghi là bỏ, là mới."),
    ),
}
ALONE = {
    "split": (
        gettext_lazy("Ghi “tách” nhưng tiêu chí cũ %(old)s chỉ nối với một tiêu chí mới."),
        gettext_lazy("Ghi thêm dòng cho phần còn lại, hoặc chọn quan hệ khác."),
    ),
    "merged": (
        gettext_lazy("Ghi “gộp” nhưng tiêu chí mới %(new)s chỉ có một tiêu chí cũ."),
        gettext_lazy("Ghi thêm dòng cho tiêu chí cũ kia, hoặc chọn quan hệ khác."),
    ),
}
SUM = {
    "split": (
        gettext_lazy("Tiêu chí cũ %(old)s tối đa %(stated)s điểm nhưng các phần tách ra cộng lại được %(computed)s."),
        gettext_lazy("Sửa các phần; nếu chính quyết định đổi điểm tối đa, ghi rõ điều đó vào ghi chú của dòng."),
    ),
    "merged": (
        gettext_lazy("Tiêu chí mới %(new)s tối đa %(stated)s điểm nhưng các phần gộp vào cộng lại được %(computed)s."),
        gettext_lazy("Sửa các phần; nếu chính quyết định đổi điểm tối đa, ghi rõ điều đó vào ghi chú của dòng."),
    ),
}
ENDS = {
    "new": (gettext_lazy("Ghi là mới thì không có tiêu chí cũ."), gettext_lazy("Xóa mã cũ, hoặc chọn quan hệ khác.")),
    "dropped": (
        gettext_lazy("Ghi là bỏ thì không có tiêu chí mới."),
        gettext_lazy("Xóa mã mới, hoặc chọn quan hệ khác."),
    ),
    "": (
        gettext_lazy("Ghi “%(kind)s” thì phải có cả tiêu chí cũ và tiêu chí mới."),
        gettext_lazy("Ghi mã còn thiếu, hoặc chọn “mới”, “bỏ”."),
    ),
}


def link_words(fault, codes, kind="", called=""):
    """One `LinkFault` in the active language, as `Worded`.

    Args:
        codes: key -> code, of the criteria of both sets.
        kind, called: of the link that it is about, and how that kind is called.
    """
    message, remedy = _words_of(fault.flaw, kind)
    figures = figure_format(get_language() or "vi")
    old, new = codes.get(fault.old, ""), codes.get(fault.new, "")
    about = {
        "old": old,
        "new": new,
        "end": old or new,
        "kind": called,
        "stated": figures.exact(fault.stated) or _("chưa ghi"),
        "computed": figures.exact(fault.computed) or _("chưa ghi"),
    }
    where = "" if fault.flaw == LinkFlaw.UNSAID else f"{old or '–'} → {new or '–'}"
    return Worded(where, message % about, remedy % about)


def _words_of(flaw, kind):
    if flaw == LinkFlaw.ENDS:
        return ENDS.get(kind, ENDS[""])
    if flaw in (LinkFlaw.ALONE, LinkFlaw.SUM):
        return (ALONE if flaw == LinkFlaw.ALONE else SUM)[kind]
    return WORDS[flaw]


def circle_words(slugs):
    """Sets of criteria that lead back to themselves, in a sentence."""
    return _("Đối chiếu nối vòng: %(sets)s. Bỏ đối chiếu đi ngược từ bộ mới về bộ cũ.") % {
        "sets": " → ".join([*slugs, slugs[0]])
    }
