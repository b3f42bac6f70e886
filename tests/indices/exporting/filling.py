"""Templates filled in as a person does: into the cells that are open, found by the codes beside and above them."""

import io

from openpyxl import load_workbook

from indices.importing.cells import read_book
from indices.importing.score_values import Answer


def opened(data):
    return load_workbook(io.BytesIO(data))


def saved(book):
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def places_of(sheet, heading):
    """(row, column) of a heading's text; the last one."""
    return [(cell.row, cell.column) for row in sheet.iter_rows() for cell in row if cell.value == heading][-1]


def matrix_cells(sheet, heading="Mã tiêu chí"):
    """(unit code, criterion code) → cell."""
    row, left = places_of(sheet, heading)
    codes = {sheet.cell(row, column).value: column for column in range(left + 1, sheet.max_column + 1)}
    units = {sheet.cell(line, 1).value: line for line in range(row + 2, sheet.max_row + 1)}
    return {
        (unit, code): sheet.cell(line, column) for unit, line in units.items() for code, column in codes.items() if code
    }


def scorecard_cells(sheet, heading="Mã tiêu chí"):
    """(criterion code, title of the column) → cell."""
    row, left = places_of(sheet, heading)
    titles = {sheet.cell(row, column).value: column for column in range(left + 2, sheet.max_column + 1)}
    return {
        (sheet.cell(line, left).value, title): sheet.cell(line, column)
        for line in range(row + 1, sheet.max_row + 1)
        for title, column in titles.items()
    }


def book_of(book, name="mau.xlsx"):
    """What the reader makes of it, once it is saved."""
    return read_book(saved(book), name)


def values(reading):
    """(unit pk, criterion code, kind of points) → figure, or how it was answered."""
    return {
        (unit, code, kind): figure.value if figure.answer == Answer.SCORED else figure.answer
        for unit, read in reading.units.items()
        for code, kinds in read.scores.items()
        for kind, figure in kinds.items()
    }
