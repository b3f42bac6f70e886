"""What is not sure is said: columns taken for points or maxima, whose sheet it is; nothing of it passes unseen."""

from decimal import Decimal

import pytest

from indices.importing.cells import read_book
from indices.importing.score_values import Choice, Meaning, Shape
from indices.importing.scores import read_scores
from tests.indices.importing.score_subjects import small_subject
from tests.indices.importing.workbooks import workbook

PLAN, CHECK, SHARE = "Kế hoạch cải cách hành chính", "Kiểm tra", "Tuyên truyền"


@pytest.fixture(scope="module")
def subject():
    return small_subject()


def read(subject, *rows, choice=None, file_name="Ba Vì.xlsx", name="Sheet1", **shape):
    return read_scores(read_book(workbook((name, list(rows)), **shape), file_name), subject, choice)


def points(reading, unit=4):
    return {code: str(kinds[Meaning.POINTS].value) for code, kinds in reading.units[unit].scores.items()}


def test_a_column_of_the_maxima_is_told_from_that_of_the_points(subject):
    reading = read(subject, ["Tiêu chí", "Điểm", "Điểm đạt"], [PLAN, 1.5, 1], [CHECK, 2, 1.5], [SHARE, 1, 0.5])

    assert points(reading) == {"1.1": "1", "1.2": "1.5", "1.3": "0.5"}
    assert reading.layouts[0].doubts == ("Cột “Điểm” được hiểu là điểm tối đa.",)


def test_the_only_column_of_figures_is_taken_for_the_points_and_that_is_said(subject):
    reading = read(subject, ["Tiêu chí", "Số liệu của xã"], [PLAN, 1], [CHECK, 1.5])

    assert points(reading) == {"1.1": "1", "1.2": "1.5"}
    assert reading.layouts[0].doubts == ("Cột “Số liệu của xã” được hiểu là cột điểm.",)


def test_a_column_headed_as_a_total_holds_the_points_where_no_other_does(subject):
    reading = read(subject, ["Tiêu chí", "Tổng điểm"], [PLAN, 1], [CHECK, 1.5])

    assert (points(reading), reading.layouts[0].doubts) == ({"1.1": "1", "1.2": "1.5"}, ())


def test_of_two_columns_without_known_headings_none_is_taken(subject):
    reading = read(subject, ["Tiêu chí", "Cột một", "Cột hai"], [PLAN, 1, 2], [CHECK, 1.5, 1])

    assert [fault.code for fault in reading.faults] == ["nothing_to_read"]
    assert [layout.doubts for layout in reading.layouts] == [("Không rõ cột nào là điểm.",)]


def test_a_table_without_headings_is_in_doubt(subject):
    reading = read(subject, [PLAN, 1], [CHECK, 1.5], file_name="Ba Vì.xlsx", choice=Choice(columns={2: "value"}))

    assert points(reading) == {"1.1": "1", "1.2": "1.5"}
    assert "Không thấy dòng tiêu đề của bảng." in reading.layouts[0].doubts


def test_a_head_that_names_two_units_is_asked(subject):
    reading = read(subject, ["UBND huyện Ba Vì"], ["UBND huyện Sóc Sơn"], ["Tiêu chí", "Điểm"], [PLAN, 1], [CHECK, 1.5])

    assert [(fault.code, fault.cell) for fault in reading.faults] == [("ambiguous_unit", "A1")]
    assert {key for key, _label in reading.questions[0][3]} == {"3", "4"}
    assert reading.units == {}


def test_of_several_units_in_the_head_the_name_of_the_sheet_tells_which(subject):
    rows = [["UBND huyện Ba Vì"], ["UBND huyện Sóc Sơn"], ["Tiêu chí", "Điểm"], [PLAN, 1], [CHECK, 1.5]]

    assert list(read(subject, *rows, name="Sóc Sơn").units) == [3]


def test_a_unit_beside_its_label_is_the_sheets(subject):
    reading = read(
        subject, ["Đơn vị", "Huyện Sóc Sơn"], [], ["Tiêu chí", "Điểm"], [PLAN, 1], [CHECK, 1.5], file_name="x.xlsx"
    )

    assert (reading.faults, list(reading.units)) == ([], [3])


def test_a_file_named_after_two_units_tells_nothing(subject):
    reading = read(subject, ["Tiêu chí", "Điểm"], [PLAN, 1], [CHECK, 2], file_name="Ba Vì, Sóc Sơn.xlsx")

    assert [fault.code for fault in reading.faults] == ["unknown_unit"]


def test_a_chosen_unit_that_is_not_on_the_roll_is_still_refused():
    subject = small_subject(on_roll=[1, 2])
    rows = [["Đơn vị", "1.1", "1.2"], ["Phú Xuyên", 1, 2], ["Bà Vì", 1, 1]]

    reading = read(subject, *rows, choice=Choice(units={"Bà Vì": 4}))

    assert [(fault.code, fault.cell) for fault in reading.faults] == [("not_on_roll", "A3")]


