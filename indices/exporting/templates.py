"""Blank workbooks of an edition: prefilled with units, criteria and maxima, checked while they are filled in.

What they ask for and how they head it is what the reader (`indices.importing.scores`) understands: filled in and
brought back, a workbook gives what was written into it, and no fault.
"""

import io

from django.utils import translation
from openpyxl import Workbook

from indices.exporting.sheet_cells import Pen
from indices.exporting.templates_matrix import Matrix
from indices.exporting.templates_parts import Asked, name_workbook, write_guide
from indices.exporting.templates_scorecard import Scorecards
from indices.importing.score_values import Meaning, Shape

SHAPES = {Shape.MATRIX: Matrix, Shape.SCORECARD: Scorecards, Shape.TOTALS: Matrix}
MOST_SHEETS = 500  # scorecards in one workbook; more is slow to open, and the units send a file each anyway


class TooManyUnitsError(ValueError):
    """More units than a workbook has sheets for: fewer are to be named, or the matrix taken."""


def template_workbook(
    edition,
    *,
    shape: Shape,
    units=None,
    language: str,
    prefill: bool = False,
    points: tuple[Meaning, ...] | None = None,
) -> bytes:
    """A workbook (.xlsx) to be filled in.

    Args:
        shape: `MATRIX`, `TOTALS`, or `SCORECARD`, which has a sheet for each unit.
        units: those to be written, in their order; the roll of the edition, or whoever may stand in it, if not given.
        language: of headings and help; units and criteria bear their Vietnamese names, by which they are known.
        prefill: write in what is stored already.
        points: the kinds of points asked for; of a matrix one. What the criteria are assessed by, if not given.

    Raises:
        TooManyUnitsError: more scorecards than a workbook can hold.
    """
    with translation.override(language):
        asked = Asked.of(edition, shape, units, points, prefill=prefill)
        if shape == Shape.SCORECARD and len(asked.units) > MOST_SHEETS:
            raise TooManyUnitsError(len(asked.units))
        book = Workbook(write_only=True)
        pen = Pen(book)
        SHAPES[shape](book, pen, asked).write()
        write_guide(book, pen, asked)
        name_workbook(book, asked)
        file = io.BytesIO()
        book.save(file)
    return file.getvalue()


def template_name(edition, shape: Shape, unit=None) -> str:
    """The name of the file: `par-province-2024-mau-matrix.xlsx`, with the unit's own where it is of one alone."""
    parts = [edition.index.slug, edition.label, "mau", shape.value, *([unit.slug] if unit is not None else [])]
    return f"{'-'.join(parts)}.xlsx"
