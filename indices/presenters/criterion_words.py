"""What the page of a criterion says in sentences: who earns it, where one's own unit stands, what it was before."""

from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from indices.domain.continuing import Basis
from indices.domain.criterion_health import Finding, tells_apart
from indices.domain.figures import from_billionths, percent_of, round_half_up
from indices.domain.values import CriterionKind, Figure
from indices.presenters.said import in_percent
from indices.presenters.words import Figures, maximum_text, units_word

PERCENT_PLACES = 2


class CriterionFigures(Figures):
    """Figures of one criterion in one language."""

    def __init__(self, index, language, leaf=None):
        super().__init__(index, language)
        self.leaf = leaf

    def percent(self, value):
        """A percent, cut or exact: `57,50`."""
        return self.format.points(value, PERCENT_PLACES)

    def share(self, share):
        """A share, in percent: `Fraction(23, 40)` → `57,50`."""
        return self.percent(round_half_up(100 * share, PERCENT_PLACES))

    def change_of_share(self, change):
        """A change of a share in percentage points, with its sign."""
        return self.format.change(round_half_up(100 * change, PERCENT_PLACES), PERCENT_PLACES)

    def maximum(self, count):
        """A maximum in billionths: exact, or where a third of ten has nine places, as points are shown."""
        return maximum_text(from_billionths(count), self)

    def points(self, count):
        return self.total(from_billionths(count))

    def result(self, earned, score=None):
        """`1,15`; the digits of a published figure as they were printed; a percent where only that is known."""
        if score is not None and score.stated_points is not None:
            return self.total(score.stated_points, score.stated_points_places)
        if earned.points is not None:
            return self.points(earned.points)
        return in_percent(self.percent(from_billionths(earned.percent)))

    def of_statistic(self, value, statistic):
        """A mean or an extreme, as `statistic` counts it: `4,9791 / 10`, `57,50 %`."""
        if statistic.figure == Figure.PERCENT:
            return in_percent(self.percent(value))
        return self.total(value)

    def percent_of(self, value, statistic):
        """The same as a percent of the maximum laid down; `None` where it has none."""
        if statistic.figure == Figure.PERCENT:
            return value
        maximum = self.leaf.max_points
        if self.leaf.kind != CriterionKind.ORDINARY or not maximum:
            return None
        return percent_of(value, from_billionths(maximum))


def who_earns_it(lying, figures, level):
    """How many have full marks, the mean, and whether the criterion still tells units apart."""
    statistic = lying.statistic
    if statistic is None:
        return ""
    units = units_word(statistic.n, level)
    told = [*_full_marks(lying, units, figures), _mean(statistic, units, figures)]
    return f"{'; '.join(told)}. {APART[tells_apart(lying)]()}".strip()


def who_has_it(lying, figures, level, touched):
    """How many have bonus points, or lost points by a penalty: nobody is meant to have either in full.

    Args:
        touched: how many units have points other than zero.
    """
    statistic = lying.statistic
    if statistic is None:
        return ""
    words = {"count": touched, "units": units_word(statistic.n, level)}
    words["mean"] = figures.of_statistic(statistic.mean, statistic)
    if figures.leaf.kind == CriterionKind.PENALTY:
        if not touched:
            return _("Không đơn vị nào trong %(units)s bị trừ điểm.") % words
        return _("%(count)s trong %(units)s bị trừ điểm; trung bình %(mean)s điểm.") % words
    if not touched:
        return _("Không đơn vị nào trong %(units)s được điểm thưởng.") % words
    return _("%(count)s trong %(units)s được điểm thưởng; trung bình %(mean)s điểm.") % words


def known_of_some(lying, roll, level):
    """Where units are lacking: how many are known. A mean over those who happen to be known is the mean of nothing."""
    known = lying.statistic.n
    if roll.stated_units and known < roll.stated_units:
        words = {"known": known, "units": units_word(roll.stated_units, level)}
        told = _("Chỉ biết điểm của %(known)s trong %(units)s ở tiêu chí này, nên không tính trung bình và phân bố.")
        return told % words
    told = _("Chỉ biết điểm của %(units)s ở tiêu chí này, chưa đủ cả bảng, nên không tính trung bình và phân bố.")
    return told % {"units": units_word(known, level)}


