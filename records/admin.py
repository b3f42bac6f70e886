"""Django admin of decisions, sources and the audit trail, and what the whole admin is called."""

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import path
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from records.audited_admin import AuditedAdmin, ReadOnly
from records.models import AuditEvent, DataVersion, Decision, LeftOut, Source
from records.trail_file import trail_file
from records.trail_filters import DayFilter, KindFilter, ObjectFilter, PersonFilter
from records.wording import address_of, changes, kind_words, note_words, object_words, summary


class LabelledAutocomplete(AutocompleteJsonView):
    """Suggestions by labels that tell namesakes apart."""

    def serialize_result(self, obj, to_field_name):
        found = super().serialize_result(obj, to_field_name)
        return {**found, "text": self.model_admin.choice_label(obj)}


def autocomplete_view(request):
    return LabelledAutocomplete.as_view(admin_site=admin.site)(request)


admin.site.site_header = _("Quản trị")
admin.site.site_title = "ReformTrack"
admin.site.index_title = _("Quản trị dữ liệu")
admin.site.enable_nav_sidebar = False  # the groups stand in the header, on a phone too
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
    """The audit trail: read, searched and taken away as a file, never written by hand."""

    related = ("by",)
    list_display = ("at", "who", "what", "thing", "in_short")
    list_filter = (DayFilter, KindFilter, ObjectFilter, PersonFilter)
    search_fields = ("target_label", "=target_id", "note", "by__username", "by__first_name", "by__last_name")
    search_help_text = _("Tên của đối tượng, ghi chú, họ tên hoặc tài khoản của người thực hiện.")
    date_hierarchy = "at"
    change_list_template = "admin/records/auditevent/change_list.html"
    fieldsets = (
        (None, {"fields": ("at", "who", "what", "object_link", "note_shown")}),
        (_("Trước và sau"), {"fields": ("changes",)}),
    )
    readonly_fields = ("who", "what", "object_link", "note_shown", "changes")

    @admin.display(description=_("người thực hiện"), ordering="by__username")
    def who(self, event):
        if event.by is None:
            return gettext("máy chủ")
        return event.by.get_full_name() or event.by.get_username()

    @admin.display(description=_("việc"), ordering="kind")
    def what(self, event):
        return kind_words(event.kind)

    @admin.display(description=_("đối tượng"), ordering="target_label")
    def thing(self, event):
        return f"{object_words(event.target_type)}: {event.target_label}"

    @admin.display(description=_("thay đổi"))
    def in_short(self, event):
        return summary(event) or None

    @admin.display(description=_("đối tượng"))
    def object_link(self, event):
        words, address = self.thing(event), address_of(event.target_type, event.target_id)
        return format_html('<a href="{}">{}</a>', address, words) if address else words

    @admin.display(description=_("ghi chú"))
    def note_shown(self, event):
        return note_words(event) or None

    @admin.display(description=_("trước và sau"))
    def changes(self, event):
        return render_to_string("admin/records/auditevent/changes.html", {"found": changes(event)})

    def get_urls(self):
        return [
            path("csv/", self.admin_site.admin_view(self.csv_view), name="records_auditevent_csv")
        ] + super().get_urls()

    def csv_view(self, request):
        """What the list shows with the same filters, all of its pages, as a file."""
        try:
            events = self.get_changelist_instance(request).queryset
        except IncorrectLookupParameters:
            return redirect("admin:records_auditevent_changelist")
        return trail_file(events, name=f"nhat-ky-{timezone.localdate():%Y-%m-%d}")

    def changelist_view(self, request, extra_context=None):
        """Narrowed to one object, as its history is, the page says whose trail it is and leads back."""
        kind, number = (request.GET.get(f"target_{part}__exact", "") for part in ("type", "id"))
        newest = (
            self.model.objects.filter(target_type=kind, target_id=number).order_by("-pk").first() if number else None
        )
        of_object = {}
        if newest:
            title = gettext("Nhật ký: %(object)s") % {"object": self.thing(newest)}
            of_object = {"title": title, "history_of": address_of(kind, number)}
        return super().changelist_view(request, {**of_object, **(extra_context or {})})


@admin.register(DataVersion)
class DataVersionAdmin(ReadOnly, AuditedAdmin):
    list_display = ("number",)
    fields = ("number",)


@admin.register(LeftOut)
class LeftOutAdmin(AuditedAdmin):
    list_display = ("origin", "key", "reason")
    list_filter = ("origin",)
    search_fields = ("key", "reason")
