"""The figures and pictures of one criterion: how units lie, and its years. Each picture has a sentence and a table."""

from itertools import pairwise

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indices.charts import distribution as bars
from indices.charts import years as lines
from indices.domain.criterion_health import bar_of
from indices.domain.figures import BILLION, cut, from_billionths, percent_of
from indices.domain.values import CriterionKind, Figure
from indices.presenters.addresses import criterion_address
from indices.presenters.criterion_words import PERCENT_PLACES
from indices.presenters.said import in_percent
from reformtrack.figures import NOTHING

LONGEST_LABEL = 5  # letters of a figure below a bar


# The strip


def figures_strip(lying, figures):
    """Full marks, mean, the middle half, best and lowest, as components/strip.html takes them."""
    statistic = lying.statistic
    if statistic is None:
        return None
    items = []
    if lying.share_at_full is not None:
        note = f"{statistic.at_full_marks}/{statistic.n}"
        items.append({"label": _("Đạt tối đa"), "value": in_percent(figures.share(lying.share_at_full)), "note": note})
    items.append(_item(_("Trung bình"), statistic.mean, statistic, figures))
    items.append(_item(_("Trung vị"), statistic.median, statistic, figures))
    if lying.lower_quartile is not None:
        ends = {"lower": figures.share(lying.lower_quartile), "upper": figures.share(lying.upper_quartile)}
        items.append({"label": _("Nửa số đơn vị ở giữa"), "value": _("%(lower)s–%(upper)s %%") % ends})
    items.append(_item(_("Cao nhất"), statistic.highest, statistic, figures))
    items.append(_item(_("Thấp nhất"), statistic.lowest, statistic, figures))
    return {"figures": items}


def _item(label, value, statistic, figures):
    percent = figures.percent_of(value, statistic)
    is_points = statistic.figure == Figure.POINTS
    note = in_percent(figures.percent(percent)) if is_points and percent is not None else ""
    return {"label": label, "value": figures.of_statistic(value, statistic), "note": note}


# How units lie


def distribution_chart(view, figures, own_name):
    """As components/chart.html takes it; `None` where shares are not known (penalties, no maximum)."""
    found = view.lying.bars
    if not found:
        return None
    total = sum(bar.units for bar in found)
    in_points = found[0].upper == found[0].lower and _one_maximum(view)
    labels = [_label(bar, figures, in_points) for bar in found]
    own = view.own.earned.share if view.own and view.own.earned and view.own.is_ranked else None
    place = None if own is None else bar_of(found, own)
    columns = [_column(label, bar) for label, bar in zip(labels, found, strict=True)]
    axis = _("% điểm tối đa")
    if in_points:
        axis = _("điểm, tối đa %(maximum)s") % {"maximum": figures.maximum(view.lineage.leaf.max_points)}
    mark = f"★ {own_name}"
    return {
        "id": "distribution",
        "sentence": _lying_sentence(view.lying, labels, figures, in_points),
        "low": True,
        "figure": bars.distribution(columns, axis=axis, own=place, own_words=mark),
        "table": {
            "caption": _("Số đơn vị theo mức đạt, %(axis)s") % {"axis": axis},
            "heads": [
                {"text": axis},
                {"text": _("Số đơn vị"), "classes": "num"},
                {"text": _("Tỷ lệ (%)"), "classes": "num"},
            ],
            "rows": [
                {
                    "classes": "mine" if number == place else "",
                    "cells": [
                        {"text": f"{label} {mark}" if number == place else label, "head": True},
                        {"text": bar.units, "classes": "num"},
                        {"text": figures.percent(cut_percent(bar.units, total)), "classes": "num"},
                    ],
                }
                for number, (label, bar) in enumerate(zip(labels, found, strict=True))
            ],
        },
    }


def _column(label, bar):
    """A tenth bears the percent that it begins with, at its edge; one result bears its own below it."""
    return bars.Column(
        label.partition("–")[0], bar.units, f"{label}: {_units(bar.units)}", is_range=bar.upper not in (None, bar.lower)
    )


def cut_percent(part, whole):
    return percent_of(from_billionths(part), from_billionths(whole))


def _one_maximum(view):
    """Are all who lie there of the maximum laid down, and known in points?"""
    maximum = view.lineage.leaf.max_points
    ranked = (row.earned for row in view.rows if row.is_ranked and row.earned is not None)
    return all(earned.points is not None and earned.maximum == maximum for earned in ranked)


