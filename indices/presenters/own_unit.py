"""The reader's own unit on the home page: its strip across the indices, what it lost most, who stands beside it."""

from django.utils.translation import gettext as _

from indices.presenters.alert_words import KINDS, AlertWords
from indices.presenters.editions import (
    known_of_stated,
    name_then,
    table_address,
    total_in_words,
)
from indices.presenters.targets import target_item
from indices.presenters.words import Figures, edition_name, moved_in_words, units_word
from indices.presenters.years import change_mark, places_moved, scorecard_address, total_text
from indices.queries.ranking import is_of_other_number
from indices.queries.site import names_of_standings
from reformtrack.figures import NOTHING, figure_format
from units.models import Level

PLACES = (Level.DISTRICT, Level.COMMUNE)  # told apart by their kind: xã and huyện Phú Xuyên


def unit_title(unit):
    """`Hà Nội`; `Phú Xuyên (huyện, Hà Nội)`, `Sở Nội vụ (Thanh Hóa)`: names below a province are given again."""
    if unit.parent is None:
        return unit.shown_name
    whose = unit.parent.shown_name
    where = f"{unit.get_kind_display()}, {whose}" if unit.level in PLACES else whose
    return f"{unit.shown_name} ({where})"


def own_lede(unit, results, known, language):
    """Where the unit stands in the first index that knows it, in a sentence.

    Args:
        results: [`queries.own_unit.OwnResult`].
        known: edition id -> units with a result.
    """
    if not results:
        return _("Chưa có kết quả nào của %(unit)s được công bố ở đây.") % {"unit": unit_title(unit)}
    return own_sentence(results[0], known, language)


def own_sentence(result, known, language):
    """`PAPI 2024: hạng 11 trong 61 tỉnh, thành phố, giảm 10 bậc so với 2023; 45,0950 điểm.`"""
    standing = result.standing
    edition = standing.edition
    words = {"edition": edition_name(edition), "rank": standing.shown_rank, "total": total_in_words(standing, language)}
    if standing.shown_rank is None:
        return _("%(edition)s: %(total)s, không có thứ hạng.") % words
    count = ranked_beside(result, known)
    words["units"] = units_word(count, edition.index.level) if count else ""
    place = (_("%(edition)s: hạng %(rank)s trong %(units)s") if count else _("%(edition)s: hạng %(rank)s")) % words
    moved = _moved(result)
    if moved is not None:
        place = _("%(place)s, %(moved)s so với %(year)s") % {
            "place": place,
            "moved": moved_in_words(moved),
            "year": result.previous.label,
        }
    return f"{place}; {words['total']}." if words["total"] else f"{place}."


def ranked_beside(result, known):
    """How many units the reader's own is ranked among; 0 where it is not known (a block that does not say)."""
    standing = result.standing
    if standing.block_id:
        return standing.block.stated_units or 0
    return standing.edition.ranked_in_all(known.get(standing.edition_id, 0)) or 0


def _moved(result):
    """Places gained since the edition before; `None` where either is not known, or criteria or numbers are others."""
    ranks = (result.before and result.before.shown_rank, result.standing.shown_rank)
    if is_of_other_number(result.previous, result.standing.edition):
        return None
    return ranks[0] - ranks[1] if result.is_comparable and None not in ranks else None


def own_strip(results, known, language, unit):
    """The strip: place, change, figure and target in the newest edition of each index that knows the unit."""
    figures = []
    for result in results:
        standing = result.standing
        count, moved = ranked_beside(result, known), _moved(result)
        rank = _("không có hạng") if standing.shown_rank is None else str(standing.shown_rank)
        figures.append(
            {
                "label": edition_name(standing.edition),
                "value": f"{rank}/{count}" if count and standing.shown_rank else rank,
                "href": scorecard_address(standing.edition, standing.unit),
                "change": places_moved(moved) if moved is not None else None,
                "note": figure_note(result, language),
            }
        )
        label = _("Mục tiêu %(edition)s") % {"edition": edition_name(standing.edition)}
        words = Figures(standing.edition.index, language)
        figures += [target_item(target, standing, words, label) for target in result.targets]
    return {"figures": figures, "actions": [{"text": _("Trang đơn vị"), "href": unit.get_absolute_url()}]}