def test_a_stated_percent_that_a_formula_left_long_is_what_the_cell_shows(subject):
    third = Decimal("0.913333333333333")
    rows = [
        ["Đơn vị", "Tổng điểm", "Chỉ số (%)"],
        ["Phú Xuyên", Decimal("91.3333333333333"), third],
        ["Ba Vì", 80, 0.8],
    ]

    reading = read(subject, *rows, formats={"B2": "0.00", "C2": "0.00%", "B3": "0.00", "C3": "0.00%"})

    stated = reading.units[1].stated
    assert reading.faults == []
    assert [(str(stated[m].value), stated[m].places) for m in (Meaning.TOTAL_POINTS, Meaning.TOTAL_PERCENT)] == [
        ("91.33", 2),
        ("91.33", 2),
    ]
    assert [(str(f.value), f.places) for f in reading.units[4].stated.values()] == [("80", 2), ("80", 2)]


def test_words_in_a_column_of_percents_are_told(subject):
    rows = [["Đơn vị", "Chỉ số (%)"], ["Phú Xuyên", "khá%"], ["Ba Vì", "91,5%"], ["Sóc Sơn", 80]]

    reading = read(subject, *rows)

    assert [(fault.code, fault.cell) for fault in reading.faults] == [("not_a_number", "B2")]
    assert str(reading.units[4].stated[Meaning.TOTAL_PERCENT].value) == "91.5"


def test_totals_below_criteria_are_stated_by_kind(subject):
    reading = read(
        subject,
        ["Tiêu chí", "Điểm tối đa", "Tự đánh giá", "Thẩm định"],
        [PLAN, 1.5, 1.5, 1],
        [CHECK, 2, 2, 1.5],
        ["Tổng cộng", 3.5, 3.5, 2.5],
        ["Xếp hạng", None, None, 3],
    )

    assert {meaning: str(figure.value) for meaning, figure in reading.units[4].stated.items()} == {
        Meaning.SELF: "3.5",
        Meaning.APPRAISED: "2.5",
        Meaning.RANK: "3",
    }


def test_a_failed_formula_in_place_of_a_criterion_is_told(subject):
    reading = read(subject, ["Mã tiêu chí", "Điểm"], ["1.1", 1], ["#N/A", 2], ["1.3", 1])

    assert [(fault.code, fault.cell) for fault in reading.faults] == [("error_cell", "A3")]


def test_figures_without_a_criterion_are_told(subject):
    reading = read(subject, ["Mã tiêu chí", "Điểm"], ["1.1", 1], [None, 2], ["1.3", 1])

    assert [(fault.code, fault.cell) for fault in reading.faults] == [("unknown_criterion", "A3")]


def test_a_row_of_a_long_table_without_a_unit_is_told(subject):
    rows = [["Đơn vị", "Tiêu chí", "Điểm"], [None, "1.1", 1], ["Ba Vì", "1.1", 1], ["Ba Vì", "1.2", 2]]

    reading = read(subject, *rows)

    assert [(fault.code, fault.cell) for fault in reading.faults] == [("unknown_unit", "A2")]


def test_one_unit_at_two_criteria_is_a_long_table(subject):
    rows = [["Đơn vị", "Tiêu chí", "Điểm"], ["Ba Vì", "1.1", 1], ["Ba Vì", "1.2", 2]]

    assert read(subject, *rows).layouts[0].shape == Shape.LONG


def test_an_annex_of_units_rows_is_its_own_units(subject):
    annex = small_subject(of_unit=subject.roll[2].unit)
    across = read(annex, ["Đơn vị", "1.1", "1.2"], ["Thường Tín", 1, 2])
    down = read(annex, ["Đơn vị", "Mã tiêu chí", "Điểm"], ["Thường Tín", "1.1", 2], ["Thường Tín", "1.2", 2])

    assert (list(across.units), list(down.units)) == ([2], [2])


BESIDE = (
    ["Đơn vị", "1.1", "1.2", "Đơn vị", "1.3"],
    ["Ba Vì", 1, 1.5, "Sóc Sơn", 0.5],
    ["Sóc Sơn", 1, 1.5, "Ba Vì", 0.75],
)


def test_two_tables_side_by_side_are_told_and_never_mixed(subject):
    reading = read(subject, ["Bảng điểm"], *BESIDE)

    assert [(fault.code, fault.cell) for fault in reading.faults] == [("two_tables", "D3")]


def test_a_column_of_other_units_may_be_passed_over(subject):
    assert read(subject, ["Bảng điểm"], *BESIDE, choice=Choice(columns={4: "ignored"})).faults == []


def test_a_column_of_the_best_unit_is_no_second_table(subject):
    rows = (["Đơn vị", "1.1", "Đơn vị cao nhất", "1.2"], ["Ba Vì", 1, "Đông Anh", 1.5], ["Sóc Sơn", 1, "Đông Anh", 1.5])

    assert read(subject, *rows).faults == []
