"""Who may do what (design §8): asked by the page, and again by the action.

`by` is a user, an anonymous visitor, or `None` for a command run on the server by whoever holds it.
"""

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils.translation import gettext as _

from indices.models import IndexAssignment

Role = IndexAssignment.Role


def _assigned(by, index, *roles):
    """Has `by` one of these roles for this index (or for every index), whatever the unit?"""
    return by.assignments.filter(Q(index=index) | Q(index=None), role__in=roles).exists()


def is_admin(by):
    """Lays down criteria, units, users in Django admin."""
    return by is None or (by.is_active and by.is_superuser)


def may_supervise(by, index):
    """Uploads, corrects and publishes the editions of an index."""
    return is_admin(by) or (by.is_authenticated and _assigned(by, index, Role.SUPERVISOR))


def may_read_edition(by, edition):
    """Published editions are anyone's; drafts are read by leaders and supervisors of the index, and by admins."""
    if edition.is_frozen or is_admin(by):
        return True
    return by.is_authenticated and _assigned(by, edition.index, Role.LEADER, Role.SUPERVISOR)


def may_read_draft_of(by, edition, unit):
    """A unit officer reads the drafts of the own unit."""
    if may_read_edition(by, edition):
        return True
    return (
        by.is_authenticated
        and by.assignments.filter(Q(index=edition.index) | Q(index=None), role=Role.OFFICER, unit=unit).exists()
    )


def may_read_annex(by, annex):
    """An annex is its unit's people's and the supervisors' of its index, unless it was opened."""
    standing = annex.standing
    if annex.is_open or may_supervise(by, standing.edition.index):
        return True
    return (
        by.is_authenticated
        and by.assignments.filter(
            Q(index=standing.edition.index) | Q(index=None), role=Role.OFFICER, unit=standing.unit
        ).exists()
    )


def may_upload_at_all(by):
    """Is there any index that `by` may bring spreadsheets for?"""
    return by.is_authenticated and (by.is_superuser or by.assignments.filter(role=Role.SUPERVISOR).exists())


def require(allowed):
    """Refuse, with a sentence, what a predicate above did not allow."""
    if not allowed:
        raise PermissionDenied(_("Bạn không có quyền làm việc này."))
