"""The admin's pages of an edition: opened, filled with units, handed in, published, corrected."""

import datetime
from decimal import Decimal

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import translation

from indices.actions import publish_edition
from indices.actions.editions import open_correction
from indices.admin.edition_pages import BROKEN_SET, HANDED_IN
from indices.models import Edition, Score
from records.models import AuditEvent
from tests.admin_forms import form_data, signed_in_admin
from tests.factories import (
    AssignmentFactory,
    BandFactory,
    BlockFactory,
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

pytestmark = pytest.mark.django_db

admin = pytest.fixture(signed_in_admin)
DAY = "06/04/2025"


def address(edition, page):
    return reverse(f"admin:indices_edition_{page}", args=(edition.pk,))


def page_of(client, edition, page, query=None):
    response = client.get(address(edition, page), query)
    assert response.status_code == 200
    return response.content.decode()


def texts(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def step(client, edition, what):
    return client.post(address(edition, "step"), {"step": what})


@pytest.fixture
def edition(criteria_set):
    """A draft of 2024 without units."""
    return EditionFactory(criteria_set=criteria_set)


@pytest.fixture
def published(draft):
    return publish_edition(edition=draft, source=SourceFactory())


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


def disagree(draft):
    """An's first field says 9, its criteria 7.5."""
    ScoreFactory(
        standing=draft.standings.get(unit__name="An"),
        criterion=draft.criteria_set.criteria.get(code="1"),
        entered_points=Decimal(9),
    )


def break_the_tree(draft):
    """A bonus that stands inside a penalty."""
    criteria = draft.criteria_set.criteria
    criteria.filter(code="1").update(kind="penalty", max_points=Decimal(-1))
    criteria.filter(code="1.1").update(kind="bonus")


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


# Units


def sent(*units, **more):
    """What a browser sends of these units, all taking part and ranked."""
    pks = [unit.pk for unit in units]
    return {"unit": pks, "takes_part": pks, "to_be_ranked": pks} | more


def test_units_are_chosen_with_everything_about_them(admin, client, edition):
    block, unit, other = BlockFactory(edition=edition), UnitFactory(), UnitFactory()
    field = edition.criteria_set.criteria.get(code="2")
    data = sent(unit, other, excused=f"{unit.pk}-{field.pk}", takes_part=unit.pk, to_be_ranked="") | {
        f"block-{unit.pk}": block.pk, f"note-{unit.pk}": "Mới  lập\x00", "to_be_ranked": [],
    }  # fmt: skip
    response = client.post(address(edition, "units"), data)
    assert response.status_code == 302
    standing = edition.standings.get()
    assert (standing.unit, standing.block, standing.to_be_ranked, standing.note) == (unit, block, False, "Mới lập")
    assert standing.scores.get().criterion == field
    assert "thêm 1, bỏ 0, đổi 0" in texts(response)[0]


def test_roll_is_shown_as_it_stands(admin, client, edition):
    block = BlockFactory(edition=edition)
    standing = StandingFactory(edition=edition, block=block, to_be_ranked=False, note="Mới lập")
    field = edition.criteria_set.criteria.get(code="2")
    ScoreFactory(standing=standing, criterion=field, status="not_applicable", entered_points=None)
    out = UnitFactory()
    fields = form_data(client, address(edition, "units"))
    assert (fields["takes_part"], fields["excused"]) == (str(standing.unit_id), f"{standing.unit_id}-{field.pk}")
    assert (fields[f"block-{standing.unit_id}"], fields[f"note-{standing.unit_id}"]) == ([str(block.pk)], "Mới lập")
    assert fields["to_be_ranked"] == str(out.pk)  # would be, were it to take part


def test_sent_back_unchanged_nothing_changes(admin, client, edition):
    enter(edition, "An", {"2": "8"})
    response = client.post(address(edition, "units"), form_data(client, address(edition, "units")))
    assert texts(response) == ["Không có gì thay đổi."]
    assert not AuditEvent.objects.exists()


def test_refused_roll_is_shown_as_it_was_typed(admin, client, edition):
    scored = enter(edition, "An", {"2": "8"}).unit
    new = UnitFactory(name="Mới")
    data = sent(scored, new, takes_part=new.pk) | {f"note-{new.pk}": "Ghi chú vừa gõ"}
    response = client.post(address(edition, "units"), data)
    page = response.content.decode()
    assert response.status_code == 200
    assert "Không bỏ được, vì đã có số liệu: An" in page
    assert "Ghi chú vừa gõ" in page
    assert edition.standings.count() == 1


@pytest.mark.parametrize(
    "data", [{"unit": "x"}, {"takes_part": "-1"}, {"excused": "1"}, {"excused": "a-b"}, {"unit": "9" * 30}]
)
def test_roll_that_no_browser_sends_is_refused(admin, client, edition, data):
    assert client.post(address(edition, "units"), data).status_code == 400


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({}, ["An", "Bắc", "Châu"]),
        ({"q": "bac"}, ["Bắc"]),
        ({"q": "\x00"}, ["An", "Bắc", "Châu"]),
        ({"kind": "city"}, ["Châu"]),
        ({"kind": "huh"}, ["An", "Bắc", "Châu"]),
        ({"member": "in"}, ["An"]),
        ({"member": "out"}, ["Bắc", "Châu"]),
        ({"page": "99"}, ["An", "Bắc", "Châu"]),
    ],
)
def test_units_are_narrowed_by_name_kind_and_whether_they_take_part(admin, client, edition, query, found):
    StandingFactory(edition=edition, unit=UnitFactory(name="An"))
    UnitFactory(name="Bắc")
    UnitFactory(name="Châu", kind="city")
    table = client.get(address(edition, "units"), query).context["table"]
    assert [line.unit.name for line in table] == found


