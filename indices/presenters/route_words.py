"""The words of a route: the target, what is lacking, which criteria make it up, why something is not counted on."""

from decimal import Decimal
from math import ceil

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from indices.domain.figures import EXACTLY, cut, from_billionths, round_half_up
from indices.domain.route import Obstacle, Reach, Refusal, TargetKind
from indices.domain.route_leaves import Fixed
from indices.domain.route_others import Assumption
from indices.presenters.said import in_percent
from reformtrack.figures import NOTHING

NAMED = 4  # criteria of a set named in a sentence


def target_in_words(target, figures, unit=""):
    """What is aimed at: `hạng 20`, `90 %`, `85 điểm`, `đứng trên Huyện A`.

    Args:
        unit: the name of the unit to be passed.
    """
    if target.kind is TargetKind.RANK:
        return _("hạng %(rank)s") % {"rank": target.figure}
    if target.kind is TargetKind.UNIT:
        return _("đứng trên %(unit)s") % {"unit": unit}
    figure = figures.format.exact(from_billionths(target.figure))
    return in_percent(figure) if target.kind is TargetKind.PERCENT else f"{figure} {_('điểm')}"


def assumption_in_words(assumption):
    """What the others are taken to do, as the beginning of a sentence."""
    if assumption is Assumption.TREND:
        return _("Nếu các đơn vị khác tiếp tục tăng, giảm như năm vừa qua")
    return _("Nếu các đơn vị khác giữ nguyên điểm")


def need_in_words(route, figures):
    """How many points are lacking, never less than it takes: `ít nhất 0,43 điểm`, `hơn 0,50 điểm`.

    Args:
        route: `indices.domain.route.Route`, or `indices.domain.route_gap.Gap`.
    """
    steps = route.lacking * 10**figures.places
    shown = EXACTLY.scaleb(Decimal(ceil(steps)), -figures.places)
    # Equal points are not enough, and what is shown is no more than equal.
    is_more = route.is_strict and steps == ceil(steps)
    words = _("hơn %(points)s %(unit)s") if is_more else _("ít nhất %(points)s %(unit)s")
    # Where a percent is all that is known, what is lacking is counted as the index counts differences.
    unit = figures.difference_word if getattr(route, "in_percent", False) else _("điểm")
    return words % {"points": figures.format.points(shown, figures.places), "unit": unit}


def gap_sentence(gap, route, figures, *, unit="", has_leaves=True):
    """Where the way cannot be told: how far the target is, and why no more can be said."""
    words = {
        "target": target_in_words(route.target, figures, unit),
        "assumption": assumption_in_words(route.assumption),
        "why": obstacle_in_words(route.obstacle) if has_leaves else _("điểm từng tiêu chí không công bố"),
    }
    if gap.is_reached:
        return _("%(assumption)s: đã đạt mục tiêu %(target)s.") % words
    words["need"] = need_in_words(gap, figures)
    return _("Muốn đạt mục tiêu %(target)s, tổng phải tăng %(need)s. Không nói được bù ở đâu: %(why)s.") % words


def route_sentence(route, figures, names, *, unit=""):
    """The answer in a sentence or two.

    Args:
        route: `indices.domain.route.Route`.
        names: code -> name of the criterion.
        unit: the name of the unit to be passed, where the target is one.
    """
    words = {
        "assumption": assumption_in_words(route.assumption),
        "target": target_in_words(route.target, figures, unit),
    }
    if route.reach is Reach.NOT_KNOWN:
        return _("Chưa tính được cách đạt mục tiêu %(target)s: %(why)s.") % {
            **words,
            "why": obstacle_in_words(route.obstacle),
        }
    if route.reach is Reach.REACHED:
        return _("%(assumption)s: đã đạt mục tiêu %(target)s.") % words
    words["need"] = need_in_words(route, figures)
    if route.reach is Reach.NOT_REACHABLE:
        words["outcome"] = outcome_in_words(route.most, figures)
        return (
            _(
                "%(assumption)s: không đạt được mục tiêu %(target)s, vì cần thêm %(need)s; "
                "bù hết mọi tiêu chí có thể bù thì được %(outcome)s."
            )
            % words
        )
    chosen = route.sets[0].leaves
    words["criteria"] = ngettext("%(count)s tiêu chí", "%(count)s tiêu chí", len(chosen)) % {"count": len(chosen)}
    words["named"] = criteria_in_words(chosen, figures, names)
    return (
        _(
            "%(assumption)s: muốn đạt mục tiêu %(target)s cần thêm %(need)s, "
            "ít nhất phải bù đủ điểm ở %(criteria)s: %(named)s."
        )
        % words
    )


def routes_in_short(routes, figures, *, unit=""):
    """Answers to one question under several assumptions; of the first, the codes of the criteria."""
    reachable = [route for route in routes if route.reach is Reach.REACHABLE]
    told = [route_sentence(route, figures, {}, unit=unit) for route in routes if route not in reachable]
    if reachable:
        ways = "; ".join(_way(route, figures, with_codes=route is reachable[0]) for route in reachable)
        words = {"target": target_in_words(reachable[0].target, figures, unit), "ways": ways}
        told.insert(0, _("Muốn đạt mục tiêu %(target)s: %(ways)s.") % words)
    return told


