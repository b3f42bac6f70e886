"""The home page: where the reader's own unit stands, or who leads, in words and small tables."""

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indices.presenters.editions import (
    edition_name,
    edition_sentence,
    name_then,
    table_address,
    total_in_words,
)
from indices.presenters.ranking_rows import Columns, RowMaker
from indices.presenters.sources import source_address
from indices.presenters.words import Figures, moved_in_words, places_word, short_date, units_word
from indices.queries.site import is_partial, names_of_standings
from reformtrack.figures import NOTHING
from units.queries import shown_name


def index_lines(newest, language):
    """The newest edition of each index in one sentence: [{text, href, name, sentence, is_sample}]."""
    return [
        {
            "text": edition_name(edition),
            "href": table_address(edition),
            "name": edition.index.shown_name,
            "sentence": edition_sentence(edition, newest, language),
            "is_sample": edition.index.is_sample,
        }
        for edition in newest.editions
    ]


def home_lede(unit, results, newest, known, language):
    """The answer in a sentence: of the reader's own unit where there is one, else of the first index."""
    if results:
        return own_sentence(results[0], known, language)
    if unit:
        return _("Chưa có kết quả nào của %(unit)s được công bố ở đây.") % {"unit": unit.shown_name}
    if newest.editions:
        edition = newest.editions[0]
        return f"{edition_name(edition)}: {edition_sentence(edition, newest, language)}"
    return _("Chưa có chỉ số nào được công bố ở đây.")


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
    moved = places_moved(result)
    if moved is not None and comparable(result):
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


def comparable(result):
    """Was the edition before scored by the same criteria set?"""
    return result.previous is not None and result.previous.criteria_set_id == result.standing.edition.criteria_set_id


def places_moved(result):
    """Places gained since the edition before; `None` where either is not known."""
    if result.before is None or result.before.shown_rank is None or result.standing.shown_rank is None:
        return None
    return result.before.shown_rank - result.standing.shown_rank


def change_mark(moved):
    """Places gained, as components/change.html and components/strip.html take them."""
    direction = "up" if moved > 0 else "down" if moved < 0 else "same"
    return {"direction": direction, "text": str(abs(moved)), "words": _("bậc")}


def own_strip(results, known, language, unit):
    """The strip of the reader's own unit: place, change and figure in the newest edition of each index."""
    figures = []
    for result in results:
        standing = result.standing
        count, moved = ranked_beside(result, known), places_moved(result)
        rank = _("không có hạng") if standing.shown_rank is None else str(standing.shown_rank)
        figures.append(
            {
                "label": edition_name(standing.edition),
                "value": f"{rank}/{count}" if count and standing.shown_rank else rank,
                "href": scorecard_address(standing),
                "change": change_mark(moved) if moved is not None and comparable(result) else None,
                "note": figure_note(result, language),
            }
        )
    return {"figures": figures, "actions": [{"text": _("Trang đơn vị"), "href": unit.get_absolute_url()}]}


def figure_note(result, language):
    """The figure with its change; where the criteria changed, that it cannot be compared."""
    total = total_in_words(result.standing, language)
    if result.before is None or (result.before.shown_rank is None and result.before.total is None):
        return total
    if not comparable(result):
        note = _("%(year)s theo bộ tiêu chí khác") % {"year": result.previous.label}
    elif not total or result.before.total is None:
        return total
    else:
        figures = Figures(result.standing.edition.index, language)
        note = figures.change(result.standing.total - result.before.total)
    return f"{total} ({note})" if total else note


def scorecard_address(standing):
    edition = standing.edition
    return reverse("scorecard", args=(edition.index.slug, edition.label, standing.unit.slug))


def neighbour_tables(results, known, language):
    """A small table an index: who stands next above, the own unit, who stands next below.

    In a partial edition they are only the nearest of those known, and the title says so.
    """
    everybody = [
        standing for result in results for standing in (result.above, result.standing, result.below) if standing
    ]
    names = names_of_standings(everybody)
    tables = []
    for result in results:
        if result.standing.shown_rank is None:
            continue
        rows = [
            {
                "classes": "mine" if standing is result.standing else "",
                "cells": [
                    {"text": standing.shown_rank, "classes": "rank"},
                    {
                        "text": name_then(standing, names),
                        "href": scorecard_address(standing),
                        "classes": "unit",
                        "head": True,
                    },
                    {"text": Figures(standing.edition.index, language).standing(standing), "classes": "num"},
                ],
            }
            for standing in (result.above, result.standing, result.below)
            if standing is not None
        ]
        edition = result.standing.edition
        title = (
            _("%(edition)s: gần nhất trong số đã biết")
            if is_partial(edition, known)
            else _("%(edition)s: ngay trên, ngay dưới")
        )
        title %= {"edition": edition_name(edition)}
        tables.append(
            {
                "title": title,
                "link": _("Quanh đơn vị của tôi trong bảng %(edition)s") % {"edition": edition_name(edition)},
                "href": f"{table_address(edition)}?view=around",
                "table": {
                    "caption": title,
                    "caption_hidden": True,
                    "heads": [
                        {"text": _("Hạng"), "classes": "rank"},
                        {"text": _("Đơn vị"), "classes": "unit"},
                        {"text": total_heading(edition), "classes": "num"},
                    ],
                    "rows": rows,
                },
            }
        )
    return tables


def total_heading(edition):
    """The head of the column of totals."""
    return _("Chỉ số (%)") if edition.index.figure == edition.index.Figure.PERCENT else _("Tổng điểm")


