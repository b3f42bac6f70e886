"""The ledger of points not earned."""

from decimal import Decimal
from fractions import Fraction

import pytest

from indices.domain.continuing import Basis, Before, Uncompared
from indices.domain.ledger import full_marks, ledger_of
from indices.domain.ledger_values import Beside, Costs, Depth, FullMarks, NoLedger, State
from indices.domain.places import NoPlaces
from indices.domain.ranking import RankingValue
from tests.indices.domain.tables import count, criteria, percent_row, row_of, table, total_row

TREE = criteria(
    "1 4", "1.1 2.5", "1.1.1 1", "1.1.2 1.5", "1.2 1.5 survey", "2 6 mixed", "2.1 2", "2.2 4 satisfaction",
    "9 1 bonus", "10 -1 penalty",
)  # fmt: skip
FULL = {"1.1.1": "1", "1.1.2": "1.5", "1.2": "1.5", "2.1": "2", "2.2": "4", "9": "0", "10": "0"}
OWN = FULL | {"1.1.2": "0.5", "2.2": "3.25", "10": "-0.5", "9": "0.75"}  # 10 - 1 - 0.75 - 0.5 + 0.75 = 8.5


@pytest.fixture
def year():
    """Four others stand at 10, 9.5, 8.5 (as the unit does) and 8; the one at 9.5 lacks only half a point at 1.1.2."""
    return table(
        "2024",
        TREE,
        ("own", OWN),
        ("a", FULL),
        ("b", FULL | {"1.1.2": "1"}),
        ("c", FULL | {"2.2": "2.5"}),
        ("d", FULL | {"2.1": "0"}),
    )


def line(ledger, code):
    return next(found for found in ledger.lines if found.leaf.code == code)


def before(*rows, label="2023", tree=TREE, links=None):
    return Before(table(label, tree, *rows), links)


# What is lost


def test_most_lost_comes_first_and_what_is_full_last_in_tree_order(year):
    codes = [found.leaf.code for found in ledger_of(year, "own").lines]
    assert codes == ["1.1.2", "2.2", "10", "1.1.1", "1.2", "2.1"]


def test_lost_is_the_maximum_less_the_points(year):
    assert line(ledger_of(year, "own"), "2.2").lost == Decimal("0.75")


def test_penalty_taken_is_lost(year):
    found = line(ledger_of(year, "own"), "10")
    assert (found.maximum, found.lost, found.share) == (0, Decimal("0.5"), None)


def test_bonus_is_not_lost_but_told(year):
    ledger = ledger_of(year, "own")
    assert [(extra.leaf.code, extra.points) for extra in ledger.bonus] == [("9", Decimal("0.75"))]


def test_maximum_less_losses_plus_bonus_is_the_total(year):
    ledger = ledger_of(year, "own")
    assert ledger.whole.maximum - ledger.whole.lost + ledger.bonus[0].points == Decimal("8.5")


def test_sums_by_field(year):
    sums = ledger_of(year, "own").by_field()
    assert [(found.key, found.lost, found.lines_lost) for found in sums] == [
        (("1",), 1, 1),
        (("2",), Decimal("0.75"), 1),
        (("10",), Decimal("0.5"), 1),
    ]


def test_sums_by_method(year):
    sums = {found.key: (found.lost, found.maximum) for found in ledger_of(year, "own").by_method()}
    assert sums == {
        ("appraisal",): (Decimal("1.5"), Decimal("4.5")),
        ("satisfaction",): (Decimal("0.75"), 4),
        ("survey",): (0, Decimal("1.5")),
    }


def test_agency_in_charge_holds_for_all_below_until_another_is_named(year):
    beside = Beside(agencies={"1": "home", "1.1.2": "justice", "2": "home"})
    ledger = ledger_of(year, "own", beside=beside)
    assert [line(ledger, code).agency for code in ("1.1.1", "1.1.2", "2.2", "10")] == ["home", "justice", "home", ""]


def test_sums_by_agency_and_field(year):
    ledger = ledger_of(year, "own", beside=Beside(agencies={"1": "home", "1.1.2": "justice", "2": "home"}))
    sums = {found.key: found.lost for found in ledger.by_agency()}
    assert sums == {("justice", "1"): 1, ("home", "1"): 0, ("home", "2"): Decimal("0.75"), ("", "10"): Decimal("0.5")}


def test_cause_is_told_where_recorded(year):
    ledger = ledger_of(year, "own", beside=Beside(causes={"2.2": "survey"}))
    assert (line(ledger, "2.2").cause, line(ledger, "1.1.2").cause) == ("survey", "")


# What is no loss


