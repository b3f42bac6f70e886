"""Admin of decisions and sources; the audit trail, which is only read; the admin site as a whole."""

import csv
import datetime
import io

import pytest
from django.apps import apps
from django.contrib import admin as django_admin
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone, translation

from records import desk
from records.audited_admin import ReadOnly
from records.models import AuditEvent, DataVersion, Source
from records.trail import differing, facts_of
from tests.admin_forms import form_data, signed_in_admin
from tests.factories import DecisionFactory, SourceFactory, UserFactory

pytestmark = pytest.mark.django_db
OURS = ("records", "units", "indices")
LIST = "/admin/records/auditevent/"


admin = pytest.fixture(signed_in_admin)


# What the software keeps for itself while files come in: nothing in it is for reading.
WORKINGS = {"UploadAttempt", "UploadBefore", "UploadChoice"}


def test_every_model_of_ours_has_a_list_or_stands_as_rows_under_another():
    ours = {model for model in apps.get_models() if model._meta.app_label in OURS and model.__name__ not in WORKINGS}
    registry = django_admin.site._registry
    rows = {inline.model for model_admin in registry.values() for inline in model_admin.inlines}
    assert ours - set(registry) - rows == set()


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


@pytest.fixture
def events(admin):
    """Three things done: by an admin to a source and a decision, and by a command to another source."""
    return {
        "added": AuditEvent.objects.record(kind="added", target=SourceFactory(title="PAPI 2024"), by=admin, after={}),
        "changed": AuditEvent.objects.record(
            kind="changed",
            target=DecisionFactory(),
            by=admin,
            before={"signed_on": None},
            after={"signed_on": "2025-04-06"},
        ),
        "loaded": AuditEvent.objects.record(kind="loaded", target=SourceFactory(title="PCI 2024")),
    }


def listed(client, **query):
    return set(client.get(LIST, query).context["cl"].result_list)


@pytest.mark.parametrize("typed", ["papi", "quan-tri"])
def test_audit_trail_is_searched_by_object_and_person(client, events, typed):
    assert events["added"] in listed(client, q=typed)
    assert events["loaded"] not in listed(client, q=typed)


def test_history_of_an_object_is_its_audit_trail(client, events):
    source = Source.objects.get(title="PAPI 2024")
    response = client.get(reverse("admin:records_source_history", args=(source.pk,)), follow=True)
    page = response.content.decode()
    assert list(response.context["cl"].result_list) == [events["added"]]
    assert "<h1>Nhật ký: Nguồn: PAPI 2024</h1>" in page
    assert reverse("admin:records_source_change", args=(source.pk,)) in page


def test_audit_trail_is_narrowed_by_what_was_done_to_what_by_whom(client, admin, events):
    assert listed(client, kind="changed") == {events["changed"]}
    assert listed(client, target_type__exact="records.source") == {events["added"], events["loaded"]}
    assert listed(client, person=str(admin.pk)) == {events["added"], events["changed"]}
    assert listed(client, person="0") == {events["loaded"]}


def test_audit_trail_is_narrowed_by_days(client, events):
    today = timezone.localdate()
    yesterday, tomorrow = (f"{today + datetime.timedelta(days=days):%Y-%m-%d}" for days in (-1, 1))
    everything, nothing = set(events.values()), set()
    assert listed(client, **{"from": f"{today:%Y-%m-%d}", "to": f"{today:%Y-%m-%d}"}) == everything
    assert listed(client, **{"from": tomorrow}) == nothing
    assert listed(client, to=yesterday) == nothing


@pytest.mark.parametrize("day", ["", "hôm qua", "2025-02-30", "9999-12-31", "2025-13-01"])
def test_a_day_that_is_none_narrows_nothing(client, events, day):
    assert listed(client, to=day) == set(events.values())


@pytest.mark.parametrize("query", [{"person": "ai"}, {"person": "9" * 30}, {"nothing": "1"}])
def test_a_filter_that_somebody_made_up_leads_back_to_the_whole_trail(client, events, query):
    for address in (LIST, reverse("admin:records_auditevent_csv")):
        assert client.get(address, query).status_code == 302


def test_the_day_filter_keeps_the_other_filters(client, events):
    page = client.get(LIST, {"kind": "changed", "from": "2020-01-01", "p": "1"}).content.decode()
    form = page[page.index('class="days"') :]
    form = form[: form.index("</form>")]
    assert '<input type="hidden" name="kind" value="changed">' in form
    assert 'value="2020-01-01"' in form
    assert 'name="p"' not in form


