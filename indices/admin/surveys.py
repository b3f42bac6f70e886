"""Django admin of surveys: how points are made of answers. Counts are only read: they come at the supervisors' door."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from indices.admin.closing import IndexAdminBase
from indices.models import Survey, SurveyAnswers, SurveyResult
from records.audited_admin import ReadOnly
from records.wording import register
from reformtrack.text import fold

register(
    kinds={
        "survey_set_up": pgettext_lazy("nhật ký", "Chọn cách tính điểm từ phiếu"),
        "answers_stored": pgettext_lazy("nhật ký", "Lưu số người trả lời"),
    },
    terms={"respondents": _("số dòng phiếu đã đếm")},
)


class ReadSurvey(ReadOnly, IndexAdminBase):
    """Changed on the page of answers only, where points follow in the same step."""

    show_facets = admin.ShowFacets.NEVER

    def get_search_results(self, request, queryset, search_term):
        return super().get_search_results(request, queryset, fold(search_term))


@admin.register(Survey)
class SurveyAdmin(ReadSurvey):
    related = ("edition__index",)
    list_display = ("edition", "calculator", "levels", "design_effect")
    list_filter = ("calculator", "edition__index")


@admin.register(SurveyAnswers)
class SurveyAnswersAdmin(ReadSurvey):
    related = ("standing__edition__index", "standing__unit", "criterion__criteria_set")
    list_display = ("standing", "criterion", "level_1", "level_2", "level_3", "level_4", "level_5")
    list_filter = ("standing__edition__index", "standing__edition__year")
    search_fields = ("standing__unit__search_key", "=criterion__code", "=standing__edition__label")
    search_help_text = _("Tên đơn vị, mã mục hỏi, nhãn năm đánh giá.")


@admin.register(SurveyResult)
class SurveyResultAdmin(ReadSurvey):
    related = ("standing__edition__index", "standing__unit")
    list_display = ("standing", "answers", "percent", "low", "high")
    list_filter = ("standing__edition__index", "standing__edition__year")
    search_fields = ("standing__unit__search_key", "=standing__edition__label")
    search_help_text = _("Tên đơn vị, nhãn năm đánh giá.")
