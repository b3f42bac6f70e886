"""Files made to do harm: each is refused with a sentence, soon, and without taking the memory it asks for."""

import io
import json
import struct
import subprocess
import sys
import time
import zipfile

import pytest
from django.conf import settings as site

from indices.importing.cells import Kind, read_book
from indices.importing.faults import FileRefusedError
from tests.indices.importing.opendocuments import cell, content, packed, row, sheet, spreadsheet
from tests.indices.importing.workbooks import part_of, with_part, workbook

SHEET, STRINGS = "xl/worksheets/sheet1.xml", "xl/sharedStrings.xml"
SPACE = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
LAUGHS = '<!DOCTYPE a [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {after} "{f"&{before};" * 10}">' for before, after in zip("abcdefgh", "bcdefghi", strict=True)
) + "]>"  # fmt: skip
SOON = 60  # seconds of work, however busy the machine is; what these files ask for would take hours
MEGABYTES = 700  # above the idle process, for the worst of them


def refusal(data, name="diem.xlsx"):
    started = time.process_time()
    with pytest.raises(FileRefusedError) as error:
        read_book(data, name)
    assert time.process_time() - started < SOON
    assert error.value.message.endswith((".", ")."))
    assert error.value.remedy
    return error.value.code


def of_sheet(inside, *, before="", after=""):
    """A workbook whose sheet's XML is written by hand."""
    xml = f"{before}<worksheet {SPACE}><sheetData>{inside}</sheetData>{after}</worksheet>"
    return with_part(workbook([["a"]]), SHEET, xml, instead=True)


def zipped(*members):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, inside in members:
            archive.writestr(name, inside)
    return file.getvalue()


def bomb():
    """A zip of zeros, a thousand times as large as it looks."""
    return zipped(("0", b"\x00" * 2**24))


def lying(data, name, size):
    """A workbook that says of one part that it unpacks to so many bytes, in both of the places that say so."""
    changed = bytearray(data)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entry = archive.getinfo(name)
    at = data.rindex(name.encode()) - 46
    struct.pack_into("<L", changed, at + 24, size)
    struct.pack_into("<L", changed, entry.header_offset + 22, size)
    return bytes(changed)


def overlapping(data, name, times):
    """A workbook whose directory names one part many times."""
    start = data.rindex(b"PK\x05\x06")
    at = data.rindex(name.encode()) - 46
    length = 46 + len(name) + sum(struct.unpack_from("<HH", data, at + 30))
    size, offset = struct.unpack_from("<LL", data, start + 12)
    directory = data[offset : offset + size] + data[at : at + length] * times
    count = struct.unpack_from("<H", data, start + 10)[0] + times
    end = struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(directory), offset, 0)
    return data[:offset] + directory + end


# Zip bombs


def test_zips_within_zips_are_no_table():
    assert refusal(zipped(("1.zip", zipped(("2.zip", bomb()))))) == "archive"


def test_a_zip_within_a_workbook_is_never_opened():
    data = with_part(workbook([["An", 1]]), "xl/embeddings/1.zip", zipped(("2.zip", bomb())))
    assert [one.text for one in read_book(data, "diem.xlsx").sheets[0].cells()] == ["An", "1"]


def test_what_unpacks_to_a_thousand_times_its_size_is_refused():
    data = with_part(workbook([["a"]]), SHEET, b" " * (site.SPREADSHEET_MAX_UNPACKED + 1), instead=True)
    assert len(data) * 500 < site.SPREADSHEET_MAX_UNPACKED
    assert refusal(data) == "bomb"


def test_a_part_that_lies_about_its_size_is_read_no_further_than_it_says():
    data = with_part(workbook([["a"]]), "xl/media/1.bin", b"\x00" * 2**24)
    assert refusal(lying(data, "xl/media/1.bin", 100)) == "damaged"


def test_parts_that_share_their_bytes_are_counted_each(settings):
    settings.SPREADSHEET_MAX_UNPACKED = 2**24
    data = overlapping(workbook([["a" * 30_000]]), SHEET, 1_500)
    assert len(data) < 2**18
    assert refusal(data) == "bomb"


def test_a_spreadsheet_bomb_is_refused():
    assert refusal(packed(b" " * (site.SPREADSHEET_MAX_UNPACKED + 1)), "diem.ods") == "bomb"


# What XML can do


