"""Editions as files: one test for each way in which a file can be wrong."""

from decimal import Decimal

import pytest

from indices.importing.published_files import edition_files, figure, printed
from indices.models import Edition
from records.record_files import RecordError, Row
from units.models import Unit

TOML, STANDINGS, SCORES = (f"editions/thu/2016/{name}" for name in ("edition.toml", "standings.csv", "scores.csv"))

FAULTS = {
    # edition.toml
    "no index": (TOML, 'index = "thu"\n', "", "edition.toml: thiếu “index”"),
    "empty criteria set": (TOML, '"thu-2016"', '""', "edition.toml:4: thiếu “criteria_set”"),
    "not TOML": (TOML, "year = 2016", "year = hai nghìn", "edition.toml: Invalid value (at line 3"),
    "slip of the pen": (TOML, "stated_units", "stated_unit", "edition.toml:7: không có mục nào tên “stated_unit”"),
    "text for a number": (TOML, "year = 2016", 'year = "2016"', "edition.toml:3: “year”: “2016” không đúng kiểu"),
    "truth for a number": (TOML, "units = 2", "units = true", "edition.toml:7: “stated_units”: “True” không đúng kiểu"),
    "reserved label": (TOML, 'label = "2016"', 'label = "trends"', "edition.toml:2: “trends” không dùng làm nhãn được"),
    "year of another label": (TOML, "year = 2016", "year = 2017", "edition.toml:3: “year” không khớp"),
    "folder of another label": (TOML, 'label = "2016"\nyear = 2016', 'label = "2017"', "trong thư mục thu/2017"),
    "revision in the folder of the first": (TOML, "year = 2016", "revision = 2", "trong thư mục thu/2016-r2"),
    "neither source nor decision": (TOML, 'source = "results-1"\n', "", "phải ghi “source” hoặc “decision”"),
    "unknown source": (TOML, 'source = "results-1"', 'source = "x"', "edition.toml:5: “source”: không có “x”"),
    "unknown further source": (TOML, '["results-1"]', '["x"]', "edition.toml:6: không có nguồn “x” trong bản ghi"),
    "unknown criteria set": (TOML, '"thu-2016"', '"x"', "edition.toml:4: “criteria_set”: không có “x”"),
    "unknown word of a block": (TOML, "units = 2", 'units = 2\nblocks = [{slag = "a"}]', "không có mục nào tên “slag”"),
    # standings.csv
    "unknown unit": (STANDINGS, "bac,,yes", "nam,,no,not_published,,,,,,\nbac,,yes", "3: cột “unit”: không có “nam”"),
    "unit twice": (STANDINGS, "\nbac,", "\nan,", "standings.csv:3: dòng này lặp lại dòng 2"),
    "unknown block": (STANDINGS, "an,,yes", "an,do-thi,yes", "standings.csv:2: cột “block”: không có “do-thi”"),
    "neither yes nor no": (STANDINGS, "an,,yes", "an,,co", "standings.csv:2: cột “to_be_ranked” chỉ nhận yes hoặc no"),
    "unknown status": (STANDINGS, "yes,ranked,15", "yes,first,15", "standings.csv:2: cột “status”: không có “first”"),
    "status of other figures": (STANDINGS, "yes,ranked,15", "no,ranked,15", "ghi ranked, nhưng theo các số thì là unr"),
    "rank in words": (
        STANDINGS,
        ",1,,,",
        ",nhất,,,",
        "standings.csv:2: cột “stated_rank”: “nhất” không phải số",
    ),
    "rank of zero": (STANDINGS, ",1,,,", ",0,,,", "the database refuses"),
    "decimal comma": (STANDINGS, ",15.50,", ',"15,50",', "standings.csv:2: cột “stated_points”: “15,50” không phải số"),
    "unknown column": (STANDINGS, "stated_rank", "rank", "standings.csv:1: dòng tiêu đề phải là unit,block"),
    "total that is not the sum": (STANDINGS, "15.50", "15.60", "An, tổng: ghi 15,6, còn các phần cộng lại là 15,5"),
    # scores.csv
    "unknown code": (SCORES, "bac,1.2", "bac,1.3", "scores.csv:6: cột “code”: không có “1.3”"),
    "unit without a standing": (
        SCORES,
        "bac,1.2",
        "nam,1.2",
        "scores.csv:6: đơn vị “nam” không có trong standings",
    ),
    "score twice": (SCORES, "bac,1.2", "bac,1.1", "scores.csv:6: dòng này lặp lại dòng 5"),
    "no code": (SCORES, "bac,1.2", "bac,", "scores.csv:6: cột “code”: không có “”"),
    "number in words": (
        SCORES,
        "bac,2,scored,7",
        "bac,2,scored,bảy",
        "scores.csv:7: cột “points”: “bảy” không phải",
    ),
    "binary fraction": (SCORES, "scored,3.5,", "scored,3.50000000000000044,", "“3.50000000000000044” không phải số"),
    "exponent": (SCORES, "scored,3.5,", "scored,35e-1,", "“35e-1” không phải số"),
    "too large": (SCORES, "scored,3.5,", "scored,9999999999.5,", "“9999999999.5” không phải số"),
    "not a number": (SCORES, "scored,3.5,", "scored,NaN,", "“NaN” không phải số"),
    "too many cells": (SCORES, "an,2,scored", "an,2,,scored", "scores.csv:4: số ô của dòng không khớp"),
    "scored without points": (SCORES, "scored,3.5,", "scored,,", "ghi scored, nhưng theo các số thì là not_scored"),
    "open quote": (SCORES, "an,2,scored", 'an,2,"scored', "scores.csv:3: unexpected end of data"),
}


