"""What somebody should look at, and what nobody need."""

from decimal import Decimal
from fractions import Fraction

import pytest

from indices.domain.alert_years import FirstTimeLast, LookingBack, SuddenFall, first_times_last, sudden_falls
from indices.domain.alerts import (
    Aim,
    ChronicLoss,
    OnTimeAndLast,
    Target,
    TargetMissed,
    alerts_of,
    chronic_losses,
    on_time_and_last,
    targets_missed,
)
from indices.domain.continuing import Before
from indices.domain.ledger import ledger_of
from indices.domain.quadrants import Corner, quadrants_of
from tests.indices.domain.tables import count, criteria, percent_row, row_of, table, total_row

NEWEST = 2024
ONE = criteria("1 10")


def years(*tables):
    """The newest year and those before it."""
    return tables[0], [Before(earlier) for earlier in tables[1:]]


def totals(*figures, **others):
    """One unit's totals of 100, the newest first."""
    made = [table(str(NEWEST - back), (), total_row("own", figure), **others) for back, figure in enumerate(figures)]
    return years(*made)


def points(*tables):
    """Tables of one field, the newest first; in each, points by unit."""
    return years(*[table(str(NEWEST - back), ONE, *[(unit, {"1": text}) for unit, text in units.items()])
                   for back, units in enumerate(tables)])  # fmt: skip


# Sudden falls


def falls(year, before):
    return [(None if fall.leaf is None else fall.leaf.code, fall.change) for fall in sudden_falls(year, "own", before)]


def test_fall_beyond_the_usual_change_is_sudden():
    """Changes were +1 and +2: usually 1.5, give or take 0.5. Less than 1.5 − 3 × 0.5 = 0 is a fall, and −3 is one."""
    year, before = totals("90", "93", "91", "90")
    (fall,) = sudden_falls(year, "own", before)
    assert (fall.change, fall.usual, fall.deviation) == (Fraction(-3, 100), Fraction(15, 1000), Fraction(5, 1000))
    assert fall.years == ("2021", "2022", "2023", "2024")
    assert not fall.crosses_sets


def test_fall_of_a_unit_that_swings_every_year_is_not_sudden():
    assert falls(*totals("90", "93", "90", "93", "90")) == []


def test_three_deviations_exactly_are_not_beyond():
    """Changes +2, 0: usually +1, give or take 1. −2 is three times that away; −2.01 is farther."""
    assert falls(*totals("90", "92", "90", "90")) == []
    assert falls(*totals("89.99", "92", "90", "90")) == [(None, Fraction("-0.0201"))]


def test_hundredth_is_never_sudden_however_steady_the_unit_was():
    assert falls(*totals("89", "90", "90", "90")) == []
    assert falls(*totals("88.99", "90", "90", "90")) == [(None, Fraction("-0.0101"))]


def test_slower_rise_is_no_fall():
    assert falls(*totals("90.5", "90", "85", "80")) == []


@pytest.mark.parametrize("figures", [("80", "90", "90"), ("80",)])
def test_without_four_years_no_fall_is_sudden(figures):
    assert falls(*totals(*figures)) == []


def test_years_are_counted_back_only_as_long_as_the_total_is_known():
    year, before = totals("80", "90", "90", "90")
    before[1] = Before(table("2022", (), total_row("other", "90")))
    assert falls(year, before) == []


def test_bare_points_have_no_size_of_fall():
    tables = [table(str(back), (), percent_row("own", {}, total=count(text))) for back, text in enumerate("4777")]
    assert falls(*years(*tables)) == []


def test_bare_percents_have():
    tables = [table(str(back), (), percent_row("own", {}, total=count(text)), figure="percent")
              for back, text in enumerate(("80", "90", "90", "90"))]  # fmt: skip
    assert falls(*years(*tables)) == [(None, Fraction(-1, 10))]


def test_fields_fall_too_and_the_total_is_told_first():
    assert falls(*points({"own": "8"}, {"own": "9"}, {"own": "9"}, {"own": "9"})) == [
        (None, Fraction(-1, 10)), ("1", Fraction(-1, 10)),
    ]  # fmt: skip


def test_fall_between_two_sets_says_so():
    year, before = points({"own": "8"}, {"own": "9"}, {"own": "9"}, {"own": "9"})
    before[0] = Before(before[0].year, {"1": (("1", "renamed"),)})
    assert [fall.crosses_sets for fall in sudden_falls(year, "own", before)] == [True, True]


