"""LibreOffice spreadsheets: the same cells as those of an Excel workbook, bounded in the same way."""

import datetime
from decimal import Decimal

import pytest

from indices.importing.cells import Kind, read_book
from indices.importing.faults import FileRefusedError
from tests.indices.importing.opendocuments import cell, content, number, packed, row, sheet, spreadsheet, text

MORNING = datetime.datetime(2026, 2, 1, 8, 30)  # noqa: DTZ001 (a sheet knows no time zones)
MILLION = 1_048_576
TWO_PLACES = (
    '<number:number-style style:name="N2"><number:number number:decimal-places="2"/></number:number-style>'
    '<style:style style:name="ce1" style:family="table-cell" style:data-style-name="N2"/>'
)
HIDDEN = '<style:style style:name="ta1"><style:table-properties table:display="false"/></style:style>'
PERCENT = 'office:value-type="percentage" office:value="0.95"'
WITHOUT_RESULT = 'table:formula="of:=1+1"'
ERROR = 'table:formula="of:=1/0" office:value-type="string" office:string-value="" calcext:value-type="error"'


def only_sheet(data):
    (found,) = read_book(data, "diem.ods").sheets
    return found


def first_cell(attributes, inside=""):
    return only_sheet(spreadsheet(row(cell(attributes, inside)))).at(1, 1)


def refusal(data):
    with pytest.raises(FileRefusedError) as error:
        read_book(data, "diem.ods")
    assert error.value.remedy
    return error.value.code


def typed(kind, name, value):
    return f'office:value-type="{kind}" office:{name}="{value}"'


# What cells hold


@pytest.mark.parametrize(
    ("attributes", "inside", "kind", "value"),
    [
        (typed("float", "value", "1.5"), "<text:p>1,50</text:p>", Kind.NUMBER, Decimal("1.5")),
        (typed("float", "value", "0.30000000000000004"), "", Kind.NUMBER, Decimal("0.3")),
        (typed("float", "value", "-2E-1"), "", Kind.NUMBER, Decimal("-0.2")),
        (typed("float", "value", "0E-400"), "", Kind.NUMBER, Decimal(0)),
        (typed("currency", "value", "12"), "", Kind.NUMBER, Decimal(12)),
        (typed("percentage", "value", "0.95"), "", Kind.NUMBER, Decimal("0.95")),
        (typed("float", "value", "1E999"), "", Kind.ERROR, "1E999"),
        (typed("float", "value", "NaN"), "", Kind.ERROR, "NaN"),
        (typed("float", "value", "9" * 100), "", Kind.ERROR, "9" * 40),
        (typed("date", "date-value", "2026-02-01"), "", Kind.DATE, datetime.date(2026, 2, 1)),
        (typed("date", "date-value", "2026-02-01T08:30:00"), "", Kind.DATE, MORNING),
        (typed("date", "date-value", "-0044-03-15"), "", Kind.ERROR, "-0044-03-15"),
        (typed("time", "time-value", "PT01H30M00S"), "", Kind.TIME, "01:30:00"),
        (typed("time", "time-value", "-PT26H"), "", Kind.TIME, "-26:00:00"),
        (typed("time", "time-value", "gì đó"), "", Kind.TIME, "gì đó"),
        (typed("boolean", "boolean-value", "true"), "", Kind.BOOLEAN, True),
        (typed("string", "string-value", "Kế hoạch"), "", Kind.TEXT, "Kế hoạch"),
        ('office:value-type="string"', "<text:p>Kế <text:span>hoạch</text:span></text:p>", Kind.TEXT, "Kế hoạch"),
        ('office:value-type="string"', "<text:p>a<text:s text:c='9999999'/>b</text:p>", Kind.TEXT, "a b"),
        ('office:value-type="string"', "<text:p>a<text:tab/>b</text:p><text:p>c</text:p>", Kind.TEXT, "a b\nc"),
        ('office:value-type="string"', "<text:p>a<text:line-break/>b</text:p>", Kind.TEXT, "a\nb"),
        (ERROR, "<text:p>#DIV/0!</text:p>", Kind.ERROR, "#DIV/0!"),
        ('table:formula="of:=x" office:value-type="string"', "<text:p>#NAME?</text:p>", Kind.ERROR, "#NAME?"),
        (WITHOUT_RESULT, "", Kind.NO_RESULT, ""),
        (f"{WITHOUT_RESULT} {typed('float', 'value', '2')}", "", Kind.NUMBER, Decimal(2)),
    ],
)  # fmt: skip
def test_a_cell_keeps_its_kind_and_its_exact_value(attributes, inside, kind, value):
    found = first_cell(attributes, inside)
    assert (found.kind, found.value, type(found.value)) == (kind, value, type(value))


