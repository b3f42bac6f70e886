"""Each check finds the fault it is for, names it, and says nothing of data without one."""

import datetime
from decimal import Decimal
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from indices.actions import publish_edition, recompute_edition
from indices.checking import CHECKS, criteria, editions, faults, figures, guards, units
from indices.checking import links as link_checks
from indices.models import Criterion, CriterionLink, CriterionStatistic, Edition, Score, Standing
from indices.models.editions import EditionQuerySet
from tests.factories import (
    AliasFactory,
    AnnexScoreFactory,
    BandFactory,
    BlockFactory,
    CriteriaSetFactory,
    CriterionFactory,
    CriterionLinkFactory,
    EditionFactory,
    EditionStatisticFactory,
    GroupMembershipFactory,
    SourceFactory,
    StandingFactory,
    SuccessionFactory,
    UnitFactory,
    UnitNameFactory,
    freeze,
)
from units.models import Succession, Unit

MERGED = datetime.date(2025, 7, 1)
LAST = datetime.date(2025, 6, 30)


def only(lines):
    """The one fault that was found."""
    [line] = lines
    return line


@pytest.fixture
def computed(draft):
    recompute_edition(edition=draft)
    return draft


# Figures


@pytest.mark.parametrize(
    ("column", "value", "said"),
    [
        ("points", Decimal("15.51"), "điểm: lưu 15,51, tính được 15,5"),
        ("max_points", Decimal(21), "điểm tối đa áp dụng: lưu 21, tính được 20"),
        ("percent", Decimal("77.6"), "chỉ số (%): lưu 77,6, tính được 77,5"),
        ("status", "unranked", "tình trạng: lưu unranked, tính được ranked"),
        ("missing", ["2"], "tiêu chí còn thiếu: lưu ['2'], tính được []"),
        ("gap", Decimal(1), "tới hạng trên: lưu 1, tính được –"),
        ("total", None, "tổng hiển thị: lưu –, tính được 15,5"),
        ("shown_rank", None, "thứ hạng hiển thị: lưu –, tính được 1"),
    ],
)
def test_changed_column_of_a_standing_is_found(computed, column, value, said):
    Standing.objects.filter(unit__name="An").update(**{column: value})
    assert only(faults()) == f"Chỉ số 2024, An, tổng, {said}"


def test_changed_rank_is_found(computed):
    Standing.objects.filter(unit__name="Bắc").update(rank=3, shown_rank=3)
    assert list(faults()) == [
        "Chỉ số 2024, Bắc, tổng, thứ hạng tính được: lưu 3, tính được 2",
        "Chỉ số 2024, Bắc, tổng, thứ hạng hiển thị: lưu 3, tính được 2",
    ]


def test_band_that_the_percent_does_not_give_is_found(computed):
    Standing.objects.filter(unit__name="An").update(band=BandFactory(edition=computed))
    assert "An, tổng, nhóm, xếp loại: lưu " in only(faults())


@pytest.mark.parametrize("code", ["1.1", "1"])
def test_changed_score_is_found_entered_or_rolled_up(computed, code):
    Score.objects.filter(standing__unit__name="An", criterion__code=code).update(points=Decimal("4.01"))
    assert f"Chỉ số 2024, An, tiêu chí {code}, điểm: lưu 4,01, tính được " in only(faults())


def test_lost_and_superfluous_rows_are_found(computed):
    Score.objects.filter(standing__unit__name="An", criterion__code="1").delete()
    CriterionStatistic.objects.filter(criterion__code="2").delete()
    CriterionStatistic.objects.filter(criterion=None).update(block=BlockFactory(edition=computed, name="Khối A"))
    computed.blocks.update(edition=EditionFactory(criteria_set=computed.criteria_set, year=2023))
    found = list(figures.of_edition(computed))
    assert sorted(found) == [
        "Chỉ số 2024, An, tiêu chí 1: tính được mà không lưu",
        "Chỉ số 2024, thống kê, tiêu chí 2: tính được mà không lưu",
        "Chỉ số 2024, thống kê, tổng: lưu mà không tính được",
        "Chỉ số 2024, thống kê, tổng: tính được mà không lưu",
    ]


