"""A whole criteria tree, stored at once or not at all."""

from dataclasses import replace
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from indices.actions.trees import (
    SetLockedError,
    StoredFlaw,
    TreeChangedError,
    TreeFaultsError,
    TreeRow,
    changes_between,
    store_tree,
)
from indices.domain.outline import Flaw
from indices.models import Criterion, CriterionLink, ScoringRule
from indices.queries.trees import StoredTree
from records.models import AuditEvent
from tests.factories import (
    AdminFactory,
    AnnexScoreFactory,
    AssignmentFactory,
    CriteriaSetFactory,
    CriterionFactory,
    CriterionLinkFactory,
    EditionFactory,
    EditionStatisticFactory,
    ResponsibilityFactory,
    ScoreFactory,
    StandingFactory,
    UnitFactory,
    freeze,
)

pytestmark = pytest.mark.django_db

FIELD = TreeRow(None, 0, "1", "Chỉ đạo, điều hành", max_points=Decimal("9.5"))
FIRST = TreeRow(None, 1, "1.1", "Kế hoạch", name_en="Plan", max_points=Decimal("3.5"), method="survey")
SECOND = TreeRow(None, 1, "1.2", "Kiểm tra", max_points=Decimal(6))
SMALL = (FIELD, FIRST, SECOND)


@pytest.fixture
def by():
    return AdminFactory()


@pytest.fixture
def empty():
    """A draft without criteria."""
    return CriteriaSetFactory(slug="bo-moi", state="draft")


@pytest.fixture
def laid_down(empty, by):
    """The small tree, stored."""
    store_tree(criteria_set=empty, rows=SMALL, by=by)
    return empty


def rows_of(criteria_set, within=None):
    return StoredTree(criteria_set, within).rows


def stored(criteria_set):
    """code -> (level, parent's code, position, name, maximum)."""
    return {
        one.code: (one.level, one.parent and one.parent.code, one.position, one.name, one.max_points)
        for one in criteria_set.criteria.select_related("parent")
    }


def last_event():
    return AuditEvent.objects.filter(kind="criteria_tree_saved").first()


def flaws(refused):
    return {(fault.flaw, fault.row) for fault in refused.value.faults}


def test_tree_gets_its_levels_parents_and_positions_from_order_and_depth(empty, by):
    store_tree(criteria_set=empty, rows=[*SMALL, TreeRow(None, 2, "1.2.1", "Hồ sơ", max_points=Decimal(6))], by=by)
    assert stored(empty) == {
        "1": ("field", None, 1, "Chỉ đạo, điều hành", Decimal("9.5")),
        "1.1": ("criterion", "1", 2, "Kế hoạch", Decimal("3.5")),
        "1.2": ("criterion", "1", 3, "Kiểm tra", Decimal(6)),
        "1.2.1": ("subcriterion", "1.2", 4, "Hồ sơ", Decimal(6)),
    }


def test_tree_keeps_every_column_that_was_typed(empty, by):
    row = TreeRow(
        None, 0, "1", "Tên", "Name", "Ngắn", "Short", Decimal("-2"), "outcome", "penalty", "Ghi chú", "A note"
    )  # fmt: skip
    store_tree(criteria_set=empty, rows=[row], by=by, unfinished=True)
    assert rows_of(empty) == [replace(row, pk=empty.criteria.get().pk)]


def test_tree_is_stored_by_admins_only(empty):
    with pytest.raises(PermissionDenied):
        store_tree(criteria_set=empty, rows=SMALL, by=AssignmentFactory().user)
    assert not empty.criteria.exists()


def test_tree_stored_again_as_it_is_writes_nothing(laid_down, by):
    events = AuditEvent.objects.count()
    assert not store_tree(criteria_set=laid_down, rows=rows_of(laid_down), by=by)
    assert AuditEvent.objects.count() == events


def test_only_rows_that_differ_are_updated(laid_down, by, django_assert_num_queries, monkeypatch):
    updated = []
    update = Criterion.objects.bulk_update
    monkeypatch.setattr(
        Criterion.objects,
        "bulk_update",
        lambda rows, *args, **more: updated.extend(rows) or update(rows, *args, **more),
    )
    rows = rows_of(laid_down)
    store_tree(criteria_set=laid_down, rows=[rows[0], replace(rows[1], name="Kế hoạch năm"), rows[2]], by=by)
    assert [criterion.code for criterion in updated] == ["1.1"]


def test_two_criteria_change_codes_with_each_other(laid_down, by):
    field, first, second = rows_of(laid_down)
    rows = [field, replace(first, code="1.2"), replace(second, code="1.1")]
    store_tree(criteria_set=laid_down, rows=rows, by=by)
    assert {row.pk: row.code for row in rows_of(laid_down)} == {field.pk: "1", first.pk: "1.2", second.pk: "1.1"}


