from indices.models.conflicts import Conflict
from indices.models.contributions import ContributionLink, ContributionWeight
from indices.models.criteria import CriteriaSet, Criterion, CriterionLink, Depth, Index, Responsibility, TotalMethod
from indices.models.editions import Band, Block, Edition, EditionStatistic
from indices.models.fields import PointsField
from indices.models.people import IndexAssignment, Target
from indices.models.rules import RuleStep, ScoringRule
from indices.models.scores import Annex, CriterionStatistic, Score, Standing, StandingPart
from indices.models.surveys import Survey, SurveyAnswers, SurveyResult
from indices.models.uploads import Upload, UploadAttempt, UploadBefore, UploadChoice

__all__ = [
    "Annex",
    "Band",
    "Block",
    "Conflict",
    "ContributionLink",
    "ContributionWeight",
    "CriteriaSet",
    "Criterion",
    "CriterionLink",
    "CriterionStatistic",
    "Depth",
    "Edition",
    "EditionStatistic",
    "Index",
    "IndexAssignment",
    "PointsField",
    "Responsibility",
    "RuleStep",
    "Score",
    "ScoringRule",
    "Standing",
    "StandingPart",
    "Survey",
    "SurveyAnswers",
    "SurveyResult",
    "Target",
    "TotalMethod",
    "Upload",
    "UploadAttempt",
    "UploadBefore",
    "UploadChoice",
]
