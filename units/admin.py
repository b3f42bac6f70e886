"""Django admin of units: what they are called, what became of them, in what groups they are looked at."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import AdminForm
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from records import wording as trail
from records.audited_admin import AuditedAdmin, AuditedInline
from reformtrack.text import fold
from units.actions import UNIT_RENAMED, UNITS_MERGED, RenameRefusedError, merge_units, rename_unit
from units.forms import MergeForm, RenameForm
from units.merging import Asked, MergeRefusedError, plan_merge, sentence
from units.models import Alias, Group, GroupMembership, Succession, Unit, UnitName
from units.naming import tidy

trail.register(
    kinds={UNITS_MERGED: _("Nhập đơn vị"), UNIT_RENAMED: _("Đổi tên, đổi loại đơn vị")},
    terms={
        "predecessors": _("các đơn vị nhập lại"),
        "successor": _("đơn vị sau"),
        "effective_on": _("có hiệu lực từ"),
        "decision": _("quyết định"),
        "new_unit": _("đơn vị mới"),
        "aliases": _("cách gọi chuyển sang"),
        "groups_ended": _("ra khỏi vùng, cụm"),
        "groups_joined": _("tiếp tục ở vùng, cụm"),
    },
)


class NamedForm(forms.ModelForm):
    """A form that stores a name together with its keys."""

    def save(self, commit=True):
        tidy(self.instance)
        return super().save(commit)


class UnitNameInline(AuditedInline):
    model = UnitName
    form = NamedForm
    related = ("decision",)
    fields = ("valid_from", "name", "kind", "name_en", "decision", "sources")
    autocomplete_fields = ("decision", "sources")


class AliasInline(AuditedInline):
    model = Alias
    form = NamedForm
    fields = ("text", "kind", "note")


class SuccessionInline(AuditedInline):
    model = Succession
    related = ("predecessor__parent", "successor__parent", "decision")
    autocomplete_fields = ("predecessor", "successor", "decision", "sources")


class BecameInline(SuccessionInline):
    fk_name = "predecessor"
    verbose_name_plural = _("đơn vị này trở thành")
    fields = ("successor", "effective_on", "kind", "whole", "decision", "sources", "note")


class CameFromInline(SuccessionInline):
    fk_name = "successor"
    show_change_link = True  # to its weight
    verbose_name_plural = _("đơn vị này có từ")
    fields = ("predecessor", "effective_on", "kind", "whole", "decision", "sources", "note")


def _asked(form):
    """What the form says, in the words of `Asked` and `merge_units`."""
    return {**form.cleaned_data, "predecessors": tuple(form.cleaned_data["predecessors"])}


class ExistenceFilter(admin.SimpleListFilter):
    title = _("còn hay đã kết thúc")
    parameter_name = "exists"

    def lookups(self, request, model_admin):
        return [("yes", _("Đang tồn tại")), ("no", _("Đã kết thúc"))]

    def queryset(self, request, queryset):
        today = timezone.localdate()
        chosen = {"yes": queryset.on, "no": lambda day: queryset.filter(valid_to__lt=day)}.get(self.value())
        return chosen(today) if chosen else queryset


@admin.register(Unit)
class UnitAdmin(AuditedAdmin):
    form = NamedForm
    related = ("parent",)
    list_display = ("name", "code", "level", "kind", "parent", "since", "valid_to")
    list_filter = ("level", ExistenceFilter, "kind", "is_sample")
    search_fields = ("search_key", "=code", "aliases__search_key", "names__search_key")
    search_help_text = _("Tên hiện nay, tên cũ hoặc cách gọi khác, có dấu hay không dấu đều được; hoặc mã.")
    autocomplete_fields = ("parent", "sources")
    fixed = ("slug",)  # once given, never changed
    inlines = (UnitNameInline, AliasInline, BecameInline, CameFromInline)
    fieldsets = (
        (None, {"fields": ("name", "name_en", "kind", "level", "parent", "is_sample")}),
        (_("Mã và địa chỉ"), {"fields": ("code", "slug")}),
        (_("Thời gian tồn tại"), {"fields": (("valid_from", "valid_to"),)}),
        (_("Nguồn"), {"fields": ("sources", "note")}),
    )
    help_texts = {
        "name": _("Chỉ sửa ở đây khi ghi nhầm; đổi tên theo quyết định thì dùng nút “Đổi tên, đổi loại” phía trên."),
        "code": _("Mã hành chính hoặc mã ngắn không dấu (SNV); trong tệp điểm, mã giúp nhận ra đơn vị trùng tên."),
        "slug": _("Phần cuối địa chỉ trang của đơn vị: chữ thường không dấu, nối bằng gạch ngang; không đổi được."),
        "parent": _("Tỉnh, huyện hoặc cơ quan cấp trên. Tỉnh, bộ thì để trống."),
        "valid_from": _("Ngày đầu tiên; 01/01/0001 là chưa rõ từ bao giờ."),
        "valid_to": _("Ngày cuối cùng; để trống nếu vẫn còn. Khi nhập các đơn vị thì phần mềm tự ghi."),
        "is_sample": _("Đơn vị không có thật, chỉ để dùng thử."),
    }

    @admin.display(description=_("từ ngày"), ordering="valid_from")
    def since(self, unit):
        return unit.valid_from if unit.start_is_known else _("chưa rõ")

    def get_urls(self):
        view = self.admin_site.admin_view
        ours = [
            path("merge/", view(self.merge_view), name="units_unit_merge"),
            path("<int:pk>/rename/", view(self.rename_view), name="units_unit_rename"),
        ]
        return ours + super().get_urls()

    def merge_view(self, request):
        """Units become one: said once, read as a preview, then done."""
        self._only_admins(request)
        form = MergeForm(request.POST or None)
        reasons, plan = [], None
        if request.method == "POST" and form.is_valid():
            try:
                plan = plan_merge(Asked(**_asked(form)))
                if "do" in request.POST:
                    unit = merge_units(**_asked(form), by=request.user)
                    return self._merged(request, plan, unit)
            except MergeRefusedError as refused:
                reasons, plan = refused.reasons, None
        if "edit" in request.POST:
            plan = None
        context = {
            "form": form,
            "reasons": reasons,
            "plan": plan,
            "sentence": sentence(plan) if plan else "",
            "title": gettext("Nhập việc sắp xếp đơn vị"),
        }
        return self._page(request, "admin/units/unit/merge.html", context)

    def _merged(self, request, plan, unit):
        self.message_user(request, sentence(plan), messages.SUCCESS)
        for remark in plan.remarks:
            self.message_user(request, remark, messages.WARNING)
        return redirect("admin:units_unit_change", unit.pk)

    def rename_view(self, request, pk):
        """A unit gets another name or kind from a day on."""
        self._only_admins(request)
        unit = get_object_or_404(Unit, pk=pk)
        initial = {"name": unit.name, "kind": unit.kind}
        form = RenameForm(request.POST or None, initial=initial)
        reasons = []
        if request.method == "POST" and form.is_valid():
            try:
                rename_unit(unit=unit, **form.cleaned_data, by=request.user)
                self.message_user(request, gettext("Đã ghi tên mới."), messages.SUCCESS)
                return redirect("admin:units_unit_change", unit.pk)
            except RenameRefusedError as refused:
                reasons = [str(refused)]
        title = gettext("Đổi tên, đổi loại: %(unit)s") % {"unit": self.choice_label(unit)}
        context = {"form": form, "reasons": reasons, "original": unit, "title": title}
        return self._page(request, "admin/units/unit/rename.html", context)

    def _only_admins(self, request):
        if not self.has_change_permission(request):
            raise PermissionDenied

    def _page(self, request, template, context):
        form = context["form"]
        shown = {"adminform": AdminForm(form, form.fieldsets, {}), "media": self.media + form.media, "opts": self.opts}
        return TemplateResponse(request, template, {**self.admin_site.each_context(request), **shown, **context})

    def choice_label(self, instance):
        of = [instance.get_kind_display()]
        if instance.parent:
            of.append(str(instance.parent))
        if instance.valid_to:
            of.append(_("đến %(day)s") % {"day": f"{instance.valid_to:%d/%m/%Y}"})
        elif instance.start_is_known:
            of.append(_("từ %(day)s") % {"day": f"{instance.valid_from:%d/%m/%Y}"})
        return f"{instance} ({', '.join(of)})"

    def get_search_results(self, request, queryset, search_term):
        """Words are one name: `son la` is Sơn La, and neither Lạc Sơn nor Lạng Sơn."""
        words = fold(search_term)
        return super().get_search_results(request, queryset, f'"{words}"' if words else "")


class OfUnits(AuditedAdmin):
    """What belongs to units and is found by their names."""

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, fold(search_term))


@admin.register(UnitName)
class UnitNameAdmin(OfUnits):
    form = NamedForm
    related = ("unit__parent", "decision")
    list_display = ("name", "unit", "kind", "valid_from", "decision")
    list_filter = ("kind",)
    search_fields = ("search_key", "unit__search_key")
    autocomplete_fields = ("unit", "decision", "sources")
    fieldsets = ((None, {"fields": ("unit", "valid_from", "name", "kind", "name_en", "decision", "sources")}),)


@admin.register(Alias)
class AliasAdmin(OfUnits):
    form = NamedForm
    related = ("unit__parent",)
    list_display = ("text", "unit", "kind", "note")
    list_filter = ("kind",)
    search_fields = ("search_key", "unit__search_key")
    autocomplete_fields = ("unit",)
    fieldsets = ((None, {"fields": ("unit", "text", "kind", "note")}),)


@admin.register(Succession)
class SuccessionAdmin(OfUnits):
    related = ("predecessor__parent", "successor__parent", "decision", "weight_source")
    list_display = ("predecessor", "successor", "effective_on", "kind", "whole", "weight", "decision")
    list_filter = ("kind", "whole", "effective_on")
    search_fields = ("predecessor__search_key", "successor__search_key")
    autocomplete_fields = ("predecessor", "successor", "decision", "sources", "weight_source")
    fieldsets = (
        (None, {"fields": ("predecessor", "successor", "effective_on", "kind", "whole")}),
        (_("Nguồn"), {"fields": ("decision", "sources", "note")}),
        (
            _("Trọng số trong đường tham chiếu cùng địa bàn"),
            {
                "fields": ("weight", "weight_basis", "weight_basis_en", "weight_source", "weight_of_successor"),
                "description": _(
                    "Để trống ở mọi đơn vị nhập vào cùng một đơn vị: các đơn vị tính như nhau (trung bình cộng giản "
                    "đơn). Nếu ghi thì ghi cho tất cả, cùng một loại số, ví dụ dân số; chỉ tỷ lệ giữa các số có nghĩa."
                ),
            },
        ),
    )
    help_texts = {
        "weight": _("Của đơn vị trước, ví dụ số dân trước ngày sắp xếp."),
        "weight_basis": _("Ví dụ: dân số năm 2024. Ghi giống nhau ở mọi đơn vị của một lần sắp xếp."),
        "weight_of_successor": _("Chỉ khi đơn vị sau có từ trước và nhận thêm địa bàn (Hà Nội năm 2008)."),
    }


class MembershipInline(AuditedInline):
    model = GroupMembership
    related = ("unit__parent",)
    fields = ("unit", "valid_from", "valid_to")
    autocomplete_fields = ("unit",)


@admin.register(Group)
class GroupAdmin(AuditedAdmin):
    related = ("decision",)
    list_display = ("name", "grouping", "position", "valid_from", "valid_to")
    list_filter = ("grouping",)
    search_fields = ("slug", "name", "name_en")
    autocomplete_fields = ("decision", "sources")
    inlines = (MembershipInline,)
    fixed = ("slug",)
    fieldsets = (
        (None, {"fields": ("grouping", "name", "name_en", "slug", "position")}),
        (_("Thời gian áp dụng"), {"fields": (("valid_from", "valid_to"),)}),
        (_("Nguồn"), {"fields": ("decision", "sources", "note")}),
    )


@admin.register(GroupMembership)
class GroupMembershipAdmin(OfUnits):
    related = ("group", "unit__parent")
    list_display = ("unit", "group", "valid_from", "valid_to")
    list_filter = ("group__grouping",)
    search_fields = ("unit__search_key",)
    autocomplete_fields = ("group", "unit")
    fieldsets = ((None, {"fields": ("group", "unit", "valid_from", "valid_to")}),)
