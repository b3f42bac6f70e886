"""Django admin of people: who signs in, what they look after, what units have promised to reach."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.models import Group
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from indices.forms.targets import TargetForm
from indices.models import IndexAssignment, Target
from records.account_forms import AccountForm, NewAccountForm, NewPasswordForm
from records.accounts import last_admin_stays, locks_everybody_out
from records.audited_admin import AuditedAdmin, AuditedInline
from records.models import AuditEvent, User
from reformtrack.text import fold

LINE = mark_safe("<br>")
PASSWORD_CHANGED = "password_changed"  # noqa: S105  (what happened, not a password)

# What somebody may do is an assignment (role, index, unit): Django's groups would be a second way to say the same.
admin.site.unregister(Group)


class AssignmentInline(AuditedInline):
    model = IndexAssignment
    related = ("index", "unit__parent")
    fields = ("role", "index", "unit")
    autocomplete_fields = ("index", "unit")
    help_texts = {"unit": _("Cán bộ đơn vị phải có đơn vị.")}


class RoleFilter(admin.SimpleListFilter):
    title = _("vai trò")
    parameter_name = "role"
    ADMIN, NONE = "admin", "none"

    def lookups(self, request, model_admin):
        return [(self.ADMIN, _("quản trị")), *IndexAssignment.Role.choices, (self.NONE, _("chưa được phân công"))]

    def queryset(self, request, queryset):
        chosen = self.value()
        if chosen == self.ADMIN:
            return queryset.filter(is_superuser=True)
        if chosen == self.NONE:
            return queryset.filter(is_superuser=False, assignments=None)
        if chosen in IndexAssignment.Role.values:
            return queryset.filter(assignments__role=chosen).distinct()
        return queryset


class OpenFilter(admin.SimpleListFilter):
    title = _("tài khoản")
    parameter_name = "open"

    def lookups(self, request, model_admin):
        return [("yes", _("đang hoạt động")), ("no", _("đã khóa"))]

    def queryset(self, request, queryset):
        return queryset.filter(is_active=self.value() == "yes") if self.value() in ("yes", "no") else queryset


@admin.register(User)
class UserAdmin(AuditedAdmin, DjangoUserAdmin):
    """Accounts. An admin is a superuser; everybody else has roles by assignment."""

    form = AccountForm
    add_form = NewAccountForm
    add_fieldsets = ((None, {"fields": ("username", "password1", "password2")}),)
    add_form_template = "admin/records/user/add_form.html"
    change_password_form = NewPasswordForm
    change_user_password_template = "admin/records/user/change_password.html"  # noqa: S105  (a page)
    list_display = ("username", "full_name", "roles", "open", "last_login")
    list_filter = (RoleFilter, OpenFilter)
    filter_horizontal = ()
    readonly_fields = ("password_link", "last_login", "date_joined")
    inlines = (AssignmentInline,)
    change_form_template = "admin/records/user/change_form.html"
    fieldsets = (
        (None, {"fields": ("username", "password_link")}),
        (_("Họ tên, liên hệ"), {"fields": (("last_name", "first_name"), "email")}),
        (_("Quyền"), {"fields": ("is_active", "is_superuser")}),
        (_("Thời gian"), {"fields": (("last_login", "date_joined"),)}),
    )
    labels = {
        "is_active": _("Hoạt động"),
        "is_superuser": _("Quản trị"),
        "last_name": _("Họ và tên đệm"),
        "first_name": _("Tên"),
    }
    help_texts = {
        "username": _("Tên để đăng nhập: chữ không dấu, chữ số và các dấu @ . + - _"),
        "is_active": _("Bỏ chọn để khóa tài khoản: không đăng nhập được nữa, việc đã làm vẫn còn trong nhật ký."),
        "is_superuser": _("Được làm mọi việc ở trang quản trị. Người khác chỉ được làm theo phân công ở dưới."),
    }

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("assignments__index", "assignments__unit")

    @admin.display(description=_("mật khẩu"))
    def password_link(self, user):
        return format_html('<a href="{}">{}</a>', "../password/", gettext("Đặt mật khẩu mới"))

    @admin.display(description=_("họ tên"), ordering="last_name")
    def full_name(self, user):
        return user.get_full_name() or None

    @admin.display(description=_("hoạt động"), ordering="is_active", boolean=True)
    def open(self, user):
        return user.is_active

    @admin.display(description=_("vai trò"))
    def roles(self, user):
        """What the person may do, one line an assignment; a person who may do nothing is told so."""
        lines = [gettext("Quản trị: mọi việc")] if user.is_superuser else []
        lines += [assignment_words(assignment) for assignment in user.assignments.all()]
        return format_html_join(LINE, "{}", ((line,) for line in lines or [nothing_assigned()]))

    def choice_label(self, instance):
        return f"{instance.get_full_name() or instance} ({instance.get_username()})"

    def kept(self, instance):
        if instance.pk and instance.audit_events.exists():
            return _("Người này đã có việc ghi trong nhật ký nên không xóa được; hãy bỏ chọn “Hoạt động”.")
        if instance.pk and locks_everybody_out(instance):
            return last_admin_stays()
        return super().kept(instance)

    def get_deleted_objects(self, objs, request):
        """Several admins at once may be the last ones, though none of them is."""
        to_delete, counts, wanting, protected = super().get_deleted_objects(objs, request)
        if not protected and locks_everybody_out(*objs):
            protected = [last_admin_stays()]
        return to_delete, counts, wanting, protected

    def save_model(self, request, obj, form, change):
        obj.is_staff = obj.is_superuser  # only admins have anything to do behind this door
        super().save_model(request, obj, form, change)

    def log_change(self, request, obj, message):
        """The page that sets a password saves past `save_model`, and tells only this log."""
        if request.resolver_match.url_name == "auth_user_password_change":
            AuditEvent.objects.record(kind=PASSWORD_CHANGED, target=obj, by=request.user)
        return super().log_change(request, obj, message)


def assignment_words(assignment):
    """`Cán bộ tổng hợp: PAR INDEX, Hà Nội`; without an index or a unit it is every one."""
    where = [assignment.index.label if assignment.index else gettext("mọi chỉ số")]
    if assignment.unit:
        where.append(str(assignment.unit))
    return f"{capfirst(assignment.get_role_display())}: {', '.join(where)}"


def nothing_assigned():
    return gettext("Chưa được phân công: chỉ xem như mọi người đọc")


@admin.register(IndexAssignment)
class IndexAssignmentAdmin(AuditedAdmin):
    related = ("user", "index", "unit__parent")
    list_display = ("user", "role", "index", "unit")
    list_filter = ("role", "index")
    search_fields = ("user__username", "unit__search_key")
    autocomplete_fields = ("user", "index", "unit")
    help_texts = {"unit": _("Cán bộ đơn vị phải có đơn vị; vai trò khác để trống là mọi đơn vị.")}
    fieldsets = ((None, {"fields": ("user", "role", "index", "unit")}),)


@admin.register(Target)
class TargetAdmin(AuditedAdmin):
    form = TargetForm
    related = ("unit__parent", "index", "decision")
    list_display = ("unit", "index", "year", "kind", "figure", "decision")
    list_filter = ("index", "year", "kind")
    search_fields = ("unit__search_key",)
    autocomplete_fields = ("unit", "index", "decision", "sources")
    fieldsets = (
        (
            None,
            {
                "fields": ("unit", "index", "year", ("kind", "figure")),
                "description": _("Mức mà kế hoạch của đơn vị đặt ra cho một năm; kết quả được đối chiếu với mức này."),
            },
        ),
        (_("Nguồn"), {"fields": ("decision", "sources", "note")}),
    )
    help_texts = {
        "kind": _(
            "Chỉ số (%): đạt ít nhất bấy nhiêu phần trăm. Điểm: đạt ít nhất bấy nhiêu điểm. Thứ hạng: ở hạng ấy trở "
            "lên, 1 là cao nhất."
        ),
        "figure": _("Ví dụ: 90,5 với chỉ số hoặc điểm; 10 với thứ hạng (vào nhóm 10 đơn vị dẫn đầu)."),
        "year": _("Năm đánh giá, không phải năm ban hành kế hoạch."),
        "decision": _("Kế hoạch hay quyết định đặt ra mục tiêu."),
    }

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, fold(search_term))