def _way(route, figures, *, with_codes):
    chosen = route.sets[0].leaves
    assumption = assumption_in_words(route.assumption)
    words = {
        "assumption": assumption[:1].lower() + assumption[1:],
        "need": need_in_words(route, figures),
        "criteria": ngettext("%(count)s tiêu chí", "%(count)s tiêu chí", len(chosen)) % {"count": len(chosen)},
        "codes": ", ".join(leaf.code for leaf in chosen),
    }
    if with_codes:
        return _("%(assumption)s thì cần thêm %(need)s, bù đủ ít nhất %(criteria)s (%(codes)s)") % words
    return _("%(assumption)s thì cần thêm %(need)s, bù đủ ít nhất %(criteria)s") % words


def criteria_in_words(leaves, figures, names):
    """`1.1.3 Tên (1,00 điểm); 2.1 Tên (0,50 điểm) và 3 tiêu chí khác`."""
    told = "; ".join(
        _("%(code)s %(name)s (%(points)s điểm)")
        % {
            "code": leaf.code,
            "name": names.get(leaf.code, ""),
            "points": figures.total(from_billionths(leaf.highest - leaf.points)),
        }
        for leaf in leaves[:NAMED]
    )
    rest = len(leaves) - NAMED
    if rest <= 0:
        return told
    return ngettext("%(named)s và %(count)s tiêu chí khác", "%(named)s và %(count)s tiêu chí khác", rest) % {
        "named": told,
        "count": rest,
    }


def outcome_in_words(outcome, figures, *, with_rank=True):
    """`93,10 điểm (93,10 %), hạng 12`, as far as each is known."""
    parts = []
    if outcome.points is not None:
        parts.append(f"{figures.total(cut(outcome.points))} {_('điểm')}")
    if outcome.percent is not None:
        percent = in_percent(figures.format.points(cut(outcome.percent), 2))
        parts = [f"{parts[0]} ({percent})"]
    if with_rank and outcome.rank is not None:
        parts.append(_("hạng %(rank)s") % {"rank": outcome.rank})
    return ", ".join(parts)


def weight_in_words(weight):
    """How often comparable units regained a criterion: `lấy lại được 70 % số lần bị mất`; empty without experience."""
    if weight is None:
        return ""
    share = round_half_up(weight * 100, 0)
    return _("lấy lại được %(share)s %% số lần bị mất") % {"share": share}


def weight_share(weight):
    """The same in a table: `70 %`."""
    return NOTHING if weight is None else in_percent(round_half_up(weight * 100, 0))


def fixed_in_words(fixed):
    """Why a criterion is not counted on."""
    return {
        Fixed.SURVEY: _("kết quả điều tra xã hội học, đơn vị không quyết định được trong năm"),
        Fixed.SATISFACTION: _("mức độ hài lòng của người dân, đơn vị không quyết định được trong năm"),
        Fixed.OUTCOME: _("tác động kinh tế - xã hội, đơn vị không quyết định được trong năm"),
        Fixed.BONUS: _("điểm thưởng, không phải điểm bị mất"),
        Fixed.PENALTY: _("điểm trừ vì việc đã xảy ra; không để xảy ra nữa thì không bị trừ"),
        Fixed.CAPPED: _("tổng điểm trừ đã chạm mức trần, bớt một lần trừ chưa chắc thêm điểm"),
        Fixed.UNKNOWN: _("chưa biết điểm hoặc điểm tối đa"),
        Fixed.CHOSEN: _("người xem đã bỏ ra"),
    }[fixed]


def obstacle_in_words(obstacle):
    """Why nothing can be said, as the end of a sentence."""
    return {
        Obstacle.NO_TOTAL: _("chưa biết tổng của đơn vị"),
        Obstacle.NOT_A_SUM: _("tổng do nơi công bố nêu, không phải là tổng điểm các tiêu chí"),
        Obstacle.NO_MAXIMUM: _("chưa biết điểm tối đa của đơn vị"),
        Obstacle.NOT_RANKED: _("đơn vị không thuộc diện xếp hạng"),
        Obstacle.GAPS: _("có đơn vị chưa biết tổng nên không đếm được thứ hạng"),
        Obstacle.NOT_COMPARABLE: _("có đơn vị biết điểm tối đa, có đơn vị không, nên không so được"),
        Obstacle.NO_SUCH_UNIT: _("đơn vị cần vượt không được xếp hạng cùng"),
        Obstacle.UNIT_UNKNOWN: _("chưa biết tổng của đơn vị cần vượt"),
    }[obstacle]


def refusal_in_words(refusal):
    """Why a criterion set by hand is not counted."""
    return {
        Refusal.NO_SUCH_LEAF: _("không có tiêu chí này trong kết quả của đơn vị"),
        Refusal.NOT_KNOWN: _("chưa biết điểm hoặc điểm tối đa của tiêu chí này"),
        Refusal.OUT_OF_RANGE: _("số điểm nằm ngoài khoảng của tiêu chí này"),
    }[refusal]


def limits_in_words(route):
    """What a route takes for granted; said beside every answer."""
    limits = [
        _("Giả định mỗi tiêu chí nêu tên được bù đủ điểm, và các tiêu chí còn lại giữ nguyên."),
        _("Thứ hạng còn tùy các đơn vị khác: số bậc ở đây không cộng được với việc họ tăng hay giảm."),
    ]
    if route.without_trend:
        limits.append(
            ngettext(
                "%(count)s đơn vị không có số năm trước để so nên được coi là giữ nguyên.",
                "%(count)s đơn vị không có số năm trước để so nên được coi là giữ nguyên.",
                route.without_trend,
            )
            % {"count": route.without_trend}
        )
    if not route.is_proven:
        limits.append(_("Số tiêu chí ít nhất là chắc chắn; có thể còn nhóm khác cùng số tiêu chí dễ bù hơn."))
    return limits
