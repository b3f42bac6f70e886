"""What is said of bands that cannot sort every result."""

from decimal import Decimal

import pytest
from django.utils import translation

from indices.domain.bands import BandFault, BandFlaw
from indices.faults.bands import band_sentence


@pytest.mark.parametrize("flaw", BandFlaw)
def test_every_flaw_names_the_band_and_says_what_to_write(flaw):
    fault = BandFault(flaw, "Khá", "Tốt", Decimal("80"), Decimal("79.5"))
    assert "Khá" in band_sentence(fault)


def test_bounds_are_written_as_the_reader_writes_them():
    fault = BandFault(BandFlaw.GAP, "Khá", "Tốt", Decimal("80"), Decimal("79.5"))
    assert "từ 79,5 đến dưới 80" in band_sentence(fault)
    with translation.override("en"):
        assert "79.5" in band_sentence(fault)
