"""Rule 5: bonus and penalty count in points, not in the maximum, within their caps."""

from decimal import Decimal

import pytest

from indices.domain.scoring import score_standing
from indices.domain.values import FaultKind
from tests.indices.domain.builders import NOT_SCORED, bonus, node, penalty, standing, tree

EXTRAS = tree(node("1", "10"), node("9"), bonus("9.1", "3"), bonus("9.2", "3"), penalty("9.3", "-5"))


def test_bonus_and_penalty_count_in_points_and_not_in_the_maximum():
    result, faults = score_standing(EXTRAS, standing({"1": "8", "9.1": "2", "9.3": "-1.5"}))

    assert (result.points, result.max_points, result.percent) == (Decimal("8.5"), 10, 85)
    assert (result.scores["9"].points, result.scores["9"].max_points) == (Decimal("0.5"), None)
    assert (result.scores["9.1"].max_points, result.scores["9.1"].percent) == (3, None)
    assert not faults


def test_bonus_and_penalty_not_entered_are_not_missing():
    result, _ = score_standing(EXTRAS, standing({"1": "8", "9.2": NOT_SCORED}))

    assert (result.points, result.missing) == (8, ())


def test_bonus_can_lift_the_percent_above_a_hundred():
    assert score_standing(EXTRAS, standing({"1": "10", "9.1": "1"}))[0].percent == 110


def test_caps_hold_the_sum_of_all_bonuses_and_of_all_penalties():
    capped = tree(*EXTRAS.nodes, penalty("10"), bonus_cap="3", penalty_cap="2")

    result, _ = score_standing(capped, standing({"1": "8", "9.1": "2", "9.2": "2", "9.3": "-1.5", "10": "-1"}))

    assert result.points == 8 + 3 - 2
    assert result.scores["9"].points == Decimal("2.5")


def test_group_of_bonuses_is_capped_once():
    capped = tree(node("1", "10"), bonus("2"), node("2.1"), node("2.2"), bonus_cap="3")

    result, _ = score_standing(capped, standing({"1": "8", "2.1": "2", "2.2": "2"}))

    assert (result.scores["2"].points, result.points) == (4, 11)


@pytest.mark.parametrize(("code", "figure"), [("9.3", "1"), ("9.1", "-1"), ("1", "-1")])
def test_only_penalties_are_below_zero_and_they_always_are(code, figure):
    _, faults = score_standing(EXTRAS, standing({"1": "8", code: figure}))

    assert [(fault.code, fault.kind, fault.stated) for fault in faults] == [(code, FaultKind.SIGN, Decimal(figure))]


def test_field_of_bonus_and_penalty_may_be_entered_as_a_whole():
    result, faults = score_standing(EXTRAS, standing({"1": "8", "9": "-1"}))

    assert (result.points, faults) == (7, ())