def test_not_applicable_is_named_and_no_loss():
    year = table("2024", TREE, row_of(TREE, "own", {"1.1.1": "1", "1.2": "1"}, not_applicable=("2", "1.1.2")))
    ledger = ledger_of(year, "own")
    assert [leaf.code for leaf in ledger.not_applicable] == ["1.1.2", "2"]
    assert ledger.whole.lost == Decimal("0.5")


def test_not_scored_is_named_and_no_loss():
    year = table("2024", TREE, ("own", OWN | {"2.1": None}))
    ledger = ledger_of(year, "own")
    assert [leaf.code for leaf in ledger.not_scored] == ["2.1"]
    assert "2.1" not in [found.leaf.code for found in ledger.lines]


def test_bonus_and_penalty_not_entered_are_not_missing():
    year = table("2024", TREE, ("own", {code: points for code, points in OWN.items() if code not in ("9", "10")}))
    ledger = ledger_of(year, "own")
    assert (ledger.not_scored, ledger.not_published, ledger.bonus) == ((), (), ())


# How deep


def test_leaves_give_a_ledger_of_leaves(year):
    assert ledger_of(year, "own").depth is Depth.LEAVES


def test_fields_alone_give_a_ledger_of_fields():
    year = table("2024", TREE, row_of(TREE, "own", {"1": "3", "2": "6"}))
    ledger = ledger_of(year, "own")
    assert (ledger.depth, [(found.leaf.code, found.lost) for found in ledger.losses]) == (Depth.FIELDS, [("1", 1)])


def test_depth_may_differ_from_field_to_field():
    year = table("2024", TREE, row_of(TREE, "own", {"1": "3", "2.1": "1", "2.2": "4"}))
    ledger = ledger_of(year, "own")
    assert (ledger.depth, [found.leaf.code for found in ledger.losses]) == (Depth.MIXED, ["1", "2.1"])


def test_what_no_line_accounts_for_is_told_by_field():
    """Field 2 lost 2.5 of 6 beside a bonus of 0.5; 2.1 lost 1, so two points more were lost at 2.2, unpublished."""
    tree = criteria("2 6", "2.1 2", "2.2 4", "2.3 1 bonus", "3 5")
    year = table("2024", tree, row_of(tree, "own", {"2": "3.5", "2.1": "1", "2.3": "0.5"}))
    ledger = ledger_of(year, "own")
    assert (ledger.depth, dict(ledger.unplaced)) == (Depth.MIXED, {"2": Decimal(2)})
    assert [leaf.code for leaf in ledger.not_published] == ["2.2", "3"]


def test_total_alone_gives_no_ledger_and_says_why():
    ledger = ledger_of(table("2024", TREE, total_row("own", "91.61")), "own")
    assert (ledger.depth, ledger.no_ledger, ledger.lines) == (Depth.NOTHING, NoLedger.TOTAL_ONLY, ())


def test_nothing_published_gives_no_ledger_and_says_why():
    ledger = ledger_of(table("2024", TREE, percent_row("own", {})), "own")
    assert ledger.no_ledger is NoLedger.NOT_PUBLISHED


def test_rank_alone_gives_no_ledger_and_says_why():
    ledger = ledger_of(table("2024", TREE, percent_row("own", {}, rank=30)), "own")
    assert ledger.no_ledger is NoLedger.TOTAL_ONLY


def test_unit_outside_the_table_has_no_ledger():
    assert ledger_of(table("2024", TREE), "own").no_ledger is NoLedger.NOT_IN_TABLE


def test_fields_published_in_percent_are_lost_in_percent():
    """No points are reckoned back from a percent: 70 % is worse than 90 %, and both come after losses in points."""
    tree = criteria("1 10", "2 10", "3 10")
    year = table("2024", tree, percent_row("own", {"1": "90", "2": "70", "3": "100"}))
    ledger = ledger_of(year, "own")
    assert [(found.leaf.code, found.lost, found.share) for found in ledger.losses] == [
        ("2", None, Fraction(7, 10)),
        ("1", None, Fraction(9, 10)),
    ]
    assert ledger.whole.unknown == 3


def test_points_without_a_maximum_are_not_said_to_be_full():
    tree = criteria("1 ?")
    ledger = ledger_of(table("2024", tree, total_row("own", "3", points={"1": count("3")})), "own")
    assert (ledger.lines[0].state, ledger.losses) == (State.UNKNOWN, ())


# Against the years before


@pytest.mark.parametrize(
    ("then", "now", "state"),
    [
        ("2", "1", State.NEWLY_LOST),
        ("1", "1.5", State.STILL_LOST),
        ("1", "2", State.REGAINED),
        ("2", "2", State.KEPT),
    ],
)
def test_state_against_last_year(then, now, state):
    year = table("2024", TREE, ("own", FULL | {"2.1": now}))
    ledger = ledger_of(year, "own", before=[before(("own", FULL | {"2.1": then}))])
    assert line(ledger, "2.1").state is state


