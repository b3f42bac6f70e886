"""Indices and criteria sets of the record; and loading all of it, once and again."""

from decimal import Decimal

import pytest
from django.apps import apps
from django.core.management import call_command
from django.utils.translation import get_language, override

from indices.models import CriteriaSet, Criterion, CriterionLink, Edition, Index, Standing
from records.models import AuditEvent, DataVersion
from units.models import Unit

SET = "sets/thu-2016.csv"


def everything():
    """Every stored row but those that say when."""
    models = [model for app in ("records", "units", "indices") for model in apps.get_app_config(app).get_models()]
    return {model: list(model.objects.order_by("pk").values()) for model in models}


def nothing_is_stored():
    return not any(everything().values())


def test_load_stores_and_computes_the_record(folder):
    assert "editions: 1 new" in folder.load()
    edition = Edition.objects.get()
    assert (str(edition), edition.state, edition.source.code) == ("Thử 2016", "published", "results-1")
    assert list(Standing.objects.order_by("rank").values_list("unit__slug", "points", "stated_points", "rank")) == [
        ("an", Decimal("15.5"), Decimal("15.5"), 1),
        ("bac", Decimal(14), Decimal(14), 2),
    ]
    assert AuditEvent.objects.get().kind == "edition_published"


def test_load_again_changes_nothing(loaded):
    before, version = everything(), DataVersion.current()
    said = loaded.load()
    assert everything() == before
    assert DataVersion.current() == version
    assert [line for line in said.splitlines()[:-1] if "0 new, 0 changed" not in line] == []


def test_load_says_nothing_when_told_to(folder, capsys):
    call_command("load_published", fixtures=folder.path, verbosity=0)
    assert capsys.readouterr().out == ""


def test_load_leaves_the_language_as_it_was(folder):
    with override("en"):
        folder.load()
        assert get_language() == "en"


def test_folder_that_is_not_there_is_refused(folder):
    folder.path /= "khong-co"
    assert "there is no folder" in folder.refusal()


def test_changed_name_is_brought_up_to_date_and_counted(loaded):
    version = DataVersion.current()
    loaded.edit("units/provinces.csv", ",Bắc,", ",Bắc Hà,")
    loaded.edit("indices.csv", "Chỉ số thử", "Chỉ số thử nghiệm")
    assert "indices: 0 new, 1 changed" in loaded.load()
    assert Unit.objects.get(slug="bac").search_key == "bac ha"
    assert Index.objects.get().name == "Chỉ số thử nghiệm"
    assert DataVersion.current() == version + 1


FAULTS = {
    "unknown level": ("indices.csv", ",province,,sum", ",tinh,,sum", "indices.csv:2: cột “level”: không có “tinh”"),
    "unknown source": ("indices.csv", ",results-1", ",results-9", "indices.csv:2: cột “sources”: không có “results-9”"),
    "no name": ("sets/sets.csv", ",Bộ 2016,", ",,", "sets/sets.csv:2: cột “name” không được để trống"),
    "unknown index": ("sets/sets.csv", ",thu,", ",khac,", "sets/sets.csv:2: cột “index”: không có “khac”"),
    "unknown parent": (SET, "1.1,1,", "1.1,9,", "thu-2016.csv:3: cột “parent”: không có “9”"),
    "criterion twice": (SET, "1.2,1", "1.1,1", "thu-2016.csv:4: dòng này lặp lại dòng 3"),
    "maximum of the wrong sign": (SET, ",4,appraisal", ",-4,appraisal", "the database refuses"),
    "maximum that is no number": (SET, ",4,appraisal", ",bốn,appraisal", "thu-2016.csv:3: cột “max_points”: “bốn”"),
    "bonus holding a penalty": (
        SET,
        "Lĩnh vực một,,,,10,appraisal,ordinary",
        "Một,,,,,appraisal,bonus",
        "thu-2016.csv",
    ),
    "bad date": ("units/names.csv", "an,,", "an,31/12/2016,", "names.csv:2: cột “valid_from”: “31/12/2016” không"),
    "too few cells": ("sources.csv", "2017-03-14,,", "2017-03-14,", "sources.csv:2: số ô của dòng không khớp"),
}


