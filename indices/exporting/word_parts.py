"""A Word document put together from paragraphs and tables: as much of WordprocessingML as a report needs, no more.

Lengths are given in millimetres and points, as officials speak of them. Text is text, whatever is in it.
"""

import io
import re
import zipfile
from dataclasses import dataclass, field
from enum import StrEnum
from xml.etree import ElementTree as ET

MAIN = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
CORE = "http://schemas.openxmlformats.org/package/2006/metadata/core-properties"
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
DOCUMENT_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
MEDIA_TYPE = f"{DOCUMENT_TYPE}.document"

# The earliest day that a zip file knows: the same content is the same file, byte for byte.
NO_DAY = (1980, 1, 1, 0, 0, 0)
_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class Align(StrEnum):
    """How a paragraph lies between the margins."""

    LEFT = "left"
    CENTRE = "center"
    RIGHT = "right"
    BOTH = "both"


@dataclass(frozen=True)
class Run:
    """Words in one hand. `size` in points; `None`: the document's."""

    text: str
    bold: bool = False
    italic: bool = False
    size: float | None = None


@dataclass(frozen=True)
class Paragraph:
    """One paragraph.

    Args:
        runs: its words.
        before, after: space around it, in points.
        first_line: indent of the first line, in millimetres.
        indent: from both margins, in millimetres.
        ruled: a line below it.
        height: of its lines, in points; 0: as high as the letters need.
        keep: on one page with what follows.
        heading: 1 for the title, 2 below it; 0 for the text. For outlines and screen readers; looks do not change.
    """

    runs: tuple[Run, ...] = ()
    align: Align = Align.LEFT
    before: float = 0
    after: float = 0
    first_line: float = 0
    indent: float = 0
    ruled: bool = False
    height: float = 0
    keep: bool = False
    heading: int = 0


@dataclass(frozen=True)
class Table:
    """A table. `rows`: of cells, each a tuple of paragraphs. `widths` in millimetres.

    `heads`: so many first rows are repeated on every page. `lined`: with lines around the cells.
    """

    rows: tuple[tuple[tuple[Paragraph, ...], ...], ...]
    widths: tuple[float, ...]
    heads: int = 0
    lined: bool = True


@dataclass(frozen=True)
class Sheet:
    """The paper: millimetres, and the hand that everything is written in."""

    width: float = 210
    height: float = 297
    top: float = 20
    bottom: float = 20
    left: float = 30
    right: float = 15
    font: str = "Times New Roman"
    size: float = 13

    @property
    def text_width(self):
        """Between the margins."""
        return self.width - self.left - self.right


@dataclass(frozen=True)
class Document:
    """What a file is made of. `running`: said at the top of every page, beside the number of the page."""

    title: str
    body: tuple[Paragraph | Table, ...]
    language: str = "vi-VN"
    sheet: Sheet = field(default_factory=Sheet)
    running: str = ""


def _twips(millimetres):
    return str(round(millimetres * 1440 / 25.4))


def _twentieths(points):
    return str(round(points * 20))


def _w(parent, name, **attributes):
    """A child element of the main namespace; attributes are of the same."""
    names = {f"{{{MAIN}}}{key.rstrip('_')}": value for key, value in attributes.items()}
    if parent is None:
        return ET.Element(f"{{{MAIN}}}{name}", names)
    return ET.SubElement(parent, f"{{{MAIN}}}{name}", names)


def clean(text):
    """Without the control characters that no XML may hold: Word would refuse the whole file."""
    return _NOT_IN_XML.sub("", text)


