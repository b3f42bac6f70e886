"""The brief as a Word file: what Decree 30/2020/NĐ-CP asks of it, what Word asks, and the page's own figures."""

import io
import zipfile
from xml.etree import ElementTree as ET

import pytest
from django.utils import translation

from indices.domain.ledger_values import Depth, Ledger, NoLedger
from indices.exporting.word import brief_as_docx
from indices.exporting.word_parts import MAIN, Document, Paragraph, Run, Table, docx
from indices.presenters.brief import brief_of
from tests.indices.briefs import facts, figures

# The order that the schema lays down for what may stand in each; Word refuses files that change it.
ORDER = {
    "pPr": ["pStyle", "keepNext", "pBdr", "spacing", "ind", "jc", "outlineLvl", "rPr"],
    "rPr": ["rFonts", "b", "i", "color", "sz", "szCs", "lang"],
    "tblPr": ["tblW", "tblBorders", "tblLayout", "tblCellMar", "tblLook"],
    "sectPr": ["headerReference", "pgSz", "pgMar", "titlePg"],
    "tbl": ["tblPr", "tblGrid", "tr"],
    "trPr": ["cantSplit", "tblHeader"],
}


def parts(content):
    """name -> root of every part of a file."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.testzip() is None
        return {name: ET.fromstring(package.read(name)) for name in package.namelist()}


def brief(**changes):
    return brief_of(facts(**changes), figures())


def body(content):
    return parts(content)["word/document.xml"]


def texts(root):
    """The text of each paragraph."""
    return ["".join(found.itertext()) for found in root.iter(f"{{{MAIN}}}p")]


def attribute(element, name):
    return element.get(f"{{{MAIN}}}{name}")


def only(root, name):
    (found,) = root.iter(f"{{{MAIN}}}{name}")
    return found


@pytest.fixture(scope="module")
def file():
    return brief_as_docx(brief())


def test_every_part_is_named_and_led_to(file):
    found = parts(file)
    named = {element.get("PartName") for element in found["[Content_Types].xml"]} - {None}
    assert {f"/{name}" for name in found if not name.endswith(".rels") and name != "[Content_Types].xml"} == named
    targets = {element.get("Target") for element in found["word/_rels/document.xml.rels"]}
    assert targets == {"styles.xml", "header.xml", "first.xml"}


def test_package_speaks_its_own_language_without_prefixes(file):
    # With prefixes, which XML allows, LibreOffice does not open the file.
    with zipfile.ZipFile(io.BytesIO(file)) as package:
        assert package.namelist()[0] == "[Content_Types].xml"
        for name in ("[Content_Types].xml", "_rels/.rels", "word/_rels/document.xml.rels"):
            assert b"ns0:" not in package.read(name)


@pytest.mark.parametrize("name", ["word/document.xml", "word/styles.xml", "word/header.xml", "word/first.xml"])
def test_elements_stand_in_the_order_that_word_asks(file, name):
    for element in parts(file)[name].iter():
        order = ORDER.get(element.tag.rpartition("}")[2])
        if order:
            places = [order.index(child.tag.rpartition("}")[2]) for child in element]
            assert places == sorted(places)


def test_every_cell_holds_a_paragraph_and_one_follows_the_last_table(file):
    root = body(file)
    assert all(cell.find(f"{{{MAIN}}}p") is not None for cell in root.iter(f"{{{MAIN}}}tc"))
    blocks = [child.tag.rpartition("}")[2] for child in only(root, "body")]
    assert blocks[-3:] == ["tbl", "p", "sectPr"]


def test_cell_without_words_holds_a_paragraph_too():
    root = body(docx(Document("t", (Table((((),),), (10,)),))))
    assert only(root, "tc").find(f"{{{MAIN}}}p") is not None


def test_paper_is_a4_with_the_margins_of_the_decree(file):
    size, margins = only(body(file), "pgSz"), only(body(file), "pgMar")
    assert (attribute(size, "w"), attribute(size, "h")) == ("11906", "16838")  # 210 × 297 mm
    millimetres = {side: int(attribute(margins, side)) * 25.4 / 1440 for side in ("top", "bottom", "left", "right")}
    limits = {"top": (20, 25), "bottom": (20, 25), "left": (30, 35), "right": (15, 20)}
    assert all(low - 0.02 <= millimetres[side] <= high + 0.02 for side, (low, high) in limits.items())


def test_hand_is_times_new_roman_13_in_black(file):
    defaults = only(parts(file)["word/styles.xml"], "rPrDefault")
    assert attribute(only(defaults, "rFonts"), "ascii") == "Times New Roman"
    assert attribute(only(defaults, "sz"), "val") == "26"
    assert attribute(only(defaults, "color"), "val") == "000000"


def test_nothing_is_in_colour(file):
    for root in parts(file).values():
        for element in root.iter():
            for name, value in element.attrib.items():
                assert not name.endswith(("}fill", "}color")) or value == "000000"


def test_columns_are_as_wide_as_the_text(file):
    size, margins = only(body(file), "pgSz"), only(body(file), "pgMar")
    width = int(attribute(size, "w")) - int(attribute(margins, "left")) - int(attribute(margins, "right"))
    for table in body(file).iter(f"{{{MAIN}}}tbl"):
        columns = sum(int(attribute(column, "w")) for column in table.iter(f"{{{MAIN}}}gridCol"))
        assert abs(columns - width) < 10  # twentieths of a point


def test_head_and_places_to_fill_in_stand_in_their_order(file):
    told = texts(body(file))
    wanted = [
        "TÊN CƠ QUAN CHỦ QUẢN",
        "TÊN CƠ QUAN, ĐƠN VỊ",
        "Số: ……/BC-……",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "Độc lập - Tự do - Hạnh phúc",
        "………, ngày …… tháng …… năm ……",
        "BÁO CÁO",
        "Tóm tắt kết quả CCHC 2024 của Huyện A",
        "Nơi nhận:",
        "QUYỀN HẠN, CHỨC VỤ CỦA NGƯỜI KÝ",
        "Họ và tên",
    ]
    places = [told.index(text) for text in wanted]
    assert places == sorted(places)


def test_every_passage_of_the_page_is_in_the_file(file):
    told = texts(body(file))
    for number, passage in enumerate(brief().passages, start=1):
        assert f"{number}. {passage.head}: {passage.text}" in told


def test_every_cell_of_the_ledger_is_that_of_the_page(file):
    ledger = list(body(file).iter(f"{{{MAIN}}}tbl"))[1]
    rows = [["".join(cell.itertext()) for cell in row.iter(f"{{{MAIN}}}tc")] for row in ledger.iter(f"{{{MAIN}}}tr")]
    shown = brief()
    assert rows == [list(row) for row in (shown.heads, *shown.rows, shown.sum)]


def test_heads_of_the_ledger_are_repeated_on_every_page(file):
    ledger = list(body(file).iter(f"{{{MAIN}}}tbl"))[1]
    marked = [row.find(f"{{{MAIN}}}trPr/{{{MAIN}}}tblHeader") is not None for row in ledger.iter(f"{{{MAIN}}}tr")]
    assert marked == [True] + [False] * (len(marked) - 1)


def test_pages_are_numbered_from_the_second_on(file):
    found = parts(file)
    assert only(found["word/header.xml"], "fldSimple") is not None
    assert not list(found["word/first.xml"].iter(f"{{{MAIN}}}fldSimple"))


def test_notes_and_sources_stand_below_the_ledger(file):
    (told,) = [text for text in texts(body(file)) if "Nguồn:" in text]
    assert told.startswith(brief().notes[0])
    assert told.endswith("Nguồn: Quyết định số 1/QĐ-UBND; https://example.vn/indices/cchc/2024/units/huyen-a/.")


def test_sample_is_marked_on_every_page():
    found = parts(brief_as_docx(brief(is_sample=True)))
    for name in ("word/header.xml", "word/first.xml"):
        assert any(text.startswith("Dữ liệu minh họa") for text in texts(found[name]))


def test_nothing_is_called_a_sample_that_is_none(file):
    assert not any("minh họa" in text for root in parts(file).values() for text in texts(root))


def test_without_criteria_the_reason_stands_in_place_of_the_table():
    nothing = Ledger("2024", "u", Depth.NOTHING, no_ledger=NoLedger.TOTAL_ONLY)
    root = body(brief_as_docx(brief(ledger=nothing, sources=(), address="")))
    assert "Chỉ công bố tổng: không biết điểm của từng tiêu chí." in texts(root)
    assert len(list(root.iter(f"{{{MAIN}}}tbl"))) == 2  # the head and the signature


def test_the_same_brief_is_the_same_file(file):
    assert brief_as_docx(brief()) == file


def test_hostile_words_stay_words():
    hostile = 'A & B <w:p/> "x" ]]> \x00\x0b\ud800\uffff'
    root = body(docx(Document(hostile, (Paragraph((Run(hostile),)),))))
    assert texts(root)[0] == 'A & B <w:p/> "x" ]]> '


def test_language_of_the_file_is_the_readers():
    with translation.override("en"):
        file = brief_as_docx(brief())
    assert attribute(only(parts(file)["word/styles.xml"], "lang"), "val") == "en-GB"
