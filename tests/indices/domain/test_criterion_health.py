"""One criterion across all units."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indices.domain.continuing import Earned
from indices.domain.criterion_health import (
    Bar,
    Finding,
    bar_of,
    distribution_of,
    health_at,
    health_of,
    levels_of,
    spread_of,
    tells_apart,
)
from indices.domain.figures import HUNDRED
from indices.domain.values import Figure
from tests.indices.domain.tables import ONE, count, criteria, percent_row, row_of, scores, table, total_row


def distribution(year, leaf=ONE[0]):
    return distribution_of(leaf, year.units.values())


# Distribution


def test_distribution_has_mean_median_extremes_and_full_marks():
    found = distribution(scores("2024", a="4", b="4", c="3", d="1"))
    assert (found.statistic.mean, found.statistic.median, found.statistic.lowest, found.statistic.highest) == (
        3, Decimal("3.5"), 1, 4,
    )  # fmt: skip
    assert found.share_at_full == Fraction(1, 2)


def test_few_results_are_shown_one_by_one():
    found = distribution(scores("2024", a="4", b="4", c="3"))
    assert found.bars == (Bar(Fraction(3, 4), Fraction(3, 4), 1), Bar(Fraction(1), Fraction(1), 2))


def test_many_results_are_shown_in_tenths_with_full_marks_apart():
    units = {f"u{step}": str(Decimal(step) * 4 / 100) for step in (0, 5, 10, 19, 55, 90, 99, 100, 100, 42)}
    found = distribution(scores("2024", **units))
    assert [(bar.lower, bar.units) for bar in found.bars] == [
        (0, 2), (Fraction(1, 10), 2), (Fraction(2, 10), 0), (Fraction(3, 10), 0), (Fraction(4, 10), 1),
        (Fraction(5, 10), 1), (Fraction(6, 10), 0), (Fraction(7, 10), 0), (Fraction(8, 10), 0), (Fraction(9, 10), 2),
        (1, 1),
    ]  # fmt: skip
    assert found.bars[-1].upper is None


@pytest.mark.parametrize(
    ("points", "lower", "upper"),
    [("4 3 2 1", Fraction(3, 8), Fraction(7, 8)), ("4 3 0", Fraction(0), Fraction(1)), ("2", None, None)],
)
def test_quartiles_are_medians_of_the_halves(points, lower, upper):
    found = distribution(scores("2024", **{f"u{place}": text for place, text in enumerate(points.split())}))
    assert (found.lower_quartile, found.upper_quartile) == (lower, upper)


def test_unknown_and_not_applicable_are_counted_apart():
    tree = criteria("1 4", "2 4")
    rows = [row_of(tree, "a", {"1": "4"}), row_of(tree, "b", {"2": "4"}), row_of(tree, "c", {}, not_applicable=("1",))]
    found = distribution(table("2024", tree, *rows), tree[0])
    assert (found.statistic.n, found.unknown, found.not_applicable) == (1, 1, 1)


def test_percents_are_summed_up_where_somebody_has_no_points():
    found = distribution(table("2024", ONE, percent_row("a", {"1": "90"}), ("b", {"1": "4"})))
    assert (found.statistic.figure, found.statistic.mean) == (Figure.PERCENT, 95)


def test_nobody_known_has_no_statistic():
    found = distribution(table("2024", ONE, total_row("a", "90")))
    assert (found.statistic, found.share_at_full, found.bars, found.unknown) == (None, None, (), 1)


def test_full_marks_are_not_known_without_a_maximum():
    tree = criteria("1 ?")
    found = distribution(table("2024", tree, total_row("a", "3", points={"1": count("3")})), tree[0])
    assert (found.statistic.mean, found.share_at_full) == (3, None)


@given(st.lists(st.one_of(st.none(), st.integers(0, 40)), max_size=30))
def test_units_counted_one_by_one_lie_the_same(results):
    """Each unit by itself, in fractions: what is reckoned once for equal results is reckoned rightly."""
    found = spread_of([None if points is None else Earned(points, 40) for points in results])
    known = sorted(Fraction(points, 40) for points in results if points is not None)
    assert (found.unknown, sum(bar.units for bar in found.bars)) == (results.count(None), len(known))
    for bar in found.bars:
        upper = bar.lower if bar.upper == bar.lower else bar.upper
        inside = [s for s in known if s == bar.lower or (bar.lower < s and (upper is None or s < upper))]
        assert bar.units == len(inside)
        assert all(found.bars[bar_of(found.bars, share)] == bar for share in inside)
    if known:
        middle = len(known) // 2
        assert found.share_at_full == Fraction(known.count(1), len(known))
        if middle:
            assert found.lower_quartile == median(known[:middle])
            assert found.upper_quartile == median(known[len(known) - middle :])


def median(ordered):
    return (ordered[(len(ordered) - 1) // 2] + ordered[len(ordered) // 2]) / 2


def test_share_in_no_bar_is_refused():
    with pytest.raises(ValueError, match="in no bar: 1/2"):
        bar_of((Bar(Fraction(1), Fraction(1), 2),), Fraction(1, 2))


# Levels


@given(st.lists(st.tuples(st.integers(0, 8), st.integers(1, 8))))
def test_levels_are_the_different_shares_from_the_best_down(results):
    figures = [Earned(points, maximum) for points, maximum in results]
    shares = [Fraction(points, maximum) for points, maximum in results]
    levels = levels_of(figures)
    assert [levels[earned] for earned in figures] == [len({other for other in shares if other > s}) for s in shares]


def test_results_without_a_share_come_last_by_their_points():
    best, share, penalty, more = Earned(None, None, HUNDRED), Earned(0, 4), Earned(-1, 0), Earned(-2, 0)
    assert levels_of([more, penalty, share, best]) == {best: 0, share: 1, penalty: 2, more: 3}


def test_nothing_known_has_the_last_level():
    assert levels_of([Earned(None, None)]) == {Earned(None, None): 0}


# Health

TWO = criteria("1 4", "2 4")


def ten(*columns, tree=TWO, **others):
    """Ten units; a column of points for each criterion."""
    rows = zip(*columns, strict=True)
    made = {f"u{place}": " ".join(str(points) for points in row) for place, row in enumerate(rows)}
    return {found.leaf.code: found for found in health_of(scores("2024", tree, **made), **others)}


EVEN = [0, 0, 1, 1, 2, 2, 3, 3, 4, 4]
FULL = [4] * 10


def test_criterion_at_which_all_are_alike_tells_nobody_apart():
    found = ten(EVEN, FULL)
    assert (found["2"].findings, found["2"].effective, found["2"].share_at_full) == ((Finding.NOBODY_APART,), 0, 1)


def test_all_the_same_below_full_marks_tells_nobody_apart_either():
    assert ten(EVEN, [1] * 10)["2"].findings == (Finding.NOBODY_APART,)


def test_nominal_and_effective_weight_are_told_beside_each_other():
    """Half the points each; but the second adds nothing to what makes totals differ."""
    found = ten(EVEN, FULL)["1"]
    assert (found.nominal, found.effective, found.findings) == (Fraction(1, 2), 1, (Finding.COUNTS_MORE,))


def test_mean_distance_from_the_mean_is_in_points():
    assert ten(EVEN, FULL)["1"].deviation == Decimal("1.2")


def test_nearly_all_at_full_marks_hardly_tells_apart():
    found = ten(EVEN, [4] * 8 + [3.5] * 2)["2"]
    assert found.findings == (Finding.HARDLY_APART, Finding.COUNTS_AGAINST)


def test_criterion_that_runs_against_the_total_is_said_to():
    assert Finding.COUNTS_AGAINST in ten(EVEN, [1] * 4 + [0] * 6)["2"].findings


def test_criterion_with_half_its_weight_counts_less():
    assert ten(EVEN, [0, 1] * 5)["2"].findings == (Finding.COUNTS_LESS,)


def test_criterion_with_its_own_weight_is_as_meant():
    assert ten(EVEN, EVEN)["1"].findings == (Finding.AS_MEANT,)


def test_bonus_has_an_effective_weight_alone():
    found = ten(EVEN, [0, 1] * 5, tree=criteria("1 4", "9 1 bonus"))["9"]
    assert (found.nominal, found.share_at_full, found.findings) == (None, None, (Finding.AS_MEANT,))
    assert found.effective > 0


def test_fewer_than_ten_units_are_too_few():
    found = health_of(scores("2024", TWO, a="1 2", b="2 3"))[0]
    assert (found.findings, found.units) == ((Finding.TOO_FEW,), 2)


def test_where_all_totals_are_the_same_nothing_weighs():
    found = health_of(scores("2024", TWO, a="1 3", b="3 1"))[0]
    assert found.effective is None


def test_nobody_whole_has_nothing_to_judge():
    found = health_of(table("2024", TWO, total_row("a", "4")))[0]
    assert (found.units, found.share_at_full, found.deviation, found.effective) == (0, None, None, None)


def test_only_those_are_judged_to_whom_all_applies_and_who_are_ranked():
    tree = TWO
    rows = [
        row_of(tree, "whole", {"1": "1", "2": "2"}, block="x"),
        row_of(tree, "part", {"1": "1"}, not_applicable=("2",)),
        row_of(tree, "own maximum", {"1": "1", "2": "2"}, maxima={"1": count("3")}),
        row_of(tree, "not scored", {"1": "1", "2": None}),
        row_of(tree, "not ranked", {"1": "1", "2": "2"}, to_be_ranked=False),
        row_of(tree, "other block", {"1": "1", "2": "2"}, block="y"),
    ]
    year = table("2024", tree, *rows)
    assert (health_of(year, block="x")[0].units, health_of(year)[0].units) == (1, 2)


def test_maximum_that_is_not_known_has_no_nominal_weight():
    tree = criteria("1 4", "2 ?")
    rows = [
        total_row(unit, "4", points={"1": count(points), "2": count("3")}) for unit, points in (("a", "1"), ("b", "2"))
    ]
    assert [(found.nominal, found.share_at_full) for found in health_of(table("2024", tree, *rows))] == [
        (None, 0), (None, None),
    ]  # fmt: skip


@given(st.lists(st.tuples(*[st.integers(0, 8)] * 3), min_size=2, max_size=12))
def test_effective_weights_add_up_to_one(rows):
    """As long as totals differ at all; bonus and penalty weigh too."""
    tree = criteria("1 4", "2 4", "9 1 bonus", "10 -1 penalty")
    made = {f"u{place}": f"{one / 2} {two / 2} {three / 8} {-one / 8}" for place, (one, two, three) in enumerate(rows)}
    weights = [found.effective for found in health_of(scores("2024", tree, **made))]
    assert weights == [None] * 4 or sum(weights) == 1


@given(st.lists(st.tuples(*[st.integers(0, 8)] * 2), min_size=2, max_size=12))
def test_effective_weight_is_the_textbook_one(rows):
    """The mean of the products of distances from the means, over the mean square of the total's: in fractions."""
    made = {f"u{place}": f"{one / 2} {two / 2}" for place, (one, two) in enumerate(rows)}
    first = [Fraction(one, 2) for one, _two in rows]
    totals = [Fraction(one + two, 2) for one, two in rows]
    mean_first, mean_total = sum(first) / len(rows), sum(totals) / len(rows)
    variance = sum((total - mean_total) ** 2 for total in totals)
    together = sum((one - mean_first) * (total - mean_total) for one, total in zip(first, totals, strict=True))
    assert health_of(scores("2024", TWO, **made))[0].effective == (together / variance if variance else None)


