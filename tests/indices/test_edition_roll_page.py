"""The page where units are chosen for an edition."""

import datetime

import pytest

from indices.admin.edition_pages import HANDED_IN
from records.models import AuditEvent
from tests.admin_forms import form_data, signed_in_admin
from tests.factories import (
    BlockFactory,
    EditionFactory,
    ScoreFactory,
    StandingFactory,
    SuccessionFactory,
    UnitFactory,
)
from tests.indices.conftest import enter
from tests.indices.edition_pages import address, empty_draft, page_of, published_draft, step, texts

pytestmark = pytest.mark.django_db

admin = pytest.fixture(signed_in_admin)
edition = pytest.fixture(empty_draft)
published = pytest.fixture(published_draft)


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
