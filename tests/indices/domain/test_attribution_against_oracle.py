"""The account of a move beside a slow reckoning of every order; and what no renaming or reordering may change."""

from dataclasses import replace
from fractions import Fraction
from random import Random
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indices.domain.attribution import account_of
from indices.domain.attribution_game import Move, Own, OwnGame, Pairs, pair_range, split_own
from indices.domain.attribution_values import Cause
from indices.domain.history import Leaf, UnitYear, Year
from indices.domain.ranking import RankingValue
from tests.indices.domain.attribution_oracle import Story
from tests.indices.domain.years import CODES, POINT, all_parts, places, scored, table, total

# Few different figures, so that units are often level.
low = st.integers(0, 3)
leaves = st.tuples(low, low, low, low)
KEPT = {code: ((code, "kept"),) for code in CODES}


@st.composite
def two_tables(draw):
    """Up to five others, some in one of both tables, some known by their totals alone; u with all its leaves."""
    rows = [[], []]
    for label in ("a", "b", "c", "d", "e")[: draw(st.integers(0, 5))]:
        there = draw(st.sampled_from(["both", "both", "both", "before", "after"]))
        for year, side in enumerate(("before", "after")):
            if there in ("both", side):
                points = draw(leaves)
                rows[year].append(scored(label, *points) if draw(st.booleans()) else total(label, sum(points)))
    for year in rows:
        year.insert(draw(st.integers(0, len(year))), scored("u", *draw(leaves)))
    return table("2023", *rows[0]), table("2024", *rows[1])


def story(before, after, unit="u"):
    """What the slow reckoning is told: nothing but totals and leaves."""
    one, two = before.units[unit], after.units[unit]
    parts = {
        field: [two.points[code] - one.points[code] for code in CODES if code.startswith(f"{field}.")]
        for field in ("1", "2")
    }
    others = {}
    for name in {*before.units, *after.units} - {unit}:
        there = [year.units[name].total if name in year.units else None for year in (before, after)]
        others[name] = (*there, 0)
    return Story({"before": one.total, "rules": 0, "parts": parts}, others)


@given(two_tables())
def test_causes_are_those_of_all_orders(tables):
    found, expected = places(account_of(*tables, "u")), story(*tables).by_cause()
    assert {str(cause): figure for cause, figure in found.items()} == expected


@given(two_tables())
def test_fields_are_those_of_all_orders_and_leaves_have_their_share(tables):
    found = {part.code: part for part in account_of(*tables, "u").points.parts}
    for field, (gains, losses) in story(*tables).by_field().items():
        changes = [part.change for part in found[field].parts]
        gained = sum(change for change in changes if change > 0)
        lost = sum(change for change in changes if change < 0)
        assert found[field].places == gains + losses
        for part in found[field].parts:
            whole, share = (gained, gains) if part.change > 0 else (lost, losses)
            assert part.places == (share * part.change / whole if part.change else 0)


@given(two_tables())
def test_parts_add_up_to_the_whole(tables):
    found = account_of(*tables, "u")
    causes = places(found)
    assert sum(causes.values()) == found.places.moved == found.headline.moved
    assert sum(part.places for part in found.points.parts) == causes[Cause.OWN]
    assert sum(part.change for part in found.points.parts) == found.points.own == found.points.change
    for part in all_parts(found.points.parts):
        if part.parts:
            assert part.change == sum(child.change for child in part.parts)
            assert part.places == sum(child.places for child in part.parts)
    for cause in Cause:
        assert causes[cause] == sum(share.by_cause[cause].figure for share in found.places.by_unit)
    for share in found.places.by_unit:
        assert abs(sum(bounds.figure for bounds in share.by_cause.values())) <= 1
        assert all(
            abs(bounds.figure) <= 1 and 24 % bounds.figure.denominator == 0 for bounds in share.by_cause.values()
        )


@given(two_tables())
def test_crossings_are_the_move_in_whole_numbers(tables):
    found = account_of(*tables, "u").headline
    rose = len(found.passed_by) + sum(tables[1].units[unit].total > tables[1].units["u"].total for unit in found.came)
    fell = sum(crossing.before > 0 for crossing in (*found.passed, *found.level))
    fell += sum(tables[0].units[unit].total > tables[0].units["u"].total for unit in found.left)
    assert found.moved == fell - rose
    old = tables[0].units["u"].total
    expected = 1 + sum(row.total > old for row in tables[1].units.values() if row.unit != "u")
    assert found.with_old_points.figure == expected


