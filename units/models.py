"""Administrative units: what they were called and when, which became which, and in what groups they are looked at."""

import datetime

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from records.models import Decision, Source
from reformtrack.bilingual import Bilingual, choose

UNKNOWN_START = datetime.date(1, 1, 1)  # "before the records": never null, so that keys and order always hold


class Level(models.TextChoices):
    PROVINCE = "province", _("tỉnh, thành phố")
    MINISTRY = "ministry", _("bộ, cơ quan ngang bộ")
    DEPARTMENT = "department", _("sở, ban, ngành")
    DISTRICT = "district", _("cấp huyện")
    COMMUNE = "commune", _("cấp xã")
    DIVISION = "division", _("phòng chuyên môn cấp huyện")
    CENTRAL_AGENCY = "central_agency", _("cơ quan trung ương tại địa phương")


class Kind(models.TextChoices):
    PROVINCE = "province", _("tỉnh")
    CITY = "city", _("thành phố trực thuộc trung ương")
    MINISTRY = "ministry", _("bộ")
    MINISTERIAL_AGENCY = "ministerial_agency", _("cơ quan ngang bộ")
    GOVERNMENT_AGENCY = "government_agency", _("cơ quan thuộc Chính phủ")
    DEPARTMENT = "department", _("sở, ban, ngành")
    DISTRICT = "district", _("huyện")
    URBAN_DISTRICT = "urban_district", _("quận")
    TOWN = "town", _("thị xã")
    PROVINCIAL_CITY = "provincial_city", _("thành phố thuộc tỉnh")
    COMMUNE = "commune", _("xã")
    WARD = "ward", _("phường")
    TOWNSHIP = "township", _("thị trấn")
    SPECIAL_ZONE = "special_zone", _("đặc khu")
    DIVISION = "division", _("phòng")
    CENTRAL_AGENCY = "central_agency", _("cơ quan trung ương tại địa phương")


class UnitQuerySet(models.QuerySet):
    def on(self, day):
        """Units that exist on a day (`valid_to` is the last day, inclusive)."""
        return self.filter(valid_from__lte=day).filter(Q(valid_to__isnull=True) | Q(valid_to__gte=day))

    def in_order(self):
        return self.order_by("sort_key", "valid_from", "pk")


class Unit(Bilingual, models.Model):
    """One public body that is or was scored. A code alone names nobody: GSO codes were given again in 2025."""

    level = models.CharField(_("cấp"), max_length=20, choices=Level)
    code = models.CharField(_("mã"), max_length=40)
    slug = models.SlugField(_("định danh trong địa chỉ"), max_length=120, unique=True)
    name = models.CharField(_("tên hiện nay"), max_length=200)
    kind = models.CharField(_("loại"), max_length=30, choices=Kind)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=200, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("thuộc"), null=True, blank=True, related_name="children"
    )
    valid_from = models.DateField(_("từ ngày"), default=UNKNOWN_START)
    valid_to = models.DateField(_("đến hết ngày"), null=True, blank=True)
    search_key = models.CharField(_("khóa tìm kiếm"), max_length=200, editable=False, db_index=True)
    sort_key = models.CharField(_("khóa sắp xếp"), max_length=500, editable=False, db_index=True)
    sources = models.ManyToManyField(Source, verbose_name=_("nguồn"), blank=True, related_name="units")
    is_sample = models.BooleanField(_("dữ liệu minh họa"), default=False)
    note = models.TextField(_("ghi chú"), blank=True)

    objects = UnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("đơn vị")
        verbose_name_plural = _("đơn vị")
        ordering = ("sort_key", "valid_from")
        constraints = [
            models.UniqueConstraint(
                fields=("level", "parent", "code", "valid_from"), name="%(app_label)s_%(class)s_key_under_parent"
            ),
            # NULL is never equal to NULL: units without a parent need a rule of their own.
            models.UniqueConstraint(
                fields=("level", "code", "valid_from"),
                condition=Q(parent__isnull=True),
                name="%(app_label)s_%(class)s_key_at_the_top",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="%(app_label)s_%(class)s_dates_in_order",
            ),
            models.CheckConstraint(condition=Q(level__in=Level.values), name="%(app_label)s_%(class)s_known_level"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="%(app_label)s_%(class)s_known_kind"),
            models.CheckConstraint(
                condition=~Q(code="") & ~Q(name="") & ~Q(slug=""), name="%(app_label)s_%(class)s_is_named"
            ),
            models.CheckConstraint(
                condition=Q(parent__isnull=True) | ~Q(parent=F("id")), name="%(app_label)s_%(class)s_not_own_parent"
            ),
        ]

    def get_absolute_url(self):
        return reverse("unit_detail", args=(self.slug,))

    @property
    def start_is_known(self):
        return self.valid_from != UNKNOWN_START


