"""Every write that spans models: what it stores, whom it refuses, and that a refusal leaves nothing behind."""

from decimal import Decimal

import pytest
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied

from indices.actions import (
    Draft,
    EditionFrozenError,
    compute_standings,
    publish_edition,
    recompute_edition,
    store_standings,
)
from indices.faults import DataFaultsError
from indices.models import CriterionStatistic, Edition, Index, Score, Standing, TotalMethod
from indices.queries.entries import entered
from records.models import AuditEvent, DataVersion
from tests.factories import (
    AssignmentFactory,
    BandFactory,
    BlockFactory,
    DecisionFactory,
    EditionFactory,
    ScoreFactory,
    SourceFactory,
    StandingFactory,
    UnitFactory,
    UserFactory,
    freeze,
)
from tests.indices.conftest import enter


@pytest.fixture
def supervisor(draft):
    return AssignmentFactory(index=draft.index).user


def columns(edition, *names):
    """The columns of every standing, in the order of the alphabet."""
    return list(edition.standings.order_by("unit__sort_key").values_list(*names))


def test_recompute_stores_totals_ranks_and_gaps(draft):
    recompute_edition(edition=draft)
    assert columns(draft, "status", "points", "max_points", "percent", "total", "rank", "shown_rank", "gap") == [
        ("ranked", Decimal("15.5"), 20, Decimal("77.5"), Decimal("15.5"), 1, 1, None),
        ("ranked", 14, 20, 70, 14, 2, 2, Decimal("1.5")),
        ("ranked", 14, 20, 70, 14, 2, 2, Decimal("1.5")),
    ]


def test_recompute_rolls_scores_up_to_the_field(draft):
    recompute_edition(edition=draft)
    rolled_up = Score.objects.filter(standing__edition=draft, origin="rolled_up").order_by("standing__unit__sort_key")
    assert list(rolled_up.values_list("criterion__code", "points", "max_points", "percent", "rank")) == [
        ("1", Decimal("7.5"), 10, 75, 1),
        ("1", 7, 10, 70, 2),
        ("1", 7, 10, 70, 2),
    ]


def test_recompute_stores_a_statistic_for_the_total_and_each_criterion(draft):
    recompute_edition(edition=draft)
    rows = CriterionStatistic.objects.filter(edition=draft).values_list(
        "criterion__code", "block", "count", "mean", "median", "lowest", "highest", "at_full_marks"
    )
    assert {row[0]: row[1:] for row in rows} == {
        None: (None, 3, Decimal("14.5"), 14, 14, Decimal("15.5"), 0),
        "1": (None, 3, Decimal("7.166666666"), 7, 7, Decimal("7.5"), 0),
        "1.1": (None, 3, Decimal("3.666666666"), 4, 2, 5, 1),
        "1.2": (None, 3, Decimal("3.5"), Decimal("3.5"), 2, 5, 1),
        "2": (None, 3, Decimal("7.333333333"), 7, 7, 8, 0),
    }


def test_recompute_again_changes_no_row(draft):
    def stored():
        recompute_edition(edition=draft)
        scores = Score.objects.values_list("standing", "criterion__code", "origin", "points", "rank")
        statistics = CriterionStatistic.objects.values_list("criterion__code", "mean", "count")
        return sorted(Standing.objects.values_list()), sorted(scores), sorted(statistics, key=str)

    assert stored() == stored()


def test_recompute_is_written_into_the_audit_trail(draft, supervisor):
    version = DataVersion.current()
    recompute_edition(edition=draft, by=supervisor)
    event = AuditEvent.objects.get()
    assert (event.kind, event.by, event.target_label) == ("edition_recomputed", supervisor, "Chỉ số 2024")
    assert DataVersion.current() > version


def test_recompute_counts_self_points_provisionally(draft):
    Score.objects.filter(standing__unit__name="An").update(entered_points=None, self_points=Decimal(5))
    recompute_edition(edition=draft)
    assert columns(draft, "points", "rank", "is_provisional") == [(15, 1, True), (14, 2, False), (14, 2, False)]


