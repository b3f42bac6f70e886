"""An upload is undone: to the last column what was there before, or not at all."""

from contextlib import contextmanager
from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indices.actions.readiness import RefusedError
from indices.actions.rows import SCORE_ENTERED, STANDING_ENTERED
from indices.models import Score, Standing, UploadBefore
from indices.uploading import TouchedSinceError, answer_oddities, read_upload, store_upload, undo_upload
from indices.uploading.leaving import Before
from records.models import AuditEvent
from tests.factories import AnnexFactory, EditionFactory, UnitFactory, freeze
from tests.indices.uploading.conftest import CHANGED, compute, dump, received, stored


def undo(upload, by=None):
    return undo_upload(upload=upload, by=by)


@pytest.fixture
def computed(draft):
    compute(draft)
    return draft


@pytest.fixture
def empty(criteria_set):
    """An edition without anybody on its roll, and three units that may come."""
    for name in ("An", "Bắc", "Châu"):
        UnitFactory(name=name)
    return EditionFactory(criteria_set=criteria_set)


def test_undo_puts_back_what_was_there(computed):
    before = dump(computed)
    undo(stored(computed))
    assert dump(computed) == before


def test_undo_leaves_what_was_never_computed_so(draft):
    before = dump(draft)
    undo(stored(draft))
    assert dump(draft) == before


def test_undo_takes_new_scores_and_units_away(empty):
    undo(stored(empty))
    assert not Score.objects.exists()
    assert not Standing.objects.exists()


def test_undo_puts_back_the_origin_of_a_score(computed):
    stored(computed)
    before = dump(computed)
    undo(stored(computed, CHANGED | {"An": ("1", "1", "1")}))
    assert dump(computed) == before


def test_undo_one_after_the_other_ends_where_it_began(computed):
    before = dump(computed)
    first = stored(computed)
    second = stored(computed, CHANGED | {"An": ("1", "1", "1")})
    undo(second)
    undo(first)
    assert dump(computed) == before


def test_undo_puts_back_totals_as_they_were_printed(criteria_set):
    edition = EditionFactory(criteria_set=criteria_set)
    for name in ("An", "Bắc"):
        UnitFactory(name=name)
    headings = {"codes": ("Tổng điểm", "Xếp hạng")}
    stored(edition, {"An": ("15,50", "1"), "Bắc": ("14", "2")}, **headings)
    before = dump(edition)
    stored(edition, {"An": ("13,5", "2"), "Bắc": ("14", "1")}, **headings)
    assert edition.standings.get(unit__name="An").stated_points == Decimal("13.5")
    undo(edition.uploads.first())
    assert dump(edition) == before


def test_undo_says_who_and_is_written_down(computed, supervisor):
    upload = undo(stored(computed), by=supervisor)
    upload.refresh_from_db()
    event = AuditEvent.objects.get(kind="upload_undone")
    assert (upload.state, upload.closed_by, event.by) == ("undone", supervisor, supervisor)
    assert (event.after["scores_removed"], event.after["scores_put_back"]) == (0, 3)


def test_undo_forgets_what_it_put_back(computed):
    undo(stored(computed))
    assert not UploadBefore.objects.exists()


def test_undo_keeps_a_unit_that_was_given_something_else_meanwhile(empty):
    upload = stored(empty)
    AnnexFactory(standing=empty.standings.get(unit__name="An"), criteria_set=empty.criteria_set)
    undo(upload)
    assert list(empty.standings.values_list("unit__name", flat=True)) == ["An"]


# Refusals


def test_undo_refuses_who_may_not(computed):
    upload = stored(computed)
    with pytest.raises(PermissionDenied):
        undo(upload, by=AnonymousUser())


def test_undo_refuses_what_is_not_stored(computed):
    upload = received(computed)
    with pytest.raises(RefusedError, match="chưa lưu nên không có gì để hoàn tác"):
        undo(upload)


def test_undo_refuses_what_is_undone(computed):
    upload = undo(stored(computed))
    with pytest.raises(RefusedError, match="đã hoàn tác"):
        undo(upload)


