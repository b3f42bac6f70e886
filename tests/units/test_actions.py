"""Merging and renaming units: entered once, the past untouched, and found by files of both years."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied

from records.models import AuditEvent
from reformtrack.text import slugify
from tests.factories import (
    AdminFactory,
    AliasFactory,
    DecisionFactory,
    GroupFactory,
    GroupMembershipFactory,
    SourceFactory,
    SuccessionFactory,
    UnitFactory,
    UnitNameFactory,
    UserFactory,
)
from units import merging
from units.actions import RenameRefusedError, merge_units, rename_unit
from units.matching import Matcher
from units.merging import Asked, MergeRefusedError, plan_merge
from units.models import UNKNOWN_START, Alias, Succession, Unit

pytestmark = pytest.mark.django_db
DAY = datetime.date(2025, 7, 1)
EVE = datetime.date(2025, 6, 30)


@pytest.fixture
def three(db):
    """Phú Thọ, Vĩnh Phúc, Hòa Bình: merged in 2025 into a province that keeps the first one's name."""
    return [
        UnitFactory(name=name, name_en=name_en, code=code)
        for name, name_en, code in (
            ("Phú Thọ", "Phu Tho", "25"),
            ("Vĩnh Phúc", "Vinh Phuc", "26"),
            ("Hòa Bình", "Hoa Binh", "17"),
        )
    ]


def body(name, parent, **options):
    """A department of a province."""
    slug = slugify(f"{name} {parent.name}")
    return UnitFactory(name=name, slug=slug, level="department", kind="department", parent=parent, **options)


def merge(units, **options):
    new = {} if "successor" in options else {"name": "Phú Thọ", "kind": "province"}
    return merge_units(**{"predecessors": units, "effective_on": DAY, "by": None, **new, **options})


def refusal(units, **options):
    """Why a merge is refused; nothing of it is stored."""
    stored = list(Unit.objects.order_by("pk").values())
    with pytest.raises(MergeRefusedError) as refused:
        merge(units, **options)
    assert list(Unit.objects.order_by("pk").values()) == stored
    return str(refused.value)


def test_merged_unit_that_keeps_a_name_is_a_new_unit(three):
    unit = merge(three)
    assert (unit.slug, unit.code, unit.name_en) == ("phu-tho-2025", "25", "Phu Tho")
    assert (unit.valid_from, unit.valid_to, unit.level) == (DAY, None, "province")
    assert (unit.search_key, bool(unit.sort_key)) == ("phu tho", True)
    assert unit not in three


def test_predecessors_end_the_day_before(three):
    merge(three)
    assert set(Unit.objects.filter(pk__in=[unit.pk for unit in three]).values_list("valid_to", flat=True)) == {EVE}


def test_each_predecessor_is_said_to_have_become_the_new_unit(three):
    decision, source = DecisionFactory(), SourceFactory()
    unit = merge(three, decision=decision, sources=[source], note="Theo nghị quyết")
    rows = Succession.objects.filter(successor=unit)
    assert {row.predecessor for row in rows} == set(three)
    assert {(row.effective_on, row.kind, row.whole, row.decision, row.note) for row in rows} == {
        (DAY, "merge", True, decision, "Theo nghị quyết")
    }
    assert all(list(row.sources.all()) == [source] for row in rows)
    assert list(unit.sources.all()) == [source]


def test_other_spellings_of_the_name_that_goes_on_name_the_new_unit_too(three):
    AliasFactory(unit=three[0], text="Phú Thọ tỉnh", kind="spelling")
    AliasFactory(unit=three[0], text="PT", kind="abbreviation")
    AliasFactory(unit=three[0], text="Vĩnh Phú", kind="former")
    AliasFactory(unit=three[1], text="V.Phúc", kind="abbreviation")
    unit = merge(three)
    assert set(unit.aliases.values_list("text", flat=True)) == {"Phú Thọ tỉnh", "PT"}
    assert three[0].aliases.count() == 3


