"""Whatever the scores, and however they are written, they are read back: the same figures at the same criteria."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indices.importing.score_values import KINDS_OF_POINTS, Answer, Meaning, Shape
from indices.importing.scores import read_scores
from tests.indices.importing.score_books import Mess, Table, book_of, table_of
from tests.indices.importing.score_subjects import LEAVES, TREE, small_subject

SUBJECT = small_subject()
PARENTS = [code for code, _name, _points in TREE if code not in LEAVES]
UNITS = sorted(SUBJECT.roll)

points = st.one_of(
    st.decimals(min_value=0, max_value=40, places=2, allow_nan=False).map(lambda value: value.normalize() + 0),
    st.sampled_from([Decimal(0), Decimal("1.1"), Decimal("1.10").normalize(), Decimal("2.1"), "x", "chưa chấm", None]),
)
messes = st.builds(
    Mess,
    titles=st.booleans(),
    order=st.booleans(),
    units=st.sampled_from(["names", "both"]),
    criteria=st.sampled_from(["codes", "names", "both"]),
    numbers=st.sampled_from(["numbers", "comma", "point", "spaces"]),
    merged=st.booleans(),
    summaries=st.booleans(),
    signature=st.booleans(),
    blank_rows=st.booleans(),
    blank_columns=st.booleans(),
    maxima=st.booleans(),
    column_numbers=st.booleans(),
    repeated=st.booleans(),
    notes=st.booleans(),
    before=st.booleans(),
    years=st.booleans(),
    hidden=st.booleans(),
    prefix=st.sampled_from(["", "UBND huyện ", "Huyện ", "H. "]),
)


@st.composite
def tables(draw):
    """A table of some units at some criteria (two at least: one alone may be anything), in one or two kinds."""
    units = draw(st.lists(st.sampled_from(UNITS), min_size=2, unique=True))
    pool = LEAVES + PARENTS if draw(st.booleans()) else LEAVES
    codes = draw(st.lists(st.sampled_from(pool), min_size=2, unique=True))
    kinds = draw(st.sampled_from([(Meaning.POINTS,), (Meaning.SELF, Meaning.APPRAISED), KINDS_OF_POINTS[1:]]))
    scores = {
        unit: {code: {kind: draw(points) for kind in kinds} for code in sorted(codes, key=list(SUBJECT.items).index)}
        for unit in units
    }
    return table_of(SUBJECT, scores, units=[SUBJECT.roll[unit].unit for unit in units])


def said(table: Table):
    """(unit, code, kind) → the figure, of all that say something."""
    return {
        (unit, code, kind): value
        for unit, scores in table.points.items()
        for code, figures in scores.items()
        for kind, value in figures.items()
        if value is not None
    }


def read_back(reading):
    words = {Answer.NOT_APPLICABLE: "x", Answer.NOT_SCORED: "chưa chấm"}
    return {
        (unit, code, kind): words.get(figure.answer, figure.value)
        for unit, one in reading.units.items()
        for code, figures in one.scores.items()
        for kind, figure in figures.items()
    }


@pytest.mark.parametrize("shape", [shape for shape in Shape if shape != Shape.TOTALS])
@pytest.mark.fuzz
@given(table=tables(), mess=messes)
def test_any_table_in_any_shape_with_any_mess_reads_back(shape, table, mess):
    if not any(isinstance(value, Decimal) for value in said(table).values()):
        return  # an empty form has no scores to be read

    reading = read_scores(book_of(table, shape, mess).book(), SUBJECT)

    assert [(fault.code, fault.cell, fault.message) for fault in reading.faults] == []
    assert read_back(reading) == said(table)


@pytest.mark.fuzz
@given(
    totals=st.dictionaries(
        st.sampled_from(UNITS),
        st.fixed_dictionaries(
            {
                Meaning.TOTAL_POINTS: st.decimals(min_value=0, max_value=100, places=3).map(Decimal.normalize),
                Meaning.TOTAL_PERCENT: st.decimals(min_value=0, max_value=100, places=2).map(Decimal.normalize),
                Meaning.RANK: st.integers(1, 5).map(Decimal),
            }
        ),
        min_size=2,
    ),
    mess=messes,
)
def test_any_totals_with_any_mess_read_back(totals, mess):
    units = [SUBJECT.roll[unit].unit for unit in totals]

    reading = read_scores(book_of(table_of(SUBJECT, {}, totals, units=units), Shape.TOTALS, mess).book(), SUBJECT)

    assert [(fault.code, fault.cell, fault.message) for fault in reading.faults] == []
    assert {
        unit: {meaning: figure.value for meaning, figure in one.stated.items()} for unit, one in reading.units.items()
    } == totals
