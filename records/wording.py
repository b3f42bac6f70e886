"""The audit trail in words: what was done, to what, and what it said before and after, as an official reads it.

An app registers the words of what it does (`register`); fields are called by their own verbose names, and their values
by the labels of their choices.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.formats import date_format
from django.utils.text import Truncator, capfirst
from django.utils.translation import get_language, gettext_lazy, ngettext, pgettext_lazy
from django.utils.translation import gettext as _

from reformtrack.figures import NOTHING, figure_format
from reformtrack.text import sort_key

_NUMBERED = re.compile(r" \(#[^()]+\)$")  # the number behind a related object's text
_ISO_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_FIGURE = re.compile(r"-?\d+(?:\.\d+)?")
_COUNTED = re.compile(r"(\w+\.\w+): (\d+)")
_UNKNOWN_YEAR = "0001-"  # the day that stands for "before the records"
_FOLLOWING = {"search_key", "sort_key", "is_staff"}  # follow from what is shown: they would say it twice
SHORT = 60  # letters of a value in a list
WHOLE = {"added", "deleted"}  # of these the whole object is written down: too much for a line
SHOWN = 3  # values in a list


class Term(NamedTuple):
    """What a key of an event is called that is no field, and the labels of its values where they are stable words."""

    label: object
    values: Mapping[str, object] = {}


_KINDS: dict[str, object] = {}
_TERMS: dict[str, Term] = {}
_PARTS: dict[str, tuple[str, ...]] = {}


def register(*, kinds=None, terms=None, parts=None):
    """Teach the trail the words of an app's events; again changes nothing.

    Args:
        kinds: kind of an event → what was done.
        terms: key in `before` and `after` that is no field → its name, or a `Term`.
        parts: model label → labels of models whose fields its events speak of too (a set's: its criteria's).
    """
    _KINDS.update(kinds or {})
    _TERMS.update({key: term if isinstance(term, Term) else Term(term) for key, term in (terms or {}).items()})
    _PARTS.update(parts or {})


register(
    kinds={
        "added": pgettext_lazy("nhật ký", "Thêm"),
        "changed": pgettext_lazy("nhật ký", "Sửa"),
        "deleted": pgettext_lazy("nhật ký", "Xóa"),
        "loaded": gettext_lazy("Nạp từ hồ sơ đã công bố"),
        "password_changed": pgettext_lazy("nhật ký", "Đổi mật khẩu"),
        "demo_account_set_up": gettext_lazy("Lập tài khoản dùng thử"),
    },
    terms={"changed": gettext_lazy("các mục đã đổi"), "role": gettext_lazy("vai trò")},
)


def known_kinds():
    """Every kind of event that has words."""
    return set(_KINDS)


def kind_words(kind):
    """What was done: `edition_published` → “Công bố năm đánh giá”; a kind without words shows itself as other work."""
    words = _KINDS.get(kind)
    return str(words) if words else _("Việc khác (%(kind)s)") % {"kind": kind}


def object_words(target_type):
    """What kind of thing it was done to: `units.unit` → “Đơn vị”."""
    model = _model(target_type)
    return capfirst(str(model._meta.verbose_name)) if model else target_type


def address_of(target_type, target_id):
    """Where in the admin an object of the trail is looked after; empty where it is gone."""
    model = _model(target_type)
    if model is None:
        return ""
    try:
        exists = model._base_manager.filter(pk=target_id).exists()
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}_change"
        return reverse(name, args=(target_id,)) if exists else ""
    except (ValueError, NoReverseMatch):  # no number of an object; a model without pages
        return ""


def in_order(pairs):
    """(value, words) in the order of the words."""
    return sorted(pairs, key=lambda pair: sort_key(pair[1]))


def _model(label):
    try:
        return apps.get_model(label)
    except (LookupError, ValueError):
        return None


@dataclass(frozen=True, slots=True)
class Change:
    """One thing an event tells of: its name, and what it was before and after, each a list of lines."""

    label: str
    before: tuple[str, ...]
    after: tuple[str, ...]


def changes(event):
    """What an event changed, in the order it was written down; values that are lists or tables have a line each."""
    before, after = (side if isinstance(side, Mapping) else {} for side in (event.before, event.after))
    words = _Words(event.target_type)
    told = [
        Change(words.label(name), tuple(words.lines(name, before.get(name))), tuple(words.lines(name, after.get(name))))
        for name in {**before, **after}
        if name not in _FOLLOWING
    ]
    return [change for change in told if change.before != change.after]


def summary(event):
    """What changed in one line, for a list: `tên: Huế → Thành phố Huế; …`; the note where the kind says it all."""
    if event.kind in WHOLE:
        return note_words(event)
    found = changes(event)
    parts = [_in_short(change, with_before=event.before is not None) for change in found[:SHOWN]]
    more = len(found) - SHOWN
    if more > 0:
        parts.append(ngettext("và %(count)s mục khác", "và %(count)s mục khác", more) % {"count": more})
    return "; ".join(parts) or event.note


def _in_short(change, *, with_before):
    after = _short(change.after)
    return f"{change.label}: {_short(change.before)} → {after}" if with_before else f"{change.label}: {after}"


def note_words(event):
    """The note of an event; what a deletion took along is said by name: `units.Alias: 2` → “cách gọi khác: 2”."""
    if event.kind != "deleted":
        return event.note

    def named(match):
        model = _model(match[1])
        return f"{model._meta.verbose_name}: {match[2]}" if model else match[0]

    gone = _COUNTED.sub(named, event.note)
    return _("Xóa theo: %(gone)s") % {"gone": gone} if gone else ""


def _short(lines):
    return Truncator("; ".join(lines) or NOTHING).chars(SHORT)


def _is_nothing(value):
    return value in (None, "", [], {})


class _Words:
    """The words of one event's keys and values: those of its model's fields, else those that were registered."""

    def __init__(self, target_type):
        labels = (target_type, *_PARTS.get(target_type, ()))
        self._models = [model for model in map(_model, labels) if model]

    def _field(self, name):
        for model in self._models:
            try:
                field = model._meta.get_field(name)
            except FieldDoesNotExist:
                continue
            if hasattr(field, "verbose_name"):
                return field
        return None

    def label(self, name):
        field = self._field(name)
        if field is not None:
            return str(field.verbose_name)
        return str(_TERMS[name].label) if name in _TERMS else name

    def lines(self, name, value) -> Iterator[str]:
        """A value as lines of text; none for nothing."""
        if isinstance(value, Mapping):
            for inner, part in value.items():
                yield from self._nested(inner, part)
        elif isinstance(value, list):
            for part in value:
                if isinstance(part, Mapping):
                    yield "; ".join(line for inner, of in part.items() for line in self._nested(inner, of))
                else:
                    yield from self.lines(name, part)
        elif not _is_nothing(value):
            yield self._text(name, value)

    def _nested(self, name, value) -> Iterator[str]:
        text = "; ".join(self.lines(name, value))
        if text:
            yield f"{self.label(name)}: {text}"

    def _text(self, name, value):
        field = self._field(name)
        if field is None:
            return _plain(value, _TERMS[name].values if name in _TERMS else {})
        choices = {str(key): label for key, label in field.flatchoices}
        return _plain(value, choices) if choices or field.is_relation else _of_field(field, value)


def _plain(value, labels):
    """A value that belongs to no field, as text."""
    if isinstance(value, bool):
        return _("có") if value else _("không")
    text = _NUMBERED.sub("", str(value))
    if text in labels:
        return str(labels[text])
    return _day(text) if _ISO_DATE.fullmatch(text) else text


def _day(text):
    if text.startswith(_UNKNOWN_YEAR):
        return _("chưa rõ")
    day = parse_date(text)
    return date_format(day, "SHORT_DATE_FORMAT") if day else text


def _of_field(field, value):
    """A field's value, kept as plain JSON, as the field's readers write it."""
    if isinstance(field, models.DateTimeField):
        moment = parse_datetime(str(value))
        return date_format(timezone.localtime(moment), "SHORT_DATETIME_FORMAT") if moment else str(value)
    if isinstance(field, models.CharField | models.TextField | models.JSONField) or isinstance(value, bool):
        return _plain_text(value)
    if isinstance(value, str) and _FIGURE.fullmatch(value):
        return figure_format(get_language() or "vi").exact(Decimal(value))
    return _plain(value, {})


def _plain_text(value):
    """What somebody typed is shown as it is typed, whatever it looks like."""
    return value if isinstance(value, str) else _plain(value, {})
