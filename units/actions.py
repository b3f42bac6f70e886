"""Writes that span units: each entered once, in one transaction, written into the audit trail."""

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from records.models import AuditEvent
from records.trail import facts_of
from units.merging import Asked, day_words, plan_merge
from units.models import Kind, Succession, Unit, UnitName
from units.naming import tidy

UNITS_MERGED, UNIT_RENAMED = "units_merged", "unit_renamed"


class RenameRefusedError(Exception):
    """A unit that cannot be renamed as asked, with the reason as a sentence."""


def _require_admin(by):
    """Units are the admins' to change; `None` is a command run on the server."""
    if by is not None and not (by.is_active and by.is_superuser):
        raise PermissionDenied(_("Bạn không có quyền làm việc này."))


@transaction.atomic
def merge_units(
    *,
    predecessors,
    effective_on,
    decision=None,
    successor=None,
    name="",
    kind="",
    name_en="",
    code="",
    slug="",
    sources=(),
    note="",
    by,
):
    """Merge units from a day on: end the old, make the new (or take `successor`), and say which became which.

    A merged unit that keeps the name of one of them is a new unit all the same (design §3). Other spellings of a name
    that goes on name the new unit too; a group that all of them are in goes on; nothing of the past is changed.

    Args:
        effective_on: the first day of the merged unit; the day before is the last of the others.
        code: of the new unit; empty: that of the predecessor whose name goes on.
        slug: of the new unit; empty: from its name, with the year where that is taken.

    Returns:
        The merged unit.

    Raises:
        PermissionDenied: `by` is no admin.
        MergeRefusedError: with every reason at once.
    """
    _require_admin(by)
    wanted = list(dict.fromkeys(unit.pk for unit in predecessors))
    held = Unit.objects.select_for_update().in_bulk(wanted)
    asked = Asked(
        predecessors=tuple(held[pk] for pk in wanted),
        effective_on=effective_on,
        successor=successor,
        name=name,
        kind=kind,
        name_en=name_en,
        code=code,
        slug=slug,
        decision=decision,
        sources=tuple(sources),
        note=note,
    )
    plan = plan_merge(asked)
    unit = _store_successor(plan)
    for before in asked.predecessors:
        before.valid_to = asked.last_day
        before.save(update_fields=["valid_to"])
    _store_successions(plan)
    _store_aliases(plan)
    _store_memberships(plan)
    AuditEvent.objects.record(kind=UNITS_MERGED, target=unit, by=by, after=_merged(plan))
    for before in asked.predecessors:
        AuditEvent.objects.record(
            kind=UNITS_MERGED,
            target=before,
            by=by,
            before={"valid_to": None},
            after={"valid_to": asked.last_day.isoformat(), "successor": f"{unit} (#{unit.pk})"},
        )
    return unit


def _store_successor(plan):
    unit = plan.successor
    if plan.is_new:
        unit.save()
        unit.sources.set(plan.asked.sources)
    return unit


def _store_successions(plan):
    for before in plan.asked.predecessors:
        succession = Succession.objects.create(
            predecessor=before,
            successor=plan.successor,
            effective_on=plan.asked.effective_on,
            kind=Succession.SuccessionKind.MERGE,
            whole=True,
            decision=plan.asked.decision,
            note=plan.asked.note,
        )
        succession.sources.set(plan.asked.sources)


def _store_aliases(plan):
    for alias in plan.aliases:
        plan.successor.aliases.create(text=alias.text, kind=alias.kind, search_key=alias.search_key, note=alias.note)


def _store_memberships(plan):
    for row in plan.ending:
        row.valid_to = plan.asked.last_day
        row.save(update_fields=["valid_to"])
    for row in plan.joining:
        row.unit = plan.successor
        row.save()


def _merged(plan):
    asked = plan.asked
    return {
        "predecessors": [str(unit) for unit in asked.predecessors],
        "successor": str(plan.successor),
        "effective_on": asked.effective_on.isoformat(),
        "decision": asked.decision and f"{asked.decision} (#{asked.decision.pk})",
        "sources": [str(source) for source in asked.sources],
        "new_unit": facts_of(plan.successor) if asked.successor is None else None,
        "aliases": [alias.text for alias in plan.aliases],
        "groups_ended": [str(row) for row in plan.ending],
        "groups_joined": [str(row) for row in plan.joining],
    }


@transaction.atomic
def rename_unit(*, unit, effective_on, name="", kind="", name_en="", decision=None, sources=(), by):
    """Give a unit another name or kind from a day on; it stays the same unit, with every name dated.

    The first change also writes down what it was called from its beginning, so that a page of an old year says so.

    Args:
        name, kind: as from the day; empty: as before.

    Returns:
        The dated name.

    Raises:
        PermissionDenied: `by` is no admin.
        RenameRefusedError: nothing changes, or the day does not fit the unit's days and names.
    """
    _require_admin(by)
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    dated = UnitName(
        unit=unit,
        valid_from=effective_on,
        name=name or unit.name,
        kind=kind or unit.kind,
        name_en=name_en.strip() or ("" if name else unit.name_en),
        decision=decision,
    )
    tidy(dated)
    _refuse_wrong_name(unit, dated)
    before = {"name": unit.name, "kind": unit.kind, "name_en": unit.name_en}
    if not unit.names.exists():
        first = UnitName(unit=unit, valid_from=unit.valid_from, **before)
        tidy(first)
        first.save()
        first.sources.set(unit.sources.all())
    dated.save()
    dated.sources.set(sources)
    unit.name, unit.kind, unit.name_en = dated.name, dated.kind, dated.name_en
    tidy(unit)
    unit.save(update_fields=["name", "kind", "name_en", "search_key", "sort_key"])
    AuditEvent.objects.record(
        kind=UNIT_RENAMED,
        target=unit,
        by=by,
        before=before,
        after={
            "name": unit.name,
            "kind": unit.kind,
            "name_en": unit.name_en,
            "effective_on": effective_on.isoformat(),
            "decision": decision and f"{decision} (#{decision.pk})",
            "sources": [str(source) for source in sources],
        },
    )
    return dated


def _refuse_wrong_name(unit, dated):
    """Refuse a name that says nothing new, or begins on a day that does not fit."""
    named = {"unit": str(unit), "day": day_words(dated.valid_from)}
    if dated.kind not in Kind.values:
        raise RenameRefusedError(_("Chọn loại của đơn vị."))
    if (dated.name, dated.kind) == (unit.name, unit.kind):
        raise RenameRefusedError(_("%(unit)s đang mang đúng tên và loại này.") % named)
    if dated.valid_from <= unit.valid_from:
        raise RenameRefusedError(_("Ngày %(day)s không sau ngày đầu tiên của %(unit)s.") % named)
    if unit.valid_to and dated.valid_from > unit.valid_to:
        raise RenameRefusedError(_("%(unit)s đã kết thúc trước ngày %(day)s.") % named)
    if unit.names.filter(valid_from__gte=dated.valid_from).exists():
        raise RenameRefusedError(
            _("%(unit)s đã có tên ghi từ ngày %(day)s hoặc sau đó; sửa ở phần “tên theo thời gian” của đơn vị.") % named
        )
