"""The roll of a draft: who takes part, who is ranked, in which block, what does not apply to whom."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from indices.actions import EditionFrozenError, publish_edition, recompute_edition
from indices.actions.editions import submit_edition
from indices.actions.readiness import RefusedError
from indices.actions.rolls import RollRow, set_roll
from indices.models import Score
from records.models import AuditEvent
from tests.factories import (
    AnnexFactory,
    AssignmentFactory,
    BlockFactory,
    EditionFactory,
    ScoreFactory,
    SourceFactory,
    StandingFactory,
    StandingPartFactory,
    UnitFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def edition(criteria_set):
    """A draft of 2024 without units."""
    return EditionFactory(criteria_set=criteria_set)


def field(edition, code):
    return edition.criteria_set.criteria.get(code=code)


def refused(**arguments):
    with pytest.raises(RefusedError) as refusal:
        set_roll(by=None, **arguments)
    return str(refusal.value)


def unit_of(draft, name):
    return draft.standings.get(unit__name=name).unit_id


def test_units_are_put_on_the_roll_as_decided(edition):
    block, unit = BlockFactory(edition=edition), UnitFactory()
    row = RollRow(
        unit.pk, to_be_ranked=False, block=block.pk, note="Mới lập", excused=frozenset({field(edition, "2").pk})
    )
    set_roll(edition=edition, rows=[row], by=None)
    standing = edition.standings.get()
    assert (standing.unit, standing.block, standing.to_be_ranked, standing.note) == (unit, block, False, "Mới lập")
    score = standing.scores.get()
    assert (score.criterion.code, score.status, score.origin) == ("2", "not_applicable", "entered")


def test_field_that_does_not_apply_leaves_points_and_maximum(draft):
    unit = unit_of(draft, "An")
    Score.objects.filter(standing__unit=unit, criterion__code="2").delete()
    set_roll(edition=draft, rows=[RollRow(unit, excused=frozenset({field(draft, "2").pk}))], by=None)
    recompute_edition(edition=draft)
    standing = draft.standings.get(unit=unit)
    assert (standing.points, standing.max_points) == (Decimal("7.5"), 10)


def test_unit_that_takes_no_part_is_taken_off(edition):
    standing = StandingFactory(edition=edition)
    set_roll(edition=edition, rows=[RollRow(standing.unit_id, takes_part=False)], by=None)
    assert not edition.standings.exists()


def test_units_that_are_not_named_stay(edition):
    standing = StandingFactory(edition=edition)
    set_roll(edition=edition, rows=[RollRow(UnitFactory().pk)], by=None)
    assert edition.standings.filter(pk=standing.pk).exists()


def test_field_applies_again(edition):
    standing = StandingFactory(edition=edition)
    kept, _over = (
        ScoreFactory(standing=standing, criterion=field(edition, code), status="not_applicable", entered_points=None)
        for code in ("1", "2")
    )
    set_roll(edition=edition, rows=[RollRow(standing.unit_id, excused=frozenset({kept.criterion_id}))], by=None)
    assert list(standing.scores.all()) == [kept]


def test_field_that_was_rolled_up_gives_way_to_not_applying(draft):
    unit = unit_of(draft, "An")
    recompute_edition(edition=draft)
    Score.objects.filter(standing__unit=unit, origin="entered").exclude(criterion__code="2").delete()
    set_roll(edition=draft, rows=[RollRow(unit, excused=frozenset({field(draft, "1").pk}))], by=None)
    score = Score.objects.get(standing__unit=unit, criterion__code="1")
    assert (score.status, score.points) == ("not_applicable", None)


def test_changes_are_written_down_by_name(edition):
    supervisor = AssignmentFactory(index=edition.index).user
    stays, changes, goes = (StandingFactory(edition=edition, unit=UnitFactory(name=name)) for name in "ABC")
    new = UnitFactory(name="D")
    rows = [
        RollRow(stays.unit_id),
        RollRow(changes.unit_id, to_be_ranked=False),
        RollRow(goes.unit_id, takes_part=False),
        RollRow(new.pk),
    ]
    set_roll(edition=edition, rows=rows, by=supervisor)
    event = AuditEvent.objects.get()
    assert (event.kind, event.by, event.target_id) == ("roll_set", supervisor, str(edition.pk))
    assert (event.before, event.after) == (
        {"units_removed": ["C"]},
        {"units_added": ["D"], "units_changed": ["B"]},
    )


def test_nothing_is_written_down_where_nothing_changes(edition):
    standing = StandingFactory(edition=edition)
    absent = UnitFactory()
    set_roll(edition=edition, rows=[RollRow(standing.unit_id), RollRow(absent.pk, takes_part=False)], by=None)
    assert not AuditEvent.objects.exists()


def test_what_was_computed_is_emptied(draft):
    recompute_edition(edition=draft)
    set_roll(edition=draft, rows=[RollRow(unit_of(draft, "An"), to_be_ranked=False)], by=None)
    assert set(draft.standings.values_list("rank", "shown_rank", "total", "status")) == {
        (None, None, None, "not_published")
    }
    assert not draft.criterion_statistics.exists()


def test_note_empties_nothing(draft):
    recompute_edition(edition=draft)
    set_roll(edition=draft, rows=[RollRow(unit_of(draft, "An"), note="Hợp nhất")], by=None)
    assert draft.standings.get(unit__name="An").points == Decimal("15.5")


@pytest.mark.parametrize(
    "unit",
    [
        lambda: UnitFactory(level="ministry", kind="ministry"),
        lambda: UnitFactory(is_sample=True),
        lambda: UnitFactory(valid_to=datetime.date(2024, 6, 30)),
        lambda: UnitFactory(valid_from=datetime.date(2025, 1, 1)),
    ],
)
def test_unit_that_the_index_does_not_rank_is_refused_by_name(edition, unit):
    unit = unit()
    assert unit.name in refused(edition=edition, rows=[RollRow(unit.pk)])


def test_unit_of_another_province_is_refused(edition):
    province = UnitFactory()
    edition.index.level, edition.index.within = "commune", province
    edition.index.save()
    district = UnitFactory(level="district", kind="district", parent=province)
    below = UnitFactory(level="commune", kind="commune", parent=district)
    elsewhere = UnitFactory(level="commune", kind="commune", parent=UnitFactory())
    set_roll(edition=edition, rows=[RollRow(below.pk)], by=None)
    assert elsewhere.name in refused(edition=edition, rows=[RollRow(elsewhere.pk)])


def test_unit_that_is_no_unit_is_refused(edition):
    assert "#0" in refused(edition=edition, rows=[RollRow(0)])


def test_unit_that_is_gone_but_stands_there_may_be_changed_and_taken_off(edition):
    standing = StandingFactory(edition=edition, unit=UnitFactory(valid_to=datetime.date(2024, 6, 30)))
    set_roll(edition=edition, rows=[RollRow(standing.unit_id, to_be_ranked=False)], by=None)
    set_roll(edition=edition, rows=[RollRow(standing.unit_id, takes_part=False)], by=None)
    assert not edition.standings.exists()


@pytest.mark.parametrize(
    "figure",
    [
        lambda standing: ScoreFactory(standing=standing),
        lambda standing: StandingPartFactory(standing=standing),
        lambda standing: AnnexFactory(standing=standing),
        lambda standing: type(standing).objects.filter(pk=standing.pk).update(stated_rank=3),
    ],
)
def test_unit_with_figures_is_not_taken_off(edition, figure):
    standing = StandingFactory(edition=edition)
    figure(standing)
    assert standing.unit.name in refused(edition=edition, rows=[RollRow(standing.unit_id, takes_part=False)])
    assert edition.standings.exists()


def test_block_of_another_edition_is_refused(edition):
    unit = UnitFactory()
    assert unit.name in refused(edition=edition, rows=[RollRow(unit.pk, block=BlockFactory().pk)])


def test_criterion_that_is_no_field_cannot_be_excused(edition):
    excused = frozenset({field(edition, "1.1").pk})
    assert "Lĩnh vực được miễn" in refused(edition=edition, rows=[RollRow(UnitFactory().pk, excused=excused)])


def test_not_every_field_can_be_excused(edition):
    excused = frozenset({field(edition, "1").pk, field(edition, "2").pk})
    assert "mọi lĩnh vực" in refused(edition=edition, rows=[RollRow(UnitFactory().pk, excused=excused)])


@pytest.mark.parametrize("code", ["1", "2"])
def test_field_with_points_in_it_is_not_excused(draft, code):
    row = RollRow(unit_of(draft, "An"), excused=frozenset({field(draft, code).pk}))
    message = refused(edition=draft, rows=[row])
    assert "Đã có điểm" in message
    assert "An" in message


def test_every_fault_is_told_at_once_and_nothing_is_stored(draft):
    able = UnitFactory()
    rows = [
        RollRow(unit_of(draft, "An"), takes_part=False),
        RollRow(UnitFactory(level="ministry", kind="ministry").pk),
        RollRow(able.pk),
    ]
    assert len(refused(edition=draft, rows=rows).splitlines()) == 2
    assert draft.standings.count() == 3


def test_what_is_handed_in_is_taken_back_first(draft):
    submit_edition(edition=draft, by=None)
    assert "lấy lại" in refused(edition=draft, rows=[RollRow(UnitFactory().pk)])


def test_what_is_published_keeps_its_roll(draft):
    publish_edition(edition=draft, source=SourceFactory())
    with pytest.raises(EditionFrozenError):
        set_roll(edition=draft, rows=[], by=None)


def test_only_supervisors_set_the_roll(edition):
    with pytest.raises(PermissionDenied):
        set_roll(edition=edition, rows=[], by=AssignmentFactory(role="leader").user)


@pytest.mark.parametrize("units", [1, 30])
def test_setting_the_roll_asks_no_more_for_more_units(edition, units, django_assert_max_num_queries):
    excused = frozenset({field(edition, "2").pk})
    rows = [RollRow(UnitFactory().pk, excused=excused) for _number in range(units)]
    with django_assert_max_num_queries(22):
        set_roll(edition=edition, rows=rows, by=None)
