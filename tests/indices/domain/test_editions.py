from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indices.domain.editions import compute_edition
from indices.domain.figures import round_half_up
from indices.domain.values import BandRule, Figure, ScoreEntry, StandingStatus
from tests.indices.domain.builders import (
    NO_CRITERIA,
    NOT_APPLICABLE,
    bonus,
    node,
    points,
    standing,
    stated,
    stated_total,
    tree,
)
from tests.indices.domain.published import MINISTRIES_2023, THANH_HOA_2024
from tests.indices.domain.strategies import editions

ONE_FIELD = tree(node("1", "10"))
TWO_FIELDS = tree(node("1", "5"), node("2", "5"))


def ranks(result):
    return {key: standing.rank for key, standing in result.standings.items()}


def field_ranks(result, code):
    return {key: standing.scores[code].rank for key, standing in result.standings.items() if code in standing.scores}


# Rule 7: who is ranked against whom


def test_units_are_ranked_within_their_block():
    standings = {
        "a": standing({"1": "5"}, block="A"),
        "b": standing({"1": "9"}, block="B"),
        "c": standing({"1": "7"}, block="A"),
    }
    result = compute_edition(ONE_FIELD, standings)

    assert ranks(result) == {"a": 2, "b": 1, "c": 1}
    assert field_ranks(result, "1") == ranks(result)
    assert result.complete_blocks == {"A", "B"}


def test_unranked_units_take_no_place():
    standings = {
        "a": standing({"1": "5"}),
        "special": standing({"1": "9"}, to_be_ranked=False),
        "excused": standing({"1": "8"}, status_declared=StandingStatus.UNRANKED),
    }
    result = compute_edition(ONE_FIELD, standings)

    assert ranks(result) == {"a": 1, "special": None, "excused": None}
    assert field_ranks(result, "1") == ranks(result)
    assert result.statistics["", None].n == 1


def test_papi_2018_leaves_out_the_two_that_lack_parts():
    """In 2018 two of 63 provinces lack sub-dimensions: declared not to be ranked, they spoil nobody's rank."""
    standings = {
        "a": standing({"1": "5", "2": "4"}),
        "b": standing({"1": "4", "2": "4"}),
        "lacking": standing({"1": "5"}, to_be_ranked=False),
    }
    result = compute_edition(TWO_FIELDS, standings)

    assert ranks(result) == {"a": 1, "b": 2, "lacking": None}
    assert (result.standings["lacking"].status, result.standings["lacking"].missing) == ("incomplete", ("2",))


def test_block_where_one_lacks_a_total_has_no_ranks_but_criteria_that_all_have_do():
    standings = {"a": standing({"1": "5", "2": "4"}), "b": standing({"1": "4"}), "c": standing(stated_rank=3)}

    both = compute_edition(TWO_FIELDS, {key: standings[key] for key in "ab"})
    all_three = compute_edition(TWO_FIELDS, standings)

    assert ranks(both) == {"a": None, "b": None}
    assert field_ranks(both, "1") == {"a": 1, "b": 2}
    assert field_ranks(all_three, "1") == {"a": None, "b": None}
    assert both.complete_blocks == frozenset()


def test_partial_table_has_no_computed_ranks_anywhere():
    """22 of 63 known: nobody can say who stands 22nd."""
    standings = {"a": standing({"1": "9"}, stated_rank=1), "b": standing({"1": "8"}, stated_rank=5)}

    result = compute_edition(ONE_FIELD, standings, stated_units={"": 63})

    assert ranks(result) == field_ranks(result, "1") == {"a": None, "b": None}
    assert result.standings["a"].status is StandingStatus.RANKED
    assert result.statistics["", None].n == 2


def test_unit_not_published_keeps_its_block_from_being_ranked():
    standings = {"a": standing({"1": "9"}), "b": standing({"1": "8"}, status_declared=StandingStatus.NOT_PUBLISHED)}

    result = compute_edition(ONE_FIELD, standings)

    assert ranks(result) == {"a": None, "b": None}
    assert result.statistics["", "1"].n == 1


