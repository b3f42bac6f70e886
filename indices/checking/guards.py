"""Does the database still refuse what it must?"""

from django.db import connection
from django.utils.translation import gettext as _

from indices import guards


def all_installed():
    """Every trigger that guards published editions, locked sets and the audit trail is there."""
    for name in guards.missing(connection):
        yield _("cơ sở dữ liệu thiếu trigger %(name)s (chạy migrate để tạo lại)") % {"name": name}
