"""What a person says of a merge or of another name; what follows from it is worked out in `merging` and `actions`."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import (
    AdminDateWidget,
    AdminTextareaWidget,
    AdminTextInputWidget,
    AutocompleteSelect,
    AutocompleteSelectMultiple,
)
from django.utils.translation import gettext_lazy as _

from records.models import Decision, Source
from units.models import Alias, Kind, Succession, Unit

NO_KIND = ("", "–")


def _label(field):
    """A field whose units, decisions and sources bear the labels by which the admin tells namesakes apart."""
    field.label_from_instance = admin.site.get_model_admin(field.queryset.model).choice_label
    return field


def _one(model, source, **options):
    widget = AutocompleteSelect(source, admin.site)
    return _label(forms.ModelChoiceField(model.objects.all(), widget=widget, **options))


def _several(model, source, **options):
    widget = AutocompleteSelectMultiple(source, admin.site)
    return _label(forms.ModelMultipleChoiceField(model.objects.all(), widget=widget, **options))


def _field(model, name):
    return model._meta.get_field(name)


class DatedForm(forms.Form):
    """What happens on a day, by a decision, as sources say."""

    required_css_class = "required"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # Made here: which pages the admin has is known only once every app is loaded.
        self.fields["decision"] = _one(
            Decision, _field(Succession, "decision"), label=_("Theo quyết định, nghị quyết"), required=False
        )
        self.fields["sources"] = _several(Source, _field(Succession, "sources"), label=_("Nguồn"), required=False)

    effective_on = forms.DateField(
        label=_("Có hiệu lực từ ngày"), widget=AdminDateWidget, help_text=_("Ngày đầu tiên theo tên mới, đơn vị mới.")
    )


class MergeForm(DatedForm):
    """Units that become one."""

    name = forms.CharField(
        label=_("Tên đơn vị mới"),
        max_length=200,
        required=False,
        widget=AdminTextInputWidget,
        help_text=_("Tên không kèm chữ chỉ loại: “Phú Thọ”, không phải “tỉnh Phú Thọ”; sở, ban, ngành thì ghi cả tên."),
    )
    kind = forms.ChoiceField(label=_("Loại"), choices=[NO_KIND, *Kind.choices], required=False)
    name_en = forms.CharField(label=_("Tên tiếng Anh"), max_length=200, required=False, widget=AdminTextInputWidget)
    code = forms.CharField(
        label=_("Mã"),
        max_length=40,
        required=False,
        widget=AdminTextInputWidget,
        help_text=_("Để trống: lấy mã của đơn vị cũ cùng tên."),
    )
    slug = forms.SlugField(
        label=_("Định danh trong địa chỉ"),
        max_length=120,
        required=False,
        widget=AdminTextInputWidget,
        help_text=_("Để trống: phần mềm tự đặt từ tên, thêm năm nếu đã có đơn vị khác dùng (phu-tho-2025)."),
    )
    note = forms.CharField(label=_("Ghi chú"), widget=AdminTextareaWidget(attrs={"rows": 3}), required=False)
    fieldsets = (
        (_("Sắp xếp"), {"fields": ("predecessors", "effective_on", "successor")}),
        (_("Đơn vị mới"), {"fields": ("name", "kind", "name_en", "code", "slug")}),
        (_("Căn cứ"), {"fields": ("decision", "sources", "note")}),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["predecessors"] = _several(
            Unit,
            _field(Alias, "unit"),
            label=_("Các đơn vị nhập lại"),
            help_text=_("Gõ tên để tìm, chọn lần lượt từng đơn vị; các đơn vị này kết thúc vào ngày liền trước."),
        )
        self.fields["successor"] = _one(
            Unit,
            _field(Succession, "successor"),
            label=_("Nhập vào đơn vị đang có"),
            required=False,
            help_text=_("Chỉ chọn khi một đơn vị tiếp tục tồn tại và nhận các đơn vị kia. Để trống: lập đơn vị mới."),
        )


class RenameForm(DatedForm):
    """Another name or kind of a unit that stays the same unit."""

    name = forms.CharField(label=_("Tên mới"), max_length=200, widget=AdminTextInputWidget)
    kind = forms.ChoiceField(label=_("Loại mới"), choices=Kind.choices)
    name_en = forms.CharField(label=_("Tên tiếng Anh"), max_length=200, required=False, widget=AdminTextInputWidget)
    fieldsets = ((None, {"fields": ("name", "kind", "name_en", "effective_on", "decision", "sources")}),)
