"""Django admin of scoring rules: a rule with its steps on one page, refused where its figures contradict each other."""

from copy import copy

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet, construct_instance
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from indices.admin.closing import IndexAdminBase, OpenForm
from indices.domain.rules import RATED, RuleFlaw, RuleKind, Step, rule_faults
from indices.guards import RULE_STAYS_OPEN, STEP_STAYS_OPEN
from indices.models import RuleStep, ScoringRule
from indices.presenters.rule_words import rule_fault_words
from indices.queries.rules import rule_of
from records.audited_admin import AuditedInline

# Beside which field of the rule each fault stands; what is not here is said of its steps.
FIELD_OF_RULE = {
    RuleFlaw.NOT_A_LEAF: "criterion",
    RuleFlaw.NO_MAXIMUM: "criterion",
    RuleFlaw.PLACES_OUT_OF_RANGE: "places",
    RuleFlaw.MAXIMUM_TOO_FINE: "places",
    RuleFlaw.EACH_NOT_TAKEN: "each",
    RuleFlaw.EACH_MISSING: "each",
    RuleFlaw.EACH_NOT_POSITIVE: "each",
    RuleFlaw.DEDUCTION_OF_PENALTY: "kind",
    RuleFlaw.RATES_NOT_TAKEN: "threshold",
    RuleFlaw.RATE_OUT_OF_RANGE: "threshold",
    RuleFlaw.RATES_OUT_OF_ORDER: "threshold",
}
FIELD_OF_STEP = {
    RuleFlaw.STEP_TWICE: "position",
    RuleFlaw.STEP_WITHOUT_RATE: "lower",
    RuleFlaw.STEP_HAS_RATE: "lower",
    RuleFlaw.STEP_RATE_OUT_OF_RANGE: "lower",
    RuleFlaw.STEP_WITHOUT_LABEL: "label",
}


def field_of_rate(fault, rule):
    """Which of the two rates of a proportion a fault is about."""
    field = FIELD_OF_RULE[fault.flaw]
    about_full = fault.flaw in (RuleFlaw.RATES_NOT_TAKEN, RuleFlaw.RATE_OUT_OF_RANGE)
    return "full_from" if about_full and fault.figure not in (None, rule.threshold) else field


class RuleForm(OpenForm):
    """Says beside each field in what the rule contradicts itself or its criterion, before the database would."""

    class Meta:
        # Sentences of a decision: long ones are seen whole.
        widgets = {
            **{name: AdminTextareaWidget(attrs={"rows": 3}) for name in ("sentence", "sentence_en")},
            **{name: AdminTextareaWidget(attrs={"rows": 2}) for name in ("asks", "asks_en", "out_of", "out_of_en")},
        }

    def clean(self):
        super().clean()
        if "kind" in self.fields and not {"kind", "criterion", "places"} & set(self.errors):
            stored = construct_instance(self, copy(self.instance))
            rule = rule_of(stored, steps=())
            for fault in rule_faults(rule):
                if fault.flaw in FIELD_OF_RULE:
                    self._tell(field_of_rate(fault, rule), rule_fault_words(fault, rule))
            self._clean_out_of(rule)
        return self.cleaned_data

    def _tell(self, field, words):
        self.add_error(field if field in self.fields else None, words)

    def _clean_out_of(self, rule):
        """A rate is of something; nothing else is."""
        given = bool(self.cleaned_data.get("out_of"))
        if rule.kind in RATED and not given:
            self._tell("out_of", _("Tỷ lệ này tính trên tổng số nào? Hãy ghi ở đây."))
        elif rule.kind not in RATED and given:
            self._tell("out_of", _("Chỉ quy tắc theo tỷ lệ mới có tổng số; hãy để trống."))


class StepForm(forms.ModelForm):
    """One step; without a number it follows the one before."""

    class Meta:
        labels = {"label": pgettext_lazy("quy tắc", "mức")}  # elsewhere the word means a target

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "position" in self.fields:
            self.fields["position"].required = False

    def clean(self):
        super().clean()
        told = {name: self.cleaned_data.get(name) for name in ("label", "lower")}
        if "label" in self.fields and told["lower"] is None and not told["label"] and not self.errors:
            self.add_error("label", _("Hãy ghi tên mức, hoặc tỷ lệ mà từ đó được điểm này."))
        return self.cleaned_data


