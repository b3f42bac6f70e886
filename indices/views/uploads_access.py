"""Who comes through the supervisors' door, to what; and what their answers are like: never kept by anybody."""

from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from indices.models import Edition, Index, Upload
from indices.permissions import may_read_upload, may_supervise, require
from indices.presenters.uploads import annex_address, desk_address
from indices.presenters.words import edition_name
from indices.presenters.years import scorecard_address
from indices.queries.uploads import AT_WORK
from indices.views.base import REVISION, crumbs, crumbs_of_indices


def at_the_door(view):
    """For who has signed in; strangers are asked to. Nothing of it is kept."""
    return never_cache(login_required(wraps(view)(view)))


def supervised_edition(by, index, label):
    """The edition at `/uploads/<index>/<label>/`: the revision that the label names, else the draft at work, else what
    is published.

    Raises:
        PermissionDenied: `by` does not supervise the index.
        Http404: there is no such index or edition.
    """
    found = get_object_or_404(Index, slug=index)
    require(may_supervise(by, found))
    editions = Edition.objects.filter(index=found).select_related("index__within", "criteria_set__decision", "decision")
    match = REVISION.fullmatch(label)
    if match:
        return get_object_or_404(editions, label=match["label"], revision=int(match["revision"]))
    newest = editions.filter(label=label).order_by("-revision")
    edition = newest.filter(state__in=AT_WORK).first() or newest.first()
    if edition is None:
        raise Http404
    return edition


def readable_upload(by, pk):
    """A file that `by` may see.

    Raises:
        Http404: there is none, or it is not theirs: nobody learns from the answer that there is one.
    """
    uploads = Upload.objects.select_related(
        "edition__index__within",
        "edition__criteria_set",
        "standing__unit",
        "standing__edition__index",
        "criteria_set",
        "by",
        "stored_by",
        "closed_by",
    )
    upload = get_object_or_404(uploads, pk=pk)
    if not may_read_upload(by, upload):
        raise Http404
    return upload


def door_crumbs(*trail):
    """The way to a page behind the door."""
    return crumbs((_("Tải lên"), reverse("upload_list")), *trail)


def edition_crumbs(edition, *trail):
    """The way to a page about one edition; without a trail the desk itself is the end."""
    return door_crumbs((edition_name(edition), desk_address(edition) if trail else None), *trail)


def annex_crumbs(standing, *trail):
    """The way to a page about a unit's own tree: by the edition and the scorecard, which its officer may read."""
    edition, unit = standing.edition, standing.unit
    return crumbs_of_indices(
        (edition_name(edition), edition.get_absolute_url()),
        (unit.shown_name, scorecard_address(edition, unit)),
        (_("Phụ lục"), annex_address(standing) if trail else None),
        *trail,
        is_sample=edition.index.is_sample,
    )
