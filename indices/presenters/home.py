"""The home page: who leads, who moved, and the choice of a unit, in words and small tables."""

from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indices.presenters.addresses import source_address
from indices.presenters.editions import coverage_sentence, edition_sentence, table_address
from indices.presenters.ranking_rows import Columns, RowMaker
from indices.presenters.words import edition_name, period_name, places_word, short_date
from indices.presenters.years import change_mark, places_moved
from indices.queries.ranking import is_of_other_number
from indices.queries.site import is_partial
from reformtrack.figures import NOTHING
from units.models import Level
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


def home_lede(newest, language):
    """Who leads the first index, in a sentence."""
    if newest.editions:
        edition = newest.editions[0]
        return f"{edition_name(edition)}: {edition_sentence(edition, newest, language)}"
    return _("Chưa có chỉ số nào được công bố ở đây.")


def total_heading(edition):
    """The head of the column of totals."""
    return _("Chỉ số (%)") if edition.index.figure == edition.index.Figure.PERCENT else _("Tổng điểm")


def short_table(found, known, *, language):
    """The cut table as components/table.html takes it. `found`: `queries.site.ShortTable`; `known`: `known_units`."""
    edition, previous = found.edition, found.previous
    same_set = previous is not None and previous.criteria_set_id == edition.criteria_set_id
    same_number = not is_of_other_number(previous, edition)
    columns = Columns(has_changes=same_set, comparable=same_set, same_number=same_number, gap=False)
    maker = RowMaker(edition, columns, found.data, language=language)
    lines = [maker.line(standing) for standing in found.top]
    between = known[edition.pk] - len(found.top) - len(found.bottom)
    if found.bottom and between > 0:
        lines.append(_gap_line(between, columns.has_changes))
    lines += [maker.line(standing) for standing in found.bottom]
    heads = [{"text": _("Hạng"), "classes": "rank"}]
    if columns.has_changes:
        heads.append({"text": _("± bậc"), "classes": "move", "title": _("so với %(year)s") % {"year": previous.label}})
    heads += [{"text": _("Đơn vị"), "classes": "unit"}, {"text": total_heading(edition), "classes": "total"}]
    if columns.has_changes:
        heads.append({"text": _("± điểm"), "classes": "num"})
    return {"caption": table_caption(found, known, same_set), "head_rows": [heads], "lines": lines, "note": ""}


def table_status(edition):
    """What the cut table's ranks are worth and where its figures come from, for components/status_line.html."""
    badges = [{"kind": "sample"}] if edition.index.is_sample else []
    badge = "official" if edition.index.publishes_ranks else "computed"
    text = _("Thứ hạng công bố") if edition.index.publishes_ranks else ""
    parts = [{"text": _("Năm đánh giá %(label)s") % {"label": period_name(edition)}}]
    if edition.published_on:
        parts.append({"text": _("công bố %(day)s") % {"day": short_date(edition.published_on)}})
    if edition.source:
        parts.append(
            {"text": _("nguồn"), "href": source_address(edition.source.code, is_sample=edition.index.is_sample)}
        )
    return {"badges": [*badges, {"kind": badge, "text": text}], "parts": parts}


def table_caption(found, known, same_set):
    """What the cut table shows, and what its changes are measured from."""
    edition, previous = found.edition, found.previous
    words = {"edition": edition_name(edition), "coverage": coverage_sentence(edition, known)}
    if is_partial(edition, known) or not found.bottom:
        text = _("%(edition)s: %(coverage)s") % words
    else:
        text = _("%(edition)s, đầu bảng và cuối bảng: %(coverage)s") % words
    if previous is None:
        return f"{text}."
    if same_set and is_of_other_number(previous, edition):
        told = _("%(table)s; %(year)s xếp %(count)s đơn vị nên số bậc trong ngoặc chỉ để tham khảo.")
        return told % {"table": text, "year": previous.label, "count": previous.stated_units}
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
    """Who rose and who fell most: [{title, table}]. `found`: `queries.site.Movers`."""
    tables = []
    for title, standings in (
        (_("Tăng nhiều bậc nhất"), found.up),
        (_("Giảm nhiều bậc nhất"), found.down),
    ):
        if standings:
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
            rows = [_mover_row(standing, found) for standing in standings]
            tables.append(
                {
                    "title": title,
                    "table": {"caption": caption, "caption_hidden": True, "heads": heads, "rows": rows},
                }
            )
    return tables


def _mover_row(standing, found):
    before = found.data.before.get(standing.unit_id, (None, None))[0]
    return {
        "classes": "",
        "cells": [
            {
                "text": shown_name(standing.unit, found.data.names),
                "href": reverse("scorecard", args=(found.edition.index.slug, found.edition.label, standing.unit.slug)),
                "classes": "unit",
                "head": True,
            },
            {"text": change_mark(places_moved(standing.moved)), "classes": "num"},
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
    groups = [(_("Hiện nay"), present), (_("Trước đây, có kết quả"), former)]
    return [{"label": label, "options": [_option(unit) for unit in units]} for label, units in groups if units]


def sample_options(present, former):
    """`unit_options` of the sample, by the level of the units."""
    return [
        {"label": capfirst(level.label), "options": [_option(unit) for unit in units]}
        for level in Level
        if (units := [unit for unit in (*present, *former) if unit.level == level])
    ]


def _option(unit):
    name = unit.shown_name
    if unit.valid_to:
        name = _("%(unit)s (đến %(year)s)") % {"unit": name, "year": unit.valid_to.year}
    return {"value": unit.slug, "text": name}
