"""`demo_accounts`: one account for each role, for a trial on one's own machine."""

import json
import os
import secrets

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from indices.models import IndexAssignment
from records.models import AuditEvent, User
from units.models import Unit

Role = IndexAssignment.Role
UNIT = "ha-noi"  # the officer's and the leader's own province
LETTERS = "abcdefghijkmnpqrstuvwxyz23456789"  # without those that are taken for one another

# name -> (role, `None` for an admin; has a unit of its own; what it may do)
ACCOUNTS = {
    "canbo": (Role.OFFICER, True, gettext_lazy("cán bộ đơn vị: đọc dự thảo và phụ lục của Hà Nội")),
    "lanhdao": (Role.LEADER, True, gettext_lazy("lãnh đạo: đọc dự thảo của mọi chỉ số")),
    "tonghop": (Role.SUPERVISOR, False, gettext_lazy("cán bộ tổng hợp: tải điểm lên, sửa và công bố mọi chỉ số")),
    "quantri": (None, False, gettext_lazy("quản trị: bộ tiêu chí, đơn vị, người dùng, tại /admin/")),
}


class Command(BaseCommand):
    help = "Make, or set back, one account for each role and print its password; again: the same passwords."

    def add_arguments(self, parser):
        parser.add_argument("--anyway", action="store_true", help="even on a site that is served over HTTPS")

    def handle(self, *args, anyway, **options):
        if settings.HTTPS and not anyway:
            raise CommandError(
                _("Tài khoản dùng thử chỉ dành cho máy riêng; trang này chạy HTTPS (DJANGO_HTTPS). Vẫn làm: --anyway.")
            )
        unit = Unit.objects.filter(slug=UNIT).first()
        if unit is None:
            raise CommandError(_("Chưa có đơn vị %(unit)s; hãy chạy load_published trước.") % {"unit": UNIT})
        path = settings.BASE_DIR / "var" / "demo-accounts.json"
        known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
        accounts = {name: {"password": _new_password(), "hash": "", **known.get(name, {})} for name in ACCOUNTS}
        with transaction.atomic():
            for name, account in accounts.items():
                role, has_unit, _may = ACCOUNTS[name]
                account["hash"] = set_up(name, account, role=role, unit=unit if has_unit else None)
        if accounts != known:
            _keep(path, accounts)
        self._print(accounts)

    def _print(self, accounts):
        for name, account in accounts.items():
            for place, language in enumerate(("vi", "en")):
                with override(language):
                    head = f"{name:<9} {account['password']:<14}" if place == 0 else " " * 24
                    self.stdout.write(f"  {head} {ACCOUNTS[name][2]}")


def set_up(name, account, *, role, unit):
    """Bring an account to what it should be, writing only what differs.

    To make or check a digest takes half a second, by design, so the digest is kept beside the password: as long as the
    database still holds it, there is nothing to do.

    Args:
        account: {"password", "hash"}; the hash is empty where none was made yet.

    Returns:
        The hash that the database holds now.
    """
    user = User.objects.filter(username=name).first() or User(username=name)
    is_admin = role is None
    known = bool(user.pk) and (user.password == account["hash"] or user.check_password(account["password"]))
    changed = []
    if not (known and user.is_active and user.is_staff == user.is_superuser == is_admin):
        user.is_active, user.is_staff, user.is_superuser = True, is_admin, is_admin
        user.set_password(account["password"])
        user.save()
        changed.append("account")
    wanted = [] if is_admin else [(role, None, unit and unit.pk)]
    if list(user.assignments.values_list("role", "index", "unit")) != wanted:
        user.assignments.all().delete()
        for _role, _index, unit_id in wanted:
            IndexAssignment.objects.create(user=user, role=role, unit_id=unit_id)
        changed.append("role")
    if changed:
        AuditEvent.objects.record(kind="demo_account_set_up", target=user, after={"changed": changed, "role": role})
    return user.password


def _new_password():
    return "-".join("".join(secrets.choice(LETTERS) for _letter in range(4)) for _group in range(3))


def _keep(path, accounts):
    """Write the passwords where only the owner of this installation reads them."""
    path.parent.mkdir(exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        os.fchmod(file.fileno(), 0o600)  # an older file may have been more open
        json.dump(accounts, file, ensure_ascii=False, indent=2)
