"""What is measured: indices, their criteria sets with the tree of criteria, and how sets continue one another."""

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from indices.models.fields import PointsField
from records.models import Decision, Source
from reformtrack.bilingual import Bilingual, choose
from units.models import Level, Unit


class TotalMethod(models.TextChoices):
    SUM = "sum", _("cộng điểm các tiêu chí")
    STATED = "stated", _("theo số công bố")


class Depth(models.TextChoices):
    """How deep readers see the published editions of an index."""

    TOTALS = "totals", _("chỉ tổng")
    PARTS = "parts", _("tổng và các phần của tổng")
    FIELDS = "fields", _("đến lĩnh vực")
    FULL = "full", _("toàn bộ tiêu chí")


class Index(Bilingual, models.Model):
    """One index for one kind of unit (PAR INDEX of provinces; PAPI; an index of one province's departments)."""

    class Figure(models.TextChoices):
        POINTS = "points", _("điểm")
        PERCENT = "percent", _("phần trăm")
        VALUE = "value", _("giá trị công bố")

    slug = models.SlugField(_("định danh trong địa chỉ"), max_length=80, unique=True)
    family = models.SlugField(_("họ chỉ số"), max_length=40, help_text=_("Ví dụ: par, sipas, papi."))
    name = models.CharField(_("tên"), max_length=300)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=300, blank=True)
    short_name = models.CharField(_("tên ngắn"), max_length=60)
    short_name_en = models.CharField(_("tên ngắn tiếng Anh"), max_length=60, blank=True)
    level = models.CharField(_("cấp đơn vị được xếp hạng"), max_length=20, choices=Level)
    within = models.ForeignKey(
        Unit,
        models.PROTECT,
        verbose_name=_("trong phạm vi"),
        null=True,
        blank=True,
        related_name="own_indices",
        help_text=_("Tỉnh, thành phố có chỉ số riêng; để trống nếu là chỉ số cả nước."),
    )
    total_method = models.CharField(_("cách có tổng"), max_length=10, choices=TotalMethod)
    figure = models.CharField(_("tổng là"), max_length=10, choices=Figure)
    places = models.PositiveSmallIntegerField(_("số chữ số thập phân hiển thị"), default=2)
    publishes_ranks = models.BooleanField(_("cơ quan công bố có công bố thứ hạng"), default=True)
    agency = models.CharField(_("cơ quan công bố"), max_length=200, blank=True)
    agency_en = models.CharField(_("cơ quan công bố (tiếng Anh)"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=0)
    public_depth = models.CharField(_("độ sâu công khai"), max_length=10, choices=Depth, default=Depth.FULL)
    description = models.TextField(_("mô tả"), blank=True)
    description_en = models.TextField(_("mô tả (tiếng Anh)"), blank=True)
    is_sample = models.BooleanField(_("dữ liệu minh họa"), default=False)
    sources = models.ManyToManyField(Source, verbose_name=_("nguồn"), blank=True, related_name="indices")

    class Meta:
        verbose_name = _("chỉ số")
        verbose_name_plural = _("chỉ số")
        ordering = ("position", "slug")
        constraints = [
            models.CheckConstraint(condition=Q(places__lte=9), name="%(app_label)s_%(class)s_at_most_nine_places"),
            models.CheckConstraint(
                condition=Q(total_method__in=TotalMethod.values), name="%(app_label)s_%(class)s_known_total_method"
            ),
            models.CheckConstraint(
                condition=Q(figure__in=("points", "percent", "value")), name="%(app_label)s_%(class)s_known_figure"
            ),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="%(app_label)s_%(class)s_known_level"),
            models.CheckConstraint(
                condition=Q(public_depth__in=Depth.values), name="%(app_label)s_%(class)s_known_depth"
            ),
        ]

    def get_absolute_url(self):
        return reverse("index_detail", args=(self.slug,))

    @property
    def label(self):
        """The short name in the active language, for headings, crumbs and lists."""
        return choose(self.short_name, self.short_name_en)

    @property
    def shown_agency(self):
        return choose(self.agency, self.agency_en)

    @property
    def shown_description(self):
        return choose(self.description, self.description_en)


