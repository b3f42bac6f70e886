"""From what is entered to what is stored, and from a draft to a published edition."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from operator import attrgetter, itemgetter

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from indices.actions.readiness import refuse_unless_ready, why_not_publishable
from indices.actions.sets import hold_set
from indices.actions.survey_results import store_results
from indices.domain.editions import ALL_BLOCKS, compute_edition
from indices.domain.ranking import gaps
from indices.domain.values import Disagreement
from indices.faults import DataFaultsError
from indices.models import CriterionStatistic, Edition, Index, PointsField, Score, Standing
from indices.models.fields import stored
from indices.permissions import may_supervise, require
from indices.queries.entries import UNDIVIDED, band_rules, entered, standing_entry, tree_of
from records.models import AuditEvent
from reformtrack.bulk import insert_rows, update_rows

# What is entered, by a person or from a file, beside what is computed from it.
STANDING_ENTERED = (
    "stated_points",
    "stated_points_places",
    "stated_percent",
    "stated_percent_places",
    "stated_rank",
    "stated_band_id",
    "note",
)
SCORE_ENTERED = (
    "status",
    "entered_points",
    "self_points",
    "appraised_points",
    "reappraised_points",
    "survey_points",
    "own_max_points",
    "stated_points",
    "stated_points_places",
    "stated_percent",
    "stated_percent_places",
    "stated_rank",
    "cause",
    "explanation",
    "note",
    "upload_id",
    "sheet",
    "cell",
)


STANDING_COMPUTED = (
    "status",
    "points",
    "max_points",
    "percent",
    "rank",
    "band_id",
    "is_provisional",
    "missing",
    "total",
    "total_places",
    "shown_rank",
    "gap",
)
# What is computed of a score, but for its rank among others.
SCORE_COMPUTED = ("status", "points", "max_points", "percent", "is_provisional")
BATCH = 2000


class NewScore:
    """A score that is entered for the first time: what `Score` says of one, at a tenth of the weight.

    There are 315,495 of them in a national file. What is not set is what a score says of itself where nobody said it.
    """

    pk = None
    status = Score.Status.SCORED.value
    entered_points = self_points = appraised_points = reappraised_points = survey_points = own_max_points = None
    stated_points = stated_points_places = stated_percent = stated_percent_places = stated_rank = None
    points = max_points = percent = rank = None
    is_provisional = False
    cause = explanation = note = sheet = cell = ""
    upload_id = None


_POINTS = {field.name for field in Score._meta.concrete_fields if isinstance(field, PointsField)}
ENTERED_SAID = tuple(name for name in SCORE_ENTERED if name not in _POINTS and name != "status")
ENTERED_POINTS = tuple(name for name in SCORE_ENTERED if name in _POINTS)
COMPUTED_SAID, COMPUTED_POINTS = ("status", "is_provisional", "rank"), ("points", "max_points", "percent")
COMPUTED_COLUMNS = (*COMPUTED_SAID, *COMPUTED_POINTS)
WRITTEN_COLUMNS = (*ENTERED_SAID, *ENTERED_POINTS, *COMPUTED_COLUMNS)
NEW_COLUMNS = ("standing_id", "criterion_id", "origin", *WRITTEN_COLUMNS)


class EditionFrozenError(Exception):
    """The edition is published: a change is a new revision."""

    def __init__(self, edition):
        super().__init__(_("%(edition)s đã công bố nên không tính lại hay sửa được.") % {"edition": edition})


@dataclass
class Draft:
    """A standing on its way to the database, with the scores entered for it (criterion code -> Score)."""

    standing: Standing
    scores: dict[str, Score] = field(default_factory=dict)


@dataclass(frozen=True)
class Computed:
    """What the rules make of an edition: for each row the columns that are stored, by name.

    Args:
        standings: unit pk -> columns.
        scores: (unit pk, criterion code) -> columns, of what is entered and of what is rolled up.
        statistics: (block pk, criterion pk) -> columns; no block is the whole edition, no criterion the total.
        faults: sums that do not meet what is stated.
    """

    standings: dict[int, dict]
    scores: dict[tuple[int, str], dict]
    statistics: dict[tuple[int | None, int | None], dict]
    faults: tuple[Disagreement, ...]


def shown_total(index, standing, found):
    """Which figure a page shows as the total, and the places it was printed with (`None`: computed)."""
    if index.figure == Index.Figure.PERCENT:
        stated, places, computed = standing.stated_percent, standing.stated_percent_places, found.percent
    else:
        stated, places, computed = standing.stated_points, standing.stated_points_places, found.points
    return (computed, None) if stated is None else (stated, places)


def compute_standings(*, edition, drafts, provisional):
    """Everything that is stored of an edition, made from what is entered; writes nothing.

    Args:
        drafts: one `Draft` a unit.
        provisional: do units' own scores count where there are no others? Not in what is published.

    Raises:
        ValueError: the criteria make no tree, or a score is of a criterion that is not in it.
    """
    criteria = list(edition.criteria_set.criteria.order_by("position", "pk"))
    blocks = list(edition.blocks.all())
    entries = {str(draft.standing.unit_id): standing_entry(draft.standing, draft.scores) for draft in drafts}
    result = compute_edition(
        tree_of(edition.criteria_set, criteria),
        entries,
        bands=band_rules(edition),
        stated_units=_units_in_all(edition, blocks, entries),
        draft=provisional,
    )
    criterion_pk = {criterion.code: criterion.pk for criterion in criteria} | {None: None}
    block_pk = {block.slug: block.pk for block in blocks} | {ALL_BLOCKS if blocks else UNDIVIDED: None}
    return Computed(
        standings=_standing_columns(edition, drafts, result.standings),
        scores={
            (int(unit), code): {
                "status": found.status.value,
                "points": found.points,
                "max_points": found.max_points,
                "percent": found.percent,
                "rank": found.rank,
                "is_provisional": found.provisional,
            }
            for unit, standing in result.standings.items()
            for code, found in standing.scores.items()
        },
        statistics={
            (block_pk[block], criterion_pk[code]): {
                "count": found.n,
                "figure": found.figure.value,
                "mean": found.mean,
                "median": found.median,
                "lowest": found.lowest,
                "highest": found.highest,
                "at_full_marks": found.at_full_marks,
            }
            for (block, code), found in result.statistics.items()
            if block in block_pk
        },
        faults=result.faults,
    )


def _units_in_all(edition, blocks, entries):
    """Block -> how many units there are to rank. Where units lack and nobody knows how many, it is one more."""
    known = Counter(entry.block for entry in entries.values() if entry.counts)
    rolls = {UNDIVIDED: edition} | {block.slug: block for block in blocks}
    return {
        slug: roll.stated_units if roll.is_complete or roll.stated_units else known[slug] + 1
        for slug, roll in rolls.items()
    }


def _standing_columns(edition, drafts, results):
    """Unit pk -> the columns of its standing. A gap is to the place above, within the block."""
    band_pk = {band.name: band.pk for band in edition.bands.all()} | {None: None}
    columns, blocks = {}, defaultdict(list)
    for draft in drafts:
        standing, unit = draft.standing, draft.standing.unit_id
        found = results[str(unit)]
        total, places = shown_total(edition.index, standing, found)
        columns[unit] = {
            "status": found.status.value,
            "points": found.points,
            "max_points": found.max_points,
            "percent": found.percent,
            "rank": found.rank,
            "band_id": band_pk[found.band],
            "is_provisional": found.provisional,
            "missing": list(found.missing),
            "total": total,
            "total_places": places,
            "shown_rank": standing.stated_rank or found.rank,
        }
        blocks[standing.block_id].append(unit)
    for units in blocks.values():
        ranks = {str(unit): columns[unit]["shown_rank"] for unit in units}
        lacking = gaps(ranks, {str(unit): columns[unit]["total"] for unit in units})
        for unit in units:
            columns[unit]["gap"] = lacking[str(unit)]
    return columns


@transaction.atomic
def store_standings(*, edition, drafts, provisional=True):
    """Compute a draft edition from what is entered, and store both.

    Args:
        drafts: one `Draft` a unit; new objects are made, stored ones brought up to date.
        provisional: as in `compute_standings`.

    Raises:
        EditionFrozenError: it is published already.
        DataFaultsError: sums that do not meet what is stated, each named; nothing is stored.
    """
    if edition.is_frozen:
        raise EditionFrozenError(edition)
    drafts = {draft.standing.unit_id: draft for draft in drafts}
    computed = compute_standings(edition=edition, drafts=drafts.values(), provisional=provisional)
    if computed.faults:
        raise DataFaultsError(
            edition, computed.faults, {str(unit): draft.standing.unit for unit, draft in drafts.items()}
        )
    store_computed(edition=edition, drafts=drafts.values(), computed=computed)


def store_computed(*, edition, drafts, computed, touched=()):
    """Write what was entered and what was computed from it, in the caller's transaction.

    Args:
        drafts: those that `computed` was made from.
        touched: stored standings and scores among them of which what is entered has changed too.
    """
    drafts = {draft.standing.unit_id: draft for draft in drafts}
    touched = set(map(id, touched))
    _store_standings(drafts, computed, touched)
    _store_scores(edition, drafts, computed, touched)
    edition.criterion_statistics.all().delete()
    CriterionStatistic.objects.bulk_create(
        CriterionStatistic(edition=edition, block_id=block, criterion_id=criterion, **columns)
        for (block, criterion), columns in computed.statistics.items()
    )


def _store_scores(edition, drafts, computed, touched):
    """What is new is put in, rolled up or entered; what is known is brought up to date."""
    criterion_pk = dict(edition.criteria_set.criteria.values_list("code", "pk"))
    fresh, models, rolled_up, recomputed, changed = [], [], [], [], []
    for (unit, code), columns in computed.scores.items():
        draft = drafts[unit]
        score = draft.scores.get(code)
        if score is None:
            rolled_up.append((draft.standing.pk, criterion_pk[code], columns))
        elif isinstance(score, NewScore):
            fresh.append((draft.standing.pk, criterion_pk[code], score, columns))
        elif score.pk is None:
            score.standing = draft.standing
            _set(score, columns)
            models.append(score)
        elif _set(score, columns) and id(score) not in touched:
            recomputed.append(score)
        elif id(score) in touched:
            changed.append(score)
    delete_scores(Score.objects.filter(standing__edition=edition, origin=Score.Origin.ROLLED_UP))
    rewrite_scores(recomputed, COMPUTED_COLUMNS)
    rewrite_scores(changed)
    Score.objects.bulk_create(models, batch_size=BATCH)
    insert_rows(Score, NEW_COLUMNS, _rows(fresh, rolled_up), using=Score.objects.db)


def rewrite_scores(scores, columns=None):
    """Write columns of stored scores (all that is entered and computed, unless some are named), many at a time."""
    columns = columns or WRITTEN_COLUMNS
    update_rows(Score, columns, _columns(scores, columns), using=Score.objects.db)


def _set(row, columns):
    """Give a row its columns. Returns whether it said otherwise before."""
    differs = False
    for name, value in columns.items():
        if getattr(row, name) != value:
            setattr(row, name, value)
            differs = True
    return differs


def _columns(scores, names):
    """Stored scores as rows to be updated: values of the columns, and the score's number."""
    whole, said = WholeBillionths(), attrgetter(*names)
    in_billionths = [name in _POINTS for name in names]
    for score in scores:
        values = zip(said(score), in_billionths, strict=True)
        yield *(whole[value] if points else value for value, points in values), score.pk


