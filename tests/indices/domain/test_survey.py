"""Percents from answers to a survey, their intervals, and who can be told apart."""

from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indices.domain.survey import (
    NINETY_FIVE,
    Calculator,
    Estimate,
    brackets,
    counted,
    estimate,
    pooled,
    root,
    told_apart,
)

LEVELS = st.lists(st.integers(0, 200), min_size=5, max_size=5).filter(any)


def near(value, text, places=4):
    return abs(value - Fraction(text)) < Fraction(1, 2 * 10**places)


def at(percent, error, answers=100):
    percent, error = Fraction(percent), Fraction(error)
    return Estimate(percent, error**2, answers, percent - 2 * error, percent + 2 * error)


class TestShare:
    def test_the_two_highest_of_five_levels_are_satisfied(self):
        # (60 + 24) of 2 + 3 + 11 + 60 + 24 = 100 answers.
        assert estimate(Calculator.SHARE, (2, 3, 11, 60, 24)).percent == 84

    @pytest.mark.parametrize(("counts", "percent"), [((10, 20, 70), 70), ((40, 60), 60)])
    def test_of_two_or_three_levels_it_is_the_highest(self, counts, percent):
        assert estimate(Calculator.SHARE, counts).percent == percent

    def test_its_interval_is_the_one_of_wilson(self):
        found = estimate(Calculator.SHARE, (0, 0, 16, 60, 24))
        # (0.84 + 1.92072944/100 ± 1.959964 √(0.84·0.16/100 + 3.84145888/40000)) / (1 + 3.84145888/100)
        assert near(found.low, "75.5797", 3)
        assert near(found.high, "89.9047", 3)

    def test_everybody_satisfied_is_still_no_certainty(self):
        found = estimate(Calculator.SHARE, (0, 0, 0, 0, 30))
        assert found.percent == found.high == 100
        assert near(found.low, "88.65", 2)

    def test_nobody_satisfied_is_no_certainty_either(self):
        found = estimate(Calculator.SHARE, (30, 0, 0, 0, 0))
        assert found.percent == found.low == 0
        assert near(found.high, "11.35", 2)

    def test_of_four_levels_nobody_said_which_are_satisfied(self):
        with pytest.raises(ValueError, match="which of 4 levels"):
            estimate(Calculator.SHARE, (1, 1, 1, 1))


class TestMean:
    def test_it_is_the_mean_level_of_the_highest(self):
        # (2·1 + 3·2 + 11·3 + 60·4 + 24·5) / (5 · 100) = 401 / 500
        assert estimate(Calculator.MEAN, (2, 3, 11, 60, 24)).percent == Fraction(802, 10)

    def test_its_variance_is_that_of_the_sample(self):
        # Levels 4 and 5, five each: mean 4.5, s² = 10 · 0.25 / 9, over 10 answers, times 20².
        found = estimate(Calculator.MEAN, (0, 0, 0, 5, 5))
        assert found.variance == Fraction(10, 4) / 9 / 10 * 400
        half = NINETY_FIVE * root(found.variance)
        assert (found.low, found.high) == (90 - half, 90 + half)

    def test_it_never_leaves_what_levels_can_give(self):
        low, high = (estimate(Calculator.MEAN, counts) for counts in ((9, 1, 0, 0, 0), (0, 0, 0, 1, 9)))
        assert (low.low, high.high) == (20, 100)

    def test_one_answer_says_nothing_of_the_spread(self):
        found = estimate(Calculator.MEAN, (0, 0, 1, 0, 0))
        assert (found.percent, found.variance) == (60, 4 * 400)


