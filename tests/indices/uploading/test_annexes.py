"""A unit's own tree under its published total: who brings it, that it adds up, and that it changes nothing above."""

from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from indices.actions import publish_edition
from indices.models import Annex, IndexAssignment, Standing
from indices.permissions import may_read_annex
from indices.uploading import (
    close_annex,
    open_annex,
    read_upload,
    receive_annex,
    store_upload,
    undo_upload,
)
from records.models import AuditEvent
from reformtrack.said import say
from tests.factories import (
    AssignmentFactory,
    CriteriaSetFactory,
    CriterionFactory,
    EditionFactory,
    SourceFactory,
    StandingFactory,
    UnitFactory,
    UserFactory,
    freeze,
)
from tests.indices.uploading.conftest import sheet

CODES = ("1.1", "1.2", "2")
FITTING = ("4", "3,61", "8")  # 15.61 of 20: An's published 15.6, printed with one place


@pytest.fixture
def standing(criteria_set):
    """An's published total, 15.6, and nothing below it."""
    edition = EditionFactory(criteria_set=criteria_set)
    made = StandingFactory(
        edition=edition, unit=UnitFactory(name="An"), stated_points=Decimal("15.6"), stated_points_places=1
    )
    publish_edition(edition=edition, source=SourceFactory())
    made.refresh_from_db()
    return made


@pytest.fixture
def full_set(standing):
    """The full set, of the same index: field 1 of 1.1 and 1.2, and field 2."""
    made = CriteriaSetFactory(index=standing.edition.index)
    field = CriterionFactory(criteria_set=made, code="1", position=1)
    for place, code in enumerate(("1.1", "1.2"), start=2):
        CriterionFactory(criteria_set=made, code=code, parent=field, max_points=5, position=place)
    CriterionFactory(criteria_set=made, code="2", position=4)
    return made


@pytest.fixture
def officer(standing):
    return AssignmentFactory(role=IndexAssignment.Role.OFFICER, unit=standing.unit).user


def read(standing, full_set, points=FITTING, *, by=None, name="An", codes=CODES):
    data = sheet({name: points}, codes=codes)
    brought = receive_annex(standing=standing, criteria_set=full_set, file_name="cay.csv", data=data, by=by)
    return read_upload(upload=brought.upload, by=by)


def stored(standing, full_set, points=FITTING, *, by=None):
    upload = read(standing, full_set, points, by=by)
    return store_upload(upload=upload, by=by, expected=upload.against)


def points_in(annex):
    return dict(annex.scores.values_list("criterion__code", "points"))


def test_annex_is_stored_by_the_officer_of_the_unit(standing, full_set, officer):
    upload = stored(standing, full_set, by=officer)
    annex = Annex.objects.get()
    assert (annex.standing, annex.criteria_set, annex.made_by) == (standing, full_set, officer)
    assert upload.state == "stored"


def test_annex_holds_the_tree_added_up(standing, full_set):
    stored(standing, full_set)
    annex = Annex.objects.get()
    assert points_in(annex) == {"1": Decimal("7.61"), "1.1": 4, "1.2": Decimal("3.61"), "2": 8}
    assert (annex.points, annex.max_points) == (Decimal("15.61"), 20)


def test_annex_knows_the_cells_that_it_came_from(standing, full_set):
    upload = stored(standing, full_set)
    score = Annex.objects.get().scores.get(criterion__code="2")
    assert (score.upload, score.cell) == (upload, "D2")


def test_annex_changes_nothing_above_it(standing, full_set):
    before = Standing.objects.filter(pk=standing.pk).values().get()
    stored(standing, full_set)
    assert Standing.objects.filter(pk=standing.pk).values().get() == before
    assert not standing.scores.exists()


@pytest.mark.parametrize("last", ["8,05", "7,93", "0"])
def test_annex_that_adds_up_to_another_total_is_faulty(standing, full_set, last):
    upload = read(standing, full_set, ("4", "3,61", last))
    assert upload.state == "faulty"
    assert "15,6" in say(upload.faults[0]["message"])


