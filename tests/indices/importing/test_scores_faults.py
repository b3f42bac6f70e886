"""Whatever cannot be understood is a fault at its very cell, with what to do; what a person may settle is asked."""

from datetime import date
from decimal import Decimal

import pytest

from indices.importing.cells import read_book
from indices.importing.score_values import Choice, Meaning, Shape
from indices.importing.scores import read_scores
from tests.indices.importing.score_books import MESSES, Mess, book_of, column_of, letter, table_of
from tests.indices.importing.score_subjects import DISTRICTS, points_for, small_subject
from tests.indices.importing.workbooks import workbook

WITH_CRITERIA = [shape for shape in Shape if shape != Shape.TOTALS]


@pytest.fixture(scope="module")
def subject():
    return small_subject()


def made_of(subject, shape=Shape.MATRIX, mess="plain", **options):
    return book_of(table_of(subject, points_for(subject), **options), shape, MESSES[mess])


def found(reading):
    return [(fault.code, fault.cell) for fault in reading.faults]


def row_of(cell):
    return int("".join(letter for letter in cell if letter.isdigit()))


def rows_book(*rows, **shape):
    return read_book(workbook(list(rows), **shape), "diem.xlsx")


# ---- figures


@pytest.mark.parametrize("shape", WITH_CRITERIA)
@pytest.mark.parametrize(
    ("value", "number_format", "code"),
    [
        ("abc", "", "not_a_number"),
        ("#DIV/0!", "", "error_cell"),
        ("=1+1", "", "no_result"),
        (True, "", "boolean"),
        (0.5, "0%", "percent"),
        ("50%", "", "percent"),
        (Decimal("0.12345678901"), "", "too_many_places"),
        (date(2026, 5, 1), "", "date"),
    ],
)
def test_a_cell_that_holds_no_points_is_told_where_it_stands(subject, shape, value, number_format, code):
    made = made_of(subject, shape)
    sheet, cell = made.place(2, "1.3")
    made.put(cell, value, sheet=sheet, number_format=number_format)

    (fault,) = read_scores(made.book(), subject).faults

    assert (fault.code, fault.sheet, fault.cell) == (code, sheet, cell)
    assert fault.message
    assert fault.remedy


@pytest.mark.parametrize("text", ["x", "-", "KAD", "Không áp dụng", "n/a", "–"])
def test_words_for_not_applicable_are_no_faults(subject, text):
    made = made_of(subject)
    made.put(made.cell(1, "1.1"), text)

    reading = read_scores(made.book(), subject)

    assert reading.faults == []
    assert reading.units[1].scores["1.1"][Meaning.POINTS].answer == "not_applicable"


@pytest.mark.parametrize("text", ["chưa chấm", "CC", "…"])
def test_words_for_not_scored_are_no_faults(subject, text):
    made = made_of(subject)
    made.put(made.cell(1, "1.1"), text)

    assert read_scores(made.book(), subject).units[1].scores["1.1"][Meaning.POINTS].answer == "not_scored"


def test_an_empty_cell_says_nothing(subject):
    made = made_of(subject)
    made.put(made.cell(1, "1.1"), None)

    assert "1.1" not in read_scores(made.book(), subject).units[1].scores


def test_a_percent_is_points_where_the_index_counts_in_percent():
    subject = small_subject(
        rows=[("1", "Mức độ hài lòng chung", ""), ("2", "Tiếp cận dịch vụ", "100")], figure="percent"
    )
    made = book_of(table_of(subject, {1: {"1": Decimal("90.5"), "2": Decimal(80)}}), Shape.MATRIX)
    made.put(made.cell(1, "1"), 0.905, number_format="0.0%")
    made.put(made.cell(1, "2"), "80%")

    scores = read_scores(made.book(), subject).units[1].scores

    assert [scores[code][Meaning.POINTS].value for code in ("1", "2")] == [Decimal("90.5"), Decimal(80)]


# ---- units


@pytest.mark.parametrize("shape", [Shape.MATRIX, Shape.TRANSPOSED, Shape.SCORECARD])
def test_an_unknown_unit_is_told_with_the_nearest_names_to_click(subject, shape):
    made = made_of(subject, shape)
    sheet, cell = made.place("unit", 2)
    made.put(cell, "Đơn vị: Thường Tính" if shape == Shape.SCORECARD else "Thường Tính", sheet=sheet)

    reading = read_scores(made.book(), subject)

    assert found(reading) == [("unknown_unit", cell)]
    assert [(text, about, [key for key, _label in offered]) for text, _cell, about, offered in reading.questions] == [
        ("Thường Tính", "unit", ["2"])
    ]
    assert 2 not in reading.units