def test_nobody_falls_in_bonus_points():
    tree = criteria("1 10", "9 1 bonus")
    tables = [table(str(back), tree, ("own", {"1": "5", "9": own})) for back, own in enumerate("0111")]
    assert [code for code, _change in falls(*years(*tables)) if code] == []


def test_unit_that_is_in_no_table_falls_nowhere():
    year, before = points({"a": "8"}, {"a": "9"}, {"a": "9"}, {"a": "9"})
    assert falls(year, before) == []


# Last for the first time


def lasts(year, before):
    return [(found.leaf.code, found.of, found.earlier) for found in first_times_last(year, "own", before)]


ABOVE = {"own": "9", "a": "8", "b": "10"}
LAST = {"own": "7", "a": "8", "b": "10"}


def test_last_in_a_field_for_the_first_time():
    assert lasts(*points(LAST, ABOVE, ABOVE)) == [("1", 3, ("2022", "2023"))]


def test_last_before_is_not_the_first_time():
    assert lasts(*points(LAST, ABOVE, LAST)) == []


def test_one_earlier_year_is_not_enough():
    assert lasts(*points(LAST, ABOVE)) == []


def test_earlier_years_are_counted_as_far_back_as_is_known():
    year, before = points(LAST, ABOVE, ABOVE)
    before.append(Before(table("2021", ONE, ("own", {"1": "9"}), total_row("a", "9", "10"))))
    assert lasts(year, before) == [("1", 3, ("2022", "2023"))]


def test_one_known_to_be_below_is_enough_not_to_have_been_last():
    year, before = points(LAST, ABOVE)
    before.append(Before(table("2022", ONE, ("own", {"1": "9"}), ("a", {"1": "8"}), total_row("b", "9", "10"))))
    assert lasts(year, before) == [("1", 3, ("2022", "2023"))]


def test_shared_last_place_is_last():
    assert lasts(*points({"own": "7", "a": "7", "b": "8"}, ABOVE, ABOVE)) == [("1", 3, ("2022", "2023"))]


def test_where_all_are_the_same_nobody_is_last():
    assert lasts(*points({"own": "7", "a": "7"}, ABOVE, ABOVE)) == []


def test_nobody_is_last_in_a_table_that_is_not_whole():
    year, before = points(LAST, ABOVE, ABOVE)
    assert lasts(table("2024", ONE, *year.units.values(), ranked={"": 4}), before) == []


def test_unranked_unit_is_not_last():
    rows = row_of(ONE, "own", {"1": "1"}, to_be_ranked=False), row_of(ONE, "a", {"1": "8"})
    assert lasts(table("2024", ONE, *rows), points(ABOVE, ABOVE, ABOVE)[1]) == []


def test_those_to_whom_the_field_does_not_apply_are_not_compared():
    tree = criteria("1 10", "2 10")
    rows = row_of(tree, "own", {"1": "7", "2": "1"}), row_of(tree, "a", {"1": "8", "2": "1"})
    out = row_of(tree, "b", {"2": "1"}, not_applicable=("1",))
    assert lasts(table("2024", tree, *rows, out), points(ABOVE, ABOVE, ABOVE)[1]) == [("1", 2, ("2022", "2023"))]


def test_whoever_is_asked_after_gets_the_same_answer_from_one_look_back():
    year, before = points({"own": "7", "a": "7", "b": "9"}, ABOVE | {"b": "9"}, ABOVE | {"b": "9"})
    back = LookingBack(year, before)
    assert [found.leaf.code for found in back.first_times_last("own")] == ["1"]
    assert [found.leaf.code for unit in "ab" for found in back.first_times_last(unit)] == []


def test_nobody_is_last_in_bonus_points():
    tree = criteria("9 1 bonus")
    tables = [table(str(back), tree, ("own", {"9": own}), ("a", {"9": "0.5"})) for back, own in enumerate("011")]
    assert lasts(*years(*tables)) == []


# Lost year after year


def test_third_year_of_a_loss_is_chronic():
    year, before = points({"own": "8"}, {"own": "9"}, {"own": "7"}, {"own": "10"})
    (found,) = chronic_losses(ledger_of(year, "own", before=before))
    assert (found.line.leaf.code, found.line.years, found.line.since) == ("1", 3, "2022")


