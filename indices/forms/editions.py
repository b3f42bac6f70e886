"""What a person says of an edition in the admin: when it is opened, filled with units, published, corrected."""

import re

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AdminDateWidget, AutocompleteSelect, RelatedFieldWidgetWrapper
from django.core.exceptions import BadRequest, ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from indices.actions.rolls import RollRow
from indices.domain.bands import band_faults
from indices.domain.values import BandRule
from indices.faults.bands import band_sentence
from indices.models import Block, CriteriaSet, Edition, Index
from indices.queries.rolls import Member
from records.models import Decision
from reformtrack.text import nfc, slugify
from units.models import Kind

_NUMBER = re.compile(r"\d{1,18}")
_NUL = "\x00"  # PostgreSQL keeps no text with it


def suggested(model, name, **options):
    """A choice among many, suggested while one types, under the labels by which the admin tells namesakes apart."""
    widget = AutocompleteSelect(Edition._meta.get_field(name), admin.site)
    field = forms.ModelChoiceField(model.objects.all(), widget=widget, **options)
    # Asked late: when this is read, not every admin is registered yet.
    field.label_from_instance = lambda instance: admin.site.get_model_admin(model).choice_label(instance)
    return field


class OpenEditionForm(forms.Form):
    """Which index, which year or period; the rest follows from the edition before."""

    required_css_class = "required"

    index = suggested(Index, "index", label=pgettext_lazy("năm đánh giá", "Chỉ số"))
    label = forms.CharField(
        label=gettext_lazy("Năm hoặc kỳ"),
        max_length=12,
        help_text=gettext_lazy(
            "Năm: 2026. Quý 3: 2026-q3. Tháng 9: 2026-m09. Tuần 47: 2026-w47. Chỉ số đã công bố năm nào thì sửa năm ấy "
            "bằng bản sửa đổi."
        ),
    )
    criteria_set = suggested(
        CriteriaSet,
        "criteria_set",
        label=pgettext_lazy("năm đánh giá", "Bộ tiêu chí"),
        required=False,
        help_text=gettext_lazy("Để trống: bộ đang áp dụng cho năm ấy."),
    )


class PublishForm(forms.Form):
    """The decision that publishes an edition, and the day it was made public."""

    required_css_class = "required"

    decision = suggested(
        Decision,
        "decision",
        label=gettext_lazy("Quyết định công bố"),
        help_text=gettext_lazy("Quyết định phải có trong danh mục; chưa có thì thêm bằng dấu cộng bên cạnh."),
    )
    published_on = forms.DateField(
        label=gettext_lazy("Ngày công bố"),
        required=False,
        widget=AdminDateWidget(),
        help_text=gettext_lazy("Để trống: ngày ký quyết định."),
    )

    def __init__(self, *args, edition, **kwargs):
        super().__init__(*args, **kwargs)
        self.edition = edition
        field = self.fields["decision"]
        remote = Edition._meta.get_field("decision").remote_field
        field.widget = RelatedFieldWidgetWrapper(field.widget, remote, admin.site, can_add_related=True)
        field.widget.choices = field.choices

    def clean(self):
        cleaned = super().clean()
        decision = cleaned.get("decision")
        if decision is None or "published_on" in self.errors:
            return cleaned
        day = cleaned.get("published_on") or decision.signed_on
        if day is None:
            self.add_error("published_on", _("Quyết định chưa ghi ngày ký; hãy ghi ngày công bố."))
        elif day > timezone.localdate():
            self.add_error("published_on", _("Ngày công bố còn ở phía trước; hãy xem lại."))
        elif day < self.edition.starts_on:
            self.add_error("published_on", _("Ngày công bố ở trước thời kỳ đánh giá; hãy xem lại."))
        return {**cleaned, "published_on": day}


class CorrectionForm(forms.Form):
    """Why a published edition is corrected."""

    required_css_class = "required"

    reason = forms.CharField(
        label=gettext_lazy("Lý do sửa đổi"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Người đọc sẽ thấy lý do này. Ghi rõ sửa gì, theo văn bản nào hoặc vì ghi nhầm ở đâu."),
    )
    reason_en = forms.CharField(
        label=gettext_lazy("Lý do sửa đổi (tiếng Anh)"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class RollFilter(forms.Form):
    """Which units of a roll are shown. Whatever is not understood gets the default."""

    q = forms.CharField(label=gettext_lazy("Tên đơn vị"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Loại"), required=False)
    member = forms.ChoiceField(
        label=gettext_lazy("Xem"),
        required=False,
        choices=(
            (Member.ANYONE, gettext_lazy("mọi đơn vị")),
            (Member.IN, gettext_lazy("đơn vị tham gia")),
            (Member.OUT, gettext_lazy("đơn vị không tham gia")),
        ),
    )

    def __init__(self, *args, kinds, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [("", _("mọi loại")), *((kind, Kind(kind).label) for kind in sorted(kinds))]

    def wanted(self):
        """What was chosen, as the arguments of `queries.rolls.roll_units`."""
        self.is_valid()
        chosen = {name: self.cleaned_data.get(name, "") for name in self.fields}
        return {"words": chosen["q"].replace(_NUL, ""), "kind": chosen["kind"], "member": chosen["member"]}


def _number(text):
    if not _NUMBER.fullmatch(text):
        raise BadRequest("a number was expected")
    return int(text)


def read_roll(post):
    """The rows of a roll page as they were sent: a `RollRow` for each unit that was shown.

    Raises:
        BadRequest: a number is none: no browser sends that.
    """
    taking, ranked = (set(map(_number, post.getlist(name))) for name in ("takes_part", "to_be_ranked"))
    excused = {}
    for pair in post.getlist("excused"):
        unit, _dash, criterion = pair.partition("-")
        excused.setdefault(_number(unit), set()).add(_number(criterion))
    rows = []
    for unit in map(_number, post.getlist("unit")):
        block = post.get(f"block-{unit}", "")
        rows.append(
            RollRow(
                unit,
                takes_part=unit in taking,
                to_be_ranked=unit in ranked,
                block=_number(block) if block else None,
                note=nfc(post.get(f"note-{unit}", "").replace(_NUL, "")),
                excused=frozenset(excused.get(unit, ())),
            )
        )
    return rows


class BlockForm(forms.ModelForm):
    """A block whose address follows from its name unless somebody writes another."""

    class Meta:
        model = Block
        fields = ("edition", "position", "slug", "name", "name_en", "stated_units", "is_complete")

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "slug" in self.fields:
            self.fields["slug"].required = False
            self.fields["slug"].help_text = _("Để trống: theo tên.")

    def clean(self):
        cleaned = super().clean()
        if not cleaned.get("slug") and cleaned.get("name"):
            cleaned["slug"] = slugify(cleaned["name"])[: Block._meta.get_field("slug").max_length].strip("-")
        return cleaned


class BandFormSet(forms.BaseInlineFormSet):
    """The bands of an edition, looked at together: every result belongs to one of them."""

    def clean(self):
        super().clean()
        if any(self.errors):
            return
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]
        faults = band_faults([BandRule(row["name"], row.get("lower"), row.get("upper")) for row in rows])
        if faults:
            raise ValidationError([band_sentence(fault) for fault in faults])
