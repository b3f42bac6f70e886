"""Addresses that several pages lead to, and the sample asked for in an address (`?sample=1`)."""

from urllib.parse import urldefrag

from django.urls import reverse

ASKED = "sample"  # the name in the address
YES = "1"
HIDDEN = [{"name": ASKED, "value": YES}]  # of a toolbar, so that what is asked next is asked of the sample too


def asks_for_sample(query):
    """Does a query string (a `QueryDict`) ask for the sample?"""
    return query.get(ASKED) == YES


def in_sample(address, is_sample):
    """The address of the same page of the sample, or the address as it is."""
    if not is_sample:
        return address
    page, place = urldefrag(address)
    page += f"{'&' if '?' in page else '?'}{ASKED}={YES}"
    return f"{page}#{place}" if place else page


def address_label(edition):
    """How an edition is written in an address: an old revision by its number."""
    published = edition.state == edition.State.PUBLISHED
    return edition.label if published else f"{edition.label}-r{edition.revision}"


def criterion_address(edition, criterion):
    """The page of one criterion in an edition (with its index): a `Criterion`, or a `Leaf` of the domain."""
    return reverse("criterion", args=(edition.index.slug, address_label(edition), criterion.code))


def source_address(code, is_sample=False):
    """Where a source stands on the page of sources, or on that of the sample's."""
    return in_sample(f"{reverse('sources')}#{code}", is_sample)
