"""The account of a move in tables: causes, fields with what is below them, rules, other units."""

from decimal import Decimal
from fractions import Fraction
from math import floor

from django.utils.html import format_html
from django.utils.translation import gettext as _

from indices.domain.attribution_values import Bounds, Cause, RuleChange
from indices.domain.figures import cut
from indices.presenters.scorecard_links import criterion_link
from reformtrack.figures import NOTHING
from units.queries import shown_name

CAUSES = (Cause.OWN, Cause.OTHERS, Cause.RULES, Cause.FIELD)
NUMBER = "num"


class WhyTables:
    """Tables for components/simple_table.html; each `None` where there is nothing to tell."""

    def __init__(self, why, figures):
        self.why, self.figures = why, figures
        self.account = why.account

    @property
    def measure(self):
        points = self.account.points
        return _("Điểm %") if points and points.in_percent else _("Điểm")

    def causes(self):
        places, points = self.account.places, self.account.points
        if places is None:
            return None
        own_points = {}
        if points is not None:
            own_points = {Cause.OWN: points.own, Cause.RULES: points.rules}
        shown = adding_up(places.by_cause)
        rows = [
            self._row(cause_word(cause), self.bounds(shown[cause]), own_points.get(cause))
            for cause in CAUSES
            if cause in places.by_cause and not _is_nothing(places.by_cause[cause], own_points.get(cause))
        ]
        if places.as_stated:
            rows.append(
                self._row(
                    _("Điểm bằng nhau khi làm tròn, nơi công bố xếp theo điểm chưa làm tròn"),
                    self.figures.format.change(Decimal(places.as_stated), 0),
                    None,
                )
            )
        change = points.change if points else None
        moved = self.figures.format.change(Decimal(places.moved + places.as_stated), 0)
        rows.append(self._row(_("Cộng"), moved, change) | {"classes": "total"})
        return {
            "caption": _("Thay đổi thứ hạng và điểm theo nguyên nhân"),
            "caption_hidden": True,
            "heads": [
                {"text": _("Nguyên nhân")},
                {"text": _("Bậc"), "classes": NUMBER},
                {"text": self.measure, "classes": NUMBER},
            ],
            "rows": rows,
            "note": _(
                "Bậc chia cho các nguyên nhân theo cách không phụ thuộc thứ tự xét, cộng lại đúng bằng số bậc đã đổi."
            ),
        }

    def _row(self, text, places, change):
        return {
            "cells": [
                {"text": text, "head": True},
                {"text": places, "classes": NUMBER},
                {"text": self.change(change), "classes": NUMBER},
            ]
        }

    def change(self, change):
        return "" if change is None else self.figures.change(cut(Fraction(change)))

    def bounds(self, bounds):
        if bounds.figure is not None:
            return self.places(bounds.figure)
        if bounds.high is None:
            return NOTHING
        return _("từ %(low)s đến %(high)s") % {"low": self.places(bounds.low), "high": self.places(bounds.high)}

    def places(self, value):
        whole = value.denominator == 1
        return self.figures.format.change(cut(value), 0 if whole else 2)

    # Fields and what is below them

    def parts(self):
        """Each field, and below it whatever changed."""
        found = self.account.points.parts if self.account.points else ()
        found = found or self.account.beside
        if not any(part.code for part in found):
            return None
        return {
            "caption": _("Thay đổi của từng lĩnh vực"),
            "caption_hidden": True,
            "heads": [
                {"text": _("Lĩnh vực, tiêu chí")},
                {"text": self.why.against.label, "classes": NUMBER},
                {"text": self.why.edition.label, "classes": NUMBER},
                {"text": _("Góp vào thay đổi"), "classes": NUMBER},
                {"text": _("Bậc"), "classes": NUMBER},
            ],
            "rows": [row for part in found for row in self._with_parts(part, 0)],
        }

    def _with_parts(self, part, depth):
        yield self._part(part, depth)
        for child in part.parts:
            if child.change:
                yield from self._with_parts(child, depth + 1)

    def _part(self, part, depth):
        return {
            "classes": "" if depth else "field",
            "cells": [
                {"text": self.part_name(part, depth), "head": True, "classes": f"unit under-{min(depth, 2)}"},
                {"text": self.figures.total(part.before), "classes": NUMBER},
                {"text": self.figures.total(part.after), "classes": NUMBER},
                {"text": self.change(part.change), "classes": NUMBER},
                {"text": "" if part.places is None else self.places(part.places), "classes": NUMBER},
            ],
        }

    def part_name(self, part, depth=0):
        """Code and name with a link to the criterion; in words where no published part explains it."""
        if not part.code:
            return _("Không có số liệu thành phần") if depth == 0 else _("phần không có số liệu")
        return self.linked(part.code)

    def linked(self, code):
        """A criterion of this year by its code, with a link to its page."""
        name = self.plain_name(code)
        if code not in self.why.criteria:
            return format_html("<small>{}</small> {}", code, name) if name else code
        href = criterion_link(self.why.edition, code)
        return format_html('<small>{}</small> <a href="{}">{}</a>', code, href, name)

    def plain_name(self, code):
        """Its short name, where readers see the criterion; "" where they do not."""
        criterion = self.why.criteria.get(code)
        return criterion.label if criterion else ""

    # Rules

    def rules(self):
        """What another criteria set did to the unit's total, criterion by criterion."""
        points = self.account.points
        parts = sorted(points.rule_parts, key=lambda part: part.change) if points else ()
        parts = [part for part in parts if part.change]
        if not parts:
            return None
        words = {
            RuleChange.NEW: _("tiêu chí mới"),
            RuleChange.DROPPED: _("tiêu chí đã bỏ"),
            RuleChange.RESCALED: _("đổi điểm tối đa"),
        }
        return {
            "caption": _("Phần do đổi bộ tiêu chí"),
            "caption_hidden": True,
            "heads": [
                {"text": _("Tiêu chí")},
                {"text": _("Thay đổi")},
                {"text": self.measure, "classes": NUMBER},
            ],
            "rows": [
                {
                    "cells": [
                        {
                            "text": part.code if part.kind is RuleChange.DROPPED else self.linked(part.code),
                            "head": True,
                            "classes": "unit",
                        },
                        {"text": words[part.kind]},
                        {"text": self.change(part.change), "classes": NUMBER},
                    ]
                }
                for part in parts
            ],
        }

    # Other units

    def units(self):
        """Those that moved the unit most, with the places by cause; a cause that moved nobody has no column."""
        shares = self.why.shares
        if not shares:
            return None
        told = [cause for cause in CAUSES if any(_says(share, cause) for share in shares)]
        return {
            "caption": _("Bậc đổi với từng đơn vị khác"),
            "caption_hidden": True,
            "heads": [{"text": _("Đơn vị")}, *({"text": cause_word(cause), "classes": NUMBER} for cause in told)],
            "rows": [
                {
                    "cells": [
                        {"text": self._name(share.unit), "head": True},
                        *({"text": self._of_cause(share, cause), "classes": NUMBER} for cause in told),
                    ]
                }
                for share in shares
            ],
        }

    def _of_cause(self, share, cause):
        return self.bounds(share.by_cause[cause]) if _says(share, cause) else ""

    def _name(self, slug):
        unit = self.why.units.get(slug)
        return slug if unit is None else shown_name(unit, self.why.names)


