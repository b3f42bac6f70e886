"""What stands beside the rows of an edition: parts, statistics, stated bands; and what the record says of itself."""

from decimal import Decimal

import pytest
from django.apps import apps

from indices.models import Conflict, Edition, EditionStatistic, Standing, StandingPart
from records.models import AuditEvent, DataVersion, LeftOut

EDITION = "editions/thu/2016"
TOML, PARTS, STATISTICS, BANDS = (
    f"{EDITION}/{name}" for name in ("edition.toml", "parts.csv", "statistics.csv", "stated_bands.csv")
)
CONFLICTS, LEFT_OUT = "conflicts.csv", "left_out.csv"
FILES = {
    PARTS: "unit,kind,name,name_en,stated_points,max_points,sources\n"
    "an,appraisal,Điểm thẩm định,Appraisal,10.50,14,results-2\n"
    "an,survey,Điểm điều tra,Survey,5,6,\n",
    STATISTICS: "measure,label,label_en,block,group,band,criterion,figure,units_counted,sources,note\n"
    "mean,,,,,,,14.750,2,results-1;results-2,\n"
    "mean,,,,mien-bac,,,15.5,,,\n"
    "highest,,,,,,2,8,,,An.\n"
    "count,Cả nước,Whole country,,,Tốt,,1,2,,\n",
    BANDS: "unit,band,sources\nan,Tốt,results-2\n",
    CONFLICTS: "slug,index,edition,unit,subject,subject_en,kept,kept_sources,other,other_sources,reason,reason_en\n"
    'thu-2016-an,thu,2016,an,Tổng điểm,Total,"15,50",results-1,"15,51",results-2,Nhầm chữ số.,A slip.\n',
    LEFT_OUT: "origin,key,reason,reason_en\nresults/derived,2016|an,Số suy ra.,Derived.\n",
    "units/groups.csv": "slug,grouping,name,name_en,position,valid_from,valid_to,decision,sources,note\n"
    "mien-bac,mien,Miền Bắc,North,1,,,,,\n",
}
TWO_BANDS = (
    'bands = [{name = "Tốt", lower = 77.5, sources = ["results-2"]}, {name = "Khá", upper = 77.5, sources = []}]\n'
)


@pytest.fixture
def folder(folder):
    """The record of a few lines, with everything that may stand beside an edition."""
    for name, text in FILES.items():
        folder.write(name, text)
    folder.edit(TOML, "stated_units = 2\n", f"stated_units = 2\n{TWO_BANDS}")
    return folder


def everything():
    """Every stored row of every table, those between tables too."""
    models = [
        model
        for app in ("records", "units", "indices")
        for model in apps.get_app_config(app).get_models(include_auto_created=True)
    ]
    return {model: list(model.objects.order_by("pk").values()) for model in models}


def cited(row):
    return [source.code for source in row.sources.order_by("code")]


# What is stored


def test_parts_are_stored_in_their_order_with_printed_places(loaded):
    parts = StandingPart.objects.order_by("position")
    assert [(part.standing.unit.slug, part.kind, part.name, part.name_en) for part in parts] == [
        ("an", "appraisal", "Điểm thẩm định", "Appraisal"),
        ("an", "survey", "Điểm điều tra", "Survey"),
    ]
    assert [(part.stated_points, part.stated_points_places, part.max_points) for part in parts] == [
        (Decimal("10.5"), 2, Decimal(14)),
        (Decimal(5), 0, Decimal(6)),
    ]
    assert [cited(part) for part in parts] == [["results-2"], []]


def test_statistics_are_stored_with_what_they_are_of(loaded):
    rows = EditionStatistic.objects.order_by("pk")
    assert [(row.measure, row.label, str(row.group or ""), row.band and row.band.name) for row in rows] == [
        ("mean", "", "", None),
        ("mean", "", "Miền Bắc", None),
        ("highest", "", "", None),
        ("count", "Cả nước", "", "Tốt"),
    ]
    assert [(row.figure, row.places, row.units_counted) for row in rows] == [
        (Decimal("14.75"), 3, 2),
        (Decimal("15.5"), 1, None),
        (Decimal(8), 0, None),
        (Decimal(1), 0, 2),
    ]
    assert (rows[2].criterion.code, rows[2].note) == ("2", "An.")
    assert [cited(row) for row in rows] == [["results-1", "results-2"], [], [], []]


def test_stated_band_stands_beside_the_computed_one(loaded):
    standing = Standing.objects.get(unit__slug="an")
    assert (standing.stated_band.name, standing.band.name) == ("Tốt", "Tốt")
    assert cited(standing) == ["results-2"]
    assert [cited(band) for band in Edition.objects.get().bands.all()] == [["results-2"], []]


