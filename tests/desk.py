"""Somebody signed in, at work in a real browser: every page clean, and no word of complaint from any."""

from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from django.db import connections
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext, pgettext
from playwright.sync_api import expect, sync_playwright

from tests.browser.test_accessibility import RULES


class Desk:
    """The browser of whoever works: pages in one language, each of them clean, and no word of complaint from any."""

    def __init__(self, page, language):
        self.page, self.language, self.axe, self.complaints = page, language, Axe(), []
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("console", self.hear)
        page.on("dialog", lambda dialog: dialog.accept())

    def hear(self, said):
        # What has no address is said of axe itself, which is no page's: it tries inline styles.
        if said.type == "error" and said.location["url"]:
            self.complaints.append(said.text)

    def words(self, text, context=None):
        with translation.override(self.language):
            return pgettext(context, text) if context else gettext(text)

    def go(self, name, *args, **kwargs):
        with translation.override(self.language):
            self.page.goto(reverse(name, args=args, kwargs=kwargs))

    def choose(self, field, text):
        """Choose among suggestions, by typing."""
        self.page.locator(f".field-{field} .select2-selection").click()
        self.page.locator(".select2-container--open .select2-search__field").press_sequentially(text)
        self.page.locator(".select2-results__option--highlighted", has_text=text).click()
        expect(self.page.locator(f".field-{field} .select2-selection__rendered")).to_contain_text(text)

    def named(self, text, role="button", context=None):
        return self.page.get_by_role(role, name=self.words(text, context), exact=True).first

    def press(self, text, role="button", context=None):
        self.send(self.named(text, role, context))

    def send(self, button):
        """Press what leads to another page, and wait for that page."""
        with self.page.expect_navigation():
            button.click()

    def press_enter(self, text, role="button", context=None):
        self.send_by_keyboard(self.named(text, role, context))

    def send_by_keyboard(self, button):
        """Press what leads to another page by keyboard alone, and wait for that page."""
        button.focus()
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def is_clean(self):
        """By axe, with one heading, and no wider than the window."""
        found = self.axe.run(self.page, options=RULES).response["violations"]
        assert [f"{rule['id']}: {node['html'][:200]}" for rule in found for node in rule["nodes"]] == []
        assert self.page.get_by_role("heading", level=1).count() == 1
        assert not self.page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def desks(client, live_server, chromium_options, monkeypatch):
    """What `with at_desk(language) as desk:` calls, for whoever has signed in at `client`."""
    # Playwright keeps a loop of events on this thread, for which Django would refuse it the database.
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
    cookies = [{"name": name, "value": found.value, "url": live_server.url} for name, found in client.cookies.items()]

    @contextmanager
    def opened(language):
        with sync_playwright() as playwright, playwright.chromium.launch(**chromium_options) as browser:
            context = browser.new_context(viewport={"width": 1280, "height": 2400}, base_url=live_server.url)
            context.add_cookies(cookies)
            desk = Desk(context.new_page(), language)
            desk.page.set_default_timeout(10_000)
            try:
                yield desk
            finally:
                connections.close_all()  # those that were opened inside the loop
            assert desk.complaints == []

    return opened
