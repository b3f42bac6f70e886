"""Trends of every field at once: a panel a field, a table with a part a field."""

from dataclasses import replace

from django.utils.translation import gettext as _

from indices.presenters.trends_series import Series
from reformtrack.figures import NOTHING


class FieldLines:
    """The lines of each field of the newest edition.

    Args:
        trends: `queries.trends.Trends`.
        state: `TrendsState`.
    """

    def __init__(self, trends, state, figures):
        self.trends = trends
        newest = trends.criteria.get(trends.editions[-1].criteria_set_id, {}) if trends.editions else {}
        fields = [criterion for criterion in newest.values() if criterion.parent_id is None]
        self.series = {field: Series(trends, replace(state, of=field.code), figures) for field in fields}
        self.values = {
            field: {unit.pk: series.of(unit) for unit in trends.units} for field, series in self.series.items()
        }

    @property
    def is_empty(self):
        return not any(value for by_unit in self.values.values() for values in by_unit.values() for value in values)

    def table(self, caption):
        """A field and a year a row, the newest year of a field first; a unit a column."""
        heads = [{"text": _("Lĩnh vực")}, {"text": _("Năm")}]
        heads += [{"text": unit.shown_name, "classes": "num"} for unit in self.trends.units]
        rows = [
            {"cells": self._cells(field, by_unit, place)}
            for field, by_unit in self.values.items()
            for place in reversed(range(len(self.trends.editions)))
            if any(values[place] for values in by_unit.values())
        ]
        return {"caption": caption, "heads": heads, "rows": rows}

    def _cells(self, field, by_unit, place):
        cells = [{"text": title_of(field), "head": True}, {"text": self.trends.editions[place].label}]
        for values in by_unit.values():
            value = values[place]
            cells.append({"text": value.text if value else NOTHING, "classes": "num"})
        return cells


def title_of(criterion):
    return f"{criterion.code} {criterion.label}"
