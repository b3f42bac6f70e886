"""Admin of decisions and sources; the audit trail, which is only read; the admin site as a whole."""

import pytest
from django.apps import apps
from django.contrib import admin as django_admin
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import translation

from records.audited_admin import ReadOnly
from records.models import AuditEvent, DataVersion, Source
from records.trail import differing, facts_of
from tests.admin_forms import form_data, signed_in_admin
from tests.factories import DecisionFactory, SourceFactory, UserFactory

pytestmark = pytest.mark.django_db
OURS = ("records", "units", "indices")


admin = pytest.fixture(signed_in_admin)


def test_every_model_of_ours_has_an_admin():
    ours = {model for model in apps.get_models() if model._meta.app_label in OURS}
    assert ours - set(django_admin.site._registry) == set()


def test_admin_knows_no_other_models():
    """Django's groups of permissions would be a second way to say what assignments say."""
    assert {model._meta.app_label for model in django_admin.site._registry} == set(OURS)


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_list_and_empty_form_opens(admin, client, language):
    with translation.override(language):
        for model, model_admin in django_admin.site._registry.items():
            name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
            assert client.get(reverse(f"{name}_changelist")).status_code == 200
            expected = 403 if isinstance(model_admin, ReadOnly) else 200
            assert client.get(reverse(f"{name}_add")).status_code == expected


def test_pages_carry_the_strict_policy_and_no_inline_style_or_script(admin, client):
    for url in (
        reverse("admin:index"),
        reverse("admin:records_source_changelist"),
        reverse("admin:records_source_add"),
    ):
        response = client.get(url)
        policy, page = response.headers["Content-Security-Policy"], response.content.decode()
        assert "unsafe" not in policy
        assert " style=" not in page
        assert "<style" not in page
        assert "<script>" not in page


@pytest.mark.parametrize("user", [None, UserFactory], ids=["reader", "signed in"])
def test_only_admins_come_in(client, user):
    if user:
        client.force_login(user())
    for name in ("index", "records_auditevent_changelist", "indices_edition_changelist", "autocomplete"):
        assert client.get(reverse(f"admin:{name}")).status_code == 302


def test_decision_is_added_with_its_sources_and_written_down(admin, client):
    source = SourceFactory(title="Công báo")
    url = reverse("admin:records_decision_add")
    data = {**form_data(client, url), "slug": "qd-1", "number": "1/QĐ", "issuer": "Bộ", "sources": [source.pk]}
    assert client.post(url, data).status_code == 302
    event = AuditEvent.objects.get()
    assert (event.kind, event.by) == ("added", admin)
    assert event.after["sources"] == ["Công báo"]
    assert event.after["signed_on"] is None


def test_change_of_sources_alone_is_written_down(admin, client):
    decision, source = DecisionFactory(), SourceFactory(title="Công báo")
    url = reverse("admin:records_decision_change", args=(decision.pk,))
    version = DataVersion.current()
    client.post(url, {**form_data(client, url), "sources": [source.pk]})
    event = AuditEvent.objects.get()
    assert (event.before, event.after) == ({"sources": []}, {"sources": ["Công báo"]})
    assert DataVersion.current() == version + 1


def test_facts_are_plain_and_hide_passwords():
    amended = DecisionFactory(number="876/QĐ-BNV")
    facts = facts_of(DecisionFactory(amends=amended))
    assert facts["amends"] == f"876/QĐ-BNV (#{amended.pk})"
    assert facts["signed_on"] == "2025-04-06"
    assert facts_of(UserFactory())["password"] == "•••"


def test_differing_keeps_both_sides_of_what_changed():
    assert differing({"a": 1, "b": 2}, {"a": 1, "b": 3}) == ({"b": 2}, {"b": 3})


def test_what_the_database_refuses_becomes_a_message(admin, client, monkeypatch):
    def refuse(*args, **kwargs):
        with transaction.atomic():
            raise IntegrityError("no such thing")

    source = SourceFactory()
    url = reverse("admin:records_source_change", args=(source.pk,))
    data = {**form_data(client, url), "title": "Khác"}
    monkeypatch.setattr(Source, "save", refuse)
    response = client.post(url, data, follow=True)
    assert response.status_code == 200
    assert "Cơ sở dữ liệu không nhận thay đổi này" in response.content.decode()
    assert not AuditEvent.objects.exists()


def test_audit_trail_is_read_and_nothing_else(admin, client):
    event = AuditEvent.objects.record(kind="changed", target=admin, before={"a": "<b>"}, after={"a": None})
    listed = reverse("admin:records_auditevent_changelist")
    shown = reverse("admin:records_auditevent_change", args=(event.pk,))
    assert client.get(listed).status_code == 200
    assert client.get(reverse("admin:records_auditevent_add")).status_code == 403
    assert client.post(shown, {"note": "khác"}).status_code == 403
    assert client.post(reverse("admin:records_auditevent_delete", args=(event.pk,)), {"post": "yes"}).status_code == 403
    client.post(listed, {"action": "delete_selected", "_selected_action": [event.pk], "post": "yes"})
    assert AuditEvent.objects.get().note == ""
    assert "&lt;b&gt;" in client.get(shown).content.decode()


def test_audit_trail_is_searched_by_object_and_person(admin, client):
    wanted = AuditEvent.objects.record(kind="changed", target=SourceFactory(title="PAPI 2024"), by=admin)
    AuditEvent.objects.record(kind="changed", target=SourceFactory(title="PCI 2024"))
    listed = reverse("admin:records_auditevent_changelist")
    for typed in ("papi", admin.username):
        assert list(client.get(listed, {"q": typed}).context["cl"].result_list) == [wanted]


def test_history_of_an_object_is_its_audit_trail(admin, client):
    source = SourceFactory()
    wanted = AuditEvent.objects.record(kind="loaded", target=source)
    AuditEvent.objects.record(kind="loaded", target=SourceFactory())
    response = client.get(reverse("admin:records_source_history", args=(source.pk,)), follow=True)
    assert list(response.context["cl"].result_list) == [wanted]
