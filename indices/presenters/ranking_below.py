"""What lies folded below a league table: where the units lie, how the ranks came about, what is not published."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indices.domain.ranking import DifferenceKind, RankedRow, explain_ranks
from indices.domain.spread import middle_spread
from indices.models import Standing
from indices.presenters.addresses import address_label, source_address
from indices.presenters.ranking import spread_sentence
from indices.presenters.said import in_percent
from reformtrack.bilingual import choose
from units.queries import shown_name

AT_MOST = 12  # ties and differences that are listed one by one
DOTS_AT_MOST = 120  # units drawn as dots; more are drawn as columns
WIDTH, HEIGHT, EDGE = 1000, 64, 12


def explanations(placed, names):
    """How the ranks of each block came about, in sentences.

    Args:
        placed: rows of `queries.ranking.placed_totals`.
        names: unit id -> name it bore.

    Returns:
        {ties: [sentence], differences: [sentence], more: how many are not listed}
    """
    rows = [
        RankedRow(str(unit), block or "", total, places is not None, rank, stated)
        for unit, block, total, places, rank, stated, _name in placed
    ]
    name_of = {str(row[0]): row[6] if row[0] not in names else names[row[0]].shown_name for row in placed}
    printed = {str(row[0]): row[3] for row in placed}
    ties, differences = [], []
    for found in explain_ranks(rows).values():
        in_ties = set()
        for tie in found.ties:
            in_ties.update(tie.keys)
            ties.append((tie, [name_of[key] for key in tie.keys], printed[tie.keys[0]]))
        differences += [d for d in found.differences if d.kind is DifferenceKind.CONTRADICTS or d.key not in in_ties]
    return ties, [(d, name_of[d.key]) for d in differences]


def ties_in_words(ties, figures):
    """One sentence a tie: who shares which total, and what the issuer made of it."""
    said = []
    for tie, names, places in ties[:AT_MOST]:
        who, total = ", ".join(names), figures.total(tie.total, places)
        told = {"who": who, "total": total, "first": tie.rank, "last": tie.last_place}
        stated = [rank for rank in tie.stated_ranks if rank is not None]
        if stated and sorted(stated) == list(range(tie.rank, tie.last_place + 1)):
            said.append(
                _(
                    "%(who)s cùng in %(total)s nhưng được xếp hạng %(first)s đến %(last)s: nơi công bố xếp theo điểm "
                    "chưa làm tròn."
                )
                % told
            )
        elif stated:
            told["stated"] = ", ".join(map(str, tie.stated_ranks))
            said.append(_("%(who)s cùng %(total)s; nơi công bố xếp hạng %(stated)s.") % told)
        else:
            said.append(_("%(who)s cùng %(total)s nên cùng hạng %(first)s.") % told)
    return said


def differences_in_words(differences):
    """One sentence a stated rank that the totals do not give."""
    return [
        _("%(who)s: nơi công bố xếp hạng %(stated)s, theo điểm đã in là hạng %(rank)s; giữ hạng công bố.")
        % {"who": name, "stated": difference.stated_rank, "rank": difference.rank}
        for difference, name in differences[:AT_MOST]
    ]


def left_over(count):
    """`và 5 trường hợp khác`; empty where all are listed."""
    left = count - AT_MOST
    if left <= 0:
        return ""
    return ngettext("và %(count)s trường hợp khác", "và %(count)s trường hợp khác", left) % {"count": left}


def strip_of_dots(placed, figures, my_unit_id, *, partial=False):
    """Where the units lie: a dot each from the lowest to the highest total, or columns where there are very many.

    Returns:
        {sentence, width, height, dots or columns, low, high} for the template; `None` with fewer than ten totals, and
        where units are missing: nobody knows who lies between.
    """
    totals = [row[2] for row in placed if row[2] is not None]
    spread = None if partial else middle_spread(sorted(totals, reverse=True))
    if spread is None or max(totals) == min(totals):
        return None
    low, high = min(totals), max(totals)
    span = WIDTH - 2 * EDGE

    def across(total):
        return int(EDGE + span * (total - low) / (high - low))

    picture = {
        "sentence": spread_sentence(spread, figures),
        "width": WIDTH,
        "height": HEIGHT,
        "low": figures.total(low),
        "high": figures.total(high),
    }
    if len(totals) <= DOTS_AT_MOST:
        picture["dots"] = [{"x": across(row[2]), "mine": row[0] == my_unit_id} for row in placed if row[2] is not None]
        picture["dots"].sort(key=lambda dot: dot["mine"])
        return picture
    columns = [0] * 50
    for total in totals:
        columns[min(49, (across(total) - EDGE) * 50 // span)] += 1
    highest = max(columns)
    width = span // 50
    picture["columns"] = [
        {
            "x": EDGE + place * width,
            "height": 50 * count // highest,
            "y": 54 - 50 * count // highest,
            "width": width - 2,
        }
        for place, count in enumerate(columns)
        if count
    ]
    return picture


def not_placed(standings, names, criteria, edition):
    """Units without a place, and why: [{name, href, reason}].

    Args:
        standings: those without a place.
        criteria: criterion code -> Criterion, to name what is missing.
    """
    found = []
    for standing in standings:
        if standing.shown_note:
            reason = standing.shown_note
        elif standing.status == Standing.Status.INCOMPLETE:
            reason = _("thiếu: %(missing)s") % {"missing": missing_in_words(standing.missing, criteria)}
        elif standing.status == Standing.Status.NOT_PUBLISHED:
            reason = _("chưa công bố")
        else:
            reason = _("được đánh giá, không xếp hạng")
        href = reverse("scorecard", args=(edition.index.slug, address_label(edition), standing.unit.slug))
        found.append({"name": shown_name(standing.unit, names), "href": href, "reason": reason})
    return found


def missing_in_words(codes, criteria):
    """Names of the criteria that are missing; of a field whose leaves all are, only the field's."""
    fields = []
    for code in codes:
        field = criteria[code]
        while field.parent is not None:
            field = field.parent
        if field not in fields:
            fields.append(field)
    return "; ".join(f"{field.code} {field.shown_name}" for field in fields)


