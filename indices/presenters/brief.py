"""One page on a unit for its chairman: the paragraph in the ministry's order and the ledger in six columns.

The page and the Word file are made from one and the same `Brief`, so that no figure differs between them. What comes in
are plain values, and sentences that the scorecard shows too.
"""

from dataclasses import dataclass, field
from decimal import Decimal

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from indices.domain.ledger_values import Ledger, State
from indices.domain.route import Route
from indices.presenters.brief_room import MOST, lines_that_fit
from indices.presenters.brief_rows import (
    criteria_word,
    maximum_text,
    name_of,
    notes,
    rows_of,
    sum_row,
    why_no_rows,
)
from indices.presenters.route_words import routes_in_short

NAMED = 2  # criteria or agencies named in a sentence: the paper has one page


@dataclass(frozen=True)
class Neighbour:
    """The unit right above or below: its name, its place, how far away it is (a distance, without a sign)."""

    name: str
    rank: int
    gap: Decimal | None = None


@dataclass(frozen=True)
class BriefFacts:
    """What a brief is made of.

    Args:
        unit: its name when the edition ended.
        title: of the edition: `PAR INDEX 2024`.
        place: the scorecard's opening sentence: total, rank, how both moved.
        ledger: the unit's own, agencies and names in the reader's language.
        moves: further sentences on why the rank moved, as the scorecard has them.
        targets: items of `presenters.targets.target_item`.
        above, below: neighbours in the table.
        total, mean: of the unit and of its block, exact; `None` where not known.
        routes: ways to the target, one for each assumption on the others.
        passed: the name of the unit to be passed, where that is the target.
        due: when it will be mended, where somebody has said so.
        sources: what the figures come from, a line each.
        address: of the scorecard, in full.
    """

    unit: str
    title: str
    place: str
    ledger: Ledger
    moves: tuple[str, ...] = ()
    targets: tuple[dict, ...] = ()
    above: Neighbour | None = None
    below: Neighbour | None = None
    total: Decimal | None = None
    mean: Decimal | None = None
    routes: tuple[Route, ...] = ()
    passed: str = ""
    due: str = ""
    sources: tuple[str, ...] = ()
    address: str = ""
    is_sample: bool = False


@dataclass(frozen=True)
class Passage:
    """One step of the ministry's order: what it is about, and its sentences."""

    head: str
    text: str


@dataclass(frozen=True)
class Brief:
    """The page, in words: what is shown and what is written into the Word file.

    `heads`, `rows` and `sum` have six cells each; from the second column on but for the agency, cells hold figures.
    """

    title: str
    passages: tuple[Passage, ...]
    caption: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    sum: tuple[str, ...]
    why_no_rows: str = ""
    notes: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
    address: str = ""
    sample: str = ""  # that nothing here is true
    figure_columns: frozenset[int] = field(default=frozenset({1, 2, 3, 5}))


def brief_of(facts, figures):
    """Put the facts into words.

    Args:
        facts: `BriefFacts`.
        figures: `presenters.words.Figures` of the index, in the reader's language.
    """
    ledger, passages = facts.ledger, tuple(_passages(facts, figures))
    title = _("Tóm tắt kết quả %(title)s của %(unit)s") % {"title": facts.title, "unit": facts.unit}
    below = tuple(notes(ledger, figures))
    return Brief(
        title=title,
        passages=passages,
        caption=_("Tiêu chí mất điểm"),
        heads=(
            _("Tiêu chí"),
            _("Đạt / tối đa"),
            _("Chưa đạt"),
            _("So năm trước"),
            _("Cơ quan chủ trì"),
            _("Bậc"),
        ),
        rows=tuple(rows_of(ledger, figures, most=_room(facts, title, passages, below))),
        sum=sum_row(ledger, figures),
        why_no_rows=why_no_rows(ledger),
        notes=below,
        sources=facts.sources,
        address=facts.address,
        sample=_("Dữ liệu minh họa: đơn vị và số liệu là giả định, chỉ để dùng thử, không có thật.")
        if facts.is_sample
        else "",
    )


