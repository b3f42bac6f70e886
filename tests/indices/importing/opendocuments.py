"""Spreadsheets as LibreOffice keeps them (.ods), written by hand: what an application would never write, too."""

import io
import zipfile

KIND = "application/vnd.oasis.opendocument.spreadsheet"
SPACES = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
    'xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" '
    'xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0" '
    'xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" '
    'xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
)


def number(value, **attributes):
    return cell(f'office:value-type="float" office:value="{value}"', **attributes)


def text(words, **attributes):
    return cell('office:value-type="string"', f"<text:p>{words}</text:p>", **attributes)


def cell(attributes="", inside="", **more):
    """A cell; `more`: attributes of `table:` with `_` for `-`."""
    said = " ".join(f'table:{name.replace("_", "-")}="{value}"' for name, value in more.items())
    return f"<table:table-cell {attributes} {said}>{inside}</table:table-cell>"


def row(*cells, **more):
    said = " ".join(f'table:{name.replace("_", "-")}="{value}"' for name, value in more.items())
    return f"<table:table-row {said}>{''.join(cells)}</table:table-row>"


def sheet(*rows, name="Trang 1", style="", columns=""):
    return f'<table:table table:name="{name}" table:style-name="{style}">{columns}{"".join(rows)}</table:table>'


def content(*sheets, styles="", before="", head='<?xml version="1.0" encoding="UTF-8"?>'):
    return (
        f"{head}<office:document-content {SPACES}>{before}<office:automatic-styles>{styles}</office:automatic-styles>"
        f"<office:body><office:spreadsheet>{''.join(sheets)}</office:spreadsheet></office:body>"
        "</office:document-content>"
    )


def packed(xml, parts=None, *, kind=KIND):
    """The file around a content; `parts`: name → inside, of more of them."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("content.xml", xml)
        for name, inside in (parts or {}).items():
            archive.writestr(name, inside)
    return file.getvalue()


def spreadsheet(*rows, **more):
    """A file with one sheet of these rows."""
    return packed(content(sheet(*rows, **more)))