def bands_in_words(bands, figures):
    """The bands of an edition with their bounds: `Nhóm A: từ 90 %`; only the name where no bounds are published."""

    def exact(bound):
        return in_percent(figures.format.exact(bound))

    said = []
    for band in bands:
        bounds = (("lower", band.lower), ("upper", band.upper))
        told = {"band": band.shown_name} | {name: exact(bound) for name, bound in bounds if bound is not None}
        if band.lower is not None and band.upper is not None:
            said.append(_("%(band)s: từ %(lower)s đến dưới %(upper)s") % told)
        elif band.lower is not None:
            said.append(_("%(band)s: từ %(lower)s") % told)
        elif band.upper is not None:
            said.append(_("%(band)s: dưới %(upper)s") % told)
        else:
            said.append(_("%(band)s: không công bố ngưỡng") % told)
    return said


def published_in_words(statistics, figures):
    """Figures published of the whole table, for components/simple_table.html; `None` where there are none."""
    if not statistics:
        return None
    rows = []
    for statistic in statistics:
        # What is counted, or measured otherwise than the total, says so in its own words.
        own_words = statistic.measure == statistic.Measure.COUNT or statistic.label or statistic.criterion_id
        figure = figures.format.points(statistic.figure, statistic.places)
        rows.append(
            {
                "cells": [
                    {"text": statistic.get_measure_display(), "head": True},
                    {"text": _of_what(statistic)},
                    {"text": figure if own_words else figures.in_words(figure), "classes": "num"},
                    {"text": statistic.note, "classes": "wide"},
                    *_source_cell(statistic.sources.all(), figures.index),
                ]
            }
        )
    return {
        "caption": _("Số liệu chung đã công bố"),
        "caption_hidden": True,
        "heads": [
            {"text": _("Đại lượng")},
            {"text": _("Của")},
            {"text": _("Số công bố"), "classes": "num"},
            {"text": _("Ghi chú"), "classes": "wide"},
            {"text": _("Nguồn")},
        ],
        "rows": rows,
    }


def _of_what(statistic):
    """Of what a published figure is: a region, a block, a band, a criterion, a label, or the whole table."""
    named = [
        each.shown_name
        for each in (statistic.block, statistic.group, statistic.band, statistic.criterion)
        if each is not None
    ]
    if label := choose(statistic.label, statistic.label_en):
        named.append(label)
    told = "; ".join(named) or _("cả bảng")
    if statistic.units_counted:
        told += " " + _("(%(count)s đơn vị)") % {"count": statistic.units_counted}
    return told


def _source_cell(sources, index):
    first = next(iter(sources), None)
    return [{"text": _("nguồn"), "href": source_address(first.code, index.is_sample)} if first else {"text": ""}]


def conflicts_in_words(conflicts, *, is_sample=False):
    """What sources disagree on: [{subject, unit, kept, other, reason, kept_sources, other_sources}]."""

    def listed(sources):
        return [{"text": source.title, "href": source_address(source.code, is_sample)} for source in sources]

    return [
        {
            "subject": conflict.shown_subject,
            "unit": conflict.unit,
            "kept": conflict.shown_kept,
            "other": conflict.shown_other,
            "reason": conflict.shown_reason,
            "kept_sources": listed(conflict.kept_sources.all()),
            "other_sources": listed(conflict.other_sources.all()),
        }
        for conflict in conflicts
    ]
