"""Where figures come from, what lays them down, and who did what."""

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from reformtrack.bilingual import choose


class User(AbstractUser):
    """Somebody who signs in. What they may do is in `indices.IndexAssignment`; admins are `is_staff`."""

    class Meta(AbstractUser.Meta):
        verbose_name = _("người dùng")
        verbose_name_plural = _("người dùng")

    def get_full_name(self):
        """The name in its Vietnamese order: Nguyễn Thị Hương."""
        return f"{self.last_name} {self.first_name}".strip()


class Source(models.Model):
    """Something published that a figure was read from: a decision's annex, a report, an article, a data set."""

    code = models.SlugField(_("mã"), max_length=64, unique=True)
    title = models.TextField(_("tên tài liệu"))
    url = models.URLField(
        _("địa chỉ"), max_length=1000, blank=True, help_text=_("Để trống nếu không nên dẫn liên kết.")
    )
    publisher = models.CharField(_("nơi công bố"), max_length=200, blank=True)
    published_on = models.DateField(_("ngày công bố"), null=True, blank=True)
    licence = models.TextField(_("giấy phép"), blank=True)
    note = models.TextField(_("ghi chú"), blank=True)

    class Meta:
        verbose_name = _("nguồn")
        verbose_name_plural = _("nguồn")
        ordering = ("code",)

    def __str__(self):
        return self.title


class Decision(models.Model):
    """A legal document that lays down criteria, publishes results, or changes units (quyết định, nghị quyết)."""

    slug = models.SlugField(_("định danh"), max_length=80, unique=True)
    number = models.CharField(_("số, ký hiệu"), max_length=80)
    issuer = models.CharField(_("cơ quan ban hành"), max_length=200)
    title = models.TextField(_("trích yếu"), blank=True)
    signed_on = models.DateField(_("ngày ký"), null=True, blank=True)
    signer = models.CharField(_("người ký"), max_length=120, blank=True)
    in_force_from = models.DateField(_("hiệu lực từ"), null=True, blank=True)
    in_force_to = models.DateField(_("hiệu lực đến"), null=True, blank=True)
    url = models.URLField(_("địa chỉ"), max_length=1000, blank=True)
    amends = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name=_("sửa đổi, thay thế"),
        null=True,
        blank=True,
        related_name="amended_by",
    )
    sources = models.ManyToManyField(Source, verbose_name=_("nguồn"), blank=True, related_name="decisions")
    note = models.TextField(_("ghi chú"), blank=True)

    class Meta:
        verbose_name = _("quyết định")
        verbose_name_plural = _("quyết định")
        ordering = ("-signed_on", "number")
        constraints = [
            models.UniqueConstraint(fields=("number", "issuer"), name="%(app_label)s_%(class)s_number_once_per_issuer"),
            models.CheckConstraint(
                condition=Q(in_force_from__isnull=True)
                | Q(in_force_to__isnull=True)
                | Q(in_force_to__gte=F("in_force_from")),
                name="%(app_label)s_%(class)s_in_force_in_order",
            ),
        ]

    def __str__(self):
        return self.number


class LeftOut(models.Model):
    """A row of a source that is deliberately not in the record, and why (derived, rounded, without an order)."""

    origin = models.CharField(_("tệp, tài liệu"), max_length=120)
    key = models.CharField(_("dòng"), max_length=300)
    reason = models.TextField(_("lý do"))
    reason_en = models.TextField(_("lý do (tiếng Anh)"), blank=True)

    class Meta:
        verbose_name = _("số liệu để ngoài")
        verbose_name_plural = _("số liệu để ngoài")
        ordering = ("origin", "pk")
        constraints = [models.UniqueConstraint(fields=("origin", "key"), name="%(app_label)s_%(class)s_once")]

    def __str__(self):
        return f"{self.origin}: {self.key}"

    @property
    def shown_reason(self):
        return choose(self.reason, self.reason_en)


class AuditEventQuerySet(models.QuerySet):
    def record(self, *, kind, target, by=None, before=None, after=None, note=""):
        """Write down that `by` did `kind` to `target`, and tell every kept page that the data has changed.

        Args:
            kind: what was done, as a stable word (`edition_published`).
            target: the model instance it was done to.
            by: the user; `None` for a command run on the server.
            before, after: plain values (JSON) of what changed; `None` where there was nothing.
        """
        event = self.create(
            kind=kind,
            target_type=target._meta.label_lower,
            target_id=str(target.pk),
            target_label=str(target)[:300],
            by=by if by is not None and by.is_authenticated else None,
            before=before,
            after=after,
            note=note,
        )
        DataVersion.bump()
        return event


class AuditEvent(models.Model):
    """Who did what, when, to what: written once, never changed (the database refuses)."""

    at = models.DateTimeField(_("lúc"), auto_now_add=True, db_index=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("người thực hiện"),
        null=True,
        blank=True,
        related_name="audit_events",
    )
    kind = models.CharField(_("việc"), max_length=60, db_index=True)
    target_type = models.CharField(_("loại đối tượng"), max_length=80)
    target_id = models.CharField(_("mã đối tượng"), max_length=40)
    target_label = models.CharField(_("đối tượng"), max_length=300)
    before = models.JSONField(_("trước"), null=True, blank=True)
    after = models.JSONField(_("sau"), null=True, blank=True)
    note = models.TextField(_("ghi chú"), blank=True)

    objects = AuditEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("nhật ký")
        verbose_name_plural = _("nhật ký")
        ordering = ("-at", "-pk")
        indexes = [models.Index(fields=("target_type", "target_id"), name="records_audit_target")]

    def __str__(self):
        return f"{self.kind}: {self.target_label}"


class DataVersion(models.Model):
    """One row that counts the changes: part of the key of every kept page.

    The row is written last in a transaction, so that versions follow one another in the order of the commits.
    """

    number = models.BigIntegerField(_("số lần thay đổi"), default=0)

    class Meta:
        verbose_name = _("phiên bản dữ liệu")
        verbose_name_plural = _("phiên bản dữ liệu")
        constraints = [models.CheckConstraint(condition=Q(pk=1), name="%(app_label)s_%(class)s_one_row")]

    def __str__(self):
        return str(self.number)

    @classmethod
    def bump(cls):
        """Count one change."""
        if not cls.objects.filter(pk=1).update(number=F("number") + 1):
            cls.objects.create(pk=1, number=1)

    @classmethod
    def current(cls):
        """The number of changes so far; 0 where nothing was ever written."""
        return cls.objects.filter(pk=1).values_list("number", flat=True).first() or 0
