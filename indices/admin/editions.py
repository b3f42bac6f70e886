"""Django admin of editions: their blocks, bands and statistics."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from indices.actions import DataFaultsError, EditionFrozenError, recompute_edition
from indices.admin.closing import FROZEN, IndexAdminBase, OpenForm
from indices.models import Band, Block, CriterionStatistic, Edition, EditionStatistic, Score
from records.audited_admin import AuditedInline, ReadOnly

UNPUBLISHED = (Edition.State.DRAFT, Edition.State.SUBMITTED)


class EditionForm(OpenForm):
    """A draft may be handed in and taken back; publishing computes and freezes, and is done where scores come in."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "state" in self.fields:
            self.fields["state"].choices = [(state.value, state.label) for state in UNPUBLISHED]


class BlockInline(AuditedInline):
    model = Block
    fields = ("position", "slug", "name", "name_en", "stated_units", "is_complete")


class BandInline(AuditedInline):
    model = Band
    fields = ("position", "name", "name_en", "lower", "upper", "sources")
    autocomplete_fields = ("sources",)


class EditionStatisticInline(AuditedInline):
    model = EditionStatistic
    fields = ("measure", "label", "label_en", "group", "criterion", "figure", "places", "units_counted", "sources")
    autocomplete_fields = ("group", "criterion", "sources")


@admin.register(Edition)
class EditionAdmin(IndexAdminBase):
    form = EditionForm
    related = ("index", "criteria_set", "decision", "source", "published_by", "replaces__index")
    list_display = ("index", "label", "revision", "state", "criteria_set", "decision", "published_on")
    list_display_links = ("index", "label")
    list_filter = ("index", "index__is_sample", "state", "period", "year")
    search_fields = ("label", "index__slug", "index__name", "index__short_name")
    autocomplete_fields = ("index", "criteria_set", "decision", "source", "sources")
    fixed = ("index", "label", "revision")
    still_open = ("sources",)  # more may become known of where figures come from
    readonly_fields = ("published_at", "published_by", "replaces")
    inlines = (BlockInline, BandInline, EditionStatisticInline)
    actions = ("recompute",)
    fieldsets = (
        (None, {"fields": ("index", "label", "revision", "state", "criteria_set", "stated_units", "is_complete")}),
        (_("Thời kỳ đánh giá"), {"fields": (("year", "period"), ("starts_on", "ends_on"))}),
        (
            _("Công bố"),
            {"fields": ("decision", "source", "sources", "published_on", "published_at", "published_by", "replaces")},
        ),
        (_("Bản mới, ghi chú"), {"fields": ("reason", "reason_en", "note", "note_en")}),
    )

    def get_deleted_objects(self, objs, request):
        """Counts only: an edition has up to 300,000 scores, which a page cannot list."""
        protected = [f"{obj}. {self.kept(obj)}" for obj in objs if self.kept(obj)]
        scores = Score.objects.filter(standing__edition__in=objs).count()
        counts = {self.opts.verbose_name_plural: len(objs), Score._meta.verbose_name_plural: scores}
        return [str(obj) for obj in objs], counts, set(), protected

    @admin.action(description=_("Tính lại các bản dự thảo đã chọn"), permissions=("change",))
    def recompute(self, request, queryset):
        done = 0
        for edition in queryset:
            try:
                recompute_edition(edition=edition, by=request.user)
                done += 1
            except EditionFrozenError:
                self.message_user(request, f"{edition}: {FROZEN}", messages.ERROR)
            except DataFaultsError as faults:
                self.message_user(request, str(faults), messages.ERROR)
            except PermissionDenied as refusal:
                self.message_user(request, f"{edition}: {refusal}", messages.ERROR)
        if done:
            text = ngettext("Đã tính lại %(count)s bản dự thảo.", "Đã tính lại %(count)s bản dự thảo.", done)
            self.message_user(request, text % {"count": done})


class OfEdition(IndexAdminBase):
    """What stands under an edition."""

    related = ("edition__index",)
    list_filter = ("edition__index", "edition__year")
    autocomplete_fields = ("edition",)
    fixed = ("edition",)


@admin.register(Block)
class BlockAdmin(OfEdition):
    list_display = ("name", "edition", "position", "stated_units")
    search_fields = ("name", "name_en", "slug", "edition__label", "edition__index__slug")
    fieldsets = ((None, {"fields": ("edition", "slug", "name", "name_en", "position", "stated_units", "is_complete")}),)

    def choice_label(self, instance):
        return f"{instance} ({instance.edition})"


@admin.register(Band)
class BandAdmin(OfEdition):
    list_display = ("name", "edition", "position", "lower", "upper")
    search_fields = ("name", "name_en", "edition__label", "edition__index__slug")
    autocomplete_fields = ("edition", "sources")
    still_open = ("sources",)
    fieldsets = ((None, {"fields": ("edition", "name", "name_en", "position", ("lower", "upper"), "sources")}),)

    def choice_label(self, instance):
        return f"{instance} ({instance.edition})"


@admin.register(EditionStatistic)
class EditionStatisticAdmin(OfEdition):
    related = ("edition__index", "block__edition__index", "group", "band__edition__index", "criterion__criteria_set")
    list_display = ("edition", "measure", "label", "group", "criterion", "figure", "units_counted")
    list_filter = (*OfEdition.list_filter, "measure")
    search_fields = ("label", "label_en", "edition__label", "edition__index__slug")
    autocomplete_fields = ("edition", "block", "group", "band", "criterion", "sources")
    still_open = ("sources",)
    fieldsets = (
        (None, {"fields": ("edition", "measure", "figure", "places", "units_counted")}),
        (_("Của ai, ở đâu"), {"fields": (("label", "label_en"), "block", "group", "band", "criterion")}),
        (_("Nguồn"), {"fields": ("sources", "note")}),
    )


@admin.register(CriterionStatistic)
class CriterionStatisticAdmin(ReadOnly, OfEdition):
    """Computed with the edition."""

    related = ("edition__index", "block", "criterion__criteria_set")
    list_display = ("edition", "block", "criterion", "count", "mean", "median", "lowest", "highest", "at_full_marks")
    search_fields = ("edition__label", "edition__index__slug", "=criterion__code")
    fields = list_display
