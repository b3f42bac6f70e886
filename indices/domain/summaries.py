"""How the units of a block lie at one criterion or in the total: mean, median, extremes, how many at full marks."""

from collections.abc import Sequence

from indices.domain.figures import HUNDRED, cut_quotient, from_billionths
from indices.domain.plan import Tally
from indices.domain.values import Figure, Statistic


def summarise(tallies: Sequence[Tally], *, one_maximum: bool = False) -> Statistic | None:
    """Sum up those who have a figure: in points if all of them have points, else in percent those who have a percent.

    Args:
        one_maximum: points are summed up only if they are of one and the same maximum, or of no known maximum at all,
            else percents are. So it is with totals: 68.32 of 84 and 90.02 of 100 have no mean that says anything.

    Returns:
        The statistic; `None` if nobody has a figure.
    """
    known = [tally for tally in tallies if tally.points is not None or tally.share is not None]
    if not known:
        return None
    points = [tally.points for tally in known if tally.points is not None]
    maxima = [tally.maximum or 0 for tally in known]
    if len(points) == len(known) and not (one_maximum and len(set(maxima)) > 1):
        full = None
        if min(maxima) > 0:
            full = sum(value >= maximum for value, maximum in zip(points, maxima, strict=True))
        return _statistic(points, full, Figure.POINTS)
    percents = [tally.percent if tally.share is None else tally.share for tally in known]
    found = [percent for percent in percents if percent is not None]
    return _statistic(found, sum(percent >= HUNDRED for percent in found), Figure.PERCENT)


def _statistic(figures: list[int], at_full_marks: int | None, figure: Figure) -> Statistic:
    """Of figures in billionths, at least one."""
    n = len(figures)
    figures.sort()
    return Statistic(
        n=n,
        mean=from_billionths(cut_quotient(sum(figures), n)),
        median=from_billionths(cut_quotient(figures[(n - 1) // 2] + figures[n // 2], 2)),
        lowest=from_billionths(figures[0]),
        highest=from_billionths(figures[-1]),
        at_full_marks=at_full_marks,
        figure=figure,
    )
