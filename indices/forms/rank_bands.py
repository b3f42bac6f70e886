"""The form that asks what is to be taken of a survey: how many answers a unit, and the design effect."""

from fractions import Fraction

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from indices.forms.rules import FigureField
from indices.queries.rank_bands import Assumed

FEWEST, MOST = 2, 1_000_000
LEAST_EFFECT, GREATEST_EFFECT = Fraction(1, 2), 20


class SurveyForm(forms.Form):
    """Bound only where answers were asked for, so that an empty page shows no fault."""

    use_required_attribute = False
    required_css_class = "required"

    n = forms.IntegerField(
        label=_("Số phiếu hợp lệ của mỗi đơn vị"),
        help_text=_("Lấy ở báo cáo của cuộc điều tra; mỗi đơn vị coi như cùng số phiếu."),
        min_value=FEWEST,
        max_value=MOST,
        error_messages={
            "required": _("Hãy ghi số phiếu: không có số phiếu thì không tính được sai số."),
            "invalid": _("Hãy ghi một số nguyên, ví dụ 400."),
            "min_value": _("Ít nhất %(limit_value)s phiếu."),
            "max_value": _("Nhiều nhất một triệu phiếu."),
        },
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "size": 8}),
    )
    design = FigureField(
        label=_("Hệ số thiết kế mẫu"),
        help_text=_("1: chọn ngẫu nhiên từng người. Chọn cả cụm (thôn, tổ dân phố) thì lớn hơn, thường 1,5 đến 3."),
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "size": 8}),
    )

    def __init__(self, query):
        super().__init__(query if "n" in query else None, auto_id="f-%s", initial={"design": "1"})

    def clean_design(self):
        found = self.cleaned_data["design"]
        effect = Fraction(1) if found is None else Fraction(found)
        if not LEAST_EFFECT <= effect <= GREATEST_EFFECT:
            raise ValidationError(_("Hệ số thiết kế mẫu từ 0,5 đến 20."))
        return effect

    @property
    def assumed(self):
        """What is taken; `None` where nothing is asked for yet, or where there is a fault."""
        if not self.is_bound or not self.is_valid():
            return None
        return Assumed(self.cleaned_data["n"], self.cleaned_data["design"])
