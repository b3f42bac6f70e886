"""The provinces, by day: how many, under which code, under which name, and what became of them."""

import datetime

import pytest

from units.models import Succession, Unit

pytestmark = [pytest.mark.golden, pytest.mark.django_db]

date = datetime.date
BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)

# Codes that were given again: the unit until 2025-06-30, and the one since.
REUSED = {
    "15": ("yen-bai", "lao-cai-2025"),
    "24": ("bac-giang", "bac-ninh-2025"),
    "44": ("quang-binh", "quang-tri-2025"),
    "52": ("binh-dinh", "gia-lai-2025"),
    "80": ("long-an", "tay-ninh-2025"),
    "82": ("tien-giang", "dong-thap-2025"),
    "91": ("kien-giang", "an-giang-2025"),
}


def provinces(day):
    return Unit.objects.filter(level="province").on(day)


@pytest.mark.parametrize(
    ("day", "count"),
    [
        (date(2005, 1, 1), 64),
        (date(2008, 7, 31), 64),
        (date(2008, 8, 1), 63),
        (BEFORE, 63),
        (AFTER, 34),
        (date(2026, 12, 31), 34),
    ],
)
def test_number_of_provinces_on_a_day(record, day, count):
    assert provinces(day).count() == count


@pytest.mark.parametrize("code", REUSED)
def test_reused_code_names_the_unit_of_the_day(record, code):
    found = [provinces(day).get(code=code).slug for day in (BEFORE, AFTER)]
    assert tuple(found) == REUSED[code]


def test_no_other_code_was_given_to_another_unit(record):
    """Codes that name two units and are not in `REUSED` belong to a province and its successor of the same name."""
    names = {}
    for unit in Unit.objects.filter(level="province"):
        names.setdefault(unit.code, set()).add(unit.name)
    assert {code for code, known in names.items() if len(known) > 1} == set(REUSED)


def test_ha_tay_passed_into_ha_noi_which_goes_on(record):
    ha_tay, ha_noi = Unit.objects.get(slug="ha-tay"), Unit.objects.get(slug="ha-noi")
    passed = Succession.objects.get(predecessor=ha_tay)
    assert (passed.successor, passed.effective_on, passed.whole) == (ha_noi, date(2008, 8, 1), True)
    assert (ha_tay.valid_to, ha_noi.valid_to, ha_noi.start_is_known) == (date(2008, 7, 31), None, False)


def test_hue_is_one_unit_with_two_names(record):
    hue = Unit.objects.get(slug="thua-thien-hue")
    assert [(dated.name, dated.kind, dated.valid_from) for dated in hue.names.all()] == [
        ("Thừa Thiên Huế", "province", date(1, 1, 1)),
        ("Huế", "city", date(2025, 1, 1)),
    ]
    assert (hue.name, hue.valid_to) == ("Huế", None)
    assert not Succession.objects.filter(predecessor=hue) | Succession.objects.filter(successor=hue)


def test_eleven_provinces_went_on_and_fifty_two_became_twenty_three(record):
    went_on = provinces(BEFORE) & provinces(AFTER)
    merged = Succession.objects.filter(effective_on=AFTER, predecessor__level="province")
    assert went_on.count() == 11
    assert merged.values("predecessor").distinct().count() == 52
    assert merged.values("successor").distinct().count() == 23


@pytest.mark.parametrize(
    ("day", "grouping", "count"),
    [(BEFORE, "vung-kinh-te-xa-hoi", 63), (date(2025, 10, 5), "vung-306", 34)],
)
def test_every_province_is_in_one_region(record, day, grouping, count):
    for unit in provinces(day):
        memberships = unit.memberships.filter(group__grouping=grouping, valid_from__lte=day)
        assert memberships.exclude(valid_to__lt=day).count() == 1
    assert provinces(day).count() == count