def _says(share, cause):
    bounds = share.by_cause.get(cause)
    return bounds is not None and bool(bounds.low or bounds.high)


def adding_up(by_cause):
    """Places by cause, in hundredths that add up as the exact ones do; as they are where one is not known exactly.

    What is left after cutting goes to those of which the most was cut.
    """
    if any(bounds.figure is None for bounds in by_cause.values()):
        return by_cause
    hundredths = {cause: floor(100 * bounds.figure) for cause, bounds in by_cause.items()}
    cut_off = {cause: 100 * bounds.figure - hundredths[cause] for cause, bounds in by_cause.items()}
    most = sorted(cut_off, key=lambda cause: -cut_off[cause])
    for cause in most[: round(sum(cut_off.values()))]:
        hundredths[cause] += 1
    shown = {cause: Fraction(count, 100) for cause, count in hundredths.items()}
    return {cause: Bounds(figure, figure) for cause, figure in shown.items()}


def _is_nothing(bounds, change):
    return bounds.figure == 0 and not change


def cause_word(cause):
    return {
        Cause.OWN: _("Điểm của chính đơn vị"),
        Cause.OTHERS: _("Điểm của các đơn vị khác"),
        Cause.RULES: _("Thay đổi bộ tiêu chí"),
        Cause.FIELD: _("Thay đổi số đơn vị được xếp hạng"),
    }[cause]