def _add_run(parent, run):
    element = _w(parent, "r")
    looks = _w(element, "rPr")
    # The order of these is laid down.
    if run.bold:
        _w(looks, "b")
    if run.italic:
        _w(looks, "i")
    if run.size is not None:
        _w(looks, "sz", val=str(round(run.size * 2)))
        _w(looks, "szCs", val=str(round(run.size * 2)))
    text = _w(element, "t")
    text.text = clean(run.text)
    text.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def _add_paragraph(parent, paragraph):
    element = _w(parent, "p")
    looks = _w(element, "pPr")
    if paragraph.heading:
        _w(looks, "pStyle", val=f"Heading{paragraph.heading}")
    if paragraph.keep:
        _w(looks, "keepNext")
    if paragraph.ruled:
        _w(_w(looks, "pBdr"), "bottom", val="single", sz="6", space="1", color="000000")
    space = {"before": _twentieths(paragraph.before), "after": _twentieths(paragraph.after)}
    if paragraph.height:
        space |= {"line": _twentieths(paragraph.height), "lineRule": "exact"}
    _w(looks, "spacing", **space)
    indents = {"left": _twips(paragraph.indent), "right": _twips(paragraph.indent)}
    if paragraph.first_line:
        indents["firstLine"] = _twips(paragraph.first_line)
    _w(looks, "ind", **indents)
    _w(looks, "jc", val=paragraph.align)
    if paragraph.runs and paragraph.runs[0].size is not None:
        # The mark at the end is a letter too, the only one of an empty paragraph.
        _w(_w(looks, "rPr"), "sz", val=str(round(paragraph.runs[0].size * 2)))
    for run in paragraph.runs:
        _add_run(element, run)


def _add_table(parent, table):
    element = _w(parent, "tbl")
    looks = _w(element, "tblPr")
    _w(looks, "tblW", w=_twips(sum(table.widths)), type="dxa")
    if table.lined:
        borders = _w(looks, "tblBorders")
        for side in ("top", "left", "bottom", "right", "insideH", "insideV"):
            _w(borders, side, val="single", sz="4", space="0", color="000000")
    _w(looks, "tblLayout", type="fixed")
    margins = _w(looks, "tblCellMar")
    for side in ("left", "right"):
        _w(margins, side, w=_twips(1.2 if table.lined else 0), type="dxa")
    if table.heads:
        # Says to screen readers too that the first row holds the heads.
        _w(
            looks,
            "tblLook",
            val="0020",
            firstRow="1",
            lastRow="0",
            firstColumn="0",
            lastColumn="0",
            noHBand="1",
            noVBand="1",
        )
    grid = _w(element, "tblGrid")
    for width in table.widths:
        _w(grid, "gridCol", w=_twips(width))
    for number, row in enumerate(table.rows):
        _add_row(element, row, table.widths, is_head=number < table.heads)


def _add_row(parent, row, widths, *, is_head):
    element = _w(parent, "tr")
    looks = _w(element, "trPr")
    _w(looks, "cantSplit")
    if is_head:
        _w(looks, "tblHeader")
    for cell, width in zip(row, widths, strict=True):
        box = _w(element, "tc")
        _w(_w(box, "tcPr"), "tcW", w=_twips(width), type="dxa")
        # A cell without a paragraph is no cell to Word.
        for paragraph in cell or (Paragraph(),):
            _add_paragraph(box, paragraph)


def _document(document):
    root = _w(None, "document")
    body = _w(root, "body")
    for block in document.body:
        (_add_table if isinstance(block, Table) else _add_paragraph)(body, block)
    if isinstance(document.body[-1], Table):
        _add_paragraph(body, Paragraph(height=1))  # Word wants one behind a table
    sheet, section = document.sheet, _w(body, "sectPr")
    for kind in ("default", "first"):
        reference = _w(section, "headerReference", type=kind)
        reference.set(f"{{{RELATIONS}}}id", "rHeader" if kind == "default" else "rFirst")
    _w(section, "pgSz", w=_twips(sheet.width), h=_twips(sheet.height))
    edges = {name: _twips(getattr(sheet, name)) for name in ("top", "right", "bottom", "left")}
    _w(section, "pgMar", **edges, header=_twips(10), footer=_twips(10), gutter="0")
    _w(section, "titlePg")
    return root


def _header(document, *, numbered):
    """What stands above the text: the running words, and from the second page on the number in the middle."""
    root = _w(None, "hdr")
    if numbered:
        paragraph = _w(root, "p")
        _w(_w(paragraph, "pPr"), "jc", val=Align.CENTRE)
        _add_run(_w(paragraph, "fldSimple", instr=" PAGE "), Run("2"))
    if document.running or not numbered:
        _add_paragraph(root, Paragraph((Run(document.running, bold=True, size=11),), Align.CENTRE))
    return root