def bulk(client, edition, tool, **more):
    return client.post(address(edition, "units") + "?kind=city", {"bulk": tool, **more})


def test_all_units_that_are_found_take_part(admin, client, edition):
    UnitFactory(name="Không")
    UnitFactory(name="Phố", kind="city")
    bulk(client, edition, "all")
    assert [standing.unit.name for standing in edition.standings.all()] == ["Phố"]


@pytest.mark.parametrize(
    ("tool", "expected"),
    [("none", []), ("unranked", [False]), ("ranked", [True]), ("all", [True]), ("huh", [True])],
)
def test_tools_decide_of_all_units_that_are_found(admin, client, edition, tool, expected):
    StandingFactory(edition=edition, unit=UnitFactory(kind="city"), to_be_ranked=True)
    UnitFactory(kind="province")
    bulk(client, edition, tool)
    assert list(edition.standings.values_list("to_be_ranked", flat=True)) == expected


@pytest.mark.parametrize("sent_block", ["own", "", "x"])
def test_units_that_are_found_are_put_into_a_block(admin, client, edition, sent_block):
    block = BlockFactory(edition=edition)
    StandingFactory(edition=edition, unit=UnitFactory(kind="city"))
    bulk(client, edition, "block", bulk_block=block.pk if sent_block == "own" else sent_block)
    assert edition.standings.get().block == (block if sent_block == "own" else None)


def test_tool_that_is_refused_says_why(admin, client, edition):
    enter(edition, "An", {"2": "8"}).unit.__class__.objects.update(kind="city")
    page = bulk(client, edition, "none").content.decode()
    assert "đã có số liệu: An" in page


def test_units_of_the_edition_before_that_are_gone_are_told(admin, client, edition):
    gone = UnitFactory(name="Cũ", valid_to=datetime.date(2025, 6, 30))
    alone = UnitFactory(name="Hết", valid_to=datetime.date(2025, 6, 30))
    heir = UnitFactory(name="Mới", valid_from=datetime.date(2025, 7, 1))
    SuccessionFactory(predecessor=gone, successor=heir)
    for unit in (gone, alone):
        StandingFactory(edition=edition, unit=unit)
    newer = EditionFactory(criteria_set=edition.criteria_set, year=2025)
    (note,) = client.get(address(newer, "units")).context["notes"]
    assert "Cũ (đơn vị kế tiếp, chưa chọn: Mới), Hết" in note
    StandingFactory(edition=newer, unit=heir)
    (note,) = client.get(address(newer, "units")).context["notes"]
    assert "Cũ" not in note


def test_nothing_is_told_where_nobody_is_gone(admin, client, draft):
    newer = EditionFactory(criteria_set=draft.criteria_set, year=2025)
    assert client.get(address(newer, "units")).context["notes"] == []


def test_roll_of_what_is_handed_in_is_only_read(admin, client, draft):
    step(client, draft, "submit")
    page = page_of(client, draft, "units")
    assert str(HANDED_IN) in page
    assert " disabled" in page
    assert "lấy lại" in client.post(address(draft, "units"), {"unit": UnitFactory().pk}).content.decode()


def test_roll_of_what_is_published_is_only_read(admin, client, published):
    assert "đã công bố" in page_of(client, published, "units")
    assert "đã công bố" in client.post(address(published, "units"), {}).content.decode()


def test_roll_without_eligible_units_says_who_would_be(admin, client, edition):
    assert "Không có đơn vị nào như vậy" in page_of(client, edition, "units")


def test_long_roll_has_pages(admin, client, edition, monkeypatch):
    monkeypatch.setattr("indices.admin.edition_pages.PER_PAGE", 2)
    for number in range(30):
        UnitFactory(name=f"Tỉnh {number:02}")
    page = page_of(client, edition, "units", {"page": "2", "q": "tinh"})
    assert "Tỉnh 02" in page
    assert "Tỉnh 04" not in page
    assert "?q=tinh&amp;page=3" in page


@pytest.mark.parametrize("units", [1, 40])
def test_unit_page_asks_no_more_for_more_units(admin, client, edition, units, django_assert_max_num_queries):
    for number in range(units):
        StandingFactory(edition=edition, unit=UnitFactory(parent=UnitFactory(name=f"Trên {number}")))
    with django_assert_max_num_queries(18):
        client.get(address(edition, "units"))


# Publishing


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
