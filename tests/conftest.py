"""What every test stands on: settings for tests, examples for properties, the real browser, and no test passed over.

The database is the one that DATABASE_URL names; without it, SQLite in memory. `make test` runs the suite on both.
"""

import os

import django
import hypothesis
import pytest
from django.test import override_settings
from django.utils import translation

from indices.benchmarks import browser

# Set here and not by a second settings file; stronger than a developer's own .env, which the settings read too.
os.environ.setdefault("DATABASE_URL", "sqlite://:memory:")
os.environ.update(
    DJANGO_SETTINGS_MODULE="reformtrack.settings",
    DJANGO_SECRET_KEY="known to every reader of the tests, and used nowhere else",
    DJANGO_DEBUG="false",
    DJANGO_HTTPS="false",  # the test client and the live server speak plain HTTP
    DJANGO_ALLOWED_HOSTS="127.0.0.1,localhost,testserver",
    DJANGO_BEHIND_PROXY="false",
    DJANGO_CSRF_TRUSTED_ORIGINS="",
    SITE_PRIVATE="false",
    DATABASE_CONN_MAX_AGE="0",  # a connection kept open would stand in the way when the test database is dropped
)
django.setup()  # here, because a conftest further down may import models as it is loaded

# No deadline: a slow machine is no fault of the code. `make fuzz` chooses the second profile.
hypothesis.configuration.set_hypothesis_home_dir(".cache/hypothesis")
hypothesis.settings.register_profile("default", max_examples=100, deadline=None, print_blob=True)
hypothesis.settings.register_profile("fuzz", max_examples=5_000, deadline=None, print_blob=True)
hypothesis.settings.load_profile("default")


@pytest.fixture(scope="session")
def chromium_options() -> dict:
    """Arguments for Playwright's `chromium.launch`. Without a browser a test fails; it is never passed over."""
    return browser.chromium_options()


@pytest.fixture(scope="session", autouse=True)
def settings_for_tests(tmp_path_factory):
    """What no environment variable sets: a quick password hash, static files as they lie, and nothing that is kept."""
    plain_files = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    with override_settings(
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        STORAGES={"default": {"BACKEND": "django.core.files.storage.InMemoryStorage"}, "staticfiles": plain_files},
        CACHES={"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}},
        STATIC_ROOT=tmp_path_factory.mktemp("static"),
        UPLOADS_ROOT=tmp_path_factory.mktemp("uploads"),
    ):
        yield


def pytest_collection_modifyitems(config, items):
    """Browser tests run on PostgreSQL only: the live server's threads would share SQLite's one connection."""
    if os.environ["DATABASE_URL"].startswith("postgres"):
        return
    in_browser = [item for item in items if item.get_closest_marker("browser")]
    if in_browser:
        config.hook.pytest_deselected(items=in_browser)
        items[:] = [item for item in items if item not in set(in_browser)]


def _refuse_skip(report):
    """A test that is skipped, or expected to fail, counts as failed: what is not run is not known."""
    if report.skipped or hasattr(report, "wasxfail"):
        reason = getattr(report, "wasxfail", None) or report.longrepr
        report.outcome = "failed"
        report.longrepr = f"skipped or expected to fail, which this project does not allow: {reason}"
        vars(report).pop("wasxfail", None)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport():
    return _refuse_skip((yield))


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report():
    return _refuse_skip((yield))


@pytest.fixture(autouse=True)
def vietnamese():
    """Each test begins and ends in Vietnamese: a page asked for in English leaves that language behind."""
    with translation.override("vi"):
        yield