def short_table(found, *, language, my_unit=""):
    """The cut table as components/table.html takes it. `found`: `queries.site.ShortTable`."""
    edition, previous = found.edition, found.previous
    same_set = previous is not None and previous.criteria_set_id == edition.criteria_set_id
    columns = Columns(has_changes=previous is not None, comparable=same_set, gap=False)
    maker = RowMaker(edition, columns, found.data, language=language, my_unit=my_unit)
    lines = [maker.line(standing) for standing in found.top]
    if found.bottom:
        between = found.known - len(found.top) - len(found.bottom)
        if between > 0:
            lines.append(_gap_line(between, columns.has_changes))
        lines += [maker.line(standing) for standing in found.bottom]
    heads = [{"text": _("Hạng"), "classes": "rank"}]
    if columns.has_changes:
        heads.append({"text": _("± bậc"), "classes": "move", "title": _("so với %(year)s") % {"year": previous.label}})
    heads += [{"text": _("Đơn vị"), "classes": "unit"}, {"text": total_heading(edition), "classes": "total"}]
    if columns.has_changes:
        heads.append({"text": _("± điểm"), "classes": "num"})
    return {
        "caption": table_caption(found, same_set),
        "head_rows": [heads],
        "lines": lines,
        "note": "",
    }


def table_status(edition):
    """What the cut table's ranks are worth and where its figures come from, for components/status_line.html."""
    badge = "official" if edition.index.publishes_ranks else "computed"
    text = _("Thứ hạng công bố") if edition.index.publishes_ranks else ""
    parts = [{"text": _("Năm đánh giá %(label)s") % {"label": edition.label}}]
    if edition.published_on:
        parts.append({"text": _("công bố %(day)s") % {"day": short_date(edition.published_on)}})
    if edition.source:
        parts.append({"text": _("nguồn"), "href": source_address(edition.source.code)})
    return {"badges": [{"kind": badge, "text": text}], "parts": parts}


def table_caption(found, same_set):
    """What the cut table shows, and what its changes are measured from."""
    edition, previous = found.edition, found.previous
    words = {"edition": edition_name(edition), "units": units_word(found.known, edition.index.level)}
    text = (
        _("%(edition)s, quanh đơn vị của tôi, trong %(units)s")
        if found.around
        else _("%(edition)s, đầu bảng và cuối bảng, trong %(units)s")
    ) % words
    if previous is None:
        return f"{text}."
    if same_set:
        return _("%(table)s; thay đổi so với %(year)s.") % {"table": text, "year": previous.label}
    return _("%(table)s; %(year)s theo bộ tiêu chí khác nên không so trực tiếp được.") % {
        "table": text,
        "year": previous.label,
    }


def _gap_line(count, has_changes):
    words = ngettext("%(count)s đơn vị ở giữa", "%(count)s đơn vị ở giữa", count) % {"count": count}
    return {
        "key": "",
        "classes": "mean",
        "html": format_html('<td class="rank">…</td><td colspan="{}">{}</td>', 4 if has_changes else 2, words),
    }


def mover_tables(found):
    """Who rose and who fell most: [{title, table}]; nothing without a year to compare with."""
    tables = []
    for title, standings in (
        (_("Tăng nhiều bậc nhất"), found.up),
        (_("Giảm nhiều bậc nhất"), found.down),
    ):
        if standings:
            rows = [_mover_row(standing, found) for standing in standings]
            heads = [
                {"text": _("Đơn vị"), "classes": "unit"},
                {"text": _("Bậc"), "classes": "num"},
                {"text": found.previous.label, "classes": "num"},
                {"text": found.edition.label, "classes": "num"},
            ]
            caption = _("%(title)s, %(edition)s so với %(year)s") % {
                "title": title,
                "edition": edition_name(found.edition),
                "year": found.previous.label,
            }
            table = {"caption": caption, "caption_hidden": True, "heads": heads, "rows": rows}
            tables.append({"title": title, "table": table})
    return tables


def _mover_row(standing, found):
    before = found.data.before.get(standing.unit_id, (None, None))[0]
    mark = render_to_string("components/change.html", change_mark(standing.moved))
    return {
        "classes": "",
        "cells": [
            {
                "text": shown_name(standing.unit, found.data.names),
                "href": reverse("scorecard", args=(found.edition.index.slug, found.edition.label, standing.unit.slug)),
                "classes": "unit",
                "head": True,
            },
            {"text": mark, "classes": "num"},
            {"text": _("hạng %(rank)s") % {"rank": before or NOTHING}, "classes": "num"},
            {"text": _("hạng %(rank)s") % {"rank": standing.shown_rank}, "classes": "num"},
        ],
    }


def mover_sentence(found):
    """Who rose and who fell most, in words."""
    if not found.up or not found.down:
        return ""
    return _("So với %(year)s, %(up)s tăng nhiều nhất (%(gained)s), %(down)s giảm nhiều nhất (%(lost)s).") % {
        "year": found.previous.label,
        "up": shown_name(found.up[0].unit, found.data.names),
        "gained": places_word(found.up[0].moved),
        "down": shown_name(found.down[0].unit, found.data.names),
        "lost": places_word(-found.down[0].moved),
    }


def unit_options(present, former):
    """The choice of a unit: [{label, options: [{value, text}]}]."""
    groups = [
        (_("Hiện nay"), [{"value": unit.slug, "text": unit.shown_name} for unit in present]),
        (
            _("Trước đây, có kết quả"),
            [
                {
                    "value": unit.slug,
                    "text": _("%(unit)s (đến %(year)s)") % {"unit": unit.shown_name, "year": unit.valid_to.year},
                }
                for unit in former
            ],
        ),
    ]
    return [{"label": label, "options": options} for label, options in groups if options]
