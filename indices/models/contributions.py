"""Which lower units' results a unit's criterion rests on (căn cứ vào kết quả cấp dưới)."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from indices.models.criteria import Criterion
from indices.models.editions import Edition
from indices.models.fields import PointsField
from indices.models.scores import Standing
from records.models import Source
from reformtrack.bilingual import choose
from units.models import Unit


class ContributionLink(models.Model):
    """One criterion of one unit rests on what units got in another edition: in all of it, or in one criterion of it.

    It explains and changes no figure: freeze and lock do not cover it (docs/adr/0014). `criterion` is of the edition's
    set, or of an annex under the standing; `part` of the set of `rests_on`.
    """

    class Weighting(models.TextChoices):
        EQUAL = "equal", _("như nhau")
        STATED = "stated", _("theo tỷ trọng nêu ở dưới")

    standing = models.ForeignKey(Standing, models.CASCADE, verbose_name=_("kết quả"), related_name="contribution_links")
    criterion = models.ForeignKey(
        Criterion, models.CASCADE, verbose_name=_("tiêu chí"), related_name="contribution_links"
    )
    rests_on = models.ForeignKey(
        Edition, models.CASCADE, verbose_name=_("dựa vào kết quả của"), related_name="contributes_to"
    )
    part = models.ForeignKey(
        Criterion,
        models.CASCADE,
        verbose_name=_("riêng lĩnh vực, tiêu chí"),
        null=True,
        blank=True,
        related_name="contributes_to",
    )
    level = PointsField(_("mức phải đạt (%)"), null=True, blank=True)
    weighting = models.CharField(_("các đơn vị được tính"), max_length=10, choices=Weighting, default=Weighting.EQUAL)
    source = models.ForeignKey(
        Source,
        models.PROTECT,
        verbose_name=_("nguồn của tỷ trọng"),
        null=True,
        blank=True,
        related_name="contribution_links",
    )
    note = models.TextField(_("dựa vào như thế nào"))
    note_en = models.TextField(_("dựa vào như thế nào (tiếng Anh)"), blank=True)

    class Meta:
        verbose_name = _("tiêu chí dựa vào kết quả cấp dưới")
        verbose_name_plural = _("tiêu chí dựa vào kết quả cấp dưới")
        ordering = ("standing", "criterion", "pk")
        constraints = [
            models.UniqueConstraint(
                "standing", "criterion", "rests_on", Coalesce("part", 0), name="%(app_label)s_%(class)s_once"
            ),
            models.CheckConstraint(
                condition=Q(weighting__in=("equal", "stated")), name="%(app_label)s_%(class)s_known_weighting"
            ),
            models.CheckConstraint(
                condition=Q(weighting="equal") | Q(source__isnull=False),
                name="%(app_label)s_%(class)s_stated_weights_have_a_source",
            ),
            models.CheckConstraint(
                condition=Q(level__isnull=True) | Q(level__gt=0, level__lte=100),
                name="%(app_label)s_%(class)s_level_is_a_percent",
            ),
            models.CheckConstraint(condition=~Q(note=""), name="%(app_label)s_%(class)s_says_how"),
        ]

    def __str__(self):
        return f"{self.standing.unit}, {self.criterion.code} ← {self.rests_on}"

    @property
    def shown_note(self):
        return choose(self.note, self.note_en)


class ContributionWeight(models.Model):
    """How much one unit counts in what a criterion rests on (tỷ trọng: số hồ sơ, dân số…); only ratios matter."""

    link = models.ForeignKey(
        ContributionLink, models.CASCADE, verbose_name=_("tiêu chí dựa vào"), related_name="weights"
    )
    unit = models.ForeignKey(Unit, models.PROTECT, verbose_name=_("đơn vị"), related_name="contribution_weights")
    weight = PointsField(_("tỷ trọng"))

    class Meta:
        verbose_name = _("tỷ trọng của đơn vị")
        verbose_name_plural = _("tỷ trọng của đơn vị")
        constraints = [
            models.UniqueConstraint(fields=("link", "unit"), name="%(app_label)s_%(class)s_once"),
            models.CheckConstraint(condition=Q(weight__gt=0), name="%(app_label)s_%(class)s_above_zero"),
        ]

    def __str__(self):
        return f"{self.link}: {self.unit}"