def test_incomplete_unit_leaves_nobody_with_a_rank(draft):
    enter(draft, "Dương", {"1.1": "4", "1.2": None, "2": "8"})
    recompute_edition(edition=draft)
    assert columns(draft, "status", "rank", "missing")[-2:] == [("ranked", None, []), ("incomplete", None, ["1.2"])]


def test_total_entered_after_a_unit_was_not_published_is_ranked(draft):
    enter(draft, "Dương")
    recompute_edition(edition=draft)
    late = draft.standings.get(unit__name="Dương")
    assert late.status == "not_published"
    late.stated_points, late.stated_points_places = Decimal("16.20"), 2
    late.save()
    recompute_edition(edition=draft)
    assert columns(draft, "status", "rank", "total", "total_places")[-1] == ("ranked", 1, Decimal("16.2"), 2)


def test_percent_is_the_total_of_an_index_of_percents(draft):
    Index.objects.update(figure=Index.Figure.PERCENT, total_method=TotalMethod.STATED)
    Standing.objects.filter(unit__name="Bắc").update(stated_percent=Decimal("70.00"), stated_percent_places=2)
    Score.objects.all().delete()
    recompute_edition(edition=Edition.objects.get())
    assert columns(draft, "total", "total_places", "rank") == [(None, None, None), (70, 2, None), (None, None, None)]


def test_blocks_are_ranked_apart_and_summed_up_apart_and_together(draft):
    city, rural = (BlockFactory(edition=draft, slug=slug) for slug in ("thanh-thi", "nong-thon"))
    Standing.objects.update(block=city)
    enter(draft, "Dương", {"1.1": "1", "1.2": "1", "2": "1"}, block=rural)
    recompute_edition(edition=draft)
    assert columns(draft, "rank", "gap") == [(1, None), (2, Decimal("1.5")), (2, Decimal("1.5")), (1, None)]
    totals = CriterionStatistic.objects.filter(criterion=None)
    assert {row.block: row.count for row in totals} == {city: 3, rural: 1, None: 4}


def test_standing_without_a_block_in_a_divided_edition_has_no_statistic_of_its_own(draft):
    block = BlockFactory(edition=draft)
    Standing.objects.exclude(unit__name="An").update(block=block)
    recompute_edition(edition=draft)
    totals = CriterionStatistic.objects.filter(criterion=None)
    assert {row.block: row.count for row in totals} == {block: 2, None: 3}


def test_band_is_that_of_the_percent(draft):
    good = BandFactory(edition=draft, lower=Decimal(75))
    fair = BandFactory(edition=draft, upper=Decimal(75))
    recompute_edition(edition=draft)
    assert columns(draft, "band") == [(good.pk,), (fair.pk,), (fair.pk,)]


def test_new_standings_are_stored_with_their_scores(criteria_set):
    edition = EditionFactory(criteria_set=criteria_set)
    standing = StandingFactory.build(edition=edition, unit=UnitFactory())
    score = ScoreFactory.build(standing=standing, criterion=criteria_set.criteria.get(code="2"))
    store_standings(edition=edition, drafts=[Draft(standing, {"2": score})])
    assert (standing.status, standing.missing) == ("incomplete", ["1.1", "1.2"])
    assert Score.objects.get().standing == standing


@pytest.mark.parametrize("action", [recompute_edition, publish_edition])
def test_figures_that_contradict_each_other_are_refused_and_nothing_is_stored(draft, action):
    field = draft.criteria_set.criteria.get(code="1")
    standing = draft.standings.get(unit__name="An")
    ScoreFactory(standing=standing, criterion=field, entered_points=Decimal("7.6"))
    arguments = {"source": SourceFactory()} if action is publish_edition else {}
    with pytest.raises(DataFaultsError) as refusal:
        action(edition=draft, **arguments)
    assert "An, tiêu chí 1: ghi 7,6, còn các phần cộng lại là 7,5" in str(refusal.value)
    assert [fault.code for fault in refusal.value.faults] == ["1"]
    draft.refresh_from_db()
    assert (draft.state, draft.standings.filter(points=None).count()) == ("draft", 3)
    assert not AuditEvent.objects.exists()


