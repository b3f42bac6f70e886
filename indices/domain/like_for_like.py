"""Years made comparable: the criteria that all shown years have in common, and what units earned at those alone.

The official line of an index follows whatever set was in force; where criteria came, went or changed weight, part of
its movement is the ruler's. The line like for like (đối chiếu trên tiêu chí chung) follows the same criteria through
every year, each with the weight that it has in the newest one, and says what share of the points that covers.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property

from indices.domain.continuing import earned_together
from indices.domain.history import Leaf, Links, UnitYear, Year
from indices.domain.plan import add_up
from indices.domain.ranking import competition_ranks
from indices.domain.values import CriterionKind


@dataclass(frozen=True, slots=True)
class Thread:
    """What can be followed through all years: in each, one leaf or several that are counted as one.

    Args:
        leaves: for each year, oldest first, the leaves it is made of there.
        field: the field it stands in in the newest year; "" where its leaves there stand in several.
        weight: its maximum in the newest year, in billionths.
    """

    leaves: tuple[tuple[Leaf, ...], ...]
    field: str
    weight: int

    @property
    def code(self) -> str:
        """The first code it has in the newest year, which tells it from every other."""
        return self.leaves[-1][0].code


@dataclass(frozen=True, slots=True)
class Common:
    """What several years have in common.

    Args:
        threads: in the order of the newest year.
        covered: for each year, the share of the points of its ordinary leaves that the threads hold; `None` where a
            maximum is not known.
        of_field: field of the newest year -> that share there.
    """

    threads: tuple[Thread, ...]
    covered: tuple[Fraction | None, ...]
    of_field: Mapping[str, Fraction | None]


# What years have in common


def common_ground(years: Sequence[Year], links: Sequence[Links | None]) -> Common:
    """Find what goes on through all years.

    Leaves that a link joins, in whatever way, are counted as one: those a criterion was split into, those merged into
    one, a criterion and all that stands under it since. A criterion that is followed as a whole, such as a field of the
    same name, proves nothing of what stands under it, and is not taken. Bonus and penalty points have no maximum and
    are left out; so is what has no known maximum.

    Args:
        years: oldest first.
        links: how the criteria of each go on in the next one; one less than there are years. `None`: the same set.

    Raises:
        ValueError: as many links as steps between years are needed.
    """
    if len(links) != max(len(years) - 1, 0):
        raise ValueError(f"{len(years)} years need {max(len(years) - 1, 0)} links, not {len(links)}")
    if not years:
        return Common((), (), {})
    leaves = [_ordinary_leaves(year) for year in years]
    newest = leaves[-1]
    threads = []
    for group in _groups(years, links, leaves):
        found = tuple(tuple(leaf for code, leaf in leaves[place].items() if code in group[place]) for place in group)
        weight = add_up(leaf.max_points for leaf in found[-1])
        # A part of no known maximum has no share of anything.
        if not weight or any(leaf.max_points is None for there in found for leaf in there):
            continue
        fields = {leaf.field for leaf in found[-1]}
        threads.append(Thread(found, fields.pop() if len(fields) == 1 else "", weight))
    order = {code: place for place, code in enumerate(newest)}
    threads.sort(key=lambda thread: order[thread.code])
    held = [{leaf.code for thread in threads for leaf in thread.leaves[place]} for place in range(len(years))]
    return Common(
        tuple(threads),
        tuple(_share(held[place], list(leaves[place].values())) for place in range(len(years))),
        {
            field.code: _share(held[-1], [leaf for leaf in newest.values() if leaf.field == field.code])
            for field in years[-1].fields
            if field.kind == CriterionKind.ORDINARY
        },
    )


def _ordinary_leaves(year: Year) -> dict[str, Leaf]:
    return {leaf.code: leaf for leaf in year.leaves if leaf.kind == CriterionKind.ORDINARY}


def _share(held: set[str], leaves: Sequence[Leaf]) -> Fraction | None:
    """The points of those held as a share of the points of all; `None` where a maximum is not known."""
    total = add_up(leaf.max_points for leaf in leaves)
    if not total:
        return None
    return Fraction(add_up(leaf.max_points for leaf in leaves if leaf.code in held) or 0, total)


_Node = tuple[int, str]  # the place of a year, and the code of a leaf there


def _groups(
    years: Sequence[Year], links: Sequence[Links | None], leaves: Sequence[Mapping[str, Leaf]]
) -> Iterator[dict[int, set[str]]]:
    """Leaves that links join, as {place of the year: codes}; only those that are there in every year."""
    joined = _Joined()
    for place, there in enumerate(leaves):
        for code in there:
            joined.find((place, code))
    for place, step in enumerate(links):
        for olds, news in _steps(years[place], years[place + 1], step):
            ends = [(place, code) for code in olds if code in leaves[place]]
            ends += [(place + 1, code) for code in news if code in leaves[place + 1]]
            for other in ends[1:]:
                joined.join(ends[0], other)
    groups: dict[_Node, dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    for node in joined.nodes():
        groups[joined.find(node)][node[0]].add(node[1])
    for group in groups.values():
        if len(group) == len(years):
            yield dict(sorted(group.items()))


def _steps(old: Year, new: Year, links: Links | None) -> Iterator[tuple[tuple[str, ...], tuple[str, ...]]]:
    """Leaves of one year and those of the next that continue them."""
    if links is None:
        yield from (((leaf.code,), (leaf.code,)) for leaf in old.leaves)
        return
    under_old, under_new = _leaves_under(old), _leaves_under(new)
    for code, ends in links.items():
        for end, _kind in ends:
            here, there = under_old.get(code, ()), under_new.get(end, ())
            # Both followed as a whole: what stands under them has links of its own, or none.
            if here and there and (here == (code,) or there == (end,)):
                yield here, there


def _leaves_under(year: Year) -> dict[str, tuple[str, ...]]:
    """Code -> the leaves under it; a leaf's own code."""
    under: dict[str, tuple[str, ...]] = {}

    def walk(code: str) -> tuple[str, ...]:
        below = year.below(code)
        under[code] = tuple(leaf for child in below for leaf in walk(child.code)) if below else (code,)
        return under[code]

    for field in year.fields:
        walk(field.code)
    return under


