"""Django admin of what units got: standings, parts of totals, annexes, scores."""

from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _

from indices.admin.closing import IndexAdminBase
from indices.models import Annex, Score, Standing, StandingPart
from records.audited_admin import AuditedInline
from reformtrack.text import fold

# What the rules make of what is entered. A status is computed too, but may be entered: not published, not applicable.
COMPUTED_STANDING = (
    "points", "max_points", "percent", "rank", "band", "gap", "missing", "total", "total_places", "shown_rank",
    "is_provisional",
)  # fmt: skip
COMPUTED_SCORE = ("points", "max_points", "percent", "rank", "is_provisional")
RECOMPUTE = _("Số tính được đã để trống, vì số nhập có thể đã khác. Hãy chọn “Tính lại” ở danh sách năm đánh giá.")


class Entered(IndexAdminBase):
    """What somebody entered beside what is computed from it: the second is emptied when the first is saved."""

    show_facets = admin.ShowFacets.NEVER  # each would count 300,000 scores
    computed = ()

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, fold(search_term))

    def save_model(self, request, obj, form, change):
        if change and self.writes(form, change):
            for name in self.computed:
                field = obj._meta.get_field(name)
                setattr(obj, name, None if field.null else field.get_default())
            self.message_user(request, RECOMPUTE, messages.WARNING)
        super().save_model(request, obj, form, change)


class PartInline(AuditedInline):
    model = StandingPart
    fields = ("position", "kind", "name", "name_en", "stated_points", "stated_points_places", "max_points", "sources")
    autocomplete_fields = ("sources",)


@admin.register(Standing)
class StandingAdmin(Entered):
    computed = COMPUTED_STANDING
    related = ("edition__index", "unit__parent", "block__edition__index", "band__edition__index")
    list_display = ("unit", "edition", "status", "shown_rank", "total", "percent", "stated_rank", "is_provisional")
    list_filter = ("edition__index", "edition__year", "status", "to_be_ranked")
    search_fields = ("unit__search_key", "=edition__label", "=unit__code")
    search_help_text = _("Tên hoặc mã đơn vị, nhãn năm đánh giá.")
    ordering = ("-edition__ends_on", "edition__index", "shown_rank", "pk")
    autocomplete_fields = ("edition", "unit", "block", "stated_band", "sources")
    readonly_fields = COMPUTED_STANDING
    fixed = ("edition", "unit")
    still_open = ("sources",)
    inlines = (PartInline,)
    fieldsets = (
        (None, {"fields": ("edition", "unit", "block", "to_be_ranked", "status", "own_max_points")}),
        (
            _("Số công bố"),
            {
                "fields": (
                    ("stated_points", "stated_points_places"),
                    ("stated_percent", "stated_percent_places"),
                    "stated_rank",
                    "stated_band",
                )
            },
        ),
        (_("Số tính được"), {"fields": (("points", "max_points", "percent"), ("rank", "band", "gap"), "missing")}),
        (_("Số hiển thị"), {"fields": (("total", "total_places", "shown_rank"), "is_provisional")}),
        (_("Nguồn"), {"fields": ("sources", "note", "note_en")}),
    )


@admin.register(StandingPart)
class StandingPartAdmin(IndexAdminBase):
    related = ("standing__edition__index", "standing__unit")
    list_display = ("standing", "kind", "name", "stated_points", "max_points")
    list_filter = ("standing__edition__index", "kind")
    search_fields = ("standing__unit__search_key", "=standing__edition__label")
    autocomplete_fields = ("standing", "sources")
    fixed = ("standing",)
    still_open = ("sources",)
    fieldsets = (
        (None, {"fields": ("standing", "kind", "name", "name_en", "position")}),
        (_("Điểm"), {"fields": (("stated_points", "stated_points_places"), "max_points")}),
        (_("Nguồn"), {"fields": ("sources",)}),
    )


@admin.register(Annex)
class AnnexAdmin(IndexAdminBase):
    related = ("standing__edition__index", "standing__unit", "criteria_set", "made_by")
    list_display = ("standing", "criteria_set", "is_open", "points", "max_points", "made_by", "made_at")
    list_filter = ("standing__edition__index", "is_open")
    search_fields = ("standing__unit__search_key", "=standing__edition__label")
    autocomplete_fields = ("standing", "criteria_set")
    readonly_fields = ("points", "max_points", "made_by", "made_at")
    fixed = ("standing", "criteria_set")
    fieldsets = (
        (None, {"fields": ("standing", "criteria_set", "is_open", "note")}),
        (_("Số tính được"), {"fields": (("points", "max_points"),)}),
        (_("Ai lập"), {"fields": ("made_by", "made_at")}),
    )

    def closed(self, instance):
        return ""  # freezing does not cover it: it is the unit's own

    def save_model(self, request, obj, form, change):
        if not change:
            obj.made_by = request.user
        super().save_model(request, obj, form, change)


@admin.register(Score)
class ScoreAdmin(Entered):
    computed = COMPUTED_SCORE
    related = (
        "standing__edition__index", "standing__unit", "criterion__criteria_set", "upload",
        "annex__standing__edition__index", "annex__standing__unit",
    )  # fmt: skip
    list_display = ("of_criterion", "of", "status", "origin", "points", "max_points", "percent", "rank")
    list_filter = ("status", "origin", "standing__edition__index", "standing__edition__year")
    search_fields = ("standing__unit__search_key", "=standing__edition__label", "=criterion__code")
    search_help_text = _("Tên đơn vị, nhãn năm đánh giá, mã tiêu chí.")
    ordering = ("-pk",)
    autocomplete_fields = ("standing", "annex", "criterion", "sources")
    readonly_fields = ("origin", *COMPUTED_SCORE, "upload", "sheet", "cell")
    fixed = ("standing", "annex", "criterion")
    still_open = ("sources",)
    fieldsets = (
        (None, {"fields": ("standing", "annex", "criterion", "status", "origin")}),
        (
            _("Số nhập"),
            {
                "fields": (
                    ("entered_points", "own_max_points"),
                    ("self_points", "appraised_points", "reappraised_points", "survey_points"),
                )
            },
        ),
        (
            _("Số công bố"),
            {
                "fields": (
                    ("stated_points", "stated_points_places"),
                    ("stated_percent", "stated_percent_places"),
                    "stated_rank",
                )
            },
        ),
        (_("Số tính được"), {"fields": (("points", "max_points", "percent", "rank"), "is_provisional")}),
        (_("Vì sao mất điểm"), {"fields": ("cause", "explanation")}),
        (_("Nguồn"), {"fields": (("upload", "sheet", "cell"), "sources", "note")}),
    )

    @admin.display(description=_("tiêu chí"), ordering="criterion__code")
    def of_criterion(self, score):
        return f"{score.criterion.code} {score.criterion.label}"

    @admin.display(description=_("của"))
    def of(self, score):
        return score.standing or score.annex

    def closed(self, instance):
        if instance.pk and instance.origin == Score.Origin.ROLLED_UP:
            return super().closed(instance) or _(
                "Điểm này do phần mềm cộng từ các tiêu chí con; hãy sửa ở tiêu chí con."
            )
        return super().closed(instance)
