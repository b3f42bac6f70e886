"""What storing a file would do, against what storing it does."""

import json
from contextlib import contextmanager
from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from indices.actions import Draft, store_standings
from indices.importing.consequences import consequences_of, drafts_with, said
from indices.importing.score_values import KINDS_OF_POINTS, Answer, Meaning, Shape
from indices.importing.subject import Subject
from indices.models import Score, Standing
from indices.queries.entries import entered
from tests.factories import EditionFactory, StandingFactory, UnitFactory
from tests.indices.importing.readings import reading_of

SCORE_COLUMNS = (*(kind.value for kind in KINDS_OF_POINTS), "status", "cause", "explanation", "note", "sheet", "cell")
COMPUTED = ("points", "max_points", "percent", "rank")
STATED = ("stated_points", "stated_points_places", "stated_percent", "stated_percent_places", "stated_rank", "note")
FULL = {"1.1": "4", "1.2": "3", "2": "8"}


def store(edition, reading):
    """Store what a file says, in the plainest way."""
    drafts = drafts_with(reading, Subject.of(edition))
    for score in (score for draft in drafts for score in draft.scores.values() if score.pk):
        columns = {name: getattr(score, name) for name in SCORE_COLUMNS} | dict.fromkeys(
            COMPUTED
        )  # computed anew below
        Score.objects.filter(pk=score.pk).update(**columns)
    Standing.objects.bulk_update([draft.standing for draft in drafts if draft.standing.pk], STATED)
    store_standings(edition=edition, drafts=drafts)


def compute(edition):
    store_standings(edition=edition, drafts=[Draft(*pair) for pair in entered(edition)])


@pytest.fixture
def computed(draft):
    """An 15.5, Bắc and Châu 14: first, and twice second."""
    compute(draft)
    return draft


@pytest.fixture
def units(computed):
    return {standing.unit.name: standing.unit_id for standing in computed.standings.select_related("unit")}


@pytest.fixture
def empty(criteria_set):
    """Two units on the roll, nothing entered."""
    edition = EditionFactory(criteria_set=criteria_set)
    for name in ("An", "Bắc"):
        StandingFactory(edition=edition, unit=UnitFactory(name=name))
    return edition


def told(edition, rows, **kwargs):
    subject = Subject.of(edition)
    return consequences_of(reading_of(subject, rows, **kwargs), subject)


def plain(changes):
    return [(change.code, change.meaning, change.before, change.after) for change in changes]


def test_a_first_file_is_all_new(empty):
    an, bac = (standing.unit_id for standing in empty.standings.in_order())

    found = told(empty, {an: FULL, bac: FULL | {"1.1": "3"}})

    assert (len(found.new), found.changed, found.removed, found.unchanged) == (6, [], [], 0)
    assert [(move.unit, move.total, move.rank) for move in found.entering] == [(an, 15, 1), (bac, 14, 2)]


def test_a_changed_figure_is_told_with_its_cell_and_what_it_was(computed, units):
    found = told(computed, {units["An"]: {"1.1": "4", "1.2": "2.5", "2": "8"}})

    assert found.changed == [
        (units["An"], "1.2", Meaning.POINTS, Decimal("3.5"), Decimal("2.5"), "Điểm", "D5"),
    ]
    assert (found.new, found.removed, found.unchanged) == ([], [], 2)


def test_ranks_that_move_are_told_the_farthest_first(computed, units):
    found = told(computed, {units["Châu"]: {"1.1": "5", "1.2": "5", "2": "9"}})

    assert [(move.name, move.rank_before, move.rank, move.places) for move in found.ranks_moved] == [
        ("Châu", 2, 1, 1),
        ("An", 1, 2, -1),
        ("Bắc", 2, 3, -1),
    ]


def test_a_figure_that_is_no_longer_scored_is_removed_and_takes_the_ranks_with_it(computed, units):
    found = told(computed, {units["An"]: {"1.1": "4", "1.2": "-", "2": "8"}})

    assert plain(found.removed) == [("1.2", Meaning.POINTS, Decimal("3.5"), None)]
    assert [move.name for move in found.leaving] == ["An", "Bắc", "Châu"]
    assert [(move.name, move.missing) for move in found.incomplete] == [("An", ("1.2",))]


