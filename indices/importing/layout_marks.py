"""What a workbook that we handed out says of itself, beside what its cells say.

Nothing rests on it alone: a file is read as well without, and what a person wrote into its title stands above it.
"""

from dataclasses import replace

from indices.importing.grid import Book
from indices.importing.headings import years_in_title
from indices.importing.score_values import KINDS_OF_POINTS, Meaning, Shape
from indices.importing.scores_findings import Findings
from indices.importing.subject import Subject
from reformtrack.said import said as _


def marked_shape(book: Book) -> Shape | None:
    """The layout in which it was handed out."""
    return next((shape for shape in Shape if shape == book.marks.get("shape")), None)


def marked_points(book: Book) -> Meaning | None:
    """The points that were asked for."""
    return next((kind for kind in KINDS_OF_POINTS if kind == book.marks.get("points")), None)


def check_marks(book: Book, subject: Subject, tables: list, findings: Findings) -> None:
    """Is it the workbook of this index, this year and this set?

    A title that names the right year stands against a mark that names another: then a person is asked.
    """
    if not book.marks or not tables:
        return
    edition, marks, name = subject.edition, book.marks, tables[0].sheet.name
    if marks.get("index", edition.index.slug) != edition.index.slug:
        findings.fault(name, 0, 0, "template_of_index", value=marks["index"], index=edition.index.name)
    elif marks.get("edition", edition.label) != edition.label:
        _other_year(tables, edition, marks["edition"], findings)
    elif marks.get("criteria_set", edition.criteria_set.slug) != edition.criteria_set.slug:
        findings.fault(name, 0, 0, "template_of_set", value=marks["criteria_set"], set=edition.criteria_set)
    elif marks.get("revision", str(edition.revision)) != str(edition.revision):
        text = _("Tệp làm theo mẫu của bản %(given)s; đang nhập vào bản %(wanted)s của cùng năm đánh giá.")
        findings.remark(name, 0, 0, text % {"given": marks["revision"], "wanted": edition.revision})


def _other_year(tables: list, edition, given: str, findings: Findings) -> None:
    first = tables[0]
    titles = {year for table in tables for year in years_in_title(cell.text for cell in table.titles)}
    if edition.year in titles:
        text = _("Tệp làm theo mẫu của %(given)s, nhưng tiêu đề ghi năm %(year)s.")
        doubt = text % {"given": given, "year": edition.year}
        first.layout = replace(first.layout, doubts=(*first.layout.doubts, doubt))
    elif not titles:  # a title that names another year is a fault already
        findings.fault(first.sheet.name, 0, 0, "template_of_year", value=given, year=edition.label)