@given(two_tables())
def test_the_other_way_round_is_the_same_with_the_other_sign(tables):
    there, back = account_of(*tables, "u"), account_of(*reversed(tables), "u")
    assert places(back) == {cause: -figure for cause, figure in places(there).items()}
    changed = {part.code: (part.change, part.places) for part in all_parts(there.points.parts)}
    for part in all_parts(back.points.parts):
        assert changed[part.code] == (-part.change, -part.places)


@given(two_tables())
def test_no_change_is_zero_everywhere(tables):
    found = account_of(tables[0], tables[0], "u")
    assert set(places(found).values()) == {0}
    assert {(part.change, part.places) for part in all_parts(found.points.parts)} == {(0, 0)}
    assert not found.places.by_unit


@given(two_tables())
def test_one_set_under_links_that_all_keep_gives_nothing_to_the_rules(tables):
    known = [
        Year(year.label, year.criteria, {name: row for name, row in year.units.items() if row.points})
        for year in tables
    ]
    found = account_of(*known, "u", links=KEPT)
    assert found.places.untold == 0
    assert places(found) == places(account_of(*known, "u"))
    assert places(found)[Cause.RULES] == 0


def renamed(year, names, codes, rng):
    """The same table with other names and codes, everything in another order."""
    criteria = [
        replace(leaf, code=codes[leaf.code], field=codes[leaf.field], parent=codes.get(leaf.parent, ""))
        for leaf in year.criteria
    ]
    units = {
        names[unit]: replace(row, unit=names[unit], points={codes[code]: points for code, points in row.points.items()})
        for unit, row in year.units.items()
    }
    rng.shuffle(criteria)
    shuffled = list(units)
    rng.shuffle(shuffled)
    return replace(year, criteria=tuple(criteria), units={unit: units[unit] for unit in shuffled})


@given(two_tables(), st.randoms(use_true_random=False))
def test_renaming_and_reordering_change_nothing(tables, rng):
    names = dict(zip("uabcde", rng.sample(["x", "y", "z", "r", "s", "t"], 6), strict=True))
    codes = dict(zip(CODES, rng.sample(["c1", "c2", "c3", "c4", "c5", "c6"], 6), strict=True))
    for links in (None, KEPT):
        others = [renamed(year, names, codes, rng) for year in tables]
        other_links = links and {codes[old]: ((codes[old], "kept"),) for old in links}
        found, other = account_of(*tables, "u", links=links), account_of(*others, names["u"], links=other_links)
        assert other.places.by_cause == found.places.by_cause
        assert {part.code: (part.change, part.places) for part in all_parts(other.points.parts)} == {
            codes[part.code]: (part.change, part.places) for part in all_parts(found.points.parts)
        }
        assert {share.unit: share.by_cause for share in other.places.by_unit} == {
            names[share.unit]: share.by_cause for share in found.places.by_unit
        }


# Rules, with whatever split


figures = st.integers(0, 6).map(lambda figure: 4 * figure)


@st.composite
def games(draw):
    """An own move, others' moves, and what the rules did of each; values are multiples of four, as the game asks."""
    own = (draw(figures), draw(figures), 4 * draw(st.integers(-3, 3)))
    others = {}
    for name in "abc"[: draw(st.integers(0, 3))]:
        before, after = draw(st.one_of(st.none(), figures)), draw(st.one_of(st.none(), figures))
        others[name] = (before, after, 4 * draw(st.integers(-3, 3)) if before is not None and after is not None else 0)
    return own, others


def moves_of(own, others):
    before, after, rules = own
    moves = {
        name: Move(one, two, None if one is None or two is None else two - one - changed)
        for name, (one, two, changed) in others.items()
    }
    return Own(before, after, after - before - rules), moves


@given(games())
def test_causes_with_rules_are_those_of_all_orders(game):
    own, others = game
    unit, moves = moves_of(own, others)
    story = Story({"before": own[0], "rules": own[2], "parts": {"all": [unit.like]}}, others)
    expected = story.by_cause()
    found = dict.fromkeys(("own", "others", "rules", "field"), Fraction(0))
    for name, move in moves.items():
        shares, same = pair_range(unit, move)
        assert shares == same
        causes = ("own", "field", "rules") if None in others[name][:2] else ("own", "others", "rules")
        for cause, share in zip(causes, shares, strict=True):
            found[cause] -= Fraction(share, 6)
    assert found == expected
    split = split_own(OwnGame(unit, moves.values()), [(max(unit.like, 0), min(unit.like, 0))])[0]
    assert split.gains + split.losses == expected["own"]


