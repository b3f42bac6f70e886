"""The admin's pages of an edition: opened, gone on with by buttons, its blocks, bands and depth."""

import datetime
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import translation

from indices.actions import publish_edition
from indices.actions.editions import open_correction
from indices.admin.edition_pages import BROKEN_SET
from indices.models import Edition
from records.models import AuditEvent
from tests.admin_forms import form_data, signed_in_admin
from tests.factories import (
    AssignmentFactory,
    BandFactory,
    CriteriaSetFactory,
    DecisionFactory,
    EditionFactory,
    ScoreFactory,
    SourceFactory,
    StandingFactory,
    SuccessionFactory,
    UnitFactory,
)
from tests.indices.conftest import enter
from tests.indices.edition_pages import (
    address,
    break_the_tree,
    disagree,
    empty_draft,
    page_of,
    published_draft,
    step,
    texts,
)

pytestmark = pytest.mark.django_db

admin = pytest.fixture(signed_in_admin)
edition = pytest.fixture(empty_draft)
published = pytest.fixture(published_draft)


# Opening


ADD = "admin:indices_edition_add"


def test_edition_is_opened_by_index_and_label(admin, client, draft):
    response = client.post(reverse(ADD), {"index": draft.index_id, "label": "2025"})
    made = Edition.objects.get(label="2025")
    assert response["Location"] == address(made, "change")
    assert "được chép từ" in texts(response)[0]
    assert AuditEvent.objects.get().by == admin


def test_what_does_not_come_along_is_told(admin, client, criteria_set):
    gone = UnitFactory(name="Cũ", valid_to=datetime.date(2025, 6, 30))
    heir = UnitFactory(name="Mới", valid_from=datetime.date(2025, 7, 1))
    SuccessionFactory(predecessor=gone, successor=heir)
    stays = StandingFactory(edition=EditionFactory(criteria_set=criteria_set), unit=UnitFactory(name="Còn"))
    StandingFactory(edition=stays.edition, unit=gone)
    field = criteria_set.criteria.get(code="2")
    ScoreFactory(standing=stays, criterion=field, status="not_applicable", entered_points=None)
    other = CriteriaSetFactory(index=criteria_set.index)
    data = {"index": criteria_set.index_id, "label": "2025", "criteria_set": other.pk}
    _done, left, lost = texts(client.post(reverse(ADD), data))
    assert "Cũ (đơn vị kế tiếp, chưa chọn: Mới)" in left
    assert "Còn (2)" in lost


def test_first_edition_says_nothing_of_an_edition_before(admin, client, criteria_set):
    response = client.post(reverse(ADD), {"index": criteria_set.index_id, "label": "2024"})
    assert texts(response) == [f"Đã mở {criteria_set.index.label} 2024."]


@pytest.mark.parametrize(
    ("data", "field"),
    [({"label": "2024"}, "label"), ({"label": "năm nay"}, "label"), ({"index": ""}, "index")],
)
def test_edition_that_cannot_be_opened_says_where_and_why(admin, client, draft, data, field):
    form = client.post(reverse(ADD), {"index": draft.index_id, "label": "2025"} | data).context["form"]
    assert list(form.errors) == [field]
    assert Edition.objects.count() == 1


def test_edition_that_is_there_is_offered_instead(admin, client, draft):
    page = client.post(reverse(ADD), {"index": draft.index_id, "label": "2024"}).content.decode()
    assert f'href="{address(draft, "change")}"' in page


def test_edition_opened_in_a_small_window_is_chosen_where_it_was_asked_for(admin, client, draft):
    page = client.get(reverse(ADD), {"_popup": "1"}).content.decode()
    assert 'name="_popup"' in page
    response = client.post(reverse(ADD), {"index": draft.index_id, "label": "2025", "_popup": "1"})
    assert "popup_response" in response.content.decode()


# Next steps


