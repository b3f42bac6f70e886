"""Django admin of indices: criteria, editions, scores, people and uploads."""

from indices.admin import (
    conflicts,
    contributions,
    criteria,
    editions,
    merging,
    people,
    rules,
    scores,
    surveys,
    trail,
    uploads,
)

__all__ = [
    "conflicts",
    "contributions",
    "criteria",
    "editions",
    "merging",
    "people",
    "rules",
    "scores",
    "surveys",
    "trail",
    "uploads",
]