@pytest.mark.parametrize("story", FAULTS)
def test_fault_is_named_with_file_and_line_and_nothing_is_stored(folder, story):
    name, before, after, said = FAULTS[story]
    folder.edit(name, before, after)
    assert said in folder.refusal()
    assert not Edition.objects.exists()
    assert not Unit.objects.exists()


def test_edition_without_any_unit_is_refused(folder):
    (folder.path / STANDINGS).unlink()
    (folder.path / SCORES).unlink()
    assert "standings.csv: không có đơn vị nào" in folder.refusal()


def test_file_that_is_not_utf_8_is_refused(folder):
    for name in (SCORES, TOML):
        (folder.path / name).write_bytes((folder.path / name).read_bytes() + b"\xff")
        assert "can't decode byte 0xff" in folder.refusal()


def test_figure_keeps_the_digits_it_was_printed_with():
    row = Row("bảng.csv", 2, {"a": "58.20", "b": "-0.005", "c": "60", "d": ""})
    assert (printed(row, "a").places, printed(row, "b").places, printed(row, "c").places) == (2, 3, 0)
    assert str(figure(row, "a")) == "58.20"
    assert figure(row, "b") == Decimal("-0.005")
    assert printed(row, "d") is figure(row, "d") is None


def test_figure_of_other_digits_is_refused():
    with pytest.raises(RecordError, match=r"bảng\.csv:2"):
        figure(Row("bảng.csv", 2, {"a": "٣"}), "a")


def test_editions_come_oldest_first_and_revisions_after_what_they_replace(folder):
    for label in ("2017", "2017-q1", "2016-q4", "2015"):
        year = int(label[:4])
        folder.copy_edition(label, ("edition.toml", 'label = "2016"\nyear = 2016', f'label = "{label}"\nyear = {year}'))
    folder.copy_edition("2016-r2", ("edition.toml", "year = 2016", 'revision = 2\nreason = "Đính chính"'))
    names = [file.path.name for file in edition_files(folder.path / "editions")]
    assert names == ["2015", "2016", "2016-q4", "2016-r2", "2017-q1", "2017"]