class CriteriaSet(Bilingual, models.Model):
    """What one decision lays down for some years and one kind of unit (bộ tiêu chí)."""

    class State(models.TextChoices):
        DRAFT = "draft", _("dự thảo")
        IN_FORCE = "in_force", _("đang áp dụng")
        RETIRED = "retired", _("hết áp dụng")

    index = models.ForeignKey(Index, models.PROTECT, verbose_name=_("chỉ số"), related_name="criteria_sets")
    slug = models.SlugField(_("định danh"), max_length=80, unique=True)
    name = models.CharField(_("tên"), max_length=300)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=300, blank=True)
    decision = models.ForeignKey(
        Decision, models.PROTECT, verbose_name=_("quyết định"), null=True, blank=True, related_name="criteria_sets"
    )
    year_from = models.PositiveSmallIntegerField(_("từ năm"), null=True, blank=True)
    year_to = models.PositiveSmallIntegerField(_("đến năm"), null=True, blank=True)
    state = models.CharField(_("trạng thái"), max_length=10, choices=State, default=State.DRAFT)
    max_points = PointsField(_("điểm tối đa"), null=True, blank=True)
    bonus_cap = PointsField(_("trần điểm thưởng"), null=True, blank=True)
    penalty_cap = PointsField(_("trần điểm trừ"), null=True, blank=True, help_text=_("Ghi số dương."))
    # What the decision or its results say of the set, kept beside what the tree holds.
    stated_fields = models.PositiveSmallIntegerField(_("số lĩnh vực (theo văn bản)"), null=True, blank=True)
    stated_criteria = models.PositiveSmallIntegerField(_("số tiêu chí (theo văn bản)"), null=True, blank=True)
    stated_subcriteria = models.PositiveSmallIntegerField(
        _("số tiêu chí thành phần (theo văn bản)"), null=True, blank=True
    )
    appraisal_points = PointsField(_("điểm thẩm định (theo văn bản)"), null=True, blank=True)
    satisfaction_points = PointsField(_("điểm SIPAS (theo văn bản)"), null=True, blank=True)
    survey_points = PointsField(_("điểm điều tra (theo văn bản)"), null=True, blank=True)
    outcome_points = PointsField(_("điểm tác động KT-XH (theo văn bản)"), null=True, blank=True)
    copied_from = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("chép từ"), null=True, blank=True, related_name="copies"
    )
    sources = models.ManyToManyField(Source, verbose_name=_("nguồn"), blank=True, related_name="criteria_sets")
    note = models.TextField(_("ghi chú"), blank=True)
    note_en = models.TextField(_("ghi chú (tiếng Anh)"), blank=True)

    class Meta:
        verbose_name = _("bộ tiêu chí")
        verbose_name_plural = _("bộ tiêu chí")
        ordering = ("index", "-year_from", "slug")
        constraints = [
            models.CheckConstraint(
                condition=Q(year_from__isnull=True) | Q(year_to__isnull=True) | Q(year_to__gte=F("year_from")),
                name="%(app_label)s_%(class)s_years_in_order",
            ),
            models.CheckConstraint(
                condition=Q(max_points__isnull=True) | Q(max_points__gt=0),
                name="%(app_label)s_%(class)s_maximum_above_zero",
            ),
            models.CheckConstraint(
                condition=(Q(bonus_cap__isnull=True) | Q(bonus_cap__gte=0))
                & (Q(penalty_cap__isnull=True) | Q(penalty_cap__gte=0)),
                name="%(app_label)s_%(class)s_caps_not_negative",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "in_force", "retired")), name="%(app_label)s_%(class)s_known_state"
            ),
        ]


