"""Published years, written out as officials would keep them, come through the door exactly as they were loaded."""

import pytest

from indices.importing.score_values import Meaning, Shape
from indices.importing.subject import Subject
from indices.models import Edition, Score, Standing, Upload
from indices.uploading import answer_oddities, read_upload, receive_upload, store_upload
from tests.factories import AdminFactory
from tests.indices.importing.score_books import NOT_SCORED, Mess, book_of, table_of

pytestmark = [pytest.mark.golden, pytest.mark.django_db, pytest.mark.usefixtures("record")]

# Each year in every layout that its figures fit, each time with other habits.
HABITS = {
    Shape.MATRIX: Mess(titles=True, order=True, merged=True, summaries=True, signature=True, numbers="comma"),
    Shape.TRANSPOSED: Mess(titles=True, blank_columns=True, signature=True, criteria="codes", codes="dates"),
    Shape.LONG: Mess(blank_rows=True, repeated=True, numbers="spaces", units="both"),
    Shape.SCORECARD: Mess(maxima=True, notes=True, hidden=True, prefix="UBND "),
}
PAPI_YEARS = ("2019", "2020", "2021", "2022", "2023", "2024")
COMPUTED = ("points", "max_points", "percent", "rank", "shown_rank", "total")
STATED = ("stated_points", "stated_percent", "stated_rank", "rank", "shown_rank", "total")


@pytest.fixture
def admin(settings, tmp_path):
    settings.UPLOADS_ROOT = tmp_path
    return AdminFactory()


def published(index, label):
    return Edition.objects.published().get(index__slug=index, label=label)


def twin(edition):
    """A draft of the same year with the same units on its roll, and nothing else."""
    draft = Edition.objects.create(
        index=edition.index,
        criteria_set=edition.criteria_set,
        label=edition.label,
        year=edition.year,
        starts_on=edition.starts_on,
        ends_on=edition.ends_on,
        revision=edition.revision + 1,
        reason="thử lại qua cửa tải lên",
        stated_units=edition.stated_units,
        is_complete=edition.is_complete,
    )
    Standing.objects.bulk_create(
        Standing(edition=draft, unit_id=unit, to_be_ranked=ranked)
        for unit, ranked in edition.standings.values_list("unit", "to_be_ranked")
    )
    return draft


def bring(draft, made, by):
    """The whole way of a file."""
    upload = receive_upload(edition=draft, file_name="diem.xlsx", data=made.data, by=by).upload
    upload = read_upload(upload=upload, by=by)
    assert upload.faults == []
    if upload.state == Upload.State.READ:
        upload = answer_oddities(
            upload=upload, answers=dict.fromkeys(range(len(upload.oddities)), "Đúng như vậy."), by=by
        )
    return store_upload(upload=upload, by=by, expected=upload.against)


def entered(edition):
    """(unit, code) -> points as entered, or the words for what was not scored."""
    rows = Score.objects.filter(standing__edition=edition, origin=Score.Origin.ENTERED)
    return {
        (unit, code): NOT_SCORED if status == Score.Status.NOT_SCORED else points
        for unit, code, status, points in rows.values_list(
            "standing__unit", "criterion__code", "status", "entered_points"
        )
    }


def results(edition, columns):
    return {row[0]: row[1:] for row in edition.standings.values_list("unit", *columns)}


@pytest.mark.parametrize("shape", HABITS)
@pytest.mark.parametrize("label", PAPI_YEARS)
def test_papi_comes_through_the_door_as_it_was_published(label, shape, admin):
    edition = published("papi", label)
    draft = twin(edition)
    points = {}
    for (unit, code), figure in entered(edition).items():
        points.setdefault(unit, {})[code] = figure
    whole = table_of(Subject.of(draft), points)

    bring(draft, book_of(whole, shape, HABITS[shape]), admin)

    # What nobody scored needs no row to say so.
    assert entered(draft) == {place: figure for place, figure in entered(edition).items() if figure != NOT_SCORED}
    assert results(draft, COMPUTED) == results(edition, COMPUTED)


@pytest.mark.parametrize(
    ("index", "figure", "column"),
    [
        ("dti", Meaning.TOTAL_POINTS, "stated_points"),
        ("par-thanh-hoa-departments", Meaning.TOTAL_PERCENT, "stated_percent"),
    ],
)
def test_totals_come_through_the_door_as_they_were_published(index, figure, column, admin):
    edition = published(index, "2024")
    draft = twin(edition)
    rows = edition.standings.filter(**{f"{column}__isnull": False}).values_list("unit", column, "stated_rank")
    totals = {unit: {figure: total} | ({Meaning.RANK: rank} if rank is not None else {}) for unit, total, rank in rows}
    whole = table_of(Subject.of(draft), {}, totals)

    bring(draft, book_of(whole, Shape.TOTALS, Mess(titles=True, order=True, signature=True)), admin)

    assert results(draft, STATED) == results(edition, STATED)