def test_changed_statistic_is_found(computed):
    CriterionStatistic.objects.filter(criterion=None).update(mean=Decimal(15))
    assert only(faults()) == "Chỉ số 2024, thống kê, tổng, trung bình: lưu 15, tính được 14,5"


def test_figures_that_contradict_each_other_are_found(computed):
    Standing.objects.filter(unit__name="An").update(stated_points=Decimal(16), stated_points_places=2)
    assert "Chỉ số 2024: An, tổng: ghi 16, còn các phần cộng lại là 15,5" in list(faults())


def test_score_outside_the_criteria_set_is_named_and_not_computed(computed):
    stranger = CriterionFactory(code="9")
    Score.objects.filter(standing__unit__name="An", criterion__code="2").update(criterion=stranger)
    found = list(faults([editions.rows_are_of_their_edition, figures.equal_what_is_computed]))
    assert found[0] == "An, Chỉ số 2024: 9: khối, nhóm hoặc tiêu chí của năm đánh giá khác"
    assert "Chỉ số 2024: không tính lại được" in found[1]


def test_self_points_count_in_the_check_of_a_draft_only(draft):
    Score.objects.filter(standing__unit__name="An").update(entered_points=None, self_points=Decimal(5))
    recompute_edition(edition=draft)
    assert list(faults()) == []
    publish_edition(edition=draft, source=SourceFactory())
    assert list(faults()) == []


# Guards


def test_every_guard_is_there(db):
    assert list(guards.all_installed()) == []


def test_lost_guard_is_found(db):
    table = "" if connection.vendor == "sqlite" else " ON indices_score"
    with connection.cursor() as cursor:
        cursor.execute(f"DROP TRIGGER indices_score_frozen_update{table}")
    assert "indices_score_frozen_update" in only(guards.all_installed())


# Units


def test_keys_of_another_name_are_found(db):
    UnitFactory(name="Đà Nẵng", search_key="da nag")
    UnitNameFactory(name="Hà Tây", search_key="ha tai", unit__slug="ha-noi")
    AliasFactory(text="TP Huế", search_key="hue", unit__slug="hue")
    assert list(units.keys_are_made_anew()) == [
        "Đà Nẵng (da-nang): khóa tìm kiếm hoặc sắp xếp không khớp với tên",
        "ha-noi, “Hà Tây”: khóa tìm kiếm không khớp với tên",
        "hue, “TP Huế”: khóa tìm kiếm không khớp với tên",
    ]


def test_names_outside_the_unit_are_found(db):
    unit = UnitFactory(name="Huế", slug="hue", valid_from=datetime.date(2000, 1, 1))
    UnitNameFactory(unit=unit, name="Huế", valid_from=datetime.date(2019, 1, 1))
    assert "hue: tên theo thời gian không nằm trong" in only(units.names_fall_within())


def test_name_that_is_not_among_the_dated_ones_is_found(db):
    unit = UnitFactory(name="Huế", slug="hue", valid_from=datetime.date(2000, 1, 1))
    UnitNameFactory(unit=unit, name="Thừa Thiên Huế", valid_from=unit.valid_from)
    assert "hue: tên và loại hiện nay" in only(units.names_fall_within())


def test_code_that_names_two_units_on_one_day_is_found(db):
    UnitFactory(code="24", slug="bac-giang", valid_to=MERGED)
    UnitFactory(code="24", slug="bac-ninh-2025", valid_from=MERGED)
    assert only(units.codes_name_one_unit_a_day()).endswith("bac-giang, bac-ninh-2025")


def test_code_given_again_after_its_unit_ended_is_no_fault(db):
    UnitFactory(code="24", valid_to=LAST)
    UnitFactory(code="24", valid_from=MERGED)
    assert list(units.codes_name_one_unit_a_day()) == []


