"""Files that supervisors bring: what came, from whom, what was found in it, what became of it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from indices.models.criteria import CriteriaSet, Index
from indices.models.editions import Edition


class UploadQuerySet(models.QuerySet):
    def listed(self):
        """For lists: without the long columns that only an upload's own page shows."""
        return self.select_related("edition__index", "by", "standing__unit").defer("faults", "oddities", "consequences")

    def living(self):
        """Those that something may still become of, or became: not undone, rejected or withdrawn."""
        return self.exclude(state__in=(Upload.State.UNDONE, Upload.State.REJECTED, Upload.State.WITHDRAWN))


class Upload(models.Model):
    """One file brought for an edition, or for a unit's annex; the original is kept, with its digest.

    It goes `received` → `reading` → `faulty`, `read` or `checked` → `stored` → `undone`; before it is stored it may be
    rejected or withdrawn, and read again as often as somebody likes.
    """

    class State(models.TextChoices):
        RECEIVED = "received", _("đã nhận")
        READING = "reading", _("đang đọc")
        FAULTY = "faulty", _("có lỗi")
        READ = "read", _("chờ trả lời")  # no fault, but what looks odd wants an answer
        CHECKED = "checked", _("chờ lưu")
        STORED = "stored", _("đã lưu")
        UNDONE = "undone", _("đã hoàn tác")
        REJECTED = "rejected", _("bị từ chối")
        WITHDRAWN = "withdrawn", _("đã rút")

    class Layout(models.TextChoices):
        MATRIX = "matrix", _("đơn vị × tiêu chí")
        TRANSPOSED = "transposed", _("tiêu chí × đơn vị")
        LONG = "long", _("mỗi dòng một đơn vị và một tiêu chí")
        SCORECARD = "scorecard", _("mỗi trang một đơn vị")
        TOTALS = "totals", _("tổng và thứ hạng")

    edition = models.ForeignKey(Edition, models.PROTECT, verbose_name=_("năm đánh giá"), related_name="uploads")
    # Of an annex both are given: the published standing it goes under, and the set it follows.
    standing = models.ForeignKey(
        "indices.Standing",
        models.PROTECT,
        verbose_name=_("phụ lục của"),
        null=True,
        blank=True,
        related_name="annex_uploads",
    )
    criteria_set = models.ForeignKey(
        CriteriaSet,
        models.PROTECT,
        verbose_name=_("bộ tiêu chí của phụ lục"),
        null=True,
        blank=True,
        related_name="annex_uploads",
    )
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
    # Who is reading it: a word of the process that began, and when it was last seen at work.
    worker = models.CharField(_("tiến trình đang đọc"), max_length=32, blank=True, editable=False)
    seen_at = models.DateTimeField(_("lần cuối thấy làm việc"), null=True, blank=True, editable=False)
    layout = models.CharField(_("cách trình bày"), max_length=12, choices=Layout, blank=True)
    choice = models.JSONField(_("cách đọc đã chọn"), default=dict, blank=True)
    found = models.JSONField(_("đã đọc được"), default=dict, blank=True)
    faults = models.JSONField(_("lỗi"), default=list, blank=True)
    fault_count = models.PositiveIntegerField(_("số lỗi"), default=0)
    oddities = models.JSONField(_("điểm đáng ngờ và trả lời"), default=list, blank=True)
    consequences = models.JSONField(_("thay đổi khi lưu"), default=dict, blank=True)
    against = models.CharField(
        _("mã kiểm của số liệu đã so"),
        max_length=64,
        blank=True,
        help_text=_("Số liệu của năm đánh giá đúng lúc tính các thay đổi; đã khác thì phải xem lại trước khi lưu."),
    )
    stored_at = models.DateTimeField(_("lúc lưu"), null=True, blank=True)
    stored_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("người lưu"),
        null=True,
        blank=True,
        related_name="stored_uploads",
    )
    closed_at = models.DateTimeField(_("lúc hoàn tác, từ chối hoặc rút"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("người hoàn tác, từ chối hoặc rút"),
        null=True,
        blank=True,
        related_name="closed_uploads",
    )
    reason = models.TextField(_("lý do từ chối"), blank=True)

    objects = UploadQuerySet.as_manager()

    class Meta:
        verbose_name = _("tệp tải lên")
        verbose_name_plural = _("tệp tải lên")
        ordering = ("-at", "-pk")
        indexes = [
            models.Index(fields=("edition", "digest"), name="indices_upload_by_digest"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=(
                        "received",
                        "reading",
                        "faulty",
                        "read",
                        "checked",
                        "stored",
                        "undone",
                        "rejected",
                        "withdrawn",
                    )
                ),
                name="%(app_label)s_%(class)s_known_state",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("stored", "undone"), stored_at__isnull=False)
                | (~Q(state__in=("stored", "undone")) & Q(stored_at__isnull=True)),
                name="%(app_label)s_%(class)s_stored_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state__in=("undone", "rejected", "withdrawn"), closed_at__isnull=False)
                | (~Q(state__in=("undone", "rejected", "withdrawn")) & Q(closed_at__isnull=True)),
                name="%(app_label)s_%(class)s_closed_at_a_time",
            ),
            models.CheckConstraint(
                condition=Q(state="reading", seen_at__isnull=False) & ~Q(worker="")
                | (~Q(state="reading") & Q(worker="")),
                name="%(app_label)s_%(class)s_read_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("read", "checked", "stored")) | Q(fault_count=0),
                name="%(app_label)s_%(class)s_nothing_stored_with_a_fault",
            ),
            models.CheckConstraint(
                condition=Q(standing__isnull=True, criteria_set__isnull=True)
                | Q(standing__isnull=False, criteria_set__isnull=False),
                name="%(app_label)s_%(class)s_annex_has_its_set",
            ),
        ]

    def __str__(self):
        return self.file_name

    @property
    def is_of_annex(self):
        return self.standing_id is not None


