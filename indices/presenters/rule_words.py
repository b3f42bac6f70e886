"""Scoring rules in words: how points were worked out, what is wrong with a rule, and what with an input."""

from decimal import Decimal
from fractions import Fraction

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from indices.domain.figures import cut
from indices.domain.rules import InputFlaw, InputName, RuleFlaw, RuleKind
from reformtrack.figures import figure_format

SHOWN_PLACES = 6  # of a quotient that has no end


class RuleFigures:
    """Figures of one rule in one language: points with the places they are rounded to, the others as they are."""

    def __init__(self, rule, language=None):
        self.rule, self.format = rule, figure_format(language or get_language())

    def points(self, value):
        return self.format.points(value, self.rule.places)

    def exact(self, value):
        """Every digit: `0,125`; of a quotient without end the first ones: `0,333333…`."""
        value = Fraction(value)
        nine = cut(value)
        if nine == value:
            return self.format.exact(nine)
        places = max(SHOWN_PLACES, self.rule.places)
        first_digits = Decimal(int(value * 10**places)).scaleb(-places)
        return self.format.points(first_digits, places) + "…"

    def reckoned(self, value):
        """Points before rounding: as points where that says all of it."""
        value = Fraction(value)
        whole = (value * 10**self.rule.places).denominator == 1
        return self.points(cut(value)) if whole else self.exact(value)

    def percent(self, value):
        return _("%(figure)s %%") % {"figure": self.exact(value)}


def working(rule, inputs, worked):
    """How the points came about, as one sentence: `98/100 × 1,50 = 1,47 điểm`."""
    figures = RuleFigures(rule)
    parts = _TELL[rule.kind](rule, inputs, worked, figures)
    if worked.is_rounded:
        parts.append(
            _("làm tròn đến %(places)s chữ số thập phân: %(points)s")
            % {"places": rule.places, "points": figures.points(worked.points)}
        )
    return _("%(working)s điểm.") % {"working": "; ".join(parts)}


def _tell_met(rule, inputs, worked, figures):
    points = {"points": figures.points(worked.points)}
    if rule.sign < 0:
        told = _("Có vi phạm: %(points)s") if inputs.met else _("Không vi phạm: %(points)s")
    else:
        told = _("Đạt, được điểm tối đa: %(points)s") if inputs.met else _("Không đạt: %(points)s")
    return [told % points]


def _tell_grade(rule, inputs, worked, figures):
    return [
        _("Mức “%(level)s”: %(points)s") % {"level": worked.step.label, "points": figures.points(worked.step.points)}
    ]


def _share(inputs, figures):
    """The rate as it was given: `98/100`, or `98 %`."""
    if inputs.rate is not None:
        return figures.percent(inputs.rate)
    return f"{figures.exact(inputs.part)}/{figures.exact(inputs.whole)}"


def _rate(inputs, worked, figures):
    """The rate, and the percent it comes to: `98/100 = 98 %`."""
    percent = figures.percent(worked.rate)
    return percent if inputs.rate is not None else f"{_share(inputs, figures)} = {percent}"


def _tell_band(rule, inputs, worked, figures):
    words = {"rate": _rate(inputs, worked, figures), "points": figures.points(worked.points)}
    if worked.step is None:
        words["lower"] = figures.percent(min(step.lower for step in rule.steps))
        return [_("%(rate)s, dưới khung thấp nhất (từ %(lower)s): %(points)s") % words]
    words["lower"] = figures.percent(worked.step.lower)
    return [_("%(rate)s, thuộc khung từ %(lower)s: %(points)s") % words]


def _tell_proportion(rule, inputs, worked, figures):
    words = {"rate": _rate(inputs, worked, figures), "points": figures.points(worked.points)}
    if worked.is_below_threshold:
        words["limit"] = figures.percent(rule.threshold)
        return [_("%(rate)s, dưới %(limit)s nên không có điểm: %(points)s") % words]
    if worked.is_set_to_full:
        words["limit"] = figures.percent(rule.full_from)
        return [_("%(rate)s, từ %(limit)s trở lên được điểm tối đa: %(points)s") % words]
    maximum = figures.points(rule.max_points)
    return [f"{_share(inputs, figures)} × {_in_brackets(maximum, rule)} = {figures.reckoned(worked.exact)}"]