def test_a_spelling_that_says_another_kind_stays_behind(three):
    AliasFactory(unit=three[0], text="Tỉnh Phú Thọ", kind="formal")
    AliasFactory(unit=three[0], text="TT Phú Thọ", kind="abbreviation")  # as `TT Huế`: no thị trấn is meant
    unit = merge(three, kind="city")
    assert list(unit.aliases.values_list("text", flat=True)) == ["TT Phú Thọ"]


@pytest.mark.parametrize("text", ["Phú Thọ", "PT", "Tỉnh Phú Thọ"])
def test_a_file_of_either_year_finds_its_own_unit(three, text):
    AliasFactory(unit=three[0], text="PT", kind="abbreviation", search_key="pt")
    unit = merge(three)
    found = {day: Matcher.read("province", day=day).match(text).unit for day in (EVE, DAY)}
    assert found == {EVE: three[0], DAY: unit}


def test_a_name_that_is_gone_is_said_to_be_gone(three):
    merge(three)
    assert Matcher.read("province", day=DAY).match("Vĩnh Phúc").not_on_day == (three[1],)


def test_a_group_of_all_predecessors_goes_on_and_others_end(three):
    shared, other = GroupFactory(), GroupFactory()
    for unit in three:
        GroupMembershipFactory(group=shared, unit=unit)
    GroupMembershipFactory(group=other, unit=three[0])
    closed = GroupMembershipFactory(group=other, unit=three[1], valid_to=datetime.date(2020, 1, 1))
    unit = merge(three)
    assert [(row.group, row.valid_from, row.valid_to) for row in unit.memberships.all()] == [(shared, DAY, None)]
    assert {row.valid_to for old in three for row in old.memberships.exclude(pk=closed.pk)} == {EVE}
    closed.refresh_from_db()
    assert closed.valid_to == datetime.date(2020, 1, 1)


def test_a_group_goes_on_no_longer_than_its_members_were_to_stay(three):
    group = GroupFactory()
    for unit, last in zip(three, (None, datetime.date(2026, 1, 1), datetime.date(2027, 1, 1)), strict=True):
        GroupMembershipFactory(group=group, unit=unit, valid_to=last)
    assert merge(three).memberships.get().valid_to == datetime.date(2026, 1, 1)


def test_units_join_one_that_goes_on(three):
    hanoi = UnitFactory(name="Hà Nội")
    group = GroupFactory()
    for unit in (hanoi, three[0]):
        GroupMembershipFactory(group=group, unit=unit)
    assert merge(three[:1], successor=hanoi) == hanoi
    hanoi.refresh_from_db()
    assert (hanoi.valid_from, hanoi.valid_to) == (UNKNOWN_START, None)
    assert hanoi.memberships.count() == 1
    assert Succession.objects.get().successor == hanoi


def test_an_alias_that_the_successor_has_is_not_given_twice(three):
    new = UnitFactory(name="Phú Thọ", slug="phu-tho-2025", code="x", valid_from=DAY)
    for unit in (three[0], new):
        AliasFactory(unit=unit, text="PT")
    merge(three, successor=new)
    assert new.aliases.count() == 1


def test_children_stay_and_are_named(three):
    child = UnitFactory(name="Sở Nội vụ", level="department", kind="department", parent=three[0])
    UnitFactory(
        name="Sở cũ", level="department", kind="department", parent=three[0], valid_to=datetime.date(2020, 1, 1)
    )
    (remark,) = plan_merge(asked(three)).remarks
    merge(three)
    child.refresh_from_db()
    assert (child.parent, child.valid_to) == (three[0], None)
    assert remark.startswith("1 đơn vị vẫn thuộc Phú Thọ, không chuyển theo: Sở Nội vụ.")


def test_many_children_are_counted_and_the_first_are_named(three):
    for number in range(11):
        body(f"Sở {number:02}", three[0])
    (remark,) = plan_merge(asked(three)).remarks
    assert "11 đơn vị" in remark
    assert "Sở 09 và 1 nữa." in remark
    assert "Sở 10" not in remark