SUCCESSIONS = {
    "merged, yet it goes on": ({"valid_to": None}, {}, True, "không kết thúc"),
    "ended before": ({"valid_to": datetime.date(2025, 5, 31)}, {}, False, "đơn vị trước không có"),
    "begun after": ({"valid_from": MERGED}, {}, False, "đơn vị trước không có"),
    "successor not there yet": ({"valid_to": LAST}, {"valid_from": datetime.date(2025, 8, 1)}, True, "đơn vị sau"),
    "successor gone": ({"valid_to": LAST}, {"valid_to": LAST}, True, "đơn vị sau"),
}


@pytest.mark.parametrize("story", SUCCESSIONS)
def test_succession_that_does_not_fit_is_found(db, story):
    before, after, whole, said = SUCCESSIONS[story]
    SuccessionFactory(predecessor=UnitFactory(**before), successor=UnitFactory(**after), whole=whole)
    assert said in only(units.successions_fit_their_units())


def test_unit_that_ended_without_a_word_of_what_became_of_it_is_found(db):
    gone = UnitFactory(slug="cu", valid_to=LAST)
    assert "cu: đã kết thúc" in only(units.lineage_is_complete())
    Unit.objects.filter(pk=gone.pk).update(note="Giải thể.")
    assert list(units.lineage_is_complete()) == []


def test_unit_that_ended_with_what_it_was_part_of_needs_no_word(db):
    province = UnitFactory(valid_to=LAST)
    UnitFactory(parent=province, level="department", valid_to=LAST)
    SuccessionFactory(predecessor=province, successor=UnitFactory(valid_from=MERGED))
    assert list(units.lineage_is_complete()) == []


def test_units_that_became_each_other_are_found(db):
    one, two = UnitFactory(slug="mot"), UnitFactory(slug="hai")
    SuccessionFactory(predecessor=one, successor=two)
    SuccessionFactory(predecessor=two, successor=one)
    assert "mot → hai → mot" in only(units.lineage_has_no_circle()).replace("hai → mot → hai", "mot → hai → mot")


def test_transfer_of_a_whole_unit_is_found(db):
    SuccessionFactory(kind="transfer")
    assert "chuyển một phần mà lại ghi là toàn bộ" in only(units.partial_transfers_say_so())


def test_unit_that_passed_over_whole_into_two_is_found(db):
    gone = UnitFactory(slug="cu", valid_to=LAST)
    SuccessionFactory(predecessor=gone)
    SuccessionFactory(predecessor=gone)
    assert "cu: ghi là nhập toàn bộ vào nhiều đơn vị" in only(units.partial_transfers_say_so())


def merger(*weights, goes_on=False, **own):
    """Units merged into one, with these weights (`None`: none) by population of one source."""
    successor = UnitFactory(slug="moi", valid_from=datetime.date(2000, 1, 1) if goes_on else MERGED)
    source = SourceFactory()
    for weight in weights:
        stated = {"weight": weight, "weight_basis": "dân số", "weight_source": source, **own} if weight else {}
        SuccessionFactory(predecessor=UnitFactory(valid_to=LAST), successor=successor, **stated)


@pytest.mark.parametrize(("weights", "own"), [((None, None), {}), ((3, 1), {}), ((3,), {"weight_of_successor": 2})])
def test_weights_of_all_or_none_are_no_fault(db, weights, own):
    merger(*weights, goes_on=bool(own), **own)
    assert list(units.weights_are_of_one_merger()) == []


def test_weight_of_some_alone_is_found(db):
    merger(3, None)
    assert "có đơn vị ghi trọng số, có đơn vị không" in only(units.weights_are_of_one_merger())


def test_weights_of_two_measures_are_found(db):
    merger(3, 1)
    row = Succession.objects.first()
    row.weight_basis = "diện tích"
    row.save()
    assert "không cùng một loại số" in only(units.weights_are_of_one_merger())


@pytest.mark.parametrize(("goes_on", "own"), [(True, {}), (False, {"weight_of_successor": 2})])
def test_weight_of_the_successor_itself_where_there_is_none_to_be_is_found(db, goes_on, own):
    merger(3, goes_on=goes_on, **own)
    assert "của chính đơn vị sau" in only(units.weights_are_of_one_merger())


