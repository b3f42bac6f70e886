"""What templates of the admin show of its lists and of the last changes. Reads only."""

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst

from records import desk
from records.models import AuditEvent
from records.wording import kind_words, object_words

register = template.Library()


@register.simple_tag
def desk_tasks():
    return desk.tasks()


@register.simple_tag(takes_context=True)
def desk_sections(context):
    return desk.sections(context["request"])


@register.simple_tag(takes_context=True)
def desk_technical(context):
    return desk.technical(context["request"])


@register.simple_tag
def desk_current(opts):
    return desk.current(opts)


@register.filter
def list_title(opts):
    return desk.list_title(opts)


@register.simple_tag
def last_events(count):
    return list(AuditEvent.objects.select_related("by")[:count])


@register.filter
def kind_in_words(event):
    return kind_words(event.kind)


@register.filter
def object_in_words(event):
    return object_words(event.target_type)


@register.filter
def with_headings(cells, headers):
    """The cells of a row, each knowing its column's heading: a phone shows them one below the other.

    Django hands on each cell as finished HTML: `<td class="field-name">…</td>`.
    """
    return [_labelled(cell, header) for cell, header in zip(cells, headers, strict=False)]


def _labelled(cell, header):
    tag, rest = cell[:3], cell[3:]
    if tag not in ("<td", "<th"):
        return cell
    role = "rowheader" if tag == "<th" else "cell"
    heading = header.get("text") or ""
    text = "" if isinstance(heading, SafeString) else capfirst(str(heading))  # the box that chooses every row
    return format_html('{} role="{}" data-label="{}"{}', SafeString(tag), role, text, SafeString(rest))
