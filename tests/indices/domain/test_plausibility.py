"""Signs that a sheet of scores is not what it should be: shifted, copied, too good, leaping."""

import random

from hypothesis import given
from hypothesis import strategies as st

from indices.domain.plausibility import Oddity, Sign, oddities_of

CODES = [f"1.{place}" for place in range(1, 9)]
UNITS = [f"u{place:02}" for place in range(30)]


def history(seed=1):
    """Thirty units with profiles of their own, in thousandths of the maximum."""
    chance = random.Random(seed)
    return {unit: {code: chance.randint(300, 990) for code in CODES} for unit in UNITS}


def year_after(before, seed=2, noise=25):
    """The same units a year later: everybody moves a little."""
    chance = random.Random(seed)
    return {
        unit: {code: max(0, min(999, figure + chance.randint(-noise, noise))) for code, figure in row.items()}
        for unit, row in before.items()
    }


def signs(sheet, before, criteria=CODES, fields=()):
    return oddities_of(sheet, before, criteria=criteria, fields=fields)


def shifted(sheet, by, first=0):
    """The figures of every row from `first` on, moved down by so many rows."""
    rows = list(sheet.values())
    return {unit: rows[(place - by) % len(rows)] if place >= first else rows[place] for place, unit in enumerate(sheet)}


def test_a_usual_year_shows_no_sign():
    before = history()

    assert signs(year_after(before), before, fields=CODES) == ()


def test_rows_that_slipped_down_are_found_with_their_place():
    before = history()

    (oddity,) = signs(shifted(year_after(before), 1, first=10), before)

    assert (oddity.sign, oddity.by) == (Sign.ROWS_SHIFTED, 1)
    assert oddity.units == tuple(UNITS[10:])


def test_rows_that_slipped_up_are_found():
    before = history()

    (oddity,) = signs(shifted(year_after(before), -1), before)

    assert (oddity.sign, oddity.by) == (Sign.ROWS_SHIFTED, -1)
    assert set(UNITS[1:-1]) <= set(oddity.units)


def test_columns_that_slipped_are_found():
    before = history()
    after = year_after(before)
    moved = {
        unit: {code: row[CODES[(place - 1) % len(CODES)]] for place, code in enumerate(CODES)}
        for unit, row in after.items()
    }

    (oddity,) = signs(moved, before)

    assert (oddity.sign, oddity.by, oddity.units) == (Sign.COLUMNS_SHIFTED, 1, ())
    assert set(CODES[1:]) <= set(oddity.criteria)


def mixed(sheet, seed=3):
    """The figures of every row beside the name of another, as after sorting one column alone."""
    rows = list(sheet.values())
    random.Random(seed).shuffle(rows)
    return dict(zip(sheet, rows, strict=True))


def test_names_sorted_apart_from_figures_are_found():
    before = history()

    (oddity,) = signs(mixed(year_after(before)), before)

    assert oddity == Oddity(Sign.ROWS_MIXED, tuple(UNITS))


def test_a_few_units_or_criteria_may_have_nothing_to_do_with_the_year_before():
    before = history()
    few = {unit: before[unit] for unit in UNITS[:11]}

    for sheet, then, criteria in ((year_after(few), few, CODES), (year_after(before), before, CODES[:3])):
        assert Sign.ROWS_MIXED not in {oddity.sign for oddity in signs(mixed(sheet), then, criteria=criteria)}


def test_units_that_are_all_alike_are_not_mixed():
    before = {unit: dict.fromkeys(CODES, 500) for unit in UNITS}
    after = {unit: dict.fromkeys(CODES, 510) for unit in UNITS}

    assert signs(after, before) == ()


def test_a_long_run_of_totals_is_found_by_its_totals_alone():
    before = {unit: {"T": 300 + 20 * (place * 7 % 30)} for place, unit in enumerate(UNITS)}
    after = {unit: {"T": row["T"] + (place % 3) * 20} for place, (unit, row) in enumerate(before.items())}

    found = signs(shifted(after, 1), before, criteria=["T"])

    assert [oddity.sign for oddity in found] == [Sign.ROWS_SHIFTED]


def test_two_rows_that_fit_each_other_better_are_no_sign():
    before = {"a": {"1": 900, "2": 100}, "b": {"1": 100, "2": 900}}
    after = {"a": before["b"] | {"1": 101}, "b": before["a"]}

    assert signs(after, before, criteria=["1", "2"]) == ()


def test_the_sheet_of_the_year_before_is_recognised():
    before = history()

    assert signs({unit: dict(row) for unit, row in before.items()}, before) == (
        Oddity(Sign.SAME_AS_BEFORE, tuple(UNITS)),
    )


def test_one_equal_figure_proves_nothing():
    assert signs({"a": {"1": 500}}, {"a": {"1": 500}}, criteria=["1"]) == ()


def test_an_empty_sheet_shows_nothing():
    assert signs({}, history()) == ()


def test_units_that_were_not_there_before_show_nothing():
    assert signs(history(), {}, fields=CODES) == ()


def test_a_leap_of_one_unit_is_found():
    before = history()
    after = year_after(before)
    after["u05"]["1.3"] = before["u05"]["1.3"] + (400 if before["u05"]["1.3"] < 550 else -400)

    assert signs(after, before, fields=CODES) == (Oddity(Sign.LEAP, ("u05",), ("1.3",)),)


def test_a_leap_that_everybody_makes_is_none():
    before = {unit: {code: figure // 2 for code, figure in row.items()} for unit, row in history().items()}
    after = {unit: {code: figure + 400 for code, figure in row.items()} for unit, row in before.items()}

    assert signs(after, before, fields=CODES) == ()


def test_two_units_have_no_usual_change():
    before = {"a": {"1": 100, "2": 500}, "b": {"1": 200, "2": 400}}
    after = {"a": {"1": 900, "2": 510}, "b": {"1": 210, "2": 410}}

    assert signs(after, before, criteria=["1", "2"], fields=["1", "2"]) == ()


def test_full_marks_for_all_are_found():
    before = history()
    after = year_after(before)
    for row in after.values():
        row["1.2"] = row["1.5"] = 1000

    assert signs(after, before) == (Oddity(Sign.ALL_FULL, criteria=("1.2", "1.5")),)


def test_full_marks_that_all_had_before_are_no_sign():
    before = history()
    for row in before.values():
        row["1.2"] = 1000
    after = year_after(before)
    for row in after.values():
        row["1.2"] = 1000

    assert signs(after, before) == ()


def test_figures_that_lack_are_passed_over():
    before = history()
    after = year_after(before)
    for unit in UNITS[::3]:
        after[unit]["1.1"] = None
        before[unit].pop("1.4")

    assert signs(after, before, fields=CODES) == ()


@given(st.integers(0, 10_000))
def test_no_usual_year_is_called_shifted(seed):
    before = history(seed)

    found = signs(year_after(before, seed + 1, noise=120), before)

    assert {oddity.sign for oddity in found} <= {Sign.ALL_FULL}


@given(st.integers(0, 10_000), st.sampled_from([1, -1]))
def test_a_whole_sheet_that_slipped_is_always_found(seed, by):
    before = history(seed)

    found = signs(shifted(year_after(before, seed + 1, noise=60), by), before)

    assert (Sign.ROWS_SHIFTED, by) in {(oddity.sign, oddity.by) for oddity in found}
