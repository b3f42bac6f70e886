"""Puts the page of rank bands together: what its address asks for, read once, said in words."""

from django.core.paginator import Paginator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indices.charts.rank_bands import Range, ranges_of_ranks
from indices.forms.rank_bands import SurveyForm
from indices.models import Edition
from indices.presenters.rank_bands_rows import BandRows, band_heads
from indices.presenters.rank_bands_state import SURVEY, BandState
from indices.presenters.rank_bands_words import BandWords, between
from indices.presenters.ranking import Story
from indices.presenters.readings import BANDS, readings_of
from indices.presenters.words import Figures, edition_name
from indices.queries import rank_bands as queries
from indices.queries import ranking
from indices.tables import PER_PAGE
from reformtrack.figures import NOTHING
from units.queries import names_on, shown_name

DRAWN = 70  # units in the picture


class RankBandsView:
    """One view of the bands of an edition, in a number of queries that does not grow with its units."""

    def __init__(self, edition, query, *, my_unit="", language="vi"):
        self.edition, self.index, self.my_unit = edition, edition.index, my_unit
        self.figures = Figures(self.index, language)
        self.blocks = list(edition.blocks.all())
        self.asked = queries.asked_in(edition)
        self.state = BandState.of(query, blocks={block.slug for block in self.blocks}, survey=self.asked is not None)
        self.form = SurveyForm(query) if self.state.is_survey else None
        self.assumed = self.form.assumed if self.form else None
        self.block = next((block for block in self.blocks if block.slug == self.state.block), None)
        self.mine = self._own()

    def _own(self):
        if not self.my_unit:
            return None
        return self.edition.standings.filter(unit__slug=self.my_unit).select_related("unit").first()

    @property
    def _waits(self):
        """Is nothing to be shown before the reader has said how many answers there are?"""
        return self.state.is_survey and self.assumed is None

    def page(self):
        """The context of the page."""
        found = {} if self._waits else queries.bands_of(self.edition, asked=self.asked, assumed=self.assumed)
        shown = {block: bands for block, bands in found.items() if self.block is None or block == self.block.pk}
        self.bands = {unit: band for each in shown.values() for unit, band in each.bands.items()}
        words = BandWords(
            self.edition, self.figures, [each for each in shown.values() if each.bands],
            asked=self.asked, assumed=self.assumed,
        )  # fmt: skip
        context = {
            "edition": self.edition,
            "name": _("Khoảng thứ hạng: %(edition)s") % {"edition": edition_name(self.edition)},
            "newest": self._newest(),
            "status": self._status(),
            "causes": self._causes(),
            "form": self.form,
            "hidden": [(n, v) for n, v in self.state.pairs() if n not in ("n", "design", "page")],
            "waits": self._waits,
            "lede": words.waiting() if self._waits else "",
            "needs_block": self._by_block(),
            "links": readings_of(self.edition, here=BANDS),
            "lacking": self._lacking(shown, words),
            "has_bands": bool(self.bands),
        }
        return context | (self._shown(words) if self.bands else {})

    def _shown(self, words):
        """What is on a page that has bands."""
        standings = ranking.standings_for_table(self.edition, self.state)
        first = ("block__position",) if self._by_block() else ()
        standings = standings.filter(to_be_ranked=True).by_rank()
        if first:
            standings = standings.order_by(*first, *standings.query.order_by)
        page = Paginator(standings, PER_PAGE).get_page(self.state.page)
        on_page = list(page)
        widest = self._widest()
        named = {standing.unit_id for standing in (*on_page, self.mine, widest) if standing is not None}
        names = names_on(named, self.edition.ends_on)
        rows = BandRows(self.edition, self.bands, names, self.figures, my_unit=self.my_unit)
        return {
            "lede": words.lede(self._told(widest, names)),
            "facts": words.facts(self._example(on_page)),
            "toolbar": self._toolbar(),
            "table": {
                "caption": _("Hạng cao nhất và thấp nhất mà từng đơn vị có thể đứng"),
                "narrow": True,
                "head_rows": [band_heads(self.index)],
                "lines": self._lines(on_page, rows),
            },
            "chart": self._chart(on_page, names),
            "page": page,
            "pages": page.paginator.get_elided_page_range(page.number),
            "empty": not on_page,
            "all_href": self.state.address(q="", block=""),
        }

    def _by_block(self):
        return bool(self.blocks) and self.block is None

    def _lines(self, standings, rows):
        lines, block = [], None
        for standing in standings:
            if self._by_block() and standing.block_id != block:
                block = standing.block_id
                lines.append(rows.block_line(standing.block))
            lines.append(rows.line(standing))
        return lines

    # What is said

    def _newest(self):
        """The newest published revision, where this is an old one."""
        if self.edition.state != Edition.State.SUPERSEDED:
            return None
        return Edition.objects.published().filter(index=self.index, label=self.edition.label).first()

    def _status(self):
        counts = ranking.counted(self.edition, self.state.block)
        roll = self.block or self.edition
        status = Story(self.edition, self.figures, counts, roll=roll, previous=None, comparable=False).status()
        status["badges"].append({"kind": "computed", "text": _("Khoảng do phần mềm tính")})
        return status

    def _widest(self):
        """The standing whose band is widest: of equals the best; `None` where one's own is told, or all are certain."""
        if (self.mine is not None and self.mine.unit_id in self.bands) or not self.bands:
            return None
        unit, band = max(self.bands.items(), key=lambda item: (item[1].worst - item[1].best, -item[1].best))
        if band.is_certain:
            return None
        return self.edition.standings.select_related("unit").get(unit=unit)

    def _told(self, widest, names):
        one = self.mine if self.mine is not None and self.mine.unit_id in self.bands else widest
        if one is None:
            return None
        return shown_name(one.unit, names), self.bands[one.unit_id], one is self.mine

    def _lacking(self, shown, words):
        """{block, text} of the blocks without bands."""
        of_block = {block.pk: block.shown_name for block in self.blocks}
        found = [
            {"block": of_block.get(block, ""), "text": words.lack(bands), "why": words.why(bands)}
            for block, bands in shown.items()
            if bands.lack
        ]
        if not shown and not self._waits:
            found.append({"block": "", "text": _("Chưa biết tổng của đơn vị nào.")})
        return found

    @staticmethod
    def _example(standings):
        """(a printed total, its places) that the page shows."""
        printed = (standing for standing in standings if standing.total_places is not None)
        return next(((standing.total, standing.total_places) for standing in printed), None)

    # The choices

    def _causes(self):
        """Rounding or survey, as links; `None` where there is but one."""
        if self.asked is None:
            return None
        state = self.state
        return {
            "label": _("Thứ hạng có thể khác vì"),
            "options": [
                {
                    "text": _("Làm tròn khi in"),
                    "href": state.address(cause="", n="", design=""),
                    "current": not state.is_survey,
                },
                {"text": _("Sai số điều tra"), "href": state.address(cause=SURVEY), "current": state.is_survey},
            ],
        }

    def _toolbar(self):
        state, fields = self.state, []
        if self.blocks:
            options = [{"value": "", "text": _("Tất cả")}]
            options += [{"value": block.slug, "text": block.shown_name} for block in self.blocks]
            fields.append(
                {"kind": "select", "name": "block", "label": _("Khối"), "value": state.block, "options": options}
            )
        fields.append({"kind": "search", "name": "q", "label": _("Đơn vị"), "value": state.q, "placeholder": _("tên…")})
        hidden = [{"name": n, "value": v} for n, v in state.pairs() if n not in ("block", "q", "page")]
        return {"fields": fields, "hidden": hidden}

    # The picture

    def _chart(self, standings, names):
        """Units of the page that may stand elsewhere; `None` where none may, or blocks are mixed."""
        open_to_change = [
            standing
            for standing in standings
            if standing.unit_id in self.bands and not self.bands[standing.unit_id].is_certain
        ]
        drawn = open_to_change[:DRAWN]
        if self._by_block() or not drawn:
            return None
        ranges = [self._range(standing, names) for standing in drawn]
        words = {
            "range": _("khoảng thứ hạng"),
            "own": _("đơn vị của tôi"),
            "rank": _("thứ hạng"),
            "axis": _("Thứ hạng (hạng 1 bên trái)"),
        }
        return {
            "id": "rank-bands",
            "low": True,
            "title": _("Các đơn vị có thể đứng ở hạng khác"),
            "sentence": self._reading(drawn, left=len(open_to_change) - len(drawn)),
            "figure": ranges_of_ranks(ranges, words=words),
            "table": self._table(ranges),
        }

    def _range(self, standing, names):
        name, band = shown_name(standing.unit, names), self.bands[standing.unit_id]
        rank = NOTHING if standing.shown_rank is None else standing.shown_rank
        text = _("%(unit)s: hạng %(rank)s; có thể %(between)s")
        return Range(
            name,
            band.best,
            band.worst,
            standing.shown_rank,
            text % {"unit": name, "rank": rank, "between": between(band)},
            is_own=standing.unit.slug == self.my_unit,
        )

    def _reading(self, drawn, *, left):
        bands = [self.bands[standing.unit_id] for standing in drawn]
        widths = sorted(band.worst - band.best for band in bands)
        count = len(widths)
        said = ngettext(
            "%(count)s đơn vị ở trang này có khoảng rộng hơn một hạng; khoảng rộng nhất là %(most)s bậc, nửa số đơn vị "
            "không quá %(half)s bậc.",
            "%(count)s đơn vị ở trang này có khoảng rộng hơn một hạng; khoảng rộng nhất là %(most)s bậc, nửa số đơn vị "
            "không quá %(half)s bậc.",
            count,
        ) % {"count": count, "most": widths[-1], "half": widths[(count - 1) // 2]}
        if left:
            more = ngettext("Còn %(count)s đơn vị nữa ở trang này.", "Còn %(count)s đơn vị nữa ở trang này.", left)
            said = f"{said} {more % {'count': left}}"
        return said

    @staticmethod
    def _table(ranges):
        heads = [_("Đơn vị"), _("Hạng"), _("Cao nhất"), _("Thấp nhất")]
        return {
            "caption": _("Các đơn vị có thể đứng ở hạng khác"),
            "caption_hidden": True,
            "heads": [{"text": text, "classes": "num" if place else ""} for place, text in enumerate(heads)],
            "rows": [
                {
                    "cells": [
                        {"text": each.name, "head": True},
                        *(
                            {"text": NOTHING if value is None else value, "classes": "num"}
                            for value in (each.rank, each.best, each.worst)
                        ),
                    ]
                }
                for each in ranges
            ],
        }
