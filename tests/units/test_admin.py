"""Admin of units: keys follow from names, namesakes are told apart, everything is written into the audit trail."""

import datetime

import pytest
from django.urls import reverse

from records.models import AuditEvent, DataVersion
from tests.admin_forms import form_data, management, signed_in_admin
from tests.factories import (
    AliasFactory,
    AssignmentFactory,
    GroupFactory,
    GroupMembershipFactory,
    ResponsibilityFactory,
    SourceFactory,
    StandingFactory,
    SuccessionFactory,
    TargetFactory,
    UnitFactory,
    UnitNameFactory,
)
from units.models import Alias, Unit

pytestmark = pytest.mark.django_db
NO_INLINES = management("names", "aliases", "successions_out", "successions_in")


admin = pytest.fixture(signed_in_admin)


def change_url(unit):
    return reverse("admin:units_unit_change", args=(unit.pk,))


def test_unit_added_by_hand_gets_its_keys(admin, client):
    response = client.post(
        reverse("admin:units_unit_add"),
        {
            "name": "Đà  Nẵng",
            "kind": "city",
            "level": "province",
            "code": "48",
            "slug": "da-nang",
            "valid_from": "01/01/1997",
            **NO_INLINES,
        },
    )
    assert response.status_code == 302
    unit = Unit.objects.get()
    assert (unit.name, unit.search_key) == ("Đà Nẵng", "da nang")
    assert unit.sort_key
    event = AuditEvent.objects.get()
    assert (event.kind, event.target_type, event.target_id, event.by) == ("added", "units.unit", str(unit.pk), admin)
    assert event.after["valid_from"] == "1997-01-01"


def test_unit_renamed_by_hand_is_found_by_its_new_name(admin, client):
    unit = UnitFactory(name="Thừa Thiên Huế")
    response = client.post(change_url(unit), {**form_data(client, change_url(unit)), "name": "Huế"})
    assert response.status_code == 302
    unit.refresh_from_db()
    assert unit.search_key == "hue"
    event = AuditEvent.objects.get()
    assert event.before["name"] == "Thừa Thiên Huế"
    assert event.after["name"] == "Huế"
    assert set(event.after) == {"name", "search_key", "sort_key"}


def test_saving_without_a_change_writes_nothing_down(admin, client):
    unit = UnitFactory()
    before = DataVersion.current()
    assert client.post(change_url(unit), form_data(client, change_url(unit))).status_code == 302
    assert not AuditEvent.objects.exists()
    assert DataVersion.current() == before


def test_alias_under_a_unit_gets_its_key_and_is_written_down(admin, client):
    unit = UnitFactory()
    kept, gone = AliasFactory(unit=unit, text="Một"), AliasFactory(unit=unit, text="Hai")
    data = form_data(client, change_url(unit))
    rows = {data[f"aliases-{number}-id"]: number for number in range(2)}
    data |= {
        f"aliases-{rows[str(kept.pk)]}-text": "TP. HCM",
        f"aliases-{rows[str(gone.pk)]}-DELETE": "on",
        "aliases-TOTAL_FORMS": "3",
        "aliases-2-text": "Sài Gòn",
        "aliases-2-kind": "former",
        "aliases-2-unit": str(unit.pk),
    }
    assert client.post(change_url(unit), data).status_code == 302
    assert set(unit.aliases.values_list("text", "search_key")) == {("TP. HCM", "tp hcm"), ("Sài Gòn", "sai gon")}
    events = {event.kind: event for event in AuditEvent.objects.all()}
    assert set(events) == {"added", "changed", "deleted"}
    assert events["changed"].before == {"text": "Một", "search_key": kept.search_key}
    assert events["deleted"].target_id == str(gone.pk)
    assert events["deleted"].before["text"] == "Hai"


def test_deleting_in_bulk_writes_each_down(admin, client):
    aliases = [AliasFactory(text=text) for text in ("Một", "Hai")]
    before = DataVersion.current()
    response = client.post(
        reverse("admin:units_alias_changelist"),
        {"action": "delete_selected", "_selected_action": [alias.pk for alias in aliases], "post": "yes"},
    )
    assert response.status_code == 302
    assert not Alias.objects.exists()
    assert sorted(AuditEvent.objects.values_list("kind", "target_label")) == [("deleted", "Hai"), ("deleted", "Một")]
    assert DataVersion.current() > before


def test_deleting_a_unit_counts_what_goes_with_it(admin, client):
    unit = AliasFactory().unit
    client.post(reverse("admin:units_unit_delete", args=(unit.pk,)), {"post": "yes"})
    assert not Unit.objects.exists()
    event = AuditEvent.objects.get()
    assert (event.kind, event.target_id, event.note) == ("deleted", str(unit.pk), "units.Alias: 1")


