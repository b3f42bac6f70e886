"""The published record in `fixtures/`: read into plain values, every fault with its file and line (`DATA.md`)."""

import hashlib
import tomllib
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from pathlib import Path

from django.utils.translation import gettext as _

from indices.domain.figures import exact
from indices.domain.periods import parse_label
from indices.domain.values import Stated
from indices.models import CriteriaSet, Criterion, CriterionLink, Depth, Index, Score, Standing, TotalMethod
from records.record_files import RecordError, read_table
from records.sync import Tally, sync
from units.models import Level


def figure(row, column):
    """An exact figure, or `None` for an empty cell."""
    text = row.text(column)
    try:
        return exact(Decimal(text)) if text else None
    except (InvalidOperation, ValueError):
        raise row.fault(
            _("cột “%(column)s”: “%(value)s” không phải số có tối đa chín chữ số thập phân")
            % {"column": column, "value": text}
        ) from None


def printed(row, column):
    """A figure with the places it was printed with; `58.20` has two. `None` for an empty cell."""
    value = figure(row, column)
    return None if value is None else Stated(value, len(row.text(column).partition(".")[2]))


def load_indices(path, units, sources):
    """Bring the indices to what the table says. Returns (slug -> Index, Tally)."""
    wanted, cited = {}, {}
    for row in read_table(path):
        slug = row.required("slug")
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
    for row in read_table(folder / "sets.csv"):
        slug = row.required("slug")
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
            "note": row.text("note"),
            "note_en": row.text("note_en"),
        }
        cited[slug], copied[slug] = row.all_of("sources", sources), row
    sets, tally = sync(CriteriaSet, wanted, key="slug", sources=cited)
    for slug, row in copied.items():
        origin = row.one_of("copied_from", sets, blank=True)
        if origin is not None and sets[slug].copied_from_id != origin.pk:
            sets[slug].copied_from = origin
            sets[slug].save(update_fields=["copied_from"])
    for slug in wanted:
        tally += _load_criteria(folder / f"{slug}.csv", sets[slug])
    return sets, tally + _load_links(folder / "links.csv", sets)


def _load_criteria(path, criteria_set):
    """The tree of one set, level by level, so that a parent is stored before its children."""
    rows = list(enumerate(read_table(path), start=1))
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
        stored, counted = sync(Criterion, wanted, key=("criteria_set", "code"))
        codes.update({code: stored[owner, code] for owner, code in wanted})
        tally += counted
        rows = [entry for entry in rows if entry not in ready]
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
    for row in read_table(path):
        from_set, to_set = row.one_of("from_set", sets), row.one_of("to_set", sets)
        key = (from_set.pk, to_set.pk, end(row, "old", from_set), end(row, "new", to_set))
        wanted[key] = {
            "kind": row.choice("kind", CriterionLink.LinkKind),
            "confirmed": True,
            "note": row.text("note"),
            "note_en": row.text("note_en"),
        }
    return sync(CriterionLink, wanted, key=("from_set", "to_set", "old", "new"))[1]


@dataclass(frozen=True)
class EditionFile:
    """One edition of the record: what its `edition.toml` says, and its rows.

    standings: unit slug -> Row; scores: (unit slug, criterion code) -> Row.
    """

    path: Path
    about: dict
    digest: str
    standings: dict
    scores: dict

    def said(self, name, default=""):
        return self.about.get(name, default)


def edition_files(folder):
    """Every edition of the record, index by index, oldest first."""
    paths = folder.glob("*/*/edition.toml")
    return [read_edition(path.parent) for path in sorted(paths, key=_oldest_first)]


def _oldest_first(path):
    """Order of loading: a period comes after those it follows, and a revision after the one it replaces."""
    label, _dash, revision = path.parent.name.partition("-r")
    return path.parent.parent.name, parse_label(label).ends_on, int(revision or 1)


def read_edition(folder):
    """Read one edition's folder.

    Raises:
        RecordError: with the file and the line, and what is wrong there.
    """
    digest = hashlib.sha256()
    for name in ("edition.toml", "standings.csv", "scores.csv"):
        path = folder / name
        digest.update(path.read_bytes() if path.exists() else b"")
    try:
        about = tomllib.loads((folder / "edition.toml").read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise RecordError(folder / "edition.toml", None, str(error)) from error
    for name in ("index", "label", "criteria_set"):
        if name not in about:
            raise RecordError(folder / "edition.toml", None, _("thiếu “%(name)s”") % {"name": name})
    standings = _by_key(read_table(folder / "standings.csv"), "unit")
    scores = _by_key(read_table(folder / "scores.csv"), "unit", "code")
    return EditionFile(folder, about, digest.hexdigest(), standings, scores)


def _by_key(rows, *columns):
    found = {}
    for row in rows:
        key = tuple(row.required(column) for column in columns)
        key = key[0] if len(key) == 1 else key
        if key in found:
            raise row.fault(_("dòng này lặp lại dòng %(line)s") % {"line": found[key].line})
        found[key] = row
    return found


def standing_of(row, units, blocks):
    """A `Standing` as one line of the record states it, not stored yet."""
    points, percent = printed(row, "stated_points"), printed(row, "stated_percent")
    return Standing(
        unit=row.one_of("unit", units),
        block=row.one_of("block", blocks, blank=True),
        to_be_ranked=row.flag("to_be_ranked"),
        status=row.choice("status", Standing.Status),
        stated_points=points and points.value,
        stated_points_places=points and points.places,
        stated_percent=percent and percent.value,
        stated_percent_places=percent and percent.places,
        stated_rank=row.whole("stated_rank"),
        note=row.text("note"),
        note_en=row.text("note_en"),
    )


def score_of(row, criteria):
    """A `Score` as one line of the record states it, not stored yet. `criteria`: code -> Criterion."""
    points, percent = printed(row, "stated_points"), printed(row, "stated_percent")
    return Score(
        criterion=row.one_of("code", criteria),
        status=row.choice("status", Score.Status),
        origin=Score.Origin.ENTERED,
        entered_points=figure(row, "points"),
        own_max_points=figure(row, "max_points"),
        stated_points=points and points.value,
        stated_points_places=points and points.places,
        stated_percent=percent and percent.value,
        stated_percent_places=percent and percent.places,
        stated_rank=row.whole("stated_rank"),
        note=row.text("note"),
    )