def test_a_formula_whose_result_is_empty_text_is_an_empty_cell():
    assert first_cell(f'{WITHOUT_RESULT} office:value-type="string" office:string-value=""') is None


def test_comments_and_drawings_are_no_text_of_the_cell():
    inside = (
        "<text:p>4</text:p><office:annotation><text:p>chấm lại</text:p></office:annotation>"
        "<draw:frame><draw:text-box><text:p>ảnh</text:p></draw:text-box></draw:frame>"
    )
    assert first_cell('office:value-type="string"', inside).text == "4"


def test_a_number_keeps_the_places_it_is_shown_with():
    columns = '<table:table-column table:default-cell-style-name="ce1"/><table:table-column/>'
    cells = row(number(1.5), number(1.5), number(1.5, style_name="ce1"))
    data = packed(content(sheet(cells, columns=columns), styles=TWO_PLACES))
    assert [found.format for found in only_sheet(data).cells()] == ["0.00", "", "0.00"]


def test_a_percentage_is_known_with_or_without_its_format():
    styles = (
        '<number:percentage-style style:name="P1"><number:number number:decimal-places="1"/></number:percentage-style>'
        '<style:style style:name="ce1" style:family="table-cell" style:data-style-name="P1"/>'
    )
    data = packed(content(sheet(row(cell(PERCENT), cell(PERCENT, style_name="ce1"))), styles=styles))
    assert [(found.is_percent, found.format) for found in only_sheet(data).cells()] == [(True, "0%"), (True, "0.0%")]


# Where they stand


def test_cells_stand_where_repeated_ones_before_them_put_them():
    found = only_sheet(
        spreadsheet(
            row(cell(number_columns_repeated=3), number(1)),
            row(cell(), number_rows_repeated=5),
            row(number(2, number_columns_repeated=2), text("a")),
            row(number(3), number_rows_repeated=2),
        )
    )
    assert [(one.address, str(one.value)) for one in found.cells()] == [
        ("D1", "1"), ("A7", "2"), ("B7", "2"), ("C7", "a"), ("A8", "3"), ("A9", "3"),
    ]  # fmt: skip


def test_merged_cells_are_told_and_what_they_cover_is_not_read():
    covered = '<table:covered-table-cell office:value-type="float" office:value="9"/>'
    found = only_sheet(
        spreadsheet(
            row(text("Điểm", number_columns_spanned=2, number_rows_spanned=2), covered, number(1)),
            row(covered, covered, number(2)),
        )
    )
    assert [one.address for one in found.cells()] == ["A1", "C1", "C2"]
    (merge,) = found.merges
    assert (merge.top, merge.left, merge.bottom, merge.right) == (1, 1, 2, 2)


def test_hidden_sheets_are_told():
    draft, real = sheet(row(number(1)), name="Nháp", style="ta1"), sheet(row(number(2)), name="Chính")
    data = packed(content(draft, real, styles=HIDDEN))
    assert [(one.name, one.hidden) for one in read_book(data, "a.ods").sheets] == [("Nháp", True), ("Chính", False)]


def test_rows_in_groups_and_headings_that_repeat_in_print_are_rows():
    groups = f"<table:table-header-rows>{row(text('Đơn vị'))}</table:table-header-rows>"
    groups += f"<table:table-row-group>{row(text('An'))}</table:table-row-group>"
    assert [one.text for one in only_sheet(spreadsheet(groups)).cells()] == ["Đơn vị", "An"]


def test_tables_within_drawings_are_no_sheets():
    inner = f"<table:shapes><draw:frame>{sheet(row(number(1)), name='Trong')}</draw:frame></table:shapes>"
    assert [one.value for one in only_sheet(spreadsheet(inner, row(number(2)))).cells()] == [Decimal(2)]


