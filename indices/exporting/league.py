"""A league table as a file: CSV and JSON for machines, a workbook for people; the rows of the page, all of them."""

import csv
import io
from decimal import Decimal

from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from indices.models import Depth, Score
from records.models import Source
from units.queries import names_on, shown_name

HEAD = (
    "index", "edition", "revision", "block", "rank", "stated_rank", "unit_code", "unit", "status", "points",
    "max_points", "percent", "stated_percent", "band",
)  # fmt: skip


def plain(value):
    """An exact figure with a decimal point and no trailing zeros; empty for what is not known."""
    if value is None:
        return ""
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def printed(value, places):
    """A stated figure with the digits it was printed with."""
    return "" if value is None else f"{value:.{places}f}"


def invented():
    """That nothing in a file of the sample is true."""
    return _("Dữ liệu minh họa: đơn vị và số liệu là giả định, chỉ để dùng thử, không có thật.")


def criteria_to_show(edition, criteria, *, whole_tree):
    """The component columns of a file: the fields or the whole tree, as deep as readers may see the edition."""
    if edition.depth in (Depth.TOTALS, Depth.PARTS):
        return []
    if whole_tree and edition.depth == Depth.FULL:
        return criteria
    return [criterion for criterion in criteria if criterion.parent_id is None]


def matrix(standings, criteria):
    """Scores of some standings by criterion.

    Returns:
        standing id -> {criterion id: exact text}; what is not known is not in it.
    """
    if not criteria:
        return {}
    # pandas is slow to import and needed nowhere else on a page's way.
    import pandas as pd

    rows = Score.objects.filter(standing__in=[s.pk for s in standings], criterion__in=criteria).values_list(
        "standing_id", "criterion_id", "points", "stated_points_places", "stated_points"
    )
    scores = pd.DataFrame.from_records(
        (
            (standing, criterion, printed(stated, places) if stated is not None else plain(points))
            for standing, criterion, points, places, stated in rows
        ),
        columns=("standing", "criterion", "points"),
    )
    wide = scores.pivot(index="standing", columns="criterion", values="points").fillna("")
    return wide.to_dict(orient="index")


