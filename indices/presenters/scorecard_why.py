"""Why a unit moved, in the order in which it is asked: the sentence, the causes, then fields and other units."""

from decimal import Decimal
from fractions import Fraction
from math import floor

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indices.domain.attribution_values import Bounds, Cause
from indices.domain.figures import cut
from indices.presenters.words import edition_name
from indices.queries.why import NAMED
from reformtrack.figures import NOTHING
from units.queries import shown_name

CAUSES = (Cause.OWN, Cause.OTHERS, Cause.RULES, Cause.FIELD)


def why_section(why, figures):
    """{sentences, causes, fields, units}; `None` where there is no earlier year to compare with."""
    account = why.account
    if account is None or account.headline.rank_before is None or account.headline.rank_after is None:
        return None
    words = _Words(why, figures)
    return {
        "against": edition_name(why.against),
        "sentences": words.sentences(),
        "causes": words.causes_table(),
        "fields": words.fields_table(),
        "units": words.units_table(),
    }


class _Words:
    def __init__(self, why, figures):
        self.why, self.figures = why, figures
        self.account, self.headline = why.account, why.account.headline

    # Sentences

    def sentences(self):
        told = [self._with_old_points(), *self._crossings(), self._rules(), self._partial()]
        return " ".join(sentence for sentence in told if sentence)

    def _with_old_points(self):
        bounds, headline = self.headline.with_old_points, self.headline
        if bounds is None or headline.total_before is None:
            return ""
        total = self.figures.total(headline.total_before)
        if bounds.figure is not None:
            return _("Giữ nguyên mức năm trước (%(total)s %(unit)s), đơn vị sẽ đứng thứ %(rank)s.") % {
                "total": total,
                "unit": self.figures.unit_word,
                "rank": int(bounds.figure),
            }
        if bounds.high is None:
            return ""
        return _("Giữ nguyên mức năm trước (%(total)s %(unit)s), đơn vị sẽ đứng từ thứ %(low)s đến thứ %(high)s.") % {
            "total": total,
            "unit": self.figures.unit_word,
            "low": int(bounds.low),
            "high": int(bounds.high),
        }

    def _crossings(self):
        headline = self.headline
        yield self._of_units(
            [crossing.unit for crossing in headline.passed_by],
            lambda count: ngettext(
                "%(count)s đơn vị vượt lên trên: %(units)s.", "%(count)s đơn vị vượt lên trên: %(units)s.", count
            ),
            _("Không đơn vị nào vượt lên trên."),
        )
        yield self._of_units(
            [crossing.unit for crossing in headline.passed],
            lambda count: ngettext(
                "%(count)s đơn vị tụt xuống dưới: %(units)s.", "%(count)s đơn vị tụt xuống dưới: %(units)s.", count
            ),
            _("Không đơn vị nào tụt xuống dưới."),
        )
        if headline.came or headline.left:
            yield _("Số đơn vị xếp hạng cùng thay đổi: thêm %(came)s, bớt %(left)s.") % {
                "came": len(headline.came),
                "left": len(headline.left),
            }

    def _of_units(self, slugs, words, nobody):
        if not slugs:
            return "" if self.headline.unknown else nobody
        names = [self.name(slug) for slug in slugs[:NAMED]]
        more = len(slugs) - len(names)
        told = ", ".join(names) + (_and_others(more) if more else "")
        return words(len(slugs)) % {"count": len(slugs), "units": told}

    def _rules(self):
        if not self.headline.sets_differ:
            return ""
        return _("Hai năm chấm theo hai bộ tiêu chí; phần do đổi bộ tiêu chí được tách riêng, không gộp vào phần nào.")

    def _partial(self):
        if not self.headline.unknown:
            return ""
        return _("Với %(count)s đơn vị không rõ thứ tự của một trong hai năm, nên chỉ nói được trong giới hạn.") % {
            "count": self.headline.unknown
        }

    def name(self, slug):
        unit = self.why.units.get(slug)
        return slug if unit is None else shown_name(unit, self.why.names)

    # Tables

    def causes_table(self):
        places, points = self.account.places, self.account.points
        if places is None:
            return None
        own_points = {}
        if points is not None:
            own_points = {Cause.OWN: points.own, Cause.RULES: points.rules}
        shown = _adding_up(places.by_cause)
        rows = [
            self._row(_cause_word(cause), self._bounds(shown[cause]), own_points.get(cause))
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
                {"text": _("Bậc"), "classes": "num"},
                {"text": self.measure, "classes": "num"},
            ],
            "rows": rows,
            "note": _(
                "Bậc chia cho các nguyên nhân theo cách không phụ thuộc thứ tự xét, cộng lại đúng bằng số bậc đã đổi."
            ),
        }

    @property
    def measure(self):
        points = self.account.points
        return _("Điểm %") if points and points.in_percent else _("Điểm")

    def _row(self, text, places, change):
        return {
            "cells": [
                {"text": text, "head": True},
                {"text": places, "classes": "num"},
                {"text": self._change(change), "classes": "num"},
            ]
        }

    def _change(self, change):
        return "" if change is None else self.figures.change(cut(Fraction(change)))

    def _bounds(self, bounds):
        if bounds.figure is not None:
            return self._places(bounds.figure)
        if bounds.high is None:
            return NOTHING
        return _("từ %(low)s đến %(high)s") % {"low": self._places(bounds.low), "high": self._places(bounds.high)}

    def _places(self, value):
        whole = value.denominator == 1
        return self.figures.format.change(cut(value), 0 if whole else 2)

    def fields_table(self):
        points = self.account.points
        parts = points.parts if points else self.account.beside
        if not parts:
            return None
        rows = [self._part(part) for part in parts]
        return {
            "caption": _("Thay đổi của từng lĩnh vực"),
            "heads": [
                {"text": _("Lĩnh vực")},
                {"text": self.why.against.label, "classes": "num"},
                {"text": self.why.edition.label, "classes": "num"},
                {"text": _("Góp vào thay đổi"), "classes": "num"},
                {"text": _("Bậc"), "classes": "num"},
            ],
            "rows": rows,
        }

    def _part(self, part):
        criterion = self.why.criteria.get(part.code)
        name = f"{part.code} {criterion.label}" if criterion else _("Không có số liệu thành phần")
        figures = self.figures.format
        return {
            "cells": [
                {"text": name, "head": True},
                {"text": figures.exact(part.before), "classes": "num"},
                {"text": figures.exact(part.after), "classes": "num"},
                {"text": self._change(part.change), "classes": "num"},
                {"text": "" if part.places is None else self._places(part.places), "classes": "num"},
            ]
        }

    def units_table(self):
        places = self.account.places
        if places is None:
            return None
        moved = self.why.shares
        if not moved:
            return None
        return {
            "caption": _("Bậc đổi với từng đơn vị khác"),
            "heads": [{"text": _("Đơn vị")}, *({"text": _cause_word(cause), "classes": "num"} for cause in CAUSES)],
            "rows": [
                {
                    "cells": [
                        {"text": self.name(share.unit), "head": True},
                        *(
                            {
                                "text": self._bounds(share.by_cause[cause]) if cause in share.by_cause else "",
                                "classes": "num",
                            }
                            for cause in CAUSES
                        ),
                    ]
                }
                for share in moved
            ],
        }


def _adding_up(by_cause):
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


def _and_others(count):
    return ngettext(" và %(count)s đơn vị khác", " và %(count)s đơn vị khác", count) % {"count": count}


def _is_nothing(bounds, change):
    return bounds.figure == 0 and not change


def _cause_word(cause):
    return {
        Cause.OWN: _("Điểm của chính đơn vị"),
        Cause.OTHERS: _("Điểm của các đơn vị khác"),
        Cause.RULES: _("Thay đổi bộ tiêu chí"),
        Cause.FIELD: _("Thay đổi số đơn vị được xếp hạng"),
    }[cause]