@pytest.mark.parametrize("last", ["7,94", "8,04"])
def test_annex_may_differ_by_what_rounding_hid(standing, full_set, last):
    assert read(standing, full_set, ("4", "3,61", last)).state == "checked"


def test_annex_that_does_not_add_up_at_all_is_faulty(standing, full_set):
    upload = read(standing, full_set, ("4", "chưa chấm", "8"))
    assert [fault["code"] for fault in upload.faults] == ["annex_incomplete"]
    assert "tiêu chí 1.2." in say(upload.faults[0]["message"])


def test_annex_under_a_computed_total_adds_up_to_it_exactly(draft, full_set_of):
    publish_edition(edition=draft, source=SourceFactory())
    an = draft.standings.get(unit__name="An")
    states = [read(an, full_set_of, ("4", "3,5", last)).state for last in ("8", "8,000000001")]
    assert states == ["checked", "faulty"]


@pytest.fixture
def full_set_of(draft):
    return draft.criteria_set


def test_annex_under_a_rank_without_a_total_has_nothing_to_meet(criteria_set):
    edition = EditionFactory(criteria_set=criteria_set)
    bare = StandingFactory(edition=edition, unit=UnitFactory(name="An"), stated_rank=3)
    freeze(edition)
    assert read(bare, criteria_set).state == "checked"


def test_annex_of_an_index_whose_totals_are_laid_down_need_not_add_up(criteria_set):
    criteria_set.index.total_method = "stated"
    criteria_set.index.save()
    edition = EditionFactory(criteria_set=criteria_set)
    bare = StandingFactory(
        edition=edition, unit=UnitFactory(name="An"), stated_points=Decimal("0.7"), stated_points_places=1
    )
    freeze(edition)
    assert read(bare, criteria_set).state == "checked"


def test_annex_of_another_unit_is_faulty(standing, full_set):
    UnitFactory(name="Bắc")
    upload = read(standing, full_set, name="Bắc")
    assert [(fault["code"], fault["cell"]) for fault in upload.faults] == [("another_unit", "A2")]


def test_annex_tells_of_no_ranks(standing, full_set):
    told = read(standing, full_set).consequences
    assert (told["new"], told["totals"], told["incomplete"]) == (3, [], [])


def test_annex_is_replaced_by_a_newer_file(standing, full_set):
    stored(standing, full_set)
    stored(standing, full_set, ("5", "2,61", "8"))
    assert points_in(Annex.objects.get()) == {"1": Decimal("7.61"), "1.1": 5, "1.2": Decimal("2.61"), "2": 8}


def test_annex_is_undone_to_what_it_was(standing, full_set):
    stored(standing, full_set)
    undo_upload(upload=stored(standing, full_set, ("5", "2,61", "8")), by=None)
    assert points_in(Annex.objects.get())["1.1"] == 4


def test_annex_that_was_not_there_is_gone_after_undoing(standing, full_set):
    undo_upload(upload=stored(standing, full_set), by=None)
    assert not Annex.objects.exists()


def test_annex_is_read_by_its_own_people_until_it_is_opened(standing, full_set, officer):
    stored(standing, full_set)
    annex = Annex.objects.get()
    stranger = UserFactory()
    assert (may_read_annex(officer, annex), may_read_annex(stranger, annex)) == (True, False)
    open_annex(annex=annex, by=None)
    assert may_read_annex(stranger, annex)
    close_annex(annex=annex, by=None)
    assert not may_read_annex(stranger, annex)


def test_annex_opened_twice_is_written_down_once(standing, full_set):
    stored(standing, full_set)
    for _time in range(2):
        open_annex(annex=Annex.objects.get(), by=None)
    assert AuditEvent.objects.filter(kind="annex_opened").count() == 1


def test_annex_is_not_opened_by_its_officer(standing, full_set, officer):
    stored(standing, full_set)
    with pytest.raises(PermissionDenied):
        open_annex(annex=Annex.objects.get(), by=officer)
