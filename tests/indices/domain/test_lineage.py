"""Of which units a territory was made, and the line of reference that they give."""

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indices.domain.lineage import Lineage, Merger, circle_in, mean_of, unknown
from tests.indices.domain import lineage_oracle as oracle

DAY = date(2025, 7, 1)
HALF, THIRD = Fraction(1, 2), Fraction(1, 3)
PHU_THO = Merger("phu-tho-2025", DAY, dict.fromkeys(("hoa-binh", "phu-tho", "vinh-phuc")))
HA_NOI = Merger("ha-noi", date(2008, 8, 1), {"ha-tay": None}, goes_on=True)


def year(number):
    return {"starts_on": date(number, 1, 1), "ends_on": date(number, 12, 31)}


def shares(unit, *mergers, of, standing=()):
    return Lineage(mergers).shares_of(unit, **year(of), standing=standing)


def test_predecessors_count_alike_where_no_weight_is_stated():
    assert shares("phu-tho-2025", PHU_THO, of=2024) == dict.fromkeys(PHU_THO.weights, THIRD)


def test_stated_weights_count_by_their_ratio():
    weighed = Merger("b", DAY, {"a": Fraction(300), "c": Fraction(100)})
    assert shares("b", weighed, of=2024) == {"a": Fraction(3, 4), "c": Fraction(1, 4)}


def test_a_weight_that_is_not_stated_for_everybody_does_not_count():
    weighed = Merger("b", DAY, {"a": Fraction(300), "c": None})
    assert shares("b", weighed, of=2024) == {"a": HALF, "c": HALF}


def test_a_unit_that_goes_on_is_one_of_those_it_was_made_of():
    assert shares("ha-noi", HA_NOI, of=2007) == {"ha-tay": HALF, "ha-noi": HALF}
    assert shares("ha-noi", HA_NOI, of=2009) == {"ha-noi": 1}


def test_the_weight_of_a_unit_that_goes_on_is_stated_too_or_none_is():
    weighed = Merger("b", DAY, {"a": Fraction(300)}, goes_on=True)
    assert shares("b", weighed, of=2024) == {"a": HALF, "b": HALF}
    weighed = Merger("b", DAY, {"a": Fraction(300)}, goes_on=True, own_weight=Fraction(600))
    assert shares("b", weighed, of=2024) == {"a": THIRD, "b": 2 * THIRD}


def test_in_the_year_of_the_merger_the_table_says_who_is_still_apart():
    assert shares("ha-noi", HA_NOI, of=2008, standing={"ha-tay", "ha-noi"}) == {"ha-tay": HALF, "ha-noi": HALF}
    assert shares("ha-noi", HA_NOI, of=2008, standing={"ha-noi"}) == {"ha-noi": 1}


def test_a_merger_on_the_first_day_of_a_period_is_of_that_period():
    merger = Merger("b", date(2025, 1, 1), {"a": None})
    assert shares("b", merger, of=2025, standing={"a"}) == {"b": 1}
    assert shares("b", merger, of=2024) == {"a": 1}


def test_several_generations_are_told_by_the_first():
    later = Merger("c", DAY, {"b": None, "d": None})
    earlier = Merger("b", date(2008, 8, 1), {"a": None, "e": None})
    assert shares("c", later, earlier, of=2007) == {"a": HALF / 2, "e": HALF / 2, "d": HALF}
    assert shares("c", later, earlier, of=2020) == {"b": HALF, "d": HALF}


def test_a_circle_in_the_record_ends():
    there, back = Merger("b", DAY, {"a": None}), Merger("a", DAY, {"b": None})
    assert shares("b", there, back, of=2024) == {"a": 1}


def test_mean_is_exact_and_known_only_where_everybody_is():
    parts = dict.fromkeys(("a", "b", "c"), THIRD)
    assert mean_of(parts, {"a": Fraction(1), "b": Fraction(1), "c": Fraction(2)}) == Fraction(4, 3)
    assert mean_of(parts, {"a": Fraction(1), "b": None, "c": Fraction(2)}) is None
    assert unknown(parts, {"a": Fraction(1), "b": None}) == ["b", "c"]
    with pytest.raises(TypeError):
        mean_of({"a": Fraction(1)}, {"a": 0.5})


def test_a_circle_is_found():
    assert circle_in([("a", "b"), ("b", "c")]) == []
    found = circle_in([("x", "a"), ("a", "b"), ("b", "c"), ("c", "a")])
    assert found[0] == found[-1]
    assert set(found) == {"a", "b", "c"}


# Against the oracle


@st.composite
def lineages(draw):
    """Mergers into the unit "0", of several generations, on days that all differ."""
    mergers, free = [], ["0"]
    days = draw(st.lists(st.integers(1, 4000), min_size=1, max_size=4, unique=True))
    for number, days_before in enumerate(sorted(days)):
        successor = draw(st.sampled_from(free))
        names = [f"{number}.{place}" for place in range(draw(st.integers(1, 3)))]
        weight = st.none() | st.integers(1, 9).map(Fraction)
        goes_on = draw(st.booleans())
        mergers.append(
            Merger(
                successor,
                DAY - timedelta(days=days_before),
                {name: draw(weight) for name in names},
                goes_on=goes_on,
                own_weight=draw(weight) if goes_on else None,
            )
        )
        # Who passed over, or was made that day, is not merged into again before it.
        free = [name for name in free if name != successor or goes_on] + names
    return mergers


periods = st.integers(2012, 2026).map(year)
points = st.fractions(0, 100, max_denominator=100)


def known(found, draw):
    return {unit: draw(points) for unit in found}


@given(lineages(), periods, st.sets(st.sampled_from([f"{a}.{b}" for a in range(4) for b in range(3)])))
def test_shares_are_those_of_following_everybody_back(mergers, period, standing):
    found = Lineage(mergers).shares_of("0", **period, standing=standing)
    assert found == oracle.shares("0", mergers, **period, standing=standing)


@given(lineages(), periods, st.data())
def test_mean_is_that_of_counting_everybody_once(mergers, period, data):
    found = Lineage(mergers).shares_of("0", **period, standing=())
    totals = {unit: data.draw(points | st.none()) for unit in found}
    assert mean_of(found, totals) == oracle.mean(found, totals)


@given(lineages(), periods)
def test_shares_add_up_to_everybody(mergers, period):
    assert sum(Lineage(mergers).shares_of("0", **period, standing=()).values()) == 1


@given(lineages(), periods, st.data())
def test_mean_lies_between_the_lowest_and_the_highest(mergers, period, data):
    found = Lineage(mergers).shares_of("0", **period, standing=())
    totals = known(found, data.draw)
    assert min(totals.values()) <= mean_of(found, totals) <= max(totals.values())


@given(lineages(), periods, st.data())
def test_a_generation_may_be_put_together_before_the_next(mergers, period, data):
    """The mean of the means of the last merger's members is the mean of all."""
    lineage = Lineage(mergers)
    last = max((one for one in mergers if one.successor == "0"), key=lambda one: one.day)
    found = lineage.shares_of("0", **period, standing=())
    if not last.is_ahead_of(**period, standing=()):
        assert found == {"0": 1}
        return
    totals = known(found, data.draw)
    earlier = Lineage([one for one in mergers if one.day < last.day])
    means = {member: mean_of(earlier.shares_of(member, **period, standing=()), totals) for member in last.members}
    assert mean_of(found, totals) == mean_of(last.shares, means)
