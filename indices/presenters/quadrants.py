"""Contradictions in words, and the chart of two figures of the same units."""

from collections import Counter

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indices.charts.quadrant import Dot, quadrant
from indices.domain.figures import cut
from indices.domain.quadrants import Corner
from indices.presenters.said import in_percent
from indices.presenters.words import edition_name
from indices.presenters.years import scorecard_address
from indices.queries.quadrants import FEWEST

NAMED = 10  # contradictions told one by one
ROWS = 100  # in the chart's table: more are told in the league tables


class QuadrantWords:
    """What is said of pairs of figures.

    Args:
        units: slug -> Unit; names: of `units.queries.names_on`, by id.
        number: `reformtrack.figures` format of the language.
    """

    def __init__(self, names, units, number):
        self.names, self.units, self.number = names, units, number

    def name(self, slug):
        unit = self.units[slug]
        return self.names.get(unit.pk, unit).shown_name

    def percent(self, share):
        return in_percent(self.number.points(cut(share * 100), 2))

    def contradictions(self, pairs):
        """[{text, unit, href}] of every pair, the lowest by people first; none is told twice in one pair."""
        found = []
        for pair in pairs:
            dots = pair.quadrants.contradictions if pair.quadrants else ()
            found += [self._contradiction(pair, dot) for dot in dots[:NAMED]]
            if len(dots) > NAMED:
                more = len(dots) - NAMED
                found.append({"text": _more(more) % {"count": more, "pair": pair_name(pair)}, "unit": "", "href": ""})
        return found

    def _contradiction(self, pair, dot):
        told = {
            "inner": self.percent(dot.inner),
            "of_inner": measure_name(pair.inner),
            "outer": self.percent(dot.outer),
            "of_outer": measure_name(pair.outer),
            "rank": dot.outer_rank,
            "of": dot.of,
        }
        text = _("%(of_inner)s đạt %(inner)s, nhưng %(of_outer)s chỉ %(outer)s, hạng %(rank)s trong %(of)s đơn vị.")
        edition = pair.inner.edition
        unit = self.units[dot.unit]
        return {"text": text % told, "unit": self.name(dot.unit), "href": scorecard_address(edition, unit)}

    def chart(self, pair):
        """components/chart.html for one pair; `None` where no unit has both figures."""
        if not pair.dots:
            return None
        found = pair.quadrants
        inner, outer = _names(pair)
        dots = [
            Dot(
                cut(dot.inner * 100),
                cut(dot.outer * 100),
                self.name(dot.unit),
                f"{self.name(dot.unit)}: {self.percent(dot.inner)} · {self.percent(dot.outer)}",
                dot.contradicts,
            )
            for dot in pair.dots
        ]
        return {
            "id": "quadrant",
            "title": pair_name(pair),
            "sentence": self._sentence(pair),
            "figure": quadrant(
                dots,
                titles=(inner, outer),
                middles=(cut(found.middle_inner * 100), cut(found.middle_outer * 100)),
                corner=_corner_words(pair),
                groups=(_("mâu thuẫn"), _("đơn vị khác")),
            ),
            "table": self._table(pair, inner, outer),
            "source": _("Nét chấm: trung vị của các đơn vị có số liệu, %(inner)s và %(outer)s.")
            % {"inner": self.percent(found.middle_inner), "outer": self.percent(found.middle_outer)},
        }

    def _sentence(self, pair):
        count = len(pair.dots)
        corners = Counter(dot.corner for dot in pair.dots)
        told = ngettext("%(count)s đơn vị có cả hai số.", "%(count)s đơn vị có cả hai số.", count) % {"count": count}
        parts = [told]
        if count >= FEWEST:
            both = _(
                "%(high)s cao ở cả hai, %(low)s thấp ở cả hai, %(against)s cao ở số thứ nhất mà thấp ở số thứ hai."
            )
            parts.append(
                both
                % {
                    "high": corners[Corner.HIGH_HIGH],
                    "low": corners[Corner.LOW_LOW],
                    "against": corners[Corner.HIGH_LOW],
                }
            )
        else:
            parts.append(_("Dưới tám đơn vị, vị trí so với nhau chưa nói lên điều gì."))
        names = [self.name(dot.unit) for dot in pair.quadrants.contradictions]
        if names:
            more = len(names) - NAMED
            listed = ", ".join(names[:NAMED]) + (f" (+{more})" if more > 0 else "")
            parts.append(_("Mâu thuẫn rõ: %(units)s.") % {"units": listed})
        else:
            parts.append(_("Không đơn vị nào mâu thuẫn rõ."))
        return " ".join(parts)

    def _table(self, pair, inner, outer):
        corners = corner_words()
        dots = sorted(pair.dots, key=lambda dot: (not dot.contradicts, dot.outer_rank))
        rows = [
            {
                "classes": "",
                "cells": [
                    {
                        "text": self.name(dot.unit),
                        "href": scorecard_address(pair.inner.edition, self.units[dot.unit]),
                        "classes": "unit",
                        "head": True,
                    },
                    {"text": self.percent(dot.inner), "classes": "num"},
                    {"text": self.percent(dot.outer), "classes": "num"},
                    {"text": f"{dot.outer_rank}/{dot.of}", "classes": "num"},
                    {"text": _("mâu thuẫn") if dot.contradicts else corners[dot.corner], "classes": ""},
                ],
            }
            for dot in dots[:ROWS]
        ]
        heads = [
            {"text": _("Đơn vị"), "classes": "unit"},
            {"text": inner, "classes": "num"},
            {"text": outer, "classes": "num"},
            {"text": _("Hạng ở số thứ hai"), "classes": "num"},
            {"text": _("Vị trí"), "classes": ""},
        ]
        left = len(dots) - len(rows)
        note = _more_rows(left) % {"count": left} if left else ""
        return {"caption": pair_name(pair), "caption_hidden": True, "heads": heads, "rows": rows, "note": note}


