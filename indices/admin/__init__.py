"""Django admin of indices: criteria, editions, scores, people and uploads."""

from indices.admin import criteria, editions, people, scores, uploads

__all__ = ["criteria", "editions", "people", "scores", "uploads"]