def _label(bar, figures, in_points):
    if bar.upper == bar.lower:
        value = cut(bar.lower * figures.leaf.max_points / BILLION if in_points else 100 * bar.lower)
        exact = figures.format.exact(value)
        return exact if len(exact) <= LONGEST_LABEL else figures.percent(value)
    if bar.upper is None:
        return "100"
    return f"{int(100 * bar.lower)}–{int(100 * bar.upper)}".replace("-", "−")


def _units(count):
    return ngettext("%(count)s đơn vị", "%(count)s đơn vị", count) % {"count": count}


def _lying_sentence(lying, labels, figures, in_points):
    """Where most of them are."""
    most = max(range(len(lying.bars)), key=lambda place: lying.bars[place].units)
    total = sum(bar.units for bar in lying.bars)
    words = {
        "units": _units(lying.bars[most].units),
        "total": total,
        "label": labels[most],
        "percent": figures.percent(cut_percent(lying.bars[most].units, total)),
    }
    if in_points:
        told = _("Đông nhất là mức %(label)s điểm: %(units)s trong %(total)s (%(percent)s %%).") % words
    else:
        told = _("Đông nhất là mức %(label)s %% điểm tối đa: %(units)s trong %(total)s (%(percent)s %%).") % words
    outside = []
    if lying.unknown:
        outside.append(_("%(units)s chưa có số liệu") % {"units": _units(lying.unknown)})
    if lying.not_applicable:
        outside.append(_("%(units)s không áp dụng") % {"units": _units(lying.not_applicable)})
    return f"{told} {_('Ngoài ra')}: {'; '.join(outside)}." if outside else told


# Its years


def years_chart(view, statistics, figures, own_name):
    """The mean, the best and the own unit over the years in percent of the maximum; `None` with fewer than two."""
    lineage = view.lineage
    if lineage.leaf.kind != CriterionKind.ORDINARY:
        return None
    own = _own_years(view)
    years = [_Year(lineage.edition, (lineage.leaf,), None)]
    years += [_Year(year.edition, year.leaves, year.change) for year in lineage.years]
    for year, share in zip(years, own, strict=True):
        year.read(statistics, lineage, share)
    while years and not years[-1].is_known:
        years.pop()
    if sum(year.is_known for year in years) < 2:
        return None
    years.reverse()
    sets = [year.edition.criteria_set_id for year in years]
    breaks = [place for place, (before, after) in enumerate(pairwise(sets), 1) if before != after]
    return {
        "id": "criterion-years",
        "sentence": f"{_years_sentence(years, figures)} {_breaks_sentence(years, breaks)}".strip(),
        "low": True,
        "figure": lines.over_the_years(
            [lines.place_in_time(year.edition.starts_on, year.edition.ends_on) for year in years],
            [year.edition.label for year in years],
            [lines.Panel(_("% điểm tối đa"), _lines(years, own_name, figures))],
            breaks=breaks,
            break_words=_("đổi bộ tiêu chí"),
        ),
        "table": _years_table(years, lineage, own_name, figures),
    }


class _Year:
    """One year of the criterion: mean and best in percent of the maximum, the own unit's percent."""

    def __init__(self, edition, leaves, change):
        self.edition, self.leaves, self.change = edition, leaves, change
        self.mean = self.best = self.own = None

    def read(self, statistics, lineage, share):
        self.own = None if share is None else cut(100 * share)
        if len(self.leaves) != 1:  # of several together nothing is stored
            return
        leaf = self.leaves[0]
        found = statistics.get((self.edition.pk, lineage.pk(self.edition, leaf)))
        if found is None:
            return
        if found.figure == Figure.PERCENT:
            self.mean, self.best = found.mean, found.highest
        elif leaf.max_points:
            maximum = from_billionths(leaf.max_points)
            self.mean, self.best = percent_of(found.mean, maximum), percent_of(found.highest, maximum)

    @property
    def is_known(self):
        return self.mean is not None or self.own is not None


def _own_years(view):
    """The own unit's share in this year and each of the earlier ones."""
    if view.own is None:
        return [None] * (1 + len(view.lineage.years))
    shares = [view.own.earned.share if view.own.earned else None]
    for results in view.own_back:
        earned = results.get(view.own.unit)
        shares.append(None if earned is None else earned.share)
    return shares