def _rows(fresh, rolled_up):
    """New scores as rows of a table.

    Args:
        fresh: (standing, criterion, `NewScore`, columns). rolled_up: (standing, criterion, columns).
    """
    whole = WholeBillionths()
    said_of, points_of = attrgetter(*ENTERED_SAID), attrgetter(*ENTERED_POINTS)
    computed_of, reckoned_of = itemgetter(*COMPUTED_SAID), itemgetter(*COMPUTED_POINTS)

    def row(standing, criterion, origin, said, points, columns):
        reckoned = [whole[value] for value in reckoned_of(columns)]
        return standing, criterion, origin, *said, *points, *computed_of(columns), *reckoned

    for standing, criterion, score, columns in fresh:
        points = [whole[value] for value in points_of(score)]
        yield row(standing, criterion, Score.Origin.ENTERED.value, said_of(score), points, columns)
    nothing = said_of(NewScore), points_of(NewScore)
    for standing, criterion, columns in rolled_up:
        yield row(standing, criterion, Score.Origin.ROLLED_UP.value, *nothing, columns)


class WholeBillionths(dict):
    """Points as they are stored, each value reckoned once: a country's scores are some hundred different figures."""

    def __missing__(self, value):
        found = self[value] = None if value is None else stored(value)
        return found