def test_publish_freezes_under_the_decision_and_says_who(draft, supervisor):
    decision = DecisionFactory(number="409/QĐ-BNV")
    published = publish_edition(edition=draft, by=supervisor, decision=decision)
    published.refresh_from_db()
    assert (published.state, published.decision, published.published_by) == ("published", decision, supervisor)
    assert published.published_at is not None
    assert columns(published, "rank") == [(1,), (2,), (2,)]
    event = AuditEvent.objects.get()
    assert (event.kind, event.by, event.before) == ("edition_published", supervisor, None)
    assert event.after == {"revision": 1, "decision": "409/QĐ-BNV", "source": None}


def test_publish_from_the_record_takes_a_source(draft):
    source = SourceFactory(code="results-s74")
    publish_edition(edition=draft, source=source)
    draft.refresh_from_db()
    assert (draft.state, draft.source) == ("published", source)
    assert AuditEvent.objects.get().after["source"] == "results-s74"


def test_publish_does_not_count_self_points(draft):
    Score.objects.filter(standing__unit__name="An").update(entered_points=None, self_points=Decimal(5))
    publish_edition(edition=draft, source=SourceFactory())
    assert columns(draft, "status", "points", "rank")[0] == ("incomplete", None, None)


def test_publish_without_decision_or_source_is_refused(draft):
    with pytest.raises(ValueError, match="by a decision"):
        publish_edition(edition=draft)


def test_publish_by_a_person_needs_the_decision(draft, supervisor):
    with pytest.raises(ValueError, match="by a decision"):
        publish_edition(edition=draft, by=supervisor, source=SourceFactory())


STRANGERS = {
    "anonymous": lambda draft: AnonymousUser(),
    "without a role": lambda draft: UserFactory(),
    "leader": lambda draft: AssignmentFactory(index=draft.index, role="leader").user,
    "officer": lambda draft: AssignmentFactory(index=draft.index, role="officer", unit=UnitFactory()).user,
    "supervisor of another index": lambda draft: AssignmentFactory(index=EditionFactory().index).user,
}


@pytest.mark.parametrize("who", STRANGERS)
def test_only_the_supervisor_of_the_index_publishes_and_recomputes(draft, who):
    by = STRANGERS[who](draft)
    with pytest.raises(PermissionDenied):
        publish_edition(edition=draft, by=by, decision=DecisionFactory())
    with pytest.raises(PermissionDenied):
        recompute_edition(edition=draft, by=by)
    draft.refresh_from_db()
    assert draft.state == "draft"


def test_new_revision_supersedes_the_one_before(draft, supervisor):
    first = publish_edition(edition=draft, source=SourceFactory())
    second = EditionFactory(criteria_set=draft.criteria_set, revision=2, reason="Đính chính")
    enter(second, "Dương", {"1.1": "1", "1.2": "1", "2": "1"})
    publish_edition(edition=second, by=supervisor, decision=DecisionFactory())
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state, second.replaces) == ("superseded", "published", first)
    assert AuditEvent.objects.first().before == {"revision": 1}
    assert first.standings.count() == 3


@pytest.mark.parametrize("superseded", [False, True])
def test_published_edition_is_computed_and_published_no_more(draft, superseded):
    freeze(draft, superseded=superseded)
    for act in (
        lambda: recompute_edition(edition=draft),
        lambda: publish_edition(edition=draft, source=SourceFactory()),
        lambda: store_standings(edition=draft, drafts=[]),
    ):
        with pytest.raises(EditionFrozenError, match="đã công bố"):
            act()
    assert columns(draft, "points") == [(None,)] * 3


def test_what_is_computed_is_told_of_each_score_by_its_columns(draft):
    drafts = [Draft(*pair) for pair in entered(draft)]
    computed = compute_standings(edition=draft, drafts=drafts, provisional=True).scores
    assert len(computed) == len(set(computed)) == 3 * 4
    assert {name: value for name, value in computed[drafts[0].standing.unit_id, "1"].items() if name != "rank"} == {
        "status": "scored",
        "points": Decimal("7.5"),
        "max_points": 10,
        "percent": 75,
        "is_provisional": False,
    }