def test_code_of_a_deleted_criterion_is_given_anew(laid_down, by):
    field, _first, second = rows_of(laid_down)
    store_tree(criteria_set=laid_down, rows=[field, replace(second, code="1.1", max_points=Decimal("9.5"))], by=by)
    assert {row.pk: row.code for row in rows_of(laid_down)} == {field.pk: "1", second.pk: "1.1"}


def test_criterion_moves_under_a_new_parent_while_its_old_one_goes(laid_down, by):
    _field, first, second = rows_of(laid_down)
    fresh = TreeRow(None, 0, "2", "Thể chế", max_points=Decimal("9.5"))
    rows = [fresh, replace(first, code="2.1"), replace(second, code="2.2")]
    store_tree(criteria_set=laid_down, rows=rows, by=by)
    assert [(row.code, row.pk) for row in rows_of(laid_down)[1:]] == [("2.1", first.pk), ("2.2", second.pk)]
    assert stored(laid_down)["2.1"][:2] == ("criterion", "2")


def test_criterion_that_the_set_has_no_more_is_made_anew(laid_down, by):
    elsewhere = CriterionFactory()
    rows = [*rows_of(laid_down), TreeRow(elsewhere.pk, 0, "9", "Khác", max_points=Decimal(1))]
    store_tree(criteria_set=laid_down, rows=rows, by=by)
    elsewhere.refresh_from_db()
    assert laid_down.criteria.get(code="9").pk != elsewhere.pk
    assert elsewhere.criteria_set != laid_down


def test_criterion_named_twice_is_taken_once(laid_down, by):
    rows = rows_of(laid_down)
    store_tree(criteria_set=laid_down, rows=[*rows, replace(rows[0], code="2", max_points=Decimal(1))], by=by)
    assert [row.code for row in rows_of(laid_down)] == ["1", "1.1", "1.2", "2"]


# Refused


def test_sums_that_do_not_add_up_are_refused_together_with_what_lacks(empty, by):
    rows = [FIELD, FIRST, replace(SECOND, max_points=Decimal("5.75")), replace(SECOND, name="", code="1.1")]
    with pytest.raises(TreeFaultsError) as refused:
        store_tree(criteria_set=empty, rows=rows, by=by)
    assert flaws(refused) == {(Flaw.SUM, 0), (Flaw.CODE_TWICE, 3), (Flaw.NO_NAME, 3)}
    assert not empty.criteria.exists()


def test_total_is_held_to_what_the_set_lays_down(empty, by):
    empty.max_points = Decimal(100)
    empty.save()
    with pytest.raises(TreeFaultsError) as refused:
        store_tree(criteria_set=empty, rows=SMALL, by=by)
    assert flaws(refused) == {(Flaw.TOTAL, None)}


def test_unfinished_draft_is_stored_with_sums_that_do_not_add_up(empty, by):
    rows = [FIELD, FIRST]
    store_tree(criteria_set=empty, rows=rows, by=by, unfinished=True)
    assert [row.code for row in rows_of(empty)] == ["1", "1.1"]


def test_unfinished_draft_is_refused_where_it_makes_no_tree(empty, by):
    with pytest.raises(TreeFaultsError) as refused:
        store_tree(criteria_set=empty, rows=[FIELD, replace(FIRST, depth=2)], by=by, unfinished=True)
    assert flaws(refused) == {(Flaw.NO_PARENT, 1)}


def test_nothing_unfinished_is_stored_of_a_set_in_force(by):
    in_force = CriteriaSetFactory()
    with pytest.raises(TreeFaultsError):
        store_tree(criteria_set=in_force, rows=[FIELD, FIRST], by=by, unfinished=True)


def test_code_longer_than_its_column_is_refused(empty, by):
    with pytest.raises(TreeFaultsError) as refused:
        store_tree(criteria_set=empty, rows=[replace(SECOND, depth=0, code="9" * 31)], by=by)
    assert flaws(refused) == {(StoredFlaw.TOO_LONG, 0)}


def test_criterion_with_a_rule_does_not_become_a_parent(laid_down, by):
    field, first, second = rows_of(laid_down)
    rule = ScoringRule.objects.create(
        criterion_id=second.pk, kind="full_or_nothing", sentence="Đủ thì 6 điểm.", asks="x"
    )
    below = TreeRow(None, 2, "1.2.1", "Hồ sơ", max_points=Decimal(6))
    with pytest.raises(TreeFaultsError) as refused:
        store_tree(criteria_set=laid_down, rows=[field, first, second, below], by=by, unfinished=True)
    assert flaws(refused) == {(StoredFlaw.RULE_ON_PARENT, 2)}
    assert ScoringRule.objects.get() == rule