# What is refused


def test_a_repeated_empty_million_costs_nothing():
    found = only_sheet(
        spreadsheet(
            row(number(1), cell(number_columns_repeated=16_383)),
            row(cell(number_columns_repeated=16_384), number_rows_repeated=MILLION - 1),
        )
    )
    assert [one.address for one in found.cells()] == ["A1"]


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([row(number(1), number_rows_repeated=MILLION)], "out_of_bounds"),
        ([row(number(1, number_columns_repeated=16_384))], "out_of_bounds"),
        ([row(number(1, number_columns_repeated="9" * 200))], "out_of_bounds"),
        ([row(number(1, number_columns_repeated=400), number_rows_repeated=15_000)], "too_many_cells"),
        ([row(cell(number_columns_repeated=16_383), number(1))], "out_of_bounds"),
        ([row(cell(), number_rows_repeated=MILLION - 1), row(number(1))], "out_of_bounds"),
        ([row(number(1, number_columns_repeated="vài"))], "damaged"),
    ],
)
def test_a_filled_million_is_refused_before_it_is_written_out(rows, code):
    assert refusal(spreadsheet(*rows)) == code


def test_a_refusal_names_the_cell_that_is_too_far_away():
    with pytest.raises(FileRefusedError, match="XFD1"):
        read_book(spreadsheet(row(cell(number_columns_repeated=16_383), number(1))), "a.ods")


def test_millions_of_empty_styled_cells_are_refused(settings):
    settings.SPREADSHEET_MAX_CELLS = 1_000
    assert refusal(spreadsheet(row(cell(style_name="ce1") * 1_001))) == "too_many_cells"


def test_overlapping_merges_are_refused(settings):
    settings.SPREADSHEET_MAX_CELLS = 10_000
    wide = [text("a", number_columns_spanned=400, number_rows_spanned=MILLION) for _one in range(200)]
    assert refusal(spreadsheet(row(*wide))) == "too_many_cells"


@pytest.mark.parametrize(
    "head",
    [
        '<!DOCTYPE a [<!ENTITY b "c">]>',
        '<!DOCTYPE a SYSTEM "file:///etc/passwd">',
        '<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE a [<!ENTITY x SYSTEM "http://example.org/">]>',
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_declarations_are_refused_in_every_encoding(head, encoding):
    xml = content(sheet(row(number(1))), head=head.replace("UTF-8", encoding))
    assert refusal(packed(xml.encode(encoding))) == "entities"


@pytest.mark.parametrize(
    ("inside", "code"),
    [
        ('<table:table-source table:table-name="a"/>', "external_links"),
        ("<table:dde-links/>", "external_links"),
        ('<table:cell-range-source table:name="a"/>', "external_links"),
    ],
)
def test_figures_from_elsewhere_are_refused(inside, code):
    assert refusal(packed(content(inside))) == code


def test_scripts_are_refused():
    assert refusal(packed(content(before="<office:scripts><office:script/></office:scripts>"))) == "macros"
    assert refusal(packed(content(), {"Basic/Standard/Module1.xml": "Sub Main"})) == "macros"


@pytest.mark.parametrize(
    "parts",
    [
        {"META-INF/manifest.xml": "<manifest:encryption-data/>"},
        {"encrypted-package": b"\x00"},
    ],
)
def test_a_password_is_told(parts):
    assert refusal(packed(content(), parts)) == "encrypted"


def test_tags_within_tags_without_end_are_refused():
    deep = "<text:span>" * 5_000 + "</text:span>" * 5_000
    assert refusal(spreadsheet(row(cell("", deep)))) == "damaged"


@pytest.mark.parametrize("xml", ["", "<office:document-content>", "không phải XML", content()[:-30]])
def test_a_damaged_file_is_refused(xml):
    assert refusal(packed(xml)) == "damaged"


def test_a_spreadsheet_under_another_ending_is_told():
    with pytest.raises(FileRefusedError, match="LibreOffice") as error:
        read_book(spreadsheet(row(number(1))), "diem.xlsx")
    assert error.value.code == "wrong_ending"


def test_text_under_this_ending_is_damaged():
    assert refusal(b"Ma;Ten\n1;An\n") == "damaged"
