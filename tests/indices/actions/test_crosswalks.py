"""Links between two criteria sets are stored as a whole, or not at all."""

import pytest
from django.core.exceptions import PermissionDenied

from indices.actions.crosswalks import LinkFaultsError, LinksChangedError, OtherIndexError, store_links
from indices.models import CriterionLink
from indices.queries.crosswalks import LinkRow, StoredLinks
from records.models import AuditEvent
from tests.factories import (
    AdminFactory,
    CriteriaSetFactory,
    CriterionFactory,
    CriterionLinkFactory,
    EditionFactory,
    UserFactory,
    freeze,
)

pytestmark = pytest.mark.django_db


def a_set(index=None, *points):
    criteria_set = CriteriaSetFactory(**({"index": index} if index else {}))
    for place, maximum in enumerate(points, 1):
        CriterionFactory(criteria_set=criteria_set, code=str(place), max_points=maximum, position=place)
    return criteria_set


@pytest.fixture
def sets():
    """Two sets of one index: fields of 4 and 6 points, then of 4, 2 and 4."""
    old = a_set(None, 4, 6)
    return old, a_set(old.index, 4, 2, 4)


def rows(sets, *links):
    """`LinkRow`s from (old code, new code, kind[, confirmed])."""
    keys = [{one.code: one.pk for one in criteria_set.criteria.all()} for criteria_set in sets]
    return [LinkRow(keys[0].get(old), keys[1].get(new), kind, *more) for old, new, kind, *more in links]


SOUND = (("1", "1", "kept", True), ("2", "2", "split"), ("2", "3", "split"))


def store(sets, *links, **more):
    asked = {"by": AdminFactory(), "links": rows(sets, *links)} | more
    return store_links(from_set=sets[0], to_set=sets[1], **asked)


def stored(sets):
    links = CriterionLink.objects.filter(from_set=sets[0], to_set=sets[1]).order_by("pk")
    return [
        (link.old and link.old.code, link.new and link.new.code, link.kind, link.confirmed)
        for link in links.select_related("old", "new")
    ]


def test_links_are_stored_with_who_confirmed_what(sets):
    store(sets, *SOUND)

    assert stored(sets) == [("1", "1", "kept", True), ("2", "2", "split", False), ("2", "3", "split", False)]


def test_what_is_no_longer_there_is_deleted_and_the_rest_changed(sets):
    store(sets, *SOUND)

    store(sets, ("1", "1", "renamed", True), ("2", None, "dropped"), (None, "2", "new"), (None, "3", "new"))

    assert set(stored(sets)) == {
        ("1", "1", "renamed", True),
        ("2", None, "dropped", False),
        (None, "2", "new", False),
        (None, "3", "new", False),
    }


def test_one_that_goes_on_may_change_places_with_another(sets):
    CriterionFactory(criteria_set=sets[0], code="3", max_points=4, position=3)
    store(sets, ("1", "1", "kept"), ("3", "3", "kept"), ("2", "2", "rescaled"))

    store(sets, ("1", "3", "kept"), ("3", "1", "kept"), ("2", "2", "rescaled"))

    assert {("1", "3", "kept", False), ("3", "1", "kept", False)} <= set(stored(sets))


def test_trail_says_what_was_and_what_is(sets):
    admin = AdminFactory()
    store(sets, *SOUND, by=admin)
    store(sets, ("1", "1", "kept"), *SOUND[1:], by=admin)

    first, second = AuditEvent.objects.filter(kind="links_saved").order_by("pk")
    assert first.by == admin
    assert first.after["added"]["1 → 1"] == {"kind": "kept", "confirmed": True}
    assert second.before["changed"] == {"1 → 1": {"confirmed": True}}
    assert second.after["changed"] == {"1 → 1": {"confirmed": False}}


def test_nothing_is_written_where_nothing_differs(sets):
    store(sets, *SOUND)

    assert not store(sets, *SOUND)
    assert AuditEvent.objects.filter(kind="links_saved").count() == 1


def test_contradictions_store_nothing_and_are_all_named(sets):
    store(sets, *SOUND)

    with pytest.raises(LinkFaultsError) as error:
        store(sets, ("1", "1", "kept"), ("1", "2", "split"), ("2", "3", "kept"))

    assert [(fault.flaw.value, fault.place) for fault in error.value.faults] == [
        ("old_contradicts", 0),
        ("maximum", 2),
    ]
    assert len(stored(sets)) == len(SOUND)


def test_a_criterion_of_another_set_is_refused(sets):
    stranger = CriterionFactory(code="9", max_points=4)

    with pytest.raises(LinkFaultsError) as error:
        store(sets, links=[LinkRow(stranger.pk, None, "dropped")])

    assert error.value.faults[0].flaw == "stranger"


def test_sets_that_would_lead_back_to_themselves_are_refused(sets):
    old, new = sets
    third = a_set(old.index, 4)
    CriterionLinkFactory(from_set=new, to_set=third, old=new.criteria.first(), new=third.criteria.first(), kind="kept")
    CriterionLinkFactory(from_set=third, to_set=old, old=third.criteria.first(), new=old.criteria.first(), kind="kept")

    with pytest.raises(LinkFaultsError) as error:
        store(sets, *SOUND)

    assert set(error.value.circle) == {old.slug, new.slug, third.slug}


@pytest.mark.parametrize("same", [True, False])
def test_sets_of_two_indices_or_one_set_are_not_linked(sets, same):
    other = sets[0] if same else a_set(None, 1)

    with pytest.raises(OtherIndexError):
        store((sets[0], other))


def test_what_somebody_else_stored_meanwhile_is_not_overwritten_unseen(sets):
    seen = StoredLinks(*sets).digest
    store(sets, *SOUND)

    with pytest.raises(LinksChangedError) as error:
        store(sets, ("1", "1", "kept"), *SOUND[1:], seen=seen)

    assert stored(sets)[0] == ("1", "1", "kept", True)
    store(sets, ("1", "1", "kept"), *SOUND[1:], seen=error.value.stored.digest)
    assert stored(sets)[0] == ("1", "1", "kept", False)


def test_a_tree_that_changed_meanwhile_is_seen_too(sets):
    seen = StoredLinks(*sets).digest
    sets[1].criteria.filter(code="1").update(name="Tên khác")

    with pytest.raises(LinksChangedError):
        store(sets, *SOUND, seen=seen)


def test_links_of_sets_in_use_stay_open(sets):
    for year, one in zip((2021, 2024), sets, strict=True):
        freeze(EditionFactory(index=one.index, criteria_set=one, label=str(year)))

    store(sets, *SOUND)

    assert len(stored(sets)) == len(SOUND)


def test_only_who_lays_down_criteria_may(sets):
    with pytest.raises(PermissionDenied):
        store(sets, *SOUND, by=UserFactory())
