"""Short ways to say what an example is made of."""

from decimal import Decimal

from indices.domain.values import (
    CriteriaTree,
    CriterionKind,
    CriterionNode,
    ScoreEntry,
    ScoreStatus,
    StandingEntry,
    Stated,
    TotalMethod,
)

NOT_SCORED = ScoreEntry(status=ScoreStatus.NOT_SCORED)
NOT_APPLICABLE = ScoreEntry(status=ScoreStatus.NOT_APPLICABLE)
NO_CRITERIA = CriteriaTree((), TotalMethod.STATED)


def stated(text):
    """A figure with as many places as it is written with."""
    value = Decimal(text)
    return Stated(value, max(-value.as_tuple().exponent, 0))


def points(text, **others):
    return ScoreEntry(points=Decimal(text), **others)


def printed(text, **others):
    return ScoreEntry(stated_points=stated(text), **others)


def node(code, maximum=None, **others):
    """A criterion; `3.1` stands under `3`."""
    parent = code.rpartition(".")[0] or None
    return CriterionNode(code, parent, None if maximum is None else Decimal(maximum), **others)


def bonus(code, maximum=None):
    return node(code, maximum, kind=CriterionKind.BONUS)


def penalty(code, maximum=None):
    return node(code, maximum, kind=CriterionKind.PENALTY)


def tree(*nodes, method=TotalMethod.SUM, **others):
    return CriteriaTree(nodes, method, **{name: Decimal(figure) for name, figure in others.items()})


def standing(scores=None, **others):
    """A standing; a score written as text is points entered exactly."""
    entries = {code: points(score) if isinstance(score, str) else score for code, score in (scores or {}).items()}
    return StandingEntry(scores=entries, **others)


def stated_total(text, **others):
    return standing(stated_points=stated(text), **others)
