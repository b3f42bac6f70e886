"""The domain against its slow second implementation, over generated trees and editions."""

from collections import defaultdict
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indices.domain.editions import compute_edition
from indices.domain.figures import cut
from indices.domain.scoring import score_standing
from indices.domain.values import CriterionKind, Figure, ScoreStatus, StandingStatus
from tests.indices.domain.oracle import SlowStanding, slow_ranks
from tests.indices.domain.strategies import editions, standing_entries, trees

pytestmark = pytest.mark.fuzz


def as_decimal(figure):
    return None if figure is None else cut(figure)


def positive(figure):
    """A maximum as it is shown: zero is none."""
    return cut(figure) if figure else None


@given(st.data(), trees(), st.booleans())
def test_every_score_is_what_the_oracle_says(data, tree, draft):
    entry = data.draw(standing_entries(tree))
    slow = SlowStanding(tree, entry, draft=draft)

    result, _ = score_standing(tree, entry, draft=draft)

    assert set(result.scores) == {code for code in slow.nodes if slow.known(code)}
    for code, score in result.scores.items():
        assert score.status == slow.status(code), code
        assert score.points == as_decimal(slow.points(code)), code
        assert score.max_points == positive(slow.maximum(code)), code
        assert score.percent == as_decimal(slow.percent(code)), code
        assert score.provisional == slow.provisional(code), code
        assert list(score.missing) == slow.missing(code), code


@given(st.data(), trees(), st.booleans())
def test_every_total_is_what_the_oracle_says(data, tree, draft):
    entry = data.draw(standing_entries(tree))
    slow = SlowStanding(tree, entry, draft=draft)

    result, _ = score_standing(tree, entry, draft=draft)

    assert result.status == slow.total_status()
    assert result.points == as_decimal(slow.total())
    assert result.max_points == positive(slow.maximum(None))
    assert result.percent == as_decimal(slow.percent(None))
    assert result.provisional == slow.total_provisional()
    assert list(result.missing) == slow.total_missing()


@given(st.data(), trees(), st.booleans())
def test_every_disagreement_is_what_the_oracle_finds(data, tree, draft):
    entry = data.draw(standing_entries(tree))

    _, faults = score_standing(tree, entry, draft=draft)

    found = sorted((fault.code or "", fault.kind.value) for fault in faults)
    assert found == SlowStanding(tree, entry, draft=draft).faults()


@given(editions(), st.sampled_from([{}, {"": 3}, {"": 3, "B": 1}]))
def test_every_rank_is_what_the_oracle_counts(edition, stated_units):
    tree, standings = edition
    slow = {key: SlowStanding(tree, entry, draft=False) for key, entry in standings.items()}
    blocks = defaultdict(list)
    for key, entry in standings.items():
        if entry.to_be_ranked and entry.status_declared != StandingStatus.UNRANKED:
            blocks[entry.block].append(key)

    result = compute_edition(tree, standings, stated_units=stated_units)

    ranks, complete = dict.fromkeys(standings), set()
    score_ranks = {(key, code): None for key in standings for code in slow[key].nodes}
    for block, keys in blocks.items():
        if len(keys) < stated_units.get(block, 0):
            continue
        found = slow_ranks({key: slow[key].ranked_by() for key in keys})
        ranks.update(found)
        complete.update({block} - {block for rank in found.values() if rank is None})
        for node in tree.nodes:
            values = {key: slow_score_value(slow[key], node.code) for key in keys}
            applicable = {key: value for key, value in values.items() if value != "left out"}
            score_ranks.update({(key, node.code): rank for key, rank in slow_ranks(applicable).items()})
    assert {key: standing.rank for key, standing in result.standings.items()} == ranks
    assert result.complete_blocks == complete
    for key, standing in result.standings.items():
        for code, score in standing.scores.items():
            assert score.rank == score_ranks[key, code], (key, code)


