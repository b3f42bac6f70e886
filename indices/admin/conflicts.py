"""Admin of what sources disagree on."""

from django.contrib import admin

from indices.models import Conflict
from records.audited_admin import AuditedAdmin


@admin.register(Conflict)
class ConflictAdmin(AuditedAdmin):
    list_display = ("subject", "index", "edition_label", "unit", "kept", "other")
    list_filter = ("index",)
    search_fields = ("subject", "kept", "other")
    autocomplete_fields = ("index", "unit", "kept_sources", "other_sources")
