"""The way to a target, of the published record: PAPI, where nothing can be mended, and totals alone."""

from fractions import Fraction

import pytest

from indices.domain.route import Reach, TargetKind
from indices.domain.route_gap import gap_to
from indices.domain.route_others import Assumption
from indices.queries.route import routes_of, target_of
from tests.golden.routes import codes, facts_of, rank
from tests.golden.rows import papi_points, papi_totals

pytestmark = pytest.mark.golden

BILLION = 10**9


# PAPI: asked of the people, not mended by anybody within a year


@pytest.fixture
def ha_noi(record, db):
    return facts_of("papi", "2024", "ha-noi")


def others_in(year):
    return {unit: total for unit, total in papi_totals(year).items() if unit != "ha-noi"}


def test_papi_the_gap_to_a_place_is_the_distance_of_the_printed_figures(ha_noi):
    """Hà Nội 2024: 29th; the 28th of the others has 0,030084671 more."""
    own, others = papi_totals("2024")["ha-noi"], sorted(others_in("2024").values(), reverse=True)
    assert sum(total > own for total in others) == 28
    assert others[27] - own == Fraction("0.030084671")
    assert target_of(ha_noi) == rank(28)
    assert routes_of(ha_noi, rank(28))[0].lacking == Fraction("0.030084671")


def test_papi_nothing_is_counted_on_unless_a_reader_says_so(ha_noi):
    route = routes_of(ha_noi, rank(28))[0]
    assert (route.reach, route.most.gain) == (Reach.NOT_REACHABLE, 0)
    assert len(route.fixed) == len(ha_noi.leaves) == 28


def test_papi_one_sub_dimension_would_do_and_the_one_most_lost_comes_first(ha_noi):
    """Nobody ever has the whole maximum there: of equal weights (none) the largest gain is first."""
    everything = [leaf.code for leaf in ha_noi.leaves]
    route = routes_of(ha_noi, rank(28), also=everything)[0]
    points = {code: value for parts in papi_points("2024")["ha-noi"].values() for code, value in parts.items()}
    largest = max(ha_noi.leaves, key=lambda leaf: leaf.gain)
    assert codes(route)[0] == (largest.code,) == ("7.3",)
    mended = papi_totals("2024")["ha-noi"] - points["7.3"] + Fraction(largest.highest, BILLION)
    assert route.sets[0].outcome.rank == 1 + sum(total > mended for total in others_in("2024").values())


def test_papi_the_trend_is_that_of_the_printed_years(ha_noi):
    """Whoever lacks a year, or has it by other criteria, stands still."""
    before, now = papi_totals("2023"), others_in("2024")
    then = sorted(min(Fraction(80), 2 * total - before.get(unit, total)) for unit, total in now.items())
    unchanged, trend = routes_of(ha_noi, rank(28))
    assert trend.assumption is Assumption.TREND
    assert trend.lacking == then[-28] - papi_totals("2024")["ha-noi"] == Fraction("0.373837235")
    assert trend.without_trend == sum(unit not in before for unit in now)
    assert unchanged.without_trend == 0


# Totals alone


def test_of_phu_xuyen_the_gap_can_be_told_and_no_way(record, db):
    """Phú Xuyên 2023, 30th of 30 with 91,61 %: Cầu Giấy above it is known with 95,22 %."""
    facts = facts_of("par-ha-noi-districts", "2023", "phu-xuyen-huyen-ha-noi")
    target = target_of(facts)
    assert target.kind is TargetKind.UNIT
    passed = facts.others.now[target.unit].fraction
    gap = gap_to(target, facts.own, facts.others)
    assert (gap.lacking, gap.in_percent, gap.is_strict) == (100 * passed - Fraction("91.61"), True, True)
    assert facts.leaves == ()
    assert routes_of(facts, target)[0].sets == ()
