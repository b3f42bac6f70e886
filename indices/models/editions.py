"""One index in one year or period: which criteria set, which revision, published by what."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from indices.models.criteria import CriteriaSet, Criterion, Depth, Index
from indices.models.fields import PointsField
from records.models import Decision, Source
from reformtrack.bilingual import Bilingual, choose
from units.models import Group


class EditionQuerySet(models.QuerySet):
    def published(self):
        """The newest published revision of each edition."""
        return self.filter(state=Edition.State.PUBLISHED)

    def frozen(self):
        """Published or superseded: what no one can change any more."""
        return self.filter(state__in=(Edition.State.PUBLISHED, Edition.State.SUPERSEDED))

    def newest_first(self):
        return self.order_by("-ends_on", "-starts_on", "-revision")


class Roll(models.Model):
    """Units ranked together: how many the issuer ranked, and whether the record holds them all."""

    stated_units = models.PositiveIntegerField(_("số đơn vị được xếp hạng (theo nơi công bố)"), null=True, blank=True)
    is_complete = models.BooleanField(
        _("biết rõ tổng số đơn vị"),
        default=True,
        help_text=_("Bỏ chọn nếu biết là thiếu đơn vị mà không rõ thiếu bao nhiêu."),
    )

    class Meta:
        abstract = True

    def is_partial(self, known):
        """Are units lacking, where `known` of them are in the record?"""
        return not self.is_complete or (self.stated_units is not None and known < self.stated_units)

    def ranked_in_all(self, known):
        """How many units are ranked: what the issuer states, else those known; `None` where nobody knows."""
        return self.stated_units or (known if self.is_complete else None)


class Edition(Roll):
    """One index, one year or period, one criteria set, one revision (năm đánh giá, kỳ).

    The year assessed (`year`, `starts_on`–`ends_on`) and the day published (`published_on`) are two things.
    """

    class State(models.TextChoices):
        DRAFT = "draft", _("dự thảo")
        SUBMITTED = "submitted", _("đã trình")
        PUBLISHED = "published", _("đã công bố")
        SUPERSEDED = "superseded", _("đã có bản mới hơn")

    class Period(models.TextChoices):
        YEAR = "year", _("năm")
        QUARTER = "quarter", _("quý")
        MONTH = "month", _("tháng")
        WEEK = "week", _("tuần")

    index = models.ForeignKey(Index, models.PROTECT, verbose_name=_("chỉ số"), related_name="editions")
    label = models.CharField(_("nhãn"), max_length=12, help_text=_("2024, 2026-q3, 2026-m09 hoặc 2026-w47"))
    year = models.PositiveSmallIntegerField(_("năm"))
    period = models.CharField(_("kỳ"), max_length=10, choices=Period, default=Period.YEAR)
    starts_on = models.DateField(_("từ ngày"))
    ends_on = models.DateField(_("đến hết ngày"))
    revision = models.PositiveSmallIntegerField(_("bản"), default=1)
    criteria_set = models.ForeignKey(
        CriteriaSet, models.PROTECT, verbose_name=_("bộ tiêu chí"), related_name="editions"
    )
    state = models.CharField(_("trạng thái"), max_length=12, choices=State, default=State.DRAFT)
    decision = models.ForeignKey(
        Decision,
        models.PROTECT,
        verbose_name=_("quyết định công bố"),
        null=True,
        blank=True,
        related_name="published_editions",
    )
    source = models.ForeignKey(
        Source, models.PROTECT, verbose_name=_("nguồn chính"), null=True, blank=True, related_name="published_editions"
    )
    sources = models.ManyToManyField(Source, verbose_name=_("các nguồn khác"), blank=True, related_name="editions")
    published_on = models.DateField(_("ngày công bố"), null=True, blank=True)
    published_at = models.DateTimeField(_("lúc đưa lên"), null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("người đưa lên"),
        null=True,
        blank=True,
        related_name="published_editions",
    )
    replaces = models.OneToOneField(
        "self", models.PROTECT, verbose_name=_("thay cho bản"), null=True, blank=True, related_name="replaced_by"
    )
    public_depth = models.CharField(
        _("độ sâu công khai"),
        max_length=10,
        choices=Depth,
        blank=True,
        help_text=_("Để trống: theo chỉ số. Đổi được cả sau khi công bố, vì không đổi số nào."),
    )
    reason = models.TextField(_("lý do có bản mới"), blank=True)
    reason_en = models.TextField(_("lý do có bản mới (tiếng Anh)"), blank=True)
    fixture_digest = models.CharField(_("mã kiểm của tệp gốc"), max_length=64, blank=True, editable=False)
    note = models.TextField(_("ghi chú"), blank=True)
    note_en = models.TextField(_("ghi chú (tiếng Anh)"), blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("năm đánh giá")
        verbose_name_plural = _("năm đánh giá")
        ordering = ("index", "-ends_on", "-revision")
        constraints = [
            models.UniqueConstraint(
                fields=("index", "label", "revision"), name="%(app_label)s_%(class)s_revision_once"
            ),
            models.UniqueConstraint(
                fields=("index", "label"),
                condition=Q(state="published"),
                name="%(app_label)s_%(class)s_one_published_revision",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "submitted")) | Q(decision__isnull=False) | Q(source__isnull=False),
                name="%(app_label)s_%(class)s_published_by_decision_or_source",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("draft", "submitted", "published", "superseded")),
                name="%(app_label)s_%(class)s_known_state",
            ),
            models.CheckConstraint(
                condition=Q(period__in=("year", "quarter", "month", "week")),
                name="%(app_label)s_%(class)s_known_period",
            ),
            models.CheckConstraint(condition=Q(revision__gte=1), name="%(app_label)s_%(class)s_revision_from_one"),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="%(app_label)s_%(class)s_dates_in_order"
            ),
            models.CheckConstraint(
                condition=Q(revision=1) | ~Q(reason=""), name="%(app_label)s_%(class)s_new_revision_has_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(public_depth__in=("", *Depth.values)), name="%(app_label)s_%(class)s_known_depth"
            ),
            models.CheckConstraint(
                condition=~Q(label__in=("trends", "method", "")), name="%(app_label)s_%(class)s_label_not_reserved"
            ),
        ]

    def __str__(self):
        return f"{self.index.label} {self.label}" + (f" (r{self.revision})" if self.revision > 1 else "")

    def get_absolute_url(self):
        """The league table; an old revision keeps an address of its own."""
        label = self.label if self.state == self.State.PUBLISHED else f"{self.label}-r{self.revision}"
        return reverse("league_table", args=(self.index.slug, label))

    @property
    def depth(self):
        """How deep readers see it: its own depth, else its index's."""
        return self.public_depth or self.index.public_depth

    @property
    def is_frozen(self):
        return self.state in (self.State.PUBLISHED, self.State.SUPERSEDED)

    @property
    def shown_note(self):
        return choose(self.note, self.note_en)

    @property
    def shown_reason(self):
        return choose(self.reason, self.reason_en)


