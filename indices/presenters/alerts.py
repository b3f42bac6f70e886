"""The page of alerts of one edition: who gives cause to be looked at, and why; then what contradicts what."""

from collections import Counter
from itertools import groupby

from django.core.paginator import Paginator
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indices.domain.alert_years import YEARS_FOR_USUAL
from indices.presenters.alert_words import KINDS, AlertWords, agencies_of
from indices.presenters.alerts_state import AlertState
from indices.presenters.quadrants import QuadrantWords, measure_name
from indices.presenters.readings import ALERTS, readings_of
from indices.presenters.words import Figures, edition_name, period_name, short_date, units_word
from indices.presenters.years import scorecard_address
from indices.queries import edition_alerts as queries
from indices.queries import quadrants as pairs
from indices.queries.ranking import criteria_of, regions_of, sister_editions, standings_for_table
from reformtrack.figures import NOTHING, figure_format
from units.queries import names_on, shown_name

PER_PAGE = 50


class AlertsView:
    """One view of the alerts of an edition. What gives cause is found once for everybody, and kept."""

    def __init__(self, edition, query, *, my_unit="", language):
        self.edition, self.index, self.my_unit = edition, edition.index, my_unit
        self.figures, self.number = Figures(self.index, language), figure_format(language)
        self.blocks = list(edition.blocks.all())
        self.regions = regions_of(edition) if self.index.within_id is None else []
        self.measures = pairs.measures_beside(edition)
        self.state = AlertState.of(
            query,
            kinds=set(KINDS),
            blocks={block.slug for block in self.blocks},
            regions={region.slug for region in self.regions},
            measures={measure.key for measure in self.measures},
        )
        self.found = queries.alerts_kept(edition)
        criteria = criteria_of(edition)
        self.names_of = {criterion.code: criterion.shown_name for criterion in criteria}
        code_of = {criterion.pk: criterion.code for criterion in criteria}
        self.above = {criterion.code: code_of.get(criterion.parent_id, "") for criterion in criteria}

    def page(self):
        """Everything that templates/indices/alerts.html shows."""
        state = self.state
        standings = list(standings_for_table(self.edition, state).order_by("unit__sort_key", "pk"))
        self.units = {standing.unit.slug: standing.unit for standing in standings}
        told = [facts for facts in self.found if facts["unit"] in self.units]
        counts = Counter(facts["kind"] for facts in told)
        page = Paginator([one for one in told if state.kind in ("", one["kind"])], PER_PAGE).get_page(state.page)
        self.names = names_on(self.edition.standings.values("unit"), self.edition.ends_on)
        return {
            "edition": self.edition,
            "name": _("Cảnh báo: %(edition)s") % {"edition": edition_name(self.edition)},
            "newest": self._newest(),
            "lede": self._lede(),
            "own": self._own(),
            "status": self._status(),
            "toolbar": self._toolbar(),
            "kinds": self._kinds(counts),
            "groups": self._groups(page, counts),
            "page": page,
            "pages": page.paginator.get_elided_page_range(page.number),
            "empty": self._empty(told),
            "rules": rules_in_words(),
            "limits": self._limits(),
            "links": readings_of(self.edition, here=ALERTS),
        } | self._contradictions()

    def _newest(self):
        if self.edition.state == self.edition.State.PUBLISHED:
            return None
        sisters = sister_editions(self.edition)
        return next((other for other in sisters if other.label == self.edition.label), None)

    # Sentences

    def _lede(self):
        """How many units of the whole edition give cause, whatever the filters show."""
        counts = Counter(facts["kind"] for facts in self.found)
        units = len({facts["unit"] for facts in self.found})
        told = {
            "edition": edition_name(self.edition),
            "count": units,
            "units": units_word(self.edition.standings.count(), self.index.level),
            "kinds": ", ".join(f"{str(KINDS[kind]).lower()} {counts[kind]}" for kind in KINDS if counts[kind]),
        }
        if not units:
            return _("%(edition)s: không có cảnh báo nào ở %(units)s có trong bảng.") % told
        text = ngettext(
            "%(edition)s: %(count)s trong %(units)s có điều cần xem (%(kinds)s).",
            "%(edition)s: %(count)s trong %(units)s có điều cần xem (%(kinds)s).",
            units,
        )
        return text % told

    def _own(self):
        """What is said of the reader's own unit, whatever the filters show: {text, href}; `None` without one."""
        standings = self.edition.standings.filter(unit__slug=self.my_unit) if self.my_unit else ()
        standing = next(iter(standings), None)
        if standing is None:
            return None
        counts = Counter(facts["kind"] for facts in self.found if facts["unit"] == self.my_unit)
        told = ", ".join(f"{str(KINDS[kind]).lower()} {counts[kind]}" for kind in KINDS if counts[kind])
        unit = shown_name(standing.unit, names_on([standing.unit_id], self.edition.ends_on))
        if not told:
            return {"text": _("Đơn vị của tôi, %(unit)s: không có cảnh báo nào.") % {"unit": unit}, "href": ""}
        text = _("Đơn vị của tôi, %(unit)s: %(kinds)s.") % {"unit": unit, "kinds": told}
        return {"text": text, "href": scorecard_address(self.edition, standing.unit)}

    def _limits(self):
        """What cannot be said of this edition, and why."""
        years = [period_name(other) for other in reversed(queries.years_in_a_row(self.edition))]
        found = []
        if len(years) < YEARS_FOR_USUAL - 1:
            before = ", ".join(years) or _("không năm nào")
            found.append(
                _("Giảm đột ngột cần số liệu bốn năm liền nhau; liền trước năm này đã công bố ở đây: %(years)s.")
                % {"years": before}
            )
        if not any(measure.criterion and measure.edition == self.edition for measure in self.measures):
            found.append(_("Năm này không có điểm lĩnh vực nên chỉ xét tổng, thứ hạng và mục tiêu."))
        return found

    def _status(self):
        edition = self.edition
        badges = [{"kind": "sample"}] if self.index.is_sample else []
        parts = [
            {"text": _("Năm đánh giá %(label)s") % {"label": period_name(edition)}},
            {"text": _("bản %(number)s") % {"number": edition.revision}},
        ]
        if edition.published_on:
            parts.insert(1, {"text": _("công bố %(day)s") % {"day": short_date(edition.published_on)}})
        parts.append({"text": _("cảnh báo do phần mềm tính từ số đã công bố")})
        return {"badges": [*badges, {"kind": "computed", "text": _("Do phần mềm tính")}], "parts": parts}

    # Choices

    def _kinds(self, counts):
        state = self.state
        options = [{"text": _("Tất cả %(count)s") % {"count": sum(counts.values())}, "href": state.address(kind="")}]
        options += [
            {"text": f"{KINDS[kind]} {counts[kind]}", "href": state.address(kind=kind), "current": state.kind == kind}
            for kind in KINDS
            if counts[kind] or state.kind == kind
        ]
        options[0]["current"] = not state.kind
        return {"label": _("Loại cảnh báo"), "options": options} if len(options) > 2 else None

    def _toolbar(self):
        state = self.state
        fields = []
        if self.blocks:
            fields.append(_select("block", _("Khối"), state.block, _("Tất cả"), _named(self.blocks)))
        if self.regions:
            fields.append(_select("region", _("Vùng"), state.region, _("Cả nước"), _named(self.regions)))
        search = {"kind": "search", "name": "q", "label": _("Đơn vị"), "value": state.q, "placeholder": _("tên…")}
        fields.append(search)
        named = {one["name"] for one in fields} | {"page"}
        return {
            "fields": fields,
            "hidden": [{"name": name, "value": value} for name, value in state.pairs() if name not in named],
        }

    def _pair_choice(self):
        """The form that chooses the two figures of the chart."""
        options = [(measure.key, measure_name(measure)) for measure in self.measures]
        if len(options) < 2:
            return None
        named = {"x", "y"}
        x, y = (self.shown.inner.key, self.shown.outer.key) if self.shown else ("", "")
        usual = _("tự chọn cặp")
        return {
            "fields": [
                _select("x", _("Số thứ nhất (ngang)"), x, usual, options),
                _select("y", _("Số thứ hai (dọc)"), y, usual, options),
            ],
            "hidden": [{"name": name, "value": value} for name, value in self.state.pairs() if name not in named],
        }

    # Alerts

    def _groups(self, page, counts):
        units = [self.units[facts["unit"]].pk for facts in page]
        in_charge = queries.agencies_in_charge(self.edition, units)
        words = AlertWords(self.names_of, self.figures)
        groups = []
        for kind, alerts in groupby(page, key=lambda facts: facts["kind"]):
            rows = [self._row(facts, words, in_charge) for facts in alerts]
            has_agencies = any(row["agency"] for row in rows)
            groups.append(
                {
                    "kind": kind,
                    "title": KINDS[kind],
                    "count": counts[kind],
                    "table": _table(KINDS[kind], rows, has_agencies=has_agencies),
                }
            )
        return groups

    def _row(self, facts, words, in_charge):
        unit = self.units[facts["unit"]]
        whose = "" if self.index.within_id else unit.slug
        name, mine = shown_name(unit, self.names), unit.slug == self.my_unit
        return {
            "unit": format_html('<span class="vh">{} </span>{}', _("đơn vị của tôi"), name) if mine else name,
            "mine": mine,
            "href": scorecard_address(self.edition, unit),
            "text": words.sentence(facts),
            "agency": agencies_of(facts, lambda code: self._agency(in_charge, whose, code)),
        }

    def _agency(self, in_charge, whose, code):
        """Who is in charge of a criterion: of it, else of what it stands under."""
        while code and (whose, code) not in in_charge:
            code = self.above.get(code, "")
        return in_charge.get((whose, code), "")

    def _empty(self, told):
        """Why there is nothing to show."""
        state = self.state
        if state.q or state.block or state.region or (state.kind and told):
            return {"title": _("Không có cảnh báo nào khớp"), "href": state.address(q="", block="", region="", kind="")}
        return {"title": _("Không có cảnh báo nào"), "href": ""}

    # Contradictions

    def _contradictions(self):
        usual = pairs.usual_pairs(self.edition, self.measures)
        by_key = {measure.key: measure for measure in self.measures}
        asked = [(by_key[self.state.x], by_key[self.state.y])] if self.state.x else self._fallback(usual)
        found = pairs.pairs_of([*asked, *usual])
        chosen, found = (found[0], found[1:]) if asked else (None, found)
        full = next((pair for pair in found if len(pair.dots) >= pairs.FEWEST), None)
        self.shown = chosen or full or max(found, key=lambda pair: len(pair.dots), default=None)
        slugs = {dot.unit for pair in (*found, *([self.shown] if self.shown else [])) for dot in pair.dots}
        units = queries.units_of(slugs, self.units)
        words = QuadrantWords(self.names, units, self.number)
        return {
            "contradictions": words.contradictions(found),
            "chart": words.chart(self.shown) if self.shown else None,
            "pair_choice": self._pair_choice(),
            "asked_in_vain": bool(self.state.x) and not self.shown.dots,
        }

    def _fallback(self, usual):
        """Two totals of the year, where there is no pair that one would look at first."""
        totals = [measure for measure in self.measures if measure.criterion is None]
        others = sorted(totals[1:], key=lambda measure: not measure.is_opinion)
        own = [measure for measure in totals[:1] if measure.edition == self.edition]
        return [(own[0], others[0])] if own and others and not usual else []


