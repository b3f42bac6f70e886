"""What the database itself refuses, row by row and in bulk, and what it still allows; on both databases."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, connection, transaction

from indices.guards import AUDIT_IS_FINAL, BELONGS_TO_EDITION, EDITION_IS_FROZEN, SET_IS_LOCKED
from indices.models import (
    Band,
    Block,
    CriteriaSet,
    Criterion,
    CriterionStatistic,
    Edition,
    EditionStatistic,
    Score,
    Standing,
    StandingPart,
    Survey,
    SurveyAnswers,
    SurveyResult,
)
from records.models import AuditEvent
from tests.factories import (
    AnnexFactory,
    AnnexScoreFactory,
    BandFactory,
    BlockFactory,
    CriteriaSetFactory,
    CriterionFactory,
    CriterionLinkFactory,
    CriterionStatisticFactory,
    EditionFactory,
    EditionStatisticFactory,
    ScoreFactory,
    SourceFactory,
    StandingFactory,
    StandingPartFactory,
    SurveyAnswersFactory,
    SurveyFactory,
    SurveyResultFactory,
    UploadFactory,
    UserFactory,
    freeze,
)

pytestmark = pytest.mark.django_db

# model -> (how one is made under an edition, a change to one)
UNDER_EDITION = {
    Block: (lambda edition: BlockFactory(edition=edition), {"name": "Khối khác"}),
    Band: (lambda edition: BandFactory(edition=edition), {"lower": Decimal(80)}),
    EditionStatistic: (lambda edition: EditionStatisticFactory(edition=edition), {"figure": Decimal(1)}),
    CriterionStatistic: (lambda edition: CriterionStatisticFactory(edition=edition), {"mean": Decimal(1)}),
    Standing: (lambda edition: StandingFactory(edition=edition), {"note": "khác"}),
    StandingPart: (
        lambda edition: StandingPartFactory(standing=_standing_of(edition)),
        {"stated_points": Decimal("58.21")},
    ),
    Score: (lambda edition: ScoreFactory(standing=_standing_of(edition)), {"entered_points": Decimal(9)}),
    Survey: (lambda edition: SurveyFactory(edition=edition), {"calculator": "mean-1"}),
    SurveyAnswers: (lambda edition: SurveyAnswersFactory(standing=_standing_of(edition)), {"level_1": 9}),
    SurveyResult: (lambda edition: SurveyResultFactory(standing=_standing_of(edition)), {"answers": 9}),
}
EVERY_MODEL = pytest.mark.parametrize("model", UNDER_EDITION, ids=lambda model: model.__name__)
PUBLISHED_OR_SUPERSEDED = pytest.mark.parametrize("superseded", [False, True], ids=["published", "superseded"])


def _standing_of(edition):
    return edition.standings.first() or StandingFactory(edition=edition)


@pytest.fixture
def refused():
    """`with refused(message):` what is inside must be refused by the database with that message."""

    class Refused:
        def __init__(self, message):
            self.message = message

        def __enter__(self):
            self.savepoint = transaction.atomic()
            self.savepoint.__enter__()

        def __exit__(self, kind, error, traceback):
            self.savepoint.__exit__(kind, error, traceback)
            assert isinstance(error, IntegrityError), f"not refused: {error!r}"
            assert self.message in str(error)
            return True

    return Refused


def test_every_table_under_an_edition_is_tried_here():
    assert {model._meta.db_table for model in UNDER_EDITION} == set(BELONGS_TO_EDITION)


@EVERY_MODEL
@PUBLISHED_OR_SUPERSEDED
def test_frozen_edition_takes_nothing_new(model, superseded, refused):
    make, _change = UNDER_EDITION[model]
    edition = EditionFactory()
    row = make(edition)
    model.objects.filter(pk=row.pk).delete()
    freeze(edition, superseded=superseded)
    row.pk = None
    with refused(EDITION_IS_FROZEN):
        row.save(force_insert=True)
    with refused(EDITION_IS_FROZEN):
        model.objects.bulk_create([row])


@EVERY_MODEL
@PUBLISHED_OR_SUPERSEDED
def test_frozen_edition_is_not_changed(model, superseded, refused):
    make, change = UNDER_EDITION[model]
    edition = EditionFactory()
    row = make(edition)
    freeze(edition, superseded=superseded)
    with refused(EDITION_IS_FROZEN):
        model.objects.filter(pk=row.pk).update(**change)
    for name, value in change.items():
        setattr(row, name, value)
    with refused(EDITION_IS_FROZEN):
        model.objects.bulk_update([row], list(change))


@EVERY_MODEL
@PUBLISHED_OR_SUPERSEDED
def test_frozen_edition_loses_nothing(model, superseded, refused):
    make, _change = UNDER_EDITION[model]
    edition = EditionFactory()
    row = make(edition)
    freeze(edition, superseded=superseded)
    with refused(EDITION_IS_FROZEN):
        model.objects.filter(pk=row.pk).delete()


@EVERY_MODEL
def test_draft_is_open(model):
    make, change = UNDER_EDITION[model]
    row = make(EditionFactory())
    assert model.objects.filter(pk=row.pk).update(**change) == 1
    model.objects.filter(pk=row.pk).delete()
    assert not model.objects.filter(pk=row.pk).exists()


@pytest.mark.parametrize("model", [Block, Band, EditionStatistic, CriterionStatistic, Standing])
def test_nothing_is_moved_into_or_out_of_a_frozen_edition(model, refused):
    make, _change = UNDER_EDITION[model]
    frozen = EditionFactory()
    inside, outside = make(frozen), make(EditionFactory())
    freeze(frozen)
    with refused(EDITION_IS_FROZEN):
        model.objects.filter(pk=inside.pk).update(edition=EditionFactory())
    with refused(EDITION_IS_FROZEN):
        model.objects.filter(pk=outside.pk).update(edition=freeze(EditionFactory()))


def test_plain_sql_is_refused_too(refused):
    score = ScoreFactory()
    freeze(score.standing.edition)
    with refused(EDITION_IS_FROZEN), connection.cursor() as cursor:
        cursor.execute("UPDATE indices_score SET entered_points = 1")


def test_bulk_insert_with_one_row_for_a_frozen_edition_stores_none(refused):
    frozen, draft = StandingFactory(), StandingFactory()
    criterion = CriterionFactory(criteria_set=frozen.edition.criteria_set)
    freeze(frozen.edition)
    with refused(EDITION_IS_FROZEN):
        Score.objects.bulk_create(Score(standing=standing, criterion=criterion) for standing in (draft, frozen))
    assert not Score.objects.exists()


@PUBLISHED_OR_SUPERSEDED
@pytest.mark.parametrize("change", [{"year": 2000}, {"note": "khác"}, {"published_on": "2025-01-01"}, {"label": "x"}])
def test_frozen_edition_itself_is_not_changed(superseded, change, refused):
    edition = freeze(EditionFactory(), superseded=superseded)
    with refused(EDITION_IS_FROZEN):
        Edition.objects.filter(pk=edition.pk).update(**change)


@PUBLISHED_OR_SUPERSEDED
@pytest.mark.parametrize("state", [Edition.State.DRAFT, Edition.State.SUBMITTED])
def test_frozen_edition_never_thaws(superseded, state, refused):
    edition = freeze(EditionFactory(), superseded=superseded)
    with refused(EDITION_IS_FROZEN):
        Edition.objects.filter(pk=edition.pk).update(state=state)


def test_superseded_edition_is_not_published_again(refused):
    edition = freeze(EditionFactory(), superseded=True)
    with refused(EDITION_IS_FROZEN):
        Edition.objects.filter(pk=edition.pk).update(state=Edition.State.PUBLISHED)


@PUBLISHED_OR_SUPERSEDED
def test_frozen_edition_is_not_deleted(superseded, refused):
    edition = freeze(EditionFactory(), superseded=superseded)
    with refused(EDITION_IS_FROZEN):
        Edition.objects.filter(pk=edition.pk).delete()


def test_published_edition_may_be_superseded_and_its_file_rewritten():
    edition = freeze(EditionFactory())
    Edition.objects.filter(pk=edition.pk).update(fixture_digest="1" * 64)
    Edition.objects.filter(pk=edition.pk).update(state=Edition.State.SUPERSEDED)
    edition.refresh_from_db()
    assert (edition.fixture_digest, edition.state) == ("1" * 64, Edition.State.SUPERSEDED)


def test_draft_is_published_and_deleted_freely():
    assert freeze(EditionFactory()).is_frozen
    draft = ScoreFactory().standing.edition
    draft.delete()
    assert not Score.objects.exists()


def test_sources_of_what_is_frozen_stay_open():
    part = StandingPartFactory()
    score = ScoreFactory(standing=part.standing)
    band = BandFactory(edition=part.standing.edition)
    edition = freeze(part.standing.edition)
    source = SourceFactory()
    for row in (edition, band, part, part.standing, score):
        row.sources.add(source)
        assert list(row.sources.all()) == [source]
        row.sources.clear()


def test_annex_of_a_frozen_standing_stays_open():
    annex = AnnexFactory()
    freeze(annex.standing.edition)
    score = AnnexScoreFactory(annex=annex)
    Score.objects.filter(pk=score.pk).update(entered_points=Decimal(9))
    AnnexFactory(standing=annex.standing, criteria_set=CriteriaSetFactory())
    annex.delete()
    assert not Score.objects.exists()


def test_score_is_not_moved_from_an_annex_to_a_frozen_standing(refused):
    annex = AnnexFactory()
    score = AnnexScoreFactory(annex=annex)
    freeze(annex.standing.edition)
    with refused(EDITION_IS_FROZEN):
        Score.objects.filter(pk=score.pk).update(annex=None, standing=annex.standing)


def test_upload_of_frozen_scores_stays(refused):
    upload = UploadFactory()
    score = ScoreFactory(standing=StandingFactory(edition=upload.edition), upload=upload)
    freeze(score.standing.edition)
    with refused(EDITION_IS_FROZEN):
        upload.delete()


@pytest.fixture
def locked_set():
    """A criteria set with one criterion, in use by a published edition."""
    criterion = CriterionFactory()
    freeze(EditionFactory(criteria_set=criterion.criteria_set))
    return criterion.criteria_set


@pytest.mark.parametrize(
    "change",
    [
        {"code": "9"},
        {"name": "Tên khác"},
        {"max_points": Decimal(11)},
        {"max_points": None},
        {"method": "survey"},
        {"kind": "bonus"},
        {"level": "criterion"},
        {"total_method": "stated"},
        {"position": 999},
    ],
    ids=str,
)
def test_criterion_of_a_locked_set_is_not_changed(locked_set, change, refused):
    with refused(SET_IS_LOCKED):
        locked_set.criteria.update(**change)


def test_locked_set_takes_no_criterion_and_loses_none(locked_set, refused):
    with refused(SET_IS_LOCKED):
        CriterionFactory(criteria_set=locked_set)
    with refused(SET_IS_LOCKED):
        locked_set.criteria.all().delete()


def test_criterion_is_not_moved_into_or_out_of_a_locked_set(locked_set, refused):
    with refused(SET_IS_LOCKED):
        locked_set.criteria.update(criteria_set=CriteriaSetFactory())
    with refused(SET_IS_LOCKED):
        Criterion.objects.filter(pk=CriterionFactory().pk).update(criteria_set=locked_set)


@pytest.mark.parametrize(
    "change", [{"max_points": Decimal(99)}, {"bonus_cap": Decimal(1)}, {"penalty_cap": Decimal(1)}], ids=str
)
def test_what_a_locked_set_lays_down_is_not_changed(locked_set, change, refused):
    with refused(SET_IS_LOCKED):
        CriteriaSet.objects.filter(pk=locked_set.pk).update(**change)


def test_how_a_locked_set_is_shown_stays_open(locked_set):
    locked_set.criteria.update(name_en="Transparency", short_name="Công khai", note="ghi chú")
    CriteriaSet.objects.filter(pk=locked_set.pk).update(name="Tên khác", state=CriteriaSet.State.RETIRED)
    link = CriterionLinkFactory(from_set=locked_set, old=locked_set.criteria.get())
    link.delete()
    locked_set.refresh_from_db()
    assert locked_set.name == "Tên khác"


def test_set_of_a_draft_is_open():
    criterion = CriterionFactory()
    EditionFactory(criteria_set=criterion.criteria_set)
    criterion.criteria_set.criteria.update(max_points=Decimal(11))
    CriteriaSet.objects.update(max_points=Decimal(99))
    CriterionFactory(criteria_set=criterion.criteria_set)
    criterion.delete()
    assert Criterion.objects.count() == 1


def test_audit_trail_is_written_and_never_changed(refused):
    event = AuditEvent.objects.record(kind="tried", target=UserFactory())
    with refused(AUDIT_IS_FINAL):
        AuditEvent.objects.filter(pk=event.pk).update(note="khác")
    with refused(AUDIT_IS_FINAL):
        event.save()
    with refused(AUDIT_IS_FINAL):
        AuditEvent.objects.filter(pk=event.pk).delete()
    assert AuditEvent.objects.get().note == ""