def test_audit_trail_is_read_in_words(client, events):
    page = client.get(LIST).content.decode()
    assert "ngày ký: – → 06/04/2025" in page
    assert "Nạp từ hồ sơ đã công bố" in page
    assert "máy chủ" in page


def test_one_event_is_read_in_words(client, events):
    page = client.get(reverse("admin:records_auditevent_change", args=(events["changed"].pk,))).content.decode()
    assert "Ngày ký" in page
    assert "06/04/2025" in page
    assert reverse("admin:records_decision_change", args=(events["changed"].target_id,)) in page


def test_an_event_without_contents_says_so(client, events):
    page = client.get(reverse("admin:records_auditevent_change", args=(events["loaded"].pk,))).content.decode()
    assert "Việc này không kèm nội dung trước và sau." in page


def csv_rows(client, **query):
    response = client.get(reverse("admin:records_auditevent_csv"), query)
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def test_file_of_the_trail_holds_what_is_filtered(client, admin, events):
    (row,) = csv_rows(client, kind="changed")
    assert (row["Tài khoản"], row["Việc"], row["Loại đối tượng"]) == (admin.username, "Sửa", "Quyết định")
    assert (row["Trước"], row["Sau"]) == ("", "ngày ký: 06/04/2025")


def test_file_of_the_trail_has_every_page(client, admin):
    source = SourceFactory()
    for _number in range(60):
        AuditEvent.objects.record(kind="changed", target=source)
    assert len(csv_rows(client)) == 60


def test_no_cell_of_the_file_starts_a_formula(client, admin):
    AuditEvent.objects.record(kind="changed", target=SourceFactory(title="=1+1"), note="@x")
    (row,) = csv_rows(client)
    assert (row["Đối tượng"], row["Ghi chú"]) == ("'=1+1", "'@x")


def test_file_of_the_trail_is_in_the_readers_language(client, events):
    with translation.override("en"):
        address = reverse("admin:records_auditevent_csv")
    head = b"".join(client.get(address).streaming_content).decode("utf-8-sig").splitlines()[0]
    assert head.endswith(",Notes")


@pytest.mark.parametrize("events_made", [1, 12])
def test_the_trail_asks_no_more_for_more_rows(client, admin, events_made, django_assert_max_num_queries):
    for _number in range(events_made):
        AuditEvent.objects.record(kind="changed", target=SourceFactory(), by=UserFactory(), before={}, after={"a": 1})
    with django_assert_max_num_queries(12):
        client.get(LIST)


# The desk


def test_every_list_stands_in_a_group_once():
    grouped = [label for group in (*desk.GROUPS, desk.TECHNICAL) for label in group.lists]
    registered = {model._meta.label_lower for model in django_admin.site._registry}
    assert registered - set(grouped) == set()
    assert len(grouped) == len(set(grouped))


def test_every_frequent_task_has_its_page():
    assert [task.address for task, _address in desk.tasks()] == [task.address for task in desk.TASKS]


def test_a_task_without_a_page_is_left_out(monkeypatch):
    monkeypatch.setattr(desk, "TASKS", (desk.Task("Việc", "", "admin:khong_co"),))
    assert desk.tasks() == []


def test_the_desk_shows_tasks_lists_and_the_last_changes(client, events):
    page = client.get(reverse("admin:index")).content.decode()
    assert reverse("admin:units_unit_merge") in page
    assert "Căn cứ của mọi số liệu" in page
    assert "Sửa: " in page


def test_the_group_one_is_in_is_marked(client, admin):
    page = client.get(reverse("admin:records_source_changelist")).content.decode()
    marked = page[page.index('class="desk-nav"') :]
    assert 'aria-current="true">Văn bản, nguồn</a>' in marked


def test_a_list_is_headed_by_what_is_in_it(client, admin):
    assert "<h1>Nguồn</h1>" in client.get(reverse("admin:records_source_changelist")).content.decode()


def test_each_cell_names_its_column_for_narrow_screens(client, admin):
    SourceFactory(title="Công báo")
    page = client.get(reverse("admin:records_source_changelist")).content.decode()
    assert 'data-label="Tên tài liệu"' in page


def test_what_is_in_the_way_of_deleting_is_named_and_then_counted(client, admin):
    amended = DecisionFactory()
    for _number in range(25):
        DecisionFactory(amends=amended)
    page = client.get(reverse("admin:records_decision_delete", args=(amended.pk,))).content.decode()
    assert "và 5 mục khác" in page
