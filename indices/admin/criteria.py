"""Django admin of what is measured: indices, criteria sets, criteria, their links, and who answers for them."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from indices.admin.closing import IndexAdminBase
from indices.admin.imports import SetFiles
from indices.admin.links import link_urls
from indices.admin.rules import rule_link
from indices.admin.sets import SetSteps
from indices.admin.trees import tree_urls
from indices.forms.responsibilities import ResponsibilityForm
from indices.guards import CRITERION_STAYS_OPEN, SET_LAYS_DOWN
from indices.models import CriteriaSet, Criterion, CriterionLink, Index, Responsibility
from records.audited_admin import AuditedAdmin
from reformtrack.text import fold


@admin.register(Index)
class IndexAdmin(AuditedAdmin):
    related = ("within",)
    list_display = ("short_name", "name", "level", "within", "total_method", "figure", "places", "position")
    list_filter = ("family", "level", "total_method", "figure", "is_sample")
    search_fields = ("slug", "name", "name_en", "short_name", "short_name_en")
    autocomplete_fields = ("within", "sources")
    fixed = ("slug",)
    fieldsets = (
        (None, {"fields": (("short_name", "short_name_en"), "name", "name_en", "slug", "family", "position")}),
        (_("Xếp hạng ai"), {"fields": ("level", "within", "is_sample")}),
        (_("Cách tính và hiển thị"), {"fields": ("total_method", "figure", "places", "publishes_ranks")}),
        (_("Công khai"), {"fields": ("public_depth", "agency", "agency_en")}),
        (_("Giới thiệu"), {"fields": ("description", "description_en", "sources")}),
    )

    def choice_label(self, instance):
        return f"{instance.label} ({instance.slug})"


@admin.register(CriteriaSet)
class CriteriaSetAdmin(SetSteps, SetFiles, IndexAdminBase):
    related = ("index", "decision", "copied_from")
    list_display = ("name", "index", "decision", "year_from", "year_to", "state", "max_points")
    list_filter = ("index", "index__is_sample", "state")
    search_fields = ("slug", "name", "name_en")
    autocomplete_fields = ("index", "decision", "copied_from", "sources")
    fixed = ("slug", "index")
    # The guard closes what a set lays down; how it is described stays open.
    still_open = tuple(
        field.name
        for field in (*CriteriaSet._meta.concrete_fields, *CriteriaSet._meta.many_to_many)
        if field.name not in ("id", "slug", "index") and field.attname not in SET_LAYS_DOWN
    )
    fieldsets = (
        (None, {"fields": ("index", "name", "name_en", "slug", "decision", ("year_from", "year_to"), "state")}),
        (_("Điểm"), {"fields": (("max_points", "bonus_cap", "penalty_cap"),)}),
        (
            _("Theo văn bản"),
            {
                "fields": (
                    ("stated_fields", "stated_criteria", "stated_subcriteria"),
                    ("appraisal_points", "satisfaction_points", "survey_points", "outcome_points"),
                )
            },
        ),
        (_("Nguồn"), {"fields": ("copied_from", "sources", "note", "note_en")}),
    )

    def choice_label(self, instance):
        return f"{instance} ({instance.slug})"

    def get_urls(self):
        return [*tree_urls(self), *link_urls(self), *super().get_urls()]


@admin.register(Criterion)
class CriterionAdmin(IndexAdminBase):
    related = ("criteria_set__index", "parent")
    list_display = ("code", "name", "criteria_set", "level", "max_points", "method", "kind")
    list_display_links = ("code", "name")
    list_filter = ("criteria_set__index", "level", "method", "kind")
    search_fields = ("=code", "name", "name_en", "criteria_set__slug")
    autocomplete_fields = ("criteria_set", "parent")
    fixed = ("criteria_set",)
    still_open = CRITERION_STAYS_OPEN
    readonly_fields = ("how_scored",)
    fieldsets = (
        (None, {"fields": ("criteria_set", "parent", "code", "level", "position")}),
        (_("Tên"), {"fields": ("name", "name_en", ("short_name", "short_name_en"))}),
        (_("Điểm"), {"fields": ("max_points", "method", "kind", "total_method", "how_scored")}),
        (_("Ghi chú"), {"fields": ("note", "note_en")}),
    )

    def choice_label(self, instance):
        return f"{instance} ({instance.criteria_set.slug})"

    @admin.display(description=_("quy tắc cho điểm"))
    def how_scored(self, criterion):
        return rule_link(criterion)


@admin.register(CriterionLink)
class CriterionLinkAdmin(IndexAdminBase):
    related = ("from_set", "to_set", "old__criteria_set", "new__criteria_set")
    list_display = ("from_set", "old", "to_set", "new", "kind", "confirmed")
    list_display_links = ("old", "new", "kind")
    list_filter = ("kind", "confirmed", "to_set__index")
    search_fields = ("=old__code", "=new__code", "old__name", "new__name", "from_set__slug", "to_set__slug")
    autocomplete_fields = ("from_set", "to_set", "old", "new")
    fieldsets = (
        (None, {"fields": ("from_set", "old", "to_set", "new", "kind", "confirmed")}),
        (_("Ghi chú"), {"fields": ("note", "note_en")}),
    )


@admin.register(Responsibility)
class ResponsibilityAdmin(AuditedAdmin):
    form = ResponsibilityForm
    related = ("criterion__criteria_set", "within__parent", "lead__parent", "decision")
    list_display = ("criterion", "within", "lead", "decision")
    list_filter = ("criterion__criteria_set__index",)
    search_fields = ("=criterion__code", "within__search_key", "lead__search_key")
    autocomplete_fields = ("criterion", "within", "lead", "decision")
    fieldsets = ((None, {"fields": ("criterion", "within", "lead", "decision", "note")}),)
    help_texts = {
        "within": _("Đơn vị được chấm điểm ở tiêu chí ấy: tỉnh, huyện, xã…"),
        "lead": _("Sở, ban, ngành hoặc đơn vị trực thuộc chịu trách nhiệm chính về tiêu chí."),
        "decision": _("Văn bản phân công, nếu có."),
    }

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, fold(search_term))
