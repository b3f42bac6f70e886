"""An edition's way: opened for a year or period, handed in and taken back, corrected by a new revision."""

from contextlib import suppress
from dataclasses import dataclass

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from indices.actions.readiness import RefusedError, refuse_unless_ready, why_not_ready
from indices.actions.rolls import Carried, copy_roll
from indices.actions.scoring import Draft, lock, store_standings
from indices.domain.periods import parse_label
from indices.faults import DataFaultsError
from indices.models import (
    Band,
    Edition,
    EditionStatistic,
    Index,
    Score,
    Standing,
    StandingPart,
    Survey,
    SurveyAnswers,
    SurveyResult,
)
from indices.permissions import may_supervise, require
from indices.queries.entries import entered
from indices.queries.rolls import edition_before, open_draft, set_for
from records.models import AuditEvent

BATCH = 2000
FORMS = {"quarter": "{}-q{}", "month": "{}-m{:02}", "week": "{}-w{:02}"}
YEARS_BACK = 100  # further back, and after next year, a label is a slip of the hand


class EditionExistsError(RefusedError):
    """There is an edition of that label; `edition` is the one to go on with."""


@dataclass(frozen=True)
class Opened:
    """A draft just opened.

    Args:
        edition: the draft.
        copied_from: the edition that its blocks, bands and units came from; `None` where there was none before.
        carried: what could not come along.
    """

    edition: Edition
    copied_from: Edition | None
    carried: Carried


def period_of(label):
    """What a label stands for, however it is typed: `2026-Q3` and ` 2026-m9 ` are `2026-q3` and `2026-m09`.

    Raises:
        RefusedError: it names no year or period, or one far from today.
    """
    try:
        period = parse_label(label.strip().lower())
    except ValueError as error:
        text = _(
            "“%(label)s” không phải là nhãn của một năm hay kỳ đánh giá. Hãy ghi năm (2026), quý (2026-q3), tháng "
            "(2026-m09) hoặc tuần (2026-w47)."
        )
        raise RefusedError(text % {"label": label}, field="label") from error
    this_year = timezone.localdate().year
    if not this_year - YEARS_BACK <= period.year <= this_year + 1:
        text = _("Năm %(year)s ở quá xa; hãy xem lại năm đã ghi.")
        raise RefusedError(text % {"year": period.year}, field="label")
    if period.kind == "year":
        return period
    return parse_label(FORMS[period.kind].format(period.year, period.number))


@transaction.atomic
def open_edition(*, index, label, criteria_set=None, copy_roll_from=None, by):
    """Open a draft for a year or a period, with blocks, bands, depth and units as in the edition before.

    Args:
        label: as in `indices.domain.periods`.
        criteria_set: the one in force for that year where `None`.
        copy_roll_from: an edition of the same index; the newest one before where `None`.

    Returns:
        `Opened`.

    Raises:
        PermissionDenied: `by` does not supervise the index.
        EditionExistsError: there is one of that label: a draft to go on with, or a published one to correct.
        RefusedError: the label means nothing, or no criteria set of the index is in force.
    """
    require(may_supervise(by, index))
    period = period_of(label)
    index = Index.objects.select_for_update(of=("self",)).get(pk=index.pk)  # two drafts of one label are not opened
    _refuse_existing(index, period.label)
    criteria_set = criteria_set or set_for(index, period.year)
    if criteria_set is None:
        text = _(
            "Chưa có bộ tiêu chí nào của %(index)s áp dụng cho năm %(year)s; hãy đưa một bộ tiêu chí vào áp dụng, "
            "hoặc chọn bộ tiêu chí."
        )
        raise RefusedError(text % {"index": index.label, "year": period.year}, field="criteria_set")
    if criteria_set.index_id != index.pk:
        text = _("Bộ tiêu chí “%(set)s” không phải của %(index)s; hãy chọn bộ khác.")
        raise RefusedError(text % {"set": criteria_set, "index": index.label}, field="criteria_set")
    before = copy_roll_from or edition_before(index, period.kind, period.starts_on)
    if before is not None and before.index_id != index.pk:
        text = _("%(edition)s không phải của %(index)s nên không chép danh sách đơn vị từ đó được.")
        raise RefusedError(text % {"edition": before, "index": index.label}, field="copy_roll_from")
    edition = Edition.objects.create(
        index=index,
        label=period.label,
        year=period.year,
        period=period.kind,
        starts_on=period.starts_on,
        ends_on=period.ends_on,
        criteria_set=criteria_set,
        public_depth=before.public_depth if before else "",
    )
    carried = _take_over(before, edition) if before else Carried()
    after = {"criteria_set": str(criteria_set), "copied_from": before and str(before)}
    AuditEvent.objects.record(kind="edition_opened", target=edition, by=by, after=after)
    return Opened(edition, before, carried)


