"""What is read from a sheet of scores, before anything is checked against the edition or stored.

The way of a file: bytes → cells (`cells`) → layout (`layouts`) → reading (`scores`) → faults (`checks`) →
consequences (`consequences`) → one transaction (`actions.uploads`).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from indices.importing.faults import CellFault, Remark


class Shape(StrEnum):
    """How a sheet is laid out (design §5); the values are those of `Upload.Layout`."""

    MATRIX = "matrix"  # units × criteria
    TRANSPOSED = "transposed"  # criteria × units
    LONG = "long"  # one row per unit and criterion
    SCORECARD = "scorecard"  # one sheet, or file, per unit
    TOTALS = "totals"  # unit, total or percent, rank


class Meaning(StrEnum):
    """What a column (in a transposed sheet: a row) holds."""

    ORDER = "order"  # STT
    UNIT = "unit"
    UNIT_CODE = "unit_code"
    BLOCK = "block"
    CRITERION = "criterion"  # the name of one
    CRITERION_CODE = "criterion_code"
    VALUE = "value"  # points of the criterion that `Line.criterion` names (matrix, transposed)
    MAXIMUM = "maximum"
    SELF = "self_points"
    APPRAISED = "appraised_points"
    REAPPRAISED = "reappraised_points"
    SURVEY = "survey_points"
    POINTS = "entered_points"
    TOTAL_POINTS = "stated_points"
    TOTAL_PERCENT = "stated_percent"
    RANK = "stated_rank"
    BAND = "band"
    CAUSE = "cause"
    EXPLANATION = "explanation"
    NOTE = "note"
    BEFORE = "before"  # last year's points, shown beside for reference: never read
    IGNORED = "ignored"


# What a score holds of itself; a matrix says which of them all its figures are.
KINDS_OF_POINTS = (Meaning.POINTS, Meaning.SELF, Meaning.APPRAISED, Meaning.REAPPRAISED, Meaning.SURVEY)


@dataclass(frozen=True, slots=True)
class Line:
    """One column of a sheet (one row of a transposed one).

    Args:
        place: its number, from one.
        heading: as it stood there, joined over the rows of the header.
        criterion: the code it is about, where it is about one; empty otherwise.
        unit: the pk of the unit it is about (transposed sheets); `None` otherwise.
    """

    place: int
    meaning: Meaning
    heading: str = ""
    criterion: str = ""
    unit: int | None = None


@dataclass(frozen=True, slots=True)
class Layout:
    """What was understood of one sheet.

    Args:
        lines: columns (of a transposed sheet: columns are units, and `criteria_at` rows are criteria), in order.
        header: (first, last) row of the header; (0, 0) where there is none.
        data: (first, last) row that may hold figures; rows in between may be blank, totals or signatures.
        points: which points the figures of a matrix are.
        unit: of a scorecard: the unit's pk, `None` if no unit was recognised.
        doubts: sentences; where there are any, a person is asked before anything else.
    """

    shape: Shape
    sheet: str
    header: tuple[int, int]
    data: tuple[int, int]
    lines: tuple[Line, ...]
    points: Meaning = Meaning.POINTS
    unit: int | None = None
    doubts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """What a person said of a layout, or what is remembered for an index: whatever is `None` is found out.

    Args:
        columns: place → meaning, or `Meaning.VALUE` with a criterion's code after a colon (`value:1.2`).
        units: text of the file → pk of the unit it means (clicked among the candidates, for this upload only).
        criteria: text of the file → code of the criterion it means.
    """

    sheet: str | None = None
    shape: Shape | None = None
    header: tuple[int, int] | None = None
    points: Meaning | None = None
    columns: Mapping[int, str] = field(default_factory=dict)
    units: Mapping[str, int] = field(default_factory=dict)
    criteria: Mapping[str, str] = field(default_factory=dict)


class Answer(StrEnum):
    """What a cell says of a score."""

    SCORED = "scored"
    NOT_SCORED = "not_scored"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure read from one cell.

    Args:
        value: `None` unless scored.
        places: the number of decimals it was written with (a stated figure keeps them).
    """

    sheet: str
    cell: str
    answer: Answer
    value: Decimal | None = None
    places: int = 0
    shown: str = ""


@dataclass
class UnitReading:
    """What a file says of one unit.

    Args:
        cell: where its name stands.
        scores: criterion code → kind of points (a `Meaning`) → Figure.
        stated: of the total: `TOTAL_POINTS`, `TOTAL_PERCENT`, `RANK` → Figure.
        texts: criterion code → {`cause`, `explanation`, `note`: text}; the empty code is the unit itself.
        maxima: criterion code → Figure, where the file has a column of maxima.
    """

    unit: int
    sheet: str
    cell: str
    scores: dict[str, dict[Meaning, Figure]] = field(default_factory=dict)
    stated: dict[Meaning, Figure] = field(default_factory=dict)
    texts: dict[str, dict[str, str]] = field(default_factory=dict)
    maxima: dict[str, Figure] = field(default_factory=dict)


@dataclass
class Reading:
    """What was read from a file.

    Args:
        units: pk → UnitReading, in the order of the file.
        faults: every fault, in the order of the sheets and cells.
        remarks: what was understood or left out on the way (totals rows, signatures, codes that were dates).
        questions: texts that name no unit or criterion for certain, with the candidates to click:
            (text, cell, "unit" or "criterion", [(key, label)]).
    """

    layouts: tuple[Layout, ...] = ()
    units: dict[int, UnitReading] = field(default_factory=dict)
    faults: list[CellFault] = field(default_factory=list)
    remarks: list[Remark] = field(default_factory=list)
    questions: list[tuple[str, str, str, list[tuple[str, str]]]] = field(default_factory=list)
