"""Tables as they come from offices, written out cell by cell: what the builder of messy sheets does not make."""

from datetime import date
from decimal import Decimal
from types import SimpleNamespace

import pytest

from indices.importing.cells import read_book
from indices.importing.score_values import Choice, Meaning, Shape
from indices.importing.scores import read_scores
from tests.indices.importing.score_books import book_of, table_of
from tests.indices.importing.score_subjects import points_for, small_subject
from tests.indices.importing.workbooks import workbook
from units.matching import Known, Matcher, Name
from units.wording import Owner

POINTS, SELF, APPRAISED, SURVEY = Meaning.POINTS, Meaning.SELF, Meaning.APPRAISED, Meaning.SURVEY


@pytest.fixture(scope="module")
def subject():
    return small_subject()


def read(subject, *rows, choice=None, file_name="diem.xlsx", **shape):
    return read_scores(read_book(workbook(list(rows), **shape), file_name), subject, choice)


def read_csv(subject, text, choice=None):
    return read_scores(read_book(text.encode(), "diem.csv"), subject, choice)


def figures(reading):
    return {
        (unit, code, kind): str(figure.value)
        for unit, one in reading.units.items()
        for code, kinds in one.scores.items()
        for kind, figure in kinds.items()
    }


def test_three_rows_of_merged_headings(subject):
    reading = read(
        subject,
        ["STT", "Đơn vị", "1. Công tác chỉ đạo điều hành", None, None, None, "Tổng điểm", "Xếp hạng"],
        [None, None, "1.1", None, "1.2", None, None, None],
        [None, None, "Tự đánh giá", "Thẩm định", "Tự đánh giá", "Thẩm định", None, None],
        [1, "Phú Xuyên", 1.5, 1.25, 2, 1, 2.25, 1],
        [2, "Ba Vì", 1, 0.5, 1.5, 1.5, 2, 2],
        merges=["A1:A3", "B1:B3", "C1:F1", "C2:D2", "E2:F2", "G1:G3", "H1:H3"],
    )

    assert reading.faults == []
    assert figures(reading) == {
        (1, "1.1", SELF): "1.5", (1, "1.1", APPRAISED): "1.25", (1, "1.2", SELF): "2", (1, "1.2", APPRAISED): "1",
        (4, "1.1", SELF): "1", (4, "1.1", APPRAISED): "0.5", (4, "1.2", SELF): "1.5", (4, "1.2", APPRAISED): "1.5",
    }  # fmt: skip
    assert {m: str(f.value) for m, f in reading.units[1].stated.items()} == {
        Meaning.TOTAL_POINTS: "2.25",
        Meaning.RANK: "1",
    }


def test_headings_over_several_columns_without_merges_in_a_csv_file(subject):
    reading = read_csv(
        subject,
        "STT;Đơn vị;1.1;;1.2;;Tổng điểm\n;;Tự đánh giá;Thẩm định;Tự đánh giá;Thẩm định;\n"
        "1;Phú Xuyên;1,5;1,25;2;1;2,25\n2;Ba Vì;1;0,5;1,5;1,5;2\n",
    )

    assert reading.faults == []
    assert figures(reading)[1, "1.2", APPRAISED] == "1"
    assert str(reading.units[4].stated[Meaning.TOTAL_POINTS].value) == "2"


def test_a_total_right_of_the_last_criterion_is_not_its_own(subject):
    reading = read_csv(subject, "Đơn vị;1.1;1.2;\n;Thẩm định;Thẩm định;Tổng điểm\nPhú Xuyên;1,5;2;3,5\nBa Vì;1;1;2\n")

    assert reading.faults == []
    assert str(reading.units[1].stated[Meaning.TOTAL_POINTS].value) == "3.5"


def test_all_criteria_self_assessed_then_all_appraised(subject):
    reading = read(
        subject,
        ["Đơn vị", "Tự đánh giá", None, "Thẩm định", None],
        [None, "1.1", "1.2", "1.1", "1.2"],
        ["Phú Xuyên", 1.5, 2, 1, 1.75],
        ["Ba Vì", 1, 1.5, 0.5, 1.25],
        merges=["A1:A2", "B1:C1", "D1:E1"],
    )

    assert reading.faults == []
    assert figures(reading)[1, "1.2", APPRAISED] == "1.75"
    assert figures(reading)[4, "1.1", SELF] == "1"


def test_a_subtotal_under_its_field_is_the_fields_points(subject):
    reading = read(
        subject,
        ["Đơn vị", "1. Công tác chỉ đạo điều hành", None, None],
        [None, "1.1", "1.2", "Tổng"],
        ["Phú Xuyên", 1.5, 2, 3.5],
        ["Ba Vì", 1, 1.5, 2.5],
        merges=["A1:A2", "B1:D1"],
    )

    assert reading.faults == []
    assert figures(reading)[1, "1", POINTS] == "3.5"


