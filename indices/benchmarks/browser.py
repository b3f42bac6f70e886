"""How soon a reader sees the first table: in a real browser that has nothing of the site yet."""

import os
import shutil

from indices.benchmarks.measuring import HOST, Spread, UnexpectedAnswerError

NAMES = ("chromium", "chromium-browser", "google-chrome")
FLAGS = (
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    # The browser asks nobody but the site itself: no updates, no sync, and no name resolves but this machine's.
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
# A promise, since the policy lets nobody ask again and again from outside. It looks at every frame from the start of
# the navigation on, and none is made before the style sheets are there; the frame after the one that has the first row
# is when that is on the screen.
WATCH = """
window.tableSeen = new Promise((seen) => {
  const look = () => {
    const row = document.querySelector("table tbody tr");
    if (row && row.getClientRects().length) requestAnimationFrame(() => seen(performance.now()));
    else requestAnimationFrame(look);
  };
  requestAnimationFrame(look);
});
"""


def chromium_options():
    """Arguments for Playwright's `chromium.launch`: the system's own browser, since Playwright's is not downloaded.

    Raises:
        FileNotFoundError: there is no Chromium.
    """
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        raise FileNotFoundError(f"no browser among {', '.join(NAMES)}: apt-get install chromium")
    flags = list(FLAGS)
    if os.geteuid() == 0:
        flags.append("--no-sandbox")  # Chromium refuses to run as root with it
    return {"executable_path": path, "args": flags, "headless": True}


def until_table_is_seen(port, paths, *, repetitions):
    """Milliseconds from the start of a navigation until the first table is on the screen: path -> Spread."""
    from playwright.sync_api import sync_playwright  # a package of the tests: a server does not have it

    found = {}
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(**chromium_options())
        for path in paths:
            taken = [_once(browser, f"http://{HOST}:{port}{path}") for _again in range(repetitions + 1)]
            found[path] = Spread.of(taken[1:])  # the first one warms up
        browser.close()
    return found


def _once(browser, address):
    context = browser.new_context(viewport={"width": 1280, "height": 800}, locale="vi-VN")
    page = context.new_page()
    page.add_init_script(WATCH)
    response = page.goto(address)
    if response.status != 200:
        raise UnexpectedAnswerError(f"{address} answers {response.status}")
    taken = page.evaluate("window.tableSeen")
    context.close()
    return taken
