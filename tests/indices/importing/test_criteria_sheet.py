"""Criteria tables in every mess that officials keep them in: what is read, what is told, what is wrong, and where."""

import contextlib
import datetime
from decimal import Decimal
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indices.domain.outline import Totals
from indices.importing.cells import read_book
from indices.importing.criteria_columns import DEFINITIONS, Role, heading_of, kind_in, method_in
from indices.importing.criteria_sheet import read_criteria
from indices.importing.faults import FileRefusedError
from tests.indices.importing.workbooks import (
    HEAD,
    SMALL,
    codes,
    faults,
    part_of,
    read_rows,
    remarks,
    with_part,
    workbook,
)

WHOLE = workbook([HEAD, *SMALL, [None, "Tổng cộng", 10]])
SHEET = "xl/worksheets/sheet1.xml"
TREE = [(0, "1"), (1, "1.1"), (2, "1.1.1"), (2, "1.1.2"), (1, "1.2"), (0, "2")]


def read(*sheets, **options):
    return read_criteria(read_book(workbook(*sheets), "bo.xlsx"), **options)


# A table as decisions print it


def test_a_table_is_read_row_by_row():
    reading = read_rows(SMALL)
    assert reading.faults == ()
    assert codes(reading) == TREE
    assert [row.name for row in reading.rows][:2] == ["Chỉ đạo điều hành", "Kế hoạch"]
    assert [row.max_points for row in reading.rows] == [5, 3, Decimal("1.5"), Decimal("1.5"), 2, 5]


def test_what_was_understood_is_told():
    understood = read([["BỘ TIÊU CHÍ"], HEAD, *SMALL]).understood
    assert (understood.sheet, understood.top, understood.bottom) == ("Trang 1", 2, 2)
    assert [(letters, role) for letters, role, _heading in understood.columns] == [
        ("A", "code"), ("B", "name"), ("C", "max_points"),
    ]  # fmt: skip


def test_titles_blank_rows_headings_again_numbers_of_columns_and_signatures_are_no_criteria():
    rows = [
        ["ỦY BAN NHÂN DÂN TỈNH MẪU", None, "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"],
        ["BỘ TIÊU CHÍ CHẤM ĐIỂM, XÁC ĐỊNH CHỈ SỐ CẢI CÁCH HÀNH CHÍNH"],
        [],
        HEAD,
        ["(1)", "(2)", "(3)"],
        ["PHẦN I. THẨM ĐỊNH"],
        *SMALL[:3],
        [],
        HEAD,
        *SMALL[3:],
        ["TỔNG CỘNG", None, 10],
        [],
        ["Nơi nhận:", None, "TM. ỦY BAN NHÂN DÂN"],
        ["- Bộ Nội vụ;", None, "CHỦ TỊCH"],
        [None, None, "Nguyễn Văn A"],
    ]
    reading = read(rows)
    assert reading.faults == ()
    assert codes(reading) == TREE
    assert reading.total == 10
    assert "6, 17, 18, 19" in remarks(reading)
    assert [row.note for row in reading.rows] == [""] * 6


def test_a_signature_right_below_the_last_criterion_is_no_note():
    reading = read_rows([*SMALL, [None, "Người lập biểu"], [None, "Nguyễn Văn A"]])
    assert reading.rows[-1].note == ""


@pytest.mark.parametrize(
    "head",
    [
        ["STT", "Nội dung", "Điểm chuẩn"],
        ["TT", "Tên tiêu chí", "Thang điểm"],
        ["Số TT", "TIÊU CHÍ", "Điểm"],
        ["Mã số", "Lĩnh vực/tiêu chí", "ĐIỂM TỐI ĐA (100 điểm)"],
        ["  mã ", "noi  dung", "diem toi da"],
        ["Code", "Field, criterion, sub-criterion", "Maximum points"],
    ],
)
def test_columns_are_known_by_officials_words(head):
    assert codes(read_rows(SMALL, head=head)) == TREE


def test_every_heading_of_our_own_workbook_is_known_in_both_languages():
    for definition in DEFINITIONS:
        assert heading_of(definition.heading).role == definition.role
        assert heading_of(definition.heading_en).role == definition.role