def test_groups_that_do_not_go_on_are_named(three):
    GroupMembershipFactory(unit=three[0], group=GroupFactory(name="Vùng núi"))
    (remark,) = plan_merge(asked(three)).remarks
    assert remark.startswith("Vùng núi: các đơn vị cũ ra khỏi vùng, cụm này")


def test_other_apps_have_their_say(three, monkeypatch):
    monkeypatch.setattr(merging, "_remarks", [])
    merging.remark_on_merge(remark := lambda units, day: [f"{len(units)} đơn vị, {day.year}"])
    merging.remark_on_merge(remark)
    assert plan_merge(asked(three)).remarks == ["3 đơn vị, 2025"]


def asked(units, **options):
    return Asked(
        **{"predecessors": tuple(units), "effective_on": DAY, "name": "Phú Thọ", "kind": "province", **options}
    )


def test_a_plan_stores_nothing(three):
    plan = plan_merge(asked(three))
    assert plan.is_new
    assert Unit.objects.count() == 3
    assert merging.sentence(plan) == (
        "Tỉnh Phú Thọ, tỉnh Vĩnh Phúc, tỉnh Hòa Bình kết thúc ngày 30/06/2025; từ ngày 01/07/2025 là đơn vị mới: "
        "tỉnh Phú Thọ."
    )


def test_joining_is_said_otherwise_than_making(three):
    plan = plan_merge(asked(three[1:], successor=three[0]))
    assert merging.sentence(plan).endswith("từ ngày 01/07/2025 nhập vào tỉnh Phú Thọ đang có.")


def test_the_merge_is_written_down_once_for_each_unit(three):
    decision = DecisionFactory(number="202/2025/QH15")
    admin = AdminFactory()
    unit = merge(three, decision=decision, by=admin)
    events = {event.target_id: event for event in AuditEvent.objects.all()}
    assert set(events) == {str(each.pk) for each in (unit, *three)}
    assert {(event.kind, event.by) for event in events.values()} == {("units_merged", admin)}
    assert events[str(unit.pk)].after["predecessors"] == ["Phú Thọ", "Vĩnh Phúc", "Hòa Bình"]
    assert events[str(unit.pk)].after["decision"] == f"202/2025/QH15 (#{decision.pk})"
    assert events[str(three[0].pk)].before == {"valid_to": None}
    assert events[str(three[0].pk)].after == {"valid_to": "2025-06-30", "successor": f"Phú Thọ (#{unit.pk})"}


# Addresses


def test_address_carries_the_year_where_it_is_taken_and_then_a_number(three):
    assert merge(three[:2], name="Vĩnh Phú", code="90").slug == "vinh-phu"
    UnitFactory(name="Hòa Bình", slug="hoa-binh-2025", code="91", valid_to=EVE, parent=three[0])
    yen_bai = UnitFactory(name="Yên Bái", code="92")
    assert merge([three[2], yen_bai], name="Hòa Bình").slug == "hoa-binh-2025-2"


def test_address_of_a_lower_unit_names_its_kind_and_its_parent(three):
    communes = [UnitFactory(name=name, level="commune", kind="commune", parent=three[0]) for name in ("Một", "Hai")]
    assert merge(communes, name="Ba", kind="ward", code="9").slug == "ba-phuong-phu-tho"
    bodies = [
        UnitFactory(name=name, level="department", kind="department", parent=three[0]) for name in ("Sở A", "Sở B")
    ]
    assert merge(bodies, name="Sở C", kind="department", code="SC").slug == "so-c-phu-tho"


def test_address_may_be_chosen(three):
    assert merge(three, slug="dat-to").slug == "dat-to"


# Refusals


def test_only_admins_merge_and_rename(three):
    for by in (UserFactory(), AdminFactory(is_active=False)):
        with pytest.raises(PermissionDenied):
            merge(three, by=by)
        with pytest.raises(PermissionDenied):
            rename_unit(unit=three[0], effective_on=DAY, name="Khác", by=by)


