"""Writes that span models: keyword-only, in one transaction, asked of `permissions`, written into the audit trail."""

from indices.actions.publishing import freeze, publish_edition
from indices.actions.scoring import (
    Computed,
    Draft,
    EditionFrozenError,
    compute_standings,
    lock,
    recompute_edition,
    shown_total,
    store_standings,
)
from indices.faults import DataFaultsError

__all__ = [
    "Computed",
    "DataFaultsError",
    "Draft",
    "EditionFrozenError",
    "compute_standings",
    "freeze",
    "lock",
    "publish_edition",
    "recompute_edition",
    "shown_total",
    "store_standings",
]
