"""A small site with a row of every model, for tests that go through all of its pages."""

from decimal import Decimal

from django.contrib import admin
from django.db.models import CharField, TextField

from indices.actions import Draft, store_standings
from indices.models import CriteriaSet, IndexAssignment
from indices.queries.entries import entered
from records.models import AuditEvent
from tests.factories import (
    AdminFactory,
    AliasFactory,
    AnnexFactory,
    AnnexScoreFactory,
    AssignmentFactory,
    BandFactory,
    BlockFactory,
    ConflictFactory,
    ContributionLinkFactory,
    CriteriaSetFactory,
    CriterionFactory,
    CriterionLinkFactory,
    DecisionFactory,
    EditionFactory,
    EditionStatisticFactory,
    GroupFactory,
    GroupMembershipFactory,
    LeftOutFactory,
    ResponsibilityFactory,
    RuleStepFactory,
    ScoreFactory,
    ScoringRuleFactory,
    SourceFactory,
    StandingFactory,
    StandingPartFactory,
    SuccessionFactory,
    SurveyAnswersFactory,
    SurveyFactory,
    SurveyResultFactory,
    TargetFactory,
    UnitFactory,
    UnitNameFactory,
    UploadFactory,
    freeze,
)
from tests.indices.tables import build

Role = IndexAssignment.Role


def make_site():
    """Two published years and a draft of one index, an index without editions, somebody of each role.

    Returns:
        role -> user.
    """
    fields = CriteriaSetFactory(
        slug="bo", index__slug="chi-so", index__short_name="CHỈ SỐ", max_points=Decimal(20), decision=DecisionFactory()
    )
    for code in ("1", "2"):
        CriterionFactory(criteria_set=fields, code=code, position=int(code))
    make_rules(fields)
    units = {}
    build(fields, 2023, {"An": ("9", "8.1"), "Bình": ("7", "7")}, units)
    published = build(fields, 2024, {"An": ("6", "8.5"), "Bình": ("8", "7"), "Cường": ("5", None)}, units)
    draft = EditionFactory(criteria_set=fields, year=2025)
    standing = StandingFactory(edition=draft, unit=units["An"])
    for code in ("1", "2"):
        ScoreFactory(standing=standing, criterion=fields.criteria.get(code=code))
    store_standings(edition=draft, drafts=[Draft(*pair) for pair in entered(draft)])
    StandingPartFactory(standing=standing)
    BlockFactory(edition=draft)
    SurveyFactory(edition=draft)
    SurveyAnswersFactory(standing=standing, criterion=fields.criteria.get(code="1"))
    SurveyResultFactory(standing=standing)
    ConflictFactory(index=fields.index)
    LeftOutFactory()
    BandFactory(edition=draft)
    EditionStatisticFactory(edition=draft)
    UploadFactory(pk=901, edition=draft)  # a number that addresses in tests can name
    newer = CriteriaSetFactory(slug="bo-moi", index=fields.index)
    CriterionLinkFactory(from_set=fields, to_set=newer, old=fields.criteria.get(code="1"))
    freeze(EditionFactory(criteria_set=newer, year=2022))
    AnnexScoreFactory(annex=AnnexFactory(standing=published.standings.get(unit=units["An"])))
    ContributionLinkFactory(
        standing=published.standings.get(unit=units["An"]),
        criterion=fields.criteria.get(code="1"),
        rests_on=freeze(EditionFactory(criteria_set__index__slug="cap-duoi")),
    )
    CriteriaSetFactory(index__slug="moi")
    about_units(units, fields)
    AuditEvent.objects.record(kind="edition_published", target=published)
    users = {
        "officer": AssignmentFactory(role=Role.OFFICER, unit=units["An"]).user,
        "leader": AssignmentFactory(role=Role.LEADER, index=fields.index).user,
        "supervisor": AssignmentFactory(role=Role.SUPERVISOR, index=fields.index).user,
        "admin": AdminFactory(),
    }
    fill_in()
    return users


def make_rules(fields):
    """A rule of each leaf, before what is published closes them; a set that is being laid down."""
    ScoringRuleFactory(criterion=fields.criteria.get(code="1"))
    RuleStepFactory(rule__criterion=fields.criteria.get(code="2"))
    CriterionFactory(
        code="1", criteria_set=CriteriaSetFactory(slug="bo-nhap", index=fields.index, state=CriteriaSet.State.DRAFT)
    )


def fill_in():
    """A bare row of every other model of the admin: each text that must be there is the name of its field."""
    for model in admin.site._registry:
        if not model._default_manager.exists():
            texts = [field for field in model._meta.fields if isinstance(field, CharField | TextField)]
            model._default_manager.create(**{field.name: field.name for field in texts if not field.blank})


def about_units(units, fields):
    """A row of each model that tells of units."""
    SuccessionFactory(predecessor=units["Cường"], successor=UnitFactory(name="Mới"), decision=fields.decision)
    UnitNameFactory(unit=units["An"], name="An Cũ")
    AliasFactory(unit=units["An"])
    GroupMembershipFactory(unit=units["An"], group=GroupFactory(slug="vung"))
    ResponsibilityFactory(criterion=fields.criteria.get(code="1"), within=units["An"])
    TargetFactory(unit=units["An"], index=fields.index)
    source = SourceFactory(code="nguon", url="https://example.org/bao-cao")
    units["An"].sources.add(source)
    fields.decision.sources.add(source)