@given(games(), st.booleans(), st.sets(st.sampled_from("abc")))
def test_what_is_told_lies_within_the_bounds_of_what_is_not(game, own_is_told, told):
    unit, moves = moves_of(*game)
    for name, move in moves.items():
        exactly, _ = pair_range(unit, move)
        veiled = unit if own_is_told else unit._replace(like=None)
        low, high = pair_range(veiled, move if name in told else replace(move, like=None))
        assert all(least <= share <= most for least, share, most in zip(low, exactly, high, strict=True))


@given(
    st.lists(st.tuples(*[st.one_of(st.none(), figures)] * 3), max_size=30), st.tuples(figures, figures), st.booleans()
)
def test_what_is_known_of_one_pair_holds_for_those_of_the_same_orders(moves, values, own_is_told):
    own = Own(*values, 4 if own_is_told else None)
    pairs = Pairs(own)
    for before, after, like in moves:
        if before is not None or after is not None:
            move = Move(before, after, None if before is None or after is None else like)
            assert pairs.range(move) == pair_range(own, move)


@pytest.mark.parametrize("own_is_told", [True, False])
@pytest.mark.parametrize("told", [True, False])
def test_bounds_are_reached(own_is_told, told):
    rng = Random(4)
    for _ in range(40):
        own = Own(4 * rng.randrange(4), 4 * rng.randrange(4), 4 * rng.randrange(-3, 4) if own_is_told else None)
        move = Move(4 * rng.randrange(4), 4 * rng.randrange(4), 4 * rng.randrange(-3, 4) if told else None)
        found = [
            pair_range(own._replace(like=one), replace(move, like=other))[0]
            for one in ([own.like] if own_is_told else range(-34, 35))
            for other in ([move.like] if told else range(-34, 35))
        ]
        low, high = pair_range(own, move)
        assert low == tuple(min(column) for column in zip(*found, strict=True))
        assert high == tuple(max(column) for column in zip(*found, strict=True))


# Many fields


def wide(fields, seed):
    rng = Random(seed)
    criteria = tuple(Leaf(str(number), "", str(number), "", 10 * POINT) for number in range(fields))
    years = []
    for label in ("1", "2"):
        rows = {}
        for unit in ("u", "a", "b", "c"):
            points = {leaf.code: rng.randrange(10) * POINT for leaf in criteria}
            rows[unit] = UnitYear(unit, sum(points.values()), points=points)
        years.append(Year(label, criteria, rows))
    return years


@pytest.mark.parametrize("fields", [12, 14])
def test_places_of_many_fields_add_up(fields):
    for seed in range(20):
        found = account_of(*wide(fields, seed), "u")
        assert sum(part.places for part in found.points.parts) == places(found)[Cause.OWN]


def test_beyond_twelve_fields_each_has_its_share_in_proportion():
    game = OwnGame(Own(0, 8, 8), [Move(4, 4, 0)])
    parts = [(1, 0)] * 16 + [(0, -1)] * 8 + [(0, 0)]
    found = split_own(game, parts)
    assert {split.gains for split in found[:16]} == {found[0].gains}
    assert found[-1].gains == found[-1].losses == 0
    assert sum(split.gains + split.losses for split in found) == 1


# Time


def country(units, leaves, seed=1):
    rng = Random(seed)
    criteria = []
    for field in range(8):
        count = leaves // 8 + (field < leaves % 8)
        criteria.append(Leaf(str(field), "", str(field), "", 100 * POINT))
        criteria += [Leaf(f"{field}.{leaf}", "", str(field), str(field), 10 * POINT) for leaf in range(count)]
    years = []
    for label in ("1", "2"):
        rows = {}
        for number in range(units):
            points = {}
            for leaf in criteria:
                if leaf.parent:
                    points[leaf.code] = rng.randrange(1001) * POINT // 100
                    points[leaf.parent] += points[leaf.code]
                else:
                    points[leaf.code] = 0
            whole = sum(points[str(field)] for field in range(8))
            maximum = leaves * 10 * POINT
            rows[str(number)] = UnitYear(
                str(number), whole * 100 * POINT // maximum, points=points,
                ranked_by=RankingValue(whole, maximum), maximum=maximum,
            )  # fmt: skip
        years.append(Year(label, tuple(criteria), rows, figure="percent"))
    return years, {leaf.code: ((leaf.code, "kept"),) for leaf in criteria}


@pytest.mark.parametrize(("units", "leaves", "limit"), [(63, 30, 0.02), (3321, 95, 0.15)])
def test_account_is_quick(units, leaves, limit):
    years, _links = country(units, leaves)
    times = []
    for _ in range(3):
        start = perf_counter()
        account_of(*years, "1")
        times.append(perf_counter() - start)
    assert min(times) < 4 * limit, times  # a machine under load is slower; `make bench` holds the limit itself