def test_rule_stays_with_its_criterion_wherever_it_goes(laid_down, by):
    field, first, second = rows_of(laid_down)
    ScoringRule.objects.create(criterion_id=second.pk, kind="full_or_nothing", sentence="Đủ thì 6 điểm.", asks="x")
    store_tree(
        criteria_set=laid_down,
        rows=[field, replace(second, code="1.1"), replace(first, code="1.2")],
        by=by,
    )
    assert ScoringRule.objects.get().criterion.code == "1.1"


def scored_in_a_draft(criteria_set, code):
    edition = EditionFactory(criteria_set=criteria_set, index__short_name="CCHC Mẫu", year=2026)
    ScoreFactory(standing=StandingFactory(edition=edition), criterion=criteria_set.criteria.get(code=code))


def scored_in_an_annex(criteria_set, code):
    edition = EditionFactory(index__short_name="CCHC Mẫu", criteria_set__index__short_name="CCHC Mẫu", year=2026)
    AnnexScoreFactory(
        annex__standing__edition=edition,
        annex__criteria_set=criteria_set,
        criterion=criteria_set.criteria.get(code=code),
    )


def published_mean(criteria_set, code):
    edition = EditionFactory(criteria_set=criteria_set, index__short_name="CCHC Mẫu", year=2026)
    EditionStatisticFactory(edition=edition, criterion=criteria_set.criteria.get(code=code))


@pytest.mark.parametrize("put", [scored_in_a_draft, scored_in_an_annex, published_mean])
def test_criterion_with_scores_is_not_deleted(laid_down, by, put):
    put(laid_down, "1.2")
    field, first, _second = rows_of(laid_down)
    with pytest.raises(TreeFaultsError) as refused:
        store_tree(criteria_set=laid_down, rows=[replace(field, max_points=Decimal("3.5")), first], by=by)
    (fault,) = refused.value.faults
    assert (fault.flaw, fault.row, fault.code) == (StoredFlaw.HAS_SCORES, None, "1.2")
    assert "2026" in fault.text
    assert laid_down.criteria.count() == 3


def test_tree_that_changed_since_it_was_opened_is_not_overwritten(laid_down, by):
    seen, rows = StoredTree(laid_down).digest, rows_of(laid_down)
    store_tree(criteria_set=laid_down, rows=[*rows[:2], replace(rows[2], name="Của người khác")], by=by, seen=seen)
    with pytest.raises(TreeChangedError) as refused:
        store_tree(criteria_set=laid_down, rows=[*rows[:2], replace(rows[2], name="Của tôi")], by=by, seen=seen)
    assert refused.value.stored.rows[2].name == "Của người khác"
    assert laid_down.criteria.get(code="1.2").name == "Của người khác"


# Locked


@pytest.fixture
def locked(laid_down):
    laid_down.state = "in_force"
    laid_down.save()
    freeze(EditionFactory(criteria_set=laid_down))
    return laid_down


@pytest.mark.parametrize(
    "change",
    [
        lambda rows: [rows[0], replace(rows[1], max_points=Decimal(3)), rows[2]],
        lambda rows: [rows[0], replace(rows[1], name="Khác"), rows[2]],
        lambda rows: [rows[0], rows[2], rows[1]],
        lambda rows: rows[:2],
        lambda rows: [*rows, TreeRow(None, 0, "2", "Mới", max_points=Decimal(1))],
        lambda rows: [rows[0], rows[1], replace(rows[2], depth=0)],
    ],
    ids=["maximum", "name", "order", "deleted", "added", "level"],
)
def test_locked_set_keeps_what_it_lays_down(locked, by, change):
    before = stored(locked)
    with pytest.raises(SetLockedError):
        store_tree(criteria_set=locked, rows=change(rows_of(locked)), by=by, unfinished=True)
    assert stored(locked) == before


def test_locked_set_may_still_be_described(locked, by):
    field, first, second = rows_of(locked)
    told = replace(second, name_en="Inspection", short_name="KT", short_name_en="Insp.", note="Xem", note_en="See")
    store_tree(criteria_set=locked, rows=[field, first, told], by=by)
    assert rows_of(locked)[2] == told


def test_description_of_a_locked_set_is_held_to_its_length(locked, by):
    field, first, second = rows_of(locked)
    with pytest.raises(TreeFaultsError) as refused:
        store_tree(criteria_set=locked, rows=[field, first, replace(second, short_name="x" * 61)], by=by)
    assert flaws(refused) == {(StoredFlaw.TOO_LONG, 2)}


# Agencies in charge


@pytest.fixture
def province():
    return UnitFactory(name="Tỉnh Mẫu")


@pytest.fixture
def agencies(province):
    return [UnitFactory(level="department", kind="department", parent=province, name=name) for name in ("Sở A", "Sở B")]


