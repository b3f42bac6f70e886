"""What is to be written into a sheet of scores, and the habits of those who write it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from indices.importing.score_values import Meaning

KIND_HEADINGS = {
    Meaning.POINTS: "Điểm đạt",
    Meaning.SELF: "Tự đánh giá",
    Meaning.APPRAISED: "Thẩm định",
    Meaning.REAPPRAISED: "Thẩm định lại",
    Meaning.SURVEY: "ĐTXHH",
}
TOTAL_HEADINGS = {
    Meaning.TOTAL_POINTS: "Tổng điểm",
    Meaning.TOTAL_PERCENT: "Chỉ số (%)",
    Meaning.RANK: "Xếp hạng",
}
NOT_APPLICABLE, NOT_SCORED = "x", "chưa chấm"


@dataclass(frozen=True)
class Row:
    """One criterion as it is written."""

    code: str
    name: str
    depth: int = 0
    max_points: Decimal | None = None
    parent: str = ""


@dataclass(frozen=True)
class Table:
    """What is to be written.

    Args:
        units: key → (code, name), in order.
        criteria: in the order of the tree; those without any figure head groups.
        points: unit → code of the criterion → {kind of points: figure}. A figure is a Decimal, text (`x`), or `None`.
        totals: unit → {`TOTAL_POINTS`, `TOTAL_PERCENT`, `RANK`: figure}.
    """

    units: Mapping[object, tuple[str, str]]
    criteria: tuple[Row, ...]
    points: Mapping[object, Mapping[str, Mapping[Meaning, object]]]
    totals: Mapping[object, Mapping[Meaning, Decimal]] = field(default_factory=dict)
    year: int = 2024

    @property
    def kinds(self):
        found = [kind for scores in self.points.values() for figures in scores.values() for kind in figures]
        return [kind for kind in KIND_HEADINGS if kind in found] or [Meaning.POINTS]

    @property
    def written(self):
        """Criteria that have a figure."""
        with_figures = {code for scores in self.points.values() for code in scores}
        return [row for row in self.criteria if row.code in with_figures]

    @property
    def stated(self):
        return [meaning for meaning in TOTAL_HEADINGS if any(meaning in row for row in self.totals.values())]

    def figure(self, unit, code, kind):
        return self.points.get(unit, {}).get(code, {}).get(kind)


def table_of(subject, points, totals=None, *, units=None):
    """A table for the criteria of a subject.

    Args:
        points: unit pk → code → figure, or {kind: figure}.
        units: `Unit`s to be written, in order; those on the subject's roll that have points, if not given.
    """
    known = units or [standing.unit for pk, standing in subject.roll.items() if pk in points or pk in (totals or {})]
    return Table(
        units={unit.pk: (unit.code, unit.name) for unit in known},
        criteria=tuple(
            Row(item.code, item.name, item.depth, item.max_points, item.parent) for item in subject.items.values()
        ),
        points={
            unit: {code: one if isinstance(one, dict) else {Meaning.POINTS: one} for code, one in scores.items()}
            for unit, scores in points.items()
        },
        totals=totals or {},
        year=subject.edition.year,
    )


@dataclass(frozen=True)
class Mess:
    """Habits of those who keep the sheet; all can be had at once.

    Args:
        units, criteria: told by `names`, `codes` or `both`.
        codes: codes of criteria as `text`, `floats` (1.10 → 1.1) or `dates` (1.2 → 1 February).
        numbers: figures as `numbers`, `comma` (text `1,5`), `point` (text `1.5`), `spaces` (blanks around).
        merged: fields above criteria in the header, cells merged.
        before: a column of last year's points beside each criterion's, or beside the points of a scorecard.
        years: headed by years as numbers instead of words, where there are points of last year.
        prefix: before every unit's name.
    """

    titles: bool = False
    order: bool = False
    units: str = "names"
    criteria: str = "both"
    codes: str = "text"
    numbers: str = "numbers"
    merged: bool = False
    summaries: bool = False
    signature: bool = False
    blank_rows: bool = False
    blank_columns: bool = False
    maxima: bool = False
    column_numbers: bool = False
    repeated: bool = False
    notes: bool = False
    before: bool = False
    years: bool = False
    hidden: bool = False
    prefix: str = ""


MESSES = {
    "plain": Mess(),
    "titles": Mess(titles=True),
    "order": Mess(order=True),
    "criteria by code": Mess(criteria="codes"),
    "criteria by name": Mess(criteria="names"),
    "units by code": Mess(units="codes"),
    "units by code and name": Mess(units="both"),
    "offices": Mess(prefix="UBND "),
    "codes as numbers": Mess(criteria="codes", codes="floats"),
    "codes as dates": Mess(criteria="codes", codes="dates"),
    "decimal commas": Mess(numbers="comma"),
    "numbers as text": Mess(numbers="point"),
    "blanks around": Mess(numbers="spaces"),
    "merged": Mess(merged=True, titles=True),
    "summaries": Mess(summaries=True, order=True),
    "signature": Mess(signature=True),
    "blank rows": Mess(blank_rows=True),
    "blank columns": Mess(blank_columns=True),
    "maxima": Mess(maxima=True),
    "column numbers": Mess(column_numbers=True, order=True),
    "repeated headings": Mess(repeated=True),
    "notes": Mess(notes=True),
    "last year beside": Mess(before=True),
    "years as headings": Mess(before=True, years=True),
    "hidden draft": Mess(hidden=True),
}
MESSES["everything"] = Mess(
    titles=True,
    order=True,
    units="both",
    numbers="comma",
    merged=True,
    summaries=True,
    signature=True,
    blank_rows=True,
    blank_columns=True,
    maxima=True,
    column_numbers=True,
    repeated=True,
    notes=True,
    before=True,
    hidden=True,
)
