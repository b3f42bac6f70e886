"""Django admin of units: what they are called, what became of them, in what groups they are looked at."""

from django import forms
from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from records.audited_admin import AuditedAdmin, AuditedInline
from reformtrack.text import fold
from units.models import Alias, Group, GroupMembership, Succession, Unit, UnitName
from units.naming import tidy


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
    verbose_name_plural = _("đơn vị này có từ")
    fields = ("predecessor", "effective_on", "kind", "whole", "decision", "sources", "note")


@admin.register(Unit)
class UnitAdmin(AuditedAdmin):
    form = NamedForm
    related = ("parent",)
    list_display = ("name", "code", "level", "kind", "parent", "since", "valid_to")
    list_filter = ("level", "kind", "is_sample", ("valid_to", admin.EmptyFieldListFilter))
    search_fields = ("search_key", "=code", "aliases__search_key", "names__search_key")
    search_help_text = _("Tên hiện nay, tên cũ hoặc cách gọi khác, có dấu hay không dấu đều được; hoặc mã.")
    autocomplete_fields = ("parent", "sources")
    fixed = ("slug",)  # once given, never changed
    inlines = (UnitNameInline, AliasInline, BecameInline, CameFromInline)
    fieldsets = (
        (None, {"fields": ("name", "name_en", "kind", "level", "parent", "is_sample")}),
        (_("Mã và địa chỉ"), {"fields": ("code", "slug", "search_key", "sort_key")}),
        (_("Thời gian tồn tại"), {"fields": (("valid_from", "valid_to"),)}),
        (_("Nguồn"), {"fields": ("sources", "note")}),
    )
    readonly_fields = ("search_key", "sort_key")

    @admin.display(description=_("từ ngày"), ordering="valid_from")
    def since(self, unit):
        return unit.valid_from if unit.start_is_known else _("chưa rõ")

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
        return super().get_search_results(request, queryset, fold(search_term))


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
    related = ("predecessor__parent", "successor__parent", "decision")
    list_display = ("predecessor", "successor", "effective_on", "kind", "whole", "decision")
    list_filter = ("kind", "whole", "effective_on")
    search_fields = ("predecessor__search_key", "successor__search_key")
    autocomplete_fields = ("predecessor", "successor", "decision", "sources")
    fieldsets = (
        (None, {"fields": ("predecessor", "successor", "effective_on", "kind", "whole")}),
        (_("Nguồn"), {"fields": ("decision", "sources", "note")}),
    )


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
