"""Django admin of people: who signs in, what they look after, what units have promised to reach."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from indices.models import IndexAssignment, Target
from records.audited_admin import AuditedAdmin, AuditedInline
from records.models import AuditEvent, User
from reformtrack.text import fold

PASSWORD_CHANGED = "password_changed"  # noqa: S105  (what happened, not a password)

# What somebody may do is an assignment (role, index, unit): Django's groups would be a second way to say the same.
admin.site.unregister(Group)


class AssignmentInline(AuditedInline):
    model = IndexAssignment
    related = ("index", "unit__parent")
    fields = ("role", "index", "unit")
    autocomplete_fields = ("index", "unit")


@admin.register(User)
class UserAdmin(AuditedAdmin, DjangoUserAdmin):
    """Accounts. An admin is a superuser; everybody else has roles by assignment."""

    list_display = ("username", "last_name", "first_name", "is_superuser", "is_active", "last_login")
    list_filter = ("is_superuser", "is_active", "assignments__role")
    filter_horizontal = ()
    readonly_fields = ("last_login", "date_joined")
    inlines = (AssignmentInline,)
    fieldsets = (
        (None, {"fields": ("username", "password")}),
        (_("Họ tên, liên hệ"), {"fields": (("last_name", "first_name"), "email")}),
        (_("Quyền"), {"fields": ("is_active", "is_superuser")}),
        (_("Thời gian"), {"fields": (("last_login", "date_joined"),)}),
    )

    def choice_label(self, instance):
        return f"{instance.get_full_name() or instance} ({instance.get_username()})"

    def kept(self, instance):
        if instance.pk and instance.audit_events.exists():
            return _("Người này đã có việc ghi trong nhật ký nên không xóa được; hãy bỏ chọn “Hoạt động”.")
        return super().kept(instance)

    def save_model(self, request, obj, form, change):
        obj.is_staff = obj.is_superuser  # only admins have anything to do behind this door
        super().save_model(request, obj, form, change)

    def log_change(self, request, obj, message):
        """The page that sets a password saves past `save_model`, and tells only this log."""
        if request.resolver_match.url_name == "auth_user_password_change":
            AuditEvent.objects.record(kind=PASSWORD_CHANGED, target=obj, by=request.user)
        return super().log_change(request, obj, message)


@admin.register(IndexAssignment)
class IndexAssignmentAdmin(AuditedAdmin):
    related = ("user", "index", "unit__parent")
    list_display = ("user", "role", "index", "unit")
    list_filter = ("role", "index")
    search_fields = ("user__username", "unit__search_key")
    autocomplete_fields = ("user", "index", "unit")
    fieldsets = ((None, {"fields": ("user", "role", "index", "unit")}),)


@admin.register(Target)
class TargetAdmin(AuditedAdmin):
    related = ("unit__parent", "index", "decision")
    list_display = ("unit", "index", "year", "kind", "figure", "decision")
    list_filter = ("index", "year", "kind")
    search_fields = ("unit__search_key",)
    autocomplete_fields = ("unit", "index", "decision", "sources")
    fieldsets = (
        (None, {"fields": ("unit", "index", "year", "kind", "figure")}),
        (_("Nguồn"), {"fields": ("decision", "sources", "note")}),
    )

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, fold(search_term))
