"""Who gained and lost most at a criterion, and who climbed from where the reader's own unit stands."""

from django.utils.translation import gettext as _

from indices.presenters.criterion_rows import SIGNS
from indices.presenters.criterion_words import move_size
from indices.presenters.years import change_mark, scorecard_address
from indices.queries.criterion_page import notes_of
from units.queries import shown_name


def movers_tables(movers, view, shown, figures):
    """[table, table] for components/simple_table.html, rises first; empty where nobody moved or nothing is compared."""
    if movers is None:
        return []
    captions = (
        (_("Tăng nhiều nhất so với %(label)s"), movers.up),
        (_("Giảm nhiều nhất so với %(label)s"), movers.down),
    )
    return [
        {
            "caption": caption % {"label": view.earlier},
            "heads": [
                {"text": _("Đơn vị")},
                {"text": _("Từ → đến (% tối đa)"), "classes": "num wide"},
                {"text": _("Thay đổi"), "classes": "num"},
            ],
            "rows": [_mover(move, view, shown, figures) for move in moves],
        }
        for caption, moves in captions
        if moves
    ]


def _mover(move, view, shown, figures):
    kind, size = "up" if move.change > 0 else "down", move_size(move, figures)
    # Across two sets it is a difference, and no plain rise or fall.
    change = f"{SIGNS[kind]}{size}" if view.is_across else change_mark({"direction": kind, "text": size})
    return {
        "classes": _mine(move.unit, view),
        "cells": [
            _unit_cell(move.unit, view, shown),
            {"text": f"{figures.share(move.then)} → {figures.share(move.now)}", "classes": "num wide"},
            {"text": change, "classes": "num"},
        ],
    }


def _unit_cell(slug, view, shown):
    unit = shown.units[slug]
    href = scorecard_address(view.edition, unit)
    return {"text": shown_name(unit, shown.names), "href": href, "head": True, "classes": "unit"}


def _mine(slug, view):
    return "mine" if view.own is not None and slug == view.own.unit else ""


def climbers_table(climbers, view, shown, own_name, figures):
    """{sentence, table} of units like the own one that rose above it; `None` where there are none."""
    if not climbers:
        return None
    notes = notes_of(view.lineage, climbers)
    words = {"first": view.back[-1].edition.label, "last": view.edition.label, "unit": own_name}
    sentence = (
        _(
            "Từ %(first)s đến %(last)s, các đơn vị này cùng khối với %(unit)s đã vượt lên ở tiêu chí này, mỗi đơn vị "
            "tăng ít nhất một phần tư điểm tối đa trong một năm; xếp trước là đơn vị khi chưa tăng giống %(unit)s nhất."
        )
        % words
    )
    heads = [
        {"text": _("Đơn vị")},
        {"text": _("Năm tăng"), "classes": "num"},
        {"text": _("Từ → đến (% tối đa)"), "classes": "num"},
        {"text": _("Khác %(unit)s (điểm %%)") % {"unit": own_name}, "classes": "num wide"},
    ]
    rows = [
        [
            _unit_cell(climber.unit, view, shown),
            {"text": climber.label, "classes": "num"},
            {"text": f"{figures.share(climber.then)} → {figures.share(climber.now)}", "classes": "num"},
            {"text": figures.percent(climber.distance), "classes": "num wide"},
        ]
        for climber in climbers
    ]
    if notes:
        heads.append({"text": _("Ghi chú năm đó")})
        for cells, climber in zip(rows, climbers, strict=True):
            cells.append({"text": notes.get(climber.unit, "")})
    caption = _("Đơn vị tương tự đã vượt lên")
    table = {"caption": caption, "caption_hidden": True, "heads": heads, "rows": [{"cells": cells} for cells in rows]}
    return {"sentence": sentence, "table": table}
