"""Objects for tests: the least that the database accepts, each with a name of its own."""

import datetime
from decimal import Decimal

import factory
from django.contrib.auth.hashers import make_password
from factory.django import DjangoModelFactory

from indices.models import (
    Annex,
    Band,
    Block,
    Conflict,
    ContributionLink,
    ContributionWeight,
    CriteriaSet,
    Criterion,
    CriterionLink,
    CriterionStatistic,
    Edition,
    EditionStatistic,
    Index,
    IndexAssignment,
    Responsibility,
    RuleStep,
    Score,
    ScoringRule,
    Standing,
    StandingPart,
    Survey,
    SurveyAnswers,
    SurveyResult,
    Target,
    Upload,
)
from records.models import Decision, LeftOut, Source, User
from reformtrack.text import fold, slugify, sort_key
from units.models import Alias, Group, GroupMembership, Kind, Level, Succession, Unit, UnitName

PASSWORD = "mật khẩu của bài thử"


class UserFactory(DjangoModelFactory):
    """Somebody who may sign in with `PASSWORD` and has no role."""

    class Meta:
        model = User

    username = factory.Sequence("nguoi-dung-{}".format)
    password = factory.LazyFunction(lambda: make_password(PASSWORD))


class AdminFactory(UserFactory):
    username = factory.Sequence("quan-tri-{}".format)
    is_staff = True
    is_superuser = True


class SourceFactory(DjangoModelFactory):
    class Meta:
        model = Source

    code = factory.Sequence("nguon-{}".format)
    title = factory.Sequence("Báo cáo số {}".format)


class LeftOutFactory(DjangoModelFactory):
    class Meta:
        model = LeftOut

    origin = "results/derived-figures"
    key = factory.Sequence("dòng {}".format)
    reason = "Số suy ra, không phải số công bố."


class DecisionFactory(DjangoModelFactory):
    class Meta:
        model = Decision

    slug = factory.Sequence("quyet-dinh-{}".format)
    number = factory.Sequence("{}/QĐ-BNV".format)
    issuer = "Bộ Nội vụ"
    signed_on = datetime.date(2025, 4, 6)


YEARS = 1900  # numbers that head a column as years do; codes of communes have five digits


class UnitFactory(DjangoModelFactory):
    """A province; its slug and keys follow from its name."""

    class Meta:
        model = Unit

    level = Level.PROVINCE
    kind = Kind.PROVINCE
    code = factory.Sequence(lambda number: f"{number:03}" if number < YEARS else f"{number:05}")
    name = factory.Sequence("Tỉnh {}".format)
    slug = factory.LazyAttribute(lambda unit: slugify(unit.name))
    search_key = factory.LazyAttribute(lambda unit: fold(unit.name))
    sort_key = factory.LazyAttribute(lambda unit: sort_key(unit.name))


class UnitNameFactory(DjangoModelFactory):
    class Meta:
        model = UnitName

    unit = factory.SubFactory(UnitFactory)
    valid_from = datetime.date(2019, 1, 1)
    name = factory.Sequence("Tên cũ {}".format)
    kind = Kind.PROVINCE
    search_key = factory.LazyAttribute(lambda dated: fold(dated.name))


class AliasFactory(DjangoModelFactory):
    class Meta:
        model = Alias

    unit = factory.SubFactory(UnitFactory)
    text = factory.Sequence("Cách viết {}".format)
    search_key = factory.LazyAttribute(lambda alias: fold(alias.text))


class SuccessionFactory(DjangoModelFactory):
    class Meta:
        model = Succession

    predecessor = factory.SubFactory(UnitFactory)
    successor = factory.SubFactory(UnitFactory)
    effective_on = datetime.date(2025, 7, 1)
    kind = Succession.SuccessionKind.MERGE


class GroupFactory(DjangoModelFactory):
    class Meta:
        model = Group

    slug = factory.Sequence("vung-{}".format)
    grouping = "sau-vung"
    name = factory.Sequence("Vùng {}".format)


class GroupMembershipFactory(DjangoModelFactory):
    class Meta:
        model = GroupMembership

    group = factory.SubFactory(GroupFactory)
    unit = factory.SubFactory(UnitFactory)


