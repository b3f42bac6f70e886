"""A criterion followed back through the years: what it was, what a unit earned there, for how many years running.

Links between criteria sets say what goes on as what. A criterion made of several is compared with their sum; one that
was split off is compared with the whole it came from, as a share, and both are said.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from functools import lru_cache
from typing import NamedTuple

from indices.domain.figures import HUNDRED
from indices.domain.history import Leaf, Links, UnitYear, Year
from indices.domain.plan import add_up
from indices.domain.values import CriterionKind


class Basis(StrEnum):
    """What a figure of an earlier year is the figure of."""

    SAME = "same"  # of the same criterion, perhaps under another name or code
    RESCALED = "rescaled"  # of the same criterion with another maximum
    MERGED = "merged"  # of all those that went into it
    SPLIT = "split"  # of the whole that it was split from


class Uncompared(StrEnum):
    """Why nothing is compared with the year before."""

    NO_YEAR = "no_year"  # there is no earlier year
    NEW = "new"  # nothing leads to the criterion
    NOT_KNOWN = "not_known"  # the unit's figure is not known
    NOT_APPLICABLE = "not_applicable"  # it did not apply to the unit


@dataclass(frozen=True, slots=True)
class Before:
    """An earlier year, and how its criteria go on in the year after it (`None`: the same set)."""

    year: Year
    links: Links | None = None


# Of thousands of units at a criterion only some hundreds have different figures.
_share = lru_cache(maxsize=1 << 15)(Fraction)


class Earned(NamedTuple):
    """What a unit has at a criterion, in billionths; `percent` is there where it was published or follows.

    The maximum of a penalty is 0: nothing can be earned there, only kept.
    """

    points: int | None
    maximum: int | None
    percent: int | None = None

    @property
    def share(self) -> Fraction | None:
        """The exact share of the maximum, else the published percent; `None` at a penalty, or if neither is known."""
        if self.points is not None and self.maximum:
            return _share(self.points, self.maximum)
        return None if self.percent is None else _share(self.percent, HUNDRED)

    @property
    def is_full(self) -> bool | None:
        """Whether nothing is lost; `None` if that cannot be told."""
        if self.points is not None and self.maximum is not None:
            return self.points >= self.maximum
        return None if self.percent is None else self.percent >= HUNDRED


class Origin(NamedTuple):
    """What a criterion was in the year before."""

    codes: tuple[str, ...]
    basis: Basis


class Step(NamedTuple):
    """One year back: what the criterion was, and what the unit earned at it."""

    label: str
    codes: tuple[str, ...]
    basis: Basis
    earned: Earned


def earned_at(row: UnitYear, leaf: Leaf) -> Earned | None:
    """What a unit has at a criterion; `None` if it does not apply to it, or nothing is known."""
    if leaf.code in row.not_applicable:
        return None
    points, percent = row.points.get(leaf.code), row.shares.get(leaf.code)
    if points is None and percent is None:
        return None
    return Earned(points, 0 if leaf.kind == CriterionKind.PENALTY else row.full(leaf), percent)


def origins(before: Before) -> dict[str, Origin]:
    """Code of the later year -> what it was in the earlier one; a new criterion is not there."""
    if before.links is None:
        return {leaf.code: Origin((leaf.code,), Basis.SAME) for leaf in before.year.criteria}
    parents = {leaf.code: leaf.parent for leaf in before.year.criteria}
    leading: dict[str, dict[str, str]] = defaultdict(dict)
    for old in parents:
        for new, kind in before.links.get(old, ()):
            leading[new][old] = kind
    return {new: _origin(olds, parents) for new, olds in leading.items()}


def _origin(olds: Mapping[str, str], parents: Mapping[str, str]) -> Origin:
    """Of a criterion and something under it that both lead here, the lower one counts: its points are in the other."""
    above = {code for old in olds for code in _ancestors(old, parents)}
    codes = tuple(old for old in olds if old not in above)
    kinds = {olds[code] for code in codes}
    if "split" in kinds:
        return Origin(codes, Basis.SPLIT)
    if len(codes) > 1 or "merged" in kinds:
        return Origin(codes, Basis.MERGED)
    return Origin(codes, Basis.RESCALED if "rescaled" in kinds else Basis.SAME)


def _ancestors(code: str, parents: Mapping[str, str]) -> Iterator[str]:
    while code := parents.get(code, ""):
        yield code


def earned_together(row: UnitYear, leaves: Sequence[Leaf]) -> Earned | None:
    """What a unit has at several criteria as one; `None` if one of those that apply to it is not known."""
    if len(leaves) == 1:
        return earned_at(row, leaves[0])
    return added([earned_at(row, leaf) for leaf in leaves if leaf.code not in row.not_applicable])


def added(figures: Sequence[Earned | None]) -> Earned | None:
    """Several figures of one unit as one; `None` if one of them is not known."""
    if len(figures) == 1:
        return figures[0]
    known = [figure for figure in figures if figure is not None]
    if not known or len(known) < len(figures):
        return None
    points = add_up(figure.points for figure in known)
    # A percent of several has no sum.
    return None if points is None else Earned(points, add_up(figure.maximum for figure in known))


def codes_back(codes: Sequence[str], before: Sequence[Before]) -> Iterator[tuple[Year, dict[str, tuple[str, ...]]]]:
    """For each earlier year, what these criteria were then; those that do not go back so far have no codes."""
    held: dict[str, tuple[str, ...]] = {code: (code,) for code in codes}
    for past in before:
        leading = origins(past)
        held = {
            code: tuple(dict.fromkeys(old for here in then if here in leading for old in leading[here].codes))
            for code, then in held.items()
        }
        yield past.year, held


class Trace:
    """One unit's way back through earlier years, made ready once for all criteria.

    Args:
        before: earlier years, the newest first.
    """

    def __init__(self, unit: str, before: Sequence[Before]) -> None:
        self._years = [
            (
                past.year.label,
                origins(past),
                {leaf.code: leaf for leaf in past.year.criteria},
                past.year.units.get(unit),
            )
            for past in before
        ]

    def back(self, code: str) -> Iterator[Step]:
        """Year by year, from the newest, as long as the criterion goes back and the unit's figure is known."""
        codes: tuple[str, ...] = (code,)
        for label, leading, leaves, row in self._years:
            found = [origin for here in codes if (origin := leading.get(here)) is not None]
            codes = tuple(dict.fromkeys(old for origin in found for old in origin.codes))
            earned = None if row is None else earned_together(row, [leaves[old] for old in codes])
            if earned is None:
                return
            # Several lead back only once the first step was a merger, hence the basis of that step is the first one's.
            yield Step(label, codes, found[0].basis, earned)

    def why_not(self, code: str) -> Uncompared:
        """Why there is no way back from a criterion, not even of one year."""
        if not self._years:
            return Uncompared.NO_YEAR
        _label, leading, _leaves, row = self._years[0]
        origin = leading.get(code)
        if origin is None:
            return Uncompared.NEW
        if row is not None and all(old in row.not_applicable for old in origin.codes):
            return Uncompared.NOT_APPLICABLE
        return Uncompared.NOT_KNOWN
