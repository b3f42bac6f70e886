"""Admin of units: keys follow from names, namesakes are told apart, everything is written into the audit trail."""

import datetime

import pytest
from django.urls import reverse

from records.models import AuditEvent, DataVersion
from tests.admin_forms import form_data, management, signed_in_admin
from tests.factories import (
    AliasFactory,
    GroupFactory,
    GroupMembershipFactory,
    StandingFactory,
    SuccessionFactory,
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
