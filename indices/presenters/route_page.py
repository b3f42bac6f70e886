"""The page of a route: the answer in a sentence, which criteria, whose, what else would do, what is not counted on."""

from dataclasses import replace
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from indices.domain.route import Reach, TargetKind
from indices.domain.route_gap import gap_to
from indices.domain.route_leaves import MAY_BE_FREED, Fixed
from indices.domain.route_others import Assumption
from indices.presenters.addresses import address_label
from indices.presenters.brief_rows import criteria_word
from indices.presenters.route_form import form_section
from indices.presenters.route_tables import RouteTables
from indices.presenters.route_words import (
    assumption_in_words,
    fixed_in_words,
    gap_sentence,
    limits_in_words,
    need_in_words,
    outcome_in_words,
    route_sentence,
    target_in_words,
)
from indices.presenters.scorecard_words import total_in_words
from indices.presenters.words import Figures, edition_name, period_name
from indices.presenters.years import scorecard_address
from indices.queries.route import routes_of
from units.queries import names_on, shown_name

NAMED = 4  # criteria that are named without being asked for


def route_address(edition, unit, question=None):
    """The page of a unit's route in an edition, asking a question."""
    page = reverse("route", args=(edition.index.slug, address_label(edition), unit.slug))
    query = urlencode(question.pairs(), safe=":,") if question else ""
    return f"{page}?{query}" if query else page


def route_page(facts, form, *, language):
    """Everything that templates/indices/route.html shows.

    Args:
        facts: `queries.route.RouteFacts`.
        form: `forms.route.RouteForm`.
    """
    standing, edition = facts.standing, facts.edition
    figures = Figures(edition.index, language)
    page = {
        "name": shown_name(standing.unit, names_on([standing.unit_id], edition.ends_on)),
        "title": edition_name(edition),
        "is_sample": standing.unit.is_sample or edition.index.is_sample,
        "scorecard": scorecard_address(edition, standing.unit),
        "plain": route_address(edition, standing.unit),
        "form": form_section(facts, form, figures),
        "status": _status(facts),
    }
    if form.must_be_mended:
        return page | {"lede": _("Hãy sửa chỗ đã nêu rồi tính lại.")}
    return page | _Answer(facts, form, figures).parts()


def _status(facts):
    """What the figures are worth, which year, what the trend is of."""
    edition, badges = facts.edition, [{"kind": "computed"}] if facts.leaves else []
    if facts.standing.unit.is_sample or edition.index.is_sample:
        badges.insert(0, {"kind": "sample"})
    parts = [{"text": _("Năm đánh giá %(label)s") % {"label": period_name(edition)}}]
    if facts.others.without_trend < len(facts.others.now):
        parts.append({"text": _("đà của các đơn vị khác: so với %(label)s") % {"label": period_name(facts.before)}})
    if facts.annex is not None:
        parts.append({"text": _("điểm từng tiêu chí: phụ lục nội bộ của đơn vị")})
    parts.append({"text": _("nguồn"), "href": f"{scorecard_address(edition, facts.standing.unit)}#sources"})
    return {"badges": badges, "parts": parts}