APART = {
    Finding.TOO_FEW: lambda: "",
    Finding.NOBODY_APART: lambda: _("Tiêu chí này không còn phân biệt được các đơn vị."),
    Finding.HARDLY_APART: lambda: _("Tiêu chí này gần như không còn phân biệt được các đơn vị."),
    Finding.AS_MEANT: lambda: _("Tiêu chí này vẫn phân biệt được các đơn vị."),
}


def _full_marks(lying, units, figures):
    full = lying.statistic.at_full_marks
    if full is None:
        return
    if full == 0:
        yield _("Chưa đơn vị nào trong %(units)s đạt điểm tối đa") % {"units": units}
    elif full == lying.statistic.n:
        yield _("Tất cả %(units)s đạt điểm tối đa") % {"units": units}
    else:
        words = {"count": full, "units": units, "share": figures.share(lying.share_at_full)}
        yield _("%(count)s trong %(units)s (%(share)s %%) đạt điểm tối đa") % words


def _mean(statistic, units, figures):
    mean = figures.of_statistic(statistic.mean, statistic)
    percent = figures.percent_of(statistic.mean, statistic)
    if statistic.figure == Figure.PERCENT:
        return _("trung bình %(mean)s của điểm tối đa") % {"mean": mean}
    if percent is None:
        return _("Trung bình của %(units)s: %(mean)s điểm") % {"units": units, "mean": mean}
    words = {"mean": mean, "maximum": figures.maximum(figures.leaf.max_points), "percent": figures.percent(percent)}
    return _("trung bình %(mean)s trên %(maximum)s điểm (%(percent)s %%)") % words


def own_sentence(row, name, figures, *, score, move, of, earlier):
    """Where the reader's own unit stands here.

    Args:
        row: of `queries.criterion_page`.
        move: its change, or `None`; `earlier`: the label of the year it is counted from.
        of: how many are ranked with it at the criterion.
    """
    if row.earned is None:
        told = _("không có số liệu ở tiêu chí này") if row.applies else _("không áp dụng tiêu chí này")
        return format_html("<strong>{}</strong>: {}.", name, told)
    parts = [_got(row.earned, figures, score)]
    if row.rank is not None:
        parts.append(_("hạng %(rank)s/%(of)s") % {"rank": row.rank, "of": of})
    if move is not None:
        parts.append(_moved(move, figures, earlier))
    return format_html("<strong>{}</strong> {}.", name, format_html_join(", ", "{}", ((part,) for part in parts)))


def _got(earned, figures, score):
    got = figures.result(earned, score)
    if earned.points is None:
        return _("đạt %(percent)s của điểm tối đa") % {"percent": got}
    if not earned.maximum:
        return _("được %(points)s điểm") % {"points": got}
    words = {"points": got, "maximum": figures.maximum(earned.maximum), "percent": figures.share(earned.share)}
    return _("được %(points)s trên %(maximum)s điểm (%(percent)s %%)") % words


def _moved(move, figures, earlier):
    if move.change == 0:
        return _("không đổi so với %(label)s") % {"label": earlier}
    size = move_size(move, figures)
    told = _("tăng %(size)s so với %(label)s") if move.change > 0 else _("giảm %(size)s so với %(label)s")
    return told % {"size": size, "label": earlier}


def move_size(move, figures):
    """How much, without a sign: in points of one maximum, else in percentage points of the maximum."""
    if move.points is not None:
        return _("%(points)s điểm") % {"points": figures.difference(abs(move.points))}
    return _("%(points)s điểm %%") % {"points": figures.percent(round_half_up(100 * abs(move.change), PERCENT_PLACES))}


BASIS = {
    Basis.SAME: lambda: _("giữ nguyên (mã và tên có thể đổi)"),
    Basis.RESCALED: lambda: _("đổi điểm tối đa"),
    Basis.MERGED: lambda: _("gộp từ các tiêu chí này"),
    Basis.SPLIT: lambda: _("tách ra từ tiêu chí này"),
}


def compared_note(basis, label):
    """What a change is counted against, where that is not simply the same criterion of one maximum; else empty."""
    told = {
        Basis.RESCALED: _("Năm %(label)s tiêu chí có điểm tối đa khác: thay đổi tính theo phần trăm của điểm tối đa."),
        Basis.MERGED: _("Năm %(label)s là nhiều tiêu chí, nay gộp lại: so với tổng của các tiêu chí đó."),
        Basis.SPLIT: _(
            "Năm %(label)s là một phần của tiêu chí lớn hơn: so với cả tiêu chí đó, theo phần trăm của điểm tối đa."
        ),
    }
    return told[basis] % {"label": label} if basis in told else ""
