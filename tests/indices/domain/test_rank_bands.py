"""Ranges of ranks: what rounding hides, exactly; what a survey leaves open, drawn from a seed."""

from fractions import Fraction
from itertools import product
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indices.domain.rank_bands import (
    BITS,
    EVEN_DRAWS,
    RankBand,
    Span,
    chance_bands,
    error_at_most,
    printed_span,
    rounding_bands,
)

POINT = 1_000_000_000


class TestRounding:
    def test_a_printed_figure_hides_half_a_unit_of_its_last_place(self):
        assert printed_span(58_200_000_000, 2) == Span(58_195_000_000, 58_205_000_000)
        assert printed_span(5, 9) == Span(5, 5)

    def test_three_equal_printed_figures_may_stand_in_any_order(self):
        # PCI 2016: 58.20 three times; 58.16 and 58.24 are out of reach.
        printed = {"a": 5824, "b": 5820, "c": 5820, "d": 5820, "e": 5816}
        bands = rounding_bands({unit: printed_span(count * POINT // 100, 2) for unit, count in printed.items()})
        assert bands == {
            "a": RankBand(1, 1),
            "b": RankBand(2, 4),
            "c": RankBand(2, 4),
            "d": RankBand(2, 4),
            "e": RankBand(5, 5),
        }
        assert [unit for unit, band in bands.items() if band.is_certain] == ["a", "e"]

    def test_spans_that_touch_may_share_a_rank_or_not(self):
        bands = rounding_bands({"a": Span(2, 4), "b": Span(0, 2)})
        assert bands == {"a": RankBand(1, 1), "b": RankBand(1, 2)}

    def test_nobody_has_no_rank(self):
        assert rounding_bands({}) == {}

    @given(st.lists(st.tuples(st.integers(0, 6), st.integers(0, 3)), min_size=1, max_size=4))
    def test_every_rank_that_can_be_is_in_the_band_and_its_ends_can_be(self, drawn):
        spans = {str(place): Span(low, low + width) for place, (low, width) in enumerate(drawn)}
        reached = {unit: set() for unit in spans}
        for totals in product(*(range(span.low, span.high + 1) for span in spans.values())):
            for unit, total in zip(spans, totals, strict=True):
                reached[unit].add(1 + sum(other > total for other in totals))
        assert rounding_bands(spans) == {unit: RankBand(min(ranks), max(ranks)) for unit, ranks in reached.items()}


def slow_bands(totals, errors, draws, seed):
    """The same draws, one by one in plain whole numbers."""
    chance, units = Random(seed), sorted(totals)
    ranks = {unit: [] for unit in units}
    for _ in range(draws):
        data = chance.randbytes(len(units) * EVEN_DRAWS * BITS // 8)
        even = [int.from_bytes(data[start : start + 2], "little") for start in range(0, len(data), 2)]
        drawn = {}
        for place, unit in enumerate(units):
            total = sum(even[place * EVEN_DRAWS : (place + 1) * EVEN_DRAWS]) - (EVEN_DRAWS << BITS) // 2
            drawn[unit] = totals[unit] + (errors.get(unit, 0) * total >> BITS)
        for unit in units:
            ranks[unit].append(1 + sum(other > drawn[unit] for other in drawn.values()))
    cut = draws // 40
    return {unit: RankBand(sorted(found)[cut], sorted(found)[draws - 1 - cut]) for unit, found in ranks.items()}


class TestChance:
    def test_without_an_error_ranks_are_certain_and_equals_share_one(self):
        totals = {"a": 90 * POINT, "b": 80 * POINT, "c": 80 * POINT, "d": 70 * POINT}
        assert chance_bands(totals, {}, draws=50) == {
            "a": RankBand(1, 1),
            "b": RankBand(2, 2),
            "c": RankBand(2, 2),
            "d": RankBand(4, 4),
        }

    def test_far_apart_is_certain_and_close_together_is_not(self):
        totals = {"a": 90 * POINT, "b": 89 * POINT, "c": 50 * POINT}
        errors = dict.fromkeys(totals, POINT)
        assert chance_bands(totals, errors) == {"a": RankBand(1, 2), "b": RankBand(1, 2), "c": RankBand(3, 3)}

    def test_what_is_added_lies_as_the_normal_curve_does(self):
        # Two units 2.5 errors of their difference apart change places in 0.6 % of surveys, 1.5 apart in 6.7 %.
        errors = {"a": POINT, "b": POINT}
        apart = int(1.41421356 * POINT)
        far, near = ({"a": 80 * POINT, "b": 80 * POINT - int(times * apart)} for times in (2.5, 1.5))
        assert chance_bands(far, errors)["a"].is_certain
        assert not chance_bands(near, errors)["a"].is_certain

    @given(
        st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 9 * POINT), min_size=1),
        st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 4 * POINT)),
        st.integers(1, 120),
        st.integers(0, 9),
    )
    def test_a_slow_second_way_draws_the_same(self, totals, errors, draws, seed):
        assert chance_bands(totals, errors, draws=draws, seed=seed) == slow_bands(totals, errors, draws, seed)

    def test_the_order_of_units_changes_nothing(self):
        totals = {unit: (80 + place) * POINT for place, unit in enumerate("abcdef")}
        errors = dict.fromkeys(totals, 2 * POINT)
        backwards = dict(reversed(totals.items()))
        assert chance_bands(totals, errors) == chance_bands(backwards, errors)
        assert list(chance_bands(backwards, errors)) == list(backwards)

    @pytest.mark.parametrize(("errors", "draws"), [({"a": -1}, 10), ({}, 0)])
    def test_nonsense_is_refused(self, errors, draws):
        with pytest.raises(ValueError, match="not below zero"):
            chance_bands({"a": 1}, errors, draws=draws)


class TestErrorAtMost:
    def test_is_that_of_answers_at_either_end(self):
        # 8 of 10 points of 400 answers: 10 × √(0,8 × 0,2 / 400) = 0,2.
        assert error_at_most(8 * POINT, 10 * POINT, size=400) == POINT // 5
        assert error_at_most(8 * POINT, 10 * POINT, size=400, design=Fraction(4)) == 2 * POINT // 5

    @pytest.mark.parametrize("points", [-POINT, 0, 10 * POINT, 11 * POINT])
    def test_is_nothing_at_the_ends(self, points):
        assert error_at_most(points, 10 * POINT, size=1) == 0

    @given(st.lists(st.integers(0, 4), min_size=1, max_size=6))
    def test_no_answers_between_have_a_larger_one(self, answers):
        size, mean = len(answers), Fraction(sum(answers), len(answers))
        variance = sum((answer - mean) ** 2 for answer in answers) / size**2
        most = error_at_most(sum(answers) * POINT // size, 4 * POINT, size=size)
        assert variance * POINT**2 <= (most + 5) ** 2 + 10 * POINT  # both were cut

    @pytest.mark.parametrize("asked", [{"size": 0}, {"size": 5, "design": Fraction(0)}])
    def test_refuses_what_is_no_survey(self, asked):
        with pytest.raises(ValueError, match="above zero"):
            error_at_most(1, 2, **asked)
