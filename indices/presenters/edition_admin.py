"""What the admin's pages of an edition say: next steps, what publishing would freeze, what a correction changes."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indices.actions import compute_standings
from indices.actions.readiness import listed, why_not_publishable
from indices.domain.scoring import leaf_points
from indices.faults import worded
from indices.models import Edition, Standing
from indices.presenters.uploads import desk_address
from indices.presenters.words import Figures, units_word
from indices.queries.entries import score_entry
from indices.queries.revisions import Result, Revision, corrected_by, differences, score_figure, stored_figures
from indices.queries.rolls import open_draft
from reformtrack.figures import NOTHING
from units.queries import names_on, shown_name

SHOWN = 200  # rows of a list on a page; what is beyond is counted
NAMED = 12  # codes that one unit lacks

State, Status = Edition.State, Standing.Status


def address(edition, page):
    """A page of the admin about an edition."""
    return reverse(f"admin:indices_edition_{page}", args=(edition.pk,))


# Next steps


@dataclass(frozen=True)
class Step:
    """One thing to do next.

    Args:
        note: how far it is, or what it does.
        href: where it is done; empty where a button does it.
        do: what the button asks for; empty where a link leads there.
        is_next: is it what most people would do now?
    """

    text: str
    note: str = ""
    href: str = ""
    do: str = ""
    is_next: bool = False


def next_steps(edition, count, ranked, holding):
    """What can be done with an edition in its state, in order.

    Args:
        count, ranked, holding: units on its roll, those to be ranked, those with anything entered.
    """
    look = Step(_("Xem bảng xếp hạng"), _("như người đọc sẽ thấy"), edition.get_absolute_url())
    if edition.state == State.SUPERSEDED:
        newest = Edition.objects.published().filter(index=edition.index_id, label=edition.label).first()
        return [Step(_("Mở bản đang công bố"), str(newest), address(newest, "change")), look] if newest else [look]
    if edition.state == State.PUBLISHED:
        return [look, _correction_step(edition)]
    submitted = edition.state == State.SUBMITTED
    note = _("xem trước những gì sẽ chốt, rồi ghi quyết định")
    publish = Step(_("Công bố…"), note, address(edition, "publish"), is_next=submitted)
    if submitted:
        return [publish, Step(_("Lấy lại để sửa"), _("trở về bản dự thảo"), do="take_back"), look]
    roll = _("%(units)s, %(ranked)s thuộc diện xếp hạng") % {
        "units": units_word(count, edition.index.level),
        "ranked": ranked,
    }
    return [
        Step(
            _("Chọn các đơn vị"),
            roll if count else _("chưa có đơn vị nào"),
            address(edition, "units"),
            is_next=not count,
        ),
        Step(_("Nhập điểm"), _entered_note(count, holding), desk_address(edition), is_next=holding < count),
        Step(_("Tính lại"), _("tổng, thứ hạng, xếp loại từ điểm đã nhập"), do="recompute"),
        Step(_("Trình"), _("báo là đã xong phần nhập; lấy lại được"), do="submit", is_next=0 < count <= holding),
        publish,
        look,
    ]


def _entered_note(count, holding):
    return _("%(holding)s/%(count)s đơn vị đã có số liệu") % {"holding": holding, "count": count}


def _correction_step(edition):
    draft = open_draft(edition.index, edition.label)
    if draft is not None:
        return Step(_("Làm tiếp bản sửa đổi"), str(draft), address(draft, "change"))
    note = _("bản mới với mọi số liệu của bản này; bản này giữ nguyên tại địa chỉ của nó")
    return Step(_("Lập bản sửa đổi…"), note, address(edition, "correction"))


# What became of the roll of the edition before


def opened_words(opened):
    """What an official is told when a draft was opened: where its blocks, bands and units come from."""
    told = _("Đã mở %(edition)s.") % {"edition": opened.edition}
    if opened.copied_from is None:
        return told
    text = _("%(told)s Khối, nhóm xếp loại và danh sách đơn vị được chép từ %(edition)s.")
    return text % {"told": told, "edition": opened.copied_from}


def opened_notes(opened):
    """What did not come along when a draft was opened."""
    notes = left_behind_notes(opened.carried.left_behind)
    if opened.carried.lost_excuses:
        pairs = listed(f"{unit.shown_name} ({field.code})" for unit, field in opened.carried.lost_excuses)
        text = _("Không chép được phần miễn lĩnh vực, vì bộ tiêu chí mới không có lĩnh vực ấy: %(pairs)s.")
        notes.append(text % {"pairs": pairs})
    return notes


def left_behind_notes(found, standing=frozenset()):
    """Units of the edition before that are not there any more, with those that came after them.

    Args:
        found: of `queries.rolls.left_behind`.
        standing: ids of units that are on the roll already: of them nothing need be said.
    """
    whole = []
    for left in found:
        heirs = [unit.shown_name for unit in left.successors if unit.pk not in standing]
        if heirs:
            text = _("%(unit)s (đơn vị kế tiếp, chưa chọn: %(heirs)s)")
            whole.append(text % {"unit": left.unit.shown_name, "heirs": ", ".join(heirs)})
        elif not left.successors:
            whole.append(left.unit.shown_name)
    if not whole:
        return []
    text = _("Có ở kỳ trước nhưng không còn vào cuối kỳ này: %(units)s.")
    return [text % {"units": listed(whole)}]


# Before publishing


@dataclass
class Review:
    """What publishing an edition would freeze, and everything that stands in its way.

    Args:
        reasons: sentences; with any of them it cannot be published.
        faults: sums that do not agree, in sentences; likewise.
        counts: (words, number) of units by status.
        incomplete: (unit, what it lacks).
        provisional: (unit, how many criteria have the unit's own score only, in words).
        rows: {rank, unit, block, total, band, status}, the ranked first.
        more_rows: how many there are beyond those.
        corrects: the published revision that it would replace.
        changes: {unit, what, before, after}; `more_changes` beyond those.
    """

    reasons: list = field(default_factory=list)
    faults: list = field(default_factory=list)
    counts: list = field(default_factory=list)
    incomplete: list = field(default_factory=list)
    more_incomplete: int = 0
    provisional: list = field(default_factory=list)
    more_provisional: int = 0
    rows: list = field(default_factory=list)
    more_rows: int = 0
    corrects: Edition | None = None
    changes: list = field(default_factory=list)
    more_changes: int = 0

    @property
    def is_divided(self):
        return any(row["block"] for row in self.rows)

    @property
    def can_be_published(self):
        return not self.reasons and not self.faults


def review(edition, drafts, language):
    """What is shown before an edition is published; nothing is stored.

    Args:
        drafts: one `actions.Draft` a unit, as they are entered.

    Raises:
        ValueError: the criteria of the set make no tree.
    """
    found = Review(reasons=why_not_publishable(edition, drafts), corrects=corrected_by(edition))
    computed = compute_standings(edition=edition, drafts=drafts, provisional=False)
    names = names_on([draft.standing.unit_id for draft in drafts], edition.ends_on)
    called = {draft.standing.unit_id: shown_name(draft.standing.unit, names) for draft in drafts}
    found.faults = [worded(fault, called[int(fault.standing_key)]) for fault in computed.faults]
    found.counts = _counts(drafts, computed)
    found.incomplete, found.more_incomplete = _cut(_incomplete(drafts, computed, called))
    found.provisional, found.more_provisional = _cut(_provisional(drafts, called))
    found.rows, found.more_rows = _cut(_rows(edition, drafts, computed, called, language))
    if found.corrects is not None:
        changes = differences(stored_figures(found.corrects), _computed_figures(drafts, computed))
        found.changes, found.more_changes = _cut(_changes(edition, changes, called, found.corrects, language))
    return found


def _cut(rows):
    return rows[:SHOWN], max(len(rows) - SHOWN, 0)


def _counts(drafts, computed):
    statuses = [columns["status"] for columns in computed.standings.values()]
    ranked = sum(draft.standing.to_be_ranked for draft in drafts)
    return [
        (_("Đơn vị trong danh sách"), len(drafts)),
        (_("Thuộc diện xếp hạng"), ranked),
        (_("Có thứ hạng"), sum(columns["shown_rank"] is not None for columns in computed.standings.values())),
        (_("Còn thiếu số liệu"), statuses.count(Status.INCOMPLETE)),
        (_("Chưa có số liệu nào"), statuses.count(Status.NOT_PUBLISHED)),
    ]


def _incomplete(drafts, computed, called):
    """Units without a total: which criteria they lack, or that nothing is there at all."""
    rows = []
    for draft in drafts:
        unit = draft.standing.unit_id
        columns = computed.standings[unit]
        if columns["status"] == Status.INCOMPLETE:
            rows.append((called[unit], _lacking(columns["missing"])))
        elif columns["status"] == Status.NOT_PUBLISHED:
            rows.append((called[unit], _("chưa có số liệu nào")))
    return rows


def _lacking(codes):
    """Which criteria lack; of many the first, and how many there are in all."""
    if len(codes) > NAMED:
        text = ngettext(
            "thiếu %(count)s tiêu chí: %(codes)s và các tiêu chí khác",
            "thiếu %(count)s tiêu chí: %(codes)s và các tiêu chí khác",
            len(codes),
        )
        return text % {"count": len(codes), "codes": ", ".join(codes[:NAMED])}
    text = ngettext("thiếu tiêu chí %(codes)s", "thiếu các tiêu chí %(codes)s", len(codes))
    return text % {"codes": ", ".join(codes) or NOTHING}


def _provisional(drafts, called):
    """Units with criteria that only they themselves have scored: these points will not count."""
    rows = []
    for draft in drafts:
        own = sum(leaf_points(score_entry(score), draft=True)[1] for score in draft.scores.values())
        if own:
            text = ngettext("%(count)s tiêu chí", "%(count)s tiêu chí", own) % {"count": own}
            rows.append((called[draft.standing.unit_id], text))
    return rows


def _status_words(status):
    """Of what is about to be published nothing is "not published": there is nothing to publish."""
    return _("chưa có số liệu") if status == Status.NOT_PUBLISHED else Status(status).label


def _rows(edition, drafts, computed, called, language):
    figures = Figures(edition.index, language)
    bands = {band.pk: band.shown_name for band in edition.bands.all()}
    rank_of = {unit: columns["shown_rank"] for unit, columns in computed.standings.items()}
    ordered = sorted(
        (draft.standing for draft in drafts),
        key=lambda standing: (
            standing.block.position if standing.block else -1,
            rank_of[standing.unit_id] is None,  # whoever has no rank comes last
            rank_of[standing.unit_id] or 0,
            standing.unit.sort_key,
        ),
    )
    rows = []
    for standing in ordered:
        columns = computed.standings[standing.unit_id]
        band = standing.stated_band_id or columns["band_id"]
        rows.append(
            {
                "rank": columns["shown_rank"] or NOTHING,
                "unit": called[standing.unit_id],
                "block": standing.block.shown_name if standing.block else "",
                "total": figures.total(columns["total"], columns["total_places"]),
                "band": bands.get(band, ""),
                "status": _status_words(columns["status"]),
            }
        )
    return rows


def _computed_figures(drafts, computed):
    """What a draft would say when it is published, to be compared with what is published now."""
    figures = Revision()
    for draft in drafts:
        standing, unit = draft.standing, draft.standing.unit_id
        columns = computed.standings[unit]
        block = standing.block.slug if standing.block else ""
        figures.results[unit] = Result(
            columns["total"], columns["shown_rank"], columns["status"], standing.to_be_ranked, block
        )
        for code in draft.scores:
            score = computed.scores[unit, code]
            figures.points[unit, code] = score_figure(score["status"], score["points"])
    return figures


def _changes(edition, changes, called, corrects, language):
    figures = Figures(edition.index, language).format
    missing = {change.unit for change in changes} - called.keys()
    called = called | {
        row.unit_id: row.unit.shown_name for row in corrects.standings.filter(unit__in=missing).select_related("unit")
    }
    blocks = {block.slug: block.shown_name for block in (*corrects.blocks.all(), *edition.blocks.all())}
    names = {
        "total": _("tổng"),
        "rank": _("thứ hạng"),
        "status": _("tình trạng"),
        "to_be_ranked": _("thuộc diện xếp hạng"),
        "block": _("khối"),
        "unit": _("có trong danh sách"),
    }

    def said(change, value):
        if value is None or value == "":
            return NOTHING
        if isinstance(value, bool):
            return _("có") if value else _("không")
        if change.what == "block":
            return blocks[value]
        if change.what == "status":
            return _status_words(value)
        if change.what == "rank":
            return str(value)
        return _("không áp dụng") if isinstance(value, str) else figures.exact(value)

    return [
        {
            "unit": called[change.unit],
            "what": _("tiêu chí %(code)s") % {"code": change.code} if change.code else names[change.what],
            "before": said(change, change.before),
            "after": said(change, change.after),
        }
        for change in changes
    ]