def _in_brackets(text, rule):
    return f"({text})" if rule.sign < 0 else text


def _tell_count(rule, inputs, worked, figures):
    times, amount = figures.exact(inputs.count), figures.reckoned(rule.sign * worked.reckoned)
    parts = [f"{times} × {figures.reckoned(rule.each)} = {amount}"]
    words = {"limit": figures.points(abs(rule.max_points)), "points": figures.points(worked.points)}
    if rule.sign < 0:
        told = _("trừ không quá %(limit)s: %(points)s") if worked.is_capped else _("trừ vào điểm: %(points)s")
        words["points"] = figures.reckoned(worked.exact)
        return [*parts, told % words]
    return [*parts, _("không quá %(limit)s: %(points)s") % words] if worked.is_capped else parts


def _tell_deduction(rule, inputs, worked, figures):
    maximum, times = figures.points(rule.max_points), figures.exact(inputs.count)
    parts = [f"{maximum} − {times} × {figures.reckoned(rule.each)} = {figures.reckoned(worked.reckoned)}"]
    if worked.is_capped:
        parts.append(_("không dưới 0: %(points)s") % {"points": figures.points(worked.points)})
    return parts


_TELL = {
    RuleKind.FULL_OR_NOTHING: _tell_met,
    RuleKind.GRADED: _tell_grade,
    RuleKind.BANDS: _tell_band,
    RuleKind.PROPORTION: _tell_proportion,
    RuleKind.COUNT: _tell_count,
    RuleKind.DEDUCTION: _tell_deduction,
}


def input_fault_words(fault):
    """What is wrong with one input, and what to do about it."""
    if fault.flaw is InputFlaw.MISSING and fault.name in (InputName.MET, InputName.STEP):
        return _("Chưa chọn.")
    return {
        InputFlaw.MISSING: _("Chưa có số này."),
        InputFlaw.NOT_ASKED: _("Quy tắc này không dùng số này."),
        InputFlaw.SAID_TWICE: _("Đã có số lượng thì để trống tỷ lệ; hoặc chỉ ghi tỷ lệ."),
        InputFlaw.NEGATIVE: _("Số này không được âm."),
        InputFlaw.NOT_WHOLE: _("Số lần phải là số nguyên."),
        InputFlaw.ABOVE_WHOLE: _("Số này lớn hơn tổng số, nên tỷ lệ vượt 100 %. Hãy kiểm tra lại hai số."),
        InputFlaw.ABOVE_HUNDRED: _("Tỷ lệ không quá 100 %."),
        InputFlaw.NOTHING_TO_RATE: _(
            "Tổng số bằng 0 thì không có gì để tính tỷ lệ: tiêu chí không áp dụng với đơn vị, khác với 0 điểm."
        ),
        InputFlaw.UNKNOWN_STEP: _("Quy tắc không có mức này; hãy chọn một mức trong danh sách."),
    }[fault.flaw]


def rule_fault_words(fault, rule):
    """What is wrong with a rule, with the figures that contradict each other. `rule`: the domain's."""
    figures = RuleFigures(rule)
    words = {
        "figure": "" if fault.figure is None else figures.format.exact(fault.figure),
        "limit": "" if fault.limit is None else figures.format.exact(fault.limit),
    }
    return _rule_fault_sentences()[fault.flaw] % words


