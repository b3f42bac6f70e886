"""The admin in a real browser: nothing that the strict policy forbids, nothing fetched elsewhere, no page too wide."""

from contextlib import contextmanager

import pytest
from django.urls import reverse
from playwright.sync_api import sync_playwright

from tests.admin_forms import signed_in_admin
from tests.factories import AliasFactory, BandFactory, ScoreFactory, StandingFactory, UnitFactory, freeze

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
admin = pytest.fixture(signed_in_admin)


@pytest.fixture
def pages(admin):
    """Addresses of every kind of page: list, form, form with inlines, closed form, suggestions, audit trail."""
    unit = AliasFactory(unit=UnitFactory(name="Phú Thọ")).unit
    score = ScoreFactory(standing=StandingFactory(unit=unit))
    frozen = freeze(BandFactory().edition)
    return [
        reverse("admin:index"),
        reverse("admin:units_unit_changelist"),
        reverse("admin:units_unit_change", args=(unit.pk,)),
        reverse("admin:indices_score_change", args=(score.pk,)),
        reverse("admin:indices_edition_change", args=(frozen.pk,)),
        reverse("admin:indices_edition_add"),
        reverse("admin:records_auditevent_changelist"),
        reverse("admin:auth_user_password_change", args=(admin.pk,)),
    ]


@pytest.fixture
def signed_in(client, live_server, chromium_options, pages):
    """`with signed_in(width) as page:` a browser in which the admin is signed in."""
    addressed = {"url": live_server.url}
    cookies = [{"name": name, "value": morsel.value, **addressed} for name, morsel in client.cookies.items()]

    @contextmanager
    def opened(width=1280):
        with sync_playwright() as playwright, playwright.chromium.launch(**chromium_options) as browser:
            context = browser.new_context(
                viewport={"width": width, "height": 900}, locale="vi", base_url=live_server.url
            )
            context.add_cookies(cookies)
            yield context.new_page()

    return opened


@pytest.mark.parametrize("width", [1280, 360])
def test_admin_pages_break_no_rule_of_the_policy(signed_in, live_server, pages, width):
    complaints, too_wide = [], []
    with signed_in(width) as page:
        page.on("console", lambda said: complaints.append(said.text) if said.type in ("error", "warning") else None)
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "request", lambda asked: None if asked.url.startswith(live_server.url) else complaints.append(asked.url)
        )
        for address in pages:
            page.goto(address, wait_until="networkidle")
            assert page.get_by_role("button", name="Đăng xuất").is_visible()
            for adding in page.locator(".add-row a:visible").all():
                adding.click()
            if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
                too_wide.append(address)
    assert complaints == []
    assert too_wide == []


def test_unit_is_suggested_while_one_types_without_accents(signed_in):
    with signed_in() as page:
        page.goto(reverse("admin:units_unit_add"), wait_until="networkidle")
        page.locator(".field-parent .select2-selection").click()
        page.keyboard.type("phu tho")
        page.get_by_role("option", name="Phú Thọ (tỉnh)").click()
        assert page.locator(".field-parent .select2-selection__rendered").inner_text().endswith("Phú Thọ (tỉnh)")