def test_one_unit_alone_is_no_merge(three):
    assert "ít nhất hai đơn vị" in refusal(three[:1])
    assert "ít nhất hai đơn vị" in refusal([])
    assert "ít nhất hai đơn vị" in refusal([three[0], three[0]])


def test_one_unit_does_not_join_one_that_begins_that_day(three):
    new = UnitFactory(name="Mới", valid_from=DAY)
    assert "ít nhất hai đơn vị" in refusal(three[:1], successor=new)


def test_units_of_different_levels_are_not_merged(three):
    ministry = UnitFactory(name="Bộ A", level="ministry", kind="ministry")
    assert "không cùng cấp: Phú Thọ (tỉnh, thành phố), Bộ A" in refusal([three[0], ministry])


def test_units_of_different_parents_are_not_merged(three):
    bodies = [body("Sở A", parent) for parent in three[:2]]
    assert "không cùng thuộc một đơn vị: Sở A (Phú Thọ), Sở A (Vĩnh Phúc)" in refusal(bodies)


def test_a_unit_that_is_gone_is_not_merged(three):
    gone = UnitFactory(name="Hà Tây", valid_to=datetime.date(2008, 7, 31))
    assert "Hà Tây đã kết thúc ngày 31/07/2008" in refusal([three[0], gone])


def test_a_merge_is_entered_once(three):
    merge(three)
    assert "Vĩnh Phúc đã được ghi là nhập vào Phú Thọ từ 01/07/2025" in refusal(three[1:], name="Khác", code="77")


def test_the_day_is_after_the_units_begin(three):
    young = UnitFactory(name="Mới", valid_from=DAY)
    assert "Mới chỉ có từ ngày 01/07/2025" in refusal([three[0], young])


def test_no_name_or_group_begins_after_the_end(three):
    UnitNameFactory(unit=three[0], valid_from=DAY)
    GroupMembershipFactory(unit=three[1], valid_from=DAY)
    said = refusal(three)
    assert "Phú Thọ có tên ghi từ ngày 01/07/2025 hoặc sau đó" in said
    assert "Vĩnh Phúc được xếp vào vùng, cụm từ ngày 01/07/2025 hoặc sau đó" in said


def test_the_successor_is_none_of_the_predecessors(three):
    assert "vừa nằm trong các đơn vị nhập lại" in refusal(three, successor=three[0])


def test_the_successor_is_of_the_same_level(three):
    said = refusal(three, successor=body("Sở A", three[0]))
    assert "Sở A không cùng cấp hoặc không cùng thuộc một đơn vị" in said


def test_the_successor_exists_on_the_day(three):
    gone = UnitFactory(name="Hà Tây", valid_to=datetime.date(2008, 7, 31))
    assert "Hà Tây không tồn tại ngày 01/07/2025" in refusal(three, successor=gone)


def test_a_new_unit_has_a_name_a_kind_and_a_code(three):
    said = refusal(three, name=" ", kind="")
    assert "Ghi tên của đơn vị mới" in said
    assert "Chọn loại của đơn vị mới" in said
    assert "Ghi mã của đơn vị mới" in said


def test_an_address_that_is_taken_is_refused(three):
    assert "“hoa-binh” đã có đơn vị khác dùng" in refusal(three, slug="hoa-binh")


def test_a_code_of_another_unit_is_refused(three):
    UnitFactory(name="Yên Bái", code="15")
    assert "Mã 15 là của Yên Bái" in refusal(three, code="15")


def test_a_unit_of_the_same_name_that_is_no_part_of_the_merge_is_pointed_at(three):
    UnitFactory(name="Phú Thọ", slug="khac", code="99", valid_from=DAY)
    assert "Đã có đơn vị cùng loại tên là Phú Thọ" in refusal(three)


def test_a_unit_beside_may_have_been_called_so_before(three):
    ended = {"valid_from": datetime.date(1950, 1, 1), "valid_to": datetime.date(1968, 1, 1)}
    UnitFactory(name="Phú Thọ", slug="khac", code="25", **ended)
    assert merge(three).name == "Phú Thọ"


