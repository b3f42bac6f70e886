"""What is made once stays until the code or the data changes."""

import pytest
from django.core.cache import cache
from django.test import override_settings
from django.utils import translation

from records.keeping import kept, version_key
from records.models import DataVersion


@pytest.fixture
def made(db):
    """The times that something was made, in a memory that keeps."""
    memory = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "test of keeping"}}
    with override_settings(CACHES=memory):
        times = []

        def make():
            times.append(len(times))
            return {"made": len(times)}

        yield make
        cache.clear()


def test_same_thing_is_made_once(made):
    assert kept(made, "a", 1) == kept(made, "a", 1) == {"made": 1}


def test_other_parts_are_made_anew(made):
    assert [kept(made, "a", 1)["made"], kept(made, "a", 2)["made"]] == [1, 2]


def test_change_of_the_data_has_it_made_anew(made):
    kept(made, "a")
    DataVersion.bump()
    assert kept(made, "a") == {"made": 2}


def test_other_language_has_its_own(made):
    kept(made, "a")
    with translation.override("en"):
        assert kept(made, "a") == {"made": 2}


def test_other_code_has_it_made_anew(made):
    kept(made, "a")
    with override_settings(CODE_VERSION="another"):
        assert kept(made, "a") == {"made": 2}


def test_parts_are_not_taken_for_one_another(db):
    assert version_key("a", "b") != version_key("ab")
