"""Years on common ground: what goes on through all of them, and what units earned there."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indices.domain.figures import HUNDRED
from indices.domain.history import UnitYear
from indices.domain.like_for_like import (
    common_ground,
    lines,
    ranks_like_for_like,
    whole_percent,
)
from indices.domain.ranking import RankingValue
from tests.indices.domain.tables import criteria, row_of, table

TREE = criteria("1 6", "1.1 3", "1.2 3", "2 4", "2.1 2", "2.2 2")
KEPT = {code: ((code, "kept"),) for code in ("1", "1.1", "1.2", "2", "2.1", "2.2")}


def of(tree, *points, unit="own", **more):
    """A unit with these points at the leaves, in their order."""
    inner = {leaf.parent for leaf in tree}
    leaves = [leaf.code for leaf in tree if leaf.code not in inner]
    figures = {code: figure for code, figure in zip(leaves, points, strict=True) if figure is not None}
    return row_of(tree, unit, figures, **more)


def percents(years, links, unit="own", field=None):
    common = common_ground(years, links)
    return lines(years, common, [unit])[unit].percents(field)


class TestCommonGround:
    def test_one_set_is_common_ground_as_a_whole(self):
        years = [table(label, TREE, of(TREE, "1", "2", "1", "1")) for label in ("2023", "2024")]
        common = common_ground(years, [None])
        assert [thread.code for thread in common.threads] == ["1.1", "1.2", "2.1", "2.2"]
        assert common.covered == (1, 1)

    def test_nothing_changed_gives_the_official_line(self):
        years = [table("2023", TREE, of(TREE, "1", "2", "1", "1")), table("2024", TREE, of(TREE, "3", "3", "2", "1.5"))]
        assert percents(years, [None]) == (50, 95)
        assert percents(years, [KEPT]) == (50, 95)

    def test_what_came_and_went_is_left_out(self):
        new = criteria("1 6", "1.1 3", "1.3 3", "2 4", "2.1 2", "2.2 2")
        years = [table("2023", TREE, of(TREE, "3", "0", "1", "1")), table("2024", new, of(new, "3", "0", "2", "2"))]
        links = {code: ends for code, ends in KEPT.items() if code != "1.2"}
        common = common_ground(years, [links])
        assert [thread.code for thread in common.threads] == ["1.1", "2.1", "2.2"]
        # 3 + 2 + 2 of 10 points.
        assert common.covered == (Fraction(7, 10), Fraction(7, 10))
        assert common.of_field == {"1": Fraction(1, 2), "2": 1}
        # (3 + 1 + 1) / 7, then 7 / 7.
        assert percents(years, [links]) == (Fraction(500, 7), 100)

    def test_each_has_the_weight_of_the_newest_year(self):
        new = criteria("1 8", "1.1 5", "1.2 3", "2 2", "2.1 1", "2.2 1")
        years = [table("2023", TREE, of(TREE, "3", "0", "1", "1")), table("2024", new, of(new, "5", "0", "1", "1"))]
        links = KEPT | {code: ((code, "rescaled"),) for code in ("1.1", "2.1", "2.2")}
        # 2023: all of 1.1 (5), nothing of 1.2 (3), half of 2.1 and 2.2 (1 each).
        assert percents(years, [links]) == (60, 70)
        common = common_ground(years, [links])
        assert common.covered == (1, 1)

    def test_a_criterion_and_the_parts_it_was_split_into_are_one(self):
        new = criteria("1 6", "1.1a 1", "1.1b 2", "1.2 3", "2 4", "2.1 2", "2.2 2")
        links = KEPT | {"1.1": (("1.1a", "split"), ("1.1b", "split"))}
        years = [
            table("2023", TREE, of(TREE, "3", "3", "1", "1")),
            table("2024", new, of(new, "0", "2", "3", "1", "1")),
        ]
        common = common_ground(years, [links])
        assert [len(thread.leaves[-1]) for thread in common.threads] == [2, 1, 1, 1]
        assert percents(years, [links], field="1") == (100, Fraction(500, 6))

    def test_a_criterion_continued_by_one_with_others_under_it_is_all_of_them(self):
        new = criteria("1 6", "1.1 3", "1.1.1 1", "1.1.2 2", "1.2 3", "2 4", "2.1 2", "2.2 2")
        years = [
            table("2023", TREE, of(TREE, "3", "3", "1", "1")),
            table("2024", new, of(new, "0", "2", "3", "1", "1")),
        ]
        common = common_ground(years, [KEPT])
        assert [thread.code for thread in common.threads] == ["1.1.1", "1.2", "2.1", "2.2"]
        assert percents(years, [KEPT], field="1") == (100, Fraction(500, 6))

    def test_a_field_of_the_same_name_proves_nothing(self):
        new = criteria("1 6", "1.8 3", "1.9 3", "2 4", "2.1 2", "2.2 2")
        links = {code: ends for code, ends in KEPT.items() if not code.startswith("1.")}
        years = [table("2023", TREE, of(TREE, "3", "3", "1", "1")), table("2024", new, of(new, "0", "0", "1", "1"))]
        common = common_ground(years, [links])
        assert [thread.code for thread in common.threads] == ["2.1", "2.2"]
        assert common.of_field == {"1": 0, "2": 1}

    def test_what_ends_up_in_two_fields_stands_in_neither(self):
        links = KEPT | {"1.1": (("1.1", "split"), ("2.1", "split"))}
        years = [table(label, TREE, of(TREE, "3", "3", "2", "2")) for label in ("2023", "2024")]
        common = common_ground(years, [links])
        assert [(thread.code, thread.field) for thread in common.threads] == [("1.1", ""), ("1.2", "1"), ("2.2", "2")]

    def test_bonus_points_and_unknown_maxima_are_left_out(self):
        tree = criteria("1 6", "1.1 3", "1.2 ?", "9 1 bonus")
        years = [table(label, tree, of(tree, "3", "3", "1")) for label in ("2023", "2024")]
        common = common_ground(years, [None])
        assert [thread.code for thread in common.threads] == ["1.1"]
        assert common.covered == (None, None)
        assert list(common.of_field) == ["1"]

    def test_a_maximum_that_was_not_known_leaves_out_the_thread(self):
        old = criteria("1 6", "1.1 ?", "1.2 3", "2 4", "2.1 2", "2.2 2")
        years = [table("2023", old, of(old, "3", "3", "1", "1")), table("2024", TREE, of(TREE, "3", "3", "1", "1"))]
        assert [thread.code for thread in common_ground(years, [KEPT]).threads] == ["1.2", "2.1", "2.2"]

    def test_links_to_what_is_not_there_say_nothing(self):
        years = [table(label, TREE, of(TREE, "3", "3", "1", "1")) for label in ("2023", "2024")]
        common = common_ground(years, [{"1.1": (("7", "kept"),), "8": (("1.1", "kept"),)}])
        assert common.threads == ()
        assert common.covered == (0, 0)

    def test_no_years_have_nothing_in_common(self):
        common = common_ground([], [])
        assert (common.threads, common.covered) == ((), ())

    def test_every_step_needs_its_links(self):
        with pytest.raises(ValueError, match="2 years need 1 links, not 0"):
            common_ground([table("2023", TREE), table("2024", TREE)], [])


class TestLine:
    def test_a_year_without_the_unit_is_a_gap(self):
        years = [table("2023", TREE), table("2024", TREE, of(TREE, "3", "3", "1", "1"))]
        assert percents(years, [None]) == (None, 80)

    def test_a_figure_that_is_not_known_makes_the_year_unknown(self):
        years = [
            table("2023", TREE, of(TREE, "3", None, "1", "1")),
            table("2024", TREE, of(TREE, "3", "3", "1", "1")),
        ]
        assert percents(years, [None]) == (None, 80)
        assert percents(years, [None], field="2") == (50, 50)

    def test_what_is_excused_once_is_left_out_of_every_year(self):
        years = [
            table("2023", TREE, of(TREE, None, "3", "1", "1", not_applicable=("1.1",))),
            table("2024", TREE, of(TREE, "0", "3", "2", "2")),
        ]
        line = lines(years, common_ground(years, [None]), ["own"])["own"]
        # Of 7 points left: 5, then 7.
        assert line.percents() == (Fraction(500, 7), 100)
        assert line.covered == Fraction(7, 10)

    def test_a_published_percent_serves_where_there_are_no_points(self):
        row = UnitYear("own", None, shares={"1.1": HUNDRED // 2, "1.2": HUNDRED, "2.1": 0, "2.2": 0})
        years = [table("2023", TREE, row), table("2024", TREE, row)]
        # Half of 3 and all of 3, of 10.
        assert percents(years, [None]) == (45, 45)

    def test_a_field_without_anything_in_common_has_no_percent(self):
        years = [table("2024", TREE, of(TREE, "3", "3", "1", "1"))]
        assert percents(years, [], field="3") == (None,)

    def test_nothing_is_covered_where_nothing_is_known_of_the_maxima(self):
        tree = criteria("1 6", "1.1 ?")
        years = [table("2024", tree, of(tree, "3"))]
        line = lines(years, common_ground(years, []), ["own"])["own"]
        assert line.covered is None
        assert lines([], common_ground([], []), ["own"])["own"].covered is None


class TestRanks:
    def test_ranks_stand_within_blocks(self):
        totals = {"a": ("1", "x"), "b": ("2", "x"), "c": ("0", "y"), "d": ("2", "x")}
        rows = [of(TREE, points, "0", "0", "0", unit=name, block=block) for name, (points, block) in totals.items()]
        year = table("2024", TREE, *rows)
        assert ranks_like_for_like([year], common_ground([year], [])) == [{"a": 3, "b": 1, "d": 1, "c": 1}]

    def test_nobody_is_ranked_beside_somebody_who_is_not_known(self):
        years = [
            table("2023", TREE, of(TREE, "1", "1", "1", None, unit="a"), of(TREE, "1", "1", "1", "1", unit="b")),
            table("2024", TREE, of(TREE, "1", "1", "1", "1", unit="a"), of(TREE, "1", "1", "1", "2", unit="b")),
        ]
        assert ranks_like_for_like(years, common_ground(years, [None])) == [
            {"a": None, "b": None},
            {"b": 1, "a": 2},
        ]

    @pytest.mark.parametrize("more", [{"is_complete": False}, {"ranked": {"": 3}}])
    def test_a_table_that_lacks_somebody_ranks_nobody(self, more):
        rows = [of(TREE, "1", "1", "1", "1", unit=name) for name in "ab"]
        year = table("2024", TREE, *rows, **more)
        assert ranks_like_for_like([year], common_ground([year], [])) == [{"a": None, "b": None}]

    def test_whoever_is_not_ranked_has_no_rank_and_takes_none(self):
        rows = [
            of(TREE, "1", "1", "1", "1", unit="a"),
            of(TREE, "3", "1", "1", "1", unit="guest", to_be_ranked=False),
        ]
        year = table("2024", TREE, *rows)
        assert ranks_like_for_like([year], common_ground([year], [])) == [{"a": 1}]


@pytest.mark.parametrize(("value", "percent"), [(RankingValue(3, 4), 75), (RankingValue(3, None), None), (None, None)])
def test_the_official_percent_is_that_of_what_ranks_compare(value, percent):
    assert whole_percent(UnitYear("own", None, ranked_by=value)) == percent


# An independent way: codes spread along links until nothing moves


def slow_groups(years, links):
    """Frozensets of (place, code) of leaves that hang together and reach every year, by brute force."""

    def under(year, code):
        below = [leaf.code for leaf in year.criteria if leaf.parent == code]
        return {leaf for child in below for leaf in under(year, child)} if below else {code}

    leaves = [{leaf.code for leaf in year.criteria if under(year, leaf.code) == {leaf.code}} for year in years]
    edges = []
    for place, step in enumerate(links):
        for old, ends in step.items():
            for new, _kind in ends:
                here, there = under(years[place], old), under(years[place + 1], new)
                if here == {old} or there == {new}:
                    edges.append({(place, code) for code in here} | {(place + 1, code) for code in there})
    found = set()
    for place, codes in enumerate(leaves):
        for code in codes:
            group = {(place, code)}
            while any(edge & group and not edge <= group for edge in edges):
                group |= set().union(*(edge for edge in edges if edge & group))
            if {there for there, _code in group} == set(range(len(years))):
                found.add(frozenset(group))
    return found


@st.composite
def stories(draw):
    trees = [
        TREE,
        criteria("1 6", "1.1 1", "1.2 5", "2 4", "2.1 1", "2.2 1.5", "2.3 1.5"),
        criteria("1 4", "1.1 2", "1.1.1 1", "1.1.2 1", "1.2 2", "2 6"),
    ]
    chosen = [draw(st.sampled_from(trees)) for _ in range(draw(st.integers(1, 4)))]
    years, links = [], []
    for place, tree in enumerate(chosen):
        inner = {leaf.parent for leaf in tree}
        leaves = [leaf for leaf in tree if leaf.code not in inner]
        rows = []
        for unit in ("a", "b"):
            points = {leaf.code: str(draw(st.integers(0, leaf.max_points // 10**9))) for leaf in leaves}
            rows.append(row_of(tree, unit, points))
        years.append(table(str(2020 + place), tree, *rows))
    kinds = st.sampled_from(["kept", "rescaled", "split", "merged"])
    for old, new in pairwise(chosen):
        ends = st.tuples(st.sampled_from([leaf.code for leaf in new]), kinds)
        links.append({leaf.code: tuple(draw(st.lists(ends, max_size=2, unique_by=lambda end: end[0]))) for leaf in old})
    return years, links


@given(stories())
def test_a_slow_second_way_finds_the_same(story):
    years, links = story
    common = common_ground(years, links)
    groups = slow_groups(years, links)
    assert {
        frozenset((place, leaf.code) for place, leaves in enumerate(thread.leaves) for leaf in leaves)
        for thread in common.threads
    } == groups
    for unit in ("a", "b"):
        for place, (year, percent) in enumerate(zip(years, lines(years, common, [unit])[unit].percents(), strict=True)):
            maxima = [{leaf.code: Fraction(leaf.max_points) for leaf in here.criteria} for here in years]
            earned, whole = Fraction(0), Fraction(0)
            for group in groups:
                points = sum(year.units[unit].points[code] for there, code in group if there == place)
                full = sum(maxima[place][code] for there, code in group if there == place)
                weight = sum(maxima[-1][code] for there, code in group if there == len(years) - 1)
                earned += weight * points / full
                whole += weight
            assert percent == (100 * earned / whole if groups else None)


@given(stories())
def test_a_year_that_splits_and_merges_back_changes_nothing(story):
    years, links = story
    last = years[-1]
    inner = {leaf.parent for leaf in last.criteria}
    leaves = [leaf.code for leaf in last.criteria if leaf.code not in inner]
    halves = criteria("1 20", *(f"1.{number} 1" for number in range(2 * len(leaves))))
    apart = {
        code: ((f"1.{2 * number}", "split"), (f"1.{2 * number + 1}", "split")) for number, code in enumerate(leaves)
    }
    together = {end: ((code, "merged"),) for code, ends in apart.items() for end, _kind in ends}
    between = table("between", halves, row_of(halves, "a", dict.fromkeys(together, "1")))
    before = common_ground(years, links)
    after = common_ground([*years, between, last], [*links, apart, together])
    assert [thread.code for thread in after.threads] == [thread.code for thread in before.threads]
    assert lines([*years, between, last], after, ["a"])["a"].percents()[: len(years)] == (
        lines(years, before, ["a"])["a"].percents()
    )