def test_other_columns_are_read_where_they_are():
    head = [
        *HEAD, "Cách chấm", "Loại", "Ghi chú", "Tài liệu kiểm chứng", "Tên tiếng Anh", "Tên ngắn", "Điểm tự chấm",
    ]  # fmt: skip
    row = ["1", "Chỉ đạo", 5, "Điều tra XHH", "Điểm thưởng", "a\nb", "Báo cáo", "Steering", "CĐ", 4]
    reading = read_rows([row], head=head)
    (only,) = reading.rows
    assert (only.method, only.kind, only.note) == ("survey", "bonus", "a\nb\nTài liệu kiểm chứng: Báo cáo")
    assert (only.name_en, only.short_name) == ("Steering", "CĐ")
    assert "J (“Điểm tự chấm”)" in remarks(reading)


# Columns of marks


def test_marks_below_a_merged_heading_say_how_a_criterion_is_scored():
    top = ["STT", "Tiêu chí", "Điểm tối đa", "Phương pháp đánh giá", None, None, None]
    below = [None, None, None, "Thẩm định", "Điều tra XHH", "SIPAS", "Tác động"]
    rows = [
        ["1", "A", 10],
        ["1.1", "B", 2, "x"],
        ["1.2", "C", 2, None, "X"],
        ["1.3", "D", 2, None, None, "✓"],
        ["1.4", "E", 2, None, None, None, "có"],
        ["1.5", "F", 2, "x", "x"],
    ]
    reading = read_rows([below, *rows], head=top, merges=("D1:G1",))
    assert reading.faults == ()
    assert [row.method for row in reading.rows] == [
        "mixed", "appraisal", "survey", "satisfaction", "outcome", "mixed",
    ]  # fmt: skip


def test_points_in_columns_of_marks_give_the_maximum():
    head = ["STT", "Tiêu chí", "Điểm thẩm định", "Điểm điều tra XHH"]
    reading = read_rows([["1", "A", "1,5", None], ["2", "B", 1, 2]], head=head)
    assert [(row.max_points, row.method) for row in reading.rows] == [(Decimal("1.5"), "appraisal"), (3, "mixed")]


def test_points_in_columns_of_marks_must_meet_the_maximum():
    head = ["STT", "Tiêu chí", "Điểm tối đa", "Thẩm định", "SIPAS"]
    assert faults(read_rows([["1", "A", 5, 2, 2]], head=head)) == [("C2", "parts_differ")]


# Codes


def test_codes_that_excel_made_dates_and_numbers_are_read_by_their_place_and_told():
    rows = [
        [1, "A", 4],
        [1.1, "B", 2],
        [datetime.date(2001, 1, 1), "C", 2],
        [datetime.date(2026, 2, 1), "D", 2],
        [2, "E", 1],
    ]
    reading = read_rows(rows)
    assert codes(reading) == [(0, "1"), (1, "1.1"), (2, "1.1.1"), (1, "1.2"), (0, "2")]
    assert "Đã đọc ô A5 (01/02/2026) là mã 1.2." in remarks(reading)


def test_a_code_that_cannot_be_told_is_a_fault_with_what_it_may_be():
    reading = read_rows([["1", "A", 4], ["1.9", "B", 4], [datetime.date(2026, 2, 1), "C", 1]])
    assert faults(reading) == [("A4", "code_date")]
    assert "1.2, 2.1" in reading.faults[0].remedy


def test_numbering_that_starts_anew_below_roman_fields_takes_the_field_along():
    rows = [["I", "A", 3], ["1", "B", 3], ["1.1", "C", 3], ["II", "D", 2], ["1", "E", 2]]
    reading = read_rows(rows)
    assert reading.faults == ()
    assert codes(reading) == [(0, "I"), (1, "I.1"), (2, "I.1.1"), (0, "II"), (1, "II.1")]
    assert "1 thành I.1" in remarks(reading)


def test_numbering_that_goes_on_below_roman_fields_stays():
    rows = [["I", "A", 3], ["1", "B", 3], ["II", "D", 2], ["2", "E", 2]]
    assert codes(read_rows(rows)) == [(0, "I"), (1, "1"), (0, "II"), (1, "2")]


