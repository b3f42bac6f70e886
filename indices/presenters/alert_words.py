"""Alerts in words: what happened, the figures, what is usual for the unit, who is in charge."""

from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from indices.domain.alerts import Aim
from indices.presenters.words import places_word

# Kind -> its name, in the order in which they are shown.
KINDS = {
    "fall": pgettext_lazy("cảnh báo", "Giảm đột ngột"),
    "last": pgettext_lazy("cảnh báo", "Lần đầu đứng cuối"),
    "target": pgettext_lazy("cảnh báo", "Không đạt mục tiêu"),
    "on-time": pgettext_lazy("cảnh báo", "Đúng hạn mà đứng cuối"),
    "chronic": pgettext_lazy("cảnh báo", "Mất điểm kéo dài"),
}


def unit_alerts(alerts, why, figures):
    """Alerts of one unit as its scorecard lists them.

    Args:
        alerts: [facts] of `queries.alerts.alerts_of_unit`.
        why: `queries.why.Why`, for names and agencies.
        figures: `presenters.words.Figures`.

    Returns:
        [{kind, label, text, agency}]; empty where nothing gives cause.
    """
    words = AlertWords({code: criterion.shown_name for code, criterion in why.criteria.items()}, figures)
    in_charge = {line.leaf.code: line.agency for line in why.ledger.lines} | why.agencies
    return [
        {
            "kind": facts["kind"],
            "label": str(KINDS[facts["kind"]]),
            "text": words.sentence(facts),
            "agency": agencies_of(facts, in_charge.get),
        }
        for facts in alerts
    ]


def codes_of(facts):
    """Codes of the criteria that an alert names."""
    found = [facts["code"]] if facts.get("code") else facts.get("codes", [])
    return [*found, *(code for code, _lost, _years in facts.get("losses", ()))]


def agencies_of(facts, in_charge):
    """Who is in charge of what an alert names, once each.

    Args:
        in_charge: answers a code with the agency, or nothing.
    """
    return "; ".join(dict.fromkeys(filter(None, map(in_charge, codes_of(facts)))))


class AlertWords:
    """Sentences about one index.

    Args:
        names: code -> name of a criterion in the language of the page.
    """

    def __init__(self, names, figures):
        self.names, self.figures = names, figures
        self._sentences = {
            "fall": self._fall,
            "last": self._last,
            "target": self._target,
            "on-time": self._on_time,
            "chronic": self._chronic,
        }

    def sentence(self, facts):
        """One alert (`queries.alerts.facts_of`)."""
        return self._sentences[facts["kind"]](facts)

    def name(self, code):
        """`3. Cải cách thủ tục hành chính`; `3.4.1 Hồ sơ giải quyết đúng hạn`."""
        return f"{code}{'' if '.' in code else '.'} {self.names.get(code, '')}".strip()

    def _percent(self, percent):
        """Percentage points, without a sign."""
        return self.figures.format.points(abs(percent), 2)

    def _fall(self, fall):
        told = {
            "field": self.name(fall["code"]),
            "change": self._percent(fall["change"]),
            "before": fall["years"][-2],
            "newest": fall["years"][-1],
            "usual": self._usual(fall),
        }
        if fall["code"]:
            text = _("%(field)s: năm %(newest)s giảm %(change)s %% điểm tối đa so với %(before)s. %(usual)s") % told
        else:
            text = _("Tổng năm %(newest)s giảm %(change)s %% điểm tối đa so với %(before)s. %(usual)s") % told
        return f"{text} {_('Năm nay chấm theo bộ tiêu chí khác.')}" if fall["crosses"] else text

    def _usual(self, fall):
        told = {
            "first": fall["years"][0],
            "last": fall["years"][-2],
            "usual": self._percent(fall["usual"]),
            "deviation": self._percent(fall["deviation"]),
        }
        if fall["usual"] > 0:
            text = _("Từ %(first)s đến %(last)s, mỗi năm thường tăng %(usual)s, dao động %(deviation)s quanh mức ấy.")
        elif fall["usual"] < 0:
            text = _("Từ %(first)s đến %(last)s, mỗi năm thường giảm %(usual)s, dao động %(deviation)s quanh mức ấy.")
        else:
            text = _("Từ %(first)s đến %(last)s, mỗi năm thường giữ nguyên, dao động %(deviation)s quanh mức ấy.")
        return text % told

    def _last(self, last):
        return _("%(field)s: thấp nhất trong %(of)s đơn vị; các năm %(years)s không năm nào đứng cuối.") % {
            "field": self.name(last["code"]),
            "of": last["of"],
            "years": ", ".join(last["years"]),
        }

    def _target(self, missed):
        exact = self.figures.format.exact
        told = {name: exact(missed[name]) for name in ("figure", "reached", "short")}
        if missed["aim"] == Aim.RANK:
            told["places"] = places_word(int(missed["short"]))
            return _("Mục tiêu hạng %(figure)s; đứng hạng %(reached)s, kém %(places)s.") % told
        if missed["aim"] == Aim.PERCENT:
            return _("Mục tiêu %(figure)s %%; đạt %(reached)s %%, còn thiếu %(short)s điểm %%.") % told
        return _("Mục tiêu %(figure)s điểm; đạt %(reached)s, còn thiếu %(short)s.") % told

    def _on_time(self, late):
        return _("Đạt điểm tối đa về hồ sơ đúng hạn (%(criteria)s) mà đứng hạng %(rank)s trong %(of)s đơn vị.") % {
            "criteria": "; ".join(self.name(code) for code in late["codes"]),
            "rank": late["rank"],
            "of": late["of"],
        }

    def _chronic(self, chronic):
        told = {"count": chronic["count"], "criteria": "; ".join(self._loss(*loss) for loss in chronic["losses"])}
        if chronic["count"] > len(chronic["losses"]):
            text = _(
                "Mất điểm từ ba năm liền trở lên ở %(count)s tiêu chí đơn vị khác đạt tối đa; nhiều nhất: %(criteria)s."
            )
        else:
            text = _("Mất điểm từ ba năm liền trở lên ở tiêu chí đơn vị khác đạt tối đa: %(criteria)s.")
        return text % told

    def _loss(self, code, lost, years):
        told = []
        if lost is not None:
            told.append(_("mất %(points)s điểm") % {"points": self.figures.difference(lost)})
        if years is not None:
            told.append(_("năm thứ %(years)s") % {"years": years})
        return f"{self.name(code)} ({', '.join(told)})" if told else self.name(code)