class StepsFormSet(BaseInlineFormSet):
    """All steps together, held against the rule above them."""

    def clean(self):
        super().clean()
        rule_is_known = self.instance.kind in set(RuleKind) and self.instance.criterion_id
        if any(self.errors) or not rule_is_known or not all("points" in form.fields for form in self.forms):
            return
        kept = [form for form in self.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]
        self._number(kept)
        steps = tuple(self._step(form.cleaned_data) for form in kept)
        rule = rule_of(self.instance, steps=tuple(sorted(steps, key=lambda step: step.position)))
        forms_by_position = {form.cleaned_data["position"]: form for form in kept}
        of_all = []
        for fault in rule_faults(rule):
            if fault.is_remark or fault.flaw in FIELD_OF_RULE:
                continue
            words = rule_fault_words(fault, rule)
            if fault.step is None:
                of_all.append(words)
            else:
                forms_by_position[fault.step].add_error(FIELD_OF_STEP.get(fault.flaw, "points"), words)
        if of_all:
            raise ValidationError(of_all)

    def get_unique_error_message(self, unique_check):
        return _("Hai mức không được cùng số thứ tự hay cùng tỷ lệ.")

    def get_form_error(self):
        return _("Trùng với một mức khác.")

    @staticmethod
    def _number(kept):
        """Number those that were left without one, in the order in which they stand."""
        last = max((form.cleaned_data.get("position") or 0 for form in kept), default=0)
        for form in kept:
            if form.cleaned_data.get("position") is None:
                last += 1
                form.cleaned_data["position"] = form.instance.position = last

    @staticmethod
    def _step(told):
        return Step(told["position"], told["points"], told.get("lower"), told.get("label", ""))


class StepsOfRule(AuditedInline):
    """The steps of a rule; of a closed one only their English stays open."""

    model = RuleStep
    form = StepForm
    formset = StepsFormSet
    fields = ("position", "label", "label_en", "lower", "points")
    ordering = ("position",)

    def has_change_permission(self, request, obj=None):
        return super(AuditedInline, self).has_change_permission(request, obj)

    def get_readonly_fields(self, request, obj=None):
        if self._parent_is_open(obj):
            return ()
        return [name for name in self.fields if name not in STEP_STAYS_OPEN]


@admin.register(ScoringRule)
class ScoringRuleAdmin(IndexAdminBase):
    form = RuleForm
    related = ("criterion__criteria_set__index",)
    list_display = ("code", "criteria_set", "kind", "sentence")
    list_display_links = ("code", "sentence")
    list_filter = ("criterion__criteria_set__index", "kind")
    search_fields = ("=criterion__code", "criterion__name", "sentence", "criterion__criteria_set__slug")
    autocomplete_fields = ("criterion",)
    ordering = ("criterion__criteria_set", "criterion__position")
    fixed = ("criterion",)
    still_open = RULE_STAYS_OPEN
    inlines = (StepsOfRule,)
    fieldsets = (
        (None, {"fields": ("criterion", "kind", "sentence", "sentence_en")}),
        (gettext_lazy("Số liệu cần có"), {"fields": ("asks", "asks_en", "out_of", "out_of_en")}),
        (gettext_lazy("Cách tính"), {"fields": ("each", "threshold", "full_from", "places")}),
    )

    @admin.display(description=gettext_lazy("mã tiêu chí"), ordering="criterion__position")
    def code(self, rule):
        return rule.criterion.code

    @admin.display(description=gettext_lazy("bộ tiêu chí"), ordering="criterion__criteria_set")
    def criteria_set(self, rule):
        return rule.criterion.criteria_set

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        rule = rule_of(form.instance)
        for fault in rule_faults(rule):
            if fault.is_remark:
                self.message_user(request, self._remark(fault, rule), messages.WARNING)

    @staticmethod
    def _remark(fault, rule):
        return _("Đã lưu, nhưng nên xem lại: %(remark)s") % {"remark": rule_fault_words(fault, rule)}


def rule_link(criterion):
    """From a criterion to its rule: to the one it has, or to a new one; nothing for what is divided further."""
    if criterion.pk is None or criterion.children.exists():
        return None
    rule = ScoringRule.objects.filter(criterion=criterion).first()
    if rule is not None:
        address, words = reverse("admin:indices_scoringrule_change", args=(rule.pk,)), str(rule.shown_sentence)
    else:
        query = urlencode({"criterion": criterion.pk})
        address, words = f"{reverse('admin:indices_scoringrule_add')}?{query}", _("Đặt quy tắc cho điểm")
    return format_html('<a href="{}">{}</a>', address, words)
