"""Django admin of decisions, sources and the audit trail, and what the whole admin is called."""

from django.contrib import admin
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from records.audited_admin import AuditedAdmin, ReadOnly
from records.models import AuditEvent, DataVersion, Decision, LeftOut, Source


class LabelledAutocomplete(AutocompleteJsonView):
    """Suggestions by labels that tell namesakes apart."""

    def serialize_result(self, obj, to_field_name):
        found = super().serialize_result(obj, to_field_name)
        return {**found, "text": self.model_admin.choice_label(obj)}


def autocomplete_view(request):
    return LabelledAutocomplete.as_view(admin_site=admin.site)(request)


admin.site.site_header = _("Quản trị ReformTrack")
admin.site.site_title = "ReformTrack"
admin.site.index_title = _("Quản trị dữ liệu")
admin.site.autocomplete_view = autocomplete_view


@admin.register(Source)
class SourceAdmin(AuditedAdmin):
    list_display = ("code", "title", "publisher", "published_on")
    list_filter = ("publisher",)
    search_fields = ("code", "title", "publisher", "url")
    date_hierarchy = "published_on"
    fieldsets = (
        (None, {"fields": ("code", "title", "publisher", "published_on")}),
        (_("Nơi tìm thấy và điều kiện dùng"), {"fields": ("url", "licence", "note")}),
    )

    def choice_label(self, instance):
        return f"{instance.title} ({instance.code})"


@admin.register(Decision)
class DecisionAdmin(AuditedAdmin):
    list_display = ("number", "issuer", "title", "signed_on", "in_force_from", "in_force_to")
    list_filter = ("issuer",)
    search_fields = ("slug", "number", "issuer", "title", "signer")
    date_hierarchy = "signed_on"
    autocomplete_fields = ("amends", "sources")
    prepopulated_fields = {"slug": ("number",)}
    fieldsets = (
        (None, {"fields": ("number", "issuer", "title", "slug")}),
        (_("Ký và hiệu lực"), {"fields": ("signed_on", "signer", ("in_force_from", "in_force_to"), "amends")}),
        (_("Nguồn"), {"fields": ("url", "sources", "note")}),
    )

    def choice_label(self, instance):
        return f"{instance.number}, {instance.issuer}"


@admin.register(AuditEvent)
class AuditEventAdmin(ReadOnly, AuditedAdmin):
    """The audit trail: read and searched, never written by hand."""

    related = ("by",)
    list_display = ("at", "by", "kind", "target_type", "target_label", "note")
    list_filter = ("kind", "target_type")
    search_fields = ("target_label", "=target_id", "note", "=by__username")
    date_hierarchy = "at"
    fieldsets = (
        (None, {"fields": ("at", "by", "kind", "target_type", "target_id", "target_label", "note")}),
        (_("Thay đổi"), {"fields": ("changes",)}),
    )

    @admin.display(description=_("trước và sau"))
    def changes(self, event):
        before, after = (side if isinstance(side, dict) else {} for side in (event.before, event.after))
        nothing = self.get_empty_value_display()
        names = {**before, **after}
        if not names:
            return nothing
        rows = [
            (name, *(nothing if side.get(name) in (None, "", []) else side[name] for side in (before, after)))
            for name in names
        ]
        return format_html(
            '<table class="changes"><thead><tr><th scope="col">{}</th><th scope="col">{}</th><th scope="col">{}</th>'
            "</tr></thead><tbody>{}</tbody></table>",
            _("trường"),
            _("trước"),
            _("sau"),
            format_html_join("", '<tr><th scope="row">{}</th><td>{}</td><td>{}</td></tr>', rows),
        )


@admin.register(DataVersion)
class DataVersionAdmin(ReadOnly, AuditedAdmin):
    list_display = ("number",)
    fields = ("number",)


@admin.register(LeftOut)
class LeftOutAdmin(AuditedAdmin):
    list_display = ("origin", "key", "reason")
    list_filter = ("origin",)
    search_fields = ("key", "reason")
