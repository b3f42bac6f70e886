"""Django admin of indices: criteria, editions, scores, people and uploads."""

from indices.admin import conflicts, criteria, editions, merging, people, rules, scores, trail, uploads

__all__ = ["conflicts", "criteria", "editions", "merging", "people", "rules", "scores", "trail", "uploads"]
