"""The ledger and a slow second implementation agree over generated tables; and what must hold of every ledger."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from indices.domain.continuing import Before
from indices.domain.history import Year
from indices.domain.ledger import ledger_of
from indices.domain.ledger_values import Beside
from tests.indices.domain import ledger_oracle as oracle
from tests.indices.domain.tables import criteria, row_of, table

TREE = criteria("1 3", "1.1 1", "1.2 2 survey", "2 3.5", "2.1 2.5", "2.1.1 1", "2.1.2 1.5", "2.2 1", "9 1 bonus",
                "10 -1 penalty")  # fmt: skip
OTHER_TREE = criteria("1 4", "1.1 2", "1.2 2 survey", "2 2.5", "2.1 1.5", "2.2 1", "9 1 bonus", "10 -1 penalty")
STEPS = {"1.1": 2, "1.2": 4, "2.1.1": 2, "2.1.2": 3, "2.1": 3, "2.2": 2, "9": 2, "10": -2}
UNITS = ("own", "a", "b", "c")


@st.composite
def rows(draw, unit, tree):
    inner = {leaf.parent for leaf in tree}
    left_out = draw(st.sets(st.sampled_from(["1", "1.1", "2.1"]), max_size=1))
    points = {}
    for leaf in tree:
        if leaf.code not in inner:
            halves = draw(
                st.integers(*sorted((0, STEPS[leaf.code] if leaf.code != "1.1" else leaf.max_points * 2 // 10**9)))
            )
            points[leaf.code] = str(Decimal(halves) / 2)
    points = {code: figure for code, figure in points.items() if not any(code.startswith(out) for out in left_out)}
    return row_of(tree, unit, points, not_applicable=tuple(left_out))


@st.composite
def years(draw, label, tree, *, may_lack=False):
    units = [unit for unit in UNITS if not may_lack or draw(st.integers(0, 4))]
    return table(label, tree, *[draw(rows(unit, tree)) for unit in units])


@st.composite
def links(draw, old, new):
    codes = [leaf.code for leaf in new if leaf.kind == "ordinary"]
    kinds = st.sampled_from(["kept", "renamed", "rescaled", "split", "merged"])
    return {
        leaf.code: tuple(
            draw(st.lists(st.tuples(st.sampled_from(codes), kinds), max_size=2, unique_by=lambda tie: tie[0]))
        )
        for leaf in old
        if leaf.kind == "ordinary" and draw(st.booleans())
    }


@st.composite
def stories(draw):
    year = draw(years("2024", TREE))
    before = [Before(draw(years("2023", TREE, may_lack=True)))]
    before.append(Before(draw(years("2022", OTHER_TREE, may_lack=True)), draw(links(OTHER_TREE, TREE))))
    before.append(Before(draw(years("2021", OTHER_TREE, may_lack=True))))
    return year, before[: draw(st.integers(0, 3))]


def by_code(ledger):
    return {line.leaf.code: line for line in ledger.lines}


@given(stories())
def test_losses_are_those_of_the_oracle(story):
    year, before = story
    found = by_code(ledger_of(year, "own", before=before))
    assert {code: Fraction(line.lost) for code, line in found.items()} == oracle.lines(year, "own")


@given(stories())
def test_states_and_years_are_those_of_the_oracle(story):
    year, before = story
    for code, line in by_code(ledger_of(year, "own", before=before)).items():
        expected = oracle.state(Fraction(line.lost), oracle.history("own", code, before))
        assert (line.state, line.years) == expected, code


@given(years("2024", TREE))
def test_ranks_if_full_are_those_of_the_oracle(year):
    ledger = ledger_of(year, "own")
    assert ledger.rank == oracle.rank_if_gained(year, "own", 0)
    for line in ledger.losses:
        assert line.costs.rank_if_full == oracle.rank_if_gained(year, "own", Fraction(line.lost))


@given(years("2024", TREE))
def test_full_marks_are_those_of_the_oracle(year):
    for line in ledger_of(year, "own").lines:
        if line.leaf.kind == "ordinary":
            at_full, known = oracle.full_marks(year, "own", line.leaf)
            assert (line.peers.at_full, line.peers.known) == (at_full, known) if known else line.peers is None


@given(stories())
def test_losses_add_up_to_the_maximum_less_the_points_of_what_applies(story):
    year, before = story
    row, ledger = year.units["own"], ledger_of(year, "own", before=before)
    bonus = sum((extra.points for extra in ledger.bonus), Decimal(0))
    assert ledger.whole.maximum == Decimal(row.maximum) / 10**9
    assert ledger.whole.maximum - ledger.whole.lost + bonus == Decimal(row.total) / 10**9


@given(stories())
def test_every_grouping_adds_up_to_the_whole(story):
    year, before = story
    ledger = ledger_of(year, "own", before=before, beside=Beside(agencies={"1": "x", "2.1": "y"}))
    for sums in (ledger.by_field(), ledger.by_method(), ledger.by_agency()):
        assert sum(found.lost for found in sums) == ledger.whole.lost
        assert sum(found.lines for found in sums) == ledger.whole.lines


@given(years("2024", TREE))
def test_rank_if_full_is_never_worse_than_the_rank(year):
    ledger = ledger_of(year, "own")
    assert all(line.costs.rank_if_full <= ledger.rank for line in ledger.losses)


@given(years("2024", TREE))
def test_more_lost_never_costs_fewer_places(year):
    ranks = [line.costs.rank_if_full for line in ledger_of(year, "own").losses]
    assert ranks == sorted(ranks)


def renamed(year, names):
    rows = {names[key]: replace(row, unit=names[key]) for key, row in reversed(list(year.units.items()))}
    return Year(year.label, year.criteria, rows)


@given(stories(), st.permutations(["v", "w", "x", "y"]))
def test_names_and_order_of_units_change_nothing(story, new_names):
    year, before = story
    names = dict(zip(UNITS, new_names, strict=True))
    past = [Before(renamed(earlier.year, names), earlier.links) for earlier in before]
    again = ledger_of(renamed(year, names), names["own"], before=past)
    assert replace(again, unit="own") == ledger_of(year, "own", before=before)
