from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indices.domain.editions import compute_edition
from indices.domain.ranking import (
    RankedRow,
    RankingValue,
    Tie,
    are_quite_other_numbers,
    band_of,
    competition_ranks,
    explain_ranks,
    rank_block,
    ranked_rows,
    ranking_value,
    top_share,
)
from indices.domain.scoring import score_standing
from indices.domain.values import BandRule, StandingStatus
from tests.indices.domain.builders import NO_CRITERIA, node, standing, stated, stated_total, tree
from tests.indices.domain.published import PCI_2016, THANH_HOA_2024


@pytest.mark.fuzz
@given(st.dictionaries(st.text(min_size=1), st.fractions("0", "1", max_denominator=10_000)))
def test_rank_is_one_plus_the_number_of_better_units(totals):
    ranks = competition_ranks(totals)
    for unit, total in totals.items():
        assert ranks[unit] == 1 + sum(other > total for other in totals.values())


def test_equal_totals_share_a_place_and_leave_the_next_one_out():
    totals = {"a": Fraction(1, 2), "b": Fraction(3, 4), "c": Fraction(1, 2), "d": Fraction(1, 4)}

    assert competition_ranks(totals) == {"a": 2, "b": 1, "c": 2, "d": 4}


def test_nobody_has_a_rank_where_a_total_lacks():
    assert competition_ranks({"a": Fraction(1), "b": None}) == {"a": None, "b": None}


def test_float_total_is_refused():
    with pytest.raises(TypeError, match="not float"):
        competition_ranks({"a": 0.1})


@pytest.mark.fuzz
@given(st.dictionaries(st.text(), st.tuples(st.integers(0, 50), st.integers(1, 60)), max_size=8))
def test_block_is_ranked_by_exact_fractions(values):
    ranks = rank_block({key: RankingValue(*value) for key, value in values.items()})

    assert ranks == competition_ranks({key: Fraction(*value) for key, value in values.items()})


def test_fractions_that_are_cut_alike_are_still_told_apart():
    """Both are 33.333333333 % when cut at nine places."""
    ranks = rank_block({"third": RankingValue(10**11, 3 * 10**11), "less": RankingValue(10**11 - 1, 3 * 10**11 - 1)})

    assert ranks == {"third": 1, "less": 2}


def test_block_with_shares_and_bare_points_has_no_ranks():
    assert rank_block({"a": RankingValue(5, 10), "b": RankingValue(5, None)}) == {"a": None, "b": None}


def test_block_of_bare_points_is_ranked_by_points():
    assert rank_block({"a": RankingValue(5, None), "b": RankingValue(6, None)}) == {"a": 2, "b": 1}


@pytest.mark.parametrize(("stated_units", "rank"), [(None, 1), (0, 1), (1, 1), (2, None)])
def test_partial_block_has_no_ranks(stated_units, rank):
    assert rank_block({"a": RankingValue(5, 10)}, stated_units=stated_units) == {"a": rank}


FIELD = tree(node("1", "50"))


@pytest.mark.parametrize(
    ("entry", "share"),
    [
        (standing({"1": "40"}, stated_percent=stated("81.5"), stated_points=stated("41")), "0.815"),
        (standing({"1": "40"}, stated_points=stated("41")), "0.82"),
        (standing({"1": "40"}), "0.8"),
    ],
)
def test_ranking_goes_by_stated_percent_then_stated_points_then_computed(entry, share):
    value = ranking_value(entry, score_standing(FIELD, entry)[0])

    assert value.fraction == Fraction(share)


def test_points_without_a_maximum_rank_as_points():
    entry = stated_total("58.20")

    assert ranking_value(entry, score_standing(NO_CRITERIA, entry)[0]).fraction == Fraction("58.20")


@pytest.mark.parametrize(
    "entry", [standing(stated_rank=4), standing({"1": "40"}, status_declared=StandingStatus.NOT_PUBLISHED)]
)
def test_standing_without_a_published_total_is_ranked_by_nothing(entry):
    assert ranking_value(entry, score_standing(FIELD, entry)[0]) is None


# Rule 8: stated ranks, and why they differ


def explained(totals, **others):
    """Explanation of a table whose units are named after their stated places, from "1" down."""
    standings = {
        str(place): stated_total(total, stated_rank=place, **others) for place, total in enumerate(totals.split(), 1)
    }
    return explain_ranks(ranked_rows(standings, compute_edition(NO_CRITERIA, standings)))[""]


@pytest.mark.golden
def test_pci_2016_ties_are_broken_by_unrounded_figures():
    explanation = explained(PCI_2016)

    assert explanation.ties == (
        Tie(19, 20, Decimal("60.14"), ("19", "20"), (19, 20)),
        Tie(30, 31, Decimal("58.54"), ("30", "31"), (30, 31)),
        Tie(32, 34, Decimal("58.20"), ("32", "33", "34"), (32, 33, 34)),
    )
    assert [(each.key, each.rank, each.kind) for each in explanation.differences] == [
        ("20", 19, "tie_broken_by_unrounded"),
        ("31", 30, "tie_broken_by_unrounded"),
        ("33", 32, "tie_broken_by_unrounded"),
        ("34", 32, "tie_broken_by_unrounded"),
    ]


