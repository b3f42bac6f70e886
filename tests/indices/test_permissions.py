"""Who may do what: every question of design §8, asked for every role."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from indices.models import IndexAssignment
from indices.permissions import (
    is_admin,
    may_read_annex,
    may_read_draft_of,
    may_read_edition,
    may_supervise,
    may_upload_at_all,
    require,
)
from tests.factories import (
    AdminFactory,
    AnnexFactory,
    AssignmentFactory,
    IndexFactory,
    UnitFactory,
    UserFactory,
    freeze,
)

pytestmark = pytest.mark.django_db
Role = IndexAssignment.Role


@pytest.fixture
def annex():
    """An annex under a draft standing: its unit, edition and index are what is asked about."""
    return AnnexFactory()


@pytest.fixture
def people(annex):
    """Everybody who could ask, by name; "other" means another index, or another unit."""
    index, unit = annex.standing.edition.index, annex.standing.unit
    other_index, other_unit = IndexFactory(), UnitFactory()

    def assigned(role, **where):
        return AssignmentFactory(role=role, **where).user

    retired_admin = AdminFactory(is_active=False)
    return {
        "server": None,
        "reader": AnonymousUser(),
        "nobody": UserFactory(),
        "admin": AdminFactory(),
        "retired admin": retired_admin,
        "officer": assigned(Role.OFFICER, index=index, unit=unit),
        "officer of every index": assigned(Role.OFFICER, unit=unit),
        "officer of other unit": assigned(Role.OFFICER, index=index, unit=other_unit),
        "officer of other index": assigned(Role.OFFICER, index=other_index, unit=unit),
        "leader": assigned(Role.LEADER, index=index),
        "leader of every index": assigned(Role.LEADER),
        "leader of other index": assigned(Role.LEADER, index=other_index),
        "supervisor": assigned(Role.SUPERVISOR, index=index),
        "supervisor of every index": assigned(Role.SUPERVISOR),
        "supervisor of other index": assigned(Role.SUPERVISOR, index=other_index),
    }


def allowed(people, predicate):
    return {name for name, by in people.items() if predicate(by)}


MASTERS = {"server", "admin"}
SUPERVISORS = MASTERS | {"supervisor", "supervisor of every index"}
LEADERS = SUPERVISORS | {"leader", "leader of every index"}
OFFICERS = {"officer", "officer of every index"}


def test_admin_is_an_active_superuser_or_the_server(people):
    assert allowed(people, is_admin) == MASTERS


def test_supervising_is_for_supervisors_of_the_index(people, annex):
    assert allowed(people, lambda by: may_supervise(by, annex.standing.edition.index)) == SUPERVISORS


def test_drafts_are_read_by_leaders_and_supervisors_of_the_index(people, annex):
    assert allowed(people, lambda by: may_read_edition(by, annex.standing.edition)) == LEADERS


def test_published_editions_are_read_by_anyone(people, annex):
    edition = freeze(annex.standing.edition)
    assert allowed(people, lambda by: may_read_edition(by, edition)) == set(people)
    assert allowed(people, lambda by: may_read_draft_of(by, edition, annex.standing.unit)) == set(people)


def test_superseded_editions_are_read_by_anyone(people, annex):
    edition = freeze(annex.standing.edition, superseded=True)
    assert allowed(people, lambda by: may_read_edition(by, edition)) == set(people)


def test_officer_reads_the_drafts_of_the_own_unit(people, annex):
    standing = annex.standing
    assert allowed(people, lambda by: may_read_draft_of(by, standing.edition, standing.unit)) == LEADERS | OFFICERS


def test_officer_reads_no_draft_of_another_unit(people, annex):
    stranger = UnitFactory()
    assert allowed(people, lambda by: may_read_draft_of(by, annex.standing.edition, stranger)) == LEADERS


def test_annex_is_its_units_and_the_supervisors(people, annex):
    assert allowed(people, lambda by: may_read_annex(by, annex)) == SUPERVISORS | OFFICERS


def test_annex_under_a_published_standing_stays_closed(people, annex):
    freeze(annex.standing.edition)
    assert allowed(people, lambda by: may_read_annex(by, annex)) == SUPERVISORS | OFFICERS


def test_opened_annex_is_anyones(people, annex):
    annex.is_open = True
    assert allowed(people, lambda by: may_read_annex(by, annex)) == set(people)


def test_upload_page_is_for_supervisors_of_any_index(people):
    del people["server"], people["retired admin"]  # the one has no pages, the other cannot sign in
    expected = {"admin", "supervisor", "supervisor of every index", "supervisor of other index"}
    assert allowed(people, may_upload_at_all) == expected


def test_require_lets_by_what_is_allowed():
    require(True)


def test_require_refuses_with_a_sentence():
    with pytest.raises(PermissionDenied, match="Bạn không có quyền làm việc này"):
        require(False)