def _refuse_existing(index, label):
    draft = open_draft(index, label)
    if draft is not None:
        text = _("%(edition)s đang là bản dự thảo; hãy làm tiếp bản ấy.")
        raise EditionExistsError(text % {"edition": draft}, field="label", edition=draft)
    published = index.editions.frozen().filter(label=label).order_by("-revision").first()
    if published is not None:
        text = _("%(edition)s đã công bố; muốn thay đổi số liệu thì lập bản sửa đổi.")
        raise EditionExistsError(text % {"edition": published}, field="label", edition=published)


def _take_over(before, edition):
    """Blocks, bands and the roll of the edition before; the sources stay with what they are of."""
    blocks = _copy_rows(before.blocks.all(), edition=edition, stated_units=None, is_complete=True)
    _copy_rows(before.bands.all(), edition=edition)
    return copy_roll(source=before, edition=edition, blocks=blocks)


# Handing in


@transaction.atomic
def submit_edition(*, edition, by):
    """Hand a draft in to be published; it is computed anew first, so that what is handed in is what the rules give.

    Raises:
        PermissionDenied: `by` does not supervise the index.
        EditionFrozenError: it is published already.
        RefusedError: it is handed in already, nothing is entered yet, or its bands or blocks do not hold together.
        DataFaultsError: sums that do not meet what is stated, each named.
    """
    require(may_supervise(by, edition.index))
    edition = lock(edition)
    if edition.state == Edition.State.SUBMITTED:
        raise RefusedError(_("%(edition)s đã trình rồi.") % {"edition": edition}, edition=edition)
    drafts = [Draft(standing, scores) for standing, scores in entered(edition)]
    refuse_unless_ready(why_not_ready(edition, drafts), edition=edition)
    store_standings(edition=edition, drafts=drafts)
    return _turn(edition, Edition.State.SUBMITTED, "edition_submitted", by)


@transaction.atomic
def take_back_edition(*, edition, by):
    """Make what was handed in a draft again, for it to be changed.

    Raises:
        PermissionDenied: `by` does not supervise the index.
        EditionFrozenError: it is published already.
        RefusedError: it is not handed in.
    """
    require(may_supervise(by, edition.index))
    edition = lock(edition)
    if edition.state == Edition.State.DRAFT:
        raise RefusedError(_("%(edition)s chưa trình nên không có gì để lấy lại.") % {"edition": edition})
    return _turn(edition, Edition.State.DRAFT, "edition_taken_back", by)


def _turn(edition, state, kind, by):
    before, edition.state = edition.state, state
    edition.save(update_fields=["state"])
    AuditEvent.objects.record(
        kind=kind, target=edition, by=by, before={"state": str(before)}, after={"state": str(state)}
    )
    return edition


# Correcting what is published


@transaction.atomic
def open_correction(*, edition, reason, reason_en="", by):
    """Open a new revision of a published edition, with everything that was entered in it.

    Returns:
        The new draft; publishing it supersedes the one it corrects.

    Raises:
        PermissionDenied: `by` does not supervise the index.
        EditionExistsError: a correction is open already, or a newer revision is the published one.
        RefusedError: no reason is given, or it is not published yet.
    """
    require(may_supervise(by, edition.index))
    Index.objects.select_for_update(of=("self",)).get(pk=edition.index_id)  # as in `open_edition`
    edition = Edition.objects.select_for_update(of=("self",)).select_related("index", "criteria_set").get(pk=edition.pk)
    _refuse_correcting(edition)
    if not reason.strip():
        raise RefusedError(_("Hãy ghi lý do sửa đổi: người đọc sẽ thấy lý do này."), field="reason")
    highest = edition.index.editions.filter(label=edition.label).aggregate(Max("revision"))["revision__max"]
    made = _copied(
        edition,
        revision=highest + 1,
        state=Edition.State.DRAFT,
        reason=reason.strip(),
        reason_en=reason_en.strip(),
        decision=None,
        published_on=None,
        published_at=None,
        published_by=None,
        replaces=None,
        fixture_digest="",
    )
    made.save()
    counts = _copy_entered(edition, made)
    with suppress(DataFaultsError):  # of the old revision: they are named where the draft is computed by hand
        store_standings(edition=made, drafts=[Draft(standing, scores) for standing, scores in entered(made)])
    AuditEvent.objects.record(
        kind="correction_opened",
        target=made,
        by=by,
        after={"corrects": str(edition), "reason": made.reason, **counts},
    )
    return made


