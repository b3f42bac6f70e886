"""One unit in one edition: its place, its fields and tree, what is missing, its years, where it all comes from."""

from collections import Counter

from django.urls import reverse
from django.utils.translation import gettext as _

from indices.models import Depth, Index, Standing
from indices.presenters.addresses import address_label
from indices.presenters.alert_words import unit_alerts
from indices.presenters.ranking_below import conflicts_in_words
from indices.presenters.scorecard_claims import claims_section
from indices.presenters.scorecard_fields import FieldTable, missing_names
from indices.presenters.scorecard_ledger import ledger_section
from indices.presenters.scorecard_tree import tree_of
from indices.presenters.scorecard_why import why_section
from indices.presenters.scorecard_words import more_sentences, place_sentence
from indices.presenters.targets import target_item
from indices.presenters.words import Figures, edition_name, period_name, short_date
from indices.presenters.years import (
    chart_of_years,
    figure_label,
    places_moved,
    reading,
    scorecard_address,
    total_moved,
    total_text,
    years_table,
)
from indices.queries.units import IndexResults
from reformtrack.bilingual import choose
from units.queries import shown_name


def scorecard_page(card, why, *, found=(), language, by=""):
    """Everything that templates/indices/scorecard.html shows.

    Args:
        card: `queries.units.Scorecard`.
        why: `queries.why.Why`.
        found: of `queries.alerts.alerts_of_unit`.
        by: what the ledger is put together by (`scorecard_ledger.VIEWS`); anything else: by what was lost.
    """
    standing, edition = card.standing, card.year.edition
    unit, index = standing.unit, edition.index
    name, figures = shown_name(unit, why.names), Figures(index, language)
    fields = FieldTable(card, figures)
    targets = targets_of(card, figures)
    asked = why.asked_against
    ledger = ledger_section(why, figures, by=by, against=asked)
    return {
        "unit": unit,
        "name": name,
        "title": edition_name(edition),
        "is_sample": unit.is_sample or index.is_sample,
        "lede": place_sentence(card.year, name, figures),
        "more": more_sentences(card.year, fields, figures, targets=targets, ledger=why.ledger),
        "status": status(card, name),
        "alerts": alerts(card),
        "causes_to_look": causes_to_look(found, why, figures),
        "strip": strip(card, figures, targets),
        "neighbours": neighbour_years(card),
        "links": links_beside(card),
        "files": files(card),
        "why": why_section(why, figures, by=ledger["by"]),
        "ledger": ledger,
        "claims": claims_section(why, figures),
        "fields": fields,
        "tree": tree_of(fields),
        "why_no_fields": "" if fields.rows else why_no_fields(card),
        "parts": parts_table(card, figures),
        "years": years_section(card, figures),
        "sources": card.sources,
        "other_sources": card.other_sources,
        "conflicts": conflicts_in_words(card.conflicts, is_sample=index.is_sample),
        "notes": notes(card),
        "method": reverse("index_method", args=(index.slug,)),
    }


def status(card, name):
    """What the figures are worth, which year, published when and by what, which revision."""
    standing, edition, unit = card.standing, card.year.edition, card.standing.unit
    badges = []
    if unit.is_sample or edition.index.is_sample:
        badges.append({"kind": "sample"})
    if standing.stated_rank is not None:
        badges.append({"kind": "official", "text": _("Thứ hạng công bố")})
    elif standing.shown_rank is not None:
        badges.append({"kind": "computed"})
    parts = [{"text": _("Năm đánh giá %(label)s") % {"label": period_name(edition)}}]
    if edition.published_on:
        parts.append({"text": _("công bố %(day)s") % {"day": short_date(edition.published_on)}})
    if edition.decision:
        parts.append({"text": _("theo %(decision)s") % {"decision": edition.decision}, "href": edition.decision.url})
    parts.append({"text": _("bản %(number)s") % {"number": edition.revision}})
    if name != unit.shown_name:
        parts.append({"text": _("tên hiện nay: %(name)s") % {"name": unit.shown_name}})
    parts.append({"text": _("nguồn"), "href": "#sources"})
    return {"badges": badges, "parts": parts}