def _rule_fault_sentences():
    return {
        RuleFlaw.NOT_A_LEAF: _("Tiêu chí này còn chia nhỏ: quy tắc cho điểm chỉ đặt ở tiêu chí không chia nhỏ nữa."),
        RuleFlaw.NO_MAXIMUM: _("Tiêu chí chưa có điểm tối đa; hãy ghi điểm tối đa trước khi đặt quy tắc."),
        RuleFlaw.PLACES_OUT_OF_RANGE: _("Làm tròn đến %(figure)s chữ số thập phân là không được: từ 0 đến %(limit)s."),
        RuleFlaw.MAXIMUM_TOO_FINE: _(
            "Điểm tối đa %(figure)s có nhiều chữ số thập phân hơn mức làm tròn (%(limit)s): không ai đạt đúng được."
        ),
        RuleFlaw.STEPS_NOT_TAKEN: _("Loại quy tắc này không có các mức; hãy xóa các mức hoặc đổi loại quy tắc."),
        RuleFlaw.NO_STEPS: _("Loại quy tắc này phải có các mức; hãy ghi từng mức."),
        RuleFlaw.STEP_TWICE: _("Hai mức cùng một số thứ tự."),
        RuleFlaw.STEP_WITHOUT_RATE: _("Khung này chưa ghi từ tỷ lệ nào."),
        RuleFlaw.STEP_WITHOUT_LABEL: _("Mức này chưa có tên."),
        RuleFlaw.STEP_HAS_RATE: _("Quy tắc theo mức không dùng tỷ lệ (đang ghi %(figure)s); hãy để trống."),
        RuleFlaw.STEP_RATE_OUT_OF_RANGE: _("Tỷ lệ %(figure)s %% nằm ngoài khoảng từ 0 đến %(limit)s %%."),
        RuleFlaw.STEP_TOO_FINE: _(
            "Điểm %(figure)s có nhiều chữ số thập phân hơn mức làm tròn của quy tắc (%(limit)s)."
        ),
        RuleFlaw.STEP_WRONG_SIGN: _(
            "Điểm %(figure)s trái dấu với điểm tối đa: điểm trừ ghi số âm, các điểm khác không âm."
        ),
        RuleFlaw.STEP_ABOVE_MAXIMUM: _("Điểm %(figure)s vượt điểm tối đa %(limit)s của tiêu chí."),
        RuleFlaw.STEPS_OUT_OF_ORDER: _("Các khung phải xếp theo tỷ lệ tăng dần hoặc giảm dần, không trùng nhau."),
        RuleFlaw.POINTS_FALL: _(
            "Khung này có tỷ lệ cao hơn mà chỉ %(figure)s điểm, trong khi khung thấp hơn được %(limit)s điểm."
        ),
        RuleFlaw.TOP_IS_NOT_MAXIMUM: _(
            "Mức cao nhất cho %(figure)s điểm, khác điểm tối đa %(limit)s của tiêu chí; hãy sửa một trong hai số."
        ),
        RuleFlaw.EACH_NOT_TAKEN: _("Loại quy tắc này không dùng điểm mỗi lần (đang ghi %(figure)s); hãy để trống."),
        RuleFlaw.EACH_MISSING: _("Loại quy tắc này cần điểm mỗi lần."),
        RuleFlaw.EACH_NOT_POSITIVE: _("Điểm mỗi lần phải lớn hơn 0 (đang ghi %(figure)s)."),
        RuleFlaw.DEDUCTION_OF_PENALTY: _(
            "Điểm tối đa %(figure)s là điểm trừ, không thể trừ dần nữa; hãy dùng quy tắc theo số lần."
        ),
        RuleFlaw.RATES_NOT_TAKEN: _("Chỉ công thức b/a mới dùng tỷ lệ này (đang ghi %(figure)s); hãy để trống."),
        RuleFlaw.RATE_OUT_OF_RANGE: _("Tỷ lệ %(figure)s %% phải lớn hơn 0 và không quá %(limit)s %%."),
        RuleFlaw.RATES_OUT_OF_ORDER: _(
            "Dưới %(figure)s %% không có điểm, mà từ %(limit)s %% đã đạt điểm tối đa: hai tỷ lệ ngược nhau."
        ),
        RuleFlaw.EACH_ABOVE_MAXIMUM: _(
            "Điểm mỗi lần %(figure)s lớn hơn điểm tối đa %(limit)s: chỉ một lần là hết mức."
        ),
        RuleFlaw.EACH_DOES_NOT_DIVIDE: _(
            "Điểm tối đa %(limit)s không chia hết cho điểm mỗi lần %(figure)s: lần cuối chỉ tính một phần."
        ),
        RuleFlaw.SAME_POINTS: _("Khung này cho %(figure)s điểm, bằng khung ngay dưới: có thể gộp hai khung."),
        RuleFlaw.GRADES_OUT_OF_ORDER: _("Các mức không xếp theo điểm tăng dần hay giảm dần."),
        RuleFlaw.RATES_EQUAL: _(
            "Dưới %(figure)s %% không có điểm, từ đó trở lên là điểm tối đa, không có khoảng giữa."
        ),
    }
