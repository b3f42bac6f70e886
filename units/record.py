"""Loads units from the published record: who they are, what they were called, what became of them."""

from itertools import chain

from records.models import Decision
from records.record_files import keyed, read_table
from records.sync import Tally, sync
from reformtrack.text import fold, nfc, sort_key
from units.models import UNKNOWN_START, Alias, Group, GroupMembership, Kind, Level, Succession, Unit, UnitName


def load_units(folder, sources):
    """Bring units, names, aliases, successions and groups to what the tables of `folder` say.

    Args:
        folder: the `units` folder of the record; every table in it that is not named below holds units.
        sources: code -> Source.

    Returns:
        (slug -> Unit, Tally)

    Raises:
        RecordError: a cell that cannot be read, or that names something that is not in the record.
    """
    decisions = {decision.slug: decision for decision in Decision.objects.all()}
    units, tally = _units(folder, sources)
    for load in (_names, _aliases, _successions, _groups):
        tally += load(folder, units, decisions, sources)
    return units, tally


def _units(folder, sources):
    others = {"names.csv", "aliases.csv", "succession.csv", "groups.csv", "memberships.csv"}
    tables = [read_table(path) for path in sorted(folder.glob("*.csv")) if path.name not in others]
    rows = list(keyed(chain.from_iterable(tables), "slug").values())
    units, tally = {}, Tally()
    # Parents first: each round stores the units whose parents are stored.
    while rows:
        ready = [row for row in rows if not row.text("parent") or row.text("parent") in units]
        if not ready:
            rows[0].one_of("parent", units)
        wanted, cited = {}, {}
        for row in ready:
            slug, name = row.text("slug"), nfc(row.required("name"))
            wanted[slug] = {
                "level": row.choice("level", Level),
                "code": row.required("code"),
                "name": name,
                "kind": row.choice("kind", Kind),
                "name_en": row.text("name_en"),
                "parent_id": units[row.text("parent")].pk if row.text("parent") else None,
                "valid_from": row.date("valid_from", UNKNOWN_START),
                "valid_to": row.date("valid_to"),
                "search_key": fold(name),
                "sort_key": sort_key(name),
                "note": row.text("note"),
            }
            cited[slug] = row.all_of("sources", sources)
        units, counted = sync(Unit, wanted, key="slug", sources=cited)
        tally += counted
        rows = [row for row in rows if row.text("slug") not in wanted]
    return units, tally


def _names(folder, units, decisions, sources):
    wanted, cited = {}, {}
    for row in keyed(read_table(folder / "names.csv"), "unit", "valid_from").values():
        key = (row.one_of("unit", units).pk, row.date("valid_from", UNKNOWN_START))
        decision = row.one_of("decision", decisions, blank=True)
        wanted[key] = {
            "name": nfc(row.required("name")),
            "search_key": fold(row.text("name")),
            "kind": row.choice("kind", Kind),
            "name_en": row.text("name_en"),
            "decision_id": decision and decision.pk,
        }
        cited[key] = row.all_of("sources", sources)
    return sync(UnitName, wanted, key=("unit", "valid_from"), sources=cited)[1]


def _aliases(folder, units, decisions, sources):
    wanted = {}
    for row in keyed(read_table(folder / "aliases.csv"), "unit", "text").values():
        text = nfc(row.required("text"))
        wanted[row.one_of("unit", units).pk, text] = {
            "kind": row.choice("kind", Alias.AliasKind),
            "search_key": fold(text),
            "note": row.text("note"),
        }
    return sync(Alias, wanted, key=("unit", "text"))[1]


def _successions(folder, units, decisions, sources):
    wanted, cited = {}, {}
    for row in keyed(read_table(folder / "succession.csv"), "predecessor", "successor", "effective_on").values():
        key = (row.one_of("predecessor", units).pk, row.one_of("successor", units).pk, row.date("effective_on"))
        decision = row.one_of("decision", decisions, blank=True)
        wanted[key] = {
            "kind": row.choice("kind", Succession.SuccessionKind),
            "whole": row.flag("whole"),
            "decision_id": decision and decision.pk,
            "note": row.text("note"),
            **_weights(row, sources),
        }
        cited[key] = row.all_of("sources", sources)
    return sync(Succession, wanted, key=("predecessor", "successor", "effective_on"), sources=cited)[1]


def _weights(row, sources):
    """What a predecessor weighs beside the others; nothing where the table does not say: admins enter it."""
    if "weight" not in row.cells:
        return {}
    source = row.one_of("weight_source", sources, blank=True)
    return {
        "weight": row.decimal("weight"),
        "weight_of_successor": row.decimal("weight_of_successor"),
        "weight_basis": row.text("weight_basis"),
        "weight_basis_en": row.text("weight_basis_en"),
        "weight_source_id": source and source.pk,
    }


def _groups(folder, units, decisions, sources):
    wanted, cited = {}, {}
    for row in keyed(read_table(folder / "groups.csv"), "slug").values():
        decision = row.one_of("decision", decisions, blank=True)
        wanted[row.text("slug")] = {
            "grouping": row.required("grouping"),
            "name": row.required("name"),
            "name_en": row.text("name_en"),
            "position": row.whole("position") or 0,
            "valid_from": row.date("valid_from", UNKNOWN_START),
            "valid_to": row.date("valid_to"),
            "decision_id": decision and decision.pk,
            "note": row.text("note"),
        }
        cited[row.text("slug")] = row.all_of("sources", sources)
    groups, tally = sync(Group, wanted, key="slug", sources=cited)
    memberships = {
        (
            row.one_of("group", groups).pk,
            row.one_of("unit", units).pk,
            row.date("valid_from", UNKNOWN_START),
        ): {"valid_to": row.date("valid_to")}
        for row in keyed(read_table(folder / "memberships.csv"), "group", "unit", "valid_from").values()
    }
    return tally + sync(GroupMembership, memberships, key=("group", "unit", "valid_from"))[1]
