"""Cells of the published record, read as what they are, and every fault with its file and line."""

import datetime
from pathlib import Path

import pytest

from records.record_files import RecordError, Row, keyed, read_table
from units.models import Level

PATH = Path("units/provinces.csv")


def row(**cells):
    return Row(PATH, 7, cells)


def refusal(read):
    with pytest.raises(RecordError) as fault:
        read()
    return str(fault.value)


@pytest.fixture
def table(tmp_path):
    def write(text):
        path = tmp_path / "bang.csv"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def test_rows_come_in_order_with_their_lines(table):
    rows = list(read_table(table('slug,name\nha-noi,Hà Nội\nhue,"Huế, Thừa Thiên"\n')))
    assert [(row.line, row.text("slug"), row.text("name")) for row in rows] == [
        (2, "ha-noi", "Hà Nội"),
        (3, "hue", "Huế, Thừa Thiên"),
    ]


def test_table_that_is_not_there_has_no_rows(tmp_path):
    assert list(read_table(tmp_path / "khong-co.csv")) == []


@pytest.mark.parametrize("line", ["ha-noi", "ha-noi,Hà Nội,01"])
def test_line_of_another_number_of_cells_is_refused(table, line):
    path = table(f"slug,name\nhue,Huế\n{line}\n")
    assert refusal(lambda: list(read_table(path))).startswith(f"{path}:3: số ô của dòng không khớp")


@pytest.mark.parametrize("head", ["slug,nam", "slug", "slug,name,code", ""])
def test_other_columns_than_the_table_has_are_refused(table, head):
    path = table(f"{head}\n")
    assert refusal(lambda: list(read_table(path, ("slug", "name")))) == f"{path}:1: dòng tiêu đề phải là slug,name"


def test_columns_may_stand_in_any_order(table):
    [found] = read_table(table("name,slug\nHuế,hue\n"), ("slug", "name"))
    assert found.text("slug") == "hue"


@pytest.mark.parametrize("text", ['slug,name\nhue,"Huế', 'slug,name\nhue,"Huế"?\n', b"slug,name\nhue,Hu\xff\n"])
def test_what_is_no_csv_in_utf_8_is_refused(table, text):
    path = table(text)
    assert refusal(lambda: list(read_table(path))).startswith(f"{path}:")


def test_keyed_by_one_column_or_by_several(table):
    rows = list(read_table(table("unit,code\nhue,1\nhue,2\n")))
    assert list(keyed(rows, "unit", "code")) == [("hue", "1"), ("hue", "2")]
    assert refusal(lambda: keyed(rows, "unit")).endswith("bang.csv:3: dòng này lặp lại dòng 2")


def test_key_of_one_column_must_not_be_empty(table):
    rows = list(read_table(table("unit,code\n,1\n")))
    assert refusal(lambda: keyed(rows, "unit")).endswith("bang.csv:2: cột “unit” không được để trống")


def test_text_of_a_column_that_is_not_there_is_empty():
    assert row().text("note") == ""


def test_required_names_file_line_and_column():
    assert row(name="Huế").required("name") == "Huế"
    assert refusal(lambda: row(name="").required("name")) == ("units/provinces.csv:7: cột “name” không được để trống")


def test_listed_are_the_values_between_semicolons():
    assert row(sources="units-01; units-02;").listed("sources") == ["units-01", "units-02"]
    assert row(sources="").listed("sources") == []


def test_date_is_iso_or_the_default():
    assert row(day="2025-07-01").date("day") == datetime.date(2025, 7, 1)
    assert row(day="").date("day") is None
    assert row(day="").date("day", datetime.date.min) == datetime.date.min


@pytest.mark.parametrize("text", ["01/07/2025", "2025-02-30", "2025"])
def test_date_written_otherwise_is_refused(text):
    assert f"“{text}” không phải ngày" in refusal(lambda: row(day=text).date("day"))


def test_flag_is_yes_no_or_the_default():
    assert [row(whole=text).flag("whole") for text in ("yes", "no", "")] == [True, False, True]
    assert "chỉ nhận yes hoặc no" in refusal(lambda: row(whole="1").flag("whole"))


def test_whole_number_or_nothing():
    assert [row(rank=text).whole("rank") for text in ("12", "")] == [12, None]
    for text in ("1.0", "-1", "một", " 1"):
        assert "không phải số nguyên" in refusal(lambda text=text: row(rank=text).whole("rank"))


def test_one_of_is_what_the_cell_names():
    known = {"hue": object()}
    assert row(unit="hue").one_of("unit", known) is known["hue"]
    assert row(unit="").one_of("unit", known, blank=True) is None
    assert "không có “ha-noi” trong bản ghi" in refusal(lambda: row(unit="ha-noi").one_of("unit", known))
    assert "không có “” trong bản ghi" in refusal(lambda: row(unit="").one_of("unit", known))


def test_choice_is_a_known_word():
    assert row(level="province").choice("level", Level) == "province"
    assert row(level="").choice("level", Level, blank=True) == ""
    assert "không có “tinh”" in refusal(lambda: row(level="tinh").choice("level", Level))


def test_all_of_are_what_the_cell_lists():
    known = {"a": 1, "b": 2}
    assert row(sources="b;a").all_of("sources", known) == [2, 1]
    assert "không có “c”" in refusal(lambda: row(sources="a;c").all_of("sources", known))


def test_fault_of_a_whole_file_has_no_line():
    assert str(RecordError(PATH, None, "hỏng")) == "units/provinces.csv: hỏng"
