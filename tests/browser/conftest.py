"""A real browser before the published record, loaded once; what any page complains of fails the test that opened it."""

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connections
from django.utils import translation
from playwright.sync_api import sync_playwright
from pytest_django.live_server_helper import LiveServer

# The policy's own complaints come as events; the console is where all complaints are gathered.
REPORT_VIOLATIONS = """
document.addEventListener("securitypolicyviolation", (event) => {
  console.error(`against the policy: ${event.effectiveDirective} ${event.blockedURI} ${event.sourceFile}`);
});
"""


def pytest_collection_modifyitems(items):
    """These tests run one after another, in whatever order they came: the record is loaded once for all of them."""
    here = [item for item in items if item.path.is_relative_to(settings.BASE_DIR / "tests" / "browser")]
    if here:
        first = items.index(here[0])
        others = [item for item in items if item not in set(here)]
        items[:] = [*others[:first], *here, *others[first:]]


@pytest.fixture(scope="package")
def site(django_db_setup, django_db_blocker):
    """Address of a server that shows the published record. No test changes what is stored; the last one clears it."""
    with django_db_blocker.unblock():
        with translation.override(settings.LANGUAGE_CODE):
            call_command("load_published", verbosity=0)
        server = LiveServer("127.0.0.1")
        yield server.url
        server.stop()
        call_command("flush", verbosity=0, interactive=False)


@pytest.fixture(scope="package")
def browser(site, chromium_options):
    """One browser for all tests, gone before the record is cleared."""
    with pytest.MonkeyPatch.context() as patch, sync_playwright() as playwright:
        # Playwright keeps a loop of events on this thread, for which Django would refuse it the database, and gives it
        # a connection of its own. Nothing that runs in the loop asks for it.
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        with playwright.chromium.launch(**chromium_options) as launched:
            yield launched
        connections.close_all()


@pytest.fixture
def visit(browser, site):
    """`visit(path, width=…)` gives a page in a context of its own: no cookie, nothing kept.

    The test fails on whatever its pages complain of: an error in the console or in a script, a breach of the policy, a
    request to elsewhere, a request that fails.
    """
    contexts, complaints = [], []

    def opened(path, *, width=1280, height=900, expected=200, **options):
        context = browser.new_context(
            viewport={"width": width, "height": height}, locale="vi-VN", base_url=site, **options
        )
        contexts.append(context)
        context.add_init_script(REPORT_VIOLATIONS)
        page = context.new_page()
        _listen(page, site, complaints, allowed=expected)
        assert page.goto(path).status == expected
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []


def _listen(page, site, complaints, *, allowed):
    """Gather what a page complains of. `allowed`: the status that the page itself is meant to have."""

    def said(message):
        if message.type in ("error", "warning") and not (allowed >= 400 and message.location["url"] == page.url):
            complaints.append(message.text)

    def asked(request):
        if not request.url.startswith((f"{site}/", "data:", "blob:")):
            complaints.append(f"asked elsewhere: {request.url}")

    def failed(request):
        # A navigation that turns out to be a file to keep is broken off by the browser itself.
        if not (request.is_navigation_request() and request.failure == "net::ERR_ABORTED"):
            complaints.append(f"failed: {request.url} {request.failure}")

    def answered(response):
        if response.status >= 400 and response.status != allowed:
            complaints.append(f"{response.status}: {response.url}")

    page.on("console", said)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.on("request", asked)
    page.on("requestfailed", failed)
    page.on("response", answered)