def test_years_of_a_loss_are_counted_back_until_it_was_not_lost(year):
    past = [before(("own", FULL | {"2.2": points}), label=label) for label, points in
            (("2023", "1"), ("2022", "3.75"), ("2021", "4"), ("2020", "0"))]  # fmt: skip
    found = line(ledger_of(year, "own", before=past), "2.2")
    assert (found.years, found.since) == (3, "2022")


def test_years_are_not_counted_across_one_that_is_not_known(year):
    past = [before(("own", OWN)), before(total_row("own", "8"), label="2022"), before(("own", OWN), label="2021")]
    assert line(ledger_of(year, "own", before=past), "2.2").years == 2


def test_longest_kept_strength_comes_first():
    year = table("2024", TREE, ("own", FULL))
    past = [before(("own", FULL | {"2.2": "1"})), before(("own", FULL | {"1.1.1": "0"}), label="2022")]
    ledger = ledger_of(year, "own", before=past)
    assert [(found.leaf.code, found.years) for found in ledger.strengths] == [
        ("1.1.2", 3), ("1.2", 3), ("2.1", 3), ("1.1.1", 2),
    ]  # fmt: skip


def test_change_is_in_points_where_the_maximum_is_the_same(year):
    found = line(ledger_of(year, "own", before=[before(("own", FULL | {"2.2": "3.75"}))]), "2.2").earlier
    assert (found.change, found.basis) == (Decimal("-0.5"), Basis.SAME)


def test_change_across_a_rescaling_is_a_share_and_said_to_be():
    """3 of 4 in the old set, 3.25 of 4 now would be a gain; of 5 it is a loss of a tenth."""
    old, new = criteria("1 4"), criteria("1 5")
    year = table("2024", new, ("own", {"1": "3.25"}))
    past = before(("own", {"1": "3"}), tree=old, links={"1": (("1", "rescaled"),)})
    found = ledger_of(year, "own", before=[past]).lines[0].earlier
    assert (found.change, found.share_change, found.basis) == (None, Fraction(-1, 10), Basis.RESCALED)


def test_merged_criterion_is_compared_with_all_that_went_into_it():
    old, new = criteria("1 5", "1.1 1", "1.2 1.5", "1.3 2.5"), criteria("1 5", "1.1 2.5", "1.2 2.5")
    links = {"1.1": (("1.1", "merged"),), "1.2": (("1.1", "merged"),), "1.3": (("1.2", "kept"),)}
    year = table("2024", new, ("own", {"1.1": "2", "1.2": "2.5"}))
    past = before(("own", {"1.1": "1", "1.2": "0.5", "1.3": "2.5"}), tree=old, links=links)
    found = line(ledger_of(year, "own", before=[past]), "1.1").earlier
    assert (found.codes, found.change, found.basis) == (("1.1", "1.2"), Decimal("0.5"), Basis.MERGED)


def test_part_split_off_is_compared_with_the_whole_as_a_share():
    old, new = criteria("1 4"), criteria("1 4", "1.1 2", "1.2 2")
    links = {"1": (("1", "kept"), ("1.1", "split"), ("1.2", "split"))}
    year = table("2024", new, ("own", {"1.1": "2", "1.2": "1"}))
    past = before(("own", {"1": "3"}), tree=old, links=links)
    found = line(ledger_of(year, "own", before=[past]), "1.2")
    assert (found.earlier.basis, found.earlier.change, found.state) == (Basis.SPLIT, None, State.STILL_LOST)
    assert found.earlier.share_change == Fraction(1, 2) - Fraction(3, 4)


def test_of_a_criterion_and_its_part_that_both_lead_here_the_part_counts():
    old, new = criteria("1 4", "1.1 4"), criteria("1 4")
    past = before(("own", {"1.1": "3"}), tree=old, links={"1": (("1", "kept"),), "1.1": (("1", "kept"),)})
    found = ledger_of(table("2024", new, ("own", {"1": "4"})), "own", before=[past]).lines[0].earlier
    assert (found.codes, found.change) == (("1.1",), 1)


def test_change_of_a_percent_is_a_share():
    tree = criteria("1 10")
    past = before(percent_row("own", {"1": "92"}), tree=tree)
    found = ledger_of(table("2024", tree, percent_row("own", {"1": "90"})), "own", before=[past]).lines[0].earlier
    assert (found.change, found.share_change) == (None, Fraction(-2, 100))


