"""Generated criteria trees and editions, small enough to read, odd enough to meet every rule."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st

from indices.domain.values import (
    CriteriaTree,
    CriterionKind,
    CriterionNode,
    ScoreEntry,
    ScoreStatus,
    StandingEntry,
    StandingStatus,
    Stated,
    TotalMethod,
)


def sometimes(strategy):
    """Mostly nothing."""
    return st.one_of(st.none(), st.none(), st.none(), strategy)


# Few different figures, so that sums and parents do agree at times and units do tie.
small = st.sampled_from([Decimal(text) for text in ("0", "0.5", "1", "1.00", "1.333333333", "2", "2.25", "3")])
maxima = st.sampled_from([Decimal(text) for text in ("1", "2", "3.5", "3.333333333", "10")])
own_maxima = st.sampled_from([Decimal(text) for text in ("0.5", "1", "2", "3")])
stated_points = st.sampled_from(
    [
        Stated(Decimal(text), places)
        for text, places in (("0", 0), ("1.3", 1), ("2", 0), ("2.25", 2), ("3", 1), ("4", 0))
    ]
)
stated_percents = st.sampled_from(
    [Stated(Decimal("50"), 0), Stated(Decimal("66.67"), 2), Stated(Decimal("100"), 2), Stated(Decimal("40.0"), 1)]
)


@st.composite
def trees(draw, *, max_size=8):
    """A tree of up to `max_size` criteria; codes c0, c1, …, a parent always before its children."""
    size = draw(st.integers(0, max_size))
    parents = [draw(st.sampled_from([None, *range(i)])) for i in range(size)]
    kinds = []
    for parent in parents:
        inside_extra = parent is not None and kinds[parent] is not CriterionKind.ORDINARY
        kinds.append(
            kinds[parent]
            if inside_extra
            else draw(st.sampled_from([*[CriterionKind.ORDINARY] * 5, CriterionKind.BONUS, CriterionKind.PENALTY]))
        )
    nodes = []
    for i, parent in enumerate(parents):
        maximum = draw(st.one_of(st.none(), maxima))
        if kinds[i] is CriterionKind.PENALTY and maximum is not None:
            maximum = -maximum
        if kinds[i] is CriterionKind.ORDINARY and not holds_ordinary_leaf(i, parents, kinds):
            maximum = None
        nodes.append(
            CriterionNode(
                code=f"c{i}",
                parent=None if parent is None else f"c{parent}",
                max_points=maximum,
                kind=kinds[i],
                total_method=draw(sometimes(st.sampled_from(TotalMethod))),
            )
        )
    return CriteriaTree(
        nodes=tuple(nodes),
        total_method=draw(st.sampled_from([TotalMethod.SUM, TotalMethod.SUM, TotalMethod.STATED])),
        max_points=draw(sometimes(st.just(Decimal(20)))),
        bonus_cap=draw(sometimes(st.sampled_from([Decimal(0), Decimal("1.5")]))),
        penalty_cap=draw(sometimes(st.sampled_from([Decimal(0), Decimal("1.5")]))),
    )


def holds_ordinary_leaf(i, parents, kinds):
    below = [child for child, parent in enumerate(parents) if parent == i]
    if kinds[i] is not CriterionKind.ORDINARY:
        return False
    return not below or any(holds_ordinary_leaf(child, parents, kinds) for child in below)


@st.composite
def score_entries(draw, kind):
    """An entry; at a penalty its figures are mostly below zero."""
    plain = draw(st.booleans())
    entry = ScoreEntry(points=draw(small))
    if not plain:
        columns = ("points", "self_points", "appraised_points", "reappraised_points", "survey_points")
        entry = ScoreEntry(
            status=draw(st.sampled_from([*[ScoreStatus.SCORED] * 4, *ScoreStatus])),
            max_points=draw(sometimes(own_maxima)),
            stated_points=draw(sometimes(stated_points)),
            stated_percent=draw(sometimes(stated_percents)),
            stated_rank=draw(sometimes(st.just(1))),
            **{column: draw(sometimes(small)) for column in columns},
        )
    if kind is CriterionKind.PENALTY and draw(st.integers(0, 9)):
        entry = replace(entry, points=None if entry.points is None else -entry.points, stated_points=None)
    return entry


@st.composite
def standing_entries(draw, tree, *, max_blocks=2):
    """A standing of any depth: nothing, some criteria, all of them."""
    odds = draw(st.sampled_from([0, 5, 10, 10]))
    scores = {
        node.code: draw(score_entries(tree.kind(node.code)))
        for node in tree.nodes
        if (not tree.children(node.code) or draw(st.integers(0, 3)) == 0) and draw(st.integers(0, 9)) < odds
    }
    declared = st.sampled_from([StandingStatus.UNRANKED, StandingStatus.NOT_PUBLISHED])
    return StandingEntry(
        scores=scores,
        block=draw(st.sampled_from(["", "B"][:max_blocks])),
        to_be_ranked=draw(st.sampled_from([True, True, True, False])),
        status_declared=draw(sometimes(sometimes(declared))),
        max_points=draw(sometimes(st.sampled_from([Decimal(8), Decimal(20)]))),
        stated_points=draw(sometimes(stated_points)),
        stated_percent=draw(sometimes(stated_percents)),
        stated_rank=draw(sometimes(st.integers(1, 4))),
    )


@st.composite
def editions(draw, *, max_blocks=2):
    """(tree, standings)"""
    tree = draw(trees())
    keys = [f"u{i}" for i in range(draw(st.integers(0, 5)))]
    return tree, {key: draw(standing_entries(tree, max_blocks=max_blocks)) for key in keys}
