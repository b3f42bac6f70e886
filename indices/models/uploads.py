"""Files that supervisors bring: what came, from whom, what was found in it, what became of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indices.models.editions import Edition


class Upload(models.Model):
    """One file brought for an edition; the original is kept, with its digest, under a generated name."""

    class State(models.TextChoices):
        RECEIVED = "received", _("đã nhận")
        READ = "read", _("đã đọc")
        FAULTY = "faulty", _("có lỗi")
        CHECKED = "checked", _("đã kiểm tra")
        STORED = "stored", _("đã lưu")
        UNDONE = "undone", _("đã hoàn tác")
        REJECTED = "rejected", _("bị từ chối")

    class Layout(models.TextChoices):
        MATRIX = "matrix", _("đơn vị × tiêu chí")
        TRANSPOSED = "transposed", _("tiêu chí × đơn vị")
        LONG = "long", _("mỗi dòng một đơn vị và một tiêu chí")
        SCORECARD = "scorecard", _("mỗi trang một đơn vị")
        TOTALS = "totals", _("tổng và thứ hạng")

    edition = models.ForeignKey(Edition, models.PROTECT, verbose_name=_("năm đánh giá"), related_name="uploads")
    file_name = models.CharField(_("tên tệp"), max_length=255)
    stored_as = models.CharField(_("lưu dưới tên"), max_length=255, blank=True)
    digest = models.CharField(_("SHA-256"), max_length=64)
    size = models.PositiveBigIntegerField(_("dung lượng (byte)"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("người tải lên"),
        null=True,
        blank=True,
        related_name="uploads",
    )
    at = models.DateTimeField(_("lúc"), auto_now_add=True)
    state = models.CharField(_("trạng thái"), max_length=10, choices=State, default=State.RECEIVED)
    layout = models.CharField(_("cách trình bày"), max_length=12, choices=Layout, blank=True)
    found = models.JSONField(_("đã đọc được"), default=dict, blank=True)
    outcome = models.JSONField(_("kết quả"), default=dict, blank=True)

    class Meta:
        verbose_name = _("tệp tải lên")
        verbose_name_plural = _("tệp tải lên")
        ordering = ("-at",)
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=("received", "read", "faulty", "checked", "stored", "undone", "rejected")),
                name="%(app_label)s_%(class)s_known_state",
            ),
        ]

    def __str__(self):
        return self.file_name