def test_codes_may_stand_before_the_name():
    rows = [["Lĩnh vực 1: Chỉ đạo", 2], ["1.1. Kế hoạch", 2], ["1.1.1 Ban hành", 2]]
    reading = read_rows(rows, head=["Nội dung", "Điểm tối đa"])
    assert [(row.code, row.name) for row in reading.rows] == [
        ("1", "Chỉ đạo"), ("1.1", "Kế hoạch"), ("1.1.1", "Ban hành"),
    ]  # fmt: skip


# Names in several columns


def test_names_may_stand_staggered_below_one_heading():
    head = ["STT", "Nội dung", None, None, "Điểm tối đa"]
    rows = [["1", "A", None, None, 2], ["1.1", None, "B", None, 2], ["1.1.1", None, None, "C", 2]]
    for merges in ((), ("B1:D1",)):
        reading = read_rows(rows, head=head, merges=merges)
        assert [(row.depth, row.name) for row in reading.rows] == [(0, "A"), (1, "B"), (2, "C")]


LEVELS = ["Lĩnh vực", "Tiêu chí", "Tiêu chí thành phần"]


def test_each_level_may_have_its_own_column():
    rows = [["1", "A", None, None, 2], ["1.1", None, "B", None, 2], ["1.1.1", None, None, "C", 2]]
    reading = read_rows(rows, head=["STT", *LEVELS, "Điểm tối đa"])
    assert reading.faults == ()
    assert [(row.depth, row.name) for row in reading.rows] == [(0, "A"), (1, "B"), (2, "C")]


def test_levels_in_their_own_columns_need_no_codes():
    rows = [["Chỉ đạo", "B", "C", 1], [None, None, "D", 1], [None, "E", None, 2], ["F", None, None, 3]]
    reading = read_rows(rows, head=[*LEVELS, "Điểm tối đa"])
    assert [(row.code, row.name) for row in reading.rows] == [
        ("1", "Chỉ đạo"), ("1.1", "B"), ("1.1.1", "C"), ("1.1.2", "D"), ("1.2", "E"), ("2", "F"),
    ]  # fmt: skip
    assert "đánh theo thứ tự" in remarks(reading)


def test_levels_above_in_the_same_row_take_their_codes_from_it():
    rows = [["1.1.1", "A", "B", "C", 1], ["1.1.2", None, None, "D", 1]]
    reading = read_rows(rows, head=["STT", *LEVELS, "Điểm tối đa"])
    assert codes(reading) == [(0, "1"), (1, "1.1"), (2, "1.1.1"), (2, "1.1.2")]


def test_a_code_of_another_level_than_its_column_is_a_fault():
    rows = [["1", "A", None, None, 2], ["1.1", None, None, "B", 2]]
    assert ("A3", "level_differs") in faults(read_rows(rows, head=["STT", *LEVELS, "Điểm tối đa"]))


# Rows without a code


def test_lines_without_a_code_are_kept_as_the_note_of_the_criterion_above():
    rows = [
        *SMALL[:3],
        [None, "- Ban hành đúng hạn", 1.5],
        ["a)", "Quá hạn: 0"],
        [None, "Tính theo ngày ký văn bản"],
        *SMALL[3:],
    ]
    reading = read_rows(rows)
    assert reading.faults == ()
    assert codes(reading) == TREE
    assert reading.rows[2].note == "- Ban hành đúng hạn: 1,5\na) Quá hạn: 0\nTính theo ngày ký văn bản"
    assert "Các dòng 5–7 không có mã: giữ làm ghi chú của tiêu chí 1.1.1." in remarks(reading)


def test_bullets_below_the_last_criterion_belong_to_it():
    assert read_rows([*SMALL, [None, "- Đạt: 5 điểm"]]).rows[-1].note == "- Đạt: 5 điểm"


def test_a_line_with_points_and_no_code_is_a_fault():
    assert faults(read_rows([*SMALL, [None, "Khen thưởng", 2]])) == [("B8", "no_code")]


# Bonus and penalty


def test_bonus_and_penalty_are_known_by_column_by_name_and_by_sign():
    rows = [
        ["1", "A", 5, "thường"],
        ["2", "B", 1, "thưởng"],
        ["3", "C", 1, "Điểm trừ"],
        ["4", "Điểm thưởng", 2],
        ["4.1", "Sáng kiến", 2],
        ["5", "Chậm báo cáo", -1],
    ]
    reading = read_rows(rows, head=[*HEAD, "Loại"])
    assert reading.faults == ()
    assert [row.kind for row in reading.rows] == ["ordinary", "bonus", "penalty", "bonus", "bonus", "penalty"]
    assert reading.rows[2].max_points == -1
    assert "ghi là số âm" in remarks(reading)