def test_a_criterion_that_does_not_apply_changes_the_figure_to_that(computed, units):
    found = told(computed, {units["An"]: {"1.1": "4", "1.2": "x", "2": "8"}})

    assert plain(found.changed) == [("1.2", Meaning.POINTS, Decimal("3.5"), Answer.NOT_APPLICABLE)]
    assert [move.total for move in found.moves if move.unit == units["An"]] == [12]


def test_points_make_what_did_not_apply_scored_again(computed, units):
    Score.objects.filter(standing__unit=units["An"], criterion__code="1.2").update(
        entered_points=None, points=None, max_points=None, percent=None, rank=None, status="not_applicable"
    )

    found = told(computed, {units["An"]: {"1.2": "4"}})

    assert plain(found.changed) == [("1.2", Meaning.POINTS, Answer.NOT_APPLICABLE, Decimal(4))]
    assert [move.total for move in found.moves if move.unit == units["An"]] == [16]


def test_the_units_own_points_stay_when_appraised_points_come(empty):
    an, bac = (standing.unit_id for standing in empty.standings.in_order())
    own = {an: FULL, bac: FULL}
    store(empty, reading_of(Subject.of(empty), own, kind=Meaning.SELF))

    store(empty, reading_of(Subject.of(empty), {an: FULL | {"1.1": "3.5"}, bac: FULL}, kind=Meaning.APPRAISED))

    score = Subject.of(empty).scores[an]["1.1"]
    assert (score.self_points, score.appraised_points, score.points) == (4, Decimal("3.5"), Decimal("3.5"))


def test_the_same_file_twice_changes_nothing(empty):
    an, bac = (standing.unit_id for standing in empty.standings.in_order())
    rows = {an: FULL | {"1.1": "x"}, bac: FULL | {"2": "-"}}
    store(empty, reading_of(Subject.of(empty), rows))

    found = told(empty, rows)

    assert found.is_nothing
    assert found.moves == []


def test_nothing_is_written(computed, units, django_assert_num_queries):
    subject = Subject.of(computed)
    reading = reading_of(subject, {units["An"]: {"1.1": "1"}})
    before = list(Score.objects.order_by("pk").values())

    consequences_of(reading, subject)

    assert list(Score.objects.order_by("pk").values()) == before
    assert subject.scores[units["An"]]["1.1"].entered_points == 4


def test_the_number_of_queries_does_not_grow_with_the_units(empty, django_assert_max_num_queries):
    rows = {UnitFactory().pk: FULL for _ in range(12)}
    Standing.objects.all().delete()
    subject = Subject.of(empty)
    reading = reading_of(subject, rows)

    with django_assert_max_num_queries(8):
        found = consequences_of(reading, subject)

    assert len(found.entering) == 12


def test_a_sum_in_the_file_is_not_entered_beside_its_parts(empty):
    an, _bac = (standing.unit_id for standing in empty.standings.in_order())

    found = told(empty, {an: FULL | {"1": "7", "total": "15"}})

    assert [change.code for change in found.new] == ["1.1", "1.2", "2"]


def test_a_field_without_parts_is_entered(empty):
    an, _bac = (standing.unit_id for standing in empty.standings.in_order())

    found = told(empty, {an: {"1": "7", "2": "8"}})

    assert [change.code for change in found.new] == ["1", "2"]


def test_totals_are_entered_as_they_were_printed(empty):
    an, bac = (standing.unit_id for standing in empty.standings.in_order())
    rows = {an: {"total": "15.50", "rank": "1"}, bac: {"total": "14.25", "rank": "2"}}

    store(empty, reading_of(Subject.of(empty), rows, shape=Shape.TOTALS))

    assert list(empty.standings.by_rank().values_list("unit", "stated_points", "stated_points_places", "rank")) == [
        (an, Decimal("15.5"), 2, 1),
        (bac, Decimal("14.25"), 2, 2),
    ]


def test_a_changed_total_is_told(empty):
    an, bac = (standing.unit_id for standing in empty.standings.in_order())
    rows = {an: {"total": "15.50"}, bac: {"total": "14.25"}}
    store(empty, reading_of(Subject.of(empty), rows, shape=Shape.TOTALS))

    found = told(empty, rows | {bac: {"total": "16"}}, shape=Shape.TOTALS)

    assert plain(found.changed) == [("", Meaning.TOTAL_POINTS, Decimal("14.25"), Decimal(16))]
    assert [(move.unit, move.rank) for move in found.ranks_moved] == [(bac, 1), (an, 2)]