@pytest.mark.parametrize("shape", [Shape.MATRIX, Shape.TRANSPOSED, Shape.SCORECARD, Shape.LONG])
def test_a_choice_settles_an_unknown_unit(subject, shape):
    made = made_of(subject, shape)
    sheet, _cell = made.place("unit", 2)
    plan = next(plan for plan in made.plans if plan.name == sheet)
    for place, value in plan.values.items():
        if value == "Thường Tín":
            plan.values[place] = "Thường Tính"
        elif value == "Đơn vị: Thường Tín":
            plan.values[place] = "Đơn vị: Thường Tính"

    reading = read_scores(made.book(), subject, Choice(units={"Thường Tính": 2}))

    assert reading.faults == []
    assert {code: kinds[Meaning.POINTS].value for code, kinds in reading.units[2].scores.items()} == points_for(
        subject
    )[2]


def test_a_long_table_tells_an_unknown_unit_once(subject):
    made = made_of(subject, Shape.LONG)
    for place, value in made.plans[0].values.items():
        if value == "Sóc Sơn":
            made.plans[0].values[place] = "Sóc Sơm"

    reading = read_scores(made.book(), subject)

    assert found(reading) == [("unknown_unit", made.cell("unit", 3))]
    assert len(reading.questions) == 1


def test_namesakes_are_asked_and_never_chosen():
    subject = small_subject([("Châu Thành", "001"), ("Châu Thành", "002"), "Ba Vì"])
    made = book_of(table_of(subject, points_for(subject)), Shape.MATRIX)

    reading = read_scores(made.book(), subject)

    assert found(reading) == [("ambiguous_unit", made.cell("unit", 1)), ("ambiguous_unit", made.cell("unit", 2))]
    assert [[key for key, _label in offered] for _text, _cell, _about, offered in reading.questions] == [["1", "2"]]
    assert list(reading.units) == [3]


def test_a_code_tells_namesakes_apart():
    subject = small_subject([("Châu Thành", "001"), ("Châu Thành", "002"), "Ba Vì"])
    made = book_of(table_of(subject, points_for(subject)), Shape.MATRIX, Mess(units="both"))

    reading = read_scores(made.book(), subject)

    assert (reading.faults, list(reading.units)) == ([], [1, 2, 3])


def test_a_code_and_a_name_of_two_units_contradict_each_other(subject):
    made = made_of(subject, mess="units by code and name")
    made.put(made.cell("unit", 2).replace("B", "A"), "003")

    reading = read_scores(made.book(), subject)

    assert found(reading) == [("ambiguous_unit", made.cell("unit", 2))]
    assert {key for key, _label in reading.questions[0][3]} == {"2", "3"}


def test_a_unit_that_is_not_on_the_roll_is_told():
    subject = small_subject(on_roll=[1, 2])
    everyone = small_subject()
    made = book_of(table_of(everyone, points_for(everyone)), Shape.MATRIX)

    assert found(read_scores(made.book(), subject)) == [("not_on_roll", made.cell("unit", unit)) for unit in (3, 4, 5)]


@pytest.mark.parametrize("shape", [Shape.MATRIX, Shape.TRANSPOSED, Shape.TOTALS])
def test_a_unit_written_twice_is_told_at_the_second(subject, shape):
    totals = {unit: {Meaning.TOTAL_POINTS: Decimal(unit)} for unit in subject.roll} if shape == Shape.TOTALS else {}
    made = book_of(table_of(subject, {} if totals else points_for(subject), totals), shape)
    made.put(made.cell("unit", 3), "Phú Xuyên")

    reading = read_scores(made.book(), subject)

    assert found(reading) == [("unit_twice", made.cell("unit", 3))]
    assert made.cell("unit", 1) in reading.faults[0].message


def test_figures_without_a_unit_are_told(subject):
    made = made_of(subject)
    made.put(made.cell("unit", 4), None)

    assert found(read_scores(made.book(), subject)) == [("unknown_unit", made.cell("unit", 4))]


def test_a_formula_that_failed_in_place_of_a_unit_is_told(subject):
    made = made_of(subject)
    made.put(made.cell("unit", 4), "#REF!")

    assert found(read_scores(made.book(), subject)) == [("error_cell", made.cell("unit", 4))]


# ---- criteria


@pytest.mark.parametrize("shape", WITH_CRITERIA)
def test_an_unknown_criterion_is_told_with_the_nearest_names_to_click(subject, shape):
    made = made_of(subject, shape, "criteria by name")
    for plan in made.plans:
        for place, value in plan.values.items():
            if value == "Tuyên truyền":
                plan.values[place] = "Tuyên truyền, vận động"

    reading = read_scores(made.book(), subject)

    assert {fault.code for fault in reading.faults} == {"unknown_criterion"}
    assert (reading.faults[0].sheet, reading.faults[0].cell) == made.place("criterion", "1.3")
    assert ("1.3", "1.3 Tuyên truyền") in reading.questions[0][3]
    assert read_scores(made.book(), subject, Choice(criteria={"Tuyên truyền, vận động": "1.3"})).faults == []


