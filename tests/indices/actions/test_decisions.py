"""Publishing under a decision: one on record, or one that is written down with it."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied

from indices.actions.decisions import NamedDecision, publish_under
from indices.actions.readiness import RefusedError
from indices.models import Score
from records.models import AuditEvent, Decision
from tests.factories import AdminFactory, DecisionFactory, UserFactory

DAY = datetime.date(2025, 2, 3)
NAMED = NamedDecision(number="12/QĐ-UBND", issuer="UBND tỉnh", signed_on=DAY, signer="Nguyễn Văn A", title="Công bố")


@pytest.fixture
def admin(db):
    return AdminFactory()


def test_a_decision_on_record_publishes(draft, admin):
    decision = DecisionFactory()
    published = publish_under(edition=draft, decision=decision, by=admin)
    assert (published.decision, published.published_on) == (decision, decision.signed_on)


def test_a_named_decision_is_written_down(draft, admin):
    made = publish_under(edition=draft, decision=NAMED, by=admin).decision
    assert (made.number, made.issuer, made.signed_on, made.signer, made.title, made.slug) == (
        "12/QĐ-UBND",
        "UBND tỉnh",
        DAY,
        "Nguyễn Văn A",
        "Công bố",
        "12-qd-ubnd",
    )


def test_a_named_decision_is_in_the_trail(draft, admin):
    publish_under(edition=draft, decision=NAMED, by=admin)
    event = AuditEvent.objects.get(kind="decision_recorded")
    assert (event.by, event.after) == (
        admin,
        {"number": "12/QĐ-UBND", "issuer": "UBND tỉnh", "signed_on": "2025-02-03"},
    )


def test_a_day_of_its_own_goes_before_the_day_of_signing(draft, admin):
    day = datetime.date(2025, 3, 4)
    assert publish_under(edition=draft, decision=NAMED, published_on=day, by=admin).published_on == day


@pytest.mark.parametrize("signed_on", [None, DAY])
def test_a_named_decision_that_is_on_record_is_that_one(draft, admin, signed_on):
    known = DecisionFactory(number=NAMED.number, issuer=NAMED.issuer, signed_on=signed_on)
    assert publish_under(edition=draft, decision=NAMED, published_on=DAY, by=admin).decision == known


def test_a_named_decision_with_another_day_than_on_record_is_refused(draft, admin):
    DecisionFactory(number=NAMED.number, issuer=NAMED.issuer, signed_on=datetime.date(2020, 1, 1))
    with pytest.raises(RefusedError, match="ngày ký khác"):
        publish_under(edition=draft, decision=NAMED, by=admin)


def test_two_issuers_may_number_alike(draft, admin):
    for slug in ("12-qd-ubnd", "12-qd-ubnd-2"):
        DecisionFactory(slug=slug)
    assert publish_under(edition=draft, decision=NAMED, by=admin).decision.slug == "12-qd-ubnd-3"


def test_a_number_without_a_letter_or_digit_has_an_address_all_the_same(draft, admin):
    named = NamedDecision(number="№", issuer="UBND", signed_on=DAY)
    assert publish_under(edition=draft, decision=named, by=admin).decision.slug


def test_nothing_is_written_down_where_nothing_can_be_published(draft, admin):
    Score.objects.all().delete()
    with pytest.raises(RefusedError):
        publish_under(edition=draft, decision=NAMED, by=admin)
    assert not Decision.objects.filter(number=NAMED.number).exists()


def test_only_supervisors_publish(draft):
    with pytest.raises(PermissionDenied):
        publish_under(edition=draft, decision=NAMED, by=UserFactory())
    assert not Decision.objects.filter(number=NAMED.number).exists()
