"""Accounts: somebody must always be left who can let others in."""

from django.utils.translation import gettext as _

from records.models import User


def _admins():
    return User.objects.filter(is_active=True, is_superuser=True)


def locks_everybody_out(*leaving):
    """Would nobody be left to administer, if these users were gone or had the right no more?"""
    admins = set(_admins().values_list("pk", flat=True))
    gone = {user.pk for user in leaving}
    return bool(admins & gone) and admins <= gone


def hold_admins():
    """Hold the accounts of admins until the transaction ends: two cannot give up the right at the same moment."""
    list(_admins().select_for_update().order_by("pk").values_list("pk"))


def last_admin_stays():
    """Why the last admin stays one, as a sentence."""
    return _("Đây là quản trị viên cuối cùng còn hoạt động; hãy giao quyền quản trị cho người khác trước.")
