"""Every kind of page of the admin, in both languages, on a desk and on a phone: clean by axe, never too wide."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.urls import reverse
from django.utils import translation
from playwright.sync_api import sync_playwright

from records.models import AuditEvent
from tests.admin_forms import signed_in_admin
from tests.browser.test_accessibility import look_at, violations
from tests.factories import (
    AliasFactory,
    AssignmentFactory,
    DecisionFactory,
    ScoreFactory,
    SourceFactory,
    StandingFactory,
    SuccessionFactory,
    UnitFactory,
)

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
VIEWS = {"1280 px": (1280, 1), "360 px": (360, 1)}
admin = pytest.fixture(signed_in_admin)


@pytest.fixture
def addresses(admin):
    """Names of addresses with their arguments: desk, list, empty form, form with inlines, deletion, trail, our own."""
    unit = AliasFactory(unit=UnitFactory(name="Phú Thọ", parent=UnitFactory(name="Bắc Bộ"))).unit
    SuccessionFactory(predecessor=unit).sources.add(SourceFactory())
    StandingFactory(unit=unit)
    score = ScoreFactory()
    user = AssignmentFactory(unit=unit).user
    event = AuditEvent.objects.record(
        kind="changed",
        target=DecisionFactory(),
        by=admin,
        before={"signed_on": None},
        after={"signed_on": "2025-04-06"},
    )
    return [
        ("admin:index", ()),
        ("admin:app_list", ("units",)),
        ("admin:units_unit_changelist", ()),
        ("admin:units_unit_add", ()),
        ("admin:units_unit_change", (unit.pk,)),
        ("admin:units_unit_delete", (unit.pk,)),
        ("admin:units_unit_merge", ()),
        ("admin:units_unit_rename", (unit.pk,)),
        ("admin:indices_score_change", (score.pk,)),
        ("admin:records_auditevent_changelist", ()),
        ("admin:records_auditevent_change", (event.pk,)),
        ("admin:records_user_changelist", ()),
        ("admin:records_user_add", ()),
        ("admin:records_user_change", (user.pk,)),
        ("admin:auth_user_password_change", (user.pk,)),
        ("admin:password_change", ()),
    ]


@pytest.mark.parametrize("language", ["vi", "en"])
def test_pages_of_the_admin_are_accessible(client, live_server, chromium_options, addresses, language):
    cookies = [{"name": name, "value": morsel.value, "url": live_server.url} for name, morsel in client.cookies.items()]
    found = []
    with sync_playwright() as playwright, playwright.chromium.launch(**chromium_options) as browser:
        context = browser.new_context(locale=language, base_url=live_server.url)
        context.add_cookies(cookies)
        page = context.new_page()
        for name, arguments in addresses:
            with translation.override(language):
                page.goto(reverse(name, args=arguments), wait_until="networkidle")
            for adding in page.locator(".add-row a:visible").all():
                adding.click()
            for view, (width, scale) in VIEWS.items():
                look_at(page, width, scale)
                found += [f"{name}, {view}: {violation}" for violation in violations(Axe(), page)]
                if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                    found.append(f"{name}, {view}: wider than the window")
            if page.get_by_role("heading", level=1).count() != 1:
                found.append(f"{name}: not one heading")
    assert "\n".join(found) == ""