def _refuse_correcting(edition):
    draft = open_draft(edition.index, edition.label)
    if draft is not None and draft.pk != edition.pk:
        text = _("Đã có bản sửa đổi đang làm: %(edition)s; hãy làm tiếp bản ấy.")
        raise EditionExistsError(text % {"edition": draft}, edition=draft)
    if not edition.is_frozen:
        text = _("%(edition)s chưa công bố nên sửa thẳng được, không cần bản sửa đổi.")
        raise RefusedError(text % {"edition": edition}, edition=edition)
    if edition.state == Edition.State.SUPERSEDED:
        newest = edition.index.editions.published().get(label=edition.label)
        text = _("Bản này đã được thay bằng %(edition)s; hãy lập bản sửa đổi từ bản ấy.")
        raise EditionExistsError(text % {"edition": newest}, edition=newest)


def _copy_entered(old, new):
    """Everything that was entered in one edition, put into another; what is computed is computed anew.

    Returns:
        How many rows there were of the kinds that are counted in the audit trail.
    """
    blocks = _copy_rows(old.blocks.all(), edition=new)
    bands = _copy_rows(old.bands.all(), edition=new)
    standings = _copy_rows(
        old.standings.all(),
        edition=new,
        block=lambda row: blocks.get(row.block_id),
        band=lambda row: bands.get(row.band_id),
        stated_band=lambda row: bands.get(row.stated_band_id),
    )
    parts = _copy_rows(
        StandingPart.objects.filter(standing__edition=old), standing=lambda row: standings[row.standing_id]
    )
    scores = _copy_rows(
        Score.objects.filter(standing__edition=old, origin=Score.Origin.ENTERED),
        standing=lambda row: standings[row.standing_id],
        status=_status_before_publishing,
    )
    _copy_rows(Survey.objects.filter(edition=old), edition=new)
    for model in (SurveyAnswers, SurveyResult):
        _copy_rows(model.objects.filter(standing__edition=old), standing=lambda row: standings[row.standing_id])
    statistics = _copy_rows(
        old.statistics.all(),
        edition=new,
        block=lambda row: blocks.get(row.block_id),
        band=lambda row: bands.get(row.band_id),
    )
    for model, path, copies in (
        (Edition, "", {old.pk: new}),
        (Band, "__edition", bands),
        (Standing, "__edition", standings),
        (StandingPart, "__standing__edition", parts),
        (Score, "__standing__edition", scores),
        (EditionStatistic, "__edition", statistics),
    ):
        _copy_sources(model, path, old, copies)
    return {"standings": len(standings), "scores": len(scores)}


def _status_before_publishing(score):
    """Publishing leaves out units' own scores and writes "not scored"; in the draft they count again."""
    own_only = score.status == Score.Status.NOT_SCORED and score.self_points is not None
    return Score.Status.SCORED if own_only else score.status


def _copied(row, **changed):
    """A new row that says what `row` says, but for what is `changed` (values, or functions of the row)."""
    values = {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key
    }
    for name, value in changed.items():
        values.pop(row._meta.get_field(name).attname)
        values[name] = value(row) if callable(value) else value
    return type(row)(**values)


def _copy_rows(rows, **changed):
    """Store a copy of each row. Returns id of the old row -> the new one."""
    copies = {row.pk: _copied(row, **changed) for row in rows}
    rows.model.objects.bulk_create(copies.values(), batch_size=BATCH)
    return copies


def _copy_sources(model, path, edition, copies):
    """Cite for each copy what is cited for its original.

    Args:
        path: how a row of the model leads to its edition.
        copies: id of the old row -> the new one.
    """
    through, link = model.sources.through, model.sources.field.m2m_field_name()
    cited = through.objects.filter(**{f"{link}{path}": edition}).values_list(f"{link}_id", "source_id")
    through.objects.bulk_create(
        (through(**{f"{link}_id": copies[old].pk, "source_id": source}) for old, source in cited if old in copies),
        batch_size=BATCH,
    )
