"""The words of a route: never less than it takes, every reason named."""

from dataclasses import replace
from fractions import Fraction

import pytest

from indices.domain.route import Obstacle, Outcome, Reach, Refusal, Target, TargetKind
from indices.domain.route_leaves import Fixed
from indices.domain.route_others import Assumption
from indices.presenters.route_words import (
    assumption_in_words,
    fixed_in_words,
    limits_in_words,
    need_in_words,
    obstacle_in_words,
    outcome_in_words,
    refusal_in_words,
    route_sentence,
    routes_in_short,
    target_in_words,
    weight_in_words,
)
from tests.indices.briefs import BILLION, CRITERIA, figures, route

NAMES = {leaf.code: leaf.name for leaf in CRITERIA}


@pytest.mark.parametrize(
    ("target", "words"),
    [
        (Target(TargetKind.RANK, 20), "hạng 20"),
        (Target(TargetKind.PERCENT, 925 * BILLION // 10), "92,5 %"),
        (Target(TargetKind.POINTS, 80 * BILLION), "80 điểm"),
        (Target(TargetKind.UNIT, unit="a"), "đứng trên Huyện B"),
    ],
)
def test_targets(target, words):
    assert target_in_words(target, figures(), "Huyện B") == words


@pytest.mark.parametrize(
    ("lacking", "is_strict", "words"),
    [
        (Fraction("0.5"), False, "ít nhất 0,50 điểm"),
        (Fraction("0.5"), True, "hơn 0,50 điểm"),
        (Fraction("0.4201"), False, "ít nhất 0,43 điểm"),  # 0.42 would not be enough
        (Fraction("0.4201"), True, "ít nhất 0,43 điểm"),
        (Fraction(0), True, "hơn 0,00 điểm"),
    ],
)
def test_need_is_never_said_to_be_less_than_it_is(lacking, is_strict, words):
    assert need_in_words(replace(route(), lacking=lacking, is_strict=is_strict), figures()) == words


def test_reachable_target_names_the_criteria():
    assert route_sentence(route(), figures(), NAMES, unit="Huyện B") == (
        "Nếu các đơn vị khác giữ nguyên điểm: muốn đạt mục tiêu đứng trên Huyện B cần thêm hơn 1,50 điểm, "
        "ít nhất phải bù đủ điểm ở 1 tiêu chí: 1.1 Kế hoạch (2,00 điểm)."
    )


def test_of_many_criteria_the_rest_is_counted():
    told = route_sentence(route(Target(TargetKind.POINTS, 16 * BILLION)), figures(), NAMES)
    assert told.endswith("1.3 Tuyên truyền (0,50 điểm); 1.4 Hồ sơ (0,50 điểm) và 3 tiêu chí khác.")


def test_target_that_is_reached():
    told = route_sentence(route(Target(TargetKind.POINTS, 10 * BILLION)), figures(), NAMES)
    assert told == "Nếu các đơn vị khác giữ nguyên điểm: đã đạt mục tiêu 10 điểm."


def test_target_out_of_reach_says_where_everything_mended_would_lead():
    told = route_sentence(route(Target(TargetKind.POINTS, 17 * BILLION)), figures(), NAMES)
    assert told == (
        "Nếu các đơn vị khác giữ nguyên điểm: không đạt được mục tiêu 17 điểm, vì cần thêm ít nhất 6,50 điểm; "
        "bù hết mọi tiêu chí có thể bù thì được 16,00 điểm (100,00 %), hạng 1."
    )


def test_what_cannot_be_reckoned_is_told_with_its_reason():
    told = route_sentence(route(Target(TargetKind.UNIT, unit="z")), figures(), NAMES, unit="Huyện Z")
    assert told == "Chưa tính được cách đạt mục tiêu đứng trên Huyện Z: đơn vị cần vượt không được xếp hạng cùng."


def test_several_assumptions_are_told_together():
    trend = replace(route(), assumption=Assumption.TREND)
    missed = replace(route(), reach=Reach.REACHED)
    assert routes_in_short((missed, route(), trend), figures(), unit="Huyện B") == [
        "Muốn đạt mục tiêu đứng trên Huyện B: nếu các đơn vị khác giữ nguyên điểm thì cần thêm hơn 1,50 điểm, "
        "bù đủ ít nhất 1 tiêu chí (1.1); nếu các đơn vị khác tiếp tục tăng, giảm như năm vừa qua thì cần thêm "
        "hơn 1,50 điểm, bù đủ ít nhất 1 tiêu chí.",
        "Nếu các đơn vị khác giữ nguyên điểm: đã đạt mục tiêu đứng trên Huyện B.",
    ]


@pytest.mark.parametrize(
    ("outcome", "words"),
    [
        (Outcome(0, Fraction(8), Fraction(50), 3), "8,00 điểm (50,00 %), hạng 3"),
        (Outcome(0, Fraction(8), None, None), "8,00 điểm"),
        (Outcome(0, None, None, None), ""),
    ],
)
def test_outcome_is_told_as_far_as_it_is_known(outcome, words):
    assert outcome_in_words(outcome, figures()) == words


@pytest.mark.parametrize(("weight", "words"), [(None, ""), (Fraction(2, 3), "lấy lại được 67 % số lần bị mất")])
def test_experience(weight, words):
    assert weight_in_words(weight) == words


@pytest.mark.parametrize(
    ("kinds", "words"),
    [
        (Fixed, fixed_in_words),
        (Obstacle, obstacle_in_words),
        (Refusal, refusal_in_words),
        (Assumption, assumption_in_words),
    ],
)
def test_every_reason_has_its_own_words(kinds, words):
    assert len({words(kind) for kind in kinds}) == len(kinds)


def test_limits_stand_beside_every_answer():
    assert len(limits_in_words(route())) == 2


def test_limits_name_those_without_a_trend_and_a_search_that_was_stopped():
    told = limits_in_words(replace(route(), without_trend=3, is_proven=False))
    assert told[2].startswith("3 đơn vị không có số năm trước")
    assert len(told) == 4