def leads(criteria_set, within):
    return {row.code: row.lead and row.lead.name for row in rows_of(criteria_set, within)}


def test_agency_is_put_in_charge_changed_and_taken_away(laid_down, by, province, agencies):
    for wanted in (agencies[0], agencies[1], None):
        field, first, second = rows_of(laid_down, province)
        changes = store_tree(
            criteria_set=laid_down, rows=[field, replace(first, lead=wanted), second], by=by, within=province
        )
        assert leads(laid_down, province)["1.1"] == (wanted and wanted.name)
        assert changes.changed[0][1].keys() == {"lead"}


def test_agencies_stay_where_no_unit_is_asked_for(laid_down, by, province, agencies):
    criterion = laid_down.criteria.get(code="1.1")
    ResponsibilityFactory(criterion=criterion, within=province, lead=agencies[0])
    field, first, second = rows_of(laid_down)
    store_tree(criteria_set=laid_down, rows=[field, replace(first, name="Khác"), second], by=by)
    assert leads(laid_down, province)["1.1"] == "Sở A"


def test_one_of_several_agencies_in_charge_leaves_the_others(laid_down, by, province, agencies):
    criterion = laid_down.criteria.get(code="1.1")
    for lead in agencies:
        ResponsibilityFactory(criterion=criterion, within=province, lead=lead)
    field, first, second = rows_of(laid_down, province)
    rows = [field, replace(first, lead=agencies[1]), replace(second, lead=agencies[0])]
    store_tree(criteria_set=laid_down, rows=rows, by=by, within=province)
    assert criterion.responsibilities.count() == 2


def test_agency_of_a_locked_set_may_change(locked, by, province, agencies):
    field, first, second = rows_of(locked, province)
    store_tree(criteria_set=locked, rows=[field, replace(first, lead=agencies[0]), second], by=by, within=province)
    assert leads(locked, province)["1.1"] == "Sở A"


# Written down


def test_one_event_tells_what_changed(laid_down, by, province, agencies):
    field, _first, second = rows_of(laid_down, province)
    fresh = TreeRow(None, 1, "1.3", "Mới", max_points=Decimal("3.5"), lead=agencies[1])
    rows = [field, fresh, replace(second, code="1.4", name="Kiểm tra lại", lead=agencies[0])]
    store_tree(criteria_set=laid_down, rows=rows, by=by, within=province)
    event = last_event()
    assert (event.by, event.target_id) == (by, str(laid_down.pk))
    assert event.before == {
        "removed": {
            "1.1": {
                "code": "1.1", "name": "Kế hoạch", "name_en": "Plan", "max_points": "3.5",
                "method": "survey", "kind": "ordinary",
            }
        },
        "changed": {"1.4": {"code": "1.2", "name": "Kiểm tra", "lead": ""}},
    }  # fmt: skip
    assert event.after == {
        "added": {
            "1.3": {
                "code": "1.3", "name": "Mới", "max_points": "3.5", "method": "appraisal", "kind": "ordinary",
                "lead": "Sở B",
            }
        },
        "changed": {"1.4": {"code": "1.4", "name": "Kiểm tra lại", "lead": "Sở A"}},
    }  # fmt: skip
    assert AuditEvent.objects.filter(kind="criteria_tree_saved").count() == 2


def test_order_and_parents_that_change_are_written_down(laid_down, by):
    field, first, second = rows_of(laid_down)
    rows = [replace(second, depth=0, code="2"), replace(field, max_points=Decimal("3.5")), first]
    store_tree(criteria_set=laid_down, rows=rows, by=by)
    assert last_event().after["order"] == ["2", "1", "1.1"]
    assert last_event().before["order"] == ["1", "1.1", "1.2"]
    assert last_event().after["changed"]["2"] == {"code": "2", "parent": ""}


def test_links_with_the_set_before_follow_the_tree(laid_down, by):
    old = CriteriaSetFactory(index=laid_down.index)
    before = CriterionFactory(criteria_set=old, code="1", name=FIELD.name, max_points=FIELD.max_points)
    CriterionLinkFactory(from_set=old, to_set=laid_down, old=before, new=laid_down.criteria.get(code="1"))
    field, first, second = rows_of(laid_down)
    store_tree(
        criteria_set=laid_down,
        rows=[replace(field, max_points=Decimal(10)), replace(first, max_points=Decimal(4)), second],
        by=by,
    )
    assert dict(CriterionLink.objects.values_list("new__code", "kind")) == {
        "1": "rescaled", "1.1": "new", "1.2": "new"
    }  # fmt: skip


def test_changes_between_equal_trees_are_none(laid_down):
    tree = StoredTree(laid_down)
    assert not changes_between(tree, tree.rows)
