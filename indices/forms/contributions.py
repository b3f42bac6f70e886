"""What a criterion rests on: refused in words where it makes no sense."""

from django import forms
from django.forms.models import BaseInlineFormSet

from indices.faults.contributions import link_faults, weight_faults
from indices.models import ContributionLink
from indices.queries.contributions import own_sets, ranked_units


class ContributionLinkForm(forms.ModelForm):
    """The criterion is one of the unit's own, and what it rests on one of lower units of the same place."""

    class Meta:
        model = ContributionLink
        fields = ("standing", "criterion", "rests_on", "part", "level", "weighting", "source", "note", "note_en")

    def clean(self):
        cleaned = super().clean()
        if all(cleaned.get(name) for name in ("standing", "criterion", "rests_on")):
            given = ("standing", "criterion", "rests_on", "part")
            link = ContributionLink(**{name: cleaned.get(name) for name in given})
            for field, sentence in link_faults(link, own_sets(link.standing)):
                self.add_error(field, sentence)
        if cleaned.get("weighting") == ContributionLink.Weighting.STATED and not cleaned.get("source"):
            self.add_error("source", self.fields["source"].error_messages["required"])
        return cleaned


class WeightsFormSet(BaseInlineFormSet):
    """Weights are given exactly where they are to count, to units that are there."""

    def clean(self):
        super().clean()
        if any(self.errors) or not self.instance.rests_on_id:
            return
        kept = [form.cleaned_data for form in self.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]
        units = {row["unit"].pk: row["unit"].shown_name for row in kept}
        is_stated = self.instance.weighting == ContributionLink.Weighting.STATED
        faults = list(weight_faults(is_stated, units, ranked_units(self.instance.rests_on_id)))
        if faults:
            raise forms.ValidationError(faults)
