"""What supervisors say at their door: which edition to open, under which decision to publish, how to read a file."""

import re
from dataclasses import replace

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from indices.actions.decisions import NamedDecision
from indices.importing.score_values import KINDS_OF_POINTS, Choice, Meaning, Shape
from indices.models import CriteriaSet, Index
from records.models import Decision
from reformtrack.text import nfc

DAY_FORMATS = ["%Y-%m-%d", "%d/%m/%Y"]
ROW = re.compile(r"\d{1,7}")
COLUMN = re.compile(r"column-(\d{1,7})")


class DayInput(forms.DateInput):
    """A day, chosen with the browser's own means."""

    input_type = "date"

    def __init__(self):
        super().__init__(format=DAY_FORMATS[0])


def day_field(**options):
    return forms.DateField(widget=DayInput(), input_formats=DAY_FORMATS, **options)


class OpenForm(forms.Form):
    """Which year or period of which index is begun."""

    index = forms.ModelChoiceField(Index.objects.none(), label=gettext_lazy("Chỉ số nào"), empty_label=None)
    label = forms.CharField(
        label=gettext_lazy("Năm hoặc kỳ"),
        max_length=12,
        help_text=gettext_lazy("Năm: 2026. Quý 3: 2026-q3. Tháng 9: 2026-m09. Tuần 47: 2026-w47."),
    )

    def __init__(self, *args, indices, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["index"].queryset = indices
        self.fields["index"].label_from_instance = _index_label
        self.fields["label"].initial = str(timezone.localdate().year)


def _index_label(index):
    return f"{index.label} · {index.within.shown_name}" if index.within_id else index.label


class PublishForm(forms.Form):
    """The decision that publishes an edition: one on record, or a new one; and the day it was made public."""

    decision = forms.ModelChoiceField(
        Decision.objects.order_by("-signed_on", "number"),
        label=gettext_lazy("Quyết định công bố"),
        required=False,
        empty_label=gettext_lazy("– chọn, hoặc ghi quyết định mới ở dưới –"),
    )
    number = forms.CharField(label=gettext_lazy("Số, ký hiệu"), max_length=80, required=False)
    issuer = forms.CharField(label=gettext_lazy("Cơ quan ban hành"), max_length=200, required=False)
    signed_on = day_field(label=gettext_lazy("Ngày ký"), required=False)
    signer = forms.CharField(label=gettext_lazy("Người ký"), max_length=120, required=False)
    published_on = day_field(
        label=gettext_lazy("Ngày công bố"), required=False, help_text=gettext_lazy("Để trống: ngày ký quyết định.")
    )
    NEW = ("number", "issuer", "signed_on")

    def __init__(self, *args, edition, **kwargs):
        super().__init__(*args, **kwargs)
        self.edition = edition
        self.fields["decision"].label_from_instance = _decision_label

    def clean(self):
        cleaned = super().clean()
        chosen = cleaned.get("decision")
        if "decision" in self.errors:
            return cleaned
        if chosen is None:
            self._clean_new(cleaned)
        elif any(cleaned.get(name) for name in self.NEW):
            self.add_error("decision", _("Hoặc chọn một quyết định, hoặc ghi quyết định mới; không cả hai."))
        if not self.errors:
            self._clean_day(cleaned, chosen.signed_on if chosen else cleaned["signed_on"])
        return cleaned

    def _clean_new(self, cleaned):
        for name in self.NEW:
            if not cleaned.get(name) and name not in self.errors:
                self.add_error(name, _("Hãy chọn quyết định trong danh sách, hoặc ghi đủ số, cơ quan và ngày ký."))
        if cleaned.get("signed_on") and cleaned["signed_on"] > timezone.localdate():
            self.add_error("signed_on", _("Ngày ký còn ở phía trước; hãy xem lại."))

    def _clean_day(self, cleaned, signed_on):
        day = cleaned.get("published_on") or signed_on
        if day is None:
            self.add_error("published_on", _("Quyết định chưa ghi ngày ký; hãy ghi ngày công bố."))
        elif day > timezone.localdate():
            self.add_error("published_on", _("Ngày công bố còn ở phía trước; hãy xem lại."))
        elif day < self.edition.starts_on:
            self.add_error("published_on", _("Ngày công bố ở trước thời kỳ đánh giá; hãy xem lại."))
        cleaned["published_on"] = day

    def wanted(self):
        """Arguments of `actions.decisions.publish_under`."""
        told = self.cleaned_data
        decision = told["decision"] or NamedDecision(
            number=nfc(told["number"]), issuer=nfc(told["issuer"]), signed_on=told["signed_on"], signer=told["signer"]
        )
        return {"decision": decision, "published_on": told["published_on"]}


def _decision_label(decision):
    day = f", {decision.signed_on:%d/%m/%Y}" if decision.signed_on else ""
    return f"{decision.number}{day}, {decision.issuer}"


class AnnexForm(forms.Form):
    """Which set a unit's own tree follows. The file comes beside it."""

    criteria_set = forms.ModelChoiceField(
        CriteriaSet.objects.none(), label=gettext_lazy("Theo bộ tiêu chí"), empty_label=None
    )

    def __init__(self, *args, sets, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["criteria_set"].queryset = sets
        self.fields["criteria_set"].label_from_instance = lambda found: found.shown_name


# How a file is read


def read_choice(post, before=None):
    """What somebody chose of how to read a file, on top of what was chosen before; what makes no sense is left out.

    Args:
        post: `sheet`, `shape`, `points`, `header-first`, `header-last`, `column-<place>` with `code-<place>`, and under
            `was-…` what the form showed; or, of the texts that were in doubt, `unit:<text>` = pk and
            `criterion:<text>` = code.
        before: the `Choice` so far.
    """
    before = before or Choice()
    if "sheet" not in post:  # only candidates were picked: the rest stays
        units, criteria = _picked_units(post), _picked(post, "criterion:")
        return replace(before, units={**before.units, **units}, criteria={**before.criteria, **criteria})
    same_sheet = post["sheet"] == post.get("was-sheet")
    same_shape = same_sheet and post.get("shape") == post.get("was-shape")
    return replace(
        before,
        sheet=_changed(post, "sheet") or before.sheet,
        shape=_known(_changed(post, "shape"), Shape) or (before.shape if same_sheet else None),
        header=_header(post) or (before.header if same_shape else None),
        points=_known(_changed(post, "points"), KINDS_OF_POINTS) or before.points,
        columns={**before.columns, **_columns(post)} if same_shape else {},
    )


def _changed(post, name):
    """What was sent of a field where it is not what the form showed."""
    sent = post.get(name, "")
    return "" if sent == post.get(f"was-{name}") else sent


def _known(text, values):
    return next((value for value in values if value == text), None)


def _header(post):
    """The rows of the header, where they were changed."""
    names = ("header-first", "header-last")
    if not any(_changed(post, name) for name in names):
        return None
    first, last = (post.get(name, "") for name in names)
    if not ROW.fullmatch(first):
        return None
    return int(first), max(int(first), int(last) if ROW.fullmatch(last) else int(first))


def _columns(post):
    """Place → meaning, of the columns whose meaning was changed."""
    found = {}
    for name, said in post.items():
        match = COLUMN.fullmatch(name)
        meaning = match and _meaning(said, post.get(f"code-{match[1]}", ""))
        if meaning and meaning != post.get(f"was-{match[1]}"):
            found[int(match[1])] = meaning
    return found


def _meaning(said, code):
    """`value:1.2`, or another meaning; nothing where it is none."""
    meaning = _known(said, Meaning)
    if meaning != Meaning.VALUE:
        return meaning and meaning.value
    return f"{meaning}:{code.strip()}" if code.strip() else None


def _picked(post, prefix):
    return {name.removeprefix(prefix): value for name, value in post.items() if name.startswith(prefix) and value}


def _picked_units(post):
    return {text: int(key) for text, key in _picked(post, "unit:").items() if ROW.fullmatch(key)}
