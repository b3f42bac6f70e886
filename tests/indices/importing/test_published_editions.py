"""Editions of the record in the database: published once, never changed in place, corrected by a new revision."""

from decimal import Decimal

import pytest

from indices.models import Edition, Score, Standing
from records.models import AuditEvent, DataVersion

TOML, STANDINGS, SCORES = (f"editions/thu/2016/{name}" for name in ("edition.toml", "standings.csv", "scores.csv"))
REMEDY = "Bản đã công bố không sửa: đặt bản mới vào thư mục 2016-r2, ghi revision = 2 và reason."


CHANGES = {
    "total": (STANDINGS, "14.00", "14.01", "standings.csv:3: bac, “stated_points”: đã công bố 14.00, tệp ghi 14.01"),
    "printed places": (STANDINGS, "14.00", "14.0", "bac, “stated_points”: đã công bố 14.00, tệp ghi 14.0"),
    "figure taken away": (STANDINGS, "14.00", "", "bac, “stated_points”: đã công bố 14.00, tệp ghi trống"),
    "rank": (STANDINGS, ",2,,,", ",3,,,", "standings.csv:3: bac, “stated_rank”: đã công bố 2, tệp ghi 3"),
    "to be ranked": (STANDINGS, "bac,,yes", "bac,,no", "bac, “to_be_ranked”: đã công bố True, tệp ghi False"),
    "note": (STANDINGS, ",2,,,", ",2,,Ghi chú,", "bac, “note”: đã công bố trống, tệp ghi Ghi chú"),
    "points": (
        SCORES,
        "bac,1.2,scored,5",
        "bac,1.2,scored,5.5",
        "scores.csv:6: bac, tiêu chí 1.2, “points”: đã công bố 5, t",
    ),
    "status": (SCORES, "bac,1.2,scored", "bac,1.2,not_applicable", "“status”: đã công bố scored, tệp ghi not_applic"),
    "score taken away": (SCORES, "bac,1.2,scored,5,,,,,,\n", "", "scores.csv: bac, tiêu chí 1.2: đã công bố mà"),
    "number of units": (TOML, "units = 2", "units = 3", "edition.toml:7: “stated_units”: đã công bố 2, tệp ghi 3"),
    "block": (TOML, "units = 2", 'units = 2\nblocks = [{slug = "a", name = "A"}]', "edition.toml:8: “blocks”"),
    "band": (TOML, "units = 2", 'units = 2\nbands = [{name = "Tốt", lower = 80}]', "edition.toml:8: “bands”"),
}


@pytest.mark.parametrize("story", CHANGES)
def test_change_of_what_is_published_is_refused_and_named(loaded, story):
    name, before, after, said = CHANGES[story]
    stored = list(Standing.objects.values()), list(Score.objects.values()), list(Edition.objects.values())
    loaded.edit(name, before, after)
    refusal = loaded.refusal()
    assert "editions/thu/2016: 1 chỗ khác với bản đã công bố" in refusal
    assert said in refusal
    assert REMEDY in refusal
    assert (list(Standing.objects.values()), list(Score.objects.values()), list(Edition.objects.values())) == stored


def test_row_added_to_what_is_published_is_refused(loaded):
    loaded.edit("units/provinces.csv", "bac,province", "nam,province,03,Nam,province,,,,,,\nbac,province")
    loaded.edit(STANDINGS, "bac,,", "nam,,yes,ranked,13.00,,,,,\nbac,,")
    assert "standings.csv:3: nam: chưa có trong bản đã công bố" in loaded.refusal()


def test_every_change_is_named(loaded):
    loaded.edit(STANDINGS, "14.00", "14.50")
    loaded.edit(SCORES, "bac,1.2,scored,5", "bac,1.2,scored,5.5")
    refusal = loaded.refusal()
    assert "2 chỗ khác" in refusal
    assert "standings.csv:3" in refusal
    assert "scores.csv:6" in refusal


