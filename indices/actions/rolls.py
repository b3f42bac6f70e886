"""The roll of an edition: which units take part, which are ranked, in which block, and what does not apply to whom."""

from collections import defaultdict
from dataclasses import dataclass, field, replace

from django.db import transaction
from django.utils.translation import gettext as _

from indices.actions.readiness import RefusedError, listed
from indices.actions.scoring import lock
from indices.models import Criterion, Edition, Score, Standing
from indices.permissions import may_supervise, require
from indices.queries.rolls import (
    continued_fields,
    eligible,
    entered_scores,
    excuses,
    fields_of,
    holding_figures,
    left_behind,
)
from records.models import AuditEvent
from units.models import Unit

BATCH = 500
# What is computed of a standing: emptied when the roll changes, because every rank may be another.
UNCOMPUTED = {
    "status": Standing.Status.NOT_PUBLISHED,
    "points": None,
    "max_points": None,
    "percent": None,
    "rank": None,
    "band": None,
    "gap": None,
    "is_provisional": False,
    "missing": [],
    "total": None,
    "total_places": None,
    "shown_rank": None,
}


@dataclass(frozen=True)
class RollRow:
    """What is decided of one unit.

    Args:
        unit: its id.
        takes_part: otherwise it is taken off the roll, and the rest says nothing.
        block: id of its block; `None` in an undivided edition.
        note: why it is not ranked, or what else is to be said of it.
        excused: ids of the fields that do not apply to it.
    """

    unit: int
    takes_part: bool = True
    to_be_ranked: bool = True
    block: int | None = None
    note: str = ""
    excused: frozenset[int] = frozenset()


@dataclass
class Changes:
    """What became of a roll: names of units."""

    added: list[str] = field(default_factory=list)
    removed: list[str] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)

    def __bool__(self):
        return bool(self.added or self.removed or self.changed)


@dataclass(frozen=True)
class Roll:
    """The roll as it stands: unit id -> Standing, standing id -> excused fields."""

    standings: dict[int, Standing]
    excused: dict[int, set[int]]

    def row(self, unit):
        """What stands of a unit now, as a row; without its being on the roll, a row that takes no part."""
        standing = self.standings.get(unit)
        if standing is None:
            return RollRow(unit, takes_part=False)
        excused = frozenset(self.excused.get(standing.pk, ()))
        return RollRow(unit, True, standing.to_be_ranked, standing.block_id, standing.note, excused)


def roll_of(edition):
    """The roll of an edition, read in two queries."""
    standings = {row.unit_id: row for row in edition.standings.select_related("unit")}
    return Roll(standings, excuses(edition))


@transaction.atomic
def set_roll(*, edition, rows, by):
    """Change the roll of a draft: a `RollRow` for each unit that is decided on; the others stay as they are.

    What is computed is emptied where anything changes, for the draft to be computed anew.

    Returns:
        `Changes`.

    Raises:
        PermissionDenied: `by` does not supervise the index.
        EditionFrozenError: it is published already.
        RefusedError: it is handed in; or units are not eligible, hold figures and cannot be taken off, have points in
            a field that is said not to apply, or the block or the field is none of this edition's: each named.
    """
    require(may_supervise(by, edition.index))
    edition = lock(edition)
    if edition.state == Edition.State.SUBMITTED:
        raise RefusedError(_("Năm đánh giá đã trình; hãy lấy lại để sửa danh sách đơn vị."), edition=edition)
    roll = roll_of(edition)
    rows = {row.unit: row for row in rows}
    rows = {unit: row for unit, row in rows.items() if _differs(row, roll.row(unit))}
    units = {unit.pk: unit for unit in Unit.objects.filter(pk__in=rows)}
    reasons = _faults(edition, roll, rows, units)
    if reasons:
        raise RefusedError(*reasons, edition=edition)
    reckons = any(replace(row, note="") != replace(roll.row(unit), note="") for unit, row in rows.items())
    changes = _store(edition, roll, rows, units)
    if reckons:
        empty_computed(edition)
    if changes:
        AuditEvent.objects.record(
            kind="roll_set",
            target=edition,
            by=by,
            before={"units_removed": changes.removed} if changes.removed else None,
            after={f"units_{name}": names for name, names in vars(changes).items() if names and name != "removed"},
        )
    return changes