@pytest.mark.parametrize("part", [SHEET, STRINGS, "xl/workbook.xml", "xl/styles.xml", "[Content_Types].xml"])
def test_entities_that_multiply_are_refused_wherever_they_stand(part):
    inside = f"{LAUGHS}<worksheet {SPACE}>&i;</worksheet>"
    assert refusal(with_part(workbook([["a"]]), part, inside, instead=True)) == "entities"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("place", ["file:///etc/passwd", "http://example.org/a.dtd"])
def test_entities_from_elsewhere_are_refused(encoding, place):
    inside = f'<?xml version="1.0" encoding="{encoding[:6]}"?><!DOCTYPE a [<!ENTITY b SYSTEM "{place}">]><a>&b;</a>'
    assert refusal(with_part(workbook([["a"]]), SHEET, inside.encode(encoding), instead=True)) == "entities"


def test_an_unknown_encoding_of_xml_hides_nothing():
    inside = f'<?xml version="1.0" encoding="cp037"?>{LAUGHS}<a>&i;</a>'.encode("cp037")
    assert refusal(with_part(workbook([["a"]]), SHEET, inside, instead=True)) == "damaged"


# Links and macros


@pytest.mark.parametrize(
    ("part", "code"),
    [
        ("xl/externalLinks/externalLink1.xml", "external_links"),
        ("XL/ExternalLinks/externalLink1.xml", "external_links"),
        ("xl/connections.xml", "external_links"),
        ("xl/vbaProject.bin", "macros"),
        ("xl/macrosheets/sheet1.xml", "macros"),
        ("xl/activeX/activeX1.bin", "macros"),
    ],
)
def test_a_workbook_that_links_or_runs_is_refused_under_any_name(part, code):
    assert refusal(with_part(workbook([["a"]]), part, b"<a/>")) == code


def test_a_workbook_with_macros_is_refused_under_a_plain_ending():
    name = "[Content_Types].xml"
    types = part_of(workbook([["a"]]), name).replace(b"spreadsheetml.sheet.main", b"sheet.macroEnabled.main")
    assert refusal(with_part(workbook([["a"]]), name, types, instead=True)) == "macros"


# Too much of something


ONE = '<row r="1"><c r="A1"><v>1</v></c></row>'
FAR = '<row r="20000"><c r="SF20000"><v>1</v></c></row>'
MERGE = '<mergeCell ref="A1:XFD1048576"/>'
SAME = "<si><t>a</t></si>"
MANY = 1_000_001


def merged(times, inside=ONE):
    return of_sheet(inside, after=f"<mergeCells>{MERGE * times}</mergeCells>")


def strings(times):
    return with_part(workbook([["a"]]), STRINGS, f"<sst {SPACE}>{SAME * times}</sst>", instead=True)


def repeated():
    one = cell('office:value-type="float" office:value="1"', number_columns_repeated=499)
    return spreadsheet(row(one, number_rows_repeated=20_000))


MUCH = {
    "styled empty rows": lambda: of_sheet('<row r="1" s="1" customFormat="1"/>' * MANY),
    "styled empty cells": lambda: of_sheet("<row>" + '<c s="1"/>' * MANY + "</row>"),
    "shared strings": lambda: strings(MANY),
    "tags of no meaning": lambda: of_sheet("<row><c>" + "<a/>" * 6 * MANY + "</c></row>"),
    "tags of no meaning in a spreadsheet": lambda: spreadsheet(row(cell("", "<text:p/>" * 3 * MANY))),
    "merges": lambda: merged(MANY),
    "overlapping merges": lambda: merged(1_000, ONE + FAR),
    "styled empty cells of a spreadsheet": lambda: spreadsheet(row(cell(style_name="a") * MANY)),
    "a repeated row of a spreadsheet": repeated,
}


@pytest.mark.parametrize("what", MUCH)
def test_a_million_of_anything_is_refused(what):
    name = "diem.ods" if "spreadsheet" in what else "diem.xlsx"
    assert refusal(MUCH[what](), name) == "too_many_cells"


def test_a_hundred_megabytes_are_refused_unread():
    assert refusal(b"PK\x03\x04" + bytes(100 * 2**20)) == "too_large"


