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
        "links_saved": _("Sửa đối chiếu tiêu chí"),
        "rule_saved": _("Ghi cách tính điểm"),
        "decision_recorded": _("Ghi quyết định công bố"),
        "upload_received": _("Nhận tệp điểm"),
        "upload_refused": _("Không nhận tệp điểm"),
        "upload_read": _("Đọc tệp điểm"),
        "upload_taken_over": _("Đọc tiếp tệp điểm dở dang"),
        "upload_answered": _("Trả lời chỗ đáng ngờ của tệp điểm"),
        "upload_stored": _("Lưu tệp điểm"),
        "upload_undone": _("Hoàn tác tệp điểm"),
        "upload_withdrawn": _("Rút tệp điểm"),
        "upload_rejected": _("Từ chối tệp điểm"),
        "annex_opened": _("Mở phụ lục cho mọi người xem"),
        "annex_closed": _("Đóng phụ lục"),
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
        "from_set": _("từ bộ"),
        "fault_code": _("mã lỗi"),
        "answers": _("câu trả lời"),
        "units_read": _("đơn vị đã đọc"),
        "figures_read": _("số đã đọc"),
        "units_new": _("đơn vị thêm vào danh sách"),
        "scores_new": _("điểm mới"),
        "scores_changed": _("điểm thay đổi"),
        "scores_removed": _("điểm bỏ đi"),
        "scores_put_back": _("điểm trả lại như trước"),
        **dict(CriterionLink.LinkKind.choices),
    },
    parts={
        "indices.criteriaset": ("indices.criterion", "indices.criterionlink"),
        "indices.scoringrule": ("indices.rulestep",),
        "indices.edition": ("indices.standing", "indices.block", "indices.band", "indices.survey"),
    },
)