def test_fields_with_roman_numerals_and_numbers_that_start_anew(subject):
    reading = read(
        subject,
        ["TT", "Nội dung", "Điểm tối đa", "Điểm đạt"],
        ["I", "Công tác chỉ đạo điều hành", 10, None],
        [1, "Kế hoạch cải cách hành chính", 1.5, 1.25],
        [2, "Kiểm tra", 2, 1.5],
        ["II", "Cải cách thể chế", 10, None],
        [1, "Ban hành văn bản", 4, None],
        ["a)", "Đúng tiến độ", 2, 2],
        ["b)", "Đúng thẩm quyền", 2, 1],
        [2, "Rà soát văn bản", 6, 5],
        ["III", "Tác động", 10, 9],
        file_name="Phú Xuyên.xlsx",
    )

    assert reading.faults == []
    assert figures(reading) == {
        (1, "1.1", POINTS): "1.25", (1, "1.2", POINTS): "1.5", (1, "2.1.1", POINTS): "2", (1, "2.1.2", POINTS): "1",
        (1, "2.2", POINTS): "5", (1, "3", POINTS): "9",
    }  # fmt: skip


def test_points_under_one_heading_with_their_maximum(subject):
    reading = read(
        subject,
        ["UBND HUYỆN PHÚ XUYÊN"],
        ["TT", "Tiêu chí", "Điểm", None, None, "Ghi chú"],
        [None, None, "Tối đa", "Tự chấm", "Thẩm định", None],
        ["1.1", "Kế hoạch cải cách hành chính", 1.5, 1.5, 1, "Chậm 5 ngày"],
        ["1.2", "Kiểm tra", 2, 2, 1.5, None],
        merges=["A2:A3", "B2:B3", "C2:E2", "F2:F3"],
    )

    assert reading.faults == []
    assert figures(reading) == {
        (1, "1.1", SELF): "1.5", (1, "1.1", APPRAISED): "1", (1, "1.2", SELF): "2", (1, "1.2", APPRAISED): "1.5"
    }  # fmt: skip
    assert {code: str(one.value) for code, one in reading.units[1].maxima.items()} == {"1.1": "1.5", "1.2": "2"}
    assert reading.units[1].texts == {"1.1": {"note": "Chậm 5 ngày"}}


def test_names_staggered_over_columns_of_their_levels(subject):
    reading = read(
        subject,
        ["Đơn vị: Ba Vì"],
        ["Lĩnh vực", "Tiêu chí", "Tiêu chí thành phần", "Điểm"],
        ["Cải cách thể chế", None, None, None],
        [None, "Ban hành văn bản", None, None],
        [None, None, "Đúng tiến độ", 2],
        [None, None, "Đúng thẩm quyền", 1.5],
        [None, "Rà soát văn bản", None, 4],
    )

    assert reading.faults == []
    assert figures(reading) == {(4, "2.1.1", POINTS): "2", (4, "2.1.2", POINTS): "1.5", (4, "2.2", POINTS): "4"}


def test_a_long_table_whose_units_are_written_once(subject):
    reading = read(
        subject,
        ["Đơn vị", "Tiêu chí", "Điểm"],
        ["Phú Xuyên", "1.1", 1.5],
        [None, "1.2", 2],
        ["Ba Vì", "1.1", 1],
        [None, "1.2", 0.5],
        merges=["A4:A5"],
    )

    assert reading.faults == []
    assert [layout.shape for layout in reading.layouts] == [Shape.LONG]
    assert figures(reading) == {
        (1, "1.1", POINTS): "1.5", (1, "1.2", POINTS): "2", (4, "1.1", POINTS): "1", (4, "1.2", POINTS): "0.5"
    }  # fmt: skip


def test_a_long_table_sorted_by_criterion_whose_codes_became_numbers(subject):
    rows = [
        [unit, code, points]
        for code, points in ((1.1, 1.5), (1.2, 2), (1.9, 1), (1.1, 0.75), (2.2, 5))
        for unit in ("Phú Xuyên", "Ba Vì")
    ]
    reading = read(subject, ["Đơn vị", "Mã tiêu chí", "Điểm"], *rows)

    assert reading.faults == []
    assert figures(reading)[1, "1.1", POINTS] == "1.5"
    assert figures(reading)[4, "1.10", POINTS] == "0.75"


