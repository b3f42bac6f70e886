"""What of a move is due to another criteria set: told where it can be, bounds where it cannot (rule 11)."""

from dataclasses import replace
from fractions import Fraction

from indices.domain.attribution import account_of
from indices.domain.attribution_values import Cause, RuleChange
from indices.domain.history import Leaf, UnitYear
from tests.indices.domain.years import CODES, POINT, places, scored, table, total, tree

KEPT = {code: ((code, "kept"),) for code in CODES}


def test_criteria_that_all_go_on_leave_nothing_to_the_rules():
    before = table("1", scored("u", 3, 3, 1, 1), scored("v", 3, 3, 0, 0))
    after = table("2", scored("u", 3, 2, 1, 1), scored("v", 3, 3, 1, "0.5"))
    same, linked = account_of(before, after, "u"), account_of(before, after, "u", links=KEPT)
    assert linked.points.rules == 0
    assert linked.places.by_cause == same.places.by_cause
    assert linked.headline.sets_differ


def test_new_rescaled_and_dropped_criteria_are_the_rules():
    # 1.2 goes from 3 to 5 points, 2.1 is dropped, 2.2 (2 points, renamed 2.9) goes on.
    new = (*tree({"1": 8, "1.2": 5})[:3], Leaf("2", "", "2", "", 2 * POINT), Leaf("2.9", "", "2", "2", 2 * POINT))
    row = UnitYear(
        "u", 8 * POINT, points={"1": 7 * POINT, "1.1": 3 * POINT, "1.2": 4 * POINT, "2": POINT, "2.9": POINT}
    )
    links = {
        "1": (("1", "rescaled"),),
        "1.1": (("1.1", "kept"),),
        "1.2": (("1.2", "rescaled"),),
        "2.2": (("2.9", "renamed"),),
    }
    before = table("1", scored("u", 3, 3, 1, "0.5"), total("v", 1))
    after = table("2", row, total("v", 1), criteria=new)
    points = account_of(before, after, "u", links=links).points
    # 1.2: full marks of 3 then, 4/5 now; of the mean maximum 4: −0,8 like for like. 2.9: +0,5.
    assert [(part.code, part.change) for part in points.parts] == [("1", Fraction(-4, 5)), ("2", Fraction(1, 2))]
    # 1.2: 2 points more at a mean share of 0,9 = +1,8; 2.1 was 1.
    assert [(part.code, part.kind, part.change) for part in points.rule_parts] == [
        ("1.2", RuleChange.RESCALED, Fraction(9, 5)), ("2.1", RuleChange.DROPPED, -1)
    ]  # fmt: skip
    assert points.change == points.own + points.rules == Fraction(1, 2)


def fields_only(row):
    return replace(row, points={code: row.points[code] for code in ("1", "2")})


def test_where_only_fields_are_known_fields_are_compared():
    before = table("1", fields_only(scored("u", 3, 3, 1, 1)), total("v", 1))
    after = table("2", scored("u", 3, 2, 1, 1), total("v", 1))
    points = account_of(before, after, "u", links=KEPT).points
    assert [(part.code, part.change, part.parts) for part in points.parts] == [("1", -1, ()), ("2", 0, ())]


def test_field_that_keeps_its_name_with_other_leaves_below_is_the_rules():
    before, after = (
        table("1", scored("u", 3, 3, 1, 1), total("v", 1)),
        table("2", scored("u", 3, 2, 1, 1), total("v", 1)),
    )
    points = account_of(before, after, "u", links={code: KEPT[code] for code in ("1", "2", "2.1", "2.2")}).points
    assert [(part.code, part.kind, part.change) for part in points.rule_parts] == [
        ("1.1", RuleChange.NEW, 3), ("1.2", RuleChange.NEW, 2),
        ("1.1", RuleChange.DROPPED, -3), ("1.2", RuleChange.DROPPED, -3),
    ]  # fmt: skip


def test_split_and_merged_criteria_are_compared_together():
    # 1.1 and 1.2 (3 + 3) become 1.1 alone, of 6: 6 of 6 then, 5 of 6 now.
    new = (*tree()[:1], Leaf("1.1", "", "1", "1", 6 * POINT), *tree()[3:])
    row = UnitYear(
        "u", 7 * POINT, points={"1": 5 * POINT, "1.1": 5 * POINT, "2": 2 * POINT, "2.1": POINT, "2.2": POINT}
    )
    before, after = table("1", scored("u", 3, 3, 1, 1), total("v", 1)), table("2", row, total("v", 1), criteria=new)
    links = KEPT | {"1.1": (("1.1", "merged"),), "1.2": (("1.1", "merged"),)}
    points = account_of(before, after, "u", links=links).points
    assert [(part.code, part.before, part.after, part.change) for part in points.parts[0].parts] == [("1.1", 6, 5, -1)]
    assert points.rules == 0
    back = account_of(after, before, "u", links=KEPT | {"1.1": (("1.1", "split"), ("1.2", "split"))})
    assert (back.points.own, back.points.rules) == (1, 0)