@pytest.mark.parametrize("letters", [33_000, 90 * 2**20])
def test_a_text_longer_than_a_cell_is_refused_with_its_place(letters):
    text = "a" * letters
    workbook_of_one = of_sheet(f'<row r="1"><c r="C1" t="str"><v>{text}</v></c></row>')
    assert refusal(workbook_of_one) == "too_long"
    assert (
        refusal(spreadsheet(row(cell('office:value-type="string"', f"<text:p>{text}</text:p>"))), "a.ods") == "too_long"
    )


def test_one_title_merged_over_the_whole_sheet_does_no_harm():
    (merge,) = read_book(merged(1), "diem.xlsx").sheets[0].merges
    assert (merge.bottom, merge.right) == (1, 1)


def test_a_workbook_of_formulas_that_nobody_calculated_is_read_and_says_so():
    cells = "".join(f'<row r="{n}"><c r="A{n}"><f>RAND()</f></c></row>' for n in range(1, 1_000))
    assert {one.kind for one in read_book(of_sheet(cells), "diem.xlsx").sheets[0].cells()} == {Kind.NO_RESULT}


# Not what it says


def test_a_file_cut_off_anywhere_is_refused():
    whole = workbook([["Đơn vị", "Điểm"], ["An", 1.5]])
    for length in range(1, len(whole), 97):
        assert refusal(whole[:length]) in ("damaged", "archive")


def test_a_spreadsheet_cut_off_anywhere_is_refused():
    whole = packed(content(sheet(row(cell('office:value-type="float" office:value="1"')))))
    for length in range(1, len(whole), 29):
        assert refusal(whole[:length], "diem.ods") in ("damaged", "archive", "unknown")


@pytest.mark.parametrize("stream", ["EncryptedPackage", "EncryptionInfo EncryptedPackage"])
def test_a_workbook_under_a_password_is_told_under_any_ending(stream):
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + stream.encode("utf-16-le")
    assert {refusal(data, name) for name in ("a.xlsx", "a.xls", "a.csv", "a")} == {"encrypted"}


@pytest.mark.parametrize(
    "name",
    ["../../../etc/passwd.xlsx", "C:\\Windows\\diem.xlsx", "/etc/diem.xlsx", "a\x00b/../diem.xlsx", "\ndiem.xlsx"],
)
def test_a_name_with_path_parts_keeps_none_of_them(name):
    kept = read_book(workbook([["a"]]), name).name
    assert kept in ("passwd.xlsx", "diem.xlsx")


def test_parts_with_paths_that_climb_are_never_written(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    read_book(with_part(workbook([["a"]]), "../../../ngoai.txt", b"x"), "diem.xlsx")
    assert list(tmp_path.iterdir()) == []


# Memory

MEASURE = """
import json, os, resource, sys
import django
django.setup()
from indices.importing.cells import read_book
from indices.importing.faults import FileRefusedError
read_book(open(sys.argv[1] + "/nho.xlsx", "rb").read(), "nho.xlsx")
idle = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
found = {}
for name in sorted(os.listdir(sys.argv[1])):
    try:
        read_book(open(f"{sys.argv[1]}/{name}", "rb").read(), name)
        code = "read"
    except FileRefusedError as refusal:
        code = refusal.code
    found[name] = code, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - idle) // 1024
print(json.dumps(found))
"""


def test_the_worst_files_take_no_more_memory_than_a_large_honest_one(tmp_path):
    files = {
        "nho.xlsx": workbook([["a"]]),
        "sau.xlsx": of_sheet("<row><c>" + "<a>" * 1_990_000 + "</a>" * 1_990_000 + "</c></row>"),
        "rong.xlsx": of_sheet("<row><c>" + "<a/>" * 3_900_000 + "</c></row>"),
        "chuoi.xlsx": strings(900_000),
        "dai.xlsx": of_sheet('<row><c r="A1" t="str"><v>' + "a" * 90 * 2**20 + "</v></c></row>"),
        "dai.ods": packed(content(sheet(row(cell("", "<text:p>" + "a" * 90 * 2**20 + "</text:p>"))))),
        "rong.ods": packed(content(sheet(row(cell("", "<text:p/>" * 1_900_000))))),
        "sau.ods": packed(content(sheet(row(cell("", "<text:p>" * 4_000_000))))),
    }
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    ran = subprocess.run(
        [sys.executable, "-c", MEASURE, str(tmp_path)], capture_output=True, text=True, check=True, cwd=site.BASE_DIR
    )
    found = json.loads(ran.stdout)
    assert {name: megabytes for name, (_code, megabytes) in found.items() if megabytes > MEGABYTES} == {}