def test_loss_that_nobody_is_without_is_not_chronic():
    year, before = points({"own": "8", "a": "9"}, {"own": "9"}, {"own": "7"})
    assert chronic_losses(ledger_of(year, "own", before=before)) == ()


def test_loss_that_others_are_without_is():
    year, before = points({"own": "8", "a": "10"}, {"own": "9"}, {"own": "7"})
    assert len(chronic_losses(ledger_of(year, "own", before=before))) == 1


@pytest.mark.parametrize(("method", "alerts"), [("appraisal", 1), ("outcome", 1), ("survey", 0), ("satisfaction", 0)])
def test_where_nobody_else_is_known_opinions_are_left_out(method, alerts):
    tree = criteria(f"1 10 {method}")
    year, before = years(*[table(str(NEWEST - back), tree, ("own", {"1": "8"})) for back in range(3)])
    assert len(chronic_losses(ledger_of(year, "own", before=before))) == alerts


def test_second_year_is_not():
    year, before = points({"own": "8"}, {"own": "9"}, {"own": "10"})
    assert chronic_losses(ledger_of(year, "own", before=before)) == ()


# Targets


@pytest.mark.parametrize(
    ("aim", "figure", "reached", "short"),
    [
        (Aim.PERCENT, "95", "91.61", Decimal("3.39")),
        (Aim.POINTS, "90", "89.5", Decimal("0.5")),
        (Aim.RANK, "20", "30", 10),
    ],
)
def test_missed_target_says_by_how_much(aim, figure, reached, short):
    (missed,) = targets_missed([Target(aim, Decimal(figure), Decimal(reached))])
    assert missed.short == short


@pytest.mark.parametrize(
    ("aim", "figure", "reached"), [(Aim.PERCENT, "95", "95"), (Aim.RANK, "20", "19"), (Aim.RANK, "20", None)]
)
def test_target_reached_or_not_known_is_not_missed(aim, figure, reached):
    assert targets_missed([Target(aim, Decimal(figure), None if reached is None else Decimal(reached))]) == ()


# Contradictions


def shares(**figures):
    return {unit: None if figure is None else Fraction(figure, 100) for unit, figure in figures.items()}


EIGHT = shares(a=90, b=89, c=88, d=87, e=86, f=85, g=84, h=70)


def test_high_inner_and_low_outer_figures_contradict():
    """99 % of the points for procedures, and last in satisfaction, as Bắc Kạn in 2023."""
    found = quadrants_of(shares(h=99, a=98, g=80), EIGHT)
    assert [(dot.unit, dot.outer_rank, dot.of) for dot in found.contradictions] == [("h", 8, 8)]


def test_best_quarter_is_high_even_below_95_percent():
    inner = shares(a=50, b=51, c=52, d=53, e=54, f=55, g=80, h=90)
    assert [dot.unit for dot in quadrants_of(inner, EIGHT).contradictions] == ["h", "g"]


def test_best_quarter_of_fewer_than_eight_means_nothing():
    assert quadrants_of(shares(g=80, h=90), EIGHT).contradictions == ()


def test_tie_that_reaches_beyond_the_best_quarter_is_not_in_it():
    assert quadrants_of(shares(a=90, b=90, c=52, d=53, e=54, f=55, g=90, h=90), EIGHT).contradictions == ()


def test_low_on_both_sides_is_no_contradiction():
    assert quadrants_of(shares(h=60), EIGHT).contradictions == ()


def test_corners_are_parted_by_the_medians():
    found = quadrants_of(shares(a=99, b=60, g=98, h=60), EIGHT)
    assert (found.middle_inner, found.middle_outer) == (Fraction(79, 100), Fraction(865, 1000))
    assert [dot.corner for dot in found.dots] == [Corner.HIGH_HIGH, Corner.LOW_HIGH, Corner.HIGH_LOW, Corner.LOW_LOW]


def test_quarters_of_fewer_than_eight_mean_nothing():
    outer = {unit: share for unit, share in EIGHT.items() if unit != "a"} | {"x": None}
    assert quadrants_of(shares(h=99), outer).contradictions == ()


def test_equals_are_all_in_the_worst_quarter_or_none_of_them():
    outer = shares(a=90, b=89, c=88, d=87, e=86, f=70, g=70, h=70)
    assert quadrants_of(shares(h=99), outer).contradictions == ()


