"""Which agency answers for a criterion: one that belongs to the unit it answers for."""

from django import forms
from django.utils.translation import gettext as _

from indices.models import Responsibility


class ResponsibilityForm(forms.ModelForm):
    """The agency in charge stands under the unit whose criterion it is."""

    class Meta:
        model = Responsibility
        fields = ("criterion", "within", "lead", "decision", "note")

    def clean(self):
        cleaned = super().clean()
        lead, within = cleaned.get("lead"), cleaned.get("within")
        if lead is not None and within is not None and within.pk not in _above(lead):
            text = _("%(lead)s không thuộc %(within)s; hãy chọn sở, ban, ngành hoặc đơn vị trực thuộc %(within)s.")
            self.add_error("lead", text % {"lead": lead, "within": within})
        return cleaned


def _above(unit):
    """Ids of the units that a unit belongs to, step by step."""
    above = set()
    while unit.parent is not None and unit.parent_id not in above:
        unit = unit.parent
        above.add(unit.pk)
    return above