class UnitName(Bilingual, models.Model):
    """What a unit was called, and what kind it was, from a day on; kept only for units that ever changed."""

    unit = models.ForeignKey(Unit, models.CASCADE, verbose_name=_("đơn vị"), related_name="names")
    valid_from = models.DateField(_("từ ngày"), default=UNKNOWN_START)
    name = models.CharField(_("tên"), max_length=200)
    kind = models.CharField(_("loại"), max_length=30, choices=Kind)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=200, blank=True)
    search_key = models.CharField(_("khóa tìm kiếm"), max_length=200, editable=False, db_index=True)
    decision = models.ForeignKey(
        Decision, models.PROTECT, verbose_name=_("quyết định"), null=True, blank=True, related_name="unit_names"
    )
    sources = models.ManyToManyField(Source, verbose_name=_("nguồn"), blank=True, related_name="unit_names")

    class Meta:
        verbose_name = _("tên theo thời gian")
        verbose_name_plural = _("tên theo thời gian")
        ordering = ("valid_from",)
        constraints = [
            models.UniqueConstraint(fields=("unit", "valid_from"), name="%(app_label)s_%(class)s_one_name_a_day"),
            models.CheckConstraint(condition=Q(kind__in=Kind.values), name="%(app_label)s_%(class)s_known_kind"),
        ]


class Alias(models.Model):
    """Another way to write a unit's name, accepted when files are read and when somebody searches."""

    class AliasKind(models.TextChoices):
        SPELLING = "spelling", _("cách viết khác")
        ABBREVIATION = "abbreviation", _("viết tắt")
        FORMAL = "formal", _("tên đầy đủ")
        FORMER = "former", _("tên cũ")

    unit = models.ForeignKey(Unit, models.CASCADE, verbose_name=_("đơn vị"), related_name="aliases")
    text = models.CharField(_("cách viết"), max_length=200)
    kind = models.CharField(_("loại"), max_length=20, choices=AliasKind, default=AliasKind.SPELLING)
    search_key = models.CharField(_("khóa tìm kiếm"), max_length=200, editable=False, db_index=True)
    note = models.TextField(_("ghi chú"), blank=True)

    class Meta:
        verbose_name = _("cách gọi khác")
        verbose_name_plural = _("cách gọi khác")
        ordering = ("text",)
        constraints = [
            models.UniqueConstraint(fields=("unit", "text"), name="%(app_label)s_%(class)s_once_per_unit"),
        ]

    def __str__(self):
        return self.text