def slow_score_value(slow, code):
    """What a standing is ranked by within a criterion; nobody is, within bonus and penalty."""
    if slow.kind(code) != CriterionKind.ORDINARY:
        return None
    if not slow.known(code):
        return None
    if slow.status(code) == ScoreStatus.NOT_APPLICABLE:
        return "left out"
    points = slow.points(code)
    if points is None:
        return None if slow.share(code) is None else ("share", slow.share(code) / 100)
    return ("share", points / slow.maximum(code)) if slow.maximum(code) else ("points", points)


@given(editions())
def test_statistics_are_what_the_oracle_counts(edition):
    tree, standings = edition
    slow = {key: SlowStanding(tree, entry, draft=False) for key, entry in standings.items()}
    counted = {key: entry for key, entry in standings.items() if entry.to_be_ranked and not entry.status_declared}
    groups = defaultdict(list)
    for key, entry in standings.items():
        if entry.to_be_ranked and entry.status_declared != StandingStatus.UNRANKED:
            groups[entry.block].append(key)
    if len(groups) > 1:
        groups["*"] = [key for block in ("", "B") for key in groups[block]]

    result = compute_edition(tree, standings)

    expected = {}
    for block, keys in groups.items():
        for code in [None, *(node.code for node in tree.nodes)]:
            figures = [slow_figures(slow[key], code) for key in keys if key in counted]
            found = slow_statistic([each for each in figures if each[0] is not None or each[1] is not None], code)
            if found is not None:
                expected[block, code] = found
    assert {
        place: (each.n, each.mean, each.median, each.lowest, each.highest, each.figure, each.at_full_marks)
        for place, each in result.statistics.items()
    } == expected


def slow_figures(slow, code):
    """(points, percent, maximum) as they count in a statistic."""
    maximum = slow.maximum(code)
    if code is not None:
        if not slow.known(code) or slow.not_applicable(code):
            return None, None, None
        percent = slow.share(code)
        if percent is None and slow.points(code) is not None and maximum:
            percent = slow.points(code) / maximum * 100
        return slow.points(code), percent, maximum
    stated, stated_percent = slow.entry.stated_points, slow.entry.stated_percent
    points = slow.total() if stated is None else Fraction(stated.value)
    if stated_percent is not None:
        return points, Fraction(stated_percent.value), maximum
    return points, points / maximum * 100 if points is not None and maximum else None, maximum


def slow_statistic(figures, code):
    if not figures:
        return None
    maxima = {maximum or None for _, _, maximum in figures}
    in_points = all(points is not None for points, _, _ in figures) and (code is not None or len(maxima) == 1)
    values = [points if in_points else percent for points, percent, _ in figures]
    # What is stored of a percent is cut, and so is what is summed up.
    values = sorted(Fraction(cut(value)) for value in values if value is not None)
    n = len(values)
    middle = values[n // 2] if n % 2 else (values[n // 2 - 1] + values[n // 2]) / 2
    if in_points:
        known = all(maximum is not None and maximum > 0 for maximum in maxima)
        full = sum(points >= maximum for points, _, maximum in figures) if known else None
    else:
        full = sum(value >= 100 for value in values)
    numbers = (cut(sum(values) / n), cut(middle), cut(values[0]), cut(values[-1]))
    return n, *numbers, Figure.POINTS if in_points else Figure.PERCENT, full


def test_the_oracle_is_not_asked_in_vain():
    """One example by hand, that both are held to: 1 + 2 of 10, of which 4 do not apply."""
    from indices.domain.values import CriteriaTree, CriterionNode, ScoreEntry, StandingEntry, TotalMethod

    nodes = (
        CriterionNode("1", None, Decimal(3)),
        CriterionNode("2", None, Decimal(3)),
        CriterionNode("3", None, Decimal(4)),
    )
    tree = CriteriaTree(nodes, TotalMethod.SUM, max_points=Decimal(10))
    left_out = ScoreEntry(status=ScoreStatus.NOT_APPLICABLE)
    entry = StandingEntry(
        scores={"1": ScoreEntry(points=Decimal(1)), "2": ScoreEntry(points=Decimal(2)), "3": left_out}
    )
    slow = SlowStanding(tree, entry, draft=False)

    assert (slow.total(), slow.maximum(None), slow.percent(None)) == (3, 6, 50)
    assert score_standing(tree, entry)[0].percent == 50
