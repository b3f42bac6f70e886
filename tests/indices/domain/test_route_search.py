"""The exact search for the best of the smallest sets, against trying them all; and how long it may take."""

import random
import time
from fractions import Fraction
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indices.domain import route_search
from indices.domain.route_search import best_sets, fewest

BILLION = 10**9


def every_set(gains, weights, need):
    """All smallest sets that reach what is needed, best first."""
    places = range(len(gains))
    for size in places:
        reaching = [c for c in combinations(places, size + 1) if sum(gains[place] for place in c) >= need]
        if reaching:
            return sorted(
                reaching, key=lambda c: (-sum(weights[place] for place in c), -sum(gains[place] for place in c), c)
            )
    return []


@pytest.mark.fuzz
@given(
    st.lists(st.tuples(st.integers(1, 30), st.fractions(0, 1, max_denominator=5)), max_size=9),
    st.integers(1, 150),
    st.integers(1, 6),
)
def test_sets_are_those_of_trying_them_all(leaves, need, wanted):
    gains, weights = [gain for gain, _weight in leaves], [weight for _gain, weight in leaves]
    found = best_sets(gains, weights, need, wanted=wanted)
    assert found.is_proven
    assert list(found.sets) == every_set(gains, weights, need)[:wanted]


@pytest.mark.parametrize(("need", "count"), [(0, 0), (3, 1), (4, 2), (6, 3), (7, None)])
def test_as_few_as_the_largest_gains_need(need, count):
    assert fewest([1, 3, 2], need) == count


def kinds_of_trees(seed):
    """95 leaves of each of a few kinds: many values, few values, no experience, rare ones that give much."""
    lots = random.Random(seed)
    quarters = [lots.randint(1, 8) * BILLION // 4 for _ in range(95)]
    hundredths = [lots.randint(1, 200) * BILLION // 100 for _ in range(95)]
    few = [lots.choice([1, 2, 4]) * BILLION // 4 for _ in range(95)]
    any_weight = [Fraction(lots.randint(0, count), count) for count in (lots.randint(5, 30) for _ in range(95))]
    yield quarters, any_weight
    yield hundredths, any_weight
    yield few, [lots.choice([Fraction(0), Fraction(1, 2), Fraction(1)]) for _ in range(95)]
    yield quarters, [Fraction(0)] * 95
    yield quarters, [1 - Fraction(gain, 2 * BILLION) for gain in quarters]


def test_95_leaves_are_searched_to_the_end_in_time():
    lots, longest = random.Random(6), 0.0
    for seed in range(12):
        for gains, weights in kinds_of_trees(seed):
            need = lots.randint(1, sum(gains))
            # Of two tries the shorter: the machine may be busy with something else for a moment.
            tries = []
            for _ in range(2):
                begun = time.perf_counter()
                assert best_sets(gains, weights, need, wanted=4).is_proven
                tries.append(time.perf_counter() - begun)
            longest = max(longest, min(tries))
    assert longest < 0.05


def test_a_search_that_is_stopped_says_so_and_still_gives_smallest_sets(monkeypatch):
    monkeypatch.setattr(route_search, "MOST_STEPS", 10)
    gains, weights = next(kinds_of_trees(1))
    need = sum(gains) // 3
    found = best_sets(gains, weights, need, wanted=4)
    assert not found.is_proven
    assert found.sets
    assert {len(chosen) for chosen in found.sets} == {fewest(gains, need)}
    assert all(sum(gains[place] for place in chosen) >= need for chosen in found.sets)