class Succession(models.Model):
    """Which unit became which, when, in whole or in part (sắp xếp đơn vị hành chính)."""

    class SuccessionKind(models.TextChoices):
        MERGE = "merge", pgettext_lazy("sắp xếp đơn vị", "nhập")
        SPLIT = "split", _("chia")
        TRANSFER = "transfer", _("chuyển một phần")

    predecessor = models.ForeignKey(
        Unit, models.PROTECT, verbose_name=_("đơn vị trước"), related_name="successions_out"
    )
    successor = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("đơn vị sau"), related_name="successions_in")
    effective_on = models.DateField(_("có hiệu lực từ"))
    kind = models.CharField(_("hình thức"), max_length=20, choices=SuccessionKind)
    whole = models.BooleanField(_("toàn bộ"), default=True, help_text=_("Bỏ chọn nếu chỉ một phần của đơn vị trước."))
    decision = models.ForeignKey(
        Decision, models.PROTECT, verbose_name=_("quyết định"), null=True, blank=True, related_name="successions"
    )
    sources = models.ManyToManyField(Source, verbose_name=_("nguồn"), blank=True, related_name="successions")
    note = models.TextField(_("ghi chú"), blank=True)
    # Only their ratio within one merger matters. Fifteen digits are exact in both databases.
    weight = models.DecimalField(_("trọng số"), max_digits=15, decimal_places=3, null=True, blank=True)
    weight_of_successor = models.DecimalField(
        _("trọng số của đơn vị sau"), max_digits=15, decimal_places=3, null=True, blank=True
    )
    weight_basis = models.CharField(_("trọng số là"), max_length=100, blank=True)
    weight_basis_en = models.CharField(_("trọng số là (tiếng Anh)"), max_length=100, blank=True)
    weight_source = models.ForeignKey(
        Source,
        models.PROTECT,
        verbose_name=_("nguồn của trọng số"),
        null=True,
        blank=True,
        related_name="succession_weights",
    )

    class Meta:
        verbose_name = _("sắp xếp đơn vị")
        verbose_name_plural = _("sắp xếp đơn vị")
        ordering = ("effective_on", "predecessor__sort_key")
        constraints = [
            models.UniqueConstraint(
                fields=("predecessor", "successor", "effective_on"), name="%(app_label)s_%(class)s_once"
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")), name="%(app_label)s_%(class)s_between_two_units"
            ),
            models.CheckConstraint(
                condition=Q(
                    weight__isnull=True, weight_of_successor__isnull=True, weight_basis="", weight_source__isnull=True
                )
                # isnull=False is needed: a condition that is NULL lets the row in.
                | Q(weight__isnull=False, weight__gt=0, weight_source__isnull=False) & ~Q(weight_basis=""),
                name="%(app_label)s_%(class)s_weight_has_a_source",
                violation_error_message=_(
                    "Ghi trọng số (lớn hơn 0) cùng với trọng số là gì và nguồn, hoặc để trống cả."
                ),
            ),
            models.CheckConstraint(
                condition=Q(weight_of_successor__isnull=True) | Q(weight_of_successor__gt=0),
                name="%(app_label)s_%(class)s_weight_of_successor_above_zero",
                violation_error_message=_("Trọng số của đơn vị sau phải lớn hơn 0."),
            ),
            models.CheckConstraint(
                condition=Q(weight__isnull=True) | Q(whole=True),
                name="%(app_label)s_%(class)s_only_whole_units_weigh",
                violation_error_message=_("Chỉ ghi trọng số cho đơn vị nhập toàn bộ."),
            ),
        ]

    def __str__(self):
        return f"{self.predecessor} → {self.successor} ({self.effective_on:%d/%m/%Y})"

    @property
    def shown_weight_basis(self):
        return choose(self.weight_basis, self.weight_basis_en)


class Group(Bilingual, models.Model):
    """Units that are looked at together: a region, an emulation cluster (vùng, cụm thi đua); never a band."""

    slug = models.SlugField(_("định danh"), max_length=80, unique=True)
    grouping = models.SlugField(
        _("cách chia"), max_length=80, help_text=_("Mọi nhóm cùng một cách chia có cùng mã này.")
    )
    name = models.CharField(_("tên"), max_length=200)
    name_en = models.CharField(_("tên tiếng Anh"), max_length=200, blank=True)
    position = models.PositiveSmallIntegerField(_("thứ tự"), default=0)
    valid_from = models.DateField(_("từ ngày"), default=UNKNOWN_START)
    valid_to = models.DateField(_("đến hết ngày"), null=True, blank=True)
    decision = models.ForeignKey(
        Decision, models.PROTECT, verbose_name=_("quyết định"), null=True, blank=True, related_name="groups"
    )
    sources = models.ManyToManyField(Source, verbose_name=_("nguồn"), blank=True, related_name="groups")
    units = models.ManyToManyField(Unit, through="GroupMembership", verbose_name=_("đơn vị"), related_name="groups")
    note = models.TextField(_("ghi chú"), blank=True)

    class Meta:
        verbose_name = _("vùng, cụm")
        verbose_name_plural = _("vùng, cụm")
        ordering = ("grouping", "position")
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="%(app_label)s_%(class)s_dates_in_order",
            ),
        ]


class GroupMembership(models.Model):
    """A unit's time in a group."""

    group = models.ForeignKey(Group, models.CASCADE, verbose_name=_("vùng, cụm"), related_name="memberships")
    unit = models.ForeignKey(Unit, models.CASCADE, verbose_name=_("đơn vị"), related_name="memberships")
    valid_from = models.DateField(_("từ ngày"), default=UNKNOWN_START)
    valid_to = models.DateField(_("đến hết ngày"), null=True, blank=True)

    class Meta:
        verbose_name = _("thành viên")
        verbose_name_plural = _("thành viên")
        constraints = [
            models.UniqueConstraint(fields=("group", "unit", "valid_from"), name="%(app_label)s_%(class)s_once"),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="%(app_label)s_%(class)s_dates_in_order",
            ),
        ]

    def __str__(self):
        return f"{self.unit}: {self.group}"
