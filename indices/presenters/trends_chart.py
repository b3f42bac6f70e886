"""The picture of the trends page: lines of units, with those that they are compared to."""

from django.utils.translation import gettext as _

from indices.charts import years as charts
from indices.presenters.trends_state import COMMON, RANK


class Picture:
    """Panels of lines over the same years.

    Args:
        trends: `queries.trends.Trends`.
        state: `TrendsState`.
        breaks: `Break`s; lines are cut where the criteria changed, but not on common ground.
    """

    def __init__(self, trends, state, breaks):
        self.trends, self.state, self.breaks = trends, state, breaks

    def panel(self, title, series, values):
        """One picture.

        Args:
            values: id of a unit -> its `Value`s.
        """
        lines = [self._line(unit.shown_name, series, values[unit.pk]) for unit in self.trends.units]
        for name, others in ((_("Trung bình"), series.mean()), (_("Cao nhất"), series.best())):
            if any(others):
                lines.append(self._line(name, series, others, muted=True))
        return charts.Panel(title, lines, is_rank=self.state.show == RANK)

    def _line(self, name, series, values, *, muted=False):
        texts = [
            "" if value is None else f"{name}, {edition.label}: {series.said(value)}"
            for value, edition in zip(values, self.trends.editions, strict=True)
        ]
        return charts.Line(name, [None if value is None else value.number for value in values], texts, muted=muted)

    def figure(self, panels):
        editions = self.trends.editions
        cut = self.state.line != COMMON
        return charts.over_the_years(
            [charts.place_in_time(edition.starts_on, edition.ends_on) for edition in editions],
            [edition.label for edition in editions],
            panels,
            breaks=[one.place for one in self.breaks if cut and one.is_of_criteria],
            break_words=_("Bộ tiêu chí đổi"),
            unit_breaks=[one.place for one in self.breaks if one.is_of_units],
            unit_break_words=_("Số đơn vị đổi"),
        )
