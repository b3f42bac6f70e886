"""One criterion across years."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indices.domain.continuing import Basis, Before, Earned
from indices.domain.criterion_moves import climbers_of, climbing, last_set_of, movers_of, moves_between
from tests.indices.domain.tables import ONE, count, criteria, scores, table, total_row

# Movers


def test_movers_are_those_whose_share_changed_most():
    year, past = scores("2024", a="4", b="1", c="3", d="2", e="3"), scores("2023", a="3", b="4", c="1", d="2")
    found = movers_of(year, ONE[0], Before(past), count=1)
    assert [(move.unit, move.change, move.points) for move in (*found.up, *found.down)] == [
        ("c", Fraction(1, 2), 2),
        ("b", Fraction(-3, 4), -3),
    ]
    assert (found.basis, found.compared) == (Basis.SAME, 4)


def test_movers_across_a_rescaling_have_shares_alone():
    past = scores("2023", criteria("1 2"), a="1")
    found = movers_of(scores("2024", a="4"), ONE[0], Before(past, {"1": (("1", "rescaled"),)}))
    assert [(move.change, move.points) for move in found.up] == [(Fraction(1, 2), None)]


def test_new_criterion_has_no_movers():
    found = movers_of(scores("2024", a="4"), ONE[0], Before(scores("2023", a="1"), {}))
    assert (found.up, found.down, found.basis) == ((), (), None)


def test_penalties_have_no_movers():
    tree = criteria("1 4", "9 -1 penalty")
    year = scores("2024", tree, a="4 0")
    assert movers_of(year, tree[1], Before(scores("2023", tree, a="4 -1"))).compared == 0


# Climbers

TWO = criteria("1 4", "2 4")


def climbers(year, *past, leaf=TWO[0], **others):
    return climbers_of(year, "own", leaf, [Before(earlier) for earlier in past], **others)


def test_climbers_are_nearest_to_the_chosen_unit_before_they_rose():
    """Own: 25 %, 50 %. Near stood at 25 %, 75 % (12.5 apart on average) before rising, far at 0 %, 100 % (37.5)."""
    year = scores("2024", TWO, own="1 2", far="4 4", near="3 3", small="2 2")
    past = scores("2023", TWO, own="1 2", far="0 4", near="1 3", small="1.5 2")
    found = [(one.unit, one.label, one.then, one.now, one.distance, one.fields) for one in climbers(year, past)]
    assert found == [
        ("near", "2024", Fraction(1, 4), Fraction(3, 4), Decimal("12.5"), 2),
        ("far", "2024", 0, 1, Decimal("37.5"), 2),
    ]


def test_latest_of_several_rises_counts():
    years = [scores(label, TWO, own="1 2", up=f"{points} 2") for label, points in
             (("2024", 4), ("2023", 3), ("2022", 2), ("2021", 3))]  # fmt: skip
    assert [found.label for found in climbers(*years)] == ["2024"]


def test_rise_of_an_earlier_year_is_found():
    years = [scores(label, TWO, own="1 2", up=f"{points} 2") for label, points in
             (("2024", 3), ("2023", 3), ("2022", 1))]  # fmt: skip
    assert [(found.label, found.then) for found in climbers(*years)] == [("2023", Fraction(1, 4))]


def test_rise_to_where_the_chosen_unit_stands_is_no_climb():
    assert climbers(scores("2024", TWO, own="3 2", up="3 2"), scores("2023", TWO, own="3 2", up="0 2")) == ()


def test_climbers_are_followed_through_links():
    old = criteria("5 4", "6 4")
    past = scores("2023", old, own="1 2", up="0 2")
    links = {"5": (("1", "kept"),), "6": (("2", "kept"),)}
    found = climbers_of(scores("2024", TWO, own="1 2", up="4 4"), "own", TWO[0], [Before(past, links)])
    assert [(climber.unit, climber.distance) for climber in found] == [("up", Decimal("12.5"))]


def test_no_more_climbers_than_asked_for():
    year, past = scores("2024", TWO, own="1 2", a="4 4", b="4 4"), scores("2023", TWO, own="1 2", a="0 4", b="0 4")
    assert len(climbers(year, past, count=1)) == 1


def test_climber_without_a_profile_is_left_out():
    tree = criteria("1 4", "1.1 4")
    year = table("2024", tree, ("own", {"1.1": "1"}), ("up", {"1.1": "4"}))
    past = table("2023", tree, ("own", {"1.1": "1"}), total_row("up", "0", points={"1.1": 0}))
    assert climbers_of(year, "own", tree[1], [Before(past)]) == ()


@pytest.mark.parametrize("row", [total_row("own", "4"), total_row("other", "4")])
def test_without_own_figures_there_are_no_climbers(row):
    assert climbers(table("2024", TWO, row), scores("2023", TWO, own="1 2")) == ()


POINTS = st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(0, 4))


@given(st.lists(POINTS, min_size=2, max_size=8))
def test_nobody_climbs_who_is_not_told_by_the_criterion_alone(rows):
    """Of those whose change is not that of a climber no profile is read: leaving them out must change nothing."""
    now = {f"u{place}": f"{points} {other}" for place, (points, _then, other) in enumerate(rows[1:])}
    then = {f"u{place}": f"{points} {other}" for place, (_now, points, other) in enumerate(rows[1:])}
    own = f"{rows[0][0]} {rows[0][2]}"
    year, past = scores("2024", TWO, own=own, **now), scores("2023", TWO, own=own, **then)
    moves = moves_between(earned_in(year), earned_in(past), Basis.SAME)
    told = climbing(earned_in(year)["own"], moves.values())
    assert {found.unit for found in climbers(year, past, count=10)} == told


def earned_in(year):
    return {unit: Earned(row.points["1"], count("4")) for unit, row in year.units.items()}


def test_nobody_climbs_above_a_unit_whose_share_is_not_known():
    assert climbing(Earned(-1, 0), ()) == frozenset()


# What it was


def test_last_set_is_the_one_before_the_change():
    same, old = scores("2023", a="4"), scores("2022", criteria("1 2", "2 2"), a="1 2")
    links = {"1": (("1", "merged"),), "2": (("1", "merged"),)}
    found = last_set_of("1", [Before(same), Before(old, links)])
    assert (found.label, [leaf.code for leaf in found.leaves], found.basis) == ("2022", ["1", "2"], Basis.MERGED)


def test_new_criterion_was_nothing_in_the_last_set():
    assert last_set_of("1", [Before(scores("2022", criteria("1 2"), a="1"), {})]) is None


def test_set_that_never_changed_has_no_last_one():
    assert last_set_of("1", [Before(scores("2023", a="4"))]) is None