class TestEstimate:
    @pytest.mark.parametrize("calculator", Calculator)
    def test_no_answers_give_nothing(self, calculator):
        assert estimate(calculator, (0, 0, 0, 0, 0)) is None

    @pytest.mark.parametrize("counts", [(), (3,), (3, -1)])
    def test_counts_are_of_levels(self, counts):
        with pytest.raises(ValueError, match="not counts of answers"):
            estimate(Calculator.MEAN, counts)

    def test_a_design_effect_is_above_zero(self):
        with pytest.raises(ValueError, match="above zero"):
            estimate(Calculator.MEAN, (1, 1), design=Fraction(0))

    @given(LEVELS, st.sampled_from(Calculator))
    def test_the_interval_holds_the_percent(self, counts, calculator):
        found = estimate(calculator, counts)
        assert 0 <= found.low <= found.percent <= found.high <= 100

    @given(LEVELS, st.sampled_from(Calculator))
    def test_a_design_effect_makes_the_variance_so_many_times_larger(self, counts, calculator):
        plain, wide = estimate(calculator, counts), estimate(calculator, counts, design=Fraction(2))
        assert wide.variance == 2 * plain.variance
        assert wide.high - wide.low >= plain.high - plain.low

    @given(LEVELS)
    def test_each_answer_by_itself_gives_the_same(self, counts):
        levels = [level for level, count in enumerate(counts, 1) for _ in range(count)]
        satisfied = sum(level >= 4 for level in levels)
        assert estimate(Calculator.SHARE, counts).percent == Fraction(100 * satisfied, len(levels))
        assert estimate(Calculator.MEAN, counts).percent == Fraction(100 * sum(levels), 5 * len(levels))


class TestPooled:
    def test_each_item_counts_the_same(self):
        assert pooled([at(80, 1, 50), None, at(90, 3, 20)]) == Estimate(
            Fraction(85), Fraction(4), 20, 85 - 2 * NINETY_FIVE, 85 + 2 * NINETY_FIVE
        )

    def test_nothing_is_nothing(self):
        assert pooled([None]) is None

    def test_it_stays_within_0_and_100(self):
        assert pooled([at(99, 3)]).high == 100
        assert pooled([at(1, 3)]).low == 0


class TestCounted:
    def test_rows_become_counts(self):
        rows = [{"a": 5, "b": 1}, {"a": 4, "b": None}, {"a": 5}]
        assert counted(rows, {"a": 5, "b": 3}) == {"a": (0, 0, 0, 1, 2), "b": (1, 0, 0)}

    @pytest.mark.parametrize(("row", "words"), [({"a": 6}, "no level 6"), ({"a": 0}, "no level 0"), ({"c": 1}, "item")])
    def test_what_is_not_asked_is_refused(self, row, words):
        with pytest.raises(ValueError, match=words):
            counted([row], {"a": 5})


class TestToldApart:
    def test_the_difference_is_set_against_both_errors(self):
        # 1.959964 · √(3² + 4²) = 9.79982
        assert told_apart(at(90, 3), at("80.2", 4))
        assert not told_apart(at(90, 3), at("80.201", 4))

    def test_brackets_hold_those_that_cannot_be(self):
        estimates = {"a": at(90, 1), "b": at(88, 1), "c": at(86, 1), "d": at(70, 1), "e": at("69.5", 1)}
        # Apart from 2.77 on: a and c are.
        assert brackets(estimates) == [("a", "b"), ("b", "c"), ("d", "e")]

    def test_somebody_far_from_everybody_is_in_none(self):
        assert brackets({"a": at(90, 1), "b": at(50, 1)}) == []
        assert brackets({}) == []

    @given(st.lists(st.tuples(st.integers(50, 90), st.integers(0, 6)), max_size=9))
    def test_brackets_are_the_longest_runs_that_hang_together(self, drawn):
        estimates = {place: at(percent, error) for place, (percent, error) in enumerate(drawn)}
        order = sorted(estimates, key=lambda unit: estimates[unit].percent, reverse=True)
        runs = [
            tuple(order[first:last])
            for first in range(len(order))
            for last in range(first + 2, len(order) + 1)
            if not any(
                told_apart(estimates[one], estimates[other]) for one, other in combinations(order[first:last], 2)
            )
        ]
        longest = [run for run in runs if not any(set(run) < set(other) for other in runs)]
        assert brackets(estimates) == longest