def test_part_of_a_unit_that_goes_on_may_pass_over(db):
    SuccessionFactory(kind="transfer", whole=False)
    assert list(units.successions_fit_their_units()) == []


def test_membership_beyond_its_group_or_unit_is_found(db):
    GroupMembershipFactory(group__slug="bac", group__valid_to=LAST, unit__slug="hue")
    GroupMembershipFactory(group__slug="nam", unit=UnitFactory(slug="ha-tay", valid_to=LAST))
    assert list(units.memberships_fit()) == [
        "hue trong bac: không nằm trong thời gian của bac",
        "ha-tay trong nam: không nằm trong thời gian của ha-tay",
    ]


def test_unit_in_two_groups_of_one_grouping_is_found(db):
    first = GroupMembershipFactory(unit__slug="hue", group__slug="bac")
    GroupMembershipFactory(unit=first.unit, group__slug="nam")
    GroupMembershipFactory(unit=first.unit, group__slug="cum-1", group__grouping="cum-thi-dua")
    assert only(units.memberships_fit()) == "hue: cùng lúc thuộc bac và nam"


def test_unit_that_moves_from_one_group_to_the_next_is_no_fault(db):
    first = GroupMembershipFactory(valid_to=LAST)
    GroupMembershipFactory(unit=first.unit, valid_from=MERGED)
    assert list(units.memberships_fit()) == []


# Criteria sets and links


def test_parent_of_another_set_is_found(criteria_set):
    CriterionFactory(criteria_set=CriteriaSetFactory(slug="bo-khac"), code="3.1", parent=criteria_set.criteria.first())
    assert only(criteria.sets_are_trees()) == "bo-khac, tiêu chí 3.1: nằm dưới tiêu chí 1 của bo-2024"


def test_criteria_that_make_no_tree_are_found(criteria_set):
    top, below = criteria_set.criteria.get(code="1"), criteria_set.criteria.get(code="1.1")
    Criterion.objects.filter(pk=top.pk).update(parent=below)
    assert only(criteria.sets_are_trees()).startswith("bo-2024: ")


@pytest.fixture
def links(db):
    """Set `a` of criteria 1 and 2 goes on as set `b` of 1 and 3: kept, dropped, new."""
    old, new = CriteriaSetFactory(slug="a"), CriteriaSetFactory(slug="b", index__slug="chung")
    new.index = old.index
    new.save()
    ends = {(one.slug, code): CriterionFactory(criteria_set=one, code=code) for one in (old, new) for code in "123"}
    ends["a", "3"].delete()
    ends["b", "2"].delete()
    kinds = CriterionLink.LinkKind
    common = {"from_set": old, "to_set": new}
    CriterionLinkFactory(**common, old=ends["a", "1"], new=ends["b", "1"])
    CriterionLinkFactory(**common, old=ends["a", "2"], new=None, kind=kinds.DROPPED)
    CriterionLinkFactory(**common, old=None, new=ends["b", "3"], kind=kinds.NEW)
    return ends


LINK_CHECKS = [check for check in CHECKS if check.__module__ == link_checks.__name__]


def test_links_that_agree_are_no_fault(links):
    assert list(faults(LINK_CHECKS)) == []


def test_link_of_a_criterion_of_another_set_is_found(links):
    CriterionLink.objects.filter(kind="kept").update(new=CriterionFactory(code="7"))
    assert "a 1 → b 7" in only(link_checks.join_their_sets())


def test_link_between_two_indices_is_found(links):
    CriterionLinkFactory(to_set=CriteriaSetFactory())
    assert "hai bộ của hai chỉ số" in only(link_checks.join_their_sets())


