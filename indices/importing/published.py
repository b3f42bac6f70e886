"""Indices and criteria sets of the published record in `fixtures/` (`DATA.md`); every fault with its file and line."""

from django.utils.translation import gettext as _

from indices.guards import CRITERION_STAYS_OPEN, SET_LAYS_DOWN
from indices.importing.published_files import figure
from indices.models import Conflict, CriteriaSet, Criterion, CriterionLink, Depth, Edition, Index, TotalMethod
from indices.queries.entries import tree_of
from records.models import LeftOut
from records.record_files import RecordError, keyed, read_table
from records.sync import Tally, sync, sync_sources
from units.models import Level

CONFLICT_TEXTS = ("subject", "subject_en", "kept", "kept_en", "other", "other_en", "reason", "reason_en")


def load_indices(path, units, sources):
    """Bring the indices to what the table says. Returns (slug -> Index, Tally)."""
    wanted, cited = {}, {}
    for slug, row in keyed(read_table(path), "slug").items():
        within = row.one_of("within", units, blank=True)
        wanted[slug] = {
            "family": row.required("family"),
            "name": row.required("name"),
            "name_en": row.text("name_en"),
            "short_name": row.required("short_name"),
            "short_name_en": row.text("short_name_en"),
            "level": row.choice("level", Level),
            "within_id": within and within.pk,
            "total_method": row.choice("total_method", TotalMethod),
            "figure": row.choice("figure", Index.Figure),
            "places": row.whole("places") or 0,
            "publishes_ranks": row.flag("publishes_ranks"),
            "agency": row.text("agency"),
            "agency_en": row.text("agency_en"),
            "position": row.whole("position") or 0,
            "public_depth": row.choice("public_depth", Depth),
            "description": row.text("description"),
            "description_en": row.text("description_en"),
        }
        cited[slug] = row.all_of("sources", sources)
    return sync(Index, wanted, key="slug", sources=cited)


def load_sets(folder, indices, decisions, sources):
    """Bring criteria sets, their trees and the links between them to what the tables say.

    Returns (slug -> CriteriaSet, Tally).
    """
    wanted, cited, copied = {}, {}, {}
    for slug, row in keyed(read_table(folder / "sets.csv"), "slug").items():
        decision = row.one_of("decision", decisions, blank=True)
        wanted[slug] = {
            "index_id": row.one_of("index", indices).pk,
            "name": row.required("name"),
            "name_en": row.text("name_en"),
            "decision_id": decision and decision.pk,
            "year_from": row.whole("year_from"),
            "year_to": row.whole("year_to"),
            "state": row.choice("state", CriteriaSet.State),
            "max_points": figure(row, "max_points"),
            "bonus_cap": figure(row, "bonus_cap"),
            "penalty_cap": figure(row, "penalty_cap"),
            "stated_fields": row.whole("stated_fields"),
            "stated_criteria": row.whole("stated_criteria"),
            "stated_subcriteria": row.whole("stated_subcriteria"),
            "appraisal_points": figure(row, "appraisal_points"),
            "satisfaction_points": figure(row, "satisfaction_points"),
            "survey_points": figure(row, "survey_points"),
            "outcome_points": figure(row, "outcome_points"),
            "note": row.text("note"),
            "note_en": row.text("note_en"),
        }
        cited[slug], copied[slug] = row.all_of("sources", sources), row
    for used in CriteriaSet.objects.filter(slug__in=wanted, editions__in=Edition.objects.frozen()).distinct():
        _refuse_change(copied[used.slug], used, {name: wanted[used.slug][name] for name in SET_LAYS_DOWN})
    sets, tally = sync(CriteriaSet, wanted, key="slug", sources=cited)
    for slug, row in copied.items():
        origin = row.one_of("copied_from", sets, blank=True)
        if origin is not None and sets[slug].copied_from_id != origin.pk:
            sets[slug].copied_from = origin
            sets[slug].save(update_fields=["copied_from"])
    for slug in wanted:
        tally += load_tree(folder / f"{slug}.csv", sets[slug])
    return sets, tally + _load_links(folder / "links.csv", sets)


def _refuse_change(row, stored, cells):
    """Refuse to change what a published edition was scored by."""
    for name, cell in cells.items():
        if getattr(stored, name) != cell:
            raise row.fault(
                _(
                    "cột “%(column)s”: bộ tiêu chí đã dùng cho năm đánh giá đã công bố nên không đổi được từ "
                    "%(before)s thành %(after)s; hãy lập bộ mới"
                )
                % {"column": name.removesuffix("_id"), "before": getattr(stored, name), "after": cell}
            )


