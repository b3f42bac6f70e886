"""A league table as a file: CSV and JSON for machines, a workbook for people; the rows of the page, all of them."""

import csv
import io
from decimal import Decimal

from django.utils.translation import gettext as _
from openpyxl import Workbook

from indices.domain.figures import round_half_up
from indices.exporting.sheet_cells import Pen, set_width
from indices.exporting.source_sheet import invented, write_sources
from indices.models import Depth, Score
from records.models import Source
from reformtrack.bilingual import is_english
from reformtrack.text import fold
from units.queries import names_on

HEAD = (
    "index", "edition", "revision", "block", "rank", "stated_rank", "unit_code", "unit", "status", "points",
    "max_points", "percent", "stated_percent", "band",
)  # fmt: skip


PERCENT_DIGITS = 8


def plain(value):
    """An exact figure with a decimal point and no trailing zeros; empty for what is not known."""
    if value is None:
        return ""
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def printed(value, places):
    """A stated figure with the digits it was printed with."""
    return "" if value is None else f"{value:.{places}f}"


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
        """A workbook for people, which also reads in again: headings, number formats, the sources on a second sheet.

        Units bear their Vietnamese names, by which they are known; English ones stand beside them.
        """
        book = Workbook(write_only=True)
        pen, sheet = Pen(book), book.create_sheet(self.edition.label)
        heads = self._workbook_heads()
        for place, (_head, width) in enumerate(heads, start=1):
            set_width(sheet, place, width)
        sheet.freeze_panes = "C4"
        sheet.append([pen.text(f"{self.index.shown_name}: {self.edition.label}", "bold_line")])
        told = _("Bản %(number)s. Nguồn ở trang sau.") % {"number": self.edition.revision}
        sheet.append([pen.text(f"{invented()} {told}" if self.index.is_sample else told, "line")])
        sheet.append([pen.text(head, "bold") for head, _width in heads])
        left_out = self._not_applicable()
        for standing in self.standings:
            sheet.append(self._workbook_row(pen, standing, left_out))
        write_sources(book, pen, self.edition, self.sources())
        file = io.BytesIO()
        book.save(file)
        return file.getvalue()

    def _workbook_heads(self):
        """[(heading, width)]; `headings.meaning_of` knows the words."""
        return [
            *([(_("Khối"), 16)] if self._has_blocks else []),
            (_("Hạng"), 8),
            (_("Đơn vị"), 30),
            *([(_("Tên tiếng Anh"), 30)] if self._has_english else []),
            (_("Mã đơn vị"), 11),
            (_("Tổng"), 12),
            (_("Điểm tối đa"), 12),
            (_("Chỉ số (%)"), 12),
            (_("Tình trạng"), 20),
            *((f"{criterion.code} {criterion.shown_name}", 16) for criterion in self.criteria),
        ]

    @property
    def _has_blocks(self):
        return any(standing.block for standing in self.standings)

    @property
    def _has_english(self):
        """Are there English names that say more than the Vietnamese ones without their accents?"""
        named = (self._named(standing) for standing in self.standings)
        return is_english() and any(name.name_en and fold(name.name_en) != fold(name.name) for name in named)

    def _named(self, standing):
        return self.names.get(standing.unit_id, standing.unit)

    def _workbook_row(self, pen, standing, left_out):
        named, scores = self._named(standing), self.scores.get(standing.pk, {})
        points, places = shown_points(standing, self.index)
        percent, percent_places = shown_percent(standing)
        return [
            *([pen.text(standing.block.shown_name if standing.block else "")] if self._has_blocks else []),
            standing.shown_rank,
            pen.text(named.name),
            *([pen.text(named.name_en)] if self._has_english else []),
            pen.text(standing.unit.code),
            pen.number(points, "line", places),
            pen.number(standing.max_points, "line", 2),
            pen.number(percent, "line", percent_places),
            pen.text(standing.get_status_display()),
            *(
                pen.text(_("không áp dụng"))
                if (standing.pk, criterion.pk) in left_out
                else pen.number(scores.get(criterion.pk), "line", self.index.places)
                for criterion in self.criteria
            ),
        ]

    def _not_applicable(self):
        """(standing id, criterion id) of what does not apply to a unit: in a workbook that is said."""
        found = Score.objects.filter(
            standing__in=[standing.pk for standing in self.standings],
            criterion__in=self.criteria,
            status=Score.Status.NOT_APPLICABLE,
        )
        return set(found.values_list("standing_id", "criterion_id")) if self.criteria else set()


def shown_points(standing, index):
    """(points, places): as they were printed, else as computed."""
    if standing.stated_points is not None:
        return standing.stated_points, standing.stated_points_places
    return standing.points, index.places


def shown_percent(standing):
    """(percent, places): as it was printed, else as computed.

    A computed one is cut at nine places when it is stored: it is rounded to one fewer, so that every digit is right.
    """
    if standing.stated_percent is not None:
        return standing.stated_percent, standing.stated_percent_places
    return None if standing.percent is None else round_half_up(standing.percent, PERCENT_DIGITS), 2
