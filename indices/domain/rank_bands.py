"""The range of ranks that a total allows which is not known to the last digit, or rests on a survey.

Two causes, kept apart. A printed figure hides what was rounded away: what ranks that allows is exact, nothing is drawn
by lot. A survey would have come out otherwise with other people asked: that is drawn, many times, from a seed, so that
it comes out the same again.
"""

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from math import isqrt
from random import Random

from indices.domain.figures import BILLION

DRAWS = 2000
SEED = 20_250_701
WITHIN = Fraction(95, 100)
# The sum of twelve even draws has a variance of one and lies as the normal curve does, in whole numbers alone.
EVEN_DRAWS = 12
BITS = 16


@dataclass(frozen=True, slots=True)
class Span:
    """What a total may be, in billionths, both ends included."""

    low: int
    high: int


@dataclass(frozen=True, slots=True)
class RankBand:
    """The best and the worst rank that a unit may have."""

    best: int
    worst: int

    @property
    def is_certain(self) -> bool:
        return self.best == self.worst


def printed_span(count: int, places: int) -> Span:
    """What may have been rounded to a printed figure (rule 3): half a unit of its last place either way.

    Args:
        count: the figure in billionths.
        places: it was printed with, nine at most.
    """
    half = BILLION // 10**places // 2
    return Span(count - half, count + half)


def error_at_most(points: int, maximum: int, *, size: int, design: Fraction = Fraction(1)) -> int:
    """The standard error that points may have at most which are a mean of so many answers.

    No answers between nothing and the maximum lie farther from their mean than those that are all at either end: the
    variance of a mean p of them is at most p(1 - p)/size, as a share of the maximum, whatever the scale.

    Args:
        points, maximum: in billionths; points outside 0 to `maximum` are taken to be at its end.
        size: valid answers.
        design: how many times larger the variance is than of a simple random sample (design effect).

    Returns:
        Billionths, cut.

    Raises:
        ValueError: no answers, or a design effect not above zero.
    """
    if size < 1 or design <= 0:
        raise ValueError("an error rests on answers, and a design effect is above zero")
    inside = min(max(points, 0), maximum)
    return isqrt(inside * (maximum - inside) * design.numerator // (size * design.denominator))


def rounding_bands(spans: Mapping[str, Span]) -> dict[str, RankBand]:
    """What ranks the units of one block may have, whatever lies within the spans; exact.

    Nobody is below a unit for certain unless all that he may have is less than all that it may have; those whose spans
    touch may be equal and share a rank.

    Returns:
        Unit -> its best and worst rank, in the order given.
    """
    lows = sorted(span.low for span in spans.values())
    highs = sorted(span.high for span in spans.values())
    found = {}
    for unit, span in spans.items():
        surely_above = len(lows) - bisect_right(lows, span.high)
        # Itself is among them where its span has any width.
        maybe_above = len(highs) - bisect_right(highs, span.low) - (span.high > span.low)
        found[unit] = RankBand(1 + surely_above, 1 + maybe_above)
    return found


def chance_bands(
    totals: Mapping[str, int], errors: Mapping[str, int], *, draws: int = DRAWS, seed: int = SEED
) -> dict[str, RankBand]:
    """What ranks the units of one block have in 95 of 100 surveys like this one.

    Each total is taken to lie about what it would be if everybody were asked as its standard error says, after the
    normal curve, one unit independently of another. The totals stay whole billionths; only what is added is drawn.

    Args:
        totals: unit -> total in billionths.
        errors: unit -> its standard error in billionths; 0, or no such unit, for what rests on no survey.
        draws: how many times; the first and last fortieth of a unit's ranks are left out.
        seed: of the draws. The same seed, units and figures give the same bands on every machine.

    Raises:
        ValueError: an error below zero, or fewer than one draw.
    """
    if any(error < 0 for error in errors.values()) or draws < 1:
        raise ValueError("a standard error is not below zero, and something must be drawn")
    import numpy as np  # here, so that a process that draws nothing does not load it

    units = sorted(totals)  # so that the order given changes nothing
    middle = np.array([totals[unit] for unit in units], dtype=np.int64)
    error = np.array([errors.get(unit, 0) for unit in units], dtype=np.int64)
    chance = Random(seed)  # noqa: S311 - a survey drawn again, not a secret
    ranks = np.empty((draws, len(units)), dtype=np.int32)
    for row in ranks:
        bits = np.frombuffer(chance.randbytes(len(units) * EVEN_DRAWS * BITS // 8), dtype="<u2")
        even = bits.reshape(len(units), EVEN_DRAWS).sum(axis=1, dtype=np.int64) - (EVEN_DRAWS << BITS) // 2
        drawn = middle + (error * even >> BITS)
        row[:] = 1 + len(units) - np.searchsorted(np.sort(drawn), drawn, side="right")
    ranks.sort(axis=0)
    cut = int(draws * (1 - WITHIN) / 2)
    bands = {
        unit: RankBand(int(best), int(worst))
        for unit, best, worst in zip(units, ranks[cut], ranks[draws - 1 - cut], strict=True)
    }
    return {unit: bands[unit] for unit in totals}
