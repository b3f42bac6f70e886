"""Stores the editions of the published record: new ones, and new revisions; a published figure is never overwritten."""

from collections import defaultdict

from django.db import transaction
from django.utils.translation import gettext as _

from indices.actions import Draft, freeze, store_standings
from indices.domain.periods import parse_label
from indices.importing.published import score_of, standing_of
from indices.models import Band, Block, Edition, Score, Standing
from indices.queries import entered
from records.record_files import RecordError
from records.sync import Tally


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
            raise RecordError(
                file.path / "edition.toml",
                None,
                _("“%(name)s”: không có “%(value)s” trong bản ghi") % {"name": name, "value": value},
            )
        return known[value]


def store_edition(file, record):
    """Store one edition of the record, published by its source.

    Returns:
        Tally: one created, or one unchanged.

    Raises:
        RecordError: the file names what does not exist, or changes a figure that is published without being a new
            revision.
        DataFaultsError: sums that do not meet what is stated.
    """
    index = record.named(file, "index", record.indices)
    number = file.said("revision", 1)
    stored = Edition.objects.filter(index=index, label=file.about["label"], revision=number).first()
    if stored is None:
        with transaction.atomic():
            _create(file, record, index, number)
        return Tally(created=1)
    if stored.fixture_digest != file.digest:
        _refuse_changes(file, record, stored)
        stored.fixture_digest = file.digest
        stored.save(update_fields=["fixture_digest"])
    return Tally(unchanged=1)


def _drafts(file, record, criteria_set, blocks):
    """The drafts of an edition, units in the order of the file."""
    criteria = {criterion.code: criterion for criterion in criteria_set.criteria.all()}
    scores = defaultdict(dict)
    for (unit, code), row in file.scores.items():
        if unit not in file.standings:
            raise row.fault(_("đơn vị “%(unit)s” không có trong standings.csv") % {"unit": unit})
        scores[unit][code] = score_of(row, criteria)
    return {unit: Draft(standing_of(row, record.units, blocks), scores[unit]) for unit, row in file.standings.items()}


def _create(file, record, index, number):
    label = file.about["label"]
    period = parse_label(label)
    criteria_set = record.named(file, "criteria_set", record.sets)
    source = record.named(file, "source", record.sources, blank=True)
    edition = Edition.objects.create(
        index=index,
        label=label,
        year=period.year,
        period=period.kind,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        revision=number,
        criteria_set=criteria_set,
        stated_units=file.said("stated_units", None),
        note=file.said("note"),
        note_en=file.said("note_en"),
        reason=file.said("reason"),
        reason_en=file.said("reason_en"),
        fixture_digest=file.digest,
    )
    blocks = {
        about["slug"]: Block.objects.create(edition=edition, position=place, **about)
        for place, about in enumerate(file.said("blocks", []), start=1)
    }
    for place, about in enumerate(file.said("bands", []), start=1):
        Band.objects.create(edition=edition, position=place, **about)
    drafts = _drafts(file, record, criteria_set, blocks)
    for draft in drafts.values():
        draft.standing.edition = edition
    store_standings(edition=edition, drafts=drafts.values(), provisional=False)
    _cite(file, record, edition, drafts)
    freeze(
        edition=edition,
        by=None,
        decision=record.named(file, "decision", record.decisions, blank=True),
        source=source,
        published_on=file.said("published_on", None),
    )


def _cite(file, record, edition, drafts):
    """Sources of the edition, and of the standings and scores that have their own."""
    edition.sources.set(record.sources[code] for code in file.said("sources", []))
    for model, owner, rows in (
        (Standing, "standing", {unit: drafts[unit].standing for unit in drafts}),
        (Score, "score", {(unit, code): drafts[unit].scores[code] for unit, code in file.scores}),
    ):
        lines = file.standings if model is Standing else file.scores
        through = model.sources.through
        through.objects.bulk_create(
            through(**{f"{owner}_id": row.pk, "source_id": source.pk})
            for key, row in rows.items()
            for source in lines[key].all_of("sources", record.sources)
        )


def _refuse_changes(file, record, edition):
    """Let a file pass that says the same in other words; refuse one that changes a published figure."""
    blocks = {block.slug: block for block in edition.blocks.all()}
    wanted = {draft.standing.unit_id: draft for draft in _drafts(file, record, edition.criteria_set, blocks).values()}
    found = {standing.unit_id: Draft(standing, scores) for standing, scores in entered(edition)}
    for unit in sorted(wanted.keys() | found.keys()):
        difference = _difference(found.get(unit), wanted.get(unit))
        if difference:
            name = (wanted.get(unit) or found.get(unit)).standing.unit
            raise RecordError(
                file.path,
                None,
                _(
                    "%(unit)s: %(difference)s. Số đã công bố không được sửa tại chỗ: ghi revision = %(next)s và "
                    "reason trong edition.toml, trong một thư mục tên %(label)s-r%(next)s."
                )
                % {"unit": name, "difference": difference, "next": edition.revision + 1, "label": edition.label},
            )


SAID_OF_STANDING = (
    "to_be_ranked", "block_id", "stated_points", "stated_points_places", "stated_percent",
    "stated_percent_places", "stated_rank",
)  # fmt: skip
SAID_OF_SCORE = (
    "entered_points", "own_max_points", "stated_points", "stated_points_places", "stated_percent",
    "stated_percent_places", "stated_rank",
)  # fmt: skip


def _difference(stored, wanted):
    """The first thing said differently of a unit, in words; empty where nothing is."""
    if stored is None or wanted is None:
        return _("có trong bản này mà không có trong bản kia")
    pairs = [("", SAID_OF_STANDING, stored.standing, wanted.standing)]
    for code in sorted(stored.scores.keys() | wanted.scores.keys()):
        if code not in stored.scores or code not in wanted.scores:
            return _("tiêu chí %(code)s thêm vào hoặc bỏ đi") % {"code": code}
        pairs.append((code, SAID_OF_SCORE, stored.scores[code], wanted.scores[code]))
    for code, names, before, after in pairs:
        for name in names:
            if getattr(before, name) != getattr(after, name):
                return _("%(code)s %(name)s: %(before)s thành %(after)s") % {
                    "code": code,
                    "name": name,
                    "before": getattr(before, name),
                    "after": getattr(after, name),
                }
    return ""