def test_a_kind_without_accents_is_not_guessed():
    assert kind_in("thuong") is None
    assert [kind_in(text) for text in ("thường", "Điểm thưởng", "diem thuong", "tru", "bonus")] == [
        "ordinary", "bonus", "bonus", "penalty", "bonus",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "method"),
    [
        ("Thẩm định", "appraisal"),
        ("tham dinh", "appraisal"),
        ("Điều tra xã hội học", "survey"),
        ("Điều tra lãnh đạo, quản lý", "survey"),
        ("Điều tra sự hài lòng (SIPAS)", "satisfaction"),
        ("Tác động KT-XH", "outcome"),
        ("Thẩm định + điều tra XHH", "mixed"),
        ("Thẩm định và SIPAS", "mixed"),
        ("nhiều cách", "mixed"),
        ("bốc thăm", None),
    ],
)
def test_methods_are_known_by_officials_words(text, method):
    assert method_in(text) == method


def test_a_leaf_without_a_method_is_appraised_and_that_is_told():
    reading = read_rows(SMALL)
    assert {row.method for row in reading.rows} == {"appraisal"}
    assert "4 tiêu chí không ghi cách chấm" in remarks(reading)


# The total


def test_a_total_row_is_compared_with_the_fields():
    assert faults(read_rows([*SMALL, [None, "Tổng cộng", 12]])) == [("C8", "total")]


def test_a_total_row_is_compared_with_what_is_laid_down():
    reading = read_rows([*SMALL, [None, "Tổng điểm", 10]], options={"totals": Totals(max_points=Decimal(100))})
    assert faults(reading) == [("C8", "total_differs")]


def test_a_total_laid_down_is_compared_with_the_fields_without_a_row_for_it():
    reading = read_rows(SMALL, options={"totals": Totals(max_points=Decimal(100))})
    assert faults(reading) == [("", "total")]


def test_a_total_that_is_no_number_is_a_fault():
    assert faults(read_rows([*SMALL, [None, "Tổng cộng", "#DIV/0!"]])) == [("C8", "error")]


# Sheets


def test_the_sheet_with_a_table_is_found_among_drafts():
    assert codes(read(("Ghi chép", [["việc cần làm"]]), ("Bộ 2026", [HEAD, *SMALL]))) == TREE


def test_of_several_tables_one_must_be_chosen():
    sheets = ("Cũ", [HEAD, *SMALL[:1]]), ("Mới", [HEAD, *SMALL])
    reading = read(*sheets)
    assert faults(reading) == [("", "several_sheets")]
    assert reading.sheets == ("Cũ", "Mới")
    assert codes(read(*sheets, sheet="Mới")) == TREE


def test_a_hidden_table_is_not_in_the_way():
    data = workbook(("Cũ", [HEAD, *SMALL[:1]]), ("Mới", [HEAD, *SMALL]), states={"Cũ": "hidden"})
    assert codes(read_criteria(read_book(data, "a.xlsx"))) == TREE


def test_a_sheet_that_is_not_there_is_a_fault_that_names_those_that_are():
    reading = read(("Mới", [HEAD, *SMALL]), sheet="Khác")
    assert faults(reading) == [("", "sheet_unknown")]
    assert "Mới" in reading.faults[0].remedy