def _lines(years, own_name, figures):
    mean = _("trung bình")
    # Two that are there to compare with would look the same: beside the own unit the best stands in the table alone.
    named = [(own_name, "own", False), (mean, "mean", True)] if own_name else []
    named = named or [(mean, "mean", False), (_("cao nhất"), "best", True)]
    return [
        lines.Line(
            name=name,
            values=[getattr(year, key) for year in years],
            texts=[f"{year.edition.label}: {name} {_percent(getattr(year, key), figures)}" for year in years],
            muted=muted,
        )
        for name, key, muted in named
    ]


def _percent(value, figures):
    return NOTHING if value is None else in_percent(figures.percent(value))


def _years_sentence(years, figures):
    """From the first year to the last, by the mean."""
    known = [year for year in years if year.mean is not None]
    sets = {year.edition.criteria_set_id for year in known}
    if len(sets) > 1:
        # Other questions, other figures: what was asked in the same way is compared, and from when on is said.
        known = [year for year in known if year.edition.criteria_set_id == known[-1].edition.criteria_set_id]
        others = _("Các năm trước %(year)s chấm theo bộ tiêu chí khác nên không so sánh.") % {
            "year": known[0].edition.label
        }
        return f"{_mean_sentence(known, figures)} {others}"
    return _mean_sentence(known, figures)


def _mean_sentence(known, figures):
    """Of years whose mean is known."""
    if not known:
        return _("Điểm ở tiêu chí này qua các năm, theo phần trăm của điểm tối đa.")
    first, last = known[0], known[-1]
    if first is last:
        return _("Năm %(year)s trung bình %(now)s %%.") % {
            "year": last.edition.label,
            "now": figures.percent(last.mean),
        }
    words = {
        "first": first.edition.label,
        "last": last.edition.label,
        "before": figures.percent(first.mean),
        "now": figures.percent(last.mean),
        "size": figures.format.points(abs(last.mean - first.mean), PERCENT_PLACES),
    }
    if last.mean > first.mean:
        return _("Từ %(first)s đến %(last)s, trung bình tăng %(size)s điểm %%: %(before)s %% lên %(now)s %%.") % words
    if last.mean < first.mean:
        return _("Từ %(first)s đến %(last)s, trung bình giảm %(size)s điểm %%: %(before)s %% còn %(now)s %%.") % words
    return _("Từ %(first)s đến %(last)s, trung bình không đổi: %(now)s %%.") % words


def _breaks_sentence(years, breaks):
    """Between which of the years that were named the criteria changed: the difference may not be the units' doing."""
    known = [place for place, year in enumerate(years) if year.mean is not None]
    crossed = [place for place in breaks if len(known) > 1 and known[0] < place <= known[-1]]
    if not crossed:
        return ""
    told = _("Bộ tiêu chí đổi từ năm %(years)s: chênh lệch ấy có thể một phần do đổi bộ tiêu chí.")
    return told % {"years": ", ".join(years[place].edition.label for place in crossed)}


def _years_table(years, lineage, own_name, figures):
    heads = [{"text": _("Năm")}, {"text": _("Khi đó là"), "classes": "wide"}]
    heads += [{"text": own_name, "classes": "num"}] if own_name else []
    heads += [{"text": _("Trung bình (%)"), "classes": "num"}, {"text": _("Cao nhất (%)"), "classes": "num"}]
    rows = []
    for year in reversed(years):
        cells = [_year_cell(year, lineage), {"text": _then(year, lineage), "classes": "wide"}]
        shown = ([year.own] if own_name else []) + [year.mean, year.best]
        cells += [{"text": NOTHING if value is None else figures.percent(value), "classes": "num"} for value in shown]
        rows.append({"cells": cells})
    return {"caption": _("Phần trăm của điểm tối đa qua các năm"), "heads": heads, "rows": rows}


def _year_cell(year, lineage):
    cell = {"text": year.edition.label, "head": True}
    if len(year.leaves) == 1 and year.edition is not lineage.edition:
        cell["href"] = criterion_address(year.edition, year.leaves[0])
    return cell


def _then(year, lineage):
    """`2.1, 2.2`, where it bore other codes; empty where it was the same."""
    codes = ", ".join(leaf.code for leaf in year.leaves)
    return "" if codes == lineage.leaf.code else codes or _("chưa có")
