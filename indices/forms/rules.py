"""The form that tries a scoring rule: named inputs in, the points with their working out."""

import re

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, pgettext
from django.utils.translation import gettext as _

from indices.domain.rules import InputError, InputName, Inputs, RuleKind, asked, evaluate
from indices.models.fields import PointsFormField
from indices.presenters.rule_words import RuleFigures, input_fault_words

# In Vietnamese a point parts thousands, and we also read it as a decimal comma: `1.200` could be either.
THOUSANDS = re.compile(r"\d{1,3}(\.\d{3})+")


class FigureField(PointsFormField):
    """A figure that somebody types: refuses what could be read in two ways."""

    def __init__(self, **kwargs):
        messages = {
            "invalid": _("Hãy ghi một số, ví dụ %(example)s.")
            % {"example": "98.5" if get_language() == "en" else "98,5"},
            "max_digits": _("Số này quá dài."),
            "max_whole_digits": _("Số này quá lớn."),
            "max_decimal_places": _("Tối đa chín chữ số thập phân."),
        }
        super().__init__(**{"required": False, "error_messages": messages, **kwargs})

    def to_python(self, value):
        if isinstance(value, str) and get_language() != "en" and THOUSANDS.fullmatch(value.strip()):
            plain = value.strip().replace(".", "")
            raise ValidationError(
                _("Không ngăn hàng nghìn bằng dấu chấm: hãy ghi %(plain)s; số thập phân dùng dấu phẩy.")
                % {"plain": plain}
            )
        return super().to_python(value)


class RuleTrialForm(forms.Form):
    """Asks what the rule asks; the domain judges the answers, each fault stands beside its field.

    Args:
        stored: the `ScoringRule`, for the words of its fields.
        rule: the same as the domain's `Rule`; it must have no faults.
    """

    use_required_attribute = False  # a rate stands for two figures: the browser cannot know

    def __init__(self, data, *, stored, rule):
        names = asked(rule.kind)
        super().__init__(data if any(name in data for name in names) else None)
        self.rule, self.inputs, self.worked = rule, None, None
        makers = {
            InputName.MET: self._met,
            InputName.STEP: self._step,
            InputName.PART: lambda stored: FigureField(label=stored.shown_asks or _("Số đạt được")),
            InputName.WHOLE: lambda stored: FigureField(label=stored.shown_out_of or _("Trên tổng số")),
            InputName.RATE: lambda stored: FigureField(label=_("Hoặc tỷ lệ đã tính sẵn (%)")),
            InputName.COUNT: lambda stored: FigureField(label=stored.shown_asks or _("Số lần")),
        }
        for name in names:
            self.fields[name.value] = makers[name](stored)

    def _met(self, stored):
        words = {"yes": _("Có vi phạm"), "no": _("Không vi phạm")}
        if self.rule.sign > 0:
            words = {"yes": pgettext("quy tắc", "Đạt"), "no": _("Không đạt")}
        return self._choice(stored.shown_asks, list(words.items()))

    def _step(self, stored):
        figures = RuleFigures(self.rule)
        level = _("%(level)s: %(points)s điểm")
        levels = {
            str(step.position): level % {"level": step.label, "points": figures.points(step.points)}
            for step in self.rule.steps
        }
        return self._choice(stored.shown_asks, list(levels.items()))

    def _choice(self, label, choices):
        unknown = {"invalid_choice": _("Hãy chọn một trong các câu trả lời ở trên.")}
        return forms.ChoiceField(
            label=label, choices=choices, widget=forms.RadioSelect, required=False, error_messages=unknown
        )

    def clean(self):
        answers = {name: value for name, value in self.cleaned_data.items() if value not in (None, "")}
        if InputName.MET in answers:
            answers[InputName.MET] = answers[InputName.MET] == "yes"
        if InputName.STEP in answers:
            answers[InputName.STEP] = int(answers[InputName.STEP])
        self.inputs = Inputs(**answers)
        try:
            self.worked = evaluate(self.rule, self.inputs)
        except InputError as error:
            for fault in error.faults:
                if fault.name not in self.errors:  # what could not be read is not also missing
                    self.add_error(fault.name.value, input_fault_words(fault))
        return self.cleaned_data

    @property
    def takes_rate(self):
        """Does it ask for a part and a whole, or a rate instead?"""
        return self.rule.kind in (RuleKind.BANDS, RuleKind.PROPORTION)