def test_units_of_different_maxima_are_ranked_by_fraction():
    """68.32 of 84 is more than 81 of 100."""
    departments = tree(node("1", "84"), node("2", "16"))
    standings = {"a": standing({"1": "68.32", "2": NOT_APPLICABLE}), "b": standing({"1": "67", "2": "14"})}

    assert ranks(compute_edition(departments, standings)) == {"a": 1, "b": 2}


def test_unit_to_whom_a_criterion_does_not_apply_stands_outside_its_ranks():
    standings = {
        "a": standing({"1": "5", "2": NOT_APPLICABLE}),
        "b": standing({"1": "4", "2": "4"}),
        "c": standing({"1": "4", "2": "5"}),
    }
    assert field_ranks(compute_edition(TWO_FIELDS, standings), "2") == {"a": None, "b": 2, "c": 1}


def test_stated_total_ranks_before_the_computed_one():
    standings = {
        "a": standing({"1": "4.004", "2": "4.003"}, stated_points=stated("8.01")),
        "b": standing({"1": "4.006", "2": "4.003"}, stated_points=stated("8.01")),
    }
    result = compute_edition(TWO_FIELDS, standings)

    assert ranks(result) == {"a": 1, "b": 1}
    assert result.standings["b"].points == Decimal("8.009")


def test_fields_published_in_percent_only_are_ranked_by_it():
    standings = {
        "a": standing({"1": ScoreEntry(stated_percent=stated("91.5"))}, stated_percent=stated("88")),
        "b": standing({"1": points("4.6")}, stated_percent=stated("87")),
    }
    assert field_ranks(compute_edition(TWO_FIELDS, standings), "1") == {"a": 2, "b": 1}


def test_nobody_is_ranked_within_bonus_points():
    extras = tree(node("1", "10"), bonus("2", "2"))

    result = compute_edition(extras, {"a": standing({"1": "5", "2": "1"})})

    assert result.standings["a"].scores["2"].rank is None
    assert result.statistics["", "2"].mean == 1


def test_edition_without_units_is_empty():
    result = compute_edition(ONE_FIELD, {})

    assert (result.standings, result.statistics, result.faults, result.complete_blocks) == ({}, {}, (), frozenset())


def test_faults_name_their_standing():
    result = compute_edition(ONE_FIELD, {"a": standing({"1": "9"}), "b": standing({"1": "-1"})})

    assert [(fault.standing_key, fault.code) for fault in result.faults] == [("b", "1")]


def test_draft_counts_own_scores_and_says_so():
    standings = {"a": standing({"1": ScoreEntry(self_points=Decimal(9))})}

    assert compute_edition(ONE_FIELD, standings, draft=True).standings["a"].provisional
    assert compute_edition(ONE_FIELD, standings).standings["a"].points is None


def test_band_goes_by_the_stated_percent():
    bands = (BandRule("Nhóm A", Decimal(90)), BandRule("Nhóm B", Decimal(80), Decimal(90)))
    standings = {"a": standing({"1": "8.9996"}, stated_percent=stated("90.00")), "b": standing({"1": "8.9996"})}

    result = compute_edition(ONE_FIELD, standings, bands=bands)

    assert [each.band for each in result.standings.values()] == ["Nhóm A", "Nhóm B"]


# Statistics


@pytest.mark.golden
def test_mean_of_the_17_ministries_of_2023_is_the_published_one():
    standings = {name: stated_total(total) for name, _, _, total in MINISTRIES_2023}

    result = compute_edition(NO_CRITERIA, standings)

    statistic = result.statistics["", None]
    assert (statistic.n, statistic.median) == (17, Decimal("85.83"))
    assert round_half_up(statistic.mean, 2) == Decimal("84.38")
    assert [standing.rank for standing in result.standings.values()] == list(range(1, 18))


@pytest.mark.golden
def test_mean_of_thanh_hoa_2024_is_the_published_one():
    standings = {str(i): standing(stated_percent=stated(text)) for i, text in enumerate(THANH_HOA_2024.split())}

    statistic = compute_edition(NO_CRITERIA, standings).statistics["", None]

    assert (round_half_up(statistic.mean, 2), statistic.figure) == (Decimal("85.41"), Figure.PERCENT)
    assert (statistic.lowest, statistic.highest, statistic.at_full_marks) == (Decimal("76.53"), Decimal("90.05"), 0)


