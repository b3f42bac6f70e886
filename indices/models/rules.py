"""How the points of a criterion follow from what was done: scoring rules, as records with a sentence."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from indices.models.criteria import Criterion
from indices.models.fields import PointsField
from reformtrack.bilingual import choose


class ScoringRule(models.Model):
    """The rule of one leaf (cách cho điểm): what is asked, and what points the answer gives.

    The domain evaluates it (`indices.domain.rules`); what of it may be empty follows from its kind. The most it gives
    is the criterion's maximum; a penalty's is below zero.
    """

    class RuleKind(models.TextChoices):
        FULL_OR_NOTHING = "full_or_nothing", _("đạt hoặc không đạt")
        GRADED = "graded", _("theo mức")
        BANDS = "bands", _("theo khung tỷ lệ")
        PROPORTION = "proportion", _("theo công thức b/a × điểm tối đa")
        COUNT = "count", _("theo số lần, có giới hạn")
        DEDUCTION = "deduction", _("điểm tối đa trừ dần theo số lần")

    criterion = models.OneToOneField(Criterion, models.CASCADE, verbose_name=_("tiêu chí"), related_name="rule")
    kind = models.CharField(_("loại quy tắc"), max_length=20, choices=RuleKind)
    sentence = models.TextField(_("quy tắc bằng lời"), help_text=_("Như văn bản ghi."))
    sentence_en = models.TextField(_("quy tắc bằng lời (tiếng Anh)"), blank=True)
    asks = models.CharField(
        _("số liệu cần có"),
        max_length=300,
        help_text=_("Ví dụ: số hồ sơ giải quyết đúng hạn; với công thức b/a đây là b."),
    )
    asks_en = models.CharField(_("số liệu cần có (tiếng Anh)"), max_length=300, blank=True)
    out_of = models.CharField(
        _("trên tổng số"), max_length=300, blank=True, help_text=_("Chỉ với tỷ lệ; với công thức b/a đây là a.")
    )
    out_of_en = models.CharField(_("trên tổng số (tiếng Anh)"), max_length=300, blank=True)
    each = PointsField(_("điểm mỗi lần"), null=True, blank=True, help_text=_("Ghi số dương, cả khi là điểm trừ."))
    threshold = PointsField(
        _("dưới tỷ lệ này không có điểm (%)"), null=True, blank=True, help_text=_("Chỉ với công thức b/a.")
    )
    full_from = PointsField(
        _("từ tỷ lệ này đạt điểm tối đa (%)"), null=True, blank=True, help_text=_("Chỉ với công thức b/a.")
    )
    places = models.PositiveSmallIntegerField(_("làm tròn điểm đến số chữ số thập phân"), default=2)

    class Meta:
        verbose_name = _("quy tắc cho điểm")
        verbose_name_plural = _("quy tắc cho điểm")
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=("full_or_nothing", "graded", "bands", "proportion", "count", "deduction")),
                name="%(app_label)s_%(class)s_known_kind",
            ),
            models.CheckConstraint(
                condition=(Q(kind__in=("count", "deduction")) & Q(each__isnull=False, each__gt=0))
                | (~Q(kind__in=("count", "deduction")) & Q(each__isnull=True)),
                name="%(app_label)s_%(class)s_each_fits_kind",
            ),
            models.CheckConstraint(
                condition=Q(kind="proportion") | Q(threshold__isnull=True, full_from__isnull=True),
                name="%(app_label)s_%(class)s_rates_fit_kind",
            ),
            models.CheckConstraint(
                condition=(Q(threshold__isnull=True) | Q(threshold__gt=0))
                & (Q(full_from__isnull=True) | Q(full_from__gt=0))
                & (Q(threshold__isnull=True) | Q(full_from__isnull=True) | Q(full_from__gte=F("threshold"))),
                name="%(app_label)s_%(class)s_rates_in_order",
            ),
            models.CheckConstraint(condition=Q(places__lte=9), name="%(app_label)s_%(class)s_at_most_nine_places"),
            models.CheckConstraint(condition=~Q(sentence=""), name="%(app_label)s_%(class)s_has_a_sentence"),
        ]

    def __str__(self):
        return f"{self.criterion.code}: {self.shown_sentence}"

    @property
    def shown_sentence(self):
        return choose(self.sentence, self.sentence_en)

    @property
    def shown_asks(self):
        return choose(self.asks, self.asks_en)

    @property
    def shown_out_of(self):
        return choose(self.out_of, self.out_of_en)


class RuleStep(models.Model):
    """One step of a rule: of a graded one a level with its points, of bands a rate from which the points are given."""

    rule = models.ForeignKey(ScoringRule, models.CASCADE, verbose_name=_("quy tắc"), related_name="steps")
    position = models.PositiveSmallIntegerField(_("thứ tự"))
    label = models.CharField(_("mức"), max_length=300, blank=True)
    label_en = models.CharField(_("mức (tiếng Anh)"), max_length=300, blank=True)
    lower = PointsField(_("từ tỷ lệ (%)"), null=True, blank=True, help_text=_("Gồm cả tỷ lệ này."))
    points = PointsField(_("điểm"))

    class Meta:
        verbose_name = _("mức của quy tắc")
        verbose_name_plural = _("mức của quy tắc")
        ordering = ("rule", "position")
        constraints = [
            models.UniqueConstraint(fields=("rule", "position"), name="%(app_label)s_%(class)s_position_once"),
            models.UniqueConstraint(fields=("rule", "lower"), name="%(app_label)s_%(class)s_lower_once"),
            models.CheckConstraint(
                condition=Q(lower__isnull=True) | Q(lower__gte=0), name="%(app_label)s_%(class)s_rate_not_negative"
            ),
            models.CheckConstraint(
                condition=Q(lower__isnull=False) | ~Q(label=""), name="%(app_label)s_%(class)s_says_when"
            ),
        ]

    def __str__(self):
        return f"{self.rule.criterion.code}: {self.position}"

    @property
    def shown_label(self):
        return choose(self.label, self.label_en)
