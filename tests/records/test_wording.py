"""The audit trail in words: kinds, names of fields, values by their labels, dates and figures as readers write them."""

import ast

import pytest
from django.conf import settings
from django.contrib.admin.models import LogEntry
from django.utils import translation

from records import wording
from records.models import AuditEvent
from records.wording import Term, address_of, changes, kind_words, known_kinds, note_words, object_words, summary
from tests.factories import SourceFactory, UserFactory

APPS = ("records", "units", "indices")


def event(target_type="units.unit", **fields):
    return AuditEvent(**{"kind": "changed", "target_type": target_type, **fields})


def said(name, value, target_type="units.unit"):
    """The lines that a value becomes."""
    (change,) = changes(event(target_type, before={}, after={name: value}))
    return change.after


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("name", "Huế", "Huế"),
        ("name", "2025-06-30", "2025-06-30"),
        ("kind", "city", "thành phố trực thuộc trung ương"),
        ("kind", "làng", "làng"),
        ("valid_to", "2025-06-30", "30/06/2025"),
        ("valid_to", "2025-02-31x", "2025-02-31x"),
        ("valid_from", "0001-01-01", "chưa rõ"),
        ("is_sample", True, "có"),
        ("is_sample", False, "không"),
        ("parent", "PAPI 2024 (#12)", "PAPI 2024"),
        ("parent", "1.2", "1.2"),
        ("khong_co", "2025-06-30", "30/06/2025"),
        ("khong_co", 3, "3"),
    ],
)
def test_value_is_said_as_its_field_says_it(name, value, words):
    assert said(name, value) == (words,)


@pytest.mark.parametrize(("language", "words"), [("vi", "61,5"), ("en", "61.5")])
def test_points_are_written_in_the_readers_notation(language, words):
    with translation.override(language):
        assert said("max_points", "61.500", "indices.criteriaset") == (words,)


def test_moment_is_told_in_local_time():
    assert said("last_login", "2025-06-30T17:30:00+00:00", "records.user") == ("00:30 01/07/2025",)
    assert said("last_login", "hôm qua", "records.user") == ("hôm qua",)


def test_field_is_called_by_its_verbose_name():
    (change,) = changes(event(before={"valid_to": None}, after={"valid_to": "2025-06-30"}))
    assert (change.label, change.before) == ("đến hết ngày", ())


def test_list_has_a_line_for_each_of_its_parts():
    assert said("sources", ["Công báo", "Báo cáo"]) == ("Công báo", "Báo cáo")


def test_table_has_a_line_for_each_of_its_rows():
    row = {"name": "Huế", "kind": "city", "note": ""}
    assert said("rows", [row]) == ("tên hiện nay: Huế; loại: thành phố trực thuộc trung ương",)
    assert said("rows", {"1.2": row}) == ("1.2: tên hiện nay: Huế; loại: thành phố trực thuộc trung ương",)


def test_rows_of_another_model_are_said_by_its_fields():
    assert said("added", {"1.2": {"method": "survey"}}, "indices.criteriaset") == (
        "1.2: cách chấm: điều tra xã hội học",
    )


def test_what_follows_from_something_else_or_is_nothing_is_not_told():
    assert changes(event(before={"note": ""}, after={"note": None, "search_key": "hue", "sort_key": "1"})) == []


def test_sides_that_are_no_table_tell_nothing():
    assert changes(event(before=None, after="?")) == []


def test_an_app_teaches_the_trail_its_words(monkeypatch):
    monkeypatch.setattr(wording, "_KINDS", {})
    monkeypatch.setattr(wording, "_TERMS", {})
    wording.register(kinds={"slept": "Ngủ"}, terms={"where": Term("ở đâu", {"home": "ở nhà"}), "long": "lâu"})
    assert (kind_words("slept"), known_kinds()) == ("Ngủ", {"slept"})
    (where, long) = changes(event(before={}, after={"where": "home", "long": "2"}))
    assert (where.label, where.after, long.label) == ("ở đâu", ("ở nhà",), "lâu")


def test_kind_without_words_is_other_work():
    assert kind_words("slept") == "Việc khác (slept)"


@pytest.mark.parametrize(("label", "words"), [("units.unit", "Đơn vị"), ("xưa.cũ", "xưa.cũ"), ("xưa", "xưa")])
def test_object_is_called_by_its_model(label, words):
    assert object_words(label) == words


def test_summary_tells_the_first_changes_and_counts_the_others():
    before = {"name": "A" * 80, "code": "1", "note": "", "kind": "city"}
    after = {"name": "B", "code": "2", "note": "x", "kind": "province"}
    text = summary(event(before=before, after=after))
    assert text.startswith("tên hiện nay: " + "A" * 59 + "… → B; mã: 1 → 2; ghi chú: – → x; và 1 mục khác")


def test_summary_of_what_has_one_side_is_its_note():
    assert summary(event(kind="added", after={"name": "A"}, note="theo tệp")) == "theo tệp"
    assert summary(event(kind="loaded", note="theo tệp")) == "theo tệp"


def test_summary_of_what_has_no_before_says_what_there_is():
    assert summary(event(kind="units_merged", after={"name": "A"})) == "tên hiện nay: A"


def test_what_stayed_as_it_was_is_not_told():
    assert changes(event(before={"name": "A", "code": "1"}, after={"name": "A", "code": "1"})) == []


def test_note_of_a_deletion_names_what_went_along():
    note = "units.Alias: 2; xưa.Cũ: 1"
    assert note_words(event(kind="deleted", note=note)) == "Xóa theo: cách gọi khác: 2; xưa.Cũ: 1"
    assert note_words(event(kind="deleted", note="")) == ""
    assert note_words(event(kind="changed", note=note)) == note


def test_address_leads_to_what_is_still_there(db):
    source = SourceFactory()
    assert address_of("records.source", str(source.pk)) == f"/admin/records/source/{source.pk}/change/"


@pytest.mark.parametrize(("label", "number"), [("records.source", "0"), ("records.source", "x"), ("xưa.cũ", "1")])
def test_what_is_gone_or_unknown_has_no_address(db, label, number):
    assert address_of(label, number) == ""


def test_model_without_pages_has_no_address(db, admin_log):
    assert address_of("admin.logentry", str(admin_log.pk)) == ""


@pytest.fixture
def admin_log(db):
    return LogEntry.objects.create(user=UserFactory(), action_flag=1)


def kinds_written_down():
    """Every kind of event that the code writes down in so many words, with the file it is in."""
    found = {}
    for app in APPS:
        for path in sorted((settings.BASE_DIR / app).rglob("*.py")):
            for call in ast.walk(ast.parse(path.read_text())):
                if isinstance(call, ast.Call) and getattr(call.func, "attr", "") == "record":
                    kind = {keyword.arg: keyword.value for keyword in call.keywords}.get("kind")
                    if isinstance(kind, ast.Constant):
                        found[kind.value] = path.name
    return found


def test_every_kind_that_is_written_down_has_words():
    written = kinds_written_down()
    assert written
    assert {kind: where for kind, where in written.items() if kind not in known_kinds()} == {}