def test_a_number_that_may_be_two_codes_is_asked(subject):
    reading = read(
        subject, ["Đơn vị: Ba Vì"], ["Mã tiêu chí", "Điểm"], [1.1, 1], [Decimal(3), 9], ["2.1.1", 2], ["2.1.2", 2]
    )

    assert [(fault.code, fault.cell) for fault in reading.faults] == [("ambiguous_criterion", "A3")]
    assert reading.questions == [
        (
            "1,1",
            "A3",
            "criterion",
            [("1.1", "1.1 Kế hoạch cải cách hành chính"), ("1.10", "1.10 Thực hiện nhiệm vụ được giao")],
        )
    ]


def test_codes_that_became_dates_are_told_by_their_order(subject):
    reading = read(
        subject,
        ["Đơn vị", date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1), date(2026, 1, 2), date(2026, 2, 2)],
        ["Phú Xuyên", 1.5, 2, 1, 0.5, 5],
        ["Ba Vì", 1, 1, 0.5, 0.25, 4],
    )

    assert reading.faults == []
    assert {code for _unit, code, _kind in figures(reading)} == {"1.1", "1.2", "1.3", "2.1", "2.2"}


def test_years_as_headings_tell_which_points_are_read(subject):
    reading = read(subject, ["Đơn vị", 2022.0, 2023.0, 2024.0], ["Phú Xuyên", 70.5, 80.5, 90.5], ["Ba Vì", 71, 81, 91])

    assert reading.faults == []
    assert {pk: str(unit.stated[Meaning.TOTAL_POINTS].value) for pk, unit in reading.units.items()} == {
        1: "90.5",
        4: "91",
    }
    assert [line.meaning for line in reading.layouts[0].lines] == [
        Meaning.UNIT,
        Meaning.BEFORE,
        Meaning.BEFORE,
        Meaning.TOTAL_POINTS,
    ]


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("BẢNG ĐIỂM TỰ ĐÁNH GIÁ NĂM 2024", SELF),
        ("KẾT QUẢ THẨM ĐỊNH NĂM 2024", APPRAISED),
        ("ĐIỂM THẨM ĐỊNH LẠI NĂM 2024", Meaning.REAPPRAISED),
        ("KẾT QUẢ ĐIỀU TRA XÃ HỘI HỌC NĂM 2024", SURVEY),
        ("BẢNG ĐIỂM NĂM 2024", POINTS),
        ("ĐIỂM TỰ ĐÁNH GIÁ VÀ THẨM ĐỊNH NĂM 2024", POINTS),
    ],
)
def test_the_title_tells_which_points_a_matrix_holds(subject, title, kind):
    rows = [[title], ["Đơn vị", "1.1", "1.2"], ["Phú Xuyên", 1.5, 2], ["Ba Vì", 1, 1]]

    assert {kind for _unit, _code, kind in figures(read(subject, *rows))} == {kind}
    assert {kind for *_key, kind in figures(read(subject, *rows, choice=Choice(points=SURVEY)))} == {SURVEY}


def test_a_section_tells_namesakes_apart_by_their_province():
    subject = small_subject()
    kind = frozenset({"commune"})
    units = [
        SimpleNamespace(pk=pk, name="Tân Lập", kind="commune", code=str(pk), get_kind_display=lambda: "xã")
        for pk in (1, 2)
    ]
    known = [
        Known(unit, unit.pk, unit.code, (Name(unit.name, kind),), owners=frozenset({unit.pk * 10})) for unit in units
    ]
    owners = [Owner(10, ("Thái Nguyên",), frozenset({"province"})), Owner(20, ("Sơn La",), frozenset({"province"}))]
    subject.matcher, subject.roll = Matcher(known, owners), {}

    sections = read(
        subject,
        ["STT", "Xã, phường", "1.1", "1.2"],
        ["I", "Tỉnh Thái Nguyên", None, None],
        [1, "Xã Tân Lập", 1, 2],
        ["II", "Tỉnh Sơn La", None, None],
        [1, "Xã Tân Lập", 0.5, 1],
    )
    column = read(
        subject,
        ["Tỉnh, thành phố", "Xã, phường", "1.1", "1.2"],
        ["Thái Nguyên", "Xã Tân Lập", 1, 2],
        ["Sơn La", "Xã Tân Lập", 0.5, 1],
    )

    expected = {
        (1, "1.1", POINTS): "1", (1, "1.2", POINTS): "2", (2, "1.1", POINTS): "0.5", (2, "1.2", POINTS): "1"
    }  # fmt: skip
    assert (sections.faults, figures(sections)) == ([], expected)
    assert (column.faults, figures(column)) == ([], expected)