def test_undo_refuses_a_published_edition(computed):
    upload = stored(computed)
    freeze(computed)
    with pytest.raises(RefusedError, match="lập bản sửa đổi"):
        undo(upload)


def test_undo_names_the_later_upload_that_is_to_be_undone_first(computed, supervisor):
    first = stored(computed)
    stored(computed, CHANGED | {"An": ("1", "1", "1")}, by=supervisor, name="sau.csv")
    with pytest.raises(TouchedSinceError, match=r"“sau.csv” do nguoi-dung-\d+ lưu lúc .*hãy hoàn tác tệp ấy trước"):
        undo(first)


def test_undo_is_not_hindered_by_a_later_upload_of_others(computed):
    first = stored(computed, {"An": ("5", "3,5", "8")})
    stored(computed, {"Bắc": ("5", "2", "7,5")})
    undo(first)
    points = Score.objects.filter(standing__unit__name="Bắc", criterion__code="2").values_list("points", flat=True)
    assert list(points) == [Decimal("7.5")]


def test_undo_names_who_changed_a_score_by_hand(computed, supervisor):
    upload = stored(computed)
    score = Score.objects.get(standing__unit__name="An", criterion__code="1.1")
    score.entered_points = Decimal(1)
    score.save()
    AuditEvent.objects.record(kind="changed", target=score, by=supervisor)
    with pytest.raises(TouchedSinceError, match=r"nguoi-dung-\d+ đã sửa An, Chỉ số 2024: 1.1 lúc"):
        undo(upload)


def test_undo_refuses_a_change_that_nobody_wrote_down(computed):
    upload = stored(computed)
    Score.objects.filter(standing__unit__name="An", criterion__code="1.1").update(note="khác")
    with pytest.raises(TouchedSinceError, match="đã được sửa sau khi lưu"):
        undo(upload)


def test_undo_refuses_when_a_score_is_gone(computed):
    upload = stored(computed)
    Score.objects.filter(standing__unit__name="An", criterion__code="1.1").delete()
    with pytest.raises(TouchedSinceError):
        undo(upload)


def test_undo_refuses_when_a_unit_left_the_roll(computed):
    upload = stored(computed, {"An": ("5", "3,5", "8")})
    upload_before = Before.unpack(UploadBefore.objects.get().packed)
    assert upload_before.changed
    Standing.objects.filter(unit__name="An").delete()
    with pytest.raises(TouchedSinceError):
        undo(upload)


# Any file after any other

FIGURES = st.sampled_from(["0", "1", "2,5", "3,333333333", "5", "x", "chưa chấm"])
ROWS = st.fixed_dictionaries({name: st.tuples(FIGURES, FIGURES, FIGURES) for name in ("An", "Bắc", "Châu")})


@contextmanager
def rolled_back():
    """One example knows nothing of the one before."""
    point = transaction.savepoint()
    try:
        yield
    finally:
        transaction.savepoint_rollback(point)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20)
@given(files=st.lists(ROWS, min_size=1, max_size=3))
def test_storing_and_undoing_any_files_ends_where_it_began(computed, files):
    before = dump(computed)
    with rolled_back():
        uploads = []
        for rows in files:
            upload = received(computed, rows)
            if upload not in uploads:  # the very same file, whose scores still stand
                upload = read_upload(upload=upload, by=None)
                answers = dict.fromkeys(range(len(upload.oddities)), "Đúng.")
                upload = answer_oddities(upload=upload, answers=answers, by=None)
                uploads.append(store_upload(upload=upload, by=None, expected=upload.against))
        for upload in reversed(uploads):
            undo(upload)
        assert dump(computed) == before


def test_before_is_packed_and_unpacked_to_the_same():
    was = {"entered_points": Decimal("1.5"), "note": "1.5"}
    before = Before(
        new={1: [2, 3]},
        changed={(4, 5): tuple(was.get(name) for name in SCORE_ENTERED), (4, 6): (None,) * len(SCORE_ENTERED)},
        made=[6],
        stated={7: dict.fromkeys(STANDING_ENTERED, None) | {"stated_points": Decimal("91.60"), "stated_rank": 3}},
        left="x",
    )
    assert Before.unpack(before.pack()) == before
