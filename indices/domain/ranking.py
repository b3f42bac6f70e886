"""From totals to places: ranks, ties, gaps and bands, and why a stated rank differs (rules 7-9 of SCORING.md)."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from itertools import pairwise
from math import lcm
from typing import NamedTuple, TypeVar

from indices.domain.figures import BILLION, HUNDRED, billionths
from indices.domain.values import BandRule, EditionResult, StandingEntry, StandingResult, StandingStatus

Exact = TypeVar("Exact", Decimal, Fraction)


class RankingValue(NamedTuple):
    """What a unit is ranked by: points of a maximum, both in billionths; maximum `None` where none is known."""

    points: int
    maximum: int | None

    @property
    def fraction(self) -> Fraction:
        """The exact share of the maximum; the points themselves where there is no maximum."""
        return Fraction(self.points, BILLION if self.maximum is None else self.maximum)


def ranking_value(entry: StandingEntry, result: StandingResult) -> RankingValue | None:
    """What a standing is ranked by (rule 7): its stated percent, else its stated points, else its computed points.

    Returns:
        The value; `None` if there is no total, or if it is declared not published.
    """
    if entry.status_declared is StandingStatus.NOT_PUBLISHED:
        return None
    if entry.stated_percent is not None:
        return RankingValue(billionths(entry.stated_percent.value), HUNDRED)
    points = result.points if entry.stated_points is None else entry.stated_points.value
    if points is None:
        return None
    return RankingValue(billionths(points), None if result.max_points is None else billionths(result.max_points))


def competition_ranks(totals: Mapping[str, Fraction | int | None]) -> dict[str, int | None]:
    """Rank the units of one block from the highest total down; equal totals share a rank.

    Args:
        totals: unit -> total, exact: a fraction of its maximum, or whole billionths of one common maximum. `None` means
            "no total", which is not the same as zero.

    Returns:
        Unit -> rank, in the order given: 1, 2, 2, 4. If any unit has no total, nobody has a rank: a table with gaps
        cannot say who stands where.

    Raises:
        TypeError: a value is a float. Binary sums split ties that are equal on paper.
    """
    if any(isinstance(value, float) for value in totals.values()):
        raise TypeError("totals must be exact, not float")
    known = [value for value in totals.values() if value is not None]
    if len(known) < len(totals):
        return dict.fromkeys(totals)
    known.sort(reverse=True)
    first_place = {value: place for place, value in reversed(list(enumerate(known, 1)))}
    return {unit: None if value is None else first_place[value] for unit, value in totals.items()}


def common_factors(maxima: Iterable[int | None]) -> dict[int | None, int] | None:
    """What points of each maximum are multiplied by, so that as whole numbers they compare as shares of it do.

    Returns:
        Maximum -> factor, as fractions are brought to a common denominator; `None` if some have a maximum and others
        none: a share and bare points cannot be compared.
    """
    found = set(maxima)
    if None in found and len(found) > 1:
        return None
    common = lcm(*(maximum for maximum in found if maximum is not None))
    return {maximum: 1 if maximum is None else common // maximum for maximum in found}


def rank_block(values: Mapping[str, RankingValue | None], *, stated_units: int | None = None) -> dict[str, int | None]:
    """Rank those of one block who are to be ranked.

    Args:
        values: standing -> what it is ranked by; `None` if it has no total.
        stated_units: how many units the issuer ranked. More than there are values: the table is partial.

    Returns:
        Standing -> rank. Nobody has one if the table is partial, if a total is lacking, or if some have a maximum and
        others none: a share and bare points cannot be compared.
    """
    known = [value for value in values.values() if value is not None]
    factors = common_factors(value.maximum for value in known)
    partial = stated_units is not None and stated_units > len(values)
    if partial or len(known) < len(values) or factors is None:
        return dict.fromkeys(values)
    return competition_ranks(
        {key: None if value is None else value.points * factors[value.maximum] for key, value in values.items()}
    )


def top_share(rank: int, ranked: int) -> int:
    """Of how many percent that lead a unit is one, rounded up: rank 12 of 34 is among the first 36 %.

    Ranks among different numbers of units are not the same; this is what they can be compared by.

    Raises:
        ValueError: a rank that there is not among so many.
    """
    if not 1 <= rank <= ranked:
        raise ValueError(f"no rank {rank} among {ranked}")
    return -(-100 * rank // ranked)


def are_quite_other_numbers(counts: Iterable[int]) -> bool:
    """Are ranks among so many units, and so many, no longer the same thing?

    They are where the numbers differ by over a tenth; one unit more or less is no other field, however small it is.
    """
    known = list(counts)
    if not known:
        return False
    apart = max(known) - min(known)
    return apart > 1 and apart * 10 > max(known)


def quite_another_number(then: int | None, now: int | None) -> bool:
    """Are so many more or fewer units ranked that places gained or lost do not say much?

    Unknown numbers are taken for the same.
    """
    return bool(then and now) and are_quite_other_numbers([then or 0, now or 0])


def band_of(percent: Decimal | None, bands: Sequence[BandRule]) -> str | None:
    """The band of a percent (rule 9): lower bound included, upper excluded, the top one open.

    Where bands overlap, being given by their upper bounds alone, the narrowest holds. Bands without bounds are labels
    that the issuer gives by means it did not publish; nobody is put in them.

    Returns:
        Its label; `None` if there is no percent, or no band for it.
    """
    lowers = [band.lower for band in bands if band.lower is not None]
    top = max(lowers, default=None)
    if percent is None:
        return None
    fitting = [
        band
        for band in bands
        if (band.lower is not None or band.upper is not None)
        and (band.lower is None or percent >= band.lower)
        and (band.upper is None or percent < band.upper or (top is not None and band.lower == top))
    ]
    if not fitting:
        return None
    # Of the highest lower bound, then of the lowest upper one; no bound is the farthest.
    fitting.sort(key=lambda band: (band.lower is not None, band.lower or 0), reverse=True)
    nearest = [band for band in fitting if band.lower == fitting[0].lower]
    return min(nearest, key=lambda band: (band.upper is None, band.upper or 0)).label


def gaps(ranks: Mapping[str, int | None], totals: Mapping[str, Exact | None]) -> dict[str, Exact | None]:
    """How much each unit of one block lacks to the total of the place right above ("cách hạng trên").

    Right above is the place that leaves none between: 1 above 2, and above 3 if two units share it. In a partial table
    the next better place that is known may be another; the difference to that one is not the gap.

    Args:
        ranks: unit -> rank in its block.
        totals: unit -> the total it is ranked by, exact.

    Returns:
        Unit -> the exact difference; `None` for those in first place, and where the place right above, or a total, is
        not known.
    """
    sharing: dict[int, list[str]] = defaultdict(list)
    for unit, rank in ranks.items():
        if rank is not None:
            sharing[rank].append(unit)
    found: dict[str, Exact | None] = dict.fromkeys(ranks)
    for better, rank in pairwise(sorted(sharing)):
        known = [total for unit in sharing[better] if (total := totals[unit]) is not None]
        # Issuers number on after equals in either way: 1, 1, 3 or 1, 1, 2.
        if not known or rank not in (better + len(sharing[better]), better + 1):
            continue
        for unit in sharing[rank]:
            own = totals[unit]
            found[unit] = None if own is None else min(known) - own
    return found


class DifferenceKind(StrEnum):
    """Why a stated rank is not the computed one."""

    TIE_BROKEN_BY_UNROUNDED = "tie_broken_by_unrounded"  # printed totals are equal, unrounded ones were not
    CONTRADICTS = "contradicts"


@dataclass(frozen=True, slots=True)
class RankedRow:
    """One unit in a ranked table. `printed`: whether `total` is a stated figure, which may hide digits."""

    key: str
    block: str
    total: Decimal | None
    printed: bool
    rank: int | None
    stated_rank: int | None


@dataclass(frozen=True, slots=True)
class Tie:
    """Units with equal totals: they share `rank` and take up the places from there to `last_place`."""

    rank: int
    last_place: int
    total: Decimal | None
    keys: tuple[str, ...]
    stated_ranks: tuple[int | None, ...]  # in the order of `keys`


@dataclass(frozen=True, slots=True)
class RankDifference:
    """A stated rank that is not the computed one."""

    key: str
    rank: int
    stated_rank: int
    kind: DifferenceKind


@dataclass(frozen=True, slots=True)
class RankExplanation:
    """How the ranks of one block came about: ties from the top down, differences in the order of the rows."""

    ties: tuple[Tie, ...]
    differences: tuple[RankDifference, ...]


def explain_ranks(rows: Iterable[RankedRow]) -> dict[str, RankExplanation]:
    """For each block, who ties and where stated ranks differ from computed ones (rule 8).

    A difference is a tie broken by unrounded figures if the printed totals are equal and the stated rank lies within
    the places that the tied units take up (PCI 2016: 58.20 three times, ranks 32, 33 and 34); else it contradicts.
    """
    blocks: dict[str, list[RankedRow]] = defaultdict(list)
    for row in rows:
        blocks[row.block].append(row)
    return {block: _explain_block(members) for block, members in blocks.items()}


def _explain_block(rows: Sequence[RankedRow]) -> RankExplanation:
    at_rank: dict[int, list[RankedRow]] = defaultdict(list)
    for row in rows:
        if row.rank is not None:
            at_rank[row.rank].append(row)
    ties = []
    for rank, tied in sorted(at_rank.items()):
        if len(tied) > 1:
            # By stated rank where there is one, so that both rows of figures read from the top down.
            tied.sort(key=lambda row: (row.stated_rank is None, row.stated_rank or 0))
            keys, stated = tuple(row.key for row in tied), tuple(row.stated_rank for row in tied)
            ties.append(Tie(rank, rank + len(tied) - 1, tied[0].total, keys, stated))
    differences = []
    for row in rows:
        if row.rank is not None and row.stated_rank not in (None, row.rank):
            within = row.rank <= row.stated_rank < row.rank + len(at_rank[row.rank])
            kind = DifferenceKind.TIE_BROKEN_BY_UNROUNDED if within and row.printed else DifferenceKind.CONTRADICTS
            differences.append(RankDifference(row.key, row.rank, row.stated_rank, kind))
    return RankExplanation(tuple(ties), tuple(differences))


def ranked_rows(standings: Mapping[str, StandingEntry], edition: EditionResult) -> list[RankedRow]:
    """An edition's standings as `explain_ranks` takes them."""
    rows = []
    for key, entry in standings.items():
        result = edition.standings[key]
        stated = entry.stated_percent or entry.stated_points
        total = result.points if stated is None else stated.value
        rows.append(RankedRow(key, entry.block, total, stated is not None, result.rank, entry.stated_rank))
    return rows