class Criterion(Bilingual, models.Model):
    """One criterion of a set, at any level of its tree (lĩnh vực, tiêu chí, tiêu chí thành phần)."""

    class CriterionLevel(models.TextChoices):
        FIELD = "field", _("lĩnh vực")
        CRITERION = "criterion", _("tiêu chí")
        SUBCRITERION = "subcriterion", _("tiêu chí thành phần")

    class Method(models.TextChoices):
        APPRAISAL = "appraisal", _("thẩm định")
        SATISFACTION = "satisfaction", _("SIPAS")
        SURVEY = "survey", _("điều tra xã hội học")
        OUTCOME = "outcome", _("tác động KT-XH")
        MIXED = "mixed", _("nhiều cách")

    class CriterionKind(models.TextChoices):
        ORDINARY = "ordinary", _("thường")
        BONUS = "bonus", _("thưởng")
        PENALTY = "penalty", _("trừ")

    criteria_set = models.ForeignKey(
        CriteriaSet, models.CASCADE, verbose_name=_("bộ tiêu chí"), related_name="criteria"
    )
    parent = models.ForeignKey(
        "self", models.CASCADE, verbose_name=_("thuộc"), null=True, blank=True, related_name="children"
    )
    code = models.CharField(_("mã"), max_length=30)
    name = models.TextField(_("tên"))
    name_en = models.TextField(_("tên tiếng Anh"), blank=True)
    short_name = models.CharField(_("tên ngắn"), max_length=60, blank=True, help_text=_("Dùng ở đầu cột."))
    short_name_en = models.CharField(_("tên ngắn tiếng Anh"), max_length=60, blank=True)
    level = models.CharField(_("cấp"), max_length=20, choices=CriterionLevel)
    max_points = PointsField(_("điểm tối đa"), null=True, blank=True, help_text=_("Để trống nếu không biết."))
    method = models.CharField(_("cách chấm"), max_length=20, choices=Method, default=Method.APPRAISAL)
    kind = models.CharField(_("loại"), max_length=10, choices=CriterionKind, default=CriterionKind.ORDINARY)
    total_method = models.CharField(
        _("cách có điểm"), max_length=10, choices=TotalMethod, blank=True, help_text=_("Để trống: theo chỉ số.")
    )
    position = models.PositiveSmallIntegerField(_("thứ tự trong bộ"), default=0)
    note = models.TextField(_("ghi chú"), blank=True)
    note_en = models.TextField(_("ghi chú (tiếng Anh)"), blank=True)

    class Meta:
        verbose_name = _("tiêu chí")
        verbose_name_plural = _("tiêu chí")
        ordering = ("criteria_set", "position")
        constraints = [
            models.UniqueConstraint(fields=("criteria_set", "code"), name="%(app_label)s_%(class)s_code_once_in_set"),
            models.CheckConstraint(
                condition=Q(max_points__isnull=True)
                | (Q(kind="penalty") & Q(max_points__lte=0))
                | (~Q(kind="penalty") & Q(max_points__gt=0)),
                name="%(app_label)s_%(class)s_maximum_fits_kind",
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="%(app_label)s_%(class)s_not_own_parent"
            ),
            models.CheckConstraint(condition=~Q(code=""), name="%(app_label)s_%(class)s_has_a_code"),
            models.CheckConstraint(
                condition=Q(level__in=("field", "criterion", "subcriterion")),
                name="%(app_label)s_%(class)s_known_level",
            ),
            models.CheckConstraint(
                condition=Q(method__in=("appraisal", "satisfaction", "survey", "outcome", "mixed")),
                name="%(app_label)s_%(class)s_known_method",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=("ordinary", "bonus", "penalty")), name="%(app_label)s_%(class)s_known_kind"
            ),
        ]

    def __str__(self):
        return f"{self.code} {self.shown_name}"

    @property
    def label(self):
        """The short name for headings, else the whole one."""
        return choose(self.short_name, self.short_name_en) or self.shown_name