class IndexFactory(DjangoModelFactory):
    """An index of provinces whose total is the sum of its points."""

    class Meta:
        model = Index

    slug = factory.Sequence("chi-so-{}".format)
    family = "par"
    name = factory.Sequence("Chỉ số cải cách hành chính {}".format)
    short_name = factory.Sequence("CCHC {}".format)
    level = Level.PROVINCE
    total_method = "sum"
    figure = Index.Figure.POINTS


class ConflictFactory(DjangoModelFactory):
    class Meta:
        model = Conflict

    slug = factory.Sequence("mau-thuan-{}".format)
    index = factory.SubFactory(IndexFactory)
    edition_label = "2023"
    subject = "Hải Phòng"
    kept = "91,87"
    other = "91,81"
    reason = "Ba nguồn ghi 91,87."


class CriteriaSetFactory(DjangoModelFactory):
    class Meta:
        model = CriteriaSet

    index = factory.SubFactory(IndexFactory)
    slug = factory.Sequence("bo-tieu-chi-{}".format)
    name = factory.Sequence("Bộ tiêu chí {}".format)
    state = CriteriaSet.State.IN_FORCE


class CriterionFactory(DjangoModelFactory):
    """A field worth ten points."""

    class Meta:
        model = Criterion

    criteria_set = factory.SubFactory(CriteriaSetFactory)
    code = factory.Sequence(lambda number: str(number + 1))
    name = factory.Sequence("Lĩnh vực {}".format)
    level = Criterion.CriterionLevel.FIELD
    max_points = Decimal(10)
    position = factory.Sequence(lambda number: number % 1000)


class ScoringRuleFactory(DjangoModelFactory):
    """So much of so much, times the maximum."""

    class Meta:
        model = ScoringRule

    criterion = factory.SubFactory(CriterionFactory)
    kind = ScoringRule.RuleKind.PROPORTION
    sentence = "Tính theo công thức b/a × điểm tối đa."
    asks = "Số hồ sơ giải quyết đúng hạn"
    out_of = "Tổng số hồ sơ"


class RuleStepFactory(DjangoModelFactory):
    """A band from 80 % up, for ten points."""

    class Meta:
        model = RuleStep

    rule = factory.SubFactory(ScoringRuleFactory, kind=ScoringRule.RuleKind.BANDS)
    position = factory.Sequence(lambda number: number % 1000 + 1)
    lower = Decimal(80)
    points = Decimal(10)


class CriterionLinkFactory(DjangoModelFactory):
    """A criterion that goes on unchanged from one set to another of the same index."""

    class Meta:
        model = CriterionLink

    from_set = factory.SubFactory(CriteriaSetFactory)
    to_set = factory.SubFactory(CriteriaSetFactory, index=factory.SelfAttribute("..from_set.index"))
    old = factory.SubFactory(CriterionFactory, criteria_set=factory.SelfAttribute("..from_set"))
    new = factory.SubFactory(CriterionFactory, criteria_set=factory.SelfAttribute("..to_set"))
    kind = CriterionLink.LinkKind.KEPT


class ResponsibilityFactory(DjangoModelFactory):
    class Meta:
        model = Responsibility

    criterion = factory.SubFactory(CriterionFactory)
    within = factory.SubFactory(UnitFactory)
    lead = factory.SubFactory(UnitFactory, level=Level.DEPARTMENT, kind=Kind.DEPARTMENT)


class EditionFactory(DjangoModelFactory):
    """A draft of one year; fill it first, then `freeze()` it."""

    class Meta:
        model = Edition

    criteria_set = factory.SubFactory(CriteriaSetFactory)
    index = factory.SelfAttribute("criteria_set.index")
    year = 2024
    label = factory.LazyAttribute(lambda edition: str(edition.year))
    starts_on = factory.LazyAttribute(lambda edition: datetime.date(edition.year, 1, 1))
    ends_on = factory.LazyAttribute(lambda edition: datetime.date(edition.year, 12, 31))


class BlockFactory(DjangoModelFactory):
    class Meta:
        model = Block

    edition = factory.SubFactory(EditionFactory)
    slug = factory.Sequence("khoi-{}".format)
    name = factory.Sequence("Khối {}".format)


class BandFactory(DjangoModelFactory):
    class Meta:
        model = Band

    edition = factory.SubFactory(EditionFactory)
    name = factory.Sequence("Nhóm {}".format)


class EditionStatisticFactory(DjangoModelFactory):
    class Meta:
        model = EditionStatistic

    edition = factory.SubFactory(EditionFactory)
    measure = EditionStatistic.Measure.MEAN
    figure = Decimal("86.98")
    places = 2


