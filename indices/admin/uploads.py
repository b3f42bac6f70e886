"""Django admin of the files that came: read, never changed."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from indices.admin.closing import IndexAdminBase
from indices.models import Upload
from records.audited_admin import ReadOnly


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