class CriterionLink(models.Model):
    """How a criterion of one set continues in the next (đối chiếu tiêu chí); one end is empty for new and dropped."""

    class LinkKind(models.TextChoices):
        KEPT = "kept", _("giữ nguyên")
        RENAMED = "renamed", _("đổi tên")
        RESCALED = "rescaled", _("đổi điểm tối đa")
        SPLIT = "split", _("tách")
        MERGED = "merged", _("gộp")
        NEW = "new", _("mới")
        DROPPED = "dropped", _("bỏ")

    from_set = models.ForeignKey(CriteriaSet, models.CASCADE, verbose_name=_("từ bộ"), related_name="links_to_next")
    to_set = models.ForeignKey(
        CriteriaSet, models.CASCADE, verbose_name=_("sang bộ"), related_name="links_from_previous"
    )
    old = models.ForeignKey(
        Criterion, models.CASCADE, verbose_name=_("tiêu chí cũ"), null=True, blank=True, related_name="links_to_next"
    )
    new = models.ForeignKey(
        Criterion,
        models.CASCADE,
        verbose_name=_("tiêu chí mới"),
        null=True,
        blank=True,
        related_name="links_from_previous",
    )
    kind = models.CharField(_("quan hệ"), max_length=10, choices=LinkKind)
    confirmed = models.BooleanField(_("đã có người xác nhận"), default=False)
    note = models.TextField(_("ghi chú"), blank=True)
    note_en = models.TextField(_("ghi chú (tiếng Anh)"), blank=True)

    class Meta:
        verbose_name = _("đối chiếu tiêu chí")
        verbose_name_plural = _("đối chiếu tiêu chí")
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind="new") & Q(old__isnull=True) & Q(new__isnull=False))
                | (Q(kind="dropped") & Q(old__isnull=False) & Q(new__isnull=True))
                | (
                    Q(kind__in=("kept", "renamed", "rescaled", "split", "merged"))
                    & Q(old__isnull=False)
                    & Q(new__isnull=False)
                ),
                name="%(app_label)s_%(class)s_ends_fit_kind",
            ),
            models.CheckConstraint(condition=~Q(from_set=F("to_set")), name="%(app_label)s_%(class)s_between_two_sets"),
            models.UniqueConstraint(fields=("old", "new"), name="%(app_label)s_%(class)s_pair_once"),
            models.UniqueConstraint(
                fields=("to_set", "new"), condition=Q(kind="new"), name="%(app_label)s_%(class)s_new_once"
            ),
            models.UniqueConstraint(
                fields=("to_set", "old"), condition=Q(kind="dropped"), name="%(app_label)s_%(class)s_dropped_once"
            ),
            # A criterion that simply goes on goes on once.
            models.UniqueConstraint(
                fields=("to_set", "old"),
                condition=Q(kind__in=("kept", "renamed", "rescaled")),
                name="%(app_label)s_%(class)s_old_continues_once",
            ),
            models.UniqueConstraint(
                fields=("from_set", "new"),
                condition=Q(kind__in=("kept", "renamed", "rescaled")),
                name="%(app_label)s_%(class)s_new_continues_once",
            ),
        ]

    def __str__(self):
        return f"{self.old or '–'} → {self.new or '–'} ({self.get_kind_display()})"


class Responsibility(models.Model):
    """Which agency of a province answers for a criterion (cơ quan chủ trì)."""

    criterion = models.ForeignKey(
        Criterion, models.CASCADE, verbose_name=_("tiêu chí"), related_name="responsibilities"
    )
    within = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("của đơn vị"), related_name="responsibilities_within"
    )
    lead = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("cơ quan chủ trì"), related_name="responsibilities_led"
    )
    decision = models.ForeignKey(
        Decision, models.PROTECT, verbose_name=_("quyết định"), null=True, blank=True, related_name="responsibilities"
    )
    note = models.TextField(_("ghi chú"), blank=True)

    class Meta:
        verbose_name = _("cơ quan chủ trì")
        verbose_name_plural = _("cơ quan chủ trì")
        constraints = [
            models.UniqueConstraint(fields=("criterion", "within", "lead"), name="%(app_label)s_%(class)s_once"),
        ]

    def __str__(self):
        return f"{self.criterion.code}: {self.lead}"
