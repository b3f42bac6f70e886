from dataclasses import replace
from decimal import Decimal

import pytest

from indices.domain.scoring import leaf_points, score_standing
from indices.domain.values import FaultKind, Origin, ScoreEntry, ScoreStatus, StandingStatus, TotalMethod
from tests.indices.domain.builders import (
    NOT_APPLICABLE,
    NOT_SCORED,
    node,
    points,
    printed,
    standing,
    stated,
    tree,
)
from tests.indices.domain.published import MINISTRIES_2023

TWO_FIELDS = tree(node("1"), node("1.1", "2"), node("1.2", "3"), node("2", "5"))


def columns(**figures):
    return ScoreEntry(**{f"{name}_points": Decimal(figure) for name, figure in figures.items()})


# Rule 1: a leaf's points


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        (columns(appraised="1.5"), "1.5"),
        (columns(self="2", appraised="1.5", reappraised="1.75"), "1.75"),
        (columns(appraised="1.5", survey="0.8"), "2.3"),
        (columns(survey="0.8"), "0.8"),
        (replace(columns(appraised="1.5"), points=Decimal(1)), "1"),
        (printed("1.20"), "1.20"),
    ],
)
def test_leaf_takes_the_latest_of_what_is_entered(entry, expected):
    assert leaf_points(entry, draft=False) == (Decimal(expected), False)


@pytest.mark.parametrize(("entry", "expected"), [(columns(self="2"), "2"), (columns(self="2", survey="0.5"), "2.5")])
def test_self_score_counts_in_a_draft_only_and_is_provisional(entry, expected):
    assert leaf_points(entry, draft=True) == (Decimal(expected), True)
    assert leaf_points(entry, draft=False) == (None, False)


def test_leaf_with_no_figure_has_no_points():
    assert leaf_points(ScoreEntry(stated_rank=3), draft=True) == (None, False)


def test_provisional_points_make_the_total_provisional():
    result, _ = score_standing(TWO_FIELDS, standing({"1": "4", "2": columns(self="2")}), draft=True)

    assert (result.points, result.provisional) == (6, True)
    assert [score.provisional for score in result.scores.values()] == [False, True]


# Rule 2: sums, maxima, what is missing


def test_parent_is_the_sum_of_its_parts():
    result, faults = score_standing(TWO_FIELDS, standing({"1.1": "1.5", "1.2": "3", "2": "4"}))

    assert (result.points, result.max_points, result.percent) == (Decimal("8.5"), 10, 85)
    assert result.scores["1"].origin is Origin.ROLLED_UP
    assert result.scores["1"].points == Decimal("4.5")
    assert not faults


def test_results_stand_in_tree_order():
    result, _ = score_standing(TWO_FIELDS, standing({"2": "4", "1.2": "3", "1.1": "1.5"}))

    assert list(result.scores) == ["1", "1.1", "1.2", "2"]


@pytest.mark.parametrize("scores", [{"1.1": "1", "2": "4"}, {"1.1": "1", "1.2": NOT_SCORED, "2": "4"}])
def test_parent_with_a_part_not_scored_is_incomplete_and_says_so(scores):
    result, _ = score_standing(TWO_FIELDS, standing(scores))

    assert (result.status, result.points, result.missing) == (StandingStatus.INCOMPLETE, None, ("1.2",))
    field = result.scores["1"]
    assert (field.status, field.points, field.max_points, field.missing) == ("not_scored", None, 5, ("1.2",))


def test_zero_is_not_missing():
    result, _ = score_standing(TWO_FIELDS, standing({"1.1": "0", "1.2": "0", "2": "0"}))

    assert (result.status, result.points, result.percent) == (StandingStatus.RANKED, 0, 0)


def test_field_entered_by_itself_stands_for_all_below_it():
    result, _ = score_standing(TWO_FIELDS, standing({"1": "4", "2": "4"}))

    assert (result.points, result.max_points) == (8, 10)


def test_whole_field_not_scored_names_its_leaves():
    result, _ = score_standing(TWO_FIELDS, standing({"2": "4"}))

    assert result.missing == ("1.1", "1.2")
    assert "1" not in result.scores


