"""An edition's way: opened, handed in, taken back, corrected."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied

from indices.actions import EditionFrozenError, publish_edition
from indices.actions.editions import (
    EditionExistsError,
    open_correction,
    open_edition,
    period_of,
    submit_edition,
    take_back_edition,
)
from indices.actions.readiness import RefusedError
from indices.models import CriteriaSet, Edition, Score
from records.models import AuditEvent
from tests.factories import (
    AssignmentFactory,
    BandFactory,
    BlockFactory,
    CriteriaSetFactory,
    CriterionFactory,
    CriterionLinkFactory,
    DecisionFactory,
    EditionFactory,
    EditionStatisticFactory,
    IndexFactory,
    ScoreFactory,
    SourceFactory,
    StandingFactory,
    StandingPartFactory,
    SuccessionFactory,
    UnitFactory,
    freeze,
)
from tests.indices.conftest import enter

pytestmark = pytest.mark.django_db


@pytest.fixture
def supervisor(criteria_set):
    return AssignmentFactory(index=criteria_set.index).user


@pytest.fixture
def published(draft):
    """2024, published."""
    return publish_edition(edition=draft, source=SourceFactory())


def refused(action, **arguments):
    with pytest.raises(RefusedError) as refusal:
        action(**arguments)
    return refusal.value


def excuse(standing, field):
    return ScoreFactory(standing=standing, criterion=field, status="not_applicable", entered_points=None)


# Labels


@pytest.mark.parametrize(
    ("typed", "label"),
    [("2024", "2024"), (" 2024-Q3 ", "2024-q3"), ("2024-m9", "2024-m09"), ("2024-w7", "2024-w07")],
)
def test_label_is_understood_however_it_is_typed(typed, label):
    assert period_of(typed).label == label


@pytest.mark.parametrize("typed", ["", "hai nghìn", "2024-q5", "2024-w60", "0000", "1024", "2924"])
def test_label_that_names_no_year_is_refused(typed):
    assert refused(period_of, label=typed).field == "label"


# Opening


def test_first_edition_is_opened_with_the_set_in_force(criteria_set, supervisor):
    opened = open_edition(index=criteria_set.index, label="2024-q2", by=supervisor)
    edition = Edition.objects.get()
    assert (opened.edition, opened.copied_from, opened.carried.left_behind) == (edition, None, ())
    assert (edition.criteria_set, edition.state, edition.revision) == (criteria_set, "draft", 1)
    assert (edition.year, edition.period, str(edition.starts_on), str(edition.ends_on)) == (
        2024, "quarter", "2024-04-01", "2024-06-30",
    )  # fmt: skip


def test_opening_is_written_down(criteria_set, supervisor):
    open_edition(index=criteria_set.index, label="2024", by=supervisor)
    event = AuditEvent.objects.get()
    assert (event.kind, event.by) == ("edition_opened", supervisor)
    assert event.after == {"criteria_set": str(criteria_set), "copied_from": None}


def test_only_supervisors_open_an_edition(criteria_set):
    with pytest.raises(PermissionDenied):
        open_edition(index=criteria_set.index, label="2024", by=AssignmentFactory(role="leader").user)


def test_old_year_is_opened_with_the_set_of_its_time():
    index = IndexFactory()
    old = CriteriaSetFactory(index=index, year_from=2022, year_to=2024, state=CriteriaSet.State.RETIRED)
    CriteriaSetFactory(index=index, year_from=2025)
    CriteriaSetFactory(index=index, year_from=2023, state=CriteriaSet.State.DRAFT)
    assert open_edition(index=index, label="2023", by=None).edition.criteria_set == old


def test_edition_is_not_opened_without_a_set_in_force():
    refusal = refused(open_edition, index=IndexFactory(), label="2024", by=None)
    assert refusal.field == "criteria_set"


def test_set_of_another_index_is_refused(criteria_set):
    other = CriteriaSetFactory()
    refusal = refused(open_edition, index=criteria_set.index, label="2024", criteria_set=other, by=None)
    assert refusal.field == "criteria_set"


def test_set_may_be_chosen_while_it_is_a_draft(criteria_set):
    other = CriteriaSetFactory(index=criteria_set.index, state=CriteriaSet.State.DRAFT)
    opened = open_edition(index=criteria_set.index, label="2024", criteria_set=other, by=None)
    assert opened.edition.criteria_set == other


def test_label_with_a_draft_leads_to_the_draft(draft):
    refusal = refused(open_edition, index=draft.index, label="2024", by=None)
    assert isinstance(refusal, EditionExistsError)
    assert (refusal.edition, refusal.field) == (draft, "label")


def test_label_that_is_published_leads_to_a_correction(published):
    refusal = refused(open_edition, index=published.index, label="2024", by=None)
    assert refusal.edition == published
    assert "bản sửa đổi" in str(refusal)


def test_new_year_takes_over_blocks_bands_and_depth(draft):
    BlockFactory(edition=draft, slug="a", name="Khối A", name_en="Block A", position=1, stated_units=3)
    BandFactory(edition=draft, name="Tốt", lower=Decimal(80), position=1)
    Edition.objects.filter(pk=draft.pk).update(public_depth="fields")
    edition = open_edition(index=draft.index, label="2025", by=None).edition
    assert list(edition.blocks.values_list("slug", "name_en", "stated_units")) == [("a", "Block A", None)]
    assert list(edition.bands.values_list("name", "lower", "position")) == [("Tốt", Decimal(80), 1)]
    assert edition.public_depth == "fields"


def test_new_year_takes_over_the_roll_without_any_figure(draft):
    block = BlockFactory(edition=draft, slug="a")
    standing = draft.standings.get(unit__name="An")
    standing.block, standing.to_be_ranked, standing.note, standing.own_max_points = block, False, "Mới lập", Decimal(16)
    standing.save()
    edition = open_edition(index=draft.index, label="2025", by=None).edition
    copied = edition.standings.get(unit__name="An")
    assert (copied.block.edition, copied.block.slug) == (edition, "a")
    assert (copied.to_be_ranked, copied.note, copied.own_max_points) == (False, "Mới lập", 16)
    assert edition.standings.count() == 3
    assert not Score.objects.filter(standing__edition=edition).exists()


def test_own_maximum_does_not_outlive_the_sets_maximum(draft):
    draft.standings.update(own_max_points=Decimal(16))
    other = CriteriaSetFactory(index=draft.index, max_points=Decimal(100))
    edition = open_edition(index=draft.index, label="2025", criteria_set=other, by=None).edition
    assert set(edition.standings.values_list("own_max_points", flat=True)) == {None}


def test_field_that_does_not_apply_does_not_apply_in_the_next_year(criteria_set):
    edition = EditionFactory(criteria_set=criteria_set)
    excuse(StandingFactory(edition=edition), criteria_set.criteria.get(code="2"))
    opened = open_edition(index=edition.index, label="2025", by=None)
    score = Score.objects.get(standing__edition=opened.edition)
    assert (score.criterion.code, score.status, score.origin) == ("2", "not_applicable", "entered")
    assert opened.carried.lost_excuses == ()


def test_field_that_does_not_apply_is_followed_into_a_new_set(criteria_set):
    edition = EditionFactory(criteria_set=criteria_set)
    newer = CriteriaSetFactory(index=edition.index)
    goes_on = CriterionFactory(criteria_set=newer, code="7")
    standing = StandingFactory(edition=edition)
    for code in ("1", "2"):
        excuse(standing, criteria_set.criteria.get(code=code))
    old = criteria_set.criteria.get(code="2")
    CriterionLinkFactory(from_set=criteria_set, to_set=newer, old=old, new=goes_on)
    opened = open_edition(index=edition.index, label="2025", criteria_set=newer, by=None)
    assert Score.objects.get(standing__edition=opened.edition).criterion == goes_on
    assert opened.carried.lost_excuses == ((standing.unit, criteria_set.criteria.get(code="1")),)


def test_units_that_are_gone_stay_behind_and_their_successors_are_told(criteria_set):
    edition = EditionFactory(criteria_set=criteria_set)
    gone = UnitFactory(name="Cũ", valid_to=datetime.date(2025, 6, 30))
    between = UnitFactory(name="Giữa", valid_to=datetime.date(2025, 9, 30))
    heir = UnitFactory(name="Mới", valid_from=datetime.date(2025, 10, 1))
    excuse(StandingFactory(edition=edition, unit=gone), criteria_set.criteria.get(code="2"))
    SuccessionFactory(predecessor=gone, successor=between, effective_on=datetime.date(2025, 7, 1))
    SuccessionFactory(predecessor=between, successor=heir, effective_on=datetime.date(2025, 10, 1))
    opened = open_edition(index=edition.index, label="2025", by=None)
    (left,) = opened.carried.left_behind
    assert (left.unit, left.successors) == (gone, (heir,))
    assert not opened.edition.standings.exists()


def test_roll_is_copied_from_the_newest_edition_of_the_same_kind(criteria_set):
    year = EditionFactory(criteria_set=criteria_set, year=2023)
    EditionFactory(
        criteria_set=criteria_set,
        year=2024,
        label="2024-q1",
        period="quarter",
        ends_on=datetime.date(2024, 3, 31),
    )
    assert open_edition(index=year.index, label="2025", by=None).copied_from == year


def test_roll_is_copied_from_what_is_published_before_its_correction(published):
    open_correction(edition=published, reason="Ghi nhầm", by=None)
    assert open_edition(index=published.index, label="2025", by=None).copied_from == published


def test_roll_is_copied_from_the_edition_that_is_named(draft):
    older = EditionFactory(criteria_set=draft.criteria_set, year=2020)
    opened = open_edition(index=draft.index, label="2025", copy_roll_from=older, by=None)
    assert opened.copied_from == older


def test_roll_of_another_index_is_not_copied(draft):
    refusal = refused(open_edition, index=draft.index, label="2025", copy_roll_from=EditionFactory(), by=None)
    assert refusal.field == "copy_roll_from"
    assert not Edition.objects.filter(label="2025").exists()


# Handing in


def test_draft_is_computed_and_handed_in(draft, supervisor):
    submit_edition(edition=draft, by=supervisor)
    draft.refresh_from_db()
    assert draft.state == Edition.State.SUBMITTED
    assert draft.standings.get(unit__name="An").points == Decimal("15.5")
    event = AuditEvent.objects.get(kind="edition_submitted")
    assert (event.by, event.before, event.after) == (supervisor, {"state": "draft"}, {"state": "submitted"})


def test_what_is_handed_in_is_taken_back(draft, supervisor):
    submit_edition(edition=draft, by=supervisor)
    take_back_edition(edition=draft, by=supervisor)
    draft.refresh_from_db()
    assert draft.state == Edition.State.DRAFT
    assert AuditEvent.objects.first().kind == "edition_taken_back"


def test_draft_is_handed_in_once(draft):
    submit_edition(edition=draft, by=None)
    assert "đã trình" in str(refused(submit_edition, edition=draft, by=None))


def test_draft_is_not_taken_back(draft):
    assert "chưa trình" in str(refused(take_back_edition, edition=draft, by=None))


@pytest.mark.parametrize("action", [submit_edition, take_back_edition])
def test_what_is_published_is_neither_handed_in_nor_taken_back(published, action):
    with pytest.raises(EditionFrozenError):
        action(edition=published, by=None)


@pytest.mark.parametrize("action", [submit_edition, take_back_edition])
def test_only_supervisors_hand_in_and_take_back(draft, action):
    with pytest.raises(PermissionDenied):
        action(edition=draft, by=AssignmentFactory(role="leader").user)


def test_empty_draft_is_not_handed_in(criteria_set):
    edition = EditionFactory(criteria_set=criteria_set)
    assert "Chưa chọn đơn vị" in str(refused(submit_edition, edition=edition, by=None))


@pytest.mark.parametrize("action", ["submit", "publish"])
def test_draft_without_scores_goes_nowhere(criteria_set, action):
    edition = EditionFactory(criteria_set=criteria_set)
    excuse(StandingFactory(edition=edition), criteria_set.criteria.get(code="2"))
    calls = {
        "submit": lambda: submit_edition(edition=edition, by=None),
        "publish": lambda: publish_edition(edition=edition, decision=DecisionFactory()),
    }
    assert "Chưa có điểm" in str(refused(calls[action]))


def test_stated_total_is_a_figure_to_hand_in(criteria_set):
    edition = EditionFactory(criteria_set=criteria_set)
    StandingFactory(edition=edition, stated_points=Decimal("15.5"), stated_points_places=1)
    assert submit_edition(edition=edition, by=None).state == Edition.State.SUBMITTED


def test_bands_that_leave_a_gap_are_named(draft):
    BandFactory(edition=draft, name="Tốt", lower=Decimal(80))
    BandFactory(edition=draft, name="Khá", lower=Decimal(50), upper=Decimal(70))
    (reason,) = refused(submit_edition, edition=draft, by=None).reasons
    assert "70" in reason
    assert "80" in reason


def test_ranked_units_without_a_block_are_named_in_a_divided_edition(draft):
    block = BlockFactory(edition=draft)
    draft.standings.filter(unit__name="An").update(block=block)
    draft.standings.filter(unit__name="Bắc").update(to_be_ranked=False)
    (reason,) = refused(submit_edition, edition=draft, by=None).reasons
    assert "Châu" in reason
    assert "Bắc" not in reason


def test_many_units_are_named_in_part(criteria_set):
    edition = EditionFactory(criteria_set=criteria_set)
    BlockFactory(edition=edition)
    for number in range(25):
        enter(edition, f"Tỉnh {number:02}", {"2": "8"})
    (reason,) = refused(submit_edition, edition=edition, by=None).reasons
    assert "và 5 đơn vị nữa" in reason


def test_edition_is_not_published_on_a_draft_of_its_set(draft):
    CriteriaSet.objects.update(state=CriteriaSet.State.DRAFT)
    assert "dự thảo" in str(refused(publish_edition, edition=draft, decision=DecisionFactory()))


# Correcting


def test_correction_says_everything_that_was_entered(published):
    correction = open_correction(edition=published, reason=" Ghi nhầm điểm ", reason_en="Slip", by=None)
    assert (correction.revision, correction.state, correction.label) == (2, "draft", "2024")
    assert (correction.reason, correction.reason_en, correction.replaces) == ("Ghi nhầm điểm", "Slip", None)
    columns = ("unit__name", "points", "percent", "rank", "status")
    assert set(correction.standings.values_list(*columns)) == set(published.standings.values_list(*columns))
    columns = ("standing__unit__name", "criterion__code", "origin", "entered_points", "points")
    old, new = (
        set(Score.objects.filter(standing__edition=edition).values_list(*columns))
        for edition in (published, correction)
    )
    assert old == new


def test_correction_takes_blocks_bands_parts_statistics_and_sources(draft):
    sources = {name: SourceFactory(code=name) for name in ("edition", "band", "standing", "part", "score", "figure")}
    block, band = BlockFactory(edition=draft, slug="a"), BandFactory(edition=draft, name="Tốt")
    draft.standings.update(block=block, stated_band=band)
    standing = draft.standings.get(unit__name="An")
    part = StandingPartFactory(standing=standing)
    score = standing.scores.get(criterion__code="2")
    figure = EditionStatisticFactory(edition=draft, block=block, band=band)
    for row, name in ((draft, "edition"), (band, "band"), (standing, "standing"), (part, "part"), (score, "score")):
        row.sources.add(sources[name])
    figure.sources.add(sources["figure"])
    made = open_correction(edition=freeze(draft), reason="Ghi nhầm", by=None)
    standing = made.standings.get(unit__name="An")
    assert (standing.block, standing.stated_band) == (made.blocks.get(), made.bands.get())
    statistic = made.statistics.get()
    assert (statistic.block, statistic.band) == (standing.block, standing.stated_band)
    part, score = standing.parts.get(), standing.scores.get(criterion__code="2")
    cited = [row.sources.get().code for row in (made, standing.stated_band, standing, part, score, statistic)]
    assert cited == list(sources)


def test_own_scores_count_again_in_the_correction(draft):
    own = draft.standings.get(unit__name="An").scores.get(criterion__code="2")
    own.entered_points, own.self_points = None, Decimal(9)
    own.save()
    correction = open_correction(
        edition=publish_edition(edition=draft, source=SourceFactory()), reason="Thẩm định bổ sung", by=None
    )
    score = correction.standings.get(unit__name="An").scores.get(criterion__code="2")
    assert (score.status, score.points, score.is_provisional) == ("scored", 9, True)


def test_correction_of_sums_that_disagree_is_opened_for_mending(draft):
    standing = draft.standings.get(unit__name="An")
    ScoreFactory(
        standing=standing,
        criterion=draft.criteria_set.criteria.get(code="1"),
        entered_points=Decimal(9),
    )
    made = open_correction(edition=freeze(draft), reason="Tổng không khớp", by=None)
    assert made.standings.get(unit__name="An").scores.filter(origin="entered").count() == 4


def test_opening_a_correction_is_written_down(published, supervisor):
    made = open_correction(edition=published, reason="Ghi nhầm", by=supervisor)
    event = AuditEvent.objects.get(kind="correction_opened")
    assert (event.by, event.target_id) == (supervisor, str(made.pk))
    assert event.after == {"corrects": str(published), "reason": "Ghi nhầm", "standings": 3, "scores": 9}


def test_publishing_the_correction_supersedes_what_it_corrects(published):
    made = open_correction(edition=published, reason="Ghi nhầm", by=None)
    publish_edition(edition=made, decision=DecisionFactory())
    published.refresh_from_db()
    made.refresh_from_db()
    assert (published.state, made.state, made.replaces) == ("superseded", "published", published)


def test_correction_needs_a_reason(published):
    assert refused(open_correction, edition=published, reason="  ", by=None).field == "reason"


def test_one_correction_is_open_at_a_time(published):
    made = open_correction(edition=published, reason="Ghi nhầm", by=None)
    assert refused(open_correction, edition=published, reason="Lần nữa", by=None).edition == made


def test_draft_is_changed_directly(draft):
    assert "sửa thẳng được" in str(refused(open_correction, edition=draft, reason="Ghi nhầm", by=None))


def test_only_the_newest_revision_is_corrected(published):
    made = open_correction(edition=published, reason="Ghi nhầm", by=None)
    publish_edition(edition=made, decision=DecisionFactory())
    assert refused(open_correction, edition=published, reason="Lần nữa", by=None).edition == made


def test_only_supervisors_open_a_correction(published):
    with pytest.raises(PermissionDenied):
        open_correction(edition=published, reason="Ghi nhầm", by=AssignmentFactory(role="leader").user)


@pytest.mark.parametrize("units", [1, 8])
def test_opening_asks_no_more_for_more_units(criteria_set, units, django_assert_max_num_queries):
    edition = EditionFactory(criteria_set=criteria_set)
    for number in range(units):
        enter(edition, f"Tỉnh {number}", {"2": "8"})
    with django_assert_max_num_queries(25):
        open_edition(index=edition.index, label="2025", by=None)


@pytest.mark.parametrize("units", [1, 8])
def test_correcting_asks_no_more_for_more_units(criteria_set, units, django_assert_max_num_queries):
    edition = EditionFactory(criteria_set=criteria_set)
    for number in range(units):
        enter(edition, f"Tỉnh {number}", {"2": "8"})
    freeze(edition)
    with django_assert_max_num_queries(56):
        open_correction(edition=edition, reason="Ghi nhầm", by=None)
