"""The change of a unit as bars: by cause and field in places, else by field in points."""

from django.utils.translation import gettext as _

from indices.charts.account import Bar, causes
from indices.domain.attribution_values import Cause
from indices.presenters.scorecard_why_tables import adding_up, cause_word

CHART = "scorecard-change"
MOST = 10  # bars beside those of the causes: what a phone shows at once
FEWEST = 2


def causes_chart(why, tables):
    """As components/chart.html takes it; `None` where there are not two bars to compare.

    Args:
        tables: `WhyTables`.
    """
    bars = _in_places(why, tables)
    sentence = _in_places_sentence
    if len(bars) < FEWEST:
        bars, sentence = _in_points(why, tables), _in_points_sentence
    if len(bars) < FEWEST:
        return None
    return {
        "id": CHART,
        "sentence": sentence(bars),
        "figure": causes(bars),
        "low": True,
        "table": tables.causes() or tables.parts(),
    }


def _in_places(why, tables):
    """Own fields, then the other causes; nothing where one is known within bounds only."""
    account = why.account
    if account.places is None or account.points is None:
        return []
    shown = adding_up(account.places.by_cause)
    if any(bounds.figure is None for bounds in shown.values()):
        return []
    parts = [part for part in account.points.parts if part.places and part.code]
    if sum(part.places for part in parts) == account.places.by_cause[Cause.OWN].figure and len(parts) <= MOST:
        bars = [_bar(tables, part, part.places, tables.places(part.places)) for part in parts]
        others = (Cause.OTHERS, Cause.RULES, Cause.FIELD)
    else:
        bars, others = [], tuple(shown)
    bars.sort(key=lambda bar: bar.value)
    return bars + [
        Bar(cause_word(cause), shown[cause].figure, tables.places(shown[cause].figure), cause is not Cause.OWN)
        for cause in others
        if cause in shown and shown[cause].figure
    ]


def _in_points(why, tables):
    """Own fields by what they did to the total."""
    account = why.account
    found = (account.points.parts if account.points else ()) or account.beside
    parts = sorted((part for part in found if part.change and part.code), key=lambda part: part.change)
    if len(parts) > MOST:
        parts = [*parts[: MOST // 2], *parts[-MOST // 2 :]]
    return [_bar(tables, part, part.change, tables.change(part.change)) for part in parts]


def _bar(tables, part, value, text):
    return Bar(tables.plain_name(part.code) or part.code, value, text)


def _in_places_sentence(bars):
    """What cost, and what brought, the most places."""
    return _most(
        bars, _("Mất nhiều bậc nhất: %(name)s (%(text)s bậc)."), _("Được nhiều bậc nhất: %(name)s (%(text)s bậc).")
    )


def _in_points_sentence(bars):
    return _most(bars, _("Mất nhiều điểm nhất: %(name)s (%(text)s)."), _("Được nhiều điểm nhất: %(name)s (%(text)s)."))


def _most(bars, lost, gained):
    least, most = min(bars, key=lambda bar: bar.value), max(bars, key=lambda bar: bar.value)
    told = []
    if least.value < 0:
        told.append(lost % {"name": least.name, "text": least.text})
    if most.value > 0:
        told.append(gained % {"name": most.name, "text": most.text})
    return " ".join(told)