class _Joined:
    """Sets of nodes that grow together."""

    def __init__(self) -> None:
        self._above: dict[_Node, _Node] = {}

    def nodes(self) -> list[_Node]:
        return list(self._above)

    def find(self, node: _Node) -> _Node:
        self._above.setdefault(node, node)
        while self._above[node] != node:
            self._above[node] = self._above[self._above[node]]
            node = self._above[node]
        return node

    def join(self, one: _Node, other: _Node) -> None:
        self._above[self.find(other)] = self.find(one)


# What units earned there


@dataclass(frozen=True)
class Line:
    """One unit on common ground.

    Args:
        common: what all years have in common.
        rows: the unit in each year, oldest first; `None` where it is not in the table.
    """

    common: Common
    rows: tuple[UnitYear | None, ...]

    @cached_property
    def threads(self) -> tuple[Thread, ...]:
        """Those that apply to the unit in every year it stands in: what is excused once is left out of all of them."""
        return tuple(thread for thread in self.common.threads if self._applies(thread))

    def _applies(self, thread: Thread) -> bool:
        return all(
            any(leaf.code not in row.not_applicable for leaf in leaves)
            for row, leaves in zip(self.rows, thread.leaves, strict=True)
            if row is not None
        )

    @property
    def covered(self) -> Fraction | None:
        """The share of the newest year's points that the unit's own threads hold; `None` where that is not known."""
        whole = sum(thread.weight for thread in self.common.threads)
        share = self.common.covered[-1] if self.common.covered else None
        if share is None or not whole:
            return None
        return share * Fraction(sum(thread.weight for thread in self.threads), whole)

    def percents(self, field: str | None = None) -> tuple[Fraction | None, ...]:
        """The percent of the common maximum in each year, exact; `None` where something of it is not known.

        Args:
            field: code of the newest year; only what stands in that field. `None`: all, and "": what no single one has.
        """
        threads = [thread for thread in self.threads if field is None or thread.field == field]
        return tuple(self._percent(place, row, threads) for place, row in enumerate(self.rows))

    @staticmethod
    def _percent(place: int, row: UnitYear | None, threads: Sequence[Thread]) -> Fraction | None:
        if row is None or not threads:
            return None
        parts: dict[int, int] = defaultdict(int)  # by denominator: there are few, and whole numbers add up quickly
        for thread in threads:
            earned = earned_together(row, thread.leaves[place])
            if earned is None or earned.share is None:
                return None
            share = earned.share
            parts[share.denominator] += thread.weight * share.numerator
        whole = sum(thread.weight for thread in threads)
        return 100 * sum((Fraction(part, one) for one, part in parts.items()), Fraction(0)) / whole


def lines(years: Sequence[Year], common: Common, units: Sequence[str]) -> dict[str, Line]:
    """Unit -> its line, in the order given."""
    return {unit: Line(common, tuple(year.units.get(unit) for year in years)) for unit in units}


def ranks_like_for_like(years: Sequence[Year], common: Common) -> list[dict[str, int | None]]:
    """For each year, unit -> its rank on common ground among those ranked in its block.

    Nobody of a block has one where a percent of somebody who is ranked there is not known (rule 7), or where the table
    does not hold everybody.
    """
    units = list(dict.fromkeys(unit for year in years for unit in year.units))
    percents = {unit: line.percents() for unit, line in lines(years, common, units).items()}
    return [
        _ranks(year, {unit: percents[unit][place] for unit, row in year.units.items() if row.to_be_ranked})
        for place, year in enumerate(years)
    ]


def _ranks(year: Year, percents: Mapping[str, Fraction | None]) -> dict[str, int | None]:
    blocks: dict[str, dict[str, Fraction | None]] = defaultdict(dict)
    for unit, percent in percents.items():
        blocks[year.units[unit].block][unit] = percent
    ranks: dict[str, int | None] = {}
    for block, values in blocks.items():
        stated = year.ranked.get(block)
        is_whole = year.is_complete and (stated is None or stated <= len(values))
        ranks |= competition_ranks(values if is_whole else dict.fromkeys(values))
    return ranks


def whole_percent(row: UnitYear) -> Fraction | None:
    """The official total of a unit as a percent of its maximum, exact; `None` where that is not known."""
    return None if row.value is None or row.value.maximum is None else 100 * row.value.fraction
