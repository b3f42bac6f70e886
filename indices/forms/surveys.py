"""How points are made of answers, as a supervisor says it."""

from django import forms

from indices.models import Survey


class SurveyForm(forms.ModelForm):
    """The calculator, the number of levels, the design effect; the action stores them."""

    class Meta:
        model = Survey
        fields = ("calculator", "levels", "design_effect")

    def clean_design_effect(self):
        value = self.cleaned_data["design_effect"]
        if value <= 0:
            field = Survey._meta.get_field("design_effect")
            raise forms.ValidationError(field.error_messages["invalid"], params={"value": value})
        return value

    def _post_clean(self):
        """The action gives the survey its edition, and asks whether it may be."""
