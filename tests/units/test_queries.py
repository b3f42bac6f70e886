"""Reads of units by name, by date, and what became of whom."""

from datetime import date

import pytest

from tests.factories import (
    AliasFactory,
    DecisionFactory,
    GroupFactory,
    GroupMembershipFactory,
    SourceFactory,
    SuccessionFactory,
    UnitFactory,
    UnitNameFactory,
)
from units.models import Level, Unit
from units.queries import (
    dated_names,
    facts_of,
    listed_units,
    matching,
    memberships_of,
    names_on,
    others_with_code,
    shown_name,
    sources_of,
    successions_of,
)

pytestmark = pytest.mark.django_db
TODAY = date(2026, 1, 1)


@pytest.fixture
def hue():
    unit = UnitFactory(name="Huế", code="46")
    UnitNameFactory(unit=unit, valid_from=date(1, 1, 1), name="Thừa Thiên Huế")
    UnitNameFactory(unit=unit, valid_from=date(2025, 1, 1), name="Huế")
    AliasFactory(unit=unit, text="TT-Huế")
    return unit


def found(words):
    return set(Unit.objects.filter(matching(words)).values_list("name", flat=True))


@pytest.mark.parametrize(("day", "name"), [(date(2024, 12, 31), "Thừa Thiên Huế"), (date(2025, 1, 1), "Huế")])
def test_a_name_is_the_one_borne_on_the_day(hue, day, name):
    assert shown_name(hue, names_on([hue.pk], day)) == name


def test_a_unit_that_never_changed_bears_its_one_name():
    unit = UnitFactory(name="Nghệ An")
    assert names_on([unit.pk], TODAY) == {}
    assert shown_name(unit, {}) == "Nghệ An"


@pytest.mark.parametrize("words", ["hue", "HUẾ", "thua thien", "tt hue"])
def test_matching_finds_names_former_names_and_spellings(hue, words):
    UnitFactory(name="Nghệ An")
    assert found(words) == {"Huế"}


def test_matching_nothing_finds_all(hue):
    assert found("") == {"Huế"}
    assert found(" - ") == {"Huế"}


def test_names_come_oldest_first(hue):
    assert [name.name for name in dated_names(hue)] == ["Thừa Thiên Huế", "Huế"]


def test_successions_are_found_from_either_end():
    one, two, three = UnitFactory(), UnitFactory(), UnitFactory()
    first = SuccessionFactory(predecessor=one, successor=two, effective_on=date(2008, 8, 1))
    second = SuccessionFactory(predecessor=two, successor=three)
    assert successions_of([two]) == [first, second]
    assert successions_of([one]) == [first]


def test_memberships_of_today_come_first():
    unit = UnitFactory()
    old = GroupMembershipFactory(unit=unit, valid_to=date(2025, 10, 4))
    new = GroupMembershipFactory(unit=unit, valid_from=date(2025, 10, 5))
    assert memberships_of([unit]) == {unit.pk: [new, old]}


def test_a_code_given_again_names_its_other_bearers():
    before = UnitFactory(code="24", valid_to=date(2025, 6, 30))
    after = UnitFactory(code="24", valid_from=date(2025, 7, 1))
    UnitFactory(code="24", level=Level.MINISTRY)
    assert others_with_code(before) == [after]
    assert others_with_code(after) == [before]


def test_sources_of_everything_known_of_a_unit_come_once(hue):
    cited = [SourceFactory(code=f"n{number}") for number in range(5)]
    hue.sources.add(cited[0])
    hue.names.first().sources.add(cited[0], cited[1])
    succession = SuccessionFactory(predecessor=UnitFactory(), successor=hue)
    succession.sources.add(cited[2])
    membership = GroupMembershipFactory(unit=hue)
    membership.group.sources.add(cited[3])
    assert sources_of(hue) == cited[:4]


@pytest.mark.parametrize("more", [0, 5])
def test_reading_a_unit_takes_the_same_queries_however_much_is_known(hue, more, django_assert_num_queries):
    for number in range(1 + more):
        SuccessionFactory(predecessor=UnitFactory(), successor=hue, decision=DecisionFactory())
        GroupMembershipFactory(unit=hue, group=GroupFactory(decision=DecisionFactory()))
        AliasFactory(unit=hue, text=f"H{number}")
    hue = Unit.objects.select_related("parent").get(pk=hue.pk)
    with django_assert_num_queries(8):
        facts = facts_of(hue)
        assert [one.predecessor.name for one in facts.successions]
        assert [list(one.sources.all()) for one in (*facts.names, *facts.successions)]
        assert [one.group.decision.number for one in facts.memberships]


def test_lists_part_those_who_exist_from_those_who_did():
    goes_on = UnitFactory(name="Nghệ An")
    ends_later = UnitFactory(name="Hà Nội", valid_to=date(2030, 1, 1))
    last_day = UnitFactory(name="Huế", valid_to=TODAY)
    gone = UnitFactory(name="Hà Tây", valid_to=date(2008, 7, 31))
    gone_later = UnitFactory(name="Bắc Kạn", valid_to=date(2025, 6, 30))
    UnitFactory(name="Sắp có", valid_from=date(2027, 1, 1))
    now, before = listed_units(Level.PROVINCE, day=TODAY)
    assert list(now) == [ends_later, last_day, goes_on]
    assert list(before) == [gone_later, gone]


def test_lists_keep_to_words_and_parent(hue):
    commune = UnitFactory(name="Phú Xuân", level=Level.COMMUNE, parent=hue)
    UnitFactory(name="Phú Xuyên", level=Level.COMMUNE)
    now, _gone = listed_units(Level.COMMUNE, day=TODAY, words="phu", parent=hue.slug)
    assert list(now) == [commune]
