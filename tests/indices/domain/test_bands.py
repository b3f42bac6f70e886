"""Bands of an edition: every result from the lowest bound up belongs to exactly one."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indices.domain.bands import BandFlaw, band_faults
from indices.domain.values import BandRule


def rule(label, lower=None, upper=None):
    return BandRule(
        label,
        None if lower is None else Decimal(lower),
        None if upper is None else Decimal(upper),
    )


@pytest.mark.parametrize(
    "bands",
    [
        [],
        [rule("Nhóm A"), rule("Nhóm B")],
        [rule("Tốt", "80")],
        [rule("Tốt", "80"), rule("Khá", "65", "80"), rule("Yếu", None, "65")],
        [rule("Khá", "65", "80"), rule("Không xếp"), rule("Tốt", "80")],
    ],
)
def test_bands_that_sort_every_result_have_no_fault(bands):
    assert band_faults(bands) == ()


@pytest.mark.parametrize(
    ("bands", "flaw", "names"),
    [
        ([rule("Tốt", "80", "70")], BandFlaw.REVERSED, ("Tốt", "")),
        ([rule("Tốt", "80"), rule("Khá", "65", "79.99")], BandFlaw.GAP, ("Khá", "Tốt")),
        ([rule("Tốt", "80"), rule("Khá", "65", "85")], BandFlaw.OVERLAP, ("Khá", "Tốt")),
        ([rule("Tốt", "80"), rule("Khá", "65")], BandFlaw.OVERLAP, ("Khá", "Tốt")),
        ([rule("Yếu", None, "50"), rule("Kém", None, "30")], BandFlaw.OVERLAP, ("Kém", "Yếu")),
        ([rule("Tốt", "80", "100"), rule("Khá", "65", "80")], BandFlaw.TOP_CLOSED, ("Tốt", "")),
    ],
)
def test_bands_that_leave_a_result_between_two_classes_are_named(bands, flaw, names):
    (fault,) = band_faults(bands)
    assert (fault.flaw, (fault.band, fault.other)) == (flaw, names)


bounds = st.none() | st.integers(0, 6).map(Decimal)


@given(st.lists(st.tuples(bounds, bounds), max_size=4))
def test_bands_without_fault_give_each_result_one_class_from_the_lowest_bound_up(pairs):
    """Compared with looking at every result: half steps lie inside bands, whole ones on their bounds."""
    bands = [BandRule(str(number), lower, upper) for number, (lower, upper) in enumerate(pairs)]
    bounded = [band for band in bands if band.lower is not None or band.upper is not None]

    def classes(result):
        return sum(
            (band.lower is None or band.lower <= result) and (band.upper is None or result < band.upper)
            for band in bounded
        )

    lowest = min((Decimal(-1) if band.lower is None else band.lower for band in bounded), default=Decimal(9))
    results = [Decimal(step) / 2 for step in range(-2, 16)]
    sorts = all(classes(result) == (1 if result >= lowest else 0) for result in results)
    reversed_ones = any(
        band.lower is not None and band.upper is not None and band.upper <= band.lower for band in bounded
    )
    assert (band_faults(bands) == ()) == (sorts and not reversed_ones)