def _room(facts, title, passages, below):
    """How many lines of the ledger a sheet holds beside all that."""
    rows = [(name_of(line), line.agency) for line in facts.ledger.losses[:MOST]]
    texts = [f"{passage.head}: {passage.text}" for passage in passages]
    return lines_that_fit(title, texts, " ".join((*below, *facts.sources, facts.address)), rows)


def _passages(facts, figures):
    """In the order of the chairman's questions; a question that nothing can be said to is left out."""
    found = [
        (_("Thứ hạng"), (facts.place, *facts.moves)),
        (_("Mục tiêu"), _targets(facts)),
        (_("Mất điểm ở đâu, cơ quan nào chủ trì"), _where(facts.ledger, figures)),
        (_("Mất điểm nhiều năm hay mới mất"), _how_long(facts.ledger, figures)),
        (_("So với các đơn vị khác"), _beside(facts, figures)),
        (_("Khắc phục"), _mending(facts, figures)),
    ]
    for head, sentences in found:
        text = " ".join(sentence for sentence in sentences if sentence)
        if text:
            # A sign of percent stays with its figure.
            yield Passage(head, text.replace(" %", "\N{NO-BREAK SPACE}%"))


def _targets(facts):
    if not facts.targets:
        return [_("Không có mục tiêu nào được ghi cho năm này.")]
    told = (f"{item['value']}, {item['note']}" if item.get("note") else item["value"] for item in facts.targets)
    return [capfirst("; ".join(told)) + "."]


def _where(ledger, figures):
    """How much was lost, at which criteria the most, and how it falls to the agencies."""
    losses = [line for line in ledger.losses if line.lost is not None]
    if not losses:
        return [] if ledger.no_ledger or ledger.losses else [why_no_rows(ledger)]
    whole = ledger.whole
    words = {
        "lost": figures.total(whole.lost),
        "maximum": maximum_text(whole.maximum, figures),
        "criteria": criteria_word(whole.lines_lost),
        "named": "; ".join(_named(line, figures) for line in losses[:NAMED]),
    }
    told = [
        _("Chưa đạt %(lost)s điểm trên %(maximum)s, ở %(criteria)s; nhiều nhất ở %(named)s.") % words,
    ]
    return told + _agencies(ledger, figures)


def _named(line, figures):
    words = {"name": name_of(line), "points": figures.total(line.lost)}
    return _("%(name)s (%(points)s điểm)") % words


def _agencies(ledger, figures):
    """Points lost by agency in charge, the most first; what nobody is named for is said last."""
    lost = {}
    for line in ledger.losses:
        if line.lost is not None:
            lost[line.agency] = lost.get(line.agency, Decimal(0)) + line.lost
    nobody = lost.pop("", None)
    if not lost:
        return [_("Chưa ghi cơ quan chủ trì của các tiêu chí này.")]
    order = sorted(lost.items(), key=lambda pair: -pair[1])
    named = [
        _("%(agency)s %(points)s điểm") % {"agency": agency, "points": figures.total(points)}
        for agency, points in order[:NAMED]
    ]
    rest = sum((points for _agency, points in order[NAMED:]), Decimal(0))
    if rest:
        named.append(_("các cơ quan khác %(points)s điểm") % {"points": figures.total(rest)})
    if nobody:
        named.append(_("chưa ghi cơ quan chủ trì %(points)s điểm") % {"points": figures.total(nobody)})
    return [_("Theo cơ quan chủ trì: %(named)s.") % {"named": "; ".join(named)}]


def _how_long(ledger, figures):
    """What is lost year after year, what is new, what was regained."""
    told = []
    still = sorted(ledger.in_state(State.STILL_LOST), key=lambda line: (-line.years, -(line.lost or 0)))
    if still:
        named = (
            _("%(name)s (năm thứ %(years)s)") % {"name": name_of(line), "years": line.years} for line in still[:NAMED]
        )
        words = {"criteria": criteria_word(len(still)), "named": "; ".join(named)}
        told.append(_("Vẫn mất điểm ở %(criteria)s như năm trước, lâu nhất là %(named)s.") % words)
    for state, sentence in (
        (State.NEWLY_LOST, _("Mới mất điểm ở %(criteria)s (%(points)s điểm).")),
        (State.REGAINED, _("Lấy lại đủ điểm ở %(criteria)s (%(points)s điểm).")),
    ):
        lines = ledger.in_state(state)
        if lines:
            points = _moved_points(lines, state)
            words = {"criteria": criteria_word(len(lines)), "points": figures.total(points)}
            told.append(sentence % words if points is not None else _without_points(state, words))
    return told


