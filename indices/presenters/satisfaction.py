"""Satisfaction beside reform for the same unit, year by year; national results of a survey by factor."""

from django.utils.translation import gettext as _

from indices.domain.figures import round_half_up
from indices.models import Edition, EditionStatistic, Index
from indices.presenters.addresses import source_address
from indices.presenters.words import Figures
from indices.presenters.years import scorecard_address

REFORM, SATISFACTION = "par", "sipas"


def beside_reform(results, unit, language):
    """Where a unit's reform index and satisfaction index are both known: a table, a year a row; `None` without any.

    Args:
        results: [`queries.units.IndexResults`] of the unit.
    """
    by_year = {family: _by_year(results, family) for family in (REFORM, SATISFACTION)}
    years = sorted(by_year[REFORM].keys() & by_year[SATISFACTION].keys(), reverse=True)
    if not years:
        return None
    return {
        "caption": _("Chỉ số cải cách hành chính và chỉ số hài lòng qua các năm"),
        "caption_hidden": True,
        "heads": [
            {"text": _("Năm")},
            {"text": _("Cải cách hành chính (%)"), "classes": "num"},
            {"text": _("Hài lòng (%)"), "classes": "num"},
            {"text": _("Chênh lệch (điểm %)"), "classes": "num"},
            {"text": _("Ghi chú"), "classes": "wide"},
        ],
        "rows": [
            _row(by_year[REFORM][label], by_year[SATISFACTION][label], by_year[SATISFACTION], unit, language)
            for label in years
        ],
        "note": _(
            "Hai chỉ số đo hai việc khác nhau: công việc của cơ quan, và cảm nhận của người dân, tổ chức. Chênh lệch "
            "là hài lòng trừ cải cách hành chính."
        ),
    }


def _by_year(results, family):
    """Label of a year -> the unit's result, of one family; of several indices the first."""
    found = {}
    for one in results:
        if one.index.family == family and one.index.figure == Index.Figure.PERCENT:
            for year in one.years:
                if year.total is not None and year.edition.period == Edition.Period.YEAR:
                    found.setdefault(year.edition.label, year)
    return found


def _row(reform, satisfaction, every, unit, language):
    figures = Figures(reform.edition.index, language)
    beside = Figures(satisfaction.edition.index, language)
    before = max((label for label in every if label < satisfaction.edition.label), default=None)
    broke = before and every[before].edition.criteria_set_id != satisfaction.edition.criteria_set_id
    return {
        "cells": [
            {"text": reform.edition.label, "head": True},
            {
                "text": figures.standing(reform.standing),
                "href": scorecard_address(reform.edition, unit),
                "classes": "num",
            },
            {
                "text": beside.standing(satisfaction.standing),
                "href": scorecard_address(satisfaction.edition, unit),
                "classes": "num",
            },
            {"text": figures.change(satisfaction.total - reform.total), "classes": "num"},
            {
                "text": _("hài lòng: khác bộ tiêu chí với năm %(year)s") % {"year": before} if broke else "",
                "classes": "wide",
            },
        ]
    }


def national_factors(edition, published, criteria, language):
    """Published means of a satisfaction index by factor, in the order of the tree; `None` where there are none.

    Args:
        published: of `queries.ranking.published_figures`.
        criteria: of the edition's set that readers may see, in the order of the tree.
    """
    means = {}
    for statistic in published:
        if statistic.measure == EditionStatistic.Measure.MEAN and not (statistic.block_id or statistic.group_id):
            means.setdefault(statistic.criterion_id, statistic)
    rows = [criterion for criterion in criteria if criterion.pk in means]
    if edition.index.family != SATISFACTION or not rows:
        return None
    figures, overall = Figures(edition.index, language), means.get(None)
    return {
        "caption": _("Kết quả cả nước theo yếu tố"),
        "caption_hidden": True,
        "heads": [
            {"text": _("Yếu tố")},
            {"text": _("Cả nước (%)"), "classes": "num"},
            {"text": _("So với chỉ số chung"), "classes": "num"},
            {"text": _("Nguồn"), "classes": "wide"},
        ],
        "rows": [_factor(criterion, means[criterion.pk], overall, figures) for criterion in rows],
        "note": _("Chỉ gồm yếu tố đã đọc được số công bố; chỉ số chung không suy ra được từ các yếu tố."),
    }


def _factor(criterion, statistic, overall, figures):
    source = next(iter(statistic.sources.all()), None)
    apart = None if overall is None else round_half_up(statistic.figure - overall.figure, 2)
    href = source_address(source.code, is_sample=figures.index.is_sample) if source else ""
    return {
        "cells": [
            {"text": f"{criterion.code} {criterion.shown_name}", "head": True},
            {"text": figures.format.points(statistic.figure, statistic.places), "classes": "num"},
            {"text": figures.change(apart), "classes": "num"},
            {"text": _("nguồn") if source else "", "href": href, "classes": "wide"},
        ]
    }
