"""What `check_data` says of samples mixed with what is real, of contradicting rules and of impossible points."""

from decimal import Decimal

import pytest

from indices.checking import sample
from indices.domain.rules import Rule, RuleKind, Step
from indices.models import RuleStep, ScoringRule
from tests.factories import (
    CriterionFactory,
    DecisionFactory,
    EditionFactory,
    IndexFactory,
    ResponsibilityFactory,
    ScoreFactory,
    StandingFactory,
    SuccessionFactory,
    TargetFactory,
    UnitFactory,
)

D = Decimal


@pytest.mark.django_db
def test_real_unit_below_a_sample_unit_is_found():
    UnitFactory(name="Thật", parent=UnitFactory(name="Mẫu", is_sample=True))
    (fault,) = sample.units_stay_below_their_own()
    assert fault.startswith("that: thuộc mau")


@pytest.mark.django_db
def test_succession_from_sample_to_real_is_found():
    SuccessionFactory(predecessor=UnitFactory(is_sample=True))
    (fault,) = sample.units_stay_below_their_own()
    assert "nối đơn vị minh họa với đơn vị có thật" in fault


@pytest.mark.django_db
def test_real_index_of_a_sample_province_is_found():
    IndexFactory(slug="that", within=UnitFactory(name="Mẫu", is_sample=True))
    (fault,) = sample.indices_stay_within_their_own()
    assert fault.startswith("that: của mau")


@pytest.mark.django_db
@pytest.mark.parametrize("unit_is_sample", [True, False])
def test_standing_of_the_other_side_is_found(unit_is_sample):
    edition = EditionFactory(criteria_set__index__is_sample=not unit_is_sample)
    StandingFactory(edition=edition, unit__is_sample=unit_is_sample)
    assert len(list(sample.figures_stay_with_their_own())) == 1


@pytest.mark.django_db
def test_target_of_the_other_side_is_found():
    TargetFactory(unit__is_sample=True)
    assert len(list(sample.figures_stay_with_their_own())) == 1


@pytest.mark.django_db
@pytest.mark.parametrize("side", ["criterion__criteria_set__index", "within", "lead"])
def test_agency_in_charge_of_the_other_side_is_found(side):
    ResponsibilityFactory(**{f"{side}__is_sample": True})
    assert len(list(sample.figures_stay_with_their_own())) == 1


@pytest.mark.django_db
def test_what_is_all_of_one_side_is_no_fault():
    edition = EditionFactory(criteria_set__index__is_sample=True)
    StandingFactory(edition=edition, unit__is_sample=True)
    StandingFactory()
    ResponsibilityFactory()
    assert list(sample.figures_stay_with_their_own()) == []


def make_rule(criterion, *lowers):
    rule = ScoringRule.objects.create(criterion=criterion, kind="bands", sentence="Theo khung", asks="Số hồ sơ")
    for place, (lower, points) in enumerate(lowers, 1):
        RuleStep.objects.create(rule=rule, position=place, lower=D(lower), points=D(points))
    return rule


@pytest.mark.django_db
def test_rule_that_contradicts_itself_is_found():
    make_rule(CriterionFactory(code="7"))
    (fault,) = sample.rules_are_sound()
    assert "tiêu chí 7: quy tắc cho điểm mâu thuẫn (no_steps)" in fault


@pytest.mark.django_db
def test_rule_that_is_merely_odd_may_stay():
    make_rule(CriterionFactory(), ("90", "10"), ("80", "10"))
    assert list(sample.rules_are_sound()) == []


def published_score(points, *, digest="mẫu", rule=(("90", "10"), ("80", "5"))):
    """A sample score in a published edition, at a criterion whose rule gives 10, 5 or nothing."""
    edition = EditionFactory(criteria_set__index__is_sample=True, fixture_digest=digest)
    criterion = CriterionFactory(criteria_set=edition.criteria_set)
    make_rule(criterion, *rule)
    standing = StandingFactory(edition=edition, unit__is_sample=True)
    ScoreFactory(standing=standing, criterion=criterion, entered_points=None, appraised_points=D(points))
    edition.state = "published"
    edition.decision = DecisionFactory()
    edition.save()


@pytest.mark.django_db
def test_point_that_the_rule_cannot_give_is_found():
    published_score("7.5")
    (fault,) = sample.points_follow_their_rules()
    assert fault.endswith("7,5 điểm không phải số mà quy tắc cho được")


@pytest.mark.django_db
def test_point_that_the_rule_gives_is_no_fault():
    published_score("5")
    assert list(sample.points_follow_their_rules()) == []


@pytest.mark.django_db
def test_what_people_enter_themselves_is_their_own_affair():
    published_score("7.5", digest="")
    assert list(sample.points_follow_their_rules()) == []


@pytest.mark.django_db
def test_rule_that_contradicts_itself_is_told_once():
    published_score("7.5", rule=())
    assert list(sample.points_follow_their_rules()) == []


FULL_OR_NOTHING = Rule(RuleKind.FULL_OR_NOTHING, D("0.5"))
GRADED = Rule(RuleKind.GRADED, D(1), steps=(Step(1, D(1), label="đủ"), Step(2, D("0.5"), label="thiếu")))
BANDS = Rule(RuleKind.BANDS, D(2), steps=(Step(1, D(2), D(98)), Step(2, D(1), D(90))))
PROPORTION = Rule(RuleKind.PROPORTION, D("1.5"), threshold=D(80))
OPEN = Rule(RuleKind.PROPORTION, D("1.5"))
COUNT = Rule(RuleKind.COUNT, D("1.5"), each=D("0.5"))
PENALTY = Rule(RuleKind.COUNT, D(-1), each=D("0.5"))
DEDUCTION = Rule(RuleKind.DEDUCTION, D(1), each=D("0.4"))


@pytest.mark.parametrize(
    ("rule", "points"),
    [
        (FULL_OR_NOTHING, "0.5"),
        (FULL_OR_NOTHING, "0"),
        (GRADED, "0.5"),
        (BANDS, "1"),
        (BANDS, "0"),
        (PROPORTION, "1.2"),
        (PROPORTION, "1.5"),
        (PROPORTION, "0"),
        (OPEN, "0.01"),
        (COUNT, "1"),
        (COUNT, "0"),
        (PENALTY, "-0.5"),
        (PENALTY, "0"),
        (DEDUCTION, "0.2"),
        (DEDUCTION, "0"),
    ],
)
def test_points_that_a_rule_can_give(rule, points):
    assert sample.can_give(rule, sample.possible_points(rule), D(points))


@pytest.mark.parametrize(
    ("rule", "points"),
    [
        (FULL_OR_NOTHING, "0.25"),
        (GRADED, "0"),
        (BANDS, "1.5"),
        (PROPORTION, "1.19"),
        (PROPORTION, "1.51"),
        (PROPORTION, "1.305"),
        (PROPORTION, "-1.3"),
        (COUNT, "0.25"),
        (COUNT, "2"),
        (PENALTY, "0.5"),
        (DEDUCTION, "0.4"),
    ],
)
def test_points_that_a_rule_cannot_give(rule, points):
    assert not sample.can_give(rule, sample.possible_points(rule), D(points))
