"""Publishing and correcting at the supervisors' door."""

import pytest

from indices.models import IndexAssignment, Score
from records.models import Decision
from tests.factories import (
    DecisionFactory,
)
from tests.indices.upload_pages.conftest import DESK, primary_buttons, text_of
from tests.indices.uploading.conftest import compute

Role = IndexAssignment.Role


def test_publishing_shows_what_will_be_frozen_first(door, draft):
    compute(draft)
    page = text_of(door.get(f"{DESK}publish/"))
    assert "Những gì sẽ chốt" in page
    assert "1 An 15,50" in page


def test_publishing_under_a_decision_on_record(door, draft):
    compute(draft)
    decision = DecisionFactory()
    response = door.post(f"{DESK}publish/", {"decision": decision.pk})
    draft.refresh_from_db()
    assert (draft.state, draft.decision, draft.published_on) == ("published", decision, decision.signed_on)
    assert response["Location"] == "/indices/chi-so/2024/"


NEW = {"number": "12/QĐ-UBND", "issuer": "UBND tỉnh", "signed_on": "2025-02-03", "signer": "Nguyễn Văn A"}


def test_publishing_under_a_new_decision_writes_it_down(door, draft):
    compute(draft)
    door.post(f"{DESK}publish/", NEW)
    draft.refresh_from_db()
    made = Decision.objects.get(number="12/QĐ-UBND")
    assert (draft.decision, made.issuer, made.signer, str(made.signed_on)) == (
        made,
        "UBND tỉnh",
        "Nguyễn Văn A",
        "2025-02-03",
    )


@pytest.mark.parametrize(
    "told",
    [
        {"signer": ""},
        {"number": "12/QĐ-UBND"},
        {**NEW, "signed_on": "nonsense"},
        {**NEW, "signed_on": "2999-01-01"},
        {**NEW, "published_on": "2999-01-01"},
        {**NEW, "published_on": "1999-01-01"},
        {"decision": "77777"},
    ],
)
def test_publishing_without_a_sound_decision_is_refused(door, draft, told):
    compute(draft)
    response = door.post(f"{DESK}publish/", told)
    draft.refresh_from_db()
    assert (response.status_code, draft.state) == (400, "draft")
    assert "Có chỗ cần sửa" in text_of(response)


def test_publishing_under_two_decisions_at_once_is_refused(door, draft):
    compute(draft)
    response = door.post(f"{DESK}publish/", {**NEW, "decision": DecisionFactory().pk})
    assert response.status_code == 400


def test_publishing_under_a_decision_without_a_day_asks_for_one(door, draft):
    compute(draft)
    decision = DecisionFactory(signed_on=None)
    assert "hãy ghi ngày công bố" in text_of(door.post(f"{DESK}publish/", {"decision": decision.pk}))


def test_publishing_nothing_is_refused_with_words(door, draft):
    Score.objects.all().delete()
    response = door.get(f"{DESK}publish/")
    assert "Chưa công bố được" in text_of(response)
    assert primary_buttons(response) == []


def test_publishing_again_leads_to_the_desk(door, published):
    assert door.get(f"{DESK}publish/")["Location"] == DESK


def test_a_set_that_makes_no_tree_is_told(door, draft, criteria_set):
    child, other = criteria_set.criteria.get(code="1"), criteria_set.criteria.get(code="2")
    type(child).objects.filter(pk=child.pk).update(parent=other)
    type(child).objects.filter(pk=other.pk).update(parent=child)
    page = text_of(door.get(f"{DESK}publish/"))
    assert "báo người quản trị sửa bộ tiêu chí" in page


def test_a_correction_needs_its_reason(door, published):
    response = door.post(f"{DESK}correction/", {"reason": ""})
    assert response.status_code == 400


def test_a_second_correction_leads_to_the_first(door, published):
    door.post(f"{DESK}correction/", {"reason": "Ghi nhầm"})
    response = door.post(f"{DESK}correction/", {"reason": "Ghi nhầm nữa"})
    assert 'href="/uploads/chi-so/2024-r2/"' in response.content.decode()