def test_criterion_without_a_link_is_found(links):
    CriterionLink.objects.filter(kind="kept").delete()
    ends = {"from_set": links["a", "1"].criteria_set, "to_set": links["b", "3"].criteria_set}
    CriterionLinkFactory(**ends, old=None, new=links["b", "1"], kind="new")
    assert "a → b: Tiêu chí 1 chưa có dòng đối chiếu nào." in only(link_checks.do_not_contradict())


def test_dropped_criterion_that_goes_on_is_found(links):
    CriterionLink.objects.filter(kind="dropped").update(old=links["a", "1"])
    assert "a → b: 1 → –: Tiêu chí ghi là bỏ" in next(link_checks.do_not_contradict())


def test_new_criterion_that_continues_another_is_found(links):
    CriterionLink.objects.filter(kind="new").update(new=links["b", "1"])
    assert "a → b: – → 1: Tiêu chí ghi là mới" in next(link_checks.do_not_contradict())


def test_kept_criterion_of_another_maximum_is_found(links):
    Criterion.objects.filter(pk=links["b", "1"].pk).update(max_points=Decimal(12))
    assert "a → b: 1 → 1: Điểm tối đa cũ 10, mới 12 mà ghi “giữ nguyên”." in only(link_checks.do_not_contradict())


def test_links_that_go_in_a_circle_are_found(links):
    a, b = links["a", "1"].criteria_set, links["b", "1"].criteria_set
    CriterionLinkFactory(from_set=b, to_set=a, old=links["b", "1"], new=links["a", "1"])
    assert "nối vòng: a → b → a." in only(link_checks.lead_forward())


def test_links_nobody_has_confirmed_are_found_once_the_set_is_published(links):
    CriterionLink.objects.update(confirmed=False)
    assert list(link_checks.are_confirmed_where_published()) == []

    used = links["b", "1"].criteria_set
    freeze(EditionFactory(index=used.index, criteria_set=used))

    assert only(link_checks.are_confirmed_where_published()) == (
        "đối chiếu a → b: 3 dòng chưa có người xác nhận (1 → 1; 2 → –; – → 3)"
    )


def test_how_much_is_linked_is_said_where_nothing_is_wrong(links):
    [(old, new, rows, covered)] = link_checks.covered()
    assert (old.slug, new.slug, len(rows)) == ("a", "b", 3)
    assert [(one.linked, one.total) for one in covered] == [(10, 20), (10, 20)]


# Editions


@pytest.mark.parametrize(
    "said", [{"label": "trend"}, {"year": 2023}, {"period": "month"}, {"ends_on": datetime.date(2024, 12, 30)}]
)
def test_label_that_is_not_its_period_is_found(draft, said):
    Edition.objects.update(**said)
    assert only(editions.labels_say_their_period()).startswith("chi-so ")


def test_revision_that_replaces_another_edition_is_found(draft):
    other = EditionFactory(criteria_set=draft.criteria_set, year=2023)
    Edition.objects.filter(pk=draft.pk).update(replaces=other)
    assert "không phải bản trước" in only(editions.revisions_follow_each_other())


def test_superseded_edition_without_a_successor_is_found(draft):
    Edition.objects.update(state="superseded", source=SourceFactory())
    assert "không có bản nào thay" in only(editions.revisions_follow_each_other())


def test_published_edition_without_decision_or_source_is_found(draft, monkeypatch):
    # The database lets no such edition in: a draft stands in for one.
    monkeypatch.setattr(EditionQuerySet, "frozen", lambda every: every)
    assert "không có quyết định hoặc nguồn" in only(editions.published_ones_say_by_what())


def test_criteria_set_of_another_index_or_year_is_found(draft):
    EditionFactory(criteria_set=CriteriaSetFactory(slug="bo-2011", year_from=2011, year_to=2015), year=2016)
    EditionFactory(criteria_set=CriteriaSetFactory(slug="bo-khac"), index=draft.index, year=2022)
    found = list(editions.sets_are_of_their_index())
    assert "bo-2011 không dùng cho năm này" in found[1]
    assert "bo-khac của chỉ số khác" in found[0]


