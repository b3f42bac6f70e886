"""Where a unit would stand with other points of its own, everybody else's unchanged: exact, by the rules of ranking."""

from bisect import bisect_left
from collections.abc import Sequence
from enum import StrEnum
from math import lcm

from indices.domain.attribution_scale import Scale
from indices.domain.figures import HUNDRED
from indices.domain.history import NOBODY, Leaf, UnitYear, Year
from indices.domain.plan import add_up
from indices.domain.ranking import RankingValue
from indices.domain.values import CriterionKind


class NoPlaces(StrEnum):
    """Why nothing can be said of places."""

    NOT_IN_TABLE = "not_in_table"
    NOT_RANKED = "not_ranked"  # the unit is assessed without a rank
    STATED_TOTALS = "stated_totals"  # totals do not follow from their parts
    INCOMPLETE = "incomplete"  # somebody who is ranked has no total here
    MIXED = "mixed"  # shares and bare points cannot be compared
    NO_MAXIMUM = "no_maximum"  # totals are percents, and of how many points the unit's own is not known


class PlacesOf:
    """The places of one unit's block, made ready once for any number of questions.

    `unknown` says why nothing can be said; then there are no ranks. `rank` is the unit's own as the table shows it, as
    long as it lies within the places that its total takes up (rule 8), else the computed one.
    """

    def __init__(self, year: Year, unit: str) -> None:
        self.rank: int | None = None
        self.units = 0
        self._all = NOBODY
        self._own = self._per_point = 0
        row = year.units.get(unit)
        found = NoPlaces.NOT_IN_TABLE if row is None else _prepared(year, row)
        self.unknown = found if isinstance(found, NoPlaces) else None
        if row is None or isinstance(found, NoPlaces):
            return
        own, scale, whole = found
        together = year.ranked_together(row.block)
        self.units = len(together.units)
        self._all = together.measured(scale, scale.count)
        self._own = scale.count(own)
        self._per_point = (scale.whole or 1) // whole
        computed = 1 + self._all.above(self._own)
        last = self.units - bisect_left(self._all.ordered, self._own)
        self.rank = row.rank if row.rank is not None and computed <= row.rank <= last else computed

    def rank_with(self, gain: int) -> int | None:
        """The rank with so many billionths of a point more (or less); equals share it. `None` where unknown."""
        if self.unknown is not None:
            return None
        value = self._own + gain * self._per_point
        return 1 + self._all.above(value) - (self._own > value)


def _prepared(year: Year, row: UnitYear) -> tuple[RankingValue, Scale, int] | NoPlaces:
    """What the unit is compared by, in which measure, and how many billionths of points make up its whole share.

    For bare points that number is 1: a billionth of a point is a billionth of what is compared.
    """
    if not row.to_be_ranked:
        return NoPlaces.NOT_RANKED
    if not year.adds_up:
        return NoPlaces.STATED_TOTALS
    own = compared_by(year, row)
    if own is None or not year.knows_all(row.unit):
        return NoPlaces.INCOMPLETE
    maxima = year.ranked_together(row.block).maxima
    if year.figure == "percent":
        maxima = frozenset(HUNDRED if maximum is None else maximum for maximum in maxima)
    if maxima == {None}:
        return own, Scale(), 1
    known = [maximum for maximum in maxima if maximum is not None]
    if len(known) < len(maxima):
        return NoPlaces.MIXED
    whole = _whole(row, own, year.fields)
    return NoPlaces.NO_MAXIMUM if whole is None else (own, Scale(lcm(whole, *known)), whole)


def compared_by(year: Year, row: UnitYear) -> RankingValue | None:
    """What a unit is compared by, its maximum with it: a total that is a percent is of a hundred."""
    value = row.value
    if value is not None and value.maximum is None and year.figure == "percent":
        return RankingValue(value.points, HUNDRED)
    return value


def _whole(row: UnitYear, own: RankingValue, fields: Sequence[Leaf]) -> int | None:
    """How many points the unit's total is of. A total of 100 may be points of 100 or a percent of another maximum."""
    if own.maximum != HUNDRED or row.maximum is not None:
        return row.maximum if own.maximum == HUNDRED else own.maximum
    applying = [leaf for leaf in fields if leaf.kind == CriterionKind.ORDINARY and leaf.code not in row.not_applicable]
    return add_up(row.full(leaf) for leaf in applying) or None
