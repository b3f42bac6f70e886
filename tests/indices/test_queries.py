"""Stored rows as the values that the domain reckons with."""

from decimal import Decimal

import pytest

from indices.domain.values import (
    BandRule,
    CriteriaTree,
    CriterionKind,
    CriterionNode,
    ScoreEntry,
    ScoreStatus,
    StandingEntry,
    Stated,
    TotalMethod,
)
from indices.models import Score, Standing
from indices.queries.entries import band_rules, entered, score_entry, standing_entry, tree_of
from tests.factories import BandFactory, BlockFactory, CriteriaSetFactory, CriterionFactory, ScoreFactory
from tests.indices.conftest import enter


def test_tree_is_that_of_the_set_in_its_order(criteria_set):
    assert tree_of(criteria_set) == CriteriaTree(
        nodes=(
            CriterionNode("1", max_points=Decimal(10)),
            CriterionNode("1.1", parent="1", max_points=Decimal(5)),
            CriterionNode("1.2", parent="1", max_points=Decimal(5)),
            CriterionNode("2", max_points=Decimal(10)),
        ),
        total_method=TotalMethod.SUM,
    )


def test_tree_knows_kinds_methods_caps_and_the_maximum_of_the_whole(db):
    made = CriteriaSetFactory(
        index__total_method="stated", max_points=Decimal(100), bonus_cap=Decimal(3), penalty_cap=Decimal(5)
    )
    CriterionFactory(criteria_set=made, code="P", kind="penalty", max_points=Decimal(-2), total_method="sum")
    assert tree_of(made) == CriteriaTree(
        nodes=(CriterionNode("P", None, Decimal(-2), CriterionKind.PENALTY, TotalMethod.SUM),),
        total_method=TotalMethod.STATED,
        max_points=Decimal(100),
        bonus_cap=Decimal(3),
        penalty_cap=Decimal(5),
    )


def test_tree_is_made_of_criteria_at_hand_without_a_query(criteria_set, django_assert_num_queries):
    criteria = list(criteria_set.criteria.order_by("position"))
    with django_assert_num_queries(0):
        assert len(tree_of(criteria_set, criteria).nodes) == 4


def test_score_entry_holds_every_column_that_is_entered():
    figures = {name: Decimal(place) for place, name in enumerate(("self", "appraised", "reappraised", "survey"), 1)}
    score = Score(
        status="scored",
        entered_points=Decimal(9),
        own_max_points=Decimal(8),
        stated_points=Decimal("58.2"),
        stated_points_places=2,
        stated_percent=Decimal(80),
        stated_percent_places=0,
        stated_rank=4,
        **{f"{name}_points": value for name, value in figures.items()},
    )
    assert score_entry(score) == ScoreEntry(
        status=ScoreStatus.SCORED,
        points=Decimal(9),
        self_points=Decimal(1),
        appraised_points=Decimal(2),
        reappraised_points=Decimal(3),
        survey_points=Decimal(4),
        max_points=Decimal(8),
        stated_points=Stated(Decimal("58.2"), 2),
        stated_percent=Stated(Decimal(80), 0),
        stated_rank=4,
    )


def test_what_is_not_stated_is_none_and_not_zero():
    assert score_entry(Score(status="not_scored")) == ScoreEntry(status=ScoreStatus.NOT_SCORED)
    assert standing_entry(Standing(), {}) == StandingEntry(scores={})


def test_standing_entry_names_its_block_and_declares_no_status(draft):
    block = BlockFactory(edition=draft, slug="khoi-a")
    standing = enter(
        draft,
        "Dương",
        block=block,
        to_be_ranked=False,
        status="not_published",
        stated_points=Decimal("58.20"),
        stated_points_places=2,
        stated_percent=Decimal("81.33"),
        stated_percent_places=2,
        stated_rank=7,
    )
    assert standing_entry(standing, {}) == StandingEntry(
        scores={},
        block="khoi-a",
        to_be_ranked=False,
        stated_points=Stated(Decimal("58.20"), 2),
        stated_percent=Stated(Decimal("81.33"), 2),
        stated_rank=7,
    )


def test_bands_are_rules_with_their_bounds(draft):
    BandFactory(edition=draft, name="Tốt", lower=Decimal(90), position=1)
    BandFactory(edition=draft, name="Khá", upper=Decimal(90), position=2)
    assert band_rules(draft) == (BandRule("Tốt", Decimal(90), None), BandRule("Khá", None, Decimal(90)))


@pytest.mark.parametrize("more", [0, 30])
def test_entered_is_read_in_two_queries_whatever_the_number_of_units(draft, django_assert_num_queries, more):
    for number in range(more):
        enter(draft, f"Tỉnh {number}", {"2": "1"})
    with django_assert_num_queries(2):
        found = entered(draft)
    assert len(found) == 3 + more


def test_entered_leaves_out_what_was_rolled_up_and_other_editions(draft):
    standing = draft.standings.get(unit__name="An")
    field = draft.criteria_set.criteria.get(code="1")
    ScoreFactory(standing=standing, criterion=field, origin="rolled_up", entered_points=None)
    ScoreFactory()
    assert [(found.unit.name, list(scores)) for found, scores in entered(draft)] == [
        (name, ["1.1", "1.2", "2"]) for name in ("An", "Bắc", "Châu")
    ]


def test_entered_has_units_without_scores_too(draft):
    enter(draft, "Dương")
    assert entered(draft)[-1][1] == {}
