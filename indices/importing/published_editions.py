"""Stores the editions of the published record: new ones, and new revisions; a published figure is never overwritten."""

from collections import defaultdict

from django.utils.translation import gettext as _

from indices.actions import Draft, freeze, store_standings
from indices.domain.periods import parse_label
from indices.importing.published_differences import changed, printed_text, row_differences
from indices.importing.published_extras import Extras
from indices.importing.published_files import revision, score_of, standing_of
from indices.models import Band, Block, Edition, Score, Standing
from indices.queries.entries import entered
from records.record_files import RecordError
from records.sync import Tally, sync_sources


class Record:
    """What editions refer to: units, indices, sets, decisions and sources, by their slugs and codes."""

    def __init__(self, *, units, indices, sets, decisions, sources):
        self.units, self.indices, self.sets = units, indices, sets
        self.decisions, self.sources = decisions, sources

    def named(self, file, name, known, *, blank=False):
        """What `edition.toml` names under `name`."""
        value = file.said(name)
        if not value and blank:
            return None
        if value not in known:
            raise file.fault(name, _("“%(name)s”: không có “%(value)s” trong bản ghi") % {"name": name, "value": value})
        return known[value]

    def cited(self, file, about):
        """The sources that `edition.toml`, or a part of it, lists."""
        for code in about.get("sources", []):
            if code not in self.sources:
                raise file.fault("sources", _("không có nguồn “%(code)s” trong bản ghi") % {"code": code})
        return [self.sources[code] for code in about.get("sources", [])]


def store_edition(file, record):
    """Store one edition of the record, published by its source or decision.

    Returns:
        Tally: one created, one changed (its sources, or only the way it is written), or one unchanged.

    Raises:
        RecordError: the file names what does not exist, or says otherwise than what is published without being a new
            revision.
        DataFaultsError: sums that do not meet what is stated.
    """
    wanted = _edition_of(file, record)
    published = Edition.objects.filter(index=wanted.index, label=wanted.label, revision=wanted.revision).first()
    if published is None:
        _create(file, record, wanted)
        return Tally(created=1)
    if published.fixture_digest == file.digest:
        return Tally(unchanged=1)
    found = {standing.unit.slug: Draft(standing, scores) for standing, scores in entered(published)}
    drafts = _drafts(file, record, published)
    faults = [
        *_edition_differences(file, published, wanted),
        *_figure_differences(file, found, drafts),
        *(extras := _extras(file, published, found)).differences(),
    ]
    if faults:
        raise _refusal(file, wanted, faults)
    _cite(file, record, published, found)
    extras.cite(record.sources)
    published.fixture_digest = file.digest
    published.save(update_fields=["fixture_digest"])
    return Tally(changed=1)


def _edition_of(file, record):
    """The edition as `edition.toml` tells of it, not stored yet."""
    period = parse_label(file.said("label"))
    return Edition(
        index=record.named(file, "index", record.indices),
        label=period.label,
        year=period.year,
        period=period.kind,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        revision=revision(file),
        criteria_set=record.named(file, "criteria_set", record.sets),
        decision=record.named(file, "decision", record.decisions, blank=True),
        source=record.named(file, "source", record.sources, blank=True),
        published_on=file.said("published_on", None),
        stated_units=file.said("stated_units", None),
        # An edition is complete where every block of it is.
        is_complete=file.said("complete", all(block.get("complete", True) for block in file.said("blocks", []))),
        note=file.said("note"),
        note_en=file.said("note_en"),
        reason=file.said("reason"),
        reason_en=file.said("reason_en"),
        fixture_digest=file.digest,
    )


def _blocks_of(file, edition):
    return [
        Block(edition=edition, position=place, is_complete=about.get("complete", True), **_without(about, "complete"))
        for place, about in enumerate(file.said("blocks", []), 1)
    ]


def _without(about, left_out):
    return {name: told for name, told in about.items() if name != left_out}


def _bands_of(file, edition):
    return [
        Band(edition=edition, position=place, **_without(about, "sources"))
        for place, about in enumerate(file.said("bands", []), 1)
    ]


def _parts_of(edition):
    """What rows of an edition refer to: blocks by slug, bands by name, criteria by code."""
    return {
        "blocks": {block.slug: block for block in edition.blocks.all()},
        "bands": {band.name: band for band in edition.bands.all()},
        "criteria": {criterion.code: criterion for criterion in edition.criteria_set.criteria.all()},
    }


def _extras(file, edition, drafts):
    standings = {unit: draft.standing for unit, draft in drafts.items()}
    return Extras(file, edition, standings=standings, **_parts_of(edition))


def _drafts(file, record, edition):
    """Unit slug -> Draft as the rows say, in the order of the file."""
    parts = _parts_of(edition)
    scores = defaultdict(dict)
    for (unit, code), row in file.scores.items():
        if unit not in file.standings:
            raise row.fault(_("đơn vị “%(unit)s” không có trong standings.csv") % {"unit": unit})
        scores[unit][code] = score_of(row, parts["criteria"])
    drafts = {
        unit: Draft(standing_of(row, record.units, parts["blocks"]), scores[unit])
        for unit, row in file.standings.items()
    }
    for row in file.stated_bands.values():
        row.one_of("unit", drafts).standing.stated_band = row.one_of("band", parts["bands"])
    return drafts


