"""Links lead through sets in between: in whatever order they are joined, and as one would follow them by hand."""

from collections import defaultdict
from itertools import pairwise, product

from hypothesis import given
from hypothesis import strategies as st

from indices.domain.like_for_like import common_ground, lines
from indices.queries.history import WEIGHT, Crosswalks
from tests.indices.domain.tables import criteria, row_of, table

CODES = ("1", "2", "3", "4")
OPPOSITE = {"split": "merged", "merged": "split"}
STEPS = st.dictionaries(st.tuples(st.sampled_from(CODES), st.sampled_from(CODES)), st.sampled_from(WEIGHT), max_size=6)


def walks(*steps):
    """`Crosswalks` of sets 0, 1, 2 … joined by `steps`, each {(old code, new code): kind}, without a database."""
    found = defaultdict(lambda: defaultdict(list))
    for place, step in enumerate(steps):
        for (old, new), kind in step.items():
            found[place, place + 1][old].append((new, kind))
            found[place + 1, place][new].append((old, OPPOSITE.get(kind, kind)))
    made = Crosswalks()
    made.__dict__["_steps"] = found
    return made


def pairs(links):
    return {(old, new): kind for old, ends in links.items() for new, kind in ends}


def followed(*steps):
    """(first code, last code) -> the heaviest kind on any way from one to the other, by trying every way."""
    found = {}
    for way in product(CODES, repeat=len(steps) + 1):
        kinds = [step.get(ends) for step, ends in zip(steps, pairwise(way), strict=True)]
        if None not in kinds:
            ends = way[0], way[-1]
            found[ends] = max([*kinds, *([found[ends]] if ends in found else [])], key=WEIGHT.index)
    return found


@given(STEPS, STEPS)
def test_links_over_three_sets_are_those_followed_by_hand(first, second):
    assert pairs(walks(first, second).between(0, 2)) == followed(first, second)


@given(STEPS, STEPS, STEPS)
def test_it_does_not_matter_where_the_way_is_cut(first, second, third):
    whole = pairs(walks(first, second, third).between(0, 3))

    from_the_left = pairs(walks(pairs(walks(first, second).between(0, 2)), third).between(0, 2))
    from_the_right = pairs(walks(first, pairs(walks(second, third).between(0, 2))).between(0, 2))
    assert whole == from_the_left == from_the_right == followed(first, second, third)


@given(STEPS)
def test_a_set_in_between_that_changed_nothing_changes_nothing(step):
    same = {(code, code): "kept" for code in CODES}

    assert pairs(walks(same, step).between(0, 2)) == pairs(walks(step, same).between(0, 2)) == step


@given(STEPS, STEPS)
def test_the_way_back_joins_the_same_ends(first, second):
    there = pairs(walks(first, second).between(0, 2))
    back = pairs(walks(first, second).between(2, 0))

    assert {(old, new) for new, old in back} == set(there)


# What that means for years on common ground

TREE = criteria("1 2", "2 3", "3 5")
ONE_TO_ONE = st.permutations(CODES[:3]).flatmap(
    lambda ends: st.sets(st.sampled_from(CODES[:3])).map(
        lambda kept: {(old, new): "kept" for old, new in zip(CODES[:3], ends, strict=True) if old in kept}
    )
)


@given(ONE_TO_ONE, ONE_TO_ONE, st.data())
def test_common_ground_of_two_years_is_the_same_with_one_in_between(first, second, data):
    years = [
        table(str(2020 + place), TREE, row_of(TREE, "own", {code: str(data.draw(st.integers(0, 2))) for code in "123"}))
        for place in range(3)
    ]
    made = walks(first, second)

    through = common_ground(years, [made.between(0, 1), made.between(1, 2)])
    straight = common_ground([years[0], years[2]], [made.between(0, 2)])

    ends = [(thread.leaves[0], thread.leaves[-1], thread.weight) for thread in through.threads]
    assert ends == [(*thread.leaves, thread.weight) for thread in straight.threads]
    before, _between, after = lines(years, through, ["own"])["own"].percents()
    assert (before, after) == lines([years[0], years[2]], straight, ["own"])["own"].percents()
