"""Django admin of editions: their blocks, bands and statistics."""

from functools import partial

from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.db.models import TextField
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from indices.actions import recompute_edition
from indices.admin.closing import IndexAdminBase, OpenForm
from indices.admin.edition_pages import BROKEN_SET, EditionPages
from indices.forms.editions import BandFormSet, BlockForm
from indices.models import Band, Block, CriterionStatistic, Edition, EditionStatistic, Score
from indices.models.criteria import Depth
from indices.presenters.refusals import why_refused
from records.audited_admin import AuditedInline, ReadOnly


class EditionForm(OpenForm):
    """A new revision always says why there is one; how deep readers see is as in the index unless somebody says."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "public_depth" in self.fields:
            depth = self.instance.index.get_public_depth_display()
            blank = ("", gettext("theo chỉ số: %(depth)s") % {"depth": depth})
            self.fields["public_depth"].choices = [blank, *Depth.choices]

    def clean_reason(self):
        reason = self.cleaned_data["reason"].strip()
        if self.instance.revision > 1 and not reason:
            raise ValidationError(gettext("Hãy ghi lý do có bản mới: người đọc sẽ thấy lý do này."))
        return reason


class BlockInline(AuditedInline):
    model = Block
    form = BlockForm
    fields = ("position", "slug", "name", "name_en", "stated_units", "is_complete")


class BandInline(AuditedInline):
    model = Band
    formset = BandFormSet
    fields = ("position", "name", "name_en", "lower", "upper", "sources")
    autocomplete_fields = ("sources",)


class EditionStatisticInline(AuditedInline):
    model = EditionStatistic
    fields = ("measure", "label", "label_en", "group", "criterion", "figure", "places", "units_counted", "sources")
    autocomplete_fields = ("group", "criterion", "sources")


@admin.register(Edition)
class EditionAdmin(EditionPages, IndexAdminBase):
    """Opened, filled, handed in, published and corrected by buttons: each of them is an action (`EditionPages`)."""

    form = EditionForm
    formfield_overrides = {TextField: {"widget": AdminTextareaWidget(attrs={"rows": 3})}}
    related = ("index", "criteria_set", "decision", "source", "published_by", "replaces__index")
    list_display = ("index", "label", "revision", "state", "criteria_set", "decision", "published_on")
    list_display_links = ("index", "label")
    list_filter = ("index", "index__is_sample", "state", "period", "year")
    search_fields = ("label", "index__slug", "index__name", "index__short_name")
    autocomplete_fields = ("index", "criteria_set", "decision", "source", "sources")
    fixed = ("index",)
    # More may become known of where figures come from, and more or less of them may be shown.
    still_open = ("sources", "public_depth")
    # The label says the period; publishing says the rest.
    readonly_fields = (
        "label", "revision", "state", "year", "period", "starts_on", "ends_on",
        "decision", "published_on", "published_at", "published_by", "replaces",
    )  # fmt: skip
    inlines = (BlockInline, BandInline, EditionStatisticInline)
    actions = ("recompute",)
    fieldsets = (
        (None, {"fields": (("index", "label", "revision"), "state", "criteria_set")}),
        (_("Thời kỳ đánh giá"), {"fields": (("period", "starts_on", "ends_on"),)}),
        (
            _("Cho người đọc xem đến đâu"),
            {
                "fields": ("public_depth",),
                "description": _(
                    "“Chỉ tổng”: điểm, chỉ số và thứ hạng. “Tổng và các phần của tổng”: thêm điểm thẩm định, SIPAS, "
                    "điều tra. “Đến lĩnh vực”: thêm từng lĩnh vực. “Toàn bộ tiêu chí”: đến từng tiêu chí thành phần."
                ),
            },
        ),
        (
            _("Số đơn vị theo nơi công bố"),
            {
                "fields": (("stated_units", "is_complete"),),
                "description": _("Chỉ ghi khi văn bản nêu số đơn vị; để trống thì lấy theo danh sách đơn vị."),
            },
        ),
        (
            _("Công bố"),
            {"fields": ("decision", ("published_on", "published_at", "published_by"), "replaces", "source", "sources")},
        ),
        (_("Ghi chú"), {"fields": ("note", "note_en")}),
    )
    of_revision = (_("Bản sửa đổi"), {"fields": ("reason", "reason_en")})

    def get_fieldsets(self, request, obj=None):
        """Why there is a new revision is asked of new revisions only."""
        first, *others = super().get_fieldsets(request, obj)
        return [first, self.of_revision, *others] if obj is not None and obj.revision > 1 else [first, *others]

    def get_readonly_fields(self, request, obj=None):
        """Scores are of the criteria of one set: with the first of them the set is chosen for good."""
        readonly = super().get_readonly_fields(request, obj)
        scored = obj is not None and Score.objects.filter(standing__edition=obj).exists()
        return (*readonly, "criteria_set") if scored and "criteria_set" not in readonly else readonly

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        context |= {"steps": self.steps_of(obj), "show_save_and_add_another": False}
        return super().render_change_form(request, context, add, change, form_url, obj)

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
            reasons = why_refused(BROKEN_SET, partial(recompute_edition, edition=edition, by=request.user))
            done += not reasons
            if reasons:
                text = " ".join(reasons)
                self.message_user(request, text if str(edition) in text else f"{edition}: {text}", messages.ERROR)
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
