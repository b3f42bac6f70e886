"""Who may do what (design §8): asked by the page, and again by the action.

`by` is a user, an anonymous visitor, or `None` for a command run on the server by whoever holds it.
"""

from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.utils.translation import gettext as _

from indices.models import IndexAssignment

Role = IndexAssignment.Role


def _assigned(by, index, *roles, **more):
    """Has `by` one of these roles for this index (or for every index)? Nobody whose account is closed has any.

    `more`: further conditions on the assignment, such as its unit.
    """
    return by.is_active and by.assignments.filter(Q(index=index) | Q(index=None), role__in=roles, **more).exists()


def is_admin(by):
    """Lays down criteria, units, users in Django admin."""
    return by is None or (by.is_active and by.is_superuser)


def may_supervise(by, index):
    """Uploads, corrects and publishes the editions of an index."""
    return is_admin(by) or _assigned(by, index, Role.SUPERVISOR)


def may_read_edition(by, edition):
    """Published editions are anyone's; drafts are read by leaders and supervisors of the index, and by admins."""
    return edition.is_frozen or is_admin(by) or _assigned(by, edition.index, Role.LEADER, Role.SUPERVISOR)


def may_judge_criteria(by, index):
    """Is told whether criteria still weigh what they were meant to: who lays them down, leads, appraises."""
    return is_admin(by) or _assigned(by, index, Role.LEADER, Role.SUPERVISOR)


def may_read_criteria_set(by, criteria_set):
    """What is in force or was is anyone's; a draft is the admins' who are laying it down."""
    return criteria_set.state != criteria_set.State.DRAFT or is_admin(by)


def may_read_draft_of(by, edition, unit):
    """A unit officer reads the drafts of the own unit."""
    return may_read_edition(by, edition) or _assigned(by, edition.index, Role.OFFICER, unit=unit)


def may_read_annex(by, annex):
    """An annex is its unit's people's and the supervisors' of its index, unless it was opened."""
    index, unit = annex.standing.edition.index, annex.standing.unit
    return annex.is_open or may_supervise(by, index) or _assigned(by, index, Role.OFFICER, unit=unit)


def may_bring_annex(by, standing):
    """A unit's own tree is brought by its officer, or by the supervisors of the index."""
    index = standing.edition.index
    return may_supervise(by, index) or _assigned(by, index, Role.OFFICER, unit=standing.unit)


def may_read_upload(by, upload):
    """What was brought is read by whoever may bring it: an annex's file by the unit's officer too."""
    if upload.is_of_annex:
        return may_bring_annex(by, upload.standing)
    return may_supervise(by, upload.edition.index)


def may_upload_at_all(by):
    """Is there any index that `by` may bring spreadsheets for?"""
    return is_admin(by) or (by.is_active and by.assignments.filter(role=Role.SUPERVISOR).exists())


def require(allowed):
    """Refuse, with a sentence, what a predicate above did not allow."""
    if not allowed:
        raise PermissionDenied(_("Bạn không có quyền làm việc này."))
