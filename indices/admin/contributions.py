"""Django admin of what criteria rest on: which lower units' results, and how much each of them counts."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from indices.forms.contributions import ContributionLinkForm, WeightsFormSet
from indices.models import ContributionLink, ContributionWeight
from records.audited_admin import AuditedAdmin, AuditedInline
from reformtrack.text import fold


class WeightInline(AuditedInline):
    model = ContributionWeight
    formset = WeightsFormSet
    related = ("unit__parent",)
    fields = ("unit", "weight")
    autocomplete_fields = ("unit",)


@admin.register(ContributionLink)
class ContributionLinkAdmin(AuditedAdmin):
    """Open whatever is published: it explains figures and changes none (docs/adr/0014)."""

    form = ContributionLinkForm
    inlines = (WeightInline,)
    related = (
        "standing__edition__index",
        "standing__unit",
        "criterion__criteria_set",
        "rests_on__index",
        "part__criteria_set",
    )
    list_display = ("standing", "criterion", "rests_on", "part", "weighting")
    list_display_links = ("standing", "criterion")
    list_filter = ("standing__edition__index", "weighting")
    search_fields = ("standing__unit__search_key", "=criterion__code", "=standing__edition__label")
    search_help_text = _("Tên đơn vị, mã tiêu chí, nhãn năm đánh giá.")
    autocomplete_fields = ("standing", "criterion", "rests_on", "part", "source")
    fieldsets = (
        (
            None,
            {
                "fields": ("standing", "criterion", "note", "note_en"),
                "description": _("Không đổi số nào, nên thêm, sửa được cả khi năm đánh giá đã công bố."),
            },
        ),
        (_("Dựa vào"), {"fields": ("rests_on", "part", "level", "weighting", "source")}),
    )
    help_texts = {
        "standing": _("Đơn vị nào, năm đánh giá nào."),
        "criterion": _("Tiêu chí của đơn vị ấy, trong bộ tiêu chí của năm hoặc của phụ lục."),
        "note": _("Một câu: điểm của tiêu chí tính từ kết quả cấp dưới ra sao, theo văn bản nào."),
        "rests_on": _("Bảng xếp hạng các đơn vị cấp dưới của cùng địa phương."),
        "part": _("Để trống: cả bảng."),
        "level": _("Mức mà tiêu chí đòi hỏi, ví dụ 95; để trống: toàn bộ mức tối đa."),
        "source": _("Bắt buộc khi tính theo tỷ trọng, ví dụ báo cáo số hồ sơ của từng huyện."),
    }

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, fold(search_term))