def test_criterion_that_moved_beneath_a_field_known_by_itself_is_compared_where_it_is_known():
    # Of the later year's field 1 only the sum is known, and 1.2 has moved to field 2 as 2.3.
    new = (*tree(), Leaf("2.3", "", "2", "2", 3 * POINT))
    points = {"1": 3 * POINT, "2": 4 * POINT, "2.1": POINT, "2.2": POINT, "2.3": 2 * POINT}
    before = table("1", fields_only(scored("u", 3, 3, 1, 1)), total("v", 1))
    before_full = table("1", scored("u", 3, 3, 1, 1), total("v", 1))
    after = table("2", UnitYear("u", 7 * POINT, points=points), total("v", 1), criteria=new)
    links = KEPT | {"1.2": (("2.3", "kept"),)}
    found = account_of(before_full, after, "u", links=links).points
    # 1.2 → 2.3 is known in both years: −1. Field 1, with 1.2 in it then and not now, cannot be compared with itself.
    assert [(part.code, part.change) for part in found.parts] == [("2", -1)]
    assert [(part.code, part.kind, part.change) for part in found.rule_parts] == [
        ("1", RuleChange.NEW, 3), ("1.1", RuleChange.DROPPED, -3)
    ]  # fmt: skip
    assert found.own + found.rules == -1
    assert account_of(before, after, "u", links=links).points.own == -1


def test_what_does_not_apply_any_more_is_the_rules():
    row = replace(scored("u", 3, 3, 1, 0), not_applicable=frozenset({"2.2"}))
    row = replace(row, points={code: points for code, points in row.points.items() if code != "2.2"})
    before, after = table("1", scored("u", 3, 3, 1, 1), total("v", 1)), table("2", row, total("v", 1))
    points = account_of(before, after, "u", links=KEPT).points
    assert [(part.code, part.kind) for part in points.rule_parts] == [("2.2", RuleChange.DROPPED)]


def test_not_scored_leaf_ends_what_is_known_of_its_field():
    row = scored("u", 3, 2, 1, 1)
    before = table("1", replace(row, points=row.points | {"1.2": None}), total("v", 1))
    after = table("2", scored("u", 3, 3, 1, 1), total("v", 1))
    assert [part.code for part in account_of(before, after, "u", links=KEPT).points.parts] == ["1", "2"]
    assert account_of(before, after, "u", links=KEPT).points.parts[0].parts == ()


def test_rescaled_criterion_of_unknown_maximum_cannot_be_told():
    new = tuple(replace(leaf, max_points=None) if leaf.code == "1.2" else leaf for leaf in tree())
    before = table("1", scored("u", 3, 3, 1, 1), total("v", 1))
    after = table("2", scored("u", 3, 2, 1, 1), total("v", 1), criteria=new)
    points = account_of(before, after, "u", links=KEPT).points
    assert (points.own, points.rules, points.parts) == (-1, None, ())


def test_total_beyond_its_fields_is_own_and_named():
    before = table("1", scored("u", 3, 3, 1, 1), total("v", 1))
    after = table("2", replace(scored("u", 3, 3, 1, 1), total=7 * POINT), total("v", 1))
    points = account_of(before, after, "u", links=KEPT).points
    assert [(part.code, part.change) for part in points.parts] == [("1", 0), ("2", 0), ("", -1)]


def test_links_to_what_is_not_in_the_tables_lead_nowhere():
    before, after = (
        table("1", scored("u", 3, 3, 1, 1), total("v", 1)),
        table("2", scored("u", 3, 2, 1, 1), total("v", 1)),
    )
    links = KEPT | {"9": (("1", "kept"),), "1.1": (("1.1", "kept"), ("9", "split"))}
    assert account_of(before, after, "u", links=links).points.rules == 0


def test_places_by_the_rules_are_their_own_cause():
    # Another field of rules: 2.2 is dropped, u had 2 there and v nothing. Nobody did anything else.
    new = tuple(leaf for leaf in tree({"2": 2}) if leaf.code != "2.2")
    links = {code: KEPT[code] for code in CODES if code != "2.2"} | {"2": (("2", "rescaled"),)}

    def without(row):
        points = {code: points for code, points in row.points.items() if code != "2.2"}
        points["2"] = points["2.1"]
        return replace(row, points=points, total=points["1"] + points["2"])

    rows = scored("u", 3, 2, 1, 2), scored("v", 3, 3, 1, 0)
    before, after = table("1", *rows), table("2", *(without(row) for row in rows), criteria=new)
    found = account_of(before, after, "u", links=links)
    assert places(found) == {Cause.OWN: 0, Cause.OTHERS: 0, Cause.RULES: -1, Cause.FIELD: 0}
    assert found.places.untold == 0


# Where nobody can tell


def test_without_links_own_and_rules_are_one_and_places_are_bounds():
    before = table("1", scored("u", 3, 3, 1, 1), scored("v", 3, 3, 1, 0))
    after = table("2", scored("u", 2, 3, 1, "0.5"), scored("v", 3, 3, 1, 0))
    found = account_of(before, after, "u", links={})
    assert (found.points.own, found.points.rules) == (Fraction(-3, 2), None)
    assert found.places.untold == 2
    assert found.places.together == {Cause.OWN: -1, Cause.OTHERS: 0, Cause.FIELD: 0}
    for bounds in found.places.by_cause.values():
        assert -1 <= bounds.low <= bounds.high <= 1


def test_one_rival_known_by_its_total_widens_the_bounds_by_one_place_at_most():
    before = table("1", scored("u", 3, 3, 1, 1), scored("v", 3, 3, 1, 0), total("w", 9))
    after = table("2", scored("u", 2, 3, 1, "0.5"), scored("v", 3, 3, 1, 0), total("w", 9))
    found = account_of(before, after, "u", links=KEPT)
    assert found.places.untold == 1
    assert all(bounds.high - bounds.low <= 2 for bounds in found.places.by_cause.values())
    assert found.places.by_cause[Cause.OWN].low <= -1 <= found.places.by_cause[Cause.OWN].high
    assert all(part.places is None for part in found.points.parts)
