"""What the public pages share: finding an edition, telling a browser that it has the page already."""

import re
from functools import wraps

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.utils.translation import pgettext
from django.views.decorators.http import condition

from indices.models import Edition
from indices.permissions import may_read_edition
from indices.presenters.addresses import in_sample
from records.keeping import version_key

REVISION = re.compile(r"(?P<label>.+)-r(?P<revision>\d+)")


def get_edition(index, label, by):
    """The edition at `/indices/<index>/<label>/`: its newest published revision, or the one that the label names.

    Raises:
        Http404: there is none, or `by` may not read it.
    """
    editions = Edition.objects.select_related("index", "criteria_set__decision", "decision", "source")
    match = REVISION.fullmatch(label)
    if match is None:
        return get_object_or_404(editions.published(), index__slug=index, label=label)
    edition = get_object_or_404(editions, index__slug=index, label=match["label"], revision=int(match["revision"]))
    if not may_read_edition(by, edition):
        raise Http404
    return edition


def _etag(request, *args, **kwargs):
    """A key of everything an anonymous page is made from; none for who has signed in: those pages are not kept."""
    if request.user.is_authenticated:
        return None
    # Which units exist today is part of some pages: a page is at most a day old.
    day = timezone.localdate()
    return f'"{version_key(day, request.COOKIES.get("my_unit", ""), request.get_full_path())}"'


def kept_by_browsers(view):
    """Answer 304 to a browser that has the page and nothing in it has changed; it always asks first."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        response = condition(etag_func=_etag)(view)(request, *args, **kwargs)
        patch_cache_control(response, private=True, no_cache=True)
        return response

    return answer


def crumbs(*trail):
    """`(text, address)` pairs, the page itself last with no address, as `components/crumbs.html` takes them."""
    return [{"text": text, "href": href} for text, href in trail]


def crumbs_of_indices(*trail, is_sample=False):
    """`crumbs` that begin with the list of indices, or of those of the sample."""
    return crumbs((pgettext("mục", "Chỉ số"), in_sample(reverse("index_list"), is_sample)), *trail)
