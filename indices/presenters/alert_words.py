"""Alerts in words: what happened, the figures, what is usual for the unit, who is in charge."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from indices.domain.alert_years import FirstTimeLast, SuddenFall
from indices.domain.alerts import Aim, ChronicLoss, OnTimeAndLast, TargetMissed
from indices.domain.figures import cut
from indices.presenters.words import places_word

# Kind -> its name, in the order in which they are shown.
KINDS = {
    "fall": pgettext_lazy("cảnh báo", "Giảm đột ngột"),
    "last": pgettext_lazy("cảnh báo", "Lần đầu đứng cuối"),
    "target": pgettext_lazy("cảnh báo", "Không đạt mục tiêu"),
    "on-time": pgettext_lazy("cảnh báo", "Đúng hạn mà đứng cuối"),
    "chronic": pgettext_lazy("cảnh báo", "Mất điểm kéo dài"),
}
KIND_OF = {
    SuddenFall: "fall",
    FirstTimeLast: "last",
    TargetMissed: "target",
    OnTimeAndLast: "on-time",
    ChronicLoss: "chronic",
}
NAMED = 3  # criteria in a sentence


def unit_alerts(alerts, why, figures):
    """Alerts of one unit as its scorecard lists them.

    Args:
        alerts: of `queries.alerts.alerts_of_unit`.
        why: `queries.why.Why`, for names and agencies.
        figures: `presenters.words.Figures`.

    Returns:
        [{kind, label, text, agency}], one for all chronic losses together; empty where nothing gives cause.
    """
    words = AlertWords({code: criterion.shown_name for code, criterion in why.criteria.items()}, figures)
    losses = [
        (alert.line.leaf.code, alert.line.lost, alert.line.years)
        for alert in alerts
        if KIND_OF[type(alert)] == "chronic"
    ]
    found = [
        {"kind": KIND_OF[type(alert)], "text": words.sentence(alert), "agency": _agency(alert, why)}
        for alert in alerts
        if KIND_OF[type(alert)] != "chronic"
    ]
    if losses:
        agencies = [alert.line.agency for alert in alerts if isinstance(alert, ChronicLoss)][:NAMED]
        told = "; ".join(dict.fromkeys(filter(None, agencies)))
        found.append({"kind": "chronic", "text": words.chronic(losses), "agency": told})
    return [item | {"label": str(KINDS[item["kind"]])} for item in found]


def _agency(alert, why):
    if isinstance(alert, OnTimeAndLast):
        return "; ".join(dict.fromkeys(filter(None, (why.agencies.get(leaf.code) for leaf in alert.leaves))))
    leaf = getattr(alert, "leaf", None)
    return why.agencies.get(leaf.code, "") if leaf else ""


class AlertWords:
    """Sentences about one index.

    Args:
        names: code -> name of a criterion in the language of the page.
    """

    def __init__(self, names, figures):
        self.names, self.figures = names, figures
        self._sentences = {
            SuddenFall: self._fall,
            FirstTimeLast: self._last,
            TargetMissed: self._target,
            OnTimeAndLast: self._on_time,
        }

    def sentence(self, alert):
        """One alert; chronic losses are told together."""
        return self._sentences[type(alert)](alert)

    def name(self, code):
        """`3. Cải cách thủ tục hành chính`; `3.4.1 Hồ sơ giải quyết đúng hạn`."""
        return f"{code}{'' if '.' in code else '.'} {self.names.get(code, '')}".strip()

    def _percent(self, share):
        """A share as percentage points, without a sign."""
        return self.figures.format.points(cut(abs(share) * 100), 2)

    def _fall(self, fall):
        told = {
            "field": self.name(fall.leaf.code) if fall.leaf else "",
            "change": self._percent(fall.change),
            "before": fall.years[-2],
            "newest": fall.years[-1],
            "usual": self._usual(fall),
        }
        if fall.leaf:
            text = _("%(field)s: năm %(newest)s giảm %(change)s %% điểm tối đa so với %(before)s. %(usual)s") % told
        else:
            text = _("Tổng năm %(newest)s giảm %(change)s %% điểm tối đa so với %(before)s. %(usual)s") % told
        return f"{text} {_('Năm nay chấm theo bộ tiêu chí khác.')}" if fall.crosses_sets else text

    def _usual(self, fall):
        told = {
            "first": fall.years[0],
            "last": fall.years[-2],
            "usual": self._percent(fall.usual),
            "deviation": self._percent(fall.deviation),
        }
        if fall.usual > 0:
            text = _("Từ %(first)s đến %(last)s, mỗi năm thường tăng %(usual)s, dao động %(deviation)s quanh mức ấy.")
        elif fall.usual < 0:
            text = _("Từ %(first)s đến %(last)s, mỗi năm thường giảm %(usual)s, dao động %(deviation)s quanh mức ấy.")
        else:
            text = _("Từ %(first)s đến %(last)s, mỗi năm thường giữ nguyên, dao động %(deviation)s quanh mức ấy.")
        return text % told

    def _last(self, last):
        return _("%(field)s: thấp nhất trong %(of)s đơn vị; các năm %(years)s không năm nào đứng cuối.") % {
            "field": self.name(last.leaf.code),
            "of": last.of,
            "years": ", ".join(last.earlier),
        }

    def _target(self, missed):
        target = missed.target
        told = {
            "figure": self.figures.format.exact(target.figure),
            "reached": self.figures.format.exact(target.reached),
            "short": self.figures.format.exact(missed.short),
        }
        if target.aim is Aim.RANK:
            told["places"] = places_word(int(missed.short))
            return _("Mục tiêu hạng %(figure)s; đứng hạng %(reached)s, kém %(places)s.") % told
        if target.aim is Aim.PERCENT:
            return _("Mục tiêu %(figure)s %%; đạt %(reached)s %%, còn thiếu %(short)s điểm %%.") % told
        return _("Mục tiêu %(figure)s điểm; đạt %(reached)s, còn thiếu %(short)s.") % told

    def _on_time(self, late):
        return _("Đạt điểm tối đa về hồ sơ đúng hạn (%(criteria)s) mà đứng hạng %(rank)s trong %(of)s đơn vị.") % {
            "criteria": "; ".join(self.name(leaf.code) for leaf in late.leaves),
            "rank": late.rank,
            "of": late.of,
        }

    def chronic(self, losses, count=None):
        """Losses that have lasted.

        Args:
            losses: (code, points lost or `None`, years running or `None`), most lost first.
            count: how many there are in all; `None`: these.
        """
        told = [self._loss(*loss) for loss in losses[:NAMED]]
        count = len(losses) if count is None else count
        return ngettext(
            "Mất điểm từ ba năm liền trở lên ở %(count)s tiêu chí mà đơn vị khác đạt tối đa: %(criteria)s.",
            "Mất điểm từ ba năm liền trở lên ở %(count)s tiêu chí mà đơn vị khác đạt tối đa, nhiều nhất: %(criteria)s.",
            count,
        ) % {"count": count, "criteria": "; ".join(told)}

    def _loss(self, code, lost, years):
        told = []
        if lost is not None:
            told.append(_("mất %(points)s điểm") % {"points": self.figures.difference(Decimal(lost))})
        if years is not None:
            told.append(_("năm thứ %(years)s") % {"years": years})
        return f"{self.name(code)} ({', '.join(told)})" if told else self.name(code)