def test_same_figures_written_otherwise_are_no_change(loaded):
    loaded.edit(SCORES, "scored,3.5,", "scored,3.50,")
    assert "editions: 0 new, 1 changed" in loaded.load()
    assert "editions: 0 new, 0 changed" in loaded.load()
    assert AuditEvent.objects.count() == 1


def test_sources_of_what_is_published_may_become_better_known(loaded):
    version = DataVersion.current()
    loaded.edit(TOML, '["results-1"]', '["results-1", "results-2"]')
    loaded.edit(SCORES, ",results-2,", ",results-1,")
    loaded.edit(STANDINGS, "14.00,,2,,", "14.00,,2,results-2,")
    loaded.load()
    assert Edition.objects.get().sources.count() == 2
    assert Score.objects.get(sources__isnull=False).sources.get().code == "results-1"
    assert Standing.objects.get(sources__isnull=False).sources.get().code == "results-2"
    assert DataVersion.current() == version + 1


REVISED = (
    ("edition.toml", "year = 2016", 'revision = 2\nreason = "Đính chính"\nreason_en = "Corrected"'),
    ("standings.csv", "14.00", "14.50"),
    ("scores.csv", "bac,1.2,scored,5", "bac,1.2,scored,5.5"),
)


def test_new_revision_supersedes_and_the_first_stays_as_it_was(loaded):
    loaded.copy_edition("2016-r2", *REVISED)
    assert "editions: 1 new, 0 changed, 1 as before" in loaded.load()
    first, second = Edition.objects.order_by("revision")
    assert (first.state, second.state, second.replaces) == ("superseded", "published", first)
    assert (second.reason, second.reason_en) == ("Đính chính", "Corrected")
    totals = {edition.revision: edition.standings.get(unit__slug="bac").points for edition in (first, second)}
    assert totals == {1: Decimal(14), 2: Decimal("14.5")}
    assert "editions: 0 new, 0 changed, 2 as before" in loaded.load()


def test_first_and_second_revision_load_together(folder):
    folder.copy_edition("2016-r2", *REVISED)
    folder.load()
    assert list(Edition.objects.order_by("revision").values_list("state", flat=True)) == ["superseded", "published"]


def test_new_revision_without_a_reason_is_refused(loaded):
    loaded.copy_edition("2016-r2", ("edition.toml", "year = 2016", "revision = 2"))
    assert "2016-r2/edition.toml: bản thay thế phải ghi “reason”" in loaded.refusal()


def test_blocks_and_bands_are_stored_in_their_order(folder):
    folder.edit(
        TOML,
        "stated_units = 2\n",
        'blocks = [{slug = "a", name = "Khối A", stated_units = 1}, {slug = "b", name = "Khối B"}]\n'
        'bands = [{name = "Tốt", lower = 77.5}, {name = "Khá", upper = 77.5}]\n',
    )
    folder.edit(STANDINGS, "an,,", "an,a,")
    folder.edit(STANDINGS, "bac,,", "bac,b,")
    folder.load()
    rows = Standing.objects.order_by("unit__slug").values_list("block__slug", "band__name", "rank")
    assert list(rows) == [("a", "Tốt", 1), ("b", "Khá", 1)]
    folder.edit(STANDINGS, "15.50,,1,,,", "15.50,,1,results-1,,")
    assert "1 changed" in folder.load()


def test_edition_may_be_published_by_a_decision_alone(folder):
    folder.edit(TOML, 'source = "results-1"', 'decision = "409-qd-bnv"\npublished_on = 2017-04-06')
    folder.load()
    edition = Edition.objects.get()
    assert (edition.decision.number, edition.source) == ("409/QĐ-BNV", None)
    assert f"{edition.published_on:%d/%m/%Y}" == "06/04/2017"


def test_incomplete_and_unpublished_units_are_stored_as_such(folder):
    folder.edit(SCORES, "bac,1.2,scored,5", "bac,1.2,not_scored,")
    folder.edit(STANDINGS, "bac,,yes,ranked,14.00,,2", "bac,,no,incomplete,,,")
    folder.load()
    standing = Standing.objects.get(unit__slug="bac")
    assert (standing.status, standing.missing, standing.points) == ("incomplete", ["1.2"], None)