# Names


def test_renaming_dates_both_names(three):
    hue = UnitFactory(name="Thừa Thiên Huế", name_en="Thua Thien Hue")
    source, decision = SourceFactory(), DecisionFactory()
    day = datetime.date(2025, 1, 1)
    rename_unit(
        unit=hue, effective_on=day, name="Huế", kind="city", name_en="Hue", decision=decision, sources=[source], by=None
    )
    hue.refresh_from_db()
    assert (hue.name, hue.kind, hue.name_en, hue.search_key) == ("Huế", "city", "Hue", "hue")
    assert hue.slug == "thua-thien-hue"
    first, second = hue.names.all()
    assert (first.name, first.kind, first.valid_from, first.search_key) == (
        "Thừa Thiên Huế",
        "province",
        UNKNOWN_START,
        "thua thien hue",
    )
    assert (second.name, second.kind, second.valid_from, second.decision) == ("Huế", "city", day, decision)
    assert list(second.sources.all()) == [source]


def test_changing_the_kind_alone_keeps_the_names(three):
    rename_unit(unit=three[0], effective_on=DAY, kind="city", by=None)
    three[0].refresh_from_db()
    assert (three[0].name, three[0].name_en, three[0].kind) == ("Phú Thọ", "Phu Tho", "city")


def test_a_second_renaming_adds_one_name(three):
    rename_unit(unit=three[0], effective_on=DAY, name="Một", by=None)
    rename_unit(unit=three[0], effective_on=DAY + datetime.timedelta(days=1), name="Hai", by=None)
    assert list(three[0].names.values_list("name", flat=True)) == ["Phú Thọ", "Một", "Hai"]


def test_a_renamed_unit_is_found_by_both_names(three):
    rename_unit(unit=three[0], effective_on=DAY, name="Đất Tổ", by=None)
    matcher = Matcher.read("province", day=DAY)
    assert {matcher.match(text).unit for text in ("Đất Tổ", "Phú Thọ")} == {three[0]}


def test_renaming_is_written_down(three):
    rename_unit(unit=three[0], effective_on=DAY, name="Đất Tổ", by=None)
    event = AuditEvent.objects.get()
    assert (event.kind, event.target_id) == ("unit_renamed", str(three[0].pk))
    assert event.before == {"name": "Phú Thọ", "kind": "province", "name_en": "Phu Tho"}
    assert (event.after["name"], event.after["effective_on"]) == ("Đất Tổ", "2025-07-01")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({}, "đang mang đúng tên và loại này"),
        ({"kind": "làng"}, "Chọn loại của đơn vị"),
        ({"name": "Khác", "effective_on": UNKNOWN_START}, "không sau ngày đầu tiên"),
    ],
)
def test_a_name_that_does_not_fit_is_refused(three, options, said):
    with pytest.raises(RenameRefusedError, match=said):
        rename_unit(**{"unit": three[0], "effective_on": DAY, "by": None, **options})


def test_a_unit_that_is_gone_gets_no_new_name(three):
    gone = UnitFactory(valid_to=EVE)
    with pytest.raises(RenameRefusedError, match="đã kết thúc trước ngày 01/07/2025"):
        rename_unit(unit=gone, effective_on=DAY, name="Khác", by=None)


def test_names_follow_one_another(three):
    UnitNameFactory(unit=three[0], valid_from=DAY)
    with pytest.raises(RenameRefusedError, match="đã có tên ghi từ ngày"):
        rename_unit(unit=three[0], effective_on=EVE, name="Khác", by=None)


def test_no_alias_is_lost(three):
    AliasFactory(unit=three[1], text="V.Phúc")
    merge(three)
    assert Alias.objects.filter(unit=three[1]).count() == 1


def test_a_split_before_stands_in_nobodys_way(three):
    SuccessionFactory(predecessor=three[0], successor=UnitFactory(), kind="split", whole=False)
    assert merge(three).valid_from == DAY
