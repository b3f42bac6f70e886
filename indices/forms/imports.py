"""What is asked for when a criteria tree is read from a file: what set it becomes, and the file."""

from django import forms
from django.utils.translation import gettext_lazy as _

from indices.models import CriteriaSet

MADE = ("index", "name", "name_en", "slug", "decision", "year_from", "max_points")


def empty_drafts():
    """Drafts that hold no criteria yet: the sets that a tree can be read into."""
    drafts = CriteriaSet.objects.filter(state=CriteriaSet.State.DRAFT, criteria=None)
    return drafts.select_related("index").order_by("name")


class ImportForm(forms.ModelForm):
    """A new set, or one that is still empty, and the file that holds its tree."""

    into = forms.ModelChoiceField(
        label=_("Lưu vào bộ"),
        queryset=CriteriaSet.objects.none(),
        required=False,
        empty_label=_("bộ mới, như ghi dưới đây"),
        help_text=_("Các bộ dự thảo còn trống cũng chọn được; khi đó bỏ qua các ô về bộ mới."),
    )
    file = forms.FileField(
        label=_("Tệp"),
        help_text=_("Bảng tính Excel (.xlsx), .ods hoặc CSV, trình bày như trong quyết định hoặc theo tệp mẫu."),
        widget=forms.FileInput(attrs={"accept": ".xlsx,.ods,.csv"}),
        error_messages={"empty": _("Tệp rỗng: không có nội dung nào. Chọn lại tệp.")},
    )
    unfinished = forms.BooleanField(
        label=_("Nhập cả khi điểm còn thiếu hoặc chưa khớp"),
        required=False,
        help_text=_("Dùng cho bộ còn viết dở; điểm phải đủ và khớp trước khi đưa vào áp dụng."),
    )

    class Meta:
        model = CriteriaSet
        fields = MADE
        labels = {"max_points": _("Tổng điểm tối đa"), "year_from": _("Áp dụng từ năm")}
        help_texts = {
            "slug": _("Chữ không dấu, số và gạch nối; không đổi được về sau."),
            "max_points": _("Để trống thì lấy ở dòng tổng cộng của tệp, nếu có."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["into"].queryset = empty_drafts()
        for name in ("index", "decision"):
            # Only a new one may be made on the way; what there is, is changed on its own page.
            widget = self.fields[name].widget
            widget.can_change_related = widget.can_delete_related = widget.can_view_related = False
        if self.data.get("into"):
            for name in MADE:
                self.fields[name].required = False

    def _post_clean(self):
        # A set that exists is not described anew: the fields about a new one are passed over.
        if not self.cleaned_data.get("into"):
            super()._post_clean()

    def target(self):
        """The set that the tree becomes; a new one is not stored yet."""
        return self.cleaned_data["into"] or self.instance