class Block(Bilingual, Roll):
    """Units ranked against each other inside an edition (khối); an undivided edition has none."""

    edition = models.ForeignKey(Edition, models.CASCADE, verbose_name=_("năm đánh giá"), related_name="blocks")
    slug = models.SlugField(_("định danh"), max_length=60)
    name = models.CharField(_("tên"), max_length=200)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=0)

    class Meta:
        verbose_name = _("khối")
        verbose_name_plural = _("khối")
        ordering = ("edition", "position")
        constraints = [
            models.UniqueConstraint(fields=("edition", "slug"), name="%(app_label)s_%(class)s_once_in_edition"),
        ]


class Band(Bilingual, models.Model):
    """A class of results in one edition (nhóm, xếp loại): lower bound included, upper excluded, the top one open."""

    edition = models.ForeignKey(Edition, models.CASCADE, verbose_name=_("năm đánh giá"), related_name="bands")
    name = models.CharField(_("tên"), max_length=100)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=100, blank=True)
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=0)
    lower = PointsField(_("từ (%)"), null=True, blank=True)
    upper = PointsField(_("đến dưới (%)"), null=True, blank=True)
    sources = models.ManyToManyField(Source, verbose_name=_("nguồn"), blank=True, related_name="bands")

    class Meta:
        verbose_name = _("nhóm, xếp loại")
        verbose_name_plural = _("nhóm, xếp loại")
        ordering = ("edition", "position")
        constraints = [
            models.UniqueConstraint(fields=("edition", "name"), name="%(app_label)s_%(class)s_once_in_edition"),
            models.CheckConstraint(
                condition=Q(lower__isnull=True) | Q(upper__isnull=True) | Q(upper__gt=F("lower")),
                name="%(app_label)s_%(class)s_bounds_in_order",
            ),
        ]


class EditionStatistic(models.Model):
    """A figure published about an edition as a whole: a national or regional mean, an extreme, a count of a group."""

    class Measure(models.TextChoices):
        MEAN = "mean", _("trung bình")
        MEDIAN = "median", _("trung vị")
        HIGHEST = "highest", _("cao nhất")
        LOWEST = "lowest", _("thấp nhất")
        COUNT = "count", _("số đơn vị")

    edition = models.ForeignKey(Edition, models.CASCADE, verbose_name=_("năm đánh giá"), related_name="statistics")
    measure = models.CharField(_("đại lượng"), max_length=10, choices=Measure)
    label = models.CharField(_("của"), max_length=200, blank=True, help_text=_("Vùng, nhóm…; để trống: cả bảng."))
    label_en = models.CharField(_("của (tiếng Anh)"), max_length=200, blank=True)
    block = models.ForeignKey(
        Block, models.CASCADE, verbose_name=_("khối"), null=True, blank=True, related_name="statistics"
    )
    group = models.ForeignKey(
        Group, models.PROTECT, verbose_name=_("vùng, cụm"), null=True, blank=True, related_name="statistics"
    )
    band = models.ForeignKey(
        Band, models.CASCADE, verbose_name=_("nhóm, xếp loại"), null=True, blank=True, related_name="statistics"
    )
    criterion = models.ForeignKey(
        Criterion, models.PROTECT, verbose_name=_("tiêu chí"), null=True, blank=True, related_name="statistics"
    )
    figure = PointsField(_("số công bố"))
    places = models.PositiveSmallIntegerField(_("số chữ số thập phân đã in"))
    units_counted = models.PositiveIntegerField(_("tính trên số đơn vị"), null=True, blank=True)
    sources = models.ManyToManyField(Source, verbose_name=_("nguồn"), related_name="statistics")
    note = models.TextField(_("ghi chú"), blank=True)

    class Meta:
        verbose_name = _("số liệu chung")
        verbose_name_plural = _("số liệu chung")
        constraints = [
            models.CheckConstraint(
                condition=Q(measure__in=("mean", "median", "highest", "lowest", "count")),
                name="%(app_label)s_%(class)s_known_measure",
            ),
        ]

    def __str__(self):
        return f"{self.edition}: {self.get_measure_display()} {choose(self.label, self.label_en)}".rstrip()
