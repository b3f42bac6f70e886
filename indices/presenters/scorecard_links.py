"""Links from a scorecard to its criteria: hundreds on a page, the same ones for every unit of an edition."""

from functools import lru_cache

from django.urls import reverse
from django.utils.translation import get_language

from indices.presenters.addresses import address_label


def criterion_link(edition, code):
    """The page of one criterion in an edition (with its index), as `addresses.criterion_address` gives it."""
    return _address(edition.index.slug, address_label(edition), code, get_language())


@lru_cache(maxsize=1 << 12)
def _address(index, label, code, language):
    """The address begins with the language, which is why it is asked for."""
    return reverse("criterion", args=(index, label, code))
