"""A unit's own trees on its scorecard."""

from django.utils.html import format_html
from django.utils.translation import gettext as _

from indices.models import Score
from reformtrack.figures import figure_format


def annex_sections(trees, language):
    """Of each annex: its set, its points, who may see it, and its tree, a fold for each field.

    Args:
        trees: of `queries.annexes.trees_under`.
    """
    return [_section(tree, figure_format(language)) for tree in trees]


def _section(tree, figures):
    annex, branches = tree.annex, []
    parents = {criterion.parent_id for criterion, _depth, _score in tree.lines}
    for criterion, depth, score in tree.lines:
        if depth == 0:
            branches.append((criterion, score, []))
        if depth or criterion.pk not in parents:
            branches[-1][2].append(_row(criterion, score, figures, is_parent=criterion.pk in parents))
    return {
        "set": annex.criteria_set.shown_name,
        "points": figures.exact(annex.points),
        "maximum": figures.exact(annex.max_points),
        "is_open": annex.is_open,
        "tree": [_branch(*branch, figures) for branch in branches],
    }


def _branch(field, score, rows, figures):
    return {
        "summary": f"{field.code} {field.shown_name}",
        "note": _points(score, figures),
        "table": {
            "caption": field.shown_name,
            "caption_hidden": True,
            "heads": [
                {"text": _("Tiêu chí")},
                {"text": _("Đạt"), "classes": "num"},
                {"text": _("Tối đa"), "classes": "num"},
            ],
            "rows": rows,
        },
    }


def _row(criterion, score, figures, *, is_parent):
    name = f"{criterion.code} {criterion.shown_name}"
    maximum = score.max_points if score else criterion.max_points
    return {
        "cells": [
            {"text": format_html("<strong>{}</strong>", name) if is_parent else name, "head": True, "classes": "unit"},
            {"text": _points(score, figures), "classes": "num"},
            {"text": figures.exact(maximum), "classes": "num"},
        ]
    }


def _points(score, figures):
    if score is not None and score.status == Score.Status.NOT_APPLICABLE:
        return _("không áp dụng")
    return figures.exact(score.points if score else None)
