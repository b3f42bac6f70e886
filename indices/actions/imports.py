"""A criteria tree that was read from a file becomes the tree of a set: all of it with its origin, or nothing."""

from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from indices.actions.sets import lock_set
from indices.actions.trees import store_tree
from indices.permissions import is_admin, require
from records.models import AuditEvent
from records.trail import record_save


class ImportRefusedError(Exception):
    """The set cannot take a tree from a file; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a tree came from.

    Args:
        file_name: without its path.
        digest: SHA-256 of the file, in hexadecimal digits.
        sheet: its name; empty for a CSV file.
    """

    file_name: str
    digest: str
    sheet: str = ""


@transaction.atomic
def import_tree(*, criteria_set, rows, origin, by, unfinished=False):
    """Store a tree as that of a new draft, or of a draft that is still empty.

    Args:
        criteria_set: one that is not stored yet is stored here.
        rows: `TreeRow`s.
        origin: an `Origin`, written into the audit trail.
        unfinished: store what does not add up yet, too.

    Returns:
        The set.

    Raises:
        PermissionDenied: `by` does not lay down criteria.
        ValidationError: a new set has no name, or its slug is taken.
        SetLockedError: a published edition uses the set.
        ImportRefusedError: the set is no draft, or holds criteria already.
        TreeFaultsError: everything that is wrong with the tree; nothing is stored.
    """
    require(is_admin(by))
    if criteria_set.pk is None:
        criteria_set.state = criteria_set.State.DRAFT
        criteria_set.full_clean()
        criteria_set.save()
        record_save(criteria_set, None, by=by)
    held = lock_set(criteria_set)
    reason = why_not_into(held)
    if reason:
        raise ImportRefusedError(reason)
    store_tree(criteria_set=held, rows=rows, by=by, within=held.index.within, unfinished=unfinished)
    facts = {"file": origin.file_name, "sha256": origin.digest, "criteria": len(rows)}
    AuditEvent.objects.record(
        kind="criteria_imported", target=held, by=by, after=facts | ({"sheet": origin.sheet} if origin.sheet else {})
    )
    return held


def why_not_into(criteria_set):
    """Why a stored set that is not locked takes no tree from a file, as a sentence; empty where it does."""
    if criteria_set.state != criteria_set.State.DRAFT:
        return _("“%(set)s” không còn là dự thảo: chỉ nhập được vào bộ dự thảo, hoặc nhập thành bộ mới.") % {
            "set": criteria_set
        }
    if criteria_set.criteria.exists():
        return _("“%(set)s” đã có tiêu chí: chỉ nhập được vào bộ dự thảo còn trống, hoặc nhập thành bộ mới.") % {
            "set": criteria_set
        }
    return ""
