"""What a survey asked and what was answered: counts for each item and level, and the result of each unit.

No answer of a single person is kept, nor the file that held them: only how many chose which level.
"""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from indices.models.criteria import Criterion
from indices.models.editions import Edition
from indices.models.fields import PointsField
from indices.models.scores import Standing

MOST_LEVELS = 5


class Survey(models.Model):
    """An edition whose points are made of answers (khảo sát): by which calculator, with how many levels an item."""

    class Calculator(models.TextChoices):
        """`indices.domain.survey.Calculator`, in words; neither is the ministry's formula."""

        SHARE = "share-1", _("tỷ lệ hài lòng (bản 1)")
        MEAN = "mean-1", _("mức trung bình quy đổi (bản 1)")

    class Levels(models.IntegerChoices):
        FIVE = 5, _("năm mức")
        THREE = 3, _("ba mức")
        TWO = 2, _("hai mức")

    edition = models.OneToOneField(Edition, models.CASCADE, verbose_name=_("năm đánh giá"), related_name="survey")
    calculator = models.CharField(_("cách tính"), max_length=10, choices=Calculator)
    levels = models.PositiveSmallIntegerField(_("số mức trả lời"), choices=Levels, default=Levels.FIVE)
    design_effect = PointsField(
        _("hệ số thiết kế mẫu"),
        default=Decimal(1),
        help_text=_("Phương sai lớn hơn chọn mẫu ngẫu nhiên đơn giản bao nhiêu lần; 1: như ngẫu nhiên đơn giản."),
    )

    class Meta:
        verbose_name = _("khảo sát của năm đánh giá")
        verbose_name_plural = _("khảo sát của năm đánh giá")
        constraints = [
            models.CheckConstraint(
                condition=Q(calculator__in=("share-1", "mean-1")), name="%(app_label)s_%(class)s_known_calculator"
            ),
            models.CheckConstraint(condition=Q(levels__in=(5, 3, 2)), name="%(app_label)s_%(class)s_known_levels"),
            models.CheckConstraint(
                condition=Q(design_effect__gt=0), name="%(app_label)s_%(class)s_design_effect_above_zero"
            ),
        ]

    def __str__(self):
        return f"{self.edition}: {self.get_calculator_display()}"


class SurveyAnswers(models.Model):
    """How many chose each level of one item, for one unit; level 1 is the least satisfied."""

    standing = models.ForeignKey(Standing, models.CASCADE, verbose_name=_("kết quả"), related_name="survey_answers")
    criterion = models.ForeignKey(Criterion, models.PROTECT, verbose_name=_("mục hỏi"), related_name="survey_answers")
    level_1 = models.PositiveIntegerField(_("số người chọn mức 1"), default=0)
    level_2 = models.PositiveIntegerField(_("số người chọn mức 2"), default=0)
    level_3 = models.PositiveIntegerField(_("số người chọn mức 3"), default=0)
    level_4 = models.PositiveIntegerField(_("số người chọn mức 4"), default=0)
    level_5 = models.PositiveIntegerField(_("số người chọn mức 5"), default=0)

    class Meta:
        verbose_name = _("số người trả lời ở mục hỏi")
        verbose_name_plural = _("số người trả lời ở mục hỏi")
        constraints = [
            models.UniqueConstraint(fields=("standing", "criterion"), name="%(app_label)s_%(class)s_once"),
            *(
                models.CheckConstraint(
                    condition=Q(**{f"level_{level}__gte": 0}),
                    name=f"%(app_label)s_%(class)s_level_{level}_not_negative",
                )
                for level in range(1, MOST_LEVELS + 1)
            ),
        ]

    def __str__(self):
        return f"{self.standing}: {self.criterion.code}"

    def counts(self, levels):
        """How many chose each of the first `levels` levels, the least satisfied first."""
        return tuple(getattr(self, f"level_{level}") for level in range(1, levels + 1))


class SurveyResult(models.Model):
    """What the answers of one unit make in all: the total with its 95 % interval, and whom it cannot be told from.

    Made with the edition's points, in the same transaction, and frozen with them.
    """

    standing = models.OneToOneField(Standing, models.CASCADE, verbose_name=_("kết quả"), related_name="survey_result")
    answers = models.PositiveIntegerField(_("số người trả lời (ở mục ít nhất)"))
    percent = PointsField(_("chỉ số (%)"))
    error = PointsField(_("sai số chuẩn"))
    low = PointsField(_("cận dưới 95 %"))
    high = PointsField(_("cận trên 95 %"))
    brackets = models.JSONField(_("các nhóm không phân biệt được"), default=list, blank=True)

    class Meta:
        verbose_name = _("kết quả khảo sát của đơn vị")
        verbose_name_plural = _("kết quả khảo sát của đơn vị")
        constraints = [
            models.CheckConstraint(condition=Q(answers__gt=0), name="%(app_label)s_%(class)s_rests_on_answers"),
            models.CheckConstraint(
                condition=Q(low__gte=0, high__lte=100, error__gte=0), name="%(app_label)s_%(class)s_is_a_percent"
            ),
            models.CheckConstraint(
                condition=Q(low__lte=F("percent"), percent__lte=F("high")),
                name="%(app_label)s_%(class)s_within_its_interval",
            ),
        ]

    def __str__(self):
        return f"{self.standing}: {self.percent}"
