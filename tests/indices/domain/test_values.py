from decimal import Decimal

import pytest

from indices.domain.values import (
    CriteriaTree,
    CriterionKind,
    CriterionNode,
    StandingEntry,
    StandingStatus,
    Stated,
    TotalMethod,
)
from tests.indices.domain.builders import bonus, node, penalty, tree


def test_tree_answers_what_stands_where():
    sample = tree(node("1"), node("1.1"), node("1.1.1"), node("2"), node("1.2"), bonus("3"))

    assert sample.roots == ("1", "2", "3")
    assert sample.children("1") == ("1.1", "1.2")
    assert sample.children(None) == sample.roots
    assert sample.leaves == ("1.1.1", "1.2", "2", "3")
    assert (sample.depth, sample.level("1.1"), sample.level("1.1.1")) == (3, 2, 3)
    assert sample.node("1.1").parent == "1"
    assert "1.1" in sample
    assert "9" not in sample


def test_tree_takes_a_parent_after_its_children():
    assert tree(node("1.1"), node("1")).leaves == ("1.1",)


def test_tree_without_criteria_has_no_depth():
    assert tree().depth == 0


def test_bonus_and_penalty_are_required_of_nobody():
    sample = tree(node("1"), node("1.1"), bonus("1.2"), node("2"), penalty("2.1"), bonus("3"), node("3.1"))

    assert sample.required(None) == ("1.1",)
    assert sample.required("2") == ()
    assert sample.kind("3.1") is CriterionKind.BONUS


def test_criterion_without_a_method_has_that_of_the_whole():
    sample = tree(node("1"), node("2", total_method=TotalMethod.STATED))

    assert [sample.method(code) for code in (None, "1", "2")] == ["sum", "sum", "stated"]


@pytest.mark.parametrize(
    ("nodes", "message"),
    [
        ([node("1"), node("1")], "stands twice"),
        ([node("1.1")], "not in the set"),
        ([CriterionNode("a", "b"), CriterionNode("b", "a")], "under each other: a, b"),
        ([node("1", "0")], "criterion 1 must be above zero"),
        ([bonus("1", "-1")], "criterion 1 must be above zero"),
        ([penalty("1", "1")], "penalty 1 must not be above zero"),
        ([bonus("1"), penalty("1.1")], "1.1 is a penalty inside a bonus"),
        ([node("1", "5"), bonus("1.1")], "hence no maximum"),
        ([node("1", "0.1234567891")], "more than nine"),
    ],
)
def test_tree_refuses_what_cannot_be(nodes, message):
    with pytest.raises(ValueError, match=message):
        tree(*nodes)


@pytest.mark.parametrize("name", ["max_points", "bonus_cap", "penalty_cap"])
def test_tree_refuses_maxima_and_caps_below_zero(name):
    with pytest.raises(ValueError, match="zero"):
        CriteriaTree((), TotalMethod.SUM, **{name: Decimal(-1)})


def test_stated_figure_knows_the_unit_of_its_last_place():
    assert Stated(Decimal("58.20"), 2).unit == 10_000_000


@pytest.mark.parametrize(("value", "places"), [("58.25", 1), ("58", -1), ("58", 10)])
def test_stated_figure_refuses_places_that_do_not_fit(value, places):
    with pytest.raises(ValueError, match="cannot have been printed"):
        Stated(Decimal(value), places)


@pytest.mark.parametrize("status", [StandingStatus.RANKED, StandingStatus.INCOMPLETE])
def test_status_that_follows_from_figures_cannot_be_declared(status):
    with pytest.raises(ValueError, match="cannot be declared"):
        StandingEntry({}, status_declared=status)
