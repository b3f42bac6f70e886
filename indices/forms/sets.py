"""What is asked for when a criteria set is copied, and what is proposed."""

import re

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from indices.models import CriteriaSet

YEARS_AT_END = re.compile(r"(?<!\d)(?:19|20)\d\d(?:\s?[–-]\s?(?:19|20)\d\d)?$")
LONGEST_SLUG = CriteriaSet._meta.get_field("slug").max_length
COPIED = ("index", "name", "name_en", "slug", "decision", "year_from")


class CopyForm(forms.ModelForm):
    """What a copy is called, and what lays it down."""

    year_from = forms.IntegerField(
        label=_("Áp dụng từ năm"), required=False, min_value=1990, max_value=2100, help_text=_("Có thể ghi sau.")
    )

    class Meta:
        model = CriteriaSet
        fields = COPIED
        help_texts = {
            "index": _(
                "Để nguyên nếu là bộ mới của cùng chỉ số. Chọn chỉ số khác (huyện, xã, sở, ngành) thì chỉ chép cây "
                "tiêu chí, không đối chiếu với bộ cũ."
            ),
            "slug": _("Chữ không dấu, số và gạch nối; không đổi được về sau."),
            "decision": _("Có thể ghi sau, trước khi đưa vào áp dụng."),
        }
        error_messages = {"slug": {"unique": _("Định danh này đã dùng cho một bộ khác; hãy ghi định danh khác.")}}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # A decision may be added on the way; nothing else is looked after from here.
        for name in ("index", "decision"):
            widget = self.fields[name].widget
            widget.can_change_related = widget.can_delete_related = widget.can_view_related = False
            widget.can_add_related = name == "decision"


def proposed(criteria_set):
    """What the form is filled with: the name and slug of the set with the year that follows, and its index."""
    this_year = timezone.localdate().year
    last = criteria_set.year_to or criteria_set.year_from
    year = this_year if last is None else max(last + 1, this_year)
    return {
        "index": criteria_set.index_id,
        "name": YEARS_AT_END.sub(str(year), criteria_set.name),
        "name_en": YEARS_AT_END.sub(str(year), criteria_set.name_en),
        "slug": _free_slug(criteria_set.slug, year),
        "year_from": year,
    }


def _free_slug(slug, year):
    """The stem of a slug with the year, and a number where that is taken: `par-province-2026-2`."""
    stem = re.sub(r"-(?:19|20)\d\d(?:-\d+)?$", "", slug)[: LONGEST_SLUG - 9]
    wanted = f"{stem}-{year}"
    taken = set(CriteriaSet.objects.filter(slug__startswith=wanted).values_list("slug", flat=True))
    number, free = 2, wanted
    while free in taken:
        free, number = f"{wanted}-{number}", number + 1
    return free