def test_penalty_is_compared_in_points(year):
    found = line(ledger_of(year, "own", before=[before(("own", FULL))]), "10")
    assert (found.state, found.earlier.change, found.earlier.share_change) == (
        State.NEWLY_LOST, Decimal("-0.5"), None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("past", "why"),
    [
        ([], Uncompared.NO_YEAR),
        ([before(("own", FULL), links={})], Uncompared.NEW),
        ([before(total_row("own", "8"))], Uncompared.NOT_KNOWN),
        ([before(total_row("other", "8"))], Uncompared.NOT_KNOWN),
        ([before(row_of(TREE, "own", {"1.1.1": "1"}, not_applicable=("2",)))], Uncompared.NOT_APPLICABLE),
    ],
)
def test_why_nothing_is_compared_is_said(year, past, why):
    found = line(ledger_of(year, "own", before=past), "2.2")
    assert (found.earlier, found.uncompared, found.state) == (None, why, State.LOST)


# What it costs


def test_cost_is_the_rank_with_this_leaf_full_and_all_else_unchanged(year):
    """8.5 shares place 3; with 1 point more 9.5 shares place 2, with 0.75 more 9.25 is place 3."""
    ledger = ledger_of(year, "own")
    assert ledger.rank == 3
    assert line(ledger, "1.1.2").costs == Costs(3, 2)
    assert line(ledger, "2.2").costs == Costs(3, 3)
    assert line(ledger, "1.1.2").costs.places == 1


def test_full_leaf_costs_nothing_and_says_nothing(year):
    assert line(ledger_of(year, "own"), "2.1").costs is None


def test_penalty_above_the_cap_costs_what_it_took_away():
    """Two penalties of 1 and 0.5, capped at 1: without the first the total gains 0.5, without the second nothing."""
    tree = criteria("1 10", "8 -2 penalty", "9 -2 penalty")
    own = row_of(
        tree,
        "own",
        {"1": "8", "8": "-1", "9": "-0.5"},
        total=count("7"),
        ranked_by=RankingValue(count("7"), count("10")),
    )
    year = table("2024", tree, own, ("a", {"1": "7.5"}), ("b", {"1": "7.25"}))
    ledger = ledger_of(year, "own", beside=Beside(penalty_cap=count("1")))
    assert [(code, line(ledger, code).costs.rank_if_full) for code in ("8", "9")] == [("8", 1), ("9", 3)]


def test_others_may_be_known_by_their_totals_alone():
    tree = criteria("1 60", "1.1 30", "1.2 30", "2 40")
    own = row_of(tree, "own", {"1.1": "28", "1.2": "30", "2": "35"})  # 93
    year = table("2024", tree, own, total_row("a", "96"), total_row("b", "94.5"), total_row("c", "90"))
    ledger = ledger_of(year, "own")
    assert {found.leaf.code: found.costs for found in ledger.losses} == {"2": Costs(3, 1), "1.1": Costs(3, 2)}
    assert line(ledger, "1.1").peers is None


def test_where_places_are_not_known_no_line_has_costs():
    year = table("2024", TREE, ("own", OWN), total_row("a", "9", "10"), ranked={"": 3})
    ledger = ledger_of(year, "own")
    assert (ledger.no_places, ledger.rank, line(ledger, "2.2").costs) == (NoPlaces.INCOMPLETE, None, None)


# What the others have


def test_full_marks_are_counted_among_the_others_that_are_known(year):
    found = line(ledger_of(year, "own"), "1.1.2").peers
    assert (found, found.share) == (FullMarks(3, 4), Fraction(3, 4))


def test_full_marks_already_counted_are_taken(year):
    ledger = ledger_of(year, "own", beside=Beside(peers={"2.2": FullMarks(5, 9)}))
    assert (line(ledger, "2.2").peers, line(ledger, "2.1").peers) == (FullMarks(5, 9), None)


def test_full_marks_go_by_the_own_maximum_and_leave_out_those_it_does_not_apply_to():
    tree = criteria("1 4", "2 4")
    rows = [
        row_of(tree, "a", {"1": "4", "2": "4"}),
        row_of(tree, "b", {"1": "3", "2": "4"}, maxima={"1": count("3")}),
        row_of(tree, "c", {"2": "4"}, not_applicable=("1",)),
        percent_row("d", {"1": "100"}),
        percent_row("e", {}),
    ]
    assert full_marks(tree[0], rows) == FullMarks(3, 3)


def test_penalty_has_no_full_marks(year):
    assert line(ledger_of(year, "own"), "10").peers is None


def test_nobody_known_has_no_share():
    assert FullMarks(0, 0).share is None


def test_full_marks_without_a_maximum_are_not_known():
    tree = criteria("1 ?")
    assert full_marks(tree[0], [total_row("a", "3", points={"1": count("3")})]) is None