def _refuse_change_of_locked(path, criteria_set, wanted, rows):
    """As the database does, but naming file and line. `wanted`, `rows`: code -> columns, code -> Row."""
    stored = {criterion.code: criterion for criterion in criteria_set.criteria.all()}
    for code in stored.keys() - rows.keys():
        raise RecordError(path, None, _("thiếu tiêu chí %(code)s của một bộ đã dùng") % {"code": code})
    for code, cells in wanted.items():
        if code not in stored:
            raise rows[code].fault(_("không thêm được tiêu chí %(code)s vào một bộ đã dùng") % {"code": code})
        lays_down = {name: cell for name, cell in cells.items() if name not in CRITERION_STAYS_OPEN}
        _refuse_change(rows[code], stored[code], lays_down)


def load_tree(path, criteria_set):
    """Bring the tree of one set to what its table says, level by level, so that parents come first. Returns a Tally."""
    by_code = keyed(read_table(path), "code")
    rows = list(enumerate(by_code.values(), start=1))
    locked = criteria_set.editions.frozen().exists()
    codes, tally = {}, Tally()
    while rows:
        ready = [(place, row) for place, row in rows if not row.text("parent") or row.text("parent") in codes]
        if not ready:
            rows[0][1].one_of("parent", codes)
        wanted = {
            (criteria_set.pk, row.required("code")): {
                "parent_id": codes[row.text("parent")].pk if row.text("parent") else None,
                "name": row.required("name"),
                "short_name": row.text("short_name"),
                "name_en": row.text("name_en"),
                "short_name_en": row.text("short_name_en"),
                "level": row.choice("level", Criterion.CriterionLevel),
                "max_points": figure(row, "max_points"),
                "method": row.choice("method", Criterion.Method),
                "kind": row.choice("kind", Criterion.CriterionKind),
                "total_method": row.choice("total_method", TotalMethod, blank=True),
                "position": place,
                "note": row.text("note"),
                "note_en": row.text("note_en"),
            }
            for place, row in ready
        }
        if locked:
            said = {code: cells for (_owner, code), cells in wanted.items()}
            _refuse_change_of_locked(path, criteria_set, said, by_code)
        stored, counted = sync(Criterion, wanted, key=("criteria_set", "code"))
        codes.update({code: stored[owner, code] for owner, code in wanted})
        tally += counted
        rows = [entry for entry in rows if entry not in ready]
    try:
        tree_of(criteria_set)
    except ValueError as error:
        raise RecordError(path, None, str(error)) from error
    return tally


def _load_links(path, sets):
    criteria = {(c.criteria_set_id, c.code): c for c in Criterion.objects.all()}

    def end(row, column, owner):
        code = row.text(column)
        if not code:
            return None
        if (owner.pk, code) not in criteria:
            raise row.fault(
                _("cột “%(column)s”: bộ %(set)s không có tiêu chí %(code)s")
                % {"column": column, "set": owner.slug, "code": code}
            )
        return criteria[owner.pk, code].pk

    wanted = {}
    for row in keyed(read_table(path), "from_set", "old", "to_set", "new").values():
        from_set, to_set = row.one_of("from_set", sets), row.one_of("to_set", sets)
        key = (from_set.pk, to_set.pk, end(row, "old", from_set), end(row, "new", to_set))
        wanted[key] = {
            "kind": row.choice("kind", CriterionLink.LinkKind),
            "confirmed": True,
            "note": row.text("note"),
            "note_en": row.text("note_en"),
        }
    return sync(CriterionLink, wanted, key=("from_set", "to_set", "old", "new"))[1]


def load_conflicts(path, record):
    """Bring what sources disagree on to what the table says. `record`: a `Record`. Returns a Tally."""
    wanted, kept, others = {}, {}, {}
    for slug, row in keyed(read_table(path), "slug").items():
        index = row.one_of("index", record.indices, blank=True)
        unit = row.one_of("unit", record.units, blank=True)
        wanted[slug] = {
            "index_id": index and index.pk,
            "edition_label": row.text("edition"),
            "unit_id": unit and unit.pk,
            **{name: row.text(name) for name in CONFLICT_TEXTS},
        }
        kept[slug] = row.all_of("kept_sources", record.sources)
        others[slug] = row.all_of("other_sources", record.sources)
    stored, tally = sync(Conflict, wanted, key="slug")
    for field, cited in (("kept_sources", kept), ("other_sources", others)):
        sync_sources(Conflict, {stored[slug]: sources for slug, sources in cited.items()}, field=field)
    return tally


def load_left_out(path):
    """Bring what is deliberately not in the record to what the table says. Returns a Tally."""
    wanted = {
        (row.required("origin"), row.required("key")): {
            "reason": row.required("reason"),
            "reason_en": row.text("reason_en"),
        }
        for row in keyed(read_table(path), "origin", "key").values()
    }
    return sync(LeftOut, wanted, key=("origin", "key"))[1]