@pytest.mark.parametrize("story", FAULTS)
def test_fault_is_named_with_file_and_line_and_nothing_is_stored(folder, story):
    name, before, after, said = FAULTS[story]
    if story == "bonus holding a penalty":
        folder.edit(SET, "Tiêu chí một,,,,4,appraisal,ordinary", "Tiêu chí một,,,,-4,appraisal,penalty")
    folder.edit(name, before, after)
    assert said in folder.refusal()
    assert nothing_is_stored()


# What a published edition was scored by


LOCKED = {
    "maximum": (
        ",4,appraisal",
        ",5,appraisal",
        "thu-2016.csv:3: cột “max_points”: bộ tiêu chí đã dùng",
        "từ 4 thành 5",
    ),
    "name": ("Tiêu chí hai", "Tiêu chí ba", "thu-2016.csv:4: cột “name”", "Tiêu chí hai thành Tiêu chí ba"),
    "parent": ("2,,field", "2,1,field", "thu-2016.csv:5: cột “parent”", ""),
    "criterion dropped": ("2,,field,Lĩnh vực hai,,,,10,survey,ordinary,,\n", "", "thu-2016.csv", "thiếu tiêu chí 2"),
    "criterion added": ("2,,field", "3,,field,Ba,,,,10,survey,ordinary,,\n2,,field", "thu-2016.csv:5", "tiêu chí 3"),
}


@pytest.mark.parametrize("story", LOCKED)
def test_change_of_a_locked_set_is_refused_with_file_and_line(loaded, story):
    before, after, place, said = LOCKED[story]
    stored = everything()
    loaded.edit(SET, before, after)
    refusal = loaded.refusal()
    assert place in refusal
    assert said in refusal
    assert everything() == stored


def test_changed_maximum_of_a_whole_locked_set_is_refused(loaded):
    loaded.edit("sets/sets.csv", "in_force,20,", "in_force,21,")
    assert "sets.csv:2: cột “max_points”: bộ tiêu chí đã dùng" in loaded.refusal()


def test_english_name_in_a_locked_set_may_still_be_written(loaded):
    loaded.edit(SET, "Lĩnh vực hai,,,", "Lĩnh vực hai,,Field two,")
    loaded.load()
    assert Criterion.objects.get(code="2").name_en == "Field two"


# Sets that continue one another


@pytest.fixture
def continued(folder):
    """A second set, copied from the first, with criterion 2 linked to its own."""
    folder.edit("sets/sets.csv", "results-1,,\n", "results-1,,\nthu-2017,thu,Bộ 2017,,,2017,,draft,,,,thu-2016,,,\n")
    folder.write("sets/thu-2017.csv", (folder.path / SET).read_text(encoding="utf-8"))
    folder.edit("sets/links.csv", "note_en\n", "note_en\nthu-2016,2,thu-2017,2,kept,,\n")
    return folder


def test_sets_are_linked_and_say_what_they_were_copied_from(continued):
    continued.load()
    assert CriteriaSet.objects.get(slug="thu-2017").copied_from.slug == "thu-2016"
    link = CriterionLink.objects.get()
    assert (link.old.code, link.new.code, link.kind, link.confirmed) == ("2", "2", "kept", True)


def test_set_that_no_published_edition_uses_may_change(continued):
    continued.load()
    continued.edit("sets/thu-2017.csv", ",4,appraisal", ",4.5,appraisal")
    continued.load()
    assert Criterion.objects.get(criteria_set__slug="thu-2017", code="1.1").max_points == Decimal("4.5")


@pytest.mark.parametrize(
    ("after", "said"),
    [
        ("thu-2016,7,thu-2017,2,kept,,\n", "links.csv:2: cột “old”: bộ thu-2016 không có tiêu chí 7"),
        ("thu-2016,2,thu-2018,2,kept,,\n", "links.csv:2: cột “to_set”: không có “thu-2018”"),
        ("thu-2016,2,thu-2017,2,same,,\n", "links.csv:2: cột “kind”: không có “same”"),
        ("thu-2016,2,thu-2017,2,kept,,\n" * 2, "links.csv:3: dòng này lặp lại dòng 2"),
        ("thu-2016,,thu-2017,2,kept,,\n", "the database refuses"),
    ],
)
def test_link_that_joins_nothing_is_refused(continued, after, said):
    continued.edit("sets/links.csv", "thu-2016,2,thu-2017,2,kept,,\n", after)
    assert said in continued.refusal()
