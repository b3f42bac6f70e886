"""Where sources disagree: which value the record keeps, which it does not, and why."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from indices.models.criteria import Index
from records.models import Source
from reformtrack.bilingual import choose
from units.models import Unit


class Conflict(models.Model):
    """Two sources that print different things of one figure, rank or name."""

    slug = models.SlugField(_("định danh"), max_length=120, unique=True)
    index = models.ForeignKey(
        Index, models.CASCADE, verbose_name=_("chỉ số"), null=True, blank=True, related_name="conflicts"
    )
    edition_label = models.CharField(_("năm đánh giá"), max_length=12, blank=True)
    unit = models.ForeignKey(
        Unit, models.CASCADE, verbose_name=_("đơn vị"), null=True, blank=True, related_name="conflicts"
    )
    subject = models.TextField(_("về"))
    subject_en = models.TextField(_("về (tiếng Anh)"), blank=True)
    kept = models.TextField(_("giá trị giữ lại"))
    kept_en = models.TextField(_("giá trị giữ lại (tiếng Anh)"), blank=True)
    other = models.TextField(_("giá trị khác"), blank=True)
    other_en = models.TextField(_("giá trị khác (tiếng Anh)"), blank=True)
    reason = models.TextField(_("lý do"), blank=True)
    reason_en = models.TextField(_("lý do (tiếng Anh)"), blank=True)
    kept_sources = models.ManyToManyField(
        Source, verbose_name=_("nguồn của giá trị giữ lại"), blank=True, related_name="conflicts_kept"
    )
    other_sources = models.ManyToManyField(
        Source, verbose_name=_("nguồn của giá trị khác"), blank=True, related_name="conflicts_other"
    )

    class Meta:
        verbose_name = _("nguồn mâu thuẫn")
        verbose_name_plural = _("nguồn mâu thuẫn")
        ordering = ("index", "-edition_label", "slug")

    def __str__(self):
        return self.shown_subject

    @property
    def shown_subject(self):
        return choose(self.subject, self.subject_en)

    @property
    def shown_kept(self):
        return choose(self.kept, self.kept_en)

    @property
    def shown_other(self):
        return choose(self.other, self.other_en)

    @property
    def shown_reason(self):
        return choose(self.reason, self.reason_en)