def test_what_is_written_beside_points_is_told(computed, units):
    subject = Subject.of(computed)
    reading = reading_of(subject, {units["An"]: {"1.1": "4"}})
    reading.units[units["An"]].texts["1.1"] = {"cause": "Chậm thời hạn", "explanation": "Báo cáo nộp muộn."}

    found = consequences_of(reading, subject)

    assert plain(found.new) == [
        ("1.1", Meaning.CAUSE, None, "late"),
        ("1.1", Meaning.EXPLANATION, None, "Báo cáo nộp muộn."),
    ]


def test_what_is_written_beside_new_points_is_told(empty):
    an, _bac = (standing.unit_id for standing in empty.standings.in_order())
    subject = Subject.of(empty)
    reading = reading_of(subject, {an: {"1.1": "4"}})
    reading.units[an].texts = {"1.1": {"explanation": "Nộp muộn."}, "": {"note": "Đã họp."}}

    found = consequences_of(reading, subject)

    assert plain(found.new) == [
        ("1.1", Meaning.POINTS, None, Decimal(4)),
        ("1.1", Meaning.EXPLANATION, None, "Nộp muộn."),
        ("", Meaning.NOTE, None, "Đã họp."),
    ]


def test_the_summary_is_json_and_keeps_the_first_of_each_list(computed, units):
    rows = {unit: {"1.1": "1", "1.2": "1", "2": "-"} for unit in units.values()}

    summary = told(computed, rows).summary(kept=1)

    assert json.loads(json.dumps(summary)) == summary
    assert (summary["changed"], summary["removed"], len(summary["changes"]), summary["lengths"]["changes"]) == (
        6,
        3,
        1,
        6,
    )
    assert summary["changes"][0] | {"unit_id": 0} == {
        "unit": "An",
        "unit_id": 0,
        "code": "1.1",
        "kind": "entered_points",
        "before": "4",
        "after": "1",
        "sheet": "Điểm",
        "cell": "C5",
    }


FIGURES = st.none() | st.sampled_from(["x", "-", "0", "1.5", "2", "3.333333333", "5"])
ROWS = st.dictionaries(
    st.sampled_from(["An", "Bắc", "Châu"]),
    st.fixed_dictionaries({"1.1": FIGURES, "1.2": FIGURES, "2": FIGURES}),
)
KINDS = st.sampled_from([Meaning.POINTS, Meaning.SELF, Meaning.APPRAISED, Meaning.SURVEY])


@contextmanager
def undone():
    """What is written inside is rolled back: an example knows nothing of the one before."""
    point = transaction.savepoint()
    yield
    transaction.savepoint_rollback(point)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=40)
@given(st.lists(st.tuples(ROWS, KINDS), min_size=1, max_size=3))
def test_consequences_are_what_storing_gives(computed, units, files):
    with undone():
        for rows, kind in files:
            before = Subject.of(computed)
            reading = reading_of(before, {units[name]: row for name, row in rows.items()}, kind=kind)
            found = consequences_of(reading, before)

            store(computed, reading)

            after = Subject.of(computed)
            assert_figures_told(found, reading, before, after)
            assert_totals_told(found, before, after)


def assert_figures_told(found, reading, before, after):
    """Whatever the file names is told if it changed, from what it was to what it is, and only then."""
    told_of = {change[:3]: change for change in (*found.new, *found.changed, *found.removed)}
    named = {
        (unit, code, meaning)
        for unit, read in reading.units.items()
        for code, figures in read.scores.items()
        for meaning in figures
    }
    for place in told_of.keys() | named:
        unit, code, meaning = place
        was, became = (said(year.scores[unit].get(code), meaning) for year in (before, after))
        assert (was, became) == (told_of[place][3:5] if place in told_of else (was, was))


def assert_totals_told(found, before, after):
    moved = {move.unit: (move.total, move.rank, move.status) for move in found.moves}
    for unit, standing in after.roll.items():
        was = before.roll[unit]
        expected = moved.get(unit, (was.total, was.shown_rank, was.status))
        assert (standing.total, standing.shown_rank, standing.status) == expected