# What is wrong, each at its cell


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([["1", "A", "năm"]], [("C2", "not_a_number")]),
        ([["1", "A", datetime.date(2026, 5, 1)]], [("C2", "date")]),
        ([["1", "A", True]], [("C2", "boolean")]),
        ([["1", "A", "#REF!"]], [("C2", "error")]),
        ([["1", "A", "=1+1"]], [("C2", "no_result")]),
        ([["1", "A", "95%"]], [("C2", "percent")]),
        ([["1", "A", "1,0000000001"]], [("C2", "places")]),
        ([["1", "A", 10**12]], [("C2", "too_large")]),
        ([["1", "#N/A", 5]], [("B2", "error")]),
        ([[True, "A", 5]], [("A2", "code_value")]),
        ([["#REF!", "A", 5]], [("A2", "error")]),
        ([["1", "A", 5], ["1", "B", 5]], [("A3", "code_twice")]),
        ([["1", "A", 5], ["2.1", "B", 5]], [("A3", "code_elsewhere")]),
        ([["1.1", "A", 5]], [("A2", "no_parent")]),
        ([["1", None, 5]], [("B2", "no_name")]),
        ([["1", "A", 5], ["1.1", "B", 5], ["1.1.1", "C", 5], ["1.1.1.1", "D", 5]], [("A5", "too_deep")]),
        ([["1", "A", 5], ["1.1", "B", None]], [("C3", "no_max_points")]),
        ([["1", "A", 0]], [("C2", "maximum_sign")]),
        ([["1", "A", 5], ["1.1", "B", 4]], [("C2", "sum")]),
        ([["1" * 4 + "A" + ".abcdef" * 5, "A", 5]], [("A2", "too_long")]),
    ],
)
def test_every_fault_names_its_cell(rows, expected):
    found = [(cell, code.replace("no_maximum", "no_max_points")) for cell, code in faults(read_rows(rows))]
    assert found == expected


@pytest.mark.parametrize(
    ("head", "value", "code"),
    [
        ("Cách chấm", "bốc thăm", "method"),
        ("Loại", "thuong", "kind"),
        ("Cấp", "bậc", "level"),
        ("Ghi chú", "#NAME?", "error"),
        ("Cách chấm", "#NAME?", "error"),
        ("Tên ngắn", "x" * 61, "too_long"),
    ],
)
def test_every_other_column_has_its_faults(head, value, code):
    assert faults(read_rows([["1", "A", 5, value]], head=[*HEAD, head])) == [("D2", code)]


def test_a_kind_that_contradicts_what_it_stands_under_is_a_fault():
    rows = [["1", "A", 5, "điểm thưởng"], ["1.1", "B", 5, "thường"]]
    assert ("D3", "kind_inside") in faults(read_rows(rows, head=[*HEAD, "Loại"]))


def test_all_faults_are_told_at_once_in_the_order_of_the_sheet():
    rows = [["1", "A", "năm"], ["2", None, 5], [True, "C", 5], ["3", "D", 5], ["3.1", "E", "x"]]
    assert faults(read_rows(rows)) == [
        ("C2", "not_a_number"), ("B3", "no_name"), ("A4", "code_value"), ("C6", "not_a_number"),
    ]  # fmt: skip


def test_a_fault_quotes_what_stood_in_the_cell():
    fault = read_rows([["1", "A", "  năm  điểm "]]).faults[0]
    assert (fault.sheet, fault.value) == ("Trang 1", "năm điểm")
    assert fault.message
    assert fault.remedy


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([["a", "b", "c"]], "no_header"),
        ([[None]], "no_cells"),
        ([HEAD], "no_criteria"),
        ([HEAD, ["Chưa có", "gì"]], "no_criteria"),
    ],
)
def test_a_file_without_criteria_is_a_fault_that_says_what_to_do(rows, code):
    reading = read(rows)
    assert [fault.code for fault in reading.faults] == [code]
    assert reading.faults[0].remedy


def test_what_is_not_finished_is_told_and_does_not_stand_in_the_way():
    rows = [["1", "A", 5], ["1.1", "B", None], ["2", "C", 5], ["2.1", "D", 4]]
    reading = read_rows(rows, options={"unfinished": True})
    assert reading.faults == ()
    assert [remark.cell for remark in reading.remarks if "tối đa" in remark.text] == ["C3", "C4"]


# Agencies in charge

HOME = SimpleNamespace(pk=7, name="Sở Nội vụ")


class Known:
    """A matcher that knows one department."""

    def match(self, text):
        unit = HOME if text == HOME.name else None
        return SimpleNamespace(unit=unit, candidates=(), nearest=(HOME,) if "Nội" in text else ())


def test_agencies_in_charge_are_found_by_their_names():
    reading = read_rows([["1", "A", 5, "Sở Nội vụ"]], head=[*HEAD, "Cơ quan chủ trì"], options={"matcher": Known()})
    assert reading.rows[0].lead_id == 7