def test_published_place_counts_where_few_figures_are_known():
    """Known: two of 63. Of the whole table one is 63rd and the other 40th."""
    found = quadrants_of(shares(a=99, b=99), shares(a=75, b=80), outer_places={"a": (63, 63), "b": (40, 63)})
    assert [(dot.unit, dot.outer_rank, dot.of) for dot in found.contradictions] == [("a", 63, 63)]


def test_nobody_with_both_figures_has_no_dots():
    assert quadrants_of(shares(x=99, h=None), EIGHT) is None


# On time, and last

DOSSIERS = criteria("1 10", "1.1 4", "1.2 6")


def dossiers(*rows, codes=("1.1",), **others):
    made = [row_of(DOSSIERS, unit, {"1.1": on_time, "1.2": "3"}, rank=rank) for unit, on_time, rank in rows]
    return on_time_and_last(table("2024", DOSSIERS, *made, **others), "own", codes)


def test_all_dossiers_on_time_and_last_in_the_table():
    found = dossiers(("own", "4", 3), ("a", "4", 1), ("b", "4", 2))
    assert ([leaf.code for leaf in found.leaves], found.rank, found.of) == (["1.1"], 3, 3)


@pytest.mark.parametrize(
    ("rows", "others"),
    [
        ([("own", "3", 2), ("a", "4", 1)], {}),
        ([("own", "4", 1), ("a", "4", 2)], {}),
        ([("own", "4", None), ("a", "4", 2)], {}),
        ([("own", "4", 2), ("a", "4", None)], {}),
        ([("own", "4", 1)], {}),
        ([("own", "4", 2), ("a", "4", 1)], {"codes": ("7",)}),
        ([("own", "4", 2), ("a", "4", 1)], {"codes": ("1.1", "1.2")}),
        ([("own", "4", 2), ("a", "4", 1)], {"ranked": {"": 3}}),
        ([("a", "4", 1)], {}),
    ],
)
def test_late_not_last_or_not_known_is_no_alert(rows, others):
    assert dossiers(*rows, **others) is None


def test_unranked_unit_is_not_last_in_the_table():
    rows = [
        row_of(DOSSIERS, unit, {"1.1": "4"}, rank=rank, to_be_ranked=unit != "own")
        for unit, rank in (("own", 2), ("a", 1))
    ]
    assert on_time_and_last(table("2024", DOSSIERS, *rows), "own", ("1.1",)) is None


def test_criterion_that_does_not_apply_is_not_full():
    rows = row_of(DOSSIERS, "own", {"1.2": "3"}, not_applicable=("1.1",), rank=2), row_of(DOSSIERS, "a", {}, rank=1)
    assert on_time_and_last(table("2024", DOSSIERS, *rows), "own", ("1.1",)) is None


# All of them


def test_all_alerts_of_a_unit():
    tables = [
        table(
            str(NEWEST - back),
            ONE,
            *[row_of(ONE, unit, {"1": text}, rank=rank) for rank, (unit, text) in enumerate(units, start=1)],
        )
        for back, units in enumerate([[("a", "10"), ("own", "5")], *[[("own", "9"), ("a", "8")]] * 3])
    ]
    year, before = years(*tables)
    missed = Target(Aim.RANK, Decimal(1), Decimal(2))
    ledger = ledger_of(year, "own", before=before)
    assert [type(alert) for alert in alerts_of(year, ledger, before=before, targets=[missed])] == [
        TargetMissed, SuddenFall, SuddenFall, FirstTimeLast, ChronicLoss,
    ]  # fmt: skip


def test_on_time_and_last_is_among_them():
    rows = [
        row_of(DOSSIERS, unit, {"1.1": "4", "1.2": text}, rank=rank)
        for unit, text, rank in (("own", "1", 2), ("a", "6", 1))
    ]
    year = table("2024", DOSSIERS, *rows)
    assert [type(alert) for alert in alerts_of(year, ledger_of(year, "own"), on_time=("1.1",))] == [OnTimeAndLast]


def test_quiet_unit_has_no_alerts():
    year, before = points({"own": "10", "a": "9"}, {"own": "10", "a": "9"})
    assert alerts_of(year, ledger_of(year, "own", before=before), before=before) == ()