def delete_scores(scores):
    """Delete scores of a draft by the hundred thousand: Django would load each, to see whether a source is cited."""
    Score.sources.through.objects.filter(score__in=scores).delete()
    scores._raw_delete(scores.db)


def _store_standings(drafts, computed, touched):
    rows = {True: [], False: []}
    for unit, draft in drafts.items():
        standing = draft.standing
        if _set(standing, computed.standings[unit]) or standing.pk is None or id(standing) in touched:
            rows[standing.pk is None].append(standing)
    Standing.objects.bulk_create(rows[True], batch_size=BATCH)
    names = [*STANDING_COMPUTED, *STANDING_ENTERED]
    Standing.objects.bulk_create(
        rows[False], batch_size=BATCH, update_conflicts=True, unique_fields=["pk"], update_fields=names
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
        RefusedError: nothing is entered yet, its bands or blocks do not hold together, or its set is a draft.
        DataFaultsError: sums that do not meet what is stated, each named.
        ValueError: neither decision nor source is given; a person always names the decision.
    """
    require(may_supervise(by, edition.index))
    if decision is None and (source is None or by is not None):
        raise ValueError("an edition is published by a decision, or, from the record, by a source")
    edition = lock(edition)
    edition.criteria_set = hold_set(edition.criteria_set)  # not changed while it becomes what is locked
    drafts = [Draft(standing, scores) for standing, scores in entered(edition)]
    refuse_unless_ready(why_not_publishable(edition, drafts), edition=edition)
    store_standings(edition=edition, drafts=drafts, provisional=False)
    store_results(edition)
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