class CriterionStatisticFactory(DjangoModelFactory):
    class Meta:
        model = CriterionStatistic

    edition = factory.SubFactory(EditionFactory)
    count = 2
    mean = median = lowest = highest = Decimal("8.5")


class StandingFactory(DjangoModelFactory):
    class Meta:
        model = Standing

    edition = factory.SubFactory(EditionFactory)
    unit = factory.SubFactory(UnitFactory)


class StandingPartFactory(DjangoModelFactory):
    class Meta:
        model = StandingPart

    standing = factory.SubFactory(StandingFactory)
    kind = StandingPart.PartKind.APPRAISAL
    name = "Điểm thẩm định"
    stated_points = Decimal("58.20")
    stated_points_places = 2


class AnnexFactory(DjangoModelFactory):
    class Meta:
        model = Annex

    standing = factory.SubFactory(StandingFactory)
    criteria_set = factory.SubFactory(CriteriaSetFactory)


class ScoreFactory(DjangoModelFactory):
    """What was entered for one unit at one criterion; not computed yet."""

    class Meta:
        model = Score

    standing = factory.SubFactory(StandingFactory)
    criterion = factory.SubFactory(
        CriterionFactory, criteria_set=factory.SelfAttribute("..standing.edition.criteria_set")
    )
    entered_points = Decimal("8.5")


class AnnexScoreFactory(DjangoModelFactory):
    class Meta:
        model = Score

    annex = factory.SubFactory(AnnexFactory)
    criterion = factory.SubFactory(CriterionFactory, criteria_set=factory.SelfAttribute("..annex.criteria_set"))
    entered_points = Decimal("8.5")


class ContributionLinkFactory(DjangoModelFactory):
    """A criterion of a province that rests on the whole of an edition of its own districts, all alike."""

    class Meta:
        model = ContributionLink

    standing = factory.SubFactory(StandingFactory)
    criterion = factory.SubFactory(
        CriterionFactory, criteria_set=factory.SelfAttribute("..standing.edition.criteria_set")
    )
    rests_on = factory.SubFactory(
        EditionFactory, criteria_set__index__within=factory.SelfAttribute("....standing.unit")
    )
    note = "Lấy kết quả bình quân của các huyện."


class ContributionWeightFactory(DjangoModelFactory):
    class Meta:
        model = ContributionWeight

    link = factory.SubFactory(ContributionLinkFactory)
    unit = factory.SubFactory(UnitFactory)
    weight = Decimal(1)


class UploadFactory(DjangoModelFactory):
    class Meta:
        model = Upload

    edition = factory.SubFactory(EditionFactory)
    file_name = "diem-2024.xlsx"
    digest = "0" * 64
    size = 1


class AssignmentFactory(DjangoModelFactory):
    """A supervisor of every index."""

    class Meta:
        model = IndexAssignment

    user = factory.SubFactory(UserFactory)
    role = IndexAssignment.Role.SUPERVISOR


class TargetFactory(DjangoModelFactory):
    class Meta:
        model = Target

    unit = factory.SubFactory(UnitFactory)
    index = factory.SubFactory(IndexFactory)
    year = 2025
    kind = Target.TargetKind.PERCENT
    figure = Decimal("90.5")


def freeze(edition, *, superseded=False):
    """Publish a draft as it stands, by a source, without computing anything; the guards close it from here on."""
    edition.source = edition.source or SourceFactory()
    edition.state = Edition.State.SUPERSEDED if superseded else Edition.State.PUBLISHED
    edition.save()
    return edition


class SurveyFactory(DjangoModelFactory):
    """Points are the share of satisfied answers, of five levels."""

    class Meta:
        model = Survey

    edition = factory.SubFactory(EditionFactory)
    calculator = Survey.Calculator.SHARE


class SurveyAnswersFactory(DjangoModelFactory):
    class Meta:
        model = SurveyAnswers

    standing = factory.SubFactory(StandingFactory)
    criterion = factory.SubFactory(CriterionFactory)
    level_4 = 8
    level_5 = 2


class SurveyResultFactory(DjangoModelFactory):
    """80 %, of a hundred people."""

    class Meta:
        model = SurveyResult

    standing = factory.SubFactory(StandingFactory)
    answers = 100
    percent = Decimal(80)
    error = Decimal(4)
    low = Decimal(71)
    high = Decimal(87)