@pytest.mark.parametrize(
    ("state", "offered"),
    [
        ("draft", ["Chọn các đơn vị", "Nhập điểm", "Tính lại", "Trình", "Công bố…", "Xem bảng xếp hạng"]),
        ("submitted", ["Công bố…", "Lấy lại để sửa", "Xem bảng xếp hạng"]),
        ("published", ["Xem bảng xếp hạng", "Lập bản sửa đổi…"]),
        ("superseded", ["Xem bảng xếp hạng"]),
    ],
)
def test_steps_are_those_of_the_state(admin, client, draft, state, offered):
    Edition.objects.filter(pk=draft.pk).update(state=state, source=SourceFactory())
    steps = client.get(address(draft, "change")).context["steps"]
    assert [found.text for found in steps] == offered


@pytest.mark.parametrize(("units", "scored", "text"), [(0, 0, "Chọn các đơn vị"), (1, 0, "Nhập điểm"), (1, 1, "Trình")])
def test_what_comes_next_stands_out(admin, client, edition, units, scored, text):
    for _number in range(units):
        enter(edition, "An", {"2": "8"} if scored else {})
    steps = client.get(address(edition, "change")).context["steps"]
    assert [found.text for found in steps if found.is_next] == [text]


def test_published_edition_leads_to_the_correction_that_is_open(admin, client, published):
    made = open_correction(edition=published, reason="Ghi nhầm", by=None)
    assert f'href="{address(made, "change")}"' in page_of(client, published, "change")


def test_superseded_edition_leads_to_the_one_that_is_published(admin, client, published):
    made = open_correction(edition=published, reason="Ghi nhầm", by=None)
    publish_edition(edition=made, decision=DecisionFactory())
    assert f'href="{address(made, "change")}"' in page_of(client, published, "change")


def test_draft_is_computed_handed_in_and_taken_back_by_buttons(admin, client, draft):
    told = [texts(step(client, draft, what))[-1] for what in ("recompute", "submit", "take_back")]
    assert told == [f"Đã tính lại {draft}.", f"Đã trình {draft}.", f"Đã lấy lại {draft} để sửa."]
    kinds = list(AuditEvent.objects.order_by("pk").values_list("kind", flat=True))
    assert kinds == ["edition_recomputed", "edition_submitted", "edition_taken_back"]


def test_step_that_is_refused_says_why(admin, client, edition):
    assert "Chưa chọn đơn vị" in texts(step(client, edition, "submit"))[0]


def test_sums_that_disagree_are_named_where_the_draft_is_computed(admin, client, draft):
    disagree(draft)
    assert any("An, tiêu chí 1" in text for text in texts(step(client, draft, "recompute")))


def test_criteria_that_make_no_tree_are_said_to_be_wrong(admin, client, draft):
    break_the_tree(draft)
    assert texts(step(client, draft, "recompute")) == [str(BROKEN_SET)]


def test_step_that_is_none_does_nothing(admin, client, draft):
    assert step(client, draft, "publish").status_code == 302
    assert not AuditEvent.objects.exists()


# Blocks, bands, depth


def inline(prefix, *rows, initial=0):
    data = {f"{prefix}-TOTAL_FORMS": str(len(rows)), f"{prefix}-INITIAL_FORMS": str(initial)}
    for number, row in enumerate(rows):
        data |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return data


def test_block_is_addressed_by_its_name(admin, client, edition):
    row = {"edition": edition.pk, "position": "1", "name": "Khối Đảng, đoàn thể", "is_complete": "on"}
    url = address(edition, "change")
    assert client.post(url, form_data(client, url) | inline("blocks", row)).status_code == 302
    assert edition.blocks.get().slug == "khoi-dang-doan-the"


def test_blocks_of_one_name_are_refused(admin, client, edition):
    row = {"edition": edition.pk, "position": "1", "name": "Khối A", "is_complete": "on"}
    url = address(edition, "change")
    assert client.post(url, form_data(client, url) | inline("blocks", row, row)).status_code == 200
    assert not edition.blocks.exists()


