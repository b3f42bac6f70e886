"""Django admin of the files that came: read, never changed; and the audit trail's words for what became of them."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from indices.admin.closing import IndexAdminBase
from indices.models import Upload
from records.audited_admin import ReadOnly
from records.wording import register

register(
    kinds={
        "upload_received": _("Nhận tệp điểm"),
        "upload_refused": _("Không nhận tệp điểm"),
        "upload_read": _("Đọc tệp điểm"),
        "upload_taken_over": _("Đọc tiếp tệp điểm đang đọc dở"),
        "upload_answered": _("Trả lời về chỗ đáng ngờ trong tệp điểm"),
        "upload_stored": _("Lưu điểm từ tệp"),
        "upload_undone": _("Hoàn tác việc lưu điểm từ tệp"),
        "upload_rejected": _("Từ chối tệp điểm"),
        "upload_withdrawn": _("Rút tệp điểm"),
        "annex_opened": _("Mở phụ lục nội bộ cho mọi người xem"),
        "annex_closed": _("Đóng phụ lục nội bộ"),
    },
    terms={
        "file_name": _("tên tệp"),
        "fault_code": _("mã lý do"),
        "units_read": _("số đơn vị đọc được"),
        "figures_read": _("số ô điểm đọc được"),
        "answers": _("câu trả lời"),
        "scores_new": _("số điểm thêm mới"),
        "scores_changed": _("số điểm thay đổi"),
        "units_new": _("số đơn vị thêm vào danh sách"),
        "scores_removed": _("số điểm đã bỏ"),
        "scores_put_back": _("số điểm trả lại như trước"),
    },
)


@admin.register(Upload)
class UploadAdmin(ReadOnly, IndexAdminBase):
    related = ("edition__index", "standing__unit", "by", "stored_by", "closed_by")
    list_display = ("file_name", "edition", "state", "layout", "fault_count", "by", "at", "size")
    list_filter = ("state", "layout", "edition__index")
    search_fields = ("file_name", "=digest", "=by__username")
    date_hierarchy = "at"
    fieldsets = (
        (None, {"fields": ("edition", ("standing", "criteria_set"), "file_name", "size", "digest", "by", "at")}),
        (_("Đã đọc được"), {"fields": ("state", "layout", "fault_count")}),
        (_("Đã lưu"), {"fields": (("stored_at", "stored_by"), ("closed_at", "closed_by"), "reason")}),
    )

    def get_queryset(self, request):
        return super().get_queryset(request).defer("choice", "found", "faults", "oddities", "consequences")