def test_not_applicable_leaves_points_and_maximum():
    result, _ = score_standing(TWO_FIELDS, standing({"1.1": NOT_APPLICABLE, "1.2": "3", "2": "4"}))

    assert (result.points, result.max_points, result.percent) == (7, 8, Decimal("87.5"))


@pytest.mark.parametrize("scores", [{"1.1": NOT_APPLICABLE, "1.2": NOT_APPLICABLE}, {"1": NOT_APPLICABLE}])
def test_parent_with_nothing_applicable_is_not_applicable(scores):
    result, _ = score_standing(TWO_FIELDS, standing({**scores, "2": "4"}))

    assert result.scores["1"].status is ScoreStatus.NOT_APPLICABLE
    assert (result.points, result.max_points) == (4, 5)


def test_laid_down_maximum_is_kept_where_thirds_do_not_add_up_to_it():
    """PAPI: a dimension has 10, of three sub-dimensions with 3.333333333 each."""
    papi = tree(node("1", "10"), *(node(f"1.{i}", "3.333333333") for i in (1, 2, 3)))

    result, _ = score_standing(papi, standing({"1.1": "1.264111111", "1.2": "1.914581", "1.3": "1.5"}))

    assert result.max_points == 10
    assert result.points == Decimal("4.678692111")


def test_applicable_maximum_of_thanh_hoa_ban_dan_toc_2023():
    """68.32 points published as 81.33 %: the 16 points of the satisfaction survey do not apply, hence 84."""
    departments = tree(node("1", "84"), node("2", "16"), max_points="100")
    entry = standing({"1": "68.32", "2": NOT_APPLICABLE}, stated_percent=stated("81.33"))

    result, faults = score_standing(departments, entry)

    assert (result.points, result.max_points, result.percent) == (Decimal("68.32"), 84, Decimal("81.333333333"))
    assert not faults


def test_percent_against_the_whole_maximum_would_be_a_fault():
    departments = tree(node("1", "84"), node("2", "16"))
    entry = standing(stated_points=stated("68.32"), stated_percent=stated("81.33"))

    _, (fault,) = score_standing(departments, entry, key="ban-dan-toc")

    assert (fault.standing_key, fault.code, fault.kind) == ("ban-dan-toc", None, FaultKind.PERCENT)
    assert (fault.stated, fault.computed) == (Decimal("81.33"), Decimal("68.32"))
    assert score_standing(departments, replace(entry, max_points=Decimal(84)))[1] == ()


def test_own_maximum_of_a_leaf_lowers_those_above():
    scores = {"1.1": points("1", max_points=Decimal("1.5")), "1.2": "3", "2": "5"}

    result, _ = score_standing(TWO_FIELDS, standing(scores))

    assert (result.scores["1"].max_points, result.max_points) == (Decimal("4.5"), Decimal("9.5"))


def test_maximum_is_not_known_where_a_needed_one_is_not():
    laid_down = tree(node("1"), node("2"), max_points="100")

    assert score_standing(laid_down, standing({"1": "40", "2": "50"}))[0].max_points == 100
    assert score_standing(laid_down, standing({"1": "40", "2": NOT_APPLICABLE}))[0].max_points is None
    assert score_standing(tree(node("1"), node("2", "5")), standing({"1": "4", "2": "5"}))[0].percent is None


def test_where_totals_are_stated_nothing_is_summed():
    pci = tree(node("1"), node("2"), method=TotalMethod.STATED, max_points="100")

    result, faults = score_standing(pci, standing({"1": "8", "2": "7"}, stated_points=stated("58.20")))

    assert (result.points, result.percent, faults) == (Decimal("58.20"), Decimal("58.2"), ())


def test_criterion_with_a_stated_total_is_not_summed_in_a_summed_tree():
    mixed = tree(node("1", "5", total_method=TotalMethod.STATED), node("1.1"), node("2", "5"))

    lacking, _ = score_standing(mixed, standing({"1.1": "3", "2": "4"}))
    whole, _ = score_standing(mixed, standing({"1": "4.5", "1.1": "3", "2": "4"}))

    assert lacking.missing == ("1",)
    assert whole.points == Decimal("8.5")


def test_published_percent_alone_is_shown_but_is_not_points():
    result, _ = score_standing(TWO_FIELDS, standing({"1": ScoreEntry(stated_percent=stated("93.20")), "2": "4"}))

    field = result.scores["1"]
    assert (field.status, field.points, field.percent) == (ScoreStatus.SCORED, None, Decimal("93.2"))
    assert result.missing == ("1",)