def _differs(row, stored):
    return row != stored if row.takes_part else stored.takes_part


def _faults(edition, roll, rows, units):
    """Everything wrong with the rows that change something, in sentences."""
    taking = {unit: row for unit, row in rows.items() if row.takes_part}
    fields = {found.pk for found in fields_of(edition.criteria_set)}
    blocks = set(edition.blocks.values_list("pk", flat=True))
    new = taking.keys() - roll.standings.keys()
    able = set(eligible(edition).filter(pk__in=new).values_list("pk", flat=True))
    holding = set(holding_figures(edition).values_list("unit_id", flat=True))
    checks = (
        (new - able, _("Không chọn được, vì không thuộc diện của chỉ số này hoặc không còn vào cuối kỳ: %(units)s.")),
        (
            {unit for unit in rows.keys() - taking.keys() if unit in holding},
            _("Không bỏ được, vì đã có số liệu: %(units)s. Muốn bỏ thì xóa số liệu của đơn vị ấy trước."),
        ),
        (
            {unit for unit, row in taking.items() if row.block is not None and row.block not in blocks},
            _("Khối đã chọn không phải của năm đánh giá này: %(units)s."),
        ),
        (
            {unit for unit, row in taking.items() if not row.excused <= fields},
            _("Lĩnh vực được miễn không có trong bộ tiêu chí: %(units)s."),
        ),
        (
            {unit for unit, row in taking.items() if row.excused and row.excused >= fields},
            _("Được miễn mọi lĩnh vực thì không còn gì để đánh giá: %(units)s."),
        ),
        (
            _points_in_excused(edition, roll, taking),
            _("Đã có điểm trong lĩnh vực vừa chọn là được miễn: %(units)s. Hãy xóa điểm ấy trước, hoặc bỏ chọn."),
        ),
    )
    return [
        text % {"units": listed(_named(units, unit) for unit in rows if unit in blamed)}
        for blamed, text in checks
        if blamed
    ]


def _named(units, unit):
    return units[unit].shown_name if unit in units else f"#{unit}"


def _points_in_excused(edition, roll, taking):
    """Units with something entered in a field, or below it, that now is said not to apply."""
    newly = {
        roll.standings[unit].pk: (unit, row.excused - roll.row(unit).excused)
        for unit, row in taking.items()
        if unit in roll.standings and row.excused - roll.row(unit).excused
    }
    if not newly:
        return set()
    field_of = _fields_above(edition.criteria_set)
    scores = entered_scores().filter(standing__edition=edition, standing__in=newly)
    return {
        newly[standing][0]
        for standing, criterion in scores.values_list("standing_id", "criterion_id")
        if field_of[criterion] in newly[standing][1]
    }


def _fields_above(criteria_set):
    """criterion id -> id of the field that it stands in."""
    parent = dict(Criterion.objects.filter(criteria_set=criteria_set).values_list("pk", "parent_id"))

    def top(criterion):
        while parent[criterion] is not None:
            criterion = parent[criterion]
        return criterion

    return {criterion: top(criterion) for criterion in parent}


