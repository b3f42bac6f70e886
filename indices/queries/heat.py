"""Units × criteria of an edition: what a page of the heat table shows, in a number of queries that does not grow."""

from dataclasses import dataclass, field
from typing import NamedTuple

from django.db.models import F, OuterRef, Subquery

from indices.domain.comparison import Cell, heat_of
from indices.domain.continuing import Before, Origin, origins
from indices.domain.figures import HUNDRED, billionths, cut_quotient
from indices.domain.history import Leaf
from indices.models import Criterion, CriterionStatistic, Depth, Edition, Score
from indices.queries.history import links_between, years_of
from indices.queries.ranking import score_value


class Range(NamedTuple):
    """Mean, lowest and highest of the ranked units of a block at a criterion, in billionths of a percent."""

    count: int
    mean: int
    lowest: int
    highest: int


class Cells(NamedTuple):
    """What some units have at some criteria.

    Args:
        rows: slug -> a cell for each column; `None` if nothing is known or it does not apply.
        not_applicable: slug -> places of the columns that do not apply to it.
    """

    columns: tuple[Leaf, ...]
    rows: dict[str, tuple[Cell | None, ...]]
    not_applicable: dict[str, frozenset[int]]


@dataclass
class Past:
    """The edition that changes are reckoned against, and how its criteria go on (`None`: the same set)."""

    edition: Edition
    links: dict | None
    leading: dict[str, Origin] = field(default_factory=dict)  # code today -> what it was

    def codes(self, shown):
        """What some criteria were then."""
        if self.links is None:
            return set(shown)
        return {old for old, ends in self.links.items() if any(new in shown for new, _kind in ends)}

    def single(self, code):
        """The one code that a criterion had then; empty where it was new, split off or made of several."""
        if self.links is None:
            return code
        olds = [(old, kind) for old, ends in self.links.items() for new, kind in ends if new == code]
        return olds[0][0] if len(olds) == 1 and olds[0][1] not in ("split", "merged") else ""


def past_of(edition, previous):
    """The edition before as changes take it; `None` without one, or where no links lead from its criteria."""
    if previous is None:
        return None
    links = links_between(edition.index_id, previous.criteria_set_id, edition.criteria_set_id)
    return None if links == {} else Past(previous, links)


def columns_of(criteria, code):
    """The columns of the table: the fields, or of the field with this code every leaf, in tree order.

    Args:
        criteria: of the edition's set, as deep as readers may see, in order.
    """
    fields = [criterion for criterion in criteria if criterion.parent_id is None]
    top = next((criterion.pk for criterion in fields if criterion.code == code), None)
    if top is None:
        return fields
    parents = {criterion.pk: criterion.parent_id for criterion in criteria}
    inner = set(parents.values())

    def is_inside(pk):
        while pk is not None and pk != top:
            pk = parents.get(pk)
        return pk == top

    return [criterion for criterion in criteria if criterion.pk not in inner and is_inside(criterion.pk)]


def cells_of(edition, units, criteria, *, past=None, counts=None):
    """What some units have at some criteria.

    Ranks are those stored with the edition, as everyone's figures gave them: only these units are read here.

    Args:
        units: ids.
        criteria: the columns.
        past: for changes; `None`: there are none.
        counts: (block slug, criterion id) -> how many units are ranked there.

    Returns:
        `Cells`.
    """
    codes = [criterion.code for criterion in criteria]
    editions, asked = [edition], set(codes)
    if past is not None:
        editions.append(past.edition)
        asked |= past.codes(asked)
    year, *before = years_of(editions, of=units, only=units, at=asked)
    of_code = {leaf.code: leaf for leaf in year.criteria}
    earlier = Before(before[0], past.links) if before else None
    found = heat_of(year, columns=[of_code[code] for code in codes], before=earlier)
    if earlier is not None:
        past.leading = origins(earlier)
    numbers = [criterion.pk for criterion in criteria]
    rows, not_applicable = {}, {}
    for slug, cells in found.rows.items():
        row = year.units[slug]
        not_applicable[slug] = frozenset(place for place, code in enumerate(codes) if code in row.not_applicable)
        rows[slug] = tuple(
            cell and cell._replace(rank=row.ranks.get(code), of=(counts or {}).get((row.block, number), 0))
            for cell, code, number in zip(cells, codes, numbers, strict=True)
        )
    return Cells(found.columns, rows, not_applicable)


def ranges_of(edition, criteria):
    """Statistics stored with an edition, by (block slug or "", criterion id).

    Returns:
        (-> Range, where they can be said in percent; -> how many units are ranked there)
    """
    found = CriterionStatistic.objects.filter(edition=edition, criterion__in=criteria).select_related("block")
    maxima = {criterion.pk: criterion.max_points for criterion in criteria if is_ordinary(criterion)}
    ranges, counts = {}, {}
    for each in found:
        place = each.block.slug if each.block else "", each.criterion_id
        counts[place] = each.count
        in_percent = _in_percent(each, maxima.get(each.criterion_id))
        if each.criterion_id in maxima and in_percent is not None:
            ranges[place] = Range(each.count, *in_percent)
    return ranges, counts


def _in_percent(statistic, maximum):
    figures = [billionths(figure) for figure in (statistic.mean, statistic.lowest, statistic.highest)]
    if statistic.figure == CriterionStatistic.Figure.PERCENT:
        return figures
    if maximum is None:
        return None
    return [cut_quotient(figure * HUNDRED, billionths(maximum)) for figure in figures]


def is_ordinary(criterion):
    """Neither bonus nor penalty: those have no percent, and rank nobody."""
    return criterion.kind == Criterion.CriterionKind.ORDINARY


def in_order(standings, sort, *, criteria, past, by_block):
    """Standings in the order that a reader asked for; what is not known comes last, equals by the alphabet.

    Args:
        sort: `rank`, `unit`, `total`, `c:<code>` (percent) or `d:<code>` (its change), `-`: from the highest down.

    Returns:
        (standings, sort as it was understood)
    """
    value = _order_value(sort.removeprefix("-"), criteria, past)
    if value is None:
        first = ("block__position",) if by_block else ()
        return standings.order_by(*first, F("shown_rank").asc(nulls_last=True), "unit__sort_key", "pk"), ""
    placed = F("order_value")
    order = placed.desc(nulls_last=True) if sort.startswith("-") else placed.asc(nulls_last=True)
    return standings.annotate(order_value=value).order_by(order, "unit__sort_key", "pk"), sort


def _order_value(name, criteria, past):
    plain = {"rank": "shown_rank", "unit": "unit__sort_key", "total": "total"}
    if name in plain:
        return F(plain[name])
    kind, _colon, code = name.partition(":")
    criterion = next((criterion for criterion in criteria if criterion.code == code), None)
    if criterion is None:
        return None
    if kind == "c":
        return score_value(criterion, "percent")
    if kind == "d" and past is not None and past.single(code):
        before = Score.objects.filter(
            standing__edition=past.edition, standing__unit=OuterRef("unit"), criterion__code=past.single(code)
        )
        return score_value(criterion, "percent") - Subquery(before.values("percent")[:1])
    return None


def open_criteria(edition):
    """Criteria of an edition's set in order, as deep as readers may see: none where only totals are published."""
    found = Criterion.objects.filter(criteria_set=edition.criteria_set_id).order_by("position", "pk")
    if edition.depth in (Depth.TOTALS, Depth.PARTS):
        return []
    return list(found if edition.depth == Depth.FULL else found.filter(parent=None))
