"""A target that a unit's plan sets: figures and years that can be meant."""

import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from indices.models import Edition, Target
from indices.queries.rolls import eligible, set_for
from reformtrack.figures import figure_format

YEARS_BACK, YEARS_AHEAD = 30, 10
FULL = 100  # percent
Kind = Target.TargetKind


class TargetForm(forms.ModelForm):
    """The unit is one that the index ranks; the figure fits its kind."""

    class Meta:
        model = Target
        fields = ("unit", "index", "year", "kind", "figure", "decision", "sources", "note")

    def clean_year(self):
        year, this_year = self.cleaned_data["year"], timezone.localdate().year
        if not this_year - YEARS_BACK <= year <= this_year + YEARS_AHEAD:
            raise ValidationError(_("Năm %(year)s ở quá xa; hãy xem lại năm đã ghi.") % {"year": year})
        return year

    def clean(self):
        cleaned = super().clean()
        if all(cleaned.get(name) for name in ("unit", "index", "year")):
            ranked = eligible(
                Edition(index=cleaned["index"], ends_on=datetime.date(cleaned["year"], 12, 31)),
            )
            if not ranked.filter(pk=cleaned["unit"].pk).exists():
                text = _("%(index)s không xếp hạng %(unit)s vào năm %(year)s; hãy xem lại đơn vị, chỉ số và năm.")
                self.add_error("unit", text % {**cleaned, "index": cleaned["index"].label})
            elif cleaned.get("kind") and cleaned.get("figure") is not None:
                self._check_figure(cleaned, ranked)
        return cleaned

    def _check_figure(self, cleaned, ranked):
        figure, kind = cleaned["figure"], cleaned["kind"]
        if kind == Kind.PERCENT and figure > FULL:
            self.add_error("figure", _("Chỉ số nhiều nhất là 100 %."))
        elif kind == Kind.RANK:
            units = ranked.count()
            if figure != int(figure) or not 1 <= figure <= units:
                text = _("Thứ hạng là số nguyên từ 1 đến %(units)s, vì chỉ số này xếp hạng %(units)s đơn vị.")
                self.add_error("figure", text % {"units": units})
        elif kind == Kind.POINTS:
            found = set_for(cleaned["index"], cleaned["year"])
            most = found.max_points if found else None
            if most is not None and figure > most:
                shown = figure_format(get_language() or "vi").exact(most)
                self.add_error("figure", _("Điểm nhiều nhất là %(most)s theo bộ tiêu chí.") % {"most": shown})