def rules_in_words():
    """[(kind, rule)] of every kind of alert, contradictions last."""
    told = {
        "fall": _(
            "có số liệu ít nhất bốn năm liền nhau; lần này giảm nhiều hơn mọi lần trước, cách mức thay đổi thường có "
            "(trung vị) quá ba lần mức dao động thường có và quá 1 % điểm tối đa."
        ),
        "last": _("năm nay không ai thấp hơn ở lĩnh vực ấy; ít nhất hai năm trước đã biết và không năm nào đứng cuối."),
        "target": _("kết quả đã biết thấp hơn mục tiêu trong kế hoạch của đơn vị."),
        "on-time": _("đạt điểm tối đa ở mọi tiêu chí về hồ sơ đúng hạn mà đứng cuối bảng hoặc cuối khối."),
        "chronic": _("mất điểm từ năm thứ ba liền nhau ở tiêu chí có đơn vị khác đạt tối đa."),
    }
    found = [{"name": KINDS[kind], "text": text} for kind, text in told.items()]
    found.append(
        {
            "name": _("Mâu thuẫn"),
            "text": _(
                "theo hồ sơ thì cao (từ 95 % điểm tối đa, hoặc thuộc một phần tư cao nhất), mà người dân, tổ chức đánh "
                "giá thuộc một phần tư thấp nhất của ít nhất tám đơn vị."
            ),
        }
    )
    return found


def _table(title, rows, *, has_agencies):
    heads = [{"text": _("Đơn vị"), "classes": "unit"}, {"text": _("Vì sao"), "classes": ""}]
    if has_agencies:
        heads.append({"text": _("Cơ quan chủ trì"), "classes": "lead"})
    lines = []
    for row in rows:
        cells = [
            {"text": row["unit"], "href": row["href"], "classes": "unit", "head": True},
            {"text": row["text"], "classes": ""},
        ]
        if has_agencies:
            cells.append({"text": row["agency"] or NOTHING, "classes": "lead"})
        lines.append({"classes": "mine" if row["mine"] else "", "cells": cells})
    return {"caption": title, "caption_hidden": True, "heads": heads, "rows": lines}


def _select(name, label, value, nothing, options):
    found = [{"value": "", "text": nothing}, *({"value": key, "text": text} for key, text in options)]
    return {"kind": "select", "name": name, "label": label, "value": value, "options": found}


def _named(things):
    return [(thing.slug, thing.shown_name) for thing in things]
