"""Workbooks spoilt at random, in every shape: each is read or refused in words, and no fault is ever stored.

A workbook as officials keep it is made; then some of what people, other programs and bad disks do to files is done to
it. However it comes out, its way through the supervisors' door ends in sentences.
"""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from indices.importing.faults import CellFault
from indices.importing.score_values import Meaning, Shape
from indices.importing.subject import Subject
from indices.models import Score, Upload
from indices.uploading import pass_through
from tests.factories import AssignmentFactory, EditionFactory, ScoreFactory, StandingFactory, freeze
from tests.indices.importing.score_books import book_of, table_of
from tests.indices.importing.test_scores_property import messes
from tests.indices.uploading.conftest import compute, dump

pytestmark = pytest.mark.fuzz
RELAXED = {"suppress_health_check": [HealthCheck.function_scoped_fixture, HealthCheck.too_slow]}
DESK = "/uploads/chi-so/2024-r1/"
MAXIMA = {"1.1": 5, "1.2": 5, "2": 10}
SAID = (
    ["x", "-", "KAD", "CC", "chưa chấm", "không áp dụng", "Tổng cộng", "Xếp hạng", "Điểm tối đa", "An", "Bắc", "2.1"]
    + ["#DIV/0!", "#REF!", "#N/A", "=1/0", "=SUM(A1:A9)", "=A1", "1e309", "-0", "∞", "NaN", "1.234.567,8", "½", "５"]
    + [True, False, "An" * 20_000, "\u202e12", "\u200b", "\u0301", "'5", "12,5%", "01/02/2024", "1 000", "4,", ",5"]
)
written = st.text(st.characters(exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff"), max_size=30)
junk = st.one_of(
    written,
    st.sampled_from(SAID),
    st.dates(date(1899, 12, 31), date(9999, 12, 31)),
    st.datetimes(),
    st.times(),
    st.timedeltas(timedelta(0), timedelta(days=9_999)),
    st.integers(-(10**30), 10**30),
    st.decimals(-(10**6), 10**6, places=9),
    st.floats(allow_nan=False, allow_infinity=False),
    st.none(),
)
place = st.integers(0, 10_000)
points = st.decimals(0, 5, places=2)


# ---- what is done to a sheet


def swap_rows(plan, one, other, _value):
    one, other = 1 + one % plan.height, 1 + other % plan.height
    swapped = {one: other, other: one}
    plan.values = {(swapped.get(row, row), column): value for (row, column), value in plan.values.items()}


def swap_columns(plan, one, other, _value):
    one, other = 1 + one % plan.width, 1 + other % plan.width
    swapped = {one: other, other: one}
    plan.values = {(row, swapped.get(column, column)): value for (row, column), value in plan.values.items()}


def delete_row(plan, one, _other, _value):
    gone = 1 + one % plan.height
    plan.values = {(row - (row > gone), column): v for (row, column), v in plan.values.items() if row != gone}


def delete_column(plan, one, _other, _value):
    gone = 1 + one % plan.width
    plan.values = {(row, column - (column > gone)): v for (row, column), v in plan.values.items() if column != gone}


def duplicate_row(plan, one, other, _value):
    source, target = 1 + one % plan.height, 1 + other % (plan.height + 3)
    copied = {column: value for (row, column), value in plan.values.items() if row == source}
    plan.insert_rows(target)
    plan.values |= {(target, column): value for column, value in copied.items()}


def duplicate_column(plan, one, other, _value):
    source, target = 1 + one % plan.width, 1 + other % (plan.width + 3)
    copied = {row: value for (row, column), value in plan.values.items() if column == source}
    plan.insert_columns(target)
    plan.values |= {(row, target): value for row, value in copied.items()}


def swap_cells(plan, one, other, _value):
    cells = sorted(plan.values)
    one, other = cells[one % len(cells)], cells[other % len(cells)]
    plan.values[one], plan.values[other] = plan.values[other], plan.values[one]


def write_over(plan, one, _other, value):
    cells = sorted(plan.values)
    plan.values[cells[one % len(cells)]] = value


def write_beside(plan, one, other, value):
    plan.values[1 + one % (plan.height + 4), 1 + other % (plan.width + 4)] = value


def merge(plan, one, other, _value):
    top, left = 1 + one % plan.height, 1 + other % plan.width
    plan.merge(top, left, top + other % 4, left + one % 4)


def hide(plan, _one, _other, _value):
    plan.hidden = True


def rename(plan, one, _other, _value):
    names = ["Hướng dẫn", "Nháp", "2019", "Sheet1", "Điểm tối đa", "‘’", "A'B", "ẩn", "An", " "]
    plan.name = names[one % len(names)]


DONE_TO_SHEETS = [
    swap_rows,
    swap_columns,
    delete_row,
    delete_column,
    duplicate_row,
    duplicate_column,
    swap_cells,
    write_over,
    write_over,
    write_beside,
    merge,
    hide,
    rename,
]
done_to_sheets = st.lists(st.tuples(st.sampled_from(DONE_TO_SHEETS), place, place, place, junk), max_size=6)


# ---- what is done to a file


def cut(data, one, _more):
    return data[: one % len(data)]


def overwrite(data, one, more):
    at = one % len(data)
    return data[:at] + more + data[at + len(more) :]


def put_in(data, one, more):
    at = one % len(data)
    return data[:at] + more + data[at:]


def turn_round(data, _one, more):
    return more + data[::-1]


done_to_files = st.lists(
    st.tuples(st.sampled_from([cut, overwrite, put_in, turn_round]), st.integers(0, 10**6), st.binary(max_size=40)),
    max_size=2,
)


def totals_of(points):
    """What a file states of units beside their points: totals, and the ranks that follow from them."""
    return {
        unit: {Meaning.TOTAL_POINTS: own, Meaning.RANK: Decimal(1 + sum(other > own for other in points.values()))}
        for unit, own in points.items()
    }


@st.composite
def spoilt(draw, subject, shape):
    """(name, bytes) of a file that began as a workbook in one of the shapes."""
    scores = {unit: {code: draw(points) for code in MAXIMA} for unit in subject.roll}
    if shape == Shape.TOTALS:
        table = table_of(subject, {}, totals_of({unit: row.points for unit, row in subject.roll.items()}))
    else:
        with_totals = draw(st.booleans())
        sums = {unit: sum(row.values()) for unit, row in scores.items()}
        table = table_of(subject, scores, totals_of(sums) if with_totals else None)
    made = book_of(table, shape, replace(draw(messes), prefix=draw(st.sampled_from(["", "Tỉnh ", "UBND tỉnh "]))))
    for do, sheet, one, other, value in draw(done_to_sheets):
        plan = made.plans[sheet % len(made.plans)]
        if plan.values:
            do(plan, one, other, value)
    made.plans[0].hidden = False  # one must be seen
    as_text = draw(st.booleans()) and draw(st.booleans())
    data = made.csv(delimiter=draw(st.sampled_from(";,\t"))) if as_text else made.data
    if draw(st.integers(0, 4)) == 0:
        for do, one, more in draw(done_to_files):
            data = do(data, one, more) or b"\0"
    name = draw(st.sampled_from(["diem", "Điểm 2024", "..", "A" * 90])) + (".csv" if as_text else ".xlsx")
    return name, data


@pytest.fixture
def edition(draft):
    """2024 as a draft with points in it, after 2023, which is published."""
    before = EditionFactory(criteria_set=draft.criteria_set, year=2023)
    for standing in draft.standings.all():
        then = StandingFactory(edition=before, unit=standing.unit)
        for score in standing.scores.all():
            ScoreFactory(standing=then, criterion=score.criterion, entered_points=score.entered_points)
    compute(before)
    freeze(before)
    compute(draft)
    return draft


@pytest.mark.parametrize("shape", list(Shape))
@settings(**RELAXED)
@given(data=st.data())
def test_a_spoilt_file_ends_in_words(edition, shape, data):
    subject = Subject.of(edition)
    name, content = data.draw(spoilt(subject, shape))

    outcome = pass_through(Upload(edition=edition, file_name=name), data=content)

    assert [fault for fault in outcome.faults if not is_told(fault)] == []
    assert [oddity for oddity in outcome.oddities if not (oddity.message and oddity.question)] == []
    assert (outcome.consequences is None) == bool(outcome.faults)
    event(outcome.faults[0].code if outcome.faults else "no fault")


def is_told(fault):
    """Is it a fault with a stable word, a whole sentence and a remedy?"""
    return isinstance(fault, CellFault) and fault.code.isidentifier() and fault.message.strip() and fault.remedy.strip()


@settings(**RELAXED, max_examples=settings.default.max_examples // 4)  # each is a dozen requests
@given(data=st.data(), shape=st.sampled_from(Shape))
def test_a_spoilt_file_at_the_door_stores_no_fault(client, edition, settings, tmp_path, shape, data):
    settings.UPLOADS_ROOT = tmp_path / "uploads"
    name, content = data.draw(spoilt(Subject.of(edition), shape))
    with transaction.atomic():
        client.force_login(AssignmentFactory(index=edition.index).user)
        before = dump(edition)
        bring_and_store(client, name, content)
        stored = Upload.objects.filter(state="stored").first()
        event("stored" if stored else "not stored")
        if stored is None:
            assert dump(edition) == before
        else:
            assert stored.fault_count == 0
            assert not beyond_the_tree(edition)
            press(client, stored, "undo")
            assert dump(edition) == before
        transaction.set_rollback(True)


def bring_and_store(client, name, content):
    """Do at the door whatever may be done to have a file stored, whether it is offered or not."""
    answer = client.post(DESK, {"files": SimpleUploadedFile(name, content)}, follow=True)
    assert answer.status_code in (200, 400)
    upload = Upload.objects.first()
    if upload is None:
        return
    assert upload.state in ("faulty", "read", "checked")
    if upload.state == "faulty":
        assert client.get(f"/uploads/files/{upload.pk}/marked/").status_code in (200, 302)
    answers = {f"answer-{number}": "Đúng." for number in range(len(upload.oddities))}
    press(client, upload, "answer", **answers)
    upload.refresh_from_db()
    press(client, upload, "store", expected=upload.against)


def press(client, upload, do, **more):
    page = client.post(f"/uploads/files/{upload.pk}/step/", {"do": do, **more}, follow=True)
    assert page.status_code == 200


def beyond_the_tree(edition):
    """Entered scores that no criterion allows."""
    scores = Score.objects.filter(standing__edition=edition, origin=Score.Origin.ENTERED).select_related("criterion")
    return [
        score
        for score in scores
        for figure in (score.entered_points, score.self_points, score.appraised_points)
        if figure is not None and not Decimal(0) <= figure <= score.criterion.max_points
    ]
