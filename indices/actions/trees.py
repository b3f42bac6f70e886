"""A criteria set's tree, stored as a whole: what was typed on one page, or read from a workbook."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from enum import StrEnum

from django.db import transaction
from django.db.models import CharField, Value
from django.db.models.functions import Cast, Concat
from django.utils.translation import gettext as _

from indices.actions.sets import SetLockedError, hold_set, refresh_links
from indices.domain.outline import LEVELS, outline_faults, parents
from indices.guards import CRITERION_STAYS_OPEN
from indices.models import Criterion, Edition, EditionStatistic, Responsibility, Score
from indices.permissions import is_admin, require
from indices.queries.outlines import totals_of
from indices.queries.trees import TREE_SAVED, StoredTree, TreeRow
from records.models import AuditEvent

__all__ = [
    "Changes",
    "SetLockedError",
    "StoredFlaw",
    "TreeChangedError",
    "TreeFault",
    "TreeFaultsError",
    "TreeRow",
    "changes_between",
    "store_tree",
    "tree_faults",
]

WRITTEN = (
    "code", "name", "name_en", "short_name", "short_name_en", "max_points", "method", "kind", "note", "note_en",
)  # fmt: skip
LENGTHS = {name: Criterion._meta.get_field(name).max_length for name in ("code", "short_name", "short_name_en")}
BATCH = 200


class StoredFlaw(StrEnum):
    """What keeps a tree from being stored, beside what is wrong with the tree itself."""

    TOO_LONG = "too_long"
    RULE_ON_PARENT = "rule_on_parent"
    HAS_SCORES = "has_scores"

    @property
    def is_structural(self):
        return True


@dataclass(frozen=True, slots=True)
class TreeFault:
    """One such thing.

    Args:
        row: place in the list of rows; `None`: it is about a criterion that is no longer among them.
        code: of the criterion.
        text: the field that is too long; the edition that holds scores.
    """

    flaw: StoredFlaw
    row: int | None
    code: str
    text: str = ""


class TreeFaultsError(Exception):
    """The tree is not stored. `faults`: `OutlineFault` and `TreeFault`, all of them; `rows`: what was to be stored."""

    def __init__(self, faults, rows):
        self.faults, self.rows = tuple(faults), tuple(rows)
        super().__init__(_("Cây tiêu chí có chỗ cần sửa nên chưa lưu."))


class TreeChangedError(Exception):
    """Somebody else has stored the tree since it was opened."""

    def __init__(self, stored):
        self.stored = stored
        super().__init__(_("Cây tiêu chí đã được người khác lưu trong khi bạn sửa."))


@dataclass
class Changes:
    """What differs between two trees.

    Attributes:
        added, removed: rows.
        changed: (row, {field: (before, after)}) of rows that are in both; `parent` is the code of what it stands
            under, `lead` the agency in charge.
        moved: the codes in order, before and after, where rows that are in both have changed places.
    """

    added: list[TreeRow] = field(default_factory=list)
    removed: list[TreeRow] = field(default_factory=list)
    changed: list[tuple[TreeRow, dict[str, tuple]]] = field(default_factory=list)
    moved: tuple[list[str], list[str]] | None = None

    def __bool__(self):
        return bool(self.added or self.removed or self.changed or self.moved)

    @property
    def touch_what_is_laid_down(self):
        """Is there more than how criteria are described, and who answers for them?"""
        open_fields = {*CRITERION_STAYS_OPEN, "lead"}
        described = all(fields.keys() <= open_fields for _row, fields in self.changed)
        return bool(self.added or self.removed or self.moved) or not described


def changes_between(stored, rows):
    """What storing `rows` would change of a `StoredTree`; the criteria of `rows` are known by their `pk`."""
    old = {row.pk: row for row in stored.rows}
    before, after = _codes_above(stored.rows), _codes_above(rows)
    changes = Changes(removed=[row for row in stored.rows if row.pk not in {new.pk for new in rows}])
    old_above = {row.pk: above for row, above in zip(stored.rows, before, strict=True)}
    for row, above in zip(rows, after, strict=True):
        if row.pk not in old:
            changes.added.append(row)
            continue
        fields = {
            name: (getattr(old[row.pk], name), getattr(row, name))
            for name in WRITTEN
            if getattr(old[row.pk], name) != getattr(row, name)
        }
        if old_above[row.pk][0] != above[0]:
            fields["parent"] = (old_above[row.pk][1], above[1])
        if stored.within and row.lead not in (stored.leads.get(row.pk) or [None]):
            fields["lead"] = (_names(stored.leads.get(row.pk, ())), _names([row.lead] if row.lead else ()))
        if fields:
            changes.changed.append((row, fields))
    still = {row.pk for row in rows}
    orders = [row.pk for row in stored.rows if row.pk in still], [row.pk for row in rows if row.pk in old]
    if orders[0] != orders[1]:
        changes.moved = [row.code for row in stored.rows], [row.code for row in rows]
    return changes


def _codes_above(rows):
    """For each row (what tells its parent from others, the parent's code)."""
    places = parents([row.outline for row in rows])
    above = [None if place is None else rows[place] for place in places]
    return [(parent and (parent.pk or parent.code), parent.code if parent else "") for parent in above]


def _names(units):
    return ", ".join(unit.name for unit in units)


@transaction.atomic
def store_tree(*, criteria_set, rows: Sequence[TreeRow], by, within=None, unfinished=False, seen=None):
    """Store the whole tree of a set: what is in `rows` is made or changed, what is not is deleted.

    Levels, parents and positions follow from order and depth. Of a set that is locked only descriptions and agencies
    in charge may differ from what is stored.

    Args:
        within: the unit for which the rows name agencies in charge; without it those stay as they are.
        unfinished: of a draft, store what does not add up yet, too.
        seen: `StoredTree.digest` of what the person had before them; `None`: whatever is stored.

    Returns:
        `Changes`: what was changed; where nothing differs nothing is written.

    Raises:
        PermissionDenied: `by` does not lay down criteria.
        TreeChangedError: something else is stored than was seen.
        SetLockedError: a published edition uses the set, and what it lays down would change.
        TreeFaultsError: everything that is wrong with the tree; nothing is stored.
    """
    require(is_admin(by))
    held = hold_set(criteria_set)
    stored = StoredTree(held, within)
    if seen is not None and seen != stored.digest:
        raise TreeChangedError(stored)
    rows = _known(stored, rows)
    changes = changes_between(stored, rows)
    locked = held.editions.frozen().exists()
    if locked and changes.touch_what_is_laid_down:
        raise SetLockedError(held)
    faults = tree_faults(held, stored, rows, locked=locked)
    if unfinished and held.state == held.State.DRAFT:
        faults = [fault for fault in faults if fault.flaw.is_structural]
    if faults:
        raise TreeFaultsError(faults, rows)
    if changes:
        _write(held, stored, rows, changes, by)
    return changes


def _known(stored, rows):
    """The rows with the numbers of criteria that the set has, each once; all others are new."""
    left = set(stored.criteria)
    known = []
    for row in rows:
        known.append(row if row.pk in left else replace(row, pk=None))
        left.discard(row.pk)
    return known


def tree_faults(criteria_set, stored, rows, *, locked=False):
    """Everything that is wrong with rows that are to take the place of a `StoredTree`.

    Args:
        locked: what a locked set lays down is not judged again.

    Returns:
        `OutlineFault` and `TreeFault`: row by row, then of the whole, then of what is gone.
    """
    if locked:
        return _too_long(rows)
    outline = [row.outline for row in rows]
    found = [*outline_faults(outline, totals_of(criteria_set)), *_too_long(rows)]
    above = {place for place in parents(outline) if place is not None}
    for place in sorted(above):
        criterion = stored.criteria.get(rows[place].pk)
        if criterion is not None and criterion.has_rule:
            found.append(TreeFault(StoredFlaw.RULE_ON_PARENT, place, rows[place].code))
    found.sort(key=lambda fault: len(rows) if fault.row is None else fault.row)
    return found + _with_scores(changes_between(stored, rows).removed)


def _too_long(rows):
    return [
        TreeFault(StoredFlaw.TOO_LONG, place, row.code, name)
        for place, row in enumerate(rows)
        for name, length in LENGTHS.items()
        if len(getattr(row, name)) > length
    ]


def _with_scores(removed):
    """Criteria to be deleted of which an edition or an annex holds scores or published figures."""
    codes = {row.pk: row.code for row in removed}
    held = {
        (criterion, edition or annexed)
        for criterion, edition, annexed in Score.objects.filter(criterion__in=codes)
        .values_list("criterion", "standing__edition", "annex__standing__edition")
        .distinct()
    }
    held |= set(EditionStatistic.objects.filter(criterion__in=codes).values_list("criterion", "edition"))
    editions = Edition.objects.select_related("index").in_bulk({edition for _criterion, edition in held})
    named = ((codes[criterion], str(editions[edition])) for criterion, edition in held)
    return [TreeFault(StoredFlaw.HAS_SCORES, None, code, edition) for code, edition in sorted(named)]


def _write(held, stored, rows, changes, by):
    removed = [row.pk for row in changes.removed]
    _free_codes(held, removed + [row.pk for row, fields in changes.changed if "code" in fields])
    criteria = _write_criteria(held, stored, rows)
    # Last, because a row that is gone takes with it whatever still stands under it.
    Criterion.objects.filter(pk__in=removed).delete()
    if stored.within:
        _write_leads(stored, rows, criteria)
    before, after = _written_down(changes)
    AuditEvent.objects.record(kind=TREE_SAVED, target=held, by=by, before=before, after=after)
    refresh_links(held, by=by)


def _free_codes(held, pks):
    """Take codes away that are given anew or up, so that two criteria can change codes with each other.

    What stands in between begins with a space, which no code does.
    """
    held.criteria.filter(pk__in=pks).update(code=Concat(Value(" "), Cast("pk", CharField(max_length=20))))


def _write_criteria(held, stored, rows):
    """Make what is new and change what differs; the criteria in the order of the rows."""
    columns = (*WRITTEN, "level", "position", "parent_id")
    criteria = [stored.criteria.get(row.pk) or Criterion(criteria_set=held) for row in rows]
    before = [[getattr(criterion, column) for column in columns] for criterion in criteria]
    above = parents([row.outline for row in rows])
    for place, (criterion, row) in enumerate(zip(criteria, rows, strict=True)):
        for name in WRITTEN:
            setattr(criterion, name, getattr(row, name))
        criterion.level, criterion.position = LEVELS[row.depth], place + 1
    for depth in range(len(LEVELS)):
        of_depth = [place for place, row in enumerate(rows) if row.depth == depth]
        for place in of_depth:
            criteria[place].parent = None if above[place] is None else criteria[above[place]]
        fresh = [criteria[place] for place in of_depth if criteria[place].pk is None]
        Criterion.objects.bulk_create(fresh, batch_size=BATCH)
    differing = [
        criterion
        for criterion, row, was in zip(criteria, rows, before, strict=True)
        if row.pk is not None and was != [getattr(criterion, column) for column in columns]
    ]
    Criterion.objects.bulk_update(differing, (*WRITTEN, "level", "position", "parent"), batch_size=BATCH)
    return criteria


def _write_leads(stored, rows, criteria):
    """Put one agency in charge where another, or none, is named; where the one named is among several, all stay."""
    replaced, fresh = [], []
    for row, criterion in zip(rows, criteria, strict=True):
        leads = stored.leads.get(row.pk, [])
        if row.lead in leads or not (row.lead or leads):
            continue
        replaced += [criterion.pk] if leads else []
        fresh += [Responsibility(criterion=criterion, within=stored.within, lead=row.lead)] if row.lead else []
    Responsibility.objects.filter(criterion__in=replaced, within=stored.within).delete()
    Responsibility.objects.bulk_create(fresh, batch_size=BATCH)


def _written_down(changes):
    """Both sides of the change as plain values, by the codes of the criteria."""
    before, after = {}, {}
    if changes.removed:
        before["removed"] = {row.code: _plain(row) for row in changes.removed}
    if changes.added:
        after["added"] = {row.code: _plain(row) for row in changes.added}
    if changes.changed:
        for side, place in ((before, 0), (after, 1)):
            side["changed"] = {
                row.code: {name: _plain_value(values[place]) for name, values in fields.items()}
                for row, fields in changes.changed
            }
    if changes.moved:
        before["order"], after["order"] = changes.moved
    return before, after


def _plain(row):
    """What a row says, without what it leaves empty."""
    values = {name: _plain_value(getattr(row, name)) for name in WRITTEN}
    values["lead"] = row.lead and row.lead.name
    return {name: value for name, value in values.items() if value not in (None, "")}


def _plain_value(value):
    return format(value, "f") if isinstance(value, Decimal) else value
