"""From what is entered to what is stored of an edition."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db import transaction
from django.utils.translation import gettext as _

from indices.actions.rows import BATCH, COMPUTED_COLUMNS, entered_in, result_of, set_columns
from indices.actions.writing import write, writing_of
from indices.domain.editions import ALL_BLOCKS, compute_edition
from indices.domain.ranking import gaps
from indices.domain.values import Disagreement
from indices.faults import DataFaultsError
from indices.models import Edition, Index, Score, Standing
from indices.permissions import may_supervise, require
from indices.queries.entries import UNDIVIDED, SameEntries, band_rules, standing_entry, tree_of
from records.models import AuditEvent


class EditionFrozenError(Exception):
    """The edition is published: a change is a new revision."""

    def __init__(self, edition):
        super().__init__(_("%(edition)s đã công bố nên không tính lại hay sửa được.") % {"edition": edition})


@dataclass
class Draft:
    """A standing on its way to the database, with the scores entered for it (criterion code -> Score)."""

    standing: Standing
    scores: dict[str, Score] = field(default_factory=dict)


class ScoreColumns(Mapping):
    """(unit pk, criterion code) -> columns of a score, made when they are asked for: a country has 468,261 of them."""

    def __init__(self, standings):
        self.of_units = {int(unit): standing.scores for unit, standing in standings.items()}

    def __getitem__(self, key):
        unit, code = key
        return dict(zip(COMPUTED_COLUMNS, result_of(self.of_units[unit][code]), strict=True))

    def __iter__(self):
        return ((unit, code) for unit, scores in self.of_units.items() for code in scores)

    def __len__(self):
        return sum(map(len, self.of_units.values()))


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
    scores: Mapping[tuple[int, str], dict]
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
    same = SameEntries()
    entries = {str(draft.standing.unit_id): standing_entry(draft.standing, draft.scores, same) for draft in drafts}
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
        scores=ScoreColumns(result.standings),
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


def store_computed(*, edition, drafts, computed):
    """Write what was entered and what was computed from it, in the caller's transaction.

    Args:
        drafts: those that `computed` was made from.
    """
    drafts = {draft.standing.unit_id: draft for draft in drafts}
    standings = {unit: draft.standing for unit, draft in drafts.items()}
    writing = writing_of(edition=edition, drafts=drafts, computed=computed)
    write(edition=edition, writing=writing, standings=standings)
    models = []
    for unit, draft in drafts.items():
        for code, score in draft.scores.items():
            if isinstance(score, Score) and score.pk is None:
                score.standing = draft.standing
                set_columns(score, computed.scores[unit, code])
                models.append(score)
    Score.objects.bulk_create(models, batch_size=BATCH)


@transaction.atomic
def recompute_edition(*, edition, by=None):
    """Compute a draft anew from what is entered in it."""
    require(may_supervise(by, edition.index))
    edition = lock(edition)
    store_standings(edition=edition, drafts=[Draft(standing, scores) for standing, scores in entered_in(edition)])
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