def _moved_points(lines, state):
    """Points newly lost, or regained; `None` where the year before had other maxima or percents alone."""
    if state is State.NEWLY_LOST:
        moved = [line.lost for line in lines]
    else:
        moved = [line.earlier.change if line.earlier else None for line in lines]
    return None if None in moved else sum(moved, Decimal(0))


def _without_points(state, words):
    if state is State.NEWLY_LOST:
        return _("Mới mất điểm ở %(criteria)s.") % words
    return _("Lấy lại đủ điểm ở %(criteria)s.") % words


def _beside(facts, figures):
    """Who stands right above and below, and how far the mean is."""
    told = []
    for neighbour, with_gap, without in (
        (
            facts.above,
            _("Ngay trên là %(name)s (hạng %(rank)s), hơn %(gap)s %(unit)s."),
            _("Ngay trên là %(name)s (hạng %(rank)s)."),
        ),
        (
            facts.below,
            _("Ngay dưới là %(name)s (hạng %(rank)s), kém %(gap)s %(unit)s."),
            _("Ngay dưới là %(name)s (hạng %(rank)s)."),
        ),
    ):
        if neighbour is None:
            continue
        words = {
            "name": neighbour.name,
            "rank": neighbour.rank,
            "gap": figures.difference(neighbour.gap),
            "unit": figures.difference_word,
        }
        told.append((without if neighbour.gap is None else with_gap) % words)
    if facts.total is not None and facts.mean is not None:
        words = {
            "mean": figures.in_words(figures.total(facts.mean)),
            "gap": figures.difference(abs(facts.total - facts.mean)),
            "unit": figures.difference_word,
        }
        above = facts.total >= facts.mean
        told.append(
            (
                _("Trung bình là %(mean)s: đơn vị cao hơn %(gap)s %(unit)s.")
                if above
                else _("Trung bình là %(mean)s: đơn vị thấp hơn %(gap)s %(unit)s.")
            )
            % words
        )
    return told


def _mending(facts, figures):
    """The way to the target, and when; the date is left to be filled in where nobody has said it."""
    told = routes_in_short(facts.routes, figures, unit=facts.passed)
    if facts.due:
        told.append(_("Thời hạn khắc phục: %(due)s.") % {"due": facts.due})
    elif facts.ledger.losses:
        told.append(_("Thời hạn khắc phục: ……………………"))
    return told


def ledger_table(brief):
    """The ledger of a brief as components/simple_table.html takes it."""
    rows = [{"classes": "", "cells": _cells(brief, row)} for row in brief.rows]
    if brief.sum:
        rows.append({"classes": "total", "cells": _cells(brief, brief.sum)})
    return {
        "caption": brief.caption,
        "caption_hidden": True,
        "heads": [
            {"text": text, "classes": "num" if column in brief.figure_columns else ""}
            for column, text in enumerate(brief.heads)
        ],
        "rows": rows,
    }


def _cells(brief, row):
    return [
        {"text": text, "head": column == 0, "classes": "num" if column in brief.figure_columns else "wordy"}
        for column, text in enumerate(row)
    ]


def brief_page(facts, figures, *, status, scorecard, word):
    """Everything that templates/indices/brief.html shows.

    Args:
        status: as components/status_line.html takes it.
        scorecard, word: addresses of the unit's scorecard and of the Word file.
    """
    brief = brief_of(facts, figures)
    return {
        "brief": brief,
        "table": ledger_table(brief),
        "status": status,
        "scorecard": scorecard,
        "word": word,
        "is_sample": facts.is_sample,
    }