def _create(file, record, edition):
    """Store an edition with all its rows, and publish it."""
    if not file.standings and not file.statistics:
        raise RecordError(file.path / "standings.csv", None, _("không có đơn vị nào"))
    edition.save()
    Block.objects.bulk_create(_blocks_of(file, edition))
    Band.objects.bulk_create(_bands_of(file, edition))
    drafts = _drafts(file, record, edition)
    for draft in drafts.values():
        draft.standing.edition = edition
    store_standings(edition=edition, drafts=drafts.values(), provisional=False)
    _refuse_other_status(file, drafts)
    _extras(file, edition, drafts).store(record.sources)
    _cite(file, record, edition, drafts)
    freeze(
        edition=edition,
        by=None,
        decision=edition.decision,
        source=edition.source,
        published_on=edition.published_on,
    )


def _refuse_other_status(file, drafts):
    """What a row says of its status must be what its figures say: a slip in either would go unnoticed."""
    rows = [(row, drafts[unit].standing) for unit, row in file.standings.items()]
    rows += [(row, drafts[unit].scores[code]) for (unit, code), row in file.scores.items()]
    for row, stored in rows:
        if row.text("status") != stored.status:
            raise row.fault(
                _("cột “status” ghi %(said)s, nhưng theo các số thì là %(found)s")
                % {"said": row.text("status"), "found": stored.status}
            )


def _cite(file, record, edition, drafts):
    """Sources of the edition, and of the standings and scores that have their own: exactly those of the file."""
    sync_sources(Edition, {edition: record.cited(file, file.about)})
    bands = {band.name: band for band in edition.bands.all()}
    sync_sources(Band, {bands[about["name"]]: record.cited(file, about) for about in file.said("bands", [])})
    for model, rows in _rows_that_cite(file, drafts):
        cited = {
            stored: [source for line in lines for source in line.all_of("sources", record.sources)]
            for stored, lines in rows.items()
        }
        sync_sources(model, cited)


def _rows_that_cite(file, drafts):
    """(model, {stored row: lines of the record that cite sources for it})."""
    bands = {unit: [row] for unit, row in file.stated_bands.items()}
    standings = {drafts[unit].standing: [row, *bands.get(unit, [])] for unit, row in file.standings.items()}
    scores = {drafts[unit].scores[code]: [row] for (unit, code), row in file.scores.items()}
    return (Standing, standings), (Score, scores)


def _refusal(file, wanted, faults):
    remedy = _(
        "Bản đã công bố không sửa: đặt bản mới vào thư mục %(label)s-r%(next)s, ghi revision = %(next)s và reason."
    ) % {"label": wanted.label, "next": wanted.revision + 1}
    head = _("%(count)s chỗ khác với bản đã công bố") % {"count": len(faults)}
    return RecordError(file.path, None, "\n".join([head, *map(str, faults), remedy]))


EDITION_SAYS = (
    "criteria_set",
    "decision",
    "source",
    "published_on",
    "stated_units",
    "is_complete",
    "note",
    "note_en",
    "reason",
    "reason_en",
)


def _edition_differences(file, published, wanted):
    """A RecordError for each thing that `edition.toml` says otherwise than what is published."""
    pairs = [(name, getattr(published, name), getattr(wanted, name)) for name in EDITION_SAYS]
    for name, rows, said in (
        ("blocks", published.blocks.all(), _blocks_of(file, published)),
        ("bands", published.bands.all(), _bands_of(file, published)),
    ):
        pairs.append((name, [_said_of_part(row) for row in rows], [_said_of_part(row) for row in said]))
    for name, before, after in pairs:
        if before != after:
            yield file.fault(name, changed(name, before, after))


def _said_of_part(row):
    """What is said of a block or a band."""
    names = ("slug", "name", "name_en", "stated_units", "is_complete", "lower", "upper")
    return {name: getattr(row, name) for name in names if hasattr(row, name)}


def _said(row):
    """What was published of a standing or a score, by the columns of the file."""
    said = {
        "status": row.status,
        "stated_points": printed_text(row.stated_points, row.stated_points_places),
        "stated_percent": printed_text(row.stated_percent, row.stated_percent_places),
        "stated_rank": row.stated_rank,
        "note": row.note,
    }
    if isinstance(row, Score):
        return said | {"points": row.entered_points, "max_points": row.own_max_points}
    return said | {
        "block": row.block.slug if row.block_id else "",
        "band": row.stated_band.name if row.stated_band_id else "",
        "to_be_ranked": row.to_be_ranked,
        "max_points": row.own_max_points,
        "note_en": row.note_en,
    }


def _figure_differences(file, found, wanted):
    """A RecordError for each row, or each cell, that differs from what is published.

    Args:
        found, wanted: unit slug -> Draft, as published and as the file says.
    """
    yield from row_differences(
        file.path / "standings.csv",
        file.standings,
        {unit: draft.standing for unit, draft in found.items()},
        {unit: draft.standing for unit, draft in wanted.items()},
        said=_said,
    )
    yield from row_differences(
        file.path / "scores.csv",
        file.scores,
        {(unit, code): score for unit, draft in found.items() for code, score in draft.scores.items()},
        {(unit, code): score for unit, draft in wanted.items() for code, score in draft.scores.items()},
        said=_said,
        name=lambda key: _("%(unit)s, tiêu chí %(code)s") % {"unit": key[0], "code": key[1]},
    )