def test_statistic_of_points():
    standings = {key: standing({"1": figure}) for key, figure in {"a": "10", "b": "3", "c": "3", "d": "4"}.items()}

    statistic = compute_edition(ONE_FIELD, standings).statistics["", "1"]

    assert (statistic.n, statistic.mean, statistic.median) == (4, 5, Decimal("3.5"))
    assert (statistic.lowest, statistic.highest, statistic.at_full_marks) == (3, 10, 1)
    assert statistic.figure is Figure.POINTS


def test_mean_is_cut_at_nine_places():
    standings = {key: standing({"1": figure}) for key, figure in {"a": "1", "b": "0", "c": "1"}.items()}

    assert compute_edition(ONE_FIELD, standings).statistics["", None].mean == Decimal("0.666666666")


def test_totals_of_different_maxima_are_summed_up_in_percent():
    standings = {"a": standing({"1": "5", "2": NOT_APPLICABLE}), "b": standing({"1": "4", "2": "4"})}

    result = compute_edition(TWO_FIELDS, standings)

    assert (result.statistics["", None].mean, result.statistics["", None].figure) == (90, Figure.PERCENT)
    assert result.statistics["", None].at_full_marks == 1
    assert (result.statistics["", "2"].n, result.statistics["", "2"].mean) == (1, 4)


def test_at_full_marks_is_not_known_without_a_maximum():
    assert compute_edition(tree(node("1")), {"a": standing({"1": "5"})}).statistics["", "1"].at_full_marks is None


def test_several_blocks_are_summed_up_together_too():
    standings = {"a": standing({"1": "5"}, block="A"), "b": standing({"1": "9"}, block="B")}

    statistics = compute_edition(ONE_FIELD, standings).statistics

    assert {place: statistic.mean for place, statistic in statistics.items() if place[1] is None} == {
        ("A", None): 5,
        ("B", None): 9,
        ("*", None): 7,
    }


# Properties


@pytest.mark.fuzz
@given(editions(), st.randoms(use_true_random=False))
def test_order_and_names_change_nothing(edition, random):
    tree_, standings = edition
    keys = list(standings)
    random.shuffle(keys)
    renamed = {f"another {key}": standings[key] for key in keys}

    before, after = compute_edition(tree_, standings), compute_edition(tree_, renamed)

    assert {f"another {key}": result for key, result in before.standings.items()} == after.standings
    assert before.statistics == after.statistics
    assert before.complete_blocks == after.complete_blocks


half_points = st.integers(0, 10).map(lambda halves: str(Decimal(halves) / 2))


@pytest.mark.fuzz
@given(st.lists(st.tuples(half_points, half_points), min_size=1, max_size=6), st.data())
def test_a_point_more_never_lowers_the_own_rank(scores, data):
    standings = {f"u{i}": standing({"1": first, "2": second}) for i, (first, second) in enumerate(scores)}
    unit = data.draw(st.sampled_from(sorted(standings)))
    better = dict(standings[unit].scores)
    better["1"] = points(str(better["1"].points + data.draw(st.sampled_from([Decimal("0.000000001"), Decimal(1)]))))
    raised = {**standings, unit: replace(standings[unit], scores=better)}

    before, after = compute_edition(TWO_FIELDS, standings), compute_edition(TWO_FIELDS, raised)

    assert after.standings[unit].rank <= before.standings[unit].rank
    for other in standings.keys() - {unit}:
        assert after.standings[other].rank >= before.standings[other].rank


@pytest.mark.fuzz
@given(editions())
def test_complete_block_ranks_everyone_who_is_to_be_ranked(edition):
    tree_, standings = edition

    result = compute_edition(tree_, standings)

    for key, entry in standings.items():
        ranked = entry.block in result.complete_blocks and entry.counts
        assert (result.standings[key].rank is not None) == ranked