def alerts(card):
    """What a reader must know before the figures, for components/alert.html."""
    found, standing = [], card.standing
    if card.newest is not None:
        href = scorecard_address(card.newest, standing.unit)
        found.append(
            {
                "kind": "warning",
                "title": _("Đây là bản cũ, đã có bản mới hơn."),
                "text": card.newest.shown_reason,
                "items": [{"text": _("Xem bản mới nhất"), "href": href}],
            }
        )
    if standing.status == Standing.Status.INCOMPLETE:
        names = missing_names(standing.missing, card.lines)
        found.append(
            {
                "kind": "warning",
                "title": _("Thiếu số liệu nên không có tổng và không xếp hạng"),
                "text": _("Còn thiếu:") if names else "",
                "items": [{"text": name} for name in names],
            }
        )
    return found


def causes_to_look(found, why, figures):
    """What stands out in the year, under the strip: {kinds, told, href}; a missed target is in the strip already."""
    told = [alert for alert in unit_alerts(found, why, figures) if alert["kind"] != "target"]
    if not told:
        return None
    edition = why.edition
    counts = Counter((alert["kind"], alert["label"]) for alert in told)
    return {
        "kinds": [
            {"kind": "notice" if kind == "chronic" else "bad", "text": f"{label}: {count}" if count > 1 else label}
            for (kind, label), count in counts.items()
        ],
        "told": told,
        "href": reverse("alerts", args=(edition.index.slug, address_label(edition))),
    }


def targets_of(card, figures):
    """The targets of the year as items of a strip."""
    label = _("Mục tiêu %(year)s")
    return [target_item(target, card.standing, figures, label % {"year": target.year}) for target in card.targets]


def strip(card, figures, targets):
    """The few figures that answer first, for components/strip.html."""
    standing, year = card.standing, card.year
    compared = not year.is_break
    items = [_total_item(standing, year, figures)] if year.has_result else []
    if not compared and year.before.rank is not None:
        rank = _("hạng %(rank)s") % {"rank": year.before.rank}
        items.append({"label": year.before.edition.label, "value": rank, "note": _("bộ tiêu chí khác")})
    items += targets
    if standing.gap is not None:
        value = f"{figures.difference(standing.gap)} {figures.difference_word}"
        items.append({"label": _("Tới hạng trên"), "value": value})
    if year.mean is not None and year.total is not None:
        value = f"{figures.change(year.total - year.mean)} {figures.difference_word}"
        items.append({"label": _("So trung bình"), "value": value, "note": figures.total(year.mean)})
    if standing.shown_band is not None:
        items.append({"label": _("Nhóm"), "value": standing.shown_band.shown_name})
    if standing.block is not None:
        items.append({"label": _("Khối"), "value": standing.block.shown_name})
    return {
        "label": _("Thứ hạng"),
        "rank": year.rank,
        "of": year.ranked if year.rank else None,
        "change": places_moved(year.moved)
        if compared and year.moved is not None and not year.is_of_other_number
        else None,
        "figures": items,
        "actions": [{"text": _("Bản một trang (Word)"), "href": reverse("unit_brief_file", args=_address_of(card))}],
    }


def _address_of(card):
    """Index, edition and unit, as every address of this scorecard has them."""
    edition = card.year.edition
    return edition.index.slug, address_label(edition), card.standing.unit.slug


def files(card):
    """What can be taken away, for components/menu.html."""
    address = _address_of(card)
    return {
        "label": _("Tải về"),
        "options": [
            {"text": _("Phiếu điểm (XLSX)"), "href": reverse("scorecard_file", args=address)},
            {"text": _("Bản một trang (Word)"), "href": reverse("unit_brief_file", args=address)},
            {"text": _("Bản một trang để in"), "href": reverse("unit_brief", args=address)},
        ],
    }


def links_beside(card):
    """Where one goes from here: the table, those like it, the way to a target, the unit's other indices."""
    edition, unit = card.year.edition, card.standing.unit
    address = _address_of(card)
    found = [{"text": _("Bảng xếp hạng"), "href": edition.get_absolute_url()}]
    if card.year.has_result:
        compare = reverse("compare", args=address[:2])
        found.append({"text": _("So với đơn vị tương đồng"), "href": f"{compare}?units={unit.slug}"})
    if card.lines and card.year.rank is not None:
        found.append({"text": _("Lộ trình tới mục tiêu"), "href": reverse("route", args=address)})
    found.append({"text": _("Mọi chỉ số của đơn vị"), "href": unit.get_absolute_url()})
    return found


