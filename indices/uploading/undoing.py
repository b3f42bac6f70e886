"""An upload is undone: exactly what was there before stands there again, and the edition is computed anew."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from indices.actions.readiness import RefusedError
from indices.actions.rolls import empty_computed
from indices.actions.rows import SCORE_ENTERED, delete_scores, entered_in, rewrite_scores, rolled_up_in
from indices.actions.scoring import Draft, store_standings
from indices.models import Annex, Score, Standing, Upload
from indices.permissions import may_read_upload, require
from indices.queries.rolls import STATED, holding_figures
from indices.uploading.annexes import recompute_annex
from indices.uploading.holding import held, hold, moment, named, refuse_closed, why_not_open
from indices.uploading.leaving import Before, left_in, put_back, rows_of
from records.models import AuditEvent
from reformtrack.bulk import many_objects

State = Upload.State
UNCOMPUTED_SCORE = {"points": None, "max_points": None, "percent": None, "rank": None, "is_provisional": False}


class TouchedSinceError(RefusedError):
    """Somebody changed what the upload stored: putting back what was there before would overwrite it unseen."""


@transaction.atomic
@many_objects()
def undo_upload(*, upload, by):
    """Put back what an upload changed, to the last column.

    Returns:
        The upload, undone.

    Raises:
        PermissionDenied: `by` may not bring such files.
        TouchedSinceError: a later upload or a person changed some of it; it says who, and what to undo first.
        RefusedError: it is not stored, or the edition is published or handed in.
        DataFaultsError: what was there before does not add up with what came since; nothing is changed.
    """
    require(may_read_upload(by, upload))
    edition = hold(upload.edition)
    upload = held(upload)
    if upload.state != State.STORED:
        raise RefusedError(_why_not_stored(upload))
    refuse_closed(edition, upload.standing)
    before = Before.unpack(upload.before.packed)
    scores, standings = rows_of(upload)
    _refuse_touched(upload, before, scores, standings)
    _put_back(upload, before, scores, standings)
    if upload.is_of_annex:
        _restore_annex(upload, before)
    else:
        _recompute(edition, before)
    upload.before.delete()
    upload.state, upload.closed_at, upload.closed_by = State.UNDONE, timezone.now(), by
    upload.save(update_fields=["state", "closed_at", "closed_by"])
    after = {
        "edition": str(edition),
        "scores_removed": sum(map(len, before.new.values())),
        "scores_put_back": len(before.changed),
    }
    AuditEvent.objects.record(kind="upload_undone", target=upload, by=by, after=after)
    return upload


def _why_not_stored(upload):
    if upload.closed_at is not None:
        return why_not_open(upload)
    return _("Tệp “%(name)s” chưa lưu nên không có gì để hoàn tác.") % {"name": upload.file_name}


def _refuse_touched(upload, before, scores, standings):
    """Name whoever changed something that the upload stored."""
    keys = list(before.keys())
    others = {scores[key].upload_id for key in keys if key in scores} - {upload.pk, None}
    if others:
        later = Upload.objects.select_related("stored_by").filter(pk__in=others).order_by("-stored_at").first()
        text = _("Tệp “%(name)s” do %(by)s lưu lúc %(at)s đã thay điểm của tệp này; hãy hoàn tác tệp ấy trước.")
        told = {"name": later.file_name, "by": named(later.stored_by), "at": moment(later.stored_at)}
        raise TouchedSinceError(text % told)
    gone = any(key not in scores for key in keys) or not standings.keys() >= {*before.stated, *before.made}
    if gone or left_in(before, scores.__getitem__, standings) != before.left:
        raise TouchedSinceError(_edited_since(upload, [scores[key].pk for key in keys if key in scores]))


def _edited_since(upload, scores):
    """Who changed a score by hand since, as far as it is known."""
    label = Score._meta.label_lower
    edits = AuditEvent.objects.filter(target_type=label, at__gt=upload.stored_at).select_related("by")
    known = set(map(str, scores))
    last = next((edit for edit in edits.order_by("-at", "-pk") if edit.target_id in known), None)
    if last is None:
        return _(
            "Có điểm của tệp này đã được sửa sau khi lưu nên không hoàn tác được: hoàn tác sẽ mất chỗ sửa ấy. Hãy sửa "
            "từng điểm, hoặc tải tệp khác lên."
        )
    text = _(
        "%(by)s đã sửa %(score)s lúc %(at)s, sau khi tệp này được lưu, nên không hoàn tác được: hoàn tác sẽ mất chỗ "
        "sửa ấy. Hãy sửa từng điểm, hoặc tải tệp khác lên."
    )
    return text % {"by": named(last.by), "score": last.target_label, "at": moment(last.at)}


def _put_back(upload, before, scores, standings):
    """The rows that were there as they were; those that were not, away."""
    restored = []
    for key, columns in before.changed.items():
        # What is computed is emptied for the moment: it would contradict what is entered.
        put_back(scores[key], {**dict(zip(SCORE_ENTERED, columns, strict=True)), **UNCOMPUTED_SCORE})
        restored.append(scores[key])
    rewrite_scores(restored)
    delete_scores(Score.objects.filter(upload=upload))  # what still names it was not there before
    for unit, columns in before.stated.items():
        put_back(standings[unit], columns)
        standings[unit].save(update_fields=list(columns))
    _take_off_roll(upload, before.made)


def _take_off_roll(upload, units):
    """Units that the upload put on the roll leave it, but for those that were given something else meanwhile."""
    made = Standing.objects.filter(edition=upload.edition_id, unit__in=units)
    made.update(**dict.fromkeys(STATED))
    holding = set(holding_figures(upload.edition).values_list("pk", flat=True))
    Standing.objects.filter(pk__in=set(made.values_list("pk", flat=True)) - holding).delete()


def _recompute(edition, before):
    """As it was computed before; what was never computed is left so."""
    if before.was_computed:
        store_standings(edition=edition, drafts=[Draft(standing, scores) for standing, scores in entered_in(edition)])
    else:
        delete_scores(rolled_up_in(edition))
        Score.objects.filter(standing__edition=edition).update(**UNCOMPUTED_SCORE)
        empty_computed(edition)


def _restore_annex(upload, before):
    """The annex as it was; away with it, if there was none."""
    annex = Annex.objects.get(standing=upload.standing_id, criteria_set=upload.criteria_set_id)
    if before.made_annex and not annex.scores.filter(origin=Score.Origin.ENTERED).exists():
        annex.delete()
    else:
        recompute_annex(upload, annex)
