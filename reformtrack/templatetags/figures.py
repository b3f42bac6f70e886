"""Figures and addresses in templates. Formatting only: nothing is computed here."""

from django import template
from django.urls import translate_url
from django.utils.translation import get_language

from reformtrack.figures import figure_format

register = template.Library()


@register.filter
def points(value, places=2):
    """`{{ standing.points|points:2 }}` → `91,61` in the active language."""
    return figure_format(get_language() or "vi").points(value, int(places))


@register.filter
def change(value, places=2):
    """`{{ move|change:2 }}` → `+0,12` or `−0,12`."""
    return figure_format(get_language() or "vi").change(value, int(places))


@register.filter
def exact(value):
    """Every digit stored, without trailing zeros."""
    return figure_format(get_language() or "vi").exact(value)


@register.simple_tag(takes_context=True)
def in_language(context, language):
    """The address of this very page, filters and all, in another language."""
    request = context.get("request")
    return translate_url(request.get_full_path(), language) if request else "/"


@register.simple_tag(takes_context=True)
def with_query(context, **changes):
    """`?…` of this page with some parameters changed; `None` takes one away, and the page number always goes."""
    query = context["request"].GET.copy()
    query.pop("page", None)
    for name, value in changes.items():
        query.pop(name, None)
        if value not in (None, ""):
            query[name] = value
    return f"?{query.urlencode()}" if query else "?"