class LeagueFile:
    """The rows of a league table, read once, written as asked.

    Args:
        edition: an `Edition`.
        standings: queryset of the view, ordered.
        criteria: the component columns.
    """

    def __init__(self, edition, standings, criteria):
        self.edition, self.index, self.criteria = edition, edition.index, criteria
        self.standings = list(standings)
        self.names = names_on([s.unit_id for s in self.standings], edition.ends_on)
        self.scores = matrix(self.standings, criteria)

    @property
    def name(self):
        """The file's name without its ending."""
        name = f"{self.index.slug}-{self.edition.label}-r{self.edition.revision}"
        return f"{name}-minh-hoa" if self.index.is_sample else name

    def head(self):
        return [*HEAD, *(f"c:{criterion.code}" for criterion in self.criteria)]

    def rows(self):
        """Rows for machines: every cell is text, exact, empty for what is not published."""
        for standing in self.standings:
            scores = self.scores.get(standing.pk, {})
            stated = standing.stated_points is not None and standing.stated_points == standing.points
            name = self.names.get(standing.unit_id, standing.unit).name
            yield [
                self.index.slug,
                self.edition.label,
                str(self.edition.revision),
                standing.block.slug if standing.block else "",
                plain(standing.rank),
                plain(standing.stated_rank),
                standing.unit.code,
                name,
                standing.status,
                printed(standing.points, standing.stated_points_places) if stated else plain(standing.points),
                plain(standing.max_points),
                plain(standing.percent),
                printed(standing.stated_percent, standing.stated_percent_places),
                standing.shown_band.name if standing.shown_band else "",
                *(scores.get(criterion.pk, "") for criterion in self.criteria),
            ]

    def as_csv(self):
        """UTF-8, comma, LF."""
        file = io.StringIO()
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(self.head())
        writer.writerows(self.rows())
        return file.getvalue().encode()

    def as_json(self):
        """The same rows under `rows`, with the edition, its decision and its sources."""
        edition, decision = self.edition, self.edition.decision
        head = self.head()
        return {
            "sample": self.index.is_sample,
            "index": {"slug": self.index.slug, "name": self.index.name, "total_method": self.index.total_method},
            "edition": {
                "label": edition.label,
                "revision": edition.revision,
                "year": edition.year,
                "starts_on": edition.starts_on,
                "ends_on": edition.ends_on,
                "published_on": edition.published_on,
                "criteria_set": edition.criteria_set.slug,
                "stated_units": edition.stated_units,
                "complete": edition.is_complete,
                "note": edition.note,
            },
            "decision": decision
            and {"number": decision.number, "issuer": decision.issuer, "signed_on": decision.signed_on},
            "sources": [{"code": s.code, "title": s.title, "url": s.url} for s in self.sources()],
            "criteria": [{"code": c.code, "name": c.name, "max_points": plain(c.max_points)} for c in self.criteria],
            "rows": [dict(zip(head, row, strict=True)) for row in self.rows()],
        }

    def sources(self):
        """Sources of the edition, the main one first, and those that single rows cite."""
        edition = self.edition
        found = [edition.source] if edition.source else []
        others = Source.objects.filter(editions=edition) | Source.objects.filter(standings__edition=edition)
        return found + [source for source in others.distinct() if source != edition.source]

    def as_workbook(self):
        """A workbook for people: Vietnamese (or English) headings, number formats, the sources on a second sheet."""
        book = Workbook(write_only=True)
        sheet = book.create_sheet(self.edition.label)
        heads = [
            (_("Hạng"), 8),
            (_("Đơn vị"), 30),
            (_("Mã đơn vị"), 11),
            (_("Tổng"), 12),
            (_("Điểm tối đa"), 12),
            (_("Chỉ số (%)"), 12),
            (_("Tình trạng"), 20),
            *((f"{c.code} {c.shown_name}", 16) for c in self.criteria),
        ]
        if any(standing.block for standing in self.standings):
            heads.insert(0, (_("Khối"), 16))
        for place, (_head, width) in enumerate(heads, start=1):
            sheet.column_dimensions[get_column_letter(place)].width = width
        sheet.freeze_panes = "C4"
        title = f"{self.index.shown_name}: {self.edition.label}"
        sheet.append([_text(sheet, title, bold=True)])
        told = _("Bản %(number)s. Nguồn ở trang sau.") % {"number": self.edition.revision}
        if self.index.is_sample:
            told = f"{invented()} {told}"
        sheet.append([_text(sheet, told)])
        sheet.append([_text(sheet, head, bold=True) for head, _width in heads])
        for standing in self.standings:
            sheet.append(self._workbook_row(sheet, standing, blocks=len(heads) > 7 + len(self.criteria)))
        self._source_sheet(book)
        file = io.BytesIO()
        book.save(file)
        return file.getvalue()

    def _workbook_row(self, sheet, standing, *, blocks):
        places = self.index.places if standing.total_places is None else standing.total_places
        scores = self.scores.get(standing.pk, {})
        row = [
            standing.shown_rank,
            _text(sheet, shown_name(standing.unit, self.names)),
            _text(sheet, standing.unit.code),
            _number(sheet, standing.total, places),
            _number(sheet, standing.max_points, 2),
            _number(sheet, standing.percent, 2),
            _text(sheet, standing.get_status_display()),
            *(_number(sheet, scores.get(criterion.pk), self.index.places) for criterion in self.criteria),
        ]
        return [_text(sheet, standing.block.shown_name if standing.block else ""), *row] if blocks else row

    def _source_sheet(self, book):
        sheet = book.create_sheet(_("Nguồn"))
        sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 90, 70
        edition = self.edition
        if self.index.is_sample:
            sheet.append([_text(sheet, invented(), bold=True)])
        sheet.append([_text(sheet, _("Tài liệu"), bold=True), _text(sheet, _("Địa chỉ"), bold=True)])
        if edition.decision:
            sheet.append([_text(sheet, f"{edition.decision.number}, {edition.decision.issuer}")])
        for source in self.sources():
            sheet.append([_text(sheet, source.title), _text(sheet, source.url)])
        if edition.shown_note:
            sheet.append([])
            sheet.append([_text(sheet, edition.shown_note)])
        if not self.index.publishes_ranks:
            sheet.append([_text(sheet, _("Nơi công bố không xếp hạng: thứ hạng do phần mềm tính."))])


def _text(sheet, value, *, bold=False):
    """A cell that is text, whatever it begins with: `=` starts no formula."""
    cell = WriteOnlyCell(sheet, value=value)
    cell.data_type = "s"
    if bold:
        cell.font, cell.alignment = Font(bold=True), Alignment(wrap_text=True, vertical="top")
    return cell


def _number(sheet, value, places):
    """A cell that holds every digit and shows `places` of them; an empty one for what is not known."""
    if value in (None, ""):
        return None
    cell = WriteOnlyCell(sheet, value=Decimal(value))
    cell.number_format = "0." + "0" * places if places else "0"
    return cell
