"""What a unit got: its standing in an edition, parts of the total, its scores by criterion, its own annex."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from indices.models.criteria import CriteriaSet, Criterion
from indices.models.editions import Band, Block, Edition
from indices.models.fields import PointsField
from indices.models.uploads import Upload
from records.models import Source
from reformtrack.bilingual import choose
from units.models import Unit


def printed_with_places(*names):
    """A stated figure always comes with the number of decimal places it was printed with."""
    return [
        models.CheckConstraint(
            condition=Q(**{name: None, f"{name}_places": None})
            | Q(**{f"{name}__isnull": False, f"{name}_places__isnull": False, f"{name}_places__lte": 9}),
            name=f"%(app_label)s_%(class)s_{name}_with_places",
        )
        for name in names
    ]


def stated_places():
    return models.PositiveSmallIntegerField(_("số chữ số thập phân đã in"), null=True, blank=True)


class StandingQuerySet(models.QuerySet):
    def by_rank(self):
        """Best first, those without a rank last, equals in the order of the alphabet."""
        return self.order_by(F("shown_rank").asc(nulls_last=True), "unit__sort_key", "pk")

    def in_order(self):
        """In the order of the alphabet."""
        return self.order_by("unit__sort_key", "pk")


class Standing(models.Model):
    """One unit in one edition (kết quả chỉ số của đơn vị).

    `points`, `max_points`, `percent`, `rank`, `band` are computed; `stated_*` are what the issuer printed, with the
    places it was printed with, and the two are never mixed. `total`, `total_places` and `shown_rank` say which of
    them a page shows: the stated one where there is one.
    """

    class Status(models.TextChoices):
        RANKED = "ranked", _("được xếp hạng")
        UNRANKED = "unranked", _("được đánh giá, không xếp hạng")
        INCOMPLETE = "incomplete", _("thiếu thành phần")
        NOT_PUBLISHED = "not_published", _("chưa công bố")

    edition = models.ForeignKey(Edition, models.CASCADE, verbose_name=_("năm đánh giá"), related_name="standings")
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("đơn vị"), related_name="standings")
    block = models.ForeignKey(
        Block, models.PROTECT, verbose_name=_("khối"), null=True, blank=True, related_name="standings"
    )
    to_be_ranked = models.BooleanField(_("thuộc diện xếp hạng"), default=True)
    status = models.CharField(_("tình trạng"), max_length=15, choices=Status, default=Status.NOT_PUBLISHED)
    own_max_points = PointsField(
        _("điểm tối đa riêng"), null=True, blank=True, help_text=_("Chỉ ghi khi đơn vị có điểm tối đa khác cả bảng.")
    )
    points = PointsField(_("điểm"), null=True, blank=True)
    max_points = PointsField(_("điểm tối đa áp dụng"), null=True, blank=True)
    percent = PointsField(_("chỉ số (%)"), null=True, blank=True)
    rank = models.PositiveIntegerField(_("thứ hạng tính được"), null=True, blank=True)
    band = models.ForeignKey(
        Band, models.PROTECT, verbose_name=_("nhóm, xếp loại"), null=True, blank=True, related_name="standings"
    )
    gap = PointsField(_("tới hạng trên"), null=True, blank=True)
    is_provisional = models.BooleanField(_("tạm tính từ điểm tự đánh giá"), default=False)
    missing = models.JSONField(_("tiêu chí còn thiếu"), default=list, blank=True)
    stated_points = PointsField(_("điểm công bố"), null=True, blank=True)
    stated_points_places = stated_places()
    stated_percent = PointsField(_("chỉ số công bố (%)"), null=True, blank=True)
    stated_percent_places = stated_places()
    stated_rank = models.PositiveIntegerField(_("thứ hạng công bố"), null=True, blank=True)
    stated_band = models.ForeignKey(
        Band,
        models.PROTECT,
        verbose_name=_("xếp loại công bố"),
        null=True,
        blank=True,
        related_name="stated_standings",
    )
    total = PointsField(_("tổng hiển thị"), null=True, blank=True)
    total_places = models.PositiveSmallIntegerField(
        _("số chữ số của tổng đã in"), null=True, blank=True, help_text=_("Trống: số do phần mềm tính.")
    )
    shown_rank = models.PositiveIntegerField(_("thứ hạng hiển thị"), null=True, blank=True)
    sources = models.ManyToManyField(Source, verbose_name=_("nguồn"), blank=True, related_name="standings")
    note = models.TextField(_("ghi chú"), blank=True)
    note_en = models.TextField(_("ghi chú (tiếng Anh)"), blank=True)

    objects = StandingQuerySet.as_manager()

    class Meta:
        verbose_name = _("kết quả của đơn vị")
        verbose_name_plural = _("kết quả của đơn vị")
        indexes = [
            models.Index(fields=("edition", "shown_rank"), name="indices_standing_by_rank"),
            models.Index(fields=("unit", "edition"), name="indices_standing_by_unit"),
        ]
        constraints = [
            models.UniqueConstraint(fields=("edition", "unit"), name="%(app_label)s_%(class)s_unit_once"),
            models.CheckConstraint(
                condition=Q(status__in=("ranked", "unranked", "incomplete", "not_published")),
                name="%(app_label)s_%(class)s_known_status",
            ),
            models.CheckConstraint(
                condition=(Q(max_points__isnull=True) | Q(max_points__gt=0))
                & (Q(own_max_points__isnull=True) | Q(own_max_points__gt=0)),
                name="%(app_label)s_%(class)s_maximum_above_zero",
            ),
            models.CheckConstraint(
                # isnull=False is needed: a condition that is NULL lets the row in.
                condition=Q(percent__isnull=True)
                | Q(points__isnull=False, max_points__isnull=False)
                | Q(stated_percent__isnull=False),
                name="%(app_label)s_%(class)s_percent_has_its_parts",
            ),
            models.CheckConstraint(
                condition=Q(rank__isnull=True)
                | Q(points__isnull=False)
                | Q(stated_points__isnull=False)
                | Q(stated_percent__isnull=False),
                name="%(app_label)s_%(class)s_rank_has_a_total",
            ),
            models.CheckConstraint(
                condition=Q(rank__isnull=True) | Q(to_be_ranked=True, rank__gte=1),
                name="%(app_label)s_%(class)s_only_the_ranked_have_ranks",
            ),
            models.CheckConstraint(
                condition=Q(stated_rank__isnull=True) | Q(stated_rank__gte=1),
                name="%(app_label)s_%(class)s_stated_rank_from_one",
            ),
            models.CheckConstraint(
                condition=Q(shown_rank__isnull=True) | Q(shown_rank=F("stated_rank")) | Q(shown_rank=F("rank")),
                name="%(app_label)s_%(class)s_shown_rank_is_one_of_them",
            ),
            *printed_with_places("stated_points", "stated_percent"),
        ]

    def __str__(self):
        return f"{self.unit}, {self.edition}"

    @property
    def shown_band(self):
        """The band that the issuer states, else the one that the bounds give."""
        return self.stated_band or self.band

    @property
    def shown_note(self):
        return choose(self.note, self.note_en)


class StandingPart(models.Model):
    """A part of a published total that cuts across the fields: appraisal, SIPAS, survey, outcome."""

    class PartKind(models.TextChoices):
        APPRAISAL = "appraisal", _("điểm thẩm định")
        SATISFACTION = "satisfaction", _("điểm SIPAS")
        SURVEY = "survey", _("điểm điều tra xã hội học")
        OUTCOME = "outcome", _("điểm tác động KT-XH")
        OTHER = "other", _("khác")

    standing = models.ForeignKey(Standing, models.CASCADE, verbose_name=_("kết quả"), related_name="parts")
    kind = models.CharField(_("phần"), max_length=15, choices=PartKind)
    name = models.CharField(_("tên như công bố"), max_length=200)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=200, blank=True)
    stated_points = PointsField(_("điểm công bố"))
    stated_points_places = models.PositiveSmallIntegerField(_("số chữ số thập phân đã in"))
    max_points = PointsField(_("điểm tối đa"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=0)
    sources = models.ManyToManyField(Source, verbose_name=_("nguồn"), blank=True, related_name="parts")

    class Meta:
        verbose_name = _("phần của tổng")
        verbose_name_plural = _("phần của tổng")
        ordering = ("standing", "position")
        constraints = [
            models.UniqueConstraint(fields=("standing", "name"), name="%(app_label)s_%(class)s_once"),
            models.CheckConstraint(
                condition=Q(kind__in=("appraisal", "satisfaction", "survey", "outcome", "other")),
                name="%(app_label)s_%(class)s_known_kind",
            ),
            models.CheckConstraint(
                condition=Q(max_points__isnull=True) | Q(max_points__gt=0),
                name="%(app_label)s_%(class)s_maximum_above_zero",
            ),
            models.CheckConstraint(
                condition=Q(stated_points_places__lte=9), name="%(app_label)s_%(class)s_at_most_nine_places"
            ),
        ]

    def __str__(self):
        return f"{self.standing}: {self.name}"


class Annex(models.Model):
    """A unit's own tree under a published standing that publishes less (phụ lục nội bộ).

    It has a criteria set of its own and changes neither total nor rank; freeze and lock do not cover it.
    """

    standing = models.ForeignKey(Standing, models.CASCADE, verbose_name=_("kết quả"), related_name="annexes")
    criteria_set = models.ForeignKey(CriteriaSet, models.PROTECT, verbose_name=_("bộ tiêu chí"), related_name="annexes")
    is_open = models.BooleanField(_("mở cho mọi người xem"), default=False)
    points = PointsField(_("điểm"), null=True, blank=True)
    max_points = PointsField(_("điểm tối đa"), null=True, blank=True)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("người lập"),
        null=True,
        blank=True,
        related_name="annexes",
    )
    made_at = models.DateTimeField(_("lúc lập"), auto_now_add=True)
    note = models.TextField(_("ghi chú"), blank=True)

    class Meta:
        verbose_name = _("phụ lục nội bộ")
        verbose_name_plural = _("phụ lục nội bộ")
        constraints = [
            models.UniqueConstraint(
                fields=("standing", "criteria_set"), name="%(app_label)s_%(class)s_one_per_criteria_set"
            ),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name}: {self.standing}"


class Score(models.Model):
    """One standing (or annex) × one criterion, at any level of the tree.

    *Not scored* is null points, *not applicable* is a status, *zero* is zero. `points` is what counts; how it came
    about stays beside it: self, appraised, re-appraised, survey.
    """

    class Status(models.TextChoices):
        SCORED = "scored", _("đã chấm")
        NOT_SCORED = "not_scored", _("chưa chấm")
        NOT_APPLICABLE = "not_applicable", _("không áp dụng")

    class Origin(models.TextChoices):
        ENTERED = "entered", _("nhập")
        ROLLED_UP = "rolled_up", _("cộng lên")

    class Cause(models.TextChoices):
        LATE = "late", _("chậm thời hạn")
        NO_EVIDENCE = "no_evidence", _("thiếu tài liệu kiểm chứng")
        RATE_NOT_MET = "rate_not_met", _("chưa đạt tỷ lệ")
        SURVEY = "survey", _("kết quả điều tra")
        NOT_RECOGNISED = "not_recognised", _("thẩm định không công nhận")
        OTHER = "other", _("khác")

    # Without indexes of their own: the two below and the unique one lead the same way, and PostgreSQL takes the
    # shorter of two for a page's worth of rows, which is the slower one (docs/benchmarks.md).
    standing = models.ForeignKey(
        Standing,
        models.CASCADE,
        verbose_name=_("kết quả"),
        null=True,
        blank=True,
        related_name="scores",
        db_index=False,
    )
    annex = models.ForeignKey(
        Annex, models.CASCADE, verbose_name=_("phụ lục"), null=True, blank=True, related_name="scores"
    )
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, verbose_name=_("tiêu chí"), related_name="scores", db_index=False
    )
    status = models.CharField(_("tình trạng"), max_length=15, choices=Status, default=Status.SCORED)
    origin = models.CharField(_("từ đâu"), max_length=10, choices=Origin, default=Origin.ENTERED)
    # What was entered, as it was entered; `points` below is what the rules make of it.
    entered_points = PointsField(_("điểm nhập"), null=True, blank=True)
    self_points = PointsField(_("điểm tự đánh giá"), null=True, blank=True)
    appraised_points = PointsField(_("điểm thẩm định"), null=True, blank=True)
    reappraised_points = PointsField(_("điểm thẩm định lại"), null=True, blank=True)
    survey_points = PointsField(_("điểm điều tra"), null=True, blank=True)
    own_max_points = PointsField(_("điểm tối đa riêng"), null=True, blank=True)
    points = PointsField(_("điểm"), null=True, blank=True)
    max_points = PointsField(_("điểm tối đa áp dụng"), null=True, blank=True)
    percent = PointsField(_("chỉ số thành phần (%)"), null=True, blank=True)
    rank = models.PositiveIntegerField(_("thứ hạng ở tiêu chí"), null=True, blank=True)
    is_provisional = models.BooleanField(_("tạm tính"), default=False)
    stated_points = PointsField(_("điểm công bố"), null=True, blank=True)
    stated_points_places = stated_places()
    stated_percent = PointsField(_("chỉ số thành phần công bố (%)"), null=True, blank=True)
    stated_percent_places = stated_places()
    stated_rank = models.PositiveIntegerField(_("thứ hạng công bố"), null=True, blank=True)
    cause = models.CharField(_("nguyên nhân mất điểm"), max_length=20, choices=Cause, blank=True)
    explanation = models.TextField(_("giải trình"), blank=True)
    note = models.TextField(_("ghi chú"), blank=True)
    upload = models.ForeignKey(
        Upload, models.SET_NULL, verbose_name=_("tệp tải lên"), null=True, blank=True, related_name="scores"
    )
    sheet = models.CharField(_("trang tính"), max_length=100, blank=True)
    cell = models.CharField(_("ô"), max_length=12, blank=True)
    sources = models.ManyToManyField(Source, verbose_name=_("nguồn"), blank=True, related_name="scores")

    class Meta:
        verbose_name = _("điểm ở tiêu chí")
        verbose_name_plural = _("điểm ở tiêu chí")
        indexes = [
            # A table ordered by a criterion reads it alone.
            models.Index(fields=("criterion", "standing", "points"), name="indices_score_by_criterion"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(standing__isnull=False, annex__isnull=True) | Q(standing__isnull=True, annex__isnull=False),
                name="%(app_label)s_%(class)s_of_a_standing_or_an_annex",
            ),
            models.UniqueConstraint(
                fields=("standing", "criterion"),
                condition=Q(standing__isnull=False),
                name="%(app_label)s_%(class)s_once_per_standing",
            ),
            models.UniqueConstraint(
                fields=("annex", "criterion"),
                condition=Q(annex__isnull=False),
                name="%(app_label)s_%(class)s_once_per_annex",
            ),
            models.CheckConstraint(
                condition=Q(status__in=("scored", "not_scored", "not_applicable")),
                name="%(app_label)s_%(class)s_known_status",
            ),
            models.CheckConstraint(
                condition=Q(origin__in=("entered", "rolled_up")), name="%(app_label)s_%(class)s_known_origin"
            ),
            models.CheckConstraint(
                condition=Q(status="scored") | Q(points__isnull=True),
                name="%(app_label)s_%(class)s_only_the_scored_have_points",
            ),
            models.CheckConstraint(
                condition=~Q(status="not_applicable") | Q(max_points__isnull=True),
                name="%(app_label)s_%(class)s_not_applicable_has_no_maximum",
            ),
            models.CheckConstraint(
                condition=Q(percent__isnull=True)
                | Q(points__isnull=False, max_points__isnull=False)
                | Q(stated_percent__isnull=False),
                name="%(app_label)s_%(class)s_percent_has_its_parts",
            ),
            models.CheckConstraint(
                condition=Q(rank__isnull=True)
                | (Q(rank__gte=1) & (Q(points__isnull=False) | Q(percent__isnull=False))),
                name="%(app_label)s_%(class)s_rank_has_a_figure",
            ),
            models.CheckConstraint(
                condition=Q(origin="entered")
                | Q(entered_points=None, self_points=None, appraised_points=None, survey_points=None),
                name="%(app_label)s_%(class)s_rolled_up_is_not_entered",
            ),
            *printed_with_places("stated_points", "stated_percent"),
        ]

    def __str__(self):
        return f"{self.standing or self.annex}: {self.criterion.code}"


class CriterionStatistic(models.Model):
    """What the ranked units of a block got at one criterion, or in total (`criterion` null); kept with the edition.

    Totals of different maxima cannot be averaged in points: `figure` says what was counted.
    """

    class Figure(models.TextChoices):
        POINTS = "points", _("điểm")
        PERCENT = "percent", _("phần trăm")

    edition = models.ForeignKey(
        Edition, models.CASCADE, verbose_name=_("năm đánh giá"), related_name="criterion_statistics"
    )
    block = models.ForeignKey(
        Block, models.CASCADE, verbose_name=_("khối"), null=True, blank=True, related_name="criterion_statistics"
    )
    criterion = models.ForeignKey(
        Criterion,
        models.CASCADE,
        verbose_name=_("tiêu chí"),
        null=True,
        blank=True,
        related_name="criterion_statistics",
    )
    count = models.PositiveIntegerField(_("số đơn vị"))
    figure = models.CharField(_("tính bằng"), max_length=10, choices=Figure, default=Figure.POINTS)
    mean = PointsField(_("trung bình"))
    median = PointsField(_("trung vị"))
    lowest = PointsField(_("thấp nhất"))
    highest = PointsField(_("cao nhất"))
    at_full_marks = models.PositiveIntegerField(_("số đơn vị đạt tối đa"), null=True, blank=True)

    class Meta:
        verbose_name = _("thống kê theo tiêu chí")
        verbose_name_plural = _("thống kê theo tiêu chí")
        constraints = [
            models.UniqueConstraint(
                "edition",
                Coalesce("block", 0),
                Coalesce("criterion", 0),
                name="%(app_label)s_%(class)s_once",
            ),
        ]

    def __str__(self):
        return f"{self.edition}: {self.criterion or '∑'}"
