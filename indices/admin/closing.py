"""What of indices is closed (published, or in use by something published), and how the admin says so."""

from django import forms
from django.utils.translation import gettext_lazy as _

from indices.guards import AUDIT_IS_FINAL, EDITION_IS_FROZEN, SET_IS_LOCKED
from indices.models import CriteriaSet, Criterion, Edition, RuleStep, ScoringRule
from records.audited_admin import AuditedAdmin

FROZEN = _("Năm đánh giá này đã công bố nên không sửa, không xóa được nữa; muốn thay đổi phải lập bản mới.")
LOCKED = _(
    "Bộ tiêu chí này đã được dùng cho một năm đánh giá đã công bố nên nội dung tính điểm không sửa, không xóa được "
    "nữa; muốn thay đổi phải lập bộ tiêu chí mới."
)
FINAL = _("Nhật ký không sửa, không xóa được.")
WHY = {EDITION_IS_FROZEN: FROZEN, SET_IS_LOCKED: LOCKED, AUDIT_IS_FINAL: FINAL}


def edition_of(instance):
    """The edition that an object is part of; `None` where there is none (an annex's score, a new object)."""
    if isinstance(instance, Edition):
        return instance
    if getattr(instance, "edition_id", None):
        return instance.edition
    return instance.standing.edition if getattr(instance, "standing_id", None) else None


def criteria_set_of(instance):
    if isinstance(instance, CriteriaSet):
        return instance
    if isinstance(instance, RuleStep):
        return criteria_set_of(instance.rule) if instance.rule_id else None
    if isinstance(instance, ScoringRule):
        return instance.criterion.criteria_set if instance.criterion_id else None
    return instance.criteria_set if isinstance(instance, Criterion) and instance.criteria_set_id else None


def why_closed(instance):
    """Why the database would refuse to change an object, as a sentence; empty where it would not."""
    criteria_set = criteria_set_of(instance)
    if criteria_set is not None and criteria_set.pk is not None and criteria_set.editions.frozen().exists():
        return LOCKED
    edition = None if criteria_set is not None else edition_of(instance)
    return FROZEN if edition is not None and edition.is_frozen else ""


class OpenForm(forms.ModelForm):
    """Refuses to put something new under what is closed."""

    def _post_clean(self):
        super()._post_clean()
        reason = why_closed(self.instance) if self.instance._state.adding else ""
        if reason:
            self.add_error(None, reason)


class IndexAdminBase(AuditedAdmin):
    """The base of the admins of indices: what the guards of the database close is closed here first."""

    form = OpenForm

    def closed(self, instance):
        return why_closed(instance)

    def refusal(self, error):
        reasons = [str(reason) for guard, reason in WHY.items() if guard in str(error)]
        return reasons[0] if reasons else super().refusal(error)