def test_sheets_of_different_points_are_put_together(subject):
    def sheet(kind, first):
        rows = [[f"ĐIỂM {kind} NĂM 2024"], ["Đơn vị", "1.1", "1.2"], ["Phú Xuyên", first, 2], ["Ba Vì", 1, 1]]
        return (kind.capitalize(), rows)

    book = read_book(workbook(sheet("TỰ ĐÁNH GIÁ", 1.5), sheet("THẨM ĐỊNH", 1.25)), "diem.xlsx")

    assert figures(read_scores(book, subject))[1, "1.1", APPRAISED] == "1.25"
    assert figures(read_scores(book, subject))[1, "1.1", SELF] == "1.5"


def test_instructions_beside_the_scores_are_left_out(subject):
    scores = ("Điểm", [["Đơn vị", "1.1", "1.2"], ["Phú Xuyên", 1.5, 2], ["Ba Vì", 1, 1]])
    guide = ("Hướng dẫn", [["Cách ghi"], ["Ghi số điểm vào ô trắng."]])
    tree = (
        "Tiêu chí",
        [["Mã", "Tiêu chí", "Điểm tối đa"], ["1.1", "Kế hoạch cải cách hành chính", 1.5], ["1.2", "Kiểm tra", 2]],
    )

    reading = read_scores(read_book(workbook(guide, scores, tree), "diem.xlsx"), subject)

    assert reading.faults == []
    assert [layout.sheet for layout in reading.layouts] == ["Điểm"]
    assert {remark.sheet for remark in reading.remarks} == {"Hướng dẫn", "Tiêu chí"}


# ---- what a person chooses


def test_a_choice_of_sheet_reads_that_one_only(subject):
    first = ("Một", [["Đơn vị", "1.1", "1.2"], ["Phú Xuyên", 1.5, 2], ["Ba Vì", 1, 1]])
    second = ("Hai", [["Đơn vị", "1.1", "1.2"], ["Phú Xuyên", 0.5, 1], ["Ba Vì", 0, 0]])
    book = read_book(workbook(first, second, states={"Hai": "hidden"}), "diem.xlsx")

    assert figures(read_scores(book, subject, Choice(sheet="Hai")))[1, "1.1", POINTS] == "0.5"


def test_a_choice_of_columns_needs_no_heading(subject):
    rows = [["Phú Xuyên", 1.5, 2, 7], ["Ba Vì", 1, 1, 8]]
    choice = Choice(
        shape=Shape.MATRIX, header=(0, 0), columns={1: "unit", 2: "value:1.1", 3: "value:1.2", 4: "ignored"}
    )

    reading = read(subject, *rows, choice=choice)

    assert reading.faults == []
    assert figures(reading)[4, "1.2", POINTS] == "1"


def test_a_choice_of_header_reads_from_below_it(subject):
    rows = [["Đơn vị", "1.1", "1.2"], ["Phú Xuyên", 1.5, 2], ["Ba Vì", 1, 1]]

    assert {unit for unit, *_key in figures(read(subject, *rows, choice=Choice(header=(1, 2))))} == {4}


def test_a_choice_of_shape_stands_above_the_evidence(subject):
    rows = [["Đơn vị", "Điểm"], ["Phú Xuyên", 1.5], ["Ba Vì", 1]]
    choice = Choice(shape=Shape.MATRIX, columns={2: "value:1.1"})

    assert figures(read(subject, *rows, choice=choice)) == {(1, "1.1", POINTS): "1.5", (4, "1.1", POINTS): "1"}


def test_progress_is_told_up_to_the_end(subject):
    told = []
    many = small_subject([f"Xã số {place}" for place in range(500)])
    book = book_of(table_of(many, points_for(many, ["1.1", "1.2"])), Shape.MATRIX).book()

    read_scores(book, many, progress=lambda done, count: told.append((done, count)))

    assert told == [(200, 501), (400, 501), (501, 501)]


def test_rows_of_totals_and_averages_are_compared_and_are_no_units(subject):
    reading = read(
        subject,
        ["Đơn vị", "1.1", "1.2", "Chỉ số (%)"],
        ["Phú Xuyên", 1.5, 2, 87.5],
        ["Ba Vì", 1, 1, 50],
        ["Tổng cộng", 2.5, 3, None],
        ["Trung bình", 1.3, 1.7, 68.75],
        ["Cao nhất", 1.5, 2, 87.5],
        ["Thấp nhất", 1, "#DIV/0!", 50],
    )

    assert (reading.faults, list(reading.units)) == ([], [1, 4])
    assert [(remark.cell, remark.text) for remark in reading.remarks] == [
        ("C5", "Dòng “Trung bình” ghi 1,7, nhưng tính từ các đơn vị trong trang là 1,5.")
    ]