@pytest.mark.parametrize("shape", WITH_CRITERIA)
def test_a_code_and_a_name_of_two_criteria_contradict_each_other(subject, shape):
    made = made_of(subject, shape)
    for plan in made.plans:
        for place, value in plan.values.items():
            if value == "1.3. Tuyên truyền":
                plan.values[place] = "1.3. Sáng kiến"
            elif value == "Tuyên truyền":
                plan.values[place] = "Sáng kiến"

    reading = read_scores(made.book(), subject)

    assert {fault.code for fault in reading.faults} <= {"ambiguous_criterion", "criterion_twice"}
    assert ("ambiguous_criterion", made.cell("criterion", "1.3")) in found(reading)


def test_criteria_of_the_same_name_are_told_by_their_order():
    rows = [("1", "Cải cách thể chế", "10"), ("1.1", "Cải cách thể chế", "4"), ("1.2", "Rà soát", "6")]
    subject = small_subject(rows=rows)
    points = {1: {"1.1": Decimal(3), "1.2": Decimal(5)}, 2: {"1.1": Decimal(4), "1.2": Decimal(1)}}
    made = book_of(table_of(subject, points), Shape.MATRIX, Mess(criteria="names", merged=True))

    reading = read_scores(made.book(), subject)

    assert reading.faults == []
    assert set(reading.units[1].scores) == {"1.1", "1.2"}


def test_criteria_that_the_order_does_not_tell_apart_are_asked():
    rows = [("1", "Cải cách thể chế", "10"), ("1.1", "Cải cách thể chế", "4"), ("1.2", "Rà soát", "6")]
    subject = small_subject(rows=rows)
    points = {1: {"1.1": Decimal(3), "1.2": Decimal(5)}, 2: {"1.1": Decimal(4), "1.2": Decimal(1)}}
    made = book_of(table_of(subject, points), Shape.MATRIX, Mess(criteria="names"))

    reading = read_scores(made.book(), subject)

    assert found(reading) == [("ambiguous_criterion", made.cell("criterion", "1.1"))]
    assert [key for key, _label in reading.questions[0][3]] == ["1", "1.1"]


@pytest.mark.parametrize("shape", [Shape.MATRIX, Shape.TRANSPOSED])
def test_a_criterion_written_twice_is_told_at_the_second(subject, shape):
    made = made_of(subject, shape, "criteria by name")
    made.put(made.cell("criterion", "1.4"), "Tuyên truyền")

    reading = read_scores(made.book(), subject)

    assert found(reading) == [("criterion_twice", made.cell("criterion", "1.4"))]


def test_figures_under_no_heading_are_told(subject):
    made = made_of(subject)
    column = letter(column_of(made.cell(1, "3")) + 1)
    for unit in subject.roll:
        made.put(f"{column}{row_of(made.cell('unit', unit))}", 1.5)

    assert found(read_scores(made.book(), subject)) == [("unknown_criterion", f"{column}2")]


def test_a_column_may_be_left_unread(subject):
    made = made_of(subject)
    column = column_of(made.cell("criterion", "1.2"))
    made.put(made.cell("criterion", "1.2"), "Dân số (nghìn người) 2024")

    reading = read_scores(made.book(), subject, Choice(columns={column: "ignored"}))

    assert reading.faults == []
    assert "1.2" not in reading.units[1].scores


# ---- the same score twice


def test_a_score_given_twice_with_two_figures_is_told(subject):
    made = made_of(subject)
    other = book_of(table_of(subject, {1: {"1.1": Decimal("0.33")}}), Shape.MATRIX)
    other.plans[0].name = "Bổ sung"
    made.plans += other.plans

    reading = read_scores(made.book(), subject)

    assert [(f.code, f.sheet, f.cell) for f in reading.faults] == [("same_cell_twice", "Bổ sung", "B2")]
    assert f"Bảng điểm!{made.cell(1, '1.1')}" in reading.faults[0].message


def test_a_score_given_twice_with_the_same_figure_is_one(subject):
    made = made_of(subject)
    other = book_of(table_of(subject, {1: {"1.1": points_for(subject)[1]["1.1"]}}), Shape.MATRIX)
    other.plans[0].name = "Bổ sung"
    made.plans += other.plans

    assert read_scores(made.book(), subject).faults == []


# ---- the file as a whole


def test_a_title_of_another_year_is_told(subject):
    made = made_of(subject, mess="titles")
    made.put("B2", "BẢNG ĐIỂM CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM 2022")

    assert found(read_scores(made.book(), subject)) == [("wrong_year", "B2")]