def test_rows_of_another_edition_are_found(draft):
    other = EditionFactory(criteria_set=draft.criteria_set, year=2023)
    Standing.objects.filter(unit__name="An").update(block=BlockFactory(edition=other))
    Standing.objects.filter(unit__name="Bắc").update(band=BandFactory(edition=other))
    EditionStatisticFactory(edition=draft, criterion=CriterionFactory())
    AnnexScoreFactory(criterion=CriterionFactory(), annex__standing=Standing.objects.get(unit__name="Châu"))
    assert len(list(editions.rows_are_of_their_edition())) == 4


@pytest.mark.parametrize("name", ["block", "band", "criterion"])
def test_statistic_of_another_edition_s_block_band_or_criterion_is_found(draft, name):
    other = EditionFactory(criteria_set__index=draft.index, year=2023)
    stranger = {
        "block": lambda: BlockFactory(edition=other),
        "band": lambda: BandFactory(edition=other),
        "criterion": lambda: CriterionFactory(criteria_set=other.criteria_set),
    }
    EditionStatisticFactory(edition=draft, **{name: stranger[name]()})
    assert only(editions.rows_are_of_their_edition()).startswith("Chỉ số 2024: trung bình: khối, nhóm hoặc tiêu chí")


def test_stated_band_of_another_edition_is_found(draft):
    other = EditionFactory(criteria_set=draft.criteria_set, year=2023)
    Standing.objects.filter(unit__name="An").update(stated_band=BandFactory(edition=other))
    assert only(editions.rows_are_of_their_edition()).startswith("An, Chỉ số 2024: khối, nhóm")


def test_unit_that_the_index_does_not_rank_is_found(draft):
    StandingFactory(edition=draft, unit=UnitFactory(level="department", name="Sở Nội vụ"))
    assert "Sở Nội vụ, Chỉ số 2024: không phải đơn vị" in only(editions.units_are_of_their_index())


def test_unit_of_another_province_than_the_index_is_found(draft):
    home = UnitFactory()
    Unit.objects.exclude(pk=home.pk).update(parent=home)
    draft.index.within = home
    draft.index.save()
    StandingFactory(edition=draft, unit=UnitFactory(name="Nơi khác", parent=UnitFactory()))
    assert "Nơi khác" in only(editions.units_are_of_their_index())


def test_unit_that_did_not_exist_in_the_period_is_found(draft):
    StandingFactory(edition=draft, unit=UnitFactory(name="Tỉnh mới", code="24", valid_from=MERGED))
    StandingFactory(edition=draft, unit=UnitFactory(name="Hà Tây", code="ha-tay", valid_to=datetime.date(2008, 7, 31)))
    assert list(editions.units_existed()) == [
        "Tỉnh mới, Chỉ số 2024: đơn vị không có trong thời gian đánh giá (mã 24, từ 01/07/2025 đến …)",
        "Hà Tây, Chỉ số 2024: đơn vị không có trong thời gian đánh giá (mã ha-tay, từ … đến 31/07/2008)",
    ]


def test_unit_that_existed_for_part_of_the_period_is_no_fault(draft):
    StandingFactory(edition=draft, unit=UnitFactory(valid_to=datetime.date(2024, 1, 1)))
    assert list(editions.units_existed()) == []


# The commands


def test_command_says_what_it_checked(computed):
    out = StringIO()
    call_command("check_data", stdout=out)
    assert f"1 editions and {len(CHECKS)} rules checked, no fault" in out.getvalue()


def test_command_is_silent_when_told_to_be(computed):
    out = StringIO()
    call_command("check_data", stdout=out, verbosity=0)
    assert out.getvalue() == ""


def test_command_prints_one_line_a_fault_and_fails(computed):
    out = StringIO()
    Standing.objects.filter(unit__name="An").update(points=Decimal(16))
    with pytest.raises(CommandError, match=r"1 fault\(s\) found") as failure:
        call_command("check_data", stdout=out)
    assert failure.value.returncode == 1
    assert out.getvalue() == "Chỉ số 2024, An, tổng, điểm: lưu 16, tính được 15,5\n"