def test_published_rank_alone_is_a_score_without_points():
    result, _ = score_standing(TWO_FIELDS, standing({"2": ScoreEntry(stated_rank=3)}))

    assert (result.scores["2"].status, result.scores["2"].points) == (ScoreStatus.SCORED, None)


# Rule 3: what is printed rounded


@pytest.mark.parametrize(("name", "appraisal", "survey", "total"), MINISTRIES_2023)
def test_ministry_of_2023_agrees_with_its_total_within_rounding(name, appraisal, survey, total):
    parts = tree(node("appraisal"), node("survey"), max_points="100")
    scores = {"appraisal": printed(appraisal), "survey": printed(survey)}

    result, faults = score_standing(parts, standing(scores, stated_points=stated(total)))

    assert not faults, name
    assert abs(result.points - Decimal(total)) <= Decimal("0.01")


def test_nine_of_17_ministries_of_2023_differ_by_a_hundredth():
    differing = [
        name
        for name, appraisal, survey, total in MINISTRIES_2023
        if abs(Decimal(appraisal) + Decimal(survey) - Decimal(total)) == Decimal("0.01")
    ]
    assert len(differing) == 9


@pytest.mark.parametrize(("parent", "agrees"), [("5.015", True), ("4.985", True), ("5.0151", False), ("5.02", False)])
def test_half_a_unit_of_each_last_place_is_allowed_inclusive(parent, agrees):
    """Parts with 2 places allow 0.005 each; a parent with 2 places 0.005 more, with 3 places 0.0005 more."""
    sums = tree(node("1"), node("1.1"), node("1.2"), node("1.3"))
    scores = {"1.1": printed("1.50"), "1.2": printed("1.50"), "1.3": printed("2.00"), "1": points(parent)}

    _, faults = score_standing(sums, standing(scores))

    assert (not faults) is agrees


def test_what_is_entered_exactly_sums_exactly():
    _, (fault,) = score_standing(TWO_FIELDS, standing({"1": "4.500000001", "1.1": "1.5", "1.2": "3", "2": "4"}))

    assert (fault.code, fault.kind, fault.tolerance) == ("1", FaultKind.SUM, 0)
    assert (fault.stated, fault.computed) == (Decimal("4.500000001"), Decimal("4.5"))
    assert fault.parts == (("1.1", Decimal("1.5")), ("1.2", Decimal(3)))


def test_tolerance_reaches_through_sums_to_the_printed_leaves():
    deep = tree(node("1"), node("1.1"), node("1.1.1"), node("1.1.2"), node("2"))
    scores = {"1.1.1": printed("1.00"), "1.1.2": printed("1.00"), "2": printed("3.00")}

    assert score_standing(deep, standing(scores, stated_points=stated("5.02")))[1] == ()
    assert len(score_standing(deep, standing(scores, stated_points=stated("5.03")))[1]) == 1


def test_own_figure_of_a_parent_holds_beside_its_parts():
    result, _ = score_standing(
        TWO_FIELDS, standing({"1": printed("4.51"), "1.1": printed("1.5"), "1.2": "3", "2": "4"})
    )

    assert result.scores["1"].points == Decimal("4.51")
    assert result.scores["1"].origin is Origin.ENTERED
    assert result.points == Decimal("8.51")


def test_unrounded_points_must_round_to_what_was_printed():
    kept = standing({"1": "5", "2": points("4.004", stated_points=stated("4.00"))})
    broken = standing({"1": "5", "2": points("4.006", stated_points=stated("4.00"))})

    assert score_standing(TWO_FIELDS, kept)[1] == ()
    assert [fault.kind for fault in score_standing(TWO_FIELDS, broken)[1]] == [FaultKind.STATED]


def test_appraised_parts_go_before_the_units_own_total():
    scores = {"1": columns(self="5"), "1.1": columns(appraised="1"), "1.2": columns(appraised="2"), "2": "4"}

    result, faults = score_standing(TWO_FIELDS, standing(scores), draft=True)

    assert (result.points, result.provisional, faults) == (7, False, ())


