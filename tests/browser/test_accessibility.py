"""Every public page, in both languages: clean by axe, one heading, nothing wider than a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.browser.pages import MISSING, PAGES

pytestmark = [pytest.mark.browser, pytest.mark.django_db]

# Rules of WCAG 2.2 AA, and axe's own of good practice.
RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
# Width in CSS pixels, and how many of the screen's each one takes: a desk, a phone, and a desk at 200 % zoom.
VIEWS = {"1280 px": (1280, 1), "360 px": (360, 1), "200 %": (640, 2)}


@pytest.fixture(scope="module")
def axe():
    return Axe()


def look_at(page, width, scale):
    """See a page that is open as wide, and as enlarged, as this."""
    metrics = {"width": width, "height": 800, "deviceScaleFactor": scale, "mobile": False}
    page.context.new_cdp_session(page).send("Emulation.setDeviceMetricsOverride", metrics)


def violations(axe, page):
    """What axe finds, one line an element."""
    found = axe.run(page, options=RULES).response["violations"]
    return [f"{rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("path", PAGES)
def test_page_is_accessible(visit, axe, path, language):
    page = visit(path if language == "vi" else f"/en{path}", expected=404 if path == MISSING else 200)
    found = []
    for view, (width, scale) in VIEWS.items():
        look_at(page, width, scale)
        found += [f"{view}: {violation}" for violation in violations(axe, page)]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            found.append(f"{view}: wider than the window")
    assert found == []
    assert page.get_by_role("heading", level=1).count() == 1
    assert page.locator("html").get_attribute("lang") == language
