"""A route's question in an address and back; what is not understood is not asked."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indices.domain.route import Target, TargetKind
from indices.domain.route_address import Question, format_target, read_question, read_target, stored_target

BILLION = 10**9
ADDRESS = {"target": "rank:20", "fix": "1.2.3:0.5,9:-1.25", "without": "4.1", "also": "8.1.2,8.1.3"}
QUESTION = Question(
    target=Target(TargetKind.RANK, 20),
    changes=(("1.2.3", BILLION // 2), ("9", -5 * BILLION // 4)),
    without=("4.1",),
    also=("8.1.2", "8.1.3"),
)


def test_question_is_read_from_an_address():
    assert read_question(ADDRESS) == QUESTION


def test_question_is_written_as_it_is_read():
    assert dict(QUESTION.pairs()) == ADDRESS


def test_nothing_is_asked_of_an_empty_address():
    assert read_question({}) == Question()
    assert Question().pairs() == []


def test_target_of_the_plan_is_asked_by_its_name():
    question = read_question({"target": "plan"})
    assert (question.is_plan, question.target, question.pairs()) == (True, None, [("target", "plan")])


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("percent:90", Target(TargetKind.PERCENT, 90 * BILLION)),
        ("points:85.5", Target(TargetKind.POINTS, 855 * BILLION // 10)),
        ("unit:yen-bai", Target(TargetKind.UNIT, unit="yen-bai")),
    ],
)
def test_targets_are_written_as_they_are_read(text, target):
    assert read_target(text) == target
    assert format_target(target) == text


@pytest.mark.parametrize(
    "text",
    [
        "", "rank", "rank:", "rank:0", "rank:-1", "rank:1.5", "rank:123456", "rank:٣", "percent:101", "percent:0",
        "percent:90,5", "percent:1e3", "points:0", "points:1.0123456789", "points:nan", "unit:", "unit:Yên Bái",
        "unit:-a", "unit:" + "a" * 201, "place:3",
    ],
)  # fmt: skip
def test_target_that_is_not_understood_is_not_asked(text):
    assert read_target(text) is None


@pytest.mark.parametrize(
    ("fix", "changes"),
    [
        ("1.1", ()),
        ("1.1:", ()),
        ("1.1:x,1.2:1", (("1.2", BILLION),)),
        ("a b:1", ()),
        ("1.1:1,1.1:2", (("1.1", 2 * BILLION),)),
        ("1.1:1e5", ()),
        (",,", ()),
    ],
)
def test_leaves_set_by_hand_that_are_not_understood_are_left_out(fix, changes):
    assert read_question({"fix": fix}).changes == changes


def test_codes_are_taken_once_and_strange_ones_left_out():
    assert read_question({"without": "1.1,,1.1,<b>,2"}).without == ("1.1", "2")


@given(st.dictionaries(st.sampled_from(["target", "fix", "without", "also"]), st.text(max_size=60)))
def test_any_address_is_read_and_then_stays_the_same(query):
    question = read_question(query)
    assert read_question(dict(question.pairs())) == question


@pytest.mark.parametrize(
    ("kind", "figure", "target"),
    [
        ("rank", "20", Target(TargetKind.RANK, 20)),
        ("rank", "20.5", Target(TargetKind.RANK, 20)),
        ("percent", "92.5", Target(TargetKind.PERCENT, 925 * BILLION // 10)),
        ("points", "80", Target(TargetKind.POINTS, 80 * BILLION)),
    ],
)
def test_target_that_a_plan_lays_down(kind, figure, target):
    assert stored_target(kind, Decimal(figure)) == target


def test_a_plan_names_no_unit_to_pass():
    with pytest.raises(ValueError, match="lays down"):
        stored_target("unit", Decimal(1))