@pytest.mark.golden
def test_thanh_hoa_2024_ties_are_broken_by_unrounded_figures():
    explanation = explained(THANH_HOA_2024)

    assert [(tie.rank, tie.last_place, tie.total) for tie in explanation.ties] == [
        (2, 3, Decimal("90.02")),
        (13, 14, Decimal("85.02")),
    ]
    assert [(each.key, each.rank, each.stated_rank) for each in explanation.differences] == [
        ("3", 2, 3),
        ("14", 13, 14),
    ]


def row(key, rank, stated_rank, *, printed=True):
    return RankedRow(key, "", Decimal(50), printed, rank, stated_rank)


def test_rank_outside_the_tied_places_contradicts():
    explanation = explain_ranks([row("a", 1, 1), row("b", 1, 3), row("c", 3, 2)])[""]

    assert [(each.key, each.kind) for each in explanation.differences] == [("b", "contradicts"), ("c", "contradicts")]


def test_tie_of_exact_totals_cannot_be_broken_by_unrounded_ones():
    explanation = explain_ranks([row("a", 1, 1, printed=False), row("b", 1, 2, printed=False)])[""]

    assert [(each.key, each.kind) for each in explanation.differences] == [("b", "contradicts")]


def test_tie_without_stated_ranks_is_only_a_tie():
    explanation = explain_ranks([row("a", 1, None), row("b", 1, None), row("c", None, 7)])[""]

    assert explanation.ties == (Tie(1, 2, Decimal(50), ("a", "b"), (None, None)),)
    assert explanation.differences == ()


def test_each_block_is_explained_by_itself():
    standings = {"a": stated_total("5", block="A"), "b": stated_total("5", block="B")}

    explanations = explain_ranks(ranked_rows(standings, compute_edition(NO_CRITERIA, standings)))

    assert set(explanations) == {"A", "B"}
    assert not any(explanation.ties for explanation in explanations.values())


def test_computed_total_is_explained_as_computed():
    standings = {"a": standing({"1": "40"})}

    (found,) = ranked_rows(standings, compute_edition(FIELD, standings))

    assert found == RankedRow("a", "", Decimal(40), False, 1, None)


# Rule 9: bands

PROVINCES_2024 = (
    BandRule("Nhóm A", Decimal(90), Decimal(100)),
    BandRule("Nhóm B", Decimal(80), Decimal(90)),
    BandRule("Nhóm C", Decimal(70), Decimal(80)),
)


@pytest.mark.parametrize(
    ("percent", "label"),
    [
        ("90", "Nhóm A"),
        ("89.999999999", "Nhóm B"),
        ("100", "Nhóm A"),
        ("101.5", "Nhóm A"),
        ("70", "Nhóm C"),
        ("69.99", None),
    ],
)
def test_lower_bound_is_included_upper_excluded_and_the_top_open(percent, label):
    assert band_of(Decimal(percent), PROVINCES_2024) == label


def test_bands_given_by_upper_bounds_alone_hold_from_the_narrowest():
    """Tây Ninh 2022: Tốt from 80, Khá below 80, Kém below 60."""
    bands = (BandRule("Tốt", Decimal(80)), BandRule("Khá", None, Decimal(80)), BandRule("Kém", None, Decimal(60)))

    assert [band_of(Decimal(percent), bands) for percent in (85, 80, 65, 59)] == ["Tốt", "Tốt", "Khá", "Kém"]


def test_band_with_bounds_goes_before_an_open_one():
    bands = (BandRule("Khá"), BandRule("thấp", None, Decimal(90)), BandRule("Nhóm B", Decimal(80)))

    assert band_of(Decimal(85), bands) == "Nhóm B"


def test_label_without_bounds_is_given_to_nobody():
    assert band_of(Decimal(85), [BandRule("Xuất sắc"), BandRule("Tốt")]) is None


def test_upper_bounds_alone_are_excluded():
    assert band_of(Decimal(80), [BandRule("Khá", None, Decimal(80))]) is None


def test_without_a_percent_there_is_no_band():
    assert band_of(None, PROVINCES_2024) is None


@pytest.mark.parametrize(("rank", "ranked", "share"), [(12, 34, 36), (1, 63, 2), (63, 63, 100), (17, 34, 50)])
def test_a_rank_is_among_a_share_that_leads(rank, ranked, share):
    # 12 / 34 = 35.29 %: of the first 35 % it is not one.
    assert top_share(rank, ranked) == share


@pytest.mark.parametrize("rank", [0, 35])
def test_a_rank_that_there_is_not_has_no_share(rank):
    with pytest.raises(ValueError, match=f"no rank {rank} among 34"):
        top_share(rank, 34)


@pytest.mark.parametrize(
    ("counts", "other"),
    [([63, 34], True), ([64, 63], False), ([42, 64], True), ([5, 4], False), ([5, 3], True), ([], False)],
)
def test_numbers_of_units_over_a_tenth_apart_are_quite_others(counts, other):
    assert are_quite_other_numbers(counts) is other