def test_conflicts_and_what_was_left_out_are_stored(loaded):
    conflict = Conflict.objects.get()
    assert (conflict.index.slug, conflict.edition_label, conflict.unit.slug) == ("thu", "2016", "an")
    assert (conflict.kept, conflict.other, conflict.reason_en) == ("15,50", "15,51", "A slip.")
    assert [source.code for source in conflict.kept_sources.all()] == ["results-1"]
    assert [source.code for source in conflict.other_sources.all()] == ["results-2"]
    assert LeftOut.objects.values_list("origin", "key", "reason", "reason_en").get() == (
        "results/derived", "2016|an", "Số suy ra.", "Derived.",
    )  # fmt: skip


def test_loading_again_changes_nothing(loaded):
    before, version = everything(), DataVersion.current()
    said = loaded.load()
    assert everything() == before
    assert DataVersion.current() == version
    assert [line for line in said.splitlines()[:-1] if "0 new, 0 changed" not in line] == []


def test_changed_reason_is_brought_up_to_date_and_counted(loaded):
    version = DataVersion.current()
    loaded.edit(CONFLICTS, "Nhầm chữ số.", "Đảo chữ số.")
    loaded.edit(LEFT_OUT, "Số suy ra.", "Số tính từ hai số khác.")
    said = loaded.load()
    assert "conflicts: 0 new, 1 changed" in said
    assert "left out: 0 new, 1 changed" in said
    assert (Conflict.objects.get().reason, LeftOut.objects.get().reason) == ("Đảo chữ số.", "Số tính từ hai số khác.")
    assert DataVersion.current() == version + 1


def test_sources_of_parts_and_statistics_may_become_better_known(loaded):
    loaded.edit(PARTS, ",5,6,", ",5,6,results-1")
    loaded.edit(STATISTICS, "results-1;results-2", "results-1")
    loaded.edit(BANDS, "Tốt,results-2", "Tốt,results-1")
    assert "editions: 0 new, 1 changed" in loaded.load()
    assert [cited(part) for part in StandingPart.objects.order_by("position")] == [["results-2"], ["results-1"]]
    assert cited(EditionStatistic.objects.order_by("pk")[0]) == ["results-1"]
    assert cited(Standing.objects.get(unit__slug="an")) == ["results-1"]


def test_edition_of_statistics_alone_has_no_standings(folder):
    for name in ("standings.csv", "scores.csv"):
        folder.write(f"{EDITION}/{name}", (folder.path / EDITION / name).read_text("utf-8").splitlines()[0] + "\n")
    for name in (PARTS, BANDS):
        (folder.path / name).unlink()
    folder.load()
    edition = Edition.objects.get()
    assert (edition.state, edition.standings.count(), edition.statistics.count()) == ("published", 0, 4)
    assert "editions: 0 new, 0 changed" in folder.load()


@pytest.mark.parametrize(
    ("said", "of_edition", "of_blocks", "ranks"),
    [
        ("complete = false", False, {}, {"an": None, "bac": None}),
        (
            'blocks = [{slug = "a", name = "A"}, {slug = "b", name = "B", complete = false}]',
            False,
            {"a": True, "b": False},
            {"an": 1, "bac": None},
        ),
        (
            'blocks = [{slug = "a", name = "A"}, {slug = "b", name = "B"}]',
            True,
            {"a": True, "b": True},
            {"an": 1, "bac": 1},
        ),
    ],
)
def test_table_or_block_that_is_not_complete_computes_no_rank(folder, said, of_edition, of_blocks, ranks):
    folder.edit(TOML, "stated_units = 2\n", f"{said}\n")
    if of_blocks:
        folder.edit(f"{EDITION}/standings.csv", "an,,", "an,a,")
        folder.edit(f"{EDITION}/standings.csv", "bac,,", "bac,b,")
    folder.load()
    edition = Edition.objects.get()
    assert edition.is_complete is of_edition
    assert {block.slug: block.is_complete for block in edition.blocks.all()} == of_blocks
    assert dict(Standing.objects.values_list("unit__slug", "rank")) == ranks


# What is refused, with file and line


