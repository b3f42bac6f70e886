"""The second sheet of what is exported: where its figures come from, and what was computed."""

from django.utils.translation import gettext as _

from indices.exporting.sheet_cells import set_width


def invented():
    """That nothing in a file of the sample is true."""
    return _("Dữ liệu minh họa: đơn vị và số liệu là giả định, chỉ để dùng thử, không có thật.")


def write_sources(book, pen, edition, sources):
    """Add the sheet to a workbook.

    Args:
        sources: `Source`s, the main one first.
    """
    sheet = book.create_sheet(_("Nguồn"))
    set_width(sheet, 1, 90)
    set_width(sheet, 2, 70)
    if edition.index.is_sample:
        sheet.append([pen.text(invented(), "bold")])
    sheet.append([pen.text(_("Tài liệu"), "bold"), pen.text(_("Địa chỉ"), "bold")])
    if edition.decision:
        sheet.append([pen.text(f"{edition.decision.number}, {edition.decision.issuer}")])
    for source in sources:
        sheet.append([pen.text(source.title), pen.text(source.url)])
    if edition.shown_note:
        sheet.append([])
        sheet.append([pen.text(edition.shown_note)])
    if not edition.index.publishes_ranks:
        sheet.append([pen.text(_("Nơi công bố không xếp hạng: thứ hạng do phần mềm tính."))])
