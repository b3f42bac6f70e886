"""The pages that publish and correct an edition."""

import datetime
from decimal import Decimal

import pytest

from indices.actions.editions import open_correction
from indices.admin.edition_pages import BROKEN_SET
from indices.models import Edition, Score
from records.models import AuditEvent
from tests.admin_forms import signed_in_admin
from tests.factories import (
    BandFactory,
    BlockFactory,
    DecisionFactory,
    StandingFactory,
    UnitFactory,
)
from tests.indices.conftest import enter
from tests.indices.edition_pages import address, break_the_tree, disagree, empty_draft, page_of, published_draft, texts

pytestmark = pytest.mark.django_db

admin = pytest.fixture(signed_in_admin)
DAY = "06/04/2025"
edition = pytest.fixture(empty_draft)
published = pytest.fixture(published_draft)


def test_publishing_shows_what_will_be_frozen_and_stores_nothing(admin, client, draft):
    own = draft.standings.get(unit__name="Bắc").scores.get(criterion__code="2")
    own.entered_points, own.self_points = None, Decimal(9)
    own.save()
    StandingFactory(edition=draft, unit=UnitFactory(name="Dũng"))
    review = client.get(address(draft, "publish")).context["review"]
    assert [number for _words, number in review.counts] == [4, 4, 0, 1, 1]
    assert review.incomplete == [("Bắc", "thiếu tiêu chí 2"), ("Dũng", "chưa có số liệu nào")]
    assert review.provisional == [("Bắc", "1 tiêu chí")]
    assert [row["total"] for row in review.rows] == ["15,50", "–", "14,00", "–"]
    assert review.can_be_published
    assert not AuditEvent.objects.exists()
    assert set(draft.standings.values_list("total", flat=True)) == {None}


def test_ranks_are_shown_block_by_block(admin, client, draft):
    first, second = (BlockFactory(edition=draft, name=name, position=place) for place, name in enumerate("AB"))
    draft.standings.update(block=second)
    draft.standings.filter(unit__name="Bắc").update(block=first)
    BandFactory(edition=draft, name="Tốt", lower=Decimal(70))
    rows = client.get(address(draft, "publish")).context["review"].rows
    assert [(row["block"], row["rank"], row["unit"], row["band"]) for row in rows] == [
        ("A", 1, "Bắc", "Tốt"), ("B", 1, "An", "Tốt"), ("B", 2, "Châu", "Tốt"),
    ]  # fmt: skip


def test_edition_is_published_by_a_decision(admin, client, draft):
    decision = DecisionFactory()
    response = client.post(address(draft, "publish"), {"decision": decision.pk, "published_on": DAY})
    draft.refresh_from_db()
    assert (draft.state, draft.decision, draft.published_by) == ("published", decision, admin)
    assert draft.published_on == datetime.date(2025, 4, 6)
    assert response["Location"] == draft.get_absolute_url()
    assert texts(response) == [f"Đã công bố {draft}."]


def test_day_of_publishing_is_that_of_the_decision_unless_somebody_says(admin, client, draft):
    client.post(address(draft, "publish"), {"decision": DecisionFactory().pk})
    draft.refresh_from_db()
    assert draft.published_on == datetime.date(2025, 4, 6)


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"decision": ""}, "decision"),
        ({"decision": "0"}, "decision"),
        ({"published_on": "06/04/2999"}, "published_on"),
        ({"published_on": "06/04/2023"}, "published_on"),
        ({"published_on": "hôm qua"}, "published_on"),
    ],
)
def test_decision_and_day_are_asked_for(admin, client, draft, data, field):
    sent_data = {"decision": DecisionFactory().pk, "published_on": DAY} | data
    form = client.post(address(draft, "publish"), sent_data).context["form"]
    assert list(form.errors) == [field]
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_decision_without_a_day_needs_one(admin, client, draft):
    decision = DecisionFactory(signed_on=None)
    form = client.post(address(draft, "publish"), {"decision": decision.pk}).context["form"]
    assert list(form.errors) == ["published_on"]


def test_draft_without_scores_cannot_be_published(admin, client, edition):
    StandingFactory(edition=edition)
    page = page_of(client, edition, "publish")
    assert "Chưa có điểm" in page
    assert 'name="decision"' not in page
    client.post(address(edition, "publish"), {"decision": DecisionFactory().pk, "published_on": DAY})
    edition.refresh_from_db()
    assert edition.state == "draft"