FAULTS = {
    # parts.csv
    "part of an unknown unit": (PARTS, "an,survey", "nam,survey", "parts.csv:3: cột “unit”: không có “nam”"),
    "part of an unknown kind": (PARTS, "an,survey", "an,khac", "parts.csv:3: cột “kind”: không có “khac”"),
    "part without a name": (PARTS, ",Điểm điều tra,", ",,", "parts.csv:3: cột “name” không được để trống"),
    "part without a figure": (PARTS, ",5,6,", ",,6,", "parts.csv:3: cột “stated_points” không được để trống"),
    "part with a decimal comma": (PARTS, ",10.50,", ',"10,50",', "parts.csv:2: cột “stated_points”: “10,50” không"),
    "maximum in words": (PARTS, ",5,6,", ",5,sáu,", "parts.csv:3: cột “max_points”: “sáu” không phải số"),
    "part twice": (PARTS, "survey,Điểm điều tra", "survey,Điểm thẩm định", "parts.csv:3: dòng này lặp lại dòng 2"),
    "part of an unknown source": (PARTS, "14,results-2", "14,x", "parts.csv:2: cột “sources”: không có “x”"),
    "unknown column of parts": (PARTS, "max_points", "maximum", "parts.csv:1: dòng tiêu đề phải là unit,kind"),
    # statistics.csv
    "unknown measure": (STATISTICS, "highest,", "best,", "statistics.csv:4: cột “measure”: không có “best”"),
    "statistic without a figure": (
        STATISTICS,
        ",2,8,",
        ",2,,",
        "statistics.csv:4: cột “figure” không được để trống",
    ),
    "figure in words": (STATISTICS, "14.750", "cao", "statistics.csv:2: cột “figure”: “cao” không phải số"),
    "unknown block": (STATISTICS, "mean,,,,mien", "mean,,,x,mien", "statistics.csv:3: cột “block”: không có “x”"),
    "unknown group": (STATISTICS, "mien-bac", "mien-nam", "statistics.csv:3: cột “group”: không có “mien-nam”"),
    "unknown band": (STATISTICS, ",Tốt,", ",Kém,", "statistics.csv:5: cột “band”: không có “Kém”"),
    "unknown criterion": (STATISTICS, ",2,8,", ",7,8,", "statistics.csv:4: cột “criterion”: không có “7”"),
    "half a unit counted": (STATISTICS, "14.750,2,", "14.750,1.5,", "statistics.csv:2: cột “units_counted”: “1.5”"),
    "statistic twice": (STATISTICS, ",mien-bac,", ",,", "statistics.csv:3: dòng này lặp lại dòng 2"),
    "statistic of an unknown source": (STATISTICS, "1;results-2", "1;x", "statistics.csv:2: cột “sources”: không"),
    # stated_bands.csv, and the bands of edition.toml
    "band of an unknown unit": (BANDS, "\nan,", "\nnam,", "stated_bands.csv:2: cột “unit”: không có “nam”"),
    "unknown stated band": (BANDS, "an,Tốt", "an,Kém", "stated_bands.csv:2: cột “band”: không có “Kém”"),
    "two bands of one unit": (BANDS, "results-2\n", "\nan,Khá,\n", "stated_bands.csv:3: dòng này lặp lại dòng 2"),
    "stated band of an unknown source": (BANDS, "results-2", "x", "stated_bands.csv:2: cột “sources”: không có “x”"),
    "bounds of an unknown source": (TOML, 'lower = 77.5, sources = ["results-2"]', 'sources = ["x"]', "nguồn “x”"),
    "unknown word of a band": (TOML, "lower = 77.5", "from = 77.5", "không có mục nào tên “from”"),
    "bound in words": (TOML, "lower = 77.5", 'lower = "cao"', "“lower”: “cao” không đúng kiểu"),
    "bounds in the wrong order": (TOML, "lower = 77.5", "lower = 77.5, upper = 70", "the database refuses"),
    "complete in words": (TOML, "stated_units", 'complete = "no"\nstated_units', "“complete”: “no” không đúng kiểu"),
    # conflicts.csv
    "conflict of an unknown kept source": (CONFLICTS, ",results-1,", ",x,", "conflicts.csv:2: cột “kept_sources”: kh"),
    "conflict of an unknown other source": (
        CONFLICTS,
        ",results-2,",
        ",x,",
        "conflicts.csv:2: cột “other_sources”: không có “x”",
    ),
    "conflict of an unknown index": (CONFLICTS, "an,thu,", "an,khac,", "conflicts.csv:2: cột “index”: không có “khac”"),
    "conflict of an unknown unit": (CONFLICTS, "2016,an,", "2016,nam,", "conflicts.csv:2: cột “unit”: không có “nam”"),
    "conflict without a name": (CONFLICTS, "thu-2016-an,", ",", "conflicts.csv:2: cột “slug” không được để trống"),
    "conflict twice": (CONFLICTS, "A slip.\n", "A slip.\nthu-2016-an,,,,,,,,,,,\n", "conflicts.csv:3: dòng này lặp"),
    # left_out.csv
    "left out without a reason": (LEFT_OUT, "Số suy ra.", "", "left_out.csv:2: cột “reason” không được để trống"),
    "left out of nowhere": (LEFT_OUT, "results/derived", "", "left_out.csv:2: cột “origin” không được để trống"),
    "left out without a key": (LEFT_OUT, "2016|an", "", "left_out.csv:2: cột “key” không được để trống"),
    "left out twice": (LEFT_OUT, "Derived.\n", "Derived.\nresults/derived,2016|an,A,B\n", "left_out.csv:3: dòng này"),
}  # fmt: skip