def test_unit_with_results_is_not_deleted(admin, client):
    unit = StandingFactory().unit
    response = client.post(reverse("admin:units_unit_delete", args=(unit.pk,)), {"post": "yes"})
    assert response.status_code == 200
    assert Unit.objects.filter(pk=unit.pk).exists()
    assert not AuditEvent.objects.exists()


def test_slug_once_given_is_shown_and_not_asked(admin, client):
    unit = UnitFactory()
    assert "slug" not in form_data(client, change_url(unit))


@pytest.mark.parametrize("typed", ["phu tho", "Phú Thọ", "PHÚ THỌ", "vinh phuc", "25"])
def test_search_knows_names_without_accents_aliases_and_codes(admin, client, typed):
    wanted = UnitFactory(name="Phú Thọ", code="25")
    AliasFactory(unit=wanted, text="Vĩnh Phúc", search_key="vinh phuc")
    UnitFactory(name="Yên Bái", code="15")
    response = client.get(reverse("admin:units_unit_changelist"), {"q": typed})
    assert list(response.context["cl"].result_list) == [wanted]


def test_words_are_one_name(admin, client):
    wanted = UnitFactory(name="Sơn La")
    UnitFactory(name="Lạng Sơn")
    response = client.get(reverse("admin:units_unit_changelist"), {"q": "son la"})
    assert list(response.context["cl"].result_list) == [wanted]


def test_search_for_nothing_finds_everything(admin, client):
    unit = UnitFactory()
    assert list(client.get(reverse("admin:units_unit_changelist"), {"q": '"'}).context["cl"].result_list) == [unit]


def test_suggestions_tell_namesakes_apart(admin, client):
    old = UnitFactory(name="Phú Thọ", slug="phu-tho", valid_to=datetime.date(2025, 6, 30))
    new = UnitFactory(name="Phú Thọ", slug="phu-tho-2025", valid_from=datetime.date(2025, 7, 1))
    ward = UnitFactory(name="Phú Thọ", slug="phu-tho-phuong", level="commune", kind="ward", parent=new)
    response = client.get(
        reverse("admin:autocomplete"),
        {"term": "phu tho", "app_label": "units", "model_name": "unit", "field_name": "parent"},
    )
    assert {row["id"]: row["text"] for row in response.json()["results"]} == {
        str(old.pk): "Phú Thọ (tỉnh, đến 30/06/2025)",
        str(new.pk): "Phú Thọ (tỉnh, từ 01/07/2025)",
        str(ward.pk): "Phú Thọ (phường, Phú Thọ)",
    }


def test_chosen_unit_bears_the_same_label(admin, client):
    parent = UnitFactory(name="Phú Thọ", valid_to=datetime.date(2025, 6, 30))
    page = client.get(change_url(UnitFactory(parent=parent))).content.decode()
    assert "Phú Thọ (tỉnh, đến 30/06/2025)" in page


def test_unknown_start_is_said_to_be_unknown(admin, client):
    UnitFactory()
    assert "chưa rõ" in client.get(reverse("admin:units_unit_changelist")).content.decode()


@pytest.mark.parametrize("units", [1, 12])
def test_lists_ask_no_more_for_more_rows(admin, client, units, django_assert_max_num_queries):
    group = GroupFactory()
    for _number in range(units):
        unit = UnitFactory(parent=UnitFactory(level="ministry", kind="ministry"))
        UnitNameFactory(unit=unit)
        AliasFactory(unit=unit)
        SuccessionFactory(predecessor=unit)
        GroupMembershipFactory(group=group, unit=unit)
    for model in ("unit", "unitname", "alias", "succession", "group", "groupmembership"):
        with django_assert_max_num_queries(9):
            assert client.get(reverse(f"admin:units_{model}_changelist")).status_code == 200


def weigh(client, row, **stated):
    url = reverse("admin:units_succession_change", args=(row.pk,))
    return client.post(url, form_data(client, url) | stated)


def test_a_weight_is_entered_with_its_source_and_written_into_the_trail(admin, client):
    row, source = SuccessionFactory(), SourceFactory()
    response = weigh(client, row, weight="1234.5", weight_basis="dân số năm 2024", weight_source=source.pk)
    assert response.status_code == 302
    row.refresh_from_db()
    assert (str(row.weight), row.weight_source) == ("1234.500", source)
    event = AuditEvent.objects.latest("pk")
    assert event.after["weight_basis"] == "dân số năm 2024"


def test_a_weight_without_its_source_is_refused_in_words(admin, client):
    response = weigh(client, SuccessionFactory(), weight="3")
    assert "Ghi trọng số (lớn hơn 0) cùng với trọng số là gì và nguồn" in response.content.decode()


# Merging and renaming

MERGE = "/admin/units/unit/merge/"


