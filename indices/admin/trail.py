"""What the audit trail says of what is done to criteria sets, rules, editions and their figures."""

from django.utils.translation import gettext_lazy as _

from records.wording import register

register(
    kinds={
        "criteria_tree_saved": _("Sửa cây tiêu chí"),
        "criteria_imported": _("Nhập bộ tiêu chí từ tệp"),
        "criteria_set_copied": _("Chép bộ tiêu chí"),
        "set_in_force": _("Đưa bộ tiêu chí vào áp dụng"),
        "rule_saved": _("Ghi cách tính điểm"),
        "edition_opened": _("Mở năm đánh giá"),
        "roll_set": _("Chọn đơn vị được xếp hạng"),
        "edition_submitted": _("Trình năm đánh giá"),
        "edition_taken_back": _("Rút lại năm đánh giá đã trình"),
        "edition_recomputed": _("Tính lại năm đánh giá"),
        "edition_published": _("Công bố năm đánh giá"),
        "correction_opened": _("Lập bản sửa của năm đánh giá"),
    },
    terms={},
    parts={
        "indices.criteriaset": ("indices.criterion",),
        "indices.scoringrule": ("indices.rulestep",),
        "indices.edition": ("indices.standing", "indices.block", "indices.band"),
    },
)
