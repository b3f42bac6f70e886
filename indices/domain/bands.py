"""Whether the bands of an edition can sort every result into one class (rule 9 of SCORING.md)."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import pairwise

from indices.domain.values import BandRule


class BandFlaw(StrEnum):
    """What keeps bands from sorting results: a result would get two of them, or none."""

    REVERSED = "reversed"  # the upper bound is not above the lower
    OVERLAP = "overlap"  # a result would belong to both
    GAP = "gap"  # a result between the two would belong to neither
    TOP_CLOSED = "top_closed"  # the best results would belong to none


@dataclass(frozen=True, slots=True)
class BandFault:
    """One thing wrong with the bands.

    Args:
        band: label of the band that has it.
        other: label of the next band up; empty where the flaw is the band's own.
        lower, upper: the bounds that clash; `None` is open.
    """

    flaw: BandFlaw
    band: str
    other: str = ""
    lower: Decimal | None = None
    upper: Decimal | None = None


def band_faults(bands: Sequence[BandRule]) -> tuple[BandFault, ...]:
    """Everything wrong with the bounds of bands, from the lowest band up.

    Bands without bounds are labels and sort nothing. Below the lowest band there may be nothing: who lies there has no
    band.
    """
    bounded = [band for band in bands if band.lower is not None or band.upper is not None]
    faults = [
        BandFault(BandFlaw.REVERSED, band.label, lower=band.lower, upper=band.upper)
        for band in bounded
        if band.lower is not None and band.upper is not None and band.upper <= band.lower
    ]
    if faults:
        return tuple(faults)  # nothing can be said of how they lie beside each other
    # Open below comes first; of two that begin together, the narrower.
    ordered = sorted(
        bounded,
        key=lambda band: (band.lower is not None, band.lower or 0, band.upper is None, band.upper or 0),
    )
    for band, above in pairwise(ordered):
        if above.lower is None or band.upper is None or band.upper > above.lower:
            faults.append(BandFault(BandFlaw.OVERLAP, band.label, above.label, above.lower, band.upper))
        elif band.upper < above.lower:
            faults.append(BandFault(BandFlaw.GAP, band.label, above.label, above.lower, band.upper))
    if not faults and ordered and ordered[-1].upper is not None:
        faults.append(BandFault(BandFlaw.TOP_CLOSED, ordered[-1].label, upper=ordered[-1].upper))
    return tuple(faults)
