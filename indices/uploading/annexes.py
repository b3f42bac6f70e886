"""A unit's own tree under its published result: it must add up to the published total, and changes nothing of it."""

from django.db import transaction

from indices.actions import Draft, compute_standings
from indices.actions.rows import SCORE_COMPUTED
from indices.importing.faults import CellFault
from indices.importing.grid import Kind
from indices.importing.merging import copied
from indices.importing.score_values import Meaning
from indices.models import Annex, Score, TotalMethod
from indices.permissions import may_supervise, require
from indices.queries.entries import tree_of
from indices.uploading.subjects import subject_of
from records.models import AuditEvent
from reformtrack.said import said as _

NAMED = 20  # criteria that are missing, in a sentence


def of_others(reading, subject, book):
    """Rows that name another unit: an annex is read as its unit's, whatever stands there."""
    sheets = {sheet.name: sheet for sheet in book.sheets}
    for layout in reading.layouts:
        columns = [line.place for line in layout.lines if line.meaning in (Meaning.UNIT, Meaning.UNIT_CODE)]
        for row in range(layout.data[0], layout.data[1] + 1):
            for cell in filter(None, (sheets[layout.sheet].at(row, column) for column in columns)):
                named = subject.matcher.match(cell.text).unit if cell.kind == Kind.TEXT else None
                if named is not None and named.pk != subject.of_unit.pk:
                    told = {"value": cell.text, "unit": subject.of_unit.shown_name}
                    yield CellFault(
                        layout.sheet,
                        cell.address,
                        cell.text,
                        "another_unit",
                        _("“%(value)s” là đơn vị khác; phụ lục này là của %(unit)s.") % told,
                        _("Chỉ giữ các dòng của %(unit)s, hoặc tải tệp này lên cho đúng đơn vị.") % told,
                    )


def check_annex(trial):
    """What keeps a unit's tree from standing under its published result, where nothing else is wrong.

    A tree that adds up to another total is a fault of the sums; one that gives no sum is told here.
    """
    subject = trial.subject
    if tree_of(subject.edition.criteria_set).total_method != TotalMethod.SUM:
        return
    (draft,) = trial.merged.drafts.values()
    alone = copied(draft.standing)  # without what is published, which would stand for the sum
    alone.stated_points = alone.stated_points_places = alone.stated_percent = alone.stated_percent_places = None
    computed = compute_standings(edition=subject.edition, drafts=[Draft(alone, draft.scores)], provisional=True)
    missing = computed.standings[subject.of_unit.pk]["missing"]
    published = (draft.standing.stated_points, draft.standing.stated_percent)
    if missing and published != (None, None):
        text = _("Chưa cộng được tổng để so với kết quả đã công bố: còn thiếu điểm ở tiêu chí %(codes)s.")
        shown = ", ".join(missing[:NAMED]) + ("…" if len(missing) > NAMED else "")
        remedy = _("Ghi đủ điểm ở các tiêu chí ấy rồi tải tệp lên lại.")
        yield CellFault("", "", "", "annex_incomplete", text % {"codes": shown}, remedy)


def store_annex(trial, *, by):
    """Write a unit's tree: what the file touched, and what follows from it. Returns whether the annex is new."""
    upload = trial.upload
    annex, is_new = Annex.objects.get_or_create(
        standing_id=upload.standing_id, criteria_set_id=upload.criteria_set_id, defaults={"made_by": by}
    )
    (draft,) = trial.merged.drafts.values()
    _write(annex, draft, trial.computed)
    return is_new


def recompute_annex(upload, annex):
    """Add an annex up anew from what is entered in it."""
    subject = subject_of(upload)
    unit = subject.of_unit.pk
    draft = Draft(subject.roll[unit], subject.scores[unit])
    _write(annex, draft, compute_standings(edition=subject.edition, drafts=[draft], provisional=True))


def _write(annex, draft, computed):
    unit = draft.standing.unit_id
    criterion_pk = dict(annex.criteria_set.criteria.values_list("code", "pk"))
    Score.objects.filter(annex=annex, origin=Score.Origin.ROLLED_UP).delete()
    for (_unit, code), columns in computed.scores.items():
        entered = draft.scores.get(code)
        score = Score(origin=Score.Origin.ROLLED_UP) if entered is None else Score(**vars(entered))
        score.annex, score.criterion_id = annex, criterion_pk[code]
        for name in SCORE_COMPUTED:
            setattr(score, name, columns[name])
        score.rank = None  # there is nobody to be ranked against
        score.save()
    whole = computed.standings[unit]
    annex.points, annex.max_points = whole["points"], whole["max_points"]
    annex.save(update_fields=["points", "max_points"])


@transaction.atomic
def open_annex(*, annex, by):
    """Let every reader see a unit's own tree.

    Raises:
        PermissionDenied: `by` does not supervise the index.
    """
    return _turn(annex, True, "annex_opened", by)


@transaction.atomic
def close_annex(*, annex, by):
    """Show a unit's own tree to its own people alone.

    Raises:
        PermissionDenied: `by` does not supervise the index.
    """
    return _turn(annex, False, "annex_closed", by)


def _turn(annex, is_open, kind, by):
    require(may_supervise(by, annex.standing.edition.index))
    if annex.is_open != is_open:
        annex.is_open = is_open
        annex.save(update_fields=["is_open"])
        AuditEvent.objects.record(kind=kind, target=annex, by=by)
    return annex
