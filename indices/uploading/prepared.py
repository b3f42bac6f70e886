"""What storing a checked file will write, kept beside the original from when it was checked: nobody reads it twice.

It holds for one state of things: the same original, read in the same way by the same software, against the same
edition to the last column. Where anything is another, or the file is gone or damaged, the original is read again.
It is JSON: whatever stands in it, nothing of it is run.
"""

import hashlib
import json
import zlib
from collections import defaultdict
from dataclasses import dataclass
from operator import attrgetter

from django.conf import settings
from django.db import connections

from indices.actions.rows import SCORE_ENTERED, STANDING_ENTERED
from indices.actions.writing import Writing, writing_of
from indices.models import Block, CriteriaSet, Criterion, CriterionStatistic, Edition, Index, Score, Standing
from indices.uploading import keeping
from indices.uploading.choices import plain
from indices.uploading.leaving import Before, columns_of, left_in
from reformtrack.bulk import many_objects
from units.models import Alias, Unit, UnitName

CHUNK = 2000
_entered = attrgetter(*SCORE_ENTERED)
QUICKLY = 1  # level of compression


@dataclass
class Prepared:
    """What a file comes to.

    Args:
        holds_for: `state_of` when it was prepared.
        against: digest of what was entered for its units (`versions.digest_of`).
        before: packed, what stands where it writes (`leaving.Before`).
        counts: how many scores are new and changed, and how many units are new.
    """

    holds_for: str
    against: str
    before: bytes
    counts: dict[str, int]
    writing: Writing


@many_objects()
def prepare(upload, outcome, rows):
    """Lay down beside the original what storing it will write; nothing where it has a fault.

    Args:
        rows: `rows_of` as they were before it was read.
    """
    if outcome.consequences is None or upload.is_of_annex:
        drop(upload)
        return
    before = before_storing(outcome)
    before.left = left_by(before, outcome)
    state = _state(rows, upload, keeping.bytes_of(upload), plain(outcome.choice))
    _keep(upload, Prepared(state, outcome.against, before.pack(), counts_in(before), writing_in(outcome)))


def writing_in(outcome):
    """What is written of an edition if it takes the file."""
    merged = outcome.trial.merged
    return writing_of(
        edition=outcome.subject.edition,
        drafts=merged.drafts,
        computed=outcome.trial.computed,
        touched=_touched(merged),
    )


def counts_in(before):
    return {
        "scores_new": sum(map(len, before.new.values())),
        "scores_changed": len(before.changed),
        "units_new": len(before.made),
    }


def state_of(upload, original, choice):
    """The digest of everything that a reading depends on, as it is now: equal as long as all of it is.

    Args:
        original: the bytes of the file.
        choice: how it is read, in plain values.
    """
    return _state(rows_of(upload), upload, original, choice)


def _state(rows, upload, original, choice):
    told = [settings.CODE_VERSION, rows, upload.pk, keeping.digest_of(original), choice]
    return hashlib.sha256(json.dumps(told, sort_keys=True).encode()).hexdigest()


def rows_of(upload):
    """The digest of everything in the database that a reading of an upload depends on."""
    edition = Edition.objects.select_related("criteria_set").get(pk=upload.edition_id)
    digest = hashlib.sha256()
    for rows in (
        Edition.objects.filter(pk=edition.pk),
        Index.objects.filter(pk=edition.index_id),
        CriteriaSet.objects.filter(pk=edition.criteria_set_id),
        Criterion.objects.filter(criteria_set=edition.criteria_set_id),
        Block.objects.filter(edition=edition),
        edition.bands.all(),
        Unit.objects.all(),
        UnitName.objects.all(),
        Alias.objects.all(),
        CriterionStatistic.objects.filter(edition=edition),
        Standing.objects.filter(edition=edition),
        Score.objects.filter(standing__edition=edition),
    ):
        _add(digest, rows.order_by("pk"))
    return digest.hexdigest()


def _add(digest, rows):
    """All columns of some rows, as the database holds them."""
    statement, about = rows.query.sql_with_params()
    with connections[rows.db].chunked_cursor() as cursor:
        cursor.execute(statement, about)
        while some := cursor.fetchmany(CHUNK):
            digest.update(repr(some).encode())


def _keep(upload, ready):
    told = {"holds_for": ready.holds_for, "against": ready.against, "counts": ready.counts, "before": len(ready.before)}
    packed = zlib.compress(b"".join((json.dumps(told).encode(), b"\n", ready.before, ready.writing.pack())), QUICKLY)
    keeping.write_whole(_path(upload), hashlib.sha256(packed).digest() + packed, lasting=False)


def find(upload):
    """What was prepared of an upload; `None` where it is gone or damaged."""
    try:
        kept = _path(upload).read_bytes()
    except FileNotFoundError:
        return None
    size = hashlib.sha256().digest_size
    if hashlib.sha256(kept[size:]).digest() != kept[:size]:
        return None
    head, _line, body = zlib.decompress(kept[size:]).partition(b"\n")
    told = json.loads(head)
    length = told.pop("before")
    return Prepared(**told, before=body[:length], writing=Writing.unpack(body[length:]))


def drop(upload):
    """Take it away: the upload is stored or closed, or has a fault now."""
    _path(upload).unlink(missing_ok=True)


def _path(upload):
    return keeping.root() / f"{upload.stored_as}{keeping.PREPARED}"


def before_storing(outcome):
    """What stands where the file will write. Returns `Before`, without what is left there."""
    subject, merged, before = outcome.subject, outcome.trial.merged, Before()
    new = defaultdict(list)
    for (unit, code), stored in merged.touched.items():
        criterion = subject.items[code].pk
        if stored is None:
            new[unit].append(criterion)
        else:
            before.changed[unit, criterion] = _entered(stored)
    before.new = {unit: sorted(criteria) for unit, criteria in new.items()}
    for unit, stored in merged.standings.items():
        if stored is None:
            before.made.append(unit)
        else:
            before.stated[unit] = columns_of(stored, STANDING_ENTERED)
    rolled_up = Score.objects.filter(standing__edition=subject.edition, origin=Score.Origin.ROLLED_UP)
    before.was_computed = rolled_up.exists() or subject.edition.criterion_statistics.exists()
    return before


def _touched(merged):
    """Stored rows that the file changes."""
    for (unit, code), stored in merged.touched.items():
        if stored is not None:
            yield merged.drafts[unit].scores[code]
    for unit, stored in merged.standings.items():
        if stored is not None:
            yield merged.drafts[unit].standing


def left_by(before, outcome):
    """The digest of what is there once the file is stored, wherever it writes."""
    code_of = {item.pk: code for code, item in outcome.subject.items.items()}
    drafts = outcome.trial.merged.drafts

    def score_of(key):
        unit, criterion = key
        return drafts[unit].scores[code_of[criterion]]

    return left_in(before, score_of, {unit: draft.standing for unit, draft in drafts.items()})
