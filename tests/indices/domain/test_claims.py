"""What a unit claimed against what it was granted."""

from decimal import Decimal

import pytest

from indices.domain.claims import Claim, claims_of
from tests.indices.domain.tables import count, criteria

LEAVES = criteria("1 2", "2 2", "3 2", "4 2", "5 2", "6 2 survey")


def claim(own=None, appraised=None, reappraised=None):
    return Claim(count(own), count(appraised), count(reappraised))


@pytest.fixture
def claims():
    """Over by 0.5, over by 0.25 (by 1 before explaining), under by 0.75; one agrees, one waits, one is surveyed."""
    return claims_of(
        LEAVES,
        {
            "1": claim("2", "1.5"),
            "2": claim("2", "1", "1.75"),
            "3": claim("1", "1.75"),
            "4": claim("2", "2"),
            "5": claim("1"),
            "6": claim(),
        },
    )


def test_largest_difference_comes_first(claims):
    assert [(line.leaf.code, line.over) for line in claims.lines] == [
        ("3", Decimal("-0.75")),
        ("1", Decimal("0.5")),
        ("2", Decimal("0.25")),
    ]


def test_the_two_directions_do_not_hide_each_other(claims):
    assert (claims.over, claims.under) == (Decimal("0.75"), Decimal("0.75"))


def test_sums_are_of_leaves_that_were_judged(claims):
    assert (claims.claimed, claims.granted) == (7, 7)


def test_what_was_won_back_by_explaining_is_told(claims):
    line = claims.lines[2]
    assert (line.appraised, line.reappraised, line.won_back, claims.won_back) == (
        1, Decimal("1.75"), Decimal("0.75"), Decimal("0.75"),
    )  # fmt: skip


def test_leaf_won_back_in_full_is_still_told():
    claims = claims_of(LEAVES, {"1": claim("2", "1", "2")})
    assert [(line.over, line.won_back) for line in claims.lines] == [(0, 1)]


def test_reappraised_alone_is_what_was_granted():
    line = claims_of(LEAVES, {"1": claim("2", None, "1")}).lines[0]
    assert (line.over, line.appraised, line.won_back) == (1, None, None)


def test_agreeing_and_waiting_leaves_are_told(claims):
    assert (claims.agreeing, [leaf.code for leaf in claims.waiting]) == (1, ["5"])
