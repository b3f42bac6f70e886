"""Django admin of the files that came: read, never changed."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from indices.admin.closing import IndexAdminBase
from indices.models import Upload
from records.audited_admin import ReadOnly


@admin.register(Upload)
class UploadAdmin(ReadOnly, IndexAdminBase):
    related = ("edition__index", "by")
    list_display = ("file_name", "edition", "state", "layout", "by", "at", "size")
    list_filter = ("state", "layout", "edition__index")
    search_fields = ("file_name", "=digest", "=by__username")
    date_hierarchy = "at"
    fieldsets = (
        (None, {"fields": ("edition", "file_name", "stored_as", "size", "digest", "by", "at")}),
        (_("Kết quả"), {"fields": ("state", "layout", "found", "outcome")}),
    )