def figure_note(result, language):
    """The figure with its change; where the criteria changed, that it cannot be compared."""
    total, before = total_in_words(result.standing, language), result.before
    if before is None or (before.shown_rank is None and before.total is None):
        return total
    if not result.is_comparable:
        note = _("%(year)s theo bộ tiêu chí khác") % {"year": result.previous.label}
    elif not total or before.total is None:
        return total
    else:
        note = Figures(result.standing.edition.index, language).change(result.standing.total - before.total)
    return f"{total} ({note})" if total else note


def falls_table(falls, language):
    """The components that fell most, for components/simple_table.html; `None`: none fell.

    Args:
        falls: [`queries.own_unit.Fall`].
    """
    if not falls:
        return None
    figures = figure_format(language)
    has_leads = any(fall.leads for fall in falls)
    heads = [
        {"text": _("Thành phần"), "classes": "unit"},
        {"text": _("Năm trước (%)"), "classes": "num"},
        {"text": _("Nay (%)"), "classes": "num"},
        {"text": "±", "classes": "num"},
    ]
    if has_leads:
        heads.append({"text": _("Cơ quan chủ trì"), "classes": ""})
    rows = []
    for fall in falls:
        edition = fall.result.standing.edition
        points = {"direction": "down", "text": figures.points(fall.before - fall.now, 2), "words": "%"}
        cells = [
            {
                "text": f"{fall.criterion.shown_name} · {edition_name(edition)}",
                "href": scorecard_address(edition, fall.result.standing.unit),
                "classes": "unit",
                "head": True,
            },
            {"text": figures.points(fall.before, 2), "classes": "num"},
            {"text": figures.points(fall.now, 2), "classes": "num"},
            {"text": change_mark(points), "classes": "num"},
        ]
        if has_leads:
            cells.append({"text": ", ".join(lead.shown_name for lead in fall.leads) or NOTHING, "classes": ""})
        rows.append({"classes": "", "cells": cells})
    caption = _("Thành phần giảm nhiều nhất, tính bằng phần trăm của điểm tối đa ở thành phần ấy")
    return {"caption": caption, "caption_hidden": True, "heads": heads, "rows": rows, "note": _falls_note(falls)}


def _falls_note(falls):
    years = {edition_name(fall.result.standing.edition): fall.result.previous.label for fall in falls}
    compared = "; ".join(_("%(edition)s so với %(year)s") % {"edition": name, "year": years[name]} for name in years)
    return _("Tính bằng phần trăm của điểm tối đa ở từng thành phần: %(compared)s.") % {"compared": compared}


def alert_lines(alerts, criteria, language):
    """What most needs to be looked at, a line each: [{href, title, text}].

    Args:
        alerts: [(`queries.own_unit.OwnResult`, facts)].
        criteria: (criteria set id, code) -> Criterion.
    """
    lines = []
    for result, facts in alerts:
        edition = result.standing.edition
        names = {code: one.shown_name for (of, code), one in criteria.items() if of == edition.criteria_set_id}
        words = AlertWords(names, Figures(edition.index, language))
        lines.append(
            {
                "href": scorecard_address(edition, result.standing.unit),
                "title": f"{edition_name(edition)} · {KINDS[facts['kind']]}",
                "text": words.sentence(facts),
            }
        )
    return lines


def neighbours(results, known, language):
    """Who stands next above and next below, a row an index: [{index, note, href, above, own, below}].

    In a partial edition they are only the nearest of those known, and the note beside the index says so.
    """
    placed = [result for result in results if result.standing.shown_rank is not None]
    beside = [each for result in placed for each in (result.above, result.standing, result.below) if each]
    names = names_of_standings(beside)
    rows = []
    for result in placed:
        edition = result.standing.edition
        words = Figures(edition.index, language)
        rows.append(
            {
                "index": edition_name(edition),
                "note": known_of_stated(edition, known),
                "href": f"{table_address(edition)}?view=around",
                "above": _beside(result.above, names, words),
                "own": _beside(result.standing, names, words),
                "below": _beside(result.below, names, words),
            }
        )
    return rows


def _beside(standing, names, figures):
    if standing is None:
        return None
    return {
        "rank": standing.shown_rank,
        "name": name_then(standing, names),
        "href": scorecard_address(standing.edition, standing.unit),
        "total": "" if standing.total is None else total_text(standing, figures),
    }