def test_stated_field_is_not_held_against_provisional_parts():
    scores = {"1": printed("5"), "1.1": columns(self="1"), "1.2": columns(self="2"), "2": "4"}

    result, faults = score_standing(TWO_FIELDS, standing(scores), draft=True)

    assert (result.points, result.provisional, faults) == (9, False, ())


def test_points_inside_what_is_not_applicable_are_a_fault():
    below = standing({"1": NOT_APPLICABLE, "1.1": "1", "1.2": NOT_APPLICABLE, "2": "4"})
    above = standing({"1": "1", "1.1": NOT_APPLICABLE, "1.2": NOT_APPLICABLE, "2": "4"})

    assert [(fault.code, fault.kind) for fault in score_standing(TWO_FIELDS, below)[1]] == [("1.1", "not_applicable")]
    assert [(fault.code, fault.kind) for fault in score_standing(TWO_FIELDS, above)[1]] == [("1", "not_applicable")]


def test_no_points_of_its_own_above_what_is_not_applicable_are_no_fault():
    entry = standing({"1": "0", "1.1": NOT_APPLICABLE, "1.2": NOT_APPLICABLE, "2": "4"})

    result, faults = score_standing(TWO_FIELDS, entry)

    assert (result.scores["1"].status, list(faults)) == (ScoreStatus.NOT_APPLICABLE, [])


# Rule 4: stated totals


def test_stated_total_leaves_the_sum_beside_it():
    entry = standing({"1": "4.50", "2": "4.02"}, stated_points=stated("8.5"))

    result, (*faults,) = score_standing(TWO_FIELDS, entry)

    assert result.points == Decimal("8.52")
    assert not faults


def test_stated_total_that_the_sum_does_not_meet_is_a_fault():
    _, (fault,) = score_standing(TWO_FIELDS, standing({"1": "4.5", "2": "4.06"}, stated_points=stated("8.5")))

    assert (fault.code, fault.kind, fault.stated, fault.computed) == (None, "sum", Decimal("8.5"), Decimal("8.56"))
    assert fault.tolerance == Decimal("0.05")


def test_total_alone_is_enough():
    result, _ = score_standing(TWO_FIELDS, standing(stated_points=stated("9.1")))

    assert (result.status, result.points, result.percent, result.missing) == ("ranked", Decimal("9.1"), 91, ())


def test_percent_alone_is_enough():
    result, _ = score_standing(TWO_FIELDS, standing(stated_percent=stated("91.61")))

    assert (result.status, result.points, result.percent, result.missing) == ("ranked", None, Decimal("91.61"), ())


@pytest.mark.parametrize(
    ("entry", "status"),
    [
        (standing(), "not_published"),
        (standing({"2": "4"}), "incomplete"),
        (standing(stated_rank=30), "ranked"),
        (standing({"1": "4", "2": "4"}, to_be_ranked=False), "unranked"),
        (standing({"2": "4"}, to_be_ranked=False), "incomplete"),
        (standing(status_declared=StandingStatus.UNRANKED), "unranked"),
        (standing({"1": "4", "2": "4"}, status_declared=StandingStatus.NOT_PUBLISHED), "not_published"),
    ],
)
def test_status_follows_from_what_is_there(entry, status):
    assert score_standing(TWO_FIELDS, entry)[0].status == status


# Exactness


@pytest.mark.parametrize("column", ["points", "appraised_points", "survey_points", "max_points"])
def test_float_is_refused(column):
    with pytest.raises(TypeError):
        score_standing(TWO_FIELDS, standing({"2": ScoreEntry(**{column: 4.5})}))


@pytest.mark.parametrize("column", ["appraised_points", "survey_points"])
def test_float_is_refused_in_a_sum_of_columns(column):
    both = {"appraised_points": Decimal(1), "survey_points": Decimal(1), column: 1.5}
    with pytest.raises(TypeError):
        score_standing(TWO_FIELDS, standing({"2": ScoreEntry(**both)}))


def test_tenth_place_is_refused():
    with pytest.raises(ValueError, match="nine decimal places"):
        score_standing(TWO_FIELDS, standing({"2": "4.0000000001"}))


def test_criterion_of_another_set_is_refused():
    with pytest.raises(ValueError, match=r"phu-xuyen: not in the criteria set: 7\.1"):
        score_standing(TWO_FIELDS, standing({"7.1": "4"}), key="phu-xuyen")