@given(st.lists(st.tuples(*[st.integers(0, 8)] * 3), min_size=1, max_size=12))
def test_one_criterion_alone_is_judged_as_among_all(rows):
    """From its points and the totals, without reading the others."""
    tree = criteria("1 4", "2 4", "9 1 bonus")
    made = {f"u{place}": f"{one / 2} {two / 2} {three / 8}" for place, (one, two, three) in enumerate(rows)}
    year = scores("2024", tree, **made)
    for leaf, among_all in zip(year.leaves, health_of(year), strict=True):
        results = [(row.points[leaf.code], row.total) for row in year.units.values()]
        assert health_at(leaf, results, count("8")) == among_all


def test_where_totals_are_stated_no_criterion_has_an_effective_weight():
    assert health_at(ONE[0], [(1, 2), (2, 3)], count("4"), adds_up=False).effective is None


@given(st.lists(st.integers(0, 4), max_size=40))
def test_all_are_told_the_same_of_a_criterion_as_those_who_lay_it_down(results):
    """Whether it tells units apart is read from how they lie as it is from its weight."""
    told = tells_apart(spread_of([Earned(count(str(points)), count("4")) for points in results]))
    judged = health_at(ONE[0], [(count(str(points)), 0) for points in results], None).findings
    assert told == judged[0]


def test_penalties_that_nobody_got_tell_nobody_apart():
    assert tells_apart(spread_of([Earned(0, 0)] * 10)) == Finding.NOBODY_APART
