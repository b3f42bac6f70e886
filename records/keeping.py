"""What is made once and kept until the code or the data changes."""

import hashlib

from django.conf import settings
from django.core.cache import cache
from django.utils.translation import get_language

from records.models import DataVersion


def version_key(*parts):
    """A digest of everything a page is made from: the code, the data, the language, and what else the caller names."""
    told = (settings.CODE_VERSION, DataVersion.current(), get_language(), *parts)
    return hashlib.sha256("|".join(map(str, told)).encode()).hexdigest()[:32]


def kept(make, *parts):
    """What `make()` gives; made once for these parts as long as neither code nor data change.

    Args:
        make: gives plain values (texts, numbers, lists and dicts of them), never `None`, and nothing that is meant for
            one reader only.
        parts: what it is, and everything it depends on beside code, data and language.
    """
    return cache.get_or_set(version_key(*parts), make, timeout=None)
