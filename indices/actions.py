"""Writes that span models: keyword-only, in one transaction, asked of `permissions`, written into the audit trail."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from indices.domain.editions import ALL_BLOCKS, compute_edition
from indices.domain.ranking import gaps
from indices.domain.values import Disagreement
from indices.models import CriterionStatistic, Edition, Index, Score, Standing
from indices.permissions import may_supervise, require
from indices.queries import UNDIVIDED, band_rules, entered, standing_entry, tree_of
from records.models import AuditEvent


class EditionFrozenError(Exception):
    """The edition is published: a change is a new revision."""


class DataFaultsError(Exception):
    """Figures that contradict each other; nothing was stored. `faults`: each names both figures."""

    def __init__(self, edition, faults: tuple[Disagreement, ...]):
        self.faults = faults
        super().__init__(
            _("%(edition)s: %(count)s chỗ tổng không khớp với các phần.") % {"edition": edition, "count": len(faults)}
        )


@dataclass
class Draft:
    """A standing on its way to the database, with the scores entered for it (criterion code -> Score)."""

    standing: Standing
    scores: dict[str, Score] = field(default_factory=dict)


COMPUTED_OF_STANDING = (
    "status", "points", "max_points", "percent", "rank", "band", "gap", "is_provisional", "missing",
    "total", "total_places", "shown_rank",
)  # fmt: skip
COMPUTED_OF_SCORE = ("status", "points", "max_points", "percent", "rank", "is_provisional")


def shown_total(index, standing):
    """Which figure a page shows as the total, and the places it was printed with (`None`: computed)."""
    if index.figure == Index.Figure.PERCENT:
        stated, places, computed = standing.stated_percent, standing.stated_percent_places, standing.percent
    else:
        stated, places, computed = standing.stated_points, standing.stated_points_places, standing.points
    return (computed, None) if stated is None else (stated, places)


@transaction.atomic
def store_standings(*, edition, drafts, provisional=True):
    """Compute a draft edition from what is entered, and store both.

    Args:
        drafts: one `Draft` a unit; new objects are made, stored ones brought up to date.
        provisional: do units' own scores count where there are no others? Not in what is published.

    Raises:
        EditionFrozenError: it is published already.
        DataFaultsError: sums that do not meet what is stated, each named; nothing is stored.
    """
    if edition.is_frozen:
        raise EditionFrozenError(edition)
    criteria = list(edition.criteria_set.criteria.order_by("position", "pk"))
    by_code = {criterion.code: criterion for criterion in criteria}
    blocks = {block.pk: block for block in edition.blocks.all()}
    bands = {band.name: band for band in edition.bands.all()}

    def block_of(standing):
        return blocks[standing.block_id].slug if standing.block_id else UNDIVIDED

    drafts = {str(draft.standing.unit_id): draft for draft in drafts}
    result = compute_edition(
        tree_of(edition.criteria_set, criteria),
        {key: standing_entry(d.standing, d.scores, block_of(d.standing)) for key, d in drafts.items()},
        bands=band_rules(edition),
        stated_units={UNDIVIDED: edition.stated_units} | {b.slug: b.stated_units for b in blocks.values()},
        draft=provisional,
    )
    if result.faults:
        raise DataFaultsError(edition, result.faults)

    for key, draft in drafts.items():
        found = result.standings[key]
        standing = draft.standing
        standing.status = found.status.value
        standing.points, standing.max_points, standing.percent = found.points, found.max_points, found.percent
        standing.rank = found.rank
        standing.band = bands.get(found.band)
        standing.is_provisional, standing.missing = found.provisional, list(found.missing)
        standing.total, standing.total_places = shown_total(edition.index, standing)
        standing.shown_rank = standing.stated_rank or standing.rank
    _store_gaps(drafts.values())
    _upsert(Standing, [draft.standing for draft in drafts.values()], COMPUTED_OF_STANDING)

    scores = []
    for key, draft in drafts.items():
        for code, found in result.standings[key].scores.items():
            score = draft.scores.get(code)
            if score is None:
                score = Score(criterion=by_code[code], origin=Score.Origin.ROLLED_UP)
            score.standing = draft.standing
            score.status = found.status.value
            score.points, score.max_points = found.points, found.max_points
            score.percent = found.percent
            score.rank, score.is_provisional = found.rank, found.provisional
            scores.append(score)
    edition_scores = Score.objects.filter(standing__edition=edition)
    edition_scores.filter(origin=Score.Origin.ROLLED_UP).delete()
    _upsert(Score, scores, COMPUTED_OF_SCORE)
    _store_statistics(edition, result.statistics, by_code, {b.slug: b for b in blocks.values()})
    return result


def _upsert(model, rows, computed):
    """Insert the new rows; bring the computed columns of the stored ones up to date."""
    fresh = [row for row in rows if row.pk is None]
    known = [row for row in rows if row.pk is not None]
    model.objects.bulk_create(fresh, batch_size=2000)
    if known:
        model.objects.bulk_create(
            known, batch_size=2000, update_conflicts=True, unique_fields=["pk"], update_fields=computed
        )


def _store_gaps(drafts):
    """How far each unit is from the place above, within its block."""
    blocks = defaultdict(list)
    for draft in drafts:
        blocks[draft.standing.block_id].append(draft.standing)
    for standings in blocks.values():
        found = gaps({str(s.unit_id): s.shown_rank for s in standings}, {str(s.unit_id): s.total for s in standings})
        for standing in standings:
            standing.gap = found[str(standing.unit_id)]


def _store_statistics(edition, statistics, criteria, blocks):
    """One row for each block (none: the whole edition) and each criterion (none: the total)."""
    edition.criterion_statistics.all().delete()
    divided = bool(blocks)
    CriterionStatistic.objects.bulk_create(
        CriterionStatistic(
            edition=edition,
            block=blocks.get(block),
            criterion=criteria[code] if code else None,
            count=found.n,
            mean=found.mean,
            median=found.median,
            lowest=found.lowest,
            highest=found.highest,
            at_full_marks=found.at_full_marks,
        )
        for (block, code), found in statistics.items()
        if not divided or block == ALL_BLOCKS or block in blocks
    )


@transaction.atomic
def recompute_edition(*, edition, by=None):
    """Compute a draft anew from what is entered in it."""
    require(may_supervise(by, edition.index))
    edition = lock(edition)
    store_standings(edition=edition, drafts=[Draft(standing, scores) for standing, scores in entered(edition)])
    AuditEvent.objects.record(kind="edition_recomputed", target=edition, by=by)


def lock(edition):
    """The edition's row, held until the transaction ends.

    Raises:
        EditionFrozenError: it is published already.
    """
    edition = Edition.objects.select_for_update(of=("self",)).select_related("index", "criteria_set").get(pk=edition.pk)
    if edition.is_frozen:
        raise EditionFrozenError(edition)
    return edition


@transaction.atomic
def publish_edition(*, edition, by=None, decision=None, source=None, published_on=None):
    """Freeze a draft under the decision that publishes it, or the source it was read from.

    The revision that was published before is superseded. Standings are computed anew first, so that what is frozen is
    what the rules give.

    Raises:
        PermissionDenied: `by` may not publish this index.
        EditionFrozenError: it is published already.
        DataFaultsError: sums that do not meet what is stated, each named.
        ValueError: neither decision nor source is given; a person always names the decision.
    """
    require(may_supervise(by, edition.index))
    if decision is None and (source is None or by is not None):
        raise ValueError("an edition is published by a decision, or, from the record, by a source")
    edition = lock(edition)
    drafts = [Draft(standing, scores) for standing, scores in entered(edition)]
    store_standings(edition=edition, drafts=drafts, provisional=False)
    freeze(edition=edition, by=by, decision=decision, source=source, published_on=published_on)
    return edition


def freeze(*, edition, by, decision, source, published_on):
    """Mark an edition published and the revision before it superseded; write it down."""
    before = Edition.objects.published().filter(index=edition.index, label=edition.label).first()
    if before is not None:
        before.state = Edition.State.SUPERSEDED
        before.save(update_fields=["state"])
        edition.replaces = before
    edition.decision = decision or edition.decision
    edition.source = source or edition.source
    edition.published_on = published_on or edition.published_on
    edition.published_at, edition.published_by = timezone.now(), by
    edition.state = Edition.State.PUBLISHED
    edition.save()
    AuditEvent.objects.record(
        kind="edition_published",
        target=edition,
        by=by,
        before={"revision": before.revision} if before else None,
        after={
            "revision": edition.revision,
            "decision": decision and decision.number,
            "source": source and source.code,
        },
    )
