"""Who looks after which index and unit, and what a unit has promised to reach."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from indices.models.criteria import Index
from indices.models.fields import PointsField
from records.models import Decision, Source
from units.models import Unit


class IndexAssignment(models.Model):
    """What a user may do: for one index or, without one, for every index; for one unit or for all."""

    class Role(models.TextChoices):
        OFFICER = "officer", _("cán bộ đơn vị")
        LEADER = "leader", _("lãnh đạo")
        SUPERVISOR = "supervisor", _("cán bộ tổng hợp")

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("người dùng"), related_name="assignments"
    )
    role = models.CharField(_("vai trò"), max_length=12, choices=Role)
    index = models.ForeignKey(
        Index,
        models.CASCADE,
        verbose_name=_("chỉ số"),
        null=True,
        blank=True,
        related_name="assignments",
        help_text=_("Để trống: mọi chỉ số."),
    )
    unit = models.ForeignKey(
        Unit, models.CASCADE, verbose_name=_("đơn vị"), null=True, blank=True, related_name="assignments"
    )

    class Meta:
        verbose_name = _("phân công")
        verbose_name_plural = _("phân công")
        constraints = [
            models.UniqueConstraint(
                "user", "role", Coalesce("index", 0), Coalesce("unit", 0), name="%(app_label)s_%(class)s_once"
            ),
            models.CheckConstraint(
                condition=~Q(role="officer") | Q(unit__isnull=False),
                name="%(app_label)s_%(class)s_officer_has_a_unit",
            ),
            models.CheckConstraint(
                condition=Q(role__in=("officer", "leader", "supervisor")),
                name="%(app_label)s_%(class)s_known_role",
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.get_role_display()}"


class Target(models.Model):
    """What a unit's plan wants it to reach in a year (mục tiêu), with the decision that says so."""

    class TargetKind(models.TextChoices):
        PERCENT = "percent", _("chỉ số (%)")
        POINTS = "points", _("điểm")
        RANK = "rank", _("thứ hạng")

    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("đơn vị"), related_name="targets")
    index = models.ForeignKey(Index, models.PROTECT, verbose_name=_("chỉ số"), related_name="targets")
    year = models.PositiveSmallIntegerField(_("năm"))
    kind = models.CharField(_("loại"), max_length=10, choices=TargetKind)
    figure = PointsField(_("mức"))
    decision = models.ForeignKey(
        Decision, models.PROTECT, verbose_name=_("kế hoạch, quyết định"), null=True, blank=True, related_name="targets"
    )
    sources = models.ManyToManyField(Source, verbose_name=_("nguồn"), blank=True, related_name="targets")
    note = models.TextField(_("ghi chú"), blank=True)

    class Meta:
        verbose_name = _("mục tiêu")
        verbose_name_plural = _("mục tiêu")
        constraints = [
            models.UniqueConstraint(fields=("unit", "index", "year", "kind"), name="%(app_label)s_%(class)s_once"),
            models.CheckConstraint(
                condition=Q(kind__in=("percent", "points", "rank")), name="%(app_label)s_%(class)s_known_kind"
            ),
            models.CheckConstraint(condition=Q(figure__gt=0), name="%(app_label)s_%(class)s_above_zero"),
        ]

    def __str__(self):
        return f"{self.unit}, {self.index.label} {self.year}"