def test_block_without_a_name_is_refused_where_it_stands(admin, client, edition):
    url = address(edition, "change")
    row = {"edition": edition.pk, "position": "1", "name": ""}
    response = client.post(url, form_data(client, url) | inline("blocks", row))
    assert response.context["inline_admin_formsets"][0].formset.errors[0].keys() == {"name"}


def test_bands_are_judged_together(admin, client, edition):
    url = address(edition, "change")
    rows = [
        {"edition": edition.pk, "position": "1", "name": "Tốt", "lower": "80"},
        {"edition": edition.pk, "position": "2", "name": "Khá", "lower": "65", "upper": "79,99"},
    ]
    page = client.post(url, form_data(client, url) | inline("bands", *rows)).content.decode()
    assert "từ 79,99 đến dưới 80" in page
    assert not edition.bands.exists()
    rows[1]["upper"] = "80"
    assert client.post(url, form_data(client, url) | inline("bands", *rows)).status_code == 302
    assert edition.bands.count() == 2


def test_band_that_is_deleted_is_not_judged(admin, client, edition):
    band = BandFactory(edition=edition, name="Tốt", lower=Decimal(80), upper=Decimal(90))
    url = address(edition, "change")
    data = form_data(client, url)
    assert client.post(url, data).status_code == 200
    assert client.post(url, data | {"bands-0-DELETE": "on"}).status_code == 302
    assert not type(band).objects.exists()


def test_band_with_a_fault_of_its_own_is_named_first(admin, client, edition):
    url = address(edition, "change")
    row = {"edition": edition.pk, "position": "1", "name": "Tốt", "lower": "tám mươi"}
    response = client.post(url, form_data(client, url) | inline("bands", row))
    assert response.context["inline_admin_formsets"][1].formset.non_form_errors() == []


def test_depth_is_changed_even_after_publishing(admin, client, published):
    url = address(published, "change")
    assert client.post(url, form_data(client, url) | {"public_depth": "totals"}).status_code == 302
    published.refresh_from_db()
    assert published.public_depth == "totals"
    event = AuditEvent.objects.first()
    assert (event.kind, event.before, event.after) == ("changed", {"public_depth": ""}, {"public_depth": "totals"})


def test_depth_says_what_it_is_without_a_choice(admin, client, edition):
    assert "theo chỉ số: toàn bộ tiêu chí" in page_of(client, edition, "change")


def test_set_is_chosen_for_good_with_the_first_score(admin, client, edition):
    assert "criteria_set" in form_data(client, address(edition, "change"))
    enter(edition, "An", {"2": "8"})
    assert "criteria_set" not in form_data(client, address(edition, "change"))


def test_revision_keeps_a_reason(admin, client, published):
    made = open_correction(edition=published, reason="Ghi nhầm", by=None)
    url = address(made, "change")
    response = client.post(url, form_data(client, url) | {"reason": " "})
    assert "reason" in response.context["adminform"].form.errors


def test_first_edition_asks_for_no_reason(admin, client, edition):
    assert "reason" not in form_data(client, address(edition, "change"))


# Who


@pytest.mark.parametrize("page", ["units", "publish", "correction"])
def test_pages_are_for_admins(client, draft, page):
    client.force_login(AssignmentFactory(index=draft.index).user)
    assert client.get(address(draft, page)).status_code == 302


@pytest.mark.parametrize("page", ["units", "publish", "correction"])
def test_edition_that_is_none_is_not_found(admin, client, page):
    assert client.get(reverse(f"admin:indices_edition_{page}", args=(0,))).status_code == 404


def test_pages_are_for_those_who_may_change_editions(admin, client, draft):
    admin.is_superuser = False
    admin.save()
    assert client.get(address(draft, "units")).status_code == 403
    assert client.get(reverse(ADD)).status_code == 403


def test_pages_speak_english(admin, client, published):
    made = open_correction(edition=published, reason="Ghi nhầm", by=None)
    with translation.override("en"):
        addresses = [address(made, page) for page in ("units", "publish", "change")]
    for where in addresses:
        assert client.get(where).status_code == 200