@pytest.fixture
def two(db):
    return [UnitFactory(name="Phú Thọ", code="25"), UnitFactory(name="Vĩnh Phúc", code="26")]


def asked(units, **more):
    new = {"name": "Phú Thọ", "kind": "province", "effective_on": "01/07/2025"}
    return {"predecessors": [unit.pk for unit in units], **new, **more}


def test_merge_is_read_before_it_is_done(admin, client, two):
    page = client.post(MERGE, asked(two, preview="1")).content.decode()
    assert "Tỉnh Phú Thọ, tỉnh Vĩnh Phúc kết thúc ngày 30/06/2025" in page
    assert "/units/phu-tho-2025/" in page
    assert Unit.objects.count() == 2


def test_preview_carries_what_was_asked(admin, client, two):
    data = form_data(client, MERGE) | asked(two, preview="1")
    page = client.post(MERGE, data).content.decode()
    for unit in two:
        assert f'<input type="hidden" name="predecessors" value="{unit.pk}"' in page


def test_merge_is_done_and_its_remarks_are_told(admin, client, two):
    UnitFactory(name="Sở Nội vụ", level="department", kind="department", parent=two[0])
    response = client.post(MERGE, asked(two, do="1"), follow=True)
    unit = Unit.objects.get(slug="phu-tho-2025")
    assert response.redirect_chain[-1][0] == change_url(unit)
    assert [str(message) for message in response.context["messages"]][1].startswith("1 đơn vị vẫn thuộc Phú Thọ")


def test_merge_is_asked_once_more(admin, client, two):
    page = client.post(MERGE, asked(two, edit="1")).content.decode()
    assert 'name="preview"' in page
    assert 'value="01/07/2025"' in page


def test_merge_says_why_it_is_refused(admin, client, two):
    page = client.post(MERGE, asked(two[:1], do="1")).content.decode()
    assert "Chọn ít nhất hai đơn vị" in page
    assert 'role="alert"' in page
    assert Unit.objects.count() == 2


def test_merge_marks_what_cannot_be_read(admin, client, two):
    page = client.post(MERGE, asked(two, effective_on="31/02/2025")).content.decode()
    assert "hãy sửa những chỗ đánh dấu" in page


def test_remarks_of_indices_are_told(admin, client, two):
    user = AssignmentFactory(unit=two[0], role="officer", user__username="huong").user
    standing = StandingFactory(unit=two[1], edition__year=2025)
    TargetFactory(unit=two[0], year=2025)
    ResponsibilityFactory(lead=two[0])
    page = client.post(MERGE, asked(two, preview="1")).content.decode()
    assert f"{standing.edition} chưa công bố còn có Vĩnh Phúc" in page
    assert f"Phân công của {user.username} vẫn ở đơn vị cũ" in page
    assert "1 mục tiêu từ năm 2025" in page
    assert "cơ quan chủ trì của 1 tiêu chí" in page


def test_merge_says_nothing_of_what_is_over(admin, client, two):
    StandingFactory(unit=two[1], edition__year=2024)
    assert "Cần biết" not in client.post(MERGE, asked(two, preview="1")).content.decode()


def test_list_of_units_leads_to_the_merge(admin, client):
    assert MERGE in client.get(reverse("admin:units_unit_changelist")).content.decode()


def test_unit_is_renamed_on_a_page_of_its_own(admin, client):
    unit = UnitFactory(name="Thừa Thiên Huế")
    address = reverse("admin:units_unit_rename", args=(unit.pk,))
    assert address in client.get(change_url(unit)).content.decode()
    data = {**form_data(client, address), "name": "Huế", "kind": "city", "effective_on": "01/01/2025"}
    assert client.post(address, data)["Location"] == change_url(unit)
    assert list(unit.names.values_list("name", "kind")) == [("Thừa Thiên Huế", "province"), ("Huế", "city")]
    event = AuditEvent.objects.get()
    assert (event.kind, event.by) == ("unit_renamed", admin)


def test_renaming_says_why_it_is_refused(admin, client):
    unit = UnitFactory(name="Huế")
    address = reverse("admin:units_unit_rename", args=(unit.pk,))
    page = client.post(address, {"name": "Huế", "kind": "province", "effective_on": "01/01/2025"}).content.decode()
    assert "đang mang đúng tên và loại này" in page


def test_renaming_nobody_is_not_found(admin, client):
    assert client.get(reverse("admin:units_unit_rename", args=(0,))).status_code == 404


def test_units_are_told_apart_by_whether_they_are_still_there(admin, client):
    here, gone = UnitFactory(), UnitFactory(valid_to=datetime.date(2025, 6, 30))
    for chosen, expected in (("yes", [here]), ("no", [gone])):
        response = client.get(reverse("admin:units_unit_changelist"), {"exists": chosen})
        assert list(response.context["cl"].result_list) == expected