def test_sums_that_disagree_are_listed_and_nothing_is_stored(admin, client, draft):
    disagree(draft)
    page = client.post(address(draft, "publish"), {"decision": DecisionFactory().pk, "published_on": DAY})
    assert page.content.decode().count("An, tiêu chí 1: ghi 9, còn các phần cộng lại là 7,5") == 1
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_criteria_that_make_no_tree_cannot_be_published(admin, client, draft):
    break_the_tree(draft)
    assert str(BROKEN_SET) in page_of(client, draft, "publish")


def test_published_edition_is_not_published_again(admin, client, published):
    assert client.get(address(published, "publish"))["Location"] == address(published, "change")


@pytest.mark.parametrize("units", [1, 12])
def test_review_asks_no_more_for_more_units(admin, client, edition, units, django_assert_max_num_queries):
    for number in range(units):
        enter(edition, f"Tỉnh {number}", {"1.1": "4", "2": "8"})
    with django_assert_max_num_queries(30):
        client.get(address(edition, "publish"))


# Correcting


def test_correction_is_opened_with_its_reason(admin, client, published):
    response = client.post(address(published, "correction"), {"reason": "Ghi nhầm", "reason_en": "Slip"})
    made = Edition.objects.get(revision=2)
    assert response["Location"] == address(made, "change")
    assert (made.reason, made.reason_en) == ("Ghi nhầm", "Slip")
    assert AuditEvent.objects.get(kind="correction_opened").by == admin


def test_correction_without_a_reason_is_refused(admin, client, published):
    form = client.post(address(published, "correction"), {"reason": " "}).context["form"]
    assert list(form.errors) == ["reason"]


def test_correction_of_what_has_one_offers_the_open_one(admin, client, published):
    made = open_correction(edition=published, reason="Ghi nhầm", by=None)
    page = client.post(address(published, "correction"), {"reason": "Lần nữa"}).content.decode()
    assert f'href="{address(made, "change")}"' in page


def changes(client, edition):
    found = client.get(address(edition, "publish")).context["review"].changes
    return [(change["unit"], change["what"], change["before"], change["after"]) for change in found]


def test_correction_lists_what_it_changes(admin, client, published):
    made = open_correction(edition=published, reason="Ghi nhầm", by=None)
    Score.objects.filter(standing__edition=made, standing__unit__name="An", criterion__code="2").update(
        entered_points=Decimal("6.25")
    )
    assert changes(client, made) == [
        ("An", "tổng", "15,5", "13,75"),
        ("An", "thứ hạng", "1", "3"),
        ("An", "tiêu chí 2", "8", "6,25"),
        ("Bắc", "thứ hạng", "2", "1"),
        ("Châu", "thứ hạng", "2", "1"),
    ]


def test_correction_lists_units_that_come_go_and_are_ranked_no_more(admin, client, published):
    made = open_correction(edition=published, reason="Ghi nhầm", by=None)
    made.standings.get(unit__name="Châu").delete()
    enter(made, "Dũng", {"1.1": "1", "1.2": "1", "2": "1"})
    block = BlockFactory(edition=made, name="Khối A")
    made.standings.filter(unit__name="Bắc").update(to_be_ranked=False, rank=None, shown_rank=None, block=block)
    assert changes(client, made) == [
        ("Bắc", "thứ hạng", "2", "–"),
        ("Bắc", "tình trạng", "được xếp hạng", "được đánh giá, không xếp hạng"),
        ("Bắc", "thuộc diện xếp hạng", "có", "không"),
        ("Bắc", "khối", "–", "Khối A"),
        ("Dũng", "có trong danh sách", "không", "có"),
        ("Châu", "có trong danh sách", "có", "không"),
    ]


def test_correction_says_that_a_field_does_not_apply(admin, client, published):
    made = open_correction(edition=published, reason="Ghi nhầm", by=None)
    Score.objects.filter(standing__edition=made, standing__unit__name="An", criterion__code="2").update(
        status="not_applicable", entered_points=None, points=None, max_points=None, percent=None, rank=None
    )
    assert ("An", "tiêu chí 2", "8", "không áp dụng") in changes(client, made)


def test_correction_that_changes_nothing_says_so(admin, client, published):
    made = open_correction(edition=published, reason="Ghi nhầm", by=None)
    assert "Chưa có thay đổi nào" in page_of(client, made, "publish")
