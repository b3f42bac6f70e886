"""Puts the page of a comparison together: who is asked for in its address, read once, said in words."""

from urllib.parse import urlencode

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indices.charts.comparison import Dots, side_by_side
from indices.domain.comparison import MOST_COMPARED
from indices.domain.figures import billionths, from_billionths
from indices.presenters.addresses import criterion_address
from indices.presenters.comparison_table import CompareTable
from indices.presenters.comparison_words import CompareStory, reasons_in_words
from indices.presenters.heat_rows import have_long_names
from indices.presenters.ranking import Story
from indices.presenters.readings import COMPARE, readings_of
from indices.presenters.said import in_percent
from indices.presenters.words import Figures, edition_name
from indices.queries import comparison as queries
from indices.queries import heat, ranking
from units.queries import names_on, shown_name

LONGEST = 100  # letters of what somebody typed
MOST_ASKED = 40  # units that an address may name: more are not even looked for
PLACES = 2


class CompareView:
    """One comparison, read from the database in a fixed number of queries."""

    def __init__(self, edition, query, *, my_unit="", language):
        self.edition, self.index, self.my_unit = edition, edition.index, my_unit
        self.figures = Figures(self.index, language)
        self.criteria = heat.open_criteria(edition)
        parents = {criterion.parent_id for criterion in self.criteria}
        self.parents = [c for c in self.criteria if c.parent_id is None and c.pk in parents]
        field = query.get("field", "")
        self.field = next((criterion for criterion in self.parents if criterion.code == field), None)
        self.lines = heat.columns_of(self.criteria, field if self.field else "")
        self.chosen = queries.chosen_of(edition, _slugs(query))
        self.mine = queries.own_of(edition, my_unit)
        self.standings = self.chosen.standings or queries.first_of(edition, self.mine)
        if not self.standings:
            self.lines = []
        self.asked = query.get("add", "").replace("\x00", "").strip()[:LONGEST]
        self.offered = queries.found_of(edition, self.asked) if self.asked else []
        shown = [*self.standings, *self.offered]
        self.names = names_on([standing.unit_id for standing in shown], edition.ends_on)

    @property
    def slugs(self):
        return [standing.unit.slug for standing in self.standings]

    @property
    def is_full(self):
        return len(self.standings) >= MOST_COMPARED

    def address(self, slugs=None, *, field=None):
        """`?units=…` of the same comparison with other units, or of another field."""
        code = (self.field.code if self.field else "") if field is None else field
        units = ",".join(self.slugs if slugs is None else slugs)
        pairs = [("units", units), ("field", code)]
        return "?" + urlencode([pair for pair in pairs if pair[1]], safe=",")

    @property
    def goes_on_to(self):
        """The address with the unit that was added, where it is clear which one; else empty."""
        if len(self.offered) != 1 or self.is_full:
            return ""
        return self.address(list(dict.fromkeys([*self.slugs, self.offered[0].unit.slug])))

    def _name(self, standing):
        return shown_name(standing.unit, self.names)

    def page(self):
        """The context of the page."""
        names = [self._name(standing) for standing in self.standings]
        rows = self._cells()
        shares = [[cell and cell.percent for cell, _outside in cells] for cells in rows]
        totals = [None if s.total is None else billionths(s.total) for s in self.standings]
        told = CompareStory(names, self.figures, of_leaves=self.field is not None)
        return {
            "edition": self.edition,
            "name": _("So sánh đơn vị: %(edition)s") % {"edition": edition_name(self.edition)},
            "lede": told.lede(totals if self._one_block() else [], shares, self.lines),
            "status": self._status(),
            "alerts": self._alerts(),
            "chips": self._chips(names),
            "form": self._form(),
            "fields": self._fields(),
            "table": self._table(names, rows),
            "chart": self._chart(names, shares),
            "suggested": self._suggested(),
            "only_totals": not self.lines,
            "links": readings_of(self.edition, here=COMPARE),
        }

    # Figures

    def _cells(self):
        """For each line, (cell, does it not apply?) of each unit."""
        if not self.lines:
            return []
        self.ranges, counts = heat.ranges_of(self.edition, self.lines)
        units = [standing.unit_id for standing in self.standings]
        found = heat.cells_of(self.edition, units, self.lines, counts=counts)
        return [
            [(found.rows[slug][place], place in found.not_applicable[slug]) for slug in self.slugs]
            for place in range(len(self.lines))
        ]

    def _one_block(self):
        return len({standing.block_id for standing in self.standings}) < 2

    def _of_all(self, criterion):
        """(mean, best) of the block at a criterion, in billionths of a percent; a part of the units has no mean."""
        block = self.standings[0].block
        found = self.ranges.get((block.slug if block else "", criterion.pk))
        if found is None:
            return None, None
        return None if (block or self.edition).is_partial(found.count) else found.mean, found.highest

    def _table(self, names, rows):
        with_mean = bool(rows) and self._one_block()
        table = CompareTable(
            self.edition,
            self.standings,
            names,
            self.figures,
            my_unit=self.my_unit,
            link_of=self._link_of,
            first_head=self._what(),
        )
        lines = table.total_lines(extra=2 if with_mean else 0)
        for criterion, cells in zip(self.lines, rows, strict=True):
            lines.append(table.line(criterion, cells, self._of_all(criterion) if with_mean else None))
        return {
            "caption": self._caption(),
            "label": self._caption(),
            "head_rows": table.heads(with_mean=with_mean),
            "lines": lines,
            "note": self._note(names),
        }

    def _what(self):
        """What the lines are."""
        return _("Tiêu chí") if self.field is not None else _("Lĩnh vực")

    def _link_of(self, criterion):
        """Where a line leads: to the criteria below it, else to the criterion's own page."""
        if criterion in self.parents:
            return self.address(field=criterion.code)
        return criterion_address(self.edition, criterion)

    def _caption(self):
        if self.field is not None:
            told = _("%(edition)s, lĩnh vực %(field)s: tỷ lệ điểm tối đa của từng tiêu chí, điểm, hạng")
            return told % {
                "edition": edition_name(self.edition),
                "field": f"{self.field.code} {self.field.shown_name}",
            }
        return _("%(edition)s: tổng, thứ hạng và chỉ số thành phần") % {"edition": edition_name(self.edition)}

    def _note(self, names):
        said = []
        if len(names) > 1:
            said.append(_("Số có dấu + hoặc −: chênh so với %(unit)s.") % {"unit": names[0]})
        if not self._one_block():
            said.append(_("Các đơn vị thuộc khối khác nhau: thứ hạng của khối nào chỉ so được trong khối ấy."))
        if self.edition.source:
            said.append(_("Nguồn: %(source)s.") % {"source": self.edition.source.title})
        return " ".join(said)

    def _chart(self, names, shares):
        """Dots on the line of each criterion; none where there is no percent."""
        drawn = [(line, row) for line, row in zip(self.lines, shares, strict=True) if any(v is not None for v in row)]
        if not drawn:
            return None
        long_names = have_long_names([line for line, _row in drawn])
        labels = [line.code if long_names else f"{line.code} {line.label}" for line, _row in drawn]
        series = [(name, [row[place] for _line, row in drawn], False) for place, name in enumerate(names)]
        if self._one_block():
            means = [self._of_all(line)[0] for line, _row in drawn]
            if any(mean is not None for mean in means):
                series.append((_("Trung bình chung"), means, True))
        dots = [self._dots(name, labels, values, muted=muted) for name, values, muted in series]
        return {
            "id": "side-by-side",
            "title": _("Tỷ lệ điểm tối đa ở từng lĩnh vực")
            if self.field is None
            else _("Tỷ lệ điểm tối đa ở từng tiêu chí"),
            "sentence": self._spread(drawn, names),
            "figure": side_by_side(labels, dots),
            "table": {
                "caption": self._caption(),
                "caption_hidden": True,
                "heads": [{"text": self._what()}, *({"text": name, "classes": "num"} for name, _v, _m in series)],
                "rows": [
                    {
                        "cells": [
                            {"text": f"{line.code} {line.label}", "head": True},
                            *({"text": self._percent(values[place]), "classes": "num"} for _n, values, _m in series),
                        ]
                    }
                    for place, (line, _row) in enumerate(drawn)
                ],
            },
        }

    def _dots(self, name, labels, values, *, muted):
        texts = [
            f"{name} · {label}: {in_percent(self._percent(value))}" for label, value in zip(labels, values, strict=True)
        ]
        return Dots(name, [None if value is None else from_billionths(value) for value in values], texts, muted)

    def _percent(self, figure):
        return self.figures.format.points(None if figure is None else from_billionths(figure), PLACES)

    def _spread(self, drawn, names):
        """Where the chosen units lie farthest apart."""
        apart = []
        for line, row in drawn:
            known = [(value, name) for value, name in zip(row, names, strict=True) if value is not None]
            apart.append((max(known)[0] - min(known)[0], line, min(known), max(known)))
        widest = max(apart, key=lambda entry: entry[0])
        if not widest[0]:
            return _("Mỗi dấu là một đơn vị; càng sang phải càng gần điểm tối đa.")
        _by, line, low, high = widest
        told = _("Các đơn vị cách nhau xa nhất ở %(field)s: %(low)s %% (%(last)s) và %(high)s %% (%(first)s).")
        return told % {
            "field": f"{line.code} {line.label}",
            "low": self._percent(low[0]),
            "last": low[1],
            "high": self._percent(high[0]),
            "first": high[1],
        }

    # What is said and offered

    def _status(self):
        counts = ranking.counted(self.edition)
        return Story(self.edition, self.figures, counts, roll=self.edition, previous=None, comparable=False).status()

    def _alerts(self):
        """{kind, text} of what could not be done as asked."""
        said = []
        if self.chosen.unknown:
            told = _("Bảng này không có: %(names)s.") % {"names": ", ".join(s[:60] for s in self.chosen.unknown)}
            if not self.chosen.standings:
                told += " " + _("Đang hiện các đơn vị chọn sẵn.")
            said.append(told)
        if self.chosen.left_out:
            names = names_on([standing.unit_id for standing in self.chosen.left_out], self.edition.ends_on)
            left = ", ".join(shown_name(standing.unit, names) for standing in self.chosen.left_out)
            said.append(
                _("Chỉ so sánh được %(most)s đơn vị một lần; chưa hiện: %(names)s.")
                % {"most": MOST_COMPARED, "names": left}
            )
        if self.asked and self.is_full:
            told = _("Đã đủ %(most)s đơn vị: bỏ bớt một đơn vị rồi thêm đơn vị khác.")
            said.append(told % {"most": MOST_COMPARED})
        elif self.asked and not self.offered:
            told = _("Không có đơn vị nào khớp với “%(words)s”. Hãy thử tên khác (không cần dấu).")
            said.append(told % {"words": self.asked})
        return [{"kind": "warning", "text": text} for text in said]

    def _chips(self, names):
        """The chosen units: {name, rank, is_first, mine, remove, first}, each a step from here."""
        slugs = self.slugs
        return [
            {
                "name": name,
                "is_first": place == 0,
                "mine": slug == self.my_unit,
                "remove": self.address([other for other in slugs if other != slug]) if len(slugs) > 1 else "",
                "first": self.address([slug, *(other for other in slugs if other != slug)]) if place else "",
            }
            for place, (slug, name) in enumerate(zip(slugs, names, strict=True))
        ]

    def _form(self):
        """How another unit is chosen; `None` when there is room for no more."""
        if self.is_full:
            return None
        listed = queries.listed_of(self.edition)
        names = names_on([unit.pk for unit in listed or ()], self.edition.ends_on)
        options = [
            {"value": unit.slug, "text": shown_name(unit, names)}
            for unit in listed or ()
            if unit.slug not in self.slugs
        ]
        offered = [
            {"text": self._name(standing), "href": self.address([*self.slugs, standing.unit.slug])}
            for standing in self.offered[: queries.MOST_FOUND]
            if standing.unit.slug not in self.slugs
        ]
        return {
            "units": ",".join(self.slugs),
            "field": self.field.code if self.field else "",
            "options": options,
            "asked": self.asked,
            "offered": offered,
            "more": len(self.offered) > queries.MOST_FOUND,
            "left": ngettext(
                "còn thêm được %(count)s đơn vị", "còn thêm được %(count)s đơn vị", MOST_COMPARED - len(self.slugs)
            )
            % {"count": MOST_COMPARED - len(self.slugs)},
        }

    def _fields(self):
        """The choice between the fields and the criteria of one, as components/toolbar.html takes it."""
        if not self.parents:
            return None
        options = [{"value": "", "text": _("các lĩnh vực")}]
        options += [
            {"value": criterion.code, "text": f"{criterion.code} {criterion.label}"} for criterion in self.parents
        ]
        return {
            "fields": [
                {
                    "kind": "select",
                    "name": "field",
                    "label": _("Xem"),
                    "value": self.field.code if self.field else "",
                    "options": options,
                }
            ],
            "hidden": [{"name": "units", "value": ",".join(self.slugs)}],
        }

    def _suggested(self):
        """Units like the first one, and those right beside it: {text, why, href}; one click away."""
        if not self.standings:
            return None
        first, slugs = self.standings[0], self.slugs
        near = queries.beside(first)
        peers, standings, regions = queries.peers_for(self.edition, first)
        names = names_on([s.unit_id for s in (first, *near, *standings.values())], self.edition.ends_on)
        found = {
            other.unit.slug: (
                other,
                [_("ngay trên trong bảng") if other.shown_rank < first.shown_rank else _("ngay dưới trong bảng")],
            )
            for other in near
        }
        for peer in peers:
            words = reasons_in_words(
                peer,
                kind=names.get(first.unit_id, first.unit).get_kind_display(),
                block=first.block.shown_name if first.block else "",
                regions=regions,
                figures=self.figures,
            )
            found.setdefault(peer.unit, (standings[peer.unit], []))[1].append(words)
        group = [first.unit.slug, *(peer.unit for peer in peers)]
        return {
            "of": self._name(first),
            "units": [
                {
                    "text": shown_name(other.unit, names),
                    "why": "; ".join(why),
                    "href": "" if other.unit.slug in slugs or self.is_full else self.address([*slugs, other.unit.slug]),
                }
                for other, why in found.values()
            ],
            "all": self.address(group) if peers else "",
        }


def _slugs(query):
    """What an address asks to compare: slugs, each once, not more than can be meant."""
    asked = [slug.strip() for value in query.getlist("units") for slug in value.replace("\x00", "").split(",")]
    return list(dict.fromkeys(slug for slug in asked if slug))[:MOST_ASKED]
