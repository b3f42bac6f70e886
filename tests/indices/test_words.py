"""Figures in the words of pages: how many places a difference needs, how short a maximum may be."""

from decimal import Decimal

import pytest

from indices.models import Index
from indices.presenters.words import Figures, maximum_text


@pytest.mark.parametrize(
    ("value", "places", "text"),
    [
        ("1.25", 2, "+1,25"),
        ("-0.0612", 4, "−0,06"),
        ("-0.0033", 4, "−0,0033"),
        ("-0.000049", 4, "−0,00005"),  # more than the index's places: it is a change
        ("0.004", 2, "+0,004"),
        ("0", 4, "0,00"),
    ],
)
def test_a_change_that_is_one_is_never_shown_as_nothing(value, places, text):
    assert Figures(Index(places=places), "vi").change(Decimal(value)) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [("10", "10"), ("2.5", "2,5"), ("3.333333333", "3,3333"), ("9.999999999", "10"), ("12.125", "12,125")],
)
def test_a_maximum_has_no_more_places_than_the_points_beside_it(value, text):
    assert maximum_text(Decimal(value), Figures(Index(places=4), "vi")) == text