class UploadBefore(models.Model):
    """What an upload found where it wrote, to be put back: in a table of its own, for its length."""

    upload = models.OneToOneField(Upload, models.CASCADE, primary_key=True, related_name="before")
    packed = models.BinaryField(_("số liệu trước khi lưu"))

    class Meta:
        verbose_name = _("số liệu trước khi lưu")
        verbose_name_plural = _("số liệu trước khi lưu")

    def __str__(self):
        return str(self.upload)


class UploadChoice(models.Model):
    """How files with one kind of header are read for an index: remembered from when a person last said so."""

    index = models.ForeignKey(Index, models.CASCADE, verbose_name=_("chỉ số"), related_name="upload_choices")
    fingerprint = models.CharField(_("mã kiểm của phần đầu bảng"), max_length=64)
    choice = models.JSONField(_("cách đọc đã chọn"), default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        verbose_name=_("người chọn"),
        null=True,
        blank=True,
        related_name="upload_choices",
    )
    at = models.DateTimeField(_("lúc"), auto_now=True)

    class Meta:
        verbose_name = _("cách đọc đã nhớ")
        verbose_name_plural = _("cách đọc đã nhớ")
        constraints = [
            models.UniqueConstraint(fields=("index", "fingerprint"), name="%(app_label)s_%(class)s_once"),
        ]

    def __str__(self):
        return f"{self.index}: {self.fingerprint[:8]}"


class UploadAttempt(models.Model):
    """A file that somebody sent, taken or refused: counted for an hour, so that nobody fills the disk or the server."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, verbose_name=_("người gửi"), related_name="upload_attempts"
    )
    at = models.DateTimeField(_("lúc"))
    size = models.PositiveBigIntegerField(_("dung lượng (byte)"))

    class Meta:
        verbose_name = _("lần gửi tệp")
        verbose_name_plural = _("lần gửi tệp")
        indexes = [models.Index(fields=("by", "at"), name="indices_attempt_by_time")]

    def __str__(self):
        return f"{self.by}: {self.at}"
