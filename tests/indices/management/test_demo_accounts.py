"""`demo_accounts`: one account a role, the same passwords every time, and only on one's own machine."""

import io
import json
import stat

import pytest
from django.core.management import CommandError, call_command

from indices.management.commands.demo_accounts import ACCOUNTS
from indices.models import IndexAssignment
from records.models import AuditEvent, User
from tests.factories import AssignmentFactory, UnitFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def ha_noi(settings, tmp_path):
    """The officer's province; what the command keeps goes to a folder of the test's own."""
    settings.BASE_DIR = tmp_path
    return UnitFactory(name="Hà Nội", slug="ha-noi")


@pytest.fixture
def kept(settings, ha_noi):
    """Reads the file that holds the passwords."""
    return lambda: json.loads((settings.BASE_DIR / "var" / "demo-accounts.json").read_text(encoding="utf-8"))


def run(*options):
    out = io.StringIO()
    call_command("demo_accounts", *options, stdout=out)
    return out.getvalue()


def test_demo_accounts_make_one_account_a_role(ha_noi, kept):
    run()
    assert {
        (row.user.username, row.role, row.index, row.unit) for row in IndexAssignment.objects.select_related("user")
    } == {
        ("canbo", "officer", None, ha_noi),
        ("lanhdao", "leader", None, ha_noi),
        ("tonghop", "supervisor", None, None),
    }
    assert list(User.objects.filter(is_superuser=True, is_staff=True).values_list("username", flat=True)) == ["quantri"]
    for name, account in kept().items():
        assert User.objects.get(username=name).check_password(account["password"])


def test_demo_accounts_print_name_password_and_what_each_may_do(ha_noi, kept):
    printed = run()
    for name, account in kept().items():
        (line,) = [line for line in printed.splitlines() if line.split()[0] == name]
        assert account["password"] in line
        assert str(ACCOUNTS[name][2]) in line
    assert len(printed.splitlines()) == 2 * len(ACCOUNTS)  # in Vietnamese, then in English


def test_demo_accounts_again_print_the_same_and_write_nothing(ha_noi, django_assert_max_num_queries):
    first, events = run(), AuditEvent.objects.count()
    with django_assert_max_num_queries(12):
        assert run() == first
    assert AuditEvent.objects.count() == events == len(ACCOUNTS)


def test_demo_accounts_set_back_what_was_changed(ha_noi, kept):
    run()
    before = kept()
    User.objects.filter(username="canbo").update(is_superuser=True, is_active=False)
    admin = User.objects.get(username="quantri")
    admin.set_password("khác")
    admin.save()
    AssignmentFactory(user=User.objects.get(username="tonghop"), role="leader")
    run()
    officer = User.objects.get(username="canbo")
    assert (officer.is_superuser, officer.is_active) == (False, True)
    admin.refresh_from_db()
    assert admin.check_password(before["quantri"]["password"])
    assert IndexAssignment.objects.get(user__username="tonghop").role == "supervisor"


def test_demo_accounts_serve_another_database_with_the_kept_passwords(ha_noi, settings, kept):
    known = {name: {"password": f"mat-khau-{name}", "hash": "made elsewhere"} for name in ACCOUNTS}
    path = settings.BASE_DIR / "var" / "demo-accounts.json"
    path.parent.mkdir()
    path.write_text(json.dumps(known), encoding="utf-8")
    run()
    for name in ACCOUNTS:
        user = User.objects.get(username=name)
        assert user.check_password(known[name]["password"])
        assert kept()[name] == {"password": known[name]["password"], "hash": user.password}


def test_demo_accounts_keep_passwords_for_their_owner_only(ha_noi, settings):
    path = settings.BASE_DIR / "var" / "demo-accounts.json"
    path.parent.mkdir()
    path.write_text("{}", encoding="utf-8")
    path.chmod(0o644)
    run()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_demo_accounts_differ_from_one_installation_to_the_next(ha_noi, settings, tmp_path):
    first = run()
    settings.BASE_DIR = tmp_path / "another"
    settings.BASE_DIR.mkdir()
    assert run() != first


def test_demo_accounts_are_refused_where_the_site_is_served_over_https(ha_noi, settings):
    settings.HTTPS = True
    with pytest.raises(CommandError, match="--anyway"):
        run()
    assert not User.objects.exists()
    assert run("--anyway")


def test_demo_accounts_want_the_published_units_first(settings, tmp_path):
    settings.BASE_DIR = tmp_path
    with pytest.raises(CommandError, match="load_published"):
        run()