def _store(edition, roll, rows, units):
    """Write the rows; returns the `Changes`."""
    changes, fresh, known, gone, excused = Changes(), [], [], [], defaultdict(frozenset)
    for unit, row in rows.items():
        name = units[unit].shown_name
        standing = roll.standings.get(unit)
        if not row.takes_part:
            gone.append(standing.pk)
            changes.removed.append(name)
            continue
        (changes.changed if standing else changes.added).append(name)
        standing = standing or Standing(edition=edition, unit_id=unit)
        (known if standing.pk else fresh).append(standing)
        standing.to_be_ranked, standing.block_id, standing.note = row.to_be_ranked, row.block, row.note
        if not row.to_be_ranked:
            standing.rank = standing.shown_rank = None  # only the ranked have ranks
        excused[unit] = row.excused
    edition.standings.filter(pk__in=gone).delete()
    Standing.objects.bulk_create(fresh, batch_size=BATCH)
    written = ["to_be_ranked", "block_id", "note", "rank", "shown_rank"]
    Standing.objects.bulk_create(
        known, batch_size=BATCH, update_conflicts=True, unique_fields=["pk"], update_fields=written
    )
    _excuse({standing.pk: excused[standing.unit_id] for standing in (*fresh, *known)}, roll.excused)
    return changes


def _excuse(wanted, stored):
    """Write which fields do not apply: standing id -> criterion ids, wanted and stored."""
    new = [
        Score(standing_id=standing, criterion_id=criterion, status=Score.Status.NOT_APPLICABLE)
        for standing, criteria in wanted.items()
        for criterion in sorted(criteria - stored.get(standing, set()))
    ]
    over = defaultdict(list)
    for standing, criteria in wanted.items():
        for criterion in stored.get(standing, set()) - criteria:
            over[criterion].append(standing)
    for criterion, standings in over.items():
        Score.objects.filter(criterion=criterion, standing__in=standings, status=Score.Status.NOT_APPLICABLE).delete()
    # What was rolled up there before makes way; computing the draft anew rolls it up again.
    there = Score.objects.filter(standing__in={score.standing_id for score in new}, origin=Score.Origin.ROLLED_UP)
    there.delete()
    Score.objects.bulk_create(new, batch_size=BATCH)


def empty_computed(edition):
    """Empty what was computed of a draft; what was entered stays."""
    edition.standings.update(**UNCOMPUTED)
    Score.objects.filter(standing__edition=edition).exclude(rank=None).update(rank=None)
    edition.criterion_statistics.all().delete()


@dataclass(frozen=True)
class Carried:
    """What could not come along from the edition before.

    Args:
        left_behind: units that are not there any more, with their successors.
        lost_excuses: (unit, field) that did not apply, where the new set has no such field.
    """

    left_behind: tuple = ()
    lost_excuses: tuple[tuple[Unit, Criterion], ...] = ()


def copy_roll(*, source, edition, blocks):
    """Put the units of one edition into a newer one without any: their block, whether ranked, what does not apply.

    Args:
        blocks: id of a block of `source` -> block of `edition`.
    """
    able = set(eligible(edition).values_list("pk", flat=True))
    same_total = source.criteria_set.max_points == edition.criteria_set.max_points
    old = {row.pk: row for row in source.standings.select_related("unit") if row.unit_id in able}
    new = {
        row.pk: Standing(
            edition=edition,
            unit_id=row.unit_id,
            block=blocks.get(row.block_id),
            to_be_ranked=row.to_be_ranked,
            own_max_points=row.own_max_points if same_total else None,
            note="" if row.to_be_ranked else row.note,
            note_en="" if row.to_be_ranked else row.note_en,
        )
        for row in old.values()
    }
    Standing.objects.bulk_create(new.values(), batch_size=BATCH)
    continued = continued_fields(source.criteria_set, edition.criteria_set)
    excused, lost = [], []
    fields = {found.pk: found for found in fields_of(source.criteria_set)}
    for standing, criteria in excuses(source).items():
        if standing not in new:
            continue
        for criterion in sorted(criteria, key=lambda pk: fields[pk].position):
            if criterion in continued:
                excused.append(
                    Score(
                        standing=new[standing],
                        criterion_id=continued[criterion],
                        status=Score.Status.NOT_APPLICABLE,
                    )
                )
            else:
                lost.append((old[standing].unit, fields[criterion]))
    Score.objects.bulk_create(excused, batch_size=BATCH)
    return Carried(tuple(left_behind(edition, source)), tuple(lost))