def test_a_sheet_of_another_year_beside_that_of_the_year_is_not_read(subject):
    made, last = made_of(subject, mess="titles"), made_of(subject, mess="titles")
    last.plans[0].name = "Năm 2023"
    last.put("B2", "BẢNG ĐIỂM CHỈ SỐ CẢI CÁCH HÀNH CHÍNH NĂM 2023").put(last.cell(1, "1.1"), 0)
    made.plans += last.plans

    reading = read_scores(made.book(), subject)

    assert reading.faults == []
    assert [remark.sheet for remark in reading.remarks] == ["Năm 2023"]


@pytest.mark.parametrize("rows", [[], [["Kính gửi ông bà"]], [["a", 1], ["b", 2]], [[1, 2], [3, 4]]])
def test_a_file_without_scores_is_told(subject, rows):
    reading = read_scores(rows_book(*rows), subject)

    assert [fault.code for fault in reading.faults] == ["nothing_to_read"]
    assert (reading.units, reading.layouts) == ({}, ())


def test_a_rank_must_be_a_whole_number(subject):
    made = book_of(
        table_of(subject, {}, {1: {Meaning.TOTAL_POINTS: Decimal(9), Meaning.RANK: Decimal(1)}}), Shape.TOTALS
    )
    made.put(made.cell("total", 1, Meaning.RANK), 1.5)

    assert found(read_scores(made.book(), subject)) == [("not_a_number", made.cell("total", 1, Meaning.RANK))]


def test_faults_come_in_the_order_of_the_sheets_and_cells(subject):
    made = made_of(subject)
    cells = [made.cell(unit, code) for unit in (1, 3) for code in ("1.2", "2.2")]
    for cell in reversed(cells):
        made.put(cell, "sai")

    assert [fault.cell for fault in read_scores(made.book(), subject).faults] == cells


def test_scorecards_of_two_units_by_head_and_name_of_the_sheet_are_asked(subject):
    made = made_of(subject, Shape.SCORECARD)
    made.put(made.cell("unit", 1), f"Đơn vị: {DISTRICTS[1]}", sheet=DISTRICTS[0])

    reading = read_scores(made.book(), subject)

    assert [(f.code, f.sheet, f.cell) for f in reading.faults] == [("ambiguous_unit", DISTRICTS[0], "A1")]


def test_a_scorecard_of_nobody_is_asked(subject):
    made = made_of(subject, Shape.SCORECARD)
    made.plans = made.plans[:1]
    made.plans[0].name = "Sheet1"
    made.put("A1", None)

    reading = read_scores(made.book(), subject)

    assert found(reading) == [("unknown_unit", "")]
    assert read_scores(made.book(), subject, Choice(units={"Sheet1": 1})).faults == []


@pytest.mark.parametrize("name", ["Phú Xuyên", "Huyện Phú Xuyên", "1. Phú Xuyên"])
def test_a_scorecard_is_told_by_the_name_of_its_sheet(subject, name):
    made = made_of(subject, Shape.SCORECARD)
    made.plans = made.plans[:1]
    made.plans[0].name = name
    made.put("A1", None)

    assert list(read_scores(made.book(), subject).units) == [1]


@pytest.mark.parametrize("file_name", ["Phú Xuyên.xlsx", "cchc-2024-huyen-phu-xuyen.xlsx", "Diem_Phu_Xuyen_v2.xlsx"])
def test_a_scorecard_is_told_by_the_name_of_its_file(subject, file_name):
    made = made_of(subject, Shape.SCORECARD)
    made.plans, made.file_name = made.plans[:1], file_name
    made.plans[0].name = "Sheet1"
    made.put("A1", None)

    assert list(read_scores(made.book(), subject).units) == [1]


@pytest.mark.parametrize(
    "title",
    [
        "PHIẾU TỰ ĐÁNH GIÁ CỦA HUYỆN PHÚ XUYÊN NĂM 2024",
        "UBND HUYỆN PHÚ XUYÊN",
        "Tên đơn vị: UBND huyện Phú Xuyên",
        "Cơ quan, đơn vị: Phú Xuyên",
    ],
)
def test_a_scorecard_is_told_by_its_head(subject, title):
    made = made_of(subject, Shape.SCORECARD)
    made.plans = made.plans[:1]
    made.plans[0].name = "Sheet1"
    made.put("A1", title)

    reading = read_scores(made.book(), subject)

    assert (reading.faults, list(reading.units)) == ([], [1])


def test_every_row_of_an_annex_is_its_units(subject):
    made = made_of(subject, Shape.SCORECARD)
    made.plans = made.plans[:1]
    annex = small_subject(of_unit=subject.roll[4].unit)

    assert list(read_scores(made.book(), annex).units) == [4]
