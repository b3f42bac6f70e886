"""A few units side by side: who is ahead, how far the others are from the first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indices.domain.side_by_side import Lead, ahead, from_first, leads_of_first, lines_won

FIGURES = st.lists(st.none() | st.integers(-5, 5), max_size=8)


@pytest.mark.parametrize(
    ("figures", "leaders"),
    [
        ((3, 5, 4), (1,)),
        ((5, None, 5, 1), (0, 2)),
        ((5, 5), ()),  # level: nobody is ahead
        ((5, None), ()),  # nothing to compare with
        ((None, None), ()),
        ((), ()),
    ],
)
def test_who_is_ahead(figures, leaders):
    assert ahead(figures) == leaders


def test_differences_are_from_the_first():
    assert from_first((5, 7, None, 2)) == (None, 2, None, -3)


def test_nothing_is_measured_from_a_first_that_is_not_known():
    assert from_first((None, 7)) == (None, None)


def test_nobody_has_no_differences():
    assert from_first(()) == ()


def test_the_first_stands_against_the_best_of_the_others():
    lines = [(5, 7, 6), (9, 2, None), (None, 4, 4), (3, None, None), (4, 4, 1)]
    assert leads_of_first(lines) == (Lead(0, -2), Lead(1, 7), Lead(4, 0))


def test_lines_won_are_counted_for_each():
    assert lines_won([(5, 7), (9, 2), (3, 3), (1, 8), (None, 4)], 2) == (1, 2)


@given(figures=FIGURES)
def test_whoever_is_ahead_is_ahead_of_somebody_and_behind_nobody(figures):
    known = [figure for figure in figures if figure is not None]
    for place in ahead(figures):
        assert figures[place] == max(known)
        assert min(known) < figures[place]
