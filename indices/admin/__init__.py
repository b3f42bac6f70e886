"""Django admin of indices: criteria, editions, scores, people and uploads."""

from indices.admin import conflicts, criteria, editions, people, rules, scores, uploads

__all__ = ["conflicts", "criteria", "editions", "people", "rules", "scores", "uploads"]
