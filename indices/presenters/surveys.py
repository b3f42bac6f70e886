"""What a survey makes of figures, in words: sample size, 95 % interval, units that cannot be told apart."""

from string import ascii_lowercase

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indices.domain.figures import round_half_up
from indices.models import Survey
from indices.presenters.words import Figures
from indices.queries.surveys import unit_survey

PLACES = 2


def interval(found, figures):
    """`80,12–84,33`, of a `SurveyResult` or an estimate."""
    return "–".join(figures.format.points(round_half_up(bound, PLACES), PLACES) for bound in (found.low, found.high))


def letters(number):
    """The name of a bracket: 1 → a, 26 → z, 27 → aa."""
    name = ""
    while number:
        number, rest = divmod(number - 1, 26)
        name = ascii_lowercase[rest] + name
    return name


def bracket_names(brackets):
    """`a`, `a, b`: the brackets that a unit stands in; empty for none."""
    return ", ".join(map(letters, brackets))


def how(survey):
    """How points were made of answers, in a sentence; that the formula is not the ministry's."""
    told = {
        Survey.Calculator.SHARE: _("Điểm là tỷ lệ người trả lời ở các mức hài lòng trở lên."),
        Survey.Calculator.MEAN: _("Điểm là mức trả lời trung bình, quy ra phần trăm của mức cao nhất."),
    }[Survey.Calculator(survey.calculator)]
    not_theirs = _(
        "Mỗi mục hỏi được tính như nhau. Đây là cách tính của phần mềm; công thức chính thức của Bộ Nội vụ chưa đọc "
        "được."
    )
    return f"{told} {not_theirs}"


def design_sentence(survey, figures):
    """What the intervals take for granted."""
    effect = figures.format.exact(survey.design_effect)
    return _(
        "Khoảng 95 %% giả định người trả lời được chọn ngẫu nhiên (hệ số thiết kế mẫu %(effect)s) và một người trả lời "
        "các mục giống nhau, nên là khoảng rộng nhất có thể."
    ) % {"effect": effect}


def survey_note(edition):
    """Under a league table: what the columns of the survey say, and how points were made."""
    told = _(
        "Các đơn vị có cùng một chữ ở cột “Không phân biệt” (hiện khi màn hình đủ rộng) khác nhau ít hơn mức mà ngẫu "
        "nhiên có thể gây ra (độ tin cậy 95 %%), nên thứ hạng giữa họ chưa nói lên điều gì. %(how)s"
    )
    return told % {"how": how(edition.survey)}


def survey_of_unit(standing, edition, card, *, name, language):
    """Sample size and intervals on a scorecard: {sentence, how, table}; `None` without answers; three queries.

    Args:
        card: `queries.units.Scorecard`; only criteria that it shows are told of.
        name: of the unit, as it bore it.
    """
    found = unit_survey(standing, edition)
    if found is None:
        return None
    shown = [line.criterion for line in card.lines]
    return _section(found, shown, name, Figures(edition.index, language))


def _section(found, criteria, name, figures):
    survey, result = found.survey, found.result
    words = {
        "unit": name,
        "people": ngettext("%(count)s người trả lời", "%(count)s người trả lời", result.answers)
        % {"count": result.answers},
        "interval": interval(result, figures),
    }
    sentence = _(
        "Kết quả của %(unit)s dựa trên %(people)s (ở mục ít người trả lời nhất); khoảng tin cậy 95 %%: %(interval)s %%."
    )
    told = sentence % words
    if result.brackets:
        told += " " + _("Trong bảng có đơn vị khác mà khảo sát này không phân biệt được với đơn vị này.")
    return {
        "sentence": told,
        "how": f"{how(survey)} {design_sentence(survey, figures)}",
        "table": _table(found.estimates, criteria, figures),
    }


def _table(estimates, criteria, figures):
    rows = [criterion for criterion in criteria if criterion.pk in estimates]
    return {
        "caption": _("Số người trả lời và khoảng tin cậy 95 % từng mục"),
        "caption_hidden": True,
        "heads": [
            {"text": _("Mục")},
            {"text": "%", "classes": "num"},
            {"text": _("Khoảng 95 %"), "classes": "num"},
            {"text": _("Số người trả lời"), "classes": "num"},
        ],
        "rows": [
            {
                "cells": [
                    {"text": f"{criterion.code} {criterion.shown_name}", "head": True},
                    {"text": figures.short(round_half_up(estimates[criterion.pk].percent, PLACES)), "classes": "num"},
                    {"text": interval(estimates[criterion.pk], figures), "classes": "num"},
                    {"text": str(estimates[criterion.pk].answers), "classes": "num"},
                ]
            }
            for criterion in rows
        ],
    }