@pytest.mark.parametrize(("text", "says"), [("Sở Nội", "Có phải: Sở Nội vụ?"), ("Sở X", "để trống")])
def test_an_agency_that_is_not_known_is_a_fault_that_offers_the_nearest(text, says):
    reading = read_rows([["1", "A", 5, text]], head=[*HEAD, "Cơ quan chủ trì"], options={"matcher": Known()})
    assert faults(reading) == [("D2", "lead")]
    assert says in reading.faults[0].remedy


def test_agencies_of_an_index_of_no_province_are_left_out_and_that_is_told():
    reading = read_rows([["1", "A", 5, "Sở X"]], head=[*HEAD, "Cơ quan chủ trì"])
    assert reading.faults == ()
    assert "không được lưu" in remarks(reading)


# CSV


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";"])
def test_a_csv_is_read_like_a_workbook(encoding, delimiter):
    lines = [HEAD, *[[code, f"{name}, …", str(points).replace(".", ",")] for code, name, points in SMALL]]
    text = "\n".join(delimiter.join(f'"{value}"' for value in line) for line in lines)
    reading = read_criteria(read_book(text.encode(encoding), "bo.csv"))
    assert reading.faults == ()
    assert codes(reading) == TREE


def test_roles_of_marks_are_not_taken_for_scores():
    assert heading_of("Điểm tự đánh giá") is None
    assert heading_of("Điểm thẩm định").role == Role.MARK


def test_a_sum_is_judged_also_where_another_figure_cannot_be_read():
    rows = [["1", "A", 5], ["1.1", "B", 4], ["2", "C", "năm"]]
    assert faults(read_rows(rows)) == [("C2", "sum"), ("C4", "not_a_number")]


def test_no_sum_is_judged_where_a_row_could_not_be_placed():
    rows = [["1", "A", 5], ["1.1", "B", 4], [True, "C", 1]]
    assert faults(read_rows(rows)) == [("A4", "code_value")]


# Whatever comes

VALUES = st.one_of(
    st.none(),
    st.sampled_from(
        [*HEAD, "I", "A", "1", "1.1", "1.1.1.", "a)", "-", "Tổng cộng", "x", "#DIV/0!", "=1", "Cấp", "SIPAS"]
    ),
    st.sampled_from(["Thẩm định", "Loại", "Ghi chú", "Cách chấm", "Tiêu chí thành phần", "Lĩnh vực", "1/2", "SIPAS"]),
    st.floats(-1e9, 1e9),
    st.integers(-5, 10**20),
    st.booleans(),
    st.dates(datetime.date(1950, 1, 1), datetime.date(2050, 1, 1)),
    st.text(st.characters(min_codepoint=32, max_codepoint=0x1EF9, exclude_categories=("C",)), max_size=20),
)


@pytest.mark.fuzz
@given(st.lists(st.lists(VALUES, max_size=6), max_size=12), st.booleans())
def test_any_grid_is_read_or_faulted_and_never_breaks(rows, headed):
    # What looks like letters of before Unicode is refused as a whole.
    with contextlib.suppress(FileRefusedError):
        reading = read([HEAD, *rows] if headed else rows)
        assert reading.rows or reading.faults


@pytest.mark.fuzz
@given(st.data())
def test_a_workbook_damaged_anywhere_is_read_or_refused(data):
    whole = bytearray(WHOLE)
    for place in data.draw(st.lists(st.integers(0, len(whole) - 1), min_size=1, max_size=8)):
        whole[place] = data.draw(st.integers(0, 255))
    with contextlib.suppress(FileRefusedError):
        read_criteria(read_book(bytes(whole), "bo.xlsx"))


@pytest.mark.fuzz
@given(st.data())
def test_a_sheet_whose_inside_is_damaged_is_read_or_refused(data):
    inside = bytearray(part_of(WHOLE, SHEET))
    for place in data.draw(st.lists(st.integers(0, len(inside) - 1), min_size=1, max_size=4)):
        inside[place] = data.draw(st.integers(0, 255))
    with contextlib.suppress(FileRefusedError):
        read_criteria(read_book(with_part(WHOLE, SHEET, bytes(inside), instead=True), "bo.xlsx"))