@pytest.mark.parametrize("story", FAULTS)
def test_fault_is_named_with_file_and_line_and_nothing_is_stored(folder, story):
    name, before, after, said = FAULTS[story]
    folder.edit(name, before, after)
    assert said in folder.refusal()
    assert not Edition.objects.exists()
    assert not AuditEvent.objects.exists()


# What is published stays as it is


CHANGES = {
    "points of a part": (PARTS, "10.50", "10.51", "parts.csv:2: an, Điểm thẩm định, “stated_points”: đã công bố 10.50"),
    "printed places of a part": (PARTS, "10.50", "10.5", "“stated_points”: đã công bố 10.50, tệp ghi 10.5"),
    "maximum of a part": (PARTS, ",5,6,", ",5,7,", "parts.csv:3: an, Điểm điều tra, “max_points”: đã công bố 6"),
    "kind of a part": (PARTS, "an,survey", "an,outcome", "“kind”: đã công bố survey, tệp ghi outcome"),
    "part taken away": (PARTS, "an,survey,Điểm điều tra,Survey,5,6,\n", "", "parts.csv: an, Điểm điều tra: đã công bố"),
    "part added": (PARTS, "5,6,\n", "5,6,\nbac,survey,Điểm,,1,,\n", "parts.csv:4: bac, Điểm: chưa có trong bản đã"),
    "statistic": (STATISTICS, "14.750", "14.76", "statistics.csv:2: mean, “figure”: đã công bố 14.750, tệp ghi 14.76"),
    "printed places of a statistic": (STATISTICS, "14.750", "14.75", "“figure”: đã công bố 14.750, tệp ghi 14.75"),
    "units counted": (STATISTICS, ",1,2,", ",1,3,", "count, Cả nước, Tốt, “units_counted”: đã công bố 2, tệp ghi 3"),
    "note of a statistic": (STATISTICS, "An.", "", "highest, 2, “note”: đã công bố An., tệp ghi trống"),
    "statistic taken away": (STATISTICS, "mean,,,,mien-bac,,,15.5,,,\n", "", "mean, mien-bac: đã công bố mà không"),
    "statistic added": (STATISTICS, "An.\n", "An.\nlowest,,,,,,2,7,,,\n", "statistics.csv:5: lowest, 2: chưa có trong"),
    "stated band": (BANDS, "an,Tốt", "an,Khá", "an, “band”: đã công bố Tốt, tệp ghi Khá"),
    "stated band taken away": (BANDS, "an,Tốt,results-2\n", "", "an, “band”: đã công bố Tốt, tệp ghi trống"),
    "stated band added": (BANDS, "an,Tốt", "bac,Khá,\nan,Tốt", "bac, “band”: đã công bố trống, tệp ghi Khá"),
    "bound of a band": (TOML, "lower = 77.5", "lower = 80", "“bands”: đã công bố"),
    "completeness": (TOML, "stated_units = 2", "stated_units = 2\ncomplete = false", "“is_complete”: đã công bố True"),
    "note of the edition": (TOML, "stated_units = 2", 'stated_units = 2\nnote = "Ghi chú"', "“note”: đã công bố trống"),
}  # fmt: skip


@pytest.mark.parametrize("story", CHANGES)
def test_change_of_what_is_published_is_refused_and_named(loaded, story):
    name, before, after, said = CHANGES[story]
    stored = everything()
    loaded.edit(name, before, after)
    refusal = loaded.refusal()
    assert "editions/thu/2016: 1 chỗ khác với bản đã công bố" in refusal
    assert said in refusal
    assert "2016-r2" in refusal
    assert everything() == stored


def test_new_revision_may_say_otherwise(loaded):
    loaded.copy_edition(
        "2016-r2",
        ("edition.toml", "year = 2016", 'revision = 2\nreason = "Bổ sung trung bình"'),
        ("statistics.csv", "14.750", "14.76"),
        ("parts.csv", "10.50", "10.51"),
    )
    assert "editions: 1 new, 0 changed, 1 as before" in loaded.load()
    told = EditionStatistic.objects.filter(measure="mean", group=None).order_by("edition__revision")
    assert [row.figure for row in told] == [Decimal("14.75"), Decimal("14.76")]