class _Answer:
    """What a question comes to."""

    def __init__(self, facts, form, figures):
        self.facts, self.form, self.figures = facts, form, figures
        self.question, self.target = form.question, form.target
        self.routes = routes_of(facts, self.target, without=self.question.without, also=self.question.also)
        self.tables = RouteTables(facts, figures)
        self.names = {code: criterion.shown_name for code, criterion in facts.criteria.items()}
        self.passed = passed_name(facts, self.target)

    def parts(self):
        first = self.routes[0]
        return {
            "lede": self.lede(),
            "now": self._now(),
            "sides": None if first.obstacle else self.tables.sides(self.routes),
            "sets": self._sets(),
            "chart": self.tables.chart(self.routes),
            "attempt": self._attempt(),
            "fixed": self._fixed(),
            "limits": self._limits(),
        }

    # Sentences

    def lede(self):
        """The answer: how much, how many criteria, of how many agencies, on each assumption."""
        first, *others = (self._told(route) for route in self.routes)
        if self.routes[0].obstacle or not others:
            return first
        if self._say_the_same():
            return f"{first} {_('Nếu các đơn vị khác tiếp tục tăng, giảm như năm vừa qua thì cũng vậy.')}"
        return " ".join([first, *others])

    def _say_the_same(self):
        """Is as much and as many needed, whatever the others do?"""
        one, other = self.routes
        return (one.reach, one.need, len(_codes(one))) == (other.reach, other.need, len(_codes(other)))

    def _told(self, route):
        is_first = route is self.routes[0]
        words = self._words(route)
        gap = gap_to(self.target, self.facts.own, self.facts.others) if route.obstacle else None
        if gap is not None:
            has_leaves = bool(self.facts.leaves)
            return gap_sentence(gap, route, self.figures, unit=self.passed, has_leaves=has_leaves)
        if route.obstacle or route.reach is Reach.REACHED:
            return route_sentence(route, self.figures, self.names, unit=self.passed)
        if route.reach is Reach.REACHABLE:
            words["criteria"] = self.tables.of_agencies(route.sets[0])
            if is_first:
                return _("Muốn đạt mục tiêu %(target)s cần thêm %(need)s: bù đủ ở %(criteria)s.") % words
            return _("%(assumption)s thì cần thêm %(need)s: bù đủ ở %(criteria)s.") % words
        if route.most.gain:
            return route_sentence(route, self.figures, self.names, unit=self.passed)
        if not is_first:
            return _("%(assumption)s thì cần thêm %(need)s.") % words
        return f"{_('Muốn đạt mục tiêu %(target)s cần thêm %(need)s.') % words} {self._why_nothing()}"

    def _why_nothing(self):
        """Why no criterion can be named that would help."""
        if not self.facts.leaves:
            return _("Điểm từng tiêu chí không công bố nên không nói được bù ở đâu.")
        return _("Không còn tiêu chí nào bù được trong năm; xem các tiêu chí không tính đến ở dưới.")

    def _words(self, route):
        return {
            "assumption": assumption_in_words(route.assumption),
            "target": self._target(),
            "need": need_in_words(route, self.figures) if route.lacking is not None else "",
        }

    def _target(self):
        words = target_in_words(self.target, self.figures, self.passed)
        planned = self.facts.planned
        if planned is not None and self.form.aim == "plan":
            return _("%(target)s (kế hoạch năm %(year)s)") % {"target": words, "year": planned.year}
        return words

    def _now(self):
        """Where it stands: the place that follows from totals, the stated one beside it."""
        now = self.routes[0].now
        told = outcome_in_words(now, self.figures, with_rank=False)
        if not told and self.facts.standing.total is not None:
            told = total_in_words(self.facts.standing, self.figures)
        stated, computed = self.facts.standing.stated_rank, now.rank
        if computed is not None:
            place = _("hạng %(rank)s theo tổng điểm") % {"rank": computed}
            told = f"{told}, {place}" if told else place
        if stated is not None:
            place = _("hạng công bố %(rank)s") % {"rank": stated}
            told = f"{told}, {place}" if told else place
        if not told:
            return ""
        text = _("Hiện nay: %(now)s.") % {"now": told}
        if stated is not None and computed is not None and stated != computed:
            text += " " + _("Hai số khác nhau ở chỗ bằng điểm; các hạng tính ở dưới đều theo tổng điểm.")
        return text

    # Sets

    def _sets(self):
        """The smallest sets, one section for each assumption; one for both where they are the same."""
        reachable = [route for route in self.routes if route.sets]
        if len(reachable) == len(self.routes) > 1 and _codes(reachable[0]) == _codes(reachable[1]):
            return [self._set(reachable[0], _("Bù ở đâu, dù các đơn vị khác giữ nguyên hay theo đà"), "both")]
        headings = {
            Assumption.UNCHANGED: _("Bù ở đâu, nếu các đơn vị khác giữ nguyên điểm"),
            Assumption.TREND: _("Bù ở đâu, nếu các đơn vị khác theo đà năm vừa qua"),
        }
        return [self._set(route, headings[route.assumption], route.assumption.value) for route in reachable]

    def _set(self, route, heading, key):
        first = route.sets[0]
        others = self.tables.others_table(route)
        return {
            "id": f"h-set-{key}",
            "heading": heading,
            "sentence": _("Bù đủ điểm ở %(criteria)s thì được %(outcome)s.")
            % {
                "criteria": self.tables.of_agencies(first),
                "outcome": outcome_in_words(first.outcome, self.figures),
            },
            "agencies": self.tables.by_agency(first),
            "table": self.tables.set_table(first, caption=heading),
            "others": others,
            "others_note": "" if others is None else str(len(others["rows"])),
        }

    # Set by hand

    def _attempt(self):
        attempt = self.form.attempt
        table = self.tables.attempt(attempt)
        if table is None:
            return None
        outcomes = [
            _("%(assumption)s: %(outcome)s.")
            % {
                "assumption": assumption_in_words(route.assumption),
                "outcome": outcome_in_words(attempt.outcomes[route.assumption], self.figures) or _("không tính được"),
            }
            for route in self.routes
        ]
        return {"table": table, "outcomes": outcomes}

    # What is not counted on

    def _fixed(self):
        """Groups of criteria that are not counted on, each with its reason and the way to count on them."""
        by_reason = {}
        for leaf in self.facts.leaves:
            reason = (self.routes[0].fixed or {}).get(leaf.code)
            if reason is not None:
                by_reason.setdefault(reason, []).append(leaf)
        if not by_reason:
            return None
        groups = [self._group(reason, leaves) for reason, leaves in by_reason.items()]
        return {"groups": groups, "note": criteria_word(sum(len(leaves) for leaves in by_reason.values()))}

    def _group(self, reason, leaves):
        group = {
            "reason": capfirst(fixed_in_words(reason)),
            "points": "" if reason is Fixed.UNKNOWN else self.tables.points(sum(leaf.gain for leaf in leaves)),
            "names": "; ".join(self.tables.name(leaf.code) for leaf in leaves),
            "count": criteria_word(len(leaves)),
            "is_long": len(leaves) > NAMED,
        }
        if reason in MAY_BE_FREED:
            asked = replace(self.question, also=(*self.question.also, *(leaf.code for leaf in leaves)))
        elif reason is Fixed.CHOSEN:
            asked = replace(self.question, without=())
        else:
            return group
        return group | {"count_on": route_address(self.facts.edition, self.facts.standing.unit, asked)}

    # Limits

    def _limits(self):
        limits = limits_in_words(self.routes[-1])
        if not self.facts.leaves:
            limits = limits[1:]
        limits.append(_("Các đơn vị khác chỉ được xét theo tổng điểm, không theo từng tiêu chí."))
        if len(self.routes) > 1:
            limits.append(
                _(
                    "Đà là lặp lại đúng mức tăng, giảm tổng điểm của năm vừa qua, không quá điểm tối đa; "
                    "đó không phải là dự báo."
                )
            )
        elif self.facts.others.now:
            limits.append(_("Không có năm trước cùng bộ tiêu chí để so, nên chỉ tính khi các đơn vị khác giữ nguyên."))
        if self.facts.experience and self.facts.leaves:
            first, last = self.facts.experience[0], self.facts.experience[-1]
            words = {"count": self.facts.peers, "first": first, "last": last}
            limits.append(
                _(
                    "Tỷ lệ lấy lại là số lần mất điểm rồi năm sau đạt đủ trên số lần mất điểm, của các đơn vị xếp hạng "
                    "cùng có tổng gần nhất (%(count)s đơn vị), các năm %(first)s–%(last)s."
                )
                % words
            )
        return limits


def passed_name(facts, target):
    """What the unit to be passed was called; empty where the target is another."""
    if target.kind is not TargetKind.UNIT:
        return ""
    unit = facts.units.get(target.unit)
    return target.unit if unit is None else shown_name(unit, facts.names)


def _codes(route):
    return [leaf.code for leaf in route.sets[0].leaves] if route.sets else []