def _styles(document):
    sheet, root = document.sheet, _w(None, "styles")
    defaults = _w(root, "docDefaults")
    looks = _w(_w(defaults, "rPrDefault"), "rPr")
    _w(looks, "rFonts", ascii=sheet.font, hAnsi=sheet.font, eastAsia=sheet.font, cs=sheet.font)
    _w(looks, "color", val="000000")
    _w(looks, "sz", val=str(round(sheet.size * 2)))
    _w(looks, "szCs", val=str(round(sheet.size * 2)))
    _w(looks, "lang", val=document.language, eastAsia=document.language)
    _w(_w(_w(defaults, "pPrDefault"), "pPr"), "spacing", before="0", after="0", line="240", lineRule="auto")
    normal = _w(root, "style", type="paragraph", default="1", styleId="Normal")
    _w(normal, "name", val="Normal")
    for level in (1, 2):
        style = _w(root, "style", type="paragraph", styleId=f"Heading{level}")
        _w(style, "name", val=f"heading {level}")
        _w(style, "basedOn", val="Normal")
        _w(_w(style, "pPr"), "outlineLvl", val=str(level - 1))
    return root


def _types():
    root = ET.Element("Types", xmlns=CONTENT_TYPES)
    for extension, kind in (
        ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
        ("xml", "application/xml"),
    ):
        ET.SubElement(root, "Default", Extension=extension, ContentType=kind)
    for part, kind in (
        ("/word/document.xml", f"{DOCUMENT_TYPE}.document.main+xml"),
        ("/word/styles.xml", f"{DOCUMENT_TYPE}.styles+xml"),
        ("/word/header.xml", f"{DOCUMENT_TYPE}.header+xml"),
        ("/word/first.xml", f"{DOCUMENT_TYPE}.header+xml"),
        ("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml"),
    ):
        ET.SubElement(root, "Override", PartName=part, ContentType=kind)
    return root


def _relations(*relations):
    root = ET.Element("Relationships", xmlns=PACKAGE_RELATIONS)
    for name, kind, target in relations:
        ET.SubElement(root, "Relationship", Id=name, Type=kind, Target=target)
    return root


def _core(document):
    root = ET.Element(f"{{{CORE}}}coreProperties")
    ET.SubElement(root, f"{{{DUBLIN_CORE}}}title").text = clean(document.title)
    ET.SubElement(root, f"{{{DUBLIN_CORE}}}language").text = document.language
    return root


def _bytes_of(root):
    return ET.tostring(root, encoding="UTF-8", xml_declaration=True)


def docx(document):
    """The document as the bytes of a .docx file; the same document gives the same bytes."""
    for prefix, uri in (("w", MAIN), ("r", RELATIONS), ("cp", CORE), ("dc", DUBLIN_CORE)):
        ET.register_namespace(prefix, uri)
    parts = {
        "[Content_Types].xml": _types(),
        "_rels/.rels": _relations(
            ("rDocument", f"{RELATIONS}/officeDocument", "word/document.xml"),
            ("rCore", f"{PACKAGE_RELATIONS}/metadata/core-properties", "docProps/core.xml"),
        ),
        "word/document.xml": _document(document),
        "word/_rels/document.xml.rels": _relations(
            ("rStyles", f"{RELATIONS}/styles", "styles.xml"),
            ("rHeader", f"{RELATIONS}/header", "header.xml"),
            ("rFirst", f"{RELATIONS}/header", "first.xml"),
        ),
        "word/styles.xml": _styles(document),
        "word/header.xml": _header(document, numbered=True),
        "word/first.xml": _header(document, numbered=False),
        "docProps/core.xml": _core(document),
    }
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as package:
        for name, root in parts.items():
            entry = zipfile.ZipInfo(name, NO_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, _bytes_of(root))
    return file.getvalue()