def corner_words():
    """Corner -> what it is called."""
    return {
        Corner.HIGH_HIGH: _("cao cả hai"),
        Corner.HIGH_LOW: _("số thứ nhất cao, thứ hai thấp"),
        Corner.LOW_HIGH: _("số thứ nhất thấp, thứ hai cao"),
        Corner.LOW_LOW: _("thấp cả hai"),
    }


def measure_name(measure):
    """`SIPAS 2023`; `Cải cách thủ tục hành chính (PAR INDEX 2023)`."""
    edition = edition_name(measure.edition)
    return f"{measure.criterion.label} ({edition})" if measure.criterion else edition


def _corner_words(pair):
    """What the corner at the bottom right is called: whether figures from records are set against what people say."""
    if not pair.inner.is_opinion and (pair.outer.is_opinion or pair.outer.is_of_people):
        return _("theo hồ sơ cao, người dân<br>đánh giá thấp")
    return _("số thứ nhất cao,<br>số thứ hai thấp")


def _names(pair):
    """What the two are called beside each other: fields of one edition by their own names alone."""
    if pair.inner.edition == pair.outer.edition and pair.inner.criterion and pair.outer.criterion:
        return pair.inner.criterion.label, pair.outer.criterion.label
    return measure_name(pair.inner), measure_name(pair.outer)


def pair_name(pair):
    inner, outer = _names(pair)
    return _("%(inner)s và %(outer)s") % {"inner": inner, "outer": outer}


def _more(count):
    return ngettext("và %(count)s đơn vị nữa ở %(pair)s.", "và %(count)s đơn vị nữa ở %(pair)s.", count)


def _more_rows(count):
    return ngettext(
        "Còn %(count)s đơn vị không nêu ở đây; số của mọi đơn vị ở hai bảng xếp hạng.",
        "Còn %(count)s đơn vị không nêu ở đây; số của mọi đơn vị ở hai bảng xếp hạng.",
        count,
    )
