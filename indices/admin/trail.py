"""What the audit trail says of what is done to criteria sets and their links, and in which words their rows stand."""

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from indices.models import CriterionLink
from records.wording import register

register(
    kinds={
        "criteria_tree_saved": _("Sửa cây tiêu chí"),
        "criteria_imported": pgettext_lazy("nhật ký", "Nhập bộ tiêu chí từ tệp"),
        "set_copied": _("Chép bộ tiêu chí"),
        "set_put_in_force": _("Đưa bộ tiêu chí vào áp dụng"),
        "set_retired": _("Thôi áp dụng bộ tiêu chí"),
        "set_taken_back": _("Rút bộ tiêu chí về dự thảo"),
        "set_restored": _("Áp dụng lại bộ tiêu chí cũ"),
        "links_refreshed": _("Cập nhật đối chiếu tiêu chí"),
        "rule_saved": _("Ghi cách tính điểm"),
    },
    terms={
        "added": _("đã thêm"),
        "removed": _("đã bỏ"),
        "changed": _("đã sửa"),
        "order": _("thứ tự"),
        "lead": _("cơ quan chủ trì"),
        "criteria": _("số tiêu chí"),
        "followed_by": _("bộ tiếp theo"),
        "links_confirmed": _("đối chiếu được xác nhận"),
        "to_confirm_anew": _("cần xác nhận lại"),
        **dict(CriterionLink.LinkKind.choices),
    },
    parts={
        "indices.criteriaset": ("indices.criterion",),
        "indices.scoringrule": ("indices.rulestep",),
        "indices.edition": ("indices.standing", "indices.block", "indices.band"),
    },
)
