"""The page of trends: a few units side by side over the years, what can be compared, and what cannot."""

from dataclasses import replace
from fractions import Fraction

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indices.domain.figures import round_half_up
from indices.models import Edition
from indices.presenters.readings import TRENDS, readings_of
from indices.presenters.said import in_percent
from indices.presenters.trends_breaks import breaks_of
from indices.presenters.trends_chart import Picture
from indices.presenters.trends_fields import FieldLines, title_of
from indices.presenters.trends_series import Series
from indices.presenters.trends_state import COMMON, EVERY_FIELD, PERCENT, RANK
from indices.presenters.words import Figures
from indices.presenters.years import figure_label, scorecard_address
from indices.queries.trends import MOST
from reformtrack.figures import NOTHING

FEW = 3  # units of which each is told


class TrendsPage:
    """Everything that templates/indices/trends.html shows.

    Args:
        trends: `queries.trends.Trends`.
        state: `TrendsState`.
        choices: `Choices`.
    """

    def __init__(self, trends, state, choices, *, language):
        self.trends, self.state, self.choices = trends, state, choices
        self.breaks = breaks_of(trends)
        self.figures = Figures(trends.index, language)
        is_of_fields = state.of == EVERY_FIELD
        self.fields = FieldLines(trends, state, self.figures) if is_of_fields else None
        # Above every field stands the total, in the same measure.
        self.series = Series(trends, replace(state, of="") if is_of_fields else state, self.figures)
        self.values = {unit.pk: self.series.of(unit) for unit in trends.units}

    def context(self):
        trends, chart = self.trends, self.chart()
        return {
            "name": _("Diễn biến %(index)s qua các kỳ") % {"index": trends.index.label},
            "is_sample": trends.index.is_sample,
            "lede": self.lede(),
            "caution": self.caution(),
            "status": self.status(),
            "links": readings_of(trends.editions[-1], here=TRENDS) if trends.editions else [],
            "segments": self.choices.segments(),
            "form": self.choices.form(),
            "chosen": self.choices.chosen(),
            "offered": self.choices.offered(),
            "most": MOST if len(trends.units) >= MOST else 0,
            "chart": chart,
            "table": None if chart else self.table(),
            "empty": self.empty(),
            "breaks": [found.fact for found in self.breaks],
            "common": self.common(),
        }

    # Words

    def lede(self):
        """Where each unit stands in the last year that is shown, the highest first."""
        last = next(
            (
                place
                for place in reversed(range(len(self.trends.years)))
                if any(values[place] for values in self.values.values())
            ),
            None,
        )
        if last is None:
            return ""
        found = [(unit, self.values[unit.pk][last]) for unit in self.trends.units if self.values[unit.pk][last]]
        found.sort(key=lambda pair: pair[1].number, reverse=self.state.show != RANK)
        told = "; ".join(f"{unit.shown_name} {self.series.said(value)}" for unit, value in found)
        return _("%(what)s năm %(year)s: %(told)s.") % {
            "what": self.what(),
            "year": self.trends.editions[last].label,
            "told": told,
        }

    def what(self):
        """What the lines are of: the total, or a criterion by its code and name."""
        criterion = self._named(self.trends.editions[-1], self.state.of) if self.trends.editions else None
        return _("Tổng") if criterion is None else title_of(criterion)

    def _named(self, edition, code):
        return self.trends.criteria.get(edition.criteria_set_id, {}).get(code)

    def caution(self):
        """What the reader must know before comparing years with one another."""
        if self.state.line == COMMON:
            return self._what_is_common()
        if self.state.show == RANK and self.series.numbers_differ:
            return _("Số đơn vị được xếp hạng khác nhau giữa các năm: cùng một thứ hạng không có nghĩa như nhau.")
        changed = [found.label for found in self.breaks if found.is_of_criteria]
        if not changed:
            return ""
        return _("Bộ tiêu chí đổi từ năm %(years)s: điểm hai bên đường chấm không so trực tiếp được.") % {
            "years": ", ".join(changed)
        }

    def _what_is_common(self):
        trends = self.trends
        if trends.common is None or not trends.common.threads:
            return ""
        first, last = (trends.editions[trends.scored[end]].label for end in (0, -1))
        words = {
            "count": len(trends.common.threads),
            "years": len(trends.scored),
            "first": first,
            "last": last,
            "then": self._share(trends.common.covered[0]),
            "now": self._share(trends.common.covered[-1]),
        }
        return (
            ngettext(
                "Chỉ tính trên %(count)s tiêu chí có mặt trong cả %(years)s năm, mỗi tiêu chí có trọng số như năm "
                "%(last)s; đó là %(then)s số điểm của năm %(first)s và %(now)s của năm %(last)s.",
                "Chỉ tính trên %(count)s tiêu chí có mặt trong cả %(years)s năm, mỗi tiêu chí có trọng số như năm "
                "%(last)s; đó là %(then)s số điểm của năm %(first)s và %(now)s của năm %(last)s.",
                words["count"],
            )
            % words
        )

    def _share(self, share):
        if share is None:
            return _("một phần chưa rõ")
        return in_percent(self._percent(share))

    def status(self):
        badges = [{"kind": "sample"}] if self.trends.index.is_sample else []
        is_common = self.state.line == COMMON
        if is_common or (self.state.show == RANK and not self.trends.index.publishes_ranks):
            badges.append({"kind": "computed", "text": _("Do phần mềm tính") if is_common else ""})
        parts = []
        if self.trends.editions:
            first, last = self.trends.editions[0].label, self.trends.editions[-1].label
            parts.append({"text": _("Số liệu đã công bố %(first)s–%(last)s") % {"first": first, "last": last}})
        if is_common:
            parts.append({"text": _("đường này không phải số công bố")})
        return {"badges": badges, "parts": parts}

    def empty(self):
        """Why there is nothing to draw; empty where there is something."""
        if not self.trends.editions:
            return _("Chỉ số này chưa có kỳ nào được công bố.")
        if not self.trends.units:
            return _("Chưa chọn đơn vị nào. Hãy chọn đơn vị ở trên.")
        if self.state.line == COMMON and not (self.trends.common and self.trends.common.threads):
            return _(
                "Không có tiêu chí nào đi qua mọi năm đã chọn với điểm tối đa đã biết. Hãy chọn khoảng năm ngắn hơn, "
                "hoặc xem đường theo số công bố."
            )
        known = any(value for values in self.values.values() for value in values)
        if not known and (self.fields is None or self.fields.is_empty):
            return _("Không có số nào như đã chọn trong số liệu đã công bố của các đơn vị này.")
        return ""

    # Picture and table

    def chart(self):
        """The chart; `None` where there are fewer than two years, or nothing to draw."""
        if self.empty() or len(self.trends.years) < 2:
            return None
        picture = Picture(self.trends, self.state, self.breaks)
        panels = []
        if any(value for values in self.values.values() for value in values):
            panels.append(picture.panel(self.measure(), self.series, self.values))
        if self.fields:
            panels += [
                picture.panel(title_of(field), series, self.fields.values[field])
                for field, series in self.fields.series.items()
            ]
        return {
            "id": "trends",
            "sentence": self.reading(),
            "figure": picture.figure(panels),
            "table": self.table() | {"caption_hidden": True},
            "is_open": not self.fields,
            "tall": bool(self.fields),
        }

    def measure(self):
        """What is drawn, above the picture."""
        if self.state.show == RANK:
            return _("Thứ hạng (hạng 1 ở trên)")
        if self.state.show == PERCENT:
            return _("% điểm tối đa, trên tiêu chí chung") if self.state.line == COMMON else _("% điểm tối đa")
        return _("Điểm") if self.state.of else figure_label(self.trends.index)

    def reading(self):
        """What the lines say from their first year to their last: each of them, or of many those that moved most."""
        spans = {unit: self._span(unit) for unit in self.trends.units}
        spans = {unit: span for unit, span in spans.items() if span}
        if len(spans) <= FEW:
            return " ".join(f"{self._moved(unit, span)}." for unit, span in spans.items()) or self.lede()
        if self.state.line != COMMON:
            # Who moved most cannot be said across a change of the criteria.
            return self.lede()
        rise = {unit: now.number - then.number for unit, ((_first, then), (_last, now)) in spans.items()}
        order = sorted(spans, key=lambda unit: rise[unit], reverse=self.state.show != RANK)
        words = {"most": self._moved(order[0], spans[order[0]]), "least": self._moved(order[-1], spans[order[-1]])}
        return _("Lên nhiều nhất là %(most)s; lên ít nhất hoặc xuống nhiều nhất là %(least)s.") % words

    def _span(self, unit):
        """((place, value) of the first year that is known, of the last); nothing with less than two."""
        known = [(place, value) for place, value in enumerate(self.values[unit.pk]) if value is not None]
        return (known[0], known[-1]) if len(known) > 1 else None

    def _moved(self, unit, span):
        (first, then), (last, now) = span
        return _("%(unit)s: từ %(then)s (%(first)s) đến %(now)s (%(last)s)") % {
            "unit": unit.shown_name,
            "first": self.trends.editions[first].label,
            "then": self.series.said(then),
            "last": self.trends.editions[last].label,
            "now": self.series.said(now),
        }

    def table(self):
        """A year a row, the newest first; a unit a column; what changed between the years behind."""
        if self.fields:
            return self.fields.table(f"{_('Mọi lĩnh vực')}: {self.measure()}")
        extra = [(_("Trung bình"), self.series.mean()), (_("Cao nhất"), self.series.best())]
        extra = [(name, values) for name, values in extra if any(values)]
        changes = {found.place: found.text for found in self.breaks}
        rows = []
        for place in reversed(range(len(self.trends.editions))):
            edition = self.trends.editions[place]
            cells = [{"text": edition.label, "href": edition.get_absolute_url(), "head": True}]
            for unit in self.trends.units:
                value = self.values[unit.pk][place]
                stands = unit.slug in self.trends.years[place].units
                cell = {"text": value.text if value else NOTHING, "classes": "num"}
                if stands and value:
                    cell["href"] = scorecard_address(edition, unit)
                cells.append(cell)
            cells += [
                {"text": values[place].text if values[place] else NOTHING, "classes": "num muted"}
                for _name, values in extra
            ]
            if changes:
                cells.append({"text": changes.get(place, ""), "classes": "small muted wide"})
            rows.append({"cells": cells})
        heads = [{"text": _("Kỳ") if self.state.period != Edition.Period.YEAR else _("Năm")}]
        heads += [{"text": unit.shown_name, "classes": "num"} for unit in self.trends.units]
        heads += [{"text": name, "classes": "num"} for name, _values in extra]
        if changes:
            heads.append({"text": _("Thay đổi so với kỳ trước"), "classes": "wide"})
        return {"caption": f"{self.what()}: {self.measure()}", "heads": heads, "rows": rows}

    def common(self):
        """The criteria that all years have in common, as a table; `None` where there are none, or nobody asked."""
        common = self.trends.common
        if common is None or not common.threads:
            return None
        first, last = (self.trends.editions[self.trends.scored[end]] for end in (0, -1))
        whole = sum(thread.weight for thread in common.threads)
        return {
            "caption": _("Tiêu chí chung của các năm"),
            "caption_hidden": True,
            "heads": [
                {"text": _("Năm %(year)s") % {"year": last.label}},
                {"text": _("Năm %(year)s") % {"year": first.label}},
                {"text": _("Trọng số (%)"), "classes": "num"},
            ],
            "rows": [
                {
                    "cells": [
                        {"text": self._names(last, thread.leaves[-1]), "head": True},
                        {"text": self._names(first, thread.leaves[0])},
                        {"text": self._percent(Fraction(thread.weight, whole)), "classes": "num"},
                    ]
                }
                for thread in common.threads
            ],
        }

    def _names(self, edition, leaves):
        found = [(leaf, self._named(edition, leaf.code)) for leaf in leaves]
        return "; ".join(f"{leaf.code} {criterion.shown_name if criterion else leaf.name}" for leaf, criterion in found)

    def _percent(self, share):
        return self.figures.format.points(round_half_up(100 * share, 1), 1)
