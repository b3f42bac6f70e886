"""The league table: its columns and their order. Rows are rendered by `presenters.ranking_rows`, a row at a time."""

from dataclasses import replace
from functools import partial

import django_tables2 as tables
from django.db.models import F
from django.db.models.functions import Coalesce

from indices.queries.ranking import places_moved, score_moved, score_value, total_moved

PER_PAGE = 100  # a country has 3,321 communes; the page size is never the visitor's choice


class OrderColumn(tables.Column):
    """A column ordered by an expression in the database; what is not known comes last, equals by the alphabet.

    `expression` makes it, when it is ordered by: a table has many columns and one order.
    `best`: "asc" or "desc", the order in which the best comes first: the order of the first click.
    """

    def __init__(self, expression, *, best="desc", criterion=None, **kwargs):
        super().__init__(empty_values=(), **kwargs)
        self.expression, self.best, self.criterion = expression, best, criterion

    def order(self, standings, is_descending):
        value = F("order_value")
        value = value.desc(nulls_last=True) if is_descending else value.asc(nulls_last=True)
        ordered = standings.annotate(order_value=self.expression()).order_by(value, "unit__sort_key", "pk")
        return ordered, True


def column_name(sort):
    """The column that an address sorts by; django-tables2 takes a full stop, as in code 1.2, for a path."""
    return sort.removeprefix("-").replace(".", "~")


class RankingTable(tables.Table):
    """Columns of a league table; those of the components are added by `ranking_table`."""

    rank = OrderColumn(partial(F, "shown_rank"), best="asc")
    unit = OrderColumn(partial(F, "unit__sort_key"), best="asc")
    total = OrderColumn(partial(F, "total"))
    gap = OrderColumn(partial(F, "gap"), best="asc")
    band = OrderColumn(partial(Coalesce, "stated_band__position", "band__position"), best="asc")
    points = OrderColumn(partial(F, "points"))

    class Meta:
        orderable = True
        empty_text = ""


def ranking_table(standings, *, state, previous, criteria, by_block):
    """The table of some standings in the order that the reader asked for; ranks from the top down otherwise.

    Args:
        state: the view; an order by a column that it does not have is none.
        criteria: the component columns.
        by_block: does the table go block by block?

    Returns:
        (RankingTable, state)
    """
    columns = []
    if previous is not None:
        columns.append(("places", OrderColumn(partial(places_moved, previous))))
        columns.append(("change", OrderColumn(partial(total_moved, previous))))
    for criterion in criteria:
        code = column_name(criterion.code)
        ranks = partial(score_value, criterion, "rank")
        columns.append((f"c:{code}", OrderColumn(partial(score_value, criterion), criterion=criterion)))
        columns.append((f"r:{code}", OrderColumn(ranks, best="asc", criterion=criterion)))
        if previous is not None:
            moved = partial(score_moved, criterion, previous)
            columns.append((f"d:{code}", OrderColumn(moved, criterion=criterion)))
    if column_name(state.sort) not in {*RankingTable.base_columns, *(name for name, _column in columns)}:
        state = replace(state, sort="")
    if not state.sort:
        first = ("block__position",) if by_block else ()
        standings = standings.order_by(*first, F("shown_rank").asc(nulls_last=True), "unit__sort_key", "pk")
    return RankingTable(standings, extra_columns=columns, order_by=state.sort.replace(".", "~") or None), state