def years_section(card, figures):
    """Total and rank over the years: {chart, table}; without a chart where there are not two years to draw."""
    edition, unit = card.year.edition, card.standing.unit
    results = IndexResults(edition.index, card.years)
    table = years_table(
        results,
        figures,
        unit=unit,
        caption=_("%(index)s của %(unit)s qua các năm") % {"index": edition.index.label, "unit": unit.shown_name},
        current=edition,
    ) | {"caption_hidden": True}
    figure = chart_of_years(results, figures, unit_name=unit.shown_name)
    if figure is None:
        return {"table": table}
    return {"chart": {"id": "scorecard-years", "sentence": reading(results), "figure": figure, "table": table}}


def _total_item(standing, year, figures):
    item = {"label": figure_label(figures.index), "value": total_text(standing, figures)}
    if year.difference is not None:
        item["change"] = total_moved(year.difference, figures)
    if standing.total is not None and figures.index.figure == Index.Figure.POINTS and standing.max_points is not None:
        item["note"] = _("trên %(maximum)s") % {"maximum": figures.format.exact(standing.max_points)}
    return item


def neighbour_years(card):
    """The years beside this one, as components/segments.html takes them; `None` where there is only this one."""
    years = [year for year in card.years if year.standing is not None]
    here = next((place for place, year in enumerate(years) if year.edition.label == card.year.edition.label), None)
    if here is None or len(years) < 2:
        return None
    unit = card.standing.unit
    return {
        "label": _("Năm khác của đơn vị này"),
        "options": [
            {
                "text": year.edition.label,
                "href": scorecard_address(year.edition, unit),
                "current": year.edition.label == card.year.edition.label,
            }
            for year in years[max(0, here - 1) : here + 2]
        ],
    }


def why_no_fields(card):
    """Why there is nothing below the total."""
    if card.year.edition.depth in (Depth.TOTALS, Depth.PARTS):
        return _("Với %(index)s, trang này chỉ có tổng và thứ hạng; điểm thành phần không công bố ở đây.") % {
            "index": card.year.edition.index.label
        }
    return _("Không có điểm thành phần của đơn vị này trong số liệu đã công bố.")


def parts_table(card, figures):
    """The parts of the total that cut across the fields; `None` without any."""
    if not card.parts:
        return None
    return {
        "caption": _("Các phần của tổng"),
        "caption_hidden": True,
        "heads": [
            {"text": _("Phần")},
            {"text": _("Điểm"), "classes": "num"},
            {"text": _("Tối đa"), "classes": "num"},
        ],
        "rows": [
            {
                "cells": [
                    {"text": choose(part.name, part.name_en), "head": True},
                    {"text": figures.total(part.stated_points, part.stated_points_places), "classes": "num"},
                    {"text": figures.format.exact(part.max_points), "classes": "num"},
                ]
            }
            for part in card.parts
        ],
    }


def notes(card):
    """What is said of the standing and its edition, and what of it the software made."""
    standing, edition = card.standing, card.year.edition
    found = [standing.shown_note, edition.shown_note]
    if edition.shown_reason:
        found.append(_("Lý do có bản này: %(reason)s") % {"reason": edition.shown_reason})
    computed = []
    if standing.total is not None and standing.total_places is None:
        computed.append(_("tổng điểm"))
    if standing.shown_rank is not None and standing.stated_rank is None:
        computed.append(_("thứ hạng"))
    if card.lines:
        computed.append(_("điểm, chỉ số và thứ hạng của lĩnh vực, trung bình"))
    if computed:
        found.append(_("Do phần mềm tính từ số đã công bố: %(figures)s.") % {"figures": "; ".join(computed)})
    if standing.stated_rank and standing.rank and standing.stated_rank != standing.rank:
        words = {"stated": standing.stated_rank, "computed": standing.rank}
        found.append(
            _("Thứ hạng công bố là %(stated)s; tính từ điểm đã in thì là %(computed)s, xem giải thích ở bảng xếp hạng.")
            % words
        )
    return [note for note in found if note]
